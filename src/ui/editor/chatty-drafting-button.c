/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-platform.h"

#include "chatty-drafting-button.h"

struct _ChattyDraftingButton
{
  GtkWidget parent_instance;

  GtkMenuButton *write;
  GtkPopover    *popover;
  GtkLabel      *explanation;
  GtkEditable   *idea;
  GtkSpinner    *spinner;
  GtkWidget     *stop;
  GtkWidget     *undo;

  ChattyLongTextField *field;      /* weak: it holds the button */
  ChattyDrafting      *drafting;   /* nullable */
  char                *platform;
  char                *name;
  ChattyReply         *reply;      /* nullable: what is being written */
  char                *before;     /* nullable: what stood in the field */
};

typedef struct {
  ChattyDraftingButton *button;
  ChattyReply          *reply;
} Writing;

G_DEFINE_FINAL_TYPE (ChattyDraftingButton, chatty_drafting_button, GTK_TYPE_WIDGET)

static void
update (ChattyDraftingButton *self)
{
  gboolean writing = self->reply != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->write), !writing);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), writing);
  gtk_spinner_set_spinning (self->spinner, writing);
  gtk_widget_set_visible (self->stop, writing);
  gtk_widget_set_visible (self->undo, !writing && self->before != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), writing || self->drafting != NULL ||
                                             self->before != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->write), self->drafting != NULL);
}

static void
reply_changed_cb (ChattyDraftingButton *self)
{
  g_autofree char *text = chatty_reply_dup_text (self->reply);

  if (*text != '\0' && self->field != NULL)
    chatty_long_text_field_type (self->field, text);
}

static void
drafted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Writing *writing = user_data;
  g_autoptr (ChattyDraftingButton) self = writing->button;
  g_autoptr (ChattyReply) reply = writing->reply;
  g_autoptr (GError) error = NULL;
  gboolean ok = chatty_drafting_draft_finish (CHATTY_DRAFTING (source), result, &error);

  g_free (writing);
  /* Another character is edited by now. */
  if (self->reply != reply)
    return;

  g_clear_object (&self->reply);
  g_signal_handlers_disconnect_by_func (reply, reply_changed_cb, self);
  if (self->field != NULL)
    {
      g_autofree char *text = chatty_reply_dup_text (reply);

      if (*text != '\0')
        chatty_long_text_field_type (self->field, text);
      else
        g_clear_pointer (&self->before, g_free);
    }
  if (!ok && !chatty_error_is_cancelled (error))
    {
      g_autofree char *text = g_strdup_printf (_("Nothing more was written: %s"), error->message);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
    }
  update (self);
}

static void
go_cb (ChattyDraftingButton *self)
{
  gtk_popover_popdown (self->popover);
  chatty_drafting_button_start (self, gtk_editable_get_text (self->idea));
}

static void
stop_cb (ChattyDraftingButton *self)
{
  if (self->reply != NULL)
    chatty_reply_cancel (self->reply);
}

static void
undo_cb (ChattyDraftingButton *self)
{
  g_autofree char *before = g_steal_pointer (&self->before);

  if (before != NULL && self->field != NULL)
    chatty_long_text_field_type (self->field, before);
  update (self);
  if (self->field != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->field));
}

static void
chatty_drafting_button_dispose (GObject *object)
{
  ChattyDraftingButton *self = CHATTY_DRAFTING_BUTTON (object);
  GtkWidget *child;

  if (self->reply != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->reply, reply_changed_cb, self);
      chatty_reply_cancel (self->reply);
    }
  g_clear_object (&self->reply);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_weak_pointer (&self->field);
  g_clear_object (&self->drafting);
  g_clear_pointer (&self->platform, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->before, g_free);

  G_OBJECT_CLASS (chatty_drafting_button_parent_class)->dispose (object);
}

static void
chatty_drafting_button_class_init (ChattyDraftingButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_drafting_button_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/editor/chatty-drafting-button.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingButton, write);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingButton, popover);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingButton, explanation);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingButton, idea);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingButton, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingButton, stop);
  gtk_widget_class_bind_template_child (widget_class, ChattyDraftingButton, undo);
  gtk_widget_class_bind_template_callback (widget_class, go_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
chatty_drafting_button_init (ChattyDraftingButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_drafting_button_new:
 * @field: what is written into; it is not kept alive
 *
 * Returns: (transfer floating): a hidden button
 */
GtkWidget *
chatty_drafting_button_new (ChattyLongTextField *field)
{
  ChattyDraftingButton *self = g_object_new (CHATTY_TYPE_DRAFTING_BUTTON, NULL);

  g_set_weak_pointer (&self->field, field);
  return GTK_WIDGET (self);
}

/**
 * chatty_drafting_button_set_drafting:
 * @drafting: (nullable): what writes
 * @platform: (nullable): the id of its platform
 */
void
chatty_drafting_button_set_drafting (ChattyDraftingButton *self,
                                     ChattyDrafting       *drafting,
                                     const char           *platform)
{
  g_return_if_fail (CHATTY_IS_DRAFTING_BUTTON (self));

  g_set_object (&self->drafting, drafting);
  g_free (self->platform);
  self->platform = g_strdup (platform);
  if (drafting != NULL)
    {
      g_autofree char *text = NULL;

      /* Translators: %s is a platform */
      text = g_strdup_printf (_("Say in some words who the character is. %s writes the text; it "
                                "gets the name and these words."),
                              chatty_platform_get_title (platform));
      gtk_label_set_text (self->explanation, text);
    }
  update (self);
}

/**
 * chatty_drafting_button_set_name:
 * @name: (nullable): of the character
 */
void
chatty_drafting_button_set_name (ChattyDraftingButton *self,
                                 const char           *name)
{
  g_return_if_fail (CHATTY_IS_DRAFTING_BUTTON (self));

  g_free (self->name);
  self->name = g_strdup (name);
}

/**
 * chatty_drafting_button_start:
 * @idea: who the character is, in some words
 *
 * Begins to write into the field.
 */
void
chatty_drafting_button_start (ChattyDraftingButton *self,
                              const char           *idea)
{
  Writing *writing;

  g_return_if_fail (CHATTY_IS_DRAFTING_BUTTON (self));
  g_return_if_fail (idea != NULL);

  if (self->drafting == NULL || self->reply != NULL || self->field == NULL)
    return;

  g_free (self->before);
  self->before = chatty_long_text_field_dup_text (self->field);
  self->reply = chatty_reply_new (NULL);
  g_signal_connect_object (self->reply, "changed", G_CALLBACK (reply_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
  gtk_widget_grab_focus (self->stop);
  writing = g_new0 (Writing, 1);
  writing->button = g_object_ref (self);
  writing->reply = g_object_ref (self->reply);
  chatty_drafting_draft_async (self->drafting, self->name != NULL ? self->name : "", idea,
                               self->reply, drafted_cb, writing);
}

/**
 * chatty_drafting_button_reset:
 *
 * Stops writing, and forgets the text before: another character is edited.
 */
void
chatty_drafting_button_reset (ChattyDraftingButton *self)
{
  g_return_if_fail (CHATTY_IS_DRAFTING_BUTTON (self));

  if (self->reply != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->reply, reply_changed_cb, self);
      chatty_reply_cancel (self->reply);
      g_clear_object (&self->reply);
    }
  g_clear_pointer (&self->before, g_free);
  update (self);
}
