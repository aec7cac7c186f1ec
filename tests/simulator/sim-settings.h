/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  SIM_SETTING_NUMBER,   /* guint */
  SIM_SETTING_REAL,     /* double */
  SIM_SETTING_SWITCH,   /* gboolean: "yes" or "no" */
  SIM_SETTING_TEXT,     /* char *, owned */
  SIM_SETTING_CHOICE,   /* guint: the index of a word */
} SimSettingKind;

/**
 * SimSetting: one member of a struct that commands may change
 * @offset: of the member
 * @choices: (nullable): the words of a choice, NULL-terminated
 */
typedef struct {
  const char        *name;
  SimSettingKind     kind;
  gsize              offset;
  const char *const *choices;
} SimSetting;

gboolean sim_settings_set (gpointer          settings,
                           const SimSetting *table,
                           guint             n_settings,
                           const char       *name,
                           const char       *value);

G_END_DECLS
