/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* /character/getResponse: reference, section 2.6. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"

#include <string.h>

/* What a character says: the same for the same question, with characters of
 * two, three and four bytes in it. */
char *
convai_reply_text (ConvaiCharacter *character,
                   const char      *asked)
{
  const char *name = json_object_get_string_member (character->record, "character_name");

  return g_strdup_printf ("“%s” — so says %s. Naïve, isn’t it? 日本語 👋🏽", asked, name);
}

/* The error sits where the reply would be. */
static SimReply *
process_failure (const char *character_id,
                 const char *why)
{
  g_autofree char *text = g_strconcat ("process_failure, error: ", why, NULL);

  return sim_reply_new_strings (404, "charID", character_id, "text", text, NULL);
}

/* Reads the text form of a boolean. */
static gboolean
read_boolean (SimRequest *request,
              const char *name,
              gboolean   *value)
{
  const char *text = sim_request_get_field (request, name);

  *value = FALSE;
  if (text == NULL || g_str_equal (text, "False"))
    return TRUE;
  if (g_str_equal (text, "True"))
    {
      *value = TRUE;
      return TRUE;
    }
  sim_request_note (request, "%s is \"%s\"", name, text);
  /* One sample of the documentation writes "false". */
  return g_str_equal (text, "false") || sim_is_lenient (request->sim);
}

/* Whether @part is a WAV file with one channel and 16 bits or more; sets how
 * long it is. */
static gboolean
read_wav (SimPart *part,
          double  *seconds)
{
  const guint8 *data = part->kept->data;
  guint16 channels, bits;
  guint32 rate;

  if (part->kept->len < 44 || memcmp (data, "RIFF", 4) != 0
      || memcmp (data + 8, "WAVEfmt ", 8) != 0)
    return FALSE;
  channels = data[22] | data[23] << 8;
  rate = data[24] | data[25] << 8 | data[26] << 16 | (guint32) data[27] << 24;
  bits = data[34] | data[35] << 8;
  if (channels != 1 || bits < 16 || rate == 0)
    return FALSE;
  *seconds = (part->length - 44.0) / rate / (bits / 8);
  return TRUE;
}

static char *
understand (SimRequest  *request,
            SimReply   **refusal)
{
  const char *text = sim_request_get_field (request, "userText");
  SimPart *file = sim_request_get_part (request, "file");
  double seconds;

  if ((text != NULL) == (file != NULL))
    {
      *refusal = sim_reply_new_strings (
        400, "ERROR", "Expecting only one; either an audio file or user's query as a string", NULL);
      return NULL;
    }
  if (text != NULL)
    return g_strdup (text);
  if (file->file_name == NULL || !read_wav (file, &seconds))
    {
      *refusal = sim_reply_new_error (request, 400, "The audio file is not a mono WAV file.");
      return NULL;
    }
  if (sim_request_get_field (request, "sample_rate") == NULL)
    sim_request_note (request, "sample_rate is missing");
  return g_strdup_printf ("a sound of %.1f seconds", seconds);
}

/* The session that is asked for, a new one for "-1", or NULL. */
static ConvaiSession *
find_session (SimRequest      *request,
              ConvaiCharacter *character,
              const char      *id)
{
  ConvaiState *state = sim_get_convai (request->sim);
  ConvaiSession *session;

  if (g_str_equal (id, "-1"))
    return convai_state_add_session (state, character, FALSE);
  session = convai_state_find_session (state, id);
  if (session == NULL || session->live || session->expired || session->character != character
      || request->fault == CHATTY_SIMULATOR_FAULT_SESSION_EXPIRED)
    return NULL;
  return session;
}

static void
add_actions (SimRequest *request,
             JsonObject *answer,
             const char *text)
{
  const char *actions = sim_request_get_field (request, "actions");
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) sequence = g_string_new (NULL);

  if (actions == NULL)
    return;
  words = g_strsplit (actions, ",", -1);
  for (guint i = 0; words[i] != NULL; i++)
    g_string_append_printf (sequence, "%s %s", i > 0 ? "\n" : "", g_strstrip (words[i]));
  json_object_set_string_member (answer, "response", text);
  json_object_set_string_member (answer, "actionSequence", sequence->str);
  if (sim_request_get_field (request, "classification") != NULL)
    json_object_set_string_member (answer, "tag", words[0] != NULL ? words[0] : "");
}

static void
add_audio (JsonObject *answer,
           const char *text,
           gboolean    wanted)
{
  g_autoptr (GBytes) wav = NULL;
  g_autofree char *base64 = NULL;
  g_autofree char *rate_text = NULL;
  guint rate;

  if (!wanted)
    {
      json_object_set_null_member (answer, "audio");
      json_object_set_null_member (answer, "sample_rate");
      return;
    }
  wav = convai_speak (text, &rate);
  base64 = g_base64_encode (g_bytes_get_data (wav, NULL), g_bytes_get_size (wav));
  rate_text = g_strdup_printf ("%u", rate);
  json_object_set_string_member (answer, "audio", base64);
  json_object_set_string_member (answer, "sample_rate", rate_text);
}

SimReply *
convai_get_response (SimRequest *request,
                     ConvaiUser *user)
{
  ConvaiState *state = sim_get_convai (request->sim);
  const char *character_id = sim_request_get_field (request, "charID");
  const char *session_id = sim_request_get_field (request, "sessionID");
  const char *objects = sim_request_get_field (request, "objects");
  ConvaiCharacter *character;
  ConvaiSession *session;
  SimReply *refusal = NULL;
  gboolean voice, stream;
  g_autofree char *asked = NULL;
  g_autofree char *text = NULL;
  JsonObject *answer;

  if (character_id == NULL)
    return sim_reply_new_error (request, 400, "charID is missing.");
  if (session_id == NULL)
    return sim_reply_new_error (request, 400, "sessionID is missing.");
  if (!read_boolean (request, "voiceResponse", &voice)
      || !read_boolean (request, "stream", &stream))
    return sim_reply_new_error (request, 400, "voiceResponse and stream are True or False.");
  if (objects != NULL && strchr (objects, ';') != NULL)
    return sim_reply_new_error (request, 400, "objects must not have a semicolon.");
  asked = understand (request, &refusal);
  if (asked == NULL)
    return refusal;
  /* What the events of a stream look like is not documented. */
  if (stream)
    sim_request_note (request, "stream");

  character = convai_state_find_character (state, character_id);
  if (character == NULL
      || (character->user != user
          && !g_str_equal (json_object_get_string_member (character->record, "listing"), "public")))
    return process_failure (character_id, "character not found");
  refusal = convai_refuse_quota (request, user);
  if (refusal != NULL)
    return refusal;
  session = find_session (request, character, session_id);
  if (session == NULL)
    return process_failure (character_id, "session not found");

  text = convai_reply_text (character, asked);
  convai_session_add_turn (state, session, asked, text);
  answer = json_object_new ();
  json_object_set_string_member (answer, "charID", character_id);
  json_object_set_string_member (answer, "text", text);
  json_object_set_string_member (answer, "sessionID", session->id);
  /* Both capitalisations occur. */
  json_object_set_string_member (answer, sim_request_get_part (request, "file") != NULL
                                           ? "UserQuery" : "userQuery", asked);
  add_audio (answer, text, voice);
  add_actions (request, answer, text);
  return sim_reply_new_object (200, answer);
}
