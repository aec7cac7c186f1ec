/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-settings-field.h"

struct _ChattySettingsField
{
  ChattyField parent_instance;

  ChattySettingRows *rows;   /* until it is disposed of */
  gboolean           is_set; /* nothing set, but said to be so */
};

G_DEFINE_FINAL_TYPE (ChattySettingsField, chatty_settings_field, CHATTY_TYPE_FIELD)

static void
changed_cb (ChattySettingsField *self)
{
  self->is_set = FALSE;
  chatty_field_changed (CHATTY_FIELD (self));
}

static JsonNode *
chatty_settings_field_get_value (ChattyField *field)
{
  ChattySettingsField *self = CHATTY_SETTINGS_FIELD (field);
  const char *text = chatty_setting_rows_get_text (self->rows);

  if (*text == '\0' && !self->is_set)
    return NULL;
  return json_node_init_string (json_node_alloc (), text);
}

static void
chatty_settings_field_set_value (ChattyField *field,
                                 JsonNode    *value)
{
  ChattySettingsField *self = CHATTY_SETTINGS_FIELD (field);
  const char *text = NULL;

  if (value != NULL && json_node_get_value_type (value) == G_TYPE_STRING)
    text = json_node_get_string (value);
  self->is_set = text != NULL;
  chatty_setting_rows_set_text (self->rows, text);
}

static void
chatty_settings_field_set_editable (ChattyField *field,
                                    gboolean     editable)
{
  chatty_setting_rows_set_editable (CHATTY_SETTINGS_FIELD (field)->rows, editable);
}

static void
chatty_settings_field_class_init (ChattySettingsFieldClass *klass)
{
  ChattyFieldClass *field_class = CHATTY_FIELD_CLASS (klass);

  field_class->get_value = chatty_settings_field_get_value;
  field_class->set_value = chatty_settings_field_set_value;
  field_class->set_editable = chatty_settings_field_set_editable;
}

static void
chatty_settings_field_init (ChattySettingsField *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "chatty-settings-field");
}

/**
 * chatty_settings_field_new:
 * @settings: (array length=n_settings): what can be set; static
 * @n_settings: how many
 *
 * Returns: (transfer floating): a field where nothing is set
 */
GtkWidget *
chatty_settings_field_new (const ChattySetting *settings,
                           guint                n_settings)
{
  ChattySettingsField *self = g_object_new (CHATTY_TYPE_SETTINGS_FIELD, NULL);

  self->rows = CHATTY_SETTING_ROWS (chatty_setting_rows_new (settings, n_settings));
  g_signal_connect_object (self->rows, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  chatty_field_set_body (CHATTY_FIELD (self), GTK_WIDGET (self->rows), NULL);
  return GTK_WIDGET (self);
}

/**
 * chatty_settings_field_get_rows:
 *
 * Returns: (transfer none): its rows
 */
ChattySettingRows *
chatty_settings_field_get_rows (ChattySettingsField *self)
{
  g_return_val_if_fail (CHATTY_IS_SETTINGS_FIELD (self), NULL);

  return self->rows;
}
