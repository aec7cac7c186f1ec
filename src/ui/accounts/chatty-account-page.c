/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A little over 600 lines: each part of the page follows the one account. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-account-page.h"
#include "chatty-account-servers.h"
#include "chatty-account-sign-in.h"
#include "chatty-account-usage.h"
#include "chatty-account-words.h"
#include "chatty-answers-page.h"
#include "chatty-connect-page.h"
#include "chatty-disconnect-dialog.h"
#include "chatty-notice.h"
#include "chatty-scope-rows.h"
#include "chatty-sign-in-page.h"
#include "chatty-ui-settings.h"

struct _ChattyAccountPage
{
  AdwBin parent_instance;

  GtkStack             *stack;
  GtkWidget            *details;
  AdwWindowTitle       *title;
  ChattyNotice         *missing;     /* of what was to be allowed */
  AdwActionRow         *state;
  GtkSpinner           *spinner;
  GtkButton            *test;
  AdwActionRow         *answer;
  AdwEntryRow          *name;
  AdwActionRow         *owner;
  GtkWidget            *answers;
  GtkWidget            *answers_row;
  ChattyAccountSignIn  *sign_in;
  ChattyAccountServers *servers;
  AdwActionRow         *pause_row;
  GtkSwitch            *pause;
  ChattyAccountUsage   *usage;
  AdwActionRow         *replace;
  AdwActionRow         *disconnect;
  AdwActionRow         *remove;

  ChattyWorkspace      *workspace;   /* nullable */
  ChattyAccountService *service;
  ChattyAccount        *account;
  GCancellable         *cancellable;
  GtkWidget            *focus_after;   /* (nullable) where the keyboard was before a sub-page */
  ChattyKeyState        key;
  gboolean              updating;
};

G_DEFINE_FINAL_TYPE (ChattyAccountPage, chatty_account_page, ADW_TYPE_BIN)

enum {
  CLOSED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void look_for_key (ChattyAccountPage *self);

static const ChattyConnectorInfo *
get_info (ChattyAccountPage *self)
{
  const ChattyConnectorEntry *entry =
    chatty_connector_table_lookup (chatty_account_service_get_table (self->service),
                                   self->account->platform);

  return entry != NULL ? entry->info : chatty_connector_info_lookup (self->account->platform);
}

static const char *
get_title (ChattyAccountPage *self)
{
  const ChattyConnectorInfo *info = get_info (self);

  return info != NULL ? info->title : self->account->platform;
}

static void
tell (ChattyAccountPage *self,
      const char        *title,
      const char        *text)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->answer), title);
  adw_action_row_set_subtitle (self->answer, text);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), TRUE);
}

static void
tell_error (ChattyAccountPage *self,
            const GError      *error)
{
  if (!chatty_error_is_cancelled (error))
    tell (self, _("That Did Not Work"), error->message);
}

static gboolean
is_by_browser (ChattyAccountPage *self)
{
  return self->account->scopes != NULL;
}

/* What the person did not allow, which they can make up for. */
static void
update_missing (ChattyAccountPage *self,
                gboolean           is_built)
{
  const ChattyConnectorInfo *info = is_built ? get_info (self) : NULL;
  g_autofree char *missing = NULL;
  g_autofree char *text = NULL;

  if (info != NULL && info->oauth != NULL && is_by_browser (self) &&
      self->account->state != CHATTY_ACCOUNT_DISCONNECTED)
    missing = chatty_scope_rows_describe_missing (info, NULL, self->account->scopes);
  if (missing != NULL)
    {
      g_auto (GStrv) lines = g_strsplit (missing, "\n", -1);
      g_autofree char *line = g_strjoinv (" · ", lines);

      /* Translators: %s is what a program may do, such as "The models that
       * you tuned" */
      text = g_strdup_printf (_("You did not allow: %s"), line);
    }
  chatty_notice_set (self->missing, text, _("_Sign In Again…"));
}

/* What depends on the key, and leaves alone what a person may be typing. */
static void
update_key (ChattyAccountPage *self)
{
  const ChattyAccount *account = self->account;
  gboolean connected = account->state != CHATTY_ACCOUNT_DISCONNECTED;
  gboolean usable = !chatty_account_needs_key (account) && !account->paused &&
                    self->key != CHATTY_KEY_NEEDED;
  gboolean is_built = chatty_connector_table_lookup (
    chatty_account_service_get_table (self->service), account->platform) != NULL;
  g_autofree char *state = chatty_words_account_and_key (account, self->key);

  if (account->checked != CHATTY_TIME_NONE && connected)
    {
      g_autofree char *time = chatty_ui_format_time_short (account->checked);
      /* Translators: the state of an account, and when it was tested last */
      g_autofree char *text = g_strdup_printf (_("%s\nLast tested: %s"), state, time);

      adw_action_row_set_subtitle (self->state, text);
    }
  else
    {
      adw_action_row_set_subtitle (self->state, state);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->test),
                            usable && is_built && !gtk_spinner_get_spinning (self->spinner));
  gtk_widget_set_visible (GTK_WIDGET (self->test), connected);
  gtk_widget_set_visible (GTK_WIDGET (self->replace), is_built);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->replace),
                                 chatty_words_replace (account, self->key));
  chatty_account_usage_set_usable (self->usage, usable);
  update_missing (self, is_built);
  chatty_account_sign_in_set_account (self->sign_in, is_built ? get_info (self) : NULL,
                                      self->account, usable);
}

static void
update (ChattyAccountPage *self)
{
  const ChattyAccount *account = self->account;
  gboolean connected = account->state != CHATTY_ACCOUNT_DISCONNECTED;

  update_key (self);
  self->updating = TRUE;
  adw_window_title_set_title (self->title, account->name);
  adw_window_title_set_subtitle (self->title, get_title (self));
  gtk_editable_set_text (GTK_EDITABLE (self->name), account->name);
  gtk_widget_set_visible (GTK_WIDGET (self->owner), account->owner != NULL);
  adw_action_row_set_subtitle (self->owner, account->owner != NULL ? account->owner : "");
  if (get_info (self) != NULL)
    chatty_account_servers_set_account (self->servers, self->account);
  gtk_switch_set_active (self->pause, account->paused);
  gtk_widget_set_visible (GTK_WIDGET (self->pause_row), connected);
  gtk_widget_set_visible (GTK_WIDGET (self->disconnect), connected);
  adw_action_row_set_subtitle (self->disconnect, is_by_browser (self)
    ? _("Gives the sign-in back and forgets it. Your data stays in the vault and on the platform.")
    : _("Forgets the key. Your data stays in the vault and on the platform."));
  gtk_widget_set_visible (GTK_WIDGET (self->remove), !connected);
  self->updating = FALSE;
}

static void
set_account (ChattyAccountPage *self,
             ChattyAccount     *account)
{
  /* What was found of another key is of no use; this one is looked for below. */
  if (chatty_account_needs_key (self->account) && !chatty_account_needs_key (account))
    self->key = CHATTY_KEY_KEPT;
  chatty_account_ref (account);
  chatty_account_unref (self->account);
  self->account = account;
  update (self);
  look_for_key (self);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyAccountPage) self = user_data;
  g_autoptr (GPtrArray) accounts = NULL;

  /* An error is told by the page that lists them. */
  accounts = chatty_account_service_list_finish (CHATTY_ACCOUNT_SERVICE (source), result, NULL);
  for (guint i = 0; accounts != NULL && self->service != NULL && i < accounts->len; i++)
    {
      ChattyAccount *account = g_ptr_array_index (accounts, i);

      if (g_str_equal (account->id, self->account->id))
        {
          set_account (self, account);
          break;
        }
    }
}

static void
changed_cb (ChattyAccountPage *self)
{
  chatty_account_service_list_async (self->service, self->cancellable, listed_cb,
                                     g_object_ref (self));
}

/* Whether it was done. If not, it is told why, unless the page was left. */
static gboolean
take_change (ChattyAccountPage *self,
             GObject           *source,
             GAsyncResult      *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) account =
    chatty_account_service_change_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error);

  if (self->service == NULL)
    return FALSE;
  if (account == NULL)
    {
      tell_error (self, error);
      return FALSE;
    }
  set_account (self, account);
  return TRUE;
}

static void
change_done_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ChattyAccountPage) self = user_data;

  if (!take_change (self, source, result) && self->service != NULL)
    update (self);
}

static void
disconnected_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (ChattyAccountPage) self = user_data;

  if (take_change (self, source, result))
    tell (self, is_by_browser (self) ? _("The Sign-In Is Given Back") : _("The Key Is Forgotten"),
          _("Everything that you have of this account stays in the vault and on the platform."));
}

static void
key_dropped_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (ChattyAccountPage) self = user_data;

  if (take_change (self, source, result))
    tell (self, _("The Key Is Forgotten"), _("The sign-in stays as it is."));
}

static void
name_apply_cb (ChattyAccountPage *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));

  if (*name == '\0')
    {
      gtk_editable_set_text (GTK_EDITABLE (self->name), self->account->name);
      return;
    }
  chatty_account_service_rename_async (self->service, self->account->id, name, self->cancellable,
                                       change_done_cb, g_object_ref (self));
}

static void
pause_cb (ChattyAccountPage *self)
{
  if (self->updating)
    return;
  chatty_account_service_set_paused_async (self->service, self->account->id,
                                           gtk_switch_get_active (self->pause), self->cancellable,
                                           change_done_cb, g_object_ref (self));
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyVerdict) verdict = NULL;
  g_autofree char *text = NULL;

  verdict = chatty_account_service_test_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error);
  if (self->service == NULL)
    return;
  gtk_spinner_stop (self->spinner);
  update (self);
  if (verdict == NULL)
    {
      tell_error (self, error);
      return;
    }
  text = chatty_words_tested (self->account, verdict, get_title (self));
  tell (self, is_by_browser (self) ? chatty_words_sign_in_verdict (verdict->kind)
                                   : chatty_words_verdict (verdict->kind), text);
}

static void
test_clicked_cb (ChattyAccountPage *self)
{
  gtk_spinner_start (self->spinner);
  gtk_widget_set_sensitive (GTK_WIDGET (self->test), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), FALSE);
  chatty_account_service_test_async (self->service, self->account->id, CHATTY_SECRET_INTERACTIVE,
                                     self->cancellable, tested_cb, g_object_ref (self));
}

/* As when the keyring was locked a moment ago. */
static void
usage_failed_cb (ChattyAccountPage *self,
                 const char        *reason)
{
  /* Disconnected in the meantime: that is no news. */
  if (!chatty_account_needs_key (self->account))
    tell (self, _("The Key Is Not at Hand"), reason);
}

/* Why the account cannot be used although its record says nothing against it. */
static void
tell_key (ChattyAccountPage *self)
{
  const char *title;
  const char *text = chatty_words_key_problem (self->account, self->key, &title);

  if (text != NULL)
    tell (self, title, text);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyAccountPage) self = user_data;
  g_autoptr (GArray) keys = NULL;
  ChattyKeyState before = self->key;

  keys = chatty_account_service_look_for_keys_finish (CHATTY_ACCOUNT_SERVICE (source), result,
                                                      NULL);
  if (keys == NULL || self->service == NULL)
    return;
  self->key = g_array_index (keys, ChattyKeyState, 0);
  update_key (self);
  if (self->key == CHATTY_KEY_KEPT && !self->account->paused)
    chatty_account_usage_ask (self->usage, self->service, self->account->id);
  else if (self->key != before && !chatty_account_needs_key (self->account))
    tell_key (self);
}

/* Quietly: nobody asked for a prompt of the keyring. */
static void
look_for_key (ChattyAccountPage *self)
{
  g_autoptr (GPtrArray) accounts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_account_unref);

  g_ptr_array_add (accounts, chatty_account_ref (self->account));
  chatty_account_service_look_for_keys_async (self->service, accounts, self->cancellable,
                                              looked_cb, g_object_ref (self));
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ChattyAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (chatty_account_service_remove_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error))
    {
      g_signal_emit (self, signals[REMOVED], 0, self->account);
      g_signal_emit (self, signals[CLOSED], 0);
    }
  else if (self->service != NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->remove), TRUE);
      tell_error (self, error);
    }
}

/* Without a question: there is Undo. */
static void
remove_clicked_cb (ChattyAccountPage *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove), FALSE);
  chatty_account_service_remove_async (self->service, self->account->id,
                                       CHATTY_SECRET_INTERACTIVE, NULL, removed_cb,
                                       g_object_ref (self));
}

static void
replaced_cb (GtkWidget         *page,
             ChattyAccountPage *self)
{
  gtk_stack_set_visible_child (self->stack, self->details);
  gtk_stack_remove (self->stack, page);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), FALSE);
  gtk_widget_grab_focus (self->focus_after != NULL ? self->focus_after
                                                   : GTK_WIDGET (self->replace));
  self->focus_after = NULL;
}

static void
open_page (ChattyAccountPage *self,
           GtkWidget         *page)
{
  g_signal_connect_object (page, "closed", G_CALLBACK (replaced_cb), self, 0);
  gtk_stack_add_child (self->stack, page);
  gtk_stack_set_visible_child (self->stack, page);
  gtk_widget_grab_focus (page);
}

static void
sign_in_cb (ChattyAccountPage *self)
{
  open_page (self, chatty_sign_in_page_new (self->service, get_info (self), self->account));
}

static void
answers_cb (ChattyAccountPage *self)
{
  self->focus_after = self->answers_row;
  open_page (self, chatty_answers_page_new (self->workspace, self->service, self->account));
}

static void
add_key_cb (ChattyAccountPage *self)
{
  open_page (self, chatty_connect_page_new_for_second (self->service, get_info (self),
                                                       self->account));
}

/* Without a question: the key can be entered again. */
static void
remove_key_cb (ChattyAccountPage *self)
{
  chatty_account_service_drop_key_async (self->service, self->account->id,
                                         CHATTY_SECRET_INTERACTIVE, NULL, key_dropped_cb,
                                         g_object_ref (self));
}

static void
replace_activated_cb (ChattyAccountPage *self)
{
  if (is_by_browser (self))
    sign_in_cb (self);
  else
    open_page (self, chatty_connect_page_new (self->service, get_info (self), self->account));
}

static void
confirmed_cb (AdwMessageDialog  *dialog,
              const char        *response,
              ChattyAccountPage *self)
{
  if (g_strcmp0 (response, "disconnect") != 0 || self->service == NULL)
    return;
  chatty_account_service_disconnect_async (self->service, self->account->id,
                                           CHATTY_SECRET_INTERACTIVE, self->cancellable,
                                           disconnected_cb, g_object_ref (self));
}

static void
disconnect_clicked_cb (ChattyAccountPage *self)
{
  GtkWidget *dialog = chatty_disconnect_dialog_ask (GTK_WIDGET (self), self->account);

  g_signal_connect_object (dialog, "response", G_CALLBACK (confirmed_cb), self, 0);
}

static void
back_clicked_cb (ChattyAccountPage *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  chatty_account_page_go_back (CHATTY_ACCOUNT_PAGE (widget));
  return GDK_EVENT_STOP;
}

static void
chatty_account_page_dispose (GObject *object)
{
  ChattyAccountPage *self = CHATTY_ACCOUNT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workspace);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (chatty_account_page_parent_class)->dispose (object);
}

static void
chatty_account_page_finalize (GObject *object)
{
  ChattyAccountPage *self = CHATTY_ACCOUNT_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->account, chatty_account_unref);

  G_OBJECT_CLASS (chatty_account_page_parent_class)->finalize (object);
}

static void
chatty_account_page_class_init (ChattyAccountPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_account_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_account_page_finalize;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, CHATTY_TYPE_ACCOUNT);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  g_type_ensure (CHATTY_TYPE_ACCOUNT_SERVERS);
  g_type_ensure (CHATTY_TYPE_ACCOUNT_SIGN_IN);
  g_type_ensure (CHATTY_TYPE_ACCOUNT_USAGE);
  g_type_ensure (CHATTY_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/accounts/chatty-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, details);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, missing);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, state);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, test);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, answer);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, name);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, owner);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, answers);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, answers_row);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, servers);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, sign_in);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, pause_row);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, pause);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, usage);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, replace);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, disconnect);
  gtk_widget_class_bind_template_child (widget_class, ChattyAccountPage, remove);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, pause_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, disconnect_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, set_account);
  gtk_widget_class_bind_template_callback (widget_class, tell);
  gtk_widget_class_bind_template_callback (widget_class, usage_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, answers_cb);
}

static void
chatty_account_page_init (ChattyAccountPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  chatty_notice_set_icon_name (self->missing, "dialog-warning-symbolic");
}

/**
 * chatty_account_page_new:
 * @service: what has the account
 * @account: which one
 *
 * Returns: (transfer floating): a page that follows the account
 */
GtkWidget *
chatty_account_page_new (ChattyAccountService *service,
                         ChattyAccount        *account)
{
  ChattyAccountPage *self;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (service), NULL);
  g_return_val_if_fail (account != NULL, NULL);

  self = g_object_new (CHATTY_TYPE_ACCOUNT_PAGE, NULL);
  self->service = g_object_ref (service);
  self->account = chatty_account_ref (account);
  self->key = CHATTY_KEY_KEPT;   /* until somebody has looked */
  gtk_widget_set_visible (GTK_WIDGET (self->servers), get_info (self) != NULL);
  if (get_info (self) != NULL)
    chatty_account_servers_set_platform (self->servers, service, get_info (self));
  g_signal_connect_object (service, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
  look_for_key (self);
  return GTK_WIDGET (self);
}

/**
 * chatty_account_page_set_workspace:
 * @workspace: (nullable): where what the person prefers is kept
 */
void
chatty_account_page_set_workspace (ChattyAccountPage *self,
                                   ChattyWorkspace   *workspace)
{
  g_return_if_fail (CHATTY_IS_ACCOUNT_PAGE (self));

  g_set_object (&self->workspace, workspace);
  gtk_widget_set_visible (self->answers,
                          workspace != NULL &&
                          chatty_answers_page_exists (self->service, self->account->platform));
}

/**
 * chatty_account_page_go_back:
 *
 * Goes back one step, or leaves the page.
 */
void
chatty_account_page_go_back (ChattyAccountPage *self)
{
  GtkWidget *shown;

  g_return_if_fail (CHATTY_IS_ACCOUNT_PAGE (self));

  shown = gtk_stack_get_visible_child (self->stack);
  if (CHATTY_IS_CONNECT_PAGE (shown))
    chatty_connect_page_go_back (CHATTY_CONNECT_PAGE (shown));
  else if (CHATTY_IS_SIGN_IN_PAGE (shown))
    chatty_sign_in_page_go_back (CHATTY_SIGN_IN_PAGE (shown));
  else if (CHATTY_IS_ANSWERS_PAGE (shown))
    chatty_answers_page_go_back (CHATTY_ANSWERS_PAGE (shown));
  else
    back_clicked_cb (self);
}
