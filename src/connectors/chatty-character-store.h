/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character.h"
#include "chatty-connector.h"

G_BEGIN_DECLS

/**
 * ChattyFieldUnit: what a limit counts
 */
typedef enum {
  CHATTY_UNIT_NONE,
  CHATTY_UNIT_CHARACTERS,
  CHATTY_UNIT_WORDS,
  CHATTY_UNIT_ITEMS,
} ChattyFieldUnit;

/**
 * ChattyFieldMap:
 * @field: the generic field
 * @remote: what the platform calls it
 * @readable: whether it can be read from there
 * @writable: whether it can be written there
 * @required: whether a character cannot be made without it
 * @limit: how much fits, 0 where no limit is known
 * @unit: what @limit counts
 * @hard: whether the platform refuses more, or only its own page does
 *
 * Where a field goes. A field that has no entry stays in the vault.
 */
typedef struct {
  ChattyCharacterField  field;
  const char           *remote;
  gboolean              readable;
  gboolean              writable;
  gboolean              required;
  guint                 limit;
  ChattyFieldUnit       unit;
  gboolean              hard;
} ChattyFieldMap;

#define CHATTY_TYPE_CHARACTER_STORE (chatty_character_store_get_type ())
G_DECLARE_INTERFACE (ChattyCharacterStore, chatty_character_store,
                     CHATTY, CHARACTER_STORE, ChattyConnector)

/**
 * ChattyCharacterStoreInterface:
 * @list: (element-type ChattyCharacter): all characters of the account; those
 *   that chatty_character_is_complete() denies lack fields that only @get has
 * @get: one character with everything
 * @create: makes one and gives its id. When the platform's answer is lost, it
 *   is looked for, so that there is one and not two. @id can be set although
 *   the call failed: then the character exists, but not with all fields
 * @update: writes the fields whose %CHATTY_FIELD_FLAG is in @fields
 * @delete: removes it there; cannot be undone
 * @clone: (nullable): makes a copy there and gives its id
 * @map: the fields that the platform has
 * @modified: (nullable): when a character was changed there last, by the
 *   platform's clock; %NULL for a platform that does not tell
 * @get_note: (nullable): what a person should know before a character is put
 *   there, translated, one sentence or two
 */
struct _ChattyCharacterStoreInterface {
  GTypeInterface parent_iface;

  GPtrArray            *(*list)   (ChattyCharacterStore  *self,
                                   GCancellable          *cancellable,
                                   GError               **error);
  ChattyCharacter      *(*get)    (ChattyCharacterStore  *self,
                                   const char            *id,
                                   GCancellable          *cancellable,
                                   GError               **error);
  gboolean              (*create) (ChattyCharacterStore  *self,
                                   ChattyCharacter       *character,
                                   char                 **id,
                                   GCancellable          *cancellable,
                                   GError               **error);
  gboolean              (*update) (ChattyCharacterStore  *self,
                                   const char            *id,
                                   ChattyCharacter       *character,
                                   guint                  fields,
                                   GCancellable          *cancellable,
                                   GError               **error);
  gboolean              (*delete) (ChattyCharacterStore  *self,
                                   const char            *id,
                                   GCancellable          *cancellable,
                                   GError               **error);
  char                 *(*clone)  (ChattyCharacterStore  *self,
                                   const char            *id,
                                   gboolean               with_knowledge,
                                   GCancellable          *cancellable,
                                   GError               **error);
  const ChattyFieldMap *(*map)    (ChattyCharacterStore  *self,
                                   guint                 *n_fields);
  gint64                (*modified) (ChattyCharacterStore *self,
                                   ChattyCharacter       *character);
  const char           *(*get_note) (ChattyCharacterStore *self);
};

const ChattyFieldMap *
                 chatty_character_store_map           (ChattyCharacterStore *self,
                                                       guint                *n_fields);
const ChattyFieldMap *
                 chatty_character_store_map_field     (ChattyCharacterStore *self,
                                                       ChattyCharacterField  field);
guint            chatty_character_store_measure       (const ChattyFieldMap *map,
                                                       const ChattyCharacter *character);
gboolean         chatty_character_store_can_clone     (ChattyCharacterStore *self);
gint64           chatty_character_store_modified      (ChattyCharacterStore *self,
                                                       ChattyCharacter      *character);
const char      *chatty_character_store_get_note      (ChattyCharacterStore *self);

GPtrArray       *chatty_character_store_list          (ChattyCharacterStore *self,
                                                       GCancellable         *cancellable,
                                                       GError              **error);
void             chatty_character_store_list_async    (ChattyCharacterStore *self,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
GPtrArray       *chatty_character_store_list_finish   (ChattyCharacterStore *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);
ChattyCharacter *chatty_character_store_get           (ChattyCharacterStore *self,
                                                       const char           *id,
                                                       GCancellable         *cancellable,
                                                       GError              **error);
void             chatty_character_store_get_async     (ChattyCharacterStore *self,
                                                       const char           *id,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
ChattyCharacter *chatty_character_store_get_finish    (ChattyCharacterStore *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);
gboolean         chatty_character_store_create        (ChattyCharacterStore *self,
                                                       ChattyCharacter      *character,
                                                       char                **id,
                                                       GCancellable         *cancellable,
                                                       GError              **error);
void             chatty_character_store_create_async  (ChattyCharacterStore *self,
                                                       ChattyCharacter      *character,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
gboolean         chatty_character_store_create_finish (ChattyCharacterStore *self,
                                                       GAsyncResult         *result,
                                                       char                **id,
                                                       GError              **error);
gboolean         chatty_character_store_update        (ChattyCharacterStore *self,
                                                       const char           *id,
                                                       ChattyCharacter      *character,
                                                       guint                 fields,
                                                       GCancellable         *cancellable,
                                                       GError              **error);
void             chatty_character_store_update_async  (ChattyCharacterStore *self,
                                                       const char           *id,
                                                       ChattyCharacter      *character,
                                                       guint                 fields,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
gboolean         chatty_character_store_update_finish (ChattyCharacterStore *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);
gboolean         chatty_character_store_delete        (ChattyCharacterStore *self,
                                                       const char           *id,
                                                       GCancellable         *cancellable,
                                                       GError              **error);
void             chatty_character_store_delete_async  (ChattyCharacterStore *self,
                                                       const char           *id,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
gboolean         chatty_character_store_delete_finish (ChattyCharacterStore *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);
char            *chatty_character_store_clone         (ChattyCharacterStore *self,
                                                       const char           *id,
                                                       gboolean              with_knowledge,
                                                       GCancellable         *cancellable,
                                                       GError              **error);
void             chatty_character_store_clone_async   (ChattyCharacterStore *self,
                                                       const char           *id,
                                                       gboolean              with_knowledge,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
char            *chatty_character_store_clone_finish  (ChattyCharacterStore *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);

G_END_DECLS
