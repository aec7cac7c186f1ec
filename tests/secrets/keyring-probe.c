/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Talks to the keyring for test-keyring.py: one JSON object a line on the
 * standard input says what to do, one on the standard output, after the word
 * ANSWER, what came of it.
 * A secret is never put out, only its SHA-256. */

#include "config.h"

#include <stdio.h>

#include "chatty-json.h"
#include "chatty-keyring.h"

static const char *const states[] = {
  [CHATTY_SECRET_FOUND] = "found",
  [CHATTY_SECRET_NOT_FOUND] = "not-found",
  [CHATTY_SECRET_LOCKED] = "locked",
  [CHATTY_SECRET_UNAVAILABLE] = "unavailable",
  [CHATTY_SECRET_FAILED] = "failed",
};

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
add_member (GString    *line,
            const char *name,
            const char *value)
{
  g_string_append_printf (line, ",\"%s\":", name);
  chatty_json_append_quoted (line, value);
}

static void
obey (ChattySecretStore *store,
      JsonObject        *order)
{
  g_autoptr (ChattySecretId) id =
    chatty_secret_id_new (chatty_json_get_string (order, "platform"),
                          chatty_json_get_string (order, "account"),
                          chatty_json_get_string (order, "kind"));
  const char *verb = chatty_json_get_string (order, "verb");
  ChattySecretFlags flags = chatty_json_get_bool (order, "interactive", FALSE)
                            ? CHATTY_SECRET_INTERACTIVE : CHATTY_SECRET_QUIET;
  gint64 cancel_after = chatty_json_get_int (order, "cancel_after", -1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ChattySecret) secret = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) line = g_string_new ("ANSWER {\"state\":");
  ChattySecretState state = CHATTY_SECRET_FAILED;
  guint cancel_source = cancel_after >= 0 ? g_timeout_add (cancel_after, cancel_cb, cancellable)
                                          : 0;

  if (g_str_equal (verb, "check"))
    chatty_secret_store_check_async (store, flags, cancellable, keep_result_cb, &result);
  else if (g_str_equal (verb, "lookup"))
    chatty_secret_store_lookup_async (store, id, flags, cancellable, keep_result_cb, &result);
  else if (g_str_equal (verb, "delete"))
    chatty_secret_store_delete_async (store, id, flags, cancellable, keep_result_cb, &result);
  else if (g_str_equal (verb, "search"))
    chatty_secret_store_search_async (store, id, cancellable, keep_result_cb, &result);
  else if (g_str_equal (verb, "store"))
    {
      secret = chatty_secret_new (chatty_json_get_string (order, "secret"), -1);
      chatty_secret_store_store_async (store, id, chatty_json_get_string (order, "label"),
                                       secret, flags, cancellable, keep_result_cb, &result);
      g_clear_pointer (&secret, chatty_secret_unref);
    }
  else
    g_error ("Unknown verb %s", verb);

  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (cancel_source != 0 && !g_cancellable_is_cancelled (cancellable))
    g_source_remove (cancel_source);

  if (g_str_equal (verb, "check"))
    state = chatty_secret_store_check_finish (store, result, &error);
  else if (g_str_equal (verb, "lookup"))
    state = chatty_secret_store_lookup_finish (store, result, &secret, &error);
  else if (g_str_equal (verb, "delete"))
    state = chatty_secret_store_delete_finish (store, result, &error);
  else if (g_str_equal (verb, "search"))
    state = chatty_secret_store_search_finish (store, result, &ids, &error);
  else
    state = chatty_secret_store_store_finish (store, result, &error);

  chatty_json_append_quoted (line, states[state]);
  if (secret != NULL)
    {
      g_autofree char *sum =
        g_compute_checksum_for_data (G_CHECKSUM_SHA256,
                                     (const guchar *) chatty_secret_peek (secret),
                                     chatty_secret_get_length (secret));

      add_member (line, "sum", sum);
    }
  if (error != NULL)
    add_member (line, "error", error->message);
  if (ids != NULL)
    {
      g_string_append (line, ",\"ids\":[");
      for (guint i = 0; i < ids->len; i++)
        {
          const ChattySecretId *found = ids->pdata[i];
          g_autofree char *joined = g_strjoin (" ", found->platform, found->account,
                                               found->kind, NULL);

          g_string_append (line, i > 0 ? "," : "");
          chatty_json_append_quoted (line, joined);
        }
      g_string_append_c (line, ']');
    }
  g_string_append (line, "}\n");
  fputs (line->str, stdout);
  fflush (stdout);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (ChattySecretStore) store = chatty_keyring_new ();
  char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = chatty_json_parse (line, -1, &error);

      if (node == NULL)
        g_error ("%s", error->message);
      obey (store, chatty_json_node_object (node));
    }

  free (line);
  return 0;
}
