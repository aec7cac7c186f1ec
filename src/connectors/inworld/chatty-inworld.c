/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-inworld-private.h"

static void chatty_inworld_connector_init (ChattyConnectorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyInworld, chatty_inworld, CHATTY_TYPE_HTTP_CONNECTOR,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CONNECTOR,
                                                      chatty_inworld_connector_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CHARACTER_STORE,
                                                      chatty_inworld_character_store_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CHAT,
                                                      chatty_inworld_chat_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_SPEECH,
                                                      chatty_inworld_speech_init))

/* Host and header: platform reference, section 3.2. */
const ChattyConnectorInfo chatty_inworld_info = {
  .id = "inworld",
  .title = "Inworld",
  .tier = CHATTY_TIER_FULL,
  .sign_in = CHATTY_SIGN_IN_API_KEY,
  .summary = N_("Chat with any of your characters, voices, and characters as routers"),
  .consent = {
    [CHATTY_CONSENT_READS] =
      N_("The routers of your workspace, which are its characters, and the lists of voices and "
         "models."),
    [CHATTY_CONSENT_WRITES] =
      N_("Nothing by itself. Routers are made, changed or deleted at Inworld only when you ask "
         "for it, and only if your key may do so."),
    [CHATTY_CONSENT_SENDS] =
      N_("With each message all of the conversation, the character’s instructions and what it "
         "remembers go to api.inworld.ai, or to the server address that you set, and so do texts "
         "that are to be spoken. Inworld passes them on to the maker of the model that you "
         "choose. Nothing goes anywhere else."),
    [CHATTY_CONSENT_KEY_PLACE] =
      N_("Your key is kept in the keyring of your desktop, is sent to this server only, and is "
         "in no file of Chatty Connectors."),
    [CHATTY_CONSENT_COSTS] =
      N_("Inworld charges for the tokens of each message and for the characters of each text that "
         "is spoken."),
  },
  .key_page = "https://platform.inworld.ai/api-keys",
  .key_hint =
    N_("Enter the Base64 credential that Inworld shows with the key, as it is, or the key and its "
       "secret with a colon between them."),
  .endpoints = {
    { "api", "https://api.inworld.ai", "Authorization", "Basic ", FALSE },
  },
  .prepare_key = chatty_inworld_prepare_key,
};

static gboolean
chatty_inworld_check (ChattyHttpConnector  *connector,
                      guint                 endpoint,
                      ChattyHttpRequest    *request,
                      ChattyHttpResponse   *response,
                      GError              **error)
{
  gboolean success = chatty_http_response_is_success (response);
  guint status = chatty_http_response_get_status (response);
  gboolean writes = !g_str_equal (chatty_http_request_get_method (request), "GET");
  g_auto (ChattyInworldFailure) failure = { NULL };
  gboolean failed;

  failed = chatty_inworld_read_failure (chatty_http_response_peek_object (response), success,
                                        &failure);
  if (success && !failed)
    return TRUE;

  if (failure.code == CHATTY_ERROR_FORBIDDEN || (status == 403 && failure.code < 0))
    {
      if (!g_str_has_prefix (chatty_http_request_get_path (request), "/router/"))
        chatty_inworld_set_error (error, CHATTY_ERROR_FORBIDDEN, failure.words);
      else if (writes)
        g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                             _("Your Inworld key may not write routers, so the character stays "
                               "here, where you can still talk with it. To change that, make a "
                               "key with write permission for routers"));
      else
        g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                             _("Your Inworld key may not read routers, so characters stay here, "
                               "where you can still talk with them. To change that, make a key "
                               "with permission for routers"));
    }
  else if (success)
    chatty_inworld_failure_to_error (&failure, error);
  else if (status == 402 || failure.code == CHATTY_ERROR_QUOTA)
    chatty_inworld_set_error (error, CHATTY_ERROR_QUOTA, failure.words);
  else if (status == 429 || status >= 500 || failure.code < 0)
    chatty_http_response_set_error (response, failure.words, error);
  else
    chatty_inworld_set_error (error, failure.code, failure.words);
  return FALSE;
}

/*
 * chatty_inworld_call:
 * @request: (transfer full): what to ask
 *
 * Returns: (transfer full) (nullable): the JSON of the answer, in which there
 *   is no error
 */
JsonNode *
chatty_inworld_call (gpointer            self,
                     ChattyHttpRequest  *request,
                     GCancellable       *cancellable,
                     GError            **error)
{
  g_autoptr (ChattyHttpRequest) owned = request;

  return chatty_http_connector_send_json (self, INWORLD_API, owned, cancellable, error);
}

/* One attempt, quickly: whoever tests a key waits for it. */
static ChattyHttpResponse *
probe (ChattyHttpConnector  *self,
       const char           *path,
       const char           *size_name,
       GCancellable         *cancellable,
       GError              **error)
{
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("GET", path);

  if (size_name != NULL)
    chatty_http_request_add_query (request, size_name, "1");
  chatty_http_request_set_repeat_safe (request, FALSE);
  chatty_http_request_set_time_limit (request, 30);
  return chatty_http_connector_send_raw (self, INWORLD_API, request, cancellable, error);
}

static guint
wait_seconds (ChattyHttpResponse *response)
{
  gint64 wait = chatty_http_response_get_wait (response);

  return wait > 0 ? (guint) ((wait + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

/* %NULL says that the key is good for what was asked; @forbidden that it is
 * good, but not for this. */
static ChattyVerdict *
judge (ChattyHttpConnector *self,
       const char          *path,
       ChattyHttpResponse  *response,
       gboolean            *forbidden)
{
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("GET", path);
  g_autoptr (GError) error = NULL;
  ChattyVerdictKind kind = CHATTY_VERDICT_SERVER_TROUBLE;

  *forbidden = FALSE;
  if (chatty_inworld_check (self, INWORLD_API, request, response, &error))
    {
      if (chatty_http_response_peek_object (response) != NULL)
        return NULL;
      /* Success that is not JSON comes from something that is not Inworld. */
      chatty_inworld_set_error (&error, CHATTY_ERROR_SERVER, NULL);
    }
  if (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN))
    {
      *forbidden = TRUE;
      return NULL;
    }
  if (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED))
    kind = CHATTY_VERDICT_REFUSED;
  else if (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_QUOTA) ||
           g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_RATE_LIMITED))
    return chatty_verdict_new_for_error (error, wait_seconds (response));
  return chatty_verdict_new (&(ChattyVerdict) { .kind = kind, .detail = error->message });
}

/* The key is good; may it read routers? Whether it may write them, only
 * writing one would tell. */
static ChattyVerdict *
judge_routers (ChattyHttpConnector  *self,
               GCancellable         *cancellable,
               GError              **error)
{
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (ChattyVerdict) trouble = NULL;
  gboolean forbidden = FALSE;

  response = probe (self, "/router/v1/routers", "page_size", cancellable, NULL);
  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  if (response != NULL)
    trouble = judge (self, "/router/v1/routers", response, &forbidden);
  if (forbidden)
    return chatty_verdict_new (&(ChattyVerdict) {
      .kind = CHATTY_VERDICT_LIMITED,
      .detail = _("Characters stay here, since this key may not read routers. Talk and speech "
                  "work"),
    });
  return chatty_verdict_new (&(ChattyVerdict) { .kind = CHATTY_VERDICT_WORKS });
}

static ChattyVerdict *
chatty_inworld_test (ChattyConnector  *connector,
                     GCancellable     *cancellable,
                     GError          **error)
{
  /* The cheapest calls that need a key (platform reference, section 3.5). */
  static const struct {
    const char *path;
    const char *size_name;
  } calls[] = {
    { "/voices/v1/voices", "pageSize" },
    { "/llm/v1alpha/models", NULL },
  };
  ChattyHttpConnector *self = CHATTY_HTTP_CONNECTOR (connector);

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (ChattyHttpResponse) response = NULL;
      g_autoptr (GError) failure = NULL;
      ChattyVerdict *verdict;
      gboolean forbidden;

      response = probe (self, calls[i].path, calls[i].size_name, cancellable, &failure);
      if (response == NULL)
        {
          if (!chatty_error_is_cancelled (failure))
            return chatty_verdict_new_for_error (failure, 0);
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      verdict = judge (self, calls[i].path, response, &forbidden);
      if (verdict != NULL)
        return verdict;
      if (!forbidden && i == 0)
        return judge_routers (self, cancellable, error);
      if (!forbidden)
        break;
    }
  return chatty_verdict_new (&(ChattyVerdict) {
    .kind = CHATTY_VERDICT_LIMITED,
    .detail = _("This key may not use all of Inworld: its voices are closed to it"),
  });
}

static void
chatty_inworld_forget (ChattyConnector *connector)
{
  ChattyInworld *self = CHATTY_INWORLD (connector);

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->voices, g_ptr_array_unref);
  g_mutex_unlock (&self->lock);
}

static ChattyConnectorInterface *parent_connector_iface;

static void
chatty_inworld_connector_init (ChattyConnectorInterface *iface)
{
  parent_connector_iface = g_type_interface_peek_parent (iface);

  iface->get_info = parent_connector_iface->get_info;
  iface->get_pool = parent_connector_iface->get_pool;
  iface->get_skew = parent_connector_iface->get_skew;
  iface->test = chatty_inworld_test;
  iface->forget = chatty_inworld_forget;
}

static void
chatty_inworld_finalize (GObject *object)
{
  ChattyInworld *self = CHATTY_INWORLD (object);

  g_clear_pointer (&self->voices, g_ptr_array_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (chatty_inworld_parent_class)->finalize (object);
}

static void
chatty_inworld_class_init (ChattyInworldClass *klass)
{
  ChattyHttpConnectorClass *connector_class = CHATTY_HTTP_CONNECTOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = chatty_inworld_finalize;

  connector_class->info = &chatty_inworld_info;
  /* What the smallest plan allows (platform reference, section 3.3). */
  connector_class->max_parallel = 5;
  /* A slow model is not given up, an answer without end is. */
  connector_class->total_seconds = 180;
  connector_class->check = chatty_inworld_check;
}

static void
chatty_inworld_init (ChattyInworld *self)
{
  g_mutex_init (&self->lock);
}

/**
 * chatty_inworld_new:
 * @access: how to reach it
 * @error: what an address or a credential was refused for
 *
 * Returns: (transfer full) (nullable): an account of Inworld; see README.md in
 *   this folder
 */
ChattyConnector *
chatty_inworld_new (const ChattyConnectorAccess  *access,
                    GError                      **error)
{
  ChattyHttpConnector *self = chatty_http_connector_new (CHATTY_TYPE_INWORLD, access, error);

  return self != NULL ? CHATTY_CONNECTOR (self) : NULL;
}
