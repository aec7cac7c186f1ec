/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-chunk-rows.h"
#include "chatty-drop-place.h"
#include "chatty-knowledge-view.h"
#include "chatty-remote-list.h"
#include "chatty-ui-settings.h"
#include "chatty-upload-row.h"

struct _ChattyKnowledgeView
{
  GtkWidget parent_instance;

  GtkWidget        *box;
  GtkWidget        *header;
  GtkLabel         *limits;
  GtkWidget        *upload;
  GtkWidget        *uploads_box;
  GtkListBox       *uploads;
  ChattyChunkRows  *chunks;       /* NULL where the platform divides by itself */
  ChattyRemoteList *list;

  ChattyKnowledge  *knowledge;
  ChattyCharacter  *character;
  /* Of what is only looked at: what a person wants to be changed is changed, also
   * when the page is left at once. */
  GCancellable     *cancellable;
  guint             generation;   /* of the list: an older answer does not count */
  gboolean          was_shown;
};

static void drop_place_iface_init (ChattyDropPlaceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyKnowledgeView, chatty_knowledge_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_DROP_PLACE,
                                                      drop_place_iface_init))

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

static GListStore *
get_uploads (ChattyKnowledgeView *self)
{
  return chatty_uploads_of (self->knowledge, chatty_character_get_id (self->character));
}

static char *
dup_character_name (ChattyKnowledgeView *self)
{
  return chatty_text_display_name (chatty_character_get_name (self->character));
}

static void
describe_cb (ChattyRemoteItem *item,
             ChattyRowText    *text,
             gpointer          user_data)
{
  ChattyKnowledgeView *self = user_data;
  const ChattyDocument *document = chatty_remote_item_get_value (item);
  g_autofree char *size = NULL;

  text->title = chatty_text_display_name (document->name);
  if (document->size >= 0)
    size = g_format_size ((guint64) document->size);
  if (!document->ready)
    text->subtitle = size != NULL
                       /* Translators: %s is the size of a file */
                       ? g_strdup_printf (_("%s · the platform is still reading it"), size)
                       : g_strdup (_("The platform is still reading it"));
  else
    text->subtitle = g_steal_pointer (&size);
  text->question = g_strdup (chatty_knowledge_is_by_character (self->knowledge)
                               ? _("It is deleted at the platform, and the character does not "
                                   "know it any more. This cannot be undone.")
                               : _("It is deleted at the platform and taken away from every "
                                   "character that knows it. This cannot be undone."));
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
      if (!document->attached && chatty_knowledge_is_by_character (self->knowledge))
        continue;
      g_ptr_array_add (items, chatty_remote_item_new (CHATTY_TYPE_DOCUMENT, document->id, document,
                                                      document->attached ? CHATTY_REMOTE_ON : 0));
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

/* Uploads. */

static void
drop_upload (ChattyKnowledgeView *self,
             ChattyUpload        *upload)
{
  GListStore *uploads = get_uploads (self);
  guint position;

  if (g_list_store_find (uploads, upload, &position))
    g_list_store_remove (uploads, position);
}

static void
upload_changed_cb (ChattyKnowledgeView *self,
                   ChattyUpload        *upload)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (self->box == NULL || chatty_upload_get_state (upload) != CHATTY_UPLOAD_DONE)
    return;
  name = chatty_text_display_name (chatty_upload_get_name (upload));
  /* Translators: %s is the name of a document */
  text = g_strdup_printf (_("The character knows “%s” now"), name);
  drop_upload (self, upload);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
start_upload (ChattyKnowledgeView *self,
              ChattyUpload        *upload)
{
  g_list_store_append (get_uploads (self), upload);
  chatty_upload_start (upload);
}

static void
again_cb (ChattyKnowledgeView *self,
          ChattyUploadRow     *row)
{
  g_autoptr (ChattyUpload) again = chatty_upload_copy (chatty_upload_row_get_upload (row),
                                                       self->knowledge);

  drop_upload (self, chatty_upload_row_get_upload (row));
  start_upload (self, again);
}

static void
dismissed_cb (ChattyKnowledgeView *self,
              ChattyUploadRow     *row)
{
  drop_upload (self, chatty_upload_row_get_upload (row));
}

static GtkWidget *
create_upload_row_cb (gpointer item,
                      gpointer user_data)
{
  ChattyKnowledgeView *self = user_data;
  GtkWidget *row = chatty_upload_row_new (item);

  g_signal_connect_object (row, "again", G_CALLBACK (again_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "dismissed", G_CALLBACK (dismissed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "changed", G_CALLBACK (upload_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "stored", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  return row;
}

static void
uploads_changed_cb (ChattyKnowledgeView *self)
{
  if (self->box != NULL)
    gtk_widget_set_visible (self->uploads_box,
                            g_list_model_get_n_items (G_LIST_MODEL (get_uploads (self))) > 0);
}

static void
response_cb (GtkNativeDialog     *dialog,
             int                  response,
             ChattyKnowledgeView *self)
{
  if (response == GTK_RESPONSE_ACCEPT && self->box != NULL)
    {
      g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

      chatty_knowledge_view_upload (self, files);
    }
  gtk_native_dialog_destroy (dialog);
}

static void
upload_clicked_cb (ChattyKnowledgeView *self)
{
  const ChattyKnowledgeLimits *limits = chatty_knowledge_get_limits (self->knowledge);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Upload Documents"),
                                        GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                        GTK_FILE_CHOOSER_ACTION_OPEN, _("_Upload"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  gtk_file_filter_set_name (filter, _("Documents that the platform takes"));
  for (guint i = 0; limits->suffixes != NULL && limits->suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, limits->suffixes[i] + 1);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  /* The view keeps the dialog for as long as it is there itself. */
  g_object_set_data_full (G_OBJECT (self), "chatty-chooser", dialog, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static char *
knowledge_view_describe_drop (ChattyDropPlace *place,
                              ChattyDropped   *dropped)
{
  ChattyKnowledgeView *self = CHATTY_KNOWLEDGE_VIEW (place);
  g_autofree char *name = dup_character_name (self);

  if (dropped != NULL && chatty_dropped_get_n_files (dropped) == 0)
    return NULL;
  /* Translators: files are being dropped; %s is the name of a character */
  return g_strdup_printf (_("Add to the knowledge of %s"), name);
}

static void
knowledge_view_take_drop (ChattyDropPlace *place,
                          ChattyDropped   *dropped)
{
  chatty_knowledge_view_upload (CHATTY_KNOWLEDGE_VIEW (place), G_LIST_MODEL (dropped->files));
  if (dropped->reason != NULL)
    gtk_widget_activate_action (GTK_WIDGET (place), "win.toast", "s", dropped->reason);
}

static void
drop_place_iface_init (ChattyDropPlaceInterface *iface)
{
  iface->describe = knowledge_view_describe_drop;
  iface->take = knowledge_view_take_drop;
}

static void
show_limits (ChattyKnowledgeView *self)
{
  const ChattyKnowledgeLimits *limits = chatty_knowledge_get_limits (self->knowledge);
  g_autofree char *kinds = g_strjoinv (" ", (char **) limits->suffixes);
  g_autofree char *size = g_format_size (limits->max_bytes);
  g_autofree char *text = NULL;

  /* Translators: kinds of files, then a size. */
  text = g_strdup_printf (_("Drop files here. Taken are %s, up to %s each."), kinds, size);
  gtk_label_set_label (self->limits, text);
}

static void
chatty_knowledge_view_map (GtkWidget *widget)
{
  ChattyKnowledgeView *self = CHATTY_KNOWLEDGE_VIEW (widget);

  GTK_WIDGET_CLASS (chatty_knowledge_view_parent_class)->map (widget);

  chatty_drop_place_enter (CHATTY_DROP_PLACE (self));
  if (!self->was_shown)
    {
      self->was_shown = TRUE;
      load (self);
    }
}

static void
chatty_knowledge_view_unmap (GtkWidget *widget)
{
  chatty_drop_place_leave (CHATTY_DROP_PLACE (widget));

  GTK_WIDGET_CLASS (chatty_knowledge_view_parent_class)->unmap (widget);
}

static void
chatty_knowledge_view_dispose (GObject *object)
{
  ChattyKnowledgeView *self = CHATTY_KNOWLEDGE_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_object_set_data (object, "chatty-chooser", NULL);
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
  widget_class->unmap = chatty_knowledge_view_unmap;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-knowledge-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyKnowledgeView, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyKnowledgeView, header);
  gtk_widget_class_bind_template_child (widget_class, ChattyKnowledgeView, limits);
  gtk_widget_class_bind_template_child (widget_class, ChattyKnowledgeView, upload);
  gtk_widget_class_bind_template_child (widget_class, ChattyKnowledgeView, uploads_box);
  gtk_widget_class_bind_template_child (widget_class, ChattyKnowledgeView, uploads);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, upload_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_knowledge_view_init (ChattyKnowledgeView *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_list (ChattyKnowledgeView *self)
{
  ChattyRowParts parts = CHATTY_ROW_DELETE;

  if (!chatty_knowledge_is_by_character (self->knowledge))
    parts |= CHATTY_ROW_SWITCH;
  self->list = CHATTY_REMOTE_LIST (
    chatty_remote_list_new (parts, _("Knowledge documents"), describe_cb, self));
  chatty_remote_list_set_empty (self->list, "folder-documents-symbolic", _("No Documents"),
                                _("Drop a file here, and this character knows what is in it."));
  g_signal_connect_object (self->list, "retry", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "switched", G_CALLBACK (switched_cb), self,
                           G_CONNECT_SWAPPED);
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
  GListStore *uploads;

  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (knowledge), NULL);

  self = g_object_new (CHATTY_TYPE_KNOWLEDGE_VIEW, NULL);
  self->knowledge = g_object_ref (knowledge);
  self->character = chatty_character_ref (character);
  if (chatty_knowledge_has_options (knowledge))
    {
      self->chunks = CHATTY_CHUNK_ROWS (chatty_chunk_rows_new ());
      gtk_box_insert_child_after (GTK_BOX (self->box), GTK_WIDGET (self->chunks), self->header);
    }
  add_list (self);
  chatty_remote_list_set_account (self->list, account_id);
  show_limits (self);
  uploads = get_uploads (self);
  gtk_list_box_bind_model (self->uploads, G_LIST_MODEL (uploads), create_upload_row_cb, self,
                           NULL);
  g_signal_connect_object (uploads, "items-changed", G_CALLBACK (uploads_changed_cb), self,
                           G_CONNECT_SWAPPED);
  uploads_changed_cb (self);
  return GTK_WIDGET (self);
}

static void
upload_file (ChattyKnowledgeView *self,
             const char          *path)
{
  g_autoptr (ChattyUpload) upload =
    chatty_upload_new (self->knowledge, chatty_character_get_id (self->character), path);

  if (self->chunks != NULL)
    chatty_upload_set_chunks (upload, chatty_chunk_rows_get_words (self->chunks),
                              chatty_chunk_rows_get_overlap (self->chunks));
  start_upload (self, upload);
}

/**
 * chatty_knowledge_view_upload:
 * @files: of #GFile: what is to be uploaded
 *
 * Begins to upload them, each for itself.
 */
void
chatty_knowledge_view_upload (ChattyKnowledgeView *self,
                              GListModel          *files)
{
  g_return_if_fail (CHATTY_IS_KNOWLEDGE_VIEW (self));

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        upload_file (self, path);
      else
        gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                    _("Only files of this computer can be uploaded"));
    }
}
