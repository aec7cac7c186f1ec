/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-error.h"
#include "chatty-json-edit.h"

/* What one change makes of a text, byte for byte. NULL as the value removes,
 * NULL as the result says that it is refused. Paths are parted by '/'. */
typedef struct {
  const char *text;
  const char *path;
  const char *value;
  const char *result;
} Case;

static const Case cases[] = {
  /* replace */
  { "{\"a\": 1}", "a", "2", "{\"a\": 2}" },
  { "{ \"a\" :1 , \"b\":[ ] }", "a", "\"x\"", "{ \"a\" :\"x\" , \"b\":[ ] }" },
  { "{\"a\":1.50,\"b\":2}", "b", "3", "{\"a\":1.50,\"b\":3}" },
  { "\xef\xbb\xbf{\r\n\t\"a\": 1\r\n}\r\n", "a", "true", "\xef\xbb\xbf{\r\n\t\"a\": true\r\n}\r\n" },
  { "{\"a\": {\"b\": null, \"c\": 1e5}}", "a/b", "\"x\"", "{\"a\": {\"b\": \"x\", \"c\": 1e5}}" },
  { "{\"n\\u0061me\": 1}", "name", "2", "{\"n\\u0061me\": 2}" },
  { "{\"a\": 1, \"a\": 2, \"b\": 3}", "a", "4", "{\"a\": 1, \"a\": 4, \"b\": 3}" },
  { "{\"a\": \"x\\\"},{\"}", "a", "\"y\"", "{\"a\": \"y\"}" },
  /* insert */
  { "{}", "a", "1", "{\n  \"a\": 1\n}" },
  { "{}\n", "a", "[\"x\"]", "{\n  \"a\": [\n    \"x\"\n  ]\n}\n" },
  { "{\"a\":1}", "b", "2", "{\"a\":1,\"b\":2}" },
  { "{\"a\": 1}", "b", "[1,2]", "{\"a\": 1, \"b\": [1, 2]}" },
  { "{\n    \"a\" : 1\n}\n", "b", "{\"c\":1}", "{\n    \"a\" : 1,\n    \"b\" : {\n        \"c\" : 1\n    }\n}\n" },
  { "{\r\n  \"a\": 1\r\n}", "b", "2", "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}" },
  { "{\n\t\"a\": {}\n}", "a/b/c", "1", "{\n\t\"a\": {\n\t\t\"b\": {\n\t\t\t\"c\": 1\n\t\t}\n\t}\n}" },
  { "{\n  \"a\": 1\n}", "b/c", "0.1", "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": 0.1\n  }\n}" },
  { "{\"a\": null}", "a/b", "1", "{\"a\": {\"b\": 1}}" },
  { "{\"a\": 1 /* why */ }", "b", "2", "{\"a\": 1, \"b\": 2 /* why */ }" },
  /* arrays */
  { "{\"m\": [{\"id\": \"a\", \"x\": 1.0}, {\"id\": \"b\"}]}", "m/1/id", "\"c\"",
    "{\"m\": [{\"id\": \"a\", \"x\": 1.0}, {\"id\": \"c\"}]}" },
  { "{\n  \"a\": [\n    \"x\",\n    \"y\"\n  ],\n  \"b\": 1\n}", "a", "[\"x\",\"z\"]",
    "{\n  \"a\": [\n    \"x\",\n    \"z\"\n  ],\n  \"b\": 1\n}" },
  { "{\n  \"a\": [\"x\", \"y\"],\n  \"b\": 1\n}", "a", "[\"z\"]", "{\n  \"a\": [\"z\"],\n  \"b\": 1\n}" },
  { "{\n  \"a\": []\n}", "a", "[\"z\"]", "{\n  \"a\": [\n    \"z\"\n  ]\n}" },
  { "{\"m\": [1]}", "m/1", "2", NULL },
  { "{\"m\": [1]}", "m/x", "2", NULL },
  /* remove */
  { "{\"a\": 1}", "a", NULL, "{}" },
  { "{\"a\": 1, \"b\": 2}", "a", NULL, "{\"b\": 2}" },
  { "{\"a\": 1, \"b\": 2}", "b", NULL, "{\"a\": 1}" },
  { "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", "b", NULL, "{\n  \"a\": 1,\n  \"c\": 3\n}" },
  { "{\"a\": 1, \"b\": 2, \"a\": 3}", "a", NULL, "{\"b\": 2}" },
  { "{\"a\": 1}", "b", NULL, "{\"a\": 1}" },
  { "{\"a\": null}", "a/b", NULL, "{\"a\": null}" },
  /* refused */
  { "", "a", "1", NULL },
  { "[]", "a", "1", NULL },
  { "{\"a\": 1", "a", "2", NULL },
  { "{\"a\": \"x\"}", "a/b", "1", NULL },
  { "{\"a\": 'x, \"b\": ', \"c\": 1}", "b", "2", NULL },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *one = &cases[i];
      g_auto (GStrv) path = g_strsplit (one->path, "/", -1);
      g_autoptr (JsonNode) value = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *result = NULL;

      if (one->value != NULL)
        value = chatty_json_parse (one->value, -1, NULL);
      result = chatty_json_edit (one->text, (const char *const *) path, value, &error);
      if (g_strcmp0 (result, one->result) != 0)
        g_error ("%u: %s at %s: %s", i, one->text, one->path,
                 result != NULL ? result : error->message);
      if (one->result == NULL)
        g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
    }
}

/* As deep as the parser allows, and deeper. */
static void
test_deep (void)
{
  static const char *const path[] = { "a", NULL };

  for (guint depth = CHATTY_JSON_MAX_DEPTH - 1; depth <= CHATTY_JSON_MAX_DEPTH; depth++)
    {
      g_autofree char *open = g_strnfill (depth, '[');
      g_autofree char *close = g_strnfill (depth, ']');
      g_autofree char *text = g_strdup_printf ("{\"b\":%s%s,\"a\":1}", open, close);
      g_autofree char *expected = g_strdup_printf ("{\"b\":%s%s,\"a\":2}", open, close);
      g_autofree char *result = NULL;
      g_autoptr (JsonNode) two = chatty_json_parse ("2", -1, NULL);

      result = chatty_json_edit (text, path, two, NULL);
      g_assert_cmpstr (result, ==, depth < CHATTY_JSON_MAX_DEPTH ? expected : NULL);
    }
}

/* Every kind of value comes back as it was given. */
static void
test_values (void)
{
  static const char *const path[] = { "v", NULL };
  static const char *const values[] = {
    "\"\"", "\"\\u0001\\t\\n\\\\\\\"/ü😀\\u2028\"", "0", "-9223372036854775808", "1.5",
    "0.1", "1e300", "1.0", "true", "false", "null", "{}", "[]", "[[],{},[{}]]",
    "{\"\":{\"\":[null]}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (JsonNode) value = chatty_json_parse (values[i], -1, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = NULL;
      g_autofree char *text = NULL;

      text = chatty_json_edit ("{}", path, value, &error);
      g_assert_no_error (error);
      root = chatty_json_parse (text, -1, &error);
      g_assert_no_error (error);
      g_assert_true (json_node_equal (json_object_get_member (chatty_json_node_object (root), "v"),
                                      value));
    }
}

/* The same values are the same text, however they were written; and writing
 * that again changes nothing. */
static void
test_canonical (void)
{
  static const char *const texts[][2] = {
    { "{}", "{}" },
    { "[]", "[]" },
    { "\"\u00fc\\n\"", "\"ü\\n\"" },
    { " { \"b\" : 0.950 , \"a\":[ ] } ", "{\n  \"a\": [],\n  \"b\": 0.95\n}" },
    { "{\"b\":1.0,\"B\":true,\"a\":{\"z\":null,\"y\":[2,1]}}",
      "{\n  \"B\": true,\n  \"a\": {\n    \"y\": [\n      2,\n      1\n    ],\n    \"z\": null\n  },"
      "\n  \"b\": 1\n}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = chatty_json_parse (texts[i][0], -1, &error);
      g_autoptr (JsonNode) again = NULL;
      g_autofree char *text = NULL;
      g_autofree char *twice = NULL;

      g_assert_no_error (error);
      text = chatty_json_to_canonical (node);
      g_assert_cmpstr (text, ==, texts[i][1]);
      again = chatty_json_parse (text, -1, &error);
      g_assert_no_error (error);
      twice = chatty_json_to_canonical (again);
      g_assert_cmpstr (twice, ==, text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json-edit/table", test_table);
  g_test_add_func ("/base/json-edit/deep", test_deep);
  g_test_add_func ("/base/json-edit/values", test_values);
  g_test_add_func ("/base/json-edit/canonical", test_canonical);
  return g_test_run ();
}
