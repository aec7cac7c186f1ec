/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-lock.h"
#include "chatty-time.h"
#include "chatty-vault-batch-private.h"

/* A group is flushed at once. The first one is small, to show something soon;
 * the next ones are larger, so that a long import does not wait for the disk
 * (and for what other programs write to it) all the time. */
#define GROUP_FILES      64
#define GROUP_FILES_MAX  512
#define GROUP_BYTES      (8 * 1024 * 1024)
#define GROUP_BYTES_MAX  (32 * 1024 * 1024)

G_DEFINE_FINAL_TYPE (ChattyVaultBatch, chatty_vault_batch, G_TYPE_OBJECT)

void
chatty_pending_free (ChattyPending *pending)
{
  g_clear_pointer (&pending->change, chatty_change_free);
  g_clear_pointer (&pending->transcript, chatty_transcript_unref);
  g_clear_pointer (&pending->incoming, chatty_transcript_unref);
  g_free (pending->staged);
  g_free (pending->folder);
  g_free (pending->title);
  g_free (pending->wish);
  g_free (pending);
}

/* Takes a name for the new file. */
char *
chatty_pending_claim (ChattyPending     *pending,
                      ChattyFolderNames *names)
{
  if (pending->wish != NULL)
    return chatty_folder_names_claim_path (names, pending->wish);
  return chatty_folder_names_claim (names, pending->folder, pending->title);
}

static void
set_place (ChattyPending     *pending,
           const ChattyPlace *place,
           ChattyFolderNames *names)
{
  pending->placed = TRUE;
  pending->wish = g_strdup (place->path);
  pending->folder = place->path != NULL ? g_path_get_dirname (place->path)
                                        : g_strdup (place->folder);
  pending->title = g_strdup (place->title);
  if (place->kept != NULL)
    pending->change->kept = g_strdup (place->kept);
  pending->change->path = chatty_pending_claim (pending, names);
}

static char *
staging_folder (ChattyVaultBatch *self)
{
  return g_strconcat (CHATTY_VAULT_STAGING "/", self->id, NULL);
}

/* What was never committed is taken back, as after a crash; what was renamed
 * already stays. */
static void
abandon (ChattyVaultBatch *self)
{
  g_autofree char *staging = NULL;

  if (self->journal == NULL)
    return;
  chatty_journal_end (self->journal, "interrupted", NULL);
  staging = staging_folder (self);
  chatty_vault_files_remove_folder (self->files, staging);
  g_clear_pointer (&self->journal, chatty_journal_free);
}

static void
chatty_vault_batch_finalize (GObject *object)
{
  ChattyVaultBatch *self = CHATTY_VAULT_BATCH (object);

  abandon (self);
  g_clear_pointer (&self->names, chatty_folder_names_free);
  g_clear_pointer (&self->pending, g_ptr_array_unref);
  g_clear_pointer (&self->pending_keys, g_hash_table_unref);
  g_clear_pointer (&self->files, chatty_vault_files_unref);
  g_clear_object (&self->vault);
  g_free (self->id);
  g_free (self->kind);
  G_OBJECT_CLASS (chatty_vault_batch_parent_class)->finalize (object);
}

static void
chatty_vault_batch_class_init (ChattyVaultBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_vault_batch_finalize;
}

static void
chatty_vault_batch_init (ChattyVaultBatch *self)
{
  self->group_files = GROUP_FILES;
  self->group_bytes = GROUP_BYTES;
  self->pending =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_pending_free);
  self->pending_keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                              NULL);
}

/**
 * chatty_vault_begin:
 * @kind: "import", "edit", "delete", "undo" or "merge"
 *
 * Begins a set of changes. Nothing is written before the first of them. A
 * batch is used by one thread at a time; there may be several batches.
 *
 * Returns: (transfer full): the batch, or %NULL with %CHATTY_ERROR_FORBIDDEN if
 *   the vault cannot be written
 */
ChattyVaultBatch *
chatty_vault_begin (ChattyVault  *vault,
                    const char   *kind,
                    GError      **error)
{
  ChattyVaultBatch *self;

  g_return_val_if_fail (CHATTY_IS_VAULT (vault), NULL);
  g_return_val_if_fail (kind != NULL, NULL);

  if (!chatty_vault_check_writable (vault, error))
    return NULL;

  self = g_object_new (CHATTY_TYPE_VAULT_BATCH, NULL);
  self->vault = g_object_ref (vault);
  self->files = chatty_vault_files_ref (chatty_vault_get_files (vault));
  self->time = chatty_time_now ();
  self->id = chatty_journal_make_id (self->time);
  self->kind = g_strdup (kind);
  self->names = chatty_folder_names_new (self->files);
  return self;
}

/**
 * chatty_vault_batch_get_id:
 *
 * Returns: (transfer none): the batch's id, for undo
 */
const char *
chatty_vault_batch_get_id (ChattyVaultBatch *self)
{
  g_return_val_if_fail (CHATTY_IS_VAULT_BATCH (self), NULL);

  return self->id;
}

/**
 * chatty_vault_batch_get_n_given_up:
 *
 * Returns: how many changes were accepted and then not made, because the disk
 *   was full or another program changed the file at that very moment
 */
guint
chatty_vault_batch_get_n_given_up (ChattyVaultBatch *self)
{
  g_return_val_if_fail (CHATTY_IS_VAULT_BATCH (self), 0);

  return self->n_given_up;
}

/* Before a look at the index: it must know all files. */
gboolean
chatty_vault_batch_prepare (ChattyVaultBatch  *self,
                            GCancellable      *cancellable,
                            GError           **error)
{
  if (self->ready)
    return TRUE;

  chatty_folder_names_forget (self->names);
  self->seen = chatty_lock_peek (self->files);
  self->ready = chatty_vault_wait_index (self->vault, cancellable, error);
  return self->ready;
}

/* Makes the journal and the folder for staging. The journal comes first: who
 * finds the folder looks there whether its batch still runs. */
gboolean
chatty_vault_batch_open (ChattyVaultBatch  *self,
                         GError           **error)
{
  g_autofree char *staging = NULL;
  int fd;

  if (self->journal != NULL)
    return TRUE;
  if (self->committed)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                           _("This set of changes was ended already."));
      return FALSE;
    }

  self->journal = chatty_journal_create (self->files, self->id, self->kind,
                                         self->time, error);
  if (self->journal == NULL)
    return FALSE;
  CHATTY_VAULT_STEP ("journal");
  staging = staging_folder (self);
  fd = chatty_vault_files_open_folder (self->files, staging, TRUE, error);
  if (fd < 0)
    {
      abandon (self);
      return FALSE;
    }
  g_close (fd, NULL);
  CHATTY_VAULT_STEP ("staging");
  return TRUE;
}

gboolean
chatty_vault_batch_make_folder (ChattyVaultBatch  *self,
                                const char        *folder,
                                GError           **error)
{
  int fd = chatty_vault_files_open_folder (self->files, folder, TRUE, error);

  return fd >= 0 && g_close (fd, NULL);
}

static gboolean
make_place (ChattyVaultBatch   *self,
            const ChattyPlace  *place,
            GError            **error)
{
  g_autofree char *folder = NULL;

  if (place->path == NULL)
    return chatty_vault_batch_make_folder (self, place->folder, error);
  folder = g_path_get_dirname (place->path);
  return chatty_vault_batch_make_folder (self, folder, error);
}

ChattyPending *
chatty_pending_new (ChattyVaultBatch *self,
                    ChattyChangeKind  kind,
                    const char       *id)
{
  ChattyPending *pending = g_new0 (ChattyPending, 1);

  pending->change = g_new0 (ChattyChange, 1);
  pending->change->kind = kind;
  pending->change->number = self->n_changes++;
  pending->change->id = g_strdup (id);
  return pending;
}

/* Writes the new content beside the vault's own files. When the disk is full,
 * what came before is stored all the same. */
gboolean
chatty_vault_batch_stage (ChattyVaultBatch  *self,
                          ChattyPending     *pending,
                          ChattyDraft       *draft,
                          mode_t             mode,
                          GError           **error)
{
  g_autoptr (GError) local_error = NULL;

  /* What is written must be read back. */
  if (draft->length > CHATTY_VAULT_MAX_FILE_SIZE)
    {
      g_autofree char *size = g_format_size (draft->length);
      g_autofree char *limit = g_format_size (CHATTY_VAULT_MAX_FILE_SIZE);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("The conversation “%s” would take %s; the limit is %s."),
                   pending->change->id, size, limit);
      return FALSE;
    }

  pending->staged = g_strdup_printf (CHATTY_VAULT_STAGING "/%s/%u", self->id,
                                     pending->change->number);
  if (chatty_vault_files_write (self->files, pending->staged, draft->bytes,
                                draft->length, mode, &pending->stamp,
                                &local_error))
    {
      self->pending_bytes += draft->length;
      pending->restored = draft->restored;
      CHATTY_VAULT_STEP ("staged");
      return TRUE;
    }

  if (g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NO_SPACE))
    chatty_vault_batch_flush (self, NULL, NULL);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
add_key (ChattyVaultBatch *self,
         const char       *key)
{
  if (key != NULL)
    g_hash_table_add (self->pending_keys, g_strdup (key));
}

static gboolean
enqueue (ChattyVaultBatch  *self,
         ChattyPending     *pending,
         GError           **error)
{
  guint n_given_up = self->n_given_up;

  add_key (self, pending->change->id);
  add_key (self, pending->change->path);
  add_key (self, pending->change->old_path);
  g_ptr_array_add (self->pending, pending);
  if (self->pending->len < self->group_files &&
      self->pending_bytes < self->group_bytes)
    return TRUE;
  self->group_files = MIN (2 * self->group_files, GROUP_FILES_MAX);
  self->group_bytes = MIN (2 * self->group_bytes, GROUP_BYTES_MAX);
  if (chatty_vault_batch_flush (self, NULL, error))
    return TRUE;
  /* The caller is told of this one by the error. */
  if (self->n_given_up > n_given_up)
    self->n_given_up--;
  return FALSE;
}

/* A name for something that is kept, unique in the batch. */
char *
chatty_vault_batch_keep_path (ChattyVaultBatch *self,
                              const char       *place,
                              ChattyPending    *pending,
                              const char       *path)
{
  g_autofree char *name = g_path_get_basename (path);

  if (strlen (name) > 200)
    return g_strdup_printf ("%s/%s/%u.md", place, self->id,
                            pending->change->number);
  return g_strdup_printf ("%s/%s/%u-%s", place, self->id,
                          pending->change->number, name);
}

gboolean
chatty_vault_batch_make_keep_folder (ChattyVaultBatch  *self,
                                     const char        *place,
                                     GError           **error)
{
  g_autofree char *folder = g_strconcat (place, "/", self->id, NULL);

  return chatty_vault_batch_make_folder (self, folder, error);
}

/* Adds a file for @transcript at @place; @incoming is stored again if another
 * program turns out to have stored it first. */
gboolean
chatty_vault_batch_add (ChattyVaultBatch  *self,
                        ChattyTranscript  *transcript,
                        ChattyTranscript  *incoming,
                        ChattyDraft       *draft,
                        mode_t             mode,
                        const ChattyPlace *place,
                        char             **path,
                        GError           **error)
{
  g_autoptr (ChattyPending) pending = NULL;

  if (!chatty_vault_batch_open (self, error) ||
      !make_place (self, place, error))
    return FALSE;

  pending = chatty_pending_new (self, CHATTY_CHANGE_ADD,
                         chatty_transcript_get_id (transcript));
  if (!chatty_vault_batch_stage (self, pending, draft, mode, error))
    return FALSE;
  pending->transcript = chatty_transcript_ref (transcript);
  if (incoming != NULL)
    pending->incoming = chatty_transcript_ref (incoming);
  pending->change->hash = g_strdup (draft->hash);
  set_place (pending, place, self->names);
  if (path != NULL)
    *path = g_strdup (pending->change->path);
  return enqueue (self, g_steal_pointer (&pending), error);
}

/* Puts @draft in the place of the file at @old_path, which goes to the
 * history. With a @place it moves there. */
gboolean
chatty_vault_batch_replace (ChattyVaultBatch  *self,
                            const char        *old_path,
                            ChattyStoredFile  *old,
                            ChattyTranscript  *transcript,
                            ChattyTranscript  *incoming,
                            ChattyDraft       *draft,
                            const ChattyPlace *place,
                            char             **path,
                            GError           **error)
{
  g_autoptr (ChattyPending) pending = NULL;

  if (!chatty_vault_batch_open (self, error) ||
      !chatty_vault_batch_make_keep_folder (self, CHATTY_VAULT_HISTORY, error) ||
      (place != NULL && !make_place (self, place, error)))
    return FALSE;

  pending = chatty_pending_new (self, CHATTY_CHANGE_REPLACE,
                         chatty_transcript_get_id (transcript));
  if (!chatty_vault_batch_stage (self, pending, draft, old->mode, error))
    return FALSE;
  pending->transcript = chatty_transcript_ref (transcript);
  if (incoming != NULL)
    pending->incoming = chatty_transcript_ref (incoming);
  pending->old_stamp = old->stamp;
  pending->change->hash = g_strdup (draft->hash);
  pending->change->old_hash = g_strdup (old->hash);
  pending->change->old_path = g_strdup (old_path);
  pending->change->kept = chatty_vault_batch_keep_path (self, CHATTY_VAULT_HISTORY, pending,
                                                        old_path);
  if (place != NULL)
    set_place (pending, place, self->names);
  else
    pending->change->path = g_strdup (old_path);
  if (path != NULL)
    *path = g_strdup (pending->change->path);
  return enqueue (self, g_steal_pointer (&pending), error);
}

/* Moves the file at @path to the trash. */
gboolean
chatty_vault_batch_remove (ChattyVaultBatch  *self,
                           const char        *path,
                           ChattyStoredFile  *old,
                           GError           **error)
{
  g_autoptr (ChattyPending) pending = NULL;

  if (!chatty_vault_batch_open (self, error) ||
      !chatty_vault_batch_make_keep_folder (self, CHATTY_VAULT_TRASH, error))
    return FALSE;

  pending = chatty_pending_new (self, CHATTY_CHANGE_TRASH,
                         chatty_transcript_get_id (old->transcript));
  pending->old_stamp = old->stamp;
  pending->change->path = g_strdup (path);
  pending->change->hash = g_strdup (old->hash);
  pending->change->kept = chatty_vault_batch_keep_path (self, CHATTY_VAULT_TRASH, pending,
                                                        path);
  return enqueue (self, g_steal_pointer (&pending), error);
}

/* Before something is looked at that a waiting change is about. */
gboolean
chatty_vault_batch_settle (ChattyVaultBatch  *self,
                           const char        *key,
                           GError           **error)
{
  return !g_hash_table_contains (self->pending_keys, key) ||
         chatty_vault_batch_flush (self, NULL, error);
}

static gboolean
write_report (ChattyVaultBatch  *self,
              const char        *report,
              GError           **error)
{
  g_autofree char *path = chatty_journal_report_path (self->id);

  return chatty_vault_files_write (self->files, path, report, strlen (report),
                                   0666, NULL, error);
}

/**
 * chatty_vault_batch_commit:
 * @report: (nullable): JSON kept with the batch: the receipt
 *
 * Makes the changes that still wait, and returns when all of the batch is on
 * the disk. After an error, such as a full disk, the batch is over as well:
 * what was stored before stays and can be undone.
 *
 * Returns: whether all of it was done
 */
gboolean
chatty_vault_batch_commit (ChattyVaultBatch  *self,
                           const char        *report,
                           GError           **error)
{
  g_autofree char *staging = NULL;
  gboolean done;

  g_return_val_if_fail (CHATTY_IS_VAULT_BATCH (self), FALSE);

  done = chatty_vault_batch_flush (self, NULL, error);
  if (report != NULL && done)
    done = chatty_vault_batch_open (self, error);
  if (self->journal == NULL)
    {
      self->committed = TRUE;
      return done;
    }

  /* A receipt that does not fit on the disk is no reason to call the batch
   * failed when all of its files are there. */
  if (report != NULL)
    {
      g_autoptr (GError) local_error = NULL;

      if (!write_report (self, report, &local_error))
        g_info ("The receipt could not be kept: %s", local_error->message);
    }
  CHATTY_VAULT_STEP ("report");
  if (done)
    done = chatty_vault_files_sync (self->files, error);
  if (!chatty_journal_end (self->journal, done ? "done" : "failed",
                           done ? error : NULL))
    done = FALSE;
  CHATTY_VAULT_STEP ("end");
  staging = staging_folder (self);
  chatty_vault_files_remove_folder (self->files, staging);
  CHATTY_VAULT_STEP ("cleared");
  g_clear_pointer (&self->journal, chatty_journal_free);
  self->committed = TRUE;
  return done;
}
