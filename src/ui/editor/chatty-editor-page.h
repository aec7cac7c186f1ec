/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-character-draft.h"

#include "chatty-field.h"
#include "chatty-platform-offers.h"

G_BEGIN_DECLS

/**
 * ChattyEditorPage: (object) a character's own fields, those of no platform.
 *
 * A picture that is dropped while the page is seen becomes the character's.
 */
#define CHATTY_TYPE_EDITOR_PAGE (chatty_editor_page_get_type ())
G_DECLARE_FINAL_TYPE (ChattyEditorPage, chatty_editor_page, CHATTY, EDITOR_PAGE, GtkWidget)

GtkWidget   *chatty_editor_page_new          (ChattyWorkspace      *workspace);
void         chatty_editor_page_set_draft    (ChattyEditorPage     *self,
                                              ChattyCharacterDraft *draft);
void         chatty_editor_page_set_drafting (ChattyEditorPage     *self,
                                              ChattyDrafting       *drafting,
                                              const char           *platform);
ChattyField *chatty_editor_page_get_field    (ChattyEditorPage     *self,
                                              ChattyCharacterField  field);
gboolean     chatty_editor_page_focus_problem (ChattyEditorPage    *self);

G_END_DECLS
