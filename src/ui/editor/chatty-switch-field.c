/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-switch-field.h"

struct _ChattySwitchField
{
  ChattyField parent_instance;

  GtkSwitch *toggle;
  gboolean   is_set;
};

G_DEFINE_FINAL_TYPE (ChattySwitchField, chatty_switch_field, CHATTY_TYPE_FIELD)

static void
active_cb (ChattySwitchField *self)
{
  self->is_set = TRUE;
  chatty_field_changed (CHATTY_FIELD (self));
}

static JsonNode *
chatty_switch_field_get_value (ChattyField *field)
{
  ChattySwitchField *self = CHATTY_SWITCH_FIELD (field);

  if (!self->is_set)
    return NULL;
  return json_node_init_string (json_node_alloc (),
                                gtk_switch_get_active (self->toggle) ? "true" : "false");
}

static void
chatty_switch_field_set_value (ChattyField *field,
                               JsonNode    *value)
{
  ChattySwitchField *self = CHATTY_SWITCH_FIELD (field);
  const char *text = NULL;

  if (value != NULL && json_node_get_value_type (value) == G_TYPE_STRING)
    text = json_node_get_string (value);
  gtk_switch_set_active (self->toggle, g_strcmp0 (text, "true") == 0);
  self->is_set = text != NULL && *text != '\0';
}

static void
chatty_switch_field_class_init (ChattySwitchFieldClass *klass)
{
  ChattyFieldClass *field_class = CHATTY_FIELD_CLASS (klass);

  field_class->get_value = chatty_switch_field_get_value;
  field_class->set_value = chatty_switch_field_set_value;
}

static void
chatty_switch_field_init (ChattySwitchField *self)
{
  self->toggle = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_halign (GTK_WIDGET (self->toggle), GTK_ALIGN_START);
  g_signal_connect_object (self->toggle, "notify::active", G_CALLBACK (active_cb), self,
                           G_CONNECT_SWAPPED);
  chatty_field_set_body (CHATTY_FIELD (self), GTK_WIDGET (self->toggle),
                         GTK_WIDGET (self->toggle));
}

/**
 * chatty_switch_field_new:
 *
 * Returns: (transfer floating): a field that is not set
 */
GtkWidget *
chatty_switch_field_new (void)
{
  return g_object_new (CHATTY_TYPE_SWITCH_FIELD, NULL);
}
