/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-choice-field.h"
#include "chatty-choice-popover.h"

struct _ChattyChoiceField
{
  ChattyField parent_instance;

  GtkEntry            *entry;
  GtkMenuButton       *button;
  GtkLabel            *current;
  GtkButton           *clear;
  GtkLabel            *details;
  ChattyChoicePopover *popover;    /* NULL until it is opened */

  GListModel *choices;   /* nullable */
};

G_DEFINE_FINAL_TYPE (ChattyChoiceField, chatty_choice_field, CHATTY_TYPE_FIELD)

static gboolean
has_focus (GtkEntry *entry)
{
  return gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (entry))));
}

static void
update (ChattyChoiceField *self)
{
  const char *id = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  ChattyChoice *choice = chatty_choice_find (self->choices, id);
  gboolean can_choose = self->choices != NULL && g_list_model_get_n_items (self->choices) > 0;
  gboolean show_entry = !can_choose || (choice == NULL && *id != '\0');
  gboolean editable = chatty_field_get_editable (CHATTY_FIELD (self));
  const char *shown;
  g_autofree char *spoken = NULL;

  shown = choice != NULL ? chatty_choice_get_title (choice)
          : editable ? _("Choose…")
          /* Translators: there is no value */
          : C_("choice", "Not set");
  gtk_label_set_text (self->current, shown);
  spoken = g_strdup_printf ("%s: %s", chatty_field_get_title (CHATTY_FIELD (self)), shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->button), can_choose);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), editable);
  /* The keyboard must not be in what is hidden. */
  if (!show_entry && has_focus (self->entry))
    gtk_widget_grab_focus (GTK_WIDGET (self->button));
  gtk_widget_set_visible (GTK_WIDGET (self->entry), show_entry);
  gtk_widget_set_visible (GTK_WIDGET (self->clear), editable && *id != '\0');
  gtk_label_set_text (self->details, choice != NULL ? chatty_choice_get_details (choice) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->details),
                          choice != NULL && chatty_choice_get_details (choice) != NULL);
}

static void
changed_cb (ChattyChoiceField *self)
{
  /* An entry that is typed in must not go from under the keyboard. */
  if (!has_focus (self->entry))
    update (self);
  chatty_field_changed (CHATTY_FIELD (self));
}

static void
clear_cb (ChattyChoiceField *self)
{
  chatty_choice_field_choose (self, "");
}

static void
chosen_cb (ChattyChoiceField *self,
           const char        *id)
{
  chatty_choice_field_choose (self, id);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  ChattyChoiceField *self = user_data;

  if (self->popover != NULL)
    return;
  self->popover = CHATTY_CHOICE_POPOVER (chatty_choice_popover_new ());
  g_signal_connect_object (self->popover, "chosen", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  chatty_choice_popover_set_choices (self->popover, self->choices);
  gtk_menu_button_set_popover (button, GTK_WIDGET (self->popover));
}

static JsonNode *
chatty_choice_field_get_value (ChattyField *field)
{
  const char *id;

  id = gtk_editable_get_text (GTK_EDITABLE (CHATTY_CHOICE_FIELD (field)->entry));
  return *id != '\0' ? json_node_init_string (json_node_alloc (), id) : NULL;
}

static void
chatty_choice_field_set_value (ChattyField *field,
                               JsonNode    *value)
{
  ChattyChoiceField *self = CHATTY_CHOICE_FIELD (field);
  const char *id = NULL;

  if (value != NULL && json_node_get_value_type (value) == G_TYPE_STRING)
    id = json_node_get_string (value);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), id != NULL ? id : "");
  update (self);
}

static void
chatty_choice_field_set_editable (ChattyField *field,
                                  gboolean     editable)
{
  ChattyChoiceField *self = CHATTY_CHOICE_FIELD (field);

  gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  update (self);
}

static void
chatty_choice_field_dispose (GObject *object)
{
  ChattyChoiceField *self = CHATTY_CHOICE_FIELD (object);

  g_clear_object (&self->choices);

  G_OBJECT_CLASS (chatty_choice_field_parent_class)->dispose (object);
}

static void
chatty_choice_field_class_init (ChattyChoiceFieldClass *klass)
{
  ChattyFieldClass *field_class = CHATTY_FIELD_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_choice_field_dispose;
  field_class->get_value = chatty_choice_field_get_value;
  field_class->set_value = chatty_choice_field_set_value;
  field_class->set_editable = chatty_choice_field_set_editable;
}

static void
chatty_choice_field_init (ChattyChoiceField *self)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("pan-down-symbolic");

  self->entry = GTK_ENTRY (gtk_entry_new ());
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 8);
  gtk_widget_set_hexpand (GTK_WIDGET (self->entry), TRUE);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);

  self->current = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->current, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->current, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->current), TRUE);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->current));
  gtk_box_append (GTK_BOX (content), arrow);
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, content);
  gtk_menu_button_set_create_popup_func (self->button, create_popup_cb, self, NULL);
  gtk_widget_set_hexpand (GTK_WIDGET (self->button), TRUE);

  self->clear = GTK_BUTTON (gtk_button_new_from_icon_name ("edit-clear-symbolic"));
  gtk_widget_add_css_class (GTK_WIDGET (self->clear), "flat");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->clear), _("Clear"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->clear), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Clear"), -1);
  g_signal_connect_object (self->clear, "clicked", G_CALLBACK (clear_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->button));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->clear));
  self->details = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->details, 0);
  gtk_label_set_wrap (self->details, TRUE);
  gtk_label_set_wrap_mode (self->details, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (self->details), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->details), "dim-label");
  gtk_box_append (GTK_BOX (body), box);
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->details));
  chatty_field_set_body (CHATTY_FIELD (self), body, GTK_WIDGET (self->entry));
  g_signal_connect (self, "notify::title", G_CALLBACK (update), NULL);
  update (self);
}

/**
 * chatty_choice_field_new:
 *
 * Returns: (transfer floating): a field without a list
 */
GtkWidget *
chatty_choice_field_new (void)
{
  return g_object_new (CHATTY_TYPE_CHOICE_FIELD, NULL);
}

/**
 * chatty_choice_field_set_choices:
 * @choices: (nullable): a list of #ChattyChoice
 */
void
chatty_choice_field_set_choices (ChattyChoiceField *self,
                                 GListModel        *choices)
{
  g_return_if_fail (CHATTY_IS_CHOICE_FIELD (self));

  g_set_object (&self->choices, choices);
  if (self->popover != NULL)
    chatty_choice_popover_set_choices (self->popover, choices);
  update (self);
}

/**
 * chatty_choice_field_choose:
 * @id: what to take, "" for nothing
 *
 * Chooses as the person does.
 */
void
chatty_choice_field_choose (ChattyChoiceField *self,
                            const char        *id)
{
  g_return_if_fail (CHATTY_IS_CHOICE_FIELD (self));
  g_return_if_fail (id != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), id);
  update (self);
}
