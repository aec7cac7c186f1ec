/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-secret-text.h"

G_BEGIN_DECLS

typedef void (*ChattySecretVisitFunc) (const char *text,
                                       gsize       length,
                                       gpointer    user_data);

void chatty_secret_visit_all (ChattySecretVisitFunc func,
                              gpointer              user_data);

G_END_DECLS
