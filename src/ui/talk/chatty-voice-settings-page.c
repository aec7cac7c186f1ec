/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-pool.h"
#include "chatty-speaker.h"
#include "chatty-speech-cache.h"

#include "chatty-ui-settings.h"
#include "chatty-voice-settings-page.h"

struct _ChattyVoiceSettingsPage
{
  AdwPreferencesPage parent_instance;

  GtkWidget     *speaks;
  GtkAdjustment *volume;
  AdwComboRow   *format;
  GtkAdjustment *size;
  AdwActionRow  *kept;
  GtkWidget     *clear;
  GtkWidget     *enter;
};

G_DEFINE_FINAL_TYPE (ChattyVoiceSettingsPage, chatty_voice_settings_page, ADW_TYPE_PREFERENCES_PAGE)

/* In the order of the rows. */
static const char *const formats[] = { "automatic", "wav", "pcm", "mp3", "opus", NULL };

static void
look_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_autoptr (GFile) folder = chatty_speaker_dup_cache_folder ();
  g_autoptr (ChattySpeechCache) cache = chatty_speech_cache_new (folder, G_MAXUINT64);
  GError *error = NULL;

  if (GPOINTER_TO_INT (task_data) && !chatty_speech_cache_clear (cache, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_return_int (task, (gssize) MIN (chatty_speech_cache_get_size (cache), G_MAXSSIZE));
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ChattyVoiceSettingsPage *self = CHATTY_VOICE_SETTINGS_PAGE (source);
  g_autoptr (GError) error = NULL;
  gssize size = g_task_propagate_int (G_TASK (result), &error);
  g_autofree char *text = NULL;

  if (error != NULL)
    {
      text = g_strdup_printf (_("Not all of it could be cleared: %s"), error->message);
    }
  else
    {
      text = g_format_size ((guint64) size);
      gtk_widget_set_sensitive (self->clear, size > 0);
    }
  adw_action_row_set_subtitle (self->kept, text);
}

static void
look (ChattyVoiceSettingsPage *self,
      gboolean                 clears)
{
  static ChattyPool *pool = NULL;
  g_autoptr (GTask) task = g_task_new (self, NULL, looked_cb, NULL);

  if (pool == NULL)
    pool = chatty_pool_new ("kept-speech", 1);
  g_task_set_source_tag (task, look);
  g_task_set_task_data (task, GINT_TO_POINTER (clears), NULL);
  chatty_pool_run (pool, task, look_thread);
}

static void
clear_cb (ChattyVoiceSettingsPage *self)
{
  look (self, TRUE);
}

static void
chatty_voice_settings_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (chatty_voice_settings_page_parent_class)->map (widget);
  look (CHATTY_VOICE_SETTINGS_PAGE (widget), FALSE);
}

static void
chatty_voice_settings_page_class_init (ChattyVoiceSettingsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = chatty_voice_settings_page_map;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/talk/chatty-voice-settings-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceSettingsPage, speaks);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceSettingsPage, volume);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceSettingsPage, format);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceSettingsPage, size);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceSettingsPage, kept);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceSettingsPage, clear);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceSettingsPage, enter);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
chatty_voice_settings_page_init (ChattyVoiceSettingsPage *self)
{
  GSettings *settings = chatty_ui_settings_get ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_settings_bind (settings, CHATTY_SETTING_VOICE_SPEAKS, self->speaks, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, CHATTY_SETTING_VOICE_VOLUME, self->volume, "value",
                   G_SETTINGS_BIND_DEFAULT);
  chatty_ui_settings_bind_choice (CHATTY_SETTING_VOICE_FORMAT, self->format, formats);
  g_settings_bind (settings, CHATTY_SETTING_VOICE_CACHE_SIZE, self->size, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, CHATTY_SETTING_COMPOSER_ENTER_SENDS, self->enter, "active",
                   G_SETTINGS_BIND_DEFAULT);
}
