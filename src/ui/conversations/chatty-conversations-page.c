/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <adwaita.h>

#include "chatty-conversation-list.h"
#include "chatty-conversations-page.h"
#include "chatty-new-conversation.h"
#include "chatty-reader-page.h"

struct _ChattyConversationsPage
{
  GtkWidget parent_instance;

  GtkStack               *stack;
  AdwLeaflet             *leaflet;
  ChattyConversationList *list;
  GtkStack               *thing;      /* what is beside the list */
  ChattyReaderPage       *reader;
  ChattyNewConversation  *ask;
  GtkWidget              *new_button;

  gboolean folded;
  gboolean showing_reader;
  gboolean begun;       /* a new conversation was, or is asked for */
};

enum {
  PROP_0,
  PROP_FOLDED,
  PROP_SHOWING_READER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyConversationsPage, chatty_conversations_page, GTK_TYPE_WIDGET)

static void
layout_changed_cb (ChattyConversationsPage *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  gboolean showing_reader = folded &&
    adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->thing);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversations.back", showing_reader);
  if (self->folded != folded)
    {
      self->folded = folded;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
    }
  if (self->showing_reader != showing_reader)
    {
      self->showing_reader = showing_reader;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWING_READER]);
    }
}

static void
chosen_cb (ChattyConversationsPage *self,
           const char              *id,
           int                      turn)
{
  /* With the list alone in view, a selection is only a place in the list. */
  if (self->folded)
    return;
  gtk_stack_set_visible_child (self->thing, GTK_WIDGET (self->reader));
  chatty_reader_page_load (self->reader, id, turn);
}

static void
activated_cb (ChattyConversationsPage *self,
              const char              *id,
              int                      turn)
{
  gtk_stack_set_visible_child (self->thing, GTK_WIDGET (self->reader));
  chatty_reader_page_load (self->reader, id, turn);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->thing));
  if (self->folded)
    gtk_widget_child_focus (GTK_WIDGET (self->reader), GTK_DIR_TAB_FORWARD);
}

static void
is_empty_changed_cb (ChattyConversationsPage *self)
{
  /* Who begins the first conversation stays with it. */
  gtk_stack_set_visible_child_name (self->stack,
                                    chatty_conversation_list_get_is_empty (self->list) &&
                                    !self->begun
                                      ? "empty" : "conversations");
}

static void
show_thing (ChattyConversationsPage *self,
            GtkWidget               *thing)
{
  self->begun = TRUE;
  is_empty_changed_cb (self);
  gtk_stack_set_visible_child (self->thing, thing);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->thing));
}

static void
who_cb (ChattyConversationsPage *self,
        const char              *callsign)
{
  chatty_conversations_page_begin (self, callsign);
}

static void
ask_closed_cb (ChattyConversationsPage *self)
{
  self->begun = FALSE;
  is_empty_changed_cb (self);
  gtk_stack_set_visible_child (self->thing, GTK_WIDGET (self->reader));
  if (self->folded)
    chatty_conversations_page_go_back (self);
}

static void
reader_id_changed_cb (ChattyConversationsPage *self)
{
  const char *id = chatty_reader_page_get_id (self->reader);

  chatty_conversation_list_select (self->list, id);
  /* What was read is gone: there is nothing to stay for. */
  if (id == NULL && !chatty_reader_page_is_new (self->reader))
    chatty_conversations_page_go_back (self);
}

static void
search_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  chatty_conversations_page_start_search (CHATTY_CONVERSATIONS_PAGE (widget));
}

static void
back_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  chatty_conversations_page_go_back (CHATTY_CONVERSATIONS_PAGE (widget));
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  ChattyConversationsPage *self = CHATTY_CONVERSATIONS_PAGE (widget);

  if (gtk_stack_get_visible_child (self->thing) == GTK_WIDGET (self->ask) &&
      (!self->folded || self->showing_reader))
    {
      ask_closed_cb (self);
      return TRUE;
    }
  return chatty_conversations_page_go_back (CHATTY_CONVERSATIONS_PAGE (widget));
}

static void
chatty_conversations_page_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_conversations_page_parent_class)->dispose (object);
}

static void
chatty_conversations_page_get_property (GObject    *object,
                                        guint       prop_id,
                                        GValue     *value,
                                        GParamSpec *pspec)
{
  ChattyConversationsPage *self = CHATTY_CONVERSATIONS_PAGE (object);

  switch (prop_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;

    case PROP_SHOWING_READER:
      g_value_set_boolean (value, self->showing_reader);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_conversations_page_class_init (ChattyConversationsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_CONVERSATION_LIST);
  g_type_ensure (CHATTY_TYPE_NEW_CONVERSATION);
  g_type_ensure (CHATTY_TYPE_READER_PAGE);

  object_class->dispose = chatty_conversations_page_dispose;
  object_class->get_property = chatty_conversations_page_get_property;

  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWING_READER] =
    g_param_spec_boolean ("showing-reader", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/conversations/chatty-conversations-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationsPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationsPage, list);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationsPage, thing);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationsPage, reader);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationsPage, ask);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationsPage, new_button);
  gtk_widget_class_bind_template_callback (widget_class, layout_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_empty_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, who_cb);
  gtk_widget_class_bind_template_callback (widget_class, ask_closed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  gtk_widget_class_install_action (widget_class, "conversations.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "conversations.back", NULL, back_action);
  /* The reader has its own Ctrl+F, and is asked first when the keyboard is there. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK,
                                       "conversations.search", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK,
                                       "conversations.back", NULL);
}

static void
chatty_conversations_page_init (ChattyConversationsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  layout_changed_cb (self);
  g_signal_connect_object (self->reader, "notify::transcript-id",
                           G_CALLBACK (reader_id_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * chatty_conversations_page_new:
 * @workspace: whose conversations to show
 * @talk: (nullable): what lets them go on
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
chatty_conversations_page_new (ChattyWorkspace   *workspace,
                               ChattyTalkService *talk)
{
  ChattyConversationsPage *self;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (CHATTY_TYPE_CONVERSATIONS_PAGE, NULL);
  chatty_reader_page_set_workspace (self->reader, workspace);
  chatty_conversation_list_set_workspace (self->list, workspace);
  gtk_widget_set_visible (self->new_button, talk != NULL);
  if (talk != NULL)
    {
      chatty_reader_page_set_talk (self->reader, talk);
      chatty_new_conversation_set_service (self->ask, talk);
    }

  return GTK_WIDGET (self);
}

/**
 * chatty_conversations_page_open:
 * @id: of a transcript in the vault
 * @turn: the number of a turn to scroll to, or -1
 *
 * Shows a transcript in the reader.
 */
void
chatty_conversations_page_open (ChattyConversationsPage *self,
                                const char              *id,
                                int                      turn)
{
  g_return_if_fail (CHATTY_IS_CONVERSATIONS_PAGE (self));
  g_return_if_fail (id != NULL);

  activated_cb (self, id, turn);
}

/**
 * chatty_conversations_page_begin:
 * @callsign: (nullable): who the conversation is with; %NULL to ask
 *
 * Begins a new conversation; the page was made with what lets it.
 */
void
chatty_conversations_page_begin (ChattyConversationsPage *self,
                                 const char              *callsign)
{
  g_return_if_fail (CHATTY_IS_CONVERSATIONS_PAGE (self));

  if (callsign == NULL)
    {
      show_thing (self, GTK_WIDGET (self->ask));
      chatty_new_conversation_start (self->ask);
      return;
    }
  chatty_reader_page_begin (self->reader, callsign, NULL);
  show_thing (self, GTK_WIDGET (self->reader));
}

/**
 * chatty_conversations_page_start_search:
 *
 * Puts the keyboard into the search of the list.
 */
void
chatty_conversations_page_start_search (ChattyConversationsPage *self)
{
  g_return_if_fail (CHATTY_IS_CONVERSATIONS_PAGE (self));

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->list));
  chatty_conversation_list_start_search (self->list);
}

/**
 * chatty_conversations_page_go_back:
 *
 * Goes from the reader to the list where only one of them is seen.
 *
 * Returns: whether there was anything to go back from
 */
gboolean
chatty_conversations_page_go_back (ChattyConversationsPage *self)
{
  g_return_val_if_fail (CHATTY_IS_CONVERSATIONS_PAGE (self), FALSE);

  if (!self->showing_reader)
    return FALSE;

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->list));
  chatty_conversation_list_focus (self->list);

  return TRUE;
}
