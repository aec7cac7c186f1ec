/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-document-places.h"
#include "chatty-document-view.h"
#include "chatty-drop-place.h"
#include "chatty-knowledge-page.h"
#include "chatty-ui-settings.h"

/* Each is a widget. */
#define MAX_ROWS       300
#define MAX_NAME_BYTES 120

struct _ChattyKnowledgePage
{
  GtkWidget parent_instance;

  GtkStack            *stack;
  ChattyDocumentView  *document;
  AdwPreferencesGroup *group;
  GtkWidget           *add;
  AdwActionRow        *hint;
  AdwActionRow        *working;

  ChattyWorkspace       *workspace;
  ChattyCharacterRecord *record;     /* nullable */
  GPtrArray             *rows;       /* the group's */
  GQueue                 waiting;    /* of GFile */
  char                  *callsign;   /* of whom the waiting ones are */
  GFile                 *current;    /* nullable */
  GCancellable          *cancellable;
  guint                  n_added;
  char                  *wanted;         /* nullable: a document to show once it is there */
  char                  *wanted_excerpt;
  guint                  wanted_page;
};

static void drop_place_iface_init (ChattyDropPlaceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyKnowledgePage, chatty_knowledge_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_DROP_PLACE,
                                                      drop_place_iface_init))

static void add_next (ChattyKnowledgePage *self);

static const char *
get_callsign (ChattyKnowledgePage *self)
{
  return self->record != NULL ? chatty_character_record_get_callsign (self->record) : NULL;
}

static char *
dup_shown_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = chatty_text_display_name (base);

  return chatty_text_one_line (name, MAX_NAME_BYTES);
}

static void
trashed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ChattyKnowledgePage) self = user_data;
  g_autoptr (ChattyCharacterChange) change = NULL;
  g_autoptr (GError) error = NULL;

  change = chatty_workspace_change_character_finish (CHATTY_WORKSPACE (source), result, &error);
  if (change == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("The document cannot be removed: %s"),
                                               error->message);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
      return;
    }
  if (change->batch != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast-undo", "(ss)",
                                _("Document removed"), change->batch);
  if (change->record != NULL &&
      g_strcmp0 (chatty_character_record_get_callsign (change->record), get_callsign (self)) == 0)
    chatty_knowledge_page_set_record (self, change->record);
}

static void
remove_cb (ChattyKnowledgePage *self,
           GtkWidget           *button)
{
  const char *name = g_object_get_data (G_OBJECT (button), "chatty-document");

  gtk_widget_set_sensitive (button, FALSE);
  chatty_workspace_trash_document_async (self->workspace, get_callsign (self), name, NULL,
                                         trashed_cb, g_object_ref (self));
}

static const char *
get_document (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "chatty-document");
}

static void
row_activated_cb (ChattyKnowledgePage *self,
                  GtkWidget           *row)
{
  chatty_document_view_open (self->document, self->workspace, get_callsign (self),
                             get_document (row), NULL, 0);
}

static GtkWidget *
make_row (ChattyKnowledgePage        *self,
          const ChattyRecordDocument *document,
          ChattyDocumentPlaces       *places)
{
  g_autofree char *title = chatty_text_one_line (document->name, MAX_NAME_BYTES);
  g_autofree char *size = g_format_size (MAX (document->size, 0));
  g_autofree char *date = chatty_ui_format_date (document->modified);
  g_autofree char *file = g_strjoin (" · ", size, *date != '\0' ? date : NULL, NULL);
  g_autofree char *where = chatty_document_places_dup_words (places, document->name);
  g_autofree char *subtitle = where != NULL ? g_strjoin ("\n", file, where, NULL)
                                            : g_strdup (file);
  /* Translators: %s is the name of a file */
  g_autofree char *remove = g_strdup_printf (_("Remove “%s”"), title);
  GtkWidget *row, *button;

  row = g_object_new (ADW_TYPE_ACTION_ROW,
                      "use-markup", FALSE,
                      "title", title,
                      "subtitle", subtitle,
                      "subtitle-lines", 0,
                      "activatable", TRUE,
                      NULL);
  g_object_set_data_full (G_OBJECT (row), "chatty-document", g_strdup (document->name), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, remove,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "chatty-document", g_strdup (document->name), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static GtkWidget *
find_row (ChattyKnowledgePage *self,
          const char          *name)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_strcmp0 (get_document (g_ptr_array_index (self->rows, i)), name) == 0)
      return g_ptr_array_index (self->rows, i);
  return NULL;
}

static void
document_shown_cb (ChattyKnowledgePage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "document");
}

/* Back where one came from: at the document's row. */
static void
document_back_cb (ChattyKnowledgePage *self)
{
  GtkWidget *row = find_row (self, chatty_document_view_get_name (self->document));

  gtk_stack_set_visible_child_name (self->stack, "list");
  chatty_document_view_close (self->document);
  if (row != NULL)
    gtk_widget_grab_focus (row);
}

static void
forget_wanted (ChattyKnowledgePage *self)
{
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->wanted_excerpt, g_free);
}

/* Once it is known which documents there are. */
static void
show_wanted (ChattyKnowledgePage *self)
{
  GtkWidget *row;

  if (self->wanted == NULL || get_callsign (self) == NULL)
    return;

  row = find_row (self, self->wanted);
  if (row != NULL)
    gtk_widget_grab_focus (row);
  chatty_document_view_open (self->document, self->workspace, get_callsign (self), self->wanted,
                             self->wanted_excerpt, self->wanted_page);
  forget_wanted (self);
}

static void
update (ChattyKnowledgePage *self)
{
  guint n = self->record != NULL ? chatty_character_record_get_n_documents (self->record) : 0;
  g_autoptr (ChattyDocumentPlaces) places =
    self->record != NULL ? chatty_document_places_new (self->record) : NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    {
      GtkWidget *row = make_row (self, chatty_character_record_get_document (self->record, i), places);

      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }

  if (get_callsign (self) == NULL)
    text = g_strdup (_("Save the character first, then give it documents."));
  else if (n == 0)
    text = g_strdup (_("It has no documents yet."));
  else if (n > MAX_ROWS)
    text = g_strdup_printf (ngettext ("%'u more document is in the folder of the character.",
                                      "%'u more documents are in the folder of the character.",
                                      n - MAX_ROWS),
                            n - MAX_ROWS);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->hint), text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), text != NULL);
  gtk_widget_set_sensitive (self->add, get_callsign (self) != NULL);
}

static void
update_working (ChattyKnowledgePage *self)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  if (self->current != NULL)
    {
      name = dup_shown_name (self->current);
      /* Translators: %s is the name of a file */
      title = g_strdup_printf (_("Adding “%s”…"), name);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->working), title);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->working), self->current != NULL);
}

static void
stop (ChattyKnowledgePage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_queue_clear_full (&self->waiting, g_object_unref);
}

static void
stop_clicked_cb (ChattyKnowledgePage *self)
{
  stop (self);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattyKnowledgePage) self = user_data;
  g_autoptr (ChattyCharacterChange) change = NULL;
  g_autoptr (GError) error = NULL;

  change = chatty_workspace_change_character_finish (CHATTY_WORKSPACE (source), result, &error);
  if (change == NULL && !chatty_error_is_cancelled (error))
    {
      g_autofree char *name = dup_shown_name (self->current);
      g_autofree char *text = NULL;

      /* Translators: the name of a file, and why it could not be added */
      text = g_strdup_printf (_("“%s” was not added: %s"), name, error->message);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
    }
  if (change != NULL)
    {
      self->n_added++;
      if (change->record != NULL &&
          g_strcmp0 (chatty_character_record_get_callsign (change->record),
                     get_callsign (self)) == 0)
        chatty_knowledge_page_set_record (self, change->record);
    }
  g_clear_object (&self->current);
  g_clear_object (&self->cancellable);
  add_next (self);
}

static void
add_next (ChattyKnowledgePage *self)
{
  if (self->current != NULL)
    return;

  self->current = g_queue_pop_head (&self->waiting);
  update_working (self);
  if (self->current == NULL)
    {
      if (self->n_added > 0)
        {
          g_autofree char *text = NULL;

          text = g_strdup_printf (ngettext ("%'u document added", "%'u documents added",
                                            self->n_added), self->n_added);
          gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
        }
      self->n_added = 0;
      return;
    }

  self->cancellable = g_cancellable_new ();
  chatty_workspace_add_document_async (self->workspace, self->callsign, self->current,
                                       self->cancellable, added_cb, g_object_ref (self));
}

static void
chosen_cb (GtkNativeDialog *dialog,
           int              response,
           gpointer         user_data)
{
  g_autoptr (ChattyKnowledgePage) self = user_data;
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      chatty_knowledge_page_add (self, files);
    }
  g_object_unref (dialog);
}

static void
add_clicked_cb (ChattyKnowledgePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Add Documents"),
                                        GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                        GTK_FILE_CHOOSER_ACTION_OPEN, _("_Add"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), g_object_ref (self));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static char *
knowledge_describe (ChattyDropPlace *place,
                    ChattyDropped   *dropped)
{
  ChattyKnowledgePage *self = CHATTY_KNOWLEDGE_PAGE (place);
  g_autofree char *name = NULL;

  if (get_callsign (self) == NULL ||
      (dropped != NULL && chatty_dropped_get_n_files (dropped) == 0))
    return NULL;

  name = chatty_text_one_line (
    chatty_character_get_name (chatty_character_record_get_character (self->record)),
    MAX_NAME_BYTES);
  /* Translators: %s is the name of a character */
  return g_strdup_printf (_("Add to the knowledge of %s"), name);
}

static void
knowledge_take (ChattyDropPlace *place,
                ChattyDropped   *dropped)
{
  chatty_knowledge_page_add (CHATTY_KNOWLEDGE_PAGE (place), G_LIST_MODEL (dropped->files));
}

static void
drop_place_iface_init (ChattyDropPlaceInterface *iface)
{
  iface->describe = knowledge_describe;
  iface->take = knowledge_take;
}

static void
chatty_knowledge_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (chatty_knowledge_page_parent_class)->map (widget);
  chatty_drop_place_enter (CHATTY_DROP_PLACE (widget));
}

static void
chatty_knowledge_page_unmap (GtkWidget *widget)
{
  chatty_drop_place_leave (CHATTY_DROP_PLACE (widget));
  GTK_WIDGET_CLASS (chatty_knowledge_page_parent_class)->unmap (widget);
}

static void
chatty_knowledge_page_dispose (GObject *object)
{
  ChattyKnowledgePage *self = CHATTY_KNOWLEDGE_PAGE (object);
  GtkWidget *child;

  stop (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  g_clear_pointer (&self->callsign, g_free);
  forget_wanted (self);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (chatty_knowledge_page_parent_class)->dispose (object);
}

static void
chatty_knowledge_page_class_init (ChattyKnowledgePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_DOCUMENT_VIEW);
  G_OBJECT_CLASS (klass)->dispose = chatty_knowledge_page_dispose;
  widget_class->map = chatty_knowledge_page_map;
  widget_class->unmap = chatty_knowledge_page_unmap;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/editor/chatty-knowledge-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyKnowledgePage, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyKnowledgePage, document);
  gtk_widget_class_bind_template_child (widget_class, ChattyKnowledgePage, group);
  gtk_widget_class_bind_template_child (widget_class, ChattyKnowledgePage, add);
  gtk_widget_class_bind_template_child (widget_class, ChattyKnowledgePage, hint);
  gtk_widget_class_bind_template_child (widget_class, ChattyKnowledgePage, working);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, document_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, document_back_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_knowledge_page_init (ChattyKnowledgePage *self)
{
  self->rows = g_ptr_array_new ();
  g_queue_init (&self->waiting);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_knowledge_page_new:
 * @workspace: where the characters are
 *
 * Returns: (transfer floating): a page of no character
 */
GtkWidget *
chatty_knowledge_page_new (ChattyWorkspace *workspace)
{
  ChattyKnowledgePage *self;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (CHATTY_TYPE_KNOWLEDGE_PAGE, NULL);
  self->workspace = g_object_ref (workspace);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * chatty_knowledge_page_set_record:
 * @record: (nullable): whose documents to show
 */
void
chatty_knowledge_page_set_record (ChattyKnowledgePage   *self,
                                  ChattyCharacterRecord *record)
{
  gboolean is_other;

  g_return_if_fail (CHATTY_IS_KNOWLEDGE_PAGE (self));

  if (self->record == record && record != NULL)
    return;

  is_other = record == NULL ||
             g_strcmp0 (get_callsign (self), chatty_character_record_get_callsign (record)) != 0;
  if (is_other)
    {
      gtk_stack_set_visible_child_name (self->stack, "list");
      chatty_document_view_close (self->document);
    }
  if (record != NULL)
    chatty_character_record_ref (record);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  self->record = record;
  update (self);
  show_wanted (self);
}

/**
 * chatty_knowledge_page_show:
 * @name: of a document of the character
 * @excerpt: (nullable): words of it to show
 * @page: on which they stand, or 0
 *
 * Shows a document; where nobody is shown yet, once somebody is.
 */
void
chatty_knowledge_page_show (ChattyKnowledgePage *self,
                            const char          *name,
                            const char          *excerpt,
                            guint                page)
{
  g_return_if_fail (CHATTY_IS_KNOWLEDGE_PAGE (self));
  g_return_if_fail (name != NULL);

  forget_wanted (self);
  self->wanted = g_strdup (name);
  self->wanted_excerpt = g_strdup (excerpt);
  self->wanted_page = page;
  show_wanted (self);
}

/**
 * chatty_knowledge_page_add:
 * @files: of #GFile
 *
 * Adds documents, one after the other.
 */
void
chatty_knowledge_page_add (ChattyKnowledgePage *self,
                           GListModel          *files)
{
  g_return_if_fail (CHATTY_IS_KNOWLEDGE_PAGE (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  if (get_callsign (self) == NULL)
    return;

  /* Those that wait belong to the character they were dropped on. */
  if (g_strcmp0 (self->callsign, get_callsign (self)) != 0)
    {
      stop (self);
      g_free (self->callsign);
      self->callsign = g_strdup (get_callsign (self));
    }
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_queue_push_tail (&self->waiting, g_list_model_get_item (files, i));
  add_next (self);
}
