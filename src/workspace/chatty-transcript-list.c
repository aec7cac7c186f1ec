/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-transcript-list.h"

#include "chatty-transcript-item-private.h"

struct _ChattyTranscriptList {
  ChattyLiveList         parent_instance;

  ChattyTranscriptQuery  query;       /* its strings are ours */
};

G_DEFINE_FINAL_TYPE (ChattyTranscriptList, chatty_transcript_list, CHATTY_TYPE_LIVE_LIST)

static void
query_copy (ChattyTranscriptQuery       *to,
            const ChattyTranscriptQuery *from)
{
  *to = *from;
  to->text = g_strdup (from->text);
  to->platform = g_strdup (from->platform);
  to->character = g_strdup (from->character);
}

static void
query_clear (ChattyTranscriptQuery *query)
{
  g_free ((char *) query->text);
  g_free ((char *) query->platform);
  g_free ((char *) query->character);
}

/* What the list asks and shows ------------------------------------------------ */

static gpointer
row_ref (gpointer row)
{
  return chatty_transcript_summary_ref (row);
}

static void
row_unref (gpointer row)
{
  chatty_transcript_summary_unref (row);
}

static const char *
row_id (gconstpointer row)
{
  return ((const ChattyTranscriptSummary *) row)->id;
}

static gboolean
row_equal (gconstpointer first,
           gconstpointer second)
{
  const ChattyTranscriptSummary *a = first;
  const ChattyTranscriptSummary *b = second;

  return a->started == b->started && a->certainty == b->certainty && a->n_turns == b->n_turns &&
         a->snippet_turn == b->snippet_turn && g_strcmp0 (a->id, b->id) == 0 &&
         g_strcmp0 (a->title, b->title) == 0 && g_strcmp0 (a->platform, b->platform) == 0 &&
         g_strcmp0 (a->character, b->character) == 0 && g_strcmp0 (a->name, b->name) == 0 &&
         g_strcmp0 (a->path, b->path) == 0 &&
         g_strcmp0 (a->snippet, b->snippet) == 0;
}

static gpointer
new_item (gpointer row)
{
  return chatty_transcript_item_new (row);
}

static void
update_item (gpointer item,
             gpointer row)
{
  chatty_transcript_item_set_summary (item, row);
}

static gpointer
dup_query (ChattyLiveList *list)
{
  ChattyTranscriptQuery *query = g_new0 (ChattyTranscriptQuery, 1);

  query_copy (query, &CHATTY_TRANSCRIPT_LIST (list)->query);
  return query;
}

static void
free_query (gpointer query)
{
  query_clear (query);
  g_free (query);
}

static GPtrArray *
run (ChattyVault   *vault,
     gpointer       query,
     GCancellable  *cancellable,
     GError       **error)
{
  return chatty_vault_list (vault, query, cancellable, error);
}

/* Object ------------------------------------------------------------------ */

static void
chatty_transcript_list_finalize (GObject *object)
{
  query_clear (&CHATTY_TRANSCRIPT_LIST (object)->query);

  G_OBJECT_CLASS (chatty_transcript_list_parent_class)->finalize (object);
}

static void
chatty_transcript_list_class_init (ChattyTranscriptListClass *klass)
{
  ChattyLiveListClass *list_class = CHATTY_LIVE_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = chatty_transcript_list_finalize;
  list_class->item_type = CHATTY_TYPE_TRANSCRIPT_ITEM;
  list_class->row_ref = row_ref;
  list_class->row_unref = row_unref;
  list_class->row_id = row_id;
  list_class->row_equal = row_equal;
  list_class->new_item = new_item;
  list_class->update_item = update_item;
  list_class->dup_query = dup_query;
  list_class->free_query = free_query;
  list_class->run = run;
}

static void
chatty_transcript_list_init (ChattyTranscriptList *self)
{
}

/**
 * chatty_transcript_list_new:
 * @vault: what to list
 *
 * Main loop only.
 *
 * Returns: (transfer full): an empty list, which fills with everything in
 *   @vault unless another query is set
 */
ChattyTranscriptList *
chatty_transcript_list_new (ChattyVault *vault)
{
  ChattyTranscriptList *self = g_object_new (CHATTY_TYPE_TRANSCRIPT_LIST, NULL);

  chatty_live_list_watch (CHATTY_LIVE_LIST (self), vault);
  return self;
}

/**
 * chatty_transcript_list_set_query:
 * @self: a list
 * @query: which transcripts, in which order; copied
 *
 * Shows something else. The rows stay until the answer is there; an answer to
 * an older query is never shown.
 */
void
chatty_transcript_list_set_query (ChattyTranscriptList        *self,
                                  const ChattyTranscriptQuery *query)
{
  ChattyTranscriptQuery copy;

  g_return_if_fail (CHATTY_IS_TRANSCRIPT_LIST (self));
  g_return_if_fail (query != NULL);

  query_copy (&copy, query);
  query_clear (&self->query);
  self->query = copy;
  chatty_live_list_ask (CHATTY_LIVE_LIST (self));
}

gboolean
chatty_transcript_list_get_loading (ChattyTranscriptList *self)
{
  return chatty_live_list_get_loading (CHATTY_LIVE_LIST (self));
}

/**
 * chatty_transcript_list_find:
 * @self: a list
 * @id: id of a transcript
 *
 * Returns: its position, or -1
 */
int
chatty_transcript_list_find (ChattyTranscriptList *self,
                             const char           *id)
{
  return chatty_live_list_find (CHATTY_LIVE_LIST (self), id);
}
