/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ChattyVoiceThread ChattyVoiceThread;

ChattyVoiceThread *chatty_voice_thread_new         (const char         *name);
void               chatty_voice_thread_stop        (ChattyVoiceThread  *self,
                                                    GSourceFunc         last,
                                                    gpointer            user_data);
GMainContext      *chatty_voice_thread_get_context (ChattyVoiceThread  *self);
void               chatty_voice_thread_run         (ChattyVoiceThread  *self,
                                                    GSourceFunc         func,
                                                    gpointer            user_data,
                                                    GDestroyNotify      destroy);
guint              chatty_voice_thread_count       (void);

G_END_DECLS
