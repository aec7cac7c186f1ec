/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What a person prefers of an account. */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-vault-preferences.h"
#include "chatty-vault-private.h"
#include "vault-fixture.h"

#define FILE_PATH "preferences.json"

static ChattyPreferences *
load (ChattyVault *vault,
      const char  *owner,
      const char  *account)
{
  g_autoptr (GError) error = NULL;
  ChattyPreferences *preferences =
    chatty_vault_load_preferences (vault, "gemini", owner, account, &error);

  g_assert_no_error (error);
  return preferences;
}

static ChattyPreferences *
save (ChattyVault             *vault,
      const char              *owner,
      const char              *account,
      const ChattyPreferences *before,
      const ChattyPreferences *after)
{
  g_autoptr (GError) error = NULL;
  ChattyPreferences *preferences =
    chatty_vault_save_preferences (vault, "gemini", owner, account, before, after, &error);

  g_assert_no_error (error);
  g_assert_nonnull (preferences);
  return preferences;
}

/* The times of changes are those of the test. */
static void
assert_file (Place      *place,
             const char *wanted)
{
  g_autofree char *text = place_read (place, FILE_PATH);
  g_autoptr (GRegex) times = g_regex_new ("20[0-9-]+T[0-9:.]+Z", 0, 0, NULL);
  g_autofree char *timeless = g_regex_replace_literal (times, text, -1, 0, "NOW", 0, NULL);

  g_assert_cmpstr (timeless, ==, wanted);
}

static void
test_round (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyPreferences) none = load (vault, "ann@x", "a1");
  ChattyPreferences fields = {
    .model = (char *) "models/m", .voice = (char *) "Kore", .temperature = (char *) "0.7",
    .effort = (char *) "high", .instructions = (char *) "Be “brief”.\n",
    .settings = (char *) "{\"tools\":{\"googleSearch\":true},\"a\":{}}",
  };
  ChattyPreferences nothing = { NULL };
  g_autoptr (ChattyPreferences) saved = NULL;
  g_autoptr (ChattyPreferences) again = NULL;
  g_autoptr (ChattyPreferences) other = NULL;
  g_autoptr (ChattyPreferences) cleared = NULL;

  g_assert_true (chatty_preferences_is_empty (none));
  g_assert_null (place_read (place, FILE_PATH));
  saved = save (vault, "ann@x", "a1", none, &fields);
  g_assert_true (chatty_preferences_equal (saved, &fields));
  g_assert_cmpstr (saved->temperature, ==, "0.7");
  g_assert_cmpstr (saved->settings, ==, "{\n  \"tools\": {\n    \"googleSearch\": true\n  }\n}");

  /* The same person on another computer, and somebody else. */
  again = load (vault, "ann@x", "a2");
  g_assert_true (chatty_preferences_equal (again, &fields));
  other = load (vault, "bob@x", "a1");
  g_assert_true (chatty_preferences_is_empty (other));

  /* Without an owner it is the account's own. */
  chatty_preferences_free (save (vault, NULL, "a3", NULL, &fields));
  g_clear_pointer (&other, chatty_preferences_free);
  other = load (vault, NULL, "a4");
  g_assert_true (chatty_preferences_is_empty (other));
  g_clear_pointer (&other, chatty_preferences_free);
  other = load (vault, "cleo@x", "a3");
  g_assert_true (chatty_preferences_equal (other, &fields));

  cleared = save (vault, "ann@x", "a1", saved, &nothing);
  g_assert_true (chatty_preferences_is_empty (cleared));
  g_clear_pointer (&other, chatty_preferences_free);
  other = load (vault, NULL, "a3");
  g_assert_true (chatty_preferences_equal (other, &fields));
}

/* What other versions and people wrote stays byte for byte. */
static void
test_lossless (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyPreferences) before = NULL;
  g_autoptr (ChattyPreferences) after = NULL;
  g_autoptr (ChattyPreferences) saved = NULL;

  place_write (place, FILE_PATH,
               "{ \"version\":1, \"by\": {\"x\":1.50},\n"
               "  \"accounts\": [ 7, {\"platform\":\"grok\",\"owner\":\"ann\"},\n"
               "    {\"platform\":\"gemini\", \"owner\":\"ann\", \"model\":\"m\", \"temperature\": 0.50,"
               " \"new\":[1, 2]} ] }\n");
  before = load (vault, "ann", NULL);
  g_assert_cmpstr (before->model, ==, "m");
  g_assert_cmpstr (before->temperature, ==, "0.5");
  after = chatty_preferences_copy (before);
  g_free (after->model);
  after->model = g_strdup ("n");
  saved = save (vault, "ann", NULL, before, after);
  g_assert_true (chatty_preferences_equal (saved, after));
  assert_file (place,
               "{ \"version\":1, \"by\": {\"x\":1.50},\n"
               "  \"accounts\": [ 7, {\"platform\":\"grok\",\"owner\":\"ann\"},\n"
               "    {\"platform\":\"gemini\", \"owner\":\"ann\", \"model\":\"n\", \"temperature\": 0.50,"
               " \"new\":[1, 2], \"changed\":{\"model\":\"NOW\"}} ] }\n");
  /* Nothing that is new is nothing to write. */
  chatty_preferences_free (save (vault, "ann", NULL, saved, saved));
  chatty_preferences_free (save (vault, "new", NULL, NULL, after));
  g_clear_pointer (&saved, chatty_preferences_free);
  saved = load (vault, "ann", NULL);
  g_assert_true (chatty_preferences_equal (saved, after));
}

static void
test_damaged (void)
{
  static const char *const texts[] = { "{", "[]", "{\"accounts\":{}}", "\"x\"", "" };
  const ChattyPreferences fields = { .model = (char *) "m" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = place_open (place);
      g_autoptr (GError) error = NULL;

      place_write (place, FILE_PATH, texts[i]);
      g_assert_null (chatty_vault_load_preferences (vault, "gemini", "ann", NULL, &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
      g_assert_nonnull (strstr (error->message, FILE_PATH));
      g_clear_error (&error);
      g_assert_null (chatty_vault_save_preferences (vault, "gemini", "ann", NULL, NULL, &fields,
                                                    &error));
      g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
      assert_file (place, texts[i]);
    }
}

static void
test_odd (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyPreferences) read = NULL;
  g_autoptr (GError) error = NULL;
  const ChattyPreferences fields = { .settings = (char *) "warm" };

  place_write (place, FILE_PATH,
               "{\"accounts\":[{\"platform\":\"gemini\",\"owner\":\"ann\",\"model\":[1],\"voice\":null,"
               "\"temperature\":\"warm\",\"settings\":\"{}\",\"effort\":\"\"}]}");
  read = load (vault, "ann", NULL);
  g_assert_null (read->model);
  g_assert_null (read->voice);
  g_assert_cmpstr (read->temperature, ==, "warm");
  g_assert_null (read->effort);
  g_assert_null (read->settings);
  g_assert_null (chatty_vault_save_preferences (vault, "gemini", "ann", NULL, read, &fields,
                                                &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
}

static Place *contested;
static guint n_contests;

/* Another program, without our lock, writes the file at the last moment. */
static void
contest_cb (const char *step)
{
  g_autofree char *text = NULL;

  if (!g_str_equal (step, "file written") || n_contests == 0)
    return;
  text = g_strdup_printf ("{\"n\":%u,\"accounts\":[{\"platform\":\"gemini\",\"owner\":\"ann\","
                          "\"voice\":\"Puck\",\"model\":\"theirs\",\"settings\":{\"theirs\":true}}]}",
                          n_contests--);
  place_write (contested, FILE_PATH, text);
}

static void
test_contested (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  const ChattyPreferences fields = {
    .model = (char *) "ours", .settings = (char *) "{\"ours\":true}",
  };
  g_autoptr (ChattyPreferences) saved = NULL;
  g_autofree char *text = NULL;

  contested = place;
  n_contests = 3;
  chatty_vault_step_func = contest_cb;
  saved = save (vault, "ann", NULL, NULL, &fields);
  chatty_vault_step_func = NULL;
  g_assert_cmpuint (n_contests, ==, 0);
  g_assert_cmpstr (saved->model, ==, "ours");
  g_assert_cmpstr (saved->voice, ==, "Puck");
  g_assert_cmpstr (saved->settings, ==, "{\n  \"ours\": true,\n  \"theirs\": true\n}");
  text = place_read (place, FILE_PATH);
  g_assert_nonnull (strstr (text, "\"n\":1"));
}

/* Conflict copies ------------------------------------------------------------------------ */

#define COPY "preferences.sync-conflict-20261123-120000-ABCDEFG.json"

/* What @entry says, of the account that all tests are about. */
static char *
say (const char *entry)
{
  return g_strdup_printf ("{\"version\":1,\"accounts\":[{\"platform\":\"gemini\","
                          "\"owner\":\"ann\",%s}]}\n", entry);
}

static void
write_entry (Place      *place,
             const char *name,
             const char *entry,
             gint64      modified)
{
  g_autofree char *text = say (entry);
  g_autofree char *path = place_path (place, name);
  struct utimbuf times = { modified, modified };

  place_write (place, name, text);
  g_assert_cmpint (g_utime (path, &times), ==, 0);
}

/* (transfer full) (nullable): the newest run of merging. */
static ChattyVaultRun *
find_merge (ChattyVault *vault,
            guint       *n_merges)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = chatty_vault_list_runs (vault, &error);
  ChattyVaultRun *found = NULL;

  g_assert_no_error (error);
  *n_merges = 0;
  for (guint i = runs->len; i > 0; i--)
    {
      if (!g_str_equal (((ChattyVaultRun *) runs->pdata[i - 1])->kind, "merge"))
        continue;
      g_clear_pointer (&found, chatty_vault_run_free);
      found = g_ptr_array_steal_index (runs, i - 1);
      (*n_merges)++;
    }
  return found;
}

static char *
get_report (ChattyVault *vault,
            guint        wanted_merges)
{
  guint n_merges;
  ChattyVaultRun *run = find_merge (vault, &n_merges);
  char *report;

  g_assert_cmpuint (n_merges, ==, wanted_merges);
  g_assert_nonnull (run);
  g_assert_true (run->finished);
  report = g_strdup (run->report);
  g_assert_nonnull (report);
  chatty_vault_run_free (run);
  return report;
}

static const struct {
  const char *name;
  const char *here;
  const char *there;
  const char *model;         /* nullable, as the rest */
  const char *voice;
  const char *settings;
  const char *told;          /* in the report; NULL: nothing was replaced */
} merges[] = {
  { "different settings are no conflict",
    "\"model\":\"new\",\"voice\":\"old\",\"changed\":{\"model\":\"2026-11-23T10:00:00Z\"}",
    "\"model\":\"old\",\"voice\":\"new\",\"changed\":{\"voice\":\"2026-11-23T09:00:00Z\"}",
    "new", "new", NULL, NULL },
  { "the newest of one setting counts, wherever it is",
    "\"model\":\"here\",\"changed\":{\"model\":\"2026-11-23T10:00:00Z\"}",
    "\"model\":\"there\",\"changed\":{\"model\":\"2026-11-23T10:00:01Z\"}",
    "there", NULL, NULL, "\"kept\":\"there\",\"replaced\":\"here\"" },
  { "what was taken away stays away",
    "\"voice\":\"v\",\"changed\":{\"model\":\"2026-11-23T10:00:00Z\"}",
    "\"model\":\"old\",\"voice\":\"v\"",
    NULL, "v", NULL, NULL },
  { "what one side has without a time is kept",
    "\"voice\":\"v\"", "\"model\":\"m\"", "m", "v", NULL, NULL },
  { "without times the newer file counts",
    "\"model\":\"here\"", "\"model\":\"there\"", "here", NULL, NULL,
    "\"kept\":\"here\",\"replaced\":\"there\"" },
  { "settings are merged one by one",
    "\"settings\":{\"a\":{\"x\":1,\"y\":1}},\"changed\":{\"settings.a.x\":\"2026-11-23T10:00:00Z\"}",
    "\"settings\":{\"a\":{\"x\":0,\"y\":2},\"b\":true},"
    "\"changed\":{\"settings.a.y\":\"2026-11-23T08:00:00Z\",\"settings.b\":\"2026-11-23T08:00:00Z\"}",
    NULL, NULL, "{\n  \"a\": {\n    \"x\": 1,\n    \"y\": 2\n  },\n  \"b\": true\n}", NULL },
  { "odd times and types",
    "\"model\":[1],\"changed\":[\"x\"]",
    "\"model\":{\"a\":1},\"voice\":\"v\",\"changed\":{\"model\":7,\"voice\":\"soon\"}",
    NULL, "v", NULL, "\"setting\":\"model\"" },
};

static void
test_merged (void)
{
  for (guint i = 0; i < 2 * G_N_ELEMENTS (merges); i++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = place_open (place);
      g_autoptr (ChattyPreferences) merged = NULL;
      g_autoptr (ChattyPreferences) again = NULL;
      g_autofree char *report = NULL;
      g_autofree char *copy = NULL;
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;
      /* The other computer sees them the other way round, and says the same. */
      gboolean swapped = i >= G_N_ELEMENTS (merges);
      guint nth = i % G_N_ELEMENTS (merges);

      g_test_message ("%s%s", merges[nth].name, swapped ? ", the other way round" : "");
      write_entry (place, swapped ? COPY : FILE_PATH, merges[nth].here, 1795400000);
      write_entry (place, swapped ? FILE_PATH : COPY, merges[nth].there, 1795300000);
      merged = load (vault, "ann", NULL);
      g_assert_cmpstr (merged->model, ==, merges[nth].model);
      g_assert_cmpstr (merged->voice, ==, merges[nth].voice);
      g_assert_cmpstr (merged->settings, ==, merges[nth].settings);

      /* The copy is in the trash, what was told is told once. */
      copy = place_read (place, COPY);
      g_assert_null (copy);
      g_assert_cmpuint (place_count (place, ".chatty/trash"), ==, 1);
      report = get_report (vault, 1);
      g_assert_nonnull (strstr (report, COPY));
      if (merges[nth].told != NULL)
        g_assert_nonnull (strstr (report, merges[nth].told));
      else
        g_assert_nonnull (strstr (report, "\"replaced\":[]"));

      /* Again there is nothing to do. */
      first = place_read (place, FILE_PATH);
      again = load (vault, "ann", NULL);
      g_assert_true (chatty_preferences_equal (merged, again));
      second = place_read (place, FILE_PATH);
      g_assert_cmpstr (first, ==, second);
      g_free (get_report (vault, 1));
    }
}

/* All that the programs call such copies; several at once; and entries and
 * members that only one has. */
static void
test_copies (void)
{
  static const char *const names[] = {
    COPY, "preferences (conflicted copy 2026-11-23 120000).json",
    "preferences (Ann's conflicted copy 2026-11-23).json", "preferences (conflict 2026-11-23).json",
    "preferences_conflict-20261123-120000.json",
    "preferences (SFConflict ann@x 2026-11-23-12-00-00).json",
  };
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyPreferences) ann = NULL;
  g_autofree char *report = NULL;
  g_autofree char *text = NULL;

  place_write (place, "preferences of mine.json", "{");
  place_write (place, FILE_PATH, "{\"version\":1,\"accounts\":[7,{\"platform\":\"gemini\","
                                 "\"owner\":\"ann\",\"new\":[1]}]}");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *content =
        g_strdup_printf ("{\"version\":1,\"more\":{\"n%u\":1},\"accounts\":[{\"platform\":\"gemini\","
                         "\"owner\":\"bob%u\",\"model\":\"m%u\"},{\"platform\":\"gemini\","
                         "\"owner\":\"ann\",\"settings\":{\"s%u\":1}}]}", i, i, i, i);

      place_write (place, names[i], content);
    }
  ann = load (vault, "ann", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *owner = g_strdup_printf ("bob%u", i);
      g_autofree char *model = g_strdup_printf ("m%u", i);
      g_autofree char *setting = g_strdup_printf ("\"s%u\": 1", i);
      g_autofree char *left = place_read (place, names[i]);
      g_autoptr (ChattyPreferences) bob = load (vault, owner, NULL);

      g_assert_null (left);
      g_assert_cmpstr (bob->model, ==, model);
      g_assert_nonnull (strstr (ann->settings, setting));
    }
  text = place_read (place, FILE_PATH);
  g_assert_nonnull (strstr (text, "\"more\""));
  g_assert_nonnull (strstr (text, "\"new\""));
  g_assert_nonnull (strstr (text, "7"));
  report = get_report (vault, 1);
  g_assert_cmpuint (place_count (place, ".chatty/trash"), ==, G_N_ELEMENTS (names));
  /* What is of nobody stays. */
  g_free (text);
  text = place_read (place, "preferences of mine.json");
  g_assert_cmpstr (text, ==, "{");
}

/* One that cannot be read stays, and is told once; the others go on. */
static void
test_damaged_copy (void)
{
  static const char *const damaged = "preferences (conflicted copy 2026-11-23).json";
  g_autoptr (Place) place = place_new ();
  g_autoptr (ChattyVault) vault = place_open (place);
  g_autoptr (ChattyPreferences) merged = NULL;
  g_autoptr (ChattyPreferences) saved = NULL;
  const ChattyPreferences fields = { .model = (char *) "m2" };
  g_autofree char *report = NULL;
  g_autofree char *text = NULL;

  write_entry (place, FILE_PATH, "\"model\":\"m\"", 1795400000);
  write_entry (place, COPY, "\"voice\":\"v\"", 1795300000);
  place_write (place, damaged, "{\"accounts\":[");
  merged = load (vault, "ann", NULL);
  g_assert_cmpstr (merged->model, ==, "m");
  g_assert_cmpstr (merged->voice, ==, "v");
  report = get_report (vault, 1);
  g_assert_nonnull (strstr (report, "\"damaged\":[\"preferences (conflicted copy 2026-11-23).json\"]"));
  g_assert_nonnull (strstr (report, "\"copies\":[\"" COPY "\"]"));
  saved = save (vault, "ann", NULL, merged, &fields);
  g_assert_cmpstr (saved->model, ==, "m2");
  text = place_read (place, damaged);
  g_assert_cmpstr (text, ==, "{\"accounts\":[");
  g_free (get_report (vault, 1));

  /* Where the file itself is damaged, nothing is touched. */
  place_write (place, FILE_PATH, "{");
  write_entry (place, COPY, "\"voice\":\"v\"", 1795300000);
  g_assert_null (chatty_vault_load_preferences (vault, "gemini", "ann", NULL, NULL));
  g_free (text);
  text = place_read (place, COPY);
  g_assert_nonnull (text);
  g_free (get_report (vault, 1));
}

static guint steps_left;

static void
kill_cb (const char *step)
{
  if (--steps_left == 0)
    raise (SIGKILL);
}

/* Cut off at each step, and begun again. */
static void
test_cut_off (void)
{
  const char *at = g_getenv ("CHATTY_TEST_STEP");
  guint n_killed = 0;

  if (g_test_subprocess ())
    {
      g_autoptr (GFile) folder = g_file_new_for_path (g_getenv ("CHATTY_TEST_VAULT"));
      g_autoptr (GFile) cache = g_file_new_for_path (g_getenv ("CHATTY_TEST_CACHE"));
      g_autoptr (ChattyVault) vault = chatty_vault_open (folder, cache, NULL, NULL);

      steps_left = (guint) g_ascii_strtoull (at, NULL, 10);
      chatty_vault_step_func = kill_cb;
      chatty_preferences_free (load (vault, "ann", NULL));
      return;
    }
  for (guint step = 1; ; step++)
    {
      g_autoptr (Place) place = place_new ();
      g_autoptr (ChattyVault) vault = NULL;
      g_autoptr (ChattyPreferences) merged = NULL;
      g_autofree char *number = g_strdup_printf ("%u", step);
      g_autofree char *copy = NULL;
      gboolean passed;

      g_assert_cmpuint (step, <, 100);
      g_clear_object (&vault);
      write_entry (place, FILE_PATH, "\"model\":\"m\"", 1795400000);
      write_entry (place, COPY, "\"voice\":\"v\"", 1795300000);
      g_setenv ("CHATTY_TEST_STEP", number, TRUE);
      g_setenv ("CHATTY_TEST_VAULT", place->vault_path, TRUE);
      g_setenv ("CHATTY_TEST_CACHE", g_file_peek_path (place->cache_folder), TRUE);
      g_test_trap_subprocess (NULL, 0, 0);
      passed = g_test_trap_has_passed ();
      n_killed += passed ? 0 : 1;

      vault = place_open (place);
      merged = load (vault, "ann", NULL);
      g_assert_cmpstr (merged->model, ==, "m");
      g_assert_cmpstr (merged->voice, ==, "v");
      copy = place_read (place, COPY);
      g_assert_null (copy);
      g_assert_cmpuint (place_count (place, ".chatty/staging"), ==, 0);
      g_assert_cmpuint (place_count (place, ".chatty/trash"), ==, 1);
      if (passed)
        break;
    }
  g_test_message ("killed at each of %u steps", n_killed);
  g_assert_cmpuint (n_killed, >, 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/vault/preferences/round", test_round);
  g_test_add_func ("/vault/preferences/lossless", test_lossless);
  g_test_add_func ("/vault/preferences/damaged", test_damaged);
  g_test_add_func ("/vault/preferences/odd", test_odd);
  g_test_add_func ("/vault/preferences/contested", test_contested);
  g_test_add_func ("/vault/preferences/merged", test_merged);
  g_test_add_func ("/vault/preferences/copies", test_copies);
  g_test_add_func ("/vault/preferences/damaged-copy", test_damaged_copy);
  g_test_add_func ("/vault/preferences/cut-off", test_cut_off);

  return g_test_run ();
}
