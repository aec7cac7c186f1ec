/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character.h"
#include "chatty-drafting.h"

G_BEGIN_DECLS

/**
 * ChattyDraftingView: (object) what a platform can write for a character: a
 * backstory out of some words, and what one may say first. It is shown as it
 * comes, to be copied; nothing at the platform is changed by it.
 */
#define CHATTY_TYPE_DRAFTING_VIEW (chatty_drafting_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattyDraftingView, chatty_drafting_view, CHATTY, DRAFTING_VIEW, GtkWidget)

GtkWidget *chatty_drafting_view_new (ChattyDrafting  *drafting,
                                     ChattyCharacter *character);

G_END_DECLS
