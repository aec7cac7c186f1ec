/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ChattyPlatformFact:
 * @CHATTY_FACT_OFFERS: what the platform has
 * @CHATTY_FACT_HERE: what Chatty Connectors does with it
 * @CHATTY_FACT_NOBODY: what no program can do
 */
typedef enum {
  CHATTY_FACT_OFFERS,
  CHATTY_FACT_HERE,
  CHATTY_FACT_NOBODY,
} ChattyPlatformFact;

#define CHATTY_N_FACTS (CHATTY_FACT_NOBODY + 1)
#define CHATTY_MAX_STEPS 5

/* What people are told of a platform before they have an account there. */

const char *chatty_platform_facts_get_heading (ChattyPlatformFact  fact);
const char *chatty_platform_facts_get         (const char         *platform,
                                               ChattyPlatformFact  fact);
guint       chatty_platform_facts_get_n_steps (const char         *platform);
const char *chatty_platform_facts_get_step    (const char         *platform,
                                               guint               nth);

G_END_DECLS
