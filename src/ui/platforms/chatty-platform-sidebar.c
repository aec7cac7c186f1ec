/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-account-words.h"
#include "chatty-platform-badge.h"
#include "chatty-list-update.h"
#include "chatty-platform-sidebar.h"

struct _ChattyPlatformSidebar
{
  GtkWidget parent_instance;

  GtkWidget  *scroller;
  GtkListBox *list;
  GListStore *items;
};

enum {
  CHOSEN,
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyPlatformSidebar, chatty_platform_sidebar, GTK_TYPE_WIDGET)

static ChattyPlatformItem *
get_item (ChattyPlatformSidebar *self,
          int                    position)
{
  g_autoptr (ChattyPlatformItem) item =
    g_list_model_get_item (G_LIST_MODEL (self->items), (guint) position);

  /* The list has its own. */
  return item;
}

static void
selected_cb (ChattyPlatformSidebar *self,
             GtkListBoxRow         *row)
{
  if (row != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, get_item (self, gtk_list_box_row_get_index (row)));
}

static void
activated_cb (ChattyPlatformSidebar *self,
              GtkListBoxRow         *row)
{
  g_signal_emit (self, signals[ACTIVATED], 0, get_item (self, gtk_list_box_row_get_index (row)));
}

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  gboolean is_account = chatty_platform_item_get_account (item) != NULL;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *state = new_label (chatty_platform_item_get_state (item), "caption");
  g_autofree char *name = NULL;

  if (is_account)
    {
      GtkWidget *image = gtk_image_new_from_icon_name ("avatar-default-symbolic");

      gtk_widget_set_margin_start (box, 24);
      gtk_box_append (GTK_BOX (box), image);
    }
  else
    {
      GtkWidget *badge = chatty_platform_badge_new ();

      chatty_platform_badge_set_platform (CHATTY_PLATFORM_BADGE (badge),
                                          chatty_platform_item_get_info (item)->id);
      gtk_box_append (GTK_BOX (box), badge);
    }
  gtk_widget_add_css_class (state, "dim-label");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), new_label (chatty_platform_item_get_title (item), NULL));
  gtk_box_append (GTK_BOX (texts), state);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);

  name = g_strdup_printf ("%s, %s", chatty_platform_item_get_title (item),
                          chatty_platform_item_get_state (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static void
header_cb (GtkListBoxRow *row,
           GtkListBoxRow *before,
           gpointer       user_data)
{
  ChattyPlatformSidebar *self = user_data;
  ChattyPlatformItem *item = get_item (self, gtk_list_box_row_get_index (row));
  ChattyPlatformItem *previous = NULL;
  GtkWidget *label;

  if (before != NULL)
    previous = get_item (self, gtk_list_box_row_get_index (before));
  if (item == NULL ||
      (previous != NULL && chatty_platform_item_get_info (previous)->tier ==
                             chatty_platform_item_get_info (item)->tier))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row) != NULL)
    return;
  label = new_label (chatty_words_tier (chatty_platform_item_get_info (item)->tier), "heading");
  gtk_widget_set_margin_top (label, 12);
  gtk_widget_set_margin_bottom (label, 3);
  gtk_widget_set_margin_start (label, 12);
  gtk_list_box_row_set_header (row, label);
}

static gboolean
is_same (gpointer a,
         gpointer b)
{
  return g_str_equal (chatty_platform_item_get_key (a), chatty_platform_item_get_key (b)) &&
         g_str_equal (chatty_platform_item_get_title (a), chatty_platform_item_get_title (b)) &&
         g_str_equal (chatty_platform_item_get_state (a), chatty_platform_item_get_state (b));
}

static GPtrArray *
list_items (ChattyConnectorTable *table,
            GPtrArray            *accounts)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_infos;
  const ChattyConnectorInfo *const *infos = chatty_connector_info_list (&n_infos);

  for (guint i = 0; i < n_infos; i++)
    {
      const ChattyConnectorEntry *entry = chatty_connector_table_lookup (table, infos[i]->id);
      const ChattyConnectorInfo *info = entry != NULL ? entry->info : infos[i];
      guint position = items->len;
      guint n_accounts = 0;

      for (guint j = 0; j < accounts->len; j++)
        {
          ChattyAccount *account = g_ptr_array_index (accounts, j);

          if (g_strcmp0 (account->platform, info->id) != 0)
            continue;
          g_ptr_array_add (items, chatty_platform_item_new_account (info, account));
          n_accounts++;
        }
      g_ptr_array_insert (items, (int) position,
                          chatty_platform_item_new (info, entry != NULL, n_accounts));
    }
  return items;
}

static void
select_key (ChattyPlatformSidebar *self,
            const char            *key)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n_items; i++)
    if (g_strcmp0 (chatty_platform_item_get_key (get_item (self, (int) i)), key) == 0)
      {
        gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) i));
        return;
      }
}

static void
chatty_platform_sidebar_dispose (GObject *object)
{
  ChattyPlatformSidebar *self = CHATTY_PLATFORM_SIDEBAR (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (chatty_platform_sidebar_parent_class)->dispose (object);
}

static void
chatty_platform_sidebar_class_init (ChattyPlatformSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_platform_sidebar_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, CHATTY_TYPE_PLATFORM_ITEM);
  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, CHATTY_TYPE_PLATFORM_ITEM);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_platform_sidebar_init (ChattyPlatformSidebar *self)
{
  self->items = g_list_store_new (CHATTY_TYPE_PLATFORM_ITEM);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (self->list, header_cb, self, NULL);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->items), create_row_cb, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Platforms and accounts"), -1);
  g_signal_connect_object (self->list, "row-selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

/**
 * chatty_platform_sidebar_set_accounts:
 * @table: the connectors that there are
 * @accounts: (element-type ChattyAccount): all accounts, oldest first
 *
 * Shows them. What was selected stays selected. An item that looks the same
 * as before is kept, with the account as it was then.
 */
void
chatty_platform_sidebar_set_accounts (ChattyPlatformSidebar *self,
                                      ChattyConnectorTable  *table,
                                      GPtrArray             *accounts)
{
  g_autoptr (GPtrArray) items = NULL;
  ChattyPlatformItem *selected;
  g_autofree char *key = NULL;

  g_return_if_fail (CHATTY_IS_PLATFORM_SIDEBAR (self));

  selected = chatty_platform_sidebar_get_selected (self);
  if (selected != NULL)
    key = g_strdup (chatty_platform_item_get_key (selected));

  items = list_items (table, accounts);
  chatty_list_update (self->items, items, is_same);
  gtk_list_box_invalidate_headers (self->list);
  if (key != NULL && chatty_platform_sidebar_get_selected (self) == NULL)
    select_key (self, key);
}

/**
 * chatty_platform_sidebar_get_selected:
 *
 * Returns: (transfer none) (nullable): what is selected
 */
ChattyPlatformItem *
chatty_platform_sidebar_get_selected (ChattyPlatformSidebar *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (CHATTY_IS_PLATFORM_SIDEBAR (self), NULL);

  row = gtk_list_box_get_selected_row (self->list);
  return row != NULL ? get_item (self, gtk_list_box_row_get_index (row)) : NULL;
}

/**
 * chatty_platform_sidebar_select_first:
 *
 * Selects the first account, or the first platform where there is none.
 */
void
chatty_platform_sidebar_select_first (ChattyPlatformSidebar *self)
{
  guint n_items, first = 0;

  g_return_if_fail (CHATTY_IS_PLATFORM_SIDEBAR (self));

  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  for (guint i = n_items; i > 0; i--)
    if (chatty_platform_item_get_account (get_item (self, (int) i - 1)) != NULL)
      first = i - 1;
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) first));
}

/**
 * chatty_platform_sidebar_focus:
 *
 * Puts the keyboard on what is selected.
 */
void
chatty_platform_sidebar_focus (ChattyPlatformSidebar *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (CHATTY_IS_PLATFORM_SIDEBAR (self));

  row = gtk_list_box_get_selected_row (self->list);
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->list));
}
