/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-sniff.h"
#include "chatty-text-decoder.h"

/* How much of a text is looked at to tell Markdown from plain text. */
#define LOOK_BYTES (64 * 1024)

static const struct {
  const char *bytes;
  gsize       length;
  ChattyForm  form;
} magics[] = {
  { "PK\003\004", 4, CHATTY_FORM_ZIP },
  { "PK\005\006", 4, CHATTY_FORM_ZIP },
  { "\211PNG\r\n\032\n", 8, CHATTY_FORM_IMAGE },
  { "\377\330\377", 3, CHATTY_FORM_IMAGE },
  { "GIF87a", 6, CHATTY_FORM_IMAGE },
  { "GIF89a", 6, CHATTY_FORM_IMAGE },
  { "II*\0", 4, CHATTY_FORM_IMAGE },
  { "MM\0*", 4, CHATTY_FORM_IMAGE },
  { "\037\213", 2, CHATTY_FORM_BINARY },
  { "BZh", 3, CHATTY_FORM_BINARY },
  { "7z\274\257\047\034", 6, CHATTY_FORM_BINARY },
  { "\3757zXZ", 6, CHATTY_FORM_BINARY },
  { "\177ELF", 4, CHATTY_FORM_BINARY },
  { "SQLite format 3", 16, CHATTY_FORM_BINARY },
  { "\320\317\021\340\241\261\032\341", 8, CHATTY_FORM_BINARY },
};

/* What a JSON file may be, by names that stand in it; all must be there. */
static const struct {
  const char *needles[3];
  const char *description;
} json_kinds[] = {
  { { "\"conversation_turns\"" }, N_("a Gemini in Workspace conversation") },
  { { "\"safeHtmlItem\"" }, N_("a Gemini activity export") },
  { { "\"header\"", "Gemini Apps" }, N_("a Gemini activity export") },
  { { "\"chunkedPrompt\"" }, N_("a Google AI Studio prompt") },
  { { "\"mapping\"", "\"message\"", "\"author\"" }, N_("a ChatGPT export") },
  { { "\"mapping\"", "\"current_node\"" }, N_("a ChatGPT export") },
  { { "\"chat_messages\"" }, N_("a Claude export") },
  { { "\"responses\"", "\"sender\"" }, N_("a Grok export") },
  { { "chara_card_v" }, N_("a character card") },
  { { "\"char_persona\"" }, N_("a character card") },
  { { "\"first_mes\"" }, N_("a character card") },
  { { "\"chat_metadata\"" }, N_("a SillyTavern chat") },
  { { "\"user_name\"", "\"character_name\"" }, N_("a SillyTavern chat") },
  { { "\"conversationId\"", "\"messages\"" }, N_("a LibreChat export") },
  { { "\"history\"", "\"messages\"" }, N_("an export of chats") },
  { { "\"messages\"", "\"role\"" }, N_("an export of chats") },
};

static gboolean
name_ends (const char *name,
           const char *ending)
{
  gsize name_length, ending_length = strlen (ending);

  if (name == NULL)
    return FALSE;
  name_length = strlen (name);
  return name_length >= ending_length &&
         g_ascii_strcasecmp (name + name_length - ending_length, ending) == 0;
}

static gsize
skip_space (const char *text,
            gsize       length,
            gsize       at)
{
  while (at < length && g_ascii_isspace (text[at]))
    at++;
  return at;
}

static gboolean
starts_with (const char *text,
             gsize       length,
             const char *prefix)
{
  gsize n = strlen (prefix);

  return length >= n && g_ascii_strncasecmp (text, prefix, n) == 0;
}

static gboolean
is_pdf (const char *bytes,
        gsize       length)
{
  const char *mark = memmem (bytes, MIN (length, 1024), "%PDF-", 5);

  if (mark == NULL)
    return FALSE;
  /* Something stands before it: then it must also look like a PDF behind
   * it, since a text may speak of PDF files. */
  return mark == bytes || memmem (mark, length - (mark - bytes), " obj", 4) != NULL;
}

/* Some programs lay the source out like code. */
static gboolean
is_rtf (const char *bytes,
        gsize       length)
{
  gsize at;

  if (length == 0 || bytes[0] != '{')
    return FALSE;
  at = skip_space (bytes, length, 1);
  return starts_with (bytes + at, length - at, "\\rtf");
}

static gboolean
is_binary (const char *bytes,
           gsize       length)
{
  gsize n_odd = 0;

  for (gsize i = 0; i < length; i++)
    {
      guchar c = bytes[i];

      if (c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1b)
        n_odd++;
    }
  return n_odd * 20 > length;
}

static gboolean
is_html (const char *text,
         gsize       length,
         const char *name)
{
  static const char * const starts[] = {
    "<!doctype html", "<html", "<head", "<body", "<!doctype xhtml",
  };
  gsize at = skip_space (text, length, 0);

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (starts_with (text + at, length - at, starts[i]))
      return TRUE;
  return at < length && text[at] == '<' &&
         (name_ends (name, ".html") || name_ends (name, ".htm"));
}

/* Walks over one value without recursion. Returns the offset behind it, or
 * @length if it does not end. */
static gsize
skip_json_value (const char *text,
                 gsize       length,
                 gsize       at)
{
  gsize depth = 0;
  gboolean in_string = FALSE;

  for (; at < length; at++)
    {
      char c = text[at];

      if (in_string)
        {
          if (c == '\\')
            at++;
          else if (c == '"')
            in_string = FALSE;
        }
      else if (c == '"')
        in_string = TRUE;
      else if (c == '{' || c == '[')
        depth++;
      else if ((c == '}' || c == ']') && (depth == 0 || --depth == 0))
        return at + 1;
    }
  return length;
}

/* A JSON object or array, whole or cut off, or one object a line. A text that
 * begins with a piece of JSON and goes on with words is none. */
static gboolean
is_json (const char *text,
         gsize       length,
         const char *name)
{
  gsize at = skip_space (text, length, 0);
  gsize next;

  if (at >= length || (text[at] != '{' && text[at] != '['))
    return FALSE;
  next = skip_space (text, length, at + 1);
  if (next >= length)
    return name_ends (name, ".json");
  if (text[at] == '{')
    {
      if (text[next] != '"' && text[next] != '}')
        return FALSE;
    }
  else if (text[next] != '{' && text[next] != ']' && !name_ends (name, ".json"))
    return FALSE;

  while (at < length)
    {
      if (text[at] != '{' && text[at] != '[')
        return FALSE;
      at = skip_json_value (text, length, at);
      at = skip_space (text, length, at);
    }
  return TRUE;
}

static gboolean
is_front_matter (const char *text,
                 gsize       length)
{
  const char *colon, *line_end;

  if (!starts_with (text, length, "---\n") || length < 8)
    return FALSE;
  line_end = memchr (text + 4, '\n', length - 4);
  if (line_end == NULL)
    return FALSE;
  colon = memchr (text + 4, ':', line_end - (text + 4));
  return colon != NULL && memmem (line_end, length - (line_end - text), "\n---", 4) != NULL;
}

/* One point for each kind of Markdown that is found. */
static guint
count_markdown (const char *text,
                gsize       length)
{
  gboolean heading = FALSE, fence = FALSE, bold = FALSE, link = FALSE, rule = FALSE;
  guint n = is_front_matter (text, length) ? 2 : 0;
  gsize at = 0;

  length = MIN (length, LOOK_BYTES);
  link = memmem (text, length, "](http", 6) != NULL;
  while (at < length)
    {
      const char *line = text + at;
      const char *end = memchr (line, '\n', length - at);
      gsize n_line = end != NULL ? (gsize) (end - line) : length - at;
      gsize hashes = 0;

      while (hashes < n_line && line[hashes] == '#')
        hashes++;
      if (hashes >= 1 && hashes <= 6 && hashes + 1 < n_line && line[hashes] == ' ')
        heading = TRUE;
      if (starts_with (line, n_line, "```") || starts_with (line, n_line, "~~~"))
        fence = TRUE;
      if (n_line > 4 && memcmp (line, "**", 2) == 0 &&
          memmem (line + 2, n_line - 2, "**", 2) != NULL)
        bold = TRUE;
      if (n_line == 3 && memcmp (line, "---", 3) == 0)
        rule = TRUE;
      at += n_line + 1;
    }
  return n + heading * 2 + fence * 2 + bold + link + rule;
}

/**
 * chatty_sniff_text:
 * @text: valid UTF-8
 * @length: bytes of @text
 * @name: (nullable): the file's name, which only breaks ties
 *
 * Returns: which of the forms that are texts it is
 */
ChattyForm
chatty_sniff_text (const char *text,
                   gsize       length,
                   const char *name)
{
  guint points;

  if (is_html (text, length, name))
    return CHATTY_FORM_HTML;
  if (is_json (text, length, name))
    return CHATTY_FORM_JSON;
  points = count_markdown (text, length);
  if (points >= 2)
    return CHATTY_FORM_MARKDOWN;
  if (points == 1)
    return name_ends (name, ".txt") ? CHATTY_FORM_TEXT : CHATTY_FORM_MARKDOWN;
  return name_ends (name, ".md") || name_ends (name, ".markdown") ? CHATTY_FORM_MARKDOWN
                                                                  : CHATTY_FORM_TEXT;
}

/**
 * chatty_sniff:
 * @bytes: the start of a file, best %CHATTY_SNIFF_BYTES
 * @length: how many there are
 * @name: (nullable): the file's name, which only breaks ties
 *
 * Tells what a file is from what it holds, never from its ending. A text is
 * reported as %CHATTY_FORM_TEXT whatever its encoding: decode it and ask
 * chatty_sniff_text().
 *
 * Returns: the form; %CHATTY_FORM_UNKNOWN if there are no bytes
 */
ChattyForm
chatty_sniff (const char *bytes,
              gsize       length,
              const char *name)
{
  const char *encoding;
  gsize bom = 0;
  gsize at;

  if (length == 0)
    return CHATTY_FORM_UNKNOWN;
  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (length >= magics[i].length &&
        memcmp (bytes, magics[i].bytes, magics[i].length) == 0)
      return magics[i].form;
  if (length >= 12 && memcmp (bytes, "RIFF", 4) == 0)
    return memcmp (bytes + 8, "WEBP", 4) == 0 ? CHATTY_FORM_IMAGE : CHATTY_FORM_BINARY;

  if (chatty_text_has_bom (bytes, length, &encoding, &bom) && bom != 3)
    return CHATTY_FORM_TEXT;
  at = skip_space (bytes, length, bom);
  if (is_rtf (bytes + at, length - at))
    return CHATTY_FORM_RTF;
  if (is_pdf (bytes, length))
    return CHATTY_FORM_PDF;
  if (chatty_text_is_utf16 (bytes, length) != NULL)
    return CHATTY_FORM_TEXT;
  return is_binary (bytes, length) ? CHATTY_FORM_BINARY : CHATTY_FORM_TEXT;
}

/**
 * chatty_sniff_describe_json:
 * @text: JSON
 * @length: bytes of @text
 *
 * Returns: (transfer none) (nullable): what it seems to be, translated, such
 *   as "a ChatGPT export"
 */
const char *
chatty_sniff_describe_json (const char *text,
                            gsize       length)
{
  length = MIN (length, 4 * LOOK_BYTES);
  for (guint i = 0; i < G_N_ELEMENTS (json_kinds); i++)
    {
      gboolean all = TRUE;

      for (guint j = 0; j < G_N_ELEMENTS (json_kinds[i].needles) && all; j++)
        {
          const char *needle = json_kinds[i].needles[j];

          if (needle != NULL && memmem (text, length, needle, strlen (needle)) == NULL)
            all = FALSE;
        }
      if (all)
        return _(json_kinds[i].description);
    }
  return NULL;
}
