/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Speech that is kept: in the cache, as a file, from the microphone. */

#include "config.h"

#include <string.h>
#include <unistd.h>
#include <utime.h>

#include <gst/gst.h>
#include <glib/gstdio.h>

#include "chatty-audio-save.h"
#include "chatty-error.h"
#include "chatty-recorder.h"
#include "chatty-speech-cache.h"
#include "chatty-wav.h"
#include "voice-fixture.h"

typedef struct {
  char              *path;
  ChattySpeechCache *cache;
} Place;

static void
place_set_up (Place        *place,
              gconstpointer data)
{
  g_autoptr (GFile) folder = NULL;

  place->path = g_dir_make_tmp ("chatty-cache-XXXXXX", NULL);
  folder = g_file_new_build_filename (place->path, "speech", NULL);
  place->cache = chatty_speech_cache_new (folder, 100000);
}

static void
place_tear_down (Place        *place,
                 gconstpointer data)
{
  g_autofree char *folder = g_build_filename (place->path, "speech", NULL);

  g_assert_true (chatty_speech_cache_clear (place->cache, NULL));
  g_object_unref (place->cache);
  g_rmdir (folder);
  g_assert_cmpint (g_rmdir (place->path), ==, 0);
  g_free (place->path);
}

static char *
key_of (const char *text)
{
  const char *parts[] = { "voice", text, NULL };

  return chatty_speech_cache_key ("inworld", parts);
}

static char *
file_of (Place      *place,
         const char *key)
{
  g_autofree char *name = g_strconcat (key, ".speech", NULL);

  return g_build_filename (place->path, "speech", name, NULL);
}

static ChattyAudioStream *
stream_of (gsize    length,
           gboolean ended)
{
  const ChattyAudioFormat formats[] = { { "audio/x-raw", 24000, 1, 16, 0 },
                                        { "audio/mpeg", 0, 0, 0, 1 } };
  const ChattyWordTime words[] = { { (char *) "Grüße", 0.25, 0.5 }, { (char *) "", 0.5, 0.5 } };
  ChattyAudioStream *stream = chatty_audio_stream_new ();

  for (guint i = 0; i < 2; i++)
    {
      char *data = g_malloc (length / 2);
      g_autoptr (GBytes) bytes = NULL;

      memset (data, 'a' + (int) i, length / 2);
      bytes = g_bytes_new_take (data, length / 2);
      chatty_audio_stream_append (stream, &formats[i], bytes);
    }
  chatty_audio_stream_append_words (stream, words, 2);
  if (ended)
    chatty_audio_stream_end (stream, NULL);
  return stream;
}

static gboolean
holds (Place      *place,
       const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAudioStream) stream = chatty_speech_cache_load (place->cache, key, &error);

  g_assert_no_error (error);
  return stream != NULL;
}

static void
test_round (Place        *place,
            gconstpointer data)
{
  g_autofree char *key = key_of ("Hello");
  g_autofree char *other = key_of ("Hello you");
  g_autoptr (ChattyAudioStream) stream = stream_of (1000, TRUE);
  g_autoptr (ChattyAudioStream) back = NULL;
  g_autoptr (GArray) words = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (strlen (key), ==, 64);
  g_assert_cmpstr (key, !=, other);
  g_assert_false (holds (place, key));
  g_assert_true (chatty_speech_cache_store (place->cache, key, stream, &error));
  g_assert_no_error (error);
  g_assert_false (holds (place, other));
  back = chatty_speech_cache_load (place->cache, key, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_audio_stream_is_ended (back));
  g_assert_cmpuint (chatty_audio_stream_get_n_chunks (back), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      ChattyAudioFormat was, is;
      g_autoptr (GBytes) one = chatty_audio_stream_dup_chunk (stream, i, &was);
      g_autoptr (GBytes) same = chatty_audio_stream_dup_chunk (back, i, &is);

      g_assert_true (g_bytes_equal (one, same));
      g_assert_cmpstr (was.media_type, ==, is.media_type);
      g_assert_cmpuint (was.rate, ==, is.rate);
      g_assert_cmpuint (was.segment, ==, is.segment);
    }
  words = chatty_audio_stream_dup_words (back);
  g_assert_cmpuint (words->len, ==, 2);
  g_assert_cmpstr (g_array_index (words, ChattyWordTime, 0).word, ==, "Grüße");
  g_assert_cmpfloat (g_array_index (words, ChattyWordTime, 0).end, ==, 0.5);
}

static void
test_only_whole (Place        *place,
                 gconstpointer data)
{
  g_autofree char *key = key_of ("x");
  g_autoptr (ChattyAudioStream) growing = stream_of (1000, FALSE);
  g_autoptr (ChattyAudioStream) empty = chatty_audio_stream_new ();
  g_autoptr (ChattyAudioStream) huge = stream_of (40000, TRUE);
  g_autoptr (GError) failure = g_error_new_literal (CHATTY_ERROR, CHATTY_ERROR_SERVER, "no");

  g_assert_true (chatty_speech_cache_store (place->cache, key, growing, NULL));
  g_assert_false (holds (place, key));
  chatty_audio_stream_end (growing, failure);
  g_assert_true (chatty_speech_cache_store (place->cache, key, growing, NULL));
  g_assert_false (holds (place, key));
  chatty_audio_stream_end (empty, NULL);
  g_assert_true (chatty_speech_cache_store (place->cache, key, empty, NULL));
  g_assert_false (holds (place, key));
  g_assert_true (chatty_speech_cache_store (place->cache, key, huge, NULL));
  g_assert_false (holds (place, key));
  g_assert_cmpuint (chatty_speech_cache_get_size (place->cache), ==, 0);
}

/* Nine fit; the one that was used last stays. */
static void
test_bound (Place        *place,
            gconstpointer data)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ChattyAudioStream) stream = stream_of (10000, TRUE);

  for (guint i = 0; i < 15; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);
      char *key = key_of (text);
      g_autofree char *path = file_of (place, key);
      struct utimbuf times = { 1000000 + i, 1000000 + i };

      g_ptr_array_add (keys, key);
      /* Hearing it again makes it the newest. */
      if (i == 9)
        g_assert_true (holds (place, keys->pdata[0]));
      g_assert_true (chatty_speech_cache_store (place->cache, key, stream, NULL));
      g_assert_cmpuint (chatty_speech_cache_get_size (place->cache), <=, 100000);
      utime (path, &times);
    }
  g_assert_true (holds (place, keys->pdata[0]));
  for (guint i = 1; i < 7; i++)
    g_assert_false (holds (place, keys->pdata[i]));
  for (guint i = 7; i < 15; i++)
    g_assert_true (holds (place, keys->pdata[i]));
}

static void
test_damaged (Place        *place,
              gconstpointer data)
{
  g_autofree char *key = key_of ("x");
  g_autofree char *path = file_of (place, key);
  g_autoptr (ChattyAudioStream) stream = stream_of (100, TRUE);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (chatty_speech_cache_store (place->cache, key, stream, NULL));
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  /* Cut anywhere, or one bit wrong anywhere: it is none, and it is gone. */
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *bad = g_memdup2 (content, length);

      bad[i] ^= 4;
      g_assert_true (g_file_set_contents (path, i % 2 == 0 ? content : bad,
                                          i % 2 == 0 ? (gssize) i : (gssize) length, NULL));
      g_assert_false (holds (place, key));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  /* Neither a link nor a name that is none. */
  g_assert_cmpint (symlink ("/etc/passwd", path), ==, 0);
  g_assert_false (holds (place, key));
  g_assert_false (holds (place, "../../etc/passwd"));
}

static void
test_no_folder (void)
{
  g_autoptr (GFile) folder = g_file_new_for_path ("/dev/null/speech");
  g_autoptr (ChattySpeechCache) cache = chatty_speech_cache_new (folder, 100000);
  g_autoptr (ChattyAudioStream) stream = stream_of (100, TRUE);
  g_autofree char *key = key_of ("x");
  g_autoptr (GError) error = NULL;

  g_assert_false (chatty_speech_cache_store (cache, key, stream, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED);
  g_assert_null (chatty_speech_cache_load (cache, key, NULL));
}

/* Files */

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_there (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

static gboolean
save (ChattyAudioStream    *stream,
      const char           *path,
      ChattyAudioFileForm   form,
      GCancellable         *cancellable,
      GError              **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  chatty_audio_save_async (stream, file, form, cancellable, result_cb, &result);
  wait_until (is_there, &result);
  return chatty_audio_save_finish (stream, result, error);
}

static void
test_save (void)
{
  static const char *const types[] = { "audio/flac", "audio/ogg", "audio/wav" };

  for (guint form = 0; form < 3; form++)
    {
      g_autoptr (Sound) sound = sound_new_speech (24000, 1, 1);
      g_autoptr (ChattyAudioStream) stream = chatty_audio_stream_new ();
      g_autofree char *path = capture_path ();
      g_autoptr (GError) error = NULL;
      g_autofree char *content = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (ChattyAudioStream) again = NULL;
      g_autoptr (Sound) out = NULL;
      gsize length;

      /* In two segments, of which the file knows nothing. */
      Sound parts[] = { { sound->samples, 10000, 24000, 1 },
                        { sound->samples + 10000, 14000, 24000, 1 } };
      feed (stream, "audio/x-raw", &parts[0], 0, NULL, 777);
      feed (stream, "audio/x-raw", &parts[1], 1, NULL, 777);
      chatty_audio_stream_end (stream, NULL);
      g_assert_true (save (stream, path, form, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      g_unlink (path);
      bytes = g_bytes_new (content, length);
      again = fed_stream (types[form], sound, bytes, 999);
      out = play_out (again, 24000, 1, CHATTY_PLAYER_ENDED, NULL);
      if (form != CHATTY_AUDIO_FILE_OGG)
        sound_assert_same (out, sound);
      g_assert_cmpuint (out->n_frames, ==, sound->n_frames);
      g_assert_cmpfloat (sound_correlate (out, 0, sound, 0, sound->n_frames), >=, 0.99);
    }
  g_assert_cmpstr (chatty_audio_file_form_get_suffix (CHATTY_AUDIO_FILE_OGG), ==, "ogg");
}

static void
test_save_fails (void)
{
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 0.2);
  g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/x-raw", sound, NULL, 777);
  g_autoptr (ChattyAudioStream) empty = chatty_audio_stream_new ();
  g_autoptr (ChattyAudioStream) endless = chatty_audio_stream_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = capture_path ();
  g_autoptr (GError) error = NULL;

  g_assert_false (save (stream, "/dev/null/x.wav", CHATTY_AUDIO_FILE_WAV, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED);
  g_clear_error (&error);
  chatty_audio_stream_end (empty, NULL);
  g_assert_false (save (empty, path, CHATTY_AUDIO_FILE_FLAC, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_clear_error (&error);
  /* One that never ends can be given up. */
  g_timeout_add_once (50, (GSourceOnceFunc) g_cancellable_cancel, cancellable);
  g_assert_false (save (endless, path, CHATTY_AUDIO_FILE_OGG, cancellable, &error));
  g_assert_true (chatty_error_is_cancelled (error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_save_without_encoder (void)
{
  GstPluginFeature *feature = gst_registry_lookup_feature (gst_registry_get (), "flacenc");
  g_autoptr (Sound) sound = sound_new_speech (24000, 1, 0.2);
  g_autoptr (ChattyAudioStream) stream = fed_stream ("audio/x-raw", sound, NULL, 777);
  g_autofree char *path = capture_path ();
  g_autoptr (GError) error = NULL;

  gst_registry_remove_feature (gst_registry_get (), feature);
  g_assert_false (save (stream, path, CHATTY_AUDIO_FILE_FLAC, NULL, &error));
  gst_registry_add_feature (gst_registry_get (), feature);
  gst_object_unref (feature);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "gstreamer1.0-plugins-good"));
}

/* The microphone */

static gboolean
start (ChattyRecorder  *recorder,
       GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  chatty_recorder_start_async (recorder, NULL, result_cb, &result);
  wait_until (is_there, &result);
  return chatty_recorder_start_finish (recorder, result, error);
}

static gboolean
is_long (gpointer user_data)
{
  return chatty_recorder_get_duration (user_data) > 300000;
}

static void
test_record (void)
{
  g_autoptr (ChattyRecorder) recorder = chatty_recorder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) wav = NULL;
  ChattyAudioFormat format;
  g_autoptr (Sound) sound = g_new0 (Sound, 1);
  guint crossings = 0;

  chatty_recorder_set_source_for_tests (recorder, "audiotestsrc is-live=true freq=500 volume=0.5 ! "
                                                  "capsfilter caps=\"audio/x-raw, "
                                                  "rate=(int)44100, channels=(int)2\"");
  for (guint i = 0; i < 2; i++)
    {
      start (recorder, &error);
      g_assert_no_error (error);
      g_assert_true (chatty_recorder_get_recording (recorder));
      g_assert_false (start (recorder, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
      g_clear_error (&error);
      wait_until (is_long, recorder);
      g_assert_cmpfloat (chatty_recorder_get_level (recorder), >, 0.7);
      if (i == 0)
        chatty_recorder_cancel (recorder);
      else
        wav = chatty_recorder_stop (recorder, &error);
      g_assert_false (chatty_recorder_get_recording (recorder));
      g_assert_cmpfloat (chatty_recorder_get_level (recorder), ==, 0);
    }
  g_assert_no_error (error);
  g_assert_true (chatty_wav_read_format (wav, &format));
  g_assert_cmpuint (format.rate, ==, 16000);
  g_assert_cmpuint (format.channels, ==, 1);
  g_assert_cmpuint (format.bits, ==, 16);
  sound->n_frames = (g_bytes_get_size (wav) - 44) / 2;
  g_assert_cmpuint (sound->n_frames, >, 4800);
  sound->samples = g_memdup2 ((const char *) g_bytes_get_data (wav, NULL) + 44,
                              2 * sound->n_frames);
  for (gsize i = 1601; i < 1600 + 3200; i++)
    crossings += (sound->samples[i] < 0) != (sound->samples[i - 1] < 0);
  g_assert_cmpuint (crossings, >=, 198);
  g_assert_cmpuint (crossings, <=, 202);

  g_assert_null (chatty_recorder_stop (recorder, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
}

/* Given up while the device is still being opened. */
static void
test_record_not_begun (void)
{
  g_autoptr (ChattyRecorder) recorder = chatty_recorder_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  chatty_recorder_set_source_for_tests (recorder, "audiotestsrc is-live=true");
  chatty_recorder_start_async (recorder, NULL, result_cb, &result);
  chatty_recorder_cancel (recorder);
  wait_until (is_there, &result);
  g_assert_false (chatty_recorder_start_finish (recorder, result, &error));
  g_assert_true (chatty_error_is_cancelled (error));
  g_assert_false (chatty_recorder_get_recording (recorder));
}

static void
test_no_microphone (void)
{
  g_autoptr (ChattyRecorder) recorder = chatty_recorder_new ();
  g_autoptr (GError) error = NULL;

  g_setenv ("PULSE_SERVER", "unix:/nonexistent/pulse", TRUE);
  g_setenv ("ALSA_CONFIG_PATH", "/dev/null", TRUE);
  g_assert_false (start (recorder, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add ("/keep/cache/round", Place, NULL, place_set_up, test_round, place_tear_down);
  g_test_add ("/keep/cache/only-whole", Place, NULL, place_set_up, test_only_whole,
              place_tear_down);
  g_test_add ("/keep/cache/bound", Place, NULL, place_set_up, test_bound, place_tear_down);
  g_test_add ("/keep/cache/damaged", Place, NULL, place_set_up, test_damaged, place_tear_down);
  g_test_add_func ("/keep/cache/no-folder", test_no_folder);
  g_test_add_func ("/keep/save", test_save);
  g_test_add_func ("/keep/save/fails", test_save_fails);
  g_test_add_func ("/keep/save/without-encoder", test_save_without_encoder);
  g_test_add_func ("/keep/record", test_record);
  g_test_add_func ("/keep/record/not-begun", test_record_not_begun);
  /* Last, because it takes the sound server away. */
  g_test_add_func ("/keep/record/no-microphone", test_no_microphone);

  return g_test_run ();
}
