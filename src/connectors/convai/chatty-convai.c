/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-convai-private.h"
#include "chatty-error.h"

static void chatty_convai_connector_init (ChattyConnectorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyConvai, chatty_convai, CHATTY_TYPE_HTTP_CONNECTOR,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CONNECTOR,
                                                      chatty_convai_connector_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CHARACTER_STORE,
                                                      chatty_convai_character_store_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_DRAFTING,
                                                      chatty_convai_drafting_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CHAT,
                                                      chatty_convai_chat_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_SPEECH,
                                                      chatty_convai_speech_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_KNOWLEDGE,
                                                      chatty_convai_knowledge_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_HISTORY,
                                                      chatty_convai_history_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_MEMORY,
                                                      chatty_convai_memory_init))

/* Hosts and headers: platform reference, section 2.1. */
const ChattyConnectorInfo chatty_convai_info = {
  .id = "convai",
  .title = "Convai",
  .tier = CHATTY_TIER_FULL,
  .sign_in = CHATTY_SIGN_IN_API_KEY,
  .summary = N_("Characters, chat, voices, knowledge documents and past sessions"),
  .consent = {
    [CHATTY_CONSENT_READS] =
      N_("Your characters, the list of your knowledge documents, past sessions, what "
         "characters remember, your plan and your usage."),
    [CHATTY_CONSENT_WRITES] =
      N_("Nothing by itself. Characters, knowledge documents and memories are made, changed "
         "or deleted at Convai only when you ask for it."),
    [CHATTY_CONSENT_SENDS] =
      N_("What you write or say to a character, and the documents that you upload, go to "
         "api.convai.com and live.convai.com, or to the server address that you set. "
         "Nothing goes anywhere else."),
    [CHATTY_CONSENT_KEY_PLACE] =
      N_("Your key is kept in the keyring of your desktop, is sent to these servers only, "
         "and is in no file of Chatty Connectors."),
    [CHATTY_CONSENT_COSTS] =
      N_("Each message to a character counts towards the monthly interactions of your Convai "
         "plan. Some parts need a higher plan."),
  },
  .key_page = "https://convai.com/pipeline/dashboard",
  .endpoints = {
    { "api", "https://api.convai.com", "CONVAI-API-KEY", "", FALSE },
    { "live", "https://live.convai.com", "X-API-Key", "", TRUE },
  },
};

static const char *
headline (int code)
{
  switch (code)
    {
    case CHATTY_ERROR_NOT_FOUND:
      return _("Convai does not have this");
    case CHATTY_ERROR_QUOTA:
      return _("Nothing is left of your Convai quota");
    case CHATTY_ERROR_FORBIDDEN:
      return _("Your Convai plan does not include this");
    case CHATTY_ERROR_SIGN_IN_NEEDED:
      return _("Convai does not accept the key. Replace it in the settings");
    default:
      return _("Convai could not do this");
    }
}

/**
 * chatty_convai_set_error:
 * @code: of #CHATTY_ERROR
 * @words: (nullable): the platform's own, which are redacted and shortened
 */
void
chatty_convai_set_error (GError     **error,
                         int          code,
                         const char  *words)
{
  chatty_http_connector_set_error (error, code, headline (code), words);
}

static gboolean
chatty_convai_check (ChattyHttpConnector  *connector,
                     guint                 endpoint,
                     ChattyHttpRequest    *request,
                     ChattyHttpResponse   *response,
                     GError              **error)
{
  gboolean success = chatty_http_response_is_success (response);
  g_autofree char *words = NULL;
  int code;

  words = chatty_convai_dup_failure (chatty_http_response_peek_object (response), success);
  if (success && words == NULL)
    return TRUE;
  code = chatty_convai_classify (chatty_http_response_get_status (response),
                                 chatty_http_request_get_path (request), words);
  if (code >= 0)
    chatty_convai_set_error (error, code, words);
  else
    chatty_http_response_set_error (response, words, error);
  return FALSE;
}

/**
 * chatty_convai_request_json:
 * @path: what to call
 * @repeat_safe: whether calling it twice does no more than once
 * @body: (transfer full): the body
 *
 * Returns: (transfer full): a POST
 */
ChattyHttpRequest *
chatty_convai_request_json (const char *path,
                            gboolean    repeat_safe,
                            JsonNode   *body)
{
  ChattyHttpRequest *request = chatty_http_request_new ("POST", path);
  g_autoptr (JsonNode) owned = body;

  chatty_http_request_set_json (request, owned);
  chatty_http_request_set_repeat_safe (request, repeat_safe);
  return request;
}

/**
 * chatty_convai_request:
 * @path: what to call
 * @repeat_safe: whether calling it twice does no more than once
 * @member: (nullable): the first member of the body, then its text, and so on
 *   up to a %NULL; members without a text are left out
 *
 * Returns: (transfer full): a POST with a body of JSON
 */
ChattyHttpRequest *
chatty_convai_request (const char *path,
                       gboolean    repeat_safe,
                       const char *member,
                       ...)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  va_list args;

  va_start (args, member);
  for (; member != NULL; member = va_arg (args, const char *))
    {
      const char *text = va_arg (args, const char *);

      if (text != NULL)
        json_object_set_string_member (object, member, text);
    }
  va_end (args);
  json_node_take_object (node, object);
  return chatty_convai_request_json (path, repeat_safe, node);
}

/**
 * chatty_convai_call:
 * @request: (transfer full): what to ask of the API host
 *
 * Returns: (transfer full) (nullable): the JSON of the answer, in which there
 *   is no error
 */
JsonNode *
chatty_convai_call (gpointer            self,
                    ChattyHttpRequest  *request,
                    GCancellable       *cancellable,
                    GError            **error)
{
  g_autoptr (ChattyHttpRequest) owned = request;

  return chatty_http_connector_send_json (self, CONVAI_API, owned, cancellable, error);
}

/**
 * chatty_convai_change:
 * @request: (transfer full): what to change at the API host
 *
 * An answer that does not say that it was a success is none (platform
 * reference, section 2.2).
 *
 * Returns: whether the change was made
 */
gboolean
chatty_convai_change (gpointer            self,
                      ChattyHttpRequest  *request,
                      GCancellable       *cancellable,
                      GError            **error)
{
  g_autoptr (JsonNode) node = chatty_convai_call (self, request, cancellable, error);

  if (node == NULL)
    return FALSE;
  if (chatty_convai_is_success (node))
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("Convai did not confirm the change. Look whether it was made, and "
                         "try again"));
  return FALSE;
}

/* One attempt, quickly: whoever tests a key waits for it. */
static ChattyHttpResponse *
probe (ChattyHttpConnector  *self,
       const char           *path,
       gboolean              empty_object,
       GCancellable         *cancellable,
       GError              **error)
{
  g_autoptr (ChattyHttpRequest) request = NULL;

  if (empty_object)
    request = chatty_convai_request (path, FALSE, NULL, NULL);
  else
    {
      request = chatty_http_request_new ("POST", path);
      chatty_http_request_set_repeat_safe (request, FALSE);
    }
  chatty_http_request_set_time_limit (request, 30);
  return chatty_http_connector_send_raw (self, CONVAI_API, request, cancellable, error);
}

static guint
wait_seconds (ChattyHttpResponse *response)
{
  gint64 wait = chatty_http_response_get_wait (response);

  return wait > 0 ? (guint) ((wait + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

/* As the platform's own editor reads it: 400, 401, 403 and 422 say that the
 * key is bad, and nothing else does (platform reference, section 2.1). */
static ChattyVerdict *
judge_key (ChattyHttpConnector *self,
           ChattyHttpResponse  *response)
{
  guint status = chatty_http_response_get_status (response);
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", "/");
  g_autoptr (GError) error = NULL;
  JsonNode *node = chatty_http_response_peek_object (response);
  g_autofree char *words = chatty_convai_dup_failure (node, FALSE);

  if (chatty_convai_check (self, CONVAI_API, request, response, &error))
    {
      if (node != NULL)
        return NULL;
      /* Success that is not JSON comes from something that is not Convai. */
      chatty_convai_set_error (&error, CHATTY_ERROR_SERVER, NULL);
    }
  if (status == 403 && chatty_convai_classify (status, "", words) == CHATTY_ERROR_QUOTA)
    return chatty_verdict_new (&(ChattyVerdict) { .kind = CHATTY_VERDICT_NO_CREDIT,
                                                  .detail = error->message });
  if (status == 400 || status == 401 || status == 403 || status == 422)
    return chatty_verdict_new (&(ChattyVerdict) { .kind = CHATTY_VERDICT_REFUSED,
                                                  .detail = error->message });
  if (status == 402 || status == 429)
    return chatty_verdict_new_for_error (error, wait_seconds (response));
  return chatty_verdict_new (&(ChattyVerdict) { .kind = CHATTY_VERDICT_SERVER_TROUBLE,
                                                .detail = error->message });
}

static gboolean
is_used_up (const ChattyUsage *usage)
{
  for (guint i = 0; usage != NULL && i < usage->n_metrics; i++)
    if (g_str_equal (usage->metrics[i].id, "interactions"))
      return usage->metrics[i].limit > 0 && usage->metrics[i].used >= usage->metrics[i].limit;
  return FALSE;
}

/* The key is good; what can be done with it? */
static ChattyVerdict *
judge_plan (ChattyHttpConnector  *self,
            GCancellable         *cancellable,
            GError              **error)
{
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (ChattyHttpResponse) list = NULL;
  g_autoptr (ChattyUsage) usage = NULL;
  JsonNode *node = NULL;
  ChattyVerdict fields = { .kind = CHATTY_VERDICT_WORKS };
  guint status = 0;

  /* What these two do not tell is not needed: the key has been accepted. */
  response = probe (self, "/user/user-api-usage", TRUE, cancellable, NULL);
  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  if (response != NULL && chatty_http_response_is_success (response))
    node = chatty_http_response_peek_object (response);
  if (node != NULL)
    usage = chatty_convai_read_usage (node, NULL);
  if (usage != NULL)
    {
      fields.plan = usage->plan;
      fields.account = usage->account;
    }
  if (is_used_up (usage))
    {
      fields.kind = CHATTY_VERDICT_NO_CREDIT;
      return chatty_verdict_new (&fields);
    }

  list = probe (self, "/character/list", FALSE, cancellable, NULL);
  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  if (list != NULL)
    status = chatty_http_response_get_status (list);
  if (status == 401 || status == 402 || status == 403)
    {
      fields.kind = CHATTY_VERDICT_LIMITED;
      fields.detail = _("Characters and chat need a higher plan of Convai");
    }
  return chatty_verdict_new (&fields);
}

static ChattyVerdict *
chatty_convai_test (ChattyConnector  *connector,
                    GCancellable     *cancellable,
                    GError          **error)
{
  ChattyHttpConnector *self = CHATTY_HTTP_CONNECTOR (connector);
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GError) failure = NULL;
  ChattyVerdict *verdict;

  response = probe (self, "/user/referral-source-status", FALSE, cancellable, &failure);
  if (response == NULL)
    {
      if (!chatty_error_is_cancelled (failure))
        return chatty_verdict_new_for_error (failure, 0);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  verdict = judge_key (self, response);
  return verdict != NULL ? verdict : judge_plan (self, cancellable, error);
}

static ChattyUsage *
chatty_convai_usage (ChattyConnector  *connector,
                     GCancellable     *cancellable,
                     GError          **error)
{
  g_autoptr (JsonNode) node = NULL;

  node = chatty_convai_call (connector,
                             chatty_convai_request ("/user/user-api-usage", TRUE, NULL, NULL),
                             cancellable, error);
  return node != NULL ? chatty_convai_read_usage (node, error) : NULL;
}

static void
chatty_convai_forget (ChattyConnector *connector)
{
  ChattyConvai *self = CHATTY_CONVAI (connector);

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->voices, g_ptr_array_unref);
  g_clear_pointer (&self->languages, g_ptr_array_unref);
  g_mutex_unlock (&self->lock);
}

static ChattyConnectorInterface *parent_connector_iface;

static void
chatty_convai_connector_init (ChattyConnectorInterface *iface)
{
  parent_connector_iface = g_type_interface_peek_parent (iface);

  iface->get_info = parent_connector_iface->get_info;
  iface->get_pool = parent_connector_iface->get_pool;
  iface->test = chatty_convai_test;
  iface->usage = chatty_convai_usage;
  iface->forget = chatty_convai_forget;
}

static void
chatty_convai_finalize (GObject *object)
{
  ChattyConvai *self = CHATTY_CONVAI (object);

  g_clear_pointer (&self->voices, g_ptr_array_unref);
  g_clear_pointer (&self->languages, g_ptr_array_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (chatty_convai_parent_class)->finalize (object);
}

static void
chatty_convai_class_init (ChattyConvaiClass *klass)
{
  ChattyHttpConnectorClass *connector_class = CHATTY_HTTP_CONNECTOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = chatty_convai_finalize;

  connector_class->info = &chatty_convai_info;
  /* A slow model is not given up, an answer without end is. */
  connector_class->total_seconds = 180;
  connector_class->check = chatty_convai_check;
}

static void
chatty_convai_init (ChattyConvai *self)
{
  g_mutex_init (&self->lock);
}

/**
 * chatty_convai_new:
 * @access: how to reach it
 * @error: what an address or a credential was refused for
 *
 * Returns: (transfer full) (nullable): an account of Convai; see README.md in
 *   this folder
 */
ChattyConnector *
chatty_convai_new (const ChattyConnectorAccess  *access,
                   GError                      **error)
{
  ChattyHttpConnector *self = chatty_http_connector_new (CHATTY_TYPE_CONVAI, access, error);

  return self != NULL ? CHATTY_CONNECTOR (self) : NULL;
}
