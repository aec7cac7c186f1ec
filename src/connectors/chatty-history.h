/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-connector.h"
#include "chatty-transcript.h"

G_BEGIN_DECLS

/**
 * ChattyPastSession:
 * @id: the platform's id
 * @started: when it began, or %CHATTY_TIME_NONE
 * @remembered: whether the platform took it into the long-term memory
 *
 * A conversation that a platform kept. Immutable and atomically counted.
 */
typedef struct {
  const char *id;
  gint64      started;
  gboolean    remembered;
} ChattyPastSession;

#define CHATTY_TYPE_PAST_SESSION (chatty_past_session_get_type ())
GType              chatty_past_session_get_type (void);
ChattyPastSession *chatty_past_session_new      (const ChattyPastSession *fields);
ChattyPastSession *chatty_past_session_ref      (ChattyPastSession       *self);
void               chatty_past_session_unref    (ChattyPastSession       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyPastSession, chatty_past_session_unref)

#define CHATTY_TYPE_HISTORY (chatty_history_get_type ())
G_DECLARE_INTERFACE (ChattyHistory, chatty_history, CHATTY, HISTORY, ChattyConnector)

/**
 * ChattyHistoryInterface:
 * @list: (element-type ChattyPastSession): what was said with a character
 * @read: one of them; its id is "PLATFORM:SESSION", so that importing it twice
 *   changes nothing
 * @delete: removes one there; cannot be undone
 */
struct _ChattyHistoryInterface {
  GTypeInterface parent_iface;

  GPtrArray        *(*list)   (ChattyHistory      *self,
                               const char         *character_id,
                               GCancellable       *cancellable,
                               GError            **error);
  ChattyTranscript *(*read)   (ChattyHistory      *self,
                               const char         *character_id,
                               const char         *character_name,
                               ChattyPastSession  *session,
                               GCancellable       *cancellable,
                               GError            **error);
  gboolean          (*delete) (ChattyHistory      *self,
                               const char         *character_id,
                               ChattyPastSession  *session,
                               GCancellable       *cancellable,
                               GError            **error);
};

GPtrArray        *chatty_history_list          (ChattyHistory        *self,
                                                const char           *character_id,
                                                GCancellable         *cancellable,
                                                GError              **error);
void              chatty_history_list_async    (ChattyHistory        *self,
                                                const char           *character_id,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
GPtrArray        *chatty_history_list_finish   (ChattyHistory        *self,
                                                GAsyncResult         *result,
                                                GError              **error);
ChattyTranscript *chatty_history_read          (ChattyHistory        *self,
                                                const char           *character_id,
                                                const char           *character_name,
                                                ChattyPastSession    *session,
                                                GCancellable         *cancellable,
                                                GError              **error);
void              chatty_history_read_async    (ChattyHistory        *self,
                                                const char           *character_id,
                                                const char           *character_name,
                                                ChattyPastSession    *session,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
ChattyTranscript *chatty_history_read_finish   (ChattyHistory        *self,
                                                GAsyncResult         *result,
                                                GError              **error);
gboolean          chatty_history_delete        (ChattyHistory        *self,
                                                const char           *character_id,
                                                ChattyPastSession    *session,
                                                GCancellable         *cancellable,
                                                GError              **error);
void              chatty_history_delete_async  (ChattyHistory        *self,
                                                const char           *character_id,
                                                ChattyPastSession    *session,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean          chatty_history_delete_finish (ChattyHistory        *self,
                                                GAsyncResult         *result,
                                                GError              **error);

G_END_DECLS
