/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-chunk-rows.h"
#include "chatty-drop-place.h"
#include "chatty-upload-place.h"
#include "chatty-upload-row.h"

struct _ChattyUploadPlace
{
  GtkWidget parent_instance;

  GtkWidget        *box;
  GtkWidget        *header;
  GtkLabel         *limits;
  GtkWidget        *refresh;
  GtkWidget        *uploads_box;
  GtkListBox       *uploads;
  ChattyChunkRows  *chunks;       /* NULL where the platform divides by itself */

  ChattyKnowledge  *knowledge;
  ChattyCharacter  *character;    /* NULL for nobody in particular */
};

enum {
  REFRESH,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void drop_place_iface_init (ChattyDropPlaceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyUploadPlace, chatty_upload_place, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_DROP_PLACE,
                                                      drop_place_iface_init))

static const char *
get_character_id (ChattyUploadPlace *self)
{
  return self->character != NULL ? chatty_character_get_id (self->character) : NULL;
}

static GListStore *
get_uploads (ChattyUploadPlace *self)
{
  return chatty_uploads_of (self->knowledge, get_character_id (self));
}

static void
refresh (ChattyUploadPlace *self)
{
  if (self->box != NULL)
    g_signal_emit (self, signals[REFRESH], 0);
}

static void
drop_upload (ChattyUploadPlace *self,
             ChattyUpload        *upload)
{
  GListStore *uploads = get_uploads (self);
  guint position;

  if (g_list_store_find (uploads, upload, &position))
    g_list_store_remove (uploads, position);
}

static void
upload_changed_cb (ChattyUploadPlace *self,
                   ChattyUpload        *upload)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (self->box == NULL || chatty_upload_get_state (upload) != CHATTY_UPLOAD_DONE)
    return;
  name = chatty_text_display_name (chatty_upload_get_name (upload));
  text = self->character != NULL
           /* Translators: %s is the name of a document */
           ? g_strdup_printf (_("The character knows “%s” now"), name)
           /* Translators: %s is the name of a document */
           : g_strdup_printf (_("“%s” is at the platform now"), name);
  drop_upload (self, upload);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
start_upload (ChattyUploadPlace *self,
              ChattyUpload        *upload)
{
  g_list_store_append (get_uploads (self), upload);
  chatty_upload_start (upload);
}

static void
again_cb (ChattyUploadPlace *self,
          ChattyUploadRow     *row)
{
  g_autoptr (ChattyUpload) again = chatty_upload_copy (chatty_upload_row_get_upload (row),
                                                       self->knowledge);

  drop_upload (self, chatty_upload_row_get_upload (row));
  start_upload (self, again);
}

static void
dismissed_cb (ChattyUploadPlace *self,
              ChattyUploadRow     *row)
{
  drop_upload (self, chatty_upload_row_get_upload (row));
}

static GtkWidget *
create_upload_row_cb (gpointer item,
                      gpointer user_data)
{
  ChattyUploadPlace *self = user_data;
  GtkWidget *row = chatty_upload_row_new (item);

  g_signal_connect_object (row, "again", G_CALLBACK (again_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "dismissed", G_CALLBACK (dismissed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "changed", G_CALLBACK (upload_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "stored", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  return row;
}

static void
uploads_changed_cb (ChattyUploadPlace *self)
{
  if (self->box != NULL)
    gtk_widget_set_visible (self->uploads_box,
                            g_list_model_get_n_items (G_LIST_MODEL (get_uploads (self))) > 0);
}

static void
upload_file (ChattyUploadPlace *self,
             const char        *path)
{
  g_autoptr (ChattyUpload) upload = chatty_upload_new (self->knowledge, get_character_id (self),
                                                       path);

  if (self->chunks != NULL)
    chatty_upload_set_chunks (upload, chatty_chunk_rows_get_words (self->chunks),
                              chatty_chunk_rows_get_overlap (self->chunks));
  start_upload (self, upload);
}

/* Begins to upload them, each for itself. @files: of GFile */
static void
upload_files (ChattyUploadPlace *self,
              GListModel        *files)
{
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

static void
response_cb (GtkNativeDialog     *dialog,
             int                  response,
             ChattyUploadPlace *self)
{
  if (response == GTK_RESPONSE_ACCEPT && self->box != NULL)
    {
      g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

      upload_files (self, files);
    }
  gtk_native_dialog_destroy (dialog);
}

static void
upload_clicked_cb (ChattyUploadPlace *self)
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
upload_place_describe_drop (ChattyDropPlace *place,
                              ChattyDropped   *dropped)
{
  ChattyUploadPlace *self = CHATTY_UPLOAD_PLACE (place);
  const char *title = chatty_connector_get_title (CHATTY_CONNECTOR (self->knowledge));
  g_autofree char *name = NULL;

  if (dropped != NULL && chatty_dropped_get_n_files (dropped) == 0)
    return NULL;
  if (self->character == NULL)
    /* Translators: files are being dropped; %s is the name of a platform */
    return g_strdup_printf (_("Add to the documents at %s"), title);
  name = chatty_text_display_name (chatty_character_get_name (self->character));
  /* Translators: files are being dropped; %s is the name of a character */
  return g_strdup_printf (_("Add to the knowledge of %s"), name);
}

static void
upload_place_take_drop (ChattyDropPlace *place,
                          ChattyDropped   *dropped)
{
  upload_files (CHATTY_UPLOAD_PLACE (place), G_LIST_MODEL (dropped->files));
  if (dropped->reason != NULL)
    gtk_widget_activate_action (GTK_WIDGET (place), "win.toast", "s", dropped->reason);
}

static void
drop_place_iface_init (ChattyDropPlaceInterface *iface)
{
  iface->describe = upload_place_describe_drop;
  iface->take = upload_place_take_drop;
}

static void
show_limits (ChattyUploadPlace *self)
{
  const ChattyKnowledgeLimits *limits = chatty_knowledge_get_limits (self->knowledge);
  g_autoptr (GString) kinds = g_string_new (NULL);
  g_autofree char *size = chatty_text_limit (limits->max_bytes);
  g_autofree char *text = NULL;

  /* Without the dots: no line may begin with one, and the list would be torn in
   * the middle of a word. */
  for (guint i = 0; limits->suffixes[i] != NULL; i++)
    g_string_append_printf (kinds, "%s%s", i > 0 ? ", " : "", limits->suffixes[i] + 1);
  /* Translators: kinds of files, as "txt, pdf", then a size. */
  text = g_strdup_printf (_("Drop files here: %s, up to %s each."), kinds->str, size);
  gtk_label_set_label (self->limits, text);
}

static void
chatty_upload_place_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (chatty_upload_place_parent_class)->map (widget);

  chatty_drop_place_enter (CHATTY_DROP_PLACE (widget));
}

static void
chatty_upload_place_unmap (GtkWidget *widget)
{
  chatty_drop_place_leave (CHATTY_DROP_PLACE (widget));

  GTK_WIDGET_CLASS (chatty_upload_place_parent_class)->unmap (widget);
}

static void
chatty_upload_place_dispose (GObject *object)
{
  ChattyUploadPlace *self = CHATTY_UPLOAD_PLACE (object);

  g_object_set_data (object, "chatty-chooser", NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_upload_place_parent_class)->dispose (object);
}

static void
chatty_upload_place_finalize (GObject *object)
{
  ChattyUploadPlace *self = CHATTY_UPLOAD_PLACE (object);

  g_clear_object (&self->knowledge);
  g_clear_pointer (&self->character, chatty_character_unref);

  G_OBJECT_CLASS (chatty_upload_place_parent_class)->finalize (object);
}

static void
chatty_upload_place_class_init (ChattyUploadPlaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_upload_place_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_upload_place_finalize;
  widget_class->map = chatty_upload_place_map;
  widget_class->unmap = chatty_upload_place_unmap;

  signals[REFRESH] = g_signal_new ("refresh", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-upload-place.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadPlace, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadPlace, header);
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadPlace, limits);
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadPlace, refresh);
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadPlace, uploads_box);
  gtk_widget_class_bind_template_child (widget_class, ChattyUploadPlace, uploads);
  gtk_widget_class_bind_template_callback (widget_class, refresh);
  gtk_widget_class_bind_template_callback (widget_class, upload_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_upload_place_init (ChattyUploadPlace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_upload_place_new:
 * @knowledge: where to
 * @character: (nullable): who is to know what is uploaded; %NULL for nobody in
 *   particular
 *
 * Returns: (transfer floating): a place with all uploads that go on
 */
GtkWidget *
chatty_upload_place_new (ChattyKnowledge *knowledge,
                         ChattyCharacter *character)
{
  ChattyUploadPlace *self;
  GListStore *uploads;

  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (knowledge), NULL);

  self = g_object_new (CHATTY_TYPE_UPLOAD_PLACE, NULL);
  self->knowledge = g_object_ref (knowledge);
  self->character = character != NULL ? chatty_character_ref (character) : NULL;
  if (chatty_knowledge_has_options (knowledge))
    {
      self->chunks = CHATTY_CHUNK_ROWS (chatty_chunk_rows_new ());
      gtk_box_insert_child_after (GTK_BOX (self->box), GTK_WIDGET (self->chunks), self->header);
    }
  /* The list of all has its own. */
  gtk_widget_set_visible (self->refresh, character != NULL);
  show_limits (self);
  uploads = get_uploads (self);
  gtk_list_box_bind_model (self->uploads, G_LIST_MODEL (uploads), create_upload_row_cb, self,
                           NULL);
  g_signal_connect_object (uploads, "items-changed", G_CALLBACK (uploads_changed_cb), self,
                           G_CONNECT_SWAPPED);
  uploads_changed_cb (self);
  return GTK_WIDGET (self);
}
