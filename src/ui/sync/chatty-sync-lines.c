/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-list-update.h"
#include "chatty-sync-lines.h"

/**
 * chatty_sync_lines_add_step:
 * @lines: (element-type ChattySyncLine): at whose end it comes
 * @text: of which the step is told; its field is set
 *
 * Adds a step, and below it its fields. Any thread.
 */
void
chatty_sync_lines_add_step (GPtrArray          *lines,
                            ChattySyncLineText *text)
{
  text->field = -1;
  g_ptr_array_add (lines, chatty_sync_line_new (text));
  for (guint i = 0; i < text->step->n_fields; i++)
    {
      /* A sync that was cut off names what is settled too. */
      if (text->step->fields[i].why == CHATTY_SYNC_WHY_SAME)
        continue;
      text->field = i;
      g_ptr_array_add (lines, chatty_sync_line_new (text));
    }
}

/* An answer may turn a question into another step, or into none: the question
 * stays to be seen, so that the person can change their mind. */
static void
add_answered (GPtrArray     *lines,
              GPtrArray     *steps,
              ChattySyncJob *job,
              GHashTable    *asked)
{
  g_autoptr (GHashTable) present = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GList) questions = g_list_sort (g_hash_table_get_keys (asked),
                                             (GCompareFunc) strcmp);

  for (guint i = 0; i < steps->len; i++)
    {
      const char *question = chatty_sync_line_get_question (g_ptr_array_index (steps, i));

      if (question != NULL)
        g_hash_table_add (present, (gpointer) question);
    }
  for (GList *l = questions; l != NULL; l = l->next)
    {
      const char *answer = chatty_sync_job_get_answer (job, l->data);
      ChattySyncLineText text;

      if (answer == NULL || g_hash_table_contains (present, l->data))
        continue;
      text = *chatty_sync_line_get (g_hash_table_lookup (asked, l->data));
      text.answer = answer;
      g_ptr_array_add (lines, chatty_sync_line_new (&text));
    }
}

static void
remember_questions (GPtrArray  *lines,
                    GHashTable *asked)
{
  for (guint i = 0; i < lines->len; i++)
    {
      ChattySyncLine *line = g_ptr_array_index (lines, i);
      const char *question = chatty_sync_line_get_question (line);

      if (question != NULL && chatty_sync_line_get_field (line) == NULL)
        g_hash_table_insert (asked, g_strdup (question), g_object_ref (line));
    }
}

/**
 * chatty_sync_lines_of_plan:
 * @job: a job that has a plan
 * @asked: (element-type utf8 ChattySyncLine): the questions of its plans so
 *   far; those of this one are added
 *
 * Returns: (transfer full) (element-type ChattySyncLine): what the plan does
 */
GPtrArray *
chatty_sync_lines_of_plan (ChattySyncJob *job,
                           GHashTable    *asked)
{
  ChattySyncPlan *plan = chatty_sync_job_get_plan (job);
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_object_unref);
  ChattySyncLineText text = { .title = chatty_sync_plan_get_look (plan)->title };

  for (guint i = 0; i < chatty_sync_plan_get_n_steps (plan); i++)
    {
      text.step = chatty_sync_plan_get_step (plan, i);
      text.answer = text.step->question != NULL
        ? chatty_sync_job_get_answer (job, text.step->question) : NULL;
      chatty_sync_lines_add_step (steps, &text);
    }
  remember_questions (steps, asked);
  add_answered (lines, steps, job, asked);
  g_ptr_array_extend_and_steal (lines, g_steal_pointer (&steps));
  return lines;
}

/**
 * chatty_sync_lines_of_receipt:
 * @title: the platform's name
 *
 * Returns: (transfer full) (element-type ChattySyncLine): what a run did
 */
GPtrArray *
chatty_sync_lines_of_receipt (ChattySyncReceipt *receipt,
                              const char        *title)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_object_unref);
  ChattySyncLineText text = { .title = title, .is_over = TRUE };

  for (guint i = 0; i < chatty_sync_receipt_get_n_results (receipt); i++)
    {
      const ChattySyncResult *result = chatty_sync_receipt_get_result (receipt, i);

      text.step = result->step;
      text.outcome = result->outcome;
      text.dropped = result->dropped;
      text.message = result->message;
      chatty_sync_lines_add_step (lines, &text);
    }
  return lines;
}

static gboolean
stays (gpointer shown,
       gpointer line)
{
  if (!chatty_sync_line_is_same (shown, line))
    return FALSE;
  chatty_sync_line_take (shown, line);
  return TRUE;
}

/**
 * chatty_sync_lines_update:
 * @store: of #ChattySyncLine
 * @lines: (element-type ChattySyncLine): what it is to show
 *
 * Changes the rows that stay, so that they keep their place and the focus, and
 * replaces the others.
 */
void
chatty_sync_lines_update (GListStore *store,
                          GPtrArray  *lines)
{
  chatty_list_update (store, lines, stays);
}
