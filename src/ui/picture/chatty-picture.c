/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-pool.h"

#include "chatty-picture.h"

#define CHUNK_BYTES (64 * 1024)

typedef struct {
  guint    max_side;
  gboolean too_large;
} Bounds;

typedef struct {
  GFile *file;
  guint  max_side;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->file);
  g_free (job);
}

static const char *
sniff (const guint8 *data,
       gsize         length)
{
  if (length >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "png";
  if (length >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return "jpeg";
  if (length >= 6 && (memcmp (data, "GIF87a", 6) == 0 || memcmp (data, "GIF89a", 6) == 0))
    return "gif";
  if (length >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return "webp";
  return NULL;
}

/* Comes before the loader makes room for the pixels. */
static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  Bounds          *bounds)
{
  double scale;

  if (width <= 0 || height <= 0 || (gint64) width * height > CHATTY_PICTURE_MAX_PIXELS)
    {
      bounds->too_large = TRUE;
      /* Makes the loaders give up. */
      gdk_pixbuf_loader_set_size (loader, 0, 0);
      return;
    }
  if ((guint) MAX (width, height) <= bounds->max_side)
    return;

  scale = (double) bounds->max_side / MAX (width, height);
  gdk_pixbuf_loader_set_size (loader, MAX (1, width * scale), MAX (1, height * scale));
}

static void
set_damaged (GError **error)
{
  g_clear_error (error);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
               _("The picture is damaged. Open it in another program and save it again."));
}

/**
 * chatty_picture_decode:
 * @bytes: a file
 * @max_side: how long the longer side may be
 *
 * Decodes a picture, and makes it smaller where it is larger. Blocking, any
 * thread.
 *
 * Returns: (transfer full): the picture, upright; %NULL with
 *   %CHATTY_ERROR_UNSUPPORTED, %CHATTY_ERROR_TOO_LARGE or
 *   %CHATTY_ERROR_INVALID_DATA
 */
GdkPixbuf *
chatty_picture_decode (GBytes  *bytes,
                       guint    max_side,
                       GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  const char *kind = sniff (data, length);
  Bounds bounds = { .max_side = max_side };
  GdkPixbuf *pixbuf;
  gboolean ok = TRUE;

  if (kind != NULL)
    loader = gdk_pixbuf_loader_new_with_type (kind, NULL);
  if (loader == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("This is no picture that can be used. PNG, JPEG and GIF are understood."));
      return NULL;
    }

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &bounds);
  for (gsize done = 0; ok && done < length && !bounds.too_large; done += CHUNK_BYTES)
    ok = gdk_pixbuf_loader_write (loader, data + done, MIN (CHUNK_BYTES, length - done), error);
  if (!gdk_pixbuf_loader_close (loader, ok && !bounds.too_large ? error : NULL))
    ok = FALSE;

  if (bounds.too_large)
    {
      g_clear_error (error);
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("The picture has more than %u million pixels. Make it smaller first."),
                   CHATTY_PICTURE_MAX_PIXELS / 1000000);
      return NULL;
    }
  pixbuf = ok ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (pixbuf == NULL)
    {
      set_damaged (error);
      return NULL;
    }
  return gdk_pixbuf_apply_embedded_orientation (pixbuf);
}

/**
 * chatty_picture_read:
 * @file: a regular file
 * @max_side: how long the longer side may be
 *
 * As chatty_picture_decode(), from a file.
 *
 * Returns: (transfer full): the picture; %NULL with an error that names the
 *   reason
 */
GdkPixbuf *
chatty_picture_read (GFile         *file,
                     guint          max_side,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree guint8 *data = NULL;
  gsize length;

  /* A pipe would block for ever. */
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                            cancellable, error);
  if (info == NULL)
    {
      chatty_error_adopt (error, _("The picture cannot be read"));
      return NULL;
    }
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("This is no picture that can be used. PNG, JPEG and GIF are understood."));
      return NULL;
    }
  stream = g_file_read (file, cancellable, error);
  if (stream == NULL)
    {
      chatty_error_adopt (error, _("The picture cannot be read"));
      return NULL;
    }

  /* What the file says of its size may not be true. */
  data = g_malloc (CHATTY_PICTURE_MAX_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), data, CHATTY_PICTURE_MAX_BYTES + 1,
                                &length, cancellable, error))
    {
      chatty_error_adopt (error, _("The picture cannot be read"));
      return NULL;
    }
  if (length > CHATTY_PICTURE_MAX_BYTES)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("The picture has more than %u MB. Make it smaller first."),
                   CHATTY_PICTURE_MAX_BYTES / (1024 * 1024));
      return NULL;
    }
  bytes = g_bytes_new_static (data, length);
  return chatty_picture_decode (bytes, max_side, error);
}

static ChattyPool *
get_pool (void)
{
  static ChattyPool *pool;

  if (pool == NULL)
    pool = chatty_pool_new ("picture", 1);
  return pool;
}

static GTask *
new_task (GFile               *file,
          guint                max_side,
          gpointer             tag,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->file = g_object_ref (file);
  job->max_side = max_side;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  return task;
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  GError *error = NULL;

  pixbuf = chatty_picture_read (job->file, job->max_side, cancellable, &error);
  if (pixbuf == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, gdk_texture_new_for_pixbuf (pixbuf), g_object_unref);
}

/**
 * chatty_picture_load_async:
 * @file: a picture
 * @max_side: how long the longer side may be
 *
 * Decodes a picture to show it. Main loop.
 */
void
chatty_picture_load_async (GFile               *file,
                           guint                max_side,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = new_task (file, max_side, chatty_picture_load_async, cancellable, callback, user_data);
  chatty_pool_run (get_pool (), task, load_thread);
}

/**
 * chatty_picture_load_finish:
 *
 * Returns: (transfer full): the picture, or %NULL with an error
 */
GdkTexture *
chatty_picture_load_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, chatty_picture_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
to_png_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  GError *error = NULL;
  char *data;
  gsize length;

  pixbuf = chatty_picture_read (job->file, job->max_side, cancellable, &error);
  if (pixbuf == NULL ||
      !gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, "png", &error, NULL))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_bytes_new_take (data, length), (GDestroyNotify) g_bytes_unref);
}

/**
 * chatty_picture_to_png_async:
 * @file: a picture
 * @max_side: how long the longer side may be
 *
 * Decodes a picture and writes it anew, so that nothing is kept of the file
 * but its pixels. Main loop.
 */
void
chatty_picture_to_png_async (GFile               *file,
                             guint                max_side,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = new_task (file, max_side, chatty_picture_to_png_async, cancellable, callback, user_data);
  chatty_pool_run (get_pool (), task, to_png_thread);
}

/**
 * chatty_picture_to_png_finish:
 *
 * Returns: (transfer full): a PNG file, or %NULL with an error
 */
GBytes *
chatty_picture_to_png_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, chatty_picture_to_png_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
