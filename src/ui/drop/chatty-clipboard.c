/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-clipboard.h"

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value;

  value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);
  if (value == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_pointer (task,
                         chatty_dropped_new_for_value (value),
                         (GDestroyNotify) chatty_dropped_free);
}

/**
 * chatty_clipboard_read_async:
 * @clipboard: where to read
 * @cancellable: (nullable): to stop it
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Reads what can be imported from the clipboard: files before text, because a
 * file manager also offers the names of the files as text.
 */
void
chatty_clipboard_read_async (GdkClipboard        *clipboard,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (clipboard, cancellable, callback, user_data);
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  GType type = G_TYPE_STRING;

  g_task_set_source_tag (task, chatty_clipboard_read_async);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
      gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    type = GDK_TYPE_FILE_LIST;

  gdk_clipboard_read_value_async (clipboard, type, G_PRIORITY_DEFAULT,
                                  cancellable, read_cb, g_steal_pointer (&task));
}

/**
 * chatty_clipboard_read_finish:
 * @result: what the callback was given
 * @error: for what went wrong, such as an empty clipboard
 *
 * Returns: (transfer full): what the clipboard held, or %NULL on error
 */
ChattyDropped *
chatty_clipboard_read_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, chatty_clipboard_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
