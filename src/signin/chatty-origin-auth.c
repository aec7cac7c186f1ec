/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-signin"

#include "chatty-origin-auth.h"

/**
 * ChattyOriginAuth:
 *
 * The credential of an authorizer for one of the servers that it is bound
 * to, in the form in which #ChattyHttp wants it. Immutable.
 */
struct _ChattyOriginAuth {
  GObject           parent_instance;

  ChattyAuthorizer *authorizer;
  char             *origin;
};

static void http_auth_iface_init (ChattyHttpAuthInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyOriginAuth, chatty_origin_auth, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_HTTP_AUTH,
                                                      http_auth_iface_init))

static char *
chatty_origin_auth_dup_origin (ChattyHttpAuth *auth)
{
  return g_strdup (CHATTY_ORIGIN_AUTH (auth)->origin);
}

static gboolean
chatty_origin_auth_apply (ChattyHttpAuth        *auth,
                          ChattyHttpCredential  *credential,
                          GCancellable          *cancellable,
                          GError               **error)
{
  ChattyOriginAuth *self = CHATTY_ORIGIN_AUTH (auth);

  return chatty_authorizer_authorize (self->authorizer, self->origin, credential,
                                      cancellable, error);
}

static gboolean
chatty_origin_auth_refresh (ChattyHttpAuth  *auth,
                            GCancellable    *cancellable,
                            GError         **error)
{
  ChattyOriginAuth *self = CHATTY_ORIGIN_AUTH (auth);

  return chatty_authorizer_refresh (self->authorizer, self->origin, cancellable, error);
}

static void
http_auth_iface_init (ChattyHttpAuthInterface *iface)
{
  iface->dup_origin = chatty_origin_auth_dup_origin;
  iface->apply = chatty_origin_auth_apply;
  iface->refresh = chatty_origin_auth_refresh;
}

static void
chatty_origin_auth_finalize (GObject *object)
{
  ChattyOriginAuth *self = CHATTY_ORIGIN_AUTH (object);

  g_object_unref (self->authorizer);
  g_free (self->origin);

  G_OBJECT_CLASS (chatty_origin_auth_parent_class)->finalize (object);
}

static void
chatty_origin_auth_class_init (ChattyOriginAuthClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_origin_auth_finalize;
}

static void
chatty_origin_auth_init (ChattyOriginAuth *self)
{
}

/**
 * chatty_origin_auth_new:
 * @authorizer: what holds the credential
 * @origin: one that @authorizer covers
 *
 * Returns: (transfer full): the credential for calls to @origin
 */
ChattyHttpAuth *
chatty_origin_auth_new (ChattyAuthorizer *authorizer,
                        const char       *origin)
{
  ChattyOriginAuth *self = g_object_new (CHATTY_TYPE_ORIGIN_AUTH, NULL);

  self->authorizer = g_object_ref (authorizer);
  self->origin = g_strdup (origin);
  return CHATTY_HTTP_AUTH (self);
}
