/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"

static const ChattyPlatform platforms[] = {
  { "chatgpt", "ChatGPT", "G" },
  { "claude", "Claude", "C" },
  { "gemini", "Gemini", "Ge" },
  { "grok", "Grok", "X" },
  { "copilot", "Copilot", "Co" },
  { "character.ai", "Character.AI", "Ch" },
  { "chai", "Chai", "Ca" },
  { "convai", "Convai", "Cv" },
  { "inworld", "Inworld", "In" },
  /* Translators: a platform that is none of those with a name. */
  { CHATTY_PLATFORM_OTHER, N_("Other"), "?" },
};

/**
 * chatty_platform_list:
 * @n_platforms: (out): how many there are
 *
 * Returns: (transfer none): all platforms, in the order in which a person is
 *   offered them; "other" is the last
 */
const ChattyPlatform *
chatty_platform_list (guint *n_platforms)
{
  *n_platforms = G_N_ELEMENTS (platforms);
  return platforms;
}

/**
 * chatty_platform_lookup:
 * @id: (nullable): a platform's id
 *
 * Returns: (transfer none) (nullable): the platform, or %NULL if it is none
 *   of those that are known
 */
const ChattyPlatform *
chatty_platform_lookup (const char *id)
{
  for (guint i = 0; id != NULL && i < G_N_ELEMENTS (platforms); i++)
    if (g_str_equal (platforms[i].id, id))
      return &platforms[i];
  return NULL;
}

/**
 * chatty_platform_get_title:
 * @id: any platform's id, also one that another program wrote
 *
 * Returns: (transfer none): its title for people, or @id itself if it is not
 *   known
 */
const char *
chatty_platform_get_title (const char *id)
{
  const ChattyPlatform *platform = chatty_platform_lookup (id);

  if (platform == NULL)
    return id;
  /* All others are names of products. */
  return g_str_equal (id, CHATTY_PLATFORM_OTHER) ? _(platform->title)
                                                 : platform->title;
}

/**
 * chatty_platform_id_is_valid:
 * @id: (nullable): anything
 *
 * Returns: whether @id can be a platform's id, and so a folder's name:
 *   1 to 32 of a-z, 0-9, '.', '-' and '_', the first a letter
 */
gboolean
chatty_platform_id_is_valid (const char *id)
{
  gsize length = 0;

  if (id == NULL || !g_ascii_islower (id[0]))
    return FALSE;
  for (const char *p = id; *p != '\0'; p++, length++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '.' &&
        *p != '-' && *p != '_')
      return FALSE;
  return length <= 32 && id[length - 1] != '.';
}
