/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include <string.h>

#include "chatty-character-file.h"
#include "chatty-inworld-classic.h"
#include "chatty-json.h"
#include "chatty-text.h"

#define MAX_NAME_BYTES 100

static ChattyCharacterFile *
take_classic (ChattyInworldClassic *classic)
{
  ChattyCharacterFile *self = chatty_character_file_new ();
  GHashTableIter iter;
  gpointer name, text;

  self->character = chatty_character_ref (classic->character);
  /* Another platform has no such voice. */
  if (classic->voice != NULL)
    {
      ChattyCharacterBuilder *override = chatty_character_builder_new ();

      chatty_character_builder_set_text (override, CHATTY_FIELD_VOICE, classic->voice);
      g_hash_table_insert (self->overrides, g_strdup ("inworld"),
                           chatty_character_builder_end (override));
    }
  g_hash_table_iter_init (&iter, classic->knowledge);
  while (g_hash_table_iter_next (&iter, &name, &text))
    {
      g_autofree char *safe = chatty_text_safe_name (name, MAX_NAME_BYTES);
      char *file = g_strconcat (safe, ".txt", NULL);

      for (guint n = 2; g_hash_table_contains (self->documents, file); n++)
        {
          g_free (file);
          file = g_strdup_printf ("%s (%u).txt", safe, n);
        }
      g_hash_table_insert (self->documents, file, g_bytes_new (text, strlen (text)));
    }
  for (guint i = 0; i < classic->notices->len; i++)
    g_ptr_array_add (self->notices, g_strdup (g_ptr_array_index (classic->notices, i)));
  return self;
}

/**
 * chatty_character_file_recognise:
 * @text: what is in a file
 * @length: bytes, or -1
 *
 * Returns: whether it is a character beyond doubt. A Chatty GPT's configuration
 *   is not: other JSON has a name and a description too
 */
gboolean
chatty_character_file_recognise (const char *text,
                                 gssize      length)
{
  g_autoptr (JsonNode) node = chatty_json_parse (text, length, NULL);
  JsonObject *object = chatty_json_node_object (node);

  return chatty_inworld_classic_recognise (node) ||
         (object != NULL && g_strcmp0 (chatty_json_get_string (object, "format"),
                                       CHATTY_CHARACTER_FILE_FORMAT) == 0);
}

/**
 * chatty_character_file_read_all:
 * @text: what is in the file
 * @length: bytes, or -1
 * @error: %CHATTY_ERROR_INVALID_DATA, %CHATTY_ERROR_UNSUPPORTED
 *
 * Reads what chatty_character_file_read() does, and characters of Inworld's
 * former studio, of which there may be several in one file.
 *
 * Returns: (transfer full) (nullable) (element-type ChattyCharacterFile): what
 *   it says, of one character at least
 */
GPtrArray *
chatty_character_file_read_all (const char  *text,
                                gssize       length,
                                GError     **error)
{
  g_autoptr (JsonNode) node = chatty_json_parse (text, length, NULL);
  g_autoptr (GPtrArray) classics = NULL;
  GPtrArray *files =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_character_file_free);
  ChattyCharacterFile *one = NULL;

  if (!chatty_inworld_classic_recognise (node))
    one = chatty_character_file_read (text, length, error);
  else
    classics = chatty_inworld_classic_read (node, error);
  if (one != NULL)
    g_ptr_array_add (files, one);
  for (guint i = 0; classics != NULL && i < classics->len; i++)
    g_ptr_array_add (files, take_classic (g_ptr_array_index (classics, i)));
  if (files->len == 0)
    g_clear_pointer (&files, g_ptr_array_unref);
  return files;
}
