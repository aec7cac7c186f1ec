/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The simulator as a program: to try the application with no account and no
 * network. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <glib-unix.h>
#include <gio/gunixinputstream.h>

#include "chatty-simulator-control.h"

#define DEFAULT_KEY "simulated-key-0123456789abcdef"

static int port;
static int latency;
static char *rate;
static char *plan;
static char **keys;
static char **faults;
static char **inworld;
static char **google;
static char **gemini;
static gboolean lenient;
static gboolean empty;
static gboolean tones;
static gboolean control;

static GOptionEntry ENTRIES[] = {
  { "port", 0, 0, G_OPTION_ARG_INT, &port, "First port; 0 for free ones", "PORT" },
  { "key", 0, 0, G_OPTION_ARG_STRING_ARRAY, &keys,
    "A key that is good; \"KEY=PLAN\" for a plan of its own", "KEY" },
  { "plan", 0, 0, G_OPTION_ARG_STRING, &plan,
    "indie, professional, scale, enterprise (at first) or selected", "PLAN" },
  { "latency-ms", 0, 0, G_OPTION_ARG_INT, &latency, "What each answer waits", "MS" },
  { "rate", 0, 0, G_OPTION_ARG_STRING, &rate, "Requests let in each second, as in 5/s", "N/s" },
  { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &faults,
    "PATTERN=FAULT[:NTH[:COUNT]], as in /character/update=server-error:1:3", "FAULT" },
  { "lenient", 0, 0, G_OPTION_ARG_NONE, &lenient, "Accept what third parties send", NULL },
  { "empty", 0, 0, G_OPTION_ARG_NONE, &empty, "No characters to begin with", NULL },
  { "control", 0, 0, G_OPTION_ARG_NONE, &control,
    "Obey commands on the standard input, and end with it", NULL },
  { "inworld", 0, 0, G_OPTION_ARG_STRING_ARRAY, &inworld,
    "How Inworld behaves, as in speech-pace=1.2 or reply-rate=50", "SETTING=VALUE" },
  { "google", 0, 0, G_OPTION_ARG_STRING_ARRAY, &google,
    "How signing in with Google goes, as in auto-consent=yes", "SETTING=VALUE" },
  { "gemini", 0, 0, G_OPTION_ARG_STRING_ARRAY, &gemini,
    "How Gemini behaves, as in reply-rate=25 or polls=3", "SETTING=VALUE" },
  { "tones", 0, 0, G_OPTION_ARG_NONE, &tones, "Tones where espeak-ng would speak", NULL },
  { NULL }
};

typedef gboolean (*SetOne) (ChattySimulator *simulator,
                            const char      *setting,
                            const char      *value);

/* @settings: "SETTING=VALUE", or NULL. */
static gboolean
set_all (ChattySimulator  *simulator,
         char            **settings,
         SetOne            set,
         const char       *platform,
         GError          **error)
{
  for (char **setting = settings; setting != NULL && *setting != NULL; setting++)
    {
      g_auto (GStrv) halves = g_strsplit (*setting, "=", 2);

      if (g_strv_length (halves) == 2 && set (simulator, halves[0], halves[1]))
        continue;
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "%s has no such setting or value: \"%s\".", platform, *setting);
      return FALSE;
    }
  return TRUE;
}

static gboolean
configure (ChattySimulator  *simulator,
           GError          **error)
{
  ChattySimulatorPlan default_plan = CHATTY_SIMULATOR_PLAN_ENTERPRISE;
  g_auto (GStrv) default_keys = g_strsplit (DEFAULT_KEY, " ", 1);

  if (plan != NULL && !chatty_simulator_parse_plan (plan, &default_plan))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "There is no plan \"%s\".", plan);
      return FALSE;
    }
  for (char **key = keys != NULL ? keys : default_keys; *key != NULL; key++)
    {
      g_autofree char *name = g_strndup (*key, strcspn (*key, "="));

      if (!chatty_simulator_configure_key (simulator, *key, default_plan, error))
        return FALSE;
      if (!empty)
        chatty_simulator_furnish (simulator, name);
    }
  if (rate != NULL)
    {
      g_autofree char *number = g_strndup (rate, strspn (rate, "0123456789"));
      guint64 value;

      if (!g_ascii_string_to_unsigned (number, 10, 0, G_MAXUINT, &value, error))
        return FALSE;
      chatty_simulator_set_rate (simulator, value);
    }
  chatty_simulator_set_latency (simulator, MAX (latency, 0));
  chatty_simulator_set_lenient (simulator, lenient);
  for (char **fault = faults; fault != NULL && *fault != NULL; fault++)
    if (!chatty_simulator_configure_fault (simulator, *fault, error))
      return FALSE;
  return set_all (simulator, inworld, chatty_simulator_set_inworld, "Inworld", error)
         && set_all (simulator, google, chatty_simulator_set_google, "Google", error)
         && set_all (simulator, gemini, chatty_simulator_set_gemini, "Gemini", error);
}

typedef struct {
  ChattySimulator *simulator;
  GMainLoop       *loop;
} Control;

static void
line_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Control *commands = user_data;
  g_autofree char *line =
    g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
  g_autofree char *answer = NULL;

  if (line == NULL)
    {
      g_main_loop_quit (commands->loop);
      return;
    }
  answer = chatty_simulator_command (commands->simulator, line);
  g_print ("%s\n", answer);
  fflush (stdout);
  g_data_input_stream_read_line_async (G_DATA_INPUT_STREAM (source), G_PRIORITY_DEFAULT, NULL,
                                       line_cb, commands);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattySimulator) simulator = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);
  Control commands = { NULL, loop };

  setlocale (LC_ALL, "");
  g_option_context_set_summary (context, "Plays Convai, Inworld, signing in with Google and Gemini "
                                "on 127.0.0.1. The key is " DEFAULT_KEY " unless --key says "
                                "otherwise.");
  g_option_context_add_main_entries (context, ENTRIES, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || port < 0 || port > 65000)
    {
      g_printerr ("chatty-simulator: %s\n", error != NULL ? error->message : "no such port");
      return 2;
    }
  if (!tones)
    g_setenv ("CHATTY_SIMULATOR_SPEECH", "1", TRUE);
  simulator = chatty_simulator_start_at (port, &error);
  if (simulator == NULL || !configure (simulator, &error))
    {
      g_printerr ("chatty-simulator: %s\n", error->message);
      return 1;
    }
  for (guint i = 0; i < CHATTY_SIMULATOR_N_HOSTS; i++)
    g_print ("%s %s\n", chatty_simulator_host_name (i),
             chatty_simulator_get_address (simulator, i));
  fflush (stdout);
  commands.simulator = simulator;
  if (control)
    g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, line_cb, &commands);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_main_loop_run (loop);
  return 0;
}
