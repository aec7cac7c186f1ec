/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattyFrontMatter:
 *
 * The YAML block between two lines of three hyphens at the start of a
 * Markdown file: scalars by name, in their order. Nested values are kept
 * as the text that was written. Parsed with libyaml, bounded in size.
 */
typedef struct _ChattyFrontMatter ChattyFrontMatter;

ChattyFrontMatter *chatty_front_matter_new     (void);
ChattyFrontMatter *chatty_front_matter_parse   (const char         *text,
                                                gsize               length,
                                                gsize              *body_offset);
void               chatty_front_matter_free    (ChattyFrontMatter  *self);
const char        *chatty_front_matter_get     (ChattyFrontMatter  *self,
                                                const char         *key);
void               chatty_front_matter_set     (ChattyFrontMatter  *self,
                                                const char         *key,
                                                const char         *value);
guint              chatty_front_matter_get_size (ChattyFrontMatter *self);
const char        *chatty_front_matter_get_nth (ChattyFrontMatter  *self,
                                                guint               nth,
                                                const char        **value);
void               chatty_front_matter_append  (ChattyFrontMatter  *self,
                                                GString            *string);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyFrontMatter, chatty_front_matter_free)

G_END_DECLS
