/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-calls.h"

G_BEGIN_DECLS

/**
 * ChattyDraftState:
 * @CHATTY_DRAFT_LOADING: the record is being read
 * @CHATTY_DRAFT_READY: can be edited
 * @CHATTY_DRAFT_SAVING: is being written; can be edited meanwhile
 * @CHATTY_DRAFT_GONE: somebody else put the character into the trash; saving
 *   makes it anew
 * @CHATTY_DRAFT_FAILED: the record cannot be read; "message" says why
 */
typedef enum {
  CHATTY_DRAFT_LOADING,
  CHATTY_DRAFT_READY,
  CHATTY_DRAFT_SAVING,
  CHATTY_DRAFT_GONE,
  CHATTY_DRAFT_FAILED,
} ChattyDraftState;

#define CHATTY_TYPE_DRAFT_STATE (chatty_draft_state_get_type ())
GType chatty_draft_state_get_type (void) G_GNUC_CONST;

/**
 * ChattyCharacterDraft: (object) a character while it is edited.
 *
 * Begins from a record, or from nothing for a new character. Unsaved edits are
 * kept in the vault about a second after each, and restored when the character
 * is edited again after a crash: "restored" is %TRUE then. When the record is
 * changed elsewhere, fields that are not edited here follow, those that are
 * stay; "elsewhere" is notified with the flags of the latter.
 *
 * Properties (read only): "state", "callsign" (nullable until it is stored),
 * "record" (nullable: what is stored; its picture and documents change without
 * any field), "dirty", "can-save", "restored", "elsewhere" (uint: field flags,
 * until the next save), "message" (nullable: what went wrong last, for people).
 * Signal "changed" (uint fields, const char *platform): the value of these
 * fields is another one, by the person or not; @platform is %NULL for the
 * generic fields, else whose override or extra it was. Fields are 0 for extra.
 *
 * Lives on the main loop.
 */
#define CHATTY_TYPE_CHARACTER_DRAFT (chatty_character_draft_get_type ())
G_DECLARE_FINAL_TYPE (ChattyCharacterDraft, chatty_character_draft,
                      CHATTY, CHARACTER_DRAFT, GObject)

ChattyCharacterDraft  *chatty_character_draft_new          (ChattyWorkspace        *workspace,
                                                            const char             *callsign);  /* NULL: a new one */
ChattyDraftState       chatty_character_draft_get_state    (ChattyCharacterDraft   *self);
const char            *chatty_character_draft_get_callsign (ChattyCharacterDraft   *self);
/* What is stored: the beginning of the edits. NULL for a new one. */
ChattyCharacterRecord *chatty_character_draft_get_record   (ChattyCharacterDraft   *self);
/* What a save would store. Cheap; made anew after an edit. */
ChattyCharacterRecord *chatty_character_draft_get_edited   (ChattyCharacterDraft   *self);
gboolean               chatty_character_draft_get_dirty    (ChattyCharacterDraft   *self);
gboolean               chatty_character_draft_get_can_save (ChattyCharacterDraft   *self);
gboolean               chatty_character_draft_get_restored (ChattyCharacterDraft   *self);
guint                  chatty_character_draft_get_elsewhere (ChattyCharacterDraft  *self);
const char            *chatty_character_draft_get_message  (ChattyCharacterDraft   *self);
/* Which fields are edited, as flags; @platform NULL for the generic ones. */
guint                  chatty_character_draft_get_edits    (ChattyCharacterDraft   *self,
                                                            const char             *platform);

/* Values. @platform NULL: the generic field; else what that platform uses
 * instead. Answers are borrowed until the next change. */
gboolean               chatty_character_draft_has_field    (ChattyCharacterDraft   *self,
                                                            const char             *platform,
                                                            ChattyCharacterField    field);
const char            *chatty_character_draft_get_text     (ChattyCharacterDraft   *self,
                                                            const char             *platform,
                                                            ChattyCharacterField    field);     /* NULL: not set */
void                   chatty_character_draft_set_text     (ChattyCharacterDraft   *self,
                                                            const char             *platform,
                                                            ChattyCharacterField    field,
                                                            const char             *text);
const char *const     *chatty_character_draft_get_list     (ChattyCharacterDraft   *self,
                                                            const char             *platform,
                                                            ChattyCharacterField    field);     /* NULL: not set */
void                   chatty_character_draft_set_list     (ChattyCharacterDraft   *self,
                                                            const char             *platform,
                                                            ChattyCharacterField    field,
                                                            const char *const      *list);
guint                  chatty_character_draft_get_n_traits (ChattyCharacterDraft   *self,
                                                            const char             *platform);
const char            *chatty_character_draft_get_trait    (ChattyCharacterDraft   *self,
                                                            const char             *platform,
                                                            guint                   nth,
                                                            double                 *value);
void                   chatty_character_draft_set_trait    (ChattyCharacterDraft   *self,
                                                            const char             *platform,
                                                            const char             *name,
                                                            double                  value);
void                   chatty_character_draft_drop_trait   (ChattyCharacterDraft   *self,
                                                            const char             *platform,
                                                            const char             *name);
/* Takes a field away: of an override, the generic value counts again. */
void                   chatty_character_draft_unset        (ChattyCharacterDraft   *self,
                                                            const char             *platform,
                                                            ChattyCharacterField    field);
/* Back to what is stored. */
void                   chatty_character_draft_revert       (ChattyCharacterDraft   *self,
                                                            const char             *platform,
                                                            ChattyCharacterField    field);
void                   chatty_character_draft_revert_all   (ChattyCharacterDraft   *self);

/* The members that only the platform knows, as JSON texts; @json NULL drops. */
char                  *chatty_character_draft_dup_extra    (ChattyCharacterDraft   *self,
                                                            const char             *platform,
                                                            const char             *member);
gboolean               chatty_character_draft_set_extra    (ChattyCharacterDraft   *self,
                                                            const char             *platform,
                                                            const char             *member,
                                                            const char             *json,
                                                            GError                **error);

/* (nullable): why this value cannot be saved, for people. */
const char            *chatty_character_draft_get_problem  (ChattyCharacterDraft   *self,
                                                            const char             *platform,
                                                            ChattyCharacterField    field);

/* Writes what was edited. Edits made meanwhile stay edits. The batch's id is
 * for Undo; @both the fields that were changed by somebody else as well. */
void                   chatty_character_draft_save_async   (ChattyCharacterDraft   *self,
                                                            GCancellable           *cancellable,
                                                            GAsyncReadyCallback     callback,
                                                            gpointer                user_data);
ChattyCharacterChange *chatty_character_draft_save_finish  (ChattyCharacterDraft   *self,
                                                            GAsyncResult           *result,
                                                            GError                **error);
/* Keeps unsaved edits now, such as when the window closes; ends when they are
 * on the disk. */
void                   chatty_character_draft_keep_async   (ChattyCharacterDraft   *self,
                                                            GCancellable           *cancellable,
                                                            GAsyncReadyCallback     callback,
                                                            gpointer                user_data);
gboolean               chatty_character_draft_keep_finish  (ChattyCharacterDraft   *self,
                                                            GAsyncResult           *result,
                                                            GError                **error);

G_END_DECLS
