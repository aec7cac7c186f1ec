/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-callouts.h"
#include "chatty-platform.h"
#include "chatty-text-job.h"

/* How much of a text without turns is searched for what it says of itself. */
#define LOOK_BYTES 5000

static char *
dup_hint (ChattyTextJob *job)
{
  g_autofree char *heading = chatty_text_job_dup_first_words (job->text, job->length, TRUE);
  const char *title = job->matter != NULL ? chatty_front_matter_get (job->matter, "title") : NULL;

  return g_strjoin (" ", job->source->name != NULL ? job->source->name : "",
                    title != NULL ? title : "", heading != NULL ? heading : "", NULL);
}

/* Finds where one conversation ends and the next begins. */
static void
find_sections (ChattyTextJob *job)
{
  ChattyTextSection section = { 0, 0, 0 };

  for (guint i = 0; i < job->found->turns->len; i++)
    {
      const ChattyFoundTurn *turn = &g_array_index (job->found->turns, ChattyFoundTurn, i);

      if (i > 0 && job->found->heading != 1)
        {
          ChattyFoundTurn *last = &g_array_index (job->found->turns, ChattyFoundTurn, i - 1);
          gsize header = chatty_preamble_find_start (job->text, last->body, turn->start);

          if (header != 0)
            {
              last->end = header;
              g_array_append_val (job->sections, section);
              section.header = header;
              section.first = i;
              section.n_turns = 0;
            }
        }
      section.n_turns++;
    }
  g_array_append_val (job->sections, section);
}

static void
guess_platform (ChattyTextJob *job)
{
  g_autoptr (ChattyPreamble) preamble = chatty_text_job_make_preamble (job, TRUE);
  gsize head = MIN (job->length, LOOK_BYTES);

  if (job->found != NULL)
    head = g_array_index (job->found->turns, ChattyFoundTurn, 0).start;
  chatty_preamble_read (preamble, job->text, 0, head);
  if (chatty_platform_guess_preamble (&job->guess, preamble))
    return;
  for (guint i = 0; job->found != NULL && i < job->found->turns->len; i++)
    {
      const ChattyFoundTurn *turn = &g_array_index (job->found->turns, ChattyFoundTurn, i);

      if (turn->label != NULL && turn->role == CHATTY_ROLE_ASSISTANT &&
          chatty_platform_guess_label (&job->guess, turn->label->platform,
                                       job->text + turn->author, turn->author_length))
        return;
    }
  if (chatty_platform_guess_text (&job->guess, job->text, job->length))
    return;
  if (job->source->document != NULL &&
      chatty_platform_guess_links (&job->guess,
                                   chatty_document_text_get_links (job->source->document)))
    return;
  if (chatty_platform_guess_model (&job->guess, preamble->model) ||
      chatty_platform_guess_name (&job->guess, job->source->name))
    return;
  if (job->source->document != NULL)
    chatty_platform_guess_name (&job->guess,
                                chatty_document_text_get_title (job->source->document));
}

static void
tell_why_note (ChattyTextJob *job,
               ChattyNoTurns  reason)
{
  switch (reason)
    {
    case CHATTY_NO_TURNS_ONE_LABEL:
      chatty_reading_add_notice (job->reading,
                                 _("Only one line names a speaker, which is too few to tell "
                                   "turns apart. The whole text was kept as one note."));
      break;
    case CHATTY_NO_TURNS_ONE_SIDE:
      chatty_reading_add_notice (job->reading,
                                 _("The lines that name a speaker all name the same side. "
                                   "The whole text was kept as one note."));
      break;
    case CHATTY_NO_TURNS_NO_ORDER:
      chatty_reading_add_notice (job->reading,
                                 _("The lines that name a speaker do not take turns. "
                                   "The whole text was kept as one note."));
      break;
    case CHATTY_NO_TURNS_NO_LABELS:
    default:
      chatty_reading_add_notice (job->reading,
                                 _("No lines name who is speaking. "
                                   "The whole text was kept as one note."));
      break;
    }
}

static void
tell_how (ChattyTextJob *job)
{
  guint n = job->sections->len;

  if (job->found->split_by_paragraph)
    chatty_reading_add_notice (job->reading,
                               _("The person's words carry no label: the last paragraph before "
                                 "each answer was taken for the question."));
  if (job->found->guessed_person != NULL && job->found->guessed_assistant != NULL)
    chatty_reading_add_notice (job->reading,
                               _("“%s” was taken for the person and “%s” for the character."),
                               job->found->guessed_person, job->found->guessed_assistant);
  if (job->found->truncated)
    chatty_reading_add_notice (job->reading,
                               _("Only the first %u lines that name a speaker were looked at; "
                                 "what follows stays with the last turn."),
                               CHATTY_TURN_SCAN_MAX);
  if (n > 1)
    chatty_reading_add_notice (job->reading,
                               ngettext ("The file holds %u conversation.",
                                         "The file holds %u conversations.", n), n);
}

/* The places on the pages tell the sides where no labels do. */
static ChattyFoundTurns *
find_by_position (ChattyTextJob *job)
{
  g_autoptr (ChattyFoundTurns) found = NULL;
  const ChattyPositionHint *hints;
  gsize skipped = job->text - job->source->text;
  guint n_hints = 0, n_person = 0;

  if (job->source->document == NULL)
    return NULL;
  hints = chatty_document_text_get_hints (job->source->document, &n_hints);
  if (n_hints < 2)
    return NULL;
  found = g_new0 (ChattyFoundTurns, 1);
  found->turns = g_array_new (FALSE, FALSE, sizeof (ChattyFoundTurn));
  found->family = CHATTY_LABEL_SAID;
  for (guint i = 0; i < n_hints; i++)
    {
      ChattyFoundTurn turn = { .role = hints[i].role };

      if (hints[i].offset < skipped || hints[i].offset > job->source->length)
        continue;
      turn.start = turn.body = hints[i].offset - skipped;
      turn.end = job->length;
      if (found->turns->len > 0)
        {
          ChattyFoundTurn *last = &g_array_index (found->turns, ChattyFoundTurn,
                                                  found->turns->len - 1);

          if (turn.start < last->start)
            return NULL;
          if (last->role == turn.role)
            continue;
          last->end = turn.start;
        }
      n_person += turn.role == CHATTY_ROLE_PERSON;
      g_array_append_val (found->turns, turn);
    }
  if (found->turns->len < 2 || n_person == 0 || n_person == found->turns->len)
    return NULL;
  chatty_reading_add_notice (job->reading,
                             _("No lines name who is speaking; who said what was told by the "
                               "place on the page."));
  return g_steal_pointer (&found);
}

static gboolean
read_job (ChattyTextJob  *job,
          GCancellable   *cancellable,
          GError        **error)
{
  g_autofree char *hint = dup_hint (job);
  g_autoptr (GError) local_error = NULL;
  ChattyNoTurns reason = CHATTY_NO_TURNS_NO_LABELS;

  job->found = chatty_turn_finder_find (job->text, job->length, hint, cancellable,
                                        job->source->deadline, &reason, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (job->found == NULL)
    job->found = find_by_position (job);

  guess_platform (job);
  chatty_reading_set_platform (job->reading,
                               job->guess.platform != NULL ? job->guess.platform
                                                           : CHATTY_PLATFORM_OTHER,
                               job->guess.certainty, job->guess.reason);
  if (job->found == NULL)
    {
      chatty_text_job_add_note (job);
      tell_why_note (job, reason);
      return TRUE;
    }
  find_sections (job);
  for (guint i = 0; i < job->sections->len; i++)
    if (!chatty_text_job_add_section (job, i, cancellable, error))
      return FALSE;
  tell_how (job);
  return TRUE;
}

/* A text may begin with a line across the page, have words and then another
 * such line: that is no front matter, whose lines are all named values. */
static gboolean
is_named_values (const char *text,
                 gsize       length)
{
  for (gsize at = chatty_line_end (text, length, 0) + 1; at < length;)
    {
      gsize end = chatty_line_end (text, length, at);
      const char *colon = memchr (text + at, ':', end - at);

      if (!chatty_line_is_blank (text, at, end) && !chatty_line_is_rule (text, at, end) &&
          strchr (" \t-#]}.", text[at]) == NULL &&
          (colon == NULL || colon - (text + at) > 64 ||
           (colon + 1 < text + end && colon[1] != ' ' && colon[1] != '\t')))
        return FALSE;
      at = end + 1;
    }
  return TRUE;
}

/**
 * chatty_text_reader_read:
 * @source: a text
 * @reading: what is found is added to it
 * @cancellable: (nullable): for giving up
 * @error: where to put an error
 *
 * Reads the conversations of a text. One without credible turns becomes one
 * note, and a notice says why.
 *
 * Returns: %FALSE with %CHATTY_ERROR_CANCELLED or %CHATTY_ERROR_TIMED_OUT
 */
gboolean
chatty_text_reader_read (const ChattyTextSource  *source,
                         ChattyReading           *reading,
                         GCancellable            *cancellable,
                         GError                 **error)
{
  g_autoptr (ChattyFrontMatter) matter = NULL;
  g_autoptr (GArray) sections = g_array_new (FALSE, FALSE, sizeof (ChattyTextSection));
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ChattyTextJob job = { .source = source, .reading = reading, .sections = sections, .ids = ids };
  g_autofree char *unfolded = NULL;
  gsize body = 0;
  gboolean good;

  matter = chatty_front_matter_parse (source->text, source->length, &body);
  if (matter != NULL && !is_named_values (source->text, body))
    g_clear_pointer (&matter, chatty_front_matter_free);
  job.matter = matter;
  job.text = source->text + (matter != NULL ? body : 0);
  job.length = source->length - (matter != NULL ? body : 0);
  if (source->document == NULL)
    unfolded = chatty_callouts_unfold (job.text, job.length, &job.length);
  if (unfolded != NULL)
    job.text = unfolded;
  chatty_platform_guess_init (&job.guess);
  good = read_job (&job, cancellable, error);
  chatty_platform_guess_clear (&job.guess);
  g_clear_pointer (&job.found, chatty_found_turns_free);
  return good;
}
