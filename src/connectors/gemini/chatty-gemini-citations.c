/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include "chatty-gemini-citations.h"

#include <string.h>

#include "chatty-gemini-codec-knowledge.h"
#include "chatty-json.h"
#include "chatty-text.h"

/* Ours: no answer that is read names more. */
#define MAX_CHUNKS 500
#define MAX_SUPPORTS 5000
#define MAX_PARTS 20000
#define MAX_TITLE 512
#define MAX_EXCERPT 8192
#define MAX_SEARCHES 100

#define N_LAYOUTS 2

/* A passage and one chunk that it rests on. */
typedef struct {
  guint   chunk;
  guint   part;
  gint64  start;
  gint64  end;     /* below 0: not told */
  char   *text;    /* of the passage, nullable */
} Support;

/* A chunk: a source without its passages, and where the same one stood before. */
typedef struct {
  ChattySource *source;
  guint         same_as;
} Chunk;

struct _ChattyGeminiCitations {
  GPtrArray *chunks;       /* of Chunk */
  GArray    *supports;     /* of Support */
  /* Where each part of the answer begins in the text shown: by parts as they
   * came, and with those that continue each other taken as one. */
  GArray    *starts[N_LAYOUTS];
  guint      n_events;     /* that brought parts */
  gsize      length;       /* of the text shown */
  int        last_thought; /* of the last part; -1 before there is one */
};

static void
chunk_free (gpointer data)
{
  Chunk *chunk = data;

  chatty_source_unref (chunk->source);
  g_free (chunk);
}

static void
support_clear (gpointer data)
{
  g_free (((Support *) data)->text);
}

/**
 * chatty_gemini_citations_new:
 *
 * Returns: (transfer full): the citations of an answer of which nothing came
 */
ChattyGeminiCitations *
chatty_gemini_citations_new (void)
{
  ChattyGeminiCitations *self = g_new0 (ChattyGeminiCitations, 1);

  self->chunks = g_ptr_array_new_with_free_func (chunk_free);
  self->supports = g_array_new (FALSE, FALSE, sizeof (Support));
  g_array_set_clear_func (self->supports, support_clear);
  for (guint i = 0; i < N_LAYOUTS; i++)
    self->starts[i] = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->last_thought = -1;
  return self;
}

void
chatty_gemini_citations_free (ChattyGeminiCitations *self)
{
  g_ptr_array_unref (self->chunks);
  g_array_unref (self->supports);
  for (guint i = 0; i < N_LAYOUTS; i++)
    g_array_unref (self->starts[i]);
  g_free (self);
}

/* What came ------------------------------------------------------------------------ */

static void
take_parts (ChattyGeminiCitations *self,
            JsonArray             *parts)
{
  if (json_array_get_length (parts) > 0)
    self->n_events++;
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonObject *part = chatty_json_node_object (json_array_get_element (parts, i));
      const char *text = part != NULL ? chatty_json_get_string (part, "text") : NULL;
      int thought = part != NULL && chatty_json_get_bool (part, "thought", FALSE);

      if (self->starts[0]->len >= MAX_PARTS)
        return;
      g_array_append_val (self->starts[0], self->length);
      if (text == NULL || thought != self->last_thought)
        g_array_append_val (self->starts[1], self->length);
      self->last_thought = text != NULL ? thought : -1;
      if (text != NULL && !thought)
        self->length += strlen (text);
    }
}

static const char *
web_address (const char *uri)
{
  return uri != NULL && (g_str_has_prefix (uri, "https://") || g_str_has_prefix (uri, "http://"))
         ? uri : NULL;
}

/* The platform's own names of documents; section 2.9 and 2.10 of the
 * reference. */
static const char *
document_name (const char *uri)
{
  return uri != NULL && strstr (uri, "/documents/") != NULL &&
         (g_str_has_prefix (uri, "fileSearchStores/") || g_str_has_prefix (uri, "corpora/"))
         ? uri : NULL;
}

/**
 * chatty_gemini_dup_excerpt:
 * @text: (nullable): the words of a source; valid UTF-8
 *
 * Returns: (transfer full) (nullable): as much of them as is kept
 */
char *
chatty_gemini_dup_excerpt (const char *text)
{
  const char *end;

  if (text == NULL || *text == '\0')
    return NULL;
  if (strlen (text) <= MAX_EXCERPT)
    return g_strdup (text);
  end = g_utf8_find_prev_char (text, text + MAX_EXCERPT + 1);
  return g_strndup (text, end != NULL ? (gsize) (end - text) : 0);
}

static ChattySource *
read_source (JsonObject *chunk)
{
  JsonObject *kind = chatty_json_get_object (chunk, "retrievedContext");
  const char *uri, *name;
  g_autofree char *title = NULL;
  g_autofree char *excerpt = NULL;
  gint64 page;

  if (kind == NULL)
    kind = chatty_json_get_object (chunk, "web");
  if (kind == NULL)
    kind = chatty_json_get_object (chunk, "maps");
  name = chatty_json_get_string (kind, "title");
  /* A settings document is no source of anything. */
  if (kind == NULL || chatty_gemini_is_mirror (kind) ||
      g_strcmp0 (name, CHATTY_GEMINI_MIRROR_TITLE) == 0)
    return chatty_source_new (&(ChattySource) { NULL });

  uri = chatty_json_get_string (kind, "uri");
  title = chatty_text_one_line (name != NULL ? name : "", MAX_TITLE);
  excerpt = chatty_gemini_dup_excerpt (chatty_json_get_string (kind, "text"));
  page = chatty_json_get_int (kind, "pageNumber", 0);
  return chatty_source_new (&(ChattySource) {
    .title = title, .uri = web_address (uri), .document = document_name (uri),
    .excerpt = excerpt, .page = page > 0 && page <= G_MAXINT32 ? (guint) page : 0,
  });
}

/* Indices count over all events, so that what is not understood has its place
 * as well (discovery document, GroundingSupport.groundingChunkIndices). */
static void
take_chunks (ChattyGeminiCitations *self,
             JsonArray             *chunks)
{
  for (guint i = 0; i < json_array_get_length (chunks) && self->chunks->len < MAX_CHUNKS; i++)
    {
      JsonObject *object = chatty_json_node_object (json_array_get_element (chunks, i));
      Chunk *chunk = g_new0 (Chunk, 1);

      chunk->source = object != NULL ? read_source (object)
                                     : chatty_source_new (&(ChattySource) { NULL });
      chunk->same_as = self->chunks->len;
      for (guint j = 0; j < self->chunks->len && chunk->same_as == self->chunks->len; j++)
        if (chatty_source_equal (((Chunk *) self->chunks->pdata[j])->source, chunk->source))
          chunk->same_as = j;
      g_ptr_array_add (self->chunks, chunk);
    }
}

static void
take_support (ChattyGeminiCitations *self,
              JsonObject            *support)
{
  JsonObject *segment = chatty_json_get_object (support, "segment");
  JsonArray *indices = chatty_json_get_array (support, "groundingChunkIndices");
  gint64 part;

  if (segment == NULL || indices == NULL)
    return;
  part = chatty_json_get_int (segment, "partIndex", 0);
  for (guint i = 0; i < json_array_get_length (indices); i++)
    {
      double chunk = chatty_json_node_number (json_array_get_element (indices, i), -1);
      Support entry = { 0 };

      if (!(chunk >= 0 && chunk < MAX_CHUNKS) || self->supports->len >= MAX_SUPPORTS)
        continue;
      entry.chunk = (guint) chunk;
      entry.part = part >= 0 && part < MAX_PARTS ? (guint) part : MAX_PARTS;
      entry.start = MAX (chatty_json_get_int (segment, "startIndex", 0), 0);
      entry.end = chatty_json_get_int (segment, "endIndex", -1);
      entry.text = g_strdup (chatty_json_get_string (segment, "text"));
      g_array_append_val (self->supports, entry);
    }
}

/**
 * chatty_gemini_citations_take:
 * @event: (nullable): a whole `GenerateContentResponse`, one of a stream or
 *   the only one
 *
 * Takes what the next event brings (platform reference, section 2.9).
 */
void
chatty_gemini_citations_take (ChattyGeminiCitations *self,
                              JsonNode              *event)
{
  JsonObject *object = chatty_json_node_object (event);
  JsonArray *candidates = object != NULL ? chatty_json_get_array (object, "candidates") : NULL;
  JsonObject *candidate = NULL, *content, *grounding;
  JsonArray *array;

  if (candidates != NULL && json_array_get_length (candidates) > 0)
    candidate = chatty_json_node_object (json_array_get_element (candidates, 0));
  if (candidate == NULL)
    return;
  content = chatty_json_get_object (candidate, "content");
  array = content != NULL ? chatty_json_get_array (content, "parts") : NULL;
  if (array != NULL)
    take_parts (self, array);
  grounding = chatty_json_get_object (candidate, "groundingMetadata");
  if (grounding == NULL)
    return;
  array = chatty_json_get_array (grounding, "groundingChunks");
  if (array != NULL)
    take_chunks (self, array);
  array = chatty_json_get_array (grounding, "groundingSupports");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *support = chatty_json_node_object (json_array_get_element (array, i));

      if (support != NULL)
        take_support (self, support);
    }
}

/* What it means -------------------------------------------------------------------- */

static gboolean
is_at (const char *text,
       gsize       length,
       const char *passage,
       gsize       at)
{
  gsize n = strlen (passage);

  return at <= length && n <= length - at && memcmp (text + at, passage, n) == 0;
}

/* Where the part of @support may begin, likeliest first. In a stream a part
 * comes in pieces, so that its index counts what belongs together. */
static guint
list_starts (ChattyGeminiCitations *self,
             const Support         *support,
             gsize                  starts[N_LAYOUTS + 1])
{
  guint n = 0;

  for (guint i = 0; i < N_LAYOUTS; i++)
    {
      GArray *layout = self->starts[self->n_events > 1 ? N_LAYOUTS - 1 - i : i];

      if (support->part < layout->len)
        starts[n++] = g_array_index (layout, gsize, support->part);
    }
  if (n == 0 && self->starts[0]->len == 0 && support->part == 0)
    starts[n++] = 0;
  return n;
}

/* Offsets are bytes of the part, the end exclusive. Where the platform says
 * the passage's words too, they decide between what an index can mean. */
static gboolean
find_passage (ChattyGeminiCitations *self,
              const Support         *support,
              const char            *text,
              gsize                  length,
              guint                 *n_searches,
              ChattySpan            *span)
{
  gsize starts[N_LAYOUTS + 1];
  guint n = list_starts (self, support, starts);
  gsize words = support->text != NULL ? strlen (support->text) : 0;
  gsize start = (gsize) MIN (support->start, (gint64) length), end;

  end = support->end >= 0 ? (gsize) MIN (support->end, (gint64) length) : start + words;
  starts[n] = 0;
  for (guint i = 0; words > 0 && i <= n; i++)
    if (is_at (text, length, support->text, starts[i] + start))
      {
        *span = (ChattySpan) { starts[i] + start, starts[i] + end };
        return TRUE;
      }
  if (words > 0 && (*n_searches)++ < MAX_SEARCHES)
    {
      const char *only = strstr (text, support->text);

      if (only != NULL && strstr (only + 1, support->text) == NULL)
        {
          *span = (ChattySpan) { (gsize) (only - text), (gsize) (only - text) + words };
          return TRUE;
        }
    }
  if (n == 0)
    return FALSE;
  *span = (ChattySpan) { starts[0] + start, starts[0] + end };
  return TRUE;
}

/**
 * chatty_gemini_citations_end:
 * @text: the answer as it is shown: what came, without thoughts; valid UTF-8
 *
 * Returns: (transfer full) (element-type ChattySource): the sources, in the
 *   order in which the platform named them. Their passages are of @text, whole
 *   characters; one that lies elsewhere is left away
 */
GPtrArray *
chatty_gemini_citations_end (ChattyGeminiCitations *self,
                             const char            *text)
{
  GPtrArray *sources = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_source_unref);
  gsize length = strlen (text);
  guint n_searches = 0;

  for (guint i = 0; i < self->chunks->len; i++)
    {
      Chunk *chunk = self->chunks->pdata[i];
      g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (ChattySpan));
      ChattySource whole = *chunk->source;

      if (chunk->same_as != i ||
          (*whole.title == '\0' && whole.uri == NULL && whole.excerpt == NULL))
        continue;
      for (guint j = 0; j < self->supports->len; j++)
        {
          const Support *support = &g_array_index (self->supports, Support, j);
          ChattySpan span;

          if (support->chunk < self->chunks->len &&
              ((Chunk *) self->chunks->pdata[support->chunk])->same_as == i &&
              find_passage (self, support, text, length, &n_searches, &span))
            g_array_append_val (spans, span);
        }
      whole.spans = (const ChattySpan *) spans->data;
      whole.n_spans = spans->len;
      g_ptr_array_add (sources, chatty_source_new_moved (&whole, 0, text, length));
    }
  return sources;
}
