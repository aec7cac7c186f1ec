/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-chat.h"
#include "chatty-memory-note.h"
#include "chatty-talk-problem.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

typedef struct _ChattySpeaker ChattySpeaker;

/**
 * ChattyTalkState:
 * @CHATTY_TALK_STATE_IDLE: nothing is open
 * @CHATTY_TALK_STATE_OPENING: the transcript is being read
 * @CHATTY_TALK_STATE_READY: the person may say something
 * @CHATTY_TALK_STATE_SENDING: something was said, nothing has come back yet
 * @CHATTY_TALK_STATE_ANSWERING: the answer comes
 */
typedef enum {
  CHATTY_TALK_STATE_IDLE,
  CHATTY_TALK_STATE_OPENING,
  CHATTY_TALK_STATE_READY,
  CHATTY_TALK_STATE_SENDING,
  CHATTY_TALK_STATE_ANSWERING,
} ChattyTalkState;

#define CHATTY_TYPE_TALK_STATE (chatty_talk_state_get_type ())
GType chatty_talk_state_get_type (void) G_GNUC_CONST;

/**
 * ChattyTalkFile:
 * @name: the file's name, for people
 * @media_type: such as "image/png"
 * @bytes: its content
 *
 * A picture that goes along with what is said.
 */
typedef struct {
  char   *name;
  char   *media_type;
  GBytes *bytes;
} ChattyTalkFile;

ChattyTalkFile     *chatty_talk_file_new  (const char     *name,
                                           const char     *media_type,
                                           GBytes         *bytes);
void                chatty_talk_file_free (ChattyTalkFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTalkFile, chatty_talk_file_free)

/**
 * ChattyConversation: (object) a transcript of the vault that goes on.
 *
 * Lives on the main loop and never blocks it. What is said is in the vault
 * before it is sent, the answer is kept as it comes, and both are where
 * "transcript" shows them when it is over. One thing is sent at a time.
 * An answer that is on its way when the last reference is dropped is kept to
 * its end.
 *
 * Properties: "transcript" (nullable #ChattyTranscript, read only: the chosen
 * path, as it stands in the vault), "transcript-id" (nullable string, read
 * only: %NULL until the first turn is kept), "callsign", "account" (nullable
 * strings, read only), "platform" (nullable string, read only: of the account),
 * "model" (nullable string, read only: %NULL for the character's or the
 * platform's own), "inputs" (uint, read only: flags #ChattyChatInputs), "state"
 * (#ChattyTalkState, read only), "reply" (nullable #ChattyReply, read only: the
 * one on its way), "live-turn" (nullable #ChattyTurn, read only: what the
 * answer is about to become: id, author, model, time; without text), "replaces"
 * (int, read only: the index of the turn that the answer on its way takes the
 * place of, or -1), "problem" (nullable #ChattyTalkProblem, read only),
 * "notice" (nullable string, read only: what to know of the last answer),
 * "speaks" (boolean: answers are spoken; kept for each character),
 * "ask-feeling" (boolean: answers begin with a mark of their emotion).
 *
 * Signals: "turn-added" (#ChattyTurn): it is the last one of "transcript" now;
 * "branched": "transcript" took another path, read it again; "text-changed":
 * the live text grew or was replaced.
 */
#define CHATTY_TYPE_CONVERSATION (chatty_conversation_get_type ())
G_DECLARE_FINAL_TYPE (ChattyConversation, chatty_conversation, CHATTY, CONVERSATION, GObject)

ChattyConversation *chatty_conversation_new           (ChattyWorkspace      *workspace,
                                                       ChattyAccountService *accounts,
                                                       ChattySpeaker        *speaker); /* nullable */

/* Takes up a transcript of the vault, or begins a new one (@transcript_id NULL),
 * whose file is made with the first turn. @callsign and @account: (nullable):
 * who talks where; where NULL, as the transcript had it last. Only once. */
void                chatty_conversation_open_async    (ChattyConversation   *self,
                                                       const char           *transcript_id,
                                                       const char           *callsign,
                                                       const char           *account,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
gboolean            chatty_conversation_open_finish   (ChattyConversation   *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);

/* Who answers from the next turn on. Allowed in every state. */
void                chatty_conversation_set_partner   (ChattyConversation   *self,
                                                       const char           *account);
void                chatty_conversation_set_callsign  (ChattyConversation   *self,
                                                       const char           *callsign);
void                chatty_conversation_set_model     (ChattyConversation   *self,
                                                       const char           *model); /* nullable */
void                chatty_conversation_set_speaks    (ChattyConversation   *self,
                                                       gboolean              speaks);
void                chatty_conversation_set_otherwise_speaks
                                                      (ChattyConversation   *self,
                                                       gboolean              speaks);
void                chatty_conversation_set_ask_feeling (ChattyConversation *self,
                                                       gboolean              ask_feeling);

/* Says something: text with pictures, or speech (a WAV file, one channel, 16
 * bits). @files: (nullable) (element-type ChattyTalkFile). FALSE: nothing was
 * sent, and @error says why; what goes wrong later is "problem". */
gboolean            chatty_conversation_send          (ChattyConversation   *self,
                                                       const char           *text,
                                                       GPtrArray            *files,
                                                       GBytes               *audio,
                                                       GError              **error);
/* Stops the answer; what came stays, marked as stopped. */
void                chatty_conversation_stop          (ChattyConversation   *self);
/* The last answer again: the former stays as an alternate. Where the person
 * spoke last, it is answered. Only in %CHATTY_TALK_STATE_READY. */
void                chatty_conversation_retry         (ChattyConversation   *self);
/* Says something else at @turn, which is one of the person's: a branch. */
void                chatty_conversation_edit          (ChattyConversation   *self,
                                                       guint                 turn,
                                                       const char           *text);
/* Lets the alternate and what followed it be the path again. */
void                chatty_conversation_choose        (ChattyConversation   *self,
                                                       guint                 turn,
                                                       guint                 alternate);
void                chatty_conversation_speak         (ChattyConversation   *self,
                                                       guint                 turn);
/* Adds a note to the character's memory. @text: (nullable): the turn's. */
void                chatty_conversation_remember      (ChattyConversation   *self,
                                                       guint                 turn,
                                                       const char           *text,
                                                       ChattyMemoryKind      kind);
/* Does what "problem" offers. FALSE where that takes a page of the program:
 * %CHATTY_TALK_SIGN_IN, %CHATTY_TALK_CHANGE_MODEL. */
gboolean            chatty_conversation_help          (ChattyConversation   *self);

/* (element-type ChattyMemoryNote): what the model would remember of the
 * conversation, without ids; asks it in a call of its own. Nothing is written:
 * the person says yes to each. %CHATTY_ERROR_UNSUPPORTED where the account keeps
 * conversations itself (no %CHATTY_CHAT_NEEDS_CONTEXT). */
void                chatty_conversation_propose_memory_async
                                                      (ChattyConversation   *self,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
GPtrArray          *chatty_conversation_propose_memory_finish
                                                      (ChattyConversation   *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);

/* The shown text of the answer on its way, or of the one that just ended:
 * without the mark of its emotion. */
char               *chatty_conversation_dup_live_text (ChattyConversation   *self);
/* Appends what came since @offset (0 first, then what this returned). G_MAXSIZE:
 * the text was replaced; begin again at 0. */
gsize               chatty_conversation_get_live_since (ChattyConversation  *self,
                                                       gsize                 offset,
                                                       GString              *into);

/* How the character feels about what it says, as far as that is known. */
gboolean            chatty_conversation_get_live_feeling (ChattyConversation *self,
                                                       ChattyFeeling        *feeling);

ChattyTranscript   *chatty_conversation_get_transcript    (ChattyConversation *self); /* nullable */
const char         *chatty_conversation_get_transcript_id (ChattyConversation *self); /* nullable */
const char         *chatty_conversation_get_callsign      (ChattyConversation *self); /* nullable */
const char         *chatty_conversation_get_account       (ChattyConversation *self); /* nullable */
const char         *chatty_conversation_get_platform      (ChattyConversation *self); /* nullable */
const char         *chatty_conversation_get_model         (ChattyConversation *self); /* nullable */
ChattyChatInputs    chatty_conversation_get_inputs        (ChattyConversation *self);
ChattyTalkState     chatty_conversation_get_state         (ChattyConversation *self);
ChattyReply        *chatty_conversation_get_reply         (ChattyConversation *self); /* nullable */
ChattyTurn         *chatty_conversation_get_live_turn     (ChattyConversation *self); /* nullable */
int                 chatty_conversation_get_replaces      (ChattyConversation *self);
const ChattyTalkProblem *
                    chatty_conversation_get_problem       (ChattyConversation *self); /* nullable */
const char         *chatty_conversation_get_notice        (ChattyConversation *self); /* nullable */
gboolean            chatty_conversation_get_speaks        (ChattyConversation *self);
gboolean            chatty_conversation_get_ask_feeling   (ChattyConversation *self);

G_END_DECLS
