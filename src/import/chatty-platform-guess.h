/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-preamble.h"
#include "chatty-transcript.h"

G_BEGIN_DECLS

/**
 * ChattyPlatformGuess:
 * @platform: id of the platform; %NULL if nothing tells
 * @certainty: how far it can be trusted
 * @reason: (nullable): why, translated
 */
typedef struct {
  const char      *platform;
  ChattyCertainty  certainty;
  char            *reason;
} ChattyPlatformGuess;

void        chatty_platform_guess_init   (ChattyPlatformGuess *self);
void        chatty_platform_guess_clear  (ChattyPlatformGuess *self);
gboolean    chatty_platform_guess_preamble (ChattyPlatformGuess *self,
                                          const ChattyPreamble *preamble);
gboolean    chatty_platform_guess_label  (ChattyPlatformGuess *self,
                                          const char          *platform,
                                          const char          *label,
                                          gsize                label_length);
gboolean    chatty_platform_guess_links  (ChattyPlatformGuess *self,
                                          const char * const  *links);
gboolean    chatty_platform_guess_text   (ChattyPlatformGuess *self,
                                          const char          *text,
                                          gsize                length);
gboolean    chatty_platform_guess_model  (ChattyPlatformGuess *self,
                                          const char          *model);
gboolean    chatty_platform_guess_name   (ChattyPlatformGuess *self,
                                          const char          *name);
const char *chatty_platform_of_link      (const char          *link,
                                          char               **conversation_id);
const char *chatty_platform_of_words     (const char          *words);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChattyPlatformGuess, chatty_platform_guess_clear)

G_END_DECLS
