/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-codec-character.h"
#include "chatty-gemini-codec.h"
#include "chatty-json.h"
#include "chatty-text.h"

/* What the titles of our stores end in. Stores cannot be renamed: the name
 * that counts is in the settings document. */
#define ENDING " (Chatty Connectors)"

/* The bounds of the platform (reference, section 2.9). */
#define MAX_TITLE 512
#define MAX_METADATA 20

/* Ours: nothing that a program like this one wrote is larger. */
#define MAX_KEY 100
#define MAX_READ (1024 * 1024)

#define KEY_TOKEN "chatty_token"

/* Indexed with the documents of the character, so that it says nothing that an
 * answer could rest on. */
#define BODY "This document holds no knowledge.\n"

#define TEXT(field, key) \
  { CHATTY_FIELD_##field, key, TRUE, TRUE, FALSE, CHATTY_GEMINI_MAX_TEXT, \
    CHATTY_UNIT_CHARACTERS, TRUE }

/* The keys are in documents of people, and stay as they are. A character is
 * four bytes at most, so that what is within the limits always fits. */
static const ChattyFieldMap field_map[] = {
  { CHATTY_FIELD_NAME, "chatty_name", TRUE, TRUE, TRUE, CHATTY_GEMINI_MAX_NAME,
    CHATTY_UNIT_CHARACTERS, TRUE },
  TEXT (DESCRIPTION, "chatty_description"),
  TEXT (INSTRUCTIONS, "chatty_instructions"),
  TEXT (GREETING, "chatty_greeting"),
  TEXT (EXAMPLES, "chatty_examples"),
  { CHATTY_FIELD_STARTERS, "chatty_starters", TRUE, TRUE },
  { CHATTY_FIELD_LANGUAGES, "chatty_languages", TRUE, TRUE },
  { CHATTY_FIELD_VOICE, "chatty_voice", TRUE, TRUE },
  { CHATTY_FIELD_MODEL, "chatty_model", TRUE, TRUE },
  { CHATTY_FIELD_TEMPERATURE, "chatty_temperature", TRUE, TRUE },
  { CHATTY_FIELD_EFFORT, "chatty_effort", TRUE, TRUE },
  TEXT (STYLE, "chatty_style"),
  TEXT (SETTINGS, "chatty_settings"),
};

/* With the kind and the token. */
G_STATIC_ASSERT (G_N_ELEMENTS (field_map) + 2 <= MAX_METADATA);

/**
 * chatty_gemini_field_map:
 * @n_fields: (out): how many there are
 *
 * Returns: (transfer none): where a character's fields go: keys of metadata
 */
const ChattyFieldMap *
chatty_gemini_field_map (guint *n_fields)
{
  *n_fields = G_N_ELEMENTS (field_map);
  return field_map;
}

/**
 * chatty_gemini_dup_title:
 * @name: what people call a character
 *
 * Returns: (transfer full): the title of the store that is made for it
 */
char *
chatty_gemini_dup_title (const char *name)
{
  g_autofree char *line = chatty_text_one_line (name, MAX_TITLE - strlen (ENDING "…"));

  return g_strconcat (line, ENDING, NULL);
}

/**
 * chatty_gemini_dup_name:
 * @title: of a store
 *
 * Returns: (transfer full) (nullable): the name in it; %NULL for a store that
 *   was not made for a character
 */
char *
chatty_gemini_dup_name (const char *title)
{
  gsize length = strlen (title);

  if (!g_str_has_suffix (title, ENDING) || length == strlen (ENDING))
    return NULL;
  return g_strndup (title, length - strlen (ENDING));
}

/**
 * chatty_gemini_mirror_body:
 *
 * Returns: (transfer full): the text of a settings document
 */
GBytes *
chatty_gemini_mirror_body (void)
{
  return g_bytes_new_static (BODY, strlen (BODY));
}

/* Values --------------------------------------------------------------------------- */

static JsonObject *
find_entry (JsonArray  *metadata,
            const char *key)
{
  for (guint i = 0; metadata != NULL && i < json_array_get_length (metadata); i++)
    {
      JsonObject *entry = chatty_gemini_element (metadata, i);

      if (entry != NULL && g_strcmp0 (chatty_json_get_string (entry, "key"), key) == 0)
        return entry;
    }
  return NULL;
}

/* The text of a value of any kind, pieces joined. */
static char *
read_value (JsonObject *entry)
{
  JsonObject *list = chatty_json_get_object (entry, "stringListValue");
  JsonArray *values = list != NULL ? chatty_json_get_array (list, "values") : NULL;
  GString *text;
  char *whole;

  if (values == NULL)
    {
      g_autofree char *single = chatty_gemini_dup_text (entry, "stringValue");

      if (single != NULL)
        return strlen (single) <= MAX_READ ? g_steal_pointer (&single) : NULL;
      return chatty_json_node_text (json_object_get_member (entry, "numericValue"));
    }
  text = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (values) && text->len <= MAX_READ; i++)
    {
      JsonNode *value = json_array_get_element (values, i);

      if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
        g_string_append (text, json_node_get_string (value));
    }
  if (text->len > MAX_READ)
    {
      g_string_free (text, TRUE);
      return NULL;
    }
  /* Whole, as a piece of another program may end within a character. */
  whole = chatty_text_make_valid (text->str, (gssize) text->len);
  g_string_free (text, TRUE);
  return whole;
}

static char *
find_value (JsonArray  *metadata,
            const char *key)
{
  JsonObject *entry = find_entry (metadata, key);

  return entry != NULL ? read_value (entry) : NULL;
}

/* (transfer full) (nullable): the items of a JSON array; another text is one */
static char **
read_items (const char *text)
{
  g_autoptr (JsonNode) node = chatty_json_parse (text, -1, NULL);
  g_autoptr (GStrvBuilder) items = g_strv_builder_new ();
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;

  if (array == NULL && *text != '\0')
    g_strv_builder_add (items, text);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      g_autofree char *valid = NULL;

      if (!JSON_NODE_HOLDS_VALUE (item) || json_node_get_value_type (item) != G_TYPE_STRING)
        continue;
      valid = chatty_text_make_valid (json_node_get_string (item), -1);
      g_strv_builder_add (items, valid);
    }
  return g_strv_builder_end (items);
}

static char *
write_items (const char *const *items)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; items[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      chatty_json_append_quoted (text, items[i]);
    }
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

/* Adds @text, in pieces where it is long; a text that says nothing is left out. */
static gboolean
add_value (JsonArray  *metadata,
           const char *key,
           const char *text)
{
  gsize length = strlen (text);
  JsonObject *entry, *list;
  JsonArray *values;

  if (length == 0)
    return TRUE;
  if (length <= CHATTY_GEMINI_PIECE_BYTES)
    {
      entry = json_object_new ();
      json_object_set_string_member (entry, "key", key);
      json_object_set_string_member (entry, "stringValue", text);
      json_array_add_object_element (metadata, entry);
      return TRUE;
    }

  values = json_array_new ();
  for (const char *p = text; *p != '\0';)
    {
      gsize n = MIN (strlen (p), CHATTY_GEMINI_PIECE_BYTES);
      g_autofree char *piece = NULL;

      while ((p[n] & 0xc0) == 0x80)
        n--;
      piece = g_strndup (p, n);
      json_array_add_string_element (values, piece);
      p += n;
    }
  if (json_array_get_length (values) > CHATTY_GEMINI_MAX_PIECES)
    {
      json_array_unref (values);
      return FALSE;
    }
  list = json_object_new ();
  json_object_set_array_member (list, "values", values);
  entry = json_object_new ();
  json_object_set_string_member (entry, "key", key);
  json_object_set_object_member (entry, "stringListValue", list);
  json_array_add_object_element (metadata, entry);
  return TRUE;
}

/* Reading -------------------------------------------------------------------------- */

void
chatty_gemini_mirror_free (gpointer mirror)
{
  ChattyGeminiMirror *self = mirror;

  g_free (self->name);
  g_free (self->token);
  g_clear_pointer (&self->metadata, json_array_unref);
  g_free (self);
}

static void
take_mirror (JsonObject *document,
             gpointer    user_data)
{
  GPtrArray *mirrors = user_data;
  const char *state = chatty_json_get_string (document, "state");
  const char *created = chatty_json_get_string (document, "createTime");
  JsonArray *metadata = chatty_json_get_array (document, "customMetadata");
  ChattyGeminiMirror *mirror;

  if (!chatty_gemini_is_mirror (document))
    return;
  mirror = g_new0 (ChattyGeminiMirror, 1);
  mirror->name = g_strdup (chatty_json_get_string (document, "name"));
  mirror->created = created != NULL ? chatty_time_parse_iso (created) : CHATTY_TIME_NONE;
  mirror->failed = g_strcmp0 (state, "STATE_FAILED") == 0;
  mirror->token = find_value (metadata, KEY_TOKEN);
  mirror->metadata = metadata != NULL ? json_array_ref (metadata) : NULL;
  g_ptr_array_add (mirrors, mirror);
}

/**
 * chatty_gemini_read_mirrors:
 * @node: a page of the documents of a store
 * @mirrors: (element-type ChattyGeminiMirror): gets the settings documents
 * @next: (out) (nullable): what names the next page
 *
 * Returns: whether it is a page of documents
 */
gboolean
chatty_gemini_read_mirrors (JsonNode   *node,
                            GPtrArray  *mirrors,
                            char      **next,
                            GError    **error)
{
  return chatty_gemini_each_document (node, take_mirror, mirrors, next, error);
}

/* One that failed counts where there is no other; names decide where the clock
 * does not, so that all machines agree. */
static gboolean
is_newer (const ChattyGeminiMirror *a,
          const ChattyGeminiMirror *b)
{
  if (a->failed != b->failed)
    return b->failed;
  if (a->created != b->created)
    return b->created == CHATTY_TIME_NONE ||
           (a->created != CHATTY_TIME_NONE && a->created > b->created);
  return strcmp (a->name, b->name) > 0;
}

/**
 * chatty_gemini_newest_mirror:
 * @mirrors: (element-type ChattyGeminiMirror): those of a store
 *
 * Returns: (transfer none) (nullable): the one that counts
 */
const ChattyGeminiMirror *
chatty_gemini_newest_mirror (GPtrArray *mirrors)
{
  const ChattyGeminiMirror *newest = NULL;

  for (guint i = 0; i < mirrors->len; i++)
    if (newest == NULL || is_newer (mirrors->pdata[i], newest))
      newest = mirrors->pdata[i];
  return newest;
}

/**
 * chatty_gemini_read_character:
 * @store: a store
 * @mirror: (nullable): its settings document
 *
 * Without a settings document nothing but the name is known: it may have been
 * deleted, and that is no reason to empty the fields here.
 *
 * Returns: (transfer full) (nullable): the character that it is; %NULL for a
 *   store that was not made for one
 */
ChattyCharacter *
chatty_gemini_read_character (const ChattyGeminiStore  *store,
                              const ChattyGeminiMirror *mirror)
{
  g_autoptr (ChattyCharacterBuilder) builder = NULL;
  g_autofree char *name = chatty_gemini_dup_name (store->title);

  if (name == NULL)
    return NULL;
  builder = chatty_character_builder_new ();
  chatty_character_builder_set_id (builder, "gemini", store->name);
  chatty_character_builder_set_times (builder, store->created, CHATTY_TIME_NONE);
  chatty_character_builder_set_complete (builder, TRUE);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, name);
  for (guint i = 0; mirror != NULL && i < G_N_ELEMENTS (field_map); i++)
    {
      ChattyCharacterField field = field_map[i].field;
      g_autofree char *text = find_value (mirror->metadata, field_map[i].remote);
      const char *words = text != NULL ? text : "";

      if (chatty_character_field_is_list (field))
        {
          g_auto (GStrv) items = read_items (words);

          chatty_character_builder_set_list (builder, field, (const char *const *) items);
        }
      else if (field != CHATTY_FIELD_NAME || strspn (words, " \t\r\n") != strlen (words))
        chatty_character_builder_set_text (builder, field, words);
    }
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

/* Writing -------------------------------------------------------------------------- */

static char *
dup_field (ChattyCharacter      *character,
           ChattyCharacterField  field)
{
  const char *const *items;

  if (!chatty_character_has_field (character, field))
    return NULL;
  if (!chatty_character_field_is_list (field))
    return g_strdup (chatty_character_get_text (character, field));
  items = chatty_character_get_list (character, field);
  return items[0] != NULL ? write_items (items) : g_strdup ("");
}

static gboolean
set_too_long (const ChattyFieldMap  *map,
              GError               **error)
{
  if (map->limit > 0)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                 /* Translators: the name of a value at Gemini, untranslated, such as
                    “chatty_greeting”. */
                 _("“%s” is longer than the %u characters that fit at Gemini. Shorten it"),
                 map->remote, map->limit);
  else
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                 /* Translators: as above. */
                 _("“%s” is longer than what fits at Gemini. Shorten it"), map->remote);
  return FALSE;
}

static gboolean
is_number (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         (json_node_get_value_type (node) == G_TYPE_DOUBLE ||
          json_node_get_value_type (node) == G_TYPE_INT64);
}

static void
add_number (JsonArray  *metadata,
            const char *key,
            double      number)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "key", key);
  json_object_set_double_member (entry, "numericValue", number);
  json_array_add_object_element (metadata, entry);
}

/* What another version of the program wrote, and is not known here, goes along
 * as it is, as far as it is what the platform takes. */
static void
carry_unknown (JsonArray *metadata,
               JsonArray *before)
{
  for (guint i = 0; before != NULL && i < json_array_get_length (before); i++)
    {
      JsonObject *entry = chatty_gemini_element (before, i);
      const char *key = entry != NULL ? chatty_json_get_string (entry, "key") : NULL;
      JsonNode *number = entry != NULL ? json_object_get_member (entry, "numericValue") : NULL;
      g_autofree char *text = NULL;
      gboolean known = FALSE;

      for (guint k = 0; k < G_N_ELEMENTS (field_map); k++)
        known = known || g_strcmp0 (key, field_map[k].remote) == 0;
      if (key == NULL || *key == '\0' || strlen (key) > MAX_KEY || known ||
          g_str_equal (key, KEY_TOKEN) || find_entry (metadata, key) != NULL ||
          json_array_get_length (metadata) >= MAX_METADATA)
        continue;
      text = read_value (entry);
      if (is_number (number))
        add_number (metadata, key, json_node_get_double (number));
      else if (text != NULL)
        add_value (metadata, key, text);
    }
}

/**
 * chatty_gemini_write_mirror:
 * @before: (nullable): the settings document that is replaced
 * @title: of the store, one of ours: where its name comes from when nobody
 *   tells another
 * @character: what it shall be
 * @fields: which fields of it; the others stay what they are in @before
 * @token: a text that no other settings document has
 * @error: %CHATTY_ERROR_TOO_LARGE for a text that does not fit,
 *   %CHATTY_ERROR_INVALID_DATA without a name
 *
 * Returns: (transfer full) (nullable): an `UploadToFileSearchStoreRequest`
 */
JsonNode *
chatty_gemini_write_mirror (const ChattyGeminiMirror  *before,
                            const char                *title,
                            ChattyCharacter           *character,
                            guint                      fields,
                            const char                *token,
                            GError                   **error)
{
  JsonArray *old = before != NULL ? before->metadata : NULL;
  g_autoptr (JsonArray) metadata = json_array_new ();
  JsonObject *object;

  add_value (metadata, CHATTY_GEMINI_KIND_KEY, CHATTY_GEMINI_KIND_SETTINGS);
  add_value (metadata, KEY_TOKEN, token);
  for (guint i = 0; i < G_N_ELEMENTS (field_map); i++)
    {
      const ChattyFieldMap *map = &field_map[i];
      gboolean asked = (fields & CHATTY_FIELD_FLAG (map->field)) != 0;
      g_autofree char *text = asked ? dup_field (character, map->field) : NULL;
      gboolean is_new = text != NULL;

      if (!is_new)
        text = find_value (old, map->remote);
      if (map->field == CHATTY_FIELD_NAME && text == NULL)
        text = chatty_gemini_dup_name (title);
      if (map->field == CHATTY_FIELD_NAME &&
          (text == NULL || strspn (text, " \t\r\n") == strlen (text)))
        {
          g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                               _("Gemini needs a name for the character"));
          return NULL;
        }
      if (text == NULL)
        continue;
      if ((is_new && map->limit > 0 &&
           chatty_character_store_measure (map, character) > map->limit) ||
          !add_value (metadata, map->remote, text))
        {
          set_too_long (map, error);
          return NULL;
        }
    }
  carry_unknown (metadata, old);

  object = json_object_new ();
  json_object_set_string_member (object, "displayName", CHATTY_GEMINI_MIRROR_TITLE);
  json_object_set_string_member (object, "mimeType", "text/plain");
  json_object_set_array_member (object, "customMetadata", g_steal_pointer (&metadata));
  return chatty_gemini_object_node (object);
}
