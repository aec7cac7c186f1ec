/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "vault-fixture.h"

Place *
place_new (void)
{
  Place *self = g_new0 (Place, 1);
  g_autofree char *cache = NULL;
  g_autoptr (GError) error = NULL;

  self->root = g_dir_make_tmp ("chatty-vault-XXXXXX", &error);
  g_assert_no_error (error);
  self->vault_path = g_build_filename (self->root, "vault", NULL);
  cache = g_build_filename (self->root, "cache", NULL);
  self->vault_folder = g_file_new_for_path (self->vault_path);
  self->cache_folder = g_file_new_for_path (cache);
  return self;
}

static int
remove_cb (const char        *path,
           const struct stat *status,
           int                type,
           struct FTW        *place)
{
  remove (path);
  return 0;
}

static int
unlock_cb (const char        *path,
           const struct stat *status,
           int                type,
           struct FTW        *place)
{
  if (type == FTW_D)
    chmod (path, 0700);
  return 0;
}

void
place_free (Place *self)
{
  nftw (self->root, unlock_cb, 16, FTW_PHYS);
  nftw (self->root, remove_cb, 16, FTW_PHYS | FTW_DEPTH);
  g_object_unref (self->vault_folder);
  g_object_unref (self->cache_folder);
  g_free (self->vault_path);
  g_free (self->root);
  g_free (self);
}

/* Opens the vault and waits until its index is complete. */
ChattyVault *
place_open (Place *self)
{
  g_autoptr (GError) error = NULL;
  ChattyVault *vault;

  vault = chatty_vault_open (self->vault_folder, self->cache_folder, NULL,
                             &error);
  g_assert_no_error (error);
  wait_index (vault);
  return vault;
}

char *
place_path (Place      *self,
            const char *relative)
{
  return g_build_filename (self->vault_path, relative, NULL);
}

char *
place_read (Place      *self,
            const char *relative)
{
  g_autofree char *path = place_path (self, relative);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

void
place_write (Place      *self,
             const char *relative,
             const char *text)
{
  g_autofree char *path = place_path (self, relative);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0777), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
take_snapshot (GHashTable *tree,
               const char *path,
               const char *relative)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);
      g_autofree char *below = NULL;

      if (relative == NULL && g_str_equal (name, ".chatty"))
        continue;
      below = relative != NULL ? g_strconcat (relative, "/", name, NULL)
                               : g_strdup (name);
      if (g_file_test (inner, G_FILE_TEST_IS_DIR))
        take_snapshot (tree, inner, below);
      else
        {
          char *text = NULL;
          gsize length = 0;

          /* A pipe would wait for somebody to write. */
          if (g_file_test (inner, G_FILE_TEST_IS_REGULAR))
            g_file_get_contents (inner, &text, &length, NULL);
          g_hash_table_insert (tree, g_steal_pointer (&below),
                               g_bytes_new_take (text, length));
        }
    }
}

/* Every file of the vault except its own, by path. */
GHashTable *
place_snapshot (Place *self)
{
  GHashTable *tree;

  tree = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify) g_bytes_unref);
  take_snapshot (tree, self->vault_path, NULL);
  return tree;
}

guint
place_count (Place      *self,
             const char *below)
{
  g_autofree char *path = place_path (self, below);
  g_autoptr (GHashTable) tree = NULL;

  tree = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify) g_bytes_unref);
  take_snapshot (tree, path, "");
  return g_hash_table_size (tree);
}

void
assert_same_tree (GHashTable *a,
                  GHashTable *b)
{
  GHashTableIter iter;
  gpointer path, bytes;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &path, &bytes))
    {
      GBytes *other = g_hash_table_lookup (b, path);

      if (other == NULL)
        g_error ("“%s” is missing", (char *) path);
      if (!g_bytes_equal (bytes, other))
        g_error ("“%s” differs", (char *) path);
    }
  g_assert_cmpuint (g_hash_table_size (a), ==, g_hash_table_size (b));
}

ChattyTranscript *
make_transcript (const char *id,
                 const char *title,
                 const char *text)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  ChattyTurnBuilder *turn;

  chatty_transcript_builder_set_id (builder, id);
  chatty_transcript_builder_set_title (builder, title);
  chatty_transcript_builder_set_platform (builder, "chatgpt");
  /* 2025-01-14T10:30:45Z */
  chatty_transcript_builder_set_started (builder,
                                         G_GINT64_CONSTANT (1736850645000000),
                                         CHATTY_CERTAINTY_EXACT);
  chatty_transcript_builder_set_source (builder, "export.json", NULL);

  turn = chatty_turn_builder_new (CHATTY_ROLE_PERSON);
  chatty_turn_builder_set_text (turn, "Tell me.");
  chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
  turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  chatty_turn_builder_set_text (turn, text);
  chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
  return chatty_transcript_builder_end (builder);
}

/* One of many: about 5 kB, a hundred different titles, four platforms, three
 * months. */
ChattyTranscript *
make_numbered (guint number)
{
  static const char *const platforms[] = { "chatgpt", "claude", "gemini",
                                           "grok" };
  g_autofree char *id = g_strdup_printf ("chatgpt:%u", number);
  g_autofree char *title = g_strdup_printf ("Talk %u", number % 100);
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  gint64 started = G_GINT64_CONSTANT (1736850645000000) +
                   (number % 3) * G_GINT64_CONSTANT (31) * 86400 * G_USEC_PER_SEC;

  chatty_transcript_builder_set_id (builder, id);
  chatty_transcript_builder_set_title (builder, title);
  chatty_transcript_builder_set_platform (builder, platforms[number % 4]);
  chatty_transcript_builder_set_started (builder, started,
                                         CHATTY_CERTAINTY_EXACT);
  for (guint i = 0; i < 10; i++)
    {
      ChattyTurnBuilder *turn;
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint j = 0; j < 12; j++)
        g_string_append_printf (text, "Word%u of %u and what it means here. ",
                                number * 31 + j, i);
      turn = chatty_turn_builder_new (i % 2 == 0 ? CHATTY_ROLE_PERSON
                                                 : CHATTY_ROLE_ASSISTANT);
      chatty_turn_builder_set_text (turn, text->str);
      chatty_transcript_builder_take_turn (builder,
                                           chatty_turn_builder_end (turn));
    }
  return chatty_transcript_builder_end (builder);
}

ChattyTranscript *
retitle (ChattyTranscript *transcript,
         const char       *title)
{
  ChattyTranscriptBuilder *builder;

  builder = chatty_transcript_builder_new_from (transcript);
  chatty_transcript_builder_set_title (builder, title);
  return chatty_transcript_builder_end (builder);
}

/* Stores in a batch of its own. */
ChattyStored
store_one (ChattyVault       *vault,
           ChattyTranscript  *transcript,
           char             **path)
{
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  ChattyStored outcome = -1;

  batch = chatty_vault_begin (vault, "import", &error);
  g_assert_no_error (error);
  chatty_vault_batch_store (batch, transcript, &outcome, path, NULL, &error);
  g_assert_no_error (error);
  chatty_vault_batch_commit (batch, NULL, &error);
  g_assert_no_error (error);
  return outcome;
}

void
wait_index (ChattyVault *vault)
{
  g_autoptr (GError) error = NULL;

  chatty_vault_wait_index (vault, NULL, &error);
  g_assert_no_error (error);
}

guint
count_listed (ChattyVault *vault)
{
  ChattyTranscriptQuery query = { NULL };
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  list = chatty_vault_list (vault, &query, NULL, &error);
  g_assert_no_error (error);
  return list->len;
}
