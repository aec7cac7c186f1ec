/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-helper-client.h"
#include "chatty-helper-process.h"

struct _ChattyHelperClient {
  GObject parent_instance;

  GMutex  mutex;
  GCond   changed;    /* a process is free again, or somebody gave up */
  GQueue  idle;       /* ChattyHelperProcess */
  guint   n_running;  /* idle ones included */
  guint   n_most;
};

G_DEFINE_FINAL_TYPE (ChattyHelperClient, chatty_helper_client, G_TYPE_OBJECT)

static void
chatty_helper_client_finalize (GObject *object)
{
  ChattyHelperClient *self = CHATTY_HELPER_CLIENT (object);

  g_queue_clear_full (&self->idle, (GDestroyNotify) chatty_helper_process_free);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);

  G_OBJECT_CLASS (chatty_helper_client_parent_class)->finalize (object);
}

static void
chatty_helper_client_class_init (ChattyHelperClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_helper_client_finalize;
}

static void
chatty_helper_client_init (ChattyHelperClient *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->idle);
}

/**
 * chatty_helper_client_new:
 * @n_processes: how many helpers may run at once, 0 for one per core
 *
 * No helper is started before the first file.
 *
 * Returns: (transfer full): a client
 */
ChattyHelperClient *
chatty_helper_client_new (guint n_processes)
{
  ChattyHelperClient *self = g_object_new (CHATTY_TYPE_HELPER_CLIENT, NULL);

  self->n_most = n_processes > 0 ? n_processes : MAX (g_get_num_processors (), 1);
  return self;
}

static void
cancelled_cb (GCancellable       *cancellable,
              ChattyHelperClient *self)
{
  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/* Waits for a place, and takes an idle process with it if there is one. */
static gboolean
take_place (ChattyHelperClient   *self,
            ChattyHelperProcess **process,
            GCancellable         *cancellable,
            GError              **error)
{
  gulong handler = 0;
  gboolean has_place = FALSE;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  g_mutex_lock (&self->mutex);
  while (!has_place && !g_cancellable_is_cancelled (cancellable))
    {
      *process = g_queue_pop_head (&self->idle);
      if (*process != NULL)
        has_place = TRUE;
      else if (self->n_running < self->n_most)
        {
          self->n_running++;
          has_place = TRUE;
        }
      else
        g_cond_wait (&self->changed, &self->mutex);
    }
  g_mutex_unlock (&self->mutex);
  g_cancellable_disconnect (cancellable, handler);
  if (!has_place)
    chatty_set_cancelled (cancellable, error);
  return has_place;
}

/* @process is NULL when it has ended; its place is then free for another. */
static void
give_place (ChattyHelperClient  *self,
            ChattyHelperProcess *process)
{
  g_mutex_lock (&self->mutex);
  if (process != NULL)
    g_queue_push_head (&self->idle, process);
  else
    self->n_running--;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * chatty_helper_client_read:
 * @self: a client
 * @form: %CHATTY_FORM_RTF or %CHATTY_FORM_PDF
 * @fd: a descriptor of the file, for reading; stays the caller's
 * @size: its bytes
 * @name: (nullable): the file's name, for messages
 * @limits: what it may cost
 * @cancellable: (nullable): stops the wait within milliseconds
 * @error: return location for a #ChattyError
 *
 * Has a helper process read an RTF or PDF file. When that fails, takes longer
 * than the limit or needs more memory, the helper is ended and only this file
 * is lost. Blocking, from any thread; other threads may read meanwhile.
 *
 * Errors are %CHATTY_ERROR_INVALID_DATA for a damaged file,
 * %CHATTY_ERROR_FORBIDDEN for one with a password, %CHATTY_ERROR_TOO_LARGE and
 * %CHATTY_ERROR_TIMED_OUT for a limit, which the message names, and
 * %CHATTY_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the text
 */
ChattyDocumentText *
chatty_helper_client_read (ChattyHelperClient        *self,
                           ChattyForm                 form,
                           int                        fd,
                           goffset                    size,
                           const char                *name,
                           const ChattyImportLimits  *limits,
                           GCancellable              *cancellable,
                           GError                   **error)
{
  const ChattyHelperRequest request = {
    .magic = CHATTY_HELPER_MAGIC,
    .form = form,
    .size = MAX (size, 0),
    .max_memory = limits->max_memory_bytes,
    .max_text = limits->max_text_bytes,
    .max_pages = limits->max_pages,
    .max_depth = limits->max_depth,
    .max_seconds = limits->max_seconds,
  };

  g_return_val_if_fail (CHATTY_IS_HELPER_CLIENT (self), NULL);
  g_return_val_if_fail (form == CHATTY_FORM_RTF || form == CHATTY_FORM_PDF, NULL);

  for (;;)
    {
      g_autoptr(ChattyDocumentText) document = NULL;
      g_autoptr(ChattyHelperProcess) process = NULL;
      g_autoptr(GError) local_error = NULL;
      ChattyHelperState state = CHATTY_HELPER_SPENT;
      gboolean was_idle;

      if (!take_place (self, &process, cancellable, error))
        return NULL;
      was_idle = process != NULL;
      if (!was_idle)
        process = chatty_helper_process_start (&local_error);
      if (process != NULL)
        document = chatty_helper_process_ask (process, &request, fd, name, &state, cancellable, &local_error);
      give_place (self, state == CHATTY_HELPER_READY ? g_steal_pointer (&process) : NULL);
      /* One that had ended while nobody needed it is not this file's fault. */
      if (was_idle && state == CHATTY_HELPER_GONE)
        continue;
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      return g_steal_pointer (&document);
    }
}

/**
 * chatty_helper_client_read_bytes:
 * @self: a client
 * @form: %CHATTY_FORM_RTF or %CHATTY_FORM_PDF
 * @bytes: the contents of the file
 * @name: (nullable): its name, for messages
 * @limits: what it may cost
 * @cancellable: (nullable): stops the wait
 * @error: return location for a #ChattyError
 *
 * The same as chatty_helper_client_read() for a file that is in memory.
 *
 * Returns: (transfer full): the text
 */
ChattyDocumentText *
chatty_helper_client_read_bytes (ChattyHelperClient        *self,
                                 ChattyForm                 form,
                                 GBytes                    *bytes,
                                 const char                *name,
                                 const ChattyImportLimits  *limits,
                                 GCancellable              *cancellable,
                                 GError                   **error)
{
  ChattyDocumentText *document = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  gsize written = 0;
  int fd = memfd_create ("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  while (fd >= 0 && written < size)
    {
      const gssize n = write (fd, data + written, size - written);

      if (n < 0 && errno != EINTR)
        break;
      written += MAX (n, 0);
    }
  if (fd < 0 || written < size)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED, _("%s: it cannot be handed to the document reader: %s"),
                 name != NULL ? name : _("The document"), g_strerror (errno));
  else
    {
      /* The helper can neither change nor shorten it. */
      fcntl (fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
      document = chatty_helper_client_read (self, form, fd, size, name, limits, cancellable, error);
    }
  if (fd >= 0)
    close (fd);
  return document;
}
