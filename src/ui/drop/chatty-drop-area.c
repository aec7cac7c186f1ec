/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-drop-area.h"
#include "chatty-text-drop.h"

struct _ChattyDropArea
{
  GtkWidget parent_instance;

  GtkOverlay    *overlay;
  GtkRevealer   *revealer;
  GtkWidget     *veil;
  GtkImage      *icon;
  GtkLabel      *headline;
  GtkLabel      *detail;
  GtkDropTarget *target;
  GtkDropTargetAsync *text_target;

  ChattyDropPlace *place;   /* weak; NULL where a drop is an import */
};

enum {
  PROP_0,
  PROP_CHILD,
  N_PROPS
};

enum {
  DROPPED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void buildable_iface_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyDropArea, chatty_drop_area, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_iface_init))

static GtkBuildableIface *parent_buildable_iface;

static void
set_texts (ChattyDropArea *self,
           const char     *headline,
           const char     *detail,
           gboolean        refused)
{
  gtk_label_set_text (self->headline, headline);
  gtk_label_set_text (self->detail, detail);
  gtk_image_set_from_icon_name (self->icon,
                                refused ? "action-unavailable-symbolic" : "document-save-symbolic");
  if (refused)
    gtk_widget_add_css_class (self->veil, "refused");
  else
    gtk_widget_remove_css_class (self->veil, "refused");
}

/* Says what the drop would do: as soon as it is known, which with some
 * programs is only after the drop. */
static void
describe (ChattyDropArea *self,
          const GValue   *value)
{
  g_autoptr (ChattyDropped) dropped = NULL;
  g_autofree char *headline = NULL;

  if (value == NULL && self->place != NULL)
    {
      headline = chatty_drop_place_describe (self->place, NULL);
      set_texts (self, headline, "", FALSE);
      return;
    }
  if (value == NULL)
    {
      set_texts (self, _("Import"), _("You choose what happens to it before anything is stored."),
                 FALSE);
      return;
    }

  dropped = chatty_dropped_new_for_value (value);
  if (self->place != NULL)
    headline = chatty_drop_place_describe (self->place, dropped);
  if (headline != NULL)
    {
      set_texts (self, headline, "", FALSE);
      return;
    }
  headline = chatty_dropped_describe (dropped);
  if (headline == NULL)
    set_texts (self, _("Cannot be imported"), dropped->reason != NULL ? dropped->reason : "", TRUE);
  else if (dropped->n_refused > 0)
    set_texts (self, headline, dropped->reason, FALSE);
  else
    set_texts (self, headline, _("You choose what happens to it before anything is stored."),
               FALSE);
}

static void
set_revealed (ChattyDropArea *self,
              gboolean        revealed)
{
  if (revealed)
    gtk_widget_set_visible (GTK_WIDGET (self->revealer), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, revealed);
}

static void
child_revealed_cb (GtkRevealer    *revealer,
                   GParamSpec     *pspec,
                   ChattyDropArea *self)
{
  /* Off, it must not even be in the accessible tree. */
  if (!gtk_revealer_get_child_revealed (revealer) && !gtk_revealer_get_reveal_child (revealer))
    gtk_widget_set_visible (GTK_WIDGET (revealer), FALSE);
}

static gboolean
accept_cb (ChattyDropArea *self,
           GdkDrop        *drop,
           GtkDropTarget  *target)
{
  /* What the window itself lends, such as a selected text, is not a drop. */
  if (gdk_drop_get_drag (drop) != NULL)
    return FALSE;

  return (gdk_drop_get_actions (drop) & GDK_ACTION_COPY) != 0 &&
         gdk_content_formats_match (gdk_drop_get_formats (drop),
                                    gtk_drop_target_get_formats (target));
}

static GdkDragAction
enter_cb (ChattyDropArea *self,
          double          x,
          double          y,
          GtkDropTarget  *target)
{
  describe (self, gtk_drop_target_get_value (target));
  set_revealed (self, TRUE);
  return GDK_ACTION_COPY;
}

static void
leave_cb (ChattyDropArea *self,
          GtkDropTarget  *target)
{
  set_revealed (self, FALSE);
}

static void
value_changed_cb (ChattyDropArea *self,
                  GParamSpec     *pspec,
                  GtkDropTarget  *target)
{
  const GValue *value = gtk_drop_target_get_value (target);

  if (value != NULL)
    describe (self, value);
}

static gboolean
drop_cb (ChattyDropArea *self,
         const GValue   *value,
         double          x,
         double          y,
         GtkDropTarget  *target)
{
  set_revealed (self, FALSE);
  return chatty_drop_area_drop (self, value);
}

/* A second target for the old names of text, asked for only where the first
 * finds nothing that it knows. */

static gboolean
accept_text_cb (ChattyDropArea     *self,
                GdkDrop            *drop,
                GtkDropTargetAsync *target)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);

  return gdk_drop_get_drag (drop) == NULL &&
         (gdk_drop_get_actions (drop) & GDK_ACTION_COPY) != 0 &&
         !gdk_content_formats_match (formats, gtk_drop_target_get_formats (self->target)) &&
         gdk_content_formats_match (formats, gtk_drop_target_async_get_formats (target));
}

static GdkDragAction
enter_text_cb (ChattyDropArea     *self,
               GdkDrop            *drop,
               double              x,
               double              y,
               GtkDropTargetAsync *target)
{
  set_texts (self, _("Import the text"),
             _("You choose what happens to it before anything is stored."), FALSE);
  set_revealed (self, TRUE);
  return GDK_ACTION_COPY;
}

static void
leave_text_cb (ChattyDropArea     *self,
               GdkDrop            *drop,
               GtkDropTargetAsync *target)
{
  set_revealed (self, FALSE);
}

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GdkDrop *drop = GDK_DROP (source);
  g_autoptr (ChattyDropArea) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  char *text;

  text = chatty_text_drop_read_finish (result, &error);
  if (text == NULL)
    {
      g_autoptr (ChattyDropped) refused = chatty_dropped_new_for_files (NULL, 0);

      refused->n_refused = 1;
      refused->reason = g_strdup (error->message);
      gdk_drop_finish (drop, 0);
      g_signal_emit (self, signals[DROPPED], 0, refused);
      return;
    }

  g_value_init (&value, G_TYPE_STRING);
  g_value_take_string (&value, text);
  gdk_drop_finish (drop, chatty_drop_area_drop (self, &value) ? GDK_ACTION_COPY : 0);
}

static gboolean
drop_text_cb (ChattyDropArea     *self,
              GdkDrop            *drop,
              double              x,
              double              y,
              GtkDropTargetAsync *target)
{
  set_revealed (self, FALSE);
  chatty_text_drop_read_async (drop, NULL, text_read_cb, g_object_ref (self));
  return TRUE;
}

static void
chatty_drop_area_add_child (GtkBuildable *buildable,
                            GtkBuilder   *builder,
                            GObject      *child,
                            const char   *type)
{
  ChattyDropArea *self = CHATTY_DROP_AREA (buildable);

  /* The template's own overlay arrives here too, before it is bound. */
  if (GTK_IS_WIDGET (child) && self->overlay != NULL)
    chatty_drop_area_set_child (self, GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
buildable_iface_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = chatty_drop_area_add_child;
}

static void
chatty_drop_area_dispose (GObject *object)
{
  ChattyDropArea *self = CHATTY_DROP_AREA (object);

  g_clear_weak_pointer (&self->place);
  if (self->overlay != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->overlay));
  self->overlay = NULL;

  G_OBJECT_CLASS (chatty_drop_area_parent_class)->dispose (object);
}

static void
chatty_drop_area_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  ChattyDropArea *self = CHATTY_DROP_AREA (object);

  switch (prop_id)
    {
    case PROP_CHILD:
      g_value_set_object (value, chatty_drop_area_get_child (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_drop_area_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  ChattyDropArea *self = CHATTY_DROP_AREA (object);

  switch (prop_id)
    {
    case PROP_CHILD:
      chatty_drop_area_set_child (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_drop_area_class_init (ChattyDropAreaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_drop_area_dispose;
  object_class->get_property = chatty_drop_area_get_property;
  object_class->set_property = chatty_drop_area_set_property;

  properties[PROP_CHILD] =
    g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[DROPPED] =
    g_signal_new ("dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/drop/chatty-drop-area.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyDropArea, overlay);
  gtk_widget_class_bind_template_child (widget_class, ChattyDropArea, revealer);
  gtk_widget_class_bind_template_child (widget_class, ChattyDropArea, veil);
  gtk_widget_class_bind_template_child (widget_class, ChattyDropArea, icon);
  gtk_widget_class_bind_template_child (widget_class, ChattyDropArea, headline);
  gtk_widget_class_bind_template_child (widget_class, ChattyDropArea, detail);
  gtk_widget_class_bind_template_child (widget_class, ChattyDropArea, target);
  gtk_widget_class_bind_template_child (widget_class, ChattyDropArea, text_target);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, enter_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, child_revealed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_drop_area_init (ChattyDropArea *self)
{
  /* Files first: whoever offers files also offers their names as text. */
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE, G_TYPE_STRING };
  g_autoptr (GdkContentFormats) text_formats = chatty_text_drop_get_formats ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_target_set_gtypes (self->target, types, G_N_ELEMENTS (types));
  gtk_drop_target_async_set_formats (self->text_target, text_formats);
  describe (self, NULL);
}

/**
 * chatty_drop_area_new:
 *
 * Returns: (transfer floating): an area without a child
 */
GtkWidget *
chatty_drop_area_new (void)
{
  return g_object_new (CHATTY_TYPE_DROP_AREA, NULL);
}

/**
 * chatty_drop_area_get_child:
 *
 * Returns: (nullable): what the area covers
 */
GtkWidget *
chatty_drop_area_get_child (ChattyDropArea *self)
{
  g_return_val_if_fail (CHATTY_IS_DROP_AREA (self), NULL);

  return gtk_overlay_get_child (self->overlay);
}

/**
 * chatty_drop_area_set_child:
 * @child: (nullable): what the area covers
 */
void
chatty_drop_area_set_child (ChattyDropArea *self,
                            GtkWidget      *child)
{
  g_return_if_fail (CHATTY_IS_DROP_AREA (self));

  if (gtk_overlay_get_child (self->overlay) == child)
    return;

  gtk_overlay_set_child (self->overlay, child);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

/**
 * chatty_drop_area_drop:
 * @value: a #GdkFileList, a #GFile or a string
 *
 * Does what a drop of @value does.
 *
 * Returns: whether anything of it was taken
 */
gboolean
chatty_drop_area_drop (ChattyDropArea *self,
                       const GValue   *value)
{
  g_autoptr (ChattyDropped) dropped = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (CHATTY_IS_DROP_AREA (self), FALSE);

  dropped = chatty_dropped_new_for_value (value);
  if (self->place != NULL)
    text = chatty_drop_place_describe (self->place, dropped);
  if (text != NULL)
    {
      chatty_drop_place_take (self->place, dropped);
      return TRUE;
    }
  g_signal_emit (self, signals[DROPPED], 0, dropped);
  return dropped->text != NULL || chatty_dropped_get_n_files (dropped) > 0;
}

/**
 * chatty_drop_area_get_place:
 *
 * Returns: (transfer none) (nullable): for whom drops are at present
 */
ChattyDropPlace *
chatty_drop_area_get_place (ChattyDropArea *self)
{
  g_return_val_if_fail (CHATTY_IS_DROP_AREA (self), NULL);

  return self->place;
}

/**
 * chatty_drop_area_set_place:
 * @place: (nullable): for whom drops are; what it does not want is an import
 */
void
chatty_drop_area_set_place (ChattyDropArea  *self,
                            ChattyDropPlace *place)
{
  g_return_if_fail (CHATTY_IS_DROP_AREA (self));

  g_set_weak_pointer (&self->place, place);
}
