/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A program that talks in a vault and is killed in the middle, for the tests
 * of conversations:
 *
 *   talk-crasher VAULT CACHE STEP WORK ID [REPLACES]
 *
 * It kills itself at the step with the number STEP (0: at none; its standard
 * output then says how many there were). ID is a transcript's. WORK is one of
 *   reply    an answer in three pieces comes and ends
 *   stream   an answer comes for ever; what is kept is counted on the standard
 *            output, a line for each piece
 *   edit     the transcript gets another title and character
 *   trash    it goes to the trash
 *   undo     the newest batch is undone
 *   note     the character nova-001 remembers something more
 *   open     nothing; the vault is only opened
 * The answer's text is talk_text() of talk-text.h. */

#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chatty-vault-memory.h"
#include "chatty-vault-private.h"
#include "chatty-vault-talk.h"
#include "talk-text.h"

static guint64 n_steps;
static guint64 last_step;

static void
step_cb (const char *step)
{
  if (++n_steps == last_step)
    kill (getpid (), SIGKILL);
}

static ChattyTurn *
make_turn (const char *text)
{
  ChattyTurnBuilder *builder = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);

  chatty_turn_builder_set_id (builder, "answer");
  chatty_turn_builder_set_author (builder, "Nova");
  chatty_turn_builder_set_text (builder, text);
  return chatty_turn_builder_end (builder);
}

static gboolean
talk (ChattyVault  *vault,
      const char   *id,
      const char   *replaces,
      gboolean      forever,
      GError      **error)
{
  g_autoptr (ChattyTurn) begun = make_turn ("");
  g_autoptr (ChattyTurn) ended = NULL;
  g_autoptr (ChattyVaultReply) reply = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  reply = chatty_vault_reply_begin (vault, id, begun, replaces, error);
  if (reply == NULL)
    return FALSE;
  chatty_vault_step_func ("begun");
  for (guint i = 0; forever || i < 3; i++)
    {
      g_autofree char *piece = talk_piece (i);

      if (!chatty_vault_reply_keep (reply, piece, strlen (piece), error))
        return FALSE;
      g_string_append (text, piece);
      if (forever)
        {
          printf ("%" G_GSIZE_FORMAT "\n", text->len);
          fflush (stdout);
          /* As fast as a quick model, so that the test can catch it anywhere. */
          g_usleep (200);
        }
      chatty_vault_step_func ("kept");
    }
  ended = make_turn (text->str);
  return chatty_vault_reply_end (reply, ended, error);
}

static gboolean
edit (ChattyVault  *vault,
      const char   *id,
      GError      **error)
{
  g_autoptr (ChattyTranscript) old = chatty_vault_load (vault, id, NULL, error);
  g_autoptr (ChattyTranscript) wanted = NULL;
  g_autofree char *batch = NULL;
  ChattyTranscriptBuilder *builder;

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

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) cache = NULL;
  g_autoptr (ChattyVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *made = NULL;
  const char *work, *id;
  gboolean done = TRUE;

  if (argc < 6)
    return 2;
  folder = g_file_new_for_path (argv[1]);
  cache = g_file_new_for_path (argv[2]);
  last_step = g_ascii_strtoull (argv[3], NULL, 10);
  work = argv[4];
  id = argv[5];
  chatty_vault_step_func = step_cb;

  vault = chatty_vault_open (folder, cache, NULL, &error);
  if (vault == NULL || !chatty_vault_wait_index (vault, NULL, &error))
    done = FALSE;
  else if (g_str_equal (work, "reply") || g_str_equal (work, "stream"))
    done = talk (vault, id, argc > 6 ? argv[6] : NULL, g_str_equal (work, "stream"), &error);
  else if (g_str_equal (work, "edit"))
    done = edit (vault, id, &error);
  else if (g_str_equal (work, "trash"))
    done = (made = chatty_vault_trash (vault, id, &error)) != NULL;
  else if (g_str_equal (work, "undo"))
    done = undo (vault, &error);
  else if (g_str_equal (work, "note"))
    done = (made = chatty_vault_add_memory (vault, "nova-001", &(ChattyMemoryNote) {
      .text = "Drinks tea.", .created = CHATTY_TIME_NONE, .updated = CHATTY_TIME_NONE,
    }, &error)) != NULL;

  if (!done)
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "failed");
      return 1;
    }
  printf ("%" G_GUINT64_FORMAT "\n", n_steps);
  return 0;
}
