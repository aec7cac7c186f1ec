/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-reader"

#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "chatty-helper-sanitizers.h"
#include "chatty-helper-server.h"

/* The socket while a file is being read, else -1. */
static int busy_socket = -1;
static int watched_socket = -1;

#ifndef CHATTY_WITH_SANITIZERS
/* The program is told that memory ran out, instead of being left to guess why
 * its helper died: GLib and poppler both end the process then. */
static void
out_of_memory (void)
{
  if (busy_socket >= 0)
    chatty_helper_send_number (busy_socket, CHATTY_FRAME_ERROR, CHATTY_FAULT_MEMORY, 0);
  _exit (1);
}

extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t count, size_t size);
extern void *__libc_realloc (void *memory, size_t size);

void *
malloc (size_t size)
{
  void *memory = __libc_malloc (size);

  if (memory == NULL)
    out_of_memory ();
  return memory;
}

void *
calloc (size_t count,
        size_t size)
{
  void *memory = __libc_calloc (count, size);

  if (memory == NULL)
    out_of_memory ();
  return memory;
}

void *
realloc (void   *old,
         size_t  size)
{
  void *memory = __libc_realloc (old, size);

  if (memory == NULL && size > 0)
    out_of_memory ();
  return memory;
}
#endif

/* Something happened on the socket while a file is being read: if the program
 * has gone, nobody wants the answer. */
static void
on_socket (int number)
{
  struct pollfd socket = { .fd = watched_socket, .events = 0 };

  if (poll (&socket, 1, 0) == 1 && (socket.revents & (POLLHUP | POLLERR | POLLNVAL)))
    _exit (0);
}

/**
 * chatty_helper_serve:
 * @socket: the connection to the program
 * @handler: reads one file
 *
 * Answers one request after the other until the program goes away. The death
 * signal of prctl() is of no use here: it follows the thread that started the
 * process, not the program.
 *
 * Returns: the exit status
 */
int
chatty_helper_serve (int                 socket,
                     ChattyHelperHandler handler)
{
  struct sigaction action = { .sa_handler = on_socket, .sa_flags = SA_RESTART };

  watched_socket = socket;
  sigaction (SIGIO, &action, NULL);
  fcntl (socket, F_SETOWN, getpid ());
  fcntl (socket, F_SETFL, fcntl (socket, F_GETFL) | O_ASYNC);
  for (;;)
    {
      ChattyHelperRequest request;
      guint64 number = 0;
      const int file = chatty_helper_recv_request (socket, &request);
      int fault;
      gboolean sent;

      if (file < 0)
        return 0;
      chatty_helper_limit_memory (request.max_memory);
      chatty_helper_limit_time (request.max_seconds);
      busy_socket = socket;
      fault = handler (socket, &request, file, &number);
      busy_socket = -1;
      if (fault != 0)
        sent = chatty_helper_send_number (socket, CHATTY_FRAME_ERROR, fault, number);
      else
        sent = chatty_helper_send_frame (socket, CHATTY_FRAME_DONE, NULL, 0);
      if (!sent)
        return 0;
      if (request.size > 1024 * 1024)
        malloc_trim (0);
    }
}
