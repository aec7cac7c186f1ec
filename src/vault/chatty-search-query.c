/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include "chatty-search-query.h"
#include "chatty-tokenizer.h"

#define MAX_TEXT 4096  /* bytes */

/* A single letter is not yet a word that somebody is typing: it would find
 * nearly everything, and take longest. */
#define MIN_TYPED_BYTES 2

struct _ChattySearchQuery {
  GPtrArray *terms;
  char      *match;
};

static void
term_free (ChattySearchTerm *term)
{
  g_ptr_array_unref (term->tokens);
  g_free (term);
}

static gboolean
term_equal (gconstpointer a,
            gconstpointer b)
{
  const ChattySearchTerm *first = a;
  const ChattySearchTerm *second = b;

  if (first->prefix != second->prefix || first->tokens->len != second->tokens->len)
    return FALSE;
  for (guint i = 0; i < first->tokens->len; i++)
    if (strcmp (first->tokens->pdata[i], second->tokens->pdata[i]) != 0)
      return FALSE;
  return TRUE;
}

static int
add_token_cb (void       *user_data,
              int         flags,
              const char *token,
              int         length,
              int         start,
              int         end)
{
  ChattySearchTerm *term = user_data;

  g_ptr_array_add (term->tokens, g_strndup (token, length));
  return term->tokens->len == CHATTY_SEARCH_MAX_TOKENS;
}

static void
add_term (ChattySearchQuery *self,
          const char        *text,
          gsize              length,
          gboolean           prefix)
{
  ChattySearchTerm *term;
  const char *last;

  if (self->terms->len == CHATTY_SEARCH_MAX_TERMS)
    return;
  term = g_new0 (ChattySearchTerm, 1);
  term->tokens = g_ptr_array_new_with_free_func (g_free);
  chatty_tokenizer_run (text, length, add_token_cb, term);
  if (term->tokens->len == 0)
    {
      term_free (term);
      return;
    }

  /* Nothing longer begins with a character that is a token of its own. */
  last = term->tokens->pdata[term->tokens->len - 1];
  term->prefix = prefix && !chatty_tokenizer_is_solo (last, strlen (last));
  if (g_ptr_array_find_with_equal_func (self->terms, term, term_equal, NULL))
    term_free (term);
  else
    g_ptr_array_add (self->terms, term);
}

static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == 0x201c || c == 0x201d || c == 0x201e || c == 0xff02;
}

static gboolean
is_star (gunichar c)
{
  return c == '*' || c == 0xff0a;
}

/* Tokens hold nothing but letters, digits and marks, so that nothing in them
 * can be taken for FTS5 syntax once they stand between quotes. */
static char *
build_match (ChattySearchQuery *self)
{
  GString *match = g_string_new (NULL);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const ChattySearchTerm *term = self->terms->pdata[i];

      g_string_append (match, i > 0 ? " AND \"" : "\"");
      for (guint j = 0; j < term->tokens->len; j++)
        {
          if (j > 0)
            g_string_append_c (match, ' ');
          g_string_append (match, term->tokens->pdata[j]);
        }
      g_string_append (match, term->prefix ? "\" *" : "\"");
    }
  return g_string_free (match, FALSE);
}

/**
 * chatty_search_query_new:
 * @text: what the person typed: words, "phrases", prefix*
 * @typing: whether the last word may be unfinished, and stands for all that
 *   begin with it unless a space follows it
 *
 * Takes a query apart. Words are searched for together (AND). There is no
 * input that is an error. Any thread.
 *
 * Returns: (transfer full): the query
 */
ChattySearchQuery *
chatty_search_query_new (const char *text,
                         gboolean    typing)
{
  ChattySearchQuery *self = g_new0 (ChattySearchQuery, 1);
  g_autofree char *valid = NULL;
  const char *p;

  self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) term_free);
  valid = g_utf8_make_valid (text != NULL ? text : "",
                             text != NULL ? strnlen (text, MAX_TEXT) : 0);
  p = valid;
  while (*p != '\0')
    {
      gboolean quoted = is_quote (g_utf8_get_char (p));
      gboolean star = FALSE;
      const char *start;
      const char *end;

      if (quoted)
        p = g_utf8_next_char (p);
      start = p;
      while (*p != '\0')
        {
          gunichar c = g_utf8_get_char (p);

          if (is_quote (c) || (!quoted && g_unichar_isspace (c)))
            break;
          p = g_utf8_next_char (p);
        }
      end = p;

      if (quoted && *p != '\0')
        {
          p = g_utf8_next_char (p);
          if (is_star (g_utf8_get_char (p)))
            {
              star = TRUE;
              p = g_utf8_next_char (p);
            }
          add_term (self, start, end - start, star);
        }
      else
        {
          if (end > start && is_star (g_utf8_get_char (g_utf8_prev_char (end))))
            star = TRUE;
          else if (typing && *p == '\0' && end - start >= MIN_TYPED_BYTES)
            star = !g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end)));
          add_term (self, start, end - start, star);
          if (*p != '\0' && !is_quote (g_utf8_get_char (p)))
            p = g_utf8_next_char (p);
        }
    }
  self->match = build_match (self);
  return self;
}

void
chatty_search_query_free (ChattySearchQuery *self)
{
  g_ptr_array_unref (self->terms);
  g_free (self->match);
  g_free (self);
}

/**
 * chatty_search_query_is_empty:
 *
 * Returns: whether there is no word in the query
 */
gboolean
chatty_search_query_is_empty (const ChattySearchQuery *self)
{
  return self->terms->len == 0;
}

/**
 * chatty_search_query_has_prefix:
 *
 * Returns: whether a word of the query stands for all that begin with it
 */
gboolean
chatty_search_query_has_prefix (const ChattySearchQuery *self)
{
  for (guint i = 0; i < self->terms->len; i++)
    if (((const ChattySearchTerm *) self->terms->pdata[i])->prefix)
      return TRUE;
  return FALSE;
}

guint
chatty_search_query_get_n_terms (const ChattySearchQuery *self)
{
  return self->terms->len;
}

const ChattySearchTerm *
chatty_search_query_get_term (const ChattySearchQuery *self,
                              guint                    nth)
{
  return self->terms->pdata[nth];
}

/**
 * chatty_search_query_get_match:
 *
 * Returns: the query as FTS5 understands it; empty if the query is
 */
const char *
chatty_search_query_get_match (const ChattySearchQuery *self)
{
  return self->match;
}
