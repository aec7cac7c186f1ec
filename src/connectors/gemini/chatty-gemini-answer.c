/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-codec-answer.h"
#include "chatty-gemini-private.h"

/* A model that answers from documents alone: a corpus of the older engine, or
 * what the character knows. It answers in one piece (platform reference, section
 * 2.10). */

/* Ours: so many documents are asked what they are called. */
#define MAX_TITLES 10

/* Where it looks ------------------------------------------------------------------- */

/* What is named, else the corpus in which our documents are, where there is one.
 * That there is none is no fault. */
static char *
find_source (ChattyGemini            *self,
             const ChattyChatContext *context,
             GCancellable            *cancellable)
{
  char *named = chatty_gemini_dup_answer_source (context);
  g_autoptr (GPtrArray) corpora = named == NULL ? chatty_gemini_probe_corpora (self, cancellable)
                                                : NULL;

  for (guint i = 0; corpora != NULL && i < corpora->len; i++)
    {
      const ChattyGeminiStore *corpus = corpora->pdata[i];

      if (g_str_equal (corpus->title, GEMINI_CORPUS_TITLE))
        return g_strdup (corpus->name);
    }
  return named;
}

/* The call -------------------------------------------------------------------------- */

/* (nullable): what came. @source: (nullable): the corpus to search */
static JsonNode *
ask (ChattyGemini             *self,
     const char               *path,
     const ChattyGeminiModel  *model,
     const ChattyChatMessage  *message,
     const char               *source,
     GCancellable             *cancellable,
     GError                  **error)
{
  g_autoptr (JsonNode) body = chatty_gemini_write_answer (message, model, source, error);
  ChattyHttpRequest *request;

  if (body == NULL)
    return NULL;
  request = chatty_http_request_new ("POST", path);
  chatty_http_request_set_repeat_safe (request, FALSE);
  chatty_http_request_set_json (request, body);
  return chatty_gemini_call (self, source != NULL ? chatty_gemini_files (self) : GEMINI_API,
                             request, cancellable, error);
}

/* A corpus that is refused, or gone, does not end a conversation where there is
 * something else to answer from. */
static JsonNode *
ask_what_there_is (ChattyGemini             *self,
                   const char               *path,
                   const ChattyGeminiModel  *model,
                   const ChattyChatMessage  *message,
                   ChattyReply              *reply,
                   GCancellable             *cancellable,
                   GError                  **error)
{
  g_autofree char *source = find_source (self, message->context, cancellable);
  gboolean knows = chatty_gemini_has_passages (message->context);
  g_autoptr (GError) fault = NULL;
  JsonNode *node;

  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  if (source == NULL && !knows)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   /* Translators: %s is the name of a model. */
                   _("“%s” answers from documents alone, and there are none: describe the "
                     "character, or choose another model"), model->name);
      return NULL;
    }
  node = ask (self, path, model, message, source, cancellable, &fault);
  if (node != NULL || source == NULL || !knows || !chatty_gemini_is_store_fault (fault))
    {
      if (fault != NULL)
        g_propagate_error (error, g_steal_pointer (&fault));
      return node;
    }
  node = ask (self, path, model, message, NULL, cancellable, error);
  if (node != NULL)
    chatty_gemini_note_without_stores (self, reply, &fault);
  return node;
}

/* The answer ------------------------------------------------------------------------ */

/* (nullable): what a document of a corpus is called. That it is not told is no
 * fault: its text is there. */
static char *
ask_title (ChattyGemini *self,
           const char   *document,
           GCancellable *cancellable)
{
  g_autofree char *path = g_strconcat ("/v1beta/", document, NULL);
  ChattyHttpRequest *request = chatty_http_request_new ("GET", path);
  g_autoptr (JsonNode) node = NULL;

  chatty_http_request_set_repeat_safe (request, TRUE);
  node = chatty_gemini_call (self, chatty_gemini_files (self), request, cancellable, NULL);
  return node != NULL ? chatty_gemini_read_title (node) : NULL;
}

static void
add_source (ChattyGemini       *self,
            ChattyReply        *reply,
            const ChattySource *source,
            GHashTable         *titles,
            GCancellable       *cancellable)
{
  g_autoptr (ChattySource) titled = NULL;
  ChattySource fields = *source;

  if (source->document != NULL && *source->title == '\0')
    {
      if (!g_hash_table_contains (titles, source->document) &&
          g_hash_table_size (titles) < MAX_TITLES)
        g_hash_table_insert (titles, g_strdup (source->document),
                             ask_title (self, source->document, cancellable));
      fields.title = g_hash_table_lookup (titles, source->document);
      if (fields.title == NULL)
        fields.title = strrchr (source->document, '/') + 1;
    }
  titled = chatty_source_new (&fields);
  chatty_reply_add_source (reply, titled);
}

static gboolean
take (ChattyGemini              *self,
      const ChattyGeminiAnswer  *answer,
      ChattyReply               *reply,
      GCancellable              *cancellable,
      GError                   **error)
{
  g_autoptr (GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *text = answer->piece.text, *finish = answer->piece.finish;

  if (text != NULL)
    chatty_reply_append_text (reply, text);
  if (text != NULL && answer->probability < CHATTY_GEMINI_ANSWERABLE)
    chatty_reply_add_notice (reply, _("The documents probably do not say this. Check it, or ask "
                                      "in another way"));
  for (guint i = 0; text != NULL && i < answer->sources->len; i++)
    add_source (self, reply, answer->sources->pdata[i], titles, cancellable);
  if (text == NULL && answer->piece.block != NULL)
    finish = NULL;
  else if (finish == NULL)
    finish = "STOP";   /* All of it came: it need not say so. */
  return chatty_gemini_end_answer (reply, finish, answer->piece.block, text != NULL, error);
}

/*
 * chatty_gemini_answer:
 * @model: one that answers from documents alone
 *
 * Asks it, and feeds what it says to @reply.
 *
 * Returns: whether there is an answer
 */
gboolean
chatty_gemini_answer (ChattyGemini             *self,
                      const ChattyGeminiModel  *model,
                      const ChattyChatMessage  *message,
                      ChattyReply              *reply,
                      GCancellable             *cancellable,
                      GError                  **error)
{
  g_autofree char *path = chatty_gemini_model_path (model->id, "generateAnswer", error);
  g_auto (ChattyGeminiAnswer) answer = { { NULL } };
  g_autoptr (GError) fault = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (path == NULL)
    return FALSE;
  node = ask_what_there_is (self, path, model, message, reply, cancellable, &fault);
  if (node == NULL)
    {
      chatty_gemini_name_model (&fault, model->id);
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (!chatty_gemini_read_answer (node, chatty_time_now (), message->context, &answer, error))
    return FALSE;
  chatty_reply_set_model (reply, model->id);
  return take (self, &answer, reply, cancellable, error);
}
