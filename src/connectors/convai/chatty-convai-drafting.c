/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-convai-private.h"
#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-sse-reader.h"

#define MAX_STARTERS 50

/* Where the events of a stream go. */
typedef struct {
  ChattySseReader *reader;
  ChattyReply     *reply;      /* or NULL */
  GPtrArray       *texts;      /* or NULL */
  gsize            length;
} Collector;

/* Errors come as an event too, with the status of success. */
static gboolean
check_event (const ChattySseEvent  *event,
             GError               **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *words = NULL;

  if (event->data[0] == '{')
    node = chatty_json_parse (event->data, -1, NULL);
  words = chatty_convai_dup_failure (node, TRUE);
  if (words == NULL)
    return TRUE;
  chatty_convai_set_error (error, chatty_convai_classify (200, "", words), words);
  return FALSE;
}

static gboolean
event_cb (const ChattySseEvent  *event,
          gpointer               user_data,
          GError               **error)
{
  Collector *self = user_data;

  if (!check_event (event, error))
    return FALSE;
  self->length += event->length;
  if (self->length > CONVAI_MAX_TEXT)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                           _("Convai’s answer did not end, and was stopped"));
      return FALSE;
    }
  /* Fragments are joined without anything between them, each suggestion is one
   * event (platform reference, section 2.6). */
  if (self->reply != NULL)
    chatty_reply_append_text (self->reply, event->data);
  else if (self->texts->len < MAX_STARTERS)
    g_ptr_array_add (self->texts, g_strdup (event->data));
  return TRUE;
}

static gboolean
chunk_cb (const char  *bytes,
          gsize        length,
          gpointer     user_data,
          GError     **error)
{
  return chatty_sse_reader_feed (((Collector *) user_data)->reader, bytes, length, error);
}

static gboolean
collect (gpointer            connector,
         ChattyHttpRequest  *request,
         Collector          *self,
         GCancellable       *cancellable,
         GError            **error)
{
  g_autoptr (ChattySseReader) reader = chatty_sse_reader_new (event_cb, self);
  g_autoptr (ChattyHttpResponse) response = NULL;

  chatty_http_request_set_header (request, "Accept", "text/event-stream");
  chatty_http_request_set_repeat_safe (request, TRUE);
  self->reader = reader;
  response = chatty_http_connector_stream (connector, CONVAI_API, request, chunk_cb, self,
                                           cancellable, error);
  if (response == NULL || !chatty_sse_reader_finish (reader, error))
    return FALSE;
  if (self->length > 0)
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("Convai gave an empty answer. Try again"));
  return FALSE;
}

static gboolean
convai_draft (ChattyDrafting  *drafting,
              const char      *name,
              const char      *idea,
              ChattyReply     *reply,
              GCancellable    *cancellable,
              GError         **error)
{
  g_autoptr (ChattyHttpRequest) request =
    chatty_http_request_new ("POST", "/character/generate-backstory");
  Collector collector = { .reply = reply };

  chatty_http_request_add_form_field (request, "inputText", idea);
  chatty_http_request_add_form_field (request, "charName", name);
  return collect (drafting, request, &collector, cancellable, error);
}

static char **
convai_starters (ChattyDrafting  *drafting,
                 const char      *character_id,
                 GCancellable    *cancellable,
                 GError         **error)
{
  g_autoptr (ChattyHttpRequest) request =
    chatty_http_request_new ("POST", "/character/generate-starter-conversation");
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  Collector collector = { .texts = texts };

  /* "charId", with a small d, here and nowhere else. */
  chatty_http_request_add_form_field (request, "charId", character_id);
  chatty_http_request_add_form_field (request, "sessionId", "-1");
  if (!collect (drafting, request, &collector, cancellable, error))
    return NULL;
  g_ptr_array_add (texts, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&texts), FALSE);
}

void
chatty_convai_drafting_init (ChattyDraftingInterface *iface)
{
  iface->draft = convai_draft;
  iface->starters = convai_starters;
}
