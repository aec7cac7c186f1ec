/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-drop-area.h"
#include "chatty-drop-place.h"

G_DEFINE_INTERFACE (ChattyDropPlace, chatty_drop_place, GTK_TYPE_WIDGET)

static void
chatty_drop_place_default_init (ChattyDropPlaceInterface *iface)
{
}

static ChattyDropArea *
find_area (ChattyDropPlace *self)
{
  GtkWidget *area = gtk_widget_get_ancestor (GTK_WIDGET (self), CHATTY_TYPE_DROP_AREA);

  return area != NULL ? CHATTY_DROP_AREA (area) : NULL;
}

/**
 * chatty_drop_place_enter:
 *
 * From now on drops are for @self; to be called when it is mapped.
 */
void
chatty_drop_place_enter (ChattyDropPlace *self)
{
  ChattyDropArea *area = find_area (self);

  g_return_if_fail (CHATTY_IS_DROP_PLACE (self));

  if (area != NULL)
    chatty_drop_area_set_place (area, self);
}

/**
 * chatty_drop_place_leave:
 *
 * Drops are no longer for @self; to be called when it is unmapped.
 */
void
chatty_drop_place_leave (ChattyDropPlace *self)
{
  ChattyDropArea *area = find_area (self);

  g_return_if_fail (CHATTY_IS_DROP_PLACE (self));

  if (area != NULL && chatty_drop_area_get_place (area) == self)
    chatty_drop_area_set_place (area, NULL);
}

/**
 * chatty_drop_place_describe:
 * @dropped: (nullable): what would be dropped; %NULL while it is not known
 *
 * Returns: (transfer full) (nullable): what would be done with it; %NULL if
 *   that is none of @self's business
 */
char *
chatty_drop_place_describe (ChattyDropPlace *self,
                            ChattyDropped   *dropped)
{
  g_return_val_if_fail (CHATTY_IS_DROP_PLACE (self), NULL);

  return CHATTY_DROP_PLACE_GET_IFACE (self)->describe (self, dropped);
}

/**
 * chatty_drop_place_take:
 * @dropped: (transfer none): what was dropped, and was described
 */
void
chatty_drop_place_take (ChattyDropPlace *self,
                        ChattyDropped   *dropped)
{
  g_return_if_fail (CHATTY_IS_DROP_PLACE (self));

  CHATTY_DROP_PLACE_GET_IFACE (self)->take (self, dropped);
}
