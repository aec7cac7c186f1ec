/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-citations.h"
#include "chatty-gemini-codec-answer.h"
#include "chatty-gemini-private.h"
#include "chatty-gemini-settings.h"
#include "chatty-json.h"
#include "chatty-sse-reader.h"

/* The largest text that is taken from a stream. */
#define MAX_TEXT (4 * 1024 * 1024)

/* An answer that is no stream of events is one of JSON, of this size. */
#define MAX_WHOLE (16 * 1024 * 1024)

/* Ours: so many passages of a corpus go along with a message, where no other number
 * is set. */
#define PASSAGES 5

/* What a stream has told so far. */
typedef struct {
  ChattyReply     *reply;
  ChattySseReader *reader;
  ChattyGeminiCitations *citations;
  GString         *whole;    /* what came, when it is no stream of events */
  gboolean         began;
  gsize            length;
  gsize            thought;
  char            *finish;
  char            *block;
} Listener;

static void
listener_clear (Listener *self)
{
  if (self->whole != NULL)
    g_string_free (self->whole, TRUE);
  g_free (self->finish);
  g_free (self->block);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listener, listener_clear)

static ChattyChatInputs
gemini_get_inputs (ChattyChat *chat)
{
  return CHATTY_CHAT_TEXT | CHATTY_CHAT_IMAGE | CHATTY_CHAT_AUDIO | CHATTY_CHAT_STREAMS |
         CHATTY_CHAT_NEEDS_CONTEXT | CHATTY_CHAT_ANY_CHARACTER | CHATTY_CHAT_NEEDS_CHARACTER;
}

static ChattyChatSession *
gemini_open (ChattyChat    *chat,
             const char    *character_id,
             const char    *state,
             GCancellable  *cancellable,
             GError       **error)
{
  /* The platform keeps no conversation: there is nothing to begin. */
  return chatty_chat_session_new (character_id, state);
}

static gboolean
set_too_long (GError **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                       _("Gemini’s answer did not end, and was stopped"));
  return FALSE;
}

static gboolean
take_piece (Listener  *self,
            JsonNode  *node,
            GError   **error)
{
  g_auto (ChattyGeminiPiece) piece = { NULL };

  if (!chatty_gemini_read_piece (node, chatty_time_now (), &piece, error))
    return FALSE;
  if (piece.model != NULL)
    chatty_reply_set_model (self->reply, piece.model);
  if (piece.has_usage)
    chatty_reply_set_usage (self->reply, piece.prompt, piece.completion);
  if (piece.thought != NULL)
    self->thought += strlen (piece.thought);
  if (piece.text != NULL)
    self->length += strlen (piece.text);
  if (self->length + self->thought > MAX_TEXT)
    return set_too_long (error);
  if (piece.thought != NULL)
    chatty_reply_append_thought (self->reply, piece.thought);
  if (piece.text != NULL)
    chatty_reply_append_text (self->reply, piece.text);
  chatty_gemini_citations_take (self->citations, node);
  if (piece.finish != NULL)
    {
      g_free (self->finish);
      self->finish = g_steal_pointer (&piece.finish);
    }
  if (piece.block != NULL && self->block == NULL)
    self->block = g_steal_pointer (&piece.block);
  return TRUE;
}

static gboolean
event_cb (const ChattySseEvent  *event,
          gpointer               user_data,
          GError               **error)
{
  g_autoptr (JsonNode) node = chatty_json_parse (event->data, (gssize) event->length, NULL);

  return take_piece (user_data, node, error);
}

static gboolean
chunk_cb (const char  *bytes,
          gsize        length,
          gpointer     user_data,
          GError     **error)
{
  Listener *self = user_data;

  while (!self->began && length > 0 && g_ascii_isspace (*bytes))
    {
      bytes++;
      length--;
    }
  if (length == 0)
    return TRUE;
  if (!self->began && (*bytes == '{' || *bytes == '['))
    self->whole = g_string_new (NULL);
  self->began = TRUE;
  if (self->whole == NULL)
    return chatty_sse_reader_feed (self->reader, bytes, length, error);

  /* Where `alt=sse` is lost on the way, one list of all events comes. */
  if (self->whole->len + length > MAX_WHOLE)
    return set_too_long (error);
  g_string_append_len (self->whole, bytes, (gssize) length);
  return TRUE;
}

static gboolean
take_whole (Listener  *self,
            GError   **error)
{
  g_autoptr (JsonNode) node = chatty_json_parse (self->whole->str, (gssize) self->whole->len,
                                                 NULL);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return take_piece (self, node, error);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!take_piece (self, json_array_get_element (array, i), error))
      return FALSE;
  return TRUE;
}

/* Also of an answer that broke off: what it had said stays. */
static void
add_sources (Listener *self)
{
  g_autofree char *text = chatty_reply_dup_text (self->reply);
  g_autoptr (GPtrArray) sources = chatty_gemini_citations_end (self->citations, text);

  for (guint i = 0; i < sources->len; i++)
    chatty_reply_add_source (self->reply, g_ptr_array_index (sources, i));
}

/*
 * chatty_gemini_end_answer:
 * @finish: (nullable): why the answer ended, in the platform's word; %NULL where
 *   it did not say
 * @block: (nullable): why there is none at all
 * @any_text: whether there was any
 *
 * An answer that ended early has a notice, and one without text is an error;
 * both say why.
 *
 * Returns: whether there is an answer, all of it
 */
gboolean
chatty_gemini_end_answer (ChattyReply  *reply,
                          const char   *finish,
                          const char   *block,
                          gboolean      any_text,
                          GError      **error)
{
  g_autofree char *words = NULL;

  if (finish != NULL)
    words = chatty_gemini_describe_finish (finish, any_text);
  else if (block != NULL)
    words = chatty_gemini_describe_block (block);

  if (any_text && finish != NULL)
    {
      if (words != NULL)
        chatty_reply_add_notice (reply, words);
      return TRUE;
    }
  if (words != NULL)
    g_set_error_literal (error, CHATTY_ERROR,
                         g_strcmp0 (finish, "STOP") == 0 ? CHATTY_ERROR_SERVER
                                                         : CHATTY_ERROR_INVALID_DATA,
                         words);
  else
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                         _("Gemini broke off before its answer was complete. Try again"));
  return FALSE;
}

/* The end of a stream is told by its last event alone, not by a mark of its
 * own (platform reference, section 2.5). */
static gboolean
finish (Listener  *self,
        GError   **error)
{
  if (self->whole != NULL ? !take_whole (self, error)
                          : !chatty_sse_reader_finish (self->reader, error))
    return FALSE;
  return chatty_gemini_end_answer (self->reply, self->finish, self->block, self->length > 0,
                                   error);
}

/* Who answers: what was chosen, else the best of the list. What is known of it
 * goes to @model, which is of @models. What a name outside of the family can do
 * is told by the list alone. */
static char *
choose_model (ChattyGemini             *self,
              const ChattyChatMessage  *message,
              GPtrArray               **models,
              const ChattyGeminiModel **model,
              GCancellable             *cancellable,
              GError                  **error)
{
  const char *wanted = message->context != NULL ? message->context->model : NULL;
  gboolean named = wanted != NULL && *wanted != '\0';

  *model = NULL;
  if (named && chatty_gemini_is_family (wanted))
    *models = chatty_gemini_peek_models (self);
  else
    *models = chatty_gemini_load_models (self, FALSE, cancellable, named ? NULL : error);
  if (*models != NULL)
    *model = chatty_gemini_choose_model (*models, named ? wanted : NULL, FALSE);
  /* A task is no question for documents. */
  if (*model != NULL && (*model)->answers && message->context->passages == NULL)
    {
      named = FALSE;
      *model = chatty_gemini_choose_model (*models, NULL, FALSE);
    }
  if (named)
    return g_strdup (wanted);
  if (*model == NULL && *models != NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                         _("Gemini offers no model for chat to this account"));
  return *model != NULL ? g_strdup ((*model)->id) : NULL;
}

static gboolean
stream (ChattyGemini  *self,
        guint          endpoint,
        const char    *path,
        JsonNode      *body,
        Listener      *listener,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", path);
  g_autoptr (ChattyHttpResponse) response = NULL;

  chatty_http_request_add_query (request, "alt", "sse");
  chatty_http_request_set_header (request, "Accept", "text/event-stream");
  chatty_http_request_set_repeat_safe (request, FALSE);
  chatty_http_request_set_json (request, body);
  response = chatty_http_connector_stream (CHATTY_HTTP_CONNECTOR (self), endpoint, request,
                                           chunk_cb, listener, cancellable, error);
  return response != NULL;
}

/*
 * chatty_gemini_note_without_stores:
 * @fault: (inout): why the stores were refused; %NULL after this
 *
 * Says with an answer that it was given without them.
 */
void
chatty_gemini_note_without_stores (ChattyGemini  *self,
                                   ChattyReply   *reply,
                                   GError       **fault)
{
  g_autofree char *notice = NULL;

  chatty_gemini_advise_key (self, fault);
  if (g_error_matches (*fault, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    notice = g_strdup (_("Gemini answered without the character’s documents: their store is not "
                         "there any more. Sync the character, or look at its settings"));
  else
    /* Translators: why, and what to do. */
    notice = g_strdup_printf (_("Gemini answered without the character’s documents. %s"),
                              (*fault)->message);
  chatty_reply_add_notice (reply, notice);
  g_clear_error (fault);
}

/* Stores that are refused, or gone, do not end a conversation: it goes on
 * without them, and says so. @fault: (inout): why the answer was refused */
static gboolean
stream_without_stores (ChattyGemini  *self,
                       const char    *path,
                       JsonNode      *body,
                       Listener      *listener,
                       GCancellable  *cancellable,
                       GError       **fault)
{
  g_autoptr (GError) failure = NULL;

  if (!chatty_gemini_is_refused (*fault))
    return FALSE;
  chatty_gemini_forget_stores (body);
  if (!stream (self, GEMINI_API, path, body, listener, cancellable, &failure))
    {
      /* It was not for the stores. */
      g_clear_error (fault);
      g_propagate_error (fault, g_steal_pointer (&failure));
      return FALSE;
    }
  chatty_gemini_note_without_stores (self, listener->reply, fault);
  return TRUE;
}

/* What the corpus, or the document of one, that the settings name says to a
 * message, as they say; nothing where none is named. */
static GPtrArray *
query_named (ChattyGemini             *self,
             const ChattyChatMessage  *message,
             GCancellable             *cancellable,
             GError                  **error)
{
  g_autofree char *place = chatty_gemini_dup_answer_source (message->context);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *search;
  ChattyKnowledgeScope scope = { place, NULL };
  gint64 most;

  /* A task is no question. */
  if (place == NULL || message->context->passages == NULL || message->text == NULL ||
      *message->text == '\0')
    return g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_source_unref);
  node = chatty_gemini_parse_settings (message->context);
  search = chatty_json_node_object (chatty_gemini_find_tool (chatty_json_node_object (node),
                                                             "fileSearch"));
  scope.filter = chatty_json_get_string (search, "metadataFilter");
  most = chatty_gemini_get_count (search, "topK", PASSAGES);
  return chatty_knowledge_query (CHATTY_KNOWLEDGE (self), message->text, &scope,
                                 (guint) CLAMP (most, 1, CHATTY_GEMINI_MAX_PASSAGES), cancellable,
                                 error);
}

/* What a corpus that is named says to the question: for a model it is no tool, so
 * it goes along. One that is refused, or gone, does not end a conversation either.
 * (nullable) (element-type ChattySource) */
static GPtrArray *
add_corpus (ChattyGemini             *self,
            const ChattyChatMessage  *message,
            JsonNode                 *body,
            ChattyReply              *reply,
            GCancellable             *cancellable,
            GError                  **error)
{
  g_autoptr (GError) fault = NULL;
  GPtrArray *passages = query_named (self, message, cancellable, &fault);

  if (passages != NULL)
    chatty_gemini_add_passages (body, passages);
  else if (chatty_gemini_is_refused (fault))
    {
      chatty_gemini_note_without_stores (self, reply, &fault);
      passages = g_ptr_array_new ();
    }
  else
    g_propagate_error (error, g_steal_pointer (&fault));
  return passages;
}

static gboolean
gemini_send (ChattyChat               *chat,
             ChattyChatSession        *session,
             const ChattyChatMessage  *message,
             ChattyReply              *reply,
             GCancellable             *cancellable,
             GError                  **error)
{
  ChattyGemini *self = CHATTY_GEMINI (chat);
  g_autoptr (GPtrArray) models = NULL;
  const ChattyGeminiModel *model;
  g_autofree char *id = choose_model (self, message, &models, &model, cancellable, error);
  g_autofree char *path = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (ChattySseReader) reader = NULL;
  g_autoptr (ChattyGeminiCitations) citations = chatty_gemini_citations_new ();
  g_autoptr (GPtrArray) passages = NULL;
  g_autoptr (GError) fault = NULL;
  gboolean done;
  g_auto (Listener) listener = { .reply = reply };

  if (id == NULL)
    return FALSE;
  if (model != NULL && model->answers)
    return chatty_gemini_answer (self, model, message, reply, cancellable, error);
  path = chatty_gemini_model_path (id, "streamGenerateContent", error);
  body = path != NULL ? chatty_gemini_write_chat (message, model, error) : NULL;
  passages = body != NULL ? add_corpus (self, message, body, reply, cancellable, error) : NULL;
  if (passages == NULL)
    return FALSE;

  listener.citations = citations;
  reader = listener.reader = chatty_sse_reader_new (event_cb, &listener);
  done = stream (self, chatty_gemini_talk (self, message->context), path, body, &listener,
                 cancellable, &fault) ||
         (chatty_gemini_has_stores (message->context) && !listener.began &&
          stream_without_stores (self, path, body, &listener, cancellable, &fault));
  if (!done)
    chatty_gemini_name_model (&fault, id);
  done = done && finish (&listener, &fault);
  add_sources (&listener);
  if (listener.length > 0)
    chatty_gemini_add_sources (self, reply, passages, cancellable);
  if (!done)
    g_propagate_error (error, g_steal_pointer (&fault));
  return done;
}

static GPtrArray *
gemini_list_models (ChattyChat    *chat,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (GPtrArray) models = chatty_gemini_load_models (CHATTY_GEMINI (chat), TRUE,
                                                            cancellable, error);

  return models != NULL ? chatty_gemini_list_talkers (models) : NULL;
}

static guint
gemini_count_tokens (ChattyChat               *chat,
                     const ChattyChatMessage  *message,
                     GCancellable             *cancellable,
                     GError                  **error)
{
  ChattyGemini *self = CHATTY_GEMINI (chat);
  g_autoptr (GPtrArray) models = NULL;
  const ChattyGeminiModel *model;
  g_autofree char *id = choose_model (self, message, &models, &model, cancellable, error);
  g_autofree char *path = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) node = NULL;
  ChattyHttpRequest *request;

  if (model != NULL && model->answers)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   /* Translators: %s is the name of a model. */
                   _("“%s” answers from documents alone, and does not count"), model->name);
      return 0;
    }
  path = id != NULL ? chatty_gemini_model_path (id, "countTokens", error) : NULL;
  body = path != NULL ? chatty_gemini_write_count (message, model, id, error) : NULL;
  if (body == NULL)
    return 0;
  request = chatty_http_request_new ("POST", path);
  chatty_http_request_set_repeat_safe (request, TRUE);
  chatty_http_request_set_json (request, body);
  node = chatty_gemini_call (self, GEMINI_API, request, cancellable, error);
  if (node == NULL)
    chatty_gemini_name_model (error, id);
  return node != NULL ? chatty_gemini_read_count (node, error) : 0;
}

static const ChattySetting *
gemini_get_settings (ChattyChat *chat,
                     guint      *n_settings)
{
  return chatty_gemini_get_settings (n_settings);
}

void
chatty_gemini_chat_init (ChattyChatInterface *iface)
{
  iface->get_inputs = gemini_get_inputs;
  iface->open = gemini_open;
  iface->send = gemini_send;
  iface->list_models = gemini_list_models;
  iface->count_tokens = gemini_count_tokens;
  iface->get_settings = gemini_get_settings;
}
