/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-workspace.h"
#include "chatty-workspace-pools.h"

G_BEGIN_DECLS

/**
 * ChattyCall:
 *
 * What one of the workspace's calls needs on its worker, and what it brings
 * back: the task data of its #GTask. Each call uses the fields it needs.
 */
typedef struct {
  char                  *id;
  ChattyTranscript      *transcript;
  GFile                 *file;
  ChattyExportFormat     format;
  guint                  n_undone;
  guint                  n_kept;
  GPtrArray             *facets[3];
  gpointer               data;          /* of calls that need more */
  GDestroyNotify         free_data;
  gboolean               keeps_result;  /* also of one that was stopped after it began */

  /* Progress, from the worker to the main loop: */
  GFileProgressCallback  progress;
  gpointer               progress_data;
  GMutex                 lock;
  goffset                current;
  goffset                total;
  gboolean               pending;
} ChattyCall;

ChattyCall  *chatty_call_new         (void);
void         chatty_call_start       (ChattyCall          *self,
                                      ChattyWorkspace     *workspace,
                                      gpointer             tag,
                                      ChattyPoolKind       kind,
                                      GTaskThreadFunc      func,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
void         chatty_call_progress_cb (goffset              current,
                                      goffset              total,
                                      gpointer             task);

ChattyVault *chatty_workspace_dup_vault (ChattyWorkspace  *self);

G_END_DECLS
