/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "gemini-state.h"

#include "gemini-corpora.h"
#include "gemini.h"
#include "sim-settings.h"

#define DEFAULT_LIMIT 3000

static void
user_free (gpointer data)
{
  GeminiUser *user = data;

  g_free (user->owner);
  g_free (user->key);
  g_free (user);
}

GeminiState *
gemini_state_new (ChattySimulator *sim)
{
  GeminiState *state = g_new0 (GeminiState, 1);

  state->sim = sim;
  state->users = g_ptr_array_new_with_free_func (user_free);
  state->stores = g_ptr_array_new_with_free_func (gemini_store_free);
  state->files = g_ptr_array_new_with_free_func (gemini_file_free);
  state->operations = g_ptr_array_new_with_free_func (gemini_operation_free);
  state->uploads = g_ptr_array_new_with_free_func (gemini_upload_free);
  state->corpora = g_ptr_array_new_with_free_func (gemini_entry_free);
  state->settings = (GeminiSettings) {
    .reply_delta = 3,
    .thoughts = g_strdup ("First I look at what was said. Then I answer."),
    .finish = g_strdup ("STOP"),
    .chat_fault_after = 3,
    .error = g_strdup (""),
    .error_path = g_strdup ("*"),
    .retry_delay = g_strdup ("23s"),
    .project = g_strdup ("simulated-project"),
    .speech_rate = 24000,
    /* Tests want tones: chatty-simulator-main.c sets this. */
    .espeak = g_getenv ("CHATTY_SIMULATOR_SPEECH") != NULL,
    .polls = 1,
    .answers = TRUE,
    .max_stores = 10,
    .upload_cut = g_strdup (""),
  };
  sim_answer_init (&state->settings.answer);
  return state;
}

void
gemini_state_free (GeminiState *state)
{
  g_ptr_array_unref (state->users);
  g_ptr_array_unref (state->stores);
  g_ptr_array_unref (state->files);
  g_ptr_array_unref (state->operations);
  g_ptr_array_unref (state->uploads);
  g_ptr_array_unref (state->corpora);
  sim_answer_clear (&state->settings.answer);
  g_free (state->settings.thoughts);
  g_free (state->settings.finish);
  g_free (state->settings.error);
  g_free (state->settings.error_path);
  g_free (state->settings.retry_delay);
  g_free (state->settings.project);
  g_free (state->settings.upload_cut);
  g_free (state);
}

/* Takes @owner. */
static GeminiUser *
add_user (GeminiState *state,
          const char  *key,
          char        *owner)
{
  GeminiUser *user = g_new0 (GeminiUser, 1);

  user->key = g_strdup (key);
  user->owner = owner;
  user->plan = CHATTY_SIMULATOR_PLAN_SELECTED;
  user->limit = DEFAULT_LIMIT;
  g_ptr_array_add (state->users, user);
  return user;
}

/* Makes @key good, or changes its plan when it is good already. */
void
gemini_state_set_key (GeminiState         *state,
                      const char          *key,
                      ChattySimulatorPlan  plan)
{
  GeminiUser *user = gemini_state_find_user (state, key);

  if (user == NULL)
    user = add_user (state, key, g_strdup_printf ("key %u", state->users->len));
  user->plan = plan;
}

GeminiUser *
gemini_state_find_user (GeminiState *state,
                        const char  *key)
{
  for (guint i = 0; key != NULL && i < state->users->len; i++)
    {
      GeminiUser *user = g_ptr_array_index (state->users, i);

      if (g_strcmp0 (user->key, key) == 0)
        return user;
    }
  return NULL;
}

/* Whoever signed in. */
GeminiUser *
gemini_state_take_person (GeminiState *state,
                          guint        person)
{
  g_autofree char *owner = g_strdup_printf ("person %u", person);

  for (guint i = 0; i < state->users->len; i++)
    {
      GeminiUser *user = g_ptr_array_index (state->users, i);

      if (g_str_equal (user->owner, owner))
        return user;
    }
  return add_user (state, NULL, g_steal_pointer (&owner));
}

static const char *const CHAT_FAULTS[] = {
  "none", "error", "premature", "empty", "nulls", "no-choices", "blocked", "no-content", NULL,
};
static const char *const LINE_ENDS[] = { "lf", "crlf", "cr", NULL };
static const char *const QUOTAS[] = { "none", "minute", "day", "zero", NULL };
static const char *const SPEECH_FORMS[] = { "l16", "wav", NULL };
static const char *const STORES[] = { "no", "yes", "unauthenticated", "gone", NULL };
static const char *const LIMITS[] = { "exhausted", "precondition", NULL };
static const char *const SOUND_FAULTS[] = { "none", "no-audio", "bad-base64", NULL };

#define AT(member) G_STRUCT_OFFSET (GeminiSettings, member)

static const SimSetting SETTINGS[] = {
  { "reply", SIM_SETTING_TEXT, AT (answer.reply) },
  { "reply-kb", SIM_SETTING_NUMBER, AT (answer.reply_kb) },
  { "mark", SIM_SETTING_TEXT, AT (answer.mark) },
  { "facts", SIM_SETTING_TEXT, AT (answer.facts) },
  { "reply-delta", SIM_SETTING_NUMBER, AT (reply_delta) },
  { "reply-rate", SIM_SETTING_REAL, AT (reply_rate) },
  { "thoughts", SIM_SETTING_TEXT, AT (thoughts) },
  { "finish", SIM_SETTING_TEXT, AT (finish) },
  { "chat-fault", SIM_SETTING_CHOICE, AT (chat_fault), CHAT_FAULTS },
  { "chat-fault-after", SIM_SETTING_NUMBER, AT (chat_fault_after) },
  { "line-end", SIM_SETTING_CHOICE, AT (line_end), LINE_ENDS },
  { "array-errors", SIM_SETTING_SWITCH, AT (array_errors) },
  { "error", SIM_SETTING_TEXT, AT (error) },
  { "error-path", SIM_SETTING_TEXT, AT (error_path) },
  { "quota", SIM_SETTING_CHOICE, AT (quota), QUOTAS },
  { "retry-delay", SIM_SETTING_TEXT, AT (retry_delay) },
  { "project", SIM_SETTING_TEXT, AT (project) },
  { "needs-project", SIM_SETTING_SWITCH, AT (needs_project) },
  { "more-models", SIM_SETTING_NUMBER, AT (more_models) },
  { "speech-form", SIM_SETTING_CHOICE, AT (speech_form), SPEECH_FORMS },
  { "speech-rate", SIM_SETTING_NUMBER, AT (speech_rate) },
  { "sound-fault", SIM_SETTING_CHOICE, AT (sound_fault), SOUND_FAULTS },
  { "espeak", SIM_SETTING_SWITCH, AT (espeak) },
  { "polls", SIM_SETTING_NUMBER, AT (polls) },
  { "operation-fails", SIM_SETTING_SWITCH, AT (operation_fails) },
  { "store-needs-key", SIM_SETTING_CHOICE, AT (store_needs_key), STORES },
  { "max-stores", SIM_SETTING_NUMBER, AT (max_stores) },
  { "store-limit", SIM_SETTING_CHOICE, AT (store_limit), LIMITS },
  { "upload-cut", SIM_SETTING_TEXT, AT (upload_cut) },
  { "grounding-uri", SIM_SETTING_SWITCH, AT (grounding_uri) },
  { "corpora", SIM_SETTING_SWITCH, AT (corpora) },
  { "answers", SIM_SETTING_SWITCH, AT (answers) },
};

gboolean
gemini_settings_set (GeminiSettings *settings,
                     const char     *name,
                     const char     *value)
{
  return sim_settings_set (settings, SETTINGS, G_N_ELEMENTS (SETTINGS), name, value);
}
