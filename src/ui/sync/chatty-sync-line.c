/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-sync-line.h"

struct _ChattySyncLine
{
  GObject parent_instance;

  ChattySyncLineText text;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattySyncLine, chatty_sync_line, G_TYPE_OBJECT)

static void
clear (ChattySyncLine *self)
{
  g_clear_pointer (&self->text.step, chatty_sync_step_unref);
  g_free ((char *) self->text.title);
  g_free ((char *) self->text.answer);
  g_free ((char *) self->text.message);
}

static void
set (ChattySyncLine           *self,
     const ChattySyncLineText *text)
{
  self->text = *text;
  self->text.step = chatty_sync_step_ref (text->step);
  self->text.title = g_strdup (text->title);
  self->text.answer = g_strdup (text->answer);
  self->text.message = g_strdup (text->message);
}

static void
chatty_sync_line_finalize (GObject *object)
{
  clear (CHATTY_SYNC_LINE (object));

  G_OBJECT_CLASS (chatty_sync_line_parent_class)->finalize (object);
}

static void
chatty_sync_line_class_init (ChattySyncLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_sync_line_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_sync_line_init (ChattySyncLine *self)
{
}

/**
 * chatty_sync_line_new:
 * @text: what it shows; copied
 *
 * Any thread.
 *
 * Returns: (transfer full): a line
 */
ChattySyncLine *
chatty_sync_line_new (const ChattySyncLineText *text)
{
  ChattySyncLine *self = g_object_new (CHATTY_TYPE_SYNC_LINE, NULL);

  set (self, text);
  return self;
}

/**
 * chatty_sync_line_get:
 *
 * Returns: (transfer none): until the line changes
 */
const ChattySyncLineText *
chatty_sync_line_get (ChattySyncLine *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_LINE (self), NULL);

  return &self->text;
}

/**
 * chatty_sync_line_take:
 * @other: the same line of a newer plan
 *
 * Shows what @other does.
 */
void
chatty_sync_line_take (ChattySyncLine *self,
                       ChattySyncLine *other)
{
  ChattySyncLineText old;

  g_return_if_fail (CHATTY_IS_SYNC_LINE (self));
  g_return_if_fail (CHATTY_IS_SYNC_LINE (other) && self != other);

  /* They may share what they point to. */
  old = self->text;
  set (self, &other->text);
  chatty_sync_step_unref (old.step);
  g_free ((char *) old.title);
  g_free ((char *) old.answer);
  g_free ((char *) old.message);
  g_signal_emit (self, signals[CHANGED], 0);
}

const ChattySyncField *
chatty_sync_line_get_field (ChattySyncLine *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_LINE (self), NULL);

  return self->text.field >= 0 ? &self->text.step->fields[self->text.field] : NULL;
}

/**
 * chatty_sync_line_get_question:
 *
 * Returns: (nullable): what chatty_sync_job_answer() calls the choice of this
 *   line; %NULL where there is none, as in a receipt
 */
const char *
chatty_sync_line_get_question (ChattySyncLine *self)
{
  const ChattySyncField *field;

  g_return_val_if_fail (CHATTY_IS_SYNC_LINE (self), NULL);

  if (self->text.is_over)
    return NULL;
  field = chatty_sync_line_get_field (self);
  return field != NULL ? field->question : self->text.step->question;
}

/**
 * chatty_sync_line_get_choice:
 *
 * Returns: (nullable): what holds now, by the person's answer or else by the
 *   policy; %NULL for "not decided"
 */
const char *
chatty_sync_line_get_choice (ChattySyncLine *self)
{
  const ChattySyncField *field;

  g_return_val_if_fail (CHATTY_IS_SYNC_LINE (self), NULL);

  field = chatty_sync_line_get_field (self);
  if (field == NULL)
    return self->text.answer != NULL ? self->text.answer : self->text.step->choice;
  if (field->direction == CHATTY_SYNC_TO_THERE)
    return "here";
  return field->direction == CHATTY_SYNC_TO_HERE ? "there" : NULL;
}

/**
 * chatty_sync_line_is_same:
 *
 * Returns: whether both are about the same, in one plan or in two
 */
gboolean
chatty_sync_line_is_same (ChattySyncLine *self,
                          ChattySyncLine *other)
{
  const ChattySyncField *a = chatty_sync_line_get_field (self);
  const ChattySyncField *b = chatty_sync_line_get_field (other);

  return (a == NULL) == (b == NULL) && (a == NULL || a->field == b->field) &&
         self->text.is_over == other->text.is_over &&
         g_str_equal (self->text.step->id, other->text.step->id) &&
         g_strcmp0 (chatty_sync_line_get_question (self),
                    chatty_sync_line_get_question (other)) == 0;
}

/**
 * chatty_sync_line_is_open:
 *
 * Returns: whether it waits for the person
 */
gboolean
chatty_sync_line_is_open (ChattySyncLine *self)
{
  return chatty_sync_line_get_question (self) != NULL &&
         chatty_sync_line_get_choice (self) == NULL;
}

/**
 * chatty_sync_line_can_undo:
 *
 * Returns: whether it is a step of a receipt that can be taken back, as
 *   chatty_sync_plan_undo() does it
 */
gboolean
chatty_sync_line_can_undo (ChattySyncLine *self)
{
  g_return_val_if_fail (CHATTY_IS_SYNC_LINE (self), FALSE);

  if (!self->text.is_over || self->text.field >= 0 ||
      (self->text.outcome != CHATTY_SYNC_DONE && self->text.outcome != CHATTY_SYNC_OPEN))
    return FALSE;
  switch (self->text.step->kind)
    {
    case CHATTY_SYNC_CREATE_HERE:
    case CHATTY_SYNC_CREATE_THERE:
    case CHATTY_SYNC_LINK:
      return TRUE;

    case CHATTY_SYNC_UPDATE:
      for (guint i = 0; i < self->text.step->n_fields; i++)
        if (self->text.step->fields[i].direction != CHATTY_SYNC_STAY)
          return TRUE;
      return FALSE;

    default:
      return FALSE;
    }
}
