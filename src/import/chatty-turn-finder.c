/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-turn-finder.h"
#include "chatty-turn-names.h"
#include "chatty-turn-scheme.h"

void
chatty_found_turns_free (ChattyFoundTurns *self)
{
  g_array_unref (self->turns);
  g_free (self->guessed_person);
  g_free (self->guessed_assistant);
  g_free (self);
}

/* Sorts candidates into schemes by how they look. @whole_only: only those
 * with nothing else on their line. */
static GPtrArray *
make_schemes (GArray   *candidates,
              gboolean  whole_only)
{
  g_autofree ChattyTurnScheme **by_style = g_new0 (ChattyTurnScheme *, CHATTY_N_TURN_STYLES);
  GPtrArray *schemes = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_turn_scheme_free);

  for (guint i = 0; i < candidates->len; i++)
    {
      const ChattyCandidate *candidate = &g_array_index (candidates, ChattyCandidate, i);

      if ((candidate->flags & CHATTY_CANDIDATE_SHADOWED) != 0 ||
          (whole_only && (candidate->flags & CHATTY_CANDIDATE_INLINE) != 0) ||
          candidate->style % CHATTY_N_LABEL_FAMILIES == CHATTY_LABEL_NAME)
        continue;
      if (by_style[candidate->style] == NULL)
        {
          by_style[candidate->style] = chatty_turn_scheme_new ();
          by_style[candidate->style]->lead = i;
          g_ptr_array_add (schemes, by_style[candidate->style]);
        }
      g_array_append_val (by_style[candidate->style]->members, i);
    }
  return schemes;
}

static void
consider (ChattyTurnScheme  *scheme,
          GArray            *candidates,
          ChattyTurnScheme **best)
{
  if (scheme->score <= 0)
    return;
  if (*best == NULL ||
      chatty_turn_scheme_is_inside (*best, scheme, candidates) ||
      (scheme->score > (*best)->score &&
       !chatty_turn_scheme_is_inside (scheme, *best, candidates)))
    *best = scheme;
}

static void
weigh_all (const char        *text,
           GPtrArray         *schemes,
           GArray            *candidates,
           gsize              length,
           ChattyTurnScheme **best,
           ChattyNoTurns     *reason)
{
  for (guint i = 0; i < schemes->len; i++)
    {
      ChattyTurnScheme *scheme = g_ptr_array_index (schemes, i);
      ChattyNoTurns why;

      chatty_turn_names_drop_story (text, candidates, scheme);
      chatty_turn_scheme_add_others (scheme, candidates);
      chatty_turn_scheme_weigh (scheme, candidates, length);
      if (scheme->score > 0)
        consider (scheme, candidates, best);
      else
        {
          why = scheme->members->len < 2 ? CHATTY_NO_TURNS_ONE_LABEL
                : scheme->alternation > 0 ? CHATTY_NO_TURNS_NO_ORDER
                : CHATTY_NO_TURNS_ONE_SIDE;
          *reason = MAX (*reason, why);
        }
    }
}

/* Where the last paragraph of a part begins: after the last empty line that
 * is outside of code and has text on both sides. 0 if there is one only. */
static gsize
last_paragraph (const char *text,
                gsize       start,
                gsize       end)
{
  ChattyFence fence = { 0 };
  gboolean some_text = FALSE, blank = FALSE;
  gsize found = 0;

  for (gsize at = start; at < end;)
    {
      gsize line_end = chatty_line_end (text, end, at);

      chatty_fence_step (&fence, text + at, line_end - at);
      if (chatty_line_is_blank (text, at, line_end))
        blank = fence.mark == 0;
      else
        {
          if (blank && some_text)
            found = at;
          some_text = TRUE;
          blank = FALSE;
        }
      at = line_end + 1;
    }
  return found;
}

static void
add_turn (ChattyFoundTurns      *self,
          const ChattyCandidate *candidate,
          gsize                  end)
{
  ChattyFoundTurn turn = {
    .role = candidate->role,
    .start = candidate->start,
    .body = MIN (candidate->body, end),
    .end = end,
    .author = candidate->author,
    .author_length = candidate->author_length,
    .model = candidate->model,
    .model_length = candidate->model_length,
    .date = candidate->date,
    .label = candidate->label,
  };

  g_array_append_val (self->turns, turn);
}

static void
add_unlabelled_person (ChattyFoundTurns *self,
                       gsize             start,
                       gsize             end)
{
  ChattyFoundTurn turn = {
    .role = CHATTY_ROLE_PERSON,
    .start = start,
    .body = start,
    .end = end,
  };

  g_array_append_val (self->turns, turn);
}

static ChattyFoundTurns *
make_found (const char       *text,
            gsize             length,
            GArray           *candidates,
            ChattyTurnScheme *scheme)
{
  ChattyFoundTurns *self = g_new0 (ChattyFoundTurns, 1);
  const ChattyCandidate *first = &g_array_index (candidates, ChattyCandidate, scheme->lead);
  guint looks = first->decoration / CHATTY_N_LABEL_FAMILIES;
  guint n_ruled = 0, n_dated = 0;

  self->turns = g_array_new (FALSE, FALSE, sizeof (ChattyFoundTurn));
  self->family = first->style % CHATTY_N_LABEL_FAMILIES;
  self->heading = looks / 8;
  self->bold = (looks & 4) != 0;
  self->emoji = (looks & 2) != 0;
  self->colon = (looks & 1) != 0;
  self->split_by_paragraph = scheme->n_person == 0 && scheme->n_unknown == 0 &&
                             self->family == CHATTY_LABEL_SAID;
  for (guint i = 0; i < scheme->members->len; i++)
    {
      const ChattyCandidate *candidate = &g_array_index (candidates, ChattyCandidate,
                                                         g_array_index (scheme->members, guint, i));
      gsize end = length;
      gsize question = 0;

      n_ruled += i > 0 && (candidate->flags & CHATTY_CANDIDATE_AFTER_RULE) != 0;
      n_dated += (candidate->flags & CHATTY_CANDIDATE_DATED) != 0;
      if (i + 1 < scheme->members->len)
        end = g_array_index (candidates, ChattyCandidate,
                             g_array_index (scheme->members, guint, i + 1)).start;
      if (self->split_by_paragraph && i + 1 < scheme->members->len)
        question = last_paragraph (text, candidate->body, end);
      add_turn (self, candidate, question != 0 ? question : end);
      if (question != 0)
        add_unlabelled_person (self, question, end);
    }
  self->ruled = n_ruled * 2 > scheme->members->len - 1;
  self->dated = n_dated * 2 > scheme->members->len;
  return self;
}

/**
 * chatty_turn_finder_find:
 * @text: valid UTF-8 whose lines end in LF
 * @length: its bytes
 * @hint: (nullable): title and file name, in which a character may be named
 * @cancellable: (nullable): for giving up
 * @deadline: monotonic time at which to give up, or 0
 * @reason: (out): why there are no turns, when there are none
 * @error: where to put an error
 *
 * Divides a text into turns by the labels that stand on lines of their own
 * (or begin them). Every set of labels that look alike is weighed, and the
 * best one wins: its labels must be two or more and mostly take turns. Takes
 * time and memory in proportion to the text, whatever it holds.
 *
 * Returns: (transfer full) (nullable): the turns; %NULL without an error if
 *   the text has none that are credible
 */
ChattyFoundTurns *
chatty_turn_finder_find (const char     *text,
                         gsize           length,
                         const char     *hint,
                         GCancellable   *cancellable,
                         gint64          deadline,
                         ChattyNoTurns  *reason,
                         GError        **error)
{
  g_autoptr (GArray) candidates = NULL;
  g_autoptr (GPtrArray) whole = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (ChattyTurnScheme) named = NULL;
  g_autofree char *person = NULL;
  g_autofree char *assistant = NULL;
  ChattyTurnScheme *best = NULL;
  ChattyFoundTurns *found;

  *reason = CHATTY_NO_TURNS_NO_LABELS;
  candidates = chatty_turn_scan (text, length, FALSE, cancellable, deadline, error);
  if (candidates == NULL)
    return NULL;
  whole = make_schemes (candidates, TRUE);
  weigh_all (text, whole, candidates, length, &best, reason);
  all = make_schemes (candidates, FALSE);
  weigh_all (text, all, candidates, length, &best, reason);

  if (best != NULL)
    {
      chatty_turn_names_settle_unknown (candidates, best);
      chatty_turn_names_settle (text, length, candidates, best, hint, &person, &assistant);
      chatty_turn_scheme_weigh (best, candidates, length);
      chatty_turn_scheme_drop_strays (best, candidates);
    }
  else
    {
      g_clear_pointer (&candidates, g_array_unref);
      candidates = chatty_turn_scan (text, length, TRUE, cancellable, deadline, error);
      if (candidates == NULL)
        return NULL;
      named = chatty_turn_names_find (text, length, hint, candidates, &person, &assistant);
      best = named;
    }
  if (best == NULL || best->members->len < 2)
    return NULL;

  found = make_found (text, length, candidates, best);
  found->truncated = candidates->len >= CHATTY_TURN_SCAN_MAX;
  found->guessed_person = g_steal_pointer (&person);
  found->guessed_assistant = g_steal_pointer (&assistant);
  return found;
}
