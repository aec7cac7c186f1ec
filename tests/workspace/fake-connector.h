/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-connector-table.h"

G_BEGIN_DECLS

/* A connector that calls nobody and says what the test wants. It stands in
 * the table as Convai. */
#define FAKE_TYPE_CONNECTOR (fake_connector_get_type ())
G_DECLARE_FINAL_TYPE (FakeConnector, fake_connector, FAKE, CONNECTOR, GObject)

typedef struct {
  ChattyVerdictKind  kind;       /* what the next tests say */
  const char        *plan;
  const char        *account;
  gboolean           hang;       /* until it is cancelled */
  guint              n_created;
  guint              n_tests;
  char              *address;    /* of the main server, of the last that was created */
} FakePlatform;

extern FakePlatform fake_platform;

void                  fake_platform_reset     (void);
ChattyConnectorTable *fake_platform_get_table (void);
void                  fake_platform_prepare_keys_as (const char *other);
/* From now on one signs in to the platform with the browser, at @server. */
void                  fake_platform_sign_in_at (const ChattyOAuthInfo *oauth,
                                                const char            *server);

G_END_DECLS
