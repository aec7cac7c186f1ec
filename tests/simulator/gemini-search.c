/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What a question finds in stores: reference, section 2.9. Ours: how it is
 * searched, namely by words that the question and a passage have in common; and
 * that the answer ends with a sentence of the best passage of each of the two
 * best documents. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "gemini.h"

#define MAX_STORES   5
#define USUAL_K      5
#define MAX_K        100
#define MAX_QUOTES   2
#define MAX_SENTENCE 240    /* characters */

/* One passage, and how well it answers. */
typedef struct {
  GeminiStore    *store;
  GeminiDocument *document;
  const char     *start;      /* in the text of the document */
  gsize           length;
  guint           score;
} Passage;

static void
add_word (GHashTable *words,
          const char *start,
          const char *end)
{
  static const char *const COMMON[] = {
    "about", "and", "any", "are", "can", "did", "does", "for", "from", "have", "how", "into", "may",
    "not", "say", "see", "tell", "that", "the", "there", "they", "this", "was", "what", "when",
    "where", "which", "who", "why", "will", "with", "you", "your", NULL,
  };
  g_autofree char *word = g_strndup (start, end - start);

  if (!g_strv_contains (COMMON, word))
    g_hash_table_add (words, g_steal_pointer (&word));
}

/* Words of three letters and more; a letter of a wide script is one alone. */
GHashTable *
gemini_question_words (const char *question)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *lower = g_utf8_casefold (question, -1);
  const char *start = NULL;

  for (const char *c = lower; ; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);
      gboolean inside = letter != 0 && g_unichar_isalnum (letter) && !g_unichar_iswide (letter);

      if (inside && start == NULL)
        start = c;
      if (!inside && start != NULL && g_utf8_strlen (start, c - start) >= 3)
        add_word (words, start, c);
      if (!inside)
        start = NULL;
      if (letter != 0 && g_unichar_isalnum (letter) && g_unichar_iswide (letter))
        add_word (words, c, g_utf8_next_char (c));
      if (letter == 0)
        return words;
    }
}

static gboolean
goes_on (gunichar letter)
{
  return g_unichar_isalnum (letter) && !g_unichar_iswide (letter);
}

/* "old" is not in "holds". */
static gboolean
has_word (const char *lower,
          const char *word)
{
  for (const char *at = strstr (lower, word); at != NULL; at = strstr (at + 1, word))
    if (!goes_on (g_utf8_get_char (word)) ||
        ((at == lower || !goes_on (g_utf8_get_char (g_utf8_prev_char (at)))) &&
         !goes_on (g_utf8_get_char (at + strlen (word)))))
      return TRUE;
  return FALSE;
}

guint
gemini_score (GHashTable *words,
              const char *text,
              gsize       length)
{
  g_autofree char *lower = g_utf8_casefold (text, length);
  GHashTableIter iter;
  gpointer word;
  guint score = 0;

  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    score += has_word (lower, word);
  return score;
}

/* Where the words of @text begin and end, in turn; of const char *. */
static GPtrArray *
find_words (const char *text)
{
  GPtrArray *bounds = g_ptr_array_new ();
  gboolean inside = FALSE;

  for (const char *c = text; *c != '\0'; c++)
    if (inside == (g_ascii_isspace (*c) != 0))
      {
        g_ptr_array_add (bounds, (gpointer) c);
        inside = !inside;
      }
  if (inside)
    g_ptr_array_add (bounds, (gpointer) (text + strlen (text)));
  return bounds;
}

static void
add_passages (GArray         *passages,
              GeminiStore    *store,
              GeminiDocument *document,
              GHashTable     *words)
{
  g_autoptr (GPtrArray) bounds = find_words (document->text);
  guint n_words = bounds->len / 2;
  guint step = MAX (document->chunk_words, 1) - MIN (document->overlap_words,
                                                     MAX (document->chunk_words, 1) - 1);

  for (guint first = 0; first < n_words; first += step)
    {
      guint last = MIN (first + MAX (document->chunk_words, 1), n_words) - 1;
      Passage passage = { store, document, g_ptr_array_index (bounds, 2 * first) };

      passage.length = (const char *) g_ptr_array_index (bounds, 2 * last + 1) - passage.start;
      passage.score = gemini_score (words, passage.start, passage.length);
      if (passage.score > 0)
        g_array_append_val (passages, passage);
      if (last + 1 == n_words)
        break;
    }
}

/* The best first; what is as good stays in the order of time. */
static int
compare (gconstpointer a,
         gconstpointer b)
{
  const Passage *one = a, *other = b;

  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  if (one->document != other->document)
    return g_strcmp0 (one->document->created, other->document->created);
  return one->start < other->start ? -1 : one->start > other->start;
}

/* From 1; 0 where nothing parts pages. */
static guint
page_of (Passage *passage)
{
  guint page = 1;

  if (strchr (passage->document->text, '\f') == NULL)
    return 0;
  for (const char *c = passage->document->text; c < passage->start; c++)
    page += *c == '\f';
  return page;
}

static JsonObject *
describe (SimRequest *request,
          Passage    *passage)
{
  JsonObject *object = json_object_new ();
  JsonObject *context = json_object_new ();
  g_autofree char *text = g_strndup (passage->start, passage->length);
  guint page = page_of (passage);

  if (gemini_settings (request)->grounding_uri)
    json_object_set_string_member (context, "uri", passage->document->name);
  if (passage->document->title != NULL)
    json_object_set_string_member (context, "title", passage->document->title);
  json_object_set_string_member (context, "text", text);
  json_object_set_string_member (context, "fileSearchStore", passage->store->name);
  if (page > 0)
    json_object_set_int_member (context, "pageNumber", page);
  if (passage->document->metadata != NULL)
    json_object_set_array_member (context, "customMetadata",
                                  json_array_ref (passage->document->metadata));
  json_object_set_object_member (object, "retrievedContext", context);
  return object;
}

/* Whether a sentence may end with the character at @c. */
static gboolean
ends_sentence (const char *c)
{
  gunichar letter = g_utf8_get_char (c);

  if (letter == 0x3002 || letter == 0xff01 || letter == 0xff1f || letter == '\n' || letter == '\f')
    return TRUE;
  return strchr (".!?", *c) != NULL && (c[1] == '\0' || g_ascii_isspace (c[1]));
}

/* Returns: (transfer full): the sentence that has most of @words, on one line */
char *
gemini_best_sentence (const char *text,
                      gsize       length,
                      GHashTable *words)
{
  g_autofree char *passage = g_strndup (text, length);
  g_autofree char *best = NULL;
  const char *start = passage;
  guint best_score = 0;
  char *cut;

  for (const char *c = passage; *start != '\0'; c = g_utf8_next_char (c))
    {
      const char *end;
      guint score;

      if (*c != '\0' && !ends_sentence (c))
        continue;
      end = *c != '\0' ? g_utf8_next_char (c) : c;
      score = gemini_score (words, start, end - start);
      if (best == NULL || score > best_score)
        {
          g_free (best);
          best = g_strndup (start, end - start);
          best_score = score;
        }
      if (*c == '\0')
        break;
      start = end;
    }
  if (best == NULL)
    return g_strdup ("");
  g_strstrip (g_strdelimit (best, "\n\r\t\f", ' '));
  cut = g_utf8_strlen (best, -1) > MAX_SENTENCE ? g_utf8_substring (best, 0, MAX_SENTENCE) : NULL;
  return cut != NULL ? cut : g_steal_pointer (&best);
}

/* The bytes of the answer from @start on, and which passages they rest on. */
static JsonObject *
new_support (GeminiTalk *talk,
             gsize       start,
             gsize       length,
             GArray     *indices)
{
  JsonObject *object = json_object_new ();
  JsonObject *segment = json_object_new ();
  JsonArray *chunks = json_array_new ();
  JsonArray *scores = json_array_new ();
  g_autofree char *text = g_strndup (talk->text + start, length);

  /* What is 0 is left out. Before the text are thoughts, code and its output. */
  if (talk->with_thoughts || talk->code != NULL)
    json_object_set_int_member (segment, "partIndex",
                                (talk->with_thoughts ? 1 : 0) + (talk->code != NULL ? 2 : 0));
  if (start > 0)
    json_object_set_int_member (segment, "startIndex", start);
  json_object_set_int_member (segment, "endIndex", start + length);
  json_object_set_string_member (segment, "text", text);
  json_object_set_object_member (object, "segment", segment);
  for (guint i = 0; i < indices->len; i++)
    {
      json_array_add_int_element (chunks, g_array_index (indices, guint, i));
      json_array_add_double_element (scores, i == 0 ? 0.97 : 0.61);
    }
  json_object_set_array_member (object, "groundingChunkIndices", chunks);
  json_object_set_array_member (object, "confidenceScores", scores);
  return object;
}

/* Ends the text with @sentence, which rests on the passages @indices (of guint).
 * @mark: says where it is from. */
void
gemini_quote (GeminiTalk *talk,
              const char *mark,
              const char *title,
              const char *sentence,
              GArray     *indices)
{
  g_autofree char *before = g_strdup_printf ("%s %s “%s”: ", talk->text, mark, title);
  gsize start = strlen (before);

  g_free (talk->text);
  talk->text = g_strconcat (before, sentence, NULL);
  json_array_add_object_element (talk->supports,
                                 new_support (talk, start, strlen (sentence), indices));
}

/* Adds a sentence of each of the best documents to the text. @base: how many
 * passages were there before. */
static void
quote (GeminiTalk *talk,
       GArray     *passages,
       guint       base,
       guint       count,
       GHashTable *words)
{
  g_autoptr (GPtrArray) quoted = g_ptr_array_new ();

  for (guint i = 0; i < count && quoted->len < MAX_QUOTES; i++)
    {
      Passage *passage = &g_array_index (passages, Passage, i);
      g_autoptr (GArray) indices = g_array_new (FALSE, FALSE, sizeof (guint));
      const char *title = passage->document->title;
      g_autofree char *sentence = NULL;

      if (g_ptr_array_find (quoted, passage->document, NULL))
        continue;
      g_ptr_array_add (quoted, passage->document);
      /* Other passages that say so as well. */
      sentence = gemini_best_sentence (passage->start, passage->length, words);
      for (guint k = i; k < count; k++)
        {
          Passage *other = &g_array_index (passages, Passage, k);
          g_autofree char *same = g_strndup (other->start, other->length);
          guint index = base + k;

          if (k == i || strstr (same, sentence) != NULL)
            g_array_append_val (indices, index);
        }
      gemini_quote (talk, "📄", title != NULL ? title : "—", sentence, indices);
    }
}

/* The stores that are named, or the refusal. */
static SimReply *
find_stores (SimRequest *request,
             GeminiUser *user,
             JsonObject *asked,
             GPtrArray  *stores)
{
  JsonArray *names = sim_get_array (asked, "fileSearchStoreNames");
  guint count = names != NULL ? json_array_get_length (names) : 0;

  if (count == 0)
    return gemini_refuse_field (request, "tools[0].file_search.file_search_store_names",
                                "file_search_store_names must be specified");
  if (count > MAX_STORES)
    return gemini_refuse_field (request, "tools[0].file_search.file_search_store_names",
                                "at most 5 file search stores can be searched");
  for (guint i = 0; i < count; i++)
    {
      const char *name = json_array_get_string_element (names, i);
      GeminiStore *store = gemini_state_find_store (sim_get_gemini (request->sim), user->owner,
                                                    name);

      if (store == NULL)
        return gemini_refuse_missing (request, "File search store", name);
      if (!g_ptr_array_find (stores, store, NULL))
        g_ptr_array_add (stores, store);
    }
  return NULL;
}

static guint
read_k (JsonObject *asked)
{
  const char *text = sim_get_string (asked, "topK");
  double number = text != NULL ? g_ascii_strtod (text, NULL) : USUAL_K;

  sim_get_number (asked, "topK", &number);
  return CLAMP (number, 1, MAX_K);
}

/* @asked: a `FileSearch`. The refusal, or NULL. */
SimReply *
gemini_search_stores (SimRequest *request,
                      GeminiUser *user,
                      JsonObject *asked,
                      GeminiTalk *talk)
{
  g_autoptr (GPtrArray) stores = g_ptr_array_new ();
  g_autoptr (GPtrArray) terms = NULL;
  g_autoptr (GArray) passages = g_array_new (FALSE, FALSE, sizeof (Passage));
  g_autoptr (GHashTable) words = gemini_question_words (talk->asked);
  SimReply *refusal = gemini_refuse_token (request, user);
  guint base = json_array_get_length (talk->chunks);
  guint count;

  if (refusal == NULL)
    refusal = find_stores (request, user, asked, stores);
  if (refusal == NULL && !gemini_filter_parse (sim_get_string (asked, "metadataFilter"), &terms))
    refusal = gemini_refuse_field (request, "tools[0].file_search.metadata_filter",
                                   "Invalid metadata filter");
  if (refusal != NULL)
    return refusal;
  for (guint i = 0; i < stores->len; i++)
    {
      GeminiStore *store = g_ptr_array_index (stores, i);

      for (guint k = 0; k < store->documents->len; k++)
        {
          GeminiDocument *document = g_ptr_array_index (store->documents, k);

          if (document->state == GEMINI_DOCUMENT_ACTIVE
              && gemini_filter_matches (terms, document->metadata))
            add_passages (passages, store, document, words);
        }
    }
  g_array_sort (passages, compare);
  count = MIN (passages->len, read_k (asked));
  for (guint i = 0; i < count; i++)
    json_array_add_object_element (talk->chunks,
                                   describe (request, &g_array_index (passages, Passage, i)));
  if (talk->may_quote)
    quote (talk, passages, base, count, words);
  return NULL;
}
