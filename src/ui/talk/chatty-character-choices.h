/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-list.h"

G_BEGIN_DECLS

/* (transfer full) (element-type ChattyChoice): the characters as they are now. */
GListModel *chatty_character_choices_new (ChattyCharacterList *characters);

G_END_DECLS
