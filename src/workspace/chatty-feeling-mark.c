/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-feeling-mark.h"

#include <string.h>

/* The longest that a mark with its brackets can be; what is longer is text. */
#define MAX_MARK 64

typedef enum {
  LOOKING,     /* nothing is decided, "held" has all that came */
  TRIMMING,    /* there was a mark: blanks after it are dropped */
  TEXT,        /* everything is text */
} Stage;

struct _ChattyFeelingMark {
  Stage          stage;
  gboolean       found;
  ChattyFeeling  feeling;
  GString       *held;
};

/**
 * chatty_feeling_mark_new:
 *
 * Returns: (transfer full): for an answer of which nothing has come yet
 */
ChattyFeelingMark *
chatty_feeling_mark_new (void)
{
  ChattyFeelingMark *self = g_new0 (ChattyFeelingMark, 1);

  self->held = g_string_new (NULL);
  return self;
}

void
chatty_feeling_mark_free (ChattyFeelingMark *self)
{
  g_string_free (self->held, TRUE);
  g_free (self);
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static gboolean
may_be_inside (char c)
{
  return g_ascii_isalpha (c) || c == ' ' || c == '\t' || c == '-' || c == '_' || c == ':' ||
         c == '(' || c == ')';
}

/* Whether @held is a whole mark, which ends at @end; @more: it could become one
 * when more comes. */
static gboolean
read_mark (ChattyFeelingMark *self,
           gsize             *end,
           gboolean          *more)
{
  const char *start = self->held->str, *p = start, *inner;
  g_autofree char *words = NULL;
  guint brackets = 0;

  *more = self->held->len < MAX_MARK;
  while (is_blank (*p))
    p++;
  while (*p == '[' && brackets < 2)
    p++, brackets++;
  if (*p == '\0')
    return FALSE;
  if (brackets == 0)
    {
      *more = FALSE;
      return FALSE;
    }
  inner = p;
  while (may_be_inside (*p))
    p++;
  words = g_strndup (inner, (gsize) (p - inner));
  for (guint i = 0; i < brackets; i++, p++)
    if (*p != ']')
      {
        *more = *more && *p == '\0';
        return FALSE;
      }
  g_strstrip (words);
  if (*words == '\0' || !chatty_feeling_parse (words, &self->feeling) ||
      self->feeling.emotion == CHATTY_EMOTION_NONE)
    {
      *more = FALSE;
      return FALSE;
    }
  /* "[joy](…)" is a link of Markdown, "[joy]: …" is where one leads. */
  if (brackets == 1 && (*p == '\0' || *p == '(' || *p == '[' || *p == ':'))
    {
      *more = *more && *p == '\0';
      return FALSE;
    }
  *end = (gsize) (p - start);
  return TRUE;
}

static void
trim_into (ChattyFeelingMark *self,
           const char        *text,
           gsize              length,
           GString           *into)
{
  gsize skip = 0;

  while (skip < length && is_blank (text[skip]))
    skip++;
  if (skip == length)
    return;
  self->stage = TEXT;
  g_string_append_len (into, text + skip, (gssize) (length - skip));
}

/**
 * chatty_feeling_mark_feed:
 * @piece: the next bytes of the answer
 * @length: how many
 * @into: where the text goes
 */
void
chatty_feeling_mark_feed (ChattyFeelingMark *self,
                          const char        *piece,
                          gsize              length,
                          GString           *into)
{
  gsize end = 0;
  gboolean more;

  if (self->stage == TEXT)
    g_string_append_len (into, piece, (gssize) length);
  else if (self->stage == TRIMMING)
    trim_into (self, piece, length, into);
  if (self->stage != LOOKING)
    return;

  g_string_append_len (self->held, piece, (gssize) length);
  if (read_mark (self, &end, &more))
    {
      self->found = TRUE;
      self->stage = TRIMMING;
      trim_into (self, self->held->str + end, self->held->len - end, into);
      g_string_truncate (self->held, 0);
    }
  else if (!more)
    {
      self->stage = TEXT;
      g_string_append_len (into, self->held->str, (gssize) self->held->len);
      g_string_truncate (self->held, 0);
    }
}

/**
 * chatty_feeling_mark_finish:
 * @into: where the text goes
 */
void
chatty_feeling_mark_finish (ChattyFeelingMark *self,
                            GString           *into)
{
  /* Nothing but a mark in one pair of brackets waits for what follows it. */
  if (self->stage == LOOKING && self->held->len > 0)
    {
      gsize end = 0;
      gboolean more;
      gsize length = self->held->len;

      g_string_append_c (self->held, ' ');
      if (read_mark (self, &end, &more))
        self->found = TRUE;
      else
        g_string_append_len (into, self->held->str, (gssize) length);
    }
  g_string_truncate (self->held, 0);
  self->stage = TEXT;
}

/**
 * chatty_feeling_mark_get:
 * @feeling: (out): what the mark says
 *
 * Returns: whether there was one
 */
gboolean
chatty_feeling_mark_get (ChattyFeelingMark *self,
                         ChattyFeeling     *feeling)
{
  *feeling = self->found ? self->feeling : (ChattyFeeling) { 0 };
  return self->found;
}
