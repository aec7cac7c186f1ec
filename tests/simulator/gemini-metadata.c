/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What comes along with a document, and how a search is narrowed by it:
 * reference, section 2.9. Ours: which filters are understood, namely
 * comparisons for equal and unequal, joined by AND. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "gemini-knowledge.h"
#include "sim-read.h"

#define MAX_METADATA      20
#define MIN_CHUNK         21
#define MAX_CHUNK         512
#define USUAL_CHUNK       200
#define USUAL_OVERLAP     20

const char *
gemini_metadata_fault (JsonArray *metadata)
{
  static const char *const VALUES[] = { "stringValue", "numericValue", "stringListValue" };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (metadata == NULL)
    return NULL;
  if (json_array_get_length (metadata) > MAX_METADATA)
    return "A document can have a maximum of 20 custom metadata.";
  for (guint i = 0; i < json_array_get_length (metadata); i++)
    {
      JsonObject *entry = json_array_get_object_element (metadata, i);
      const char *key = sim_get_string (entry, "key");
      guint n_values = 0;

      for (guint k = 0; k < G_N_ELEMENTS (VALUES); k++)
        n_values += json_object_has_member (entry, VALUES[k]);
      if (key == NULL || *key == '\0')
        return "key must be specified for custom metadata.";
      if (n_values != 1)
        return "Exactly one value must be specified for custom metadata.";
      if (!g_hash_table_add (seen, (gpointer) key))
        return "Duplicate key in custom metadata.";
    }
  return NULL;
}

/* The whole number at @member, which may be written as a string. */
static gboolean
get_whole (JsonObject *object,
           const char *member,
           gint64     *value)
{
  const char *text = sim_get_string (object, member);
  double number;

  if (text != NULL)
    return g_ascii_string_to_signed (text, 10, G_MININT32, G_MAXINT32, value, NULL);
  if (!sim_get_number (object, member, &number))
    return FALSE;
  *value = (gint64) number;
  return TRUE;
}

/* @asked: what may have a `chunkingConfig`. */
const char *
gemini_chunking_fault (JsonObject *asked,
                       guint      *words,
                       guint      *overlap)
{
  JsonObject *config = sim_get_object (asked, "chunkingConfig");
  JsonObject *space = sim_get_object (config, "whiteSpaceConfig");
  gint64 most = USUAL_CHUNK, common = USUAL_OVERLAP;

  if (space != NULL)
    {
      if (!get_whole (space, "maxTokensPerChunk", &most))
        most = USUAL_CHUNK;
      if (!get_whole (space, "maxOverlapTokens", &common))
        common = MIN (USUAL_OVERLAP, most - 1);
    }
  if (most < MIN_CHUNK || most > MAX_CHUNK)
    return "max_tokens_per_chunk must be between 21 and 512.";
  if (common < 0 || common >= most)
    return "max_overlap_tokens must be less than max_tokens_per_chunk.";
  *words = most;
  *overlap = common;
  return NULL;
}

typedef struct {
  char     *key;
  char     *value;
  gboolean  is_number;
  gboolean  unequal;
} Term;

static void
term_free (gpointer data)
{
  Term *term = data;

  g_free (term->key);
  g_free (term->value);
  g_free (term);
}

static void
skip_blanks (const char **at)
{
  while (**at == ' ')
    (*at)++;
}

/* A name, a number or a text in quotation marks. */
static char *
read_word (const char **at,
           gboolean    *quoted)
{
  GString *word = g_string_new (NULL);
  char mark = **at;

  *quoted = mark == '"' || mark == '\'';
  if (!*quoted)
    {
      gsize length = strcspn (*at, " =!()\"'");

      g_string_append_len (word, *at, length);
      *at += length;
      return g_string_free (word, word->len == 0);
    }
  for ((*at)++; **at != '\0' && **at != mark; (*at)++)
    {
      if (**at == '\\' && (*at)[1] != '\0')
        (*at)++;
      g_string_append_c (word, **at);
    }
  if (**at == '\0')
    return g_string_free (word, TRUE);
  (*at)++;
  return g_string_free (word, FALSE);
}

static Term *
read_term (const char **at)
{
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;
  gboolean quoted, unequal;
  Term *term;

  key = read_word (at, &quoted);
  skip_blanks (at);
  unequal = g_str_has_prefix (*at, "!=");
  if (key == NULL || quoted || (!unequal && **at != '='))
    return NULL;
  *at += unequal ? 2 : 1;
  skip_blanks (at);
  value = read_word (at, &quoted);
  if (value == NULL)
    return NULL;
  term = g_new0 (Term, 1);
  term->key = g_steal_pointer (&key);
  term->value = g_steal_pointer (&value);
  term->is_number = !quoted;
  term->unequal = unequal;
  return term;
}

/* @terms: (out): what must hold, for gemini_filter_matches(); none for a
 * filter that is NULL or empty. FALSE: it is not understood. */
gboolean
gemini_filter_parse (const char  *filter,
                     GPtrArray  **terms)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (term_free);
  const char *at = filter != NULL ? filter : "";

  skip_blanks (&at);
  while (*at != '\0')
    {
      Term *term = read_term (&at);

      if (term == NULL)
        return FALSE;
      g_ptr_array_add (found, term);
      skip_blanks (&at);
      if (*at == '\0')
        break;
      if (!g_str_has_prefix (at, "AND "))
        return FALSE;
      at += strlen ("AND ");
      skip_blanks (&at);
      if (*at == '\0')
        return FALSE;
    }
  *terms = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
equals (Term       *term,
        JsonObject *entry)
{
  JsonObject *list = sim_get_object (entry, "stringListValue");
  JsonArray *values = sim_get_array (list, "values");
  double number;

  if (sim_get_number (entry, "numericValue", &number))
    return term->is_number && g_ascii_strtod (term->value, NULL) == number;
  for (guint i = 0; values != NULL && i < json_array_get_length (values); i++)
    if (g_strcmp0 (json_array_get_string_element (values, i), term->value) == 0)
      return TRUE;
  return g_strcmp0 (sim_get_string (entry, "stringValue"), term->value) == 0;
}

/* @metadata: (nullable). */
gboolean
gemini_filter_matches (GPtrArray *terms,
                       JsonArray *metadata)
{
  for (guint i = 0; i < terms->len; i++)
    {
      Term *term = g_ptr_array_index (terms, i);
      gboolean found = FALSE;

      for (guint k = 0; metadata != NULL && k < json_array_get_length (metadata); k++)
        {
          JsonObject *entry = json_array_get_object_element (metadata, k);

          if (g_strcmp0 (sim_get_string (entry, "key"), term->key) == 0)
            found |= equals (term, entry);
        }
      if (found == term->unequal)
        return FALSE;
    }
  return TRUE;
}
