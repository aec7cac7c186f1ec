/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Commands for what is Inworld's alone. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "chatty-simulator-control.h"
#include "inworld.h"

/* Something to look at, for a key that is good already. */
void
chatty_simulator_furnish_inworld (ChattySimulator *self,
                                  const char      *key)
{
  g_free (chatty_simulator_add_router (self, key, "Mira the Cartographer",
                                       "Mira draws maps of places that people describe to her. "
                                       "She asks before she assumes."));
  g_free (chatty_simulator_add_router (self, key, "Tomasz",
                                       "Tomasz runs a small bakery and speaks of bread as others "
                                       "speak of music."));
}

static char *
quoted_markdown (guint kilobytes)
{
  g_autofree char *text = chatty_simulator_make_markdown (kilobytes);
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);

  return sim_json_to_text (node);
}

/**
 * chatty_simulator_inworld_command:
 * @line: one of
 *   "inworld SETTING [VALUE]", see chatty_simulator_set_inworld(),
 *   "add-router KEY NAME PROMPT" (the answer is its id),
 *   "edit-router ID name|prompt TEXT", "remove-router ID", "count-routers",
 *   "markdown KILOBYTES" (a JSON string: what "reply-kb" answers)
 * @answer: (out) (nullable): what was asked for; %NULL for "ok"
 *
 * Returns: whether it is such a command
 */
gboolean
chatty_simulator_inworld_command (ChattySimulator  *self,
                                  const char       *line,
                                  char            **answer,
                                  GError          **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  g_auto (GStrv) setting = g_strsplit (line, " ", 3);
  guint count = g_strv_length (words);
  guint64 number;

  *answer = NULL;
  if (count >= 2 && g_str_equal (words[0], "inworld"))
    {
      if (!chatty_simulator_set_inworld (self, setting[1], setting[2] != NULL ? setting[2] : ""))
        return chatty_simulator_no_such (error, "such setting or value", line);
      return TRUE;
    }
  if (count == 4 && g_str_equal (words[0], "add-router"))
    {
      *answer = chatty_simulator_add_router (self, words[1], words[2], words[3]);
      return *answer != NULL || chatty_simulator_no_such (error, "key", words[1]);
    }
  if (count == 4 && g_str_equal (words[0], "edit-router"))
    {
      gboolean name = g_str_equal (words[2], "name");

      if ((!name && !g_str_equal (words[2], "prompt"))
          || !chatty_simulator_edit_router (self, words[1], name ? words[3] : NULL,
                                            name ? NULL : words[3]))
        return chatty_simulator_no_such (error, "router or member", words[1]);
      return TRUE;
    }
  if (count == 2 && g_str_equal (words[0], "remove-router"))
    return chatty_simulator_remove_router (self, words[1])
           || chatty_simulator_no_such (error, "router", words[1]);
  if (count == 1 && g_str_equal (words[0], "count-routers"))
    {
      *answer = g_strdup_printf ("%u", chatty_simulator_count_routers (self));
      return TRUE;
    }
  if (count == 2 && g_str_equal (words[0], "markdown"))
    {
      if (g_ascii_string_to_unsigned (words[1], 10, 1, 10000, &number, error))
        *answer = quoted_markdown (number);
      return TRUE;
    }
  return FALSE;
}
