/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <adwaita.h>

#include "chatty-account.h"

G_BEGIN_DECLS

GtkWidget *chatty_disconnect_dialog_ask (GtkWidget           *parent,
                                         const ChattyAccount *account);

G_END_DECLS
