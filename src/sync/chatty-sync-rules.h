/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The rules that the engine stands on, by the places that keep them. In the
 * program they always hold. The tests compile this room once more, with
 * CHATTY_SYNC_MUTANTS, and switch them off one by one: each must be missed. */
typedef enum {
  CHATTY_RULE_NONE,
  CHATTY_RULE_FIELDS,       /* 1: fields are merged one by one */
  CHATTY_RULE_JOIN,         /* 2: overlapping edits are never joined */
  CHATTY_RULE_NORMAL,       /* 3: values are normalised before they are compared */
  CHATTY_RULE_TIME,         /* 4: the newest wins; a wrong clock decides nothing */
  CHATTY_RULE_KEEP,         /* 5: what is replaced goes to the history first */
  CHATTY_RULE_SHOWN,        /* 6: what is run is what was shown */
  CHATTY_RULE_BRAKES,       /* 7: too much at once, or part of a list, does nothing */
  CHATTY_RULE_INTENTS,      /* 8: a create is looked for before it is done again */
  CHATTY_RULE_READ_BACK,    /* 9: what was written is read back */
  CHATTY_RULE_LOSS,         /* 10: what has no place there is told, and carried */
  CHATTY_RULE_QUIET,        /* 11: what is the same on both sides is agreed on */
  CHATTY_RULE_UNDO,         /* 12: a run is taken back on both sides */
  CHATTY_RULE_PAUSE,        /* 13: a platform that asks for a pause gets it */
  CHATTY_N_RULES,
} ChattySyncRule;

#ifdef CHATTY_SYNC_MUTANTS
extern ChattySyncRule chatty_sync_rule_off;
#define CHATTY_SYNC_HOLDS(rule) (chatty_sync_rule_off != (rule))
/* Thousands of looks at a platform in memory need no threads. */
#define CHATTY_SYNC_IN_PARALLEL FALSE
#else
#define CHATTY_SYNC_HOLDS(rule) TRUE
#define CHATTY_SYNC_IN_PARALLEL TRUE
#endif

G_END_DECLS
