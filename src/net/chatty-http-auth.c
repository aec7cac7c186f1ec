/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <string.h>

#include "chatty-http-auth-private.h"

typedef struct {
  char         *header;
  char         *prefix;
  ChattySecret *secret;
} Line;

struct _ChattyHttpCredential {
  GArray *lines;
};

G_DEFINE_INTERFACE (ChattyHttpAuth, chatty_http_auth, G_TYPE_OBJECT)

static void
chatty_http_auth_default_init (ChattyHttpAuthInterface *iface)
{
}

static void
clear_line (gpointer data)
{
  Line *line = data;

  g_free (line->header);
  g_free (line->prefix);
  chatty_secret_unref (line->secret);
}

/*
 * chatty_http_credential_new:
 *
 * Returns: (transfer full): no headers yet
 */
ChattyHttpCredential *
chatty_http_credential_new (void)
{
  ChattyHttpCredential *self = g_new0 (ChattyHttpCredential, 1);

  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->lines, clear_line);
  return self;
}

void
chatty_http_credential_free (ChattyHttpCredential *self)
{
  g_array_unref (self->lines);
  g_free (self);
}

/**
 * chatty_http_credential_add:
 * @self: what chatty_http_auth_apply() was given
 * @header: the name of a header
 * @prefix: (nullable): what stands before the secret, such as "Bearer "
 * @secret: the secret
 */
void
chatty_http_credential_add (ChattyHttpCredential *self,
                            const char           *header,
                            const char           *prefix,
                            ChattySecret         *secret)
{
  Line line = {
    g_strdup (header),
    g_strdup (prefix != NULL ? prefix : ""),
    chatty_secret_ref (secret),
  };

  g_array_append_val (self->lines, line);
}

/*
 * chatty_http_credential_foreach:
 * @self: the headers of one call
 * @func: told each; the value is wiped when it returns
 * @user_data: for @func
 */
void
chatty_http_credential_foreach (ChattyHttpCredential     *self,
                                ChattyHttpCredentialFunc  func,
                                gpointer                  user_data)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = &g_array_index (self->lines, Line, i);
      char *value = g_strconcat (line->prefix, chatty_secret_peek (line->secret), NULL);

      func (line->header, value, user_data);
      chatty_secret_wipe (value, strlen (value));
      g_free (value);
    }
}

/*
 * chatty_http_credential_is_good:
 * @self: the headers of one call
 * @error: as for chatty_secret_is_usable()
 *
 * Returns: whether each secret can stand in a header
 */
gboolean
chatty_http_credential_is_good (ChattyHttpCredential  *self,
                                GError               **error)
{
  for (guint i = 0; i < self->lines->len; i++)
    if (!chatty_secret_is_usable (g_array_index (self->lines, Line, i).secret, error))
      return FALSE;
  return TRUE;
}

/**
 * chatty_http_auth_dup_origin:
 * @self: the source of a credential
 *
 * Returns: (transfer full) (nullable): where the credential may be sent, as
 *   chatty_http_dup_origin() writes it
 */
char *
chatty_http_auth_dup_origin (ChattyHttpAuth *self)
{
  return CHATTY_HTTP_AUTH_GET_IFACE (self)->dup_origin (self);
}

/**
 * chatty_http_auth_apply:
 * @self: the source of a credential
 * @credential: where the headers go
 * @cancellable: (nullable): stops it
 * @error: %CHATTY_ERROR
 *
 * Called by #ChattyHttp, after it has looked at the origin. May block.
 *
 * Returns: whether the headers were added
 */
gboolean
chatty_http_auth_apply (ChattyHttpAuth        *self,
                        ChattyHttpCredential  *credential,
                        GCancellable          *cancellable,
                        GError               **error)
{
  return CHATTY_HTTP_AUTH_GET_IFACE (self)->apply (self, credential, cancellable, error);
}

/**
 * chatty_http_auth_refresh:
 * @self: the source of a credential
 * @cancellable: (nullable): stops it
 * @error: %CHATTY_ERROR
 *
 * Called by #ChattyHttp when the server refused the credential. May block.
 *
 * Returns: %TRUE if there is a new credential to try; %FALSE without an error
 *   if there is no way to get one
 */
gboolean
chatty_http_auth_refresh (ChattyHttpAuth  *self,
                          GCancellable    *cancellable,
                          GError         **error)
{
  ChattyHttpAuthInterface *iface = CHATTY_HTTP_AUTH_GET_IFACE (self);

  return iface->refresh != NULL && iface->refresh (self, cancellable, error);
}
