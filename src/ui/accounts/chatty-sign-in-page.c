/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-oauth-flow.h"
#include "chatty-sign-in.h"

#include "chatty-browser-view.h"
#include "chatty-client-view.h"
#include "chatty-connect-page.h"
#include "chatty-connect-result-view.h"
#include "chatty-consent-rows.h"
#include "chatty-drop-area.h"
#include "chatty-fold-box.h"
#include "chatty-scope-rows.h"
#include "chatty-sign-in-page.h"

struct _ChattySignInPage
{
  AdwBin parent_instance;

  GtkStack                  *stack;
  ChattyDropArea            *details;
  AdwWindowTitle            *title;
  GtkButton                 *back;
  GtkStack                  *steps;
  AdwPreferencesGroup       *consents;
  ChattyScopeRows           *scopes;
  AdwActionRow              *other_client;
  GtkButton                 *agree;
  ChattyClientView          *client;
  ChattyBrowserView         *browser;
  ChattyConnectResultView   *result;

  ChattyAccountService      *service;
  const ChattyConnectorInfo *info;
  ChattyAccount             *account;     /* NULL for a new one */
  ChattyConnectFlags         flags;
  gboolean                   asks_client; /* the person enters a client */
  GStrv                      asked;       /* the scopes */
  ChattySignIn              *sign_in;
  GCancellable              *cancellable; /* of what runs; NULL if nothing does */
};

G_DEFINE_FINAL_TYPE (ChattySignInPage, chatty_sign_in_page, ADW_TYPE_BIN)

enum {
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_step (ChattySignInPage *self)
{
  return gtk_stack_get_visible_child_name (self->steps);
}

static void
show_step (ChattySignInPage *self,
           const char       *step)
{
  gtk_stack_set_visible_child_name (self->steps, step);
  if (g_str_equal (step, "consent"))
    gtk_widget_grab_focus (GTK_WIDGET (self->agree));
  else if (g_str_equal (step, "client"))
    chatty_client_view_begin (self->client);
}

/* Dropping the sign-in closes the port that the browser comes back to. */
static void
stop (ChattySignInPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->sign_in);
  chatty_browser_view_stop (self->browser);
}

static void
close_cb (ChattySignInPage *self)
{
  stop (self);
  chatty_client_view_clear (self->client);
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
back_clicked_cb (ChattySignInPage *self)
{
  const char *step = get_step (self);
  gboolean is_saved = (self->flags & CHATTY_CONNECT_CONSENTED) == 0;

  if (g_str_equal (step, "consent") || is_saved)
    {
      close_cb (self);
      return;
    }
  stop (self);
  if (g_str_equal (step, "client") || !self->asks_client)
    show_step (self, "consent");
  else
    show_step (self, "client");
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  chatty_sign_in_page_go_back (CHATTY_SIGN_IN_PAGE (widget));
  return GDK_EVENT_STOP;
}

static void
show_problem (ChattySignInPage *self,
              const GError     *error)
{
  g_clear_object (&self->sign_in);
  gtk_stack_set_visible_child_name (self->steps, "result");
  chatty_connect_result_view_set_problem (self->result, error);
}

static void
show_result (ChattySignInPage    *self,
             ChattyConnectResult *outcome)
{
  g_autofree char *missing = NULL;

  if (chatty_connect_result_is_saved (outcome))
    {
      ChattyAccount *account = chatty_account_ref (outcome->account);

      /* Signing in once more is about this account; back leads out from here. */
      g_clear_pointer (&self->account, chatty_account_unref);
      self->account = account;
      self->flags = 0;
      g_clear_object (&self->sign_in);
      /* From now on the client is with the account. */
      self->asks_client = FALSE;
      chatty_client_view_clear (self->client);
      if (account->scopes != NULL)
        missing = chatty_scope_rows_describe_missing (self->info,
                                                      (const char *const *) self->asked,
                                                      account->scopes);
    }
  gtk_stack_set_visible_child_name (self->steps, "result");
  chatty_connect_result_view_set_result (self->result, outcome);
  chatty_connect_result_view_set_missing (self->result, missing);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ChattySignInPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyConnectResult) outcome =
    chatty_account_service_sign_in_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error);
  GtkRoot *root;

  /* Stopped: the page shows something else by now. */
  if (self->cancellable == NULL ||
      g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  g_clear_object (&self->cancellable);
  chatty_browser_view_stop (self->browser);
  /* The browser is in front. */
  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (GTK_IS_WINDOW (root))
    gtk_window_present (GTK_WINDOW (root));
  if (outcome != NULL)
    {
      show_result (self, outcome);
    }
  else if (self->asks_client &&
           g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED))
    {
      /* As a rule the client is not right, and that is where it is entered. */
      g_clear_object (&self->sign_in);
      show_step (self, "client");
      chatty_client_view_tell_problem (self->client, error->message);
    }
  else
    {
      show_problem (self, error);
    }
}

static void
wait_for_browser (ChattySignInPage *self)
{
  self->cancellable = g_cancellable_new ();
  chatty_browser_view_count_down (self->browser, CHATTY_OAUTH_FLOW_SECONDS);
  chatty_account_service_sign_in_async (self->service, self->sign_in, self->flags,
                                        self->cancellable, signed_in_cb, g_object_ref (self));
}

static void
opened_cb (ChattySignInPage *self)
{
  if (self->sign_in != NULL && self->cancellable == NULL)
    wait_for_browser (self);
}

/* The browser has brought what it had to: only the rest is done again. */
static void
again_cb (ChattySignInPage *self,
          guint             flags)
{
  if (self->sign_in == NULL || self->cancellable != NULL)
    return;
  self->flags |= flags;
  self->cancellable = g_cancellable_new ();
  chatty_account_service_sign_in_async (self->service, self->sign_in, self->flags,
                                        self->cancellable, signed_in_cb, g_object_ref (self));
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattySignInPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattySignIn) sign_in =
    chatty_account_service_begin_sign_in_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error);

  if (self->cancellable == NULL ||
      g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  g_clear_object (&self->cancellable);
  if (sign_in != NULL)
    {
      self->sign_in = g_steal_pointer (&sign_in);
      chatty_browser_view_set_address (self->browser,
                                       chatty_sign_in_get_address (self->sign_in));
    }
  else if (self->asks_client || g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA))
    {
      /* Also when the client of the account is no longer in the keyring. */
      if (self->asks_client)
        chatty_client_view_tell_problem (self->client, error->message);
      self->asks_client = TRUE;
      show_step (self, "client");
    }
  else
    {
      show_problem (self, error);
    }
}

/* To the browser, with what the person chose. */
static void
begin (ChattySignInPage *self)
{
  char *addresses[CHATTY_MAX_ENDPOINTS] = { NULL };
  ChattyConnectRequest request = { NULL };
  g_autoptr (ChattyOAuthClient) client = NULL;

  stop (self);
  self->flags = CHATTY_CONNECT_CONSENTED;
  if (self->asks_client)
    {
      client = chatty_client_view_read (self->client);
      if (client == NULL || !chatty_client_view_read_addresses (self->client, addresses))
        {
          gtk_stack_set_visible_child_name (self->steps, "client");
          return;
        }
    }
  g_strfreev (self->asked);
  self->asked = chatty_scope_rows_dup_scopes (self->scopes);
  request.account = self->account != NULL ? self->account->id : NULL;
  request.platform = self->info->id;
  request.flags = self->flags;
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    request.addresses[i] = addresses[i];

  gtk_stack_set_visible_child_name (self->steps, "browser");
  chatty_browser_view_begin (self->browser, self->info->oauth->provider != NULL
                                              ? self->info->oauth->provider : self->info->title);
  self->cancellable = g_cancellable_new ();
  chatty_account_service_begin_sign_in_async (self->service, &request, client,
                                              (const char *const *) self->asked,
                                              self->cancellable, begun_cb, g_object_ref (self));
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    g_free (addresses[i]);
}

static void
client_taken_cb (ChattySignInPage *self)
{
  begin (self);
}

/* Whether the program knows a client: its own, or, as far as the record tells,
 * that of the account. */
static gboolean
has_client (ChattySignInPage *self)
{
  const char *own = self->info->oauth->client_id;

  if (own != NULL && *own != '\0')
    return TRUE;
  return self->account != NULL && self->account->scopes != NULL &&
         self->account->state != CHATTY_ACCOUNT_DISCONNECTED;
}

static void
agree_clicked_cb (ChattySignInPage *self)
{
  self->flags = CHATTY_CONNECT_CONSENTED;
  self->asks_client = !has_client (self);
  if (self->asks_client)
    show_step (self, "client");
  else
    begin (self);
}

static void
other_client_cb (ChattySignInPage *self)
{
  self->flags = CHATTY_CONNECT_CONSENTED;
  self->asks_client = TRUE;
  show_step (self, "client");
}

static void
key_closed_cb (GtkWidget        *page,
               ChattySignInPage *self)
{
  if (chatty_connect_page_is_saved (CHATTY_CONNECT_PAGE (page)))
    {
      close_cb (self);
      return;
    }
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->details));
  gtk_stack_remove (self->stack, page);
  gtk_widget_grab_focus (GTK_WIDGET (self->agree));
}

static void
use_key_cb (ChattySignInPage *self)
{
  GtkWidget *page = chatty_connect_page_new (self->service, self->info, self->account);

  g_signal_connect_object (page, "closed", G_CALLBACK (key_closed_cb), self, 0);
  gtk_stack_add_child (self->stack, page);
  gtk_stack_set_visible_child (self->stack, page);
  gtk_widget_grab_focus (page);
}

static void
chatty_sign_in_page_unroot (GtkWidget *widget)
{
  ChattySignInPage *self = CHATTY_SIGN_IN_PAGE (widget);

  /* Nobody waits for the browser any more, and nobody may read the secret. */
  stop (self);
  chatty_client_view_clear (self->client);

  GTK_WIDGET_CLASS (chatty_sign_in_page_parent_class)->unroot (widget);
}

static void
chatty_sign_in_page_dispose (GObject *object)
{
  ChattySignInPage *self = CHATTY_SIGN_IN_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->service);
  g_clear_pointer (&self->account, chatty_account_unref);
  g_clear_pointer (&self->asked, g_strfreev);

  G_OBJECT_CLASS (chatty_sign_in_page_parent_class)->dispose (object);
}

static void
chatty_sign_in_page_class_init (ChattySignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_sign_in_page_dispose;
  widget_class->unroot = chatty_sign_in_page_unroot;

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CHATTY_TYPE_BROWSER_VIEW);
  g_type_ensure (CHATTY_TYPE_CLIENT_VIEW);
  g_type_ensure (CHATTY_TYPE_CONNECT_RESULT_VIEW);
  g_type_ensure (CHATTY_TYPE_DROP_AREA);
  g_type_ensure (CHATTY_TYPE_SCOPE_ROWS);
  g_type_ensure (CHATTY_TYPE_FOLD_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/accounts/chatty-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattySignInPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattySignInPage, details);
  gtk_widget_class_bind_template_child (widget_class, ChattySignInPage, title);
  gtk_widget_class_bind_template_child (widget_class, ChattySignInPage, back);
  gtk_widget_class_bind_template_child (widget_class, ChattySignInPage, steps);
  gtk_widget_class_bind_template_child (widget_class, ChattySignInPage, consents);
  gtk_widget_class_bind_template_child (widget_class, ChattySignInPage, scopes);
  gtk_widget_class_bind_template_child (widget_class, ChattySignInPage, other_client);
  gtk_widget_class_bind_template_child (widget_class, ChattySignInPage, agree);
  gtk_widget_class_bind_template_child (widget_class, ChattySignInPage, client);
  gtk_widget_class_bind_template_child (widget_class, ChattySignInPage, browser);
  gtk_widget_class_bind_template_child (widget_class, ChattySignInPage, result);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, agree_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_client_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, client_taken_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
  gtk_widget_class_bind_template_callback (widget_class, begin);
}

static void
chatty_sign_in_page_init (ChattySignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_sign_in_page_new:
 * @service: what connects
 * @info: the platform; it has a connector, and one signs in to it with the
 *   browser
 * @account: (nullable): the account that is signed in to again; %NULL for a
 *   new one
 *
 * Returns: (transfer floating): a page that begins with what the person has
 *   to agree to
 */
GtkWidget *
chatty_sign_in_page_new (ChattyAccountService      *service,
                         const ChattyConnectorInfo *info,
                         ChattyAccount             *account)
{
  ChattySignInPage *self;
  g_autofree char *title = NULL;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (service), NULL);
  g_return_val_if_fail (info != NULL && info->oauth != NULL, NULL);

  self = g_object_new (CHATTY_TYPE_SIGN_IN_PAGE, NULL);
  self->service = g_object_ref (service);
  self->info = info;
  self->account = account != NULL ? chatty_account_ref (account) : NULL;

  /* Translators: %s is the name of a platform or of an account */
  title = g_strdup_printf (account != NULL ? _("Sign In to %s") : _("Connect %s"),
                           account != NULL ? account->name : info->title);
  adw_window_title_set_title (self->title, title);
  chatty_consent_rows_add (self->consents, info, TRUE);
  chatty_scope_rows_set_info (self->scopes, info, account != NULL ? account->scopes : NULL);
  chatty_client_view_set_info (self->client, info, account == NULL);
  chatty_connect_result_view_set_by_browser (self->result, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->other_client), has_client (self));
  return GTK_WIDGET (self);
}

/**
 * chatty_sign_in_page_go_back:
 *
 * Goes back one step, or leaves the page.
 */
void
chatty_sign_in_page_go_back (ChattySignInPage *self)
{
  GtkWidget *shown;

  g_return_if_fail (CHATTY_IS_SIGN_IN_PAGE (self));

  shown = gtk_stack_get_visible_child (self->stack);
  if (CHATTY_IS_CONNECT_PAGE (shown))
    chatty_connect_page_go_back (CHATTY_CONNECT_PAGE (shown));
  else
    back_clicked_cb (self);
}
