/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ChattyPreferences:
 * @model: (nullable): the platform's id of a language model
 * @voice: (nullable): the platform's id of a voice
 * @temperature: (nullable): a number in text with '.'
 * @effort: (nullable): how much the model reasons, in the platform's words
 * @instructions: (nullable): the system instruction where there is no character,
 *   or one without instructions
 * @settings: (nullable): JSON object as #CHATTY_FIELD_SETTINGS has it
 *
 * What a person prefers of one account, where neither the conversation nor the
 * character says anything. Texts are valid UTF-8; %NULL where nothing is
 * preferred. Plain: whoever changes one makes a copy.
 */
typedef struct {
  char *model;
  char *voice;
  char *temperature;
  char *effort;
  char *instructions;
  char *settings;
} ChattyPreferences;

#define CHATTY_TYPE_PREFERENCES (chatty_preferences_get_type ())
GType              chatty_preferences_get_type (void);
ChattyPreferences *chatty_preferences_new      (void);
ChattyPreferences *chatty_preferences_copy     (const ChattyPreferences *self);
void               chatty_preferences_free     (ChattyPreferences       *self);
gboolean           chatty_preferences_equal    (const ChattyPreferences *a,
                                                const ChattyPreferences *b);
gboolean           chatty_preferences_is_empty (const ChattyPreferences *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyPreferences, chatty_preferences_free)

G_END_DECLS
