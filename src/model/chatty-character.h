/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

#include "chatty-time.h"

G_BEGIN_DECLS

/**
 * ChattyCharacterField:
 * @CHATTY_FIELD_NAME: what people call it
 * @CHATTY_FIELD_CALLSIGN: its folder's name in the vault
 * @CHATTY_FIELD_DESCRIPTION: one paragraph for people
 * @CHATTY_FIELD_INSTRUCTIONS: who it is and how it behaves, for the model
 * @CHATTY_FIELD_GREETING: what it says first
 * @CHATTY_FIELD_EXAMPLES: example dialogue
 * @CHATTY_FIELD_AVATAR: where its picture is; never loaded by itself
 * @CHATTY_FIELD_VOICE: the platform's id of its voice
 * @CHATTY_FIELD_MODEL: the platform's id of its language model
 * @CHATTY_FIELD_TEMPERATURE: a number in text with '.', "" for the default
 * @CHATTY_FIELD_EFFORT: how much the model reasons, in the platform's words
 * @CHATTY_FIELD_SETTINGS: JSON object of the platform's own settings for how it
 *   answers (see #ChattySetting), members in the order of their names, indented
 *   by two; always a platform's override, as it means nothing to the others
 * @CHATTY_FIELD_STYLE: how it speaks
 * @CHATTY_FIELD_REMEMBERS: "true" or "false": long-term memory
 * @CHATTY_FIELD_STARTERS: list: what a person may say first
 * @CHATTY_FIELD_LANGUAGES: list: language codes, the main one first
 * @CHATTY_FIELD_CAPABILITIES: list: what it can do
 * @CHATTY_FIELD_ACTIONS: list: what it can act out
 * @CHATTY_FIELD_KNOWLEDGE: list: ids of the documents that it knows
 * @CHATTY_FIELD_MEMORY_NOTES: list: what it keeps in mind
 * @CHATTY_FIELD_TRAITS: personality traits, each from -100 to 100
 *
 * The parts of a character. The names of chatty_character_field_to_string()
 * are stable.
 */
typedef enum {
  CHATTY_FIELD_NAME,
  CHATTY_FIELD_CALLSIGN,
  CHATTY_FIELD_DESCRIPTION,
  CHATTY_FIELD_INSTRUCTIONS,
  CHATTY_FIELD_GREETING,
  CHATTY_FIELD_EXAMPLES,
  CHATTY_FIELD_AVATAR,
  CHATTY_FIELD_VOICE,
  CHATTY_FIELD_MODEL,
  CHATTY_FIELD_TEMPERATURE,
  CHATTY_FIELD_EFFORT,
  CHATTY_FIELD_SETTINGS,
  CHATTY_FIELD_STYLE,
  CHATTY_FIELD_REMEMBERS,
  CHATTY_FIELD_STARTERS,
  CHATTY_FIELD_LANGUAGES,
  CHATTY_FIELD_CAPABILITIES,
  CHATTY_FIELD_ACTIONS,
  CHATTY_FIELD_KNOWLEDGE,
  CHATTY_FIELD_MEMORY_NOTES,
  CHATTY_FIELD_TRAITS,
} ChattyCharacterField;

#define CHATTY_N_FIELDS (CHATTY_FIELD_TRAITS + 1)
#define CHATTY_FIRST_LIST_FIELD CHATTY_FIELD_STARTERS
#define CHATTY_FIELD_FLAG(field) (1u << (field))

const char *chatty_character_field_to_string   (ChattyCharacterField  field);
gboolean    chatty_character_field_from_string (const char           *name,
                                                ChattyCharacterField *field);
gboolean    chatty_character_field_is_list     (ChattyCharacterField  field);
gboolean    chatty_character_field_is_special  (ChattyCharacterField  field);

/**
 * ChattyCharacter:
 *
 * Chatty's generic record of a character, and what a platform has of one.
 * Immutable and atomically counted. A field that is not set is not known;
 * one that is set may be empty. Texts are valid UTF-8. What a platform has
 * beyond the fields is carried along in "extra", one JSON text for each
 * platform.
 */
typedef struct _ChattyCharacter ChattyCharacter;
typedef struct _ChattyCharacterBuilder ChattyCharacterBuilder;

#define CHATTY_TYPE_CHARACTER (chatty_character_get_type ())
GType              chatty_character_get_type     (void);
ChattyCharacter   *chatty_character_ref          (ChattyCharacter        *self);
void               chatty_character_unref        (ChattyCharacter        *self);
const char        *chatty_character_get_id       (const ChattyCharacter  *self); /* nullable */
const char        *chatty_character_get_platform (const ChattyCharacter  *self); /* nullable */
gint64             chatty_character_get_created  (const ChattyCharacter  *self); /* or CHATTY_TIME_NONE */
gint64             chatty_character_get_used     (const ChattyCharacter  *self); /* or CHATTY_TIME_NONE */
gboolean           chatty_character_is_complete  (const ChattyCharacter  *self);
gboolean           chatty_character_has_field    (const ChattyCharacter  *self,
                                                  ChattyCharacterField    field);
const char        *chatty_character_get_name     (const ChattyCharacter  *self); /* never NULL */
const char        *chatty_character_get_text     (const ChattyCharacter  *self,
                                                  ChattyCharacterField    field);
const char *const *chatty_character_get_list     (const ChattyCharacter  *self,
                                                  ChattyCharacterField    field);
guint              chatty_character_get_n_traits (const ChattyCharacter  *self);
const char        *chatty_character_get_trait    (const ChattyCharacter  *self,
                                                  guint                   nth,
                                                  double                 *value);
const char        *chatty_character_get_extra    (const ChattyCharacter  *self,
                                                  const char             *platform);
char             **chatty_character_list_extras  (const ChattyCharacter  *self); /* platforms */
gboolean           chatty_character_field_equal  (const ChattyCharacter  *a,
                                                  const ChattyCharacter  *b,
                                                  ChattyCharacterField    field);
gboolean           chatty_character_equal        (const ChattyCharacter  *a,
                                                  const ChattyCharacter  *b);

ChattyCharacterBuilder *chatty_character_builder_new          (void);
ChattyCharacterBuilder *chatty_character_builder_new_from     (const ChattyCharacter  *character);
void                    chatty_character_builder_free         (ChattyCharacterBuilder *self);
void                    chatty_character_builder_set_id       (ChattyCharacterBuilder *self,
                                                               const char             *platform,
                                                               const char             *id);
void                    chatty_character_builder_set_times    (ChattyCharacterBuilder *self,
                                                               gint64                  created,
                                                               gint64                  used);
void                    chatty_character_builder_set_complete (ChattyCharacterBuilder *self,
                                                               gboolean                complete);
void                    chatty_character_builder_set_text     (ChattyCharacterBuilder *self,
                                                               ChattyCharacterField    field,
                                                               const char             *text);
void                    chatty_character_builder_set_list     (ChattyCharacterBuilder *self,
                                                               ChattyCharacterField    field,
                                                               const char *const      *list);
void                    chatty_character_builder_set_trait    (ChattyCharacterBuilder *self,
                                                               const char             *name,
                                                               double                  value);
void                    chatty_character_builder_unset        (ChattyCharacterBuilder *self,
                                                               ChattyCharacterField    field);
void                    chatty_character_builder_set_extra    (ChattyCharacterBuilder *self,
                                                               const char             *platform,
                                                               const char             *json);
ChattyCharacter        *chatty_character_builder_end          (ChattyCharacterBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyCharacter, chatty_character_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyCharacterBuilder, chatty_character_builder_free)

G_END_DECLS
