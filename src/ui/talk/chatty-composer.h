/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-chat.h"
#include "chatty-conversation.h"

G_BEGIN_DECLS

/**
 * ChattyComposer: (object) where a person writes, attaches or records what is
 * to be said.
 *
 * Grows with the text up to some lines. Enter sends and Shift+Enter breaks the
 * line, or Ctrl+Enter sends, as the setting says.
 *
 * Properties: "can-send" (boolean: somebody is there to say it to),
 * "answering" (boolean: the button that sends is one that stops).
 * Signals: "send": take what is in it with the functions below, and clear it;
 * "send-recording" (#GBytes): a WAV file, one channel, 16 bits; "stop"; "problem" (const char *): why something cannot be attached, for people.
 */
#define CHATTY_TYPE_COMPOSER (chatty_composer_get_type ())
G_DECLARE_FINAL_TYPE (ChattyComposer, chatty_composer, CHATTY, COMPOSER, GtkWidget)

GtkWidget *chatty_composer_new             (void);
void       chatty_composer_set_inputs      (ChattyComposer   *self,
                                            ChattyChatInputs  inputs);
void       chatty_composer_set_can_send    (ChattyComposer   *self,
                                            gboolean          can_send);
void       chatty_composer_set_answering   (ChattyComposer   *self,
                                            gboolean          answering);
void       chatty_composer_set_placeholder (ChattyComposer   *self,
                                            const char       *placeholder);
char      *chatty_composer_dup_text        (ChattyComposer   *self);
void       chatty_composer_set_text        (ChattyComposer   *self,
                                            const char       *text);

/* Of ChattyTalkFile: pictures, or one recording. */
GPtrArray *chatty_composer_dup_files       (ChattyComposer   *self);
void       chatty_composer_add_file        (ChattyComposer   *self,
                                            ChattyTalkFile   *file);   /* (transfer full) */
void       chatty_composer_attach          (ChattyComposer   *self,
                                            GListModel       *files);  /* of GFile */
gboolean   chatty_composer_is_empty        (ChattyComposer   *self);
void       chatty_composer_clear           (ChattyComposer   *self);
void       chatty_composer_send            (ChattyComposer   *self);
gboolean   chatty_composer_cancel          (ChattyComposer   *self);

G_END_DECLS
