/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-convai-codec.h"
#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-wav.h"

void
chatty_convai_answer_clear (ChattyConvaiAnswer *answer)
{
  g_clear_pointer (&answer->text, g_free);
  g_clear_pointer (&answer->heard, g_free);
  g_clear_pointer (&answer->session, g_free);
  g_clear_pointer (&answer->audio, g_bytes_unref);
}

static void
read_audio (JsonObject         *object,
            ChattyConvaiAnswer *answer)
{
  const char *base64 = chatty_json_get_string (object, "audio");
  ChattyAudioFormat format;
  guchar *data;
  gsize length;

  if (base64 == NULL || *base64 == '\0' || g_str_equal (base64, "NULL"))
    return;
  data = g_base64_decode (base64, &length);
  answer->audio = g_bytes_new_take (data, length);
  /* The file's rate counts, and not what the answer says beside it (platform
   * reference, section 5). */
  if (chatty_wav_read_format (answer->audio, &format))
    {
      answer->rate = format.rate;
      return;
    }
  g_clear_pointer (&answer->audio, g_bytes_unref);
  answer->bad_audio = TRUE;
}

/**
 * chatty_convai_read_answer:
 * @node: the answer of getResponse
 * @answer: (out caller-allocates): what it brought
 * @error: %CHATTY_ERROR_SERVER when it holds neither text nor speech
 *
 * Returns: whether there is something to tell the person
 */
gboolean
chatty_convai_read_answer (JsonNode            *node,
                           ChattyConvaiAnswer  *answer,
                           GError             **error)
{
  JsonObject *object = chatty_convai_unwrap (node);

  memset (answer, 0, sizeof *answer);
  answer->text = chatty_convai_dup_text (object, "text");
  if (answer->text == NULL)
    answer->text = chatty_convai_dup_text (object, "response");
  answer->session = chatty_convai_dup_text (object, "sessionID");
  answer->heard = chatty_convai_dup_text (object, "UserQuery");
  if (answer->heard == NULL)
    answer->heard = chatty_convai_dup_text (object, "userQuery");
  read_audio (object, answer);

  if ((answer->text == NULL || *answer->text == '\0') && answer->audio == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                           _("Convai gave an empty answer. Try again"));
      return FALSE;
    }
  return TRUE;
}

/**
 * chatty_convai_read_event:
 * @data: the data of an event of the live stream
 * @text: (out) (nullable): its text, the session's id of one that begins, or
 *   the words of one that failed
 *
 * Unknown types are to be passed over; "connection-stoppped" is spelt with
 * three p (platform reference, sections 2.10 and 5).
 *
 * Returns: what the event says
 */
ChattyConvaiEventKind
chatty_convai_read_event (const char  *data,
                          char       **text)
{
  g_autoptr (JsonNode) node = chatty_json_parse (data, -1, NULL);
  JsonObject *object = chatty_json_node_object (node);
  g_autofree char *type = chatty_convai_dup_text (object, "type");

  *text = NULL;
  if (object == NULL)
    return CHATTY_CONVAI_EVENT_OTHER;
  if (type == NULL || g_str_has_prefix (type, "error"))
    {
      *text = chatty_convai_dup_failure (node, FALSE);
      if (*text == NULL)
        *text = chatty_convai_dup_text (chatty_json_get_object (object, "data"), "message");
      return *text != NULL || type != NULL ? CHATTY_CONVAI_EVENT_FAILED
                                           : CHATTY_CONVAI_EVENT_OTHER;
    }
  if (g_str_equal (type, "connection-started"))
    {
      *text = chatty_convai_dup_text (chatty_json_get_object (object, "message"),
                                      "character_session_id");
      return CHATTY_CONVAI_EVENT_STARTED;
    }
  if (g_str_equal (type, "bot-llm-text") || g_str_equal (type, "bot-transcription"))
    {
      *text = chatty_convai_dup_text (chatty_json_get_object (object, "data"), "text");
      return *text == NULL ? CHATTY_CONVAI_EVENT_OTHER
             : g_str_equal (type, "bot-llm-text") ? CHATTY_CONVAI_EVENT_TEXT
                                                  : CHATTY_CONVAI_EVENT_WHOLE;
    }
  if (g_str_equal (type, "usage-limit-reached"))
    {
      *text = chatty_convai_dup_text (chatty_json_get_object (object, "data"), "message");
      if (*text == NULL)
        *text = g_strdup ("usage limit reached");
      return CHATTY_CONVAI_EVENT_FAILED;
    }
  if (g_str_equal (type, "bot-llm-stopped") || g_str_has_prefix (type, "connection-stop"))
    return CHATTY_CONVAI_EVENT_STOPPED;
  return CHATTY_CONVAI_EVENT_OTHER;
}
