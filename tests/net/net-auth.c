/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "net-auth.h"

#define NET_TYPE_AUTH (net_auth_get_type ())
G_DECLARE_FINAL_TYPE (NetAuth, net_auth, NET, AUTH, GObject)

struct _NetAuth {
  GObject       parent_instance;

  char         *origin;
  ChattySecret *secret;
  ChattySecret *second;
};

static char *
net_auth_dup_origin (ChattyHttpAuth *auth)
{
  return g_strdup (NET_AUTH (auth)->origin);
}

static gboolean
net_auth_apply (ChattyHttpAuth        *auth,
                ChattyHttpCredential  *credential,
                GCancellable          *cancellable,
                GError               **error)
{
  chatty_http_credential_add (credential, "X-Key", "pre ", NET_AUTH (auth)->secret);
  return TRUE;
}

static gboolean
net_auth_refresh (ChattyHttpAuth  *auth,
                  GCancellable    *cancellable,
                  GError         **error)
{
  NetAuth *self = NET_AUTH (auth);

  if (self->second == NULL)
    return FALSE;
  chatty_secret_unref (self->secret);
  self->secret = chatty_secret_ref (self->second);
  return TRUE;
}

static void
net_auth_iface_init (ChattyHttpAuthInterface *iface)
{
  iface->dup_origin = net_auth_dup_origin;
  iface->apply = net_auth_apply;
  iface->refresh = net_auth_refresh;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (NetAuth, net_auth, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_HTTP_AUTH, net_auth_iface_init))

static void
net_auth_finalize (GObject *object)
{
  NetAuth *self = NET_AUTH (object);

  g_free (self->origin);
  chatty_secret_unref (self->secret);
  g_clear_pointer (&self->second, chatty_secret_unref);

  G_OBJECT_CLASS (net_auth_parent_class)->finalize (object);
}

static void
net_auth_class_init (NetAuthClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = net_auth_finalize;
}

static void
net_auth_init (NetAuth *self)
{
}

ChattyHttpAuth *
net_auth_new (const char *origin,
              const char *first,
              const char *second)
{
  NetAuth *self = g_object_new (NET_TYPE_AUTH, NULL);

  self->origin = g_strdup (origin);
  self->secret = chatty_secret_new (first, -1);
  if (second != NULL)
    self->second = chatty_secret_new (second, -1);
  return CHATTY_HTTP_AUTH (self);
}
