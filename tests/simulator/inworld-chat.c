/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* POST /v1/chat/completions: reference, sections 3.6 and 3.7. Nothing is kept:
 * each request has all of the conversation. Not documented and ours: 404 for an
 * unknown model, 400 for what is out of bounds, and that a model which takes no
 * images refuses them. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "inworld.h"

#include <string.h>

#define AUTO_MODEL "openai/gpt-4o-mini"

/* What was asked, as it is read. */
typedef struct {
  const char *model;          /* what really answers */
  gboolean    takes_images;
  gboolean    takes_audio;
  GPtrArray  *system;         /* of char *: instructions, the router's first */
  GString    *asked;          /* the last message of the person */
  GString    *before;         /* the one before that */
  gsize       length;         /* of all texts, in bytes */
  gboolean    ends_with_user;
} Talk;

static void
talk_clear (Talk *talk)
{
  g_ptr_array_unref (talk->system);
  g_string_free (talk->asked, TRUE);
  g_string_free (talk->before, TRUE);
}

/* "data:image/png;base64,…" with something in it, or an address. */
static gboolean
is_image_url (const char *url)
{
  const char *comma;
  g_autofree guchar *bytes = NULL;
  gsize length = 0;

  if (url == NULL)
    return FALSE;
  if (g_str_has_prefix (url, "https://"))
    return TRUE;
  comma = strstr (url, ";base64,");
  if (!g_str_has_prefix (url, "data:image/") || comma == NULL)
    return FALSE;
  bytes = g_base64_decode (comma + strlen (";base64,"), &length);
  return length > 0;
}

/* One part of a message; @error_message says what is wrong. */
static gboolean
read_part (JsonObject  *part,
           Talk        *talk,
           GString     *text,
           const char **error_message)
{
  const char *type = sim_get_string (part, "type");
  JsonNode *node;

  *error_message = "A content part is invalid.";
  if (g_strcmp0 (type, "text") == 0 && sim_get_string (part, "text") != NULL)
    {
      g_string_append (text, sim_get_string (part, "text"));
      return TRUE;
    }
  if (g_strcmp0 (type, "image_url") == 0)
    {
      *error_message = "This model does not support image input.";
      node = json_object_get_member (part, "image_url");
      if (!talk->takes_images || node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return FALSE;
      *error_message = "The image is invalid.";
      g_string_append (text, "[image]");
      return is_image_url (sim_get_string (json_node_get_object (node), "url"));
    }
  if (g_strcmp0 (type, "input_audio") == 0)
    {
      *error_message = "This model does not support audio input.";
      node = json_object_get_member (part, "input_audio");
      if (!talk->takes_audio || node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return FALSE;
      g_string_append (text, "[audio]");
      return sim_get_string (json_node_get_object (node), "data") != NULL;
    }
  return FALSE;
}

static gboolean
read_message (JsonNode    *node,
              Talk        *talk,
              const char **error_message)
{
  static const char *const ROLES[] = {
    "system", "user", "assistant", "tool", "developer", NULL
  };
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObject *message;
  JsonNode *content;
  const char *role;

  *error_message = "A message is invalid.";
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  message = json_node_get_object (node);
  role = sim_get_string (message, "role");
  content = json_object_get_member (message, "content");
  if (role == NULL || !g_strv_contains (ROLES, role) || content == NULL)
    return FALSE;
  if (JSON_NODE_HOLDS_ARRAY (content))
    {
      JsonArray *parts = json_node_get_array (content);

      for (guint i = 0; i < json_array_get_length (parts); i++)
        if (!JSON_NODE_HOLDS_OBJECT (json_array_get_element (parts, i))
            || !read_part (json_array_get_object_element (parts, i), talk, text, error_message))
          return FALSE;
    }
  else if (sim_get_string (message, "content") != NULL)
    g_string_append (text, sim_get_string (message, "content"));
  else
    return FALSE;
  talk->length += text->len;
  talk->ends_with_user = g_str_equal (role, "user");
  if (g_str_equal (role, "system") || g_str_equal (role, "developer"))
    g_ptr_array_add (talk->system, g_strdup (text->str));
  else if (g_str_equal (role, "user"))
    {
      g_string_assign (talk->before, talk->asked->str);
      g_string_assign (talk->asked, text->str);
    }
  *error_message = "A message of the person is empty.";
  return text->len > 0 || !g_str_equal (role, "user");
}

/* The templates of a router, as its own first messages. */
static void
add_templates (Talk       *talk,
               JsonObject *holder)
{
  JsonNode *node = holder != NULL ? json_object_get_member (holder, "message_templates") : NULL;
  JsonArray *templates = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                     : NULL;

  for (guint i = 0; templates != NULL && i < json_array_get_length (templates); i++)
    {
      JsonObject *template = json_array_get_object_element (templates, i);
      const char *content = sim_get_string (template, "content");

      if (content == NULL)
        continue;
      talk->length += strlen (content);
      g_ptr_array_add (talk->system, g_strdup (content));
    }
}

/* The variant of the default route that has any weight: conditions are not
 * evaluated here, and so never hold. */
static JsonObject *
find_variant (InworldRouter *router)
{
  JsonNode *route = json_object_get_member (router->record, "default_route");
  JsonArray *variants;

  if (route == NULL)
    return NULL;
  variants = json_object_get_array_member (json_node_get_object (route), "variants");
  for (guint i = 0; i < json_array_get_length (variants); i++)
    {
      JsonObject *entry = json_array_get_object_element (variants, i);

      if (json_object_get_int_member (entry, "weight") > 0)
        return json_object_get_object_member (entry, "variant");
    }
  return NULL;
}

static SimReply *
use_router (SimRequest    *request,
            InworldRouter *router,
            Talk          *talk)
{
  JsonObject *variant = find_variant (router);
  JsonNode *defaults = json_object_get_member (router->record, "defaults");
  const char *model_id;

  if (variant == NULL)
    return inworld_refuse (request, 400, "No route matched. Configure a default route or adjust "
                                         "conditions.");
  model_id = sim_get_string (variant, "model_id");
  if (model_id == NULL || g_str_equal (model_id, "auto"))
    model_id = AUTO_MODEL;
  if (inworld_model_find (model_id, &talk->takes_images, &talk->takes_audio) == NULL)
    return inworld_refuse (request, 404, "The model %s of the router does not exist.", model_id);
  talk->model = model_id;
  if (json_object_has_member (variant, "message_templates"))
    add_templates (talk, variant);
  else if (defaults != NULL)
    add_templates (talk, json_node_get_object (defaults));
  return NULL;
}

/* Sets who answers, or returns the refusal. */
static SimReply *
read_model (SimRequest  *request,
            InworldUser *user,
            Talk        *talk)
{
  const char *model = sim_request_get_string (request, "model");
  InworldRouter *router = NULL;

  if (model == NULL || *model == '\0')
    return inworld_refuse (request, 400, "model is missing.");
  if (g_str_equal (model, "auto"))
    {
      talk->takes_images = TRUE;
      talk->model = AUTO_MODEL;
      return NULL;
    }
  if (inworld_model_find (model, &talk->takes_images, &talk->takes_audio) != NULL)
    {
      talk->model = model;
      return NULL;
    }
  if (g_str_has_prefix (model, "inworld/"))
    router = inworld_state_find_router (sim_get_inworld (request->sim), user,
                                        model + strlen ("inworld/"));
  if (router == NULL)
    return inworld_refuse (request, 404, "The model %s does not exist.", model);
  return use_router (request, router, talk);
}

/* Numbers that are out of bounds, and words that are unknown. */
static const char *
find_bad_option (JsonObject *asked)
{
  static const struct {
    const char *name;
    double      least;
    double      most;
  } BOUNDS[] = {
    { "temperature", 0, 2 }, { "top_p", 1e-9, 1 }, { "max_tokens", 1, G_MAXINT },
    { "max_completion_tokens", 1, G_MAXINT }, { "presence_penalty", -2, 2 },
    { "frequency_penalty", -2, 2 }, { "seed", G_MININT64, G_MAXINT64 },
  };
  static const char *const EFFORTS[] = {
    "none", "minimal", "low", "medium", "high", "xhigh", NULL
  };
  const char *effort = sim_get_string (asked, "reasoning_effort");
  JsonNode *stream = json_object_get_member (asked, "stream");
  double value;

  for (guint i = 0; i < G_N_ELEMENTS (BOUNDS); i++)
    if (json_object_has_member (asked, BOUNDS[i].name)
        && (!sim_get_number (asked, BOUNDS[i].name, &value) || value < BOUNDS[i].least
            || value > BOUNDS[i].most))
      return BOUNDS[i].name;
  if (json_object_has_member (asked, "reasoning_effort")
      && (effort == NULL || !g_strv_contains (EFFORTS, effort)))
    return "reasoning_effort";
  if (json_object_has_member (asked, "user") && sim_get_string (asked, "user") == NULL)
    return "user";
  if (stream != NULL && (!JSON_NODE_HOLDS_VALUE (stream)
                         || json_node_get_value_type (stream) != G_TYPE_BOOLEAN))
    return "stream";
  return NULL;
}

/* About four characters each. The answer ends where the limit is. */
static void
limit_answer (JsonObject *asked,
              char       *text)
{
  double tokens;

  if (sim_get_number (asked, "max_completion_tokens", &tokens)
      || sim_get_number (asked, "max_tokens", &tokens))
    {
      glong length = g_utf8_strlen (text, -1);

      if (length > tokens * 4)
        *g_utf8_offset_to_pointer (text, tokens * 4) = '\0';
    }
}

SimReply *
inworld_chat (SimRequest  *request,
              InworldUser *user,
              const char  *id)
{
  InworldState *state = sim_get_inworld (request->sim);
  JsonObject *asked = sim_request_get_object (request);
  JsonNode *node = json_object_get_member (asked, "messages");
  const char *error_message = NULL;
  Talk talk = { NULL };
  InworldCompletion completion = { NULL };
  SimReply *reply;
  JsonArray *messages;

  inworld_note_unknown (request, asked,
                        "model messages stream temperature top_p max_tokens max_completion_tokens "
                        "presence_penalty frequency_penalty seed stop logit_bias reasoning_effort "
                        "user audio extra_body web_search tools tool_choice");
  if (find_bad_option (asked) != NULL)
    return inworld_refuse (request, 400, "%s is invalid.", find_bad_option (asked));
  /* Nothing here can be both. */
  if (json_object_has_member (asked, "audio"))
    return inworld_refuse (request, 400, "This model does not support audio output.");
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node)
      || json_array_get_length (json_node_get_array (node)) == 0)
    return inworld_refuse (request, 400, "messages is empty.");
  talk.system = g_ptr_array_new_with_free_func (g_free);
  talk.asked = g_string_new (NULL);
  talk.before = g_string_new (NULL);
  messages = json_node_get_array (node);
  reply = read_model (request, user, &talk);
  for (guint i = 0; reply == NULL && i < json_array_get_length (messages); i++)
    if (!read_message (json_array_get_element (messages, i), &talk, &error_message))
      reply = inworld_refuse (request, 400, "%s", error_message);
  if (reply == NULL && !talk.ends_with_user)
    sim_request_note (request, "the last message is not of the person");
  if (reply == NULL)
    reply = inworld_refuse_credit (request, user);
  if (reply == NULL)
    {
      completion.id = g_strdup_printf ("chatcmpl-%u", 1700000000 + ++state->completions);
      completion.model = g_strdup (talk.model);
      completion.prompt_tokens = talk.length / 4 + 1;
      completion.created = g_get_real_time () / G_USEC_PER_SEC;
      completion.text = sim_answer_text (&inworld_settings (request)->answer, talk.system, talk.asked->str,
                                             talk.before->str, json_array_get_length (messages));
      limit_answer (asked, completion.text);
      reply = json_object_get_boolean_member_with_default (asked, "stream", FALSE)
                ? inworld_chat_stream (request, &completion)
                : inworld_chat_whole (request, &completion);
    }
  talk_clear (&talk);
  g_free (completion.id);
  g_free (completion.model);
  g_free (completion.text);
  return reply;
}
