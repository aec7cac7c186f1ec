/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-text-field.h"

/* Longer is not refused, it comes from a file or a platform; but nobody types
 * more than this into one line. */
#define MAX_CHARACTERS 4000

struct _ChattyTextField
{
  ChattyField parent_instance;

  GtkEntry *entry;
  gboolean  is_set;    /* an empty text that came from outside stays one */
};

G_DEFINE_FINAL_TYPE (ChattyTextField, chatty_text_field, CHATTY_TYPE_FIELD)

static void
changed_cb (ChattyTextField *self)
{
  if (!chatty_field_is_loading (CHATTY_FIELD (self)))
    self->is_set = FALSE;
  chatty_field_changed (CHATTY_FIELD (self));
}

static JsonNode *
chatty_text_field_get_value (ChattyField *field)
{
  ChattyTextField *self = CHATTY_TEXT_FIELD (field);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (*text == '\0' && !self->is_set)
    return NULL;
  return json_node_init_string (json_node_alloc (), text);
}

static void
chatty_text_field_set_value (ChattyField *field,
                             JsonNode    *value)
{
  ChattyTextField *self = CHATTY_TEXT_FIELD (field);
  const char *text = NULL;

  if (value != NULL && json_node_get_value_type (value) == G_TYPE_STRING)
    text = json_node_get_string (value);
  self->is_set = text != NULL;
  gtk_entry_set_max_length (self->entry,
                            text != NULL && g_utf8_strlen (text, -1) > MAX_CHARACTERS
                              ? 0 : MAX_CHARACTERS);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
}

static void
chatty_text_field_set_editable (ChattyField *field,
                                gboolean     editable)
{
  gtk_editable_set_editable (GTK_EDITABLE (CHATTY_TEXT_FIELD (field)->entry), editable);
}

static void
chatty_text_field_class_init (ChattyTextFieldClass *klass)
{
  ChattyFieldClass *field_class = CHATTY_FIELD_CLASS (klass);

  field_class->get_value = chatty_text_field_get_value;
  field_class->set_value = chatty_text_field_set_value;
  field_class->set_editable = chatty_text_field_set_editable;
}

static void
chatty_text_field_init (ChattyTextField *self)
{
  self->entry = GTK_ENTRY (gtk_entry_new ());
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 8);
  gtk_entry_set_max_length (self->entry, MAX_CHARACTERS);
  gtk_widget_set_hexpand (GTK_WIDGET (self->entry), TRUE);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  chatty_field_set_body (CHATTY_FIELD (self), GTK_WIDGET (self->entry),
                         GTK_WIDGET (self->entry));
}

/**
 * chatty_text_field_new:
 * @purpose: what is entered
 *
 * Returns: (transfer floating): an empty field
 */
GtkWidget *
chatty_text_field_new (GtkInputPurpose purpose)
{
  ChattyTextField *self = g_object_new (CHATTY_TYPE_TEXT_FIELD, NULL);

  gtk_entry_set_input_purpose (self->entry, purpose);
  return GTK_WIDGET (self);
}
