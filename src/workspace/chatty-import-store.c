/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-import-store.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

/* Whether @error is about one conversation; anything else is the vault's own
 * trouble, which the next one would meet again. */
static gboolean
error_is_of_transcript (const GError *error)
{
  return g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED) ||
         g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
}

/**
 * chatty_import_store:
 * @batch: the import's changes
 * @file: the row of the receipt that it belongs to
 * @transcript: what to store
 * @path: (out) (optional) (nullable): where it is, in the vault
 * @cancellable: (nullable): stops it
 * @error: %CHATTY_ERROR_CANCELLED or the vault's own trouble, which ends an
 *   import
 *
 * Stores one conversation and notes in @file what became of it, also when the
 * vault could not take it. Blocks.
 *
 * Returns: whether the import can go on
 */
gboolean
chatty_import_store (ChattyVaultBatch   *batch,
                     ChattyReceiptFile  *file,
                     ChattyTranscript   *transcript,
                     char              **path,
                     GCancellable       *cancellable,
                     GError            **error)
{
  g_autoptr (GError) local_error = NULL;
  ChattyStored outcome;

  if (file->platform == NULL)
    file->platform = g_strdup (chatty_transcript_get_platform (transcript));

  if (chatty_vault_batch_store (batch, transcript, &outcome, path, cancellable, &local_error))
    {
      chatty_receipt_file_add (file, outcome, transcript);
      return TRUE;
    }
  if (error_is_of_transcript (local_error))
    {
      chatty_receipt_file_skip (file, chatty_transcript_get_title (transcript),
                                local_error->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* What was accepted but lost its place when the disk filled up is named, so
 * that the receipt never claims more than the vault holds. */
static void
end_receipt (ChattyReceipt    *receipt,
             ChattyVaultBatch *batch,
             guint             n_left,
             const GError     *error)
{
  gboolean cancelled = chatty_error_is_cancelled (error);
  guint n_given_up = batch != NULL ? chatty_vault_batch_get_n_given_up (batch) : 0;
  g_autofree char *problem = NULL;

  if (error != NULL && !cancelled)
    problem = g_strdup (error->message);
  if (n_given_up > 0)
    {
      g_autofree char *given_up =
        g_strdup_printf (ngettext ("%u conversation of this list did not reach the vault; "
                                   "import its file again",
                                   "%u conversations of this list did not reach the vault; "
                                   "import their files again", n_given_up), n_given_up);
      char *joined = problem != NULL ? g_strconcat (problem, ". ", given_up, NULL)
                                     : g_strdup (given_up);

      g_free (problem);
      problem = joined;
    }
  chatty_receipt_end (receipt, batch != NULL ? chatty_vault_batch_get_id (batch) : NULL,
                      cancelled, n_left, problem);
}

/**
 * chatty_import_end:
 * @batch: (nullable): the import's changes, or %NULL if there was no beginning
 * @receipt: what the import did
 * @n_left: what was not come to
 * @error: (inout): why the import ended early, or %NULL; the vault's trouble in
 *   ending it is put here when there was none before
 *
 * Ends @receipt and leaves it with the changes in the vault, which are on the
 * disk when this returns. Blocks.
 */
void
chatty_import_end (ChattyVaultBatch  *batch,
                   ChattyReceipt     *receipt,
                   guint              n_left,
                   GError           **error)
{
  g_autoptr (GError) commit_error = NULL;
  g_autofree char *report = NULL;

  end_receipt (receipt, batch, n_left, *error);
  if (batch == NULL)
    return;

  report = chatty_receipt_to_json (receipt);
  if (chatty_vault_batch_commit (batch, report, &commit_error))
    return;
  if (*error == NULL)
    *error = g_steal_pointer (&commit_error);
  end_receipt (receipt, batch, n_left, *error);
}
