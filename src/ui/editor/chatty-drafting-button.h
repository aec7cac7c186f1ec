/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-drafting.h"

#include "chatty-long-text-field.h"

G_BEGIN_DECLS

/**
 * ChattyDraftingButton: (object) "Write for Me": asks in some words what the
 * character is, and lets a platform write the text into a field as it comes.
 *
 * While it writes it is a button that stops it; afterwards one that puts the
 * text before back. Hidden without anything that can write. Nothing at the
 * platform is changed by it.
 */
#define CHATTY_TYPE_DRAFTING_BUTTON (chatty_drafting_button_get_type ())
G_DECLARE_FINAL_TYPE (ChattyDraftingButton, chatty_drafting_button,
                      CHATTY, DRAFTING_BUTTON, GtkWidget)

GtkWidget *chatty_drafting_button_new          (ChattyLongTextField  *field);
void       chatty_drafting_button_set_drafting (ChattyDraftingButton *self,
                                                ChattyDrafting       *drafting,
                                                const char           *platform);
void       chatty_drafting_button_set_name     (ChattyDraftingButton *self,
                                                const char           *name);
void       chatty_drafting_button_start        (ChattyDraftingButton *self,
                                                const char           *idea);
void       chatty_drafting_button_reset        (ChattyDraftingButton *self);

G_END_DECLS
