/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-vault.h"

G_BEGIN_DECLS

/**
 * ChattyRunItem: (object) a row of the list of runs.
 *
 * Properties (read only): "title", "subtitle", "icon-name", "state" (a short
 * word, or ""), "time-exact".
 */
#define CHATTY_TYPE_RUN_ITEM (chatty_run_item_get_type ())
G_DECLARE_FINAL_TYPE (ChattyRunItem, chatty_run_item, CHATTY, RUN_ITEM, GObject)

ChattyRunItem        *chatty_run_item_new       (ChattyVaultRun *run);
const ChattyVaultRun *chatty_run_item_get_run   (ChattyRunItem  *self);
char                 *chatty_run_item_dup_title (ChattyRunItem  *self);
gboolean              chatty_run_item_is_sync   (ChattyRunItem  *self);
gboolean              chatty_run_item_can_undo  (ChattyRunItem  *self);

G_END_DECLS
