/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ChattyVoice:
 * @id: the platform's id, opaque
 * @name: what people call it
 * @group: (nullable): who makes it
 * @gender: (nullable): as the platform says it
 * @languages: codes of the languages that it speaks
 * @sample: (nullable): where a sample is; never loaded by itself
 * @description: (nullable): what it sounds like, in the platform's words
 * @source: (nullable): where it comes from, as the platform says it, such as
 *   "SYSTEM" for one of its own and "IVC" for one that the person made
 *
 * A voice of a platform. Immutable and atomically counted.
 */
typedef struct {
  const char        *id;
  const char        *name;
  const char        *group;
  const char        *gender;
  const char *const *languages;
  const char        *sample;
  const char        *description;
  const char        *source;
} ChattyVoice;

/**
 * ChattyLanguage:
 * @code: such as "en-US"; "ar" and "cmn-CN" occur too
 * @name: what people call it
 *
 * A language of a platform. Immutable and atomically counted.
 */
typedef struct {
  const char *code;
  const char *name;
} ChattyLanguage;

#define CHATTY_TYPE_VOICE (chatty_voice_get_type ())
GType           chatty_voice_get_type    (void);
ChattyVoice    *chatty_voice_new         (const ChattyVoice    *fields);
ChattyVoice    *chatty_voice_ref         (ChattyVoice          *self);
void            chatty_voice_unref       (ChattyVoice          *self);
gboolean        chatty_voice_speaks      (const ChattyVoice    *self,
                                          const char           *language);

#define CHATTY_TYPE_LANGUAGE (chatty_language_get_type ())
GType           chatty_language_get_type (void);
ChattyLanguage *chatty_language_new      (const char           *code,
                                          const char           *name);
ChattyLanguage *chatty_language_ref      (ChattyLanguage       *self);
void            chatty_language_unref    (ChattyLanguage       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyVoice, chatty_voice_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyLanguage, chatty_language_unref)

G_END_DECLS
