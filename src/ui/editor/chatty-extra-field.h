/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-character-draft.h"

G_BEGIN_DECLS

GtkWidget *chatty_extra_field_new (ChattyCharacterDraft *draft,
                                   const char           *platform,
                                   const char           *member);
void       chatty_extra_field_update (GtkWidget *field);

G_END_DECLS
