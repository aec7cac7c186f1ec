/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-private.h"
#include "chatty-json.h"

/* The Files service: what AI Studio or another program put there, for two days.
 * A store takes it in without sending it again (platform reference, sections
 * 2.8 and 2.9). */
#define PAGE_SIZE "100"

static gboolean
read_files_page (JsonNode  *node,
                 gpointer   user_data,
                 char     **next,
                 GError   **error)
{
  return chatty_gemini_read_files (node, user_data, next, error);
}

static gboolean
read_all (ChattyGemini         *self,
          ChattyGeminiListing  *listing,
          GCancellable         *cancellable,
          GError              **error)
{
  return chatty_gemini_read_pages (self, chatty_gemini_files (self), "/v1beta/files", PAGE_SIZE,
                                   read_files_page, listing, cancellable, error);
}

/*
 * chatty_gemini_list_files:
 * @listing: gets them, after the character's documents
 *
 * Where the service is closed to the credential it is not missed.
 */
void
chatty_gemini_list_files (ChattyGemini        *self,
                          ChattyGeminiListing *listing,
                          GCancellable        *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (g_atomic_int_get (&self->files_gone) || read_all (self, listing, cancellable, &error))
    return;
  if (chatty_gemini_is_refused (error))
    g_atomic_int_set (&self->files_gone, TRUE);
  g_debug ("no files: %s", error->message);
}

/* The platform does not tell a file that is gone from one that is not yours;
 * its own list does. Returns whether @file is not in it. */
static gboolean
is_gone (ChattyGemini *self,
         const char   *file,
         const GError *fault,
         GCancellable *cancellable)
{
  g_autoptr (GPtrArray) files =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_document_unref);
  ChattyGeminiListing listing = { NULL, files, NULL };

  if (g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    return TRUE;
  if (!g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN) ||
      !read_all (self, &listing, cancellable, NULL))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    if (g_strcmp0 (((ChattyDocument *) files->pdata[i])->id, file) == 0)
      return FALSE;
  return TRUE;
}

/*
 * chatty_gemini_delete_file:
 *
 * Returns: whether it is not there any more
 */
gboolean
chatty_gemini_delete_file (ChattyGemini  *self,
                           const char    *file,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr (GError) fault = NULL;

  if (chatty_gemini_delete_by_force (self, file, cancellable, &fault) ||
      is_gone (self, file, fault, cancellable))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* What came of a file in a store. */
typedef struct {
  const char *file;
  gboolean    found;
} Search;

static void
look_cb (JsonObject *document,
         gpointer    user_data)
{
  Search *search = user_data;

  search->found |=
    g_strcmp0 (chatty_gemini_get_metadata (document, CHATTY_GEMINI_FILE_KEY), search->file) == 0 &&
    g_strcmp0 (chatty_json_get_string (document, "state"), "STATE_FAILED") != 0;
}

static gboolean
read_search_page (JsonNode  *node,
                  gpointer   user_data,
                  char     **next,
                  GError   **error)
{
  return chatty_gemini_each_document (node, look_cb, user_data, next, error);
}

static gboolean
find_imported (ChattyGemini  *self,
               const char    *store,
               const char    *file,
               gboolean      *found,
               GCancellable  *cancellable,
               GError       **error)
{
  Search search = { file, FALSE };
  gboolean done = chatty_gemini_read_documents_of (self, store, read_search_page, &search,
                                                   cancellable, error);

  *found = search.found;
  return done;
}

static char *
find_title (ChattyGemini  *self,
            const char    *file,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (JsonNode) node = chatty_gemini_get_named (self, file, cancellable, &fault);
  g_autoptr (ChattyDocument) document = node != NULL ? chatty_gemini_read_file (node, NULL) : NULL;

  if (document != NULL)
    return g_strdup (document->name);
  if (node == NULL && !is_gone (self, file, fault, cancellable))
    g_propagate_error (error, g_steal_pointer (&fault));
  else
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                         _("The file is not at Gemini any more, where it stays for two days. Drop "
                           "it here from your computer instead"));
  return NULL;
}

/*
 * chatty_gemini_import_file:
 * @store: a character's
 * @file: a file of the Files service
 *
 * Lets the character know a file; once, however often this is called.
 */
gboolean
chatty_gemini_import_file (ChattyGemini  *self,
                           const char    *store,
                           const char    *file,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autofree char *title = NULL;
  g_autoptr (GError) fault = NULL;
  gboolean found;

  if (!find_imported (self, store, file, &found, cancellable, error))
    return FALSE;
  if (found)
    return TRUE;
  title = find_title (self, file, cancellable, error);
  if (title == NULL)
    return FALSE;
  if (chatty_gemini_take_over (self, store, file, cancellable, &fault))
    return TRUE;
  /* It goes on without us where the answer alone was lost, or cannot be read; the
   * list says how far it is. */
  if (find_imported (self, store, file, &found, cancellable, NULL) && found)
    return TRUE;
  if (!chatty_error_is_cancelled (fault))
    g_prefix_error (&fault, /* Translators: %s is the name of a file; what went wrong follows. */
                    _("“%s” was not added: "), title);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}
