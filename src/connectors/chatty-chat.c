/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-chat.h"
#include "chatty-connector-private.h"
#include "chatty-error.h"
#include "chatty-reply-private.h"
#include "chatty-turn.h"

/* The plain functions run the platform's own on the calling thread, which must
 * not be that of the main loop; the others are their wrappers. Errors are
 * those of #CHATTY_ERROR; the platform's words in them are redacted. */

G_DEFINE_INTERFACE (ChattyChat, chatty_chat, CHATTY_TYPE_CONNECTOR)

static void
chatty_chat_default_init (ChattyChatInterface *iface)
{
}

static ChattyChatContext *
copy_context (const ChattyChatContext *context)
{
  ChattyChatContext *copy = g_memdup2 (context, sizeof *context);

  copy->instructions = g_strdup (context->instructions);
  copy->model = g_strdup (context->model);
  copy->effort = g_strdup (context->effort);
  copy->voice = g_strdup (context->voice);
  copy->voice_model = g_strdup (context->voice_model);
  copy->language = g_strdup (context->language);
  copy->person = g_strdup (context->person);
  copy->settings = g_strdup (context->settings);
  /* The array is the caller's, who may go on adding to it. */
  if (context->turns != NULL)
    {
      copy->turns = g_ptr_array_new_full (context->turns->len,
                                          (GDestroyNotify) chatty_turn_unref);
      for (guint i = 0; i < context->turns->len; i++)
        g_ptr_array_add (copy->turns, chatty_turn_ref (g_ptr_array_index (context->turns, i)));
    }
  if (context->stores != NULL)
    {
      copy->stores = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; i < context->stores->len; i++)
        g_ptr_array_add (copy->stores, g_strdup (g_ptr_array_index (context->stores, i)));
    }
  copy->passages = (const char *const *) g_strdupv ((char **) context->passages);
  return copy;
}

static void
free_context (ChattyChatContext *context)
{
  g_free ((char *) context->instructions);
  g_free ((char *) context->model);
  g_free ((char *) context->effort);
  g_free ((char *) context->voice);
  g_free ((char *) context->voice_model);
  g_free ((char *) context->language);
  g_free ((char *) context->person);
  g_free ((char *) context->settings);
  g_strfreev ((char **) context->passages);
  g_clear_pointer (&context->stores, g_ptr_array_unref);
  g_clear_pointer (&context->turns, g_ptr_array_unref);
  g_free (context);
}

/**
 * chatty_chat_message_copy:
 * @message: what is said
 *
 * Returns: (transfer full): a copy with all that it points at, which another
 *   thread may read
 */
ChattyChatMessage *
chatty_chat_message_copy (const ChattyChatMessage *message)
{
  ChattyChatMessage *copy = g_memdup2 (message, sizeof *message);
  ChattyChatFile *images = NULL;

  copy->text = g_strdup (message->text);
  copy->audio = message->audio != NULL ? g_bytes_ref (message->audio) : NULL;
  if (message->n_images > 0)
    images = g_new0 (ChattyChatFile, message->n_images);
  for (guint i = 0; i < message->n_images; i++)
    images[i] = (ChattyChatFile) {
      .name = g_strdup (message->images[i].name),
      .media_type = g_strdup (message->images[i].media_type),
      .bytes = g_bytes_ref (message->images[i].bytes),
    };
  copy->images = images;
  copy->context = message->context != NULL ? copy_context (message->context) : NULL;
  return copy;
}

void
chatty_chat_message_free (ChattyChatMessage *message)
{
  for (guint i = 0; i < message->n_images; i++)
    {
      g_free ((char *) message->images[i].name);
      g_free ((char *) message->images[i].media_type);
      g_bytes_unref (message->images[i].bytes);
    }
  g_free ((ChattyChatFile *) message->images);
  g_clear_pointer (&message->audio, g_bytes_unref);
  if (message->context != NULL)
    free_context ((ChattyChatContext *) message->context);
  g_free ((char *) message->text);
  g_free (message);
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

  if (character_id == NULL &&
      !(chatty_chat_get_inputs (self) & CHATTY_CHAT_ANY_CHARACTER))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   /* Translators: a platform's name. */
                   _("%s talks only as a character that lives there. Put the character there "
                     "first"),
                   chatty_connector_get_title (CHATTY_CONNECTOR (self)));
      return NULL;
    }
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

/* What the platform does not take is not left out silently. */
static gboolean
check_inputs (ChattyChat               *self,
              const ChattyChatMessage  *message,
              GError                  **error)
{
  ChattyChatInputs inputs = chatty_chat_get_inputs (self);
  const char *title = chatty_connector_get_title (CHATTY_CONNECTOR (self));

  if (message->n_images > 0 && !(inputs & CHATTY_CHAT_IMAGE))
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                 _("%s takes no images. Send the message without them"), title);
  else if (message->audio != NULL && !(inputs & CHATTY_CHAT_AUDIO))
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                 _("%s takes no speech. Write what you want to say"), title);
  else
    return TRUE;
  return FALSE;
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
  if (check_inputs (self, message, &failure))
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
  return GINT_TO_POINTER (chatty_chat_send (connector,
                                            CHATTY_CHAT_SESSION (call->objects[0]),
                                            call->value, CHATTY_REPLY (call->objects[1]),
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
  call->value = chatty_chat_message_copy (message);
  call->free_value = (GDestroyNotify) chatty_chat_message_free;
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

static void
set_unsupported (ChattyChat  *self,
                 GError     **error)
{
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
               _("%s cannot do this"), chatty_connector_get_title (CHATTY_CONNECTOR (self)));
}

GPtrArray *
chatty_chat_list_models (ChattyChat    *self,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_return_val_if_fail (CHATTY_IS_CHAT (self), NULL);

  if (CHATTY_CHAT_GET_IFACE (self)->list_models == NULL)
    {
      set_unsupported (self, error);
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

/**
 * chatty_chat_find_model:
 * @id: (nullable): the platform's id of a model; %NULL for the one that answers
 *   where none is chosen
 * @error: %CHATTY_ERROR_NOT_FOUND where there is no such model,
 *   %CHATTY_ERROR_UNSUPPORTED where that is not told
 *
 * Blocks.
 *
 * Returns: (transfer full) (nullable): who would answer
 */
ChattyLanguageModel *
chatty_chat_find_model (ChattyChat    *self,
                        const char    *id,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr (GPtrArray) models = NULL;
  ChattyLanguageModel *model;

  g_return_val_if_fail (CHATTY_IS_CHAT (self), NULL);

  if (id != NULL && *id == '\0')
    id = NULL;
  if (CHATTY_CHAT_GET_IFACE (self)->find_model != NULL)
    return CHATTY_CHAT_GET_IFACE (self)->find_model (self, id, cancellable, error);
  if (id == NULL)
    {
      set_unsupported (self, error);
      return NULL;
    }
  models = chatty_chat_list_models (self, cancellable, error);
  if (models == NULL)
    return NULL;
  model = chatty_language_model_find (models, id);
  if (model == NULL)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                 /* Translators: a platform, such as Inworld, and the name of a model. */
                 _("%s does not have the model “%s”. Choose another one"),
                 chatty_connector_get_title (CHATTY_CONNECTOR (self)), id);
  return model;
}

/**
 * chatty_chat_can_count_tokens:
 *
 * Returns: whether the platform tells beforehand how much a message is
 */
gboolean
chatty_chat_can_count_tokens (ChattyChat *self)
{
  g_return_val_if_fail (CHATTY_IS_CHAT (self), FALSE);

  return CHATTY_CHAT_GET_IFACE (self)->count_tokens != NULL;
}

/**
 * chatty_chat_count_tokens:
 * @message: what would be said, with its context
 *
 * Returns: the tokens that the model would read; 0 only with @error
 */
guint
chatty_chat_count_tokens (ChattyChat               *self,
                          const ChattyChatMessage  *message,
                          GCancellable             *cancellable,
                          GError                  **error)
{
  g_return_val_if_fail (CHATTY_IS_CHAT (self), 0);

  if (!chatty_chat_can_count_tokens (self))
    {
      set_unsupported (self, error);
      return 0;
    }
  if (!check_inputs (self, message, error))
    return 0;
  return CHATTY_CHAT_GET_IFACE (self)->count_tokens (self, message, cancellable, error);
}

static gpointer
count_tokens_verb (gpointer       connector,
                   ChattyCall    *call,
                   GCancellable  *cancellable,
                   GError       **error)
{
  return GUINT_TO_POINTER (chatty_chat_count_tokens (connector, call->value, cancellable,
                                                     error));
}

void
chatty_chat_count_tokens_async (ChattyChat              *self,
                                const ChattyChatMessage *message,
                                GCancellable            *cancellable,
                                GAsyncReadyCallback      callback,
                                gpointer                 user_data)
{
  ChattyCall *call = chatty_call_new (count_tokens_verb, NULL);

  call->value = chatty_chat_message_copy (message);
  call->free_value = (GDestroyNotify) chatty_chat_message_free;
  chatty_connector_start (self, call, chatty_chat_count_tokens_async, cancellable, callback,
                          user_data);
}

guint
chatty_chat_count_tokens_finish (ChattyChat    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return GPOINTER_TO_UINT (chatty_call_finish (self, result, chatty_chat_count_tokens_async,
                                               error));
}

/**
 * chatty_chat_get_settings:
 * @n_settings: (out): how many
 *
 * Returns: (array length=n_settings) (nullable): what can be set about the
 *   platform's answers: what stands in #ChattyChatContext's settings
 */
const ChattySetting *
chatty_chat_get_settings (ChattyChat *self,
                          guint      *n_settings)
{
  g_return_val_if_fail (CHATTY_IS_CHAT (self), NULL);

  *n_settings = 0;
  if (CHATTY_CHAT_GET_IFACE (self)->get_settings == NULL)
    return NULL;
  return CHATTY_CHAT_GET_IFACE (self)->get_settings (self, n_settings);
}
