/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <libsecret/secret.h>

#include "chatty-secret-store.h"

G_BEGIN_DECLS

/* One call to a keyring, in both its forms; what is not used is NULL. */
typedef struct {
  const ChattySecretId  *id;
  const char            *label;
  ChattySecret          *secret;
  ChattySecretFlags      flags;
  ChattySecret         **found;
  GPtrArray             *ids;
  GCancellable          *cancellable;
} ChattyKeyringCall;

extern const SecretSchema chatty_keyring_schema;

GHashTable        *chatty_keyring_attributes       (const ChattySecretId     *id);
ChattySecretId    *chatty_keyring_id_of            (GHashTable               *attributes);
ChattySecretState  chatty_keyring_set_locked       (GError                  **error);
ChattySecretState  chatty_keyring_take_error       (GError                   *original,
                                                    GError                  **error);
ChattySecretState  chatty_keyring_take_value       (SecretValue              *value,
                                                    ChattySecret            **secret,
                                                    GError                  **error);

/* The Secret Service of a desktop. */
ChattySecretState  chatty_keyring_service_check    (SecretService            *service,
                                                    const ChattyKeyringCall  *call,
                                                    GError                  **error);
ChattySecretState  chatty_keyring_service_lookup   (SecretService            *service,
                                                    const ChattyKeyringCall  *call,
                                                    GError                  **error);
ChattySecretState  chatty_keyring_service_store    (SecretService            *service,
                                                    const ChattyKeyringCall  *call,
                                                    GError                  **error);
ChattySecretState  chatty_keyring_service_delete   (SecretService            *service,
                                                    const ChattyKeyringCall  *call,
                                                    GError                  **error);
ChattySecretState  chatty_keyring_service_search   (SecretService            *service,
                                                    const ChattyKeyringCall  *call,
                                                    GError                  **error);

/* The encrypted file whose key the portal keeps: never locked. */
ChattySecretState  chatty_keyring_file_lookup      (const ChattyKeyringCall  *call,
                                                    GError                  **error);
ChattySecretState  chatty_keyring_file_store       (const ChattyKeyringCall  *call,
                                                    GError                  **error);
ChattySecretState  chatty_keyring_file_delete      (const ChattyKeyringCall  *call,
                                                    GError                  **error);
ChattySecretState  chatty_keyring_file_search      (const ChattyKeyringCall  *call,
                                                    GError                  **error);

G_END_DECLS
