/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-inworld-private.h"
#include "chatty-json.h"
#include "chatty-sse-reader.h"

/* The largest text that is taken from a stream. */
#define MAX_TEXT (4 * 1024 * 1024)

/* An answer that is no stream of events is one of JSON, of this size. */
#define MAX_WHOLE (8 * 1024 * 1024)

/* What a stream has told so far. */
typedef struct {
  ChattyReply     *reply;
  ChattySseReader *reader;
  GString         *whole;    /* what came, when it is no stream of events */
  gboolean         began;
  gsize            length;
  gboolean         done;
} Listener;

static ChattyChatInputs
inworld_get_inputs (ChattyChat *chat)
{
  return CHATTY_CHAT_TEXT | CHATTY_CHAT_IMAGE | CHATTY_CHAT_STREAMS | CHATTY_CHAT_NEEDS_CONTEXT |
         CHATTY_CHAT_ANY_CHARACTER;
}

static ChattyChatSession *
inworld_open (ChattyChat    *chat,
              const char    *character_id,
              const char    *state,
              GCancellable  *cancellable,
              GError       **error)
{
  /* The platform keeps no conversation: there is nothing to begin. */
  return chatty_chat_session_new (character_id, state);
}

/* Why an answer ended is told to the person where it matters. */
static void
note_finish (ChattyReply *reply,
             const char  *finish)
{
  if (g_strcmp0 (finish, "length") == 0)
    chatty_reply_add_notice (reply, _("The answer was cut off at the longest that the model may "
                                      "write"));
  else if (g_strcmp0 (finish, "content_filter") == 0)
    chatty_reply_add_notice (reply, _("The filter of the model’s maker ended the answer"));
}

static gboolean
take_piece (Listener    *self,
            const char  *data,
            GError     **error)
{
  g_auto (ChattyInworldPiece) piece = { NULL };

  /* Whatever comes after the end is none of the answer. */
  if (self->done)
    return TRUE;
  if (!chatty_inworld_read_piece (data, &piece, error))
    return FALSE;
  if (piece.model != NULL)
    chatty_reply_set_model (self->reply, piece.model);
  if (piece.has_usage)
    chatty_reply_set_usage (self->reply, piece.prompt, piece.completion);
  if (piece.text != NULL)
    {
      self->length += strlen (piece.text);
      if (self->length > MAX_TEXT)
        {
          g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                               _("Inworld’s answer did not end, and was stopped"));
          return FALSE;
        }
      chatty_reply_append_text (self->reply, piece.text);
    }
  note_finish (self->reply, piece.finish);
  self->done = piece.done;
  return TRUE;
}

static gboolean
event_cb (const ChattySseEvent  *event,
          gpointer               user_data,
          GError               **error)
{
  return take_piece (user_data, event->data, error);
}

static gboolean
chunk_cb (const char  *bytes,
          gsize        length,
          gpointer     user_data,
          GError     **error)
{
  Listener *self = user_data;

  while (!self->began && length > 0 && g_ascii_isspace (*bytes))
    {
      bytes++;
      length--;
    }
  if (length == 0)
    return TRUE;
  if (!self->began && *bytes == '{')
    self->whole = g_string_new (NULL);
  self->began = TRUE;
  if (self->whole == NULL)
    return chatty_sse_reader_feed (self->reader, bytes, length, error);

  /* An error under the status of success, or an answer that was not streamed. */
  if (self->whole->len + length > MAX_WHOLE)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                           _("Inworld’s answer did not end, and was stopped"));
      return FALSE;
    }
  g_string_append_len (self->whole, bytes, (gssize) length);
  return TRUE;
}

static gboolean
finish (Listener  *self,
        GError   **error)
{
  if (self->whole != NULL)
    {
      if (!take_piece (self, self->whole->str, error))
        return FALSE;
      self->done = TRUE;
    }
  else if (!chatty_sse_reader_finish (self->reader, error))
    return FALSE;

  if (self->length > 0 && self->done)
    return TRUE;
  /* Models that think may spend all they may write on that. */
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       self->length > 0
                       ? _("Inworld broke off before its answer was complete. Try again")
                       : _("Inworld gave an empty answer. Try again, or choose another model"));
  return FALSE;
}

static gboolean
inworld_send (ChattyChat               *chat,
              ChattyChatSession        *session,
              const ChattyChatMessage  *message,
              ChattyReply              *reply,
              GCancellable             *cancellable,
              GError                  **error)
{
  g_autoptr (JsonNode) body =
    chatty_inworld_write_chat (chatty_chat_session_get_character_id (session), message, error);
  g_autoptr (ChattyHttpRequest) request = NULL;
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (ChattySseReader) reader = NULL;
  Listener listener = { .reply = reply };
  gboolean good;

  if (body == NULL)
    return FALSE;
  request = chatty_http_request_new ("POST", "/v1/chat/completions");
  chatty_http_request_set_header (request, "Accept", "text/event-stream");
  chatty_http_request_set_repeat_safe (request, FALSE);
  chatty_http_request_set_json (request, body);

  reader = listener.reader = chatty_sse_reader_new (event_cb, &listener);
  response = chatty_http_connector_stream (CHATTY_HTTP_CONNECTOR (chat), INWORLD_API, request,
                                           chunk_cb, &listener, cancellable, error);
  good = response != NULL && finish (&listener, error);
  if (listener.whole != NULL)
    g_string_free (listener.whole, TRUE);
  return good;
}

static GPtrArray *
inworld_list_models (ChattyChat    *chat,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (JsonNode) node = NULL;

  node = chatty_inworld_call (chat, chatty_http_request_new ("GET", "/llm/v1alpha/models"),
                              cancellable, error);
  return node != NULL ? chatty_inworld_read_models (node, error) : NULL;
}

void
chatty_inworld_chat_init (ChattyChatInterface *iface)
{
  iface->get_inputs = inworld_get_inputs;
  iface->open = inworld_open;
  iface->send = inworld_send;
  iface->list_models = inworld_list_models;
}
