/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <string.h>

#include "chatty-front-matter.h"
#include "chatty-platform.h"
#include "chatty-text.h"
#include "chatty-transcript-file-private.h"

/* What stands in a file before the turns: our front matter, or one of the
 * headings that Chatty and people write. */

static void
read_header (ChattyTranscriptBuilder *builder,
             ChattyFrontMatter       *header)
{
  const char *platform = chatty_front_matter_get (header, "platform");
  const char *source = chatty_front_matter_get (header, "source");
  ChattyCertainty certainty = CHATTY_CERTAINTY_NONE;

  chatty_certainty_from_string (chatty_front_matter_get (header,
                                                         "started-certainty"),
                                &certainty);
  chatty_transcript_builder_set_id (builder,
                                    chatty_front_matter_get (header, "id"));
  chatty_transcript_builder_set_title (builder,
                                       chatty_front_matter_get (header,
                                                                "title"));
  chatty_transcript_builder_set_platform (builder, platform);
  chatty_transcript_builder_set_character (builder,
                                           chatty_front_matter_get (header,
                                                                    "character"));
  chatty_transcript_builder_set_model (builder,
                                       chatty_front_matter_get (header,
                                                                "model"));
  chatty_transcript_builder_set_started (builder,
                                         chatty_transcript_file_parse_time (
                                           chatty_front_matter_get (header,
                                                                    "started")),
                                         certainty);
  chatty_transcript_builder_set_ended (builder,
                                       chatty_transcript_file_parse_time (
                                         chatty_front_matter_get (header,
                                                                  "ended")));
  chatty_transcript_builder_set_link (builder,
                                      chatty_front_matter_get (header, "link"));
  chatty_transcript_builder_set_source (builder, source,
                                        chatty_front_matter_get (header,
                                                                 "source-sha256"));

  for (guint i = 0; i < chatty_front_matter_get_size (header); i++)
    {
      const char *value, *key = chatty_front_matter_get_nth (header, i,
                                                             &value);

      if (chatty_transcript_file_is_own_key (key))
        continue;
      if (g_str_has_prefix (key, CHATTY_TRANSCRIPT_EXTRA_PREFIX))
        key += strlen (CHATTY_TRANSCRIPT_EXTRA_PREFIX);
      chatty_transcript_builder_set_extra (builder, key, value);
    }
}

/* Chatty's own files begin with "# Chatty Transcript -- Name" and a rule of
 * hyphens and equals signs. */
static char *
read_chatty_heading (const char *text,
                     gsize       length,
                     gsize      *body)
{
  const char *prefix = "# Chatty Transcript -- ";
  const char *end = text + length, *newline, *rule;
  char *name;

  if (length < strlen (prefix) || memcmp (text, prefix, strlen (prefix)) != 0)
    return NULL;
  text += strlen (prefix);
  newline = memchr (text, '\n', end - text);
  if (newline == NULL)
    return NULL;
  name = g_strstrip (g_strndup (text, newline - text));

  rule = newline + 1;
  while (rule < end && (*rule == '\r' || *rule == '\n'))
    rule++;
  while (rule < end && (*rule == '-' || *rule == '='))
    rule++;
  *body += rule - text + strlen (prefix);
  return name;
}

/* Imports of Chatty's have a comment before all else, in which lines of
 * "key: value" say where they come from. What is not understood is kept. */
static gsize
read_import_metadata (const char              *text,
                      gsize                    length,
                      ChattyTranscriptBuilder *builder,
                      gboolean                *has_title)
{
  const char *prefix = "<!-- IMPORT_METADATA";
  const char *end;
  g_autofree char *block = NULL;
  g_auto (GStrv) lines = NULL;
  gsize after;

  if (length < strlen (prefix) || memcmp (text, prefix, strlen (prefix)) != 0)
    return 0;
  end = g_strstr_len (text, (gssize) length, "-->");
  if (end == NULL)
    return 0;
  block = g_strndup (text + strlen (prefix), end - text - strlen (prefix));
  g_strstrip (block);
  /* Some are JSON; they stay in sight, as a note. */
  if (*block == '{')
    return 0;

  lines = g_strsplit (block, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *value = strchr (lines[i], ':');
      const char *key;

      if (value == NULL)
        continue;
      *value++ = '\0';
      key = g_strstrip (lines[i]);
      g_strstrip (value);
      if (g_str_equal (key, "conversationTitle") && *value != '\0')
        {
          chatty_transcript_builder_set_title (builder, value);
          *has_title = TRUE;
        }
      else if (g_str_equal (key, "source") && chatty_platform_id_is_valid (value))
        chatty_transcript_builder_set_platform (builder, value);
      else if (*key != '\0' && *value != '\0')
        chatty_transcript_builder_set_extra (builder, key, value);
    }

  after = end - text + strlen ("-->");
  while (after < length && (text[after] == '\r' || text[after] == '\n'))
    after++;
  return after;
}

/* A heading at the top of a file that a person wrote is its title, unless it
 * is all that they wrote. */
static char *
read_plain_heading (const char *text,
                    gsize       length,
                    gsize      *body)
{
  const char *newline = memchr (text, '\n', length);
  gsize end = newline != NULL ? (gsize) (newline - text) : length;

  gsize rest = end;

  while (rest < length && g_ascii_isspace (text[rest]))
    rest++;
  if (end < 3 || text[0] != '#' || text[1] != ' ' || rest == length)
    return NULL;
  *body += end;
  return g_strstrip (g_strndup (text + 2, end - 2));
}

/* Reads it into @builder. @heading is the title's heading that follows, or
 * NULL; @assistant who answers in one of Chatty's files. Returns the number of
 * bytes up to the turns. */
gsize
chatty_transcript_file_read_head (const char               *text,
                                  gsize                     length,
                                  ChattyTranscriptBuilder  *builder,
                                  char                    **heading,
                                  char                    **assistant)
{
  g_autoptr (ChattyFrontMatter) header = NULL;
  gsize body = 0;

  header = chatty_front_matter_parse (text, length, &body);
  if (header != NULL)
    {
      const char *title = chatty_front_matter_get (header, "title");

      read_header (builder, header);
      *heading = chatty_transcript_file_heading (title != NULL ? title : "");
    }
  else
    {
      gboolean has_title = FALSE;
      g_autofree char *title = NULL;

      body = read_import_metadata (text, length, builder, &has_title);
      *assistant = read_chatty_heading (text + body, length - body, &body);
      /* The comment stands before the heading or behind it. */
      if (body > 0)
        {
          while (body < length && g_ascii_isspace (text[body]))
            body++;
          body += read_import_metadata (text + body, length - body, builder, &has_title);
        }
      if (*assistant == NULL && !has_title)
        title = read_plain_heading (text + body, length - body, &body);
      if (!has_title)
        chatty_transcript_builder_set_title (builder, *assistant != NULL ? *assistant : title);
    }
  return body;
}
