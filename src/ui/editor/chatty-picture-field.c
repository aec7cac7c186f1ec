/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-avatar.h"
#include "chatty-button-wrap.h"
#include "chatty-picture-field.h"
#include "chatty-picture.h"

/* More than any page shows. */
#define MAX_SIDE 512

struct _ChattyPictureField
{
  GtkWidget parent_instance;

  ChattyAvatar *avatar;
  GtkLabel     *hint;
  GtkWidget    *choose;
  GtkWidget    *remove;
  GtkSpinner   *spinner;

  ChattyWorkspace       *workspace;
  ChattyCharacterRecord *record;       /* nullable */
  char                  *wanted_by;    /* nullable: the callsign of whom a picture is read */
  GCancellable          *cancellable;  /* of the reading */
};

G_DEFINE_FINAL_TYPE (ChattyPictureField, chatty_picture_field, GTK_TYPE_WIDGET)

static const char *
get_callsign (ChattyPictureField *self)
{
  return self->record != NULL ? chatty_character_record_get_callsign (self->record) : NULL;
}

static void
update (ChattyPictureField *self)
{
  gboolean stored = get_callsign (self) != NULL;
  const char *path = stored ? chatty_character_record_get_avatar (self->record) : NULL;

  chatty_avatar_set (self->avatar,
                     self->record != NULL
                       ? chatty_character_get_name (
                           chatty_character_record_get_character (self->record))
                       : NULL,
                     path, stored ? chatty_character_record_get_modified (self->record) : 0);
  gtk_label_set_text (self->hint, stored ? _("Drop a picture here, or choose one.")
                                         : _("Save the character first, then give it a picture."));
  gtk_widget_set_sensitive (self->choose, stored && self->cancellable == NULL);
  gtk_widget_set_visible (self->remove, path != NULL);
  gtk_widget_set_sensitive (self->remove, self->cancellable == NULL);
  gtk_spinner_set_spinning (self->spinner, self->cancellable != NULL);
}

static void
tell (ChattyPictureField *self,
      const GError       *error)
{
  g_autofree char *text = g_strdup_printf (_("The picture was not changed: %s"), error->message);

  if (!chatty_error_is_cancelled (error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
stop (ChattyPictureField *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->wanted_by, g_free);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyPictureField) self = user_data;
  g_autoptr (ChattyCharacterChange) change = NULL;
  g_autoptr (GError) error = NULL;

  change = chatty_workspace_change_character_finish (CHATTY_WORKSPACE (source), result, &error);
  if (change == NULL)
    {
      tell (self, error);
      return;
    }
  if (change->batch != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast-undo", "(ss)",
                                change->record != NULL &&
                                chatty_character_record_get_avatar (change->record) != NULL
                                  ? _("Picture changed") : _("Picture removed"),
                                change->batch);
  if (change->record != NULL &&
      g_strcmp0 (chatty_character_record_get_callsign (change->record), get_callsign (self)) == 0)
    chatty_picture_field_set_record (self, change->record);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (ChattyPictureField) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = chatty_picture_to_png_finish (result, &error);
  g_autofree char *callsign = NULL;

  if (self->cancellable == NULL ||
      self->cancellable != g_task_get_cancellable (G_TASK (result)))
    return;

  callsign = g_steal_pointer (&self->wanted_by);
  g_clear_object (&self->cancellable);
  if (png == NULL)
    tell (self, error);
  else
    chatty_workspace_set_avatar_async (self->workspace, callsign, png, NULL, stored_cb,
                                       g_object_ref (self));
  update (self);
}

static void
chosen_cb (GtkNativeDialog *dialog,
           int              response,
           gpointer         user_data)
{
  g_autoptr (ChattyPictureField) self = user_data;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    chatty_picture_field_use (self, file);
  g_object_unref (dialog);
}

static void
choose_cb (ChattyPictureField *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Choose a Picture"),
                                        GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                        GTK_FILE_CHOOSER_ACTION_OPEN, _("_Choose"), _("_Cancel"));
  gtk_file_filter_set_name (filter, _("Pictures"));
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  gtk_file_filter_add_mime_type (filter, "image/gif");
  gtk_file_filter_add_mime_type (filter, "image/webp");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), g_object_ref (self));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
remove_cb (ChattyPictureField *self)
{
  chatty_workspace_set_avatar_async (self->workspace, get_callsign (self), NULL, NULL, stored_cb,
                                     g_object_ref (self));
}

static void
chatty_picture_field_dispose (GObject *object)
{
  ChattyPictureField *self = CHATTY_PICTURE_FIELD (object);
  GtkWidget *child;

  stop (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (chatty_picture_field_parent_class)->dispose (object);
}

static void
chatty_picture_field_class_init (ChattyPictureFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_AVATAR);
  G_OBJECT_CLASS (klass)->dispose = chatty_picture_field_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/editor/chatty-picture-field.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyPictureField, avatar);
  gtk_widget_class_bind_template_child (widget_class, ChattyPictureField, hint);
  gtk_widget_class_bind_template_child (widget_class, ChattyPictureField, choose);
  gtk_widget_class_bind_template_child (widget_class, ChattyPictureField, remove);
  gtk_widget_class_bind_template_child (widget_class, ChattyPictureField, spinner);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
chatty_picture_field_init (ChattyPictureField *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  chatty_button_wrap (self->choose);
  chatty_button_wrap (self->remove);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              18);
}

/**
 * chatty_picture_field_new:
 * @workspace: where the characters are
 *
 * Returns: (transfer floating): a field of no character
 */
GtkWidget *
chatty_picture_field_new (ChattyWorkspace *workspace)
{
  ChattyPictureField *self;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (CHATTY_TYPE_PICTURE_FIELD, NULL);
  self->workspace = g_object_ref (workspace);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * chatty_picture_field_set_record:
 * @record: (nullable): whose picture to show
 */
void
chatty_picture_field_set_record (ChattyPictureField    *self,
                                 ChattyCharacterRecord *record)
{
  g_return_if_fail (CHATTY_IS_PICTURE_FIELD (self));

  if (record != NULL)
    chatty_character_record_ref (record);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  self->record = record;
  if (self->wanted_by != NULL && g_strcmp0 (self->wanted_by, get_callsign (self)) != 0)
    stop (self);
  update (self);
}

/**
 * chatty_picture_field_use:
 * @file: a picture
 *
 * Makes a file the picture of the character, once it is checked and decoded.
 */
void
chatty_picture_field_use (ChattyPictureField *self,
                          GFile              *file)
{
  g_return_if_fail (CHATTY_IS_PICTURE_FIELD (self));
  g_return_if_fail (G_IS_FILE (file));

  if (get_callsign (self) == NULL)
    return;

  stop (self);
  self->wanted_by = g_strdup (get_callsign (self));
  self->cancellable = g_cancellable_new ();
  chatty_picture_to_png_async (file, MAX_SIDE, self->cancellable, read_cb, g_object_ref (self));
  update (self);
}
