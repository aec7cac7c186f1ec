/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include "chatty-pool.h"

#include "chatty-reader-loader.h"

typedef struct {
  ChattyVault        *vault;
  char               *id;
  char               *known_etag;
  ChattyTranscript   *known;        /* nullable: of that tag */
  ChattyTranscript   *transcript;
  ChattyTurnSegments *segments;
  char               *etag;
  char               *who;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->vault);
  g_free (job->id);
  g_free (job->known_etag);
  g_clear_pointer (&job->known, chatty_transcript_unref);
  g_clear_pointer (&job->transcript, chatty_transcript_unref);
  g_clear_object (&job->segments);
  g_free (job->etag);
  g_free (job->who);
  g_free (job);
}

static char *
dup_etag (Job          *job,
          GCancellable *cancellable)
{
  g_autoptr (GFile) file = chatty_vault_get_file (job->vault, job->id, NULL);
  g_autoptr (GFileInfo) info = NULL;

  if (file != NULL)
    info = g_file_query_info (file, G_FILE_ATTRIBUTE_ETAG_VALUE, G_FILE_QUERY_INFO_NONE,
                              cancellable, NULL);

  return info != NULL ? g_strdup (g_file_info_get_etag (info)) : NULL;
}

/* (nullable): what the character is called now. */
static char *
dup_who (Job *job)
{
  const ChattyTranscript *transcript = job->transcript != NULL ? job->transcript : job->known;
  const char *callsign = transcript != NULL ? chatty_transcript_get_character (transcript) : NULL;

  return callsign != NULL && job->vault != NULL
           ? chatty_vault_dup_character_name (job->vault, callsign) : NULL;
}

static void
load_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;

  if (job->vault != NULL)
    {
      /* Before the text is read: a change in between shows as one later. */
      job->etag = dup_etag (job, cancellable);
      if (job->known_etag != NULL && g_strcmp0 (job->known_etag, job->etag) == 0)
        {
          job->who = dup_who (job);
          g_task_return_boolean (task, TRUE);
          return;
        }

      job->transcript = chatty_vault_load (job->vault, job->id, cancellable, &error);
      if (job->transcript == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
    }

  job->who = dup_who (job);
  job->segments = chatty_turn_segments_new (job->transcript);
  g_task_return_boolean (task, TRUE);
}

static void
run (Job                 *job,
     gpointer             tag,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  static ChattyPool *pool = NULL;
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  if (pool == NULL)
    pool = chatty_pool_new ("reader", 2);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  chatty_pool_run (pool, task, load_thread);
}

/**
 * chatty_reader_loader_load_async:
 * @id: of a transcript in @vault
 * @known: (nullable): what an earlier load gave
 * @known_etag: (nullable): what it gave with it; if the file has not changed
 *   since, it is not read again
 *
 * Reads a transcript. Main loop only.
 */
void
chatty_reader_loader_load_async (ChattyVault         *vault,
                                 const char          *id,
                                 ChattyTranscript    *known,
                                 const char          *known_etag,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  Job *job;

  g_return_if_fail (CHATTY_IS_VAULT (vault));
  g_return_if_fail (id != NULL);

  job = g_new0 (Job, 1);
  job->vault = g_object_ref (vault);
  job->id = g_strdup (id);
  job->known = known != NULL ? chatty_transcript_ref (known) : NULL;
  job->known_etag = g_strdup (known_etag);
  run (job, chatty_reader_loader_load_async, cancellable, callback, user_data);
}

/**
 * chatty_reader_loader_cut_async:
 *
 * Only cuts a transcript that is there already. Main loop only.
 */
void
chatty_reader_loader_cut_async (ChattyTranscript    *transcript,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  Job *job;

  g_return_if_fail (transcript != NULL);

  job = g_new0 (Job, 1);
  job->transcript = chatty_transcript_ref (transcript);
  run (job, chatty_reader_loader_cut_async, cancellable, callback, user_data);
}

/**
 * chatty_reader_loader_finish:
 * @segments: (out) (nullable) (transfer full): %NULL if the file is unchanged
 * @etag: (out) (nullable) (transfer full): what names this state of the file
 * @who: (out) (nullable) (transfer full): what people call the character, now
 *
 * Returns: %FALSE with @error set as chatty_vault_load() does
 */
gboolean
chatty_reader_loader_finish (GAsyncResult        *result,
                             ChattyTurnSegments **segments,
                             char               **etag,
                             char               **who,
                             GError             **error)
{
  Job *job;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  *segments = NULL;
  *etag = NULL;
  *who = NULL;
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  job = g_task_get_task_data (G_TASK (result));
  *segments = g_steal_pointer (&job->segments);
  *etag = g_steal_pointer (&job->etag);
  *who = g_steal_pointer (&job->who);

  return TRUE;
}
