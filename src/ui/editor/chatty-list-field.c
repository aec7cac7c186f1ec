/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-choice-popover.h"
#include "chatty-list-field-row.h"
#include "chatty-list-field.h"

/* What comes from a platform may be of any length; this many have widgets, and
 * the rest is kept behind them. */
#define MAX_ROWS 100

struct _ChattyListField
{
  ChattyField parent_instance;

  GtkListBox          *list;
  GtkLabel            *more;
  GtkWidget           *add;
  GtkMenuButton       *choose;
  ChattyChoicePopover *popover;   /* NULL until it is opened */

  GListModel *choices;   /* nullable */
  GStrv       rest;      /* nullable: what is over MAX_ROWS */
  guint       limit;     /* 0 for none */
  gboolean    is_set;    /* an empty list that came from outside stays one */
};

G_DEFINE_FINAL_TYPE (ChattyListField, chatty_list_field, CHATTY_TYPE_FIELD)

static ChattyListFieldRow *
get_row (ChattyListField *self,
         guint            nth)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, nth);

  return row != NULL ? CHATTY_LIST_FIELD_ROW (row) : NULL;
}

static guint
count_rows (ChattyListField *self)
{
  guint n = 0;

  while (get_row (self, n) != NULL)
    n++;
  return n;
}

static void
update (ChattyListField *self)
{
  guint n = count_rows (self);
  gboolean editable = chatty_field_get_editable (CHATTY_FIELD (self));
  gboolean full = n >= MAX_ROWS || (self->limit > 0 && n >= self->limit);
  gboolean by_choice = self->choices != NULL && g_list_model_get_n_items (self->choices) > 0;

  for (guint i = 0; i < n; i++)
    {
      ChattyListFieldRow *row = get_row (self, i);

      chatty_list_field_row_set_place (row, chatty_field_get_title (CHATTY_FIELD (self)), i, n);
      chatty_list_field_row_set_editable (row, editable);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_visible (self->add, editable && !by_choice);
  gtk_widget_set_visible (GTK_WIDGET (self->choose), editable && by_choice);
  gtk_widget_set_sensitive (self->add, !full);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choose), !full);
  gtk_widget_set_visible (GTK_WIDGET (self->more), self->rest != NULL);
  if (self->rest != NULL)
    {
      guint more = g_strv_length (self->rest);
      g_autofree char *text = NULL;

      text = g_strdup_printf (ngettext ("%'u more is kept and not shown",
                                        "%'u more are kept and not shown", more), more);
      gtk_label_set_text (self->more, text);
    }
}

static void
changed (ChattyListField *self)
{
  self->is_set = FALSE;
  chatty_field_changed (CHATTY_FIELD (self));
}

static void
row_changed_cb (ChattyListField *self)
{
  changed (self);
}

static void
row_removed_cb (ChattyListField    *self,
                ChattyListFieldRow *row)
{
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  ChattyListFieldRow *next;

  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  update (self);
  /* The keyboard stays in the list. */
  next = get_row (self, index);
  if (next == NULL && index > 0)
    next = get_row (self, index - 1);
  gtk_widget_grab_focus (next != NULL ? GTK_WIDGET (next)
                         : gtk_widget_get_visible (self->add) ? self->add
                         : GTK_WIDGET (self->choose));
  changed (self);
}

static void
move_row (ChattyListField    *self,
          ChattyListFieldRow *row,
          int                 to)
{
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (to < 0 || to >= (int) count_rows (self) || to == index)
    return;
  if (focus != NULL && !gtk_widget_is_ancestor (focus, GTK_WIDGET (row)))
    focus = NULL;

  g_object_ref (row);
  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  gtk_list_box_insert (self->list, GTK_WIDGET (row), to);
  g_object_unref (row);
  update (self);
  if (focus != NULL)
    gtk_widget_grab_focus (gtk_widget_is_sensitive (focus) ? focus : GTK_WIDGET (row));
  changed (self);
}

static void
row_moved_cb (ChattyListField    *self,
              int                 by,
              ChattyListFieldRow *row)
{
  move_row (self, row, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + by);
}

static void
row_dropped_cb (ChattyListField    *self,
                ChattyListFieldRow *dropped,
                ChattyListFieldRow *row)
{
  move_row (self, dropped, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)));
}

static void row_entered_cb (ChattyListField    *self,
                            ChattyListFieldRow *row);

static ChattyListFieldRow *
insert_row (ChattyListField *self,
            const char      *text,
            int              position)
{
  ChattyChoice *choice = chatty_choice_find (self->choices, text);
  GtkWidget *row = chatty_list_field_row_new (text,
                                              choice != NULL ? chatty_choice_get_title (choice)
                                                             : NULL);

  g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (row_removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "moved", G_CALLBACK (row_moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "dropped", G_CALLBACK (row_dropped_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "entered", G_CALLBACK (row_entered_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_insert (self->list, row, position);

  return CHATTY_LIST_FIELD_ROW (row);
}

static void
add_cb (ChattyListField *self)
{
  ChattyListFieldRow *row;

  if (!gtk_widget_is_sensitive (self->add))
    return;

  row = insert_row (self, "", -1);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* Enter in a text goes on to the next. */
static void
row_entered_cb (ChattyListField    *self,
                ChattyListFieldRow *row)
{
  ChattyListFieldRow *next;

  next = get_row (self, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + 1);
  if (next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (next));
  else if (*chatty_list_field_row_get_text (row) != '\0')
    add_cb (self);
}

static void
chosen_cb (ChattyListField *self,
           const char      *id)
{
  chatty_list_field_add (self, id);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  ChattyListField *self = user_data;

  if (self->popover != NULL)
    return;
  self->popover = CHATTY_CHOICE_POPOVER (chatty_choice_popover_new ());
  g_signal_connect_object (self->popover, "chosen", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  chatty_choice_popover_set_choices (self->popover, self->choices);
  gtk_menu_button_set_popover (button, GTK_WIDGET (self->popover));
}

static JsonNode *
chatty_list_field_get_value (ChattyField *field)
{
  ChattyListField *self = CHATTY_LIST_FIELD (field);
  g_autoptr (JsonArray) array = json_array_new ();
  ChattyListFieldRow *row;

  for (guint i = 0; (row = get_row (self, i)) != NULL; i++)
    if (*chatty_list_field_row_get_text (row) != '\0')
      json_array_add_string_element (array, chatty_list_field_row_get_text (row));
  for (guint i = 0; self->rest != NULL && self->rest[i] != NULL; i++)
    json_array_add_string_element (array, self->rest[i]);
  if (json_array_get_length (array) == 0 && !self->is_set)
    return NULL;
  return json_node_init_array (json_node_alloc (), array);
}

static void
chatty_list_field_set_value (ChattyField *field,
                             JsonNode    *value)
{
  ChattyListField *self = CHATTY_LIST_FIELD (field);
  g_autoptr (GStrvBuilder) rest = g_strv_builder_new ();
  JsonArray *array = NULL;
  ChattyListFieldRow *row;
  guint n = 0;

  while ((row = get_row (self, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_clear_pointer (&self->rest, g_strfreev);

  if (value != NULL && JSON_NODE_HOLDS_ARRAY (value))
    array = json_node_get_array (value);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) != G_TYPE_STRING)
        continue;
      if (n++ < MAX_ROWS)
        insert_row (self, json_node_get_string (element), -1);
      else
        g_strv_builder_add (rest, json_node_get_string (element));
    }
  if (n > MAX_ROWS)
    self->rest = g_strv_builder_end (rest);
  self->is_set = array != NULL;
  update (self);
}

static void
chatty_list_field_set_editable (ChattyField *field,
                                gboolean     editable)
{
  update (CHATTY_LIST_FIELD (field));
}

static gboolean
chatty_list_field_grab_focus (GtkWidget *widget)
{
  ChattyListField *self = CHATTY_LIST_FIELD (widget);
  ChattyListFieldRow *row = get_row (self, 0);

  return gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row)
                                : gtk_widget_get_visible (self->add) ? self->add
                                : GTK_WIDGET (self->choose));
}

static void
chatty_list_field_dispose (GObject *object)
{
  ChattyListField *self = CHATTY_LIST_FIELD (object);

  g_clear_object (&self->choices);
  g_clear_pointer (&self->rest, g_strfreev);

  G_OBJECT_CLASS (chatty_list_field_parent_class)->dispose (object);
}

static void
chatty_list_field_class_init (ChattyListFieldClass *klass)
{
  ChattyFieldClass *field_class = CHATTY_FIELD_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_list_field_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = chatty_list_field_grab_focus;
  field_class->get_value = chatty_list_field_get_value;
  field_class->set_value = chatty_list_field_set_value;
  field_class->set_editable = chatty_list_field_set_editable;
}

static void
chatty_list_field_init (ChattyListField *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");

  self->more = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->more, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->more), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->more), "dim-label");

  self->add = gtk_button_new_with_mnemonic (_("_Add"));
  gtk_widget_set_halign (self->add, GTK_ALIGN_START);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);

  self->choose = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_use_underline (self->choose, TRUE);
  gtk_menu_button_set_label (self->choose, _("_Add"));
  gtk_menu_button_set_create_popup_func (self->choose, create_popup_cb, self, NULL);
  gtk_widget_set_halign (GTK_WIDGET (self->choose), GTK_ALIGN_START);

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->more));
  gtk_box_append (GTK_BOX (box), self->add);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->choose));
  chatty_field_set_body (CHATTY_FIELD (self), box, GTK_WIDGET (self->list));
  g_signal_connect (self, "notify::title", G_CALLBACK (update), NULL);
  update (self);
}

/**
 * chatty_list_field_new:
 * @add_label: what the button that adds a text says, with a mnemonic
 *
 * Returns: (transfer floating): an empty field
 */
GtkWidget *
chatty_list_field_new (const char *add_label)
{
  ChattyListField *self = g_object_new (CHATTY_TYPE_LIST_FIELD, NULL);

  gtk_button_set_label (GTK_BUTTON (self->add), add_label);
  gtk_menu_button_set_label (self->choose, add_label);
  return GTK_WIDGET (self);
}

/**
 * chatty_list_field_set_choices:
 * @choices: (nullable): a list of #ChattyChoice, from which texts are chosen
 */
void
chatty_list_field_set_choices (ChattyListField *self,
                               GListModel      *choices)
{
  g_autoptr (JsonNode) value = NULL;
  gboolean is_set;

  g_return_if_fail (CHATTY_IS_LIST_FIELD (self));

  /* The rows show what the choices call them. */
  value = chatty_field_get_value (CHATTY_FIELD (self));
  is_set = value != NULL;
  g_set_object (&self->choices, choices);
  if (self->popover != NULL)
    chatty_choice_popover_set_choices (self->popover, choices);
  chatty_field_set_value (CHATTY_FIELD (self), NULL);
  chatty_field_set_value (CHATTY_FIELD (self), is_set ? value : NULL);
  update (self);
}

/**
 * chatty_list_field_set_limit:
 * @limit: how many texts can be added, 0 for as many as one likes
 */
void
chatty_list_field_set_limit (ChattyListField *self,
                             guint            limit)
{
  g_return_if_fail (CHATTY_IS_LIST_FIELD (self));

  self->limit = limit;
  update (self);
}

/**
 * chatty_list_field_add:
 * @text: to stand at the end
 *
 * Adds a text as the person does, once.
 */
void
chatty_list_field_add (ChattyListField *self,
                       const char      *text)
{
  ChattyListFieldRow *row;

  g_return_if_fail (CHATTY_IS_LIST_FIELD (self));
  g_return_if_fail (text != NULL);

  for (guint i = 0; (row = get_row (self, i)) != NULL; i++)
    if (g_str_equal (chatty_list_field_row_get_text (row), text))
      return;

  insert_row (self, text, -1);
  update (self);
  changed (self);
}
