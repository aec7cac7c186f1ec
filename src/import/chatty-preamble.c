/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-furniture.h"
#include "chatty-preamble.h"
#include "chatty-text.h"
#include "chatty-turn-scan.h"

#define MAX_EXTRAS 64
#define MAX_EXTRA_BYTES 4096
#define MAX_TITLE_BYTES 300

typedef enum {
  KEY_TITLE,
  KEY_LINK,
  KEY_MODEL,
  KEY_SOURCE,
  KEY_ID,
  KEY_CREATED,
  KEY_UPDATED,
  KEY_DATED,
  KEY_OTHER,
} Key;

/* How exporters call things, in front matter and in lines "**Created:** …". */
static const struct {
  const char *name;
  Key         key;
} keys[] = {
  { "title", KEY_TITLE }, { "conversation title", KEY_TITLE }, { "conversationtitle", KEY_TITLE },
  { "conversation_title", KEY_TITLE },
  { "link", KEY_LINK }, { "url", KEY_LINK }, { "conversation url", KEY_LINK },
  { "chat url", KEY_LINK }, { "chat link", KEY_LINK }, { "permalink", KEY_LINK },
  { "conversation link", KEY_LINK }, { "original link", KEY_LINK }, { "chat_link", KEY_LINK },
  { "source", KEY_SOURCE }, { "platform", KEY_SOURCE }, { "provider", KEY_SOURCE },
  { "service", KEY_SOURCE }, { "app", KEY_SOURCE },
  { "model", KEY_MODEL }, { "model_slug", KEY_MODEL }, { "default_model", KEY_MODEL },
  { "id", KEY_ID }, { "conversation_id", KEY_ID }, { "conversation id", KEY_ID },
  { "conversationid", KEY_ID }, { "uuid", KEY_ID }, { "chat_id", KEY_ID }, { "chat id", KEY_ID },
  { "created", KEY_CREATED }, { "created at", KEY_CREATED }, { "created_at", KEY_CREATED },
  { "createdat", KEY_CREATED }, { "create_time", KEY_CREATED }, { "create time", KEY_CREATED },
  { "conversation_created", KEY_CREATED }, { "started", KEY_CREATED },
  { "start", KEY_CREATED }, { "time", KEY_CREATED },
  { "conversation started", KEY_CREATED }, { "started at", KEY_CREATED },
  { "updated", KEY_UPDATED }, { "updated at", KEY_UPDATED }, { "updated_at", KEY_UPDATED },
  { "update_time", KEY_UPDATED }, { "last updated", KEY_UPDATED }, { "modified", KEY_UPDATED },
  { "last modified", KEY_UPDATED }, { "updatedat", KEY_UPDATED },
  { "date", KEY_DATED }, { "timestamp", KEY_DATED }, { "day", KEY_DATED },
  { "exported", KEY_OTHER }, { "exported at", KEY_OTHER }, { "exported on", KEY_OTHER },
  { "export date", KEY_OTHER }, { "user", KEY_OTHER }, { "account", KEY_OTHER },
  { "messages", KEY_OTHER }, { "message count", KEY_OTHER }, { "total messages", KEY_OTHER },
  { "turns", KEY_OTHER }, { "language", KEY_OTHER }, { "importedat", KEY_OTHER },
  { "importsourcefilename", KEY_OTHER }, { "importedby", KEY_OTHER }, { "runtimeid", KEY_OTHER },
  { "constructid", KEY_OTHER }, { "isprimary", KEY_OTHER }, { "createdby", KEY_OTHER },
  { "tags", KEY_OTHER }, { "aliases", KEY_OTHER }, { "author", KEY_OTHER },
};

ChattyPreamble *
chatty_preamble_new (void)
{
  ChattyPreamble *self = g_new0 (ChattyPreamble, 1);

  self->extras = chatty_front_matter_new ();
  self->rest = g_string_new (NULL);
  return self;
}

void
chatty_preamble_free (ChattyPreamble *self)
{
  g_free (self->title);
  g_free (self->link);
  g_free (self->model);
  g_free (self->source);
  g_free (self->id);
  g_free (self->character);
  chatty_front_matter_free (self->extras);
  g_string_free (self->rest, TRUE);
  g_free (self);
}

static gboolean
lookup_key (const char *name,
            Key        *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_ascii_strcasecmp (keys[i].name, name) == 0)
      {
        *key = keys[i].key;
        return TRUE;
      }
  return FALSE;
}

static void
set_text (char       **where,
          const char  *value)
{
  g_autofree char *line = NULL;

  if (*where != NULL)
    return;
  line = chatty_text_one_line (value, MAX_TITLE_BYTES);
  if (line[0] != '\0')
    *where = g_steal_pointer (&line);
}

/* The best date in a value: exporters' templates repeat themselves, so one
 * with a time of day is preferred to the first. */
static void
set_date (ChattyDate *where,
          const char *value)
{
  gsize length = strlen (value);
  char *end;
  double number;

  if (where->year != 0)
    return;
  /* Seconds or milliseconds since 1970. */
  number = g_ascii_strtod (value, &end);
  if (*end == '\0' && number > 6e8 && number < 5e12)
    {
      gint64 seconds = number > 1e11 ? number / 1000 : number;
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

      where->year = g_date_time_get_year (time);
      where->month = g_date_time_get_month (time);
      where->day = g_date_time_get_day_of_month (time);
      where->seconds = seconds % (24 * 60 * 60);
      where->has_time = where->has_zone = TRUE;
      return;
    }
  for (gsize at = 0; at < MIN (length, 200); at++)
    {
      ChattyDate date;

      if ((at > 0 && g_ascii_isalnum (value[at - 1])) ||
          ((guchar) value[at] & 0xc0) == 0x80 ||
          chatty_date_parse (value + at, length - at, &date) == 0 || date.year == 0)
        continue;
      if (where->year == 0 || date.has_time)
        *where = date;
      if (where->has_time)
        return;
    }
}

static void
set_key (ChattyPreamble *self,
         Key             key,
         const char     *name,
         const char     *value)
{
  gboolean is_link = g_str_has_prefix (value, "http://") || g_str_has_prefix (value, "https://");

  switch (key)
    {
    case KEY_TITLE:
      set_text (&self->title, value);
      return;
    case KEY_LINK:
    case KEY_SOURCE:
      if (is_link)
        {
          set_text (&self->link, value);
          return;
        }
      if (key == KEY_SOURCE)
        {
          set_text (&self->source, value);
          return;
        }
      break;
    case KEY_MODEL:
      /* An exporter's template that was not filled in says nothing. */
      if (strchr (value, '{') == NULL)
        set_text (&self->model, value);
      return;
    case KEY_ID:
      set_text (&self->id, value);
      return;
    case KEY_CREATED:
      set_date (&self->created, value);
      return;
    case KEY_UPDATED:
      set_date (&self->updated, value);
      return;
    case KEY_DATED:
      set_date (&self->dated, value);
      return;
    case KEY_OTHER:
    default:
      break;
    }
  if (chatty_front_matter_get_size (self->extras) < MAX_EXTRAS && value[0] != '\0')
    {
      g_autofree char *line = chatty_text_one_line (value, MAX_EXTRA_BYTES);

      chatty_front_matter_set (self->extras, name, line);
    }
}

/**
 * chatty_preamble_add_front_matter:
 * @self: a preamble
 * @matter: front matter
 *
 * Takes over what front matter says. Names that are not known are kept as
 * extras: text, and never anything else.
 */
void
chatty_preamble_add_front_matter (ChattyPreamble    *self,
                                  ChattyFrontMatter *matter)
{
  for (guint i = 0; i < chatty_front_matter_get_size (matter); i++)
    {
      const char *value;
      const char *name = chatty_front_matter_get_nth (matter, i, &value);
      Key key = KEY_OTHER;

      lookup_key (name, &key);
      set_key (self, key, name, value);
    }
}

/* "**Created:** 8/30/2024", "- Model: gpt-4", "Date: …"; and a link's target
 * where the value is a Markdown link. */
static gboolean
take_key_line (ChattyPreamble *self,
               const char     *line,
               gsize           length)
{
  g_autofree char *copy = NULL;
  char *name, *value, *colon;
  Key key;

  if (length > 2000)
    return FALSE;
  copy = g_strndup (line, length);
  name = copy + strspn (copy, " \t*_->|`");
  colon = strchr (name, ':');
  if (colon == NULL || colon - name > 30)
    return FALSE;
  *colon = '\0';
  value = colon + 1;
  value += strspn (value, "*_ \t`");
  for (char *end = colon; end > name && strchr ("*_ \t`", end[-1]) != NULL; end--)
    end[-1] = '\0';
  g_strchomp (value);
  for (char *end = value + strlen (value);
       end > value && strchr ("*_`|\\", end[-1]) != NULL; end--)
    end[-1] = '\0';
  if (!lookup_key (name, &key))
    return FALSE;
  if (value[0] == '[')
    {
      char *open = strstr (value, "](");
      char *close = open != NULL ? strchr (open, ')') : NULL;

      if (close != NULL)
        {
          *close = '\0';
          value = open + 2;
        }
    }
  else if (value[0] == '<' && value[strlen (value) - 1] == '>')
    {
      value[strlen (value) - 1] = '\0';
      value++;
    }
  set_key (self, key, name, value);
  return TRUE;
}

/* A comment that Chatty writes at the top of its files: lines "name: value",
 * or JSON, whose pairs look the same line by line. */
static void
read_comment (ChattyPreamble *self,
              const char     *comment,
              gsize           length)
{
  g_autofree char *copy = g_strndup (comment, MIN (length, 64 * 1024));
  g_auto (GStrv) lines = g_strsplit_set (copy, "\n{},", -1);

  if (strstr (copy, "IMPORT_METADATA") == NULL)
    return;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], ':');
      char *name, *value;
      Key key = KEY_OTHER;
      gsize n;

      if (colon == NULL)
        continue;
      *colon = '\0';
      name = g_strstrip (lines[i]);
      value = g_strstrip (colon + 1);
      n = strlen (name);
      if (n >= 2 && name[0] == '"' && name[n - 1] == '"')
        {
          name[n - 1] = '\0';
          name++;
        }
      n = strlen (value);
      if (n >= 2 && (value[0] == '"' || value[0] == '\'') && value[n - 1] == value[0])
        {
          value[n - 1] = '\0';
          value++;
        }
      if (name[0] == '\0' || !lookup_key (name, &key))
        continue;
      set_key (self, key, name, value);
    }
}

static void
take_heading (ChattyPreamble *self,
              const char     *heading,
              gsize           length)
{
  static const char * const with[] = {
    "Chatty Transcript -- ", "Chatty Transcript — ", "Chatty Transcript - ",
    "Preview Conversation with ", "Conversation with ", "Chat with ",
  };
  g_autofree char *title = g_strndup (heading, length);

  g_strstrip (title);
  if (self->title != NULL && g_utf8_collate (self->title, title) != 0)
    chatty_front_matter_set (self->extras, "heading", title);
  for (guint i = 0; i < G_N_ELEMENTS (with); i++)
    if (g_str_has_prefix (title, with[i]))
      {
        set_text (&self->character, title + strlen (with[i]));
        break;
      }
  set_text (&self->title, title);
}

/**
 * chatty_preamble_read:
 * @self: a preamble
 * @text: the whole text
 * @start: where it begins
 * @end: where the first turn begins
 *
 * Reads the lines before the first turn.
 */
void
chatty_preamble_read (ChattyPreamble *self,
                      const char     *text,
                      gsize           start,
                      gsize           end)
{
  gboolean had_heading = FALSE;

  for (gsize at = start; at < end;)
    {
      gsize line_end = chatty_line_end (text, end, at);
      const char *line = text + at;
      gsize n = line_end - at;
      ChattyDate date;

      if (n >= 4 && memcmp (line, "<!--", 4) == 0)
        {
          const char *close = memmem (line, end - at, "-->", 3);

          if (close != NULL)
            {
              read_comment (self, line + 4, close - line - 4);
              at = chatty_line_end (text, end, close - text) + 1;
              continue;
            }
        }
      at = line_end + 1;
      if (chatty_line_is_blank (line, 0, n) || chatty_line_is_rule (line, 0, n))
        continue;
      if (!had_heading && self->rest->len == 0 && n > 2 && n < 2000 &&
          memcmp (line, "# ", 2) == 0)
        {
          take_heading (self, line + 2, n - 2);
          had_heading = TRUE;
          continue;
        }
      if (self->rest->len == 0 && take_key_line (self, line, n))
        continue;
      if (n < 160 && chatty_date_parse_line (line + strspn (line, "# "),
                                             n - MIN (n, strspn (line, "# ")), &date))
        {
          if (date.year != 0 && self->dated.year == 0)
            self->dated = date;
          continue;
        }
      if (n < 40 && memcmp (line, "<time", MIN (n, 5)) == 0)
        continue;
      if (chatty_furniture_look (line, n, NULL) == CHATTY_FURNITURE_PAGE)
        continue;
      g_string_append_len (self->rest, line, n);
      g_string_append_c (self->rest, '\n');
    }
  while (self->rest->len > 0 && g_ascii_isspace (self->rest->str[self->rest->len - 1]))
    g_string_truncate (self->rest, self->rest->len - 1);
}

/* How many lines that say something a heading of a conversation has. */
#define MAX_HEADER_LINES 12

/**
 * chatty_preamble_find_start:
 * @text: the whole text
 * @from: where the text of the turn before begins
 * @label: where a turn's label begins
 *
 * Looks whether a new conversation begins before a turn: upwards from its
 * label there are only dates, lines that tell things by name, and lines
 * across the page, up to a main heading, which in turn stands after such a
 * line.
 *
 * Returns: where the heading begins, with the line before it, or 0 if the
 *   conversation goes on
 */
gsize
chatty_preamble_find_start (const char *text,
                            gsize       from,
                            gsize       label)
{
  gsize end = label;
  guint n_lines = 0;
  gboolean told = FALSE;

  while (end > from && n_lines < MAX_HEADER_LINES)
    {
      const char *feed = end - 1 > from ? memrchr (text + from, '\n', end - 1 - from) : NULL;
      gsize start = feed != NULL ? (gsize) (feed - text) + 1 : from;
      gsize line_end = end - 1;
      const char *line = text + start;
      gsize n = line_end - start;
      g_autoptr (ChattyPreamble) probe = NULL;
      ChattyDate date;

      end = start;
      if (chatty_line_is_blank (text, start, line_end))
        continue;
      n_lines++;
      if (chatty_line_is_rule (text, start, line_end))
        {
          told = TRUE;
          continue;
        }
      if (n > 2 && memcmp (line, "# ", 2) == 0)
        {
          gsize above = start;

          if (!told)
            return 0;
          /* A line across the page has to stand above. */
          while (above > from)
            {
              const char *up = above - 1 > from ? memrchr (text + from, '\n', above - 1 - from)
                                                : NULL;
              gsize up_start = up != NULL ? (gsize) (up - text) + 1 : from;

              if (chatty_line_is_rule (text, up_start, above - 1))
                return up_start;
              if (!chatty_line_is_blank (text, up_start, above - 1))
                return 0;
              above = up_start;
            }
          return 0;
        }
      if (n < 200 && chatty_date_parse_line (line, n, &date))
        {
          told = TRUE;
          continue;
        }
      probe = chatty_preamble_new ();
      if (!take_key_line (probe, line, n))
        return 0;
      told = TRUE;
    }
  return 0;
}
