/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-upload-check.h"

#include "chatty-remote-work.h"
#include "chatty-upload.h"

#define UPLOADS_KEY "chatty-uploads"

/* Reading a document takes the platform seconds, for a film minutes. */
#define WAIT_INTERVAL_MS 2000
#define WAIT_LIMIT_MS (10 * 60 * 1000)

struct _ChattyUpload
{
  GObject parent_instance;

  ChattyKnowledge   *knowledge;     /* NULL once it is over */
  char              *character_id;
  char              *path;
  char              *name;
  guint              chunk_words;   /* 0: as the platform divides */
  guint              overlap_words;
  char              *document_id;   /* once the platform has it */
  GCancellable      *cancellable;
  ChattyUploadState  state;
  gboolean           works;         /* the program should not end now */
  goffset            sent;
  goffset            total;
  char              *message;       /* why it failed, or what is asked */
};

enum {
  CHANGED,
  STORED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyUpload, chatty_upload, G_TYPE_OBJECT)

/* Nothing is lost with a file that is only looked at, or asked about. */
static void
follow_work (ChattyUpload *self)
{
  gboolean works = self->state == CHATTY_UPLOAD_SENDING ||
                   self->state == CHATTY_UPLOAD_PROCESSING ||
                   self->state == CHATTY_UPLOAD_ATTACHING;

  if (works == self->works)
    return;
  self->works = works;
  if (works)
    chatty_remote_work_begin (self->cancellable);
  else
    chatty_remote_work_end (self->cancellable);
}

static void
set_state (ChattyUpload      *self,
           ChattyUploadState  state)
{
  self->state = state;
  /* The account keeps its uploads: one that is over must not keep it. */
  if (chatty_upload_is_over (self))
    g_clear_object (&self->knowledge);
  g_signal_emit (self, signals[CHANGED], 0);
  follow_work (self);
}

/* Whether the platform may have got the file although it did not say so. */
static gboolean
is_lost (ChattyUpload *self,
         const GError *error)
{
  return self->sent > 0 &&
         (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE) ||
          g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT) ||
          g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_SERVER) ||
          chatty_error_is_cancelled (error));
}

static void
fail (ChattyUpload *self,
      const GError *error)
{
  gboolean is_stopped = chatty_error_is_cancelled (error);
  gboolean has_arrived = self->document_id != NULL;
  gboolean may_be_there = !has_arrived && is_lost (self, error);

  g_free (self->message);
  if (has_arrived && self->character_id != NULL)
    self->message = g_strdup_printf (_("The document is at the platform, but the character was "
                                       "not told of it: %s"), error->message);
  else if (may_be_there)
    self->message = g_strdup_printf (_("%s. The document may have arrived all the same: look at "
                                       "the list before you try again"), error->message);
  else
    self->message = g_strdup (error->message);
  set_state (self, is_stopped ? CHATTY_UPLOAD_STOPPED : CHATTY_UPLOAD_FAILED);
  if (has_arrived || may_be_there)
    g_signal_emit (self, signals[STORED], 0);
}

static void
attached_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (ChattyUpload) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!chatty_knowledge_attach_finish (CHATTY_KNOWLEDGE (source), result, &error))
    {
      fail (self, error);
      return;
    }
  set_state (self, CHATTY_UPLOAD_DONE);
  g_signal_emit (self, signals[STORED], 0);
}

static void
ready_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattyUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyDocument) document = NULL;

  document = chatty_knowledge_wait_finish (CHATTY_KNOWLEDGE (source), result, &error);
  if (document == NULL)
    {
      fail (self, error);
      return;
    }
  if (self->character_id == NULL)
    {
      set_state (self, CHATTY_UPLOAD_DONE);
      g_signal_emit (self, signals[STORED], 0);
      return;
    }
  set_state (self, CHATTY_UPLOAD_ATTACHING);
  chatty_knowledge_attach_async (self->knowledge, self->character_id, self->document_id, TRUE,
                                 self->cancellable, attached_cb, g_object_ref (self));
}

static void
uploaded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (ChattyUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyDocument) document = NULL;

  document = chatty_knowledge_upload_finish (CHATTY_KNOWLEDGE (source), result, &error);
  if (document == NULL)
    {
      fail (self, error);
      return;
    }
  self->document_id = g_strdup (document->id);
  set_state (self, CHATTY_UPLOAD_PROCESSING);
  g_signal_emit (self, signals[STORED], 0);
  chatty_knowledge_wait_async (self->knowledge,
                               self->character_id != NULL ? self->character_id : "",
                               self->document_id,
                               WAIT_INTERVAL_MS, WAIT_LIMIT_MS, self->cancellable, ready_cb,
                               g_object_ref (self));
}

static void
progress_cb (goffset  current,
             goffset  total,
             gpointer user_data)
{
  ChattyUpload *self = user_data;

  self->sent = current;
  self->total = total;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
send_file (ChattyUpload *self)
{
  const ChattyKnowledgeOptions options = {
    .character_id = self->character_id,
    .chunk_words = self->chunk_words,
    .overlap_words = self->overlap_words,
  };

  set_state (self, CHATTY_UPLOAD_SENDING);
  chatty_knowledge_upload_async (self->knowledge, self->path, NULL, &options, progress_cb, self,
                                 self->cancellable, uploaded_cb, g_object_ref (self));
}

/* What the platform takes is known without looking into the file. */
static gboolean
check_kind (ChattyUpload  *self,
            GError       **error)
{
  const ChattyKnowledgeLimits *limits = chatty_knowledge_get_limits (self->knowledge);
  g_autofree char *lower = g_ascii_strdown (self->name, -1);
  g_autofree char *kinds = NULL;

  if (limits->suffixes == NULL)
    return TRUE;
  for (guint i = 0; limits->suffixes[i] != NULL; i++)
    if (g_str_has_suffix (lower, limits->suffixes[i]))
      return TRUE;
  kinds = g_strjoinv (", ", (char **) limits->suffixes);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
               /* Translators: kinds of files such as ".txt, .csv" */
               _("Nothing was sent: the platform takes %s"), kinds);
  return FALSE;
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ChattyUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  ChattyUploadConcern concerns;

  if (!chatty_upload_check_finish (result, &concerns, &error))
    {
      fail (self, error);
      return;
    }
  if (concerns == 0)
    {
      send_file (self);
      return;
    }
  self->message =
    chatty_upload_describe (concerns, self->name,
                            chatty_connector_get_title (CHATTY_CONNECTOR (self->knowledge)));
  set_state (self, CHATTY_UPLOAD_ASKING);
}

static void
chatty_upload_finalize (GObject *object)
{
  ChattyUpload *self = CHATTY_UPLOAD (object);

  g_clear_object (&self->knowledge);
  g_object_unref (self->cancellable);
  g_free (self->character_id);
  g_free (self->path);
  g_free (self->name);
  g_free (self->document_id);
  g_free (self->message);

  G_OBJECT_CLASS (chatty_upload_parent_class)->finalize (object);
}

static void
chatty_upload_class_init (ChattyUploadClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = chatty_upload_finalize;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[STORED] = g_signal_new ("stored", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
chatty_upload_init (ChattyUpload *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * chatty_upload_new:
 * @knowledge: where to
 * @character_id: (nullable): which character is to know it
 * @path: the file
 *
 * Returns: (transfer full): an upload that has not begun
 */
ChattyUpload *
chatty_upload_new (ChattyKnowledge *knowledge,
                   const char      *character_id,
                   const char      *path)
{
  ChattyUpload *self;

  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (knowledge), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (CHATTY_TYPE_UPLOAD, NULL);
  self->knowledge = g_object_ref (knowledge);
  self->character_id = g_strdup (character_id);
  self->path = g_strdup (path);
  self->name = g_filename_display_basename (path);
  return self;
}

/**
 * chatty_upload_set_chunks:
 * @words: the longest piece that is searched as one; 0 for what the platform
 *   thinks best
 * @overlap: words that a piece has in common with the next
 *
 * Before it starts; where chatty_knowledge_has_options().
 */
void
chatty_upload_set_chunks (ChattyUpload *self,
                          guint         words,
                          guint         overlap)
{
  g_return_if_fail (CHATTY_IS_UPLOAD (self));

  self->chunk_words = words;
  self->overlap_words = overlap;
}

/**
 * chatty_upload_copy:
 *
 * Returns: (transfer full): the same upload once more, which has not begun
 */
ChattyUpload *
chatty_upload_copy (ChattyUpload    *self,
                    ChattyKnowledge *knowledge)
{
  ChattyUpload *copy;

  g_return_val_if_fail (CHATTY_IS_UPLOAD (self), NULL);

  copy = chatty_upload_new (knowledge, self->character_id, self->path);
  chatty_upload_set_chunks (copy, self->chunk_words, self->overlap_words);
  return copy;
}

/**
 * chatty_upload_start:
 *
 * Checks the file, and sends it.
 */
void
chatty_upload_start (ChattyUpload *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (CHATTY_IS_UPLOAD (self));
  g_return_if_fail (self->state == CHATTY_UPLOAD_CHECKING && self->knowledge != NULL);

  if (check_kind (self, &error))
    chatty_upload_check_async (self->path, self->cancellable, checked_cb, g_object_ref (self));
  else
    fail (self, error);
}

/**
 * chatty_upload_confirm:
 *
 * Sends the file that was asked about.
 */
void
chatty_upload_confirm (ChattyUpload *self)
{
  g_return_if_fail (CHATTY_IS_UPLOAD (self));

  if (self->state == CHATTY_UPLOAD_ASKING)
    send_file (self);
}

/**
 * chatty_upload_cancel:
 *
 * Stops it, or gives up what was asked about.
 */
void
chatty_upload_cancel (ChattyUpload *self)
{
  g_return_if_fail (CHATTY_IS_UPLOAD (self));

  if (self->state == CHATTY_UPLOAD_ASKING)
    {
      g_clear_pointer (&self->message, g_free);
      set_state (self, CHATTY_UPLOAD_STOPPED);
    }
  else
    {
      g_cancellable_cancel (self->cancellable);
    }
}

ChattyUploadState
chatty_upload_get_state (ChattyUpload *self)
{
  g_return_val_if_fail (CHATTY_IS_UPLOAD (self), CHATTY_UPLOAD_FAILED);

  return self->state;
}

gboolean
chatty_upload_is_over (ChattyUpload *self)
{
  g_return_val_if_fail (CHATTY_IS_UPLOAD (self), TRUE);

  return self->state == CHATTY_UPLOAD_DONE || self->state == CHATTY_UPLOAD_FAILED ||
         self->state == CHATTY_UPLOAD_STOPPED;
}

const char *
chatty_upload_get_path (ChattyUpload *self)
{
  g_return_val_if_fail (CHATTY_IS_UPLOAD (self), NULL);

  return self->path;
}

/**
 * chatty_upload_get_name:
 *
 * Returns: (transfer none): the file's name; any characters
 */
const char *
chatty_upload_get_name (ChattyUpload *self)
{
  g_return_val_if_fail (CHATTY_IS_UPLOAD (self), NULL);

  return self->name;
}

/**
 * chatty_upload_get_fraction:
 *
 * Returns: how much is sent, from 0 to 1; -1 while that says nothing
 */
double
chatty_upload_get_fraction (ChattyUpload *self)
{
  g_return_val_if_fail (CHATTY_IS_UPLOAD (self), -1);

  if (self->state != CHATTY_UPLOAD_SENDING || self->total <= 0 || self->sent >= self->total)
    return -1;
  return CLAMP ((double) self->sent / (double) self->total, 0, 1);
}

/**
 * chatty_upload_dup_message:
 *
 * Returns: (transfer full): where it is, for people
 */
char *
chatty_upload_dup_message (ChattyUpload *self)
{
  g_return_val_if_fail (CHATTY_IS_UPLOAD (self), NULL);

  switch (self->state)
    {
    case CHATTY_UPLOAD_CHECKING:
      return g_strdup (_("Looking at the file…"));
    case CHATTY_UPLOAD_SENDING:
      /* Some answer only when they have read it, which may take minutes. */
      if (self->total > 0 && self->sent >= self->total)
        return g_strdup (_("Sent; the platform is reading it…"));
      if (self->total > 0)
        {
          g_autofree char *sent = g_format_size ((guint64) MAX (self->sent, 0));
          g_autofree char *total = g_format_size ((guint64) self->total);

          /* Translators: two sizes of files */
          return g_strdup_printf (_("Sending… %s of %s"), sent, total);
        }
      return g_strdup (_("Sending…"));
    case CHATTY_UPLOAD_PROCESSING:
      return g_strdup (_("The platform has it, and is reading it…"));
    case CHATTY_UPLOAD_ATTACHING:
      return g_strdup (_("Telling the character…"));
    case CHATTY_UPLOAD_DONE:
      return g_strdup (self->character_id != NULL ? _("The character knows it")
                                                  : _("The platform has it"));
    case CHATTY_UPLOAD_STOPPED:
      return g_strdup (self->message != NULL && self->sent > 0 ? self->message
                                                               : _("Stopped; nothing was sent"));
    case CHATTY_UPLOAD_ASKING:
    case CHATTY_UPLOAD_FAILED:
    default:
      return g_strdup (self->message);
    }
}

/**
 * chatty_uploads_of:
 * @knowledge: where to
 * @character_id: (nullable): for which character
 *
 * Returns: (transfer none): of #ChattyUpload; whoever begins one puts it in,
 *   whoever has told the person that it is over takes it out
 */
GListStore *
chatty_uploads_of (ChattyKnowledge *knowledge,
                   const char      *character_id)
{
  GHashTable *all;
  GListStore *uploads;

  g_return_val_if_fail (CHATTY_IS_KNOWLEDGE (knowledge), NULL);

  if (character_id == NULL)
    character_id = "";
  all = g_object_get_data (G_OBJECT (knowledge), UPLOADS_KEY);
  if (all == NULL)
    {
      all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
      g_object_set_data_full (G_OBJECT (knowledge), UPLOADS_KEY, all,
                              (GDestroyNotify) g_hash_table_unref);
    }
  uploads = g_hash_table_lookup (all, character_id);
  if (uploads == NULL)
    {
      uploads = g_list_store_new (CHATTY_TYPE_UPLOAD);
      g_hash_table_insert (all, g_strdup (character_id), uploads);
    }
  return uploads;
}
