/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include "chatty-connector-private.h"
#include "chatty-history.h"

/* The plain functions run the platform's own on the calling thread, which must
 * not be that of the main loop; the others are their wrappers. Errors are
 * those of #CHATTY_ERROR; the platform's words in them are redacted. */

G_DEFINE_INTERFACE (ChattyHistory, chatty_history, CHATTY_TYPE_CONNECTOR)

static void
chatty_history_default_init (ChattyHistoryInterface *iface)
{
}

static void
chatty_past_session_clear (gpointer data)
{
  g_free ((char *) ((ChattyPastSession *) data)->id);
}

G_DEFINE_BOXED_TYPE (ChattyPastSession, chatty_past_session, chatty_past_session_ref,
                     chatty_past_session_unref)

/**
 * chatty_past_session_new:
 * @fields: what it holds; copied
 *
 * Returns: (transfer full): a counted record that nobody changes
 */
ChattyPastSession *
chatty_past_session_new (const ChattyPastSession *fields)
{
  ChattyPastSession *self = g_atomic_rc_box_new0 (ChattyPastSession);

  *self = *fields;
  self->id = g_strdup (fields->id);
  return self;
}

ChattyPastSession *
chatty_past_session_ref (ChattyPastSession *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_past_session_unref (ChattyPastSession *self)
{
  g_atomic_rc_box_release_full (self, chatty_past_session_clear);
}

GPtrArray *
chatty_history_list (ChattyHistory  *self,
                     const char     *character_id,
                     GCancellable   *cancellable,
                     GError        **error)
{
  g_return_val_if_fail (CHATTY_IS_HISTORY (self), NULL);
  g_return_val_if_fail (character_id != NULL, NULL);

  return CHATTY_HISTORY_GET_IFACE (self)->list (self, character_id, cancellable, error);
}

static gpointer
list_verb (gpointer       connector,
           ChattyCall    *call,
           GCancellable  *cancellable,
           GError       **error)
{
  return chatty_history_list (connector, call->texts[0], cancellable, error);
}

void
chatty_history_list_async (ChattyHistory       *self,
                           const char          *character_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (list_verb, (GDestroyNotify) g_ptr_array_unref);

  call->texts[0] = g_strdup (character_id);
  chatty_connector_start (self, call, chatty_history_list_async, cancellable, callback,
                          user_data);
}

GPtrArray *
chatty_history_list_finish (ChattyHistory  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return chatty_call_finish (self, result, chatty_history_list_async, error);
}

ChattyTranscript *
chatty_history_read (ChattyHistory      *self,
                     const char         *character_id,
                     const char         *character_name,
                     ChattyPastSession  *session,
                     GCancellable       *cancellable,
                     GError            **error)
{
  g_return_val_if_fail (CHATTY_IS_HISTORY (self), NULL);
  g_return_val_if_fail (character_id != NULL && session != NULL, NULL);

  return CHATTY_HISTORY_GET_IFACE (self)->read (self, character_id, character_name,
                                                session, cancellable, error);
}

static gpointer
read_verb (gpointer       connector,
           ChattyCall    *call,
           GCancellable  *cancellable,
           GError       **error)
{
  return chatty_history_read (connector, call->texts[0], call->texts[1], call->value,
                              cancellable, error);
}

void
chatty_history_read_async (ChattyHistory       *self,
                           const char          *character_id,
                           const char          *character_name,
                           ChattyPastSession   *session,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (read_verb, (GDestroyNotify) chatty_transcript_unref);

  call->texts[0] = g_strdup (character_id);
  call->texts[1] = g_strdup (character_name);
  call->value = chatty_past_session_ref (session);
  call->free_value = (GDestroyNotify) chatty_past_session_unref;
  chatty_connector_start (self, call, chatty_history_read_async, cancellable, callback,
                          user_data);
}

ChattyTranscript *
chatty_history_read_finish (ChattyHistory  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return chatty_call_finish (self, result, chatty_history_read_async, error);
}

gboolean
chatty_history_delete (ChattyHistory      *self,
                       const char         *character_id,
                       ChattyPastSession  *session,
                       GCancellable       *cancellable,
                       GError            **error)
{
  g_return_val_if_fail (CHATTY_IS_HISTORY (self), FALSE);
  g_return_val_if_fail (character_id != NULL && session != NULL, FALSE);

  return CHATTY_HISTORY_GET_IFACE (self)->delete (self, character_id, session,
                                                  cancellable, error);
}

static gpointer
delete_verb (gpointer       connector,
             ChattyCall    *call,
             GCancellable  *cancellable,
             GError       **error)
{
  return GINT_TO_POINTER (chatty_history_delete (connector, call->texts[0], call->value,
                                                 cancellable, error));
}

void
chatty_history_delete_async (ChattyHistory       *self,
                             const char          *character_id,
                             ChattyPastSession   *session,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (delete_verb, NULL);

  call->texts[0] = g_strdup (character_id);
  call->value = chatty_past_session_ref (session);
  call->free_value = (GDestroyNotify) chatty_past_session_unref;
  chatty_connector_start (self, call, chatty_history_delete_async, cancellable, callback,
                          user_data);
}

gboolean
chatty_history_delete_finish (ChattyHistory  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  return chatty_call_finish (self, result, chatty_history_delete_async, error) != NULL;
}
