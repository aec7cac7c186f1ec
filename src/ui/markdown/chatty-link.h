/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattyLink:
 * @uri: plain ASCII, exactly what is shown and what is opened
 * @scheme: "http", "https" or "mailto"
 * @host: ASCII name of the host (of the address for mailto)
 * @readable_host: (nullable): the same in other scripts, when it has any
 * @has_user: there is a user name before the host, a way to hide the host
 *
 * A link that may be opened once a person agreed.
 */
typedef struct {
  char     *uri;
  char     *scheme;
  char     *host;
  char     *readable_host;
  gboolean  has_user;
} ChattyLink;

ChattyLink *chatty_link_parse         (const char       *target);
void        chatty_link_free          (ChattyLink       *self);
gboolean    chatty_link_is_openable   (const char       *target);
gboolean    chatty_link_text_misleads (const ChattyLink *self,
                                       const char       *text);
char       *chatty_link_escape        (const char       *target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyLink, chatty_link_free)

G_END_DECLS
