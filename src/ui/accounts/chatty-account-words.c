/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-account-words.h"

/**
 * chatty_words_tier:
 *
 * Returns: (transfer none): the heading over the platforms of a tier
 */
const char *
chatty_words_tier (ChattyTier tier)
{
  switch (tier)
    {
    case CHATTY_TIER_FULL:
      return _("Full Access");
    case CHATTY_TIER_BROWSER:
      return _("Browser Sign-In");
    case CHATTY_TIER_CHAT:
      return _("Chat Only");
    case CHATTY_TIER_IMPORT:
      return _("Import Only");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * chatty_words_platform:
 * @is_built: whether there is a connector for it
 * @n_accounts: how many accounts there are
 *
 * Returns: (transfer full): what the platform can do here and its state, a
 *   line each
 */
char *
chatty_words_platform (const ChattyConnectorInfo *info,
                       gboolean                   is_built,
                       guint                      n_accounts)
{
  const char *summary = chatty_connector_info_get_summary (info);
  g_autofree char *state = NULL;

  if (info->tier == CHATTY_TIER_IMPORT)
    state = g_strdup (_("Save or export your conversations there, then import the files "
                        "or drop them onto the window."));
  else if (!is_built)
    state = g_strdup (_("Cannot be connected with this version. Exported conversations "
                        "can be imported."));
  else if (n_accounts == 0)
    state = g_strdup (_("Not connected"));
  else
    state = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u account", "%u accounts", n_accounts),
                             n_accounts);
  return g_strdup_printf ("%s\n%s", summary, state);
}

/**
 * chatty_words_consent:
 *
 * Returns: (transfer none): the heading over what a person agrees to
 */
const char *
chatty_words_consent (ChattyConsent consent)
{
  switch (consent)
    {
    case CHATTY_CONSENT_READS:
      return _("What Is Read");
    case CHATTY_CONSENT_WRITES:
      return _("What Is Written");
    case CHATTY_CONSENT_SENDS:
      return _("What Is Sent Where");
    case CHATTY_CONSENT_KEY_PLACE:
      return _("Where the Key Is Kept");
    case CHATTY_CONSENT_COSTS:
      return _("What It May Cost");
    default:
      g_return_val_if_reached ("");
    }
}

static gboolean
verdict_is (const ChattyAccount *account,
            ChattyVerdictKind    kind)
{
  return g_strcmp0 (account->verdict, chatty_verdict_kind_to_string (kind)) == 0;
}

static const char *
account_state (const ChattyAccount *account,
               ChattyKeyState       key)
{
  if (account->state == CHATTY_ACCOUNT_DISCONNECTED)
    return _("Disconnected");
  if (key == CHATTY_KEY_NEEDED || chatty_account_needs_key (account))
    return account->scopes != NULL ? _("You have to sign in again")
                                   : _("The key has to be entered again");
  if (account->paused)
    return _("Paused");
  if (verdict_is (account, CHATTY_VERDICT_REFUSED))
    return account->scopes != NULL ? _("The sign-in has ended") : _("The key was refused");
  if (account->state == CHATTY_ACCOUNT_UNVERIFIED)
    return _("Not verified");
  if (verdict_is (account, CHATTY_VERDICT_LIMITED))
    return _("Connected, with the limits of the plan");
  if (verdict_is (account, CHATTY_VERDICT_NO_CREDIT))
    return _("Connected, but nothing is left to spend");
  return _("Connected");
}

/**
 * chatty_words_account_and_key:
 * @key: what is known of the key
 *
 * Returns: (transfer full): the account's state, plan, and where its key is, on
 *   one line
 */
char *
chatty_words_account_and_key (const ChattyAccount *account,
                              ChattyKeyState       key)
{
  g_autoptr (GString) string = g_string_new (account_state (account, key));

  if (account->state == CHATTY_ACCOUNT_DISCONNECTED)
    return g_string_free (g_steal_pointer (&string), FALSE);
  if (account->plan != NULL && *account->plan != '\0')
    {
      g_autofree char *plan = chatty_text_display_name (account->plan);

      g_string_append_printf (string, " · %s", plan);
    }
  if (key == CHATTY_KEY_LOCKED)
    g_string_append_printf (string, " · %s", _("keyring locked"));
  if (!account->remembered && key != CHATTY_KEY_NEEDED)
    g_string_append_printf (string, " · %s", account->scopes != NULL
                                                ? _("signed in for one run only")
                                                : _("key kept for one run only"));
  return g_string_free (g_steal_pointer (&string), FALSE);
}

/* The same where nobody has looked for the key. */
char *
chatty_words_account (const ChattyAccount *account)
{
  return chatty_words_account_and_key (account, CHATTY_KEY_UNKNOWN);
}

/**
 * chatty_words_key_problem:
 * @key: what is known of the key
 * @title: (out) (transfer none): a heading for it
 *
 * Returns: (transfer none) (nullable): why the account cannot be used just
 *   now and what helps; %NULL if the key is where it was kept
 */
const char *
chatty_words_key_problem (const ChattyAccount  *account,
                          ChattyKeyState        key,
                          const char          **title)
{
  switch (key)
    {
    case CHATTY_KEY_NEEDED:
      if (account->scopes != NULL)
        {
          *title = _("You Are Signed Out");
          return account->remembered
                   ? _("The sign-in is no longer in the keyring. Sign in again to go on.")
                   : _("You were signed in for one run of the program only. Sign in again to go "
                       "on.");
        }
      *title = _("The Key Is Not at Hand");
      return account->remembered
               ? _("It is no longer in the keyring. Enter it again to go on.")
               : _("It was kept for one run of the program only. Enter it again to go on.");
    case CHATTY_KEY_LOCKED:
      *title = _("The Keyring Is Locked");
      return _("Whether the key is still in it cannot be told. You will be asked to unlock it when "
               "the key is needed.");
    case CHATTY_KEY_UNKNOWN:
      *title = _("The Key Is Not at Hand");
      return _("The keyring does not answer. It may have to be started first.");
    case CHATTY_KEY_KEPT:
    default:
      return NULL;
    }
}

/**
 * chatty_words_verdict:
 *
 * Returns: (transfer none): a heading for it
 */
const char *
chatty_words_verdict (ChattyVerdictKind verdict)
{
  switch (verdict)
    {
    case CHATTY_VERDICT_WORKS:
      return _("The Key Works");
    case CHATTY_VERDICT_LIMITED:
      return _("The Key Works, With Limits");
    case CHATTY_VERDICT_REFUSED:
      return _("The Key Was Refused");
    case CHATTY_VERDICT_NO_CREDIT:
      return _("Nothing Is Left to Spend");
    case CHATTY_VERDICT_RATE_LIMITED:
      return _("Too Many Requests");
    case CHATTY_VERDICT_UNREACHABLE:
      return _("No Answer");
    case CHATTY_VERDICT_SERVER_TROUBLE:
      return _("The Server Has Trouble");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * chatty_words_tested:
 * @platform_title: who was asked
 *
 * Returns: (transfer full): what a test of the account came to, with what the
 *   platform said itself on a line of its own
 */
char *
chatty_words_tested (const ChattyAccount *account,
                     const ChattyVerdict *verdict,
                     const char          *platform_title)
{
  g_autofree char *said = account->scopes != NULL
                            ? chatty_verdict_describe_sign_in (verdict, platform_title)
                            : chatty_verdict_describe (verdict, platform_title);

  if (verdict->detail == NULL)
    return g_steal_pointer (&said);
  return g_strdup_printf ("%s\n%s", said, verdict->detail);
}

/**
 * chatty_words_replace:
 * @key: what is known of the key
 *
 * Returns: (transfer none): what one does about the key of an account
 */
const char *
chatty_words_replace (const ChattyAccount *account,
                      ChattyKeyState       key)
{
  if (account->state == CHATTY_ACCOUNT_DISCONNECTED)
    return _("Connect Again…");
  if (account->scopes != NULL)
    return _("Sign In Again…");
  if (key == CHATTY_KEY_NEEDED || chatty_account_needs_key (account))
    return _("Enter the Key Again…");
  return _("Replace Key…");
}

/**
 * chatty_words_outcome:
 *
 * Returns: (transfer none): a heading for what connecting came to
 */
const char *
chatty_words_outcome (ChattyConnectOutcome outcome,
                      ChattyVerdictKind    verdict)
{
  switch (outcome)
    {
    case CHATTY_CONNECT_SAVED_UNVERIFIED:
      return _("Saved Without a Test");
    case CHATTY_CONNECT_OTHER_ACCOUNT:
      return _("Somebody Else’s Key");
    case CHATTY_CONNECT_KEYRING_LOCKED:
      return _("The Keyring Is Locked");
    case CHATTY_CONNECT_KEYRING_MISSING:
      return _("There Is No Keyring");
    case CHATTY_CONNECT_SAVED:
    case CHATTY_CONNECT_REFUSED:
    case CHATTY_CONNECT_NOT_TESTED:
    default:
      return chatty_words_verdict (verdict);
    }
}

/**
 * chatty_words_sign_in_verdict:
 *
 * Returns: (transfer none): chatty_words_verdict() of a sign-in with the browser
 */
const char *
chatty_words_sign_in_verdict (ChattyVerdictKind verdict)
{
  switch (verdict)
    {
    case CHATTY_VERDICT_WORKS:
      return _("You Are Signed In");
    case CHATTY_VERDICT_LIMITED:
      return _("You Are Signed In, With Limits");
    case CHATTY_VERDICT_REFUSED:
      return _("The Sign-In Was Refused");
    case CHATTY_VERDICT_NO_CREDIT:
    case CHATTY_VERDICT_RATE_LIMITED:
    case CHATTY_VERDICT_UNREACHABLE:
    case CHATTY_VERDICT_SERVER_TROUBLE:
    default:
      return chatty_words_verdict (verdict);
    }
}

/* chatty_words_outcome() of a sign-in with the browser. */
const char *
chatty_words_sign_in_outcome (ChattyConnectOutcome outcome,
                              ChattyVerdictKind    verdict)
{
  switch (outcome)
    {
    case CHATTY_CONNECT_SAVED:
    case CHATTY_CONNECT_REFUSED:
    case CHATTY_CONNECT_NOT_TESTED:
      return chatty_words_sign_in_verdict (verdict);
    case CHATTY_CONNECT_OTHER_ACCOUNT:
      return _("Somebody Else Signed In");
    case CHATTY_CONNECT_SAVED_UNVERIFIED:
    case CHATTY_CONNECT_KEYRING_LOCKED:
    case CHATTY_CONNECT_KEYRING_MISSING:
    default:
      return chatty_words_outcome (outcome, verdict);
    }
}

/**
 * chatty_words_problem:
 * @error: why a sign-in with the browser came to nothing
 *
 * Returns: (transfer none): a heading for it
 */
const char *
chatty_words_problem (const GError *error)
{
  if (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN))
    return _("It Was Not Allowed");
  if (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT))
    return _("The Browser Did Not Come Back");
  if (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE))
    return _("No Answer");
  return _("That Did Not Work");
}

/* The picture that goes with it. */
const char *
chatty_words_problem_icon (const GError *error)
{
  if (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE))
    return "network-offline-symbolic";
  return g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT)
           ? "document-open-recent-symbolic" : "dialog-warning-symbolic";
}

const char *
chatty_words_verdict_icon (ChattyVerdictKind verdict)
{
  switch (verdict)
    {
    case CHATTY_VERDICT_WORKS:
      return "emblem-ok-symbolic";
    case CHATTY_VERDICT_REFUSED:
      return "dialog-error-symbolic";
    case CHATTY_VERDICT_UNREACHABLE:
      return "network-offline-symbolic";
    case CHATTY_VERDICT_LIMITED:
    case CHATTY_VERDICT_NO_CREDIT:
    case CHATTY_VERDICT_RATE_LIMITED:
    case CHATTY_VERDICT_SERVER_TROUBLE:
    default:
      return "dialog-warning-symbolic";
    }
}

/**
 * chatty_words_usage:
 *
 * Returns: (transfer full): how much is used, and of how much if that is known
 */
char *
chatty_words_usage (const ChattyUsageMetric *metric)
{
  if (metric->limit >= 0)
    /* Translators: how much is used, of how much there is */
    return g_strdup_printf (_("%'.0f of %'.0f used"), metric->used, metric->limit);
  return g_strdup_printf (_("%'.0f used"), metric->used);
}

/**
 * chatty_words_usage_title:
 * @id: the platform's name for what is counted, "core-api"
 *
 * Returns: (transfer full): the same for people
 */
char *
chatty_words_usage_title (const char *id)
{
  g_autofree char *title = chatty_text_display_name (id);

  g_strdelimit (title, "_-", ' ');
  if (g_ascii_islower (*title))
    *title = g_ascii_toupper (*title);
  return g_steal_pointer (&title);
}
