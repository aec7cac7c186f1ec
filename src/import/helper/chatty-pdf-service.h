/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-helper-protocol.h"

G_BEGIN_DECLS

int chatty_pdf_service_read (int                        socket,
                             const ChattyHelperRequest *request,
                             int                        file,
                             guint64                   *number);

G_END_DECLS
