/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-choice.h"

G_BEGIN_DECLS

/**
 * ChattyChoicePopover: (object) a list of choices to search and choose from.
 *
 * Signal: "chosen" (const char *id).
 */
#define CHATTY_TYPE_CHOICE_POPOVER (chatty_choice_popover_get_type ())
G_DECLARE_FINAL_TYPE (ChattyChoicePopover, chatty_choice_popover,
                      CHATTY, CHOICE_POPOVER, GtkPopover)

GtkWidget *chatty_choice_popover_new         (void);
void       chatty_choice_popover_set_choices (ChattyChoicePopover *self,
                                              GListModel          *choices);
/* Whether what was typed may be chosen too, such as a model that is not listed. */
void       chatty_choice_popover_set_free    (ChattyChoicePopover *self,
                                              gboolean             is_free);
/* (nullable): why there is nothing to choose from, or not yet. */
void       chatty_choice_popover_set_status  (ChattyChoicePopover *self,
                                              const char          *status);

G_END_DECLS
