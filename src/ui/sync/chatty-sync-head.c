/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-platform.h"
#include "chatty-string-factory.h"

#include "chatty-sync-head.h"
#include "chatty-sync-words.h"

struct _ChattySyncHead
{
  GtkWidget parent_instance;

  GtkBox      *box;
  GtkWidget   *moved;
  GtkLabel    *moved_label;
  GtkLabel    *title;
  GtkLabel    *text;
  GtkBox      *brakes;
  GtkWidget   *policies;
  AdwComboRow *policy;

  ChattySyncJob *job;       /* NULL for a report */
  gboolean       showing;   /* the policy is set by us, not by the person */
};

G_DEFINE_FINAL_TYPE (ChattySyncHead, chatty_sync_head, GTK_TYPE_WIDGET)

static void
policy_cb (ChattySyncHead *self)
{
  guint selected = adw_combo_row_get_selected (self->policy);

  if (!self->showing && self->job != NULL && selected <= CHATTY_SYNC_THEIRS)
    chatty_sync_job_set_policy (self->job, selected);
}

static void
release_clicked_cb (GtkButton      *button,
                    ChattySyncHead *self)
{
  if (self->job != NULL)
    chatty_sync_job_release (self->job, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button),
                                                                             "brake")));
}

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

static GtkWidget *
brake_new (ChattySyncHead        *self,
           const ChattySyncBrake *brake)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_widget_add_css_class (box, "chatty-sync-brake");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (texts), label_new (brake->message, "heading"));
  gtk_box_append (GTK_BOX (texts), label_new (brake->remedy, NULL));
  if (brake->can_release)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_("_Go On All the Same"));

      gtk_widget_set_halign (button, GTK_ALIGN_START);
      g_object_set_data (G_OBJECT (button), "brake", GUINT_TO_POINTER (brake->kind));
      g_signal_connect_object (button, "clicked", G_CALLBACK (release_clicked_cb), self, 0);
      gtk_box_append (GTK_BOX (texts), button);
    }
  return box;
}

static void
show_brakes (ChattySyncHead *self,
             ChattySyncPlan *plan)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->brakes))) != NULL)
    gtk_box_remove (self->brakes, child);
  for (guint i = 0; plan != NULL && i < chatty_sync_plan_get_n_brakes (plan); i++)
    gtk_box_append (self->brakes, brake_new (self, chatty_sync_plan_get_brake (plan, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->brakes),
                          plan != NULL && chatty_sync_plan_get_n_brakes (plan) > 0);
}

static void
show_text (ChattySyncHead *self,
           const char     *text)
{
  gtk_label_set_text (self->text, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->text), text != NULL && *text != '\0');
}

static void
take_sentence (GString *text,
               char    *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
  g_free (sentence);
}

static char *
dup_stays (const ChattySyncCounts *counts,
           const char             *title)
{
  GString *text = g_string_new (NULL);

  if (counts->same > 0)
    take_sentence (text, g_strdup_printf (ngettext ("%'u character is the same on both sides.",
                                                    "%'u characters are the same on both sides.",
                                                    counts->same), counts->same));
  if (counts->only_here > 0)
    /* Translators: the second is a platform */
    take_sentence (text, g_strdup_printf (ngettext ("%'u character is only here, not on %s.",
                                                    "%'u characters are only here, not on %s.",
                                                    counts->only_here),
                                          counts->only_here, title));
  if (counts->only_there > 0)
    /* Translators: the second is a platform */
    take_sentence (text, g_strdup_printf (ngettext ("%'u character is only on %s.",
                                                    "%'u characters are only on %s.",
                                                    counts->only_there),
                                          counts->only_there, title));
  return g_string_free (text, FALSE);
}

static void
show_policy (ChattySyncHead         *self,
             const ChattySyncCounts *counts,
             const char             *title)
{
  g_autoptr (GtkStringList) names = NULL;
  gboolean shown = counts->conflicts > 0 &&
                   chatty_sync_job_get_kind (self->job) == CHATTY_SYNC_JOB_SYNC;

  gtk_widget_set_visible (self->policies, shown);
  if (!shown)
    return;
  self->showing = TRUE;
  if (adw_combo_row_get_model (self->policy) == NULL)
    {
      names = gtk_string_list_new (NULL);
      for (guint i = CHATTY_SYNC_NEWEST; i <= CHATTY_SYNC_THEIRS; i++)
        gtk_string_list_take (names, chatty_sync_words_policy (i, title));
      adw_combo_row_set_model (self->policy, G_LIST_MODEL (names));
    }
  adw_combo_row_set_selected (self->policy, chatty_sync_job_get_policy (self->job));
  self->showing = FALSE;
}

static void
chatty_sync_head_dispose (GObject *object)
{
  ChattySyncHead *self = CHATTY_SYNC_HEAD (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (chatty_sync_head_parent_class)->dispose (object);
}

static void
chatty_sync_head_class_init (ChattySyncHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_sync_head_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/sync/chatty-sync-head.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattySyncHead, box);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncHead, moved);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncHead, moved_label);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncHead, title);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncHead, text);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncHead, brakes);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncHead, policies);
  gtk_widget_class_bind_template_child (widget_class, ChattySyncHead, policy);
  gtk_widget_class_bind_template_callback (widget_class, policy_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_sync_head_init (ChattySyncHead *self)
{
  g_autoptr (GtkListItemFactory) factory = chatty_string_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_factory (self->policy, factory);
}

/**
 * chatty_sync_head_new:
 *
 * Returns: (transfer floating): a head that says nothing
 */
GtkWidget *
chatty_sync_head_new (void)
{
  return g_object_new (CHATTY_TYPE_SYNC_HEAD, NULL);
}

/**
 * chatty_sync_head_show_plan:
 * @job: a job that has a plan
 *
 * Shows what the plan comes to.
 */
void
chatty_sync_head_show_plan (ChattySyncHead *self,
                            ChattySyncJob  *job)
{
  ChattySyncPlan *plan = chatty_sync_job_get_plan (job);
  const char *title = chatty_sync_plan_get_look (plan)->title;
  ChattySyncCounts counts;
  g_autofree char *summary = chatty_sync_plan_dup_summary (plan);
  g_autofree char *stays = NULL;
  g_autofree char *moved = NULL;

  g_return_if_fail (CHATTY_IS_SYNC_HEAD (self));

  g_set_object (&self->job, job);
  chatty_sync_plan_get_counts (plan, &counts);
  /* Translators: %s is a platform */
  moved = g_strdup_printf (_("Here or on %s something was changed since the last look. Nothing "
                             "was done yet: look again, then sync."), title);
  gtk_label_set_text (self->moved_label, moved);
  gtk_widget_set_visible (self->moved, chatty_sync_job_get_plan_changed (job));
  if (chatty_sync_plan_is_blocked (plan))
    gtk_label_set_text (self->title, _("Nothing is done before you have looked at this"));
  else if (chatty_sync_job_get_kind (job) == CHATTY_SYNC_JOB_UNDO)
    gtk_label_set_text (self->title, _("This is what Undo changes"));
  else
    gtk_label_set_text (self->title, summary);
  stays = dup_stays (&counts, title);
  show_text (self, stays);
  show_brakes (self, plan);
  show_policy (self, &counts, title);
}

static const char *
headline_of (ChattySyncReport *report)
{
  switch (report->end)
    {
    case CHATTY_SYNC_END_COMPLETE:
      return report->counts[CHATTY_SYNC_NOT_DONE] + report->counts[CHATTY_SYNC_MOVED] > 0
        ? _("Not all of it was done") : _("Done");

    case CHATTY_SYNC_END_CANCELLED:
      return _("Stopped. What was done before stays");

    case CHATTY_SYNC_END_MOVED:
    case CHATTY_SYNC_END_BLOCKED:
      return _("Nothing was done");

    case CHATTY_SYNC_END_OFFLINE:
    case CHATTY_SYNC_END_LIMITED:
    case CHATTY_SYNC_END_REFUSED:
    case CHATTY_SYNC_END_VAULT:
    default:
      return _("Ended early");
    }
}

/**
 * chatty_sync_head_show_report:
 * @report: what was done
 *
 * Shows what came of it.
 */
void
chatty_sync_head_show_report (ChattySyncHead   *self,
                              ChattySyncReport *report)
{
  g_autofree char *sums = chatty_sync_report_dup_sums (report);
  g_autofree char *text = NULL;

  g_return_if_fail (CHATTY_IS_SYNC_HEAD (self));

  g_clear_object (&self->job);
  gtk_widget_set_visible (self->moved, FALSE);
  gtk_widget_set_visible (self->policies, FALSE);
  show_brakes (self, NULL);
  gtk_label_set_text (self->title, headline_of (report));
  text = report->message != NULL ? g_strjoin ("\n", sums, report->message, NULL)
                                 : g_steal_pointer (&sums);
  show_text (self, text);
}
