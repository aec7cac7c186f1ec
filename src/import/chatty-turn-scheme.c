/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include "chatty-turn-scheme.h"

/* Sides that take turns less regularly than this are no conversation. */
#define MIN_ALTERNATION 0.6
/* Messengers, whose lines carry their time, let one side speak for long. */
#define MIN_ALTERNATION_STAMPED 0.2
/* A trait that this share of the labels has, all of them must have. */
#define TRAIT_SHARE 0.7

ChattyTurnScheme *
chatty_turn_scheme_new (void)
{
  ChattyTurnScheme *self = g_new0 (ChattyTurnScheme, 1);

  self->members = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
chatty_turn_scheme_free (ChattyTurnScheme *self)
{
  g_array_unref (self->members);
  g_free (self);
}

static ChattyCandidate *
get (ChattyTurnScheme *self,
     GArray           *candidates,
     guint             nth)
{
  return &g_array_index (candidates, ChattyCandidate,
                         g_array_index (self->members, guint, nth));
}

static gboolean
is_speaker (int role)
{
  return role == CHATTY_ROLE_PERSON || role == CHATTY_ROLE_ASSISTANT || role < 0;
}

/* What a label is worth by its looks: nobody writes "ChatGPT said:" as a
 * heading by accident, but everybody writes "User". */
static double
weight_of (const ChattyCandidate *candidate,
           gboolean               has_inline)
{
  guint decoration = candidate->decoration / CHATTY_N_LABEL_FAMILIES;
  guint heading = decoration / 8;
  gboolean bold = (decoration & 4) != 0;
  gboolean emoji = (decoration & 2) != 0;
  gboolean colon = (decoration & 1) != 0;
  double weight;

  switch (candidate->style % CHATTY_N_LABEL_FAMILIES)
    {
    case CHATTY_LABEL_SAID:
      return has_inline ? 0.95 : 1.0;
    case CHATTY_LABEL_STAMPED:
      return 1.0;
    case CHATTY_LABEL_NAME:
      weight = 0.4;
      break;
    default:
      weight = heading > 0 ? 0.85 : bold ? 0.8 : colon ? 0.7 : 0.5;
      break;
    }
  if (emoji)
    weight += 0.1;
  if (colon && heading > 0)
    weight += 0.05;
  return has_inline ? weight - 0.1 : weight;
}

/**
 * chatty_turn_scheme_weigh:
 * @self: a scheme whose members are known
 * @candidates: what its members are indices of
 * @length: bytes of the whole text
 *
 * Counts who speaks and sets the score.
 */
void
chatty_turn_scheme_weigh (ChattyTurnScheme *self,
                          GArray           *candidates,
                          gsize             length)
{
  const ChattyCandidate *first;
  guint n_pairs = 0, n_labels;
  int last = -2;
  gboolean has_inline = FALSE;
  gboolean stamped, one_sided;
  double coverage;

  self->n_person = self->n_assistant = self->n_unknown = self->n_repeats = 0;
  self->alternation = self->score = 0;
  for (guint i = 0; i < self->members->len; i++)
    {
      const ChattyCandidate *candidate = get (self, candidates, i);

      if ((candidate->flags & CHATTY_CANDIDATE_INLINE) != 0)
        has_inline = TRUE;
      if (!is_speaker (candidate->role))
        {
          /* Between two answers a tool may have been asked. */
          if (last == CHATTY_ROLE_ASSISTANT)
            last = -2;
          continue;
        }
      self->n_person += candidate->role == CHATTY_ROLE_PERSON;
      self->n_assistant += candidate->role == CHATTY_ROLE_ASSISTANT;
      self->n_unknown += candidate->role < 0;
      if (last != -2)
        {
          n_pairs++;
          self->n_repeats += last == candidate->role;
        }
      last = candidate->role;
    }

  n_labels = self->n_person + self->n_assistant + self->n_unknown;
  if (n_labels < 2)
    return;
  first = &g_array_index (candidates, ChattyCandidate, self->lead);
  stamped = first->style % CHATTY_N_LABEL_FAMILIES == CHATTY_LABEL_STAMPED;
  one_sided = (self->n_person > 0) + (self->n_assistant > 0) + (self->n_unknown > 0) < 2;
  self->alternation = n_pairs > 0 ? (double) (n_pairs - self->n_repeats) / n_pairs : 0;
  if (one_sided)
    {
      /* Only "ChatGPT said:": the person's labels were lost. */
      if (first->style % CHATTY_N_LABEL_FAMILIES != CHATTY_LABEL_SAID ||
          self->n_assistant < 2)
        {
          if (!stamped || self->n_unknown == 0)
            return;
        }
      self->alternation = 0.8;
    }
  else if (self->alternation < (stamped ? MIN_ALTERNATION_STAMPED : MIN_ALTERNATION))
    return;

  coverage = (double) (length - get (self, candidates, 0)->start) / MAX (length, 1);
  self->score = weight_of (first, has_inline) *
                (0.4 + 0.6 * self->alternation) *
                (0.3 + 0.7 * coverage) *
                (1.0 - 1.0 / (n_labels + 1));
}

static void
require_trait (ChattyTurnScheme *self,
               GArray           *candidates,
               guint8            flag,
               gboolean          spare_first)
{
  guint n = 0, kept = 0;

  for (guint i = 0; i < self->members->len; i++)
    n += (get (self, candidates, i)->flags & flag) != 0;
  if (n < 2 || n >= self->members->len || n < TRAIT_SHARE * self->members->len)
    return;
  for (guint i = 0; i < self->members->len; i++)
    {
      guint member = g_array_index (self->members, guint, i);

      if ((g_array_index (candidates, ChattyCandidate, member).flags & flag) != 0 ||
          (i == 0 && spare_first))
        g_array_index (self->members, guint, kept++) = member;
    }
  g_array_set_size (self->members, kept);
}

/* A side that speaks twice in a row, once, in a conversation which takes turns
 * otherwise, is more likely a heading inside of an answer: "## Assistant" in
 * a text about assistants. Labels of the sites are spared, since nobody
 * writes them, and so are those with times. */
static void
drop_repeats (ChattyTurnScheme *self,
              GArray           *candidates)
{
  guint kept = 0;
  int last = -2;

  for (guint i = 0; i < self->members->len; i++)
    {
      guint member = g_array_index (self->members, guint, i);
      const ChattyCandidate *candidate = &g_array_index (candidates, ChattyCandidate, member);

      if (is_speaker (candidate->role) && candidate->role == last &&
          candidate->role == CHATTY_ROLE_ASSISTANT)
        continue;
      last = candidate->role;
      g_array_index (self->members, guint, kept++) = member;
    }
  g_array_set_size (self->members, kept);
}

/**
 * chatty_turn_scheme_drop_strays:
 * @self: the scheme that won
 * @candidates: what its members are indices of
 *
 * Leaves out members that look like the others, but stand in the middle of
 * what somebody says: without the date, the line across the page or the
 * empty line that the others have.
 */
void
chatty_turn_scheme_drop_strays (ChattyTurnScheme *self,
                                GArray           *candidates)
{
  const ChattyCandidate *first;
  ChattyLabelFamily family;

  if (self->members->len < 3)
    return;
  require_trait (self, candidates, CHATTY_CANDIDATE_DATED, FALSE);
  require_trait (self, candidates, CHATTY_CANDIDATE_AFTER_RULE, TRUE);
  first = &g_array_index (candidates, ChattyCandidate, self->lead);
  family = first->style % CHATTY_N_LABEL_FAMILIES;
  if (family == CHATTY_LABEL_STAMPED || (first->flags & CHATTY_CANDIDATE_DATED) != 0)
    return;
  if (family == CHATTY_LABEL_SPEAKER || family == CHATTY_LABEL_PROMPT)
    {
      guint n_pairs = self->n_person + self->n_assistant - 1;

      require_trait (self, candidates, CHATTY_CANDIDATE_AFTER_BLANK, TRUE);
      if (self->n_repeats > 0 && (self->n_repeats == 1 || self->n_repeats * 10 <= n_pairs))
        drop_repeats (self, candidates);
    }
}

static gboolean
is_aside (const ChattyCandidate *candidate)
{
  /* "### System" and "### Tool output" between "# Me" and "# ChatGPT". */
  return candidate->decoration / CHATTY_N_LABEL_FAMILIES == 3 * 8 &&
         (candidate->role == CHATTY_ROLE_SYSTEM || candidate->role == CHATTY_ROLE_TOOL) &&
         (candidate->flags & CHATTY_CANDIDATE_AFTER_BLANK) != 0 &&
         (candidate->flags & CHATTY_CANDIDATE_SHADOWED) == 0;
}

/**
 * chatty_turn_scheme_add_others:
 * @self: a scheme
 * @candidates: what its members are indices of
 *
 * Adds the labels of systems and tools that one family of exporters writes as
 * lesser headings than those of the speakers.
 */
void
chatty_turn_scheme_add_others (ChattyTurnScheme *self,
                               GArray           *candidates)
{
  g_autoptr (GArray) members = NULL;
  guint next = 0;

  if (g_array_index (candidates, ChattyCandidate, self->lead).decoration /
      CHATTY_N_LABEL_FAMILIES != 1 * 8)
    return;
  members = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < candidates->len; i++)
    {
      if (next < self->members->len && g_array_index (self->members, guint, next) == i)
        next++;
      else if (!is_aside (&g_array_index (candidates, ChattyCandidate, i)))
        continue;
      g_array_append_val (members, i);
    }
  g_array_unref (self->members);
  self->members = g_steal_pointer (&members);
}

/**
 * chatty_turn_scheme_is_inside:
 * @inner: a scheme
 * @outer: another
 * @candidates: what their members are indices of
 *
 * Returns: whether all of @inner stands within one turn of @outer
 */
gboolean
chatty_turn_scheme_is_inside (ChattyTurnScheme *inner,
                              ChattyTurnScheme *outer,
                              GArray           *candidates)
{
  gsize first = get (inner, candidates, 0)->start;
  gsize last = get (inner, candidates, inner->members->len - 1)->start;
  guint low = 0, high = outer->members->len;

  if (first < get (outer, candidates, 0)->start)
    return FALSE;
  /* The last label of @outer that stands before @inner. */
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (get (outer, candidates, middle)->start <= first)
        low = middle;
      else
        high = middle;
    }
  return low + 1 >= outer->members->len || get (outer, candidates, low + 1)->start > last;
}
