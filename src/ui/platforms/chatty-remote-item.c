/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-remote-item.h"

struct _ChattyRemoteItem
{
  GObject parent_instance;

  GType              type;
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
 * @value: what the platform has
 * @flags: what is known of it
 *
 * Returns: (transfer full): an item
 */
ChattyRemoteItem *
chatty_remote_item_new (GType             type,
                        gconstpointer     value,
                        ChattyRemoteFlags flags)
{
  ChattyRemoteItem *self = g_object_new (CHATTY_TYPE_REMOTE_ITEM, NULL);

  self->type = type;
  self->value = g_boxed_copy (type, value);
  self->flags = flags;
  return self;
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
