/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "chatty-long-text-field.h"
#include "chatty-markdown-view.h"
#include "chatty-text-count.h"

/* Counting 200 kB takes milliseconds: not at every key. */
#define COUNT_AFTER_MS 200
/* Pixels: room for what is longer than a paragraph. */
#define TALL 240

struct _ChattyLongTextField
{
  ChattyField parent_instance;

  GtkStack           *stack;
  GtkTextView        *view;
  ChattyMarkdownView *markdown;
  GtkToggleButton    *preview;
  GtkLabel           *count;

  GtkTextBuffer *buffer;
  guint          count_source;
  gboolean       is_set;
};

enum {
  PROP_0,
  PROP_PREVIEW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyLongTextField, chatty_long_text_field, CHATTY_TYPE_FIELD)

static gboolean
count_cb (gpointer user_data)
{
  ChattyLongTextField *self = user_data;
  g_autofree char *text = chatty_long_text_field_dup_text (self);
  g_autofree char *said = NULL;
  ChattyTextCount count;

  self->count_source = 0;
  chatty_text_count (text, &count);
  said = chatty_text_count_say (&count);
  gtk_label_set_text (self->count, count.words > 0 ? said : "");

  return G_SOURCE_REMOVE;
}

static void
changed_cb (ChattyLongTextField *self)
{
  if (self->count_source == 0)
    self->count_source = g_timeout_add (COUNT_AFTER_MS, count_cb, self);
  if (!chatty_field_is_loading (CHATTY_FIELD (self)))
    self->is_set = FALSE;
  chatty_field_changed (CHATTY_FIELD (self));
}

static void
preview_cb (ChattyLongTextField *self)
{
  gboolean active = gtk_toggle_button_get_active (self->preview);

  if (active)
    {
      g_autofree char *text = chatty_long_text_field_dup_text (self);

      chatty_markdown_view_set_text (self->markdown, text, -1);
    }
  gtk_stack_set_visible_child_name (self->stack, active ? "preview" : "text");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREVIEW]);
}

static JsonNode *
chatty_long_text_field_get_value (ChattyField *field)
{
  ChattyLongTextField *self = CHATTY_LONG_TEXT_FIELD (field);
  g_autofree char *text = NULL;

  if (gtk_text_buffer_get_char_count (self->buffer) == 0 && !self->is_set)
    return NULL;
  text = chatty_long_text_field_dup_text (self);
  return json_node_init_string (json_node_alloc (), text);
}

static void
chatty_long_text_field_set_value (ChattyField *field,
                                  JsonNode    *value)
{
  ChattyLongTextField *self = CHATTY_LONG_TEXT_FIELD (field);
  const char *text = NULL;

  if (value != NULL && json_node_get_value_type (value) == G_TYPE_STRING)
    text = json_node_get_string (value);
  self->is_set = text != NULL;
  gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
  if (gtk_toggle_button_get_active (self->preview))
    preview_cb (self);
}

static void
chatty_long_text_field_set_editable (ChattyField *field,
                                     gboolean     editable)
{
  gtk_text_view_set_editable (CHATTY_LONG_TEXT_FIELD (field)->view, editable);
}

static void
chatty_long_text_field_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  ChattyLongTextField *self = CHATTY_LONG_TEXT_FIELD (object);

  switch (prop_id)
    {
    case PROP_PREVIEW:
      g_value_set_boolean (value, gtk_toggle_button_get_active (self->preview));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_long_text_field_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  ChattyLongTextField *self = CHATTY_LONG_TEXT_FIELD (object);

  switch (prop_id)
    {
    case PROP_PREVIEW:
      gtk_toggle_button_set_active (self->preview, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_long_text_field_dispose (GObject *object)
{
  ChattyLongTextField *self = CHATTY_LONG_TEXT_FIELD (object);

  g_clear_handle_id (&self->count_source, g_source_remove);

  G_OBJECT_CLASS (chatty_long_text_field_parent_class)->dispose (object);
}

static void
chatty_long_text_field_class_init (ChattyLongTextFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  ChattyFieldClass *field_class = CHATTY_FIELD_CLASS (klass);

  object_class->dispose = chatty_long_text_field_dispose;
  object_class->get_property = chatty_long_text_field_get_property;
  object_class->set_property = chatty_long_text_field_set_property;
  field_class->get_value = chatty_long_text_field_get_value;
  field_class->set_value = chatty_long_text_field_set_value;
  field_class->set_editable = chatty_long_text_field_set_editable;

  properties[PROP_PREVIEW] =
    g_param_spec_boolean ("preview", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (CHATTY_TYPE_MARKDOWN_VIEW);
}

static void
chatty_long_text_field_init (ChattyLongTextField *self)
{
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  builder = gtk_builder_new_from_resource (
    "/com/chatty/Connectors/ui/editor/chatty-long-text-field.ui");
  self->stack = GTK_STACK (gtk_builder_get_object (builder, "stack"));
  self->view = GTK_TEXT_VIEW (gtk_builder_get_object (builder, "view"));
  self->markdown = CHATTY_MARKDOWN_VIEW (gtk_builder_get_object (builder, "markdown"));
  self->buffer = gtk_text_view_get_buffer (self->view);
  self->count = GTK_LABEL (gtk_builder_get_object (builder, "count"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  chatty_field_set_body (CHATTY_FIELD (self), box, GTK_WIDGET (self->view));

  self->preview = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_mnemonic (_("_Preview")));
  gtk_widget_add_css_class (GTK_WIDGET (self->preview), "flat");
  chatty_field_add_suffix (CHATTY_FIELD (self), GTK_WIDGET (self->preview));

  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->preview, "toggled", G_CALLBACK (preview_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * chatty_long_text_field_new:
 * @with_preview: whether the text is Markdown
 *
 * Returns: (transfer floating): an empty field
 */
GtkWidget *
chatty_long_text_field_new (gboolean with_preview)
{
  ChattyLongTextField *self = g_object_new (CHATTY_TYPE_LONG_TEXT_FIELD, NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->preview), with_preview);
  gtk_widget_set_size_request (GTK_WIDGET (self->stack), -1, with_preview ? TALL : -1);
  return GTK_WIDGET (self);
}

/**
 * chatty_long_text_field_set_counted:
 * @counted: whether it tells how long the text is; not where somebody else
 *   tells how much fits
 */
void
chatty_long_text_field_set_counted (ChattyLongTextField *self,
                                    gboolean             counted)
{
  g_return_if_fail (CHATTY_IS_LONG_TEXT_FIELD (self));

  gtk_widget_set_visible (GTK_WIDGET (self->count), counted);
}

/**
 * chatty_long_text_field_get_buffer:
 *
 * Returns: (transfer none): what is edited
 */
GtkTextBuffer *
chatty_long_text_field_get_buffer (ChattyLongTextField *self)
{
  g_return_val_if_fail (CHATTY_IS_LONG_TEXT_FIELD (self), NULL);

  return self->buffer;
}

/**
 * chatty_long_text_field_dup_text:
 *
 * Returns: (transfer full): the whole text
 */
char *
chatty_long_text_field_dup_text (ChattyLongTextField *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (CHATTY_IS_LONG_TEXT_FIELD (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

/**
 * chatty_long_text_field_type:
 * @text: what is to stand there instead
 *
 * Replaces the text as a person would: it is an edit, and one step back undoes
 * it. Where @text begins as what stands there, only the rest is added.
 */
void
chatty_long_text_field_type (ChattyLongTextField *self,
                             const char          *text)
{
  g_autofree char *old = NULL;
  GtkTextIter start, end;

  g_return_if_fail (CHATTY_IS_LONG_TEXT_FIELD (self));
  g_return_if_fail (text != NULL);

  old = chatty_long_text_field_dup_text (self);
  if (g_str_equal (old, text))
    return;

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  if (g_str_has_prefix (text, old))
    {
      gtk_text_buffer_insert (self->buffer, &end, text + strlen (old), -1);
    }
  else
    {
      gtk_text_buffer_delete (self->buffer, &start, &end);
      gtk_text_buffer_insert (self->buffer, &start, text, -1);
    }
  gtk_text_buffer_end_user_action (self->buffer);
}
