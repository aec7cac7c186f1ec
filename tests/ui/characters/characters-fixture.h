/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-character-calls.h"
#include "chatty-simulator.h"

#include "shell-fixture.h"

G_BEGIN_DECLS

/* What the platform knows the account by. */
#define CHARACTERS_FIXTURE_KEY "cHaRaCtErS-KeY-0123456789abcdef"

/**
 * CharactersFixture:
 *
 * A vault, and an account on a platform that is played on this computer.
 */
typedef struct {
  ShellFixture          shell;
  ChattySimulator      *simulator;
  ChattySecretStore    *keyring;
  ChattyAccountService *service;
  char                 *account;    /* its id */
  char                 *inworld;    /* NULL until there is an account */
  char                 *gemini;     /* the same */
} CharactersFixture;

void                   characters_fixture_set_up    (CharactersFixture     *self,
                                                     gconstpointer          data);
void                   characters_fixture_tear_down (CharactersFixture     *self,
                                                     gconstpointer          data);
/* One more account, with a key. */
void                   characters_fixture_add_inworld (CharactersFixture   *self);
void                   characters_fixture_add_gemini (CharactersFixture    *self);
/* Stored; the batch of the vault is the person's. */
ChattyCharacterRecord *characters_fixture_add       (CharactersFixture     *self,
                                                     ChattyCharacter       *character);
ChattyCharacter       *characters_fixture_make      (const char            *name,
                                                     const char            *description);
ChattyCharacter       *characters_fixture_make_full (void);
/* A link as a sync leaves it; @there: (nullable): its name there now, where
 * that is another one than here. */
ChattyCharacterRecord *characters_fixture_link      (CharactersFixture     *self,
                                                     ChattyCharacterRecord *record,
                                                     ChattyLinkState        state,
                                                     const char            *there);
void                   characters_fixture_add_many  (CharactersFixture     *self,
                                                     guint                  n_characters);

G_END_DECLS
