/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include "chatty-document-text.h"
#include "chatty-text.h"

/* Addresses that are kept of one file. */
#define MAX_LINKS 1000

struct _ChattyDocumentText {
  GString    *text;
  char       *title;
  char       *author;
  char       *producer;
  char       *encoding;
  gint64      created;
  guint       n_pages;
  GArray     *hints;      /* ChattyPositionHint */
  GHashTable *seen;       /* the links; their keys */
  GPtrArray  *links;      /* ends in NULL once it is finished */
  GPtrArray  *notices;
};

G_DEFINE_BOXED_TYPE (ChattyDocumentText, chatty_document_text, chatty_document_text_ref, chatty_document_text_unref)

ChattyDocumentText *
chatty_document_text_new (void)
{
  ChattyDocumentText *self = g_atomic_rc_box_new0 (ChattyDocumentText);

  self->text = g_string_new (NULL);
  self->created = CHATTY_TIME_NONE;
  self->hints = g_array_new (FALSE, FALSE, sizeof (ChattyPositionHint));
  self->seen = g_hash_table_new (g_str_hash, g_str_equal);
  self->links = g_ptr_array_new_with_free_func (g_free);
  self->notices = g_ptr_array_new_with_free_func (g_free);
  return self;
}

ChattyDocumentText *
chatty_document_text_ref (ChattyDocumentText *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ChattyDocumentText *self = data;

  g_string_free (self->text, TRUE);
  g_free (self->title);
  g_free (self->author);
  g_free (self->producer);
  g_free (self->encoding);
  g_array_unref (self->hints);
  g_hash_table_unref (self->seen);
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->notices);
}

void
chatty_document_text_unref (ChattyDocumentText *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

const char *
chatty_document_text_get_text (ChattyDocumentText *self)
{
  return self->text->str;
}

gsize
chatty_document_text_get_length (ChattyDocumentText *self)
{
  return self->text->len;
}

const char *
chatty_document_text_get_title (ChattyDocumentText *self)
{
  return self->title;
}

const char *
chatty_document_text_get_author (ChattyDocumentText *self)
{
  return self->author;
}

const char *
chatty_document_text_get_producer (ChattyDocumentText *self)
{
  return self->producer;
}

const char *
chatty_document_text_get_encoding (ChattyDocumentText *self)
{
  return self->encoding;
}

gint64
chatty_document_text_get_created (ChattyDocumentText *self)
{
  return self->created;
}

guint
chatty_document_text_get_n_pages (ChattyDocumentText *self)
{
  return self->n_pages;
}

/**
 * chatty_document_text_get_hints:
 * @self: a document's text
 * @n_hints: (out): how many there are
 *
 * Returns: (array length=n_hints) (transfer none): the turns as the position
 *   on the page tells them, in order; none when it tells nothing
 */
const ChattyPositionHint *
chatty_document_text_get_hints (ChattyDocumentText *self,
                                guint              *n_hints)
{
  *n_hints = self->hints->len;
  return (const ChattyPositionHint *) (gpointer) self->hints->data;
}

const char * const *
chatty_document_text_get_links (ChattyDocumentText *self)
{
  return (const char * const *) self->links->pdata;
}

const char * const *
chatty_document_text_get_notices (ChattyDocumentText *self)
{
  return (const char * const *) self->notices->pdata;
}

/* What a file says of itself is kept to one short line. */
static void
set_string (char       **field,
            const char  *value)
{
  g_autofree char *line = value != NULL ? chatty_text_one_line (value, 300) : NULL;

  g_free (*field);
  *field = line != NULL && line[0] != '\0' ? g_steal_pointer (&line) : NULL;
}

void
chatty_document_text_append (ChattyDocumentText *self,
                             const char         *text,
                             gsize               length)
{
  g_string_append_len (self->text, text, length);
}

void
chatty_document_text_set_title (ChattyDocumentText *self,
                                const char         *title)
{
  set_string (&self->title, title);
}

void
chatty_document_text_set_author (ChattyDocumentText *self,
                                 const char         *author)
{
  set_string (&self->author, author);
}

void
chatty_document_text_set_producer (ChattyDocumentText *self,
                                   const char         *producer)
{
  set_string (&self->producer, producer);
}

void
chatty_document_text_set_encoding (ChattyDocumentText *self,
                                   const char         *encoding)
{
  set_string (&self->encoding, encoding);
}

void
chatty_document_text_set_created (ChattyDocumentText *self,
                                  gint64              created)
{
  self->created = created;
}

void
chatty_document_text_set_n_pages (ChattyDocumentText *self,
                                  guint               n_pages)
{
  self->n_pages = n_pages;
}

void
chatty_document_text_add_hint (ChattyDocumentText *self,
                               gsize               offset,
                               ChattyRole          role)
{
  const ChattyPositionHint hint = { offset, role };

  g_array_append_val (self->hints, hint);
}

/**
 * chatty_document_text_add_link:
 * @self: a document's text
 * @address: an address; one that is there already, or over the bound of
 *   1,000, is left out
 */
void
chatty_document_text_add_link (ChattyDocumentText *self,
                               const char         *address)
{
  char *copy;

  if (self->links->len >= MAX_LINKS || g_hash_table_contains (self->seen, address))
    return;
  copy = g_strdup (address);
  g_ptr_array_add (self->links, copy);
  g_hash_table_add (self->seen, copy);
}

void
chatty_document_text_add_notice (ChattyDocumentText *self,
                                 const char         *format,
                                 ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->notices, g_strdup_vprintf (format, args));
  va_end (args);
}

/**
 * chatty_document_text_finish:
 * @self: a document's text
 *
 * Closes the lists, and drops hints that point out of the text or backwards.
 * Nothing may be added afterwards.
 */
void
chatty_document_text_finish (ChattyDocumentText *self)
{
  gsize last = 0;

  for (guint i = 0; i < self->hints->len; i++)
    {
      const gsize offset = g_array_index (self->hints, ChattyPositionHint, i).offset;

      if (offset >= self->text->len || (i > 0 && offset <= last) ||
          (offset > 0 && self->text->str[offset - 1] != '\n'))
        {
          g_array_set_size (self->hints, 0);
          break;
        }
      last = offset;
    }
  g_ptr_array_add (self->links, NULL);
  g_ptr_array_add (self->notices, NULL);
}
