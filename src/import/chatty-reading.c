/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"
#include "chatty-reading.h"

typedef struct {
  char *what;
  char *reason;
} Skipped;

struct _ChattyReading {
  gatomicrefcount  ref_count;
  ChattyForm       form;
  char            *encoding;
  char            *platform;
  ChattyCertainty  platform_certainty;
  char            *platform_reason;
  GPtrArray       *transcripts;
  GPtrArray       *notices;
  GPtrArray       *skipped;
};

G_DEFINE_BOXED_TYPE (ChattyReading, chatty_reading,
                     chatty_reading_ref, chatty_reading_unref)

static const struct {
  const char *name;
  const char *title;
} forms[] = {
  [CHATTY_FORM_UNKNOWN]  = { "unknown", N_("Unknown") },
  [CHATTY_FORM_TEXT]     = { "text", N_("Plain text") },
  [CHATTY_FORM_MARKDOWN] = { "markdown", N_("Markdown") },
  [CHATTY_FORM_RTF]      = { "rtf", N_("Rich text (RTF)") },
  [CHATTY_FORM_PDF]      = { "pdf", N_("PDF") },
  [CHATTY_FORM_JSON]     = { "json", N_("JSON") },
  [CHATTY_FORM_HTML]     = { "html", N_("Web page (HTML)") },
  [CHATTY_FORM_ZIP]      = { "zip", N_("Archive (ZIP)") },
  [CHATTY_FORM_IMAGE]    = { "image", N_("Picture") },
  [CHATTY_FORM_BINARY]   = { "binary", N_("Not a text") },
};

static void
skipped_free (gpointer data)
{
  Skipped *skipped = data;

  g_free (skipped->what);
  g_free (skipped->reason);
  g_free (skipped);
}

/**
 * chatty_form_to_string:
 * @form: a form
 *
 * Returns: (transfer none): its name for machines, which never changes
 */
const char *
chatty_form_to_string (ChattyForm form)
{
  g_return_val_if_fail (form < G_N_ELEMENTS (forms), "unknown");
  return forms[form].name;
}

/**
 * chatty_form_get_title:
 * @form: a form
 *
 * Returns: (transfer none): its name for people, translated
 */
const char *
chatty_form_get_title (ChattyForm form)
{
  g_return_val_if_fail (form < G_N_ELEMENTS (forms), "");
  return _(forms[form].title);
}

/**
 * chatty_reading_new:
 * @form: what the file is
 *
 * Returns: (transfer full): a reading without transcripts, of the platform
 *   "other"
 */
ChattyReading *
chatty_reading_new (ChattyForm form)
{
  ChattyReading *self = g_new0 (ChattyReading, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->form = form;
  self->platform = g_strdup (CHATTY_PLATFORM_OTHER);
  self->transcripts = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_transcript_unref);
  self->notices = g_ptr_array_new_with_free_func (g_free);
  self->skipped = g_ptr_array_new_with_free_func (skipped_free);
  return self;
}

ChattyReading *
chatty_reading_ref (ChattyReading *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
chatty_reading_unref (ChattyReading *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->encoding);
  g_free (self->platform);
  g_free (self->platform_reason);
  g_ptr_array_unref (self->transcripts);
  g_ptr_array_unref (self->notices);
  g_ptr_array_unref (self->skipped);
  g_free (self);
}

ChattyForm
chatty_reading_get_form (ChattyReading *self)
{
  return self->form;
}

const char *
chatty_reading_get_encoding (ChattyReading *self)
{
  return self->encoding;
}

const char *
chatty_reading_get_platform (ChattyReading *self)
{
  return self->platform;
}

ChattyCertainty
chatty_reading_get_platform_certainty (ChattyReading *self)
{
  return self->platform_certainty;
}

const char *
chatty_reading_get_platform_reason (ChattyReading *self)
{
  return self->platform_reason;
}

guint
chatty_reading_get_n_transcripts (ChattyReading *self)
{
  return self->transcripts->len;
}

/**
 * chatty_reading_get_transcript:
 * @self: a reading
 * @nth: from zero; less than chatty_reading_get_n_transcripts()
 *
 * Returns: (transfer none): the transcript
 */
ChattyTranscript *
chatty_reading_get_transcript (ChattyReading *self,
                               guint          nth)
{
  g_return_val_if_fail (nth < self->transcripts->len, NULL);
  return g_ptr_array_index (self->transcripts, nth);
}

guint
chatty_reading_get_n_notices (ChattyReading *self)
{
  return self->notices->len;
}

const char *
chatty_reading_get_notice (ChattyReading *self,
                           guint          nth)
{
  g_return_val_if_fail (nth < self->notices->len, NULL);
  return g_ptr_array_index (self->notices, nth);
}

guint
chatty_reading_get_n_skipped (ChattyReading *self)
{
  return self->skipped->len;
}

/**
 * chatty_reading_get_skipped:
 * @self: a reading
 * @nth: from zero; less than chatty_reading_get_n_skipped()
 * @reason: (out) (optional) (transfer none): why, translated
 *
 * Returns: (transfer none): which part was left out
 */
const char *
chatty_reading_get_skipped (ChattyReading  *self,
                            guint           nth,
                            const char    **reason)
{
  Skipped *skipped;

  g_return_val_if_fail (nth < self->skipped->len, NULL);
  skipped = g_ptr_array_index (self->skipped, nth);
  if (reason != NULL)
    *reason = skipped->reason;
  return skipped->what;
}

void
chatty_reading_set_form (ChattyReading *self,
                         ChattyForm     form)
{
  self->form = form;
}

void
chatty_reading_set_encoding (ChattyReading *self,
                             const char    *encoding)
{
  g_free (self->encoding);
  self->encoding = g_strdup (encoding);
}

/**
 * chatty_reading_set_platform:
 * @self: a reading that is being made
 * @platform: the id of a platform
 * @certainty: how far it can be trusted
 * @reason: (nullable): why, for people, translated
 */
void
chatty_reading_set_platform (ChattyReading   *self,
                             const char      *platform,
                             ChattyCertainty  certainty,
                             const char      *reason)
{
  g_return_if_fail (platform != NULL);
  g_free (self->platform);
  g_free (self->platform_reason);
  self->platform = g_strdup (platform);
  self->platform_certainty = certainty;
  self->platform_reason = g_strdup (reason);
}

void
chatty_reading_add_transcript (ChattyReading    *self,
                               ChattyTranscript *transcript)
{
  g_ptr_array_add (self->transcripts, chatty_transcript_ref (transcript));
}

/**
 * chatty_reading_add_notice:
 * @self: a reading that is being made
 * @format: a translated sentence in the manner of printf()
 *
 * Adds something that a person should know before the import.
 */
void
chatty_reading_add_notice (ChattyReading *self,
                           const char    *format,
                           ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->notices, g_strdup_vprintf (format, args));
  va_end (args);
}

void
chatty_reading_add_skipped (ChattyReading *self,
                            const char    *what,
                            const char    *reason)
{
  Skipped *skipped = g_new0 (Skipped, 1);

  skipped->what = g_strdup (what);
  skipped->reason = g_strdup (reason);
  g_ptr_array_add (self->skipped, skipped);
}
