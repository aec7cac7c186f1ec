/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The answer of a model, in one piece, as events and as a growing list:
 * reference, sections 2.4 and 2.5. The bytes are cut inside of characters and
 * inside of "data:". */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "gemini.h"

JsonObject *
gemini_describe_usage (guint tokens,
                       guint answered)
{
  JsonObject *usage = json_object_new ();

  json_object_set_int_member (usage, "promptTokenCount", tokens);
  if (answered > 0)
    json_object_set_int_member (usage, "candidatesTokenCount", answered);
  json_object_set_int_member (usage, "totalTokenCount", tokens + answered);
  return usage;
}

static guint
count_tokens (const char *text)
{
  return g_utf8_strlen (text, -1) / 4 + 1;
}

/* What every chunk has. */
static JsonObject *
chunk_new (const GeminiTalk *talk)
{
  JsonObject *object = json_object_new ();

  json_object_set_object_member (object, "usageMetadata",
                                 gemini_describe_usage (talk->tokens, count_tokens (talk->text)));
  json_object_set_string_member (object, "modelVersion", talk->model->name);
  json_object_set_string_member (object, "responseId", talk->id);
  return object;
}

/* @content: (transfer full) (nullable). */
static JsonObject *
add_candidate (JsonObject *chunk,
               JsonObject *content)
{
  JsonObject *candidate = json_object_new ();
  JsonArray *candidates = json_array_new ();

  if (content != NULL)
    json_object_set_object_member (candidate, "content", content);
  json_object_set_int_member (candidate, "index", 0);
  json_array_add_object_element (candidates, candidate);
  json_object_set_array_member (chunk, "candidates", candidates);
  return candidate;
}

static JsonObject *
content_new (JsonArray *parts)
{
  JsonObject *content = json_object_new ();

  if (parts != NULL)
    json_object_set_array_member (content, "parts", parts);
  json_object_set_string_member (content, "role", "model");
  return content;
}

static void
add_part (JsonArray  *parts,
          const char *text,
          gboolean    thought)
{
  JsonObject *part = json_object_new ();

  json_object_set_string_member (part, "text", text);
  if (thought)
    json_object_set_boolean_member (part, "thought", TRUE);
  json_array_add_object_element (parts, part);
}

static void
add_code (JsonArray        *parts,
          const GeminiTalk *talk)
{
  JsonObject *part = json_object_new ();
  JsonObject *code = json_object_new ();

  json_object_set_string_member (code, "language", "PYTHON");
  json_object_set_string_member (code, "code", talk->code);
  json_object_set_object_member (part, "executableCode", code);
  json_array_add_object_element (parts, part);
}

static void
add_output (JsonArray        *parts,
            const GeminiTalk *talk)
{
  JsonObject *part = json_object_new ();
  JsonObject *result = json_object_new ();

  json_object_set_string_member (result, "outcome", "OUTCOME_OK");
  json_object_set_string_member (result, "output", talk->output);
  json_object_set_object_member (part, "codeExecutionResult", result);
  json_array_add_object_element (parts, part);
}

static JsonObject *
blocked_new (const GeminiTalk *talk)
{
  JsonObject *object = json_object_new ();
  JsonObject *feedback = json_object_new ();

  json_object_set_string_member (feedback, "blockReason", "SAFETY");
  json_object_set_object_member (object, "promptFeedback", feedback);
  json_object_set_object_member (object, "usageMetadata", gemini_describe_usage (talk->tokens, 0));
  json_object_set_string_member (object, "modelVersion", talk->model->name);
  return object;
}

/* What was searched in the web, and what Google wants to be shown for it. */
static void
add_searched (JsonObject *grounding,
              const char *query)
{
  JsonArray *queries = json_array_new ();
  JsonObject *entry = json_object_new ();

  json_array_add_string_element (queries, query);
  json_object_set_array_member (grounding, "webSearchQueries", queries);
  json_object_set_string_member (entry, "renderedContent", "<style>.chip { color: red }</style>"
                                 "<div class=\"chip\"><a href=\"https://example.org/search\">"
                                 "Search</a></div>");
  json_object_set_object_member (grounding, "searchEntryPoint", entry);
}

/* The passages from @first up to @last, and with the last of them what rests
 * on which. */
static void
add_grounding (const GeminiTalk *talk,
               JsonObject       *candidate,
               guint             first,
               guint             last)
{
  guint count = json_array_get_length (talk->chunks);
  JsonObject *grounding;
  JsonArray *chunks;

  if (count == 0)
    return;
  grounding = json_object_new ();
  chunks = json_array_new ();
  for (guint i = first; i < MIN (last, count); i++)
    json_array_add_object_element (chunks,
                                   json_object_ref (json_array_get_object_element (talk->chunks,
                                                                                   i)));
  if (first < MIN (last, count))
    json_object_set_array_member (grounding, "groundingChunks", json_array_ref (chunks));
  json_array_unref (chunks);
  if (last >= count && json_array_get_length (talk->supports) > 0)
    json_object_set_array_member (grounding, "groundingSupports", json_array_ref (talk->supports));
  if (last >= count && talk->searched != NULL)
    add_searched (grounding, talk->searched);
  json_object_set_object_member (candidate, "groundingMetadata", grounding);
}

/* @first: the first passage that has not been told. */
static void
finish (const GeminiTalk *talk,
        JsonObject       *candidate,
        guint             first)
{
  json_object_set_string_member (candidate, "finishReason", talk->finish);
  add_grounding (talk, candidate, first, G_MAXUINT);
}

static JsonObject *
broken_new (void)
{
  return gemini_new_error (503, NULL, "The model is overloaded. Please try again later.", NULL);
}

SimReply *
gemini_write_whole (SimRequest       *request,
                    const GeminiTalk *talk)
{
  GeminiSettings *settings = gemini_settings (request);
  JsonArray *parts;
  JsonObject *chunk;

  if (settings->chat_fault == GEMINI_CHAT_FAULT_ERROR)
    return gemini_reply_error (request, 503, broken_new ());
  if (settings->chat_fault == GEMINI_CHAT_FAULT_BLOCKED)
    return sim_reply_new_object (200, blocked_new (talk));
  chunk = chunk_new (talk);
  if (settings->chat_fault == GEMINI_CHAT_FAULT_NO_CHOICES)
    return sim_reply_new_object (200, chunk);
  if (settings->chat_fault == GEMINI_CHAT_FAULT_NO_CONTENT)
    {
      finish (talk, add_candidate (chunk, NULL), 0);
      return sim_reply_new_object (200, chunk);
    }
  parts = json_array_new ();
  if (talk->with_thoughts)
    add_part (parts, settings->thoughts, TRUE);
  if (talk->code != NULL)
    {
      add_code (parts, talk);
      add_output (parts, talk);
    }
  add_part (parts, settings->chat_fault == GEMINI_CHAT_FAULT_EMPTY ? "" : talk->text, FALSE);
  finish (talk, add_candidate (chunk, content_new (parts)), 0);
  return sim_reply_new_object (200, chunk);
}

/* Chunks, and where each begins. */
typedef struct {
  const GeminiTalk *talk;
  GString          *text;
  GArray           *starts;    /* of gsize */
  gboolean          events;    /* or elements of a list */
  const char       *line_end;
  guint             n_told;    /* passages */
} Chunks;

/* Takes @object. */
static void
add_chunk (Chunks     *chunks,
           JsonObject *object)
{
  g_autofree char *json = sim_object_to_text (object);

  g_array_append_val (chunks->starts, chunks->text->len);
  if (chunks->events)
    g_string_append_printf (chunks->text, "data: %s%s%s", json, chunks->line_end,
                            chunks->line_end);
  else
    g_string_append_printf (chunks->text, "%s%s", chunks->starts->len == 1 ? "[" : "\n,\r\n", json);
  json_object_unref (object);
}

/* The first passage comes in the middle, the others at the end: what was told
 * once is not told again. */
static void
add_text (Chunks     *chunks,
          const char *text,
          gboolean    thought)
{
  JsonObject *chunk = chunk_new (chunks->talk);
  JsonArray *parts = json_array_new ();
  JsonObject *candidate;

  add_part (parts, text, thought);
  candidate = add_candidate (chunk, content_new (parts));
  if (!thought && chunks->n_told == 0)
    {
      chunks->n_told = 1;
      add_grounding (chunks->talk, candidate, 0, 1);
    }
  add_chunk (chunks, chunk);
}

/* What was run, and in the next event what came of it. */
static void
add_run (Chunks *chunks)
{
  void (*const ADD[]) (JsonArray *, const GeminiTalk *) = { add_code, add_output };

  for (guint i = 0; i < G_N_ELEMENTS (ADD); i++)
    {
      JsonObject *chunk = chunk_new (chunks->talk);
      JsonArray *parts = json_array_new ();

      ADD[i] (parts, chunks->talk);
      add_candidate (chunk, content_new (parts));
      add_chunk (chunks, chunk);
    }
}

/* Returns: whether it was not broken off */
static gboolean
add_all_text (Chunks         *chunks,
              GeminiSettings *settings)
{
  const char *from = chunks->talk->text;
  JsonObject *chunk;

  if (settings->chat_fault == GEMINI_CHAT_FAULT_EMPTY
      || settings->chat_fault == GEMINI_CHAT_FAULT_NO_CONTENT)
    return TRUE;
  for (guint n = 0; *from != '\0'; n++)
    {
      const char *to = from;
      g_autofree char *piece = NULL;

      if ((settings->chat_fault == GEMINI_CHAT_FAULT_ERROR
           || settings->chat_fault == GEMINI_CHAT_FAULT_PREMATURE)
          && n == settings->chat_fault_after)
        return FALSE;
      for (guint i = 0; i < MAX (settings->reply_delta, 1) && *to != '\0'; i++)
        to = g_utf8_next_char (to);
      piece = g_strndup (from, to - from);
      add_text (chunks, piece, FALSE);
      if (settings->chat_fault == GEMINI_CHAT_FAULT_NULLS)
        {
          chunk = chunk_new (chunks->talk);
          add_candidate (chunk, NULL);
          add_chunk (chunks, chunk);
          chunk = chunk_new (chunks->talk);
          add_candidate (chunk, content_new (NULL));
          add_chunk (chunks, chunk);
          add_chunk (chunks, chunk_new (chunks->talk));
        }
      from = to;
    }
  return TRUE;
}

/* @events: as events, or else as one list. */
SimReply *
gemini_write_stream (SimRequest       *request,
                     const GeminiTalk *talk,
                     gboolean          events)
{
  static const char *const LINE_ENDS[] = { "\n", "\r\n", "\r" };
  GeminiSettings *settings = gemini_settings (request);
  Chunks chunks = { talk, g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (gsize)), events,
                    LINE_ENDS[settings->line_end] };
  JsonObject *last;
  SimReply *reply;

  if (settings->chat_fault == GEMINI_CHAT_FAULT_BLOCKED)
    add_chunk (&chunks, blocked_new (talk));
  else if (settings->chat_fault == GEMINI_CHAT_FAULT_NO_CHOICES)
    add_chunk (&chunks, chunk_new (talk));
  else
    {
      if (talk->with_thoughts)
        add_text (&chunks, settings->thoughts, TRUE);
      if (talk->code != NULL)
        add_run (&chunks);
      if (add_all_text (&chunks, settings))
        {
          last = chunk_new (talk);
          finish (talk, add_candidate (last, NULL), chunks.n_told);
          add_chunk (&chunks, last);
        }
      else if (settings->chat_fault == GEMINI_CHAT_FAULT_ERROR)
        add_chunk (&chunks, broken_new ());
    }
  if (!events)
    g_string_append (chunks.text, "\n]\n");
  reply = sim_reply_new_events (chunks.text, chunks.starts, settings->reply_rate);
  if (!events)
    {
      g_free (reply->content_type);
      reply->content_type = g_strdup ("application/json; charset=UTF-8");
    }
  g_string_free (chunks.text, TRUE);
  g_array_unref (chunks.starts);
  return reply;
}
