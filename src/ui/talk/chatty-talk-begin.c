/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-text.h"

#include "chatty-avatar.h"
#include "chatty-talk-begin.h"

#define MAX_NAME_BYTES        200
#define MAX_DESCRIPTION_BYTES 600

struct _ChattyTalkBegin
{
  GtkWidget parent_instance;

  ChattyAvatar *avatar;
  GtkLabel     *name;
  GtkLabel     *description;

  ChattyCharacterList *characters;     /* NULL until it is set */
  ChattyConversation  *conversation;   /* nullable */
};

G_DEFINE_FINAL_TYPE (ChattyTalkBegin, chatty_talk_begin, GTK_TYPE_WIDGET)

static void
update (ChattyTalkBegin *self)
{
  const char *callsign = self->conversation != NULL
    ? chatty_conversation_get_callsign (self->conversation) : NULL;
  int position = callsign != NULL && self->characters != NULL
    ? chatty_character_list_find (self->characters, callsign) : -1;
  g_autoptr (ChattyCharacterItem) item = NULL;
  g_autofree char *name = NULL;
  g_autofree char *description = NULL;

  if (position < 0)
    return;
  item = g_list_model_get_item (G_LIST_MODEL (self->characters), (guint) position);
  name = chatty_text_one_line (chatty_character_item_get_name (item), MAX_NAME_BYTES);
  if (chatty_character_item_get_description (item) != NULL)
    description = chatty_text_one_line (chatty_character_item_get_description (item),
                                        MAX_DESCRIPTION_BYTES);
  chatty_avatar_set (self->avatar, name, chatty_character_item_get_avatar (item),
                     chatty_character_item_get_modified (item));
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->description, description != NULL ? description : "");
  gtk_widget_set_visible (GTK_WIDGET (self->description), description != NULL);
}

static void
chatty_talk_begin_dispose (GObject *object)
{
  ChattyTalkBegin *self = CHATTY_TALK_BEGIN (object);
  GtkWidget *child;

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);
  if (self->characters != NULL)
    g_signal_handlers_disconnect_by_data (self->characters, self);
  g_clear_object (&self->characters);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_talk_begin_parent_class)->dispose (object);
}

static void
chatty_talk_begin_class_init (ChattyTalkBeginClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_AVATAR);

  G_OBJECT_CLASS (klass)->dispose = chatty_talk_begin_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/talk/chatty-talk-begin.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBegin, avatar);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBegin, name);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBegin, description);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_talk_begin_init (ChattyTalkBegin *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_talk_begin_set_characters:
 * @characters: where the character is found; set once
 */
void
chatty_talk_begin_set_characters (ChattyTalkBegin     *self,
                                  ChattyCharacterList *characters)
{
  g_return_if_fail (CHATTY_IS_TALK_BEGIN (self));
  g_return_if_fail (self->characters == NULL);

  self->characters = g_object_ref (characters);
  g_signal_connect_object (characters, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
}

/**
 * chatty_talk_begin_set_conversation:
 * @conversation: (nullable): whose character is shown
 */
void
chatty_talk_begin_set_conversation (ChattyTalkBegin    *self,
                                    ChattyConversation *conversation)
{
  g_return_if_fail (CHATTY_IS_TALK_BEGIN (self));

  if (self->conversation == conversation)
    return;
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_set_object (&self->conversation, conversation);
  if (conversation != NULL)
    g_signal_connect_object (conversation, "notify::callsign", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  update (self);
}
