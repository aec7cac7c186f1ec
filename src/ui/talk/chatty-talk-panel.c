/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines: all of it shows one conversation, and each part follows its state. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-attach.h"
#include "chatty-character-choices.h"
#include "chatty-choice-popover.h"
#include "chatty-composer.h"
#include "chatty-drop-place.h"
#include "chatty-memory-proposals.h"
#include "chatty-notice.h"
#include "chatty-starters.h"
#include "chatty-talk-bar.h"
#include "chatty-talk-panel.h"
#include "chatty-talk-problem-bar.h"
#include "chatty-talk-words.h"
#include "chatty-toast-room.h"
#include "chatty-voice-bar.h"

#define MAX_NAME_BYTES 200

struct _ChattyTalkPanel
{
  GtkWidget parent_instance;

  GtkMenuButton        *offer;
  ChattyChoicePopover  *characters;
  GtkWidget            *talk;
  GtkWidget            *waiting;
  GtkSpinner           *spinner;
  GtkLabel             *status;
  AdwBin               *proposals;
  ChattyTalkProblemBar *problem;
  ChattyNotice         *place;
  ChattyNotice         *notice;
  ChattyNotice         *refused;
  ChattyStarters       *starters;
  ChattyVoiceBar       *voice;
  ChattyComposer       *composer;
  ChattyTalkBar        *bar;

  ChattyTalkService  *service;        /* NULL until it is set */
  ChattyTalkPartners *partners;
  ChattyConversation *conversation;   /* nullable */
  char               *transcript_id;  /* nullable: what is taken up */
  char               *draft_key;      /* nullable: where what is written belongs */
  GCancellable       *opening;
};

enum {
  PROP_0,
  PROP_CONVERSATION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void drop_place_iface_init (ChattyDropPlaceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyTalkPanel, chatty_talk_panel, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_DROP_PLACE,
                                                      drop_place_iface_init))

static ChattyTalkState
get_state (ChattyTalkPanel *self)
{
  return self->conversation != NULL ? chatty_conversation_get_state (self->conversation)
                                    : CHATTY_TALK_STATE_IDLE;
}

static gboolean
is_busy (ChattyTalkPanel *self)
{
  ChattyTalkState state = get_state (self);

  return state == CHATTY_TALK_STATE_SENDING || state == CHATTY_TALK_STATE_ANSWERING;
}

/* (transfer full) (nullable): the character, where the vault still has it. */
static ChattyCharacterItem *
dup_character (ChattyTalkPanel *self)
{
  const char *callsign = self->conversation != NULL
    ? chatty_conversation_get_callsign (self->conversation) : NULL;
  ChattyCharacterList *list = chatty_talk_service_get_characters (self->service);
  int position = callsign != NULL ? chatty_character_list_find (list, callsign) : -1;

  return position >= 0 ? g_list_model_get_item (G_LIST_MODEL (list), (guint) position) : NULL;
}

/* (transfer full) (nullable): how the character is called. */
static char *
dup_name (ChattyTalkPanel *self)
{
  g_autoptr (ChattyCharacterItem) item = dup_character (self);

  if (item == NULL)
    return self->conversation != NULL
      ? g_strdup (chatty_conversation_get_callsign (self->conversation)) : NULL;
  return chatty_text_one_line (chatty_character_item_get_name (item), MAX_NAME_BYTES);
}

static ChattyTalkPartner *
get_partner (ChattyTalkPanel *self)
{
  const char *account = self->conversation != NULL
    ? chatty_conversation_get_account (self->conversation) : NULL;

  return account != NULL ? chatty_talk_partners_find (self->partners, account) : NULL;
}

/* What is shown ------------------------------------------------------------------------ */

static void
update_status (ChattyTalkPanel *self)
{
  g_autofree char *name = dup_name (self);
  g_autofree char *text = chatty_talk_words_dup_status (get_state (self), name);

  gtk_label_set_text (self->status, text != NULL ? text : "");
  gtk_widget_set_visible (self->waiting, text != NULL);
  gtk_spinner_set_spinning (self->spinner, text != NULL);
}

static void
update_place (ChattyTalkPanel *self)
{
  const char *text = NULL, *action = NULL;

  if (self->conversation != NULL && !chatty_talk_partners_get_loading (self->partners) &&
      !is_busy (self))
    text = chatty_talk_words_get_place (self->conversation, get_partner (self),
                                        g_list_model_get_n_items (G_LIST_MODEL (self->partners)),
                                        &action);
  chatty_notice_set (self->place, text, action);
}

static void
update_composer (ChattyTalkPanel *self)
{
  ChattyTalkPartner *partner = get_partner (self);
  g_autofree char *name = dup_name (self);
  g_autofree char *placeholder = NULL;

  chatty_composer_set_inputs (self->composer, self->conversation != NULL
                                ? chatty_conversation_get_inputs (self->conversation) : 0);
  chatty_composer_set_answering (self->composer, is_busy (self));
  chatty_composer_set_can_send (self->composer,
                                get_state (self) == CHATTY_TALK_STATE_READY && partner != NULL &&
                                chatty_talk_partner_get_reason (partner) == NULL);
  if (name != NULL)
    /* Translators: %s is the name of a character */
    placeholder = g_strdup_printf (_("Write to %s"), name);
  chatty_composer_set_placeholder (self->composer, placeholder);
}

/* As long as nothing was said. */
static void
update_starters (ChattyTalkPanel *self)
{
  g_autoptr (ChattyCharacterItem) item = NULL;
  const char *const *starters = NULL;

  if (self->conversation != NULL && get_state (self) == CHATTY_TALK_STATE_READY &&
      chatty_conversation_get_transcript_id (self->conversation) == NULL)
    item = dup_character (self);
  if (item != NULL)
    starters = chatty_character_get_list (chatty_character_record_get_character (
                                            chatty_character_item_get_record (item)),
                                          CHATTY_FIELD_STARTERS);
  chatty_starters_set (self->starters, starters);
}

static void
update_problem (ChattyTalkPanel *self)
{
  update_place (self);
  chatty_talk_problem_bar_set (self->problem, self->conversation != NULL
                                 ? chatty_conversation_get_problem (self->conversation) : NULL);
}

static void
update_notice (ChattyTalkPanel *self)
{
  chatty_notice_set (self->notice, self->conversation != NULL
                       ? chatty_conversation_get_notice (self->conversation) : NULL, NULL);
}

/* GTK 4.8 keeps a widget for ever that is hidden with the focus in it, when one
 * around it is hidden before the next frame. */
static void
let_go_of_focus (ChattyTalkPanel *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    gtk_root_set_focus (root, NULL);
}

static void
update (ChattyTalkPanel *self)
{
  gboolean talks = self->conversation != NULL &&
                   chatty_conversation_get_callsign (self->conversation) != NULL;
  gboolean offers = self->conversation != NULL && !talks && self->opening == NULL;

  if (!talks && gtk_widget_get_visible (self->talk))
    let_go_of_focus (self);
  gtk_widget_set_visible (GTK_WIDGET (self->offer), offers);
  gtk_widget_set_visible (self->talk, talks);
  gtk_widget_set_visible (GTK_WIDGET (self), offers || talks);
  if (self->service == NULL)
    return;

  update_status (self);
  update_composer (self);
  update_starters (self);
  update_problem (self);
  update_notice (self);
}

/* Where nobody said where, the first account that can is taken. */
static void
choose_account (ChattyTalkPanel *self)
{
  if (self->conversation == NULL || is_busy (self) ||
      get_state (self) == CHATTY_TALK_STATE_OPENING ||
      chatty_talk_partners_get_loading (self->partners) ||
      chatty_conversation_get_account (self->conversation) != NULL)
    return;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->partners)); i++)
    {
      g_autoptr (ChattyTalkPartner) partner = g_list_model_get_item (G_LIST_MODEL (self->partners),
                                                                     i);

      if (chatty_talk_partner_get_reason (partner) != NULL)
        continue;
      chatty_conversation_set_partner (self->conversation,
                                       chatty_talk_partner_get_account (partner));
      return;
    }
}

static void
partners_changed_cb (ChattyTalkPanel *self)
{
  choose_account (self);
  update (self);
}

static void
state_changed_cb (ChattyTalkPanel *self)
{
  /* What is said last is what one wants to hear the answer to. */
  if (get_state (self) == CHATTY_TALK_STATE_SENDING)
    chatty_speaker_follow (chatty_talk_service_get_speaker (self->service), self->conversation);
  choose_account (self);
  update (self);
}

static void
callsign_changed_cb (ChattyTalkPanel *self)
{
  chatty_talk_partners_set_callsign (self->partners,
                                     chatty_conversation_get_callsign (self->conversation));
  update (self);
}

/* Drafts ----------------------------------------------------------------------------------- */

static void
put_draft_away (ChattyTalkPanel *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) files = NULL;

  if (self->draft_key == NULL)
    return;

  chatty_composer_cancel (self->composer);
  text = chatty_composer_dup_text (self->composer);
  files = chatty_composer_dup_files (self->composer);
  chatty_talk_service_keep_draft (self->service, self->draft_key, chatty_talk_draft_new (text, files));
  g_clear_pointer (&self->draft_key, g_free);
  chatty_composer_clear (self->composer);
}

static void
bring_draft (ChattyTalkPanel *self,
             const char      *key)
{
  g_autoptr (ChattyTalkDraft) draft = chatty_talk_service_take_draft (self->service, key);

  g_free (self->draft_key);
  self->draft_key = g_strdup (key);
  if (draft == NULL)
    return;

  chatty_composer_set_text (self->composer, draft->text);
  for (guint i = 0; i < draft->files->len; i++)
    {
      ChattyTalkFile *file = g_ptr_array_index (draft->files, i);

      chatty_composer_add_file (self->composer, chatty_talk_file_new (file->name, file->media_type,
                                                                      file->bytes));
    }
}

static void
transcript_id_changed_cb (ChattyTalkPanel *self)
{
  const char *id = chatty_conversation_get_transcript_id (self->conversation);

  /* A new conversation has its transcript now. */
  if (id != NULL && g_strcmp0 (id, self->draft_key) != 0)
    {
      g_free (self->draft_key);
      self->draft_key = g_strdup (id);
      g_free (self->transcript_id);
      self->transcript_id = g_strdup (id);
    }
}

/* The conversation ------------------------------------------------------------------------- */

static void
set_conversation (ChattyTalkPanel    *self,
                  ChattyConversation *conversation)
{
  static const struct {
    const char *signal;
    void      (*callback) (ChattyTalkPanel *self);
  } followed[] = {
    { "notify::state", state_changed_cb },
    { "notify::account", update },
    { "notify::inputs", update },
    { "notify::callsign", callsign_changed_cb },
    { "notify::problem", update_problem },
    { "notify::notice", update_notice },
    { "notify::transcript-id", transcript_id_changed_cb },
  };

  if (self->conversation == conversation)
    return;

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  adw_bin_set_child (self->proposals, NULL);
  chatty_notice_set (self->refused, NULL, NULL);
  g_set_object (&self->conversation, conversation);
  if (conversation != NULL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (followed); i++)
        g_signal_connect_object (conversation, followed[i].signal,
                                 G_CALLBACK (followed[i].callback), self, G_CONNECT_SWAPPED);
      chatty_talk_partners_set_callsign (self->partners,
                                         chatty_conversation_get_callsign (conversation));
      chatty_voice_bar_set_speaker (self->voice, chatty_talk_service_get_speaker (self->service));
    }
  chatty_talk_bar_set_conversation (self->bar, conversation,
                                    conversation != NULL ? self->partners : NULL);
  choose_account (self);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONVERSATION]);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyTalkPanel) self = user_data;
  g_autoptr (GError) error = NULL;
  ChattyConversation *conversation = CHATTY_CONVERSATION (source);

  /* What cannot be opened says so itself, in its "problem". */
  chatty_conversation_open_finish (conversation, result, &error);
  if (conversation != self->conversation || chatty_error_is_cancelled (error))
    return;

  g_clear_object (&self->opening);
  callsign_changed_cb (self);
  choose_account (self);
  update (self);
  if (error != NULL)
    chatty_notice_set (self->refused, error->message, NULL);
}

static void
open_conversation (ChattyTalkPanel *self,
                   const char      *transcript_id,   /* nullable */
                   const char      *callsign,
                   const char      *account)
{
  g_autoptr (ChattyConversation) conversation = NULL;

  conversation = chatty_talk_service_new_conversation (self->service);
  g_clear_object (&self->opening);
  self->opening = g_cancellable_new ();
  chatty_conversation_open_async (conversation, transcript_id, callsign, account, self->opening,
                                  opened_cb, g_object_ref (self));
  set_conversation (self, conversation);
}

static void
fill_characters_cb (GtkMenuButton *button,
                    gpointer       user_data)
{
  ChattyTalkPanel *self = user_data;
  g_autoptr (GListModel) choices = NULL;

  choices = chatty_character_choices_new (chatty_talk_service_get_characters (self->service));
  chatty_choice_popover_set_choices (self->characters, choices);
  chatty_choice_popover_set_status (self->characters,
                                    g_list_model_get_n_items (choices) == 0
                                      ? _("There is no character yet. Make one with the button "
                                          "“Add” at the top of the window.")
                                      : NULL);
}

static void
character_chosen_cb (ChattyTalkPanel *self,
                     const char      *callsign)
{
  if (self->conversation == NULL)
    return;
  chatty_conversation_set_callsign (self->conversation, callsign);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static void
refused_cb (ChattyTalkPanel *self,
            const char      *message)
{
  chatty_notice_set (self->refused, NULL, NULL);
  chatty_notice_set (self->refused, message, NULL);
}

static gboolean
sent (ChattyTalkPanel *self,
      const char      *text,
      GPtrArray       *files,
      GBytes          *audio)
{
  g_autoptr (GError) error = NULL;

  if (!chatty_conversation_send (self->conversation, text, files, audio, &error))
    {
      refused_cb (self, error->message);
      return FALSE;
    }
  chatty_notice_set (self->refused, NULL, NULL);
  return TRUE;
}

static void
send_cb (ChattyTalkPanel *self)
{
  g_autofree char *text = chatty_composer_dup_text (self->composer);
  g_autoptr (GPtrArray) files = chatty_composer_dup_files (self->composer);

  if (self->conversation == NULL)
    return;

  if (files->len == 1 && chatty_attach_is_audio (g_ptr_array_index (files, 0)))
    {
      ChattyTalkFile *recording = g_ptr_array_index (files, 0);

      if (!sent (self, NULL, NULL, recording->bytes))
        return;
      /* It goes alone: what is written waits for its turn. */
      chatty_composer_clear (self->composer);
      chatty_composer_set_text (self->composer, text);
    }
  else if (sent (self, text, files->len > 0 ? files : NULL, NULL))
    {
      chatty_composer_clear (self->composer);
    }
}

static void
send_recording_cb (ChattyTalkPanel *self,
                   GBytes          *wav)
{
  if (self->conversation != NULL)
    sent (self, NULL, NULL, wav);
}

static void
starter_cb (ChattyTalkPanel *self,
            const char      *text)
{
  g_autofree char *said = g_strdup (text);
  g_autofree char *written = chatty_composer_dup_text (self->composer);

  chatty_composer_set_text (self->composer, said);
  /* Nothing that was written is lost without being seen. */
  if (*written == '\0')
    chatty_composer_send (self->composer);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static void
stop_cb (ChattyTalkPanel *self)
{
  if (self->conversation != NULL)
    chatty_conversation_stop (self->conversation);
}

static void
help_cb (ChattyTalkPanel *self)
{
  const ChattyTalkProblem *problem = chatty_conversation_get_problem (self->conversation);
  g_autofree char *action = problem != NULL ? g_strdup (problem->action) : NULL;

  if (action == NULL)
    return;
  if (chatty_conversation_help (self->conversation))
    {
      /* The button goes with the problem. */
      gtk_widget_grab_focus (GTK_WIDGET (self->composer));
      return;
    }

  if (g_str_equal (action, CHATTY_TALK_SIGN_IN))
    {
      const char *account = chatty_conversation_get_account (self->conversation);

      if (account != NULL)
        gtk_widget_activate_action (GTK_WIDGET (self), "app.show-account", "s", account);
      else
        gtk_widget_activate_action (GTK_WIDGET (self), "app.preferences", NULL);
    }
  else if (g_str_equal (action, CHATTY_TALK_CHANGE_MODEL))
    {
      chatty_talk_bar_choose_model (self->bar);
    }
}

static void
place_cb (ChattyTalkPanel *self)
{
  ChattyTalkPartner *partner = get_partner (self);

  if (partner != NULL && chatty_talk_partner_get_reason (partner) == NULL)
    chatty_conversation_retry (self->conversation);
  else if (partner != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.show-account", "s",
                                chatty_talk_partner_get_account (partner));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "app.preferences", NULL);
}

/* Drops --------------------------------------------------------------------------------------- */

static gboolean
takes_files (ChattyTalkPanel *self)
{
  return self->conversation != NULL &&
         (chatty_conversation_get_inputs (self->conversation) &
          (CHATTY_CHAT_IMAGE | CHATTY_CHAT_AUDIO)) != 0;
}

static char *
panel_describe (ChattyDropPlace *place,
                ChattyDropped   *dropped)
{
  ChattyTalkPanel *self = CHATTY_TALK_PANEL (place);
  g_autofree char *name = NULL;
  guint n = 0;

  if (!takes_files (self))
    return NULL;
  for (; dropped != NULL && n < chatty_dropped_get_n_files (dropped); n++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (G_LIST_MODEL (dropped->files), n);

      /* What cannot be said can be imported. */
      if (!chatty_attach_may_take (file, chatty_conversation_get_inputs (self->conversation)))
        return NULL;
    }
  if (dropped != NULL && n == 0)
    return NULL;

  name = dup_name (self);
  /* Translators: what happens to a file that is dropped; %s is the name of a character */
  return name != NULL ? g_strdup_printf (_("Show it to %s"), name)
                      : g_strdup (_("Attach it to your message"));
}

static void
panel_take (ChattyDropPlace *place,
            ChattyDropped   *dropped)
{
  ChattyTalkPanel *self = CHATTY_TALK_PANEL (place);

  chatty_composer_attach (self->composer, G_LIST_MODEL (dropped->files));
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

static void
drop_place_iface_init (ChattyDropPlaceInterface *iface)
{
  iface->describe = panel_describe;
  iface->take = panel_take;
}

static void
chatty_talk_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (chatty_talk_panel_parent_class)->map (widget);
  chatty_drop_place_enter (CHATTY_DROP_PLACE (widget));
}

static void
chatty_talk_panel_unmap (GtkWidget *widget)
{
  chatty_drop_place_leave (CHATTY_DROP_PLACE (widget));
  GTK_WIDGET_CLASS (chatty_talk_panel_parent_class)->unmap (widget);
}

static gboolean
chatty_talk_panel_grab_focus (GtkWidget *widget)
{
  ChattyTalkPanel *self = CHATTY_TALK_PANEL (widget);

  return gtk_widget_grab_focus (gtk_widget_get_visible (self->talk) ? GTK_WIDGET (self->composer)
                                                                    : GTK_WIDGET (self->offer));
}

static void
chatty_talk_panel_dispose (GObject *object)
{
  ChattyTalkPanel *self = CHATTY_TALK_PANEL (object);
  GtkWidget *child;

  /* The service goes with the window: there is nobody to keep a draft for. */
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);
  if (self->partners != NULL)
    g_signal_handlers_disconnect_by_data (self->partners, self);
  g_clear_object (&self->partners);
  self->composer = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (chatty_talk_panel_parent_class)->dispose (object);
}

static void
chatty_talk_panel_finalize (GObject *object)
{
  ChattyTalkPanel *self = CHATTY_TALK_PANEL (object);

  g_free (self->transcript_id);
  g_free (self->draft_key);

  G_OBJECT_CLASS (chatty_talk_panel_parent_class)->finalize (object);
}

static void
chatty_talk_panel_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CONVERSATION:
      g_value_set_object (value, CHATTY_TALK_PANEL (object)->conversation);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (CHATTY_TYPE_CHOICE_POPOVER);
  g_type_ensure (CHATTY_TYPE_COMPOSER);
  g_type_ensure (CHATTY_TYPE_NOTICE);
  g_type_ensure (CHATTY_TYPE_STARTERS);
  g_type_ensure (CHATTY_TYPE_TALK_BAR);
  g_type_ensure (CHATTY_TYPE_TALK_PROBLEM_BAR);
  g_type_ensure (CHATTY_TYPE_VOICE_BAR);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/talk/chatty-talk-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, offer);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, characters);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, talk);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, waiting);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, status);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, proposals);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, problem);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, place);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, notice);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, refused);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, starters);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, voice);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, composer);
  gtk_widget_class_bind_template_child (widget_class, ChattyTalkPanel, bar);
  gtk_widget_class_bind_template_callback (widget_class, character_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, help_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_recording_cb);
  gtk_widget_class_bind_template_callback (widget_class, starter_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
chatty_talk_panel_class_init (ChattyTalkPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_talk_panel_dispose;
  object_class->finalize = chatty_talk_panel_finalize;
  object_class->get_property = chatty_talk_panel_get_property;
  widget_class->map = chatty_talk_panel_map;
  widget_class->unmap = chatty_talk_panel_unmap;
  widget_class->grab_focus = chatty_talk_panel_grab_focus;

  properties[PROP_CONVERSATION] =
    g_param_spec_object ("conversation", NULL, NULL, CHATTY_TYPE_CONVERSATION,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
chatty_talk_panel_init (ChattyTalkPanel *self)
{
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  chatty_toast_room_keep (GTK_WIDGET (self));
  chatty_notice_set_icon_name (self->place, "network-server-symbolic");
  chatty_notice_set_icon_name (self->notice, "dialog-information-symbolic");
  chatty_notice_set_icon_name (self->refused, "dialog-warning-symbolic");
  gtk_menu_button_set_create_popup_func (self->offer, fill_characters_cb, self, NULL);
  update (self);
}

/**
 * chatty_talk_panel_new:
 *
 * Returns: (transfer floating): one that shows nothing
 */
GtkWidget *
chatty_talk_panel_new (void)
{
  return g_object_new (CHATTY_TYPE_TALK_PANEL, NULL);
}

/**
 * chatty_talk_panel_set_service:
 * @service: whose conversations are shown; set once
 */
void
chatty_talk_panel_set_service (ChattyTalkPanel   *self,
                               ChattyTalkService *service)
{
  g_return_if_fail (CHATTY_IS_TALK_PANEL (self));
  g_return_if_fail (CHATTY_IS_TALK_SERVICE (service));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  self->partners = chatty_talk_partners_new (chatty_talk_service_get_workspace (service),
                                             chatty_talk_service_get_accounts (service));
  g_signal_connect_object (self->partners, "items-changed", G_CALLBACK (partners_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->partners, "notify::loading", G_CALLBACK (partners_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chatty_talk_service_get_characters (service), "items-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  chatty_talk_bar_set_accounts (self->bar, chatty_talk_service_get_accounts (service),
                                chatty_talk_service_get_characters (service));
}

/**
 * chatty_talk_panel_take_up:
 * @transcript_id: of a transcript in the vault
 *
 * Opens its conversation, or shows the one that is open; without a character,
 * offers to choose one first.
 */
void
chatty_talk_panel_take_up (ChattyTalkPanel *self,
                           const char      *transcript_id)
{
  g_autoptr (ChattyConversation) conversation = NULL;

  g_return_if_fail (CHATTY_IS_TALK_PANEL (self));
  g_return_if_fail (transcript_id != NULL);

  if (self->service == NULL || g_strcmp0 (self->transcript_id, transcript_id) == 0)
    return;

  chatty_talk_panel_close (self);
  self->transcript_id = g_strdup (transcript_id);
  conversation = chatty_talk_service_find (self->service, transcript_id);
  bring_draft (self, transcript_id);
  if (conversation != NULL)
    set_conversation (self, conversation);
  else
    open_conversation (self, transcript_id, NULL, NULL);
}

/**
 * chatty_talk_panel_begin:
 * @callsign: who answers
 * @account: (nullable): where; the first that can for %NULL
 */
void
chatty_talk_panel_begin (ChattyTalkPanel *self,
                         const char      *callsign,
                         const char      *account)
{
  g_autofree char *key = NULL;

  g_return_if_fail (CHATTY_IS_TALK_PANEL (self));
  g_return_if_fail (callsign != NULL);
  g_return_if_fail (self->service != NULL);

  chatty_talk_panel_close (self);
  key = g_strconcat ("new:", callsign, NULL);
  bring_draft (self, key);
  open_conversation (self, NULL, callsign, account);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

/**
 * chatty_talk_panel_close:
 */
void
chatty_talk_panel_close (ChattyTalkPanel *self)
{
  g_return_if_fail (CHATTY_IS_TALK_PANEL (self));

  if (self->service == NULL)
    return;

  put_draft_away (self);
  /* What was not even read yet is not waited for. */
  if (self->opening != NULL)
    {
      g_cancellable_cancel (self->opening);
      chatty_talk_service_forget (self->service, self->conversation);
    }
  g_clear_object (&self->opening);
  g_clear_pointer (&self->transcript_id, g_free);
  set_conversation (self, NULL);
  update (self);
}

/**
 * chatty_talk_panel_get_conversation:
 *
 * Returns: (transfer none) (nullable): the one that is open
 */
ChattyConversation *
chatty_talk_panel_get_conversation (ChattyTalkPanel *self)
{
  g_return_val_if_fail (CHATTY_IS_TALK_PANEL (self), NULL);

  return self->conversation;
}

static void
proposals_closed_cb (ChattyTalkPanel *self)
{
  adw_bin_set_child (self->proposals, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

/**
 * chatty_talk_panel_propose_memory:
 *
 * Asks what the character should remember of the conversation.
 */
void
chatty_talk_panel_propose_memory (ChattyTalkPanel *self)
{
  GtkWidget *proposals;

  g_return_if_fail (CHATTY_IS_TALK_PANEL (self));

  if (self->conversation == NULL)
    return;
  proposals = chatty_memory_proposals_new (self->conversation);
  g_signal_connect_object (proposals, "closed", G_CALLBACK (proposals_closed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (self->proposals, proposals);
}

/**
 * chatty_talk_panel_escape:
 *
 * Gives up a recording, else stops the answer.
 *
 * Returns: whether there was anything of that
 */
gboolean
chatty_talk_panel_escape (ChattyTalkPanel *self)
{
  g_return_val_if_fail (CHATTY_IS_TALK_PANEL (self), FALSE);

  if (self->conversation == NULL)
    return FALSE;
  if (chatty_composer_cancel (self->composer))
    return TRUE;
  if (!is_busy (self))
    return FALSE;

  chatty_conversation_stop (self->conversation);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
  return TRUE;
}

/**
 * chatty_talk_panel_toggle_voice:
 *
 * Plays or pauses what is heard.
 *
 * Returns: whether there is anything to be heard
 */
gboolean
chatty_talk_panel_toggle_voice (ChattyTalkPanel *self)
{
  g_return_val_if_fail (CHATTY_IS_TALK_PANEL (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->voice)) &&
         chatty_voice_bar_toggle (self->voice);
}
