/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-character-store.h"
#include "chatty-error.h"
#include "chatty-knowledge.h"
#include "chatty-text.h"

#include "chatty-account-words.h"
#include "chatty-platform-guide.h"
#include "chatty-remote-account.h"
#include "chatty-remote-character.h"
#include "chatty-remote-characters.h"
#include "chatty-remote-documents.h"
#include "chatty-trouble.h"
#include "chatty-usage-view.h"

struct _ChattyRemoteAccount
{
  GtkWidget parent_instance;

  GtkStack        *stack;
  ChattyTrouble   *trouble;
  GtkWidget       *home;
  AdwViewSwitcher *switcher;

  AdwViewStack    *tabs;        /* NULL until the account is open */
  GtkWidget       *character;   /* ChattyRemoteCharacter, or NULL */

  ChattyWorkspace           *workspace;
  ChattyAccountService      *service;
  const ChattyConnectorInfo *info;
  ChattyAccount             *account;
  ChattyConnector           *connector;
  GCancellable              *cancellable;
  char                      *title;
  char                      *subtitle;
  gboolean                   is_stale;   /* the connector may have another key by now */
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyRemoteAccount, chatty_remote_account, GTK_TYPE_WIDGET)

static void
close_character (ChattyRemoteAccount *self)
{
  if (self->character == NULL)
    return;
  gtk_stack_set_visible_child_name (self->stack, "home");
  gtk_stack_remove (self->stack, self->character);
  self->character = NULL;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
character_changed_cb (ChattyRemoteAccount *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
opened_character_cb (ChattyRemoteAccount *self,
                     ChattyCharacter     *character)
{
  close_character (self);
  self->character = chatty_remote_character_new (self->workspace,
                                                 CHATTY_CHARACTER_STORE (self->connector),
                                                 self->account->id, character);
  g_signal_connect_object (self->character, "changed", G_CALLBACK (character_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_stack_add_child (self->stack, self->character);
  gtk_stack_set_visible_child (self->stack, self->character);
  gtk_widget_child_focus (self->character, GTK_DIR_TAB_FORWARD);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_tab (ChattyRemoteAccount *self,
         GtkWidget           *child,
         const char          *name,
         const char          *title,
         const char          *icon_name)
{
  AdwViewStackPage *page = adw_view_stack_add_titled (self->tabs, child, name, title);

  adw_view_stack_page_set_icon_name (page, icon_name);
}

static void
drop_tabs (ChattyRemoteAccount *self)
{
  close_character (self);
  if (self->tabs == NULL)
    return;
  adw_view_switcher_set_stack (self->switcher, NULL);
  gtk_box_remove (GTK_BOX (self->home), GTK_WIDGET (self->tabs));
  self->tabs = NULL;
}

static void
take_connector (ChattyRemoteAccount *self)
{
  drop_tabs (self);
  self->tabs = ADW_VIEW_STACK (adw_view_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->tabs), TRUE);
  if (CHATTY_IS_CHARACTER_STORE (self->connector))
    {
      GtkWidget *characters =
        chatty_remote_characters_new (CHATTY_CHARACTER_STORE (self->connector), self->account->id);

      g_signal_connect_object (characters, "opened", G_CALLBACK (opened_character_cb), self,
                               G_CONNECT_SWAPPED);
      add_tab (self, characters, "characters", _("Characters"), "avatar-default-symbolic");
    }
  /* Elsewhere each character shows all of them. */
  if (CHATTY_IS_CHARACTER_STORE (self->connector) && CHATTY_IS_KNOWLEDGE (self->connector) &&
      chatty_knowledge_is_by_character (CHATTY_KNOWLEDGE (self->connector)))
    add_tab (self, chatty_remote_documents_new (CHATTY_KNOWLEDGE (self->connector),
                                                self->account->id),
             "documents", _("Documents"), "folder-documents-symbolic");
  if (chatty_connector_has_usage (self->connector))
    add_tab (self, chatty_usage_view_new (self->connector, self->account->id), "usage", _("Usage"),
             "power-profile-balanced-symbolic");
  add_tab (self, chatty_platform_guide_new (self->info, FALSE), "about", _("About"),
           "help-about-symbolic");
  gtk_box_append (GTK_BOX (self->home), GTK_WIDGET (self->tabs));
  adw_view_switcher_set_stack (self->switcher, self->tabs);
  gtk_stack_set_visible_child_name (self->stack, "home");
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyRemoteAccount) self = user_data;
  g_autoptr (GError) error = NULL;
  ChattyConnector *connector;

  connector = chatty_account_service_open_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error);
  if (self->service == NULL || chatty_error_is_cancelled (error))
    {
      g_clear_object (&connector);
      return;
    }
  g_clear_object (&self->connector);
  self->connector = connector;
  if (connector != NULL)
    {
      take_connector (self);
      return;
    }
  drop_tabs (self);
  chatty_trouble_set_error (self->trouble, error);
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

static void
open_account (ChattyRemoteAccount *self,
              ChattySecretFlags    flags)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->is_stale = FALSE;
  if (self->account->paused)
    {
      drop_tabs (self);
      gtk_stack_set_visible_child_name (self->stack, "paused");
      return;
    }
  if (self->tabs == NULL)
    gtk_stack_set_visible_child_name (self->stack, "blank");
  chatty_account_service_open_async (self->service, self->account->id, flags, self->cancellable,
                                     opened_cb, g_object_ref (self));
}

static void
retry_cb (ChattyRemoteAccount *self)
{
  /* The person asks for it: a locked keyring may now ask to be unlocked. */
  open_account (self, CHATTY_SECRET_INTERACTIVE);
}

static void
resumed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ChattyRemoteAccount) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) account = NULL;

  /* What came of it is told by the service's "changed". */
  account = chatty_account_service_change_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error);
  if (account != NULL || self->service == NULL)
    return;
  chatty_trouble_set_error (self->trouble, error);
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

static void
resume_clicked_cb (ChattyRemoteAccount *self)
{
  chatty_account_service_set_paused_async (self->service, self->account->id, FALSE, NULL,
                                           resumed_cb, g_object_ref (self));
}

static void
update_title (ChattyRemoteAccount *self)
{
  g_autofree char *state = chatty_words_account (self->account);

  g_free (self->title);
  g_free (self->subtitle);
  self->title = chatty_text_display_name (self->account->name);
  /* Translators: a platform, then the state of an account */
  self->subtitle = g_strdup_printf (C_("platform and state", "%s · %s"), self->info->title, state);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
chatty_remote_account_dispose (GObject *object)
{
  ChattyRemoteAccount *self = CHATTY_REMOTE_ACCOUNT (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->service);
  g_clear_object (&self->workspace);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->connector);

  G_OBJECT_CLASS (chatty_remote_account_parent_class)->dispose (object);
}

static void
chatty_remote_account_finalize (GObject *object)
{
  ChattyRemoteAccount *self = CHATTY_REMOTE_ACCOUNT (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->account, chatty_account_unref);
  g_free (self->title);
  g_free (self->subtitle);

  G_OBJECT_CLASS (chatty_remote_account_parent_class)->finalize (object);
}

static void
chatty_remote_account_class_init (ChattyRemoteAccountClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_remote_account_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_remote_account_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CHATTY_TYPE_TROUBLE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-remote-account.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteAccount, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteAccount, trouble);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteAccount, home);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteAccount, switcher);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_remote_account_init (ChattyRemoteAccount *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_remote_account_new:
 * @workspace: where past sessions are imported to
 * @service: what has the account
 * @info: its platform
 * @account: the account
 *
 * Returns: (transfer floating): a page, which begins to open the account
 */
GtkWidget *
chatty_remote_account_new (ChattyWorkspace           *workspace,
                           ChattyAccountService      *service,
                           const ChattyConnectorInfo *info,
                           ChattyAccount             *account)
{
  ChattyRemoteAccount *self;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (service), NULL);
  g_return_val_if_fail (account != NULL, NULL);

  self = g_object_new (CHATTY_TYPE_REMOTE_ACCOUNT, NULL);
  self->workspace = g_object_ref (workspace);
  self->service = g_object_ref (service);
  self->info = info;
  self->account = chatty_account_ref (account);
  chatty_trouble_set_account (self->trouble, account->id);
  update_title (self);
  /* Quietly: nobody asked for a prompt of the keyring. */
  open_account (self, CHATTY_SECRET_QUIET);
  return GTK_WIDGET (self);
}

/**
 * chatty_remote_account_set_account:
 * @account: the same account, as it is now
 *
 * Opens it anew where that makes a difference; not under the hands of a
 * person who is looking at a character, but when they come back from there.
 */
void
chatty_remote_account_set_account (ChattyRemoteAccount *self,
                                   ChattyAccount       *account)
{
  const ChattyAccount *old;
  gboolean is_other;

  g_return_if_fail (CHATTY_IS_REMOTE_ACCOUNT (self));
  g_return_if_fail (g_strcmp0 (account->id, self->account->id) == 0);

  old = self->account;
  is_other = old->paused != account->paused || old->state != account->state ||
             chatty_account_needs_key (old) != chatty_account_needs_key (account) ||
             g_strcmp0 (old->addresses[0], account->addresses[0]) != 0;
  self->is_stale |= old->checked != account->checked;
  chatty_account_ref (account);
  chatty_account_unref (self->account);
  self->account = account;
  update_title (self);
  if (is_other || (self->is_stale && self->character == NULL))
    open_account (self, CHATTY_SECRET_QUIET);
}

const char *
chatty_remote_account_get_id (ChattyRemoteAccount *self)
{
  g_return_val_if_fail (CHATTY_IS_REMOTE_ACCOUNT (self), NULL);

  return self->account->id;
}

/**
 * chatty_remote_account_get_title:
 *
 * Returns: (transfer none): what is shown, for people: the account, or the
 *   character that is open
 */
const char *
chatty_remote_account_get_title (ChattyRemoteAccount *self)
{
  g_return_val_if_fail (CHATTY_IS_REMOTE_ACCOUNT (self), NULL);

  return self->character != NULL
           ? chatty_remote_character_get_title (CHATTY_REMOTE_CHARACTER (self->character))
           : self->title;
}

/**
 * chatty_remote_account_get_subtitle:
 *
 * Returns: (transfer none): where that is
 */
const char *
chatty_remote_account_get_subtitle (ChattyRemoteAccount *self)
{
  g_return_val_if_fail (CHATTY_IS_REMOTE_ACCOUNT (self), NULL);

  return self->character != NULL ? self->title : self->subtitle;
}

/**
 * chatty_remote_account_is_deep:
 *
 * Returns: whether a character is open
 */
gboolean
chatty_remote_account_is_deep (ChattyRemoteAccount *self)
{
  g_return_val_if_fail (CHATTY_IS_REMOTE_ACCOUNT (self), FALSE);

  return self->character != NULL;
}

/**
 * chatty_remote_account_go_back:
 *
 * Closes the character that is open.
 *
 * Returns: whether there was one
 */
gboolean
chatty_remote_account_go_back (ChattyRemoteAccount *self)
{
  g_return_val_if_fail (CHATTY_IS_REMOTE_ACCOUNT (self), FALSE);

  if (self->character == NULL)
    return FALSE;
  close_character (self);
  if (self->is_stale)
    open_account (self, CHATTY_SECRET_QUIET);
  else if (self->tabs != NULL)
    gtk_widget_child_focus (GTK_WIDGET (self->tabs), GTK_DIR_TAB_FORWARD);
  return TRUE;
}
