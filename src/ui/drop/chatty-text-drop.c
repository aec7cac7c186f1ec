/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-text-drop.h"

#define CHUNK_BYTES (64 * 1024)
#define MAX_MEGABYTES 64

/* The names that X11 had for text before there were media types (ICCCM 2.6.2).
 * GDK knows them on the clipboard but not in a drop, and programs that offer
 * nothing else are still about. The best comes first. */
static const char *const formats[] = { "UTF8_STRING", "STRING", "TEXT", NULL };

typedef struct {
  GInputStream *stream;
  GString      *text;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_object (&reading->stream);
  g_string_free (reading->text, TRUE);
  g_free (reading);
}

static void read_on (GTask *task);

/* GDK turns STRING into UTF-8 where it can, and leaves the NUL at its end. */
static char *
to_text (GString *bytes)
{
  gsize length = bytes->len;

  while (length > 0 && bytes->str[length - 1] == '\0')
    length--;

  if (!g_utf8_validate (bytes->str, (gssize) length, NULL))
    {
      char *text = g_convert (bytes->str, (gssize) length, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);

      if (text != NULL)
        return text;
    }

  return chatty_text_make_valid (bytes->str, (gssize) length);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  size = g_bytes_get_size (bytes);
  if (size == 0)
    {
      g_task_return_pointer (task, to_text (reading->text), g_free);
      return;
    }

  g_string_append_len (reading->text, g_bytes_get_data (bytes, NULL), (gssize) size);
  if (reading->text->len > (gsize) MAX_MEGABYTES * 1024 * 1024)
    {
      g_task_return_new_error (
        task, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
        _("The text is larger than %d MB. Save it as a file, then import the file."),
        MAX_MEGABYTES);
      return;
    }

  read_on (g_steal_pointer (&task));
}

static void
read_on (GTask *task)  /* (transfer full) */
{
  Reading *reading = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (reading->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), read_cb, task);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  const char *format;

  reading->stream = gdk_drop_read_finish (GDK_DROP (source), result, &format, &error);
  if (reading->stream == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  read_on (g_steal_pointer (&task));
}

/**
 * chatty_text_drop_get_formats:
 *
 * Returns: (transfer full): the old names of text that GDK does not know
 */
GdkContentFormats *
chatty_text_drop_get_formats (void)
{
  return gdk_content_formats_new ((const char **) formats, G_N_ELEMENTS (formats) - 1);
}

/**
 * chatty_text_drop_read_async:
 * @drop: a drop that offers one of chatty_text_drop_get_formats()
 * @cancellable: (nullable): to stop it
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Reads a dropped text.
 */
void
chatty_text_drop_read_async (GdkDrop             *drop,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (drop, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->text = g_string_new (NULL);
  g_task_set_source_tag (task, chatty_text_drop_read_async);
  g_task_set_task_data (task, reading, reading_free);
  gdk_drop_read_async (drop, (const char **) formats, G_PRIORITY_DEFAULT,
                       cancellable, opened_cb, g_steal_pointer (&task));
}

/**
 * chatty_text_drop_read_finish:
 * @result: what the callback was given
 * @error: for what went wrong
 *
 * Returns: (transfer full): the text, valid UTF-8; or %NULL on error
 */
char *
chatty_text_drop_read_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, chatty_text_drop_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
