/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CHATTY_TYPE_PACER (chatty_pacer_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPacer, chatty_pacer, CHATTY, PACER, GObject)

/**
 * ChattyPacerTicket:
 * @started: when the call was let go, monotonic microseconds
 *
 * The right to make one call. Filled by chatty_pacer_enter(), given back to
 * chatty_pacer_leave().
 */
typedef struct {
  gint64 started;
} ChattyPacerTicket;

ChattyPacer *chatty_pacer_new          (guint                    max_parallel,
                                        gint64                   min_interval);
gboolean     chatty_pacer_enter        (ChattyPacer             *self,
                                        ChattyPacerTicket       *ticket,
                                        GCancellable            *cancellable,
                                        GError                 **error);
void         chatty_pacer_leave        (ChattyPacer             *self,
                                        const ChattyPacerTicket *ticket);
void         chatty_pacer_answered     (ChattyPacer             *self,
                                        const ChattyPacerTicket *ticket);
void         chatty_pacer_limited      (ChattyPacer             *self,
                                        const ChattyPacerTicket *ticket,
                                        gint64                   wait);
gboolean     chatty_pacer_wait         (ChattyPacer             *self,
                                        gint64                   wait,
                                        GCancellable            *cancellable,
                                        GError                 **error);
gint64       chatty_pacer_get_interval (ChattyPacer             *self);
guint        chatty_pacer_get_parallel (ChattyPacer             *self);

G_END_DECLS
