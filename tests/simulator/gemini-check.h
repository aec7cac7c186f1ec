/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *name;
  const char *members;    /* "member:type member:type" */
} GeminiSchema;

extern const GeminiSchema GEMINI_SCHEMAS[];

/* What is wrong, and where. */
typedef struct {
  char *field;
  char *description;
} GeminiViolation;

GPtrArray *gemini_check (JsonObject *object,
                         const char *schema);

G_END_DECLS
