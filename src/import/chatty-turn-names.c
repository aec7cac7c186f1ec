/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-turn-names.h"

/* Two speakers and their guests; more is a list of something. */
#define MAX_NAMES 8
#define MAX_AUTHORS 20000

static char *
dup_author (const char            *text,
            const ChattyCandidate *candidate)
{
  return g_strndup (text + candidate->author, candidate->author_length);
}

/**
 * chatty_turn_names_settle_unknown:
 * @candidates: what the members of @scheme are indices of
 * @scheme: a scheme
 *
 * Where one side is known, whoever is in no table is the other one.
 */
void
chatty_turn_names_settle_unknown (GArray           *candidates,
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

/**
 * chatty_turn_names_settle:
 * @text: the whole text
 * @length: its bytes
 * @candidates: what the members of @scheme are indices of
 * @scheme: a scheme
 * @hint: (nullable): title and file name, in which a character may be named
 * @person: (out) (nullable): who was taken for the person
 * @assistant: (out) (nullable): who was taken for the character
 *
 * Decides who is who among those of whom nothing is known.
 */
void
chatty_turn_names_settle (const char       *text,
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

/**
 * chatty_turn_names_drop_story:
 * @text: the whole text
 * @candidates: what the members of @scheme are indices of
 * @scheme: a scheme
 *
 * "Alice said:" is a label where a character of that name answers, and a line
 * of a story where "ChatGPT said:" is the label: that is left out.
 */
void
chatty_turn_names_drop_story (const char       *text,
                              GArray           *candidates,
                              ChattyTurnScheme *scheme)
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

/**
 * chatty_turn_names_find:
 * @text: the whole text
 * @length: its bytes
 * @hint: (nullable): title and file name, in which a character may be named
 * @candidates: of chatty_turn_scan() with any names
 * @person: (out) (nullable): who was taken for the person
 * @assistant: (out) (nullable): who was taken for the character
 *
 * Looks for speakers who are in no table: two names that take turns, or one
 * beside a known label.
 *
 * Returns: (transfer full) (nullable): the best scheme
 */
ChattyTurnScheme *
chatty_turn_names_find (const char  *text,
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
      chatty_turn_names_settle_unknown (candidates, scheme);
      chatty_turn_names_settle (text, length, candidates, scheme, hint, &one, &other);
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
