/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-signin"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-oauth-client.h"

/* The downloaded file has a few hundred bytes. */
#define MAX_FILE 65536
#define MAX_ID   512

struct _ChattyOAuthClient {
  char         *id;
  ChattySecret *secret;
  char         *project;
};

G_DEFINE_BOXED_TYPE (ChattyOAuthClient, chatty_oauth_client, chatty_oauth_client_ref,
                     chatty_oauth_client_unref)

static void
client_clear (gpointer data)
{
  ChattyOAuthClient *self = data;

  g_free (self->id);
  g_clear_pointer (&self->secret, chatty_secret_unref);
  g_free (self->project);
}

ChattyOAuthClient *
chatty_oauth_client_ref (ChattyOAuthClient *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_oauth_client_unref (ChattyOAuthClient *self)
{
  g_atomic_rc_box_release_full (self, client_clear);
}

/* Printable ASCII without blanks: it goes into an address. */
static gboolean
is_plain (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      return FALSE;
  return length > 0 && length <= MAX_ID;
}

/**
 * chatty_oauth_client_new:
 * @id: the client's id, blanks around it are taken off
 * @secret: (nullable): the client's secret, where the server has given one
 * @project: (nullable): the project that calls are charged to
 * @error: %CHATTY_ERROR_INVALID_DATA
 *
 * Returns: (transfer full) (nullable): the client
 */
ChattyOAuthClient *
chatty_oauth_client_new (const char    *id,
                         ChattySecret  *secret,
                         const char    *project,
                         GError       **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (id));
  ChattyOAuthClient *self;

  if (!is_plain (stripped))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("A client ID is one word, such as "
                             "“123-abc.apps.googleusercontent.com”. Copy it whole"));
      return NULL;
    }
  if (secret != NULL && !chatty_secret_is_usable (secret, error))
    return NULL;
  if (project != NULL && *project != '\0' && !is_plain (project))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("A project is told by its ID, which is one word"));
      return NULL;
    }

  self = g_atomic_rc_box_new0 (ChattyOAuthClient);
  self->id = g_steal_pointer (&stripped);
  self->secret = secret != NULL ? chatty_secret_ref (secret) : NULL;
  self->project = project != NULL && *project != '\0' ? g_strdup (project) : NULL;
  return self;
}

/**
 * chatty_oauth_client_parse:
 * @text: the file "client_secret_….json" that Google's console lets one
 *   download; outside data
 * @length: bytes of it, or -1
 * @error: %CHATTY_ERROR_INVALID_DATA for anything else, with what to do
 *
 * Returns: (transfer full) (nullable): the client
 */
ChattyOAuthClient *
chatty_oauth_client_parse (const char  *text,
                           gssize       length,
                           GError     **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (ChattySecret) secret = NULL;
  JsonObject *root, *installed;
  const char *id, *secret_text;

  if ((length < 0 ? strlen (text) : (gsize) length) <= MAX_FILE)
    node = chatty_json_parse (text, length, NULL);
  root = node != NULL ? chatty_json_node_object (node) : NULL;
  if (root != NULL && chatty_json_get_object (root, "web") != NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("This is a client for a web site. In Google’s console, create an "
                             "OAuth client of the type “Desktop app” and download that one"));
      return NULL;
    }
  installed = root != NULL ? chatty_json_get_object (root, "installed") : NULL;
  id = installed != NULL ? chatty_json_get_string (installed, "client_id") : NULL;
  if (id == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("This is not the file of an OAuth client. Download it from Google’s "
                             "console again: its name begins with “client_secret”"));
      return NULL;
    }
  secret_text = chatty_json_get_string (installed, "client_secret");
  if (secret_text != NULL && *secret_text != '\0')
    secret = chatty_secret_new (secret_text, -1);
  return chatty_oauth_client_new (id, secret, chatty_json_get_string (installed, "project_id"),
                                  error);
}

const char *
chatty_oauth_client_get_id (ChattyOAuthClient *self)
{
  return self->id;
}

ChattySecret *
chatty_oauth_client_get_secret (ChattyOAuthClient *self)
{
  return self->secret;
}

const char *
chatty_oauth_client_get_project (ChattyOAuthClient *self)
{
  return self->project;
}

/**
 * chatty_oauth_client_equal:
 *
 * Returns: whether both are the same for the server
 */
gboolean
chatty_oauth_client_equal (ChattyOAuthClient *self,
                           ChattyOAuthClient *other)
{
  return g_strcmp0 (chatty_oauth_client_get_id (self), chatty_oauth_client_get_id (other)) == 0 &&
         g_strcmp0 (chatty_oauth_client_get_project (self),
                    chatty_oauth_client_get_project (other)) == 0 &&
         chatty_secret_equal (chatty_oauth_client_get_secret (self),
                              chatty_oauth_client_get_secret (other));
}
