/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands where a secret was. */
#define CHATTY_REDACTED "[hidden]"

/**
 * ChattyRedactor:
 *
 * Takes secrets out of a stream of bytes, with the same result however the
 * stream is cut.
 */
typedef struct _ChattyRedactor ChattyRedactor;

char            *chatty_redact_text          (const char      *text,
                                              gssize           length);
gboolean         chatty_redact_is_credential (const char      *name);
void             chatty_redact_error         (GError          *error);
GLogWriterOutput chatty_redact_log_writer    (GLogLevelFlags   level,
                                              const GLogField *fields,
                                              gsize            n_fields,
                                              gpointer         user_data);

ChattyRedactor  *chatty_redactor_new         (void);
void             chatty_redactor_free        (ChattyRedactor  *self);
void             chatty_redactor_feed        (ChattyRedactor  *self,
                                              const char      *bytes,
                                              gsize            length,
                                              GString         *output);
void             chatty_redactor_finish      (ChattyRedactor  *self,
                                              GString         *output);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyRedactor, chatty_redactor_free)

G_END_DECLS
