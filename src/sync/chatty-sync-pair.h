/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-plan.h"

G_BEGIN_DECLS

/* One character here and one there. */

guint                chatty_sync_mapped      (const ChattyFieldMap     *map,
                                              guint                     n_map,
                                              gboolean                  only_writable);
gboolean             chatty_sync_is_synced   (ChattyCharacterField      field);
ChattyCharacterLink *chatty_sync_find_link   (ChattyCharacterRecord    *record,
                                              ChattySyncLook           *look);
ChattyCharacterLink *chatty_sync_fresh_link  (ChattySyncLook           *look,
                                              const char               *remote_id);
ChattyCharacterLink *chatty_sync_adopt_link  (ChattySyncLook           *look,
                                              ChattyCharacterRecord    *record,
                                              const char               *id,
                                              ChattyCharacter          *there);
gboolean             chatty_sync_are_equal   (ChattySyncLook           *look,
                                              ChattyCharacterRecord    *record,
                                              ChattyCharacter          *there);
ChattySyncStep      *chatty_sync_pair_step   (ChattySyncLook           *look,
                                              const ChattySyncSettings *settings,
                                              ChattyCharacterRecord    *record,
                                              ChattyCharacterLink      *link,
                                              const ChattySyncRemote   *remote,
                                              const char               *resumes);
guint                chatty_sync_loss        (ChattySyncLook           *look,
                                              ChattyCharacter          *here);
char                *chatty_sync_merge_extra (const char               *base,
                                              const char               *here,
                                              const char               *there);

G_END_DECLS
