/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-record.h"

G_BEGIN_DECLS

/**
 * ChattyPlaceState:
 * @CHATTY_PLACE_UNKNOWN: linked, but the two sides have not been compared yet
 * @CHATTY_PLACE_IN_SYNC: both sides have what they agreed on
 * @CHATTY_PLACE_CHANGED_HERE: the vault has something newer
 * @CHATTY_PLACE_CHANGED_THERE: the platform has something newer
 * @CHATTY_PLACE_CHANGED_BOTH: each side changed other fields; a sync joins them
 * @CHATTY_PLACE_CONFLICT: both sides changed the same field
 * @CHATTY_PLACE_GONE_THERE: the platform does not have it any more
 * @CHATTY_PLACE_PAUSED: the person took it out of sync
 *
 * How a character stands on one platform, from what was seen there last; no
 * call is made to find out.
 */
typedef enum {
  CHATTY_PLACE_UNKNOWN,
  CHATTY_PLACE_IN_SYNC,
  CHATTY_PLACE_CHANGED_HERE,
  CHATTY_PLACE_CHANGED_THERE,
  CHATTY_PLACE_CHANGED_BOTH,
  CHATTY_PLACE_CONFLICT,
  CHATTY_PLACE_GONE_THERE,
  CHATTY_PLACE_PAUSED,
} ChattyPlaceState;

#define CHATTY_TYPE_PLACE_STATE (chatty_place_state_get_type ())
GType       chatty_place_state_get_type  (void) G_GNUC_CONST;
const char *chatty_place_state_to_string (ChattyPlaceState state);  /* stable: "in-sync"… */
const char *chatty_place_state_to_words  (ChattyPlaceState state);  /* for people */
guint       chatty_place_state_urgency   (ChattyPlaceState state);  /* more asks more for attention */

/**
 * ChattyCharacterPlace:
 * @link: where it is; has the platform, the account and the id there
 * @state: how it stands
 * @here: the flags of the fields that were changed here
 * @there: the flags of the fields that were changed there
 *
 * One platform that a character lives on.
 */
typedef struct {
  ChattyCharacterLink *link;
  ChattyPlaceState     state;
  guint                here;
  guint                there;
} ChattyCharacterPlace;

/* How @link of @record stands. Pure; any thread. */
void chatty_character_place_look (ChattyCharacterPlace  *self,
                                  ChattyCharacterRecord *record,
                                  ChattyCharacterLink   *link);

G_END_DECLS
