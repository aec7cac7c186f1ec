/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include "chatty-inworld-classic.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-inworld-codec.h"
#include "chatty-json.h"

#define DESCRIPTION "defaultCharacterDescription"

/* So many characters come in one file, so many facts each knows. */
#define MAX_CHARACTERS 1000
#define MAX_FACTS      10000

void
chatty_inworld_classic_free (ChattyInworldClassic *self)
{
  g_clear_pointer (&self->character, chatty_character_unref);
  g_free (self->voice);
  g_hash_table_unref (self->knowledge);
  g_ptr_array_unref (self->notices);
  g_free (self);
}

static JsonArray *
find_characters (JsonNode *node)
{
  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  return chatty_inworld_get_array (chatty_json_node_object (node), "characters");
}

static gboolean
is_character (JsonObject *object)
{
  return chatty_inworld_get_object (object, DESCRIPTION) != NULL;
}

/**
 * chatty_inworld_classic_recognise:
 * @node: (nullable): what is in a file
 *
 * Returns: whether it is such a character, or a list of them
 */
gboolean
chatty_inworld_classic_recognise (JsonNode *node)
{
  JsonArray *array = find_characters (node);

  return is_character (chatty_json_node_object (node)) ||
         is_character (chatty_inworld_element (array, 0));
}

/* Fields ---------------------------------------------------------------------------- */

static gboolean
is_blank (const char *text)
{
  return text == NULL || strspn (text, " \t\r\n") == strlen (text);
}

/* "LIFE_STAGE_YOUNG_ADULT" without its kind is "young adult"; what is not
 * specified is nothing. */
static char *
dup_word (JsonObject *object,
          const char *member,
          const char *kind)
{
  g_autofree char *text = chatty_inworld_dup_text (object, member);
  char *word;

  if (is_blank (text))
    return NULL;
  if (*kind == '\0' || !g_str_has_prefix (text, kind))
    return g_steal_pointer (&text);
  if (g_str_has_suffix (text, "UNSPECIFIED"))
    return NULL;
  word = g_ascii_strdown (text + strlen (kind), -1);
  return g_strdelimit (word, "_", ' ');
}

static char *
join_list (JsonObject *object,
           const char *member)
{
  JsonArray *array = chatty_inworld_get_array (object, member);
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *text = NULL;

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        continue;
      text = g_utf8_make_valid (json_node_get_string (node), -1);
      if (is_blank (text))
        continue;
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? ", " : "", text);
    }
  return joined->len > 0 ? g_strdup (joined->str) : NULL;
}

static void
add_paragraph (GString    *text,
               const char *title,
               const char *content)
{
  if (is_blank (content))
    return;
  if (text->len > 0)
    g_string_append (text, "\n\n");
  if (title != NULL)
    g_string_append_printf (text, "%s: ", title);
  g_string_append (text, content);
}

/* What the platform's own engine told its model, for a model that has only
 * instructions. These words are for the model, and stay as they are. */
static char *
make_instructions (JsonObject *description)
{
  static const struct {
    const char *title;
    const char *member;
    const char *kind;      /* NULL: a list */
  } parts[] = {
    { NULL, "description", "" },
    { "Motivation", "motivation", "" },
    { "Role", "characterRole", "" },
    { "Pronouns", "pronoun", "PRONOUN_" },
    { "Nicknames", "nicknames", NULL },
    { "Stage of life", "lifeStage", "LIFE_STAGE_" },
    { "Personality", "personalityAdjectives", NULL },
    { "Hobbies and interests", "hobbyOrInterests", NULL },
    { "Flaws", "flaws", "" },
    { "Length of answers", "dialogResponseLength", "DIALOG_RESPONSE_LENGTH_" },
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *content =
        parts[i].kind != NULL ? dup_word (description, parts[i].member, parts[i].kind)
                              : join_list (description, parts[i].member);

      add_paragraph (text, parts[i].title, content);
    }
  return g_string_free (text, FALSE);
}

static void
take_text (ChattyCharacterBuilder *builder,
           ChattyCharacterField    field,
           const char             *text)
{
  if (!is_blank (text))
    chatty_character_builder_set_text (builder, field, text);
}

static void
take_style (ChattyCharacterBuilder *builder,
            JsonObject             *description)
{
  g_autofree char *style = dup_word (description, "exampleDialogStyle", "EXAMPLE_DIALOG_STYLE_");
  g_autofree char *custom = join_list (description, "customDialogStyles");
  g_autofree char *both = style != NULL && custom != NULL ? g_strconcat (style, ", ", custom, NULL)
                                                          : NULL;

  take_text (builder, CHATTY_FIELD_STYLE, both != NULL ? both : custom != NULL ? custom : style);
}

static void
take_traits (ChattyCharacterBuilder *builder,
             JsonObject             *personality)
{
  g_autoptr (GList) names = personality != NULL ? json_object_get_members (personality) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      double value = chatty_inworld_get_number (personality, l->data, G_MAXDOUBLE);

      if (value >= -100 && value <= 100)
        chatty_character_builder_set_trait (builder, l->data, value);
    }
}

/* A fact is a text, or a list of them where the file is older. */
static void
add_fact (GPtrArray *facts,
          JsonNode  *node)
{
  JsonObject *object = chatty_json_node_object (node);

  if (facts->len >= MAX_FACTS)
    return;
  if (object != NULL)
    {
      JsonNode *text = chatty_inworld_get_member (object, "text");

      if (text != NULL && JSON_NODE_HOLDS_ARRAY (text))
        {
          JsonArray *array = json_node_get_array (text);

          for (guint i = 0; i < json_array_get_length (array); i++)
            if (!JSON_NODE_HOLDS_ARRAY (json_array_get_element (array, i)) &&
                !JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
              add_fact (facts, json_array_get_element (array, i));
        }
      else if (text != NULL && JSON_NODE_HOLDS_VALUE (text))
        add_fact (facts, text);
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
           !is_blank (json_node_get_string (node)))
    g_ptr_array_add (facts, g_utf8_make_valid (json_node_get_string (node), -1));
}

static GPtrArray *
read_facts (JsonArray *array)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    add_fact (facts, json_array_get_element (array, i));
  return facts;
}

static void
take_facts (ChattyCharacterBuilder *builder,
            JsonObject             *object)
{
  JsonObject *personal = chatty_inworld_get_object (object, "personalKnowledge");
  g_autoptr (GPtrArray) facts = read_facts (chatty_inworld_get_array (personal, "facts"));

  if (facts->len == 0)
    return;
  g_ptr_array_add (facts, NULL);
  chatty_character_builder_set_list (builder, CHATTY_FIELD_MEMORY_NOTES,
                                     (const char *const *) facts->pdata);
}

/* Common knowledge ------------------------------------------------------------------ */

/* A character names what it shares by "workspaces/W/common-knowledge/ID"; what
 * is not listed beside the characters cannot be taken over. */
static JsonObject *
find_knowledge (JsonArray  *all,
                const char *name)
{
  for (guint i = 0; all != NULL && i < json_array_get_length (all); i++)
    {
      g_autofree char *other = chatty_inworld_dup_text (chatty_inworld_element (all, i), "name");

      if (g_strcmp0 (other, name) == 0)
        return chatty_inworld_element (all, i);
    }
  return NULL;
}

static void
take_knowledge (ChattyInworldClassic *self,
                JsonObject           *knowledge)
{
  g_autoptr (GPtrArray) records =
    read_facts (chatty_inworld_get_array (knowledge, "memoryRecords"));
  g_autofree char *title = chatty_inworld_dup_text (knowledge, "displayName");
  g_autofree char *description = chatty_inworld_dup_text (knowledge, "description");
  GString *text = g_string_new (NULL);

  if (!is_blank (description))
    g_string_append_printf (text, "%s\n\n", description);
  for (guint i = 0; i < records->len; i++)
    g_string_append_printf (text, "- %s\n", (const char *) g_ptr_array_index (records, i));
  if (text->len == 0)
    {
      g_string_free (text, TRUE);
      return;
    }
  for (guint n = 1;; n++)
    {
      g_autofree char *name =
        n == 1 ? g_strdup (is_blank (title) ? "Common knowledge" : title)
               : g_strdup_printf ("%s (%u)", is_blank (title) ? "Common knowledge" : title, n);

      if (g_hash_table_contains (self->knowledge, name))
        continue;
      g_hash_table_insert (self->knowledge, g_steal_pointer (&name), g_string_free (text, FALSE));
      return;
    }
}

static void
take_shared (ChattyInworldClassic *self,
             JsonObject           *object,
             JsonArray            *all)
{
  JsonArray *names = chatty_inworld_get_array (object, "commonKnowledge");
  guint n_missing = 0;

  for (guint i = 0; names != NULL && i < MIN (json_array_get_length (names), MAX_FACTS); i++)
    {
      JsonNode *node = json_array_get_element (names, i);
      JsonObject *inside = chatty_json_node_object (node);
      const char *name = JSON_NODE_HOLDS_VALUE (node) &&
                         json_node_get_value_type (node) == G_TYPE_STRING
                         ? json_node_get_string (node) : NULL;

      if (inside == NULL && name != NULL)
        inside = find_knowledge (all, name);
      if (inside != NULL)
        take_knowledge (self, inside);
      else
        n_missing++;
    }
  if (n_missing > 0)
    g_ptr_array_add (self->notices,
                     g_strdup_printf (ngettext ("%u set of common knowledge is not in the file",
                                                "%u sets of common knowledge are not in the file",
                                                n_missing),
                                      n_missing));
}

/* A character ------------------------------------------------------------------------ */

/* Only the platform's own voices are still there. */
static char *
read_voice (JsonObject *assets)
{
  JsonObject *voice = chatty_inworld_get_object (assets, "voice");
  g_autofree char *name = chatty_inworld_dup_text (voice, "baseName");
  g_autofree char *type = chatty_inworld_dup_text (voice, "ttsType");

  if (is_blank (name) || (type != NULL && strstr (type, "INWORLD") == NULL &&
                          strstr (type, "UNSPECIFIED") == NULL))
    return NULL;
  return g_steal_pointer (&name);
}

static char *
read_name (JsonObject *object,
           JsonObject *description)
{
  static const char *const members[] = { "displayName", "name" };
  char *name = chatty_inworld_dup_text (description, "givenName");

  for (guint i = 0; is_blank (name) && i < G_N_ELEMENTS (members); i++)
    {
      g_free (name);
      name = chatty_inworld_dup_text (object, members[i]);
    }
  if (name != NULL && strrchr (name, '/') != NULL)
    {
      char *last = g_strdup (strrchr (name, '/') + 1);

      g_free (name);
      name = last;
    }
  if (is_blank (name))
    g_clear_pointer (&name, g_free);
  return name;
}

static ChattyInworldClassic *
read_one (JsonObject *object,
          JsonArray  *all_knowledge)
{
  JsonObject *description = chatty_inworld_get_object (object, DESCRIPTION);
  JsonObject *assets = chatty_inworld_get_object (object, "defaultCharacterAssets");
  g_autoptr (ChattyCharacterBuilder) builder = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *name = read_name (object, description);
  g_autofree char *instructions = NULL;
  g_autofree char *about = chatty_inworld_dup_text (description, "externalDescription");
  g_autofree char *examples = chatty_inworld_dup_text (description, "exampleDialog");
  g_autofree char *avatar = chatty_inworld_dup_text (assets, "avatarImg");
  g_autofree char *there = chatty_inworld_dup_text (object, "language");
  g_autofree char *language = chatty_inworld_language_in (there);
  g_autofree char *json = NULL;
  const char *const languages[] = { language, NULL };
  ChattyInworldClassic *self;

  if (description == NULL || name == NULL)
    return NULL;
  self = g_new0 (ChattyInworldClassic, 1);
  self->knowledge = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->notices = g_ptr_array_new_with_free_func (g_free);
  self->voice = read_voice (assets);

  instructions = make_instructions (description);
  builder = chatty_character_builder_new ();
  take_text (builder, CHATTY_FIELD_NAME, name);
  take_text (builder, CHATTY_FIELD_INSTRUCTIONS, instructions);
  take_text (builder, CHATTY_FIELD_DESCRIPTION, about);
  take_text (builder, CHATTY_FIELD_EXAMPLES, examples);
  take_text (builder, CHATTY_FIELD_AVATAR, avatar);
  take_style (builder, description);
  take_traits (builder, chatty_inworld_get_object (object, "personality"));
  take_facts (builder, object);
  take_shared (self, object, all_knowledge);
  if (language != NULL)
    chatty_character_builder_set_list (builder, CHATTY_FIELD_LANGUAGES, languages);
  /* Moods, scenes, safety and all the rest: nothing is lost. */
  node = chatty_inworld_object_node (json_object_ref (object));
  json = chatty_json_to_string (node, FALSE);
  chatty_character_builder_set_extra (builder, CHATTY_INWORLD_CLASSIC_EXTRA, json);
  self->character = chatty_character_builder_end (g_steal_pointer (&builder));

  if (!is_blank (avatar))
    g_ptr_array_add (self->notices,
                     g_strdup (_("The picture was left out: it is not in the file, and nothing "
                                 "is loaded from the internet unasked")));
  return self;
}

/**
 * chatty_inworld_classic_read:
 * @node: what chatty_inworld_classic_recognise() knows
 * @error: %CHATTY_ERROR_INVALID_DATA if no character has a name
 *
 * Reads the characters of Inworld's former studio (platform reference, section
 * 3.9), one, a list, or {"characters": […], "commonKnowledge": […]}.
 *
 * Returns: (transfer full) (nullable) (element-type ChattyInworldClassic): what
 *   they are
 */
GPtrArray *
chatty_inworld_classic_read (JsonNode  *node,
                             GError   **error)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonArray *array = find_characters (node);
  JsonArray *knowledge = array != NULL ? chatty_inworld_get_array (object, "commonKnowledge")
                                       : NULL;
  g_autoptr (GPtrArray) all =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_inworld_classic_free);
  ChattyInworldClassic *one = array == NULL ? read_one (object, NULL) : NULL;

  if (one != NULL)
    g_ptr_array_add (all, one);
  for (guint i = 0; array != NULL && i < MIN (json_array_get_length (array), MAX_CHARACTERS); i++)
    {
      one = read_one (chatty_inworld_element (array, i), knowledge);
      if (one != NULL)
        g_ptr_array_add (all, one);
    }
  if (all->len > 0)
    return g_steal_pointer (&all);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                       _("There is no character with a name in the file"));
  return NULL;
}
