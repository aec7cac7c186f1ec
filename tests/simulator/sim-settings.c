/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-settings.h"

static gboolean
set_choice (guint             *member,
            const char *const *choices,
            const char        *value)
{
  for (guint i = 0; choices[i] != NULL; i++)
    if (g_str_equal (choices[i], value))
      {
        *member = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
set_one (gpointer          member,
         const SimSetting *setting,
         const char       *value)
{
  guint64 number;

  switch (setting->kind)
    {
    case SIM_SETTING_NUMBER:
      if (!g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT, &number, NULL))
        return FALSE;
      *(guint *) member = number;
      return TRUE;
    case SIM_SETTING_REAL:
      *(double *) member = CLAMP (g_ascii_strtod (value, NULL), 0.0, 1e6);
      return TRUE;
    case SIM_SETTING_SWITCH:
      *(gboolean *) member = g_str_equal (value, "yes");
      return *(gboolean *) member || g_str_equal (value, "no");
    case SIM_SETTING_TEXT:
      g_free (*(char **) member);
      *(char **) member = g_strdup (value);
      return TRUE;
    case SIM_SETTING_CHOICE:
    default:
      return set_choice (member, setting->choices, value);
    }
}

/* Returns: whether there is such a setting and it takes @value */
gboolean
sim_settings_set (gpointer          settings,
                  const SimSetting *table,
                  guint             n_settings,
                  const char       *name,
                  const char       *value)
{
  for (guint i = 0; i < n_settings; i++)
    if (g_str_equal (table[i].name, name))
      return set_one (G_STRUCT_MEMBER_P (settings, table[i].offset), &table[i], value);
  return FALSE;
}
