/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Knowledge that belongs to one character: it is uploaded for it, and what is
 * detached from it is gone. New content makes a new document. */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "fake-platform.h"

void
fake_document_free (gpointer data)
{
  FakeDocument *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self->owner);
  g_free (self);
}

static const ChattyKnowledgeLimits *
fake_get_limits (ChattyKnowledge *knowledge)
{
  static const char *const suffixes[] = { ".txt", NULL };
  static const ChattyKnowledgeLimits limits = { suffixes, 1000 };

  return &limits;
}

static GList *
list_ids (FakePlatform *self)
{
  return g_list_sort (g_hash_table_get_keys (self->documents), (GCompareFunc) strcmp);
}

static ChattyDocument *
describe (FakeDocument *document,
          const char   *character_id)
{
  return chatty_document_new (&(ChattyDocument) {
    .id = document->id, .name = document->name, .size = -1, .added = CHATTY_TIME_NONE,
    .ready = TRUE, .attached = g_strcmp0 (document->owner, character_id) == 0,
  });
}

static GPtrArray *
fake_list_documents (ChattyKnowledge  *knowledge,
                     const char       *character_id,
                     GCancellable     *cancellable,
                     GError          **error)
{
  FakePlatform *self = FAKE_PLATFORM (knowledge);
  g_autoptr (GList) ids = list_ids (self);
  GPtrArray *list;

  if (self->kill->dead)
    {
      kill_switch_alive (self->kill, error);
      return NULL;
    }
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_document_unref);
  for (GList *l = ids; l != NULL; l = l->next)
    g_ptr_array_add (list, describe (g_hash_table_lookup (self->documents, l->data),
                                     character_id));
  return list;
}

FakeDocument *
fake_documents_add (FakePlatform *self,
                    const char   *owner,
                    const char   *name)
{
  FakeDocument *document = g_new (FakeDocument, 1);

  document->id = g_strdup_printf ("%s/d%u", owner, ++self->n_made);
  document->name = g_strdup (name);
  document->owner = g_strdup (owner);
  g_hash_table_replace (self->documents, document->id, document);
  return document;
}

static ChattyDocument *
fake_upload_with (ChattyKnowledge               *knowledge,
                  const char                    *path,
                  const char                    *document_id,
                  const ChattyKnowledgeOptions  *options,
                  GFileProgressCallback          progress,
                  gpointer                       progress_data,
                  GCancellable                  *cancellable,
                  GError                       **error)
{
  FakePlatform *self = FAKE_PLATFORM (knowledge);
  g_autofree char *name = NULL;
  FakeDocument *document;

  if (!fake_platform_begins (self, error))
    return NULL;
  g_assert_nonnull (options);
  g_assert_true (g_hash_table_contains (self->characters, options->character_id));
  name = g_path_get_basename (path);
  document = fake_documents_add (self, options->character_id, name);
  if (!fake_platform_ends (self, error))
    return NULL;
  if (document_id != NULL)
    g_hash_table_remove (self->documents, document_id);
  return describe (document, options->character_id);
}

static ChattyDocument *
fake_upload (ChattyKnowledge        *knowledge,
             const char             *path,
             const char             *document_id,
             GFileProgressCallback   progress,
             gpointer                progress_data,
             GCancellable           *cancellable,
             GError                **error)
{
  g_assert_not_reached ();
}

static gboolean
fake_attach (ChattyKnowledge  *knowledge,
             const char       *character_id,
             const char       *document_id,
             gboolean          attach,
             GCancellable     *cancellable,
             GError          **error)
{
  FakePlatform *self = FAKE_PLATFORM (knowledge);
  FakeDocument *document = g_hash_table_lookup (self->documents, document_id);
  gboolean attached = document != NULL && g_str_equal (document->owner, character_id);

  if (attached == attach)
    return TRUE;
  if (attach)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED, "another character's");
      return FALSE;
    }
  if (!fake_platform_begins (self, error))
    return FALSE;
  g_hash_table_remove (self->documents, document_id);
  return fake_platform_ends (self, error);
}

void
fake_documents_init (ChattyKnowledgeInterface *iface)
{
  iface->get_limits = fake_get_limits;
  iface->list = fake_list_documents;
  iface->upload = fake_upload;
  iface->upload_with = fake_upload_with;
  iface->attach = fake_attach;
  iface->by_character = TRUE;
}

char *
fake_documents_tell (FakePlatform *self)
{
  g_autoptr (GList) ids = list_ids (self);
  GString *told = g_string_new (NULL);

  for (GList *l = ids; l != NULL; l = l->next)
    {
      FakeDocument *document = g_hash_table_lookup (self->documents, l->data);

      g_string_append_printf (told, "%s%s/%s", told->len > 0 ? " " : "", document->owner,
                              document->name);
    }
  return g_string_free (told, FALSE);
}
