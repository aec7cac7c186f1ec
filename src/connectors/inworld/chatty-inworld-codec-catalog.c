/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-inworld-codec.h"
#include "chatty-json.h"

static gboolean
no_list (const char  *what,
         GError     **error)
{
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
               /* Translators: the name of a list, such as "voices", untranslated. */
               _("Inworld’s answer has no list “%s”"), what);
  return FALSE;
}

static char **
dup_texts (JsonArray *array)
{
  GPtrArray *texts = g_ptr_array_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_ptr_array_add (texts, g_utf8_make_valid (json_node_get_string (node), -1));
    }
  g_ptr_array_add (texts, NULL);
  return (char **) g_ptr_array_free (texts, FALSE);
}

/* Voices -------------------------------------------------------------------------- */

/* The one list has `langCode`, the older `languages` (platform reference,
 * section 3.5). */
static char **
read_voice_languages (JsonObject *object)
{
  g_auto (GStrv) listed = dup_texts (chatty_inworld_get_array (object, "languages"));
  g_autofree char *single = chatty_inworld_dup_text (object, "langCode");
  g_autoptr (GPtrArray) languages = g_ptr_array_new_with_free_func (g_free);
  char *code = chatty_inworld_language_in (single);

  if (code != NULL)
    g_ptr_array_add (languages, code);
  for (guint i = 0; listed[i] != NULL; i++)
    {
      code = chatty_inworld_language_in (listed[i]);
      if (code != NULL && g_ptr_array_find_with_equal_func (languages, code, g_str_equal, NULL))
        g_clear_pointer (&code, g_free);
      if (code != NULL)
        g_ptr_array_add (languages, code);
    }
  g_ptr_array_add (languages, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&languages), FALSE);
}

static char *
read_gender (JsonObject *object)
{
  static const char *const genders[] = { "male", "female", "neutral", "non-binary" };
  g_auto (GStrv) tags = dup_texts (chatty_inworld_get_array (object, "tags"));
  char *gender = chatty_inworld_dup_text (object, "gender");

  for (guint i = 0; gender == NULL && tags[i] != NULL; i++)
    for (guint k = 0; gender == NULL && k < G_N_ELEMENTS (genders); k++)
      if (g_ascii_strcasecmp (tags[i], genders[k]) == 0)
        gender = g_strdup (genders[k]);
  return gender;
}

static ChattyVoice *
read_voice (JsonObject *object)
{
  g_autofree char *id = chatty_inworld_dup_text (object, "voiceId");
  g_autofree char *resource = chatty_inworld_dup_text (object, "name");
  g_autofree char *name = chatty_inworld_dup_text (object, "displayName");
  g_autofree char *description = chatty_inworld_dup_text (object, "description");
  g_autofree char *source = chatty_inworld_dup_text (object, "source");
  g_autofree char *gender = read_gender (object);
  g_auto (GStrv) languages = read_voice_languages (object);
  const char *slash = resource != NULL ? strrchr (resource, '/') : NULL;

  if ((id == NULL || *id == '\0') && slash != NULL)
    {
      g_free (id);
      id = g_strdup (slash + 1);
    }
  if (id == NULL || *id == '\0')
    return NULL;
  return chatty_voice_new (&(ChattyVoice) {
    .id = id,
    .name = name != NULL && *name != '\0' ? name : id,
    .gender = gender,
    .languages = (const char *const *) languages,
    .description = description,
    .source = source,
  });
}

/**
 * chatty_inworld_read_voices:
 * @node: a page of the voices, of the newer list or the older
 * @voices: (element-type ChattyVoice): gets those of the page
 * @next: (out) (nullable): what names the next page; %NULL after the last
 * @error: %CHATTY_ERROR_INVALID_DATA when it holds no list
 *
 * Returns: whether it is a page
 */
gboolean
chatty_inworld_read_voices (JsonNode   *node,
                            GPtrArray  *voices,
                            char      **next,
                            GError    **error)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node)
                     ? json_node_get_array (node) : chatty_inworld_get_array (object, "voices");

  *next = NULL;
  /* An empty list is left out by protobuf. */
  if (array == NULL && (object == NULL || json_object_get_size (object) > 0))
    return no_list ("voices", error);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      ChattyVoice *voice = read_voice (chatty_inworld_element (array, i));

      if (voice != NULL)
        g_ptr_array_add (voices, voice);
    }
  *next = chatty_inworld_dup_text (object, "nextPageToken");
  if (*next != NULL && **next == '\0')
    g_clear_pointer (next, g_free);
  return TRUE;
}

/* Language models ------------------------------------------------------------------- */

static gboolean
has_text (char       **list,
          const char  *wanted)
{
  g_autofree char *folded = NULL;

  for (; list != NULL && *list != NULL; list++)
    {
      g_free (folded);
      folded = g_ascii_strdown (*list, -1);
      /* "image", and "MODALITY_IMAGE" */
      if (strstr (folded, wanted) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* "SERVICE_PROVIDER_OPENAI" is how the older answers say "openai". */
static char *
read_provider (JsonObject *object)
{
  g_autofree char *provider = chatty_inworld_dup_text (object, "provider");
  const char *name = provider;

  if (provider == NULL)
    return NULL;
  if (g_str_has_prefix (name, "SERVICE_PROVIDER_"))
    name += strlen ("SERVICE_PROVIDER_");
  return g_ascii_strdown (name, -1);
}

static ChattyLanguageModel *
read_model (JsonObject *object)
{
  static const char *const reasons[] = { "minimal", "low", "medium", "high", NULL };
  JsonObject *spec = chatty_inworld_get_object (object, "spec");
  g_autofree char *model = chatty_inworld_dup_text (object, "model");
  g_autofree char *creator = chatty_inworld_dup_text (object, "modelCreator");
  g_autofree char *provider = read_provider (object);
  g_autofree char *prefix = provider != NULL ? g_strconcat (provider, "/", NULL) : NULL;
  g_auto (GStrv) takes = dup_texts (chatty_inworld_get_array (spec, "inputModalities"));
  g_auto (GStrv) gives = dup_texts (chatty_inworld_get_array (spec, "outputModalities"));
  g_auto (GStrv) knows = dup_texts (chatty_inworld_get_array (spec, "supportedParameters"));
  g_autofree char *id = NULL;
  double context = chatty_inworld_get_number (spec, "contextLength", 0);

  if (model == NULL || *model == '\0' || !chatty_inworld_get_flag (object, "isSupported", TRUE) ||
      (*gives != NULL && !has_text (gives, "text")))
    return NULL;
  id = prefix == NULL || g_str_has_prefix (model, prefix) ? g_strdup (model)
                                                          : g_strconcat (prefix, model, NULL);
  return chatty_language_model_new (&(ChattyLanguageModel) {
    .id = id,
    .name = model,
    .efforts = has_text (knows, "reasoning") ? reasons : NULL,
    .group = creator != NULL && *creator != '\0' ? creator : provider,
    .takes_images = has_text (takes, "image"),
    .takes_audio = has_text (takes, "audio"),
    .context_tokens = context > 0 && context < G_MAXUINT ? (guint) context : 0,
  });
}

/**
 * chatty_inworld_read_models:
 * @node: the answer of /llm/v1alpha/models
 * @error: %CHATTY_ERROR_INVALID_DATA when it holds no list
 *
 * Returns: (transfer full) (nullable) (element-type ChattyLanguageModel): what
 *   may answer in text, after the platform's own choice "auto"
 */
GPtrArray *
chatty_inworld_read_models (JsonNode  *node,
                            GError   **error)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonArray *array = chatty_inworld_get_array (object, "models");
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (array == NULL)
    array = chatty_inworld_get_array (object, "data");
  if (array == NULL)
    {
      no_list ("models", error);
      return NULL;
    }
  models = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_language_model_unref);
  g_ptr_array_add (models, chatty_language_model_new (&(ChattyLanguageModel) {
                             .id = "auto",
                             /* Translators: a language model that Inworld chooses by itself. */
                             .name = _("Automatic"),
                             .group = "Inworld",
                             .takes_images = TRUE,
                           }));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr (ChattyLanguageModel) model = read_model (chatty_inworld_element (array, i));

      if (model != NULL && g_hash_table_add (seen, (gpointer) model->id))
        g_ptr_array_add (models, g_steal_pointer (&model));
    }
  return g_steal_pointer (&models);
}

/* Languages --------------------------------------------------------------------------- */

/**
 * chatty_inworld_list_languages:
 *
 * The platform has no list; these are the languages that its voices are marked
 * with (platform reference, section 3.5).
 *
 * Returns: (transfer full) (element-type ChattyLanguage): the languages
 */
GPtrArray *
chatty_inworld_list_languages (void)
{
  static const struct {
    const char *code;
    const char *name;
  } languages[] = {
    { "en-US", N_("English") }, { "zh-CN", N_("Chinese") }, { "ja-JP", N_("Japanese") },
    { "ko-KR", N_("Korean") }, { "ru-RU", N_("Russian") }, { "it-IT", N_("Italian") },
    { "es-ES", N_("Spanish") }, { "pt-BR", N_("Portuguese (Brazil)") },
    { "fr-FR", N_("French") }, { "de-DE", N_("German") }, { "pl-PL", N_("Polish") },
    { "nl-NL", N_("Dutch") }, { "hi-IN", N_("Hindi") }, { "he-IL", N_("Hebrew") },
    { "ar-SA", N_("Arabic") },
  };
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_language_unref);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    g_ptr_array_add (list, chatty_language_new (languages[i].code, _(languages[i].name)));
  return list;
}

/* Models that speak ------------------------------------------------------------------- */

static const char *const all_deliveries[] = { "STABLE", "BALANCED", "CREATIVE", NULL };
static const char *const first_languages[] = {
  "en", "zh", "ja", "ko", "ru", "it", "es", "pt", "fr", "de", "pl", "nl", "hi", "he", "ar", NULL,
};

/* As of 2026-11-23 (platform reference, section 3.4): the platform has no call
 * that lists them. The best comes first; see README.md in this folder. */
static const ChattySpeechModel speech_models[] = {
  { "inworld-tts-2", "Inworld TTS 2", all_deliveries, TRUE, FALSE, NULL },
  { "inworld-tts-1.5-max", "Inworld TTS 1.5 Max", NULL, FALSE, FALSE, first_languages },
  { "inworld-tts-1.5-mini", "Inworld TTS 1.5 Mini", NULL, FALSE, FALSE, first_languages },
  { "inworld-tts-1-max", "Inworld TTS 1 Max", NULL, FALSE, TRUE, first_languages },
  { "inworld-tts-1", "Inworld TTS 1", NULL, FALSE, TRUE, first_languages },
};

GPtrArray *
chatty_inworld_list_speech_models (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_speech_model_unref);

  for (guint i = 0; i < G_N_ELEMENTS (speech_models); i++)
    g_ptr_array_add (list, chatty_speech_model_new (&speech_models[i]));
  return list;
}

/**
 * chatty_inworld_find_speech_model:
 * @id: (nullable): %NULL for the best
 *
 * Returns: (transfer none): what is known of it; static. A model that is not
 *   known is asked for by its id, and for nothing that not all of them know
 */
const ChattySpeechModel *
chatty_inworld_find_speech_model (const char *id)
{
  static const ChattySpeechModel unknown = { NULL, NULL, NULL, FALSE, FALSE, NULL };

  if (id == NULL || *id == '\0')
    return &speech_models[0];
  for (guint i = 0; i < G_N_ELEMENTS (speech_models); i++)
    if (g_str_equal (speech_models[i].id, id))
      return &speech_models[i];
  return &unknown;
}
