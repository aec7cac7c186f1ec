/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* POST /tts/v1/voice and /tts/v1/voice:stream, as far as what is asked:
 * reference, section 3.4. Not documented and ours: deliveryMode is refused by
 * models that do not know it; an unknown voice is 404, an unknown or retired
 * model 400; language is noted where the model takes none. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "inworld-speech.h"

#include <string.h>

#define MAX_TEXT 2000

static const char *const ENCODINGS[] = {
  "LINEAR16", "WAV", "PCM", "MP3", "OGG_OPUS", "FLAC", "ALAW", "MULAW", NULL,
};

static int
index_of (const char *const *words,
          const char        *word)
{
  for (int i = 0; word != NULL && words[i] != NULL; i++)
    if (g_str_equal (words[i], word))
      return i;
  return -1;
}

void
inworld_speech_job_free (gpointer data)
{
  InworldSpeechJob *job = data;

  g_free (job->text);
  g_free (job->voice);
  g_free (job->model);
  g_free (job);
}

static const char *
read_audio_config (JsonObject       *config,
                   InworldSpeechJob *job)
{
  static const guint RATES[] = { 8000, 16000, 22050, 24000, 32000, 44100, 48000 };
  gboolean known = FALSE;
  double value;
  int encoding;

  if (json_object_has_member (config, "audio_encoding"))
    {
      encoding = index_of (ENCODINGS, sim_get_string (config, "audio_encoding"));
      if (encoding < 0)
        return "audioConfig.audioEncoding is invalid.";
      job->encoding = encoding;
    }
  if (job->encoding == SIM_ALAW || job->encoding == SIM_MULAW)
    job->rate = 8000;
  if (json_object_has_member (config, "sample_rate_hertz"))
    {
      if (!sim_get_number (config, "sample_rate_hertz", &value))
        return "audioConfig.sampleRateHertz is invalid.";
      if ((job->encoding == SIM_ALAW || job->encoding == SIM_MULAW) && value != 8000)
        return "ALAW and MULAW support a sample rate of 8000 Hz only.";
      for (guint i = 0; i < G_N_ELEMENTS (RATES); i++)
        known = known || RATES[i] == value;
      if (!known)
        return "audioConfig.sampleRateHertz is not supported.";
      job->rate = value;
    }
  if (json_object_has_member (config, "bit_rate"))
    {
      if (!sim_get_number (config, "bit_rate", &value) || value < 8000 || value > 512000)
        return "audioConfig.bitRate is invalid.";
      job->bit_rate = value;
    }
  if (json_object_has_member (config, "speaking_rate"))
    {
      if (!sim_get_number (config, "speaking_rate", &value) || value < 0.5 || value > 1.5)
        return "audioConfig.speakingRate is out of range.";
      job->speed = value;
    }
  return NULL;
}

/* What is wrong with the options, or NULL. */
static const char *
read_options (SimRequest       *request,
              JsonObject       *asked,
              InworldSpeechJob *job)
{
  static const char *const DELIVERIES[] = {
    "STABLE", "BALANCED", "CREATIVE", "EXPRESSIVE", NULL
  };
  static const char *const TIMES[] = {
    "TIMESTAMP_TYPE_UNSPECIFIED", "WORD", "CHARACTER", NULL
  };
  static const char *const TRANSPORTS[] = {
    "TIMESTAMP_TRANSPORT_STRATEGY_UNSPECIFIED", "SYNC", "ASYNC", NULL
  };
  static const char *const NORMAL[] = {
    "APPLY_TEXT_NORMALIZATION_UNSPECIFIED", "ON", "OFF", NULL
  };
  gboolean newest = g_str_equal (job->model, "inworld-tts-2");
  const char *delivery = sim_get_string (asked, "delivery_mode");
  const char *language = sim_get_string (asked, "language");
  double temperature;

  if (json_object_has_member (asked, "delivery_mode")
      && (!newest || index_of (DELIVERIES, delivery) < 0))
    return newest ? "deliveryMode is invalid."
                  : "deliveryMode is not supported by this model.";
  if (g_strcmp0 (delivery, "EXPRESSIVE") == 0)
    sim_request_note (request, "deliveryMode EXPRESSIVE is deprecated");
  if (json_object_has_member (asked, "temperature")
      && (!sim_get_number (asked, "temperature", &temperature) || temperature < 0
          || temperature > 2))
    return "temperature is out of range.";
  if (json_object_has_member (asked, "language"))
    {
      /* BCP 47 here, and not the spelling of the list of voices. */
      if (language == NULL || strchr (language, '_') != NULL || strlen (language) < 2)
        return "language is invalid.";
      if (!newest)
        sim_request_note (request, "language: of inworld-tts-2 only");
    }
  job->times = index_of (TIMES, sim_get_string (asked, "timestamp_type"));
  if (json_object_has_member (asked, "timestamp_type") && job->times < 0)
    return "timestampType is invalid.";
  job->asynchronous = index_of (TRANSPORTS, sim_get_string (
                                              asked, "timestamp_transport_strategy")) == 2;
  if (json_object_has_member (asked, "timestamp_transport_strategy")
      && index_of (TRANSPORTS, sim_get_string (asked, "timestamp_transport_strategy")) < 0)
    return "timestampTransportStrategy is invalid.";
  if (json_object_has_member (asked, "apply_text_normalization")
      && index_of (NORMAL, sim_get_string (asked, "apply_text_normalization")) < 0)
    return "applyTextNormalization is invalid.";
  return NULL;
}

/* Too much at the same time is refused; else it counts until it is over. */
static SimReply *
take_place (SimRequest  *request,
            InworldUser *user)
{
  InworldSettings *settings = inworld_settings (request);

  if (settings->concurrency > 0 && user->speaking >= settings->concurrency)
    return inworld_refuse (request, 429, "Too many concurrent requests: %u of %u.",
                           user->speaking, settings->concurrency);
  user->speaking++;
  request->under_way = &user->speaking;
  return NULL;
}

static SimReply *
refuse_text (SimRequest *request,
             const char *text)
{
  if (text == NULL || *text == '\0')
    return inworld_refuse (request, 400, "text is empty.");
  if (g_utf8_strlen (text, -1) > MAX_TEXT)
    return inworld_refuse (request, 400, "text is longer than %u characters.", MAX_TEXT);
  return NULL;
}

static SimReply *
refuse_voice (SimRequest  *request,
              InworldUser *user,
              const char  *voice,
              const char  *model)
{
  static const char *const MODELS[] = {
    "inworld-tts-2", "inworld-tts-1.5-max", "inworld-tts-1.5-mini", NULL
  };

  if (voice == NULL || *voice == '\0')
    return inworld_refuse (request, 400, "voiceId is missing.");
  if (model == NULL || *model == '\0')
    return inworld_refuse (request, 400, "modelId is missing.");
  if (index_of (MODELS, model) < 0)
    return inworld_refuse (request, 400, "Unknown model: %s", model);
  if (!inworld_voice_exists (user, voice))
    return inworld_refuse (request, 404, "Unknown voice: %s not found!", voice);
  return NULL;
}

/* Reads all of it, or returns the refusal. */
static SimReply *
read_job (SimRequest        *request,
          InworldUser       *user,
          InworldSpeechJob **result)
{
  g_autoptr (JsonNode) node = inworld_to_snake (request->json);
  JsonObject *asked = json_node_get_object (node);
  JsonNode *config = json_object_get_member (asked, "audio_config");
  const char *text = sim_get_string (asked, "text");
  const char *voice = sim_get_string (asked, "voice_id");
  const char *model = sim_get_string (asked, "model_id");
  InworldSettings *settings = inworld_settings (request);
  InworldSpeechJob *job;
  const char *fault = NULL;
  SimReply *refusal = refuse_text (request, text);

  inworld_note_unknown (request, asked,
                        "text voice_id model_id audio_config temperature delivery_mode language "
                        "timestamp_type timestamp_transport_strategy apply_text_normalization "
                        "enhance_generation synthesis_context");
  if (refusal == NULL)
    refusal = refuse_voice (request, user, voice, model);
  if (refusal != NULL)
    return refusal;
  job = g_new0 (InworldSpeechJob, 1);
  job->text = g_strdup (text);
  job->voice = g_strdup (voice);
  job->model = g_strdup (model);
  job->encoding = SIM_MP3;
  job->rate = 48000;
  job->bit_rate = 128000;
  job->speed = 1.0;
  job->espeak = settings->espeak;
  job->chunk_ms = MAX (settings->speech_chunk, 1);
  job->pace = settings->speech_pace;
  job->fault = settings->speech_fault;
  job->fault_after = settings->speech_fault_after;
  if (config != NULL && !JSON_NODE_HOLDS_OBJECT (config))
    fault = "audioConfig is invalid.";
  else if (config != NULL)
    {
      inworld_note_unknown (request, json_node_get_object (config),
                            "audio_encoding sample_rate_hertz bit_rate speaking_rate");
      fault = read_audio_config (json_node_get_object (config), job);
    }
  if (fault == NULL)
    fault = read_options (request, asked, job);
  if (fault != NULL)
    refusal = inworld_refuse (request, 400, "%s", fault);
  if (refusal == NULL)
    refusal = inworld_refuse_credit (request, user);
  if (refusal == NULL)
    refusal = take_place (request, user);
  if (refusal != NULL)
    inworld_speech_job_free (job);
  else
    *result = job;
  return refusal;
}

static SimReply *
speak (SimRequest  *request,
       InworldUser *user,
       gboolean     streamed)
{
  InworldSpeechJob *job = NULL;
  SimReply *reply = read_job (request, user, &job);

  if (reply != NULL)
    return reply;
  reply = streamed ? sim_reply_new_stream ("application/json", 0)
                   : sim_reply_new_text (200, "application/json", "");
  reply->work = streamed ? inworld_speech_write_stream : inworld_speech_write_whole;
  reply->work_data = job;
  reply->work_free = inworld_speech_job_free;
  return reply;
}

SimReply *
inworld_speech (SimRequest  *request,
                InworldUser *user,
                const char  *id)
{
  return speak (request, user, FALSE);
}

SimReply *
inworld_speech_stream (SimRequest  *request,
                       InworldUser *user,
                       const char  *id)
{
  return speak (request, user, TRUE);
}
