/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-http-private.h"
#include "chatty-redact.h"

/* Why a certificate was refused, the worst first. */
static const char *
describe_certificate (SoupMessage *message)
{
  GTlsCertificateFlags flags = message != NULL
                                 ? soup_message_get_tls_peer_certificate_errors (message) : 0;

  if (flags & G_TLS_CERTIFICATE_REVOKED)
    return _("its certificate was revoked");
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return _("its certificate is for another server");
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return _("nobody known vouches for its certificate");
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return _("its certificate has expired, or the clock of this computer is wrong");
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return _("its certificate is not valid yet, or the clock of this computer is wrong");
  return _("its certificate is not good");
}

static gboolean
is_bad_certificate (GError      *fault,
                    SoupMessage *message)
{
  return g_error_matches (fault, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE) ||
         (message != NULL && soup_message_get_tls_peer_certificate_errors (message) != 0);
}

static void
set_io_error (GError     **error,
              GError      *fault,
              const char  *host)
{
  switch (fault->code)
    {
    case G_IO_ERROR_CANCELLED:
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CANCELLED, _("Stopped"));
      break;
    case G_IO_ERROR_TIMED_OUT:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT,
                   _("%s fell silent. Check the network, or try again later"), host);
      break;
    case G_IO_ERROR_CONNECTION_REFUSED:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE,
                   _("%s takes no calls. Check the server address, or try again later"), host);
      break;
    case G_IO_ERROR_HOST_NOT_FOUND:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE,
                   _("%s was not found. Check the network and the server address"), host);
      break;
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE,
                   _("The proxy did not let us through to %s. Check the network settings "
                     "of this computer"), host);
      break;
    case G_IO_ERROR_PARTIAL_INPUT:
    case G_IO_ERROR_CONNECTION_CLOSED:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                   _("%s broke off before its answer was complete. Try again"), host);
      break;
    case G_IO_ERROR_INVALID_DATA:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                   _("The answer of %s is damaged. Try again"), host);
      break;
    case G_IO_ERROR_NO_SPACE:
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NO_SPACE, fault->message);
      break;
    default:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE,
                   /* Translators: a server, then the system's own words. */
                   _("%s cannot be reached: %s"), host, fault->message);
      break;
    }
}

/*
 * chatty_http_take_fault:
 * @error: (out): set to one of #CHATTY_ERROR
 * @fault: (transfer full): what libsoup, GIO or a reader of the body set
 * @host: who was called
 * @message: (nullable): of the call
 * @lasting: (out): whether another attempt would not help
 *
 * Says what went wrong in words that a person can act on.
 */
void
chatty_http_take_fault (GError      **error,
                        GError       *fault,
                        const char   *host,
                        SoupMessage  *message,
                        gboolean     *lasting)
{
  g_autoptr (GError) owned = fault;

  if (fault->domain == CHATTY_ERROR)
    {
      *lasting = TRUE;
      g_propagate_error (error, g_steal_pointer (&owned));
    }
  else if (is_bad_certificate (fault, message))
    {
      *lasting = TRUE;
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                   /* Translators: a server, then why it is not believed. */
                   _("%s cannot prove who it is: %s. Nothing was sent"), host,
                   describe_certificate (message));
    }
  else if (fault->domain == G_TLS_ERROR)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                 _("There is no secure connection to %s: %s"), host, fault->message);
  else if (fault->domain == G_RESOLVER_ERROR)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE,
                 _("%s was not found. Check the network and the server address"), host);
  else if (fault->domain == G_IO_ERROR)
    set_io_error (error, fault, host);
  else if (fault->domain == SOUP_SESSION_ERROR)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                 _("The answer of %s is damaged. Try again"), host);
  else
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                 _("%s cannot be reached: %s"), host, fault->message);

  if (error != NULL)
    chatty_redact_error (*error);
}
