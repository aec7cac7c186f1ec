/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-conversation.h"
#include "character-fixture.h"
#include "fake-talker.h"

G_BEGIN_DECLS

/* A vault with a character that lives on Convai, and an account on each of the
 * platforms of fake-talker.h. */
typedef struct {
  Fixture                base;         /* first */
  char                  *folder;       /* of the accounts */
  ChattyAccountStore    *store;
  ChattySecretStore     *keyring;
  ChattyAccountService  *accounts;
  char                  *convai;       /* ids of accounts */
  char                  *inworld;
  ChattyCharacterRecord *katana;       /* lives on Convai */
  ChattyCharacterRecord *nova;         /* lives nowhere */
  guint                  n_added;      /* signals of talk_fixture_open()'s */
  guint                  n_branched;
} TalkFixture;

void                talk_fixture_set_up    (TalkFixture        *self,
                                            gconstpointer       data);
void                talk_fixture_tear_down (TalkFixture        *self,
                                            gconstpointer       data);
/* A further account; its id. */
char               *talk_fixture_connect   (TalkFixture        *self,
                                            const char         *platform);
/* Puts a character where @platform has it as it is now. */
ChattyCharacterRecord *
                    talk_fixture_link      (TalkFixture           *self,
                                            ChattyCharacterRecord *before,
                                            const char            *platform,
                                            const char            *account,
                                            const char            *remote_id);
ChattyConversation *talk_fixture_open      (TalkFixture        *self,
                                            const char         *id,
                                            const char         *callsign,
                                            const char         *account);
/* Until something can be said again. */
void                talk_fixture_wait      (ChattyConversation *conversation);
void                talk_fixture_say       (ChattyConversation *conversation,
                                            const char         *text);
/* The chosen path as the disk has it: "P:…|A:…", with "!" after what is not
 * complete; and as the conversation shows it: they are the same. */
char               *talk_fixture_path      (TalkFixture        *self,
                                            ChattyConversation *conversation);
void                talk_fixture_remember  (TalkFixture        *self,
                                            const char         *callsign,
                                            const char         *text);

G_END_DECLS
