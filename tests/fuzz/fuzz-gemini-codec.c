/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <math.h>
#include <string.h>

#include "chatty-gemini-citations.h"
#include "chatty-gemini-codec-answer.h"
#include "chatty-gemini-codec-character.h"
#include "chatty-gemini-codec-corpora.h"
#include "chatty-gemini-codec.h"
#include "chatty-json.h"
#include "fuzz.h"

#define NOW (G_GINT64_CONSTANT (1795435200) * G_USEC_PER_SEC)

const char * const chatty_fuzz_seeds[] = {
  "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"hm\",\"thought\":true,\"thoughtSignature\":\"QUJD\"},{\"text\":\"a\"},"
  "{\"executableCode\":{\"code\":\"x\"}},{\"codeExecutionResult\":{\"output\":\"y\"}}]},\"finishReason\":\"STOP\",\"index\":0,"
  "\"groundingMetadata\":{\"groundingChunks\":[]}}],\"usageMetadata\":{\"promptTokenCount\":5,\"candidatesTokenCount\":\"7\","
  "\"thoughtsTokenCount\":3,\"toolUsePromptTokenCount\":1e9},\"modelVersion\":\"gemini-3.8-flash\"}",
  "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}",
  "{\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"audio/L16;codec=pcm;rate=24000\",\"data\":\"QUJDRA==\"}}]}}]}",
  "[{\"error\":{\"code\":429,\"message\":\"limit: 0\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":\"type.googleapis.com/"
  "google.rpc.QuotaFailure\",\"violations\":[{\"quotaId\":\"RequestsPerDay-FreeTier\",\"quotaValue\":\"20\"}]},{\"@type\":\"google.rpc.RetryInfo\","
  "\"retryDelay\":\"3.5s\"},{\"@type\":\"google.rpc.ErrorInfo\",\"reason\":\"API_KEY_INVALID\"}]}}]",
  "{\"models\":[{\"name\":\"models/gemini-3.8-flash\",\"displayName\":\"G\",\"supportedGenerationMethods\":[\"generateContent\"],"
  "\"inputTokenLimit\":1000,\"thinking\":true},{\"name\":\"models/x-tts\",\"supportedGenerationMethods\":[\"generateContent\"]}],"
  "\"nextPageToken\":\"t\"}", "{\"tunedModels\":[{\"name\":\"tunedModels/m\",\"state\":\"ACTIVE\"}]}",
  "{\"generationConfig\":{\"topP\":0.5,\"topK\":7,\"seed\":1,\"stopSequences\":[\"END\"],\"thinkingConfig\":{\"thinkingBudget\":5,"
  "\"thinkingLevel\":\"LOW\",\"includeThoughts\":false}},\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"OFF\"}],"
  "\"tools\":[{\"googleSearch\":{}},{\"fileSearch\":{\"topK\":3,\"metadataFilter\":\"a = 1\"}}]}",
  "{\"generationConfig\":{\"seed\":\"7\"},\"safety\":{\"HARM_CATEGORY_HATE_SPEECH\":\"OFF\"},\"tools\":{\"googleSearch\":true,"
  "\"fileSearch\":{\"topK\":3}},\"fileSearchStoreNames\":\"a, fileSearchStores/b\"}",
  "{\"documents\":[{\"name\":\"fileSearchStores/a/documents/b\",\"createTime\":\"2026-11-23T10:00:00.5Z\",\"state\":\"STATE_FAILED\","
  "\"customMetadata\":[{\"key\":\"chatty_kind\",\"stringValue\":\"settings\"},{\"key\":\"chatty_name\",\"stringValue\":\"N\"},"
  "{\"key\":\"chatty_starters\",\"stringValue\":\"[\\\"a\\\",\\\"b\\\"]\"},{\"key\":\"chatty_greeting\",\"stringListValue\":{\"values\":[\"x\",\"y\"]}},"
  "{\"key\":\"n\",\"numericValue\":1.5}]}],\"nextPageToken\":\"t\"}",
  "{\"fileSearchStores\":[{\"name\":\"fileSearchStores/a\",\"displayName\":\"N (Chatty Connectors)\",\"createTime\":\"2026-11-23T10:00:00Z\"}]}",
  "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Nine\"}]},\"groundingMetadata\":{\"groundingChunks\":[{\"retrievedContext\":{"
  "\"title\":\"tides.txt\",\"text\":\"x\",\"uri\":\"https://a.example\",\"fileSearchStore\":\"fileSearchStores/a\",\"pageNumber\":2}},{\"web\":{\"uri\":"
  "\"https://b.example\",\"title\":\"b\"}}],\"groundingSupports\":[{\"segment\":{\"partIndex\":0,\"startIndex\":5,\"endIndex\":14,\"text\":\"x\"},"
  "\"groundingChunkIndices\":[0,1],\"confidenceScores\":[0.5]}]}}]}",
  "{\"name\":\"fileSearchStores/a/upload/operations/b\",\"done\":true,\"response\":{\"documentName\":\"fileSearchStores/a/documents/b\"}}",
  "{\"name\":\"fileSearchStores/a/operations/b\",\"done\":true,\"error\":{\"code\":3,\"message\":\"m\"}}",
  "{\"relevantChunks\":[{\"chunkRelevanceScore\":0.5,\"chunk\":{\"name\":\"corpora/a/documents/b/chunks/c\",\"data\":{\"stringValue\":\"x\"}}}]}",
  "{\"chunks\":[{\"name\":\"corpora/a/documents/b/chunks/c-000000\",\"data\":{\"stringValue\":\"x\"},\"state\":\"STATE_ACTIVE\"}],\"nextPageToken\":\"t\"}",
  "{\"documents\":[{\"name\":\"corpora/a/documents/b\",\"displayName\":\"x\",\"customMetadata\":[{\"key\":\"chatty_state\",\"stringValue\":\"unfinished\"},"
  "{\"key\":\"chatty_character\",\"stringValue\":\"fileSearchStores/a\"},{\"key\":\"chatty_bytes\",\"stringValue\":\"12\"},{\"key\":\"chatty_file\",\"stringValue\":\"files/a\"}]}]}",
  "{\"files\":[{\"name\":\"files/a\",\"displayName\":\"x\",\"mimeType\":\"text/plain\",\"sizeBytes\":\"7\",\"state\":\"ACTIVE\",\"expirationTime\":\"2026-11-25T10:00:00Z\"}]}",
  "One two three. Four five.\n\nSix seven\xe3\x80\x82 eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty more",
  "{\"answer\":{\"content\":{\"parts\":[{\"text\":\"Six\"}]},\"finishReason\":\"STOP\",\"groundingAttributions\":[{\"sourceId\":{"
  "\"groundingPassage\":{\"passageId\":\"passage-0\"}},\"content\":{\"parts\":[{\"text\":\"x\"}]}},{\"sourceId\":{\"semanticRetrieverChunk\":{"
  "\"chunk\":\"corpora/a/documents/b/chunks/c\"}}}]},\"answerableProbability\":0.5,\"inputFeedback\":{\"blockReason\":\"SAFETY\"}}",
  "{\"answerStyle\":\"VERBOSE\",\"fileSearchStoreNames\":\"corpora/a\",\"generationConfig\":{\"temperature\":9},\"tools\":{\"fileSearch\":"
  "{\"metadataFilter\":\"a = 1 AND b >= \\\"x\\\"\",\"topK\":3}}}",
  "{\"totalTokens\":31}", "AQ.Ab8RN6-x_y.0123456789", "audio/L16;rate=16000;channels=2", "zh-Hans", "", NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "groundingMetadata", "groundingChunks", "groundingSupports", "segment", "startIndex", "endIndex", "partIndex",
  "answer", "groundingAttributions", "sourceId", "groundingPassage", "passageId", "passage-1", "semanticRetrieverChunk", "inputFeedback",
  "answerableProbability", "answerStyle", "metadataFilter", " AND ", "groundingChunkIndices", "retrievedContext", "web", "uri", "title", "done", "response", "relevantChunks", "chunk",
  "{", "}", "[", "]", "\"", ",", ":", "null", "true", "-1", "1e999", "\\ud800", "\\u0000", "candidates", "content", "parts", "text", "thought",
  "finishReason", "promptFeedback", "usageMetadata", "error", "details", "@type", "retryDelay", "99999999999999999999s", "limit: 0", "models/",
  "../", "files", "chunks", "corpora/a/documents/b", "chatty_state", "chatty_file", "expirationTime", "\n\n", ". ", "\xe3\x80\x82", "documents", "customMetadata", "key", "stringValue", "stringListValue", "values",
  "numericValue", "chatty_kind", "settings", "chatty_starters", "fileSearchStoreNames", "safety", "thinkingConfig", "generationConfig", "tools", "fileSearch", "inlineData", "QUJD", "=", ";rate=", "audio/", NULL,
};

static void
read_lists (JsonNode *node)
{
  g_autoptr (GPtrArray) models =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_gemini_model_free);
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) talkers = NULL;
  g_autoptr (GPtrArray) speakers = NULL;

  chatty_gemini_read_models (node, models, &next, NULL);
  talkers = chatty_gemini_list_talkers (models);
  speakers = chatty_gemini_list_speakers (models);
  /* What is offered can be asked for. */
  for (guint i = 0; i < talkers->len; i++)
    {
      const ChattyLanguageModel *model = g_ptr_array_index (talkers, i);
      g_autofree char *path = chatty_gemini_model_path (model->id, "m", NULL);

      g_assert_nonnull (path);
      g_assert_null (strstr (path, ".."));
      g_assert_nonnull (chatty_gemini_choose_model (models, model->id, FALSE));
    }
}

static void
read_answers (JsonNode *node)
{
  g_auto (ChattyGeminiPiece) piece = { NULL };
  g_auto (ChattyGeminiSound) sound = { NULL };
  g_auto (ChattyGeminiFailure) failure = { 0 };

  if (chatty_gemini_read_piece (node, NOW, &piece, NULL))
    {
      if (piece.text != NULL)
        g_assert_true (g_utf8_validate (piece.text, -1, NULL));
      if (piece.thought != NULL)
        g_assert_true (g_utf8_validate (piece.thought, -1, NULL));
      if (piece.finish != NULL)
        {
          g_autofree char *words = chatty_gemini_describe_finish (piece.finish, FALSE);

          g_assert_nonnull (words);
        }
    }
  if (chatty_gemini_read_sound (node, NOW, &sound, NULL))
    g_assert_cmpuint (g_bytes_get_size (sound.audio), >, 0);
  if (chatty_gemini_read_failure (node, 400, TRUE, NOW, &failure))
    {
      g_assert_true (g_utf8_validate (failure.advice, -1, NULL));
      g_assert_cmpuint (failure.wait, <=, 25 * 60 * 60);
    }
  chatty_gemini_read_count (node, NULL);
}

/* The settings of a person are as hostile as anything that comes from a file. */
static void
write_bodies (const char *text)
{
  ChattyGeminiModel model = { .id = (char *) "gemini-x", .thinks = TRUE, .version = 2.5 };
  ChattyChatContext context = { .temperature = NAN, .settings = text, .effort = "high" };
  ChattyChatMessage message = { .text = "Hi", .context = &context };
  g_autoptr (JsonNode) body = chatty_gemini_write_chat (&message, &model, NULL);
  g_autofree char *json = chatty_json_to_string (body, FALSE);
  g_autoptr (JsonNode) again = chatty_json_parse (json, -1, NULL);
  ChattySpeechRequest request = { .voice = "Kore", .text = text, .language = text };
  g_autoptr (JsonNode) speech = NULL;
  g_auto (GStrv) parts = NULL;

  g_assert_nonnull (again);
  if (!g_utf8_validate (text, -1, NULL))
    return;
  speech = chatty_gemini_write_speech (&request, "Hi");
  parts = chatty_gemini_split_text (&request);
  for (guint i = 0; parts[i] != NULL; i++)
    g_assert_cmpuint (g_utf8_strlen (parts[i], -1), <=, CHATTY_GEMINI_MAX_SPEECH);
}

/* A question for documents alone is one that can be sent, whatever was set; what
 * is read of an answer can be shown. */
static void
ask_documents (const char *text,
               JsonNode   *node)
{
  const ChattyGeminiModel model = { .id = (char *) "a", .name = (char *) "A", .answers = TRUE };
  const char *const passages[] = { "T", g_utf8_validate (text, -1, NULL) ? text : "x", NULL };
  const ChattyChatContext context = { .temperature = NAN, .settings = text, .passages = passages };
  const ChattyChatMessage message = { .text = "Hi", .context = &context };
  g_autofree char *source = chatty_gemini_dup_answer_source (&context);
  g_autoptr (JsonNode) body = chatty_gemini_write_answer (&message, &model, source, "c", NULL);
  g_autofree char *json = chatty_json_to_string (body, FALSE);
  g_autoptr (JsonNode) again = chatty_json_parse (json, -1, NULL);
  g_auto (ChattyGeminiAnswer) answer = { { NULL } };

  g_assert_nonnull (again);
  if (source != NULL)
    {
      g_assert_true (g_str_has_prefix (source, "corpora/"));
      g_assert_null (strpbrk (source, "?#% \r\n"));
    }
  if (node == NULL || !chatty_gemini_read_answer (node, NOW, &context, &answer, NULL))
    return;
  g_assert_true (answer.piece.text == NULL || g_utf8_validate (answer.piece.text, -1, NULL));
  for (guint i = 0; i < answer.sources->len; i++)
    {
      const ChattySource *one = answer.sources->pdata[i];

      g_assert_true (g_utf8_validate (one->title, -1, NULL));
      g_assert_true (one->excerpt == NULL || g_utf8_validate (one->excerpt, -1, NULL));
    }
}

/* What is read of a character is written again, and read again as the same. */
static void
read_characters (JsonNode *node)
{
  g_autoptr (GPtrArray) mirrors = g_ptr_array_new_with_free_func (chatty_gemini_mirror_free);
  g_autoptr (GPtrArray) stores = g_ptr_array_new_with_free_func (chatty_gemini_store_free);
  g_autoptr (GPtrArray) documents =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_document_unref);
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (ChattyCharacter) character = NULL;
  g_autoptr (ChattyCharacter) again = NULL;
  ChattyGeminiStore store = { (char *) "fileSearchStores/a", (char *) "N (Chatty Connectors)", 0 };
  ChattyGeminiMirror written = { (char *) "fileSearchStores/a/documents/b", NULL, 0, FALSE, NULL };
  g_autoptr (GHashTable) imported = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ChattyGeminiListing listing = { "fileSearchStores/a", documents, imported };
  const ChattyGeminiMirror *newest;
  const ChattyFieldMap *map;
  guint n_fields;
  g_autofree char *next = NULL;
  g_autofree char *other = NULL;
  g_autofree char *third = NULL;

  chatty_gemini_read_stores (node, "fileSearchStores", stores, &next, NULL);
  for (guint i = 0; i < stores->len; i++)
    {
      g_autoptr (ChattyCharacter) bare = chatty_gemini_read_character (stores->pdata[i], NULL);

      g_assert_true (bare == NULL || *chatty_character_get_name (bare) != '\0');
    }
  chatty_gemini_read_documents (node, &listing, &other, NULL);
  g_clear_pointer (&other, g_free);
  chatty_gemini_read_files (node, &listing, &other, NULL);
  for (guint i = 0; i < documents->len; i++)
    {
      const ChattyDocument *document = g_ptr_array_index (documents, i);

      g_assert_true (g_utf8_validate (document->name, -1, NULL));
      g_assert_cmpint (document->size, >=, -1);
      g_assert_false (document->attached && !document->id);
      /* A file belongs to nobody. */
      g_assert_false (document->attached && (document->importable || document->expires != 0));
    }
  chatty_gemini_read_mirrors (node, mirrors, &third, NULL);
  newest = chatty_gemini_newest_mirror (mirrors);
  character = chatty_gemini_read_character (&store, newest);
  body = chatty_gemini_write_mirror (newest, store.title, character, 0, "t", NULL);
  if (body == NULL)
    return;
  written.metadata = json_object_get_array_member (json_node_get_object (body), "customMetadata");
  g_assert_cmpuint (json_array_get_length (written.metadata), <=, 20);
  again = chatty_gemini_read_character (&store, &written);
  map = chatty_gemini_field_map (&n_fields);
  for (guint i = 0; newest != NULL && i < n_fields; i++)
    g_assert_true (chatty_character_field_equal (character, again, map[i].field));
}

/* Chunks follow each other, leave nothing out, cut no character, and each is
 * sent once. */
static void
divide (const char *text,
        gsize       length)
{
  const guint words[] = { 0, 21, 40, 512 };
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (GHashTable) there = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      ChattyKnowledgeOptions options = { .chunk_words = words[i], .overlap_words = 7 * i };
      g_autoptr (ChattyGeminiText) document = chatty_gemini_text_new ("a.txt", bytes, &options,
                                                                      NULL);
      const char *own;
      gsize past = 0;
      guint nth = 0, n_sent = 0;

      if (document == NULL)
        return;
      own = g_bytes_get_data (document->text, &length);
      for (guint k = 0; k < document->chunks->len; k++)
        {
          const ChattySpan *span = &g_array_index (document->chunks, ChattySpan, k);

          g_assert_cmpuint (span->start, <, span->end);
          g_assert_cmpuint (span->end, >, past);
          g_assert_cmpuint (span->end, <=, length);
          g_assert_cmpuint (span->end - span->start, <=, 2043);
          g_assert_true (g_utf8_validate (own + span->start, (gssize) (span->end - span->start),
                                          NULL));
          for (gsize at = past; at < span->start; at = (gsize) (g_utf8_next_char (own + at) - own))
            g_assert_true (g_unichar_isspace (g_utf8_get_char (own + at)));
          past = span->end;
        }
      for (; past < length; past = (gsize) (g_utf8_next_char (own + past) - own))
        g_assert_true (g_unichar_isspace (g_utf8_get_char (own + past)));
      for (;;)
        {
          g_autoptr (JsonNode) body = chatty_gemini_write_chunks (document, "d", there, &nth);

          if (body == NULL)
            break;
          n_sent += json_array_get_length (
            json_object_get_array_member (json_node_get_object (body), "requests"));
        }
      g_assert_cmpuint (n_sent, ==, document->chunks->len);
    }
}

/* Passages are whole characters of the text, whatever the platform counts. */
static void
read_sources (JsonNode *node)
{
  static const char text[] = "Nine — 漁師 👩‍👩‍👧 said so.";
  g_autoptr (ChattyGeminiCitations) citations = chatty_gemini_citations_new ();
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (GPtrArray) passages = chatty_gemini_read_passages (node, NULL);
  g_auto (ChattyGeminiOperation) operation = { NULL };
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *next = NULL;

  chatty_gemini_read_chunks (node, there, &next, NULL);
  /* What was sent twice is there once. */
  chatty_gemini_citations_take (citations, node);
  chatty_gemini_citations_take (citations, node);
  sources = chatty_gemini_citations_end (citations, text);
  for (guint i = 0; i < sources->len; i++)
    {
      const ChattySource *source = sources->pdata[i];

      g_assert_true (g_utf8_validate (source->title, -1, NULL));
      for (guint k = 0; k < source->n_spans; k++)
        {
          g_assert_cmpuint (source->spans[k].start, <, source->spans[k].end);
          g_assert_cmpuint (source->spans[k].end, <=, strlen (text));
          g_assert_true (g_utf8_validate (text + source->spans[k].start,
                                          (gssize) (source->spans[k].end - source->spans[k].start),
                                          NULL));
        }
    }
  for (guint i = 0; passages != NULL && i < passages->len; i++)
    g_assert_nonnull (((ChattySource *) passages->pdata[i])->title);
  if (chatty_gemini_read_operation (node, &operation, NULL) && !operation.done)
    g_assert_nonnull (operation.name);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (JsonNode) node = chatty_json_parse (text, -1, NULL);
  g_autoptr (ChattySecret) given = chatty_secret_new (text, -1);
  g_autoptr (ChattySecret) key = chatty_gemini_prepare_key (given, NULL);
  g_autofree char *path = chatty_gemini_model_path (text, "m", NULL);
  ChattyAudioFormat format;

  if (key != NULL)
    {
      g_autoptr (ChattySecret) again = chatty_gemini_prepare_key (key, NULL);

      g_assert_true (chatty_secret_equal (key, again));
    }
  if (path != NULL)
    g_assert_null (strpbrk (path, "?#% \r\n"));
  if (chatty_gemini_read_format (text, &format) && format.bits > 0)
    g_assert_cmpuint (format.rate, >=, 4000);
  write_bodies (text);
  ask_documents (text, node);
  divide ((const char *) data, size);
  if (node == NULL)
    return 0;
  read_lists (node);
  read_answers (node);
  read_characters (node);
  read_sources (node);
  return 0;
}
