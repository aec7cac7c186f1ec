/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A helper on the real server and in the real sandbox that does what its file
 * says: the things that a hostile file would like to bring about. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <unistd.h>

#include "chatty-helper-server.h"

static void
say (int         to,
     const char *text)
{
  chatty_helper_send_text (to, CHATTY_FRAME_TEXT, text, strlen (text));
}

static void
say_result (int         to,
            const char *what,
            gboolean    succeeded)
{
  g_autofree char *line = g_strdup_printf ("%s: %s\n", what, succeeded ? "possible" : g_strerror (errno));

  say (to, line);
}

/* Everything that the sandbox should refuse. */
static void
try_to_escape (int to)
{
  static const char * const secrets[] = { "/etc/passwd", "/proc/1/environ", "/root" };
  g_autofree char *here = g_get_current_dir ();
  g_autofree char *path = g_build_filename (here, "chatty-escaped", NULL);
  char *arguments[] = { (char *) "/bin/true", NULL };
  int fd;

  fd = open (path, O_WRONLY | O_CREAT, 0600);
  say_result (to, "create", fd >= 0);
  fd = open ("/dev/null", O_RDWR);
  say_result (to, "write", fd >= 0);
  say_result (to, "socket", socket (AF_INET, SOCK_STREAM, 0) >= 0);
  say_result (to, "unix socket", socket (AF_UNIX, SOCK_STREAM, 0) >= 0);
  say_result (to, "exec", execv ("/bin/true", arguments) == 0);
  say_result (to, "fork", fork () >= 0);
  say_result (to, "ptrace", ptrace (PTRACE_ATTACH, getppid (), NULL, NULL) == 0);
  say_result (to, "kill", kill (getppid (), 0) == 0);
  say_result (to, "unlink", unlink (path) == 0);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    say_result (to, "read", open (secrets[i], O_RDONLY) >= 0);
}

/* Tells the test, through its own file, that the helper is at work now. */
static void
check_in (int file)
{
  gint *count = mmap (NULL, 64, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);

  if (count != MAP_FAILED)
    g_atomic_int_inc (&count[8]);
}

static int
misbehave (int                        to,
           const ChattyHelperRequest *request,
           int                        file,
           guint64                   *number)
{
  char command[64] = { 0 };
  gssize length = pread (file, command, sizeof command - 1, 0);
  volatile gboolean forever = TRUE;

  if (length == 64 - 1)
    check_in (file);
  close (file);
  if (length <= 0)
    return CHATTY_FAULT_READ;
  if (g_str_equal (command, "loop"))
    while (forever)
      ;
  else if (g_str_equal (command, "wait"))
    while (forever)
      pause ();
  else if (g_str_equal (command, "crash"))
    abort ();
  else if (g_str_equal (command, "segfault"))
    raise (SIGSEGV);
  else if (g_str_equal (command, "exit"))
    _exit (0);
  else if (g_str_equal (command, "bomb"))
    while (forever)
      memset (g_malloc (1024 * 1024), 1, 1024 * 1024);
  else if (g_str_equal (command, "great"))
    memset (g_malloc ((gsize) 1 << 40), 1, 1);
  else if (g_str_equal (command, "flood"))
    while (forever)
      say (to, "A great deal of text that never comes to an end.\n");
  else if (g_str_equal (command, "links"))
    while (chatty_helper_send_frame (to, CHATTY_FRAME_LINK, "x", 1))
      ;
  else if (g_str_equal (command, "giant frame"))
    {
      const ChattyHelperFrame frame = { CHATTY_FRAME_TEXT, G_MAXUINT32 };

      if (write (to, &frame, sizeof frame) < 0)
        _exit (1);
      while (forever)
        pause ();
    }
  else if (g_str_equal (command, "not utf-8"))
    chatty_helper_send_text (to, CHATTY_FRAME_TEXT, "a\xff", 2);
  else if (g_str_equal (command, "half a frame"))
    _exit (write (to, "xyz", 3) != 3);
  else if (g_str_equal (command, "bad hint"))
    {
      const ChattyHelperHint hint = { 1 << 20, 1 };

      say (to, "text\n");
      chatty_helper_send_frame (to, CHATTY_FRAME_HINT, &hint, sizeof hint);
    }
  else if (g_str_equal (command, "escape"))
    try_to_escape (to);
  else if (g_str_equal (command, "pid"))
    {
      g_autofree char *pid = g_strdup_printf ("%d\n", (int) getpid ());

      say (to, pid);
    }
  else
    {
      *number = request->max_depth;
      return CHATTY_FAULT_DEPTH;
    }
  return 0;
}

int
main (int    argc,
      char **argv)
{
  chatty_helper_sandbox_enter ();
  return chatty_helper_serve (CHATTY_HELPER_SOCKET, misbehave);
}
