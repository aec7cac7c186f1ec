/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-http-response-private.h"
#include "chatty-json.h"
#include "chatty-redact.h"
#include "chatty-retry.h"
#include "chatty-text.h"
#include "chatty-time.h"

/* What a person is shown of the server's own words. */
#define MAX_DETAIL 300

struct _ChattyHttpResponse {
  gatomicrefcount  ref_count;
  guint            status;
  char            *host;
  GHashTable      *headers;     /* by lower-case name */
  GBytes          *bytes;
  JsonNode        *json;        /* what it was read as; NULL before that */
  gint64           received;
};

G_DEFINE_BOXED_TYPE (ChattyHttpResponse, chatty_http_response,
                     chatty_http_response_ref, chatty_http_response_unref)

/*
 * chatty_http_response_new:
 * @status: the HTTP status
 * @host: who answered
 *
 * Returns: (transfer full): an answer without headers and body, to be filled
 *   in before it is shared
 */
ChattyHttpResponse *
chatty_http_response_new (guint       status,
                          const char *host)
{
  ChattyHttpResponse *self = g_new0 (ChattyHttpResponse, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->status = status;
  self->host = g_strdup (host);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->bytes = g_bytes_new (NULL, 0);
  self->received = chatty_time_now ();
  return self;
}

ChattyHttpResponse *
chatty_http_response_ref (ChattyHttpResponse *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
chatty_http_response_unref (ChattyHttpResponse *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->headers);
  g_bytes_unref (self->bytes);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->host);
  g_free (self);
}

/*
 * chatty_http_response_add_header:
 * @self: an answer that is not shared yet
 * @name: of the header
 * @value: its value; of a header that comes twice, both are kept
 */
void
chatty_http_response_add_header (ChattyHttpResponse *self,
                                 const char         *name,
                                 const char         *value)
{
  char *key = g_ascii_strdown (name, -1);
  const char *before = g_hash_table_lookup (self->headers, key);
  g_autofree char *valid = chatty_text_make_valid (value, -1);

  g_hash_table_replace (self->headers, key,
                        before != NULL ? g_strconcat (before, ", ", valid, NULL)
                                       : g_steal_pointer (&valid));
}

/*
 * chatty_http_response_set_bytes:
 * @self: an answer that is not shared yet
 * @bytes: (transfer full): the body
 */
void
chatty_http_response_set_bytes (ChattyHttpResponse *self,
                                GBytes             *bytes)
{
  g_bytes_unref (self->bytes);
  self->bytes = bytes;
}

/*
 * chatty_http_response_dup_headers:
 * @self: an answer
 *
 * Returns: (transfer full): the headers as lines, sorted
 */
char *
chatty_http_response_dup_headers (ChattyHttpResponse *self)
{
  g_autoptr (GList) names = g_hash_table_get_keys (self->headers);
  GString *text = g_string_new (NULL);

  names = g_list_sort (names, (GCompareFunc) strcmp);
  for (GList *l = names; l != NULL; l = l->next)
    g_string_append_printf (text, "%s: %s\n", (const char *) l->data,
                            (const char *) g_hash_table_lookup (self->headers, l->data));
  return g_string_free (text, FALSE);
}

/**
 * chatty_http_response_get_status:
 * @self: an answer
 *
 * Returns: the HTTP status
 */
guint
chatty_http_response_get_status (ChattyHttpResponse *self)
{
  return self->status;
}

/**
 * chatty_http_response_is_success:
 * @self: an answer
 *
 * Returns: whether the status is one of success, 200 to 299
 */
gboolean
chatty_http_response_is_success (ChattyHttpResponse *self)
{
  return self->status >= 200 && self->status < 300;
}

/**
 * chatty_http_response_get_header:
 * @self: an answer
 * @name: of a header, in any case
 *
 * Returns: (nullable): its value, valid UTF-8; %NULL without such a header
 */
const char *
chatty_http_response_get_header (ChattyHttpResponse *self,
                                 const char         *name)
{
  g_autofree char *key = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (self->headers, key);
}

/**
 * chatty_http_response_get_content_type:
 * @self: an answer
 *
 * Returns: the header `Content-Type`, with its parameters; "" without one
 */
const char *
chatty_http_response_get_content_type (ChattyHttpResponse *self)
{
  const char *type = g_hash_table_lookup (self->headers, "content-type");

  return type != NULL ? type : "";
}

/**
 * chatty_http_response_get_bytes:
 * @self: an answer
 *
 * Returns: (transfer none): the body; empty if it went to the function of
 *   chatty_http_stream()
 */
GBytes *
chatty_http_response_get_bytes (ChattyHttpResponse *self)
{
  return self->bytes;
}

/**
 * chatty_http_response_dup_text:
 * @self: an answer
 *
 * Returns: (transfer full): the body as valid UTF-8
 */
char *
chatty_http_response_dup_text (ChattyHttpResponse *self)
{
  gsize length;
  const char *bytes = g_bytes_get_data (self->bytes, &length);

  return bytes != NULL ? chatty_text_make_valid (bytes, length) : g_strdup ("");
}

/**
 * chatty_http_response_get_date:
 * @self: an answer
 *
 * Returns: the server's own time of the answer, microseconds UTC;
 *   %CHATTY_TIME_NONE if it does not say
 */
gint64
chatty_http_response_get_date (ChattyHttpResponse *self)
{
  const char *date = g_hash_table_lookup (self->headers, "date");

  return date != NULL ? chatty_retry_parse_date (date) : CHATTY_TIME_NONE;
}

/**
 * chatty_http_response_get_wait:
 * @self: an answer
 *
 * Returns: microseconds that the server asks us to wait; negative if it does
 *   not say
 */
gint64
chatty_http_response_get_wait (ChattyHttpResponse *self)
{
  return chatty_retry_asked_wait (g_hash_table_lookup (self->headers, "retry-after"),
                                  self->bytes, self->received);
}

/*
 * chatty_http_is_web_page:
 * @content_type: (nullable): what the server says
 * @bytes: the start of the body
 * @length: bytes of it
 *
 * Returns: whether this is HTML, by its type or by its looks
 */
gboolean
chatty_http_is_web_page (const char *content_type,
                         const char *bytes,
                         gsize       length)
{
  static const char *const starts[] = { "<!doctype html", "<html", "<head", "<body" };

  if (content_type != NULL &&
      (g_ascii_strncasecmp (content_type, "text/html", 9) == 0 ||
       g_ascii_strncasecmp (content_type, "application/xhtml", 17) == 0))
    return TRUE;

  while (length > 0 && (g_ascii_isspace (*bytes) || (guchar) *bytes >= 0x80))
    {
      bytes++;
      length--;
    }
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (length >= strlen (starts[i]) &&
        g_ascii_strncasecmp (bytes, starts[i], strlen (starts[i])) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_web_page (ChattyHttpResponse *self)
{
  gsize length;
  const char *bytes = g_bytes_get_data (self->bytes, &length);

  return chatty_http_is_web_page (chatty_http_response_get_content_type (self), bytes,
                                  MIN (length, 64));
}

/*
 * chatty_http_response_is_text:
 * @self: an answer
 *
 * Returns: whether the body is text that can stand in a report
 */
gboolean
chatty_http_response_is_text (ChattyHttpResponse *self)
{
  const char *type = chatty_http_response_get_content_type (self);

  return !is_web_page (self) && (*type == '\0' || g_str_has_prefix (type, "text/") ||
                                 strstr (type, "json") != NULL);
}

/*
 * chatty_http_set_web_page_error:
 * @host: who answered
 * @error: %CHATTY_ERROR_SERVER
 */
void
chatty_http_set_web_page_error (const char  *host,
                                GError     **error)
{
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
               _("%s answered with a web page. Check the server address, and "
                 "whether this network asks you to sign in first"), host);
}

/* Reads the body once, however often and on whichever thread it is asked for.
 * The answer owns what it returns. */
static JsonNode *
read_json (ChattyHttpResponse  *self,
           GError             **error)
{
  JsonNode *node = g_atomic_pointer_get (&self->json);
  gsize length;
  const char *bytes;

  if (node != NULL)
    return node;
  bytes = g_bytes_get_data (self->bytes, &length);
  node = chatty_json_parse (bytes, length, error);
  if (node != NULL && !g_atomic_pointer_compare_and_exchange (&self->json, NULL, node))
    {
      json_node_unref (node);
      node = g_atomic_pointer_get (&self->json);
    }
  return node;
}

/**
 * chatty_http_response_peek_object:
 * @self: an answer
 *
 * Services send the words of an error as an object of JSON also where they
 * call it text or a web page.
 *
 * Returns: (nullable): the body, if it is an object of JSON, whatever its type
 *   says; it is not to be changed. Any thread.
 */
JsonNode *
chatty_http_response_peek_object (ChattyHttpResponse *self)
{
  gsize length;
  const char *bytes = g_bytes_get_data (self->bytes, &length);

  for (gsize i = 0; i < MIN (length, 64); i++)
    if (!g_ascii_isspace (bytes[i]))
      return bytes[i] == '{' ? read_json (self, NULL) : NULL;
  return NULL;
}

/**
 * chatty_http_response_parse_json:
 * @self: an answer
 * @error: %CHATTY_ERROR_SERVER if the body is a web page,
 *   %CHATTY_ERROR_INVALID_DATA if it is not JSON
 *
 * Returns: (transfer full): the body as JSON, read once and the same each
 *   time: it is not to be changed. Any thread.
 */
JsonNode *
chatty_http_response_parse_json (ChattyHttpResponse  *self,
                                 GError             **error)
{
  gsize length = g_bytes_get_size (self->bytes);
  JsonNode *node;

  if (is_web_page (self))
    {
      chatty_http_set_web_page_error (self->host, error);
      return NULL;
    }
  if (length == 0)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   _("%s gave an empty answer"), self->host);
      return NULL;
    }

  node = read_json (self, error);
  if (node == NULL)
    {
      g_prefix_error (error, _("The answer of %s cannot be read: "), self->host);
      if (error != NULL)
        chatty_redact_error (*error);
      return NULL;
    }
  return json_node_ref (node);
}

/* What most services call their own words, in an error. */
static char *
find_detail (ChattyHttpResponse *self)
{
  static const char *const names[] = { "message", "error", "detail", "ERROR", "API_ERROR" };
  JsonObject *object, *inner;
  JsonNode *node;
  gsize length;
  const char *bytes = g_bytes_get_data (self->bytes, &length);

  if (length == 0 || !chatty_http_response_is_text (self))
    return NULL;
  node = read_json (self, NULL);
  object = node != NULL ? chatty_json_node_object (node) : NULL;
  if (object == NULL)
    return g_str_has_prefix (chatty_http_response_get_content_type (self), "text/plain")
             ? chatty_text_make_valid (bytes, MIN (length, 4096)) : NULL;

  inner = chatty_json_get_object (object, "error");
  if (inner != NULL)
    object = inner;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *text = chatty_json_get_string (object, names[i]);

      if (text != NULL && *text != '\0')
        return g_strdup (text);
    }
  return NULL;
}

static char *
describe_wait (gint64 wait)
{
  gint64 seconds = (wait + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  gint64 minutes = (seconds + 59) / 60;

  if (wait < 0)
    return g_strdup (_("Try again in a while"));
  if (seconds < 120)
    return g_strdup_printf (ngettext ("Try again in %d second", "Try again in %d seconds",
                                      (gulong) MAX (seconds, 1)),
                            (int) MAX (seconds, 1));
  return g_strdup_printf (ngettext ("Try again in %d minute", "Try again in %d minutes",
                                    (gulong) minutes), (int) minutes);
}

/* The headline for a person, and the code. */
static int
describe (ChattyHttpResponse  *self,
          char               **headline)
{
  g_autofree char *wait = NULL;
  gsize length;
  const char *bytes = g_bytes_get_data (self->bytes, &length);

  switch (self->status)
    {
    case 401:
    case 407:
      *headline = g_strdup_printf (_("%s refused the key. Check it, or sign in again"), self->host);
      return CHATTY_ERROR_SIGN_IN_NEEDED;
    case 402:
      *headline = g_strdup_printf (_("There is no credit left at %s"), self->host);
      return CHATTY_ERROR_QUOTA;
    case 403:
      *headline = g_strdup_printf (_("%s does not allow this. Your plan or key may not include it"),
                                   self->host);
      return CHATTY_ERROR_FORBIDDEN;
    case 404:
    case 410:
      *headline = g_strdup_printf (_("%s does not have this"), self->host);
      return CHATTY_ERROR_NOT_FOUND;
    case 409:
    case 412:
      *headline = g_strdup_printf (_("This was changed at %s in the meantime"), self->host);
      return CHATTY_ERROR_CONFLICT;
    case 413:
      *headline = g_strdup_printf (_("This is too large for %s"), self->host);
      return CHATTY_ERROR_TOO_LARGE;
    case 405:
    case 501:
      *headline = g_strdup_printf (_("%s cannot do this"), self->host);
      return CHATTY_ERROR_UNSUPPORTED;
    case 429:
      if (bytes != NULL && memmem (bytes, length, "insufficient_quota", 18) != NULL)
        {
          *headline = g_strdup_printf (_("There is no credit left at %s"), self->host);
          return CHATTY_ERROR_QUOTA;
        }
      wait = describe_wait (chatty_http_response_get_wait (self));
      /* Translators: a server, then for example "Try again in 5 seconds". */
      *headline = g_strdup_printf (_("%s got too many calls. %s"), self->host, wait);
      return CHATTY_ERROR_RATE_LIMITED;
    case 408:
      *headline = g_strdup_printf (_("%s waited too long for us. Try again"), self->host);
      return CHATTY_ERROR_TIMED_OUT;
    default:
      break;
    }

  if (self->status >= 400 && self->status < 500)
    {
      *headline = g_strdup_printf (_("%s could not use what it was sent (error %u)"),
                                   self->host, self->status);
      return CHATTY_ERROR_INVALID_DATA;
    }
  if (self->status >= 500)
    {
      wait = describe_wait (chatty_http_response_get_wait (self));
      /* Translators: a server, a number, then for example "Try again in 5 seconds". */
      *headline = g_strdup_printf (_("%s has trouble of its own (error %u). %s"),
                                   self->host, self->status, wait);
      return CHATTY_ERROR_SERVER;
    }
  *headline = g_strdup_printf (_("%s gave an answer that was not expected (%u)"),
                               self->host, self->status);
  return CHATTY_ERROR_SERVER;
}

/**
 * chatty_http_response_set_error:
 * @self: an answer
 * @detail: (nullable): the server's own words, where the caller found them;
 *   %NULL to look for them in the usual places
 * @error: (out): set to the code that the status stands for, with what a
 *   person can do about it and the server's words, shortened and redacted
 */
void
chatty_http_response_set_error (ChattyHttpResponse  *self,
                                const char          *detail,
                                GError             **error)
{
  g_autofree char *headline = NULL;
  g_autofree char *found = detail != NULL ? g_strdup (detail) : find_detail (self);
  int code = describe (self, &headline);

  if (found != NULL && *found != '\0')
    {
      g_autofree char *hidden = chatty_redact_text (found, -1);
      g_autofree char *line = chatty_text_one_line (hidden, MAX_DETAIL);

      g_set_error (error, CHATTY_ERROR, code,
                   /* Translators: what went wrong, then the server's own words. */
                   _("%s. It said: %s"), headline, line);
    }
  else
    g_set_error_literal (error, CHATTY_ERROR, code, headline);
  if (error != NULL && code == CHATTY_ERROR_RATE_LIMITED)
    {
      gint64 wait = MAX (chatty_http_response_get_wait (self), 0);

      chatty_error_set_wait (*error, (guint) ((wait + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC));
    }
}

/**
 * chatty_http_response_check:
 * @self: an answer
 * @error: as for chatty_http_response_set_error()
 *
 * Returns: whether the status is one of success
 */
gboolean
chatty_http_response_check (ChattyHttpResponse  *self,
                            GError             **error)
{
  if (chatty_http_response_is_success (self))
    return TRUE;
  chatty_http_response_set_error (self, NULL, error);
  return FALSE;
}
