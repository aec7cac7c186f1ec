/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include "chatty-preferences-copies.h"

#include <string.h>

#include "chatty-character-history.h"
#include "chatty-error.h"
#include "chatty-preferences-file.h"
#include "chatty-sha256.h"
#include "chatty-text.h"
#include "chatty-vault-batch-private.h"
#include "chatty-vault-files-private.h"

#define NAME CHATTY_PREFERENCES_NAME

/* Programs for synchronising make few; what makes more is not one. */
#define MAX_COPIES 100

/* How often it is begun again because a program without our lock wrote in
 * between. What is left then is for the next time. */
#define MAX_ATTEMPTS 8

/* Those that cannot be read are told once: where that is noted. */
#define TOLD CHATTY_VAULT_HISTORY "/preferences"

/* In the journal, what the changes are about. */
#define ID "preferences"

typedef struct {
  ChattyVault      *vault;
  ChattyVaultFiles *files;
  ChattyVaultBatch *batch;      /* nullable, until there is something to do */
  JsonArray        *copies;     /* names, for people */
  JsonArray        *damaged;
  JsonArray        *replaced;
  GPtrArray        *notes;      /* (element-type utf8): paths of what is told now */
} Join;

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full) (nullable) (element-type utf8): in the order that they have
 * on every computer; %NULL: none */
static GPtrArray *
list_copies (ChattyVaultFiles *files)
{
  int fd = chatty_vault_files_open_folder (files, ".", FALSE, NULL);
  g_autoptr (GPtrArray) names = fd >= 0 ? chatty_vault_files_list_names (fd) : NULL;
  g_autoptr (GPtrArray) copies = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; names != NULL && i < names->len && copies->len < MAX_COPIES; i++)
    if (chatty_is_conflict_copy (g_ptr_array_index (names, i), NAME))
      g_ptr_array_add (copies, g_strdup (g_ptr_array_index (names, i)));
  if (copies->len == 0)
    return NULL;
  g_ptr_array_sort (copies, compare_names);
  return g_steal_pointer (&copies);
}

static char *
make_report (const Join *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  json_object_set_array_member (object, "copies", json_array_ref (self->copies));
  json_object_set_array_member (object, "damaged", json_array_ref (self->damaged));
  json_object_set_array_member (object, "replaced", json_array_ref (self->replaced));
  return chatty_json_to_string (node, FALSE);
}

static void
add_name (JsonArray  *names,
          const char *name)
{
  g_autofree char *shown = chatty_text_display_name (name);

  json_array_add_string_element (names, shown);
}

/* A copy that is being written will be whole the next time, and another one
 * then; one that stays damaged is told once. */
static void
take_damaged (Join       *self,
              const char *name,
              const char *text)
{
  g_autofree char *both = g_strconcat (name, "\n", text, NULL);
  g_autofree char *hash = chatty_sha256_hex (both, strlen (both));
  g_autofree char *note = g_strdup_printf (TOLD "/damaged-%.16s", hash);

  if (chatty_vault_files_stat (self->files, note, NULL))
    return;
  add_name (self->damaged, name);
  g_ptr_array_add (self->notes, g_steal_pointer (&note));
}

static gboolean
open_batch (Join    *self,
            GError **error)
{
  if (self->batch == NULL)
    self->batch = chatty_vault_begin (self->vault, "merge", error);
  return self->batch != NULL;
}

/* Merges all copies into @ours. @going: gets the names and hashes of those that
 * are in it now */
static gboolean
take_copies (Join                  *self,
             GPtrArray             *names,
             ChattyPreferencesFile *ours,
             GPtrArray             *going,
             GError               **error)
{
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_auto (ChattyPreferencesFile) copy = { NULL };
      g_autofree char *merged = NULL;

      if (!chatty_preferences_file_read (self->files, name, &copy, NULL))
        {
          take_damaged (self, name, copy.text != NULL ? copy.text : "");
          continue;
        }
      /* It went in the meantime. */
      if (copy.text == NULL)
        continue;
      merged = ours->text != NULL ? chatty_preferences_merge (ours, &copy, self->replaced, error)
                                  : g_strdup (copy.text);
      if (merged == NULL)
        return FALSE;
      g_free (ours->text);
      ours->text = g_steal_pointer (&merged);
      ours->stamp.modified = MAX (ours->stamp.modified, copy.stamp.modified);
      if (!chatty_preferences_file_parse (ours))
        {
          g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA, name);
          return FALSE;
        }
      g_ptr_array_add (going, g_strdup (name));
      g_ptr_array_add (going, chatty_stored_file_hash (copy.text, strlen (copy.text)));
      add_name (self->copies, name);
    }
  return TRUE;
}

/* The new file first: a copy goes only when what it says is in the file, which
 * the journal sees to also where the power goes in between. */
static ChattyApplied
try_join (Join    *self,
          GError **error)
{
  g_autoptr (ChattyLock) lock = chatty_lock_take (self->files, NULL, error);
  g_autoptr (GPtrArray) names = lock != NULL ? list_copies (self->files) : NULL;
  g_autoptr (GPtrArray) set = chatty_vault_set_new ();
  g_autoptr (GPtrArray) going = g_ptr_array_new_with_free_func (g_free);
  g_auto (ChattyPreferencesFile) ours = { NULL };
  g_autofree char *before = NULL;
  g_autofree char *hash = NULL;
  ChattyFileStamp stamp;
  gboolean done = TRUE;

  if (lock == NULL)
    return CHATTY_FAILED;
  if (names == NULL)
    return CHATTY_APPLIED;
  if (!chatty_preferences_file_read (self->files, NAME, &ours, error) ||
      !open_batch (self, error))
    return CHATTY_FAILED;
  before = g_strdup (ours.text);
  stamp = ours.stamp;
  hash = before != NULL ? chatty_stored_file_hash (before, strlen (before)) : NULL;

  if (!take_copies (self, names, &ours, going, error))
    return CHATTY_FAILED;
  if (going->len == 0)
    return CHATTY_APPLIED;
  if (g_strcmp0 (before, ours.text) != 0)
    done = chatty_vault_set_write (self->batch, set, ID, NAME, ours.text, strlen (ours.text),
                                   before != NULL ? ours.mode : 0666,
                                   before != NULL ? &stamp : NULL, hash, error);
  for (guint i = 0; done && i < going->len; i += 2)
    done = chatty_vault_set_trash (self->batch, set, ID, going->pdata[i], going->pdata[i + 1],
                                   error);
  if (done)
    return chatty_vault_set_apply (self->batch, set, lock, error);
  chatty_vault_set_drop (self->batch, set);
  return CHATTY_FAILED;
}

static void
forget (Join *self)
{
  g_clear_pointer (&self->copies, json_array_unref);
  g_clear_pointer (&self->damaged, json_array_unref);
  g_clear_pointer (&self->replaced, json_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
}

static void
begin_again (Join *self)
{
  forget (self);
  self->copies = json_array_new ();
  self->damaged = json_array_new ();
  self->replaced = json_array_new ();
  self->notes = g_ptr_array_new_with_free_func (g_free);
}

/* Who looks at the list of changes sees what became of them. */
static gboolean
tell (Join    *self,
      GError **error)
{
  g_autofree char *report = make_report (self);
  int fd;

  if (json_array_get_length (self->copies) + json_array_get_length (self->damaged) == 0)
    return TRUE;
  if (!chatty_vault_batch_commit (self->batch, report, error))
    return FALSE;
  fd = self->notes->len > 0 ? chatty_vault_files_open_folder (self->files, TOLD, TRUE, error) : -1;
  if (fd >= 0)
    close (fd);
  for (guint i = 0; fd >= 0 && i < self->notes->len; i++)
    if (!chatty_vault_files_write (self->files, g_ptr_array_index (self->notes, i), "", 0, 0666,
                                   NULL, error))
      return FALSE;
  chatty_vault_tell_changed (self->vault);
  return fd >= 0 || self->notes->len == 0;
}

/*
 * chatty_preferences_join_copies:
 *
 * Merges conflict copies of the preferences into the file. One that cannot be
 * read stays where it is, and is told once; what cannot be done now is done the
 * next time, and keeps nobody from reading the file.
 *
 * Blocking; takes the vault's lock where there is a copy.
 */
void
chatty_preferences_join_copies (ChattyVault *vault)
{
  g_autoptr (GPtrArray) names = list_copies (chatty_vault_get_files (vault));
  g_autoptr (GError) error = NULL;
  Join self = { .vault = vault, .files = chatty_vault_get_files (vault) };
  ChattyApplied how = CHATTY_OUTDATED;

  if (names == NULL || !chatty_vault_check_writable (vault, NULL))
    return;
  for (guint i = 0; how == CHATTY_OUTDATED && i < MAX_ATTEMPTS; i++)
    {
      begin_again (&self);
      how = try_join (&self, &error);
    }
  if (how == CHATTY_APPLIED)
    tell (&self, &error);
  if (error != NULL)
    g_info ("Another version of “%s” stays until the next time: %s", NAME, error->message);
  forget (&self);
  g_clear_object (&self.batch);
}
