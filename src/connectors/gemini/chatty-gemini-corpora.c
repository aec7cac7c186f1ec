/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-codec-answer.h"
#include "chatty-gemini-private.h"
#include "chatty-json.h"
#include "chatty-text.h"

/* The older engine, which is leaving: corpora with documents that consist of
 * chunks (platform reference, section 2.10). It takes text alone, and asks
 * nothing but the sign-in.
 *
 * A document is there before its chunks are. It says that it is unfinished until
 * all of them are, and they and it have ids of our own: whatever is made once
 * more is refused, and what was begun is gone on with. */

/* Ours: that many chunks are some five hundred calls. */
#define MAX_TEXT (10 * 1024 * 1024)

#define CHUNKS_ON_A_PAGE "100"

/* How often what is there is looked at, after an answer that was lost. */
#define MAX_LOOKS 3

/*
 * chatty_gemini_probe_corpora:
 *
 * Where it does not answer it is asked once, and nobody misses it.
 *
 * Returns: (transfer full) (nullable) (element-type ChattyGeminiStore): the
 *   corpora, maybe none; %NULL where the engine is not there for this account
 */
GPtrArray *
chatty_gemini_probe_corpora (ChattyGemini *self,
                             GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *corpora;

  if (g_atomic_int_get (&self->corpora_gone))
    return NULL;
  corpora = chatty_gemini_list_stores (self, "corpora", cancellable, &error);
  if (corpora != NULL)
    return corpora;
  if (chatty_gemini_is_refused (error))
    g_atomic_int_set (&self->corpora_gone, TRUE);
  g_debug ("no corpora: %s", error->message);
  return NULL;
}

/* A call that makes or changes something; it may be made twice, as what is there
 * already is refused. */
static JsonNode *
change (ChattyGemini  *self,
        const char    *method,
        const char    *path,
        JsonNode      *body,
        GCancellable  *cancellable,
        GError       **error)
{
  ChattyHttpRequest *request = chatty_http_request_new (method, path);

  chatty_http_request_set_repeat_safe (request, TRUE);
  chatty_http_request_set_json (request, body);
  if (g_str_equal (method, "PATCH"))
    chatty_http_request_add_query (request, "updateMask", "customMetadata");
  return chatty_gemini_ask_stores (self, request, cancellable, error);
}

/* Whether what was to be made may be there although this was the answer: that
 * there is such a thing already, none, or one that cannot be read. */
static gboolean
may_be_there (const GError *error)
{
  return chatty_http_connector_is_lost (error) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
}

/*
 * chatty_gemini_find_corpus:
 * @corpora: (element-type ChattyGeminiStore): all that there are
 *
 * Returns: (transfer full) (nullable): the name of ours: the first of that title,
 *   so that two machines that made one at once agree
 */
char *
chatty_gemini_find_corpus (GPtrArray *corpora)
{
  for (guint i = 0; i < corpora->len; i++)
    {
      const ChattyGeminiStore *corpus = corpora->pdata[i];

      if (g_str_equal (corpus->title, GEMINI_CORPUS_TITLE))
        return g_strdup (corpus->name);
    }
  return NULL;
}

static char *
need_corpus (ChattyGemini  *self,
             GPtrArray     *corpora,
             GCancellable  *cancellable,
             GError       **error)
{
  ChattyHttpRequest *request;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) fault = NULL;
  char *name = chatty_gemini_find_corpus (corpora);

  if (name != NULL)
    return name;
  request = chatty_http_request_new ("POST", "/v1beta/corpora");
  body = chatty_gemini_write_store (GEMINI_CORPUS_TITLE);
  chatty_http_request_set_repeat_safe (request, FALSE);
  chatty_http_request_set_json (request, body);
  node = chatty_gemini_ask_stores (self, request, cancellable, &fault);
  /* Whatever the answer was: if it is there, it is in the list, and a corpus
   * that another machine made a moment before may stand before ours. */
  if (node != NULL || may_be_there (fault))
    again = chatty_gemini_list_stores (self, "corpora", cancellable,
                                       fault == NULL ? &fault : NULL);
  name = again != NULL ? chatty_gemini_find_corpus (again) : NULL;
  if (name != NULL)
    return name;
  if (fault == NULL)
    g_set_error_literal (&fault, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                         _("Gemini made no corpus for the documents. Try again later"));
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

/* Putting a text there ------------------------------------------------------------- */

typedef struct {
  ChattyGemini                 *self;
  const ChattyGeminiText       *text;
  const ChattyKnowledgeOptions *options;
  char                         *corpus;
  char                         *document;   /* its name */
  GHashTable                   *there;      /* ids of chunks */
  GFileProgressCallback         progress;
  gpointer                      progress_data;
  goffset                       told;
  GCancellable                 *cancellable;
} Putting;

static void
putting_clear (Putting *self)
{
  g_free (self->corpus);
  g_free (self->document);
  g_clear_pointer (&self->there, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Putting, putting_clear)

static gboolean
read_chunks_page (JsonNode  *node,
                  gpointer   user_data,
                  char     **next,
                  GError   **error)
{
  return chatty_gemini_read_chunks (node, user_data, next, error);
}

/* Asks which chunks are there. */
static gboolean
look (Putting  *self,
      GError  **error)
{
  g_autofree char *path = g_strdup_printf ("/v1beta/%s/chunks", self->document);

  g_hash_table_remove_all (self->there);
  return chatty_gemini_read_pages (self->self, chatty_gemini_files (self->self), path,
                                   CHUNKS_ON_A_PAGE, read_chunks_page, self->there,
                                   self->cancellable, error);
}

/* Up to where the text is there, which is the end of the first @nth chunks. */
static void
tell (Putting *self,
      guint    nth)
{
  goffset total = (goffset) g_bytes_get_size (self->text->text);
  const ChattySpan *last = nth > 0
                           ? &g_array_index (self->text->chunks, ChattySpan, nth - 1) : NULL;
  goffset now = nth >= self->text->chunks->len ? total : last != NULL ? (goffset) last->end : 0;

  /* It never goes back. */
  self->told = MAX (self->told, now);
  if (self->progress != NULL)
    self->progress (self->told, total, self->progress_data);
}

/* Makes the document, unless it is there. @finished: (out): whether there is
 * nothing more to do */
static gboolean
begin (Putting   *self,
       gboolean  *finished,
       GError   **error)
{
  g_autofree char *path = g_strdup_printf ("/v1beta/%s/documents", self->corpus);
  g_autoptr (JsonNode) body = chatty_gemini_write_corpus_document (self->text, self->document,
                                                                   self->options, FALSE);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) there = NULL;
  g_autoptr (GError) fault = NULL;

  *finished = FALSE;
  node = change (self->self, "POST", path, body, self->cancellable, &fault);
  if (node != NULL)
    return TRUE;
  if (may_be_there (fault))
    there = chatty_gemini_get_named (self->self, self->document, self->cancellable, NULL);
  if (chatty_json_node_object (there) == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  *finished = !chatty_gemini_is_unfinished (chatty_json_node_object (there));
  return *finished || look (self, error);
}

/* Sends the chunks that are not there. */
static gboolean
send_missing (Putting  *self,
              GError  **error)
{
  g_autofree char *path = g_strdup_printf ("/v1beta/%s/chunks:batchCreate", self->document);
  guint nth = 0;

  for (;;)
    {
      g_autoptr (JsonNode) body = chatty_gemini_write_chunks (self->text, self->document,
                                                              self->there, &nth);
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *next = NULL;

      if (body == NULL)
        return TRUE;
      node = change (self->self, "POST", path, body, self->cancellable, error);
      if (node == NULL || !chatty_gemini_read_chunks (node, self->there, &next, error))
        return FALSE;
      tell (self, nth);
    }
}

/* Until every chunk is known to be there: one that was refused because it is, or
 * whose answer was lost, is looked for and not sent again. */
static gboolean
send_chunks (Putting  *self,
             GError  **error)
{
  for (guint looks = 0; looks < MAX_LOOKS; looks++)
    {
      g_autoptr (GError) fault = NULL;

      if (!send_missing (self, &fault) && !may_be_there (fault))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      if (fault == NULL && g_hash_table_size (self->there) >= self->text->chunks->len)
        return TRUE;
      if (!look (self, fault == NULL ? &fault : NULL) ||
          (fault != NULL && looks + 1 == MAX_LOOKS))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      if (g_hash_table_size (self->there) >= self->text->chunks->len)
        return TRUE;
    }
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("Gemini did not take in all of it. Send the file again, which goes on "
                         "where it stopped"));
  return FALSE;
}

/* From here on it counts. */
static gboolean
finish (Putting  *self,
        GError  **error)
{
  g_autofree char *path = g_strconcat ("/v1beta/", self->document, NULL);
  g_autoptr (JsonNode) body = chatty_gemini_write_corpus_document (self->text, self->document,
                                                                   self->options, TRUE);
  g_autoptr (GError) fault = NULL;
  g_autoptr (JsonNode) node = change (self->self, "PATCH", path, body, self->cancellable, &fault);

  if (node == NULL && may_be_there (fault))
    node = chatty_gemini_get_named (self->self, self->document, self->cancellable, NULL);
  if (chatty_json_node_object (node) != NULL &&
      !chatty_gemini_is_unfinished (chatty_json_node_object (node)))
    return TRUE;
  if (fault == NULL)
    chatty_gemini_set_not_understood (&fault);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* What was begun with an older content of the same file is of no use. */
typedef struct {
  const Putting *putting;
  GPtrArray     *names;
} Leftovers;

static void
leftover_cb (JsonObject *document,
             gpointer    user_data)
{
  Leftovers *self = user_data;
  const ChattyKnowledgeOptions *options = self->putting->options;
  const char *name = chatty_json_get_string (document, "name");

  if (chatty_gemini_is_unfinished (document) && !g_str_equal (name, self->putting->document) &&
      g_strcmp0 (chatty_json_get_string (document, "displayName"), self->putting->text->name) == 0 &&
      g_strcmp0 (chatty_gemini_get_metadata (document, CHATTY_GEMINI_CHARACTER_KEY),
                 options != NULL ? options->character_id : NULL) == 0)
    g_ptr_array_add (self->names, g_strdup (name));
}

static gboolean
read_leftovers_page (JsonNode  *node,
                     gpointer   user_data,
                     char     **next,
                     GError   **error)
{
  return chatty_gemini_each_document (node, leftover_cb, user_data, next, error);
}

/* What cannot be deleted now is so when the file is sent next. */
static void
delete_leftovers (const Putting *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Leftovers leftovers = { self, names };

  chatty_gemini_read_documents_of (self->self, self->corpus, read_leftovers_page, &leftovers,
                                   self->cancellable, NULL);
  for (guint i = 0; i < names->len; i++)
    chatty_gemini_delete_by_force (self->self, names->pdata[i], self->cancellable, NULL);
}

static GBytes *
read_whole (ChattyHttpFile  *file,
            GError         **error)
{
  guint64 size = chatty_http_file_get_size (file);
  g_autofree char *buffer = NULL;

  if (size > MAX_TEXT)
    {
      g_autofree char *most = chatty_text_limit (MAX_TEXT);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   /* Translators: %s is a size. */
                   _("In a corpus a text may have %s. Divide it, or add an API key on the "
                     "account’s page"), most);
      return NULL;
    }
  buffer = g_malloc (size);
  for (guint64 at = 0; at < size;)
    {
      gssize n = chatty_http_file_read (file, at, buffer + at, size - at, error);

      if (n <= 0)
        return NULL;
      at += (guint64) n;
    }
  return g_bytes_new_take (g_steal_pointer (&buffer), size);
}

/*
 * chatty_gemini_put_in_corpus:
 * @corpora: what chatty_gemini_probe_corpora() found
 * @file: text
 * @options: (nullable): for whom, and how it is taken in
 *
 * Returns: (transfer full) (nullable): the document, all of which is there
 */
ChattyDocument *
chatty_gemini_put_in_corpus (ChattyGemini                  *self,
                             GPtrArray                     *corpora,
                             ChattyHttpFile                *file,
                             const ChattyKnowledgeOptions  *options,
                             GFileProgressCallback          progress,
                             gpointer                       progress_data,
                             GCancellable                  *cancellable,
                             GError                       **error)
{
  g_autoptr (GBytes) bytes = read_whole (file, error);
  g_autoptr (ChattyGeminiText) text =
    bytes != NULL ? chatty_gemini_text_new (chatty_http_file_get_name (file), bytes, options, error)
                  : NULL;
  g_auto (Putting) putting = {
    .self = self, .text = text, .options = options, .progress = progress,
    .progress_data = progress_data, .cancellable = cancellable,
  };
  gboolean finished;

  if (text == NULL)
    return NULL;
  putting.corpus = need_corpus (self, corpora, cancellable, error);
  if (putting.corpus == NULL)
    return NULL;
  putting.document = g_strdup_printf ("%s/documents/%s", putting.corpus, text->id);
  putting.there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!begin (&putting, &finished, error) ||
      (!finished && (!send_chunks (&putting, error) || !finish (&putting, error))))
    return NULL;
  tell (&putting, text->chunks->len);
  delete_leftovers (&putting);
  return chatty_document_new (&(ChattyDocument) {
    .id = putting.document, .name = text->name, .size = (gint64) g_bytes_get_size (bytes),
    .added = chatty_time_now (), .ready = TRUE,
    .attached = options != NULL && options->character_id != NULL,
    .note = chatty_gemini_describe_place (TRUE, FALSE),
  });
}

/* Asking --------------------------------------------------------------------------- */

/* @name: a corpus, or a document of one */
static GPtrArray *
query (ChattyGemini  *self,
       const char    *name,
       const char    *question,
       const char    *filter,
       guint          most,
       GCancellable  *cancellable,
       GError       **error)
{
  g_autofree char *path = g_strdup_printf ("/v1beta/%s:query", name);
  g_autoptr (JsonNode) body =
    chatty_gemini_write_query (question, most, chatty_gemini_write_filters (filter, NULL));
  g_autoptr (JsonNode) node = change (self, "POST", path, body, cancellable, error);

  return node != NULL ? chatty_gemini_read_passages (node, error) : NULL;
}

static GPtrArray *
query_all (ChattyGemini  *self,
           GPtrArray     *corpora,
           const char    *question,
           const char    *filter,
           guint          most,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_source_unref);

  for (guint i = 0; i < corpora->len && all->len < most; i++)
    {
      g_autoptr (GPtrArray) passages = query (self, ((ChattyGeminiStore *) corpora->pdata[i])->name,
                                              question, filter, most - all->len, cancellable,
                                              error);

      if (passages == NULL)
        return NULL;
      for (guint j = 0; j < passages->len && all->len < most; j++)
        g_ptr_array_add (all, chatty_source_ref (passages->pdata[j]));
    }
  return g_steal_pointer (&all);
}

/*
 * chatty_gemini_query: chatty_knowledge_query()
 *
 * Only corpora, and documents of them, can be asked without a chat. One that is
 * named is asked without looking whether there are any.
 */
GPtrArray *
chatty_gemini_query (ChattyKnowledge             *knowledge,
                     const char                  *question,
                     const ChattyKnowledgeScope  *scope,
                     guint                        most,
                     GCancellable                *cancellable,
                     GError                     **error)
{
  ChattyGemini *self = CHATTY_GEMINI (knowledge);
  const char *place = scope != NULL ? scope->place : NULL;
  const char *filter = scope != NULL ? scope->filter : NULL;
  g_autoptr (GPtrArray) corpora = NULL;

  if (place != NULL && chatty_gemini_is_answer_source (place))
    return query (self, place, question, filter, most, cancellable, error);
  if (place == NULL)
    corpora = chatty_gemini_probe_corpora (self, cancellable);
  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  if (corpora != NULL)
    return query_all (self, corpora, question, filter, most, cancellable, error);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                       _("Gemini does not search documents for this account outside of a "
                         "conversation any more. Ask in a conversation"));
  return NULL;
}
