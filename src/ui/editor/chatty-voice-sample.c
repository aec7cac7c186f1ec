/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-voice-sample.h"

/* A sentence or two: it costs by the character. */
#define MAX_TEXT_BYTES 160

struct _ChattyVoiceSample
{
  GtkWidget parent_instance;

  GtkWidget  *button;
  GtkStack   *icons;
  GtkSpinner *spinner;

  ChattySpeech *speech;     /* nullable, as the next ones */
  ChattyPlayer *player;
  char         *voice;
  char         *language;
  char         *text;
  ChattyReply  *reply;      /* nullable: what is on its way or was heard last */
  char         *key;        /* what the player calls it */
};

G_DEFINE_FINAL_TYPE (ChattyVoiceSample, chatty_voice_sample, GTK_TYPE_WIDGET)

static gboolean
is_ours (ChattyVoiceSample *self)
{
  return self->player != NULL && self->key != NULL &&
         g_strcmp0 (chatty_player_get_key (self->player), self->key) == 0;
}

static gboolean
is_heard (ChattyVoiceSample *self)
{
  ChattyPlayerState state;

  if (!is_ours (self))
    return FALSE;
  state = chatty_player_get_state (self->player);
  return state == CHATTY_PLAYER_PLAYING || state == CHATTY_PLAYER_BUFFERING;
}

static void
update (ChattyVoiceSample *self)
{
  gboolean heard = is_heard (self);
  gboolean waiting = self->reply != NULL && !chatty_reply_is_done (self->reply) &&
                     (!heard || chatty_player_get_state (self->player) ==
                                  CHATTY_PLAYER_BUFFERING);
  const char *words = heard || waiting ? _("Stop the sample") : _("Listen to the voice");

  gtk_widget_set_visible (GTK_WIDGET (self), self->speech != NULL && self->player != NULL);
  gtk_widget_set_sensitive (self->button, self->voice != NULL);
  gtk_stack_set_visible_child_name (self->icons, waiting ? "waiting" : heard ? "stop" : "play");
  gtk_spinner_set_spinning (self->spinner, waiting);
  gtk_widget_set_tooltip_text (self->button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
}

static void
stop (ChattyVoiceSample *self)
{
  if (self->reply != NULL)
    chatty_reply_cancel (self->reply);
  g_clear_object (&self->reply);
  if (is_ours (self))
    chatty_player_stop (self->player);
  update (self);
}

static void
spoken_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyVoiceSample) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = chatty_speech_speak_finish (CHATTY_SPEECH (source), result, &error);

  if (self->button == NULL)
    return;
  if (!done && !chatty_error_is_cancelled (error))
    {
      /* Translators: %s is why */
      g_autofree char *text = g_strdup_printf (_("The voice cannot be heard: %s"), error->message);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
    }
  update (self);
}

static void
listen (ChattyVoiceSample *self)
{
  g_autofree char *said = chatty_text_one_line (self->text != NULL && *self->text != '\0'
                                                  ? self->text
                                                  /* Translators: spoken by the voice itself */
                                                  : _("Hello! This is how I sound."),
                                                MAX_TEXT_BYTES);
  ChattySpeechRequest request = {
    .voice = self->voice,
    .text = said,
    .language = self->language,
  };

  self->reply = chatty_reply_new (NULL);
  g_free (self->key);
  self->key = g_strdup_printf ("sample:%s:%s",
                               chatty_connector_get_id (CHATTY_CONNECTOR (self->speech)),
                               self->voice);
  /* It plays what comes while it comes. */
  chatty_player_play (self->player, chatty_reply_get_audio (self->reply), self->key);
  chatty_speech_speak_async (self->speech, &request, self->reply, spoken_cb,
                             g_object_ref (self));
  update (self);
}

static void
clicked_cb (ChattyVoiceSample *self)
{
  if (is_heard (self) || (self->reply != NULL && !chatty_reply_is_done (self->reply)))
    {
      stop (self);
      return;
    }
  stop (self);
  if (self->speech != NULL && self->player != NULL && self->voice != NULL)
    listen (self);
}

static void
chatty_voice_sample_unmap (GtkWidget *widget)
{
  /* Nobody looks for the button when the page is gone. */
  stop (CHATTY_VOICE_SAMPLE (widget));
  GTK_WIDGET_CLASS (chatty_voice_sample_parent_class)->unmap (widget);
}

static void
chatty_voice_sample_dispose (GObject *object)
{
  ChattyVoiceSample *self = CHATTY_VOICE_SAMPLE (object);

  if (self->reply != NULL)
    chatty_reply_cancel (self->reply);
  g_clear_object (&self->reply);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->speech);
  g_clear_object (&self->player);

  G_OBJECT_CLASS (chatty_voice_sample_parent_class)->dispose (object);
}

static void
chatty_voice_sample_finalize (GObject *object)
{
  ChattyVoiceSample *self = CHATTY_VOICE_SAMPLE (object);

  g_free (self->voice);
  g_free (self->language);
  g_free (self->text);
  g_free (self->key);

  G_OBJECT_CLASS (chatty_voice_sample_parent_class)->finalize (object);
}

static void
chatty_voice_sample_class_init (ChattyVoiceSampleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_voice_sample_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_voice_sample_finalize;
  widget_class->unmap = chatty_voice_sample_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_voice_sample_init (ChattyVoiceSample *self)
{
  self->icons = GTK_STACK (gtk_stack_new ());
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_stack_add_named (self->icons, gtk_image_new_from_icon_name ("media-playback-start-symbolic"),
                       "play");
  gtk_stack_add_named (self->icons, gtk_image_new_from_icon_name ("media-playback-stop-symbolic"),
                       "stop");
  gtk_stack_add_named (self->icons, GTK_WIDGET (self->spinner), "waiting");
  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), GTK_WIDGET (self->icons));
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

/**
 * chatty_voice_sample_new:
 *
 * Returns: (transfer floating): a button of no voice, not shown before it has
 *   what speaks and what plays
 */
GtkWidget *
chatty_voice_sample_new (void)
{
  return g_object_new (CHATTY_TYPE_VOICE_SAMPLE, NULL);
}

/**
 * chatty_voice_sample_set_speech:
 * @speech: (nullable): what speaks
 */
void
chatty_voice_sample_set_speech (ChattyVoiceSample *self,
                                ChattySpeech      *speech)
{
  g_return_if_fail (CHATTY_IS_VOICE_SAMPLE (self));

  if (self->speech == speech)
    return;
  stop (self);
  g_set_object (&self->speech, speech);
  update (self);
}

/**
 * chatty_voice_sample_set_player:
 * @player: (nullable): what it is heard with: the program's one player
 */
void
chatty_voice_sample_set_player (ChattyVoiceSample *self,
                                ChattyPlayer      *player)
{
  g_return_if_fail (CHATTY_IS_VOICE_SAMPLE (self));

  if (self->player == player)
    return;
  if (self->player != NULL)
    g_signal_handlers_disconnect_by_func (self->player, update, self);
  g_set_object (&self->player, player);
  if (player != NULL)
    g_signal_connect_object (player, "notify::state", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  update (self);
}

/**
 * chatty_voice_sample_set_voice:
 * @voice: (nullable): the platform's id of it
 * @language: (nullable): what it speaks
 */
void
chatty_voice_sample_set_voice (ChattyVoiceSample *self,
                               const char        *voice,
                               const char        *language)
{
  g_return_if_fail (CHATTY_IS_VOICE_SAMPLE (self));

  if (voice != NULL && *voice == '\0')
    voice = NULL;
  if (g_strcmp0 (voice, self->voice) != 0)
    stop (self);
  if (voice != self->voice)
    {
      g_free (self->voice);
      self->voice = g_strdup (voice);
    }
  if (language != self->language)
    {
      g_free (self->language);
      self->language = g_strdup (language);
    }
  update (self);
}

/**
 * chatty_voice_sample_set_text:
 * @text: (nullable): what it says; a sentence that greets where there is none
 */
void
chatty_voice_sample_set_text (ChattyVoiceSample *self,
                              const char        *text)
{
  g_return_if_fail (CHATTY_IS_VOICE_SAMPLE (self));

  if (text == self->text)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
}
