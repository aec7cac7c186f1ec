/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-call.h"
#include "chatty-error.h"
#include "chatty-http-connector.h"
#include "chatty-resumable-upload.h"

/* As Google's own clients have it (platform reference, section 2.8). */
#define CHUNK_BYTES (8 * 1024 * 1024)
#define FIRST_WAIT 1000
#define MAX_WAIT 16000

/* How often in a row nothing goes forward before it is given up: half a minute
 * where the line is lost, and as often as Google's own clients ask where an
 * answer does not say how the upload stands. */
#define MAX_FAILURES 5
#define MAX_SILENT 3

/* An upload under way. */
typedef struct {
  const ChattyResumableUpload *upload;
  GCancellable                *cancellable;
  char                        *path;
  GUri                        *uri;       /* what the server gave */
  gsize                        chunk;
  guint64                      size;
  guint64                      offset;    /* what has arrived */
  guint64                      best;      /* the furthest it came */
  guint64                      told;      /* to whoever watches */
  guint                        failures;  /* since then */

  ChattyUploadSession        **session;   /* NULL in it when it cannot go on */
  gboolean                     resumed;   /* it is an earlier one */
  gboolean                     known;     /* the server said how it stands */
  guint64                      from;      /* what it had then */
} Upload;

typedef enum {
  STEP_ONWARD,     /* the offset is where it goes on */
  STEP_ASK,        /* nobody knows where it goes on */
  STEP_DONE,       /* the answer is the last */
  STEP_FAILED,
} Step;

static void
upload_clear (Upload *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->uri, g_uri_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Upload, upload_clear)

/* Where it goes ------------------------------------------------------------------- */

static gboolean
is_same_server (GUri       *uri,
                const char *address)
{
  g_autofree char *text = g_uri_to_string_partial (uri, G_URI_HIDE_QUERY);
  g_autofree char *origin = chatty_http_dup_origin (text);
  g_autofree char *own = chatty_http_dup_origin (address);

  return origin != NULL && g_strcmp0 (origin, own) == 0 && g_uri_get_userinfo (uri) == NULL;
}

/* The credential goes with each piece, so that the address that the server
 * gives must be its own. */
static gboolean
take_address (Upload      *self,
              const char  *text,
              GError     **error)
{
  const char *address = self->upload->address;
  g_autoptr (GUri) base = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  const char *prefix, *path;
  gsize length;

  upload_clear (self);
  self->uri = g_uri_parse (text, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (self->uri == NULL || base == NULL || !is_same_server (self->uri, address))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                           _("The server wanted the file to be sent to another server. Nothing "
                             "was sent there. Check the server address"));
      return FALSE;
    }
  path = g_uri_get_path (self->uri);
  prefix = g_uri_get_path (base);
  length = strlen (prefix);
  while (length > 0 && prefix[length - 1] == '/')
    length--;
  if (strncmp (path, prefix, length) == 0 && path[length] == '/')
    path += length;
  self->path = g_strdup (*path != '\0' ? path : "/");
  return TRUE;
}

static ChattyHttpRequest *
new_command (Upload     *self,
             const char *command)
{
  ChattyHttpRequest *request = chatty_http_request_new ("POST", self->path);
  const char *query = g_uri_get_query (self->uri);
  GUriParamsIter iter;
  char *name, *value;

  g_uri_params_iter_init (&iter, query != NULL ? query : "", -1, "&", G_URI_PARAMS_NONE);
  while (g_uri_params_iter_next (&iter, &name, &value, NULL))
    {
      chatty_http_request_add_query (request, name, value);
      g_free (name);
      g_free (value);
    }
  chatty_http_request_set_header (request, "X-Goog-Upload-Command", command);
  return request;
}

/* What it says -------------------------------------------------------------------- */

static gboolean
read_number (ChattyHttpResponse *response,
             const char         *header,
             guint64            *number)
{
  const char *text = chatty_http_response_get_header (response, header);

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, number, NULL);
}

static gboolean
has_status (ChattyHttpResponse *response,
            const char         *status)
{
  const char *text = chatty_http_response_get_header (response, "X-Goog-Upload-Status");

  return text != NULL && g_ascii_strcasecmp (text, status) == 0;
}

static gboolean
may_pass (ChattyHttpResponse *response)
{
  guint status = chatty_http_response_get_status (response);

  return status == 408 || status == 429 || status >= 500;
}

/* There is nothing to go on with. */
static void
drop_session (Upload *self)
{
  g_clear_pointer (self->session, chatty_upload_session_free);
}

/* @response: a refusal. What does not pass ends the upload. */
static Step
take_refusal (Upload             *self,
              ChattyHttpResponse *response)
{
  if (may_pass (response))
    return STEP_ASK;
  drop_session (self);
  return STEP_DONE;
}

static Step
set_stopped (Upload  *self,
             GError **error)
{
  drop_session (self);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("The server ended the upload before the file was complete. Send it "
                         "again"));
  return STEP_FAILED;
}

static void
tell (Upload  *self,
      guint64  sent)
{
  if (sent <= self->told || self->upload->progress == NULL)
    return;
  self->told = sent;
  self->upload->progress (sent, self->size, self->upload->progress_data);
}

/* Something arrived. */
static void
move_to (Upload  *self,
         guint64  offset)
{
  self->offset = offset;
  if (offset <= self->best)
    return;
  self->best = offset;
  self->failures = 0;
  tell (self, offset);
}

/* Steps --------------------------------------------------------------------------- */

typedef struct {
  Upload  *self;
  guint64  before;
} Piece;

static void
progress_cb (guint64  sent,
             guint64  total,
             gpointer user_data)
{
  Piece *piece = user_data;

  /* The whole file is told when the server has said so. */
  if (piece->before + sent < piece->self->size)
    tell (piece->self, piece->before + sent);
}

/* (transfer full) (nullable) */
static GBytes *
read_piece (Upload  *self,
            gsize    length,
            GError **error)
{
  g_autofree char *buffer = NULL;

  if (self->upload->file == NULL)
    return g_bytes_new_from_bytes (self->upload->bytes, (gsize) self->offset, length);
  buffer = g_malloc (length);
  for (gsize n = 0; n < length;)
    {
      gssize more = chatty_http_file_read (self->upload->file, self->offset + n, buffer + n,
                                           length - n, error);

      if (more < 0)
        return NULL;
      n += (gsize) more;
    }
  return g_bytes_new_take (g_steal_pointer (&buffer), length);
}

static ChattyHttpResponse *
send (Upload            *self,
      ChattyHttpRequest *request,
      GError           **error)
{
  chatty_http_request_set_repeat_safe (request, FALSE);
  return self->upload->send (request, self->upload->send_data, self->cancellable, error);
}

static Step
send_piece (Upload              *self,
            ChattyHttpResponse **last,
            GError             **error)
{
  gsize length = (gsize) MIN (self->chunk, self->size - self->offset);
  gboolean is_last = self->offset + length == self->size;
  Piece piece = { self, self->offset };
  g_autoptr (ChattyHttpRequest) request = new_command (self, is_last ? "upload, finalize"
                                                                     : "upload");
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *offset = g_strdup_printf ("%" G_GUINT64_FORMAT, self->offset);
  guint64 received;

  /* The file is held to be what it was when it was opened. */
  bytes = length > 0 ? read_piece (self, length, error) : g_bytes_new (NULL, 0);
  if (bytes == NULL)
    return STEP_FAILED;
  chatty_http_request_set_header (request, "X-Goog-Upload-Offset", offset);
  chatty_http_request_set_body (request, "application/octet-stream", bytes);
  chatty_http_request_set_progress (request, progress_cb, &piece, NULL);
  response = send (self, request, error);
  if (response == NULL)
    return chatty_http_connector_is_lost (*error) ? STEP_ASK : STEP_FAILED;

  g_clear_pointer (last, chatty_http_response_unref);
  *last = chatty_http_response_ref (response);
  if (!chatty_http_response_is_success (response))
    return take_refusal (self, response);
  if (has_status (response, "final"))
    {
      move_to (self, self->size);
      return STEP_DONE;
    }
  if (has_status (response, "cancelled"))
    return set_stopped (self, error);
  if (!has_status (response, "active") || is_last)
    return STEP_ASK;
  if (!read_number (response, "X-Goog-Upload-Size-Received", &received))
    received = self->offset + length;
  if (received > self->size || received <= self->offset)
    return STEP_ASK;
  move_to (self, received);
  return STEP_ONWARD;
}

static Step
ask_offset (Upload              *self,
            ChattyHttpResponse **last,
            GError             **error)
{
  g_autoptr (ChattyHttpRequest) request = new_command (self, "query");
  g_autoptr (ChattyHttpResponse) response = send (self, request, error);
  guint64 received;

  if (response == NULL)
    return chatty_http_connector_is_lost (*error) ? STEP_ASK : STEP_FAILED;
  g_clear_pointer (last, chatty_http_response_unref);
  *last = chatty_http_response_ref (response);
  if (!chatty_http_response_is_success (response))
    return take_refusal (self, response);
  if (has_status (response, "final"))
    {
      (*self->session)->was_complete = !self->known;
      move_to (self, self->size);
      return STEP_DONE;
    }
  if (has_status (response, "cancelled"))
    return set_stopped (self, error);
  if (!has_status (response, "active") ||
      !read_number (response, "X-Goog-Upload-Size-Received", &received) ||
      received > self->size)
    return STEP_ASK;
  if (!self->known)
    self->from = received;
  self->known = TRUE;
  move_to (self, received);
  return STEP_ONWARD;
}

static gboolean
pause_after (Upload  *self,
             GError **error)
{
  guint wait = self->upload->first_wait > 0 ? self->upload->first_wait : FIRST_WAIT;

  return chatty_call_pause (MIN (wait << MIN (self->failures - 1, 8), MAX_WAIT),
                            self->cancellable, error);
}

static guint
max_failures (ChattyHttpResponse *last,
              const GError       *fault)
{
  return fault == NULL && chatty_http_response_is_success (last) ? MAX_SILENT : MAX_FAILURES;
}

/* Whether it is of no use to go on with this upload once more, which the server
 * answers: it does not know it, or did not get any further with it, and that not
 * for having too much to do. */
static gboolean
is_stuck (Upload             *self,
          ChattyHttpResponse *last)
{
  guint status = chatty_http_response_get_status (last);

  if (!self->known)
    return chatty_http_response_is_success (last);
  return self->resumed && self->best == self->from && status != 429 && status != 503;
}

/* Why it was given up: what the server said last, or why it said nothing. */
static ChattyHttpResponse *
give_up (Upload             *self,
         ChattyHttpResponse *last,
         GError             *fault,
         GError            **error)
{
  if (fault != NULL)
    {
      g_propagate_error (error, fault);
      return NULL;
    }
  if (is_stuck (self, last))
    drop_session (self);
  if (!chatty_http_response_is_success (last))
    return chatty_http_response_ref (last);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("The server does not say how much of the file it has. Send it again"));
  return NULL;
}

static ChattyHttpResponse *
begin (Upload  *self,
       GError **error)
{
  const ChattyResumableUpload *upload = self->upload;
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("POST", upload->path);
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, self->size);

  chatty_http_request_set_header (request, "X-Goog-Upload-Protocol", "resumable");
  chatty_http_request_set_header (request, "X-Goog-Upload-Command", "start");
  chatty_http_request_set_header (request, "X-Goog-Upload-Header-Content-Length", size);
  chatty_http_request_set_header (request, "X-Goog-Upload-Header-Content-Type",
                                  upload->media_type);
  if (upload->metadata != NULL)
    chatty_http_request_set_json (request, upload->metadata);
  /* Begun twice, the first beginning is forgotten by the server. */
  chatty_http_request_set_repeat_safe (request, TRUE);
  return upload->send (request, upload->send_data, self->cancellable, error);
}

/* Servers want pieces that are multiples of some size. */
static gsize
choose_chunk (Upload             *self,
              ChattyHttpResponse *response)
{
  gsize chunk = self->upload->chunk_bytes > 0 ? self->upload->chunk_bytes : CHUNK_BYTES;
  guint64 unit;

  if (read_number (response, "X-Goog-Upload-Chunk-Granularity", &unit) && unit > 0 &&
      unit <= CHUNK_BYTES)
    return MAX (chunk / unit, 1) * unit;
  return chunk;
}

/* (transfer full) (nullable): the last answer. @step: how to begin.
 * @last: (transfer full) (nullable): the answer before */
static ChattyHttpResponse *
go_on (Upload              *self,
       Step                 step,
       ChattyHttpResponse  *last,
       GError             **error)
{
  g_autoptr (ChattyHttpResponse) response = last;

  while (TRUE)
    {
      g_autoptr (GError) fault = NULL;

      if (chatty_set_cancelled (self->cancellable, error))
        return NULL;
      step = step == STEP_ASK ? ask_offset (self, &response, &fault)
                              : send_piece (self, &response, &fault);
      if (step == STEP_DONE)
        return g_steal_pointer (&response);
      if (step == STEP_FAILED)
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return NULL;
        }
      if (step == STEP_ONWARD)
        continue;
      if (++self->failures > max_failures (response, fault))
        return give_up (self, response, g_steal_pointer (&fault), error);
      if (!pause_after (self, error))
        return NULL;
    }
}

/* Goes on with an earlier upload. Returns whether that has an end, which is in
 * @response or @error: the server may not have it any more. */
static gboolean
resume (Upload              *self,
        ChattyHttpResponse **response,
        GError             **error)
{
  g_autoptr (ChattyHttpResponse) last = NULL;
  g_autoptr (GError) fault = NULL;

  if (*self->session == NULL)
    return FALSE;
  (*self->session)->was_complete = FALSE;
  self->resumed = TRUE;
  self->chunk = (*self->session)->chunk;
  /* It goes to the server that gave it and to no other. */
  if (take_address (self, (*self->session)->address, NULL))
    last = go_on (self, STEP_ASK, NULL, &fault);
  else
    drop_session (self);
  if (*self->session == NULL && !self->known)
    {
      self->resumed = FALSE;
      self->failures = 0;
      return FALSE;
    }
  *response = g_steal_pointer (&last);
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  return TRUE;
}

/**
 * chatty_resumable_upload_run:
 * @upload: what to send
 * @cancellable: (nullable): stops it at once
 * @error: %CHATTY_ERROR: what ended it, or that the server does not go on
 *
 * Sends a file by Google's resumable protocol (platform reference, section
 * 2.8): in pieces, of which one is in memory at a time. After a cut the server
 * is asked where to go on, also where an earlier run was cut off for good; what
 * the server does not have any more begins anew. Blocks; a worker's thread.
 *
 * Returns: (transfer full) (nullable): the last answer: of the finished upload,
 *   or one that refuses it, so that its status is to be looked at
 */
ChattyHttpResponse *
chatty_resumable_upload_run (const ChattyResumableUpload  *upload,
                             GCancellable                 *cancellable,
                             GError                      **error)
{
  g_autoptr (ChattyUploadSession) session = NULL;
  g_auto (Upload) self = {
    .upload = upload,
    .cancellable = cancellable,
    .size = upload->file != NULL ? chatty_http_file_get_size (upload->file)
                                 : g_bytes_get_size (upload->bytes),
    .session = upload->session != NULL ? upload->session : &session,
  };
  g_autoptr (ChattyHttpResponse) last = NULL;
  const char *address;

  if (resume (&self, &last, error))
    return g_steal_pointer (&last);
  last = begin (&self, error);
  if (last == NULL || !chatty_http_response_is_success (last))
    return g_steal_pointer (&last);
  address = chatty_http_response_get_header (last, "X-Goog-Upload-URL");
  if (address == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                           _("The server did not say where to send the file. Check the server "
                             "address"));
      return NULL;
    }
  if (!take_address (&self, address, error))
    return NULL;
  self.chunk = choose_chunk (&self, last);
  self.known = TRUE;
  *self.session = chatty_upload_session_new (address, self.chunk);
  return go_on (&self, STEP_ONWARD, g_steal_pointer (&last), error);
}
