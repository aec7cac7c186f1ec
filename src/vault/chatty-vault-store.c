/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-vault-batch-private.h"

/* New files; the folder of the vault is private to the person. */
#define FILE_MODE 0666

/* Versions of one transcript that the person edited and the source changed. */
#define MAX_VERSIONS 1000

/* Which of our names the transcript goes by: later versions of one that was
 * edited here are transcripts of their own. */
static char *
make_version_id (const char *id,
                 guint       version)
{
  return version == 1 ? g_strdup (id) : g_strdup_printf ("%s~%u", id, version);
}

static ChattyTranscript *
with_id (ChattyTranscript *transcript,
         const char       *id)
{
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;

  if (g_str_equal (chatty_transcript_get_id (transcript), id))
    return chatty_transcript_ref (transcript);
  builder = chatty_transcript_builder_new_from (transcript);
  chatty_transcript_builder_set_id (builder, id);
  return chatty_transcript_builder_end (g_steal_pointer (&builder));
}

/* Looks for the file of @id. NULL without @error: there is none. */
static ChattyStoredFile *
find_stored (ChattyVaultBatch  *self,
             const char        *id,
             char             **path,
             GCancellable      *cancellable,
             GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  ChattyStoredFile *stored;

  stored = chatty_vault_load_stored (self->vault, id, path, cancellable,
                                     &local_error);
  if (stored == NULL &&
      !g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return stored;
}

/* Where the file goes when its transcript becomes another: NULL if it stays. */
static char *
find_new_folder (const char       *path,
                 ChattyTranscript *before,
                 ChattyTranscript *after,
                 gboolean          by_person)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *old_home = chatty_vault_layout_folder (before);
  g_autofree char *new_home = chatty_vault_layout_folder (after);
  gboolean moves = !g_str_equal (old_home, new_home);
  gboolean at_home;

  /* A file that a person put elsewhere stays there, unless this is the
   * person saying otherwise. */
  at_home = g_str_equal (folder, old_home) &&
            chatty_vault_layout_is_named_for (name,
                                              chatty_transcript_get_title (before));
  if (!at_home)
    return moves && by_person ? g_steal_pointer (&new_home) : NULL;
  if (!moves &&
      chatty_vault_layout_is_named_for (name,
                                        chatty_transcript_get_title (after)))
    return NULL;
  return g_steal_pointer (&new_home);
}

static gboolean
update (ChattyVaultBatch  *self,
        const char        *old_path,
        ChattyStoredFile  *old,
        ChattyTranscript  *merged,
        ChattyTranscript  *incoming,
        const char        *import_digest,
        char             **path,
        GError           **error)
{
  g_autoptr (ChattyDraft) draft = NULL;
  g_autofree char *folder = NULL;
  ChattyPlace place = { NULL };

  folder = find_new_folder (old_path, old->transcript, merged, FALSE);
  draft = chatty_draft_new (merged, import_digest,
                            old->edited |
                            (old->touched ? CHATTY_EDITED_TEXT : 0));
  place.folder = folder;
  place.title = chatty_transcript_get_title (merged);
  return chatty_vault_batch_replace (self, old_path, old, merged, incoming,
                                     draft, folder != NULL ? &place : NULL,
                                     path, error);
}

static gboolean
add (ChattyVaultBatch  *self,
     ChattyTranscript  *transcript,
     ChattyTranscript  *incoming,
     char             **path,
     GError           **error)
{
  g_autoptr (ChattyDraft) draft = chatty_draft_new (transcript, NULL, 0);
  g_autofree char *folder = chatty_vault_layout_folder (transcript);
  ChattyPlace place = {
    .folder = folder,
    .title = chatty_transcript_get_title (transcript),
  };

  return chatty_vault_batch_add (self, transcript, incoming, draft, FILE_MODE,
                                 &place, path, error);
}

/* Decides what is to be done with @incoming, and queues it. */
gboolean
chatty_vault_batch_decide (ChattyVaultBatch  *self,
                           ChattyTranscript  *incoming,
                           ChattyStored      *outcome,
                           char             **path,
                           GCancellable      *cancellable,
                           GError           **error)
{
  const char *id = chatty_transcript_get_id (incoming);
  g_autofree char *digest = NULL;

  for (guint version = 1; version <= MAX_VERSIONS; version++)
    {
      g_autofree char *version_id = make_version_id (id, version);
      g_autofree char *old_path = NULL;
      g_autoptr (ChattyStoredFile) old = NULL;
      g_autoptr (ChattyTranscript) candidate = NULL;
      g_autoptr (ChattyTranscript) merged = NULL;
      g_autoptr (GError) local_error = NULL;
      gboolean same_source;

      if (!chatty_vault_batch_settle (self, version_id, error))
        return FALSE;
      old = find_stored (self, version_id, &old_path, cancellable,
                         &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      candidate = with_id (incoming, version_id);
      if (old == NULL)
        {
          *outcome = version == 1 ? CHATTY_STORED_ADDED
                                  : CHATTY_STORED_KEPT_BOTH;
          return add (self, candidate, incoming, path, error);
        }

      if (digest == NULL)
        digest = chatty_stored_file_digest (incoming);
      same_source = g_strcmp0 (digest, old->import_digest) == 0;
      merged = chatty_stored_file_merge (old, candidate, same_source);
      if (chatty_stored_file_same (merged, old->transcript))
        {
          *outcome = CHATTY_STORED_UNCHANGED;
          if (path != NULL)
            *path = g_steal_pointer (&old_path);
          return TRUE;
        }
      if (same_source || !old->touched)
        {
          *outcome = CHATTY_STORED_UPDATED;
          return update (self, old_path, old, merged, incoming, digest, path,
                         error);
        }
      /* Edited outside since, and the source changed as well: both are kept,
       * the source's version as the next one. */
    }

  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
               _("The vault has too many versions of “%s”."),
               chatty_transcript_get_title (incoming));
  return FALSE;
}

/**
 * chatty_vault_batch_store:
 * @transcript: what an importer made of a source
 * @outcome: (out): what that means for the vault
 * @path: (out) (optional): where it is; if another program stores something of
 *   the same name at the same moment, it may get another one
 * @cancellable: (nullable): looked at before anything is done
 *
 * Stores one transcript. The transcript with the same id, if there is one, is
 * replaced, and its old content kept in the history; but what the person
 * edited stays as the person wants it. The change is made with the group that
 * it falls in; chatty_vault_batch_commit() makes the rest.
 *
 * Returns: %FALSE with @error if it cannot be stored; the batch can go on
 */
gboolean
chatty_vault_batch_store (ChattyVaultBatch  *self,
                          ChattyTranscript  *transcript,
                          ChattyStored      *outcome,
                          char             **path,
                          GCancellable      *cancellable,
                          GError           **error)
{
  g_autoptr (ChattyTranscript) incoming = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT_BATCH (self), FALSE);
  g_return_val_if_fail (transcript != NULL, FALSE);
  g_return_val_if_fail (outcome != NULL, FALSE);

  if (chatty_set_cancelled (cancellable, error) ||
      !chatty_vault_batch_prepare (self, cancellable, error))
    return FALSE;

  incoming = chatty_stored_file_strip (transcript);
  return chatty_vault_batch_decide (self, incoming, outcome, path, cancellable,
                                    error);
}

/**
 * chatty_vault_batch_trash:
 * @id: of a transcript
 *
 * Moves a transcript to the vault's trash.
 *
 * Returns: whether it will be, with its group; %CHATTY_ERROR_NOT_FOUND
 */
gboolean
chatty_vault_batch_trash (ChattyVaultBatch  *self,
                          const char        *id,
                          GError           **error)
{
  g_autoptr (ChattyStoredFile) stored = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT_BATCH (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (!chatty_vault_batch_prepare (self, NULL, error) ||
      !chatty_vault_batch_settle (self, id, error))
    return FALSE;
  stored = chatty_vault_load_stored (self->vault, id, &path, NULL, error);
  return stored != NULL &&
         chatty_vault_batch_remove (self, path, stored, error);
}

/* Another program changed the file between our look at it and the change. */
static gboolean
check_done (ChattyVaultBatch  *batch,
            const char        *title,
            GError           **error)
{
  if (chatty_vault_batch_get_n_given_up (batch) == 0)
    return TRUE;

  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
               _("“%s” was changed by another program at the same moment. "
                 "Look at it and try again."), title);
  return FALSE;
}

static ChattyEdited
list_edits (ChattyTranscript *before,
            ChattyTranscript *after)
{
  ChattyEdited edited = 0;

  if (g_strcmp0 (chatty_transcript_get_title (before),
                 chatty_transcript_get_title (after)) != 0)
    edited |= CHATTY_EDITED_TITLE;
  if (g_strcmp0 (chatty_transcript_get_platform (before),
                 chatty_transcript_get_platform (after)) != 0)
    edited |= CHATTY_EDITED_PLATFORM;
  if (g_strcmp0 (chatty_transcript_get_character (before),
                 chatty_transcript_get_character (after)) != 0)
    edited |= CHATTY_EDITED_CHARACTER;
  if (chatty_transcript_get_started (before) !=
      chatty_transcript_get_started (after))
    edited |= CHATTY_EDITED_STARTED;
  return edited;
}

static ChattyTranscript *
apply_edits (ChattyTranscript *stored,
             ChattyTranscript *wanted,
             ChattyEdited      edited)
{
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;

  builder = chatty_transcript_builder_new_from (stored);
  if (edited & CHATTY_EDITED_TITLE)
    chatty_transcript_builder_set_title (builder,
                                         chatty_transcript_get_title (wanted));
  if (edited & CHATTY_EDITED_PLATFORM)
    chatty_transcript_builder_set_platform (builder,
                                            chatty_transcript_get_platform (wanted));
  if (edited & CHATTY_EDITED_CHARACTER)
    chatty_transcript_builder_set_character (builder,
                                             chatty_transcript_get_character (wanted));
  if (edited & CHATTY_EDITED_STARTED)
    chatty_transcript_builder_set_started (builder,
                                           chatty_transcript_get_started (wanted),
                                           chatty_transcript_get_started_certainty (wanted));
  return chatty_transcript_builder_end (g_steal_pointer (&builder));
}

/* What the list of runs says of a change of one transcript. */
static char *
report_on (const char *title)
{
  g_autoptr (GString) report = g_string_new ("{\"title\":");

  chatty_json_append_quoted (report, title);
  g_string_append_c (report, '}');
  return g_string_free (g_steal_pointer (&report), FALSE);
}

/**
 * chatty_vault_edit:
 * @transcript: same id, other title, platform, character or start; its turns
 *   are not looked at
 *
 * Changes what the person says about a transcript. That stays, also when its
 * source is imported again. The file moves to where it now belongs.
 *
 * Returns: (transfer full): the batch's id, for undo, or %NULL with @error:
 *   %CHATTY_ERROR_NOT_FOUND, _CONFLICT, _NO_SPACE, _FORBIDDEN
 */
char *
chatty_vault_edit (ChattyVault       *self,
                   ChattyTranscript  *transcript,
                   GError           **error)
{
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (ChattyStoredFile) stored = NULL;
  g_autoptr (ChattyTranscript) edited = NULL;
  g_autoptr (ChattyDraft) draft = NULL;
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *report = NULL;
  ChattyPlace place = { NULL };
  ChattyEdited edits;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (transcript != NULL, NULL);

  batch = chatty_vault_begin (self, "edit", error);
  if (batch == NULL || !chatty_vault_batch_prepare (batch, NULL, error))
    return NULL;
  stored = chatty_vault_load_stored (self, chatty_transcript_get_id (transcript),
                                     &path, NULL, error);
  if (stored == NULL)
    return NULL;

  edits = list_edits (stored->transcript, transcript);
  if (edits == 0)
    return g_strdup (chatty_vault_batch_get_id (batch));

  edited = apply_edits (stored->transcript, transcript, edits);
  folder = find_new_folder (path, stored->transcript, edited, TRUE);
  draft = chatty_draft_new (edited,
                            stored->import_digest != NULL ? stored->import_digest
                                                          : "",
                            stored->edited | edits |
                            (stored->touched ? CHATTY_EDITED_TEXT : 0));
  place.folder = folder;
  place.title = chatty_transcript_get_title (edited);
  report = report_on (chatty_transcript_get_title (edited));
  if (!chatty_vault_batch_replace (batch, path, stored, edited, NULL, draft,
                                   folder != NULL ? &place : NULL, NULL,
                                   error) ||
      !chatty_vault_batch_commit (batch, report, error) ||
      !check_done (batch, chatty_transcript_get_title (transcript), error))
    return NULL;
  return g_strdup (chatty_vault_batch_get_id (batch));
}

/**
 * chatty_vault_trash:
 * @id: of a transcript
 *
 * Moves a transcript to the vault's trash.
 *
 * Returns: (transfer full): the batch's id, for undo, or %NULL with @error
 */
char *
chatty_vault_trash (ChattyVault  *self,
                    const char   *id,
                    GError      **error)
{
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (ChattyTranscriptSummary) summary = NULL;
  g_autofree char *report = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  summary = chatty_vault_lookup (self, id, NULL);
  report = report_on (summary != NULL ? summary->title : id);
  batch = chatty_vault_begin (self, "delete", error);
  if (batch == NULL || !chatty_vault_batch_trash (batch, id, error) ||
      !chatty_vault_batch_commit (batch, report, error) ||
      !check_done (batch, id, error))
    return NULL;
  return g_strdup (chatty_vault_batch_get_id (batch));
}

/**
 * chatty_vault_propose_path:
 * @transcript: as it would be stored
 *
 * Returns: (transfer full): where it is, or would be if nothing else of its
 *   name is stored before it; relative to the vault
 */
char *
chatty_vault_propose_path (ChattyVault            *self,
                           const ChattyTranscript *transcript)
{
  g_autoptr (ChattyIndexRow) row = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *folder = NULL;
  const char *id;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (transcript != NULL, NULL);

  id = chatty_transcript_get_id (transcript);
  if (id != NULL && *id != '\0')
    rows = chatty_index_get_rows_by_id (chatty_vault_get_index (self), id,
                                        NULL);
  folder = chatty_vault_layout_folder (transcript);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const ChattyIndexRow *known = g_ptr_array_index (rows, i);
      g_autofree char *place = g_path_get_dirname (known->path);

      if (g_str_equal (place, folder))
        return g_strdup (known->path);
    }

  for (guint nth = 1; ; nth++)
    {
      g_autofree char *name = NULL;
      g_autofree char *path = NULL;

      name = chatty_vault_layout_name (chatty_transcript_get_title (transcript),
                                       nth);
      path = g_strconcat (folder, "/", name, NULL);
      if (!chatty_vault_files_stat (chatty_vault_get_files (self), path, NULL))
        return g_steal_pointer (&path);
    }
}
