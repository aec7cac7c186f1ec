/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-character-words.h"
#include "chatty-json.h"
#include "chatty-platform.h"
#include "chatty-text.h"

#include "chatty-merge-words.h"

/* Nobody reads more of it here: both versions are kept. */
#define MAX_LINES 20
#define MAX_VALUE 80

static JsonArray *
get_list (JsonObject *report,
          const char *name)
{
  return report != NULL ? chatty_json_get_array (report, name) : NULL;
}

static guint
count (JsonArray *list)
{
  return list != NULL ? json_array_get_length (list) : 0;
}

/* (nullable): one line of text, quoted; %NULL: nothing is set. */
static char *
describe_value (JsonNode *value)
{
  g_autofree char *text = value != NULL ? chatty_json_node_text (value) : NULL;
  g_autofree char *line = NULL;

  if (text == NULL && value != NULL && !JSON_NODE_HOLDS_NULL (value))
    text = chatty_json_to_string (value, FALSE);
  if (text == NULL)
    return NULL;
  line = chatty_text_one_line (text, MAX_VALUE);
  /* Translators: %s is the value of a setting */
  return g_strdup_printf (_("“%s”"), line);
}

/* Whose setting it is, and which. What has no name for people is called as the
 * file calls it. */
static char *
describe_setting (JsonObject *told)
{
  const char *platform = chatty_json_get_string (told, "platform");
  const char *owner = chatty_json_get_string (told, "owner");
  const char *setting = chatty_json_get_string (told, "setting");
  g_autofree char *raw = chatty_text_one_line (setting != NULL ? setting : "", MAX_VALUE);
  g_autofree char *whose = chatty_text_one_line (owner != NULL ? owner : "", MAX_VALUE);
  const char *name = raw;
  ChattyCharacterField field;

  if (setting != NULL && chatty_character_field_from_string (setting, &field))
    name = chatty_character_field_to_words (field);
  else if (g_str_has_prefix (raw, "settings."))
    name = raw + strlen ("settings.");
  return g_strjoin (", ", platform != NULL ? chatty_platform_get_title (platform) : name,
                    *whose != '\0' ? whose : name, *whose != '\0' ? name : NULL, NULL);
}

static void
add_replaced (GPtrArray  *lines,
              JsonObject *told)
{
  g_autofree char *setting = describe_setting (told);
  g_autofree char *kept = describe_value (json_object_get_member (told, "kept"));
  g_autofree char *replaced = describe_value (json_object_get_member (told, "replaced"));

  if (replaced == NULL)
    return;
  if (kept != NULL)
    /* Translators: a setting ("Gemini, ada@example.com, Model"), and its two
     * values, which are in quotes */
    g_ptr_array_add (lines, g_strdup_printf (_("%s: %s, not %s"), setting, kept, replaced));
  else
    /* Translators: a setting ("Gemini, ada@example.com, Model"), and its former
     * value, which is in quotes */
    g_ptr_array_add (lines, g_strdup_printf (_("%s: nothing, not %s"), setting, replaced));
}

static JsonObject *
parse (const char  *report,
       JsonNode   **node)
{
  *node = report != NULL ? chatty_json_parse (report, -1, NULL) : NULL;
  return *node != NULL ? chatty_json_node_object (*node) : NULL;
}

/**
 * chatty_merge_words_dup_title:
 * @report: (nullable): of a run
 *
 * Returns: (transfer full): what happened
 */
char *
chatty_merge_words_dup_title (const char *report)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = parse (report, &node);

  if (count (get_list (object, "copies")) == 0 && count (get_list (object, "damaged")) > 0)
    return g_strdup (_("Preferences that cannot be read"));
  return g_strdup (_("Preferences of two computers"));
}

/**
 * chatty_merge_words_dup_description:
 * @report: (nullable): of a run
 *
 * Returns: (transfer full): what was replaced, and what is left to do
 */
char *
chatty_merge_words_dup_description (const char *report)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = parse (report, &node);
  JsonArray *replaced = get_list (object, "replaced");
  JsonArray *damaged = get_list (object, "damaged");
  guint n_replaced = count (replaced);

  if (count (get_list (object, "copies")) > 0)
    {
      g_ptr_array_add (lines, g_strdup (
        _("Two computers changed what is preferred of accounts, and a program for synchronising "
          "left both versions in the vault. They are one now; both are kept in its folder "
          "“.chatty”.")));
      if (n_replaced > 0)
        g_ptr_array_add (lines, g_strconcat ("\n", _("The newest change of each setting counts:"),
                                             NULL));
    }
  for (guint i = 0; i < MIN (n_replaced, MAX_LINES); i++)
    {
      JsonObject *told = chatty_json_node_object (json_array_get_element (replaced, i));

      if (told != NULL)
        add_replaced (lines, told);
    }
  if (n_replaced > MAX_LINES)
    g_ptr_array_add (lines, g_strdup_printf (ngettext ("and %u more", "and %u more",
                                                       n_replaced - MAX_LINES),
                                             n_replaced - MAX_LINES));
  for (guint i = 0; i < MIN (count (damaged), MAX_LINES); i++)
    {
      g_autofree char *name = chatty_json_node_text (json_array_get_element (damaged, i));

      if (name != NULL)
        {
          g_autofree char *text = g_strdup_printf (
            /* Translators: %s is the name of a file */
            _("“%s” in the vault cannot be read, and was left there. Look at it, and move it away."),
            name);

          g_ptr_array_add (lines, g_strconcat (lines->len > 0 ? "\n" : "", text, NULL));
        }
    }
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}
