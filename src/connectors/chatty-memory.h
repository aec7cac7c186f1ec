/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-connector.h"
#include "chatty-memory-note.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_MEMORY (chatty_memory_get_type ())
G_DECLARE_INTERFACE (ChattyMemory, chatty_memory, CHATTY, MEMORY, ChattyConnector)

/**
 * ChattyMemoryInterface:
 * @list: (element-type ChattyMemoryNote): what the character remembers of a
 *   person; all pages
 * @add: lets it remember something and gives the note's id, where it is told
 * @delete: lets it forget a note; all of them when @note_id is %NULL
 *
 * What a platform remembers of the people who talked to a character.
 * @person_id is the platform's id of the person; %NULL where it has none.
 */
struct _ChattyMemoryInterface {
  GTypeInterface parent_iface;

  GPtrArray *(*list)   (ChattyMemory  *self,
                        const char    *character_id,
                        const char    *person_id,
                        GCancellable  *cancellable,
                        GError       **error);
  char      *(*add)    (ChattyMemory  *self,
                        const char    *character_id,
                        const char    *person_id,
                        const char    *text,
                        GCancellable  *cancellable,
                        GError       **error);
  gboolean   (*delete) (ChattyMemory  *self,
                        const char    *character_id,
                        const char    *person_id,
                        const char    *note_id,
                        GCancellable  *cancellable,
                        GError       **error);
};

GPtrArray *chatty_memory_list          (ChattyMemory         *self,
                                        const char           *character_id,
                                        const char           *person_id,
                                        GCancellable         *cancellable,
                                        GError              **error);
void       chatty_memory_list_async    (ChattyMemory         *self,
                                        const char           *character_id,
                                        const char           *person_id,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
GPtrArray *chatty_memory_list_finish   (ChattyMemory         *self,
                                        GAsyncResult         *result,
                                        GError              **error);
char      *chatty_memory_add           (ChattyMemory         *self,
                                        const char           *character_id,
                                        const char           *person_id,
                                        const char           *text,
                                        GCancellable         *cancellable,
                                        GError              **error);
void       chatty_memory_add_async     (ChattyMemory         *self,
                                        const char           *character_id,
                                        const char           *person_id,
                                        const char           *text,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
char      *chatty_memory_add_finish    (ChattyMemory         *self,
                                        GAsyncResult         *result,
                                        GError              **error);
gboolean   chatty_memory_delete        (ChattyMemory         *self,
                                        const char           *character_id,
                                        const char           *person_id,
                                        const char           *note_id,
                                        GCancellable         *cancellable,
                                        GError              **error);
void       chatty_memory_delete_async  (ChattyMemory         *self,
                                        const char           *character_id,
                                        const char           *person_id,
                                        const char           *note_id,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean   chatty_memory_delete_finish (ChattyMemory         *self,
                                        GAsyncResult         *result,
                                        GError              **error);

G_END_DECLS
