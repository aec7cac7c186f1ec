/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-talk-look.h"

#include <glib/gi18n-lib.h>

#include "chatty-chat.h"
#include "chatty-platform-map.h"

/*
 * chatty_talk_look_link:
 * @record: (nullable): a character
 * @account: an account
 *
 * Returns: (transfer none) (nullable): what the character is there
 */
ChattyCharacterLink *
chatty_talk_look_link (ChattyCharacterRecord *record,
                       const ChattyAccount   *account)
{
  ChattyCharacterLink *link;

  if (record == NULL)
    return NULL;
  link = chatty_character_record_find_link (record, account->platform, account->id,
                                            account->owner);
  return link != NULL && link->state != CHATTY_LINK_GONE ? link : NULL;
}

/*
 * chatty_talk_look_field:
 * @record: (nullable): a character
 * @account: an account
 * @field: a field whose values are ids of the platform
 *
 * Returns: (transfer full) (nullable): the value for the platform
 */
char *
chatty_talk_look_field (ChattyCharacterRecord *record,
                        const ChattyAccount   *account,
                        ChattyCharacterField   field)
{
  g_autoptr (ChattyCharacter) character = NULL;
  ChattyCharacter *override;
  const char *text;

  if (record == NULL)
    return NULL;
  override = chatty_character_record_get_override (record, account->platform);
  if (chatty_character_record_get_n_links (record) > 0 &&
      chatty_talk_look_link (record, account) == NULL &&
      (override == NULL || !chatty_character_has_field (override, field)))
    return NULL;
  character = chatty_character_record_for_platform (record, account->platform);
  text = chatty_character_get_text (character, field);
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static char *
find_reason (const ChattyAccount   *account,
             ChattyKeyState         key,
             ChattyCharacterRecord *record,
             ChattyChatInputs       inputs)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (account->platform);
  const char *title = info != NULL ? info->title : account->platform;

  if (account->paused)
    return g_strdup_printf (_("The account “%s” is paused. Resume it to talk there"),
                            account->name);
  if (key == CHATTY_KEY_NEEDED)
    return g_strdup_printf (_("The account “%s” is not connected. Enter its key to talk there"),
                            account->name);
  if ((inputs & CHATTY_CHAT_ANY_CHARACTER) != 0 ||
      chatty_talk_look_link (record, account) != NULL)
    return NULL;
  if (record == NULL)
    /* Translators: the first is a platform, such as Convai */
    return g_strdup_printf (_("Choose a character: on %s one talks to characters that live there"),
                            title);
  /* Translators: the first is a character, the second a platform, such as Convai */
  return g_strdup_printf (_("“%s” does not live on %s yet. Put it there to talk to it there"),
                          chatty_character_get_name (
                            chatty_character_record_get_character (record)),
                          title);
}

static int
compare_partners (gconstpointer a,
                  gconstpointer b)
{
  ChattyTalkPartner *one = *(ChattyTalkPartner **) a;
  ChattyTalkPartner *other = *(ChattyTalkPartner **) b;
  int order = (chatty_talk_partner_get_reason (one) != NULL) -
              (chatty_talk_partner_get_reason (other) != NULL);

  /* Where it lives it is most itself. */
  if (order == 0)
    order = (chatty_talk_partner_get_remote_id (one) == NULL) -
            (chatty_talk_partner_get_remote_id (other) == NULL);
  if (order == 0)
    order = g_utf8_collate (chatty_talk_partner_get_account_name (one),
                            chatty_talk_partner_get_account_name (other));
  return order != 0 ? order : g_strcmp0 (chatty_talk_partner_get_account (one),
                                         chatty_talk_partner_get_account (other));
}

/*
 * chatty_talk_look:
 * @record: (nullable): who is talked to
 *
 * Returns: (transfer full) (element-type ChattyTalkPartner): where
 */
GPtrArray *
chatty_talk_look (ChattyAccountService   *accounts,
                  ChattyCharacterRecord  *record,
                  GCancellable           *cancellable,
                  GError                **error)
{
  g_autoptr (GPtrArray) list = chatty_account_service_list (accounts, error);
  g_autoptr (GPtrArray) partners = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) keys = NULL;

  if (list == NULL)
    return NULL;
  keys = chatty_account_service_look_for_keys (accounts, list, cancellable);
  for (guint i = 0; i < list->len; i++)
    {
      ChattyAccount *account = list->pdata[i];
      ChattyKeyState key = keys != NULL && i < keys->len ? g_array_index (keys, ChattyKeyState, i)
                                                         : CHATTY_KEY_UNKNOWN;
      g_autoptr (ChattyConnector) probe =
        chatty_platform_map_probe (chatty_account_service_get_table (accounts),
                                   account->platform, account->addresses, NULL);
      ChattyCharacterLink *link = chatty_talk_look_link (record, account);
      g_autofree char *reason = NULL;
      ChattyChatInputs inputs;

      if (probe == NULL || !CHATTY_IS_CHAT (probe))
        continue;
      inputs = chatty_chat_get_inputs (CHATTY_CHAT (probe));
      reason = find_reason (account, key, record, inputs);
      g_ptr_array_add (partners,
                       chatty_talk_partner_new (account->id, account->name, account->platform,
                                                link != NULL ? link->remote_id : NULL, inputs,
                                                reason));
    }
  g_ptr_array_sort (partners, compare_partners);
  return g_steal_pointer (&partners);
}

ChattyTalkPartner *
chatty_talk_look_find (GPtrArray  *partners,
                       const char *account)
{
  for (guint i = 0; i < partners->len; i++)
    if (g_strcmp0 (chatty_talk_partner_get_account (partners->pdata[i]), account) == 0)
      return partners->pdata[i];
  return NULL;
}
