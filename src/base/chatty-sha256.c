/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-base"

#include <nettle/base16.h>
#include <nettle/sha2.h>

#include "chatty-sha256.h"

struct _ChattySha256 {
  struct sha256_ctx context;
};

/**
 * chatty_sha256_new:
 *
 * Returns: (transfer full): a hash of no bytes so far
 */
ChattySha256 *
chatty_sha256_new (void)
{
  ChattySha256 *self = g_new (ChattySha256, 1);

  sha256_init (&self->context);
  return self;
}

/**
 * chatty_sha256_free:
 * @self: (transfer full): what to free
 */
void
chatty_sha256_free (ChattySha256 *self)
{
  g_free (self);
}

/**
 * chatty_sha256_update:
 * @bytes: the next bytes
 * @length: how many
 */
void
chatty_sha256_update (ChattySha256 *self,
                      const void   *bytes,
                      gsize         length)
{
  sha256_update (&self->context, length, bytes);
}

/**
 * chatty_sha256_end:
 * @self: a hash, which begins anew
 *
 * Returns: (transfer full): the hash, in lower-case hexadecimal
 */
char *
chatty_sha256_end (ChattySha256 *self)
{
  guint8 digest[SHA256_DIGEST_SIZE];
  char *hex = g_malloc (2 * SHA256_DIGEST_SIZE + 1);

  sha256_digest (&self->context, sizeof digest, digest);
  base16_encode_update (hex, sizeof digest, digest);
  hex[2 * SHA256_DIGEST_SIZE] = '\0';
  return hex;
}

/**
 * chatty_sha256_hex:
 * @bytes: what to hash
 * @length: how many bytes
 *
 * Returns: (transfer full): the hash, in lower-case hexadecimal
 */
char *
chatty_sha256_hex (const void *bytes,
                   gsize       length)
{
  ChattySha256 self;

  sha256_init (&self.context);
  chatty_sha256_update (&self, bytes, length);
  return chatty_sha256_end (&self);
}
