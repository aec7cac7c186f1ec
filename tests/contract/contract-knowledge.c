/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "contract.h"

/* Documents: what is done with those that are there. */

static ChattyKnowledge *
knowledge_of (Contract *contract)
{
  return CHATTY_KNOWLEDGE (contract->connector);
}

ChattyDocument *
contract_find_document (Contract   *contract,
                        const char *id)
{
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GError) error = NULL;

  documents = chatty_knowledge_list (knowledge_of (contract), contract->character, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < documents->len; i++)
    {
      ChattyDocument *document = g_ptr_array_index (documents, i);

      if (g_str_equal (document->id, id))
        return chatty_document_ref (document);
    }
  return NULL;
}

ChattyDocument *
contract_upload (Contract               *contract,
                 const char             *path,
                 const char             *document_id,
                 GFileProgressCallback   progress,
                 gpointer                progress_data,
                 GCancellable           *cancellable,
                 GError                **error)
{
  const ChattyKnowledgeOptions options = { .character_id = contract->character };

  return chatty_knowledge_upload_with (knowledge_of (contract), path, document_id, &options,
                                       progress, progress_data, cancellable, error);
}

/* How many documents are called so; the id of the last in @id. */
guint
contract_count_named (Contract    *contract,
                      const char  *name,
                      char       **id)
{
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GError) error = NULL;
  guint count = 0;

  documents = chatty_knowledge_list (knowledge_of (contract), contract->character, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < documents->len; i++)
    {
      ChattyDocument *document = g_ptr_array_index (documents, i);

      if (!g_str_equal (document->name, name))
        continue;
      count++;
      if (id != NULL)
        {
          g_free (*id);
          *id = g_strdup (document->id);
        }
    }
  return count;
}

/* It goes forward; @user_data: how far it was */
void
contract_progress_cb (goffset  current,
                      goffset  total,
                      gpointer user_data)
{
  goffset *last = user_data;

  g_assert_cmpint (current, >=, *last);
  g_assert_cmpint (current, <=, total);
  *last = current;
}

static void
test_documents (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (ChattyDocument) ready = NULL;
  g_autoptr (ChattyDocument) listed = NULL;
  g_autoptr (ChattyDocument) apart = NULL;
  g_autoptr (ChattyDocument) renewed = NULL;
  g_autoptr (ChattyDocument) gone = NULL;
  g_autoptr (GError) error = NULL;
  guint n_documents;
  goffset sent = 0;
  gboolean bound = chatty_knowledge_is_by_character (knowledge_of (contract));

  chatty_simulator_set_ready_after (contract->simulator, 3);
  contract_set (contract, "polls", "2");
  document = contract_upload (contract, contract->upload, NULL, contract_progress_cb, &sent, NULL,
                              &error);
  g_assert_no_error (error);
  g_assert_cmpstr (document->name, ==, "facts.txt");
  g_assert_cmpint (document->size, ==, 37);
  g_assert_cmpint (sent, >=, 37);

  ready = chatty_knowledge_wait (knowledge_of (contract), contract->character, document->id, 5,
                                 10000, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ready->ready);
  /* It is for one character, or for nobody until somebody says so. */
  g_assert_true (ready->attached == bound);
  g_assert_true (document->ready == bound);

  g_assert_true (chatty_knowledge_attach (knowledge_of (contract), contract->character,
                                          document->id, TRUE, NULL, &error));
  g_assert_no_error (error);
  listed = contract_find_document (contract, document->id);
  g_assert_true (listed->attached);
  g_assert_true (chatty_knowledge_attach (knowledge_of (contract), contract->character,
                                          document->id, FALSE, NULL, &error));
  g_assert_no_error (error);
  apart = contract_find_document (contract, document->id);
  g_assert_true ((apart == NULL) == bound);
  g_assert_true (apart == NULL || !apart->attached);
  if (bound)
    {
      chatty_document_unref (document);
      document = contract_upload (contract, contract->upload, NULL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }

  /* There is one of it before and after. */
  n_documents = contract_documents (contract);
  renewed = contract_upload (contract, contract->upload, document->id, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contract_documents (contract), ==, n_documents);
  g_assert_true (bound || g_str_equal (renewed->id, document->id));
  g_assert_true (renewed->ready == bound);

  g_assert_true (chatty_knowledge_delete (knowledge_of (contract), renewed->id, NULL, &error));
  g_assert_no_error (error);
  gone = contract_find_document (contract, renewed->id);
  g_assert_null (gone);
  g_assert_cmpuint (contract_documents (contract), ==, n_documents - 1);
}

/* Nobody waits for a document that is there, and not read yet. */
typedef struct {
  Contract     *contract;
  GCancellable *cancellable;
} Impatient;

static gpointer
impatient_thread (gpointer data)
{
  Impatient *self = data;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  /* It is told that it is being read, and looks once. */
  while (chatty_simulator_count_requests (self->contract->simulator, CHATTY_SIMULATOR_N_HOSTS,
                                          "GET *") == 0 && g_get_monotonic_time () < end)
    g_thread_yield ();
  g_cancellable_cancel (self->cancellable);
  return NULL;
}

static char *
upload_unread (Contract *contract)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Impatient impatient = { contract, cancellable };
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread;
  char *id = NULL;

  if (!chatty_knowledge_is_by_character (knowledge_of (contract)))
    {
      document = contract_upload (contract, contract->upload, NULL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      return g_strdup (document->id);
    }
  thread = g_thread_new ("impatient", impatient_thread, &impatient);
  document = contract_upload (contract, contract->upload, NULL, NULL, NULL, cancellable, &error);
  g_thread_join (thread);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_assert_cmpuint (contract_count_named (contract, "facts.txt", &id), ==, 1);
  return id;
}

static void
test_wait (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autofree char *id = NULL;
  g_autoptr (ChattyDocument) ready = NULL;
  g_autoptr (GError) error = NULL;

  chatty_simulator_set_ready_after (contract->simulator, 100000);
  contract_set (contract, "polls", "100000");
  id = upload_unread (contract);
  ready = chatty_knowledge_wait (knowledge_of (contract), contract->character, id, 5, 50, NULL,
                                 &error);
  g_assert_null (ready);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT);
  g_clear_error (&error);
  ready = chatty_knowledge_wait (knowledge_of (contract), contract->character, "nothing", 5,
                                 50, NULL, &error);
  g_assert_null (ready);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

void
contract_add_knowledge (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);

  if (!CHATTY_IS_KNOWLEDGE (contract->connector))
    return;
  contract_add ("/knowledge/documents", platform, test_documents);
  contract_add ("/knowledge/wait", platform, test_wait);
}
