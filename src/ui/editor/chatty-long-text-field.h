/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-field.h"

G_BEGIN_DECLS

/**
 * ChattyLongTextField: (object) a text of many lines, with a count of its
 * words and a preview of its Markdown.
 *
 * An empty text is a field that is not set. Property: "preview" (boolean:
 * whether the preview is shown instead of the text).
 */
#define CHATTY_TYPE_LONG_TEXT_FIELD (chatty_long_text_field_get_type ())
G_DECLARE_FINAL_TYPE (ChattyLongTextField, chatty_long_text_field,
                      CHATTY, LONG_TEXT_FIELD, ChattyField)

GtkWidget     *chatty_long_text_field_new         (gboolean             with_preview);
GtkTextBuffer *chatty_long_text_field_get_buffer  (ChattyLongTextField *self);
char          *chatty_long_text_field_dup_text    (ChattyLongTextField *self);
void           chatty_long_text_field_set_counted (ChattyLongTextField *self,
                                                   gboolean             counted);
/* As if the person had typed it, but in one step of Undo. */
void           chatty_long_text_field_type        (ChattyLongTextField *self,
                                                   const char          *text);

G_END_DECLS
