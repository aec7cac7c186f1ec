/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-fold-box.h"
#include "chatty-remote-characters.h"
#include "chatty-remote-list.h"
#include "chatty-ui-settings.h"

struct _ChattyRemoteCharacters
{
  GtkWidget parent_instance;

  GtkWidget            *box;
  GtkEditable          *entry;
  GtkWidget            *refresh;
  ChattyRemoteList     *list;

  ChattyCharacterStore *store;
  char                 *account_id;
  GCancellable         *cancellable;
  gboolean              was_shown;
};

enum {
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyRemoteCharacters, chatty_remote_characters, GTK_TYPE_WIDGET)

static void
describe_cb (ChattyRemoteItem *item,
             ChattyRowText    *text,
             gpointer          user_data)
{
  const ChattyCharacter *character = chatty_remote_item_get_value (item);
  gint64 used = chatty_character_get_used (character);
  gint64 created = chatty_character_get_created (character);
  g_autofree char *time = NULL;

  text->title = chatty_text_display_name (chatty_character_get_name (character));
  if (*text->title == '\0')
    {
      g_free (text->title);
      text->title = g_strdup (_("Without a name"));
    }
  if (used != CHATTY_TIME_NONE)
    {
      time = chatty_ui_format_time_short (used);
      /* Translators: %s is a date: when somebody talked to a character last */
      text->subtitle = g_strdup_printf (_("Last used: %s"), time);
    }
  else if (created != CHATTY_TIME_NONE)
    {
      time = chatty_ui_format_time_short (created);
      /* Translators: %s is a date: when a character was made */
      text->subtitle = g_strdup_printf (_("Made: %s"), time);
    }
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyRemoteCharacters) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) characters = NULL;
  g_autoptr (GPtrArray) items = NULL;

  characters = chatty_character_store_list_finish (CHATTY_CHARACTER_STORE (source), result, &error);
  if (self->box == NULL || chatty_error_is_cancelled (error))
    return;
  gtk_widget_set_sensitive (self->refresh, TRUE);
  if (characters == NULL)
    {
      chatty_remote_list_fail (self->list, error);
      return;
    }
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < characters->len; i++)
    {
      const ChattyCharacter *character = g_ptr_array_index (characters, i);

      g_ptr_array_add (items, chatty_remote_item_new (CHATTY_TYPE_CHARACTER, chatty_character_get_id (character),
                                                      character, 0));
    }
  chatty_remote_list_take (self->list, items);
  gtk_widget_set_sensitive (GTK_WIDGET (self->entry), items->len > 0);
}

static void
load (ChattyRemoteCharacters *self)
{
  gtk_widget_set_sensitive (self->refresh, FALSE);
  chatty_remote_list_begin (self->list);
  chatty_character_store_list_async (self->store, self->cancellable, listed_cb,
                                     g_object_ref (self));
}

static void
sync_clicked_cb (ChattyRemoteCharacters *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sync", "s", self->account_id);
}

static void
search_changed_cb (ChattyRemoteCharacters *self)
{
  chatty_remote_list_search (self->list, gtk_editable_get_text (self->entry));
}

static void
stop_search_cb (ChattyRemoteCharacters *self)
{
  gtk_editable_set_text (self->entry, "");
}

static void
activated_cb (ChattyRemoteCharacters *self,
              ChattyRemoteItem       *item)
{
  g_signal_emit (self, signals[OPENED], 0, chatty_remote_item_get_value (item));
}

static void
chatty_remote_characters_map (GtkWidget *widget)
{
  ChattyRemoteCharacters *self = CHATTY_REMOTE_CHARACTERS (widget);

  GTK_WIDGET_CLASS (chatty_remote_characters_parent_class)->map (widget);

  if (!self->was_shown)
    {
      self->was_shown = TRUE;
      load (self);
    }
}

static gboolean
chatty_remote_characters_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CHATTY_REMOTE_CHARACTERS (widget)->entry));
}

static void
chatty_remote_characters_dispose (GObject *object)
{
  ChattyRemoteCharacters *self = CHATTY_REMOTE_CHARACTERS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_remote_characters_parent_class)->dispose (object);
}

static void
chatty_remote_characters_finalize (GObject *object)
{
  ChattyRemoteCharacters *self = CHATTY_REMOTE_CHARACTERS (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->store);
  g_free (self->account_id);

  G_OBJECT_CLASS (chatty_remote_characters_parent_class)->finalize (object);
}

static void
chatty_remote_characters_class_init (ChattyRemoteCharactersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_remote_characters_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_remote_characters_finalize;
  widget_class->map = chatty_remote_characters_map;
  widget_class->grab_focus = chatty_remote_characters_grab_focus;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, CHATTY_TYPE_CHARACTER);

  g_type_ensure (CHATTY_TYPE_FOLD_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-remote-characters.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteCharacters, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteCharacters, entry);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteCharacters, refresh);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sync_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_remote_characters_init (ChattyRemoteCharacters *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->list = CHATTY_REMOTE_LIST (chatty_remote_list_new (CHATTY_ROW_OPENS, _("Characters"),
                                                           describe_cb, NULL));
  chatty_remote_list_set_empty (self->list, "avatar-default-symbolic", _("No Characters"),
                                _("Characters that you make at the platform are listed here."));
  g_signal_connect_object (self->list, "retry", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->list));
}

/**
 * chatty_remote_characters_new:
 * @store: what has the characters
 * @account_id: its account
 *
 * Returns: (transfer floating): the characters
 */
GtkWidget *
chatty_remote_characters_new (ChattyCharacterStore *store,
                              const char           *account_id)
{
  ChattyRemoteCharacters *self;
  const char *note;

  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (store), NULL);

  self = g_object_new (CHATTY_TYPE_REMOTE_CHARACTERS, NULL);
  self->store = g_object_ref (store);
  self->account_id = g_strdup (account_id);
  note = chatty_character_store_get_note (store);
  if (note != NULL)
    {
      g_autofree char *text = g_strdup_printf ("%s\n\n%s", note,
                                               _("To put one there, open it under Characters and "
                                                 "choose Put on Platform."));

      chatty_remote_list_set_empty (self->list, "avatar-default-symbolic", _("No Characters"),
                                    text);
    }
  chatty_remote_list_set_account (self->list, account_id);
  return GTK_WIDGET (self);
}
