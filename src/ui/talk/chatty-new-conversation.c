/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>

#include "chatty-character-cell.h"
#include "chatty-new-conversation.h"
#include "chatty-slow-start.h"
#include "chatty-talk-partners.h"

struct _ChattyNewConversation
{
  GtkWidget parent_instance;

  GtkStack    *stack;
  GtkWidget   *make;
  GtkWidget   *connect;
  GtkEditable *entry;
  GtkListView *view;

  ChattyCharacterList *characters;   /* these two are NULL until the service is set */
  ChattyTalkPartners  *partners;     /* of nobody in particular */
};

enum {
  CHOSEN,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyNewConversation, chatty_new_conversation, GTK_TYPE_WIDGET)

static void
update (ChattyNewConversation *self)
{
  const char *name = "choose";

  if (chatty_character_list_get_n_total (self->characters) == 0)
    name = chatty_character_list_get_loading (self->characters) ? "waiting" : "nobody";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->partners)) == 0)
    name = chatty_talk_partners_get_loading (self->partners) ? "waiting" : "nowhere";

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0)
    return;
  gtk_stack_set_visible_child_name (self->stack, name);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
search_cb (ChattyNewConversation *self)
{
  const char *text = gtk_editable_get_text (self->entry);

  if (self->characters != NULL)
    chatty_character_list_set_search (self->characters, *text != '\0' ? text : NULL);
}

static void
activate_cb (ChattyNewConversation *self,
             guint                  position)
{
  g_autoptr (ChattyCharacterItem) item = NULL;

  item = g_list_model_get_item (G_LIST_MODEL (self->characters), position);
  if (item != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, chatty_character_item_get_callsign (item));
}

static void
first_cb (ChattyNewConversation *self)
{
  activate_cb (self, 0);
}

static void
close_cb (ChattyNewConversation *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  gtk_list_item_set_child (item, chatty_character_cell_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  chatty_character_cell_bind (CHATTY_CHARACTER_CELL (gtk_list_item_get_child (item)),
                              gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  chatty_character_cell_unbind (CHATTY_CHARACTER_CELL (gtk_list_item_get_child (item)));
}

static gboolean
chatty_new_conversation_grab_focus (GtkWidget *widget)
{
  ChattyNewConversation *self = CHATTY_NEW_CONVERSATION (widget);
  const char *name = gtk_stack_get_visible_child_name (self->stack);

  if (g_strcmp0 (name, "choose") == 0)
    return gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  if (g_strcmp0 (name, "nobody") == 0)
    return gtk_widget_grab_focus (self->make);
  return g_strcmp0 (name, "nowhere") == 0 && gtk_widget_grab_focus (self->connect);
}

static void
chatty_new_conversation_dispose (GObject *object)
{
  ChattyNewConversation *self = CHATTY_NEW_CONVERSATION (object);
  GtkWidget *child;

  g_clear_object (&self->characters);
  g_clear_object (&self->partners);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_new_conversation_parent_class)->dispose (object);
}

static void
chatty_new_conversation_class_init (ChattyNewConversationClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_new_conversation_dispose;
  widget_class->grab_focus = chatty_new_conversation_grab_focus;

  signals[CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CLOSED] = g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/talk/chatty-new-conversation.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyNewConversation, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyNewConversation, make);
  gtk_widget_class_bind_template_child (widget_class, ChattyNewConversation, connect);
  gtk_widget_class_bind_template_child (widget_class, ChattyNewConversation, entry);
  gtk_widget_class_bind_template_child (widget_class, ChattyNewConversation, view);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, first_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
chatty_new_conversation_init (ChattyNewConversation *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->view, factory);
}

/**
 * chatty_new_conversation_new:
 *
 * Returns: (transfer floating): a page that waits for its service
 */
GtkWidget *
chatty_new_conversation_new (void)
{
  return g_object_new (CHATTY_TYPE_NEW_CONVERSATION, NULL);
}

/**
 * chatty_new_conversation_set_service:
 * @service: whose characters can be chosen; set once
 */
void
chatty_new_conversation_set_service (ChattyNewConversation *self,
                                     ChattyTalkService     *service)
{
  ChattyWorkspace *workspace;
  g_autoptr (GtkNoSelection) selection = NULL;

  g_return_if_fail (CHATTY_IS_NEW_CONVERSATION (self));
  g_return_if_fail (CHATTY_IS_TALK_SERVICE (service));
  g_return_if_fail (self->characters == NULL);

  workspace = chatty_talk_service_get_workspace (service);
  /* A list of its own, because it is searched. */
  self->characters = chatty_character_list_new (chatty_workspace_get_vault (workspace));
  self->partners = chatty_talk_partners_new (workspace, chatty_talk_service_get_accounts (service));
  g_signal_connect_object (self->characters, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->characters, "notify", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->partners, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->partners, "notify::loading", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  selection = gtk_no_selection_new (chatty_slow_start_new (GTK_WIDGET (self->view),
                                                           g_object_ref (G_LIST_MODEL (
                                                             self->characters))));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  update (self);
}

/**
 * chatty_new_conversation_start:
 *
 * Asks anew.
 */
void
chatty_new_conversation_start (ChattyNewConversation *self)
{
  g_return_if_fail (CHATTY_IS_NEW_CONVERSATION (self));

  gtk_editable_set_text (self->entry, "");
  search_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}
