/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-cli"

#include "chatty-cli-interrupt.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static int wakeup_pipe[2] = { -1, -1 };

/* Nothing but write() may be called in here. */
static void
signal_cb (int signal_number)
{
  int saved = errno;
  ssize_t written = write (wakeup_pipe[1], "x", 1);

  (void) written;
  errno = saved;
}

static gpointer
wait_for_signal (gpointer data)
{
  GCancellable *cancellable = data;
  char byte;
  ssize_t n;

  do
    n = read (wakeup_pipe[0], &byte, 1);
  while (n < 0 && errno == EINTR);
  if (n == 1)
    g_cancellable_cancel (cancellable);
  return NULL;
}

/**
 * chatty_cli_interrupt_get:
 *
 * From the first call on, the first SIGINT or SIGTERM asks the command to
 * stop; a second one ends the program as usual.
 *
 * Returns: (transfer none): cancelled by the signal
 */
GCancellable *
chatty_cli_interrupt_get (void)
{
  static GCancellable *cancellable;
  struct sigaction action;

  if (cancellable != NULL)
    return cancellable;
  cancellable = g_cancellable_new ();
  if (!g_unix_open_pipe (wakeup_pipe, FD_CLOEXEC, NULL))
    return cancellable;

  g_thread_unref (g_thread_new ("interrupt", wait_for_signal, cancellable));
  memset (&action, 0, sizeof action);
  action.sa_handler = signal_cb;
  action.sa_flags = SA_RESTART | (int) SA_RESETHAND;
  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  return cancellable;
}
