/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is longer is cut off there, and kept. */
#define CHATTY_RECORDER_MAX_SECONDS 300

#define CHATTY_TYPE_RECORDER (chatty_recorder_get_type ())
G_DECLARE_FINAL_TYPE (ChattyRecorder, chatty_recorder, CHATTY, RECORDER, GObject)

/* On the main loop only. */
ChattyRecorder *chatty_recorder_new                  (void);
void            chatty_recorder_start_async          (ChattyRecorder       *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        chatty_recorder_start_finish         (ChattyRecorder       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
GBytes         *chatty_recorder_stop                 (ChattyRecorder       *self,
                                                      GError              **error);
void            chatty_recorder_cancel               (ChattyRecorder       *self);
gboolean        chatty_recorder_get_recording        (ChattyRecorder       *self);
double          chatty_recorder_get_level            (ChattyRecorder       *self);
gint64          chatty_recorder_get_duration         (ChattyRecorder       *self);
void            chatty_recorder_set_source_for_tests (ChattyRecorder       *self,
                                                      const char           *description);

G_END_DECLS
