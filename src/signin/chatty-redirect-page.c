/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-signin"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-redirect-page.h"

typedef struct {
  const char *status;
  const char *title;
  const char *text;
} Words;

static const Words words[] = {
  [CHATTY_REDIRECT_PAGE_DONE] = {
    "200 OK", N_("You can close this page"),
    N_("The sign-in goes on in Chatty Connectors.") },
  [CHATTY_REDIRECT_PAGE_DECLINED] = {
    "200 OK", N_("Nothing was connected"),
    N_("You can close this page and go back to Chatty Connectors.") },
  [CHATTY_REDIRECT_PAGE_REFUSED] = {
    "400 Bad Request", N_("This is not the sign-in that Chatty Connectors waits for"),
    N_("Close this page and begin again in Chatty Connectors.") },
  [CHATTY_REDIRECT_PAGE_NOT_FOUND] = {
    "404 Not Found", N_("There is nothing here"),
    N_("Chatty Connectors waits here for the end of a sign-in.") },
  [CHATTY_REDIRECT_PAGE_METHOD] = {
    "405 Method Not Allowed", N_("There is nothing here"),
    N_("Chatty Connectors waits here for the end of a sign-in.") },
  [CHATTY_REDIRECT_PAGE_TOO_LARGE] = {
    "431 Request Header Fields Too Large",
    N_("This is not the sign-in that Chatty Connectors waits for"),
    N_("Close this page and begin again in Chatty Connectors.") },
};

/* Those that are written from right to left. A paragraph in one of them may
 * begin with our name, by which a browser that guesses would go wrong. */
static const char *const right_to_left[] = {
  "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi", NULL
};

/* Which language the words are in: "pt-BR" of "pt_BR" in the header of the
 * catalogue. That is not always what the person would like best. */
static char *
dup_language (void)
{
  const char *header = g_dgettext (GETTEXT_PACKAGE, "");
  const char *line = strstr (header, "Language:");
  g_autofree char *language = NULL;

  if (line != NULL)
    {
      line += strlen ("Language:");
      language = g_strstrip (g_strndup (line, strcspn (line, "\n")));
      language[strcspn (language, ".@")] = '\0';
      g_strdelimit (language, "_", '-');
    }
  return language != NULL && *language != '\0' ? g_steal_pointer (&language) : g_strdup ("en");
}

static const char *
get_direction (const char *language)
{
  g_autofree char *base = g_strndup (language, strcspn (language, "-"));

  return g_strv_contains (right_to_left, base) ? "rtl" : "ltr";
}

/**
 * chatty_redirect_page_format:
 * @page: what to show
 *
 * Nothing of a request ever stands in the answer, nothing is loaded by it,
 * and no address of it is told to anybody (platform reference, section 1.9).
 *
 * Returns: (transfer full): a whole HTTP answer, in the person's language
 */
GString *
chatty_redirect_page_format (ChattyRedirectPage page)
{
  g_autofree char *language = dup_language ();
  g_autofree char *title = g_markup_escape_text (_(words[page].title), -1);
  g_autofree char *text = g_markup_escape_text (_(words[page].text), -1);
  g_autofree char *lang = g_markup_escape_text (language, -1);
  g_autofree char *body = NULL;
  GString *answer = g_string_new (NULL);

  body = g_strdup_printf ("<!DOCTYPE html>\n"
                          "<html lang=\"%s\" dir=\"%s\"><head><meta charset=\"utf-8\">"
                          "<meta name=\"viewport\" content=\"width=device-width\">"
                          "<meta name=\"color-scheme\" content=\"light dark\">"
                          "<title>Chatty Connectors</title></head>\n"
                          "<body><h1>%s</h1><p>%s</p></body></html>\n",
                          lang, get_direction (language), title, text);
  g_string_printf (answer,
                   "HTTP/1.1 %s\r\n"
                   "Content-Type: text/html; charset=utf-8\r\n"
                   "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                   "Cache-Control: no-store\r\n"
                   "Referrer-Policy: no-referrer\r\n"
                   "X-Content-Type-Options: nosniff\r\n"
                   "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
                   "%s"
                   "Connection: close\r\n\r\n%s",
                   words[page].status, strlen (body),
                   page == CHATTY_REDIRECT_PAGE_METHOD ? "Allow: GET\r\n" : "", body);
  return answer;
}
