/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-turn-offers.h"

G_BEGIN_DECLS

/**
 * ChattyTurnHost: (object) what the rows of one list have in common: what can
 * be done with turns, where pictures and documents come from, what is being
 * edited, and which sources are pointed out.
 *
 * Signal "sources-changed": other sources are pointed out.
 */
#define CHATTY_TYPE_TURN_HOST (chatty_turn_host_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTurnHost, chatty_turn_host, CHATTY, TURN_HOST, GObject)

ChattyTurnHost   *chatty_turn_host_new         (void);
void              chatty_turn_host_set_offers  (ChattyTurnHost      *self,
                                                ChattyTurnOffers     offers);
ChattyTurnOffers  chatty_turn_host_get_offers  (ChattyTurnHost      *self);
void              chatty_turn_host_begin_edit  (ChattyTurnHost      *self,
                                                guint                turn,
                                                const char          *text);
void              chatty_turn_host_end_edit    (ChattyTurnHost      *self);
GtkTextBuffer    *chatty_turn_host_get_edit    (ChattyTurnHost      *self,
                                                guint                turn);
char             *chatty_turn_host_dup_edit    (ChattyTurnHost      *self,
                                                guint               *turn);
void              chatty_turn_host_set_loader  (ChattyTurnHost      *self,
                                                ChattyTurnImageLoad  load,
                                                gpointer             user_data,
                                                GDestroyNotify       destroy);
gboolean          chatty_turn_host_can_load    (ChattyTurnHost      *self);
void              chatty_turn_host_load_async  (ChattyTurnHost      *self,
                                                const char          *uri,
                                                guint                max_side,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
GdkTexture       *chatty_turn_host_load_finish (ChattyTurnHost      *self,
                                                GAsyncResult        *result,
                                                GError             **error);

void              chatty_turn_host_set_documents (ChattyTurnHost         *self,
                                                const char             *callsign,
                                                ChattyTurnDocumentFind  find,
                                                gpointer                user_data,
                                                GDestroyNotify          destroy);
const char       *chatty_turn_host_get_callsign (ChattyTurnHost      *self);
void              chatty_turn_host_find_async  (ChattyTurnHost      *self,
                                                const ChattySource  *source,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
char             *chatty_turn_host_find_finish (ChattyTurnHost      *self,
                                                GAsyncResult        *result,
                                                GError             **error);
void              chatty_turn_host_choose_sources (ChattyTurnHost   *self,
                                                guint                turn,
                                                guint32              sources);
void              chatty_turn_host_hover_sources (ChattyTurnHost    *self,
                                                guint                turn,
                                                guint32              sources);
void              chatty_turn_host_set_thinking (ChattyTurnHost     *self,
                                                const char          *turn,
                                                int                  seconds);
int               chatty_turn_host_get_thinking (ChattyTurnHost     *self,
                                                const char          *turn);
guint32           chatty_turn_host_get_sources (ChattyTurnHost      *self,
                                                guint                turn);

G_END_DECLS
