/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "contract.h"

/* Documents. */

static ChattyKnowledge *
knowledge_of (Contract *contract)
{
  return CHATTY_KNOWLEDGE (contract->connector);
}

static ChattyDocument *
find_document (Contract   *contract,
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

static ChattyDocument *
upload_one (Contract               *contract,
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
static guint
count_named (Contract    *contract,
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

static void
progress_cb (goffset  current,
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
  document = upload_one (contract, contract->upload, NULL, progress_cb, &sent, NULL, &error);
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
  listed = find_document (contract, document->id);
  g_assert_true (listed->attached);
  g_assert_true (chatty_knowledge_attach (knowledge_of (contract), contract->character,
                                          document->id, FALSE, NULL, &error));
  g_assert_no_error (error);
  apart = find_document (contract, document->id);
  g_assert_true ((apart == NULL) == bound);
  g_assert_true (apart == NULL || !apart->attached);
  if (bound)
    {
      chatty_document_unref (document);
      document = upload_one (contract, contract->upload, NULL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }

  /* There is one of it before and after. */
  n_documents = contract_documents (contract);
  renewed = upload_one (contract, contract->upload, document->id, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contract_documents (contract), ==, n_documents);
  g_assert_true (bound || g_str_equal (renewed->id, document->id));
  g_assert_true (renewed->ready == bound);

  g_assert_true (chatty_knowledge_delete (knowledge_of (contract), renewed->id, NULL, &error));
  g_assert_no_error (error);
  gone = find_document (contract, renewed->id);
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
      document = upload_one (contract, contract->upload, NULL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      return g_strdup (document->id);
    }
  thread = g_thread_new ("impatient", impatient_thread, &impatient);
  document = upload_one (contract, contract->upload, NULL, NULL, NULL, cancellable, &error);
  g_thread_join (thread);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
  g_assert_cmpuint (count_named (contract, "facts.txt", &id), ==, 1);
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

static void
refuse_upload (Contract   *contract,
               const char *path)
{
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);

  g_test_message ("%s", path);
  document = upload_one (contract, path, NULL, NULL, NULL, NULL, &error);
  g_assert_null (document);
  contract_check_error (error);
  /* The message names the file. */
  g_assert_nonnull (strstr (error->message, name));
  g_assert_cmpuint (contract_count (contract), ==, 0);
}

/* Of a kind that is not taken, by the connector's own word. */
static const char *
unknown_name (Contract *contract)
{
  const ChattyKnowledgeLimits *limits = chatty_knowledge_get_limits (knowledge_of (contract));

  return g_strv_contains (limits->suffixes, ".docx") ? "letter.sketch" : "letter.docx";
}

/* What cannot be uploaded is said before anything is sent. */
static void
test_refused_files (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autofree char *vanished = g_build_filename (contract->folder, "vanished.txt", NULL);
  g_autofree char *folder = g_build_filename (contract->folder, "folder.txt", NULL);
  g_autofree char *empty = g_build_filename (contract->folder, "empty.txt", NULL);
  g_autofree char *office = g_build_filename (contract->folder, unknown_name (contract), NULL);
  g_autofree char *link = g_build_filename (contract->folder, "link.txt", NULL);
  g_autofree char *fifo = g_build_filename (contract->folder, "pipe.txt", NULL);
  g_autofree char *key = g_build_filename (contract->folder, "key.txt", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  g_assert_true (g_file_set_contents (office, "PK", 2, NULL));
  g_assert_cmpint (symlink (contract->upload, link), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_true (g_file_set_contents (key, "-----BEGIN OPENSSH " "PRIVATE KEY-----\nAA\n", -1, NULL));

  refuse_upload (contract, vanished);
  refuse_upload (contract, folder);
  refuse_upload (contract, empty);
  refuse_upload (contract, office);
  refuse_upload (contract, link);
  refuse_upload (contract, fifo);
  refuse_upload (contract, key);
  refuse_upload (contract, "/proc/self/status");

  g_rmdir (folder);
  g_unlink (empty);
  g_unlink (office);
  g_unlink (link);
  g_unlink (fifo);
  g_unlink (key);
}

/* Changes the file as soon as some of it is sent. */
static void
change_cb (goffset  current,
           goffset  total,
           gpointer user_data)
{
  Contract *contract = user_data;

  g_assert_cmpint (truncate (contract->upload, 10), ==, 0);
}

static void
test_changed_file (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (20 * 1024 * 1024, 'x');
  guint before = contract_documents (contract);

  g_assert_true (g_file_set_contents (contract->upload, large, -1, NULL));
  document = upload_one (contract, contract->upload, NULL, change_cb, contract, NULL, &error);
  g_assert_null (document);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
  g_assert_cmpuint (contract_documents (contract), ==, before);
}

/* Where an upload takes several requests, each of their answers may be lost:
 * the document is there, or the message names the file; and it is there once. */
static void
test_lost_step (const ContractPlatform *platform)
{
  static const ChattySimulatorFault faults[] = {
    CHATTY_SIMULATOR_FAULT_LOST_ANSWER, CHATTY_SIMULATOR_FAULT_CUT_CHUNK,
    CHATTY_SIMULATOR_FAULT_EMPTY_BODY, CHATTY_SIMULATOR_FAULT_BAD_JSON,
    CHATTY_SIMULATOR_FAULT_BAD_GATEWAY, CHATTY_SIMULATOR_FAULT_DROP,
  };
  guint n_done = 0;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    for (guint nth = 1; nth <= 3; nth++)
      {
        g_autoptr (Contract) contract = contract_new (platform);
        g_autoptr (ChattyDocument) document = NULL;
        g_autoptr (GError) error = NULL;
        guint n_found;

        g_test_message ("%s, %u", chatty_simulator_fault_name (faults[i]), nth);
        contract_set (contract, "polls", "1");
        chatty_simulator_set_fault (contract->simulator, "*", faults[i], nth, 1);
        document = upload_one (contract, contract->upload, NULL, NULL, NULL, NULL, &error);
        n_found = count_named (contract, "facts.txt", NULL);
        if (document != NULL)
          {
            g_assert_cmpuint (n_found, ==, 1);
            n_done++;
            continue;
          }
        g_assert_cmpuint (n_found, <=, 1);
        contract_check_error (error);
        g_test_message ("%s", error->message);
        g_assert_nonnull (strstr (error->message, "facts.txt"));
      }
  g_assert_cmpuint (n_done, >, 0);
}

/* Uploaded, and the answer lost: the message says where to look, and there it
 * is, once. */
static void
test_lost_upload (const ContractPlatform *platform)
{
  static const struct {
    ChattySimulatorFault fault;
    gboolean             kept;
  } cases[] = {
    { CHATTY_SIMULATOR_FAULT_LOST_ANSWER, TRUE },
    { CHATTY_SIMULATOR_FAULT_CUT_CHUNK, TRUE },
    { CHATTY_SIMULATOR_FAULT_EMPTY_BODY, TRUE },
    { CHATTY_SIMULATOR_FAULT_STALL, TRUE },
    { CHATTY_SIMULATOR_FAULT_BAD_GATEWAY, FALSE },
  };

  contract_seconds = 1;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      guint before = contract_documents (contract);
      g_autoptr (ChattyDocument) document = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", chatty_simulator_fault_name (cases[i].fault));
      chatty_simulator_set_fault (contract->simulator, "*", cases[i].fault, 1, 1);
      document = chatty_knowledge_upload (knowledge_of (contract), contract->upload, NULL, NULL,
                                          NULL, NULL, &error);
      g_assert_null (document);
      contract_check_error (error);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, "facts.txt"));
      g_assert_nonnull (strstr (error->message, "list of documents"));
      g_assert_cmpuint (contract_count (contract), ==, 1);
      g_assert_cmpuint (contract_documents (contract), ==,
                        before + cases[i].kept);

      g_assert_cmpuint (count_named (contract, "facts.txt", NULL), ==, cases[i].kept);
    }
  contract_seconds = CONTRACT_SECONDS;
}

/* What other tests held must not hide what this one does. */
static void
forget_peak_memory (void)
{
  FILE *file = g_fopen ("/proc/self/clear_refs", "w");

  if (file == NULL)
    return;
  fputs ("5", file);
  fclose (file);
}

/* Memory that this process has held at most since then, in kB. */
static guint64
peak_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, "VmHWM:");
  return line != NULL ? g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10) : 0;
}

#define LARGE (100 * 1024 * 1024)

typedef struct {
  GMainLoop      *loop;
  GThread        *thread;
  GCancellable   *cancellable;
  guint           n_told;
  goffset         last;
  gint64          stopped;
  gint64          over;
  ChattyDocument *document;
  GError         *error;
} Upload;

static void
upload_progress_cb (goffset  current,
                    goffset  total,
                    gpointer user_data)
{
  Upload *upload = user_data;

  g_assert_true (g_thread_self () == upload->thread);
  g_assert_cmpint (total, >=, LARGE);
  g_assert_cmpint (current, >, upload->last);
  g_assert_cmpint (current, <=, total);
  upload->last = current;
  upload->n_told++;
  if (upload->cancellable != NULL && upload->stopped == 0)
    {
      upload->stopped = g_get_monotonic_time ();
      g_cancellable_cancel (upload->cancellable);
    }
}

static void
uploaded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Upload *upload = user_data;

  upload->over = g_get_monotonic_time ();
  upload->document = chatty_knowledge_upload_finish (CHATTY_KNOWLEDGE (source), result,
                                                     &upload->error);
  g_main_loop_quit (upload->loop);
}

static void
upload_large (Contract *contract,
              Upload   *upload)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  const ChattyKnowledgeOptions options = { .character_id = contract->character };

  upload->loop = loop;
  upload->thread = g_thread_self ();
  g_assert_cmpint (truncate (contract->upload, LARGE), ==, 0);
  chatty_knowledge_upload_async (knowledge_of (contract), contract->upload, NULL, &options,
                                 upload_progress_cb, upload, upload->cancellable, uploaded_cb,
                                 upload);
  g_main_loop_run (loop);
}

/* A large document: it is told how far it is, and does not lie in memory. */
static void
test_large (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  Upload upload = { NULL };
  guint64 before;

  forget_peak_memory ();
  before = peak_memory ();
  upload_large (contract, &upload);
  g_assert_no_error (upload.error);
  g_assert_cmpint (upload.document->size, ==, LARGE);
  /* What comes last may be told by the result alone. */
  g_assert_cmpint (upload.last, >, LARGE / 2);
  g_assert_cmpuint (upload.n_told, >, 2);
  g_test_message ("told %u times, %d kB more", upload.n_told, (int) (peak_memory () - before));
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpuint (peak_memory () - before, <, 20 * 1024);
#endif
  chatty_document_unref (upload.document);
}

/* It stops when it is asked to. A busy machine may be slow once or twice. */
static void
test_stopped (const ContractPlatform *platform)
{
  gint64 took = G_MAXINT64;

  for (guint attempt = 0; attempt < 5 && took >= G_USEC_PER_SEC / 5; attempt++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Upload upload = { .cancellable = cancellable };
      guint before = contract_documents (contract);

      chatty_simulator_set_fault (contract->simulator, "*", CHATTY_SIMULATOR_FAULT_SLOW_READ, 1, 0);
      upload_large (contract, &upload);
      g_assert_error (upload.error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
      g_assert_cmpint (upload.last, <, LARGE);
      g_assert_cmpuint (contract_documents (contract), ==, before);
      took = upload.over - upload.stopped;
      g_test_message ("stopped after %.1f ms", (double) took / 1000);
      g_clear_error (&upload.error);
    }
  g_assert_cmpint (took, <, G_USEC_PER_SEC / 5);
}

void
contract_add_knowledge (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);

  if (!CHATTY_IS_KNOWLEDGE (contract->connector))
    return;
  contract_add ("/knowledge/documents", platform, test_documents);
  contract_add ("/knowledge/wait", platform, test_wait);
  contract_add ("/knowledge/refused-files", platform, test_refused_files);
  contract_add ("/knowledge/changed-file", platform, test_changed_file);
  contract_add ("/knowledge/lost-upload", platform,
                chatty_knowledge_is_by_character (knowledge_of (contract)) ? test_lost_step
                                                                           : test_lost_upload);
  contract_add ("/knowledge/large", platform, test_large);
  contract_add ("/knowledge/stopped", platform, test_stopped);
}
