/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-net"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <json-glib/json-glib.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-retry.h"
#include "chatty-time.h"

/* No server is believed that asks for more than a day. */
#define MAX_ASKED (24 * G_TIME_SPAN_HOUR)

/* A larger body is no error message. */
#define MAX_BODY (256 * 1024)

/* "3.5s", as Google writes durations. */
static gint64
parse_duration (const char *text)
{
  char *end;
  double seconds;

  if (text == NULL || !g_ascii_isdigit (*text))
    return CHATTY_RETRY_GIVE_UP;
  seconds = g_ascii_strtod (text, &end);
  if (strcmp (end, "s") != 0 || !isfinite (seconds))
    return CHATTY_RETRY_GIVE_UP;
  return (gint64) (MIN (seconds, MAX_ASKED / G_USEC_PER_SEC) * G_USEC_PER_SEC);
}

/**
 * chatty_retry_parse_date:
 * @text: a date of HTTP, in one of the three forms of RFC 9110, section 5.6.7
 *
 * Returns: microseconds since 1970, UTC; %CHATTY_TIME_NONE if it is no date
 */
gint64
chatty_retry_parse_date (const char *text)
{
  static const char *const months[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  };
  g_autoptr (GDateTime) time = NULL;
  char name[4] = "";
  int day, year, hour, minute, second;
  const char *comma = strchr (text, ',');

  if (comma != NULL && sscanf (comma + 1, " %2d %3s %4d %2d:%2d:%2d", &day, name,
                               &year, &hour, &minute, &second) == 6)
    ;
  else if (comma != NULL && sscanf (comma + 1, " %2d-%3s-%4d %2d:%2d:%2d", &day, name,
                                    &year, &hour, &minute, &second) == 6)
    year += year < 70 ? 2000 : year < 100 ? 1900 : 0;
  else if (sscanf (text, "%*3s %3s %2d %2d:%2d:%2d %4d", name, &day, &hour,
                   &minute, &second, &year) != 6)
    return CHATTY_TIME_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (g_ascii_strcasecmp (name, months[i]) == 0)
      time = g_date_time_new_utc (year, i + 1, day, hour, minute, MIN (second, 59));
  return time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC : CHATTY_TIME_NONE;
}

/* `RetryInfo` among the details of an error (google.rpc, error_details.proto). */
static gint64
asked_in_body (GBytes *body)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  JsonArray *details;
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  if (length == 0 || length > MAX_BODY || memmem (text, length, "retryDelay", 10) == NULL)
    return CHATTY_RETRY_GIVE_UP;

  node = chatty_json_parse (text, length, NULL);
  /* Streams of Google begin with an array. */
  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node) &&
      json_array_get_length (json_node_get_array (node)) > 0)
    object = chatty_json_node_object (json_array_get_element (json_node_get_array (node), 0));
  else
    object = node != NULL ? chatty_json_node_object (node) : NULL;
  object = object != NULL ? chatty_json_get_object (object, "error") : NULL;
  details = object != NULL ? chatty_json_get_array (object, "details") : NULL;

  for (guint i = 0; details != NULL && i < json_array_get_length (details); i++)
    {
      JsonObject *detail = chatty_json_node_object (json_array_get_element (details, i));
      gint64 wait = detail != NULL
                      ? parse_duration (chatty_json_get_string (detail, "retryDelay"))
                      : CHATTY_RETRY_GIVE_UP;

      if (wait >= 0)
        return wait;
    }
  return CHATTY_RETRY_GIVE_UP;
}

/**
 * chatty_retry_asked_wait:
 * @retry_after: (nullable): the header `Retry-After`, seconds or a date
 *   (RFC 9110, section 10.2.3)
 * @body: (nullable): the answer's body, for `retryDelay` in Google's errors
 * @now: the wall clock, as chatty_time_now() has it
 *
 * Any thread.
 *
 * Returns: the microseconds that the server asks us to wait, a day at most,
 *   0 for a date that is over; %CHATTY_RETRY_GIVE_UP if it does not say
 */
gint64
chatty_retry_asked_wait (const char *retry_after,
                         GBytes     *body,
                         gint64      now)
{
  gint64 wait = CHATTY_RETRY_GIVE_UP;

  while (retry_after != NULL && *retry_after == ' ')
    retry_after++;

  if (retry_after != NULL && g_ascii_isdigit (*retry_after))
    {
      guint64 seconds = g_ascii_strtoull (retry_after, NULL, 10);

      wait = (gint64) MIN (seconds, (guint64) (MAX_ASKED / G_USEC_PER_SEC)) * G_USEC_PER_SEC;
    }
  else if (retry_after != NULL)
    {
      gint64 date = chatty_retry_parse_date (retry_after);

      if (date != CHATTY_TIME_NONE)
        wait = CLAMP (date - now, 0, MAX_ASKED);
    }

  if (wait < 0 && body != NULL)
    wait = asked_in_body (body);
  return wait;
}

/**
 * chatty_retry_says_limit_zero:
 * @text: what a server said, or the JSON around it
 * @length: bytes of it
 *
 * Google's word for a plan that does not have a model at all; "limit: 0.5" and
 * "limit: 03" are others. Any thread.
 *
 * Returns: whether it stands there
 */
gboolean
chatty_retry_says_limit_zero (const char *text,
                              gsize       length)
{
  static const char words[] = "limit: 0";
  const char *end = text + length;
  const char *at = text;

  while ((at = memmem (at, end - at, words, strlen (words))) != NULL)
    {
      at += strlen (words);
      if (at == end || (!g_ascii_isdigit (*at) &&
                        !(*at == '.' && end - at > 1 && g_ascii_isdigit (at[1]))))
        return TRUE;
    }
  return FALSE;
}

static gboolean
mentions (const char *text,
          gsize       length,
          const char *word)
{
  return memmem (text, length, word, strlen (word)) != NULL;
}

/* Too many calls for now, unlike no money for more, a day's calls used up
 * (`quotaId` of google.rpc.QuotaFailure), or a plan that has none of them:
 * Google asks to wait half a minute for these too, which is of no use. */
static gboolean
passes_with_time (const ChattyRetryCase *a_case)
{
  gsize length = 0;
  const char *text = a_case->body != NULL ? g_bytes_get_data (a_case->body, &length) : NULL;

  return text == NULL || !(mentions (text, length, "insufficient_quota") ||
                           (mentions (text, length, "RESOURCE_EXHAUSTED") &&
                            (mentions (text, length, "PerDay") ||
                             chatty_retry_says_limit_zero (text, length))));
}

static gboolean
may_help (const ChattyRetryCase *a_case)
{
  if (a_case->status == 0)
    return g_error_matches (a_case->error, CHATTY_ERROR, CHATTY_ERROR_OFFLINE) ||
           g_error_matches (a_case->error, CHATTY_ERROR, CHATTY_ERROR_SERVER) ||
           g_error_matches (a_case->error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT);

  switch (a_case->status)
    {
    case 408:
    case 425:
    case 500:
    case 502:
    case 503:
    case 504:
    case 529:
      return TRUE;
    case 429:
      return passes_with_time (a_case);
    default:
      return FALSE;
    }
}

/**
 * chatty_retry_decide:
 * @policy: the bounds
 * @a_case: what happened
 * @chance: a number from 0 to below 1, new each time
 *
 * Full jitter: a random part of a wait that doubles with each attempt, on
 * top of what the server asks for. A call that is not safe to repeat, an
 * answer that another attempt cannot change, and a wait beyond the bound end
 * in giving up. Pure; any thread.
 *
 * Returns: microseconds to wait before the next attempt, or
 *   %CHATTY_RETRY_GIVE_UP
 */
gint64
chatty_retry_decide (const ChattyRetryPolicy *policy,
                     const ChattyRetryCase   *a_case,
                     double                   chance)
{
  gint64 widest = policy->base_delay;
  gint64 asked, wait;

  if (!a_case->repeat_safe || a_case->attempt >= policy->max_attempts || !may_help (a_case))
    return CHATTY_RETRY_GIVE_UP;

  for (guint i = 1; i < a_case->attempt && widest < policy->max_delay; i++)
    widest *= 2;
  widest = MIN (widest, policy->max_delay);

  asked = chatty_retry_asked_wait (a_case->retry_after, a_case->body, a_case->now);
  /* All who were turned away together do not come back together. */
  wait = asked >= 0 ? asked + (gint64) (chance * MIN (widest, G_USEC_PER_SEC))
                    : (gint64) (chance * widest);

  return wait <= policy->max_wait - a_case->waited ? wait : CHATTY_RETRY_GIVE_UP;
}
