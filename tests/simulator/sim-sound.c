/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What is heard: speech by espeak-ng, given the text on its standard input, or
 * one tone for each word, which is the same each time and needs nothing. May be
 * called from any thread. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-sound.h"

#include <math.h>
#include <string.h>

/* Of tones: so long for each byte of a word, and at least. */
#define TONE_MS     12
#define MIN_TONE_MS 60
#define GAP_MS      20
/* No process may take longer, no pause be longer. */
#define SECONDS     "30"
#define MAX_BREAK   10.0
/* What was made is kept, as much of it as this. */
#define MAX_CACHED  (64 * 1024 * 1024)

G_LOCK_DEFINE_STATIC (cache);
static GHashTable *cache;     /* of key to SimSound */
static gsize cached_bytes;

static void
word_clear (gpointer data)
{
  g_free (((SimWord *) data)->word);
}

static SimSound *
sound_new (void)
{
  SimSound *sound = g_new0 (SimSound, 1);

  sound->words = g_array_new (FALSE, FALSE, sizeof (SimWord));
  g_array_set_clear_func (sound->words, word_clear);
  return sound;
}

void
sim_sound_free (SimSound *sound)
{
  g_clear_pointer (&sound->samples, g_bytes_unref);
  g_array_unref (sound->words);
  g_free (sound);
}

static SimSound *
sound_copy (SimSound *sound)
{
  SimSound *copy = g_new0 (SimSound, 1);

  copy->samples = g_bytes_ref (sound->samples);
  copy->words = g_array_ref (sound->words);
  return copy;
}

static double
seconds_of (GByteArray *samples)
{
  return samples->len / 2.0 / SIM_SOUND_RATE;
}

static void
append_silence (GByteArray *samples,
                double      seconds)
{
  gsize length = (gsize) (seconds * SIM_SOUND_RATE) * 2;
  g_autofree guint8 *nothing = g_malloc0 (length + 1);

  g_byte_array_append (samples, nothing, length);
}

static void
append_tone (GByteArray *samples,
             const char *word,
             const char *voice,
             double      speed)
{
  guint count = SIM_SOUND_RATE * MAX (MIN_TONE_MS, TONE_MS * strlen (word)) / 1000 / speed;
  guint hash = g_str_hash (word);
  double pitch = (140.0 + g_str_hash (voice) % 120) * pow (2.0, hash % 19 / 12.0);
  g_autofree gint16 *tone = g_new (gint16, count + 1);

  /* Each swells and fades, so that nothing clicks. */
  for (guint i = 0; i < count; i++)
    tone[i] = GINT16_TO_LE ((gint16) (8000 * sin (G_PI * i / count)
                                      * sin (2 * G_PI * pitch * i / SIM_SOUND_RATE)));
  g_byte_array_append (samples, (const guint8 *) tone, count * 2);
}

static void
add_word (SimSound   *sound,
          const char *text,
          double      start,
          double      end)
{
  SimWord word = { g_strdup (text), start, end };

  g_array_append_val (sound->words, word);
}

static void
append_tones (SimSound   *sound,
              GByteArray *samples,
              const char *text,
              const char *voice,
              double      speed)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      double start = seconds_of (samples);

      if (*words[i] == '\0')
        continue;
      append_tone (samples, words[i], voice, speed);
      add_word (sound, words[i], start, seconds_of (samples));
      append_silence (samples, GAP_MS / 1000.0 / speed);
    }
}

/* Returns: (nullable): the samples of the WAV file that espeak-ng writes */
static GBytes *
run_espeak (const char   *text,
            const char   *voice,
            double        speed,
            GCancellable *cancellable)
{
  g_autofree char *program = g_find_program_in_path ("espeak-ng");
  g_autofree char *words_a_minute = g_strdup_printf ("%d", (int) (170 * speed));
  g_autofree char *pitch = g_strdup_printf ("%u", 25 + g_str_hash (voice) % 50);
  g_autoptr (GBytes) input = g_bytes_new (text, strlen (text));
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GSubprocess) process = NULL;

  if (program == NULL)
    return NULL;
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                              | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              NULL, "timeout", SECONDS, program, "-s", words_a_minute, "-p", pitch,
                              "-v", "en", "--stdin", "--stdout", NULL);
  if (process == NULL
      || !g_subprocess_communicate (process, input, cancellable, &output, NULL, NULL)
      || g_bytes_get_size (output) <= 44)
    return NULL;
  /* Its header is of 44 bytes, its rate is ours. */
  return g_bytes_new_from_bytes (output, 44, (g_bytes_get_size (output) - 44) & ~1u);
}

/* Where a word begins is guessed from the length of those before it. */
static gboolean
append_speech (SimSound     *sound,
               GByteArray   *samples,
               const char   *text,
               const char   *voice,
               double        speed,
               GCancellable *cancellable)
{
  g_autoptr (GBytes) bytes = run_espeak (text, voice, speed, cancellable);
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  double start = seconds_of (samples);
  double length, at = 0, total = 0;

  if (bytes == NULL)
    return FALSE;
  g_byte_array_append (samples, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  length = seconds_of (samples) - start;
  for (guint i = 0; words[i] != NULL; i++)
    total += *words[i] != '\0' ? g_utf8_strlen (words[i], -1) + 1 : 0;
  for (guint i = 0; words[i] != NULL; i++)
    {
      double share = g_utf8_strlen (words[i], -1) + 1;

      if (*words[i] == '\0')
        continue;
      add_word (sound, words[i], start + length * at / total,
                start + length * (at + share - 0.5) / total);
      at += share;
    }
  return TRUE;
}

/* "[whisper]" and the like steer, and are not said. */
static char *
without_tags (const char *text)
{
  g_autoptr (GRegex) tags = g_regex_new ("\\[[a-z ]{2,30}\\]", 0, 0, NULL);

  return g_regex_replace_literal (tags, text, -1, 0, "", 0, NULL);
}

static SimSound *
make (const char   *text,
      const char   *voice,
      double        speed,
      gboolean      espeak,
      GCancellable *cancellable)
{
  SimSound *sound = sound_new ();
  GByteArray *samples = g_byte_array_new ();
  g_autofree char *plain = without_tags (text);
  g_autoptr (GRegex) breaks =
    g_regex_new ("<break\\s+time=\"([0-9.]{1,6})(ms|s)\"\\s*/>", 0, 0, NULL);
  /* Text, number, unit, text, number, unit, … text. */
  g_auto (GStrv) parts = g_regex_split (breaks, plain, 0);

  for (guint i = 0; parts[i] != NULL; i += 3)
    {
      if (!espeak || *g_strstrip (parts[i]) == '\0'
          || !append_speech (sound, samples, parts[i], voice, speed, cancellable))
        append_tones (sound, samples, parts[i], voice, speed);
      if (parts[i + 1] == NULL || parts[i + 2] == NULL)
        break;
      append_silence (samples, MIN (g_ascii_strtod (parts[i + 1], NULL)
                                      / (g_str_equal (parts[i + 2], "ms") ? 1000 : 1),
                                    MAX_BREAK));
    }
  sound->samples = g_byte_array_free_to_bytes (samples);
  return sound;
}

/* Returns: (transfer full): the same for the same text and voice, made once */
SimSound *
sim_sound_make (const char   *text,
                const char   *voice,
                double        speed,
                gboolean      espeak,
                GCancellable *cancellable)
{
  g_autofree char *key = g_strdup_printf ("%d %.3f %s\n%s", espeak, speed, voice, text);
  SimSound *sound, *known;

  G_LOCK (cache);
  if (cache == NULL)
    cache = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                   (GDestroyNotify) sim_sound_free);
  known = g_hash_table_lookup (cache, key);
  sound = known != NULL ? sound_copy (known) : NULL;
  G_UNLOCK (cache);
  if (sound != NULL)
    return sound;

  sound = make (text, voice, speed, espeak, cancellable);
  G_LOCK (cache);
  if (cached_bytes + g_bytes_get_size (sound->samples) > MAX_CACHED)
    {
      g_hash_table_remove_all (cache);
      cached_bytes = 0;
    }
  if (!g_cancellable_is_cancelled (cancellable) && !g_hash_table_contains (cache, key))
    {
      cached_bytes += g_bytes_get_size (sound->samples);
      g_hash_table_insert (cache, g_steal_pointer (&key), sound_copy (sound));
    }
  G_UNLOCK (cache);
  return sound;
}
