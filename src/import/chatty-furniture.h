/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattyFurniture:
 * @CHATTY_FURNITURE_NONE: it is something that was said
 * @CHATTY_FURNITURE_PAGE: a button, a heading or a state of the page
 * @CHATTY_FURNITURE_COPY_CODE: the button over a block of code
 * @CHATTY_FURNITURE_LANGUAGE: the name of a language, as over a block of code
 */
typedef enum {
  CHATTY_FURNITURE_NONE,
  CHATTY_FURNITURE_PAGE,
  CHATTY_FURNITURE_COPY_CODE,
  CHATTY_FURNITURE_LANGUAGE,
} ChattyFurniture;

ChattyFurniture chatty_furniture_look     (const char *line,
                                           gsize       length,
                                           const char **language);
gboolean        chatty_furniture_is_name  (const char *line,
                                           gsize       length);

G_END_DECLS
