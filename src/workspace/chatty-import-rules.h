/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-reading.h"

G_BEGIN_DECLS

/**
 * ChattyImportChoice:
 * @platform: (nullable): platform id
 * @character: (nullable): callsign
 *
 * What a person chose for an import, or what their settings say.
 */
typedef struct {
  char *platform;
  char *character;
} ChattyImportChoice;

void              chatty_import_choice_set      (ChattyImportChoice       *self,
                                                 const char               *platform,
                                                 const char               *character);
void              chatty_import_choice_clear    (ChattyImportChoice       *self);

gboolean          chatty_callsign_is_valid      (const char               *callsign);
char             *chatty_callsign_for_name      (const char               *name,
                                                 GError                  **error);

const char       *chatty_import_pick_platform   (const ChattyImportChoice *choice,
                                                 const char               *guess,
                                                 const ChattyImportChoice *defaults);
const char       *chatty_import_pick_character  (const ChattyImportChoice *choice,
                                                 const char               *guess,
                                                 const ChattyImportChoice *defaults);
ChattyTranscript *chatty_import_apply_choice    (ChattyTranscript         *transcript,
                                                 ChattyReading            *reading,
                                                 const ChattyImportChoice *choice,
                                                 const ChattyImportChoice *defaults);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyImportChoice, chatty_import_choice_clear)

G_END_DECLS
