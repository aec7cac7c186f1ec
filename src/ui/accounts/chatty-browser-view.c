/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-browser-view.h"
#include "chatty-link-dialog.h"

struct _ChattyBrowserView
{
  AdwBin parent_instance;

  AdwStatusPage *status;
  GtkSpinner    *spinner;
  GtkLabel      *left;
  GtkLabel      *note;
  GtkButton     *open;
  GtkButton     *copy;
  GtkButton     *cancel;

  char          *address;    /* NULL until there is one */
  gint64         end;        /* monotonic; when nobody waits any more */
  guint          ticking;
};

G_DEFINE_FINAL_TYPE (ChattyBrowserView, chatty_browser_view, ADW_TYPE_BIN)

enum {
  OPENED,
  CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_note (ChattyBrowserView *self,
          const char        *note)
{
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

static void
open_clicked_cb (ChattyBrowserView *self)
{
  if (self->address == NULL)
    return;
  chatty_link_open (GTK_WIDGET (self), self->address);
  gtk_button_set_label (self->open, _("_Open Browser Again"));
  set_note (self, _("If no browser comes up, copy the address and open it in one yourself."));
  g_signal_emit (self, signals[OPENED], 0);
}

static void
copy_clicked_cb (ChattyBrowserView *self)
{
  if (self->address == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->address);
  set_note (self, _("The address is copied. Open it in a browser on this computer."));
  g_signal_emit (self, signals[OPENED], 0);
}

static void
cancel_clicked_cb (ChattyBrowserView *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

/* Minutes, and seconds only when they begin to count: nobody is to be hurried,
 * and a screen reader has not to read each second. */
static char *
describe_left (guint seconds)
{
  guint minutes = (seconds + 59) / 60;

  if (seconds == 0)
    return g_strdup (_("The time is over."));
  if (seconds <= 60)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "Waiting for the browser. You have %u second.",
                                         "Waiting for the browser. You have %u seconds.",
                                         seconds), seconds);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Waiting for the browser. You have %u minute.",
                                       "Waiting for the browser. You have %u minutes.",
                                       minutes), minutes);
}

static gboolean
tick_cb (gpointer user_data)
{
  ChattyBrowserView *self = user_data;
  gint64 left = self->end - g_get_monotonic_time ();
  guint seconds = left > 0 ? (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
  g_autofree char *text = describe_left (seconds);

  if (g_strcmp0 (gtk_label_get_label (self->left), text) != 0)
    gtk_label_set_label (self->left, text);
  if (seconds > 0)
    return G_SOURCE_CONTINUE;
  self->ticking = 0;
  return G_SOURCE_REMOVE;
}

static void
chatty_browser_view_dispose (GObject *object)
{
  ChattyBrowserView *self = CHATTY_BROWSER_VIEW (object);

  g_clear_handle_id (&self->ticking, g_source_remove);
  g_clear_pointer (&self->address, g_free);

  G_OBJECT_CLASS (chatty_browser_view_parent_class)->dispose (object);
}

static void
chatty_browser_view_class_init (ChattyBrowserViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_browser_view_dispose;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CANCELLED] = g_signal_new ("cancelled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/accounts/chatty-browser-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyBrowserView, status);
  gtk_widget_class_bind_template_child (widget_class, ChattyBrowserView, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyBrowserView, left);
  gtk_widget_class_bind_template_child (widget_class, ChattyBrowserView, note);
  gtk_widget_class_bind_template_child (widget_class, ChattyBrowserView, open);
  gtk_widget_class_bind_template_child (widget_class, ChattyBrowserView, copy);
  gtk_widget_class_bind_template_child (widget_class, ChattyBrowserView, cancel);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
chatty_browser_view_init (ChattyBrowserView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_browser_view_begin:
 * @provider: who signs people in
 *
 * As at first: no address, and nobody waits.
 */
void
chatty_browser_view_begin (ChattyBrowserView *self,
                           const char        *provider)
{
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  g_return_if_fail (CHATTY_IS_BROWSER_VIEW (self));

  chatty_browser_view_stop (self);
  chatty_browser_view_set_address (self, NULL);
  set_note (self, NULL);
  gtk_button_set_label (self->open, _("_Open Browser"));
  /* Translators: %s is a provider, such as Google */
  text = g_strdup_printf (_("Your browser shows a page of %s. Choose your account there, tick what "
                            "you want to allow, and come back when the page says so. If it shows "
                            "an error instead, cancel here."), provider);
  /* The status page reads markup. */
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->status, escaped);
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel));
}

/**
 * chatty_browser_view_set_address:
 * @address: (nullable): the page to open; %NULL while it is made
 */
void
chatty_browser_view_set_address (ChattyBrowserView *self,
                                 const char        *address)
{
  g_return_if_fail (CHATTY_IS_BROWSER_VIEW (self));

  g_free (self->address);
  self->address = g_strdup (address);
  gtk_widget_set_sensitive (GTK_WIDGET (self->open), address != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->copy), address != NULL);
  if (address != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->open));
}

/**
 * chatty_browser_view_count_down:
 * @seconds: for how long the program waits from now on
 */
void
chatty_browser_view_count_down (ChattyBrowserView *self,
                                guint              seconds)
{
  g_return_if_fail (CHATTY_IS_BROWSER_VIEW (self));

  chatty_browser_view_stop (self);
  self->end = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  gtk_widget_set_visible (GTK_WIDGET (self->left), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);
  if (tick_cb (self))
    self->ticking = g_timeout_add_seconds (1, tick_cb, self);
}

/* Nobody waits any more. */
void
chatty_browser_view_stop (ChattyBrowserView *self)
{
  g_return_if_fail (CHATTY_IS_BROWSER_VIEW (self));

  g_clear_handle_id (&self->ticking, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->left), FALSE);
}
