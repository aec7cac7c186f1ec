/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "sim-request.h"

G_BEGIN_DECLS

GPtrArray  *sim_match_path     (const char *pattern,
                                const char *path);
char       *sim_query          (SimRequest *request,
                                const char *name);
GPtrArray  *sim_query_all      (SimRequest *request,
                                const char *name);
gboolean    sim_read_page      (SimRequest *request,
                                guint       default_size,
                                guint       n_items,
                                guint      *first,
                                guint      *last,
                                char      **next);
guint       sim_asked_page_size (SimRequest *request,
                                 guint       default_size);
char       *sim_to_snake       (const char *name);
char       *sim_object_to_text (JsonObject *object);
const char *sim_get_string     (JsonObject *object,
                                const char *member);
JsonObject *sim_get_object     (JsonObject *object,
                                const char *member);
JsonArray  *sim_get_array      (JsonObject *object,
                                const char *member);
guint       sim_array_length   (JsonArray  *array);
gboolean    sim_get_number     (JsonObject *object,
                                const char *member,
                                double     *value);

G_END_DECLS
