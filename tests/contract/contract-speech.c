/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "contract.h"

/* Speech: in every form, of any length, and when something is wrong with it. */

#define SENTENCE "Nine seconds, and the lamp turns once more for the ships far out."

static ChattySpeech *
speech_of (Contract *contract)
{
  return CHATTY_SPEECH (contract->connector);
}

/* All chunks in a row, and the form of the first. */
static GByteArray *
join_chunks (ChattyReply       *reply,
             ChattyAudioFormat *format)
{
  ChattyAudioStream *audio = chatty_reply_get_audio (reply);
  GByteArray *all = g_byte_array_new ();

  for (guint i = 0; i < chatty_audio_stream_get_n_chunks (audio); i++)
    {
      ChattyAudioFormat other;
      g_autoptr (GBytes) chunk = chatty_audio_stream_dup_chunk (audio, i, i == 0 ? format : &other);

      g_byte_array_append (all, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
    }
  return all;
}

static GByteArray *
speak (Contract                  *contract,
       const ChattySpeechRequest *wanted,
       ChattyAudioFormat         *format)
{
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (chatty_speech_speak (speech_of (contract), wanted, reply, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (chatty_audio_stream_is_ended (chatty_reply_get_audio (reply)));
  g_assert_cmpuint (chatty_audio_stream_get_n_chunks (chatty_reply_get_audio (reply)), >, 0);
  return join_chunks (reply, format);
}

static gboolean
is_exact (const char *media_type)
{
  return !g_str_equal (media_type, "audio/mpeg") && !g_str_equal (media_type, "audio/ogg") &&
         !g_str_equal (media_type, "audio/flac");
}

/* Streamed or not, it is the same sound, and it is what it says it is. */
static void
test_forms (const ContractPlatform *platform)
{
  static const char *const types[] = {
    NULL, "audio/x-raw", "audio/wav", "audio/x-alaw", "audio/x-mulaw", "audio/mpeg", "audio/ogg",
    "audio/flac",
  };
  g_autofree char *encoder = g_find_program_in_path ("gst-launch-1.0");

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      ChattySpeechRequest wanted = {
        .voice = platform->voice, .model = platform->voice_model,
        .text = SENTENCE, .media_type = types[i],
      };
      ChattyAudioFormat format, whole_format;
      g_autoptr (GByteArray) streamed = NULL;
      g_autoptr (GByteArray) whole = NULL;

      if (types[i] != NULL && !is_exact (types[i]) && encoder == NULL)
        continue;
      g_test_message ("%s", types[i] != NULL ? types[i] : "as it likes");
      streamed = speak (contract, &wanted, &format);
      wanted.whole = TRUE;
      whole = speak (contract, &wanted, &whole_format);
      g_assert_cmpuint (streamed->len, >, 1000);
      g_assert_cmpstr (format.media_type, ==, whole_format.media_type);
      g_assert_cmpuint (format.rate, ==, whole_format.rate);
      if (is_exact (format.media_type))
        g_assert_cmpmem (streamed->data, streamed->len, whole->data, whole->len);
      if (g_str_equal (format.media_type, "audio/x-raw"))
        {
          g_assert_cmpuint (format.rate, >=, 8000);
          g_assert_cmpuint (format.bits, ==, 16);
          g_assert_cmpuint (streamed->len % (2 * format.channels), ==, 0);
          /* No header is left in it. */
          g_assert_null (memmem (streamed->data, streamed->len, "RIFF", 4));
        }
      else if (g_str_equal (format.media_type, "audio/wav"))
        g_assert_cmpmem (streamed->data, 4, "RIFF", 4);
      else if (g_str_equal (format.media_type, "audio/ogg"))
        g_assert_cmpmem (streamed->data, 4, "OggS", 4);
      else if (g_str_equal (format.media_type, "audio/flac"))
        g_assert_cmpmem (streamed->data, 4, "fLaC", 4);
    }
}

static char *
long_text (guint n_sentences)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_sentences; i++)
    g_string_append_printf (text, "%sShip number %u — the Łódź — passed at dawn, and the keeper "
                            "wrote it down in ink.", i == 0 ? "" : i % 7 == 0 ? "\n\n" : " ", i);
  return g_string_free (text, FALSE);
}

static char *
without_blanks (const char *text)
{
  GString *rest = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isspace (*c))
      g_string_append_c (rest, *c);
  return g_string_free (rest, FALSE);
}

typedef struct {
  char       *text;
  const char *place;    /* where it is in the whole */
} Part;

static void
part_clear (gpointer data)
{
  g_free (((Part *) data)->text);
}

static int
compare_parts (gconstpointer a,
               gconstpointer b)
{
  return ((const Part *) a)->place < ((const Part *) b)->place ? -1 : 1;
}

/* Returns: (transfer full) (element-type Part): what was asked for at once, in
 *   the order of the text */
static GArray *
parts_of (Contract   *contract,
          const char *text)
{
  g_autoptr (GPtrArray) requests = chatty_simulator_dup_requests (contract->simulator);
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));

  g_array_set_clear_func (parts, part_clear);
  for (guint i = 0; i < requests->len; i++)
    {
      g_autoptr (JsonObject) body = contract_dup_body (requests, i);
      Part part = { .text = contract->platform->read_speech (body) };

      part.place = strstr (text, part.text);
      g_assert_nonnull (part.place);
      g_array_append_val (parts, part);
    }
  g_array_sort (parts, compare_parts);
  return parts;
}

/* A long text is said in parts that fit, and joined without a seam: it is the
 * parts in a row, sample for sample. */
static void
test_long (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autofree char *text = long_text (70);
  ChattySpeechRequest wanted = { .voice = platform->voice, .model = platform->voice_model,
                                 .text = text };
  ChattyAudioFormat format;
  g_autoptr (GByteArray) all = NULL;
  g_autoptr (GByteArray) joined = g_byte_array_new ();
  g_autoptr (GArray) parts = NULL;
  g_autoptr (GString) said = g_string_new (NULL);
  g_autofree char *wanted_words = without_blanks (text);
  g_autofree char *said_words = NULL;
  guint limit;

  limit = chatty_speech_get_max_text (speech_of (contract));
  all = speak (contract, &wanted, &format);
  parts = parts_of (contract, text);
  g_assert_cmpuint (parts->len, >=, g_utf8_strlen (text, -1) / limit + 1);
  for (guint i = 0; i < parts->len; i++)
    {
      Part *part = &g_array_index (parts, Part, i);
      ChattySpeechRequest one = { .voice = platform->voice, .model = platform->voice_model,
                                  .text = part->text, .whole = TRUE };
      ChattyAudioFormat one_format;
      g_autoptr (GByteArray) alone = speak (contract, &one, &one_format);

      g_assert_cmpuint (g_utf8_strlen (part->text, -1), <=, limit);
      g_assert_cmpuint (one_format.rate, ==, format.rate);
      g_string_append (said, part->text);
      g_byte_array_append (joined, alone->data, alone->len);
    }
  said_words = without_blanks (said->str);
  g_assert_cmpstr (said_words, ==, wanted_words);
  g_assert_cmpmem (all->data, all->len, joined->data, joined->len);
}

/* A text without a place to divide is divided all the same; one that fits is
 * not. */
static void
test_limit (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autofree char *solid = NULL;
  g_autofree char *kana = NULL;
  g_autoptr (GString) many = g_string_new (NULL);
  ChattySpeechRequest wanted = { .voice = platform->voice, .model = platform->voice_model,
                                 .whole = TRUE };
  ChattyAudioFormat format;
  guint limit;

  limit = chatty_speech_get_max_text (speech_of (contract));
  solid = g_strnfill (limit + 1, 'a');
  for (guint i = 0; i < limit + 100; i++)
    g_string_append (many, "漁");
  kana = g_string_free (g_steal_pointer (&many), FALSE);
  wanted.text = SENTENCE;
  g_byte_array_unref (speak (contract, &wanted, &format));
  g_assert_cmpuint (contract_count (contract), ==, 1);
  wanted.text = solid;
  g_byte_array_unref (speak (contract, &wanted, &format));
  wanted.text = kana;
  g_byte_array_unref (speak (contract, &wanted, &format));
  g_assert_cmpuint (contract_count (contract), >=, 5);
}

/* Words are told from the beginning of the whole, also in later parts. */
static void
test_words (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autofree char *text = long_text (40);
  g_auto (GStrv) expected = g_regex_split_simple ("\\s+", text, 0, 0);
  ChattySpeechRequest wanted = { .voice = platform->voice, .model = platform->voice_model,
                                 .text = text, .words = TRUE };
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autoptr (GByteArray) all = NULL;
  g_autoptr (GArray) words = NULL;
  g_autoptr (GError) error = NULL;
  ChattyAudioFormat format;
  double last = 0, seconds;

  g_assert_true (chatty_speech_speak (speech_of (contract), &wanted, reply, NULL, &error));
  g_assert_no_error (error);
  words = chatty_audio_stream_dup_words (chatty_reply_get_audio (reply));
  all = join_chunks (reply, &format);
  g_assert_cmpstr (format.media_type, ==, "audio/x-raw");
  seconds = all->len / 2.0 / format.channels / format.rate;
  g_assert_cmpuint (words->len, ==, g_strv_length (expected));
  for (guint i = 0; i < words->len; i++)
    {
      ChattyWordTime *word = &g_array_index (words, ChattyWordTime, i);

      g_assert_cmpstr (word->word, ==, expected[i]);
      g_assert_cmpfloat (word->start, >=, last - 0.002);
      g_assert_cmpfloat (word->end, >=, word->start);
      last = word->end;
    }
  g_assert_cmpfloat (last, <=, seconds + 0.01);
  g_assert_cmpfloat (last, >=, seconds - 0.5);
}

/* What is wrong with a stream is said; what came before it is heard. */
static void
test_faults (const ContractPlatform *platform)
{
  static const struct {
    const char *name;
    gboolean    audio;
    gboolean    good;
  } cases[] = {
    { "error", TRUE }, { "premature", TRUE }, { "bad-base64", TRUE }, { "zero-chunks", FALSE },
    { "no-audio", FALSE }, { "lying-riff", TRUE, TRUE },
  };
  static const char *const types[] = { NULL, "audio/wav", "audio/x-raw" };

  for (guint i = 0; i < G_N_ELEMENTS (cases) * G_N_ELEMENTS (types); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      guint nth = i / G_N_ELEMENTS (types);
      ChattySpeechRequest wanted = {
        .voice = platform->voice, .model = platform->voice_model, .text = SENTENCE,
        .media_type = types[i % G_N_ELEMENTS (types)],
      };
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      ChattyAudioStream *audio = chatty_reply_get_audio (reply);
      g_autoptr (GByteArray) without = NULL;
      g_autoptr (GByteArray) with = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) told = NULL;
      ChattyAudioFormat format;
      gboolean good;

      g_test_message ("%s, %s", cases[nth].name, wanted.media_type);
      without = speak (contract, &wanted, &format);
      g_assert_true (contract_set (contract, "speech-fault", cases[nth].name));
      good = chatty_speech_speak (speech_of (contract), &wanted, reply, NULL, &error);
      g_assert_true (good == cases[nth].good);
      g_assert_true (chatty_audio_stream_is_ended (audio));
      g_assert_true ((chatty_audio_stream_get_n_chunks (audio) > 0) == cases[nth].audio);
      if (!good)
        {
          contract_check_error (error);
          told = chatty_audio_stream_dup_error (audio);
          contract_check_error (told);
          g_assert_cmpint (chatty_reply_get_state (reply), ==, CHATTY_REPLY_FAILED);
        }
      if (!cases[nth].audio)
        continue;
      with = join_chunks (reply, &format);
      g_assert_cmpuint (with->len, <=, without->len);
      g_assert_true ((with->len == without->len) == good);
      g_assert_cmpmem (with->data, with->len, without->data, with->len);
    }
}

/* Where no more than one request may be under way, a long text is said all the
 * same, or as far as it came; nothing is left out in the middle. */
static void
test_crowded (const ContractPlatform *platform)
{
  g_autofree char *text = long_text (50);
  ChattySpeechRequest wanted = { .voice = platform->voice, .model = platform->voice_model,
                                 .text = text };
  g_autoptr (Contract) contract = NULL;
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autoptr (GByteArray) without = NULL;
  g_autoptr (GByteArray) with = NULL;
  g_autoptr (GError) error = NULL;
  ChattyAudioFormat format;

  contract_patient = TRUE;
  contract = contract_new (platform);
  contract_patient = FALSE;
  without = speak (contract, &wanted, &format);
  g_assert_true (contract_set (contract, "concurrency", "1"));
  /* So slow that what is asked for ahead is turned away. */
  g_assert_true (contract_set (contract, "speech-pace", "20"));
  if (!chatty_speech_speak (speech_of (contract), &wanted, reply, NULL, &error))
    g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_RATE_LIMITED);
  g_test_message ("%s, %u turned away", error != NULL ? error->message : "all of it came",
                  chatty_simulator_count_answers (contract->simulator, 429));
  with = join_chunks (reply, &format);
  g_assert_cmpuint (with->len, >, 0);
  g_assert_cmpuint (with->len, <=, without->len);
  g_assert_true ((with->len == without->len) == (error == NULL));
  g_assert_cmpmem (with->data, with->len, without->data, with->len);
}

/* What is wrong with what comes in one piece. */
static void
test_whole_faults (const ContractPlatform *platform)
{
  static const char *const faults[] = { "bad-base64", "no-audio" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      ChattySpeechRequest wanted = { .voice = platform->voice, .model = platform->voice_model,
                                     .text = SENTENCE, .whole = TRUE };
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      g_autoptr (GError) error = NULL;

      g_assert_true (contract_set (contract, platform->sound_fault, faults[i]));
      g_assert_false (chatty_speech_speak (speech_of (contract), &wanted, reply, NULL, &error));
      contract_check_error (error);
      g_assert_cmpuint (chatty_audio_stream_get_n_chunks (chatty_reply_get_audio (reply)), ==, 0);
    }
}

static void
check_no_notes (Contract *contract)
{
  g_autoptr (GPtrArray) requests = chatty_simulator_dup_requests (contract->simulator);

  for (guint i = 0; i < requests->len; i++)
    {
      ChattySimulatorRequest *request = g_ptr_array_index (requests, i);

      g_assert_cmpstr (request->notes, ==, "");
    }
}

/* Every model takes what is wanted of it: what it does not know is left out.
 * Languages may be spelled in either way. */
static void
test_options (const ContractPlatform *platform)
{
  static const char *const languages[] = { NULL, "en-US", "en_US", "EN_US", "de", "pt-BR" };
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GPtrArray) voices = NULL;
  g_autoptr (GError) error = NULL;
  ChattyAudioFormat format;

  models = chatty_speech_list_models (speech_of (contract), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (models->len, >, 0);
  for (guint i = 0; i < models->len; i++)
    {
      ChattySpeechModel *model = g_ptr_array_index (models, i);

      if (model->retired)
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (languages); k++)
        {
          ChattySpeechRequest wanted = {
            .voice = platform->voice, .text = SENTENCE, .model = model->id, .speed = 1.25,
            .language = languages[k], .delivery = k % 2 == 0 ? "STABLE" : NULL,
            .feeling = { CHATTY_EMOTION_JOY, CHATTY_STRENGTH_STRONG }, .rate = 16000,
          };

          g_test_message ("%s, %s", model->id, languages[k]);
          g_byte_array_unref (speak (contract, &wanted, &format));
          if (chatty_speech_get_options (speech_of (contract)) & CHATTY_SPEECH_RATE)
            g_assert_cmpuint (format.rate, ==, wanted.rate);
        }
      for (guint k = 0; model->deliveries != NULL && model->deliveries[k] != NULL; k++)
        {
          ChattySpeechRequest wanted = {
            .voice = platform->voice, .text = SENTENCE, .model = model->id,
            .delivery = model->deliveries[k],
          };

          g_byte_array_unref (speak (contract, &wanted, &format));
        }
    }
  voices = chatty_speech_list_voices (speech_of (contract), FALSE, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < voices->len; i++)
    {
      ChattyVoice *voice = g_ptr_array_index (voices, i);

      for (guint k = 0; voice->languages != NULL && voice->languages[k] != NULL; k++)
        g_assert_null (strchr (voice->languages[k], '_'));
    }
  check_no_notes (contract);
}

static void
test_refused (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  const ChattySpeechRequest cases[] = {
    { .voice = "VoiceOfYesterday", .text = SENTENCE },
    { .voice = platform->voice, .model = platform->voice_model, .text = "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (chatty_speech_speak (speech_of (contract), &cases[i], reply, NULL, &error));
      contract_check_error (error);
      g_assert_cmpint (error->code, !=, CHATTY_ERROR_SIGN_IN_NEEDED);
      g_assert_true (chatty_audio_stream_is_ended (chatty_reply_get_audio (reply)));
    }
}

void
contract_add_speech (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);

  if (!CHATTY_IS_SPEECH (contract->connector))
    return;
  contract_add ("/speech/forms", platform, test_forms);
  contract_add ("/speech/refused", platform, test_refused);
  if (chatty_speech_get_max_text (speech_of (contract)) > 0)
    {
      contract_add ("/speech/long", platform, test_long);
      contract_add ("/speech/limit", platform, test_limit);
    }
  if (contract_set (contract, "speech-fault", "none"))
    {
      contract_add ("/speech/crowded", platform, test_crowded);
      contract_add ("/speech/faults", platform, test_faults);
    }
  if (platform->sound_fault != NULL)
    contract_add ("/speech/faults/whole", platform, test_whole_faults);
  if (chatty_speech_get_options (speech_of (contract)) & CHATTY_SPEECH_WORDS)
    contract_add ("/speech/words", platform, test_words);
  if (CHATTY_SPEECH_GET_IFACE (contract->connector)->list_models != NULL)
    contract_add ("/speech/options", platform, test_options);
}
