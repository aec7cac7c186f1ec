/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Stores and corpora, against a server that says what each test wants. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-gemini-private.h"
#include "net-server.h"

#define JSON "Content-Type: application/json\r\n"
#define STORES "/v1beta/fileSearchStores"
#define NOVA "/v1beta/fileSearchStores/nova-1"
#define CHARACTER "fileSearchStores/nova-1"
#define UPLOAD "/upload/v1beta/fileSearchStores/nova-1:uploadToFileSearchStore"
#define OPERATION "fileSearchStores/nova-1/upload/operations/tea-2"
#define NO_CORPORA "{\"error\":{\"code\":404,\"message\":\"gone\",\"status\":\"NOT_FOUND\"}}"

/* A person who signed in with the browser. */
#define TEST_TYPE_BROWSER (test_browser_get_type ())
G_DECLARE_FINAL_TYPE (TestBrowser, test_browser, TEST, BROWSER, GObject)

struct _TestBrowser {
  GObject parent_instance;
};

static gboolean
browser_covers (ChattyAuthorizer *authorizer,
                const char       *origin)
{
  return TRUE;
}

static ChattySignInKind
browser_get_kind (ChattyAuthorizer *authorizer)
{
  return CHATTY_SIGN_IN_BROWSER;
}

static gboolean
browser_authorize (ChattyAuthorizer      *authorizer,
                   const char            *origin,
                   ChattyHttpCredential  *credential,
                   GCancellable          *cancellable,
                   GError               **error)
{
  g_autoptr (ChattySecret) token = chatty_secret_new ("ya29.canary", -1);

  chatty_http_credential_add (credential, "Authorization", "Bearer ", token);
  return TRUE;
}

static void
test_browser_iface_init (ChattyAuthorizerInterface *iface)
{
  iface->get_kind = browser_get_kind;
  iface->covers = browser_covers;
  iface->authorize = browser_authorize;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestBrowser, test_browser, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_AUTHORIZER,
                                                      test_browser_iface_init))

static void
test_browser_class_init (TestBrowserClass *klass)
{
}

static void
test_browser_init (TestBrowser *self)
{
}

typedef struct {
  NetServer       *server;
  ChattyConnector *connector;
  char            *folder;
  char            *path;

  /* What the server does. */
  const char      *stores_status;
  gboolean         has_store;
  const char      *corpora;       /* their list; NULL: gone */
  const char      *filters;       /* that a search has to come with; NULL: none */
  const char      *outcome;       /* members of the operation at its end */
  guint            n_polls;       /* until it ends */
  gboolean         forgets;       /* what came of an operation */
  const char      *taken;         /* answer to the file; NULL: as it should be */

  /* What came. */
  char            *created;
  char            *started;
  guint            n_started;
  char            *deleted;
  guint64          n_sent;
  guint64          n_told;
} Fixture;

static gboolean
reply (NetRequest *request,
       const char *body)
{
  return net_reply (request, "200 OK", JSON, body);
}

static gboolean
stores_cb (NetRequest *request,
           gpointer    user_data)
{
  Fixture *f = user_data;

  if (f->stores_status != NULL)
    return net_reply (request, f->stores_status, JSON,
                      "{\"error\":{\"code\":403,\"message\":\"no\",\"status\":\"PERMISSION_DENIED\"}}");
  if (g_str_equal (request->method, "POST"))
    {
      g_free (f->created);
      f->created = g_strndup ((char *) request->body->data, request->body->len);
      f->has_store = TRUE;
      return reply (request, "{\"name\":\"fileSearchStores/nova-1\",\"displayName\":"
                    "\"Chatty Connectors\"}");
    }
  g_assert_nonnull (strstr (request->path, "pageSize=20"));
  /* Two pages, with what is no store. */
  if (strstr (request->path, "pageToken") == NULL)
    return reply (request, "{\"fileSearchStores\":[{\"name\":\"fileSearchStores/other-1\","
                  "\"displayName\":\"Other\"},{\"name\":\"fileSearchStores/../x\"},7],"
                  "\"nextPageToken\":\"two\"}");
  return reply (request, f->has_store
                ? "{\"fileSearchStores\":[{\"name\":\"fileSearchStores/nova-1\",\"displayName\":"
                  "\"Chatty Connectors\"}]}" : "{}");
}

static gboolean
other_documents_cb (NetRequest *request,
                    gpointer    user_data)
{
  return reply (request, "{\"documents\":[{\"name\":\"fileSearchStores/other-1/documents/a\","
                "\"displayName\":\"a.pdf\",\"sizeBytes\":\"123456789012\",\"state\":\"STATE_PENDING\","
                "\"createTime\":\"2026-10-01T10:00:00Z\"}]}");
}

static gboolean
nova_documents_cb (NetRequest *request,
                   gpointer    user_data)
{
  if (strstr (request->path, "pageToken") == NULL)
    return reply (request, "{\"documents\":[{\"name\":\"fileSearchStores/nova-1/documents/b\","
                  "\"displayName\":\"茶.txt\",\"state\":\"STATE_ACTIVE\"}],\"nextPageToken\":\"2\"}");
  return reply (request, "{\"documents\":[{\"name\":\"fileSearchStores/nova-1/documents/c\"},"
                "{\"name\":\"fileSearchStores/nova-1/documents/d\",\"state\":\"STATE_FAILED\"},"
                "{\"name\":\"fileSearchStores/nova-1/documents/settings\",\"customMetadata\":"
                "[{\"key\":\"chatty_kind\",\"stringValue\":\"settings\"}]}]}");
}

static gboolean
corpora_cb (NetRequest *request,
            gpointer    user_data)
{
  Fixture *f = user_data;

  return f->corpora != NULL ? reply (request, f->corpora)
                            : net_reply (request, "404 Not Found", JSON, NO_CORPORA);
}

static gboolean
corpus_documents_cb (NetRequest *request,
                     gpointer    user_data)
{
  return reply (request, "{\"documents\":[{\"name\":\"corpora/old/documents/d\","
                "\"displayName\":\"Old\"}]}");
}

static gboolean
query_cb (NetRequest *request,
          gpointer    user_data)
{
  Fixture *f = user_data;
  g_autofree char *body = g_strndup ((char *) request->body->data, request->body->len);
  g_autofree char *wanted = g_strdup_printf ("{\"query\":\"tea?\",\"resultsCount\":5%s}",
                                             f->filters != NULL ? f->filters : "");

  g_assert_cmpstr (body, ==, wanted);
  return reply (request, "{\"relevantChunks\":[{\"chunk\":{\"data\":{\"stringValue\":\"Hot.\"}},"
                "\"document\":{\"name\":\"corpora/old/documents/d\",\"displayName\":\"Old\"}},7]}");
}

static gboolean
upload_cb (NetRequest *request,
           gpointer    user_data)
{
  Fixture *f = user_data;
  const char *command = net_request_header (request, "X-Goog-Upload-Command");
  g_autofree char *headers = NULL;

  if (g_strcmp0 (command, "start") == 0)
    {
      f->n_started++;
      g_free (f->started);
      f->started = g_strndup ((char *) request->body->data, request->body->len);
      headers = g_strdup_printf ("X-Goog-Upload-Status: active\r\nX-Goog-Upload-URL: %s%s?upload_id=1\r\n",
                                 net_server_get_address (f->server), UPLOAD);
      return net_reply (request, "200 OK", headers, "");
    }
  f->n_sent += request->body_bytes;
  return net_reply (request, "200 OK", JSON "X-Goog-Upload-Status: final\r\n",
                    f->taken != NULL && g_strcmp0 (command, "query") != 0
                      ? f->taken : "{\"name\":\"" OPERATION "\"}");
}

static gboolean
operation_cb (NetRequest *request,
              gpointer    user_data)
{
  Fixture *f = user_data;
  g_autofree char *body = NULL;

  if (f->n_polls > 0)
    {
      f->n_polls--;
      return reply (request, "{\"name\":\"" OPERATION "\"}");
    }
  if (f->forgets)
    return net_reply (request, "404 Not Found", JSON, NO_CORPORA);
  body = g_strdup_printf ("{\"name\":\"" OPERATION "\",\"done\":true,%s}", f->outcome);
  return reply (request, body);
}

static gboolean
delete_cb (NetRequest *request,
           gpointer    user_data)
{
  Fixture *f = user_data;

  if (g_str_equal (request->method, "GET"))
    return reply (request, "{\"name\":\"corpora/old/documents/d\"}");
  g_free (f->deleted);
  f->deleted = g_strdup_printf ("%s %s", request->method, request->path);
  return reply (request, "{}");
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  gboolean by_browser = GPOINTER_TO_INT (data);
  ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;
  ChattyConnectorAccess access = { .http = &settings };
  g_autoptr (ChattySecret) secret = chatty_secret_new ("canary4f1c9b7e2d8a6053c1b9", -1);
  g_autoptr (ChattyAuthorizer) authorizer = NULL;
  g_autoptr (GError) error = NULL;

  f->server = net_server_new (FALSE);
  net_server_on (f->server, STORES, stores_cb, f);
  net_server_on (f->server, STORES "/other-1/documents", other_documents_cb, f);
  net_server_on (f->server, NOVA "/documents", nova_documents_cb, f);
  net_server_on (f->server, NOVA "/documents/b", delete_cb, f);
  net_server_on (f->server, NOVA "/documents/tea-2", delete_cb, f);
  net_server_on (f->server, "/v1beta/corpora", corpora_cb, f);
  net_server_on (f->server, "/v1beta/corpora/old/documents", corpus_documents_cb, f);
  net_server_on (f->server, "/v1beta/corpora/old/documents/d", delete_cb, f);
  net_server_on (f->server, "/v1beta/corpora/old:query", query_cb, f);
  net_server_on (f->server, "/v1beta/corpora/old/documents/d:query", query_cb, f);
  net_server_on (f->server, UPLOAD, upload_cb, f);
  net_server_on (f->server, "/v1beta/" OPERATION, operation_cb, f);

  settings.retry = (ChattyRetryPolicy) { 2, 2000, 10000, 100000 };
  access.addresses[0] = net_server_get_address (f->server);
  authorizer = by_browser
               ? g_object_new (TEST_TYPE_BROWSER, NULL)
               : chatty_connector_info_create_key_authorizer (&chatty_gemini_info, access.addresses,
                                                              secret, &error);
  access.authorizer = authorizer;
  f->connector = chatty_gemini_new (&access, &error);
  g_assert_no_error (error);
  chatty_gemini_set_poll (CHATTY_GEMINI (f->connector), 1);

  f->folder = g_dir_make_tmp ("chatty-knowledge-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "tea.txt", NULL);
  g_assert_true (g_file_set_contents (f->path, "Tea is hot.", -1, NULL));
  f->outcome = "\"response\":{\"documentName\":\"fileSearchStores/nova-1/documents/tea-2\"}";
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_object_unref (f->connector);
  net_server_free (f->server);
  g_remove (f->path);
  g_rmdir (f->folder);
  g_free (f->path);
  g_free (f->folder);
  g_free (f->created);
  g_free (f->started);
  g_free (f->deleted);
}

static char *
list (Fixture  *f,
      GError  **error)
{
  g_autoptr (GPtrArray) documents = chatty_knowledge_list (CHATTY_KNOWLEDGE (f->connector),
                                                           CHARACTER, NULL, error);
  GString *text = g_string_new (NULL);

  for (guint i = 0; documents != NULL && i < documents->len; i++)
    {
      const ChattyDocument *document = documents->pdata[i];

      g_string_append_printf (text, "%s%s%s %s%s", i > 0 ? "|" : "", document->attached ? "+" : "",
                              document->name, document->id + strcspn (document->id, "/"),
                              document->ready ? "" : " pending");
    }
  return g_string_free (text, FALSE);
}

static void
test_list (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  g_autofree char *with_old = NULL;

  f->has_store = TRUE;
  found = list (f, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, "a.pdf /other-1/documents/a pending|+茶.txt /nova-1/documents/b|"
                              "+c /nova-1/documents/c|d /nova-1/documents/d pending");
  /* What has gone is asked for once. */
  g_free (list (f, NULL));
  g_assert_cmpuint (net_server_get_count (f->server, "/v1beta/corpora"), ==, 1);

  chatty_connector_forget (f->connector);
  f->corpora = "{\"corpora\":[{\"name\":\"corpora/old\",\"displayName\":\"Old\"}]}";
  with_old = list (f, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (with_old, "|Old /old/documents/d"));
}

static void
progress_cb (goffset  current,
             goffset  total,
             gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_cmpint (total, ==, 11);
  f->n_told = (guint64) current;
}

static void
test_upload (Fixture       *f,
             gconstpointer  data)
{
  static const char *const metadata[] = { "genre", "tea", NULL };
  static const ChattyKnowledgeOptions options = {
    .character_id = CHARACTER, .chunk_words = 9999, .overlap_words = 20, .metadata = metadata,
  };
  static const ChattyKnowledgeOptions elsewhere = { .character_id = "nova-001" };
  ChattyKnowledge *knowledge = CHATTY_KNOWLEDGE (f->connector);
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (ChattyDocument) plain = NULL;
  g_autoptr (GError) error = NULL;

  f->n_polls = 3;
  document = chatty_knowledge_upload_with (knowledge, f->path, NULL, &options, progress_cb, f, NULL,
                                           &error);
  g_assert_no_error (error);
  g_assert_cmpstr (document->id, ==, "fileSearchStores/nova-1/documents/tea-2");
  g_assert_true (document->attached && document->ready);
  g_assert_cmpuint (net_server_get_count (f->server, STORES), ==, 0);
  g_assert_cmpstr (f->started, ==, "{\"displayName\":\"tea.txt\",\"mimeType\":\"text/plain\","
                   "\"customMetadata\":[{\"key\":\"genre\",\"stringValue\":\"tea\"}],"
                   "\"chunkingConfig\":{\"whiteSpaceConfig\":{\"maxTokensPerChunk\":512,"
                   "\"maxOverlapTokens\":20}}}");
  g_assert_cmpuint (f->n_sent, ==, 11);
  g_assert_cmpuint (f->n_told, ==, 11);
  g_assert_cmpuint (f->n_polls, ==, 0);

  /* For nobody: a store of its own, made when there is none. */
  plain = chatty_knowledge_upload (knowledge, f->path, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (plain->attached);
  g_assert_cmpstr (f->created, ==, "{\"displayName\":\"Chatty Connectors\"}");
  g_clear_pointer (&f->created, g_free);
  g_clear_pointer (&plain, chatty_document_unref);
  plain = chatty_knowledge_upload (knowledge, f->path, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (f->created);

  /* A character that is not there. */
  g_assert_null (chatty_knowledge_upload_with (knowledge, f->path, NULL, &elsewhere, NULL, NULL,
                                               NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

static void
test_replace (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  document = chatty_knowledge_upload (CHATTY_KNOWLEDGE (f->connector), f->path,
                                      "fileSearchStores/nova-1/documents/b", NULL, NULL, NULL,
                                      &error);
  g_assert_no_error (error);
  g_assert_cmpstr (f->deleted, ==, "DELETE /v1beta/fileSearchStores/nova-1/documents/b?force=true");
}

static void
test_failures (Fixture       *f,
               gconstpointer  data)
{
  ChattyKnowledge *knowledge = CHATTY_KNOWLEDGE (f->connector);
  static const ChattyKnowledgeOptions options = { .character_id = CHARACTER };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *other = g_build_filename (f->folder, "a.exe", NULL);
  g_autoptr (GError) error = NULL;

  /* The reason of an operation that fails is shown. */
  f->n_polls = 1;
  f->outcome = "\"error\":{\"code\":3,\"message\":\"The file is encrypted\"}";
  g_assert_null (chatty_knowledge_upload_with (knowledge, f->path, NULL, &options, NULL, NULL, NULL,
                                               &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "The file is encrypted"));
  g_clear_error (&error);

  f->outcome = "\"response\":{}";
  g_assert_null (chatty_knowledge_upload_with (knowledge, f->path, NULL, &options, NULL, NULL, NULL,
                                               &error));
  g_assert_nonnull (strstr (error->message, "did not say what became of it"));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (other, "MZ", -1, NULL));
  g_assert_null (chatty_knowledge_upload (knowledge, other, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_remove (other);

  g_cancellable_cancel (cancellable);
  g_assert_null (chatty_knowledge_upload (knowledge, f->path, NULL, NULL, NULL, cancellable, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED);
}

/* All of it is there, and the answer that says so cannot be read. */
static void
send_unread (Fixture *f)
{
  static const ChattyKnowledgeOptions options = { .character_id = CHARACTER };
  g_autoptr (GError) error = NULL;

  f->n_started = 0;
  f->n_sent = 0;
  f->taken = "{";
  g_assert_null (chatty_knowledge_upload_with (CHATTY_KNOWLEDGE (f->connector), f->path, NULL,
                                               &options, NULL, NULL, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "Look at the list of documents"));
  g_assert_null (strstr (error->message, "upload_id"));
  f->taken = NULL;
}

/* What has arrived is not sent again, unless nobody knows what became of it:
 * that is said first. */
static void
test_again (Fixture       *f,
            gconstpointer  data)
{
  ChattyKnowledge *knowledge = CHATTY_KNOWLEDGE (f->connector);
  static const ChattyKnowledgeOptions options = { .character_id = CHARACTER };
  static const ChattyKnowledgeOptions other = { .character_id = CHARACTER, .chunk_words = 50 };
  g_autoptr (ChattyDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  send_unread (f);
  document = chatty_knowledge_upload_with (knowledge, f->path, NULL, &options, progress_cb, f, NULL,
                                           &error);
  g_assert_no_error (error);
  g_assert_cmpstr (document->id, ==, "fileSearchStores/nova-1/documents/tea-2");
  g_assert_cmpuint (f->n_started, ==, 1);
  g_assert_cmpuint (f->n_sent, ==, 11);
  g_assert_cmpuint (f->n_told, ==, 11);

  send_unread (f);
  f->forgets = TRUE;
  g_assert_null (chatty_knowledge_upload_with (knowledge, f->path, NULL, &options, NULL, NULL, NULL,
                                               &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "did not say what became of it. Look at the list"));
  g_assert_cmpuint (f->n_started, ==, 1);
  g_clear_error (&error);
  f->forgets = FALSE;
  g_clear_pointer (&document, chatty_document_unref);
  document = chatty_knowledge_upload_with (knowledge, f->path, NULL, &options, NULL, NULL, NULL,
                                           &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->n_started, ==, 2);

  /* Divided otherwise it is another document; and what was learnt of the
   * account can be forgotten. */
  send_unread (f);
  chatty_document_unref (document);
  document = chatty_knowledge_upload_with (knowledge, f->path, NULL, &other, NULL, NULL, NULL,
                                           &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->n_started, ==, 2);
  chatty_connector_forget (f->connector);
  chatty_document_unref (document);
  document = chatty_knowledge_upload_with (knowledge, f->path, NULL, &options, NULL, NULL, NULL,
                                           &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->n_started, ==, 3);
}

static void
test_attach (Fixture       *f,
             gconstpointer  data)
{
  static const struct {
    const char *document;
    gboolean    attach;
    gboolean    done;
  } cases[] = {
    { "fileSearchStores/nova-1/documents/b", TRUE, TRUE },
    { "fileSearchStores/nova-1/documents/b", FALSE, TRUE },
    { "fileSearchStores/nova-1/documents/gone", FALSE, TRUE },
    { "fileSearchStores/other-1/documents/a", TRUE, FALSE },
    { "fileSearchStores/other-1/documents/a", FALSE, TRUE },
    { "corpora/old/documents/d", TRUE, FALSE },
    { "../x", TRUE, FALSE },
  };

  f->has_store = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean done = chatty_knowledge_attach (CHATTY_KNOWLEDGE (f->connector), CHARACTER,
                                               cases[i].document, cases[i].attach, NULL, &error);

      g_assert_cmpint (done, ==, cases[i].done);
      if (!done)
        g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
    }
  /* One that the character shall not know is deleted. */
  g_assert_cmpstr (f->deleted, ==, "DELETE /v1beta/fileSearchStores/nova-1/documents/b?force=true");
}

static void
test_delete (Fixture       *f,
             gconstpointer  data)
{
  static const char *const bad[] = {
    "", "x", "fileSearchStores/a", "fileSearchStores/a/documents/..", "models/a/documents/b",
    "fileSearchStores/a/documents/b/c", "fileSearchStores/a/documents/b?c",
  };

  g_assert_true (chatty_knowledge_delete (CHATTY_KNOWLEDGE (f->connector),
                                          "corpora/old/documents/d", NULL, NULL));
  g_assert_cmpstr (f->deleted, ==, "DELETE /v1beta/corpora/old/documents/d?force=true");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (chatty_knowledge_delete (CHATTY_KNOWLEDGE (f->connector), bad[i], NULL, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
    }
}

static void
test_query (Fixture       *f,
            gconstpointer  data)
{
  ChattyKnowledge *knowledge = CHATTY_KNOWLEDGE (f->connector);
  g_autoptr (GPtrArray) passages = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (chatty_knowledge_has_query (knowledge));
  f->corpora = "{\"corpora\":[{\"name\":\"corpora/old\"}]}";
  passages = chatty_knowledge_query (knowledge, "tea?", NULL, 5, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (passages->len, ==, 1);
  g_assert_cmpstr (((ChattySource *) passages->pdata[0])->excerpt, ==, "Hot.");
  g_assert_cmpstr (((ChattySource *) passages->pdata[0])->document, ==, "corpora/old/documents/d");

  f->corpora = NULL;
  g_assert_null (chatty_knowledge_query (knowledge, "tea?", NULL, 5, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
}

/* What is named is asked at once, and nothing else can be. */
static void
test_query_scope (Fixture       *f,
                  gconstpointer  data)
{
  static const struct {
    const char *place;
    const char *path;
  } places[] = {
    { "corpora/old", "/v1beta/corpora/old:query" },
    { "corpora/old/documents/d", "/v1beta/corpora/old/documents/d:query" },
  };
  static const char *const bad[] = { "", "corpora/", "corpora/..", "corpora/old?key=", "../x",
                                     "fileSearchStores/nova-1", "corpora/old/documents/d/chunks/1" };
  ChattyKnowledge *knowledge = CHATTY_KNOWLEDGE (f->connector);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const ChattyKnowledgeScope whole = { places[i].place, NULL };
      const ChattyKnowledgeScope part = { places[i].place, "genre = \"tea\"" };
      const ChattyKnowledgeScope unclear = { places[i].place, "genre LIKE \"t%\"" };
      const ChattyKnowledgeScope *scopes[] = { &whole, &part, &unclear };

      for (guint k = 0; k < G_N_ELEMENTS (scopes); k++)
        {
          g_autoptr (GPtrArray) passages = NULL;
          g_autoptr (GError) error = NULL;

          f->filters = k == 1 ? ",\"metadataFilters\":[{\"key\":\"document.custom_metadata.genre\","
                                "\"conditions\":[{\"operation\":\"EQUAL\",\"stringValue\":\"tea\"}]}]"
                              : NULL;
          passages = chatty_knowledge_query (knowledge, "tea?", scopes[k], 5, NULL, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (passages->len, ==, 1);
          g_assert_cmpuint (net_server_get_count (f->server, places[i].path), ==, k + 1);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const ChattyKnowledgeScope scope = { bad[i], NULL };
      g_autoptr (GError) error = NULL;

      g_assert_null (chatty_knowledge_query (knowledge, "tea?", &scope, 5, NULL, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
    }
  g_assert_cmpuint (net_server_get_count (f->server, "/v1beta/corpora"), ==, 0);
}

/* A sign-in alone may not open the stores: what helps is said. */
static void
test_needs_key (Fixture       *f,
                gconstpointer  data)
{
  gboolean by_browser = GPOINTER_TO_INT (data);
  ChattyKnowledge *knowledge = CHATTY_KNOWLEDGE (f->connector);
  g_autoptr (GError) error = NULL;

  f->stores_status = "403 Forbidden";
  g_assert_null (chatty_knowledge_list (knowledge, CHARACTER, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  g_assert_cmpint (strstr (error->message, "Add a key beside the sign-in") != NULL, ==, by_browser);
}

#define ADD(name, browser, func) \
  g_test_add ("/gemini-knowledge/" name, Fixture, GINT_TO_POINTER (browser), set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  ADD ("list", FALSE, test_list);
  ADD ("upload", FALSE, test_upload);
  ADD ("replace", FALSE, test_replace);
  ADD ("failures", FALSE, test_failures);
  ADD ("again", FALSE, test_again);
  ADD ("attach", FALSE, test_attach);
  ADD ("delete", FALSE, test_delete);
  ADD ("query", FALSE, test_query);
  ADD ("query-scope", FALSE, test_query_scope);
  ADD ("needs-key", FALSE, test_needs_key);
  ADD ("needs-key-by-browser", TRUE, test_needs_key);

  return g_test_run ();
}
