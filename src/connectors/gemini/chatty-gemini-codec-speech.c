/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-codec.h"
#include "chatty-json.h"
#include "chatty-speech-text.h"

/* What the samples of models are that do not say it (platform reference,
 * section 2.7). */
#define DEFAULT_RATE 24000

#define MIN_RATE 4000
#define MAX_RATE 192000

/* A part as long as two minutes, so that a slow model is not cut off, and as
 * short as a paragraph. */
#define PART_MIN 500
#define PART_MAX 1500

/* Writing -------------------------------------------------------------------------------- */

/* The model is told in words how to say it; where nothing is to be told it
 * gets the bare text. */
static char *
make_direction (const ChattySpeechRequest *request)
{
  const char *direction = chatty_speech_get_direction (request->feeling.emotion);
  const char *degree = request->feeling.strength == CHATTY_STRENGTH_STRONG ? "very "
                       : request->feeling.strength == CHATTY_STRENGTH_WEAK ? "slightly " : "";
  const char *speed = request->speed > 1.1 ? "quickly" : request->speed > 0 && request->speed < 0.9
                      ? "slowly" : NULL;

  if (direction == NULL && speed == NULL)
    return g_strdup ("");
  return g_strconcat ("Say", speed != NULL ? " " : "", speed != NULL ? speed : "",
                      direction != NULL ? " in a " : "", direction != NULL ? degree : "",
                      direction != NULL ? direction : "", direction != NULL ? " voice" : "",
                      ":\n", NULL);
}

/**
 * chatty_gemini_split_text:
 * @request: what is to be said, and how
 *
 * Returns: (transfer full): the parts, with a direction before each where there
 *   is something to direct; none where there is nothing to say
 */
char **
chatty_gemini_split_text (const ChattySpeechRequest *request)
{
  g_autofree char *direction = make_direction (request);

  return chatty_speech_split_text (request->text, direction, PART_MIN, PART_MAX);
}

/* Codes are those of the list; Chinese is "cmn" there, Arabic "ar-XA". A code
 * that is not there is better left out: the model hears the language itself. */
static char *
find_language (const char *code)
{
  g_autoptr (GPtrArray) languages = chatty_gemini_list_languages ();
  g_autofree char *wanted = code != NULL ? g_strdelimit (g_strdup (code), "_", '-') : NULL;
  gsize length;

  if (wanted == NULL || *wanted == '\0')
    return NULL;
  for (guint i = 0; i < languages->len; i++)
    {
      const char *known = ((ChattyLanguage *) g_ptr_array_index (languages, i))->code;

      if (g_ascii_strcasecmp (known, wanted) == 0)
        return g_strdup (known);
    }
  length = strcspn (wanted, "-");
  if (g_ascii_strncasecmp (wanted, "zh", MAX (length, 2)) == 0)
    return g_strdup ("cmn-CN");
  for (guint i = 0; i < languages->len; i++)
    {
      const char *known = ((ChattyLanguage *) g_ptr_array_index (languages, i))->code;

      if (g_ascii_strncasecmp (known, wanted, length) == 0 && known[length] == '-')
        return g_strdup (known);
    }
  return NULL;
}

/**
 * chatty_gemini_write_speech:
 * @request: how it is to be said
 * @text: a part of what is to be said
 *
 * The form of the sound is not asked for: models before the newest refuse to
 * be asked (platform reference, section 2.7).
 *
 * Returns: (transfer full): the body
 */
JsonNode *
chatty_gemini_write_speech (const ChattySpeechRequest *request,
                            const char                *text)
{
  g_autofree char *language = find_language (request->language);
  JsonObject *object = json_object_new (), *content = json_object_new ();
  JsonObject *part = json_object_new (), *config = json_object_new ();
  JsonObject *speech = json_object_new (), *voice = json_object_new ();
  JsonObject *prebuilt = json_object_new ();
  JsonArray *contents = json_array_new (), *parts = json_array_new ();
  JsonArray *modalities = json_array_new ();

  json_object_set_string_member (part, "text", text);
  json_array_add_object_element (parts, part);
  json_object_set_string_member (content, "role", "user");
  json_object_set_array_member (content, "parts", parts);
  json_array_add_object_element (contents, content);

  json_object_set_string_member (prebuilt, "voiceName", request->voice);
  json_object_set_object_member (voice, "prebuiltVoiceConfig", prebuilt);
  json_object_set_object_member (speech, "voiceConfig", voice);
  if (language != NULL)
    json_object_set_string_member (speech, "languageCode", language);
  json_array_add_string_element (modalities, "AUDIO");
  json_object_set_array_member (config, "responseModalities", modalities);
  json_object_set_object_member (config, "speechConfig", speech);

  json_object_set_array_member (object, "contents", contents);
  json_object_set_object_member (object, "generationConfig", config);
  return chatty_gemini_object_node (object);
}

/* Reading -------------------------------------------------------------------------------- */

static guint
read_parameter (char       **parameters,
                const char  *name,
                guint        least,
                guint        most,
                guint        fallback)
{
  for (guint i = 0; parameters[i] != NULL; i++)
    {
      const char *p = g_strstrip (parameters[i]);
      gsize length = strlen (name);
      guint64 value;

      if (g_ascii_strncasecmp (p, name, length) == 0 && p[length] == '=' &&
          g_ascii_string_to_unsigned (p + length + 1, 10, least, most, &value, NULL))
        return (guint) value;
    }
  return fallback;
}

/**
 * chatty_gemini_read_format:
 * @mime_type: (nullable): such as "audio/L16;codec=pcm;rate=24000"
 * @format: (out): what it says
 *
 * L16 is little-endian here, whatever RFC 2586 says (platform reference,
 * section 2.7).
 *
 * Returns: whether it is a kind of sound that can be played
 */
gboolean
chatty_gemini_read_format (const char         *mime_type,
                           ChattyAudioFormat  *format)
{
  static const struct {
    const char *name;
    const char *media_type;
  } types[] = {
    { "audio/l16", "audio/x-raw" }, { "audio/pcm", "audio/x-raw" }, { "audio/raw", "audio/x-raw" },
    { "audio/wav", "audio/wav" }, { "audio/x-wav", "audio/wav" }, { "audio/wave", "audio/wav" },
    { "audio/vnd.wave", "audio/wav" },
    { "audio/mpeg", "audio/mpeg" }, { "audio/mp3", "audio/mpeg" },
    { "audio/ogg", "audio/ogg" }, { "audio/opus", "audio/ogg" }, { "audio/flac", "audio/flac" },
    { "audio/alaw", "audio/x-alaw" }, { "audio/x-alaw", "audio/x-alaw" },
    { "audio/pcma", "audio/x-alaw" }, { "audio/mulaw", "audio/x-mulaw" },
    { "audio/x-mulaw", "audio/x-mulaw" }, { "audio/pcmu", "audio/x-mulaw" },
    { "audio/basic", "audio/x-mulaw" },
  };
  g_auto (GStrv) parts = g_strsplit (mime_type != NULL ? mime_type : "", ";", 16);
  const char *name = parts[0] != NULL ? g_strstrip (parts[0]) : "";

  *format = (ChattyAudioFormat) { NULL };
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (types[i].name, name) == 0)
      format->media_type = types[i].media_type;
  if (format->media_type == NULL)
    return FALSE;
  if (g_str_equal (format->media_type, "audio/x-raw"))
    {
      format->rate = read_parameter (parts, "rate", MIN_RATE, MAX_RATE, DEFAULT_RATE);
      format->channels = read_parameter (parts, "channels", 1, 2, 1);
      format->bits = 16;
    }
  else if (g_str_has_suffix (format->media_type, "law"))
    {
      format->rate = read_parameter (parts, "rate", MIN_RATE, MAX_RATE, 8000);
      format->channels = read_parameter (parts, "channels", 1, 2, 1);
    }
  return TRUE;
}

static gboolean
damaged (GError **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("The speech that Gemini sent is damaged. Try again"));
  return FALSE;
}

static gboolean
take_data (JsonObject         *data,
           ChattyGeminiSound  *sound,
           GByteArray         *bytes,
           GError            **error)
{
  const char *text = chatty_json_get_string (data, "data");
  const char *type = chatty_json_get_string (data, "mimeType");
  g_autoptr (GBytes) decoded = NULL;
  ChattyAudioFormat format;

  if (!chatty_gemini_read_format (type, &format))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                           _("Gemini sent speech in a form that is not known here. Choose another "
                             "model for speech"));
      return FALSE;
    }
  decoded = text != NULL ? chatty_speech_decode_base64 (text) : NULL;
  /* Two files one after the other are none. */
  if (decoded == NULL ||
      (bytes->len > 0 && (!g_str_equal (format.media_type, "audio/x-raw") ||
                          format.rate != sound->format.rate ||
                          g_strcmp0 (format.media_type, sound->format.media_type) != 0)))
    return damaged (error);
  sound->format = format;
  g_byte_array_append (bytes, g_bytes_get_data (decoded, NULL), (guint) g_bytes_get_size (decoded));
  return TRUE;
}

/* An answer without sound says why, or has words instead. */
static gboolean
explain (const ChattyGeminiPiece  *piece,
         GError                  **error)
{
  g_autofree char *words = NULL;

  if (piece->block != NULL)
    words = chatty_gemini_describe_block (piece->block);
  else if (piece->finish != NULL && piece->text == NULL)
    words = chatty_gemini_describe_finish (piece->finish, FALSE);
  else
    words = g_strdup (_("Gemini answered the text instead of saying it. Try again, or choose "
                        "another model for speech"));
  g_set_error_literal (error, CHATTY_ERROR,
                       piece->block != NULL ? CHATTY_ERROR_INVALID_DATA : CHATTY_ERROR_SERVER,
                       words);
  return FALSE;
}

/**
 * chatty_gemini_read_sound:
 * @node: (nullable): the answer to a request for speech
 * @now: the wall clock, as chatty_time_now() has it
 * @sound: (out caller-allocates): what it brought
 * @error: what it says went wrong, why there is no sound, and
 *   %CHATTY_ERROR_SERVER for sound that cannot be read
 *
 * Returns: whether there is sound
 */
gboolean
chatty_gemini_read_sound (JsonNode           *node,
                          gint64              now,
                          ChattyGeminiSound  *sound,
                          GError            **error)
{
  g_auto (ChattyGeminiPiece) piece = { NULL };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  JsonArray *candidates, *parts;
  JsonObject *content;

  *sound = (ChattyGeminiSound) { NULL };
  if (!chatty_gemini_read_piece (node, now, &piece, error))
    return FALSE;
  candidates = chatty_json_get_array (json_node_get_object (node), "candidates");
  content = chatty_gemini_element (candidates, 0);
  content = content != NULL ? chatty_json_get_object (content, "content") : NULL;
  parts = content != NULL ? chatty_json_get_array (content, "parts") : NULL;
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      JsonObject *part = chatty_gemini_element (parts, i);
      JsonObject *data = part != NULL ? chatty_json_get_object (part, "inlineData") : NULL;

      if (data != NULL && !take_data (data, sound, bytes, error))
        return FALSE;
    }
  /* Half a sample at the end would shift all that follows. */
  if (sound->format.bits == 16)
    g_byte_array_set_size (bytes, bytes->len - bytes->len % (2 * sound->format.channels));
  if (bytes->len == 0)
    return explain (&piece, error);
  sound->audio = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  sound->model = g_steal_pointer (&piece.model);
  return TRUE;
}

void
chatty_gemini_sound_clear (ChattyGeminiSound *sound)
{
  g_clear_pointer (&sound->audio, g_bytes_unref);
  g_clear_pointer (&sound->model, g_free);
}
