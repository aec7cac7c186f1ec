/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-fold-box.h"
#include "chatty-talk-problem-bar.h"

struct _ChattyTalkProblemBar
{
  GtkWidget parent_instance;

  GtkLabel  *message;
  GtkButton *button;

  ChattyTalkProblem *problem;   /* nullable */
  guint              ticking;
};

enum {
  HELP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyTalkProblemBar, chatty_talk_problem_bar, GTK_TYPE_WIDGET)

static guint
count_seconds (const ChattyTalkProblem *problem)
{
  gint64 left = problem->until - g_get_monotonic_time ();

  return left > 0 ? (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

static gboolean
tick_cb (gpointer user_data)
{
  ChattyTalkProblemBar *self = user_data;
  guint seconds = count_seconds (self->problem);
  g_autofree char *label = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->button), seconds == 0);
  if (seconds == 0)
    {
      gtk_button_set_label (self->button, _("Try Again"));
      self->ticking = 0;
      return G_SOURCE_REMOVE;
    }

  label = g_strdup_printf (ngettext ("Try Again in %u Second", "Try Again in %u Seconds", seconds),
                           seconds);
  gtk_button_set_label (self->button, label);
  return G_SOURCE_CONTINUE;
}

static void
clicked_cb (ChattyTalkProblemBar *self)
{
  g_signal_emit (self, signals[HELP], 0);
}

static void
chatty_talk_problem_bar_dispose (GObject *object)
{
  ChattyTalkProblemBar *self = CHATTY_TALK_PROBLEM_BAR (object);
  GtkWidget *child;

  g_clear_handle_id (&self->ticking, g_source_remove);
  g_clear_pointer (&self->problem, chatty_talk_problem_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_talk_problem_bar_parent_class)->dispose (object);
}

static void
chatty_talk_problem_bar_class_init (ChattyTalkProblemBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_talk_problem_bar_dispose;

  signals[HELP] = g_signal_new ("help", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CHATTY_TYPE_FOLD_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/talk/chatty-talk-problem-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkProblemBar, message);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkProblemBar, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  /* It interrupts what a screen reader says. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
chatty_talk_problem_bar_init (ChattyTalkProblemBar *self)
{
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 9);
}

/**
 * chatty_talk_problem_bar_new:
 *
 * Returns: (transfer floating): one that is hidden
 */
GtkWidget *
chatty_talk_problem_bar_new (void)
{
  return g_object_new (CHATTY_TYPE_TALK_PROBLEM_BAR, NULL);
}

/**
 * chatty_talk_problem_bar_set:
 * @problem: (nullable): what is wrong
 */
void
chatty_talk_problem_bar_set (ChattyTalkProblemBar    *self,
                             const ChattyTalkProblem *problem)
{
  const char *message = problem != NULL ? problem->message : "";

  g_return_if_fail (CHATTY_IS_TALK_PROBLEM_BAR (self));

  g_clear_handle_id (&self->ticking, g_source_remove);
  g_clear_pointer (&self->problem, chatty_talk_problem_free);
  if (problem != NULL)
    self->problem = chatty_talk_problem_copy (problem);

  gtk_label_set_text (self->message, message);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, message,
                                  -1);
  gtk_widget_set_visible (GTK_WIDGET (self), problem != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->button), problem != NULL && problem->action != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
  if (problem == NULL || problem->action == NULL)
    return;

  gtk_button_set_label (self->button, problem->label != NULL ? problem->label : _("Try Again"));
  if (count_seconds (problem) > 0)
    {
      self->ticking = g_timeout_add_seconds (1, tick_cb, self);
      tick_cb (self);
    }
}
