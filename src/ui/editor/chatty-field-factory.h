/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character.h"

#include "chatty-field.h"

G_BEGIN_DECLS

ChattyField *chatty_field_factory_make     (ChattyCharacterField field);
const char  *chatty_field_factory_get_hint (ChattyCharacterField field);

G_END_DECLS
