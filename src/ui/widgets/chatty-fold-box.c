/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-fold-box.h"

struct _ChattyFoldBox
{
  GtkWidget parent_instance;

  int spacing;   /* pixels, between children in both directions */
};

enum {
  PROP_0,
  PROP_SPACING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GtkBuildableIface *parent_buildable;

static void chatty_fold_box_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyFoldBox, chatty_fold_box, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      chatty_fold_box_buildable_init))

/* Returns: (transfer container): the children that take room */
static GPtrArray *
list_children (ChattyFoldBox *self)
{
  GPtrArray *children = g_ptr_array_new ();

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      g_ptr_array_add (children, child);
  return children;
}

/* How wide each is in a row of @width pixels; FALSE if they do not fit into it. */
static gboolean
fit (ChattyFoldBox    *self,
     GPtrArray        *children,
     int               width,
     GtkRequestedSize *sizes)
{
  int room = width - self->spacing * MAX ((int) children->len - 1, 0);
  guint n_expand = 0;

  for (guint i = 0; i < children->len; i++)
    {
      GtkWidget *child = g_ptr_array_index (children, i);

      sizes[i].data = child;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &sizes[i].minimum_size,
                          &sizes[i].natural_size, NULL, NULL);
      room -= sizes[i].minimum_size;
      n_expand += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
    }
  if (room < 0)
    return FALSE;

  room = gtk_distribute_natural_allocation (room, children->len, sizes);
  for (guint i = 0; i < children->len && n_expand > 0; i++)
    if (gtk_widget_compute_expand (sizes[i].data, GTK_ORIENTATION_HORIZONTAL))
      {
        int share = room / (int) n_expand--;

        sizes[i].minimum_size += share;
        room -= share;
      }
  return TRUE;
}

static void
measure_width (ChattyFoldBox *self,
               GPtrArray     *children,
               int           *minimum,
               int           *natural)
{
  for (guint i = 0; i < children->len; i++)
    {
      int min, nat;

      gtk_widget_measure (g_ptr_array_index (children, i), GTK_ORIENTATION_HORIZONTAL, -1, &min,
                          &nat, NULL, NULL);
      *minimum = MAX (*minimum, min);
      *natural += nat + (i > 0 ? self->spacing : 0);
    }
}

static void
measure_height (ChattyFoldBox *self,
                GPtrArray     *children,
                int            width,
                int           *minimum,
                int           *natural)
{
  g_autofree GtkRequestedSize *sizes = g_new0 (GtkRequestedSize, children->len + 1);
  gboolean fits = width < 0 || fit (self, children, width, sizes);

  for (guint i = 0; i < children->len; i++)
    {
      int min, nat;

      gtk_widget_measure (g_ptr_array_index (children, i), GTK_ORIENTATION_VERTICAL,
                          width < 0 ? -1 : fits ? sizes[i].minimum_size : width, &min, &nat,
                          NULL, NULL);
      if (fits)
        {
          *minimum = MAX (*minimum, min);
          *natural = MAX (*natural, nat);
        }
      else
        {
          *minimum += min + (i > 0 ? self->spacing : 0);
          *natural += nat + (i > 0 ? self->spacing : 0);
        }
    }
}

static GtkSizeRequestMode
chatty_fold_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
chatty_fold_box_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  ChattyFoldBox *self = CHATTY_FOLD_BOX (widget);
  g_autoptr (GPtrArray) children = list_children (self);

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, children, minimum, natural);
  else
    measure_height (self, children, for_size, minimum, natural);
}

static void
chatty_fold_box_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  ChattyFoldBox *self = CHATTY_FOLD_BOX (widget);
  g_autoptr (GPtrArray) children = list_children (self);
  g_autofree GtkRequestedSize *sizes = g_new0 (GtkRequestedSize, children->len + 1);
  gboolean fits = fit (self, children, width, sizes);
  gboolean from_right = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int at = 0;

  for (guint i = 0; i < children->len; i++)
    {
      GtkWidget *child = g_ptr_array_index (children, i);
      GtkAllocation place = { 0, at, width, 0 };

      if (fits)
        {
          place.width = sizes[i].minimum_size;
          place.height = height;
          place.x = from_right ? width - at - place.width : at;
          place.y = 0;
          at += place.width + self->spacing;
        }
      else
        {
          gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &place.height, NULL,
                              NULL);
          at += place.height + self->spacing;
        }
      gtk_widget_size_allocate (child, &place, -1);
    }
}

static void
chatty_fold_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_fold_box_parent_class)->dispose (object);
}

static void
chatty_fold_box_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (prop_id == PROP_SPACING)
    g_value_set_int (value, CHATTY_FOLD_BOX (object)->spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
chatty_fold_box_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  if (prop_id == PROP_SPACING)
    {
      CHATTY_FOLD_BOX (object)->spacing = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (object));
    }
  else
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_fold_box_add_child (GtkBuildable *buildable,
                           GtkBuilder   *builder,
                           GObject      *child,
                           const char   *type)
{
  if (GTK_IS_WIDGET (child))
    gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (buildable));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
chatty_fold_box_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = chatty_fold_box_add_child;
}

static void
chatty_fold_box_class_init (ChattyFoldBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_fold_box_dispose;
  object_class->get_property = chatty_fold_box_get_property;
  object_class->set_property = chatty_fold_box_set_property;
  widget_class->get_request_mode = chatty_fold_box_get_request_mode;
  widget_class->measure = chatty_fold_box_measure;
  widget_class->size_allocate = chatty_fold_box_size_allocate;

  properties[PROP_SPACING] =
    g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT16, 0,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_fold_box_init (ChattyFoldBox *self)
{
}
