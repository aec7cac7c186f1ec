/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-signin"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "chatty-pkce.h"

/* 32 bytes are 43 characters, the least that RFC 7636 allows, and as hard to
 * guess as its challenge. */
#define RANDOM_BYTES 32

/* Base64 as RFC 4648, section 5 has it for addresses, without padding. */
static char *
encode (const guint8 *bytes,
        gsize         length)
{
  char *text = g_base64_encode (bytes, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

static ChattySecret *
new_random (void)
{
  guint8 bytes[RANDOM_BYTES];
  ChattySecret *secret;
  gsize got = 0;

  /* The kernel's source. It gives fewer than 256 bytes at once, or waits at
   * the start of the machine until it can. */
  while (got < sizeof bytes)
    {
      ssize_t n = getrandom (bytes + got, sizeof bytes - got, 0);

      if (n > 0)
        got += n;
      else if (errno != EINTR)
        g_error ("The system gives no random numbers: %s", g_strerror (errno));
    }
  secret = chatty_secret_new_wiping (encode (bytes, sizeof bytes));
  chatty_secret_wipe (bytes, sizeof bytes);
  return secret;
}

/**
 * chatty_pkce_new_verifier:
 *
 * Any thread.
 *
 * Returns: (transfer full): a fresh code verifier (RFC 7636, section 4.1), 43
 *   characters out of the system's random source
 */
ChattySecret *
chatty_pkce_new_verifier (void)
{
  return new_random ();
}

/**
 * chatty_pkce_challenge:
 * @verifier: a code verifier
 *
 * Returns: (transfer full): its challenge by the method S256 (RFC 7636,
 *   section 4.2); not a secret
 */
char *
chatty_pkce_challenge (ChattySecret *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) chatty_secret_peek (verifier),
                     chatty_secret_get_length (verifier));
  g_checksum_get_digest (checksum, digest, &length);
  return encode (digest, length);
}

/**
 * chatty_pkce_new_state:
 *
 * Returns: (transfer full): a fresh "state" for one sign-in (RFC 6749, section
 *   10.12)
 */
ChattySecret *
chatty_pkce_new_state (void)
{
  return new_random ();
}
