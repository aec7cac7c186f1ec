/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "chatty-character-drop-down.h"
#include "chatty-choice.h"
#include "chatty-details-dialog.h"
#include "chatty-import-rules.h"
#include "chatty-platform-drop-down.h"

struct _ChattyDetailsDialog
{
  AdwWindow parent_instance;

  GtkEditable   *title_row;
  GtkListBoxRow *platform_row;
  GtkListBoxRow *character_row;
  GtkEditable   *date_row;
  GtkWidget     *save_button;
  GtkLabel      *problem;

  ChattyPlatformDropDown  *platform;
  ChattyCharacterDropDown *character;
  GListStore              *characters;

  GtkWidget        *parent;      /* told when it is done */
  ChattyWorkspace  *workspace;
  ChattyTranscript *transcript;
  char             *shown_date;  /* as it was at the start */
};

G_DEFINE_FINAL_TYPE (ChattyDetailsDialog, chatty_details_dialog, ADW_TYPE_WINDOW)

static char *
format_date (gint64 time)
{
  g_autoptr (GDateTime) local = NULL;

  if (time != CHATTY_TIME_NONE)
    local = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("");
}

static void
set_valid (GtkEditable *row,
           gboolean     valid)
{
  if (valid)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               valid ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
}

static void
put_in_row (GtkListBoxRow *row,
            GtkWidget     *child)
{
  gtk_widget_set_margin_top (child, 9);
  gtk_widget_set_margin_bottom (child, 9);
  gtk_widget_set_margin_start (child, 12);
  gtk_widget_set_margin_end (child, 12);
  gtk_list_box_row_set_child (row, child);
}

static gboolean
title_is_valid (ChattyDetailsDialog *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (self->title_row)));

  return *title != '\0';
}

static void
validate_cb (ChattyDetailsDialog *self)
{
  gboolean title_valid, date_valid;
  gint64 time;

  /* The rows come to life one after the other. */
  if (self->transcript == NULL)
    return;

  title_valid = title_is_valid (self);
  date_valid = chatty_details_dialog_parse_date (gtk_editable_get_text (self->date_row), &time);
  set_valid (self->title_row, title_valid);
  set_valid (self->date_row, date_valid);
  gtk_widget_set_sensitive (self->save_button, title_valid && date_valid);
}

static void
show_problem (ChattyDetailsDialog *self,
              const GError        *error)
{
  gtk_label_set_text (self->problem, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattyDetailsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = NULL;

  batch = chatty_workspace_edit_finish (CHATTY_WORKSPACE (source), result, &error);
  if (batch != NULL)
    {
      gtk_widget_activate_action (self->parent, "win.toast-undo", "(ss)",
                                  _("Details changed"), batch);
      gtk_window_destroy (GTK_WINDOW (self));
    }
  else
    {
      show_problem (self, error);
      gtk_widget_set_sensitive (self->save_button, TRUE);
    }
}

/* A name that was typed becomes a callsign, as in an import. One that is there
 * stays what it is, also where another program made it. */
static gboolean
find_callsign (ChattyDetailsDialog  *self,
               char                **callsign,
               GError              **error)
{
  const char *name = chatty_character_drop_down_get_character (self->character);

  *callsign = NULL;
  if (name == NULL)
    return TRUE;
  if (chatty_choice_find (G_LIST_MODEL (self->characters), name) != NULL)
    {
      *callsign = g_strdup (name);
      return TRUE;
    }
  *callsign = chatty_callsign_for_name (name, error);

  return *callsign != NULL;
}

static void
save_cb (ChattyDetailsDialog *self)
{
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;
  g_autoptr (ChattyTranscript) changed = NULL;
  g_autofree char *title = NULL;
  const char *date = gtk_editable_get_text (self->date_row);
  g_autofree char *callsign = NULL;
  g_autoptr (GError) error = NULL;
  gint64 time;

  if (!title_is_valid (self) || !chatty_details_dialog_parse_date (date, &time))
    return;
  if (!find_callsign (self, &callsign, &error))
    {
      show_problem (self, error);
      return;
    }

  title = g_strstrip (g_strdup (gtk_editable_get_text (self->title_row)));
  builder = chatty_transcript_builder_new_from (self->transcript);
  chatty_transcript_builder_set_title (builder, title);
  chatty_transcript_builder_set_platform (builder,
                                          chatty_platform_drop_down_get_platform (self->platform));
  chatty_transcript_builder_set_character (builder, callsign);
  /* The field holds no seconds: an untouched date keeps its own. */
  if (!g_str_equal (date, self->shown_date))
    chatty_transcript_builder_set_started (builder, time,
                                           time != CHATTY_TIME_NONE ? CHATTY_CERTAINTY_EXACT
                                                                    : CHATTY_CERTAINTY_NONE);
  changed = chatty_transcript_builder_end (g_steal_pointer (&builder));

  if (chatty_transcript_equal (changed, self->transcript))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  gtk_widget_set_sensitive (self->save_button, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  chatty_workspace_edit_async (self->workspace, changed, NULL, saved_cb, g_object_ref (self));
}

/* The one that it is of now can be chosen in any case. */
static void
add_own (ChattyDetailsDialog *self)
{
  const char *callsign = chatty_transcript_get_character (self->transcript);
  g_autoptr (ChattyChoice) own = NULL;

  if (callsign == NULL || chatty_choice_find (G_LIST_MODEL (self->characters), callsign) != NULL)
    return;
  own = chatty_choice_new (callsign, NULL, NULL);
  g_list_store_insert (self->characters, 0, own);
}

static void
facets_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyDetailsDialog) self = user_data;
  g_autoptr (GPtrArray) platforms = NULL;
  g_autoptr (GPtrArray) characters = NULL;
  g_autoptr (GPtrArray) years = NULL;

  /* Without them a new character can still be named. */
  if (!chatty_workspace_facets_finish (CHATTY_WORKSPACE (source), result,
                                       &platforms, &characters, &years, NULL) ||
      self->characters == NULL)
    return;

  chatty_character_drop_down_fill (self->characters, characters);
  add_own (self);
}

static void
chatty_details_dialog_dispose (GObject *object)
{
  ChattyDetailsDialog *self = CHATTY_DETAILS_DIALOG (object);

  g_clear_object (&self->characters);
  g_clear_object (&self->parent);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (chatty_details_dialog_parent_class)->dispose (object);
}

static void
chatty_details_dialog_finalize (GObject *object)
{
  ChattyDetailsDialog *self = CHATTY_DETAILS_DIALOG (object);

  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  g_free (self->shown_date);

  G_OBJECT_CLASS (chatty_details_dialog_parent_class)->finalize (object);
}

static void
chatty_details_dialog_class_init (ChattyDetailsDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_details_dialog_dispose;
  object_class->finalize = chatty_details_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/reader/chatty-details-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyDetailsDialog, title_row);
  gtk_widget_class_bind_template_child (widget_class, ChattyDetailsDialog, platform_row);
  gtk_widget_class_bind_template_child (widget_class, ChattyDetailsDialog, character_row);
  gtk_widget_class_bind_template_child (widget_class, ChattyDetailsDialog, date_row);
  gtk_widget_class_bind_template_child (widget_class, ChattyDetailsDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, ChattyDetailsDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, validate_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
chatty_details_dialog_init (ChattyDetailsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_widget (GTK_WINDOW (self), self->save_button);

  self->platform = CHATTY_PLATFORM_DROP_DOWN (chatty_platform_drop_down_new (NULL));
  put_in_row (self->platform_row, GTK_WIDGET (self->platform));
}

/**
 * chatty_details_dialog_new:
 * @parent: a widget of the window that asks; it is told when it is done
 * @transcript: as it is now
 *
 * Returns: (transfer none): the dialog, not yet presented
 */
GtkWidget *
chatty_details_dialog_new (GtkWidget        *parent,
                           ChattyWorkspace  *workspace,
                           ChattyTranscript *transcript)
{
  ChattyDetailsDialog *self;
  GtkRoot *root;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (transcript != NULL, NULL);

  root = gtk_widget_get_root (parent);
  self = g_object_new (CHATTY_TYPE_DETAILS_DIALOG,
                       "transient-for", GTK_IS_WINDOW (root) ? root : NULL,
                       NULL);
  self->parent = g_object_ref (parent);
  self->workspace = g_object_ref (workspace);
  self->transcript = chatty_transcript_ref (transcript);
  self->shown_date = format_date (chatty_transcript_get_started (transcript));
  self->characters = g_list_store_new (CHATTY_TYPE_CHOICE);
  add_own (self);

  self->character = CHATTY_CHARACTER_DROP_DOWN (
    chatty_character_drop_down_new (G_LIST_MODEL (self->characters), NULL));
  put_in_row (self->character_row, GTK_WIDGET (self->character));

  gtk_editable_set_text (self->title_row, chatty_transcript_get_title (transcript));
  gtk_editable_set_text (self->date_row, self->shown_date);
  chatty_platform_drop_down_set_platform (self->platform,
                                          chatty_transcript_get_platform (transcript));
  chatty_character_drop_down_set_character (self->character,
                                            chatty_transcript_get_character (transcript));
  validate_cb (self);

  chatty_workspace_facets_async (workspace, NULL, facets_cb, g_object_ref (self));

  return GTK_WIDGET (self);
}

/**
 * chatty_details_dialog_parse_date:
 * @text: what the person wrote
 * @time: (out): microseconds UTC, or %CHATTY_TIME_NONE for an empty text
 *
 * Reads a date with or without a time of day, in local time.
 *
 * Returns: whether there is such a time
 */
gboolean
chatty_details_dialog_parse_date (const char *text,
                                  gint64     *time)
{
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *stripped = NULL;
  int year, month, day, hour = 12, minute = 0, second = 0, read = 0, length = 0;

  g_return_val_if_fail (text != NULL, FALSE);

  *time = CHATTY_TIME_NONE;
  stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0')
    return TRUE;

  read = sscanf (stripped, "%4d-%2d-%2d%n %2d:%2d%n:%2d%n",
                 &year, &month, &day, &length, &hour, &minute, &length, &second, &length);
  if ((read != 3 && read != 5 && read != 6) || stripped[length] != '\0')
    return FALSE;

  /* NULL for a day or an hour that there is not. */
  local = g_date_time_new_local (year, month, day, hour, minute, second);
  if (local == NULL)
    return FALSE;

  *time = g_date_time_to_unix (local) * G_USEC_PER_SEC;

  return TRUE;
}
