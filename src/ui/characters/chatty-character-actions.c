/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-character-actions.h"

#define MAX_NAME_BYTES 120
#define MAX_FILE_BYTES 100

/* What is under way. */
typedef struct {
  GtkWidget               *widget;
  ChattyWorkspace         *workspace;
  char                    *callsign;
  ChattyCharacterFileForm  form;
  ChattyCharacterDone      done;      /* nullable */
  GObject                 *target;    /* nullable: user data, kept alive */
} Action;

static Action *
action_new (GtkWidget           *widget,
            ChattyWorkspace     *workspace,
            const char          *callsign,
            ChattyCharacterDone  done,
            gpointer             user_data)
{
  Action *action = g_new0 (Action, 1);

  action->widget = g_object_ref (widget);
  action->workspace = g_object_ref (workspace);
  action->callsign = g_strdup (callsign);
  action->done = done;
  action->target = user_data != NULL ? g_object_ref (user_data) : NULL;
  return action;
}

static void
action_free (Action *action)
{
  g_object_unref (action->widget);
  g_object_unref (action->workspace);
  g_clear_object (&action->target);
  g_free (action->callsign);
  g_free (action);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Action, action_free)

static void
tell (Action     *action,
      const char *text)
{
  gtk_widget_activate_action (action->widget, "win.toast", "s", text);
}

static char *
say (ChattyCharacterRecord *record,
     const char            *form)
{
  g_autofree char *name = NULL;
  g_auto (GStrv) parts = g_strsplit (form, "%s", 2);

  name = chatty_text_one_line (
    chatty_character_get_name (chatty_character_record_get_character (record)), MAX_NAME_BYTES);
  return g_strjoinv (name, parts);
}

static void
tell_change (Action                *action,
             ChattyCharacterChange *change,
             const char            *text)
{
  if (change->batch != NULL)
    gtk_widget_activate_action (action->widget, "win.toast-undo", "(ss)", text, change->batch);
  if (action->done != NULL)
    action->done (change->record, action->target);
}

static ChattyCharacterChange *
finish (Action       *action,
        GObject      *source,
        GAsyncResult *result,
        const char   *trouble)
{
  g_autoptr (GError) error = NULL;
  ChattyCharacterChange *change;

  change = chatty_workspace_change_character_finish (CHATTY_WORKSPACE (source), result, &error);
  if (change == NULL)
    {
      g_autofree char *text = g_strconcat (trouble, " ", error->message, NULL);

      tell (action, text);
    }
  return change;
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Action) action = user_data;
  g_autoptr (ChattyCharacterChange) change = NULL;
  g_autofree char *text = NULL;

  change = finish (action, source, result, _("The character cannot be duplicated."));
  if (change == NULL)
    return;
  /* Translators: %s is the name of a character */
  text = say (change->record, _("“%s” made"));
  tell_change (action, change, text);
}

/**
 * chatty_character_actions_copy:
 * @widget: in the window
 * @callsign: which character
 * @done: (nullable): called with the new one
 * @user_data: (nullable): a #GObject
 *
 * Makes a second character like it, without its links.
 */
void
chatty_character_actions_copy (GtkWidget           *widget,
                               ChattyWorkspace     *workspace,
                               const char          *callsign,
                               ChattyCharacterDone  done,
                               gpointer             user_data)
{
  chatty_workspace_copy_character_async (workspace, callsign, NULL, NULL, copied_cb,
                                         action_new (widget, workspace, callsign, done,
                                                     user_data));
}

static void
trashed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Action) action = user_data;
  g_autoptr (ChattyCharacterChange) change = NULL;

  change = finish (action, source, result, _("The character cannot be deleted."));
  if (change != NULL)
    tell_change (action, change, _("Character deleted here; platforms keep theirs"));
}

/**
 * chatty_character_actions_trash:
 * @widget: in the window
 * @callsign: which character
 * @done: (nullable): called when it is in the trash
 * @user_data: (nullable): a #GObject
 *
 * Moves a character to the vault's trash.
 */
void
chatty_character_actions_trash (GtkWidget           *widget,
                                ChattyWorkspace     *workspace,
                                const char          *callsign,
                                ChattyCharacterDone  done,
                                gpointer             user_data)
{
  chatty_workspace_trash_character_async (workspace, callsign, NULL, trashed_cb,
                                          action_new (widget, workspace, callsign, done,
                                                      user_data));
}

static GtkFileChooserNative *
new_chooser (GtkWidget            *widget,
             const char           *title,
             GtkFileChooserAction  kind,
             const char           *accept)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                        kind, accept, _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  return dialog;
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Action) action = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (chatty_workspace_export_character_finish (CHATTY_WORKSPACE (source), result, &error))
    text = g_strdup (_("Character exported"));
  else
    text = g_strdup_printf (_("The character cannot be exported: %s"), error->message);
  tell (action, text);
}

static void
export_chosen_cb (GtkNativeDialog *dialog,
                  int              response,
                  gpointer         user_data)
{
  g_autoptr (Action) action = user_data;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    {
      Action *mine = g_steal_pointer (&action);

      chatty_workspace_export_character_async (mine->workspace, mine->callsign, mine->form, file,
                                               NULL, exported_cb, mine);
    }
  g_object_unref (dialog);
}

/**
 * chatty_character_actions_export:
 * @widget: in the window
 * @callsign: which character
 * @name: what it is called, for the name of the file
 * @form: what to write
 *
 * Asks for a file and writes the character into it.
 */
void
chatty_character_actions_export (GtkWidget               *widget,
                                 ChattyWorkspace         *workspace,
                                 const char              *callsign,
                                 const char              *name,
                                 ChattyCharacterFileForm  form)
{
  GtkFileChooserNative *dialog;
  Action *action = action_new (widget, workspace, callsign, NULL, NULL);
  g_autofree char *safe = chatty_text_safe_name (name, MAX_FILE_BYTES);
  g_autofree char *file_name = NULL;

  action->form = form;
  file_name = g_strconcat (safe, form == CHATTY_CHARACTER_FILE_JSON ? ".json" : ".md", NULL);
  dialog = new_chooser (widget, _("Export Character"), GTK_FILE_CHOOSER_ACTION_SAVE,
                        _("_Export"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), file_name);
  g_signal_connect (dialog, "response", G_CALLBACK (export_chosen_cb), action);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Action) action = user_data;
  g_autoptr (ChattyCharacterChange) change = NULL;
  g_autofree char *text = NULL;

  change = finish (action, source, result, _("The character cannot be imported."));
  if (change == NULL)
    return;
  if (change->imported != NULL && change->imported[0] != NULL)
    {
      g_autofree char *notices = g_strjoinv (" ", change->imported);

      tell (action, notices);
    }
  /* Translators: %s is the name of a character */
  text = say (change->record, _("“%s” imported"));
  tell_change (action, change, text);
}

/**
 * chatty_character_actions_import_file:
 * @widget: in the window
 * @file: what an export wrote
 * @done: (nullable): called with the new character
 * @user_data: (nullable): a #GObject
 *
 * Makes a new character from a file.
 */
void
chatty_character_actions_import_file (GtkWidget           *widget,
                                      ChattyWorkspace     *workspace,
                                      GFile               *file,
                                      ChattyCharacterDone  done,
                                      gpointer             user_data)
{
  chatty_workspace_import_character_async (workspace, file, NULL, imported_cb,
                                           action_new (widget, workspace, NULL, done, user_data));
}

static void
import_chosen_cb (GtkNativeDialog *dialog,
                  int              response,
                  gpointer         user_data)
{
  g_autoptr (Action) action = user_data;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    chatty_character_actions_import_file (action->widget, action->workspace, file, action->done,
                                          action->target);
  g_object_unref (dialog);
}

/**
 * chatty_character_actions_import:
 * @widget: in the window
 * @done: (nullable): called with the new character
 * @user_data: (nullable): a #GObject
 *
 * Asks for a file and makes a new character from it.
 */
void
chatty_character_actions_import (GtkWidget           *widget,
                                 ChattyWorkspace     *workspace,
                                 ChattyCharacterDone  done,
                                 gpointer             user_data)
{
  GtkFileChooserNative *dialog;
  g_autoptr (GtkFileFilter) json = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  dialog = new_chooser (widget, _("Import Character"), GTK_FILE_CHOOSER_ACTION_OPEN,
                        _("_Import"));
  gtk_file_filter_set_name (json, _("Characters"));
  gtk_file_filter_add_suffix (json, "json");
  gtk_file_filter_set_name (all, _("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), json);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
  g_signal_connect (dialog, "response", G_CALLBACK (import_chosen_cb),
                    action_new (widget, workspace, NULL, done, user_data));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
