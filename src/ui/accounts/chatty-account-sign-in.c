/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-account-sign-in.h"
#include "chatty-consent-rows.h"
#include "chatty-link-dialog.h"
#include "chatty-scope-rows.h"

struct _ChattyAccountSignIn
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *allowed;
  GtkWidget *browser;    /* for an account that has a key only */
  GtkWidget *client;     /* a client of the person's own */
  GtkWidget *publish;    /* where that can be published */
  GtkWidget *key;
  GtkWidget *enter;      /* the buttons of it */
  GtkWidget *forget;

  const ChattyConnectorInfo *info;   /* nullable */
};

G_DEFINE_FINAL_TYPE (ChattyAccountSignIn, chatty_account_sign_in, ADW_TYPE_PREFERENCES_GROUP)

enum {
  SIGN_IN,
  ADD_KEY,
  REMOVE_KEY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
sign_in_cb (ChattyAccountSignIn *self)
{
  g_signal_emit (self, signals[SIGN_IN], 0);
}

static void
add_key_cb (ChattyAccountSignIn *self)
{
  g_signal_emit (self, signals[ADD_KEY], 0);
}

static void
remove_key_cb (ChattyAccountSignIn *self)
{
  g_signal_emit (self, signals[REMOVE_KEY], 0);
}

static void
publish_cb (ChattyAccountSignIn *self)
{
  const ChattyOAuthInfo *oauth = self->info->oauth;

  chatty_link_dialog_ask (GTK_WIDGET (self), oauth->publish_page,
                          oauth->provider != NULL ? oauth->provider : self->info->title);
}

static GtkWidget *
add_row (ChattyAccountSignIn *self,
         const char          *title,
         const char          *subtitle)
{
  GtkWidget *row = chatty_consent_rows_new_row (title, subtitle);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return row;
}

static GtkWidget *
add_button (ChattyAccountSignIn *self,
            GtkWidget           *row,
            const char          *label,
            GCallback            callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

static void
chatty_account_sign_in_class_init (ChattyAccountSignInClass *klass)
{
  signals[SIGN_IN] = g_signal_new ("sign-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ADD_KEY] = g_signal_new ("add-key", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE_KEY] = g_signal_new ("remove-key", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                      0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_account_sign_in_init (ChattyAccountSignIn *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Sign-In"));
  self->allowed = add_row (self, _("You Allowed"), "");
  self->browser = add_row (self, _("Browser"), _("This account has a key only"));
  add_button (self, self->browser, _("_Sign In…"), G_CALLBACK (sign_in_cb));
  self->client = add_row (self, _("A Client of Your Own"), "");
  self->publish = add_button (self, self->client, _("_Publish…"), G_CALLBACK (publish_cb));
  self->key = add_row (self, _("API Key for Knowledge"), "");
  self->enter = add_button (self, self->key, _("_Enter Key…"), G_CALLBACK (add_key_cb));
  self->forget = add_button (self, self->key, _("Re_move"), G_CALLBACK (remove_key_cb));
}

/* What a person should know before the sign-in ends on them. */
static char *
describe_client (const ChattyOAuthInfo *oauth,
                 const char            *provider,
                 ChattyAccount         *account)
{
  g_autofree char *project = NULL;
  g_autofree char *testing = NULL;

  if (account->project != NULL)
    /* Translators: %s is the name of a project at Google Cloud */
    project = g_strdup_printf (_("Its calls count for the project “%s”."), account->project);
  if (account->own_client && oauth->testing_days > 0)
    testing = g_strdup_printf (
      /* Translators: a provider, such as Google, of whose page "Testing" is a
       * word; how many days */
      ngettext ("As long as your app is in “Testing” at %s, a sign-in ends after %u day. Publish "
                "it to stay signed in.",
                "As long as your app is in “Testing” at %s, a sign-in ends after %u days. Publish "
                "it to stay signed in.", oauth->testing_days),
      provider, oauth->testing_days);
  if (project != NULL && testing != NULL)
    return g_strjoin ("\n", project, testing, NULL);
  return g_strdup (project != NULL ? project : testing != NULL ? testing : "");
}

static void
update_client (ChattyAccountSignIn *self,
               ChattyAccount       *account)
{
  const ChattyOAuthInfo *oauth = self->info->oauth;
  g_autofree char *text = describe_client (oauth,
                                           oauth->provider != NULL ? oauth->provider
                                                                   : self->info->title, account);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->client),
                                 account->own_client ? _("A Client of Your Own")
                                                     : _("Quota Project"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->client), text);
  gtk_widget_set_visible (self->client, account->own_client || account->project != NULL);
  gtk_widget_set_visible (self->publish, account->own_client && oauth->publish_page != NULL);
}

static void
update_key (ChattyAccountSignIn *self,
            ChattyAccount       *account,
            gboolean             is_usable)
{
  gboolean prefers_key = FALSE;

  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (self->info); i++)
    prefers_key = prefers_key || self->info->endpoints[i].prefers_key;
  gtk_widget_set_visible (self->key, account->scopes != NULL && (prefers_key || account->has_key));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->key), account->has_key
    ? _("A key is kept beside the sign-in, and is used for documents.")
    : _("None. With the sign-in alone the platform may refuse documents."));
  gtk_button_set_label (GTK_BUTTON (self->enter), account->has_key ? _("Re_place…")
                                                                   : _("_Enter Key…"));
  gtk_widget_set_sensitive (self->enter, is_usable);
  gtk_widget_set_visible (self->forget, account->has_key);
}

/**
 * chatty_account_sign_in_set_account:
 * @info: (nullable): the account's platform
 * @account: the account as it is now
 * @is_usable: whether a key can be tested with it
 */
void
chatty_account_sign_in_set_account (ChattyAccountSignIn       *self,
                                    const ChattyConnectorInfo *info,
                                    ChattyAccount             *account,
                                    gboolean                   is_usable)
{
  g_autofree char *allowed = NULL;
  gboolean is_shown;

  g_return_if_fail (CHATTY_IS_ACCOUNT_SIGN_IN (self));

  self->info = info;
  is_shown = info != NULL && info->oauth != NULL &&
             account->state != CHATTY_ACCOUNT_DISCONNECTED;
  gtk_widget_set_visible (GTK_WIDGET (self), is_shown);
  if (!is_shown)
    return;

  if (account->scopes != NULL)
    allowed = chatty_scope_rows_describe (info, account->scopes);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->allowed), allowed != NULL ? allowed : "");
  gtk_widget_set_visible (self->allowed, allowed != NULL);
  gtk_widget_set_visible (self->browser, account->scopes == NULL);
  update_client (self, account);
  update_key (self, account, is_usable);
}
