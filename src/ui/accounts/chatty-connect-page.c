/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-error.h"

#include "chatty-connect-page.h"
#include "chatty-connect-result-view.h"
#include "chatty-consent-rows.h"
#include "chatty-entry-state.h"
#include "chatty-fold-box.h"
#include "chatty-link-dialog.h"
#include "chatty-server-rows.h"

struct _ChattyConnectPage
{
  AdwBin parent_instance;

  AdwWindowTitle            *title;
  GtkButton                 *back;
  GtkStack                  *steps;
  AdwPreferencesGroup       *consents;
  AdwActionRow              *key_link;
  AdwActionRow              *key_hint;
  GtkButton                 *agree;
  AdwPreferencesGroup       *entries;
  AdwPasswordEntryRow       *key;
  AdwEntryRow               *name;
  ChattyServerRows          *servers;
  GtkLabel                  *problem;
  GtkButton                 *test;
  AdwStatusPage             *working;
  GtkSpinner                *spinner;
  GtkButton                 *stop;
  ChattyConnectResultView   *result;

  ChattyAccountService      *service;
  const ChattyConnectorInfo *info;
  ChattyAccount             *account;   /* NULL for a new one */
  ChattyConnectFlags         flags;
  gboolean                   is_saved;
  GCancellable              *cancellable;   /* of the test that runs */
};

G_DEFINE_FINAL_TYPE (ChattyConnectPage, chatty_connect_page, ADW_TYPE_BIN)

enum {
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
stop_test (ChattyConnectPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
}

static void
close_cb (ChattyConnectPage *self)
{
  stop_test (self);
  gtk_editable_set_text (GTK_EDITABLE (self->key), "");
  g_signal_emit (self, signals[CLOSED], 0);
}

/* What is to be done at this step. */
static gboolean
chatty_connect_page_grab_focus (GtkWidget *widget)
{
  ChattyConnectPage *self = CHATTY_CONNECT_PAGE (widget);
  const char *step = gtk_stack_get_visible_child_name (self->steps);

  if (g_str_equal (step, "consent"))
    return gtk_widget_grab_focus (GTK_WIDGET (self->agree));
  if (g_str_equal (step, "key"))
    return gtk_widget_grab_focus (GTK_WIDGET (self->key));
  if (g_str_equal (step, "working"))
    return gtk_widget_grab_focus (GTK_WIDGET (self->stop));
  return FALSE;
}

static void
show_step (ChattyConnectPage *self,
           const char        *step)
{
  gtk_stack_set_visible_child_name (self->steps, step);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
back_clicked_cb (ChattyConnectPage *self)
{
  const char *step = gtk_stack_get_visible_child_name (self->steps);

  if (g_str_equal (step, "working") ||
      (g_str_equal (step, "result") && (self->flags & CHATTY_CONNECT_CONSENTED) != 0))
    {
      stop_test (self);
      show_step (self, "key");
    }
  else
    {
      close_cb (self);
    }
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  back_clicked_cb (CHATTY_CONNECT_PAGE (widget));
  return GDK_EVENT_STOP;
}

static void
agree_clicked_cb (ChattyConnectPage *self)
{
  self->flags |= CHATTY_CONNECT_CONSENTED;
  show_step (self, "key");
}

static void
key_link_activated_cb (ChattyConnectPage *self)
{
  chatty_link_dialog_ask (GTK_WIDGET (self), self->info->key_page, self->info->title);
}

static void
tell_problem (ChattyConnectPage *self,
              AdwEntryRow       *row,
              const char        *problem)
{
  gtk_label_set_label (self->problem, problem);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  if (row != NULL)
    {
      chatty_entry_set_invalid (row, TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (row));
    }
}

static void
forget_problem (ChattyConnectPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  chatty_entry_set_invalid (ADW_ENTRY_ROW (self->key), FALSE);
  chatty_server_rows_forget_problem (self->servers);
}

static void
changed_cb (ChattyConnectPage *self)
{
  /* What was agreed to was about the key before. */
  self->flags &= CHATTY_CONNECT_CONSENTED | CHATTY_CONNECT_ADD_KEY;
  gtk_widget_set_sensitive (GTK_WIDGET (self->test),
                            *gtk_editable_get_text (GTK_EDITABLE (self->key)) != '\0');
  forget_problem (self);
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyConnectPage) self = user_data;
  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text == NULL)
    {
      tell_problem (self, NULL, _("There is no text in the clipboard."));
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->key), text);
  gtk_editable_set_position (GTK_EDITABLE (self->key), -1);
  chatty_secret_wipe (text, strlen (text));
  g_free (text);
}

static void
paste_clicked_cb (ChattyConnectPage *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL,
                                 pasted_cb, g_object_ref (self));
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ChattyConnectPage) self = user_data;
  g_autoptr (ChattyConnectResult) outcome = NULL;
  g_autoptr (GError) error = NULL;

  outcome = chatty_account_service_connect_finish (CHATTY_ACCOUNT_SERVICE (source), result,
                                                   &error);
  /* Stopped: the page shows something else by now. */
  if (self->cancellable == NULL ||
      g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  stop_test (self);
  if (outcome == NULL)
    {
      show_step (self, "key");
      tell_problem (self, NULL, error->message);
      return;
    }
  if (chatty_connect_result_is_saved (outcome))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->key), "");
      /* Back leads out from here, not to the key. */
      self->flags = 0;
      self->is_saved = TRUE;
    }
  gtk_stack_set_visible_child_name (self->steps, "result");
  chatty_connect_result_view_set_result (self->result, outcome);
}

static void
start_test (ChattyConnectPage *self)
{
  char *addresses[CHATTY_MAX_ENDPOINTS] = { NULL };
  g_autoptr (ChattySecret) key = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  ChattyConnectRequest request = { .flags = self->flags };

  if (*gtk_editable_get_text (GTK_EDITABLE (self->key)) == '\0' || self->cancellable != NULL)
    return;
  forget_problem (self);
  key = chatty_secret_store_clean (gtk_editable_get_text (GTK_EDITABLE (self->key)), -1, NULL,
                                   &error);
  if (key == NULL)
    {
      show_step (self, "key");
      tell_problem (self, ADW_ENTRY_ROW (self->key), error->message);
      return;
    }

  request.platform = self->info->id;
  if (self->account != NULL)
    {
      request.account = self->account->id;
    }
  else
    {
      name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
      request.name = *name != '\0' ? name : NULL;
      if (!chatty_server_rows_read (self->servers, addresses, &error))
        {
          tell_problem (self, NULL, error->message);
          return;
        }
      for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
        request.addresses[i] = addresses[i];
    }

  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  show_step (self, "working");
  chatty_account_service_connect_async (self->service, &request, key, self->cancellable,
                                        connected_cb, g_object_ref (self));
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    g_free (addresses[i]);
}

static void
test_clicked_cb (ChattyConnectPage *self)
{
  start_test (self);
}

static void
stop_clicked_cb (ChattyConnectPage *self)
{
  stop_test (self);
  show_step (self, "key");
}

static void
again_cb (ChattyConnectPage *self,
          guint              flags)
{
  self->flags |= flags;
  start_test (self);
}

static void
edit_cb (ChattyConnectPage *self)
{
  show_step (self, "key");
  gtk_editable_select_region (GTK_EDITABLE (self->key), 0, -1);
}

static void
add_consents (ChattyConnectPage *self)
{
  const char *hint = chatty_connector_info_get_key_hint (self->info);

  chatty_consent_rows_add (self->consents, self->info, FALSE);
  adw_action_row_set_subtitle (self->key_hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->key_hint), hint != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->key_link), self->info->key_page != NULL);
  if (self->info->key_page != NULL)
    adw_action_row_set_subtitle (self->key_link, self->info->key_page);
}

static void
chatty_connect_page_unroot (GtkWidget *widget)
{
  /* Nobody waits for the answer any more, and nobody may read the key. */
  stop_test (CHATTY_CONNECT_PAGE (widget));
  gtk_editable_set_text (GTK_EDITABLE (CHATTY_CONNECT_PAGE (widget)->key), "");

  GTK_WIDGET_CLASS (chatty_connect_page_parent_class)->unroot (widget);
}

static void
chatty_connect_page_dispose (GObject *object)
{
  ChattyConnectPage *self = CHATTY_CONNECT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->service);
  g_clear_pointer (&self->account, chatty_account_unref);

  G_OBJECT_CLASS (chatty_connect_page_parent_class)->dispose (object);
}

static void
chatty_connect_page_class_init (ChattyConnectPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_connect_page_dispose;
  widget_class->unroot = chatty_connect_page_unroot;
  widget_class->grab_focus = chatty_connect_page_grab_focus;

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CHATTY_TYPE_CONNECT_RESULT_VIEW);
  g_type_ensure (CHATTY_TYPE_SERVER_ROWS);
  g_type_ensure (CHATTY_TYPE_FOLD_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/accounts/chatty-connect-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, back);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, steps);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, consents);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, key_link);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, key_hint);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, agree);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, entries);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, key);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, name);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, servers);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, problem);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, test);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, working);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, stop);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectPage, result);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, agree_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_link_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
}

static void
chatty_connect_page_init (ChattyConnectPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_connect_page_new:
 * @service: what connects
 * @info: the platform; it has a connector
 * @account: (nullable): the account that gets another key; %NULL for a new one
 *
 * Returns: (transfer floating): a page that begins with what the person has
 *   to agree to, or with the key if that was done for this account
 */
GtkWidget *
chatty_connect_page_new (ChattyAccountService      *service,
                         const ChattyConnectorInfo *info,
                         ChattyAccount             *account)
{
  ChattyConnectPage *self;
  g_autofree char *title = NULL;
  g_autofree char *working = NULL;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (service), NULL);
  g_return_val_if_fail (info != NULL, NULL);

  self = g_object_new (CHATTY_TYPE_CONNECT_PAGE, NULL);
  self->service = g_object_ref (service);
  self->info = info;
  self->account = account != NULL ? chatty_account_ref (account) : NULL;

  /* Translators: %s is the name of a platform or of an account */
  title = g_strdup_printf (account != NULL ? _("New Key for %s") : _("Connect %s"),
                           account != NULL ? account->name : info->title);
  adw_window_title_set_title (self->title, title);
  working = g_strdup_printf (_("Asking %s"), info->title);
  adw_status_page_set_description (self->working, working);

  gtk_widget_set_visible (GTK_WIDGET (self->name), account == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->servers), account == NULL);
  add_consents (self);
  if (account == NULL)
    {
      chatty_server_rows_set_info (self->servers, info, FALSE);
      chatty_server_rows_set_only_key (self->servers, TRUE);
    }
  if (account != NULL && account->state != CHATTY_ACCOUNT_DISCONNECTED)
    {
      self->flags |= CHATTY_CONNECT_CONSENTED;
      gtk_stack_set_visible_child_name (self->steps, "key");
    }
  return GTK_WIDGET (self);
}

/**
 * chatty_connect_page_new_for_second:
 * @service: what connects
 * @info: the platform; it has a connector
 * @account: an account that the person signed in to with the browser
 *
 * Returns: (transfer floating): a page that takes a key which the account has
 *   beside its sign-in
 */
GtkWidget *
chatty_connect_page_new_for_second (ChattyAccountService      *service,
                                    const ChattyConnectorInfo *info,
                                    ChattyAccount             *account)
{
  GtkWidget *page = chatty_connect_page_new (service, info, account);
  ChattyConnectPage *self = CHATTY_CONNECT_PAGE (page);
  /* Translators: %s is the name of an account */
  g_autofree char *title = g_strdup_printf (_("API Key for %s"), account->name);

  self->flags |= CHATTY_CONNECT_CONSENTED | CHATTY_CONNECT_ADD_KEY;
  adw_window_title_set_title (self->title, title);
  adw_preferences_group_set_description (
    self->entries, _("The key is used only where the sign-in is not enough. It takes the place of "
                     "a key that you added before, and is tested before it is saved."));
  gtk_stack_set_visible_child_name (self->steps, "key");
  return page;
}

/**
 * chatty_connect_page_is_saved:
 *
 * Returns: whether the account was connected
 */
gboolean
chatty_connect_page_is_saved (ChattyConnectPage *self)
{
  g_return_val_if_fail (CHATTY_IS_CONNECT_PAGE (self), FALSE);

  return self->is_saved;
}

/**
 * chatty_connect_page_go_back:
 *
 * Goes back one step, or leaves the page.
 */
void
chatty_connect_page_go_back (ChattyConnectPage *self)
{
  g_return_if_fail (CHATTY_IS_CONNECT_PAGE (self));

  back_clicked_cb (self);
}
