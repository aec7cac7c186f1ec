/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-sync-documents.h"
#include "chatty-sync-planner.h"

/* What a step about a document of this pair begins with. */
static ChattySyncStep
step_for (ChattyCharacterRecord  *record,
          ChattyCharacterLink    *link,
          const ChattySyncRemote *remote,
          ChattySyncStepKind      kind,
          const char             *name,
          const char             *id)
{
  ChattySyncStep step = {
    .kind = kind,
    .callsign = chatty_character_record_get_callsign (record),
    .remote_id = link->remote_id,
    .name = chatty_character_get_name (chatty_character_record_get_character (record)),
    .record = record,
    .there = remote->character,
    .link = link,
    .document = name,
    .document_id = id,
  };

  return step;
}

static void
ask (ChattySyncPlanner *self,
     ChattySyncStep    *step,
     const char *const *choices)
{
  g_autofree char *question = g_strjoin ("/", chatty_sync_step_kind_to_string (step->kind),
                                         step->callsign, step->remote_id, step->document, NULL);
  const char *choice = chatty_sync_planner_answer (self, question);

  step->id = question;
  step->question = question;
  step->choices = choices;
  step->choice = choice != NULL && g_strv_contains (choices, choice) ? choice : NULL;
  chatty_sync_planner_take (self, chatty_sync_step_new (step));
}

static void
plan_present (ChattySyncPlanner          *self,
              ChattyCharacterRecord      *record,
              ChattyCharacterLink        *link,
              const ChattySyncRemote     *remote,
              const ChattyRecordDocument *here,
              const ChattySyncDocument   *known)
{
  static const char *const choices[] = { "upload", "leave", NULL };
  ChattyDocument *there = known != NULL ? chatty_sync_document_find (remote->documents, known->id)
                                        : NULL;
  ChattySyncStep step;

  if (here->sha256 == NULL ||
      !chatty_sync_document_fits (self->look->knowledge, here->name, here->size))
    return;
  if (known == NULL || g_strcmp0 (known->sha256, here->sha256) != 0)
    {
      step = step_for (record, link, remote, CHATTY_SYNC_DOCUMENT_UPLOAD, here->name,
                       there != NULL ? known->id : NULL);
      chatty_sync_planner_take (self, chatty_sync_step_new (&step));
    }
  else if (known->left)
    return;
  else if (there != NULL && !there->attached && known->waiting)
    {
      step = step_for (record, link, remote, CHATTY_SYNC_DOCUMENT_CONNECT, here->name, known->id);
      chatty_sync_planner_take (self, chatty_sync_step_new (&step));
    }
  else if (there == NULL || !there->attached)
    {
      step = step_for (record, link, remote, CHATTY_SYNC_DOCUMENT_MISSING, here->name,
                       there != NULL ? known->id : NULL);
      ask (self, &step, choices);
    }
}

static const ChattyRecordDocument *
find_here (ChattyCharacterRecord *record,
           const char            *name)
{
  for (guint i = 0; i < chatty_character_record_get_n_documents (record); i++)
    {
      const ChattyRecordDocument *document = chatty_character_record_get_document (record, i);

      if (g_str_equal (document->name, name))
        return document;
    }
  return NULL;
}

static void
plan_removed (ChattySyncPlanner        *self,
              ChattyCharacterRecord    *record,
              ChattyCharacterLink      *link,
              const ChattySyncRemote   *remote,
              const char               *name,
              const ChattySyncDocument *known)
{
  static const char *const disconnect[] = { "disconnect", "leave", NULL };
  static const char *const delete[] = { "delete", "leave", NULL };
  ChattyDocument *there = chatty_sync_document_find (remote->documents, known->id);
  ChattySyncStep step = step_for (record, link, remote, CHATTY_SYNC_DOCUMENT_REMOVE, name,
                                  known->id);

  if (known->left)
    return;
  if (there != NULL && there->attached)
    {
      ask (self, &step, self->look->by_character ? delete : disconnect);
      return;
    }
  /* Gone on both sides: there is nothing to ask about. */
  step.choice = "leave";
  chatty_sync_planner_take (self, chatty_sync_step_new (&step));
}

/*
 * chatty_sync_plan_documents:
 *
 * The knowledge documents of a pair, told apart by their content. They go there
 * and never come from there: platforms do not give their content back.
 */
void
chatty_sync_plan_documents (ChattySyncPlanner      *self,
                            ChattyCharacterRecord  *record,
                            ChattyCharacterLink    *link,
                            const ChattySyncRemote *remote)
{
  g_autoptr (GHashTable) known = NULL;
  g_autoptr (GList) names = NULL;

  if (!self->settings->documents || self->look->knowledge == NULL || remote->documents == NULL)
    return;
  known = chatty_sync_documents_read (link);
  for (guint i = 0; i < chatty_character_record_get_n_documents (record); i++)
    {
      const ChattyRecordDocument *here = chatty_character_record_get_document (record, i);

      plan_present (self, record, link, remote, here, g_hash_table_lookup (known, here->name));
    }
  names = g_list_sort (g_hash_table_get_keys (known), (GCompareFunc) g_strcmp0);
  for (GList *l = names; l != NULL; l = l->next)
    if (find_here (record, l->data) == NULL)
      plan_removed (self, record, link, remote, l->data, g_hash_table_lookup (known, l->data));
}
