/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-drafting.h"
#include "chatty-error.h"
#include "chatty-history.h"
#include "chatty-knowledge.h"
#include "chatty-memory.h"
#include "chatty-text.h"

#include "chatty-character-fields.h"
#include "chatty-drafting-view.h"
#include "chatty-knowledge-view.h"
#include "chatty-memory-view.h"
#include "chatty-remote-character.h"
#include "chatty-remote-link.h"
#include "chatty-sessions-view.h"
#include "chatty-trouble.h"

struct _ChattyRemoteCharacter
{
  GtkWidget parent_instance;

  GtkWidget            *box;
  AdwViewStack         *tabs;
  GtkStack             *details;
  GtkSpinner           *spinner;
  ChattyTrouble        *trouble;
  GtkBox               *parts;
  GtkWidget            *fields;   /* ChattyCharacterFields, NULL before they came */

  ChattyCharacterStore *store;
  ChattyCharacter      *character;
  GCancellable         *cancellable;
  char                 *title;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyRemoteCharacter, chatty_remote_character, GTK_TYPE_WIDGET)

static void
update_title (ChattyRemoteCharacter *self)
{
  g_free (self->title);
  self->title = chatty_text_display_name (chatty_character_get_name (self->character));
  if (*self->title == '\0')
    {
      g_free (self->title);
      self->title = g_strdup (_("Without a name"));
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
show_character (ChattyRemoteCharacter *self)
{
  if (self->fields == NULL)
    {
      self->fields = chatty_character_fields_new (self->store);
      gtk_box_append (self->parts, self->fields);
      if (CHATTY_IS_DRAFTING (self->store))
        gtk_box_append (self->parts,
                        chatty_drafting_view_new (CHATTY_DRAFTING (self->store), self->character));
    }
  chatty_character_fields_set_character (CHATTY_CHARACTER_FIELDS (self->fields), self->character);
  gtk_stack_set_visible_child_name (self->details, "ready");
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (ChattyRemoteCharacter) self = user_data;
  g_autoptr (GError) error = NULL;
  ChattyCharacter *character;

  character = chatty_character_store_get_finish (CHATTY_CHARACTER_STORE (source), result, &error);
  if (self->box == NULL || chatty_error_is_cancelled (error))
    {
      g_clear_pointer (&character, chatty_character_unref);
      return;
    }
  gtk_spinner_stop (self->spinner);
  if (character == NULL)
    {
      chatty_trouble_set_error (self->trouble, error);
      gtk_stack_set_visible_child_name (self->details, "failed");
      return;
    }
  chatty_character_unref (self->character);
  self->character = character;
  update_title (self);
  show_character (self);
}

static void
load (ChattyRemoteCharacter *self)
{
  gtk_stack_set_visible_child_name (self->details, "loading");
  gtk_spinner_start (self->spinner);
  chatty_character_store_get_async (self->store, chatty_character_get_id (self->character),
                                    self->cancellable, got_cb, g_object_ref (self));
}

static void
add_tab (ChattyRemoteCharacter *self,
         GtkWidget             *child,
         const char            *name,
         const char            *title,
         const char            *icon_name)
{
  AdwViewStackPage *page = adw_view_stack_add_titled (self->tabs, child, name, title);

  adw_view_stack_page_set_icon_name (page, icon_name);
}

static void
chatty_remote_character_dispose (GObject *object)
{
  ChattyRemoteCharacter *self = CHATTY_REMOTE_CHARACTER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_remote_character_parent_class)->dispose (object);
}

static void
chatty_remote_character_finalize (GObject *object)
{
  ChattyRemoteCharacter *self = CHATTY_REMOTE_CHARACTER (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->store);
  g_clear_pointer (&self->character, chatty_character_unref);
  g_free (self->title);

  G_OBJECT_CLASS (chatty_remote_character_parent_class)->finalize (object);
}

static void
chatty_remote_character_class_init (ChattyRemoteCharacterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_remote_character_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_remote_character_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CHATTY_TYPE_TROUBLE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-remote-character.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteCharacter, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteCharacter, tabs);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteCharacter, details);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteCharacter, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteCharacter, trouble);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteCharacter, parts);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_remote_character_init (ChattyRemoteCharacter *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_remote_character_new:
 * @workspace: where past sessions are imported to, and it is brought to
 * @store: what has the character
 * @account_id: its account
 * @character: the character as it was listed; the rest is asked for now
 *
 * Returns: (transfer floating): the character
 */
GtkWidget *
chatty_remote_character_new (ChattyWorkspace      *workspace,
                             ChattyCharacterStore *store,
                             const char           *account_id,
                             ChattyCharacter      *character)
{
  ChattyRemoteCharacter *self;

  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (store), NULL);
  g_return_val_if_fail (chatty_character_get_id (character) != NULL, NULL);

  self = g_object_new (CHATTY_TYPE_REMOTE_CHARACTER, NULL);
  self->store = g_object_ref (store);
  self->character = chatty_character_ref (character);
  chatty_trouble_set_account (self->trouble, account_id);
  gtk_box_prepend (GTK_BOX (self->box),
                   chatty_remote_link_new (workspace,
                                           chatty_connector_get_id (CHATTY_CONNECTOR (store)),
                                           account_id, chatty_character_get_id (character)));
  update_title (self);

  if (CHATTY_IS_KNOWLEDGE (store))
    add_tab (self, chatty_knowledge_view_new (CHATTY_KNOWLEDGE (store), account_id, character),
             "knowledge", _("Knowledge"), "folder-documents-symbolic");
  if (CHATTY_IS_HISTORY (store))
    add_tab (self, chatty_sessions_view_new (workspace, CHATTY_HISTORY (store), account_id,
                                             character),
             "sessions", _("Past Sessions"), "document-open-recent-symbolic");
  if (CHATTY_IS_MEMORY (store))
    add_tab (self, chatty_memory_view_new (CHATTY_MEMORY (store), account_id, character),
             "memory", _("Memory"), "view-pin-symbolic");
  load (self);
  return GTK_WIDGET (self);
}

/**
 * chatty_remote_character_get_title:
 *
 * Returns: (transfer none): the character's name, for people
 */
const char *
chatty_remote_character_get_title (ChattyRemoteCharacter *self)
{
  g_return_val_if_fail (CHATTY_IS_REMOTE_CHARACTER (self), NULL);

  return self->title;
}
