/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What a person sets about answers, and what goes into a request. */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "chatty-gemini-codec-answer.h"
#include "chatty-gemini-settings.h"
#include "chatty-json-settings.h"
#include "chatty-json.h"
#include "gemini-bodies.h"

/* The body of a message with these settings, without what was said. */
static char *
write_body (const char *settings,
            GPtrArray  *stores)
{
  ChattyChatContext context = { .temperature = NAN, .settings = settings, .stores = stores };
  ChattyChatMessage message = { .text = "Hi", .context = &context };
  g_autoptr (JsonNode) body = chatty_gemini_write_chat (&message, NULL, NULL);

  gemini_note_body ("GenerateContentRequest", body);
  json_object_remove_member (json_node_get_object (body), "contents");
  return chatty_json_to_string (body, FALSE);
}

/* The same, and what a model is asked that answers from documents alone. */
static char *
write_bodies (const char *settings,
              GPtrArray  *stores)
{
  ChattyGeminiModel model = { .id = (char *) "aqa", .name = (char *) "A", .answers = TRUE };
  ChattyChatContext context = { .temperature = NAN, .settings = settings };
  ChattyChatMessage message = { .text = "Hi", .context = &context };
  g_autoptr (JsonNode) body = chatty_gemini_write_answer (&message, &model, "corpora/a", NULL, NULL);
  g_autofree char *first = write_body (settings, stores);
  g_autofree char *second = chatty_json_to_string (body, FALSE);

  gemini_note_body ("GenerateAnswerRequest", body);
  return g_strconcat (first, second, NULL);
}

static JsonNode *
sample_value (const ChattySetting *setting,
              gboolean             most)
{
  JsonNode *node = json_node_alloc ();

  switch (setting->kind)
    {
    case CHATTY_SETTING_NUMBER:
      return json_node_init_double (node, most ? setting->most : setting->least);
    case CHATTY_SETTING_SWITCH:
      return json_node_init_boolean (node, TRUE);
    case CHATTY_SETTING_CHOICE:
      return json_node_init_string (node, setting->choices[most].value);
    case CHATTY_SETTING_TEXT:
    default:
      return json_node_init_string (node, "tea-1");
    }
}

/* Each row of the table is one that the request knows: its value arrives. */
static void
test_table (void)
{
  g_autoptr (GPtrArray) stores = g_ptr_array_new ();
  g_autoptr (GHashTable) paths = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) groups = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_settings;
  const ChattySetting *settings = chatty_gemini_get_settings (&n_settings);

  g_ptr_array_add (stores, (gpointer) "fileSearchStores/a-1");
  g_assert_cmpuint (n_settings, >=, 15);
  for (guint i = 0; i < n_settings; i++)
    {
      const ChattySetting *setting = &settings[i];
      g_autofree char *before = write_bodies (NULL, stores);
      g_autofree char *last = NULL;

      g_test_message ("%s", setting->path);
      g_assert_true (g_hash_table_add (paths, (gpointer) setting->path));
      if (i == 0 || !g_str_equal (settings[i - 1].group, setting->group))
        g_assert_true (g_hash_table_add (groups, (gpointer) setting->group));
      g_assert_nonnull (setting->title);
      g_assert_true (setting->kind == CHATTY_SETTING_CHOICE || setting->words != NULL);
      if (setting->kind == CHATTY_SETTING_NUMBER)
        g_assert_true (setting->least < setting->most && setting->step > 0);
      for (guint most = 0; most < 2; most++)
        {
          g_autoptr (JsonNode) value = sample_value (setting, most);
          g_autofree char *text = chatty_json_settings_set ("", setting->path, value);
          g_autofree char *body = write_bodies (text, stores);

          g_assert_cmpstr (body, !=, before);
          /* At both ends it is what it is. */
          if (setting->kind == CHATTY_SETTING_NUMBER || setting->kind == CHATTY_SETTING_CHOICE)
            g_assert_cmpstr (body, !=, last);
          g_free (last);
          last = g_steal_pointer (&body);
        }
    }
}

/* The shape of the rows and Google's say the same. */
static void
test_shapes (void)
{
  g_autofree char *own = write_body (
    "{\"generationConfig\":{\"topP\":0.5,\"seed\":\"7\"},"
    "\"safety\":{\"HARM_CATEGORY_HARASSMENT\":\"OFF\",\"HARM_CATEGORY_HATE_SPEECH\":\"BLOCK_NONE\"},"
    "\"tools\":{\"googleSearch\":true,\"codeExecution\":false,\"fileSearch\":{\"topK\":3,"
    "\"metadataFilter\":\"a = 1\"}},\"fileSearchStoreNames\":\"fileSearchStores/tea-1, cake-2\"}", NULL);
  g_autofree char *theirs = write_body (
    "{\"generationConfig\":{\"topP\":0.5,\"seed\":7},"
    "\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"OFF\"},"
    "{\"category\":\"HARM_CATEGORY_HATE_SPEECH\",\"threshold\":\"BLOCK_NONE\"}],"
    "\"tools\":[{\"googleSearch\":{}},{\"fileSearch\":{\"topK\":3,\"metadataFilter\":\"a = 1\","
    "\"fileSearchStoreNames\":[\"fileSearchStores/tea-1\",\"fileSearchStores/cake-2\"]}}]}", NULL);

  g_assert_cmpstr (own, ==, theirs);
  g_assert_cmpstr (own, ==,
    "{\"generationConfig\":{\"topP\":0.5,\"seed\":7},"
    "\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"OFF\"},"
    "{\"category\":\"HARM_CATEGORY_HATE_SPEECH\",\"threshold\":\"BLOCK_NONE\"}],"
    "\"tools\":[{\"googleSearch\":{}},{\"fileSearch\":{\"topK\":3,\"metadataFilter\":\"a = 1\","
    "\"fileSearchStoreNames\":[\"fileSearchStores/tea-1\",\"fileSearchStores/cake-2\"]}}]}");
}

static void
test_hostile (void)
{
  static const struct {
    const char *settings;
    const char *body;
  } cases[] = {
    { NULL, "{}" }, { "", "{}" }, { "7", "{}" }, { "[]", "{}" }, { "{", "{}" },
    { "{\"safety\":7,\"safetySettings\":{},\"tools\":7,\"fileSearchStoreNames\":{}}", "{}" },
    { "{\"safety\":{\"HARM_CATEGORY_HARASSMENT\":7,\"HARM_CATEGORY_X\":\"OFF\","
      "\"HARM_CATEGORY_HATE_SPEECH\":\"ALLOW\"}}", "{}" },
    { "{\"tools\":{\"googleSearch\":\"yes\",\"urlContext\":1,\"codeExecution\":null,"
      "\"functionDeclarations\":true}}", "{}" },
    { "{\"tools\":{\"fileSearch\":{\"topK\":3}}}", "{}" },
    { "{\"generationConfig\":{\"topP\":\"x\",\"topK\":[],\"seed\":null,\"presencePenalty\":1e999}}",
      "{}" },
    { "{\"generationConfig\":{\"topP\":7,\"topK\":-1,\"frequencyPenalty\":-9}}",
      "{\"generationConfig\":{\"topP\":1.0,\"topK\":1,\"frequencyPenalty\":-2.0}}" },
    { "{\"fileSearchStoreNames\":\"../x, models/a, fileSearchStores/a/b, , fileSearchStores/..\"}",
      "{}" },
    { "{\"fileSearchStoreNames\":[\"a\",7,\"a\",\" a \"]}",
      "{\"tools\":[{\"fileSearch\":{\"fileSearchStoreNames\":[\"fileSearchStores/a\"]}}]}" },
    { "{\"fileSearchStoreNames\":\"a,b,c,d,e,f,g\",\"tools\":{\"fileSearch\":true}}",
      "{\"tools\":[{\"fileSearch\":{\"fileSearchStoreNames\":[\"fileSearchStores/a\","
      "\"fileSearchStores/b\",\"fileSearchStores/c\",\"fileSearchStores/d\",\"fileSearchStores/e\"]}}]}" },
  };
  g_autofree char *huge = g_strnfill (1024 * 1024, 'x');
  g_autofree char *names = g_strdup_printf ("{\"fileSearchStoreNames\":\"%s\",\"tools\":"
                                            "{\"fileSearch\":{\"metadataFilter\":\"%s\"}}}", huge, huge);
  g_autofree char *body = write_body (names, NULL);

  g_assert_cmpstr (body, ==, "{}");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = write_body (cases[i].settings, NULL);

      g_assert_cmpstr (found, ==, cases[i].body);
    }
}

/* The character's own store comes first, and stays within what is taken. */
static void
test_stores (void)
{
  g_autoptr (GPtrArray) stores = g_ptr_array_new ();
  ChattyChatContext context = { .temperature = NAN, .stores = stores };
  ChattyChatMessage message = { .text = "Hi", .context = &context };
  g_autofree char *body = NULL;
  g_autoptr (JsonNode) with = NULL;
  g_autoptr (JsonNode) count = NULL;
  g_autofree char *without = NULL;
  g_autofree char *counted = NULL;

  g_assert_false (chatty_gemini_has_stores (NULL));
  g_assert_false (chatty_gemini_has_stores (&context));
  g_ptr_array_add (stores, (gpointer) "../x");
  g_assert_false (chatty_gemini_has_stores (&context));
  g_ptr_array_add (stores, (gpointer) "fileSearchStores/own");
  g_assert_true (chatty_gemini_has_stores (&context));
  body = write_body ("{\"fileSearchStoreNames\":\"b, own\"}", stores);
  g_assert_cmpstr (body, ==, "{\"tools\":[{\"fileSearch\":{\"fileSearchStoreNames\":"
                             "[\"fileSearchStores/own\",\"fileSearchStores/b\"]}}]}");

  /* Without them nothing is left of the search. */
  context.settings = "{\"tools\":{\"urlContext\":true,\"fileSearch\":{\"topK\":2}}}";
  with = chatty_gemini_write_chat (&message, NULL, NULL);
  chatty_gemini_forget_stores (with);
  without = chatty_json_to_string (with, FALSE);
  g_assert_true (g_str_has_suffix (without, ",\"tools\":[{\"urlContext\":{}}]}"));
  context.settings = NULL;
  count = chatty_gemini_write_count (&message, NULL, "m", NULL);
  counted = chatty_json_to_string (count, FALSE);
  g_assert_null (strstr (counted, "fileSearch"));
  g_assert_null (strstr (counted, "tools"));
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gemini-settings/table", test_table);
  g_test_add_func ("/gemini-settings/shapes", test_shapes);
  g_test_add_func ("/gemini-settings/hostile", test_hostile);
  g_test_add_func ("/gemini-settings/stores", test_stores);

  return g_test_run ();
}
