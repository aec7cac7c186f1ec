/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-inworld-codec.h"
#include "chatty-json.h"
#include "chatty-speech-text.h"

/* How long a part may be that is asked for at once, and how short it may
 * become for the sake of a good place to divide: as the platform's own library
 * does (platform reference, section 3.4). */
#define PART_MAX 1900
#define PART_MIN 500

/* What is asked for where samples are wanted and nobody says how many: what
 * speech needs, at half of what the platform's default takes. */
#define SPEECH_RATE 24000

/* No time stamps reach farther. */
#define MAX_WORDS 20000

/* How the sound comes --------------------------------------------------------------- */

static guint
nearest_rate (guint wanted)
{
  static const guint rates[] = { 8000, 16000, 22050, 24000, 32000, 44100, 48000 };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    if (rates[i] >= wanted)
      return rates[i];
  return rates[G_N_ELEMENTS (rates) - 1];
}

/**
 * chatty_inworld_choose_coding:
 * @request: what is wanted
 * @coding: (out): how to ask for it. What cannot be had comes as samples
 */
void
chatty_inworld_choose_coding (const ChattySpeechRequest *request,
                              ChattyInworldCoding       *coding)
{
  static const struct {
    const char          *wanted;
    ChattyInworldCoding  coding;
  } codings[] = {
    { "audio/x-raw", { "PCM", "audio/x-raw", SPEECH_RATE, TRUE } },
    { "audio/wav", { "WAV", "audio/x-raw", SPEECH_RATE, TRUE } },
    { "audio/mpeg", { "MP3", "audio/mpeg", 0, FALSE } },
    { "audio/ogg", { "OGG_OPUS", "audio/ogg", 0, FALSE } },
    { "audio/flac", { "FLAC", "audio/flac", 0, FALSE } },
    /* Refused at any other rate. */
    { "audio/x-alaw", { "ALAW", "audio/x-alaw", 8000, FALSE } },
    { "audio/x-mulaw", { "MULAW", "audio/x-mulaw", 8000, FALSE } },
  };

  *coding = (ChattyInworldCoding) { "LINEAR16", "audio/x-raw", SPEECH_RATE, TRUE };
  for (guint i = 0; request->media_type != NULL && i < G_N_ELEMENTS (codings); i++)
    if (g_str_equal (codings[i].wanted, request->media_type))
      *coding = codings[i].coding;
  if (request->rate > 0 && !g_str_has_suffix (coding->encoding, "LAW"))
    coding->rate = nearest_rate (request->rate);
}

/* How it is said ---------------------------------------------------------------------- */

/* "" or "[sound very happy] ": for models that would not read it out. */
static char *
make_direction (const ChattySpeechRequest *request)
{
  const char *direction = chatty_speech_get_direction (request->feeling.emotion);
  const char *degree = request->feeling.strength == CHATTY_STRENGTH_STRONG ? "very "
                       : request->feeling.strength == CHATTY_STRENGTH_WEAK ? "slightly " : "";

  if (direction == NULL || !chatty_inworld_find_speech_model (request->model)->tags)
    return g_strdup ("");
  return g_strconcat ("[sound ", degree, direction, "] ", NULL);
}

static const char *
choose_delivery (const ChattySpeechRequest *request,
                 const ChattySpeechModel   *model)
{
  const char *delivery = request->delivery;

  if (model->deliveries == NULL)
    return NULL;
  /* An old name of the same (platform reference, section 3.4). */
  if (g_strcmp0 (delivery, "EXPRESSIVE") == 0)
    delivery = "CREATIVE";
  if (delivery != NULL)
    return g_strv_contains (model->deliveries, delivery) ? delivery : NULL;
  if (request->feeling.emotion == CHATTY_EMOTION_NEUTRAL)
    return "STABLE";
  return request->feeling.strength == CHATTY_STRENGTH_STRONG ? "CREATIVE" : NULL;
}

/* Dividing ---------------------------------------------------------------------------- */

/**
 * chatty_inworld_split_text:
 * @request: what is to be said
 *
 * Divides a text where a speaker would draw breath, into parts that the
 * platform takes. How it is to be said stands at the beginning of each.
 *
 * Returns: (transfer full): the parts; none where there is nothing to say
 */
char **
chatty_inworld_split_text (const ChattySpeechRequest *request)
{
  g_autofree char *direction = make_direction (request);

  return chatty_speech_split_text (request->text, direction, PART_MIN, PART_MAX);
}

/* Writing ------------------------------------------------------------------------------- */

/**
 * chatty_inworld_write_speech:
 * @request: how it is to be said
 * @text: a part of what is to be said
 *
 * The model's temperature is never sent: the newest model ignores it.
 *
 * Returns: (transfer full): the body (platform reference, section 3.4)
 */
JsonNode *
chatty_inworld_write_speech (const ChattySpeechRequest *request,
                             const char                *text)
{
  const ChattySpeechModel *model = chatty_inworld_find_speech_model (request->model);
  const char *delivery = choose_delivery (request, model);
  g_autofree char *language = chatty_inworld_language_in (request->language);
  JsonObject *object = json_object_new ();
  JsonObject *audio = json_object_new ();
  ChattyInworldCoding coding;

  chatty_inworld_choose_coding (request, &coding);
  json_object_set_string_member (audio, "audioEncoding", coding.encoding);
  if (coding.rate > 0)
    json_object_set_int_member (audio, "sampleRateHertz", coding.rate);
  if (request->speed > 0 && request->speed != 1)
    json_object_set_double_member (audio, "speakingRate", CLAMP (request->speed, 0.5, 1.5));

  json_object_set_string_member (object, "text", text);
  json_object_set_string_member (object, "voiceId", request->voice);
  json_object_set_string_member (object, "modelId", model->id != NULL ? model->id
                                                                      : request->model);
  json_object_set_object_member (object, "audioConfig", audio);
  if (delivery != NULL)
    json_object_set_string_member (object, "deliveryMode", delivery);
  /* Only the model that knows steering knows languages by themselves. */
  if (language != NULL && model->tags)
    json_object_set_string_member (object, "language", language);
  if (request->words)
    {
      json_object_set_string_member (object, "timestampType", "WORD");
      if (!request->whole)
        json_object_set_string_member (object, "timestampTransportStrategy", "ASYNC");
    }
  return chatty_inworld_object_node (object);
}

/* Reading ------------------------------------------------------------------------------- */

static void
word_clear (gpointer data)
{
  g_free (((ChattyWordTime *) data)->word);
}

static double
element_number (JsonArray *array,
                guint      nth)
{
  JsonNode *node = array != NULL && nth < json_array_get_length (array)
                   ? json_array_get_element (array, nth) : NULL;
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                                            : G_TYPE_INVALID;

  if (type == G_TYPE_INT64)
    return (double) json_node_get_int (node);
  return type == G_TYPE_DOUBLE ? json_node_get_double (node) : NAN;
}

static GArray *
read_words (JsonObject *object)
{
  JsonObject *alignment =
    chatty_inworld_get_object (chatty_inworld_get_object (object, "timestampInfo"),
                               "wordAlignment");
  JsonArray *words = chatty_inworld_get_array (alignment, "words");
  JsonArray *starts = chatty_inworld_get_array (alignment, "wordStartTimeSeconds");
  JsonArray *ends = chatty_inworld_get_array (alignment, "wordEndTimeSeconds");
  guint length = words != NULL ? MIN (json_array_get_length (words), MAX_WORDS) : 0;
  GArray *list;

  if (length == 0)
    return NULL;
  list = g_array_new (FALSE, FALSE, sizeof (ChattyWordTime));
  g_array_set_clear_func (list, word_clear);
  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (words, i);
      ChattyWordTime word = { NULL, element_number (starts, i), element_number (ends, i) };

      /* An alignment of an earlier moment may lack its last times. */
      if (!isfinite (word.start) || !JSON_NODE_HOLDS_VALUE (node) ||
          json_node_get_value_type (node) != G_TYPE_STRING)
        continue;
      if (!isfinite (word.end) || word.end < word.start)
        word.end = word.start;
      word.word = g_utf8_make_valid (json_node_get_string (node), -1);
      g_array_append_val (list, word);
    }
  return list;
}

/**
 * chatty_inworld_read_sound:
 * @node: the answer of a request that is not streamed, or a line of one that is
 * @sound: (out caller-allocates): what it brought; possibly nothing
 * @error: what it says went wrong, and %CHATTY_ERROR_SERVER for sound that
 *   cannot be read
 *
 * Returns: whether nothing went wrong
 */
gboolean
chatty_inworld_read_sound (JsonNode            *node,
                           ChattyInworldSound  *sound,
                           GError             **error)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonObject *result = chatty_inworld_get_object (object, "result");
  g_auto (ChattyInworldFailure) failure = { NULL };
  JsonNode *content;

  *sound = (ChattyInworldSound) { NULL };
  if (object == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                           _("The speech that Inworld sent is damaged. Try again"));
      return FALSE;
    }
  if (chatty_inworld_read_failure (node, TRUE, &failure))
    {
      chatty_inworld_failure_to_error (&failure, error);
      return FALSE;
    }
  if (result == NULL)
    result = object;
  content = chatty_inworld_get_member (result, "audioContent");
  if (content != NULL && JSON_NODE_HOLDS_VALUE (content) &&
      json_node_get_value_type (content) == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (content);

      sound->audio = *text != '\0' ? chatty_inworld_decode_base64 (text, error) : NULL;
      if (*text != '\0' && sound->audio == NULL)
        return FALSE;
    }
  else if (content != NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                           _("The speech that Inworld sent is damaged. Try again"));
      return FALSE;
    }
  sound->words = read_words (result);
  sound->model = chatty_inworld_dup_text (chatty_inworld_get_object (result, "usage"), "modelId");
  return TRUE;
}

/**
 * chatty_inworld_read_line:
 * @line: a line of a stream
 * @length: bytes of it
 *
 * A line that cannot be read is one that was cut off, or says in no way that
 * is known that something went wrong: it is never passed over (platform
 * reference, section 3.4).
 *
 * Returns: as chatty_inworld_read_sound()
 */
gboolean
chatty_inworld_read_line (const char          *line,
                          gsize                length,
                          ChattyInworldSound  *sound,
                          GError             **error)
{
  g_autoptr (JsonNode) node = NULL;

  *sound = (ChattyInworldSound) { NULL };
  while (length > 0 && g_ascii_isspace (*line))
    {
      line++;
      length--;
    }
  if (length == 0)
    return TRUE;
  node = chatty_json_parse (line, (gssize) length, NULL);
  return chatty_inworld_read_sound (node, sound, error);
}

void
chatty_inworld_sound_clear (ChattyInworldSound *sound)
{
  g_clear_pointer (&sound->audio, g_bytes_unref);
  g_clear_pointer (&sound->words, g_array_unref);
  g_clear_pointer (&sound->model, g_free);
}
