/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include <glib/gi18n-lib.h>

#include "chatty-account-service-private.h"
#include "chatty-credential.h"
#include "chatty-error.h"
#include "chatty-oauth-authorizer.h"
#include "chatty-redact.h"

/* A connection under way. */
typedef struct {
  ChattyAccountService       *service;
  const ChattyConnectRequest *request;
  const ChattyConnectorInfo  *info;
  ChattyAccount              *before;   /* (nullable) what is replaced */
  ChattyAccount              *account;  /* what is saved if all goes well */
  ChattySecret               *key;
  ChattyOAuthTokens          *fresh;    /* (nullable) the sign-in with its token for calls */
  ChattyVerdict              *verdict;
  gboolean                    locked;   /* the keyring, before anything was tested */
} Connection;

static void
connection_clear (Connection *self)
{
  g_clear_pointer (&self->before, chatty_account_unref);
  g_clear_pointer (&self->account, chatty_account_unref);
  g_clear_pointer (&self->key, chatty_secret_unref);
  g_clear_pointer (&self->fresh, chatty_oauth_tokens_unref);
  g_clear_pointer (&self->verdict, chatty_verdict_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Connection, connection_clear)

static gboolean
has (Connection         *self,
     ChattyConnectFlags  flag)
{
  return (self->request->flags & flag) != 0;
}

/* Whether the person signed in with the browser, and has not just given a key. */
static gboolean
by_browser (Connection *self)
{
  return chatty_credential_is_sealed (self->key) && !has (self, CHATTY_CONNECT_ADD_KEY);
}

static char *
describe (Connection *self)
{
  if (by_browser (self))
    return chatty_verdict_describe_sign_in (self->verdict, self->info->title);
  return chatty_verdict_describe (self->verdict, self->info->title);
}

/* The result of a connection that was not saved. */
static ChattyConnectResult *
result_unsaved (Connection           *self,
                ChattyConnectOutcome  outcome,
                const char           *advice)
{
  g_autofree char *said = describe (self);
  /* Translators: what the platform said; what was done about it. */
  g_autofree char *message = g_strdup_printf (_("%s. %s."), said, advice);

  return chatty_connect_result_new (outcome, self->verdict, NULL, message);
}

static ChattyConnectResult *
result_saved (Connection *self)
{
  gboolean verified = self->account->state == CHATTY_ACCOUNT_VERIFIED;
  g_autofree char *said = describe (self);
  const char *advice;
  g_autofree char *message = NULL;

  if (by_browser (self) && self->account->remembered)
    advice = _("The sign-in is kept in your keyring");
  else if (by_browser (self))
    advice = _("The sign-in is kept until you close the program, and nowhere else");
  else if (verified && self->account->remembered)
    advice = _("The key is kept in your keyring");
  else if (verified)
    advice = _("The key is kept until you close the program, and nowhere else");
  else if (self->account->remembered)
    advice = _("The key was saved in your keyring without being tested");
  else
    advice = _("The key was not tested, and is kept until you close the program");
  message = g_strdup_printf (_("%s. %s."), said, advice);

  return chatty_connect_result_new (verified ? CHATTY_CONNECT_SAVED
                                             : CHATTY_CONNECT_SAVED_UNVERIFIED,
                                    self->verdict, self->account, message);
}

static ChattySecretFlags
keyring_flags (Connection *self)
{
  return has (self, CHATTY_CONNECT_UNLOCK) ? CHATTY_SECRET_INTERACTIVE : CHATTY_SECRET_QUIET;
}

/* The key, together with the sign-in that it is added to. */
static ChattySecret *
add_to_sign_in (Connection    *self,
                ChattySecret  *key,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (GError) local_error = NULL;
  ChattySecret *both =
    chatty_account_service_add_key (self->service, self->before, key, keyring_flags (self),
                                    cancellable, &local_error);

  self->locked = both == NULL &&
                 g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN);
  if (both == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (self->fresh == NULL)
    self->fresh = chatty_account_service_dup_fresh (self->service, self->before->id);
  return both;
}

/* Finds out what is connected, and where to. */
static gboolean
prepare (Connection    *self,
         GCancellable  *cancellable,
         GError       **error)
{
  const ChattyConnectRequest *request = self->request;
  const ChattyConnectorEntry *entry;
  const char *platform = request->platform;
  ChattyAccount fields = { NULL };
  ChattyAccount merged;
  g_autofree char *id = NULL;
  g_autoptr (ChattySecret) prepared = NULL;

  if (!has (self, CHATTY_CONNECT_CONSENTED))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                           _("Nothing is done before you have agreed to what will be read, "
                             "written and sent"));
      return FALSE;
    }
  if (request->account != NULL)
    {
      self->before = chatty_account_store_lookup (self->service->accounts, request->account,
                                                  error);
      if (self->before == NULL)
        return FALSE;
      platform = self->before->platform;
    }

  entry = chatty_connector_table_lookup (self->service->table, platform);
  if (entry == NULL || entry->info->sign_in == CHATTY_SIGN_IN_NONE)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("“%s” cannot be connected to with a key"), platform);
      return FALSE;
    }
  self->info = entry->info;

  /* What is tested and kept is what is sent. */
  if (chatty_credential_is_sealed (self->key))
    prepared = chatty_secret_ref (self->key);
  else
    prepared = chatty_connector_info_prepare_key (self->info, self->key, error);
  if (prepared == NULL || !chatty_secret_is_usable (prepared, error))
    return FALSE;
  if (has (self, CHATTY_CONNECT_ADD_KEY) && self->before != NULL)
    {
      g_autoptr (ChattySecret) both = add_to_sign_in (self, prepared, cancellable, error);

      if (both == NULL)
        return FALSE;
      chatty_secret_unref (prepared);
      prepared = g_steal_pointer (&both);
    }
  chatty_secret_unref (self->key);
  self->key = g_steal_pointer (&prepared);

  if (!chatty_account_fill_addresses (self->info,
                                      self->before != NULL ? self->before->addresses
                                                           : request->addresses,
                                      &fields, error))
    return FALSE;

  if (self->before != NULL)
    merged = *self->before;
  else
    {
      id = g_uuid_string_random ();
      merged = (ChattyAccount) {
        .id = id,
        .platform = self->info->id,
        .created = chatty_time_now (),
        .checked = CHATTY_TIME_NONE,
      };
    }
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    merged.addresses[i] = fields.addresses[i];
  merged.bound = fields.bound;
  merged.state = CHATTY_ACCOUNT_UNVERIFIED;
  merged.remembered = !has (self, CHATTY_CONNECT_THIS_RUN_ONLY);
  self->account = chatty_account_new (&merged);
  chatty_account_clear_addresses (&fields);
  return TRUE;
}

/* What is not secret of what the person signed in through. */
static void
note_client (Connection       *self,
             ChattyCredential *credential,
             ChattyAccount    *fields)
{
  ChattyOAuthClient *client = credential != NULL ? credential->client : NULL;
  const char *of_build = self->info->oauth != NULL ? self->info->oauth->client_id : NULL;

  fields->own_client = client != NULL &&
                       g_strcmp0 (chatty_oauth_client_get_id (client), of_build) != 0;
  fields->project = client != NULL ? chatty_oauth_client_get_project (client) : NULL;
}

/* Asks the platform. */
static gboolean
test_key (Connection    *self,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (ChattyAuthorizer) browser = NULL;
  g_autoptr (ChattySecret) renewed = NULL;
  g_autoptr (ChattyCredential) credential = NULL;
  g_autoptr (ChattyConnector) connector =
    chatty_account_service_create (self->service, self->account, self->key, self->fresh, &browser,
                                   error);
  g_autofree char *name = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *owner = NULL;
  ChattyAccount *tested;
  ChattyAccount fields;

  if (connector == NULL)
    return FALSE;
  self->verdict = chatty_connector_test (connector, cancellable, error);
  /* Whatever came of it: what was tested may have been renewed for that. */
  if (browser != NULL)
    {
      g_clear_pointer (&self->fresh, chatty_oauth_tokens_unref);
      self->fresh = chatty_oauth_authorizer_dup_tokens (CHATTY_OAUTH_AUTHORIZER (browser));
    }
  renewed = chatty_account_reseal (self->key, browser != NULL ? self->fresh : NULL);
  chatty_secret_unref (self->key);
  self->key = g_steal_pointer (&renewed);
  if (self->verdict == NULL)
    return FALSE;
  credential = chatty_credential_unseal (self->key, NULL);

  fields = *self->account;
  fields.has_key = credential != NULL && credential->tokens != NULL && credential->key != NULL;
  note_client (self, credential, &fields);
  chatty_account_apply_verdict (&fields, self->verdict);
  if (self->request->owner != NULL)
    fields.owner = self->request->owner;
  if (chatty_credential_is_sealed (self->key))
    fields.scopes = self->request->scopes != NULL ? self->request->scopes : fields.scopes;
  else
    fields.scopes = NULL;
  /* These are texts of the platform and of the person: a key may be in them. */
  plan = fields.plan != NULL ? chatty_redact_text (fields.plan, -1) : NULL;
  owner = fields.owner != NULL ? chatty_redact_text (fields.owner, -1) : NULL;
  if (self->request->name != NULL)
    name = g_strstrip (chatty_redact_text (self->request->name, -1));
  /* A name that was the owner's goes with the owner. */
  else if (self->before == NULL || g_strcmp0 (self->before->name, self->before->owner) != 0)
    name = g_strdup (fields.name);
  if (name == NULL || *name == '\0')
    {
      g_free (name);
      name = g_strdup (owner != NULL && *owner != '\0' ? owner : self->info->title);
    }
  fields.plan = plan;
  fields.owner = owner;
  fields.name = name;

  tested = chatty_account_new (&fields);
  chatty_account_unref (self->account);
  self->account = tested;
  return TRUE;
}

/* Why a key that was tested is not to be saved; %NULL if it is. */
static ChattyConnectResult *
judge (Connection *self)
{
  const char *owner = self->before != NULL ? self->before->owner : NULL;

  if (self->verdict->kind == CHATTY_VERDICT_REFUSED)
    return result_unsaved (self, CHATTY_CONNECT_REFUSED, _("Nothing was saved"));
  if (!chatty_verdict_is_answer (self->verdict) && !has (self, CHATTY_CONNECT_ACCEPT_UNVERIFIED))
    return result_unsaved (self, CHATTY_CONNECT_NOT_TESTED,
                           by_browser (self)
                             ? _("Nothing was saved. You can save the account as unverified")
                             : _("Nothing was saved. You can save the key as unverified"));
  if (owner != NULL && (self->verdict->account != NULL || self->request->owner != NULL) &&
      g_strcmp0 (owner, self->account->owner) != 0 && !has (self, CHATTY_CONNECT_ACCEPT_OTHER))
    return result_unsaved (self, CHATTY_CONNECT_OTHER_ACCOUNT,
                           by_browser (self)
                             ? _("But somebody else signed in than the time before. Nothing was "
                                 "saved")
                             : _("But the key belongs to another account than the one before. "
                                 "Nothing was saved"));
  return NULL;
}

static ChattyAccount *
put_account (ChattyAccount  *stored,
             gpointer        user_data,
             GError        **error)
{
  Connection *self = user_data;
  ChattyAccount fields = *self->account;

  if (self->before != NULL && stored == NULL)
    return chatty_account_no_account (error);

  /* The addresses may have been changed while the key was tested: the record
   * keeps them, and the key stays bound to those that it was tested with. */
  if (stored != NULL)
    for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
      fields.addresses[i] = stored->addresses[i];
  return chatty_account_new (&fields);
}

static gboolean
save_account (Connection  *self,
              GError     **error)
{
  ChattyAccount *stored = chatty_account_store_change (self->service->accounts,
                                                       self->account->id, put_account, self,
                                                       NULL, error);

  if (stored == NULL)
    return FALSE;
  chatty_account_unref (self->account);
  self->account = stored;
  chatty_account_service_notify (self->service);
  return TRUE;
}

/* Puts the key where it is to be, or says what the keyring is like. */
static ChattySecretState
save_key (Connection    *self,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (ChattySecretId) id = chatty_account_service_key_id (self->account);
  g_autofree char *label = chatty_account_service_key_label (self->account);
  ChattySecretState state;

  if (has (self, CHATTY_CONNECT_THIS_RUN_ONLY))
    {
      state = chatty_secret_store_store (self->service->memory, id, label, self->key,
                                         CHATTY_SECRET_QUIET, cancellable, error);
      /* An old one in the keyring is good for nothing any more; one that
       * cannot be reached is never looked at while the record says so. */
      if (state == CHATTY_SECRET_FOUND && self->before != NULL)
        chatty_secret_store_delete (self->service->keyring, id, CHATTY_SECRET_QUIET, NULL, NULL);
      return state;
    }

  state = chatty_secret_store_store (self->service->keyring, id, label, self->key,
                                     keyring_flags (self), cancellable, error);
  if (state == CHATTY_SECRET_FOUND)
    chatty_secret_store_delete (self->service->memory, id, CHATTY_SECRET_QUIET, NULL, NULL);
  return state;
}

/* The result of a key that nothing is known of yet. */
static ChattyConnectResult *
result_locked (void)
{
  const ChattyVerdict nothing = { .kind = CHATTY_VERDICT_UNREACHABLE };
  g_autoptr (ChattyVerdict) verdict = chatty_verdict_new (&nothing);

  return chatty_connect_result_new (CHATTY_CONNECT_KEYRING_LOCKED, verdict, NULL,
                                    _("Your keyring is locked, and the sign-in that the key is "
                                      "added to is in it. Nothing was saved. Unlock it to go on"));
}

/* The result, or an error, of a key that could not be kept. */
static ChattyConnectResult *
result_unkept (Connection         *self,
               ChattySecretState   state,
               GError             *why,
               GError            **error)
{
  switch (state)
    {
    case CHATTY_SECRET_LOCKED:
      g_error_free (why);
      return result_unsaved (self, CHATTY_CONNECT_KEYRING_LOCKED,
                             by_browser (self)
                               ? _("But your keyring is locked, so nothing was saved. Unlock it, or "
                                   "stay signed in until you close the program")
                               : _("But your keyring is locked, so nothing was saved. Unlock it, or "
                                   "keep the key until you close the program"));
    case CHATTY_SECRET_UNAVAILABLE:
      g_error_free (why);
      return result_unsaved (self, CHATTY_CONNECT_KEYRING_MISSING,
                             by_browser (self)
                               ? _("But there is no keyring to keep the sign-in in, so nothing was "
                                   "saved. You can stay signed in until you close the program")
                               : _("But there is no keyring to keep the key in, so nothing was "
                                   "saved. You can keep it until you close the program"));
    case CHATTY_SECRET_FOUND:
    case CHATTY_SECRET_NOT_FOUND:
    case CHATTY_SECRET_FAILED:
    default:
      g_propagate_error (error, why);
      return NULL;
    }
}

/* Saves record and key. A new record goes first: if the program ends in
 * between, the person sees an account that wants its key, and not a key that
 * nobody knows of. A key that is replaced goes first: the record's changes
 * only widen where it may go. */
static ChattyConnectResult *
save (Connection    *self,
      GCancellable  *cancellable,
      GError       **error)
{
  GError *why = NULL;
  ChattySecretState state;

  if (self->before == NULL)
    {
      /* Without a keyring not even the record is written. */
      if (!has (self, CHATTY_CONNECT_THIS_RUN_ONLY))
        {
          state = chatty_secret_store_check (self->service->keyring,
                                             keyring_flags (self), cancellable, &why);
          if (state != CHATTY_SECRET_FOUND)
            return result_unkept (self, state, why, error);
        }
      if (!save_account (self, error))
        return NULL;
    }

  state = save_key (self, cancellable, &why);
  if (state != CHATTY_SECRET_FOUND)
    {
      if (self->before == NULL)
        {
          chatty_account_store_remove (self->service->accounts, self->account->id, NULL, NULL);
          chatty_account_service_notify (self->service);
        }
      return result_unkept (self, state, why, error);
    }

  if (self->before != NULL && !save_account (self, error))
    return NULL;
  return result_saved (self);
}

/* The first connector of the account goes on with the token for calls that the
 * test had. */
static void
share_sign_in (Connection *self)
{
  g_autoptr (ChattyCredential) credential = chatty_credential_unseal (self->key, NULL);
  g_autoptr (ChattyAuthorizer) shared = NULL;

  if (credential == NULL || credential->tokens == NULL)
    return;
  chatty_account_freshen (credential, self->fresh);
  shared = chatty_account_service_share_browser (self->service, self->info, self->account,
                                                 credential, NULL);
}

/*
 * chatty_account_service_connect_renewing:
 * @key: (inout): what chatty_account_service_connect() gets; a sign-in that was
 *   renewed in the test is replaced here, because the server may not know the
 *   old one any more
 * @fresh: (inout) (nullable): the sign-in of @key with its token for calls, so
 *   that no other is asked for; kept up like @key
 *
 * chatty_account_service_connect() for somebody who may call it once more.
 */
ChattyConnectResult *
chatty_account_service_connect_renewing (ChattyAccountService        *self,
                                         const ChattyConnectRequest  *request,
                                         ChattySecret               **key,
                                         ChattyOAuthTokens          **fresh,
                                         GCancellable                *cancellable,
                                         GError                     **error)
{
  g_auto (Connection) connection = { .service = self, .request = request };
  g_autoptr (GError) local_error = NULL;
  ChattyConnectResult *result;
  gboolean tested;

  connection.key = chatty_secret_ref (*key);
  connection.fresh = *fresh != NULL ? chatty_oauth_tokens_ref (*fresh) : NULL;
  tested = prepare (&connection, cancellable, &local_error) &&
           test_key (&connection, cancellable, &local_error);
  chatty_secret_unref (*key);
  *key = chatty_secret_ref (connection.key);
  g_clear_pointer (fresh, chatty_oauth_tokens_unref);
  *fresh = connection.fresh != NULL ? chatty_oauth_tokens_ref (connection.fresh) : NULL;
  if (connection.locked)
    return result_locked ();
  if (!tested)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  result = judge (&connection);
  if (result == NULL)
    result = save (&connection, cancellable, error);
  if (result != NULL && chatty_connect_result_is_saved (result))
    share_sign_in (&connection);
  return result;
}

/**
 * chatty_account_service_connect:
 * @self: the service
 * @request: what to connect, and what the person agreed to
 * @key: the account's key, or what chatty_credential_seal() gave
 * @cancellable: (nullable): ends it early; then nothing is saved
 * @error: %CHATTY_ERROR_FORBIDDEN without consent; %CHATTY_ERROR_INVALID_DATA
 *   for a key or an address that cannot be one; %CHATTY_ERROR_CANCELLED; what
 *   could not be written
 *
 * Tests the key with the platform, and saves the account if the key is good,
 * or if nothing could be learnt of it and the person agreed to save it all the
 * same. Also replaces the key of an account that there is, and so confirms
 * the addresses that it has now.
 *
 * Returns: (transfer full): what came of it
 */
ChattyConnectResult *
chatty_account_service_connect (ChattyAccountService        *self,
                                const ChattyConnectRequest  *request,
                                ChattySecret                *key,
                                GCancellable                *cancellable,
                                GError                     **error)
{
  g_autoptr (ChattySecret) tested = NULL;
  g_autoptr (ChattyOAuthTokens) fresh = NULL;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (self), NULL);
  g_return_val_if_fail (request != NULL && key != NULL, NULL);
  g_return_val_if_fail (request->account != NULL || request->platform != NULL, NULL);

  tested = chatty_secret_ref (key);
  return chatty_account_service_connect_renewing (self, request, &tested, &fresh, cancellable,
                                                  error);
}
