/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A program that works on a vault and ends itself in the middle, for the
 * crash tests:
 *
 *   vault-crasher VAULT CACHE STEP WORK [NUMBER]
 *
 * It is killed at the step with the number STEP (0: at none; its standard
 * output then says how many there were). WORK is one of
 *   import   NUMBER new transcripts, in one batch
 *   newer    the same ones with other texts and titles, in one batch
 *   edit     the first one gets another title and character
 *   trash    the first one goes to the trash
 *   undo     the newest batch is undone
 *   append   a long turn is added to the first one
 *   character        a new character, in all of its files
 *   character-edit   a change of it in all of its files
 *   character-contested  the same, while another program writes one of them
 *   character-trash  it goes to the trash
 *   open     nothing; the vault is only opened */

#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "character-fixture.h"
#include "chatty-vault-private.h"

static guint64 n_steps;
static guint64 last_step;

/* A file that another program writes when all is ready to be changed. */
static char *contested;

static void
step_cb (const char *step)
{
  if (contested != NULL && g_str_equal (step, "flushed"))
    {
      g_autofree char *path = g_steal_pointer (&contested);
      g_autofree char *text = NULL;
      g_autofree char *longer = NULL;

      g_file_get_contents (path, &text, NULL, NULL);
      longer = g_strconcat (text, "\n", NULL);
      g_file_set_contents (path, longer, -1, NULL);
    }
  if (++n_steps == last_step)
    kill (getpid (), SIGKILL);
}

static ChattyTranscript *
make_newer (guint number)
{
  g_autoptr (ChattyTranscript) old = make_numbered (number);
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new_from (old);
  ChattyTurnBuilder *turn = chatty_turn_builder_new (CHATTY_ROLE_PERSON);

  /* Some stay, some get another text, some another name as well. */
  if (number % 3 != 0)
    {
      chatty_turn_builder_set_text (turn, "One more thing.");
      chatty_transcript_builder_take_turn (builder,
                                           chatty_turn_builder_end (turn));
    }
  else
    chatty_turn_builder_free (turn);
  if (number % 3 == 2)
    chatty_transcript_builder_set_title (builder, "Renamed");
  return chatty_transcript_builder_end (builder);
}

static gboolean
import (ChattyVault  *vault,
        gboolean      newer,
        guint         number,
        GError      **error)
{
  g_autoptr (ChattyVaultBatch) batch = NULL;

  batch = chatty_vault_begin (vault, "import", error);
  if (batch == NULL)
    return FALSE;
  for (guint i = 0; i < number; i++)
    {
      g_autoptr (ChattyTranscript) transcript = NULL;
      ChattyStored outcome;

      transcript = newer ? make_newer (i) : make_numbered (i);
      if (!chatty_vault_batch_store (batch, transcript, &outcome, NULL, NULL,
                                     error))
        return FALSE;
    }
  return chatty_vault_batch_commit (batch, "{\"files\":[]}", error);
}

static gboolean
edit (ChattyVault  *vault,
      GError      **error)
{
  g_autoptr (ChattyTranscript) old = NULL;
  g_autoptr (ChattyTranscript) wanted = NULL;
  g_autofree char *batch = NULL;
  ChattyTranscriptBuilder *builder;

  old = chatty_vault_load (vault, "chatgpt:0", NULL, error);
  if (old == NULL)
    return FALSE;
  builder = chatty_transcript_builder_new_from (old);
  chatty_transcript_builder_set_title (builder, "Edited");
  chatty_transcript_builder_set_character (builder, "lin-001");
  wanted = chatty_transcript_builder_end (builder);
  batch = chatty_vault_edit (vault, wanted, error);
  return batch != NULL;
}

static gboolean
undo (ChattyVault  *vault,
      GError      **error)
{
  g_autoptr (GPtrArray) runs = chatty_vault_list_runs (vault, error);

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      ChattyVaultRun *run = g_ptr_array_index (runs, i);

      if (!run->undone && !g_str_equal (run->kind, "undo"))
        return chatty_vault_undo_run (vault, run->id, NULL, NULL, NULL, error);
    }
  return runs != NULL;
}

static gboolean
work_on_character (ChattyVault  *vault,
                   const char   *work,
                   GError      **error)
{
  g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "edit", error);
  g_autoptr (ChattyCharacterRecord) before = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (ChattyCharacter) override = NULL;
  gboolean edit_it = g_str_equal (work, "character-edit") ||
                     g_str_equal (work, "character-contested");
  ChattyCharacterBuilder *fields;
  ChattyCharacterRecordBuilder *builder;

  if (batch == NULL)
    return FALSE;
  if (g_str_equal (work, "character-trash"))
    return chatty_vault_batch_trash_record (batch, "nova-001", error) &&
           chatty_vault_batch_commit (batch, NULL, error);

  before = edit_it ? load_record (vault, "nova-001") : make_record ("Nova", "Be kind.", NULL);
  fields = chatty_character_builder_new_from (chatty_character_record_get_character (before));
  chatty_character_builder_set_times (fields, G_GINT64_CONSTANT (1700000000000000), CHATTY_TIME_NONE);
  chatty_character_builder_set_text (fields, CHATTY_FIELD_NAME, edit_it ? "Lin" : "Nova");
  chatty_character_builder_set_text (fields, CHATTY_FIELD_GREETING, edit_it ? "Hi" : "Hello");
  chatty_character_builder_set_extra (fields, "convai", edit_it ? "{\"a\":2}" : "{\"a\":1}");
  character = chatty_character_builder_end (fields);
  fields = chatty_character_builder_new ();
  chatty_character_builder_set_text (fields, CHATTY_FIELD_NAME, edit_it ? "L" : "N");
  override = chatty_character_builder_end (fields);
  builder = chatty_character_record_builder_new (before);
  chatty_character_record_builder_set_character (builder, character);
  chatty_character_record_builder_set_override (builder, "convai", override);
  after = chatty_character_record_builder_end (builder);
  return chatty_vault_batch_store_record (batch, edit_it ? before : NULL, after, "person", NULL,
                                          NULL, NULL, NULL, error) &&
         chatty_vault_batch_commit (batch, NULL, error);
}

static gboolean
append (ChattyVault  *vault,
        GError      **error)
{
  g_autoptr (ChattyTurn) turn = NULL;
  g_autofree char *text = g_strnfill (100000, 'x');
  ChattyTurnBuilder *builder = chatty_turn_builder_new (CHATTY_ROLE_PERSON);

  chatty_turn_builder_set_text (builder, text);
  turn = chatty_turn_builder_end (builder);
  return chatty_vault_append_turn (vault, "chatgpt:0", turn, error);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) cache = NULL;
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = NULL;
  const char *work;
  guint number;
  gboolean done = TRUE;

  if (argc < 5)
    return 2;
  folder = g_file_new_for_path (argv[1]);
  cache = g_file_new_for_path (argv[2]);
  last_step = g_ascii_strtoull (argv[3], NULL, 10);
  work = argv[4];
  number = argc > 5 ? atoi (argv[5]) : 0;
  if (g_str_equal (work, "character-contested"))
    contested = g_build_filename (argv[1], "instances", "nova-001", "config", "metadata.json",
                                  NULL);
  chatty_vault_step_func = step_cb;

  vault = chatty_vault_open (folder, cache, NULL, &error);
  if (vault == NULL || !chatty_vault_wait_index (vault, NULL, &error))
    done = FALSE;
  else if (g_str_equal (work, "import") || g_str_equal (work, "newer"))
    done = import (vault, g_str_equal (work, "newer"), number, &error);
  else if (g_str_equal (work, "edit"))
    done = edit (vault, &error);
  else if (g_str_equal (work, "trash"))
    {
      batch = chatty_vault_trash (vault, "chatgpt:0", &error);
      done = batch != NULL;
    }
  else if (g_str_equal (work, "undo"))
    done = undo (vault, &error);
  else if (g_str_has_prefix (work, "character"))
    done = work_on_character (vault, work, &error);
  else if (g_str_equal (work, "append"))
    done = append (vault, &error);

  if (!done)
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "failed");
      return 1;
    }
  printf ("%" G_GUINT64_FORMAT "\n", n_steps);
  return 0;
}
