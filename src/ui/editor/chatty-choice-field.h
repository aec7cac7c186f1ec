/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-choice.h"
#include "chatty-field.h"

G_BEGIN_DECLS

/**
 * ChattyChoiceField: (object) one of the values that a platform offers.
 *
 * As long as no list is known, or the value is not in it, the value is a text
 * that can be typed; the list is offered beside it.
 */
#define CHATTY_TYPE_CHOICE_FIELD (chatty_choice_field_get_type ())
G_DECLARE_FINAL_TYPE (ChattyChoiceField, chatty_choice_field, CHATTY, CHOICE_FIELD, ChattyField)

GtkWidget *chatty_choice_field_new         (void);
void       chatty_choice_field_set_choices (ChattyChoiceField *self,
                                            GListModel        *choices);
void       chatty_choice_field_choose      (ChattyChoiceField *self,
                                            const char        *id);

G_END_DECLS
