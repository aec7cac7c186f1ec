/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "chatty-redact.h"
#include "contract.h"

/* What is uploaded: what is refused, what breaks off, and what is large. */

static void
refuse_upload (Contract   *contract,
               const char *path)
{
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);

  g_test_message ("%s", path);
  document = contract_upload (contract, path, NULL, NULL, NULL, NULL, &error);
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
  const ChattyKnowledgeLimits *limits =
    chatty_knowledge_get_limits (CHATTY_KNOWLEDGE (contract->connector));

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
  document = contract_upload (contract, contract->upload, NULL, change_cb, contract, NULL, &error);
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
        document = contract_upload (contract, contract->upload, NULL, NULL, NULL, NULL, &error);
        n_found = contract_count_named (contract, "facts.txt", NULL);
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
      document = contract_upload (contract, contract->upload, NULL, NULL, NULL, NULL, &error);
      g_assert_null (document);
      contract_check_error (error);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, "facts.txt"));
      g_assert_nonnull (strstr (error->message, "list of documents"));
      g_assert_cmpuint (contract_count (contract), ==, 1);
      g_assert_cmpuint (contract_documents (contract), ==,
                        before + cases[i].kept);

      g_assert_cmpuint (contract_count_named (contract, "facts.txt", NULL), ==, cases[i].kept);
    }
  contract_seconds = CONTRACT_SECONDS;
}

/* What the platform could not take in is said with its reason, and is no
 * document that a character knows. */
static void
test_fails (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyDocument) document = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (contract_set (contract, "operation-fails", "yes"));
  document = contract_upload (contract, contract->upload, NULL, NULL, NULL, NULL, &error);
  g_assert_null (document);
  contract_check_error (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "facts.txt"));
  g_assert_nonnull (strstr (error->message, "could not be processed"));
  if (contract_count_named (contract, "facts.txt", &id) > 0)
    {
      g_autoptr (ChattyDocument) failed = contract_find_document (contract, id);

      g_assert_false (failed->ready);
    }
}

#define CUT_FILE 50000000

/* How many uploads were begun, and how much was sent. */
static guint
count_begun (Contract *contract,
             guint64  *sent)
{
  g_autoptr (GPtrArray) requests = chatty_simulator_dup_requests (contract->simulator);
  guint n_begun = 0;

  *sent = 0;
  for (guint i = 0; i < requests->len; i++)
    {
      ChattySimulatorRequest *request = g_ptr_array_index (requests, i);

      *sent += request->body_length;
      n_begun += strstr (request->headers, "X-Goog-Upload-Command: start") != NULL;
    }
  g_test_message ("%" G_GUINT64_FORMAT " bytes in %u requests", *sent, requests->len);
  return n_begun;
}

/* Cut three times, an upload goes on where it was: it is not begun again, and
 * no more is sent twice than was on its way. */
static void
test_cuts (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  goffset told = 0;
  guint64 sent;

  g_assert_true (contract_set (contract, "upload-cut", "5000000 21000000 44000000"));
  g_assert_cmpint (truncate (contract->upload, CUT_FILE), ==, 0);
  document = contract_upload (contract, contract->upload, NULL, contract_progress_cb, &told, NULL,
                              &error);
  g_assert_no_error (error);
  g_assert_cmpint (document->size, ==, CUT_FILE);
  g_assert_cmpint (told, ==, CUT_FILE);
  g_assert_cmpuint (contract_count_named (contract, "facts.txt", NULL), ==, 1);
  g_assert_cmpuint (count_begun (contract, &sent), ==, 1);
  g_assert_cmpuint (sent, >=, CUT_FILE);
  /* Three pieces of 8 MiB at most, and what goes with them. */
  g_assert_cmpuint (sent, <=, CUT_FILE + 3 * 8 * 1024 * 1024 + 10000);
}

typedef struct {
  goffset       first;
  goffset       last;
  GCancellable *cancellable;
} Watch;

static void
watch_cb (goffset  current,
          goffset  total,
          gpointer user_data)
{
  Watch *watch = user_data;

  if (watch->first == 0)
    watch->first = current;
  watch->last = current;
  if (watch->cancellable != NULL && current > CUT_FILE / 2)
    g_cancellable_cancel (watch->cancellable);
}

/* Stopped by the person somewhere behind the middle. */
static void
stop_upload (Contract *contract)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Watch watch = { .cancellable = cancellable };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (truncate (contract->upload, CUT_FILE), ==, 0);
  g_assert_null (contract_upload (contract, contract->upload, NULL, watch_cb, &watch, cancellable,
                                  &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
}

/* Stopped and sent again, it goes on where it was, and so does what is told of
 * it; a file that is not the same any more begins anew. */
static void
test_again (const ContractPlatform *platform)
{
  for (guint changed = 0; changed < 2; changed++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      g_autoptr (ChattyDocument) document = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *journal = NULL;
      Watch watch = { 0 };
      guint64 sent;

      stop_upload (contract);
      if (changed)
        g_assert_cmpint (truncate (contract->upload, CUT_FILE - 1), ==, 0);
      document = contract_upload (contract, contract->upload, NULL, watch_cb, &watch, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (document->size, ==, CUT_FILE - changed);
      g_assert_cmpint (watch.last, ==, CUT_FILE - changed);
      g_assert_cmpuint (contract_count_named (contract, "facts.txt", NULL), ==, 1);
      g_assert_cmpuint (count_begun (contract, &sent), ==, 1 + changed);
      if (changed)
        g_assert_cmpint (watch.first, <, CUT_FILE / 4);
      else
        g_assert_cmpint (watch.first, >, CUT_FILE / 4);
      /* A piece of 8 MiB at most, and what goes with it. */
      if (!changed)
        g_assert_cmpuint (sent, <=, CUT_FILE + 8 * 1024 * 1024 + 10000);
      /* Whoever has the address of an upload may add to it. */
      journal = chatty_exchange_journal_to_text (contract->journal);
      g_assert_nonnull (strstr (journal, "upload_id="));
      for (const char *at = strstr (journal, "upload_id="); at != NULL;
           at = strstr (at + 1, "upload_id="))
        g_assert_true (g_str_has_prefix (at, "upload_id=" CHATTY_REDACTED));
    }
}

/* All of it arrived, and no answer came back that could be read: sent again, it is there once, with
 * no byte of it twice; but where it was deleted since then, it is put there
 * again. */
static void
test_again_arrived (const ContractPlatform *platform)
{
  static const struct {
    ChattySimulatorFault fault;
    guint                deleted;
  } cases[] = {
    { CHATTY_SIMULATOR_FAULT_LOST_ANSWER, FALSE }, { CHATTY_SIMULATOR_FAULT_LOST_ANSWER, TRUE },
    { CHATTY_SIMULATOR_FAULT_BAD_JSON, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      guint deleted = cases[i].deleted;
      g_autoptr (ChattyDocument) document = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *id = NULL;
      guint64 sent;

      chatty_simulator_set_fault (contract->simulator, "*uploadToFileSearchStore", cases[i].fault,
                                  2, 0);
      g_assert_null (contract_upload (contract, contract->upload, NULL, NULL, NULL, NULL, &error));
      contract_check_error (error);
      g_assert_nonnull (strstr (error->message, "list of documents"));
      g_clear_error (&error);
      chatty_simulator_clear_faults (contract->simulator);
      g_assert_cmpuint (contract_count_named (contract, "facts.txt", &id), ==, 1);
      if (deleted)
        g_assert_true (chatty_knowledge_delete (CHATTY_KNOWLEDGE (contract->connector), id, NULL,
                                                &error));
      document = contract_upload (contract, contract->upload, NULL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_strcmp0 (document->id, id) != 0, ==, deleted);
      g_assert_cmpuint (contract_count_named (contract, "facts.txt", NULL), ==, 1);
      g_assert_cmpuint (count_begun (contract, &sent), ==, 1 + deleted);
    }
}

/* What the platform could not take in is sent again as a whole. */
static void
test_again_failed (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  guint64 sent;

  contract_set (contract, "operation-fails", "yes");
  g_assert_null (contract_upload (contract, contract->upload, NULL, NULL, NULL, NULL, &error));
  contract_check_error (error);
  g_clear_error (&error);
  contract_set (contract, "operation-fails", "no");
  document = contract_upload (contract, contract->upload, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_begun (contract, &sent), ==, 2);
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
  chatty_knowledge_upload_async (CHATTY_KNOWLEDGE (contract->connector), contract->upload, NULL,
                                 &options, upload_progress_cb, upload, upload->cancellable,
                                 uploaded_cb, upload);
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
contract_add_uploads (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);

  if (!CHATTY_IS_KNOWLEDGE (contract->connector))
    return;
  contract_add ("/knowledge/refused-files", platform, test_refused_files);
  contract_add ("/knowledge/changed-file", platform, test_changed_file);
  contract_add ("/knowledge/lost-upload", platform,
                chatty_knowledge_is_by_character (CHATTY_KNOWLEDGE (contract->connector))
                  ? test_lost_step : test_lost_upload);
  if (contract_set (contract, "operation-fails", "no"))
    contract_add ("/knowledge/fails", platform, test_fails);
  if (contract_set (contract, "upload-cut", ""))
    {
      contract_add ("/knowledge/cuts", platform, test_cuts);
      contract_add ("/knowledge/again", platform, test_again);
      contract_add ("/knowledge/again-arrived", platform, test_again_arrived);
      contract_add ("/knowledge/again-failed", platform, test_again_failed);
    }
  contract_add ("/knowledge/large", platform, test_large);
  contract_add ("/knowledge/stopped", platform, test_stopped);
}
