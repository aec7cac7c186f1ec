/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-trouble.h"
#include "chatty-ui-settings.h"
#include "chatty-usage-row.h"
#include "chatty-usage-view.h"

struct _ChattyUsageView
{
  GtkWidget parent_instance;

  GtkStack            *stack;
  GtkSpinner          *spinner;
  ChattyTrouble       *trouble;
  AdwActionRow        *plan;
  AdwActionRow        *owner;
  AdwActionRow        *expires;
  AdwPreferencesGroup *usage;

  GPtrArray           *rows;
  ChattyConnector     *connector;
  GCancellable        *cancellable;
  gboolean             was_shown;
};

G_DEFINE_FINAL_TYPE (ChattyUsageView, chatty_usage_view, GTK_TYPE_WIDGET)

static void
set_row (AdwActionRow *row,
         const char   *text)
{
  g_autofree char *shown = text != NULL ? chatty_text_display_name (text) : g_strdup ("");

  adw_action_row_set_subtitle (row, shown);
  gtk_widget_set_visible (GTK_WIDGET (row), *shown != '\0');
}

static void
show_usage (ChattyUsageView   *self,
            const ChattyUsage *usage)
{
  g_autofree char *expires = chatty_ui_format_date (usage->expires);

  /* Translators: the platform does not say which plan an account has */
  set_row (self->plan, usage->plan != NULL ? usage->plan : C_("plan", "Not told"));
  set_row (self->owner, usage->account);
  set_row (self->expires, expires);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->usage, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < usage->n_metrics; i++)
    {
      GtkWidget *row = chatty_usage_row_new (&usage->metrics[i]);

      adw_preferences_group_add (self->usage, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->usage), usage->n_metrics > 0);
  gtk_stack_set_visible_child_name (self->stack, "ready");
}

static void
usage_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattyUsageView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyUsage) usage = NULL;

  usage = chatty_connector_usage_finish (CHATTY_CONNECTOR (source), result, &error);
  if (self->stack == NULL || chatty_error_is_cancelled (error))
    return;
  gtk_spinner_stop (self->spinner);
  if (usage != NULL)
    {
      show_usage (self, usage);
      return;
    }
  chatty_trouble_set_error (self->trouble, error);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
load (ChattyUsageView *self)
{
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  chatty_connector_usage_async (self->connector, self->cancellable, usage_cb, g_object_ref (self));
}

static void
chatty_usage_view_map (GtkWidget *widget)
{
  ChattyUsageView *self = CHATTY_USAGE_VIEW (widget);

  GTK_WIDGET_CLASS (chatty_usage_view_parent_class)->map (widget);

  if (!self->was_shown)
    {
      self->was_shown = TRUE;
      load (self);
    }
}

static void
chatty_usage_view_dispose (GObject *object)
{
  ChattyUsageView *self = CHATTY_USAGE_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;

  G_OBJECT_CLASS (chatty_usage_view_parent_class)->dispose (object);
}

static void
chatty_usage_view_finalize (GObject *object)
{
  ChattyUsageView *self = CHATTY_USAGE_VIEW (object);

  g_ptr_array_unref (self->rows);
  g_object_unref (self->cancellable);
  g_clear_object (&self->connector);

  G_OBJECT_CLASS (chatty_usage_view_parent_class)->finalize (object);
}

static void
chatty_usage_view_class_init (ChattyUsageViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_usage_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_usage_view_finalize;
  widget_class->map = chatty_usage_view_map;

  g_type_ensure (CHATTY_TYPE_TROUBLE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-usage-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyUsageView, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyUsageView, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyUsageView, trouble);
  gtk_widget_class_bind_template_child (widget_class, ChattyUsageView, plan);
  gtk_widget_class_bind_template_child (widget_class, ChattyUsageView, owner);
  gtk_widget_class_bind_template_child (widget_class, ChattyUsageView, expires);
  gtk_widget_class_bind_template_child (widget_class, ChattyUsageView, usage);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_usage_view_init (ChattyUsageView *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_usage_view_new:
 * @connector: what knows; see chatty_connector_has_usage()
 * @account_id: its account
 *
 * Returns: (transfer floating): a view, which asks when it is shown first
 */
GtkWidget *
chatty_usage_view_new (ChattyConnector *connector,
                       const char      *account_id)
{
  ChattyUsageView *self;

  g_return_val_if_fail (CHATTY_IS_CONNECTOR (connector), NULL);

  self = g_object_new (CHATTY_TYPE_USAGE_VIEW, NULL);
  self->connector = g_object_ref (connector);
  chatty_trouble_set_account (self->trouble, account_id);
  return GTK_WIDGET (self);
}
