/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What a model that answers from documents alone is asked, and what is read of
 * its answer. */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-gemini-codec-answer.h"
#include "chatty-turn.h"
#include "gemini-bodies.h"

#define NOW (G_GINT64_CONSTANT (1795435200) * G_USEC_PER_SEC)

static const ChattyGeminiModel aqa = { .id = (char *) "aqa", .name = (char *) "A", .answers = TRUE };

static const char *const known[] = { "Description", "The lamp is lit at six.", "Memory", "Tea.",
                                     NULL };

static ChattyTurn *
turn_new (ChattyRole  role,
          const char *text)
{
  ChattyTurnBuilder *builder = chatty_turn_builder_new (role);

  chatty_turn_builder_set_text (builder, text);
  return chatty_turn_builder_end (builder);
}

/* The body of a question, with or without the conversation. */
static char *
write_body (const ChattyChatContext *context,
            const char              *source,
            const char              *character)
{
  ChattyChatMessage message = { .text = "When?", .context = context };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = chatty_gemini_write_answer (&message, &aqa, source, character,
                                                          &error);

  g_assert_no_error (error);
  gemini_note_body ("GenerateAnswerRequest", body);
  return chatty_json_to_string (body, FALSE);
}

/* All of the conversation goes along, and the question once more for what is
 * searched; who the character is has no place there. */
static void
test_body (void)
{
  g_autoptr (GPtrArray) turns = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_turn_unref);
  ChattyChatContext context = { .temperature = 1.5, .instructions = "Be Wren.", .turns = turns,
                                .passages = known };
  g_autofree char *inside = NULL;
  g_autofree char *outside = NULL;

  g_ptr_array_add (turns, turn_new (CHATTY_ROLE_PERSON, "Is it late?"));
  g_ptr_array_add (turns, turn_new (CHATTY_ROLE_NOTE, "Ours"));
  g_ptr_array_add (turns, turn_new (CHATTY_ROLE_ASSISTANT, "Yes."));
  inside = write_body (&context, NULL, NULL);
  g_assert_cmpstr (inside, ==,
    "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Is it late?\"}]},"
    "{\"role\":\"model\",\"parts\":[{\"text\":\"Yes.\"}]},"
    "{\"role\":\"user\",\"parts\":[{\"text\":\"When?\"}]}],\"answerStyle\":\"ABSTRACTIVE\","
    "\"inlinePassages\":{\"passages\":["
    "{\"id\":\"passage-0\",\"content\":{\"parts\":[{\"text\":\"The lamp is lit at six.\"}]}},"
    "{\"id\":\"passage-1\",\"content\":{\"parts\":[{\"text\":\"Tea.\"}]}}]},\"temperature\":1.0}");

  context.temperature = NAN;
  context.turns = NULL;
  outside = write_body (&context, "corpora/a", NULL);
  g_assert_cmpstr (outside, ==,
    "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"When?\"}]}],"
    "\"answerStyle\":\"ABSTRACTIVE\",\"semanticRetriever\":{\"source\":\"corpora/a\","
    "\"query\":{\"parts\":[{\"text\":\"When?\"}]}}}");
}

/* The settings of a person, as far as this model knows them. */
static void
test_settings (void)
{
  static const struct {
    const char *settings;
    const char *part;
    const char *missing;
  } cases[] = {
    { "{\"answerStyle\":\"VERBOSE\"}", "\"answerStyle\":\"VERBOSE\"", NULL },
    { "{\"answerStyle\":\"LOUD\"}", "\"answerStyle\":\"ABSTRACTIVE\"", "LOUD" },
    { "{\"answerStyle\":7}", "\"answerStyle\":\"ABSTRACTIVE\"", NULL },
    { "{\"safety\":{\"HARM_CATEGORY_HARASSMENT\":\"OFF\",\"HARM_CATEGORY_CIVIC_INTEGRITY\":\"OFF\"}}",
      "\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"OFF\"}]", "CIVIC" },
    { "{\"generationConfig\":{\"temperature\":0.25,\"topK\":3}}", "\"temperature\":0.25", "topK" },
    { "{\"tools\":{\"googleSearch\":true,\"fileSearch\":{\"topK\":3}}}", "\"maxChunksCount\":3", "tools" },
    { "{\"tools\":{\"fileSearch\":{\"topK\":30000}}}", "\"maxChunksCount\":100", NULL },
    { "{\"tools\":{\"fileSearch\":{\"metadataFilter\":\"genre = \\\"tea\\\" AND year>=1990\"}}}",
      "\"metadataFilters\":[{\"key\":\"document.custom_metadata.genre\",\"conditions\":[{\"operation\":"
      "\"EQUAL\",\"stringValue\":\"tea\"}]},{\"key\":\"document.custom_metadata.year\",\"conditions\":"
      "[{\"operation\":\"GREATER_EQUAL\",\"numericValue\":1990.0}]}]", NULL },
    /* What is more than a list of comparisons. */
    { "{\"tools\":{\"fileSearch\":{\"metadataFilter\":\"a = 1 OR b = 2\"}}}", "", "metadataFilters" },
    { "{\"tools\":{\"fileSearch\":{\"metadataFilter\":\"a < \\\"b\\\"\"}}}", "", "metadataFilters" },
    { "{\"tools\":{\"fileSearch\":{\"metadataFilter\":\"a = 1 AND\"}}}", "", "metadataFilters" },
    { "{\"tools\":{\"fileSearch\":{\"metadataFilter\":\"NOT a = 1\"}}}", "", "metadataFilters" },
    { "{\"tools\":{\"fileSearch\":{\"metadataFilter\":\"\"}}}", "", "metadataFilters" },
    { "[]", "\"answerStyle\":\"ABSTRACTIVE\"", NULL },
  };
  g_autofree char *ours = NULL;
  ChattyChatContext context = { .temperature = NAN };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = NULL;

      context.settings = cases[i].settings;
      body = write_body (&context, "corpora/a", NULL);
      g_test_message ("%s: %s", cases[i].settings, body);
      g_assert_nonnull (strstr (body, cases[i].part));
      g_assert_true (cases[i].missing == NULL || strstr (body, cases[i].missing) == NULL);
    }

  context.settings = NULL;
  ours = write_body (&context, "corpora/a", "fileSearchStores/wren-1");
  g_assert_nonnull (strstr (ours, "\"metadataFilters\":[{\"key\":\"document.custom_metadata."
                                  "chatty_character\",\"conditions\":[{\"operation\":\"EQUAL\","
                                  "\"stringValue\":\"fileSearchStores/wren-1\"}]}]"));
}

/* Which corpus is meant: what is named first, and is a name. */
static void
test_source (void)
{
  static const struct {
    const char *store;
    const char *settings;
    const char *source;
  } cases[] = {
    { NULL, NULL, NULL },
    { "fileSearchStores/a", NULL, NULL },
    { "corpora/a", NULL, "corpora/a" },
    { "corpora/a/documents/b", NULL, "corpora/a/documents/b" },
    { "corpora/a/documents/b/chunks/c", NULL, NULL },
    { "corpora/../x", NULL, NULL },
    { "corpora/", NULL, NULL },
    { "fileSearchStores/a", "{\"fileSearchStoreNames\":\"tea, corpora/b, corpora/c\"}", "corpora/b" },
    { "corpora/a", "{\"fileSearchStoreNames\":\"corpora/b\"}", "corpora/a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) stores = g_ptr_array_new ();
      ChattyChatContext context = { .settings = cases[i].settings, .stores = stores };
      g_autofree char *source = NULL;

      if (cases[i].store != NULL)
        g_ptr_array_add (stores, (gpointer) cases[i].store);
      source = chatty_gemini_dup_answer_source (&context);
      g_assert_cmpstr (source, ==, cases[i].source);
    }
}

/* What is told of a request is what stands in it. */
static void
test_told (void)
{
  const ChattyChatContext context = { .temperature = 1.5, .passages = known };
  const ChattyChatMessage message = { .text = "When?", .context = &context };
  static const char *const sources[] = { NULL, "corpora/a" };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr (JsonNode) body = chatty_gemini_write_answer (&message, &aqa, sources[i], NULL, NULL);
      double temperature = NAN;
      g_auto (GStrv) told = chatty_gemini_list_told (body, &context, &temperature);

      g_assert_cmpfloat (temperature, ==, 1.0);
      g_assert_cmpuint (g_strv_length (told), ==, i == 0 ? g_strv_length ((char **) known) : 2);
      g_assert_cmpstr (told[0], ==, i == 0 ? known[0] : "Searched there");
      g_assert_cmpstr (told[1], ==, i == 0 ? known[1] : sources[i]);
    }
}

/* It takes text alone; a long one is divided, and a very long one cut. */
static void
test_bounds (void)
{
  g_autofree char *line = g_strnfill (70, 'x');
  g_autoptr (GString) book = g_string_new (NULL);
  const char *texts[] = { "Book", NULL, NULL };
  ChattyChatContext context = { .temperature = NAN, .passages = texts };
  ChattyChatFile image = { "a.png", "image/png", NULL };
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  ChattyChatMessage shown = { .text = "What?", .images = &image, .n_images = 1 };
  ChattyChatMessage empty = { .text = "" };
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 4000; i++)
    g_string_append_printf (book, "%s.\n", line);
  texts[1] = book->str;
  body = write_body (&context, NULL, NULL);
  g_assert_nonnull (strstr (body, "\"passage-49\""));
  g_assert_null (strstr (body, "\"passage-50\""));
  g_assert_cmpuint (strlen (body), <, 120000);

  g_assert_true (chatty_gemini_has_passages (&context));
  texts[1] = " \n";
  g_assert_false (chatty_gemini_has_passages (&context));
  context.passages = NULL;
  g_assert_false (chatty_gemini_has_passages (&context));
  g_assert_false (chatty_gemini_has_passages (NULL));

  image.bytes = bytes;
  g_assert_null (chatty_gemini_write_answer (&shown, &aqa, "corpora/a", NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (chatty_gemini_write_answer (&empty, &aqa, "corpora/a", NULL, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
}

static gboolean
read_text (const char          *json,
           ChattyGeminiAnswer  *answer,
           GError             **error)
{
  static const ChattyChatContext context = { .passages = known };
  g_autoptr (JsonNode) node = chatty_json_parse (json, -1, NULL);

  return chatty_gemini_read_answer (node, NOW, &context, answer, error);
}

#define CONTENT(text) "\"content\":{\"parts\":[{\"text\":\"" text "\"}]}"

static void
test_answer (void)
{
  g_auto (ChattyGeminiAnswer) answer = { { NULL } };
  g_autoptr (GError) error = NULL;
  const ChattySource *source;

  g_assert_true (read_text (
    "{\"answer\":{" CONTENT ("At six 🕕.") ",\"finishReason\":\"STOP\",\"groundingAttributions\":["
    "{\"sourceId\":{\"groundingPassage\":{\"passageId\":\"passage-0\"}}," CONTENT ("lit at six") "},"
    /* Twice the same; without its text; unknown; nothing; what is none. */
    "{\"sourceId\":{\"groundingPassage\":{\"passageId\":\"passage-0\"}}," CONTENT ("lit at six") "},"
    "{\"sourceId\":{\"groundingPassage\":{\"passageId\":\"passage-1\",\"partIndex\":0}}},"
    "{\"sourceId\":{\"groundingPassage\":{\"passageId\":\"passage-9\"}}},"
    "{\"sourceId\":{}},7,"
    "{\"sourceId\":{\"semanticRetrieverChunk\":{\"source\":\"corpora/a\",\"chunk\":"
    "\"corpora/a/documents/b/chunks/c\"}}," CONTENT ("x") "},"
    "{\"sourceId\":{\"semanticRetrieverChunk\":{\"chunk\":\"corpora/../documents/b/chunks/c\"}}}"
    "]},\"answerableProbability\":0.25}", &answer, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (answer.piece.text, ==, "At six 🕕.");
  g_assert_cmpstr (answer.piece.finish, ==, "STOP");
  g_assert_null (answer.piece.block);
  g_assert_cmpfloat (answer.probability, ==, 0.25);
  g_assert_cmpuint (answer.sources->len, ==, 3);
  source = answer.sources->pdata[0];
  g_assert_cmpstr (source->title, ==, "Description");
  g_assert_cmpstr (source->excerpt, ==, "lit at six");
  g_assert_null (source->document);
  g_assert_cmpuint (source->n_spans, ==, 0);
  source = answer.sources->pdata[1];
  g_assert_cmpstr (source->title, ==, "Memory");
  g_assert_cmpstr (source->excerpt, ==, "Tea.");
  source = answer.sources->pdata[2];
  g_assert_cmpstr (source->title, ==, "");
  g_assert_cmpstr (source->document, ==, "corpora/a/documents/b");
}

/* Whatever comes is an answer, a reason, or an error with words. */
static void
test_odd_answers (void)
{
  static const struct {
    const char *json;
    const char *text;
    const char *finish;
    const char *block;
    int         code;     /* -1: none */
  } cases[] = {
    { "{}", NULL, NULL, NULL, -1 },
    { "{\"answer\":7,\"inputFeedback\":[],\"answerableProbability\":\"high\"}", NULL, NULL, NULL, -1 },
    { "{\"answer\":{\"content\":{},\"groundingAttributions\":{}}}", NULL, NULL, NULL, -1 },
    { "{\"answer\":{\"finishReason\":\"SAFETY\"}}", NULL, "SAFETY", NULL, -1 },
    { "{\"inputFeedback\":{\"blockReason\":\"OTHER\"}}", NULL, NULL, "OTHER", -1 },
    { "[]", NULL, NULL, NULL, CHATTY_ERROR_SERVER },
    { "no JSON", NULL, NULL, NULL, CHATTY_ERROR_SERVER },
    { "{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\",\"message\":\"m\"}}", NULL, NULL, NULL,
      CHATTY_ERROR_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (ChattyGeminiAnswer) answer = { { NULL } };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].json);
      if (cases[i].code >= 0)
        {
          g_assert_false (read_text (cases[i].json, &answer, &error));
          g_assert_error (error, CHATTY_ERROR, cases[i].code);
          continue;
        }
      g_assert_true (read_text (cases[i].json, &answer, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (answer.piece.text, ==, cases[i].text);
      g_assert_cmpstr (answer.piece.finish, ==, cases[i].finish);
      g_assert_cmpstr (answer.piece.block, ==, cases[i].block);
      g_assert_true (isnan (answer.probability));
      g_assert_cmpuint (answer.sources->len, ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gemini-answer/body", test_body);
  g_test_add_func ("/gemini-answer/settings", test_settings);
  g_test_add_func ("/gemini-answer/source", test_source);
  g_test_add_func ("/gemini-answer/told", test_told);
  g_test_add_func ("/gemini-answer/bounds", test_bounds);
  g_test_add_func ("/gemini-answer/read", test_answer);
  g_test_add_func ("/gemini-answer/odd", test_odd_answers);

  return g_test_run ();
}
