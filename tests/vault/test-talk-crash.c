/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A process that talks is killed: between any two steps, and at random
 * moments while an answer streams. Whatever happened, what had been kept of
 * the answer is in the conversation when the vault is opened again, byte for
 * byte and once. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chatty-vault-memory.h"
#include "chatty-vault-talk.h"
#include "talk-text.h"
#include "character-fixture.h"

#define N_KILLS 40

/* Returns whether it came to its end. */
static gboolean
run (Place      *place,
     guint64     step,
     const char *work,
     const char *id,
     const char *replaces,
     guint64    *n_steps)
{
  g_autofree char *crasher = g_test_build_filename (G_TEST_BUILT, "vault", "talk-crasher", NULL);
  g_autofree char *cache = g_file_get_path (place->cache_folder);
  g_autofree char *at = g_strdup_printf ("%" G_GUINT64_FORMAT, step);
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { crasher, place->vault_path, cache, at, work, id, replaces, NULL };
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &errors, &status,
                &error);
  g_assert_no_error (error);
  if (WIFSIGNALED (status))
    {
      g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
      return FALSE;
    }
  if (WEXITSTATUS (status) != 0)
    g_error ("%s at step %s: %s", work, at, errors);
  if (n_steps != NULL)
    *n_steps = g_ascii_strtoull (output, NULL, 10);
  return TRUE;
}

static char *
prepare (Place *place)
{
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("picture", 7);
  char *id = chatty_vault_start_conversation (vault, "convai", NULL, "Tea", NULL, &error);
  static const char *const ids[] = { "question", "first" };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ChattyTurnBuilder *builder = chatty_turn_builder_new (CHATTY_ROLE_PERSON);
      g_autoptr (ChattyTurn) turn = NULL;

      chatty_turn_builder_set_id (builder, ids[i]);
      chatty_turn_builder_set_text (builder, ids[i]);
      turn = chatty_turn_builder_end (builder);
      g_assert_true (chatty_vault_append_turn (vault, id, turn, &error));
    }
  g_assert_true (chatty_vault_keep_sent (vault, id, "question", "{\"model\":\"m\"}", &error));
  g_assert_true (chatty_vault_keep_talk (vault, id, "{\"account\":\"a\"}", &error));
  uri = chatty_vault_store_attachment (vault, id, "x.png", "image/png", bytes, &error);
  g_assert_no_error (error);
  return id;
}

static guint
count (ChattyTurn *turn,
       const char *id)
{
  guint n = g_strcmp0 (chatty_turn_get_id (turn), id) == 0;

  for (guint i = 0; i < chatty_turn_get_n_alternates (turn); i++)
    n += count (chatty_turn_get_alternate (turn, i), id);
  for (guint i = 0; i < chatty_turn_get_n_following (turn); i++)
    n += count (chatty_turn_get_following (turn, i), id);
  return n;
}

/* The answer as the next start of the program finds it, or NULL; all else is
 * there once. */
static ChattyTurn *
find_answer (Place      *place,
             const char *id,
             const char *replaces)
{
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (GError) error = NULL;
  ChattyTurn *answer = NULL;
  guint n_question = 0, n_first = 0, n_answer = 0;

  transcript = chatty_vault_load (vault, id, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < chatty_transcript_get_n_turns (transcript); i++)
    {
      ChattyTurn *turn = chatty_transcript_get_turn (transcript, i);

      n_question += count (turn, "question");
      n_first += count (turn, "first");
      n_answer += count (turn, "answer");
      if (g_strcmp0 (chatty_turn_get_id (turn), "answer") == 0)
        answer = chatty_turn_ref (turn);
    }
  g_assert_cmpuint (n_question, ==, 1);
  g_assert_cmpuint (n_first, ==, 1);
  g_assert_cmpuint (n_answer, ==, answer != NULL);
  g_assert_cmpuint (chatty_transcript_get_n_turns (transcript), ==,
                    answer != NULL && replaces == NULL ? 3 : 2);
  if (answer != NULL && replaces != NULL)
    g_assert_cmpstr (chatty_turn_get_id (chatty_turn_get_alternate (answer, 0)), ==, replaces);
  g_assert_cmpuint (place_count (place, ".chatty/replies"), ==, 0);
  return answer;
}

/* Killed at each step of an answer, and then at each step of what the next
 * start does about it. */
static void
test_each_step (gconstpointer data)
{
  const char *replaces = data;
  g_autofree char *whole = talk_text (3);
  guint64 n_steps = 0;
  guint n_cut = 0, n_complete = 0, n_killed_again = 0;

  {
    g_autoptr (Place) model = place_new ();
    g_autofree char *id = prepare (model);

    g_assert_true (run (model, 0, "reply", id, replaces, &n_steps));
  }
  for (guint64 step = 1; step <= n_steps; step++)
    for (guint64 again = 0; again < 12; again++)
      {
        g_autoptr (Place) place = place_new ();
        g_autofree char *id = prepare (place);
        g_autoptr (ChattyTurn) answer = NULL;

        g_assert_false (run (place, step, "reply", id, replaces, NULL));
        if (again > 0)
          {
            if (run (place, again, "open", id, NULL, NULL))
              break;
            n_killed_again++;
          }
        answer = find_answer (place, id, replaces);
        if (answer == NULL)
          continue;
        g_assert_true (g_str_has_prefix (whole, chatty_turn_get_text (answer)));
        if (chatty_turn_get_state (answer) == CHATTY_TURN_COMPLETE)
          {
            g_assert_cmpstr (chatty_turn_get_text (answer), ==, whole);
            n_complete++;
          }
        else
          {
            g_assert_cmpint (chatty_turn_get_state (answer), ==, CHATTY_TURN_CUT_OFF);
            g_assert_nonnull (chatty_turn_get_problem (answer));
            n_cut++;
          }
      }
  g_test_message ("%u steps; %u times whole, %u times cut off; killed again %u times",
                  (guint) n_steps, n_complete, n_cut, n_killed_again);
  g_assert_cmpuint (n_cut, >, 0);
  g_assert_cmpuint (n_complete, >, 0);
  g_assert_cmpuint (n_killed_again, >, 0);
}

/* Reads what the process says it has kept, until it is @enough or it says
 * nothing more. */
static guint64
read_count (int      fd,
            guint64  enough,
            GString *tail)
{
  char buffer[64];
  guint64 count = 0;
  gssize n;

  while (count < enough && (n = read (fd, buffer, sizeof buffer)) != 0)
    {
      char *newline;

      if (n < 0 && errno == EINTR)
        continue;
      g_assert_cmpint (n, >, 0);
      g_string_append_len (tail, buffer, n);
      while ((newline = strchr (tail->str, '\n')) != NULL)
        {
          count = g_ascii_strtoull (tail->str, NULL, 10);
          g_string_erase (tail, 0, newline - tail->str + 1);
        }
    }
  return count;
}

/* Killed by somebody else, at any moment: nothing that was kept is missing. */
static void
test_random_kills (gconstpointer data)
{
  const char *replaces = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  g_autofree char *crasher = g_test_build_filename (G_TEST_BUILT, "vault", "talk-crasher", NULL);
  g_autofree char *long_text = talk_text (20000);
  guint64 least = G_MAXUINT64, most = 0;

  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autoptr (Place) place = place_new ();
      g_autofree char *id = prepare (place);
      g_autofree char *cache = g_file_get_path (place->cache_folder);
      g_autoptr (GString) tail = g_string_new (NULL);
      g_autoptr (ChattyTurn) answer = NULL;
      g_autoptr (GError) error = NULL;
      const char *argv[] = { crasher, place->vault_path, cache, "0", "stream", id, replaces, NULL };
      guint64 kept, later;
      GPid pid;
      int output;

      g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                &pid, NULL, &output, NULL, &error);
      g_assert_no_error (error);
      kept = read_count (output, g_rand_int_range (rand, 1, 3000), tail);

      /* It lives: nobody takes its answer away. */
      if (i == 0)
        {
          g_autoptr (ChattyVault) vault = place_open (place);

          g_assert_cmpuint (chatty_vault_recover_replies (vault, &error), ==, 0);
          g_assert_no_error (error);
          g_assert_cmpuint (place_count (place, ".chatty/replies"), ==, 1);
        }
      kill (pid, SIGKILL);
      later = read_count (output, G_MAXUINT64, tail);
      kept = MAX (kept, later);
      waitpid (pid, NULL, 0);
      close (output);

      answer = find_answer (place, id, replaces);
      g_assert_nonnull (answer);
      g_assert_cmpint (chatty_turn_get_state (answer), ==, CHATTY_TURN_CUT_OFF);
      g_assert_cmpuint (chatty_turn_get_length (answer), >=, kept);
      g_assert_true (g_str_has_prefix (long_text, chatty_turn_get_text (answer)));
      least = MIN (least, kept);
      most = MAX (most, kept);
    }
  g_test_message ("%d kills, with %u to %u bytes kept", N_KILLS, (guint) least, (guint) most);
}

/* Whether all that hangs on the transcript is there. */
static void
assert_whole (ChattyVault *vault,
              const char  *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("picture", 7);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *uri = g_strconcat ("vault:", hash, ".png", NULL);
  g_autoptr (GBytes) loaded = chatty_vault_load_attachment (vault, id, uri, &error);
  g_autofree char *sent = chatty_vault_load_sent (vault, id, "question", NULL);
  g_autofree char *talk = chatty_vault_load_talk (vault, id, NULL);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, loaded));
  g_assert_cmpstr (sent, ==, "{\"model\":\"m\"}");
  g_assert_cmpstr (talk, ==, "{\"account\":\"a\"}");
}

/* Moved, deleted or brought back, and killed in the middle: with all of it, or
 * still where it was; and what is deleted comes back whole. */
static void
test_companions (gconstpointer data)
{
  const char *const *works = data;
  guint64 n_steps = 0;
  guint n_there = 0, n_gone = 0;

  for (guint64 step = 0; step <= n_steps; step++)
    {
      g_autoptr (Place) place = place_new ();
      g_autofree char *id = prepare (place);
      g_autoptr (ChattyVault) vault = NULL;
      g_autoptr (ChattyTranscriptSummary) summary = NULL;
      g_autoptr (GError) error = NULL;
      guint i;

      for (i = 0; works[i + 1] != NULL; i++)
        g_assert_true (run (place, 0, works[i], id, NULL, NULL));
      if (step == 0)
        g_assert_true (run (place, 0, works[i], id, NULL, &n_steps));
      else
        g_assert_false (run (place, step, works[i], id, NULL, NULL));
      vault = place_open (place);
      summary = chatty_vault_lookup (vault, id, &error);
      if (summary == NULL)
        {
          g_autoptr (GPtrArray) runs = chatty_vault_list_runs (vault, &error);
          gboolean undone = FALSE;

          n_gone++;
          for (guint j = 0; !undone && j < runs->len; j++)
            {
              ChattyVaultRun *one = g_ptr_array_index (runs, j);

              if (g_str_equal (one->kind, "delete"))
                undone = chatty_vault_undo_run (vault, one->id, NULL, NULL, NULL, &error);
            }
          g_assert_no_error (error);
          g_assert_true (undone);
        }
      else
        n_there++;
      assert_whole (vault, id);
    }
  g_test_message ("%u steps: %u times there, %u times deleted", (guint) n_steps, n_there, n_gone);
  g_assert_cmpuint (n_there, >, 0);
}

static const char old_prompt[] =
  "{\n  \"name\": \"Nova\",\n  \"instructions\": \"Be kind.\"\n}\n";

/* Entries of the list of before become notes: killed at any step, each is
 * there once. */
static void
test_memory_moves (void)
{
  guint64 n_steps = 0;

  for (guint64 step = 0; step <= n_steps; step++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = NULL;
      g_autoptr (GPtrArray) notes = NULL;
      g_autoptr (GError) error = NULL;
      guint n_tea = 0, n_list = 0;

      {
        static const char *const list[] = { "Likes maps.", "Has a cat.", NULL };
        g_autoptr (ChattyVault) first = NULL;
        g_autoptr (ChattyCharacterRecord) before = NULL;
        g_autoptr (ChattyCharacterRecord) after = NULL;
        g_autoptr (ChattyCharacter) character = NULL;
        ChattyCharacterRecordBuilder *builder;
        ChattyCharacterBuilder *fields;

        write_character (place, "nova-001", old_prompt, NULL, NULL, NULL);
        first = place_open (place);
        before = load_record (first, "nova-001");
        fields = chatty_character_builder_new_from (chatty_character_record_get_character (before));
        chatty_character_builder_set_list (fields, CHATTY_FIELD_MEMORY_NOTES, list);
        character = chatty_character_builder_end (fields);
        builder = chatty_character_record_builder_new (before);
        chatty_character_record_builder_set_character (builder, character);
        after = chatty_character_record_builder_end (builder);
        store_record (first, before, after, NULL, NULL);
      }
      if (step == 0)
        g_assert_true (run (place, 0, "note", "-", NULL, &n_steps));
      else
        g_assert_false (run (place, step, "note", "-", NULL, NULL));
      vault = place_open (place);
      notes = chatty_vault_list_memory (vault, "nova-001", &error);
      g_assert_no_error (error);
      for (guint i = 0; i < notes->len; i++)
        {
          const ChattyMemoryNote *note = g_ptr_array_index (notes, i);

          n_tea += g_str_equal (note->text, "Drinks tea.");
          n_list += g_str_equal (note->text, "Likes maps.") || g_str_equal (note->text, "Has a cat.");
        }
      g_assert_cmpuint (n_list, ==, 2);
      g_assert_cmpuint (n_tea + n_list, ==, notes->len);
      g_assert_cmpuint (n_tea, <=, 1);
    }
  g_test_message ("killed at each of %u steps", (guint) n_steps);
  g_assert_cmpuint (n_steps, >, 4);
}

int
main (int    argc,
      char **argv)
{
  static const char *const edit[] = { "edit", NULL };
  static const char *const trash[] = { "trash", NULL };
  static const char *const undo_edit[] = { "edit", "undo", NULL };
  static const char *const undo_trash[] = { "trash", "undo", NULL };

  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/vault/talk-crash/reply/each-step", NULL, test_each_step);
  g_test_add_data_func ("/vault/talk-crash/retry/each-step", "first", test_each_step);
  g_test_add_data_func ("/vault/talk-crash/reply/random", NULL, test_random_kills);
  g_test_add_data_func ("/vault/talk-crash/retry/random", "first", test_random_kills);
  g_test_add_data_func ("/vault/talk-crash/companions/edit", edit, test_companions);
  g_test_add_data_func ("/vault/talk-crash/companions/trash", trash, test_companions);
  g_test_add_data_func ("/vault/talk-crash/companions/undo-edit", undo_edit, test_companions);
  g_test_add_data_func ("/vault/talk-crash/companions/undo-trash", undo_trash, test_companions);
  g_test_add_func ("/vault/talk-crash/memory-moves", test_memory_moves);

  return g_test_run ();
}
