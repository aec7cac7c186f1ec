/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-character-actions.h"
#include "chatty-character-calls.h"
#include "chatty-window-private.h"

static gboolean
is_open (ChattyImportSession *session)
{
  ChattyImportState state = chatty_import_session_get_state (session);

  return state == CHATTY_IMPORT_PREPARING || state == CHATTY_IMPORT_WAITING;
}

static gboolean
is_over (ChattyImportSession *session)
{
  return !is_open (session) && chatty_import_session_get_state (session) != CHATTY_IMPORT_RUNNING;
}

static ChattyImportPage *
find_page (ChattyWindow        *self,
           ChattyImportSession *session)
{
  for (guint i = 0; i < self->import_pages->len; i++)
    {
      ChattyImportPage *page = g_ptr_array_index (self->import_pages, i);

      if (chatty_import_page_get_session (page) == session)
        return page;
    }

  return NULL;
}

/* The import that takes more files: there is at most one. */
static ChattyImportPage *
find_open_page (ChattyWindow *self)
{
  for (guint i = 0; i < self->import_pages->len; i++)
    {
      ChattyImportPage *page = g_ptr_array_index (self->import_pages, i);

      if (is_open (chatty_import_page_get_session (page)))
        return page;
    }

  return NULL;
}

static gboolean
is_visible (ChattyWindow     *self,
            ChattyImportPage *page)
{
  return adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (page);
}

static void
show_page (ChattyWindow     *self,
           ChattyImportPage *page)
{
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (page));
  gtk_widget_grab_focus (GTK_WIDGET (page));
}

static void
tell_end (ChattyWindow        *self,
          ChattyImportSession *session)
{
  const char *batch = chatty_import_session_get_batch_id (session);
  ChattyImportTotals totals;
  AdwToast *toast;
  g_autofree char *text = NULL;
  guint n_stored;

  chatty_import_session_get_totals (session, &totals);
  n_stored = totals.added + totals.updated + totals.kept_both;
  if (chatty_import_session_get_state (session) == CHATTY_IMPORT_FAILED)
    text = g_strdup (_("The import failed"));
  else
    text = g_strdup_printf (
      ngettext ("Imported %'u conversation", "Imported %'u conversations", n_stored), n_stored);

  toast = adw_toast_new (text);
  if (batch != NULL)
    {
      adw_toast_set_button_label (toast, _("_Details"));
      adw_toast_set_action_name (toast, "win.open-run");
      adw_toast_set_action_target (toast, "s", batch);
    }
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
session_state_cb (ChattyImportSession *session,
                  GParamSpec          *pspec,
                  ChattyWindow        *self)
{
  ChattyImportPage *page = find_page (self, session);

  if (page == NULL || !is_over (session))
    return;

  /* In sight the page itself says so. */
  if (!is_visible (self, page))
    tell_end (self, session);
  chatty_window_imports_settle (self);
}

static ChattyImportPage *
add_page (ChattyWindow *self)
{
  g_autoptr (ChattyImportSession) session = chatty_workspace_new_import (self->workspace);
  GtkWidget *page = chatty_import_page_new (self->workspace, session);

  g_signal_connect_object (session, "notify::state", G_CALLBACK (session_state_cb), self, 0);
  g_ptr_array_add (self->import_pages, page);
  adw_leaflet_append (self->leaflet, page);
  return CHATTY_IMPORT_PAGE (page);
}

static void
remove_page (ChattyWindow     *self,
             ChattyImportPage *page)
{
  ChattyImportSession *session = chatty_import_page_get_session (page);

  g_signal_handlers_disconnect_by_func (session, session_state_cb, self);
  g_ptr_array_remove (self->import_pages, page);
  adw_leaflet_remove (self->leaflet, GTK_WIDGET (page));
}

/* Tidies up: an import that is over and out of sight has told its end, and
 * is to be found in the activity; one that waits is named in the strip. */
void
chatty_window_imports_settle (ChattyWindow *self)
{
  ChattyImportPage *open;

  if (adw_leaflet_get_child_transition_running (self->leaflet))
    return;

  for (guint i = self->import_pages->len; i > 0; i--)
    {
      ChattyImportPage *page = g_ptr_array_index (self->import_pages, i - 1);
      ChattyImportSession *session = chatty_import_page_get_session (page);
      gboolean empty = is_open (session) &&
                       g_list_model_get_n_items (G_LIST_MODEL (session)) == 0 &&
                       chatty_import_session_get_state (session) == CHATTY_IMPORT_WAITING;

      if (!is_visible (self, page) && (is_over (session) || empty))
        remove_page (self, page);
    }

  open = find_open_page (self);
  chatty_job_strip_set_waiting (self->job_strip,
                                open != NULL && !is_visible (self, open)
                                ? chatty_import_page_get_session (open) : NULL);
}

/* Takes what was dropped while the vault was still closed. */
void
chatty_window_imports_ready (ChattyWindow *self)
{
  g_autoptr (GPtrArray) queued = self->queued;

  self->queued = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_dropped_free);
  while (queued->len > 0)
    chatty_window_take_dropped (self, g_ptr_array_steal_index (queued, 0));
}

/* Removes all imports from the window. */
void
chatty_window_imports_close (ChattyWindow *self)
{
  chatty_job_strip_set_waiting (self->job_strip, NULL);
  while (self->import_pages->len > 0)
    {
      ChattyImportPage *page = g_ptr_array_index (self->import_pages, self->import_pages->len - 1);
      ChattyImportSession *session = chatty_import_page_get_session (page);

      if (is_open (session))
        chatty_import_session_cancel (session);
      remove_page (self, page);
    }
}

/* Shows the page of an import, if there is one. */
void
chatty_window_imports_show (ChattyWindow        *self,
                            ChattyImportSession *session)
{
  ChattyImportPage *page = find_page (self, session);

  if (page != NULL)
    show_page (self, page);
}

/* Forgets an import that was never started. */
void
chatty_window_imports_discard (ChattyWindow        *self,
                               ChattyImportSession *session)
{
  ChattyImportPage *page = find_page (self, session);

  if (page == NULL || !is_open (session))
    return;

  chatty_job_strip_set_waiting (self->job_strip, NULL);
  g_object_ref (session);
  remove_page (self, page);
  chatty_import_session_cancel (session);
  g_object_unref (session);
}

static void
import_dropped (ChattyWindow  *self,
                ChattyDropped *dropped)
{
  ChattyImportPage *page = find_open_page (self);
  ChattyImportSession *session;

  if (page == NULL)
    page = add_page (self);
  session = chatty_import_page_get_session (page);
  if (dropped->text != NULL)
    chatty_import_session_add_text (session, dropped->text, _("Pasted text"));
  if (chatty_dropped_get_n_files (dropped) > 0)
    chatty_import_session_add_files (session, G_LIST_MODEL (dropped->files));
  show_page (self, page);
}

/* What is looked at before it is known what to do with it. */
typedef struct {
  ChattyWindow  *window;
  ChattyDropped *dropped;
} Looking;

static void
open_imported (ChattyCharacterRecord *record,
               gpointer               user_data)
{
  if (record != NULL)
    gtk_widget_activate_action (user_data, "win.open-character", "s",
                                chatty_character_record_get_callsign (record));
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Looking *looking = user_data;
  ChattyWorkspace *workspace = CHATTY_WORKSPACE (source);
  g_autoptr (ChattyWindow) self = looking->window;
  g_autoptr (ChattyDropped) dropped = looking->dropped;
  g_autoptr (GFile) file = g_list_model_get_item (G_LIST_MODEL (dropped->files), 0);
  gboolean is_character = chatty_workspace_is_character_finish (workspace, result);

  g_free (looking);
  /* The window was closed, or shows another vault, in the meantime. */
  if (self->workspace != workspace)
    return;
  if (is_character)
    chatty_character_actions_import_file (GTK_WIDGET (self), workspace, file, open_imported, self);
  else
    import_dropped (self, dropped);
}

/* (transfer full) (nullable): the one file that may be a character. */
static GFile *
find_character (ChattyDropped *dropped)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL;
  g_autofree char *lower = NULL;

  if (dropped->text != NULL || chatty_dropped_get_n_files (dropped) != 1)
    return NULL;
  file = g_list_model_get_item (G_LIST_MODEL (dropped->files), 0);
  name = g_file_get_basename (file);
  lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;
  return lower != NULL && g_str_has_suffix (lower, ".json") ? g_steal_pointer (&file) : NULL;
}

/**
 * chatty_window_take_dropped:
 * @dropped: (transfer full): what was dropped, pasted, chosen or given on the
 *   command line
 *
 * Offers to import it: adds it to the import that waits to be started, or
 * begins one. The file of a character becomes a character instead. What is
 * refused is told in a toast.
 */
void
chatty_window_take_dropped (ChattyWindow  *self,
                            ChattyDropped *dropped)
{
  g_autoptr (ChattyDropped) mine = dropped;
  g_autoptr (GFile) character = NULL;

  g_return_if_fail (CHATTY_IS_WINDOW (self));

  if (self->workspace == NULL)
    {
      g_ptr_array_add (self->queued, g_steal_pointer (&mine));
      return;
    }

  if (mine->reason != NULL)
    chatty_window_add_toast (self, mine->reason);
  if (mine->text == NULL && chatty_dropped_get_n_files (mine) == 0)
    return;

  character = find_character (mine);
  if (character != NULL)
    {
      Looking *looking = g_new0 (Looking, 1);

      looking->window = g_object_ref (self);
      looking->dropped = g_steal_pointer (&mine);
      chatty_workspace_is_character_async (self->workspace, character, NULL, looked_cb, looking);
    }
  else
    {
      import_dropped (self, mine);
    }
}
