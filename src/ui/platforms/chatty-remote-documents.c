/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-character-store.h"
#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-document-words.h"
#include "chatty-remote-documents.h"
#include "chatty-remote-list.h"
#include "chatty-upload-place.h"

struct _ChattyRemoteDocuments
{
  GtkWidget parent_instance;

  GtkWidget        *box;
  GtkWidget        *list;
  ChattyKnowledge  *knowledge;
  GPtrArray        *characters;   /* (nullable) of ChattyCharacter */
  GtkEditable      *entry;
  GCancellable     *cancellable;
  guint             generation;   /* of the list: an older answer does not count */
};

G_DEFINE_FINAL_TYPE (ChattyRemoteDocuments, chatty_remote_documents, GTK_TYPE_WIDGET)

typedef struct {
  ChattyRemoteDocuments *self;
  ChattyRemoteItem      *item;         /* NULL for the list */
  guint                  generation;
} Asking;

static Asking *
asking_new (ChattyRemoteDocuments *self,
            ChattyRemoteItem      *item)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->self = g_object_ref (self);
  g_set_object (&asking->item, item);
  asking->generation = self->generation;
  return asking;
}

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->self);
  g_clear_object (&asking->item);
  g_free (asking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

/* Where a document belongs to a character, its name begins with the character's. */
static const ChattyCharacter *
find_owner (ChattyRemoteDocuments *self,
            const ChattyDocument  *document)
{
  for (guint i = 0; self->characters != NULL && i < self->characters->len; i++)
    {
      const ChattyCharacter *character = g_ptr_array_index (self->characters, i);
      g_autofree char *prefix = g_strconcat (chatty_character_get_id (character), "/", NULL);

      if (g_str_has_prefix (document->id, prefix))
        return character;
    }
  return NULL;
}

static void
describe_cb (ChattyRemoteItem *item,
             ChattyRowText    *text,
             gpointer          user_data)
{
  ChattyRemoteDocuments *self = user_data;
  const ChattyDocument *document = chatty_remote_item_get_value (item);
  const ChattyCharacter *owner = find_owner (self, document);
  g_autofree char *line = NULL;

  text->title = chatty_text_display_name (document->name);
  if (owner != NULL)
    {
      g_autofree char *name = chatty_text_display_name (chatty_character_get_name (owner));

      /* Translators: a document; %s is the name of a character */
      line = g_strdup_printf (_("Known to %s"), name);
    }
  else if (document->note == NULL)
    {
      line = g_strdup (_("Of no character"));
    }
  text->subtitle = chatty_document_describe (document, line);
  text->question = chatty_document_dup_question (document, owner != NULL);
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
  ChattyRemoteDocuments *self = asking->self;

  documents = chatty_knowledge_list_finish (CHATTY_KNOWLEDGE (source), result, &error);
  if (self->list == NULL || chatty_error_is_cancelled (error) ||
      asking->generation != self->generation)
    return;
  if (documents == NULL)
    {
      chatty_remote_list_fail (CHATTY_REMOTE_LIST (self->list), error);
      return;
    }
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < documents->len; i++)
    {
      const ChattyDocument *document = g_ptr_array_index (documents, i);

      g_ptr_array_add (items, chatty_remote_item_new (CHATTY_TYPE_DOCUMENT, document->id,
                                                      document, 0));
    }
  chatty_remote_list_take (CHATTY_REMOTE_LIST (self->list), items);
}

static void
characters_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) characters = NULL;
  ChattyRemoteDocuments *self = asking->self;

  characters = chatty_character_store_list_finish (CHATTY_CHARACTER_STORE (source), result,
                                                   &error);
  if (self->list == NULL || chatty_error_is_cancelled (error) ||
      asking->generation != self->generation)
    return;
  /* Who is refused the characters may have documents elsewhere: if not, that
   * list says why. */
  if (characters == NULL)
    g_debug ("no characters: %s", error->message);
  g_clear_pointer (&self->characters, g_ptr_array_unref);
  self->characters = g_steal_pointer (&characters);
  /* Nobody is asked about in particular. */
  chatty_knowledge_list_async (self->knowledge, "", self->cancellable, listed_cb,
                               g_steal_pointer (&asking));
}

static void
load (ChattyRemoteDocuments *self)
{
  if (self->list == NULL)
    return;
  self->generation++;
  chatty_remote_list_begin (CHATTY_REMOTE_LIST (self->list));
  chatty_character_store_list_async (CHATTY_CHARACTER_STORE (self->knowledge), self->cancellable,
                                     characters_cb, asking_new (self, NULL));
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = chatty_knowledge_delete_finish (CHATTY_KNOWLEDGE (source), result, &error);
  ChattyRemoteDocuments *self = asking->self;

  if (self->list == NULL || chatty_error_is_cancelled (error))
    return;
  chatty_remote_item_set (asking->item, CHATTY_REMOTE_BUSY, FALSE);
  if (!done)
    chatty_remote_item_set_problem (asking->item, error->message);
  else if (!chatty_remote_list_remove (CHATTY_REMOTE_LIST (self->list), asking->item))
    load (self);
}

static void
delete_cb (ChattyRemoteDocuments *self,
           ChattyRemoteItem      *item)
{
  const ChattyDocument *document = chatty_remote_item_get_value (item);

  /* A list that was asked for before this does not count any more. */
  self->generation++;
  chatty_remote_item_set_problem (item, NULL);
  chatty_remote_item_set (item, CHATTY_REMOTE_BUSY, TRUE);
  /* What a person has confirmed happens, also when they leave the page. */
  chatty_knowledge_delete_async (self->knowledge, document->id, NULL, deleted_cb,
                                 asking_new (self, item));
}

static void
search_changed_cb (ChattyRemoteDocuments *self)
{
  chatty_remote_list_search (CHATTY_REMOTE_LIST (self->list), gtk_editable_get_text (self->entry));
}

static void
stop_search_cb (ChattyRemoteDocuments *self)
{
  gtk_editable_set_text (self->entry, "");
}

static void
chatty_remote_documents_map (GtkWidget *widget)
{
  ChattyRemoteDocuments *self = CHATTY_REMOTE_DOCUMENTS (widget);

  GTK_WIDGET_CLASS (chatty_remote_documents_parent_class)->map (widget);

  /* Each time: what is listed is put there and deleted on other pages. */
  load (self);
}

static void
chatty_remote_documents_dispose (GObject *object)
{
  ChattyRemoteDocuments *self = CHATTY_REMOTE_DOCUMENTS (object);

  g_cancellable_cancel (self->cancellable);
  self->list = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_remote_documents_parent_class)->dispose (object);
}

static void
chatty_remote_documents_finalize (GObject *object)
{
  ChattyRemoteDocuments *self = CHATTY_REMOTE_DOCUMENTS (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->knowledge);
  g_clear_pointer (&self->characters, g_ptr_array_unref);

  G_OBJECT_CLASS (chatty_remote_documents_parent_class)->finalize (object);
}

static void
chatty_remote_documents_class_init (ChattyRemoteDocumentsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_remote_documents_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_remote_documents_finalize;
  widget_class->map = chatty_remote_documents_map;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-remote-documents.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteDocuments, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteDocuments, entry);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_remote_documents_init (ChattyRemoteDocuments *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->list = chatty_remote_list_new (CHATTY_ROW_DELETE, _("Documents"), describe_cb, self);
  chatty_remote_list_set_empty (CHATTY_REMOTE_LIST (self->list), "folder-documents-symbolic",
                                _("No Documents"),
                                _("Open a character and drop files under Knowledge. What the "
                                  "characters know is listed here."));
  g_signal_connect_object (self->list, "retry", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "deleted", G_CALLBACK (delete_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), self->list);
}

/**
 * chatty_remote_documents_new:
 * @knowledge: what has the documents; it keeps characters too, and each
 *   document belongs to one
 * @account_id: its account
 *
 * Returns: (transfer floating): a list, which is asked for each time it is shown
 */
GtkWidget *
chatty_remote_documents_new (ChattyKnowledge *knowledge,
                             const char      *account_id)
{
  ChattyRemoteDocuments *self;
  GtkWidget *place;

  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (knowledge), NULL);
  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (knowledge), NULL);

  self = g_object_new (CHATTY_TYPE_REMOTE_DOCUMENTS, NULL);
  self->knowledge = g_object_ref (knowledge);
  place = chatty_upload_place_new (knowledge, NULL);
  g_signal_connect_object (place, "refresh", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  gtk_box_prepend (GTK_BOX (self->box), place);
  chatty_remote_list_set_account (CHATTY_REMOTE_LIST (self->list), account_id);
  return GTK_WIDGET (self);
}
