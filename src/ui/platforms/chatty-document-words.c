/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-document-words.h"
#include "chatty-ui-settings.h"

/**
 * chatty_document_describe:
 * @owner: (nullable): whose it is, where that is said
 *
 * Returns: (transfer full): a line under its name, "" where there is nothing to
 *   say
 */
char *
chatty_document_describe (const ChattyDocument *document,
                          const char           *owner)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (owner != NULL)
    g_ptr_array_add (parts, g_strdup (owner));
  if (document->size >= 0)
    g_ptr_array_add (parts, g_format_size ((guint64) document->size));
  if (document->expires != 0)
    {
      g_autofree char *day = chatty_ui_format_date (document->expires);
      g_autofree char *clock = chatty_ui_format_clock (document->expires);

      g_ptr_array_add (parts,
                       /* Translators: a file; a day, such as 25 Nov 2026, then a time of day */
                       g_strdup_printf (_("at the platform until %s, %s"), day, clock));
    }
  if (document->note != NULL)
    g_ptr_array_add (parts, g_strdup (document->note));
  else if (!document->ready)
    g_ptr_array_add (parts, g_strdup (parts->len > 0
                                        ? _("the platform is still reading it")
                                        : _("The platform is still reading it")));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

/**
 * chatty_document_dup_question:
 * @known: whether a character knows it
 *
 * Returns: (transfer full): what is asked before it is deleted
 */
char *
chatty_document_dup_question (const ChattyDocument *document,
                              gboolean              known)
{
  return g_strdup (known ? _("It is deleted at the platform, and the character does not "
                             "know it any more. This cannot be undone.")
                         : _("It is deleted at the platform. Another program may have put "
                             "it there. This cannot be undone."));
}
