/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ChattySpeechModel:
 * @id: the platform's id of it
 * @name: what people call it
 * @deliveries: the ways of speaking that it can be asked for, in the
 *   platform's words; may be empty
 * @tags: whether marks such as "[laugh]" in the text steer how it speaks
 * @retired: whether the platform has withdrawn it: not to be offered, but
 *   what asks for it is still understood
 * @languages: codes of the languages that it speaks; empty where it speaks
 *   whatever the voice speaks
 *
 * A model that makes speech. Immutable and atomically counted.
 */
typedef struct {
  const char        *id;
  const char        *name;
  const char *const *deliveries;
  gboolean           tags;
  gboolean           retired;
  const char *const *languages;
} ChattySpeechModel;

#define CHATTY_TYPE_SPEECH_MODEL (chatty_speech_model_get_type ())
GType              chatty_speech_model_get_type (void);
ChattySpeechModel *chatty_speech_model_new      (const ChattySpeechModel *fields);
ChattySpeechModel *chatty_speech_model_ref      (ChattySpeechModel       *self);
void               chatty_speech_model_unref    (ChattySpeechModel       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySpeechModel, chatty_speech_model_unref)

G_END_DECLS
