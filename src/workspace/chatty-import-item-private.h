/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-import-engine.h"
#include "chatty-import-look.h"
#include "chatty-import-session.h"

G_BEGIN_DECLS

/* Called on the main loop when the person chose another platform or another
 * character for @item. */
typedef void (*ChattyImportItemFunc) (ChattyImportItem *item,
                                      gpointer          user_data);

ChattyImportItem   *chatty_import_item_new         (ChattyImportSource       *source,
                                                    guint                     position,
                                                    const ChattyImportChoice *defaults);
void                chatty_import_item_set_func    (ChattyImportItem         *self,
                                                    ChattyImportItemFunc      func,
                                                    gpointer                  user_data);
ChattyImportSource *chatty_import_item_get_source  (ChattyImportItem         *self);
guint               chatty_import_item_get_position (ChattyImportItem        *self);
ChattyImportOrder  *chatty_import_item_make_order  (ChattyImportItem         *self);
gboolean            chatty_import_item_needs_path  (ChattyImportItem         *self);
ChattyTranscript   *chatty_import_item_get_head    (ChattyImportItem         *self);

void                chatty_import_item_take_look   (ChattyImportItem         *self,
                                                    ChattyImportLook         *look);
void                chatty_import_item_take_path   (ChattyImportItem         *self,
                                                    char                     *path,
                                                    const char               *platform,
                                                    const char               *character);
void                chatty_import_item_set_state   (ChattyImportItem         *self,
                                                    ChattyImportItemState     state,
                                                    const char               *message);

G_END_DECLS
