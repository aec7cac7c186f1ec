/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattyFileKind:
 * @suffix: with the dot, lower case
 * @media_type: what such a file is for the platform
 * @plain: whether it is text as it is, which needs no reading out
 *
 * A kind of file that a platform takes. A platform has a table of them, which
 * ends with one without a @suffix.
 */
typedef struct {
  const char *suffix;
  const char *media_type;
  gboolean    plain;
} ChattyFileKind;

const ChattyFileKind *chatty_file_kind_find (const ChattyFileKind *kinds,
                                             const char           *name);
char                 *chatty_file_kind_list (const ChattyFileKind *kinds,
                                             gboolean              plain);

G_END_DECLS
