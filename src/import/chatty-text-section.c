/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-date-guess.h"
#include "chatty-error.h"
#include "chatty-platform.h"
#include "chatty-text.h"
#include "chatty-text-job.h"
#include "chatty-turn-text.h"

/* How many turns pass between two looks at whether it was cancelled. */
#define TURNS_PER_LOOK 256

static char *
dup_stem (const char *name)
{
  const char *dot = name != NULL ? strrchr (name, '.') : NULL;
  g_autofree char *stem = NULL;

  if (name == NULL)
    return NULL;
  stem = dot != NULL && dot != name ? g_strndup (name, dot - name) : g_strdup (name);
  g_strdelimit (stem, "_", ' ');
  return chatty_text_one_line (stem, CHATTY_TEXT_TITLE_BYTES);
}

/**
 * chatty_text_job_dup_first_words:
 * @text: valid UTF-8
 * @length: its bytes
 * @heading_only: whether only a heading counts
 *
 * Returns: (transfer full) (nullable): the first heading, or the first words
 *   where there is none, on one line
 */
char *
chatty_text_job_dup_first_words (const char *text,
                                 gsize       length,
                                 gboolean    heading_only)
{
  gsize look = MIN (length, 16 * 1024);

  for (gsize at = 0; at < look;)
    {
      gsize end = chatty_line_end (text, length, at);
      gsize hashes = 0;

      while (at + hashes < end && text[at + hashes] == '#')
        hashes++;
      if (hashes > 0 ? hashes <= 3 && at + hashes < end && text[at + hashes] == ' '
                     : !heading_only && !chatty_line_is_blank (text, at, end) &&
                       !chatty_line_is_rule (text, at, end))
        {
          g_autofree char *line = g_strndup (text + at + hashes,
                                             MIN (end - at - hashes, 2000));
          g_autofree char *valid = chatty_text_make_valid (line, -1);
          char *title = chatty_text_one_line (valid, CHATTY_TEXT_TITLE_BYTES);

          if (title[0] != '\0')
            return title;
          g_free (title);
        }
      at = end + 1;
    }
  return NULL;
}

static ChattyCleanFlags
clean_flags (const ChattyFoundTurns *found,
             const ChattyFoundTurn  *turn,
             gboolean                is_last,
             gboolean                is_split)
{
  ChattyCleanFlags flags = 0;
  gboolean bare = found->heading == 0 && !found->bold && !found->emoji && !found->colon;

  if (found->family == CHATTY_LABEL_SAID || (bare && found->family == CHATTY_LABEL_SPEAKER))
    flags |= CHATTY_CLEAN_FURNITURE;
  if (found->ruled)
    flags |= CHATTY_CLEAN_RULES;
  if (found->dated || found->family == CHATTY_LABEL_PROMPT)
    flags |= CHATTY_CLEAN_DATES;
  if (found->family == CHATTY_LABEL_STAMPED)
    flags |= CHATTY_CLEAN_STAMPS;
  /* The most used exporter of ChatGPT passes answers through a Markdown
   * writer, which puts brackets around each address. */
  if (found->family == CHATTY_LABEL_SPEAKER && found->heading == 4 && found->colon &&
      turn->role == CHATTY_ROLE_ASSISTANT)
    flags |= CHATTY_CLEAN_AUTOLINKS;
  if (is_last)
    flags |= CHATTY_CLEAN_FOOTER;
  if (is_last && is_split)
    flags |= CHATTY_CLEAN_RULES;
  return flags;
}

static char *
dup_turn_author (ChattyTextJob         *job,
                 const ChattyFoundTurn *turn)
{
  if (turn->author_length == 0)
    return NULL;
  if (turn->label != NULL && turn->label->family == CHATTY_LABEL_SAID)
    {
      const char *platform = turn->label->platform;

      return platform != NULL && !g_str_equal (platform, CHATTY_PLATFORM_OTHER)
        ? g_strdup (chatty_platform_get_title (platform)) : NULL;
    }
  if (turn->label == NULL || turn->label->platform != NULL || turn->role == CHATTY_ROLE_TOOL)
    {
      g_autofree char *author = g_strndup (job->text + turn->author, turn->author_length);

      return chatty_text_one_line (author, 0);
    }
  return NULL;
}

/* A time of day belongs to the day that a heading named last. */
static gint64
time_of (const ChattyDate *date,
         const ChattyDate *day)
{
  ChattyDate whole = *date;

  if (date->year == 0)
    {
      if (!date->has_time || day->year == 0)
        return CHATTY_TIME_NONE;
      whole.year = day->year;
      whole.month = day->month;
      whole.day = day->day;
    }
  return chatty_date_to_time (&whole);
}

static void
add_turn (ChattyTranscriptBuilder *builder,
          ChattyRole               role,
          const char              *author,
          gint64                   time,
          char                    *text)
{
  g_autoptr (ChattyTurnBuilder) turn = chatty_turn_builder_new (role);

  chatty_turn_builder_set_author (turn, author);
  chatty_turn_builder_set_time (turn, time);
  chatty_turn_builder_take_text (turn, text);
  chatty_transcript_builder_take_turn (builder,
                                       chatty_turn_builder_end (g_steal_pointer (&turn)));
}

/* What stands before the first label: the title, the person's first words
 * where the label over them was lost, or something else, which is kept. */
static void
add_rest (ChattyTextJob            *job,
          ChattyPreamble           *preamble,
          ChattyRole                first_role,
          ChattyTranscriptBuilder  *builder,
          char                    **first_words)
{
  const char *rest = preamble->rest->str;
  gboolean one_line = strchr (rest, '\n') == NULL;
  gboolean is_page = job->found->family == CHATTY_LABEL_SAID ||
                     (job->found->heading == 0 && !job->found->bold && !job->found->colon);

  if (preamble->rest->len == 0)
    return;
  if (is_page && first_role == CHATTY_ROLE_ASSISTANT)
    {
      add_turn (builder, CHATTY_ROLE_PERSON, NULL, CHATTY_TIME_NONE, g_strdup (rest));
      *first_words = g_strndup (rest, 400);
      return;
    }
  if (one_line && preamble->rest->len <= CHATTY_TEXT_TITLE_BYTES)
    {
      g_autofree char *line = chatty_text_one_line (rest + strspn (rest, "# *"), 0);

      if (preamble->title == NULL)
        {
          preamble->title = g_steal_pointer (&line);
          return;
        }
      if (g_str_has_prefix (preamble->title, line))
        return;
    }
  add_turn (builder, CHATTY_ROLE_NOTE, NULL, CHATTY_TIME_NONE, g_strdup (rest));
}

static gboolean
is_good_id (const char *id)
{
  gsize n = strlen (id);

  return n >= 8 && n <= 100 &&
         strspn (id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == n;
}

/* Chatty's callsigns: letters, a hyphen, three digits. */
static gboolean
is_callsign (const char *text)
{
  gsize n_letters = strspn (text, "abcdefghijklmnopqrstuvwxyz");

  return n_letters > 0 && n_letters <= 60 && text[n_letters] == '-' &&
         strspn (text + n_letters + 1, "0123456789") == 3 && text[n_letters + 4] == '\0';
}

/* The platform's own id where the file tells it, so that the same
 * conversation from another export is the same transcript. */
static char *
make_id (ChattyTextJob        *job,
         const ChattyPreamble *preamble,
         const char           *platform,
         guint                 nth)
{
  g_autofree char *own = NULL;
  g_autofree char *id = NULL;

  if (preamble->link != NULL)
    {
      const char *of_link = chatty_platform_of_link (preamble->link, &own);

      if (own != NULL)
        id = g_strdup_printf ("%s:%s", of_link, own);
    }
  if (id == NULL && preamble->id != NULL && is_good_id (preamble->id) &&
      !g_str_equal (platform, CHATTY_PLATFORM_OTHER))
    id = g_strdup_printf ("%s:%s", platform, preamble->id);
  if (id == NULL || g_hash_table_contains (job->ids, id))
    {
      g_free (id);
      id = job->sections->len > 1 ? g_strdup_printf ("file:%s#%u", job->source->sha256, nth + 1)
                                  : g_strdup_printf ("file:%s", job->source->sha256);
    }
  g_hash_table_add (job->ids, g_strdup (id));
  return g_steal_pointer (&id);
}

static void
set_started (ChattyTextJob           *job,
             const ChattyPreamble    *preamble,
             const char              *text,
             gsize                    length,
             gint64                   first_turn,
             ChattyTranscriptBuilder *builder)
{
  ChattyCertainty certainty = CHATTY_CERTAINTY_EXACT;
  gint64 modified = job->source->modified;
  gint64 started = chatty_date_to_time (&preamble->created);

  if (started == CHATTY_TIME_NONE ||
      (!preamble->created.has_time && first_turn != CHATTY_TIME_NONE))
    started = first_turn;
  if (started == CHATTY_TIME_NONE)
    {
      started = chatty_date_to_time (&preamble->dated);
      certainty = CHATTY_CERTAINTY_CONTENT;
    }
  if (started == CHATTY_TIME_NONE && job->source->document != NULL &&
      chatty_document_text_get_created (job->source->document) != CHATTY_TIME_NONE)
    modified = chatty_document_text_get_created (job->source->document);
  if (started == CHATTY_TIME_NONE)
    started = chatty_date_guess (text, length, job->source->name, modified, &certainty);
  chatty_transcript_builder_set_started (builder, started, certainty);
}

static void
set_title (ChattyTextJob           *job,
           const ChattyPreamble    *preamble,
           const char              *first_words,
           ChattyTranscriptBuilder *builder)
{
  g_autofree char *title = g_strdup (preamble->title);

  if (title == NULL && job->source->document != NULL &&
      chatty_document_text_get_title (job->source->document) != NULL)
    title = chatty_text_one_line (chatty_document_text_get_title (job->source->document),
                                  CHATTY_TEXT_TITLE_BYTES);
  if (title == NULL || title[0] == '\0')
    {
      g_free (title);
      title = first_words != NULL
        ? chatty_text_job_dup_first_words (first_words, strlen (first_words), FALSE)
        : chatty_text_job_dup_first_words (job->text, job->length, TRUE);
    }
  if (title == NULL)
    title = dup_stem (job->source->name);
  if (title == NULL)
    title = chatty_text_job_dup_first_words (job->text, job->length, FALSE);
  chatty_transcript_builder_set_title (builder, title != NULL ? title : _("Untitled"));
}

static void
set_common (ChattyTextJob           *job,
            const ChattyPreamble    *preamble,
            guint                    nth,
            ChattyTranscriptBuilder *builder)
{
  g_auto (ChattyPlatformGuess) own = { 0 };
  const char *platform = job->guess.platform;
  g_autofree char *id = NULL;

  if (chatty_platform_guess_preamble (&own, preamble))
    platform = own.platform;
  if (platform == NULL)
    platform = CHATTY_PLATFORM_OTHER;
  id = make_id (job, preamble, platform, nth);
  chatty_transcript_builder_set_id (builder, id);
  chatty_transcript_builder_set_platform (builder, platform);
  chatty_transcript_builder_set_model (builder, preamble->model);
  chatty_transcript_builder_set_link (builder, preamble->link);
  chatty_transcript_builder_set_source (builder, job->source->name, job->source->sha256);
  for (guint i = 0; i < chatty_front_matter_get_size (preamble->extras); i++)
    {
      const char *value;
      const char *key = chatty_front_matter_get_nth (preamble->extras, i, &value);

      chatty_transcript_builder_set_extra (builder, key, value);
      /* Chatty's word for whose conversation it is. The person sees it, and
       * can choose another, before anything is stored. */
      if (g_ascii_strcasecmp (key, "constructId") == 0 && is_callsign (value))
        chatty_transcript_builder_set_character (builder, value);
    }
}

/**
 * chatty_text_job_make_preamble:
 * @job: a job
 * @is_first: whether it is for the first conversation of the file
 *
 * Returns: (transfer full): a preamble, with what the front matter says if it
 *   belongs to it
 */
ChattyPreamble *
chatty_text_job_make_preamble (ChattyTextJob *job,
                               gboolean       is_first)
{
  ChattyPreamble *preamble = chatty_preamble_new ();

  if (is_first && job->matter != NULL)
    chatty_preamble_add_front_matter (preamble, job->matter);
  return preamble;
}

/**
 * chatty_text_job_add_section:
 * @job: a job whose turns and sections are found
 * @nth: which section
 * @cancellable: (nullable): for giving up
 * @error: where to put an error
 *
 * Makes a transcript of one conversation and adds it to the reading.
 *
 * Returns: %FALSE with %CHATTY_ERROR_CANCELLED
 */
gboolean
chatty_text_job_add_section (ChattyTextJob  *job,
                             guint           nth,
                             GCancellable   *cancellable,
                             GError        **error)
{
  const ChattyTextSection *section = &g_array_index (job->sections, ChattyTextSection, nth);
  g_autoptr (ChattyTranscriptBuilder) builder = chatty_transcript_builder_new ();
  g_autoptr (ChattyPreamble) preamble = chatty_text_job_make_preamble (job, nth == 0);
  g_autoptr (ChattyTranscript) transcript = NULL;
  const ChattyFoundTurn *first = &g_array_index (job->found->turns, ChattyFoundTurn,
                                                 section->first);
  gboolean is_split = job->sections->len > 1;
  g_autofree char *first_words = NULL;
  gint64 first_time = CHATTY_TIME_NONE, last_time = CHATTY_TIME_NONE;
  ChattyDate day;

  chatty_preamble_read (preamble, job->text, section->header, first->start);
  day = preamble->created.year != 0 ? preamble->created : preamble->dated;
  add_rest (job, preamble, first->role, builder, &first_words);

  for (guint i = 0; i < section->n_turns; i++)
    {
      const ChattyFoundTurn *turn = &g_array_index (job->found->turns, ChattyFoundTurn,
                                                    section->first + i);
      gboolean is_last = i + 1 == section->n_turns;
      ChattyCleanFlags flags = clean_flags (job->found, turn, is_last, is_split);
      g_autoptr (ChattyTurnBuilder) made = NULL;
      g_autofree char *author = NULL;
      g_autofree char *text = NULL;
      ChattyDate date = turn->date;
      ChattyDate next_day;
      gint64 time;

      if (i % TURNS_PER_LOOK == 0 && chatty_set_cancelled (cancellable, error))
        return FALSE;
      text = chatty_turn_text_clean (job->text, turn, flags, &date, &next_day);
      time = time_of (&date, &day);
      if (next_day.year != 0)
        day = next_day;
      else if (date.year != 0)
        day = date;
      if (text[0] == '\0' && (flags & CHATTY_CLEAN_FURNITURE) != 0)
        continue;
      if (time != CHATTY_TIME_NONE)
        {
          first_time = first_time == CHATTY_TIME_NONE ? time : first_time;
          last_time = time;
        }
      if (first_words == NULL && turn->role == CHATTY_ROLE_PERSON)
        first_words = g_strndup (text, 400);

      author = dup_turn_author (job, turn);
      made = chatty_turn_builder_new (turn->role);
      chatty_turn_builder_set_author (made, author);
      chatty_turn_builder_set_time (made, time);
      if (turn->model_length > 0)
        {
          g_autofree char *model = g_strndup (job->text + turn->model, turn->model_length);

          chatty_turn_builder_set_model (made, model);
        }
      chatty_turn_builder_take_text (made, g_steal_pointer (&text));
      chatty_transcript_builder_take_turn (builder,
                                           chatty_turn_builder_end (g_steal_pointer (&made)));
    }

  set_common (job, preamble, nth, builder);
  set_title (job, preamble, first_words, builder);
  set_started (job, preamble, job->text + first->start,
               MIN (job->length - first->start, CHATTY_DATE_GUESS_BYTES), first_time, builder);
  if (last_time == CHATTY_TIME_NONE)
    last_time = chatty_date_to_time (&preamble->updated);
  chatty_transcript_builder_set_ended (builder, last_time);
  transcript = chatty_transcript_builder_end (g_steal_pointer (&builder));
  chatty_reading_add_transcript (job->reading, transcript);
  return TRUE;
}

/**
 * chatty_text_job_add_note:
 * @job: a job without turns
 *
 * Makes one note of the whole text, front matter apart, and adds it to the
 * reading.
 */
void
chatty_text_job_add_note (ChattyTextJob *job)
{
  g_autoptr (ChattyTranscriptBuilder) builder = chatty_transcript_builder_new ();
  g_autoptr (ChattyPreamble) preamble = chatty_text_job_make_preamble (job, TRUE);
  g_autoptr (ChattyTranscript) transcript = NULL;
  gsize start = 0, end = job->length;

  while (start < end && (job->text[start] == '\n' || job->text[start] == ' '))
    start++;
  while (end > start && g_ascii_isspace (job->text[end - 1]))
    end--;
  add_turn (builder, CHATTY_ROLE_NOTE, NULL, CHATTY_TIME_NONE,
            g_strndup (job->text + start, end - start));
  set_common (job, preamble, 0, builder);
  set_title (job, preamble, NULL, builder);
  set_started (job, preamble, job->text, job->length, CHATTY_TIME_NONE, builder);
  chatty_transcript_builder_set_ended (builder, chatty_date_to_time (&preamble->updated));
  transcript = chatty_transcript_builder_end (g_steal_pointer (&builder));
  chatty_reading_add_transcript (job->reading, transcript);
}
