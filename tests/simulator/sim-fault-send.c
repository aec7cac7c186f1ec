/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The faults, carried out. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "sim-private.h"
#include "sim-wire.h"

#define DEPTH      100000
#define HUGE_PIECE (64 * 1024)
#define HUGE_TOTAL (G_GUINT64_CONSTANT (1) << 30)

static const char WEB_PAGE[] =
  "<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head>"
  "<body><h1>Welcome</h1><p>Please accept our terms.</p></body></html>\n";

static SimReply *
rate_limited (SimRequest *request,
              gboolean    as_date)
{
  SimReply *reply = sim_reply_new_error (request, 429, "Too many requests.");
  guint seconds = sim_get_retry_after (request->sim);
  g_autofree char *value = g_strdup_printf ("%u", seconds);

  if (as_date)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      g_autoptr (GDateTime) then = g_date_time_add_seconds (now, seconds);

      g_free (value);
      value = soup_date_time_to_string (then, SOUP_DATE_HTTP);
    }
  sim_reply_add_header (reply, "Retry-After", value);
  return reply;
}

static SimReply *
redirect (SimRequest          *request,
          ChattySimulatorHost  host)
{
  SimReply *reply = sim_reply_new_text (307, "text/html", "<a href=\"/\">moved</a>\n");
  g_autofree char *location =
    g_strconcat (chatty_simulator_get_address (request->sim, host), request->path, NULL);

  sim_reply_add_header (reply, "Location", location);
  return reply;
}

static SimReply *
deep_json (void)
{
  char *text = g_malloc (2 * DEPTH + 1);

  memset (text, '[', DEPTH);
  memset (text + DEPTH, ']', DEPTH);
  text[2 * DEPTH] = '\0';
  return sim_reply_new_bytes (200, "application/json", g_bytes_new_take (text, 2 * DEPTH));
}

/* The whole answer, with another beginning or end. */
static void
send_spoiled (SimRequest *request,
              SimReply   *reply)
{
  SimWire *wire = sim_wire_new (request);
  g_autoptr (GBytes) body = NULL;
  gsize size;

  if (reply->pieces != NULL)
    {
      GByteArray *all = g_byte_array_new ();

      for (guint i = 0; i < reply->pieces->len; i++)
        {
          gsize length;
          const void *data = g_bytes_get_data (g_ptr_array_index (reply->pieces, i), &length);

          g_byte_array_append (all, data, length);
        }
      body = g_byte_array_free_to_bytes (all);
    }
  else
    body = reply->body != NULL ? g_bytes_ref (reply->body) : g_bytes_new (NULL, 0);
  size = g_bytes_get_size (body);

  switch (request->fault)
    {
    case CHATTY_SIMULATOR_FAULT_SLOW_DRIP:
      sim_wire_add_head (wire, reply, size);
      sim_wire_add_drip (wire, body);
      sim_wire_set_interval (wire, sim_get_drip (request->sim));
      break;
    case CHATTY_SIMULATOR_FAULT_STALL:
      {
        g_autoptr (GBytes) half = g_bytes_new_from_bytes (body, 0, size / 2);

        sim_wire_add_head (wire, reply, size + 1);
        sim_wire_add (wire, half);
        sim_wire_set_hold (wire);
        break;
      }
    case CHATTY_SIMULATOR_FAULT_CUT_CHUNK:
      {
        g_autoptr (GBytes) half = g_bytes_new_from_bytes (body, 0, size / 2);
        g_autofree char *length = g_strdup_printf ("%" G_GSIZE_MODIFIER "x\r\n", size + 1);

        sim_wire_add_head (wire, reply, -1);
        sim_wire_add_text (wire, length);
        sim_wire_add (wire, half);
        break;
      }
    case CHATTY_SIMULATOR_FAULT_LENGTH_TOO_LONG:
      sim_wire_add_head (wire, reply, size + 100);
      sim_wire_add (wire, body);
      break;
    case CHATTY_SIMULATOR_FAULT_LENGTH_TOO_SHORT:
    default:
      sim_wire_add_head (wire, reply, size / 2);
      sim_wire_add (wire, body);
      break;
    }
  sim_log_answer (request, reply->status);
  sim_wire_start (wire);
}

static void
send_nothing (SimRequest *request,
              gboolean    hold)
{
  SimWire *wire = sim_wire_new (request);

  sim_log_answer (request, 0);
  if (hold)
    sim_wire_set_hold (wire);
  sim_wire_start (wire);
}

static void
send_huge (SimRequest *request)
{
  SimWire *wire = sim_wire_new (request);
  g_autoptr (SimReply) reply = sim_reply_new_text (200, "application/json", "");
  g_autoptr (GString) chunk = g_string_new (NULL);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GBytes) first = g_bytes_new_static ("{\"huge\":\"", 9);

  g_string_append_printf (chunk, "%x\r\n", HUGE_PIECE);
  for (guint i = 0; i < HUGE_PIECE; i++)
    g_string_append_c (chunk, 'a');
  g_string_append (chunk, "\r\n");
  again = g_bytes_new (chunk->str, chunk->len);
  sim_wire_add_head (wire, reply, -1);
  sim_wire_add_chunk (wire, first);
  sim_wire_set_repeat (wire, again, HUGE_TOTAL / HUGE_PIECE);
  sim_log_answer (request, 200);
  sim_wire_start (wire);
}

static void
send_huge_header (SimRequest *request)
{
  SimWire *wire = sim_wire_new (request);
  g_autoptr (GString) line = g_string_new ("X-Long: ");
  g_autoptr (GBytes) again = NULL;

  for (guint i = 0; i < 4000; i++)
    g_string_append_c (line, 'a');
  g_string_append (line, "\r\n");
  again = g_bytes_new (line->str, line->len);
  sim_wire_add_text (wire, "HTTP/1.1 200 OK\r\n");
  sim_wire_set_repeat (wire, again, 1024);
  sim_log_answer (request, 200);
  sim_wire_start (wire);
}

static void
send_endless (SimRequest *request)
{
  const char *event = request->platform->endless_event (request);
  SimWire *wire = sim_wire_new (request);
  g_autoptr (SimReply) reply = sim_reply_new_text (200, "text/event-stream", "");
  g_autofree char *chunk = g_strdup_printf ("%x\r\n%s\r\n", (guint) strlen (event), event);
  g_autoptr (GBytes) again = g_bytes_new (chunk, strlen (chunk));

  sim_wire_add_head (wire, reply, -1);
  sim_wire_set_repeat (wire, again, G_MAXUINT64);
  sim_wire_set_interval (wire, 1);
  sim_log_answer (request, 200);
  sim_wire_start (wire);
}

/* One MiB of blanks, compressed so that it may be repeated: it ends at a byte
 * and has no last block. */
static GBytes *
compressed_blanks (void)
{
  g_autoptr (GZlibCompressor) compressor =
    g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, 9);
  const gsize total = 1024 * 1024;
  g_autofree char *blanks = g_malloc (total);
  GByteArray *all = g_byte_array_new ();
  char out[16384];
  gsize at = 0;
  GConverterResult result;

  memset (blanks, ' ', total);
  do
    {
      gsize in, count;

      result = g_converter_convert (G_CONVERTER (compressor), blanks + at, total - at,
                                    out, sizeof out, G_CONVERTER_FLUSH, &in, &count, NULL);
      if (result == G_CONVERTER_ERROR)
        break;
      at += in;
      g_byte_array_append (all, (const guint8 *) out, count);
    }
  while (result != G_CONVERTER_FLUSHED);
  return g_byte_array_free_to_bytes (all);
}

static void
send_gzip_bomb (SimRequest *request)
{
  static const guint8 HEAD[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3 };
  SimWire *wire = sim_wire_new (request);
  g_autoptr (SimReply) reply = sim_reply_new_text (200, "application/json", "");
  g_autoptr (GBytes) again = compressed_blanks ();
  g_autoptr (GBytes) first = g_bytes_new_static (HEAD, sizeof HEAD);
  guint64 times = HUGE_TOTAL / (1024 * 1024);

  sim_reply_add_header (reply, "Content-Encoding", "gzip");
  sim_wire_add_head (wire, reply, sizeof HEAD + times * g_bytes_get_size (again));
  sim_wire_add (wire, first);
  sim_wire_set_repeat (wire, again, times);
  sim_log_answer (request, 200);
  sim_wire_start (wire);
}

static SimReply *
without_last_byte (SimReply *reply)
{
  gsize size = reply->body != NULL ? g_bytes_get_size (reply->body) : 0;

  return sim_reply_new_bytes (reply->status, reply->content_type,
                              size > 0 ? g_bytes_new_from_bytes (reply->body, 0, size - 1)
                                       : g_bytes_new (NULL, 0));
}

/* Answers @request with its fault. @reply is what it would be otherwise, NULL
 * when the fault is one that is not carried out. Takes @reply. */
void
sim_fault_send (SimRequest *request,
                SimReply   *reply)
{
  g_autoptr (SimReply) owned = reply;
  g_autoptr (SimReply) other = NULL;

  switch (request->fault)
    {
    case CHATTY_SIMULATOR_FAULT_RATE_LIMITED:
    case CHATTY_SIMULATOR_FAULT_RATE_LIMITED_DATE:
      other = rate_limited (request, request->fault == CHATTY_SIMULATOR_FAULT_RATE_LIMITED_DATE);
      break;
    case CHATTY_SIMULATOR_FAULT_SERVER_ERROR:
      other = sim_reply_new_error (request, 500, "INTERNAL SERVER ERROR");
      break;
    case CHATTY_SIMULATOR_FAULT_BAD_GATEWAY:
      other = sim_reply_new_text (502, "text/html", "<html><h1>502 Bad Gateway</h1></html>\n");
      break;
    case CHATTY_SIMULATOR_FAULT_UNAVAILABLE:
      other = sim_reply_new_text (503, NULL, "");
      break;
    case CHATTY_SIMULATOR_FAULT_SLOW_DRIP:
    case CHATTY_SIMULATOR_FAULT_STALL:
    case CHATTY_SIMULATOR_FAULT_CUT_CHUNK:
    case CHATTY_SIMULATOR_FAULT_LENGTH_TOO_LONG:
    case CHATTY_SIMULATOR_FAULT_LENGTH_TOO_SHORT:
      send_spoiled (request, reply);
      return;
    case CHATTY_SIMULATOR_FAULT_SILENCE:
      send_nothing (request, TRUE);
      return;
    case CHATTY_SIMULATOR_FAULT_DROP:
    case CHATTY_SIMULATOR_FAULT_LOST_ANSWER:
      send_nothing (request, FALSE);
      return;
    case CHATTY_SIMULATOR_FAULT_WEB_PAGE:
      other = sim_reply_new_text (200, "text/html; charset=utf-8", WEB_PAGE);
      break;
    case CHATTY_SIMULATOR_FAULT_REDIRECT:
      other = redirect (request, CHATTY_SIMULATOR_ELSEWHERE);
      break;
    case CHATTY_SIMULATOR_FAULT_REDIRECT_LOOP:
      other = redirect (request, request->host);
      break;
    case CHATTY_SIMULATOR_FAULT_DEEP_JSON:
      other = deep_json ();
      break;
    case CHATTY_SIMULATOR_FAULT_HUGE_BODY:
      send_huge (request);
      return;
    case CHATTY_SIMULATOR_FAULT_HUGE_HEADER:
      send_huge_header (request);
      return;
    case CHATTY_SIMULATOR_FAULT_ENDLESS_STREAM:
      send_endless (request);
      return;
    case CHATTY_SIMULATOR_FAULT_GZIP_BOMB:
      send_gzip_bomb (request);
      return;
    case CHATTY_SIMULATOR_FAULT_BAD_JSON:
      other = without_last_byte (reply);
      break;
    case CHATTY_SIMULATOR_FAULT_BAD_UTF8:
      other = sim_reply_new_text (200, "application/json", "{\"text\":\"\xc3\x28 \xff\"}");
      break;
    case CHATTY_SIMULATOR_FAULT_EMPTY_BODY:
      other = sim_reply_new_text (200, "application/json", "");
      break;
    case CHATTY_SIMULATOR_FAULT_FAILURE_INSIDE:
      other = request->platform->failure_inside (request);
      break;
    case CHATTY_SIMULATOR_FAULT_EMPTY_LIST:
    case CHATTY_SIMULATOR_FAULT_TRUNCATED_LIST:
      sim_reply_shorten (reply, request->fault == CHATTY_SIMULATOR_FAULT_EMPTY_LIST);
      other = g_steal_pointer (&owned);
      break;
    case CHATTY_SIMULATOR_FAULT_NONE:
    case CHATTY_SIMULATOR_FAULT_SLOW_READ:
    case CHATTY_SIMULATOR_FAULT_KEY_REFUSED:
    case CHATTY_SIMULATOR_FAULT_PLAN_REFUSED:
    case CHATTY_SIMULATOR_FAULT_NO_CREDIT:
    case CHATTY_SIMULATOR_FAULT_SESSION_EXPIRED:
    case CHATTY_SIMULATOR_N_FAULTS:
    default:
      other = g_steal_pointer (&owned);
      break;
    }
  sim_reply_send (other, request);
}
