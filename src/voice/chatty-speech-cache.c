/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include <string.h>
#include <utime.h>

#include <glib/gstdio.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-sha256.h"
#include "chatty-speech-cache.h"

#define MAGIC "chatty-speech-1\n"
#define MAGIC_LENGTH 16
#define HASH_LENGTH 64
#define SUFFIX ".speech"

/**
 * ChattySpeechCache:
 *
 * Speech that was paid for once is heard again for nothing: a folder with one
 * file for each, named by a hash of all that made it. What was not used for
 * longest goes first. A file that is damaged is taken for none.
 */
struct _ChattySpeechCache {
  GObject  parent_instance;

  char    *path;
  guint64  max_bytes;
  GMutex   lock;        /* one of this process at a time; files are renamed into place */
};

G_DEFINE_FINAL_TYPE (ChattySpeechCache, chatty_speech_cache, G_TYPE_OBJECT)

static void
chatty_speech_cache_finalize (GObject *object)
{
  ChattySpeechCache *self = CHATTY_SPEECH_CACHE (object);

  g_free (self->path);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (chatty_speech_cache_parent_class)->finalize (object);
}

static void
chatty_speech_cache_class_init (ChattySpeechCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_speech_cache_finalize;
}

static void
chatty_speech_cache_init (ChattySpeechCache *self)
{
  g_mutex_init (&self->lock);
}

/**
 * chatty_speech_cache_new:
 * @folder: a local folder, made when it is needed
 * @max_bytes: how large all files together may be
 */
ChattySpeechCache *
chatty_speech_cache_new (GFile   *folder,
                         guint64  max_bytes)
{
  ChattySpeechCache *self = g_object_new (CHATTY_TYPE_SPEECH_CACHE, NULL);

  self->path = g_file_get_path (folder);
  self->max_bytes = max_bytes;
  return self;
}

/**
 * chatty_speech_cache_key:
 * @platform: who speaks
 * @parts: (array zero-terminated=1): all that makes the speech what it is:
 *   voice, model, rate, text and so on
 *
 * Returns: (transfer full): a name for chatty_speech_cache_load(), which tells
 *   nothing of what is said
 */
char *
chatty_speech_cache_key (const char        *platform,
                         const char *const *parts)
{
  g_autoptr (ChattySha256) hash = chatty_sha256_new ();

  /* With the zeros between them, so that no two lists look alike. */
  chatty_sha256_update (hash, platform, strlen (platform) + 1);
  for (guint i = 0; parts[i] != NULL; i++)
    chatty_sha256_update (hash, parts[i], strlen (parts[i]) + 1);
  return chatty_sha256_end (hash);
}

static char *
path_of (ChattySpeechCache *self,
         const char        *key)
{
  g_autofree char *name = g_strconcat (key, SUFFIX, NULL);

  return g_build_filename (self->path, name, NULL);
}

static gboolean
is_key (const char *key)
{
  return strlen (key) == HASH_LENGTH && strspn (key, "0123456789abcdef") == HASH_LENGTH;
}

/* The file: magic, how many chunks and words there are, each of them with its
 * length, and the hash of all that. Numbers are big-endian. */

static void
put_number (GByteArray *out,
            guint64     number)
{
  const guint64 wire = GUINT64_TO_BE (number);

  g_byte_array_append (out, (const guint8 *) &wire, sizeof wire);
}

static void
put_bytes (GByteArray    *out,
           gconstpointer  bytes,
           gsize          length)
{
  put_number (out, length);
  g_byte_array_append (out, bytes, length);
}

static GByteArray *
write_entry (ChattyAudioStream *stream)
{
  const guint n_chunks = chatty_audio_stream_get_n_chunks (stream);
  g_autoptr (GArray) words = chatty_audio_stream_dup_words (stream);
  GByteArray *out = g_byte_array_new ();
  g_autofree char *hash = NULL;

  g_byte_array_append (out, (const guint8 *) MAGIC, MAGIC_LENGTH);
  put_number (out, n_chunks);
  for (guint i = 0; i < n_chunks; i++)
    {
      ChattyAudioFormat format;
      g_autoptr (GBytes) bytes = chatty_audio_stream_dup_chunk (stream, i, &format);

      put_bytes (out, format.media_type, strlen (format.media_type));
      put_number (out, format.rate);
      put_number (out, format.channels);
      put_number (out, format.bits);
      put_number (out, format.segment);
      put_bytes (out, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }
  put_number (out, words->len);
  for (guint i = 0; i < words->len; i++)
    {
      const ChattyWordTime *word = &g_array_index (words, ChattyWordTime, i);

      put_bytes (out, word->word, strlen (word->word));
      put_number (out, (guint64) (word->start * G_USEC_PER_SEC));
      put_number (out, (guint64) (word->end * G_USEC_PER_SEC));
    }
  hash = chatty_sha256_hex (out->data, out->len);
  g_byte_array_append (out, (const guint8 *) hash, HASH_LENGTH);
  return out;
}

typedef struct {
  GBytes *file;
  gsize   at;
  gsize   end;
} Cursor;

static gboolean
get_number (Cursor  *cursor,
            guint64 *number)
{
  const guint8 *data = g_bytes_get_data (cursor->file, NULL);
  guint64 wire;

  if (cursor->end - cursor->at < sizeof wire)
    return FALSE;
  memcpy (&wire, data + cursor->at, sizeof wire);
  *number = GUINT64_FROM_BE (wire);
  cursor->at += sizeof wire;
  return TRUE;
}

static GBytes *
get_bytes (Cursor *cursor)
{
  guint64 length;
  GBytes *bytes;

  if (!get_number (cursor, &length) || length > cursor->end - cursor->at)
    return NULL;
  bytes = g_bytes_new_from_bytes (cursor->file, cursor->at, length);
  cursor->at += length;
  return bytes;
}

static char *
get_text (Cursor *cursor)
{
  g_autoptr (GBytes) bytes = get_bytes (cursor);

  if (bytes == NULL)
    return NULL;
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static gboolean
read_chunk (Cursor            *cursor,
            ChattyAudioStream *stream)
{
  g_autofree char *media_type = get_text (cursor);
  guint64 numbers[4];
  g_autoptr (GBytes) bytes = NULL;
  ChattyAudioFormat format = { media_type };

  if (media_type == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!get_number (cursor, &numbers[i]))
      return FALSE;
  bytes = get_bytes (cursor);
  if (bytes == NULL)
    return FALSE;
  format.rate = (guint) numbers[0];
  format.channels = (guint) numbers[1];
  format.bits = (guint) numbers[2];
  format.segment = (guint) numbers[3];
  chatty_audio_stream_append (stream, &format, bytes);
  return TRUE;
}

static gboolean
read_word (Cursor            *cursor,
           ChattyAudioStream *stream)
{
  g_autofree char *text = get_text (cursor);
  ChattyWordTime word = { text };
  guint64 start, end;

  if (text == NULL || !get_number (cursor, &start) || !get_number (cursor, &end))
    return FALSE;
  word.start = (double) start / G_USEC_PER_SEC;
  word.end = (double) end / G_USEC_PER_SEC;
  chatty_audio_stream_append_words (stream, &word, 1);
  return TRUE;
}

static ChattyAudioStream *
read_entry (GBytes *file)
{
  g_autoptr (ChattyAudioStream) stream = chatty_audio_stream_new ();
  gsize length;
  const char *data = g_bytes_get_data (file, &length);
  Cursor cursor = { file, MAGIC_LENGTH, length - HASH_LENGTH };
  g_autofree char *hash = NULL;
  guint64 n;

  if (length < MAGIC_LENGTH + HASH_LENGTH || memcmp (data, MAGIC, MAGIC_LENGTH) != 0)
    return NULL;
  hash = chatty_sha256_hex (data, cursor.end);
  if (memcmp (hash, data + cursor.end, HASH_LENGTH) != 0 || !get_number (&cursor, &n))
    return NULL;
  for (; n > 0; n--)
    if (!read_chunk (&cursor, stream))
      return NULL;
  if (!get_number (&cursor, &n))
    return NULL;
  for (; n > 0; n--)
    if (!read_word (&cursor, stream))
      return NULL;
  chatty_audio_stream_end (stream, NULL);
  return g_steal_pointer (&stream);
}

static gboolean
adopt (GError     **error,
       GError      *failure,
       const char  *path)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, CHATTY_ERROR,
               g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ? CHATTY_ERROR_NO_SPACE
                                                                           : CHATTY_ERROR_FAILED,
               _("Speech could not be kept in “%s”: %s"), name, failure->message);
  g_error_free (failure);
  return FALSE;
}

/**
 * chatty_speech_cache_load:
 * @key: of chatty_speech_cache_key()
 *
 * Returns: (transfer full) (nullable): a stream that has ended; %NULL without
 *   an error when it is not there, or damaged and now removed
 */
ChattyAudioStream *
chatty_speech_cache_load (ChattySpeechCache  *self,
                          const char         *key,
                          GError            **error)
{
  g_autofree char *path = path_of (self, key);
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) copy = NULL;
  ChattyAudioStream *stream;
  GStatBuf info;

  if (!is_key (key) || g_lstat (path, &info) != 0)
    return NULL;
  g_mutex_lock (&self->lock);
  /* Neither a device nor a link, nor larger than any that was written. */
  if (S_ISREG (info.st_mode) && info.st_size <= 2 * CHATTY_AUDIO_MAX_BYTES)
    file = g_mapped_file_new (path, FALSE, NULL);
  if (file != NULL)
    {
      bytes = g_mapped_file_get_bytes (file);
      /* Another program may cut the file short under us. */
      copy = g_bytes_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }
  stream = copy != NULL ? read_entry (copy) : NULL;
  if (stream != NULL)
    utime (path, NULL);
  else
    g_unlink (path);
  g_mutex_unlock (&self->lock);
  return stream;
}

typedef struct {
  char    *path;
  guint64  size;
  gint64   used;
} Entry;

static void
clear_entry (gpointer data)
{
  g_free (((Entry *) data)->path);
}

static int
compare_used (gconstpointer a,
              gconstpointer b)
{
  const Entry *one = a;
  const Entry *other = b;

  if (one->used != other->used)
    return one->used < other->used ? -1 : 1;
  return strcmp (one->path, other->path);
}

/* Our own files alone: the folder may be shared by mistake. */
static GArray *
list_entries (ChattySpeechCache *self)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GDir) dir = g_dir_open (self->path, 0, NULL);
  const char *name;

  g_array_set_clear_func (entries, clear_entry);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      Entry entry;
      GStatBuf info;

      if (strlen (name) < HASH_LENGTH || strstr (name, SUFFIX) != name + HASH_LENGTH)
        continue;
      entry.path = g_build_filename (self->path, name, NULL);
      if (g_lstat (entry.path, &info) != 0 || !S_ISREG (info.st_mode))
        {
          g_free (entry.path);
          continue;
        }
      entry.size = (guint64) info.st_size;
      entry.used = (gint64) info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
      g_array_append_val (entries, entry);
    }
  g_array_sort (entries, compare_used);
  return entries;
}

static guint64
sum_of (GArray *entries)
{
  guint64 sum = 0;

  for (guint i = 0; i < entries->len; i++)
    sum += g_array_index (entries, Entry, i).size;
  return sum;
}

/* Until there is room for @wanted bytes. Called with the lock held. */
static void
make_room (ChattySpeechCache *self,
           guint64            wanted)
{
  g_autoptr (GArray) entries = list_entries (self);
  guint64 sum = sum_of (entries);

  for (guint i = 0; i < entries->len && sum + wanted > self->max_bytes; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if (g_unlink (entry->path) == 0)
        sum -= entry->size;
    }
}

/**
 * chatty_speech_cache_store:
 * @key: of chatty_speech_cache_key()
 * @stream: kept only when all of it came and there is something in it
 *
 * Makes room first: what was not used for longest goes. Speech that is larger
 * than a quarter of the cache is not kept, and would not be worth it.
 *
 * Returns: %FALSE when it could not be written
 */
gboolean
chatty_speech_cache_store (ChattySpeechCache  *self,
                           const char         *key,
                           ChattyAudioStream  *stream,
                           GError            **error)
{
  g_autofree char *path = path_of (self, key);
  g_autoptr (GError) failure = chatty_audio_stream_dup_error (stream);
  g_autoptr (GByteArray) entry = NULL;
  GError *trouble = NULL;

  if (!is_key (key) || failure != NULL || !chatty_audio_stream_is_ended (stream) ||
      chatty_audio_stream_get_size (stream) == 0 ||
      chatty_audio_stream_get_size (stream) > self->max_bytes / 4)
    return TRUE;
  entry = write_entry (stream);
  g_mutex_lock (&self->lock);
  g_mkdir_with_parents (self->path, 0700);
  make_room (self, entry->len);
  g_file_set_contents_full (path, (const char *) entry->data, entry->len,
                            G_FILE_SET_CONTENTS_CONSISTENT, 0600, &trouble);
  g_mutex_unlock (&self->lock);
  return trouble == NULL || adopt (error, trouble, self->path);
}

/**
 * chatty_speech_cache_get_size:
 *
 * Returns: the bytes of all that is kept
 */
guint64
chatty_speech_cache_get_size (ChattySpeechCache *self)
{
  g_autoptr (GArray) entries = list_entries (self);

  return sum_of (entries);
}

/**
 * chatty_speech_cache_clear:
 *
 * Removes all that is kept.
 *
 * Returns: whether nothing is left
 */
gboolean
chatty_speech_cache_clear (ChattySpeechCache  *self,
                           GError            **error)
{
  g_autoptr (GArray) left = NULL;

  g_mutex_lock (&self->lock);
  make_room (self, G_MAXUINT64 / 2);
  left = list_entries (self);
  g_mutex_unlock (&self->lock);
  if (left->len > 0)
    {
      g_autofree char *name = g_filename_display_name (self->path);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                   _("The speech in “%s” could not be removed. Look at the folder's "
                     "permissions"), name);
      return FALSE;
    }
  return TRUE;
}
