/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattyUploadSession:
 * @address: what the server gave the upload. Whoever has it may add to the
 *   file: it is kept in memory alone, and told to nobody
 * @chunk: bytes that are sent at once
 * @was_complete: whether the server had all of the file when an upload went on
 *   with it
 *
 * An upload that was begun at the server, see chatty_resumable_upload_run().
 */
typedef struct {
  char     *address;
  gsize     chunk;
  gboolean  was_complete;
} ChattyUploadSession;

/**
 * ChattyUploadSessions:
 *
 * The uploads that were cut off, by what was sent where. Thread-safe.
 */
typedef struct _ChattyUploadSessions ChattyUploadSessions;

ChattyUploadSession  *chatty_upload_session_new    (const char           *address,
                                                    gsize                 chunk);
void                  chatty_upload_session_free   (ChattyUploadSession  *self);

ChattyUploadSessions *chatty_upload_sessions_new   (void);
void                  chatty_upload_sessions_free  (ChattyUploadSessions *self);
void                  chatty_upload_sessions_clear (ChattyUploadSessions *self);
void                  chatty_upload_sessions_keep  (ChattyUploadSessions *self,
                                                    const char           *key,
                                                    ChattyUploadSession  *session);
ChattyUploadSession  *chatty_upload_sessions_take  (ChattyUploadSessions *self,
                                                    const char           *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyUploadSession, chatty_upload_session_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyUploadSessions, chatty_upload_sessions_free)

G_END_DECLS
