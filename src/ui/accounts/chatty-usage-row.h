/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-verdict.h"

G_BEGIN_DECLS

GtkWidget *chatty_usage_row_new (const ChattyUsageMetric *metric);

G_END_DECLS
