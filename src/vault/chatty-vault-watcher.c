/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include "chatty-vault-watcher.h"

/* Programs write a file in several steps; one look is enough for them. */
#define DELAY_MS 200

/* How many folders are watched per turn of the main loop. */
#define CHUNK 32

/* Where the system cannot watch (any more) folders, all files are compared
 * this often. */
#define POLL_SECONDS 30

struct _ChattyVaultWatcher {
  gatomicrefcount    ref_count;
  ChattyVaultFiles  *files;
  ChattyVaultKeeper *keeper;      /* NULL once stopped */
  GHashTable        *monitors;    /* folder -> GFileMonitor */
  GHashTable        *changed;     /* set of paths */
  GPtrArray         *new_folders; /* to be watched */
  GCancellable      *cancellable;
  gboolean           all_changed;
  gboolean           characters_changed;
  gboolean           folders_changed;
  gboolean           listing;
  guint              timer;
  guint              idle;
  guint              poll;
};

static void list_folders (ChattyVaultWatcher *self);

static ChattyVaultWatcher *
watcher_ref (ChattyVaultWatcher *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
watcher_unref (gpointer data)
{
  ChattyVaultWatcher *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->monitors);
  g_hash_table_unref (self->changed);
  g_clear_pointer (&self->new_folders, g_ptr_array_unref);
  g_object_unref (self->cancellable);
  chatty_vault_files_unref (self->files);
  g_free (self);
}

static gboolean
timer_cb (gpointer user_data)
{
  ChattyVaultWatcher *self = user_data;
  GHashTableIter iter;
  gpointer path;

  self->timer = 0;
  if (self->folders_changed)
    list_folders (self);

  if (self->all_changed)
    chatty_vault_keeper_refresh (self->keeper, NULL);
  else if (g_hash_table_size (self->changed) > 0)
    {
      g_autoptr (GPtrArray) paths = g_ptr_array_new ();

      g_hash_table_iter_init (&iter, self->changed);
      while (g_hash_table_iter_next (&iter, &path, NULL))
        g_ptr_array_add (paths, path);
      chatty_vault_keeper_refresh (self->keeper, paths);
    }
  if (self->characters_changed)
    chatty_vault_keeper_look_at_characters (self->keeper);
  self->all_changed = FALSE;
  self->characters_changed = FALSE;
  g_hash_table_remove_all (self->changed);
  return G_SOURCE_REMOVE;
}

static void
look_soon (ChattyVaultWatcher *self)
{
  if (self->timer == 0)
    self->timer = g_timeout_add (DELAY_MS, timer_cb, self);
}

static gboolean
poll_cb (gpointer user_data)
{
  ChattyVaultWatcher *self = user_data;

  self->folders_changed = TRUE;
  self->all_changed = TRUE;
  look_soon (self);
  return G_SOURCE_CONTINUE;
}

/* @file as a path in the vault, or NULL. */
static char *
get_relative (ChattyVaultWatcher *self,
              GFile              *file)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  const char *folder = chatty_vault_files_get_folder (self->files);
  gsize length = strlen (folder);

  while (length > 1 && folder[length - 1] == '/')
    length--;
  if (path == NULL || strncmp (path, folder, length) != 0 ||
      path[length] != '/')
    return NULL;
  return g_strdup (path + length + 1);
}

static void
note_path (ChattyVaultWatcher *self,
           GFile              *file)
{
  g_autofree char *path = get_relative (self, file);
  g_autofree char *folder = NULL;
  const char *name;

  if (path == NULL)
    return;
  if (chatty_vault_files_is_candidate (path))
    g_hash_table_add (self->changed, g_steal_pointer (&path));
  else
    {
      name = strrchr (path, '/');
      name = name != NULL ? name + 1 : path;
      /* Other files are not ours to look at, temporary ones least of all;
       * but a folder with transcripts may have come or gone. */
      if (name[0] == '.' || strchr (name, '~') != NULL)
        return;
      folder = g_path_get_dirname (path);
      if (chatty_vault_files_is_character_folder (folder))
        self->characters_changed = TRUE;
      else
        self->folders_changed = TRUE;
    }
  look_soon (self);
}

static void
event_cb (GFileMonitor      *monitor,
          GFile             *file,
          GFile             *other,
          GFileMonitorEvent  event,
          gpointer           user_data)
{
  ChattyVaultWatcher *self = user_data;

  switch (event)
    {
    case G_FILE_MONITOR_EVENT_CHANGED:
    case G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT:
    case G_FILE_MONITOR_EVENT_CREATED:
    case G_FILE_MONITOR_EVENT_DELETED:
    case G_FILE_MONITOR_EVENT_MOVED_IN:
    case G_FILE_MONITOR_EVENT_MOVED_OUT:
    case G_FILE_MONITOR_EVENT_RENAMED:
    case G_FILE_MONITOR_EVENT_MOVED:
      note_path (self, file);
      if (other != NULL)
        note_path (self, other);
      break;

    case G_FILE_MONITOR_EVENT_UNMOUNTED:
      self->all_changed = TRUE;
      self->folders_changed = TRUE;
      look_soon (self);
      break;

    case G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED:
    case G_FILE_MONITOR_EVENT_PRE_UNMOUNT:
    default:
      break;
    }
}

static void
monitor_free (gpointer data)
{
  GFileMonitor *monitor = data;

  g_signal_handlers_disconnect_matched (monitor, G_SIGNAL_MATCH_FUNC, 0, 0,
                                        NULL, event_cb, NULL);
  g_file_monitor_cancel (monitor);
  g_object_unref (monitor);
}

static void
watch (ChattyVaultWatcher *self,
       const char         *folder)
{
  g_autoptr (GFileMonitor) monitor = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  path = g_build_filename (chatty_vault_files_get_folder (self->files), folder,
                           NULL);
  file = g_file_new_for_path (path);
  monitor = g_file_monitor_directory (file, G_FILE_MONITOR_WATCH_MOVES, NULL,
                                      &error);
  if (monitor == NULL)
    {
      g_debug ("“%s” cannot be watched: %s", path, error->message);
      if (self->poll == 0)
        self->poll = g_timeout_add_seconds (POLL_SECONDS, poll_cb, self);
      return;
    }
  g_signal_connect (monitor, "changed", G_CALLBACK (event_cb), self);
  g_hash_table_insert (self->monitors, g_strdup (folder),
                       g_steal_pointer (&monitor));
}

static gboolean
idle_cb (gpointer user_data)
{
  ChattyVaultWatcher *self = user_data;

  for (guint i = 0; i < CHUNK && self->new_folders->len > 0; i++)
    {
      g_autofree char *folder = NULL;

      folder = g_ptr_array_steal_index_fast (self->new_folders,
                                             self->new_folders->len - 1);
      if (!g_hash_table_contains (self->monitors, folder))
        watch (self, folder);
    }
  if (self->new_folders->len > 0)
    return G_SOURCE_CONTINUE;

  /* What appeared in them before they were watched. */
  self->idle = 0;
  self->all_changed = TRUE;
  look_soon (self);
  return G_SOURCE_REMOVE;
}

static void
list_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  ChattyVaultWatcher *self = task_data;

  g_task_return_pointer (task,
                         chatty_vault_files_list_folders (self->files, NULL),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ChattyVaultWatcher *self = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GHashTable) there = NULL;
  GHashTableIter iter;
  gpointer folder;

  folders = g_task_propagate_pointer (G_TASK (result), NULL);
  self->listing = FALSE;
  if (self->keeper == NULL || folders == NULL)
    return;

  there = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < folders->len; i++)
    {
      const char *path = g_ptr_array_index (folders, i);

      g_hash_table_add (there, (gpointer) path);
      if (!g_hash_table_contains (self->monitors, path))
        g_ptr_array_add (self->new_folders, g_strdup (path));
    }
  g_hash_table_iter_init (&iter, self->monitors);
  while (g_hash_table_iter_next (&iter, &folder, NULL))
    if (*(const char *) folder != '\0' &&
        !g_hash_table_contains (there, folder))
      {
        g_hash_table_iter_remove (&iter);
        self->all_changed = TRUE;
        look_soon (self);
      }
  if (self->new_folders->len > 0 && self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_LOW, idle_cb, self, NULL);
}

/* Finds out which folders there are, and watches them. */
static void
list_folders (ChattyVaultWatcher *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->listing)
    {
      look_soon (self);
      return;
    }
  self->listing = TRUE;
  self->folders_changed = FALSE;
  task = g_task_new (NULL, self->cancellable, listed_cb, NULL);
  g_task_set_source_tag (task, list_folders);
  g_task_set_task_data (task, watcher_ref (self), watcher_unref);
  g_task_run_in_thread (task, list_thread);
}

/**
 * chatty_vault_watcher_new:
 * @keeper: told what changed; has to stay until the watcher is freed
 *
 * Returns: (transfer full): a watcher that has begun
 */
ChattyVaultWatcher *
chatty_vault_watcher_new (ChattyVaultFiles  *files,
                          ChattyVaultKeeper *keeper)
{
  ChattyVaultWatcher *self = g_new0 (ChattyVaultWatcher, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->files = chatty_vault_files_ref (files);
  self->keeper = keeper;
  self->monitors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          monitor_free);
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->new_folders = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();

  /* The vault's own folder, for the two that may not exist yet. */
  watch (self, "");
  list_folders (self);
  return self;
}

/**
 * chatty_vault_watcher_free:
 *
 * Stops watching.
 */
void
chatty_vault_watcher_free (ChattyVaultWatcher *self)
{
  self->keeper = NULL;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_handle_id (&self->poll, g_source_remove);
  g_hash_table_remove_all (self->monitors);
  watcher_unref (self);
}
