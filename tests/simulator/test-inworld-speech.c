/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Inworld's speech: the rules of each encoding, and what is refused. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "sim-client.h"

#define WHOLE  "/tts/v1/voice"
#define STREAM "/tts/v1/voice:stream"

static Answer *
speak (Client     *client,
       const char *path,
       const char *more)
{
  g_autofree char *body =
    g_strdup_printf ("{\"text\": \"Nine seconds, and the lamp turns once more for the ships\", "
                     "\"voiceId\": \"Dennis\", \"modelId\": \"inworld-tts-2\"%s%s}",
                     *more != '\0' ? ", " : "", more);

  return client_inworld (client, ALL_KEY, "POST", path, body);
}

static Answer *
speak_as (Client     *client,
          const char *path,
          const char *encoding,
          guint       rate)
{
  g_autofree char *more =
    g_strdup_printf ("\"audioConfig\": {\"audioEncoding\": \"%s\", \"sampleRateHertz\": %u}",
                     encoding, rate);

  return speak (client, path, more);
}

static GBytes *
decode (const char *base64)
{
  gsize length;
  guchar *data = g_base64_decode (base64, &length);

  return g_bytes_new_take (data, length);
}

/* Returns: (transfer full) (element-type GBytes): the sound of each line */
static GPtrArray *
chunks_of (Answer *answer)
{
  GPtrArray *chunks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_auto (GStrv) lines = g_strsplit (answer->text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      Answer line = { .text = lines[i] };
      g_autofree char *base64 = answer_at (&line, "result.audioContent");

      if (base64 != NULL)
        g_ptr_array_add (chunks, decode (base64));
    }
  return chunks;
}

static gboolean
begins_with (GBytes     *bytes,
             const char *text)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return length >= strlen (text) && memcmp (data, text, strlen (text)) == 0;
}

static void
append (GByteArray *all,
        GBytes     *bytes,
        gsize       from)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  g_byte_array_append (all, data + from, length - from);
}

/* The stream has what the whole answer has, once headers are taken off. */
static void
test_samples (void)
{
  static const struct {
    const char *encoding;
    guint       rate;
  } CASES[] = {
    { "LINEAR16", 24000 }, { "WAV", 16000 }, { "PCM", 48000 }, { "PCM", 22050 },
    { "ALAW", 8000 }, { "MULAW", 8000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (Client) client = client_new ();
      g_autoptr (Answer) whole = speak_as (client, WHOLE, CASES[i].encoding, CASES[i].rate);
      g_autoptr (Answer) stream = speak_as (client, STREAM, CASES[i].encoding, CASES[i].rate);
      g_autofree char *base64 = answer_at (whole, "audioContent");
      g_autoptr (GBytes) file = decode (base64);
      g_autoptr (GPtrArray) chunks = chunks_of (stream);
      g_autoptr (GByteArray) all = g_byte_array_new ();
      gboolean linear = g_str_equal (CASES[i].encoding, "LINEAR16");
      gboolean wav = g_str_equal (CASES[i].encoding, "WAV");
      gsize header = linear || wav ? 44 : 0;
      gboolean odd = FALSE;

      g_test_message ("%s: %u chunks", CASES[i].encoding, chunks->len);
      assert_status (whole, 200);
      g_assert_cmpuint (chunks->len, >, 3);
      for (guint k = 0; k < chunks->len; k++)
        {
          GBytes *chunk = g_ptr_array_index (chunks, k);

          g_assert_true (begins_with (chunk, "RIFF") == (linear || (wav && k == 0)));
          odd = odd || g_bytes_get_size (chunk) % 2 == 1;
          append (all, chunk, linear || (wav && k == 0) ? 44 : 0);
        }
      g_assert_true (odd == !linear);
      g_assert_true (begins_with (file, "RIFF") == (header > 0));
      g_assert_cmpmem (all->data, all->len, (char *) g_bytes_get_data (file, NULL) + header,
                       g_bytes_get_size (file) - header);
      /* The last line has no newline. */
      g_assert_false (g_str_has_suffix (stream->text, "\n"));
    }
}

static void
test_compressed (void)
{
  static const char *const CASES[][2] = {
    { "MP3", "\xff" }, { "OGG_OPUS", "OggS" }, { "FLAC", "fLaC" },
  };
  g_autofree char *program = g_find_program_in_path ("gst-launch-1.0");

  if (program == NULL)
    {
      g_test_skip ("gst-launch-1.0 is missing");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (Client) client = client_new ();
      g_autoptr (Answer) stream = speak_as (client, STREAM, CASES[i][0], 48000);
      g_autoptr (GPtrArray) chunks = chunks_of (stream);

      g_test_message ("%s: %u chunks", CASES[i][0], chunks->len);
      assert_status (stream, 200);
      g_assert_cmpuint (chunks->len, >, 3);
      g_assert_true (begins_with (g_ptr_array_index (chunks, 0), CASES[i][1]));
      /* One stream that is cut, and not a file in each. */
      g_assert_false (begins_with (g_ptr_array_index (chunks, 1), "OggS"));
      g_assert_false (begins_with (g_ptr_array_index (chunks, 1), "fLaC"));
    }
}

static void
test_words (void)
{
  static const char *const TRANSPORTS[] = { "SYNC", "ASYNC" };
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) whole = speak (client, WHOLE, "\"timestampType\": \"WORD\", \"audioConfig\": "
                                    "{\"audioEncoding\": \"PCM\"}");

  assert_at (whole, "timestampInfo.wordAlignment.words.0", "Nine");
  assert_at (whole, "timestampInfo.wordAlignment.wordStartTimeSeconds.0", "0.0");
  assert_at (whole, "timestampInfo.wordAlignment.words.10", "ships");
  for (guint i = 0; i < G_N_ELEMENTS (TRANSPORTS); i++)
    {
      g_autofree char *more =
        g_strdup_printf ("\"timestampType\": \"WORD\", \"timestampTransportStrategy\": \"%s\", "
                         "\"audioConfig\": {\"audioEncoding\": \"LINEAR16\"}", TRANSPORTS[i]);
      g_autoptr (Answer) stream = speak (client, STREAM, more);
      g_auto (GStrv) lines = g_strsplit (stream->text, "\n", -1);
      guint n_words = 0;
      gboolean alone = FALSE;

      for (guint k = 0; lines[k] != NULL; k++)
        {
          Answer line = { .text = lines[k] };
          g_autofree char *base64 = answer_at (&line, "result.audioContent");
          g_autofree char *words = answer_at (&line, "result.timestampInfo.wordAlignment.words");

          for (const char *c = words; c != NULL && *c != '\0'; c++)
            n_words += *c == '"';
          alone = alone || (base64 == NULL && words != NULL);
        }
      g_assert_cmpuint (n_words, ==, 22);
      g_assert_true (alone == (i == 1));
    }
}

static void
test_refusals (void)
{
  static const struct {
    const char *more;
    guint       status;
  } CASES[] = {
    { "\"voiceId\": \"Nobody\"", 404 },
    { "\"modelId\": \"inworld-tts-9\"", 400 },
    { "\"modelId\": \"inworld-tts-1\"", 400 },
    { "\"modelId\": \"inworld-tts-1.5-mini\", \"deliveryMode\": \"STABLE\"", 400 },
    { "\"deliveryMode\": \"LOUD\"", 400 },
    { "\"language\": \"EN_US\"", 400 },
    { "\"temperature\": 2.5", 400 },
    { "\"text\": \"\"", 400 },
    { "\"timestampType\": \"PHRASE\"", 400 },
    { "\"audioConfig\": {\"audioEncoding\": \"AAC\"}", 400 },
    { "\"audioConfig\": {\"audioEncoding\": \"ALAW\", \"sampleRateHertz\": 16000}", 400 },
    { "\"audioConfig\": {\"audioEncoding\": \"MULAW\", \"sampleRateHertz\": 48000}", 400 },
    { "\"audioConfig\": {\"audioEncoding\": \"PCM\", \"sampleRateHertz\": 11025}", 400 },
    { "\"audioConfig\": {\"audioEncoding\": \"PCM\", \"speakingRate\": 1.6}", 400 },
  };
  g_autoptr (Client) client = client_new ();
  g_autofree char *limit = g_strnfill (2000, 'a');
  g_autofree char *over = g_strnfill (2001, 'a');
  g_autofree char *good = g_strdup_printf ("\"text\": \"%s\", \"audio_config\": "
                                           "{\"audio_encoding\": \"PCM\"}", limit);
  g_autofree char *bad = g_strdup_printf ("\"text\": \"%s\"", over);
  g_autoptr (Answer) fits = speak (client, WHOLE, good);
  g_autoptr (Answer) long_text = speak (client, STREAM, bad);

  assert_status (fits, 200);
  assert_status (long_text, 400);
  assert_at (long_text, "code", "3");
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (Answer) answer = speak (client, STREAM, CASES[i].more);

      g_test_message ("%s: %s", CASES[i].more, answer->text);
      assert_status (answer, CASES[i].status);
      assert_at (answer, "details", "[]");
    }
}

static void
test_faults (void)
{
  static const char *const FAULTS[] = {
    "error", "premature", "zero-chunks", "no-audio", "bad-base64", "lying-riff",
  };
  g_autoptr (Client) client = client_new ();

  for (guint i = 0; i < G_N_ELEMENTS (FAULTS); i++)
    {
      g_autoptr (Answer) stream = NULL;
      g_autoptr (GPtrArray) chunks = NULL;
      guint n_bad = 0;

      g_assert_true (chatty_simulator_set_inworld (client->sim, "speech-fault", FAULTS[i]));
      stream = speak_as (client, STREAM, "LINEAR16", 24000);
      assert_status (stream, 200);
      g_assert_true (stream->whole);
      chunks = chunks_of (stream);
      n_bad = strchr (stream->text, '!') != NULL;
      g_test_message ("%s: %u chunks", FAULTS[i], chunks->len);
      switch (i)
        {
        case 0:
          g_assert_cmpuint (chunks->len, ==, 3);
          g_assert_nonnull (strstr (stream->text, "{\"error\":{\"code\":8"));
          break;
        case 1:
          g_assert_cmpuint (chunks->len, ==, 3);
          g_assert_true (g_str_has_suffix (stream->text, "AAAA"));
          break;
        case 2:
          g_assert_cmpuint (stream->length, ==, 0);
          break;
        case 3:
          g_assert_cmpuint (chunks->len, ==, 0);
          g_assert_cmpuint (stream->length, >, 0);
          break;
        case 4:
          g_assert_cmpuint (n_bad, ==, 1);
          break;
        default:
          g_assert_nonnull (memmem (g_bytes_get_data (g_ptr_array_index (chunks, 1), NULL), 60,
                                    "LIST", 4));
          break;
        }
    }
}

static gpointer
speak_thread (gpointer data)
{
  return speak_as (data, STREAM, "PCM", 48000);
}

/* One more than may be is refused; the place is free again afterwards. */
static void
test_concurrency (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) later = NULL;
  GThread *thread;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  chatty_simulator_set_inworld (client->sim, "concurrency", "1");
  /* So slow that it is under way until it was looked at. */
  chatty_simulator_set_inworld (client->sim, "speech-pace", "2");
  thread = g_thread_new ("speak", speak_thread, client);
  while (chatty_simulator_most_parallel (client->sim) < 1 && g_get_monotonic_time () < end)
    g_thread_yield ();
  while (refused == NULL || (refused->status == 200 && g_get_monotonic_time () < end))
    {
      g_clear_pointer (&refused, answer_free);
      refused = speak_as (client, STREAM, "PCM", 48000);
    }
  first = g_thread_join (thread);
  /* One of the two came second. */
  g_assert_true ((first->status == 429) != (refused->status == 429));
  while (later == NULL || (later->status == 429 && g_get_monotonic_time () < end))
    {
      g_clear_pointer (&later, answer_free);
      later = speak_as (client, STREAM, "PCM", 48000);
    }
  assert_status (later, 200);
}

/* It takes as long as was set, and begins at once. */
static void
test_pace (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) stream = NULL;
  g_autoptr (GPtrArray) chunks = NULL;
  gint64 started;
  double seconds, wanted;

  chatty_simulator_set_inworld (client->sim, "speech-pace", "4");
  chatty_simulator_set_inworld (client->sim, "speech-chunk", "100");
  started = g_get_monotonic_time ();
  stream = speak_as (client, STREAM, "PCM", 8000);
  seconds = (g_get_monotonic_time () - started) / (double) G_USEC_PER_SEC;
  chunks = chunks_of (stream);
  wanted = (chunks->len - 1) * 0.1 / 4;
  g_test_message ("%.3f s, %.3f s wanted", seconds, wanted);
  g_assert_cmpfloat (seconds, >=, wanted);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/inworld/speech/samples", test_samples);
  g_test_add_func ("/inworld/speech/compressed", test_compressed);
  g_test_add_func ("/inworld/speech/words", test_words);
  g_test_add_func ("/inworld/speech/refusals", test_refusals);
  g_test_add_func ("/inworld/speech/faults", test_faults);
  g_test_add_func ("/inworld/speech/concurrency", test_concurrency);
  g_test_add_func ("/inworld/speech/pace", test_pace);
  return g_test_run ();
}
