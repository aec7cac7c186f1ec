/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-list-name.h"
#include "chatty-receipt-line.h"
#include "chatty-receipt-view.h"
#include "chatty-slow-start.h"

struct _ChattyReceiptView
{
  GtkWidget parent_instance;

  GtkWidget          *scrolled;
  GtkListView        *list;

  ChattyImportTotals  totals;
  gboolean            of_sessions;
  char               *note;
};

G_DEFINE_FINAL_TYPE (ChattyReceiptView, chatty_receipt_view, GTK_TYPE_WIDGET)

static GtkWidget *
label_new (const char *text,
           const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

static void
add_sum (GtkListBox *box,
         const char *title,
         const char *subtitle,
         guint64     count,
         gboolean    always)
{
  GtkWidget *row, *number;
  g_autofree char *text = NULL;

  if (count == 0 && !always)
    return;

  text = g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
  number = gtk_label_new (text);
  gtk_widget_add_css_class (number, "numeric");

  row = g_object_new (ADW_TYPE_ACTION_ROW,
                      "use-markup", FALSE,
                      "title", title,
                      "subtitle", subtitle != NULL ? subtitle : "",
                      "activatable", FALSE,
                      "selectable", FALSE,
                      NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), number);
  gtk_list_box_append (box, row);
}

static char *
dup_headline (const ChattyImportTotals *totals)
{
  guint stored = totals->added + totals->updated + totals->kept_both;

  if (stored > 0)
    return g_strdup_printf (ngettext ("%'u conversation came into the vault",
                                      "%'u conversations came into the vault", stored),
                            stored);
  if (totals->unchanged > 0)
    return g_strdup (_("Everything was in the vault already"));
  return g_strdup (_("Nothing was imported"));
}

static GtkWidget *
sums_new (ChattyReceiptView *self)
{
  const ChattyImportTotals *totals = &self->totals;
  g_autofree char *headline = dup_headline (totals);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *title = label_new (headline, "title-2");

  gtk_widget_set_margin_top (box, 24);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), title);
  if (self->note != NULL)
    gtk_box_append (GTK_BOX (box), label_new (self->note, NULL));

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Sums"),
                                  -1);
  if (!self->of_sessions)
    {
      add_sum (GTK_LIST_BOX (list), _("Files"), NULL, totals->files, TRUE);
      add_sum (GTK_LIST_BOX (list), _("Files that gave nothing"), NULL, totals->refused_files,
               FALSE);
    }
  add_sum (GTK_LIST_BOX (list), _("Conversations found"), NULL, totals->conversations, TRUE);
  add_sum (GTK_LIST_BOX (list), _("Added"), NULL, totals->added, TRUE);
  add_sum (GTK_LIST_BOX (list), _("Updated"),
           self->of_sessions ? _("The platform held a newer version")
                             : _("The file held a newer version"),
           totals->updated, FALSE);
  add_sum (GTK_LIST_BOX (list), _("Unchanged"),
           _("In the vault already, the same"), totals->unchanged, FALSE);
  add_sum (GTK_LIST_BOX (list), _("Both versions kept"),
           self->of_sessions ? _("Changed in the vault and on the platform")
                             : _("Changed in the vault and in the file"),
           totals->kept_both, FALSE);
  add_sum (GTK_LIST_BOX (list), _("Skipped"), NULL, totals->skipped, FALSE);
  add_sum (GTK_LIST_BOX (list), _("Turns"), NULL, totals->turns, FALSE);
  gtk_box_append (GTK_BOX (box), list);

  return box;
}

static GtkWidget *
line_new (ChattyReceiptLine *line)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  if (chatty_receipt_line_get_reason (line) == NULL)
    {
      gtk_box_append (GTK_BOX (box), label_new (chatty_receipt_line_get_what (line), "heading"));
      gtk_widget_set_margin_top (box, 18);
    }
  else
    {
      gtk_box_append (GTK_BOX (box), label_new (chatty_receipt_line_get_what (line), NULL));
      gtk_box_append (GTK_BOX (box),
                      label_new (chatty_receipt_line_get_reason (line), "dim-label"));
    }

  return box;
}

/* The first item stands for the sums: they scroll away with the list, so
 * that the reasons have the whole height of a small window. */
static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         ChattyReceiptView        *self)
{
  gpointer object = gtk_list_item_get_item (item);
  GtkWidget *row;
  g_autofree char *spoken = NULL;

  gtk_list_item_set_activatable (item, FALSE);
  if (CHATTY_IS_RECEIPT_LINE (object))
    {
      const char *what = chatty_receipt_line_get_what (object);
      const char *reason = chatty_receipt_line_get_reason (object);

      row = line_new (object);
      spoken = reason != NULL ? g_strjoin (", ", what, reason, NULL) : g_strdup (what);
    }
  else
    {
      row = sums_new (self);
      spoken = g_strdup (_("Sums"));
    }
  gtk_list_item_set_child (item, row);
  chatty_list_name_set (row, spoken);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           ChattyReceiptView        *self)
{
  gtk_list_item_set_child (item, NULL);
}

static void
chatty_receipt_view_dispose (GObject *object)
{
  ChattyReceiptView *self = CHATTY_RECEIPT_VIEW (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  self->list = NULL;
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->note, g_free);

  G_OBJECT_CLASS (chatty_receipt_view_parent_class)->dispose (object);
}

static void
chatty_receipt_view_class_init (ChattyReceiptViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_receipt_view_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/receipt/chatty-receipt-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyReceiptView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, ChattyReceiptView, list);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_receipt_view_init (ChattyReceiptView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
}

/**
 * chatty_receipt_view_new:
 *
 * Returns: (transfer floating): an empty view
 */
GtkWidget *
chatty_receipt_view_new (void)
{
  return g_object_new (CHATTY_TYPE_RECEIPT_VIEW, NULL);
}

/**
 * chatty_receipt_view_set_receipt:
 * @receipt: (nullable): what is shown; copied
 * @note: (nullable): a sentence that goes above the sums
 */
void
chatty_receipt_view_set_receipt (ChattyReceiptView *self,
                                 ChattyReceipt     *receipt,
                                 const char        *note)
{
  GListStore *parts;
  GListModel *all;
  g_autoptr (GtkStringList) head = NULL;
  g_autoptr (GListModel) lines = NULL;
  g_autoptr (GtkNoSelection) selection = NULL;
  const char * const sums[] = { "", NULL };

  g_return_if_fail (CHATTY_IS_RECEIPT_VIEW (self));

  gtk_list_view_set_model (self->list, NULL);
  g_free (self->note);
  self->note = g_strdup (note);
  if (receipt == NULL)
    return;

  chatty_receipt_get_totals (receipt, &self->totals);
  self->of_sessions = chatty_receipt_is_of_sessions (receipt);
  head = gtk_string_list_new (sums);
  lines = chatty_receipt_line_list_new (receipt);
  parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_list_store_append (parts, head);
  g_list_store_append (parts, lines);
  all = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (parts)));
  selection = gtk_no_selection_new (chatty_slow_start_new (GTK_WIDGET (self->list), all));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}
