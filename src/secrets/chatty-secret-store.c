/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-secrets"

#include <string.h>

#include "chatty-error.h"
#include "chatty-redact.h"
#include "chatty-secret-store.h"

G_DEFINE_INTERFACE (ChattySecretStore, chatty_secret_store, G_TYPE_OBJECT)
G_DEFINE_BOXED_TYPE (ChattySecretId, chatty_secret_id,
                     chatty_secret_id_copy, chatty_secret_id_free)

static void
chatty_secret_store_default_init (ChattySecretStoreInterface *iface)
{
}

/* What comes along when a key is copied from a web page. */
static gboolean
surrounds (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x200b || c == 0x2060 || c == 0xfeff;
}

static gboolean
id_is_complete (const ChattySecretId *id)
{
  return id != NULL && id->platform != NULL && id->account != NULL && id->kind != NULL;
}

/**
 * chatty_secret_id_new:
 * @platform: (nullable): a platform's id
 * @account: (nullable): an account's UUID
 * @kind: (nullable): what kind of secret
 *
 * A part that is %NULL matches all, in chatty_secret_store_search() alone.
 *
 * Returns: (transfer full): free with chatty_secret_id_free()
 */
ChattySecretId *
chatty_secret_id_new (const char *platform,
                      const char *account,
                      const char *kind)
{
  ChattySecretId *self = g_new0 (ChattySecretId, 1);

  self->platform = g_strdup (platform);
  self->account = g_strdup (account);
  self->kind = g_strdup (kind);
  return self;
}

ChattySecretId *
chatty_secret_id_copy (const ChattySecretId *self)
{
  return chatty_secret_id_new (self->platform, self->account, self->kind);
}

void
chatty_secret_id_free (ChattySecretId *self)
{
  g_free (self->platform);
  g_free (self->account);
  g_free (self->kind);
  g_free (self);
}

/**
 * chatty_secret_store_clean:
 * @text: what the person pasted; any bytes
 * @length: bytes in it, or -1 if it ends with a NUL
 * @trimmed: (out) (optional): whether white space around it was left out,
 *   which is to be told
 * @error: %CHATTY_ERROR_INVALID_DATA, with what is wrong, never with the text
 *
 * Makes a secret of what a person entered. White space around it is left
 * out; a line end, a control character or anything else that does not belong
 * inside a key is refused. Any thread.
 *
 * Returns: (transfer full): a secret that a store takes
 */
ChattySecret *
chatty_secret_store_clean (const char  *text,
                           gssize       length,
                           gboolean    *trimmed,
                           GError     **error)
{
  const char *start = text;
  const char *end = text + (length < 0 ? strlen (text) : (gsize) length);
  const char *whole_end = end;
  g_autoptr (ChattySecret) secret = NULL;

  while (start < end)
    {
      gunichar c = g_utf8_get_char_validated (start, end - start);

      if (c >= 0x110000 || !surrounds (c))
        break;
      start = g_utf8_next_char (start);
    }

  while (end > start)
    {
      const char *last = g_utf8_find_prev_char (start, end);
      gunichar c = last != NULL ? g_utf8_get_char_validated (last, end - last) : (gunichar) -1;

      if (c >= 0x110000 || !surrounds (c))
        break;
      end = last;
    }

  if (trimmed != NULL)
    *trimmed = start != text || end != whole_end;

  secret = chatty_secret_new (start, end - start);
  if (!chatty_secret_is_usable (secret, error))
    return NULL;
  return g_steal_pointer (&secret);
}

/**
 * chatty_secret_store_check:
 * @self: a store
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it early
 * @error: set unless the store is ready
 *
 * Asks whether a secret could be kept now, before the person is asked for
 * one. Blocks; any thread.
 *
 * Returns: %CHATTY_SECRET_FOUND if it could
 */
ChattySecretState
chatty_secret_store_check (ChattySecretStore  *self,
                           ChattySecretFlags   flags,
                           GCancellable       *cancellable,
                           GError            **error)
{
  g_return_val_if_fail (CHATTY_IS_SECRET_STORE (self), CHATTY_SECRET_FAILED);

  if (chatty_set_cancelled (cancellable, error))
    return CHATTY_SECRET_FAILED;

  return CHATTY_SECRET_STORE_GET_IFACE (self)->check (self, flags, cancellable, error);
}

/**
 * chatty_secret_store_lookup:
 * @self: a store
 * @id: which secret; complete
 * @flags: whether a locked keyring may ask to be unlocked
 * @secret: (out) (transfer full): the secret, or %NULL
 * @cancellable: (nullable): ends it early
 * @error: set unless the secret was found or there is none
 *
 * Gets a secret. Blocks; any thread.
 *
 * Returns: how it ended
 */
ChattySecretState
chatty_secret_store_lookup (ChattySecretStore     *self,
                            const ChattySecretId  *id,
                            ChattySecretFlags      flags,
                            ChattySecret         **secret,
                            GCancellable          *cancellable,
                            GError               **error)
{
  g_return_val_if_fail (CHATTY_IS_SECRET_STORE (self), CHATTY_SECRET_FAILED);
  g_return_val_if_fail (id_is_complete (id), CHATTY_SECRET_FAILED);
  g_return_val_if_fail (secret != NULL, CHATTY_SECRET_FAILED);

  *secret = NULL;
  if (chatty_set_cancelled (cancellable, error))
    return CHATTY_SECRET_FAILED;

  return CHATTY_SECRET_STORE_GET_IFACE (self)->lookup (self, id, flags, secret,
                                                       cancellable, error);
}

/**
 * chatty_secret_store_store:
 * @self: a store
 * @id: which secret; complete
 * @label: what people see in a keyring manager; holds no secret
 * @secret: what to keep
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it early
 * @error: set unless it was kept
 *
 * Keeps a secret in place of the one with the same id, if there is one: there
 * are never two. Blocks; any thread.
 *
 * Returns: %CHATTY_SECRET_FOUND if it was kept; else the one that was there
 *   before still is
 */
ChattySecretState
chatty_secret_store_store (ChattySecretStore     *self,
                           const ChattySecretId  *id,
                           const char            *label,
                           ChattySecret          *secret,
                           ChattySecretFlags      flags,
                           GCancellable          *cancellable,
                           GError               **error)
{
  g_autofree char *safe_label = NULL;

  g_return_val_if_fail (CHATTY_IS_SECRET_STORE (self), CHATTY_SECRET_FAILED);
  g_return_val_if_fail (id_is_complete (id), CHATTY_SECRET_FAILED);
  g_return_val_if_fail (label != NULL && secret != NULL, CHATTY_SECRET_FAILED);

  if (chatty_set_cancelled (cancellable, error) ||
      !chatty_secret_is_usable (secret, error))
    return CHATTY_SECRET_FAILED;

  /* Labels are readable while the keyring is locked, and an account's name
   * may be anything. */
  safe_label = chatty_redact_text (label, -1);
  return CHATTY_SECRET_STORE_GET_IFACE (self)->store (self, id, safe_label, secret, flags,
                                                      cancellable, error);
}

/**
 * chatty_secret_store_delete:
 * @self: a store
 * @id: which secret; complete
 * @flags: whether a locked keyring may ask to be unlocked
 * @cancellable: (nullable): ends it early
 * @error: set unless the secret was deleted or there was none
 *
 * Forgets a secret. Blocks; any thread.
 *
 * Returns: %CHATTY_SECRET_FOUND if it was deleted
 */
ChattySecretState
chatty_secret_store_delete (ChattySecretStore     *self,
                            const ChattySecretId  *id,
                            ChattySecretFlags      flags,
                            GCancellable          *cancellable,
                            GError               **error)
{
  g_return_val_if_fail (CHATTY_IS_SECRET_STORE (self), CHATTY_SECRET_FAILED);
  g_return_val_if_fail (id_is_complete (id), CHATTY_SECRET_FAILED);

  if (chatty_set_cancelled (cancellable, error))
    return CHATTY_SECRET_FAILED;

  return CHATTY_SECRET_STORE_GET_IFACE (self)->delete (self, id, flags, cancellable, error);
}

/**
 * chatty_secret_store_search:
 * @self: a store
 * @pattern: which secrets; a part that is %NULL matches all
 * @ids: (out) (transfer full) (element-type ChattySecretId): those that are
 *   known, in no order; never %NULL
 * @cancellable: (nullable): ends it early
 * @error: set unless @ids holds all there are
 *
 * Lists what is kept, without the secrets; nobody is asked to unlock
 * anything. Blocks; any thread.
 *
 * Returns: %CHATTY_SECRET_LOCKED if there may be more
 */
ChattySecretState
chatty_secret_store_search (ChattySecretStore     *self,
                            const ChattySecretId  *pattern,
                            GPtrArray            **ids,
                            GCancellable          *cancellable,
                            GError               **error)
{
  g_return_val_if_fail (CHATTY_IS_SECRET_STORE (self), CHATTY_SECRET_FAILED);
  g_return_val_if_fail (pattern != NULL && ids != NULL, CHATTY_SECRET_FAILED);

  *ids = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_secret_id_free);
  if (chatty_set_cancelled (cancellable, error))
    return CHATTY_SECRET_FAILED;

  return CHATTY_SECRET_STORE_GET_IFACE (self)->search (self, pattern, ids, cancellable, error);
}
