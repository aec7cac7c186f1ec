/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <math.h>
#include <string.h>

#include "chatty-gemini-settings.h"
#include "chatty-json.h"

/* What a person set for Gemini comes from a file that anybody may have
 * written: only what is known goes into a request, with the type and within
 * the bounds that the platform has. What does not fit is left out: an answer
 * without a setting is better than none (platform reference, section 2.3). */

#define MAX_STOPS  5
#define MAX_FILTER 2000

typedef struct {
  const char *name;
  gboolean    whole;
  double      least;
  double      most;
} Number;

enum {
  TEMPERATURE,
  MAX_OUTPUT,
};

static const Number numbers[] = {
  [TEMPERATURE] = { "temperature", FALSE, 0, 2 },
  [MAX_OUTPUT] = { "maxOutputTokens", TRUE, 1, G_MAXINT },
  { "topP", FALSE, 0, 1 },
  { "topK", TRUE, 1, 1000 },
  { "seed", TRUE, G_MININT, G_MAXINT },
  { "presencePenalty", FALSE, -2, 2 },
  { "frequencyPenalty", FALSE, -2, 2 },
};

static const char *const categories[] = {
  "HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT",
  "HARM_CATEGORY_DANGEROUS_CONTENT", "HARM_CATEGORY_CIVIC_INTEGRITY", NULL,
};

static const char *const thresholds[] = {
  "BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF", NULL,
};

static const char *const levels[] = { "MINIMAL", "LOW", "MEDIUM", "HIGH", NULL };

/* The same for models before 3, which know tokens only: within what each of
 * them takes. By the place in @levels. */
static const int budgets[] = { 512, 1024, 8192, 24576 };

/* Tools that have nothing to set here. */
static const char *const plain_tools[] = { "googleSearch", "urlContext", "codeExecution" };

static gboolean
read_number (JsonObject *object,
             const char *name,
             double     *number)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                                            : G_TYPE_INVALID;

  if (type == G_TYPE_INT64)
    *number = (double) json_node_get_int (node);
  else if (type == G_TYPE_DOUBLE)
    *number = json_node_get_double (node);
  else
    return FALSE;
  return isfinite (*number);
}

static void
set_number (JsonObject   *config,
            const Number *kind,
            double        number)
{
  number = CLAMP (number, kind->least, kind->most);
  if (kind->whole)
    json_object_set_int_member (config, kind->name, (gint64) number);
  else
    json_object_set_double_member (config, kind->name, number);
}

static void
take_stops (JsonObject *config,
            JsonObject *wanted)
{
  JsonArray *stops = chatty_json_get_array (wanted, "stopSequences");
  JsonArray *list = json_array_new ();

  for (guint i = 0; stops != NULL && i < json_array_get_length (stops); i++)
    {
      JsonNode *node = json_array_get_element (stops, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
          *json_node_get_string (node) != '\0' && json_array_get_length (list) < MAX_STOPS)
        json_array_add_string_element (list, json_node_get_string (node));
    }
  if (json_array_get_length (list) > 0)
    json_object_set_array_member (config, "stopSequences", list);
  else
    json_array_unref (list);
}

/* Thinking --------------------------------------------------------------------------------- */

static int
find_level (const char *effort)
{
  for (guint i = 0; effort != NULL && levels[i] != NULL; i++)
    if (g_ascii_strcasecmp (levels[i], effort) == 0)
      return (int) i;
  return -1;
}

/* A level is an error for models before 3, and each of them is one for a model
 * that does not think. */
static void
set_level (JsonObject              *thinking,
           int                      level,
           const ChattyGeminiModel *model)
{
  json_object_remove_member (thinking, "thinkingBudget");
  json_object_remove_member (thinking, "thinkingLevel");
  if (model != NULL && model->version > 0 && model->version < 3)
    json_object_set_int_member (thinking, "thinkingBudget", budgets[level]);
  else
    json_object_set_string_member (thinking, "thinkingLevel", levels[level]);
}

static void
write_thinking (JsonObject              *config,
                JsonObject              *wanted,
                const char              *effort,
                const ChattyGeminiModel *model)
{
  JsonObject *thinking;
  double budget;
  int level;

  if (model != NULL && !model->thinks)
    return;
  thinking = json_object_new ();
  if (model != NULL)
    json_object_set_boolean_member (thinking, "includeThoughts", TRUE);
  if (wanted != NULL)
    {
      level = find_level (chatty_json_get_string (wanted, "thinkingLevel"));
      if (json_object_has_member (wanted, "includeThoughts"))
        json_object_set_boolean_member (thinking, "includeThoughts",
                                        chatty_json_get_bool (wanted, "includeThoughts", TRUE));
      if (level >= 0)
        set_level (thinking, level, model);
      else if (read_number (wanted, "thinkingBudget", &budget))
        json_object_set_int_member (thinking, "thinkingBudget", (gint64) CLAMP (budget, -1, 65536));
    }
  level = find_level (effort);
  if (level >= 0)
    set_level (thinking, level, model);
  if (json_object_get_size (thinking) > 0)
    json_object_set_object_member (config, "thinkingConfig", thinking);
  else
    json_object_unref (thinking);
}

/* Safety and tools ------------------------------------------------------------------------- */

/* At most one of a category; the first holds. */
static void
write_safety (JsonObject *object,
              JsonArray  *wanted)
{
  JsonArray *list = json_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; wanted != NULL && i < json_array_get_length (wanted); i++)
    {
      JsonObject *one = chatty_gemini_element (wanted, i);
      const char *category = one != NULL ? chatty_json_get_string (one, "category") : NULL;
      const char *threshold = one != NULL ? chatty_json_get_string (one, "threshold") : NULL;
      JsonObject *setting;

      if (category == NULL || threshold == NULL || !g_strv_contains (categories, category) ||
          !g_strv_contains (thresholds, threshold) ||
          !g_hash_table_add (seen, (gpointer) category))
        continue;
      setting = json_object_new ();
      json_object_set_string_member (setting, "category", category);
      json_object_set_string_member (setting, "threshold", threshold);
      json_array_add_object_element (list, setting);
    }
  if (json_array_get_length (list) > 0)
    json_object_set_array_member (object, "safetySettings", list);
  else
    json_array_unref (list);
}

static void
add_tool (JsonArray  *list,
          const char *name,
          JsonObject *settings)
{
  JsonObject *tool = json_object_new ();

  json_object_set_object_member (tool, name, settings);
  json_array_add_object_element (list, tool);
}

static void
add_search (JsonArray  *list,
            JsonObject *wanted)
{
  const char *filter = chatty_json_get_string (wanted, "metadataFilter");
  JsonObject *search = json_object_new ();
  double top;

  if (read_number (wanted, "topK", &top))
    json_object_set_int_member (search, "topK", (gint64) CLAMP (top, 1, 100));
  if (filter != NULL && *filter != '\0' && strlen (filter) <= MAX_FILTER)
    json_object_set_string_member (search, "metadataFilter", filter);
  add_tool (list, "fileSearch", search);
}

/* The search of files goes along only where there is a store to search. */
static void
write_tools (JsonObject *object,
             JsonArray  *wanted,
             gboolean    stores)
{
  JsonArray *list = json_array_new ();
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (plain_tools); i++)
    {
      gboolean asked = FALSE;

      for (guint k = 0; wanted != NULL && !asked && k < json_array_get_length (wanted); k++)
        {
          JsonObject *tool = chatty_gemini_element (wanted, k);

          asked = tool != NULL && chatty_json_get_object (tool, plain_tools[i]) != NULL;
        }
      if (asked)
        add_tool (list, plain_tools[i], json_object_new ());
    }
  for (guint k = 0; stores && wanted != NULL && !found && k < json_array_get_length (wanted); k++)
    {
      JsonObject *tool = chatty_gemini_element (wanted, k);
      JsonObject *search = tool != NULL ? chatty_json_get_object (tool, "fileSearch") : NULL;

      found = search != NULL;
      if (found)
        add_search (list, search);
    }
  if (json_array_get_length (list) > 0)
    json_object_set_array_member (object, "tools", list);
  else
    json_array_unref (list);
}

/**
 * chatty_gemini_write_settings:
 * @object: the body of a request
 * @context: (nullable): with the settings. What a person chose for the
 *   conversation holds before what is set for Gemini
 * @model: (nullable): who answers, where the list of models is known
 */
void
chatty_gemini_write_settings (JsonObject              *object,
                              const ChattyChatContext *context,
                              const ChattyGeminiModel *model)
{
  g_autoptr (JsonNode) node = context != NULL && context->settings != NULL
                              ? chatty_json_parse (context->settings, -1, NULL) : NULL;
  JsonObject *settings = node != NULL ? chatty_json_node_object (node) : NULL;
  JsonObject *wanted = settings != NULL ? chatty_json_get_object (settings, "generationConfig")
                                        : NULL;
  JsonObject *thinking = wanted != NULL ? chatty_json_get_object (wanted, "thinkingConfig") : NULL;
  JsonObject *config = json_object_new ();
  double number;

  for (guint i = 0; wanted != NULL && i < G_N_ELEMENTS (numbers); i++)
    if (read_number (wanted, numbers[i].name, &number))
      set_number (config, &numbers[i], number);
  if (wanted != NULL)
    take_stops (config, wanted);
  if (context != NULL && isfinite (context->temperature))
    set_number (config, &numbers[TEMPERATURE], context->temperature);
  if (context != NULL && context->max_tokens > 0)
    set_number (config, &numbers[MAX_OUTPUT], context->max_tokens);
  if (thinking == NULL && settings != NULL)
    thinking = chatty_json_get_object (settings, "thinkingConfig");
  write_thinking (config, thinking, context != NULL ? context->effort : NULL, model);

  if (json_object_get_size (config) > 0)
    json_object_set_object_member (object, "generationConfig", config);
  else
    json_object_unref (config);
  if (settings == NULL)
    return;
  write_safety (object, chatty_json_get_array (settings, "safetySettings"));
  write_tools (object, chatty_json_get_array (settings, "tools"),
               context->stores != NULL && context->stores->len > 0);
}
