/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-memory-list.h"

#include "chatty-remember.h"

/* A note of memory is a sentence or two: of a longer turn the beginning is kept,
 * and the person may change it on the page of the memory. */
#define MAX_NOTE_CHARS 1000

typedef struct {
  GtkWidget        *widget;
  ChattyMemoryList *list;
  char             *note;   /* its id, once it is kept */
} Remembering;

static void
remembering_free (Remembering *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->list);
  g_free (self->note);
  g_free (self);
}

static void
tell (GtkWidget  *widget,
      const char *text)
{
  gtk_widget_activate_action (widget, "win.toast", "s", text);
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = NULL;

  notes = chatty_memory_list_delete_finish (CHATTY_MEMORY_LIST (source), result, &error);
  if (notes == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("This cannot be undone: %s"), error->message);

      tell (widget, text);
    }
}

static void
undo_cb (AdwToast *toast,
         gpointer  user_data)
{
  Remembering *self = user_data;

  chatty_memory_list_delete_async (self->list, self->note, NULL, forgotten_cb,
                                   g_object_ref (self->widget));
}

static void
closure_free (gpointer  data,
              GClosure *closure)
{
  remembering_free (data);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Remembering *self = user_data;
  g_autoptr (GError) error = NULL;
  GtkWidget *overlay = gtk_widget_get_ancestor (self->widget, ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast;

  self->note = chatty_memory_list_add_finish (self->list, result, &error);
  if (self->note == NULL || overlay == NULL)
    {
      g_autofree char *text = NULL;

      if (self->note == NULL)
        text = g_strdup_printf (_("It will not be remembered: %s"), error->message);
      tell (self->widget, text != NULL ? text : _("It will be remembered"));
      remembering_free (self);
      return;
    }

  toast = adw_toast_new (_("It will be remembered"));
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), self, closure_free, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

/**
 * chatty_remember_turn:
 * @widget: what is in the window that tells how it went
 * @callsign: whose memory it is
 * @transcript_id: (nullable): where @turn is
 * @turn: what is to be remembered
 *
 * Adds what was said to the memory of a character, with Undo.
 */
void
chatty_remember_turn (GtkWidget        *widget,
                      ChattyWorkspace  *workspace,
                      const char       *callsign,
                      const char       *transcript_id,
                      const ChattyTurn *turn)
{
  g_autofree char *text = NULL;
  g_autoptr (ChattyMemoryNote) note = NULL;
  ChattyMemoryNote fields = { 0 };
  Remembering *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (CHATTY_IS_WORKSPACE (workspace));
  g_return_if_fail (callsign != NULL);
  g_return_if_fail (turn != NULL);

  text = g_utf8_substring (chatty_turn_get_text (turn), 0,
                           MIN (MAX_NOTE_CHARS,
                                g_utf8_strlen (chatty_turn_get_text (turn), -1)));
  fields.text = g_strstrip (text);
  fields.created = chatty_time_now ();
  fields.updated = CHATTY_TIME_NONE;
  fields.transcript = transcript_id;
  fields.turn = chatty_turn_get_id (turn);
  note = chatty_memory_note_new (&fields);

  self = g_new0 (Remembering, 1);
  self->widget = g_object_ref (widget);
  self->list = chatty_memory_list_new (workspace, NULL);
  chatty_memory_list_set_callsign (self->list, callsign);
  chatty_memory_list_add_async (self->list, note, NULL, added_cb, self);
}
