/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What a person writes, attaches and is told, without a conversation. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-wav.h"

#include "chatty-attach-chip.h"
#include "chatty-attach.h"
#include "chatty-caption.h"
#include "chatty-composer.h"
#include "chatty-heard.h"
#include "chatty-play-time.h"
#include "chatty-starters.h"
#include "chatty-talk-problem-bar.h"
#include "chatty-ui-settings.h"

#include "shell-fixture.h"

#define PNG "\x89PNG\r\n\x1a\n and so on"

typedef struct {
  GtkWindow      *window;
  ChattyComposer *composer;
  guint           n_sent;
  guint           n_stopped;
  char           *problem;   /* the last one */
} Fixture;

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
problem_cb (ChattyComposer *composer,
            const char     *problem,
            Fixture        *self)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->composer = CHATTY_COMPOSER (chatty_composer_new ());
  g_signal_connect_swapped (self->composer, "send", G_CALLBACK (count_cb), &self->n_sent);
  g_signal_connect_swapped (self->composer, "stop", G_CALLBACK (count_cb), &self->n_stopped);
  g_signal_connect (self->composer, "problem", G_CALLBACK (problem_cb), self);
  chatty_composer_set_can_send (self->composer, TRUE);
  self->window = shell_fixture_show (GTK_WIDGET (self->composer), 600, 300);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_settings_reset (chatty_ui_settings_get (), CHATTY_SETTING_COMPOSER_ENTER_SENDS);
  shell_fixture_close (self->window);
  g_free (self->problem);
}

static GtkWidget *
find (Fixture    *self,
      const char *name)
{
  GtkWidget *found = ui_fixture_find (GTK_WIDGET (self->composer), GTK_TYPE_WIDGET, name);

  g_assert_nonnull (found);
  return found;
}

/* As the keyboard does it. Returns whether the text view is left out. */
static gboolean
press (Fixture         *self,
       guint            keyval,
       GdkModifierType  modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (find (self, "text"));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller) ||
          gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_CAPTURE)
        continue;
      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, modifiers, &handled);
      return handled;
    }
  g_assert_not_reached ();
}

static void
test_enter_sends (Fixture       *self,
                  gconstpointer  data)
{
  chatty_composer_set_text (self->composer, "Hello");
  g_assert_false (press (self, GDK_KEY_Return, GDK_SHIFT_MASK));
  g_assert_cmpuint (self->n_sent, ==, 0);
  g_assert_true (press (self, GDK_KEY_Return, 0));
  g_assert_cmpuint (self->n_sent, ==, 1);
  g_assert_true (press (self, GDK_KEY_KP_Enter, GDK_LOCK_MASK));
  g_assert_cmpuint (self->n_sent, ==, 2);
  g_assert_true (press (self, GDK_KEY_Return, GDK_CONTROL_MASK));
  g_assert_cmpuint (self->n_sent, ==, 3);
  g_assert_false (press (self, GDK_KEY_a, 0));
}

static void
test_enter_breaks (Fixture       *self,
                   gconstpointer  data)
{
  g_settings_set_boolean (chatty_ui_settings_get (), CHATTY_SETTING_COMPOSER_ENTER_SENDS, FALSE);
  chatty_composer_set_text (self->composer, "Hello");
  g_assert_false (press (self, GDK_KEY_Return, 0));
  g_assert_cmpuint (self->n_sent, ==, 0);
  g_assert_true (press (self, GDK_KEY_Return, GDK_CONTROL_MASK));
  g_assert_cmpuint (self->n_sent, ==, 1);
}

/* Nothing to say, nobody to say it to, or an answer comes: what is written stays. */
static void
test_not_sent (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *text = NULL;

  press (self, GDK_KEY_Return, 0);
  chatty_composer_set_text (self->composer, "  \n ");
  press (self, GDK_KEY_Return, 0);
  g_assert_false (gtk_widget_get_sensitive (find (self, "send")));

  chatty_composer_set_text (self->composer, "Hello");
  g_assert_true (gtk_widget_get_sensitive (find (self, "send")));
  chatty_composer_set_can_send (self->composer, FALSE);
  g_assert_false (gtk_widget_get_sensitive (find (self, "send")));
  press (self, GDK_KEY_Return, 0);

  chatty_composer_set_can_send (self->composer, TRUE);
  chatty_composer_set_answering (self->composer, TRUE);
  press (self, GDK_KEY_Return, 0);
  g_assert_cmpuint (self->n_sent, ==, 0);
  text = chatty_composer_dup_text (self->composer);
  g_assert_cmpstr (text, ==, "Hello");
}

static void
test_stop (Fixture       *self,
           gconstpointer  data)
{
  GtkWidget *button = find (self, "send");

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Send");
  chatty_composer_set_answering (self->composer, TRUE);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Stop the Answer");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (self->n_stopped, ==, 1);
  g_assert_cmpuint (self->n_sent, ==, 0);
}

static void
test_height (Fixture       *self,
             gconstpointer  data)
{
  GtkWidget *scroller = find (self, "scroller");
  int one, eight, many;

  ui_fixture_settle (GTK_WIDGET (self->composer), 2);
  one = gtk_widget_get_height (scroller);
  chatty_composer_set_text (self->composer, "1\n2\n3\n4\n5\n6\n7\n8");
  ui_fixture_settle (GTK_WIDGET (self->composer), 3);
  eight = gtk_widget_get_height (scroller);
  chatty_composer_set_text (self->composer, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14");
  ui_fixture_settle (GTK_WIDGET (self->composer), 3);
  many = gtk_widget_get_height (scroller);
  g_assert_cmpint (one, <, 46);
  g_assert_cmpint (eight, >, one + 7 * 12);
  g_assert_cmpint (many, <=, eight + 4);
}

static void
test_placeholder (Fixture       *self,
                  gconstpointer  data)
{
  GtkWidget *placeholder = find (self, "placeholder");
  GtkWidget *text = find (self, "text");

  g_assert_true (gtk_widget_get_visible (placeholder));
  chatty_composer_set_placeholder (self->composer, "Write to Nova");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER,
                                       "Write to Nova");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Message");
  /* An input method shows what is not in the text yet. */
  g_signal_emit_by_name (text, "preedit-changed", "あ");
  g_assert_false (gtk_widget_get_visible (placeholder));
  g_signal_emit_by_name (text, "preedit-changed", "");
  g_assert_true (gtk_widget_get_visible (placeholder));
  chatty_composer_set_text (self->composer, "H");
  g_assert_false (gtk_widget_get_visible (placeholder));
}

/* Files ----------------------------------------------------------------------------------- */

static ChattyTalkFile *
make_file (const char *name,
           const char *media_type)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (PNG, sizeof PNG - 1);

  return chatty_talk_file_new (name, media_type, bytes);
}

static void
test_chips (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) files = NULL;
  GtkWidget *chip, *remove;

  g_assert_false (gtk_widget_get_visible (find (self, "attach")));
  chatty_composer_set_inputs (self->composer, CHATTY_CHAT_TEXT | CHATTY_CHAT_IMAGE);
  g_assert_true (gtk_widget_get_visible (find (self, "attach")));
  g_assert_false (gtk_widget_get_visible (find (self, "record")));

  chatty_composer_add_file (self->composer, make_file ("bee.png", "image/png"));
  chatty_composer_add_file (self->composer, make_file ("hive.png", "image/png"));
  ui_fixture_settle (GTK_WIDGET (self->composer), 2);
  shell_fixture_assert_names (GTK_WIDGET (self->window));
  g_assert_true (gtk_widget_get_sensitive (find (self, "send")));
  files = chatty_composer_dup_files (self->composer);
  g_assert_cmpuint (files->len, ==, 2);

  chip = ui_fixture_find (GTK_WIDGET (self->composer), CHATTY_TYPE_ATTACH_CHIP, NULL);
  remove = ui_fixture_find (chip, GTK_TYPE_BUTTON, NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Remove “bee.png”");
  g_signal_emit_by_name (remove, "clicked");
  g_clear_pointer (&files, g_ptr_array_unref);
  files = chatty_composer_dup_files (self->composer);
  g_assert_cmpuint (files->len, ==, 1);
  g_assert_cmpstr (((ChattyTalkFile *) g_ptr_array_index (files, 0))->name, ==, "hive.png");

  /* Speech is a message of its own. */
  chatty_composer_add_file (self->composer, make_file ("said.wav", "audio/wav"));
  g_assert_nonnull (self->problem);
  for (guint i = 0; i < CHATTY_ATTACH_MAX_FILES + 2; i++)
    chatty_composer_add_file (self->composer, make_file ("more.png", "image/png"));
  g_clear_pointer (&files, g_ptr_array_unref);
  files = chatty_composer_dup_files (self->composer);
  g_assert_cmpuint (files->len, ==, CHATTY_ATTACH_MAX_FILES);

  chatty_composer_clear (self->composer);
  g_assert_true (chatty_composer_is_empty (self->composer));
  g_assert_false (gtk_widget_get_visible (find (self, "chips")));
}

static gboolean
has_chip (gpointer user_data)
{
  return ui_fixture_count (user_data, CHATTY_TYPE_ATTACH_CHIP) > 0;
}

static gboolean
has_problem (gpointer user_data)
{
  return ((Fixture *) user_data)->problem != NULL;
}

static void
attach (Fixture    *self,
        const char *name,
        const char *content,
        gsize       length)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GError) error = NULL;

  if (content != NULL)
    g_file_set_contents (path, content, (gssize) length, &error);
  g_assert_no_error (error);
  g_list_store_append (files, file);
  chatty_composer_attach (self->composer, G_LIST_MODEL (files));
}

static void
test_attach (Fixture       *self,
             gconstpointer  data)
{
  chatty_composer_set_inputs (self->composer, CHATTY_CHAT_TEXT | CHATTY_CHAT_IMAGE);
  /* The name says nothing. */
  attach (self, "bee.txt", PNG, sizeof PNG - 1);
  g_assert_true (ui_fixture_wait (has_chip, self->composer));
  g_assert_null (self->problem);

  attach (self, "letter.png", "Dear bees", 9);
  g_assert_true (ui_fixture_wait (has_problem, self));
  g_assert_nonnull (strstr (self->problem, "“letter.png” was not attached"));
  g_clear_pointer (&self->problem, g_free);

  attach (self, "gone.png", NULL, 0);
  g_assert_true (ui_fixture_wait (has_problem, self));
  g_assert_nonnull (strstr (self->problem, "“gone.png” cannot be read"));
}

static GBytes *
make_wav (guint channels)
{
  const ChattyAudioFormat format = { .media_type = "audio/x-raw", .rate = 16000,
                                     .channels = channels, .bits = 16 };
  g_autoptr (GBytes) samples = g_bytes_new_take (g_malloc0 (3200), 3200);

  return chatty_wav_make (&format, samples);
}

static void
test_kinds (void)
{
  static const struct {
    const char       *bytes;
    gsize             length;
    ChattyChatInputs  inputs;
    const char       *media_type;   /* NULL: refused */
  } cases[] = {
    { PNG, sizeof PNG - 1, CHATTY_CHAT_IMAGE, "image/png" },
    { PNG, sizeof PNG - 1, CHATTY_CHAT_AUDIO, NULL },
    { PNG, sizeof PNG - 1, CHATTY_CHAT_TEXT, NULL },
    { "\xff\xd8\xff\xe0", 4, CHATTY_CHAT_IMAGE, "image/jpeg" },
    { "GIF89a", 6, CHATTY_CHAT_IMAGE, "image/gif" },
    { "RIFF\0\0\0\0WEBP", 12, CHATTY_CHAT_IMAGE, "image/webp" },
    { "RIFF\0\0\0\0WAVE", 12, CHATTY_CHAT_AUDIO, NULL },
    { "<svg/>", 6, CHATTY_CHAT_IMAGE, NULL },
    { "", 0, CHATTY_CHAT_IMAGE | CHATTY_CHAT_AUDIO, NULL },
  };
  g_autofree char *large = g_malloc0 (CHATTY_ATTACH_MAX_BYTES + 1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) some = g_bytes_new_static (cases[i].bytes, cases[i].length);
      g_autoptr (ChattyTalkFile) file = NULL;
      g_autoptr (GError) refused = NULL;

      file = chatty_attach_take_bytes ("x", some, cases[i].inputs, &refused);
      if (cases[i].media_type != NULL)
        {
          g_assert_no_error (refused);
          g_assert_cmpstr (file->media_type, ==, cases[i].media_type);
        }
      else
        {
          g_assert_error (refused, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
        }
    }

  for (guint channels = 1; channels <= 2; channels++)
    {
      g_autoptr (GBytes) wav = make_wav (channels);
      g_autoptr (ChattyTalkFile) file = chatty_attach_take_bytes ("x.wav", wav, CHATTY_CHAT_AUDIO,
                                                                  NULL);

      g_assert_true ((file != NULL) == (channels == 1));
      g_assert_true (file == NULL || chatty_attach_is_audio (file));
    }

  memcpy (large, PNG, sizeof PNG - 1);
  bytes = g_bytes_new_static (large, CHATTY_ATTACH_MAX_BYTES + 1);
  g_assert_null (chatty_attach_take_bytes ("x", bytes, CHATTY_CHAT_IMAGE, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
}

/* Smaller parts ------------------------------------------------------------------------------ */

static void
test_problem_bar (void)
{
  ChattyTalkProblem problem = { .message = (char *) "The key is not accepted.",
                                .action = (char *) CHATTY_TALK_SIGN_IN,
                                .label = (char *) "Sign In" };
  ChattyTalkProblemBar *bar = CHATTY_TALK_PROBLEM_BAR (chatty_talk_problem_bar_new ());
  GtkWindow *window = shell_fixture_show (GTK_WIDGET (bar), 360, 200);
  GtkWidget *button = ui_fixture_find (GTK_WIDGET (bar), GTK_TYPE_BUTTON, "button");
  guint n_helped = 0;

  g_signal_connect_swapped (bar, "help", G_CALLBACK (count_cb), &n_helped);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));
  chatty_talk_problem_bar_set (bar, &problem);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (bar)));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "Sign In");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_ROLE_ALERT);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (n_helped, ==, 1);
  shell_fixture_assert_fits (GTK_WIDGET (bar), 330);

  /* The button waits as long as the platform wants. */
  problem.action = (char *) CHATTY_TALK_WAIT;
  problem.until = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  chatty_talk_problem_bar_set (bar, &problem);
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_nonnull (strstr (gtk_button_get_label (GTK_BUTTON (button)), "30 Seconds"));
  problem.until = g_get_monotonic_time () - 1;
  chatty_talk_problem_bar_set (bar, &problem);
  g_assert_true (gtk_widget_get_sensitive (button));

  problem.action = NULL;
  chatty_talk_problem_bar_set (bar, &problem);
  g_assert_false (gtk_widget_get_visible (button));
  chatty_talk_problem_bar_set (bar, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));
  shell_fixture_close (window);
}

static void
said_cb (ChattyStarters *starters,
         const char     *text,
         char          **said)
{
  *said = g_strdup (text);
}

static void
test_starters (void)
{
  static const char *const texts[] = { "Tell me\nof the queen.", "Do they sting?", NULL };
  ChattyStarters *starters = g_object_new (CHATTY_TYPE_STARTERS, NULL);
  GtkWindow *window = shell_fixture_show (GTK_WIDGET (starters), 360, 200);
  g_autofree char *said = NULL;

  g_signal_connect (starters, "said", G_CALLBACK (said_cb), &said);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (starters)));
  chatty_starters_set (starters, texts);
  g_assert_cmpuint (ui_fixture_count (GTK_WIDGET (starters), GTK_TYPE_BUTTON), ==, 2);
  g_signal_emit_by_name (ui_fixture_find (GTK_WIDGET (starters), GTK_TYPE_BUTTON, NULL), "clicked");
  g_assert_cmpstr (said, ==, "Tell me\nof the queen.");
  chatty_starters_set (starters, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (starters)));
  shell_fixture_close (window);
}

static ChattyAudioStream *
make_stream (const char *const *words,
             guint              n_segments)
{
  ChattyAudioStream *stream = chatty_audio_stream_new ();
  ChattyAudioFormat format = { .media_type = "audio/x-raw", .rate = 16000, .channels = 1,
                               .bits = 16 };
  g_autoptr (GBytes) samples = g_bytes_new_static ("\0\0\0\0", 4);

  for (guint i = 0; i < n_segments; i++)
    {
      format.segment = i;
      chatty_audio_stream_append (stream, &format, samples);
    }
  for (guint i = 0; words[i] != NULL; i++)
    {
      const ChattyWordTime word = { .word = (char *) words[i], .start = i, .end = i + .8 };

      chatty_audio_stream_append_words (stream, &word, 1);
    }
  chatty_audio_stream_end (stream, NULL);
  return stream;
}

static char *
line_at (GArray *words,
         guint   word)
{
  g_autoptr (PangoAttrList) attributes = NULL;
  g_autofree char *line = chatty_caption_dup_line (words, word, &attributes);
  g_autofree char *bold = pango_attr_list_to_string (attributes);

  g_assert_nonnull (strstr (bold, "weight"));
  return g_steal_pointer (&line);
}

static void
test_captions (void)
{
  static const char *const first[] = { "The", "queen.", "She", "rules", NULL };
  static const char *const second[] = { "naïve", "bees", NULL };
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) words = NULL;
  g_autoptr (ChattyAudioStream) joined = NULL;
  g_autofree char *line = NULL;
  ChattyAudioFormat format;

  g_ptr_array_add (streams, make_stream (first, 2));
  g_ptr_array_add (streams, make_stream (second, 1));
  words = chatty_heard_dup_words (streams);
  g_assert_cmpuint (words->len, ==, 6);
  line = line_at (words, 0);
  g_assert_cmpstr (line, ==, "The queen.");
  g_free (line);
  line = line_at (words, 4);
  g_assert_cmpstr (line, ==, "She rules naïve bees");

  joined = chatty_heard_join (streams);
  g_assert_true (chatty_audio_stream_is_ended (joined));
  g_assert_cmpuint (chatty_audio_stream_get_n_chunks (joined), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GBytes) bytes = chatty_audio_stream_dup_chunk (joined, i, &format);

      g_assert_cmpuint (g_bytes_get_size (bytes), ==, 4);
      g_assert_cmpuint (format.segment, ==, i);
    }
}

static void
test_play_time (void)
{
  static const struct {
    gint64      duration;
    const char *text;
  } cases[] = {
    { -5, "0:00" }, { 999999, "0:00" }, { 61 * G_USEC_PER_SEC, "1:01" },
    { 600 * G_USEC_PER_SEC, "10:00" }, { G_MAXINT64, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = chatty_play_time_format (cases[i].duration);

      if (cases[i].text != NULL)
        g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

  g_test_add ("/talk/composer/enter-sends", Fixture, NULL, set_up, test_enter_sends, tear_down);
  g_test_add ("/talk/composer/enter-breaks", Fixture, NULL, set_up, test_enter_breaks, tear_down);
  g_test_add ("/talk/composer/not-sent", Fixture, NULL, set_up, test_not_sent, tear_down);
  g_test_add ("/talk/composer/stop", Fixture, NULL, set_up, test_stop, tear_down);
  g_test_add ("/talk/composer/height", Fixture, NULL, set_up, test_height, tear_down);
  g_test_add ("/talk/composer/placeholder", Fixture, NULL, set_up, test_placeholder, tear_down);
  g_test_add ("/talk/composer/chips", Fixture, NULL, set_up, test_chips, tear_down);
  g_test_add ("/talk/composer/attach", Fixture, NULL, set_up, test_attach, tear_down);
  g_test_add_func ("/talk/attach/kinds", test_kinds);
  g_test_add_func ("/talk/problem-bar", test_problem_bar);
  g_test_add_func ("/talk/starters", test_starters);
  g_test_add_func ("/talk/captions", test_captions);
  g_test_add_func ("/talk/play-time", test_play_time);

  return g_test_run ();
}
