/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is to be hidden. Without what lies between @context and @start, the
 * secret would not be known as one. */
typedef struct {
  gsize context;
  gsize start;
  gsize end;
} ChattySpan;

GArray *chatty_redact_find   (const char *text,
                              gsize       length);
void    chatty_redact_append (GString    *output,
                              const char *text,
                              gsize       length,
                              GArray     *spans);

G_END_DECLS
