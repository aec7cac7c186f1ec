/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-talk-job.h"
#include "chatty-vault-talk.h"

G_BEGIN_DECLS

/*
 * ChattyTalkWriter: keeps an answer in the vault while it comes, on a thread of
 * its own: neither the network nor the main loop waits for the disk.
 */
typedef struct _ChattyTalkWriter ChattyTalkWriter;

ChattyTalkWriter *chatty_talk_writer_start (ChattyTalkJob     *job);
ChattyVaultReply *chatty_talk_writer_end   (ChattyTalkWriter  *self,
                                            GError           **error);

G_END_DECLS
