/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-platform.h"
#include "chatty-sha256.h"
#include "chatty-stored-file.h"
#include "chatty-text.h"
#include "chatty-transcript-file.h"
#include "chatty-vault-layout.h"

#define KEY_IMPORT "import_digest"
#define KEY_FILE   "file_digest"
#define KEY_EDITED "edited"

/* Half a SHA-256 in hex: these guard against accidents. */
#define DIGEST_LENGTH 32
#define BLANK_DIGEST  "00000000000000000000000000000000"

static const char *const edited_names[] = {
  "title", "platform", "character", "date", "text",
};

/* Where the front matter ends. Any fixed rule would do: it only decides what
 * is hashed with what. */
static gsize
find_body (const char *bytes,
           gsize       length)
{
  const char *end;

  if (length < 8 || memcmp (bytes, "---\n", 4) != 0)
    return 0;
  end = memmem (bytes + 3, length - 3, "\n---\n", 5);
  return end != NULL ? (gsize) (end + 5 - bytes) : 0;
}

static char *
hash_body (const char *bytes,
           gsize       length,
           gsize       body)
{
  return chatty_sha256_hex (bytes + body, length - body);
}

/* The body counts by its own hash, so that it is hashed once for all of the
 * digests of a file. */
static char *
hash_with_body (const char *front,
                gsize       length,
                const char *body_hash)
{
  g_autoptr (ChattySha256) hash = chatty_sha256_new ();

  chatty_sha256_update (hash, front, length);
  chatty_sha256_update (hash, "", 1);
  chatty_sha256_update (hash, body_hash, strlen (body_hash));
  return chatty_sha256_end (hash);
}

/* The digest of a file whose front matter holds @digest: as if the digest
 * were blank. NULL if it does not hold it. */
static char *
digest_file (const char *bytes,
             gsize       body,
             const char *body_hash,
             const char *digest)
{
  g_autofree char *front = NULL;
  g_autofree char *hash = NULL;
  char *place;

  if (strlen (digest) != DIGEST_LENGTH)
    return NULL;
  front = g_memdup2 (bytes, body);
  place = memmem (front, body, digest, DIGEST_LENGTH);
  if (place == NULL)
    return NULL;
  memcpy (place, BLANK_DIGEST, DIGEST_LENGTH);
  hash = hash_with_body (front, body, body_hash);
  return g_strndup (hash, DIGEST_LENGTH);
}

/* What the source said, without what other imports of it may say otherwise:
 * the name of the export, the person's choices on the import page, and a time
 * that is only that of the file. */
static char *
digest_import (const ChattyTranscript *transcript,
               const char             *body_hash)
{
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;
  g_autoptr (ChattyTranscript) bare = NULL;
  g_autofree char *front = NULL;
  g_autofree char *hash = NULL;
  gsize length;

  builder = chatty_transcript_builder_new_from (transcript);
  chatty_transcript_builder_clear_turns (builder);
  chatty_transcript_builder_set_id (builder, "import");
  chatty_transcript_builder_set_source (builder, NULL, NULL);
  chatty_transcript_builder_set_platform (builder, CHATTY_PLATFORM_OTHER);
  chatty_transcript_builder_set_character (builder, NULL);
  chatty_transcript_builder_set_extra (builder, KEY_IMPORT, NULL);
  chatty_transcript_builder_set_extra (builder, KEY_FILE, NULL);
  chatty_transcript_builder_set_extra (builder, KEY_EDITED, NULL);
  if (chatty_transcript_get_started_certainty (transcript) <=
      CHATTY_CERTAINTY_FILE)
    chatty_transcript_builder_set_started (builder, CHATTY_TIME_NONE,
                                           CHATTY_CERTAINTY_NONE);
  bare = chatty_transcript_builder_end (g_steal_pointer (&builder));
  front = chatty_transcript_file_write (bare, &length);
  hash = hash_with_body (front, length, body_hash);
  return g_strndup (hash, DIGEST_LENGTH);
}

static char *
edited_to_string (ChattyEdited edited)
{
  g_autoptr (GString) string = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (edited_names); i++)
    if (edited & (1 << i))
      g_string_append_printf (string, "%s%s", string->len > 0 ? ", " : "",
                              edited_names[i]);
  return g_string_free (g_steal_pointer (&string), FALSE);
}

static ChattyEdited
edited_from_string (const char *text)
{
  g_auto (GStrv) names = g_strsplit_set (text, ", ", -1);
  ChattyEdited edited = 0;

  for (guint i = 0; i < G_N_ELEMENTS (edited_names); i++)
    if (g_strv_contains ((const char *const *) names, edited_names[i]))
      edited |= 1 << i;
  return edited;
}

/* Copies that programs for synchronising make of a file which was changed on
 * two machines. Both versions are kept, so they must be told apart. */
static gboolean
is_conflict_copy (const char *path)
{
  const char *name = strrchr (path, '/');

  name = name != NULL ? name + 1 : path;
  return strstr (name, ".sync-conflict-") != NULL ||
         strstr (name, "conflicted copy") != NULL;
}

static char *
id_for_path (const char *path)
{
  if (g_utf8_validate (path, -1, NULL))
    return g_strconcat ("vault:", path, NULL);
  return g_uri_escape_string (path, "/ ", TRUE);
}

/* One note with the whole text, for Markdown that is no conversation. */
static ChattyTranscript *
make_note (const char *path,
           const char *bytes,
           gsize       length)
{
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;
  g_autoptr (ChattyTurnBuilder) turn = NULL;

  builder = chatty_transcript_builder_new ();
  turn = chatty_turn_builder_new (CHATTY_ROLE_NOTE);
  chatty_turn_builder_take_text (turn, chatty_text_make_valid (bytes, length));
  chatty_transcript_builder_take_turn (builder,
                                       chatty_turn_builder_end (g_steal_pointer (&turn)));
  return chatty_transcript_builder_end (g_steal_pointer (&builder));
}

static char *
title_for_path (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = chatty_text_display_name (name);
  gsize length = strlen (shown);

  return g_strndup (shown, length > 3 ? length - 3 : length);
}

/* What the file does not say, its place does. */
static ChattyTranscript *
complete (ChattyTranscript *transcript,
          const char       *path)
{
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;
  const char *id = chatty_transcript_get_id (transcript);
  g_autofree char *character = NULL;
  g_autofree char *platform = NULL;
  gint64 month = CHATTY_TIME_NONE;

  if (chatty_transcript_get_character (transcript) == NULL)
    character = chatty_vault_layout_guess_character (path);
  if (g_str_equal (chatty_transcript_get_platform (transcript),
                   CHATTY_PLATFORM_OTHER))
    platform = chatty_vault_layout_guess_platform (path);
  if (chatty_transcript_get_started (transcript) == CHATTY_TIME_NONE)
    month = chatty_vault_layout_guess_month (path);

  builder = chatty_transcript_builder_new_from (transcript);
  if (id == NULL || *id == '\0')
    {
      g_autofree char *by_path = id_for_path (path);

      chatty_transcript_builder_set_id (builder, by_path);
    }
  else if (is_conflict_copy (path))
    {
      g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256,
                                                               path, -1);
      g_autofree char *suffix = g_strdup_printf ("~%.8s", digest);
      g_autofree char *other = g_strconcat (id, suffix, NULL);

      if (!g_str_has_suffix (id, suffix))
        chatty_transcript_builder_set_id (builder, other);
    }
  if (*chatty_transcript_get_title (transcript) == '\0')
    {
      g_autofree char *title = title_for_path (path);

      chatty_transcript_builder_set_title (builder, title);
    }
  if (character != NULL)
    chatty_transcript_builder_set_character (builder, character);
  if (platform != NULL)
    chatty_transcript_builder_set_platform (builder, platform);
  if (month != CHATTY_TIME_NONE)
    chatty_transcript_builder_set_started (builder, month,
                                           CHATTY_CERTAINTY_NAME);
  chatty_transcript_builder_set_extra (builder, KEY_IMPORT, NULL);
  chatty_transcript_builder_set_extra (builder, KEY_FILE, NULL);
  chatty_transcript_builder_set_extra (builder, KEY_EDITED, NULL);
  return chatty_transcript_builder_end (g_steal_pointer (&builder));
}

static const char *
find_extra (const ChattyTranscript *transcript,
            const char             *key)
{
  for (guint i = 0; i < chatty_transcript_get_n_extras (transcript); i++)
    {
      const char *value;

      if (g_str_equal (chatty_transcript_get_extra (transcript, i, &value), key))
        return value;
    }
  return NULL;
}

/* Reads and parses, without hashing. */
static ChattyTranscript *
load_raw (ChattyVaultFiles  *files,
          const char        *path,
          char             **bytes,
          gsize             *length,
          ChattyFileStamp   *stamp,
          mode_t            *mode,
          GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  ChattyTranscript *raw;

  *bytes = chatty_vault_files_read (files, path, length, stamp, mode, error);
  if (*bytes == NULL)
    return NULL;

  /* Text that is not UTF-8 is shown, too, as far as it can be. */
  if (!g_utf8_validate_len (*bytes, *length, NULL))
    return make_note (path, *bytes, *length);
  raw = chatty_transcript_file_read (*bytes, *length, &local_error);
  if (raw == NULL)
    raw = make_note (path, *bytes, *length);
  return raw;
}

/**
 * chatty_vault_files_load:
 * @path: of a file that may be a transcript
 * @stamp: (out) (optional): of the content returned
 *
 * Reads a transcript as the program sees it: an id, title, platform,
 * character and month that the file does not give come from its path, and a
 * file that is no transcript becomes one note. The same file at the same path
 * always gives the same. Any thread.
 *
 * Returns: (transfer full): the transcript, or %NULL with an error of
 *   chatty_vault_files_read()
 */
ChattyTranscript *
chatty_vault_files_load (ChattyVaultFiles  *self,
                         const char        *path,
                         ChattyFileStamp   *stamp,
                         GError           **error)
{
  g_autofree char *bytes = NULL;
  g_autoptr (ChattyTranscript) raw = NULL;
  gsize length;

  raw = load_raw (self, path, &bytes, &length, stamp, NULL, error);
  return raw != NULL ? complete (raw, path) : NULL;
}

/**
 * chatty_stored_file_load:
 * @path: of a transcript
 *
 * Like chatty_vault_files_load(), and says what is known about the file.
 *
 * Returns: (transfer full): the file, or %NULL with @error
 */
ChattyStoredFile *
chatty_stored_file_load (ChattyVaultFiles  *files,
                         const char        *path,
                         GError           **error)
{
  g_autoptr (ChattyStoredFile) self = g_new0 (ChattyStoredFile, 1);
  g_autoptr (ChattyTranscript) raw = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *body_hash = NULL;
  g_autofree char *actual = NULL;
  const char *digest, *edited;
  gsize length, body;

  raw = load_raw (files, path, &bytes, &length, &self->stamp, &self->mode,
                  error);
  if (raw == NULL)
    return NULL;

  body = find_body (bytes, length);
  body_hash = hash_body (bytes, length, body);
  self->hash = hash_with_body (bytes, body, body_hash);
  self->import_digest = g_strdup (find_extra (raw, KEY_IMPORT));
  edited = find_extra (raw, KEY_EDITED);
  if (edited != NULL)
    self->edited = edited_from_string (edited);
  digest = find_extra (raw, KEY_FILE);
  if (digest != NULL)
    actual = digest_file (bytes, body, body_hash, digest);
  self->touched = g_strcmp0 (actual, digest) != 0 || actual == NULL ||
                  (self->edited & CHATTY_EDITED_TEXT) != 0;
  self->transcript = complete (raw, path);

  return g_steal_pointer (&self);
}

/**
 * chatty_stored_file_free:
 *
 * Frees @self.
 */
void
chatty_stored_file_free (ChattyStoredFile *self)
{
  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  g_free (self->import_digest);
  g_free (self->hash);
  g_free (self);
}

/**
 * chatty_stored_file_merge:
 * @incoming: what the source says now, same id
 * @same_source: the source says what it said the last time; only the choices
 *   on the import page can be new
 *
 * Returns: (transfer full): what the file is to hold: what the source says,
 *   with the person's edits, and without forgetting what was known better
 */
ChattyTranscript *
chatty_stored_file_merge (ChattyStoredFile *self,
                          ChattyTranscript *incoming,
                          gboolean          same_source)
{
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;
  ChattyTranscript *old = self->transcript;
  ChattyCertainty certainty, old_certainty;
  const char *character, *platform;

  character = chatty_transcript_get_character (incoming);
  if (character == NULL || (self->edited & CHATTY_EDITED_CHARACTER))
    character = chatty_transcript_get_character (old);
  platform = chatty_transcript_get_platform (incoming);
  if (g_str_equal (platform, CHATTY_PLATFORM_OTHER) ||
      (self->edited & CHATTY_EDITED_PLATFORM))
    platform = chatty_transcript_get_platform (old);

  builder = chatty_transcript_builder_new_from (same_source ? old : incoming);
  chatty_transcript_builder_set_id (builder, chatty_transcript_get_id (old));
  chatty_transcript_builder_set_character (builder, character);
  chatty_transcript_builder_set_platform (builder, platform);
  if (same_source)
    return chatty_transcript_builder_end (g_steal_pointer (&builder));

  if (self->edited & CHATTY_EDITED_TITLE)
    chatty_transcript_builder_set_title (builder,
                                         chatty_transcript_get_title (old));
  certainty = chatty_transcript_get_started_certainty (incoming);
  old_certainty = chatty_transcript_get_started_certainty (old);
  if ((self->edited & CHATTY_EDITED_STARTED) ||
      (certainty <= CHATTY_CERTAINTY_FILE && old_certainty >= certainty))
    chatty_transcript_builder_set_started (builder,
                                           chatty_transcript_get_started (old),
                                           old_certainty);
  return chatty_transcript_builder_end (g_steal_pointer (&builder));
}

/**
 * chatty_stored_file_digest:
 * @transcript: as an importer gives it
 *
 * Returns: (transfer full): a digest of what the source said, to compare with
 *   import_digest
 */
char *
chatty_stored_file_digest (const ChattyTranscript *transcript)
{
  g_autofree char *bytes = NULL;
  g_autofree char *body_hash = NULL;
  gsize length;

  bytes = chatty_transcript_file_write (transcript, &length);
  body_hash = hash_body (bytes, length, find_body (bytes, length));
  return digest_import (transcript, body_hash);
}

/**
 * chatty_stored_file_hash:
 * @bytes: the content of any file
 *
 * Returns: (transfer full): what ChattyStoredFile.hash would be
 */
char *
chatty_stored_file_hash (const char *bytes,
                         gsize       length)
{
  gsize body = find_body (bytes, length);
  g_autofree char *body_hash = hash_body (bytes, length, body);

  return hash_with_body (bytes, body, body_hash);
}

/**
 * chatty_stored_file_same:
 *
 * Returns: whether two transcripts say the same; which export they came in
 *   does not count
 */
gboolean
chatty_stored_file_same (const ChattyTranscript *a,
                         const ChattyTranscript *b)
{
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;
  g_autoptr (ChattyTranscript) like_b = NULL;

  builder = chatty_transcript_builder_new_from (a);
  chatty_transcript_builder_set_source (builder,
                                        chatty_transcript_get_source_name (b),
                                        chatty_transcript_get_source_sha256 (b));
  like_b = chatty_transcript_builder_end (g_steal_pointer (&builder));
  return chatty_transcript_equal (like_b, b);
}

/**
 * chatty_stored_file_strip:
 * @transcript: from anywhere; it may be a file of a vault that was exported
 *
 * Returns: (transfer full): @transcript without the fields that only the
 *   vault itself may set, and with an id
 */
ChattyTranscript *
chatty_stored_file_strip (ChattyTranscript *transcript)
{
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;
  const char *id = chatty_transcript_get_id (transcript);
  gboolean has_id = id != NULL && *id != '\0';

  if (has_id && find_extra (transcript, KEY_IMPORT) == NULL &&
      find_extra (transcript, KEY_FILE) == NULL &&
      find_extra (transcript, KEY_EDITED) == NULL)
    return chatty_transcript_ref (transcript);

  builder = chatty_transcript_builder_new_from (transcript);
  chatty_transcript_builder_set_extra (builder, KEY_IMPORT, NULL);
  chatty_transcript_builder_set_extra (builder, KEY_FILE, NULL);
  chatty_transcript_builder_set_extra (builder, KEY_EDITED, NULL);
  if (!has_id)
    {
      g_autofree char *digest = chatty_stored_file_digest (transcript);
      g_autofree char *made = g_strconcat ("file:", digest, NULL);

      chatty_transcript_builder_set_id (builder, made);
    }
  return chatty_transcript_builder_end (g_steal_pointer (&builder));
}

/**
 * chatty_draft_new:
 * @transcript: what to write, without the fields of the vault
 * @import_digest: (nullable): of what the source said; %NULL if @transcript
 *   is that
 * @edited: the fields that the person changed
 *
 * Returns: (transfer full): the content of the file
 */
ChattyDraft *
chatty_draft_new (const ChattyTranscript *transcript,
                  const char             *import_digest,
                  ChattyEdited            edited)
{
  g_autoptr (ChattyDraft) self = g_new0 (ChattyDraft, 1);
  g_autoptr (ChattyTranscriptBuilder) builder = NULL;
  g_autoptr (ChattyTranscript) complete_one = NULL;
  g_autofree char *body_hash = NULL;
  g_autofree char *digest = NULL;
  gsize body;
  char *place;

  /* Both digests are of the same length whatever they say, so the file is
   * written once and they are put in afterwards. */
  builder = chatty_transcript_builder_new_from (transcript);
  if (edited != 0)
    {
      g_autofree char *names = edited_to_string (edited);

      chatty_transcript_builder_set_extra (builder, KEY_EDITED, names);
    }
  chatty_transcript_builder_set_extra (builder, KEY_IMPORT, BLANK_DIGEST);
  chatty_transcript_builder_set_extra (builder, KEY_FILE, BLANK_DIGEST);
  complete_one = chatty_transcript_builder_end (g_steal_pointer (&builder));
  self->bytes = chatty_transcript_file_write (complete_one, &self->length);
  body = find_body (self->bytes, self->length);
  body_hash = hash_body (self->bytes, self->length, body);

  digest = import_digest != NULL ? g_strdup (import_digest)
                                 : digest_import (transcript, body_hash);
  place = memmem (self->bytes, body, "\n" KEY_IMPORT ": \"" BLANK_DIGEST,
                  strlen ("\n" KEY_IMPORT ": \"" BLANK_DIGEST));
  if (place != NULL && strlen (digest) == DIGEST_LENGTH)
    memcpy (place + strlen ("\n" KEY_IMPORT ": \""), digest, DIGEST_LENGTH);

  g_clear_pointer (&digest, g_free);
  place = memmem (self->bytes, body, "\n" KEY_FILE ": \"" BLANK_DIGEST,
                  strlen ("\n" KEY_FILE ": \"" BLANK_DIGEST));
  digest = hash_with_body (self->bytes, body, body_hash);
  if (place != NULL)
    memcpy (place + strlen ("\n" KEY_FILE ": \""), digest, DIGEST_LENGTH);

  self->hash = hash_with_body (self->bytes, body, body_hash);
  return g_steal_pointer (&self);
}

/**
 * chatty_draft_new_for_bytes:
 * @bytes: (transfer full): the content of a file, as it was before
 *
 * Returns: (transfer full): a draft that restores it
 */
ChattyDraft *
chatty_draft_new_for_bytes (char  *bytes,
                            gsize  length)
{
  ChattyDraft *self = g_new0 (ChattyDraft, 1);

  self->bytes = bytes;
  self->length = length;
  self->hash = chatty_stored_file_hash (bytes, length);
  self->restored = TRUE;
  return self;
}

/**
 * chatty_draft_free:
 *
 * Frees @self.
 */
void
chatty_draft_free (ChattyDraft *self)
{
  g_free (self->bytes);
  g_free (self->hash);
  g_free (self);
}
