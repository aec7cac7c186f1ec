/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What is asked of a model, and whether it can be: reference, sections 2.3, 2.6
 * and 2.7. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "gemini.h"

void
gemini_talk_clear (GeminiTalk *talk)
{
  g_clear_pointer (&talk->system, g_ptr_array_unref);
  g_clear_pointer (&talk->chunks, json_array_unref);
  g_clear_pointer (&talk->supports, json_array_unref);
  g_free (talk->searched);
  g_free (talk->code);
  g_free (talk->output);
  g_free (talk->asked);
  g_free (talk->before);
  g_free (talk->text);
  g_free (talk->id);
}

/* What is wrong with a part, or NULL; its text is appended to @text. */
static const char *
read_part (JsonObject *part,
           GString    *text)
{
  static const char *const ONE_OF[] = {
    "text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode",
    "codeExecutionResult", "toolCall", "toolResponse",
  };
  JsonObject *data = sim_get_object (part, "inlineData");
  guint n_found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ONE_OF); i++)
    n_found += json_object_has_member (part, ONE_OF[i]);
  if (n_found != 1)
    return "required oneof field 'data' must have one initialized field";
  if (data != NULL && (sim_get_string (data, "mimeType") == NULL
                       || strchr (sim_get_string (data, "mimeType"), '/') == NULL))
    return "Unsupported MIME type";
  if (data != NULL && (sim_get_string (data, "data") == NULL
                       || *sim_get_string (data, "data") == '\0'))
    return "Unable to process input image";
  if (json_object_has_member (part, "text"))
    g_string_append (text, sim_get_string (part, "text"));
  return NULL;
}

/* Returns: (transfer full): the refusal of the contents, or NULL */
static SimReply *
read_contents (SimRequest *request,
               JsonArray  *contents,
               GeminiTalk *talk)
{
  if (sim_array_length (contents) == 0)
    return gemini_refuse_field (request, "contents", "contents is not specified");
  for (guint i = 0; i < json_array_get_length (contents); i++)
    {
      JsonObject *content = json_array_get_object_element (contents, i);
      JsonArray *parts = sim_get_array (content, "parts");
      const char *role = sim_get_string (content, "role");
      g_autoptr (GString) text = g_string_new (NULL);
      const char *fault = sim_array_length (parts) == 0 ? "parts must not be empty" : NULL;
      g_autofree char *field = g_strdup_printf ("contents[%u]", i);

      if (role != NULL && !g_str_equal (role, "user") && !g_str_equal (role, "model"))
        fault = "Please use a valid role: user, model.";
      for (guint k = 0; fault == NULL && k < json_array_get_length (parts); k++)
        fault = read_part (json_array_get_object_element (parts, k), text);
      if (fault != NULL)
        return gemini_refuse_field (request, field, fault);
      talk->tokens += g_utf8_strlen (text->str, -1) / 4 + 1;
      talk->n_messages++;
      if (g_strcmp0 (role, "model") == 0)
        continue;
      g_free (talk->before);
      talk->before = g_steal_pointer (&talk->asked);
      talk->asked = g_strdup (text->str);
    }
  if (talk->before == NULL)
    talk->before = g_strdup ("");
  if (talk->asked == NULL)
    talk->asked = g_strdup ("");
  return NULL;
}

static void
read_system (JsonObject *asked,
             GeminiTalk *talk)
{
  JsonArray *parts = sim_get_array (sim_get_object (asked, "systemInstruction"), "parts");

  for (guint i = 0; i < sim_array_length (parts); i++)
    {
      const char *text = sim_get_string (json_array_get_object_element (parts, i), "text");

      if (text == NULL)
        continue;
      g_ptr_array_add (talk->system, g_strdup (text));
      talk->tokens += g_utf8_strlen (text, -1) / 4 + 1;
    }
}

static SimReply *
refuse_range (SimRequest *request,
              JsonObject *config,
              const char *member,
              double      least,
              double      most)
{
  double value;
  g_autofree char *field = g_strconcat ("generationConfig.", member, NULL);
  g_autofree char *words = NULL;

  if (config == NULL || !sim_get_number (config, member, &value)
      || (value >= least && value <= most))
    return NULL;
  words = g_strdup_printf ("Unable to submit request because it has a %s value of %g but the "
                           "supported range is from %g to %g.", member, value, least, most);
  return gemini_refuse_field (request, field, words);
}

static SimReply *
refuse_settings (SimRequest *request,
                 JsonObject *asked)
{
  JsonObject *config = sim_get_object (asked, "generationConfig");
  JsonArray *safety = sim_get_array (asked, "safetySettings");
  SimReply *refusal = refuse_range (request, config, "temperature", 0, 2);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (refusal == NULL)
    refusal = refuse_range (request, config, "topP", 0, 1);
  if (refusal == NULL)
    refusal = refuse_range (request, config, "maxOutputTokens", 1, 65536);
  if (refusal == NULL)
    refusal = refuse_range (request, config, "candidateCount", 1, 8);
  if (refusal == NULL && sim_array_length (sim_get_array (config, "stopSequences")) > 5)
    refusal = gemini_refuse_field (request, "generationConfig.stopSequences",
                                   "at most 5 stop sequences are allowed");
  for (guint i = 0; refusal == NULL && i < sim_array_length (safety); i++)
    {
      JsonObject *setting = json_array_get_object_element (safety, i);
      const char *category = sim_get_string (setting, "category");

      if (category == NULL || sim_get_string (setting, "threshold") == NULL
          || !g_str_has_prefix (category, "HARM_CATEGORY_")
          || !g_hash_table_add (seen, (gpointer) category))
        refusal = gemini_refuse_field (request, "safetySettings",
                                       "element predicate failed: one setting for each category");
    }
  return refusal;
}

/* The model of the path, or the refusal. */
static SimReply *
find_model (SimRequest         *request,
            GPtrArray          *ids,
            const char         *method,
            const GeminiModel **model)
{
  const char *folder = g_ptr_array_index (ids, 0);
  const char *id = g_ptr_array_index (ids, 1);
  gboolean tuned = g_str_equal (folder, "tunedModels");

  *model = tuned || g_str_equal (folder, "models") ? gemini_find_model (id, tuned) : NULL;
  if (*model == NULL || !gemini_model_does (*model, method))
    return gemini_refuse (request, 404, NULL, "%s/%s is not found for API version v1beta, or is "
                          "not supported for %s. Call ListModels to see the list of available "
                          "models and their supported methods.", folder, id, method);
  return NULL;
}

static gboolean
wants_audio (JsonObject *config)
{
  JsonArray *modalities = sim_get_array (config, "responseModalities");

  for (guint i = 0; i < sim_array_length (modalities); i++)
    if (g_strcmp0 (json_array_get_string_element (modalities, i), "AUDIO") == 0)
      return TRUE;
  return FALSE;
}

static SimReply *
refuse_modality (SimRequest        *request,
                 const GeminiModel *model,
                 JsonObject        *config)
{
  if (model->speaks && !wants_audio (config))
    return gemini_refuse (request, 400, NULL, "The requested combination of response modalities "
                          "(TEXT) is not supported by the model. models/%s accepts the following "
                          "combination of response modalities: AUDIO", model->name);
  if (!model->speaks && wants_audio (config))
    return gemini_refuse (request, 400, NULL, "The requested combination of response modalities "
                          "(AUDIO) is not supported by the model.");
  return NULL;
}

/* The text, as long as it may be, and why it ends. */
static void
make_text (SimRequest *request,
           JsonObject *config,
           GeminiTalk *talk)
{
  GeminiSettings *settings = gemini_settings (request);
  double most;

  talk->text = sim_answer_text (&settings->answer, talk->system, talk->asked, talk->before,
                                talk->n_messages);
  talk->finish = settings->finish;
  if (config != NULL && sim_get_number (config, "maxOutputTokens", &most)
      && g_utf8_strlen (talk->text, -1) > most * 4)
    {
      char *cut = g_utf8_substring (talk->text, 0, most * 4);

      g_free (talk->text);
      talk->text = cut;
      talk->finish = "MAX_TOKENS";
    }
}

/* Calculates, where the question has two whole numbers with "*" between. */
static void
run_code (GeminiTalk *talk)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\b(\\d{1,6}) ?[*×] ?(\\d{1,6})\\b", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (!g_regex_match (regex, talk->asked, 0, &match) || talk->code != NULL)
    return;
  first = g_match_info_fetch (match, 1);
  second = g_match_info_fetch (match, 2);
  talk->code = g_strdup_printf ("print(%s * %s)\n", first, second);
  talk->output = g_strdup_printf ("%" G_GUINT64_FORMAT "\n",
                                  g_ascii_strtoull (first, NULL, 10)
                                  * g_ascii_strtoull (second, NULL, 10));
}

/* What searches stores and the web or calculates, where something is asked to. */
static SimReply *
use_tools (SimRequest *request,
           GeminiUser *user,
           JsonObject *asked,
           GeminiTalk *talk)
{
  JsonArray *tools = sim_get_array (asked, "tools");
  SimReply *refusal = NULL;
  guint n_stores = 0;

  talk->chunks = json_array_new ();
  talk->supports = json_array_new ();
  /* What was cut off, and what has to be JSON, stays as it is. */
  talk->may_quote = !g_str_equal (talk->finish, "MAX_TOKENS")
                    && !sim_answer_is_facts (talk->system, talk->asked);
  for (guint i = 0; i < sim_array_length (tools); i++)
    if (json_object_has_member (json_array_get_object_element (tools, i), "codeExecution"))
      run_code (talk);
  for (guint i = 0; refusal == NULL && i < sim_array_length (tools); i++)
    {
      JsonObject *tool = json_array_get_object_element (tools, i);
      JsonObject *stores = sim_get_object (tool, "fileSearch");

      if (stores != NULL && n_stores++ > 0)
        refusal = gemini_refuse_field (request, "tools", "only one file search is allowed");
      else if (stores != NULL)
        refusal = gemini_search_stores (request, user, stores, talk);
      if (refusal == NULL && json_object_has_member (tool, "googleSearch"))
        gemini_search_web (talk);
    }
  return refusal;
}

SimReply *
gemini_generate (SimRequest *request,
                 GeminiUser *user,
                 GPtrArray  *ids)
{
  GeminiSettings *settings = gemini_settings (request);
  JsonObject *asked = sim_request_get_object (request);
  JsonObject *config = sim_get_object (asked, "generationConfig");
  JsonObject *thinking = sim_get_object (config, "thinkingConfig");
  g_auto (GeminiTalk) talk = { .system = g_ptr_array_new_with_free_func (g_free) };
  g_autofree char *alt = sim_query (request, "alt");
  gboolean streamed = g_str_has_suffix (request->path, ":streamGenerateContent");
  SimReply *refusal = find_model (request, ids, "generateContent", &talk.model);

  if (refusal == NULL)
    refusal = read_contents (request, sim_get_array (asked, "contents"), &talk);
  if (refusal == NULL)
    refusal = refuse_settings (request, asked);
  if (refusal == NULL)
    refusal = refuse_modality (request, talk.model, config);
  if (refusal == NULL)
    refusal = gemini_refuse_quota (request, user, talk.model->name);
  if (refusal != NULL)
    return refusal;
  if (talk.model->speaks)
    return gemini_speak (request, talk.model, asked, talk.asked, streamed);
  read_system (asked, &talk);
  talk.with_thoughts = talk.model->thinks && *settings->thoughts != '\0' && thinking != NULL
                       && json_object_has_member (thinking, "includeThoughts")
                       && json_object_get_boolean_member (thinking, "includeThoughts");
  make_text (request, config, &talk);
  refusal = use_tools (request, user, asked, &talk);
  if (refusal != NULL)
    return refusal;
  talk.id = sim_new_hex (request->sim);
  if (!streamed)
    return gemini_write_whole (request, &talk);
  return gemini_write_stream (request, &talk, g_strcmp0 (alt, "sse") == 0);
}

SimReply *
gemini_count_tokens (SimRequest *request,
                     GeminiUser *user,
                     GPtrArray  *ids)
{
  JsonObject *asked = sim_request_get_object (request);
  JsonObject *inner = sim_get_object (asked, "generateContentRequest");
  g_auto (GeminiTalk) talk = { .system = g_ptr_array_new_with_free_func (g_free) };
  SimReply *refusal = find_model (request, ids, "countTokens", &talk.model);
  g_autofree char *name = NULL;
  JsonObject *answer;

  if (refusal != NULL)
    return refusal;
  name = g_strconcat (g_ptr_array_index (ids, 0), "/", g_ptr_array_index (ids, 1), NULL);
  if (inner != NULL && json_object_has_member (asked, "contents"))
    return gemini_refuse_field (request, "contents", "contents and generateContentRequest are "
                                "mutually exclusive");
  if (inner != NULL && g_strcmp0 (sim_get_string (inner, "model"), name) != 0)
    return gemini_refuse_field (request, "generateContentRequest.model", "model is required and "
                                "must be the one of the path");
  refusal = read_contents (request, sim_get_array (inner != NULL ? inner : asked, "contents"),
                           &talk);
  if (refusal != NULL)
    return refusal;
  read_system (inner, &talk);
  answer = json_object_new ();
  json_object_set_int_member (answer, "totalTokens", talk.tokens);
  return sim_reply_new_object (200, answer);
}
