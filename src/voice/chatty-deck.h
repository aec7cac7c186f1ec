/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-audio-stream.h"
#include "chatty-player.h"

G_BEGIN_DECLS

typedef struct _ChattyDeck ChattyDeck;

/**
 * ChattyDeckReport:
 * @heard_first: the first sound has reached the sink
 * @n_underruns: how often it had to wait in the midst
 * @error: (nullable): why it failed; the deck's
 *
 * How a deck stands; the rest as the player's properties of the same names.
 */
typedef struct {
  ChattyPlayerState  state;
  gint64             position;
  gint64             duration;
  gboolean           complete;
  gboolean           heard_first;
  guint              n_underruns;
  double             level;
  int                word;
  const GError      *error;
} ChattyDeckReport;

typedef void (*ChattyDeckFunc) (const ChattyDeckReport *report,
                                gpointer                user_data);

ChattyDeck *chatty_deck_new       (GMainContext       *context,
                                   const char         *sink,
                                   double              gain,
                                   double              speed,
                                   ChattyDeckFunc      func,
                                   gpointer            user_data,
                                   GDestroyNotify      destroy);
void        chatty_deck_free      (ChattyDeck         *self);
void        chatty_deck_fade      (ChattyDeck         *self);
void        chatty_deck_add       (ChattyDeck         *self,
                                   ChattyAudioStream  *stream);
void        chatty_deck_pause     (ChattyDeck         *self);
void        chatty_deck_resume    (ChattyDeck         *self);
void        chatty_deck_seek      (ChattyDeck         *self,
                                   gint64              microseconds);
void        chatty_deck_set_gain  (ChattyDeck         *self,
                                   double              gain);
void        chatty_deck_set_speed (ChattyDeck         *self,
                                   double              speed);

G_END_DECLS
