/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-field.h"
#include "chatty-fold-box.h"

typedef struct {
  GtkLabel  *title_label;
  GtkBox    *suffixes;
  GtkLabel  *hint_label;
  GtkBox    *body;
  GtkLabel  *note_label;
  GtkWidget *problem_box;
  GtkLabel  *problem_label;

  GtkWidget *control;    /* within the body: what the title and problem are about */
  gboolean   editable;
  guint      loading;
} ChattyFieldPrivate;

enum {
  PROP_0,
  PROP_TITLE,
  PROP_HINT,
  PROP_NOTE,
  PROP_PROBLEM,
  PROP_EDITABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ChattyField, chatty_field, GTK_TYPE_WIDGET)

/* Whether the text of @label changed. */
static gboolean
set_text (GtkLabel   *label,
          GtkWidget  *shown,
          const char *text)
{
  if (text == NULL)
    text = "";
  if (g_str_equal (gtk_label_get_text (label), text))
    return FALSE;

  gtk_label_set_text (label, text);
  gtk_widget_set_visible (shown, *text != '\0');
  return TRUE;
}

static const char *
get_text (GtkLabel *label)
{
  const char *text = gtk_label_get_text (label);

  return *text != '\0' ? text : NULL;
}

/* What a screen reader says after the name. */
static void
update_description (ChattyField *self)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);
  const char *problem = get_text (priv->problem_label);
  const char *hint = get_text (priv->hint_label);

  if (priv->control == NULL)
    return;

  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->control),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  problem != NULL ? problem : hint != NULL ? hint : "",
                                  -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (priv->control), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (problem != NULL)
    gtk_widget_add_css_class (priv->control, "error");
  else
    gtk_widget_remove_css_class (priv->control, "error");
}

static gboolean
chatty_field_grab_focus (GtkWidget *widget)
{
  ChattyField *self = CHATTY_FIELD (widget);
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);

  return priv->control != NULL && gtk_widget_grab_focus (priv->control);
}

/* The buttons beside the title come before what is edited, which GTK finds
 * first. */
static gboolean
chatty_field_focus (GtkWidget        *widget,
                    GtkDirectionType  direction)
{
  ChattyField *self = CHATTY_FIELD (widget);
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);
  GtkWidget *suffixes = GTK_WIDGET (priv->suffixes);
  GtkWidget *body = GTK_WIDGET (priv->body);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  gboolean in_suffixes = focus != NULL && gtk_widget_is_ancestor (focus, suffixes);
  gboolean in_body = focus != NULL && gtk_widget_is_ancestor (focus, body);

  if (direction == GTK_DIR_TAB_FORWARD)
    return (!in_body && gtk_widget_child_focus (suffixes, direction)) ||
           gtk_widget_child_focus (body, direction);
  if (direction == GTK_DIR_TAB_BACKWARD)
    return (!in_suffixes && gtk_widget_child_focus (body, direction)) ||
           gtk_widget_child_focus (suffixes, direction);
  return GTK_WIDGET_CLASS (chatty_field_parent_class)->focus (widget, direction);
}

static void
chatty_field_dispose (GObject *object)
{
  ChattyField *self = CHATTY_FIELD (object);
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);
  GtkWidget *child;

  priv->control = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_field_parent_class)->dispose (object);
}

static void
chatty_field_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  ChattyField *self = CHATTY_FIELD (object);
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, chatty_field_get_title (self));
      break;

    case PROP_HINT:
      g_value_set_string (value, get_text (priv->hint_label));
      break;

    case PROP_NOTE:
      g_value_set_string (value, get_text (priv->note_label));
      break;

    case PROP_PROBLEM:
      g_value_set_string (value, chatty_field_get_problem (self));
      break;

    case PROP_EDITABLE:
      g_value_set_boolean (value, priv->editable);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_field_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  ChattyField *self = CHATTY_FIELD (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      chatty_field_set_title (self, g_value_get_string (value));
      break;

    case PROP_HINT:
      chatty_field_set_hint (self, g_value_get_string (value));
      break;

    case PROP_NOTE:
      chatty_field_set_note (self, g_value_get_string (value));
      break;

    case PROP_PROBLEM:
      chatty_field_set_problem (self, g_value_get_string (value));
      break;

    case PROP_EDITABLE:
      chatty_field_set_editable (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_field_class_init (ChattyFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = chatty_field_dispose;
  object_class->get_property = chatty_field_get_property;
  object_class->set_property = chatty_field_set_property;
  widget_class->grab_focus = chatty_field_grab_focus;
  widget_class->focus = chatty_field_focus;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  properties[PROP_EDITABLE] = g_param_spec_boolean ("editable", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CHATTY_TYPE_FOLD_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/editor/chatty-field.ui");
  gtk_widget_class_bind_template_child_private (widget_class, ChattyField, title_label);
  gtk_widget_class_bind_template_child_private (widget_class, ChattyField, suffixes);
  gtk_widget_class_bind_template_child_private (widget_class, ChattyField, hint_label);
  gtk_widget_class_bind_template_child_private (widget_class, ChattyField, body);
  gtk_widget_class_bind_template_child_private (widget_class, ChattyField, note_label);
  gtk_widget_class_bind_template_child_private (widget_class, ChattyField, problem_box);
  gtk_widget_class_bind_template_child_private (widget_class, ChattyField, problem_label);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chatty-field");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_field_init (ChattyField *self)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  priv->editable = TRUE;
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
}

/**
 * chatty_field_get_value:
 *
 * Returns: (transfer full) (nullable): what it holds, %NULL for nothing
 */
JsonNode *
chatty_field_get_value (ChattyField *self)
{
  g_return_val_if_fail (CHATTY_IS_FIELD (self), NULL);

  return CHATTY_FIELD_GET_CLASS (self)->get_value (self);
}

/**
 * chatty_field_set_value:
 * @value: (nullable): what to show
 *
 * Shows a value, unless it is what is there already, so that a cursor stays
 * where it is. Emits no "changed".
 */
void
chatty_field_set_value (ChattyField *self,
                        JsonNode    *value)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);
  g_autoptr (JsonNode) old = NULL;

  g_return_if_fail (CHATTY_IS_FIELD (self));

  old = CHATTY_FIELD_GET_CLASS (self)->get_value (self);
  if (old == value || (old != NULL && value != NULL && json_node_equal (old, value)))
    return;

  priv->loading++;
  CHATTY_FIELD_GET_CLASS (self)->set_value (self, value);
  priv->loading--;
}

/**
 * chatty_field_get_title:
 *
 * Returns: what the field is called
 */
const char *
chatty_field_get_title (ChattyField *self)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);

  g_return_val_if_fail (CHATTY_IS_FIELD (self), NULL);

  return gtk_label_get_text (priv->title_label);
}

/**
 * chatty_field_set_title:
 * @title: (nullable): what the field is called, plain text
 */
void
chatty_field_set_title (ChattyField *self,
                        const char  *title)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);

  g_return_if_fail (CHATTY_IS_FIELD (self));

  if (set_text (priv->title_label, GTK_WIDGET (priv->title_label), title))
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      chatty_field_get_title (self), -1);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
    }
}

/**
 * chatty_field_set_hint:
 * @hint: (nullable): what the field is for, plain text
 */
void
chatty_field_set_hint (ChattyField *self,
                       const char  *hint)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);

  g_return_if_fail (CHATTY_IS_FIELD (self));

  if (set_text (priv->hint_label, GTK_WIDGET (priv->hint_label), hint))
    {
      update_description (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HINT]);
    }
}

/**
 * chatty_field_set_note:
 * @note: (nullable): how much is in it, plain text
 */
void
chatty_field_set_note (ChattyField *self,
                       const char  *note)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);

  g_return_if_fail (CHATTY_IS_FIELD (self));

  if (set_text (priv->note_label, GTK_WIDGET (priv->note_label), note))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}

/**
 * chatty_field_get_problem:
 *
 * Returns: (nullable): why the value cannot stay as it is
 */
const char *
chatty_field_get_problem (ChattyField *self)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);

  g_return_val_if_fail (CHATTY_IS_FIELD (self), NULL);

  return get_text (priv->problem_label);
}

/**
 * chatty_field_set_problem:
 * @problem: (nullable): why the value cannot stay as it is, plain text
 */
void
chatty_field_set_problem (ChattyField *self,
                          const char  *problem)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);

  g_return_if_fail (CHATTY_IS_FIELD (self));

  if (set_text (priv->problem_label, priv->problem_box, problem))
    {
      update_description (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
    }
}

/**
 * chatty_field_get_editable:
 *
 * Returns: whether the person may change it
 */
gboolean
chatty_field_get_editable (ChattyField *self)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);

  g_return_val_if_fail (CHATTY_IS_FIELD (self), FALSE);

  return priv->editable;
}

/**
 * chatty_field_set_editable:
 * @editable: whether the person may change it; it can be read and copied
 *   from in any case
 */
void
chatty_field_set_editable (ChattyField *self,
                           gboolean     editable)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);

  g_return_if_fail (CHATTY_IS_FIELD (self));

  if (priv->editable == editable)
    return;

  priv->editable = editable;
  if (CHATTY_FIELD_GET_CLASS (self)->set_editable != NULL)
    CHATTY_FIELD_GET_CLASS (self)->set_editable (self, editable);
  else
    gtk_widget_set_sensitive (GTK_WIDGET (priv->body), editable);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITABLE]);
}

/**
 * chatty_field_add_suffix:
 * @widget: (transfer floating): a button or the like
 *
 * Puts a widget beside the title.
 */
void
chatty_field_add_suffix (ChattyField *self,
                         GtkWidget   *widget)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);

  g_return_if_fail (CHATTY_IS_FIELD (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_box_append (priv->suffixes, widget);
}

/**
 * chatty_field_set_body:
 * @body: (transfer floating): what the field is edited with
 * @control: (nullable): what in it has the keyboard, and the field's name
 */
void
chatty_field_set_body (ChattyField *self,
                       GtkWidget   *body,
                       GtkWidget   *control)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);

  g_return_if_fail (CHATTY_IS_FIELD (self));
  g_return_if_fail (GTK_IS_WIDGET (body));

  gtk_box_append (priv->body, body);
  priv->control = control;
  if (control != NULL)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (control),
                                    GTK_ACCESSIBLE_RELATION_LABELLED_BY, priv->title_label, NULL,
                                    -1);
}

/**
 * chatty_field_changed:
 *
 * Tells that the person changed the value. Does nothing while a value is set.
 */
void
chatty_field_changed (ChattyField *self)
{
  g_return_if_fail (CHATTY_IS_FIELD (self));

  if (!chatty_field_is_loading (self))
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * chatty_field_is_loading:
 *
 * Returns: whether a change of the widgets is chatty_field_set_value()'s
 */
gboolean
chatty_field_is_loading (ChattyField *self)
{
  ChattyFieldPrivate *priv = chatty_field_get_instance_private (self);

  g_return_val_if_fail (CHATTY_IS_FIELD (self), FALSE);

  return priv->loading > 0;
}
