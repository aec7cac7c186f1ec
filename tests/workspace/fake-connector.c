/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "fake-connector.h"

#include "chatty-error.h"

struct _FakeConnector {
  GObject     parent_instance;

  ChattyPool *pool;
};

FakePlatform fake_platform;

static ChattyConnectorEntry table[2];
static ChattyConnectorInfo table_info;

static void connector_iface_init (ChattyConnectorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeConnector, fake_connector, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CONNECTOR,
                                                      connector_iface_init))

static const ChattyConnectorInfo *
fake_get_info (ChattyConnector *connector)
{
  return chatty_connector_info_lookup ("convai");
}

static ChattyPool *
fake_get_pool (ChattyConnector *connector)
{
  return FAKE_CONNECTOR (connector)->pool;
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_main_loop_quit (user_data);
}

static ChattyVerdict *
fake_test (ChattyConnector  *connector,
           GCancellable     *cancellable,
           GError          **error)
{
  ChattyVerdict verdict = {
    .kind = fake_platform.kind,
    .plan = fake_platform.plan,
    .account = fake_platform.account,
  };

  fake_platform.n_tests++;
  if (fake_platform.hang)
    {
      g_autoptr (GMainContext) context = g_main_context_new ();
      g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
      gulong handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), loop, NULL);

      if (!g_cancellable_is_cancelled (cancellable))
        g_main_loop_run (loop);
      g_cancellable_disconnect (cancellable, handler);
    }
  return chatty_set_cancelled (cancellable, error) ? NULL : chatty_verdict_new (&verdict);
}

static void
connector_iface_init (ChattyConnectorInterface *iface)
{
  iface->get_info = fake_get_info;
  iface->get_pool = fake_get_pool;
  iface->test = fake_test;
}

static void
fake_connector_finalize (GObject *object)
{
  g_object_unref (FAKE_CONNECTOR (object)->pool);

  G_OBJECT_CLASS (fake_connector_parent_class)->finalize (object);
}

static void
fake_connector_class_init (FakeConnectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_connector_finalize;
}

static void
fake_connector_init (FakeConnector *self)
{
  self->pool = chatty_pool_new ("fake", 1);
}

static ChattyConnector *
fake_create (const ChattyConnectorAccess  *access,
             GError                      **error)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup ("convai");
  const char *address = chatty_connector_info_get_address (info, access->addresses, 0);

  g_assert_true (chatty_authorizer_covers (access->authorizer, address));
  fake_platform.n_created++;
  g_free (fake_platform.address);
  fake_platform.address = g_strdup (address);
  return g_object_new (FAKE_TYPE_CONNECTOR, NULL);
}

void
fake_platform_reset (void)
{
  g_free (fake_platform.address);
  fake_platform = (FakePlatform) { .kind = CHATTY_VERDICT_WORKS, .plan = "Professional" };
}

ChattyConnectorTable *
fake_platform_get_table (void)
{
  table_info = *chatty_connector_info_lookup ("convai");
  table[0].info = &table_info;
  table[0].create = fake_create;
  return table;
}

/* From now on the platform takes keys as @other does. */
void
fake_platform_prepare_keys_as (const char *other)
{
  table_info.prepare_key = chatty_connector_info_lookup (other)->prepare_key;
}

void
fake_platform_sign_in_at (const ChattyOAuthInfo *oauth,
                          const char            *server)
{
  static const struct {
    const char         *name;
    ChattyEndpointRole  role;
  } servers[] = {
    { "authorize", CHATTY_ENDPOINT_AUTHORIZE },
    { "token", CHATTY_ENDPOINT_TOKEN },
    { "revoke", CHATTY_ENDPOINT_REVOKE },
    { "person", CHATTY_ENDPOINT_PERSON },
  };
  static char addresses[G_N_ELEMENTS (servers)][64];

  table_info.sign_in = CHATTY_SIGN_IN_BROWSER;
  table_info.oauth = oauth;
  table_info.endpoints[1].prefers_key = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      g_snprintf (addresses[i], sizeof addresses[i], "%s/%s", server, servers[i].name);
      table_info.endpoints[i + 2] = (ChattyEndpoint) {
        .name = servers[i].name,
        .address = addresses[i],
        .optional = TRUE,
        .role = servers[i].role,
      };
    }
}
