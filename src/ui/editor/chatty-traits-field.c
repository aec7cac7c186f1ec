/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-trait-row.h"
#include "chatty-traits-field.h"

/* What comes from a platform may be of any length. */
#define MAX_ROWS 60

struct _ChattyTraitsField
{
  ChattyField parent_instance;

  GtkListBox *list;
  GtkWidget  *add;

  JsonObject *rest;     /* nullable: what is over MAX_ROWS */
  guint       limit;    /* 0 for none */
  gboolean    is_set;
};

G_DEFINE_FINAL_TYPE (ChattyTraitsField, chatty_traits_field, CHATTY_TYPE_FIELD)

static ChattyTraitRow *
get_row (ChattyTraitsField *self,
         guint              nth)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, nth);

  return row != NULL ? CHATTY_TRAIT_ROW (row) : NULL;
}

static void
update (ChattyTraitsField *self)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean editable = chatty_field_get_editable (CHATTY_FIELD (self));
  ChattyTraitRow *row;
  guint n = 0;

  for (n = 0; (row = get_row (self, n)) != NULL; n++)
    {
      const char *name = chatty_trait_row_get_name (row);

      chatty_trait_row_set_editable (row, editable);
      chatty_trait_row_set_duplicate (row, *name != '\0' &&
                                           !g_hash_table_add (names, (gpointer) name));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_visible (self->add, editable);
  gtk_widget_set_sensitive (self->add, n < MAX_ROWS && (self->limit == 0 || n < self->limit));
}

static void
changed_cb (ChattyTraitsField *self)
{
  update (self);
  self->is_set = FALSE;
  chatty_field_changed (CHATTY_FIELD (self));
}

static void
removed_cb (ChattyTraitsField *self,
            ChattyTraitRow    *row)
{
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  ChattyTraitRow *next;

  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  next = get_row (self, index > 0 ? index - 1 : 0);
  gtk_widget_grab_focus (next != NULL ? GTK_WIDGET (next) : self->add);
  changed_cb (self);
}

static ChattyTraitRow *
append_row (ChattyTraitsField *self,
            const char        *name,
            double             value)
{
  GtkWidget *row = chatty_trait_row_new (name, value);

  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, row);

  return CHATTY_TRAIT_ROW (row);
}

static void
add_cb (ChattyTraitsField *self)
{
  ChattyTraitRow *row = append_row (self, "", 0);

  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static JsonNode *
chatty_traits_field_get_value (ChattyField *field)
{
  ChattyTraitsField *self = CHATTY_TRAITS_FIELD (field);
  g_autoptr (JsonObject) object = json_object_new ();
  ChattyTraitRow *row;

  for (guint i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      const char *name = chatty_trait_row_get_name (row);

      if (*name != '\0' && !json_object_has_member (object, name))
        json_object_set_double_member (object, name, chatty_trait_row_get_value (row));
    }
  if (self->rest != NULL)
    {
      g_autoptr (GList) names = json_object_get_members (self->rest);

      for (GList *l = names; l != NULL; l = l->next)
        if (!json_object_has_member (object, l->data))
          json_object_set_double_member (object, l->data,
                                         json_object_get_double_member (self->rest, l->data));
    }
  if (json_object_get_size (object) == 0 && !self->is_set)
    return NULL;
  return json_node_init_object (json_node_alloc (), object);
}

static void
chatty_traits_field_set_value (ChattyField *field,
                               JsonNode    *value)
{
  ChattyTraitsField *self = CHATTY_TRAITS_FIELD (field);
  g_autoptr (GList) names = NULL;
  JsonObject *object = NULL;
  ChattyTraitRow *row;
  guint n = 0;

  while ((row = get_row (self, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_clear_pointer (&self->rest, json_object_unref);

  if (value != NULL && JSON_NODE_HOLDS_OBJECT (value))
    object = json_node_get_object (value);
  if (object != NULL)
    names = json_object_get_members (object);
  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonNode *member = json_object_get_member (object, l->data);
      double number;

      if (!JSON_NODE_HOLDS_VALUE (member) ||
          (json_node_get_value_type (member) != G_TYPE_DOUBLE &&
           json_node_get_value_type (member) != G_TYPE_INT64))
        continue;
      number = json_node_get_double (member);
      if (n++ < MAX_ROWS)
        {
          append_row (self, l->data, number);
        }
      else
        {
          if (self->rest == NULL)
            self->rest = json_object_new ();
          json_object_set_double_member (self->rest, l->data, number);
        }
    }
  self->is_set = object != NULL;
  update (self);
}

static void
chatty_traits_field_set_editable (ChattyField *field,
                                  gboolean     editable)
{
  update (CHATTY_TRAITS_FIELD (field));
}

static gboolean
chatty_traits_field_grab_focus (GtkWidget *widget)
{
  ChattyTraitsField *self = CHATTY_TRAITS_FIELD (widget);
  ChattyTraitRow *row = get_row (self, 0);

  return gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : self->add);
}

static void
chatty_traits_field_dispose (GObject *object)
{
  ChattyTraitsField *self = CHATTY_TRAITS_FIELD (object);

  g_clear_pointer (&self->rest, json_object_unref);

  G_OBJECT_CLASS (chatty_traits_field_parent_class)->dispose (object);
}

static void
chatty_traits_field_class_init (ChattyTraitsFieldClass *klass)
{
  ChattyFieldClass *field_class = CHATTY_FIELD_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_traits_field_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = chatty_traits_field_grab_focus;
  field_class->get_value = chatty_traits_field_get_value;
  field_class->set_value = chatty_traits_field_set_value;
  field_class->set_editable = chatty_traits_field_set_editable;
}

static void
chatty_traits_field_init (ChattyTraitsField *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  self->add = gtk_button_new_with_mnemonic (_("Add _Trait"));
  gtk_widget_set_halign (self->add, GTK_ALIGN_START);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), self->add);
  chatty_field_set_body (CHATTY_FIELD (self), box, GTK_WIDGET (self->list));
  update (self);
}

/**
 * chatty_traits_field_new:
 *
 * Returns: (transfer floating): a field without traits
 */
GtkWidget *
chatty_traits_field_new (void)
{
  return g_object_new (CHATTY_TYPE_TRAITS_FIELD, NULL);
}

/**
 * chatty_traits_field_set_limit:
 * @limit: how many traits can be added, 0 for as many as one likes
 */
void
chatty_traits_field_set_limit (ChattyTraitsField *self,
                               guint              limit)
{
  g_return_if_fail (CHATTY_IS_TRAITS_FIELD (self));

  self->limit = limit;
  update (self);
}
