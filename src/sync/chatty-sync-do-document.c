/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include <glib/gi18n-lib.h>

#include "chatty-call.h"
#include "chatty-error.h"
#include "chatty-sync-documents.h"
#include "chatty-sync-record.h"
#include "chatty-sync-runner.h"

/* How long a run waits at its end for documents that the platform still reads,
 * and how often it asks. What is not ready then is connected by the next. */
#define WAIT_SECONDS 30
#define ASK_EVERY_MS 500

static GPtrArray *
list_documents (ChattySyncRunner  *self,
                const char        *remote_id,
                GError           **error)
{
  GPtrArray *documents;
  guint attempt = 0;

  self->vault_failed = FALSE;
  do
    documents = chatty_knowledge_list (CHATTY_KNOWLEDGE (self->platform), remote_id,
                                       self->cancellable, error);
  while (documents == NULL && chatty_sync_runner_pause (self, &attempt, error));
  return documents;
}

static gboolean
attach (ChattySyncRunner  *self,
        const char        *remote_id,
        const char        *document_id,
        gboolean           connect,
        GError           **error)
{
  guint attempt = 0;
  gboolean done;

  self->vault_failed = FALSE;
  do
    done = chatty_knowledge_attach (CHATTY_KNOWLEDGE (self->platform), remote_id, document_id,
                                    connect, self->cancellable, error);
  while (!done && chatty_sync_runner_pause (self, &attempt, error));
  return done;
}

/* Writes into the link what is known of the step's document; %NULL forgets it. */
static ChattySyncOutcome
note_document (ChattySyncRunner      *self,
               const ChattySyncStep  *step,
               const char            *id,
               const char            *sha256,
               gboolean               waiting,
               gboolean               left,
               GError               **error)
{
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacterRecord) stored = NULL;
  g_autoptr (ChattyCharacterLink) changed = NULL;
  g_autoptr (GHashTable) documents = NULL;
  g_autofree char *text = NULL;
  ChattyCharacterLink *link = NULL;
  ChattyCharacterLink fields;

  record = chatty_sync_runner_load (self, step->callsign, error);
  if (record == NULL)
    return *error != NULL ? CHATTY_SYNC_NOT_DONE : CHATTY_SYNC_MOVED;
  for (guint i = 0; i < chatty_character_record_get_n_links (record); i++)
    {
      ChattyCharacterLink *candidate = chatty_character_record_get_link (record, i);

      if (g_str_equal (candidate->platform, self->look->platform) &&
          g_str_equal (candidate->remote_id, step->remote_id))
        link = candidate;
    }
  if (link == NULL)
    return CHATTY_SYNC_MOVED;

  documents = chatty_sync_documents_read (link);
  if (id != NULL || left)
    {
      ChattySyncDocument *document = g_new (ChattySyncDocument, 1);

      document->id = g_strdup (id);
      document->sha256 = g_strdup (sha256);
      document->waiting = waiting;
      document->left = left;
      g_hash_table_replace (documents, g_strdup (step->document), document);
    }
  else
    g_hash_table_remove (documents, step->document);
  text = chatty_sync_documents_write (documents);
  fields = *link;
  fields.documents = text;
  changed = chatty_character_link_new (&fields);
  after = chatty_sync_record_link (record, changed);
  stored = chatty_sync_runner_put (self, record, after, error);
  return stored != NULL ? CHATTY_SYNC_DONE : CHATTY_SYNC_NOT_DONE;
}

static const ChattyRecordDocument *
find_here (const ChattySyncStep *step)
{
  for (guint i = 0; i < chatty_character_record_get_n_documents (step->record); i++)
    {
      const ChattyRecordDocument *document =
        chatty_character_record_get_document (step->record, i);

      if (g_str_equal (document->name, step->document))
        return document;
    }
  return NULL;
}

static gboolean
is_by_character (ChattySyncRunner *self)
{
  return chatty_knowledge_is_by_character (CHATTY_KNOWLEDGE (self->platform));
}

/* An upload whose answer was lost: the document that came of it. Returns
 * whether it may be uploaded (again). */
static gboolean
find_uploaded (ChattySyncRunner            *self,
               const ChattySyncStep        *step,
               const ChattyRecordDocument  *here,
               ChattyDocument             **found,
               GError                     **error)
{
  ChattySyncIntent *begun = chatty_sync_runner_begun (self, CHATTY_SYNC_INTENT_UPLOAD,
                                                      step->callsign, step->document);
  g_autoptr (GPtrArray) documents = NULL;
  guint n_found = 0;

  if (begun == NULL || g_strcmp0 (begun->hash, here->sha256) != 0)
    return TRUE;
  documents = list_documents (self, step->remote_id, error);
  if (documents == NULL)
    return FALSE;
  for (guint i = 0; i < documents->len; i++)
    {
      ChattyDocument *document = g_ptr_array_index (documents, i);

      /* The same name with another character is another document. */
      if (g_strcmp0 (document->name, step->document) != 0 ||
          (document->size >= 0 && document->size != here->size) ||
          (is_by_character (self) && !document->attached) ||
          g_strv_contains ((const char *const *) begun->before, document->id))
        continue;
      n_found++;
      g_clear_pointer (found, chatty_document_unref);
      *found = chatty_document_ref (document);
    }
  if (n_found <= 1)
    return TRUE;
  g_clear_pointer (found, chatty_document_unref);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
               /* Translators: a number, a file's name and a platform's name. */
               _("There are %u documents “%s” at %s. Delete there those that are too many"),
               n_found, step->document, self->look->title);
  return FALSE;
}

static gboolean
intend_upload (ChattySyncRunner            *self,
               const ChattySyncStep        *step,
               const ChattyRecordDocument  *here,
               GError                     **error)
{
  g_autoptr (GPtrArray) documents = list_documents (self, step->remote_id, error);
  g_autoptr (GStrvBuilder) before = g_strv_builder_new ();
  g_autofree char *uuid = g_uuid_string_random ();
  g_auto (GStrv) ids = NULL;
  ChattySyncIntent intent = {
    .kind = CHATTY_SYNC_INTENT_UPLOAD,
    .uuid = uuid,
    .time = chatty_time_now (),
    .callsign = (char *) step->callsign,
    .name = (char *) step->document,
    .remote_id = (char *) step->remote_id,
    .hash = here->sha256,
    .agreed = CHATTY_TIME_NONE,
  };

  if (documents == NULL)
    return FALSE;
  for (guint i = 0; i < documents->len; i++)
    g_strv_builder_add (before, ((ChattyDocument *) g_ptr_array_index (documents, i))->id);
  ids = g_strv_builder_end (before);
  intent.before = ids;
  return chatty_sync_runner_intend (self, &intent, error);
}

/* Whether an upload makes a document that was not there before: also of new
 * content, where a document cannot be another one's. */
static gboolean
makes_one (ChattySyncRunner     *self,
           const ChattySyncStep *step)
{
  return step->document_id == NULL || is_by_character (self);
}

/* Takes up an upload that was cut off: what it was to replace goes. */
static ChattyDocument *
take_up (ChattySyncRunner            *self,
         const ChattySyncStep        *step,
         const ChattyRecordDocument  *here,
         GError                     **error)
{
  g_autoptr (ChattyDocument) found = NULL;

  if (!find_uploaded (self, step, here, &found, error))
    return NULL;
  if (found != NULL && step->document_id != NULL &&
      !attach (self, step->remote_id, step->document_id, FALSE, error))
    return NULL;
  return g_steal_pointer (&found);
}

static ChattyDocument *
send_file (ChattySyncRunner            *self,
           const ChattySyncStep        *step,
           const ChattyRecordDocument  *here,
           GError                     **error)
{
  const ChattyKnowledgeOptions options = { .character_id = step->remote_id };
  g_autofree char *path = NULL;
  ChattyDocument *document = NULL;
  guint attempt = 0;

  if (makes_one (self, step))
    document = take_up (self, step, here, error);
  if (document != NULL || *error != NULL)
    return document;
  self->vault_failed = TRUE;
  path = CHATTY_SYNC_STORE_GET_IFACE (self->store)->document (self->store, step->callsign,
                                                              step->document, error);
  if (path == NULL || (makes_one (self, step) && !intend_upload (self, step, here, error)))
    return NULL;
  self->vault_failed = FALSE;
  do
    document = chatty_knowledge_upload_with (CHATTY_KNOWLEDGE (self->platform), path,
                                             step->document_id, &options, NULL, NULL,
                                             self->cancellable, error);
  while (document == NULL && chatty_sync_runner_pause (self, &attempt, error));
  return document;
}

static ChattySyncOutcome
connect_document (ChattySyncRunner      *self,
                  ChattySyncResult      *result,
                  const char            *id,
                  const char            *sha256,
                  gboolean               ready,
                  GError               **error)
{
  ChattySyncOutcome outcome;

  if (!ready)
    {
      outcome = note_document (self, result->step, id, sha256, TRUE, FALSE, error);
      if (outcome != CHATTY_SYNC_DONE)
        return outcome;
      g_ptr_array_add (self->waiting, result);
      return CHATTY_SYNC_WAITING;
    }
  if (!attach (self, result->step->remote_id, id, TRUE, error))
    {
      note_document (self, result->step, id, sha256, TRUE, FALSE, NULL);
      return CHATTY_SYNC_NOT_DONE;
    }
  return note_document (self, result->step, id, sha256, FALSE, FALSE, error);
}

static ChattySyncOutcome
upload (ChattySyncRunner  *self,
        ChattySyncResult  *result,
        GError           **error)
{
  const ChattyRecordDocument *here = find_here (result->step);
  g_autoptr (ChattyDocument) document = NULL;
  ChattySyncOutcome outcome;

  if (here == NULL || here->sha256 == NULL)
    return CHATTY_SYNC_MOVED;
  document = send_file (self, result->step, here, error);
  if (document == NULL)
    return CHATTY_SYNC_NOT_DONE;
  outcome = connect_document (self, result, document->id, here->sha256, document->ready, error);
  if (outcome == CHATTY_SYNC_DONE || outcome == CHATTY_SYNC_WAITING)
    chatty_sync_runner_settle (self, CHATTY_SYNC_INTENT_UPLOAD, result->step->callsign,
                               result->step->document);
  return outcome;
}

static const char *
known_hash (GHashTable           *documents,
            const ChattySyncStep *step)
{
  const ChattySyncDocument *known = g_hash_table_lookup (documents, step->document);

  return known != NULL ? known->sha256 : NULL;
}

static ChattySyncOutcome
connect_step (ChattySyncRunner  *self,
              ChattySyncResult  *result,
              const char        *sha256,
              GError           **error)
{
  const ChattySyncStep *step = result->step;
  g_autoptr (GPtrArray) documents = list_documents (self, step->remote_id, error);
  ChattyDocument *document;

  if (documents == NULL)
    return CHATTY_SYNC_NOT_DONE;
  document = chatty_sync_document_find (documents, step->document_id);
  if (document == NULL)
    return CHATTY_SYNC_MOVED;
  return connect_document (self, result, document->id, sha256, document->ready, error);
}

static ChattySyncOutcome
remove_step (ChattySyncRunner  *self,
             ChattySyncResult  *result,
             const char        *sha256,
             GError           **error)
{
  const ChattySyncStep *step = result->step;

  if (g_strcmp0 (step->choice, "disconnect") == 0 || g_strcmp0 (step->choice, "delete") == 0)
    {
      if (!attach (self, step->remote_id, step->document_id, FALSE, error))
        return CHATTY_SYNC_NOT_DONE;
      return note_document (self, step, NULL, NULL, FALSE, FALSE, error);
    }
  /* Without a question it is gone on both sides. */
  return note_document (self, step, step->question != NULL ? step->document_id : NULL, sha256,
                        FALSE, step->question != NULL, error);
}

/*
 * chatty_sync_do_document:
 *
 * Uploads, connects or disconnects a knowledge document.
 */
ChattySyncOutcome
chatty_sync_do_document (ChattySyncRunner  *self,
                         ChattySyncResult  *result,
                         GError           **error)
{
  const ChattySyncStep *step = result->step;
  g_autoptr (GHashTable) known = chatty_sync_documents_read (step->link);
  const char *sha256 = known_hash (known, step);

  switch ((int) step->kind)
    {
    case CHATTY_SYNC_DOCUMENT_UPLOAD:
      return upload (self, result, error);
    case CHATTY_SYNC_DOCUMENT_CONNECT:
      return connect_step (self, result, sha256, error);
    case CHATTY_SYNC_DOCUMENT_REMOVE:
      return remove_step (self, result, sha256, error);
    case CHATTY_SYNC_DOCUMENT_MISSING:
    default:
      if (g_strcmp0 (step->choice, "leave") == 0)
        return note_document (self, step, step->document_id, sha256, FALSE, TRUE, error);
      return step->document_id != NULL ? connect_step (self, result, sha256, error)
                                       : upload (self, result, error);
    }
}

/* Whether the document is not to be waited for any more. */
static gboolean
look_again (ChattySyncRunner *self,
            ChattySyncResult *result)
{
  const ChattySyncStep *step = result->step;
  g_autoptr (ChattyCharacterRecord) record = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GHashTable) known = NULL;
  g_autoptr (GError) failure = NULL;
  ChattySyncDocument *waited = NULL;
  ChattyDocument *document;

  record = chatty_sync_runner_load (self, step->callsign, NULL);
  for (guint i = 0; record != NULL && i < chatty_character_record_get_n_links (record); i++)
    {
      ChattyCharacterLink *link = chatty_character_record_get_link (record, i);

      if (!g_str_equal (link->platform, self->look->platform) ||
          !g_str_equal (link->remote_id, step->remote_id))
        continue;
      g_clear_pointer (&known, g_hash_table_unref);
      known = chatty_sync_documents_read (link);
      waited = g_hash_table_lookup (known, step->document);
    }
  if (waited == NULL)
    return TRUE;
  documents = list_documents (self, step->remote_id, &failure);
  document = documents != NULL ? chatty_sync_document_find (documents, waited->id) : NULL;
  if (document == NULL)
    return TRUE;
  if (!document->ready)
    return FALSE;
  if (attach (self, step->remote_id, waited->id, TRUE, &failure) &&
      note_document (self, step, waited->id, waited->sha256, FALSE, FALSE, &failure)
      == CHATTY_SYNC_DONE)
    result->outcome = CHATTY_SYNC_DONE;
  return TRUE;
}

/*
 * chatty_sync_wait_documents:
 *
 * At the end of a run: waits a while for the documents that the platform still
 * reads, and connects them. Nothing else waits for them.
 */
void
chatty_sync_wait_documents (ChattySyncRunner *self)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (self->waiting->len > 0)
    {
      for (guint i = self->waiting->len; i-- > 0;)
        if (look_again (self, g_ptr_array_index (self->waiting, i)))
          g_ptr_array_remove_index (self->waiting, i);
      if (self->waiting->len == 0 || g_get_monotonic_time () >= end ||
          !chatty_call_pause (ASK_EVERY_MS, self->cancellable, NULL))
        return;
    }
}
