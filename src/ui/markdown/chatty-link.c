/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "chatty-link.h"

#define MAX_TARGET_BYTES 8192

/* What follows the host may hold these as they are (RFC 3986). */
#define KEPT_CHARACTERS "-._~:/?#[]@!$&'()*+,;="

static void
append_escaped (GString    *string,
                const char *text,
                gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      guchar c = text[i];

      if (g_ascii_isalnum (c) || (c != '\0' && strchr (KEPT_CHARACTERS, c) != NULL))
        g_string_append_c (string, c);
      else if (c == '%' && i + 2 < length &&
               g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]))
        g_string_append_c (string, c);
      else
        g_string_append_printf (string, "%%%02X", c);
    }
}

/* A name of letters, digits, hyphens and dots, or a number in brackets. */
static gboolean
ascii_host_is_valid (const char *host)
{
  gsize length = strlen (host);

  if (length == 0 || length > 253)
    return FALSE;

  if (host[0] == '[')
    {
      if (host[length - 1] != ']' || length < 4)
        return FALSE;
      return strspn (host + 1, "0123456789abcdefABCDEF:.") == length - 2;
    }

  if (host[0] == '.' || host[0] == '-')
    return FALSE;
  return strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789-._") == length;
}

/* Sets the host in the two forms from what stands in the target. */
static gboolean
set_host (ChattyLink *self,
          const char *text)
{
  g_autofree char *lower = NULL;
  g_autofree char *ascii = NULL;

  /* A browser undoes an escaped host, so what is shown would not be what
   * is visited. */
  if (*text == '\0' || strpbrk (text, "%\\ <>\"'`{}|^") != NULL)
    return FALSE;

  ascii = text[0] == '[' ? g_strdup (text) : g_hostname_to_ascii (text);
  if (ascii == NULL)
    return FALSE;

  lower = g_ascii_strdown (ascii, -1);
  if (!ascii_host_is_valid (lower))
    return FALSE;

  if (g_hostname_is_ascii_encoded (lower))
    self->readable_host = g_hostname_to_unicode (lower);
  self->host = g_steal_pointer (&lower);

  return TRUE;
}

static gboolean
parse_web (ChattyLink *self,
           const char *rest)
{
  g_autoptr (GString) uri = NULL;
  g_autofree char *authority = NULL;
  g_autofree char *host = NULL;
  const char *name, *port = NULL;
  char *at, *colon;
  gsize length;

  if (!g_str_has_prefix (rest, "//"))
    return FALSE;
  rest += 2;

  length = strcspn (rest, "/?#");
  authority = g_strndup (rest, length);
  /* Browsers read a backslash as a slash, others do not. */
  if (strchr (authority, '\\') != NULL)
    return FALSE;

  uri = g_string_new (self->scheme);
  g_string_append (uri, "://");

  name = authority;
  at = strrchr (authority, '@');
  if (at != NULL)
    {
      self->has_user = TRUE;
      append_escaped (uri, authority, at - authority + 1);
      name = at + 1;
    }

  colon = strrchr (name, ':');
  if (colon != NULL && strchr (colon, ']') == NULL)
    {
      port = colon + 1;
      if (strspn (port, "0123456789") != strlen (port) || strlen (port) > 5)
        return FALSE;
      host = g_strndup (name, colon - name);
    }
  else
    {
      host = g_strdup (name);
    }

  if (!set_host (self, host))
    return FALSE;

  g_string_append (uri, self->host);
  if (port != NULL && *port != '\0')
    g_string_append_printf (uri, ":%s", port);
  append_escaped (uri, rest + length, strlen (rest + length));

  self->uri = g_string_free (g_steal_pointer (&uri), FALSE);

  return TRUE;
}

/* Only fields that cannot do harm pass: "attach" makes some mail programs
 * add a file of the person's. */
static gboolean
parse_mail (ChattyLink *self,
            const char *rest)
{
  static const char *const fields[] = { "subject=", "body=", "cc=" };
  g_autoptr (GString) uri = g_string_new ("mailto:");
  g_autofree char *address = NULL;
  const char *at;
  gsize length;

  length = strcspn (rest, "?#");
  address = g_strndup (rest, length);
  at = strrchr (address, '@');
  if (at == NULL || at == address || strpbrk (address, " \\<>\"/") != NULL)
    return FALSE;
  if (!set_host (self, at + 1))
    return FALSE;

  append_escaped (uri, address, at - address + 1);
  g_string_append (uri, self->host);

  if (rest[length] == '?')
    {
      g_auto (GStrv) parts = g_strsplit (rest + length + 1, "&", 32);
      char separator = '?';

      for (guint i = 0; parts[i] != NULL; i++)
        for (guint j = 0; j < G_N_ELEMENTS (fields); j++)
          if (g_ascii_strncasecmp (parts[i], fields[j], strlen (fields[j])) == 0)
            {
              g_string_append_c (uri, separator);
              append_escaped (uri, parts[i], strlen (parts[i]));
              separator = '&';
            }
    }

  self->uri = g_string_free (g_steal_pointer (&uri), FALSE);

  return TRUE;
}

/* The host that @text shows, when it looks like an address at all. */
static char *
dup_host_in_text (const char *text)
{
  /* Endings of file names that are also those of countries. */
  static const char *const files[] = {
    "md", "rs", "py", "js", "ts", "sh", "pl", "cc", "cs", "go", "hs", "rb",
    "ml", "vb", "ps", "so", "gz", "mk", "tf", "kt", "as", "in", "am", "ac",
    NULL
  };
  g_autofree char *copy = g_strstrip (g_strdup (text));
  g_autofree char *host = NULL;
  g_autofree char *ascii = NULL;
  const char *start, *ending;
  gboolean sure = FALSE;
  char *at;

  start = strstr (copy, "://");
  if (start != NULL)
    {
      start += strlen ("://");
      sure = TRUE;
    }
  else
    {
      start = copy;
      sure = g_ascii_strncasecmp (copy, "www.", 4) == 0;
    }

  if (strpbrk (start, " \t\n") != NULL)
    return NULL;

  host = g_strndup (start, strcspn (start, "/?#:"));
  at = strrchr (host, '@');
  if (at != NULL)
    memmove (host, at + 1, strlen (at + 1) + 1);

  ascii = g_hostname_to_ascii (host);
  if (ascii == NULL)
    return NULL;
  for (char *p = ascii; *p != '\0'; p++)
    *p = g_ascii_tolower (*p);
  if (!ascii_host_is_valid (ascii))
    return NULL;

  ending = strrchr (ascii, '.');
  if (ending == NULL)
    return sure ? g_steal_pointer (&ascii) : NULL;
  ending++;
  if (!sure)
    {
      gsize length = strlen (ending);

      if (length < 2 || strspn (ending, "abcdefghijklmnopqrstuvwxyz-") != length)
        return NULL;
      if (strlen (ascii) == strlen (start) && g_strv_contains (files, ending))
        return NULL;
      /* "script.sh" and "setup.exe" are names, "example.com" is a host. */
      if (length > 2 &&
          !g_strv_contains ((const char *const[]) { "com", "org", "net", "edu", "gov", "int",
                                                    "mil", "app", "dev", "info", "biz", "xyz",
                                                    "online", "site", "shop", "bank", NULL },
                            ending))
        return NULL;
    }

  return g_steal_pointer (&ascii);
}

static const char *
without_www (const char *host)
{
  return g_str_has_prefix (host, "www.") ? host + 4 : host;
}

/**
 * chatty_link_parse:
 * @target: where a link of a text says that it leads
 *
 * Takes a link apart and writes it anew in plain ASCII: names of hosts in
 * other scripts in punycode, all else escaped. Programs read odd addresses
 * differently, so one that has more than one reading is refused.
 *
 * Returns: (transfer full) (nullable): the link; %NULL when it is not one that
 *   may be opened (only http, https and mailto are)
 */
ChattyLink *
chatty_link_parse (const char *target)
{
  g_autoptr (ChattyLink) self = NULL;
  g_autofree char *copy = NULL;
  const char *colon;
  gboolean parsed;

  g_return_val_if_fail (target != NULL, NULL);

  if (strlen (target) > MAX_TARGET_BYTES || !g_utf8_validate (target, -1, NULL))
    return NULL;

  copy = g_strstrip (g_strdup (target));
  for (const char *p = copy; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return NULL;

  colon = strchr (copy, ':');
  if (colon == NULL)
    return NULL;

  self = g_new0 (ChattyLink, 1);
  self->scheme = g_ascii_strdown (copy, colon - copy);

  if (g_str_equal (self->scheme, "http") || g_str_equal (self->scheme, "https"))
    parsed = parse_web (self, colon + 1);
  else if (g_str_equal (self->scheme, "mailto"))
    parsed = parse_mail (self, colon + 1);
  else
    parsed = FALSE;

  return parsed ? g_steal_pointer (&self) : NULL;
}

/**
 * chatty_link_free:
 */
void
chatty_link_free (ChattyLink *self)
{
  g_free (self->uri);
  g_free (self->scheme);
  g_free (self->host);
  g_free (self->readable_host);
  g_free (self);
}

/**
 * chatty_link_is_openable:
 *
 * Returns: whether chatty_link_parse() would accept @target
 */
gboolean
chatty_link_is_openable (const char *target)
{
  g_autoptr (ChattyLink) link = chatty_link_parse (target);

  return link != NULL;
}

/**
 * chatty_link_text_misleads:
 * @text: the words of the link
 *
 * Whether the words look like the address of another host than the one that
 * the link leads to.
 */
gboolean
chatty_link_text_misleads (const ChattyLink *self,
                           const char       *text)
{
  g_autofree char *shown = NULL;
  g_autofree char *suffix = NULL;
  const char *host;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  shown = dup_host_in_text (text);
  if (shown == NULL)
    return FALSE;

  host = without_www (self->host);
  if (g_str_equal (without_www (shown), host))
    return FALSE;

  suffix = g_strconcat (".", without_www (shown), NULL);
  return !g_str_has_suffix (host, suffix);
}

/**
 * chatty_link_escape:
 * @target: any text
 *
 * Makes a target fit to be shown: characters that could turn, hide or imitate
 * others are written as escapes.
 *
 * Returns: (transfer full): ASCII, at most a few hundred bytes
 */
char *
chatty_link_escape (const char *target)
{
  g_autoptr (GString) string = NULL;
  gsize length;

  g_return_val_if_fail (target != NULL, NULL);

  string = g_string_new (NULL);
  length = strlen (target);
  append_escaped (string, target, MIN (length, 200));
  if (length > 200)
    g_string_append (string, "...");

  return g_string_free (g_steal_pointer (&string), FALSE);
}
