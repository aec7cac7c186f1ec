/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattySettingKind:
 * @CHATTY_SETTING_NUMBER: a JSON number from @least to @most
 * @CHATTY_SETTING_SWITCH: true or false
 * @CHATTY_SETTING_CHOICE: a JSON string, one of @choices
 * @CHATTY_SETTING_TEXT: a JSON string
 */
typedef enum {
  CHATTY_SETTING_NUMBER,
  CHATTY_SETTING_SWITCH,
  CHATTY_SETTING_CHOICE,
  CHATTY_SETTING_TEXT,
} ChattySettingKind;

/**
 * ChattySettingChoice:
 * @value: what stands in the JSON
 * @words: what it means, untranslated
 */
typedef struct {
  const char *value;
  const char *words;
} ChattySettingChoice;

/**
 * ChattySetting:
 * @path: where it is in the JSON object of settings, members with dots between
 *   ("generationConfig.topP")
 * @group: what it stands under, untranslated; rows of one group follow each other
 * @title: what it is called, untranslated
 * @words: (nullable): what it does, one sentence, untranslated
 * @kind: what its value is
 * @least: of a number
 * @most: of a number
 * @step: of a number; 1 for whole numbers
 * @choices: (nullable): of a choice; the first without a value ends them
 *
 * Something that a person can set about how a platform's model answers. A
 * setting that is not there is left to the platform. Static.
 */
typedef struct {
  const char                *path;
  const char                *group;
  const char                *title;
  const char                *words;
  ChattySettingKind          kind;
  double                     least;
  double                     most;
  double                     step;
  const ChattySettingChoice *choices;
} ChattySetting;

G_END_DECLS
