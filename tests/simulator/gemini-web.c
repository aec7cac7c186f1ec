/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* A web of three pages, for answers that rest on a search in it: reference,
 * section 2.3. Searched as stores are. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "gemini.h"

static const struct {
  const char *title;
  const char *address;
  const char *text;
} PAGES[] = {
  { "Lighthouses of the coast", "https://example.org/lighthouses",
    "A lighthouse is a tower with a lamp. Each lighthouse has a rhythm of its own, by which "
    "sailors know it." },
  { "Tea, from leaf to cup", "https://example.org/tea?leaf=1&cup=2",
    "Green tea 緑茶 wants water of 70 °C. Black tea takes boiling water." },
  { "Moon and tides", "https://example.net/tides#moon",
    "The moon pulls the sea towards it. Spring tides come with the full moon." },
};

/* What the question finds, the best page first; nothing where nothing fits. */
void
gemini_search_web (GeminiTalk *talk)
{
  g_autoptr (GHashTable) words = gemini_question_words (talk->asked);
  guint best_score = 0, best = 0;

  for (guint i = 0; i < G_N_ELEMENTS (PAGES); i++)
    {
      guint score = gemini_score (words, PAGES[i].text, strlen (PAGES[i].text));

      if (score > best_score)
        {
          best = i;
          best_score = score;
        }
    }
  if (best_score > 0 && talk->searched == NULL)
    {
      g_autoptr (GArray) indices = g_array_new (FALSE, FALSE, sizeof (guint));
      g_autofree char *sentence =
        gemini_best_sentence (PAGES[best].text, strlen (PAGES[best].text), words);
      JsonObject *chunk = json_object_new ();
      JsonObject *web = json_object_new ();
      guint index = json_array_get_length (talk->chunks);

      json_object_set_string_member (web, "uri", PAGES[best].address);
      json_object_set_string_member (web, "title", PAGES[best].title);
      json_object_set_object_member (chunk, "web", web);
      json_array_add_object_element (talk->chunks, chunk);
      g_array_append_val (indices, index);
      talk->searched = g_strdup (talk->asked);
      if (talk->may_quote)
        gemini_quote (talk, "🌐", PAGES[best].title, sentence, indices);
    }
}
