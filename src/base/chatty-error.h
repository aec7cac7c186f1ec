/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CHATTY_ERROR (chatty_error_quark ())

/**
 * ChattyError:
 * @CHATTY_ERROR_OFFLINE: the network or the server cannot be reached
 * @CHATTY_ERROR_SIGN_IN_NEEDED: the credential is missing, expired or refused
 * @CHATTY_ERROR_FORBIDDEN: the plan, the scope or the file permissions refuse it
 * @CHATTY_ERROR_RATE_LIMITED: too many calls; the message says how long to wait
 * @CHATTY_ERROR_QUOTA: no credit or quota is left
 * @CHATTY_ERROR_NOT_FOUND: the thing asked for does not exist
 * @CHATTY_ERROR_CONFLICT: somebody else changed it in the meantime
 * @CHATTY_ERROR_INVALID_DATA: the input cannot be understood
 * @CHATTY_ERROR_TOO_LARGE: the input is over a limit, which the message names
 * @CHATTY_ERROR_UNSUPPORTED: this is understood but cannot be done here
 * @CHATTY_ERROR_SERVER: the other side failed
 * @CHATTY_ERROR_CANCELLED: the person stopped it
 * @CHATTY_ERROR_NO_SPACE: the disk is full
 * @CHATTY_ERROR_TIMED_OUT: it took longer than its limit, which the message names
 * @CHATTY_ERROR_FAILED: anything else
 *
 * What went wrong, told apart by what a person can do about it.
 */
typedef enum {
  CHATTY_ERROR_OFFLINE,
  CHATTY_ERROR_SIGN_IN_NEEDED,
  CHATTY_ERROR_FORBIDDEN,
  CHATTY_ERROR_RATE_LIMITED,
  CHATTY_ERROR_QUOTA,
  CHATTY_ERROR_NOT_FOUND,
  CHATTY_ERROR_CONFLICT,
  CHATTY_ERROR_INVALID_DATA,
  CHATTY_ERROR_TOO_LARGE,
  CHATTY_ERROR_UNSUPPORTED,
  CHATTY_ERROR_SERVER,
  CHATTY_ERROR_CANCELLED,
  CHATTY_ERROR_NO_SPACE,
  CHATTY_ERROR_TIMED_OUT,
  CHATTY_ERROR_FAILED,
} ChattyError;

GQuark   chatty_error_quark         (void);
gboolean chatty_error_is_cancelled  (const GError *error);
void     chatty_error_set_wait      (GError       *error,
                                     guint         seconds);
guint    chatty_error_get_wait      (const GError *error);
void     chatty_error_adopt         (GError      **error,
                                     const char   *format,
                                     ...) G_GNUC_PRINTF (2, 3);
gboolean chatty_set_cancelled       (GCancellable *cancellable,
                                     GError      **error);

G_END_DECLS
