/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Models that speak: reference, section 2.7. Samples without a header, or a WAV
 * file; made on another thread. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "gemini.h"
#include "sim-sound.h"

typedef struct {
  char             *text;
  char             *voice;
  char             *model;
  guint             rate;
  GeminiSpeechForm  form;
  GeminiSoundFault  fault;
  gboolean          espeak;
  gboolean          events;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->text);
  g_free (job->voice);
  g_free (job->model);
  g_free (job);
}

static const char *const VOICES[] = {
  "Zephyr", "Puck", "Charon", "Kore", "Fenrir", "Leda", "Orus", "Aoede", "Callirrhoe", "Autonoe",
  "Enceladus", "Iapetus", "Umbriel", "Algieba", "Despina", "Erinome", "Algenib", "Rasalgethi",
  "Laomedeia", "Achernar", "Alnilam", "Schedar", "Gacrux", "Pulcherrima", "Achird",
  "Zubenelgenubi", "Vindemiatrix", "Sadachbia", "Sadaltager", "Sulafat", NULL,
};

/* Base64 of the sound, with what is to be wrong with it. */
static char *
encode (const Job    *job,
        GCancellable *cancellable)
{
  g_autoptr (SimSound) sound =
    sim_sound_make (job->text, job->voice, 1.0, job->espeak, cancellable);
  g_autoptr (GBytes) samples = sim_sound_resample (sound->samples, job->rate);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize length;
  const guint8 *data = g_bytes_get_data (samples, &length);
  char *text;

  if (job->form == GEMINI_SPEECH_WAV)
    sim_sound_header (bytes, job->rate, length + 36, length, FALSE);
  g_byte_array_append (bytes, data, length);
  text = g_base64_encode (bytes->data, bytes->len);
  if (job->fault == GEMINI_SOUND_BAD_BASE64 && *text != '\0')
    text[strlen (text) / 2] = '!';
  return text;
}

static JsonObject *
describe (const Job    *job,
          GCancellable *cancellable)
{
  JsonObject *answer = json_object_new ();
  JsonObject *candidate = json_object_new ();
  JsonObject *content = json_object_new ();
  JsonArray *candidates = json_array_new ();
  JsonArray *parts = json_array_new ();

  if (job->fault != GEMINI_SOUND_ABSENT)
    {
      JsonObject *part = json_object_new ();
      JsonObject *data = json_object_new ();
      g_autofree char *base64 = encode (job, cancellable);
      g_autofree char *type = job->form == GEMINI_SPEECH_WAV
                                ? g_strdup ("audio/wav")
                                : g_strdup_printf ("audio/L16;codec=pcm;rate=%u", job->rate);

      json_object_set_string_member (data, "mimeType", type);
      json_object_set_string_member (data, "data", base64);
      json_object_set_object_member (part, "inlineData", data);
      json_array_add_object_element (parts, part);
    }
  json_object_set_array_member (content, "parts", parts);
  json_object_set_string_member (content, "role", "model");
  json_object_set_object_member (candidate, "content", content);
  json_object_set_string_member (candidate, "finishReason", "STOP");
  json_object_set_int_member (candidate, "index", 0);
  json_array_add_object_element (candidates, candidate);
  json_object_set_array_member (answer, "candidates", candidates);
  json_object_set_object_member (answer, "usageMetadata",
                                 gemini_describe_usage (strlen (job->text) / 4 + 1, 25));
  json_object_set_string_member (answer, "modelVersion", job->model);
  return answer;
}

static void
work (SimReply     *reply,
      gpointer      data,
      GCancellable *cancellable)
{
  Job *job = data;
  JsonObject *answer = describe (job, cancellable);
  g_autofree char *json = sim_object_to_text (answer);
  g_autofree char *text = job->events ? g_strdup_printf ("data: %s\n\n", json) : NULL;
  const char *body = text != NULL ? text : json;

  g_clear_pointer (&reply->body, g_bytes_unref);
  reply->body = g_bytes_new (body, strlen (body));
  json_object_unref (answer);
}

/* The voice that is asked for, or why not. */
static const char *
read_voice (JsonObject  *config,
            const char **voice)
{
  static const char *const PATH[] = { "speechConfig", "voiceConfig", "prebuiltVoiceConfig" };
  JsonObject *object = config;

  if (config != NULL && json_object_has_member (config, "speechConfig")
      && json_object_has_member (json_object_get_object_member (config, "speechConfig"),
                                 "multiSpeakerVoiceConfig"))
    return "several speakers are not played here";
  for (guint i = 0; object != NULL && i < G_N_ELEMENTS (PATH); i++)
    object = json_object_has_member (object, PATH[i])
               ? json_object_get_object_member (object, PATH[i]) : NULL;
  *voice = object != NULL ? sim_get_string (object, "voiceName") : "Kore";
  for (guint i = 0; *voice != NULL && VOICES[i] != NULL; i++)
    if (g_ascii_strcasecmp (VOICES[i], *voice) == 0)
      return NULL;
  return "Voice name is not supported.";
}

SimReply *
gemini_speak (SimRequest        *request,
              const GeminiModel *model,
              JsonObject        *asked,
              const char        *text,
              gboolean           streamed)
{
  GeminiSettings *settings = gemini_settings (request);
  g_autofree char *alt = sim_query (request, "alt");
  const char *voice = NULL;
  const char *fault = read_voice (json_object_get_object_member (asked, "generationConfig"),
                                  &voice);
  SimReply *reply;
  Job *job;

  if (fault != NULL)
    return gemini_refuse_field (request, "generationConfig.speechConfig", fault);
  if (*text == '\0')
    return gemini_refuse_field (request, "contents", "The model needs text to speak.");
  if (json_object_has_member (asked, "systemInstruction"))
    return gemini_refuse (request, 400, NULL, "Developer instruction is not enabled for models/%s",
                          model->name);
  job = g_new0 (Job, 1);
  job->text = g_strdup (text);
  job->voice = g_strdup (voice);
  job->model = g_strdup (model->name);
  job->rate = settings->speech_rate;
  job->form = settings->speech_form;
  job->fault = settings->sound_fault;
  job->espeak = settings->espeak;
  job->events = streamed && g_strcmp0 (alt, "sse") == 0;
  reply = sim_reply_new_text (200, job->events ? "text/event-stream" : "application/json", "");
  reply->work = work;
  reply->work_data = job;
  reply->work_free = job_free;
  return reply;
}
