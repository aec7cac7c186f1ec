/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ChattyLanguageModel:
 * @id: the platform's id of it
 * @name: what people call it
 * @efforts: the levels of reasoning that it knows; may be empty
 * @default_effort: (nullable): the level that it has without being asked
 * @group: (nullable): who makes it
 * @takes_images: whether it looks at images
 * @takes_audio: whether it listens to speech
 * @context_tokens: how much it can hold in mind; 0 where that is not known
 *
 * A language model that a platform offers. Immutable and atomically counted.
 */
typedef struct {
  const char        *id;
  const char        *name;
  const char *const *efforts;
  const char        *default_effort;
  const char        *group;
  gboolean           takes_images;
  gboolean           takes_audio;
  guint              context_tokens;
} ChattyLanguageModel;

#define CHATTY_TYPE_LANGUAGE_MODEL (chatty_language_model_get_type ())
GType                chatty_language_model_get_type (void);
ChattyLanguageModel *chatty_language_model_new      (const ChattyLanguageModel *fields);
ChattyLanguageModel *chatty_language_model_ref      (ChattyLanguageModel       *self);
void                 chatty_language_model_unref    (ChattyLanguageModel       *self);
ChattyLanguageModel *chatty_language_model_find     (GPtrArray                 *models,
                                                     const char                *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyLanguageModel, chatty_language_model_unref)

G_END_DECLS
