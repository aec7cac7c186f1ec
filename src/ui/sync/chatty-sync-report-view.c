/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-sync-head.h"
#include "chatty-sync-list.h"
#include "chatty-sync-report-view.h"

struct _ChattySyncReportView
{
  GtkWidget parent_instance;

  ChattySyncList *list;
  ChattySyncHead *head;
  char           *run;
};

G_DEFINE_FINAL_TYPE (ChattySyncReportView, chatty_sync_report_view, GTK_TYPE_WIDGET)

static void
undo_step_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ChattySyncReportView *self = CHATTY_SYNC_REPORT_VIEW (widget);

  if (self->run != NULL)
    gtk_widget_activate_action (widget, "win.undo-sync", "(ss)", self->run,
                                g_variant_get_string (parameter, NULL));
}

static void
chatty_sync_report_view_dispose (GObject *object)
{
  ChattySyncReportView *self = CHATTY_SYNC_REPORT_VIEW (object);

  if (self->list != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->list));
  self->list = NULL;
  g_clear_pointer (&self->run, g_free);

  G_OBJECT_CLASS (chatty_sync_report_view_parent_class)->dispose (object);
}

static void
chatty_sync_report_view_class_init (ChattySyncReportViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_sync_report_view_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "sync.undo-step", "s", undo_step_action);
}

static void
chatty_sync_report_view_init (ChattySyncReportView *self)
{
  self->head = CHATTY_SYNC_HEAD (chatty_sync_head_new ());
  self->list = CHATTY_SYNC_LIST (chatty_sync_list_new ());
  chatty_sync_list_set_head (self->list, GTK_WIDGET (self->head));
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
}

/**
 * chatty_sync_report_view_new:
 *
 * Returns: (transfer floating): a view of nothing
 */
GtkWidget *
chatty_sync_report_view_new (void)
{
  return g_object_new (CHATTY_TYPE_SYNC_REPORT_VIEW, NULL);
}

/**
 * chatty_sync_report_view_set_report:
 * @report: what was done; its lines are shared
 * @run: the run's id, for Undo
 */
void
chatty_sync_report_view_set_report (ChattySyncReportView *self,
                                    ChattySyncReport     *report,
                                    const char           *run)
{
  g_return_if_fail (CHATTY_IS_SYNC_REPORT_VIEW (self));

  g_free (self->run);
  self->run = g_strdup (run);
  chatty_sync_head_show_report (self->head, report);
  chatty_sync_list_set_lines (self->list, report->lines);
}
