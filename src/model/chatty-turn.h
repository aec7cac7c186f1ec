/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib-object.h>

#include "chatty-source.h"
#include "chatty-time.h"

G_BEGIN_DECLS

typedef enum {
  CHATTY_ROLE_PERSON,
  CHATTY_ROLE_ASSISTANT,
  CHATTY_ROLE_SYSTEM,
  CHATTY_ROLE_TOOL,
  CHATTY_ROLE_NOTE,
} ChattyRole;

#define CHATTY_N_ROLES (CHATTY_ROLE_NOTE + 1)

const char *chatty_role_to_string   (ChattyRole   role);
gboolean    chatty_role_from_string (const char  *name,
                                     ChattyRole  *role);

/**
 * ChattyAttachment:
 * @name: the file's name as it was given, display only, never a path to open
 * @media_type: (nullable): such as "image/png"
 * @uri: (nullable): where the platform kept it; never loaded by itself
 * @size: bytes, or -1
 */
typedef struct {
  char   *name;
  char   *media_type;
  char   *uri;
  gint64  size;
} ChattyAttachment;

/**
 * ChattyTurnState:
 * @CHATTY_TURN_COMPLETE: said to its end
 * @CHATTY_TURN_STOPPED: the person stopped it
 * @CHATTY_TURN_CUT_OFF: a crash or a lost line ended it
 * @CHATTY_TURN_FAILED: the platform ended it with an error
 *
 * How far a turn came.
 */
typedef enum {
  CHATTY_TURN_COMPLETE,
  CHATTY_TURN_STOPPED,
  CHATTY_TURN_CUT_OFF,
  CHATTY_TURN_FAILED,
} ChattyTurnState;

#define CHATTY_N_TURN_STATES (CHATTY_TURN_FAILED + 1)

const char *chatty_turn_state_to_string   (ChattyTurnState   state);
gboolean    chatty_turn_state_from_string (const char       *name,
                                           ChattyTurnState  *state);

/**
 * ChattyTurn:
 *
 * What one side said at one time. Immutable and atomically counted, so a
 * turn may be read from any thread. Texts are valid UTF-8 Markdown.
 *
 * An alternate (another branch or swipe) is itself a turn; what was said
 * after it while it was the chosen one follows it. Always: an alternate has
 * no alternates of its own, what follows an alternate is one row (none of it
 * is followed by anything), and no alternate lies deeper than
 * #CHATTY_TURN_MAX_DEPTH. The builder sees to it, and drops nothing.
 */
#define CHATTY_TURN_MAX_DEPTH 32

typedef struct _ChattyTurn ChattyTurn;
typedef struct _ChattyTurnBuilder ChattyTurnBuilder;

#define CHATTY_TYPE_TURN (chatty_turn_get_type ())
GType                   chatty_turn_get_type       (void);
ChattyTurn             *chatty_turn_ref            (ChattyTurn        *self);
void                    chatty_turn_unref          (ChattyTurn        *self);
const char             *chatty_turn_get_id         (const ChattyTurn  *self); /* nullable */
ChattyRole              chatty_turn_get_role       (const ChattyTurn  *self);
const char             *chatty_turn_get_author     (const ChattyTurn  *self); /* nullable */
const char             *chatty_turn_get_text       (const ChattyTurn  *self);
gsize                   chatty_turn_get_length     (const ChattyTurn  *self); /* bytes of the text */
gint64                  chatty_turn_get_time       (const ChattyTurn  *self); /* or CHATTY_TIME_NONE */
const char             *chatty_turn_get_model      (const ChattyTurn  *self); /* nullable */
const char             *chatty_turn_get_emotion    (const ChattyTurn  *self); /* nullable: chatty_feeling_format()'s, or an import's own word */
ChattyTurnState         chatty_turn_get_state      (const ChattyTurn  *self);
const char             *chatty_turn_get_problem    (const ChattyTurn  *self); /* nullable: why it is not complete, or what to know of how it ended, for people */
const char             *chatty_turn_get_thought    (const ChattyTurn  *self); /* nullable: what was thought before it was said */
guint                   chatty_turn_get_depth      (const ChattyTurn  *self); /* of branches within branches; 0 without alternates */
guint                   chatty_turn_get_n_alternates  (const ChattyTurn *self);
ChattyTurn             *chatty_turn_get_alternate  (const ChattyTurn  *self,
                                                    guint              nth);
guint                   chatty_turn_get_n_following   (const ChattyTurn *self);
ChattyTurn             *chatty_turn_get_following  (const ChattyTurn  *self,
                                                    guint              nth);
guint                   chatty_turn_get_n_attachments (const ChattyTurn *self);
const ChattyAttachment *chatty_turn_get_attachment (const ChattyTurn  *self,
                                                    guint              nth);
guint                   chatty_turn_get_n_sources  (const ChattyTurn  *self);
ChattySource           *chatty_turn_get_source     (const ChattyTurn  *self,
                                                    guint              nth);
ChattyTurn             *chatty_turn_find           (ChattyTurn        *self,
                                                    const char        *id);
gboolean                chatty_turn_equal          (const ChattyTurn  *a,
                                                    const ChattyTurn  *b);

ChattyTurnBuilder      *chatty_turn_builder_new         (ChattyRole         role);
ChattyTurnBuilder      *chatty_turn_builder_new_from    (const ChattyTurn  *turn);
void                    chatty_turn_builder_free        (ChattyTurnBuilder *self);
void                    chatty_turn_builder_set_role    (ChattyTurnBuilder *self,
                                                         ChattyRole         role);
void                    chatty_turn_builder_set_id      (ChattyTurnBuilder *self,
                                                         const char        *id);
void                    chatty_turn_builder_set_author  (ChattyTurnBuilder *self,
                                                         const char        *author);
void                    chatty_turn_builder_set_text    (ChattyTurnBuilder *self,
                                                         const char        *text);
void                    chatty_turn_builder_set_text_len (ChattyTurnBuilder *self,
                                                         const char        *text,
                                                         gsize              length);
void                    chatty_turn_builder_take_text   (ChattyTurnBuilder *self,
                                                         char              *text);
void                    chatty_turn_builder_set_time    (ChattyTurnBuilder *self,
                                                         gint64             time);
void                    chatty_turn_builder_set_model   (ChattyTurnBuilder *self,
                                                         const char        *model);
void                    chatty_turn_builder_set_emotion (ChattyTurnBuilder *self,
                                                         const char        *emotion);
void                    chatty_turn_builder_set_state   (ChattyTurnBuilder *self,
                                                         ChattyTurnState    state);
void                    chatty_turn_builder_set_problem (ChattyTurnBuilder *self,
                                                         const char        *problem);
void                    chatty_turn_builder_set_thought (ChattyTurnBuilder *self,
                                                         const char        *thought);
void                    chatty_turn_builder_clear_branches (ChattyTurnBuilder *self);
void                    chatty_turn_builder_add_following  (ChattyTurnBuilder *self,
                                                         ChattyTurn        *turn);
void                    chatty_turn_builder_add_alternate  (ChattyTurnBuilder *self,
                                                         ChattyTurn        *alternate);
void                    chatty_turn_builder_add_attachment (ChattyTurnBuilder *self,
                                                         const char        *name,
                                                         const char        *media_type,
                                                         const char        *uri,
                                                         gint64             size);
void                    chatty_turn_builder_add_source  (ChattyTurnBuilder *self,
                                                         const ChattySource *source);
void                    chatty_turn_builder_clear_sources (ChattyTurnBuilder *self);
ChattyTurn             *chatty_turn_builder_end         (ChattyTurnBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTurn, chatty_turn_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTurnBuilder, chatty_turn_builder_free)

G_END_DECLS
