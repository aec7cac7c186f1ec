/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-source.h"

G_BEGIN_DECLS

/**
 * ChattyTurnOffers:
 * @CHATTY_TURN_OFFER_COPY: "turn.copy", of every turn; the list does it
 * @CHATTY_TURN_OFFER_RETRY: "turn.retry", of the last answer
 * @CHATTY_TURN_OFFER_EDIT: "turn.edit", of the person's turns; the list does it
 *   and tells with "edited"
 * @CHATTY_TURN_OFFER_SPEAK: "turn.speak", of answers
 * @CHATTY_TURN_OFFER_REMEMBER: "turn.remember", of what was said by either side
 * @CHATTY_TURN_OFFER_SENT: "turn.sent", of answers
 *
 * What can be done with turns. Each is an action whose parameter is the number
 * of the turn ("u"); it is looked for in the widgets around the list.
 *
 * The list does two more itself: "turn.source" ("(uu)": the number of a turn and
 * of its source, from 0) opens the document, and "turn.passage" ("(uuu)": and of
 * a passage of it) shows a passage of the answer.
 */
typedef enum {
  CHATTY_TURN_OFFER_COPY     = 1 << 0,
  CHATTY_TURN_OFFER_RETRY    = 1 << 1,
  CHATTY_TURN_OFFER_EDIT     = 1 << 2,
  CHATTY_TURN_OFFER_SPEAK    = 1 << 3,
  CHATTY_TURN_OFFER_REMEMBER = 1 << 4,
  CHATTY_TURN_OFFER_SENT     = 1 << 5,
} ChattyTurnOffers;

/**
 * ChattyTurnImageLoad:
 * @uri: of an attachment, never an address elsewhere
 *
 * Reads an attachment that is kept with the conversation. Blocking; called on
 * a worker.
 *
 * Returns: (transfer full): its bytes; %NULL with @error set
 */
typedef GBytes *(*ChattyTurnImageLoad) (const char    *uri,
                                        gpointer       user_data,
                                        GCancellable  *cancellable,
                                        GError       **error);

/**
 * ChattyTurnDocumentFind:
 * @source: what an answer rests on
 *
 * Finds which document of the character a source is. Blocking; called on a
 * worker.
 *
 * Returns: (transfer full) (nullable): its name in the character's folder;
 *   %NULL where it is none of them, or with @error set
 */
typedef char *(*ChattyTurnDocumentFind) (const ChattySource  *source,
                                         gpointer             user_data,
                                         GCancellable        *cancellable,
                                         GError             **error);

G_END_DECLS
