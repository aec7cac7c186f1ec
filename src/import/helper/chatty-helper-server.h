/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-helper-protocol.h"

G_BEGIN_DECLS

/**
 * ChattyHelperHandler:
 * @socket: where to send frames, without the last one
 * @request: what is asked
 * @file: the file, which the handler closes
 * @number: (out): what belongs to the fault
 *
 * Reads one file.
 *
 * Returns: 0, or a #ChattyHelperFault
 */
typedef int (*ChattyHelperHandler) (int                        socket,
                                    const ChattyHelperRequest *request,
                                    int                        file,
                                    guint64                   *number);

int  chatty_helper_serve         (int                 socket,
                                  ChattyHelperHandler handler);
void chatty_helper_sandbox_enter (void);
void chatty_helper_limit_memory  (guint64             bytes);
void chatty_helper_limit_time    (guint32             seconds);

G_END_DECLS
