/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "chatty-sync-normal.h"
#include "memory-store.h"

/* The only one that there is. */
#define PLATFORM "fake"

static void memory_store_iface_init (ChattySyncStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MemoryStore, memory_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_SYNC_STORE,
                                                      memory_store_iface_init))

gboolean
kill_switch_alive (KillSwitch  *self,
                   GError     **error)
{
  self->n_points++;
  if (!self->dead && self->left > 0 && --self->left == 0)
    self->dead = TRUE;
  if (!self->dead)
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED, "killed");
  return FALSE;
}

static GPtrArray *
memory_list (ChattySyncStore  *store,
             guint            *n_problems,
             GCancellable     *cancellable,
             GError          **error)
{
  MemoryStore *self = MEMORY_STORE (store);
  g_autoptr (GList) callsigns = g_list_sort (g_hash_table_get_keys (self->records),
                                             (GCompareFunc) strcmp);
  GPtrArray *records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_character_record_unref);

  for (GList *l = callsigns; l != NULL; l = l->next)
    g_ptr_array_add (records,
                     chatty_character_record_ref (g_hash_table_lookup (self->records, l->data)));
  *n_problems = 0;
  return records;
}

static ChattyCharacterRecord *
memory_load (ChattySyncStore  *store,
             const char       *callsign,
             gboolean          with_hashes,
             GCancellable     *cancellable,
             GError          **error)
{
  MemoryStore *self = MEMORY_STORE (store);
  ChattyCharacterRecord *record = g_hash_table_lookup (self->records, callsign);

  if (record != NULL)
    return chatty_character_record_ref (record);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND, "no such character");
  return NULL;
}

static char *
memory_begin (ChattySyncStore  *store,
              const char       *kind,
              GError          **error)
{
  MemoryStore *self = MEMORY_STORE (store);

  if (!kill_switch_alive (self->kill, error))
    return NULL;
  g_free (self->run);
  self->run = g_strdup_printf ("run-%u", ++self->n_versions);
  return g_strdup (self->run);
}

/* @platform: (nullable): whose override it is. Returns whether it changed. */
static gboolean
keep_value (MemoryStore           *self,
            ChattyCharacter       *old_character,
            ChattyCharacter       *new_character,
            const char            *platform,
            ChattyCharacterField   field,
            const char            *who)
{
  ChattyFieldChange *change;
  g_autofree char *old_value = chatty_sync_value_json (old_character, field);
  g_autofree char *new_value = chatty_sync_value_json (new_character, field);

  if (g_strcmp0 (old_value, new_value) == 0)
    return FALSE;
  change = g_new0 (ChattyFieldChange, 1);
  change->id = g_strdup_printf ("%u", self->history->len);
  change->time = chatty_time_now ();
  change->field = field;
  change->side = g_strdup ("here");
  change->who = g_strdup (who);
  change->override_of = g_strdup (platform);
  change->old_value = g_steal_pointer (&old_value);
  change->new_value = g_steal_pointer (&new_value);
  g_ptr_array_add (self->history, change);
  return TRUE;
}

static ChattyCharacterRecord *
store_record (MemoryStore           *self,
              ChattyCharacterRecord *before,
              ChattyCharacterRecord *after,
              const char            *who)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (after);
  g_autofree char *version = g_strdup_printf ("v%u", ++self->n_versions);
  g_autofree char *callsign = before != NULL
    ? g_strdup (chatty_character_record_get_callsign (before))
    : g_strdup_printf ("c-%03u", ++self->n_made);
  gint64 now = chatty_time_now ();
  ChattyCharacterRecord *stored;

  chatty_character_record_builder_set_stored (builder, callsign, version, now);
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    {
      if (before != NULL)
        keep_value (self, chatty_character_record_get_character (before),
                    chatty_character_record_get_character (after), NULL, i, who);
      if (keep_value (self, before != NULL
                      ? chatty_character_record_get_override (before, PLATFORM) : NULL,
                      chatty_character_record_get_override (after, PLATFORM), PLATFORM, i, who))
        chatty_character_record_builder_set_special_time (builder, PLATFORM, i, now);
      if (before == NULL ||
          !chatty_character_field_equal (chatty_character_record_get_character (before),
                                         chatty_character_record_get_character (after), i))
        chatty_character_record_builder_set_field_time (builder, i, now);
    }
  stored = chatty_character_record_builder_end (g_steal_pointer (&builder));
  g_hash_table_replace (self->records, g_steal_pointer (&callsign),
                        chatty_character_record_ref (stored));
  return stored;
}

static ChattyCharacterRecord *
memory_put (ChattySyncStore        *store,
            ChattyCharacterRecord  *before,
            ChattyCharacterRecord  *after,
            GCancellable           *cancellable,
            GError                **error)
{
  MemoryStore *self = MEMORY_STORE (store);
  g_autoptr (ChattyCharacterRecord) stored = NULL;

  if (!kill_switch_alive (self->kill, error))
    return NULL;
  if (before != NULL)
    {
      ChattyCharacterRecord *now =
        g_hash_table_lookup (self->records, chatty_character_record_get_callsign (before));

      if (now == NULL ||
          g_strcmp0 (chatty_character_record_get_version (now),
                     chatty_character_record_get_version (before)) != 0)
        {
          g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT, "changed since");
          return NULL;
        }
    }
  self->n_writes++;
  stored = store_record (self, before, after, "sync");
  return kill_switch_alive (self->kill, error) ? g_steal_pointer (&stored) : NULL;
}

static gboolean
memory_trash (ChattySyncStore  *store,
              const char       *callsign,
              GError          **error)
{
  MemoryStore *self = MEMORY_STORE (store);

  if (!kill_switch_alive (self->kill, error))
    return FALSE;
  self->n_writes++;
  memory_store_delete (self, callsign);
  return kill_switch_alive (self->kill, error);
}

static gboolean
memory_note (ChattySyncStore          *store,
             const char               *callsign,
             const ChattyFieldChange  *change,
             GError                  **error)
{
  MemoryStore *self = MEMORY_STORE (store);
  ChattyFieldChange *copy;

  if (!kill_switch_alive (self->kill, error))
    return FALSE;
  self->n_writes++;
  copy = g_new0 (ChattyFieldChange, 1);
  *copy = *change;
  copy->id = g_strdup (change->id);
  copy->side = g_strdup (change->side);
  copy->account = g_strdup (change->account);
  copy->who = g_strdup (change->who);
  copy->run = g_strdup (change->run);
  copy->override_of = g_strdup (change->override_of);
  copy->old_value = g_strdup (change->old_value);
  copy->new_value = g_strdup (change->new_value);
  g_ptr_array_add (self->history, copy);
  return TRUE;
}

static gboolean
memory_flush (ChattySyncStore  *store,
              GError          **error)
{
  return kill_switch_alive (MEMORY_STORE (store)->kill, error);
}

static gboolean
memory_end (ChattySyncStore  *store,
            const char       *report,
            GError          **error)
{
  MemoryStore *self = MEMORY_STORE (store);

  if (!kill_switch_alive (self->kill, error))
    return FALSE;
  if (report != NULL)
    g_hash_table_replace (self->reports, g_strdup (self->run), g_strdup (report));
  return TRUE;
}

static GPtrArray *
memory_list_history (ChattySyncStore  *store,
                     const char       *callsign,
                     GCancellable     *cancellable,
                     GError          **error)
{
  return g_ptr_array_new ();
}

static char *
memory_load_report (ChattySyncStore  *store,
                    const char       *run,
                    GError          **error)
{
  const char *report = g_hash_table_lookup (MEMORY_STORE (store)->reports, run);

  if (report == NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND, "no such run");
  return g_strdup (report);
}

static gboolean
memory_save_state (ChattySyncStore  *store,
                   const char       *name,
                   const char       *text,
                   GError          **error)
{
  MemoryStore *self = MEMORY_STORE (store);

  if (!kill_switch_alive (self->kill, error))
    return FALSE;
  self->n_writes++;
  g_hash_table_replace (self->states, g_strdup (name), g_strdup (text));
  return kill_switch_alive (self->kill, error);
}

static char *
memory_load_state (ChattySyncStore  *store,
                   const char       *name,
                   GError          **error)
{
  return g_strdup (g_hash_table_lookup (MEMORY_STORE (store)->states, name));
}

static char *
memory_document (ChattySyncStore  *store,
                 const char       *callsign,
                 const char       *name,
                 GError          **error)
{
  g_autofree char *key = g_strjoin ("/", callsign, name, NULL);

  return g_strdup (g_hash_table_lookup (MEMORY_STORE (store)->files, key));
}

static void
memory_store_iface_init (ChattySyncStoreInterface *iface)
{
  iface->list = memory_list;
  iface->load = memory_load;
  iface->begin = memory_begin;
  iface->put = memory_put;
  iface->trash = memory_trash;
  iface->note = memory_note;
  iface->flush = memory_flush;
  iface->end = memory_end;
  iface->list_history = memory_list_history;
  iface->load_report = memory_load_report;
  iface->save_state = memory_save_state;
  iface->load_state = memory_load_state;
  iface->document = memory_document;
}

static void
memory_store_finalize (GObject *object)
{
  MemoryStore *self = MEMORY_STORE (object);

  g_hash_table_unref (self->records);
  g_hash_table_unref (self->states);
  g_hash_table_unref (self->reports);
  g_hash_table_unref (self->files);
  g_ptr_array_unref (self->trash);
  g_ptr_array_unref (self->history);
  g_free (self->run);
  G_OBJECT_CLASS (memory_store_parent_class)->finalize (object);
}

static void
memory_store_class_init (MemoryStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = memory_store_finalize;
}

static void
memory_store_init (MemoryStore *self)
{
  self->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) chatty_character_record_unref);
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->reports = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->trash =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_character_record_unref);
  self->history = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_field_change_free);
}

MemoryStore *
memory_store_new (KillSwitch *kill)
{
  MemoryStore *self = g_object_new (TYPE_MEMORY_STORE, NULL);

  self->kill = kill;
  return self;
}

static ChattyCharacterRecord *
with_character (ChattyCharacterRecord *record,
                ChattyCharacter       *character)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (record);

  chatty_character_record_builder_set_character (builder, character);
  return chatty_character_record_builder_end (g_steal_pointer (&builder));
}

ChattyCharacterRecord *
memory_store_add (MemoryStore     *self,
                  ChattyCharacter *character)
{
  g_autoptr (ChattyCharacterRecord) record = with_character (NULL, character);

  return store_record (self, NULL, record, "person");
}

void
memory_store_edit (MemoryStore     *self,
                   const char      *callsign,
                   ChattyCharacter *character)
{
  ChattyCharacterRecord *before = memory_store_find (self, callsign);
  g_autoptr (ChattyCharacterRecord) after = with_character (before, character);
  g_autoptr (ChattyCharacterRecord) stored = store_record (self, before, after, "person");
}

void
memory_store_set_special (MemoryStore          *self,
                          const char           *callsign,
                          ChattyCharacterField  field,
                          const char           *text)
{
  ChattyCharacterRecord *before = memory_store_find (self, callsign);
  ChattyCharacter *special = chatty_character_record_get_override (before, PLATFORM);
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (before);
  g_autoptr (ChattyCharacterBuilder) fields =
    special != NULL ? chatty_character_builder_new_from (special)
                    : chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) override = NULL;
  g_autoptr (ChattyCharacterRecord) after = NULL;
  g_autoptr (ChattyCharacterRecord) stored = NULL;

  chatty_character_builder_set_text (fields, field, text);
  override = chatty_character_builder_end (g_steal_pointer (&fields));
  chatty_character_record_builder_set_override (builder, PLATFORM, override);
  after = chatty_character_record_builder_end (g_steal_pointer (&builder));
  stored = store_record (self, before, after, "person");
}

void
memory_store_set_document (MemoryStore *self,
                           const char  *callsign,
                           const char  *name,
                           const char  *content)
{
  ChattyCharacterRecord *before = memory_store_find (self, callsign);
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (NULL);
  ChattyRecordDocument document = {
    .name = (char *) name, .size = content != NULL ? (gint64) strlen (content) : 0,
    .sha256 = (char *) content,
  };

  chatty_character_record_builder_set_stored (builder, callsign,
                                              chatty_character_record_get_version (before),
                                              chatty_character_record_get_modified (before));
  chatty_character_record_builder_set_character (builder,
                                                 chatty_character_record_get_character (before));
  for (guint i = 0; i < chatty_character_record_get_n_links (before); i++)
    chatty_character_record_builder_set_link (builder,
                                              chatty_character_record_get_link (before, i));
  if (content != NULL)
    chatty_character_record_builder_add_document (builder, &document);
  g_hash_table_replace (self->records, g_strdup (callsign),
                        chatty_character_record_builder_end (g_steal_pointer (&builder)));
  g_hash_table_replace (self->files, g_strjoin ("/", callsign, name, NULL),
                        g_strjoin ("/", "", callsign, name, NULL));
}

void
memory_store_delete (MemoryStore *self,
                     const char  *callsign)
{
  g_ptr_array_add (self->trash, chatty_character_record_ref (memory_store_find (self, callsign)));
  g_hash_table_remove (self->records, callsign);
}

ChattyCharacterRecord *
memory_store_find (MemoryStore *self,
                   const char  *callsign)
{
  return g_hash_table_lookup (self->records, callsign);
}
