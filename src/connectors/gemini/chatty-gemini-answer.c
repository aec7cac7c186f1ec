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

/* A question: what stays the same wherever it looks. */
typedef struct {
  ChattyGemini            *self;
  const ChattyGeminiModel *model;
  const ChattyChatMessage *message;
  ChattyReply             *reply;
  char                    *path;
  char                    *source;     /* nullable: a corpus, or a document of one */
  const char              *character;  /* nullable: whose documents of it */
  gboolean                 knows;      /* whether something goes along to answer from */
  GCancellable            *cancellable;
} Question;

static void
question_clear (Question *self)
{
  g_free (self->path);
  g_free (self->source);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

/* What is named, else the corpus in which our documents are, where there is one;
 * of that the character's own, as in other conversations. That there is none is
 * no fault. */
static void
find_source (Question *self)
{
  const ChattyChatContext *context = self->message->context;
  g_autoptr (GPtrArray) corpora = NULL;

  self->source = chatty_gemini_dup_answer_source (context);
  if (self->source != NULL)
    return;
  corpora = chatty_gemini_probe_corpora (self->self, self->cancellable);
  if (corpora != NULL)
    self->source = chatty_gemini_find_corpus (corpora);
  for (guint i = 0; context->stores != NULL && i < context->stores->len; i++)
    if (self->character == NULL && chatty_gemini_is_store (context->stores->pdata[i]))
      self->character = context->stores->pdata[i];
}

/* The call -------------------------------------------------------------------------- */

/* @source: (nullable): where to look; %NULL for what goes along */
static gboolean
ask (Question            *self,
     const char          *source,
     ChattyGeminiAnswer  *answer,
     GError             **error)
{
  g_autoptr (JsonNode) body = chatty_gemini_write_answer (self->message, self->model, source,
                                                          self->character, error);
  ChattyHttpRequest *request;
  g_autoptr (JsonNode) node = NULL;
  g_auto (GStrv) told = NULL;
  double temperature;

  if (body == NULL)
    return FALSE;
  told = chatty_gemini_list_told (body, self->message->context, &temperature);
  chatty_reply_add_told (self->reply, (const char *const *) told, temperature);
  request = chatty_http_request_new ("POST", self->path);
  chatty_http_request_set_repeat_safe (request, FALSE);
  chatty_http_request_set_json (request, body);
  node = chatty_gemini_call (self->self, source != NULL ? chatty_gemini_files (self->self)
                                                        : GEMINI_API,
                             request, self->cancellable, error);
  return node != NULL && chatty_gemini_read_answer (node, chatty_time_now (),
                                                    self->message->context, answer, error);
}

/* By what the platform advises to say that there is no answer. */
static gboolean
says_nothing (const ChattyGeminiAnswer *answer)
{
  return answer->piece.text == NULL ? answer->piece.block == NULL
                                    : answer->probability < CHATTY_GEMINI_ANSWERABLE;
}

/* What a corpus does not say the character may know, which is asked once. A
 * corpus that is refused, or gone, does not end a conversation either. */
static gboolean
ask_both (Question            *self,
          ChattyReply         *reply,
          ChattyGeminiAnswer  *answer,
          GError             **error)
{
  g_autoptr (GError) fault = NULL;
  g_auto (ChattyGeminiAnswer) other = { { NULL } };

  if (!ask (self, self->source, answer, &fault))
    {
      if (!self->knows || !chatty_gemini_is_refused (fault))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      if (!ask (self, NULL, answer, error))
        return FALSE;
      chatty_gemini_note_without_stores (self->self, reply, &fault);
      return TRUE;
    }
  if (self->knows && says_nothing (answer) && ask (self, NULL, &other, NULL) &&
      other.piece.text != NULL && !says_nothing (&other))
    {
      ChattyGeminiAnswer first = *answer;

      *answer = other;
      other = first;
    }
  return TRUE;
}

/* The answer ------------------------------------------------------------------------ */

/* (nullable): what a document of a corpus is called. That it is not told is no
 * fault: its text is there. */
static char *
ask_title (ChattyGemini *self,
           const char   *document,
           GCancellable *cancellable)
{
  g_autoptr (JsonNode) node = chatty_gemini_get_named (self, document, cancellable, NULL);

  return node != NULL ? chatty_gemini_read_title (node) : NULL;
}

/*
 * chatty_gemini_add_sources:
 * @sources: (element-type ChattySource): what an answer rests on, as a whole;
 *   documents that have no title are asked for it
 */
void
chatty_gemini_add_sources (ChattyGemini *self,
                           ChattyReply  *reply,
                           GPtrArray    *sources,
                           GCancellable *cancellable)
{
  g_autoptr (GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < sources->len; i++)
    {
      const ChattySource *source = sources->pdata[i];
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
}

static gboolean
take (Question                  *self,
      const ChattyGeminiAnswer  *answer,
      ChattyReply               *reply,
      GError                   **error)
{
  const char *text = answer->piece.text, *finish = answer->piece.finish;

  if (text != NULL)
    chatty_reply_append_text (reply, text);
  if (text != NULL && answer->probability < CHATTY_GEMINI_ANSWERABLE)
    chatty_reply_add_notice (reply, _("The documents probably do not say this. Check it, or ask "
                                      "in another way"));
  if (text != NULL)
    chatty_gemini_add_sources (self->self, reply, answer->sources, self->cancellable);
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
  g_auto (Question) question = {
    .self = self, .model = model, .message = message, .reply = reply,
    .cancellable = cancellable,
    .path = chatty_gemini_model_path (model->id, "generateAnswer", error),
    .knows = chatty_gemini_has_passages (message->context),
  };
  g_auto (ChattyGeminiAnswer) answer = { { NULL } };
  g_autoptr (GError) fault = NULL;
  gboolean done;

  if (question.path == NULL)
    return FALSE;
  find_source (&question);
  if (chatty_set_cancelled (cancellable, error))
    return FALSE;
  if (question.source == NULL && !question.knows)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   /* Translators: %s is the name of a model. */
                   _("“%s” answers from documents alone, and there are none: describe the "
                     "character, or choose another model"), model->name);
      return FALSE;
    }
  done = question.source != NULL ? ask_both (&question, reply, &answer, &fault)
                                 : ask (&question, NULL, &answer, &fault);
  if (!done)
    {
      chatty_gemini_name_model (&fault, model->id);
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  chatty_reply_set_model (reply, model->id);
  return take (&question, &answer, reply, error);
}
