/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Sends a document, or a message, as the window does. Started by
 * `build-aux/bench upload`:
 *
 *   bench-gemini ADDRESS KEY upload STORE FILE
 *   bench-gemini ADDRESS KEY talk MODEL COUNT
 *
 * The first ends when the document is at the platform, the second says after
 * how many milliseconds the first text of each answer was there. */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench-connector.h"
#include "chatty-gemini-private.h"

/* What the loop waits for. */
typedef struct {
  GMainLoop *loop;
  gint64     began;
  gint64     heard;   /* when the first text was there; 0 before */
} Wait;

static void
uploaded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyDocument) document =
    chatty_knowledge_upload_finish (CHATTY_KNOWLEDGE (source), result, &error);

  bench_check (error);
  g_main_loop_quit (((Wait *) user_data)->loop);
}

static void
upload (ChattyConnector *connector,
        const char      *store,
        const char      *path,
        Wait            *wait)
{
  const ChattyKnowledgeOptions options = { .character_id = store };

  /* The simulator needs no time, and no more than a look is compared. */
  chatty_gemini_set_poll (CHATTY_GEMINI (connector), 1);
  chatty_knowledge_upload_async (CHATTY_KNOWLEDGE (connector), path, NULL, &options, NULL, NULL,
                                 NULL, uploaded_cb, wait);
  g_main_loop_run (wait->loop);
}

static void
changed_cb (ChattyReply *reply,
            Wait        *wait)
{
  g_autofree char *text = chatty_reply_dup_text (reply);

  if (wait->heard == 0 && *text != '\0')
    wait->heard = g_get_monotonic_time ();
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  chatty_chat_send_finish (CHATTY_CHAT (source), result, &error);
  bench_check (error);
  g_main_loop_quit (((Wait *) user_data)->loop);
}

static void
talk (ChattyConnector *connector,
      const char      *model,
      Wait            *wait)
{
  ChattyChatContext context = { .model = model, .temperature = NAN };
  ChattyChatMessage message = { .text = "Hello", .context = &context };
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autoptr (ChattyChatSession) session = NULL;
  g_autoptr (GError) error = NULL;

  session = chatty_chat_open (CHATTY_CHAT (connector), NULL, NULL, NULL, &error);
  bench_check (error);
  g_signal_connect (reply, "changed", G_CALLBACK (changed_cb), wait);
  wait->heard = 0;
  wait->began = g_get_monotonic_time ();
  chatty_chat_send_async (CHATTY_CHAT (connector), session, &message, reply, sent_cb, wait);
  g_main_loop_run (wait->loop);
  /* Where all of it came at once, the end may be told first. */
  changed_cb (reply, wait);
  printf ("%.2f\n", (double) (wait->heard - wait->began) / 1000);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (ChattyConnector) connector = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { loop, 0, 0 };

  g_set_prgname ("bench-gemini");
  if (argc != 6)
    {
      g_printerr ("bench-gemini ADDRESS KEY (upload STORE FILE|talk MODEL COUNT)\n");
      return 2;
    }
  connector = bench_connector_new ("gemini", argv[1], argv[2]);
  if (g_str_equal (argv[3], "upload"))
    upload (connector, argv[4], argv[5], &wait);
  else
    for (int i = atoi (argv[5]); i > 0; i--)
      talk (connector, argv[4], &wait);
  return 0;
}
