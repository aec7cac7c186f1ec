/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-json.h"

G_BEGIN_DECLS

/* Changes one value in a JSON text and leaves every other byte alone: order,
 * indentation, numbers as they are written, members that nobody knows. A
 * parser and a generator cannot do that, and json-glib does not say where in
 * the text a node was; hence a small scanner of our own, for texts that
 * json-glib has accepted. */

char *chatty_json_edit (const char         *text,
                        const char *const  *path,
                        JsonNode           *value,   /* nullable: remove it */
                        GError            **error);
/* The one form of settings and preferences that are merged and compared. */
char *chatty_json_to_canonical (JsonNode *node);

G_END_DECLS
