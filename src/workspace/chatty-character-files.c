/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-character-calls.h"
#include "chatty-character-change-private.h"
#include "chatty-character-file.h"
#include "chatty-error.h"
#include "chatty-text.h"
#include "chatty-workspace-call.h"

/* The file of a character is small; one with a picture may have some megabytes. */
#define MAX_RECOGNISED_BYTES (8 * 1024 * 1024)

static char *
display_name (GFile *file)
{
  g_autofree char *basename = g_file_get_basename (file);

  return chatty_text_display_name (basename != NULL ? basename : "");
}

/* Documents -------------------------------------------------------------------- */

/* What follows a link, is a device or comes out of a kernel's folder is not what
 * the person sees under that name. */
static gboolean
check_document (GFile         *file,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (GFileInfo) info =
    g_file_query_info (file,
                       G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                       G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, error);
  g_autofree char *name = display_name (file);
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *real = NULL;

  if (info == NULL)
    {
      chatty_error_adopt (error, _("“%s” could not be read"), name);
      return FALSE;
    }
  real = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR ||
      (real != NULL && (g_str_has_prefix (real, "/proc/") || g_str_has_prefix (real, "/sys/") ||
                        g_str_has_prefix (real, "/dev/"))))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("“%s” is not an ordinary file. Add the file itself, not a link, a folder or "
                     "a device"), name);
      return FALSE;
    }
  if (g_file_info_get_size (info) > CHATTY_MAX_DOCUMENT_BYTES)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("“%s” has more than %d MB, the most that a document may have"), name,
                   (int) (CHATTY_MAX_DOCUMENT_BYTES / (1024 * 1024)));
      return FALSE;
    }
  return TRUE;
}

static gpointer
add_document_on_pool (gpointer       workspace,
                      ChattyCall    *call,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  const char *callsign = call->texts[0];
  GFile *file = G_FILE (call->objects[0]);
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (ChattyCharacterChange) change = g_new0 (ChattyCharacterChange, 1);

  if (!check_document (file, cancellable, error))
    return NULL;
  change->outcome = CHATTY_STORED_UPDATED;
  batch = chatty_vault_begin (vault, "edit", error);
  if (batch == NULL ||
      !chatty_vault_batch_add_document (batch, callsign, file, NULL, &change->name, cancellable,
                                        error) ||
      !chatty_character_change_commit (change, vault, batch, callsign, change->name, error))
    return NULL;
  return g_steal_pointer (&change);
}

/**
 * chatty_workspace_add_document_async:
 * @self: a workspace
 * @callsign: of a character
 * @file: an ordinary file of at most %CHATTY_MAX_DOCUMENT_BYTES; copied
 *
 * Adds a knowledge document. The answer has the name that it was stored under.
 */
void
chatty_workspace_add_document_async (ChattyWorkspace     *self,
                                     const char          *callsign,
                                     GFile               *file,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (add_document_on_pool,
                                      (GDestroyNotify) chatty_character_change_free);

  call->texts[0] = g_strdup (callsign);
  call->objects[0] = g_object_ref (G_OBJECT (file));
  chatty_workspace_start (self, call, CHATTY_POOL_WRITE, chatty_workspace_add_document_async,
                          cancellable, callback, user_data);
}

static gpointer
trash_document_on_pool (gpointer       workspace,
                        ChattyCall    *call,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  const char *callsign = call->texts[0];
  g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "delete", error);
  g_autoptr (ChattyCharacterChange) change = g_new0 (ChattyCharacterChange, 1);

  change->outcome = CHATTY_STORED_UPDATED;
  change->name = g_strdup (call->texts[1]);
  if (batch == NULL ||
      !chatty_vault_batch_trash_document (batch, callsign, change->name, error) ||
      !chatty_character_change_commit (change, vault, batch, callsign, change->name, error))
    return NULL;
  return g_steal_pointer (&change);
}

/**
 * chatty_workspace_trash_document_async:
 * @self: a workspace
 * @callsign: of a character
 * @name: of one of its documents
 *
 * Moves a knowledge document to the vault's trash.
 */
void
chatty_workspace_trash_document_async (ChattyWorkspace     *self,
                                       const char          *callsign,
                                       const char          *name,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (trash_document_on_pool,
                                      (GDestroyNotify) chatty_character_change_free);

  call->texts[0] = g_strdup (callsign);
  call->texts[1] = g_strdup (name);
  chatty_workspace_start (self, call, CHATTY_POOL_WRITE, chatty_workspace_trash_document_async,
                          cancellable, callback, user_data);
}

/* Pictures ------------------------------------------------------------------------- */

static gpointer
set_avatar_on_pool (gpointer       workspace,
                    ChattyCall    *call,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  const char *callsign = call->texts[0];
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (ChattyCharacterChange) change = g_new0 (ChattyCharacterChange, 1);

  if (call->bytes != NULL && !chatty_character_file_check_png (call->bytes, error))
    return NULL;
  change->outcome = CHATTY_STORED_UPDATED;
  batch = chatty_vault_begin (vault, "edit", error);
  if (batch == NULL || !chatty_vault_batch_set_avatar (batch, callsign, call->bytes, error) ||
      !chatty_character_change_commit (change, vault, batch, callsign, callsign, error))
    return NULL;
  return g_steal_pointer (&change);
}

/**
 * chatty_workspace_set_avatar_async:
 * @self: a workspace
 * @callsign: of a character
 * @png: (nullable): its picture; %NULL takes it away
 *
 * Sets a character's picture.
 */
void
chatty_workspace_set_avatar_async (ChattyWorkspace     *self,
                                   const char          *callsign,
                                   GBytes              *png,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (set_avatar_on_pool,
                                      (GDestroyNotify) chatty_character_change_free);

  call->texts[0] = g_strdup (callsign);
  call->bytes = png != NULL ? g_bytes_ref (png) : NULL;
  chatty_workspace_start (self, call, CHATTY_POOL_WRITE, chatty_workspace_set_avatar_async,
                          cancellable, callback, user_data);
}

/* Exports ---------------------------------------------------------------------------- */

/**
 * chatty_workspace_format_character:
 * @record: a character of the vault
 * @form: which form
 * @length: (out): bytes
 * @error: the picture cannot be read
 *
 * Blocking, any thread: reads the picture for JSON.
 *
 * Returns: (transfer full) (nullable): what an export writes
 */
char *
chatty_workspace_format_character (ChattyCharacterRecord    *record,
                                   ChattyCharacterFileForm   form,
                                   gsize                    *length,
                                   GError                  **error)
{
  const char *path = chatty_character_record_get_avatar (record);
  g_autoptr (GBytes) avatar = NULL;
  char *text;

  if (form == CHATTY_CHARACTER_FILE_JSON && path != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (path);

      avatar = g_file_load_bytes (file, NULL, NULL, error);
      if (avatar == NULL)
        {
          chatty_error_adopt (error, _("The picture could not be read"));
          return NULL;
        }
    }
  text = form == CHATTY_CHARACTER_FILE_JSON ? chatty_character_file_write_json (record, avatar)
                                            : chatty_character_file_write_markdown (record);
  *length = strlen (text);
  return text;
}

static gpointer
export_on_pool (gpointer       workspace,
                ChattyCall    *call,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  GFile *file = G_FILE (call->objects[0]);
  g_autoptr (ChattyCharacterRecord) record =
    chatty_vault_load_record (vault, call->texts[0], FALSE, cancellable, error);
  g_autofree char *name = display_name (file);
  g_autofree char *text = NULL;
  gsize length;

  text = record != NULL
           ? chatty_workspace_format_character (record, call->numbers[0], &length, error)
           : NULL;
  if (text == NULL)
    return NULL;
  if (g_file_replace_contents (file, text, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                               cancellable, error))
    return GINT_TO_POINTER (TRUE);
  chatty_error_adopt (error, _("“%s” could not be written"), name);
  return NULL;
}

/**
 * chatty_workspace_export_character_async:
 * @self: a workspace
 * @callsign: of a character
 * @form: which form
 * @file: where to; replaced
 *
 * Writes a character into a file.
 */
void
chatty_workspace_export_character_async (ChattyWorkspace         *self,
                                         const char              *callsign,
                                         ChattyCharacterFileForm  form,
                                         GFile                   *file,
                                         GCancellable            *cancellable,
                                         GAsyncReadyCallback      callback,
                                         gpointer                 user_data)
{
  ChattyCall *call = chatty_call_new (export_on_pool, NULL);

  call->texts[0] = g_strdup (callsign);
  call->numbers[0] = form;
  call->objects[0] = g_object_ref (G_OBJECT (file));
  chatty_workspace_start (self, call, CHATTY_POOL_LOAD, chatty_workspace_export_character_async,
                          cancellable, callback, user_data);
}

gboolean
chatty_workspace_export_character_finish (ChattyWorkspace  *self,
                                          GAsyncResult     *result,
                                          GError          **error)
{
  return chatty_call_finish (self, result, chatty_workspace_export_character_async,
                             error) != NULL;
}

/* Imports ------------------------------------------------------------------------------ */

/* Puts a document into the vault that is no file yet. */
static gboolean
add_content (ChattyVaultBatch  *batch,
             const char        *callsign,
             GBytes            *content,
             const char        *name,
             GCancellable      *cancellable,
             GError           **error)
{
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("chatty-document-XXXXXX", &stream, error);
  gboolean ok;

  if (file == NULL)
    return FALSE;
  ok = g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (stream)),
                                  g_bytes_get_data (content, NULL), g_bytes_get_size (content),
                                  NULL, cancellable, error) &&
       g_io_stream_close (G_IO_STREAM (stream), cancellable, error) &&
       chatty_vault_batch_add_document (batch, callsign, file, name, NULL, cancellable, error);
  g_file_delete (file, NULL, NULL);
  return ok;
}

static GPtrArray *
read_file (GFile         *file,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *name = display_name (file);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree char *text = NULL;
  gsize length;

  if (stream == NULL)
    {
      chatty_error_adopt (error, _("“%s” could not be read"), name);
      return NULL;
    }
  text = g_malloc (CHATTY_CHARACTER_FILE_MAX_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), text,
                                CHATTY_CHARACTER_FILE_MAX_BYTES + 1, &length, cancellable, error))
    {
      chatty_error_adopt (error, _("“%s” could not be read"), name);
      return NULL;
    }
  if (length > CHATTY_CHARACTER_FILE_MAX_BYTES)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("“%s” has more than %d MB, the most that the file of a character may have"),
                   name, CHATTY_CHARACTER_FILE_MAX_BYTES / (1024 * 1024));
      return NULL;
    }
  return chatty_character_file_read_all (text, (gssize) length, error);
}

static ChattyCharacterRecord *
record_of (ChattyCharacterFile *file)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (NULL);
  GHashTableIter iter;
  gpointer platform, override;

  chatty_character_record_builder_set_character (builder, file->character);
  g_hash_table_iter_init (&iter, file->overrides);
  while (g_hash_table_iter_next (&iter, &platform, &override))
    chatty_character_record_builder_set_override (builder, platform, override);
  return chatty_character_record_builder_end (g_steal_pointer (&builder));
}

static gboolean
store_files (ChattyVaultBatch     *batch,
             const char           *callsign,
             ChattyCharacterFile  *file,
             GCancellable         *cancellable,
             GError              **error)
{
  GHashTableIter iter;
  gpointer name, content;

  if (file->avatar != NULL &&
      !chatty_vault_batch_set_avatar (batch, callsign, file->avatar, error))
    return FALSE;
  g_hash_table_iter_init (&iter, file->documents);
  while (g_hash_table_iter_next (&iter, &name, &content))
    if (!add_content (batch, callsign, content, name, cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
store_one (ChattyVaultBatch       *batch,
           ChattyCharacterFile    *file,
           ChattyCharacterChange  *change,
           GCancellable           *cancellable,
           GError                **error)
{
  g_autoptr (ChattyCharacterRecord) record = record_of (file);

  g_clear_pointer (&change->record, chatty_character_record_unref);
  return chatty_vault_batch_store_record (batch, NULL, record, "import", &change->outcome,
                                          &change->both, &change->record, cancellable, error) &&
         store_files (batch, chatty_character_record_get_callsign (change->record), file,
                      cancellable, error);
}

/* What was left out, each once: the characters of one file are much alike. */
static char **
join_notices (GPtrArray *files)
{
  GPtrArray *notices = g_ptr_array_new ();

  if (files->len > 1)
    g_ptr_array_add (notices,
                     g_strdup_printf (ngettext ("%u character was imported.",
                                                "%u characters were imported.", files->len),
                                      files->len));
  for (guint i = 0; i < files->len; i++)
    {
      ChattyCharacterFile *file = g_ptr_array_index (files, i);

      for (guint k = 0; k < file->notices->len; k++)
        {
          const char *notice = g_ptr_array_index (file->notices, k);

          if (!g_ptr_array_find_with_equal_func (notices, notice, g_str_equal, NULL))
            g_ptr_array_add (notices, g_strdup (notice));
        }
    }
  g_ptr_array_add (notices, NULL);
  return (char **) g_ptr_array_free (notices, FALSE);
}

static gpointer
import_on_pool (gpointer       workspace,
                ChattyCall    *call,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  g_autoptr (GPtrArray) files = read_file (G_FILE (call->objects[0]), cancellable, error);
  g_autoptr (ChattyVaultBatch) batch = NULL;
  g_autoptr (ChattyCharacterChange) change = g_new0 (ChattyCharacterChange, 1);
  ChattyCharacterFile *last;
  g_autofree char *callsign = NULL;

  if (files == NULL)
    return NULL;
  batch = chatty_vault_begin (vault, "edit", error);
  if (batch == NULL)
    return NULL;
  for (guint i = 0; i < files->len; i++)
    if (!store_one (batch, g_ptr_array_index (files, i), change, cancellable, error))
      return NULL;
  last = g_ptr_array_index (files, files->len - 1);
  callsign = g_strdup (chatty_character_record_get_callsign (change->record));
  if (!chatty_character_change_commit (change, vault, batch, callsign,
                                       chatty_character_get_name (last->character), error))
    return NULL;
  change->imported = join_notices (files);
  return g_steal_pointer (&change);
}

/**
 * chatty_workspace_import_character_async:
 * @self: a workspace
 * @file: what an export wrote, a Chatty GPT's configuration, or characters of
 *   Inworld's former studio
 *
 * Makes new characters out of a file, mostly one. The answer has the last of
 * them, and says what was left out.
 */
void
chatty_workspace_import_character_async (ChattyWorkspace     *self,
                                         GFile               *file,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (import_on_pool,
                                      (GDestroyNotify) chatty_character_change_free);

  call->objects[0] = g_object_ref (G_OBJECT (file));
  chatty_workspace_start (self, call, CHATTY_POOL_WRITE, chatty_workspace_import_character_async,
                          cancellable, callback, user_data);
}

static gpointer
recognise_on_pool (gpointer       workspace,
                   ChattyCall    *call,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (G_FILE (call->objects[0]), cancellable, NULL);
  g_autofree char *text = g_malloc (MAX_RECOGNISED_BYTES + 1);
  gsize length = 0;
  gboolean is_character;

  is_character = stream != NULL &&
                 g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_RECOGNISED_BYTES + 1,
                                          &length, cancellable, NULL) &&
                 length <= MAX_RECOGNISED_BYTES &&
                 chatty_character_file_recognise (text, (gssize) length);
  return GINT_TO_POINTER (is_character);
}

/**
 * chatty_workspace_is_character_async:
 * @self: a workspace
 * @file: anything
 *
 * Looks whether a file is a character beyond doubt. Big ones are not looked at:
 * they are conversations.
 */
void
chatty_workspace_is_character_async (ChattyWorkspace     *self,
                                     GFile               *file,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (recognise_on_pool, NULL);

  call->objects[0] = g_object_ref (G_OBJECT (file));
  call->only_looks = TRUE;
  chatty_workspace_start (self, call, CHATTY_POOL_LOAD, chatty_workspace_is_character_async,
                          cancellable, callback, user_data);
}

gboolean
chatty_workspace_is_character_finish (ChattyWorkspace *self,
                                      GAsyncResult    *result)
{
  return GPOINTER_TO_INT (chatty_call_finish (self, result, chatty_workspace_is_character_async,
                                              NULL)) != 0;
}
