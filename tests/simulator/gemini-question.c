/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What the model that answers from passages is asked, and whether it can be:
 * reference, section 2.10, and GenerateAnswerRequest of the discovery document.
 * Ours: a passage has a name of its own, and the question is the person's. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "gemini-corpora.h"

static SimReply *
refuse_model (SimRequest *request,
              const char *folder,
              const char *id)
{
  const GeminiModel *model = g_str_equal (folder, "models") ? gemini_find_model (id, FALSE) : NULL;

  if (model != NULL && gemini_model_does (model, "generateAnswer"))
    return NULL;
  return gemini_refuse (request, 404, NULL, "%s/%s is not found for API version v1beta, or is "
                        "not supported for generateAnswer.", folder, id);
}

static SimReply *
refuse_contents (SimRequest *request,
                 JsonArray  *contents)
{
  const char *role = NULL;

  if (sim_array_length (contents) == 0)
    return gemini_refuse_field (request, "contents", "contents is not specified");
  for (guint i = 0; i < json_array_get_length (contents); i++)
    {
      JsonObject *content = json_array_get_object_element (contents, i);
      g_autofree char *text = gemini_dup_content_text (content);

      role = sim_get_string (content, "role");
      if (role != NULL && !g_str_equal (role, "user") && !g_str_equal (role, "model"))
        return gemini_refuse_field (request, "contents", "Please use a valid role: user, model.");
      if (*text == '\0')
        return gemini_refuse_field (request, "contents", "The model takes text only.");
    }
  return g_strcmp0 (role, "model") != 0
           ? NULL
           : gemini_refuse_field (request, "contents", "The last content must be the question.");
}

static SimReply *
refuse_passages (SimRequest *request,
                 JsonArray  *passages)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  if (sim_array_length (passages) == 0)
    return gemini_refuse_field (request, "inline_passages", "passages must not be empty");
  for (guint i = 0; i < json_array_get_length (passages); i++)
    {
      JsonObject *passage = json_array_get_object_element (passages, i);
      const char *id = sim_get_string (passage, "id");
      g_autofree char *text = gemini_dup_content_text (sim_get_object (passage, "content"));

      if (id == NULL || *id == '\0' || !g_hash_table_add (ids, (gpointer) id) || *text == '\0')
        return gemini_refuse_field (request, "inline_passages", "Each passage must have an id of "
                                    "its own, and a text.");
    }
  return NULL;
}

/* Fewer categories than elsewhere. */
static SimReply *
refuse_safety (SimRequest *request,
               JsonArray  *safety)
{
  static const char *const CATEGORIES[] = {
    "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "HARM_CATEGORY_DANGEROUS_CONTENT", "HARM_CATEGORY_HARASSMENT", NULL,
  };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < sim_array_length (safety); i++)
    {
      JsonObject *setting = json_array_get_object_element (safety, i);
      const char *category = sim_get_string (setting, "category");

      if (category == NULL || sim_get_string (setting, "threshold") == NULL
          || !g_strv_contains (CATEGORIES, category)
          || !g_hash_table_add (seen, (gpointer) category))
        return gemini_refuse_field (request, "safety_settings", "element predicate failed: one "
                                    "setting for each supported category");
    }
  return NULL;
}

/* Returns: (transfer full): what is wrong with a `GenerateAnswerRequest`, or
 *   NULL; its corpus is not looked at */
SimReply *
gemini_refuse_question (SimRequest *request,
                        JsonObject *asked,
                        const char *folder,
                        const char *id)
{
  JsonObject *passages = sim_get_object (asked, "inlinePassages");
  SimReply *refusal = refuse_model (request, folder, id);
  double temperature;

  if (refusal == NULL)
    refusal = refuse_contents (request, sim_get_array (asked, "contents"));
  if (refusal == NULL && sim_get_string (asked, "answerStyle") == NULL)
    refusal = gemini_refuse_field (request, "answer_style", "answer_style is not specified");
  if (refusal == NULL && (passages != NULL) == json_object_has_member (asked, "semanticRetriever"))
    refusal = gemini_refuse_field (request, "grounding_source", "exactly one grounding source "
                                   "must be specified");
  if (refusal == NULL && passages != NULL)
    refusal = refuse_passages (request, sim_get_array (passages, "passages"));
  if (refusal == NULL && sim_get_number (asked, "temperature", &temperature)
      && (temperature < 0 || temperature > 1))
    refusal = gemini_refuse_field (request, "temperature", "temperature must be from 0 to 1");
  if (refusal == NULL)
    refusal = refuse_safety (request, sim_get_array (asked, "safetySettings"));
  return refusal;
}
