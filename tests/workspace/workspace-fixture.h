/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-workspace.h"

G_BEGIN_DECLS

/* A workspace with a vault of its own in a temporary folder. */
typedef struct {
  char            *folder;
  char            *files;     /* where the test puts what it imports */
  ChattyWorkspace *workspace;
  ChattyVault     *vault;     /* borrowed */
} Fixture;

typedef gboolean (*FixtureCondition) (gpointer data);

void                 fixture_set_up       (Fixture          *fixture,
                                           gconstpointer     data);
void                 fixture_tear_down    (Fixture          *fixture,
                                           gconstpointer     data);
char                *fixture_write        (Fixture          *fixture,
                                           const char       *name,
                                           const char       *text);
void                 fixture_write_chats  (Fixture          *fixture,
                                           guint             n_files,
                                           guint             n_words);
ChattyImportSession *fixture_import       (Fixture          *fixture,
                                           const char       *path);
void                 fixture_wait         (FixtureCondition  condition,
                                           gpointer          data,
                                           const char       *what);
void                 fixture_wait_state   (ChattyImportSession *session,
                                           ChattyImportState state);
GAsyncResult        *fixture_wait_result  (GAsyncResult    **result);
void                 fixture_result_cb    (GObject          *object,
                                           GAsyncResult     *result,
                                           gpointer          user_data);
guint                fixture_count_vault  (Fixture          *fixture);

G_END_DECLS
