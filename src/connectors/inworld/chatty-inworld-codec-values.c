/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-inworld-codec.h"
#include "chatty-speech-text.h"

/* Languages ------------------------------------------------------------------- */

/**
 * chatty_inworld_language_in:
 * @code: (nullable): as the platform writes it, such as "EN_US", "AUTO", "en"
 *
 * Returns: (transfer full) (nullable): as everybody else does, such as "en-US";
 *   %NULL for what is no language
 */
char *
chatty_inworld_language_in (const char *code)
{
  g_auto (GStrv) parts = NULL;

  if (code == NULL || *code == '\0' || strlen (code) > 35 ||
      g_ascii_strcasecmp (code, "auto") == 0 || strstr (code, "UNSPECIFIED") != NULL)
    return NULL;
  parts = g_strsplit_set (code, "_-", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      gsize length = strlen (parts[i]);

      if (length == 0 || length > 8)
        return NULL;
      for (gsize k = 0; k < length; k++)
        {
          if (!g_ascii_isalnum (parts[i][k]) || (i == 0 && !g_ascii_isalpha (parts[i][k])))
            return NULL;
          /* A region is in capitals, a script has one (RFC 5646, 2.1.1). */
          parts[i][k] = i > 0 && (length == 2 || (length == 4 && k == 0))
                        ? g_ascii_toupper (parts[i][k]) : g_ascii_tolower (parts[i][k]);
        }
    }
  return strlen (parts[0]) >= 2 ? g_strjoinv ("-", parts) : NULL;
}

/**
 * chatty_inworld_language_out:
 * @code: (nullable): such as "en-US"
 *
 * Returns: (transfer full) (nullable): as the platform's voices have it, such
 *   as "EN_US"
 */
char *
chatty_inworld_language_out (const char *code)
{
  g_autofree char *normal = chatty_inworld_language_in (code);
  char *shouted = normal != NULL ? g_ascii_strup (normal, -1) : NULL;

  return shouted != NULL ? g_strdelimit (shouted, "-", '_') : NULL;
}

/* The key ----------------------------------------------------------------------- */

static const char *
skip_word (const char *text,
           const char *word)
{
  if (g_ascii_strncasecmp (text, word, strlen (word)) == 0)
    text += strlen (word);
  while (g_ascii_isspace (*text))
    text++;
  return text;
}

/**
 * chatty_inworld_prepare_key:
 * @key: what the person gave: the credential of the portal, which is encoded
 *   already, or `key:secret`
 * @error: %CHATTY_ERROR_INVALID_DATA for half of it
 *
 * The one is never encoded again, the other exactly once (platform reference,
 * section 3.2). What was copied along with it, such as "Authorization: Basic"
 * and blanks, is dropped. What this returned before comes out as it is.
 *
 * Returns: (transfer full) (nullable): the credential as it is sent
 */
ChattySecret *
chatty_inworld_prepare_key (ChattySecret  *key,
                            GError       **error)
{
  const char *text = skip_word (chatty_secret_peek (key), "");
  gsize length;
  const char *colon;

  text = skip_word (text, "Authorization:");
  if (g_ascii_strncasecmp (text, "Basic", 5) == 0 && g_ascii_isspace (text[5]))
    text = skip_word (text, "Basic");
  length = strlen (text);
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  colon = memchr (text, ':', length);

  if (colon != NULL)
    {
      if (colon == text || colon == text + length - 1)
        {
          g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                               _("The key is only half there. Inworld wants its Basic credential, "
                                 "or key and secret with a colon between them"));
          return NULL;
        }
      return chatty_secret_new_wiping (g_base64_encode ((const guchar *) text, length));
    }
  /* A credential is long, and mail and terminals break it into lines. */
  {
    char *joined = g_malloc (length + 1);
    gsize at = 0;

    for (gsize i = 0; i < length; i++)
      if (!g_ascii_isspace (text[i]))
        joined[at++] = text[i];
    joined[at] = '\0';
    return chatty_secret_new_wiping (joined);
  }
}

/* Sound ------------------------------------------------------------------------- */

/**
 * chatty_inworld_decode_base64:
 * @text: base64, padded or not
 * @error: %CHATTY_ERROR_SERVER for a character that is none of the alphabet's,
 *   and for a length that cannot be
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
chatty_inworld_decode_base64 (const char  *text,
                              GError     **error)
{
  GBytes *bytes = chatty_speech_decode_base64 (text);

  if (bytes == NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                         _("The speech that Inworld sent is damaged. Try again"));
  return bytes;
}
