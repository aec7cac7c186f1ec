/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include "chatty-sync-json.h"

/*
 * chatty_sync_json_set_text:
 * @text: (nullable): %NULL leaves @member out
 */
void
chatty_sync_json_set_text (JsonObject *object,
                           const char *member,
                           const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

/*
 * chatty_sync_json_set_flags:
 * @flags: of fields; written as their names
 */
void
chatty_sync_json_set_flags (JsonObject *object,
                            const char *member,
                            guint       flags)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if ((flags & CHATTY_FIELD_FLAG (i)) != 0)
      json_array_add_string_element (array, chatty_character_field_to_string (i));
  json_object_set_array_member (object, member, array);
}
