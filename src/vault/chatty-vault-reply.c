/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-text.h"
#include "chatty-transcript-file.h"
#include "chatty-vault-files-private.h"
#include "chatty-vault-layout.h"
#include "chatty-vault-private.h"
#include "chatty-vault-talk.h"

/* A reply on its way is a file, .chatty/replies/<uuid>. Its first line is an
 * object: the transcript's id, whose place the turn takes, and the turn as it
 * began, written as in a transcript file. Then come pieces, "+LENGTH\n" and so
 * many bytes of text; "=LENGTH\n" begins the text anew. Whoever writes it holds
 * a lock on it: no lock, nobody who writes. */

#define FORMAT "chatty-reply-1"
#define MAX_REPLY (64 * 1024 * 1024)

/* The pieces are in the system's hands at once, and so outlive this program;
 * this often they go to the disk, to outlive a power cut. */
#define SYNC_USEC G_USEC_PER_SEC

/* On a file system without locks, a file that is older than this belongs to
 * nobody. */
#define MAX_PAUSE_SECONDS 600

struct _ChattyVaultReply {
  ChattyVault *vault;
  char        *id;        /* of the transcript */
  char        *turn_id;
  char        *replaces;  /* or NULL */
  char        *path;
  int          fd;        /* or -1 when it was ended */
  gint64       size;      /* bytes of the file that are whole pieces */
  gint64       synced;    /* monotonic time */
  GString     *unkept;    /* pieces that could not be written */
};

static gboolean
is_lockless (int error_number)
{
  return error_number == ENOLCK || error_number == EOPNOTSUPP || error_number == ENOSYS;
}

static GString *
make_head (const char       *id,
           const ChattyTurn *begun,
           const char       *replaces)
{
  g_autoptr (GString) turn = g_string_new (NULL);
  GString *head = g_string_new ("{\"format\":\"" FORMAT "\"");

  chatty_transcript_file_append_turn (turn, begun);
  g_string_append (head, ",\"transcript\":");
  chatty_json_append_quoted (head, id);
  g_string_append (head, ",\"turn\":");
  chatty_json_append_quoted (head, turn->str);
  if (replaces != NULL)
    {
      g_string_append (head, ",\"replaces\":");
      chatty_json_append_quoted (head, replaces);
    }
  return g_string_append (head, "}\n");
}

/* Writes what waits, or nothing of it. */
static gboolean
write_unkept (ChattyVaultReply  *self,
              GError           **error)
{
  ChattyVaultFiles *files = chatty_vault_get_files (self->vault);
  gint64 now = g_get_monotonic_time ();
  int saved_errno;

  if (chatty_vault_files_write_all (self->fd, self->unkept->str, self->unkept->len))
    {
      self->size += self->unkept->len;
      g_string_truncate (self->unkept, 0);
      if (now - self->synced < SYNC_USEC)
        return TRUE;
      self->synced = now;
      if (fdatasync (self->fd) == 0)
        return TRUE;
      return chatty_vault_files_set_error (files, errno, self->path, error);
    }
  saved_errno = errno;
  if (ftruncate (self->fd, self->size) < 0)
    g_debug ("“%s” keeps a part of a piece: %s", self->path, g_strerror (errno));
  return chatty_vault_files_set_error (files, saved_errno, self->path, error);
}

/**
 * chatty_vault_reply_begin:
 * @id: of a transcript in the vault
 * @begun: what the answer is about to become: id, role, author, model, time;
 *   its text is empty
 * @replaces: (nullable): the id of the turn whose place it takes
 *
 * Begins to keep an answer as it comes. Nothing of it is seen in the
 * transcript before chatty_vault_reply_end(); should this process die before,
 * chatty_vault_recover_replies() puts there what had come.
 *
 * Returns: (transfer full): the reply, or %NULL with %CHATTY_ERROR_NOT_FOUND,
 *   _NO_SPACE, _FORBIDDEN
 */
ChattyVaultReply *
chatty_vault_reply_begin (ChattyVault  *vault,
                          const char   *id,
                          ChattyTurn   *begun,
                          const char   *replaces,
                          GError      **error)
{
  g_autoptr (ChattyVaultReply) self = NULL;
  g_autoptr (ChattyLock) lock = NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *transcript = NULL;
  ChattyVaultFiles *files;
  int folder, locked;

  g_return_val_if_fail (CHATTY_IS_VAULT (vault), NULL);
  g_return_val_if_fail (id != NULL && begun != NULL, NULL);
  g_return_val_if_fail (chatty_turn_get_id (begun) != NULL, NULL);

  files = chatty_vault_get_files (vault);
  self = g_new0 (ChattyVaultReply, 1);
  self->vault = g_object_ref (vault);
  self->id = g_strdup (id);
  self->turn_id = g_strdup (chatty_turn_get_id (begun));
  self->replaces = g_strdup (replaces);
  self->path = g_strconcat (CHATTY_VAULT_REPLIES "/", uuid, NULL);
  self->unkept = make_head (id, begun, replaces);
  self->fd = -1;

  /* Who looks for dead ones waits for the vault's lock, and so never sees this
   * one before it has its own. */
  lock = chatty_vault_append_begin (vault, id, &transcript, error);
  if (lock == NULL)
    return NULL;
  folder = chatty_vault_files_open_folder (files, CHATTY_VAULT_REPLIES, TRUE, error);
  if (folder < 0)
    return NULL;
  self->fd = chatty_vault_files_open_beneath (chatty_vault_files_get_fd (files), self->path,
                                              O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0600);
  if (self->fd < 0)
    {
      chatty_vault_files_set_error (files, errno, self->path, error);
      close (folder);
      return NULL;
    }
  if (fsync (folder) < 0)
    g_debug ("“" CHATTY_VAULT_REPLIES "” could not be flushed: %s", g_strerror (errno));
  close (folder);
  /* Who looks whether it is dead has it for a moment only. */
  while ((locked = flock (self->fd, LOCK_EX)) < 0 && errno == EINTR)
    ;
  if (locked < 0 && !is_lockless (errno))
    {
      chatty_vault_files_set_error (files, errno, self->path, error);
      chatty_vault_files_unlink (files, self->path);
      return NULL;
    }
  if (!write_unkept (self, error))
    {
      chatty_vault_files_unlink (files, self->path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

static gboolean
add_piece (ChattyVaultReply  *self,
           char               kind,
           const char        *text,
           gsize              length,
           GError           **error)
{
  if (self->size + self->unkept->len + length > MAX_REPLY)
    {
      g_autofree char *limit = g_format_size (MAX_REPLY);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("The answer has more than %s. Stop it."), limit);
      return FALSE;
    }
  g_string_append_printf (self->unkept, "%c%" G_GSIZE_FORMAT "\n", kind, length);
  g_string_append_len (self->unkept, text, length);
  return write_unkept (self, error);
}

/**
 * chatty_vault_reply_keep:
 * @delta: what came; it may end in the middle of a character
 * @length: bytes of @delta
 *
 * Adds to what is kept: one write, and at most once a second a wait for the
 * disk. After an error nothing is lost: it is written with the next delta.
 *
 * Returns: whether it is kept; %CHATTY_ERROR_NO_SPACE, _TOO_LARGE, _FAILED
 */
gboolean
chatty_vault_reply_keep (ChattyVaultReply  *self,
                         const char        *delta,
                         gsize              length,
                         GError           **error)
{
  g_return_val_if_fail (self != NULL && self->fd >= 0, FALSE);
  g_return_val_if_fail (delta != NULL || length == 0, FALSE);

  return length == 0 || add_piece (self, '+', delta, length, error);
}

/**
 * chatty_vault_reply_replace:
 * @text: the whole text as it is now
 * @length: bytes of @text
 *
 * As chatty_vault_reply_keep(), where a platform took back what it had said.
 *
 * Returns: whether it is kept
 */
gboolean
chatty_vault_reply_replace (ChattyVaultReply  *self,
                            const char        *text,
                            gsize              length,
                            GError           **error)
{
  g_return_val_if_fail (self != NULL && self->fd >= 0, FALSE);
  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  return add_piece (self, '=', text, length, error);
}

/* The file goes, then its lock. */
static void
drop (ChattyVaultReply *self)
{
  chatty_vault_files_unlink (chatty_vault_get_files (self->vault), self->path);
  g_close (self->fd, NULL);
  self->fd = -1;
}

/**
 * chatty_vault_reply_end:
 * @turn: the finished answer, whatever its state; its id is that of the turn
 *   that was begun
 *
 * Appends the answer to the transcript. If that fails, what was kept stays for
 * recovery, and this may be tried again.
 *
 * Returns: whether it is on the disk; as chatty_vault_append_turn()
 */
gboolean
chatty_vault_reply_end (ChattyVaultReply  *self,
                        ChattyTurn        *turn,
                        GError           **error)
{
  gboolean done;

  g_return_val_if_fail (self != NULL && self->fd >= 0, FALSE);
  g_return_val_if_fail (turn != NULL, FALSE);
  g_return_val_if_fail (g_strcmp0 (chatty_turn_get_id (turn), self->turn_id) == 0, FALSE);

  done = self->replaces != NULL
         ? chatty_vault_append_branch (self->vault, self->id, turn, self->replaces, error)
         : chatty_vault_append_turn (self->vault, self->id, turn, error);
  CHATTY_VAULT_STEP ("reply appended");
  if (done)
    drop (self);
  return done;
}

/**
 * chatty_vault_reply_free:
 *
 * Frees @self. A reply that was not ended stays for recovery.
 */
void
chatty_vault_reply_free (ChattyVaultReply *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_object_unref (self->vault);
  g_free (self->id);
  g_free (self->turn_id);
  g_free (self->replaces);
  g_free (self->path);
  g_string_free (self->unkept, TRUE);
  g_free (self);
}

/* What a dead process left. */
typedef struct {
  char       *id;
  char       *replaces;  /* or NULL */
  ChattyTurn *turn;      /* as it began */
  GString    *text;
} Left;

static void
left_clear (Left *self)
{
  g_free (self->id);
  g_free (self->replaces);
  g_clear_pointer (&self->turn, chatty_turn_unref);
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Left, left_clear)

/* The last piece may be cut off: what there is of it counts. */
static GString *
read_pieces (const char *bytes,
             const char *end)
{
  GString *text = g_string_new (NULL);

  while (bytes < end && (*bytes == '+' || *bytes == '='))
    {
      const char *newline = memchr (bytes, '\n', end - bytes);
      g_autofree char *number = newline != NULL ? g_strndup (bytes + 1, newline - bytes - 1)
                                                : NULL;
      guint64 length;

      if (number == NULL ||
          !g_ascii_string_to_unsigned (number, 10, 0, MAX_REPLY, &length, NULL))
        break;
      if (*bytes == '=')
        g_string_truncate (text, 0);
      bytes = newline + 1;
      length = MIN (length, (guint64) (end - bytes));
      g_string_append_len (text, bytes, length);
      bytes += length;
    }
  return text;
}

/* Half a character at the end of what came is no text yet. */
static void
cut_half_character (GString *text)
{
  const char *end;

  if (!g_utf8_validate_len (text->str, text->len, &end) && text->len - (end - text->str) < 4 &&
      g_utf8_get_char_validated (end, text->str + text->len - end) == (gunichar) -2)
    g_string_truncate (text, end - text->str);
}

static gboolean
read_left (const char *bytes,
           gsize       length,
           Left       *left)
{
  const char *newline = memchr (bytes, '\n', length);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (ChattyTranscript) written = NULL;
  JsonObject *head;
  const char *turn;

  if (newline == NULL)
    return FALSE;
  node = chatty_json_parse (bytes, newline - bytes, NULL);
  head = node != NULL ? chatty_json_node_object (node) : NULL;
  if (head == NULL || g_strcmp0 (chatty_json_get_string (head, "format"), FORMAT) != 0)
    return FALSE;
  left->id = g_strdup (chatty_json_get_string (head, "transcript"));
  left->replaces = g_strdup (chatty_json_get_string (head, "replaces"));
  turn = chatty_json_get_string (head, "turn");
  if (left->id == NULL || turn == NULL)
    return FALSE;
  written = chatty_transcript_file_read (turn, strlen (turn), NULL);
  if (written == NULL || chatty_transcript_get_n_turns (written) != 1)
    return FALSE;
  left->turn = chatty_turn_ref (chatty_transcript_get_turn (written, 0));
  left->text = read_pieces (newline + 1, bytes + length);
  cut_half_character (left->text);
  return chatty_turn_get_id (left->turn) != NULL;
}

static ChattyTurn *
make_turn (const Left *left)
{
  ChattyTurnBuilder *builder = chatty_turn_builder_new_from (left->turn);

  chatty_turn_builder_take_text (builder, chatty_text_make_valid (left->text->str,
                                                                  (gssize) left->text->len));
  chatty_turn_builder_set_state (builder, CHATTY_TURN_CUT_OFF);
  chatty_turn_builder_set_problem (builder,
                                   _("The program ended before the answer was complete. "
                                     "This is what had come."));
  return chatty_turn_builder_end (builder);
}

/* Nobody can say any more where it belongs: it is put aside, not lost. */
static void
put_aside (ChattyVault *self,
           const char  *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *to = g_strconcat (CHATTY_VAULT_TRASH "/reply-", name, NULL);
  g_autoptr (GError) error = NULL;

  if (!chatty_vault_files_rename (chatty_vault_get_files (self), path, to, RENAME_NOREPLACE,
                                  &error))
    g_warning ("“%s” could not be put aside: %s", path, error->message);
}

/* Opens and locks the file. -1: somebody else has it, or it is gone. */
static int
open_left (ChattyVaultFiles *files,
           const char       *path)
{
  int fd = chatty_vault_files_open_beneath (chatty_vault_files_get_fd (files), path,
                                            O_RDWR | O_NONBLOCK, 0);
  gboolean dead;
  struct stat status;

  if (fd < 0)
    return -1;
  dead = flock (fd, LOCK_EX | LOCK_NB) == 0;
  if (fstat (fd, &status) < 0 || !S_ISREG (status.st_mode) || status.st_nlink == 0)
    dead = FALSE;
  else if (!dead && is_lockless (errno))
    dead = status.st_mtim.tv_sec + MAX_PAUSE_SECONDS < g_get_real_time () / G_USEC_PER_SEC;
  if (dead)
    return fd;
  close (fd);
  return -1;
}

/* With the lock of the vault and that of the file. */
static gboolean
append_left (ChattyVault  *self,
             const Left   *left,
             const char   *path,
             gboolean     *appended,
             GError      **error)
{
  ChattyVaultFiles *files = chatty_vault_get_files (self);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTurn) turn = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  transcript = chatty_vault_files_load (files, path, NULL, error);
  if (transcript == NULL)
    return FALSE;
  /* It was appended, and only the file was still to go. */
  if (chatty_transcript_has_turn (transcript, chatty_turn_get_id (left->turn)))
    return TRUE;
  /* An answer that was there is not hidden by one that never began. */
  if (left->replaces != NULL && left->text->len == 0)
    return TRUE;
  turn = make_turn (left);
  chatty_transcript_file_append_branch (text, turn, left->replaces);
  *appended = chatty_vault_append_text (files, path, text, error);
  return *appended;
}

/* FALSE with @error: it stays for the next time. */
static gboolean
recover (ChattyVault  *self,
         const char   *path,
         gboolean     *recovered,
         GError      **error)
{
  ChattyVaultFiles *files = chatty_vault_get_files (self);
  g_auto (Left) left = { NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (ChattyLock) lock = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *transcript = NULL;
  gboolean done = FALSE;
  gsize length;
  int fd;

  bytes = chatty_vault_files_read_up_to (files, path, 2 * MAX_REPLY, &length, NULL, NULL, NULL);
  if (bytes == NULL)
    return TRUE;
  if (read_left (bytes, length, &left))
    {
      lock = chatty_vault_append_begin (self, left.id, &transcript, &local_error);
      /* An index that is made anew does not know its transcript yet. */
      if (lock == NULL && g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND) &&
          chatty_vault_wait_index (self, NULL, NULL))
        {
          g_clear_error (&local_error);
          lock = chatty_vault_append_begin (self, left.id, &transcript, &local_error);
        }
    }
  else
    lock = chatty_lock_take (files, NULL, &local_error);
  if (lock == NULL && g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    lock = chatty_lock_take (files, NULL, error);
  else if (lock == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  if (lock == NULL)
    return FALSE;

  fd = open_left (files, path);
  if (fd < 0)
    return TRUE;
  /* While it was not locked, more may have come. */
  g_free (bytes);
  left_clear (&left);
  left = (Left) { NULL };
  bytes = chatty_vault_files_read_up_to (files, path, 2 * MAX_REPLY, &length, NULL, NULL, error);
  if (bytes == NULL)
    {
      close (fd);
      return FALSE;
    }
  if (memchr (bytes, '\n', length) == NULL)
    {
      /* It died before there was a word to keep. */
      chatty_vault_files_unlink (files, path);
      done = TRUE;
    }
  else if (!read_left (bytes, length, &left) || transcript == NULL)
    {
      put_aside (self, path);
      done = TRUE;
    }
  else if (append_left (self, &left, transcript, recovered, error))
    {
      CHATTY_VAULT_STEP ("reply recovered");
      chatty_vault_files_unlink (files, path);
      done = TRUE;
    }
  close (fd);
  if (*recovered)
    chatty_vault_append_end (self, transcript, g_steal_pointer (&lock));
  return done;
}

/**
 * chatty_vault_recover_replies:
 *
 * Appends to their transcripts, as turns that were cut off, the answers that a
 * process left when it died. Those of a process that lives are left alone. To
 * be killed in the middle of this, or to do it again, does no harm.
 * chatty_vault_open() does it.
 *
 * Returns: how many there were; where some had to stay for the next time,
 *   @error says why
 */
guint
chatty_vault_recover_replies (ChattyVault  *self,
                              GError      **error)
{
  g_autoptr (GPtrArray) names = NULL;
  guint n_recovered = 0;
  int fd;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), 0);

  fd = chatty_vault_files_open_folder (chatty_vault_get_files (self), CHATTY_VAULT_REPLIES, FALSE,
                                       NULL);
  names = fd >= 0 ? chatty_vault_files_list_names (fd) : NULL;
  if (names == NULL || names->len == 0 || !chatty_vault_check_writable (self, error))
    return 0;
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_strconcat (CHATTY_VAULT_REPLIES "/",
                                           (char *) g_ptr_array_index (names, i), NULL);
      gboolean recovered = FALSE;
      gboolean stays;

      fd = open_left (chatty_vault_get_files (self), path);
      if (fd < 0)
        continue;
      close (fd);
      stays = !recover (self, path, &recovered, error != NULL && *error == NULL ? error : NULL);
      if (stays)
        g_debug ("“%s” stays for the next time", path);
      if (recovered)
        n_recovered++;
    }
  return n_recovered;
}
