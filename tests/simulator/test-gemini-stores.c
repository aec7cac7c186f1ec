/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* File Search stores, their documents, and what a question finds in them. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "sim-client-gemini.h"

#define STORES   "/v1beta/fileSearchStores"
#define GENERATE "/v1beta/models/gemini-3.8-flash:generateContent"
#define STREAM   "/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse"
#define HELLO    "\"contents\": [{\"parts\": [{\"text\": \"a\"}]}]"
#define RETRIEVER "https://www.googleapis.com/auth/generative-language.retriever"

static char *
store_path (const char *name,
            const char *rest)
{
  return g_strconcat ("/v1beta/", name, rest, NULL);
}

static void
test_stores (void)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) empty = get (client, STORES);
  g_autoptr (Answer) made = post (client, STORES, "{\"displayName\": \"My Docs! 漁 2026, all of the "
                                                  "shelves of them\"}");
  g_autofree char *name = answer_at (made, "name");
  g_autofree char *path = store_path (name, "");
  g_autofree char *forced = g_strconcat (path, "?force=true", NULL);
  g_autoptr (Answer) found = get (client, path);
  g_autoptr (Answer) foreign = ask (client, "x-goog-api-key: " ALL_KEY "\n", "GET", path, NULL);
  g_autoptr (Answer) patched = ask (client, KEY_HEADER, "PATCH", path, "{}");
  g_autoptr (Answer) unforced = NULL;
  g_autoptr (Answer) deleted = NULL;
  g_autoptr (Answer) gone = NULL;
  g_autofree char *document = NULL;

  g_assert_cmpstr (empty->text, ==, "{}");
  g_assert_true (g_regex_match_simple ("^fileSearchStores/my-docs-2026-all-of-the-she-"
                                       "[0-9a-f]{12}$", name, 0, 0));
  assert_at (found, "displayName", "My Docs! 漁 2026, all of the shelves of them");
  assert_at (found, "embeddingModel", "models/gemini-embedding-001");
  /* What is 0 is not said. */
  assert_at (found, "activeDocumentsCount", NULL);
  assert_refused (foreign, 404, "NOT_FOUND", NULL);
  assert_status (patched, 404);
  document = chatty_simulator_add_store_document (client->sim, name, "a.txt", "Herring.", NULL);
  g_assert_nonnull (document);
  unforced = del (client, path);
  assert_refused (unforced, 400, "FAILED_PRECONDITION", NULL);
  deleted = del (client, forced);
  assert_status (deleted, 200);
  g_assert_cmpstr (deleted->text, ==, "{}");
  gone = get (client, path);
  assert_refused (gone, 404, "NOT_FOUND", NULL);
  g_assert_cmpuint (chatty_simulator_count_store_documents (client->sim, NULL), ==, 0);
}

static void
test_store_refusals (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *long_name = g_strnfill (513, 'a');
  g_autofree char *body = g_strdup_printf ("{\"displayName\": \"%s\"}", long_name);
  g_autoptr (Answer) too_long = post (client, STORES, body);
  g_autoptr (Answer) named = post (client, STORES, "{\"name\": \"fileSearchStores/a\"}");
  g_autoptr (Answer) snake = post (client, STORES, "{\"display_name\": \"a\"}");
  g_autoptr (Answer) model = post (client, STORES, "{\"embeddingModel\": \"models/aqa\"}");
  g_autoptr (Answer) page = get (client, STORES "?pageSize=21");
  g_autoptr (Answer) token = get (client, STORES "?pageToken=x");
  g_autoptr (Answer) over = NULL;
  g_autoptr (Answer) unmet = NULL;
  g_autoptr (Answer) other = NULL;

  assert_refused (too_long, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (named, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (snake, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (model, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (page, 400, "INVALID_ARGUMENT", NULL);
  assert_refused (token, 400, "INVALID_ARGUMENT", NULL);
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (Answer) made = post (client, STORES, "{}");

      assert_status (made, 200);
    }
  over = post (client, STORES, "{}");
  assert_refused (over, 429, "RESOURCE_EXHAUSTED", NULL);
  set (client, "store-limit", "precondition");
  unmet = post (client, STORES, "{}");
  assert_refused (unmet, 400, "FAILED_PRECONDITION", NULL);
  /* Of each project. */
  other = ask (client, "x-goog-api-key: " ALL_KEY "\n", "POST", STORES, "{}");
  assert_status (other, 200);
  g_assert_cmpuint (chatty_simulator_count_stores (client->sim), ==, 11);
}

/* Ten on a page, the oldest first. */
static void
test_pages (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *name = chatty_simulator_add_store (client->sim, GOOD_KEY, "All");
  g_autofree char *path = store_path (name, "/documents");
  g_autofree char *next = g_strdup (path);
  g_autofree char *last = g_strdup ("");
  guint n_documents = 0, n_pages = 0;

  for (guint i = 0; i < 23; i++)
    g_free (chatty_simulator_add_store_document (client->sim, name, "d.txt", "x", NULL));
  while (next != NULL && n_pages < 5)
    {
      g_autoptr (Answer) page = get (client, next);
      g_autofree char *token = answer_at (page, "nextPageToken");

      n_pages++;
      for (guint i = 0; i < 20; i++)
        {
          g_autofree char *at = g_strdup_printf ("documents.%u.createTime", i);
          char *created = answer_at (page, at);

          if (created == NULL)
            break;
          g_assert_cmpstr (created, >, last);
          g_free (last);
          last = created;
          n_documents++;
        }
      g_free (next);
      next = token != NULL ? g_strconcat (path, "?pageSize=10&pageToken=", token, NULL) : NULL;
    }
  g_assert_cmpuint (n_documents, ==, 23);
  g_assert_cmpuint (n_pages, ==, 3);
}

static void
test_documents (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *store = chatty_simulator_add_store (client->sim, GOOD_KEY, "Harbour");
  g_autofree char *name = chatty_simulator_add_store_document (
    client->sim, store, "tides.txt", "High tide.",
    "[{\"key\": \"genre\", \"stringValue\": \"sea\"}]");
  g_autofree char *path = store_path (name, "");
  g_autofree char *forced = g_strconcat (path, "?force=true", NULL);
  g_autofree char *store_at = store_path (store, "");
  g_autoptr (Answer) found = get (client, path);
  g_autoptr (Answer) counted = get (client, store_at);
  g_autoptr (Answer) unforced = del (client, path);
  g_autoptr (Answer) deleted = del (client, forced);
  g_autoptr (Answer) gone = get (client, path);

  g_assert_null (chatty_simulator_add_store_document (client->sim, store, "a", "a", "[{}]"));
  g_assert_true (g_str_has_prefix (name, store));
  assert_at (found, "displayName", "tides.txt");
  assert_at (found, "state", "STATE_ACTIVE");
  assert_at (found, "mimeType", "text/plain");
  assert_at (found, "customMetadata.0.stringValue", "sea");
  g_assert_nonnull (strstr (found->text, "\"sizeBytes\":\"10\""));
  g_assert_nonnull (strstr (counted->text, "\"activeDocumentsCount\":\"1\""));
  g_assert_nonnull (strstr (counted->text, "\"sizeBytes\":\"10\""));
  assert_refused (unforced, 400, "FAILED_PRECONDITION", NULL);
  assert_status (deleted, 200);
  assert_refused (gone, 404, "NOT_FOUND", NULL);
}

/* Stores and searches may be closed to whoever signed in, and to nobody else. */
static void
test_needs_key (void)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *headers = sign_in (client, RETRIEVER);
  g_autofree char *store = chatty_simulator_add_store (client->sim, "person-0", "Mine");
  g_autofree char *body =
    g_strdup_printf ("{" HELLO ", \"tools\": [{\"fileSearch\": {\"fileSearchStoreNames\": "
                     "[\"%s\"]}}]}", store);
  g_autoptr (Answer) open = ask (client, headers, "GET", STORES, NULL);
  g_autoptr (Answer) searched = ask (client, headers, "POST", GENERATE, body);
  g_autoptr (Answer) closed = NULL;
  g_autoptr (Answer) search = NULL;
  g_autoptr (Answer) key = NULL;
  g_autoptr (Answer) talk = NULL;
  g_autoptr (Answer) unknown = NULL;

  assert_at (open, "fileSearchStores.0.name", store);
  assert_status (searched, 200);
  set (client, "store-needs-key", "yes");
  closed = ask (client, headers, "GET", STORES, NULL);
  assert_refused (closed, 403, "PERMISSION_DENIED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
  search = ask (client, headers, "POST", GENERATE, body);
  assert_refused (search, 403, "PERMISSION_DENIED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
  talk = ask (client, headers, "POST", GENERATE, "{" HELLO "}");
  assert_status (talk, 200);
  key = get (client, STORES);
  assert_status (key, 200);
  set (client, "store-needs-key", "unauthenticated");
  unknown = ask (client, headers, "GET", STORES, NULL);
  assert_refused (unknown, 401, "UNAUTHENTICATED", "ACCESS_TOKEN_TYPE_UNSUPPORTED");
}

static char *
search_body (const char *question,
             const char *stores,
             const char *more)
{
  return g_strdup_printf ("{\"contents\": [{\"role\": \"user\", \"parts\": [{\"text\": \"%s\"}]}], "
                          "\"tools\": [{\"fileSearch\": {\"fileSearchStoreNames\": [%s]%s}}], "
                          "\"generationConfig\": {\"thinkingConfig\": {\"includeThoughts\": "
                          "true}}}", question, stores, more);
}

typedef struct {
  Client *client;
  char   *store;
  char   *quoted;      /* its name in quotation marks */
  char   *tides;
} Harbour;

static void
harbour_init (Harbour *self)
{
  self->client = client_new ();
  self->store = chatty_simulator_add_store (self->client->sim, GOOD_KEY, "Harbour");
  self->quoted = g_strdup_printf ("\"%s\"", self->store);
  self->tides = chatty_simulator_add_store_document (
    self->client->sim, self->store, "tides.txt",
    "Boats rest here. The pier 漁港 floods at nine. Gulls watch.\fLater the causeway dries.",
    "[{\"key\": \"genre\", \"stringValue\": \"sea\"}, "
    "{\"key\": \"year\", \"numericValue\": 2026}]");
  g_free (chatty_simulator_add_store_document (
    self->client->sim, self->store, "ships.md", "The pier belongs to the ferry.",
    "[{\"key\": \"tags\", \"stringListValue\": {\"values\": [\"ship\", \"ferry\"]}}]"));
}

static void
harbour_clear (Harbour *self)
{
  client_free (self->client);
  g_free (self->store);
  g_free (self->quoted);
  g_free (self->tides);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Harbour, harbour_clear)

/* The answer's bytes that a support names, of the part with the answer. */
static void
assert_segment (Answer     *answer,
                const char *text,
                guint       support,
                const char *expected)
{
  const char *members[] = { "startIndex", "endIndex", "text", "partIndex" };
  g_autofree char *values[G_N_ELEMENTS (members)] = { NULL };
  g_autofree char *slice = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *at =
        g_strdup_printf ("candidates.0.groundingMetadata.groundingSupports.%u.segment.%s", support,
                         members[i]);

      values[i] = answer_at (answer, at);
    }
  g_assert_nonnull (values[0]);
  slice = g_strndup (text + atoi (values[0]), atoi (values[1]) - atoi (values[0]));
  g_assert_cmpstr (slice, ==, expected);
  g_assert_cmpstr (values[2], ==, expected);
  g_assert_cmpstr (values[3], ==, "1");
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (i > 0)
      g_clear_pointer (&values[i], g_free);
}

#define CHUNK "candidates.0.groundingMetadata.groundingChunks."

static void
test_search (void)
{
  g_auto (Harbour) harbour = { NULL };
  g_autofree char *body = NULL;
  g_autofree char *none_body = NULL;
  g_autofree char *text = NULL;
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) none = NULL;
  g_autoptr (Answer) named = NULL;

  harbour_init (&harbour);
  body = search_body ("When is the pier flooded? floods 漁", harbour.quoted, "");
  answer = post (harbour.client, GENERATE, body);
  text = answer_at (answer, "candidates.0.content.parts.1.text");
  assert_at (answer, CHUNK "0.retrievedContext.title", "tides.txt");
  assert_at (answer, CHUNK "0.retrievedContext.fileSearchStore", harbour.store);
  assert_at (answer, CHUNK "0.retrievedContext.pageNumber", "1");
  assert_at (answer, CHUNK "0.retrievedContext.customMetadata.1.numericValue", "2026");
  assert_at (answer, CHUNK "0.retrievedContext.uri", NULL);
  assert_at (answer, CHUNK "1.retrievedContext.title", "ships.md");
  assert_at (answer, CHUNK "1.retrievedContext.text", "The pier belongs to the ferry.");
  assert_at (answer, CHUNK "2", NULL);
  assert_segment (answer, text, 0, "The pier 漁港 floods at nine.");
  assert_segment (answer, text, 1, "The pier belongs to the ferry.");
  assert_at (answer, "candidates.0.groundingMetadata.groundingSupports.1.groundingChunkIndices.0",
             "1");
  none_body = search_body ("zebra", harbour.quoted, "");
  none = post (harbour.client, GENERATE, none_body);
  assert_status (none, 200);
  assert_at (none, "candidates.0.groundingMetadata", NULL);
  set (harbour.client, "grounding-uri", "yes");
  named = post (harbour.client, GENERATE, body);
  assert_at (named, CHUNK "0.retrievedContext.uri", harbour.tides);
}

static void
test_filters (void)
{
  static const struct {
    const char *filter;
    const char *title;      /* NULL: none; "": refused */
  } CASES[] = {
    { "genre = \\\"sea\\\"", "tides.txt" },
    { "genre=\\\"sea\\\" AND year = 2026", "tides.txt" },
    { "genre = \\\"sea\\\" AND year = 2025", NULL },
    { "tags = \\\"ferry\\\"", "ships.md" },
    { "genre != \\\"sea\\\"", "ships.md" },
    { "genre = \\\"land\\\"", NULL },
    { "genre", "" },
    { "genre = ", "" },
    { "genre = \\\"sea", "" },
    { "genre = \\\"sea\\\" OR year = 1", "" },
    { "genre = \\\"sea\\\" AND ", "" },
  };
  g_auto (Harbour) harbour = { NULL };

  harbour_init (&harbour);
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *more =
        g_strdup_printf (", \"topK\": 3, \"metadataFilter\": \"%s\"", CASES[i].filter);
      g_autofree char *body = search_body ("pier", harbour.quoted, more);
      g_autoptr (Answer) answer = post (harbour.client, GENERATE, body);

      g_test_message ("%s", CASES[i].filter);
      if (g_strcmp0 (CASES[i].title, "") == 0)
        assert_refused (answer, 400, "INVALID_ARGUMENT", NULL);
      else
        {
          assert_status (answer, 200);
          assert_at (answer, CHUNK "0.retrievedContext.title", CASES[i].title);
          assert_at (answer, CHUNK "1", NULL);
        }
    }
}

static void
test_search_refusals (void)
{
  g_auto (Harbour) harbour = { NULL };
  g_autofree char *foreign_store = NULL;
  g_autofree char *foreign_name = NULL;
  g_autofree char *six = NULL;
  g_autofree char *bodies[4] = { NULL };

  harbour_init (&harbour);
  foreign_store = chatty_simulator_add_store (harbour.client->sim, ALL_KEY, "Theirs");
  foreign_name = g_strdup_printf ("\"%s\"", foreign_store);
  six = g_strdup_printf ("%s, %s, %s, %s, %s, %s", harbour.quoted, harbour.quoted, harbour.quoted,
                         harbour.quoted, harbour.quoted, harbour.quoted);
  bodies[0] = search_body ("pier", "", "");
  bodies[1] = search_body ("pier", six, "");
  bodies[2] = search_body ("pier", foreign_name, "");
  bodies[3] = search_body ("pier", "\"fileSearchStores/none\"", "");
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (Answer) answer = post (harbour.client, GENERATE, bodies[i]);

      assert_refused (answer, i < 2 ? 400 : 404, i < 2 ? "INVALID_ARGUMENT" : "NOT_FOUND", NULL);
      g_clear_pointer (&bodies[i], g_free);
    }
}

/* The web, and stores after it: passages are counted over both. */
static void
test_search_web (void)
{
  g_auto (Harbour) harbour = { NULL };
  g_autofree char *body = NULL;
  g_autoptr (Answer) web = NULL;
  g_autoptr (Answer) both = NULL;
  g_autoptr (Answer) none = NULL;
  g_autofree char *text = NULL;

  harbour_init (&harbour);
  web = post (harbour.client, GENERATE,
              "{\"contents\": [{\"parts\": [{\"text\": \"Which green tea?\"}]}], "
              "\"tools\": [{\"googleSearch\": {}}]}");
  text = answer_at (web, "candidates.0.content.parts.0.text");
  assert_at (web, CHUNK "0.web.uri", "https://example.org/tea?leaf=1&cup=2");
  assert_at (web, "candidates.0.groundingMetadata.webSearchQueries.0", "Which green tea?");
  g_assert_true (g_str_has_suffix (text, "Green tea 緑茶 wants water of 70 °C."));
  body = g_strdup_printf ("{\"contents\": [{\"parts\": [{\"text\": \"Does the moon flood the "
                          "pier?\"}]}], \"tools\": [{\"googleSearch\": {}}, {\"fileSearch\": "
                          "{\"fileSearchStoreNames\": [%s]}}]}", harbour.quoted);
  both = post (harbour.client, GENERATE, body);
  assert_at (both, CHUNK "0.web.title", "Moon and tides");
  assert_at (both, CHUNK "1.retrievedContext.title", "tides.txt");
  assert_at (both, "candidates.0.groundingMetadata.groundingSupports.1.groundingChunkIndices.0",
             "1");
  none = post (harbour.client, GENERATE, "{" HELLO ", \"tools\": [{\"googleSearch\": {}}]}");
  assert_at (none, "candidates.0.groundingMetadata", NULL);
}

/* Code and its output come before the text. */
static void
test_code (void)
{
  static const char BODY[] =
    "{\"contents\": [{\"parts\": [{\"text\": \"What is 12 * 34 cups of tea?\"}]}], "
    "\"tools\": [{\"codeExecution\": {}}, {\"googleSearch\": {}}]}";
  g_autoptr (Client) client = client_new ();
  g_autoptr (Answer) whole = post (client, GENERATE, BODY);
  g_autoptr (Answer) streamed = post (client, STREAM, BODY);
  g_auto (GStrv) events = g_strsplit (streamed->text, "\n\n", 3);
  Answer first = { .text = events[0] + strlen ("data: ") };
  Answer second = { .text = events[1] + strlen ("data: ") };

  assert_at (whole, "candidates.0.content.parts.0.executableCode.code", "print(12 * 34)\n");
  assert_at (whole, "candidates.0.content.parts.1.codeExecutionResult.output", "408\n");
  assert_at (whole, "candidates.0.groundingMetadata.groundingSupports.0.segment.partIndex", "2");
  assert_at (&first, "candidates.0.content.parts.0.executableCode.language", "PYTHON");
  assert_at (&second, "candidates.0.content.parts.0.codeExecutionResult.outcome", "OUTCOME_OK");
}

/* What was told once is not told again; the offsets are of the whole. */
static void
test_search_streamed (void)
{
  g_auto (Harbour) harbour = { NULL };
  g_autofree char *body = NULL;
  g_autoptr (Answer) whole = NULL;
  g_autoptr (Answer) streamed = NULL;
  g_autofree char *text = NULL;
  g_autofree char *said = NULL;
  g_auto (GStrv) events = NULL;
  guint n_chunks = 0, n_supports = 0;

  harbour_init (&harbour);
  body = search_body ("pier", harbour.quoted, "");
  whole = post (harbour.client, GENERATE, body);
  text = answer_at (whole, "candidates.0.content.parts.1.text");
  streamed = post (harbour.client, STREAM, body);
  said = join (streamed, "\n\n", FALSE);
  g_assert_cmpstr (said, ==, text);
  events = g_strsplit (streamed->text, "\n\n", -1);
  for (guint i = 0; events[i] != NULL; i++)
    {
      Answer event = { .text = events[i] + MIN (strlen (events[i]), strlen ("data: ")) };
      g_autofree char *first = answer_at (&event, CHUNK "0.retrievedContext.title");
      g_autofree char *second = answer_at (&event, CHUNK "1.retrievedContext.title");
      g_autofree char *support = answer_at (&event, "candidates.0.groundingMetadata."
                                            "groundingSupports.1.segment.text");

      if (first != NULL)
        g_assert_cmpstr (first, ==, n_chunks++ == 0 ? "tides.txt" : "ships.md");
      g_assert_null (second);
      n_supports += support != NULL;
    }
  g_assert_cmpuint (n_chunks, ==, 2);
  g_assert_cmpuint (n_supports, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/gemini-stores/stores", test_stores);
  g_test_add_func ("/gemini-stores/refusals", test_store_refusals);
  g_test_add_func ("/gemini-stores/pages", test_pages);
  g_test_add_func ("/gemini-stores/documents", test_documents);
  g_test_add_func ("/gemini-stores/needs-key", test_needs_key);
  g_test_add_func ("/gemini-stores/search", test_search);
  g_test_add_func ("/gemini-stores/filters", test_filters);
  g_test_add_func ("/gemini-stores/search-refusals", test_search_refusals);
  g_test_add_func ("/gemini-stores/search-web", test_search_web);
  g_test_add_func ("/gemini-stores/code", test_code);
  g_test_add_func ("/gemini-stores/search-streamed", test_search_streamed);
  return g_test_run ();
}
