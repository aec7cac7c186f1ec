/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-talk-partners.h"

G_BEGIN_DECLS

/**
 * ChattyPartnerPopover: (object) the accounts that a character can be talked to
 * on, and why not where it cannot.
 *
 * Signal: "chosen" (const char *account).
 */
#define CHATTY_TYPE_PARTNER_POPOVER (chatty_partner_popover_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPartnerPopover, chatty_partner_popover,
                      CHATTY, PARTNER_POPOVER, GtkPopover)

GtkWidget *chatty_partner_popover_new          (void);
void       chatty_partner_popover_set_partners (ChattyPartnerPopover *self,
                                                ChattyTalkPartners   *partners); /* nullable */

G_END_DECLS
