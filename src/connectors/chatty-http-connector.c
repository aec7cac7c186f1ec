/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-http-connector.h"
#include "chatty-redact.h"
#include "chatty-text.h"
#include "chatty-time.h"

/* What a person is shown of a platform's words. */
#define MAX_WORDS 300

typedef struct {
  ChattyHttp     *https[CHATTY_MAX_ENDPOINTS];
  ChattyHttpAuth *auths[CHATTY_MAX_ENDPOINTS];
  ChattySignInKind  kinds[CHATTY_MAX_ENDPOINTS];
  ChattyPool     *pool;
  GMutex          lock;
  gint64          skew;
} ChattyHttpConnectorPrivate;

static void chatty_http_connector_connector_init (ChattyConnectorInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (ChattyHttpConnector, chatty_http_connector, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (ChattyHttpConnector)
                                  G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CONNECTOR,
                                                         chatty_http_connector_connector_init))

#define PRIVATE(self) \
  ((ChattyHttpConnectorPrivate *) chatty_http_connector_get_instance_private (self))

static const ChattyConnectorInfo *
chatty_http_connector_get_info (ChattyConnector *connector)
{
  return CHATTY_HTTP_CONNECTOR_GET_CLASS (connector)->info;
}

static ChattyPool *
chatty_http_connector_get_pool (ChattyConnector *connector)
{
  return PRIVATE (CHATTY_HTTP_CONNECTOR (connector))->pool;
}

static void
chatty_http_connector_forget (ChattyConnector *connector)
{
}

static gint64
chatty_http_connector_get_skew (ChattyConnector *connector)
{
  ChattyHttpConnectorPrivate *private = PRIVATE (CHATTY_HTTP_CONNECTOR (connector));
  gint64 skew;

  g_mutex_lock (&private->lock);
  skew = private->skew;
  g_mutex_unlock (&private->lock);
  return skew;
}

/* The header has whole seconds: less than two of them are none. */
static void
note_date (ChattyHttpConnector *self,
           ChattyHttpResponse  *response)
{
  ChattyHttpConnectorPrivate *private = PRIVATE (self);
  gint64 date = chatty_http_response_get_date (response);
  gint64 skew;

  if (date == CHATTY_TIME_NONE)
    return;
  skew = date - chatty_time_now ();
  g_mutex_lock (&private->lock);
  private->skew = ABS (skew) < 2 * G_USEC_PER_SEC ? 0 : skew;
  g_mutex_unlock (&private->lock);
}

static void
chatty_http_connector_connector_init (ChattyConnectorInterface *iface)
{
  iface->get_info = chatty_http_connector_get_info;
  iface->get_pool = chatty_http_connector_get_pool;
  iface->forget = chatty_http_connector_forget;
  iface->get_skew = chatty_http_connector_get_skew;
}

static gboolean
chatty_http_connector_real_check (ChattyHttpConnector  *self,
                                  guint                 endpoint,
                                  ChattyHttpRequest    *request,
                                  ChattyHttpResponse   *response,
                                  GError              **error)
{
  return chatty_http_response_check (response, error);
}

static void
chatty_http_connector_finalize (GObject *object)
{
  ChattyHttpConnectorPrivate *private = PRIVATE (CHATTY_HTTP_CONNECTOR (object));

  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    {
      g_clear_object (&private->https[i]);
      g_clear_object (&private->auths[i]);
    }
  g_clear_object (&private->pool);
  g_mutex_clear (&private->lock);

  G_OBJECT_CLASS (chatty_http_connector_parent_class)->finalize (object);
}

static void
chatty_http_connector_class_init (ChattyHttpConnectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_http_connector_finalize;

  klass->max_parallel = 4;
  klass->total_seconds = 120;
  klass->check = chatty_http_connector_real_check;
}

static void
chatty_http_connector_init (ChattyHttpConnector *self)
{
  PRIVATE (self)->skew = CHATTY_TIME_NONE;
  g_mutex_init (&PRIVATE (self)->lock);
}

static gboolean
open_endpoint (ChattyHttpConnector          *self,
               guint                         nth,
               const ChattyConnectorAccess  *access,
               const ChattyHttpSettings     *settings,
               GError                      **error)
{
  ChattyHttpConnectorPrivate *private = PRIVATE (self);
  const ChattyConnectorInfo *info = CHATTY_HTTP_CONNECTOR_GET_CLASS (self)->info;
  const ChattyEndpoint *endpoint = &info->endpoints[nth];
  const char *address = chatty_connector_info_get_address (info, access->addresses, nth);
  ChattyAuthorizer *authorizer = endpoint->prefers_key && access->key != NULL
                                 ? access->key : access->authorizer;

  if (address == NULL || endpoint->role != CHATTY_ENDPOINT_CALLS ||
      (endpoint->optional && !chatty_authorizer_covers (authorizer, address)))
    return TRUE;

  private->https[nth] = chatty_http_new (address, settings, error);
  if (private->https[nth] == NULL)
    return FALSE;
  private->kinds[nth] = chatty_authorizer_get_kind (authorizer);
  private->auths[nth] = chatty_authorizer_create_http_auth (authorizer, address, error);
  return private->auths[nth] != NULL;
}

/**
 * chatty_http_connector_new:
 * @type: the platform's class
 * @access: how to reach it
 * @error: what an address or a credential was refused for
 *
 * Nothing is sent. The addresses hold for the life of the connector: an
 * account whose address changes gets a new one.
 *
 * Returns: (transfer full) (nullable): an account on the platform
 */
ChattyHttpConnector *
chatty_http_connector_new (GType                         type,
                           const ChattyConnectorAccess  *access,
                           GError                      **error)
{
  g_autoptr (ChattyHttpConnector) self = g_object_new (type, NULL);
  ChattyHttpConnectorClass *klass = CHATTY_HTTP_CONNECTOR_GET_CLASS (self);
  ChattyHttpSettings settings = CHATTY_HTTP_SETTINGS_INIT;

  g_return_val_if_fail (CHATTY_IS_AUTHORIZER (access->authorizer), NULL);

  settings.max_parallel = klass->max_parallel;
  settings.min_interval = klass->min_interval;
  settings.total_seconds = klass->total_seconds;
  if (access->http != NULL)
    settings = *access->http;
  if (settings.user_agent == NULL)
    settings.user_agent = PACKAGE_NAME "/" PACKAGE_VERSION;
  if (access->journal != NULL)
    settings.journal = access->journal;

  PRIVATE (self)->pool = chatty_pool_new (klass->info->id, settings.max_parallel);
  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (klass->info); i++)
    if (!open_endpoint (self, i, access, &settings, error))
      return NULL;
  return g_steal_pointer (&self);
}

/**
 * chatty_http_connector_has_endpoint:
 * @endpoint: index in the platform's info
 *
 * Returns: whether that server is used
 */
gboolean
chatty_http_connector_has_endpoint (ChattyHttpConnector *self,
                                    guint                endpoint)
{
  return endpoint < CHATTY_MAX_ENDPOINTS && PRIVATE (self)->https[endpoint] != NULL;
}

/**
 * chatty_http_connector_get_address:
 * @endpoint: index in the platform's info, of one that is used
 *
 * Returns: (transfer none): that server's address
 */
const char *
chatty_http_connector_get_address (ChattyHttpConnector *self,
                                   guint                endpoint)
{
  g_return_val_if_fail (chatty_http_connector_has_endpoint (self, endpoint), NULL);

  return chatty_http_get_address (PRIVATE (self)->https[endpoint]);
}

/**
 * chatty_http_connector_get_kind:
 * @endpoint: index in the platform's info, of one that is used
 *
 * Returns: what credential goes to that server
 */
ChattySignInKind
chatty_http_connector_get_kind (ChattyHttpConnector *self,
                                guint                endpoint)
{
  g_return_val_if_fail (chatty_http_connector_has_endpoint (self, endpoint), CHATTY_SIGN_IN_NONE);

  return PRIVATE (self)->kinds[endpoint];
}

static gboolean
check_endpoint (ChattyHttpConnector  *self,
                guint                 endpoint,
                GError              **error)
{
  if (chatty_http_connector_has_endpoint (self, endpoint))
    return TRUE;
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
               /* Translators: a platform's name; "server" as in "server address". */
               _("This account has no server address for this part of %s"),
               CHATTY_HTTP_CONNECTOR_GET_CLASS (self)->info->title);
  return FALSE;
}

/**
 * chatty_http_connector_send_raw:
 * @endpoint: index in the platform's info
 * @request: what to ask
 *
 * Returns: (transfer full) (nullable): the answer, whatever its status
 */
ChattyHttpResponse *
chatty_http_connector_send_raw (ChattyHttpConnector  *self,
                                guint                 endpoint,
                                ChattyHttpRequest    *request,
                                GCancellable         *cancellable,
                                GError              **error)
{
  ChattyHttpResponse *response;

  if (!check_endpoint (self, endpoint, error))
    return NULL;
  response = chatty_http_send (PRIVATE (self)->https[endpoint], request,
                               PRIVATE (self)->auths[endpoint], cancellable, error);
  if (response != NULL)
    note_date (self, response);
  return response;
}

/**
 * chatty_http_connector_send:
 * @endpoint: index in the platform's info
 * @request: what to ask
 *
 * Returns: (transfer full) (nullable): the answer, in which the platform's
 *   class has found no error
 */
ChattyHttpResponse *
chatty_http_connector_send (ChattyHttpConnector  *self,
                            guint                 endpoint,
                            ChattyHttpRequest    *request,
                            GCancellable         *cancellable,
                            GError              **error)
{
  g_autoptr (ChattyHttpResponse) response = NULL;

  response = chatty_http_connector_send_raw (self, endpoint, request, cancellable, error);
  if (response == NULL ||
      !CHATTY_HTTP_CONNECTOR_GET_CLASS (self)->check (self, endpoint, request, response, error))
    return NULL;
  return g_steal_pointer (&response);
}

/**
 * chatty_http_connector_send_json:
 * @endpoint: index in the platform's info
 * @request: what to ask
 *
 * Returns: (transfer full) (nullable): the JSON of the answer
 */
JsonNode *
chatty_http_connector_send_json (ChattyHttpConnector  *self,
                                 guint                 endpoint,
                                 ChattyHttpRequest    *request,
                                 GCancellable         *cancellable,
                                 GError              **error)
{
  g_autoptr (ChattyHttpResponse) response = NULL;

  response = chatty_http_connector_send (self, endpoint, request, cancellable, error);
  return response != NULL ? chatty_http_response_parse_json (response, error) : NULL;
}

/**
 * chatty_http_connector_stream:
 * @endpoint: index in the platform's info
 * @request: what to ask
 * @func: gets the pieces of an answer of success, on this thread
 *
 * Returns: (transfer full) (nullable): the answer without its body
 */
ChattyHttpResponse *
chatty_http_connector_stream (ChattyHttpConnector  *self,
                              guint                 endpoint,
                              ChattyHttpRequest    *request,
                              ChattyHttpChunkFunc   func,
                              gpointer              user_data,
                              GCancellable         *cancellable,
                              GError              **error)
{
  g_autoptr (ChattyHttpResponse) response = NULL;

  if (!check_endpoint (self, endpoint, error))
    return NULL;
  response = chatty_http_stream (PRIVATE (self)->https[endpoint], request,
                                 PRIVATE (self)->auths[endpoint], func, user_data,
                                 cancellable, error);
  if (response == NULL ||
      (!chatty_http_response_is_success (response) &&
       !CHATTY_HTTP_CONNECTOR_GET_CLASS (self)->check (self, endpoint, request, response, error)))
    return NULL;
  return g_steal_pointer (&response);
}

/**
 * chatty_http_connector_set_error:
 * @code: of #CHATTY_ERROR
 * @headline: what went wrong and what to do, translated, without a full stop
 * @words: (nullable): the platform's own, which are redacted and shortened
 */
void
chatty_http_connector_set_error (GError     **error,
                                 int          code,
                                 const char  *headline,
                                 const char  *words)
{
  g_autofree char *hidden = words != NULL ? chatty_redact_text (words, -1) : NULL;
  g_autofree char *line = hidden != NULL ? chatty_text_one_line (hidden, MAX_WORDS) : NULL;

  if (line != NULL && *line != '\0')
    /* Translators: what went wrong, then the platform's own words. */
    g_set_error (error, CHATTY_ERROR, code, _("%s. It said: %s"), headline, line);
  else
    g_set_error_literal (error, CHATTY_ERROR, code, headline);
}

/**
 * chatty_http_connector_is_lost:
 * @error: (nullable): why a call failed
 *
 * Returns: whether @error leaves open if the call was carried out
 */
gboolean
chatty_http_connector_is_lost (const GError *error)
{
  return g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_SERVER);
}
