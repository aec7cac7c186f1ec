/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include "chatty-search-snippet.h"
#include "chatty-tokenizer.h"

/* FTS5's own snippet() needs the text in the database. The index leaves the
 * text in the files, so it is searched again here, one turn at a time. */

#define SNIPPET_CHARS  160
#define LEAD_BYTES     60     /* of context before the first word */
#define MAX_WORD_CHARS 24     /* a snippet does not end in the middle of a shorter word */
typedef struct {
  int start;
  int end;
} Found;

typedef struct {
  const ChattySearchQuery *query;
  guint64 progress[CHATTY_SEARCH_MAX_TERMS];   /* a bit for each token that fits so far */
  int     starts[CHATTY_SEARCH_MAX_TOKENS];    /* where the last tokens began */
  guint   n_tokens;

  /* To choose the place: where each word was last seen. */
  int     span;
  int     last_seen[CHATTY_SEARCH_MAX_TERMS];  /* or -1 */
  guint   best_terms;
  int     best_start;

  /* To mark what is in it. */
  GArray *found;                               /* (nullable) of Found */
} Search;

static gboolean
token_fits (const ChattySearchTerm *term,
            guint                   nth,
            const char             *token,
            gsize                   length)
{
  const char *wanted = term->tokens->pdata[nth];
  gboolean prefix = term->prefix && nth + 1 == term->tokens->len;

  return strncmp (wanted, token, length) == 0
           ? wanted[length] == '\0'
           : prefix && strlen (wanted) < length && memcmp (wanted, token, strlen (wanted)) == 0;
}

/* The place from which most of the different words are seen at once; the
 * first such place, so that the search ends once all of them are. */
static int
consider_place (Search *search,
                guint   term,
                int     start,
                int     end)
{
  guint n_terms = chatty_search_query_get_n_terms (search->query);
  guint n_seen = 0;
  int first = start;

  search->last_seen[term] = start;
  for (guint i = 0; i < n_terms; i++)
    if (search->last_seen[i] >= 0 && (i == term || search->last_seen[i] >= end - search->span))
      {
        first = MIN (first, search->last_seen[i]);
        n_seen++;
      }
  if (n_seen > search->best_terms)
    {
      search->best_terms = n_seen;
      search->best_start = first;
    }
  return search->best_terms == n_terms;
}

static int
search_cb (void       *user_data,
           int         flags,
           const char *token,
           int         length,
           int         start,
           int         end)
{
  Search *search = user_data;
  guint n_terms = chatty_search_query_get_n_terms (search->query);

  search->starts[search->n_tokens % CHATTY_SEARCH_MAX_TOKENS] = start;
  for (guint i = 0; i < n_terms; i++)
    {
      const ChattySearchTerm *term = chatty_search_query_get_term (search->query, i);
      guint64 candidates = (search->progress[i] << 1) | 1;
      guint64 fits = 0;

      for (guint j = 0; j < term->tokens->len; j++)
        if ((candidates >> j & 1) != 0 && token_fits (term, j, token, length))
          fits |= G_GUINT64_CONSTANT (1) << j;
      search->progress[i] = fits;

      if ((fits >> (term->tokens->len - 1) & 1) != 0)
        {
          guint first = search->n_tokens + 1 - term->tokens->len;
          Found found = { search->starts[first % CHATTY_SEARCH_MAX_TOKENS], end };

          if (search->found != NULL)
            g_array_append_val (search->found, found);
          else if (consider_place (search, i, found.start, end))
            return 1;
        }
    }
  search->n_tokens++;
  return 0;
}

static int
compare_found (gconstpointer a,
               gconstpointer b)
{
  return ((const Found *) a)->start - ((const Found *) b)->start;
}

/* Goes back to the start of a word, or at least of a character. */
static gsize
step_back (const char *text,
           gsize       from,
           gsize       bytes)
{
  gsize to = from > bytes ? from - bytes : 0;
  gsize space;

  if (to == 0)
    return 0;
  while (to < from && (text[to] & 0xc0) == 0x80)
    to++;
  for (space = to; space < from && space < to + 24; space++)
    if (g_ascii_isspace (text[space]))
      return space + 1;
  return to;
}

static gboolean
find_place (const ChattySearchQuery *query,
            const char              *text,
            gsize                    length,
            guint                    max_chars,
            gsize                   *from)
{
  Search search = { .query = query };
  guint lead = MIN (LEAD_BYTES, max_chars / 3);

  search.span = max_chars - lead;
  memset (search.last_seen, 0xff, sizeof search.last_seen);
  chatty_tokenizer_run (text, length, search_cb, &search);
  if (search.best_terms == 0)
    return FALSE;
  *from = max_chars > 0 ? step_back (text, search.best_start, lead) : 0;
  return TRUE;
}

static GArray *
find_all (const ChattySearchQuery *query,
          const char              *text,
          gsize                    length)
{
  Search search = { .query = query };

  search.found = g_array_new (FALSE, FALSE, sizeof (Found));
  chatty_tokenizer_run (text, length, search_cb, &search);
  g_array_sort (search.found, compare_found);
  return search.found;
}

static void
append_char (GString    *string,
             const char *p,
             gsize       length,
             gunichar    c,
             gboolean   *space)
{
  if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
    {
      *space = string->len > 0;
      return;
    }
  if (c == 0xe000 || c == 0xe001)
    return;
  if (*space)
    g_string_append_c (string, ' ');
  *space = FALSE;
  g_string_append_len (string, p, length);
}

/**
 * chatty_search_snippet:
 * @query: what was searched for
 * @text: valid UTF-8
 * @length: of @text in bytes
 * @max_chars: how long the snippet may be; 0 for all of @text
 *
 * Cuts out the part of @text where most words of the query are, on one line,
 * with U+E000 and U+E001 around each. Any thread.
 *
 * Returns: (transfer full) (nullable): the snippet, or %NULL if no word of
 *   the query is in @text
 */
char *
chatty_search_snippet (const ChattySearchQuery *query,
                       const char              *text,
                       gsize                    length,
                       guint                    max_chars)
{
  g_autoptr (GArray) all_found = NULL;
  const Found *found;
  const Found *found_end;
  GString *snippet;
  gboolean space = FALSE;
  gsize from = 0;
  gsize to = length;
  gsize p;
  guint n_chars = 0;
  gsize open_until = 0;  /* end of the word that is being marked, or 0 */

  if (chatty_search_query_is_empty (query) || length > G_MAXINT)
    return NULL;
  if (!find_place (query, text, length, max_chars, &from))
    return NULL;
  if (max_chars > 0)
    to = MIN (length, from + 6 * (gsize) max_chars);

  all_found = find_all (query, text + from, to - from);
  found = (const Found *) all_found->data;
  found_end = found + all_found->len;

  snippet = g_string_new (from > 0 ? "…" : NULL);
  for (p = from; p < length; )
    {
      gunichar c = g_utf8_get_char (text + p);
      gsize size = g_utf8_next_char (text + p) - (text + p);

      if (open_until != 0 && p >= open_until)
        {
          g_string_append (snippet, CHATTY_MARK_END);
          open_until = 0;
        }
      if (max_chars > 0 && n_chars >= max_chars && open_until == 0 &&
          (g_unichar_isspace (c) || n_chars >= max_chars + MAX_WORD_CHARS))
        break;
      for (; found < found_end && from + found->start <= p; found++)
        {
          if (open_until == 0 && from + found->start == p)
            {
              if (space)
                g_string_append_c (snippet, ' ');
              space = FALSE;
              g_string_append (snippet, CHATTY_MARK_START);
            }
          open_until = MAX (open_until, from + found->end);
        }
      append_char (snippet, text + p, size, c, &space);
      n_chars++;
      p += size;
    }
  if (open_until != 0)
    g_string_append (snippet, CHATTY_MARK_END);
  if (p < length)
    g_string_append (snippet, "…");
  return g_string_free (snippet, FALSE);
}

/**
 * chatty_search_snippet_for_turn:
 *
 * As chatty_search_snippet(), from the first part of @turn that has a word
 * of the query: its text, its attachments' names, its alternates and what
 * followed them. Bounded: no turn is deeper than CHATTY_TURN_MAX_DEPTH.
 *
 * Returns: (transfer full) (nullable): the snippet
 */
char *
chatty_search_snippet_for_turn (const ChattySearchQuery *query,
                                const ChattyTurn        *turn)
{
  char *snippet = chatty_search_snippet (query, chatty_turn_get_text (turn),
                                         chatty_turn_get_length (turn), SNIPPET_CHARS);

  for (guint i = 0; snippet == NULL && i < chatty_turn_get_n_attachments (turn); i++)
    {
      const char *name = chatty_turn_get_attachment (turn, i)->name;

      if (name != NULL)
        snippet = chatty_search_snippet (query, name, strlen (name), SNIPPET_CHARS);
    }
  for (guint i = 0; snippet == NULL && i < chatty_turn_get_n_following (turn); i++)
    snippet = chatty_search_snippet_for_turn (query, chatty_turn_get_following (turn, i));
  for (guint i = 0; snippet == NULL && i < chatty_turn_get_n_alternates (turn); i++)
    snippet = chatty_search_snippet_for_turn (query, chatty_turn_get_alternate (turn, i));
  return snippet;
}
