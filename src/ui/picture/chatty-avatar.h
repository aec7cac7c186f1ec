/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ChattyAvatar: (object) the round picture of a character, or the letters of
 * its name.
 *
 * The picture is decoded elsewhere and comes when it is ready. Property (read
 * only): "has-picture".
 */
#define CHATTY_TYPE_AVATAR (chatty_avatar_get_type ())
G_DECLARE_FINAL_TYPE (ChattyAvatar, chatty_avatar, CHATTY, AVATAR, AdwBin)

GtkWidget *chatty_avatar_new      (int           size);
void       chatty_avatar_set      (ChattyAvatar *self,
                                   const char   *name,
                                   const char   *path,
                                   gint64        changed);
void       chatty_avatar_set_size (ChattyAvatar *self,
                                   int           size);

G_END_DECLS
