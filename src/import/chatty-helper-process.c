/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-helper-process.h"
#include "chatty-reading.h"

/* Frames other than text that one file may send: links, hints and notices. */
#define MAX_FRAMES 100000

struct _ChattyHelperProcess {
  GSubprocess *subprocess;
  int          socket;
};

/* One question and its answer. */
typedef struct {
  ChattyHelperProcess       *process;
  const ChattyHelperRequest *request;
  const char                *name;
  GCancellable              *cancellable;
  GPollFD                    cancel;       /* fd is -1 without a cancellable */
  gint64                     deadline;
} Call;

/* The helper needs few of the variables, and may see none of the secrets that
 * an environment can hold. */
static char **
make_environment (void)
{
  static const char * const kept[] = {
    "PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "GCONV_PATH", "G_DEBUG", "G_SLICE",
    "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "LLVM_PROFILE_FILE", "GCOV_PREFIX",
  };
  char **environment = g_new0 (char *, 1);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (g_getenv (kept[i]) != NULL)
      environment = g_environ_setenv (environment, kept[i], g_getenv (kept[i]), TRUE);
  return environment;
}

/**
 * chatty_helper_process_start:
 * @error: return location for a #ChattyError
 *
 * Starts a helper: the installed one, or the one that the variable
 * `CHATTY_READER_HELPER` names.
 *
 * Returns: (transfer full): the process
 */
ChattyHelperProcess *
chatty_helper_process_start (GError **error)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GSubprocess) subprocess = NULL;
  g_autoptr(GError) local_error = NULL;
  g_auto(GStrv) environment = make_environment ();
  ChattyHelperProcess *self;
  const char *path = g_getenv ("CHATTY_READER_HELPER");
  int sockets[2];

  if (path == NULL || path[0] == '\0')
    path = PKGLIBEXECDIR "/chatty-connectors-reader";
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                   _("The document reader cannot be reached: %s"), g_strerror (errno));
      return NULL;
    }
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_environ (launcher, environment);
  g_subprocess_launcher_take_fd (launcher, sockets[1], CHATTY_HELPER_SOCKET);
  subprocess = g_subprocess_launcher_spawn (launcher, &local_error, path, NULL);
  if (subprocess == NULL)
    {
      close (sockets[0]);
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                   _("The document reader “%s” cannot be started: %s. Install the program again."),
                   path, local_error->message);
      return NULL;
    }
  self = g_new0 (ChattyHelperProcess, 1);
  self->subprocess = g_steal_pointer (&subprocess);
  self->socket = sockets[0];
  return self;
}

/**
 * chatty_helper_process_free:
 * @self: a process
 *
 * Ends the process, whatever it does, without waiting for it.
 */
void
chatty_helper_process_free (ChattyHelperProcess *self)
{
  g_subprocess_force_exit (self->subprocess);
  g_object_unref (self->subprocess);
  close (self->socket);
  g_free (self);
}

static const char *
shown_name (const Call *call)
{
  return call->name != NULL ? call->name : _("The document");
}

static void
set_timed_out (Call    *call,
               GError **error)
{
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT,
               ngettext ("%s: reading it took longer than the limit of %u second, so it was left out.",
                         "%s: reading it took longer than the limit of %u seconds, so it was left out.",
                         call->request->max_seconds),
               shown_name (call), call->request->max_seconds);
}

static void
set_out_of_memory (Call    *call,
                   GError **error)
{
  g_autofree char *limit = g_format_size (call->request->max_memory);

  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
               _("%s: reading it needs more memory than the limit of %s, so it was left out."),
               shown_name (call), limit);
}

/* The connection is gone: tell why from how the process ended. */
static void
set_ended (Call    *call,
           GError **error)
{
  GSubprocess *subprocess = call->process->subprocess;

  g_subprocess_force_exit (subprocess);
  g_subprocess_wait (subprocess, NULL, NULL);
  if (g_subprocess_get_if_signaled (subprocess) && g_subprocess_get_term_sig (subprocess) == SIGXCPU)
    set_timed_out (call, error);
  else
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                 _("%s: the document reader failed on it. The file is damaged, or made to do harm; "
                   "saving it again with another program may help."),
                 shown_name (call));
}

static gboolean
get_bytes (Call      *call,
           gpointer   buffer,
           gsize      length,
           GError   **error)
{
  char *at = buffer;

  while (length > 0)
    {
      struct pollfd fds[2] = {
        { .fd = call->process->socket, .events = POLLIN },
        { .fd = call->cancel.fd, .events = POLLIN },
      };
      const gint64 left = call->deadline - g_get_monotonic_time ();
      gssize got;

      if (chatty_set_cancelled (call->cancellable, error))
        return FALSE;
      if (left <= 0)
        {
          set_timed_out (call, error);
          return FALSE;
        }
      if (poll (fds, 2, (int) MIN (left / 1000 + 1, G_MAXINT)) <= 0 || fds[0].revents == 0)
        continue;
      got = recv (call->process->socket, at, length, MSG_DONTWAIT);
      if (got < 0 && (errno == EINTR || errno == EAGAIN))
        continue;
      if (got <= 0)
        {
          set_ended (call, error);
          return FALSE;
        }
      at += got;
      length -= got;
    }
  return TRUE;
}

static void
set_fault (Call                     *call,
           const ChattyHelperNumber *fault,
           GError                  **error)
{
  const gboolean is_pdf = call->request->form == CHATTY_FORM_PDF;
  g_autofree char *size = NULL;

  switch (fault->code)
    {
    case CHATTY_FAULT_ENCRYPTED:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                   _("%s: it is locked with a password. Save a copy without one and import that."),
                   shown_name (call));
      break;
    case CHATTY_FAULT_DEPTH:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("%s: its groups are nested deeper than the limit of %u, so it was left out."),
                   shown_name (call), (guint) fault->number);
      break;
    case CHATTY_FAULT_PAGES:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("%s: it has %u pages, more than the limit of %u. Split it and import the parts."),
                   shown_name (call), (guint) fault->number, call->request->max_pages);
      break;
    case CHATTY_FAULT_TEXT:
      size = g_format_size (call->request->max_text);
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("%s: it holds more text than the limit of %s. Split it and import the parts."),
                   shown_name (call), size);
      break;
    case CHATTY_FAULT_MEMORY:
      set_out_of_memory (call, error);
      break;
    case CHATTY_FAULT_READ:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED, _("%s: it cannot be read: %s"),
                   shown_name (call), g_strerror ((int) fault->number));
      break;
    case CHATTY_FAULT_FORM:
    default:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   is_pdf ? _("%s: this is not a PDF file, or it is damaged.")
                          : _("%s: this is not an RTF file, or it is damaged."),
                   shown_name (call));
      break;
    }
}

static void
add_notice (ChattyDocumentText       *document,
            const ChattyHelperNumber *notice)
{
  const gulong number = (gulong) MIN (notice->number, G_MAXUINT);

  switch (notice->code)
    {
    case CHATTY_NOTICE_DAMAGED:
      chatty_document_text_add_notice (document, "%s",
                                       _("The file is not quite in order; what could be read was read."));
      break;
    case CHATTY_NOTICE_PICTURES:
      chatty_document_text_add_notice (document,
                                       ngettext ("%lu picture or attachment was left out.",
                                                 "%lu pictures or attachments were left out.", number),
                                       number);
      break;
    case CHATTY_NOTICE_LOST:
      chatty_document_text_add_notice (document,
                                       ngettext ("%lu character could not be read and became “�”.",
                                                 "%lu characters could not be read and became “�”.", number),
                                       number);
      break;
    case CHATTY_NOTICE_NO_TEXT:
      chatty_document_text_add_notice (document,
                                       ngettext ("%lu page holds no text, only a picture of it.",
                                                 "%lu pages hold no text, only pictures of it.", number),
                                       number);
      break;
    default:
      break;
    }
}

/* Takes one frame; what the helper says is believed as little as the file. */
static gboolean
take_frame (Call                    *call,
            ChattyDocumentText      *document,
            const ChattyHelperFrame *frame,
            const char              *data,
            GError                 **error)
{
  g_autofree char *text = NULL;
  ChattyHelperNumber number = { 0 };
  ChattyHelperHint hint = { 0 };
  gint64 integer = 0;

  switch ((ChattyHelperFrameKind) frame->kind)
    {
    case CHATTY_FRAME_TEXT:
      if (chatty_document_text_get_length (document) + frame->length > call->request->max_text)
        {
          number.code = CHATTY_FAULT_TEXT;
          set_fault (call, &number, error);
          return FALSE;
        }
      chatty_document_text_append (document, data, frame->length);
      return TRUE;
    case CHATTY_FRAME_TITLE:
    case CHATTY_FRAME_AUTHOR:
    case CHATTY_FRAME_PRODUCER:
    case CHATTY_FRAME_ENCODING:
    case CHATTY_FRAME_LINK:
      text = g_utf8_make_valid (data, frame->length);
      if (frame->kind == CHATTY_FRAME_TITLE)
        chatty_document_text_set_title (document, text);
      else if (frame->kind == CHATTY_FRAME_AUTHOR)
        chatty_document_text_set_author (document, text);
      else if (frame->kind == CHATTY_FRAME_PRODUCER)
        chatty_document_text_set_producer (document, text);
      else if (frame->kind == CHATTY_FRAME_ENCODING)
        chatty_document_text_set_encoding (document, text);
      else
        chatty_document_text_add_link (document, text);
      return TRUE;
    case CHATTY_FRAME_CREATED:
    case CHATTY_FRAME_PAGES:
      if (frame->length == sizeof integer)
        memcpy (&integer, data, sizeof integer);
      if (frame->kind == CHATTY_FRAME_CREATED)
        chatty_document_text_set_created (document, integer);
      else
        chatty_document_text_set_n_pages (document, (guint) integer);
      return TRUE;
    case CHATTY_FRAME_HINT:
      if (frame->length == sizeof hint)
        memcpy (&hint, data, sizeof hint);
      if (hint.role < CHATTY_N_ROLES)
        chatty_document_text_add_hint (document, hint.offset, (ChattyRole) hint.role);
      return TRUE;
    case CHATTY_FRAME_NOTICE:
    case CHATTY_FRAME_ERROR:
      if (frame->length == sizeof number)
        memcpy (&number, data, sizeof number);
      if (frame->kind == CHATTY_FRAME_NOTICE)
        add_notice (document, &number);
      else
        set_fault (call, &number, error);
      return frame->kind == CHATTY_FRAME_NOTICE;
    case CHATTY_FRAME_DONE:
    default:
      return TRUE;
    }
}

static ChattyDocumentText *
get_answer (Call      *call,
            gboolean  *is_ready,
            GError   **error)
{
  g_autoptr(ChattyDocumentText) document = chatty_document_text_new ();
  g_autofree char *data = g_malloc (CHATTY_FRAME_MAX);

  for (guint n_frames = 0; n_frames < MAX_FRAMES;)
    {
      ChattyHelperFrame frame;

      if (!get_bytes (call, &frame, sizeof frame, error))
        return NULL;
      if (frame.length > CHATTY_FRAME_MAX)
        break;
      if (!get_bytes (call, data, frame.length, error))
        return NULL;
      n_frames += frame.kind != CHATTY_FRAME_TEXT;
      if (frame.kind == CHATTY_FRAME_DONE)
        {
          if (!g_utf8_validate_len (chatty_document_text_get_text (document),
                                    chatty_document_text_get_length (document), NULL))
            break;
          chatty_document_text_finish (document);
          *is_ready = TRUE;
          return g_steal_pointer (&document);
        }
      if (!take_frame (call, document, &frame, data, error))
        {
          /* After a fault the helper goes on, unless memory has run out:
           * then that was the last thing it said. */
          *is_ready = frame.kind == CHATTY_FRAME_ERROR && frame.length == sizeof (ChattyHelperNumber) &&
                      ((const ChattyHelperNumber *) (gconstpointer) data)->code != CHATTY_FAULT_MEMORY;
          return NULL;
        }
    }
  set_ended (call, error);
  return NULL;
}

/**
 * chatty_helper_process_ask:
 * @self: a process
 * @request: what to read
 * @file: a descriptor of it
 * @name: (nullable): its name, for messages
 * @state: (out): what has become of the process
 * @cancellable: (nullable): to stop it
 * @error: return location for a #ChattyError
 *
 * Has one file read, and waits for it as long as the request says. Blocking.
 *
 * Returns: (transfer full): the text
 */
ChattyDocumentText *
chatty_helper_process_ask (ChattyHelperProcess        *self,
                           const ChattyHelperRequest  *request,
                           int                         file,
                           const char                 *name,
                           ChattyHelperState          *state,
                           GCancellable               *cancellable,
                           GError                    **error)
{
  Call call = {
    .process = self,
    .request = request,
    .name = name,
    .cancellable = cancellable,
    .cancel = { .fd = -1 },
    .deadline = g_get_monotonic_time () + (gint64) request->max_seconds * G_USEC_PER_SEC,
  };
  ChattyDocumentText *document;
  gboolean has_cancel;
  gboolean is_ready = FALSE;

  if (!chatty_helper_send_request (self->socket, request, file))
    {
      *state = CHATTY_HELPER_GONE;
      set_ended (&call, error);
      return NULL;
    }
  has_cancel = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &call.cancel);
  document = get_answer (&call, &is_ready, error);
  if (has_cancel)
    g_cancellable_release_fd (cancellable);
  *state = is_ready ? CHATTY_HELPER_READY : CHATTY_HELPER_SPENT;
  return document;
}
