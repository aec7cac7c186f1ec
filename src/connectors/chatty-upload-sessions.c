/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include "chatty-time.h"
#include "chatty-upload-sessions.h"

/* More are hardly cut off at once, and the oldest can begin anew. */
#define MAX_SESSIONS 16

/* Google forgets them after about a week; to ask for one that has gone costs a
 * call and no more. */
#define MAX_AGE (6 * G_TIME_SPAN_DAY)

typedef struct {
  char                *key;
  gint64               kept;
  ChattyUploadSession *session;
} Entry;

struct _ChattyUploadSessions {
  GMutex  lock;
  GQueue  entries; /* from the oldest to the newest */
};

static void
entry_free (Entry *entry)
{
  g_free (entry->key);
  g_clear_pointer (&entry->session, chatty_upload_session_free);
  g_free (entry);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Entry, entry_free)

/* What is too old, or was kept by a clock that was set back since then. */
static gboolean
is_over (const Entry *entry)
{
  gint64 age = chatty_time_now () - entry->kept;

  return age < 0 || age > MAX_AGE;
}

/* With the lock held. Returns: (transfer full) (nullable) */
static Entry *
steal (ChattyUploadSessions *self,
       const char           *key)
{
  for (GList *link = self->entries.head; link != NULL; link = link->next)
    {
      Entry *entry = link->data;

      if (!g_str_equal (entry->key, key))
        continue;
      g_queue_delete_link (&self->entries, link);
      return entry;
    }
  return NULL;
}

/**
 * chatty_upload_session_new:
 * @address: what the server gave
 * @chunk: bytes that are sent at once
 *
 * Returns: (transfer full): it
 */
ChattyUploadSession *
chatty_upload_session_new (const char *address,
                           gsize       chunk)
{
  ChattyUploadSession *self = g_new0 (ChattyUploadSession, 1);

  self->address = g_strdup (address);
  self->chunk = chunk;
  return self;
}

void
chatty_upload_session_free (ChattyUploadSession *self)
{
  explicit_bzero (self->address, strlen (self->address));
  g_free (self->address);
  g_free (self);
}

/**
 * chatty_upload_sessions_new:
 *
 * Returns: (transfer full): none, so far
 */
ChattyUploadSessions *
chatty_upload_sessions_new (void)
{
  ChattyUploadSessions *self = g_new0 (ChattyUploadSessions, 1);

  g_mutex_init (&self->lock);
  g_queue_init (&self->entries);
  return self;
}

void
chatty_upload_sessions_free (ChattyUploadSessions *self)
{
  chatty_upload_sessions_clear (self);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * chatty_upload_sessions_clear:
 *
 * Forgets them all.
 */
void
chatty_upload_sessions_clear (ChattyUploadSessions *self)
{
  g_mutex_lock (&self->lock);
  g_queue_clear_full (&self->entries, (GDestroyNotify) entry_free);
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_upload_sessions_keep:
 * @key: what was sent, and where
 * @session: (transfer full): how far it came
 *
 * Keeps an upload that was cut off, for some days and in place of an older one
 * of the same; when there are too many, the oldest is forgotten.
 */
void
chatty_upload_sessions_keep (ChattyUploadSessions *self,
                             const char           *key,
                             ChattyUploadSession  *session)
{
  Entry *entry = g_new0 (Entry, 1);
  g_autoptr (Entry) older = NULL;

  entry->key = g_strdup (key);
  entry->kept = chatty_time_now ();
  entry->session = session;
  g_mutex_lock (&self->lock);
  older = steal (self, key);
  g_queue_push_tail (&self->entries, entry);
  while (self->entries.length > MAX_SESSIONS)
    entry_free (g_queue_pop_head (&self->entries));
  g_mutex_unlock (&self->lock);
}

/**
 * chatty_upload_sessions_take:
 * @key: what is to be sent, and where
 *
 * The upload is not here any more afterwards, so that two that send the same at
 * once do not share one.
 *
 * Returns: (transfer full) (nullable): an upload of it that was cut off
 */
ChattyUploadSession *
chatty_upload_sessions_take (ChattyUploadSessions *self,
                             const char           *key)
{
  g_autoptr (Entry) entry = NULL;

  g_mutex_lock (&self->lock);
  entry = steal (self, key);
  g_mutex_unlock (&self->lock);
  return entry != NULL && !is_over (entry) ? g_steal_pointer (&entry->session) : NULL;
}
