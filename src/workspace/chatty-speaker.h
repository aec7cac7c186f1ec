/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-conversation.h"
#include "chatty-emotion.h"
#include "chatty-player.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattySpeaker: (object) text in, sound out.
 *
 * Splits a text at its sentences, also while it still comes, asks the account's
 * #ChattySpeech for two of them at once, ahead of what is heard, looks into the
 * cache of speech first, and lets the player have them in order, without a gap.
 * One text at a time: a new one ends the former. Lives on the main loop.
 * Properties (read only): "key" (nullable string: what is spoken), "problem"
 * (nullable string: why it is not, for people), "speaking" (boolean: a text is
 * not wholly with the player yet). Property "cache-size" (uint64, read and
 * write: bytes of speech that are kept; 0 for none).
 */
#define CHATTY_TYPE_SPEAKER (chatty_speaker_get_type ())
G_DECLARE_FINAL_TYPE (ChattySpeaker, chatty_speaker, CHATTY, SPEAKER, GObject)

ChattySpeaker *chatty_speaker_new            (ChattyWorkspace      *workspace,
                                              ChattyAccountService *accounts,
                                              ChattyPlayer         *player);
/* Speaks a text that is there, Markdown. @callsign: (nullable): whose voice and
 * language. @feeling: (nullable). @key: what the player calls it, such as
 * "TRANSCRIPT/TURN". */
void           chatty_speaker_say            (ChattySpeaker        *self,
                                              const char           *account,
                                              const char           *callsign,
                                              const char           *text,
                                              const ChattyFeeling  *feeling,
                                              const char           *key);
/* Speaks the answers of @conversation as they come, for as long as its "speaks"
 * says so; (nullable): of none. Holds no reference. */
void           chatty_speaker_follow         (ChattySpeaker        *self,
                                              ChattyConversation   *conversation);
void           chatty_speaker_stop           (ChattySpeaker        *self);
ChattyPlayer  *chatty_speaker_get_player     (ChattySpeaker        *self);
const char    *chatty_speaker_get_key        (ChattySpeaker        *self); /* nullable */
const char    *chatty_speaker_get_problem    (ChattySpeaker        *self); /* nullable */
void           chatty_speaker_set_media_type (ChattySpeaker        *self,
                                              const char           *media_type);
void           chatty_speaker_set_cache_size (ChattySpeaker        *self,
                                              guint64               bytes);
/* Where speech is kept between runs, in the user's cache folder. */
GFile         *chatty_speaker_dup_cache_folder (void);

G_END_DECLS
