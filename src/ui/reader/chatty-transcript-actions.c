/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-pool.h"
#include "chatty-text.h"
#include "chatty-transcript-file.h"

#include "chatty-file-manager.h"
#include "chatty-transcript-actions.h"

#define MAX_TITLE_BYTES 60
#define MAX_NAME_BYTES  80

typedef struct {
  GtkWidget          *widget;
  ChattyWorkspace    *workspace;
  ChattyTranscript   *transcript;
  ChattyExportFormat  format;
  GFile              *file;
} Export;

typedef struct {
  GtkWidget *widget;
  char      *title;
} Trashing;

typedef struct {
  ChattyVault *vault;
  char        *id;
} FileJob;

static void
export_free (Export *export)
{
  g_object_unref (export->widget);
  g_object_unref (export->workspace);
  chatty_transcript_unref (export->transcript);
  g_clear_object (&export->file);
  g_free (export);
}

static void
trashing_free (Trashing *trashing)
{
  g_object_unref (trashing->widget);
  g_free (trashing->title);
  g_free (trashing);
}

static void
file_job_free (gpointer data)
{
  FileJob *job = data;

  g_object_unref (job->vault);
  g_free (job->id);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trashing, trashing_free)

static ChattyPool *
get_pool (void)
{
  static ChattyPool *pool = NULL;

  if (pool == NULL)
    pool = chatty_pool_new ("transcript", 1);

  return pool;
}

static void
toast (GtkWidget  *widget,
       const char *text)
{
  gtk_widget_activate_action (widget, "win.toast", "s", text);
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *base = g_file_get_basename (export->file);
  g_autofree char *name = chatty_text_display_name (base != NULL ? base : "");
  g_autofree char *text = NULL;

  if (chatty_workspace_export_finish (export->workspace, result, &error))
    /* Translators: %s is the name of a file */
    text = g_strdup_printf (_("Exported as “%s”"), name);
  else
    /* Translators: the name of a file, then the reason */
    text = g_strdup_printf (_("“%s” could not be written: %s"), name, error->message);
  toast (export->widget, text);
}

static void
chooser_response_cb (GtkNativeDialog *dialog,
                     int              response,
                     gpointer         user_data)
{
  g_autoptr (Export) export = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    export->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);

  if (export->file != NULL)
    {
      Export *running = g_steal_pointer (&export);

      chatty_workspace_export_async (running->workspace,
                                     chatty_transcript_get_id (running->transcript),
                                     running->format, running->file,
                                     NULL, exported_cb, running);
    }
}

static void
copy_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_task_return_pointer (task, chatty_transcript_to_plain_text (task_data), g_free);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GtkWidget *widget = GTK_WIDGET (source);
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), NULL);

  if (text != NULL)
    {
      gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
      toast (widget, _("Conversation copied"));
    }
}

static void
file_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  FileJob *job = task_data;
  GError *error = NULL;
  GFile *file;

  file = chatty_vault_get_file (job->vault, job->id, &error);
  if (file != NULL)
    g_task_return_pointer (task, file, g_object_unref);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                             _("The conversation is no longer in the vault"));
}

static void
find_file (GtkWidget           *widget,
           ChattyWorkspace     *workspace,
           const char          *id,
           GAsyncReadyCallback  callback)
{
  g_autoptr (GTask) task = g_task_new (widget, NULL, callback, NULL);
  FileJob *job = g_new0 (FileJob, 1);

  job->vault = g_object_ref (chatty_workspace_get_vault (workspace));
  job->id = g_strdup (id);
  g_task_set_source_tag (task, find_file);
  g_task_set_task_data (task, job, file_job_free);
  chatty_pool_run (get_pool (), task, file_thread);
}

static void
found_to_show_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_task_propagate_pointer (G_TASK (result), &error);

  if (file != NULL)
    chatty_file_manager_show (GTK_WIDGET (source), file);
  else
    toast (GTK_WIDGET (source), error->message);
}

static void
found_to_open_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_task_propagate_pointer (G_TASK (result), &error);

  if (file != NULL)
    chatty_file_manager_open (GTK_WIDGET (source), file);
  else
    toast (GTK_WIDGET (source), error->message);
}

static void
trashed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Trashing) trashing = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = NULL;
  g_autofree char *text = NULL;

  batch = chatty_workspace_trash_finish (CHATTY_WORKSPACE (source), result, &error);
  if (batch != NULL)
    {
      /* Translators: %s is the title of a conversation */
      text = g_strdup_printf (_("“%s” moved to the trash"), trashing->title);
      gtk_widget_activate_action (trashing->widget, "win.toast-undo", "(ss)", text, batch);
    }
  else
    {
      /* Translators: the title of a conversation, then the reason */
      text = g_strdup_printf (_("“%s” could not be moved to the trash: %s"),
                              trashing->title, error->message);
      toast (trashing->widget, text);
    }
}

/**
 * chatty_transcript_actions_export:
 * @widget: of the window that asks
 *
 * Asks for a file and writes the transcript into it.
 */
void
chatty_transcript_actions_export (GtkWidget          *widget,
                                  ChattyWorkspace    *workspace,
                                  ChattyTranscript   *transcript,
                                  ChattyExportFormat  format)
{
  static const char *const endings[] = { ".md", ".json", ".txt" };
  g_autofree char *stem = NULL;
  g_autofree char *name = NULL;
  GtkFileChooserNative *chooser;
  GtkRoot *root;
  Export *export;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (CHATTY_IS_WORKSPACE (workspace));
  g_return_if_fail (transcript != NULL);

  export = g_new0 (Export, 1);
  export->widget = g_object_ref (widget);
  export->workspace = g_object_ref (workspace);
  export->transcript = chatty_transcript_ref (transcript);
  export->format = format;

  stem = chatty_text_safe_name (chatty_transcript_get_title (transcript), MAX_NAME_BYTES);
  name = g_strconcat (*stem != '\0' ? stem : "conversation", endings[format], NULL);

  root = gtk_widget_get_root (widget);
  chooser = gtk_file_chooser_native_new (_("Export Conversation"),
                                         GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                         GTK_FILE_CHOOSER_ACTION_SAVE,
                                         _("_Export"), _("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (chooser_response_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * chatty_transcript_actions_copy:
 *
 * Puts the whole conversation on the clipboard, as plain text.
 */
void
chatty_transcript_actions_copy (GtkWidget        *widget,
                                ChattyTranscript *transcript)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (transcript != NULL);

  task = g_task_new (widget, NULL, copied_cb, NULL);
  g_task_set_source_tag (task, chatty_transcript_actions_copy);
  g_task_set_task_data (task, chatty_transcript_ref (transcript),
                        (GDestroyNotify) chatty_transcript_unref);
  chatty_pool_run (get_pool (), task, copy_thread);
}

/**
 * chatty_transcript_actions_show_in_folder:
 *
 * Shows where the transcript's file is.
 */
void
chatty_transcript_actions_show_in_folder (GtkWidget       *widget,
                                          ChattyWorkspace *workspace,
                                          const char      *id)
{
  g_return_if_fail (CHATTY_IS_WORKSPACE (workspace));

  find_file (widget, workspace, id, found_to_show_cb);
}

/**
 * chatty_transcript_actions_open_file:
 *
 * Opens the transcript's file with the person's program for Markdown.
 */
void
chatty_transcript_actions_open_file (GtkWidget       *widget,
                                     ChattyWorkspace *workspace,
                                     const char      *id)
{
  g_return_if_fail (CHATTY_IS_WORKSPACE (workspace));

  find_file (widget, workspace, id, found_to_open_cb);
}

/**
 * chatty_transcript_actions_trash:
 * @title: what to call it in the message
 *
 * Moves a transcript to the vault's trash and offers to undo that.
 */
void
chatty_transcript_actions_trash (GtkWidget       *widget,
                                 ChattyWorkspace *workspace,
                                 const char      *id,
                                 const char      *title)
{
  Trashing *trashing;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (CHATTY_IS_WORKSPACE (workspace));
  g_return_if_fail (id != NULL);

  trashing = g_new0 (Trashing, 1);
  trashing->widget = g_object_ref (widget);
  trashing->title = chatty_text_one_line (title, MAX_TITLE_BYTES);
  chatty_workspace_trash_async (workspace, id, NULL, trashed_cb, trashing);
}
