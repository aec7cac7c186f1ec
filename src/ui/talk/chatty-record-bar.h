/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-recorder.h"

G_BEGIN_DECLS

/**
 * ChattyRecordBar: (object) what is seen while a person speaks: how loud, for
 * how long, and what to do with it.
 *
 * Signals: "recorded" (#GBytes): a WAV file, one channel, 16 bits; "cancelled";
 * "failed" (const char *): why nothing was recorded, for people.
 */
#define CHATTY_TYPE_RECORD_BAR (chatty_record_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChattyRecordBar, chatty_record_bar, CHATTY, RECORD_BAR, GtkWidget)

void            chatty_record_bar_start        (ChattyRecordBar *self);
void            chatty_record_bar_cancel       (ChattyRecordBar *self);
ChattyRecorder *chatty_record_bar_get_recorder (ChattyRecordBar *self);

G_END_DECLS
