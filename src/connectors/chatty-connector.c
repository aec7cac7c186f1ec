/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-connector-private.h"
#include "chatty-connector.h"
#include "chatty-error.h"

/* The plain functions run the platform's own on the calling thread, which must
 * not be that of the main loop; the others are their wrappers. Errors are
 * those of #CHATTY_ERROR; the platform's words in them are redacted. */

G_DEFINE_INTERFACE (ChattyConnector, chatty_connector, G_TYPE_OBJECT)

static void
chatty_connector_default_init (ChattyConnectorInterface *iface)
{
}

/**
 * chatty_connector_get_info:
 *
 * Returns: (transfer none): what is known of the platform; static
 */
const ChattyConnectorInfo *
chatty_connector_get_info (ChattyConnector *self)
{
  g_return_val_if_fail (CHATTY_IS_CONNECTOR (self), NULL);

  return CHATTY_CONNECTOR_GET_IFACE (self)->get_info (self);
}

const char *
chatty_connector_get_id (ChattyConnector *self)
{
  return chatty_connector_get_info (self)->id;
}

const char *
chatty_connector_get_title (ChattyConnector *self)
{
  return chatty_connector_get_info (self)->title;
}

ChattyTier
chatty_connector_get_tier (ChattyConnector *self)
{
  return chatty_connector_get_info (self)->tier;
}

ChattySignInKind
chatty_connector_get_sign_in (ChattyConnector *self)
{
  return chatty_connector_get_info (self)->sign_in;
}

/**
 * chatty_connector_get_pool:
 *
 * Returns: (transfer none): the account's own threads, as many as the platform
 *   takes calls at once
 */
ChattyPool *
chatty_connector_get_pool (ChattyConnector *self)
{
  g_return_val_if_fail (CHATTY_IS_CONNECTOR (self), NULL);

  return CHATTY_CONNECTOR_GET_IFACE (self)->get_pool (self);
}

/**
 * chatty_connector_has_usage:
 *
 * Returns: whether the platform tells what an account has used
 */
gboolean
chatty_connector_has_usage (ChattyConnector *self)
{
  g_return_val_if_fail (CHATTY_IS_CONNECTOR (self), FALSE);

  return CHATTY_CONNECTOR_GET_IFACE (self)->usage != NULL;
}

/**
 * chatty_connector_forget:
 *
 * Drops everything that was learnt of the account; does not block.
 */
void
chatty_connector_forget (ChattyConnector *self)
{
  g_return_if_fail (CHATTY_IS_CONNECTOR (self));

  CHATTY_CONNECTOR_GET_IFACE (self)->forget (self);
}

/**
 * chatty_connector_get_skew:
 *
 * Returns: the platform's clock minus ours, in microseconds, by what it
 *   answered last; %CHATTY_TIME_NONE if it never said
 */
gint64
chatty_connector_get_skew (ChattyConnector *self)
{
  g_return_val_if_fail (CHATTY_IS_CONNECTOR (self), CHATTY_TIME_NONE);

  return CHATTY_CONNECTOR_GET_IFACE (self)->get_skew != NULL
         ? CHATTY_CONNECTOR_GET_IFACE (self)->get_skew (self) : CHATTY_TIME_NONE;
}

ChattyVerdict *
chatty_connector_test (ChattyConnector  *self,
                       GCancellable     *cancellable,
                       GError          **error)
{
  g_return_val_if_fail (CHATTY_IS_CONNECTOR (self), NULL);

  return CHATTY_CONNECTOR_GET_IFACE (self)->test (self, cancellable, error);
}

/*
 * chatty_connector_start:
 * @connector: on which connector
 * @call: (transfer full): the call
 *
 * chatty_call_start() on the connector's own threads.
 */
void
chatty_connector_start (gpointer             connector,
                        ChattyCall          *call,
                        gpointer             tag,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  chatty_call_start (call, connector, chatty_connector_get_pool (connector), tag, cancellable,
                     callback, user_data);
}

static gpointer
test_verb (gpointer       connector,
           ChattyCall    *call,
           GCancellable  *cancellable,
           GError       **error)
{
  return chatty_connector_test (connector, cancellable, error);
}

void
chatty_connector_test_async (ChattyConnector     *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (test_verb, (GDestroyNotify) chatty_verdict_unref);

  chatty_connector_start (self, call, chatty_connector_test_async, cancellable, callback,
                          user_data);
}

ChattyVerdict *
chatty_connector_test_finish (ChattyConnector  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  return chatty_call_finish (self, result, chatty_connector_test_async, error);
}

ChattyUsage *
chatty_connector_usage (ChattyConnector  *self,
                        GCancellable     *cancellable,
                        GError          **error)
{
  g_return_val_if_fail (CHATTY_IS_CONNECTOR (self), NULL);

  if (CHATTY_CONNECTOR_GET_IFACE (self)->usage == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("%s cannot do this"),
                   chatty_connector_get_title (CHATTY_CONNECTOR (self)));
      return NULL;
    }
  return CHATTY_CONNECTOR_GET_IFACE (self)->usage (self, cancellable, error);
}

static gpointer
usage_verb (gpointer       connector,
            ChattyCall    *call,
            GCancellable  *cancellable,
            GError       **error)
{
  return chatty_connector_usage (connector, cancellable, error);
}

void
chatty_connector_usage_async (ChattyConnector     *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (usage_verb, (GDestroyNotify) chatty_usage_unref);

  chatty_connector_start (self, call, chatty_connector_usage_async, cancellable, callback,
                          user_data);
}

ChattyUsage *
chatty_connector_usage_finish (ChattyConnector  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  return chatty_call_finish (self, result, chatty_connector_usage_async, error);
}
