/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ChattyVerb ChattyVerb;

/* Runs on a worker thread. %NULL with an error, or the result. */
typedef gpointer (*ChattyVerbFunc) (gpointer       connector,
                                    ChattyVerb    *verb,
                                    GCancellable  *cancellable,
                                    GError       **error);

/**
 * ChattyVerb:
 * @texts: copies of the arguments that are texts
 * @flag: an argument that is a truth value
 * @numbers: arguments that are numbers
 * @value: an argument that is counted, given back by @unref_value
 * @object: (nullable): an argument that is an object
 * @reply: (nullable): the reply that is fed
 * @bytes: (nullable): an argument that is bytes
 * @out: what it brings back beside the result
 *
 * One call of a connector's verb on its way through a worker thread. Each
 * verb uses the fields that it needs.
 */
struct _ChattyVerb {
  ChattyVerbFunc         func;
  GDestroyNotify         free_result;
  char                  *texts[4];
  gboolean               flag;
  guint                  numbers[2];
  gpointer               value;
  GDestroyNotify         unref_value;
  GObject               *object;
  GObject               *reply;
  GBytes                *bytes;
  char                  *out;
  GFileProgressCallback  progress;
  gpointer               progress_data;
  gpointer               progress_state;
};

ChattyVerb *chatty_verb_new      (ChattyVerbFunc        func,
                                  GDestroyNotify        free_result);
void        chatty_verb_start    (ChattyVerb           *self,
                                  gpointer              connector,
                                  gpointer              tag,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
gpointer    chatty_verb_finish   (gpointer              connector,
                                  GAsyncResult         *result,
                                  gpointer              tag,
                                  GError              **error);
ChattyVerb *chatty_verb_of       (GAsyncResult         *result);
void        chatty_verb_progress (goffset               current,
                                  goffset               total,
                                  gpointer              verb);
gboolean    chatty_verb_pause    (guint                 milliseconds,
                                  GCancellable         *cancellable,
                                  GError              **error);

G_END_DECLS
