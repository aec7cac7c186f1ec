/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-link.h"

G_BEGIN_DECLS

/**
 * ChattyRecordDocument:
 * @name: the file's name in the character's folder of documents
 * @size: bytes
 * @modified: when the file was changed last
 * @sha256: (nullable): of the content, where it was asked for
 *
 * A knowledge document of a character in the vault.
 */
typedef struct {
  char   *name;
  gint64  size;
  gint64  modified;
  char   *sha256;
} ChattyRecordDocument;

/**
 * ChattyCharacterRecord:
 *
 * A character as the vault keeps it: the generic fields and each platform's
 * extra (a #ChattyCharacter), what a platform uses instead of a generic field
 * (overrides), its links, its documents, its picture. Immutable and atomically
 * counted. Its version changes with any of its files.
 */
typedef struct _ChattyCharacterRecord ChattyCharacterRecord;
typedef struct _ChattyCharacterRecordBuilder ChattyCharacterRecordBuilder;

#define CHATTY_TYPE_CHARACTER_RECORD (chatty_character_record_get_type ())
GType                  chatty_character_record_get_type      (void);
ChattyCharacterRecord *chatty_character_record_ref           (ChattyCharacterRecord       *self);
void                   chatty_character_record_unref         (ChattyCharacterRecord       *self);
const char            *chatty_character_record_get_callsign  (const ChattyCharacterRecord *self); /* NULL before it is stored */
const char            *chatty_character_record_get_version   (const ChattyCharacterRecord *self); /* NULL before it is stored */
ChattyCharacter       *chatty_character_record_get_character (const ChattyCharacterRecord *self);
gint64                 chatty_character_record_get_modified  (const ChattyCharacterRecord *self); /* the newest change here */
/* When a field was changed here last: from the history, else the file's time. */
gint64                 chatty_character_record_get_field_time (const ChattyCharacterRecord *self,
                                                              ChattyCharacterField         field);
/* When what the platform is to have was changed. */
gint64                 chatty_character_record_get_time_for  (const ChattyCharacterRecord *self,
                                                              const char                  *platform,
                                                              ChattyCharacterField         field);
/* (nullable): the partial character that a platform uses instead. */
ChattyCharacter       *chatty_character_record_get_override  (const ChattyCharacterRecord *self,
                                                              const char                  *platform);
const char *const     *chatty_character_record_get_overridden (const ChattyCharacterRecord *self); /* platforms */
guint                  chatty_character_record_get_n_links   (const ChattyCharacterRecord *self);
ChattyCharacterLink   *chatty_character_record_get_link      (const ChattyCharacterRecord *self,
                                                              guint                        nth);
/* (nullable): by platform and account or owner. */
ChattyCharacterLink   *chatty_character_record_find_link     (const ChattyCharacterRecord *self,
                                                              const char                  *platform,
                                                              const char                  *account,
                                                              const char                  *owner);
guint                  chatty_character_record_get_n_documents (const ChattyCharacterRecord *self);
const ChattyRecordDocument *
                       chatty_character_record_get_document  (const ChattyCharacterRecord *self,
                                                              guint                        nth);
/* Files that a sync program left beside the character's own because two
 * computers changed it at once, such as "identity/prompt.sync-conflict-….json":
 * relative to its folder. Their values are in the history ("other-program");
 * the person is told, and removes the files. Not %NULL. */
const char *const     *chatty_character_record_get_conflict_copies (const ChattyCharacterRecord *self);
const char            *chatty_character_record_get_avatar    (const ChattyCharacterRecord *self); /* (nullable) absolute path */
/* What a platform is to have: the generic fields, its overrides over them, and
 * its extra. (transfer full) */
ChattyCharacter       *chatty_character_record_for_platform  (const ChattyCharacterRecord *self,
                                                              const char                  *platform);

ChattyCharacterRecordBuilder *
                       chatty_character_record_builder_new       (const ChattyCharacterRecord  *from); /* nullable */
void                   chatty_character_record_builder_free      (ChattyCharacterRecordBuilder *self);
void                   chatty_character_record_builder_set_stored (ChattyCharacterRecordBuilder *self,
                                                                  const char                   *callsign,
                                                                  const char                   *version,
                                                                  gint64                        modified);
void                   chatty_character_record_builder_set_character (ChattyCharacterRecordBuilder *self,
                                                                  ChattyCharacter              *character);
void                   chatty_character_record_builder_set_field_time (ChattyCharacterRecordBuilder *self,
                                                                  ChattyCharacterField          field,
                                                                  gint64                        time);
void                   chatty_character_record_builder_set_special_time (ChattyCharacterRecordBuilder *self,
                                                                  const char                   *platform,
                                                                  ChattyCharacterField          field,
                                                                  gint64                        time);
/* (nullable) (transfer none): as it has been set. */
ChattyCharacter       *chatty_character_record_builder_get_override (ChattyCharacterRecordBuilder *self,
                                                                  const char                   *platform);
void                   chatty_character_record_builder_set_override (ChattyCharacterRecordBuilder *self,
                                                                  const char                   *platform,
                                                                  ChattyCharacter              *override); /* NULL: none */
/* Replaces the link of the same platform and remote id. */
void                   chatty_character_record_builder_set_link  (ChattyCharacterRecordBuilder *self,
                                                                  ChattyCharacterLink          *link);
void                   chatty_character_record_builder_drop_link (ChattyCharacterRecordBuilder *self,
                                                                  const char                   *platform,
                                                                  const char                   *remote_id);
void                   chatty_character_record_builder_add_document (ChattyCharacterRecordBuilder *self,
                                                                  const ChattyRecordDocument   *document);
void                   chatty_character_record_builder_add_conflict_copy (ChattyCharacterRecordBuilder *self,
                                                                  const char                   *name);
void                   chatty_character_record_builder_set_avatar (ChattyCharacterRecordBuilder *self,
                                                                  const char                   *path);
ChattyCharacterRecord *chatty_character_record_builder_end       (ChattyCharacterRecordBuilder *self);

/**
 * ChattyFieldChange:
 * @id: of this entry
 * @time: when
 * @field: which field
 * @side: "here", or the platform's id
 * @account: (nullable): the account, for a platform
 * @who: "person", "sync", "import", "restore", or "other-program"
 * @run: (nullable): the batch or run that it was part of
 * @override_of: (nullable): the platform, if it is not the field itself but
 *   what that platform was to use instead
 * @old_value: (nullable): JSON, as chatty_character_field_to_json() writes it
 * @new_value: (nullable): JSON
 *
 * One value that was replaced, here or on a platform. Owned by whoever was
 * given it.
 */
typedef struct {
  char                 *id;
  gint64                time;
  ChattyCharacterField  field;
  char                 *side;
  char                 *account;
  char                 *who;
  char                 *run;
  char                 *override_of;
  char                 *old_value;
  char                 *new_value;
} ChattyFieldChange;

void                   chatty_field_change_free (ChattyFieldChange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyCharacterRecord, chatty_character_record_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyCharacterRecordBuilder, chatty_character_record_builder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyFieldChange, chatty_field_change_free)

G_END_DECLS
