/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Longer than most files: one record and its builder, a function for each
 * thing that they hold. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <stdlib.h>
#include <string.h>

#include "chatty-character.h"
#include "chatty-text.h"

#define N_TEXTS CHATTY_FIRST_LIST_FIELD
#define N_LISTS (CHATTY_FIELD_TRAITS - CHATTY_FIRST_LIST_FIELD)

typedef struct {
  char   *name;
  double  value;
} Trait;

struct _ChattyCharacter {
  gatomicrefcount  ref_count;
  char            *id;
  char            *platform;
  gint64           created;
  gint64           used;
  gboolean         complete;
  char            *texts[N_TEXTS];
  char           **lists[N_LISTS];
  GArray          *traits;     /* of Trait, by name, or NULL */
  GHashTable      *extras;     /* platform to JSON text, or NULL */
};

/* The character itself before it is shared. */
struct _ChattyCharacterBuilder {
  ChattyCharacter character;
};

G_DEFINE_BOXED_TYPE (ChattyCharacter, chatty_character, chatty_character_ref,
                     chatty_character_unref)

static const char *const field_names[CHATTY_N_FIELDS] = {
  [CHATTY_FIELD_NAME] = "name",
  [CHATTY_FIELD_CALLSIGN] = "callsign",
  [CHATTY_FIELD_DESCRIPTION] = "description",
  [CHATTY_FIELD_INSTRUCTIONS] = "instructions",
  [CHATTY_FIELD_GREETING] = "greeting",
  [CHATTY_FIELD_EXAMPLES] = "examples",
  [CHATTY_FIELD_AVATAR] = "avatar",
  [CHATTY_FIELD_VOICE] = "voice",
  [CHATTY_FIELD_MODEL] = "model",
  [CHATTY_FIELD_TEMPERATURE] = "temperature",
  [CHATTY_FIELD_EFFORT] = "effort",
  [CHATTY_FIELD_SETTINGS] = "settings",
  [CHATTY_FIELD_STYLE] = "style",
  [CHATTY_FIELD_REMEMBERS] = "remembers",
  [CHATTY_FIELD_STARTERS] = "starters",
  [CHATTY_FIELD_LANGUAGES] = "languages",
  [CHATTY_FIELD_CAPABILITIES] = "capabilities",
  [CHATTY_FIELD_ACTIONS] = "actions",
  [CHATTY_FIELD_KNOWLEDGE] = "knowledge",
  [CHATTY_FIELD_MEMORY_NOTES] = "memory-notes",
  [CHATTY_FIELD_TRAITS] = "traits",
};

/**
 * chatty_character_field_to_string:
 *
 * Returns: (transfer none): the field's stable name, as in files
 */
const char *
chatty_character_field_to_string (ChattyCharacterField field)
{
  g_return_val_if_fail (field < CHATTY_N_FIELDS, NULL);

  return field_names[field];
}

/**
 * chatty_character_field_from_string:
 * @name: (nullable): a stable name
 * @field: (out): the field
 *
 * Returns: whether @name is a field's
 */
gboolean
chatty_character_field_from_string (const char           *name,
                                    ChattyCharacterField *field)
{
  for (guint i = 0; name != NULL && i < CHATTY_N_FIELDS; i++)
    if (g_str_equal (field_names[i], name))
      {
        *field = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * chatty_character_field_is_list:
 *
 * Returns: whether the field holds a list of texts
 */
gboolean
chatty_character_field_is_list (ChattyCharacterField field)
{
  return field >= CHATTY_FIRST_LIST_FIELD && field < CHATTY_FIELD_TRAITS;
}

/**
 * chatty_character_field_is_special:
 * @field: a field
 *
 * Returns: whether @field is always a platform's override, as its values mean
 *   nothing to any other platform
 */
gboolean
chatty_character_field_is_special (ChattyCharacterField field)
{
  return field == CHATTY_FIELD_SETTINGS;
}

static void
trait_clear (gpointer data)
{
  g_free (((Trait *) data)->name);
}

static void
clear_character (ChattyCharacter *self)
{
  g_free (self->id);
  g_free (self->platform);
  for (guint i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);
  for (guint i = 0; i < N_LISTS; i++)
    g_strfreev (self->lists[i]);
  g_clear_pointer (&self->traits, g_array_unref);
  g_clear_pointer (&self->extras, g_hash_table_unref);
}

/**
 * chatty_character_ref:
 *
 * Returns: (transfer full): @self, counted once more; any thread
 */
ChattyCharacter *
chatty_character_ref (ChattyCharacter *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * chatty_character_unref:
 *
 * Gives up a reference; any thread.
 */
void
chatty_character_unref (ChattyCharacter *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    {
      clear_character (self);
      g_free (self);
    }
}

const char *
chatty_character_get_id (const ChattyCharacter *self)
{
  return self->id;
}

const char *
chatty_character_get_platform (const ChattyCharacter *self)
{
  return self->platform;
}

gint64
chatty_character_get_created (const ChattyCharacter *self)
{
  return self->created;
}

/**
 * chatty_character_get_used:
 *
 * Returns: when somebody last talked to it there, or %CHATTY_TIME_NONE
 */
gint64
chatty_character_get_used (const ChattyCharacter *self)
{
  return self->used;
}

/**
 * chatty_character_is_complete:
 *
 * Returns: whether the record has all that the platform holds; those of a
 *   list often have not
 */
gboolean
chatty_character_is_complete (const ChattyCharacter *self)
{
  return self->complete;
}

/**
 * chatty_character_has_field:
 *
 * Returns: whether the field is known, be it empty
 */
gboolean
chatty_character_has_field (const ChattyCharacter *self,
                            ChattyCharacterField   field)
{
  if (field == CHATTY_FIELD_TRAITS)
    return self->traits != NULL;
  if (chatty_character_field_is_list (field))
    return self->lists[field - CHATTY_FIRST_LIST_FIELD] != NULL;
  return field < N_TEXTS && self->texts[field] != NULL;
}

const char *
chatty_character_get_name (const ChattyCharacter *self)
{
  return self->texts[CHATTY_FIELD_NAME] != NULL ? self->texts[CHATTY_FIELD_NAME] : "";
}

/**
 * chatty_character_get_text:
 * @field: a field that is no list
 *
 * Returns: (transfer none) (nullable): its text, or %NULL when it is not known
 */
const char *
chatty_character_get_text (const ChattyCharacter *self,
                           ChattyCharacterField   field)
{
  g_return_val_if_fail (field < N_TEXTS, NULL);

  return self->texts[field];
}

/**
 * chatty_character_get_list:
 * @field: a field that is a list
 *
 * Returns: (transfer none) (nullable): its texts, or %NULL when it is not known
 */
const char *const *
chatty_character_get_list (const ChattyCharacter *self,
                           ChattyCharacterField   field)
{
  g_return_val_if_fail (chatty_character_field_is_list (field), NULL);

  return (const char *const *) self->lists[field - CHATTY_FIRST_LIST_FIELD];
}

guint
chatty_character_get_n_traits (const ChattyCharacter *self)
{
  return self->traits != NULL ? self->traits->len : 0;
}

/**
 * chatty_character_get_trait:
 * @nth: which one; they are ordered by name
 * @value: (out) (optional): from -100 to 100, 0 is neutral
 *
 * Returns: (transfer none): the trait's name
 */
const char *
chatty_character_get_trait (const ChattyCharacter *self,
                            guint                  nth,
                            double                *value)
{
  const Trait *trait;

  g_return_val_if_fail (nth < chatty_character_get_n_traits (self), NULL);

  trait = &g_array_index (self->traits, Trait, nth);
  if (value != NULL)
    *value = trait->value;
  return trait->name;
}

/**
 * chatty_character_get_extra:
 * @platform: a platform's id
 *
 * Returns: (transfer none) (nullable): JSON text of what that platform has
 *   beyond the fields
 */
const char *
chatty_character_get_extra (const ChattyCharacter *self,
                            const char            *platform)
{
  return self->extras != NULL ? g_hash_table_lookup (self->extras, platform) : NULL;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * chatty_character_list_extras:
 *
 * Returns: (transfer full): the platforms that have an extra, in byte order
 */
char **
chatty_character_list_extras (const ChattyCharacter *self)
{
  guint n = self->extras != NULL ? g_hash_table_size (self->extras) : 0;
  char **platforms = g_new0 (char *, n + 1);
  GHashTableIter iter;
  gpointer platform;

  if (n == 0)
    return platforms;
  g_hash_table_iter_init (&iter, self->extras);
  for (guint i = 0; g_hash_table_iter_next (&iter, &platform, NULL); i++)
    platforms[i] = g_strdup (platform);
  qsort (platforms, n, sizeof (char *), compare_texts);
  return platforms;
}

static gboolean
traits_equal (const ChattyCharacter *a,
              const ChattyCharacter *b)
{
  if ((a->traits == NULL) != (b->traits == NULL) ||
      chatty_character_get_n_traits (a) != chatty_character_get_n_traits (b))
    return FALSE;
  for (guint i = 0; i < chatty_character_get_n_traits (a); i++)
    {
      const Trait *left = &g_array_index (a->traits, Trait, i);
      const Trait *right = &g_array_index (b->traits, Trait, i);

      /* Less than a thousandth of the scale is rounding. */
      if (!g_str_equal (left->name, right->name) || ABS (left->value - right->value) > 0.1)
        return FALSE;
    }
  return TRUE;
}

/**
 * chatty_character_field_equal:
 *
 * Returns: whether @field is the same in both; not known differs from empty
 */
gboolean
chatty_character_field_equal (const ChattyCharacter *a,
                              const ChattyCharacter *b,
                              ChattyCharacterField   field)
{
  const char *const *left, *const *right;

  if (field == CHATTY_FIELD_TRAITS)
    return traits_equal (a, b);
  if (!chatty_character_field_is_list (field))
    return g_strcmp0 (a->texts[field], b->texts[field]) == 0;

  left = chatty_character_get_list (a, field);
  right = chatty_character_get_list (b, field);
  return left == right ||
         (left != NULL && right != NULL && g_strv_equal (left, right));
}

static gboolean
extras_equal (const ChattyCharacter *a,
              const ChattyCharacter *b)
{
  GHashTableIter iter;
  gpointer platform, json;

  if ((a->extras != NULL ? g_hash_table_size (a->extras) : 0) !=
      (b->extras != NULL ? g_hash_table_size (b->extras) : 0))
    return FALSE;
  if (a->extras == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, a->extras);
  while (g_hash_table_iter_next (&iter, &platform, &json))
    if (g_strcmp0 (json, chatty_character_get_extra (b, platform)) != 0)
      return FALSE;
  return TRUE;
}

/**
 * chatty_character_equal:
 *
 * Returns: whether everything is the same in both
 */
gboolean
chatty_character_equal (const ChattyCharacter *a,
                        const ChattyCharacter *b)
{
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if (!chatty_character_field_equal (a, b, i))
      return FALSE;
  return g_strcmp0 (a->id, b->id) == 0 && g_strcmp0 (a->platform, b->platform) == 0 &&
         a->created == b->created && a->used == b->used && a->complete == b->complete &&
         extras_equal (a, b);
}

/**
 * chatty_character_builder_new:
 *
 * Returns: (transfer full): a character of which nothing is known
 */
ChattyCharacterBuilder *
chatty_character_builder_new (void)
{
  ChattyCharacterBuilder *self = g_new0 (ChattyCharacterBuilder, 1);

  self->character.created = self->character.used = CHATTY_TIME_NONE;
  self->character.complete = TRUE;
  return self;
}

/**
 * chatty_character_builder_new_from:
 * @character: what to begin with
 *
 * Returns: (transfer full): a builder that holds a copy of @character
 */
ChattyCharacterBuilder *
chatty_character_builder_new_from (const ChattyCharacter *character)
{
  ChattyCharacterBuilder *self = chatty_character_builder_new ();

  chatty_character_builder_set_id (self, character->platform, character->id);
  chatty_character_builder_set_times (self, character->created, character->used);
  self->character.complete = character->complete;
  for (guint i = 0; i < N_TEXTS; i++)
    self->character.texts[i] = g_strdup (character->texts[i]);
  for (guint i = 0; i < N_LISTS; i++)
    self->character.lists[i] = g_strdupv (character->lists[i]);
  if (character->traits != NULL && character->traits->len == 0)
    chatty_character_builder_set_trait (self, NULL, 0);
  for (guint i = 0; i < chatty_character_get_n_traits (character); i++)
    {
      const Trait *trait = &g_array_index (character->traits, Trait, i);

      chatty_character_builder_set_trait (self, trait->name, trait->value);
    }
  if (character->extras != NULL)
    {
      GHashTableIter iter;
      gpointer platform, json;

      g_hash_table_iter_init (&iter, character->extras);
      while (g_hash_table_iter_next (&iter, &platform, &json))
        chatty_character_builder_set_extra (self, platform, json);
    }
  return self;
}

void
chatty_character_builder_free (ChattyCharacterBuilder *self)
{
  clear_character (&self->character);
  g_free (self);
}

/**
 * chatty_character_builder_set_id:
 * @platform: (nullable): where it is
 * @id: (nullable): its id there
 */
void
chatty_character_builder_set_id (ChattyCharacterBuilder *self,
                                 const char             *platform,
                                 const char             *id)
{
  chatty_text_set (&self->character.platform, platform);
  chatty_text_set (&self->character.id, id);
}

/**
 * chatty_character_builder_set_times:
 * @created: when it was made there, or %CHATTY_TIME_NONE
 * @used: when somebody last talked to it, or %CHATTY_TIME_NONE
 */
void
chatty_character_builder_set_times (ChattyCharacterBuilder *self,
                                    gint64                  created,
                                    gint64                  used)
{
  self->character.created = created;
  self->character.used = used;
}

void
chatty_character_builder_set_complete (ChattyCharacterBuilder *self,
                                       gboolean                complete)
{
  self->character.complete = complete;
}

/**
 * chatty_character_builder_set_text:
 * @field: a field that is no list
 * @text: (nullable): valid UTF-8, or %NULL for not known
 */
void
chatty_character_builder_set_text (ChattyCharacterBuilder *self,
                                   ChattyCharacterField    field,
                                   const char             *text)
{
  g_return_if_fail (field < N_TEXTS);

  chatty_text_set (&self->character.texts[field], text);
}

/**
 * chatty_character_builder_set_list:
 * @field: a field that is a list
 * @list: (nullable): texts of valid UTF-8, or %NULL for not known
 */
void
chatty_character_builder_set_list (ChattyCharacterBuilder *self,
                                   ChattyCharacterField    field,
                                   const char *const      *list)
{
  char **copy = g_strdupv ((char **) list);
  char ***place;

  g_return_if_fail (chatty_character_field_is_list (field));

  place = &self->character.lists[field - CHATTY_FIRST_LIST_FIELD];
  g_strfreev (*place);
  *place = copy;
}

/**
 * chatty_character_builder_set_trait:
 * @name: (nullable): the trait; %NULL says that traits are known to be none
 * @value: from -100 to 100; what is beyond is brought back
 */
void
chatty_character_builder_set_trait (ChattyCharacterBuilder *self,
                                    const char             *name,
                                    double                  value)
{
  Trait trait = { NULL, CLAMP (value, -100, 100) };
  guint at = 0;

  if (self->character.traits == NULL)
    {
      self->character.traits = g_array_new (FALSE, FALSE, sizeof (Trait));
      g_array_set_clear_func (self->character.traits, trait_clear);
    }
  if (name == NULL)
    return;

  for (; at < self->character.traits->len; at++)
    {
      Trait *there = &g_array_index (self->character.traits, Trait, at);
      int order = strcmp (there->name, name);

      if (order == 0)
        {
          there->value = trait.value;
          return;
        }
      if (order > 0)
        break;
    }
  trait.name = g_strdup (name);
  g_array_insert_val (self->character.traits, at, trait);
}

/**
 * chatty_character_builder_unset:
 *
 * Makes @field one that is not known.
 */
void
chatty_character_builder_unset (ChattyCharacterBuilder *self,
                                ChattyCharacterField    field)
{
  if (field == CHATTY_FIELD_TRAITS)
    g_clear_pointer (&self->character.traits, g_array_unref);
  else if (chatty_character_field_is_list (field))
    chatty_character_builder_set_list (self, field, NULL);
  else
    chatty_character_builder_set_text (self, field, NULL);
}

/**
 * chatty_character_builder_set_extra:
 * @platform: a platform's id
 * @json: (nullable): JSON text, which is carried and not understood
 */
void
chatty_character_builder_set_extra (ChattyCharacterBuilder *self,
                                    const char             *platform,
                                    const char             *json)
{
  if (self->character.extras == NULL)
    self->character.extras = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (json != NULL)
    g_hash_table_insert (self->character.extras, g_strdup (platform), g_strdup (json));
  else
    g_hash_table_remove (self->character.extras, platform);
}

/**
 * chatty_character_builder_end:
 * @self: (transfer full): a builder
 *
 * Returns: (transfer full): the character, which nobody can change any more
 */
ChattyCharacter *
chatty_character_builder_end (ChattyCharacterBuilder *self)
{
  ChattyCharacter *character = g_new (ChattyCharacter, 1);

  *character = self->character;
  g_atomic_ref_count_init (&character->ref_count);
  g_free (self);
  return character;
}
