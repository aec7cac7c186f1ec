/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include "chatty-gemini-codec-answer.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-gemini-citations.h"
#include "chatty-gemini-codec-corpora.h"
#include "chatty-gemini-codec-knowledge.h"
#include "chatty-gemini-settings.h"
#include "chatty-json.h"
#include "chatty-speech-text.h"
#include "chatty-text.h"

/* Ours: a text is divided, so that what an answer rests on is a paragraph or
 * two, and few enough go along for a model that reads little. */
#define PIECE_MIN  200
#define PIECE_MAX  1500
#define MAX_PIECES 50

/* No answer that is read names more. */
#define MAX_SOURCES 100
#define MAX_TITLE 512

/* What the passages of a request are called: this and a number, from 0. */
#define PASSAGE "passage-"

static const char *const styles[] = { "ABSTRACTIVE", "EXTRACTIVE", "VERBOSE", NULL };

/* Passages ------------------------------------------------------------------------- */

typedef struct {
  const char *title;
  char       *text;
} Passage;

static void
passage_free (gpointer data)
{
  Passage *passage = data;

  g_free (passage->text);
  g_free (passage);
}

/* The same for the same context, so that an answer can name them. */
static GPtrArray *
list_passages (const ChattyChatContext *context)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (passage_free);
  const char *const *texts = context != NULL ? context->passages : NULL;

  for (; texts != NULL && texts[0] != NULL && texts[1] != NULL; texts += 2)
    {
      g_auto (GStrv) pieces = chatty_speech_split_text (texts[1], "", PIECE_MIN, PIECE_MAX);

      for (guint i = 0; pieces[i] != NULL && list->len < MAX_PIECES; i++)
        {
          Passage *passage = g_new0 (Passage, 1);

          passage->title = texts[0];
          passage->text = g_strdup (pieces[i]);
          g_ptr_array_add (list, passage);
        }
    }
  return list;
}

/**
 * chatty_gemini_has_passages:
 * @context: (nullable): of a message
 *
 * Returns: whether there is anything to answer from without a corpus
 */
gboolean
chatty_gemini_has_passages (const ChattyChatContext *context)
{
  g_autoptr (GPtrArray) passages = list_passages (context);

  return passages->len > 0;
}

static JsonObject *
write_passages (GPtrArray *passages)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < passages->len; i++)
    {
      const Passage *passage = passages->pdata[i];
      JsonObject *element = json_object_new ();
      g_autofree char *id = g_strdup_printf (PASSAGE "%u", i);

      json_object_set_string_member (element, "id", id);
      json_object_set_object_member (element, "content",
                                     chatty_gemini_new_content (passage->text));
      json_array_add_object_element (array, element);
    }
  json_object_set_array_member (object, "passages", array);
  return object;
}

/* Corpora -------------------------------------------------------------------------- */

/**
 * chatty_gemini_is_answer_source:
 *
 * Returns: whether @name is that of a corpus, or of a document of one
 */
gboolean
chatty_gemini_is_answer_source (const char *name)
{
  g_autofree char *inner = g_strconcat (name, "/documents/d", NULL);

  return chatty_gemini_is_corpus_document (name) || chatty_gemini_is_corpus_document (inner);
}

/**
 * chatty_gemini_dup_answer_source:
 * @context: (nullable): of a message
 *
 * Returns: (transfer full) (nullable): the corpus, or the document of one, that
 *   is named there to be searched; the first, as there can be but one
 */
char *
chatty_gemini_dup_answer_source (const ChattyChatContext *context)
{
  g_autoptr (JsonNode) node = chatty_gemini_parse_settings (context);
  g_autoptr (GPtrArray) names = chatty_gemini_list_names (context, chatty_json_node_object (node),
                                                          chatty_gemini_is_answer_source);

  return names->len > 0 ? g_strdup (names->pdata[0]) : NULL;
}

/* @character: (nullable): whose documents alone are searched */
static JsonObject *
write_retriever (const char *source,
                 const char *character,
                 const char *question,
                 JsonObject *settings)
{
  JsonObject *search = chatty_json_node_object (chatty_gemini_find_tool (settings, "fileSearch"));
  JsonObject *object = json_object_new ();
  JsonArray *filters =
    chatty_gemini_write_filters (chatty_json_get_string (search, "metadataFilter"), character);
  gint64 most = chatty_gemini_get_count (search, "topK", 0);

  json_object_set_string_member (object, "source", source);
  json_object_set_object_member (object, "query", chatty_gemini_new_content (question));
  if (filters != NULL)
    json_object_set_array_member (object, "metadataFilters", filters);
  if (most > 0)
    json_object_set_int_member (object, "maxChunksCount", MIN (most, CHATTY_GEMINI_MAX_PASSAGES));
  return object;
}

/* Writing -------------------------------------------------------------------------- */

static void
write_temperature (JsonObject              *object,
                   const ChattyChatContext *context,
                   JsonObject              *settings)
{
  JsonObject *config = chatty_json_get_object (settings, "generationConfig");
  double value = context != NULL ? context->temperature : NAN;

  if (!isfinite (value) && config != NULL)
    value = chatty_json_node_number (json_object_get_member (config, "temperature"), NAN);
  if (isfinite (value))
    json_object_set_double_member (object, "temperature", CLAMP (value, 0, 1));
}

/**
 * chatty_gemini_write_answer:
 * @message: the question, with all that was said before
 * @model: who answers
 * @source: (nullable): the corpus, or the document of one, that is searched;
 *   %NULL to answer from the passages that go along
 * @character: (nullable): whose documents of it are searched; %NULL for all
 * @error: as that of chatty_gemini_write_chat()
 *
 * Returns: (transfer full) (nullable): a `GenerateAnswerRequest`
 */
JsonNode *
chatty_gemini_write_answer (const ChattyChatMessage  *message,
                            const ChattyGeminiModel  *model,
                            const char               *source,
                            const char               *character,
                            GError                  **error)
{
  JsonArray *contents = chatty_gemini_write_contents (message, model, error);
  g_autoptr (JsonNode) node = chatty_gemini_parse_settings (message->context);
  JsonObject *settings = chatty_json_node_object (node);
  const char *style = chatty_json_get_string (settings, "answerStyle");
  g_autoptr (GPtrArray) passages = NULL;
  JsonObject *object;

  if (contents == NULL)
    return NULL;
  object = json_object_new ();
  json_object_set_array_member (object, "contents", contents);
  json_object_set_string_member (object, "answerStyle",
                                 style != NULL && g_strv_contains (styles, style) ? style
                                                                                  : styles[0]);
  if (source == NULL)
    passages = list_passages (message->context);
  if (passages != NULL)
    json_object_set_object_member (object, "inlinePassages", write_passages (passages));
  else
    json_object_set_object_member (object, "semanticRetriever",
                                   write_retriever (source, character, message->text, settings));
  write_temperature (object, message->context, settings);
  chatty_gemini_write_safety (object, settings, TRUE);
  return chatty_gemini_object_node (object);
}

/**
 * chatty_gemini_list_told:
 * @body: what chatty_gemini_write_answer() made
 * @context: of the same message
 * @temperature: (out): what it has, or NAN
 *
 * Returns: (transfer full) (array zero-terminated=1): titles and texts, in turn:
 *   what goes along to answer from, or what is searched
 */
char **
chatty_gemini_list_told (JsonNode                *body,
                         const ChattyChatContext *context,
                         double                  *temperature)
{
  JsonObject *object = chatty_json_node_object (body);
  JsonObject *retriever = chatty_json_get_object (object, "semanticRetriever");
  GPtrArray *told = g_ptr_array_new ();

  *temperature = chatty_json_node_number (json_object_get_member (object, "temperature"), NAN);
  if (retriever != NULL)
    {
      /* Translators: before the name of a store of documents on a platform */
      g_ptr_array_add (told, g_strdup (_("Searched there")));
      g_ptr_array_add (told, g_strdup (chatty_json_get_string (retriever, "source")));
    }
  else
    {
      g_autoptr (GPtrArray) passages = list_passages (context);

      for (guint i = 0; i < passages->len; i++)
        {
          Passage *passage = passages->pdata[i];

          g_ptr_array_add (told, g_strdup (passage->title));
          g_ptr_array_add (told, g_steal_pointer (&passage->text));
        }
    }
  g_ptr_array_add (told, NULL);
  return (char **) g_ptr_array_free (told, FALSE);
}

/* Reading -------------------------------------------------------------------------- */

/* (nullable): of a document in a corpus, whose chunk is named */
static char *
dup_document (JsonObject *chunk)
{
  const char *name = chatty_json_get_string (chunk, "chunk");
  const char *end = name != NULL ? strstr (name, "/chunks/") : NULL;
  g_autofree char *document = end != NULL ? g_strndup (name, (gsize) (end - name)) : NULL;

  return chatty_gemini_is_corpus_document (document) ? g_steal_pointer (&document) : NULL;
}

/* (nullable): the passage that is named, of those that went along */
static const Passage *
find_passage (JsonObject *named,
              GPtrArray  *passages)
{
  const char *id = chatty_json_get_string (named, "passageId");
  guint64 nth;

  if (id == NULL || !g_str_has_prefix (id, PASSAGE) ||
      !g_ascii_string_to_unsigned (id + strlen (PASSAGE), 10, 0, MAX_PIECES, &nth, NULL))
    return NULL;
  return nth < passages->len ? passages->pdata[nth] : NULL;
}

/* (nullable): not what can be shown */
static ChattySource *
read_source (JsonObject *attribution,
             GPtrArray  *passages)
{
  JsonObject *id = chatty_json_get_object (attribution, "sourceId");
  JsonObject *content = chatty_json_get_object (attribution, "content");
  JsonObject *chunk = id != NULL ? chatty_json_get_object (id, "semanticRetrieverChunk") : NULL;
  JsonObject *named = id != NULL ? chatty_json_get_object (id, "groundingPassage") : NULL;
  const Passage *passage = named != NULL ? find_passage (named, passages) : NULL;
  g_autofree char *document = chunk != NULL ? dup_document (chunk) : NULL;
  g_auto (ChattyGeminiPiece) piece = { NULL };
  g_autofree char *excerpt = NULL;

  /* A content is read as an answer is. */
  if (content != NULL)
    chatty_gemini_read_candidate (attribution, &piece);
  excerpt = chatty_gemini_dup_excerpt (piece.text != NULL ? piece.text
                                       : passage != NULL ? passage->text : NULL);
  if (excerpt == NULL && document == NULL)
    return NULL;
  return chatty_source_new (&(ChattySource) {
    .title = passage != NULL ? passage->title : "", .document = document, .excerpt = excerpt,
  });
}

static void
read_sources (JsonObject         *candidate,
              GPtrArray          *passages,
              ChattyGeminiAnswer *answer)
{
  JsonArray *array = chatty_json_get_array (candidate, "groundingAttributions");

  for (guint i = 0; array != NULL && i < json_array_get_length (array) &&
                    answer->sources->len < MAX_SOURCES; i++)
    {
      JsonObject *attribution = chatty_gemini_element (array, i);
      g_autoptr (ChattySource) source = attribution != NULL ? read_source (attribution, passages)
                                                            : NULL;

      if (source != NULL &&
          !g_ptr_array_find_with_equal_func (answer->sources, source,
                                             (GEqualFunc) chatty_source_equal, NULL))
        g_ptr_array_add (answer->sources, g_steal_pointer (&source));
    }
}

/**
 * chatty_gemini_read_answer:
 * @node: (nullable): what came
 * @now: the wall clock, as chatty_time_now() has it
 * @context: (nullable): of the question, with the passages that went along
 * @answer: (out caller-allocates): what it says
 * @error: what it says went wrong; %CHATTY_ERROR_SERVER for what cannot be read
 *
 * Returns: whether nothing went wrong
 */
gboolean
chatty_gemini_read_answer (JsonNode                 *node,
                           gint64                    now,
                           const ChattyChatContext  *context,
                           ChattyGeminiAnswer       *answer,
                           GError                  **error)
{
  g_autoptr (GPtrArray) passages = NULL;
  JsonObject *object, *candidate, *feedback;

  *answer = (ChattyGeminiAnswer) { .probability = NAN };
  object = chatty_gemini_open_answer (node, now, _("Gemini’s answer cannot be read. Try again"),
                                      error);
  if (object == NULL)
    return FALSE;
  answer->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_source_unref);
  candidate = chatty_json_get_object (object, "answer");
  feedback = chatty_json_get_object (object, "inputFeedback");
  passages = list_passages (context);
  if (candidate != NULL)
    {
      chatty_gemini_read_candidate (candidate, &answer->piece);
      read_sources (candidate, passages, answer);
    }
  if (feedback != NULL)
    answer->piece.block = chatty_gemini_dup_text (feedback, "blockReason");
  answer->probability =
    chatty_json_node_number (json_object_get_member (object, "answerableProbability"), NAN);
  return TRUE;
}

/**
 * chatty_gemini_read_title:
 * @node: a document of a corpus
 *
 * Returns: (transfer full) (nullable): what it is called, on one line
 */
char *
chatty_gemini_read_title (JsonNode *node)
{
  const char *title = chatty_json_get_string (chatty_json_node_object (node), "displayName");

  return title != NULL && *title != '\0' ? chatty_text_one_line (title, MAX_TITLE) : NULL;
}

void
chatty_gemini_answer_clear (ChattyGeminiAnswer *answer)
{
  chatty_gemini_piece_clear (&answer->piece);
  g_clear_pointer (&answer->sources, g_ptr_array_unref);
}
