/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "chatty-json-settings.h"

static void
test_normal (void)
{
  static const struct { const char *text, *normal; } cases[] = {
    { NULL, "" },
    { "", "" },
    { "{}", "" },
    { "{\"a\": {\"b\": {}}, \"c\": null}", "" },
    { "{\"b\":0.1,\"a\":{\"z\":64.0,\"y\":true}}",
      "{\n  \"a\": {\n    \"y\": true,\n    \"z\": 64\n  },\n  \"b\": 0.1\n}" },
    { "{\"a\":[3,\"x\",{\"n\":null}]}",
      "{\n  \"a\": [\n    3,\n    \"x\",\n    {\n      \"n\": null\n    }\n  ]\n}" },
    { "{\"a\":[]}", "{\n  \"a\": []\n}" },
    { "{\"a\":\"\xc3\xa4 \\\"\"}", "{\n  \"a\": \"\xc3\xa4 \\\"\"\n}" },
    { "{\"a\":0.30000000000000004}", "{\n  \"a\": 0.30000000000000004\n}" },
    { "[1]", NULL },
    { "1", NULL },
    { "warm", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *normal = chatty_json_settings_normal (cases[i].text);
      g_autofree char *again = normal != NULL ? chatty_json_settings_normal (normal) : NULL;

      g_assert_cmpstr (normal, ==, cases[i].normal);
      g_assert_cmpstr (again, ==, normal);
    }
}

static void
test_paths (void)
{
  const char *text = "{\"g\":{\"p\":0.5},\"list\":[1]}";
  g_autoptr (JsonNode) value = json_node_init_int (json_node_alloc (), 7);
  g_autoptr (JsonNode) found = chatty_json_settings_get (text, "g.p");
  g_autofree char *added = chatty_json_settings_set (text, "g.t.k", value);
  g_autofree char *replaced = chatty_json_settings_set (text, "list.k", value);
  g_autofree char *dropped = chatty_json_settings_set ("{\"g\":{\"p\":0.5}}", "g.p", NULL);
  g_autofree char *fresh = chatty_json_settings_set ("no JSON", "k", value);

  g_assert_cmpfloat (json_node_get_double (found), ==, 0.5);
  g_assert_null (chatty_json_settings_get (text, "g.q"));
  g_assert_null (chatty_json_settings_get (text, "list.p"));
  g_assert_null (chatty_json_settings_get (NULL, "g"));
  g_assert_cmpstr (added, ==, "{\n  \"g\": {\n    \"p\": 0.5,\n    \"t\": {\n      \"k\": 7\n    }\n"
                              "  },\n  \"list\": [\n    1\n  ]\n}");
  g_assert_cmpstr (replaced, ==,
                   "{\n  \"g\": {\n    \"p\": 0.5\n  },\n  \"list\": {\n    \"k\": 7\n  }\n}");
  g_assert_cmpstr (dropped, ==, "");
  g_assert_cmpstr (fresh, ==, "{\n  \"k\": 7\n}");
}

static void
test_overlay (void)
{
  static const struct { const char *below, *above, *both; } cases[] = {
    { NULL, NULL, "" },
    { "{\"a\":1}", NULL, "{\"a\":1}" },
    { NULL, "{\"a\":1}", "{\"a\":1}" },
    { "{\"a\":1}", "nothing", "{\"a\":1}" },
    { "{\"a\":{\"b\":1,\"c\":2}}", "{\"a\":{\"c\":3,\"d\":4}}", "{\"a\":{\"b\":1,\"c\":3,\"d\":4}}" },
    { "{\"a\":{\"b\":1}}", "{\"a\":null,\"x\":{}}", "{\"a\":{\"b\":1}}" },
    { "{\"a\":{\"b\":1}}", "{\"a\":[2]}", "{\"a\":[2]}" },
    { "{\"a\":2}", "{\"a\":{\"b\":1}}", "{\"a\":{\"b\":1}}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *both = chatty_json_settings_overlay (cases[i].below, cases[i].above);
      g_autofree char *wanted = chatty_json_settings_normal (cases[i].both);

      g_assert_cmpstr (both, ==, wanted);
    }
}

static void
test_merge (void)
{
  static const struct { const char *base, *here, *there, *none, *mine, *theirs; } cases[] = {
    /* Different settings. */
    { "{\"a\":1}", "{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":3}",
      "{\"a\":1,\"b\":2,\"c\":3}", "{\"a\":1,\"b\":2,\"c\":3}", "{\"a\":1,\"b\":2,\"c\":3}" },
    { "{\"g\":{\"p\":1,\"q\":1}}", "{\"g\":{\"p\":2,\"q\":1}}", "{\"g\":{\"p\":1}}",
      "{\"g\":{\"p\":2}}", "{\"g\":{\"p\":2}}", "{\"g\":{\"p\":2}}" },
    /* The same one, to the same. */
    { "{\"a\":1}", "{\"a\":2}", "{\"a\":2.0}", "{\"a\":2}", "{\"a\":2}", "{\"a\":2}" },
    /* The same one, differently; the others of the loser stay. */
    { "{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":5}", "{\"a\":3,\"b\":1,\"c\":9}", NULL,
      "{\"a\":2,\"b\":5,\"c\":9}", "{\"a\":3,\"b\":5,\"c\":9}" },
    { "{\"a\":1}", "{}", "{\"a\":3}", NULL, "", "{\"a\":3}" },
    { "{\"t\":[1]}", "{\"t\":[1,2]}", "{\"t\":[1,3]}", NULL, "{\"t\":[1,2]}", "{\"t\":[1,3]}" },
    { NULL, "{\"a\":{\"b\":1}}", "{\"a\":2}", NULL, "{\"a\":{\"b\":1}}", "{\"a\":2}" },
    /* All gone on both sides, or on one. */
    { "{\"a\":1}", "", "", "", "", "" },
    { "{\"a\":1}", "", "{\"a\":1}", "", "", "" },
    /* What is no object is not joined. */
    { NULL, "warm", "{\"a\":1}", NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *wanted[] = { cases[i].none, cases[i].mine, cases[i].theirs };

      for (guint prefer = CHATTY_JSON_PREFER_NONE; prefer <= CHATTY_JSON_PREFER_THERE; prefer++)
        {
          g_autofree char *merged =
            chatty_json_settings_merge (cases[i].base, cases[i].here, cases[i].there, prefer);
          g_autofree char *normal =
            wanted[prefer] != NULL ? chatty_json_settings_normal (wanted[prefer]) : NULL;

          g_assert_cmpstr (merged, ==, normal);
        }
    }
}

static void
test_rebase (void)
{
  static const struct { const char *before, *edited, *now, *result; gboolean overlap; } cases[] = {
    { "{\"a\":1}", "{\"a\":2}", "{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":1}", FALSE },
    { "{\"a\":1}", "{\"a\":2}", "{\"a\":3,\"b\":1}", "{\"a\":2,\"b\":1}", TRUE },
    { "{\"a\":1}", NULL, "{\"a\":1,\"b\":1}", "{\"b\":1}", FALSE },
  };
  gboolean overlap = FALSE;
  g_autofree char *odd = chatty_json_settings_rebase ("{}", "warm", "{\"a\":1}", &overlap);

  g_assert_cmpstr (odd, ==, "warm");
  g_assert_true (overlap);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = chatty_json_settings_rebase (cases[i].before, cases[i].edited,
                                                             cases[i].now, &overlap);
      g_autofree char *wanted = chatty_json_settings_normal (cases[i].result);

      g_assert_cmpstr (result, ==, wanted);
      g_assert_true (overlap == cases[i].overlap);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/json-settings/normal", test_normal);
  g_test_add_func ("/base/json-settings/paths", test_paths);
  g_test_add_func ("/base/json-settings/overlay", test_overlay);
  g_test_add_func ("/base/json-settings/merge", test_merge);
  g_test_add_func ("/base/json-settings/rebase", test_rebase);

  return g_test_run ();
}
