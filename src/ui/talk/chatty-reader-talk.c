/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-vault-talk.h"

#include "chatty-live-turns.h"
#include "chatty-reader-talk.h"
#include "chatty-remember.h"
#include "chatty-sent-page.h"

struct _ChattyReaderTalk
{
  GObject parent_instance;

  ChattyTurnList     *list;          /* weak, and the next too: both are the reader's */
  ChattyTalkPanel    *panel;
  ChattyTalkService  *service;       /* NULL until it is set */
  ChattyConversation *conversation;  /* nullable: the one that the panel shows */
  ChattyTurnSegments *segments;      /* nullable: what the list shows */
  ChattyLiveTurns    *live;          /* nullable */
  GSimpleActionGroup *actions;
  gboolean            beginning;     /* its rows are not there yet */
};

enum {
  BEGAN,
  KEPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyReaderTalk, chatty_reader_talk, G_TYPE_OBJECT)

/* What can be done with turns -------------------------------------------------------------- */

static ChattyTurn *
get_turn (ChattyReaderTalk *self,
          GVariant         *parameter)
{
  guint number = g_variant_get_uint32 (parameter);

  if (self->segments == NULL || self->conversation == NULL ||
      number >= chatty_turn_segments_get_n_shown (self->segments))
    return NULL;
  return chatty_turn_segments_get_shown (self->segments, number);
}

/* What was pressed goes with its turn. The list would give the keyboard to the
 * words of another one, where it shows a cursor and does nothing. */
static void
go_on_writing (ChattyReaderTalk *self)
{
  if (self->panel != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->panel)))
    gtk_widget_grab_focus (GTK_WIDGET (self->panel));
}

static void
retry_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  ChattyReaderTalk *self = user_data;

  if (get_turn (self, parameter) == NULL)
    return;
  go_on_writing (self);
  chatty_conversation_retry (self->conversation);
}

static void
speak_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  ChattyReaderTalk *self = user_data;

  if (get_turn (self, parameter) != NULL)
    chatty_conversation_speak (self->conversation, g_variant_get_uint32 (parameter));
}

static void
remember_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  ChattyReaderTalk *self = user_data;
  ChattyTurn *turn = get_turn (self, parameter);
  const char *callsign = turn != NULL ? chatty_conversation_get_callsign (self->conversation)
                                      : NULL;

  if (callsign != NULL)
    chatty_remember_turn (GTK_WIDGET (self->list), chatty_talk_service_get_workspace (self->service),
                          callsign, chatty_conversation_get_transcript_id (self->conversation),
                          turn);
}

static void
sent_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  ChattyReaderTalk *self = user_data;
  ChattyTurn *turn = get_turn (self, parameter);
  const char *id = turn != NULL ? chatty_conversation_get_transcript_id (self->conversation) : NULL;

  if (id != NULL && chatty_turn_get_id (turn) != NULL)
    chatty_sent_page_present (GTK_WIDGET (self->list),
                              chatty_talk_service_get_workspace (self->service), id,
                              chatty_turn_get_id (turn));
}

static gboolean
choose_cb (ChattyReaderTalk *self,
           guint             turn,
           guint             choice)
{
  /* 0 is what is chosen already. */
  if (self->conversation == NULL || choice == 0 ||
      chatty_conversation_get_state (self->conversation) != CHATTY_TALK_STATE_READY)
    return FALSE;

  chatty_conversation_choose (self->conversation, turn, choice - 1);
  return TRUE;
}

static void
edited_cb (ChattyReaderTalk *self,
           guint             turn,
           const char       *text)
{
  if (self->conversation != NULL)
    chatty_conversation_edit (self->conversation, turn, text);
}

static void
update_offers (ChattyReaderTalk *self)
{
  ChattyTurnOffers offers = CHATTY_TURN_OFFER_COPY;

  if (self->list == NULL)
    return;
  if (self->conversation != NULL &&
      chatty_conversation_get_callsign (self->conversation) != NULL)
    {
      gboolean answers = chatty_conversation_get_account (self->conversation) != NULL;
      gboolean rests = chatty_conversation_get_state (self->conversation) ==
                       CHATTY_TALK_STATE_READY;
      gboolean is_kept = chatty_conversation_get_transcript_id (self->conversation) != NULL;

      if (answers)
        offers |= CHATTY_TURN_OFFER_SPEAK;
      if (is_kept)
        offers |= CHATTY_TURN_OFFER_REMEMBER | CHATTY_TURN_OFFER_SENT;
      if (answers && rests && is_kept)
        offers |= CHATTY_TURN_OFFER_RETRY | CHATTY_TURN_OFFER_EDIT;
    }
  chatty_turn_list_set_offers (self->list, offers);
}

/* Pictures ------------------------------------------------------------------------------------ */

typedef struct {
  ChattyVault *vault;
  char        *id;
} Pictures;

static void
pictures_free (gpointer data)
{
  Pictures *pictures = data;

  g_object_unref (pictures->vault);
  g_free (pictures->id);
  g_free (pictures);
}

static GBytes *
load_picture (const char    *uri,
              gpointer       user_data,
              GCancellable  *cancellable,
              GError       **error)
{
  Pictures *pictures = user_data;

  return chatty_vault_load_attachment (pictures->vault, pictures->id, uri, error);
}

static void
update_pictures (ChattyReaderTalk *self)
{
  const char *id = self->conversation != NULL
    ? chatty_conversation_get_transcript_id (self->conversation) : NULL;
  Pictures *pictures;

  if (self->list == NULL || id == NULL)
    return;

  pictures = g_new0 (Pictures, 1);
  pictures->vault = g_object_ref (chatty_workspace_get_vault (
                      chatty_talk_service_get_workspace (self->service)));
  pictures->id = g_strdup (id);
  chatty_turn_list_set_image_loader (self->list, load_picture, pictures, pictures_free);
}

/* The conversation ------------------------------------------------------------------------------ */

/* Once for each pair of them. */
static void
follow (ChattyReaderTalk *self)
{
  if (self->live == NULL && self->conversation != NULL && self->segments != NULL &&
      self->list != NULL)
    self->live = chatty_live_turns_new (self->conversation, self->segments, self->list);
  update_offers (self);
}

static void
transcript_cb (ChattyReaderTalk *self)
{
  ChattyTranscript *transcript = chatty_conversation_get_transcript (self->conversation);

  if (!self->beginning || transcript == NULL)
    return;

  /* A new one is short, so it is cut here. */
  self->beginning = FALSE;
  g_clear_object (&self->segments);
  self->segments = chatty_turn_segments_new (transcript);
  g_signal_emit (self, signals[BEGAN], 0, self->segments);
  follow (self);
}

static void
transcript_id_cb (ChattyReaderTalk *self)
{
  const char *id = chatty_conversation_get_transcript_id (self->conversation);

  update_pictures (self);
  update_offers (self);
  if (id != NULL)
    g_signal_emit (self, signals[KEPT], 0, id);
}

static void
set_conversation (ChattyReaderTalk   *self,
                  ChattyConversation *conversation)
{
  static const struct {
    const char *signal;
    void      (*callback) (ChattyReaderTalk *self);
  } followed[] = {
    { "notify::state", update_offers },
    { "notify::account", update_offers },
    { "notify::callsign", update_offers },
    { "notify::transcript", transcript_cb },
    { "notify::transcript-id", transcript_id_cb },
  };

  if (self->conversation == conversation)
    return;

  g_clear_object (&self->live);
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_set_object (&self->conversation, conversation);
  for (guint i = 0; conversation != NULL && i < G_N_ELEMENTS (followed); i++)
    g_signal_connect_object (conversation, followed[i].signal, G_CALLBACK (followed[i].callback),
                             self, G_CONNECT_SWAPPED);
  update_pictures (self);
}

static void
panel_conversation_cb (ChattyReaderTalk *self)
{
  set_conversation (self, chatty_talk_panel_get_conversation (self->panel));
  follow (self);
}

/* Space is for what is heard, except where it is what somebody types or presses. It is
 * asked before the list, which would choose a row with it. */
static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        modifiers,
        gpointer               user_data)
{
  ChattyReaderTalk *self = user_data;
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (list));

  if (keyval != GDK_KEY_space || (modifiers & gtk_accelerator_get_default_mod_mask ()) != 0 ||
      GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus) || GTK_IS_BUTTON (focus) ||
      self->panel == NULL)
    return GDK_EVENT_PROPAGATE;

  return chatty_talk_panel_toggle_voice (self->panel);
}

static void
chatty_reader_talk_dispose (GObject *object)
{
  ChattyReaderTalk *self = CHATTY_READER_TALK (object);

  set_conversation (self, NULL);
  g_clear_object (&self->segments);
  g_clear_object (&self->actions);
  g_clear_object (&self->service);
  g_clear_weak_pointer (&self->list);
  g_clear_weak_pointer (&self->panel);

  G_OBJECT_CLASS (chatty_reader_talk_parent_class)->dispose (object);
}

static void
chatty_reader_talk_class_init (ChattyReaderTalkClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_reader_talk_dispose;

  signals[BEGAN] = g_signal_new ("began", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, CHATTY_TYPE_TURN_SEGMENTS);
  signals[KEPT] = g_signal_new ("kept", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
chatty_reader_talk_init (ChattyReaderTalk *self)
{
  static const GActionEntry entries[] = {
    { .name = "retry", .activate = retry_action, .parameter_type = "u" },
    { .name = "speak", .activate = speak_action, .parameter_type = "u" },
    { .name = "remember", .activate = remember_action, .parameter_type = "u" },
    { .name = "sent", .activate = sent_action, .parameter_type = "u" },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

/**
 * chatty_reader_talk_new:
 * @list: the turns of a reader
 * @panel: what stands under them
 *
 * Returns: (transfer full): what makes a conversation of them
 */
ChattyReaderTalk *
chatty_reader_talk_new (ChattyTurnList  *list,
                        ChattyTalkPanel *panel)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  ChattyReaderTalk *self;

  g_return_val_if_fail (CHATTY_IS_TURN_LIST (list), NULL);
  g_return_val_if_fail (CHATTY_IS_TALK_PANEL (panel), NULL);

  self = g_object_new (CHATTY_TYPE_READER_TALK, NULL);
  g_set_weak_pointer (&self->list, list);
  g_set_weak_pointer (&self->panel, panel);
  g_signal_connect_object (list, "choose", G_CALLBACK (choose_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "edit-ended", G_CALLBACK (go_on_writing), self,
                           G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (list), keys);
  g_signal_connect_object (panel, "notify::conversation", G_CALLBACK (panel_conversation_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * chatty_reader_talk_set_service:
 * @service: whose conversations they are; set once
 */
void
chatty_reader_talk_set_service (ChattyReaderTalk  *self,
                                ChattyTalkService *service)
{
  g_return_if_fail (CHATTY_IS_READER_TALK (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  chatty_talk_panel_set_service (self->panel, service);
  gtk_widget_insert_action_group (gtk_widget_get_parent (GTK_WIDGET (self->list)), "turn",
                                  G_ACTION_GROUP (self->actions));
}

/**
 * chatty_reader_talk_show:
 * @id: of a transcript in the vault
 * @segments: its rows, which the list shows
 *
 * Lets the conversation go on from there.
 */
void
chatty_reader_talk_show (ChattyReaderTalk   *self,
                         const char         *id,
                         ChattyTurnSegments *segments)
{
  g_return_if_fail (CHATTY_IS_READER_TALK (self));
  g_return_if_fail (id != NULL);

  if (self->service == NULL)
    return;

  g_clear_object (&self->live);
  self->beginning = FALSE;
  g_set_object (&self->segments, segments);
  chatty_talk_panel_take_up (self->panel, id);
  follow (self);
}

/**
 * chatty_reader_talk_begin:
 * @callsign: who answers
 * @account: (nullable): where
 *
 * Begins a new conversation; "began" tells when its rows are there.
 */
void
chatty_reader_talk_begin (ChattyReaderTalk *self,
                          const char       *callsign,
                          const char       *account)
{
  g_return_if_fail (CHATTY_IS_READER_TALK (self));
  g_return_if_fail (self->service != NULL);

  chatty_reader_talk_leave (self);
  self->beginning = TRUE;
  chatty_talk_panel_begin (self->panel, callsign, account);
  transcript_cb (self);
}

/**
 * chatty_reader_talk_leave:
 *
 * Lets go of what was shown. An answer goes on.
 */
void
chatty_reader_talk_leave (ChattyReaderTalk *self)
{
  g_return_if_fail (CHATTY_IS_READER_TALK (self));

  self->beginning = FALSE;
  g_clear_object (&self->live);
  g_clear_object (&self->segments);
  if (self->panel != NULL)
    chatty_talk_panel_close (self->panel);
  update_offers (self);
}

/**
 * chatty_reader_talk_is_busy:
 *
 * Returns: whether an answer is awaited or comes: the file is not all there is
 */
gboolean
chatty_reader_talk_is_busy (ChattyReaderTalk *self)
{
  ChattyTalkState state;

  g_return_val_if_fail (CHATTY_IS_READER_TALK (self), FALSE);

  if (self->conversation == NULL)
    return FALSE;
  state = chatty_conversation_get_state (self->conversation);
  return state == CHATTY_TALK_STATE_SENDING || state == CHATTY_TALK_STATE_ANSWERING;
}
