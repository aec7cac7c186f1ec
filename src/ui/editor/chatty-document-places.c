/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"
#include "chatty-sync-documents.h"

#include "chatty-document-places.h"

/* What one link remembers. */
typedef struct {
  const char *title;       /* of the platform */
  GHashTable *documents;   /* name to ChattySyncDocument */
} Place;

struct _ChattyDocumentPlaces {
  GArray *places;
};

static void
place_clear (gpointer data)
{
  g_hash_table_unref (((Place *) data)->documents);
}

static char *
describe (const Place              *place,
          const ChattySyncDocument *document)
{
  if (document->waiting)
    /* Translators: a document; %s is a platform, which is still reading it */
    return g_strdup_printf (_("Waiting at %s"), place->title);
  if (document->left)
    /* Translators: a document that differs on both sides; %s is a platform */
    return g_strdup_printf (_("Left as it is on %s"), place->title);
  if (document->id != NULL)
    /* Translators: where a document is; %s is a platform */
    return g_strdup_printf (_("On %s"), place->title);
  return NULL;
}

/**
 * chatty_document_places_new:
 * @record: a character
 *
 * Returns: (transfer full): where its documents are
 */
ChattyDocumentPlaces *
chatty_document_places_new (ChattyCharacterRecord *record)
{
  ChattyDocumentPlaces *self = g_new0 (ChattyDocumentPlaces, 1);

  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_set_clear_func (self->places, place_clear);
  for (guint i = 0; i < chatty_character_record_get_n_links (record); i++)
    {
      ChattyCharacterLink *link = chatty_character_record_get_link (record, i);
      Place place = { chatty_platform_get_title (link->platform),
                      chatty_sync_documents_read (link) };

      g_array_append_val (self->places, place);
    }
  return self;
}

void
chatty_document_places_free (ChattyDocumentPlaces *self)
{
  g_array_unref (self->places);
  g_free (self);
}

/**
 * chatty_document_places_dup_words:
 * @name: of a document in the vault
 *
 * Returns: (transfer full) (nullable): where it is, or is to be
 */
char *
chatty_document_places_dup_words (ChattyDocumentPlaces *self,
                                  const char           *name)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);
      const ChattySyncDocument *document = g_hash_table_lookup (place->documents, name);
      char *text = document != NULL ? describe (place, document) : NULL;

      if (text != NULL)
        g_ptr_array_add (words, text);
    }
  if (words->len == 0)
    return NULL;
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (char **) words->pdata);
}
