/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <string.h>

#include <adwaita.h>

#include "chatty-list-update.h"
#include "chatty-remote-list.h"
#include "chatty-slow-start.h"
#include "chatty-trouble.h"

/* A spinner that only flashes tells nothing. */
#define SPINNER_AFTER_MS 200

struct _ChattyRemoteList
{
  GtkWidget parent_instance;

  GtkStack      *stack;
  GtkSpinner    *spinner;
  ChattyTrouble *failed;
  AdwStatusPage *empty;
  ChattyTrouble *stale;
  GtkListView   *view;

  ChattyRowParts      parts;
  ChattyDescribeFunc  describe;
  gpointer            user_data;
  GListStore         *items;
  GtkFilterListModel *found;
  GtkCustomFilter    *filter;
  char               *wanted;   /* folded; NULL for everything */
  guint               waiting;
  gboolean            has_list;
};

enum {
  RETRY,
  ACTIVATED,
  SWITCHED,
  CHECKED,
  ADDED,
  DELETED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyRemoteList, chatty_remote_list, GTK_TYPE_WIDGET)

static void
show (ChattyRemoteList *self,
      const char       *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "loading"));
}

static void
show_list (ChattyRemoteList *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0)
    show (self, "empty");
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->found)) == 0)
    show (self, "none");
  else
    show (self, "list");
}

static gboolean
still_waiting_cb (gpointer user_data)
{
  ChattyRemoteList *self = user_data;

  self->waiting = 0;
  show (self, "loading");
  return G_SOURCE_REMOVE;
}

static void
retry_cb (ChattyRemoteList *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

static void
activate_cb (ChattyRemoteList *self,
             guint             position)
{
  g_autoptr (ChattyRemoteItem) item = NULL;

  item = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->view)), position);
  if (item == NULL)
    return;
  if ((self->parts & CHATTY_ROW_OPENS) != 0)
    g_signal_emit (self, signals[ACTIVATED], 0, item);
  else if ((self->parts & CHATTY_ROW_CHECK) != 0 &&
           !chatty_remote_item_has (item, CHATTY_REMOTE_BUSY))
    g_signal_emit (self, signals[CHECKED], 0, item,
                   !chatty_remote_item_has (item, CHATTY_REMOTE_CHECKED));
}

static void
switched_cb (ChattyRemoteList *self,
             ChattyRemoteItem *item,
             gboolean          on)
{
  g_signal_emit (self, signals[SWITCHED], 0, item, on);
}

static void
checked_cb (ChattyRemoteList *self,
            ChattyRemoteItem *item,
            gboolean          checked)
{
  g_signal_emit (self, signals[CHECKED], 0, item, checked);
}

static void
added_cb (ChattyRemoteList *self,
          ChattyRemoteItem *item)
{
  g_signal_emit (self, signals[ADDED], 0, item);
}

static void
deleted_cb (ChattyRemoteList *self,
            ChattyRemoteItem *item)
{
  g_signal_emit (self, signals[DELETED], 0, item);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item,
          ChattyRemoteList         *self)
{
  GtkWidget *row = chatty_remote_row_new (self->parts, self->describe, self->user_data);

  g_signal_connect_object (row, "switched", G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "checked", G_CALLBACK (checked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "deleted", G_CALLBACK (deleted_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_activatable (list_item,
                                 (self->parts & (CHATTY_ROW_OPENS | CHATTY_ROW_CHECK)) != 0);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         ChattyRemoteList         *self)
{
  chatty_remote_row_set_item (CHATTY_REMOTE_ROW (gtk_list_item_get_child (list_item)),
                              gtk_list_item_get_item (list_item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item,
           ChattyRemoteList         *self)
{
  chatty_remote_row_set_item (CHATTY_REMOTE_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static gboolean
filter_cb (gpointer item,
           gpointer user_data)
{
  ChattyRemoteList *self = user_data;
  ChattyRowText text = { NULL };
  g_autofree char *folded = NULL;

  if (self->wanted == NULL)
    return TRUE;
  self->describe (item, &text, self->user_data);
  folded = g_utf8_casefold (text.title, -1);
  g_free (text.title);
  g_free (text.subtitle);
  g_free (text.question);
  g_free (text.switch_name);
  return strstr (folded, self->wanted) != NULL;
}

static void
chatty_remote_list_dispose (GObject *object)
{
  ChattyRemoteList *self = CHATTY_REMOTE_LIST (object);
  GtkWidget *child;

  g_clear_handle_id (&self->waiting, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_remote_list_parent_class)->dispose (object);
}

static void
chatty_remote_list_finalize (GObject *object)
{
  ChattyRemoteList *self = CHATTY_REMOTE_LIST (object);

  g_object_unref (self->items);
  g_object_unref (self->found);
  g_free (self->wanted);

  G_OBJECT_CLASS (chatty_remote_list_parent_class)->finalize (object);
}

static void
chatty_remote_list_class_init (ChattyRemoteListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_remote_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_remote_list_finalize;

  signals[RETRY] = g_signal_new ("retry", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, CHATTY_TYPE_REMOTE_ITEM);
  signals[SWITCHED] = g_signal_new ("switched", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 2, CHATTY_TYPE_REMOTE_ITEM, G_TYPE_BOOLEAN);
  signals[CHECKED] = g_signal_new ("checked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, CHATTY_TYPE_REMOTE_ITEM, G_TYPE_BOOLEAN);
  signals[ADDED] = g_signal_new ("added", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, CHATTY_TYPE_REMOTE_ITEM);
  signals[DELETED] = g_signal_new ("deleted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, CHATTY_TYPE_REMOTE_ITEM);

  g_type_ensure (CHATTY_TYPE_TROUBLE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-remote-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteList, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteList, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteList, failed);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteList, empty);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteList, stale);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteList, view);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_remote_list_init (ChattyRemoteList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);

  self->items = g_list_store_new (CHATTY_TYPE_REMOTE_ITEM);
  self->filter = gtk_custom_filter_new (filter_cb, self, NULL);
  self->found = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->items)),
                                           GTK_FILTER (self->filter));
}

/**
 * chatty_remote_list_new:
 * @parts: what rows have beside their texts
 * @name: what the list holds, for those who cannot see
 * @describe: gives the texts of an item
 * @user_data: for @describe; outlives the list
 *
 * Returns: (transfer floating): a list that shows nothing so far
 */
GtkWidget *
chatty_remote_list_new (ChattyRowParts      parts,
                        const char         *name,
                        ChattyDescribeFunc  describe,
                        gpointer            user_data)
{
  ChattyRemoteList *self = g_object_new (CHATTY_TYPE_REMOTE_LIST, NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->parts = parts;
  self->describe = describe;
  self->user_data = user_data;
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->view, factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}

/**
 * chatty_remote_list_set_account:
 * @account_id: whose settings are opened where signing in again helps
 */
void
chatty_remote_list_set_account (ChattyRemoteList *self,
                                const char       *account_id)
{
  g_return_if_fail (CHATTY_IS_REMOTE_LIST (self));

  chatty_trouble_set_account (self->failed, account_id);
  chatty_trouble_set_account (self->stale, account_id);
}

/**
 * chatty_remote_list_set_empty:
 * @icon_name: an icon
 * @title: that there is nothing, in a few words
 * @description: what this is, and the one thing to do; plain text
 */
void
chatty_remote_list_set_empty (ChattyRemoteList *self,
                              const char       *icon_name,
                              const char       *title,
                              const char       *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  g_return_if_fail (CHATTY_IS_REMOTE_LIST (self));

  adw_status_page_set_icon_name (self->empty, icon_name);
  adw_status_page_set_title (self->empty, title);
  /* The description of a status page is always markup. */
  adw_status_page_set_description (self->empty, escaped);
}

/**
 * chatty_remote_list_begin:
 *
 * Says that the platform is being asked. What is shown already stays.
 */
void
chatty_remote_list_begin (ChattyRemoteList *self)
{
  g_return_if_fail (CHATTY_IS_REMOTE_LIST (self));

  gtk_widget_set_visible (GTK_WIDGET (self->stale), FALSE);
  if (self->has_list || self->waiting != 0)
    return;
  show (self, "blank");
  self->waiting = g_timeout_add (SPINNER_AFTER_MS, still_waiting_cb, self);
}

/**
 * chatty_remote_list_take:
 * @items: (element-type ChattyRemoteItem): what the platform has
 *
 * Shows what came.
 */
void
chatty_remote_list_take (ChattyRemoteList *self,
                         GPtrArray        *items)
{
  g_return_if_fail (CHATTY_IS_REMOTE_LIST (self));

  g_clear_handle_id (&self->waiting, g_source_remove);
  self->has_list = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->stale), FALSE);
  chatty_list_update (self->items, items, chatty_remote_item_take);
  if (self->wanted != NULL)
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  if (gtk_list_view_get_model (self->view) == NULL)
    {
      GListModel *slow = chatty_slow_start_new (GTK_WIDGET (self->view),
                                                G_LIST_MODEL (g_object_ref (self->found)));
      g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (slow);

      gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
    }
  show_list (self);
}

/**
 * chatty_remote_list_fail:
 * @error: why nothing came
 *
 * Says so: over what is there, or instead of it where there is nothing.
 */
void
chatty_remote_list_fail (ChattyRemoteList *self,
                         const GError     *error)
{
  g_return_if_fail (CHATTY_IS_REMOTE_LIST (self));

  g_clear_handle_id (&self->waiting, g_source_remove);
  if (self->has_list && g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0)
    {
      chatty_trouble_set_error (self->stale, error);
      gtk_widget_set_visible (GTK_WIDGET (self->stale), TRUE);
      show_list (self);
      return;
    }
  self->has_list = FALSE;
  chatty_trouble_set_error (self->failed, error);
  show (self, "failed");
}

/**
 * chatty_remote_list_remove:
 * @item: what is gone
 *
 * Returns: whether it was in the list; if not, the list was read anew in the
 *   meantime and may still show it
 */
gboolean
chatty_remote_list_remove (ChattyRemoteList *self,
                           ChattyRemoteItem *item)
{
  guint position;

  g_return_val_if_fail (CHATTY_IS_REMOTE_LIST (self), FALSE);

  if (!g_list_store_find (self->items, item, &position))
    return FALSE;
  g_list_store_remove (self->items, position);
  show_list (self);
  return TRUE;
}

/**
 * chatty_remote_list_search:
 * @text: (nullable): what titles must hold
 */
void
chatty_remote_list_search (ChattyRemoteList *self,
                           const char       *text)
{
  gboolean narrower;
  char *wanted = NULL;

  g_return_if_fail (CHATTY_IS_REMOTE_LIST (self));

  if (text != NULL && *text != '\0')
    wanted = g_utf8_casefold (text, -1);
  if (g_strcmp0 (wanted, self->wanted) == 0)
    {
      g_free (wanted);
      return;
    }
  narrower = wanted != NULL && (self->wanted == NULL || strstr (wanted, self->wanted) != NULL);
  g_free (self->wanted);
  self->wanted = wanted;
  gtk_filter_changed (GTK_FILTER (self->filter),
                      narrower ? GTK_FILTER_CHANGE_MORE_STRICT : GTK_FILTER_CHANGE_DIFFERENT);
  if (self->has_list)
    show_list (self);
}

/**
 * chatty_remote_list_get_items:
 *
 * Returns: (transfer none): of #ChattyRemoteItem, those that a search hides too
 */
GListModel *
chatty_remote_list_get_items (ChattyRemoteList *self)
{
  g_return_val_if_fail (CHATTY_IS_REMOTE_LIST (self), NULL);

  return G_LIST_MODEL (self->items);
}
