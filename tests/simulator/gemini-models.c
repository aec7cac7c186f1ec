/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What there is to talk to: reference, sections 2.6 and 2.11. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "gemini.h"

#define TALKS  "generateContent countTokens createCachedContent"
#define SPEAKS "generateContent countTokens"
#define ANSWERS "generateAnswer"

static const GeminiModel MODELS[] = {
  { "gemini-3.8-flash", "Gemini 3.8 Flash", TALKS, FALSE, TRUE },
  { "gemini-3.6-flash", "Gemini 3.6 Flash", TALKS, FALSE, TRUE },
  { "gemini-3.5-flash-lite", "Gemini 3.5 Flash-Lite", TALKS, FALSE, FALSE },
  { "gemini-3.1-pro-preview", "Gemini 3.1 Pro Preview", TALKS, FALSE, TRUE },
  { "gemini-3.8-flash-tts", "Gemini 3.8 Flash TTS", SPEAKS, TRUE, FALSE },
  { "gemini-3.8-flash-lite-tts", "Gemini 3.8 Flash-Lite TTS", SPEAKS, TRUE, FALSE },
  { "gemini-3.8-flash-image", "Gemini 3.8 Flash Image", SPEAKS, FALSE, FALSE },
  { "gemini-embedding-001", "Gemini Embedding 001", "embedContent countTokens", FALSE, FALSE },
  { "gemini-live-3.8", "Gemini 3.8 Live", "bidiGenerateContent", FALSE, FALSE },
  { "aqa", "Model that performs Attributed Question Answering", ANSWERS, FALSE, FALSE },
  { "lighthouse-keeper-8x2k", "Lighthouse keeper", TALKS, FALSE, FALSE, TRUE },
};

const GeminiModel *
gemini_find_model (const char *name,
                   gboolean    tuned)
{
  for (guint i = 0; i < G_N_ELEMENTS (MODELS); i++)
    if (MODELS[i].tuned == tuned && g_str_equal (MODELS[i].name, name))
      return &MODELS[i];
  return NULL;
}

gboolean
gemini_model_does (const GeminiModel *model,
                   const char        *method)
{
  g_auto (GStrv) methods = g_strsplit (model->methods, " ", -1);

  return g_strv_contains ((const char *const *) methods, method);
}

static JsonObject *
describe_tuned (const GeminiModel *model)
{
  JsonObject *object = json_object_new ();
  g_autofree char *name = g_strconcat ("tunedModels/", model->name, NULL);

  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "displayName", model->title);
  json_object_set_string_member (object, "baseModel", "models/gemini-1.5-flash-001-tuning");
  json_object_set_string_member (object, "state", "ACTIVE");
  json_object_set_string_member (object, "createTime", "2025-02-14T09:00:00Z");
  return object;
}

/* @nth: what is added to the name of one that is there for pages alone. */
static JsonObject *
describe (const GeminiModel *model,
          guint              nth)
{
  JsonObject *object = json_object_new ();
  JsonArray *methods = json_array_new ();
  g_auto (GStrv) words = g_strsplit (model->methods, " ", -1);
  g_autofree char *name = nth > 0 ? g_strdup_printf ("models/%s-%03u", model->name, nth)
                                  : g_strconcat ("models/", model->name, NULL);

  for (guint i = 0; words[i] != NULL; i++)
    json_array_add_string_element (methods, words[i]);
  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "version", "001");
  json_object_set_string_member (object, "displayName", model->title);
  json_object_set_int_member (object, "inputTokenLimit", model->speaks ? 8192 : 1048576);
  json_object_set_int_member (object, "outputTokenLimit", model->speaks ? 16384 : 65536);
  json_object_set_array_member (object, "supportedGenerationMethods", methods);
  json_object_set_int_member (object, "temperature", 1);
  json_object_set_int_member (object, "maxTemperature", 2);
  json_object_set_double_member (object, "topP", 0.95);
  json_object_set_int_member (object, "topK", 64);
  if (model->thinks)
    json_object_set_boolean_member (object, "thinking", TRUE);
  return object;
}

static SimReply *
list (SimRequest *request,
      const char *member,
      gboolean    tuned,
      guint       page)
{
  guint more = tuned ? 0 : gemini_settings (request)->more_models;
  gboolean answers = gemini_settings (request)->answers;
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  g_autofree char *next = NULL;
  JsonObject *answer;
  JsonArray *array;
  guint first, last;

  for (guint i = 0; i < G_N_ELEMENTS (MODELS); i++)
    if (MODELS[i].tuned == tuned
        && (answers || !g_str_equal (MODELS[i].methods, ANSWERS)))
      g_ptr_array_add (own, (gpointer) &MODELS[i]);
  if (!sim_read_page (request, page, own->len + more, &first, &last, &next) || last - first > 1000)
    return gemini_refuse (request, 400, NULL, "The page is invalid.");
  array = json_array_new ();
  for (guint i = first; i < last; i++)
    if (i >= own->len)
      json_array_add_object_element (array, describe (&MODELS[0], i - own->len + 1));
    else if (tuned)
      json_array_add_object_element (array, describe_tuned (g_ptr_array_index (own, i)));
    else
      json_array_add_object_element (array, describe (g_ptr_array_index (own, i), 0));
  answer = json_object_new ();
  json_object_set_array_member (answer, member, array);
  if (next != NULL)
    json_object_set_string_member (answer, "nextPageToken", next);
  return sim_reply_new_object (200, answer);
}

SimReply *
gemini_models_list (SimRequest *request,
                    GeminiUser *user,
                    GPtrArray  *ids)
{
  return list (request, "models", FALSE, 50);
}

SimReply *
gemini_tuned_list (SimRequest *request,
                   GeminiUser *user,
                   GPtrArray  *ids)
{
  return list (request, "tunedModels", TRUE, 10);
}

SimReply *
gemini_model_get (SimRequest *request,
                  GeminiUser *user,
                  GPtrArray  *ids)
{
  const GeminiModel *model = gemini_find_model (g_ptr_array_index (ids, 0), FALSE);

  if (model == NULL)
    return gemini_refuse (request, 404, NULL, "Model is not found: models/%s for api version v1beta",
                          (const char *) g_ptr_array_index (ids, 0));
  return sim_reply_new_object (200, describe (model, 0));
}

SimReply *
gemini_tuned_get (SimRequest *request,
                  GeminiUser *user,
                  GPtrArray  *ids)
{
  const GeminiModel *model = gemini_find_model (g_ptr_array_index (ids, 0), TRUE);

  if (model == NULL)
    return gemini_refuse (request, 404, NULL, "Tuned model is not found.");
  return sim_reply_new_object (200, describe_tuned (model));
}
