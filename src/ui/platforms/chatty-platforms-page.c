/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-platform-guide.h"
#include "chatty-platform-sidebar.h"
#include "chatty-platforms-page.h"
#include "chatty-remote-account.h"
#include "chatty-trouble.h"

struct _ChattyPlatformsPage
{
  GtkWidget parent_instance;

  AdwLeaflet            *leaflet;
  GtkWidget             *list_side;
  GtkWidget             *thing_side;
  ChattyTrouble         *trouble;
  ChattyPlatformSidebar *sidebar;
  GtkWidget             *bar;
  GtkWidget             *back;
  GtkLabel              *title;
  GtkLabel              *subtitle;
  GtkWidget             *settings;
  GtkWidget             *line;
  GtkStack              *things;

  ChattyWorkspace       *workspace;
  ChattyAccountService  *service;
  GPtrArray             *accounts;   /* of ChattyAccount */
  GCancellable          *cancellable;
  guint                  choosing;   /* tick callback */
  gboolean               was_shown;
};

G_DEFINE_FINAL_TYPE (ChattyPlatformsPage, chatty_platforms_page, GTK_TYPE_WIDGET)

static ChattyRemoteAccount *
get_remote (ChattyPlatformsPage *self)
{
  GtkWidget *thing = gtk_stack_get_visible_child (self->things);

  return CHATTY_IS_REMOTE_ACCOUNT (thing) ? CHATTY_REMOTE_ACCOUNT (thing) : NULL;
}

static void
update_bar (ChattyPlatformsPage *self)
{
  ChattyRemoteAccount *remote = get_remote (self);
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  gboolean deep = remote != NULL && chatty_remote_account_is_deep (remote);
  const char *subtitle = remote != NULL ? chatty_remote_account_get_subtitle (remote) : NULL;

  gtk_widget_set_visible (self->back, folded || deep);
  gtk_widget_set_visible (self->bar, folded || remote != NULL);
  gtk_widget_set_visible (self->line, folded || remote != NULL);
  gtk_widget_set_visible (self->settings, remote != NULL && !deep);
  gtk_label_set_label (self->title,
                       remote != NULL ? chatty_remote_account_get_title (remote) : "");
  gtk_label_set_label (self->subtitle, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), subtitle != NULL);
}

static void
layout_changed_cb (ChattyPlatformsPage *self)
{
  update_bar (self);
}

static ChattyAccount *
find_account (ChattyPlatformsPage *self,
              const char          *id)
{
  for (guint i = 0; i < self->accounts->len; i++)
    {
      ChattyAccount *account = g_ptr_array_index (self->accounts, i);

      if (g_strcmp0 (account->id, id) == 0)
        return account;
    }
  return NULL;
}

/* What was made stays, with what it shows and what it is doing. */
static void
show_thing (ChattyPlatformsPage *self,
            ChattyPlatformItem  *item)
{
  const char *key = chatty_platform_item_get_key (item);
  GtkWidget *thing = gtk_stack_get_child_by_name (self->things, key);

  if (thing == NULL)
    {
      ChattyAccount *account = find_account (self, key);

      if (account != NULL)
        {
          thing = chatty_remote_account_new (self->workspace, self->service,
                                             chatty_platform_item_get_info (item), account);
          g_signal_connect_object (thing, "changed", G_CALLBACK (update_bar), self,
                                   G_CONNECT_SWAPPED);
        }
      else
        {
          thing = chatty_platform_guide_new (chatty_platform_item_get_info (item),
                                             chatty_platform_item_is_built (item));
        }
      gtk_stack_add_named (self->things, thing, key);
    }
  gtk_stack_set_visible_child (self->things, thing);
  if (CHATTY_IS_REMOTE_ACCOUNT (thing))
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->settings), "s", key);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->settings), "app.show-account");
    }
  update_bar (self);
}

static void
chosen_cb (ChattyPlatformsPage *self,
           ChattyPlatformItem  *item)
{
  /* With the list alone in view, a selection is only a place in the list. */
  if (!adw_leaflet_get_folded (self->leaflet) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_thing (self, item);
}

static void
activated_cb (ChattyPlatformsPage *self,
              ChattyPlatformItem  *item)
{
  show_thing (self, item);
  adw_leaflet_set_visible_child (self->leaflet, self->thing_side);
  if (adw_leaflet_get_folded (self->leaflet))
    gtk_widget_child_focus (self->thing_side, GTK_DIR_TAB_FORWARD);
}

static void
drop_gone (ChattyPlatformsPage *self)
{
  GtkWidget *next;

  for (GtkWidget *thing = gtk_widget_get_first_child (GTK_WIDGET (self->things));
       thing != NULL;
       thing = next)
    {
      ChattyAccount *account;

      next = gtk_widget_get_next_sibling (thing);
      if (!CHATTY_IS_REMOTE_ACCOUNT (thing))
        continue;
      account = find_account (self, chatty_remote_account_get_id (CHATTY_REMOTE_ACCOUNT (thing)));
      if (account != NULL)
        chatty_remote_account_set_account (CHATTY_REMOTE_ACCOUNT (thing), account);
      else
        gtk_stack_remove (self->things, thing);
    }
}

/* Whether the list is alone in view, so that choosing something for the
 * person would call a platform for nothing, is known after the first layout. */
static gboolean
choose_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  ChattyPlatformsPage *self = CHATTY_PLATFORMS_PAGE (widget);
  ChattyPlatformItem *selected;

  if (gtk_widget_get_width (GTK_WIDGET (self->leaflet)) == 0)
    return G_SOURCE_CONTINUE;
  self->choosing = 0;
  selected = chatty_platform_sidebar_get_selected (self->sidebar);
  if (selected == NULL)
    chatty_platform_sidebar_select_first (self->sidebar);
  else if (gtk_stack_get_visible_child (self->things) == NULL)
    chosen_cb (self, selected);
  return G_SOURCE_REMOVE;
}

static void
choose (ChattyPlatformsPage *self)
{
  if (self->choosing == 0)
    self->choosing = gtk_widget_add_tick_callback (GTK_WIDGET (self), choose_cb, NULL, NULL);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyPlatformsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = NULL;

  accounts = chatty_account_service_list_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error);
  if (self->leaflet == NULL || chatty_error_is_cancelled (error))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), accounts == NULL);
  if (accounts == NULL)
    {
      chatty_trouble_set_error (self->trouble, error);
      return;
    }
  g_ptr_array_unref (self->accounts);
  self->accounts = g_steal_pointer (&accounts);
  chatty_platform_sidebar_set_accounts (self->sidebar,
                                        chatty_account_service_get_table (self->service),
                                        self->accounts);
  drop_gone (self);
  update_bar (self);
  choose (self);
}

static void
refresh (ChattyPlatformsPage *self)
{
  chatty_account_service_list_async (self->service, self->cancellable, listed_cb,
                                     g_object_ref (self));
}

static void
back_clicked_cb (ChattyPlatformsPage *self)
{
  chatty_platforms_page_go_back (self);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  return chatty_platforms_page_go_back (CHATTY_PLATFORMS_PAGE (widget));
}

static void
chatty_platforms_page_map (GtkWidget *widget)
{
  ChattyPlatformsPage *self = CHATTY_PLATFORMS_PAGE (widget);

  GTK_WIDGET_CLASS (chatty_platforms_page_parent_class)->map (widget);

  if (!self->was_shown)
    refresh (self);
  self->was_shown = TRUE;
}

static void
chatty_platforms_page_dispose (GObject *object)
{
  ChattyPlatformsPage *self = CHATTY_PLATFORMS_PAGE (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  self->leaflet = NULL;
  g_clear_object (&self->workspace);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (chatty_platforms_page_parent_class)->dispose (object);
}

static void
chatty_platforms_page_finalize (GObject *object)
{
  ChattyPlatformsPage *self = CHATTY_PLATFORMS_PAGE (object);

  g_ptr_array_unref (self->accounts);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (chatty_platforms_page_parent_class)->finalize (object);
}

static void
chatty_platforms_page_class_init (ChattyPlatformsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_platforms_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_platforms_page_finalize;
  widget_class->map = chatty_platforms_page_map;

  g_type_ensure (CHATTY_TYPE_PLATFORM_SIDEBAR);
  g_type_ensure (CHATTY_TYPE_TROUBLE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-platforms-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformsPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformsPage, list_side);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformsPage, thing_side);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformsPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformsPage, sidebar);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformsPage, bar);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformsPage, back);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformsPage, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformsPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformsPage, settings);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformsPage, line);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformsPage, things);
  gtk_widget_class_bind_template_callback (widget_class, layout_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, refresh);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_ALT_MASK, escape_cb, NULL);
}

static void
chatty_platforms_page_init (ChattyPlatformsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->accounts = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_bar (self);
}

/**
 * chatty_platforms_page_new:
 * @workspace: where past sessions are imported to
 * @service: what has the accounts
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
chatty_platforms_page_new (ChattyWorkspace      *workspace,
                           ChattyAccountService *service)
{
  ChattyPlatformsPage *self;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (service), NULL);

  self = g_object_new (CHATTY_TYPE_PLATFORMS_PAGE, NULL);
  self->workspace = g_object_ref (workspace);
  self->service = g_object_ref (service);
  g_signal_connect_object (service, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * chatty_platforms_page_go_back:
 *
 * Goes from a character to its account, and from there to the list where only
 * one of them is seen.
 *
 * Returns: whether there was anything to go back from
 */
gboolean
chatty_platforms_page_go_back (ChattyPlatformsPage *self)
{
  ChattyRemoteAccount *remote;

  g_return_val_if_fail (CHATTY_IS_PLATFORMS_PAGE (self), FALSE);

  remote = get_remote (self);
  if (adw_leaflet_get_folded (self->leaflet) &&
      adw_leaflet_get_visible_child (self->leaflet) != self->thing_side)
    return FALSE;
  if (remote != NULL && chatty_remote_account_go_back (remote))
    return TRUE;
  if (!adw_leaflet_get_folded (self->leaflet))
    return FALSE;
  adw_leaflet_set_visible_child (self->leaflet, self->list_side);
  chatty_platform_sidebar_focus (self->sidebar);
  return TRUE;
}
