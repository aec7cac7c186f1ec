/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account-service.h"
#include "chatty-dropped.h"
#include "chatty-sync-service.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyWindow: (object) the window: its pages, the imports and the toasts.
 *
 * Actions for the widgets inside: "win.back", "win.import",
 * "win.import-folder", "win.paste-transcript", "win.search", "win.show-page"
 * (s), "win.new-character", "win.open-character" (s: callsign),
 * "win.new-conversation", "win.talk" (s: callsign), "win.open-conversation" (s: id), "win.open-turn" ((si): id, turn),
 * "win.open-run" (s: batch), "win.undo-run" (s: batch), "win.toast" (s: text),
 * "win.toast-undo" ((ss): text, batch); those that show what a sync would do:
 * "win.sync" (s: account, or "" to be asked), "win.sync-character" and
 * "win.put-character" ((ss): account, callsign), "win.bring-character" ((sss):
 * account, remote id, callsign of the one to link it with or "") and
 * "win.undo-sync" ((ss): run, step or ""). They are actions of the widget
 * class and thus, unlike those of a GActionMap, not on the session bus.
 *
 * Property: "workspace" (nullable, read only).
 */
#define CHATTY_TYPE_WINDOW (chatty_window_get_type ())
G_DECLARE_FINAL_TYPE (ChattyWindow, chatty_window, CHATTY, WINDOW, AdwApplicationWindow)

GtkWidget       *chatty_window_new           (AdwApplication  *application);
void             chatty_window_set_accounts  (ChattyWindow    *self,
                                              ChattyAccountService *accounts);
ChattyWorkspace *chatty_window_get_workspace (ChattyWindow    *self);
ChattySyncService *chatty_window_get_sync    (ChattyWindow    *self);
void             chatty_window_take_dropped  (ChattyWindow    *self,
                                              ChattyDropped   *dropped);
void             chatty_window_add_toast     (ChattyWindow    *self,
                                              const char      *text);

G_END_DECLS
