/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-signin"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gio/gio.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-oauth-tokens.h"
#include "chatty-text.h"

/* What is believed where the server does not say: not longer than any does. */
#define DEFAULT_SECONDS 3600
#define MAX_SECONDS     (30 * 24 * 3600)
#define MAX_TOKEN       (64 * 1024)

struct _ChattyOAuthTokens {
  ChattySecret *access;
  ChattySecret *refresh;
  gint64        expires;
  GStrv         scopes;       /* sorted */
  guint         generation;
};

G_DEFINE_BOXED_TYPE (ChattyOAuthTokens, chatty_oauth_tokens, chatty_oauth_tokens_ref,
                     chatty_oauth_tokens_unref)

static void
tokens_clear (gpointer data)
{
  ChattyOAuthTokens *self = data;

  g_clear_pointer (&self->access, chatty_secret_unref);
  g_clear_pointer (&self->refresh, chatty_secret_unref);
  g_strfreev (self->scopes);
}

ChattyOAuthTokens *
chatty_oauth_tokens_ref (ChattyOAuthTokens *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_oauth_tokens_unref (ChattyOAuthTokens *self)
{
  g_atomic_rc_box_release_full (self, tokens_clear);
}

/* Google grants "email" and "profile" under other names than it takes them. */
static const char *
name_as_asked (const char *scope)
{
  if (g_str_equal (scope, "https://www.googleapis.com/auth/userinfo.email"))
    return "email";
  if (g_str_equal (scope, "https://www.googleapis.com/auth/userinfo.profile"))
    return "profile";
  return scope;
}

static GStrv
split_scopes (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", " \t\r\n", -1);
  g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *scope = name_as_asked (words[i]);

      if (*scope != '\0' && !g_ptr_array_find_with_equal_func (scopes, scope, g_str_equal, NULL))
        g_ptr_array_add (scopes, g_strdup (scope));
    }
  g_ptr_array_sort (scopes, chatty_text_compare);
  g_ptr_array_add (scopes, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&scopes), FALSE);
}

static ChattySecret *
read_token (JsonObject *object,
            const char *member)
{
  const char *text = chatty_json_get_string (object, member);
  g_autoptr (ChattySecret) token = NULL;

  if (text == NULL || *text == '\0' || strlen (text) > MAX_TOKEN)
    return NULL;
  token = chatty_secret_new (text, -1);
  return chatty_secret_is_usable (token, NULL) ? g_steal_pointer (&token) : NULL;
}

/**
 * chatty_oauth_tokens_read:
 * @node: the answer of a token endpoint (RFC 6749, section 5.1); outside data
 * @before: (nullable): what is renewed; what the answer does not say stays
 * @asked: (nullable): the scopes that were asked for, which are the granted
 *   ones where the answer says nothing else
 * @now: when the answer came
 * @error: %CHATTY_ERROR_SERVER when it is none
 *
 * A new number of generation says that the scopes are others than before.
 *
 * Returns: (transfer full) (nullable): the tokens
 */
ChattyOAuthTokens *
chatty_oauth_tokens_read (JsonNode           *node,
                          ChattyOAuthTokens  *before,
                          const char         *asked,
                          gint64              now,
                          GError            **error)
{
  JsonObject *object = chatty_json_node_object (node);
  const char *type = object != NULL ? chatty_json_get_string (object, "token_type") : NULL;
  const char *scope = object != NULL ? chatty_json_get_string (object, "scope") : NULL;
  g_autoptr (ChattyOAuthTokens) self = g_atomic_rc_box_new0 (ChattyOAuthTokens);
  gint64 seconds;

  if (object != NULL)
    self->access = read_token (object, "access_token");
  if (self->access == NULL || (type != NULL && g_ascii_strcasecmp (type, "bearer") != 0))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                           _("The server said yes, but gave nothing to sign in with. Try again"));
      return NULL;
    }
  seconds = chatty_json_get_int (object, "expires_in", DEFAULT_SECONDS);
  self->expires = now + CLAMP (seconds, 0, MAX_SECONDS) * G_TIME_SPAN_SECOND;

  self->refresh = read_token (object, "refresh_token");
  if (self->refresh == NULL && before != NULL && before->refresh != NULL)
    self->refresh = chatty_secret_ref (before->refresh);
  if (scope == NULL && before != NULL)
    self->scopes = g_strdupv (before->scopes);
  else
    self->scopes = split_scopes (scope != NULL ? scope : asked);
  self->generation = 1;
  if (before != NULL)
    self->generation = before->generation +
      (g_strv_equal ((const char *const *) before->scopes,
                     (const char *const *) self->scopes) ? 0 : 1);
  return g_steal_pointer (&self);
}

ChattySecret *
chatty_oauth_tokens_get_access (ChattyOAuthTokens *self)
{
  return self->access;
}

ChattySecret *
chatty_oauth_tokens_get_refresh (ChattyOAuthTokens *self)
{
  return self->refresh;
}

/**
 * chatty_oauth_tokens_get_expires:
 *
 * Returns: when the token for calls ends; long ago where there is none
 */
gint64
chatty_oauth_tokens_get_expires (ChattyOAuthTokens *self)
{
  return self->expires;
}

const char *const *
chatty_oauth_tokens_get_scopes (ChattyOAuthTokens *self)
{
  return (const char *const *) self->scopes;
}

gboolean
chatty_oauth_tokens_has_scope (ChattyOAuthTokens *self,
                               const char        *scope)
{
  return g_strv_contains ((const char *const *) self->scopes, scope);
}

/**
 * chatty_oauth_tokens_get_generation:
 *
 * Returns: a number that changes whenever the granted scopes do
 */
guint
chatty_oauth_tokens_get_generation (ChattyOAuthTokens *self)
{
  return self->generation;
}

/**
 * chatty_oauth_tokens_seal:
 *
 * Returns: (transfer full) (nullable): the token to get others with and what
 *   belongs to it, as one word; %NULL when there is none
 */
ChattySecret *
chatty_oauth_tokens_seal (ChattyOAuthTokens *self)
{
  g_autoptr (GString) text = NULL;
  g_autofree char *scopes = NULL;
  char *sealed;

  if (self->refresh == NULL)
    return NULL;
  text = g_string_new (NULL);
  scopes = g_strjoinv (" ", self->scopes);
  g_string_printf (text, "{\"generation\":%u", self->generation);
  chatty_json_append_member (text, "scopes", scopes);
  chatty_json_append_member (text, "refresh_token", chatty_secret_peek (self->refresh));
  g_string_append_c (text, '}');
  sealed = g_base64_encode ((const guchar *) text->str, text->len);
  chatty_secret_wipe (text->str, text->allocated_len);
  return chatty_secret_new_wiping (sealed);
}

/**
 * chatty_oauth_tokens_unseal:
 * @sealed: what chatty_oauth_tokens_seal() gave
 * @error: %CHATTY_ERROR_SIGN_IN_NEEDED when it is anything else
 *
 * Returns: (transfer full) (nullable): the tokens, of which the one for calls
 *   has to be got first
 */
ChattyOAuthTokens *
chatty_oauth_tokens_unseal (ChattySecret  *sealed,
                            GError       **error)
{
  gsize length;
  char *text = (char *) g_base64_decode (chatty_secret_peek (sealed), &length);
  g_autoptr (JsonNode) node = chatty_json_parse (text, length, NULL);
  JsonObject *object = node != NULL ? chatty_json_node_object (node) : NULL;
  g_autoptr (ChattyOAuthTokens) self = g_atomic_rc_box_new0 (ChattyOAuthTokens);

  chatty_secret_wipe (text, length);
  g_free (text);
  if (object != NULL)
    self->refresh = read_token (object, "refresh_token");
  if (self->refresh == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED,
                           _("What the keyring has of this account cannot be read. Sign in again"));
      return NULL;
    }
  self->expires = 0;
  self->scopes = split_scopes (chatty_json_get_string (object, "scopes"));
  self->generation = chatty_json_get_int (object, "generation", 1);
  return g_steal_pointer (&self);
}
