/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-pool.h"
#include "chatty-receipt.h"
#include "chatty-text.h"
#include "chatty-time.h"

#include "chatty-receipt-saver.h"
#include "chatty-sync-report.h"

typedef struct {
  GtkWidget *parent;
  GFile     *file;
  char      *json;
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_object (&saving->parent);
  g_clear_object (&saving->file);
  g_free (saving->json);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
tell (Saving       *saving,
      const GError *error)
{
  g_autofree char *base = g_file_get_basename (saving->file);
  g_autofree char *name = chatty_text_display_name (base != NULL ? base : "");
  g_autofree char *text = NULL;

  if (error == NULL)
    /* Translators: %s is the name of a file */
    text = g_strdup_printf (_("Saved the report as “%s”"), name);
  else
    /* Translators: the name of a file, then the reason */
    text = g_strdup_printf (_("The report cannot be saved as “%s”: %s"), name, error->message);

  gtk_widget_activate_action (saving->parent, "win.toast", "s", text);
}

static void
replaced_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  tell (saving, error);
}

static void
write_text (Saving *saving,  /* (transfer full) */
            char   *text)    /* (transfer full) */
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  g_file_replace_contents_bytes_async (saving->file, bytes, NULL, FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL, replaced_cb, saving);
}

static char *
sync_to_text (const char  *json,
              GError     **error)
{
  g_autoptr (ChattySyncReport) report = chatty_sync_report_parse (json, error);

  return report != NULL ? chatty_sync_report_to_text (report) : NULL;
}

static char *
import_to_text (const char  *json,
                GError     **error)
{
  g_autoptr (ChattyReceipt) receipt = chatty_receipt_parse (json, error);

  return receipt != NULL ? chatty_receipt_to_text (receipt) : NULL;
}

static void
to_text_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  char *text = chatty_sync_report_is_one (task_data) ? sync_to_text (task_data, &error)
                                                     : import_to_text (task_data, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_error (task, error);
}

static void
text_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  char *text = g_task_propagate_pointer (G_TASK (result), &error);

  if (text != NULL)
    write_text (g_steal_pointer (&saving), text);
  else
    tell (saving, error);
}

/* On a worker: the report of 20,000 files takes longer than a frame. */
static void
start_text (Saving *saving)  /* (transfer full) */
{
  g_autoptr (ChattyPool) pool = chatty_pool_new ("receipt", 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, text_cb, saving);

  g_task_set_source_tag (task, start_text);
  g_task_set_task_data (task, g_strdup (saving->json), g_free);
  chatty_pool_run (pool, task, to_text_thread);
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autofree char *name = NULL;

  g_object_unref (dialog);
  if (response != GTK_RESPONSE_ACCEPT)
    return;

  saving->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (saving->file == NULL)
    return;

  /* Programs read the form that the command prints, people the text. */
  name = g_file_get_basename (saving->file);
  if (name != NULL && g_str_has_suffix (name, ".json"))
    {
      char *json = g_steal_pointer (&saving->json);

      write_text (g_steal_pointer (&saving), json);
    }
  else
    {
      start_text (g_steal_pointer (&saving));
    }
}

/**
 * chatty_receipt_save:
 * @parent: a widget of the window that asks
 * @json: the report
 * @time: when the import or the sync ran, for the proposed name
 *
 * Asks where to save the report and saves it: as a text, or as it is where
 * the chosen name ends in ".json". Tells the result in a toast.
 */
void
chatty_receipt_save (GtkWidget  *parent,
                     const char *json,
                     gint64      time)
{
  GtkFileChooserNative *dialog;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *day = NULL;
  g_autofree char *name = NULL;
  Saving *saving;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (json != NULL);

  local = g_date_time_new_from_unix_local ((time != CHATTY_TIME_NONE ? time : chatty_time_now ()) /
                                           G_USEC_PER_SEC);
  day = local != NULL ? g_date_time_format (local, "%Y-%m-%d %H.%M") : g_strdup ("");
  /* Translators: the proposed name of a file; %s is a date */
  name = g_strdup_printf (chatty_sync_report_is_one (json) ? _("Sync report %s.txt")
                                                           : _("Import report %s.txt"), day);

  saving = g_new0 (Saving, 1);
  saving->parent = g_object_ref (parent);
  saving->json = g_strdup (json);

  dialog = gtk_file_chooser_native_new (_("Save Report"),
                                        GTK_WINDOW (gtk_widget_get_root (parent)),
                                        GTK_FILE_CHOOSER_ACTION_SAVE,
                                        _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), saving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
