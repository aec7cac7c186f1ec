/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character.h"

G_BEGIN_DECLS

/* What a generic field is called, for people. */
const char *chatty_character_field_to_words  (ChattyCharacterField  field);
/* Names of all fields in @fields, in one line. */
char       *chatty_character_fields_to_words (guint                 fields);

G_END_DECLS
