/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <json-glib/json-glib.h>

#include "chatty-character.h"

/* Characters that were exported when Inworld still had some. Pure; any
 * thread. */

G_BEGIN_DECLS

/* Under which name the whole of such a file is carried. */
#define CHATTY_INWORLD_CLASSIC_EXTRA "inworld-classic"

/**
 * ChattyInworldClassic:
 * @character: what it is
 * @voice: (nullable): the voice that it had, where Inworld still has it
 * @knowledge: (element-type utf8 utf8): what it shared with others: a name for
 *   each text
 * @notices: (element-type utf8): what could not be taken over, for people
 */
typedef struct {
  ChattyCharacter *character;
  char            *voice;
  GHashTable      *knowledge;
  GPtrArray       *notices;
} ChattyInworldClassic;

gboolean   chatty_inworld_classic_recognise (JsonNode              *node);
GPtrArray *chatty_inworld_classic_read      (JsonNode              *node,
                                             GError               **error);
void       chatty_inworld_classic_free      (ChattyInworldClassic  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyInworldClassic, chatty_inworld_classic_free)

G_END_DECLS
