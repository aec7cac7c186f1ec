/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-date-parser.h"
#include "chatty-front-matter.h"

G_BEGIN_DECLS

/**
 * ChattyPreamble:
 * @title: (nullable): of the conversation
 * @link: (nullable): where it is on its platform
 * @model: (nullable): the model's name
 * @source: (nullable): what the file says it comes from, in its own words
 * @id: (nullable): the platform's own id
 * @character: (nullable): with whom the conversation is, from the heading
 * @created: when it began, by the exporter's own word; zeros if not said
 * @updated: when it was last changed, likewise
 * @dated: a date that may be either of them or that of the export, likewise
 * @extras: other things that the file says about itself, by name
 * @rest: what else stands before the first turn
 *
 * What a file says about a conversation before it begins.
 */
typedef struct {
  char              *title;
  char              *link;
  char              *model;
  char              *source;
  char              *id;
  char              *character;
  ChattyDate         created;
  ChattyDate         updated;
  ChattyDate         dated;
  ChattyFrontMatter *extras;
  GString           *rest;
} ChattyPreamble;

ChattyPreamble *chatty_preamble_new              (void);
void            chatty_preamble_free             (ChattyPreamble    *self);
void            chatty_preamble_add_front_matter (ChattyPreamble    *self,
                                                  ChattyFrontMatter *matter);
void            chatty_preamble_read             (ChattyPreamble    *self,
                                                  const char        *text,
                                                  gsize              start,
                                                  gsize              end);
gsize           chatty_preamble_find_start       (const char        *text,
                                                  gsize              from,
                                                  gsize              label);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyPreamble, chatty_preamble_free)

G_END_DECLS
