/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "contract.h"

/* Gemini's older engine takes documents where stores are closed to whoever signed
 * in; and files that another program put there are taken into a store. */

/* The words of a large text: so many that several batches are needed. */
#define N_WORDS 9000

static ChattyKnowledge *
knowledge_of (Contract *contract)
{
  return CHATTY_KNOWLEDGE (contract->connector);
}

/* Whoever signed in, without a key. */
static Contract *
closed_new (const ContractPlatform *platform,
            const char             *closed)
{
  Contract *contract = contract_new_signed_in (platform, FALSE);

  g_assert_true (contract_set (contract, "corpora", "yes"));
  g_assert_true (contract_set (contract, "store-needs-key", closed));
  return contract;
}

static void
write_text (Contract   *contract,
            const char *last)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_WORDS; i++)
    g_string_append_printf (text, "word%u%s", i, i % 20 == 19 ? ".\n\n" : i % 7 == 6 ? ". " : " ");
  g_string_append (text, last);
  g_assert_true (g_file_set_contents (contract->upload, text->str, -1, NULL));
}

static ChattyDocument *
put (Contract               *contract,
     GFileProgressCallback   progress,
     gpointer                progress_data,
     GCancellable           *cancellable,
     GError                **error)
{
  const ChattyKnowledgeOptions options = { .character_id = contract->character,
                                           .chunk_words = 21, .overlap_words = 5 };

  return chatty_knowledge_upload_with (knowledge_of (contract), contract->upload, NULL, &options,
                                       progress, progress_data, cancellable, error);
}

static guint
count_batches (Contract *contract)
{
  return chatty_simulator_count_requests (contract->simulator, CHATTY_SIMULATOR_N_HOSTS,
                                          "POST *:batchCreate");
}

static guint
count_chunks (Contract *contract)
{
  guint chunks;

  chatty_simulator_count_corpus_documents (contract->simulator, &chunks);
  return chunks;
}

/* What a search for @words finds. */
static guint
count_found (Contract   *contract,
             const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) passages = chatty_knowledge_query (knowledge_of (contract), words, NULL, 5,
                                                           NULL, &error);

  g_assert_no_error (error);
  return passages->len;
}

/* Whatever they are closed with. */
static void
test_upload (const ContractPlatform *platform)
{
  static const char *const closed[] = { "yes", "unauthenticated", "gone" };

  for (guint i = 0; i < G_N_ELEMENTS (closed); i++)
    {
      g_autoptr (Contract) contract = closed_new (platform, closed[i]);
      g_autoptr (ChattyDocument) document = NULL;
      g_autoptr (ChattyDocument) listed = NULL;
      g_autoptr (ChattyDocument) again = NULL;
      g_autoptr (ChattyDocument) renewed = NULL;
      g_autoptr (ChattyDocument) old = NULL;
      const ChattyKnowledgeOptions options = { .character_id = contract->character };
      goffset sent = 0;
      guint n_chunks, n_batches;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", closed[i]);
      write_text (contract, "The lamp turns once in nine seconds.\n");
      document = put (contract, contract_progress_cb, &sent, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (document->ready && document->attached);
      g_assert_nonnull (document->note);
      g_assert_cmpint (sent, ==, document->size);
      n_chunks = count_chunks (contract);
      n_batches = count_batches (contract);
      g_assert_cmpuint (n_chunks, >, 400);
      g_assert_cmpuint (n_batches, ==, (n_chunks + 99) / 100);
      g_assert_cmpuint (count_found (contract, "lamp"), ==, 1);

      listed = contract_find_document (contract, document->id);
      g_assert_true (listed->ready && listed->attached);
      g_assert_cmpstr (listed->note, ==, document->note);
      g_assert_cmpint (listed->size, ==, document->size);
      g_assert_true (chatty_knowledge_attach (knowledge_of (contract), contract->character,
                                              document->id, TRUE, NULL, &error));
      g_assert_no_error (error);

      /* The same is the same, and is not sent twice. */
      again = put (contract, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (again->id, ==, document->id);
      g_assert_cmpuint (count_batches (contract), ==, n_batches);
      g_assert_cmpuint (chatty_simulator_count_corpus_documents (contract->simulator, NULL), ==, 1);

      /* New content: the new one is there, the old one is not. */
      g_assert_true (g_file_set_contents (contract->upload, "The lamp is out.\n", -1, NULL));
      renewed = chatty_knowledge_upload_with (knowledge_of (contract), contract->upload,
                                              document->id, &options, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      old = contract_find_document (contract, document->id);
      g_assert_null (old);
      g_assert_cmpuint (count_chunks (contract), ==, 1);

      /* What the character shall not know is deleted. */
      g_assert_true (chatty_knowledge_attach (knowledge_of (contract), contract->character,
                                              renewed->id, FALSE, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (chatty_simulator_count_corpus_documents (contract->simulator, NULL), ==, 0);
      /* There is one corpus, and no store was made. */
      g_assert_cmpuint (chatty_simulator_count_requests (contract->simulator,
                                                         CHATTY_SIMULATOR_N_HOSTS,
                                                         "POST /v1beta/corpora"), ==, 1);
      g_assert_cmpuint (chatty_simulator_count_stores (contract->simulator), ==, 1);
    }
}

/* For no character, and the second of two machines finds the corpus of the
 * first. */
static void
test_nobody (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = closed_new (platform, "yes");
  g_autofree char *corpus = chatty_simulator_add_corpus (contract->simulator, contract->owner,
                                                         "Chatty Connectors");
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (ChattyDocument) listed = NULL;
  g_autoptr (GError) error = NULL;

  document = chatty_knowledge_upload (knowledge_of (contract), contract->upload, NULL, NULL, NULL,
                                      NULL, &error);
  g_assert_no_error (error);
  g_assert_false (document->attached);
  g_assert_true (g_str_has_prefix (document->id, corpus));
  listed = contract_find_document (contract, document->id);
  g_assert_false (listed->attached);
  g_assert_false (chatty_knowledge_attach (knowledge_of (contract), contract->character,
                                           document->id, TRUE, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
}

/* Whatever becomes of one answer: in the end each chunk is there once. */
static void
test_lost (const ContractPlatform *platform)
{
  static const ChattySimulatorFault faults[] = {
    CHATTY_SIMULATOR_FAULT_LOST_ANSWER, CHATTY_SIMULATOR_FAULT_CUT_CHUNK,
    CHATTY_SIMULATOR_FAULT_EMPTY_BODY, CHATTY_SIMULATOR_FAULT_BAD_JSON,
    CHATTY_SIMULATOR_FAULT_BAD_GATEWAY, CHATTY_SIMULATOR_FAULT_DROP,
    CHATTY_SIMULATOR_FAULT_TRUNCATED_LIST, CHATTY_SIMULATOR_FAULT_UNAVAILABLE,
  };
  static const char *const places[] = { "POST /v1beta/corpora", "POST *documents",
                                        "POST *:batchCreate", "PATCH *", "GET *" };
  guint n_done = 0, n_chunks = 0;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    for (guint k = 0; k < G_N_ELEMENTS (places); k++)
      {
        g_autoptr (Contract) contract = closed_new (platform, "yes");
        g_autoptr (ChattyDocument) document = NULL;
        g_autoptr (GError) error = NULL;
        gboolean done;

        g_test_message ("%s, %s", chatty_simulator_fault_name (faults[i]), places[k]);
        write_text (contract, "The end.\n");
        chatty_simulator_set_fault (contract->simulator, places[k], faults[i], k == 2 ? 2 : 1, 1);
        document = put (contract, NULL, NULL, NULL, &error);
        done = document != NULL;
        n_done += done;
        /* What was done was done, whatever was said of it. */
        g_assert_true (done || k == 0 || k + 1 == G_N_ELEMENTS (places));
        if (!done)
          {
            contract_check_error (error);
            g_test_message ("%s", error->message);
            g_assert_nonnull (strstr (error->message, "facts.txt"));
            g_clear_error (&error);
            chatty_simulator_clear_faults (contract->simulator);
            document = put (contract, NULL, NULL, NULL, &error);
            g_assert_no_error (error);
          }
        n_chunks = n_chunks > 0 ? n_chunks : count_chunks (contract);
        g_assert_cmpuint (count_chunks (contract), ==, n_chunks);
        g_assert_cmpuint (chatty_simulator_count_corpus_documents (contract->simulator, NULL), ==,
                          1);
        g_assert_cmpuint (contract_count_named (contract, "facts.txt", NULL), ==, 1);
      }
  g_assert_cmpuint (n_done, >, G_N_ELEMENTS (faults));
}

/* Cut off in the middle: it does not look whole, answers nothing, and is gone on
 * with. */
static void
test_cut (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = closed_new (platform, "yes");
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (ChattyDocument) half = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  guint n_chunks, n_batches;

  write_text (contract, "The end.\n");
  chatty_simulator_set_fault (contract->simulator, "POST *:batchCreate",
                              CHATTY_SIMULATOR_FAULT_UNAVAILABLE, 3, 0);
  g_assert_null (put (contract, NULL, NULL, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "facts.txt"));
  g_clear_error (&error);
  g_assert_cmpuint (count_chunks (contract), ==, 200);
  g_assert_cmpuint (contract_count_named (contract, "facts.txt", &id), ==, 1);
  half = contract_find_document (contract, id);
  g_assert_false (half->ready || half->attached);
  g_assert_nonnull (strstr (half->note, "Not all of it was sent"));
  g_assert_cmpuint (count_found (contract, "word3"), ==, 0);

  chatty_simulator_clear_faults (contract->simulator);
  n_batches = count_batches (contract);
  document = put (contract, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (document->id, ==, id);
  n_chunks = count_chunks (contract);
  /* What was there was not sent again. */
  g_assert_cmpuint (count_batches (contract) - n_batches, ==, (n_chunks - 200 + 99) / 100);
  g_assert_cmpuint (count_found (contract, "word3"), ==, 1);
}

static void
cancel_cb (goffset  current,
           goffset  total,
           gpointer user_data)
{
  if (current > 0)
    g_cancellable_cancel (user_data);
}

/* Stopped, and the file is another one by the time that it is sent again: the
 * half goes. */
static void
test_cancel (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = closed_new (platform, "yes");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (ChattyDocument) document = NULL;
  g_autofree char *half = NULL;
  g_autofree char *whole = NULL;
  g_autoptr (GError) error = NULL;

  write_text (contract, "The end.\n");
  g_assert_null (put (contract, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_chunks (contract), ==, 100);
  g_assert_cmpuint (contract_count_named (contract, "facts.txt", &half), ==, 1);

  write_text (contract, "Another end.\n");
  document = put (contract, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contract_count_named (contract, "facts.txt", &whole), ==, 1);
  g_assert_cmpstr (whole, ==, document->id);
  g_assert_cmpstr (whole, !=, half);
}

/* What cannot go there is told, with what helps. */
static void
test_refused (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = closed_new (platform, "yes");
  g_autofree char *other = g_build_filename (contract->folder, "tides.pdf", NULL);
  const ChattyKnowledgeOptions options = { .character_id = contract->character };
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (other, "%PDF-1.4\n", -1, NULL));
  g_assert_null (chatty_knowledge_upload_with (knowledge_of (contract), other, NULL, &options, NULL,
                                               NULL, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "tides.pdf"));
  g_assert_nonnull (strstr (error->message, "API key"));
  g_clear_error (&error);
  g_unlink (other);

  g_assert_true (g_file_set_contents (contract->upload, "caf\xe9", -1, NULL));
  g_assert_null (put (contract, NULL, NULL, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (error->message, "facts.txt"));
  g_clear_error (&error);
  g_assert_cmpuint (chatty_simulator_count_corpus_documents (contract->simulator, NULL), ==, 0);

  /* Too much at once is no reason to go elsewhere, and neither is a store that
   * is gone. */
  g_assert_true (g_file_set_contents (contract->upload, "Tea.", -1, NULL));
  contract_set (contract, "store-needs-key", "no");
  chatty_simulator_set_fault (contract->simulator, "*uploadToFileSearchStore",
                              CHATTY_SIMULATOR_FAULT_RATE_LIMITED, 1, 0);
  g_assert_null (put (contract, NULL, NULL, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_RATE_LIMITED);
  g_clear_error (&error);
  chatty_simulator_clear_faults (contract->simulator);
  g_assert_true (chatty_simulator_remove_store (contract->simulator, contract->character));
  g_assert_null (put (contract, NULL, NULL, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpuint (chatty_simulator_count_corpus_documents (contract->simulator, NULL), ==, 0);

  /* Where neither is open it is as it always was. */
  contract_set (contract, "store-needs-key", "yes");
  contract_set (contract, "corpora", "no");
  g_assert_null (put (contract, NULL, NULL, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_assert_nonnull (strstr (error->message, "Add a key"));
  g_clear_error (&error);
  g_assert_null (chatty_knowledge_list (knowledge_of (contract), contract->character, NULL,
                                        &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
}

static void
close_cb (goffset  current,
          goffset  total,
          gpointer user_data)
{
  contract_set (user_data, "corpora", "no");
}

/* The engine goes away in the middle, and with it what lies there. */
static void
test_gone (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = closed_new (platform, "yes");
  g_autoptr (GError) error = NULL;

  write_text (contract, "The end.\n");
  g_assert_null (put (contract, close_cb, contract, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  contract_check_error (error);
  g_assert_nonnull (strstr (error->message, "facts.txt"));
  g_clear_error (&error);
  g_assert_null (put (contract, NULL, NULL, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_assert_nonnull (strstr (error->message, "Add a key"));
}

/* Files ------------------------------------------------------------------------------- */

static void
test_files (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autofree char *file = chatty_simulator_add_file (contract->simulator, contract->owner,
                                                     "notes.txt", "text/plain", "The quay is wet.");
  g_autofree char *picture = chatty_simulator_add_file (contract->simulator, contract->owner,
                                                        "quay.png", "image/png", "PNG");
  g_autoptr (ChattyDocument) listed = NULL;
  g_autoptr (ChattyDocument) other = NULL;
  g_autoptr (ChattyDocument) after = NULL;
  g_autoptr (ChattyDocument) imported = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  contract_set (contract, "polls", "2");
  listed = contract_find_document (contract, file);
  g_assert_cmpstr (listed->name, ==, "notes.txt");
  g_assert_cmpint (listed->size, ==, 16);
  g_assert_true (listed->importable && listed->ready);
  g_assert_false (listed->attached);
  g_assert_cmpint (listed->expires - chatty_time_now (), >, 47 * G_TIME_SPAN_HOUR);
  other = contract_find_document (contract, picture);
  g_assert_false (other->importable);

  /* Once, however often it is asked for. */
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (chatty_knowledge_attach (knowledge_of (contract), contract->character, file,
                                              TRUE, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (chatty_simulator_count_requests (contract->simulator,
                                                         CHATTY_SIMULATOR_N_HOSTS,
                                                         "POST *:importFile"), ==, 1);
    }
  /* The document is beside the file, which is not offered again. */
  after = contract_find_document (contract, file);
  g_assert_false (after->importable);
  g_assert_cmpuint (contract_count_named (contract, "notes.txt", &id), ==, 2);
  g_assert_true (chatty_knowledge_delete (knowledge_of (contract), file, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (chatty_knowledge_delete (knowledge_of (contract), file, NULL, &error));
  g_assert_no_error (error);
  g_clear_pointer (&id, g_free);
  g_assert_cmpuint (contract_count_named (contract, "notes.txt", &id), ==, 1);
  imported = contract_find_document (contract, id);
  g_assert_true (imported->attached && imported->ready);
  g_assert_false (imported->importable);
  g_assert_cmpint (imported->expires, ==, 0);
}

static void
test_files_fail (const ContractPlatform *platform)
{
  static const ChattySimulatorFault faults[] = {
    CHATTY_SIMULATOR_FAULT_LOST_ANSWER, CHATTY_SIMULATOR_FAULT_CUT_CHUNK,
    CHATTY_SIMULATOR_FAULT_EMPTY_BODY, CHATTY_SIMULATOR_FAULT_BAD_GATEWAY,
  };
  g_autoptr (Contract) contract = contract_new (platform);
  g_autofree char *file = chatty_simulator_add_file (contract->simulator, contract->owner,
                                                     "notes.txt", "text/plain", "The quay is wet.");
  g_autoptr (ChattyDocument) closed = NULL;
  g_autoptr (GError) error = NULL;

  /* In the platform's words, and the file is there still. */
  contract_set (contract, "operation-fails", "yes");
  g_assert_false (chatty_knowledge_attach (knowledge_of (contract), contract->character, file, TRUE,
                                           NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "notes.txt"));
  g_assert_nonnull (strstr (error->message, "could not be processed"));
  g_clear_error (&error);
  contract_set (contract, "operation-fails", "no");

  /* An answer that is lost makes no second document. */
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *one = chatty_simulator_add_file (contract->simulator, contract->owner,
                                                        "one.txt", "text/plain", "One.");
      gboolean done;

      g_test_message ("%s", chatty_simulator_fault_name (faults[i]));
      chatty_simulator_set_fault (contract->simulator, "POST *:importFile", faults[i], 1, 1);
      done = chatty_knowledge_attach (knowledge_of (contract), contract->character, one, TRUE, NULL,
                                      &error);
      g_assert_true (done || faults[i] == CHATTY_SIMULATOR_FAULT_BAD_GATEWAY);
      g_clear_error (&error);
      chatty_simulator_clear_faults (contract->simulator);
      g_assert_true (chatty_knowledge_attach (knowledge_of (contract), contract->character, one,
                                              TRUE, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (chatty_knowledge_delete (knowledge_of (contract), one, NULL, NULL));
      g_assert_cmpuint (contract_count_named (contract, "one.txt", NULL), ==, i + 1);
    }

  /* After two days. */
  chatty_simulator_expire_files (contract->simulator);
  g_assert_false (chatty_knowledge_attach (knowledge_of (contract), contract->character, file, TRUE,
                                           NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Nobody misses what is closed. */
  contract_set (contract, "error-path", "/v1beta/files*");
  contract_set (contract, "error", "api-disabled");
  closed = contract_find_document (contract, contract->document);
  g_assert_nonnull (closed);
}

void
contract_add_corpora (const ContractPlatform *platform)
{
  if (!g_str_equal (platform->id, "gemini"))
    return;
  contract_add ("/corpora/upload", platform, test_upload);
  contract_add ("/corpora/nobody", platform, test_nobody);
  contract_add ("/corpora/lost", platform, test_lost);
  contract_add ("/corpora/cut", platform, test_cut);
  contract_add ("/corpora/cancel", platform, test_cancel);
  contract_add ("/corpora/refused", platform, test_refused);
  contract_add ("/corpora/gone", platform, test_gone);
  contract_add ("/files/import", platform, test_files);
  contract_add ("/files/fail", platform, test_files_fail);
}
