/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character.h"

G_BEGIN_DECLS

char           **chatty_sync_merge_list   (const char *const     *base,
                                           const char *const     *here,
                                           const char *const     *there,
                                           gboolean               has_main);
ChattyCharacter *chatty_sync_merge_traits (const ChattyCharacter *base,
                                           const ChattyCharacter *here,
                                           const ChattyCharacter *there);

G_END_DECLS
