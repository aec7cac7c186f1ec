/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-memory-view.h"
#include "chatty-remote-list.h"
#include "chatty-trouble.h"
#include "chatty-ui-settings.h"

struct _ChattyMemoryView
{
  GtkWidget parent_instance;

  GtkWidget        *box;
  GtkEditable      *person;
  GtkEditable      *note;
  GtkWidget        *add;
  ChattyTrouble    *trouble;
  ChattyRemoteList *list;

  ChattyMemory     *memory;
  char             *character_id;
  /* Of what is only looked at: what a person wants to be changed is changed, also
   * when the page is left at once. */
  GCancellable     *cancellable;
  guint             generation;   /* of the list: what was asked before does not count */
  gboolean          adding;
  gboolean          was_shown;
};

G_DEFINE_FINAL_TYPE (ChattyMemoryView, chatty_memory_view, GTK_TYPE_WIDGET)

static void load (ChattyMemoryView *self);

/* What an answer is for. */
typedef struct {
  ChattyMemoryView *view;
  ChattyRemoteItem *item;
  guint             generation;
} Asking;

static Asking *
asking_new (ChattyMemoryView *self,
            ChattyRemoteItem *item)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->view = g_object_ref (self);
  g_set_object (&asking->item, item);
  asking->generation = self->generation;
  return asking;
}

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->view);
  g_clear_object (&asking->item);
  g_free (asking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static char *
dup_trimmed (GtkEditable *editable)
{
  char *text = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

static void
describe_cb (ChattyRemoteItem *item,
             ChattyRowText    *text,
             gpointer          user_data)
{
  const ChattyMemoryNote *note = chatty_remote_item_get_value (item);
  gint64 time = note->updated != CHATTY_TIME_NONE ? note->updated : note->created;

  text->title = g_strdup (note->text);
  if (time != CHATTY_TIME_NONE)
    text->subtitle = chatty_ui_format_time_short (time);
  text->question = g_strdup (_("The platform forgets this. It cannot be undone."));
}

static void
show_nothing (ChattyMemoryView *self)
{
  chatty_remote_list_set_empty (self->list, "view-pin-symbolic", _("Nothing Remembered"),
                                _("What the platform keeps in mind of a person who talks to this "
                                  "character is listed here."));
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *person = NULL;
  ChattyMemoryView *self = asking->view;
  gboolean needs_person;

  notes = chatty_memory_list_finish (CHATTY_MEMORY (source), result, &error);
  if (self->box == NULL || chatty_error_is_cancelled (error) ||
      asking->generation != self->generation)
    return;
  /* Some platforms remember for each person who talks to the character. */
  person = dup_trimmed (self->person);
  needs_person = person == NULL &&
                 g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA);
  if (needs_person)
    chatty_remote_list_set_empty (self->list, "avatar-default-symbolic", _("Whose Memory?"),
                                  error->message);
  else
    show_nothing (self);
  if (notes == NULL && !needs_person)
    {
      chatty_remote_list_fail (self->list, error);
      return;
    }
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      const ChattyMemoryNote *note = g_ptr_array_index (notes, i);

      g_ptr_array_add (items, chatty_remote_item_new (CHATTY_TYPE_MEMORY_NOTE, note->id, note, 0));
    }
  chatty_remote_list_take (self->list, items);
}

static void
load (ChattyMemoryView *self)
{
  g_autofree char *person = dup_trimmed (self->person);

  self->generation++;
  chatty_remote_list_begin (self->list);
  chatty_memory_list_async (self->memory, self->character_id, person, self->cancellable,
                            listed_cb, asking_new (self, NULL));
}

static void
update_add (ChattyMemoryView *self)
{
  g_autofree char *text = dup_trimmed (self->note);

  gtk_widget_set_sensitive (self->add, text != NULL && !self->adding);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattyMemoryView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = chatty_memory_add_finish (CHATTY_MEMORY (source), result, &error);

  if (self->box == NULL || chatty_error_is_cancelled (error))
    return;
  self->adding = FALSE;
  if (id != NULL)
    {
      gtk_editable_set_text (self->note, "");
    }
  else
    {
      chatty_trouble_set_error (self->trouble, error);
      gtk_widget_set_visible (GTK_WIDGET (self->trouble), TRUE);
    }
  update_add (self);
  /* Also after a failure: the platform may have taken it all the same. */
  load (self);
}

static void
add_clicked_cb (ChattyMemoryView *self)
{
  g_autofree char *person = dup_trimmed (self->person);
  g_autofree char *text = dup_trimmed (self->note);

  if (text == NULL || self->adding)
    return;
  self->adding = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  update_add (self);
  chatty_memory_add_async (self->memory, self->character_id, person, text, NULL,
                           added_cb, g_object_ref (self));
}

static void
note_changed_cb (ChattyMemoryView *self)
{
  update_add (self);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = chatty_memory_delete_finish (CHATTY_MEMORY (source), result, &error);

  if (asking->view->box == NULL || chatty_error_is_cancelled (error))
    return;
  chatty_remote_item_set (asking->item, CHATTY_REMOTE_BUSY, FALSE);
  if (!done)
    chatty_remote_item_set_problem (asking->item, error->message);
  else if (!chatty_remote_list_remove (asking->view->list, asking->item))
    load (asking->view);
}

static void
delete_cb (ChattyMemoryView *self,
           ChattyRemoteItem *item)
{
  const ChattyMemoryNote *note = chatty_remote_item_get_value (item);
  g_autofree char *person = dup_trimmed (self->person);

  /* A list that was asked for before this does not count any more. */
  self->generation++;
  chatty_remote_item_set_problem (item, NULL);
  chatty_remote_item_set (item, CHATTY_REMOTE_BUSY, TRUE);
  chatty_memory_delete_async (self->memory, self->character_id, person, note->id, NULL,
                              deleted_cb, asking_new (self, item));
}

static void
chatty_memory_view_map (GtkWidget *widget)
{
  ChattyMemoryView *self = CHATTY_MEMORY_VIEW (widget);

  GTK_WIDGET_CLASS (chatty_memory_view_parent_class)->map (widget);

  if (!self->was_shown)
    {
      self->was_shown = TRUE;
      load (self);
    }
}

static void
chatty_memory_view_dispose (GObject *object)
{
  ChattyMemoryView *self = CHATTY_MEMORY_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_memory_view_parent_class)->dispose (object);
}

static void
chatty_memory_view_finalize (GObject *object)
{
  ChattyMemoryView *self = CHATTY_MEMORY_VIEW (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->memory);
  g_free (self->character_id);

  G_OBJECT_CLASS (chatty_memory_view_parent_class)->finalize (object);
}

static void
chatty_memory_view_class_init (ChattyMemoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_memory_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_memory_view_finalize;
  widget_class->map = chatty_memory_view_map;

  g_type_ensure (CHATTY_TYPE_TROUBLE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-memory-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryView, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryView, person);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryView, note);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryView, add);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryView, trouble);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, note_changed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_memory_view_init (ChattyMemoryView *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->list = CHATTY_REMOTE_LIST (chatty_remote_list_new (CHATTY_ROW_DELETE, _("Memory"),
                                                           describe_cb, NULL));
  show_nothing (self);
  g_signal_connect_object (self->list, "retry", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "deleted", G_CALLBACK (delete_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->list));
}

/**
 * chatty_memory_view_new:
 * @memory: what remembers
 * @account_id: its account
 * @character: whose memory
 *
 * Returns: (transfer floating): a view, which asks when it is shown first
 */
GtkWidget *
chatty_memory_view_new (ChattyMemory    *memory,
                        const char      *account_id,
                        ChattyCharacter *character)
{
  ChattyMemoryView *self;

  g_return_val_if_fail (CHATTY_IS_MEMORY (memory), NULL);

  self = g_object_new (CHATTY_TYPE_MEMORY_VIEW, NULL);
  self->memory = g_object_ref (memory);
  self->character_id = g_strdup (chatty_character_get_id (character));
  chatty_trouble_set_account (self->trouble, account_id);
  chatty_remote_list_set_account (self->list, account_id);
  return GTK_WIDGET (self);
}
