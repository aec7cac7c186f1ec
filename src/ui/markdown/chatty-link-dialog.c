/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-link-dialog.h"
#include "chatty-link.h"

#define RESPONSE_CANCEL "cancel"
#define RESPONSE_COPY   "copy"
#define RESPONSE_OPEN   "open"

static ChattyLinkOpener link_opener = NULL;
static gpointer         link_opener_data = NULL;

static void
open_uri (GtkWindow  *parent,
          const char *uri)
{
  if (link_opener != NULL)
    link_opener (uri, link_opener_data);
  else
    gtk_show_uri (parent, uri, GDK_CURRENT_TIME);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  const char *uri = g_object_get_data (G_OBJECT (dialog), "chatty-uri");

  if (g_str_equal (response, RESPONSE_OPEN))
    open_uri (gtk_window_get_transient_for (GTK_WINDOW (dialog)), uri);
  else if (g_str_equal (response, RESPONSE_COPY))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (dialog)), uri);
}

static GtkWidget *
new_line (const char *text,
          const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_add_css_class (label, style);

  return label;
}

static void
append_warning (GtkBox     *box,
                const char *text)
{
  GtkWidget *label = new_line (text, "warning");

  gtk_box_append (box, label);
}

static GtkWidget *
build_details (const ChattyLink *link,
               const char       *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *uri, *scrolled;

  gtk_box_append (GTK_BOX (box), new_line (link->host, "title-4"));

  uri = new_line (link->uri, "chatty-link-target");
  gtk_label_set_selectable (GTK_LABEL (uri), TRUE);
  /* The keyboard is for the dialog's buttons. A label that is only not focusable
   * would hold back the Tab key at its place. */
  gtk_widget_set_can_focus (uri, FALSE);
  gtk_widget_set_direction (uri, GTK_TEXT_DIR_LTR);
  scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), uri);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 160);
  gtk_box_append (GTK_BOX (box), scrolled);

  if (chatty_link_text_misleads (link, text))
    {
      g_autofree char *shown = chatty_text_one_line (text, 80);
      g_autofree char *line = NULL;

      /* Translators: %s is what the link's words say, such as www.example.com */
      line = g_strdup_printf (_("The link’s words, “%s”, look like another address."), shown);
      append_warning (GTK_BOX (box), line);
    }
  if (link->readable_host != NULL)
    append_warning (GTK_BOX (box),
                    _("The name is written in letters that can imitate those of another address."));
  if (link->has_user)
    append_warning (GTK_BOX (box),
                    _("There is a user name before the address, which can hide where it leads."));

  return box;
}

/**
 * chatty_link_dialog_ask:
 * @parent: a widget of the window that asks
 * @target: where the link of a text says that it leads
 * @text: the words of the link, to compare
 *
 * Shows where a link leads, and opens it only when the person agrees. A link
 * that may not be opened is only shown. Nothing is fetched.
 *
 * Returns: (transfer none): the dialog, already presented
 */
GtkWidget *
chatty_link_dialog_ask (GtkWidget  *parent,
                        const char *target,
                        const char *text)
{
  g_autoptr (ChattyLink) link = NULL;
  AdwMessageDialog *dialog;
  GtkRoot *root;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (target != NULL, NULL);

  root = gtk_widget_get_root (parent);
  link = chatty_link_parse (target);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                                       NULL, NULL));

  adw_message_dialog_add_response (dialog, RESPONSE_CANCEL, _("_Cancel"));
  adw_message_dialog_set_close_response (dialog, RESPONSE_CANCEL);

  if (link != NULL)
    {
      gboolean is_mail = g_str_equal (link->scheme, "mailto");

      adw_message_dialog_set_heading (dialog, is_mail ? _("Write to This Address?")
                                                      : _("Open This Link?"));
      adw_message_dialog_set_body (dialog, is_mail
        ? _("Your mail program will start a message to:")
        : _("Your web browser will visit:"));
      adw_message_dialog_set_extra_child (dialog, build_details (link, text != NULL ? text : ""));
      adw_message_dialog_add_responses (dialog,
                                        RESPONSE_COPY, _("Copy _Link"),
                                        RESPONSE_OPEN, _("_Open"),
                                        NULL);
      adw_message_dialog_set_default_response (dialog, RESPONSE_CANCEL);
      g_object_set_data_full (G_OBJECT (dialog), "chatty-uri", g_strdup (link->uri), g_free);
      g_signal_connect (dialog, "response", G_CALLBACK (response_cb), NULL);
    }
  else
    {
      g_autofree char *escaped = chatty_link_escape (target);

      adw_message_dialog_set_heading (dialog, _("This Link Cannot Be Opened"));
      adw_message_dialog_set_body (dialog, escaped);
    }

  gtk_window_present (GTK_WINDOW (dialog));

  return GTK_WIDGET (dialog);
}

/**
 * chatty_link_open:
 * @widget: a widget of the window that opens it
 * @uri: an address that the program made, or that the person pressed a button
 *   for; never one from outside
 *
 * Opens it in the desktop's browser, in a sandbox by the portal, without a
 * question.
 */
void
chatty_link_open (GtkWidget  *widget,
                  const char *uri)
{
  GtkRoot *root;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (uri != NULL);

  root = gtk_widget_get_root (widget);
  open_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri);
}

/**
 * chatty_link_dialog_set_opener:
 * @opener: (nullable): what opens a link instead of the desktop; %NULL to undo
 *
 * For tests.
 */
void
chatty_link_dialog_set_opener (ChattyLinkOpener opener,
                               gpointer         user_data)
{
  link_opener = opener;
  link_opener_data = user_data;
}
