/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include "chatty-document.h"

static void
chatty_document_clear (gpointer data)
{
  ChattyDocument *self = data;

  g_free ((char *) self->id);
  g_free ((char *) self->name);
  g_free ((char *) self->note);
}

G_DEFINE_BOXED_TYPE (ChattyDocument, chatty_document, chatty_document_ref,
                     chatty_document_unref)

/**
 * chatty_document_new:
 * @fields: what it holds; copied
 *
 * Returns: (transfer full): a counted record that nobody changes
 */
ChattyDocument *
chatty_document_new (const ChattyDocument *fields)
{
  ChattyDocument *self = g_atomic_rc_box_new0 (ChattyDocument);

  *self = *fields;
  self->id = g_strdup (fields->id);
  self->name = g_strdup (fields->name);
  self->note = g_strdup (fields->note);
  return self;
}

ChattyDocument *
chatty_document_ref (ChattyDocument *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_document_unref (ChattyDocument *self)
{
  g_atomic_rc_box_release_full (self, chatty_document_clear);
}
