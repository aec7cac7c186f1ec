/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-choice.h"
#include "chatty-field.h"

G_BEGIN_DECLS

/**
 * ChattyListField: (object) texts in an order: typed, or chosen from a list.
 *
 * Alt+Up and Alt+Down move the one that has the keyboard. Texts that are left
 * empty are not part of the value. Without any it is a field that is not set.
 */
#define CHATTY_TYPE_LIST_FIELD (chatty_list_field_get_type ())
G_DECLARE_FINAL_TYPE (ChattyListField, chatty_list_field, CHATTY, LIST_FIELD, ChattyField)

GtkWidget *chatty_list_field_new         (const char      *add_label);
void       chatty_list_field_set_choices (ChattyListField *self,
                                          GListModel      *choices);
void       chatty_list_field_set_limit   (ChattyListField *self,
                                          guint            limit);
void       chatty_list_field_add         (ChattyListField *self,
                                          const char      *text);

G_END_DECLS
