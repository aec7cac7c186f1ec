/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-character-list.h"
#include "chatty-text.h"

#include "chatty-choice-popover.h"
#include "chatty-fold-box.h"
#include "chatty-remote-link.h"

#define MAX_NAME_BYTES 120

struct _ChattyRemoteLink
{
  GtkWidget parent_instance;

  GtkWidget           *box;
  GtkLabel            *label;
  GtkWidget           *pair;
  ChattyChoicePopover *choices;
  GtkWidget           *bring;
  GtkWidget           *open;
  GtkWidget           *sync;

  ChattyCharacterList *here;
  char                *platform;
  char                *account_id;
  char                *remote_id;
  char                *callsign;   /* of the one that it is linked with, or NULL */
};

G_DEFINE_FINAL_TYPE (ChattyRemoteLink, chatty_remote_link, GTK_TYPE_WIDGET)

/* The link of @item with this platform, or NULL. */
static ChattyCharacterLink *
find_link (ChattyRemoteLink    *self,
           ChattyCharacterItem *item)
{
  for (guint i = 0; i < chatty_character_item_get_n_places (item); i++)
    {
      ChattyCharacterLink *link = chatty_character_item_get_place (item, i)->link;

      if (g_strcmp0 (link->platform, self->platform) == 0)
        return link;
    }
  return NULL;
}

static void
show_linked (ChattyRemoteLink *self,
             const char       *name)
{
  g_autofree char *line = name != NULL ? chatty_text_one_line (name, MAX_NAME_BYTES) : NULL;
  g_autofree char *text = NULL;

  if (line != NULL)
    /* Translators: %s is a character in the vault */
    text = g_strdup_printf (_("Linked with %s here"), line);
  gtk_label_set_text (self->label, text != NULL ? text : _("Not in your vault"));
  gtk_widget_set_visible (self->bring, name == NULL);
  gtk_widget_set_visible (self->pair, name == NULL);
  gtk_widget_set_visible (self->open, name != NULL);
  gtk_widget_set_visible (self->sync, name != NULL);
}

static void
update (ChattyRemoteLink *self)
{
  g_autoptr (GListStore) free_ones = g_list_store_new (CHATTY_TYPE_CHOICE);
  g_autofree char *name = NULL;

  g_clear_pointer (&self->callsign, g_free);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->here)); i++)
    {
      g_autoptr (ChattyCharacterItem) item =
        g_list_model_get_item (G_LIST_MODEL (self->here), i);
      ChattyCharacterLink *link = find_link (self, item);

      if (link != NULL && g_strcmp0 (link->remote_id, self->remote_id) == 0)
        {
          self->callsign = g_strdup (chatty_character_item_get_callsign (item));
          name = g_strdup (chatty_character_item_get_name (item));
        }
      else if (link == NULL)
        {
          g_autoptr (ChattyChoice) choice =
            chatty_choice_new (chatty_character_item_get_callsign (item),
                               chatty_character_item_get_name (item),
                               chatty_character_item_get_callsign (item));

          g_list_store_append (free_ones, choice);
        }
    }
  chatty_choice_popover_set_choices (self->choices, G_LIST_MODEL (free_ones));
  gtk_widget_set_sensitive (self->pair,
                            g_list_model_get_n_items (G_LIST_MODEL (free_ones)) > 0);
  show_linked (self, name);
}

static void
bring (ChattyRemoteLink *self,
       const char       *callsign)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.bring-character", "(sss)",
                              self->account_id, self->remote_id, callsign);
}

static void
bring_clicked_cb (ChattyRemoteLink *self)
{
  bring (self, "");
}

static void
chosen_cb (ChattyRemoteLink *self,
           const char       *callsign)
{
  gtk_popover_popdown (GTK_POPOVER (self->choices));
  bring (self, callsign);
}

static void
open_clicked_cb (ChattyRemoteLink *self)
{
  if (self->callsign != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-character", "s", self->callsign);
}

static void
sync_clicked_cb (ChattyRemoteLink *self)
{
  if (self->callsign != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.sync-character", "(ss)",
                                self->account_id, self->callsign);
}

static void
chatty_remote_link_dispose (GObject *object)
{
  ChattyRemoteLink *self = CHATTY_REMOTE_LINK (object);

  if (self->here != NULL)
    g_signal_handlers_disconnect_by_data (self->here, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->here);

  G_OBJECT_CLASS (chatty_remote_link_parent_class)->dispose (object);
}

static void
chatty_remote_link_finalize (GObject *object)
{
  ChattyRemoteLink *self = CHATTY_REMOTE_LINK (object);

  g_free (self->platform);
  g_free (self->account_id);
  g_free (self->remote_id);
  g_free (self->callsign);

  G_OBJECT_CLASS (chatty_remote_link_parent_class)->finalize (object);
}

static void
chatty_remote_link_class_init (ChattyRemoteLinkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_remote_link_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_remote_link_finalize;

  g_type_ensure (CHATTY_TYPE_CHOICE_POPOVER);
  g_type_ensure (CHATTY_TYPE_FOLD_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-remote-link.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteLink, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteLink, label);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteLink, pair);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteLink, choices);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteLink, bring);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteLink, open);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteLink, sync);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, bring_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, sync_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_remote_link_init (ChattyRemoteLink *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_remote_link_new:
 * @workspace: what is here
 * @platform: the platform's id
 * @account_id: the account there
 * @remote_id: the character there
 *
 * Returns: (transfer floating): a line that follows the vault
 */
GtkWidget *
chatty_remote_link_new (ChattyWorkspace *workspace,
                        const char      *platform,
                        const char      *account_id,
                        const char      *remote_id)
{
  ChattyRemoteLink *self = g_object_new (CHATTY_TYPE_REMOTE_LINK, NULL);

  self->platform = g_strdup (platform);
  self->account_id = g_strdup (account_id);
  self->remote_id = g_strdup (remote_id);
  self->here = chatty_character_list_new (chatty_workspace_get_vault (workspace));
  g_signal_connect_object (self->here, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  /* A sync that was shown over it may have linked it. */
  g_signal_connect (self, "map", G_CALLBACK (update), NULL);
  update (self);
  return GTK_WIDGET (self);
}
