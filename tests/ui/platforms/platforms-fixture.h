/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"

#include "fake-remote.h"
#include "shell-fixture.h"

G_BEGIN_DECLS

/**
 * PlatformsFixture:
 *
 * The page of platforms in a window, beside an empty vault.
 */
typedef struct {
  ShellFixture          shell;
  ChattySecretStore    *keyring;
  ChattyAccountService *service;
  char                 *account;   /* the id of the connected one, or NULL */
  GtkWidget            *area;      /* ChattyDropArea around the page */
  GtkWidget            *page;
  GtkWindow            *window;
} PlatformsFixture;

void       platforms_fixture_set_up    (PlatformsFixture *self,
                                        gconstpointer     n_characters);
void       platforms_fixture_tear_down (PlatformsFixture *self,
                                        gconstpointer     data);
void       platforms_fixture_connect   (PlatformsFixture *self,
                                        const char       *name);
void       platforms_fixture_show      (PlatformsFixture *self,
                                        int               width);

/* All of what is to be seen. */
gboolean   platforms_fixture_sees      (PlatformsFixture *self,
                                        const char       *text);
void       platforms_fixture_wait_text (PlatformsFixture *self,
                                        const char       *text);
void       platforms_fixture_wait_gone (PlatformsFixture *self,
                                        const char       *text);
void       platforms_fixture_wait_call (FakeVerb          verb,
                                        guint             n_calls);
GtkWidget *platforms_fixture_button    (PlatformsFixture *self,
                                        const char       *label);
void       platforms_fixture_press     (PlatformsFixture *self,
                                        const char       *label);
void       platforms_fixture_choose    (PlatformsFixture *self,
                                        const char       *title);
void       platforms_fixture_open      (PlatformsFixture *self,
                                        guint             nth);
void       platforms_fixture_tab       (PlatformsFixture *self,
                                        const char       *name);

G_END_DECLS
