/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-folder.h"

G_BEGIN_DECLS

/* Carries a change of a record over to what the files say now, field by
 * field, and tells what is replaced. */

/**
 * ChattyCharacterMerge:
 * @who: as in #ChattyFieldChange
 * @run: the batch
 * @time: when
 * @both: flags of the fields that were changed on both sides
 * @history: (element-type ChattyFieldChange): what is replaced
 */
typedef struct {
  const char *who;
  const char *run;
  gint64      time;
  guint       both;
  GPtrArray  *history;
} ChattyCharacterMerge;

gboolean chatty_character_merge (ChattyCharacterMerge  *self,
                                 ChattyCharacterFolder *folder,
                                 ChattyCharacterRecord *now,
                                 ChattyCharacterRecord *before,
                                 ChattyCharacterRecord *after,
                                 GError               **error);

G_END_DECLS
