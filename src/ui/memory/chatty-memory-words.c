/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-memory-words.h"
#include "chatty-ui-settings.h"

#define MAX_QUOTED_BYTES 60

/**
 * chatty_memory_kind_to_words:
 *
 * Returns: what a single note is, for a choice
 */
const char *
chatty_memory_kind_to_words (ChattyMemoryKind kind)
{
  switch (kind)
    {
    case CHATTY_MEMORY_RELATIONSHIP:
      return _("About you both");
    case CHATTY_MEMORY_SUMMARY:
      return _("Summary of a conversation");
    case CHATTY_MEMORY_FACT:
    default:
      return _("About you");
    }
}

/**
 * chatty_memory_kind_to_heading:
 *
 * Returns: what stands over all notes of a kind
 */
const char *
chatty_memory_kind_to_heading (ChattyMemoryKind kind)
{
  switch (kind)
    {
    case CHATTY_MEMORY_RELATIONSHIP:
      return _("About You Both");
    case CHATTY_MEMORY_SUMMARY:
      return _("Summaries of Conversations");
    case CHATTY_MEMORY_FACT:
    default:
      return _("About You");
    }
}

/**
 * chatty_memory_kind_get_icon:
 *
 * Returns: the name of an icon
 */
const char *
chatty_memory_kind_get_icon (ChattyMemoryKind kind)
{
  switch (kind)
    {
    case CHATTY_MEMORY_RELATIONSHIP:
      return "system-users-symbolic";
    case CHATTY_MEMORY_SUMMARY:
      return "view-list-bullet-symbolic";
    case CHATTY_MEMORY_FACT:
    default:
      return "avatar-default-symbolic";
    }
}

/**
 * chatty_memory_note_dup_when:
 * @exact: to the second, and with both times where it was changed
 *
 * Returns: (transfer full): when it was noted; empty where nobody knows
 */
char *
chatty_memory_note_dup_when (const ChattyMemoryNote *note,
                             gboolean                exact)
{
  g_autofree char *created = NULL;
  g_autofree char *updated = NULL;

  if (!exact)
    return chatty_ui_format_date (note->created != CHATTY_TIME_NONE ? note->created
                                                                    : note->updated);
  created = chatty_ui_format_time_exact (note->created);
  updated = chatty_ui_format_time_exact (note->updated);
  if (*updated == '\0' || note->updated == note->created)
    return g_steal_pointer (&created);
  if (*created == '\0')
    return g_steal_pointer (&updated);
  /* Translators: two times: when a note was made, and when it was changed */
  return g_strdup_printf (_("%s, changed %s"), created, updated);
}

/**
 * chatty_memory_note_dup_quoted:
 *
 * Returns: (transfer full): the beginning of it, on one line
 */
char *
chatty_memory_note_dup_quoted (const ChattyMemoryNote *note)
{
  return chatty_text_one_line (note->text, MAX_QUOTED_BYTES);
}
