/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

#include "chatty-reading.h"
#include "chatty-receipt.h"
#include "chatty-vault.h"

G_BEGIN_DECLS

typedef enum {
  CHATTY_IMPORT_ITEM_WAITING,    /* not looked at yet */
  CHATTY_IMPORT_ITEM_READING,
  CHATTY_IMPORT_ITEM_READY,      /* looked at; can be imported */
  CHATTY_IMPORT_ITEM_REFUSED,    /* cannot be imported; "message" says why */
  CHATTY_IMPORT_ITEM_STORING,
  CHATTY_IMPORT_ITEM_DONE,
  CHATTY_IMPORT_ITEM_FAILED,     /* "message" says why */
} ChattyImportItemState;

#define CHATTY_TYPE_IMPORT_ITEM_STATE (chatty_import_item_state_get_type ())
GType chatty_import_item_state_get_type (void);

/**
 * ChattyImportItem: (object) one file (or pasted text) of an import.
 *
 * Properties: "name" (display form), "state", "message" (nullable), "form-title",
 * "platform" (writable: the person's choice), "platform-reason" (nullable),
 * "character" (writable, nullable callsign or a new name),
 * "target-path" (relative vault path, nullable), "n-transcripts", "n-turns",
 * "included" (writable boolean).
 */
#define CHATTY_TYPE_IMPORT_ITEM (chatty_import_item_get_type ())
G_DECLARE_FINAL_TYPE (ChattyImportItem, chatty_import_item, CHATTY, IMPORT_ITEM, GObject)

ChattyImportItemState chatty_import_item_get_state     (ChattyImportItem *self);
const char           *chatty_import_item_get_name      (ChattyImportItem *self);
const char           *chatty_import_item_get_message   (ChattyImportItem *self);
const char           *chatty_import_item_get_platform  (ChattyImportItem *self);
void                  chatty_import_item_set_platform  (ChattyImportItem *self,
                                                        const char       *platform);
const char           *chatty_import_item_get_character (ChattyImportItem *self);
void                  chatty_import_item_set_character (ChattyImportItem *self,
                                                        const char       *character);
gboolean              chatty_import_item_get_included  (ChattyImportItem *self);
void                  chatty_import_item_set_included  (ChattyImportItem *self,
                                                        gboolean          included);
guint                 chatty_import_item_get_n_notices (ChattyImportItem *self);
const char           *chatty_import_item_get_notice    (ChattyImportItem *self,
                                                        guint             nth);
/* The first turns (at most 6, each cut at 600 bytes), to show what will come. */
guint                 chatty_import_item_get_n_preview_turns (ChattyImportItem *self);
ChattyTurn           *chatty_import_item_get_preview_turn    (ChattyImportItem *self,
                                                              guint             nth);

typedef enum {
  CHATTY_IMPORT_PREPARING,   /* files are being looked at */
  CHATTY_IMPORT_WAITING,     /* for the person to start it */
  CHATTY_IMPORT_RUNNING,
  CHATTY_IMPORT_FINISHED,
  CHATTY_IMPORT_CANCELLED,   /* what was stored before stays, and is in the receipt */
  CHATTY_IMPORT_FAILED,      /* the vault itself failed, such as a full disk */
} ChattyImportState;

#define CHATTY_TYPE_IMPORT_STATE (chatty_import_state_get_type ())
GType chatty_import_state_get_type (void);

/**
 * ChattyImportSession: (object) GListModel of #ChattyImportItem.
 *
 * An import from the drop to the receipt. Lives on the main loop.
 * Properties: "state", "fraction" (0 to 1 by bytes), "n-done", "n-files",
 * "bytes-done", "bytes-total", "error-message" (nullable).
 */
#define CHATTY_TYPE_IMPORT_SESSION (chatty_import_session_get_type ())
G_DECLARE_FINAL_TYPE (ChattyImportSession, chatty_import_session, CHATTY, IMPORT_SESSION, GObject)

void               chatty_import_session_add_files   (ChattyImportSession *self,
                                                      GListModel          *files);  /* of GFile: files and folders */
void               chatty_import_session_add_file    (ChattyImportSession *self,
                                                      GFile               *file);
void               chatty_import_session_add_text    (ChattyImportSession *self,
                                                      const char          *text,
                                                      const char          *name);   /* such as "Pasted text" */
void               chatty_import_session_set_platform_for_all  (ChattyImportSession *self,
                                                      const char          *platform);
void               chatty_import_session_set_character_for_all (ChattyImportSession *self,
                                                      const char          *character);
ChattyImportState  chatty_import_session_get_state   (ChattyImportSession *self);
double             chatty_import_session_get_fraction (ChattyImportSession *self);
void               chatty_import_session_start       (ChattyImportSession *self);
void               chatty_import_session_cancel      (ChattyImportSession *self);
const char        *chatty_import_session_get_batch_id (ChattyImportSession *self);  /* for Undo; NULL before */

/* The receipt, once finished. */
void               chatty_import_session_get_totals  (ChattyImportSession *self,
                                                      ChattyImportTotals  *totals);
/* JSON, as the import command prints it. */
char              *chatty_import_session_dup_receipt (ChattyImportSession *self);
ChattyReceipt     *chatty_import_session_get_receipt (ChattyImportSession *self);  /* NULL before the end */
const char        *chatty_import_session_get_error_message (ChattyImportSession *self);  /* nullable */

G_END_DECLS
