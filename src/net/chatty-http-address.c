/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-http-private.h"

static int
default_port (const char *scheme)
{
  return g_str_equal (scheme, "https") ? 443 : 80;
}

/*
 * chatty_http_is_loopback:
 * @host: a name or an address, without brackets
 *
 * Returns: whether @host is this computer, whatever a name server says
 */
gboolean
chatty_http_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

/*
 * chatty_http_uri_origin:
 * @uri: with a scheme and a host
 *
 * Returns: (transfer full): scheme, host and port, the port only where it is
 *   not the usual one (RFC 6454)
 */
char *
chatty_http_uri_origin (GUri *uri)
{
  g_autofree char *host = g_ascii_strdown (g_uri_get_host (uri), -1);
  const char *scheme = g_uri_get_scheme (uri);
  gboolean brackets = strchr (host, ':') != NULL;
  int port = g_uri_get_port (uri);

  if (port < 0 || port == default_port (scheme))
    return g_strdup_printf ("%s://%s%s%s", scheme, brackets ? "[" : "", host,
                            brackets ? "]" : "");
  return g_strdup_printf ("%s://%s%s%s:%d", scheme, brackets ? "[" : "", host,
                          brackets ? "]" : "", port);
}

static gboolean
refuse (GError     **error,
        const char  *fault)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA, fault);
  return FALSE;
}

static gboolean
check (GUri    *uri,
       GError **error)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0')
    return refuse (error, _("The server address has no server name"));
  if (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http"))
    return refuse (error, _("The server address must begin with https://"));
  if (g_str_equal (scheme, "http") && !chatty_http_is_loopback (host))
    return refuse (error, _("The server address must begin with https://. Without it, "
                            "others on the way could read the key"));
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, _("The server address must not hold a name or a password"));
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return refuse (error, _("The server address must not have anything after ? or #"));
  if (g_uri_get_port (uri) == 0)
    return refuse (error, _("The server address has no such port"));
  return TRUE;
}

/**
 * chatty_http_check_address:
 * @address: what a person or a file gives as a server's address
 * @error: %CHATTY_ERROR_INVALID_DATA, with what is wrong
 *
 * An address is `https://server`, with a port and a path if need be;
 * `http://` is for this computer alone (127.0.0.1, ::1 and localhost).
 *
 * Returns: (transfer full): the address in its normal form, without a slash
 *   at the end
 */
char *
chatty_http_check_address (const char  *address,
                           GError     **error)
{
  g_autofree char *text = g_strstrip (g_strdup (address));
  g_autofree char *origin = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GUri) uri = NULL;

  if (strstr (text, "://") == NULL)
    {
      refuse (error, _("The server address must begin with https://"));
      return NULL;
    }
  for (const char *c = text; *c != '\0'; c++)
    if ((guchar) *c <= ' ' || (guchar) *c == 0x7f || *c == '\\')
      {
        refuse (error, _("There is a blank or a sign in the server address that addresses do not have"));
        return NULL;
      }

  uri = g_uri_parse (text, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri == NULL)
    {
      refuse (error, _("This is not a server address. It looks like https://api.example.com"));
      return NULL;
    }
  if (!check (uri, error))
    return NULL;

  origin = chatty_http_uri_origin (uri);
  path = g_strdup (g_uri_get_path (uri));
  while (g_str_has_suffix (path, "/"))
    path[strlen (path) - 1] = '\0';
  return g_strconcat (origin, path, NULL);
}

/**
 * chatty_http_dup_origin:
 * @address: an address
 *
 * What a credential is bound to.
 *
 * Returns: (transfer full) (nullable): its scheme, host and port, as in
 *   `https://api.example.com`; %NULL if @address is not good
 */
char *
chatty_http_dup_origin (const char *address)
{
  g_autofree char *good = chatty_http_check_address (address, NULL);
  g_autoptr (GUri) uri = NULL;

  if (good == NULL)
    return NULL;
  uri = g_uri_parse (good, G_URI_FLAGS_ENCODED, NULL);
  return uri != NULL ? chatty_http_uri_origin (uri) : NULL;
}
