/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-audio-stream.h"
#include "chatty-emotion.h"
#include "chatty-source.h"

G_BEGIN_DECLS

/**
 * ChattyReplyState:
 * @CHATTY_REPLY_WAITING: nothing has come yet
 * @CHATTY_REPLY_STREAMING: some has come
 * @CHATTY_REPLY_FINISHED: everything has come
 * @CHATTY_REPLY_FAILED: it ended with an error; what had come stays
 * @CHATTY_REPLY_CANCELLED: the person stopped it; what had come stays
 */
typedef enum {
  CHATTY_REPLY_WAITING,
  CHATTY_REPLY_STREAMING,
  CHATTY_REPLY_FINISHED,
  CHATTY_REPLY_FAILED,
  CHATTY_REPLY_CANCELLED,
} ChattyReplyState;

#define CHATTY_TYPE_REPLY (chatty_reply_get_type ())
G_DECLARE_FINAL_TYPE (ChattyReply, chatty_reply, CHATTY, REPLY, GObject)

ChattyReply      *chatty_reply_new              (GMainContext             *context);

/* For whoever reads it, on any thread. Signal "changed" comes on the context
 * of the reply, at most once in 16 milliseconds. */
ChattyReplyState  chatty_reply_get_state        (ChattyReply              *self);
gboolean          chatty_reply_is_done          (ChattyReply              *self);
char             *chatty_reply_dup_text         (ChattyReply              *self);
gsize             chatty_reply_get_text_since   (ChattyReply              *self,
                                                 gsize                     offset,
                                                 GString                  *into);
char             *chatty_reply_dup_heard        (ChattyReply              *self);
char             *chatty_reply_dup_thought      (ChattyReply              *self);
GPtrArray        *chatty_reply_dup_sources      (ChattyReply              *self);
char             *chatty_reply_dup_notice       (ChattyReply              *self);
char             *chatty_reply_dup_model        (ChattyReply              *self);
char            **chatty_reply_dup_told         (ChattyReply              *self,
                                                 double                   *temperature);
gboolean          chatty_reply_get_feeling      (ChattyReply              *self,
                                                 ChattyFeeling            *feeling);
gboolean          chatty_reply_get_usage        (ChattyReply              *self,
                                                 guint                    *prompt,
                                                 guint                    *completion);
GError           *chatty_reply_dup_error        (ChattyReply              *self);
ChattyAudioStream *
                  chatty_reply_get_audio        (ChattyReply              *self);
GBytes           *chatty_reply_pull_audio       (ChattyReply              *self);
gboolean          chatty_reply_get_audio_format (ChattyReply              *self,
                                                 ChattyAudioFormat        *format);
void              chatty_reply_cancel           (ChattyReply              *self);
GCancellable     *chatty_reply_get_cancellable  (ChattyReply              *self);

/* For the worker that feeds it. */
void              chatty_reply_append_text      (ChattyReply              *self,
                                                 const char               *text);
void              chatty_reply_replace_text     (ChattyReply              *self,
                                                 const char               *text);
void              chatty_reply_append_thought   (ChattyReply              *self,
                                                 const char               *text);
void              chatty_reply_add_source       (ChattyReply              *self,
                                                 ChattySource             *source);
void              chatty_reply_set_heard        (ChattyReply              *self,
                                                 const char               *text);
void              chatty_reply_append_audio     (ChattyReply              *self,
                                                 const ChattyAudioFormat  *format,
                                                 GBytes                   *bytes);
void              chatty_reply_append_words     (ChattyReply              *self,
                                                 const ChattyWordTime     *words,
                                                 guint                     n);
void              chatty_reply_set_model        (ChattyReply              *self,
                                                 const char               *model);
void              chatty_reply_add_told         (ChattyReply              *self,
                                                 const char *const        *told,
                                                 double                    temperature);
void              chatty_reply_set_feeling      (ChattyReply              *self,
                                                 const ChattyFeeling      *feeling);
void              chatty_reply_set_usage        (ChattyReply              *self,
                                                 guint                     prompt,
                                                 guint                     completion);
void              chatty_reply_add_notice       (ChattyReply              *self,
                                                 const char               *notice);
void              chatty_reply_finish           (ChattyReply              *self,
                                                 const GError             *error);

G_END_DECLS
