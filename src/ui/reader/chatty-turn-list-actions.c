/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What a #ChattyTurnList does with its turns by itself. */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-transcript-file.h"

#include "chatty-turn-list-private.h"
#include "chatty-turn-row.h"

typedef struct {
  GtkWidget    *widget;
  ChattySource *source;
} DocumentRequest;

static void
document_request_free (DocumentRequest *request)
{
  g_object_unref (request->widget);
  chatty_source_unref (request->source);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocumentRequest, document_request_free)

/* A turn that is shown, unless the number comes from somewhere else. */
static ChattyTurn *
find_shown (ChattyTurnList *self,
            guint           turn)
{
  if (self->segments == NULL || turn >= chatty_turn_segments_get_n_shown (self->segments))
    return NULL;

  return chatty_turn_segments_get_shown (self->segments, turn);
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ChattyTurn *turn = find_shown (CHATTY_TURN_LIST (widget), g_variant_get_uint32 (parameter));
  g_autofree char *text = NULL;

  if (turn == NULL)
    return;

  text = chatty_turn_to_plain_text (turn);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  gtk_widget_activate_action (widget, "win.toast", "s", _("Message copied"));
}

/* A source of a turn that is shown, unless the numbers come from somewhere else. */
static const ChattySource *
find_source (ChattyTurnList *self,
             guint           number,
             guint           nth)
{
  ChattyTurn *turn = find_shown (self, number);

  return turn != NULL && nth < chatty_turn_get_n_sources (turn)
           ? chatty_turn_get_source (turn, nth) : NULL;
}

static void
document_found_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  ChattyTurnHost *host = CHATTY_TURN_HOST (object);
  g_autoptr (DocumentRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = chatty_turn_host_find_finish (host, result, &error);

  if (name != NULL)
    gtk_widget_activate_action (request->widget, "win.open-knowledge", "(sssu)",
                                chatty_turn_host_get_callsign (host), name,
                                request->source->excerpt != NULL ? request->source->excerpt : "",
                                request->source->page);
  else
    gtk_widget_activate_action (request->widget, "win.toast", "s",
                                error != NULL ? error->message
                                              : _("This document is not in the vault."));
}

static void
source_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ChattyTurnList *self = CHATTY_TURN_LIST (widget);
  const ChattySource *source;
  DocumentRequest *request;
  guint turn, nth;

  g_variant_get (parameter, "(uu)", &turn, &nth);
  source = find_source (self, turn, nth);
  if (source == NULL)
    return;

  request = g_new0 (DocumentRequest, 1);
  request->widget = g_object_ref (widget);
  request->source = chatty_source_new (source);
  chatty_turn_host_find_async (self->host, source, NULL, document_found_cb, request);
}

static void
passage_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  ChattyTurnList *self = CHATTY_TURN_LIST (widget);
  const ChattySource *source;
  guint turn, nth, passage;

  g_variant_get (parameter, "(uuu)", &turn, &nth, &passage);
  source = find_source (self, turn, nth);
  if (source != NULL && passage < source->n_spans)
    chatty_turn_list_scroll_to_passage (self, turn, &source->spans[passage]);
}

static void
refresh_turn (ChattyTurnList *self,
              guint           turn)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    if (chatty_turn_segment_get_number (chatty_turn_row_get_segment (row)) == turn)
      chatty_turn_row_make_stale (row);
}

static void
end_edit (ChattyTurnList *self)
{
  g_autofree char *text = NULL;
  guint turn;

  text = chatty_turn_host_dup_edit (self->host, &turn);
  if (text == NULL)
    return;

  chatty_turn_host_end_edit (self->host);
  refresh_turn (self, turn);
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ChattyTurnList *self = CHATTY_TURN_LIST (widget);
  guint number = g_variant_get_uint32 (parameter);
  ChattyTurn *turn = find_shown (self, number);

  if (turn == NULL || chatty_turn_get_role (turn) != CHATTY_ROLE_PERSON)
    return;

  end_edit (self);
  chatty_turn_host_begin_edit (self->host, number, chatty_turn_get_text (turn));
  refresh_turn (self, number);
}

static void
edit_cancel_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  g_signal_emit_by_name (widget, "edit-ended");
  end_edit (CHATTY_TURN_LIST (widget));
}

static void
edit_send_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  ChattyTurnList *self = CHATTY_TURN_LIST (widget);
  g_autofree char *text = NULL;
  guint turn;

  text = chatty_turn_host_dup_edit (self->host, &turn);
  /* Nothing is said by nothing. */
  if (text == NULL || *g_strstrip (text) == '\0')
    return;

  g_signal_emit_by_name (self, "edit-ended");
  end_edit (self);
  g_signal_emit_by_name (self, "edited", turn, text);
}

void
chatty_turn_list_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "turn.copy", "u", copy_action);
  gtk_widget_class_install_action (widget_class, "turn.source", "(uu)", source_action);
  gtk_widget_class_install_action (widget_class, "turn.passage", "(uuu)", passage_action);
  gtk_widget_class_install_action (widget_class, "turn.edit", "u", edit_action);
  gtk_widget_class_install_action (widget_class, "turn.edit-cancel", NULL, edit_cancel_action);
  gtk_widget_class_install_action (widget_class, "turn.edit-send", NULL, edit_send_action);
}

/**
 * chatty_turn_list_scroll_to_passage:
 * @turn: the number of a turn, from 0
 * @passage: of its text
 *
 * Brings a passage where it is seen.
 */
void
chatty_turn_list_scroll_to_passage (ChattyTurnList   *self,
                                    guint             turn,
                                    const ChattySpan *passage)
{
  guint first, last, position;

  g_return_if_fail (CHATTY_IS_TURN_LIST (self));
  g_return_if_fail (self->segments != NULL);

  first = chatty_turn_segments_find_turn (self->segments, turn);
  last = chatty_turn_segments_find_turn (self->segments, turn + 1);
  for (position = first; position < last; position++)
    {
      g_autoptr (ChattyTurnSegment) segment =
        g_list_model_get_item (G_LIST_MODEL (self->segments), position);
      gsize prefix, length, offset = chatty_turn_segment_get_offset (segment, &prefix);
      g_autoptr (ChattyMarkdownDocument) document = NULL;
      g_autoptr (GArray) places = NULL;
      g_autofree char *markdown = NULL;

      chatty_turn_segment_get_text (segment, &length);
      if (offset + length <= passage->start)
        continue;
      markdown = chatty_turn_segment_dup_markdown (segment);
      document = chatty_markdown_document_parse_mapped (markdown, -1);
      places = chatty_markdown_document_find_source (document,
                                                     MAX (passage->start, offset) - offset + prefix,
                                                     passage->end - offset + prefix);
      self->has_place = places->len > 0;
      if (self->has_place)
        self->place = (ChattyTurnMatch) {
          position, g_array_index (places, ChattyMarkdownMatch, 0),
        };
      chatty_turn_list_scroll_to (self, position);
      return;
    }
}
