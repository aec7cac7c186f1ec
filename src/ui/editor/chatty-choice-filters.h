/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ChattyChoiceFilters: (object) narrows a list of voices by language and
 * gender. Shown only for choices that have more than one of either.
 */
#define CHATTY_TYPE_CHOICE_FILTERS (chatty_choice_filters_get_type ())
G_DECLARE_FINAL_TYPE (ChattyChoiceFilters, chatty_choice_filters,
                      CHATTY, CHOICE_FILTERS, GtkWidget)

void       chatty_choice_filters_set_choices (ChattyChoiceFilters *self,
                                              GListModel          *choices);
GtkFilter *chatty_choice_filters_get_filter  (ChattyChoiceFilters *self);

G_END_DECLS
