/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Language models: reference, section 3.6. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "inworld.h"

#include <string.h>

typedef struct {
  const char *model;       /* as the list has it */
  const char *provider;
  const char *creator;
  const char *inputs;
  guint       context;
  gboolean    supported;
} Model;

static const Model MODELS[] = {
  { "gpt-4o-mini", "openai", "OpenAI", "text image", 128000, TRUE },
  { "gpt-5.2", "openai", "OpenAI", "text image", 400000, TRUE },
  { "gpt-4o-audio", "openai", "OpenAI", "text audio", 128000, TRUE },
  { "claude-4-5-haiku", "anthropic", "Anthropic", "text image", 200000, TRUE },
  { "google-ai-studio/gemini-2.5-flash", "google-ai-studio", "Google", "text image audio",
    1048576, TRUE },
  { "llama-3.1-8b-instant", "groq", "Meta", "text", 131072, TRUE },
  /* A name with slashes, as the platform has it for its own. */
  { "inworld/models/GLM-5.1", "inworld", "Z.ai", "text", 200000, TRUE },
  { "gpt-3.5-turbo", "openai", "OpenAI", "text", 16385, FALSE },
};

/* The name for a request: with the provider unless that is there already. */
static char *
full_name (const Model *model)
{
  g_autofree char *prefix = g_strconcat (model->provider, "/", NULL);

  return g_str_has_prefix (model->model, prefix) ? g_strdup (model->model)
                                                 : g_strconcat (prefix, model->model, NULL);
}

/* Returns: (nullable): the name as the list has it, when @name is one that may
 *   be asked */
const char *
inworld_model_find (const char *name,
                    gboolean   *takes_images,
                    gboolean   *takes_audio)
{
  for (guint i = 0; i < G_N_ELEMENTS (MODELS); i++)
    {
      g_autofree char *full = full_name (&MODELS[i]);

      if (!MODELS[i].supported || !g_str_equal (full, name))
        continue;
      *takes_images = strstr (MODELS[i].inputs, "image") != NULL;
      *takes_audio = strstr (MODELS[i].inputs, "audio") != NULL;
      return MODELS[i].model;
    }
  return NULL;
}

static JsonArray *
words_of (const char *text)
{
  JsonArray *array = json_array_new ();
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    json_array_add_string_element (array, words[i]);
  return array;
}

static JsonObject *
describe (const Model *model)
{
  JsonObject *object = json_object_new ();
  JsonObject *pricing = json_object_new ();
  JsonObject *spec = json_object_new ();

  json_object_set_string_member (pricing, "prompt", "0.00000015");
  json_object_set_string_member (pricing, "completion", "0.0000006");
  json_object_set_array_member (spec, "inputModalities", words_of (model->inputs));
  json_object_set_array_member (spec, "outputModalities", words_of ("text"));
  json_object_set_int_member (spec, "contextLength", model->context);
  json_object_set_int_member (spec, "maxCompletionTokens", 16384);
  json_object_set_array_member (spec, "supportedParameters",
                                words_of ("temperature top_p max_tokens stop"));
  json_object_set_array_member (spec, "capabilities", words_of ("streaming"));
  json_object_set_string_member (object, "model", model->model);
  json_object_set_string_member (object, "provider", model->provider);
  json_object_set_string_member (object, "modelCreator", model->creator);
  json_object_set_object_member (object, "pricing", pricing);
  json_object_set_object_member (object, "spec", spec);
  json_object_set_boolean_member (object, "isSupported", model->supported);
  return object;
}

SimReply *
inworld_models (SimRequest  *request,
                InworldUser *user,
                const char  *id)
{
  JsonObject *answer = json_object_new ();
  JsonArray *models = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (MODELS); i++)
    json_array_add_object_element (models, describe (&MODELS[i]));
  json_object_set_array_member (answer, "models", models);
  return sim_reply_new_object (200, answer);
}
