/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"
#include "chatty-text.h"

#include "chatty-sent-words.h"
#include "chatty-ui-settings.h"

#define MAX_NAME_BYTES 120

/**
 * chatty_sent_words_account:
 *
 * Returns: (transfer full): where it went
 */
char *
chatty_sent_words_account (const ChattySent *sent)
{
  const char *platform = chatty_sent_get_platform (sent);
  const char *name = chatty_sent_get_account_name (sent);
  const char *title = platform != NULL ? chatty_platform_get_title (platform) : _("Unknown");
  g_autofree char *shown = name != NULL ? chatty_text_one_line (name, MAX_NAME_BYTES) : NULL;

  if (shown == NULL || *shown == '\0' || g_str_equal (shown, title))
    return g_strdup (title);
  /* Translators: a platform, and the name of an account there */
  return g_strdup_printf (C_("platform and account", "%s (%s)"), title, shown);
}

/**
 * chatty_sent_words_model:
 *
 * Returns: (transfer full): which model was asked for
 */
char *
chatty_sent_words_model (const ChattySent *sent)
{
  const char *model = chatty_sent_get_model (sent);

  return model != NULL ? chatty_text_one_line (model, MAX_NAME_BYTES)
                       : g_strdup (_("The platform’s own choice"));
}

/**
 * chatty_sent_words_turns:
 *
 * Returns: (transfer full): how much of the conversation went along
 */
char *
chatty_sent_words_turns (const ChattySent *sent)
{
  guint n = chatty_sent_get_n_turns (sent);
  guint n_left_out = chatty_sent_get_n_left_out (sent);
  g_autofree char *along = NULL;
  g_autofree char *out = NULL;

  if (n == 0 && n_left_out == 0)
    return g_strdup (_("None"));
  along = g_strdup_printf (ngettext ("%'u went along", "%'u went along", n), n);
  if (n_left_out == 0)
    return g_steal_pointer (&along);
  out = g_strdup_printf (ngettext ("%'u older one had no room", "%'u older ones had no room",
                                   n_left_out), n_left_out);
  return g_strjoin (" · ", along, out, NULL);
}

/**
 * chatty_sent_words_file:
 *
 * Returns: (transfer full): the name of a file, and its size where it is known
 */
char *
chatty_sent_words_file (const ChattySent *sent,
                        guint             nth)
{
  gint64 size;
  g_autofree char *name = chatty_text_display_name (chatty_sent_get_file (sent, nth, &size));
  g_autofree char *shown = chatty_text_one_line (name, MAX_NAME_BYTES);
  g_autofree char *bytes = size >= 0 ? g_format_size ((guint64) size) : NULL;

  return g_strjoin (" · ", shown, bytes, NULL);
}

/**
 * chatty_sent_words_setting:
 * @name: as it is sent
 *
 * Returns: what people call it; @name for one that is new
 */
const char *
chatty_sent_words_setting (const char *name)
{
  static const struct {
    const char *name;
    const char *words;
  } settings[] = {
    { "temperature", N_("Temperature") },
    { "max_tokens", N_("Longest answer, in tokens") },
    { "effort", N_("Reasoning effort") },
    { "voice", NC_("character field", "Voice") },
    { "voice_model", N_("Model of the voice") },
    { "language", N_("Language") },
    { "person", N_("What you are called there") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_strcmp0 (settings[i].name, name) == 0)
      return g_str_equal (name, "voice") ? C_("character field", "Voice") : _(settings[i].words);
  return name;
}

static void
add (GString    *text,
     const char *title,
     const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_string_append_printf (text, "%s:%c%s\n", title, strchr (value, '\n') != NULL ? '\n' : ' ',
                          value);
}

/**
 * chatty_sent_words_all:
 *
 * Returns: (transfer full): all of it as plain text, to be copied
 */
char *
chatty_sent_words_all (const ChattySent *sent)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *time = chatty_ui_format_time_exact (chatty_sent_get_time (sent));
  g_autofree char *account = chatty_sent_words_account (sent);
  g_autofree char *model = chatty_sent_words_model (sent);
  g_autofree char *turns = chatty_sent_words_turns (sent);

  add (text, _("Sent"), time);
  add (text, _("To"), account);
  add (text, _("Character there"), chatty_sent_get_remote_id (sent));
  add (text, _("Model"), model);
  for (guint i = 0; i < chatty_sent_get_n_settings (sent); i++)
    {
      const char *value;
      const char *name = chatty_sent_get_setting (sent, i, &value);

      add (text, chatty_sent_words_setting (name), value);
    }
  add (text, _("Earlier messages"), turns);
  for (guint i = 0; i < chatty_sent_get_n_files (sent); i++)
    {
      g_autofree char *file = chatty_sent_words_file (sent, i);

      add (text, _("File"), file);
    }
  add (text, _("Your message"), chatty_sent_get_text (sent));
  for (guint i = 0; i < chatty_sent_get_n_memory (sent); i++)
    add (text, _("Memory"), chatty_sent_get_memory (sent, i, NULL));
  for (guint i = 0; i < chatty_sent_get_n_passages (sent); i++)
    {
      const char *passage;
      const char *title = chatty_sent_get_passage (sent, i, &passage);

      add (text, title, passage);
    }
  add (text, _("Instructions"), chatty_sent_get_instructions (sent));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
