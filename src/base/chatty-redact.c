/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-base"

#include <string.h>

#include "chatty-redact.h"
#include "chatty-redact-private.h"
#include "chatty-secret-text-private.h"

/* A shorter text is found in ordinary words, and is no key. */
#define MIN_SECRET 6

/* Names that end so stand before a secret, in lower case without - and _. */
static const char *const credential_names[] = {
  "apikey", "apiauthtoken", "authorization", "accesstoken", "refreshtoken",
  "idtoken", "authtoken", "bearertoken", "sessiontoken", "clientsecret",
  "secretkey", "privatekey", "password", "passwd", "passphrase", "cookie",
  "codeverifier", "accesskey", "uploadid",
};

/* These do as well in the query of an address, and elsewhere if what follows
 * looks like a key. */
static const char *const query_names[] = {
  "key", "token", "secret", "code", "auth", "signature", "sig",
};

/* How keys and tokens of the platforms begin. */
static const char *const key_prefixes[] = {
  "sk-", "sk_", "rk-", "xai-", "AIza", "AQ.", "ya29.", "1//0", "GOCSPX-", "ghp_",
  "gho_", "github_pat_", "hf_", "xoxb-", "xoxp-", "AKIA", "eyJ", "gsk_",
};

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

static gboolean
is_token_char (char c)
{
  return c != '\0' && (g_ascii_isalnum (c) || strchr ("-._~+/=%|", c) != NULL);
}

/* Lower case, without - and _. */
static void
normalize (const char *name,
           gsize       length,
           char        buffer[static 65])
{
  gsize n = 0;

  for (gsize i = 0; i < length && n < 64; i++)
    if (name[i] != '-' && name[i] != '_')
      buffer[n++] = g_ascii_tolower (name[i]);
  buffer[n] = '\0';
}

static gboolean
is_in (const char *const *names,
       gsize              n_names,
       const char        *name,
       gboolean           as_end)
{
  for (gsize i = 0; i < n_names; i++)
    if (as_end ? g_str_has_suffix (name, names[i])
               : g_str_equal (name, names[i]))
      return TRUE;
  return FALSE;
}

/**
 * chatty_redact_is_credential:
 * @name: the name of a header, field or setting
 *
 * Returns: whether what stands under this name is a secret
 */
gboolean
chatty_redact_is_credential (const char *name)
{
  char plain[65];

  normalize (name, strlen (name), plain);
  return is_in (credential_names, G_N_ELEMENTS (credential_names), plain, TRUE);
}

static void
add_span (GArray *spans,
          gsize   context,
          gsize   start,
          gsize   end)
{
  ChattySpan span = { context, start, end };

  if (end > start)
    g_array_append_val (spans, span);
}


typedef struct {
  const char *text;
  gsize       length;
  GArray     *spans;
} Search;

static void
find_form (Search     *search,
           const char *form,
           gsize       length,
           gboolean    base64)
{
  const char *end = search->text + search->length;
  const char *at = search->text;

  while ((at = memmem (at, end - at, form, length)) != NULL)
    {
      const char *after = at + length;

      /* The last letters of base64 depend on what follows the secret. */
      while (base64 && after < end && after - at - length < 4 && is_token_char (*after))
        after++;
      add_span (search->spans, at - search->text, at - search->text, after - search->text);
      at++;
    }
}

static void
find_and_wipe (Search *search,
               char   *form)
{
  find_form (search, form, strlen (form), FALSE);
  explicit_bzero (form, strlen (form));
  g_free (form);
}

/* As it is, as it stands in an address, in JSON, and in base64. */
static void
find_secret_cb (const char *text,
                gsize       length,
                gpointer    user_data)
{
  Search *search = user_data;
  char *form;
  gboolean special = FALSE;

  if (length < MIN_SECRET)
    return;
  find_form (search, text, length, FALSE);

  for (gsize i = 0; i < length && !special; i++)
    special = !g_ascii_isalnum (text[i]) && strchr ("-._~", text[i]) == NULL;
  if (special)
    {
      form = g_uri_escape_bytes ((const guint8 *) text, length, NULL);
      find_and_wipe (search, form);
      form = g_strescape (text, NULL);
      find_and_wipe (search, form);
    }
  form = g_base64_encode ((const guchar *) text, length);
  find_form (search, form, length / 3 * 4, TRUE);
  explicit_bzero (form, strlen (form));
  g_free (form);
}


/* Bytes of @text from @at that are the value after a name. */
static gsize
value_length (const char *text,
              gsize       length,
              gsize       at,
              char        quote,
              gboolean    escaped,
              gboolean    whole_line)
{
  gsize end = at;

  while (end < length && text[end] != '\n' && text[end] != '\r')
    {
      char c = text[end];

      if (quote != '\0')
        {
          if (c == quote)
            break;
          /* Within JSON within JSON, \" is the end. */
          if (c == '\\' && escaped && end + 1 < length && text[end + 1] == quote)
            break;
          if (c == '\\' && end + 1 < length)
            end++;
        }
      else if (c == '"' || c == '\'')
        break;
      else if (!whole_line && (c == ' ' || c == '\t' || strchr ("&;,)<>}]", c) != NULL))
        break;
      end++;
    }
  return MIN (end, length) - at;
}

static gboolean
looks_like_key (const char *text,
                gsize       length,
                gsize       min_length)
{
  gboolean digit = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!is_token_char (text[i]))
        return FALSE;
      digit = digit || g_ascii_isdigit (text[i]);
    }
  return digit && length >= min_length;
}

/* A name, @at which its colon or equals sign stands, and its value. */
static void
find_named (const char *text,
            gsize       length,
            gsize       at,
            GArray     *spans)
{
  char plain[65];
  gsize end = at, start, value, n;
  gboolean in_query, strong, weak, escaped = FALSE;
  char quote = '\0';

  while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\t') && at - end < 8)
    end--;
  if (end > 0 && (text[end - 1] == '"' || text[end - 1] == '\''))
    end--;
  if (end > 0 && text[end - 1] == '\\')
    end--;
  for (start = end; start > 0 && end - start < 64 && is_name_char (text[start - 1]);)
    start--;
  if (start == end)
    return;

  normalize (text + start, end - start, plain);
  strong = is_in (credential_names, G_N_ELEMENTS (credential_names), plain, TRUE);
  weak = is_in (query_names, G_N_ELEMENTS (query_names), plain, FALSE);
  in_query = text[at] == '=' && start > 0 && (text[start - 1] == '?' || text[start - 1] == '&');
  if (!strong && !weak)
    return;

  for (value = at + 1; value < length && (text[value] == ' ' || text[value] == '\t') && value - at < 9;)
    value++;
  if (value + 1 < length && text[value] == '\\')
    {
      escaped = TRUE;
      value++;
    }
  if (value < length && (text[value] == '"' || text[value] == '\''))
    quote = text[value++];
  n = value_length (text, length, value, quote, escaped,
                    text[at] == ':' && (g_str_has_suffix (plain, "authorization") ||
                                        g_str_has_suffix (plain, "cookie")));

  if (n >= strlen (CHATTY_REDACTED) - 1 &&
      strncmp (text + value, CHATTY_REDACTED, strlen (CHATTY_REDACTED) - 1) == 0)
    return;
  if (strong || in_query || looks_like_key (text + value, n, 8))
    add_span (spans, start, value, value + n);
}

/* `Bearer`, `Basic` and the like, and what follows. */
static void
find_scheme (const char *text,
             gsize       length,
             gsize       at,
             GArray     *spans)
{
  static const char *const schemes[] = { "Bearer ", "Basic ", "Token " };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      gsize n = strlen (schemes[i]);
      gsize end = at + n;

      if (length - at <= n || g_ascii_strncasecmp (text + at, schemes[i], n) != 0)
        continue;
      while (end < length && is_token_char (text[end]))
        end++;
      if (end - at - n >= 24 || looks_like_key (text + at + n, end - at - n, 8))
        add_span (spans, at, at + n, end);
    }
}

/* Texts that begin as keys do, and the user part of an address. */
static void
find_shape (const char *text,
            gsize       length,
            gsize       at,
            GArray     *spans)
{
  for (gsize i = 0; i < G_N_ELEMENTS (key_prefixes); i++)
    {
      gsize n = strlen (key_prefixes[i]);
      gsize end = at + n;

      if (length - at <= n || strncmp (text + at, key_prefixes[i], n) != 0)
        continue;
      while (end < length && is_token_char (text[end]) && text[end] != '/')
        end++;
      if (looks_like_key (text + at, end - at, n + 12))
        add_span (spans, at, at, end);
    }
}

static void
find_user_part (const char *text,
                gsize       length,
                gsize       at,
                GArray     *spans)
{
  gsize end = at + 3;

  while (end < length && end - at < 512 && !g_ascii_isspace (text[end]) &&
         strchr ("/?#\"'<>@", text[end]) == NULL)
    end++;
  if (end < length && text[end] == '@')
    add_span (spans, at, at + 3, end);
}

static int
compare_spans (gconstpointer a,
               gconstpointer b)
{
  const ChattySpan *one = a;
  const ChattySpan *other = b;

  return one->start < other->start ? -1 : one->start > other->start;
}

/*
 * chatty_redact_find:
 * @text: anything
 * @length: bytes
 *
 * Returns: (transfer full): every #ChattySpan of @text, sorted, without
 *   overlap
 */
GArray *
chatty_redact_find (const char *text,
                    gsize       length)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (ChattySpan));
  Search search = { text, length, spans };
  guint kept = 0;

  chatty_secret_visit_all (find_secret_cb, &search);

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (c == ':' && length - i > 3 && text[i + 1] == '/' && text[i + 2] == '/')
        find_user_part (text, length, i, spans);
      else if (c == ':' || c == '=')
        find_named (text, length, i, spans);
      else if (g_ascii_isalnum (c) && (i == 0 || !is_name_char (text[i - 1])))
        {
          if (strchr ("bBtT", c) != NULL)
            find_scheme (text, length, i, spans);
          find_shape (text, length, i, spans);
        }
    }

  g_array_sort (spans, compare_spans);
  for (guint i = 0; i < spans->len; i++)
    {
      ChattySpan *last = kept > 0 ? &g_array_index (spans, ChattySpan, kept - 1) : NULL;
      ChattySpan span = g_array_index (spans, ChattySpan, i);

      if (last != NULL && span.start <= last->end)
        {
          last->context = MIN (last->context, span.context);
          last->end = MAX (last->end, span.end);
        }
      else
        g_array_index (spans, ChattySpan, kept++) = span;
    }
  g_array_set_size (spans, kept);
  return spans;
}

/*
 * chatty_redact_append:
 * @output: where to append
 * @text: anything
 * @length: how much of @text
 * @spans: what chatty_redact_find() found
 *
 * Appends @text up to @length without what @spans name.
 */
void
chatty_redact_append (GString    *output,
                      const char *text,
                      gsize       length,
                      GArray     *spans)
{
  gsize at = 0;

  for (guint i = 0; i < spans->len; i++)
    {
      ChattySpan *span = &g_array_index (spans, ChattySpan, i);

      if (span->start >= length)
        break;
      g_string_append_len (output, text + at, span->start - at);
      g_string_append (output, CHATTY_REDACTED);
      at = MIN (span->end, length);
    }
  g_string_append_len (output, text + at, length - at);
}

/**
 * chatty_redact_text:
 * @text: anything
 * @length: bytes, or -1 if @text ends with a NUL
 *
 * Hides every #ChattySecret that is alive, also as it looks in an address,
 * in JSON or in base64, and whatever looks like a key, by its shape or by the
 * name in front of it. What was hidden before stays as it is. Any thread.
 *
 * Returns: (transfer full): the text with %CHATTY_REDACTED in those places
 */
char *
chatty_redact_text (const char *text,
                    gssize      length)
{
  gsize n_bytes = length < 0 ? strlen (text) : (gsize) length;
  g_autoptr (GArray) spans = chatty_redact_find (text, n_bytes);
  GString *output = g_string_sized_new (n_bytes + 16);

  chatty_redact_append (output, text, n_bytes, spans);
  return g_string_free (output, FALSE);
}

/**
 * chatty_redact_error:
 * @error: (nullable): what may repeat something secret
 *
 * Hides the secrets in the message of @error.
 */
void
chatty_redact_error (GError *error)
{
  if (error != NULL)
    {
      char *message = chatty_redact_text (error->message, -1);

      g_free (error->message);
      error->message = message;
    }
}

/**
 * chatty_redact_log_writer:
 * @level: see #GLogWriterFunc
 * @fields: see #GLogWriterFunc
 * @n_fields: see #GLogWriterFunc
 * @user_data: not used
 *
 * A #GLogWriterFunc that hides secrets, then does what GLib does by default:
 * for g_log_set_writer_func(), once, at the start of the program.
 *
 * Returns: see #GLogWriterFunc
 */
GLogWriterOutput
chatty_redact_log_writer (GLogLevelFlags   level,
                          const GLogField *fields,
                          gsize            n_fields,
                          gpointer         user_data)
{
  g_autofree GLogField *copies = g_new (GLogField, n_fields);
  g_autofree char *message = NULL;

  if (n_fields > 0)
    memcpy (copies, fields, n_fields * sizeof (GLogField));
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (copies[i].key, "MESSAGE") && message == NULL)
      {
        message = chatty_redact_text (copies[i].value, copies[i].length);
        copies[i].value = message;
        copies[i].length = -1;
      }
  return g_log_writer_default (level, copies, n_fields, NULL);
}
