/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-turn-finder.h"
#include "chatty-turn-scheme.h"

/* Two speakers and their guests; more is a list of something. */
#define MAX_NAMES 8
#define MAX_AUTHORS 20000

void
chatty_found_turns_free (ChattyFoundTurns *self)
{
  g_array_unref (self->turns);
  g_free (self->guessed_person);
  g_free (self->guessed_assistant);
  g_free (self);
}

static char *
dup_author (const char            *text,
            const ChattyCandidate *candidate)
{
  return g_strndup (text + candidate->author, candidate->author_length);
}

/* Whoever is in no table is the other one. */
static void
settle_unknown (GArray           *candidates,
                ChattyTurnScheme *scheme)
{
  ChattyRole role = CHATTY_ROLE_PERSON;

  if (scheme->n_unknown == 0 || (scheme->n_person == 0 && scheme->n_assistant == 0))
    return;
  if (scheme->n_person > 0)
    role = CHATTY_ROLE_ASSISTANT;
  for (guint i = 0; i < scheme->members->len; i++)
    {
      ChattyCandidate *candidate = &g_array_index (candidates, ChattyCandidate,
                                                   g_array_index (scheme->members, guint, i));

      if (candidate->role < 0)
        candidate->role = role;
    }
}

typedef struct {
  char  *name;
  guint  n_turns;
  gsize  n_bytes;
} Speaker;

static void
speaker_free (gpointer data)
{
  Speaker *speaker = data;

  g_free (speaker->name);
  g_free (speaker);
}

/* Those of a scheme who are in no table, in the order of their first words. */
static GPtrArray *
list_speakers (const char       *text,
               gsize             length,
               GArray           *candidates,
               ChattyTurnScheme *scheme)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *speakers = g_ptr_array_new_with_free_func (speaker_free);

  for (guint i = 0; i < scheme->members->len; i++)
    {
      guint member = g_array_index (scheme->members, guint, i);
      const ChattyCandidate *candidate = &g_array_index (candidates, ChattyCandidate, member);
      g_autofree char *author = NULL;
      gsize end = length;
      Speaker *speaker;

      if (candidate->role >= 0)
        continue;
      author = dup_author (text, candidate);
      speaker = g_hash_table_lookup (seen, author);
      if (speaker == NULL)
        {
          speaker = g_new0 (Speaker, 1);
          speaker->name = g_strdup (author);
          g_ptr_array_add (speakers, speaker);
          g_hash_table_insert (seen, g_steal_pointer (&author), speaker);
        }
      speaker->n_turns++;
      if (i + 1 < scheme->members->len)
        end = g_array_index (candidates, ChattyCandidate,
                             g_array_index (scheme->members, guint, i + 1)).start;
      speaker->n_bytes += end - candidate->body;
    }
  return speakers;
}

/* Who of them is the character: the one that the title or the file's name
 * names; the one who says far more; else the first, who greets. Where lines
 * carry their times the first is the person, who starts the conversation. */
static Speaker *
choose_assistant (GPtrArray  *speakers,
                  const char *hint,
                  gboolean    stamped)
{
  g_autofree char *folded_hint = hint != NULL ? g_utf8_casefold (hint, -1) : NULL;
  Speaker *first = g_ptr_array_index (speakers, 0);
  Speaker *second = speakers->len > 1 ? g_ptr_array_index (speakers, 1) : NULL;

  for (guint i = 0; i < speakers->len && folded_hint != NULL; i++)
    {
      Speaker *speaker = g_ptr_array_index (speakers, i);
      g_autofree char *folded = g_utf8_casefold (speaker->name, -1);

      if (strlen (folded) > 2 && strstr (folded_hint, folded) != NULL)
        return speaker;
    }
  if (second == NULL)
    return stamped ? NULL : first;
  if (speakers->len == 2 && !stamped)
    {
      gsize one = first->n_bytes / first->n_turns;
      gsize other = second->n_bytes / second->n_turns;

      if (one > 2 * other + 40)
        return first;
      if (other > 2 * one + 40)
        return second;
    }
  return stamped ? second : first;
}

static void
settle_names (const char       *text,
              gsize             length,
              GArray           *candidates,
              ChattyTurnScheme *scheme,
              const char       *hint,
              char            **person,
              char            **assistant)
{
  g_autoptr (GPtrArray) speakers = list_speakers (text, length, candidates, scheme);
  const ChattyCandidate *lead = &g_array_index (candidates, ChattyCandidate, scheme->lead);
  const Speaker *of_assistant, *of_person = NULL;

  if (speakers->len == 0)
    return;
  of_assistant = choose_assistant (speakers, hint,
                                   lead->style % CHATTY_N_LABEL_FAMILIES == CHATTY_LABEL_STAMPED);
  for (guint i = 0; i < speakers->len && of_person == NULL; i++)
    if (g_ptr_array_index (speakers, i) != of_assistant)
      of_person = g_ptr_array_index (speakers, i);
  *assistant = of_assistant != NULL ? g_strdup (of_assistant->name) : NULL;
  *person = of_person != NULL ? g_strdup (of_person->name) : NULL;

  for (guint i = 0; i < scheme->members->len; i++)
    {
      ChattyCandidate *candidate = &g_array_index (candidates, ChattyCandidate,
                                                   g_array_index (scheme->members, guint, i));

      if (candidate->role < 0)
        candidate->role = *person != NULL && candidate->author_length == strlen (*person) &&
                          memcmp (text + candidate->author, *person, candidate->author_length) == 0
          ? CHATTY_ROLE_PERSON : CHATTY_ROLE_ASSISTANT;
    }
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

/* "Alice said:" is a label where a character of that name answers, and a line
 * of a story where "ChatGPT said:" is the label. */
static void
drop_story (const char       *text,
            ChattyTurnScheme *scheme,
            GArray           *candidates)
{
  g_autoptr (GHashTable) counts = NULL;
  guint n_person = 0, n_assistant = 0, most = 0, kept = 0;

  if (g_array_index (candidates, ChattyCandidate, scheme->lead).style %
      CHATTY_N_LABEL_FAMILIES != CHATTY_LABEL_SAID)
    return;
  counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < scheme->members->len; i++)
    {
      const ChattyCandidate *candidate = &g_array_index (candidates, ChattyCandidate,
                                                         g_array_index (scheme->members, guint, i));

      n_person += candidate->role == CHATTY_ROLE_PERSON;
      n_assistant += candidate->role == CHATTY_ROLE_ASSISTANT;
      if (candidate->role < 0)
        {
          char *author = dup_author (text, candidate);
          guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, author)) + 1;

          g_hash_table_insert (counts, author, GUINT_TO_POINTER (n));
          most = MAX (most, n);
        }
    }
  if (most == 0)
    return;
  for (guint i = 0; i < scheme->members->len; i++)
    {
      guint member = g_array_index (scheme->members, guint, i);
      const ChattyCandidate *candidate = &g_array_index (candidates, ChattyCandidate, member);

      if (candidate->role < 0)
        {
          g_autofree char *author = dup_author (text, candidate);

          if ((n_assistant > 0 && n_assistant * 2 >= n_person) ||
              GPOINTER_TO_UINT (g_hash_table_lookup (counts, author)) * 2 < most)
            continue;
        }
      g_array_index (scheme->members, guint, kept++) = member;
    }
  g_array_set_size (scheme->members, kept);
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

      drop_story (text, scheme, candidates);
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

typedef struct {
  guint decoration;
  guint count;
  char *name;
} Author;

static void
author_free (gpointer data)
{
  Author *author = data;

  g_free (author->name);
  g_free (author);
}

static char *
author_key (const char            *text,
            const ChattyCandidate *candidate)
{
  return g_strdup_printf ("%u %.*s", candidate->decoration, candidate->author_length,
                          text + candidate->author);
}

static int
compare_authors (gconstpointer a,
                 gconstpointer b)
{
  const Author *first = *(const Author * const *) a;
  const Author *second = *(const Author * const *) b;

  if (first->count != second->count)
    return first->count > second->count ? -1 : 1;
  return strcmp (first->name, second->name);
}

/* Is the first line that says something, headings apart, a label? */
static gboolean
starts_at_once (const char *text,
                gsize       length,
                gsize       start)
{
  for (gsize at = 0; at < start && at < length;)
    {
      gsize end = chatty_line_end (text, length, at);

      if (!chatty_line_is_blank (text, at, end) && !chatty_line_is_rule (text, at, end) &&
          text[at] != '#')
        return FALSE;
      at = end + 1;
    }
  return TRUE;
}

/* Names that are in no table, decorated alike: "Seraphina: …" and "Anna: …",
 * or an account's name where the other side is "ChatGPT". */
static ChattyTurnScheme *
make_name_scheme (const char *text,
                  gsize       length,
                  GArray     *candidates,
                  GPtrArray  *authors,
                  GHashTable *keys,
                  guint       decoration)
{
  g_autoptr (ChattyTurnScheme) scheme = chatty_turn_scheme_new ();
  g_autoptr (GHashTable) chosen = g_hash_table_new (g_direct_hash, g_direct_equal);
  const ChattyCandidate *first;
  guint n_known = 0, n_chosen = 0;

  for (guint i = 0; i < authors->len && n_chosen < MAX_NAMES; i++)
    {
      Author *author = g_ptr_array_index (authors, i);

      if (author->decoration == decoration && author->count >= 2)
        {
          g_hash_table_add (chosen, author);
          n_chosen++;
        }
    }
  for (guint i = 0; i < candidates->len; i++)
    {
      const ChattyCandidate *candidate = &g_array_index (candidates, ChattyCandidate, i);

      if ((candidate->flags & CHATTY_CANDIDATE_SHADOWED) != 0 ||
          candidate->decoration != decoration)
        continue;
      if (candidate->label != NULL)
        {
          if (candidate->role != CHATTY_ROLE_PERSON && candidate->role != CHATTY_ROLE_ASSISTANT)
            continue;
          n_known++;
        }
      else
        {
          g_autofree char *key = author_key (text, candidate);

          if (!g_hash_table_contains (chosen, g_hash_table_lookup (keys, key)))
            continue;
        }
      g_array_append_val (scheme->members, i);
    }
  if (scheme->members->len < (n_known > 0 ? 3 : 4))
    return NULL;
  scheme->lead = g_array_index (scheme->members, guint, 0);
  first = &g_array_index (candidates, ChattyCandidate, scheme->lead);
  if (n_known == 0)
    {
      guint looks = decoration / CHATTY_N_LABEL_FAMILIES;

      /* Plain or bold names with a colon, from the first line on. */
      if (n_chosen < 2 || looks / 8 > 0 || (looks & 1) == 0 ||
          !starts_at_once (text, length, first->start))
        return NULL;
    }
  else if (n_chosen != 1)
    return NULL;
  return g_steal_pointer (&scheme);
}

/* Alternation between names: each its own side. */
static gboolean
names_alternate (const char       *text,
                 GArray           *candidates,
                 ChattyTurnScheme *scheme)
{
  guint n_same = 0;

  for (guint i = 1; i < scheme->members->len; i++)
    {
      const ChattyCandidate *a = &g_array_index (candidates, ChattyCandidate,
                                                 g_array_index (scheme->members, guint, i - 1));
      const ChattyCandidate *b = &g_array_index (candidates, ChattyCandidate,
                                                 g_array_index (scheme->members, guint, i));

      n_same += a->author_length == b->author_length &&
                memcmp (text + a->author, text + b->author, a->author_length) == 0;
    }
  return n_same * 5 <= (scheme->members->len - 1) * 2;
}

static ChattyTurnScheme *
find_by_names (const char  *text,
               gsize        length,
               const char  *hint,
               GArray      *candidates,
               char       **person,
               char       **assistant)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                       author_free);
  g_autoptr (GPtrArray) authors = g_ptr_array_new ();
  g_autofree gboolean *seen = g_new0 (gboolean, CHATTY_N_TURN_STYLES);
  ChattyTurnScheme *best = NULL;

  for (guint i = 0; i < candidates->len; i++)
    {
      const ChattyCandidate *candidate = &g_array_index (candidates, ChattyCandidate, i);
      g_autofree char *key = NULL;
      Author *author;

      if ((candidate->flags & CHATTY_CANDIDATE_SHADOWED) != 0 || candidate->label != NULL)
        continue;
      key = author_key (text, candidate);
      author = g_hash_table_lookup (keys, key);
      if (author == NULL)
        {
          if (authors->len >= MAX_AUTHORS)
            continue;
          author = g_new0 (Author, 1);
          author->decoration = candidate->decoration;
          author->name = dup_author (text, candidate);
          g_ptr_array_add (authors, author);
          g_hash_table_insert (keys, g_steal_pointer (&key), author);
        }
      author->count++;
    }
  g_ptr_array_sort (authors, compare_authors);

  for (guint i = 0; i < authors->len; i++)
    {
      Author *author = g_ptr_array_index (authors, i);
      g_autoptr (ChattyTurnScheme) scheme = NULL;
      g_autofree char *one = NULL;
      g_autofree char *other = NULL;

      if (author->count < 2 || seen[author->decoration])
        continue;
      seen[author->decoration] = TRUE;
      scheme = make_name_scheme (text, length, candidates, authors, keys, author->decoration);
      if (scheme == NULL || !names_alternate (text, candidates, scheme))
        continue;
      chatty_turn_scheme_weigh (scheme, candidates, length);
      if (scheme->n_person > 0 && scheme->n_assistant > 0)
        continue;
      settle_unknown (candidates, scheme);
      settle_names (text, length, candidates, scheme, hint, &one, &other);
      chatty_turn_scheme_weigh (scheme, candidates, length);
      if (scheme->score > (best != NULL ? best->score : 0))
        {
          g_clear_pointer (&best, chatty_turn_scheme_free);
          best = g_steal_pointer (&scheme);
          g_free (*person);
          g_free (*assistant);
          *person = g_steal_pointer (&one);
          *assistant = g_steal_pointer (&other);
        }
    }
  return best;
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
      settle_unknown (candidates, best);
      settle_names (text, length, candidates, best, hint, &person, &assistant);
      chatty_turn_scheme_weigh (best, candidates, length);
      chatty_turn_scheme_drop_strays (best, candidates);
    }
  else
    {
      g_clear_pointer (&candidates, g_array_unref);
      candidates = chatty_turn_scan (text, length, TRUE, cancellable, deadline, error);
      if (candidates == NULL)
        return NULL;
      named = find_by_names (text, length, hint, candidates, &person, &assistant);
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
