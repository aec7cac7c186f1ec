/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include "chatty-upload-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-call.h"
#include "chatty-http-file.h"
#include "chatty-redact.h"
#include "chatty-text.h"

/* Who keeps secrets in a file does so at its beginning, or all over it. */
#define HEAD_BYTES (256 * 1024)

/* A shorter value is a placeholder. */
#define MIN_VALUE 6

/* What stands in the name of a setting that is a secret, in capitals. */
static const char *const setting_words[] = {
  "KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL",
};

static gboolean
is_setting_name (const char *name,
                 gsize       length)
{
  g_autofree char *copy = g_strndup (name, length);

  if (length == 0 || strspn (copy, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != length)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (setting_words); i++)
    if (strstr (copy, setting_words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* A line as in a .env file: API_KEY=…, with or without "export". */
static gboolean
is_setting (const char *line)
{
  const char *name = g_str_has_prefix (line, "export ") ? line + strlen ("export ") : line;
  const char *equals = strchr (name, '=');
  const char *value;

  if (equals == NULL || !is_setting_name (name, equals - name))
    return FALSE;
  value = equals + 1;
  value += strspn (value, "\"'");
  return strcspn (value, " \t\r\"'") >= MIN_VALUE;
}

/**
 * chatty_upload_check_text:
 * @name: the file's name, without folders
 * @text: (array length=length): how the file begins
 * @length: bytes
 *
 * Pure. A file that begins with a private key is never uploaded at all. Of
 * pictures, sounds and other files that are no text only the name
 * is looked at.
 *
 * Returns: whether there seem to be passwords, keys or tokens in the file
 */
gboolean
chatty_upload_check_text (const char *name,
                          const char *text,
                          gsize       length)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *copy = NULL;
  g_autofree char *redacted = NULL;
  g_auto (GStrv) lines = NULL;

  if (g_str_has_prefix (lower, ".env") || g_str_has_suffix (lower, ".env"))
    return TRUE;
  if (memchr (text, '\0', length) != NULL)
    return FALSE;

  copy = g_strndup (text, length);
  if (strstr (copy, "PRIVATE KEY-----") != NULL)
    return TRUE;
  lines = g_strsplit (copy, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (is_setting (lines[i]))
      return TRUE;

  /* What would be left out of a log is not for a platform either. */
  redacted = chatty_redact_text (copy, -1);
  return strcmp (redacted, copy) != 0;
}

/**
 * chatty_upload_check:
 * @path: where the file is
 * @concerns: (out): why the person should be asked first; 0 for no reason
 * @error: what chatty_http_file_open() says of a file that will not be uploaded
 *   at all, such as a private key
 *
 * Looks at a file that a person wants to upload. To be called before
 * chatty_knowledge_upload(), which asks nothing. Blocks; any thread.
 *
 * Returns: whether the file can be uploaded
 */
gboolean
chatty_upload_check (const char           *path,
                     ChattyUploadConcern  *concerns,
                     GError              **error)
{
  g_autoptr (ChattyHttpFile) file = chatty_http_file_open (path, 0, error);
  g_autofree char *head = NULL;
  gsize length = 0;

  *concerns = 0;
  if (file == NULL)
    return FALSE;

  head = g_malloc (HEAD_BYTES);
  while (length < MIN (HEAD_BYTES, chatty_http_file_get_size (file)))
    {
      gssize n = chatty_http_file_read (file, length, head + length, HEAD_BYTES - length, error);

      if (n < 0)
        return FALSE;
      length += n;
    }

  if (chatty_http_file_is_private (file))
    *concerns |= CHATTY_UPLOAD_PRIVATE;
  if (chatty_upload_check_text (chatty_http_file_get_name (file), head, length))
    *concerns |= CHATTY_UPLOAD_CREDENTIALS;
  return TRUE;
}

static gpointer
check_on_pool (gpointer       source,
               ChattyCall    *call,
               GCancellable  *cancellable,
               GError       **error)
{
  ChattyUploadConcern concerns;

  if (!chatty_upload_check (call->texts[0], &concerns, error))
    return NULL;
  call->numbers[0] = concerns;
  return GINT_TO_POINTER (TRUE);
}

static ChattyPool *
get_pool (void)
{
  static ChattyPool *pool;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, chatty_pool_new ("uploads", 1));
  return pool;
}

/**
 * chatty_upload_check_async:
 * @path: where the file is
 * @cancellable: (nullable): ends it early
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * chatty_upload_check() on a thread.
 */
void
chatty_upload_check_async (const char          *path,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (check_on_pool, NULL);

  call->texts[0] = g_strdup (path);
  call->only_looks = TRUE;
  chatty_call_start (call, NULL, get_pool (), chatty_upload_check_async, cancellable, callback,
                     user_data);
}

gboolean
chatty_upload_check_finish (GAsyncResult         *result,
                            ChattyUploadConcern  *concerns,
                            GError              **error)
{
  *concerns = 0;
  if (chatty_call_finish (NULL, result, chatty_upload_check_async, error) == NULL)
    return FALSE;
  *concerns = chatty_call_of (result)->numbers[0];
  return TRUE;
}

/**
 * chatty_upload_describe:
 * @concerns: not 0
 * @name: the file's name
 * @platform: the title of the platform that it would go to
 *
 * Returns: (transfer full): what to ask the person, in sentences
 */
char *
chatty_upload_describe (ChattyUploadConcern  concerns,
                        const char          *name,
                        const char          *platform)
{
  g_autofree char *shown = chatty_text_display_name (name);

  if (concerns & CHATTY_UPLOAD_CREDENTIALS)
    return g_strdup_printf (
      /* Translators: a file's name, then a platform such as Convai. */
      _("There seem to be passwords or keys in “%s”. %s would get them with the file, "
        "and could repeat them in answers."), shown, platform);
  return g_strdup_printf (
    /* Translators: a file's name, then a platform such as Convai. */
    _("Only you may read “%s” on this computer. %s would get a copy of it."), shown, platform);
}
