/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-activity-page.h"
#include "chatty-characters-page.h"
#include "chatty-conversations-page.h"
#include "chatty-drop-area.h"
#include "chatty-import-page.h"
#include "chatty-job-strip.h"
#include "chatty-platforms-page.h"
#include "chatty-sync-page.h"
#include "chatty-talk-service.h"
#include "chatty-window.h"

G_BEGIN_DECLS

struct _ChattyWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  ChattyDropArea  *drop_area;
  AdwLeaflet      *leaflet;
  AdwViewSwitcherTitle *switcher_title;
  GtkStack        *stack;
  GtkSpinner      *spinner;
  AdwStatusPage   *failed;
  GtkButton       *failed_button;
  AdwViewStack    *view_stack;
  ChattyJobStrip  *job_strip;

  /* The vault: chatty-window-vault.c */
  ChattyWorkspace         *workspace;      /* NULL while it is not open */
  ChattyCharactersPage    *characters;     /* these are NULL without workspace */
  ChattyConversationsPage *conversations;
  ChattyPlatformsPage     *platforms;      /* and without accounts */
  ChattyActivityPage      *activity;
  ChattyAccountService    *accounts;       /* NULL until it is set */
  ChattySyncService       *sync;           /* NULL without one of the two */
  ChattyTalkService       *talk;           /* the same */
  GCancellable            *opening;
  guint                    loading_id;

  /* The imports: chatty-window-imports.c */
  GPtrArray *import_pages;  /* of ChattyImportPage, which the leaflet owns */
  GPtrArray *queued;        /* of ChattyDropped that came before the vault was open */

  /* The syncs: chatty-window-syncs.c */
  GPtrArray  *sync_pages;   /* of ChattySyncPage, which the leaflet owns */
  GHashTable *drifts;       /* account to how many characters were told of */

  gboolean   closing;       /* the person said that all that runs is to be stopped */
};

void     chatty_window_vault_init      (ChattyWindow  *self);
void     chatty_window_vault_open      (ChattyWindow  *self);
void     chatty_window_vault_close     (ChattyWindow  *self);
void     chatty_window_vault_failed    (ChattyWindow  *self);

gboolean chatty_window_may_close       (ChattyWindow  *self);

void     chatty_window_imports_ready   (ChattyWindow  *self);
void     chatty_window_imports_close   (ChattyWindow  *self);
void     chatty_window_imports_show    (ChattyWindow  *self,
                                        ChattyImportSession *session);
void     chatty_window_imports_discard (ChattyWindow  *self,
                                        ChattyImportSession *session);
void     chatty_window_imports_settle  (ChattyWindow  *self);
void     chatty_window_syncs_install   (GtkWidgetClass *widget_class);
void     chatty_window_syncs_open      (ChattyWindow  *self);
void     chatty_window_syncs_close     (ChattyWindow  *self);
void     chatty_window_syncs_settle    (ChattyWindow  *self);
void     chatty_window_syncs_show_job  (ChattyWindow  *self,
                                        ChattySyncJob *job);
void     chatty_window_notify_workspace (ChattyWindow *self);

G_END_DECLS
