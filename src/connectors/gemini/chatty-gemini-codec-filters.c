/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include "chatty-gemini-codec-corpora.h"

#include <math.h>
#include <string.h>


/* Which documents of a corpus are searched (platform reference, section 2.10;
 * discovery document, MetadataFilter). */

#define MAX_FILTER     2000
#define MAX_CONDITIONS 20

#define METADATA "document.custom_metadata."

/* @text: (nullable): within quotation marks; NULL for a number */
static gboolean
add_filter (JsonArray  *filters,
            const char *key,
            const char *sign,
            const char *text,
            const char *number)
{
  static const struct {
    const char *sign;
    const char *name;
    gboolean    texts;
  } operations[] = {
    { "=", "EQUAL", TRUE }, { "!=", "NOT_EQUAL", TRUE }, { "<", "LESS", FALSE },
    { "<=", "LESS_EQUAL", FALSE }, { ">", "GREATER", FALSE }, { ">=", "GREATER_EQUAL", FALSE },
  };
  g_autofree char *name = g_strconcat (METADATA, key, NULL);
  double value = *number != '\0' ? g_ascii_strtod (number, NULL) : 0;

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    if (g_str_equal (operations[i].sign, sign) && (*number != '\0' || operations[i].texts) &&
        isfinite (value))
      {
        JsonObject *filter = json_object_new (), *condition = json_object_new ();
        JsonArray *conditions = json_array_new ();

        json_object_set_string_member (condition, "operation", operations[i].name);
        if (*number != '\0')
          json_object_set_double_member (condition, "numericValue", value);
        else
          json_object_set_string_member (condition, "stringValue", text);
        json_array_add_object_element (conditions, condition);
        json_object_set_string_member (filter, "key", name);
        json_object_set_array_member (filter, "conditions", conditions);
        json_array_add_object_element (filters, filter);
        return TRUE;
      }
  return FALSE;
}

/* Stores take a filter in one line, corpora a list of comparisons that all have
 * to hold: what is more than that cannot be said to them. (nullable) */
static JsonArray *
translate_filter (const char *filter)
{
  static const char pattern[] =
    "\\G\\s*(\\w+)\\s*(<=|>=|!=|=|<|>)\\s*(?:\"([^\"]*)\"|(-?\\d[\\d.]*))\\s*(?:$|AND\\s+(?=\\S))";
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (JsonArray) filters = json_array_new ();
  int end = 0;

  if (filter == NULL || strlen (filter) > MAX_FILTER)
    return NULL;
  for (g_regex_match (regex, filter, 0, &match);
       g_match_info_matches (match) && json_array_get_length (filters) < MAX_CONDITIONS;
       g_match_info_next (match, NULL))
    {
      g_autofree char *key = g_match_info_fetch (match, 1);
      g_autofree char *sign = g_match_info_fetch (match, 2);
      g_autofree char *text = g_match_info_fetch (match, 3);
      g_autofree char *number = g_match_info_fetch (match, 4);

      if (!add_filter (filters, key, sign, text, number != NULL ? number : ""))
        return NULL;
      g_match_info_fetch_pos (match, 0, NULL, &end);
    }
  return end > 0 && filter[end] == '\0' ? g_steal_pointer (&filters) : NULL;
}

/**
 * chatty_gemini_write_filters:
 * @filter: (nullable): that of the stores; what cannot be said to corpora is left
 *   out
 * @character: (nullable): whose documents alone are searched
 *
 * Returns: (transfer full) (nullable): a list of `MetadataFilter`; %NULL where
 *   everything is searched
 */
JsonArray *
chatty_gemini_write_filters (const char *filter,
                             const char *character)
{
  JsonArray *filters = translate_filter (filter);

  if (character == NULL)
    return filters;
  if (filters == NULL)
    filters = json_array_new ();
  add_filter (filters, CHATTY_GEMINI_CHARACTER_KEY, "=", character, "");
  return filters;
}
