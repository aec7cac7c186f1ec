/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-http-request-private.h"
#include "chatty-json.h"

typedef struct {
  char           *head;
  GBytes         *bytes;
  ChattyHttpFile *file;
} Part;

G_DEFINE_BOXED_TYPE (ChattyHttpRequest, chatty_http_request,
                     chatty_http_request_ref, chatty_http_request_unref)

static void
clear_field (gpointer data)
{
  ChattyHttpField *field = data;

  g_free (field->name);
  g_free (field->value);
}

static void
clear_part (gpointer data)
{
  Part *part = data;

  g_free (part->head);
  g_clear_pointer (&part->bytes, g_bytes_unref);
  g_clear_pointer (&part->file, chatty_http_file_unref);
}

static GArray *
new_array (gsize          size,
           GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, FALSE, size);

  g_array_set_clear_func (array, clear);
  return array;
}

static void
add_field (GArray     *fields,
           const char *name,
           const char *value)
{
  ChattyHttpField field = { g_strdup (name), g_strdup (value) };

  g_array_append_val (fields, field);
}

/**
 * chatty_http_request_new:
 * @method: "GET", "POST" and so on
 * @path: what follows the server's address, with a slash in front; whatever
 *   comes from outside in it is escaped with chatty_http_escape()
 *
 * Returns: (transfer full): a request without a body; GET, HEAD, PUT and
 *   DELETE are taken to be safe to repeat until
 *   chatty_http_request_set_repeat_safe() says otherwise
 */
ChattyHttpRequest *
chatty_http_request_new (const char *method,
                         const char *path)
{
  static const char *const repeatable[] = { "GET", "HEAD", "PUT", "DELETE", NULL };
  ChattyHttpRequest *self = g_new0 (ChattyHttpRequest, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->query = new_array (sizeof (ChattyHttpField), clear_field);
  self->headers = new_array (sizeof (ChattyHttpField), clear_field);
  self->form = new_array (sizeof (ChattyHttpField), clear_field);
  self->parts = new_array (sizeof (Part), clear_part);
  self->repeat_safe = g_strv_contains (repeatable, method);
  return self;
}

ChattyHttpRequest *
chatty_http_request_ref (ChattyHttpRequest *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
chatty_http_request_unref (ChattyHttpRequest *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->progress_destroy != NULL)
    self->progress_destroy (self->progress_data);
  g_array_unref (self->query);
  g_array_unref (self->headers);
  g_array_unref (self->form);
  g_array_unref (self->parts);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->boundary);
  g_free (self->content_type);
  g_free (self->method);
  g_free (self->path);
  g_free (self);
}

/**
 * chatty_http_request_add_query:
 * @self: a request
 * @name: of the parameter
 * @value: its value, UTF-8, not escaped. Never a credential
 */
void
chatty_http_request_add_query (ChattyHttpRequest *self,
                               const char        *name,
                               const char        *value)
{
  add_field (self->query, name, value);
}

/**
 * chatty_http_request_set_header:
 * @self: a request
 * @name: of the header
 * @value: (nullable): its value; %NULL takes the header away. Never a
 *   credential: those come from a #ChattyHttpAuth
 */
void
chatty_http_request_set_header (ChattyHttpRequest *self,
                                const char        *name,
                                const char        *value)
{
  for (guint i = 0; i < self->headers->len; i++)
    if (g_ascii_strcasecmp (g_array_index (self->headers, ChattyHttpField, i).name, name) == 0)
      {
        g_array_remove_index (self->headers, i);
        break;
      }
  if (value != NULL)
    add_field (self->headers, name, value);
}

/**
 * chatty_http_request_set_body:
 * @self: a request
 * @content_type: of the body
 * @bytes: the body
 */
void
chatty_http_request_set_body (ChattyHttpRequest *self,
                              const char        *content_type,
                              GBytes            *bytes)
{
  g_bytes_ref (bytes);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->content_type);
  self->bytes = bytes;
  self->content_type = g_strdup (content_type);
  self->kind = CHATTY_HTTP_BODY_BYTES;
}

/**
 * chatty_http_request_set_json:
 * @self: a request
 * @node: what to send as JSON
 */
void
chatty_http_request_set_json (ChattyHttpRequest *self,
                              JsonNode          *node)
{
  char *text = chatty_json_to_string (node, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  chatty_http_request_set_body (self, "application/json", bytes);
}

/**
 * chatty_http_request_add_form_field:
 * @self: a request
 * @name: of the field
 * @value: its value, UTF-8
 *
 * Makes the body a form, `application/x-www-form-urlencoded`.
 */
void
chatty_http_request_add_form_field (ChattyHttpRequest *self,
                                    const char        *name,
                                    const char        *value)
{
  add_field (self->form, name, value);
  self->kind = CHATTY_HTTP_BODY_FORM;
}

/* A name within quotes in a part's head, as browsers write it (WHATWG HTML,
 * multipart/form-data encoding algorithm). */
static void
append_quoted (GString    *head,
               const char *text)
{
  g_string_append_c (head, '"');
  for (; *text != '\0'; text++)
    if (*text == '"' || (guchar) *text < 0x20)
      g_string_append_printf (head, "%%%02X", (guint) (guchar) *text);
    else
      g_string_append_c (head, *text);
  g_string_append_c (head, '"');
}

static void
add_part (ChattyHttpRequest *self,
          const char        *name,
          const char        *file_name,
          const char        *content_type,
          GBytes            *bytes,
          ChattyHttpFile    *file)
{
  g_autoptr (GString) head = g_string_new ("Content-Disposition: form-data; name=");
  Part part = { NULL, bytes, file };

  append_quoted (head, name);
  if (file_name != NULL)
    {
      g_string_append (head, "; filename=");
      append_quoted (head, file_name);
    }
  if (content_type != NULL)
    g_string_append_printf (head, "\r\nContent-Type: %s", content_type);
  part.head = g_strdup (head->str);
  g_array_append_val (self->parts, part);

  /* Random, so that no text can hold it but by guessing. */
  if (self->boundary == NULL)
    {
      g_autofree char *uuid = g_uuid_string_random ();

      self->boundary = g_strconcat ("chatty-", uuid, NULL);
    }
  self->has_file = self->has_file || file != NULL;
  self->kind = CHATTY_HTTP_BODY_PARTS;
}

/**
 * chatty_http_request_add_part:
 * @self: a request
 * @name: of the field
 * @value: its value, UTF-8
 *
 * Makes the body `multipart/form-data`.
 */
void
chatty_http_request_add_part (ChattyHttpRequest *self,
                              const char        *name,
                              const char        *value)
{
  add_part (self, name, NULL, NULL, g_bytes_new (value, strlen (value)), NULL);
}

/**
 * chatty_http_request_add_part_bytes:
 * @self: a request
 * @name: of the field
 * @file_name: what the server is told the file is called
 * @content_type: of the file
 * @bytes: the file
 *
 * Makes the body `multipart/form-data`.
 */
void
chatty_http_request_add_part_bytes (ChattyHttpRequest *self,
                                    const char        *name,
                                    const char        *file_name,
                                    const char        *content_type,
                                    GBytes            *bytes)
{
  add_part (self, name, file_name, content_type, g_bytes_ref (bytes), NULL);
}

/**
 * chatty_http_request_add_part_file:
 * @self: a request
 * @name: of the field
 * @file_name: (nullable): what the server is told the file is called; %NULL
 *   for its own name
 * @content_type: of the file
 * @file: the file, read while it is sent
 *
 * Makes the body `multipart/form-data`.
 */
void
chatty_http_request_add_part_file (ChattyHttpRequest *self,
                                   const char        *name,
                                   const char        *file_name,
                                   const char        *content_type,
                                   ChattyHttpFile    *file)
{
  add_part (self, name, file_name != NULL ? file_name : chatty_http_file_get_name (file),
            content_type, NULL, chatty_http_file_ref (file));
}

/**
 * chatty_http_request_set_repeat_safe:
 * @self: a request
 * @repeat_safe: whether making the call twice does no more than making it once
 */
void
chatty_http_request_set_repeat_safe (ChattyHttpRequest *self,
                                     gboolean           repeat_safe)
{
  self->repeat_safe = repeat_safe;
}

/**
 * chatty_http_request_set_max_bytes:
 * @self: a request
 * @max_bytes: the largest answer that is read, after decoding; 0 for that of
 *   the #ChattyHttp
 */
void
chatty_http_request_set_max_bytes (ChattyHttpRequest *self,
                                   guint64            max_bytes)
{
  self->max_bytes = max_bytes;
}

/**
 * chatty_http_request_set_time_limit:
 * @self: a request
 * @seconds: how long one attempt may take in all; 0 for that of the
 *   #ChattyHttp
 */
void
chatty_http_request_set_time_limit (ChattyHttpRequest *self,
                                    guint              seconds)
{
  self->time_limit = seconds;
}

/**
 * chatty_http_request_set_accept_html:
 * @self: a request
 * @accept_html: whether a web page is a good answer; without it a page, as
 *   hotels and proxies send in place of the answer, is an error
 */
void
chatty_http_request_set_accept_html (ChattyHttpRequest *self,
                                     gboolean           accept_html)
{
  self->accept_html = accept_html;
}

/**
 * chatty_http_request_set_progress:
 * @self: a request
 * @func: (nullable) (scope notified): told how much of the body was sent
 * @user_data: for @func
 * @destroy: (nullable): for @user_data
 */
void
chatty_http_request_set_progress (ChattyHttpRequest      *self,
                                  ChattyHttpProgressFunc  func,
                                  gpointer                user_data,
                                  GDestroyNotify          destroy)
{
  if (self->progress_destroy != NULL)
    self->progress_destroy (self->progress_data);
  self->progress = func;
  self->progress_data = user_data;
  self->progress_destroy = destroy;
}

/**
 * chatty_http_request_get_method:
 * @self: a request
 *
 * Returns: the method
 */
const char *
chatty_http_request_get_method (ChattyHttpRequest *self)
{
  return self->method;
}

/**
 * chatty_http_request_get_path:
 * @self: a request
 *
 * Returns: the path, without the query
 */
const char *
chatty_http_request_get_path (ChattyHttpRequest *self)
{
  return self->path;
}

/**
 * chatty_http_request_get_repeat_safe:
 * @self: a request
 *
 * Returns: whether making the call twice does no more than making it once
 */
gboolean
chatty_http_request_get_repeat_safe (ChattyHttpRequest *self)
{
  return self->repeat_safe;
}

/**
 * chatty_http_escape:
 * @text: anything in UTF-8
 *
 * Returns: (transfer full): @text as one segment of a path
 */
char *
chatty_http_escape (const char *text)
{
  /* Dots alone would climb. */
  if (g_str_equal (text, "."))
    return g_strdup ("%2E");
  if (g_str_equal (text, ".."))
    return g_strdup ("%2E%2E");
  return g_uri_escape_string (text, NULL, FALSE);
}

static char *
encode_fields (GArray *fields)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      ChattyHttpField *field = &g_array_index (fields, ChattyHttpField, i);

      if (i > 0)
        g_string_append_c (text, '&');
      g_string_append_uri_escaped (text, field->name, NULL, FALSE);
      g_string_append_c (text, '=');
      g_string_append_uri_escaped (text, field->value, NULL, FALSE);
    }
  return g_string_free (text, FALSE);
}

static gboolean
is_good_path (const char *path)
{
  g_auto (GStrv) segments = NULL;

  if (path[0] != '/')
    return FALSE;
  for (const char *c = path; *c != '\0'; c++)
    if ((guchar) *c <= ' ' || (guchar) *c >= 0x7f || strchr ("?#\\\"<>^`{|}", *c) != NULL)
      return FALSE;

  segments = g_strsplit (path, "/", -1);
  return !g_strv_contains ((const char *const *) segments, ".") &&
         !g_strv_contains ((const char *const *) segments, "..");
}

static gboolean
is_good_header (const ChattyHttpField *field)
{
  if (*field->name == '\0')
    return FALSE;
  for (const char *c = field->name; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("-_.", *c) == NULL)
      return FALSE;
  for (const char *c = field->value; *c != '\0'; c++)
    if ((guchar) *c < ' ' || *c == 0x7f)
      return FALSE;
  return TRUE;
}

/*
 * chatty_http_request_make_uri:
 * @self: a request
 * @address: what chatty_http_check_address() returned
 * @error: %CHATTY_ERROR_INVALID_DATA if the path would lead elsewhere, or a
 *   header has more than one line
 *
 * Returns: (transfer full): where the request goes
 */
GUri *
chatty_http_request_make_uri (ChattyHttpRequest  *self,
                              const char         *address,
                              GError            **error)
{
  g_autofree char *query = encode_fields (self->query);
  g_autofree char *text = NULL;
  GUri *uri;

  for (guint i = 0; i < self->headers->len; i++)
    {
      ChattyHttpField *field = &g_array_index (self->headers, ChattyHttpField, i);

      if (!is_good_header (field))
        {
          g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                       _("The header “%s” cannot be sent: it is not one line of text"),
                       field->name);
          return NULL;
        }
    }
  if (!is_good_path (self->path))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   _("“%s” is not a path on a server"), self->path);
      return NULL;
    }

  text = g_strconcat (address, self->path, *query != '\0' ? "?" : "", query, NULL);
  uri = g_uri_parse (text, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri == NULL)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                 _("“%s” is not a path on a server"), self->path);
  return uri;
}

static void
append_text (ChattyHttpBody *body,
             char           *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  chatty_http_body_append_bytes (body, bytes);
}

static void
append_parts (ChattyHttpRequest *self,
              ChattyHttpBody    *body)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = &g_array_index (self->parts, Part, i);

      append_text (body, g_strdup_printf ("%s--%s\r\n%s\r\n\r\n", i > 0 ? "\r\n" : "",
                                          self->boundary, part->head));
      if (part->file != NULL)
        chatty_http_body_append_file (body, part->file);
      else
        chatty_http_body_append_bytes (body, part->bytes);
    }
  append_text (body, g_strdup_printf ("\r\n--%s--\r\n", self->boundary));
}

/*
 * chatty_http_request_make_body:
 * @self: a request
 * @content_type: (out): of the body
 *
 * Returns: (transfer full) (nullable): a new stream of the body, from its
 *   start; %NULL if the request has none
 */
ChattyHttpBody *
chatty_http_request_make_body (ChattyHttpRequest  *self,
                               char              **content_type)
{
  g_autoptr (ChattyHttpBody) body = chatty_http_body_new ();

  switch (self->kind)
    {
    case CHATTY_HTTP_BODY_BYTES:
      *content_type = g_strdup (self->content_type);
      chatty_http_body_append_bytes (body, self->bytes);
      break;
    case CHATTY_HTTP_BODY_FORM:
      *content_type = g_strdup ("application/x-www-form-urlencoded");
      append_text (body, encode_fields (self->form));
      break;
    case CHATTY_HTTP_BODY_PARTS:
      *content_type = g_strdup_printf ("multipart/form-data; boundary=%s", self->boundary);
      append_parts (self, body);
      break;
    case CHATTY_HTTP_BODY_NONE:
    default:
      return NULL;
    }
  chatty_http_body_set_progress (body, self->progress, self->progress_data);
  return g_steal_pointer (&body);
}
