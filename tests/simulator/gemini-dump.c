/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What was asked and answered, for tests/connectors/check-bodies.py, which holds
 * it against the platform's own description. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <stdio.h>

#include "gemini.h"

static char *
dup_answer (SimReply *reply)
{
  GString *text = g_string_new (NULL);
  gsize length;
  const char *data;

  for (guint i = 0; reply->pieces != NULL && i < reply->pieces->len; i++)
    {
      data = g_bytes_get_data (g_ptr_array_index (reply->pieces, i), &length);
      g_string_append_len (text, data, length);
    }
  if (reply->body != NULL)
    {
      data = g_bytes_get_data (reply->body, &length);
      g_string_append_len (text, data, length);
    }
  return g_string_free (text, FALSE);
}

/* Appends a line "CALL {method, path, request, type, answer}" to the file that
 * CHATTY_BODIES names, where it names one and all went well. */
void
gemini_dump_call (SimRequest *request,
                  SimReply   *reply)
{
  const char *name = g_getenv ("CHATTY_BODIES");
  JsonObject *asked = sim_request_get_object (request);
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *line = NULL;
  FILE *file;

  if (name == NULL || reply->status != 200 || reply->work != NULL)
    return;
  object = json_object_new ();
  answer = dup_answer (reply);
  json_object_set_string_member (object, "method", request->method);
  json_object_set_string_member (object, "path", request->path);
  if (asked != NULL)
    json_object_set_object_member (object, "request", json_object_ref (asked));
  json_object_set_string_member (object, "type", reply->content_type);
  json_object_set_string_member (object, "answer", answer);
  line = sim_object_to_text (object);
  file = fopen (name, "a");
  if (file == NULL)
    return;
  fprintf (file, "CALL %s\n", line);
  fclose (file);
}
