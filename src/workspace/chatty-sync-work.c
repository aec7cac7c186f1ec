/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-sync-work.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-sync-service.h"
#include "chatty-vault-characters.h"

/*
 * chatty_sync_work_new:
 * @account: (nullable): %NULL as long as it is not known
 */
ChattySyncWork *
chatty_sync_work_new (ChattySyncJobKind     kind,
                      ChattyAccountService *accounts,
                      ChattyAccount        *account)
{
  ChattySyncWork *self = g_new0 (ChattySyncWork, 1);

  self->kind = kind;
  self->accounts = g_object_ref (accounts);
  self->account = account != NULL ? chatty_account_ref (account) : NULL;
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

ChattySyncWork *
chatty_sync_work_copy (const ChattySyncWork *self)
{
  ChattySyncWork *copy = chatty_sync_work_new (self->kind, self->accounts, self->account);
  GHashTableIter iter;
  gpointer question, choice;

  copy->callsign = g_strdup (self->callsign);
  copy->remote_id = g_strdup (self->remote_id);
  copy->put = self->put;
  copy->run = g_strdup (self->run);
  copy->step = g_strdup (self->step);
  copy->policy = self->policy;
  copy->new_too = self->new_too;
  copy->released = self->released;
  copy->look = self->look != NULL ? chatty_sync_look_ref (self->look) : NULL;
  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, &question, &choice))
    g_hash_table_insert (copy->answers, g_strdup (question), g_strdup (choice));
  return copy;
}

void
chatty_sync_work_free (ChattySyncWork *self)
{
  g_object_unref (self->accounts);
  g_clear_pointer (&self->account, chatty_account_unref);
  g_free (self->callsign);
  g_free (self->remote_id);
  g_free (self->run);
  g_free (self->step);
  g_hash_table_unref (self->answers);
  g_clear_pointer (&self->look, chatty_sync_look_unref);
  g_free (self);
}

/* What the engine is told ------------------------------------------------------------ */

static ChattySyncAccount
describe_account (ChattySyncWork *self)
{
  return (ChattySyncAccount) {
    .platform = self->account->platform,
    .title = chatty_connector_info_lookup (self->account->platform)->title,
    .id = self->account->id,
    .owner = self->account->owner,
  };
}

/* Lists of one text each, for the settings: they borrow from the work. */
typedef struct {
  const char *callsign[2];
  const char *remote[2];
} Names;

static ChattySyncSettings
describe_settings (ChattySyncWork *self,
                   Names          *names)
{
  ChattySyncSettings settings = CHATTY_SYNC_SETTINGS_INIT;

  *names = (Names) { { self->callsign, NULL }, { self->remote_id, NULL } };
  settings.policy = self->policy;
  settings.released = self->released;
  settings.answers = self->answers;
  settings.bring_new = self->new_too;
  if (self->callsign == NULL && self->remote_id == NULL)
    return settings;

  /* One character: the others of the account are none of it. */
  settings.bring_new = FALSE;
  settings.only = names->callsign;
  if (self->callsign != NULL && self->remote_id != NULL)
    {
      settings.pair_callsign = self->callsign;
      settings.pair_remote = self->remote_id;
    }
  else if (self->put)
    settings.put = names->callsign;
  else if (self->remote_id != NULL)
    settings.bring = names->remote;
  return settings;
}

static ChattyCharacterStore *
open_platform (ChattySyncWork  *self,
               GCancellable    *cancellable,
               GError         **error)
{
  /* What nobody asked for asks nobody. */
  ChattySecretFlags flags = self->kind == CHATTY_SYNC_JOB_AUTOMATIC ||
                            self->kind == CHATTY_SYNC_JOB_CHECK
                              ? CHATTY_SECRET_QUIET
                              : CHATTY_SECRET_INTERACTIVE;
  g_autoptr (ChattyConnector) connector =
    chatty_account_service_open (self->accounts, self->account->id, flags, cancellable, error);

  if (connector == NULL)
    return NULL;
  if (!CHATTY_IS_CHARACTER_STORE (connector))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   /* Translators: %s is a platform, such as OpenAI */
                   _("%s does not keep characters"), chatty_connector_get_title (connector));
      return NULL;
    }
  return CHATTY_CHARACTER_STORE (g_steal_pointer (&connector));
}

/* Progress ----------------------------------------------------------------------------- */

typedef struct {
  GFileProgressCallback func;
  gpointer              user_data;
} Progress;

static void
look_progress_cb (guint    n_done,
                  guint    n_all,
                  gpointer user_data)
{
  const Progress *progress = user_data;

  if (progress->func != NULL)
    progress->func (n_done, n_all, progress->user_data);
}

static void
run_progress_cb (const ChattySyncProgress *step,
                 gpointer                  user_data)
{
  const Progress *progress = user_data;

  if (progress->func != NULL)
    progress->func (step->n_done, step->n_steps, progress->user_data);
}

/* What is done --------------------------------------------------------------------------- */

static ChattySyncLook *
look (ChattySyncWork        *self,
      ChattyVault           *vault,
      GFileProgressCallback  progress,
      gpointer               user_data,
      GCancellable          *cancellable,
      GError               **error)
{
  g_autoptr (ChattyCharacterStore) platform = open_platform (self, cancellable, error);
  g_autoptr (ChattySyncStore) store = NULL;
  ChattySyncAccount account = describe_account (self);
  const char *callsigns[] = { self->callsign, NULL };
  const char *remotes[] = { self->remote_id, NULL };
  gboolean one = self->callsign != NULL || self->remote_id != NULL;
  Progress report = { progress, user_data };

  if (platform == NULL)
    return NULL;
  store = chatty_sync_vault_store_new (vault);
  return chatty_sync_look (store, platform, &account, one ? callsigns : NULL,
                           self->remote_id != NULL ? remotes : NULL, !one && self->new_too,
                           look_progress_cb, &report, cancellable, error);
}

/*
 * chatty_sync_work_plan:
 * @self: what is asked; keeps what was seen
 * @error: the account cannot be opened, or the vault not be read
 *
 * Looks at both sides, unless that was done, and plans.
 *
 * Returns: (transfer full) (nullable): the plan
 */
ChattySyncPlan *
chatty_sync_work_plan (ChattySyncWork         *self,
                       ChattyVault            *vault,
                       GFileProgressCallback   progress,
                       gpointer                user_data,
                       GCancellable           *cancellable,
                       GError                **error)
{
  Names names;
  ChattySyncSettings settings = describe_settings (self, &names);

  if (self->kind == CHATTY_SYNC_JOB_UNDO)
    {
      g_autoptr (ChattyCharacterStore) platform = open_platform (self, cancellable, error);
      g_autoptr (ChattySyncStore) store = NULL;
      ChattySyncAccount account = describe_account (self);

      if (platform == NULL)
        return NULL;
      store = chatty_sync_vault_store_new (vault);
      return chatty_sync_plan_undo (store, platform, &account, self->run, self->step,
                                    self->answers, cancellable, error);
    }
  if (self->look == NULL)
    self->look = look (self, vault, progress, user_data, cancellable, error);
  return self->look != NULL ? chatty_sync_plan_new (self->look, &settings) : NULL;
}

/*
 * chatty_sync_work_run:
 * @plan: what was shown
 *
 * Carries out a plan, if it still is what it was.
 *
 * Returns: (transfer full) (nullable): what was done
 */
ChattySyncReceipt *
chatty_sync_work_run (ChattySyncWork         *self,
                      ChattyVault            *vault,
                      ChattySyncPlan         *plan,
                      GFileProgressCallback   progress,
                      gpointer                user_data,
                      GCancellable           *cancellable,
                      GError                **error)
{
  g_autoptr (ChattyCharacterStore) platform = open_platform (self, cancellable, error);
  g_autoptr (ChattySyncStore) store = NULL;
  Progress report = { progress, user_data };

  if (platform == NULL)
    return NULL;
  store = chatty_sync_vault_store_new (vault);
  return chatty_sync_run (store, platform, plan, chatty_sync_plan_get_hash (plan),
                          CHATTY_SYNC_RUN_CHECK_FIRST, run_progress_cb, &report, cancellable,
                          error);
}

ChattySyncReceipt *
chatty_sync_work_now (ChattySyncWork         *self,
                      ChattyVault            *vault,
                      gboolean                dry_run,
                      ChattySyncPlan        **plan,
                      GFileProgressCallback   progress,
                      gpointer                user_data,
                      GCancellable           *cancellable,
                      GError                **error)
{
  g_autoptr (ChattyCharacterStore) platform = open_platform (self, cancellable, error);
  g_autoptr (ChattySyncStore) store = NULL;
  ChattySyncAccount account = describe_account (self);
  Names names;
  ChattySyncSettings settings = describe_settings (self, &names);
  Progress report = { progress, user_data };

  if (platform == NULL)
    return NULL;
  store = chatty_sync_vault_store_new (vault);
  return chatty_sync_now (store, platform, &account, &settings, dry_run, plan, run_progress_cb,
                          &report, cancellable, error);
}

/*
 * chatty_sync_work_check:
 * @n_drifted: (out): how many characters were changed there
 *
 * Looks, and writes down what was seen; nothing else.
 */
gboolean
chatty_sync_work_check (ChattySyncWork  *self,
                        ChattyVault     *vault,
                        guint           *n_drifted,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_autoptr (ChattySyncLook) seen = look (self, vault, NULL, NULL, cancellable, error);
  g_autoptr (ChattySyncStore) store = NULL;

  if (seen == NULL)
    return FALSE;
  if (seen->error != NULL)
    {
      g_propagate_error (error, g_error_copy (seen->error));
      return FALSE;
    }
  store = chatty_sync_vault_store_new (vault);
  return chatty_sync_look_remember (seen, store, n_drifted, cancellable, error);
}

/* Lists --------------------------------------------------------------------------------------- */

void
chatty_remote_character_free (ChattyRemoteCharacter *self)
{
  g_clear_pointer (&self->character, chatty_character_unref);
  g_free (self->callsign);
  g_free (self);
}

/* Which character here is linked with which id there. */
static GHashTable *
map_links (ChattyVault    *vault,
           ChattyAccount  *account,
           GCancellable   *cancellable,
           GError        **error)
{
  g_autoptr (GPtrArray) records = chatty_vault_list_records (vault, NULL, cancellable, error);
  g_autoptr (GHashTable) map = NULL;

  if (records == NULL)
    return NULL;
  map = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < records->len; i++)
    {
      ChattyCharacterRecord *record = records->pdata[i];

      for (guint j = 0; j < chatty_character_record_get_n_links (record); j++)
        {
          ChattyCharacterLink *link = chatty_character_record_get_link (record, j);

          if (g_strcmp0 (link->platform, account->platform) == 0 && link->remote_id != NULL)
            g_hash_table_insert (map, g_strdup (link->remote_id),
                                 g_strdup (chatty_character_record_get_callsign (record)));
        }
    }
  return g_steal_pointer (&map);
}

/*
 * chatty_sync_work_list:
 *
 * Returns: (transfer full) (element-type ChattyRemoteCharacter): what the
 *   platform lists
 */
GPtrArray *
chatty_sync_work_list (ChattySyncWork  *self,
                       ChattyVault     *vault,
                       GCancellable    *cancellable,
                       GError         **error)
{
  g_autoptr (ChattyCharacterStore) platform = open_platform (self, cancellable, error);
  g_autoptr (GPtrArray) listed = NULL;
  g_autoptr (GHashTable) links = NULL;
  g_autoptr (GPtrArray) list = NULL;

  listed = platform != NULL ? chatty_character_store_list (platform, cancellable, error) : NULL;
  links = listed != NULL ? map_links (vault, self->account, cancellable, error) : NULL;
  if (links == NULL)
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_remote_character_free);
  for (guint i = 0; i < listed->len; i++)
    {
      ChattyCharacter *character = listed->pdata[i];
      ChattyRemoteCharacter *remote = g_new0 (ChattyRemoteCharacter, 1);
      const char *id = chatty_character_get_id (character);

      remote->character = chatty_character_ref (character);
      remote->callsign = id != NULL ? g_strdup (g_hash_table_lookup (links, id)) : NULL;
      g_ptr_array_add (list, remote);
    }
  return g_steal_pointer (&list);
}

/*
 * chatty_sync_work_find_account:
 * @run: a run's id
 * @error: %CHATTY_ERROR_NOT_FOUND if there is no such run, or its account is
 *   not on this computer
 *
 * Returns: (transfer full) (nullable): whose run it was
 */
ChattyAccount *
chatty_sync_work_find_account (ChattyAccountService  *accounts,
                               ChattyVault           *vault,
                               const char            *run,
                               GError               **error)
{
  g_autoptr (GPtrArray) runs = chatty_vault_list_runs (vault, error);

  if (runs == NULL)
    return NULL;
  for (guint i = 0; i < runs->len; i++)
    {
      const ChattyVaultRun *past = runs->pdata[i];
      g_autoptr (JsonNode) node = NULL;
      JsonObject *object;
      const char *account;

      if (g_strcmp0 (past->id, run) != 0 || past->report == NULL)
        continue;
      node = chatty_json_parse (past->report, -1, NULL);
      object = node != NULL ? chatty_json_node_object (node) : NULL;
      account = object != NULL ? chatty_json_get_string (object, "account") : NULL;
      if (account != NULL)
        return chatty_account_service_find (accounts, account, error);
    }
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                       _("This run cannot be taken back: what it did is not known any more"));
  return NULL;
}
