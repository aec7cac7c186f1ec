/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character-item.h"

G_BEGIN_DECLS

/**
 * ChattyPlaceBadge: (object) a platform that a character lives on, and how it
 * stands there: by a letter, an icon and a word.
 *
 * Its accessible name has both, as "Convai: In sync".
 */
#define CHATTY_TYPE_PLACE_BADGE (chatty_place_badge_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlaceBadge, chatty_place_badge, CHATTY, PLACE_BADGE, GtkWidget)

GtkWidget  *chatty_place_badge_new           (void);
void        chatty_place_badge_set           (ChattyPlaceBadge *self,
                                              const char       *platform,
                                              ChattyPlaceState  state);
const char *chatty_place_badge_get_icon_name (ChattyPlaceState  state);

G_END_DECLS
