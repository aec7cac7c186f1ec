/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The answer for speech, whole and as lines: reference, section 3.4 with its
 * rules for each encoding. The last line has no newline, chunks of bare samples
 * have odd lengths, compressed ones are cut anywhere. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "inworld-speech.h"

#include <string.h>

/* Words that are late come so many chunks after their sound. */
#define LATE 2

static char *
usage_text (InworldSpeechJob *job)
{
  return g_strdup_printf ("{\"processedCharactersCount\":%ld,\"modelId\":\"%s\"}",
                          g_utf8_strlen (job->text, -1), job->model);
}

static char *
quote (const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);

  return sim_json_to_text (node);
}

static void
append_number (GString *text,
               double   number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.3f", number));
}

/* One list of numbers or strings for the words from @first to before @last. */
static void
append_list (GString    *text,
             const char *name,
             SimSound   *sound,
             guint       first,
             guint       last,
             guint       which)
{
  g_string_append_printf (text, "\"%s\":[", name);
  for (guint i = first; i < last; i++)
    {
      SimWord *word = &g_array_index (sound->words, SimWord, i);

      if (i > first)
        g_string_append_c (text, ',');
      if (which == 0)
        {
          g_autofree char *quoted = quote (word->word);

          g_string_append (text, quoted);
        }
      else
        append_number (text, which == 1 ? word->start : word->end);
    }
  g_string_append_c (text, ']');
}

/* Returns: (nullable): a timestampInfo for those words, NULL for none */
static char *
times_text (InworldSpeechJob *job,
            SimSound         *sound,
            guint             first,
            guint             last)
{
  gboolean words = job->times == 1;
  GString *text;

  if (job->times < 1 || first >= last)
    return NULL;
  /* Characters are told by word as well: whoever asks wants to see the shape. */
  text = g_string_new (words ? "{\"wordAlignment\":{" : "{\"characterAlignment\":{");
  append_list (text, words ? "words" : "characters", sound, first, last, 0);
  g_string_append_c (text, ',');
  append_list (text, words ? "wordStartTimeSeconds" : "characterStartTimeSeconds", sound, first,
               last, 1);
  g_string_append_c (text, ',');
  append_list (text, words ? "wordEndTimeSeconds" : "characterEndTimeSeconds", sound, first, last,
               2);
  g_string_append (text, "}}");
  return g_string_free (text, FALSE);
}

static char *
base64_of (GByteArray *bytes)
{
  return bytes->len > 0 ? g_base64_encode (bytes->data, bytes->len) : g_strdup ("");
}

/* The sound as it was asked for; NULL with the refusal in @reply. */
static GBytes *
encode (SimReply         *reply,
        InworldSpeechJob *job,
        SimSound         *sound,
        GCancellable     *cancellable)
{
  g_autoptr (GBytes) samples = sim_sound_resample (sound->samples, job->rate);
  GBytes *encoded = sim_sound_encode (samples, job->rate, job->encoding, job->bit_rate,
                                          cancellable);

  if (encoded == NULL)
    {
      static const char REFUSAL[] = "{\"code\":13,\"message\":\"The sound could not be encoded: "
                                    "is gst-launch-1.0 there?\",\"details\":[]}";

      reply->status = 500;
      g_clear_pointer (&reply->pieces, g_ptr_array_unref);
      g_clear_pointer (&reply->body, g_bytes_unref);
      reply->body = g_bytes_new_static (REFUSAL, strlen (REFUSAL));
    }
  return encoded;
}

static gboolean
has_header (SimEncoding encoding)
{
  return encoding == SIM_LINEAR16 || encoding == SIM_WAV;
}

/* A WAV file of its own. With a fault the lengths are those of a file that was
 * never finished, by turns, and another RIFF chunk stands before the data. */
static void
append_file (GByteArray       *bytes,
             InworldSpeechJob *job,
             const guint8     *data,
             gsize             length,
             guint             nth)
{
  static const guint32 LIES[] = { 0xffffffff, 0x7fffff00, 0, 0x10000000 };

  if (job->fault == INWORLD_SPEECH_FAULT_LYING_RIFF)
    sim_sound_header (bytes, job->rate, LIES[(nth + 1) % 4], LIES[nth % 4], nth % 2 == 1);
  else
    sim_sound_header (bytes, job->rate, 36 + length, length, FALSE);
  g_byte_array_append (bytes, data, length);
}

void
inworld_speech_write_whole (SimReply     *reply,
                            gpointer      data,
                            GCancellable *cancellable)
{
  InworldSpeechJob *job = data;
  g_autoptr (SimSound) sound =
    sim_sound_make (job->text, job->voice, job->speed, job->espeak, cancellable);
  g_autoptr (GBytes) encoded = encode (reply, job, sound, cancellable);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GString) text = g_string_new ("{");
  g_autofree char *usage = usage_text (job);
  g_autofree char *times = times_text (job, sound, 0, sound->words->len);
  g_autofree char *base64 = NULL;
  const guint8 *start;
  gsize length;

  if (encoded == NULL)
    return;
  start = g_bytes_get_data (encoded, &length);
  if (has_header (job->encoding))
    append_file (bytes, job, start, length, 0);
  else
    g_byte_array_append (bytes, start, length);
  base64 = base64_of (bytes);
  if (job->fault == INWORLD_SPEECH_FAULT_BAD_BASE64)
    base64[strlen (base64) / 2] = '!';
  if (job->fault != INWORLD_SPEECH_FAULT_NO_AUDIO && job->fault != INWORLD_SPEECH_FAULT_ZERO_CHUNKS)
    g_string_append_printf (text, "\"audioContent\":\"%s\",", base64);
  g_string_append_printf (text, "\"usage\":%s", usage);
  if (times != NULL)
    g_string_append_printf (text, ",\"timestampInfo\":%s", times);
  g_string_append_c (text, '}');
  g_clear_pointer (&reply->body, g_bytes_unref);
  reply->body = g_bytes_new (text->str, text->len);
}

/* How many bytes of the encoded sound one chunk has. */
static gsize
chunk_size (InworldSpeechJob *job,
            SimSound         *sound,
            gsize             total)
{
  double seconds = g_bytes_get_size (sound->samples) / 2.0 / SIM_SOUND_RATE;
  gsize size = total * (job->chunk_ms / 1000.0) / MAX (seconds, 0.001);

  /* Whole samples where each chunk is a file; elsewhere anywhere. */
  size = job->encoding == SIM_LINEAR16 ? size & ~(gsize) 1 : size | 1;
  return CLAMP (size, 2, total + 1);
}

/* One line of the stream, in two pieces that are cut anywhere. */
static void
add_line (SimReply *reply,
          GString  *line,
          double    due,
          gboolean  newline)
{
  gsize cut;

  if (newline)
    g_string_append_c (line, '\n');
  cut = 1 + line->len * 2 / 3 % line->len;
  sim_reply_add_piece_at (reply, line->str, cut, due);
  sim_reply_add_piece_at (reply, line->str + cut, line->len - cut, due);
}

/* The words that begin before @seconds. */
static guint
words_before (SimSound *sound,
              double    seconds)
{
  guint n = 0;

  while (n < sound->words->len && g_array_index (sound->words, SimWord, n).start < seconds)
    n++;
  return n;
}

typedef struct {
  SimReply         *reply;
  InworldSpeechJob *job;
  SimSound         *sound;
  const guint8     *data;
  gsize             length;
  gsize             size;       /* of a chunk */
  guint             n_chunks;
  guint             n_told;     /* words */
} Stream;

static void
add_times (Stream  *self,
           GString *line,
           guint    last)
{
  g_autofree char *times = times_text (self->job, self->sound, self->n_told, last);

  if (times != NULL)
    g_string_append_printf (line, ",\"timestampInfo\":%s", times);
  self->n_told = MAX (self->n_told, last);
}

static void
add_chunk (Stream *self,
           guint   nth)
{
  InworldSpeechJob *job = self->job;
  gsize at = nth * self->size;
  gsize length = MIN (self->size, self->length - at);
  gboolean last = nth + 1 == self->n_chunks;
  double due = job->pace > 0 ? nth * job->chunk_ms / job->pace : 0;
  double told = (nth + 1.0 - (job->asynchronous ? LATE : 0)) * job->chunk_ms / 1000;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GString) line = g_string_new ("{\"result\":{");
  g_autofree char *usage = usage_text (job);
  g_autofree char *base64 = NULL;

  if (job->encoding == SIM_LINEAR16)
    append_file (bytes, job, self->data + at, length, nth);
  else
    {
      /* Nobody knows the length when the first chunk is sent. */
      if (job->encoding == SIM_WAV && nth == 0)
        sim_sound_header (bytes, job->rate, 0xffffffff, 0xffffffff,
                              job->fault == INWORLD_SPEECH_FAULT_LYING_RIFF);
      g_byte_array_append (bytes, self->data + at, length);
    }
  base64 = base64_of (bytes);
  if (job->fault == INWORLD_SPEECH_FAULT_BAD_BASE64 && nth == MIN (job->fault_after,
                                                                   self->n_chunks - 1))
    base64[strlen (base64) / 2] = '!';
  if (job->fault != INWORLD_SPEECH_FAULT_NO_AUDIO)
    g_string_append_printf (line, "\"audioContent\":\"%s\",", base64);
  g_string_append_printf (line, "\"usage\":%s", usage);
  if (!job->asynchronous)
    add_times (self, line, last ? self->sound->words->len : words_before (self->sound, told));
  g_string_append (line, "}}");
  add_line (self->reply, line, due, !last || (job->asynchronous && job->times > 0));
  if (job->asynchronous && job->times > 0
      && (last || words_before (self->sound, told) > self->n_told))
    {
      g_autoptr (GString) late = g_string_new ("{\"result\":{\"usage\":");

      g_string_append (late, usage);
      add_times (self, late, last ? self->sound->words->len : words_before (self->sound, told));
      g_string_append (late, "}}");
      add_line (self->reply, late, due, !last);
    }
}

static void
add_end (Stream     *self,
         const char *text)
{
  g_autoptr (GString) line = g_string_new (text);
  double due = self->job->pace > 0
                 ? self->job->fault_after * self->job->chunk_ms / self->job->pace : 0;

  add_line (self->reply, line, due, self->job->fault == INWORLD_SPEECH_FAULT_ERROR);
}

void
inworld_speech_write_stream (SimReply     *reply,
                             gpointer      data,
                             GCancellable *cancellable)
{
  InworldSpeechJob *job = data;
  g_autoptr (SimSound) sound =
    sim_sound_make (job->text, job->voice, job->speed, job->espeak, cancellable);
  g_autoptr (GBytes) encoded = encode (reply, job, sound, cancellable);
  Stream self = { reply, job, sound };

  if (encoded == NULL || job->fault == INWORLD_SPEECH_FAULT_ZERO_CHUNKS)
    return;
  self.data = g_bytes_get_data (encoded, &self.length);
  self.size = chunk_size (job, sound, self.length);
  self.n_chunks = (self.length + self.size - 1) / self.size;
  for (guint i = 0; i < self.n_chunks; i++)
    {
      if (i == job->fault_after && job->fault == INWORLD_SPEECH_FAULT_ERROR)
        {
          add_end (&self, "{\"error\":{\"code\":8,\"message\":\"The model is overloaded.\","
                          "\"details\":[]}}");
          return;
        }
      if (i == job->fault_after && job->fault == INWORLD_SPEECH_FAULT_PREMATURE)
        {
          add_end (&self, "{\"result\":{\"audioContent\":\"AAAAAAAAAAAA");
          return;
        }
      add_chunk (&self, i);
    }
}
