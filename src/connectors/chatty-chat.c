/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-chat.h"
#include "chatty-connector-private.h"
#include "chatty-error.h"
#include "chatty-reply-private.h"

/* The plain functions run the platform's own on the calling thread, which must
 * not be that of the main loop; the others are their wrappers. Errors are
 * those of #CHATTY_ERROR; the platform's words in them are redacted. */

G_DEFINE_INTERFACE (ChattyChat, chatty_chat, CHATTY_TYPE_CONNECTOR)

static void
chatty_chat_default_init (ChattyChatInterface *iface)
{
}

/**
 * chatty_chat_get_inputs:
 *
 * Returns: what it takes and gives
 */
ChattyChatInputs
chatty_chat_get_inputs (ChattyChat *self)
{
  g_return_val_if_fail (CHATTY_IS_CHAT (self), 0);

  return CHATTY_CHAT_GET_IFACE (self)->get_inputs (self);
}

ChattyChatSession *
chatty_chat_open (ChattyChat    *self,
                  const char    *character_id,
                  const char    *state,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_return_val_if_fail (CHATTY_IS_CHAT (self), NULL);
  g_return_val_if_fail (character_id != NULL, NULL);

  return CHATTY_CHAT_GET_IFACE (self)->open (self, character_id, state, cancellable,
                                             error);
}

static gpointer
open_verb (gpointer       connector,
           ChattyCall    *call,
           GCancellable  *cancellable,
           GError       **error)
{
  return chatty_chat_open (connector, call->texts[0], call->texts[1], cancellable,
                           error);
}

void
chatty_chat_open_async (ChattyChat          *self,
                        const char          *character_id,
                        const char          *state,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (open_verb, (GDestroyNotify) g_object_unref);

  call->texts[0] = g_strdup (character_id);
  call->texts[1] = g_strdup (state);
  chatty_connector_start (self, call, chatty_chat_open_async, cancellable, callback,
                          user_data);
}

ChattyChatSession *
chatty_chat_open_finish (ChattyChat    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return chatty_call_finish (self, result, chatty_chat_open_async, error);
}

gboolean
chatty_chat_send (ChattyChat               *self,
                  ChattyChatSession        *session,
                  const ChattyChatMessage  *message,
                  ChattyReply              *reply,
                  GCancellable             *cancellable,
                  GError                  **error)
{
  GError *failure = NULL;
  gulong watch;

  g_return_val_if_fail (CHATTY_IS_CHAT (self), FALSE);

  watch = chatty_reply_watch (reply, cancellable);
  CHATTY_CHAT_GET_IFACE (self)->send (self, session, message, reply,
                                      chatty_reply_get_cancellable (reply), &failure);
  return chatty_reply_end (reply, cancellable, watch, failure, error);
}

static gpointer
send_verb (gpointer       connector,
           ChattyCall    *call,
           GCancellable  *cancellable,
           GError       **error)
{
  ChattyChatMessage message = {
    .text = call->texts[0],
    .audio = call->bytes,
    .speak = call->flag,
  };

  return GINT_TO_POINTER (chatty_chat_send (connector,
                                            CHATTY_CHAT_SESSION (call->objects[0]),
                                            &message, CHATTY_REPLY (call->objects[1]),
                                            cancellable, error));
}

void
chatty_chat_send_async (ChattyChat              *self,
                        ChattyChatSession       *session,
                        const ChattyChatMessage *message,
                        ChattyReply             *reply,
                        GAsyncReadyCallback      callback,
                        gpointer                 user_data)
{
  ChattyCall *call = chatty_call_new (send_verb, NULL);

  call->objects[0] = g_object_ref (G_OBJECT (session));
  call->texts[0] = g_strdup (message->text);
  call->bytes = message->audio != NULL ? g_bytes_ref (message->audio) : NULL;
  call->flag = message->speak;
  call->objects[1] = g_object_ref (G_OBJECT (reply));
  /* The reply stops it, and must be ended whenever that happens. */
  chatty_connector_start (self, call, chatty_chat_send_async, NULL, callback, user_data);
}

gboolean
chatty_chat_send_finish (ChattyChat    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return chatty_call_finish (self, result, chatty_chat_send_async, error) != NULL;
}

GPtrArray *
chatty_chat_list_models (ChattyChat    *self,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_return_val_if_fail (CHATTY_IS_CHAT (self), NULL);

  if (CHATTY_CHAT_GET_IFACE (self)->list_models == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("%s cannot do this"),
                   chatty_connector_get_title (CHATTY_CONNECTOR (self)));
      return NULL;
    }
  return CHATTY_CHAT_GET_IFACE (self)->list_models (self, cancellable, error);
}

static gpointer
list_models_verb (gpointer       connector,
                  ChattyCall    *call,
                  GCancellable  *cancellable,
                  GError       **error)
{
  return chatty_chat_list_models (connector, cancellable, error);
}

void
chatty_chat_list_models_async (ChattyChat          *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (list_models_verb, (GDestroyNotify) g_ptr_array_unref);

  chatty_connector_start (self, call, chatty_chat_list_models_async, cancellable, callback,
                          user_data);
}

GPtrArray *
chatty_chat_list_models_finish (ChattyChat    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return chatty_call_finish (self, result, chatty_chat_list_models_async, error);
}
