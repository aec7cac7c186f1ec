/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <stdio.h>

#include "chatty-json.h"

/* With CHATTY_BODIES in the environment @body goes into the file of that name,
 * on a line behind the name of its schema, for check-bodies.py. */
static inline void
gemini_note_body (const char *schema,
                  JsonNode   *body)
{
  const char *name = g_getenv ("CHATTY_BODIES");
  g_autofree char *json = chatty_json_to_string (body, FALSE);
  FILE *file = name != NULL ? fopen (name, "a") : NULL;

  if (file == NULL)
    return;
  fprintf (file, "%s %s\n", schema, json);
  fclose (file);
}
