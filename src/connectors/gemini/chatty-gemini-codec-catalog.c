/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-codec.h"
#include "chatty-json.h"
#include "chatty-text.h"

/* No name of theirs is longer. */
#define MAX_NAME 200

/* Reading ------------------------------------------------------------------------------- */

void
chatty_gemini_model_free (ChattyGeminiModel *model)
{
  g_free (model->id);
  g_free (model->name);
  g_free (model);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattyGeminiModel, chatty_gemini_model_free)

static gboolean
has_method (JsonObject *object,
            const char *wanted)
{
  JsonArray *methods = chatty_json_get_array (object, "supportedGenerationMethods");

  for (guint i = 0; methods != NULL && i < json_array_get_length (methods); i++)
    {
      JsonNode *node = json_array_get_element (methods, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
          g_str_equal (json_node_get_string (node), wanted))
        return TRUE;
    }
  return FALSE;
}

/* Parts of names that do not converse although they generate (platform
 * reference, section 2.6). */
static gboolean
is_special (const char *id)
{
  static const char *const parts[] = {
    "tts", "image", "embedding", "live", "native-audio", "veo", "imagen", "aqa", "lyria",
    "computer-use", "robotics",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (id, parts[i]) != NULL)
      return TRUE;
  return FALSE;
}

static double
read_version (const char *id)
{
  const char *p = strchr (id, '-');
  double version;

  if (p == NULL || !g_ascii_isdigit (p[1]))
    return 0;
  version = g_ascii_strtod (p + 1, NULL);
  return version < 1000 ? version : 0;
}

static gboolean
is_name (const char *id)
{
  gsize length = strlen (id);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (id[i]) && strchr ("-_.", id[i]) == NULL)
      return FALSE;
  return length > 0 && length <= MAX_NAME && id[0] != '.';
}

/* Returns the part of a model's name that may stand in an address, or NULL. */
static const char *
check_id (const char  *id,
          const char **folder)
{
  static const char *const folders[] = { "models/", "tunedModels/", "dynamic/" };

  *folder = folders[0];
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    if (g_str_has_prefix (id, folders[i]))
      {
        *folder = folders[i];
        id += strlen (folders[i]);
        break;
      }
  return is_name (id) ? id : NULL;
}

static ChattyGeminiModel *
read_model (JsonObject *object,
            gboolean    tuned)
{
  g_autofree char *name = chatty_gemini_dup_text (object, "name");
  g_autofree char *title = chatty_gemini_dup_text (object, "displayName");
  g_autoptr (ChattyGeminiModel) model = NULL;
  const char *folder, *id = name != NULL ? check_id (name, &folder) : NULL;
  gboolean special;

  if (id == NULL)
    return NULL;
  special = is_special (id);
  model = g_new0 (ChattyGeminiModel, 1);
  model->tuned = tuned;
  model->id = tuned ? g_strconcat ("tunedModels/", id, NULL) : g_strdup (id);
  model->talks = tuned ? g_strcmp0 (chatty_json_get_string (object, "state"), "ACTIVE") == 0
                       : has_method (object, "generateContent") && !special;
  /* What does both talks. */
  model->answers = !tuned && !model->talks && has_method (object, "generateAnswer");
  model->speaks = !tuned && strstr (id, "tts") != NULL && has_method (object, "generateContent");
  model->thinks = chatty_json_get_bool (object, "thinking", FALSE);
  model->version = tuned ? 0 : read_version (id);
  model->context = (guint) MIN (chatty_gemini_get_count (object, "inputTokenLimit", 0), G_MAXINT);
  if (title == NULL || *title == '\0')
    title = (g_free (title), g_strdup (id));
  model->name = g_steal_pointer (&title);
  return g_steal_pointer (&model);
}

/**
 * chatty_gemini_read_models:
 * @node: a page of models, or of tuned ones
 * @models: (element-type ChattyGeminiModel): gets those of the page
 * @next: (out) (nullable): what names the next page; %NULL after the last
 * @error: %CHATTY_ERROR_INVALID_DATA when it holds no list
 *
 * Returns: whether it is a page (platform reference, sections 2.6 and 2.11)
 */
gboolean
chatty_gemini_read_models (JsonNode   *node,
                           GPtrArray  *models,
                           char      **next,
                           GError    **error)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonArray *array = object != NULL ? chatty_json_get_array (object, "models") : NULL;
  JsonArray *tuned = object != NULL ? chatty_json_get_array (object, "tunedModels") : NULL;

  *next = NULL;
  /* An empty list is left out by protobuf. */
  if (object == NULL || (array == NULL && tuned == NULL && json_object_get_size (object) > 0 &&
                         !json_object_has_member (object, "nextPageToken")))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("Gemini’s answer has no list of models"));
      return FALSE;
    }
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      ChattyGeminiModel *model = read_model (chatty_gemini_element (array, i), FALSE);

      if (model != NULL)
        g_ptr_array_add (models, model);
    }
  for (guint i = 0; tuned != NULL && i < json_array_get_length (tuned); i++)
    {
      ChattyGeminiModel *model = read_model (chatty_gemini_element (tuned, i), TRUE);

      if (model != NULL)
        g_ptr_array_add (models, model);
    }
  *next = chatty_gemini_dup_next_page (object);
  return TRUE;
}

/* Choosing ------------------------------------------------------------------------------- */

/* What a person who chose nothing would choose: the newest that is neither a
 * preview nor a small one, of the quick family, which every plan has. */
static double
measure (const ChattyGeminiModel *model)
{
  double worth = model->version;

  if (!g_str_has_prefix (model->id, "gemini-"))
    worth -= 10000;
  if (strstr (model->id, "preview") != NULL || strstr (model->id, "exp") != NULL)
    worth -= 4000;
  if (strstr (model->id, "lite") != NULL)
    worth -= 2000;
  if (strstr (model->id, "flash") == NULL)
    worth -= 1000;
  return worth;
}

static gboolean
is_kind (const ChattyGeminiModel *model,
         gboolean                 speaks)
{
  return !model->tuned && (speaks ? model->speaks : model->talks);
}

/**
 * chatty_gemini_choose_model:
 * @models: (element-type ChattyGeminiModel): what there is
 * @id: (nullable): which; %NULL for the best
 * @speaks: whether it is for speech
 *
 * Returns: (transfer none) (nullable): the model, if it is there
 */
const ChattyGeminiModel *
chatty_gemini_choose_model (GPtrArray  *models,
                            const char *id,
                            gboolean    speaks)
{
  const ChattyGeminiModel *best = NULL;

  if (id != NULL && g_str_has_prefix (id, "models/"))
    id += strlen ("models/");
  for (guint i = 0; i < models->len; i++)
    {
      const ChattyGeminiModel *model = g_ptr_array_index (models, i);

      if (id != NULL && *id != '\0')
        {
          if (g_str_equal (model->id, id))
            return model;
        }
      else if (is_kind (model, speaks) && (best == NULL || measure (model) > measure (best)))
        best = model;
    }
  return best;
}

/**
 * chatty_gemini_model_path:
 * @id: a model, by its name with or without "models/"
 * @method: what is asked of it
 * @error: %CHATTY_ERROR_INVALID_DATA for what is no name
 *
 * Returns: (transfer full) (nullable): the path of the call
 */
char *
chatty_gemini_model_path (const char  *id,
                          const char  *method,
                          GError     **error)
{
  const char *folder, *name = check_id (id, &folder);
  g_autofree char *valid = NULL;
  g_autofree char *line = NULL;

  if (name != NULL)
    return g_strconcat ("/v1beta/", folder, name, ":", method, NULL);
  valid = chatty_text_make_valid (id, -1);
  line = chatty_text_one_line (valid, MAX_NAME);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
               /* Translators: %s is the name of a model. */
               _("“%s” is no model of Gemini’s. Choose another one"), line);
  return NULL;
}

/**
 * chatty_gemini_name_model:
 * @error: (inout) (nullable): why a call of a model failed
 * @id: the model
 *
 * Says which model it is that is not there.
 */
void
chatty_gemini_name_model (GError     **error,
                          const char  *id)
{
  if (error == NULL || !g_error_matches (*error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    return;
  g_clear_error (error);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
               _("Gemini does not have the model “%s”, or has it no more. Choose another one"), id);
}

static int
compare_worth (gconstpointer a,
               gconstpointer b)
{
  double one = measure (*(ChattyGeminiModel **) a), other = measure (*(ChattyGeminiModel **) b);

  return one > other ? -1 : one < other;
}

/* Those of a kind, the best first; of those for talk the tuned ones then, and at
 * last those that answer from documents alone. */
static GPtrArray *
select_models (GPtrArray *models,
               gboolean   speaks)
{
  guint n_rounds = speaks ? 0 : 2;

  GPtrArray *list = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < models->len; i++)
    {
      ChattyGeminiModel *model = g_ptr_array_index (models, i);

      if (is_kind (model, speaks) && g_hash_table_add (seen, model->id))
        g_ptr_array_add (list, model);
    }
  g_ptr_array_sort (list, compare_worth);
  for (guint round = 0; round < n_rounds; round++)
    for (guint i = 0; i < models->len; i++)
      {
        ChattyGeminiModel *model = g_ptr_array_index (models, i);

        if ((round == 0 ? model->tuned && model->talks : model->answers) &&
            g_hash_table_add (seen, model->id))
          g_ptr_array_add (list, model);
      }
  return list;
}

/**
 * chatty_gemini_is_family:
 * @id: a model, by its name with or without "models/"
 *
 * Returns: whether it is one of the Gemini family, all of which talk
 */
gboolean
chatty_gemini_is_family (const char *id)
{
  return g_str_has_prefix (id, "gemini-") || g_str_has_prefix (id, "models/gemini-");
}

/**
 * chatty_gemini_model_perceives:
 *
 * Returns: whether it looks at pictures and listens to speech. The list of the
 *   platform does not tell: all of the Gemini family do, and nothing is known
 *   of others
 */
gboolean
chatty_gemini_model_perceives (const ChattyGeminiModel *model)
{
  return chatty_gemini_is_family (model->id) && !model->answers;
}

static const char *
describe_group (const ChattyGeminiModel *model)
{
  if (model->answers)
    /* Translators: what a model does, beside its name. It understands English alone. */
    return _("Answers from documents alone, in English");
  return model->tuned
         /* Translators: a heading above models. */
         ? _("Tuned by you, until Google ends them") : "Google";
}

/**
 * chatty_gemini_list_talkers:
 * @models: (element-type ChattyGeminiModel): what there is
 *
 * Returns: (transfer full) (element-type ChattyLanguageModel): what answers in
 *   text
 */
GPtrArray *
chatty_gemini_list_talkers (GPtrArray *models)
{
  static const char *const efforts[] = { "minimal", "low", "medium", "high", NULL };
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_language_model_unref);
  g_autoptr (GPtrArray) talkers = select_models (models, FALSE);

  for (guint i = 0; i < talkers->len; i++)
    {
      ChattyGeminiModel *model = g_ptr_array_index (talkers, i);
      gboolean perceives = chatty_gemini_model_perceives (model);

      g_ptr_array_add (list, chatty_language_model_new (&(ChattyLanguageModel) {
                               .id = model->id,
                               .name = model->name,
                               .efforts = model->thinks ? efforts : NULL,
                               .group = describe_group (model),
                               .takes_images = perceives,
                               .takes_audio = perceives,
                               .context_tokens = model->context,
                             }));
    }
  return list;
}

/**
 * chatty_gemini_list_speakers:
 * @models: (element-type ChattyGeminiModel): what there is
 *
 * Returns: (transfer full) (element-type ChattySpeechModel): what makes speech
 */
GPtrArray *
chatty_gemini_list_speakers (GPtrArray *models)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_speech_model_unref);
  g_autoptr (GPtrArray) speakers = select_models (models, TRUE);

  for (guint i = 0; i < speakers->len; i++)
    {
      ChattyGeminiModel *model = g_ptr_array_index (speakers, i);

      g_ptr_array_add (list, chatty_speech_model_new (&(ChattySpeechModel) {
                               .id = model->id,
                               .name = model->name,
                             }));
    }
  return list;
}

/* Voices ---------------------------------------------------------------------------------- */

/* The discovery document's list for speech (languageCode of SpeechConfig,
 * revision 20260717). */
static const struct {
  const char *code;
  const char *name;
} languages[] = {
  { "en-US", N_("English (United States)") }, { "en-GB", N_("English (United Kingdom)") },
  { "en-AU", N_("English (Australia)") }, { "en-IN", N_("English (India)") },
  { "de-DE", N_("German") }, { "fr-FR", N_("French") }, { "fr-CA", N_("French (Canada)") },
  { "es-ES", N_("Spanish") }, { "es-US", N_("Spanish (United States)") },
  { "pt-BR", N_("Portuguese (Brazil)") }, { "it-IT", N_("Italian") }, { "nl-NL", N_("Dutch") },
  { "pl-PL", N_("Polish") }, { "ru-RU", N_("Russian") }, { "tr-TR", N_("Turkish") },
  { "ar-XA", N_("Arabic") }, { "hi-IN", N_("Hindi") }, { "bn-IN", N_("Bengali") },
  { "gu-IN", N_("Gujarati") }, { "kn-IN", N_("Kannada") }, { "ml-IN", N_("Malayalam") },
  { "mr-IN", N_("Marathi") }, { "ta-IN", N_("Tamil") }, { "te-IN", N_("Telugu") },
  { "id-ID", N_("Indonesian") }, { "ja-JP", N_("Japanese") }, { "ko-KR", N_("Korean") },
  { "cmn-CN", N_("Chinese") }, { "th-TH", N_("Thai") }, { "vi-VN", N_("Vietnamese") },
};

/**
 * chatty_gemini_list_languages:
 *
 * Returns: (transfer full) (element-type ChattyLanguage): what can be spoken
 */
GPtrArray *
chatty_gemini_list_languages (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_language_unref);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    g_ptr_array_add (list, chatty_language_new (languages[i].code, _(languages[i].name)));
  return list;
}

/**
 * chatty_gemini_list_voices:
 *
 * There is no call that lists them: these are the thirty that there were on
 * 2026-11-23 (platform reference, section 2.7; LiveKit's list has the names).
 * A voice that is not among them is asked for by its name all the same.
 *
 * Returns: (transfer full) (element-type ChattyVoice): the prebuilt voices,
 *   each of which speaks every language
 */
GPtrArray *
chatty_gemini_list_voices (void)
{
  static const char *const names[] = {
    "Zephyr", "Puck", "Charon", "Kore", "Fenrir", "Leda", "Orus", "Aoede", "Callirrhoe",
    "Autonoe", "Enceladus", "Iapetus", "Umbriel", "Algieba", "Despina", "Erinome", "Algenib",
    "Rasalgethi", "Laomedeia", "Achernar", "Alnilam", "Schedar", "Gacrux", "Pulcherrima",
    "Achird", "Zubenelgenubi", "Vindemiatrix", "Sadachbia", "Sadaltager", "Sulafat",
  };
  const char *codes[G_N_ELEMENTS (languages) + 1] = { NULL };
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_voice_unref);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    codes[i] = languages[i].code;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (list, chatty_voice_new (&(ChattyVoice) {
                             .id = names[i],
                             .name = names[i],
                             .group = "Google",
                             .languages = codes,
                             .source = "PREBUILT",
                           }));
  return list;
}
