/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-workspace.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-import-session-private.h"
#include "chatty-vault-move.h"
#include "chatty-workspace-call.h"

struct _ChattyWorkspace {
  GObject             parent_instance;

  GMutex              lock;           /* of vault and left_behind */
  ChattyVault        *vault;
  GFile              *left_behind;
  ChattyReader       *reader;
  ChattyImportChoice  import_defaults;
  GListStore         *jobs;
  int                 n_holds;        /* atomic; of others that write into the vault */
  int                 n_held;         /* atomic; how often that began */
};

enum {
  PROP_0,
  PROP_VAULT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyWorkspace, chatty_workspace, G_TYPE_OBJECT)

/* Workers take the vault when their turn comes: it may have moved since. */
ChattyVault *
chatty_workspace_dup_vault (ChattyWorkspace *self)
{
  ChattyVault *vault;

  g_mutex_lock (&self->lock);
  vault = g_object_ref (self->vault);
  g_mutex_unlock (&self->lock);
  return vault;
}

/* Between the two the vault is not moved: held on the main loop, released on
 * any thread. */
void
chatty_workspace_hold (ChattyWorkspace *self)
{
  g_atomic_int_inc (&self->n_holds);
  g_atomic_int_inc (&self->n_held);
}

void
chatty_workspace_release (ChattyWorkspace *self)
{
  g_return_if_fail (g_atomic_int_get (&self->n_holds) > 0);
  g_atomic_int_add (&self->n_holds, -1);
}

/* Opening ------------------------------------------------------------------ */

static ChattyWorkspace *
workspace_new (ChattyVault *vault)
{
  ChattyWorkspace *self = g_object_new (CHATTY_TYPE_WORKSPACE, NULL);

  self->vault = g_object_ref (vault);
  return self;
}

static ChattyVault *
open_vault (GFile         *folder,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GFile) cache = chatty_workspace_dup_cache_folder ();

  return chatty_vault_open (folder, cache, cancellable, error);
}

static gpointer
open_on_pool (gpointer       source,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  return open_vault (G_FILE (call->objects[0]), cancellable, error);
}

/**
 * chatty_workspace_open_async:
 * @folder: the vault's folder; made when it is not there
 * @cancellable: (nullable): stops it
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Opens a vault on a worker.
 */
void
chatty_workspace_open_async (GFile               *folder,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (open_on_pool, g_object_unref);

  call->objects[0] = g_object_ref (G_OBJECT (folder));
  call->only_looks = TRUE;
  chatty_workspace_start (NULL, call, CHATTY_POOL_OPEN, chatty_workspace_open_async,
                          cancellable, callback, user_data);
}

/**
 * chatty_workspace_open_finish:
 * @result: what the callback was given
 * @error: return location, of #CHATTY_ERROR
 *
 * Also begins to watch the folder for changes that other programs make.
 *
 * Returns: (transfer full) (nullable): the workspace
 */
ChattyWorkspace *
chatty_workspace_open_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_call_finish (NULL, result, chatty_workspace_open_async,
                                                      error);

  if (vault == NULL)
    return NULL;
  chatty_vault_start_watching (vault);
  return workspace_new (vault);
}

/**
 * chatty_workspace_open:
 * @folder: the vault's folder; made when it is not there
 * @cancellable: (nullable): stops it
 * @error: return location, of #CHATTY_ERROR
 *
 * Opens a vault and blocks meanwhile; for programs without a main loop.
 *
 * Returns: (transfer full) (nullable): the workspace
 */
ChattyWorkspace *
chatty_workspace_open (GFile         *folder,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr (ChattyVault) vault = open_vault (folder, cancellable, error);

  return vault != NULL ? workspace_new (vault) : NULL;
}

/**
 * chatty_workspace_dup_default_folder:
 *
 * Returns: (transfer full): where the vault is unless the person chose
 *   another place; the development profile has its own
 */
GFile *
chatty_workspace_dup_default_folder (void)
{
  return g_file_new_build_filename (g_get_user_data_dir (), DATA_NAME, "vault", NULL);
}

/**
 * chatty_workspace_dup_cache_folder:
 *
 * Returns: (transfer full): where the indices of all vaults are
 */
GFile *
chatty_workspace_dup_cache_folder (void)
{
  return g_file_new_build_filename (g_get_user_cache_dir (), DATA_NAME, NULL);
}

/* Imports ------------------------------------------------------------------ */

static void
import_state_cb (ChattyWorkspace     *self,
                 GParamSpec          *pspec,
                 ChattyImportSession *session)
{
  ChattyImportState state = chatty_import_session_get_state (session);
  guint position;
  gboolean listed = g_list_store_find (self->jobs, session, &position);

  if (state == CHATTY_IMPORT_RUNNING && !listed)
    g_list_store_append (self->jobs, session);
  else if (state > CHATTY_IMPORT_RUNNING && listed)
    g_list_store_remove (self->jobs, position);
}

/**
 * chatty_workspace_new_import:
 * @self: a workspace
 *
 * Returns: (transfer full): a session without files
 */
ChattyImportSession *
chatty_workspace_new_import (ChattyWorkspace *self)
{
  ChattyImportSession *session;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (self), NULL);

  session = chatty_import_session_new (self->vault, self->reader, &self->import_defaults);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (import_state_cb), self,
                           G_CONNECT_SWAPPED);
  return session;
}

/**
 * chatty_workspace_set_import_defaults:
 * @self: a workspace
 * @platform: (nullable): platform id
 * @character: (nullable): callsign
 *
 * Says what counts for files that say nothing themselves, from the next
 * import on.
 */
void
chatty_workspace_set_import_defaults (ChattyWorkspace *self,
                                      const char      *platform,
                                      const char      *character)
{
  g_return_if_fail (CHATTY_IS_WORKSPACE (self));

  chatty_import_choice_set (&self->import_defaults, platform, character);
}

/* Moving ------------------------------------------------------------------- */

static void
set_busy (GError **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                       _("An import or a sync is running. Wait for it or stop it, and "
                         "move the vault then."));
}

/* From now on workers are given @vault, unless one has begun to write into the
 * old one since the move began. */
static gboolean
go_on_with (ChattyWorkspace  *self,
            ChattyVault      *vault,
            guint             n_held,
            GError          **error)
{
  gboolean alone;

  g_mutex_lock (&self->lock);
  alone = (guint) g_atomic_int_get (&self->n_held) == n_held;
  if (alone)
    g_set_object (&self->vault, vault);
  g_mutex_unlock (&self->lock);
  if (!alone)
    set_busy (error);
  return alone;
}

/* Runs where edits run, so that none comes in between. */
static gpointer
move_on_pool (gpointer       workspace,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  ChattyWorkspace *self = workspace;
  GFile *to = G_FILE (call->objects[0]);
  g_autoptr (ChattyVault) old = chatty_workspace_dup_vault (self);
  g_autoptr (GFile) from = g_object_ref (chatty_vault_get_folder (old));
  g_autoptr (ChattyVault) vault = NULL;
  gboolean trashed;

  if (!chatty_vault_move_copy (from, to, chatty_call_progress, call, cancellable, error))
    return NULL;
  vault = open_vault (to, cancellable, error);
  if (vault == NULL || !chatty_vault_wait_index (vault, cancellable, error) ||
      !chatty_vault_move_is_same (from, to, cancellable, error) ||
      !go_on_with (self, vault, call->numbers[0], error))
    {
      g_clear_object (&vault);
      chatty_vault_move_discard (to);
      return NULL;
    }

  trashed = g_file_trash (from, NULL, NULL);
  g_mutex_lock (&self->lock);
  g_clear_object (&self->left_behind);
  if (!trashed)
    self->left_behind = g_object_ref (from);
  g_mutex_unlock (&self->lock);
  return GINT_TO_POINTER (TRUE);
}

/**
 * chatty_workspace_move_async:
 * @self: a workspace in which no import runs
 * @folder: a new or an empty folder
 * @progress: (nullable): in bytes, on the caller's main context
 * @progress_data: for @progress, until the callback
 * @cancellable: (nullable): stops it, until the copy is in use
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Moves the vault: copies it, compares every byte, goes on with the copy, and
 * only then puts the old folder into the desktop's trash.
 */
void
chatty_workspace_move_async (ChattyWorkspace       *self,
                             GFile                 *folder,
                             GFileProgressCallback  progress,
                             gpointer               progress_data,
                             GCancellable          *cancellable,
                             GAsyncReadyCallback    callback,
                             gpointer               user_data)
{
  ChattyCall *call;

  g_return_if_fail (CHATTY_IS_WORKSPACE (self));

  if (g_list_model_get_n_items (G_LIST_MODEL (self->jobs)) > 0 ||
      g_atomic_int_get (&self->n_holds) > 0)
    {
      GError *error = NULL;

      set_busy (&error);
      g_task_report_error (self, callback, user_data, chatty_workspace_move_async, error);
      return;
    }

  call = chatty_call_new (move_on_pool, NULL);
  call->objects[0] = g_object_ref (G_OBJECT (folder));
  call->numbers[0] = (guint) g_atomic_int_get (&self->n_held);
  call->progress = progress;
  call->progress_data = progress_data;
  chatty_workspace_start (self, call, CHATTY_POOL_WRITE, chatty_workspace_move_async,
                          cancellable, callback, user_data);
}

/**
 * chatty_workspace_move_finish:
 * @self: a workspace
 * @result: what the callback was given
 * @error: return location, of #CHATTY_ERROR
 *
 * Returns: whether the vault is in the new folder now; otherwise it is, whole,
 *   in the old one
 */
gboolean
chatty_workspace_move_finish (ChattyWorkspace  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  if (chatty_call_finish (self, result, chatty_workspace_move_async, error) == NULL)
    return FALSE;
  chatty_vault_start_watching (self->vault);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VAULT]);
  return TRUE;
}

/**
 * chatty_workspace_dup_left_behind:
 * @self: a workspace
 *
 * Returns: (transfer full) (nullable): the folder that the vault was moved
 *   from, when it could not be put into the desktop's trash
 */
GFile *
chatty_workspace_dup_left_behind (ChattyWorkspace *self)
{
  GFile *folder;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (self), NULL);

  g_mutex_lock (&self->lock);
  folder = self->left_behind != NULL ? g_object_ref (self->left_behind) : NULL;
  g_mutex_unlock (&self->lock);
  return folder;
}

/* Object ------------------------------------------------------------------- */

/**
 * chatty_workspace_get_vault:
 * @self: a workspace
 *
 * Returns: (transfer none): the vault; another one after a move, which
 *   notifies "vault"
 */
ChattyVault *
chatty_workspace_get_vault (ChattyWorkspace *self)
{
  g_return_val_if_fail (CHATTY_IS_WORKSPACE (self), NULL);
  return self->vault;
}

ChattyReader *
chatty_workspace_get_reader (ChattyWorkspace *self)
{
  g_return_val_if_fail (CHATTY_IS_WORKSPACE (self), NULL);
  return self->reader;
}

GListModel *
chatty_workspace_get_jobs (ChattyWorkspace *self)
{
  g_return_val_if_fail (CHATTY_IS_WORKSPACE (self), NULL);
  return G_LIST_MODEL (self->jobs);
}

static void
chatty_workspace_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  ChattyWorkspace *self = CHATTY_WORKSPACE (object);

  switch (prop_id)
    {
    case PROP_VAULT:
      g_value_set_object (value, self->vault);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_workspace_finalize (GObject *object)
{
  ChattyWorkspace *self = CHATTY_WORKSPACE (object);

  g_clear_object (&self->vault);
  g_clear_object (&self->left_behind);
  g_clear_object (&self->reader);
  g_clear_object (&self->jobs);
  chatty_import_choice_clear (&self->import_defaults);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (chatty_workspace_parent_class)->finalize (object);
}

static void
chatty_workspace_class_init (ChattyWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = chatty_workspace_get_property;
  object_class->finalize = chatty_workspace_finalize;

  properties[PROP_VAULT] =
    g_param_spec_object ("vault", NULL, NULL, CHATTY_TYPE_VAULT,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_workspace_init (ChattyWorkspace *self)
{
  g_mutex_init (&self->lock);
  self->reader = chatty_reader_new (NULL);
  self->jobs = g_list_store_new (CHATTY_TYPE_IMPORT_SESSION);
}
