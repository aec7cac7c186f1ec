/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-memory-list.h"
#include "chatty-sent.h"
#include "chatty-text.h"

#include "chatty-plain-text.h"
#include "chatty-sent-memory.h"
#include "chatty-sent-page.h"
#include "chatty-sent-words.h"
#include "chatty-ui-settings.h"

/* Each is a widget. */
#define MAX_ROWS        100
#define MAX_VALUE_BYTES 300

struct _ChattySentPage
{
  AdwWindow parent_instance;

  AdwToastOverlay     *toasts;
  GtkWidget           *copy;
  GtkStack            *stack;
  AdwStatusPage       *failed;
  AdwPreferencesGroup *facts;
  AdwPreferencesGroup *memory;
  AdwPreferencesGroup *files;
  AdwPreferencesGroup *message;
  AdwPreferencesGroup *instructions;
  AdwPreferencesGroup *passages;

  ChattyWorkspace  *workspace;
  char             *transcript_id;
  char             *turn_id;
  GCancellable     *cancellable;
  ChattySent       *sent;           /* nullable */
  ChattySentMemory *lines;          /* nullable */
};

G_DEFINE_FINAL_TYPE (ChattySentPage, chatty_sent_page, ADW_TYPE_WINDOW)

static void
add_fact (AdwPreferencesGroup *group,
          const char          *title,
          const char          *value)
{
  g_autofree char *shown = value != NULL ? chatty_text_one_line (value, MAX_VALUE_BYTES) : NULL;
  g_autofree char *name = chatty_text_one_line (title, MAX_VALUE_BYTES);
  GtkWidget *row;

  if (shown == NULL || *shown == '\0')
    return;
  row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 0,
                      "subtitle-lines", 0, NULL);
  /* Not before it is made: until then texts are taken for markup. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), shown);
  adw_preferences_group_add (group, row);
}

static void
show_facts (ChattySentPage *self)
{
  g_autofree char *time = chatty_ui_format_time_exact (chatty_sent_get_time (self->sent));
  g_autofree char *account = chatty_sent_words_account (self->sent);
  g_autofree char *model = chatty_sent_words_model (self->sent);
  g_autofree char *turns = chatty_sent_words_turns (self->sent);

  add_fact (self->facts, _("Sent"), time);
  add_fact (self->facts, _("To"), account);
  add_fact (self->facts, _("Character there"), chatty_sent_get_remote_id (self->sent));
  add_fact (self->facts, _("Model"), model);
  for (guint i = 0; i < MIN (chatty_sent_get_n_settings (self->sent), MAX_ROWS); i++)
    {
      const char *value;
      const char *name = chatty_sent_get_setting (self->sent, i, &value);

      add_fact (self->facts, chatty_sent_words_setting (name), value);
    }
  add_fact (self->facts, _("Earlier messages"), turns);
}

static void
show_text (AdwPreferencesGroup *group,
           const char          *name,
           const char          *text)
{
  gboolean is_there = text != NULL && *text != '\0';

  gtk_widget_set_visible (GTK_WIDGET (group), is_there);
  if (is_there)
    {
      GtkWidget *view = chatty_plain_text_new (name);

      chatty_plain_text_set_text (CHATTY_PLAIN_TEXT (view), text);
      adw_preferences_group_add (group, view);
    }
}

static void
show_passages (ChattySentPage *self)
{
  guint n = chatty_sent_get_n_passages (self->sent);

  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    {
      const char *text;
      const char *title = chatty_sent_get_passage (self->sent, i, &text);

      add_fact (self->passages, title, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->passages), n > 0);
  if (n > 0)
    adw_preferences_group_set_description (self->memory,
                                           _("These notes stood in the passages."));
}

static void
show_sent (ChattySentPage *self)
{
  guint n_files = chatty_sent_get_n_files (self->sent);

  show_facts (self);
  for (guint i = 0; i < MIN (n_files, MAX_ROWS); i++)
    {
      g_autofree char *words = chatty_sent_words_file (self->sent, i);

      add_fact (self->files, _("File"), words);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->files), n_files > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->memory), chatty_sent_get_n_memory (self->sent) > 0);
  show_passages (self);
  self->lines = CHATTY_SENT_MEMORY (chatty_sent_memory_new (self->sent));
  adw_preferences_group_add (self->memory, GTK_WIDGET (self->lines));
  show_text (self->message, _("Your message"), chatty_sent_get_text (self->sent));
  show_text (self->instructions, _("Instructions"), chatty_sent_get_instructions (self->sent));
  gtk_widget_set_sensitive (self->copy, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "sent");
}

/* The lines can only be forgotten once it is known whose they are. */
static void
transcript_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (ChattySentPage) self = user_data;
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyMemoryList) list = NULL;
  const char *callsign;

  transcript = chatty_workspace_load_finish (CHATTY_WORKSPACE (source), result, NULL);
  if (transcript == NULL || self->lines == NULL)
    return;
  callsign = chatty_transcript_get_character (transcript);
  if (callsign == NULL)
    return;
  list = chatty_memory_list_new (self->workspace, NULL);
  chatty_memory_list_set_callsign (list, callsign);
  chatty_sent_memory_set_list (self->lines, list);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattySentPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattySent) sent = NULL;

  sent = chatty_workspace_load_sent_finish (CHATTY_WORKSPACE (source), result, &error);
  if (self->stack == NULL || chatty_error_is_cancelled (error))
    return;
  if (error != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->failed, escaped);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }
  if (sent == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "unknown");
      return;
    }
  self->sent = g_steal_pointer (&sent);
  show_sent (self);
  if (chatty_sent_get_n_memory (self->sent) > 0)
    chatty_workspace_load_async (self->workspace, self->transcript_id, self->cancellable,
                                 transcript_cb, g_object_ref (self));
}

static void
load (ChattySentPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "loading");
  chatty_workspace_load_sent_async (self->workspace, self->transcript_id, self->turn_id,
                                    self->cancellable, loaded_cb, g_object_ref (self));
}

static void
copy_cb (ChattySentPage *self)
{
  g_autofree char *text = chatty_sent_words_all (self->sent);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("Copied")));
}

static void
chatty_sent_page_dispose (GObject *object)
{
  ChattySentPage *self = CHATTY_SENT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  self->stack = NULL;
  self->lines = NULL;
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (chatty_sent_page_parent_class)->dispose (object);
}

static void
chatty_sent_page_finalize (GObject *object)
{
  ChattySentPage *self = CHATTY_SENT_PAGE (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->sent, chatty_sent_unref);
  g_free (self->transcript_id);
  g_free (self->turn_id);

  G_OBJECT_CLASS (chatty_sent_page_parent_class)->finalize (object);
}

static void
chatty_sent_page_class_init (ChattySentPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_sent_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_sent_page_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/memory/chatty-sent-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattySentPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ChattySentPage, copy);
  gtk_widget_class_bind_template_child (widget_class, ChattySentPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattySentPage, failed);
  gtk_widget_class_bind_template_child (widget_class, ChattySentPage, facts);
  gtk_widget_class_bind_template_child (widget_class, ChattySentPage, memory);
  gtk_widget_class_bind_template_child (widget_class, ChattySentPage, files);
  gtk_widget_class_bind_template_child (widget_class, ChattySentPage, message);
  gtk_widget_class_bind_template_child (widget_class, ChattySentPage, instructions);
  gtk_widget_class_bind_template_child (widget_class, ChattySentPage, passages);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
chatty_sent_page_init (ChattySentPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_sent_page_present:
 * @parent: a widget of the window that asks
 * @workspace: where it is noted
 * @transcript_id: the conversation
 * @turn_id: an answer, or what it was an answer to
 *
 * Shows what went to the platform for an answer. Says so where that is not
 * known.
 */
void
chatty_sent_page_present (GtkWidget       *parent,
                          ChattyWorkspace *workspace,
                          const char      *transcript_id,
                          const char      *turn_id)
{
  ChattySentPage *self;
  GtkRoot *root;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (CHATTY_IS_WORKSPACE (workspace));
  g_return_if_fail (transcript_id != NULL);
  g_return_if_fail (turn_id != NULL);

  root = gtk_widget_get_root (parent);
  self = g_object_new (CHATTY_TYPE_SENT_PAGE,
                       "transient-for", GTK_IS_WINDOW (root) ? root : NULL, NULL);
  self->workspace = g_object_ref (workspace);
  self->transcript_id = g_strdup (transcript_id);
  self->turn_id = g_strdup (turn_id);
  load (self);
  gtk_window_present (GTK_WINDOW (self));
}
