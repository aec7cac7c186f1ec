/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-file-kind.h"
#include "chatty-gemini-codec-knowledge.h"

/* Text that the platform reads, and what holds text. */
static const ChattyFileKind kinds[] = {
  { ".txt", "text/plain", TRUE },
  { ".md", "text/markdown", TRUE },
  { ".pdf", "application/pdf" },
  { ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
  { ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation" },
  { ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
  { ".odt", "application/vnd.oasis.opendocument.text" },
  { ".rtf", "application/rtf" },
  { ".html", "text/html", TRUE },
  { ".csv", "text/csv", TRUE },
  { ".tsv", "text/tab-separated-values", TRUE },
  { ".json", "application/json", TRUE },
  { ".xml", "application/xml", TRUE },
  { ".yaml", "text/yaml", TRUE },
  { NULL },
};

static const char *const suffixes[] = {
  ".txt", ".md", ".pdf", ".docx", ".pptx", ".xlsx", ".odt", ".rtf", ".html", ".csv", ".tsv",
  ".json", ".xml", ".yaml", NULL,
};

const char *const *
chatty_gemini_get_suffixes (void)
{
  return suffixes;
}

/**
 * chatty_gemini_is_text:
 * @name: a file's
 *
 * Returns: whether such a file is text as it is, which needs no reading out
 */
gboolean
chatty_gemini_is_text (const char *name)
{
  const ChattyFileKind *kind = chatty_file_kind_find (kinds, name);

  return kind != NULL && kind->plain;
}

/**
 * chatty_gemini_list_text_suffixes:
 *
 * Returns: (transfer full): those of which chatty_gemini_is_text() is true, for
 *   people
 */
char *
chatty_gemini_list_text_suffixes (void)
{
  return chatty_file_kind_list (kinds, TRUE);
}

/**
 * chatty_gemini_find_media_type:
 * @name: a file's
 *
 * Returns: (nullable): what it is; %NULL with %CHATTY_ERROR_UNSUPPORTED
 */
const char *
chatty_gemini_find_media_type (const char  *name,
                               GError     **error)
{
  const ChattyFileKind *kind = chatty_file_kind_find (kinds, name);
  g_autofree char *list = NULL;

  if (kind != NULL)
    return kind->media_type;
  list = chatty_file_kind_list (kinds, FALSE);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
               /* Translators: a file's name, then kinds of files such as ".txt, .csv". */
               _("“%s” is of a kind that Gemini’s stores do not take. They take %s"), name, list);
  return NULL;
}
