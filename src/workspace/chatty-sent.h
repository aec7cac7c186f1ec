/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattySent:
 *
 * What went to a platform with one turn, as the vault keeps it, for people.
 * Immutable and atomically counted; any thread.
 */
typedef struct _ChattySent ChattySent;

#define CHATTY_TYPE_SENT (chatty_sent_get_type ())
GType        chatty_sent_get_type         (void) G_GNUC_CONST;
/* %CHATTY_ERROR_INVALID_DATA. Members that are missing or odd are left out. */
ChattySent  *chatty_sent_parse            (const char        *json,
                                           GError           **error);
ChattySent  *chatty_sent_ref              (ChattySent        *self);
void         chatty_sent_unref            (ChattySent        *self);
gint64       chatty_sent_get_time         (const ChattySent  *self); /* or CHATTY_TIME_NONE */
const char  *chatty_sent_get_platform     (const ChattySent  *self); /* its id; nullable */
const char  *chatty_sent_get_account      (const ChattySent  *self); /* its id; nullable */
const char  *chatty_sent_get_account_name (const ChattySent  *self); /* nullable */
/* The system instruction, whole; NULL where the platform has its own, or was
 * given passages to answer from in its place. */
const char  *chatty_sent_get_instructions (const ChattySent  *self);
const char  *chatty_sent_get_model        (const ChattySent  *self); /* NULL: the platform's own choice */
const char  *chatty_sent_get_remote_id    (const ChattySent  *self); /* of the character there; nullable */
const char  *chatty_sent_get_text         (const ChattySent  *self); /* what was said; "" for speech */
guint        chatty_sent_get_n_turns      (const ChattySent  *self); /* former turns that went along */
guint        chatty_sent_get_n_left_out   (const ChattySent  *self); /* and that had no room */
guint        chatty_sent_get_n_memory     (const ChattySent  *self);
const char  *chatty_sent_get_memory       (const ChattySent  *self,
                                           guint              nth,
                                           const char       **id);   /* (out) (optional) (nullable) */
/* What went in place of the instructions: what it is called, and the text, or where
 * the platform was to look. */
guint        chatty_sent_get_n_passages   (const ChattySent  *self);
const char  *chatty_sent_get_passage      (const ChattySent  *self,
                                           guint              nth,
                                           const char       **text); /* (out): never NULL */
/* Such as "temperature": name and value as they were sent. */
guint        chatty_sent_get_n_settings   (const ChattySent  *self);
const char  *chatty_sent_get_setting      (const ChattySent  *self,
                                           guint              nth,
                                           const char       **value);
guint        chatty_sent_get_n_files      (const ChattySent  *self);
const char  *chatty_sent_get_file         (const ChattySent  *self,
                                           guint              nth,
                                           gint64            *size); /* (out) (optional): bytes, or -1 */

/* What was sent to get an answer; @turn_id: the answer, or what it was an answer
 * to (the last time, where it was sent more than once). The finish gives NULL
 * without an error where nothing is known. */
void         chatty_workspace_load_sent_async  (ChattyWorkspace     *workspace,
                                                const char          *transcript_id,
                                                const char          *turn_id,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
ChattySent  *chatty_workspace_load_sent_finish (ChattyWorkspace     *workspace,
                                                GAsyncResult        *result,
                                                GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySent, chatty_sent_unref)

G_END_DECLS
