/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-list-name.h"
#include "chatty-slow-start.h"

#include "chatty-sync-field-row.h"
#include "chatty-sync-lines.h"
#include "chatty-sync-list.h"
#include "chatty-sync-step-row.h"
#include "chatty-sync-words.h"

struct _ChattySyncList
{
  GtkWidget parent_instance;

  GtkWidget      *scrolled;
  GtkListView    *list;

  GtkWidget      *head;       /* the row above the lines, NULL if there is none */
  GListStore     *lines;
  GHashTable     *rows;       /* line to the row that shows it */
  ChattySyncLine *current;    /* the question that was gone to */
  guint           n_questions;
};

enum {
  PROP_0,
  PROP_N_QUESTIONS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattySyncList, chatty_sync_list, GTK_TYPE_WIDGET)

static GtkWidget *
row_new (ChattySyncLine *line)
{
  return chatty_sync_line_get_field (line) != NULL ? chatty_sync_field_row_new (line)
                                                   : chatty_sync_step_row_new (line);
}

static void
name_row (GtkWidget      *row,
          ChattySyncLine *line)
{
  const ChattySyncLineText *text = chatty_sync_line_get (line);
  const ChattySyncField *field = chatty_sync_line_get_field (line);
  g_autofree char *words = field != NULL
    ? chatty_sync_words_field (field, text->title, text->is_over)
    : chatty_sync_words_step (text->step, text->title, text->is_over);

  chatty_list_name_set (row, words);
}

/* The first item stands for the head, which is the same widget whenever it
 * comes into sight again. */
static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         ChattySyncList           *self)
{
  gpointer object = gtk_list_item_get_item (item);

  gtk_list_item_set_activatable (item, FALSE);
  if (CHATTY_IS_SYNC_LINE (object))
    {
      GtkWidget *row = row_new (object);

      gtk_list_item_set_child (item, row);
      name_row (row, object);
      g_hash_table_insert (self->rows, object, row);
    }
  else if (self->head != NULL && gtk_widget_get_parent (self->head) == NULL)
    {
      gtk_list_item_set_child (item, self->head);
      chatty_list_name_set (self->head, _("Sums"));
    }
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           ChattySyncList           *self)
{
  gpointer object = gtk_list_item_get_item (item);

  if (g_hash_table_lookup (self->rows, object) == gtk_list_item_get_child (item))
    g_hash_table_remove (self->rows, object);
  gtk_list_item_set_child (item, NULL);
}

static void
chatty_sync_list_dispose (GObject *object)
{
  ChattySyncList *self = CHATTY_SYNC_LIST (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  self->list = NULL;
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->head);
  g_clear_object (&self->lines);
  g_clear_object (&self->current);
  g_clear_pointer (&self->rows, g_hash_table_unref);

  G_OBJECT_CLASS (chatty_sync_list_parent_class)->dispose (object);
}

static void
chatty_sync_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (prop_id == PROP_N_QUESTIONS)
    g_value_set_uint (value, CHATTY_SYNC_LIST (object)->n_questions);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
chatty_sync_list_class_init (ChattySyncListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_sync_list_dispose;
  object_class->get_property = chatty_sync_list_get_property;

  properties[PROP_N_QUESTIONS] =
    g_param_spec_uint ("n-questions", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/sync/chatty-sync-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattySyncList, scrolled);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncList, list);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_sync_list_init (ChattySyncList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->lines = g_list_store_new (CHATTY_TYPE_SYNC_LINE);
  self->rows = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
}

/**
 * chatty_sync_list_new:
 *
 * Returns: (transfer floating): a list of nothing
 */
GtkWidget *
chatty_sync_list_new (void)
{
  return g_object_new (CHATTY_TYPE_SYNC_LIST, NULL);
}

/**
 * chatty_sync_list_set_head:
 * @head: what stands above the lines; set once
 */
void
chatty_sync_list_set_head (ChattySyncList *self,
                           GtkWidget      *head)
{
  g_return_if_fail (CHATTY_IS_SYNC_LIST (self));
  g_return_if_fail (self->head == NULL);

  self->head = g_object_ref_sink (head);
}

/* Given the whole of a long list at once, the view would make 200 rows of it. */
static void
show_lines (ChattySyncList *self)
{
  const char *const head[] = { "", NULL };
  GListStore *parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GtkStringList) first = gtk_string_list_new (self->head != NULL ? head : NULL);
  g_autoptr (GtkNoSelection) selection = NULL;
  GListModel *all;

  g_list_store_append (parts, first);
  g_list_store_append (parts, self->lines);
  all = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (parts)));
  selection = gtk_no_selection_new (chatty_slow_start_new (GTK_WIDGET (self->list), all));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

static void
count_questions (ChattySyncList *self)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lines)); i++)
    {
      g_autoptr (ChattySyncLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i);

      n += chatty_sync_line_get_question (line) != NULL;
    }
  if (n == self->n_questions)
    return;
  self->n_questions = n;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_QUESTIONS]);
}

/**
 * chatty_sync_list_set_lines:
 * @lines: (nullable) (element-type ChattySyncLine): what is shown
 *
 * Shows another plan, or the same one made anew: rows that stay are kept.
 */
void
chatty_sync_list_set_lines (ChattySyncList *self,
                            GPtrArray      *lines)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  g_return_if_fail (CHATTY_IS_SYNC_LIST (self));

  chatty_sync_lines_update (self->lines, lines != NULL ? lines : none);
  if (gtk_list_view_get_model (self->list) == NULL)
    show_lines (self);
  count_questions (self);
}

guint
chatty_sync_list_get_n_questions (ChattySyncList *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_LIST (self), 0);

  return self->n_questions;
}

guint
chatty_sync_list_get_n_open (ChattySyncList *self)
{
  guint n = 0;

  g_return_val_if_fail (CHATTY_IS_SYNC_LIST (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lines)); i++)
    {
      g_autoptr (ChattySyncLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i);

      n += chatty_sync_line_is_open (line);
    }
  return n;
}

/* The line that has the focus, else the one that was gone to. */
static int
find_position (ChattySyncList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, CHATTY_TYPE_SYNC_ROW) : NULL;
  ChattySyncLine *line = self->current;
  guint position;

  if (row != NULL && gtk_widget_is_ancestor (row, GTK_WIDGET (self)))
    line = chatty_sync_row_get_line (CHATTY_SYNC_ROW (row));
  return line != NULL && g_list_store_find (self->lines, line, &position) ? (int) position : -1;
}

static void
go_to (ChattySyncList *self,
       guint           position)
{
  GtkWidget *row;

  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u",
                              position + (self->head != NULL ? 1 : 0));
  row = g_hash_table_lookup (self->rows, self->current);
  if (row != NULL)
    chatty_sync_row_focus_choice (CHATTY_SYNC_ROW (row));
}

/**
 * chatty_sync_list_go:
 * @forward: to the next one, or to the one before
 *
 * Goes to a line that can be decided; from the last one to the first.
 *
 * Returns: whether there is one
 */
gboolean
chatty_sync_list_go (ChattySyncList *self,
                     gboolean        forward)
{
  int n_lines, position;

  g_return_val_if_fail (CHATTY_IS_SYNC_LIST (self), FALSE);

  n_lines = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
  position = find_position (self);
  if (position < 0)
    position = forward ? -1 : n_lines;
  for (int i = 1; i <= n_lines; i++)
    {
      int next = ((forward ? position + i : position - i) + 2 * n_lines) % n_lines;
      g_autoptr (ChattySyncLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), next);

      if (chatty_sync_line_get_question (line) == NULL)
        continue;
      g_set_object (&self->current, line);
      go_to (self, next);
      return TRUE;
    }
  return FALSE;
}

/**
 * chatty_sync_list_choose:
 * @nth: which choice, from 0
 *
 * Returns: whether there was a question with such a choice
 */
gboolean
chatty_sync_list_choose (ChattySyncList *self,
                         guint           nth)
{
  int position;
  g_autoptr (ChattySyncLine) line = NULL;
  GtkWidget *row;

  g_return_val_if_fail (CHATTY_IS_SYNC_LIST (self), FALSE);

  position = find_position (self);
  if (position < 0)
    return FALSE;
  line = g_list_model_get_item (G_LIST_MODEL (self->lines), position);
  row = g_hash_table_lookup (self->rows, line);
  return row != NULL && chatty_sync_row_choose (CHATTY_SYNC_ROW (row), nth);
}
