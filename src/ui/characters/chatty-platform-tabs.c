/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-platform-view.h"
#include "chatty-platform.h"

#include "chatty-platform-offers.h"
#include "chatty-platform-page.h"
#include "chatty-platform-tabs.h"

struct _ChattyPlatformTabs
{
  GObject parent_instance;

  GtkStack             *stack;
  ChattyWorkspace      *workspace;
  ChattyAccountService *service;
  gboolean              can_sync;
  ChattyCharacterDraft *draft;       /* nullable */
  ChattyPlayer         *player;      /* nullable */
  GPtrArray            *accounts;    /* of ChattyAccount that can be used */
  GPtrArray            *pages;       /* of ChattyPlatformPage, in the order of the tabs */
  GHashTable           *offers;      /* account's id to ChattyPlatformOffers */
  GCancellable         *cancellable;
};

enum {
  ADDED,
  CHANGED,
  PUT,
  SYNC,
  DRAFTING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyPlatformTabs, chatty_platform_tabs, G_TYPE_OBJECT)

static ChattyAccount *
get_account (ChattyPlatformTabs *self,
             guint               nth)
{
  return g_ptr_array_index (self->accounts, nth);
}

static ChattyCharacterLink *
find_link (ChattyCharacterRecord *record,
           const char            *platform)
{
  return record != NULL ? chatty_character_record_find_link (record, platform, NULL, NULL) : NULL;
}

static ChattyPlatformPage *
find_page (ChattyPlatformTabs *self,
           const char         *platform)
{
  for (guint i = 0; i < self->pages->len; i++)
    {
      ChattyPlatformPage *page = g_ptr_array_index (self->pages, i);

      if (g_str_equal (chatty_platform_page_get_platform (page), platform))
        return page;
    }
  return NULL;
}

static void
offers_changed_cb (ChattyPlatformTabs   *self,
                   ChattyPlatformOffers *offers)
{
  ChattyDrafting *drafting = chatty_platform_offers_get_drafting (offers);

  for (guint i = 0; drafting != NULL && i < self->accounts->len; i++)
    if (g_hash_table_lookup (self->offers, get_account (self, i)->id) == offers)
      {
        g_signal_emit (self, signals[DRAFTING], 0, drafting, get_account (self, i)->platform);
        return;
      }
}

static ChattyPlatformOffers *
get_offers (ChattyPlatformTabs *self,
            ChattyAccount      *account)
{
  ChattyPlatformOffers *offers;

  if (account == NULL)
    return NULL;

  offers = g_hash_table_lookup (self->offers, account->id);
  if (offers == NULL)
    {
      offers = chatty_platform_offers_new (self->service, account->id);
      g_signal_connect_object (offers, "changed", G_CALLBACK (offers_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_hash_table_insert (self->offers, g_strdup (account->id), offers);
    }
  return offers;
}

/* "Write for me" needs to know what an account can do, which asks the keyring:
 * not before somebody looks at a character. */
static void
find_drafting (ChattyPlatformTabs *self)
{
  for (guint i = 0; i < self->accounts->len; i++)
    if (find_page (self, get_account (self, i)->platform) != NULL)
      chatty_platform_offers_open (get_offers (self, get_account (self, i)));
}

static void
put_cb (ChattyPlatformTabs *self,
        ChattyPlatformPage *page)
{
  g_signal_emit (self, signals[PUT], 0, chatty_platform_page_get_platform (page));
}

static void
sync_cb (ChattyPlatformTabs *self,
         ChattyPlatformPage *page)
{
  g_signal_emit (self, signals[SYNC], 0, chatty_platform_page_get_platform (page));
}

static void
add_page (ChattyPlatformTabs *self,
          const char         *platform)
{
  g_autofree char *name = g_strconcat ("platform-", platform, NULL);
  g_autoptr (ChattyPlatformView) view = NULL;
  GtkWidget *page;

  if (find_page (self, platform) != NULL)
    return;
  view = chatty_platform_view_new (chatty_account_service_get_table (self->service), platform,
                                   NULL);
  /* Not every platform keeps characters. */
  if (view == NULL)
    return;

  page = chatty_platform_page_new (view);
  g_signal_connect_object (page, "put", G_CALLBACK (put_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "sync", G_CALLBACK (sync_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_titled (self->stack, page, name, chatty_platform_get_title (platform));
  g_ptr_array_add (self->pages, page);
  chatty_platform_page_set_player (CHATTY_PLATFORM_PAGE (page), self->player);
  if (self->draft != NULL)
    chatty_platform_page_set_draft (CHATTY_PLATFORM_PAGE (page), self->draft);
}

static void
update (ChattyPlatformTabs *self)
{
  guint n_before = self->pages->len;
  ChattyCharacterRecord *record = self->draft != NULL
    ? chatty_character_draft_get_record (self->draft) : NULL;

  for (guint i = 0; i < self->accounts->len; i++)
    add_page (self, get_account (self, i)->platform);
  /* Also where the account is not connected any more. */
  for (guint i = 0; record != NULL && i < chatty_character_record_get_n_links (record); i++)
    add_page (self, chatty_character_record_get_link (record, i)->platform);
  if (self->pages->len > n_before)
    g_signal_emit (self, signals[ADDED], 0);

  for (guint i = 0; i < self->pages->len; i++)
    {
      ChattyPlatformPage *page = g_ptr_array_index (self->pages, i);
      const char *platform = chatty_platform_page_get_platform (page);
      ChattyAccount *account = chatty_platform_tabs_find_account (self, record, platform);

      chatty_platform_page_set_offers (page, get_offers (self, account));
      chatty_platform_page_set_counter (page, self->workspace, self->service,
                                        account != NULL ? account->id : NULL);
      chatty_platform_page_set_can_sync (page, account != NULL && self->can_sync);
      /* A tab nobody needs is not there: no account, and the character is not on it. */
      gtk_stack_page_set_visible (gtk_stack_get_page (self->stack, GTK_WIDGET (page)),
                                  account != NULL || find_link (record, platform) != NULL);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyPlatformTabs) self = user_data;
  g_autoptr (GPtrArray) accounts = NULL;

  /* What is wrong with the accounts is told by the page of the platforms. */
  accounts = chatty_account_service_list_finish (CHATTY_ACCOUNT_SERVICE (source), result, NULL);
  if (accounts == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  g_ptr_array_set_size (self->accounts, 0);
  for (guint i = 0; i < accounts->len; i++)
    {
      ChattyAccount *account = g_ptr_array_index (accounts, i);

      if (!account->paused && account->state != CHATTY_ACCOUNT_DISCONNECTED)
        g_ptr_array_add (self->accounts, chatty_account_ref (account));
    }
  update (self);
  if (self->draft != NULL)
    find_drafting (self);
}

static void
list_accounts (ChattyPlatformTabs *self)
{
  chatty_account_service_list_async (self->service, self->cancellable, listed_cb,
                                     g_object_ref (self));
}

static void
chatty_platform_tabs_dispose (GObject *object)
{
  ChattyPlatformTabs *self = CHATTY_PLATFORM_TABS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->draft);
  g_clear_object (&self->player);
  g_clear_object (&self->workspace);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (chatty_platform_tabs_parent_class)->dispose (object);
}

static void
chatty_platform_tabs_finalize (GObject *object)
{
  ChattyPlatformTabs *self = CHATTY_PLATFORM_TABS (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->pages);
  g_hash_table_unref (self->offers);

  G_OBJECT_CLASS (chatty_platform_tabs_parent_class)->finalize (object);
}

static void
chatty_platform_tabs_class_init (ChattyPlatformTabsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = chatty_platform_tabs_dispose;
  object_class->finalize = chatty_platform_tabs_finalize;

  signals[ADDED] = g_signal_new ("added", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[PUT] = g_signal_new ("put", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SYNC] = g_signal_new ("sync", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DRAFTING] = g_signal_new ("drafting", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 2, CHATTY_TYPE_DRAFTING, G_TYPE_STRING);
}

static void
chatty_platform_tabs_init (ChattyPlatformTabs *self)
{
  self->cancellable = g_cancellable_new ();
  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_account_unref);
  self->pages = g_ptr_array_new ();
  self->offers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * chatty_platform_tabs_new:
 * @stack: (transfer none): where the tabs go; has to stay as long as they do
 * @workspace: what the characters are in
 * @service: the accounts
 * @can_sync: whether there is anything that syncs
 *
 * Returns: (transfer full): the tabs, which come when the accounts are listed
 */
ChattyPlatformTabs *
chatty_platform_tabs_new (GtkStack             *stack,
                          ChattyWorkspace      *workspace,
                          ChattyAccountService *service,
                          gboolean              can_sync)
{
  ChattyPlatformTabs *self;

  g_return_val_if_fail (GTK_IS_STACK (stack), NULL);
  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (service), NULL);

  self = g_object_new (CHATTY_TYPE_PLATFORM_TABS, NULL);
  self->stack = stack;
  self->workspace = g_object_ref (workspace);
  self->service = g_object_ref (service);
  self->can_sync = can_sync;
  g_signal_connect_object (service, "changed", G_CALLBACK (list_accounts), self,
                           G_CONNECT_SWAPPED);
  list_accounts (self);
  return self;
}

/**
 * chatty_platform_tabs_set_draft:
 * @draft: who is edited
 */
void
chatty_platform_tabs_set_draft (ChattyPlatformTabs   *self,
                                ChattyCharacterDraft *draft)
{
  g_return_if_fail (CHATTY_IS_PLATFORM_TABS (self));
  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (draft));

  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_func (self->draft, update, self);
  g_set_object (&self->draft, draft);
  /* The platforms that it is on are known when it is read. */
  g_signal_connect_object (draft, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < self->pages->len; i++)
    chatty_platform_page_set_draft (g_ptr_array_index (self->pages, i), draft);
  update (self);
  find_drafting (self);
}

/**
 * chatty_platform_tabs_set_player:
 * @player: (nullable): what voices are heard with
 */
void
chatty_platform_tabs_set_player (ChattyPlatformTabs *self,
                                 ChattyPlayer       *player)
{
  g_return_if_fail (CHATTY_IS_PLATFORM_TABS (self));

  g_set_object (&self->player, player);
  for (guint i = 0; i < self->pages->len; i++)
    chatty_platform_page_set_player (g_ptr_array_index (self->pages, i), player);
}

/**
 * chatty_platform_tabs_list_places:
 * @record: (nullable): a character
 * @platform: (nullable): only there
 *
 * Returns: (transfer full) (element-type ChattyAccount): the accounts that
 *   keep characters and do not have this one
 */
GPtrArray *
chatty_platform_tabs_list_places (ChattyPlatformTabs    *self,
                                  ChattyCharacterRecord *record,
                                  const char            *platform)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_account_unref);

  g_return_val_if_fail (CHATTY_IS_PLATFORM_TABS (self), places);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      ChattyAccount *account = get_account (self, i);

      if (find_page (self, account->platform) != NULL &&
          (platform == NULL || g_str_equal (account->platform, platform)) &&
          (record == NULL ||
           chatty_character_record_find_link (record, account->platform, account->id,
                                              account->owner) == NULL))
        g_ptr_array_add (places, chatty_account_ref (account));
    }
  return places;
}

/**
 * chatty_platform_tabs_find_account:
 * @record: (nullable): a character
 * @platform: a platform's id
 *
 * Returns: (transfer none) (nullable): the account that the character is on
 *   there, or else any there
 */
ChattyAccount *
chatty_platform_tabs_find_account (ChattyPlatformTabs    *self,
                                   ChattyCharacterRecord *record,
                                   const char            *platform)
{
  ChattyCharacterLink *link = find_link (record, platform);
  ChattyAccount *found = NULL;

  g_return_val_if_fail (CHATTY_IS_PLATFORM_TABS (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      ChattyAccount *account = get_account (self, i);

      if (!g_str_equal (account->platform, platform))
        continue;
      if (link != NULL && g_strcmp0 (account->id, link->account) == 0)
        return account;
      if (found == NULL)
        found = account;
    }
  return found;
}
