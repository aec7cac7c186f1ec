/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-draft-sides.h"

#include <glib/gi18n-lib.h>

#include "chatty-character-json.h"
#include "chatty-error.h"
#include "chatty-json-settings.h"

static ChattyDraftSides *
sides_new_empty (void)
{
  ChattyDraftSides *self = g_new0 (ChattyDraftSides, 1);

  self->overrides = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) chatty_character_unref);
  return self;
}

/* Never written to; stands for an override that there is not. */
static ChattyCharacter *
get_nothing (void)
{
  static gsize once;
  static ChattyCharacter *nothing;

  if (g_once_init_enter (&once))
    {
      nothing = chatty_character_builder_end (chatty_character_builder_new ());
      g_once_init_leave (&once, 1);
    }
  return nothing;
}

/*
 * chatty_draft_sides_new:
 * @record: (nullable): %NULL for a new character
 */
ChattyDraftSides *
chatty_draft_sides_new (ChattyCharacterRecord *record)
{
  ChattyDraftSides *self = sides_new_empty ();
  const char *const *platforms = record != NULL ? chatty_character_record_get_overridden (record)
                                                : NULL;

  self->generic = chatty_character_ref (record != NULL
                                          ? chatty_character_record_get_character (record)
                                          : get_nothing ());
  for (; platforms != NULL && *platforms != NULL; platforms++)
    chatty_draft_sides_take (self, *platforms,
                             chatty_character_ref (chatty_character_record_get_override (
                               record, *platforms)));
  return self;
}

ChattyDraftSides *
chatty_draft_sides_copy (const ChattyDraftSides *self)
{
  ChattyDraftSides *copy = sides_new_empty ();
  GHashTableIter iter;
  gpointer platform, override;

  copy->generic = chatty_character_ref (self->generic);
  g_hash_table_iter_init (&iter, self->overrides);
  while (g_hash_table_iter_next (&iter, &platform, &override))
    chatty_draft_sides_take (copy, platform, chatty_character_ref (override));
  return copy;
}

void
chatty_draft_sides_free (ChattyDraftSides *self)
{
  g_clear_pointer (&self->generic, chatty_character_unref);
  g_hash_table_unref (self->overrides);
  g_free (self);
}

/*
 * chatty_draft_sides_get:
 * @platform: (nullable): %NULL for the generic fields
 *
 * Returns: (transfer none): one side; without any field where there is none
 */
ChattyCharacter *
chatty_draft_sides_get (const ChattyDraftSides *self,
                        const char             *platform)
{
  ChattyCharacter *override;

  if (platform == NULL)
    return self->generic;
  override = g_hash_table_lookup (self->overrides, platform);
  return override != NULL ? override : get_nothing ();
}

static gboolean
has_any_field (const ChattyCharacter *character)
{
  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    if (chatty_character_has_field (character, field))
      return TRUE;
  return FALSE;
}

/* @character: (transfer full) */
void
chatty_draft_sides_take (ChattyDraftSides *self,
                         const char       *platform,
                         ChattyCharacter  *character)
{
  if (platform == NULL)
    {
      g_clear_pointer (&self->generic, chatty_character_unref);
      self->generic = character;
    }
  else if (has_any_field (character))
    g_hash_table_insert (self->overrides, g_strdup (platform), character);
  else
    {
      g_hash_table_remove (self->overrides, platform);
      chatty_character_unref (character);
    }
}

/*
 * chatty_draft_sides_list:
 *
 * Returns: (transfer full): the platforms with an override in either
 */
char **
chatty_draft_sides_list (const ChattyDraftSides *self,
                         const ChattyDraftSides *other)
{
  g_autoptr (GPtrArray) platforms = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer platform;

  g_hash_table_iter_init (&iter, self->overrides);
  while (g_hash_table_iter_next (&iter, &platform, NULL))
    g_ptr_array_add (platforms, g_strdup (platform));
  g_hash_table_iter_init (&iter, other->overrides);
  while (g_hash_table_iter_next (&iter, &platform, NULL))
    if (!g_hash_table_contains (self->overrides, platform))
      g_ptr_array_add (platforms, g_strdup (platform));
  g_ptr_array_add (platforms, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&platforms), FALSE);
}

/* Which fields differ, as flags. */
guint
chatty_draft_sides_diff (const ChattyDraftSides *self,
                         const ChattyDraftSides *other,
                         const char             *platform)
{
  ChattyCharacter *a = chatty_draft_sides_get (self, platform);
  ChattyCharacter *b = chatty_draft_sides_get (other, platform);
  guint fields = 0;

  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    if (!chatty_character_field_equal (a, b, field))
      fields |= CHATTY_FIELD_FLAG (field);
  return fields;
}

/* Platforms whose extra differs between @a and @b. */
static char **
list_changed_extras (const ChattyCharacter *a,
                     const ChattyCharacter *b)
{
  g_autoptr (GHashTable) changed = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) of_a = chatty_character_list_extras (a);
  g_auto (GStrv) of_b = chatty_character_list_extras (b);
  char **lists[] = { of_a, of_b };
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; lists[i] != NULL && lists[i][j] != NULL; j++)
      if (g_strcmp0 (chatty_character_get_extra (a, lists[i][j]),
                     chatty_character_get_extra (b, lists[i][j])) != 0 &&
          g_hash_table_add (changed, lists[i][j]))
        g_ptr_array_add (names, g_strdup (lists[i][j]));
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

gboolean
chatty_draft_sides_equal (const ChattyDraftSides *self,
                          const ChattyDraftSides *other)
{
  g_auto (GStrv) platforms = chatty_draft_sides_list (self, other);
  g_auto (GStrv) extras = list_changed_extras (self->generic, other->generic);

  if (extras[0] != NULL || chatty_draft_sides_diff (self, other, NULL) != 0)
    return FALSE;
  for (guint i = 0; platforms[i] != NULL; i++)
    if (chatty_draft_sides_diff (self, other, platforms[i]) != 0)
      return FALSE;
  return TRUE;
}

/* Joining ----------------------------------------------------------------------- */

static JsonNode *
parse_object (const char *json)
{
  JsonNode *node = json != NULL ? chatty_json_parse (json, -1, NULL) : NULL;

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    g_clear_pointer (&node, json_node_unref);
  if (node == NULL)
    {
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
    }
  return node;
}

/* Member by member: those that were edited as they are edited, the others as
 * they are now. */
static char *
rebase_extra (const char *before,
              const char *edited,
              const char *now)
{
  g_autoptr (JsonNode) old_node = parse_object (before);
  g_autoptr (JsonNode) new_node = parse_object (edited);
  g_autoptr (JsonNode) node = parse_object (now);
  JsonObject *old_object = json_node_get_object (old_node);
  JsonObject *new_object = json_node_get_object (new_node);
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GList) gone = json_object_get_members (old_object);
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;

  json_object_iter_init (&iter, new_object);
  while (json_object_iter_next (&iter, &member, &value))
    if (!json_object_has_member (old_object, member) ||
        !json_node_equal (json_object_get_member (old_object, member), value))
      json_object_set_member (object, member, json_node_copy (value));
  for (GList *l = gone; l != NULL; l = l->next)
    if (!json_object_has_member (new_object, l->data))
      json_object_remove_member (object, l->data);
  return json_object_get_size (object) > 0 ? chatty_json_to_string (node, FALSE) : NULL;
}

/* Settings that were edited as they are edited, the others as they are now.
 * Returns whether somebody else changed the same. */
static gboolean
rebase_settings (ChattyCharacterBuilder *builder,
                 ChattyCharacter        *before,
                 ChattyCharacter        *edited,
                 ChattyCharacter        *now)
{
  gboolean overlap;
  g_autofree char *text =
    chatty_json_settings_rebase (chatty_character_get_text (before, CHATTY_FIELD_SETTINGS),
                                 chatty_character_get_text (edited, CHATTY_FIELD_SETTINGS),
                                 chatty_character_get_text (now, CHATTY_FIELD_SETTINGS),
                                 &overlap);

  if (*text != '\0' || chatty_character_has_field (edited, CHATTY_FIELD_SETTINGS))
    chatty_character_builder_set_text (builder, CHATTY_FIELD_SETTINGS, text);
  else
    chatty_character_builder_unset (builder, CHATTY_FIELD_SETTINGS);
  return overlap;
}

static ChattyCharacter *
rebase_side (ChattyCharacter *before,
             ChattyCharacter *edited,
             ChattyCharacter *now,
             guint           *elsewhere)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new_from (now);
  g_auto (GStrv) extras = list_changed_extras (before, edited);

  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    {
      if (chatty_character_field_equal (before, edited, field))
        continue;
      chatty_character_builder_take_field (builder, edited, field);
      if (!chatty_character_field_equal (before, now, field) &&
          !chatty_character_field_equal (edited, now, field) &&
          (field != CHATTY_FIELD_SETTINGS || rebase_settings (builder, before, edited, now)))
        *elsewhere |= CHATTY_FIELD_FLAG (field);
    }
  for (guint i = 0; extras[i] != NULL; i++)
    {
      g_autofree char *json = rebase_extra (chatty_character_get_extra (before, extras[i]),
                                            chatty_character_get_extra (edited, extras[i]),
                                            chatty_character_get_extra (now, extras[i]));

      chatty_character_builder_set_extra (builder, extras[i], json);
    }
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

/*
 * chatty_draft_sides_rebase:
 * @before: what the edits began from
 * @edited: what they made of it
 * @now: what is stored by now
 * @elsewhere: (inout): flags of edited fields that somebody else changed too
 *   are added
 *
 * What was edited stays as it was edited, all else is as it is now.
 *
 * Returns: (transfer full): the edits over @now
 */
ChattyDraftSides *
chatty_draft_sides_rebase (const ChattyDraftSides *before,
                           const ChattyDraftSides *edited,
                           const ChattyDraftSides *now,
                           guint                  *elsewhere)
{
  g_autoptr (ChattyDraftSides) sides = chatty_draft_sides_copy (now);
  g_auto (GStrv) platforms = chatty_draft_sides_list (before, edited);

  chatty_draft_sides_take (sides, NULL, rebase_side (before->generic, edited->generic,
                                                     now->generic, elsewhere));
  for (guint i = 0; platforms[i] != NULL; i++)
    chatty_draft_sides_take (sides, platforms[i],
                             rebase_side (chatty_draft_sides_get (before, platforms[i]),
                                          chatty_draft_sides_get (edited, platforms[i]),
                                          chatty_draft_sides_get (now, platforms[i]),
                                          elsewhere));
  return g_steal_pointer (&sides);
}

/*
 * chatty_draft_sides_to_record:
 * @record: (nullable): what all else is taken from
 *
 * Returns: (transfer full): @record with these sides
 */
ChattyCharacterRecord *
chatty_draft_sides_to_record (const ChattyDraftSides *self,
                              ChattyCharacterRecord  *record)
{
  g_autoptr (ChattyCharacterRecordBuilder) builder = chatty_character_record_builder_new (record);
  const char *const *platforms = record != NULL ? chatty_character_record_get_overridden (record)
                                                : NULL;
  GHashTableIter iter;
  gpointer platform, override;

  chatty_character_record_builder_set_character (builder, self->generic);
  for (; platforms != NULL && *platforms != NULL; platforms++)
    if (!g_hash_table_contains (self->overrides, *platforms))
      chatty_character_record_builder_set_override (builder, *platforms, NULL);
  g_hash_table_iter_init (&iter, self->overrides);
  while (g_hash_table_iter_next (&iter, &platform, &override))
    chatty_character_record_builder_set_override (builder, platform, override);
  return chatty_character_record_builder_end (g_steal_pointer (&builder));
}

/* Text ----------------------------------------------------------------------------- */

/* Only the fields that differ, of one of the two. */
static ChattyCharacter *
only_edits (ChattyCharacter *from,
            ChattyCharacter *before,
            ChattyCharacter *edited)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
  g_auto (GStrv) extras = list_changed_extras (before, edited);

  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    if (!chatty_character_field_equal (before, edited, field))
      chatty_character_builder_take_field (builder, from, field);
  for (guint i = 0; extras[i] != NULL; i++)
    chatty_character_builder_set_extra (builder, extras[i],
                                        chatty_character_get_extra (from, extras[i]));
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static void
add_side (JsonObject      *sides,
          const char      *name,
          ChattyCharacter *before,
          ChattyCharacter *edited)
{
  g_autoptr (ChattyCharacter) old_values = only_edits (before, before, edited);
  g_autoptr (ChattyCharacter) new_values = only_edits (edited, before, edited);
  JsonObject *side = json_object_new ();

  json_object_set_member (side, "before", chatty_character_to_json (old_values));
  json_object_set_member (side, "edited", chatty_character_to_json (new_values));
  json_object_set_object_member (sides, name, side);
}

/*
 * chatty_draft_sides_to_text:
 *
 * Returns: (transfer full) (nullable): the edits alone, with what they began
 *   from, as JSON; %NULL where nothing is edited
 */
char *
chatty_draft_sides_to_text (const ChattyDraftSides *before,
                            const ChattyDraftSides *edited)
{
  g_auto (GStrv) platforms = chatty_draft_sides_list (before, edited);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *sides;

  if (chatty_draft_sides_equal (before, edited))
    return NULL;
  node = json_node_new (JSON_NODE_OBJECT);
  sides = json_object_new ();
  json_node_take_object (node, sides);
  /* The generic side has no platform's name. */
  add_side (sides, "", before->generic, edited->generic);
  for (guint i = 0; platforms[i] != NULL; i++)
    if (chatty_draft_sides_diff (before, edited, platforms[i]) != 0)
      add_side (sides, platforms[i], chatty_draft_sides_get (before, platforms[i]),
                chatty_draft_sides_get (edited, platforms[i]));
  return chatty_json_to_string (node, FALSE);
}

static ChattyCharacter *
read_side (JsonObject *side,
           const char *member)
{
  JsonNode *node = json_object_get_member (side, member);
  ChattyCharacter *character = node != NULL ? chatty_character_from_json (node, NULL) : NULL;

  return character != NULL ? character : chatty_character_ref (get_nothing ());
}

/*
 * chatty_draft_sides_from_text:
 * @text: what chatty_draft_sides_to_text() wrote
 * @before: (out): what the edits began from; only the fields that were edited
 * @edited: (out): what they made of it
 *
 * Returns: whether @text could be read
 */
gboolean
chatty_draft_sides_from_text (const char        *text,
                              ChattyDraftSides **before,
                              ChattyDraftSides **edited,
                              GError           **error)
{
  g_autoptr (JsonNode) node = chatty_json_parse (text, -1, error);
  g_autoptr (ChattyDraftSides) old_sides = chatty_draft_sides_new (NULL);
  g_autoptr (ChattyDraftSides) new_sides = chatty_draft_sides_new (NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The unsaved edits that were kept cannot be read"));
      return FALSE;
    }
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &value))
    {
      const char *platform = *name != '\0' ? name : NULL;
      JsonObject *side = chatty_json_node_object (value);

      if (side == NULL)
        continue;
      chatty_draft_sides_take (old_sides, platform, read_side (side, "before"));
      chatty_draft_sides_take (new_sides, platform, read_side (side, "edited"));
    }
  *before = g_steal_pointer (&old_sides);
  *edited = g_steal_pointer (&new_sides);
  return TRUE;
}
