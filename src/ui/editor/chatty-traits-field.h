/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-field.h"

G_BEGIN_DECLS

/**
 * ChattyTraitsField: (object) traits of a personality, each with a slider.
 *
 * Its value is an object of numbers, in the order of the rows; traits without
 * a name are not part of it.
 */
#define CHATTY_TYPE_TRAITS_FIELD (chatty_traits_field_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTraitsField, chatty_traits_field, CHATTY, TRAITS_FIELD, ChattyField)

GtkWidget *chatty_traits_field_new       (void);
void       chatty_traits_field_set_limit (ChattyTraitsField *self,
                                          guint              limit);

G_END_DECLS
