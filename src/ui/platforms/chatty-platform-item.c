/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-account-words.h"
#include "chatty-platform-item.h"

struct _ChattyPlatformItem
{
  GObject parent_instance;

  const ChattyConnectorInfo *info;
  ChattyAccount             *account;   /* NULL for the platform itself */
  gboolean                   is_built;
  char                      *title;
  char                      *state;
};

G_DEFINE_FINAL_TYPE (ChattyPlatformItem, chatty_platform_item, G_TYPE_OBJECT)

static char *
platform_state (const ChattyConnectorInfo *info,
                gboolean                   is_built,
                guint                      n_accounts)
{
  if (n_accounts > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u account", "%u accounts", n_accounts),
                            n_accounts);
  if (info->tier == CHATTY_TIER_IMPORT)
    return g_strdup (_("Import only"));
  if (!is_built)
    return g_strdup (_("Not built yet; import only"));
  return g_strdup (_("Not connected"));
}

static void
chatty_platform_item_finalize (GObject *object)
{
  ChattyPlatformItem *self = CHATTY_PLATFORM_ITEM (object);

  g_clear_pointer (&self->account, chatty_account_unref);
  g_free (self->title);
  g_free (self->state);

  G_OBJECT_CLASS (chatty_platform_item_parent_class)->finalize (object);
}

static void
chatty_platform_item_class_init (ChattyPlatformItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_platform_item_finalize;
}

static void
chatty_platform_item_init (ChattyPlatformItem *self)
{
}

/**
 * chatty_platform_item_new:
 * @info: a platform
 * @is_built: whether there is a connector for it
 * @n_accounts: how many accounts there are
 *
 * Returns: (transfer full): the platform
 */
ChattyPlatformItem *
chatty_platform_item_new (const ChattyConnectorInfo *info,
                          gboolean                   is_built,
                          guint                      n_accounts)
{
  ChattyPlatformItem *self = g_object_new (CHATTY_TYPE_PLATFORM_ITEM, NULL);

  self->info = info;
  self->is_built = is_built;
  self->title = g_strdup (info->title);
  self->state = platform_state (info, is_built, n_accounts);
  return self;
}

/**
 * chatty_platform_item_new_account:
 * @info: its platform
 * @account: an account
 *
 * Returns: (transfer full): the account
 */
ChattyPlatformItem *
chatty_platform_item_new_account (const ChattyConnectorInfo *info,
                                  ChattyAccount             *account)
{
  ChattyPlatformItem *self = g_object_new (CHATTY_TYPE_PLATFORM_ITEM, NULL);

  self->info = info;
  self->is_built = TRUE;
  self->account = chatty_account_ref (account);
  self->title = chatty_text_display_name (account->name);
  self->state = chatty_words_account (account);
  return self;
}

const ChattyConnectorInfo *
chatty_platform_item_get_info (ChattyPlatformItem *self)
{
  return self->info;
}

/**
 * chatty_platform_item_get_account:
 *
 * Returns: (transfer none) (nullable): the account, %NULL for the platform
 */
ChattyAccount *
chatty_platform_item_get_account (ChattyPlatformItem *self)
{
  return self->account;
}

gboolean
chatty_platform_item_is_built (ChattyPlatformItem *self)
{
  return self->is_built;
}

/**
 * chatty_platform_item_get_key:
 *
 * Returns: (transfer none): what is the same as long as it is the same thing
 */
const char *
chatty_platform_item_get_key (ChattyPlatformItem *self)
{
  return self->account != NULL ? self->account->id : self->info->id;
}

const char *
chatty_platform_item_get_title (ChattyPlatformItem *self)
{
  return self->title;
}

const char *
chatty_platform_item_get_state (ChattyPlatformItem *self)
{
  return self->state;
}
