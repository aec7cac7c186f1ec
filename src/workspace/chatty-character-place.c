/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-character-place.h"

#include <glib/gi18n-lib.h>

#include "chatty-json.h"
#include "chatty-platform-map.h"
#include "chatty-sync-normal.h"

/* A folder's name, and what is files: neither is compared as a field. */
#define NOT_COMPARED \
  (CHATTY_FIELD_FLAG (CHATTY_FIELD_CALLSIGN) | CHATTY_FIELD_FLAG (CHATTY_FIELD_AVATAR) | \
   CHATTY_FIELD_FLAG (CHATTY_FIELD_KNOWLEDGE))

static const struct {
  const char *name;
  const char *words;
  guint       urgency;
} states[] = {
  [CHATTY_PLACE_UNKNOWN] = { "unknown", N_("Not compared yet"), 2 },
  [CHATTY_PLACE_IN_SYNC] = { "in-sync", N_("In sync"), 1 },
  [CHATTY_PLACE_CHANGED_HERE] = { "changed-here", N_("Changed here"), 3 },
  /* Translators: on the platform, such as Convai. */
  [CHATTY_PLACE_CHANGED_THERE] = { "changed-there", N_("Changed there"), 4 },
  [CHATTY_PLACE_CHANGED_BOTH] = { "changed-both", N_("Changed here and there"), 5 },
  /* Translators: the same field was changed here and on the platform. */
  [CHATTY_PLACE_CONFLICT] = { "conflict", N_("Conflict"), 7 },
  /* Translators: the platform does not have the character any more. */
  [CHATTY_PLACE_GONE_THERE] = { "gone-there", N_("Not there any more"), 6 },
  /* Translators: the character takes no part in sync. */
  [CHATTY_PLACE_PAUSED] = { "paused", N_("Paused"), 0 },
};

GType
chatty_place_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { CHATTY_PLACE_UNKNOWN, "CHATTY_PLACE_UNKNOWN", "unknown" },
        { CHATTY_PLACE_IN_SYNC, "CHATTY_PLACE_IN_SYNC", "in-sync" },
        { CHATTY_PLACE_CHANGED_HERE, "CHATTY_PLACE_CHANGED_HERE", "changed-here" },
        { CHATTY_PLACE_CHANGED_THERE, "CHATTY_PLACE_CHANGED_THERE", "changed-there" },
        { CHATTY_PLACE_CHANGED_BOTH, "CHATTY_PLACE_CHANGED_BOTH", "changed-both" },
        { CHATTY_PLACE_CONFLICT, "CHATTY_PLACE_CONFLICT", "conflict" },
        { CHATTY_PLACE_GONE_THERE, "CHATTY_PLACE_GONE_THERE", "gone-there" },
        { CHATTY_PLACE_PAUSED, "CHATTY_PLACE_PAUSED", "paused" },
        { 0 }
      };

      g_once_init_leave (&type, g_enum_register_static ("ChattyPlaceState", values));
    }
  return type;
}

/**
 * chatty_place_state_to_string:
 * @state: how a character stands
 *
 * Returns: (transfer none): a name that never changes
 */
const char *
chatty_place_state_to_string (ChattyPlaceState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);
  return states[state].name;
}

/**
 * chatty_place_state_to_words:
 * @state: how a character stands
 *
 * Returns: (transfer none): the same in the person's language
 */
const char *
chatty_place_state_to_words (ChattyPlaceState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);
  return _(states[state].words);
}

/**
 * chatty_place_state_urgency:
 * @state: how a character stands
 *
 * Returns: a rank; of several places, the one with the highest is shown
 */
guint
chatty_place_state_urgency (ChattyPlaceState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), 0);
  return states[state].urgency;
}

/* The vault's fields of the platform that are not what was agreed on. A field
 * that the platform's map lets nobody write is not waiting to be sent. */
static guint
changed_here (const ChattyCharacterLink *link,
              const ChattyCharacter     *wanted)
{
  guint writable = chatty_platform_map_get_writable (link->platform) & ~NOT_COMPARED;
  guint changed = 0;

  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    if ((writable & CHATTY_FIELD_FLAG (field)) != 0 &&
        !chatty_sync_same (wanted, link->base_local, field))
      changed |= CHATTY_FIELD_FLAG (field);
  return changed;
}

/* Whether a document came, went, or was written since both sides agreed. What
 * the platform never had of them is told by a plan alone. */
static gboolean
documents_changed (const ChattyCharacterLink *link,
                   ChattyCharacterRecord     *record)
{
  guint n_documents = chatty_character_record_get_n_documents (record);
  g_autoptr (JsonNode) node = link->documents != NULL
                                ? chatty_json_parse (link->documents, -1, NULL)
                                : NULL;
  JsonObject *known = node != NULL ? chatty_json_node_object (node) : NULL;

  if (known == NULL)
    return FALSE;
  if (json_object_get_size (known) != n_documents)
    return TRUE;
  for (guint i = 0; i < n_documents; i++)
    {
      const ChattyRecordDocument *document = chatty_character_record_get_document (record, i);

      if (!json_object_has_member (known, document->name) || document->modified > link->agreed)
        return TRUE;
    }
  return FALSE;
}

static guint
changed_there (const ChattyCharacterLink *link)
{
  guint changed = 0;

  if (link->seen == NULL)
    return 0;
  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    if ((CHATTY_FIELD_FLAG (field) & NOT_COMPARED) == 0 &&
        chatty_character_has_field (link->seen, field) &&
        !chatty_sync_same (link->seen, link->base_remote, field))
      changed |= CHATTY_FIELD_FLAG (field);
  return changed;
}

/**
 * chatty_character_place_look:
 * @self: (out caller-allocates): what is found; borrows @link
 * @record: a character of the vault
 * @link: one of its links
 *
 * Compares what the vault has with what was agreed on, and that with what was
 * seen on the platform last.
 */
void
chatty_character_place_look (ChattyCharacterPlace  *self,
                             ChattyCharacterRecord *record,
                             ChattyCharacterLink   *link)
{
  g_autoptr (ChattyCharacter) wanted = NULL;
  guint both;

  *self = (ChattyCharacterPlace) { .link = link, .state = CHATTY_PLACE_UNKNOWN };
  if (link->state == CHATTY_LINK_GONE)
    self->state = CHATTY_PLACE_GONE_THERE;
  else if (link->state == CHATTY_LINK_PAUSED)
    self->state = CHATTY_PLACE_PAUSED;
  if (link->base_local == NULL || link->base_remote == NULL)
    return;

  wanted = chatty_character_record_for_platform (record, link->platform);
  self->here = changed_here (link, wanted);
  if (documents_changed (link, record))
    self->here |= CHATTY_FIELD_FLAG (CHATTY_FIELD_KNOWLEDGE);
  self->there = changed_there (link);
  if (self->state != CHATTY_PLACE_UNKNOWN)
    return;

  both = self->here & self->there;
  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    if ((both & CHATTY_FIELD_FLAG (field)) != 0 &&
        chatty_sync_same (wanted, link->seen, field))
      both &= ~CHATTY_FIELD_FLAG (field);

  if (both != 0)
    self->state = CHATTY_PLACE_CONFLICT;
  else if (self->here != 0 && self->there != 0)
    self->state = CHATTY_PLACE_CHANGED_BOTH;
  else if (self->here != 0)
    self->state = CHATTY_PLACE_CHANGED_HERE;
  else if (self->there != 0)
    self->state = CHATTY_PLACE_CHANGED_THERE;
  else
    self->state = CHATTY_PLACE_IN_SYNC;
}
