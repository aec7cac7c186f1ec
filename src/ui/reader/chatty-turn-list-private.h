/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-end-keeper.h"
#include "chatty-turn-host.h"
#include "chatty-turn-list.h"

G_BEGIN_DECLS

/* Between a list and what it does with its turns. */

struct _ChattyTurnList
{
  GtkWidget parent_instance;

  GtkScrolledWindow *scrolled;
  GtkListView       *view;
  GtkRevealer       *end_revealer;

  ChattyTurnHost     *host;
  ChattyEndKeeper    *keeper;
  ChattyTurnSegments *segments;
  ChattyFindBar      *find_bar;   /* not owned: a sibling in the page */
  GHashTable         *rows;       /* of ChattyTurnRow that show something */
  GtkRoot            *root;       /* not owned: the window that we are in */

  guint           target;         /* the segment that is scrolled to */
  gboolean        has_place;
  ChattyTurnMatch place;          /* in it, if has_place */
  guint           settling;       /* frames that are left */
  guint           settle_tick;

  guint           near_first;     /* segments that are (nearly) seen */
  guint           near_last;
  guint           fill_tick;
  gboolean        is_settled;     /* at the end, where all that is seen is filled */
};

void chatty_turn_list_scroll_to       (ChattyTurnList *self,
                                       guint           position);
void chatty_turn_list_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
