/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-turn-finder.h"

G_BEGIN_DECLS

typedef enum {
  CHATTY_CLEAN_FURNITURE  = 1 << 0,  /* buttons and states of a site's page */
  CHATTY_CLEAN_RULES      = 1 << 1,  /* lines across the page at the end */
  CHATTY_CLEAN_DATES      = 1 << 2,  /* a date under the label */
  CHATTY_CLEAN_STAMPS     = 1 << 3,  /* what Chatty's own files add */
  CHATTY_CLEAN_AUTOLINKS  = 1 << 4,  /* angle brackets that an exporter put around links */
  CHATTY_CLEAN_FOOTER     = 1 << 5,  /* the exporter's last words */
} ChattyCleanFlags;

char *chatty_turn_text_clean (const char            *text,
                              const ChattyFoundTurn *turn,
                              ChattyCleanFlags       flags,
                              ChattyDate            *date,
                              ChattyDate            *next_day);

G_END_DECLS
