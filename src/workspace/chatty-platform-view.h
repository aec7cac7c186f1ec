/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-record.h"
#include "chatty-character-store.h"
#include "chatty-character-words.h"
#include "chatty-connector-table.h"
#include "chatty-setting.h"

G_BEGIN_DECLS

/**
 * ChattyPlatformRow:
 * @map: (nullable): the platform's field, in its own words in @map->remote;
 *   %NULL for a generic field that the platform has no place for
 * @field: the generic field that it is fed from
 * @character: what will be sent; has @field or not. NULL-safe to ask
 * @overridden: whether the platform uses something else than the generic field
 * @stays_here: whether the value does not leave the vault: no place there, or
 *   one that cannot be written
 * @used: how much of @map->limit is used, in its unit
 * @problem: (nullable): why the platform will not take it, for people
 * @note: (nullable): what the person should know, such as that the
 *   platform's own page allows less
 *
 * One line of a platform's page in the editor. Borrowed from the view.
 */
typedef struct {
  const ChattyFieldMap *map;
  ChattyCharacterField  field;
  ChattyCharacter      *character;
  gboolean              overridden;
  gboolean              stays_here;
  guint                 used;
  const char           *problem;
  const char           *note;
} ChattyPlatformRow;

/**
 * ChattyPlatformView: (object) what a platform makes of a character.
 *
 * Made from the connector's map alone, so that every platform has a page. The
 * platform's own fields come first, in the order of its map, then the generic
 * fields that are set and stay here. Needs no account and makes no calls.
 * Signal "changed": ask for all of it again.
 */
#define CHATTY_TYPE_PLATFORM_VIEW (chatty_platform_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlatformView, chatty_platform_view, CHATTY, PLATFORM_VIEW, GObject)

/* %CHATTY_ERROR_UNSUPPORTED if the platform does not keep characters. */
ChattyPlatformView      *chatty_platform_view_new          (ChattyConnectorTable     *table,
                                                            const char               *platform,
                                                            GError                  **error);
ChattyPlatformView      *chatty_platform_view_new_for_store (ChattyCharacterStore    *store);
const ChattyConnectorInfo *
                         chatty_platform_view_get_info     (ChattyPlatformView       *self);
/* (nullable): what a person should know before a character is put there. */
const char              *chatty_platform_view_get_note     (ChattyPlatformView       *self);
void                     chatty_platform_view_set_record   (ChattyPlatformView       *self,
                                                            ChattyCharacterRecord    *record); /* nullable */
guint                    chatty_platform_view_get_n_rows   (ChattyPlatformView       *self);
const ChattyPlatformRow *chatty_platform_view_get_row      (ChattyPlatformView       *self,
                                                            guint                     nth);
/* (array length=n_settings) (nullable): what can be set about its answers. */
const ChattySetting     *chatty_platform_view_get_settings (ChattyPlatformView       *self,
                                                            guint                    *n_settings);
/* The members that only the platform knows, by name. */
const char *const       *chatty_platform_view_get_extra    (ChattyPlatformView       *self);
char                    *chatty_platform_view_dup_extra    (ChattyPlatformView       *self,
                                                            const char               *member); /* JSON */
/* Whether it can be put there as it is: every required field, within the
 * limits that the platform enforces. */
gboolean                 chatty_platform_view_can_put      (ChattyPlatformView       *self);
/* The loss report: flags of the fields that are set and have no place there,
 * and the sentence about them for people. NULL where nothing stays behind. */
guint                    chatty_platform_view_get_loss     (ChattyPlatformView       *self);
char                    *chatty_platform_view_dup_loss_text (ChattyPlatformView      *self);

G_END_DECLS
