/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-turn-actions.h"

static const struct {
  ChattyTurnOffers  offer;
  const char       *action;
  const char       *icon;
  const char       *name;
} kinds[] = {
  { CHATTY_TURN_OFFER_COPY, "turn.copy", "edit-copy-symbolic", N_("Copy message") },
  { CHATTY_TURN_OFFER_EDIT, "turn.edit", "document-edit-symbolic", N_("Edit and send again") },
  { CHATTY_TURN_OFFER_RETRY, "turn.retry", "view-refresh-symbolic", N_("Try again") },
  { CHATTY_TURN_OFFER_SPEAK, "turn.speak", "audio-volume-high-symbolic", N_("Speak") },
  { CHATTY_TURN_OFFER_REMEMBER, "turn.remember", "user-bookmarks-symbolic", N_("Remember this") },
  { CHATTY_TURN_OFFER_SENT, "turn.sent", "dialog-information-symbolic", N_("What was sent") },
};

struct _ChattyTurnActions
{
  GtkWidget parent_instance;

  GtkWidget *buttons[G_N_ELEMENTS (kinds)];   /* NULL until they are wanted */
  guint      number;
};

G_DEFINE_FINAL_TYPE (ChattyTurnActions, chatty_turn_actions, GTK_TYPE_WIDGET)

static GtkWidget *
new_button (ChattyTurnActions *self,
            guint              kind)
{
  GtkWidget *button = gtk_button_new_from_icon_name (kinds[kind].icon);
  GtkWidget *before = NULL;

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "chatty-small-button");
  gtk_widget_set_tooltip_text (button, _(kinds[kind].name));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _(kinds[kind].name),
                                  -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", self->number);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), kinds[kind].action);

  for (guint i = 0; i < kind; i++)
    if (self->buttons[i] != NULL)
      before = self->buttons[i];
  gtk_widget_insert_after (button, GTK_WIDGET (self), before);

  return button;
}

static void
chatty_turn_actions_dispose (GObject *object)
{
  ChattyTurnActions *self = CHATTY_TURN_ACTIONS (object);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_clear_pointer (&self->buttons[i], gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_turn_actions_parent_class)->dispose (object);
}

static void
chatty_turn_actions_class_init (ChattyTurnActionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_turn_actions_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chatty-turn-actions");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_turn_actions_init (ChattyTurnActions *self)
{
  self->number = G_MAXUINT;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Message actions"),
                                  -1);
}

/**
 * chatty_turn_actions_new:
 *
 * Returns: (transfer floating): a box without buttons
 */
GtkWidget *
chatty_turn_actions_new (void)
{
  return g_object_new (CHATTY_TYPE_TURN_ACTIONS, NULL);
}

/**
 * chatty_turn_actions_get_offers_for:
 * @offers: what there is to offer
 *
 * Returns: what of it there is for the turn of a segment
 */
ChattyTurnOffers
chatty_turn_actions_get_offers_for (ChattyTurnSegment *segment,
                                    ChattyTurnOffers   offers)
{
  ChattyRole role = chatty_turn_get_role (chatty_turn_segment_get_turn (segment));
  gboolean is_person = role == CHATTY_ROLE_PERSON;
  gboolean is_answer = role == CHATTY_ROLE_ASSISTANT;
  gboolean has_text = chatty_turn_get_length (chatty_turn_segment_get_turn (segment)) > 0;
  ChattyTurnOffers possible = 0;

  if (chatty_turn_segment_is_live (segment))
    return 0;

  if (has_text)
    possible |= CHATTY_TURN_OFFER_COPY;
  if (chatty_turn_segment_is_aside (segment))
    return possible & offers;

  if (is_person)
    possible |= CHATTY_TURN_OFFER_EDIT;
  if (is_answer)
    possible |= CHATTY_TURN_OFFER_SENT;
  if (is_answer && chatty_turn_segment_ends_list (segment))
    possible |= CHATTY_TURN_OFFER_RETRY;
  if (is_answer && has_text)
    possible |= CHATTY_TURN_OFFER_SPEAK;
  if ((is_person || is_answer) && has_text)
    possible |= CHATTY_TURN_OFFER_REMEMBER;

  return possible & offers;
}

/**
 * chatty_turn_actions_set_segment:
 * @offers: what can be done with the turn
 */
void
chatty_turn_actions_set_segment (ChattyTurnActions *self,
                                 ChattyTurnSegment *segment,
                                 ChattyTurnOffers   offers)
{
  guint number;
  gboolean is_other;

  g_return_if_fail (CHATTY_IS_TURN_ACTIONS (self));
  g_return_if_fail (CHATTY_IS_TURN_SEGMENT (segment));

  number = chatty_turn_segment_get_number (segment);
  is_other = number != self->number;
  self->number = number;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gboolean is_wanted = (offers & kinds[i].offer) != 0;
      gboolean is_new = is_wanted && self->buttons[i] == NULL;

      if (is_new)
        self->buttons[i] = new_button (self, i);
      if (self->buttons[i] == NULL)
        continue;
      if (is_other)
        gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[i]), "u", number);
      gtk_widget_set_visible (self->buttons[i], is_wanted);
    }
}
