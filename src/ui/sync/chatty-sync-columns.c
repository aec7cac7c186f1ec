/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-sync-columns.h"

#define SPACING 12
/* Pixels: about 30 letters of text. */
#define MIN_COLUMN 220

struct _ChattySyncColumns
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (ChattySyncColumns, chatty_sync_columns, GTK_TYPE_LAYOUT_MANAGER)

static guint
count (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_should_layout (child);
  return n;
}

static int
column_width (int   width,
              guint n_children)
{
  return n_children > 0 ? (width - SPACING * ((int) n_children - 1)) / (int) n_children : width;
}

static gboolean
is_wide (GtkWidget *widget,
         int        width,
         guint      n_children)
{
  int column = column_width (width, n_children);

  if (column < MIN_COLUMN)
    return FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      if (minimum > column)
        return FALSE;
    }
  return TRUE;
}

static GtkSizeRequestMode
chatty_sync_columns_get_request_mode (GtkLayoutManager *manager,
                                      GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
chatty_sync_columns_measure (GtkLayoutManager *manager,
                             GtkWidget        *widget,
                             GtkOrientation    orientation,
                             int               for_size,
                             int              *minimum,
                             int              *natural,
                             int              *minimum_baseline,
                             int              *natural_baseline)
{
  guint n_children = count (widget);
  gboolean horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;
  gboolean wide = !horizontal && for_size >= 0 && is_wide (widget, for_size, n_children);
  int width = wide ? column_width (for_size, n_children) : for_size;

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, orientation, horizontal ? -1 : width, &child_minimum,
                          &child_natural, NULL, NULL);
      if (horizontal)
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural += child_natural + (*natural > 0 ? SPACING : 0);
        }
      else if (wide)
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
        }
      else
        {
          *minimum += child_minimum + (*minimum > 0 ? SPACING : 0);
          *natural += child_natural + (*natural > 0 ? SPACING : 0);
        }
    }
  *natural = MAX (*natural, *minimum);
}

static void
chatty_sync_columns_allocate (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              int               width,
                              int               height,
                              int               baseline)
{
  guint n_children = count (widget);
  gboolean wide = is_wide (widget, width, n_children);
  gboolean from_right = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int column = column_width (width, n_children);
  int x = from_right ? width - column : 0;
  int y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int natural;

      if (!gtk_widget_should_layout (child))
        continue;
      if (wide)
        {
          gtk_widget_size_allocate (child, &(GtkAllocation) { x, 0, column, height }, -1);
          x += from_right ? -column - SPACING : column + SPACING;
        }
      else
        {
          gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
          gtk_widget_size_allocate (child, &(GtkAllocation) { 0, y, width, natural }, -1);
          y += natural + SPACING;
        }
    }
}

static void
chatty_sync_columns_class_init (ChattySyncColumnsClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = chatty_sync_columns_get_request_mode;
  layout_class->measure = chatty_sync_columns_measure;
  layout_class->allocate = chatty_sync_columns_allocate;
}

static void
chatty_sync_columns_init (ChattySyncColumns *self)
{
}
