/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gst/base/gstpushsrc.h>

#include "chatty-tape.h"

G_BEGIN_DECLS

#define CHATTY_TYPE_TAPE_SOURCE (chatty_tape_source_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTapeSource, chatty_tape_source, CHATTY, TAPE_SOURCE, GstPushSrc)

GstElement *chatty_tape_source_new      (ChattyTape       *tape);
guint64     chatty_tape_source_get_next (ChattyTapeSource *self);
void        chatty_tape_source_set_gain (ChattyTapeSource *self,
                                         double            gain);
void        chatty_tape_source_fade_out (ChattyTapeSource *self);

G_END_DECLS
