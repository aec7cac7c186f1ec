/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-index-db.h"

G_BEGIN_DECLS

typedef enum {
  CHATTY_INDEX_SCHEMA_GOOD,
  CHATTY_INDEX_SCHEMA_EMPTY,    /* a new file */
  CHATTY_INDEX_SCHEMA_FOREIGN,  /* of another version, of another program, or damaged */
} ChattyIndexSchemaState;

ChattyIndexSchemaState chatty_index_schema_check  (ChattyIndexConnection *connection);
gboolean               chatty_index_schema_create (ChattyIndexConnection *connection,
                                                   GError               **error);

gint64                 chatty_index_get_meta      (ChattyIndexConnection *connection,
                                                   const char            *key);
gboolean               chatty_index_set_meta      (ChattyIndexConnection *connection,
                                                   const char            *key,
                                                   gint64                 value,
                                                   GError               **error);

/* Where the documents of a transcript are in the order of time. */
gint64                 chatty_index_document_for_time (gint64             started,
                                                   const char            *path);

G_END_DECLS
