/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Voices: reference, section 3.5. Those of the platform, and one of each
 * user's own. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "inworld.h"

#include <string.h>

#define MAX_VOICES 2000

typedef struct {
  const char *name;
  const char *language;   /* as /voices/v1 has it */
  const char *gender;
  const char *description;
  const char *tags;
} Voice;

static const Voice VOICES[] = {
  { "Dennis", "EN_US", "MALE", "Middle-aged man with a smooth, calm and friendly voice", "calm" },
  { "Ashley", "EN_US", "FEMALE", "A warm, natural female voice", "warm natural" },
  { "Sarah", "EN_US", "FEMALE", "Fast-talking young adult woman, questioning and curious", "curious" },
  { "Jason", "EN_US", "MALE", "A young man with a bright voice", "bright" },
  { "Clive", "EN_US", "MALE", "British-accented man, calm and cordial", "calm british" },
  { "Hana", "EN_US", "FEMALE", "Bright, expressive young female voice", "expressive" },
  { "Alex", "EN_US", "MALE", "Energetic and expressive mid-range voice", "energetic" },
  { "Johanna", "DE_DE", "FEMALE", "Calm German female with a low voice", "calm" },
  { "Josef", "DE_DE", "MALE", "Articulate German male voice", "clear" },
  { "Hélène", "FR_FR", "FEMALE", "Middle-aged French woman", "smooth" },
  { "Diego", "ES_ES", "MALE", "Spanish man with a soothing voice", "soothing" },
  { "Asuka", "JA_JP", "FEMALE", "日本語の若い女性の声", "friendly" },
  { "Xiaoyin", "ZH_CN", "FEMALE", "Youthful Chinese female voice", "gentle" },
  { "Heitor", "PT_BR", "MALE", "Composed Brazilian voice", "neutral" },
};

static const char *const LANGUAGES[] = {
  "EN_US", "ZH_CN", "KO_KR", "JA_JP", "RU_RU", "IT_IT", "ES_ES", "PT_BR", "DE_DE", "FR_FR",
  "AR_SA", "PL_PL", "NL_NL", "HI_IN", "HE_IL", "AUTO", NULL
};

static JsonObject *
voice_new (const char *id,
           const char *workspace,
           const char *display_name,
           const Voice *voice,
           const char *source)
{
  JsonObject *object = json_object_new ();
  JsonArray *tags = json_array_new ();
  g_auto (GStrv) words = g_strsplit (voice->tags, " ", -1);
  g_autofree char *name = g_strdup_printf ("workspaces/%s/voices/%s", workspace, id);

  for (guint i = 0; words[i] != NULL; i++)
    json_array_add_string_element (tags, words[i]);
  json_object_set_string_member (object, "voiceId", id);
  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "displayName", display_name);
  json_object_set_string_member (object, "description", voice->description);
  json_object_set_string_member (object, "langCode", voice->language);
  json_object_set_array_member (object, "tags", tags);
  json_object_set_string_member (object, "source", source);
  /* "sometimes" */
  if (voice->gender != NULL)
    json_object_set_string_member (object, "gender", voice->gender);
  return object;
}

void
inworld_voices_add_own (InworldUser *user)
{
  static const Voice OWN = { "lina", "EN_US", NULL, "Cloned from a recording", "own" };
  g_autofree char *id = g_strconcat (user->workspace, "__lina", NULL);

  g_ptr_array_add (user->voices, voice_new (id, user->workspace, "Lina", &OWN, "IVC"));
}

/* Returns: (transfer full) (element-type JsonObject) */
static GPtrArray *
all_voices (InworldUser *user)
{
  GPtrArray *voices = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (VOICES); i++)
    g_ptr_array_add (voices, voice_new (VOICES[i].name, "inworld", VOICES[i].name, &VOICES[i],
                                        "SYSTEM"));
  for (guint i = 0; i < user->voices->len; i++)
    g_ptr_array_add (voices, json_object_ref (g_ptr_array_index (user->voices, i)));
  return voices;
}

static JsonObject *
find_own (InworldUser *user,
          const char  *voice_id,
          guint       *index)
{
  for (guint i = 0; i < user->voices->len; i++)
    {
      JsonObject *voice = g_ptr_array_index (user->voices, i);

      *index = i;
      if (g_str_equal (sim_get_string (voice, "voiceId"), voice_id))
        return voice;
    }
  return NULL;
}

gboolean
inworld_voice_exists (InworldUser *user,
                      const char  *voice_id)
{
  guint index;

  for (guint i = 0; i < G_N_ELEMENTS (VOICES); i++)
    if (g_str_equal (VOICES[i].name, voice_id))
      return TRUE;
  return find_own (user, voice_id, &index) != NULL;
}

SimReply *
inworld_voices_list (SimRequest  *request,
                     InworldUser *user,
                     const char  *id)
{
  g_autoptr (GPtrArray) voices = all_voices (user);
  g_autoptr (GPtrArray) wanted = sim_query_all (request, "languages");
  g_autofree char *filter = sim_query (request, "filter");
  g_autofree char *next = NULL;
  JsonObject *answer;
  JsonArray *array;
  guint first, last;

  for (guint i = 0; i < wanted->len; i++)
    if (!g_strv_contains (LANGUAGES, g_ptr_array_index (wanted, i)))
      return inworld_refuse (request, 400, "The language \"%s\" is not supported.",
                             (const char *) g_ptr_array_index (wanted, i));
  if (filter != NULL)
    sim_request_note (request, "filter");
  for (guint i = voices->len; wanted->len > 0 && i > 0; i--)
    if (!g_ptr_array_find_with_equal_func (
          wanted, sim_get_string (g_ptr_array_index (voices, i - 1), "langCode"), g_str_equal,
          NULL))
      g_ptr_array_remove_index (voices, i - 1);
  if (!sim_read_page (request, MAX_VOICES, voices->len, &first, &last, &next))
    return inworld_refuse (request, 400, "The page is invalid.");
  array = json_array_new ();
  for (guint i = first; i < last; i++)
    json_array_add_object_element (array, json_object_ref (g_ptr_array_index (voices, i)));
  answer = json_object_new ();
  json_object_set_array_member (answer, "voices", array);
  /* Proto JSON leaves out what is empty, or not: both were seen. */
  if (next != NULL || last - first < voices->len)
    json_object_set_string_member (answer, "nextPageToken", next != NULL ? next : "");
  return sim_reply_new_object (200, answer);
}

/* The older list: other members, and languages of two letters. */
SimReply *
inworld_voices_old (SimRequest  *request,
                    InworldUser *user,
                    const char  *id)
{
  g_autoptr (GPtrArray) voices = all_voices (user);
  g_autofree char *filter = sim_query (request, "filter");
  JsonObject *answer = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < voices->len; i++)
    {
      JsonObject *voice = g_ptr_array_index (voices, i);
      JsonObject *old;
      JsonArray *languages;
      g_autofree char *language = g_ascii_strdown (sim_get_string (voice, "langCode"), 2);

      if (filter != NULL && (!g_str_has_prefix (filter, "language=")
                             || !g_str_equal (filter + strlen ("language="), language)))
        continue;
      old = json_object_new ();
      languages = json_array_new ();
      json_array_add_string_element (languages, language);
      json_object_set_string_member (old, "voiceId", sim_get_string (voice, "voiceId"));
      json_object_set_string_member (old, "displayName", sim_get_string (voice, "displayName"));
      json_object_set_string_member (old, "description", sim_get_string (voice, "description"));
      json_object_set_array_member (old, "languages", languages);
      json_object_set_array_member (old, "tags",
                                    json_array_ref (json_object_get_array_member (voice, "tags")));
      json_array_add_object_element (array, old);
    }
  json_object_set_array_member (answer, "voices", array);
  return sim_reply_new_object (200, answer);
}

static SimReply *
no_such_voice (SimRequest *request,
               const char *id)
{
  return inworld_refuse (request, 404, "Unknown voice: %s not found!", id);
}

SimReply *
inworld_voice_get (SimRequest  *request,
                   InworldUser *user,
                   const char  *id)
{
  g_autoptr (GPtrArray) voices = all_voices (user);

  for (guint i = 0; i < voices->len; i++)
    {
      JsonObject *voice = g_ptr_array_index (voices, i);

      if (g_str_equal (sim_get_string (voice, "voiceId"), id))
        return sim_reply_new_object (200, json_object_ref (voice));
    }
  return no_such_voice (request, id);
}

/* Its own voice, or the refusal. */
static JsonObject *
own_voice (SimRequest   *request,
           InworldUser  *user,
           const char   *id,
           guint        *index,
           SimReply    **refusal)
{
  JsonObject *voice = find_own (user, id, index);

  if (voice == NULL)
    *refusal = inworld_voice_exists (user, id)
                 ? inworld_refuse (request, 403, "The voice %s belongs to the platform.", id)
                 : no_such_voice (request, id);
  return voice;
}

SimReply *
inworld_voice_patch (SimRequest  *request,
                     InworldUser *user,
                     const char  *id)
{
  static const char *const TEXTS[] = { "displayName", "description" };
  JsonObject *asked = sim_request_get_object (request);
  SimReply *refusal = NULL;
  guint index;
  JsonObject *voice = own_voice (request, user, id, &index, &refusal);
  JsonNode *tags = json_object_get_member (asked, "tags");

  if (voice == NULL)
    return refusal;
  inworld_note_unknown (request, asked, "displayName description tags");
  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    if (json_object_has_member (asked, TEXTS[i]) && sim_get_string (asked, TEXTS[i]) == NULL)
      return inworld_refuse (request, 400, "%s is not a string.", TEXTS[i]);
  if (tags != NULL && !JSON_NODE_HOLDS_ARRAY (tags))
    return inworld_refuse (request, 400, "tags is not a list.");
  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    if (json_object_has_member (asked, TEXTS[i]))
      json_object_set_string_member (voice, TEXTS[i], sim_get_string (asked, TEXTS[i]));
  if (tags != NULL)
    json_object_set_member (voice, "tags", json_node_copy (tags));
  return sim_reply_new_object (200, json_object_ref (voice));
}

SimReply *
inworld_voice_delete (SimRequest  *request,
                      InworldUser *user,
                      const char  *id)
{
  SimReply *refusal = NULL;
  guint index;
  JsonObject *voice = own_voice (request, user, id, &index, &refusal);

  if (voice == NULL)
    return refusal;
  g_ptr_array_remove_index (user->voices, index);
  return sim_reply_new_object (200, json_object_new ());
}
