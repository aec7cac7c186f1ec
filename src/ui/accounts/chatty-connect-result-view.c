/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-account-service.h"

#include "chatty-account-words.h"
#include "chatty-button-wrap.h"
#include "chatty-connect-result-view.h"

struct _ChattyConnectResultView
{
  AdwBin parent_instance;

  AdwStatusPage        *status;
  GtkLabel             *detail;
  GtkLabel             *missing;
  GtkLabel             *wait;
  GtkButton            *first;
  GtkButton            *second;
  GtkButton            *edit;

  ChattyConnectResult  *result;    /* NULL for a problem */
  gboolean              by_browser;
  gint64                ready;   /* monotonic; when one may try again */
  guint                 ticking;
};

G_DEFINE_FINAL_TYPE (ChattyConnectResultView, chatty_connect_result_view, ADW_TYPE_BIN)

enum {
  AGAIN,
  DONE,
  EDIT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the two buttons of an outcome do: the flags that they add. */
typedef struct {
  const char         *first;
  ChattyConnectFlags  first_flags;
  const char         *second;
  ChattyConnectFlags  second_flags;
} Choice;

static const Choice choices[] = {
  [CHATTY_CONNECT_SAVED] = { N_("_Done") },
  [CHATTY_CONNECT_SAVED_UNVERIFIED] = { N_("_Done") },
  [CHATTY_CONNECT_REFUSED] = { NULL },
  [CHATTY_CONNECT_NOT_TESTED] = {
    N_("_Try Again"), 0,
    N_("_Save as Unverified"), CHATTY_CONNECT_ACCEPT_UNVERIFIED,
  },
  [CHATTY_CONNECT_OTHER_ACCOUNT] = {
    NULL, 0,
    N_("_Use This Key"), CHATTY_CONNECT_ACCEPT_OTHER,
  },
  [CHATTY_CONNECT_KEYRING_LOCKED] = {
    N_("_Unlock the Keyring"), CHATTY_CONNECT_UNLOCK,
    N_("_Keep for This Run Only"), CHATTY_CONNECT_THIS_RUN_ONLY,
  },
  [CHATTY_CONNECT_KEYRING_MISSING] = {
    N_("_Try Again"), 0,
    N_("_Keep for This Run Only"), CHATTY_CONNECT_THIS_RUN_ONLY,
  },
};

/* Where a sign-in with the browser has other words than a key. */
static const Choice browser_choices[] = {
  [CHATTY_CONNECT_OTHER_ACCOUNT] = {
    NULL, 0,
    N_("_Use This Account"), CHATTY_CONNECT_ACCEPT_OTHER,
  },
};

static const Choice *
get_choice (ChattyConnectResultView *self)
{
  ChattyConnectOutcome outcome = self->result->outcome;

  if (self->by_browser && outcome == CHATTY_CONNECT_OTHER_ACCOUNT)
    return &browser_choices[outcome];
  return &choices[outcome];
}

static void
first_clicked_cb (ChattyConnectResultView *self)
{
  if (chatty_connect_result_is_saved (self->result))
    g_signal_emit (self, signals[DONE], 0);
  else
    g_signal_emit (self, signals[AGAIN], 0, (guint) get_choice (self)->first_flags);
}

static void
second_clicked_cb (ChattyConnectResultView *self)
{
  g_signal_emit (self, signals[AGAIN], 0, (guint) get_choice (self)->second_flags);
}

static void
edit_clicked_cb (ChattyConnectResultView *self)
{
  g_signal_emit (self, signals[EDIT], 0);
}

static gboolean
tick_cb (gpointer user_data)
{
  ChattyConnectResultView *self = user_data;
  gint64 left = self->ready - g_get_monotonic_time ();
  guint seconds = left > 0 ? (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->first), seconds == 0);
  if (seconds == 0)
    {
      gtk_label_set_label (self->wait, _("You can try again now."));
      self->ticking = 0;
      return G_SOURCE_REMOVE;
    }
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "You can try again in %u second.",
                                       "You can try again in %u seconds.", seconds),
                          seconds);
  gtk_label_set_label (self->wait, text);
  return G_SOURCE_CONTINUE;
}

static void
set_button (GtkButton  *button,
            const char *label)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  if (label == NULL)
    return;
  gtk_button_set_label (button, _(label));
  chatty_button_wrap (GTK_WIDGET (button));
}

static const char *
icon_for (const ChattyConnectResult *result)
{
  switch (result->outcome)
    {
    case CHATTY_CONNECT_KEYRING_LOCKED:
    case CHATTY_CONNECT_KEYRING_MISSING:
      return "dialog-password-symbolic";
    case CHATTY_CONNECT_OTHER_ACCOUNT:
    case CHATTY_CONNECT_SAVED_UNVERIFIED:
      return "dialog-warning-symbolic";
    case CHATTY_CONNECT_SAVED:
    case CHATTY_CONNECT_REFUSED:
    case CHATTY_CONNECT_NOT_TESTED:
    default:
      return chatty_words_verdict_icon (result->verdict->kind);
    }
}

static void
chatty_connect_result_view_dispose (GObject *object)
{
  ChattyConnectResultView *self = CHATTY_CONNECT_RESULT_VIEW (object);

  g_clear_handle_id (&self->ticking, g_source_remove);
  g_clear_pointer (&self->result, chatty_connect_result_unref);

  G_OBJECT_CLASS (chatty_connect_result_view_parent_class)->dispose (object);
}

static void
chatty_connect_result_view_class_init (ChattyConnectResultViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_connect_result_view_dispose;

  signals[AGAIN] = g_signal_new ("again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/accounts/chatty-connect-result-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectResultView, status);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectResultView, detail);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectResultView, missing);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectResultView, wait);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectResultView, first);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectResultView, second);
  gtk_widget_class_bind_template_child (widget_class, ChattyConnectResultView, edit);
  gtk_widget_class_bind_template_callback (widget_class, first_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, second_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_clicked_cb);
}

static void
chatty_connect_result_view_init (ChattyConnectResultView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  chatty_button_wrap (GTK_WIDGET (self->edit));
}

/**
 * chatty_connect_result_view_set_result:
 * @result: what is shown
 */
void
chatty_connect_result_view_set_result (ChattyConnectResultView *self,
                                       ChattyConnectResult     *result)
{
  const ChattyVerdict *verdict = result->verdict;
  g_autofree char *message = NULL;
  const Choice *choice;
  gboolean waits;

  g_return_if_fail (CHATTY_IS_CONNECT_RESULT_VIEW (self));

  chatty_connect_result_ref (result);
  g_clear_pointer (&self->result, chatty_connect_result_unref);
  self->result = result;
  choice = get_choice (self);
  waits = !chatty_connect_result_is_saved (result) && verdict->wait_seconds > 0;

  /* The status page reads markup. Who came back from the browser is not always
   * who was meant to. */
  if (self->by_browser && chatty_connect_result_is_saved (result) &&
      result->account != NULL && result->account->owner != NULL)
    message = g_markup_printf_escaped ("<b>%s</b>\n%s", result->account->owner, result->message);
  else
    message = g_markup_escape_text (result->message, -1);
  adw_status_page_set_icon_name (self->status, icon_for (result));
  adw_status_page_set_title (self->status,
                             self->by_browser
                               ? chatty_words_sign_in_outcome (result->outcome, verdict->kind)
                               : chatty_words_outcome (result->outcome, verdict->kind));
  adw_status_page_set_description (self->status, message);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), verdict->detail != NULL);
  gtk_label_set_label (self->detail, verdict->detail != NULL ? verdict->detail : "");

  gtk_label_set_label (self->missing, "");
  gtk_widget_set_visible (GTK_WIDGET (self->missing), FALSE);

  set_button (self->first, choice->first);
  set_button (self->second, choice->second);
  gtk_widget_set_visible (GTK_WIDGET (self->edit), !chatty_connect_result_is_saved (result));
  gtk_widget_set_sensitive (GTK_WIDGET (self->first), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->wait), waits);
  g_clear_handle_id (&self->ticking, g_source_remove);
  if (waits)
    {
      self->ready = g_get_monotonic_time () + (gint64) verdict->wait_seconds * G_USEC_PER_SEC;
      if (tick_cb (self))
        self->ticking = g_timeout_add_seconds (1, tick_cb, self);
    }
  gtk_widget_grab_focus (GTK_WIDGET (choice->first != NULL && !waits ? self->first : self->edit));
}

/**
 * chatty_connect_result_view_set_by_browser:
 * @by_browser: whether the person signs in with the browser, and enters no key
 */
void
chatty_connect_result_view_set_by_browser (ChattyConnectResultView *self,
                                           gboolean                 by_browser)
{
  g_return_if_fail (CHATTY_IS_CONNECT_RESULT_VIEW (self));

  self->by_browser = by_browser;
  gtk_button_set_label (self->edit, by_browser ? _("_Sign In Again") : _("_Enter Another Key"));
}

/**
 * chatty_connect_result_view_set_missing:
 * @missing: (nullable): what the person did not allow in the browser, in plain
 *   words, a line each
 *
 * Adds it to the result that is shown, with a way to allow it after all.
 */
void
chatty_connect_result_view_set_missing (ChattyConnectResultView *self,
                                        const char              *missing)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CHATTY_IS_CONNECT_RESULT_VIEW (self));

  if (missing == NULL)
    return;
  /* Translators: %s is a list, a line each */
  text = g_strdup_printf (_("You did not allow:\n%s\nWithout it a part of this does not work."),
                          missing);
  adw_status_page_set_icon_name (self->status, "dialog-warning-symbolic");
  gtk_label_set_label (self->missing, text);
  gtk_widget_set_visible (GTK_WIDGET (self->missing), TRUE);
  /* The platform found no more than that. */
  gtk_widget_set_visible (GTK_WIDGET (self->detail), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->edit), TRUE);
}

/**
 * chatty_connect_result_view_set_problem:
 * @error: why nothing was connected
 *
 * Shows it, with the one button that helps.
 */
void
chatty_connect_result_view_set_problem (ChattyConnectResultView *self,
                                        const GError            *error)
{
  g_autofree char *sentence = NULL;
  g_autofree char *message = NULL;

  g_return_if_fail (CHATTY_IS_CONNECT_RESULT_VIEW (self));
  g_return_if_fail (error != NULL);

  g_clear_pointer (&self->result, chatty_connect_result_unref);
  g_clear_handle_id (&self->ticking, g_source_remove);
  /* Translators: %s is a sentence without its full stop */
  sentence = g_strdup_printf (_("%s."), error->message);
  message = g_markup_escape_text (sentence, -1);
  adw_status_page_set_icon_name (self->status, chatty_words_problem_icon (error));
  adw_status_page_set_title (self->status, chatty_words_problem (error));
  adw_status_page_set_description (self->status, message);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), FALSE);
  gtk_label_set_label (self->missing, "");
  gtk_widget_set_visible (GTK_WIDGET (self->missing), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->wait), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->first), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->second), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->edit), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->edit));
}
