/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Runs a fuzz target for a moment, as a test: its seeds, then inputs made of
 * them by chance. The chance is the same each time, unless CHATTY_FUZZ_SEED is
 * set; CHATTY_FUZZ_RUNS says how many. Files that are named are run instead,
 * and `--write-corpus DIRECTORY` writes the seeds for libFuzzer. */

#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <glib/gstdio.h>

#include "fuzz.h"

#define LONGEST_INPUT 65536
#define MAX_SECONDS 20

static guint
count (const char * const *strings)
{
  guint n = 0;

  while (strings[n] != NULL)
    n++;
  return n;
}

static void
mutate (GByteArray *input,
        GRand      *rand)
{
  const guint n_tokens = count (chatty_fuzz_tokens);
  const guint n_seeds = count (chatty_fuzz_seeds);
  const guint at = input->len > 0 ? (guint) g_rand_int_range (rand, 0, input->len) : 0;
  const char *piece = NULL;
  g_autofree guint8 *tail = NULL;
  guint n;

  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0:
      if (input->len > 0)
        input->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
      return;
    case 1:
      if (input->len > 0)
        g_byte_array_remove_range (input, at, g_rand_int_range (rand, 1, MIN (input->len - at, 64) + 1));
      return;
    case 2:
      n = (guint) g_rand_int_range (rand, 1, 256);
      n = MIN (input->len - at, n);
      tail = g_memdup2 (input->data + at, n);
      g_byte_array_append (input, tail, n);
      return;
    case 3:
      piece = chatty_fuzz_seeds[g_rand_int_range (rand, 0, n_seeds)];
      break;
    default:
      piece = chatty_fuzz_tokens[g_rand_int_range (rand, 0, n_tokens)];
      break;
    }
  n = input->len - at;
  tail = n > 0 ? g_memdup2 (input->data + at, n) : NULL;
  g_byte_array_set_size (input, at);
  g_byte_array_append (input, (const guint8 *) piece, strlen (piece));
  g_byte_array_append (input, tail, n);
}

/* Each input is a block of its own, so that the sanitizers see its end. */
static void
run (const guint8 *data,
     gsize         size)
{
  g_autofree guint8 *copy = g_malloc (MAX (size, 1));

  if (size > 0)
    memcpy (copy, data, size);
  LLVMFuzzerTestOneInput (copy, size);
}

static int
write_corpus (const char *directory)
{
  for (guint i = 0; chatty_fuzz_seeds[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("seed-%03u", i);
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (!g_file_set_contents (path, chatty_fuzz_seeds[i], -1, NULL))
        {
          g_printerr ("%s cannot be written.\n", path);
          return 1;
        }
    }
  return 0;
}

static int
run_files (char **paths)
{
  for (; *paths != NULL; paths++)
    {
      g_autofree char *data = NULL;
      g_autoptr(GError) error = NULL;
      gsize size;

      if (!g_file_get_contents (*paths, &data, &size, &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
      run ((const guint8 *) data, size);
    }
  return 0;
}

int
main (int    argc,
      char **argv)
{
  const char *seed = g_getenv ("CHATTY_FUZZ_SEED");
  const char *runs = g_getenv ("CHATTY_FUZZ_RUNS");
  const guint n_runs = runs != NULL ? (guint) atoi (runs) : 3000;
  const guint n_seeds = count (chatty_fuzz_seeds);
  const gint64 end = g_get_monotonic_time () + MAX_SECONDS * G_USEC_PER_SEC;
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed != NULL ? (guint32) atoi (seed) : 1);
  guint n = 0;

  if (argc == 3 && g_str_equal (argv[1], "--write-corpus"))
    return write_corpus (argv[2]);
  if (argc > 1)
    return run_files (argv + 1);
  run (NULL, 0);
  for (guint i = 0; i < n_seeds; i++)
    run ((const guint8 *) chatty_fuzz_seeds[i], strlen (chatty_fuzz_seeds[i]));
  for (; n < n_runs && (runs != NULL || g_get_monotonic_time () < end); n++)
    {
      g_autoptr(GByteArray) input = g_byte_array_new ();
      const char *first = chatty_fuzz_seeds[g_rand_int_range (rand, 0, n_seeds)];
      int n_steps = g_rand_int_range (rand, 1, 24);

      g_byte_array_append (input, (const guint8 *) first, strlen (first));
      while (n_steps-- > 0 && input->len < LONGEST_INPUT)
        mutate (input, rand);
      run (input->data, input->len);
    }
  g_print ("1..1\nok 1 - %u seeds and %u inputs\n", n_seeds, n);
  return 0;
}
