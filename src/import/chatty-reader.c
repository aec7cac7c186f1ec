/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-helper-client.h"
#include "chatty-reader.h"
#include "chatty-sha256.h"
#include "chatty-sniff.h"
#include "chatty-source-file.h"
#include "chatty-text.h"
#include "chatty-text-decoder.h"
#include "chatty-text-reader.h"
#include "chatty-transcript-file.h"
#include "chatty-turn-scan.h"

struct _ChattyReader {
  GObject parent_instance;

  ChattyImportLimits  limits;
  ChattyHelperClient *client;
};

G_DEFINE_FINAL_TYPE (ChattyReader, chatty_reader, G_TYPE_OBJECT)

/* What is to be read: a file, or bytes that something else handed over. */
typedef struct {
  ChattySourceFile *file;      /* nullable */
  GBytes           *bytes;     /* nullable: loaded when they are needed */
  const char       *name;      /* nullable, to show */
  gint64            modified;
  gsize             size;
  gint64            deadline;
} Source;

static const char *
source_title (const Source *source)
{
  return source->name != NULL ? source->name : _("The text");
}

static gboolean
check_size (const Source  *source,
            gsize          limit,
            GError       **error)
{
  g_autofree char *size = NULL;
  g_autofree char *most = NULL;

  if (source->size <= limit)
    return TRUE;
  size = g_format_size (source->size);
  most = g_format_size (limit);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
               /* Translators: a file's name, its size, the largest size */
               _("%s is too large: it has %s, and the limit for files of its kind is %s. "
                 "Divide it into smaller files"),
               source_title (source), size, most);
  return FALSE;
}

static GBytes *
get_bytes (Source        *source,
           GCancellable  *cancellable,
           GError       **error)
{
  if (source->bytes == NULL)
    source->bytes = chatty_source_file_load (source->file, cancellable, error);
  return source->bytes;
}

static char *
hash_source (Source        *source,
             GCancellable  *cancellable,
             GError       **error)
{
  if (source->bytes != NULL)
    return chatty_sha256_hex (g_bytes_get_data (source->bytes, NULL),
                              g_bytes_get_size (source->bytes));
  return chatty_source_file_hash (source->file, cancellable, error);
}

static ChattyReading *
refuse_form (const Source *source,
             ChattyForm    form,
             const char   *described)
{
  g_autoptr (ChattyReading) reading = chatty_reading_new (form);
  g_autofree char *reason = NULL;

  switch (form)
    {
    case CHATTY_FORM_JSON:
      reason = described != NULL
        /* Translators: a file's name, and something like "a ChatGPT export" */
        ? g_strdup_printf (_("%s holds JSON: %s. The import of exports comes in a later "
                             "version; text, Markdown, RTF and PDF files can be imported now"),
                           source_title (source), described)
        : g_strdup_printf (_("%s holds JSON and no text. The import of exports comes in a later "
                             "version; text, Markdown, RTF and PDF files can be imported now"),
                           source_title (source));
      break;
    case CHATTY_FORM_HTML:
      reason = g_strdup_printf (_("%s is a web page. Print it to a PDF file, or copy its text, "
                                  "and import that"), source_title (source));
      break;
    case CHATTY_FORM_ZIP:
      reason = g_strdup_printf (_("%s is an archive. Unpack it, and import the text, Markdown, "
                                  "RTF and PDF files in it"), source_title (source));
      break;
    case CHATTY_FORM_IMAGE:
      reason = g_strdup_printf (_("%s is a picture and holds no text"), source_title (source));
      break;
    default:
      reason = g_strdup_printf (_("%s is neither text nor Markdown, RTF or PDF"),
                                source_title (source));
      break;
    }
  chatty_reading_add_skipped (reading, source_title (source), reason);
  return g_steal_pointer (&reading);
}

/* A transcript that this program wrote is taken as it is: only the bytes
 * themselves are lossless, line ends included. */
static ChattyReading *
read_own (GBytes *bytes)
{
  g_autoptr (ChattyReading) reading = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (!chatty_transcript_file_sniff (text, length) || !g_utf8_validate_len (text, length, NULL))
    return NULL;
  transcript = chatty_transcript_file_read (text, length, NULL);
  if (transcript == NULL)
    return NULL;
  reading = chatty_reading_new (CHATTY_FORM_MARKDOWN);
  chatty_reading_set_encoding (reading, "UTF-8");
  chatty_reading_set_platform (reading, chatty_transcript_get_platform (transcript),
                               CHATTY_CERTAINTY_EXACT,
                               _("Chatty Connectors wrote this file"));
  chatty_reading_add_transcript (reading, transcript);
  return g_steal_pointer (&reading);
}

static void
name_file_in_error (const Source  *source,
                    GError       **error)
{
  if (error != NULL && *error != NULL && !chatty_error_is_cancelled (*error) &&
      strstr ((*error)->message, source_title (source)) == NULL)
    chatty_error_adopt (error, "%s", source_title (source));
}

static ChattyReading *
read_text (ChattyReader  *self,
           Source        *source,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (ChattyReading) reading = NULL;
  g_autoptr (GBytes) decoded = NULL;
  g_autofree char *sha256 = NULL;
  const char *encoding;
  ChattyTextSource text = { 0 };
  ChattyForm form;

  if (!check_size (source, self->limits.max_text_bytes, error) ||
      get_bytes (source, cancellable, error) == NULL)
    return NULL;
  reading = read_own (source->bytes);
  if (reading != NULL)
    return g_steal_pointer (&reading);

  sha256 = hash_source (source, cancellable, error);
  if (sha256 == NULL)
    return NULL;
  decoded = chatty_text_decode (source->bytes, &encoding);
  /* Twice a large text is enough; the bytes are not needed any more. */
  g_clear_pointer (&source->bytes, g_bytes_unref);
  text.text = g_bytes_get_data (decoded, &text.length);
  form = chatty_sniff_text (text.text, text.length, source->name);
  if (form == CHATTY_FORM_JSON)
    return refuse_form (source, form, chatty_sniff_describe_json (text.text, text.length));
  if (form == CHATTY_FORM_HTML)
    return refuse_form (source, form, NULL);
  if (chatty_text_is_space (text.text, text.length))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   _("%s is empty"), source_title (source));
      return NULL;
    }

  reading = chatty_reading_new (form);
  chatty_reading_set_encoding (reading, encoding);
  text.name = source->name;
  text.sha256 = sha256;
  text.modified = source->modified;
  text.deadline = source->deadline;
  if (!chatty_text_reader_read (&text, reading, cancellable, error))
    {
      name_file_in_error (source, error);
      return NULL;
    }
  return g_steal_pointer (&reading);
}

static ChattyReading *
read_document (ChattyReader  *self,
               Source        *source,
               ChattyForm     form,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (ChattyReading) reading = NULL;
  g_autoptr (ChattyDocumentText) document = NULL;
  g_autofree char *sha256 = NULL;
  const char * const *notices;
  ChattyTextSource text = { 0 };

  if (!check_size (source, form == CHATTY_FORM_PDF ? self->limits.max_pdf_bytes
                                                   : self->limits.max_text_bytes, error))
    return NULL;
  sha256 = hash_source (source, cancellable, error);
  if (sha256 == NULL)
    return NULL;
  document = source->bytes != NULL
    ? chatty_helper_client_read_bytes (self->client, form, source->bytes, source->name,
                                       &self->limits, cancellable, error)
    : chatty_helper_client_read (self->client, form, source->file->fd, source->file->size,
                                 source->name, &self->limits, cancellable, error);
  if (document == NULL)
    {
      name_file_in_error (source, error);
      return NULL;
    }

  reading = chatty_reading_new (form);
  chatty_reading_set_encoding (reading, chatty_document_text_get_encoding (document));
  notices = chatty_document_text_get_notices (document);
  for (guint i = 0; notices[i] != NULL; i++)
    chatty_reading_add_notice (reading, "%s", notices[i]);
  text.text = chatty_document_text_get_text (document);
  text.length = chatty_document_text_get_length (document);
  if (chatty_text_is_space (text.text, text.length))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   form == CHATTY_FORM_PDF
                     ? _("%s holds no text. Its pages may be pictures")
                     : _("%s holds no text"),
                   source_title (source));
      return NULL;
    }
  text.name = source->name;
  text.sha256 = sha256;
  text.modified = source->modified;
  text.document = document;
  text.deadline = source->deadline;
  if (!chatty_text_reader_read (&text, reading, cancellable, error))
    {
      name_file_in_error (source, error);
      return NULL;
    }
  return g_steal_pointer (&reading);
}

static ChattyReading *
read_source (ChattyReader  *self,
             Source        *source,
             const char    *head,
             gsize          head_length,
             GCancellable  *cancellable,
             GError       **error)
{
  ChattyForm form = chatty_sniff (head, head_length, source->name);

  source->deadline = g_get_monotonic_time () + self->limits.max_seconds * G_USEC_PER_SEC;
  switch (form)
    {
    case CHATTY_FORM_UNKNOWN:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   _("%s is empty"), source_title (source));
      return NULL;
    case CHATTY_FORM_RTF:
    case CHATTY_FORM_PDF:
      return read_document (self, source, form, cancellable, error);
    case CHATTY_FORM_TEXT:
    case CHATTY_FORM_MARKDOWN:
    case CHATTY_FORM_JSON:
    case CHATTY_FORM_HTML:
      return read_text (self, source, cancellable, error);
    case CHATTY_FORM_ZIP:
    case CHATTY_FORM_IMAGE:
    case CHATTY_FORM_BINARY:
    default:
      return refuse_form (source, form, NULL);
    }
}

static void
chatty_reader_finalize (GObject *object)
{
  ChattyReader *self = CHATTY_READER (object);

  g_clear_object (&self->client);
  G_OBJECT_CLASS (chatty_reader_parent_class)->finalize (object);
}

static void
chatty_reader_class_init (ChattyReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_reader_finalize;
}

static void
chatty_reader_init (ChattyReader *self)
{
  chatty_import_limits_init (&self->limits);
  self->client = chatty_helper_client_new (0);
}

/**
 * chatty_reader_new:
 * @limits: (nullable): what a file may cost; %NULL for the usual limits
 *
 * Returns: (transfer full): a reader, which may be used on several threads at
 *   once
 */
ChattyReader *
chatty_reader_new (const ChattyImportLimits *limits)
{
  ChattyReader *self = g_object_new (CHATTY_TYPE_READER, NULL);

  if (limits != NULL)
    self->limits = *limits;
  return self;
}

/**
 * chatty_reader_read_file:
 * @self: a reader
 * @file: a file of any form
 * @cancellable: (nullable): for giving up
 * @error: where to put an error
 *
 * Reads a file, whose form is told from what it holds. This blocks; call it
 * on a worker thread.
 *
 * A file that is understood but cannot be imported, such as JSON, gives a
 * reading without transcripts in which the file is the one skipped part.
 *
 * Returns: (transfer full): what was found, or %NULL with an error of
 *   %CHATTY_ERROR whose message names the file and what can be done
 */
ChattyReading *
chatty_reader_read_file (ChattyReader  *self,
                         GFile         *file,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr (ChattySourceFile) opened = NULL;
  g_autofree char *head = g_malloc (CHATTY_SNIFF_BYTES);
  ChattyReading *reading;
  Source source = { 0 };
  gssize n_head;

  g_return_val_if_fail (CHATTY_IS_READER (self), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  opened = chatty_source_file_open (file, error);
  if (opened == NULL)
    return NULL;
  n_head = chatty_source_file_peek (opened, head, CHATTY_SNIFF_BYTES, error);
  if (n_head < 0)
    return NULL;
  source.file = opened;
  source.name = opened->name;
  source.modified = opened->modified;
  source.size = opened->size;
  reading = read_source (self, &source, head, n_head, cancellable, error);
  g_clear_pointer (&source.bytes, g_bytes_unref);
  return reading;
}

/**
 * chatty_reader_read_bytes:
 * @self: a reader
 * @bytes: what a file would hold, such as a text that was dropped or pasted
 * @name: (nullable): a name for guesses and messages
 * @modified: when it was changed, or %CHATTY_TIME_NONE
 * @cancellable: (nullable): for giving up
 * @error: where to put an error
 *
 * Reads what is in memory as chatty_reader_read_file() reads a file.
 *
 * Returns: (transfer full): what was found, or %NULL with an error of
 *   %CHATTY_ERROR
 */
ChattyReading *
chatty_reader_read_bytes (ChattyReader  *self,
                          GBytes        *bytes,
                          const char    *name,
                          gint64         modified,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autofree char *shown = name != NULL ? chatty_text_display_name (name) : NULL;
  ChattyReading *reading;
  Source source = { 0 };
  const char *head;

  g_return_val_if_fail (CHATTY_IS_READER (self), NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  if (chatty_set_cancelled (cancellable, error))
    return NULL;
  source.bytes = g_bytes_ref (bytes);
  source.name = shown;
  source.modified = modified;
  head = g_bytes_get_data (bytes, &source.size);
  reading = read_source (self, &source, head, MIN (source.size, CHATTY_SNIFF_BYTES),
                         cancellable, error);
  g_clear_pointer (&source.bytes, g_bytes_unref);
  return reading;
}
