/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <stdlib.h>

#include "bench-connector.h"
#include "chatty-connector-table.h"

void
bench_check (const GError *error)
{
  if (error == NULL)
    return;
  g_printerr ("%s: %s\n", g_get_prgname (), error->message);
  exit (1);
}

/* @address: (nullable): of the platform's first server */
ChattyConnector *
bench_connector_new (const char *platform,
                     const char *address,
                     const char *key)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (platform);
  ChattyConnectorAccess access = { .addresses = { address } };
  g_autoptr (ChattySecret) secret = chatty_secret_new (key, -1);
  g_autoptr (ChattyAuthorizer) authorizer = NULL;
  ChattyConnector *connector;
  g_autoptr (GError) error = NULL;

  if (info == NULL)
    {
      g_printerr ("%s: there is no platform “%s”\n", g_get_prgname (), platform);
      exit (2);
    }
  authorizer = chatty_connector_info_create_key_authorizer (info, access.addresses, secret, &error);
  bench_check (error);
  access.authorizer = authorizer;
  connector = chatty_connector_table_create (chatty_connector_table_get_default (), platform,
                                             &access, &error);
  bench_check (error);
  return connector;
}
