/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-account-usage.h"
#include "chatty-usage-row.h"

struct _ChattyAccountUsage
{
  AdwPreferencesGroup parent_instance;

  GCancellable *cancellable;
  guint         n_rows;
  gboolean      asked;
  gboolean      usable;
};

G_DEFINE_FINAL_TYPE (ChattyAccountUsage, chatty_account_usage, ADW_TYPE_PREFERENCES_GROUP)

enum {
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update (ChattyAccountUsage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), self->usable && self->n_rows > 0);
}

static void
usage_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattyAccountUsage) self = user_data;
  g_autoptr (ChattyUsage) usage = NULL;

  /* Without an answer nothing is shown; whether the account works, its state
   * tells. */
  usage = chatty_connector_usage_finish (CHATTY_CONNECTOR (source), result, NULL);
  if (usage == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  for (guint i = 0; i < usage->n_metrics; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self),
                               chatty_usage_row_new (&usage->metrics[i]));
  self->n_rows = usage->n_metrics;
  update (self);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyAccountUsage) self = user_data;
  g_autoptr (ChattyConnector) connector = NULL;
  g_autoptr (GError) error = NULL;

  connector = chatty_account_service_open_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (connector == NULL && !chatty_error_is_cancelled (error))
    g_signal_emit (self, signals[FAILED], 0, error->message);
  else if (connector != NULL && chatty_connector_has_usage (connector))
    chatty_connector_usage_async (connector, self->cancellable, usage_cb, g_object_ref (self));
}

static void
chatty_account_usage_dispose (GObject *object)
{
  g_cancellable_cancel (CHATTY_ACCOUNT_USAGE (object)->cancellable);

  G_OBJECT_CLASS (chatty_account_usage_parent_class)->dispose (object);
}

static void
chatty_account_usage_finalize (GObject *object)
{
  g_object_unref (CHATTY_ACCOUNT_USAGE (object)->cancellable);

  G_OBJECT_CLASS (chatty_account_usage_parent_class)->finalize (object);
}

static void
chatty_account_usage_class_init (ChattyAccountUsageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_account_usage_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_account_usage_finalize;

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
chatty_account_usage_init (ChattyAccountUsage *self)
{
  self->cancellable = g_cancellable_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Usage"));
  update (self);
}

/**
 * chatty_account_usage_ask:
 * @service: what has the account
 * @account: its id; it can be used
 *
 * Asks the platform, quietly as far as the keyring goes; once.
 */
void
chatty_account_usage_ask (ChattyAccountUsage   *self,
                          ChattyAccountService *service,
                          const char           *account)
{
  g_return_if_fail (CHATTY_IS_ACCOUNT_USAGE (self));

  if (self->asked)
    return;
  self->asked = TRUE;
  chatty_account_service_open_async (service, account, CHATTY_SECRET_QUIET, self->cancellable,
                                     opened_cb, g_object_ref (self));
}

/* Whether there is any point in showing what was heard. */
void
chatty_account_usage_set_usable (ChattyAccountUsage *self,
                                 gboolean            usable)
{
  g_return_if_fail (CHATTY_IS_ACCOUNT_USAGE (self));

  self->usable = usable;
  update (self);
}
