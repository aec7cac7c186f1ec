/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-account-service.h"
#include "chatty-character-draft.h"
#include "chatty-drafting.h"
#include "chatty-player.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyPlatformTabs: (object) the tabs of the platforms that a character can
 * be on, in the stack of its view; and the accounts there.
 *
 * Signals: "added": there are more tabs; "changed": other accounts; "put"
 * (const char *platform) and "sync" (const char *platform): what a page asks
 * for; "drafting" (ChattyDrafting, const char *platform): what can write.
 */
#define CHATTY_TYPE_PLATFORM_TABS (chatty_platform_tabs_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlatformTabs, chatty_platform_tabs, CHATTY, PLATFORM_TABS, GObject)

ChattyPlatformTabs *chatty_platform_tabs_new          (GtkStack              *stack,
                                                       ChattyWorkspace       *workspace,
                                                       ChattyAccountService  *service,
                                                       gboolean               can_sync);
void                chatty_platform_tabs_set_draft    (ChattyPlatformTabs    *self,
                                                       ChattyCharacterDraft  *draft);
void                chatty_platform_tabs_set_player   (ChattyPlatformTabs    *self,
                                                       ChattyPlayer          *player);
GPtrArray          *chatty_platform_tabs_list_places  (ChattyPlatformTabs    *self,
                                                       ChattyCharacterRecord *record,
                                                       const char            *platform);
ChattyAccount      *chatty_platform_tabs_find_account (ChattyPlatformTabs    *self,
                                                       ChattyCharacterRecord *record,
                                                       const char            *platform);

G_END_DECLS
