/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chatty-trait-row.h"

struct _ChattyTraitRow
{
  GtkListBoxRow parent_instance;

  GtkEntry      *name;
  GtkLabel      *number;
  GtkWidget     *remove;
  GtkScale      *scale;
  GtkAdjustment *adjustment;
  GtkWidget     *duplicate;
};

enum {
  CHANGED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyTraitRow, chatty_trait_row, GTK_TYPE_LIST_BOX_ROW)

static void
update (ChattyTraitRow *self)
{
  const char *name = chatty_trait_row_get_name (self);
  g_autofree char *remove = NULL;
  g_autofree char *number = NULL;

  number = g_strdup_printf ("%+d", (int) round (chatty_trait_row_get_value (self)));
  gtk_label_set_text (self->number, number);
  /* Translators: %s is the name of a trait, as "Openness" */
  remove = g_strdup_printf (_("Remove “%s”"), name);
  gtk_widget_set_tooltip_text (self->remove, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  remove, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  *name != '\0' ? name : _("Trait"),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, number,
                                  -1);
}

static void
name_changed_cb (ChattyTraitRow *self)
{
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
value_changed_cb (ChattyTraitRow *self)
{
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_cb (ChattyTraitRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static gboolean
chatty_trait_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CHATTY_TRAIT_ROW (widget)->name));
}

static void
chatty_trait_row_class_init (ChattyTraitRowClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = chatty_trait_row_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/editor/chatty-trait-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyTraitRow, name);
  gtk_widget_class_bind_template_child (widget_class, ChattyTraitRow, number);
  gtk_widget_class_bind_template_child (widget_class, ChattyTraitRow, remove);
  gtk_widget_class_bind_template_child (widget_class, ChattyTraitRow, scale);
  gtk_widget_class_bind_template_child (widget_class, ChattyTraitRow, adjustment);
  gtk_widget_class_bind_template_child (widget_class, ChattyTraitRow, duplicate);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
chatty_trait_row_init (ChattyTraitRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_scale_add_mark (self->scale, 0, GTK_POS_BOTTOM, NULL);
}

/**
 * chatty_trait_row_new:
 * @name: of the trait
 * @value: how much of it; what is not between -100 and 100 is shown as the
 *   nearest
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
chatty_trait_row_new (const char *name,
                      double      value)
{
  ChattyTraitRow *self = g_object_new (CHATTY_TYPE_TRAIT_ROW, NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  gtk_adjustment_set_value (self->adjustment,
                            isfinite (value) ? CLAMP (value, CHATTY_TRAIT_MIN, CHATTY_TRAIT_MAX)
                                             : 0);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * chatty_trait_row_get_name:
 *
 * Returns: what is entered, maybe ""
 */
const char *
chatty_trait_row_get_name (ChattyTraitRow *self)
{
  g_return_val_if_fail (CHATTY_IS_TRAIT_ROW (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->name));
}

/**
 * chatty_trait_row_get_value:
 *
 * Returns: between -100 and 100, whole
 */
double
chatty_trait_row_get_value (ChattyTraitRow *self)
{
  g_return_val_if_fail (CHATTY_IS_TRAIT_ROW (self), 0);

  return round (gtk_adjustment_get_value (self->adjustment));
}

/**
 * chatty_trait_row_set_duplicate:
 * @duplicate: whether another trait before it has the same name
 */
void
chatty_trait_row_set_duplicate (ChattyTraitRow *self,
                                gboolean        duplicate)
{
  g_return_if_fail (CHATTY_IS_TRAIT_ROW (self));

  gtk_widget_set_visible (self->duplicate, duplicate);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_STATE_INVALID,
                               duplicate ? GTK_ACCESSIBLE_INVALID_TRUE
                                         : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/**
 * chatty_trait_row_set_editable:
 */
void
chatty_trait_row_set_editable (ChattyTraitRow *self,
                               gboolean        editable)
{
  g_return_if_fail (CHATTY_IS_TRAIT_ROW (self));

  gtk_editable_set_editable (GTK_EDITABLE (self->name), editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->scale), editable);
  gtk_widget_set_visible (self->remove, editable);
}
