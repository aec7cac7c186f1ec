/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What lies in stores, files and uploads: reference, sections 2.8 and 2.9. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "gemini-knowledge.h"

#include <string.h>

#include "sim-private.h"

/* An id is 40 characters at most: this, a dash and what is random. */
#define MAX_SLUG 27
#define RANDOM   12

void
gemini_document_free (gpointer document)
{
  GeminiDocument *self = document;

  g_free (self->name);
  g_free (self->title);
  g_free (self->media_type);
  g_free (self->text);
  g_clear_pointer (&self->metadata, json_array_unref);
  g_free (self->created);
  g_free (self);
}

void
gemini_store_free (gpointer store)
{
  GeminiStore *self = store;

  g_free (self->owner);
  g_free (self->name);
  g_free (self->title);
  g_free (self->model);
  g_free (self->created);
  g_free (self->updated);
  g_ptr_array_unref (self->documents);
  g_free (self);
}

void
gemini_file_free (gpointer file)
{
  GeminiFile *self = file;

  g_free (self->owner);
  g_free (self->name);
  g_free (self->title);
  g_free (self->media_type);
  g_free (self->text);
  g_free (self->sum);
  g_free (self->created);
  g_free (self->expires);
  g_free (self);
}

void
gemini_operation_free (gpointer operation)
{
  GeminiOperation *self = operation;

  g_free (self->name);
  g_free (self->store);
  g_free (self->document);
  g_free (self);
}

void
gemini_upload_free (gpointer upload)
{
  GeminiUpload *self = upload;

  g_free (self->id);
  g_free (self->owner);
  g_free (self->store);
  g_free (self->media_type);
  g_clear_pointer (&self->metadata, json_object_unref);
  g_byte_array_unref (self->kept);
  g_checksum_free (self->sum);
  g_free (self->answer);
  g_free (self);
}

char *
gemini_state_now (GeminiState *state)
{
  g_autoptr (GDateTime) now = sim_tick (state->sim);

  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%S.%fZ");
}

/* Small letters, digits and dashes of @title, then what is random; @title
 * NULL: random alone. */
char *
gemini_state_new_id (GeminiState *state,
                     const char  *title)
{
  g_autofree char *random = sim_new_hex (state->sim);
  g_autoptr (GString) slug = g_string_new (NULL);

  for (const char *c = title != NULL ? title : ""; *c != '\0' && slug->len < MAX_SLUG; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (slug, g_ascii_tolower (*c));
    else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
      g_string_append_c (slug, '-');
  if (slug->len > 0 && slug->str[slug->len - 1] != '-')
    g_string_append_c (slug, '-');
  g_string_append_len (slug, random, RANDOM);
  return g_strdup (slug->str);
}

guint
gemini_state_count_stores (GeminiState *state,
                           const char  *owner)
{
  guint n = 0;

  for (guint i = 0; i < state->stores->len; i++)
    n += g_str_equal (((GeminiStore *) g_ptr_array_index (state->stores, i))->owner, owner);
  return n;
}

GeminiStore *
gemini_state_add_store (GeminiState *state,
                        const char  *owner,
                        const char  *title,
                        const char  *model)
{
  GeminiStore *store = g_new0 (GeminiStore, 1);
  g_autofree char *id = gemini_state_new_id (state, title);

  store->owner = g_strdup (owner);
  store->name = g_strconcat ("fileSearchStores/", id, NULL);
  store->title = g_strdup (title);
  store->model = g_strdup (model != NULL ? model : "models/gemini-embedding-001");
  store->created = gemini_state_now (state);
  store->updated = g_strdup (store->created);
  store->documents = g_ptr_array_new_with_free_func (gemini_document_free);
  g_ptr_array_add (state->stores, store);
  return store;
}

/* @owner: (nullable): whose it must be. */
GeminiStore *
gemini_state_find_store (GeminiState *state,
                         const char  *owner,
                         const char  *name)
{
  for (guint i = 0; name != NULL && i < state->stores->len; i++)
    {
      GeminiStore *store = g_ptr_array_index (state->stores, i);

      if (g_str_equal (store->name, name) && (owner == NULL || g_str_equal (store->owner, owner)))
        return store;
    }
  return NULL;
}

/* It is not ready yet. @metadata: (nullable). */
GeminiDocument *
gemini_state_add_document (GeminiState *state,
                           GeminiStore *store,
                           const char  *title,
                           const char  *media_type,
                           const char  *text,
                           guint64      size,
                           JsonArray   *metadata)
{
  GeminiDocument *document = g_new0 (GeminiDocument, 1);
  g_autofree char *id = gemini_state_new_id (state, title);

  document->name = g_strconcat (store->name, "/documents/", id, NULL);
  document->title = g_strdup (title);
  document->media_type = g_strdup (media_type);
  document->text = g_strdup (text);
  document->size = size;
  document->metadata = metadata != NULL ? json_array_ref (metadata) : NULL;
  gemini_chunking_fault (NULL, &document->chunk_words, &document->overlap_words);
  document->looks = state->settings.polls;
  document->fails = state->settings.operation_fails;
  document->created = gemini_state_now (state);
  g_ptr_array_add (store->documents, document);
  g_free (store->updated);
  store->updated = g_strdup (document->created);
  return document;
}

GeminiDocument *
gemini_store_find_document (GeminiStore *store,
                            const char  *name)
{
  for (guint i = 0; i < store->documents->len; i++)
    {
      GeminiDocument *document = g_ptr_array_index (store->documents, i);

      if (g_str_equal (document->name, name))
        return document;
    }
  return NULL;
}

/* Returns: whether it is done with, to a good or a bad end */
gboolean
gemini_document_look (GeminiDocument *document)
{
  if (document->state != GEMINI_DOCUMENT_PENDING)
    return TRUE;
  if (document->looks > 0)
    {
      document->looks--;
      return FALSE;
    }
  document->state = document->fails ? GEMINI_DOCUMENT_FAILED : GEMINI_DOCUMENT_ACTIVE;
  return TRUE;
}

GeminiFile *
gemini_state_find_file (GeminiState *state,
                        const char  *owner,
                        const char  *name)
{
  for (guint i = 0; name != NULL && i < state->files->len; i++)
    {
      GeminiFile *file = g_ptr_array_index (state->files, i);

      if (g_str_equal (file->name, name) && g_str_equal (file->owner, owner))
        return file;
    }
  return NULL;
}

/* @file: (nullable): what is imported. Names as the platform gives them: that
 * of the document, or that of the file and something random. */
GeminiOperation *
gemini_state_add_operation (GeminiState    *state,
                            GeminiStore    *store,
                            GeminiDocument *document,
                            GeminiFile     *file)
{
  GeminiOperation *operation = g_new0 (GeminiOperation, 1);
  const char *slug = strrchr (document->name, '/') + 1;
  g_autofree char *id = file != NULL
                          ? gemini_state_new_id (state, file->name + strlen ("files/")) : NULL;

  operation->name = file != NULL
                      ? g_strconcat (store->name, "/operations/", id, NULL)
                      : g_strconcat (store->name, "/upload/operations/", slug, NULL);
  operation->store = g_strdup (store->name);
  operation->document = g_strdup (document->name);
  operation->imported = file != NULL;
  g_ptr_array_add (state->operations, operation);
  return operation;
}

GeminiOperation *
gemini_state_find_operation (GeminiState *state,
                             const char  *name)
{
  for (guint i = 0; i < state->operations->len; i++)
    {
      GeminiOperation *operation = g_ptr_array_index (state->operations, i);

      if (g_str_equal (operation->name, name))
        return operation;
    }
  return NULL;
}

GeminiUpload *
gemini_state_find_upload (GeminiState *state,
                          const char  *id)
{
  for (guint i = 0; id != NULL && i < state->uploads->len; i++)
    {
      GeminiUpload *upload = g_ptr_array_index (state->uploads, i);

      if (g_str_equal (upload->id, id))
        return upload;
    }
  return NULL;
}
