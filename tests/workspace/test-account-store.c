/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chatty-account-store.h"
#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-time.h"

#define ID    "11111111-2222-4333-8444-555555555555"
#define OTHER "66666666-7777-4888-9999-aaaaaaaaaaaa"

typedef struct {
  char               *folder;
  char               *path;
  ChattyAccountStore *store;
} Fixture;

/* What reached the disk, in order: "f" for a file, "d" for a folder. Takes the
 * place of the system's for the whole program. */
static char flushed[16];

int
fsync (int fd)
{
  gsize length = strlen (flushed);
  struct stat info;

  if (length + 1 < sizeof flushed && fstat (fd, &info) == 0)
    flushed[length] = S_ISDIR (info.st_mode) ? 'd' : 'f';
  return (int) syscall (SYS_fsync, fd);
}

static ChattyAccountStore *
open_store (const char *folder)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  return chatty_account_store_new (file);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("chatty-account-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "accounts.json", NULL);
  self->store = open_store (self->folder);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *lock = g_build_filename (self->folder, "accounts.lock", NULL);

  g_unlink (self->path);
  g_rmdir (self->path);
  g_unlink (lock);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_object_unref (self->store);
  g_free (self->folder);
  g_free (self->path);
}

static ChattyAccount
example (const char *id)
{
  static const char *const bound[] = { "https://api.example.com", NULL };

  return (ChattyAccount) {
    .id = id,
    .platform = "convai",
    .name = "Zoë “quoted” \\ 你好\n",
    .addresses = { "https://api.example.com/v1", NULL, "http://127.0.0.1:8080" },
    .bound = bound,
    .state = CHATTY_ACCOUNT_VERIFIED,
    .remembered = TRUE,
    .verdict = "limited",
    .plan = "Indie",
    .scopes = "read write",
    .has_key = TRUE,
    .own_client = TRUE,
    .project = "project-7",
    .created = G_GINT64_CONSTANT (1700000000000000),
    .checked = CHATTY_TIME_NONE,
  };
}

static ChattyAccount *
put (ChattyAccount  *account,
     gpointer        user_data,
     GError        **error)
{
  return chatty_account_new (user_data);
}

static void
store_example (ChattyAccountStore *store,
               const char         *id)
{
  ChattyAccount fields = example (id);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) stored = chatty_account_store_change (store, id, put, &fields, NULL,
                                                                  &error);

  g_assert_no_error (error);
}

static void
test_round_trip (Fixture       *self,
                 gconstpointer  data)
{
  ChattyAccount fields = example (ID);
  g_autoptr (ChattyAccountStore) second = open_store (self->folder);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  const ChattyAccount *account;
  GStatBuf info;

  none = chatty_account_store_list (self->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);

  store_example (self->store, ID);
  store_example (self->store, OTHER);
  store_example (self->store, ID);
  g_assert_cmpint (g_stat (self->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  accounts = chatty_account_store_list (second, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 2);
  account = accounts->pdata[0];
  g_assert_cmpstr (account->id, ==, ID);
  g_assert_cmpstr (account->name, ==, fields.name);
  g_assert_cmpstr (account->platform, ==, "convai");
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    g_assert_cmpstr (account->addresses[i], ==, fields.addresses[i]);
  g_assert_cmpstr (account->bound[0], ==, "https://api.example.com");
  g_assert_null (account->bound[1]);
  g_assert_cmpint (account->state, ==, CHATTY_ACCOUNT_VERIFIED);
  g_assert_true (account->remembered);
  g_assert_cmpstr (account->scopes, ==, "read write");
  g_assert_true (account->has_key);
  g_assert_true (account->own_client);
  g_assert_cmpstr (account->project, ==, "project-7");
  g_assert_false (account->paused);
  g_assert_cmpstr (account->verdict, ==, "limited");
  g_assert_cmpstr (account->plan, ==, "Indie");
  g_assert_null (account->owner);
  g_assert_cmpint (account->created, ==, fields.created);
  g_assert_cmpint (account->checked, ==, CHATTY_TIME_NONE);

  g_assert_true (chatty_account_store_remove (second, ID, NULL, &error));
  g_assert_true (chatty_account_store_remove (second, ID, NULL, &error));
  g_assert_null (chatty_account_store_lookup (self->store, ID, &error));
  g_assert_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND);
}

/* What is not ours is neither used nor overwritten. */
static void
test_foreign (Fixture       *self,
              gconstpointer  data)
{
  static const struct {
    const char *text;
    int         code;
  } cases[] = {
    { "", CHATTY_ERROR_INVALID_DATA },
    { "{", CHATTY_ERROR_INVALID_DATA },
    { "[]", CHATTY_ERROR_INVALID_DATA },
    { "{\"version\":1}", CHATTY_ERROR_INVALID_DATA },
    { "{\"version\":1,\"accounts\":[7]}", CHATTY_ERROR_INVALID_DATA },
    { "{\"version\":1,\"accounts\":[{\"id\":\"../x\",\"platform\":\"convai\"}]}",
      CHATTY_ERROR_INVALID_DATA },
    { "{\"version\":1,\"accounts\":[{\"id\":\"" ID "\",\"platform\":\"../../etc\"}]}",
      CHATTY_ERROR_INVALID_DATA },
    { "{\"version\":2,\"accounts\":[]}", CHATTY_ERROR_UNSUPPORTED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChattyAccount fields = example (ID);
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_true (g_file_set_contents (self->path, cases[i].text, -1, NULL));
      g_assert_null (chatty_account_store_list (self->store, &error));
      g_assert_cmpint (error->domain, ==, CHATTY_ERROR);
      g_assert_nonnull (strstr (error->message, self->path));
      g_clear_error (&error);
      g_assert_null (chatty_account_store_change (self->store, ID, put, &fields, NULL, &error));
      g_assert_nonnull (error);
      g_assert_true (g_file_get_contents (self->path, &after, NULL, NULL));
      g_assert_cmpstr (after, ==, cases[i].text);
    }
}

static void
test_tolerant (Fixture       *self,
               gconstpointer  data)
{
  static const char text[] =
    "{\"version\":1,\"later\":true,\"accounts\":[{\"id\":\"" ID "\",\"platform\":\"convai\","
    "\"name\":\"\",\"addresses\":\"none\",\"bound\":[1,null,\"https://a.example\"],"
    "\"state\":\"enchanted\",\"paused\":\"yes\",\"created\":\"yesterday\",\"new\":{}}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyAccount) account = NULL;

  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
  account = chatty_account_store_lookup (self->store, ID, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (account->name, ==, "Convai");
  g_assert_null (account->addresses[0]);
  g_assert_cmpstr (account->bound[0], ==, "https://a.example");
  g_assert_null (account->bound[1]);
  g_assert_cmpint (account->state, ==, CHATTY_ACCOUNT_UNVERIFIED);
  g_assert_cmpint (account->created, ==, CHATTY_TIME_NONE);
  g_assert_false (chatty_account_is_bound (account));
}

static void
test_unwritable (Fixture       *self,
                 gconstpointer  data)
{
  ChattyAccount fields = example (ID);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0);
  g_assert_null (chatty_account_store_change (self->store, ID, put, &fields, NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, self->path));
}

#define N_PROCESSES 4
#define N_ROUNDS    10

/* Several processes add accounts at once: none gets lost. */
static void
test_processes (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  GPid children[N_PROCESSES];

  for (guint i = 0; i < N_PROCESSES; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      char *arguments[] = { (char *) "/proc/self/exe", (char *) "--add", self->folder, number,
                            NULL };

      g_assert_true (g_spawn_async (NULL, arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                    &children[i], &error));
      g_assert_no_error (error);
    }
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      int status;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_true (g_spawn_check_wait_status (status, &error));
    }

  accounts = chatty_account_store_list (self->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, N_PROCESSES * N_ROUNDS);
}

/* What one of them does. */
static int
add_accounts (const char *folder,
              const char *number)
{
  g_autoptr (ChattyAccountStore) store = open_store (folder);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *id = g_strdup_printf ("00000000-0000-4000-8000-%06u%06d", i, atoi (number));

      store_example (store, id);
    }
  return 0;
}

/* The new list is whole on the disk before it takes the place of the old one,
 * and there for good when it is said to be. */
static void
test_flushed (Fixture       *self,
              gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      memset (flushed, 0, sizeof flushed);
      store_example (self->store, i == 0 ? ID : OTHER);
      g_assert_cmpstr (flushed, ==, "fd");
    }
}

int
main (int    argc,
      char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--add"))
    return add_accounts (argv[2], argv[3]);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, func) \
  g_test_add ("/workspace/account-store/" name, Fixture, NULL, set_up, func, tear_down)

  ADD ("round-trip", test_round_trip);
  ADD ("foreign", test_foreign);
  ADD ("tolerant", test_tolerant);
  ADD ("unwritable", test_unwritable);
  ADD ("processes", test_processes);
  ADD ("flushed", test_flushed);

  return g_test_run ();
}
