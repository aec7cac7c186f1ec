/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-cli"

#include "chatty-cli-output.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MARK_START 0xe000
#define MARK_END   0xe001

/* What can change how a terminal shows the text around it. Joiners stay:
 * emoji and several scripts are written with them. */
static gboolean
is_dangerous (gunichar c)
{
  if (c < 0x20 || (c >= 0x7f && c < 0xa0))
    return TRUE;
  if (c == 0x200c || c == 0x200d)
    return FALSE;
  switch (g_unichar_type (c))
    {
    case G_UNICODE_FORMAT:
      return c < 0xe0000;   /* above are the tags of flags */
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * chatty_cli_escape_json:
 * @json: valid JSON
 *
 * Returns: (transfer full): the same JSON, in which characters that could
 *   disturb a terminal are written as escapes; nothing is lost
 */
char *
chatty_cli_escape_json (const char *json)
{
  GString *string = g_string_sized_new (strlen (json) + 1);

  for (const char *p = json; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x7f && is_dangerous (c))
        g_string_append_printf (string, "\\u%04x", c);
      else
        g_string_append_len (string, p, g_utf8_next_char (p) - p);
    }
  return g_string_free (string, FALSE);
}

/**
 * chatty_cli_safe_text:
 * @text: valid UTF-8 from anywhere
 *
 * Returns: (transfer full): @text with its lines and tabs, and with U+FFFD in
 *   place of whatever could disturb a terminal
 */
char *
chatty_cli_safe_text (const char *text)
{
  GString *string = g_string_sized_new (strlen (text) + 1);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r' && p[1] == '\n')
        continue;
      if (c != '\n' && c != '\t' && is_dangerous (c))
        g_string_append (string, "\357\277\275");
      else
        g_string_append_len (string, p, g_utf8_next_char (p) - p);
    }
  return g_string_free (string, FALSE);
}

/**
 * chatty_cli_snippet:
 * @snippet: text of a hit, with its marks
 * @highlight: whether the terminal shows bold letters
 *
 * Returns: (transfer full): one line for people, without the marks
 */
char *
chatty_cli_snippet (const char *snippet,
                    gboolean    highlight)
{
  GString *string = g_string_new (NULL);

  for (const char *p = snippet; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == MARK_START || c == MARK_END)
        {
          if (highlight)
            g_string_append (string, c == MARK_START ? "\033[1m" : "\033[0m");
        }
      else if (c == '\n' || c == '\t' || c == '\r')
        g_string_append_c (string, ' ');
      else if (is_dangerous (c))
        g_string_append (string, "\357\277\275");
      else
        g_string_append_len (string, p, g_utf8_next_char (p) - p);
    }
  return g_string_free (string, FALSE);
}

/**
 * chatty_cli_can_style:
 *
 * Returns: whether standard output is a terminal on which words may be bold
 */
gboolean
chatty_cli_can_style (void)
{
  const char *no_color = g_getenv ("NO_COLOR");

  return isatty (STDOUT_FILENO) && (no_color == NULL || *no_color == '\0') &&
         g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

/**
 * chatty_cli_print:
 * @format: for standard output
 * @...: arguments that are safe already
 */
void
chatty_cli_print (const char *format,
                  ...)
{
  va_list args;

  va_start (args, format);
  vfprintf (stdout, format, args);
  va_end (args);
}

void
chatty_cli_print_json (const char *json)
{
  g_autofree char *safe = chatty_cli_escape_json (json);

  fputs (safe, stdout);
  fputc ('\n', stdout);
}

/**
 * chatty_cli_print_error:
 * @format: for standard error, without the program's name
 * @...: arguments; made safe here
 */
void
chatty_cli_print_error (const char *format,
                        ...)
{
  g_autofree char *message = NULL;
  g_autofree char *safe = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  safe = chatty_cli_safe_text (message);
  fflush (stdout);
  fprintf (stderr, "%s: %s\n", PACKAGE_NAME, safe);
}

/**
 * chatty_cli_flush:
 *
 * Returns: whether everything that was printed arrived; otherwise the reason
 *   was told
 */
gboolean
chatty_cli_flush (void)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  if (errno != EPIPE)
    chatty_cli_print_error (_("Standard output cannot be written: %s."), g_strerror (errno));
  return FALSE;
}
