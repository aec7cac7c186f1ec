/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include "chatty-preferences.h"

#include "chatty-json-settings.h"

G_DEFINE_BOXED_TYPE (ChattyPreferences, chatty_preferences, chatty_preferences_copy,
                     chatty_preferences_free)

/**
 * chatty_preferences_new:
 *
 * Returns: (transfer full): preferences of which none says anything
 */
ChattyPreferences *
chatty_preferences_new (void)
{
  return g_new0 (ChattyPreferences, 1);
}

ChattyPreferences *
chatty_preferences_copy (const ChattyPreferences *self)
{
  ChattyPreferences *copy = chatty_preferences_new ();

  copy->model = g_strdup (self->model);
  copy->voice = g_strdup (self->voice);
  copy->temperature = g_strdup (self->temperature);
  copy->effort = g_strdup (self->effort);
  copy->instructions = g_strdup (self->instructions);
  copy->settings = g_strdup (self->settings);
  return copy;
}

void
chatty_preferences_free (ChattyPreferences *self)
{
  g_free (self->model);
  g_free (self->voice);
  g_free (self->temperature);
  g_free (self->effort);
  g_free (self->instructions);
  g_free (self->settings);
  g_free (self);
}

/* An empty text says nothing. */
static gboolean
is_same (const char *a,
         const char *b)
{
  return g_str_equal (a != NULL ? a : "", b != NULL ? b : "");
}

static gboolean
is_same_settings (const char *a,
                  const char *b)
{
  g_autofree char *of_a = chatty_json_settings_normal (a);
  g_autofree char *of_b = chatty_json_settings_normal (b);

  return of_a != NULL && of_b != NULL ? g_str_equal (of_a, of_b) : is_same (a, b);
}

/**
 * chatty_preferences_equal:
 *
 * Returns: whether both say the same
 */
gboolean
chatty_preferences_equal (const ChattyPreferences *a,
                          const ChattyPreferences *b)
{
  return is_same (a->model, b->model) && is_same (a->voice, b->voice) &&
         is_same (a->temperature, b->temperature) && is_same (a->effort, b->effort) &&
         is_same (a->instructions, b->instructions) &&
         is_same_settings (a->settings, b->settings);
}

/**
 * chatty_preferences_is_empty:
 *
 * Returns: whether none of them says anything
 */
gboolean
chatty_preferences_is_empty (const ChattyPreferences *self)
{
  const ChattyPreferences none = { NULL };

  return chatty_preferences_equal (self, &none);
}
