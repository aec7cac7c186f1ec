/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "sim-log.h"

#include <string.h>

#include "sim-private.h"

/* So that a program that runs for days does not grow. */
#define MAX_RECORDS 20000

void
sim_log_init (SimLog *log)
{
  log->records = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_simulator_request_free);
}

void
sim_log_clear (SimLog *log)
{
  g_clear_pointer (&log->records, g_ptr_array_unref);
}

/* The log may have been emptied while a request was under way. */
static ChattySimulatorRequest *
find_record (SimRequest *request)
{
  SimLog *log = sim_get_log (request->sim);

  for (guint i = log->records->len; i > 0; i--)
    {
      ChattySimulatorRequest *record = g_ptr_array_index (log->records, i - 1);

      if (record->number == request->number)
        return record;
      if (record->number < request->number)
        break;
    }
  return NULL;
}

static void
add_header (const char *name,
            const char *value,
            gpointer    user_data)
{
  g_string_append_printf (user_data, "%s: %s\n", name, value);
}

void
sim_log_add (SimRequest *request)
{
  SimLog *log = sim_get_log (request->sim);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  GUri *uri = soup_server_message_get_uri (request->message);
  ChattySimulatorRequest *record = g_new0 (ChattySimulatorRequest, 1);
  GString *text = g_string_new (NULL);

  soup_message_headers_foreach (headers, add_header, text);
  record->number = request->number = ++log->total;
  record->host = request->host;
  record->method = g_strdup (request->method);
  record->path = g_strdup (request->path);
  record->query = g_strdup (g_uri_get_query (uri));
  record->headers = g_string_free (text, FALSE);
  record->content_type = g_strdup (soup_message_headers_get_content_type (headers, NULL));
  record->arrived = g_get_monotonic_time ();
  record->notes = g_strdup ("");
  if (log->records->len >= MAX_RECORDS)
    g_ptr_array_remove_range (log->records, 0, MAX_RECORDS / 10);
  g_ptr_array_add (log->records, record);
  log->active++;
  log->most_parallel = MAX (log->most_parallel, log->active);
}

void
sim_log_body (SimRequest *request)
{
  ChattySimulatorRequest *record = find_record (request);

  if (record == NULL)
    return;
  g_clear_pointer (&record->body, g_bytes_unref);
  record->body = g_bytes_new (request->body->data, MIN (request->body->len, SIM_KEPT_BODY));
  record->body_length = request->length;
  g_free (record->body_sha256);
  record->body_sha256 = g_strdup (g_checksum_get_string (request->sum));
}

void
sim_log_note (SimRequest *request,
              const char *line)
{
  ChattySimulatorRequest *record = find_record (request);
  g_autofree char *old = NULL;

  if (record == NULL)
    return;
  old = record->notes;
  record->notes = g_strconcat (old, line, "\n", NULL);
}

void
sim_log_answer (SimRequest *request,
                guint       status)
{
  ChattySimulatorRequest *record = find_record (request);

  if (record == NULL)
    return;
  record->status = status;
  record->fault = request->fault;
}

void
sim_log_done (SimRequest *request)
{
  SimLog *log = sim_get_log (request->sim);

  if (log->records == NULL)
    return;
  log->active--;
  /* A body that was broken off is in no log yet. */
  if (request->length > 0)
    {
      ChattySimulatorRequest *record = find_record (request);

      if (record != NULL && record->body == NULL)
        {
          record->body = g_bytes_new (request->body->data,
                                      MIN (request->body->len, SIM_KEPT_BODY));
          record->body_length = request->length;
        }
    }
}

ChattySimulatorRequest *
chatty_simulator_request_copy (const ChattySimulatorRequest *request)
{
  ChattySimulatorRequest *copy = g_memdup2 (request, sizeof *request);

  copy->method = g_strdup (request->method);
  copy->path = g_strdup (request->path);
  copy->query = g_strdup (request->query);
  copy->headers = g_strdup (request->headers);
  copy->content_type = g_strdup (request->content_type);
  copy->body = request->body != NULL ? g_bytes_ref (request->body) : NULL;
  copy->body_sha256 = g_strdup (request->body_sha256);
  copy->notes = g_strdup (request->notes);
  return copy;
}

void
chatty_simulator_request_free (ChattySimulatorRequest *request)
{
  g_free (request->method);
  g_free (request->path);
  g_free (request->query);
  g_free (request->headers);
  g_free (request->content_type);
  g_clear_pointer (&request->body, g_bytes_unref);
  g_free (request->body_sha256);
  g_free (request->notes);
  g_free (request);
}

/**
 * chatty_simulator_dup_requests:
 *
 * Returns: (transfer full): copies of all requests since the start or the last
 *   chatty_simulator_forget_requests(), in order of arrival
 */
GPtrArray *
chatty_simulator_dup_requests (ChattySimulator *self)
{
  GPtrArray *copies =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_simulator_request_free);
  SimLog *log = sim_get_log (self);

  sim_lock (self);
  for (guint i = 0; i < log->records->len; i++)
    g_ptr_array_add (copies,
                     chatty_simulator_request_copy (g_ptr_array_index (log->records, i)));
  sim_unlock (self);
  return copies;
}

/**
 * chatty_simulator_count_requests:
 * @host: a host, or %CHATTY_SIMULATOR_N_HOSTS for all
 * @path_pattern: (nullable): a pattern as in chatty_simulator_set_fault(), or
 *   %NULL for every path
 */
guint
chatty_simulator_count_requests (ChattySimulator     *self,
                                 ChattySimulatorHost  host,
                                 const char          *path_pattern)
{
  SimLog *log = sim_get_log (self);
  guint count = 0;

  sim_lock (self);
  for (guint i = 0; i < log->records->len; i++)
    {
      ChattySimulatorRequest *record = g_ptr_array_index (log->records, i);

      if ((host == CHATTY_SIMULATOR_N_HOSTS || record->host == host)
          && (path_pattern == NULL
              || sim_pattern_matches (path_pattern, record->method, record->path)))
        count++;
    }
  sim_unlock (self);
  return count;
}

/**
 * chatty_simulator_count_answers:
 * @status: a status; 0 for requests that got no answer
 */
guint
chatty_simulator_count_answers (ChattySimulator *self,
                                guint            status)
{
  SimLog *log = sim_get_log (self);
  guint count = 0;

  sim_lock (self);
  for (guint i = 0; i < log->records->len; i++)
    {
      ChattySimulatorRequest *record = g_ptr_array_index (log->records, i);

      count += record->status == status;
    }
  sim_unlock (self);
  return count;
}

/**
 * chatty_simulator_most_parallel:
 *
 * Returns: the most requests that were under way at the same time
 */
guint
chatty_simulator_most_parallel (ChattySimulator *self)
{
  guint most;

  sim_lock (self);
  most = sim_get_log (self)->most_parallel;
  sim_unlock (self);
  return most;
}

/**
 * chatty_simulator_received:
 * @host: a host, or %CHATTY_SIMULATOR_N_HOSTS for all
 *
 * Returns: whether @text was in a path, a query, a header or the first MiB of
 *   a body that @host was sent
 */
gboolean
chatty_simulator_received (ChattySimulator     *self,
                           ChattySimulatorHost  host,
                           const char          *text)
{
  SimLog *log = sim_get_log (self);
  gboolean found = FALSE;

  sim_lock (self);
  for (guint i = 0; !found && i < log->records->len; i++)
    {
      ChattySimulatorRequest *record = g_ptr_array_index (log->records, i);

      if (host != CHATTY_SIMULATOR_N_HOSTS && record->host != host)
        continue;
      found = strstr (record->path, text) != NULL
              || strstr (record->headers, text) != NULL
              || (record->query != NULL && strstr (record->query, text) != NULL);
      if (!found && record->body != NULL)
        {
          gsize length;
          const void *data = g_bytes_get_data (record->body, &length);

          found = length > 0 && memmem (data, length, text, strlen (text)) != NULL;
        }
    }
  sim_unlock (self);
  return found;
}

/**
 * chatty_simulator_forget_requests:
 *
 * Empties the log, and begins to count parallel requests anew.
 */
void
chatty_simulator_forget_requests (ChattySimulator *self)
{
  SimLog *log = sim_get_log (self);

  sim_lock (self);
  g_ptr_array_set_size (log->records, 0);
  log->most_parallel = log->active;
  sim_unlock (self);
}
