/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"
#include "chatty-platform-guess.h"

#define LOOK_BYTES (64 * 1024)

/* Addresses of conversations. Only those whose path ends in the platform's
 * own id give one; an address that is shared has an id of its own. */
static const struct {
  const char *address;
  const char *platform;
  gboolean    has_id;
} addresses[] = {
  { "chat.openai.com/c/", "chatgpt", TRUE },
  { "chatgpt.com/c/", "chatgpt", TRUE },
  { "chat.openai.com/g/", "chatgpt", TRUE },
  { "chatgpt.com/g/", "chatgpt", TRUE },
  { "chat.openai.com/", "chatgpt", FALSE },
  { "chatgpt.com/", "chatgpt", FALSE },
  { "claude.ai/chat/", "claude", TRUE },
  { "claude.ai/", "claude", FALSE },
  { "gemini.google.com/app/", "gemini", TRUE },
  { "gemini.google.com/", "gemini", FALSE },
  { "g.co/gemini/", "gemini", FALSE },
  { "bard.google.com/", "gemini", FALSE },
  { "aistudio.google.com/", "gemini", FALSE },
  { "grok.com/chat/", "grok", TRUE },
  { "grok.com/c/", "grok", TRUE },
  { "grok.com/", "grok", FALSE },
  { "x.com/i/grok", "grok", FALSE },
  { "grok.x.ai/", "grok", FALSE },
  { "copilot.microsoft.com/chats/", "copilot", TRUE },
  { "copilot.microsoft.com/", "copilot", FALSE },
  { "copilot.cloud.microsoft/", "copilot", FALSE },
  { "m365.cloud.microsoft/chat", "copilot", FALSE },
  { "github.com/copilot/c/", "copilot", TRUE },
  { "www.bing.com/chat", "copilot", FALSE },
  { "bing.com/chat", "copilot", FALSE },
  { "sl.bing.net/", "copilot", FALSE },
  { "character.ai/chat", "character.ai", FALSE },
  { "beta.character.ai/", "character.ai", FALSE },
  { "c.ai/c/", "character.ai", FALSE },
  { "chai.ml/", "chai", FALSE },
  { "chai-research.com/", "chai", FALSE },
  { "convai.com/", "convai", FALSE },
  { "inworld.ai/", "inworld", FALSE },
};

/* What an exporter or a model calls a platform, in names and phrases. The
 * longer ones first. Matched as words. */
static const struct {
  const char *word;
  const char *platform;
} words[] = {
  { "character.ai", "character.ai" }, { "character ai", "character.ai" },
  { "characterai", "character.ai" }, { "character_ai", "character.ai" }, { "c.ai", "character.ai" },
  { "chatgpt", "chatgpt" }, { "chat gpt", "chatgpt" }, { "chat-gpt", "chatgpt" },
  { "openai", "chatgpt" }, { "gpt", "chatgpt" },
  { "claude", "claude" }, { "anthropic", "claude" },
  { "gemini", "gemini" }, { "bard", "gemini" }, { "aistudio", "gemini" },
  { "grok", "grok" }, { "xai", "grok" }, { "x.ai", "grok" },
  { "github_copilot", "copilot" }, { "copilot", "copilot" }, { "bing", "copilot" },
  { "convai", "convai" }, { "inworld", "inworld" }, { "chai app", "chai" },
};

/* Sentences that the sites and the exporters write into what they save. */
static const struct {
  const char *phrase;
  const char *platform;
} phrases[] = {
  { "Conversation with Bing", "copilot" },
  { "Conversation with Copilot", "copilot" },
  { "Conversation with Gemini", "gemini" },
  { "Conversa com o Gemini", "gemini" },
  { "Conversación con Gemini", "gemini" },
  { "Conversation avec Gemini", "gemini" },
  { "Unterhaltung mit Gemini", "gemini" },
  { "Powered by ChatGPT Exporter", "chatgpt" },
  { "Powered by [ChatGPT Exporter]", "chatgpt" },
  { "Powered by Claude Exporter", "claude" },
  { "Powered by [Claude Exporter]", "claude" },
  { "Powered by Gemini Exporter", "gemini" },
  { "Powered by [Gemini Exporter]", "gemini" },
  { "Powered by Grok Exporter", "grok" },
  { "Powered by [Grok Exporter]", "grok" },
  { "Exported from Claude", "claude" },
  { "Exported from ChatGPT", "chatgpt" },
  { "Exported from Gemini", "gemini" },
  { "Exported from Grok", "grok" },
  { "Exported from Copilot", "copilot" },
  { "Exported from Character.AI", "character.ai" },
  { "ChatGPT can make mistakes", "chatgpt" },
  { "Claude can make mistakes", "claude" },
  { "Claude hat die Antwort abgeschlossen", "claude" },
  { "Gemini can make mistakes", "gemini" },
  { "Bing is powered by AI", "copilot" },
};

void
chatty_platform_guess_init (ChattyPlatformGuess *self)
{
  memset (self, 0, sizeof *self);
}

void
chatty_platform_guess_clear (ChattyPlatformGuess *self)
{
  g_clear_pointer (&self->reason, g_free);
}

static gboolean
is_word_char (char c)
{
  return g_ascii_isalnum (c);
}

/**
 * chatty_platform_of_words:
 * @text: (nullable): a name, such as of a file, a model or an exporter
 *
 * Returns: (transfer none) (nullable): id of the platform that is named in it
 */
const char *
chatty_platform_of_words (const char *text)
{
  g_autofree char *lower = NULL;

  if (text == NULL)
    return NULL;
  lower = g_ascii_strdown (text, -1);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize n = strlen (words[i].word);

      for (const char *p = strstr (lower, words[i].word); p != NULL;
           p = strstr (p + 1, words[i].word))
        if ((p == lower || !is_word_char (p[-1])) && !g_ascii_isalpha (p[n]))
          return words[i].platform;
    }
  return NULL;
}

static char *
id_at (const char *at)
{
  const char *end = at;

  while (g_ascii_isalnum (*end) || *end == '-' || *end == '_')
    end++;
  /* Shorter than this is a page, not a conversation. */
  return end - at >= 8 && end - at <= 100 ? g_strndup (at, end - at) : NULL;
}

/**
 * chatty_platform_of_link:
 * @link: an address
 * @conversation_id: (out) (optional) (transfer full) (nullable): the
 *   conversation's id on the platform, if the address carries it
 *
 * Returns: (transfer none) (nullable): id of the platform
 */
const char *
chatty_platform_of_link (const char  *link,
                         char       **conversation_id)
{
  const char *rest = link;

  if (conversation_id != NULL)
    *conversation_id = NULL;
  if (g_ascii_strncasecmp (rest, "https://", 8) == 0)
    rest += 8;
  else if (g_ascii_strncasecmp (rest, "http://", 7) == 0)
    rest += 7;
  else
    return NULL;
  if (g_ascii_strncasecmp (rest, "www.", 4) == 0 &&
      g_ascii_strncasecmp (rest, "www.bing", 8) != 0)
    rest += 4;
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      gsize n = strlen (addresses[i].address);

      if (g_ascii_strncasecmp (rest, addresses[i].address, n) == 0)
        {
          if (conversation_id != NULL && addresses[i].has_id)
            {
              const char *at = rest + n;
              const char *c = strstr (at, "/c/");

              /* A conversation with a custom GPT: /g/g-…/c/<id> */
              if (strcmp (addresses[i].address + n - 3, "/g/") == 0)
                at = c != NULL ? c + 3 : NULL;
              if (at != NULL)
                *conversation_id = id_at (at);
            }
          return addresses[i].platform;
        }
      /* The bare address without its last slash. */
      if (strlen (rest) == n - 1 &&
          g_ascii_strncasecmp (rest, addresses[i].address, n - 1) == 0)
        return addresses[i].platform;
    }
  return NULL;
}

static gboolean
set (ChattyPlatformGuess *self,
     const char          *platform,
     ChattyCertainty      certainty,
     char                *reason)
{
  g_free (self->reason);
  self->platform = platform;
  self->certainty = certainty;
  self->reason = reason;
  return TRUE;
}

/**
 * chatty_platform_guess_preamble:
 * @self: a guess
 * @preamble: what the file says about itself
 *
 * Returns: whether that tells the platform
 */
gboolean
chatty_platform_guess_preamble (ChattyPlatformGuess  *self,
                                const ChattyPreamble *preamble)
{
  const char *platform;

  if (preamble->link != NULL &&
      (platform = chatty_platform_of_link (preamble->link, NULL)) != NULL)
    {
      g_autoptr (GUri) uri = g_uri_parse (preamble->link, G_URI_FLAGS_NONE, NULL);

      return set (self, platform, CHATTY_CERTAINTY_EXACT,
                  /* Translators: %s is a site, such as chatgpt.com */
                  g_strdup_printf (_("The file gives an address at %s as its source"),
                                   uri != NULL && g_uri_get_host (uri) != NULL
                                     ? g_uri_get_host (uri)
                                     : chatty_platform_get_title (platform)));
    }
  platform = preamble->source != NULL && chatty_platform_lookup (preamble->source) != NULL
    ? chatty_platform_lookup (preamble->source)->id
    : chatty_platform_of_words (preamble->source);
  if (platform != NULL)
    return set (self, platform, CHATTY_CERTAINTY_EXACT,
                g_strdup_printf (_("The file names “%s” as its source"), preamble->source));
  return FALSE;
}

/**
 * chatty_platform_guess_label:
 * @self: a guess
 * @platform: (nullable): the platform of a label
 * @label: the label as it is written
 * @label_length: its bytes
 *
 * Returns: whether that tells the platform
 */
gboolean
chatty_platform_guess_label (ChattyPlatformGuess *self,
                             const char          *platform,
                             const char          *label,
                             gsize                label_length)
{
  if (platform == NULL || g_str_equal (platform, CHATTY_PLATFORM_OTHER))
    return FALSE;
  return set (self, platform, CHATTY_CERTAINTY_CONTENT,
              g_strdup_printf (_("“%.*s” stands before the answers"),
                               (int) label_length, label));
}

static gboolean
guess_link (ChattyPlatformGuess *self,
            const char          *link)
{
  g_autofree char *id = NULL;
  const char *platform = chatty_platform_of_link (link, &id);

  if (platform == NULL)
    return FALSE;
  return set (self, platform, CHATTY_CERTAINTY_CONTENT,
              g_strdup_printf (_("A link in it leads to %s"),
                               chatty_platform_get_title (platform)));
}

/**
 * chatty_platform_guess_links:
 * @self: a guess
 * @links: (array zero-terminated=1): addresses, such as those of a document
 *
 * Returns: whether one of them tells the platform
 */
gboolean
chatty_platform_guess_links (ChattyPlatformGuess *self,
                             const char * const  *links)
{
  for (guint i = 0; links[i] != NULL && i < 1000; i++)
    if (guess_link (self, links[i]))
      return TRUE;
  return FALSE;
}

/* Only the address of a conversation tells where the text comes from. */
static gboolean
guess_from_addresses (ChattyPlatformGuess *self,
                      const char          *text,
                      gsize                length)
{
  const char *end = text + length;

  for (const char *p = memmem (text, length, "://", 3); p != NULL;
       p = memmem (p, end - p, "://", 3))
    {
      g_autofree char *link = NULL;
      g_autofree char *id = NULL;

      p += 3;
      link = g_strdup_printf ("https://%.*s", (int) MIN (end - p, 200), p);
      if (chatty_platform_of_link (link, &id) != NULL && id != NULL &&
          guess_link (self, link))
        return TRUE;
    }
  return FALSE;
}

/**
 * chatty_platform_guess_text:
 * @self: a guess
 * @text: a text
 * @length: its bytes
 *
 * Looks for sentences of the sites and for addresses of conversations at the
 * start and at the end.
 *
 * Returns: whether that tells the platform
 */
gboolean
chatty_platform_guess_text (ChattyPlatformGuess *self,
                            const char          *text,
                            gsize                length)
{
  gsize head = MIN (length, LOOK_BYTES);
  gsize tail = length - MIN (length, LOOK_BYTES / 8);

  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    {
      gsize n = strlen (phrases[i].phrase);

      if (memmem (text, head, phrases[i].phrase, n) != NULL ||
          memmem (text + tail, length - tail, phrases[i].phrase, n) != NULL)
        return set (self, phrases[i].platform, CHATTY_CERTAINTY_CONTENT,
                    g_strdup_printf (_("It says “%s”"), phrases[i].phrase));
    }
  return guess_from_addresses (self, text, head);
}

/**
 * chatty_platform_guess_name:
 * @self: a guess
 * @name: (nullable): a file's name
 *
 * Returns: whether that tells the platform
 */
gboolean
chatty_platform_guess_name (ChattyPlatformGuess *self,
                            const char          *name)
{
  const char *platform = chatty_platform_of_words (name);

  if (platform == NULL)
    return FALSE;
  return set (self, platform, CHATTY_CERTAINTY_NAME,
              g_strdup_printf (_("The file's name speaks of %s"),
                               chatty_platform_get_title (platform)));
}

/**
 * chatty_platform_guess_model:
 * @self: a guess
 * @model: (nullable): a model's name
 *
 * Returns: whether that tells the platform
 */
gboolean
chatty_platform_guess_model (ChattyPlatformGuess *self,
                             const char          *model)
{
  const char *platform = chatty_platform_of_words (model);

  if (platform == NULL)
    return FALSE;
  return set (self, platform, CHATTY_CERTAINTY_CONTENT,
              g_strdup_printf (_("The model is “%s”"), model));
}
