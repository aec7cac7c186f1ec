/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Records so many seconds of the microphone into a file:
 *
 *     voice-record FILE SECONDS */

#include "config.h"

#include "chatty-recorder.h"

typedef struct {
  GMainLoop  *loop;
  const char *path;
  gint64      wanted;
  int         result;
} Recording;

static void
duration_cb (ChattyRecorder *recorder,
             GParamSpec     *pspec,
             Recording      *recording)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) wav = NULL;

  if (!chatty_recorder_get_recording (recorder) ||
      chatty_recorder_get_duration (recorder) < recording->wanted)
    return;
  wav = chatty_recorder_stop (recorder, &error);
  if (wav != NULL && g_file_set_contents (recording->path, g_bytes_get_data (wav, NULL),
                                          (gssize) g_bytes_get_size (wav), &error))
    recording->result = 0;
  else
    g_printerr ("%s\n", error->message);
  g_main_loop_quit (recording->loop);
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Recording *recording = user_data;
  g_autoptr (GError) error = NULL;

  if (chatty_recorder_start_finish (CHATTY_RECORDER (source), result, &error))
    return;
  g_printerr ("%s\n", error->message);
  g_main_loop_quit (recording->loop);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (ChattyRecorder) recorder = chatty_recorder_new ();
  Recording recording = { loop, NULL, 0, 1 };

  if (argc != 3)
    return 2;
  recording.path = argv[1];
  recording.wanted = (gint64) (g_ascii_strtod (argv[2], NULL) * G_USEC_PER_SEC);
  g_signal_connect (recorder, "notify::duration", G_CALLBACK (duration_cb), &recording);
  chatty_recorder_start_async (recorder, NULL, started_cb, &recording);
  g_main_loop_run (loop);
  return recording.result;
}
