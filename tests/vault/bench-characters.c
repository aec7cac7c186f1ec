/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* How long it takes to list characters. Run by hand:
 *
 *   bench-characters [FOLDER]
 *
 * makes 1,000 characters in FOLDER if it holds none, and lists them ten times.
 * For the first figure to be a cold one, drop the system's caches before
 * (echo 3 > /proc/sys/vm/drop_caches). */

#include "config.h"

#include <stdio.h>

#include "chatty-vault-characters.h"

#define N_CHARACTERS 1000

static gboolean
fill (ChattyVault  *vault,
      GError      **error)
{
  g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "import", error);

  for (guint i = 0; batch != NULL && i < N_CHARACTERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Name %c%c%c", 'a' + i % 26, 'a' + i / 26 % 26,
                                               'a' + i / 676);
      g_autofree char *text = g_strnfill (2000, 'x');
      g_autoptr (ChattyCharacter) character = NULL;
      g_autoptr (ChattyCharacterRecord) record = NULL;
      g_autoptr (ChattyCharacterRecord) stored = NULL;
      g_autoptr (ChattyCharacterRecord) edited = NULL;
      ChattyCharacterBuilder *fields = chatty_character_builder_new ();
      ChattyCharacterRecordBuilder *builder = chatty_character_record_builder_new (NULL);

      chatty_character_builder_set_text (fields, CHATTY_FIELD_NAME, name);
      chatty_character_builder_set_text (fields, CHATTY_FIELD_INSTRUCTIONS, text);
      chatty_character_builder_set_text (fields, CHATTY_FIELD_GREETING, "Hello");
      chatty_character_builder_set_extra (fields, "convai", "{\"a\":1}");
      character = chatty_character_builder_end (fields);
      chatty_character_record_builder_set_character (builder, character);
      record = chatty_character_record_builder_end (builder);
      if (!chatty_vault_batch_store_record (batch, NULL, record, "import", NULL, NULL, &stored,
                                            NULL, error))
        return FALSE;
      /* And something for its history. */
      g_clear_pointer (&character, chatty_character_unref);
      fields = chatty_character_builder_new_from (chatty_character_record_get_character (stored));
      chatty_character_builder_set_text (fields, CHATTY_FIELD_GREETING, "Hi");
      character = chatty_character_builder_end (fields);
      builder = chatty_character_record_builder_new (stored);
      chatty_character_record_builder_set_character (builder, character);
      edited = chatty_character_record_builder_end (builder);
      if (!chatty_vault_batch_store_record (batch, stored, edited, "person", NULL, NULL, NULL,
                                            NULL, error))
        return FALSE;
    }
  return batch != NULL && chatty_vault_batch_commit (batch, NULL, error);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *path = argc > 1 ? g_strdup (argv[1])
                                   : g_dir_make_tmp ("chatty-characters-XXXXXX", NULL);
  g_autofree char *cache_path = g_strconcat (path, ".cache", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GFile) cache = g_file_new_for_path (cache_path);
  g_autoptr (GTimer) timer = g_timer_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyVault) vault = chatty_vault_open (folder, cache, NULL, &error);

  for (guint i = 0; vault != NULL && i < 10; i++)
    {
      g_autoptr (GPtrArray) records = NULL;

      g_timer_start (timer);
      records = chatty_vault_list_records (vault, NULL, NULL, &error);
      if (records == NULL)
        break;
      if (records->len > 0)
        printf ("%u characters in %.0f ms\n", records->len, 1000 * g_timer_elapsed (timer, NULL));
      else if (!fill (vault, &error))
        break;
      else
        printf ("made %u, each edited once, in %.1f s\n", N_CHARACTERS,
                g_timer_elapsed (timer, NULL));
    }
  if (error != NULL)
    fprintf (stderr, "%s\n", error->message);
  return error != NULL;
}
