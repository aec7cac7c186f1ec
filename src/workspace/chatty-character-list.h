/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-character-item.h"
#include "chatty-live-list.h"

G_BEGIN_DECLS

typedef enum {
  CHATTY_CHARACTERS_BY_NAME,      /* as the language of the desktop orders names */
  CHATTY_CHARACTERS_NEWEST,       /* changed last comes first */
  CHATTY_CHARACTERS_ATTENTION,    /* conflicts first, then changes, then by name */
} ChattyCharacterSort;

#define CHATTY_TYPE_CHARACTER_SORT (chatty_character_sort_get_type ())
GType chatty_character_sort_get_type (void) G_GNUC_CONST;

/**
 * ChattyCharacterList: (object) GListModel of #ChattyCharacterItem.
 *
 * The characters of a vault. Reads, searches and sorts on a worker; follows
 * the vault's changes, and keeps the rows that stay. Lives on the main loop.
 * Properties beside those of #ChattyLiveList: "n-problems" (uint: characters that cannot be read; see
 * chatty_character_list_get_problem()), "n-total" (uint: without the search).
 */
#define CHATTY_TYPE_CHARACTER_LIST (chatty_character_list_get_type ())
G_DECLARE_FINAL_TYPE (ChattyCharacterList, chatty_character_list,
                      CHATTY, CHARACTER_LIST, ChattyLiveList)

ChattyCharacterList *chatty_character_list_new           (ChattyVault          *vault);
void                 chatty_character_list_set_search    (ChattyCharacterList  *self,
                                                          const char           *text); /* nullable */
void                 chatty_character_list_set_sort      (ChattyCharacterList  *self,
                                                          ChattyCharacterSort   sort);
gboolean             chatty_character_list_get_loading   (ChattyCharacterList  *self);
guint                chatty_character_list_get_n_total   (ChattyCharacterList  *self);
guint                chatty_character_list_get_n_problems (ChattyCharacterList *self);
/* What cannot be read and why, for people; until "n-problems" is notified. */
const char          *chatty_character_list_get_problem   (ChattyCharacterList  *self,
                                                          guint                 nth);
int                  chatty_character_list_find          (ChattyCharacterList  *self,
                                                          const char           *callsign); /* or -1 */

G_END_DECLS
