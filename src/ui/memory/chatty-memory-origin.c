/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-memory-origin.h"

typedef struct {
  GtkWidget        *widget;
  ChattyMemoryNote *note;
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->widget);
  chatty_memory_note_unref (asking->note);
  g_free (asking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static int
find_turn (ChattyTranscript *transcript,
           const char       *id)
{
  for (guint i = 0; id != NULL && i < chatty_transcript_get_n_turns (transcript); i++)
    if (g_strcmp0 (chatty_turn_get_id (chatty_transcript_get_turn (transcript, i)), id) == 0)
      return (int) i;
  return -1;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyTranscript) transcript = NULL;
  int turn;

  transcript = chatty_workspace_load_finish (CHATTY_WORKSPACE (source), result, &error);
  if (transcript == NULL)
    {
      g_autofree char *text = NULL;

      if (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
        text = g_strdup (_("The conversation that this comes from was deleted"));
      else
        /* Translators: %s is why */
        text = g_strdup_printf (_("The conversation cannot be opened: %s"), error->message);
      gtk_widget_activate_action (asking->widget, "win.toast", "s", text);
      return;
    }
  turn = find_turn (transcript, asking->note->turn);
  /* A turn that is on another branch now is not in the list of turns. */
  if (turn >= 0)
    gtk_widget_activate_action (asking->widget, "win.open-turn", "(si)",
                                asking->note->transcript, turn);
  else
    gtk_widget_activate_action (asking->widget, "win.open-conversation", "s",
                                asking->note->transcript);
}

/**
 * chatty_memory_origin_show:
 * @widget: in the window that shows it
 * @workspace: where the conversations are
 * @note: a note that comes from one
 *
 * Opens the conversation at the turn that the note comes from. Says so where
 * it is not there any more.
 */
void
chatty_memory_origin_show (GtkWidget              *widget,
                           ChattyWorkspace        *workspace,
                           const ChattyMemoryNote *note)
{
  Asking *asking;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (CHATTY_IS_WORKSPACE (workspace));
  g_return_if_fail (note != NULL);

  if (note->transcript == NULL)
    return;
  asking = g_new0 (Asking, 1);
  asking->widget = g_object_ref (widget);
  asking->note = chatty_memory_note_ref ((ChattyMemoryNote *) note);
  chatty_workspace_load_async (workspace, note->transcript, NULL, loaded_cb, asking);
}
