/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Lists and gets characters as fast as the connector does. Started by
 * `build-aux/bench network`:
 *
 *   bench-network PLATFORM                     how many calls it makes at once
 *   bench-network PLATFORM ADDRESS KEY COUNT   that many calls
 *
 * The calls are made as the window makes them: all are asked for at once, and
 * the connector's own worker threads carry them out. Every second one is a
 * list, the others get its characters by turns. */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "bench-connector.h"
#include "chatty-character-store.h"
#include "chatty-http-connector.h"

typedef struct {
  GMainLoop *loop;
  GPtrArray *characters;   /* NULL: not listed yet */
  guint      left;
} Bench;

static void
end_call (Bench *bench)
{
  if (--bench->left == 0)
    g_main_loop_quit (bench->loop);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Bench *bench = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *characters = chatty_character_store_list_finish (CHATTY_CHARACTER_STORE (source),
                                                              result, &error);

  bench_check (error);
  if (bench->characters == NULL)
    bench->characters = g_steal_pointer (&characters);
  g_clear_pointer (&characters, g_ptr_array_unref);
  end_call (bench);
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyCharacter) character = NULL;

  character = chatty_character_store_get_finish (CHATTY_CHARACTER_STORE (source), result, &error);
  bench_check (error);
  end_call (user_data);
}

static void
run (ChattyCharacterStore *store,
     guint                 count)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Bench bench = { loop, NULL, 1 };

  chatty_character_store_list_async (store, NULL, listed_cb, &bench);
  g_main_loop_run (loop);
  if (bench.characters->len == 0)
    {
      g_printerr ("bench-network: the account has no characters\n");
      exit (1);
    }
  bench.left = count - 1;
  for (guint i = 1; i < count; i++)
    if (i % 2 == 0)
      chatty_character_store_list_async (store, NULL, listed_cb, &bench);
    else
      chatty_character_store_get_async (
        store, chatty_character_get_id (g_ptr_array_index (bench.characters,
                                                           i / 2 % bench.characters->len)),
        NULL, got_cb, &bench);
  if (bench.left > 0)
    g_main_loop_run (loop);
  g_ptr_array_unref (bench.characters);
}

int
main (int    argc,
      char **argv)
{
  int count = argc > 4 ? atoi (argv[4]) : 0;
  g_autoptr (ChattyConnector) connector = NULL;

  if (argc != 2 && (argc != 5 || count < 1))
    {
      g_printerr ("bench-network PLATFORM [ADDRESS KEY COUNT]\n");
      return 2;
    }
  connector = bench_connector_new (argv[1], argc > 2 ? argv[2] : NULL, argc > 3 ? argv[3] : "none");
  if (argc == 2)
    printf ("%u\n", CHATTY_HTTP_CONNECTOR_GET_CLASS (connector)->max_parallel);
  else
    run (CHATTY_CHARACTER_STORE (connector), (guint) count);
  return 0;
}
