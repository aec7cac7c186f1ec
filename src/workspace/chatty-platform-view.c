/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-platform-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-chat.h"
#include "chatty-json.h"
#include "chatty-knowledge.h"
#include "chatty-platform-map.h"
#include "chatty-text.h"

struct _ChattyPlatformView {
  GObject                parent_instance;

  ChattyCharacterStore  *store;
  ChattyCharacterRecord *record;     /* NULL: nothing yet */
  GArray                *rows;       /* of ChattyPlatformRow */
  GPtrArray             *texts;      /* of the rows */
  ChattyCharacter       *character;  /* what the platform is to have */
  GStrv                  extra;
  guint                  loss;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyPlatformView, chatty_platform_view, G_TYPE_OBJECT)

static const char *
get_platform (ChattyPlatformView *self)
{
  return chatty_connector_get_id (CHATTY_CONNECTOR (self->store));
}

static const char *
get_title (ChattyPlatformView *self)
{
  return chatty_connector_get_title (CHATTY_CONNECTOR (self->store));
}

static gboolean
has_value (const ChattyCharacter *character,
           ChattyCharacterField   field)
{
  if (!chatty_character_has_field (character, field))
    return FALSE;
  if (field == CHATTY_FIELD_TRAITS)
    return chatty_character_get_n_traits (character) > 0;
  if (chatty_character_field_is_list (field))
    {
      const char *const *list = chatty_character_get_list (character, field);

      return list != NULL && *list != NULL;
    }
  return *chatty_character_get_text (character, field) != '\0';
}

/* Whether the vault has something that is not in a field of that kind: its
 * picture and its documents are files. */
static gboolean
has_file (ChattyPlatformView   *self,
          ChattyCharacterField  field)
{
  if (field == CHATTY_FIELD_AVATAR)
    return chatty_character_record_get_avatar (self->record) != NULL;
  return field == CHATTY_FIELD_KNOWLEDGE && !CHATTY_IS_KNOWLEDGE (self->store) &&
         chatty_character_record_get_n_documents (self->record) > 0;
}

/* (transfer none): kept as long as the rows. */
static const char *
keep_text (ChattyPlatformView *self,
           char               *text)
{
  g_ptr_array_add (self->texts, text);
  return text;
}

static char *
format_amount (const ChattyFieldMap *map,
               guint                 amount)
{
  switch (map->unit)
    {
    case CHATTY_UNIT_WORDS:
      return g_strdup_printf (ngettext ("%u word", "%u words", amount), amount);
    case CHATTY_UNIT_ITEMS:
      return g_strdup_printf (ngettext ("%u entry", "%u entries", amount), amount);
    case CHATTY_UNIT_CHARACTERS:
    case CHATTY_UNIT_NONE:
    default:
      return g_strdup_printf (ngettext ("%u character", "%u characters", amount), amount);
    }
}

static void
judge (ChattyPlatformView *self,
       ChattyPlatformRow  *row)
{
  const ChattyFieldMap *map = row->map;
  g_autofree char *limit = map->limit > 0 ? format_amount (map, map->limit) : NULL;

  if (map->required && !has_value (row->character, row->field))
    row->problem = keep_text (self,
                              /* Translators: %s is a platform, such as Convai */
                              g_strdup_printf (_("%s does not take a character without this"),
                                               get_title (self)));
  else if (map->limit > 0 && row->used > map->limit && map->hard)
    row->problem = keep_text (self,
                              /* Translators: a platform, and an amount such as “900 words” */
                              g_strdup_printf (_("%s takes at most %s"), get_title (self),
                                               limit));
  else if (map->limit > 0 && row->used > map->limit)
    row->note = keep_text (self,
                           /* Translators: a platform, and an amount such as “900 words” */
                           g_strdup_printf (_("%s recommends at most %s"), get_title (self),
                                            limit));
  else if (!map->writable)
    row->note = keep_text (self,
                           /* Translators: %s is a platform, such as Convai */
                           g_strdup_printf (_("%s shows this, and does not let other programs "
                                              "change it"), get_title (self)));
  else if (!map->readable)
    row->note = keep_text (self,
                           /* Translators: %s is a platform, such as Convai */
                           g_strdup_printf (_("%s takes this, and does not say what it has"),
                                            get_title (self)));
}

static void
add_platform_rows (ChattyPlatformView *self,
                   guint              *written)
{
  ChattyCharacter *override = self->record != NULL
                                ? chatty_character_record_get_override (self->record,
                                                                        get_platform (self))
                                : NULL;
  guint n_maps;
  const ChattyFieldMap *maps = chatty_character_store_map (self->store, &n_maps);

  for (guint i = 0; i < n_maps; i++)
    {
      ChattyPlatformRow row = {
        .map = &maps[i],
        .field = maps[i].field,
        .character = self->character,
        .overridden = override != NULL && chatty_character_has_field (override, maps[i].field),
        .stays_here = !maps[i].writable,
        .used = chatty_character_store_measure (&maps[i], self->character),
      };

      judge (self, &row);
      g_array_append_val (self->rows, row);
      if (maps[i].writable)
        *written |= CHATTY_FIELD_FLAG (maps[i].field);
    }
}

static void
add_local_rows (ChattyPlatformView *self,
                guint               mapped,
                guint               written)
{
  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    {
      ChattyPlatformRow row = {
        .field = field,
        .character = self->character,
        .stays_here = TRUE,
      };

      /* The callsign is the name of a folder here, and nobody's loss. */
      if (field == CHATTY_FIELD_CALLSIGN || (written & CHATTY_FIELD_FLAG (field)) != 0 ||
          !(has_value (self->character, field) || has_file (self, field)))
        continue;
      self->loss |= CHATTY_FIELD_FLAG (field);
      if ((mapped & CHATTY_FIELD_FLAG (field)) == 0)
        g_array_append_val (self->rows, row);
    }
}

static JsonNode *
parse_extra (ChattyPlatformView *self)
{
  const char *extra = chatty_character_get_extra (self->character, get_platform (self));
  JsonNode *node = extra != NULL ? chatty_json_parse (extra, -1, NULL) : NULL;

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    g_clear_pointer (&node, json_node_unref);
  return node;
}

static void
list_extra (ChattyPlatformView *self)
{
  g_autoptr (JsonNode) node = parse_extra (self);
  g_autoptr (GList) members = node != NULL
                                ? json_object_get_members (json_node_get_object (node))
                                : NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (GList *l = members; l != NULL; l = l->next)
    g_ptr_array_add (names, g_strdup (l->data));
  g_ptr_array_sort (names, chatty_text_compare);
  g_ptr_array_add (names, NULL);
  g_strfreev (self->extra);
  self->extra = (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static void
update (ChattyPlatformView *self)
{
  guint mapped = 0, written = 0;

  g_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->texts, 0);
  self->loss = 0;
  g_clear_pointer (&self->character, chatty_character_unref);
  self->character =
    self->record != NULL
      ? chatty_character_record_for_platform (self->record, get_platform (self))
      : chatty_character_builder_end (chatty_character_builder_new ());

  add_platform_rows (self, &written);
  for (guint i = 0; i < self->rows->len; i++)
    mapped |= CHATTY_FIELD_FLAG (g_array_index (self->rows, ChattyPlatformRow, i).field);
  if (self->record != NULL)
    add_local_rows (self, mapped, written);
  list_extra (self);
}

/* Object ---------------------------------------------------------------------------- */

static void
chatty_platform_view_finalize (GObject *object)
{
  ChattyPlatformView *self = CHATTY_PLATFORM_VIEW (object);

  g_array_unref (self->rows);
  g_ptr_array_unref (self->texts);
  g_strfreev (self->extra);
  g_clear_pointer (&self->character, chatty_character_unref);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (chatty_platform_view_parent_class)->finalize (object);
}

static void
chatty_platform_view_class_init (ChattyPlatformViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_platform_view_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_platform_view_init (ChattyPlatformView *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (ChattyPlatformRow));
  self->texts = g_ptr_array_new_with_free_func (g_free);
}

/**
 * chatty_platform_view_new:
 * @table: the connectors
 * @platform: a platform's id
 * @error: %CHATTY_ERROR_UNSUPPORTED if the platform does not keep characters
 *
 * Returns: (transfer full) (nullable): a view without a character; no account
 *   is needed for it
 */
ChattyPlatformView *
chatty_platform_view_new (ChattyConnectorTable  *table,
                          const char            *platform,
                          GError               **error)
{
  g_autoptr (ChattyCharacterStore) store = chatty_platform_map_open (table, platform, error);

  return store != NULL ? chatty_platform_view_new_for_store (store) : NULL;
}

/**
 * chatty_platform_view_new_for_store:
 * @store: a connector; asked for its map alone
 *
 * Returns: (transfer full): a view without a character
 */
ChattyPlatformView *
chatty_platform_view_new_for_store (ChattyCharacterStore *store)
{
  ChattyPlatformView *self = g_object_new (CHATTY_TYPE_PLATFORM_VIEW, NULL);

  self->store = g_object_ref (store);
  update (self);
  return self;
}

const ChattyConnectorInfo *
chatty_platform_view_get_info (ChattyPlatformView *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_VIEW (self), NULL);
  return chatty_connector_get_info (CHATTY_CONNECTOR (self->store));
}

const char *
chatty_platform_view_get_note (ChattyPlatformView *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_VIEW (self), NULL);
  return chatty_character_store_get_note (self->store);
}

/**
 * chatty_platform_view_get_settings:
 * @self: a view
 * @n_settings: (out): how many
 *
 * Returns: (array length=n_settings) (nullable): what can be set about how the
 *   platform's model answers, the value of %CHATTY_FIELD_SETTINGS; static
 */
const ChattySetting *
chatty_platform_view_get_settings (ChattyPlatformView *self,
                                   guint              *n_settings)
{
  *n_settings = 0;
  g_return_val_if_fail (CHATTY_IS_PLATFORM_VIEW (self), NULL);
  return CHATTY_IS_CHAT (self->store)
           ? chatty_chat_get_settings (CHATTY_CHAT (self->store), n_settings) : NULL;
}

/**
 * chatty_platform_view_set_record:
 * @self: a view
 * @record: (nullable): a character; that of a draft as well
 *
 * Shows what the platform makes of @record.
 */
void
chatty_platform_view_set_record (ChattyPlatformView    *self,
                                 ChattyCharacterRecord *record)
{
  g_return_if_fail (CHATTY_IS_PLATFORM_VIEW (self));

  if (self->record == record)
    return;
  g_clear_pointer (&self->record, chatty_character_record_unref);
  self->record = record != NULL ? chatty_character_record_ref (record) : NULL;
  update (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

guint
chatty_platform_view_get_n_rows (ChattyPlatformView *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_VIEW (self), 0);
  return self->rows->len;
}

const ChattyPlatformRow *
chatty_platform_view_get_row (ChattyPlatformView *self,
                              guint               nth)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_VIEW (self), NULL);
  g_return_val_if_fail (nth < self->rows->len, NULL);
  return &g_array_index (self->rows, ChattyPlatformRow, nth);
}

const char *const *
chatty_platform_view_get_extra (ChattyPlatformView *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_VIEW (self), NULL);
  return (const char *const *) self->extra;
}

/**
 * chatty_platform_view_dup_extra:
 * @self: a view
 * @member: one of chatty_platform_view_get_extra()
 *
 * Returns: (transfer full) (nullable): its value as JSON
 */
char *
chatty_platform_view_dup_extra (ChattyPlatformView *self,
                                const char         *member)
{
  g_autoptr (JsonNode) node = NULL;
  JsonNode *value;

  g_return_val_if_fail (CHATTY_IS_PLATFORM_VIEW (self), NULL);

  node = parse_extra (self);
  value = node != NULL ? json_object_get_member (json_node_get_object (node), member) : NULL;
  return value != NULL ? chatty_json_to_string (value, FALSE) : NULL;
}

/**
 * chatty_platform_view_can_put:
 * @self: a view
 *
 * Returns: whether the platform takes the character as it is
 */
gboolean
chatty_platform_view_can_put (ChattyPlatformView *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_VIEW (self), FALSE);

  for (guint i = 0; i < self->rows->len; i++)
    if (g_array_index (self->rows, ChattyPlatformRow, i).problem != NULL)
      return FALSE;
  return self->record != NULL;
}

guint
chatty_platform_view_get_loss (ChattyPlatformView *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_VIEW (self), 0);
  return self->loss;
}

/**
 * chatty_platform_view_dup_loss_text:
 * @self: a view
 *
 * Returns: (transfer full) (nullable): what the platform has no place for, or
 *   lets nobody write, in one sentence; %NULL where there is nothing
 */
char *
chatty_platform_view_dup_loss_text (ChattyPlatformView *self)
{
  g_autofree char *names = NULL;
  guint n_fields = 0;

  g_return_val_if_fail (CHATTY_IS_PLATFORM_VIEW (self), NULL);

  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    n_fields += (self->loss & CHATTY_FIELD_FLAG (field)) != 0;
  if (n_fields == 0)
    return NULL;
  names = chatty_character_fields_to_words (self->loss);
  /* Translators: a platform, how many fields, and their names. */
  return g_strdup_printf (ngettext ("%s does not take %u field, which stays here: %s",
                                    "%s does not take %u fields, which stay here: %s",
                                    n_fields),
                          get_title (self), n_fields, names);
}
