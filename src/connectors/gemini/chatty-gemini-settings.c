/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-gemini-codec-knowledge.h"
#include "chatty-gemini-settings.h"
#include "chatty-json.h"

/* What a person set for Gemini comes from a file that anybody may have
 * written: only what is known goes into a request, with the type and within
 * the bounds that the platform has. What does not fit is left out: an answer
 * without a setting is better than none (platform reference, section 2.3).
 *
 * Two shapes are read: that of the rows that a person sees, in which each
 * setting has a place of its own ("safety" and "tools" are objects), and
 * Google's ("safetySettings" and "tools" are lists), which somebody may have
 * taken over from elsewhere. */

#define MAX_STOPS  5
#define MAX_FILTER 2000
#define MAX_NAMES  4000

/* More store names than these were refused (platform reference, section 2.9). */
#define MAX_STORES 5

#define MAX_TOP_K    1000
#define MAX_PENALTY  2

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
  { "topK", TRUE, 1, MAX_TOP_K },
  { "seed", TRUE, G_MININT, G_MAXINT },
  { "presencePenalty", FALSE, -MAX_PENALTY, MAX_PENALTY },
  { "frequencyPenalty", FALSE, -MAX_PENALTY, MAX_PENALTY },
};

static const char *const categories[] = {
  "HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT",
  "HARM_CATEGORY_DANGEROUS_CONTENT", "HARM_CATEGORY_CIVIC_INTEGRITY", NULL,
};

/* Those of them, from the first on, that a model knows which answers from
 * documents alone (discovery document, GenerateAnswerRequest.safetySettings). */
#define N_ANSWER_CATEGORIES 4

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
  *number = chatty_json_node_number (json_object_get_member (object, name), NAN);
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
add_safety (JsonArray  *list,
            GHashTable *seen,
            const char *category,
            const char *threshold)
{
  JsonObject *setting;

  if (category == NULL || threshold == NULL || !g_strv_contains (categories, category) ||
      !g_strv_contains (thresholds, threshold) || g_hash_table_contains (seen, category))
    return;
  g_hash_table_add (seen, (gpointer) category);
  setting = json_object_new ();
  json_object_set_string_member (setting, "category", category);
  json_object_set_string_member (setting, "threshold", threshold);
  json_array_add_object_element (list, setting);
}

/**
 * chatty_gemini_write_safety:
 * @object: the body of a request
 * @settings: (nullable): of the context
 * @answer: whether it is for an answer from documents alone, which knows fewer
 *   categories
 */
void
chatty_gemini_write_safety (JsonObject *object,
                            JsonObject *settings,
                            gboolean    answer)
{
  JsonObject *own = chatty_json_get_object (settings, "safety");
  JsonArray *theirs = chatty_json_get_array (settings, "safetySettings");
  JsonArray *list = json_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = N_ANSWER_CATEGORIES; answer && categories[i] != NULL; i++)
    g_hash_table_add (seen, (gpointer) categories[i]);
  for (guint i = 0; own != NULL && categories[i] != NULL; i++)
    add_safety (list, seen, categories[i], chatty_json_get_string (own, categories[i]));
  for (guint i = 0; theirs != NULL && i < json_array_get_length (theirs); i++)
    {
      JsonObject *one = chatty_gemini_element (theirs, i);

      add_safety (list, seen, chatty_json_get_string (one, "category"),
                  chatty_json_get_string (one, "threshold"));
    }
  if (json_array_get_length (list) > 0)
    json_object_set_array_member (object, "safetySettings", list);
  else
    json_array_unref (list);
}

/**
 * chatty_gemini_find_tool:
 * @settings: (nullable): of the context
 *
 * Returns: (transfer none) (nullable): what is set for a tool: true, or an object
 */
JsonNode *
chatty_gemini_find_tool (JsonObject *settings,
                         const char *name)
{
  JsonObject *own = chatty_json_get_object (settings, "tools");
  JsonArray *theirs = chatty_json_get_array (settings, "tools");

  if (own != NULL)
    return json_object_get_member (own, name);
  for (guint i = 0; theirs != NULL && i < json_array_get_length (theirs); i++)
    {
      JsonObject *tool = chatty_gemini_element (theirs, i);

      if (tool != NULL && json_object_has_member (tool, name))
        return json_object_get_member (tool, name);
    }
  return NULL;
}

static gboolean
is_on (JsonNode *tool)
{
  return tool != NULL &&
         (JSON_NODE_HOLDS_OBJECT (tool) ||
          (JSON_NODE_HOLDS_VALUE (tool) && json_node_get_value_type (tool) == G_TYPE_BOOLEAN &&
           json_node_get_boolean (tool)));
}

/* Stores ----------------------------------------------------------------------------------- */

/* A name as the platform has it; without what stands before it in all of them
 * it is meant as well. */
static void
add_store (GPtrArray           *stores,
           const char          *text,
           ChattyGeminiIsName   is_one)
{
  g_autofree char *line = g_strstrip (g_strdup (text));
  char *name = strchr (line, '/') != NULL ? g_strdup (line)
                                          : g_strconcat ("fileSearchStores/", line, NULL);

  if (stores->len < MAX_STORES && is_one (name) &&
      !g_ptr_array_find_with_equal_func (stores, name, g_str_equal, NULL))
    g_ptr_array_add (stores, name);
  else
    g_free (name);
}

/* A list of names, or a text with commas between. */
static void
add_stores (GPtrArray          *stores,
            JsonNode           *names,
            ChattyGeminiIsName  is_one)
{
  JsonArray *array = names != NULL && JSON_NODE_HOLDS_ARRAY (names) ? json_node_get_array (names)
                                                                    : NULL;
  const char *text = names != NULL && JSON_NODE_HOLDS_VALUE (names) &&
                     json_node_get_value_type (names) == G_TYPE_STRING
                     ? json_node_get_string (names) : NULL;
  g_auto (GStrv) parts = NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *name = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (name) && json_node_get_value_type (name) == G_TYPE_STRING)
        add_store (stores, json_node_get_string (name), is_one);
    }
  if (text != NULL && strlen (text) <= MAX_NAMES)
    parts = g_strsplit_set (text, ", \n", -1);
  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    add_store (stores, parts[i], is_one);
}

/**
 * chatty_gemini_parse_settings:
 * @context: (nullable): of a message
 *
 * Returns: (transfer full) (nullable): its settings, whatever they are
 */
JsonNode *
chatty_gemini_parse_settings (const ChattyChatContext *context)
{
  return context != NULL && context->settings != NULL
         ? chatty_json_parse (context->settings, -1, NULL) : NULL;
}

/**
 * chatty_gemini_list_names:
 * @context: (nullable): of a message
 * @settings: (nullable): those of it
 * @is_one: tells names apart
 *
 * Returns: (transfer full) (element-type utf8): the names of what is to be
 *   searched, the character's own first
 */
GPtrArray *
chatty_gemini_list_names (const ChattyChatContext *context,
                          JsonObject              *settings,
                          ChattyGeminiIsName       is_one)
{
  GPtrArray *stores = g_ptr_array_new_with_free_func (g_free);
  JsonNode *search = chatty_gemini_find_tool (settings, "fileSearch");
  JsonObject *wanted = chatty_json_node_object (search);

  for (guint i = 0; context != NULL && context->stores != NULL && i < context->stores->len; i++)
    add_store (stores, context->stores->pdata[i], is_one);
  if (settings != NULL)
    add_stores (stores, json_object_get_member (settings, "fileSearchStoreNames"), is_one);
  if (wanted != NULL)
    add_stores (stores, json_object_get_member (wanted, "fileSearchStoreNames"), is_one);
  return stores;
}

/**
 * chatty_gemini_has_stores:
 * @context: (nullable): of a message
 *
 * Returns: whether it is to be answered with what stores hold
 */
gboolean
chatty_gemini_has_stores (const ChattyChatContext *context)
{
  g_autoptr (JsonNode) node = chatty_gemini_parse_settings (context);
  g_autoptr (GPtrArray) stores = chatty_gemini_list_names (context, chatty_json_node_object (node),
                                                           chatty_gemini_is_store);

  return stores->len > 0;
}

/**
 * chatty_gemini_forget_stores:
 * @body: of a request for an answer
 *
 * Takes the search of files out of it.
 */
void
chatty_gemini_forget_stores (JsonNode *body)
{
  JsonObject *object = chatty_json_node_object (body);
  JsonArray *tools = object != NULL ? chatty_json_get_array (object, "tools") : NULL;

  for (guint i = tools != NULL ? json_array_get_length (tools) : 0; i > 0; i--)
    if (chatty_json_get_object (chatty_gemini_element (tools, i - 1), "fileSearch") != NULL)
      json_array_remove_element (tools, i - 1);
  if (tools != NULL && json_array_get_length (tools) == 0)
    json_object_remove_member (object, "tools");
}

/* Tools ------------------------------------------------------------------------------------ */

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
            JsonObject *wanted,
            GPtrArray  *stores)
{
  const char *filter = wanted != NULL ? chatty_json_get_string (wanted, "metadataFilter") : NULL;
  JsonObject *search = json_object_new ();
  JsonArray *names = json_array_new ();
  double top;

  if (wanted != NULL && read_number (wanted, "topK", &top))
    json_object_set_int_member (search, "topK",
                                (gint64) CLAMP (top, 1, CHATTY_GEMINI_MAX_PASSAGES));
  if (filter != NULL && *filter != '\0' && strlen (filter) <= MAX_FILTER)
    json_object_set_string_member (search, "metadataFilter", filter);
  for (guint i = 0; i < stores->len; i++)
    json_array_add_string_element (names, stores->pdata[i]);
  json_object_set_array_member (search, "fileSearchStoreNames", names);
  add_tool (list, "fileSearch", search);
}

/* The search of files goes along only where there is a store to search. */
static void
write_tools (JsonObject *object,
             JsonObject *settings,
             GPtrArray  *stores)
{
  JsonArray *list = json_array_new ();
  JsonNode *search = chatty_gemini_find_tool (settings, "fileSearch");

  for (guint i = 0; i < G_N_ELEMENTS (plain_tools); i++)
    if (is_on (chatty_gemini_find_tool (settings, plain_tools[i])))
      add_tool (list, plain_tools[i], json_object_new ());
  if (stores->len > 0)
    add_search (list, chatty_json_node_object (search), stores);
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
  g_autoptr (JsonNode) node = chatty_gemini_parse_settings (context);
  JsonObject *settings = chatty_json_node_object (node);
  g_autoptr (GPtrArray) stores = chatty_gemini_list_names (context, settings,
                                                           chatty_gemini_is_store);
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
  chatty_gemini_write_safety (object, settings, FALSE);
  write_tools (object, settings, stores);
}

/* What a person sees ----------------------------------------------------------------------- */

#define WRITING N_("How It Writes")
#define THINKING N_("Thinking")
#define SAFETY N_("Safety")
#define TOOLS N_("Tools")
#define KNOWLEDGE N_("Knowledge")

#define SAFETY_ROW(category, title) \
  { "safety.HARM_CATEGORY_" category, SAFETY, title, NULL, CHATTY_SETTING_CHOICE, \
    .choices = filters }

static const ChattySettingChoice filters[] = {
  { "BLOCK_LOW_AND_ABOVE", N_("Hold back whatever may be harmful") },
  { "BLOCK_MEDIUM_AND_ABOVE", N_("Hold back what is probably harmful") },
  { "BLOCK_ONLY_HIGH", N_("Hold back only what is surely harmful") },
  { "BLOCK_NONE", N_("Hold nothing back") },
  { "OFF", N_("Switch the filter off") },
  { NULL },
};

/* The third is what is asked for where none is chosen. */
static const ChattySettingChoice styles[] = {
  { "EXTRACTIVE", N_("Very short, in the words of the documents") },
  { "VERBOSE", N_("At length") },
  { NULL },
};

static const ChattySetting rows[] = {
  { "generationConfig.topP", WRITING, N_("Variety of Words"),
    N_("How far it strays from the likeliest words. 1 takes all of them into account (“top P”)."),
    CHATTY_SETTING_NUMBER, 0, 1, 0.05 },
  { "generationConfig.topK", WRITING, N_("Choice of Words"),
    N_("Among how many words it chooses each time. Some models refuse this (“top K”)."),
    CHATTY_SETTING_NUMBER, 1, MAX_TOP_K, 1 },
  { "generationConfig.maxOutputTokens", WRITING, N_("Longest Answer"),
    N_("In tokens: a short word is one, a long one several. Thoughts count too."),
    CHATTY_SETTING_NUMBER, 1, 1000000, 1 },
  { "generationConfig.presencePenalty", WRITING, N_("New Words"),
    N_("Above 0 it prefers words that it has not said yet, below 0 those that it has."),
    CHATTY_SETTING_NUMBER, -MAX_PENALTY, MAX_PENALTY, 0.1 },
  { "generationConfig.frequencyPenalty", WRITING, N_("Repetition"),
    N_("Above 0 it avoids a word the more, the more often it has said it."),
    CHATTY_SETTING_NUMBER, -MAX_PENALTY, MAX_PENALTY, 0.1 },
  { "generationConfig.seed", WRITING, N_("Seed"),
    N_("With the same number the same question gets answers that are alike."),
    CHATTY_SETTING_NUMBER, 0, G_MAXINT, 1 },

  { "generationConfig.thinkingConfig.includeThoughts", THINKING, N_("Show Thoughts"),
    N_("What the model thinks comes with the answer, folded, where it tells."),
    CHATTY_SETTING_SWITCH },

  SAFETY_ROW ("HARASSMENT", N_("Insults and Threats")),
  SAFETY_ROW ("HATE_SPEECH", N_("Hate")),
  SAFETY_ROW ("SEXUALLY_EXPLICIT", N_("Sexual Content")),
  SAFETY_ROW ("DANGEROUS_CONTENT", N_("Dangerous Content")),

  { "tools.googleSearch", TOOLS, N_("Google Search"),
    N_("It may look things up on the web, and says where. Google may charge for it."),
    CHATTY_SETTING_SWITCH },
  { "tools.urlContext", TOOLS, N_("Web Addresses"),
    N_("It may read the pages whose addresses stand in a message."), CHATTY_SETTING_SWITCH },
  { "tools.codeExecution", TOOLS, N_("Calculating with Programs"),
    N_("It may write a small program and run it, at Google."), CHATTY_SETTING_SWITCH },

  { "tools.fileSearch.topK", KNOWLEDGE, N_("Passages"),
    N_("How many passages of its documents it reads for an answer, at most."),
    CHATTY_SETTING_NUMBER, 1, CHATTY_GEMINI_MAX_PASSAGES, 1 },
  { "tools.fileSearch.metadataFilter", KNOWLEDGE, N_("Only Some Documents"),
    N_("A filter in Google’s words, such as: genre = \"tea\""), CHATTY_SETTING_TEXT },
  { "fileSearchStoreNames", KNOWLEDGE, N_("More Stores"),
    N_("Names of other knowledge stores of your project to search, or of one corpus, with commas "
       "between."),
    CHATTY_SETTING_TEXT },
  { "answerStyle", KNOWLEDGE, N_("Answers From Documents"),
    N_("Of models that answer from documents alone. Without a choice they are short, in words of "
       "their own."), CHATTY_SETTING_CHOICE, .choices = styles },
};

/**
 * chatty_gemini_get_settings:
 * @n_settings: (out): how many
 *
 * Returns: (transfer none): what a person can set about answers, in the shape
 *   that chatty_gemini_write_settings() reads
 */
const ChattySetting *
chatty_gemini_get_settings (guint *n_settings)
{
  *n_settings = G_N_ELEMENTS (rows);
  return rows;
}
