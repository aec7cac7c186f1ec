/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ChattyDropped:
 * @files: (nullable): the files and folders that can be imported, of #GFile
 * @text: (nullable): text that was dropped instead
 * @n_refused: how many of the dropped things cannot be taken
 * @reason: (nullable): a sentence that says why, for the first of them
 *
 * What a drop, a paste or an "open with" holds, sorted into what can be
 * imported and what is refused. Nothing is read from the files.
 */
typedef struct {
  GListStore *files;
  char       *text;
  guint       n_refused;
  char       *reason;
} ChattyDropped;

ChattyDropped *chatty_dropped_new_for_value (const GValue  *value);
ChattyDropped *chatty_dropped_new_for_files (GFile        **files,
                                             guint          n_files);
void           chatty_dropped_free          (ChattyDropped *self);
guint          chatty_dropped_get_n_files   (ChattyDropped *self);
char          *chatty_dropped_describe      (ChattyDropped *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyDropped, chatty_dropped_free)

G_END_DECLS
