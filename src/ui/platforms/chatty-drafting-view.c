/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-button-wrap.h"
#include "chatty-copy-button.h"
#include "chatty-drafting-view.h"
#include "chatty-plain-text.h"
#include "chatty-trouble.h"

struct _ChattyDraftingView
{
  GtkWidget parent_instance;

  GtkWidget           *box;
  GtkEditable         *idea;
  GtkWidget           *draft;
  GtkWidget           *cancel;
  GtkSpinner          *spinner;
  ChattyCopyButton    *copy;
  GtkBox              *text_box;
  ChattyTrouble       *trouble;
  GtkWidget           *stopped;
  AdwPreferencesGroup *starters;
  GtkWidget           *suggest;
  ChattyTrouble       *starters_trouble;

  GtkWidget           *text;      /* ChattyPlainText */
  GPtrArray           *rows;      /* of the starters */
  ChattyDrafting      *drafting;
  ChattyCharacter     *character;
  ChattyReply         *reply;     /* NULL while nothing is written */
  GCancellable        *cancellable;
};

G_DEFINE_FINAL_TYPE (ChattyDraftingView, chatty_drafting_view, GTK_TYPE_WIDGET)

static char *
dup_idea (ChattyDraftingView *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->idea)));
}

static void
update (ChattyDraftingView *self)
{
  g_autofree char *idea = dup_idea (self);
  gboolean busy = self->reply != NULL;

  gtk_widget_set_visible (self->draft, !busy);
  gtk_widget_set_sensitive (self->draft, *idea != '\0');
  gtk_widget_set_visible (self->cancel, busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
show_text (ChattyDraftingView *self,
           ChattyReply        *reply)
{
  g_autofree char *text = chatty_reply_dup_text (reply);

  if (*text == '\0')
    return;
  chatty_plain_text_set_text (CHATTY_PLAIN_TEXT (self->text), text);
  chatty_copy_button_set_text (self->copy, _("Backstory"), text);
  gtk_widget_set_visible (GTK_WIDGET (self->text_box), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->copy), TRUE);
}

static void
reply_changed_cb (ChattyDraftingView *self,
                  ChattyReply        *reply)
{
  if (self->reply == reply)
    show_text (self, reply);
}

static void
drafted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ChattyDraftingView) self = user_data;
  g_autoptr (ChattyReply) reply = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = chatty_drafting_draft_finish (CHATTY_DRAFTING (source), result, &error);

  if (self->box == NULL || self->reply == NULL)
    return;
  reply = g_steal_pointer (&self->reply);
  show_text (self, reply);
  update (self);
  if (chatty_error_is_cancelled (error))
    {
      gtk_widget_set_visible (self->stopped, TRUE);
    }
  else if (!done)
    {
      chatty_trouble_set_error (self->trouble, error);
      gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
    }
  gtk_widget_grab_focus (self->draft);
}

static void
draft_clicked_cb (ChattyDraftingView *self)
{
  g_autofree char *idea = dup_idea (self);

  if (*idea == '\0' || self->reply != NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  gtk_widget_set_visible (self->stopped, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->text_box), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->copy), FALSE);
  chatty_plain_text_set_text (CHATTY_PLAIN_TEXT (self->text), "");

  self->reply = chatty_reply_new (NULL);
  g_signal_connect_object (self->reply, "changed", G_CALLBACK (reply_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
  gtk_widget_grab_focus (self->cancel);
  chatty_drafting_draft_async (self->drafting, chatty_character_get_name (self->character), idea,
                               self->reply, drafted_cb, g_object_ref (self));
}

static void
cancel_clicked_cb (ChattyDraftingView *self)
{
  if (self->reply != NULL)
    chatty_reply_cancel (self->reply);
}

static void
idea_changed_cb (ChattyDraftingView *self)
{
  update (self);
}

static void
add_starter (ChattyDraftingView *self,
             const char         *text)
{
  AdwActionRow *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                    "use-markup", FALSE,
                                    "title-lines", 0,
                                    "activatable", FALSE,
                                    NULL);
  GtkWidget *copy = chatty_copy_button_new ();

  /* Only now: given together, the title is still read as markup. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  chatty_copy_button_set_text (CHATTY_COPY_BUTTON (copy), text, text);
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (row, copy);
  adw_preferences_group_add (self->starters, GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
}

static void
suggested_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ChattyDraftingView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) texts = NULL;

  texts = chatty_drafting_starters_finish (CHATTY_DRAFTING (source), result, &error);
  if (self->box == NULL || chatty_error_is_cancelled (error))
    return;
  gtk_widget_set_sensitive (self->suggest, TRUE);
  if (texts == NULL)
    {
      chatty_trouble_set_error (self->starters_trouble, error);
      gtk_widget_set_visible (GTK_WIDGET (self->starters_trouble), TRUE);
      return;
    }
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->starters, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; texts[i] != NULL; i++)
    add_starter (self, texts[i]);
}

static void
suggest_clicked_cb (ChattyDraftingView *self)
{
  gtk_widget_set_sensitive (self->suggest, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->starters_trouble), FALSE);
  chatty_drafting_starters_async (self->drafting, chatty_character_get_id (self->character),
                                  self->cancellable, suggested_cb, g_object_ref (self));
}

static void
chatty_drafting_view_dispose (GObject *object)
{
  ChattyDraftingView *self = CHATTY_DRAFTING_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  cancel_clicked_cb (self);
  g_clear_object (&self->reply);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_drafting_view_parent_class)->dispose (object);
}

static void
chatty_drafting_view_finalize (GObject *object)
{
  ChattyDraftingView *self = CHATTY_DRAFTING_VIEW (object);

  g_ptr_array_unref (self->rows);
  g_object_unref (self->cancellable);
  g_clear_object (&self->drafting);
  g_clear_pointer (&self->character, chatty_character_unref);

  G_OBJECT_CLASS (chatty_drafting_view_parent_class)->finalize (object);
}

static void
chatty_drafting_view_class_init (ChattyDraftingViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_drafting_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_drafting_view_finalize;

  g_type_ensure (CHATTY_TYPE_COPY_BUTTON);
  g_type_ensure (CHATTY_TYPE_TROUBLE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-drafting-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingView, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingView, idea);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingView, draft);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingView, cancel);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingView, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingView, copy);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingView, text_box);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingView, trouble);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingView, stopped);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingView, starters);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingView, suggest);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingView, starters_trouble);
  gtk_widget_class_bind_template_callback (widget_class, draft_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, idea_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, suggest_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_drafting_view_init (ChattyDraftingView *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  chatty_button_wrap (self->draft);
  self->text = chatty_plain_text_new (_("Backstory"));
  gtk_widget_set_hexpand (self->text, TRUE);
  gtk_box_append (self->text_box, self->text);
}

/**
 * chatty_drafting_view_new:
 * @drafting: what writes
 * @character: for whom
 *
 * Returns: (transfer floating): a view; nothing is asked of the platform yet
 */
GtkWidget *
chatty_drafting_view_new (ChattyDrafting  *drafting,
                          ChattyCharacter *character)
{
  ChattyDraftingView *self;

  g_return_val_if_fail (CHATTY_IS_DRAFTING (drafting), NULL);

  self = g_object_new (CHATTY_TYPE_DRAFTING_VIEW, NULL);
  self->drafting = g_object_ref (drafting);
  self->character = chatty_character_ref (character);
  return GTK_WIDGET (self);
}
