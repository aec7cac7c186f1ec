/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "sim-client.h"

G_BEGIN_DECLS

#define KEY_HEADER "x-goog-api-key: " GOOD_KEY "\n"

/* What the tests of Gemini have in common. */
Answer *ask            (Client     *client,
                        const char *headers,
                        const char *method,
                        const char *path,
                        const char *body);
Answer *get            (Client     *client,
                        const char *path);
Answer *post           (Client     *client,
                        const char *path,
                        const char *body);
Answer *del            (Client     *client,
                        const char *path);
void    set            (Client     *client,
                        const char *setting,
                        const char *value);
void    assert_refused (Answer     *answer,
                        guint       status,
                        const char *name,
                        const char *reason);
char   *sign_in        (Client     *client,
                        const char *scopes);
char   *join           (Answer     *answer,
                        const char *separator,
                        gboolean    thoughts);

G_END_DECLS
