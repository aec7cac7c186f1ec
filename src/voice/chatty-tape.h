/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 46 minutes of speech at 48,000 Hz. */
#define CHATTY_TAPE_MAX_BYTES (256 * 1024 * 1024)

typedef struct _ChattyTape ChattyTape;

ChattyTape *chatty_tape_new         (void);
ChattyTape *chatty_tape_ref         (ChattyTape    *self);
void        chatty_tape_unref       (ChattyTape    *self);

/* For whoever writes. */
void        chatty_tape_set_format  (ChattyTape    *self,
                                     guint          rate,
                                     guint          channels);
gboolean    chatty_tape_append      (ChattyTape    *self,
                                     const gint16  *samples,
                                     gsize          n_frames);
void        chatty_tape_set_over    (ChattyTape    *self,
                                     gboolean       over);

/* For whoever reads. */
gboolean    chatty_tape_get_format  (ChattyTape    *self,
                                     guint         *rate,
                                     guint         *channels);
guint64     chatty_tape_get_frames  (ChattyTape    *self);
gboolean    chatty_tape_is_over     (ChattyTape    *self);
gsize       chatty_tape_read        (ChattyTape    *self,
                                     guint64        position,
                                     gint16        *samples,
                                     gsize          n_frames);
double      chatty_tape_get_level   (ChattyTape    *self,
                                     guint64        position,
                                     gsize          n_frames);
gboolean    chatty_tape_wait        (ChattyTape    *self,
                                     guint64        position,
                                     const gint    *stop);
void        chatty_tape_wake        (ChattyTape    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTape, chatty_tape_unref)

G_END_DECLS
