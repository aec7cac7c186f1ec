/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-character-item-private.h"

struct _ChattyCharacterItem {
  GObject              parent_instance;

  ChattyCharacterLine *line;
};

enum {
  PROP_0,
  PROP_CALLSIGN,
  PROP_NAME,
  PROP_DESCRIPTION,
  PROP_AVATAR,
  PROP_MODIFIED,
  PROP_N_PLACES,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyCharacterItem, chatty_character_item, G_TYPE_OBJECT)

/* Rows --------------------------------------------------------------------- */

static void
row_clear (gpointer data)
{
  ChattyCharacterLine *self = data;

  chatty_character_record_unref (self->record);
  g_free (self->name);
  g_free (self->key);
  g_array_unref (self->places);
}

/**
 * chatty_character_line_new:
 * @record: a character of the vault
 *
 * Any thread.
 *
 * Returns: (transfer full): what the list shows of it
 */
ChattyCharacterLine *
chatty_character_line_new (ChattyCharacterRecord *record)
{
  ChattyCharacterLine *self = g_atomic_rc_box_new0 (ChattyCharacterLine);
  ChattyCharacter *character = chatty_character_record_get_character (record);
  guint n_links = chatty_character_record_get_n_links (record);
  g_autofree char *folded = NULL;

  self->record = chatty_character_record_ref (record);
  self->name = g_strstrip (g_strdup (chatty_character_get_name (character)));
  if (*self->name == '\0')
    {
      g_free (self->name);
      self->name = g_strdup (chatty_character_record_get_callsign (record));
    }
  folded = g_utf8_casefold (self->name, -1);
  self->key = g_utf8_collate_key (folded, -1);
  self->places = g_array_sized_new (FALSE, FALSE, sizeof (ChattyCharacterPlace), n_links);
  for (guint i = 0; i < n_links; i++)
    {
      ChattyCharacterPlace place;

      chatty_character_place_look (&place, record, chatty_character_record_get_link (record, i));
      if (i == 0 || chatty_place_state_urgency (place.state) >
                    chatty_place_state_urgency (self->state))
        self->state = place.state;
      g_array_append_val (self->places, place);
    }
  return self;
}

ChattyCharacterLine *
chatty_character_line_ref (ChattyCharacterLine *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_character_line_unref (ChattyCharacterLine *self)
{
  g_atomic_rc_box_release_full (self, row_clear);
}

/* What asks for attention comes first; a character on no platform does not. */
guint
chatty_character_line_urgency (const ChattyCharacterLine *self)
{
  return self->places->len > 0 ? chatty_place_state_urgency (self->state) : 0;
}

/* The item ----------------------------------------------------------------- */

static void
chatty_character_item_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  ChattyCharacterItem *self = CHATTY_CHARACTER_ITEM (object);

  switch (prop_id)
    {
    case PROP_CALLSIGN:
      g_value_set_string (value, chatty_character_item_get_callsign (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, self->line->name);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, chatty_character_item_get_description (self));
      break;
    case PROP_AVATAR:
      g_value_set_string (value, chatty_character_item_get_avatar (self));
      break;
    case PROP_MODIFIED:
      g_value_set_int64 (value, chatty_character_item_get_modified (self));
      break;
    case PROP_N_PLACES:
      g_value_set_uint (value, self->line->places->len);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->line->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_character_item_finalize (GObject *object)
{
  chatty_character_line_unref (CHATTY_CHARACTER_ITEM (object)->line);

  G_OBJECT_CLASS (chatty_character_item_parent_class)->finalize (object);
}

static void
chatty_character_item_class_init (ChattyCharacterItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = chatty_character_item_get_property;
  object_class->finalize = chatty_character_item_finalize;

  properties[PROP_CALLSIGN] = g_param_spec_string ("callsign", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_AVATAR] = g_param_spec_string ("avatar", NULL, NULL, NULL, flags);
  properties[PROP_MODIFIED] = g_param_spec_int64 ("modified", NULL, NULL, G_MININT64, G_MAXINT64,
                                                  0, flags);
  properties[PROP_N_PLACES] = g_param_spec_uint ("n-places", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, CHATTY_TYPE_PLACE_STATE,
                                              CHATTY_PLACE_UNKNOWN, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_character_item_init (ChattyCharacterItem *self)
{
}

/* Made by the list when a row is asked for. */
ChattyCharacterItem *
chatty_character_item_new (ChattyCharacterLine *line)
{
  ChattyCharacterItem *self = g_object_new (CHATTY_TYPE_CHARACTER_ITEM, NULL);

  self->line = chatty_character_line_ref (line);
  return self;
}

/* The item stays the same, what it says is new: all of it may have changed. */
void
chatty_character_item_set_line (ChattyCharacterItem *self,
                                ChattyCharacterLine *line)
{
  ChattyCharacterLine *before = self->line;

  self->line = chatty_character_line_ref (line);
  chatty_character_line_unref (before);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_NAME; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

ChattyCharacterRecord *
chatty_character_item_get_record (ChattyCharacterItem *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_ITEM (self), NULL);
  return self->line->record;
}

const char *
chatty_character_item_get_callsign (ChattyCharacterItem *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_ITEM (self), NULL);
  return chatty_character_record_get_callsign (self->line->record);
}

/**
 * chatty_character_item_get_name:
 * @self: a row
 *
 * Returns: (transfer none): its name, or its callsign where it has none
 */
const char *
chatty_character_item_get_name (ChattyCharacterItem *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_ITEM (self), NULL);
  return self->line->name;
}

const char *
chatty_character_item_get_description (ChattyCharacterItem *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_ITEM (self), NULL);
  return chatty_character_get_text (chatty_character_record_get_character (self->line->record),
                                    CHATTY_FIELD_DESCRIPTION);
}

const char *
chatty_character_item_get_avatar (ChattyCharacterItem *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_ITEM (self), NULL);
  return chatty_character_record_get_avatar (self->line->record);
}

gint64
chatty_character_item_get_modified (ChattyCharacterItem *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_ITEM (self), CHATTY_TIME_NONE);
  return chatty_character_record_get_modified (self->line->record);
}

guint
chatty_character_item_get_n_places (ChattyCharacterItem *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_ITEM (self), 0);
  return self->line->places->len;
}

const ChattyCharacterPlace *
chatty_character_item_get_place (ChattyCharacterItem *self,
                                 guint                nth)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_ITEM (self), NULL);
  g_return_val_if_fail (nth < self->line->places->len, NULL);
  return &g_array_index (self->line->places, ChattyCharacterPlace, nth);
}

ChattyPlaceState
chatty_character_item_get_state (ChattyCharacterItem *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_ITEM (self), CHATTY_PLACE_UNKNOWN);
  return self->line->state;
}
