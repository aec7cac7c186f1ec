/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CHATTY_TYPE_SECRET (chatty_secret_get_type ())

/**
 * ChattySecret:
 *
 * A key, token or password: an immutable text that is counted atomically,
 * lies in memory of its own that is left out of core dumps and of child
 * processes, is wiped when the last reference goes, and is hidden by
 * chatty_redact_text() for as long as it lives. Nothing prints it.
 */
typedef struct _ChattySecret ChattySecret;

GType         chatty_secret_get_type       (void) G_GNUC_CONST;
ChattySecret *chatty_secret_new            (const char   *text,
                                            gssize        length);
ChattySecret *chatty_secret_new_wiping     (char         *text);
ChattySecret *chatty_secret_ref            (ChattySecret *self);
void          chatty_secret_unref          (ChattySecret *self);
const char   *chatty_secret_peek           (ChattySecret *self);
gsize         chatty_secret_get_length     (ChattySecret *self);
gboolean      chatty_secret_equal          (ChattySecret *self,
                                            ChattySecret *other);
gboolean      chatty_secret_is_usable      (ChattySecret *self,
                                            GError      **error);
void          chatty_secret_wipe           (void         *memory,
                                            gsize         length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySecret, chatty_secret_unref)

G_END_DECLS
