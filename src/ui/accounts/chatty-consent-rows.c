/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-account-words.h"
#include "chatty-consent-rows.h"

/**
 * chatty_consent_rows_new_row:
 *
 * Returns: (transfer floating): a row that says something, whole
 */
GtkWidget *
chatty_consent_rows_new_row (const char *title,
                             const char *subtitle)
{
  return g_object_new (ADW_TYPE_ACTION_ROW,
                       "use-markup", FALSE,
                       "title", title,
                       "title-lines", 0,
                       "subtitle", subtitle,
                       "subtitle-lines", 0,
                       "activatable", FALSE,
                       NULL);
}

/**
 * chatty_consent_rows_add:
 * @group: where the rows go
 * @info: a platform that has a connector
 * @signs_in: whether it is about a sign-in, and not a key
 *
 * Adds what a person is told before anything happens.
 */
void
chatty_consent_rows_add (AdwPreferencesGroup       *group,
                         const ChattyConnectorInfo *info,
                         gboolean                   signs_in)
{
  g_return_if_fail (ADW_IS_PREFERENCES_GROUP (group));
  g_return_if_fail (info != NULL);

  for (ChattyConsent i = 0; i < CHATTY_N_CONSENTS; i++)
    {
      const char *text = chatty_connector_info_get_consent (info, i);
      const char *title = signs_in && i == CHATTY_CONSENT_KEY_PLACE
                            ? _("Where the Sign-In Is Kept") : chatty_words_consent (i);

      if (text != NULL)
        adw_preferences_group_add (group, chatty_consent_rows_new_row (title, text));
    }
}
