/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-conversation-private.h"

#include "chatty-speaker.h"

enum {
  SIGNAL_TURN_ADDED,
  SIGNAL_BRANCHED,
  SIGNAL_TEXT_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[CONVERSATION_N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyConversation, chatty_conversation, G_TYPE_OBJECT)

GType
chatty_talk_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { CHATTY_TALK_STATE_IDLE, "CHATTY_TALK_STATE_IDLE", "idle" },
        { CHATTY_TALK_STATE_OPENING, "CHATTY_TALK_STATE_OPENING", "opening" },
        { CHATTY_TALK_STATE_READY, "CHATTY_TALK_STATE_READY", "ready" },
        { CHATTY_TALK_STATE_SENDING, "CHATTY_TALK_STATE_SENDING", "sending" },
        { CHATTY_TALK_STATE_ANSWERING, "CHATTY_TALK_STATE_ANSWERING", "answering" },
        { 0, NULL, NULL }
      };

      g_once_init_leave (&type, g_enum_register_static ("ChattyTalkState", values));
    }
  return type;
}

/**
 * chatty_talk_file_new:
 * @name: what the file is called
 * @media_type: such as "image/png"
 * @bytes: its content
 *
 * Returns: (transfer full): the file
 */
ChattyTalkFile *
chatty_talk_file_new (const char *name,
                      const char *media_type,
                      GBytes     *bytes)
{
  ChattyTalkFile *self = g_new0 (ChattyTalkFile, 1);

  self->name = g_strdup (name);
  self->media_type = g_strdup (media_type);
  self->bytes = g_bytes_ref (bytes);
  return self;
}

void
chatty_talk_file_free (ChattyTalkFile *self)
{
  g_free (self->name);
  g_free (self->media_type);
  g_bytes_unref (self->bytes);
  g_free (self);
}

/* For the other parts of the class ----------------------------------------------- */

void
chatty_conversation_notify (ChattyConversation *self,
                            ConversationProp    prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

void
chatty_conversation_set_state (ChattyConversation *self,
                               ChattyTalkState     state)
{
  if (state == self->state)
    return;
  self->state = state;
  chatty_conversation_notify (self, CONVERSATION_STATE);
}

void
chatty_conversation_take_problem (ChattyConversation *self,
                                  ChattyTalkProblem  *problem)
{
  if (self->problem == NULL && problem == NULL)
    return;
  g_clear_pointer (&self->problem, chatty_talk_problem_free);
  self->problem = problem;
  chatty_conversation_notify (self, CONVERSATION_PROBLEM);
}

void
chatty_conversation_set_notice (ChattyConversation *self,
                                const char         *notice)
{
  if (g_strcmp0 (notice, self->notice) == 0)
    return;
  g_free (self->notice);
  self->notice = g_strdup (notice);
  chatty_conversation_notify (self, CONVERSATION_NOTICE);
}

void
chatty_conversation_set_path (ChattyConversation *self,
                              ChattyTranscript   *transcript)
{
  ChattyTranscript *former = self->transcript;

  self->transcript = transcript != NULL ? chatty_transcript_ref (transcript) : NULL;
  g_clear_pointer (&former, chatty_transcript_unref);
  chatty_conversation_notify (self, CONVERSATION_TRANSCRIPT);
}

void
chatty_conversation_tell_branched (ChattyConversation *self)
{
  g_signal_emit (self, signals[SIGNAL_BRANCHED], 0);
}

void
chatty_conversation_tell_added (ChattyConversation *self,
                                ChattyTurn         *turn)
{
  g_signal_emit (self, signals[SIGNAL_TURN_ADDED], 0, turn);
}

void
chatty_conversation_tell_text (ChattyConversation *self)
{
  g_signal_emit (self, signals[SIGNAL_TEXT_CHANGED], 0);
}

/* The object --------------------------------------------------------------------- */

static void
chatty_conversation_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ChattyConversation *self = CHATTY_CONVERSATION (object);

  switch ((ConversationProp) prop_id)
    {
    case CONVERSATION_TRANSCRIPT:
      g_value_set_boxed (value, self->transcript);
      break;
    case CONVERSATION_TRANSCRIPT_ID:
      g_value_set_string (value, self->id);
      break;
    case CONVERSATION_CALLSIGN:
      g_value_set_string (value, self->callsign);
      break;
    case CONVERSATION_ACCOUNT:
      g_value_set_string (value, self->account);
      break;
    case CONVERSATION_PLATFORM:
      g_value_set_string (value, chatty_conversation_get_platform (self));
      break;
    case CONVERSATION_MODEL:
      g_value_set_string (value, self->model);
      break;
    case CONVERSATION_INPUTS:
      g_value_set_uint (value, chatty_conversation_get_inputs (self));
      break;
    case CONVERSATION_STATE:
      g_value_set_enum (value, self->state);
      break;
    case CONVERSATION_REPLY:
      g_value_set_object (value, self->reply);
      break;
    case CONVERSATION_LIVE_TURN:
      g_value_set_boxed (value, self->live_turn);
      break;
    case CONVERSATION_REPLACES:
      g_value_set_int (value, self->replaces);
      break;
    case CONVERSATION_PROBLEM:
      g_value_set_boxed (value, self->problem);
      break;
    case CONVERSATION_NOTICE:
      g_value_set_string (value, self->notice);
      break;
    case CONVERSATION_SPEAKS:
      g_value_set_boolean (value, self->speaks);
      break;
    case CONVERSATION_ASK_FEELING:
      g_value_set_boolean (value, self->ask_feeling);
      break;
    case CONVERSATION_N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_conversation_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  ChattyConversation *self = CHATTY_CONVERSATION (object);

  if (prop_id == CONVERSATION_SPEAKS)
    chatty_conversation_set_speaks (self, g_value_get_boolean (value));
  else if (prop_id == CONVERSATION_ASK_FEELING)
    chatty_conversation_set_ask_feeling (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
chatty_conversation_dispose (GObject *object)
{
  ChattyConversation *self = CHATTY_CONVERSATION (object);

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  if (self->reply != NULL)
    g_signal_handlers_disconnect_by_data (self->reply, self);
  /* What is on its way goes on, and is kept, without anybody to tell. */
  g_clear_pointer (&self->job, chatty_talk_job_unref);
  g_clear_object (&self->speaker);

  G_OBJECT_CLASS (chatty_conversation_parent_class)->dispose (object);
}

static void
chatty_conversation_finalize (GObject *object)
{
  ChattyConversation *self = CHATTY_CONVERSATION (object);

  g_object_unref (self->workspace);
  g_object_unref (self->accounts);
  g_clear_object (&self->vault);
  g_free (self->id);
  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  g_clear_pointer (&self->greeting, chatty_turn_unref);
  g_free (self->callsign);
  g_free (self->account);
  g_free (self->model);
  g_free (self->looked_at);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  g_clear_object (&self->partner);
  g_clear_pointer (&self->unsent, chatty_talk_job_unref);
  g_clear_object (&self->reply);
  g_clear_pointer (&self->live, chatty_live_text_unref);
  g_clear_pointer (&self->live_turn, chatty_turn_unref);
  g_clear_pointer (&self->problem, chatty_talk_problem_free);
  g_free (self->notice);

  G_OBJECT_CLASS (chatty_conversation_parent_class)->finalize (object);
}

static GParamSpec *
string_spec (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
boxed_spec (const char *name,
            GType       type)
{
  return g_param_spec_boxed (name, NULL, NULL, type, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
switch_spec (const char *name)
{
  return g_param_spec_boolean (name, NULL, NULL, FALSE,
                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                               G_PARAM_STATIC_STRINGS);
}

static void
chatty_conversation_class_init (ChattyConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = chatty_conversation_get_property;
  object_class->set_property = chatty_conversation_set_property;
  object_class->dispose = chatty_conversation_dispose;
  object_class->finalize = chatty_conversation_finalize;

  properties[CONVERSATION_TRANSCRIPT] = boxed_spec ("transcript", CHATTY_TYPE_TRANSCRIPT);
  properties[CONVERSATION_TRANSCRIPT_ID] = string_spec ("transcript-id");
  properties[CONVERSATION_CALLSIGN] = string_spec ("callsign");
  properties[CONVERSATION_ACCOUNT] = string_spec ("account");
  properties[CONVERSATION_PLATFORM] = string_spec ("platform");
  properties[CONVERSATION_MODEL] = string_spec ("model");
  properties[CONVERSATION_INPUTS] =
    g_param_spec_uint ("inputs", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[CONVERSATION_STATE] =
    g_param_spec_enum ("state", NULL, NULL, CHATTY_TYPE_TALK_STATE, CHATTY_TALK_STATE_IDLE,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[CONVERSATION_REPLY] =
    g_param_spec_object ("reply", NULL, NULL, CHATTY_TYPE_REPLY,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[CONVERSATION_LIVE_TURN] = boxed_spec ("live-turn", CHATTY_TYPE_TURN);
  properties[CONVERSATION_REPLACES] =
    g_param_spec_int ("replaces", NULL, NULL, -1, G_MAXINT, -1,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[CONVERSATION_PROBLEM] = boxed_spec ("problem", CHATTY_TYPE_TALK_PROBLEM);
  properties[CONVERSATION_NOTICE] = string_spec ("notice");
  properties[CONVERSATION_SPEAKS] = switch_spec ("speaks");
  properties[CONVERSATION_ASK_FEELING] = switch_spec ("ask-feeling");
  g_object_class_install_properties (object_class, CONVERSATION_N_PROPS, properties);

  /**
   * ChattyConversation::turn-added:
   * @turn: a #ChattyTurn
   *
   * The turn is the last of "transcript" now. For an answer this comes before
   * "live-turn" is unset.
   */
  signals[SIGNAL_TURN_ADDED] =
    g_signal_new ("turn-added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CHATTY_TYPE_TURN);
  /**
   * ChattyConversation::branched:
   *
   * "transcript" took another path.
   */
  signals[SIGNAL_BRANCHED] =
    g_signal_new ("branched", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  /**
   * ChattyConversation::text-changed:
   *
   * The live text grew or was replaced; at most once a frame.
   */
  signals[SIGNAL_TEXT_CHANGED] =
    g_signal_new ("text-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

static void
chatty_conversation_init (ChattyConversation *self)
{
  self->replaces = -1;
}

/**
 * chatty_conversation_new:
 * @workspace: the open vault
 * @accounts: the accounts
 * @speaker: (nullable): what speaks
 *
 * Returns: (transfer full): a conversation that is to be opened
 */
ChattyConversation *
chatty_conversation_new (ChattyWorkspace      *workspace,
                         ChattyAccountService *accounts,
                         ChattySpeaker        *speaker)
{
  ChattyConversation *self = g_object_new (CHATTY_TYPE_CONVERSATION, NULL);

  self->workspace = g_object_ref (workspace);
  self->accounts = g_object_ref (accounts);
  g_set_object (&self->speaker, speaker);
  g_signal_connect_object (accounts, "changed", G_CALLBACK (chatty_conversation_look), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::vault",
                           G_CALLBACK (chatty_conversation_follow_vault), self, G_CONNECT_SWAPPED);
  chatty_conversation_follow_vault (self);
  return self;
}

/**
 * chatty_conversation_dup_live_text:
 *
 * Returns: (transfer full): the text of the answer so far, or of the last one
 */
char *
chatty_conversation_dup_live_text (ChattyConversation *self)
{
  return self->live != NULL ? chatty_live_text_dup (self->live) : g_strdup ("");
}

/**
 * chatty_conversation_get_live_since:
 * @offset: 0, or what this function returned before
 * @into: gets what came since
 *
 * For whoever follows the answer while it grows.
 *
 * Returns: @offset for the next time; %G_MAXSIZE, with nothing appended, when
 *   the text was replaced: read all of it again, with 0
 */
gsize
chatty_conversation_get_live_since (ChattyConversation *self,
                                    gsize               offset,
                                    GString            *into)
{
  return self->live != NULL ? chatty_live_text_get_since (self->live, offset, into) : 0;
}

/**
 * chatty_conversation_get_live_feeling:
 * @feeling: (out): how the answer on its way is meant
 *
 * Returns: whether that is known
 */
gboolean
chatty_conversation_get_live_feeling (ChattyConversation *self,
                                      ChattyFeeling      *feeling)
{
  *feeling = (ChattyFeeling) { 0 };
  return (self->live != NULL && chatty_live_text_get_feeling (self->live, feeling)) ||
         (self->reply != NULL && chatty_reply_get_feeling (self->reply, feeling));
}

ChattyTranscript *
chatty_conversation_get_transcript (ChattyConversation *self)
{
  return self->transcript;
}

const char *
chatty_conversation_get_transcript_id (ChattyConversation *self)
{
  return self->id;
}

const char *
chatty_conversation_get_callsign (ChattyConversation *self)
{
  return self->callsign;
}

const char *
chatty_conversation_get_account (ChattyConversation *self)
{
  return self->account;
}

const char *
chatty_conversation_get_platform (ChattyConversation *self)
{
  return self->partner != NULL ? chatty_talk_partner_get_platform (self->partner) : NULL;
}

const char *
chatty_conversation_get_model (ChattyConversation *self)
{
  return self->model;
}

ChattyChatInputs
chatty_conversation_get_inputs (ChattyConversation *self)
{
  return self->partner != NULL ? chatty_talk_partner_get_inputs (self->partner) : 0;
}

ChattyTalkState
chatty_conversation_get_state (ChattyConversation *self)
{
  return self->state;
}

ChattyReply *
chatty_conversation_get_reply (ChattyConversation *self)
{
  return self->reply;
}

ChattyTurn *
chatty_conversation_get_live_turn (ChattyConversation *self)
{
  return self->live_turn;
}

int
chatty_conversation_get_replaces (ChattyConversation *self)
{
  return self->replaces;
}

const ChattyTalkProblem *
chatty_conversation_get_problem (ChattyConversation *self)
{
  return self->problem;
}

const char *
chatty_conversation_get_notice (ChattyConversation *self)
{
  return self->notice;
}

gboolean
chatty_conversation_get_speaks (ChattyConversation *self)
{
  return self->speaks;
}

gboolean
chatty_conversation_get_ask_feeling (ChattyConversation *self)
{
  return self->ask_feeling;
}
