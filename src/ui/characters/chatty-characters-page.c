/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>

#include "chatty-character-actions.h"
#include "chatty-character-sidebar.h"
#include "chatty-character-view.h"
#include "chatty-characters-page.h"

struct _ChattyCharactersPage
{
  GtkWidget parent_instance;

  GtkStack               *stack;
  AdwLeaflet             *leaflet;
  ChattyCharacterSidebar *sidebar;
  ChattyCharacterView    *view;

  ChattyWorkspace *workspace;
};

G_DEFINE_FINAL_TYPE (ChattyCharactersPage, chatty_characters_page, GTK_TYPE_WIDGET)

static void
update_state (ChattyCharactersPage *self)
{
  gboolean empty = chatty_character_sidebar_get_is_empty (self->sidebar) &&
                   chatty_character_view_get_draft (self->view) == NULL;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "characters");
}

static void
chosen_cb (ChattyCharactersPage *self,
           const char           *callsign)
{
  /* With the list alone in view, a selection is only a place in the list. */
  if (!adw_leaflet_get_folded (self->leaflet))
    chatty_character_view_open (self->view, callsign);
}

static void
activated_cb (ChattyCharactersPage *self,
              const char           *callsign)
{
  chatty_character_view_open (self->view, callsign);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->view));
  if (adw_leaflet_get_folded (self->leaflet))
    gtk_widget_child_focus (GTK_WIDGET (self->view), GTK_DIR_TAB_FORWARD);
}

static void
back_cb (ChattyCharactersPage *self)
{
  chatty_characters_page_go_back (self);
}

static void
opened_cb (ChattyCharactersPage *self,
           const char           *callsign)
{
  chatty_character_sidebar_select (self->sidebar, callsign);
  update_state (self);
  /* Who was looked at is gone: there is nothing to stay for. */
  if (chatty_character_view_get_draft (self->view) == NULL)
    chatty_characters_page_go_back (self);
}

static void
imported (ChattyCharacterRecord *record,
          gpointer               user_data)
{
  if (record != NULL)
    chatty_characters_page_open (user_data, chatty_character_record_get_callsign (record));
}

static void
import_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ChattyCharactersPage *self = CHATTY_CHARACTERS_PAGE (widget);

  chatty_character_actions_import (widget, self->workspace, imported, self);
}

static void
search_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  chatty_characters_page_start_search (CHATTY_CHARACTERS_PAGE (widget));
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  return chatty_characters_page_go_back (CHATTY_CHARACTERS_PAGE (widget));
}

static void
chatty_characters_page_dispose (GObject *object)
{
  ChattyCharactersPage *self = CHATTY_CHARACTERS_PAGE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (chatty_characters_page_parent_class)->dispose (object);
}

static void
chatty_characters_page_class_init (ChattyCharactersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_CHARACTER_SIDEBAR);
  g_type_ensure (CHATTY_TYPE_CHARACTER_VIEW);
  G_OBJECT_CLASS (klass)->dispose = chatty_characters_page_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/characters/chatty-characters-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyCharactersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharactersPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharactersPage, sidebar);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharactersPage, view);
  gtk_widget_class_bind_template_callback (widget_class, update_state);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, chatty_characters_page_create);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  gtk_widget_class_install_action (widget_class, "characters.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "characters.search", NULL, search_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK,
                                       "characters.search", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_ALT_MASK, escape_cb, NULL);
}

static void
chatty_characters_page_init (ChattyCharactersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_characters_page_new:
 * @workspace: whose characters to show
 * @accounts: (nullable): where they can be put
 * @sync: (nullable): what puts them there
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
chatty_characters_page_new (ChattyWorkspace      *workspace,
                            ChattyAccountService *accounts,
                            ChattySyncService    *sync)
{
  ChattyCharactersPage *self;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (CHATTY_TYPE_CHARACTERS_PAGE, NULL);
  self->workspace = g_object_ref (workspace);
  chatty_character_view_set_workspace (self->view, workspace, accounts, sync);
  chatty_character_sidebar_set_workspace (self->sidebar, workspace);

  return GTK_WIDGET (self);
}

/**
 * chatty_characters_page_set_player:
 * @player: (nullable): what voices are heard with: the program's one player
 */
void
chatty_characters_page_set_player (ChattyCharactersPage *self,
                                   ChattyPlayer         *player)
{
  g_return_if_fail (CHATTY_IS_CHARACTERS_PAGE (self));

  chatty_character_view_set_player (self->view, player);
}

/**
 * chatty_characters_page_open:
 * @callsign: which character
 *
 * Shows a character.
 */
void
chatty_characters_page_open (ChattyCharactersPage *self,
                             const char           *callsign)
{
  g_return_if_fail (CHATTY_IS_CHARACTERS_PAGE (self));
  g_return_if_fail (callsign != NULL);

  activated_cb (self, callsign);
}

/**
 * chatty_characters_page_open_document:
 * @callsign: which character
 * @name: of a knowledge document
 * @excerpt: (nullable): words of it to show
 * @page: on which they stand, or 0
 *
 * Shows a document of a character.
 */
void
chatty_characters_page_open_document (ChattyCharactersPage *self,
                                      const char           *callsign,
                                      const char           *name,
                                      const char           *excerpt,
                                      guint                 page)
{
  g_return_if_fail (CHATTY_IS_CHARACTERS_PAGE (self));

  chatty_characters_page_open (self, callsign);
  chatty_character_view_show_document (self->view, name, excerpt, page);
}

/**
 * chatty_characters_page_create:
 *
 * Begins a new character.
 */
void
chatty_characters_page_create (ChattyCharactersPage *self)
{
  g_return_if_fail (CHATTY_IS_CHARACTERS_PAGE (self));

  gtk_stack_set_visible_child_name (self->stack, "characters");
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->view));
  chatty_character_view_open_new (self->view);
}

/**
 * chatty_characters_page_start_search:
 *
 * Puts the keyboard into the search of the list.
 */
void
chatty_characters_page_start_search (ChattyCharactersPage *self)
{
  g_return_if_fail (CHATTY_IS_CHARACTERS_PAGE (self));

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
  chatty_character_sidebar_start_search (self->sidebar);
}

/**
 * chatty_characters_page_go_back:
 *
 * Goes from the character to the list where only one of them is seen.
 *
 * Returns: whether there was anything to go back from
 */
gboolean
chatty_characters_page_go_back (ChattyCharactersPage *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTERS_PAGE (self), FALSE);

  if (!adw_leaflet_get_folded (self->leaflet) ||
      adw_leaflet_get_visible_child (self->leaflet) != GTK_WIDGET (self->view))
    return FALSE;

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
  chatty_character_sidebar_focus (self->sidebar);
  return TRUE;
}
