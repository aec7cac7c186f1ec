/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The deepest nesting that is accepted. json-glib 1.6 recurses, and
 * overflows the stack at about 70,000 levels. */
#define CHATTY_JSON_MAX_DEPTH 512

JsonNode   *chatty_json_parse      (const char  *text,
                                    gssize       length,
                                    GError     **error);
char       *chatty_json_to_string  (JsonNode    *node,
                                    gboolean     pretty);
void        chatty_json_append_quoted (GString    *string,
                                       const char *text);
void        chatty_json_append_member (GString   *string,
                                       const char *name,
                                       const char *text);
JsonObject *chatty_json_node_object (JsonNode   *node);
const char *chatty_json_get_string (JsonObject  *object,
                                    const char  *member);
gint64      chatty_json_get_int    (JsonObject  *object,
                                    const char  *member,
                                    gint64       fallback);
gboolean    chatty_json_get_bool   (JsonObject  *object,
                                    const char  *member,
                                    gboolean     fallback);
char       *chatty_json_node_text  (JsonNode    *node);
double      chatty_json_node_number (JsonNode   *node,
                                    double       fallback);
JsonArray  *chatty_json_get_array  (JsonObject  *object,
                                    const char  *member);
JsonObject *chatty_json_get_object (JsonObject  *object,
                                    const char  *member);

G_END_DECLS
