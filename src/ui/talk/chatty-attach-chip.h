/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-conversation.h"

G_BEGIN_DECLS

/**
 * ChattyAttachChip: (object) a file that goes along with a message.
 *
 * Signal: "removed": the person does not want it.
 */
#define CHATTY_TYPE_ATTACH_CHIP (chatty_attach_chip_get_type ())
G_DECLARE_FINAL_TYPE (ChattyAttachChip, chatty_attach_chip, CHATTY, ATTACH_CHIP, GtkWidget)

GtkWidget      *chatty_attach_chip_new      (ChattyTalkFile   *file);  /* (transfer full) */
ChattyTalkFile *chatty_attach_chip_get_file (ChattyAttachChip *self);  /* (transfer none) */

G_END_DECLS
