/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-pool.h"
#include "chatty-text.h"
#include "chatty-wav.h"

#include "chatty-attach.h"

#define READ_BYTES (256 * 1024)

typedef struct {
  GFile            *file;      /* one of the two */
  GdkTexture       *texture;
  ChattyChatInputs  inputs;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->file);
  g_clear_object (&job->texture);
  g_free (job);
}

static const char *
sniff (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (length >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "image/png";
  if (length >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return "image/jpeg";
  if (length >= 6 && (memcmp (data, "GIF87a", 6) == 0 || memcmp (data, "GIF89a", 6) == 0))
    return "image/gif";
  if (length >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return "image/webp";
  if (length >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WAVE", 4) == 0)
    return "audio/wav";
  return NULL;
}

static gboolean
is_speech (GBytes *bytes)
{
  ChattyAudioFormat format;

  return chatty_wav_read_format (bytes, &format) && format.channels == 1 && format.bits == 16;
}

static void
set_unsupported (ChattyChatInputs   inputs,
                 const char        *name,
                 GError           **error)
{
  g_autofree char *offer = chatty_attach_dup_offer (inputs);

  /* Translators: the first %s is the name of a file, the second a sentence about
   * what can be attached */
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED, _("“%s” was not attached. %s"), name,
               offer != NULL ? offer
                             : _("This partner takes text only."));
}

/**
 * chatty_attach_take_bytes:
 * @name: the name of the file, to be shown
 * @bytes: what is in it
 * @inputs: what the partner takes
 *
 * Any thread.
 *
 * Returns: (transfer full): what can be sent; %NULL with
 *   %CHATTY_ERROR_UNSUPPORTED or %CHATTY_ERROR_TOO_LARGE, and a sentence that
 *   names the file
 */
ChattyTalkFile *
chatty_attach_take_bytes (const char        *name,
                          GBytes            *bytes,
                          ChattyChatInputs   inputs,
                          GError           **error)
{
  g_autofree char *shown = NULL;
  const char *media_type;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  shown = chatty_text_display_name (name);
  media_type = sniff (bytes);
  if (g_bytes_get_size (bytes) > CHATTY_ATTACH_MAX_BYTES)
    {
      g_autofree char *limit = g_format_size (CHATTY_ATTACH_MAX_BYTES);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("“%s” was not attached: it is larger than %s. Make it smaller first."),
                   shown, limit);
      return NULL;
    }
  if (media_type == NULL ||
      (inputs & (g_str_has_prefix (media_type, "image/") ? CHATTY_CHAT_IMAGE
                                                         : CHATTY_CHAT_AUDIO)) == 0)
    {
      set_unsupported (inputs, shown, error);
      return NULL;
    }
  if (g_str_equal (media_type, "audio/wav") && !is_speech (bytes))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("“%s” was not attached: a recording must be a WAV file with one channel and "
                     "16 bits. Save it like that in an audio editor first."), shown);
      return NULL;
    }
  return chatty_talk_file_new (shown, media_type, bytes);
}

/* The size that a file claims is not believed. */
static GBytes *
read_all (GFile         *file,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr (GByteArray) all = g_byte_array_new ();

  if (stream == NULL)
    return NULL;
  while (all->len <= CHATTY_ATTACH_MAX_BYTES)
    {
      g_autoptr (GBytes) some = g_input_stream_read_bytes (G_INPUT_STREAM (stream), READ_BYTES,
                                                           cancellable, error);

      if (some == NULL)
        return NULL;
      if (g_bytes_get_size (some) == 0)
        break;
      g_byte_array_append (all, g_bytes_get_data (some, NULL), (guint) g_bytes_get_size (some));
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static void
read_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  ChattyTalkFile *file;

  if (job->texture != NULL)
    {
      bytes = gdk_texture_save_to_png_bytes (job->texture);
      /* Translators: the name of a picture that was pasted */
      name = g_strdup (_("Picture"));
    }
  else
    {
      name = g_file_get_basename (job->file);
      bytes = read_all (job->file, cancellable, &error);
    }
  if (bytes == NULL)
    {
      g_autofree char *shown = chatty_text_display_name (name);

      if (chatty_error_is_cancelled (error))
        g_task_return_error (task, g_steal_pointer (&error));
      else
        g_task_return_new_error (task, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                                 _("“%s” cannot be read: %s"), shown, error->message);
      return;
    }

  file = chatty_attach_take_bytes (name, bytes, job->inputs, &error);
  if (file == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, file, (GDestroyNotify) chatty_talk_file_free);
}

static void
run (Job                 *job,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  static ChattyPool *pool = NULL;
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  if (pool == NULL)
    pool = chatty_pool_new ("attach", 2);

  g_task_set_source_tag (task, chatty_attach_read_finish);
  g_task_set_task_data (task, job, job_free);
  chatty_pool_run (pool, task, read_thread);
}

/**
 * chatty_attach_read_file_async:
 * @file: what the person chose or dropped
 * @inputs: what the partner takes
 *
 * Reads a file on a worker.
 */
void
chatty_attach_read_file_async (GFile               *file,
                               ChattyChatInputs     inputs,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Job *job;

  g_return_if_fail (G_IS_FILE (file));

  job = g_new0 (Job, 1);
  job->file = g_object_ref (file);
  job->inputs = inputs;
  run (job, cancellable, callback, user_data);
}

/**
 * chatty_attach_read_texture_async:
 * @texture: a picture that was pasted
 * @inputs: what the partner takes
 *
 * Makes a PNG file of it on a worker.
 */
void
chatty_attach_read_texture_async (GdkTexture          *texture,
                                  ChattyChatInputs     inputs,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  Job *job;

  g_return_if_fail (GDK_IS_TEXTURE (texture));

  job = g_new0 (Job, 1);
  job->texture = g_object_ref (texture);
  job->inputs = inputs;
  run (job, cancellable, callback, user_data);
}

/**
 * chatty_attach_read_finish:
 *
 * Returns: (transfer full): what can be sent; %NULL with a sentence for people
 */
ChattyTalkFile *
chatty_attach_read_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, chatty_attach_read_finish), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * chatty_attach_may_take:
 * @file: what is about to be dropped
 * @inputs: what the partner takes
 *
 * Only by its name: the file is not read before it is dropped, and then its
 * first bytes decide.
 *
 * Returns: whether it looks like something that can be attached
 */
gboolean
chatty_attach_may_take (GFile            *file,
                        ChattyChatInputs  inputs)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *type = name != NULL ? g_content_type_guess (name, NULL, 0, NULL) : NULL;

  return type != NULL &&
         (((inputs & CHATTY_CHAT_IMAGE) != 0 && g_str_has_prefix (type, "image/")) ||
          ((inputs & CHATTY_CHAT_AUDIO) != 0 && g_str_has_prefix (type, "audio/")));
}

/**
 * chatty_attach_is_audio:
 *
 * Returns: whether @file is a recording and not a picture
 */
gboolean
chatty_attach_is_audio (const ChattyTalkFile *file)
{
  g_return_val_if_fail (file != NULL, FALSE);

  return file->media_type != NULL && g_str_has_prefix (file->media_type, "audio/");
}

/**
 * chatty_attach_dup_offer:
 * @inputs: what the partner takes
 *
 * Returns: (transfer full) (nullable): a sentence about what can be attached;
 *   %NULL where only text is taken
 */
char *
chatty_attach_dup_offer (ChattyChatInputs inputs)
{
  switch (inputs & (CHATTY_CHAT_IMAGE | CHATTY_CHAT_AUDIO))
    {
    case CHATTY_CHAT_IMAGE | CHATTY_CHAT_AUDIO:
      return g_strdup (_("Pictures (PNG, JPEG, GIF, WebP) and recordings (WAV) can be attached."));

    case CHATTY_CHAT_IMAGE:
      return g_strdup (_("Pictures (PNG, JPEG, GIF, WebP) can be attached."));

    case CHATTY_CHAT_AUDIO:
      return g_strdup (_("Recordings (WAV) can be attached."));

    default:
      return NULL;
    }
}
