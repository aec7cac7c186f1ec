/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-connector.h"

G_BEGIN_DECLS

/**
 * ChattyUsageView: (object) the plan of an account and what is used of it.
 */
#define CHATTY_TYPE_USAGE_VIEW (chatty_usage_view_get_type ())
G_DECLARE_FINAL_TYPE (ChattyUsageView, chatty_usage_view, CHATTY, USAGE_VIEW, GtkWidget)

GtkWidget *chatty_usage_view_new (ChattyConnector *connector,
                                  const char      *account_id);

G_END_DECLS
