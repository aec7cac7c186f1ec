/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include <string.h>

#include "chatty-error.h"
#include "chatty-sync-look-private.h"
#include "chatty-sync-normal.h"
#include "chatty-sync-pair.h"
#include "chatty-sync-rules.h"

/* As many as vanished are asked for one by one; with more the brake holds in
 * any case. */
#define MAX_VERIFIED 25

/* Results wait on the main context of the look, and tasks hold memory. */
#define MAX_IN_FLIGHT 64

/* A look while it is taken. */
typedef struct {
  ChattySyncLook       *look;
  ChattySyncStore      *store;
  ChattyCharacterStore *platform;
  const char *const    *callsigns;
  const char *const    *wanted_ids;
  gboolean              everything;
  ChattySyncLookFunc    progress;
  gpointer              user_data;
  GCancellable         *cancellable;
  GPtrArray            *list;         /* what the platform listed, or NULL */
  GError               *list_error;
  gboolean              has_list;
  GHashTable           *names;        /* of what was listed: id to name */
  GPtrArray            *ids;          /* to ask for */
  GHashTable           *asked;        /* set of them */
  guint                 n_started;
  guint                 n_done;
} Taking;

static void
add_remote (Taking          *taking,
            const char      *id,
            ChattyCharacter *character)
{
  gint64 modified = chatty_character_store_modified (taking->platform, character);

  g_hash_table_replace (taking->look->remotes, g_strdup (id),
                        chatty_sync_remote_new (character, modified));
}

static void
take_answer (Taking          *taking,
             const char      *id,
             ChattyCharacter *character,
             GError          *failure)
{
  gboolean listed = g_hash_table_contains (taking->look->listed, id);

  if (character != NULL)
    {
      add_remote (taking, id, character);
      if (!listed)
        g_hash_table_add (taking->look->hidden, g_strdup (id));
    }
  else if (listed || !g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    g_hash_table_replace (taking->look->failed, g_strdup (id), g_error_copy (failure));
  taking->n_done++;
  if (taking->progress != NULL)
    taking->progress (taking->n_done, taking->ids->len, taking->user_data);
}

typedef struct {
  Taking *taking;
  char   *id;
} Asked;

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Asked *asked = user_data;
  g_autoptr (GError) failure = NULL;
  g_autoptr (ChattyCharacter) character = NULL;

  character = chatty_character_store_get_finish (CHATTY_CHARACTER_STORE (source), result,
                                                 &failure);
  take_answer (asked->taking, asked->id, character, failure);
  g_free (asked->id);
  g_free (asked);
}

/* All gets, as many at once as the account's pool is wide. */
static void
ask_in_parallel (Taking *taking)
{
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  while (taking->n_done < taking->ids->len)
    {
      while (taking->n_started < taking->ids->len &&
             taking->n_started - taking->n_done < MAX_IN_FLIGHT)
        {
          Asked *asked = g_new (Asked, 1);

          asked->taking = taking;
          asked->id = g_strdup (g_ptr_array_index (taking->ids, taking->n_started++));
          chatty_character_store_get_async (taking->platform, asked->id, taking->cancellable,
                                            got_cb, asked);
        }
      g_main_context_iteration (context, TRUE);
    }
  g_main_context_pop_thread_default (context);
}

static void
ask_one_by_one (Taking *taking)
{
  for (guint i = 0; i < taking->ids->len; i++)
    {
      const char *id = g_ptr_array_index (taking->ids, i);
      g_autoptr (GError) failure = NULL;
      g_autoptr (ChattyCharacter) character = NULL;

      character = chatty_character_store_get (taking->platform, id, taking->cancellable,
                                              &failure);
      take_answer (taking, id, character, failure);
    }
}

static void
want (Taking     *taking,
      const char *id)
{
  if (g_hash_table_add (taking->asked, (gpointer) id))
    g_ptr_array_add (taking->ids, (gpointer) id);
}

static gboolean
is_wanted (Taking     *taking,
           const char *callsign)
{
  return taking->callsigns == NULL || g_strv_contains (taking->callsigns, callsign);
}

/* Those that were linked once, and that neither the vault nor the list has. */
static void
want_known (Taking *taking,
            guint   n_verified)
{
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, taking->look->state->known);
  while (g_hash_table_iter_next (&iter, &id, &value))
    if (!((ChattySyncKnown *) value)->left && taking->callsigns == NULL &&
        !g_hash_table_contains (taking->look->listed, id) &&
        !g_hash_table_contains (taking->asked, id) && n_verified++ < MAX_VERIFIED &&
        CHATTY_SYNC_HOLDS (CHATTY_RULE_BRAKES))
      want (taking, id);
}

/* Those that are linked, also the ones that the list does not have: a list may
 * be part of one. */
static void
want_linked (Taking *taking)
{
  ChattySyncLook *look = taking->look;
  guint n_verified = 0;

  for (guint i = 0; i < look->records->len; i++)
    {
      ChattyCharacterRecord *record = g_ptr_array_index (look->records, i);
      ChattyCharacterLink *link = chatty_sync_find_link (record, look);
      gboolean listed;

      if (link == NULL)
        continue;
      listed = g_hash_table_contains (look->listed, link->remote_id);
      g_hash_table_remove (taking->names, link->remote_id);
      if (link->state == CHATTY_LINK_PAUSED || (link->state == CHATTY_LINK_GONE && !listed))
        continue;
      if (listed && is_wanted (taking, chatty_character_record_get_callsign (record)))
        want (taking, link->remote_id);
      else if (!listed && n_verified++ < MAX_VERIFIED &&
               CHATTY_SYNC_HOLDS (CHATTY_RULE_BRAKES))
        want (taking, link->remote_id);
    }
  want_known (taking, n_verified);
}

static GHashTable *
names_of_interest (Taking *taking)
{
  ChattySyncLook *look = taking->look;
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < look->records->len; i++)
    {
      ChattyCharacterRecord *record = g_ptr_array_index (look->records, i);
      ChattyCharacterLink *link = chatty_sync_find_link (record, look);
      ChattyCharacter *character = chatty_character_record_get_character (record);

      if (is_wanted (taking, chatty_character_record_get_callsign (record)) &&
          (link == NULL || link->state == CHATTY_LINK_GONE))
        g_hash_table_add (names, chatty_sync_normal_name (chatty_character_get_name (character)));
    }
  for (guint i = 0; i < look->state->intents->len; i++)
    {
      const ChattySyncIntent *intent = g_ptr_array_index (look->state->intents, i);

      if (intent->kind == CHATTY_SYNC_INTENT_CREATE)
        g_hash_table_add (names, chatty_sync_normal_name (intent->name));
    }
  return names;
}

/* Those that nobody here is linked to, as far as the plan will ask about them. */
static void
want_others (Taking *taking)
{
  g_autoptr (GHashTable) names = names_of_interest (taking);
  GHashTableIter iter;
  gpointer id, name;

  g_hash_table_iter_init (&iter, taking->names);
  while (g_hash_table_iter_next (&iter, &id, &name))
    {
      const ChattySyncKnown *known = g_hash_table_lookup (taking->look->state->known, id);
      g_autofree char *normal = chatty_sync_normal_name (name);

      if ((taking->everything && (known == NULL || !known->left)) ||
          (taking->wanted_ids != NULL && g_strv_contains (taking->wanted_ids, id)) ||
          (known != NULL && !known->left && taking->callsigns == NULL) ||
          g_hash_table_contains (names, normal))
        want (taking, id);
    }
}

static gboolean
take_here (Taking  *taking,
           GError **error)
{
  ChattySyncStoreInterface *iface = CHATTY_SYNC_STORE_GET_IFACE (taking->store);
  g_autofree char *name = chatty_sync_state_name (taking->look->account);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) failure = NULL;
  ChattySyncState *state;

  text = iface->load_state (taking->store, name, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  state = chatty_sync_state_from_text (text, error);
  if (state == NULL)
    return FALSE;
  chatty_sync_state_free (taking->look->state);
  taking->look->state = state;
  records = iface->list (taking->store, &taking->look->unreadable, taking->cancellable, error);
  if (records == NULL)
    return FALSE;
  g_ptr_array_unref (taking->look->records);
  taking->look->records = g_steal_pointer (&records);
  return TRUE;
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Taking *taking = user_data;

  taking->list = chatty_character_store_list_finish (CHATTY_CHARACTER_STORE (source), result,
                                                     &taking->list_error);
  taking->has_list = TRUE;
}

/* Both sides at once: the vault is read while the platform makes its list. */
static gboolean
take_both (Taking  *taking,
           GError **error)
{
  g_autoptr (GMainContext) context = NULL;
  gboolean good;

  if (!CHATTY_SYNC_IN_PARALLEL)
    {
      taking->list = chatty_character_store_list (taking->platform, taking->cancellable,
                                                  &taking->list_error);
      return take_here (taking, error);
    }
  context = g_main_context_new ();
  g_main_context_push_thread_default (context);
  chatty_character_store_list_async (taking->platform, taking->cancellable, listed_cb, taking);
  good = take_here (taking, error);
  while (!taking->has_list)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  return good;
}

static gboolean
note_list (Taking  *taking,
           GError **error)
{
  ChattySyncLook *look = taking->look;

  look->skew = chatty_connector_get_skew (CHATTY_CONNECTOR (taking->platform));
  look->time = chatty_time_now ();
  if (taking->list == NULL)
    {
      if (chatty_set_cancelled (taking->cancellable, error))
        return FALSE;
      g_clear_pointer (&look->listed, g_hash_table_unref);
      look->error = g_steal_pointer (&taking->list_error);
      return TRUE;
    }
  for (guint i = 0; i < taking->list->len; i++)
    {
      ChattyCharacter *character = g_ptr_array_index (taking->list, i);
      const char *id = chatty_character_get_id (character);

      if (id == NULL)
        continue;
      g_hash_table_add (look->listed, g_strdup (id));
      g_hash_table_replace (taking->names, g_strdup (id),
                            g_strdup (chatty_character_get_name (character)));
    }
  return TRUE;
}

/**
 * chatty_sync_look:
 * @callsigns: (nullable): of these characters alone
 * @wanted: (nullable): ids there that are asked for although not linked
 * @everything: ask for all that the list has
 * @progress: (nullable): told how far it is
 *
 * Looks at both sides.
 *
 * Returns: (transfer full) (nullable): what was seen
 */
ChattySyncLook *
chatty_sync_look (ChattySyncStore          *store,
                  ChattyCharacterStore     *platform,
                  const ChattySyncAccount  *account,
                  const char *const        *callsigns,
                  const char *const        *wanted,
                  gboolean                  everything,
                  ChattySyncLookFunc        progress,
                  gpointer                  user_data,
                  GCancellable             *cancellable,
                  GError                  **error)
{
  g_autoptr (ChattySyncLook) look = chatty_sync_look_new (account);
  Taking taking = {
    .look = look,
    .store = store,
    .platform = platform,
    .callsigns = callsigns,
    .wanted_ids = wanted,
    .everything = everything,
    .progress = progress,
    .user_data = user_data,
    .cancellable = cancellable,
  };
  gboolean good;

  g_return_val_if_fail (CHATTY_IS_SYNC_STORE (store), NULL);
  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (platform), NULL);

  look->map = chatty_character_store_map (platform, &look->n_map);
  if (CHATTY_IS_KNOWLEDGE (platform))
    {
      look->knowledge = chatty_knowledge_get_limits (CHATTY_KNOWLEDGE (platform));
      look->by_character = chatty_knowledge_is_by_character (CHATTY_KNOWLEDGE (platform));
    }
  taking.names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  taking.ids = g_ptr_array_new ();
  taking.asked = g_hash_table_new (g_str_hash, g_str_equal);

  good = take_both (&taking, error) && note_list (&taking, error);
  if (good && look->listed != NULL)
    {
      want_linked (&taking);
      want_others (&taking);
      if (progress != NULL)
        progress (0, taking.ids->len, user_data);
      if (CHATTY_SYNC_IN_PARALLEL && taking.ids->len > 1)
        ask_in_parallel (&taking);
      else
        ask_one_by_one (&taking);
      good = !chatty_set_cancelled (cancellable, error) &&
             chatty_sync_look_documents (look, store, platform, callsigns, cancellable, error);
    }
  g_clear_pointer (&taking.list, g_ptr_array_unref);
  g_clear_error (&taking.list_error);
  g_hash_table_unref (taking.names);
  g_hash_table_unref (taking.asked);
  g_ptr_array_unref (taking.ids);
  return good ? g_steal_pointer (&look) : NULL;
}
