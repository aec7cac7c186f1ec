/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include "chatty-connector-private.h"
#include "chatty-memory.h"

/* The plain functions run the platform's own on the calling thread, which must
 * not be that of the main loop; the others are their wrappers. Errors are
 * those of #CHATTY_ERROR; the platform's words in them are redacted. */

G_DEFINE_INTERFACE (ChattyMemory, chatty_memory, CHATTY_TYPE_CONNECTOR)

static void
chatty_memory_default_init (ChattyMemoryInterface *iface)
{
}

GPtrArray *
chatty_memory_list (ChattyMemory  *self,
                    const char    *character_id,
                    const char    *person_id,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_return_val_if_fail (CHATTY_IS_MEMORY (self), NULL);
  g_return_val_if_fail (character_id != NULL, NULL);

  return CHATTY_MEMORY_GET_IFACE (self)->list (self, character_id, person_id,
                                               cancellable, error);
}

static gpointer
list_verb (gpointer       connector,
           ChattyCall    *call,
           GCancellable  *cancellable,
           GError       **error)
{
  return chatty_memory_list (connector, call->texts[0], call->texts[1], cancellable,
                             error);
}

void
chatty_memory_list_async (ChattyMemory        *self,
                          const char          *character_id,
                          const char          *person_id,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (list_verb, (GDestroyNotify) g_ptr_array_unref);

  call->texts[0] = g_strdup (character_id);
  call->texts[1] = g_strdup (person_id);
  chatty_connector_start (self, call, chatty_memory_list_async, cancellable, callback,
                          user_data);
}

GPtrArray *
chatty_memory_list_finish (ChattyMemory  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return chatty_call_finish (self, result, chatty_memory_list_async, error);
}

char *
chatty_memory_add (ChattyMemory  *self,
                   const char    *character_id,
                   const char    *person_id,
                   const char    *text,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_return_val_if_fail (CHATTY_IS_MEMORY (self), NULL);
  g_return_val_if_fail (character_id != NULL && text != NULL, NULL);

  return CHATTY_MEMORY_GET_IFACE (self)->add (self, character_id, person_id, text,
                                              cancellable, error);
}

static gpointer
add_verb (gpointer       connector,
          ChattyCall    *call,
          GCancellable  *cancellable,
          GError       **error)
{
  return chatty_memory_add (connector, call->texts[0], call->texts[1], call->texts[2],
                            cancellable, error);
}

void
chatty_memory_add_async (ChattyMemory        *self,
                         const char          *character_id,
                         const char          *person_id,
                         const char          *text,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (add_verb, (GDestroyNotify) g_free);

  call->texts[0] = g_strdup (character_id);
  call->texts[1] = g_strdup (person_id);
  call->texts[2] = g_strdup (text);
  chatty_connector_start (self, call, chatty_memory_add_async, cancellable, callback,
                          user_data);
}

char *
chatty_memory_add_finish (ChattyMemory  *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return chatty_call_finish (self, result, chatty_memory_add_async, error);
}

gboolean
chatty_memory_delete (ChattyMemory  *self,
                      const char    *character_id,
                      const char    *person_id,
                      const char    *note_id,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_return_val_if_fail (CHATTY_IS_MEMORY (self), FALSE);
  g_return_val_if_fail (character_id != NULL, FALSE);

  return CHATTY_MEMORY_GET_IFACE (self)->delete (self, character_id, person_id, note_id,
                                                 cancellable, error);
}

static gpointer
delete_verb (gpointer       connector,
             ChattyCall    *call,
             GCancellable  *cancellable,
             GError       **error)
{
  return GINT_TO_POINTER (chatty_memory_delete (connector, call->texts[0],
                                                call->texts[1], call->texts[2],
                                                cancellable, error));
}

void
chatty_memory_delete_async (ChattyMemory        *self,
                            const char          *character_id,
                            const char          *person_id,
                            const char          *note_id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (delete_verb, NULL);

  call->texts[0] = g_strdup (character_id);
  call->texts[1] = g_strdup (person_id);
  call->texts[2] = g_strdup (note_id);
  chatty_connector_start (self, call, chatty_memory_delete_async, cancellable, callback,
                          user_data);
}

gboolean
chatty_memory_delete_finish (ChattyMemory  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return chatty_call_finish (self, result, chatty_memory_delete_async, error) != NULL;
}
