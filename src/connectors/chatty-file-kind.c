/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include "chatty-file-kind.h"

/**
 * chatty_file_kind_find:
 * @kinds: what a platform takes
 * @name: a file's; its ending counts, in large letters too
 *
 * Pure.
 *
 * Returns: (nullable): the kind of @name; %NULL where it is none of @kinds
 */
const ChattyFileKind *
chatty_file_kind_find (const ChattyFileKind *kinds,
                       const char           *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (; kinds->suffix != NULL; kinds++)
    if (g_str_has_suffix (lower, kinds->suffix))
      return kinds;
  return NULL;
}

/**
 * chatty_file_kind_list:
 * @kinds: what a platform takes
 * @plain: whether to list those alone that are text as it is
 *
 * Pure.
 *
 * Returns: (transfer full): the suffixes of @kinds, for people
 */
char *
chatty_file_kind_list (const ChattyFileKind *kinds,
                       gboolean              plain)
{
  GString *list = g_string_new (NULL);

  for (; kinds->suffix != NULL; kinds++)
    if (kinds->plain || !plain)
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", kinds->suffix);
  return g_string_free (list, FALSE);
}
