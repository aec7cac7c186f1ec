/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What a corpus answers a question with, and the model that answers from
 * passages: reference, section 2.10. Searched as stores are. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "gemini-corpora.h"

#define USUAL_RESULTS 10
#define MAX_RESULTS   100
#define UNKNOWN       "The passages do not say."

/* One that was found. @chunk NULL: of those that came with the question. */
typedef struct {
  GeminiEntry *chunk;
  GeminiEntry *document;
  const char  *passage;     /* its id */
  const char  *text;
  double       score;       /* from 0 to 1 */
} Hit;

static gboolean
compares (double      value,
          double      other,
          const char *operation)
{
  if (g_str_equal (operation, "LESS"))
    return value < other;
  if (g_str_equal (operation, "LESS_EQUAL"))
    return value <= other;
  if (g_str_equal (operation, "EQUAL"))
    return value == other;
  if (g_str_equal (operation, "GREATER_EQUAL"))
    return value >= other;
  if (g_str_equal (operation, "GREATER"))
    return value > other;
  return g_str_equal (operation, "NOT_EQUAL") && value != other;
}

static gboolean
lists (JsonObject *entry,
       const char *text)
{
  JsonArray *values = sim_get_array (sim_get_object (entry, "stringListValue"), "values");

  for (guint i = 0; i < sim_array_length (values); i++)
    if (g_strcmp0 (json_array_get_string_element (values, i), text) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
meets (JsonObject *entry,
       JsonObject *condition)
{
  const char *operation = sim_get_string (condition, "operation");
  const char *text = sim_get_string (condition, "stringValue");
  double value, other;

  if (operation == NULL)
    return FALSE;
  if (text == NULL)
    return sim_get_number (condition, "numericValue", &other)
           && sim_get_number (entry, "numericValue", &value)
           && compares (value, other, operation);
  if (g_str_equal (operation, "INCLUDES"))
    return lists (entry, text);
  if (g_str_equal (operation, "EXCLUDES"))
    return json_object_has_member (entry, "stringListValue") && !lists (entry, text);
  return compares (g_strcmp0 (sim_get_string (entry, "stringValue"), text), 0, operation);
}

/* One condition is enough. */
static gboolean
passes (JsonArray  *metadata,
        const char *key,
        JsonArray  *conditions)
{
  for (guint i = 0; i < sim_array_length (metadata); i++)
    {
      JsonObject *entry = json_array_get_object_element (metadata, i);

      for (guint k = 0; k < sim_array_length (conditions); k++)
        if (g_strcmp0 (sim_get_string (entry, "key"), key) == 0
            && meets (entry, json_array_get_object_element (conditions, k)))
          return TRUE;
    }
  return FALSE;
}

static const char *
key_within (JsonObject *filter,
            const char *folder)
{
  const char *key = sim_get_string (filter, "key");
  g_autofree char *start = g_strconcat (folder, ".custom_metadata.", NULL);

  return key != NULL && g_str_has_prefix (key, start) ? key + strlen (start) : NULL;
}

/* All filters have to let it pass. */
static gboolean
passes_all (JsonArray   *filters,
            GeminiEntry *document,
            GeminiEntry *chunk)
{
  for (guint i = 0; i < sim_array_length (filters); i++)
    {
      JsonObject *filter = json_array_get_object_element (filters, i);
      const char *of_document = key_within (filter, "document");
      JsonArray *conditions = sim_get_array (filter, "conditions");

      if (of_document != NULL ? !passes (document->metadata, of_document, conditions)
                              : !passes (chunk->metadata, key_within (filter, "chunk"), conditions))
        return FALSE;
    }
  return TRUE;
}

static SimReply *
refuse_filters (SimRequest *request,
                JsonArray  *filters)
{
  for (guint i = 0; i < sim_array_length (filters); i++)
    {
      JsonObject *filter = json_array_get_object_element (filters, i);

      if (key_within (filter, "document") == NULL && key_within (filter, "chunk") == NULL)
        return gemini_refuse_field (request, "metadata_filters", "The key must begin with "
                                    "document.custom_metadata. or chunk.custom_metadata.");
      if (sim_array_length (sim_get_array (filter, "conditions")) == 0)
        return gemini_refuse_field (request, "metadata_filters", "conditions must be specified.");
    }
  return NULL;
}

static void
add_hit (GArray     *hits,
         GHashTable *words,
         Hit         hit)
{
  guint found = gemini_score (words, hit.text, strlen (hit.text));

  hit.score = (double) found / MAX (g_hash_table_size (words), 1);
  if (found > 0)
    g_array_append_val (hits, hit);
}

static void
search_document (GArray      *hits,
                 GHashTable  *words,
                 JsonArray   *filters,
                 GeminiEntry *document)
{
  for (guint i = 0; i < document->inner->len; i++)
    {
      GeminiEntry *chunk = g_ptr_array_index (document->inner, i);

      if (passes_all (filters, document, chunk))
        add_hit (hits, words, (Hit) { chunk, document, NULL, chunk->text });
    }
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const Hit *one = a, *other = b;

  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  return one->chunk != NULL && other->chunk != NULL
           ? g_strcmp0 (one->chunk->created, other->chunk->created) : 0;
}

/* @source: a corpus or a document of one. */
static void
search (GArray      *hits,
        const char  *question,
        JsonArray   *filters,
        GeminiEntry *source)
{
  g_autoptr (GHashTable) words = gemini_question_words (question);

  if (strstr (source->name, "/documents/") != NULL)
    search_document (hits, words, filters, source);
  else
    for (guint i = 0; i < source->inner->len; i++)
      search_document (hits, words, filters, g_ptr_array_index (source->inner, i));
  g_array_sort (hits, compare);
}

static JsonObject *
describe_hit (Hit *hit)
{
  JsonObject *object = json_object_new ();

  json_object_set_double_member (object, "chunkRelevanceScore", hit->score);
  json_object_set_object_member (object, "chunk", gemini_entry_describe (hit->chunk));
  json_object_set_object_member (object, "document", gemini_entry_describe (hit->document));
  return object;
}

SimReply *
gemini_corpus_query (SimRequest *request,
                     GeminiUser *user,
                     GPtrArray  *ids)
{
  JsonObject *asked = sim_request_get_object (request);
  JsonArray *filters = sim_get_array (asked, "metadataFilters");
  const char *question = sim_get_string (asked, "query");
  g_autofree char *name =
    ids->len > 1 ? g_strdup_printf ("corpora/%s/documents/%s",
                                    (const char *) g_ptr_array_index (ids, 0),
                                    (const char *) g_ptr_array_index (ids, 1))
                 : g_strdup_printf ("corpora/%s", (const char *) g_ptr_array_index (ids, 0));
  GeminiEntry *source = gemini_find_entry (sim_get_gemini (request->sim), user->owner, name, NULL);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  double most = USUAL_RESULTS;
  JsonObject *answer;
  JsonArray *chunks;
  SimReply *refusal;

  if (source == NULL)
    return gemini_refuse_missing (request, "Corpus or document", name);
  if (question == NULL || *question == '\0')
    return gemini_refuse_field (request, "query", "query must be specified.");
  if (sim_get_number (asked, "resultsCount", &most) && (most < 0 || most > MAX_RESULTS))
    return gemini_refuse_field (request, "results_count", "results_count must be at most 100.");
  refusal = refuse_filters (request, filters);
  if (refusal != NULL)
    return refusal;
  search (hits, question, filters, source);
  answer = json_object_new ();
  chunks = json_array_new ();
  for (guint i = 0; i < hits->len && i < (most > 0 ? most : USUAL_RESULTS); i++)
    json_array_add_object_element (chunks, describe_hit (&g_array_index (hits, Hit, i)));
  json_object_set_array_member (answer, "relevantChunks", chunks);
  return sim_reply_new_object (200, answer);
}

/* Returns: (transfer full): the texts of a `Content`, joined */
char *
gemini_dup_content_text (JsonObject *content)
{
  JsonArray *parts = sim_get_array (content, "parts");
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sim_array_length (parts); i++)
    {
      const char *piece = sim_get_string (json_array_get_object_element (parts, i), "text");

      g_string_append (text, piece != NULL ? piece : "");
    }
  return g_string_free (text, FALSE);
}

static JsonObject *
new_content (const char *text,
             const char *role)
{
  JsonObject *content = json_object_new ();
  JsonObject *part = json_object_new ();
  JsonArray *parts = json_array_new ();

  json_object_set_string_member (part, "text", text);
  json_array_add_object_element (parts, part);
  json_object_set_array_member (content, "parts", parts);
  if (role != NULL)
    json_object_set_string_member (content, "role", role);
  return content;
}

static JsonObject *
describe_attribution (Hit        *hit,
                      const char *source)
{
  JsonObject *object = json_object_new ();
  JsonObject *id = json_object_new ();
  JsonObject *inner = json_object_new ();

  if (hit->chunk != NULL)
    {
      json_object_set_string_member (inner, "source", source);
      json_object_set_string_member (inner, "chunk", hit->chunk->name);
      json_object_set_object_member (id, "semanticRetrieverChunk", inner);
    }
  else
    {
      json_object_set_string_member (inner, "passageId", hit->passage);
      json_object_set_object_member (id, "groundingPassage", inner);
    }
  json_object_set_object_member (object, "sourceId", id);
  json_object_set_object_member (object, "content", new_content (hit->text, NULL));
  return object;
}

/* The passages of the request that answer. @texts keeps what hits point to. */
static void
search_inline (GArray     *hits,
               GPtrArray  *texts,
               const char *question,
               JsonArray  *passages)
{
  g_autoptr (GHashTable) words = gemini_question_words (question);

  for (guint i = 0; i < sim_array_length (passages); i++)
    {
      JsonObject *passage = json_array_get_object_element (passages, i);
      const char *id = sim_get_string (passage, "id");
      char *text = gemini_dup_content_text (sim_get_object (passage, "content"));

      g_ptr_array_add (texts, text);
      add_hit (hits, words, (Hit) { NULL, NULL, id != NULL ? id : "", text });
    }
  g_array_sort (hits, compare);
}

static SimReply *
search_retriever (SimRequest *request,
                  GeminiUser *user,
                  GArray     *hits,
                  JsonObject *retriever)
{
  JsonArray *filters = sim_get_array (retriever, "metadataFilters");
  const char *name = sim_get_string (retriever, "source");
  GeminiEntry *source = gemini_find_entry (sim_get_gemini (request->sim), user->owner, name, NULL);
  g_autofree char *question = gemini_dup_content_text (sim_get_object (retriever, "query"));
  SimReply *refusal = refuse_filters (request, filters);
  double most = USUAL_RESULTS, least = 0;
  guint kept = 0;

  if (refusal != NULL)
    return refusal;
  if (source == NULL || source->text != NULL)
    return gemini_refuse_missing (request, "Source", name != NULL ? name : "");
  if (*question == '\0')
    return gemini_refuse_field (request, "semantic_retriever.query", "query must be specified.");
  search (hits, question, filters, source);
  sim_get_number (retriever, "maxChunksCount", &most);
  sim_get_number (retriever, "minimumRelevanceScore", &least);
  while (kept < hits->len && kept < most && g_array_index (hits, Hit, kept).score >= least)
    kept++;
  g_array_set_size (hits, kept);
  return NULL;
}

/* The best sentence of the best passage; of a longer answer, more of them. */
static char *
make_answer (GArray     *hits,
             const char *question,
             const char *style)
{
  g_autoptr (GHashTable) words = gemini_question_words (question);
  g_autoptr (GString) text = g_string_new (NULL);
  guint most = g_str_equal (style, "VERBOSE") ? 3 : 1;

  for (guint i = 0; i < MIN (hits->len, most); i++)
    {
      Hit *hit = &g_array_index (hits, Hit, i);
      g_autofree char *sentence = gemini_best_sentence (hit->text, strlen (hit->text), words);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", sentence);
    }
  return g_strdup (hits->len > 0 ? text->str : UNKNOWN);
}

static SimReply *
blocked_new (void)
{
  JsonObject *object = json_object_new ();
  JsonObject *feedback = json_object_new ();

  json_object_set_string_member (feedback, "blockReason", "SAFETY");
  json_object_set_object_member (object, "inputFeedback", feedback);
  return sim_reply_new_object (200, object);
}

SimReply *
gemini_answer (SimRequest *request,
               GeminiUser *user,
               GPtrArray  *ids)
{
  JsonObject *asked = sim_request_get_object (request);
  JsonArray *contents = sim_get_array (asked, "contents");
  JsonObject *retriever = sim_get_object (asked, "semanticRetriever");
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *question = NULL;
  g_autofree char *text = NULL;
  JsonObject *answer, *candidate;
  JsonArray *attributions;
  GeminiSettings *settings = gemini_settings (request);
  SimReply *refusal = gemini_refuse_question (request, asked, g_ptr_array_index (ids, 0),
                                              g_ptr_array_index (ids, 1));

  if (refusal != NULL)
    return refusal;
  question = gemini_dup_content_text (json_array_get_object_element (contents,
                                                              sim_array_length (contents) - 1));
  if (retriever == NULL)
    search_inline (hits, texts, question,
                   sim_get_array (sim_get_object (asked, "inlinePassages"), "passages"));
  else
    refusal = search_retriever (request, user, hits, retriever);
  if (refusal == NULL)
    refusal = gemini_refuse_quota (request, user, "aqa");
  if (refusal != NULL)
    return refusal;
  if (settings->chat_fault == GEMINI_CHAT_FAULT_BLOCKED)
    return blocked_new ();
  text = make_answer (hits, question, sim_get_string (asked, "answerStyle"));
  attributions = json_array_new ();
  for (guint i = 0; i < hits->len; i++)
    json_array_add_object_element (attributions,
                                   describe_attribution (&g_array_index (hits, Hit, i),
                                                         retriever != NULL
                                                           ? sim_get_string (retriever, "source")
                                                           : NULL));
  candidate = json_object_new ();
  if (settings->chat_fault != GEMINI_CHAT_FAULT_NO_CONTENT)
    json_object_set_object_member (candidate, "content", new_content (text, "model"));
  json_object_set_string_member (candidate, "finishReason", settings->finish);
  json_object_set_array_member (candidate, "groundingAttributions", attributions);
  answer = json_object_new ();
  json_object_set_object_member (answer, "answer", candidate);
  json_object_set_double_member (answer, "answerableProbability", hits->len > 0 ? 0.875 : 0.0625);
  return sim_reply_new_object (200, answer);
}
