/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-http.h"
#include "chatty-upload-sessions.h"

G_BEGIN_DECLS

/**
 * ChattyUploadSendFunc:
 * @request: what to ask
 * @user_data: what was given
 *
 * Sends one request with the account's credential, on the thread of the call.
 *
 * Returns: (transfer full) (nullable): the answer, whatever its status
 */
typedef ChattyHttpResponse *(*ChattyUploadSendFunc) (ChattyHttpRequest  *request,
                                                     gpointer            user_data,
                                                     GCancellable       *cancellable,
                                                     GError            **error);

/**
 * ChattyResumableUpload:
 * @path: where the upload is begun
 * @address: the server's address, which the upload may not leave
 * @metadata: (nullable): JSON that goes with the file
 * @file: (nullable): what is sent, or
 * @bytes: (nullable): the same where it is in memory
 * @media_type: of the file
 * @chunk_bytes: how much at once; 0 for 8 MiB
 * @first_wait: milliseconds before it is tried again, which double each time;
 *   0 for one second
 * @send: sends a request
 * @send_data: for @send
 * @progress: (nullable): told how much of the file has arrived
 * @progress_data: for @progress
 * @session: (inout) (transfer full) (nullable): an upload of the same file that
 *   was cut off; afterwards, what one can go on with later, or %NULL. It is
 *   there after success, too
 *
 * What is to be uploaded, and how. Borrowed for the time of the call.
 */
typedef struct {
  const char             *path;
  const char             *address;
  JsonNode               *metadata;
  ChattyHttpFile         *file;
  GBytes                 *bytes;
  const char             *media_type;
  gsize                   chunk_bytes;
  guint                   first_wait;
  ChattyUploadSendFunc    send;
  gpointer                send_data;
  ChattyHttpProgressFunc  progress;
  gpointer                progress_data;
  ChattyUploadSession   **session;
} ChattyResumableUpload;

ChattyHttpResponse *chatty_resumable_upload_run (const ChattyResumableUpload  *upload,
                                                 GCancellable                 *cancellable,
                                                 GError                      **error);

G_END_DECLS
