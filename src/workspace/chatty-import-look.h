/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-import-rules.h"
#include "chatty-import-source.h"
#include "chatty-vault.h"

G_BEGIN_DECLS

#define CHATTY_IMPORT_PREVIEW_TURNS 6
#define CHATTY_IMPORT_PREVIEW_BYTES 600

/**
 * ChattyImportLook:
 * @problem: (nullable): why nothing can be imported, translated
 * @form: what the file is
 * @platform: (nullable): what the reader guessed
 * @reason: (nullable): why, translated
 * @character: (nullable): the callsign that the file itself names
 * @head: (nullable): the first transcript without its turns
 * @path: (nullable): where it would be stored, under the choice that
 *   @path_platform and @path_character name
 * @notices: (element-type utf8): what the person should know, translated
 * @preview: (element-type ChattyTurn): the first turns, cut short
 *
 * What a person is shown of one file before it is imported; small, whatever
 * the size of the file.
 */
typedef struct {
  char             *problem;
  ChattyForm        form;
  char             *platform;
  char             *reason;
  char             *character;
  ChattyTranscript *head;
  char             *path;
  char             *path_platform;
  char             *path_character;
  guint             n_transcripts;
  guint             n_turns;
  GPtrArray        *notices;
  GPtrArray        *preview;
} ChattyImportLook;

ChattyImportLook *chatty_import_look_new         (ChattyReading            *reading,
                                                  gsize                    *preview_budget);
ChattyImportLook *chatty_import_look_new_problem (const char               *problem);
void              chatty_import_look_free        (ChattyImportLook         *self);
void              chatty_import_look_propose     (ChattyImportLook         *self,
                                                  ChattyVault              *vault,
                                                  const ChattyImportChoice *choice,
                                                  const ChattyImportChoice *defaults);
char             *chatty_import_propose_path     (ChattyTranscript         *head,
                                                  ChattyVault              *vault,
                                                  const char               *platform,
                                                  const char               *character);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyImportLook, chatty_import_look_free)

G_END_DECLS
