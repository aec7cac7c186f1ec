/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include "chatty-character-reader.h"
#include "chatty-error.h"
#include "chatty-vault-keeper.h"

struct _ChattyVaultKeeper {
  ChattyVaultFiles *files;
  ChattyIndex  *index;
  ChattyVaultNotifier *notifier;
  gint64        version;     /* of the index after the last look */
  guint64       fingerprint; /* of the characters, or 0 before the first look */
  GThread      *thread;
  GCancellable *cancellable;
  GMutex        mutex;
  GCond         cond;
  GHashTable   *paths;       /* set of those to look at */
  gboolean      all;         /* look at all of them */
  gboolean      characters;  /* and at the characters */
  gboolean      busy;
  gboolean      stop;
  GError       *error;       /* of the last look */
};

/* Another process that stored something has told the index as well. Then the
 * files and the rows agree, and only the index's version says that there is
 * something new for our lists. */
static void
tell_what_others_did (ChattyVaultKeeper *self)
{
  gint64 version = chatty_index_get_version (self->index);

  if (version != self->version)
    chatty_vault_notifier_tell (self->notifier, CHATTY_VAULT_NEWS_CONTENT);
  self->version = version;
}

static void
look_at_characters (ChattyVaultKeeper *self)
{
  guint64 fingerprint = chatty_characters_fingerprint (self->files);

  if (self->fingerprint != 0 && fingerprint != self->fingerprint)
    chatty_vault_notifier_tell (self->notifier, CHATTY_VAULT_NEWS_CONTENT);
  self->fingerprint = fingerprint;
}

static void
look (ChattyVaultKeeper *self,
      gboolean           all,
      GHashTable        *paths)
{
  g_autoptr (GError) error = NULL;
  g_autofree const char **list = NULL;
  guint n_paths = 0;

  if (!all)
    list = (const char **) g_hash_table_get_keys_as_array (paths, &n_paths);
  if (all || n_paths > 0)
    chatty_index_refresh (self->index, all ? NULL : list, NULL, NULL,
                          self->cancellable, &error);
  tell_what_others_did (self);
  if (error != NULL && !chatty_error_is_cancelled (error))
    g_warning ("The index could not be brought up to date: %s",
               error->message);

  g_mutex_lock (&self->mutex);
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  g_mutex_unlock (&self->mutex);
}

static gpointer
keep (gpointer data)
{
  ChattyVaultKeeper *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->stop)
    {
      g_autoptr (GHashTable) paths = NULL;
      gboolean all = self->all;
      gboolean characters = all || self->characters;

      if (!characters && g_hash_table_size (self->paths) == 0)
        {
          self->busy = FALSE;
          g_cond_broadcast (&self->cond);
          g_cond_wait (&self->cond, &self->mutex);
          continue;
        }
      self->busy = TRUE;
      self->all = FALSE;
      self->characters = FALSE;
      paths = g_steal_pointer (&self->paths);
      self->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           NULL);
      g_mutex_unlock (&self->mutex);
      if (characters)
        look_at_characters (self);
      look (self, all, paths);
      g_mutex_lock (&self->mutex);
    }
  self->busy = FALSE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/**
 * chatty_vault_keeper_new:
 * @files: the vault
 * @index: what to keep up to date
 * @notifier: told of what other processes did to it
 *
 * Returns: (transfer full): a keeper with its thread
 */
ChattyVaultKeeper *
chatty_vault_keeper_new (ChattyVaultFiles    *files,
                         ChattyIndex         *index,
                         ChattyVaultNotifier *notifier)
{
  ChattyVaultKeeper *self = g_new0 (ChattyVaultKeeper, 1);

  self->files = chatty_vault_files_ref (files);
  self->index = g_object_ref (index);
  self->notifier = chatty_vault_notifier_ref (notifier);
  self->version = chatty_index_get_version (index);
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->thread = g_thread_new ("chatty-index", keep, self);
  return self;
}

/**
 * chatty_vault_keeper_free:
 *
 * Stops the thread at the next file and waits for it.
 */
void
chatty_vault_keeper_free (ChattyVaultKeeper *self)
{
  g_mutex_lock (&self->mutex);
  self->stop = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_hash_table_unref (self->paths);
  g_clear_error (&self->error);
  g_object_unref (self->cancellable);
  g_object_unref (self->index);
  chatty_vault_files_unref (self->files);
  chatty_vault_notifier_unref (self->notifier);
  g_free (self);
}

/**
 * chatty_vault_keeper_refresh:
 * @paths: (nullable) (element-type filename): only these; %NULL for all
 *
 * Asks for a look at the files, which happens soon. Any thread.
 */
void
chatty_vault_keeper_refresh (ChattyVaultKeeper *self,
                             GPtrArray         *paths)
{
  g_mutex_lock (&self->mutex);
  if (paths == NULL)
    self->all = TRUE;
  for (guint i = 0; paths != NULL && i < paths->len; i++)
    g_hash_table_add (self->paths, g_strdup (g_ptr_array_index (paths, i)));
  self->busy = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * chatty_vault_keeper_look_at_characters:
 *
 * Finds out soon whether a character was changed. Any thread.
 */
void
chatty_vault_keeper_look_at_characters (ChattyVaultKeeper *self)
{
  g_mutex_lock (&self->mutex);
  self->characters = TRUE;
  self->busy = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  ChattyVaultKeeper *self = user_data;

  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * chatty_vault_keeper_wait:
 *
 * Waits until everything that was asked for is done.
 *
 * Returns: %FALSE with @error if it was cancelled, or if the last look failed
 */
gboolean
chatty_vault_keeper_wait (ChattyVaultKeeper  *self,
                          GCancellable       *cancellable,
                          GError            **error)
{
  gulong handler = 0;
  gboolean done;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                     self, NULL);
  g_mutex_lock (&self->mutex);
  while (self->busy && !self->stop &&
         !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->cond, &self->mutex);
  done = !self->busy;
  if (done && self->error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->error));
      done = FALSE;
    }
  else if (!done)
    chatty_set_cancelled (cancellable, error);
  g_mutex_unlock (&self->mutex);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
  return done;
}
