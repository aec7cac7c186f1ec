/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-audio-stream.h"
#include "chatty-call.h"
#include "chatty-emotion.h"
#include "chatty-speech-cache.h"
#include "chatty-speech.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/*
 * ChattyUtterance: a text that is spoken by one voice: how, and by what.
 * Counted. What follows "found" is set by chatty_utterance_prepare() and, but
 * for the voice, not changed after it.
 */
typedef struct {
  gatomicrefcount       ref_count;
  ChattyWorkspace      *workspace;
  ChattyAccountService *accounts;
  ChattySpeechCache    *cache;       /* nullable */
  char                 *account;
  char                 *callsign;    /* nullable */
  char                 *text;        /* nullable: all of it, where it is there */
  ChattyFeeling         feeling;
  const char           *media_type;  /* nullable; interned */
  GCancellable         *cancellable;

  /* found */
  ChattySpeech         *speech;
  char                 *platform;
  char                 *language;    /* nullable */
  ChattyAudioStream    *whole;       /* nullable: all of it, from the cache */

  /* found, and replaced where the platform has no such voice: */
  GMutex                lock;
  char                 *voice;
  gboolean              chosen;      /* for this platform, by the person */
  char                 *notice;      /* nullable: that another voice speaks */
} ChattyUtterance;

ChattyUtterance *chatty_utterance_new         (ChattyWorkspace      *workspace,
                                               ChattyAccountService *accounts,
                                               ChattySpeechCache    *cache,
                                               const char           *account,
                                               const char           *callsign);
ChattyUtterance *chatty_utterance_ref         (ChattyUtterance      *self);
void             chatty_utterance_unref       (ChattyUtterance      *self);
/* For people: what was not as they wanted it, though it speaks. */
char            *chatty_utterance_dup_notice  (ChattyUtterance      *self); /* nullable */

/* Functions of calls, on a worker. The value is the utterance. */
gpointer         chatty_utterance_prepare     (gpointer              source,
                                               ChattyCall           *call,
                                               GCancellable         *cancellable,
                                               GError              **error);
/* texts[0] is what is said, objects[0] the stream that gets the sound. */
gpointer         chatty_utterance_speak       (gpointer              source,
                                               ChattyCall           *call,
                                               GCancellable         *cancellable,
                                               GError              **error);
/* Keeps an answer that came with its sound: texts[0], objects[0]. */
gpointer         chatty_utterance_keep_answer (gpointer              source,
                                               ChattyCall           *call,
                                               GCancellable         *cancellable,
                                               GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyUtterance, chatty_utterance_unref)

G_END_DECLS
