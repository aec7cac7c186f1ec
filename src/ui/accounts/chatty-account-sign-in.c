/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-account-sign-in.h"
#include "chatty-consent-rows.h"
#include "chatty-scope-rows.h"

struct _ChattyAccountSignIn
{
  AdwPreferencesGroup parent_instance;

  GtkWidget *allowed;
  GtkWidget *browser;    /* for an account that has a key only */
  GtkWidget *key;
};

G_DEFINE_FINAL_TYPE (ChattyAccountSignIn, chatty_account_sign_in, ADW_TYPE_PREFERENCES_GROUP)

enum {
  SIGN_IN,
  ADD_KEY,
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

static GtkWidget *
add_row (ChattyAccountSignIn *self,
         const char          *title,
         const char          *subtitle,
         const char          *button,
         GCallback            callback)
{
  GtkWidget *row = chatty_consent_rows_new_row (title, subtitle);

  if (button != NULL)
    {
      GtkWidget *widget = gtk_button_new_with_mnemonic (button);

      gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
      g_signal_connect_object (widget, "clicked", callback, self, G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), widget);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return row;
}

static void
chatty_account_sign_in_class_init (ChattyAccountSignInClass *klass)
{
  signals[SIGN_IN] = g_signal_new ("sign-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ADD_KEY] = g_signal_new ("add-key", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_account_sign_in_init (ChattyAccountSignIn *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Sign-In"));
  self->allowed = add_row (self, _("You Allowed"), "", NULL, NULL);
  self->browser = add_row (self, _("Browser"), _("This account has a key only"), _("_Sign In…"),
                           G_CALLBACK (sign_in_cb));
  self->key = add_row (self, _("API Key Beside the Sign-In"),
                       _("Documents need one: the platform takes them with a key only"),
                       _("_Enter Key…"), G_CALLBACK (add_key_cb));
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
  gboolean prefers_key = FALSE;
  gboolean is_shown;

  g_return_if_fail (CHATTY_IS_ACCOUNT_SIGN_IN (self));

  is_shown = info != NULL && info->oauth != NULL &&
             account->state != CHATTY_ACCOUNT_DISCONNECTED;
  gtk_widget_set_visible (GTK_WIDGET (self), is_shown);
  if (!is_shown)
    return;

  if (account->scopes != NULL)
    allowed = chatty_scope_rows_describe (info, account->scopes);
  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (info); i++)
    prefers_key = prefers_key || info->endpoints[i].prefers_key;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->allowed), allowed != NULL ? allowed : "");
  gtk_widget_set_visible (self->allowed, allowed != NULL);
  gtk_widget_set_visible (self->browser, account->scopes == NULL);
  gtk_widget_set_visible (self->key, account->scopes != NULL && prefers_key);
  gtk_widget_set_sensitive (self->key, is_usable);
}
