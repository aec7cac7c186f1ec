/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include "chatty-vault-notifier.h"

/* Long enough that an import does not make every list reload for each group,
 * short enough to seem immediate. */
#define DELAY_MS 100

struct _ChattyVaultNotifier {
  gatomicrefcount      ref_count;
  GMutex               mutex;
  GWeakRef             vault;
  GMainContext        *context;
  ChattyVaultNewsFunc  func;
  ChattyVaultNews      news;     /* not told yet */
  GSource             *source;   /* that will tell it */
};

static gboolean
tell_cb (gpointer user_data)
{
  ChattyVaultNotifier *self = user_data;
  g_autoptr (GObject) vault = NULL;
  ChattyVaultNews news;

  g_mutex_lock (&self->mutex);
  news = self->news;
  self->news = 0;
  g_clear_pointer (&self->source, g_source_unref);
  g_mutex_unlock (&self->mutex);

  vault = g_weak_ref_get (&self->vault);
  if (vault != NULL && news != 0)
    self->func (vault, news);
  return G_SOURCE_REMOVE;
}

static void
unref_cb (gpointer user_data)
{
  chatty_vault_notifier_unref (user_data);
}

/**
 * chatty_vault_notifier_new:
 * @vault: whom the news are about; not kept alive
 * @func: called with what happened, on the caller's thread-default context
 *
 * Returns: (transfer full): a notifier
 */
ChattyVaultNotifier *
chatty_vault_notifier_new (GObject             *vault,
                           ChattyVaultNewsFunc  func)
{
  ChattyVaultNotifier *self = g_new0 (ChattyVaultNotifier, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  g_weak_ref_init (&self->vault, vault);
  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  return self;
}

/**
 * chatty_vault_notifier_ref:
 *
 * Returns: (transfer full): @self
 */
ChattyVaultNotifier *
chatty_vault_notifier_ref (ChattyVaultNotifier *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * chatty_vault_notifier_unref:
 *
 * Gives up a reference.
 */
void
chatty_vault_notifier_unref (ChattyVaultNotifier *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_weak_ref_clear (&self->vault);
  g_mutex_clear (&self->mutex);
  g_clear_pointer (&self->source, g_source_unref);
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * chatty_vault_notifier_tell:
 * @news: what happened
 *
 * Passes it on soon. Any thread.
 */
void
chatty_vault_notifier_tell (ChattyVaultNotifier *self,
                            ChattyVaultNews      news)
{
  g_mutex_lock (&self->mutex);
  self->news |= news;
  if (self->source == NULL)
    {
      self->source = g_timeout_source_new (DELAY_MS);
      g_source_set_static_name (self->source, "chatty-vault-notifier");
      g_source_set_callback (self->source, tell_cb,
                             chatty_vault_notifier_ref (self), unref_cb);
      g_source_attach (self->source, self->context);
    }
  g_mutex_unlock (&self->mutex);
}

/**
 * chatty_vault_notifier_stop:
 *
 * Tells nothing any more.
 */
void
chatty_vault_notifier_stop (ChattyVaultNotifier *self)
{
  g_autoptr (GSource) source = NULL;

  g_mutex_lock (&self->mutex);
  source = g_steal_pointer (&self->source);
  g_mutex_unlock (&self->mutex);
  if (source != NULL)
    g_source_destroy (source);
  g_weak_ref_set (&self->vault, NULL);
}
