/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sentences.h"
#include "chatty-speaker.h"
#include "chatty-utterance.h"

G_BEGIN_DECLS

struct _ChattySpeaker {
  GObject               parent_instance;

  ChattyWorkspace      *workspace;
  ChattyAccountService *accounts;
  ChattyPlayer         *player;
  ChattySpeechCache    *cache;
  guint64               cache_size;
  const char           *media_type;   /* interned */
  char                 *problem;

  char                 *key;
  ChattyUtterance      *utterance;    /* what is spoken */
  gboolean              prepared;
  GString              *text;         /* what was not cut into sentences yet */
  gboolean              text_over;
  ChattySentences      *sentences;
  guint                 n_running;
  gboolean              begun;        /* the player has something of it */
  gboolean              speaking;

  GWeakRef              conversation; /* whose answers are spoken */
  gsize                 place;        /* in its live text */
  gboolean              following;    /* what is spoken is its answer */
  ChattyReply          *reply;        /* one that brings its own sound */
  gboolean              heard;        /* it did */
};

void chatty_speaker_set_key (ChattySpeaker       *self,
                             const char          *key);
void chatty_speaker_pump    (ChattySpeaker       *self);
void chatty_speaker_begin   (ChattySpeaker       *self,
                             const char          *account,
                             const char          *callsign,
                             const char          *text,      /* nullable: it is going to come */
                             const ChattyFeeling *feeling,
                             const char          *key);

G_END_DECLS
