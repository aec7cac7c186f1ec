/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-document-words.h"
#include "chatty-knowledge-view.h"
#include "chatty-remote-list.h"
#include "chatty-upload-place.h"

struct _ChattyKnowledgeView
{
  GtkWidget parent_instance;

  GtkWidget        *box;
  ChattyRemoteList *list;

  ChattyKnowledge  *knowledge;
  ChattyCharacter  *character;
  /* Of what is only looked at: what a person wants to be changed is changed, also
   * when the page is left at once. */
  GCancellable     *cancellable;
  guint             generation;   /* of the list: an older answer does not count */
  gboolean          was_shown;
};

G_DEFINE_FINAL_TYPE (ChattyKnowledgeView, chatty_knowledge_view, GTK_TYPE_WIDGET)

/* What an answer is for. */
typedef struct {
  ChattyKnowledgeView *view;
  ChattyRemoteItem    *item;        /* NULL for the list */
  guint                generation;
  gboolean             on;
} Asking;

static Asking *
asking_new (ChattyKnowledgeView *self,
            ChattyRemoteItem    *item,
            gboolean             on)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->view = g_object_ref (self);
  g_set_object (&asking->item, item);
  asking->generation = self->generation;
  asking->on = on;
  return asking;
}

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->view);
  g_clear_object (&asking->item);
  g_free (asking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static void
describe_cb (ChattyRemoteItem *item,
             ChattyRowText    *text,
             gpointer          user_data)
{
  ChattyKnowledgeView *self = user_data;
  const ChattyDocument *document = chatty_remote_item_get_value (item);

  text->title = chatty_text_display_name (document->name);
  text->subtitle = chatty_document_describe (document, NULL);
  if (!chatty_knowledge_is_by_character (self->knowledge))
    text->question = g_strdup (_("It is deleted at the platform and taken away from every "
                                 "character that knows it. This cannot be undone."));
  else
    text->question = chatty_document_dup_question (document, document->attached);
  /* Translators: a switch; %s is the name of a document */
  text->switch_name = g_strdup_printf (_("The character knows %s"), text->title);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GPtrArray) items = NULL;
  ChattyKnowledgeView *self = asking->view;

  documents = chatty_knowledge_list_finish (CHATTY_KNOWLEDGE (source), result, &error);
  if (self->box == NULL || chatty_error_is_cancelled (error) ||
      asking->generation != self->generation)
    return;
  if (documents == NULL)
    {
      chatty_remote_list_fail (self->list, error);
      return;
    }
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < documents->len; i++)
    {
      ChattyDocument *document = g_ptr_array_index (documents, i);

      /* It could not be let know the others. */
      if (!document->attached && !document->importable &&
          chatty_knowledge_is_by_character (self->knowledge))
        continue;
      g_ptr_array_add (items, chatty_remote_item_new (
        CHATTY_TYPE_DOCUMENT, document->id, document,
        (document->attached ? CHATTY_REMOTE_ON : 0) |
        (document->importable ? CHATTY_REMOTE_OFFERED : 0)));
    }
  chatty_remote_list_take (self->list, items);
}

static void
load (ChattyKnowledgeView *self)
{
  if (self->box == NULL)
    return;
  self->generation++;
  chatty_remote_list_begin (self->list);
  chatty_knowledge_list_async (self->knowledge, chatty_character_get_id (self->character),
                               self->cancellable, listed_cb, asking_new (self, NULL, FALSE));
}

static void
attached_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = chatty_knowledge_attach_finish (CHATTY_KNOWLEDGE (source), result, &error);

  if (asking->view->box == NULL || chatty_error_is_cancelled (error))
    return;
  chatty_remote_item_set (asking->item, CHATTY_REMOTE_BUSY, FALSE);
  if (done)
    chatty_remote_item_set (asking->item, CHATTY_REMOTE_ON, asking->on);
  else
    chatty_remote_item_set_problem (asking->item, error->message);
}

static void
switched_cb (ChattyKnowledgeView *self,
             ChattyRemoteItem    *item,
             gboolean             on)
{
  const ChattyDocument *document = chatty_remote_item_get_value (item);

  /* A list that was asked for before this does not count any more. */
  self->generation++;
  chatty_remote_item_set_problem (item, NULL);
  chatty_remote_item_set (item, CHATTY_REMOTE_BUSY, TRUE);
  chatty_knowledge_attach_async (self->knowledge, chatty_character_get_id (self->character),
                                 document->id, on, NULL, attached_cb,
                                 asking_new (self, item, on));
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = chatty_knowledge_attach_finish (CHATTY_KNOWLEDGE (source), result, &error);
  const ChattyDocument *document = chatty_remote_item_get_value (asking->item);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (asking->view->box == NULL || chatty_error_is_cancelled (error))
    return;
  chatty_remote_item_set (asking->item, CHATTY_REMOTE_BUSY, FALSE);
  if (!done)
    {
      chatty_remote_item_set_problem (asking->item, error->message);
      return;
    }
  name = chatty_text_display_name (document->name);
  /* Translators: %s is the name of a document */
  text = g_strdup_printf (_("The character knows “%s” now"), name);
  gtk_widget_activate_action (GTK_WIDGET (asking->view), "win.toast", "s", text);
  /* What came of it is another document. */
  load (asking->view);
}

static void
add_cb (ChattyKnowledgeView *self,
        ChattyRemoteItem    *item)
{
  const ChattyDocument *document = chatty_remote_item_get_value (item);

  /* A list that was asked for before this does not count any more. */
  self->generation++;
  chatty_remote_item_set_problem (item, NULL);
  chatty_remote_item_set (item, CHATTY_REMOTE_BUSY, TRUE);
  chatty_knowledge_attach_async (self->knowledge, chatty_character_get_id (self->character),
                                 document->id, TRUE, NULL, added_cb,
                                 asking_new (self, item, TRUE));
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = chatty_knowledge_delete_finish (CHATTY_KNOWLEDGE (source), result, &error);

  if (asking->view->box == NULL || chatty_error_is_cancelled (error))
    return;
  chatty_remote_item_set (asking->item, CHATTY_REMOTE_BUSY, FALSE);
  if (!done)
    chatty_remote_item_set_problem (asking->item, error->message);
  else if (!chatty_remote_list_remove (asking->view->list, asking->item))
    load (asking->view);
}

static void
delete_cb (ChattyKnowledgeView *self,
           ChattyRemoteItem    *item)
{
  const ChattyDocument *document = chatty_remote_item_get_value (item);

  /* A list that was asked for before this does not count any more. */
  self->generation++;
  chatty_remote_item_set_problem (item, NULL);
  chatty_remote_item_set (item, CHATTY_REMOTE_BUSY, TRUE);
  chatty_knowledge_delete_async (self->knowledge, document->id, NULL, deleted_cb,
                                 asking_new (self, item, FALSE));
}

static void
chatty_knowledge_view_map (GtkWidget *widget)
{
  ChattyKnowledgeView *self = CHATTY_KNOWLEDGE_VIEW (widget);

  GTK_WIDGET_CLASS (chatty_knowledge_view_parent_class)->map (widget);

  if (!self->was_shown)
    {
      self->was_shown = TRUE;
      load (self);
    }
}

static void
chatty_knowledge_view_dispose (GObject *object)
{
  ChattyKnowledgeView *self = CHATTY_KNOWLEDGE_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_knowledge_view_parent_class)->dispose (object);
}

static void
chatty_knowledge_view_finalize (GObject *object)
{
  ChattyKnowledgeView *self = CHATTY_KNOWLEDGE_VIEW (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->knowledge);
  g_clear_pointer (&self->character, chatty_character_unref);

  G_OBJECT_CLASS (chatty_knowledge_view_parent_class)->finalize (object);
}

static void
chatty_knowledge_view_class_init (ChattyKnowledgeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_knowledge_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_knowledge_view_finalize;
  widget_class->map = chatty_knowledge_view_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_knowledge_view_init (ChattyKnowledgeView *self)
{
  self->cancellable = g_cancellable_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static void
add_list (ChattyKnowledgeView *self)
{
  ChattyRowParts parts = CHATTY_ROW_DELETE;

  parts |= chatty_knowledge_is_by_character (self->knowledge) ? CHATTY_ROW_ADD
                                                              : CHATTY_ROW_SWITCH;
  self->list = CHATTY_REMOTE_LIST (
    chatty_remote_list_new (parts, _("Knowledge documents"), describe_cb, self));
  chatty_remote_list_set_empty (self->list, "folder-documents-symbolic", _("No Documents"),
                                _("Drop a file here, and this character knows what is in it."));
  g_signal_connect_object (self->list, "retry", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "switched", G_CALLBACK (switched_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "added", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "deleted", G_CALLBACK (delete_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->list));
}

/**
 * chatty_knowledge_view_new:
 * @knowledge: what has the documents
 * @account_id: its account
 * @character: who is to know them
 *
 * Returns: (transfer floating): a view, which asks when it is shown first
 */
GtkWidget *
chatty_knowledge_view_new (ChattyKnowledge *knowledge,
                           const char      *account_id,
                           ChattyCharacter *character)
{
  ChattyKnowledgeView *self;
  GtkWidget *place;

  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (knowledge), NULL);

  self = g_object_new (CHATTY_TYPE_KNOWLEDGE_VIEW, NULL);
  self->knowledge = g_object_ref (knowledge);
  self->character = chatty_character_ref (character);
  place = chatty_upload_place_new (knowledge, character);
  g_signal_connect_object (place, "refresh", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), place);
  add_list (self);
  chatty_remote_list_set_account (self->list, account_id);
  return GTK_WIDGET (self);
}
