/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Plays what a plan says, at the times that it says, as a platform would send
 * it; for tests of a real sound server and for build-aux/bench.
 *
 *     voice-play [--sink BIN] [--pause-at MICROSECONDS] [--cold] PLAN
 *
 * A line of the plan is a piece:
 *     TIME SEGMENT MEDIA-TYPE RATE CHANNELS BITS OFFSET LENGTH FILE
 * with TIME in microseconds after the first one. Without --cold the player is
 * asked to play some time before the first piece, as it is while a platform
 * thinks. Told on standard output, with microseconds since the first piece:
 * "heard-first", "underrun", "ended" or "failed", and what made it fail. */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chatty-player.h"

#define THINKING 300

typedef struct {
  gint64            time;
  ChattyAudioFormat format;
  GBytes           *bytes;
} Piece;

typedef struct {
  GMainLoop         *loop;
  ChattyPlayer      *player;
  ChattyAudioStream *stream;
  GPtrArray         *pieces;
  guint              next;
  gint64             begun;
  gint64             pause_at;
  int                result;
} Play;

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_bytes_unref (piece->bytes);
  g_free (piece);
}

static GPtrArray *
read_plan (const char *path)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func (piece_free);
  g_autoptr (GHashTable) files =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    return pieces;
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 9);
      GBytes *file;
      Piece *piece;

      if (g_strv_length (words) != 9)
        continue;
      file = g_hash_table_lookup (files, words[8]);
      if (file == NULL)
        {
          char *data;
          gsize length;

          if (!g_file_get_contents (words[8], &data, &length, NULL))
            return pieces;
          file = g_bytes_new_take (data, length);
          g_hash_table_insert (files, g_strdup (words[8]), file);
        }
      piece = g_new0 (Piece, 1);
      piece->time = g_ascii_strtoll (words[0], NULL, 10);
      piece->format.segment = (guint) atoi (words[1]);
      piece->format.media_type = g_intern_string (words[2]);
      piece->format.rate = (guint) atoi (words[3]);
      piece->format.channels = (guint) atoi (words[4]);
      piece->format.bits = (guint) atoi (words[5]);
      piece->bytes = g_bytes_new_from_bytes (file, (gsize) g_ascii_strtoull (words[6], NULL, 10),
                                             (gsize) g_ascii_strtoull (words[7], NULL, 10));
      g_ptr_array_add (pieces, piece);
    }
  return pieces;
}

static void
tell (Play       *play,
      const char *what)
{
  printf ("%s %" G_GINT64_FORMAT "\n", what, g_get_monotonic_time () - play->begun);
  fflush (stdout);
}

static gboolean
feed_cb (gpointer user_data)
{
  Play *play = user_data;
  gint64 wait;

  if (play->next == 0)
    play->begun = g_get_monotonic_time ();
  while (play->next < play->pieces->len)
    {
      const Piece *piece = play->pieces->pdata[play->next];

      wait = play->begun + piece->time - g_get_monotonic_time ();
      if (wait > 0)
        {
          g_timeout_add ((guint) ((wait + 999) / 1000), feed_cb, play);
          return G_SOURCE_REMOVE;
        }
      chatty_audio_stream_append (play->stream, &piece->format, piece->bytes);
      play->next++;
    }
  chatty_audio_stream_end (play->stream, NULL);
  return G_SOURCE_REMOVE;
}

static void
heard_first_cb (ChattyPlayer *player,
                Play         *play)
{
  tell (play, "heard-first");
}

static void
underrun_cb (ChattyPlayer *player,
             Play         *play)
{
  tell (play, "underrun");
}

static gboolean
resume_cb (gpointer user_data)
{
  Play *play = user_data;

  chatty_player_resume (play->player);
  return G_SOURCE_REMOVE;
}

static void
position_cb (ChattyPlayer *player,
             GParamSpec   *pspec,
             Play         *play)
{
  if (play->pause_at == 0 || chatty_player_get_position (player) < play->pause_at)
    return;
  play->pause_at = 0;
  chatty_player_pause (player);
  g_timeout_add (400, resume_cb, play);
}

static void
state_cb (ChattyPlayer *player,
          GParamSpec   *pspec,
          Play         *play)
{
  switch (chatty_player_get_state (player))
    {
    case CHATTY_PLAYER_ENDED:
      tell (play, "ended");
      break;
    case CHATTY_PLAYER_FAILED:
      printf ("failed %s\n", chatty_player_get_error (player)->message);
      play->result = 1;
      break;
    default:
      return;
    }
  g_main_loop_quit (play->loop);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *sink = NULL;
  gint64 pause_at = 0;
  gboolean cold = FALSE;
  const GOptionEntry options[] = {
    { "sink", 0, 0, G_OPTION_ARG_STRING, &sink, NULL, NULL },
    { "pause-at", 0, 0, G_OPTION_ARG_INT64, &pause_at, NULL, NULL },
    { "cold", 0, 0, G_OPTION_ARG_NONE, &cold, NULL, NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("PLAN");
  Play play = { 0 };

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL) || argc != 2)
    return 2;
  play.pieces = read_plan (argv[1]);
  if (play.pieces->len == 0)
    {
      g_printerr ("%s is no plan\n", argv[1]);
      return 2;
    }
  play.pause_at = pause_at;
  play.loop = g_main_loop_new (NULL, FALSE);
  play.stream = chatty_audio_stream_new ();
  play.player = chatty_player_new ();
  g_signal_connect (play.player, "heard-first", G_CALLBACK (heard_first_cb), &play);
  g_signal_connect (play.player, "underrun", G_CALLBACK (underrun_cb), &play);
  g_signal_connect (play.player, "notify::state", G_CALLBACK (state_cb), &play);
  g_signal_connect (play.player, "notify::position", G_CALLBACK (position_cb), &play);
  chatty_player_set_sink_for_tests (play.player, sink);
  chatty_player_play (play.player, play.stream, NULL);
  g_timeout_add (cold ? 0 : THINKING, feed_cb, &play);
  g_main_loop_run (play.loop);

  g_object_unref (play.player);
  g_object_unref (play.stream);
  g_ptr_array_unref (play.pieces);
  g_main_loop_unref (play.loop);
  return play.result;
}
