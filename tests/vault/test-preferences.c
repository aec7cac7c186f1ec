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
