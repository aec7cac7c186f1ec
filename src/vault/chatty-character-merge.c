/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include "chatty-character-history.h"
#include "chatty-character-json.h"
#include "chatty-character-merge.h"
#include "chatty-json-settings.h"

static char *
dup_json (JsonNode *node)
{
  return node != NULL ? chatty_json_to_string (node, FALSE) : NULL;
}

static char *
dup_field (const ChattyCharacter *character,
           ChattyCharacterField   field)
{
  g_autoptr (JsonNode) node = NULL;

  if (character == NULL || !chatty_character_has_field (character, field))
    return NULL;
  node = chatty_character_field_to_json (character, field);
  return dup_json (node);
}

static void
note (ChattyCharacterMerge *self,
      ChattyCharacterField  field,
      const char           *who,
      const char           *override_of,
      char                 *old_value,
      char                 *new_value)
{
  ChattyFieldChange *change = g_new0 (ChattyFieldChange, 1);

  change->id = chatty_character_history_make_id (self->time);
  change->time = self->time;
  change->field = field;
  change->side = g_strdup ("here");
  change->who = g_strdup (who);
  change->run = g_strdup (self->run);
  change->override_of = g_strdup (override_of);
  change->old_value = old_value;
  change->new_value = new_value;
  g_ptr_array_add (self->history, change);
}

/* What is replaced: also where the file has something of a type that the field
 * cannot take, or takes a part of. */
static char *
dup_old (ChattyCharacterFolder *folder,
         ChattyCharacter       *now,
         ChattyCharacterField   field)
{
  JsonNode *raw = chatty_character_folder_get_raw (folder, field);
  const char *const *list;

  if (raw != NULL && !JSON_NODE_HOLDS_NULL (raw) && !chatty_character_has_field (now, field))
    return dup_json (raw);
  if (raw != NULL && JSON_NODE_HOLDS_ARRAY (raw) && chatty_character_field_is_list (field))
    {
      list = chatty_character_get_list (now, field);
      if (list != NULL &&
          g_strv_length ((char **) list) < json_array_get_length (json_node_get_array (raw)))
        return dup_json (raw);
    }
  return dup_field (now, field);
}

static gboolean
texts_changed (ChattyCharacterFolder *folder,
               char *const           *texts)
{
  for (guint i = 0; i < CHATTY_FILE_CONNECTORS; i++)
    if (g_strcmp0 (texts[i], folder->files[i].text) != 0)
      return TRUE;
  return FALSE;
}

static gboolean
merge_field (ChattyCharacterMerge   *self,
             ChattyCharacterFolder  *folder,
             ChattyCharacter        *now,
             ChattyCharacter        *before,
             ChattyCharacter        *after,
             ChattyCharacterField    field,
             GError                **error)
{
  g_autofree char *old_value = NULL;
  g_autofree char *stray = NULL;
  char *texts[CHATTY_FILE_CONNECTORS];
  gboolean done, changed;

  if (before != NULL ? chatty_character_field_equal (before, after, field)
                     : !chatty_character_has_field (after, field))
    return TRUE;
  if (chatty_character_field_equal (now, after, field))
    return TRUE;

  old_value = dup_old (folder, now, field);
  stray = chatty_character_folder_get_stray (folder, now, field);
  for (guint i = 0; i < CHATTY_FILE_CONNECTORS; i++)
    texts[i] = g_strdup (folder->files[i].text);
  done = chatty_character_folder_set_field (folder, now, after, field, error);
  changed = done && texts_changed (folder, texts);
  for (guint i = 0; i < CHATTY_FILE_CONNECTORS; i++)
    g_free (texts[i]);
  if (!changed)
    return done;

  if (before != NULL && !chatty_character_field_equal (now, before, field))
    self->both |= CHATTY_FIELD_FLAG (field);
  if (stray != NULL)
    {
      g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), stray);

      note (self, field, "other-program", NULL, dup_json (node), dup_field (now, field));
    }
  note (self, field, self->who, NULL, g_steal_pointer (&old_value), dup_field (after, field));
  return TRUE;
}

static gboolean
edit_ours (ChattyCharacterFolder  *folder,
           const char *const      *path,
           JsonNode               *value,
           GError                **error)
{
  static const char *const version_path[] = { "version", NULL };

  if (folder->files[CHATTY_FILE_CONNECTORS].text == NULL && value != NULL)
    {
      g_autoptr (JsonNode) one = json_node_init_int (json_node_alloc (), 1);

      if (!chatty_character_folder_edit (folder, CHATTY_FILE_CONNECTORS, version_path, one,
                                         error))
        return FALSE;
    }
  return chatty_character_folder_edit (folder, CHATTY_FILE_CONNECTORS, path, value, error);
}

/* Two partial characters, either of which may not be there. */
static gboolean
same_field (const ChattyCharacter *a,
            const ChattyCharacter *b,
            ChattyCharacterField   field)
{
  gboolean has_a = a != NULL && chatty_character_has_field (a, field);
  gboolean has_b = b != NULL && chatty_character_has_field (b, field);

  if (!has_a || !has_b)
    return has_a == has_b;
  return chatty_character_field_equal (a, b, field);
}

static const char *
settings_of (const ChattyCharacter *character)
{
  return character != NULL ? chatty_character_get_text (character, CHATTY_FIELD_SETTINGS) : NULL;
}

/* What is to be written of a field: settings that somebody else changed
 * meanwhile stay. @both is set where it is the same that was changed. */
static ChattyCharacter *
rebase_override (ChattyCharacter      *was,
                 ChattyCharacter      *mine,
                 ChattyCharacter      *wanted,
                 ChattyCharacterField  field,
                 gboolean             *both)
{
  g_autoptr (ChattyCharacterBuilder) builder = NULL;
  g_autofree char *text = NULL;

  *both = !same_field (mine, was, field);
  if (!*both || field != CHATTY_FIELD_SETTINGS)
    return wanted != NULL ? chatty_character_ref (wanted) : NULL;
  text = chatty_json_settings_rebase (settings_of (was), settings_of (wanted), settings_of (mine),
                                      both);
  builder = chatty_character_builder_new ();
  if (*text != '\0' || settings_of (wanted) != NULL)
    chatty_character_builder_set_text (builder, field, text);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static gboolean
merge_override (ChattyCharacterMerge   *self,
                ChattyCharacterFolder  *folder,
                ChattyCharacterRecord  *now,
                ChattyCharacterRecord  *before,
                ChattyCharacterRecord  *after,
                const char             *platform,
                GError                **error)
{
  ChattyCharacter *mine = now != NULL ? chatty_character_record_get_override (now, platform)
                                      : NULL;
  ChattyCharacter *was = before != NULL
                         ? chatty_character_record_get_override (before, platform) : NULL;
  ChattyCharacter *wanted = chatty_character_record_get_override (after, platform);
  const char *whole[] = { "overrides", platform, NULL };
  JsonNode *left;

  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    {
      const char *path[] = { "overrides", platform, chatty_character_field_to_string (i), NULL };
      g_autoptr (ChattyCharacter) rebased = NULL;
      g_autoptr (JsonNode) value = NULL;
      gboolean both;

      if (same_field (was, wanted, i) || same_field (mine, wanted, i))
        continue;
      rebased = rebase_override (was, mine, wanted, i, &both);
      if (both)
        self->both |= CHATTY_FIELD_FLAG (i);
      if (rebased != NULL && chatty_character_has_field (rebased, i))
        value = chatty_character_field_to_json (rebased, i);
      if (!edit_ours (folder, path, value, error))
        return FALSE;
      note (self, i, self->who, platform, dup_field (mine, i), dup_field (rebased, i));
    }

  left = chatty_character_folder_find (folder, CHATTY_FILE_CONNECTORS, whole);
  if (wanted == NULL && was != NULL && chatty_json_node_object (left) != NULL &&
      json_object_get_size (json_node_get_object (left)) == 0)
    return edit_ours (folder, whole, NULL, error);
  return TRUE;
}

static gboolean
merge_overrides (ChattyCharacterMerge   *self,
                 ChattyCharacterFolder  *folder,
                 ChattyCharacterRecord  *now,
                 ChattyCharacterRecord  *before,
                 ChattyCharacterRecord  *after,
                 GError                **error)
{
  const char *const *old = before != NULL ? chatty_character_record_get_overridden (before) : NULL;
  const char *const *new = chatty_character_record_get_overridden (after);

  for (guint i = 0; new[i] != NULL; i++)
    if (!merge_override (self, folder, now, before, after, new[i], error))
      return FALSE;
  for (guint i = 0; old != NULL && old[i] != NULL; i++)
    if (!g_strv_contains (new, old[i]) &&
        !merge_override (self, folder, now, before, after, old[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
merge_extra (ChattyCharacterFolder  *folder,
             ChattyCharacter        *now,
             ChattyCharacter        *before,
             ChattyCharacter        *after,
             const char             *platform,
             GError                **error)
{
  const char *wanted = chatty_character_get_extra (after, platform);
  const char *was = before != NULL ? chatty_character_get_extra (before, platform) : NULL;
  const char *path[] = { "extra", platform, NULL };
  g_autoptr (JsonNode) value = NULL;

  if (g_strcmp0 (wanted, was) == 0 ||
      g_strcmp0 (wanted, chatty_character_get_extra (now, platform)) == 0)
    return TRUE;
  if (wanted != NULL)
    value = chatty_json_parse (wanted, -1, NULL);
  if (wanted != NULL && (value == NULL || JSON_NODE_HOLDS_VALUE (value)))
    {
      g_clear_pointer (&value, json_node_unref);
      value = json_node_init_string (json_node_alloc (), wanted);
    }
  return edit_ours (folder, path, value, error);
}

static gboolean
merge_extras (ChattyCharacterFolder  *folder,
              ChattyCharacter        *now,
              ChattyCharacter        *before,
              ChattyCharacter        *after,
              GError                **error)
{
  g_auto (GStrv) new = chatty_character_list_extras (after);
  g_auto (GStrv) old = before != NULL ? chatty_character_list_extras (before) : NULL;

  for (guint i = 0; new[i] != NULL; i++)
    if (!merge_extra (folder, now, before, after, new[i], error))
      return FALSE;
  for (guint i = 0; old != NULL && old[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) new, old[i]) &&
        !merge_extra (folder, now, before, after, old[i], error))
      return FALSE;
  return TRUE;
}

static ChattyCharacterLink *
find_link (ChattyCharacterRecord     *record,
           const ChattyCharacterLink *like)
{
  for (guint i = 0; record != NULL && i < chatty_character_record_get_n_links (record); i++)
    {
      ChattyCharacterLink *link = chatty_character_record_get_link (record, i);

      if (g_strcmp0 (link->platform, like->platform) == 0 &&
          g_strcmp0 (link->remote_id, like->remote_id) == 0)
        return link;
    }
  return NULL;
}

/* The place of @link among those in the file, or their number. */
static guint
find_raw_link (JsonArray                 *links,
               const ChattyCharacterLink *link)
{
  guint n = links != NULL ? json_array_get_length (links) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = chatty_json_node_object (json_array_get_element (links, i));

      if (g_strcmp0 (chatty_json_get_string (object, "platform"), link->platform) == 0 &&
          g_strcmp0 (chatty_json_get_string (object, "remote_id"), link->remote_id) == 0)
        return i;
    }
  return n;
}

/* @value in the place of the element @at, or none there. */
static gboolean
put_link (ChattyCharacterFolder  *folder,
          JsonArray              *links,
          guint                   at,
          JsonNode               *value,
          GError                **error)
{
  const char *path[] = { "links", NULL };
  guint n = links != NULL ? json_array_get_length (links) : 0;
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < n; i++)
    if (i != at)
      json_array_add_element (array, json_node_copy (json_array_get_element (links, i)));
    else if (value != NULL)
      json_array_add_element (array, json_node_copy (value));
  if (at == n && value != NULL)
    json_array_add_element (array, json_node_copy (value));
  json_node_set_array (node, array);
  return edit_ours (folder, path, node, error);
}

static JsonArray *
get_links (ChattyCharacterFolder *folder)
{
  return chatty_json_get_array (chatty_json_node_object (folder->files[CHATTY_FILE_CONNECTORS].root),
                                "links");
}

static gboolean
merge_links (ChattyCharacterFolder  *folder,
             ChattyCharacterRecord  *before,
             ChattyCharacterRecord  *after,
             GError                **error)
{
  for (guint i = 0; i < chatty_character_record_get_n_links (after); i++)
    {
      ChattyCharacterLink *link = chatty_character_record_get_link (after, i);
      ChattyCharacterLink *was = find_link (before, link);
      JsonArray *links = get_links (folder);
      g_autoptr (JsonNode) value = NULL;

      if (was != NULL && chatty_character_link_equal (was, link))
        continue;
      value = chatty_character_link_to_json (link);
      if (!put_link (folder, links, find_raw_link (links, link), value, error))
        return FALSE;
    }
  for (guint i = 0; before != NULL && i < chatty_character_record_get_n_links (before); i++)
    {
      ChattyCharacterLink *link = chatty_character_record_get_link (before, i);
      JsonArray *links = get_links (folder);
      guint at = find_raw_link (links, link);

      if (find_link (after, link) == NULL &&
          links != NULL && at < json_array_get_length (links) &&
          !put_link (folder, links, at, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * chatty_character_merge:
 * @folder: the files as they are; their texts are changed
 * @now: what they say
 * @before: (nullable): what the change began from; %NULL: what @after does
 *   not say stays
 * @after: what it is to become
 *
 * Returns: whether it could be done; %FALSE if a file is written in a way that
 *   cannot be changed safely
 */
gboolean
chatty_character_merge (ChattyCharacterMerge   *self,
                        ChattyCharacterFolder  *folder,
                        ChattyCharacterRecord  *now,
                        ChattyCharacterRecord  *before,
                        ChattyCharacterRecord  *after,
                        GError                **error)
{
  ChattyCharacter *mine = chatty_character_record_get_character (now);
  ChattyCharacter *was = before != NULL ? chatty_character_record_get_character (before) : NULL;
  ChattyCharacter *wanted = chatty_character_record_get_character (after);

  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if (i != CHATTY_FIELD_CALLSIGN &&
        !merge_field (self, folder, mine, was, wanted, i, error))
      return FALSE;
  return merge_overrides (self, folder, now, before, after, error) &&
         merge_extras (folder, mine, was, wanted, error) &&
         merge_links (folder, before, after, error);
}
