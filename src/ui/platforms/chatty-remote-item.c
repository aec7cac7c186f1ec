/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-remote-item.h"

/* What came of the person's hand, and not from the platform. */
#define PERSONS (CHATTY_REMOTE_CHECKED | CHATTY_REMOTE_BUSY | CHATTY_REMOTE_ASKING)

struct _ChattyRemoteItem
{
  GObject parent_instance;

  GType              type;
  char              *id;
  gpointer           value;
  ChattyRemoteFlags  flags;
  char              *problem;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyRemoteItem, chatty_remote_item, G_TYPE_OBJECT)

static void
chatty_remote_item_finalize (GObject *object)
{
  ChattyRemoteItem *self = CHATTY_REMOTE_ITEM (object);

  g_boxed_free (self->type, self->value);
  g_free (self->id);
  g_free (self->problem);

  G_OBJECT_CLASS (chatty_remote_item_parent_class)->finalize (object);
}

static void
chatty_remote_item_class_init (ChattyRemoteItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_remote_item_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_remote_item_init (ChattyRemoteItem *self)
{
}

/**
 * chatty_remote_item_new:
 * @type: the boxed type of @value
 * @id: (nullable): the platform's id of it
 * @value: what the platform has
 * @flags: what is known of it
 *
 * Returns: (transfer full): an item
 */
ChattyRemoteItem *
chatty_remote_item_new (GType             type,
                        const char       *id,
                        gconstpointer     value,
                        ChattyRemoteFlags flags)
{
  ChattyRemoteItem *self = g_object_new (CHATTY_TYPE_REMOTE_ITEM, NULL);

  self->type = type;
  self->id = g_strdup (id);
  self->value = g_boxed_copy (type, value);
  self->flags = flags;
  return self;
}

/**
 * chatty_remote_item_take:
 * @shown: a #ChattyRemoteItem
 * @item: a #ChattyRemoteItem, as it came now
 *
 * Takes over what the platform now says, and what is known of it, when both
 * are the same thing there. A #ChattyStayFunc.
 *
 * Returns: whether they are
 */
gboolean
chatty_remote_item_take (gpointer shown,
                         gpointer item)
{
  ChattyRemoteItem *self = shown;
  ChattyRemoteItem *other = item;

  g_return_val_if_fail (CHATTY_IS_REMOTE_ITEM (self), FALSE);
  g_return_val_if_fail (CHATTY_IS_REMOTE_ITEM (other), FALSE);

  if (self->type != other->type || self->id == NULL || g_strcmp0 (self->id, other->id) != 0)
    return FALSE;
  g_boxed_free (self->type, self->value);
  self->value = g_boxed_copy (other->type, other->value);
  self->flags = (self->flags & PERSONS) | (other->flags & ~PERSONS);
  g_clear_pointer (&self->problem, g_free);
  self->problem = g_strdup (other->problem);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

/**
 * chatty_remote_item_get_value:
 *
 * Returns: (transfer none): what it was made of
 */
gpointer
chatty_remote_item_get_value (ChattyRemoteItem *self)
{
  g_return_val_if_fail (CHATTY_IS_REMOTE_ITEM (self), NULL);

  return self->value;
}

gboolean
chatty_remote_item_has (ChattyRemoteItem  *self,
                        ChattyRemoteFlags  flag)
{
  g_return_val_if_fail (CHATTY_IS_REMOTE_ITEM (self), FALSE);

  return (self->flags & flag) != 0;
}

void
chatty_remote_item_set (ChattyRemoteItem  *self,
                        ChattyRemoteFlags  flag,
                        gboolean           value)
{
  ChattyRemoteFlags flags;

  g_return_if_fail (CHATTY_IS_REMOTE_ITEM (self));

  flags = value ? self->flags | flag : self->flags & ~flag;
  if (flags == self->flags)
    return;
  self->flags = flags;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * chatty_remote_item_get_problem:
 *
 * Returns: (nullable): why the last thing that was tried did not work
 */
const char *
chatty_remote_item_get_problem (ChattyRemoteItem *self)
{
  g_return_val_if_fail (CHATTY_IS_REMOTE_ITEM (self), NULL);

  return self->problem;
}

void
chatty_remote_item_set_problem (ChattyRemoteItem *self,
                                const char       *problem)
{
  g_return_if_fail (CHATTY_IS_REMOTE_ITEM (self));

  if (g_strcmp0 (self->problem, problem) == 0)
    return;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_signal_emit (self, signals[CHANGED], 0);
}
