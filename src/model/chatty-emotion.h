/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattyEmotion:
 *
 * How a turn was meant: the behaviours of the Specific Affect Coding System,
 * as Inworld's characters of old named them.
 */
typedef enum {
  CHATTY_EMOTION_NONE,
  CHATTY_EMOTION_NEUTRAL,
  CHATTY_EMOTION_DISGUST,
  CHATTY_EMOTION_CONTEMPT,
  CHATTY_EMOTION_BELLIGERENCE,
  CHATTY_EMOTION_DOMINEERING,
  CHATTY_EMOTION_CRITICISM,
  CHATTY_EMOTION_ANGER,
  CHATTY_EMOTION_TENSION,
  CHATTY_EMOTION_TENSE_HUMOR,
  CHATTY_EMOTION_DEFENSIVENESS,
  CHATTY_EMOTION_WHINING,
  CHATTY_EMOTION_SADNESS,
  CHATTY_EMOTION_STONEWALLING,
  CHATTY_EMOTION_INTEREST,
  CHATTY_EMOTION_VALIDATION,
  CHATTY_EMOTION_AFFECTION,
  CHATTY_EMOTION_HUMOR,
  CHATTY_EMOTION_SURPRISE,
  CHATTY_EMOTION_JOY,
} ChattyEmotion;

#define CHATTY_N_EMOTIONS (CHATTY_EMOTION_JOY + 1)

typedef enum {
  CHATTY_STRENGTH_NONE,
  CHATTY_STRENGTH_WEAK,
  CHATTY_STRENGTH_NORMAL,
  CHATTY_STRENGTH_STRONG,
} ChattyStrength;

#define CHATTY_N_STRENGTHS (CHATTY_STRENGTH_STRONG + 1)

/**
 * ChattyFeeling:
 * @emotion: which, or %CHATTY_EMOTION_NONE
 * @strength: how strong it is, or %CHATTY_STRENGTH_NONE where nobody said it
 */
typedef struct {
  ChattyEmotion  emotion;
  ChattyStrength strength;
} ChattyFeeling;

const char *chatty_emotion_to_string (ChattyEmotion        emotion);
char       *chatty_feeling_format    (const ChattyFeeling *feeling);
gboolean    chatty_feeling_parse     (const char          *text,
                                      ChattyFeeling       *feeling);

G_END_DECLS
