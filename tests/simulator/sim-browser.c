/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The browser of a test that signs in. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <libsoup/soup.h>

#include "chatty-simulator.h"

/* More than any of this takes. */
#define PATIENCE_SECONDS 20

/**
 * chatty_simulator_browse:
 * @address: where a sign-in begins
 *
 * Goes where the address leads, as a browser does that is signed in to the
 * platform, and asks nothing. Blocks; for a thread of its own.
 *
 * Returns: the status of the page that it came to; 0 for none
 */
guint
chatty_simulator_browse (const char *address)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SoupSession) session = NULL;
  g_autoptr (SoupMessage) message = soup_message_new ("GET", address);
  g_autoptr (GBytes) page = NULL;
  guint status;

  g_main_context_push_thread_default (context);
  session = soup_session_new_with_options ("timeout", PATIENCE_SECONDS, "proxy-resolver", NULL,
                                           NULL);
  page = soup_session_send_and_read (session, message, NULL, NULL);
  status = soup_message_get_status (message);
  g_clear_object (&message);
  g_clear_object (&session);
  g_main_context_pop_thread_default (context);
  return page != NULL ? status : 0;
}
