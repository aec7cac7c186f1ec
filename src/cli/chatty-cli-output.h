/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Everything that comes from outside passes through here on its way to the
 * terminal: no control character and no direction mark gets there raw. */

char     *chatty_cli_escape_json (const char *json);
char     *chatty_cli_safe_text   (const char *text);
char     *chatty_cli_snippet     (const char *snippet,
                                  gboolean    highlight);
gboolean  chatty_cli_can_style   (void);

void      chatty_cli_print       (const char *format,
                                  ...) G_GNUC_PRINTF (1, 2);
void      chatty_cli_print_json  (const char *json);
void      chatty_cli_print_error (const char *format,
                                  ...) G_GNUC_PRINTF (1, 2);
gboolean  chatty_cli_flush       (void);

G_END_DECLS
