/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-json.h"
#include "chatty-transcript-file.h"

/* Every transcript that is generated here must come back from its file with
 * each field and each byte of text. The generator is seeded, so a failure
 * can be repeated: --seed=R… of GLib's test runner. */

static const char *const pieces[] = {
  "Hello", "world", " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "#", "# Title",
  "## You", "- item", "* item", "1. one", "> quote", "```", "```python\n",
  "~~~", "---", "\n---\n", "===", "|a|b|\n|-|-|\n", "<!-- turn {\"role\":\"person\"} -->",
  "<!-- turn ", "<!-- choice {\"turn\":\"a\"} -->", "\n<!-- choice ", "\\<!-- choice ", " -->", "-->", "--", "<!--", "**You**: hi", "**User**: hi",
  "**Note**: hi", "**10:30:45 AM UTC - You** [2025-01-14T10:30:45Z]: hi",
  "**10:30:45 AM EST - Nova**: hi", "\\", "\\\\", "\\**You**: hi",
  "\\\\<!-- turn {} -->", ":", "**", "[", "]", "]: ", "id: \"x\"",
  "---\ntitle: x\n---\n", "You said:", "ChatGPT said:", "😀", "👩‍👩‍👧‍👦",
  "\xe2\x80\xae", "שלום", "مرحبا", "日本語", "中文", "한국어", "ไทย",
  "e\xcc\x81", "\xef\xbb\xbf", "\xe2\x80\xa8", "\xc2\x85", "\x01", "\x7f",
  "\"", "'", "{", "}", "$", "&amp;", "<b>", "\xef\xbf\xbd", "\xf0\x90\x80\x80",
  "\xee\x80\x80", "http://example.org/?a=b", "![x](http://example.org/x.png)",
};

static char *
random_text (GRand *rand,
             int    max_pieces)
{
  GString *string = g_string_new (NULL);
  int n = g_rand_int_range (rand, 0, max_pieces + 1);

  for (int i = 0; i < n; i++)
    {
      g_string_append (string,
                       pieces[g_rand_int_range (rand, 0,
                                                G_N_ELEMENTS (pieces))]);
      if (g_rand_int_range (rand, 0, 4) == 0)
        g_string_append_c (string, '\n');
    }
  return g_string_free (string, FALSE);
}

static char *
maybe_text (GRand *rand)
{
  return g_rand_boolean (rand) ? random_text (rand, 3) : NULL;
}

static gint64
random_time (GRand *rand)
{
  switch (g_rand_int_range (rand, 0, 8))
    {
    case 0:
      return CHATTY_TIME_NONE;
    case 1:
      return 0;
    case 2:
      return -((gint64) g_rand_int (rand) * 1000003);
    case 3: /* far outside of what ISO 8601 can say */
      return G_MAXINT64 - g_rand_int (rand);
    default:
      return (gint64) g_rand_int (rand) * G_USEC_PER_SEC +
             (g_rand_boolean (rand) ? g_rand_int_range (rand, 0, G_USEC_PER_SEC)
                                    : 0);
    }
}

/* Spans of any numbers, also inside of characters and beyond the text: the
 * builder makes passages of them. */
static void
add_random_source (GRand             *rand,
                   ChattyTurnBuilder *builder)
{
  g_autofree char *title = random_text (rand, 2);
  g_autofree char *uri = maybe_text (rand);
  g_autofree char *document = maybe_text (rand);
  g_autofree char *excerpt = maybe_text (rand);
  ChattySpan spans[4];
  guint n = (guint) g_rand_int_range (rand, 0, G_N_ELEMENTS (spans) + 1);

  for (guint i = 0; i < n; i++)
    {
      spans[i].start = (gsize) g_rand_int_range (rand, 0, 120);
      spans[i].end = (gsize) g_rand_int_range (rand, 0, 120);
    }
  chatty_turn_builder_add_source (builder, &(ChattySource) {
    .title = title, .uri = uri, .document = document, .excerpt = excerpt,
    .page = g_rand_boolean (rand) ? g_rand_int (rand) : 0, .spans = spans, .n_spans = n,
  });
}

static ChattyTurn *
random_turn (GRand *rand,
             int    depth)
{
  ChattyTurnBuilder *builder =
    chatty_turn_builder_new (g_rand_int_range (rand, 0, CHATTY_N_ROLES));
  g_autofree char *id = maybe_text (rand);
  g_autofree char *author = maybe_text (rand);
  g_autofree char *model = maybe_text (rand);
  g_autofree char *emotion = maybe_text (rand);

  chatty_turn_builder_set_id (builder, id);
  chatty_turn_builder_set_author (builder, author);
  chatty_turn_builder_set_model (builder, model);
  chatty_turn_builder_set_emotion (builder, emotion);
  chatty_turn_builder_set_state (builder, g_rand_int_range (rand, 0, CHATTY_N_TURN_STATES));
  if (g_rand_int_range (rand, 0, 4) == 0)
    {
      g_autofree char *problem = random_text (rand, 3);

      chatty_turn_builder_set_problem (builder, problem);
    }
  if (g_rand_int_range (rand, 0, 4) == 0)
    {
      g_autofree char *thought = random_text (rand, 5);

      chatty_turn_builder_set_thought (builder, thought);
    }
  for (int i = g_rand_int_range (rand, -3, 4); i > 0; i--)
    add_random_source (rand, builder);
  chatty_turn_builder_set_time (builder, random_time (rand));
  chatty_turn_builder_take_text (builder, random_text (rand, 12));

  for (int i = g_rand_int_range (rand, -3, 3); i > 0; i--)
    {
      g_autofree char *name = random_text (rand, 2);
      g_autofree char *uri = maybe_text (rand);

      chatty_turn_builder_add_attachment (builder, name,
                                          g_rand_boolean (rand) ? "image/png"
                                                                : NULL,
                                          uri, g_rand_int_range (rand, -1, 99));
    }
  for (int i = depth < 2 ? g_rand_int_range (rand, -4, 3) : 0; i > 0; i--)
    {
      g_autoptr (ChattyTurn) alternate = random_turn (rand, depth + 1);

      chatty_turn_builder_add_alternate (builder, alternate);
    }
  for (int i = depth < 3 && depth > 0 ? g_rand_int_range (rand, -4, 3) : 0; i > 0; i--)
    {
      g_autoptr (ChattyTurn) following = random_turn (rand, depth + 1);

      chatty_turn_builder_add_following (builder, following);
    }
  return chatty_turn_builder_end (builder);
}

static ChattyTranscript *
random_transcript (GRand *rand)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  g_autofree char *id = random_text (rand, 3);
  g_autofree char *title = random_text (rand, 4);
  g_autofree char *character = maybe_text (rand);
  g_autofree char *model = maybe_text (rand);
  g_autofree char *link = maybe_text (rand);
  g_autofree char *source = maybe_text (rand);

  chatty_transcript_builder_set_id (builder, id);
  chatty_transcript_builder_set_title (builder, title);
  chatty_transcript_builder_set_platform (builder, "chatgpt");
  chatty_transcript_builder_set_character (builder, character);
  chatty_transcript_builder_set_model (builder, model);
  chatty_transcript_builder_set_link (builder, link);
  chatty_transcript_builder_set_source (builder, source, NULL);
  chatty_transcript_builder_set_started (builder, random_time (rand),
                                         g_rand_int_range (rand, 0, 5));
  chatty_transcript_builder_set_ended (builder, random_time (rand));
  for (int i = g_rand_int_range (rand, -2, 3); i > 0; i--)
    {
      static const char *const keys[] = {
        "title", "extra.id", "tags", "a b", "über", "x:y", "format", "#",
      };
      g_autofree char *value = random_text (rand, 3);

      chatty_transcript_builder_set_extra (builder,
                                           keys[g_rand_int_range (rand, 0,
                                                                  G_N_ELEMENTS (keys))],
                                           value);
    }
  for (int i = g_rand_int_range (rand, 0, 9); i > 0; i--)
    chatty_transcript_builder_take_turn (builder, random_turn (rand, 0));
  return chatty_transcript_builder_end (builder);
}

static void
assert_round_trip (ChattyTranscript *transcript)
{
  g_autoptr (ChattyTranscript) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  g_autofree char *again = NULL;
  gsize length;

  file = chatty_transcript_file_write (transcript, &length);
  g_assert_true (g_utf8_validate_len (file, length, NULL));
  g_assert_true (chatty_transcript_file_sniff (file, length));
  back = chatty_transcript_file_read (file, length, &error);
  g_assert_no_error (error);
  if (!chatty_transcript_equal (transcript, back))
    {
      g_autoptr (JsonNode) a = chatty_transcript_to_json (transcript);
      g_autoptr (JsonNode) b = chatty_transcript_to_json (back);
      g_autofree char *was = chatty_json_to_string (a, TRUE);
      g_autofree char *is = chatty_json_to_string (b, TRUE);

      g_test_message ("file:\n%s\nwas:\n%s\nis:\n%s", file, was, is);
      g_test_fail ();
    }
  again = chatty_transcript_file_write (back, NULL);
  g_assert_cmpstr (again, ==, file);
}

static void
test_generated (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (int i = 0; i < 10000 && !g_test_failed (); i++)
    {
      g_autoptr (ChattyTranscript) transcript = random_transcript (rand);

      assert_round_trip (transcript);
    }
}

static void
test_large_turns (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (int i = 0; i < 3; i++)
    {
      ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
      ChattyTurnBuilder *turn = chatty_turn_builder_new (CHATTY_ROLE_PERSON);
      g_autoptr (ChattyTranscript) transcript = NULL;
      g_autoptr (GString) text = g_string_new (NULL);

      while (text->len < 1024 * 1024)
        {
          g_autofree char *part = random_text (rand, 20);

          g_string_append (text, part);
        }
      chatty_turn_builder_set_text (turn, text->str);
      chatty_transcript_builder_take_turn (builder,
                                           chatty_turn_builder_end (turn));
      transcript = chatty_transcript_builder_end (builder);
      assert_round_trip (transcript);
    }
}

static void
test_appended (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (int i = 0; i < 500; i++)
    {
      g_autoptr (ChattyTranscript) whole = random_transcript (rand);
      ChattyTranscriptBuilder *builder =
        chatty_transcript_builder_new_from (whole);
      g_autoptr (ChattyTranscript) empty = NULL;
      g_autoptr (ChattyTranscript) back = NULL;
      g_autoptr (GString) file = g_string_new (NULL);
      g_autofree char *start = NULL;

      chatty_transcript_builder_clear_turns (builder);
      empty = chatty_transcript_builder_end (builder);
      start = chatty_transcript_file_write (empty, NULL);
      g_string_append (file, start);
      for (guint j = 0; j < chatty_transcript_get_n_turns (whole); j++)
        chatty_transcript_file_append_turn (file,
                                            chatty_transcript_get_turn (whole,
                                                                        j));
      back = chatty_transcript_file_read (file->str, file->len, NULL);
      g_assert_true (chatty_transcript_equal (whole, back));
    }
}

static void
test_looks (void)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  ChattyTurnBuilder *turn = chatty_turn_builder_new (CHATTY_ROLE_PERSON);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autofree char *file = NULL;

  chatty_transcript_builder_set_id (builder, "file:1");
  chatty_transcript_builder_set_title (builder, "Tea");
  chatty_turn_builder_set_time (turn,
                                chatty_time_parse_iso ("2025-01-14T10:30:45Z"));
  chatty_turn_builder_set_text (turn, "Which tea?\nGreen **or** black?");
  chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
  turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  chatty_turn_builder_set_author (turn, "Nova");
  chatty_turn_builder_set_text (turn, "# Black\n\n- strong");
  chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
  transcript = chatty_transcript_builder_end (builder);

  file = chatty_transcript_file_write (transcript, NULL);
  g_assert_cmpstr (file, ==,
                   "---\n"
                   "format: \"chatty-transcript-1\"\n"
                   "id: \"file:1\"\n"
                   "title: \"Tea\"\n"
                   "platform: \"other\"\n"
                   "---\n"
                   "\n"
                   "# Tea\n"
                   "\n"
                   "<!-- turn {\"role\":\"person\"} -->\n"
                   "**10:30:45 AM UTC - You** [2025-01-14T10:30:45Z]: Which tea?\n"
                   "Green **or** black?\n"
                   "\n"
                   "<!-- turn {\"role\":\"assistant\",\"author\":\"Nova\"} -->\n"
                   "**Nova**:\n"
                   "\n"
                   "# Black\n"
                   "\n"
                   "- strong\n");
}

typedef struct {
  const char *file;
  const char *turns; /* role:text, joined with | */
} Edited;

/* What people and other programs leave behind in a file. */
static const Edited edited[] = {
  { "Just words.", "note:Just words." },
  { "**10:30:45 AM EST - Nova** [2025-01-14T10:30:45Z]: Hi\nthere\n\n"
    "**10:31:00 AM EST - You**: Hello\n",
    "assistant:Hi\nthere|person:Hello" },
  { "# Chat\n\n**User**: a\n\n**Assistant**: b", "person:a|assistant:b" },
  { "# Chat\n", "note:# Chat" },
  { "---\r\nformat: \"chatty-transcript-1\"\r\ntitle: \"T\"\r\n---\r\n\r\n# T\r\n\r\n"
    "<!-- turn {\"role\":\"person\"} -->\r\n**You**: a\r\nb\r\n",
    "person:a\nb" },
  { "<!-- turn {\"role\":\"assistant\"} -->\nno marker\n", "assistant:no marker" },
  { "<!-- turn {\"role\":\"assistant\"} -->\n<!-- turn {\"role\":\"person\"} -->\n**You**: x",
    "assistant:|person:x" },
  { "<!-- turn {broken -->\n**You**: x", "note:<!-- turn {broken -->|person:x" },
  { "<!-- turn {\"role\":\"tool\"} -->", "tool:" },
  { "<!-- turn [[[[[] -->\nx", "note:<!-- turn [[[[[] -->\nx" },
  { "---\ntitle: Re: tea: now\nid: 1\n---\n**You**: x\n**Note**: y", "person:x\n**Note**: y" },
  { "# Chatty Transcript -- Zen\n-=-=-=-\n\n**10:30:45 AM EST - Devon**: Hi\n\n"
    "**10:30:50 AM EST - Zen**: Hello\n", "person:Hi|assistant:Hello" },
  { "# Chatty Transcript -- Zen\n-=-=-=-\n\n<!-- IMPORT_METADATA\nsource: chatgpt\n-->\n\n"
    "**10:30:45 AM EST - Devon**: Hi\n", "person:Hi" },
  { "<!-- turn {\"role\":\"person\"} -->\n**You**: a\n\n<!-- choice {\"turn\":\"x\"} -->\n\nb\n",
    "person:a\n\n<!-- choice {\"turn\":\"x\"} -->\n\nb" },
  { "<!-- turn {\"role\":\"person\",\"id\":\"x\"} -->\n**You**: a\n\n<!-- choice {\"turn\":\"x\"} -->\n\nb\n",
    "person:a|note:b" },
  { "<!-- turn {\"role\":\"person\",\"id\":\"x\",\"following\":[{\"role\":\"note\",\"text\":\"n\"}]} -->\n"
    "**You**: a\n", "person:a|note:n" },
  { "bad \xff byte", "note:bad \xef\xbf\xbd byte" },
};

static void
test_edited (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (edited); i++)
    {
      g_autoptr (ChattyTranscript) transcript = NULL;
      g_autoptr (GString) turns = g_string_new (NULL);

      transcript = chatty_transcript_file_read (edited[i].file,
                                                strlen (edited[i].file), NULL);
      g_assert_nonnull (transcript);
      for (guint j = 0; j < chatty_transcript_get_n_turns (transcript); j++)
        {
          ChattyTurn *turn = chatty_transcript_get_turn (transcript, j);

          g_string_append_printf (turns, "%s%s:%s", j > 0 ? "|" : "",
                                  chatty_role_to_string (chatty_turn_get_role (turn)),
                                  chatty_turn_get_text (turn));
        }
      g_assert_cmpstr (turns->str, ==, edited[i].turns);
    }
}

/* Files of Chatty's, and files that a person put into the vault. */
static void
test_titles (void)
{
  const char *imported =
    "<!-- IMPORT_METADATA\nsource: chatgpt\nconversationId: abc-123\n"
    "conversationTitle: Tea and maps\n-->\n# Chatty Transcript -- Zen\n-=-=-=-\n\n"
    "**10:30:45 AM EST - Devon**: Hi\n\n**10:30:50 AM EST - Zen**: Hello\n";
  const char *unknown = "<!-- IMPORT_METADATA\n{\"isPrimary\": true}\n-->\n**You**: Hi\n";
  g_autoptr (ChattyTranscript) chatty = NULL;
  g_autoptr (ChattyTranscript) written = NULL;
  g_autoptr (ChattyTranscript) kept = NULL;
  const char *value;

  chatty = chatty_transcript_file_read (imported, strlen (imported), NULL);
  g_assert_cmpstr (chatty_transcript_get_title (chatty), ==, "Tea and maps");
  g_assert_cmpstr (chatty_transcript_get_platform (chatty), ==, "chatgpt");
  g_assert_cmpuint (chatty_transcript_get_n_extras (chatty), ==, 1);
  g_assert_cmpstr (chatty_transcript_get_extra (chatty, 0, &value), ==, "conversationId");
  g_assert_cmpstr (value, ==, "abc-123");
  g_assert_cmpuint (chatty_transcript_get_n_turns (chatty), ==, 2);
  g_assert_cmpint (chatty_turn_get_role (chatty_transcript_get_turn (chatty, 0)), ==,
                   CHATTY_ROLE_PERSON);

  written = chatty_transcript_file_read ("# By hand\n\n**You**: x\n", 22, NULL);
  g_assert_cmpstr (chatty_transcript_get_title (written), ==, "By hand");
  g_assert_cmpuint (chatty_transcript_get_n_turns (written), ==, 1);

  kept = chatty_transcript_file_read (unknown, strlen (unknown), NULL);
  g_assert_cmpuint (chatty_transcript_get_n_turns (kept), ==, 2);
}

static void
test_hostile (void)
{
  g_autoptr (GString) deep = g_string_new ("<!-- turn ");
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 100000; i++)
    g_string_append (deep, "{\"alternates\":[");
  g_string_append (deep, " -->\n**You**: x");
  transcript = chatty_transcript_file_read (deep->str, deep->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_transcript_get_n_turns (transcript), ==, 2);

  g_assert_null (chatty_transcript_file_read ("", 0, &error));
  g_assert_nonnull (error);
}

/* Where the passages are: of "😀中文 tea", bytes 0-4, 4-7, 7-10, 10-14. */
static const struct {
  const char *spans;
  const char *passages;  /* in brackets */
} passages[] = {
  { "0,4", "[😀]" },
  { "4,10,0,4,4,10", "[😀][中文]" },
  { "1,5", "[😀中]" },
  { "10,1000", "[ tea]" },
  { "14,20", "" },
  { "5,5,6,4,-1,3,\"x\",4,null,4,0,1e99", "" },
  { "11,14,7", "[tea]" },
};

static void
test_sources (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (passages); i++)
    {
      g_autofree char *file =
        g_strdup_printf ("<!-- turn {\"role\":\"assistant\",\"thought\":\"Hm --\\u003e\",\"sources\":["
                         "7,{\"page\":-3},{\"title\":\"a.pdf\",\"uri\":\"https://example.org/\","
                         "\"document\":\"d\",\"excerpt\":\"e\",\"page\":12,\"spans\":[%s]}]} -->\n"
                         "**Nova**: 😀中文 tea\n", passages[i].spans);
      g_autoptr (ChattyTranscript) transcript = NULL;
      g_autoptr (GString) found = g_string_new (NULL);
      g_autofree char *plain = NULL;
      ChattyTurn *turn;
      ChattySource *source;

      transcript = chatty_transcript_file_read (file, strlen (file), NULL);
      turn = chatty_transcript_get_turn (transcript, 0);
      g_assert_cmpstr (chatty_turn_get_thought (turn), ==, "Hm -->");
      g_assert_cmpuint (chatty_turn_get_n_sources (turn), ==, 2);
      source = chatty_turn_get_source (turn, 0);
      g_assert_cmpstr (source->title, ==, "");
      g_assert_cmpuint (source->page, ==, 0);
      source = chatty_turn_get_source (turn, 1);
      g_assert_cmpstr (source->title, ==, "a.pdf");
      g_assert_cmpstr (source->uri, ==, "https://example.org/");
      g_assert_cmpstr (source->document, ==, "d");
      g_assert_cmpstr (source->excerpt, ==, "e");
      g_assert_cmpuint (source->page, ==, 12);
      for (guint j = 0; j < source->n_spans; j++)
        g_string_append_printf (found, "[%.*s]",
                                (int) (source->spans[j].end - source->spans[j].start),
                                chatty_turn_get_text (turn) + source->spans[j].start);
      g_assert_cmpstr (found->str, ==, passages[i].passages);
      assert_round_trip (transcript);

      plain = chatty_transcript_to_plain_text (transcript);
      g_assert_nonnull (strstr (plain, "[2] a.pdf, page 12 <https://example.org/>\n"));
      g_assert_null (strstr (plain, "Hm"));
    }
}

static void
test_sources_exported (void)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  ChattyTurnBuilder *turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  static const ChattySpan spans[] = { { 0, 3 }, { 7, 9 } };
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;

  chatty_turn_builder_set_text (turn, "Tea is hot");
  chatty_turn_builder_set_thought (turn, "Is it?");
  chatty_turn_builder_add_source (turn, &(ChattySource) {
    .title = "tea.txt", .page = 3, .spans = spans, .n_spans = 2,
  });
  chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
  transcript = chatty_transcript_builder_end (builder);
  node = chatty_transcript_to_json (transcript);
  json = chatty_json_to_string (node, FALSE);
  g_assert_nonnull (strstr (json, "\"thought\":\"Is it?\",\"sources\":[{\"title\":\"tea.txt\","
                                  "\"uri\":null,\"document\":null,\"excerpt\":null,\"page\":3,"
                                  "\"spans\":[0,3,7,9]}]"));
}

/* What it rests on is there for people, and reading it back changes nothing. */
static void
test_sources_for_people (void)
{
  static const char text[] = "Tea is hot\n\n<!-- sources -->\n\n1. text";
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTranscript) back = NULL;
  g_autoptr (ChattyTranscript) noted = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  g_autofree char *more = NULL;
  gsize length;

  for (guint i = 0; i < 3; i++)
    {
      ChattyTurnBuilder *turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);

      chatty_turn_builder_set_text (turn, text);
      if (i != 1)
        {
          chatty_turn_builder_add_source (turn, &(ChattySource) {
            .title = "a [b] *c*\n<!-- turn {} -->", .uri = "https://e.org/x y>z", .page = 3 });
          chatty_turn_builder_add_source (turn, &(ChattySource) { .title = "" });
        }
      chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
    }
  transcript = chatty_transcript_builder_end (builder);
  assert_round_trip (transcript);

  file = chatty_transcript_file_write_for_people (transcript, &length);
  g_assert_nonnull (strstr (file, "\n<!-- sources -->\n\nSources:\n\n"
                                  "1. a \\[b\\] \\*c\\* \\<!-- turn {} --\\>, page 3 "
                                  "<https://e.org/x%20y%3Ez>\n2. ?\n"));
  back = chatty_transcript_file_read (file, length, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_transcript_equal (transcript, back));

  /* What somebody writes under it is no part of the answer, and not lost. */
  more = g_strconcat (file, "\nRemember this.\n", NULL);
  noted = chatty_transcript_file_read (more, strlen (more), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chatty_transcript_get_n_turns (noted), ==, 4);
  g_assert_cmpstr (chatty_turn_get_text (chatty_transcript_get_turn (noted, 2)), ==, text);
  g_assert_cmpstr (chatty_turn_get_text (chatty_transcript_get_turn (noted, 3)), ==,
                   "Remember this.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/transcript-file/looks", test_looks);
  g_test_add_func ("/transcript-file/generated", test_generated);
  g_test_add_func ("/transcript-file/large-turns", test_large_turns);
  g_test_add_func ("/transcript-file/appended", test_appended);
  g_test_add_func ("/transcript-file/edited", test_edited);
  g_test_add_func ("/transcript-file/titles", test_titles);
  g_test_add_func ("/transcript-file/hostile", test_hostile);
  g_test_add_func ("/transcript-file/sources", test_sources);
  g_test_add_func ("/transcript-file/sources-exported", test_sources_exported);
  g_test_add_func ("/transcript-file/sources-for-people", test_sources_for_people);

  return g_test_run ();
}
