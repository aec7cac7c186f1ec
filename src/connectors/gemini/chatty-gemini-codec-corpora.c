/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-codec-corpora.h"
#include "chatty-gemini-codec-knowledge.h"
#include "chatty-gemini-codec.h"
#include "chatty-json.h"
#include "chatty-source.h"
#include "chatty-speech-text.h"
#include "chatty-text.h"

/* A chunk has 2043 tokens at most (platform reference, section 2.10). What a
 * token is depends on the model, but none is less than a byte. */
#define MAX_CHUNK_BYTES 2043

/* What a person may choose, as for stores (section 2.9), and what is taken
 * where they do not. */
#define MIN_WORDS     21
#define MAX_WORDS     512
#define USUAL_WORDS   200
#define USUAL_OVERLAP 20

#define MAX_TITLE 512

/* Values of our own, beside those that come along. */
#define OWN_METADATA 4

/* Of the 40 characters that an id may have. Another way to divide a text makes
 * another document of it: then the version changes. */
#define ID_PREFIX    "chatty-"
#define ID_HEX       32
#define TEXT_VERSION "1"

/* Chunks --------------------------------------------------------------------------- */

/* Good places to divide, the best first. */
enum {
  PLACE_PARAGRAPH,
  PLACE_LINE,
  PLACE_SENTENCE,
  PLACE_BLANK,
  N_PLACES
};

static gsize
skip_blanks (const char *text,
             gsize       at,
             gsize       length)
{
  while (at < length && g_unichar_isspace (g_utf8_get_char (text + at)))
    at = (gsize) (g_utf8_next_char (text + at) - text);
  return at;
}

/* Returns where the chunk that begins at @from ends, which is behind @past. */
static gsize
find_end (const char *text,
          gsize       from,
          gsize       past,
          gsize       length,
          guint       most)
{
  gsize places[N_PLACES] = { 0 };
  gsize at = from;
  gunichar before = 0;
  gboolean in_word = FALSE;
  guint words = 0;

  while (at < length)
    {
      gunichar c = g_utf8_get_char (text + at);
      gsize next = (gsize) (g_utf8_next_char (text + at) - text);
      gboolean blank = g_unichar_isspace (c);

      if (next - from > MAX_CHUNK_BYTES || (!blank && !in_word && words == most))
        break;
      words += !blank && !in_word;
      if (blank && at > past)
        {
          if (c == '\n')
            places[before == '\n' ? PLACE_PARAGRAPH : PLACE_LINE] = at;
          else
            places[chatty_speech_ends_sentence (before) ? PLACE_SENTENCE : PLACE_BLANK] = at;
        }
      else if (!blank && next > past && chatty_speech_ends_sentence (c) && c >= 0x2e80)
        {
          /* No blank follows it. */
          places[PLACE_SENTENCE] = next;
        }
      in_word = !blank;
      before = c;
      at = next;
    }
  if (at >= length)
    return length;
  /* A good place is not worth a chunk of a few words. */
  for (guint i = 0; i < N_PLACES; i++)
    if (places[i] > from + (at - from) / 2)
      return places[i];
  return places[PLACE_BLANK] > 0 ? places[PLACE_BLANK] : at;
}

/* Returns where the chunk after that from @start to @end begins, so that it has
 * up to @overlap of its words in common with it. */
static gsize
step_back (const char *text,
           gsize       start,
           gsize       end,
           guint       overlap)
{
  gsize least = start + (end - start) / 2;
  gsize at = end, found = end;
  gboolean in_word = FALSE;
  guint words = 0;

  while (at > least && words < overlap)
    {
      const char *p = g_utf8_prev_char (text + at);
      gboolean blank = g_unichar_isspace (g_utf8_get_char (p));

      if (blank && in_word)
        {
          found = at;
          words++;
        }
      in_word = !blank;
      at = (gsize) (p - text);
    }
  return found;
}

/**
 * chatty_gemini_split_chunks:
 * @text: valid UTF-8
 * @length: of it, in bytes
 * @words: how many words a chunk has at most; 0 for what is usual
 * @overlap: how many it has in common with the next
 *
 * Divides a text at the ends of paragraphs, lines and sentences, at blanks where
 * there are none, and never within a character.
 *
 * Returns: (transfer full) (element-type ChattySpan): the chunks, none of them
 *   empty and none too large for the platform
 */
GArray *
chatty_gemini_split_chunks (const char *text,
                            gsize       length,
                            guint       words,
                            guint       overlap)
{
  GArray *chunks = g_array_new (FALSE, FALSE, sizeof (ChattySpan));
  guint most = words > 0 ? CLAMP (words, MIN_WORDS, MAX_WORDS) : USUAL_WORDS;
  guint common = MIN (words > 0 ? overlap : USUAL_OVERLAP, most / 2);
  gsize past = 0;
  gsize from = skip_blanks (text, 0, length);

  while (from < length)
    {
      gsize end = find_end (text, from, past, length, most);
      ChattySpan span = { from, end };

      while (g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (text + span.end))))
        span.end = (gsize) (g_utf8_prev_char (text + span.end) - text);
      g_array_append_val (chunks, span);
      past = skip_blanks (text, end, length);
      if (past >= length)
        break;
      from = skip_blanks (text, step_back (text, from, end, common), length);
      /* Nothing is in common over a gap that would fill the chunk. */
      if (past - from > MAX_CHUNK_BYTES / 2)
        from = past;
    }
  return chunks;
}

/* Documents ------------------------------------------------------------------------ */

static void
add_text (GChecksum  *sum,
          const char *text)
{
  /* With the zero at its end, so that two texts are not one. */
  g_checksum_update (sum, (const guchar *) (text != NULL ? text : ""),
                     (text != NULL ? (gssize) strlen (text) : 0) + 1);
}

/* The same file, for the same character and taken in the same way, has the same
 * id: whoever sends it again finds what is there of it. */
static char *
make_id (const ChattyGeminiText       *self,
         const ChattyKnowledgeOptions *options)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *numbers =
    g_strdup_printf (TEXT_VERSION " %u %u", options != NULL ? options->chunk_words : 0,
                     options != NULL ? options->overlap_words : 0);

  add_text (sum, numbers);
  add_text (sum, self->name);
  add_text (sum, self->sha256);
  add_text (sum, options != NULL ? options->character_id : NULL);
  for (guint i = 0; options != NULL && options->metadata != NULL && options->metadata[i] != NULL;
       i++)
    add_text (sum, options->metadata[i]);
  return g_strdup_printf (ID_PREFIX "%.*s", ID_HEX, g_checksum_get_string (sum));
}

/**
 * chatty_gemini_text_new:
 * @name: the file's
 * @text: what is in it
 * @options: (nullable): how it is taken in
 *
 * Returns: (transfer full) (nullable): the document that it becomes; %NULL with
 *   %CHATTY_ERROR_INVALID_DATA where it is no text, or has none
 */
ChattyGeminiText *
chatty_gemini_text_new (const char                    *name,
                        GBytes                        *text,
                        const ChattyKnowledgeOptions  *options,
                        GError                       **error)
{
  g_autoptr (ChattyGeminiText) self = g_new0 (ChattyGeminiText, 1);
  gsize length;
  const char *bytes = g_bytes_get_data (text, &length);

  /* The mark that some editors put before a text. */
  if (length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    {
      bytes += 3;
      length -= 3;
    }
  if (!g_utf8_validate_len (bytes, length, NULL))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("It is no text in UTF-8. Save it as such in an editor, or add an API "
                             "key on the account’s page"));
      return NULL;
    }
  self->name = chatty_text_one_line (name, MAX_TITLE);
  self->text = g_bytes_new_from_bytes (text, g_bytes_get_size (text) - length, length);
  self->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, text);
  self->chunks = chatty_gemini_split_chunks (bytes, length,
                                             options != NULL ? options->chunk_words : 0,
                                             options != NULL ? options->overlap_words : 0);
  self->id = make_id (self, options);
  if (self->chunks->len == 0)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("There is no text in it"));
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
chatty_gemini_text_free (ChattyGeminiText *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->sha256);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_pointer (&self->chunks, g_array_unref);
  g_free (self);
}

/**
 * chatty_gemini_is_unfinished:
 * @document: one of a corpus
 *
 * Returns: whether it is one of ours of which not all chunks may be there
 */
gboolean
chatty_gemini_is_unfinished (JsonObject *document)
{
  return g_strcmp0 (chatty_gemini_get_metadata (document, CHATTY_GEMINI_STATE_KEY),
                    CHATTY_GEMINI_UNFINISHED) == 0;
}

/**
 * chatty_gemini_write_corpus_document:
 * @document: its name
 * @finished: whether all of its chunks are there
 *
 * Returns: (transfer full): a `Document`: to make it, or where it is @finished
 *   to change its metadata
 */
JsonNode *
chatty_gemini_write_corpus_document (const ChattyGeminiText       *text,
                                     const char                   *document,
                                     const ChattyKnowledgeOptions *options,
                                     gboolean                      finished)
{
  JsonObject *object = json_object_new ();
  JsonArray *metadata = chatty_gemini_write_metadata (options, OWN_METADATA);
  g_autofree char *bytes = g_strdup_printf ("%" G_GSIZE_FORMAT, g_bytes_get_size (text->text));

  json_object_set_string_member (object, "name", document);
  if (!finished)
    {
      json_object_set_string_member (object, "displayName", text->name);
      chatty_gemini_add_metadata (metadata, CHATTY_GEMINI_STATE_KEY, CHATTY_GEMINI_UNFINISHED);
    }
  chatty_gemini_add_metadata (metadata, CHATTY_GEMINI_SHA256_KEY, text->sha256);
  chatty_gemini_add_metadata (metadata, CHATTY_GEMINI_BYTES_KEY, bytes);
  if (options != NULL && options->character_id != NULL)
    chatty_gemini_add_metadata (metadata, CHATTY_GEMINI_CHARACTER_KEY, options->character_id);
  json_object_set_array_member (object, "customMetadata", metadata);
  return chatty_gemini_object_node (object);
}

/**
 * chatty_gemini_write_chunks:
 * @document: the name of the document
 * @there: (element-type utf8): ids of chunks that are there already
 * @nth: (inout): the first that is looked at, then the first that is not
 *
 * Each has an id of its own, so that none is made twice.
 *
 * Returns: (transfer full) (nullable): a `BatchCreateChunksRequest` of the next
 *   that are not there; %NULL where there are no more
 */
JsonNode *
chatty_gemini_write_chunks (const ChattyGeminiText *text,
                            const char             *document,
                            GHashTable             *there,
                            guint                  *nth)
{
  g_autoptr (JsonArray) requests = json_array_new ();
  const char *bytes = g_bytes_get_data (text->text, NULL);
  JsonObject *object;

  for (; *nth < text->chunks->len && json_array_get_length (requests) < CHATTY_GEMINI_BATCH;
       (*nth)++)
    {
      const ChattySpan *span = &g_array_index (text->chunks, ChattySpan, *nth);
      g_autofree char *id = g_strdup_printf ("c-%06u", *nth);
      g_autofree char *name = g_strconcat (document, "/chunks/", id, NULL);
      g_autofree char *words = NULL;
      JsonObject *request, *chunk, *data;

      if (g_hash_table_contains (there, id))
        continue;
      words = g_strndup (bytes + span->start, span->end - span->start);
      data = json_object_new ();
      json_object_set_string_member (data, "stringValue", words);
      chunk = json_object_new ();
      json_object_set_string_member (chunk, "name", name);
      json_object_set_object_member (chunk, "data", data);
      request = json_object_new ();
      json_object_set_string_member (request, "parent", document);
      json_object_set_object_member (request, "chunk", chunk);
      json_array_add_object_element (requests, request);
    }
  if (json_array_get_length (requests) == 0)
    return NULL;
  object = json_object_new ();
  json_object_set_array_member (object, "requests", g_steal_pointer (&requests));
  return chatty_gemini_object_node (object);
}

/**
 * chatty_gemini_read_chunks:
 * @there: (element-type utf8): gets the ids of the page's chunks
 * @next: (out) (nullable): what names the next page
 *
 * Returns: whether it is a page of chunks, or what making them was answered with
 */
gboolean
chatty_gemini_read_chunks (JsonNode    *node,
                           GHashTable  *there,
                           char       **next,
                           GError     **error)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonArray *array = object != NULL ? chatty_json_get_array (object, "chunks") : NULL;

  *next = NULL;
  if (object == NULL)
    return chatty_gemini_set_not_understood (error);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *chunk = chatty_gemini_element (array, i);
      const char *name = chunk != NULL ? chatty_json_get_string (chunk, "name") : NULL;
      const char *id = name != NULL ? strrchr (name, '/') : NULL;

      if (id != NULL)
        g_hash_table_add (there, g_strdup (id + 1));
    }
  *next = chatty_gemini_dup_next_page (object);
  return TRUE;
}

/* Questions ------------------------------------------------------------------------ */

/**
 * chatty_gemini_write_query:
 * @most: how many passages are wanted
 * @filters: (transfer full) (nullable): chatty_gemini_write_filters()
 *
 * Returns: (transfer full): a `QueryCorpusRequest`, or `QueryDocumentRequest`
 */
JsonNode *
chatty_gemini_write_query (const char *question,
                           guint       most,
                           JsonArray  *filters)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "query", question);
  json_object_set_int_member (object, "resultsCount", CLAMP (most, 1, 100));
  if (filters != NULL)
    json_object_set_array_member (object, "metadataFilters", filters);
  return chatty_gemini_object_node (object);
}

/**
 * chatty_gemini_read_passages:
 *
 * Returns: (transfer full) (nullable) (element-type ChattySource): what a corpus
 *   answers a query with
 */
GPtrArray *
chatty_gemini_read_passages (JsonNode  *node,
                             GError   **error)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonArray *array = object != NULL ? chatty_json_get_array (object, "relevantChunks") : NULL;
  GPtrArray *passages;

  if (object == NULL)
    {
      chatty_gemini_set_not_understood (error);
      return NULL;
    }
  passages = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_source_unref);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *element = chatty_json_node_object (json_array_get_element (array, i));
      JsonObject *chunk = element != NULL ? chatty_json_get_object (element, "chunk") : NULL;
      JsonObject *data = chunk != NULL ? chatty_json_get_object (chunk, "data") : NULL;
      JsonObject *document = element != NULL ? chatty_json_get_object (element, "document") : NULL;
      const char *words = data != NULL ? chatty_json_get_string (data, "stringValue") : NULL;
      const char *name = document != NULL ? chatty_json_get_string (document, "name") : NULL;

      /* What is not all there answers nothing. */
      if (words == NULL || (document != NULL && chatty_gemini_is_unfinished (document)))
        continue;
      g_ptr_array_add (passages, chatty_source_new (&(ChattySource) {
        .title = document != NULL ? chatty_json_get_string (document, "displayName") : NULL,
        .document = chatty_gemini_is_corpus_document (name) ? name : NULL,
        .excerpt = words,
      }));
    }
  return passages;
}
