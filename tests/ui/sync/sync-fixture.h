/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-page.h"

#include "characters-fixture.h"

G_BEGIN_DECLS

/**
 * SyncFixture:
 *
 * A vault, an account on a platform that is played on this computer, and a
 * character that is on both sides.
 */
typedef struct {
  CharactersFixture  characters;
  ChattySyncService *sync;
  char              *callsign;   /* of the first that was put there */
  char              *remote_id;
  GtkWidget         *page;       /* ChattySyncPage, NULL before it is shown */
  GtkWindow         *window;
} SyncFixture;

void           sync_fixture_set_up       (SyncFixture          *self,
                                          gconstpointer         data);
void           sync_fixture_tear_down    (SyncFixture          *self,
                                          gconstpointer         data);
/* Makes one here; not there. */
char          *sync_fixture_add          (SyncFixture          *self,
                                          const char           *name,
                                          const char           *story);
/* Puts it there, and returns its id there. */
char          *sync_fixture_put          (SyncFixture          *self,
                                          const char           *callsign);
/* So many more are put there, and vanish. */
void           sync_fixture_lose         (SyncFixture          *self,
                                          guint                 n_characters);
void           sync_fixture_edit_here    (SyncFixture          *self,
                                          const char           *callsign,
                                          ChattyCharacterField  field,
                                          const char           *text);
void           sync_fixture_edit_there   (SyncFixture          *self,
                                          const char           *remote_id,
                                          const char           *member,
                                          const char           *text);
char          *sync_fixture_dup_here     (SyncFixture          *self,
                                          const char           *callsign,
                                          ChattyCharacterField  field);
gboolean       sync_fixture_is_there     (SyncFixture          *self,
                                          const char           *text);
void           sync_fixture_trash        (SyncFixture          *self,
                                          const char           *callsign);
/* @request: (transfer full) */
void           sync_fixture_show         (SyncFixture          *self,
                                          ChattySyncRequest    *request,
                                          int                   width);
void           sync_fixture_wait_text    (SyncFixture          *self,
                                          const char           *text);
void           sync_fixture_wait_state   (SyncFixture          *self,
                                          ChattySyncJobState    state);
void           sync_fixture_press        (SyncFixture          *self,
                                          const char           *action);

G_END_DECLS
