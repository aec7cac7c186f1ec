/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-audio-stream.h"

G_BEGIN_DECLS

/**
 * ChattyPlayerState:
 * @CHATTY_PLAYER_IDLE: nothing is to be played
 * @CHATTY_PLAYER_BUFFERING: it waits for sound to come, and goes on by itself
 * @CHATTY_PLAYER_PLAYING: it is heard
 * @CHATTY_PLAYER_PAUSED: the person paused it
 * @CHATTY_PLAYER_ENDED: all of it was heard; it can be resumed and sought in
 * @CHATTY_PLAYER_FAILED: see "error"; what came before was heard
 */
typedef enum {
  CHATTY_PLAYER_IDLE,
  CHATTY_PLAYER_BUFFERING,
  CHATTY_PLAYER_PLAYING,
  CHATTY_PLAYER_PAUSED,
  CHATTY_PLAYER_ENDED,
  CHATTY_PLAYER_FAILED,
} ChattyPlayerState;

#define CHATTY_TYPE_PLAYER_STATE (chatty_player_state_get_type ())
GType             chatty_player_state_get_type     (void);

#define CHATTY_TYPE_PLAYER (chatty_player_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlayer, chatty_player, CHATTY, PLAYER, GObject)

/* One for the program; on the main loop only. Nothing of it waits. */
ChattyPlayer     *chatty_player_new                (void);
void              chatty_player_play               (ChattyPlayer       *self,
                                                    ChattyAudioStream  *stream,
                                                    const char         *key);
void              chatty_player_enqueue            (ChattyPlayer       *self,
                                                    ChattyAudioStream  *stream);
void              chatty_player_pause              (ChattyPlayer       *self);
void              chatty_player_resume             (ChattyPlayer       *self);
void              chatty_player_stop               (ChattyPlayer       *self);
void              chatty_player_seek               (ChattyPlayer       *self,
                                                    gint64              microseconds);
void              chatty_player_set_volume         (ChattyPlayer       *self,
                                                    double              volume);
void              chatty_player_set_speed          (ChattyPlayer       *self,
                                                    double              speed);
void              chatty_player_set_muted          (ChattyPlayer       *self,
                                                    gboolean            muted);

ChattyPlayerState chatty_player_get_state          (ChattyPlayer       *self);
const char       *chatty_player_get_key            (ChattyPlayer       *self);
gint64            chatty_player_get_position       (ChattyPlayer       *self);
gint64            chatty_player_get_duration       (ChattyPlayer       *self);
gboolean          chatty_player_is_complete        (ChattyPlayer       *self);
double            chatty_player_get_level          (ChattyPlayer       *self);
double            chatty_player_get_volume         (ChattyPlayer       *self);
double            chatty_player_get_speed          (ChattyPlayer       *self);
gboolean          chatty_player_get_muted          (ChattyPlayer       *self);
int               chatty_player_get_word           (ChattyPlayer       *self);
const GError     *chatty_player_get_error          (ChattyPlayer       *self);
GPtrArray        *chatty_player_dup_streams        (ChattyPlayer       *self);

void              chatty_player_set_sink_for_tests (ChattyPlayer       *self,
                                                    const char         *description);

G_END_DECLS
