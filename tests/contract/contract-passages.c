/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <math.h>
#include <string.h>

#include "contract.h"

/* A model that answers from documents alone, of Gemini's older engine: what it
 * is asked, where it looks, and what becomes of its answer. */

#define MODEL "models/aqa"
#define ANSWERS "/v1beta/models/aqa:generateAnswer"
#define TALKS "/v1beta/models/*:streamGenerateContent"
#define OURS "Chatty Connectors"
#define LAMP "The lamp is lit at six in the evening."
#define TIDE "High tide reaches the old pier at nine."

static const char *const known[] = { "Description", LAMP, NULL };
static const char *const nothing[] = { NULL };

/* Asks, and takes down what came of it. */
typedef struct {
  Contract   *contract;
  const char *model;           /* NULL for MODEL */
  const char *settings;
  const char *const *passages;
  GPtrArray  *stores;
  gboolean    done;
  char       *text;
  char       *notice;
  GPtrArray  *sources;
  GError     *error;
} Question;

static void
question_clear (Question *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->notice, g_free);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->stores, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->contract, contract_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

static void
ask (Question   *self,
     const char *text)
{
  ChattyChatContext context = self->contract->context;
  ChattyChatMessage message = { .text = text, .context = &context };
  g_autoptr (ChattyChatSession) session = NULL;
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->notice, g_free);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_error (&self->error);
  context.model = self->model != NULL ? self->model : MODEL;
  context.settings = self->settings;
  context.passages = self->passages;
  context.stores = self->stores;
  session = chatty_chat_open (CHATTY_CHAT (self->contract->connector), NULL, NULL, NULL,
                              &self->error);
  g_assert_no_error (self->error);
  self->done = chatty_chat_send (CHATTY_CHAT (self->contract->connector), session, &message, reply,
                                 NULL, &self->error);
  self->text = chatty_reply_dup_text (reply);
  self->notice = chatty_reply_dup_notice (reply);
  self->sources = chatty_reply_dup_sources (reply);
  g_assert_true (self->done == (self->error == NULL));
  if (self->error != NULL)
    contract_check_error (self->error);
}

static guint
count (Question   *self,
       const char *path)
{
  return chatty_simulator_count_requests (self->contract->simulator, CHATTY_SIMULATOR_GEMINI_API,
                                          path);
}

static const ChattySource *
source_of (Question *self,
           guint     nth)
{
  g_assert_cmpuint (nth, <, self->sources->len);
  return self->sources->pdata[nth];
}

/* Returns: (transfer full): the name of a corpus with a document */
static char *
add_corpus (Question   *self,
            const char *title)
{
  Contract *contract = self->contract;
  char *corpus = chatty_simulator_add_corpus (contract->simulator, contract->owner, title);
  g_autofree char *document = chatty_simulator_add_corpus_document (contract->simulator, corpus,
                                                                    "tides.txt", TIDE);

  g_assert_nonnull (document);
  g_assert_true (contract_set (contract, "corpora", "yes"));
  return corpus;
}

/* Without a corpus it answers from what goes along. */
static void
test_known (const ContractPlatform *platform)
{
  g_auto (Question) question = { .contract = contract_new (platform), .passages = known };

  ask (&question, "When is the lamp lit?");
  g_assert_no_error (question.error);
  g_assert_cmpstr (question.text, ==, LAMP);
  g_assert_null (question.notice);
  g_assert_cmpuint (question.sources->len, ==, 1);
  g_assert_cmpstr (source_of (&question, 0)->title, ==, "Description");
  g_assert_cmpstr (source_of (&question, 0)->excerpt, ==, LAMP);
  g_assert_cmpuint (source_of (&question, 0)->n_spans, ==, 0);
  g_assert_cmpuint (count (&question, ANSWERS), ==, 1);
  g_assert_cmpuint (count (&question, TALKS), ==, 0);

  /* What nothing says is told with the answer. */
  ask (&question, "Who invented paper?");
  g_assert_no_error (question.error);
  g_assert_cmpstr (question.text, !=, "");
  g_assert_nonnull (strstr (question.notice, "probably do not say"));
  g_assert_cmpuint (question.sources->len, ==, 0);
  g_assert_cmpuint (count (&question, ANSWERS), ==, 2);
}

/* Our corpus is found; its documents have their names. What it does not say the
 * character may know. */
static void
test_corpus (const ContractPlatform *platform)
{
  g_auto (Question) question = { .contract = contract_new (platform), .passages = known };
  g_autofree char *corpus = add_corpus (&question, OURS);

  ask (&question, "When is high tide?");
  g_assert_no_error (question.error);
  g_assert_cmpstr (question.text, ==, TIDE);
  g_assert_null (question.notice);
  g_assert_cmpuint (question.sources->len, ==, 1);
  g_assert_cmpstr (source_of (&question, 0)->title, ==, "tides.txt");
  g_assert_true (g_str_has_prefix (source_of (&question, 0)->document, corpus));
  g_assert_cmpuint (count (&question, ANSWERS), ==, 1);

  ask (&question, "When is the lamp lit?");
  g_assert_no_error (question.error);
  g_assert_cmpstr (question.text, ==, LAMP);
  g_assert_null (question.notice);
  g_assert_cmpuint (count (&question, ANSWERS), ==, 3);

  /* What neither says. */
  ask (&question, "Who invented paper?");
  g_assert_no_error (question.error);
  g_assert_nonnull (strstr (question.notice, "probably do not say"));
  g_assert_cmpuint (count (&question, ANSWERS), ==, 5);
}

/* A corpus of somebody else's making is searched where it is named, and no
 * document of another character is. */
static void
test_named (const ContractPlatform *platform)
{
  g_auto (Question) question = { .contract = contract_new (platform), .passages = nothing };
  g_autofree char *corpus = add_corpus (&question, "Harbour");
  g_autofree char *ours = NULL;
  g_autofree char *settings = g_strdup_printf ("{\"fileSearchStoreNames\":\"%s\","
                                               "\"answerStyle\":\"VERBOSE\"}", corpus);

  ask (&question, "When is high tide?");
  g_assert_error (question.error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (question.error->message, "documents alone"));
  g_assert_cmpuint (count (&question, ANSWERS), ==, 0);

  question.settings = settings;
  ask (&question, "When is high tide?");
  g_assert_no_error (question.error);
  g_assert_cmpstr (question.text, ==, TIDE);

  question.settings = NULL;
  ours = add_corpus (&question, OURS);
  question.stores = g_ptr_array_new ();
  g_ptr_array_add (question.stores, (gpointer) "fileSearchStores/wren-1");
  ask (&question, "When is high tide?");
  g_assert_no_error (question.error);
  g_assert_cmpstr (question.text, !=, TIDE);
  g_assert_cmpuint (question.sources->len, ==, 0);
}

/* Whether the last body that went to @path has these words. */
static gboolean
has_sent (Question   *self,
          const char *path,
          const char *words)
{
  g_autoptr (GPtrArray) requests = chatty_simulator_dup_requests (self->contract->simulator);

  for (guint i = requests->len; i > 0; i--)
    {
      const ChattySimulatorRequest *request = requests->pdata[i - 1];
      gsize length;
      const char *body;

      if (strstr (request->path, path) == NULL)
        continue;
      body = g_bytes_get_data (request->body, &length);
      return g_strstr_len (body, (gssize) length, words) != NULL;
    }
  return FALSE;
}

/* With any other model, what a corpus that is named says goes along. */
static void
test_along (const ContractPlatform *platform)
{
  g_auto (Question) question = { .contract = contract_new (platform), .passages = nothing,
                                 .model = "" };
  g_autofree char *corpus = add_corpus (&question, "Harbour");
  g_autofree char *settings = g_strdup_printf ("{\"fileSearchStoreNames\":\"%s\"}", corpus);
  g_autofree char *filtered = g_strdup_printf (
    "{\"fileSearchStoreNames\":\"%s\",\"tools\":{\"fileSearch\":{\"topK\":3,"
    "\"metadataFilter\":\"genre = \\\"tea\\\"\"}}}", corpus);

  ask (&question, "When is high tide?");
  g_assert_no_error (question.error);
  g_assert_cmpuint (count (&question, "/v1beta/corpora/*:query"), ==, 0);

  question.settings = settings;
  ask (&question, "When is high tide?");
  g_assert_no_error (question.error);
  g_assert_null (question.notice);
  g_assert_cmpuint (count (&question, "/v1beta/corpora/*:query"), ==, 1);
  g_assert_true (has_sent (&question, ":streamGenerateContent", "[1] " TIDE));
  g_assert_cmpuint (question.sources->len, ==, 1);
  g_assert_cmpstr (source_of (&question, 0)->title, ==, "tides.txt");
  g_assert_cmpstr (source_of (&question, 0)->excerpt, ==, TIDE);
  g_assert_true (g_str_has_prefix (source_of (&question, 0)->document, corpus));

  /* No document is of that kind. */
  question.settings = filtered;
  ask (&question, "When is high tide?");
  g_assert_no_error (question.error);
  g_assert_true (has_sent (&question, ":query", "metadataFilters"));
  g_assert_true (has_sent (&question, ":query", "\"resultsCount\":3"));
  g_assert_false (has_sent (&question, ":streamGenerateContent", TIDE));
  g_assert_cmpuint (question.sources->len, ==, 0);

  /* A task is no question for documents. */
  question.settings = settings;
  question.passages = NULL;
  ask (&question, "When is high tide?");
  g_assert_no_error (question.error);
  g_assert_cmpuint (count (&question, "/v1beta/corpora/*:query"), ==, 2);

  /* And one that has gone does not end the conversation. */
  question.passages = nothing;
  g_assert_true (contract_set (question.contract, "corpora", "no"));
  ask (&question, "When is high tide?");
  g_assert_no_error (question.error);
  g_assert_nonnull (strstr (question.notice, "without the character’s documents"));
  g_assert_cmpuint (question.sources->len, ==, 0);
}

/* A corpus that has gone does not end the conversation, and a model that has
 * says so. */
static void
test_gone (const ContractPlatform *platform)
{
  g_auto (Question) question = { .contract = contract_new (platform), .passages = known,
                                 .settings = "{\"fileSearchStoreNames\":\"corpora/none\"}" };

  ask (&question, "When is the lamp lit?");
  g_assert_no_error (question.error);
  g_assert_cmpstr (question.text, ==, LAMP);
  g_assert_nonnull (strstr (question.notice, "not there any more"));
  g_assert_cmpuint (count (&question, ANSWERS), ==, 2);

  question.passages = nothing;
  ask (&question, "When is the lamp lit?");
  g_assert_error (question.error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_assert_cmpuint (count (&question, ANSWERS), ==, 3);

  /* The list was read before that. */
  question.passages = known;
  question.settings = NULL;
  g_assert_true (contract_set (question.contract, "answers", "no"));
  ask (&question, "When is the lamp lit?");
  g_assert_error (question.error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (question.error->message, "Choose another one"));
  g_assert_cmpuint (count (&question, ANSWERS), ==, 4);

  /* And then the list says the same. */
  chatty_connector_forget (question.contract->connector);
  ask (&question, "When is the lamp lit?");
  g_assert_error (question.error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (question.error->message, "aqa"));
  g_assert_cmpuint (count (&question, ANSWERS), ==, 4);
}

/* What ends an answer is told as that of other models is. */
static void
test_ends (const ContractPlatform *platform)
{
  static const struct {
    const char *fault;
    const char *finish;
    int         code;    /* -1: none */
    const char *words;
  } cases[] = {
    { "none", "MAX_TOKENS", -1, "cut off" },
    { "no-content", "RECITATION", CHATTY_ERROR_INVALID_DATA, "published text" },
    { "no-content", "STOP", CHATTY_ERROR_SERVER, "empty answer" },
    { "blocked", "STOP", CHATTY_ERROR_INVALID_DATA, "safety filter" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Question) question = { .contract = contract_new (platform), .passages = known };

      g_assert_true (contract_set (question.contract, "chat-fault", cases[i].fault));
      g_assert_true (contract_set (question.contract, "finish", cases[i].finish));
      ask (&question, "When is the lamp lit?");
      if (cases[i].code < 0)
        {
          g_assert_no_error (question.error);
          g_assert_cmpstr (question.text, ==, LAMP);
          g_assert_nonnull (strstr (question.notice, cases[i].words));
          continue;
        }
      g_assert_error (question.error, CHATTY_ERROR, cases[i].code);
      g_assert_nonnull (strstr (question.error->message, cases[i].words));
      g_assert_cmpstr (question.text, ==, "");
      g_assert_cmpuint (question.sources->len, ==, 0);
      g_assert_cmpuint (count (&question, ANSWERS), ==, 1);
    }
}

/* A quota that is used up asks nobody twice. */
static void
test_quota (const ContractPlatform *platform)
{
  g_auto (Question) question = { .contract = contract_new (platform), .passages = known };
  g_autofree char *corpus = add_corpus (&question, OURS);

  g_assert_true (contract_set (question.contract, "quota", "day"));
  ask (&question, "When is high tide?");
  g_assert_error (question.error, CHATTY_ERROR, CHATTY_ERROR_QUOTA);
  g_assert_cmpuint (count (&question, ANSWERS), ==, 1);
}

/* It comes last, is never chosen by itself, and does nothing but answer: neither
 * count nor a task. */
static void
test_choice (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  ChattyChat *chat = CHATTY_CHAT (contract->connector);
  g_autoptr (ChattyChatSession) session = NULL;
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autoptr (ChattyReply) task = chatty_reply_new (NULL);
  g_autoptr (GPtrArray) models = NULL;
  ChattyChatContext context = { .temperature = NAN, .passages = known };
  ChattyChatMessage message = { .text = "When is the lamp lit?", .context = &context };
  const ChattyLanguageModel *last;
  g_autofree char *model = NULL;
  g_autoptr (GError) error = NULL;

  models = chatty_chat_list_models (chat, NULL, &error);
  g_assert_no_error (error);
  last = models->pdata[models->len - 1];
  g_assert_cmpstr (last->id, ==, "aqa");
  g_assert_nonnull (strstr (last->group, "documents alone"));

  session = chatty_chat_open (chat, NULL, NULL, NULL, &error);
  g_assert_true (chatty_chat_send (chat, session, &message, reply, NULL, &error));
  g_assert_no_error (error);
  model = chatty_reply_dup_model (reply);
  g_assert_cmpstr (model, !=, "aqa");

  context.model = MODEL;
  g_assert_cmpuint (chatty_chat_count_tokens (chat, &message, NULL, &error), ==, 0);
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
  g_clear_error (&error);

  context.passages = NULL;
  g_assert_true (chatty_chat_send (chat, session, &message, task, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_simulator_count_requests (contract->simulator,
                                                     CHATTY_SIMULATOR_GEMINI_API, ANSWERS), ==, 0);
  g_assert_cmpuint (chatty_simulator_count_requests (contract->simulator,
                                                     CHATTY_SIMULATOR_GEMINI_API, TALKS), ==, 2);
}

void
contract_add_passages (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);

  if (!contract_set (contract, "answers", "yes"))
    return;
  contract_add ("/passages/known", platform, test_known);
  contract_add ("/passages/corpus", platform, test_corpus);
  contract_add ("/passages/named", platform, test_named);
  contract_add ("/passages/along", platform, test_along);
  contract_add ("/passages/gone", platform, test_gone);
  contract_add ("/passages/ends", platform, test_ends);
  contract_add ("/passages/quota", platform, test_quota);
  contract_add ("/passages/choice", platform, test_choice);
}
