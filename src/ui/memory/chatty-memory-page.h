/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-account-service.h"
#include "chatty-character-record.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyMemoryPage: (object) what a character remembers: to be read, written,
 * and deleted.
 */
#define CHATTY_TYPE_MEMORY_PAGE (chatty_memory_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyMemoryPage, chatty_memory_page, CHATTY, MEMORY_PAGE, GtkWidget)

GtkWidget *chatty_memory_page_new        (ChattyWorkspace       *workspace,
                                          ChattyAccountService  *accounts);
void       chatty_memory_page_set_record (ChattyMemoryPage      *self,
                                          ChattyCharacterRecord *record);

G_END_DECLS
