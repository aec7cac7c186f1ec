/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-signin"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-redirect-listener.h"
#include "chatty-redirect-page.h"

/* A browser sends a few hundred bytes, at once. */
#define MAX_HEAD            (16 * 1024)
#define HEAD_MICROSECONDS   (5 * G_TIME_SPAN_SECOND)
#define ANSWER_MICROSECONDS (G_TIME_SPAN_SECOND / 2)
/* Whoever holds more is dropped, the one that is at it longest first. */
#define MAX_CONNECTIONS     32

/**
 * ChattyRedirectListener:
 *
 * Waits on the loopback interface for the browser to come back from a sign-in
 * (RFC 8252, section 7.3). The port is open from the start of the sign-in to
 * its end, and no longer; what is not the awaited answer gets a page that says
 * so, and the waiting goes on. Everything that comes is outside data: it is
 * read up to a limit of bytes and of time, never echoed, never logged.
 *
 * Belongs to one thread at a time.
 */
struct _ChattyRedirectListener {
  GObject       parent_instance;

  int           fd;
  char         *host;
  char         *path;
  char         *address;
  char         *issuer;
  ChattySecret *state;
  GArray       *connections;   /* of Connection, oldest first */
};

typedef struct {
  int      fd;
  gint64   deadline;   /* monotonic */
  GString *head;
  GString *answer;     /* NULL while the head is read */
  gsize    sent;
  gboolean last;       /* with this answer the sign-in is over */
} Connection;

G_DEFINE_FINAL_TYPE (ChattyRedirectListener, chatty_redirect_listener, G_TYPE_OBJECT)

static void
connection_clear (gpointer data)
{
  Connection *connection = data;

  g_close (connection->fd, NULL);
  chatty_secret_wipe (connection->head->str, connection->head->allocated_len);
  g_string_free (connection->head, TRUE);
  if (connection->answer != NULL)
    g_string_free (connection->answer, TRUE);
}

static void
stop_listening (ChattyRedirectListener *self)
{
  if (self->fd >= 0)
    g_close (self->fd, NULL);
  self->fd = -1;
}

static void
chatty_redirect_listener_finalize (GObject *object)
{
  ChattyRedirectListener *self = CHATTY_REDIRECT_LISTENER (object);

  stop_listening (self);
  g_array_unref (self->connections);
  g_free (self->host);
  g_free (self->path);
  g_free (self->address);
  g_free (self->issuer);
  g_clear_pointer (&self->state, chatty_secret_unref);

  G_OBJECT_CLASS (chatty_redirect_listener_parent_class)->finalize (object);
}

static void
chatty_redirect_listener_class_init (ChattyRedirectListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_redirect_listener_finalize;
}

static void
chatty_redirect_listener_init (ChattyRedirectListener *self)
{
  self->fd = -1;
  self->connections = g_array_new (FALSE, FALSE, sizeof (Connection));
  g_array_set_clear_func (self->connections, connection_clear);
}

/* A free port of one of the loopback addresses, or -1 with errno set. */
static int
listen_on (int    family,
           guint *port)
{
  struct sockaddr_storage storage = { .ss_family = family };
  struct sockaddr *address = (struct sockaddr *) &storage;
  socklen_t length = sizeof storage;
  int fd = socket (family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

  if (fd < 0)
    return -1;
  if (family == AF_INET)
    ((struct sockaddr_in *) &storage)->sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  else
    ((struct sockaddr_in6 *) &storage)->sin6_addr = in6addr_loopback;
  if (bind (fd, address, family == AF_INET ? sizeof (struct sockaddr_in)
                                           : sizeof (struct sockaddr_in6)) < 0 ||
      listen (fd, MAX_CONNECTIONS) < 0 || getsockname (fd, address, &length) < 0)
    {
      int saved_errno = errno;

      g_close (fd, NULL);
      errno = saved_errno;
      return -1;
    }
  *port = ntohs (family == AF_INET ? ((struct sockaddr_in *) &storage)->sin_port
                                   : ((struct sockaddr_in6 *) &storage)->sin6_port);
  return fd;
}

/**
 * chatty_redirect_listener_new:
 * @path: where the browser is to come back to, such as "/google"; another one
 *   for each server, so that none can speak for another (RFC 9700, section 4.4)
 * @state: what the sign-in was begun with
 * @issuer: (nullable): the server's name for itself, compared with "iss"
 * @error: %CHATTY_ERROR_FAILED when no port can be had
 *
 * Opens a free port on 127.0.0.1, or on [::1] where there is no other.
 *
 * Returns: (transfer full) (nullable): what waits for the browser
 */
ChattyRedirectListener *
chatty_redirect_listener_new (const char    *path,
                              ChattySecret  *state,
                              const char    *issuer,
                              GError       **error)
{
  g_autoptr (ChattyRedirectListener) self = NULL;
  const char *name = "127.0.0.1";
  guint port = 0;

  g_return_val_if_fail (path != NULL && *path == '/', NULL);
  g_return_val_if_fail (state != NULL, NULL);

  self = g_object_new (CHATTY_TYPE_REDIRECT_LISTENER, NULL);
  self->fd = listen_on (AF_INET, &port);
  if (self->fd < 0)
    {
      name = "[::1]";
      self->fd = listen_on (AF_INET6, &port);
    }
  if (self->fd < 0)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                   /* Translators: %s is what the system says. */
                   _("The browser has no way back to Chatty Connectors, because this computer "
                     "opens no port for it: %s"), g_strerror (errno));
      return NULL;
    }
  self->host = g_strdup_printf ("%s:%u", name, port);
  self->path = g_strdup (path);
  self->address = g_strdup_printf ("http://%s%s", self->host, path);
  self->issuer = g_strdup (issuer);
  self->state = chatty_secret_ref (state);
  return g_steal_pointer (&self);
}

/**
 * chatty_redirect_listener_get_address:
 *
 * Returns: (transfer none): the "redirect_uri", for the whole of the sign-in
 */
const char *
chatty_redirect_listener_get_address (ChattyRedirectListener *self)
{
  g_return_val_if_fail (CHATTY_IS_REDIRECT_LISTENER (self), NULL);

  return self->address;
}

static void
accept_all (ChattyRedirectListener *self)
{
  /* No more at once than are kept: the others wait in the queue. */
  for (guint i = 0; i < MAX_CONNECTIONS; i++)
    {
      int fd = accept4 (self->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
      Connection connection = { .fd = fd };

      if (fd < 0)
        return;
      if (self->connections->len >= MAX_CONNECTIONS)
        g_array_remove_index (self->connections, 0);
      connection.deadline = g_get_monotonic_time () + HEAD_MICROSECONDS;
      connection.head = g_string_sized_new (MAX_HEAD);
      g_array_append_val (self->connections, connection);
    }
}

static void
answer (Connection         *connection,
        ChattyRedirectPage  page)
{
  connection->answer = chatty_redirect_page_format (page);
  connection->deadline = g_get_monotonic_time () + ANSWER_MICROSECONDS;
}

static void
judge (ChattyRedirectListener  *self,
       Connection              *connection,
       ChattyRedirect         **redirect)
{
  const ChattyRedirectExpected expected = { self->host, self->path, self->state, self->issuer };

  switch (chatty_redirect_read (connection->head->str, connection->head->len, &expected, redirect))
    {
    case CHATTY_REDIRECT_ACCEPTED:
      /* One answer, and nobody else gets in. */
      stop_listening (self);
      connection->last = TRUE;
      answer (connection, (*redirect)->code != NULL ? CHATTY_REDIRECT_PAGE_DONE
                                                    : CHATTY_REDIRECT_PAGE_DECLINED);
      break;
    case CHATTY_REDIRECT_OTHER:
      answer (connection, CHATTY_REDIRECT_PAGE_NOT_FOUND);
      break;
    case CHATTY_REDIRECT_METHOD:
      answer (connection, CHATTY_REDIRECT_PAGE_METHOD);
      break;
    case CHATTY_REDIRECT_REFUSED:
    default:
      answer (connection, CHATTY_REDIRECT_PAGE_REFUSED);
      break;
    }
}

/* Reads what has come. Returns whether the connection goes on. */
static gboolean
read_head (ChattyRedirectListener  *self,
           Connection              *connection,
           ChattyRedirect         **redirect)
{
  char buffer[4096];
  ssize_t n = recv (connection->fd, buffer, sizeof buffer, 0);

  if (n < 0)
    return errno == EAGAIN || errno == EINTR;
  if (n == 0)
    return FALSE;
  if (connection->head->len + n > MAX_HEAD)
    {
      answer (connection, CHATTY_REDIRECT_PAGE_TOO_LARGE);
    }
  else
    {
      g_string_append_len (connection->head, buffer, n);
      if (g_strstr_len (connection->head->str, connection->head->len, "\r\n\r\n") != NULL)
        judge (self, connection, redirect);
    }
  chatty_secret_wipe (buffer, n);
  return TRUE;
}

/* Writes what can be taken. Returns whether the connection goes on. */
static gboolean
write_answer (Connection *connection)
{
  ssize_t n = send (connection->fd, connection->answer->str + connection->sent,
                    connection->answer->len - connection->sent, MSG_NOSIGNAL);
  char rest[4096];

  if (n < 0)
    return errno == EAGAIN || errno == EINTR;
  connection->sent += n;
  if (connection->sent < connection->answer->len)
    return TRUE;

  /* Closed with something unread, the answer would be taken back (RST). */
  shutdown (connection->fd, SHUT_WR);
  for (guint i = 0; i < 64 && recv (connection->fd, rest, sizeof rest, 0) > 0; i++)
    ;
  chatty_secret_wipe (rest, sizeof rest);
  return FALSE;
}

/* Deals with one connection. Returns whether it goes on. */
static gboolean
serve (ChattyRedirectListener  *self,
       Connection              *connection,
       int                      happened,
       ChattyRedirect         **redirect)
{
  if (g_get_monotonic_time () > connection->deadline)
    return FALSE;
  if (happened == 0)
    return TRUE;
  if (connection->answer == NULL && !read_head (self, connection, redirect))
    return FALSE;
  return connection->answer == NULL || write_answer (connection);
}

static int
milliseconds_to (gint64 deadline)
{
  gint64 left = deadline - g_get_monotonic_time ();

  return left > 0 ? (int) MIN (left / 1000 + 1, 60000) : 0;
}

/* Waits until something can be done, or the next time limit. */
static void
wait_once (ChattyRedirectListener *self,
           GArray                 *polled,
           gint64                  deadline,
           GCancellable           *cancellable)
{
  GPollFD cancel = { .fd = -1 };
  int timeout = milliseconds_to (deadline);

  g_array_set_size (polled, 0);
  for (guint i = 0; i < self->connections->len; i++)
    {
      Connection *connection = &g_array_index (self->connections, Connection, i);
      GPollFD fd = { connection->fd, connection->answer != NULL ? G_IO_OUT : G_IO_IN, 0 };

      g_array_append_val (polled, fd);
      timeout = MIN (timeout, milliseconds_to (connection->deadline));
    }
  if (self->fd >= 0)
    {
      GPollFD fd = { self->fd, G_IO_IN, 0 };

      g_array_append_val (polled, fd);
    }
  if (g_cancellable_make_pollfd (cancellable, &cancel))
    g_array_append_val (polled, cancel);

  g_poll ((GPollFD *) (gpointer) polled->data, polled->len, timeout);
  if (cancel.fd >= 0)
    g_cancellable_release_fd (cancellable);
}

/* Returns whether the last answer is on its way still. */
static gboolean
serve_all (ChattyRedirectListener  *self,
           GArray                  *polled,
           ChattyRedirect         **redirect)
{
  gboolean busy = FALSE;

  /* From the end: those that go do not move the ones before them. */
  for (guint i = self->connections->len; i-- > 0; )
    {
      Connection *connection = &g_array_index (self->connections, Connection, i);
      int happened = g_array_index (polled, GPollFD, i).revents;
      g_autoptr (ChattyRedirect) found = NULL;

      if (*redirect != NULL && !connection->last)
        happened = 0;
      if (!serve (self, connection, happened, &found))
        g_array_remove_index (self->connections, i);
      else
        busy |= connection->last;
      if (found != NULL)
        *redirect = g_steal_pointer (&found);
    }
  return busy;
}

/**
 * chatty_redirect_listener_wait:
 * @seconds: how long the sign-in may take
 * @cancellable: (nullable): ends it early
 * @error: %CHATTY_ERROR_TIMED_OUT, %CHATTY_ERROR_CANCELLED
 *
 * Waits until the browser comes back. Blocks: for a worker's thread. The port
 * is closed when this returns, whatever came of it.
 *
 * Returns: (transfer full) (nullable): what the browser brought; also when it
 *   is the server's refusal
 */
ChattyRedirect *
chatty_redirect_listener_wait (ChattyRedirectListener  *self,
                               guint                    seconds,
                               GCancellable            *cancellable,
                               GError                 **error)
{
  g_autoptr (GArray) polled = g_array_new (FALSE, TRUE, sizeof (GPollFD));
  g_autoptr (ChattyRedirect) redirect = NULL;
  gint64 deadline = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;
  gboolean busy = TRUE;

  g_return_val_if_fail (CHATTY_IS_REDIRECT_LISTENER (self), NULL);
  g_return_val_if_fail (self->fd >= 0, NULL);

  while (redirect == NULL || busy)
    {
      if (redirect == NULL && (g_cancellable_is_cancelled (cancellable) ||
                               g_get_monotonic_time () >= deadline))
        break;
      wait_once (self, polled, deadline, redirect == NULL ? cancellable : NULL);
      busy = serve_all (self, polled, &redirect);
      if (self->fd >= 0)
        accept_all (self);
    }
  stop_listening (self);
  g_array_set_size (self->connections, 0);
  if (redirect != NULL)
    return g_steal_pointer (&redirect);
  if (!chatty_set_cancelled (cancellable, error))
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT,
                         _("The browser did not come back within the time of a sign-in. Begin again"));
  return NULL;
}
