/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-live-text.h"

#include "chatty-feeling-mark.h"
#include "chatty-text.h"

struct _ChattyLiveText {
  gatomicrefcount    ref_count;
  gboolean           marked;

  GMutex             lock;       /* for all that follows */
  ChattyFeelingMark *mark;
  gsize              place;      /* in the reply */
  GString           *text;
  gsize              replaced;
  gboolean           finished;
};

/*
 * chatty_live_text_new:
 * @marked: whether the answer was asked to begin with a mark
 *
 * Returns: (transfer full): the text of a reply for which nothing has come
 */
ChattyLiveText *
chatty_live_text_new (gboolean marked)
{
  ChattyLiveText *self = g_new0 (ChattyLiveText, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->marked = marked;
  self->mark = chatty_feeling_mark_new ();
  self->text = g_string_new (NULL);
  return self;
}

ChattyLiveText *
chatty_live_text_ref (ChattyLiveText *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
chatty_live_text_unref (ChattyLiveText *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_mutex_clear (&self->lock);
  chatty_feeling_mark_free (self->mark);
  g_string_free (self->text, TRUE);
  g_free (self);
}

/*
 * chatty_live_text_pull:
 * @reply: what feeds it, always the same
 * @finish: whether nothing more will come
 *
 * Takes over what came since the last time.
 */
void
chatty_live_text_pull (ChattyLiveText *self,
                       ChattyReply    *reply,
                       gboolean        finish)
{
  g_autoptr (GString) piece = g_string_new (NULL);
  gsize place;

  g_mutex_lock (&self->lock);
  place = chatty_reply_get_text_since (reply, self->place, piece);
  if (place == G_MAXSIZE)
    {
      chatty_feeling_mark_free (self->mark);
      self->mark = chatty_feeling_mark_new ();
      g_string_truncate (self->text, 0);
      self->replaced += self->replaced < CHATTY_TEXT_MAX_REPLACED;
      self->finished = FALSE;
      place = chatty_reply_get_text_since (reply, 0, piece);
    }
  self->place = place;
  if (self->marked)
    {
      chatty_feeling_mark_feed (self->mark, piece->str, piece->len, self->text);
      if (finish && !self->finished)
        chatty_feeling_mark_finish (self->mark, self->text);
      self->finished = self->finished || finish;
    }
  else
    g_string_append_len (self->text, piece->str, (gssize) piece->len);
  g_mutex_unlock (&self->lock);
}

/*
 * chatty_live_text_get_since:
 * @offset: 0, or what this returned before
 * @into: gets what came since
 *
 * Returns: @offset for the next time; %G_MAXSIZE, with nothing appended, when
 *   the text was replaced: read all of it again, with 0
 */
gsize
chatty_live_text_get_since (ChattyLiveText *self,
                            gsize           offset,
                            GString        *into)
{
  gsize next;

  g_mutex_lock (&self->lock);
  next = chatty_text_append_since (self->text, self->replaced, offset, into);
  g_mutex_unlock (&self->lock);
  return next;
}

char *
chatty_live_text_dup (ChattyLiveText *self)
{
  char *text;

  g_mutex_lock (&self->lock);
  text = g_strdup (self->text->str);
  g_mutex_unlock (&self->lock);
  return text;
}

/*
 * chatty_live_text_get_feeling:
 * @feeling: (out): what the mark says
 *
 * Returns: whether there was one
 */
gboolean
chatty_live_text_get_feeling (ChattyLiveText *self,
                              ChattyFeeling  *feeling)
{
  gboolean found;

  g_mutex_lock (&self->lock);
  found = chatty_feeling_mark_get (self->mark, feeling);
  g_mutex_unlock (&self->lock);
  return found;
}
