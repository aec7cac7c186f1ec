/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-character-choices.h"
#include "chatty-choice-popover.h"
#include "chatty-partner-popover.h"
#include "chatty-platform-offers.h"
#include "chatty-talk-bar.h"

#define MAX_NAME_BYTES 200

struct _ChattyTalkBar
{
  GtkWidget parent_instance;

  GtkMenuButton        *character;
  GtkLabel             *character_label;
  ChattyChoicePopover  *characters;
  GtkMenuButton        *account;
  GtkLabel             *account_label;
  ChattyPartnerPopover *partners;
  GtkMenuButton        *model;
  GtkLabel             *model_label;
  ChattyChoicePopover  *models;
  GtkWidget            *feelings;
  GtkWidget            *speaks;

  ChattyAccountService *service;        /* NULL until it is set */
  ChattyCharacterList  *list;
  ChattyConversation   *conversation;   /* nullable */
  ChattyTalkPartners   *places;         /* nullable: of its character */
  GBinding             *bindings[2];
  ChattyPlatformOffers *offers;         /* nullable: of the account that was asked last */
  char                 *offers_of;      /* nullable: that account */
  gboolean              answered;       /* by it */
  GListStore           *model_choices;
};

G_DEFINE_FINAL_TYPE (ChattyTalkBar, chatty_talk_bar, GTK_TYPE_WIDGET)

static char *
dup_character_name (ChattyTalkBar *self,
                    const char    *callsign)
{
  int position = self->list != NULL ? chatty_character_list_find (self->list, callsign) : -1;
  g_autoptr (ChattyCharacterItem) item = NULL;

  if (position < 0)
    return g_strdup (callsign);
  item = g_list_model_get_item (G_LIST_MODEL (self->list), (guint) position);
  return chatty_text_one_line (chatty_character_item_get_name (item), MAX_NAME_BYTES);
}

/* What the button shows, and for a screen reader what it is for. */
static void
set_label (GtkMenuButton *button,
           GtkLabel      *label,
           const char    *what,
           const char    *value)
{
  /* Translators: what a button is for, and what is chosen, as in “Model: gpt-4” */
  g_autofree char *spoken = g_strdup_printf (C_("chosen", "%s: %s"), what, value);

  gtk_label_set_text (label, value);
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
}

static void
update (ChattyTalkBar *self)
{
  const char *callsign = NULL, *account = NULL, *model = NULL;
  ChattyTalkPartner *partner = NULL;
  g_autofree char *name = NULL;

  if (self->conversation != NULL)
    {
      callsign = chatty_conversation_get_callsign (self->conversation);
      account = chatty_conversation_get_account (self->conversation);
      model = chatty_conversation_get_model (self->conversation);
    }
  if (account != NULL && self->places != NULL)
    partner = chatty_talk_partners_find (self->places, account);
  if (callsign != NULL)
    name = dup_character_name (self, callsign);

  set_label (self->character, self->character_label, _("Character"),
             name != NULL ? name : _("No Character"));
  set_label (self->account, self->account_label, _("Account"),
             partner != NULL ? chatty_talk_partner_get_account_name (partner)
                             : _("Choose an Account"));
  set_label (self->model, self->model_label, _("Model"),
             /* Translators: the model that answers: whichever is set elsewhere */
             model != NULL ? model : C_("model", "Default"));
  gtk_widget_set_visible (GTK_WIDGET (self->model), account != NULL);
}

/* The characters --------------------------------------------------------------------- */

static void
fill_characters_cb (GtkMenuButton *button,
                    gpointer       user_data)
{
  ChattyTalkBar *self = user_data;
  g_autoptr (GListModel) choices = NULL;

  if (self->list == NULL)
    return;
  choices = chatty_character_choices_new (self->list);
  chatty_choice_popover_set_choices (self->characters, choices);
}

static void
character_chosen_cb (ChattyTalkBar *self,
                     const char    *callsign)
{
  if (self->conversation != NULL)
    chatty_conversation_set_callsign (self->conversation, callsign);
}

static void
account_chosen_cb (ChattyTalkBar *self,
                   const char    *account)
{
  if (self->conversation != NULL)
    chatty_conversation_set_partner (self->conversation, account);
}

/* The models --------------------------------------------------------------------------- */

/* The popover is open while they come: its list is filled, not exchanged. */
static void
show_models (ChattyTalkBar *self)
{
  GListModel *known = self->offers != NULL ? chatty_platform_offers_get_models (self->offers) : NULL;
  const char *message = self->offers != NULL ? chatty_platform_offers_get_message (self->offers)
                                             : NULL;
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = known != NULL ? g_list_model_get_n_items (known) : 0;

  g_ptr_array_add (choices, chatty_choice_new ("", C_("model", "Default"),
                                               _("What the character or the platform is set to")));
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (choices, g_list_model_get_item (known, i));
  g_list_store_splice (self->model_choices, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->model_choices)),
                       choices->pdata, choices->len);
  if (message == NULL && n == 0 && !self->answered)
    message = _("Asking the platform…");
  chatty_choice_popover_set_status (self->models, message);
}

static void
offers_changed_cb (ChattyTalkBar *self)
{
  self->answered = TRUE;
  show_models (self);
}

static void
load_models_cb (GtkMenuButton *button,
                gpointer       user_data)
{
  ChattyTalkBar *self = user_data;
  const char *account = self->conversation != NULL
    ? chatty_conversation_get_account (self->conversation) : NULL;

  /* What failed is asked for again. */
  if (account != NULL &&
      (g_strcmp0 (account, self->offers_of) != 0 ||
       (self->offers != NULL && chatty_platform_offers_get_message (self->offers) != NULL)))
    {
      if (self->offers != NULL)
        g_signal_handlers_disconnect_by_data (self->offers, self);
      g_clear_object (&self->offers);
      g_free (self->offers_of);
      self->offers_of = g_strdup (account);
      self->offers = chatty_platform_offers_new (self->service, account);
      self->answered = FALSE;
      g_signal_connect_object (self->offers, "changed", G_CALLBACK (offers_changed_cb), self,
                               G_CONNECT_SWAPPED);
      chatty_platform_offers_load (self->offers);
    }
  show_models (self);
}

static void
model_chosen_cb (ChattyTalkBar *self,
                 const char    *model)
{
  if (self->conversation != NULL)
    chatty_conversation_set_model (self->conversation, *model != '\0' ? model : NULL);
}

static void
chatty_talk_bar_dispose (GObject *object)
{
  ChattyTalkBar *self = CHATTY_TALK_BAR (object);
  GtkWidget *child;

  /* Without bindings and handlers on what is going away. */
  if (self->conversation != NULL || self->places != NULL)
    chatty_talk_bar_set_conversation (self, NULL, NULL);
  g_clear_object (&self->offers);
  g_clear_object (&self->model_choices);
  g_clear_object (&self->service);
  g_clear_object (&self->list);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_talk_bar_parent_class)->dispose (object);
}

static void
chatty_talk_bar_finalize (GObject *object)
{
  g_free (CHATTY_TALK_BAR (object)->offers_of);

  G_OBJECT_CLASS (chatty_talk_bar_parent_class)->finalize (object);
}

static void
chatty_talk_bar_class_init (ChattyTalkBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_CHOICE_POPOVER);
  g_type_ensure (CHATTY_TYPE_PARTNER_POPOVER);

  G_OBJECT_CLASS (klass)->dispose = chatty_talk_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_talk_bar_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/talk/chatty-talk-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBar, character);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBar, character_label);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBar, characters);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBar, account);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBar, account_label);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBar, partners);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBar, model);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBar, model_label);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBar, models);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBar, feelings);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkBar, speaks);
  gtk_widget_class_bind_template_callback (widget_class, character_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, account_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_chosen_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_talk_bar_init (ChattyTalkBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  /* Translators: a group of buttons: character, account, model */
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Who answers"), -1);
  self->model_choices = g_list_store_new (CHATTY_TYPE_CHOICE);
  chatty_choice_popover_set_choices (self->models, G_LIST_MODEL (self->model_choices));
  chatty_choice_popover_set_free (self->models, TRUE);
  gtk_menu_button_set_create_popup_func (self->character, fill_characters_cb, self, NULL);
  gtk_menu_button_set_create_popup_func (self->model, load_models_cb, self, NULL);
  update (self);
}

/**
 * chatty_talk_bar_new:
 *
 * Returns: (transfer floating): a bar without a conversation
 */
GtkWidget *
chatty_talk_bar_new (void)
{
  return g_object_new (CHATTY_TYPE_TALK_BAR, NULL);
}

/**
 * chatty_talk_bar_set_accounts:
 * @accounts: whose models are listed; set once
 * @characters: who can be talked to
 */
void
chatty_talk_bar_set_accounts (ChattyTalkBar        *self,
                              ChattyAccountService *accounts,
                              ChattyCharacterList  *characters)
{
  g_return_if_fail (CHATTY_IS_TALK_BAR (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (accounts);
  self->list = g_object_ref (characters);
  g_signal_connect_object (characters, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
}

/**
 * chatty_talk_bar_set_conversation:
 * @conversation: (nullable): what it is about
 * @partners: (nullable): who its character can be talked to with
 */
void
chatty_talk_bar_set_conversation (ChattyTalkBar      *self,
                                  ChattyConversation *conversation,
                                  ChattyTalkPartners *partners)
{
  static const char *const names[] = { "speaks", "ask-feeling" };

  g_return_if_fail (CHATTY_IS_TALK_BAR (self));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_clear_pointer (&self->bindings[i], g_binding_unbind);
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  if (self->places != NULL)
    g_signal_handlers_disconnect_by_data (self->places, self);
  g_set_object (&self->conversation, conversation);
  g_set_object (&self->places, partners);
  chatty_partner_popover_set_partners (self->partners, partners);

  if (conversation != NULL)
    {
      GtkWidget *toggles[] = { self->speaks, self->feelings };

      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        self->bindings[i] = g_object_bind_property (conversation, names[i], toggles[i], "active",
                                                    G_BINDING_SYNC_CREATE |
                                                    G_BINDING_BIDIRECTIONAL);
      g_signal_connect_object (conversation, "notify::callsign", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (conversation, "notify::account", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (conversation, "notify::model", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
    }
  if (partners != NULL)
    g_signal_connect_object (partners, "items-changed", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  update (self);
}

/**
 * chatty_talk_bar_choose_model:
 *
 * Opens the list of models, for who was told that the model is the trouble.
 */
void
chatty_talk_bar_choose_model (ChattyTalkBar *self)
{
  g_return_if_fail (CHATTY_IS_TALK_BAR (self));

  gtk_menu_button_popup (self->model);
}
