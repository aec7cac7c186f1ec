/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* SHA-256 by nettle, which uses the processor's own instructions: GLib's
 * costs more than all the rest of an import. */
typedef struct _ChattySha256 ChattySha256;

ChattySha256 *chatty_sha256_new    (void);
void          chatty_sha256_free   (ChattySha256 *self);
void          chatty_sha256_update (ChattySha256 *self,
                                    const void   *bytes,
                                    gsize         length);
char         *chatty_sha256_end    (ChattySha256 *self);
char         *chatty_sha256_hex    (const void   *bytes,
                                    gsize         length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySha256, chatty_sha256_free)

G_END_DECLS
