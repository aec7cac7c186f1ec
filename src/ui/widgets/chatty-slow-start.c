/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-slow-start.h"

/* GtkListView keeps about as many rows; what comes after costs no widget. */
#define N_ROWS 220
#define FIRST_ROWS 16
#define ROWS_PER_FRAME 12

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  GtkSliceListModel *slice = user_data;
  guint size = gtk_slice_list_model_get_size (slice);

  if (size < N_ROWS)
    {
      gtk_slice_list_model_set_size (slice, size + ROWS_PER_FRAME);
      return G_SOURCE_CONTINUE;
    }

  gtk_slice_list_model_set_size (slice, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

/**
 * chatty_slow_start_new:
 * @view: the list view that will show it
 * @model: (transfer full): what it will show
 *
 * Lets a list view make its rows over some frames. Given a long model it makes
 * 200 at once, which takes longer than a frame even for rows of two labels.
 *
 * Returns: (transfer full): the beginning of @model, and soon all of it
 */
GListModel *
chatty_slow_start_new (GtkWidget  *view,
                       GListModel *model)
{
  GtkSliceListModel *slice = gtk_slice_list_model_new (model, 0, FIRST_ROWS);

  gtk_widget_add_tick_callback (view, tick_cb, g_object_ref (slice), g_object_unref);
  return G_LIST_MODEL (slice);
}
