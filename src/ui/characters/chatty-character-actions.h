/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character-calls.h"

G_BEGIN_DECLS

/* What can be done with a character as a whole. Each tells its outcome by a
 * toast of the window around @widget, with Undo where something was changed. */

typedef void (*ChattyCharacterDone) (ChattyCharacterRecord *record,
                                     gpointer               user_data);

void chatty_character_actions_copy   (GtkWidget           *widget,
                                      ChattyWorkspace     *workspace,
                                      const char          *callsign,
                                      ChattyCharacterDone  done,
                                      gpointer             user_data);
void chatty_character_actions_trash  (GtkWidget           *widget,
                                      ChattyWorkspace     *workspace,
                                      const char          *callsign,
                                      ChattyCharacterDone  done,
                                      gpointer             user_data);
void chatty_character_actions_export (GtkWidget           *widget,
                                      ChattyWorkspace     *workspace,
                                      const char          *callsign,
                                      const char          *name,
                                      ChattyCharacterFileForm form);
void chatty_character_actions_import (GtkWidget           *widget,
                                      ChattyWorkspace     *workspace,
                                      ChattyCharacterDone  done,
                                      gpointer             user_data);
void chatty_character_actions_import_file (GtkWidget           *widget,
                                           ChattyWorkspace     *workspace,
                                           GFile               *file,
                                           ChattyCharacterDone  done,
                                           gpointer             user_data);

G_END_DECLS
