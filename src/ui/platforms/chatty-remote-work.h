/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is on its way between a platform and this computer, and would be cut off
 * if the program ended now: one cancellable for each. */
GListModel *chatty_remote_work_get   (void);
void        chatty_remote_work_begin (GCancellable *cancellable);
void        chatty_remote_work_end   (GCancellable *cancellable);

G_END_DECLS
