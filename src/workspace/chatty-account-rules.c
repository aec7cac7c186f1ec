/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include <glib/gi18n-lib.h>

#include "chatty-account-service-private.h"
#include "chatty-error.h"
#include "chatty-http.h"

/*
 * chatty_account_no_account:
 *
 * Returns: %NULL with %CHATTY_ERROR_NOT_FOUND
 */
ChattyAccount *
chatty_account_no_account (GError **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                       _("There is no such account. It may have been removed meanwhile"));
  return NULL;
}

/*
 * chatty_account_fill_addresses:
 * @addresses: by endpoint; %NULL for the platform's own
 * @fields: (inout): gets copies of them in their normal form, and the origins
 *   that a key would go to; free them with chatty_account_clear_addresses()
 * @error: %CHATTY_ERROR_INVALID_DATA, with what is wrong with an address
 */
gboolean
chatty_account_fill_addresses (const ChattyConnectorInfo  *info,
                               const char *const          *addresses,
                               ChattyAccount              *fields,
                               GError                    **error)
{
  g_autoptr (GPtrArray) bound = g_ptr_array_new_with_free_func (g_free);
  guint n_endpoints = chatty_connector_info_get_n_endpoints (info);

  fields->bound = NULL;
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    fields->addresses[i] = NULL;

  for (guint i = 0; i < n_endpoints; i++)
    {
      g_autofree char *own = chatty_http_check_address (info->endpoints[i].address, NULL);

      if (addresses[i] == NULL || *addresses[i] == '\0')
        continue;
      fields->addresses[i] = chatty_http_check_address (addresses[i], error);
      if (fields->addresses[i] == NULL)
        {
          chatty_account_clear_addresses (fields);
          return FALSE;
        }
      if (g_strcmp0 (fields->addresses[i], own) == 0)
        g_clear_pointer ((char **) &fields->addresses[i], g_free);
    }

  for (guint i = 0; i < n_endpoints; i++)
    {
      const char *address = chatty_connector_info_get_address (info, fields->addresses, i);

      if (address != NULL)
        g_ptr_array_add (bound, chatty_http_dup_origin (address));
    }
  g_ptr_array_add (bound, NULL);
  fields->bound = (const char *const *) g_ptr_array_free (g_steal_pointer (&bound), FALSE);
  return TRUE;
}

void
chatty_account_clear_addresses (ChattyAccount *fields)
{
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    g_clear_pointer ((char **) &fields->addresses[i], g_free);
  g_clear_pointer ((char ***) &fields->bound, g_strfreev);
}

/*
 * chatty_verdict_accepts:
 *
 * Returns: whether the platform took the key for a good one
 */
gboolean
chatty_verdict_accepts (const ChattyVerdict *verdict)
{
  return verdict->kind == CHATTY_VERDICT_WORKS ||
         verdict->kind == CHATTY_VERDICT_LIMITED ||
         verdict->kind == CHATTY_VERDICT_NO_CREDIT;
}

/*
 * chatty_verdict_is_answer:
 *
 * Returns: whether anything was learnt of the key
 */
gboolean
chatty_verdict_is_answer (const ChattyVerdict *verdict)
{
  return chatty_verdict_accepts (verdict) || verdict->kind == CHATTY_VERDICT_REFUSED;
}

/*
 * chatty_account_apply_verdict:
 * @fields: (inout): an account that was tested; borrows from @verdict
 * @verdict: what came of it
 *
 * Trouble of the network or of the server does not change what is known of
 * the key.
 */
void
chatty_account_apply_verdict (ChattyAccount       *fields,
                              const ChattyVerdict *verdict)
{
  fields->verdict = chatty_verdict_kind_to_string (verdict->kind);
  fields->checked = chatty_time_now ();
  if (chatty_verdict_accepts (verdict))
    fields->state = CHATTY_ACCOUNT_VERIFIED;
  else if (verdict->kind == CHATTY_VERDICT_REFUSED)
    fields->state = CHATTY_ACCOUNT_UNVERIFIED;
  if (verdict->plan != NULL)
    fields->plan = verdict->plan;
  if (verdict->account != NULL)
    fields->owner = verdict->account;
}
