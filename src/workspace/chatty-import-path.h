/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-import-item-private.h"

G_BEGIN_DECLS

/**
 * ChattyPathRequest:
 * @item: which item
 * @head: its first transcript, without turns
 * @platform: what it is to be stored under
 * @character: (nullable): and under which callsign
 * @path: (nullable): the answer
 *
 * Where would this go? Asked again whenever the person chooses otherwise.
 */
typedef struct {
  ChattyImportItem *item;
  ChattyTranscript *head;
  char             *platform;
  char             *character;
  char             *path;
} ChattyPathRequest;

ChattyPathRequest *chatty_path_request_new     (ChattyImportItem    *item);
GPtrArray         *chatty_path_requests_new    (void);
void               chatty_path_requests_answer (GObject             *source,
                                                ChattyVault         *vault,
                                                GPtrArray           *requests,
                                                GAsyncReadyCallback  callback);
GPtrArray         *chatty_path_requests_finish (GAsyncResult        *result);

G_END_DECLS
