/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-reading.h"

G_BEGIN_DECLS

/* As many bytes of a file's start as a look at it needs. */
#define CHATTY_SNIFF_BYTES 8192

ChattyForm  chatty_sniff          (const char *bytes,
                                   gsize       length,
                                   const char *name);
ChattyForm  chatty_sniff_text     (const char *text,
                                   gsize       length,
                                   const char *name);
const char *chatty_sniff_describe_json (const char *text,
                                        gsize       length);

G_END_DECLS
