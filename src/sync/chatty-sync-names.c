/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include <glib/gi18n-lib.h>

#include "chatty-sync-run.h"

static const char *const direction_names[] = {
  [CHATTY_SYNC_STAY] = "stay",
  [CHATTY_SYNC_TO_THERE] = "there",
  [CHATTY_SYNC_TO_HERE] = "here",
  [CHATTY_SYNC_TO_BOTH] = "both",
};

static const struct {
  const char *name;
  const char *words;
} whys[] = {
  [CHATTY_SYNC_WHY_SAME] = { "same", N_("the same on both sides") },
  [CHATTY_SYNC_WHY_CHANGED_HERE] = { "changed-here", N_("changed here") },
  [CHATTY_SYNC_WHY_CHANGED_THERE] = { "changed-there", N_("changed on the platform") },
  [CHATTY_SYNC_WHY_JOINED] = { "joined", N_("both changes joined") },
  [CHATTY_SYNC_WHY_NEWER_HERE] = { "newer-here", N_("changed on both sides, here later") },
  [CHATTY_SYNC_WHY_NEWER_THERE] =
    { "newer-there", N_("changed on both sides, on the platform later") },
  [CHATTY_SYNC_WHY_MINE] = { "mine", N_("changed on both sides; yours is kept") },
  [CHATTY_SYNC_WHY_THEIRS] = { "theirs", N_("changed on both sides; the platform’s is kept") },
  [CHATTY_SYNC_WHY_CHOSEN] = { "chosen", N_("as you chose") },
  [CHATTY_SYNC_WHY_RESUMED] = { "resumed", N_("begun by a sync that was cut off") },
  [CHATTY_SYNC_WHY_UNDO] = { "undo", N_("taken back") },
  [CHATTY_SYNC_WHY_ASK] = { "ask", N_("changed on both sides; choose one") },
  [CHATTY_SYNC_WHY_NO_TIME] =
    { "no-time", N_("different on both sides, and it is not known which is newer; choose one") },
  [CHATTY_SYNC_WHY_SKEW] =
    { "skew", N_("changed on both sides, and the platform’s clock is wrong; choose one") },
  [CHATTY_SYNC_WHY_READ_ONLY] =
    { "read-only", N_("the platform cannot be told; it stays here") },
  [CHATTY_SYNC_WHY_REQUIRED] =
    { "required", N_("the platform needs it, and it is empty here") },
  [CHATTY_SYNC_WHY_TOO_LONG] = { "too-long", N_("longer than the platform takes") },
};

static const char *const policy_names[] = {
  [CHATTY_SYNC_NEWEST] = "newest",
  [CHATTY_SYNC_ASK] = "ask",
  [CHATTY_SYNC_MINE] = "mine",
  [CHATTY_SYNC_THEIRS] = "theirs",
};

static const char *const brake_names[] = {
  [CHATTY_SYNC_BRAKE_LIST_FAILED] = "list-failed",
  [CHATTY_SYNC_BRAKE_LIST_PARTIAL] = "list-partial",
  [CHATTY_SYNC_BRAKE_LIST_EMPTY] = "list-empty",
  [CHATTY_SYNC_BRAKE_OWNER] = "owner",
  [CHATTY_SYNC_BRAKE_GONE_THERE] = "gone-there",
  [CHATTY_SYNC_BRAKE_GONE_HERE] = "gone-here",
  [CHATTY_SYNC_BRAKE_OVERWRITTEN_HERE] = "overwritten-here",
  [CHATTY_SYNC_BRAKE_OVERWRITTEN_THERE] = "overwritten-there",
};

static const char *const outcome_names[] = {
  [CHATTY_SYNC_DONE] = "done",
  [CHATTY_SYNC_OPEN] = "open",
  [CHATTY_SYNC_MOVED] = "moved",
  [CHATTY_SYNC_UNSURE] = "unsure",
  [CHATTY_SYNC_WAITING] = "waiting",
  [CHATTY_SYNC_NOT_DONE] = "failed",
  [CHATTY_SYNC_NOT_REACHED] = "not-reached",
};

static const char *const end_names[] = {
  [CHATTY_SYNC_END_COMPLETE] = "complete",
  [CHATTY_SYNC_END_OFFLINE] = "offline",
  [CHATTY_SYNC_END_LIMITED] = "limited",
  [CHATTY_SYNC_END_REFUSED] = "refused",
  [CHATTY_SYNC_END_VAULT] = "vault",
  [CHATTY_SYNC_END_CANCELLED] = "cancelled",
  [CHATTY_SYNC_END_BLOCKED] = "blocked",
  [CHATTY_SYNC_END_MOVED] = "moved",
};

const char *
chatty_sync_direction_to_string (ChattySyncDirection direction)
{
  return direction_names[direction];
}

const char *
chatty_sync_why_to_string (ChattySyncWhy why)
{
  return whys[why].name;
}

const char *
chatty_sync_why_to_words (ChattySyncWhy why)
{
  return _(whys[why].words);
}

/**
 * chatty_sync_why_is_open:
 *
 * Returns: whether the person is asked
 */
gboolean
chatty_sync_why_is_open (ChattySyncWhy why)
{
  return why == CHATTY_SYNC_WHY_ASK || why == CHATTY_SYNC_WHY_NO_TIME ||
         why == CHATTY_SYNC_WHY_SKEW;
}

const char *
chatty_sync_policy_to_string (ChattySyncPolicy policy)
{
  return policy_names[policy];
}

gboolean
chatty_sync_policy_from_string (const char       *name,
                                ChattySyncPolicy *policy)
{
  for (guint i = 0; i < G_N_ELEMENTS (policy_names); i++)
    if (g_strcmp0 (name, policy_names[i]) == 0)
      {
        *policy = i;
        return TRUE;
      }
  return FALSE;
}

const char *
chatty_sync_brake_kind_to_string (ChattySyncBrakeKind kind)
{
  return brake_names[kind];
}

const char *
chatty_sync_outcome_to_string (ChattySyncOutcome outcome)
{
  return outcome_names[outcome];
}

const char *
chatty_sync_end_to_string (ChattySyncEnd end)
{
  return end_names[end];
}

static void
append_line (GString    *words,
             const char *line)
{
  if (words->len > 0)
    g_string_append_c (words, '\n');
  g_string_append (words, line);
}

/**
 * chatty_sync_value_to_words:
 * @json: (nullable): a value of a field, as the steps have it
 *
 * Returns: (transfer full): the value for people; "" for one that is not known
 */
char *
chatty_sync_value_to_words (const char *json)
{
  g_autoptr (JsonNode) node = json != NULL ? chatty_json_parse (json, -1, NULL) : NULL;
  GString *words = g_string_new (NULL);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_string_free (words, FALSE);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    g_string_append (words, json_node_get_string (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        append_line (words, json_array_get_string_element (array, i));
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &value))
        {
          g_autofree char *line = g_strdup_printf ("%s: %g", name, json_node_get_double (value));

          append_line (words, line);
        }
    }
  return g_string_free (words, FALSE);
}

static guint
count_flags (guint flags)
{
  guint n = 0;

  for (; flags != 0; flags &= flags - 1)
    n++;
  return n;
}

static char *
update_words (const ChattySyncStep *self,
              const char           *title)
{
  guint here = count_flags (self->to_here);
  guint there = count_flags (self->to_there);
  g_autofree char *sent = NULL;
  g_autofree char *taken = NULL;

  if (there > 0)
    /* Translators: fields of a character; the second is a platform's name. */
    sent = g_strdup_printf (ngettext ("%u field goes to %s", "%u fields go to %s", there),
                            there, title);
  if (here > 0)
    /* Translators: fields of a character; the second is a platform's name. */
    taken = g_strdup_printf (ngettext ("%u field comes from %s", "%u fields come from %s", here),
                             here, title);
  if (sent != NULL && taken != NULL)
    return g_strjoin (", ", sent, taken, NULL);
  if (sent != NULL)
    return g_steal_pointer (&sent);
  if (taken != NULL)
    return g_steal_pointer (&taken);
  return g_strdup (_("choose what both sides are to have"));
}

static char *
kind_words (const ChattySyncStep *self,
            const char           *title)
{
  switch (self->kind)
    {
    case CHATTY_SYNC_CREATE_THERE:
      return g_strdup_printf (_("is made at %s"), title);
    case CHATTY_SYNC_CREATE_HERE:
      return g_strdup_printf (_("comes here from %s"), title);
    case CHATTY_SYNC_UPDATE:
      return update_words (self, title);
    case CHATTY_SYNC_LINK:
      return g_strdup_printf (_("is the same at %s, and is linked"), title);
    case CHATTY_SYNC_AGREE:
      return g_strdup (_("is the same on both sides"));
    case CHATTY_SYNC_GONE_THERE:
      return g_strdup_printf (_("is gone at %s; it is kept here"), title);
    case CHATTY_SYNC_GONE_HERE:
      return g_strdup_printf (_("was deleted here; what about the one at %s?"), title);
    case CHATTY_SYNC_ADOPT:
      return g_strdup_printf (_("was being made at %s when the answer was lost; which one is it?"),
                              title);
    case CHATTY_SYNC_SAME_NAME:
      return g_strdup_printf (_("is also the name of one at %s; are they the same?"), title);
    case CHATTY_SYNC_DELETE_THERE:
      return g_strdup_printf (_("is deleted at %s"), title);
    case CHATTY_SYNC_LEAVE:
      return g_strdup_printf (_("is left alone at %s"), title);
    case CHATTY_SYNC_TRASH_HERE:
      return g_strdup (_("goes to the trash here"));
    case CHATTY_SYNC_DOCUMENT_UPLOAD:
      return g_strdup_printf (_("“%s” is uploaded to %s"), self->document, title);
    case CHATTY_SYNC_DOCUMENT_CONNECT:
      return g_strdup_printf (_("“%s” is connected at %s"), self->document, title);
    case CHATTY_SYNC_DOCUMENT_REMOVE:
      return g_strdup_printf (self->choices != NULL && g_strv_contains (self->choices, "delete")
                              ? _("“%s” was removed here; delete it at %s?")
                              : _("“%s” was removed here; disconnect it at %s?"), self->document,
                              title);
    case CHATTY_SYNC_DOCUMENT_MISSING:
      return g_strdup_printf (_("“%s” is gone at %s; upload it again?"), self->document, title);
    case CHATTY_SYNC_FAILED:
    default:
      return g_strdup (self->message != NULL ? self->message : _("could not be compared"));
    }
}

/**
 * chatty_sync_step_dup_words:
 * @title: the platform's name
 *
 * Returns: (transfer full): what the step does, in one line for people
 */
char *
chatty_sync_step_dup_words (const ChattySyncStep *self,
                            const char           *title)
{
  g_autofree char *words = kind_words (self, title);

  /* Translators: a character's name, then what happens to it. */
  return g_strdup_printf (_("“%s”: %s"), self->name != NULL ? self->name : "", words);
}
