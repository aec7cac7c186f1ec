/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-convai-private.h"
#include "chatty-error.h"
#include "chatty-sse-reader.h"
#include "chatty-wav.h"

/* What a stream has told so far. */
typedef struct {
  ChattyReply       *reply;
  ChattyChatSession *session;
  ChattySseReader   *reader;
  gsize              length;
  gboolean           stopped;
} Listener;

static ChattyChatInputs
convai_get_inputs (ChattyChat *chat)
{
  ChattyChatInputs inputs = CHATTY_CHAT_TEXT | CHATTY_CHAT_AUDIO | CHATTY_CHAT_SPEAKS;

  if (chatty_http_connector_has_endpoint (CHATTY_HTTP_CONNECTOR (chat), CONVAI_LIVE))
    inputs |= CHATTY_CHAT_STREAMS;
  return inputs;
}

static ChattyChatSession *
convai_open (ChattyChat    *chat,
             const char    *character_id,
             const char    *state,
             GCancellable  *cancellable,
             GError       **error)
{
  /* A session begins with what is said first. */
  return chatty_chat_session_new (character_id, state);
}

static gboolean
too_long (GError **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                       _("Convai’s answer did not end, and was stopped"));
  return FALSE;
}

static gboolean
event_cb (const ChattySseEvent  *event,
          gpointer               user_data,
          GError               **error)
{
  Listener *self = user_data;
  g_autofree char *text = NULL;
  g_autofree char *so_far = NULL;

  switch (chatty_convai_read_event (event->data, &text))
    {
    case CHATTY_CONVAI_EVENT_STARTED:
      if (text != NULL)
        chatty_chat_session_set_remote (self->session, "live", text);
      break;
    case CHATTY_CONVAI_EVENT_TEXT:
      self->length += strlen (text);
      if (self->length > CONVAI_MAX_TEXT)
        return too_long (error);
      chatty_reply_append_text (self->reply, text);
      break;
    case CHATTY_CONVAI_EVENT_WHOLE:
      /* The pieces have it as it was written, this may be as it is spoken. */
      so_far = chatty_reply_dup_text (self->reply);
      if (*so_far == '\0')
        {
          self->length = strlen (text);
          chatty_reply_append_text (self->reply, text);
        }
      self->stopped = TRUE;
      break;
    case CHATTY_CONVAI_EVENT_STOPPED:
      self->stopped = TRUE;
      break;
    case CHATTY_CONVAI_EVENT_FAILED:
      chatty_convai_set_error (error, chatty_convai_classify (200, "", text), text);
      return FALSE;
    case CHATTY_CONVAI_EVENT_OTHER:
    default:
      break;
    }
  return TRUE;
}

static gboolean
chunk_cb (const char  *bytes,
          gsize        length,
          gpointer     user_data,
          GError     **error)
{
  return chatty_sse_reader_feed (((Listener *) user_data)->reader, bytes, length, error);
}

static ChattyHttpRequest *
live_request (ChattyChatSession       *session,
              const ChattyChatMessage *message,
              const char              *remote)
{
  ChattyHttpRequest *request = chatty_http_request_new ("POST", "/connect/stream");

  chatty_http_request_set_header (request, "Accept", "text/event-stream");
  chatty_http_request_set_repeat_safe (request, FALSE);
  chatty_http_request_add_part (request, "character_id",
                                chatty_chat_session_get_character_id (session));
  chatty_http_request_add_part (request, "text_input", message->text);
  /* Never "-1" here: a new conversation is one that is not named (platform
   * reference, section 2.10). */
  if (remote != NULL)
    chatty_http_request_add_part (request, "character_session_id", remote);
  return request;
}

static gboolean
send_live (ChattyChat               *chat,
           ChattyChatSession        *session,
           const ChattyChatMessage  *message,
           const char               *remote,
           ChattyReply              *reply,
           GCancellable             *cancellable,
           GError                  **error)
{
  g_autoptr (ChattyHttpRequest) request = live_request (session, message, remote);
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (ChattySseReader) reader = NULL;
  Listener listener = { .reply = reply, .session = session };

  reader = listener.reader = chatty_sse_reader_new (event_cb, &listener);
  response = chatty_http_connector_stream (CHATTY_HTTP_CONNECTOR (chat), CONVAI_LIVE, request,
                                           chunk_cb, &listener, cancellable, error);
  if (response == NULL || !chatty_sse_reader_finish (reader, error))
    return FALSE;
  if (listener.length > 0 && listener.stopped)
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       listener.length > 0
                       ? _("Convai broke off before its answer was complete. Try again")
                       : _("Convai gave an empty answer. Try again"));
  return FALSE;
}

static ChattyHttpRequest *
talk_request (ChattyChatSession       *session,
              const ChattyChatMessage *message,
              const char              *remote)
{
  ChattyHttpRequest *request = chatty_http_request_new ("POST", "/character/getResponse");
  ChattyAudioFormat format;

  chatty_http_request_set_repeat_safe (request, FALSE);
  chatty_http_request_add_part (request, "charID",
                                chatty_chat_session_get_character_id (session));
  chatty_http_request_add_part (request, "sessionID", remote != NULL ? remote : "-1");
  chatty_http_request_add_part (request, "voiceResponse", message->speak ? "True" : "False");
  if (message->audio != NULL && chatty_wav_read_format (message->audio, &format))
    {
      g_autofree char *rate = g_strdup_printf ("%u", format.rate);

      chatty_http_request_add_part (request, "sample_rate", rate);
      chatty_http_request_add_part_bytes (request, "file", "speech.wav", "audio/wav",
                                          message->audio);
    }
  else
    chatty_http_request_add_part (request, "userText", message->text);
  return request;
}

static gboolean
send_talk (ChattyChat               *chat,
           ChattyChatSession        *session,
           const ChattyChatMessage  *message,
           const char               *remote,
           ChattyReply              *reply,
           GCancellable             *cancellable,
           GError                  **error)
{
  ChattyHttpRequest *request = talk_request (session, message, remote);
  g_autoptr (JsonNode) node = chatty_convai_call (chat, request, cancellable, error);
  g_auto (ChattyConvaiAnswer) answer = { NULL };

  if (node == NULL || !chatty_convai_read_answer (node, &answer, error))
    return FALSE;
  if (answer.session != NULL)
    chatty_chat_session_set_remote (session, "api", answer.session);
  if (answer.heard != NULL && message->audio != NULL)
    chatty_reply_set_heard (reply, answer.heard);
  if (answer.text != NULL)
    chatty_reply_append_text (reply, answer.text);
  if (answer.audio != NULL)
    {
      ChattyAudioFormat format;

      chatty_wav_read_format (answer.audio, &format);
      chatty_reply_append_audio (reply, &format, answer.audio);
    }
  else if (message->speak)
    chatty_reply_add_notice (reply, answer.bad_audio
                                    ? _("The speech that Convai sent cannot be played")
                                    : _("Convai sent no speech with this answer"));
  return TRUE;
}

typedef gboolean (*SendFunc) (ChattyChat               *chat,
                              ChattyChatSession        *session,
                              const ChattyChatMessage  *message,
                              const char               *remote,
                              ChattyReply              *reply,
                              GCancellable             *cancellable,
                              GError                  **error);

/* What an unknown session is answered with is not documented for the one host
 * (platform reference, section 2.6). */
static gboolean
may_be_expired (const GError *error)
{
  g_autofree char *words = g_ascii_strdown (error->message, -1);

  return g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND) ||
         ((g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA) ||
           g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_SERVER)) &&
          (strstr (words, "session") != NULL || strstr (words, "process_failure") != NULL));
}

/* Once more with a new session when the old one is not known any more. */
static gboolean
send_in_session (ChattyChat               *chat,
                 ChattyChatSession        *session,
                 const ChattyChatMessage  *message,
                 const char               *endpoint,
                 SendFunc                  send,
                 ChattyReply              *reply,
                 GCancellable             *cancellable,
                 GError                  **error)
{
  g_autofree char *remote = chatty_chat_session_dup_remote (session, endpoint);
  g_autofree char *so_far = NULL;
  g_autoptr (GError) failure = NULL;

  if (send (chat, session, message, remote, reply, cancellable, &failure))
    return TRUE;
  so_far = chatty_reply_dup_text (reply);
  if (remote == NULL || *so_far != '\0' || !may_be_expired (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  chatty_chat_session_set_remote (session, endpoint, NULL);
  chatty_reply_add_notice (reply, _("Convai did not know this conversation any more. It was "
                                    "begun anew, and what was said before is forgotten there"));
  return send (chat, session, message, NULL, reply, cancellable, error);
}

static gboolean
check_message (const ChattyChatMessage  *message,
               GError                  **error)
{
  ChattyAudioFormat format;

  if ((message->text != NULL && *message->text != '\0') == (message->audio != NULL))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("Say something, in text or in speech"));
      return FALSE;
    }
  if (message->audio != NULL &&
      (!chatty_wav_read_format (message->audio, &format) || format.channels != 1 ||
       format.bits < 16))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("Convai takes speech as a WAV file with one channel and 16 bits"));
      return FALSE;
    }
  return TRUE;
}

static gboolean
convai_send (ChattyChat               *chat,
             ChattyChatSession        *session,
             const ChattyChatMessage  *message,
             ChattyReply              *reply,
             GCancellable             *cancellable,
             GError                  **error)
{
  g_autofree char *api = chatty_chat_session_dup_remote (session, "api");
  g_autofree char *live = chatty_chat_session_dup_remote (session, "live");
  gboolean has_live =
    chatty_http_connector_has_endpoint (CHATTY_HTTP_CONNECTOR (chat), CONVAI_LIVE);

  if (!check_message (message, error))
    return FALSE;

  /* The two hosts do not know each other's sessions: a conversation stays
   * where it is, unless the one host cannot do what is asked. */
  if (has_live && message->audio == NULL && !message->speak && api == NULL)
    return send_in_session (chat, session, message, "live", send_live, reply, cancellable,
                            error);
  if (live != NULL && api == NULL)
    chatty_reply_add_notice (reply, _("Speech begins a new conversation at Convai. What was "
                                      "said before is not known there"));
  return send_in_session (chat, session, message, "api", send_talk, reply, cancellable, error);
}

static GPtrArray *
convai_list_models (ChattyChat    *chat,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (JsonNode) node = NULL;

  node = chatty_convai_call (chat,
                             chatty_convai_request ("/character/getSupportedModel", TRUE,
                                                    NULL, NULL),
                             cancellable, error);
  return node != NULL ? chatty_convai_read_models (node, error) : NULL;
}

void
chatty_convai_chat_init (ChattyChatInterface *iface)
{
  iface->get_inputs = convai_get_inputs;
  iface->open = convai_open;
  iface->send = convai_send;
  iface->list_models = convai_list_models;
}
