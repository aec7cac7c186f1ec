/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-character-words.h"
#include "chatty-text.h"

#include "chatty-sync-words.h"
#include "chatty-ui-settings.h"

#define MAX_ID_BYTES 60

/**
 * chatty_sync_words_icon:
 *
 * Returns: the symbolic icon of a step
 */
const char *
chatty_sync_words_icon (ChattySyncStepKind kind)
{
  switch (kind)
    {
    case CHATTY_SYNC_CREATE_THERE:
    case CHATTY_SYNC_CREATE_HERE:
      return "list-add-symbolic";

    case CHATTY_SYNC_LINK:
      return "insert-link-symbolic";

    case CHATTY_SYNC_AGREE:
      return "object-select-symbolic";

    case CHATTY_SYNC_GONE_HERE:
    case CHATTY_SYNC_ADOPT:
    case CHATTY_SYNC_SAME_NAME:
    case CHATTY_SYNC_DOCUMENT_REMOVE:
    case CHATTY_SYNC_DOCUMENT_MISSING:
      return "dialog-question-symbolic";

    case CHATTY_SYNC_GONE_THERE:
    case CHATTY_SYNC_LEAVE:
      return "action-unavailable-symbolic";

    case CHATTY_SYNC_DELETE_THERE:
    case CHATTY_SYNC_TRASH_HERE:
      return "user-trash-symbolic";

    case CHATTY_SYNC_DOCUMENT_UPLOAD:
    case CHATTY_SYNC_DOCUMENT_CONNECT:
      return "text-x-generic-symbolic";

    case CHATTY_SYNC_FAILED:
      return "dialog-warning-symbolic";

    case CHATTY_SYNC_UPDATE:
    default:
      return "emblem-synchronizing-symbolic";
    }
}

/**
 * chatty_sync_words_outcome:
 *
 * Returns: what came of a step, in a word or two
 */
const char *
chatty_sync_words_outcome (ChattySyncOutcome outcome)
{
  switch (outcome)
    {
    case CHATTY_SYNC_DONE:
      return C_("outcome of a sync", "Done");

    case CHATTY_SYNC_OPEN:
      return C_("outcome of a sync", "Waits for your answer");

    case CHATTY_SYNC_MOVED:
      return C_("outcome of a sync", "Changed meanwhile");

    case CHATTY_SYNC_UNSURE:
      return C_("outcome of a sync", "Not known yet");

    case CHATTY_SYNC_WAITING:
      return C_("outcome of a sync", "Still being read");

    case CHATTY_SYNC_NOT_REACHED:
      return C_("outcome of a sync", "Not reached");

    case CHATTY_SYNC_NOT_DONE:
    default:
      return C_("outcome of a sync", "Failed");
    }
}

static char *
update_words (const ChattySyncStep *step,
              const char           *title)
{
  guint n_here = 0, n_there = 0;
  g_autofree char *sent = NULL;
  g_autofree char *taken = NULL;

  for (guint i = 0; i < step->n_fields; i++)
    {
      ChattySyncDirection direction = step->fields[i].direction;

      n_here += direction == CHATTY_SYNC_TO_HERE || direction == CHATTY_SYNC_TO_BOTH;
      n_there += direction == CHATTY_SYNC_TO_THERE || direction == CHATTY_SYNC_TO_BOTH;
    }
  if (n_there > 0)
    /* Translators: fields of a character; the second is a platform */
    sent = g_strdup_printf (ngettext ("%'u field went to %s", "%'u fields went to %s", n_there),
                            n_there, title);
  if (n_here > 0)
    /* Translators: fields of a character; the second is a platform */
    taken = g_strdup_printf (ngettext ("%'u field came from %s", "%'u fields came from %s",
                                       n_here), n_here, title);
  if (sent != NULL && taken != NULL)
    /* Translators: joins "1 field went to Convai" and "2 fields came from Convai" */
    return g_strdup_printf (C_("both directions", "%s, %s"), sent, taken);
  if (sent != NULL || taken != NULL)
    return sent != NULL ? g_steal_pointer (&sent) : g_steal_pointer (&taken);
  return g_strdup (_("Nothing had to be written"));
}

static char *
planned_update_words (const ChattySyncStep *step,
                      const char           *title)
{
  const gboolean here = step->to_here != 0, there = step->to_there != 0;

  if (here && there)
    /* Translators: %s is a platform */
    return g_strdup_printf (_("Changes go to %s and come from there"), title);
  if (there)
    return g_strdup_printf (_("Changes go to %s"), title);
  if (here)
    return g_strdup_printf (_("Changes come from %s"), title);
  return chatty_sync_step_is_open (step) ? g_strdup (_("Choose what both sides are to have"))
                                         : g_strdup (_("Nothing is written"));
}

static char *
planned_words (const ChattySyncStep *step,
               const char           *title)
{
  const char *document = step->document != NULL ? step->document : "";

  switch (step->kind)
    {
    case CHATTY_SYNC_CREATE_THERE:
      return g_strdup_printf (_("Is made on %s"), title);

    case CHATTY_SYNC_CREATE_HERE:
      return g_strdup_printf (_("Comes here from %s"), title);

    case CHATTY_SYNC_LINK:
      return g_strdup_printf (_("Is the same on %s, and is linked with it"), title);

    case CHATTY_SYNC_AGREE:
      return g_strdup (_("Was changed to the same on both sides"));

    case CHATTY_SYNC_GONE_THERE:
      return g_strdup_printf (_("Is gone on %s; it stays here"), title);

    case CHATTY_SYNC_GONE_HERE:
      return g_strdup_printf (_("Was deleted here. What is to become of it on %s?"), title);

    case CHATTY_SYNC_ADOPT:
      return g_strdup_printf (_("Was being made on %s when the answer was lost. Which one is it?"),
                              title);

    case CHATTY_SYNC_SAME_NAME:
      return g_strdup_printf (_("Is also the name of a character on %s. Are they the same?"),
                              title);

    case CHATTY_SYNC_DELETE_THERE:
      return step->question != NULL && step->choice == NULL
        ? g_strdup_printf (_("Was made on %s. Delete it there? That cannot be taken back."), title)
        : g_strdup_printf (_("Is deleted on %s"), title);

    case CHATTY_SYNC_LEAVE:
      return g_strdup_printf (_("Is left alone on %s from now on"), title);

    case CHATTY_SYNC_TRASH_HERE:
      return g_strdup (_("Goes to the trash here"));

    case CHATTY_SYNC_DOCUMENT_UPLOAD:
      /* Translators: a knowledge document and a platform */
      return g_strdup_printf (_("Document “%s” is uploaded to %s"), document, title);

    case CHATTY_SYNC_DOCUMENT_CONNECT:
      return g_strdup_printf (_("Document “%s” is connected on %s"), document, title);

    case CHATTY_SYNC_DOCUMENT_REMOVE:
      return g_strdup_printf (step->choices != NULL && g_strv_contains (step->choices, "delete")
                              ? _("Document “%s” was removed here. Delete it on %s?")
                              : _("Document “%s” was removed here. Disconnect it on %s?"), document,
                              title);

    case CHATTY_SYNC_DOCUMENT_MISSING:
      return g_strdup_printf (_("Document “%s” is gone on %s. Upload it again?"), document, title);

    case CHATTY_SYNC_FAILED:
      return g_strdup_printf (_("Cannot be synced with %s now"), title);

    case CHATTY_SYNC_UPDATE:
    default:
      return planned_update_words (step, title);
    }
}

static char *
past_words (const ChattySyncStep *step,
            const char           *title)
{
  const char *document = step->document != NULL ? step->document : "";

  switch (step->kind)
    {
    case CHATTY_SYNC_CREATE_THERE:
      return g_strdup_printf (_("Was made on %s"), title);

    case CHATTY_SYNC_CREATE_HERE:
      return g_strdup_printf (_("Came here from %s"), title);

    case CHATTY_SYNC_LINK:
      return g_strdup_printf (_("Was linked with the one on %s"), title);

    case CHATTY_SYNC_GONE_THERE:
      return g_strdup_printf (_("Is gone on %s; it stayed here"), title);

    case CHATTY_SYNC_DELETE_THERE:
      return g_strdup_printf (_("Was deleted on %s"), title);

    case CHATTY_SYNC_LEAVE:
      return g_strdup_printf (_("Is not synced with %s any more"), title);

    case CHATTY_SYNC_TRASH_HERE:
      return g_strdup (_("Went to the trash here"));

    case CHATTY_SYNC_DOCUMENT_UPLOAD:
      return g_strdup_printf (_("Document “%s” was uploaded to %s"), document, title);

    case CHATTY_SYNC_DOCUMENT_CONNECT:
      return g_strdup_printf (_("Document “%s” was connected on %s"), document, title);

    case CHATTY_SYNC_DOCUMENT_REMOVE:
      if (g_strcmp0 (step->choice, "delete") == 0)
        return g_strdup_printf (_("Document “%s” was deleted on %s"), document, title);
      return g_strcmp0 (step->choice, "disconnect") == 0
        ? g_strdup_printf (_("Document “%s” was disconnected on %s"), document, title)
        : g_strdup_printf (_("Document “%s” was left as it is on %s"), document, title);

    case CHATTY_SYNC_DOCUMENT_MISSING:
      return g_strcmp0 (step->choice, "upload") == 0
        ? g_strdup_printf (_("Document “%s” was uploaded to %s again"), document, title)
        : g_strdup_printf (_("Document “%s” was left as it is on %s"), document, title);

    case CHATTY_SYNC_UPDATE:
      return update_words (step, title);

    case CHATTY_SYNC_AGREE:
    case CHATTY_SYNC_GONE_HERE:
    case CHATTY_SYNC_ADOPT:
    case CHATTY_SYNC_SAME_NAME:
    case CHATTY_SYNC_FAILED:
    default:
      return planned_words (step, title);
    }
}

static gboolean
is_undo (const ChattySyncStep *step)
{
  return step->n_fields > 0 && step->fields[0].why == CHATTY_SYNC_WHY_UNDO;
}

/**
 * chatty_sync_words_step:
 * @done: whether it is over
 *
 * Returns: (transfer full): what the step does or did, without the name
 */
char *
chatty_sync_words_step (const ChattySyncStep *step,
                        const char           *title,
                        gboolean              done)
{
  if (step->kind == CHATTY_SYNC_UPDATE && is_undo (step))
    return g_strdup (done ? _("What a sync changed was taken back")
                          : _("What a sync changed is taken back"));
  return done ? past_words (step, title) : planned_words (step, title);
}

/* What an undo writes comes out of the history, on whichever side. */
static char *
undo_words (ChattySyncDirection  direction,
            const char          *title,
            gboolean             done)
{
  switch (direction)
    {
    case CHATTY_SYNC_TO_THERE:
      /* Translators: an earlier value of a field; %s is a platform */
      return g_strdup_printf (done ? _("Was brought back on %s") : _("Is brought back on %s"),
                              title);

    case CHATTY_SYNC_TO_HERE:
      return g_strdup (done ? _("Was brought back here") : _("Is brought back here"));

    case CHATTY_SYNC_TO_BOTH:
      return g_strdup (done ? _("Was brought back on both sides")
                            : _("Is brought back on both sides"));

    case CHATTY_SYNC_STAY:
    default:
      return g_strdup (done ? _("Stayed as it was") : _("Stays as it is"));
    }
}

static char *
direction_words (ChattySyncDirection  direction,
                 const char          *title,
                 gboolean             done)
{
  switch (direction)
    {
    case CHATTY_SYNC_TO_THERE:
      /* Translators: a field of a character; %s is a platform */
      return g_strdup_printf (done ? _("Went to %s") : _("Goes to %s"), title);

    case CHATTY_SYNC_TO_HERE:
      return g_strdup_printf (done ? _("Came from %s") : _("Comes from %s"), title);

    case CHATTY_SYNC_TO_BOTH:
      return g_strdup (done ? _("Went to both sides") : _("Goes to both sides"));

    case CHATTY_SYNC_STAY:
    default:
      return g_strdup (done ? _("Stayed as it was") : _("Stays as it is"));
    }
}

/**
 * chatty_sync_words_way:
 *
 * Any thread.
 *
 * Returns: (transfer full): where it goes, and why
 */
char *
chatty_sync_words_way (const ChattySyncField *field,
                       const char            *title,
                       gboolean               done)
{
  g_autofree char *direction = NULL;

  if (field->why == CHATTY_SYNC_WHY_UNDO)
    return undo_words (field->direction, title, done);
  direction = direction_words (field->direction, title, done);
  /* Translators: where a field goes, then why: "Goes to Convai · changed here" */
  return g_strdup_printf (C_("direction and reason", "%s · %s"), direction,
                          chatty_sync_why_to_words (field->why));
}

/**
 * chatty_sync_words_field:
 *
 * Returns: (transfer full): where it goes, why, and where times decided it when
 *   it was changed
 */
char *
chatty_sync_words_field (const ChattySyncField *field,
                         const char            *title,
                         gboolean               done)
{
  g_autofree char *direction = NULL;
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;

  if ((field->why != CHATTY_SYNC_WHY_NEWER_HERE && field->why != CHATTY_SYNC_WHY_NEWER_THERE) ||
      field->time_here == CHATTY_TIME_NONE || field->time_there == CHATTY_TIME_NONE)
    return chatty_sync_words_way (field, title, done);

  direction = direction_words (field->direction, title, done);
  here = chatty_ui_format_time_exact (field->time_here);
  there = chatty_ui_format_time_exact (field->time_there);
  /* Translators: where a field goes; a time; a platform; a time */
  return g_strdup_printf (_("%s · the newest change wins: here %s, on %s %s"), direction, here,
                          title, there);
}

/**
 * chatty_sync_words_side:
 * @title: (nullable): a platform; %NULL for the vault
 * @time: when it was changed there
 *
 * Returns: (transfer full): what stands over one of two values
 */
char *
chatty_sync_words_side (const char *title,
                        gint64      time)
{
  g_autofree char *exact = NULL;

  if (time == CHATTY_TIME_NONE)
    return title == NULL ? g_strdup (_("Keep what is here"))
                         : g_strdup_printf (_("Take what is on %s"), title);
  exact = chatty_ui_format_time_exact (time);
  if (title == NULL)
    /* Translators: %s is a time */
    return g_strdup_printf (_("Keep what is here, changed %s"), exact);
  /* Translators: a platform and a time */
  return g_strdup_printf (_("Take what is on %s, changed %s"), title, exact);
}

/**
 * chatty_sync_words_choice:
 * @choice: one of the step's
 *
 * Returns: (transfer full): the choice as a sentence
 */
char *
chatty_sync_words_choice (const ChattySyncStep *step,
                          const char           *choice,
                          const char           *title)
{
  g_autofree char *id = NULL;
  const gboolean document = step->document != NULL;

  if (g_str_equal (choice, "delete"))
    return g_strdup_printf (_("Delete it on %s"), title);
  if (g_str_equal (choice, "bring"))
    return g_strdup (_("Bring it back here"));
  if (g_str_equal (choice, "leave"))
    return document ? g_strdup (_("Leave it as it is"))
                    : g_strdup_printf (_("Leave it on %s"), title);
  if (g_str_equal (choice, "link"))
    return g_strdup (_("They are the same: link them"));
  if (g_str_equal (choice, "apart"))
    return g_strdup (_("They are two characters"));
  if (g_str_equal (choice, "disconnect"))
    return g_strdup (_("Disconnect it"));
  if (g_str_equal (choice, "upload"))
    return g_strdup (_("Upload it again"));
  if (g_str_equal (choice, "new"))
    return g_strdup (_("None of them: make a new one"));

  id = chatty_text_one_line (choice, MAX_ID_BYTES);
  /* Translators: %s is what the platform calls a character by, such as a number */
  return g_strdup_printf (_("The one with the ID %s"), id);
}

static void
add_sentence (GString    *notes,
              const char *sentence)
{
  if (notes->len > 0)
    g_string_append_c (notes, '\n');
  g_string_append (notes, sentence);
}

/**
 * chatty_sync_words_notes:
 * @dropped: flags of the fields that the platform did not keep
 * @message: (nullable): what came of it
 *
 * Returns: (transfer full) (nullable): what a person should know beside, by line
 */
char *
chatty_sync_words_notes (const ChattySyncStep *step,
                         const char           *title,
                         guint                 dropped,
                         const char           *message)
{
  GString *notes = g_string_new (NULL);

  if (step->message != NULL)
    add_sentence (notes, step->message);
  if (message != NULL && g_strcmp0 (message, step->message) != 0)
    add_sentence (notes, message);
  if (step->stays != 0)
    {
      g_autofree char *fields = chatty_character_fields_to_words (step->stays);
      /* Translators: a platform, then names of fields */
      g_autofree char *loss = g_strdup_printf (_("%s has no place for these; they stay here: %s"),
                                               title, fields);

      add_sentence (notes, loss);
    }
  if (dropped != 0)
    {
      g_autofree char *fields = chatty_character_fields_to_words (dropped);
      /* Translators: a platform, then names of fields */
      g_autofree char *kept = g_strdup_printf (_("%s did not keep these as they were sent: %s"),
                                               title, fields);

      add_sentence (notes, kept);
    }
  return g_string_free (notes, notes->len == 0);
}

/**
 * chatty_sync_words_no_undo:
 *
 * Returns: (nullable): why a step of this kind cannot be taken back
 */
const char *
chatty_sync_words_no_undo (ChattySyncStepKind kind)
{
  switch (kind)
    {
    case CHATTY_SYNC_DELETE_THERE:
      return _("No Undo: the platform does not keep what is deleted. The character can be put "
               "there again.");

    case CHATTY_SYNC_TRASH_HERE:
      return _("No Undo here: the character is in the trash of the vault.");

    case CHATTY_SYNC_GONE_THERE:
    case CHATTY_SYNC_LEAVE:
      return _("No Undo: link the two again on the page of platforms.");

    case CHATTY_SYNC_DOCUMENT_UPLOAD:
    case CHATTY_SYNC_DOCUMENT_CONNECT:
    case CHATTY_SYNC_DOCUMENT_REMOVE:
    case CHATTY_SYNC_DOCUMENT_MISSING:
      return _("No Undo: connect or remove documents on the page of platforms.");

    default:
      return NULL;
    }
}

/**
 * chatty_sync_words_policy:
 * @title: (nullable): the platform, where it is one
 *
 * Returns: (transfer full): who wins
 */
char *
chatty_sync_words_policy (ChattySyncPolicy  policy,
                          const char       *title)
{
  switch (policy)
    {
    case CHATTY_SYNC_ASK:
      return g_strdup (_("Ask me"));

    case CHATTY_SYNC_MINE:
      return g_strdup (_("Keep what is here"));

    case CHATTY_SYNC_THEIRS:
      return title != NULL ? g_strdup_printf (_("Take what is on %s"), title)
                           : g_strdup (_("Take what is on the platform"));

    case CHATTY_SYNC_NEWEST:
    default:
      return g_strdup (_("The newest change wins"));
    }
}
