/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-play-time.h"
#include "chatty-record-bar.h"

struct _ChattyRecordBar
{
  GtkWidget parent_instance;

  GtkLabel    *time;
  GtkLevelBar *level;
  GtkWidget   *done;

  ChattyRecorder *recorder;
  GCancellable   *cancellable;   /* while it starts */
};

enum {
  RECORDED,
  CANCELLED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyRecordBar, chatty_record_bar, GTK_TYPE_WIDGET)

static void
duration_cb (ChattyRecordBar *self)
{
  g_autofree char *text = NULL;

  text = chatty_play_time_format (chatty_recorder_get_duration (self->recorder));
  gtk_label_set_text (self->time, text);
}

static void
level_cb (ChattyRecordBar *self)
{
  gtk_level_bar_set_value (self->level, CLAMP (chatty_recorder_get_level (self->recorder), 0, 1));
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ChattyRecordBar) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean started;

  started = chatty_recorder_start_finish (CHATTY_RECORDER (source), result, &error);
  if (self->cancellable == NULL || chatty_error_is_cancelled (error))
    return;

  g_clear_object (&self->cancellable);
  gtk_widget_set_sensitive (self->done, started);
  if (started)
    gtk_widget_grab_focus (self->done);
  else
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
cancel_cb (ChattyRecordBar *self)
{
  chatty_record_bar_cancel (self);
}

static void
send_cb (ChattyRecordBar *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) wav = chatty_recorder_stop (self->recorder, &error);

  if (wav != NULL)
    g_signal_emit (self, signals[RECORDED], 0, wav);
  else
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static gboolean
chatty_record_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CHATTY_RECORD_BAR (widget)->done);
}

static void
chatty_record_bar_dispose (GObject *object)
{
  ChattyRecordBar *self = CHATTY_RECORD_BAR (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->recorder != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->recorder, self);
      chatty_recorder_cancel (self->recorder);
    }
  g_clear_object (&self->recorder);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_record_bar_parent_class)->dispose (object);
}

static void
chatty_record_bar_class_init (ChattyRecordBarClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_record_bar_dispose;
  widget_class->grab_focus = chatty_record_bar_grab_focus;

  signals[RECORDED] = g_signal_new ("recorded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_BYTES);
  signals[CANCELLED] = g_signal_new ("cancelled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/talk/chatty-record-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyRecordBar, time);
  gtk_widget_class_bind_template_child (widget_class, ChattyRecordBar, level);
  gtk_widget_class_bind_template_child (widget_class, ChattyRecordBar, done);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_record_bar_init (ChattyRecordBar *self)
{
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 9);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Recording"), -1);
  self->recorder = chatty_recorder_new ();
  g_signal_connect_object (self->recorder, "notify::duration", G_CALLBACK (duration_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->recorder, "notify::level", G_CALLBACK (level_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * chatty_record_bar_start:
 *
 * Begins to record; "failed" says what is missing.
 */
void
chatty_record_bar_start (ChattyRecordBar *self)
{
  g_return_if_fail (CHATTY_IS_RECORD_BAR (self));

  if (self->cancellable != NULL || chatty_recorder_get_recording (self->recorder))
    return;

  self->cancellable = g_cancellable_new ();
  gtk_widget_set_sensitive (self->done, FALSE);
  duration_cb (self);
  level_cb (self);
  chatty_recorder_start_async (self->recorder, self->cancellable, started_cb,
                               g_object_ref (self));
}

/**
 * chatty_record_bar_cancel:
 *
 * Throws away what was recorded.
 */
void
chatty_record_bar_cancel (ChattyRecordBar *self)
{
  g_return_if_fail (CHATTY_IS_RECORD_BAR (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  chatty_recorder_cancel (self->recorder);
  g_signal_emit (self, signals[CANCELLED], 0);
}

/**
 * chatty_record_bar_get_recorder:
 *
 * Returns: (transfer none): what records
 */
ChattyRecorder *
chatty_record_bar_get_recorder (ChattyRecordBar *self)
{
  g_return_val_if_fail (CHATTY_IS_RECORD_BAR (self), NULL);

  return self->recorder;
}
