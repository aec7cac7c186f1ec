/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-account-store.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-json.h"

/* What this program writes, and the newest that it reads. */
#define VERSION 1

/* More than thousands of accounts need. */
#define MAX_SIZE (4 * 1024 * 1024)

struct _ChattyAccountStore {
  GObject  parent_instance;

  GFile   *file;
};

G_DEFINE_FINAL_TYPE (ChattyAccountStore, chatty_account_store, G_TYPE_OBJECT)

/* Sets @error from errno, about the store's file. */
static void
set_error (ChattyAccountStore  *self,
           GError             **error)
{
  int saved_errno = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved_errno), "%s: %s",
               g_file_peek_path (self->file), g_strerror (saved_errno));
  chatty_error_adopt (error, _("The list of accounts could not be reached"));
}

/* The one who holds it may change the list. */
static int
take_lock (ChattyAccountStore  *self,
           GError             **error)
{
  g_autofree char *folder = g_path_get_dirname (g_file_peek_path (self->file));
  g_autofree char *path = g_build_filename (folder, "accounts.lock", NULL);
  int fd = -1;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      set_error (self, error);
      return -1;
    }

  /* Held for as long as it takes to write one small file. */
  while (flock (fd, LOCK_EX) != 0)
    if (errno != EINTR)
      {
        set_error (self, error);
        close (fd);
        return -1;
      }
  return fd;
}

static GPtrArray *
parse (ChattyAccountStore  *self,
       const char          *text,
       gsize                length,
       GError             **error)
{
  g_autoptr (GPtrArray) accounts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_account_unref);
  g_autoptr (JsonNode) root = chatty_json_parse (text, length, error);
  JsonObject *object = root != NULL ? chatty_json_node_object (root) : NULL;
  JsonArray *array = object != NULL ? chatty_json_get_array (object, "accounts") : NULL;

  if (root == NULL)
    return NULL;
  if (object != NULL && chatty_json_get_int (object, "version", 0) > VERSION)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                           _("It was written by a newer version of Chatty Connectors. "
                             "Update the program"));
      return NULL;
    }
  if (array == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("It does not hold accounts. Move the file away and connect them "
                             "again"));
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      ChattyAccount *account = chatty_account_from_json (json_array_get_element (array, i),
                                                         error);

      if (account == NULL)
        return NULL;
      g_ptr_array_add (accounts, account);
    }
  return g_steal_pointer (&accounts);
}

static gboolean
save (ChattyAccountStore  *self,
      GPtrArray           *accounts,
      GError             **error)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *array = json_array_new ();
  g_autofree char *text = NULL;
  g_autofree char *with_end = NULL;

  for (guint i = 0; i < accounts->len; i++)
    json_array_add_element (array, chatty_account_to_json (accounts->pdata[i]));
  json_object_set_int_member (object, "version", VERSION);
  json_object_set_array_member (object, "accounts", array);
  json_node_set_object (root, object);
  text = chatty_json_to_string (root, TRUE);
  with_end = g_strconcat (text, "\n", NULL);

  if (g_file_set_contents_full (g_file_peek_path (self->file), with_end, -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600, error))
    return TRUE;
  chatty_error_adopt (error, _("The list of accounts could not be saved"));
  return FALSE;
}

static gboolean
find (GPtrArray  *accounts,
      const char *id,
      guint      *nth)
{
  for (*nth = 0; *nth < accounts->len; (*nth)++)
    {
      const ChattyAccount *account = accounts->pdata[*nth];

      if (g_str_equal (account->id, id))
        return TRUE;
    }
  return FALSE;
}

static void
chatty_account_store_finalize (GObject *object)
{
  g_object_unref (CHATTY_ACCOUNT_STORE (object)->file);

  G_OBJECT_CLASS (chatty_account_store_parent_class)->finalize (object);
}

static void
chatty_account_store_class_init (ChattyAccountStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_account_store_finalize;
}

static void
chatty_account_store_init (ChattyAccountStore *self)
{
}

/**
 * chatty_account_store_new:
 * @folder: (nullable): a local folder, made when it is needed; %NULL for the
 *   program's in the user data folder
 *
 * Returns: (transfer full): the accounts that are kept there
 */
ChattyAccountStore *
chatty_account_store_new (GFile *folder)
{
  ChattyAccountStore *self = g_object_new (CHATTY_TYPE_ACCOUNT_STORE, NULL);
  g_autofree char *path =
    folder != NULL ? g_build_filename (g_file_peek_path (folder), "accounts.json", NULL)
                   : g_build_filename (g_get_user_data_dir (), DATA_NAME, "accounts.json", NULL);

  self->file = g_file_new_for_path (path);
  return self;
}

/**
 * chatty_account_store_get_file:
 * @self: a store
 *
 * Returns: (transfer none): the file, to watch; it need not exist yet
 */
GFile *
chatty_account_store_get_file (ChattyAccountStore *self)
{
  g_return_val_if_fail (CHATTY_IS_ACCOUNT_STORE (self), NULL);

  return self->file;
}

/**
 * chatty_account_store_list:
 * @self: a store
 * @error: %CHATTY_ERROR_INVALID_DATA or %CHATTY_ERROR_UNSUPPORTED if the file
 *   is not one of this program's, with its name
 *
 * Returns: (transfer full) (element-type ChattyAccount): the accounts, oldest
 *   first
 */
GPtrArray *
chatty_account_store_list (ChattyAccountStore  *self,
                           GError             **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *path;
  GPtrArray *accounts;
  GStatBuf info;
  gsize length;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_STORE (self), NULL);

  path = g_file_peek_path (self->file);
  if (g_stat (path, &info) == 0 && (!S_ISREG (info.st_mode) || info.st_size > MAX_SIZE))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   _("“%s” is not a list of accounts. Move it away and connect them again"),
                   path);
      return NULL;
    }
  if (!g_file_get_contents (path, &text, &length, &local_error))
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_account_unref);
      chatty_error_adopt (&local_error, _("The list of accounts could not be read"));
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  accounts = parse (self, text, length, &local_error);
  if (accounts == NULL)
    {
      chatty_error_adopt (&local_error, _("The list of accounts “%s” cannot be used"), path);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  return accounts;
}

/**
 * chatty_account_store_lookup:
 * @self: a store
 * @id: an account's UUID
 * @error: %CHATTY_ERROR_NOT_FOUND if there is none, or what
 *   chatty_account_store_list() says
 *
 * Returns: (transfer full): the account
 */
ChattyAccount *
chatty_account_store_lookup (ChattyAccountStore  *self,
                             const char          *id,
                             GError             **error)
{
  g_autoptr (GPtrArray) accounts = chatty_account_store_list (self, error);
  guint nth;

  if (accounts == NULL)
    return NULL;
  if (find (accounts, id, &nth))
    return chatty_account_ref (accounts->pdata[nth]);

  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                       _("There is no such account. It may have been removed meanwhile"));
  return NULL;
}

/**
 * chatty_account_store_change:
 * @self: a store
 * @id: an account's UUID
 * @func: makes the new record out of the one that is there
 * @user_data: for @func
 * @cancellable: (nullable): ends it before anything is changed
 * @error: what @func said, or what could not be read or written
 *
 * Changes one record, or adds it, as one step that no other process comes
 * between.
 *
 * Returns: (transfer full): what is stored now
 */
ChattyAccount *
chatty_account_store_change (ChattyAccountStore   *self,
                             const char           *id,
                             ChattyAccountChange   func,
                             gpointer              user_data,
                             GCancellable         *cancellable,
                             GError              **error)
{
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (ChattyAccount) changed = NULL;
  gboolean saved = FALSE;
  guint nth;
  int lock;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_STORE (self), NULL);
  g_return_val_if_fail (id != NULL && func != NULL, NULL);

  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  lock = take_lock (self, error);
  if (lock < 0)
    return NULL;

  accounts = chatty_account_store_list (self, error);
  if (accounts != NULL)
    {
      gboolean known = find (accounts, id, &nth);

      changed = func (known ? accounts->pdata[nth] : NULL, user_data, error);
      if (changed != NULL)
        {
          if (known)
            g_ptr_array_remove_index (accounts, nth);
          g_ptr_array_insert (accounts, nth, chatty_account_ref (changed));
          saved = save (self, accounts, error);
        }
    }

  close (lock);
  return saved ? g_steal_pointer (&changed) : NULL;
}

/**
 * chatty_account_store_remove:
 * @self: a store
 * @id: an account's UUID
 * @cancellable: (nullable): ends it before anything is changed
 * @error: what could not be read or written
 *
 * Returns: whether there is no such account now
 */
gboolean
chatty_account_store_remove (ChattyAccountStore  *self,
                             const char          *id,
                             GCancellable        *cancellable,
                             GError             **error)
{
  g_autoptr (GPtrArray) accounts = NULL;
  gboolean removed = FALSE;
  guint nth;
  int lock;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_STORE (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (chatty_set_cancelled (cancellable, error))
    return FALSE;
  lock = take_lock (self, error);
  if (lock < 0)
    return FALSE;

  accounts = chatty_account_store_list (self, error);
  if (accounts != NULL)
    {
      removed = !find (accounts, id, &nth);
      if (!removed)
        {
          g_ptr_array_remove_index (accounts, nth);
          removed = save (self, accounts, error);
        }
    }

  close (lock);
  return removed;
}
