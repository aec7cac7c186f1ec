/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"
#include "chatty-text.h"

#include "chatty-avatar.h"
#include "chatty-character-cell.h"
#include "chatty-list-name.h"
#include "chatty-place-badge.h"

#define MAX_NAME_BYTES   200
#define MAX_SECOND_BYTES 300
/* More do not fit; the others are told in the accessible name. */
#define MAX_BADGES       3

struct _ChattyCharacterCell
{
  GtkWidget parent_instance;

  ChattyAvatar *avatar;
  GtkLabel     *name;
  GtkLabel     *second;
  GtkBox       *badges;

  ChattyCharacterItem *item;
  ChattyCharacterItem *pressed;   /* which one the button went down on */
};

enum {
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyCharacterCell, chatty_character_cell, GTK_TYPE_WIDGET)

static void
update_badges (ChattyCharacterCell *self)
{
  guint n_places = chatty_character_item_get_n_places (self->item);
  GtkWidget *badge = gtk_widget_get_first_child (GTK_WIDGET (self->badges));

  for (guint i = 0; i < MIN (n_places, MAX_BADGES); i++)
    {
      const ChattyCharacterPlace *place = chatty_character_item_get_place (self->item, i);

      if (badge == NULL)
        {
          badge = chatty_place_badge_new ();
          gtk_box_append (self->badges, badge);
        }
      chatty_place_badge_set (CHATTY_PLACE_BADGE (badge), place->link->platform, place->state);
      gtk_widget_set_visible (badge, TRUE);
      badge = gtk_widget_get_next_sibling (badge);
    }
  for (; badge != NULL; badge = gtk_widget_get_next_sibling (badge))
    gtk_widget_set_visible (badge, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->badges), n_places > 0);
}

static char *
describe (ChattyCharacterCell *self,
          const char          *name,
          const char          *second)
{
  g_autoptr (GString) text = g_string_new (name);

  if (*second != '\0')
    g_string_append_printf (text, ", %s", second);
  for (guint i = 0; i < chatty_character_item_get_n_places (self->item); i++)
    {
      const ChattyCharacterPlace *place = chatty_character_item_get_place (self->item, i);

      g_string_append (text, ", ");
      /* Translators: a platform and how a character stands there: "Convai: In sync" */
      g_string_append_printf (text, _("%s: %s"), chatty_platform_get_title (place->link->platform),
                              chatty_place_state_to_words (place->state));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update (ChattyCharacterCell *self)
{
  const char *description = chatty_character_item_get_description (self->item);
  g_autofree char *name = NULL;
  g_autofree char *second = NULL;
  g_autofree char *spoken = NULL;

  name = chatty_text_one_line (chatty_character_item_get_name (self->item), MAX_NAME_BYTES);
  second = chatty_text_one_line (description != NULL && *description != '\0'
                                   ? description
                                   : chatty_character_item_get_callsign (self->item),
                                 MAX_SECOND_BYTES);
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->second, second);
  chatty_avatar_set (self->avatar, name, chatty_character_item_get_avatar (self->item),
                     chatty_character_item_get_modified (self->item));
  update_badges (self);

  spoken = describe (self, name, second);
  chatty_list_name_set (GTK_WIDGET (self), spoken);
}

static void
pressed_cb (ChattyCharacterCell *self,
            int                  n_press)
{
  g_clear_object (&self->pressed);
  if (n_press == 1 && self->item != NULL)
    self->pressed = g_object_ref (self->item);
}

static void
released_cb (ChattyCharacterCell *self)
{
  g_autoptr (ChattyCharacterItem) pressed = g_steal_pointer (&self->pressed);

  /* The list may have moved on, and have given the row another character. */
  if (pressed != NULL && pressed == self->item)
    g_signal_emit (self, signals[OPENED], 0);
}

static void
chatty_character_cell_dispose (GObject *object)
{
  ChattyCharacterCell *self = CHATTY_CHARACTER_CELL (object);
  GtkWidget *child;

  g_clear_object (&self->item);
  g_clear_object (&self->pressed);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_character_cell_parent_class)->dispose (object);
}

static void
chatty_character_cell_class_init (ChattyCharacterCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_AVATAR);
  G_OBJECT_CLASS (klass)->dispose = chatty_character_cell_dispose;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/characters/chatty-character-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterCell, avatar);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterCell, name);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterCell, second);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterCell, badges);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chatty-character");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_character_cell_init (ChattyCharacterCell *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              12);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/**
 * chatty_character_cell_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
chatty_character_cell_new (void)
{
  return g_object_new (CHATTY_TYPE_CHARACTER_CELL, NULL);
}

/**
 * chatty_character_cell_bind:
 *
 * Shows a character, and follows it.
 */
void
chatty_character_cell_bind (ChattyCharacterCell *self,
                            ChattyCharacterItem *item)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_CELL (self));
  g_return_if_fail (CHATTY_IS_CHARACTER_ITEM (item));

  chatty_character_cell_unbind (self);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * chatty_character_cell_unbind:
 */
void
chatty_character_cell_unbind (ChattyCharacterCell *self)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_CELL (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_clear_object (&self->item);
}

/**
 * chatty_character_cell_get_item:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
ChattyCharacterItem *
chatty_character_cell_get_item (ChattyCharacterCell *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_CELL (self), NULL);

  return self->item;
}
