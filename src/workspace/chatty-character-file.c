/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-character-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-character-calls.h"
#include "chatty-character-json.h"
#include "chatty-character-words.h"
#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-platform.h"
#include "chatty-text.h"

#define FORMAT CHATTY_CHARACTER_FILE_FORMAT
#define VERSION 1
/* Where what only Chatty knows of its own characters is carried. */
#define CHATTY_EXTRA "chatty"
#define MAX_DOCUMENTS 1000
#define DATA_PNG "data:image/png;base64,"

/**
 * chatty_character_file_new:
 *
 * Returns: (transfer full): what nothing is known of yet
 */
ChattyCharacterFile *
chatty_character_file_new (void)
{
  ChattyCharacterFile *self = g_new0 (ChattyCharacterFile, 1);

  self->overrides = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) chatty_character_unref);
  self->documents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) g_bytes_unref);
  self->notices = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
chatty_character_file_free (ChattyCharacterFile *self)
{
  g_clear_pointer (&self->character, chatty_character_unref);
  g_hash_table_unref (self->overrides);
  g_clear_pointer (&self->avatar, g_bytes_unref);
  g_hash_table_unref (self->documents);
  g_ptr_array_unref (self->notices);
  g_free (self);
}

static void G_GNUC_PRINTF (2, 3)
add_notice (ChattyCharacterFile *self,
            const char          *format,
            ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->notices, g_strdup_vprintf (format, args));
  va_end (args);
}

/* Pictures ------------------------------------------------------------------ */

static guint32
read_number (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/**
 * chatty_character_file_check_png:
 * @png: what is said to be a PNG
 * @error: %CHATTY_ERROR_INVALID_DATA, %CHATTY_ERROR_TOO_LARGE
 *
 * Walks the chunks of a PNG without decoding it: whether they fill the file,
 * the header comes first and the end last, and the size is within bounds.
 * https://www.w3.org/TR/png-3/#5DataRep
 *
 * Returns: whether it can be a character's picture
 */
gboolean
chatty_character_file_check_png (GBytes  *png,
                                 GError **error)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  gsize length;
  const guint8 *bytes = g_bytes_get_data (png, &length);
  gsize at = sizeof signature;
  gboolean has_data = FALSE, ended = FALSE;
  guint32 width = 0, height = 0;

  if (length > CHATTY_MAX_AVATAR_BYTES)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("The picture has more than %d MB. Choose a smaller one"),
                   CHATTY_MAX_AVATAR_BYTES / (1024 * 1024));
      return FALSE;
    }
  if (length < sizeof signature || memcmp (bytes, signature, sizeof signature) != 0)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The picture is not a PNG"));
      return FALSE;
    }
  while (!ended && length - at >= 12)
    {
      guint32 size = read_number (bytes + at);
      const guint8 *kind = bytes + at + 4;

      if (size > length - at - 12)
        break;
      if (at == sizeof signature)
        {
          if (memcmp (kind, "IHDR", 4) != 0 || size != 13)
            break;
          width = read_number (bytes + at + 8);
          height = read_number (bytes + at + 12);
        }
      has_data = has_data || memcmp (kind, "IDAT", 4) == 0;
      ended = memcmp (kind, "IEND", 4) == 0;
      at += 12 + (gsize) size;
    }
  if (!ended || !has_data || at != length || width == 0 || height == 0)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The picture is damaged"));
      return FALSE;
    }
  if (width > CHATTY_MAX_AVATAR_SIDE || height > CHATTY_MAX_AVATAR_SIDE)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("The picture is %u × %u pixels large. It may have %d on each side"),
                   width, height, CHATTY_MAX_AVATAR_SIDE);
      return FALSE;
    }
  return TRUE;
}

static GBytes *
decode (const char *base64)
{
  g_autofree guchar *bytes = NULL;
  gsize length;

  bytes = g_base64_decode (base64, &length);
  return length > 0 ? g_bytes_new_take (g_steal_pointer (&bytes), length) : NULL;
}

static void
take_avatar (ChattyCharacterFile *self,
             const char          *base64)
{
  g_autoptr (GBytes) png = decode (base64);
  g_autoptr (GError) error = NULL;

  if (png != NULL && chatty_character_file_check_png (png, &error))
    self->avatar = g_steal_pointer (&png);
  else
    add_notice (self, _("The picture was left out: %s"),
                error != NULL ? error->message : _("The picture is damaged"));
}

/* Our own files ---------------------------------------------------------------- */

/* The character itself: neither whose it was nor where. */
static ChattyCharacter *
without_place (ChattyCharacter *character)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new_from (character);

  chatty_character_builder_set_id (builder, NULL, NULL);
  chatty_character_builder_unset (builder, CHATTY_FIELD_CALLSIGN);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static gboolean
read_own (ChattyCharacterFile  *self,
          JsonObject           *object,
          GError              **error)
{
  JsonObject *overrides = chatty_json_get_object (object, "overrides");
  JsonArray *documents = chatty_json_get_array (object, "documents");
  const char *avatar = chatty_json_get_string (object, "avatar");
  g_autoptr (ChattyCharacter) character = NULL;
  JsonNode *node = json_object_get_member (object, "character");

  if (chatty_json_get_int (object, "version", 0) > VERSION)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                           _("The file was written by a newer version of this program. Update "
                             "the program to import it"));
      return FALSE;
    }
  if (node == NULL || (character = chatty_character_from_json (node, error)) == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                             _("There is no character in the file"));
      return FALSE;
    }
  self->character = without_place (character);

  if (overrides != NULL)
    {
      JsonObjectIter iter;
      const char *platform;

      json_object_iter_init (&iter, overrides);
      while (json_object_iter_next (&iter, &platform, &node))
        {
          ChattyCharacter *override = chatty_platform_id_is_valid (platform)
                                        ? chatty_character_from_json (node, NULL)
                                        : NULL;

          if (override != NULL)
            g_hash_table_insert (self->overrides, g_strdup (platform), override);
        }
    }
  if (avatar != NULL)
    take_avatar (self, avatar);
  if (documents != NULL && json_array_get_length (documents) > 0)
    add_notice (self,
                /* Translators: %u documents of a character */
                ngettext ("%u knowledge document is not in the file; add it from where it is",
                          "%u knowledge documents are not in the file; add them from where "
                          "they are",
                          json_array_get_length (documents)),
                json_array_get_length (documents));
  return TRUE;
}

/* A Chatty GPT ------------------------------------------------------------------- */

/* Its configuration as Chatty keeps it, and the prompt.json of its folder: what
 * goes where. The first of two names that is there counts. */
static const struct {
  const char           *member;
  ChattyCharacterField  field;
} gpt_fields[] = {
  { "name", CHATTY_FIELD_NAME },
  { "description", CHATTY_FIELD_DESCRIPTION },
  { "instructions", CHATTY_FIELD_INSTRUCTIONS },
  { "system_prompt", CHATTY_FIELD_INSTRUCTIONS },
  { "conversationStarters", CHATTY_FIELD_STARTERS },
  { "conversation_starters", CHATTY_FIELD_STARTERS },
  { "modelId", CHATTY_FIELD_MODEL },
};

/* Members that become something else, or that say which copy it was. */
static const char *const gpt_others[] = {
  "id", "avatar", "callsign", "constructCallsign", "capabilities", "files", "userId",
  "createdAt", "updatedAt", "created_at", NULL
};

static void
take_capabilities (ChattyCharacterBuilder *builder,
                   JsonObject             *object)
{
  JsonObject *capabilities = chatty_json_get_object (object, "capabilities");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (capabilities == NULL)
    return;
  json_object_iter_init (&iter, capabilities);
  while (json_object_iter_next (&iter, &name, &node))
    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
        json_node_get_boolean (node))
      g_ptr_array_add (names, (gpointer) name);
  g_ptr_array_add (names, NULL);
  chatty_character_builder_set_list (builder, CHATTY_FIELD_CAPABILITIES,
                                     (const char *const *) names->pdata);
}

static void
take_documents (ChattyCharacterFile *self,
                JsonArray           *files)
{
  guint n_left = 0;

  for (guint i = 0; i < json_array_get_length (files); i++)
    {
      JsonObject *file = chatty_json_node_object (json_array_get_element (files, i));
      const char *content = file != NULL ? chatty_json_get_string (file, "content") : NULL;
      const char *name = file != NULL ? chatty_json_get_string (file, "original") : NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *safe = NULL;

      if (name == NULL && file != NULL)
        name = chatty_json_get_string (file, "name");
      bytes = content != NULL ? decode (content) : NULL;
      safe = name != NULL ? chatty_text_safe_name (name, 100) : NULL;
      if (bytes == NULL || safe == NULL || i >= MAX_DOCUMENTS ||
          g_hash_table_contains (self->documents, safe))
        n_left++;
      else
        g_hash_table_insert (self->documents, g_steal_pointer (&safe), g_steal_pointer (&bytes));
    }
  if (n_left > 0)
    add_notice (self,
                ngettext ("%u knowledge document could not be read and was left out",
                          "%u knowledge documents could not be read and were left out", n_left),
                n_left);
}

/* What we do not know is carried along and never acted on: actions that a file
 * brings, with their addresses and headers, are text here. */
static void
take_rest (ChattyCharacterFile    *self,
           ChattyCharacterBuilder *builder,
           JsonObject             *object)
{
  g_autoptr (JsonObject) rest = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *actions = chatty_json_get_array (object, "actions");
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;
  g_autofree char *json = NULL;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &member, &value))
    {
      gboolean known = g_strv_contains (gpt_others, member);

      for (gsize i = 0; !known && i < G_N_ELEMENTS (gpt_fields); i++)
        known = strcmp (gpt_fields[i].member, member) == 0;
      if (!known)
        json_object_set_member (rest, member, json_node_copy (value));
    }
  if (json_object_get_size (rest) > 0)
    {
      json_node_set_object (node, rest);
      json = chatty_json_to_string (node, FALSE);
      chatty_character_builder_set_extra (builder, CHATTY_EXTRA, json);
    }
  if (actions != NULL && json_array_get_length (actions) > 0)
    add_notice (self,
                ngettext ("%u action is kept with the character and never carried out",
                          "%u actions are kept with the character and never carried out",
                          json_array_get_length (actions)),
                json_array_get_length (actions));
}

static gboolean
read_gpt (ChattyCharacterFile  *self,
          JsonObject           *object,
          GError              **error)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
  JsonArray *files = chatty_json_get_array (object, "files");
  const char *avatar = chatty_json_get_string (object, "avatar");
  guint taken = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (gpt_fields); i++)
    {
      JsonNode *node = json_object_get_member (object, gpt_fields[i].member);
      guint flag = CHATTY_FIELD_FLAG (gpt_fields[i].field);

      if (node != NULL && (taken & flag) == 0 && !JSON_NODE_HOLDS_NULL (node) &&
          chatty_character_builder_set_json (builder, gpt_fields[i].field, node))
        taken |= flag;
    }
  if ((taken & CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME)) == 0 ||
      (taken & ~CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME)) == 0)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The file is JSON, but not a character: it needs a name, and "
                             "instructions or a description"));
      return FALSE;
    }
  take_capabilities (builder, object);
  take_rest (self, builder, object);
  self->character = chatty_character_builder_end (g_steal_pointer (&builder));

  if (avatar != NULL && g_str_has_prefix (avatar, DATA_PNG))
    take_avatar (self, avatar + strlen (DATA_PNG));
  else if (avatar != NULL && *avatar != '\0')
    add_notice (self, _("The picture was left out: it is not in the file, and nothing is loaded "
                        "from the internet unasked"));
  if (files != NULL)
    take_documents (self, files);
  return TRUE;
}

/**
 * chatty_character_file_read:
 * @text: what is in the file
 * @length: bytes, or -1
 * @error: %CHATTY_ERROR_INVALID_DATA, %CHATTY_ERROR_UNSUPPORTED
 *
 * Reads what chatty_character_file_write_json() wrote, or the configuration of
 * a Chatty GPT.
 *
 * Returns: (transfer full) (nullable): what it says
 */
ChattyCharacterFile *
chatty_character_file_read (const char  *text,
                            gssize       length,
                            GError     **error)
{
  g_autoptr (JsonNode) node = chatty_json_parse (text, length, error);
  g_autoptr (ChattyCharacterFile) self = NULL;
  JsonObject *object;

  if (node == NULL)
    return NULL;
  object = chatty_json_node_object (node);
  if (object == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("There is no character in the file"));
      return NULL;
    }

  self = chatty_character_file_new ();
  if (g_strcmp0 (chatty_json_get_string (object, "format"), FORMAT) == 0
        ? read_own (self, object, error)
        : read_gpt (self, object, error))
    return g_steal_pointer (&self);
  return NULL;
}

/* Writing ------------------------------------------------------------------------ */

static JsonNode *
object_node (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

/**
 * chatty_character_file_write_json:
 * @record: a character of the vault
 * @avatar: (nullable): its picture
 *
 * Writes all that is known of a character but its links, which are of one
 * computer's accounts, and the content of its documents, which can be large:
 * they are named.
 *
 * Returns: (transfer full): JSON for chatty_character_file_read()
 */
char *
chatty_character_file_write_json (ChattyCharacterRecord *record,
                                  GBytes                *avatar)
{
  g_autoptr (ChattyCharacter) character =
    without_place (chatty_character_record_get_character (record));
  const char *const *platforms = chatty_character_record_get_overridden (record);
  guint n_documents = chatty_character_record_get_n_documents (record);
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) root = object_node (object);
  g_autofree char *json = NULL;

  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_int_member (object, "version", VERSION);
  if (chatty_character_record_get_callsign (record) != NULL)
    json_object_set_string_member (object, "callsign",
                                   chatty_character_record_get_callsign (record));
  json_object_set_member (object, "character", chatty_character_to_json (character));
  if (platforms != NULL && *platforms != NULL)
    {
      JsonObject *overrides = json_object_new ();

      for (; *platforms != NULL; platforms++)
        json_object_set_member (overrides, *platforms,
                                chatty_character_to_json (
                                  chatty_character_record_get_override (record, *platforms)));
      json_object_set_object_member (object, "overrides", overrides);
    }
  if (n_documents > 0)
    {
      JsonArray *documents = json_array_new ();

      for (guint i = 0; i < n_documents; i++)
        json_array_add_string_element (documents,
                                       chatty_character_record_get_document (record, i)->name);
      json_object_set_array_member (object, "documents", documents);
    }
  if (avatar != NULL)
    {
      gsize length;
      const guchar *bytes = g_bytes_get_data (avatar, &length);
      g_autofree char *base64 = g_base64_encode (bytes, length);

      json_object_set_string_member (object, "avatar", base64);
    }
  json = chatty_json_to_string (root, TRUE);
  return g_strconcat (json, "\n", NULL);
}

static void
append_heading (GString    *text,
                const char *heading)
{
  g_string_append_printf (text, "\n## %s\n\n", heading);
}

/* A text of one line can stand in a list; each line of a longer one is one. */
static void
append_item (GString    *text,
             const char *item)
{
  g_auto (GStrv) lines = g_strsplit (item, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (text, "%s%s\n", i == 0 ? "- " : "  ", lines[i]);
}

static void
append_field (GString              *text,
              ChattyCharacter      *character,
              ChattyCharacterField  field)
{
  if (!chatty_character_has_field (character, field))
    return;
  if (field == CHATTY_FIELD_TRAITS)
    {
      if (chatty_character_get_n_traits (character) > 0)
        append_heading (text, chatty_character_field_to_words (field));
      for (guint i = 0; i < chatty_character_get_n_traits (character); i++)
        {
          double value;
          const char *name = chatty_character_get_trait (character, i, &value);

          g_string_append_printf (text, "- %s: %.0f\n", name, value);
        }
    }
  else if (chatty_character_field_is_list (field))
    {
      const char *const *list = chatty_character_get_list (character, field);

      if (list != NULL && *list != NULL)
        append_heading (text, chatty_character_field_to_words (field));
      for (; list != NULL && *list != NULL; list++)
        append_item (text, *list);
    }
  else if (*chatty_character_get_text (character, field) != '\0')
    {
      append_heading (text, chatty_character_field_to_words (field));
      g_string_append_printf (text, "%s\n", chatty_character_get_text (character, field));
    }
}

/**
 * chatty_character_file_write_markdown:
 * @record: a character of the vault
 *
 * Returns: (transfer full): the character for people, its texts as they are
 */
char *
chatty_character_file_write_markdown (ChattyCharacterRecord *record)
{
  ChattyCharacter *character = chatty_character_record_get_character (record);
  const char *const *platforms = chatty_character_record_get_overridden (record);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *name = chatty_text_one_line (chatty_character_get_name (character), 200);

  g_string_append_printf (text, "# %s\n", name);
  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    if (field != CHATTY_FIELD_NAME && field != CHATTY_FIELD_CALLSIGN &&
        field != CHATTY_FIELD_AVATAR)
      append_field (text, character, field);
  for (; platforms != NULL && *platforms != NULL; platforms++)
    {
      ChattyCharacter *override = chatty_character_record_get_override (record, *platforms);

      /* Translators: %s is a platform: what it uses instead of what is above */
      g_string_append_printf (text, _("\n# On %s\n"), chatty_platform_get_title (*platforms));
      for (guint field = 0; field < CHATTY_N_FIELDS; field++)
        append_field (text, override, field);
    }
  if (chatty_character_record_get_n_documents (record) > 0)
    append_heading (text, _("Knowledge documents"));
  for (guint i = 0; i < chatty_character_record_get_n_documents (record); i++)
    append_item (text, chatty_character_record_get_document (record, i)->name);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
