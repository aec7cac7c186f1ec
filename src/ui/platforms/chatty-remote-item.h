/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ChattyRemoteFlags:
 * @CHATTY_REMOTE_CHECKED: the person chose it
 * @CHATTY_REMOTE_ON: its switch is on
 * @CHATTY_REMOTE_MARKED: it is in the vault already
 * @CHATTY_REMOTE_BUSY: something is being done with it
 * @CHATTY_REMOTE_ASKING: the person is asked if it is to be deleted
 * @CHATTY_REMOTE_OFFERED: it can be added to what is looked at
 */
typedef enum {
  CHATTY_REMOTE_CHECKED = 1 << 0,
  CHATTY_REMOTE_ON = 1 << 1,
  CHATTY_REMOTE_MARKED = 1 << 2,
  CHATTY_REMOTE_BUSY = 1 << 3,
  CHATTY_REMOTE_ASKING = 1 << 4,
  CHATTY_REMOTE_OFFERED = 1 << 5,
} ChattyRemoteFlags;

/**
 * ChattyRemoteItem: (object) what a platform has, in a list: a character, a
 * document, a past session or a memory, and what the window knows of it.
 *
 * Signal: "changed".
 */
#define CHATTY_TYPE_REMOTE_ITEM (chatty_remote_item_get_type ())
G_DECLARE_FINAL_TYPE (ChattyRemoteItem, chatty_remote_item, CHATTY, REMOTE_ITEM, GObject)

ChattyRemoteItem *chatty_remote_item_new         (GType              type,
                                                  const char        *id,
                                                  gconstpointer      value,
                                                  ChattyRemoteFlags  flags);
gboolean          chatty_remote_item_take        (gpointer           shown,
                                                  gpointer           item);
gpointer          chatty_remote_item_get_value   (ChattyRemoteItem  *self);
gboolean          chatty_remote_item_has         (ChattyRemoteItem  *self,
                                                  ChattyRemoteFlags  flag);
void              chatty_remote_item_set         (ChattyRemoteItem  *self,
                                                  ChattyRemoteFlags  flag,
                                                  gboolean           value);
const char       *chatty_remote_item_get_problem (ChattyRemoteItem  *self);
void              chatty_remote_item_set_problem (ChattyRemoteItem  *self,
                                                  const char        *problem);

G_END_DECLS
