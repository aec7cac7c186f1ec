/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What is answered: an echo that shows what the model was given, or what the
 * settings say. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-answer.h"

#include <string.h>

#include "sim-reply.h"

#define SHOWN 120   /* characters of the instructions */

/* Whether one of the instructions has @text in it. */
static gboolean
told (GPtrArray  *system,
      const char *text)
{
  for (guint i = 0; i < system->len; i++)
    if (strstr (g_ptr_array_index (system, i), text) != NULL)
      return TRUE;
  return FALSE;
}

/* The same for the same request, with characters of two, three and four bytes
 * in it. */
static char *
echo (GPtrArray  *system,
      const char *asked,
      guint       n_messages)
{
  const char *first = system->len > 0 ? g_ptr_array_index (system, 0) : "";
  g_autofree char *shown = NULL;
  g_autofree char *start = NULL;

  start = g_utf8_substring (first, 0, MIN (g_utf8_strlen (first, -1), SHOWN));
  g_strdelimit (start, "\n", ' ');
  shown = *start != '\0' ? g_strdup_printf ("I was told: “%s”.", start)
                         : g_strdup ("I was told nothing.");
  return g_strdup_printf ("“%s” — so you say. %s Naïve, isn’t it? 日本語 👋🏽 That was message %u.",
                          asked, shown, n_messages);
}

/* Exactly so many kilobytes of Markdown, the same each time: headings, lists,
 * tables, code, and characters of several bytes. */
char *
sim_markdown (guint kilobytes)
{
  static const char *const BLOCKS[] = {
    "## Chapter %u\n\nThe lamp of the **lighthouse** turns once in *nine seconds*, and nobody on "
    "the coast would set a clock by anything else. Ships far out read it like `a word`.\n\n",
    "- first, the oil is warmed, for thirty minutes (%u)\n- then the wick is trimmed\n"
    "- [the log](https://example.org/log) is written — always with ink\n\n",
    "> Keeper %u said: “Naïve, isn’t it?” 日本語 👋🏽 — and went up the stairs.\n\n",
    "```c\nfor (int i = 0; i < %u; i++)\n  turn (lamp, 360.0 / 9);\n```\n\n",
    "| ship | passed | from |\n|---|---:|---|\n| Éowyn | %u | Łódź |\n| Wren | 9 | 漁港 |\n\n",
    "%u. A paragraph that is longer than one line of a window, so that it has to be wrapped "
    "somewhere, and again, when the window is made narrower by whoever reads it.\n\n",
  };
  gsize size = (gsize) kilobytes * 1024;
  GString *text = g_string_new ("# The lighthouse\n\n");

  for (guint i = 0; text->len < size; i++)
    {
      g_auto (GStrv) halves = g_strsplit (BLOCKS[i % G_N_ELEMENTS (BLOCKS)], "%u", 2);

      g_string_append_printf (text, "%s%u%s", halves[0], i + 1, halves[1]);
    }
  /* Not within a character. */
  while (text->len > size)
    {
      const char *last = g_utf8_find_prev_char (text->str, text->str + text->len);

      g_string_truncate (text, last - text->str);
    }
  while (text->len < size)
    g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}

/* What whoever asks for a list of facts is given: one about the person and one
 * about the conversation, both of them the same for the same conversation. */
static char *
facts (const char *before)
{
  static const char *const KINDS[] = { "fact", "summary" };
  static const char *const TEXTS[] = { "Has said “%s”.", "The conversation was about “%s”." };
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  g_autofree char *start = NULL;

  start = g_utf8_substring (before, 0, MIN (g_utf8_strlen (before, -1), SHOWN));
  g_strdelimit (start, "\n", ' ');
  for (guint i = 0; *start != '\0' && i < G_N_ELEMENTS (KINDS); i++)
    {
      JsonObject *object = json_object_new ();
      g_auto (GStrv) halves = g_strsplit (TEXTS[i], "%s", 2);
      g_autofree char *text = g_strjoinv (start, halves);

      json_object_set_string_member (object, "kind", KINDS[i]);
      json_object_set_string_member (object, "text", text);
      json_array_add_object_element (array, object);
    }
  json_node_take_array (node, array);
  return sim_json_to_text (node);
}

gboolean
sim_answer_is_facts (GPtrArray  *system,
                     const char *asked)
{
  return told (system, "JSON array") || strstr (asked, "JSON array") != NULL;
}

/* Returns: (transfer full): what is said. @system are the instructions, the
 *   first of them first; @asked is the last message of the person,
 *   @before the one before it. */
char *
sim_answer_text (const SimAnswer *settings,
                 GPtrArray       *system,
                 const char      *asked,
                 const char      *before,
                 guint            n_messages)
{
  g_autofree char *text = NULL;

  if (sim_answer_is_facts (system, asked))
    return *settings->facts != '\0' ? g_strdup (settings->facts) : facts (before);
  if (*settings->reply != '\0')
    text = g_strdup (settings->reply);
  else if (settings->reply_kb > 0)
    text = sim_markdown (settings->reply_kb);
  else
    text = echo (system, asked, n_messages);
  /* Instructions that show a mark ask for one. */
  return told (system, "[[") ? g_strconcat (settings->mark, " ", text, NULL)
                             : g_steal_pointer (&text);
}

void
sim_answer_init (SimAnswer *self)
{
  self->reply = g_strdup ("");
  self->mark = g_strdup ("[[interest]]");
  self->facts = g_strdup ("");
}

void
sim_answer_clear (SimAnswer *self)
{
  g_free (self->reply);
  g_free (self->mark);
  g_free (self->facts);
}
