/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-account-words.h"
#include "chatty-accounts-group.h"
#include "chatty-platform-badge.h"

struct _ChattyAccountsGroup
{
  AdwPreferencesGroup parent_instance;

  GtkListBox           *list;
  ChattyConnectorTable *table;
  GPtrArray            *platforms;   /* of PlatformRow */
  GHashTable           *accounts;    /* id -> AdwActionRow; both the row's */
};

G_DEFINE_FINAL_TYPE (ChattyAccountsGroup, chatty_accounts_group, ADW_TYPE_PREFERENCES_GROUP)

enum {
  CONNECT,
  OPEN,
  IMPORT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct {
  const ChattyConnectorInfo *info;
  gboolean                   is_built;
  AdwActionRow              *row;
  GtkButton                 *button;
} PlatformRow;

#define ACCOUNT_KEY "chatty-account"
#define INFO_KEY    "chatty-connector-info"

static void
set_name (GtkWidget  *widget,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
connect_clicked_cb (GtkButton           *button,
                    ChattyAccountsGroup *self)
{
  g_signal_emit (self, signals[CONNECT], 0, g_object_get_data (G_OBJECT (button), INFO_KEY));
}

static void
import_clicked_cb (ChattyAccountsGroup *self)
{
  g_signal_emit (self, signals[IMPORT], 0);
}

static void
account_activated_cb (AdwActionRow        *row,
                      ChattyAccountsGroup *self)
{
  g_signal_emit (self, signals[OPEN], 0, g_object_get_data (G_OBJECT (row), ACCOUNT_KEY));
}

static void
add_platform (ChattyAccountsGroup       *self,
              const ChattyConnectorInfo *info)
{
  const ChattyConnectorEntry *entry = chatty_connector_table_lookup (self->table, info->id);
  PlatformRow *platform = g_new0 (PlatformRow, 1);
  GtkWidget *badge = chatty_platform_badge_new ();
  g_autofree char *text = NULL;

  platform->info = entry != NULL ? entry->info : info;
  platform->is_built = entry != NULL;
  text = chatty_words_platform (platform->info, platform->is_built, 0);
  platform->row = g_object_new (ADW_TYPE_ACTION_ROW,
                                "use-markup", FALSE,
                                "title", platform->info->title,
                                "subtitle", text,
                                "subtitle-lines", 0,
                                "activatable", FALSE,
                                NULL);
  chatty_platform_badge_set_platform (CHATTY_PLATFORM_BADGE (badge), info->id);
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (platform->row, badge);

  platform->button = GTK_BUTTON (gtk_button_new ());
  gtk_widget_set_valign (GTK_WIDGET (platform->button), GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (platform->button), INFO_KEY, (gpointer) platform->info);
  if (platform->is_built)
    {
      g_signal_connect_object (platform->button, "clicked", G_CALLBACK (connect_clicked_cb),
                               self, 0);
    }
  else
    {
      /* Translators: %s is the name of a platform */
      g_autofree char *name = g_strdup_printf (_("Import from %s"), info->title);

      gtk_button_set_label (platform->button, _("Import…"));
      set_name (GTK_WIDGET (platform->button), name);
      g_signal_connect_object (platform->button, "clicked", G_CALLBACK (import_clicked_cb),
                               self, G_CONNECT_SWAPPED);
    }
  adw_action_row_add_suffix (platform->row, GTK_WIDGET (platform->button));

  gtk_list_box_append (self->list, GTK_WIDGET (platform->row));
  g_ptr_array_add (self->platforms, platform);
}

static AdwActionRow *
new_account_row (ChattyAccountsGroup *self)
{
  AdwActionRow *row;
  GtkWidget *image;

  row = g_object_new (ADW_TYPE_ACTION_ROW,
                      "use-markup", FALSE,
                      "subtitle-lines", 0,
                      "activatable", TRUE,
                      NULL);
  image = gtk_image_new_from_icon_name ("avatar-default-symbolic");
  gtk_widget_set_margin_start (image, 12);
  adw_action_row_add_prefix (row, image);
  adw_action_row_add_suffix (row, gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect_object (row, "activated", G_CALLBACK (account_activated_cb), self, 0);
  return row;
}

static void
show_account (ChattyAccountsGroup *self,
              ChattyAccount       *account,
              ChattyKeyState       key,
              int                  position)
{
  AdwActionRow *row = g_hash_table_lookup (self->accounts, account->id);
  g_autofree char *state = chatty_words_account_and_key (account, key);

  if (row == NULL)
    {
      row = new_account_row (self);
      g_hash_table_insert (self->accounts, g_strdup (account->id), row);
      gtk_list_box_insert (self->list, GTK_WIDGET (row), position);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), account->name);
  adw_action_row_set_subtitle (row, state);
  g_object_set_data_full (G_OBJECT (row), ACCOUNT_KEY, chatty_account_ref (account),
                          (GDestroyNotify) chatty_account_unref);
}

static void
show_platform (PlatformRow *platform,
               guint        n_accounts)
{
  g_autofree char *text = chatty_words_platform (platform->info, platform->is_built, n_accounts);
  g_autofree char *name = NULL;

  adw_action_row_set_subtitle (platform->row, text);
  if (!platform->is_built)
    return;
  gtk_button_set_label (platform->button, n_accounts == 0 ? _("Connect") : _("Add Account"));
  /* Translators: %s is the name of a platform */
  name = g_strdup_printf (n_accounts == 0 ? _("Connect %s") : _("Add Account at %s"),
                          platform->info->title);
  set_name (GTK_WIDGET (platform->button), name);
  if (n_accounts == 0)
    gtk_widget_add_css_class (GTK_WIDGET (platform->button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (platform->button), "suggested-action");
}

static gboolean
has_account (GPtrArray  *accounts,
             const char *id)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      const ChattyAccount *account = g_ptr_array_index (accounts, i);

      if (g_str_equal (account->id, id))
        return TRUE;
    }
  return FALSE;
}

static void
drop_gone (ChattyAccountsGroup *self,
           GPtrArray           *accounts)
{
  GHashTableIter iter;
  gpointer id, row;

  g_hash_table_iter_init (&iter, self->accounts);
  while (g_hash_table_iter_next (&iter, &id, &row))
    if (!has_account (accounts, id))
      {
        gtk_list_box_remove (self->list, row);
        g_hash_table_iter_remove (&iter);
      }
}

static void
chatty_accounts_group_finalize (GObject *object)
{
  ChattyAccountsGroup *self = CHATTY_ACCOUNTS_GROUP (object);

  g_ptr_array_unref (self->platforms);
  g_hash_table_unref (self->accounts);

  G_OBJECT_CLASS (chatty_accounts_group_parent_class)->finalize (object);
}

static void
chatty_accounts_group_class_init (ChattyAccountsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_accounts_group_finalize;

  signals[CONNECT] = g_signal_new ("connect", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, CHATTY_TYPE_ACCOUNT);
  signals[IMPORT] = g_signal_new ("import", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_accounts_group_init (ChattyAccountsGroup *self)
{
  self->platforms = g_ptr_array_new_with_free_func (g_free);
  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->list));
}

/**
 * chatty_accounts_group_new:
 * @tier: whose platforms are shown
 * @table: the connectors that there are
 *
 * Returns: (transfer floating): a group without accounts so far
 */
GtkWidget *
chatty_accounts_group_new (ChattyTier            tier,
                           ChattyConnectorTable *table)
{
  ChattyAccountsGroup *self = g_object_new (CHATTY_TYPE_ACCOUNTS_GROUP,
                                            "title", chatty_words_tier (tier),
                                            NULL);
  const ChattyConnectorInfo *const *infos;
  guint n_infos;

  self->table = table;
  set_name (GTK_WIDGET (self->list), chatty_words_tier (tier));
  infos = chatty_connector_info_list (&n_infos);
  for (guint i = 0; i < n_infos; i++)
    if (infos[i]->tier == tier)
      add_platform (self, infos[i]);
  for (guint i = 0; i < self->platforms->len; i++)
    show_platform (g_ptr_array_index (self->platforms, i), 0);
  return GTK_WIDGET (self);
}

/**
 * chatty_accounts_group_set_accounts:
 * @accounts: (element-type ChattyAccount): all that there are, also those of
 *   other tiers, oldest first
 * @keys: (nullable) (element-type ChattyKeyState): what is known of the key of
 *   each
 */
void
chatty_accounts_group_set_accounts (ChattyAccountsGroup *self,
                                    GPtrArray           *accounts,
                                    GArray              *keys)
{
  int position = 0;

  g_return_if_fail (CHATTY_IS_ACCOUNTS_GROUP (self));

  /* Rows stay, so that the focus does. */
  drop_gone (self, accounts);
  for (guint i = 0; i < self->platforms->len; i++)
    {
      PlatformRow *platform = g_ptr_array_index (self->platforms, i);
      guint n_accounts = 0;

      position++;
      for (guint j = 0; j < accounts->len; j++)
        {
          ChattyAccount *account = g_ptr_array_index (accounts, j);

          if (!g_str_equal (account->platform, platform->info->id))
            continue;
          show_account (self, account,
                        keys != NULL ? g_array_index (keys, ChattyKeyState, j)
                                     : CHATTY_KEY_UNKNOWN,
                        position++);
          n_accounts++;
        }
      show_platform (platform, n_accounts);
    }
}
