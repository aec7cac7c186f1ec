/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-account-service.h"
#include "chatty-character-record.h"
#include "chatty-workspace.h"

G_BEGIN_DECLS

/**
 * ChattyTokenCount:
 * @tokens: how much the model would read before the first answer: who the
 *   character is, what it remembers, and one word of the person
 * @context_tokens: how much the model can hold in mind; 0 where that is not
 *   known
 * @model: (nullable): the platform's id of the model that it was counted for;
 *   %NULL where the platform chooses it and does not tell which
 * @chosen: whether a person chose @model, and not the platform
 *
 * What a character costs before anything is said.
 */
typedef struct {
  guint     tokens;
  guint     context_tokens;
  char     *model;
  gboolean  chosen;
} ChattyTokenCount;

void              chatty_token_count_free              (ChattyTokenCount       *self);

/* Asks the platform of @account, which costs nothing; nothing of it is kept.
 * @record: as it is to be counted, such as the one that is edited, stored or
 * not. %CHATTY_ERROR_UNSUPPORTED where the platform does not count: ask
 * chatty_workspace_can_count_tokens() first, which asks nobody. */
gboolean          chatty_workspace_can_count_tokens    (ChattyAccountService   *accounts,
                                                        const char             *platform);
void              chatty_workspace_count_tokens_async  (ChattyWorkspace        *self,
                                                        ChattyAccountService   *accounts,
                                                        const char             *account,
                                                        ChattyCharacterRecord  *record,   /* nullable */
                                                        GCancellable           *cancellable,
                                                        GAsyncReadyCallback     callback,
                                                        gpointer                user_data);
ChattyTokenCount *chatty_workspace_count_tokens_finish (ChattyWorkspace        *self,
                                                        GAsyncResult           *result,
                                                        GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyTokenCount, chatty_token_count_free)

G_END_DECLS
