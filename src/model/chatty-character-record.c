/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Longer than most files: one record and its builder, a function for each
 * thing that they hold. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <stdlib.h>
#include <string.h>

#include "chatty-character-json.h"
#include "chatty-character-record.h"
#include "chatty-text.h"

struct _ChattyCharacterRecord {
  gatomicrefcount  ref_count;
  char            *callsign;
  char            *version;
  gint64           modified;
  ChattyCharacter *character;
  gint64           field_times[CHATTY_N_FIELDS];
  GPtrArray       *platforms;    /* of char*, in byte order, NULL at the end */
  GHashTable      *overrides;    /* platform to ChattyCharacter */
  GHashTable      *special_times; /* platform to an array of gint64, one for each field */
  GPtrArray       *links;        /* of ChattyCharacterLink */
  GPtrArray       *documents;    /* of ChattyRecordDocument, by name */
  GPtrArray       *copies;       /* of char*, NULL at the end */
  char            *avatar;
};

/* The record itself before it is shared. */
struct _ChattyCharacterRecordBuilder {
  ChattyCharacterRecord record;
};

G_DEFINE_BOXED_TYPE (ChattyCharacterRecord, chatty_character_record,
                     chatty_character_record_ref, chatty_character_record_unref)

static void
document_free (gpointer data)
{
  ChattyRecordDocument *document = data;

  g_free (document->name);
  g_free (document->sha256);
  g_free (document);
}

static void
clear_record (ChattyCharacterRecord *self)
{
  g_free (self->callsign);
  g_free (self->version);
  g_free (self->avatar);
  g_clear_pointer (&self->character, chatty_character_unref);
  g_clear_pointer (&self->platforms, g_ptr_array_unref);
  g_clear_pointer (&self->overrides, g_hash_table_unref);
  g_clear_pointer (&self->special_times, g_hash_table_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_clear_pointer (&self->documents, g_ptr_array_unref);
  g_clear_pointer (&self->copies, g_ptr_array_unref);
}

/**
 * chatty_character_record_ref:
 *
 * Returns: (transfer full): @self, counted once more; any thread
 */
ChattyCharacterRecord *
chatty_character_record_ref (ChattyCharacterRecord *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * chatty_character_record_unref:
 *
 * Gives up a reference; any thread.
 */
void
chatty_character_record_unref (ChattyCharacterRecord *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    {
      clear_record (self);
      g_free (self);
    }
}

/**
 * chatty_character_record_get_callsign:
 *
 * Returns: (transfer none) (nullable): the name of its folder, or %NULL before
 *   it is stored
 */
const char *
chatty_character_record_get_callsign (const ChattyCharacterRecord *self)
{
  return self->callsign;
}

/**
 * chatty_character_record_get_version:
 *
 * Returns: (transfer none) (nullable): an opaque text that changes with any of
 *   its files, or %NULL before it is stored
 */
const char *
chatty_character_record_get_version (const ChattyCharacterRecord *self)
{
  return self->version;
}

/**
 * chatty_character_record_get_character:
 *
 * Returns: (transfer none): the generic fields and each platform's extra
 */
ChattyCharacter *
chatty_character_record_get_character (const ChattyCharacterRecord *self)
{
  return self->character;
}

/**
 * chatty_character_record_get_modified:
 *
 * Returns: when anything of it was changed here last, or %CHATTY_TIME_NONE
 */
gint64
chatty_character_record_get_modified (const ChattyCharacterRecord *self)
{
  return self->modified;
}

/**
 * chatty_character_record_get_field_time:
 *
 * Returns: when @field was changed here last: from the history, else the time
 *   of its file, or %CHATTY_TIME_NONE
 */
gint64
chatty_character_record_get_field_time (const ChattyCharacterRecord *self,
                                        ChattyCharacterField         field)
{
  g_return_val_if_fail (field < CHATTY_N_FIELDS, CHATTY_TIME_NONE);

  return self->field_times[field] != CHATTY_TIME_NONE ? self->field_times[field]
                                                      : self->modified;
}

/**
 * chatty_character_record_get_time_for:
 * @platform: a platform's id
 *
 * Returns: when what @platform is to have of @field was changed here last: its
 *   override's time where it has one and that is known, else the field's
 */
gint64
chatty_character_record_get_time_for (const ChattyCharacterRecord *self,
                                      const char                  *platform,
                                      ChattyCharacterField         field)
{
  ChattyCharacter *override = chatty_character_record_get_override (self, platform);
  const gint64 *times = g_hash_table_lookup (self->special_times, platform);

  g_return_val_if_fail (field < CHATTY_N_FIELDS, CHATTY_TIME_NONE);

  if (times != NULL && times[field] != CHATTY_TIME_NONE &&
      (chatty_character_field_is_special (field) ||
       (override != NULL && chatty_character_has_field (override, field))))
    return times[field];
  return chatty_character_record_get_field_time (self, field);
}

/**
 * chatty_character_record_get_override:
 * @platform: a platform's id
 *
 * Returns: (transfer none) (nullable): the partial character that @platform
 *   uses instead of the generic fields
 */
ChattyCharacter *
chatty_character_record_get_override (const ChattyCharacterRecord *self,
                                      const char                  *platform)
{
  return g_hash_table_lookup (self->overrides, platform);
}

/**
 * chatty_character_record_get_overridden:
 *
 * Returns: (transfer none): the platforms that have an override, in byte order
 */
const char *const *
chatty_character_record_get_overridden (const ChattyCharacterRecord *self)
{
  return (const char *const *) self->platforms->pdata;
}

guint
chatty_character_record_get_n_links (const ChattyCharacterRecord *self)
{
  return self->links->len;
}

/**
 * chatty_character_record_get_link:
 *
 * Returns: (transfer none): a link
 */
ChattyCharacterLink *
chatty_character_record_get_link (const ChattyCharacterRecord *self,
                                  guint                        nth)
{
  g_return_val_if_fail (nth < self->links->len, NULL);

  return g_ptr_array_index (self->links, nth);
}

/**
 * chatty_character_record_find_link:
 * @platform: a platform's id
 * @account: (nullable): the id of an account on this computer
 * @owner: (nullable): who the platform says the account belongs to
 *
 * The account's own link comes before one that another computer made with an
 * account of the same owner. With neither @account nor @owner, the first link
 * to @platform is found.
 *
 * Returns: (transfer none) (nullable): the link
 */
ChattyCharacterLink *
chatty_character_record_find_link (const ChattyCharacterRecord *self,
                                   const char                  *platform,
                                   const char                  *account,
                                   const char                  *owner)
{
  ChattyCharacterLink *found = NULL;

  for (guint i = 0; i < self->links->len; i++)
    {
      ChattyCharacterLink *link = g_ptr_array_index (self->links, i);

      if (g_strcmp0 (link->platform, platform) != 0)
        continue;
      if ((account == NULL && owner == NULL) ||
          (account != NULL && g_strcmp0 (link->account, account) == 0))
        return link;
      if (found == NULL && owner != NULL && g_strcmp0 (link->owner, owner) == 0)
        found = link;
    }
  return found;
}

guint
chatty_character_record_get_n_documents (const ChattyCharacterRecord *self)
{
  return self->documents->len;
}

/**
 * chatty_character_record_get_document:
 * @nth: which one; they are ordered by name
 *
 * Returns: (transfer none): a knowledge document
 */
const ChattyRecordDocument *
chatty_character_record_get_document (const ChattyCharacterRecord *self,
                                      guint                        nth)
{
  g_return_val_if_fail (nth < self->documents->len, NULL);

  return g_ptr_array_index (self->documents, nth);
}

/**
 * chatty_character_record_get_conflict_copies:
 *
 * Returns: (transfer none): names of files that a sync program left beside the
 *   character's own because two computers changed it at once, relative to its
 *   folder. Their values are in the history; the files stay until the person
 *   removes them
 */
const char *const *
chatty_character_record_get_conflict_copies (const ChattyCharacterRecord *self)
{
  return (const char *const *) self->copies->pdata;
}

/**
 * chatty_character_record_get_avatar:
 *
 * Returns: (transfer none) (nullable): the absolute path of its picture
 */
const char *
chatty_character_record_get_avatar (const ChattyCharacterRecord *self)
{
  return self->avatar;
}

/**
 * chatty_character_record_for_platform:
 * @platform: a platform's id
 *
 * Returns: (transfer full): what @platform is to have: the generic fields, its
 *   overrides over them, and its own extra. A special field is never generic
 */
ChattyCharacter *
chatty_character_record_for_platform (const ChattyCharacterRecord *self,
                                      const char                  *platform)
{
  g_autoptr (ChattyCharacterBuilder) builder = NULL;
  g_auto (GStrv) extras = chatty_character_list_extras (self->character);
  ChattyCharacter *override = chatty_character_record_get_override (self, platform);

  builder = chatty_character_builder_new_from (self->character);
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if (override != NULL && chatty_character_has_field (override, i))
      chatty_character_builder_take_field (builder, override, i);
    else if (chatty_character_field_is_special (i))
      chatty_character_builder_unset (builder, i);
  for (guint i = 0; extras[i] != NULL; i++)
    if (!g_str_equal (extras[i], platform))
      chatty_character_builder_set_extra (builder, extras[i], NULL);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;

  return strcmp (left, right);
}

/* A list of texts that is closed by a NULL, which its length counts. */
static GPtrArray *
texts_new (void)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (texts, NULL);
  return texts;
}

static void
texts_add (GPtrArray  *texts,
           const char *text)
{
  g_ptr_array_insert (texts, texts->len - 1, g_strdup (text));
  qsort (texts->pdata, texts->len - 1, sizeof (gpointer), compare_texts);
}

/**
 * chatty_character_record_builder_new:
 * @from: (nullable): what to begin with; %NULL for a character of which
 *   nothing is known
 *
 * Returns: (transfer full): a builder
 */
ChattyCharacterRecordBuilder *
chatty_character_record_builder_new (const ChattyCharacterRecord *from)
{
  ChattyCharacterRecordBuilder *self = g_new0 (ChattyCharacterRecordBuilder, 1);
  ChattyCharacterRecord *record = &self->record;
  GHashTableIter iter;
  gpointer special, times;

  record->modified = CHATTY_TIME_NONE;
  record->platforms = texts_new ();
  record->copies = texts_new ();
  record->overrides = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) chatty_character_unref);
  record->special_times = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  record->links =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_character_link_unref);
  record->documents = g_ptr_array_new_with_free_func (document_free);
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    record->field_times[i] = CHATTY_TIME_NONE;
  if (from == NULL)
    {
      record->character = chatty_character_builder_end (chatty_character_builder_new ());
      return self;
    }

  chatty_character_record_builder_set_stored (self, from->callsign, from->version,
                                              from->modified);
  record->character = chatty_character_ref (from->character);
  memcpy (record->field_times, from->field_times, sizeof record->field_times);
  g_hash_table_iter_init (&iter, from->special_times);
  while (g_hash_table_iter_next (&iter, &special, &times))
    g_hash_table_insert (record->special_times, g_strdup (special),
                         g_memdup2 (times, sizeof record->field_times));
  for (guint i = 0; i + 1 < from->platforms->len; i++)
    {
      const char *platform = g_ptr_array_index (from->platforms, i);

      chatty_character_record_builder_set_override (self, platform,
        chatty_character_record_get_override (from, platform));
    }
  for (guint i = 0; i < from->links->len; i++)
    g_ptr_array_add (record->links,
                     chatty_character_link_ref (g_ptr_array_index (from->links, i)));
  for (guint i = 0; i < from->documents->len; i++)
    chatty_character_record_builder_add_document (self,
                                                  g_ptr_array_index (from->documents, i));
  for (guint i = 0; i + 1 < from->copies->len; i++)
    texts_add (record->copies, g_ptr_array_index (from->copies, i));
  record->avatar = g_strdup (from->avatar);
  return self;
}

void
chatty_character_record_builder_free (ChattyCharacterRecordBuilder *self)
{
  clear_record (&self->record);
  g_free (self);
}

/**
 * chatty_character_record_builder_set_stored:
 * @callsign: (nullable): the name of its folder
 * @version: (nullable): of its files
 * @modified: when anything was changed last, or %CHATTY_TIME_NONE
 */
void
chatty_character_record_builder_set_stored (ChattyCharacterRecordBuilder *self,
                                            const char                   *callsign,
                                            const char                   *version,
                                            gint64                        modified)
{
  chatty_text_set (&self->record.callsign, callsign);
  chatty_text_set (&self->record.version, version);
  self->record.modified = modified;
}

/**
 * chatty_character_record_builder_set_character:
 * @character: the generic fields and each platform's extra
 */
void
chatty_character_record_builder_set_character (ChattyCharacterRecordBuilder *self,
                                               ChattyCharacter              *character)
{
  chatty_character_ref (character);
  chatty_character_unref (self->record.character);
  self->record.character = character;
}

/**
 * chatty_character_record_builder_set_field_time:
 * @time: when @field was changed here last, or %CHATTY_TIME_NONE
 */
void
chatty_character_record_builder_set_field_time (ChattyCharacterRecordBuilder *self,
                                                ChattyCharacterField          field,
                                                gint64                        time)
{
  g_return_if_fail (field < CHATTY_N_FIELDS);

  self->record.field_times[field] = time;
}

/**
 * chatty_character_record_builder_set_special_time:
 * @platform: a platform's id
 * @time: when its override of @field was changed here last
 */
void
chatty_character_record_builder_set_special_time (ChattyCharacterRecordBuilder *self,
                                                  const char                   *platform,
                                                  ChattyCharacterField          field,
                                                  gint64                        time)
{
  gint64 *times = g_hash_table_lookup (self->record.special_times, platform);

  g_return_if_fail (field < CHATTY_N_FIELDS);

  if (times == NULL)
    {
      times = g_new (gint64, CHATTY_N_FIELDS);
      for (guint i = 0; i < CHATTY_N_FIELDS; i++)
        times[i] = CHATTY_TIME_NONE;
      g_hash_table_insert (self->record.special_times, g_strdup (platform), times);
    }
  times[field] = time;
}

ChattyCharacter *
chatty_character_record_builder_get_override (ChattyCharacterRecordBuilder *self,
                                              const char                   *platform)
{
  return g_hash_table_lookup (self->record.overrides, platform);
}

/**
 * chatty_character_record_builder_set_override:
 * @platform: a platform's id
 * @override: (nullable): a partial character; %NULL, or one without any field,
 *   takes the override away
 */
void
chatty_character_record_builder_set_override (ChattyCharacterRecordBuilder *self,
                                              const char                   *platform,
                                              ChattyCharacter              *override)
{
  gboolean any = FALSE;
  guint at;

  for (guint i = 0; override != NULL && !any && i < CHATTY_N_FIELDS; i++)
    any = chatty_character_has_field (override, i);
  if (!any)
    {
      g_hash_table_remove (self->record.overrides, platform);
      for (at = 0; at + 1 < self->record.platforms->len; at++)
        if (g_str_equal (g_ptr_array_index (self->record.platforms, at), platform))
          g_ptr_array_remove_index (self->record.platforms, at--);
      return;
    }
  if (g_hash_table_insert (self->record.overrides, g_strdup (platform),
                           chatty_character_ref (override)))
    texts_add (self->record.platforms, platform);
}

static guint
find_link (ChattyCharacterRecordBuilder *self,
           const char                   *platform,
           const char                   *remote_id)
{
  guint at;

  for (at = 0; at < self->record.links->len; at++)
    {
      ChattyCharacterLink *link = g_ptr_array_index (self->record.links, at);

      if (g_strcmp0 (link->platform, platform) == 0 &&
          g_strcmp0 (link->remote_id, remote_id) == 0)
        break;
    }
  return at;
}

/**
 * chatty_character_record_builder_set_link:
 * @link: takes the place of the link of the same platform and remote id
 */
void
chatty_character_record_builder_set_link (ChattyCharacterRecordBuilder *self,
                                          ChattyCharacterLink          *link)
{
  guint at = find_link (self, link->platform, link->remote_id);

  chatty_character_link_ref (link);
  if (at == self->record.links->len)
    g_ptr_array_add (self->record.links, link);
  else
    {
      chatty_character_link_unref (g_ptr_array_index (self->record.links, at));
      g_ptr_array_index (self->record.links, at) = link;
    }
}

void
chatty_character_record_builder_drop_link (ChattyCharacterRecordBuilder *self,
                                           const char                   *platform,
                                           const char                   *remote_id)
{
  guint at = find_link (self, platform, remote_id);

  if (at < self->record.links->len)
    g_ptr_array_remove_index (self->record.links, at);
}

/**
 * chatty_character_record_builder_add_document:
 * @document: copied; takes the place of the one with its name
 */
void
chatty_character_record_builder_add_document (ChattyCharacterRecordBuilder *self,
                                              const ChattyRecordDocument   *document)
{
  ChattyRecordDocument *copy = g_new (ChattyRecordDocument, 1);
  int order = 1;
  guint at;

  *copy = *document;
  copy->name = g_strdup (document->name);
  copy->sha256 = g_strdup (document->sha256);
  for (at = 0; at < self->record.documents->len; at++)
    {
      ChattyRecordDocument *there = g_ptr_array_index (self->record.documents, at);

      order = strcmp (there->name, copy->name);
      if (order >= 0)
        break;
    }
  if (order == 0)
    g_ptr_array_remove_index (self->record.documents, at);
  g_ptr_array_insert (self->record.documents, at, copy);
}

/**
 * chatty_character_record_builder_add_conflict_copy:
 * @name: relative to the character's folder
 */
void
chatty_character_record_builder_add_conflict_copy (ChattyCharacterRecordBuilder *self,
                                                   const char                   *name)
{
  texts_add (self->record.copies, name);
}

/**
 * chatty_character_record_builder_set_avatar:
 * @path: (nullable): absolute
 */
void
chatty_character_record_builder_set_avatar (ChattyCharacterRecordBuilder *self,
                                            const char                   *path)
{
  chatty_text_set (&self->record.avatar, path);
}

/**
 * chatty_character_record_builder_end:
 * @self: (transfer full): a builder
 *
 * Returns: (transfer full): the record, which nobody can change any more
 */
ChattyCharacterRecord *
chatty_character_record_builder_end (ChattyCharacterRecordBuilder *self)
{
  ChattyCharacterRecord *record = g_new (ChattyCharacterRecord, 1);

  *record = self->record;
  g_atomic_ref_count_init (&record->ref_count);
  g_free (self);
  return record;
}

/**
 * chatty_field_change_free:
 *
 * Frees @self.
 */
void
chatty_field_change_free (ChattyFieldChange *self)
{
  g_free (self->id);
  g_free (self->side);
  g_free (self->account);
  g_free (self->who);
  g_free (self->run);
  g_free (self->override_of);
  g_free (self->old_value);
  g_free (self->new_value);
  g_free (self);
}
