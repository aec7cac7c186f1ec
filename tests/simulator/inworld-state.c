/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "inworld-state.h"

#include <string.h>

#include "inworld.h"
#include "sim-settings.h"

#define DEFAULT_LIMIT 3000

static void
user_free (gpointer data)
{
  InworldUser *user = data;

  g_free (user->key);
  g_free (user->credential);
  g_free (user->workspace);
  g_ptr_array_unref (user->voices);
  g_free (user);
}

static void
router_free (gpointer data)
{
  InworldRouter *router = data;

  g_free (router->id);
  json_object_unref (router->record);
  g_free (router);
}

static void
operation_free (gpointer data)
{
  InworldOperation *operation = data;

  g_free (operation->name);
  g_clear_pointer (&operation->response, json_object_unref);
  g_free (operation);
}

InworldState *
inworld_state_new (ChattySimulator *sim)
{
  InworldState *state = g_new0 (InworldState, 1);

  state->sim = sim;
  state->users = g_ptr_array_new_with_free_func (user_free);
  state->routers = g_ptr_array_new_with_free_func (router_free);
  state->operations = g_ptr_array_new_with_free_func (operation_free);
  state->settings = (InworldSettings) {
    .polls = 1,
    .reply_delta = 3,
    .chat_fault_after = 3,
    /* Tests want tones: chatty-simulator-main.c sets this. */
    .espeak = g_getenv ("CHATTY_SIMULATOR_SPEECH") != NULL,
    .speech_chunk = 200,
    .speech_fault_after = 3,
  };
  sim_answer_init (&state->settings.answer);
  return state;
}

void
inworld_state_free (InworldState *state)
{
  g_ptr_array_unref (state->operations);
  g_ptr_array_unref (state->routers);
  g_ptr_array_unref (state->users);
  sim_answer_clear (&state->settings.answer);
  g_free (state);
}

/* Makes @key good, or changes its plan when it is good already. The portal
 * shows the credential, which is base64 already; whoever has "key:secret" has
 * to make it: reference, section 3.2. */
void
inworld_state_set_key (InworldState        *state,
                       const char          *key,
                       ChattySimulatorPlan  plan)
{
  InworldUser *user = inworld_state_find_user (state, key);

  if (user == NULL)
    {
      user = g_new0 (InworldUser, 1);
      user->key = g_strdup (key);
      user->credential = strchr (key, ':') != NULL
                           ? g_base64_encode ((const guchar *) key, strlen (key))
                           : g_strdup (key);
      user->workspace = g_strdup_printf ("workspace-%u", state->users->len + 1);
      user->limit = DEFAULT_LIMIT;
      user->voices = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
      inworld_voices_add_own (user);
      g_ptr_array_add (state->users, user);
    }
  user->plan = plan;
}

InworldUser *
inworld_state_find_user (InworldState *state,
                         const char   *key)
{
  for (guint i = 0; key != NULL && i < state->users->len; i++)
    {
      InworldUser *user = g_ptr_array_index (state->users, i);

      if (g_strcmp0 (user->key, key) == 0)
        return user;
    }
  return NULL;
}

InworldUser *
inworld_state_find_credential (InworldState *state,
                               const char   *credential)
{
  for (guint i = 0; i < state->users->len; i++)
    {
      InworldUser *user = g_ptr_array_index (state->users, i);

      if (user->key != NULL && g_str_equal (user->credential, credential))
        return user;
    }
  return NULL;
}

InworldRouter *
inworld_state_find_router (InworldState *state,
                           InworldUser  *user,
                           const char   *id)
{
  for (guint i = 0; id != NULL && i < state->routers->len; i++)
    {
      InworldRouter *router = g_ptr_array_index (state->routers, i);

      if ((user == NULL || router->user == user) && g_str_equal (router->id, id))
        return router;
    }
  return NULL;
}

/* Takes @record. */
InworldRouter *
inworld_state_add_router (InworldState *state,
                          InworldUser  *user,
                          const char   *id,
                          JsonObject   *record)
{
  InworldRouter *router = g_new0 (InworldRouter, 1);

  router->id = g_strdup (id);
  router->user = user;
  router->record = record;
  g_ptr_array_add (state->routers, router);
  return router;
}

static const char *const CHAT_FAULTS[] = {
  "none", "error", "premature", "empty", "nulls", "no-choices", NULL,
};

static const char *const SPEECH_FAULTS[] = {
  "none", "error", "premature", "zero-chunks", "no-audio", "bad-base64", "lying-riff", NULL,
};

static const char *const ERROR_SHAPES[] = { "openai", "wrapped", "status", NULL };

static const SimSetting SETTINGS[] = {
  { "polls", SIM_SETTING_NUMBER, G_STRUCT_OFFSET (InworldSettings, polls) },
  { "operation-fails", SIM_SETTING_SWITCH, G_STRUCT_OFFSET (InworldSettings, operation_fails) },
  { "concurrency", SIM_SETTING_NUMBER, G_STRUCT_OFFSET (InworldSettings, concurrency) },
  { "reply", SIM_SETTING_TEXT, G_STRUCT_OFFSET (InworldSettings, answer.reply) },
  { "reply-kb", SIM_SETTING_NUMBER, G_STRUCT_OFFSET (InworldSettings, answer.reply_kb) },
  { "reply-rate", SIM_SETTING_REAL, G_STRUCT_OFFSET (InworldSettings, reply_rate) },
  { "reply-delta", SIM_SETTING_NUMBER, G_STRUCT_OFFSET (InworldSettings, reply_delta) },
  { "mark", SIM_SETTING_TEXT, G_STRUCT_OFFSET (InworldSettings, answer.mark) },
  { "facts", SIM_SETTING_TEXT, G_STRUCT_OFFSET (InworldSettings, answer.facts) },
  { "chat-fault", SIM_SETTING_CHOICE, G_STRUCT_OFFSET (InworldSettings, chat_fault), CHAT_FAULTS },
  { "chat-fault-after", SIM_SETTING_NUMBER, G_STRUCT_OFFSET (InworldSettings, chat_fault_after) },
  { "error-shape", SIM_SETTING_CHOICE, G_STRUCT_OFFSET (InworldSettings, error_shape), ERROR_SHAPES },
  { "espeak", SIM_SETTING_SWITCH, G_STRUCT_OFFSET (InworldSettings, espeak) },
  { "speech-pace", SIM_SETTING_REAL, G_STRUCT_OFFSET (InworldSettings, speech_pace) },
  { "speech-chunk", SIM_SETTING_NUMBER, G_STRUCT_OFFSET (InworldSettings, speech_chunk) },
  { "speech-fault", SIM_SETTING_CHOICE, G_STRUCT_OFFSET (InworldSettings, speech_fault), SPEECH_FAULTS },
  { "speech-fault-after", SIM_SETTING_NUMBER, G_STRUCT_OFFSET (InworldSettings, speech_fault_after) },
};

gboolean
inworld_settings_set (InworldSettings *settings,
                      const char      *name,
                      const char      *value)
{
  return sim_settings_set (settings, SETTINGS, G_N_ELEMENTS (SETTINGS), name, value);
}
