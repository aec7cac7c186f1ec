/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyDiffView: (object) what became of a text: lines with + and −, the words
 * that differ struck through or underlined, so that it needs no colour.
 */
#define CHATTY_TYPE_DIFF_VIEW (chatty_diff_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattyDiffView, chatty_diff_view, CHATTY, DIFF_VIEW, GtkWidget)

GtkWidget *chatty_diff_view_new       (void);
void       chatty_diff_view_set_texts (ChattyDiffView *self,
                                       const char     *before,
                                       const char     *after);

G_END_DECLS
