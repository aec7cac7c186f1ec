/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Characters as stores, against a server that keeps stores and loses what each
 * test wants it to lose. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-gemini-private.h"
#include "chatty-json.h"
#include "net-server.h"

#define JSON "Content-Type: application/json\r\n"
#define ALL (CHATTY_FIELD_FLAG (CHATTY_N_FIELDS) - 1)
#define OURS " (Chatty Connectors)"

typedef struct {
  char      *name;
  char      *title;
  GPtrArray *documents;   /* of JsonObject */
} Store;

typedef struct {
  NetServer       *server;
  ChattyConnector *connector;

  /* What it keeps. */
  GPtrArray       *stores;
  guint            n_made;
  JsonNode        *started;   /* what an upload began with */

  /* What goes wrong. */
  guint            lost_makes;     /* are done, and not answered */
  guint            dropped_makes;  /* are not even done */
  guint            lost_uploads;
  gboolean         refuses_delete;
  guint            n_rivals;       /* changes of another machine, just before ours */
  const char      *outcome;        /* of operations; NULL for a good one */
} Fixture;

static void
store_free (gpointer data)
{
  Store *store = data;

  g_free (store->name);
  g_free (store->title);
  g_ptr_array_unref (store->documents);
  g_free (store);
}

static Store *
add_store (Fixture    *f,
           const char *title)
{
  Store *store = g_new0 (Store, 1);

  store->name = g_strdup_printf ("fileSearchStores/s-%u", ++f->n_made);
  store->title = g_strdup (title);
  store->documents = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_ptr_array_add (f->stores, store);
  return store;
}

static JsonObject *
add_document (Fixture    *f,
              Store      *store,
              JsonObject *asked)
{
  JsonObject *document = json_object_new ();
  guint n = ++f->n_made;
  g_autofree char *name = g_strdup_printf ("%s/documents/d-%u", store->name, n);
  g_autofree char *time = g_strdup_printf ("2026-11-23T10:%02u:%02u.123456Z", n / 60, n % 60);

  json_object_set_string_member (document, "name", name);
  json_object_set_string_member (document, "createTime", time);
  json_object_set_string_member (document, "state", "STATE_ACTIVE");
  json_object_set_string_member (document, "displayName",
                                 json_object_get_string_member (asked, "displayName"));
  if (json_object_has_member (asked, "customMetadata"))
    json_object_set_array_member (document, "customMetadata",
      json_array_ref (json_object_get_array_member (asked, "customMetadata")));
  g_ptr_array_add (store->documents, document);
  return document;
}

static gboolean
reply_object (NetRequest *request,
              JsonObject *object)
{
  g_autoptr (JsonNode) node = chatty_gemini_object_node (object);
  g_autofree char *json = chatty_json_to_string (node, FALSE);

  return net_reply (request, "200 OK", JSON, json);
}

static gboolean
refuse (NetRequest *request,
        const char *status,
        const char *name)
{
  g_autofree char *body = g_strdup_printf ("{\"error\":{\"code\":%.3s,\"message\":\"no\","
                                           "\"status\":\"%s\"}}", status, name);

  return net_reply (request, status, JSON, body);
}

static JsonObject *
describe (Store *store)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", store->name);
  json_object_set_string_member (object, "displayName", store->title);
  json_object_set_string_member (object, "createTime", "2026-11-01T00:00:00Z");
  return object;
}

static gboolean
answer_stores (Fixture    *f,
               NetRequest *request)
{
  JsonObject *object = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < f->stores->len; i++)
    json_array_add_object_element (list, describe (f->stores->pdata[i]));
  json_object_set_array_member (object, "fileSearchStores", list);
  return reply_object (request, object);
}

static gboolean
make_store (Fixture    *f,
            NetRequest *request)
{
  g_autoptr (JsonNode) node = chatty_json_parse ((char *) request->body->data,
                                                 request->body->len, NULL);

  if (f->dropped_makes > 0)
    {
      f->dropped_makes--;
      return FALSE;
    }
  if (f->stores->len >= 10)
    return refuse (request, "400 Bad Request", "FAILED_PRECONDITION");
  add_store (f, json_object_get_string_member (json_node_get_object (node), "displayName"));
  if (f->lost_makes == 0)
    return reply_object (request, describe (f->stores->pdata[f->stores->len - 1]));
  f->lost_makes--;
  return FALSE;
}

/* Two on a page. */
static gboolean
answer_documents (NetRequest *request,
                  Store      *store)
{
  const char *token = strstr (request->path, "pageToken=");
  guint first = token != NULL ? (guint) g_ascii_strtoull (token + strlen ("pageToken="), NULL, 10) : 0;
  JsonObject *object = json_object_new ();
  JsonArray *list = json_array_new ();
  g_autofree char *next = g_strdup_printf ("%u", first + 2);

  for (guint i = first; i < MIN (first + 2, store->documents->len); i++)
    json_array_add_object_element (list, json_object_ref (store->documents->pdata[i]));
  json_object_set_array_member (object, "documents", list);
  if (first + 2 < store->documents->len)
    json_object_set_string_member (object, "nextPageToken", next);
  return reply_object (request, object);
}

static gboolean
delete_document (Fixture    *f,
                 NetRequest *request,
                 Store      *store,
                 const char *name)
{
  if (f->refuses_delete)
    return refuse (request, "403 Forbidden", "PERMISSION_DENIED");
  for (guint i = 0; i < store->documents->len; i++)
    if (g_str_equal (json_object_get_string_member (store->documents->pdata[i], "name"), name))
      {
        g_assert_nonnull (strstr (request->path, "force=true"));
        g_ptr_array_remove_index (store->documents, i);
        return net_reply (request, "200 OK", JSON, "{}");
      }
  return refuse (request, "404 Not Found", "NOT_FOUND");
}

/* Another machine changes the way of speaking of what was there. */
static void
write_rival (Fixture *f,
             Store   *store)
{
  JsonObject *before = store->documents->pdata[0];
  g_autofree char *page_text = NULL;
  g_autoptr (GPtrArray) mirrors = g_ptr_array_new_with_free_func (chatty_gemini_mirror_free);
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) change = NULL;
  g_autoptr (JsonNode) page = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) node = chatty_gemini_object_node (json_object_ref (before));
  g_autofree char *json = chatty_json_to_string (node, FALSE);
  g_autofree char *next = NULL;
  g_autofree char *style = g_strdup_printf ("Softly %u", f->n_rivals--);

  page_text = g_strdup_printf ("{\"documents\":[%s]}", json);
  page = chatty_json_parse (page_text, -1, NULL);
  g_assert_true (chatty_gemini_read_mirrors (page, mirrors, &next, NULL));
  chatty_character_builder_set_text (builder, CHATTY_FIELD_STYLE, style);
  change = chatty_character_builder_end (g_steal_pointer (&builder));
  body = chatty_gemini_write_mirror (chatty_gemini_newest_mirror (mirrors), store->title, change,
                                     ALL, "rival", NULL);
  add_document (f, store, json_node_get_object (body));
}

static gboolean
upload (Fixture    *f,
        NetRequest *request,
        Store      *store)
{
  const char *command = net_request_header (request, "X-Goog-Upload-Command");
  g_autofree char *headers = NULL;
  g_autofree char *body = NULL;

  if (g_strcmp0 (command, "start") == 0)
    {
      g_clear_pointer (&f->started, json_node_unref);
      f->started = chatty_json_parse ((char *) request->body->data, request->body->len, NULL);
      headers = g_strdup_printf ("X-Goog-Upload-Status: active\r\nX-Goog-Upload-URL: %s%s?u=1\r\n",
                                 net_server_get_address (f->server), request->path);
      return net_reply (request, "200 OK", headers, "");
    }
  /* What is indexed with the knowledge says nothing. */
  if (g_strcmp0 (command, "query") == 0)
    return net_reply (request, "200 OK", "X-Goog-Upload-Status: final\r\n", "");
  g_assert_cmpmem (request->body->data, request->body->len, "This document holds no knowledge.\n", 34);
  if (f->n_rivals > 0)
    write_rival (f, store);
  if (f->outcome == NULL)
    add_document (f, store, json_node_get_object (f->started));
  if (f->lost_uploads > 0)
    {
      f->lost_uploads--;
      return FALSE;
    }
  body = g_strdup_printf ("{\"name\":\"%s/upload/operations/o-1\"}", store->name);
  return net_reply (request, "200 OK", JSON "X-Goog-Upload-Status: final\r\n", body);
}

static gboolean
answer_operation (Fixture    *f,
                  NetRequest *request,
                  Store      *store)
{
  g_autofree char *body =
    g_strdup_printf ("{\"name\":\"%s/upload/operations/o-1\",\"done\":true,%s}", store->name,
                     f->outcome != NULL ? f->outcome : "\"response\":{}");

  return net_reply (request, "200 OK", JSON, body);
}

static gboolean
platform_cb (NetRequest *request,
             gpointer    user_data)
{
  Fixture *f = user_data;
  gboolean is_delete = g_str_equal (request->method, "DELETE");
  g_autofree char *path = g_strndup (request->path, strcspn (request->path, "?"));
  const char *at = strstr (path, "fileSearchStores");

  if (g_str_has_suffix (path, "/fileSearchStores"))
    return g_str_equal (request->method, "POST") ? make_store (f, request)
                                                 : answer_stores (f, request);
  for (guint i = 0; at != NULL && i < f->stores->len; i++)
    {
      Store *store = f->stores->pdata[i];
      const char *rest = at + strlen (store->name);

      if (!g_str_has_prefix (at, store->name) || (*rest != '/' && *rest != ':' && *rest != '\0'))
        continue;
      if (*rest == ':')
        return upload (f, request, store);
      if (g_str_has_prefix (rest, "/upload/operations/"))
        return answer_operation (f, request, store);
      if (g_str_equal (rest, "/documents"))
        return answer_documents (request, store);
      if (g_str_has_prefix (rest, "/documents/"))
        return delete_document (f, request, store, at);
      if (!is_delete)
        return reply_object (request, describe (store));
      g_assert_nonnull (strstr (request->path, "force=true"));
      g_ptr_array_remove_index (f->stores, i);
      return net_reply (request, "200 OK", JSON, "{}");
    }
  return refuse (request, "404 Not Found", "NOT_FOUND");
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;
  ChattyConnectorAccess access = { .http = &settings };
  g_autoptr (ChattySecret) secret = chatty_secret_new ("canary4f1c9b7e2d8a6053c1b9", -1);
  g_autoptr (ChattyAuthorizer) authorizer = NULL;
  g_autoptr (GError) error = NULL;

  f->stores = g_ptr_array_new_with_free_func (store_free);
  f->server = net_server_new (FALSE);
  net_server_on (f->server, "*", platform_cb, f);
  settings.retry = (ChattyRetryPolicy) { 2, 2000, 10000, 100000 };
  access.addresses[0] = net_server_get_address (f->server);
  authorizer = chatty_connector_info_create_key_authorizer (&chatty_gemini_info, access.addresses,
                                                            secret, &error);
  access.authorizer = authorizer;
  f->connector = chatty_gemini_new (&access, &error);
  g_assert_no_error (error);
  chatty_gemini_set_poll (CHATTY_GEMINI (f->connector), 1);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_object_unref (f->connector);
  net_server_free (f->server);
  g_ptr_array_unref (f->stores);
  g_clear_pointer (&f->started, json_node_unref);
}

static ChattyCharacter *
new_character (const char *name,
               const char *greeting)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();

  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, name);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_GREETING, greeting);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static ChattyCharacter *
get (Fixture    *f,
     const char *id)
{
  g_autoptr (GError) error = NULL;
  ChattyCharacter *character = chatty_character_store_get (CHATTY_CHARACTER_STORE (f->connector),
                                                           id, NULL, &error);

  g_assert_no_error (error);
  return character;
}

static void
assert_greeting (Fixture    *f,
                 const char *id,
                 const char *greeting)
{
  g_autoptr (ChattyCharacter) there = get (f, id);

  g_assert_cmpstr (chatty_character_get_text (there, CHATTY_FIELD_GREETING), ==, greeting);
}

static char *
create (Fixture    *f,
        const char *name)
{
  g_autoptr (ChattyCharacter) character = new_character (name, "Hello!");
  g_autoptr (GError) error = NULL;
  char *id = NULL;

  g_assert_true (chatty_character_store_create (CHATTY_CHARACTER_STORE (f->connector), character,
                                                &id, NULL, &error));
  g_assert_no_error (error);
  return id;
}

static gboolean
greet (Fixture     *f,
       const char  *id,
       const char  *greeting,
       GError     **error)
{
  g_autoptr (ChattyCharacter) change = new_character ("Other", greeting);

  return chatty_character_store_update (CHATTY_CHARACTER_STORE (f->connector), id, change,
                                        CHATTY_FIELD_FLAG (CHATTY_FIELD_GREETING), NULL, error);
}

static Store *
nth_store (Fixture *f,
           guint    nth)
{
  g_assert_cmpuint (f->stores->len, >, nth);
  return f->stores->pdata[nth];
}

static void
test_life (Fixture       *f,
           gconstpointer  data)
{
  ChattyCharacterStore *characters = CHATTY_CHARACTER_STORE (f->connector);
  g_autofree char *id = create (f, "Nova 茶");
  g_autoptr (ChattyCharacter) there = get (f, id);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  gint64 made = chatty_character_store_modified (characters, there);

  g_assert_cmpstr (nth_store (f, 0)->title, ==, "Nova 茶" OURS);
  g_assert_cmpstr (id, ==, nth_store (f, 0)->name);
  g_assert_cmpstr (chatty_character_get_name (there), ==, "Nova 茶");
  g_assert_cmpint (made, ==, chatty_time_parse_iso ("2026-11-23T10:00:02.123456Z"));

  g_assert_true (greet (f, id, "Hi!", &error));
  g_assert_no_error (error);
  /* The one that was replaced is gone, what was not told is still there. */
  g_assert_cmpuint (nth_store (f, 0)->documents->len, ==, 1);
  assert_greeting (f, id, "Hi!");
  g_assert_cmpint (chatty_character_store_modified (characters, there), >, made);

  add_store (f, "Of somebody else");
  list = chatty_character_store_list (characters, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (chatty_character_get_name (list->pdata[0]), ==, "Nova 茶");
  g_assert_cmpstr (chatty_character_get_text (list->pdata[0], CHATTY_FIELD_GREETING), ==, "Hi!");

  g_assert_true (chatty_character_store_delete (characters, id, NULL, &error));
  g_assert_null (chatty_character_store_get (characters, id, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_assert_cmpuint (f->stores->len, ==, 1);
}

/* One and not two, whatever is lost; one of the same name that was there before
 * is another. */
static void
test_lost_create (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autofree char *next = NULL;

  add_store (f, "Nova" OURS);
  f->lost_makes = 1;
  id = create (f, "Nova");
  g_assert_cmpuint (f->stores->len, ==, 2);
  g_assert_cmpstr (id, ==, nth_store (f, 1)->name);

  f->dropped_makes = 1;
  next = create (f, "Nova");
  g_assert_cmpuint (f->stores->len, ==, 3);
  g_assert_cmpstr (next, ==, nth_store (f, 2)->name);
}

static void
test_lost_update (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *id = create (f, "Nova");
  g_autoptr (GError) error = NULL;

  f->lost_uploads = 1;
  g_assert_true (greet (f, id, "Hi!", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (nth_store (f, 0)->documents->len, ==, 1);
  assert_greeting (f, id, "Hi!");
}

/* Ended between the new document and the old: the new one counts, and the next
 * change tidies up. */
static void
test_cut_off (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *id = create (f, "Nova");
  g_autoptr (GError) error = NULL;

  f->refuses_delete = TRUE;
  g_assert_true (greet (f, id, "One", &error));
  g_assert_true (greet (f, id, "Two", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (nth_store (f, 0)->documents->len, ==, 3);
  assert_greeting (f, id, "Two");
  f->refuses_delete = FALSE;
  g_assert_true (greet (f, id, "Three", &error));
  g_assert_cmpuint (nth_store (f, 0)->documents->len, ==, 1);
  assert_greeting (f, id, "Three");
}

/* Two machines at once: neither change is lost. */
static void
test_rivals (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *id = create (f, "Nova");
  g_autoptr (ChattyCharacter) there = NULL;
  g_autoptr (GError) error = NULL;

  f->n_rivals = 2;
  f->refuses_delete = TRUE;
  g_assert_true (greet (f, id, "Hm", &error));
  g_assert_no_error (error);
  f->refuses_delete = FALSE;
  f->n_rivals = 2;
  g_assert_true (greet (f, id, "Hi!", &error));
  g_assert_no_error (error);
  there = get (f, id);
  g_assert_cmpstr (chatty_character_get_text (there, CHATTY_FIELD_GREETING), ==, "Hi!");
  g_assert_cmpstr (chatty_character_get_text (there, CHATTY_FIELD_STYLE), ==, "Softly 1");
  g_assert_cmpuint (nth_store (f, 0)->documents->len, ==, 1);

  f->n_rivals = 9;
  g_assert_false (greet (f, id, "Hey!", &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
}

/* The platform took the file and could not read it: what was there still is. */
static void
test_failed_operation (Fixture       *f,
                       gconstpointer  data)
{
  ChattyCharacterStore *characters = CHATTY_CHARACTER_STORE (f->connector);
  g_autofree char *id = create (f, "Nova");
  g_autoptr (ChattyCharacter) other = new_character ("Other", "Hm");
  g_autofree char *half = NULL;
  g_autoptr (GError) error = NULL;

  f->outcome = "\"error\":{\"code\":13,\"message\":\"Too tired\"}";
  g_assert_false (greet (f, id, "Hi!", &error));
  g_assert_nonnull (strstr (error->message, "Too tired"));
  g_clear_error (&error);
  assert_greeting (f, id, "Hello!");

  g_assert_false (chatty_character_store_create (characters, other, &half, NULL, &error));
  g_assert_nonnull (strstr (error->message, "Too tired"));
  g_assert_cmpstr (half, ==, nth_store (f, 1)->name);
}

/* A crash in a create, or somebody who tidied up: the name, and nothing that
 * would empty a field here. */
static void
test_bare_store (Fixture       *f,
                 gconstpointer  data)
{
  Store *store = add_store (f, "Nova" OURS);
  g_autoptr (ChattyCharacter) there = get (f, store->name);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (chatty_character_get_name (there), ==, "Nova");
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    g_assert_true (i == CHATTY_FIELD_NAME || !chatty_character_has_field (there, i));
  g_assert_cmpint (chatty_character_store_modified (CHATTY_CHARACTER_STORE (f->connector), there),
                   ==, CHATTY_TIME_NONE);
  g_assert_true (greet (f, store->name, "Hi!", &error));
  g_assert_no_error (error);
  assert_greeting (f, store->name, "Hi!");
}

/* Stores of other makers are no characters, and nothing is done to them. */
static void
test_others (Fixture       *f,
             gconstpointer  data)
{
  ChattyCharacterStore *characters = CHATTY_CHARACTER_STORE (f->connector);
  const char *name = add_store (f, "Recipes")->name;
  const char *const ids[] = { name, "", "x", "fileSearchStores/..", "corpora/a",
                              "fileSearchStores/a/documents/b", "fileSearchStores/none" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (chatty_character_store_get (characters, ids[i], NULL, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
      g_clear_error (&error);
      g_assert_false (greet (f, ids[i], "Hi!", &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
      g_clear_error (&error);
      g_assert_false (chatty_character_store_delete (characters, ids[i], NULL, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
    }
  g_assert_cmpuint (nth_store (f, 0)->documents->len, ==, 0);
}

static void
test_too_many (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr (ChattyCharacter) character = new_character ("Nova", "Hi");
  g_autofree char *long_greeting = g_strnfill (CHATTY_GEMINI_MAX_TEXT + 1, 'x');
  g_autoptr (ChattyCharacter) wordy = new_character ("Nova", long_greeting);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  /* Nothing is made for what will not fit. */
  g_assert_false (chatty_character_store_create (CHATTY_CHARACTER_STORE (f->connector), wordy, &id,
                                                 NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_cmpuint (f->stores->len, ==, 0);

  for (guint i = 0; i < 10; i++)
    add_store (f, "Recipes");
  g_assert_false (chatty_character_store_create (CHATTY_CHARACTER_STORE (f->connector), character,
                                                 &id, NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_QUOTA);
  g_assert_nonnull (strstr (error->message, "has 10 knowledge stores"));
  g_assert_null (id);
}

/* The settings are in no list of documents. */
static void
test_hidden (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *id = create (f, "Nova");
  g_autoptr (JsonNode) tea = chatty_json_parse ("{\"displayName\":\"tea.txt\"}", -1, NULL);
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GError) error = NULL;

  add_document (f, nth_store (f, 0), json_node_get_object (tea));
  documents = chatty_knowledge_list (CHATTY_KNOWLEDGE (f->connector), id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (documents->len, ==, 1);
  g_assert_cmpstr (((ChattyDocument *) documents->pdata[0])->name, ==, "tea.txt");
  g_assert_true (((ChattyDocument *) documents->pdata[0])->attached);
}

#define ADD(name, func) \
  g_test_add ("/gemini-characters/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  ADD ("life", test_life);
  ADD ("lost-create", test_lost_create);
  ADD ("lost-update", test_lost_update);
  ADD ("cut-off", test_cut_off);
  ADD ("rivals", test_rivals);
  ADD ("failed-operation", test_failed_operation);
  ADD ("bare-store", test_bare_store);
  ADD ("others", test_others);
  ADD ("too-many", test_too_many);
  ADD ("hidden", test_hidden);

  return g_test_run ();
}
