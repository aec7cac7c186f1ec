/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-audio-save.h"
#include "chatty-player.h"

#include "chatty-caption.h"
#include "chatty-heard.h"
#include "chatty-play-time.h"
#include "chatty-ui-settings.h"
#include "chatty-voice-bar.h"

struct _ChattyVoiceBar
{
  GtkWidget parent_instance;

  GtkLabel      *caption;
  GtkLabel      *status;
  GtkWidget     *deck;
  GtkButton     *play;
  GtkLabel      *position;
  GtkWidget     *seek;
  GtkAdjustment *place;
  GtkLabel      *duration;
  GtkLevelBar   *level;
  GtkMenuButton *speed;
  GtkMenuButton *volume_button;
  GtkAdjustment *loudness;
  GtkWidget     *save;

  ChattySpeaker *speaker;     /* nullable */
  ChattyPlayer  *player;      /* nullable: the speaker's */
  GSimpleActionGroup *actions;
  GArray        *words;       /* nullable: of ChattyWordTime */
  guint          n_chunks;    /* that had come when the words were read */
};

G_DEFINE_FINAL_TYPE (ChattyVoiceBar, chatty_voice_bar, GTK_TYPE_WIDGET)

static const struct {
  const char          *name;
  ChattyAudioFileForm  form;
} forms[] = {
  { "flac", CHATTY_AUDIO_FILE_FLAC },
  { "ogg", CHATTY_AUDIO_FILE_OGG },
  { "wav", CHATTY_AUDIO_FILE_WAV },
};

static ChattyPlayerState
get_state (ChattyVoiceBar *self)
{
  return self->player != NULL ? chatty_player_get_state (self->player) : CHATTY_PLAYER_IDLE;
}

static gboolean
is_running (ChattyVoiceBar *self)
{
  ChattyPlayerState state = get_state (self);

  return state == CHATTY_PLAYER_PLAYING || state == CHATTY_PLAYER_BUFFERING;
}

/* What is shown ------------------------------------------------------------------------ */

static void
update_position (ChattyVoiceBar *self)
{
  gint64 position = 0, duration = 0;
  g_autofree char *now = NULL;
  g_autofree char *all = NULL;

  if (self->player != NULL)
    {
      position = chatty_player_get_position (self->player);
      duration = chatty_player_get_duration (self->player);
    }
  now = chatty_play_time_format (position);
  all = chatty_play_time_format (duration);
  gtk_adjustment_set_upper (self->place, MAX (duration, position) / (double) G_USEC_PER_SEC);
  gtk_adjustment_set_value (self->place, position / (double) G_USEC_PER_SEC);
  gtk_label_set_text (self->position, now);
  gtk_label_set_text (self->duration, all);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->seek),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, now, -1);
}

static void
update_level (ChattyVoiceBar *self)
{
  gtk_level_bar_set_value (self->level, self->player != NULL
                                          ? CLAMP (chatty_player_get_level (self->player), 0, 1) : 0);
}

/* The words come with the sound: they are read again when there is more of it. */
static void
read_words (ChattyVoiceBar *self)
{
  g_autoptr (GPtrArray) streams = chatty_player_dup_streams (self->player);
  guint n_chunks = 0;

  for (guint i = 0; i < streams->len; i++)
    n_chunks += chatty_audio_stream_get_n_chunks (g_ptr_array_index (streams, i));
  if (self->words != NULL && self->n_chunks == n_chunks)
    return;

  g_clear_pointer (&self->words, g_array_unref);
  self->n_chunks = n_chunks;
  self->words = chatty_heard_dup_words (streams);
}

static void
update_caption (ChattyVoiceBar *self)
{
  int word = self->player != NULL ? chatty_player_get_word (self->player) : -1;
  g_autoptr (PangoAttrList) attributes = NULL;
  g_autofree char *line = NULL;

  if (word >= 0)
    read_words (self);
  if (word >= 0 && self->words != NULL && (guint) word < self->words->len)
    line = chatty_caption_dup_line (self->words, (guint) word, &attributes);
  if (line != NULL)
    {
      gtk_label_set_text (self->caption, line);
      gtk_label_set_attributes (self->caption, attributes);
    }
  /* Between two words the last one stays. */
  gtk_widget_set_visible (GTK_WIDGET (self->caption),
                          *gtk_label_get_text (self->caption) != '\0');
}

static void
forget_caption (ChattyVoiceBar *self)
{
  g_clear_pointer (&self->words, g_array_unref);
  self->n_chunks = 0;
  gtk_label_set_text (self->caption, "");
  gtk_widget_set_visible (GTK_WIDGET (self->caption), FALSE);
}

/* A sentence about what is not as it should be; else what a screen reader is told. */
static const char *
get_status (ChattyVoiceBar *self)
{
  const char *problem = self->speaker != NULL ? chatty_speaker_get_problem (self->speaker) : NULL;
  const GError *error = self->player != NULL ? chatty_player_get_error (self->player) : NULL;

  if (get_state (self) == CHATTY_PLAYER_FAILED && error != NULL)
    return error->message;
  if (problem != NULL)
    return problem;
  if (get_state (self) == CHATTY_PLAYER_BUFFERING)
    return _("Waiting for the voice…");
  return NULL;
}

static void
update (ChattyVoiceBar *self)
{
  ChattyPlayerState state = get_state (self);
  gboolean can_play = state != CHATTY_PLAYER_IDLE && state != CHATTY_PLAYER_FAILED;
  const char *status = get_status (self);
  const char *name = is_running (self) ? _("Pause") : _("Play");

  gtk_button_set_icon_name (self->play, is_running (self) ? "media-playback-pause-symbolic"
                                                          : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_label_set_text (self->status, status != NULL ? status : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->status), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  status != NULL ? status : "", -1);
  gtk_widget_set_visible (GTK_WIDGET (self->status), status != NULL);
  gtk_widget_set_sensitive (self->save,
                            self->player != NULL && chatty_player_is_complete (self->player));
  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "toggle")),
    can_play);
  if (state == CHATTY_PLAYER_IDLE)
    forget_caption (self);
  /* Where nothing came there is nothing to control. */
  gtk_widget_set_visible (self->deck, state != CHATTY_PLAYER_IDLE &&
                                      (state != CHATTY_PLAYER_FAILED ||
                                       chatty_player_get_duration (self->player) > 0));
  gtk_widget_set_visible (GTK_WIDGET (self),
                          state != CHATTY_PLAYER_IDLE || status != NULL);
}

static void
update_speed (ChattyVoiceBar *self)
{
  double speed = self->player != NULL ? chatty_player_get_speed (self->player) : 1;
  /* Translators: how fast a voice speaks: 1.25 times as fast as it was recorded */
  g_autofree char *label = g_strdup_printf (C_("speed", "%g×"), speed);
  g_autofree char *spoken = g_strdup_printf (_("Speed: %s"), label);

  gtk_menu_button_set_label (self->speed, label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->speed), spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->speed), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  g_simple_action_set_state (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "speed")),
    g_variant_new_double (speed));
}

static void
update_volume (ChattyVoiceBar *self)
{
  double volume = gtk_adjustment_get_value (self->loudness);

  gtk_menu_button_set_icon_name (self->volume_button,
                                 volume <= 0 ? "audio-volume-muted-symbolic"
                                 : volume < .34 ? "audio-volume-low-symbolic"
                                 : volume < .67 ? "audio-volume-medium-symbolic"
                                                : "audio-volume-high-symbolic");
}

/* What is done -------------------------------------------------------------------------- */

static gboolean
seek_cb (GtkRange       *range,
         GtkScrollType   scroll,
         double          value,
         ChattyVoiceBar *self)
{
  if (self->player != NULL)
    chatty_player_seek (self->player,
                        (gint64) (CLAMP (value, 0, gtk_adjustment_get_upper (self->place)) *
                                  G_USEC_PER_SEC));
  return GDK_EVENT_STOP;
}

static void
toggle_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  chatty_voice_bar_toggle (user_data);
}

static void
close_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  ChattyVoiceBar *self = user_data;

  if (self->speaker != NULL)
    chatty_speaker_stop (self->speaker);
  if (self->player != NULL)
    chatty_player_stop (self->player);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
speed_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  ChattyVoiceBar *self = user_data;

  g_settings_set_double (chatty_ui_settings_get (), CHATTY_SETTING_VOICE_SPEED,
                         g_variant_get_double (parameter));
  if (self->player != NULL)
    chatty_player_set_speed (self->player, g_variant_get_double (parameter));
}

typedef struct {
  ChattyVoiceBar      *self;
  ChattyAudioStream   *stream;
  ChattyAudioFileForm  form;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->self);
  g_object_unref (saving->stream);
  g_free (saving);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattyVoiceBar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (chatty_audio_save_finish (CHATTY_AUDIO_STREAM (source), result, &error))
    text = g_strdup (_("The recording was saved"));
  else if (!chatty_error_is_cancelled (error))
    text = g_strdup_printf (_("The recording was not saved: %s"), error->message);
  if (text != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
chosen_cb (GtkNativeDialog *dialog,
           int              response,
           gpointer         user_data)
{
  Saving *saving = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      chatty_audio_save_async (saving->stream, file, saving->form, NULL, saved_cb,
                               g_object_ref (saving->self));
    }
  saving_free (saving);
  g_object_unref (dialog);
}

static void
save_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  ChattyVoiceBar *self = user_data;
  g_autoptr (GPtrArray) streams = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkFileChooserNative *dialog;
  g_autofree char *name = NULL;
  Saving *saving;
  guint i = 0;

  while (i < G_N_ELEMENTS (forms) - 1 &&
         !g_str_equal (forms[i].name, g_variant_get_string (parameter, NULL)))
    i++;
  if (self->player == NULL)
    return;

  streams = chatty_player_dup_streams (self->player);
  saving = g_new0 (Saving, 1);
  saving->self = g_object_ref (self);
  saving->stream = chatty_heard_join (streams);
  saving->form = forms[i].form;
  /* Translators: the name of a file, without its ending: what a character said */
  name = g_strdup_printf ("%s.%s", _("Reply"), chatty_audio_file_form_get_suffix (forms[i].form));
  dialog = gtk_file_chooser_native_new (_("Save What Is Heard"), GTK_WINDOW (root),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), saving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
chatty_voice_bar_dispose (GObject *object)
{
  ChattyVoiceBar *self = CHATTY_VOICE_BAR (object);
  GtkWidget *child;

  if (self->speaker != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->speaker, self);
      g_signal_handlers_disconnect_by_data (self->player, self);
    }
  g_clear_object (&self->player);
  g_clear_object (&self->speaker);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->words, g_array_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_voice_bar_parent_class)->dispose (object);
}

static void
chatty_voice_bar_class_init (ChattyVoiceBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_voice_bar_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/talk/chatty-voice-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceBar, caption);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceBar, status);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceBar, deck);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceBar, play);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceBar, position);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceBar, seek);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceBar, place);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceBar, duration);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceBar, level);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceBar, speed);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceBar, volume_button);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceBar, loudness);
  gtk_widget_class_bind_template_child (widget_class, ChattyVoiceBar, save);
  gtk_widget_class_bind_template_callback (widget_class, seek_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_voice_bar_init (ChattyVoiceBar *self)
{
  static const GActionEntry entries[] = {
    { .name = "toggle", .activate = toggle_action },
    { .name = "close", .activate = close_action },
    { .name = "speed", .activate = speed_action, .parameter_type = "d", .state = "1.0" },
    { .name = "save", .activate = save_action, .parameter_type = "s" },
  };
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  /* Translators: the controls of what is heard */
                                  _("Voice"), -1);

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "voice", G_ACTION_GROUP (self->actions));
  g_signal_connect_object (self->loudness, "value-changed", G_CALLBACK (update_volume), self,
                           G_CONNECT_SWAPPED);
  g_settings_bind (chatty_ui_settings_get (), CHATTY_SETTING_VOICE_VOLUME, self->loudness, "value",
                   G_SETTINGS_BIND_DEFAULT);
  update_speed (self);
  update_position (self);
  update (self);
}

/**
 * chatty_voice_bar_new:
 *
 * Returns: (transfer floating): one that is hidden
 */
GtkWidget *
chatty_voice_bar_new (void)
{
  return g_object_new (CHATTY_TYPE_VOICE_BAR, NULL);
}

/**
 * chatty_voice_bar_set_speaker:
 * @speaker: (nullable): what is heard
 */
void
chatty_voice_bar_set_speaker (ChattyVoiceBar *self,
                              ChattySpeaker  *speaker)
{
  static const struct {
    const char *signal;
    void      (*callback) (ChattyVoiceBar *self);
  } followed[] = {
    { "notify::state", update },
    { "notify::complete", update },
    { "notify::position", update_position },
    { "notify::duration", update_position },
    { "notify::level", update_level },
    { "notify::word", update_caption },
    { "notify::speed", update_speed },
  };

  g_return_if_fail (CHATTY_IS_VOICE_BAR (self));

  if (speaker == self->speaker)
    return;
  if (self->speaker != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->speaker, self);
      g_signal_handlers_disconnect_by_data (self->player, self);
    }
  g_set_object (&self->speaker, speaker);
  g_clear_object (&self->player);
  if (speaker != NULL)
    {
      self->player = g_object_ref (chatty_speaker_get_player (speaker));
      g_signal_connect_object (speaker, "notify::problem", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (speaker, "notify::key", G_CALLBACK (forget_caption), self,
                               G_CONNECT_SWAPPED);
      for (guint i = 0; i < G_N_ELEMENTS (followed); i++)
        g_signal_connect_object (self->player, followed[i].signal,
                                 G_CALLBACK (followed[i].callback), self, G_CONNECT_SWAPPED);
    }
  update_speed (self);
  update_position (self);
  update (self);
}

/**
 * chatty_voice_bar_toggle:
 *
 * Plays or pauses.
 *
 * Returns: whether there is anything to be heard
 */
gboolean
chatty_voice_bar_toggle (ChattyVoiceBar *self)
{
  ChattyPlayerState state;

  g_return_val_if_fail (CHATTY_IS_VOICE_BAR (self), FALSE);

  state = get_state (self);
  if (state == CHATTY_PLAYER_IDLE || state == CHATTY_PLAYER_FAILED)
    return FALSE;

  if (is_running (self))
    chatty_player_pause (self->player);
  else
    chatty_player_resume (self->player);
  return TRUE;
}
