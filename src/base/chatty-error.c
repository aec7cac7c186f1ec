/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-base"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

/* What an error of the domain carries beside its message. The macro hands on
 * what it may have found to be NULL, as gcc sees and we must then check. */
typedef struct {
  guint wait_seconds;
} ChattyErrorPrivate;

static void
chatty_error_private_init (ChattyErrorPrivate *self)
{
  if (self != NULL)
    self->wait_seconds = 0;
}

static void
chatty_error_private_copy (const ChattyErrorPrivate *source,
                           ChattyErrorPrivate       *target)
{
  if (source != NULL && target != NULL)
    *target = *source;
}

static void
chatty_error_private_clear (ChattyErrorPrivate *self)
{
}

G_DEFINE_EXTENDED_ERROR (ChattyError, chatty_error)

/**
 * chatty_error_set_wait:
 * @error: (nullable): an error; of another domain than ours it stays as it is
 * @seconds: how long the other side asked to be left alone
 *
 * Notes the wait that the message tells, for whoever counts it down.
 */
void
chatty_error_set_wait (GError *error,
                       guint   seconds)
{
  ChattyErrorPrivate *private = NULL;

  if (error != NULL && error->domain == CHATTY_ERROR)
    private = chatty_error_get_private (error);
  if (private != NULL)
    private->wait_seconds = seconds;
}

/**
 * chatty_error_get_wait:
 * @error: an error of any domain
 *
 * Returns: for how many seconds it is of no use to try again; 0 where that is
 *   not known
 */
guint
chatty_error_get_wait (const GError *error)
{
  ChattyErrorPrivate *private = NULL;

  if (error->domain == CHATTY_ERROR)
    private = chatty_error_get_private (error);
  return private != NULL ? private->wait_seconds : 0;
}

static int
code_for (const GError *error)
{
  if (error->domain == CHATTY_ERROR)
    return error->code;

  if (error->domain == G_IO_ERROR)
    switch (error->code)
      {
      case G_IO_ERROR_NOT_FOUND:
        return CHATTY_ERROR_NOT_FOUND;
      case G_IO_ERROR_CANCELLED:
        return CHATTY_ERROR_CANCELLED;
      case G_IO_ERROR_NO_SPACE:
        return CHATTY_ERROR_NO_SPACE;
      case G_IO_ERROR_PERMISSION_DENIED:
      case G_IO_ERROR_READ_ONLY:
        return CHATTY_ERROR_FORBIDDEN;
      case G_IO_ERROR_INVALID_DATA:
        return CHATTY_ERROR_INVALID_DATA;
      case G_IO_ERROR_NOT_SUPPORTED:
        return CHATTY_ERROR_UNSUPPORTED;
      case G_IO_ERROR_TIMED_OUT:
        return CHATTY_ERROR_TIMED_OUT;
      case G_IO_ERROR_EXISTS:
      case G_IO_ERROR_WRONG_ETAG:
        return CHATTY_ERROR_CONFLICT;
      default:
        return CHATTY_ERROR_FAILED;
      }

  if (error->domain == G_FILE_ERROR)
    switch (error->code)
      {
      case G_FILE_ERROR_NOENT:
        return CHATTY_ERROR_NOT_FOUND;
      case G_FILE_ERROR_NOSPC:
        return CHATTY_ERROR_NO_SPACE;
      case G_FILE_ERROR_ACCES:
      case G_FILE_ERROR_PERM:
      case G_FILE_ERROR_ROFS:
        return CHATTY_ERROR_FORBIDDEN;
      default:
        return CHATTY_ERROR_FAILED;
      }

  return CHATTY_ERROR_FAILED;
}

/**
 * chatty_error_is_cancelled:
 * @error: (nullable): an error of any domain
 *
 * Returns: whether @error says that the person stopped the work
 */
gboolean
chatty_error_is_cancelled (const GError *error)
{
  return g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/**
 * chatty_error_adopt:
 * @error: (inout) (nullable): where an error of any domain is set
 * @format: what was being done, for people, translated
 *
 * Turns an error of GLib or GIO into one of #CHATTY_ERROR, with what was
 * being done in front of the system's own words.
 */
void
chatty_error_adopt (GError     **error,
                    const char  *format,
                    ...)
{
  g_autoptr (GError) original = NULL;
  g_autofree char *doing = NULL;
  va_list args;

  if (error == NULL || *error == NULL)
    return;

  va_start (args, format);
  doing = g_strdup_vprintf (format, args);
  va_end (args);

  original = g_steal_pointer (error);
  /* Translators: what was being done, then what went wrong. */
  g_set_error (error, CHATTY_ERROR, code_for (original), _("%s: %s"),
               doing, original->message);
}

/**
 * chatty_set_cancelled:
 * @cancellable: (nullable): what to look at
 * @error: (nullable): set to %CHATTY_ERROR_CANCELLED
 *
 * Returns: whether @cancellable was cancelled
 */
gboolean
chatty_set_cancelled (GCancellable  *cancellable,
                      GError       **error)
{
  if (!g_cancellable_is_cancelled (cancellable))
    return FALSE;

  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED,
                       _("Stopped"));
  return TRUE;
}
