/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-transcript-list.h"

#include "chatty-character-conversations.h"
#include "chatty-transcript-row.h"

struct _ChattyCharacterConversations
{
  GtkWidget parent_instance;

  GtkStack    *stack;
  GtkListView *view;

  ChattyWorkspace      *workspace;
  ChattyTranscriptList *list;       /* nullable until it is shown */
  char                 *callsign;   /* nullable */
  gboolean              stale;
};

G_DEFINE_FINAL_TYPE (ChattyCharacterConversations, chatty_character_conversations,
                     GTK_TYPE_WIDGET)

static void
update_state (ChattyCharacterConversations *self)
{
  guint n_items = self->list != NULL && self->callsign != NULL
    ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;

  if (n_items > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (self->list == NULL || self->callsign == NULL ||
           !chatty_transcript_list_get_loading (self->list))
    gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
activate_cb (ChattyCharacterConversations *self,
             guint                         position)
{
  g_autoptr (ChattyTranscriptItem) item = NULL;

  item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  if (item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-conversation", "s",
                                chatty_transcript_item_get_summary (item)->id);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  gtk_list_item_set_child (item, chatty_transcript_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  chatty_transcript_row_bind (CHATTY_TRANSCRIPT_ROW (gtk_list_item_get_child (item)),
                              gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  chatty_transcript_row_unbind (CHATTY_TRANSCRIPT_ROW (gtk_list_item_get_child (item)));
}

static void
look (ChattyCharacterConversations *self)
{
  ChattyTranscriptQuery query = { .character = self->callsign, .sort = CHATTY_SORT_NEWEST };

  self->stale = FALSE;
  if (self->callsign == NULL)
    {
      update_state (self);
      return;
    }
  if (self->list == NULL)
    {
      g_autoptr (GtkNoSelection) selection = NULL;

      self->list = chatty_transcript_list_new (chatty_workspace_get_vault (self->workspace));
      selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
      gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
      g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update_state), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->list, "notify", G_CALLBACK (update_state), self,
                               G_CONNECT_SWAPPED);
    }
  chatty_transcript_list_set_query (self->list, &query);
  update_state (self);
}

static void
chatty_character_conversations_map (GtkWidget *widget)
{
  ChattyCharacterConversations *self = CHATTY_CHARACTER_CONVERSATIONS (widget);

  GTK_WIDGET_CLASS (chatty_character_conversations_parent_class)->map (widget);
  if (self->stale)
    look (self);
}

static void
chatty_character_conversations_dispose (GObject *object)
{
  ChattyCharacterConversations *self = CHATTY_CHARACTER_CONVERSATIONS (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->list);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->callsign, g_free);

  G_OBJECT_CLASS (chatty_character_conversations_parent_class)->dispose (object);
}

static void
chatty_character_conversations_class_init (ChattyCharacterConversationsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_character_conversations_dispose;
  widget_class->map = chatty_character_conversations_map;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/characters/chatty-character-conversations.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterConversations, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterConversations, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_character_conversations_init (ChattyCharacterConversations *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->view, factory);
}

/**
 * chatty_character_conversations_new:
 * @workspace: where the conversations are
 *
 * Returns: (transfer floating): a list of nobody's
 */
GtkWidget *
chatty_character_conversations_new (ChattyWorkspace *workspace)
{
  ChattyCharacterConversations *self;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (CHATTY_TYPE_CHARACTER_CONVERSATIONS, NULL);
  self->workspace = g_object_ref (workspace);
  return GTK_WIDGET (self);
}

/**
 * chatty_character_conversations_set_character:
 * @callsign: (nullable): with whom
 */
void
chatty_character_conversations_set_character (ChattyCharacterConversations *self,
                                              const char                   *callsign)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_CONVERSATIONS (self));

  if (g_strcmp0 (self->callsign, callsign) == 0)
    return;

  g_free (self->callsign);
  self->callsign = g_strdup (callsign);
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    look (self);
}
