/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include "chatty-connector-private.h"
#include "chatty-drafting.h"
#include "chatty-reply-private.h"

/* The plain functions run the platform's own on the calling thread, which must
 * not be that of the main loop; the others are their wrappers. Errors are
 * those of #CHATTY_ERROR; the platform's words in them are redacted. */

G_DEFINE_INTERFACE (ChattyDrafting, chatty_drafting, CHATTY_TYPE_CONNECTOR)

static void
chatty_drafting_default_init (ChattyDraftingInterface *iface)
{
}

gboolean
chatty_drafting_draft (ChattyDrafting  *self,
                       const char      *name,
                       const char      *idea,
                       ChattyReply     *reply,
                       GCancellable    *cancellable,
                       GError         **error)
{
  GError *failure = NULL;
  gulong watch;

  g_return_val_if_fail (CHATTY_IS_DRAFTING (self), FALSE);

  watch = chatty_reply_watch (reply, cancellable);
  CHATTY_DRAFTING_GET_IFACE (self)->draft (self, name, idea, reply,
                                           chatty_reply_get_cancellable (reply),
                                           &failure);
  return chatty_reply_end (reply, cancellable, watch, failure, error);
}

static gpointer
draft_verb (gpointer       connector,
            ChattyCall    *call,
            GCancellable  *cancellable,
            GError       **error)
{
  return GINT_TO_POINTER (chatty_drafting_draft (connector, call->texts[0],
                                                 call->texts[1],
                                                 CHATTY_REPLY (call->objects[1]),
                                                 cancellable, error));
}

void
chatty_drafting_draft_async (ChattyDrafting      *self,
                             const char          *name,
                             const char          *idea,
                             ChattyReply         *reply,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (draft_verb, NULL);

  call->texts[0] = g_strdup (name);
  call->texts[1] = g_strdup (idea);
  call->objects[1] = g_object_ref (G_OBJECT (reply));
  /* The reply stops it, and must be ended whenever that happens. */
  chatty_connector_start (self, call, chatty_drafting_draft_async, NULL, callback,
                          user_data);
}

gboolean
chatty_drafting_draft_finish (ChattyDrafting  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  return chatty_call_finish (self, result, chatty_drafting_draft_async, error) != NULL;
}

char **
chatty_drafting_starters (ChattyDrafting  *self,
                          const char      *character_id,
                          GCancellable    *cancellable,
                          GError         **error)
{
  g_return_val_if_fail (CHATTY_IS_DRAFTING (self), NULL);
  g_return_val_if_fail (character_id != NULL, NULL);

  return CHATTY_DRAFTING_GET_IFACE (self)->starters (self, character_id, cancellable,
                                                     error);
}

static gpointer
starters_verb (gpointer       connector,
               ChattyCall    *call,
               GCancellable  *cancellable,
               GError       **error)
{
  return chatty_drafting_starters (connector, call->texts[0], cancellable, error);
}

void
chatty_drafting_starters_async (ChattyDrafting      *self,
                                const char          *character_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (starters_verb, (GDestroyNotify) g_strfreev);

  call->texts[0] = g_strdup (character_id);
  chatty_connector_start (self, call, chatty_drafting_starters_async, cancellable, callback,
                          user_data);
}

char **
chatty_drafting_starters_finish (ChattyDrafting  *self,
                                 GAsyncResult    *result,
                                 GError         **error)
{
  return chatty_call_finish (self, result, chatty_drafting_starters_async, error);
}
