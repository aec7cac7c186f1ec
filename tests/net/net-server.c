/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "net-server.h"

/* A certificate for 127.0.0.1 that its own key has signed: it guards nothing
 * outside these tests. */
static const char certificate_pem[] =
  "-----BEGIN CERTIFICATE-----\n"
  "MIIBsDCCAVagAwIBAgIUHqdz8BTrEStXsjS8Hm1M6O0JgV0wCgYIKoZIzj0EAwIw\n"
  "JDESMBAGA1UEAwwJMTI3LjAuMC4xMQ4wDAYDVQQKDAVUZXN0czAgFw0yNjExMjMw\n"
  "NjQyMDlaGA8yMTI2MTAzMDA2NDIwOVowJDESMBAGA1UEAwwJMTI3LjAuMC4xMQ4w\n"
  "DAYDVQQKDAVUZXN0czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABN89A/62RHSl\n"
  "IeUzkzkj1W0wFy2sCFSRNBXzeStbgY3V4RuzRYSGOjNEbklfvCYlcxYYw2Dwe077\n"
  "a0GDk2UAW0ajZDBiMB0GA1UdDgQWBBQg++JSlTqwgjw5waaEnf5OXbJ6sTAfBgNV\n"
  "HSMEGDAWgBQg++JSlTqwgjw5waaEnf5OXbJ6sTAPBgNVHRMBAf8EBTADAQH/MA8G\n"
  "A1UdEQQIMAaHBH8AAAEwCgYIKoZIzj0EAwIDSAAwRQIgQB2gZz9SqgB2GPo3IlLC\n"
  "HI50E/rIyXdeLnaeLliAPtsCIQCPnYcYQSFUZtuy9sJQEBQwENAsKVzGeftv37Di\n"
  "Dq7+iw==\n"
  "-----END CERTIFICATE-----\n";
static const char key_pem[] =
  "-----BEGIN PRIVATE KEY-----\n"
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7XN/jNMqM4rU/AaH\n"
  "CBicCTPFxJ431fFJe69Zo49G+8mhRANCAATfPQP+tkR0pSHlM5M5I9VtMBctrAhU\n"
  "kTQV83krW4GN1eEbs0WEhjozRG5JX7wmJXMWGMNg8HtO+2tBg5NlAFtG\n"
  "-----END PRIVATE KEY-----\n";

#define KEPT_BODY (64 * 1024)
#define KEPT_TEXT (4 * 1024 * 1024)

typedef struct {
  NetHandler handler;
  gpointer   user_data;
} Route;

struct _NetServer {
  gatomicrefcount  ref_count;  /* a connection may still wait for its thread */
  GSocketService  *service;
  GTlsCertificate *certificate;
  GCancellable    *stopped;
  char            *address;
  guint16          port;

  GMutex           lock;
  GCond            changed;
  guint            n_connections;
  GHashTable      *routes;
  GHashTable      *counts;
  GString         *received;
};

static void
remember (NetServer  *self,
          const char *bytes,
          gsize       length)
{
  g_mutex_lock (&self->lock);
  if (self->received->len < KEPT_TEXT)
    g_string_append_len (self->received, bytes, length);
  g_mutex_unlock (&self->lock);
}

const char *
net_request_header (NetRequest *request,
                    const char *name)
{
  static GPrivate last = G_PRIVATE_INIT (g_free);
  g_auto (GStrv) lines = g_strsplit (request->head, "\r\n", -1);
  gsize length = strlen (name);

  for (guint i = 1; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      {
        g_private_replace (&last, g_strdup (g_strstrip (lines[i] + length + 1)));
        return g_private_get (&last);
      }
  return NULL;
}

gboolean
net_write (NetRequest *request,
           const char *bytes,
           gssize      length)
{
  return g_output_stream_write_all (request->output, bytes,
                                    length < 0 ? strlen (bytes) : (gsize) length, NULL,
                                    request->stopped, NULL);
}

gboolean
net_reply (NetRequest *request,
           const char *status,
           const char *headers,
           const char *body)
{
  g_autofree char *head =
    g_strdup_printf ("HTTP/1.1 %s\r\n%sContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n", status,
                     headers, strlen (body));

  return net_write (request, head, -1) && net_write (request, body, -1);
}

static gboolean
read_request (NetRequest       *request,
              GDataInputStream *input)
{
  g_autoptr (GString) head = g_string_new (NULL);
  g_auto (GStrv) words = NULL;
  g_autofree char *buffer = g_malloc (KEPT_BODY);
  const char *length;
  guint64 size;

  while (!g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      gsize n;
      g_autofree char *line = g_data_input_stream_read_line (input, &n, request->stopped,
                                                             NULL);

      if (line == NULL)
        break;
      g_string_append_printf (head, "%s\r\n", line);
    }
  remember (request->server, head->str, head->len);
  if (!g_str_has_suffix (head->str, "\r\n\r\n"))
    return FALSE;

  words = g_strsplit (head->str, " ", 3);
  if (g_strv_length (words) < 3)
    return FALSE;
  request->method = g_strdup (words[0]);
  request->path = g_strdup (words[1]);
  request->head = g_strdup (head->str);

  length = net_request_header (request, "Content-Length");
  size = length != NULL ? g_ascii_strtoull (length, NULL, 10) : 0;
  request->body = g_byte_array_new ();
  while (request->body_bytes < size)
    {
      gssize n = g_input_stream_read (G_INPUT_STREAM (input), buffer,
                                      MIN (KEPT_BODY, size - request->body_bytes),
                                      request->stopped, NULL);

      if (n <= 0)
        break;
      if (request->body->len < KEPT_BODY)
        g_byte_array_append (request->body, (guint8 *) buffer, MIN (n, KEPT_BODY - request->body->len));
      remember (request->server, buffer, n);
      request->body_bytes += n;
    }
  request->complete = request->body_bytes == size;
  return TRUE;
}

static gboolean
serve (NetServer        *self,
       GIOStream        *connection,
       GDataInputStream *input)
{
  NetRequest request = {
    .server = self,
    .stopped = self->stopped,
    .connection = connection,
    .output = g_io_stream_get_output_stream (connection),
  };
  gboolean again = FALSE;

  if (read_request (&request, input))
    {
      g_autofree char *path = g_strndup (request.path, strcspn (request.path, "?"));
      Route *route;

      g_mutex_lock (&self->lock);
      route = g_hash_table_lookup (self->routes, path);
      if (route == NULL)
        route = g_hash_table_lookup (self->routes, "*");
      g_hash_table_replace (self->counts, g_strdup (path),
                            GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, path)) + 1));
      g_mutex_unlock (&self->lock);
      if (route != NULL)
        again = route->handler (&request, route->user_data);
      else
        again = net_reply (&request, "404 Not Found", "", "");
    }

  g_free (request.method);
  g_free (request.path);
  g_free (request.head);
  g_clear_pointer (&request.body, g_byte_array_unref);
  return again;
}

static void
unref (NetServer *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->routes);
  g_hash_table_unref (self->counts);
  g_string_free (self->received, TRUE);
  g_clear_object (&self->certificate);
  g_object_unref (self->stopped);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->address);
  g_free (self);
}

static void
unref_closure (gpointer  self,
               GClosure *closure)
{
  unref (self);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  NetServer *self = user_data;
  g_autoptr (GIOStream) stream = g_object_ref (G_IO_STREAM (connection));
  g_autoptr (GDataInputStream) input = NULL;

  g_mutex_lock (&self->lock);
  self->n_connections++;
  g_mutex_unlock (&self->lock);

  if (self->certificate != NULL)
    {
      g_clear_object (&stream);
      stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
    }
  input = g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (input), FALSE);
  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  while (serve (self, stream, input))
    ;
  g_io_stream_close (stream, NULL, NULL);

  g_mutex_lock (&self->lock);
  self->n_connections--;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gpointer
loop_thread (gpointer data)
{
  GMainContext *context = data;

  g_main_context_push_thread_default (context);
  while (TRUE)
    g_main_context_iteration (context, TRUE);
  return NULL;
}

/* Connections are accepted by one thread for all servers. */
static GMainContext *
accept_context (void)
{
  static gsize context = 0;

  if (g_once_init_enter (&context))
    {
      GMainContext *made = g_main_context_new ();

      g_thread_unref (g_thread_new ("accept", loop_thread, made));
      g_once_init_leave (&context, (gsize) made);
    }
  return (GMainContext *) context;
}

static gboolean
start_cb (gpointer user_data)
{
  NetServer *self = user_data;
  g_autoptr (GInetAddress) inet = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (inet, 0);
  g_autoptr (GSocketAddress) real = NULL;
  GSocketService *service = g_threaded_socket_service_new (64);
  g_autoptr (GError) error = NULL;

  g_atomic_ref_count_inc (&self->ref_count);
  g_signal_connect_data (service, "run", G_CALLBACK (run_cb), self, unref_closure, 0);
  g_socket_listener_add_address (G_SOCKET_LISTENER (service), any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &real, &error);
  g_assert_no_error (error);
  g_socket_service_start (service);

  g_mutex_lock (&self->lock);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (real));
  self->service = service;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return G_SOURCE_REMOVE;
}

GTlsCertificate *
net_server_certificate (void)
{
  g_autofree char *pem = g_strconcat (certificate_pem, key_pem, NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_pem (pem, -1, &error);

  g_assert_no_error (error);
  return certificate;
}

NetServer *
net_server_new (gboolean tls)
{
  NetServer *self = g_new0 (NetServer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->stopped = g_cancellable_new ();
  self->routes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->received = g_string_new (NULL);
  if (tls)
    self->certificate = net_server_certificate ();

  g_main_context_invoke (accept_context (), start_cb, self);
  g_mutex_lock (&self->lock);
  while (self->service == NULL)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
  self->address = g_strdup_printf ("%s://127.0.0.1:%u", tls ? "https" : "http", self->port);
  return self;
}

static gboolean
stop_cb (gpointer user_data)
{
  NetServer *self = user_data;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_mutex_lock (&self->lock);
  g_clear_object (&self->service);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return G_SOURCE_REMOVE;
}

/* Takes no more calls, and ends those that go on. */
void
net_server_stop (NetServer *self)
{
  if (self->service == NULL)
    return;
  g_cancellable_cancel (self->stopped);
  g_main_context_invoke (accept_context (), stop_cb, self);
  g_mutex_lock (&self->lock);
  while (self->service != NULL || self->n_connections > 0)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

void
net_server_free (NetServer *self)
{
  net_server_stop (self);
  unref (self);
}

void
net_server_on (NetServer  *self,
               const char *path,
               NetHandler  handler,
               gpointer    user_data)
{
  Route *route = g_new (Route, 1);

  route->handler = handler;
  route->user_data = user_data;
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->routes, g_strdup (path), route);
  g_mutex_unlock (&self->lock);
}

const char *
net_server_get_address (NetServer *self)
{
  return self->address;
}

guint16
net_server_get_port (NetServer *self)
{
  return self->port;
}

/* How often @path was asked for. */
guint
net_server_get_count (NetServer  *self,
                      const char *path)
{
  guint count;

  g_mutex_lock (&self->lock);
  count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, path));
  g_mutex_unlock (&self->lock);
  return count;
}

/* Whether @text was among all that came in. */
gboolean
net_server_received (NetServer  *self,
                     const char *text)
{
  gboolean found;

  g_mutex_lock (&self->lock);
  found = memmem (self->received->str, self->received->len, text, strlen (text)) != NULL;
  g_mutex_unlock (&self->lock);
  return found;
}

/* A database that vouches for the certificate of these servers. It reads its
 * file whenever it needs to, so that the file stays in the test's own folder. */
GTlsDatabase *
net_server_trust (void)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "ca.pem", NULL);
  g_autoptr (GError) error = NULL;
  GTlsDatabase *database;

  g_mkdir_with_parents (g_get_user_runtime_dir (), 0700);
  g_file_set_contents (path, certificate_pem, -1, &error);
  g_assert_no_error (error);
  database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  return database;
}
