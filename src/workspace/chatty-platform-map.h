/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-store.h"
#include "chatty-connector-table.h"

G_BEGIN_DECLS

/* A connector to ask what it can do only: it has no key and is never called. */
ChattyConnector      *chatty_platform_map_probe        (ChattyConnectorTable  *table,
                                                        const char            *platform,
                                                        const char *const     *addresses, /* nullable */
                                                        GError               **error);
/* A connector to ask for its map only: it has no key and is never called. */
ChattyCharacterStore *chatty_platform_map_open         (ChattyConnectorTable  *table,
                                                        const char            *platform,
                                                        GError               **error);
/* Whether it keeps characters. Any thread. */
gboolean              chatty_platform_map_exists       (ChattyConnectorTable  *table,
                                                        const char            *platform);
/* The flags of the fields that can be written on a platform; of all fields
 * where the platform is not known here. Any thread. */
guint                 chatty_platform_map_get_writable (const char            *platform);

G_END_DECLS
