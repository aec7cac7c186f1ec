/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-sync-store.h"
#include "chatty-vault-characters.h"

#define CHATTY_TYPE_SYNC_VAULT_STORE (chatty_sync_vault_store_get_type ())
G_DECLARE_FINAL_TYPE (ChattySyncVaultStore, chatty_sync_vault_store, CHATTY, SYNC_VAULT_STORE,
                      GObject)

/* The vault as the engine sees it: a run is one batch of it. */
struct _ChattySyncVaultStore {
  GObject           parent_instance;
  ChattyVault      *vault;
  ChattyVaultBatch *batch;
  int               lock;
};

static void chatty_sync_vault_store_iface_init (ChattySyncStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattySyncVaultStore, chatty_sync_vault_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_SYNC_STORE,
                                                      chatty_sync_vault_store_iface_init))

static GPtrArray *
vault_list (ChattySyncStore  *store,
            guint            *n_problems,
            GCancellable     *cancellable,
            GError          **error)
{
  g_autoptr (GPtrArray) problems = NULL;
  GPtrArray *records = chatty_vault_list_records (CHATTY_SYNC_VAULT_STORE (store)->vault,
                                                  &problems, cancellable, error);

  *n_problems = problems != NULL ? problems->len : 0;
  return records;
}

static ChattyCharacterRecord *
vault_load (ChattySyncStore  *store,
            const char       *callsign,
            gboolean          with_hashes,
            GCancellable     *cancellable,
            GError          **error)
{
  return chatty_vault_load_record (CHATTY_SYNC_VAULT_STORE (store)->vault, callsign, with_hashes,
                                   cancellable, error);
}

static char *
vault_begin (ChattySyncStore  *store,
             const char       *kind,
             GError          **error)
{
  ChattySyncVaultStore *self = CHATTY_SYNC_VAULT_STORE (store);

  g_clear_object (&self->batch);
  self->batch = chatty_vault_begin (self->vault, kind, error);
  return self->batch != NULL ? g_strdup (chatty_vault_batch_get_id (self->batch)) : NULL;
}

static ChattyCharacterRecord *
vault_put (ChattySyncStore        *store,
           ChattyCharacterRecord  *before,
           ChattyCharacterRecord  *after,
           GCancellable           *cancellable,
           GError                **error)
{
  ChattyCharacterRecord *stored = NULL;

  /* The engine has just read @before. What somebody writes between the two is
   * kept in the history by the vault. */
  if (!chatty_vault_batch_store_record (CHATTY_SYNC_VAULT_STORE (store)->batch, before, after,
                                        "sync", NULL, NULL, &stored, cancellable, error))
    return NULL;
  return stored;
}

static gboolean
vault_trash (ChattySyncStore  *store,
             const char       *callsign,
             GError          **error)
{
  return chatty_vault_batch_trash_record (CHATTY_SYNC_VAULT_STORE (store)->batch, callsign,
                                          error);
}

static gboolean
vault_note (ChattySyncStore          *store,
            const char               *callsign,
            const ChattyFieldChange  *change,
            GError                  **error)
{
  return chatty_vault_batch_add_history (CHATTY_SYNC_VAULT_STORE (store)->batch, callsign, change,
                                         TRUE, error);
}

/* Each character that is stored is in the vault's journal, on the disk, before
 * it is renamed into its place. */
static gboolean
vault_flush (ChattySyncStore  *store,
             GError          **error)
{
  return TRUE;
}

static gboolean
vault_end (ChattySyncStore  *store,
           const char       *report,
           GError          **error)
{
  ChattySyncVaultStore *self = CHATTY_SYNC_VAULT_STORE (store);
  gboolean committed = chatty_vault_batch_commit (self->batch, report, error);

  g_clear_object (&self->batch);
  return committed;
}

static GPtrArray *
vault_list_history (ChattySyncStore  *store,
                    const char       *callsign,
                    GCancellable     *cancellable,
                    GError          **error)
{
  return chatty_vault_list_history (CHATTY_SYNC_VAULT_STORE (store)->vault, callsign,
                                    cancellable, error);
}

static char *
vault_load_report (ChattySyncStore  *store,
                   const char       *run,
                   GError          **error)
{
  g_autoptr (GPtrArray) runs = chatty_vault_list_runs (CHATTY_SYNC_VAULT_STORE (store)->vault,
                                                       error);

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      ChattyVaultRun *candidate = g_ptr_array_index (runs, i);

      if (g_str_equal (candidate->id, run) && candidate->report != NULL)
        return g_strdup (candidate->report);
    }
  if (runs != NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                         _("Nothing is known any more of what this sync did"));
  return NULL;
}

static gboolean
vault_save_state (ChattySyncStore  *store,
                  const char       *name,
                  const char       *text,
                  GError          **error)
{
  return chatty_vault_save_state (CHATTY_SYNC_VAULT_STORE (store)->vault, name, text, error);
}

static char *
vault_load_state (ChattySyncStore  *store,
                  const char       *name,
                  GError          **error)
{
  return chatty_vault_load_state (CHATTY_SYNC_VAULT_STORE (store)->vault, name, error);
}

static char *
vault_document (ChattySyncStore  *store,
                const char       *callsign,
                const char       *name,
                GError          **error)
{
  g_autoptr (GFile) file =
    chatty_vault_get_document_file (CHATTY_SYNC_VAULT_STORE (store)->vault, callsign, name, error);

  return file != NULL ? g_file_get_path (file) : NULL;
}

/* Held by the open file, so that it is gone with the process, however it ends. */
static gboolean
vault_lock (ChattySyncStore  *store,
            const char       *account,
            GError          **error)
{
  ChattySyncVaultStore *self = CHATTY_SYNC_VAULT_STORE (store);
  g_autofree char *name = g_strconcat ("sync-", account, ".lock", NULL);
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  int saved_errno;

  folder = g_build_filename (g_file_peek_path (chatty_vault_get_folder (self->vault)), ".chatty",
                             "state", NULL);
  path = g_build_filename (folder, name, NULL);
  if (g_mkdir_with_parents (folder, 0700) == 0)
    self->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->lock >= 0 && flock (self->lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  saved_errno = errno;
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
  if (saved_errno == EWOULDBLOCK)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                         _("Another window or command syncs this account now. Try again when it "
                           "is done"));
  else
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                 _("“%s” cannot be written: %s"), folder, g_strerror (saved_errno));
  return FALSE;
}

static void
vault_unlock (ChattySyncStore *store,
              const char      *account)
{
  ChattySyncVaultStore *self = CHATTY_SYNC_VAULT_STORE (store);

  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

static void
chatty_sync_vault_store_iface_init (ChattySyncStoreInterface *iface)
{
  iface->list = vault_list;
  iface->load = vault_load;
  iface->begin = vault_begin;
  iface->put = vault_put;
  iface->trash = vault_trash;
  iface->note = vault_note;
  iface->flush = vault_flush;
  iface->end = vault_end;
  iface->list_history = vault_list_history;
  iface->load_report = vault_load_report;
  iface->save_state = vault_save_state;
  iface->load_state = vault_load_state;
  iface->document = vault_document;
  iface->lock = vault_lock;
  iface->unlock = vault_unlock;
}

static void
chatty_sync_vault_store_finalize (GObject *object)
{
  ChattySyncVaultStore *self = CHATTY_SYNC_VAULT_STORE (object);

  vault_unlock (CHATTY_SYNC_STORE (self), NULL);
  g_clear_object (&self->batch);
  g_clear_object (&self->vault);
  G_OBJECT_CLASS (chatty_sync_vault_store_parent_class)->finalize (object);
}

static void
chatty_sync_vault_store_class_init (ChattySyncVaultStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_sync_vault_store_finalize;
}

static void
chatty_sync_vault_store_init (ChattySyncVaultStore *self)
{
  self->lock = -1;
}

/**
 * chatty_sync_vault_store_new:
 * @vault: where the characters are
 *
 * Returns: (transfer full): the vault for one run, on one thread
 */
ChattySyncStore *
chatty_sync_vault_store_new (ChattyVault *vault)
{
  ChattySyncVaultStore *self = g_object_new (CHATTY_TYPE_SYNC_VAULT_STORE, NULL);

  self->vault = g_object_ref (vault);
  return CHATTY_SYNC_STORE (self);
}
