/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-pool.h"

G_BEGIN_DECLS

typedef struct _ChattyCall ChattyCall;

/**
 * ChattyCallFunc:
 * @source: what the call is made on
 * @call: its arguments
 * @cancellable: (nullable): stops it
 * @error: set when the call failed
 *
 * A blocking function, on a worker's thread.
 *
 * Returns: (transfer full): the result; a truth value as a pointer
 */
typedef gpointer (*ChattyCallFunc) (gpointer       source,
                                    ChattyCall    *call,
                                    GCancellable  *cancellable,
                                    GError       **error);

/**
 * ChattyCall:
 * @texts: copies of the arguments that are texts
 * @flag: an argument that is a truth value
 * @numbers: arguments that are numbers
 * @value: (nullable): an argument of any other kind, given back by @free_value
 * @objects: (nullable): arguments that are objects
 * @bytes: (nullable): an argument that is bytes
 * @out: what it brings back beside the result; freed by g_free()
 * @progress: (nullable): called on the caller's main context, up to
 *   chatty_call_finish()
 * @progress_data: for @progress
 * @only_looks: the call changes nothing, so that whoever stops it is not told
 *   what it found
 *
 * One blocking function on its way through a worker's thread: what stands
 * between it and its _async and _finish. Each call uses the fields that it
 * needs. A call belongs to the caller until it is started, then to its task.
 */
struct _ChattyCall {
  char                  *texts[4];
  gboolean               flag;
  guint                  numbers[2];
  gpointer               value;
  GDestroyNotify         free_value;
  GObject               *objects[2];
  GBytes                *bytes;
  char                  *out;
  GFileProgressCallback  progress;
  gpointer               progress_data;
  gboolean               only_looks;

  /*< private >*/
  ChattyCallFunc         func;
  GDestroyNotify         free_result;
  gpointer               progress_state;
};

ChattyCall *chatty_call_new      (ChattyCallFunc        func,
                                  GDestroyNotify        free_result);
void        chatty_call_start    (ChattyCall           *self,
                                  gpointer              source,
                                  ChattyPool           *pool,
                                  gpointer              tag,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
gpointer    chatty_call_finish   (gpointer              source,
                                  GAsyncResult         *result,
                                  gpointer              tag,
                                  GError              **error);
ChattyCall *chatty_call_of       (GAsyncResult         *result);
void        chatty_call_progress (goffset               current,
                                  goffset               total,
                                  gpointer              call);
gboolean    chatty_call_pause    (guint                 milliseconds,
                                  GCancellable         *cancellable,
                                  GError              **error);

G_END_DECLS
