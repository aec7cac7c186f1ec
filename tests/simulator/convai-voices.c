/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Voices, languages, models: reference, sections 2.8 and 2.11. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"

typedef struct {
  const char *name;
  const char *value;
  const char *languages;
  const char *gender;
} Voice;

typedef struct {
  const char *title;
  Voice       voices[12];
} Section;

static const Section SECTIONS[] = {
  { "Azure Voices", {
    { "Michelle", "MichelleNeural", "en-US", "FEMALE" },
    { "Guy", "GuyNeural", "en-US", "MALE" },
    { "Aria", "AriaNeural", "en-US", "FEMALE" },
    { "Katja", "KatjaNeural", "de-DE", "FEMALE" },
    { "Conrad", "ConradNeural", "de-DE", "MALE" },
    { "Denise", "DeniseNeural", "fr-FR", "FEMALE" },
    { "Nanami", "NanamiNeural", "ja-JP", "FEMALE" },
    { "Xiaoxiao", "XiaoxiaoNeural", "cmn-CN", "FEMALE" },
    { "Hamed", "HamedNeural", "ar", "MALE" },
    { "Andrew Multilingual", "AZURE-MULTILINGUAL-0a1b2c3d4e", "en-US de-DE fr-FR es-ES", "MALE" },
    { "Ava Multilingual", "AZURE-MULTILINGUAL-5f60718293", "en-US ja-JP ko-KR", "FEMALE" } } },
  { "Elevenlabs Voices", {
    { "Rachel", "rachel_ElevenLabs", "en-US", "FEMALE" },
    { "Antoni", "antoni_ElevenLabs", "en-US es-ES", "MALE" },
    { "Bella", "bella_ElevenLabs", "en-US it-IT", "FEMALE" } } },
  { "GCP Voices", {
    { "US Male 1", "US MALE 1", "en-US", "MALE" },
    { "US Female 1", "US FEMALE 1", "en-US", "FEMALE" },
    { "Hindi Female", "hi-IN-Wavenet-A", "hi-IN", "FEMALE" },
    { "Swedish Female", "sv-SE-Wavenet-A", "sv-SE", "FEMALE" } } },
  { "Convai Voices", {
    { "Legacy Male", "MALE", "en-US", "MALE" },
    { "Legacy Female", "FEMALE", "en-US", "FEMALE" },
    { "WUK Male 1", "WUKMale 1", "en-US", "MALE" } } },
  { "Convai Voices (New)", {
    { "Zoë", "convai_zoe_2", "en-US nl-NL", "FEMALE" },
    { "Björn", "convai_bjorn_2", "en-US sv-SE", "MALE" } } },
  { "Open AI voices", {
    { "Alloy", "alloy_OpenAi_1f2e3d4c-5b6a-4798-a8b7-c6d5e4f30211", "en-US", "MALE" },
    { "Fable", "fable_OpenAi_2a3b4c5d-6e7f-4081-9293-a4b5c6d7e8f9", "en-US", "MALE" },
    { "Nova", "nova_OpenAi_3c4d5e6f-7081-4293-a4b5-c6d7e8f90a1b", "en-US fr-FR", "FEMALE" },
    { "Shimmer", "shimmer_OpenAi_4d5e6f70-8192-43a4-b5c6-d7e8f90a1b2c", "en-US", "FEMALE" } } },
};

static const char *const LANGUAGES[][2] = {
  { "en-US", "English" }, { "es-ES", "Spanish" }, { "fr-FR", "French" }, { "ar", "Arabic" },
  { "hi-IN", "Hindi" }, { "ja-JP", "Japanese" }, { "ko-KR", "Korean" }, { "ru-RU", "Russian" },
  { "nl-NL", "Dutch" }, { "nl-BE", "Dutch (Belgium)" }, { "cmn-CN", "Mandarin" },
  { "de-DE", "German" }, { "vi-VN", "Vietnamese" }, { "it-IT", "Italian" }, { "tr-TR", "Turkish" },
  { "pt-BR", "Portuguese (Brazil)" }, { "es-MX", "Spanish (Mexico)" }, { "zh-HK", "Cantonese" },
  { "pl-PL", "Polish" }, { "pt-PT", "Portuguese" }, { "es-US", "Spanish (US)" },
  { "sv-SE", "Swedish" }, { "kk-KZ", "Kazakh" }, { "fi-FI", "Finnish" },
};

static const struct {
  const char *code;
  const char *name;
  const char *levels;   /* of reasoning; NULL for none */
} MODELS[] = {
  { "gpt-5.4", "GPT 5.4", "low medium high" },
  { "gpt-oss-120b", "GPT OSS 120B", "low medium high" },
  { "claude-4-5-sonnet", "Claude 4.5 Sonnet", "low high" },
  { "gemini-3.5-flash", "Gemini 3.5 Flash", NULL },
  { "llama-4-maverick", "Llama 4 Maverick", NULL },
};

gboolean
convai_voice_exists (const char *voice_value)
{
  for (guint s = 0; s < G_N_ELEMENTS (SECTIONS); s++)
    for (const Voice *voice = SECTIONS[s].voices; voice->name != NULL; voice++)
      if (g_strcmp0 (voice->value, voice_value) == 0)
        return TRUE;
  return FALSE;
}

gboolean
convai_language_exists (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (LANGUAGES); i++)
    if (g_strcmp0 (LANGUAGES[i][0], code) == 0)
      return TRUE;
  return FALSE;
}

static JsonArray *
split (const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);
  JsonArray *array = json_array_new ();

  for (guint i = 0; list[i] != NULL; i++)
    json_array_add_string_element (array, list[i]);
  return array;
}

/* { name: @content }, which the platform uses where others have a name member. */
static JsonObject *
single (const char *name,
        JsonObject *content)
{
  JsonObject *object = json_object_new ();

  json_object_set_object_member (object, name, content);
  return object;
}

SimReply *
convai_voices (SimRequest *request,
               ConvaiUser *user)
{
  const char *elsewhere = chatty_simulator_get_address (request->sim, CHATTY_SIMULATOR_ELSEWHERE);
  JsonObject *answer = json_object_new ();

  for (guint s = 0; s < G_N_ELEMENTS (SECTIONS); s++)
    {
      JsonArray *list = json_array_new ();

      for (const Voice *voice = SECTIONS[s].voices; voice->name != NULL; voice++)
        {
          JsonObject *content = json_object_new ();
          g_autofree char *sample = g_strdup_printf ("%s/samples/%s.wav", elsewhere, voice->value);

          json_object_set_string_member (content, "voice_value", voice->value);
          json_object_set_array_member (content, "lang_codes", split (voice->languages));
          json_object_set_string_member (content, "gender", voice->gender);
          json_object_set_string_member (content, "sample_link", sample);
          /* Real data has it, in some sections. */
          if (s % 2 == 0)
            json_object_set_array_member (content, "deployment_env", split ("prod"));
          json_array_add_object_element (list, single (voice->name, content));
        }
      json_object_set_array_member (answer, SECTIONS[s].title, list);
    }
  return sim_reply_new_object (200, answer);
}

SimReply *
convai_languages (SimRequest *request,
                  ConvaiUser *user)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (LANGUAGES); i++)
    {
      JsonObject *content = json_object_new ();

      json_object_set_string_member (content, "lang_code", LANGUAGES[i][0]);
      json_object_set_string_member (content, "lang_name", LANGUAGES[i][1]);
      json_array_add_object_element (list, single (LANGUAGES[i][0], content));
    }
  return sim_reply_new_array (200, list);
}

SimReply *
convai_models (SimRequest *request,
               ConvaiUser *user)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (MODELS); i++)
    {
      JsonObject *model = json_object_new ();

      json_object_set_string_member (model, "model_group_name", MODELS[i].code);
      json_object_set_string_member (model, "display_name", MODELS[i].name);
      if (MODELS[i].levels != NULL)
        {
          JsonObject *reasoning = json_object_new ();

          json_object_set_array_member (reasoning, "levels", split (MODELS[i].levels));
          json_object_set_boolean_member (reasoning, "supports_auto", TRUE);
          json_object_set_string_member (reasoning, "default", "low");
          json_object_set_object_member (model, "reasoning", reasoning);
        }
      else
        json_object_set_null_member (model, "reasoning");
      json_array_add_object_element (list, model);
    }
  return sim_reply_new_array (200, list);
}
