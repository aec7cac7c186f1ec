/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-dropped.h"

G_BEGIN_DECLS

/**
 * ChattyDropPlace:
 *
 * A widget for which a drop means something else than an import while it is
 * to be seen. It takes its place in the #ChattyDropArea around it with
 * chatty_drop_place_enter() and chatty_drop_place_leave().
 */
#define CHATTY_TYPE_DROP_PLACE (chatty_drop_place_get_type ())
G_DECLARE_INTERFACE (ChattyDropPlace, chatty_drop_place, CHATTY, DROP_PLACE, GtkWidget)

/**
 * ChattyDropPlaceInterface:
 * @describe: what would be done, in a few words; %NULL if it is not for this
 *   place. What is dropped may not be known yet: then what is done with files
 * @take: does it
 */
struct _ChattyDropPlaceInterface {
  GTypeInterface parent_iface;

  char *(*describe) (ChattyDropPlace *self,
                     ChattyDropped   *dropped);
  void  (*take)     (ChattyDropPlace *self,
                     ChattyDropped   *dropped);
};

void  chatty_drop_place_enter    (ChattyDropPlace *self);
void  chatty_drop_place_leave    (ChattyDropPlace *self);
char *chatty_drop_place_describe (ChattyDropPlace *self,
                                  ChattyDropped   *dropped);
void  chatty_drop_place_take     (ChattyDropPlace *self,
                                  ChattyDropped   *dropped);

G_END_DECLS
