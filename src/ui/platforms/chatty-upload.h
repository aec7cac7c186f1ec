/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-knowledge.h"

G_BEGIN_DECLS

/**
 * ChattyUploadState:
 * @CHATTY_UPLOAD_CHECKING: the file is looked at
 * @CHATTY_UPLOAD_ASKING: the person has to say that this file is meant
 * @CHATTY_UPLOAD_SENDING: it is on its way
 * @CHATTY_UPLOAD_PROCESSING: the platform has it, and is reading it
 * @CHATTY_UPLOAD_ATTACHING: the character is told of it
 * @CHATTY_UPLOAD_DONE: the character knows it
 * @CHATTY_UPLOAD_FAILED: it ended before that; the message says what became of
 *   the file
 * @CHATTY_UPLOAD_STOPPED: the person stopped it
 */
typedef enum {
  CHATTY_UPLOAD_CHECKING,
  CHATTY_UPLOAD_ASKING,
  CHATTY_UPLOAD_SENDING,
  CHATTY_UPLOAD_PROCESSING,
  CHATTY_UPLOAD_ATTACHING,
  CHATTY_UPLOAD_DONE,
  CHATTY_UPLOAD_FAILED,
  CHATTY_UPLOAD_STOPPED,
} ChattyUploadState;

/**
 * ChattyUpload: (object) a file on its way into the knowledge of a character.
 *
 * Signals: "changed"; "stored" when the platform has, or may have, the
 * document: the list of documents is to be read again.
 */
#define CHATTY_TYPE_UPLOAD (chatty_upload_get_type ())
G_DECLARE_FINAL_TYPE (ChattyUpload, chatty_upload, CHATTY, UPLOAD, GObject)

ChattyUpload      *chatty_upload_new          (ChattyKnowledge *knowledge,
                                               const char      *character_id,
                                               const char      *path);
void               chatty_upload_set_chunks   (ChattyUpload    *self,
                                               guint            words,
                                               guint            overlap);
ChattyUpload      *chatty_upload_copy         (ChattyUpload    *self,
                                               ChattyKnowledge *knowledge);
void               chatty_upload_start        (ChattyUpload    *self);
void               chatty_upload_confirm      (ChattyUpload    *self);
void               chatty_upload_cancel       (ChattyUpload    *self);
ChattyUploadState  chatty_upload_get_state    (ChattyUpload    *self);
gboolean           chatty_upload_is_over      (ChattyUpload    *self);
const char        *chatty_upload_get_path     (ChattyUpload    *self);
const char        *chatty_upload_get_name     (ChattyUpload    *self);
double             chatty_upload_get_fraction (ChattyUpload    *self);
char              *chatty_upload_dup_message  (ChattyUpload    *self);

/* The uploads of an account for a character that go on, or have something to
 * say; they outlive the page that began them. */
GListStore        *chatty_uploads_of          (ChattyKnowledge *knowledge,
                                               const char      *character_id);

G_END_DECLS
