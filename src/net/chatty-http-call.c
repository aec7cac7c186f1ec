/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-http-auth-private.h"
#include "chatty-http-private.h"
#include "chatty-http-request-private.h"
#include "chatty-http-response-private.h"
#include "chatty-http-watch.h"
#include "chatty-redact.h"
#include "chatty-time.h"

#define BUFFER_SIZE (64 * 1024)

/* What an upload is given beyond the usual time: bytes for each second. */
#define SLOWEST_UPLOAD 4096

/* One attempt of a call. */
typedef struct {
  ChattyHttpCall      *call;
  SoupMessage         *message;
  ChattyHttpWatch     *watch;
  ChattyHttpResponse  *response;
  guint                seconds;
  gint64               request_bytes;
  guint64              reply_bytes;
  GString             *sent_headers;
  ChattyPacerTicket    ticket;
} Attempt;

static void
add_credential_cb (const char *header,
                   const char *value,
                   gpointer    user_data)
{
  soup_message_headers_replace (user_data, header, value);
}

/* Asks for the credential only when the call goes where it may go. */
static gboolean
add_credential (Attempt  *self,
                GError  **error)
{
  g_autoptr (ChattyHttpCredential) credential = chatty_http_credential_new ();
  ChattyHttpCall *call = self->call;
  g_autofree char *bound = NULL;
  g_autofree char *origin = NULL;

  if (call->auth == NULL)
    return TRUE;

  bound = chatty_http_auth_dup_origin (call->auth);
  origin = chatty_http_uri_origin (call->uri);
  if (g_strcmp0 (bound, origin) != 0)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED,
                   /* Translators: two server addresses. */
                   _("The key is for %s and was not sent to %s. Enter the key for the new "
                     "address, or change the address back"),
                   bound != NULL ? bound : "–", origin);
      return FALSE;
    }
  if (!chatty_http_auth_apply (call->auth, credential, call->cancellable, error) ||
      !chatty_http_credential_is_good (credential, error))
    return FALSE;

  chatty_http_credential_foreach (credential, add_credential_cb,
                                  soup_message_get_request_headers (self->message));
  return TRUE;
}

static void
note_header_cb (const char *name,
                const char *value,
                gpointer    user_data)
{
  Attempt *self = user_data;
  gboolean own = FALSE;

  for (guint i = 0; i < self->call->request->headers->len; i++)
    own = own || g_ascii_strcasecmp (g_array_index (self->call->request->headers,
                                                    ChattyHttpField, i).name, name) == 0;
  /* What this program did not set by name is a credential, or well known. */
  if (!own && g_ascii_strcasecmp (name, "Content-Type") != 0 &&
      g_ascii_strcasecmp (name, "Content-Length") != 0)
    value = CHATTY_REDACTED;
  g_string_append_printf (self->sent_headers, "%s: %s\n", name, value);
}

static gboolean
prepare (Attempt  *self,
         GError  **error)
{
  ChattyHttpCall *call = self->call;
  SoupMessageHeaders *headers;
  g_autoptr (ChattyHttpBody) body = NULL;
  g_autofree char *content_type = NULL;

  self->message = soup_message_new_from_uri (call->method, call->uri);
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT);
  /* A connection that the server has let go is noticed only when the call is
   * already under way, and then nobody knows whether it was carried out. */
  if (!call->request->repeat_safe)
    soup_message_add_flags (self->message, SOUP_MESSAGE_NEW_CONNECTION);

  headers = soup_message_get_request_headers (self->message);
  for (guint i = 0; i < call->request->headers->len; i++)
    {
      ChattyHttpField *field = &g_array_index (call->request->headers, ChattyHttpField, i);

      soup_message_headers_replace (headers, field->name, field->value);
    }

  body = chatty_http_request_make_body (call->request, &content_type);
  self->seconds = call->request->time_limit > 0 ? call->request->time_limit
                                                : call->http->settings.total_seconds;
  if (body != NULL)
    {
      guint64 size = chatty_http_body_get_size (body);

      soup_message_set_request_body (self->message, content_type, G_INPUT_STREAM (body),
                                     (gssize) size);
      self->request_bytes = (gint64) size;
      if (call->request->has_file)
        self->seconds += (guint) MIN (size / SLOWEST_UPLOAD, 24 * 60 * 60);
    }

  if (!add_credential (self, error))
    return FALSE;
  soup_message_headers_foreach (headers, note_header_cb, self);
  return TRUE;
}

/* There is a connection: from here on the time for the whole counts. */
static void
starting_cb (SoupMessage *message,
             gpointer     user_data)
{
  Attempt *self = user_data;

  chatty_http_watch_set (self->watch, self->seconds);
}

static void
copy_header_cb (const char *name,
                const char *value,
                gpointer    user_data)
{
  chatty_http_response_add_header (user_data, name, value);
}

/* Says which of the two that can cancel the inner cancellable did. */
static void
take_fault (Attempt  *self,
            GError   *fault,
            GError  **error)
{
  ChattyHttpCall *call = self->call;
  guint expired = chatty_http_watch_get_expired (self->watch);

  if (expired > 0 && !g_cancellable_is_cancelled (call->cancellable) &&
      g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (fault);
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT,
                   ngettext ("%s did not finish within %u second. Try again later",
                             "%s did not finish within %u seconds. Try again later",
                             expired),
                   call->http->host, expired);
      return;
    }
  chatty_http_take_fault (error, fault, call->http->host, self->message, &call->lasting);
}

static gboolean
set_too_large (Attempt  *self,
               guint64   max_bytes,
               GError  **error)
{
  g_autofree char *limit = g_format_size_full (max_bytes, G_FORMAT_SIZE_IEC_UNITS);

  self->call->lasting = TRUE;
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
               /* Translators: a server, then a size such as 32.0 MiB. */
               _("%s sent more than %s, and was stopped"), self->call->http->host, limit);
  return FALSE;
}

static gboolean
take_chunk (Attempt     *self,
            const char  *bytes,
            gsize        length,
            GByteArray  *kept,
            GError     **error)
{
  ChattyHttpCall *call = self->call;
  gboolean success = chatty_http_response_is_success (self->response);

  if (success && !call->request->accept_html && self->reply_bytes == 0 &&
      chatty_http_is_web_page (chatty_http_response_get_content_type (self->response),
                               bytes, length))
    {
      call->lasting = TRUE;
      chatty_http_set_web_page_error (call->http->host, error);
      return FALSE;
    }
  if (!success || call->func == NULL)
    {
      g_byte_array_append (kept, (const guint8 *) bytes, length);
      return TRUE;
    }

  /* What was told cannot be taken back, so that there is no other attempt. */
  call->lasting = TRUE;
  if (call->func (bytes, length, call->user_data, error))
    return TRUE;
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED, _("Stopped"));
  return FALSE;
}

/* libsoup 3.2 takes a chunked body whose connection ends between two chunks
 * for a whole one, which a stream of events that the server lost nearly always
 * is. The stream of an answer is a stack of filters: the outermost gives the
 * connection back at the end, below are decoders, the body, the connection.
 * Read from one below the outermost, the connection is still ours at the end
 * of the body, and can be looked at. Returns %NULL where there is no need or
 * no way. */
static GInputStream *
find_chunked (Attempt       *self,
              GInputStream  *stream,
              GInputStream **connection)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  GInputStream *top, *body;

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CHUNKED ||
      soup_message_headers_header_contains (headers, "Connection", "close") ||
      !G_IS_FILTER_INPUT_STREAM (stream))
    return NULL;

  top = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream));
  for (body = top; G_IS_FILTER_INPUT_STREAM (body);
       body = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (body)))
    if (g_str_equal (G_OBJECT_TYPE_NAME (body), "SoupBodyInputStream"))
      {
        *connection = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (body));
        return G_IS_POLLABLE_INPUT_STREAM (*connection) &&
               g_pollable_input_stream_can_poll (G_POLLABLE_INPUT_STREAM (*connection))
                 ? top : NULL;
      }
  return NULL;
}

/* Whether the connection is over, though the server did not say that it
 * would be. */
static gboolean
is_cut_off (GInputStream *connection)
{
  char byte;

  return g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (connection),
                                                   &byte, 1, NULL, NULL) == 0;
}

static gboolean
read_body (Attempt       *self,
           GInputStream  *stream,
           GError       **error)
{
  ChattyHttpCall *call = self->call;
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  guint64 max_bytes = call->request->max_bytes > 0 ? call->request->max_bytes
                                                   : call->http->settings.max_bytes;
  g_autoptr (GByteArray) kept = g_byte_array_new ();
  g_autofree char *buffer = g_malloc (BUFFER_SIZE);
  GInputStream *connection = NULL;
  GInputStream *chunked = find_chunked (self, stream, &connection);
  gssize n;

  if (!g_str_equal (call->method, "HEAD") &&
      soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) > (goffset) MIN (max_bytes, G_MAXINT64))
    return set_too_large (self, max_bytes, error);

  while (TRUE)
    {
      GError *fault = NULL;

      n = g_input_stream_read (chunked != NULL ? chunked : stream, buffer, BUFFER_SIZE,
                               chatty_http_watch_get_cancellable (self->watch), &fault);
      if (n == 0 && chunked != NULL)
        {
          if (is_cut_off (connection))
            {
              g_set_error_literal (&fault, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "cut off");
              n = -1;
            }
          /* The end goes through the whole stack, which gives the connection back. */
          chunked = NULL;
          if (n == 0)
            continue;
        }
      if (n < 0)
        {
          gboolean told = call->lasting;

          take_fault (self, fault, error);
          call->lasting = call->lasting || told;
          return FALSE;
        }
      if (n == 0)
        break;
      /* Counted after decoding, so that a bomb is stopped as well. */
      if ((guint64) n > max_bytes - self->reply_bytes)
        return set_too_large (self, max_bytes, error);
      if (!take_chunk (self, buffer, n, kept, error))
        return FALSE;
      self->reply_bytes += n;
    }

  chatty_http_response_set_bytes (self->response,
                                  g_byte_array_free_to_bytes (g_steal_pointer (&kept)));
  return TRUE;
}

static gboolean
run (Attempt  *self,
     GError  **error)
{
  ChattyHttpCall *call = self->call;
  GCancellable *cancellable = chatty_http_watch_get_cancellable (self->watch);
  g_autoptr (GInputStream) stream = NULL;
  GError *fault = NULL;
  gboolean ok;

  chatty_http_watch_set (self->watch, call->http->settings.connect_seconds);
  g_signal_connect (self->message, "starting", G_CALLBACK (starting_cb), self);

  stream = soup_session_send (call->http->session, self->message, cancellable, &fault);
  g_signal_handlers_disconnect_by_data (self->message, self);
  if (stream == NULL)
    {
      take_fault (self, fault, error);
      return FALSE;
    }

  self->response = chatty_http_response_new (soup_message_get_status (self->message),
                                             call->http->host);
  soup_message_headers_foreach (soup_message_get_response_headers (self->message),
                                copy_header_cb, self->response);
  if (chatty_http_response_get_status (self->response) != 429)
    chatty_pacer_answered (call->http->pacer, &self->ticket);
  ok = read_body (self, stream, error);

  /* So that closing does not read what is left, and drops the connection. */
  if (!ok)
    g_cancellable_cancel (cancellable);
  g_input_stream_close (stream, cancellable, NULL);
  return ok;
}

static void
note (Attempt      *self,
      gint64        started,
      gint64        duration,
      const GError *error)
{
  ChattyHttpCall *call = self->call;
  g_autofree char *uri = g_uri_to_string (call->uri);
  g_autofree char *headers = NULL;
  g_autofree char *start = NULL;
  ChattyExchange exchange = {
    .started = started,
    .duration = duration,
    .attempt = call->attempt,
    .method = call->method,
    .uri = uri,
    .request_headers = self->sent_headers->str,
    .request_bytes = self->request_bytes,
    .reply_bytes = (gint64) self->reply_bytes,
    .error = error != NULL ? error->message : NULL,
  };

  if (call->http->settings.journal == NULL)
    return;
  if (self->response != NULL)
    {
      exchange.status = chatty_http_response_get_status (self->response);
      exchange.reply_headers = headers = chatty_http_response_dup_headers (self->response);
      if (exchange.status >= 400 && chatty_http_response_is_text (self->response))
        exchange.reply_start = start = chatty_http_response_dup_text (self->response);
    }
  chatty_exchange_journal_add (call->http->settings.journal, &exchange);
}

/*
 * chatty_http_call_attempt:
 * @call: the call; @call->lasting is set
 * @error: %CHATTY_ERROR
 *
 * Makes one attempt: waits for its turn, sends, reads the answer, notes it in
 * the journal. Blocks.
 *
 * Returns: (transfer full) (nullable): the answer, whatever its status
 */
ChattyHttpResponse *
chatty_http_call_attempt (ChattyHttpCall  *call,
                          GError         **error)
{
  g_autoptr (ChattyHttpWatch) watch = NULL;
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GString) sent_headers = g_string_new (NULL);
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GError) own_error = NULL;
  Attempt self = { .call = call, .sent_headers = sent_headers };
  ChattyPacer *pacer = call->http->pacer;
  gint64 started, monotonic;
  gboolean ok;

  call->lasting = FALSE;
  ok = prepare (&self, &own_error);
  message = self.message;
  if (!ok || !chatty_pacer_enter (pacer, &self.ticket, call->cancellable, &own_error))
    {
      call->lasting = TRUE;
      g_propagate_error (error, g_steal_pointer (&own_error));
      return NULL;
    }

  started = chatty_time_now ();
  monotonic = g_get_monotonic_time ();
  watch = self.watch = chatty_http_watch_new (call->cancellable);
  ok = run (&self, &own_error);
  response = self.response;

  if (response != NULL && chatty_http_response_get_status (response) == 429)
    chatty_pacer_limited (pacer, &self.ticket, chatty_http_response_get_wait (response));
  chatty_pacer_leave (pacer, &self.ticket);
  note (&self, started, g_get_monotonic_time () - monotonic, own_error);

  if (!ok)
    {
      g_propagate_error (error, g_steal_pointer (&own_error));
      return NULL;
    }
  return g_steal_pointer (&response);
}
