/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Who and what is let in, and how a refusal looks: reference, sections 3.2 and
 * 3.3. Not documented and ours: which plan has which permission; 402 with code
 * 8 when the credit is used up; 400 for an unreadable body. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "inworld.h"

#include <string.h>

typedef struct {
  const char          *method;
  const char          *path;     /* with at most one "*": one segment */
  ChattySimulatorPlan  needs;
  SimBodyKind          body;
  InworldHandler       handler;
} Route;

#define NONE SIM_BODY_NONE
#define JSON SIM_BODY_JSON

static const Route ROUTES[] = {
  { "GET", "/voices/v1/voices", INWORLD_USES, NONE, inworld_voices_list },
  { "GET", "/voices/v1/voices/*", INWORLD_USES, NONE, inworld_voice_get },
  { "PATCH", "/voices/v1/voices/*", INWORLD_WRITES, JSON, inworld_voice_patch },
  { "DELETE", "/voices/v1/voices/*", INWORLD_WRITES, NONE | JSON, inworld_voice_delete },
  { "GET", "/tts/v1/voices", INWORLD_USES, NONE, inworld_voices_old },
  { "GET", "/llm/v1alpha/models", INWORLD_USES, NONE, inworld_models },
  { "POST", "/v1/chat/completions", INWORLD_USES, JSON, inworld_chat },
  { "POST", "/tts/v1/voice", INWORLD_USES, JSON, inworld_speech },
  { "POST", "/tts/v1/voice:stream", INWORLD_USES, JSON, inworld_speech_stream },
  { "POST", "/router/v1/routers", INWORLD_WRITES, JSON, inworld_router_create },
  { "GET", "/router/v1/routers", INWORLD_READS, NONE, inworld_router_list },
  { "GET", "/router/v1/routers/*", INWORLD_READS, NONE, inworld_router_get },
  { "PATCH", "/router/v1/routers/*", INWORLD_WRITES, JSON, inworld_router_patch },
  { "DELETE", "/router/v1/routers/*", INWORLD_WRITES, NONE | JSON, inworld_router_delete },
  { "GET", "/lro/v1alpha/operations/*", INWORLD_USES, NONE, inworld_operation_get },
};

/* google.rpc.Code, by the status of HTTP. */
static guint
code_of (guint status)
{
  static const struct {
    guint status;
    guint code;
  } CODES[] = {
    { 400, 3 }, { 401, 16 }, { 402, 8 }, { 403, 7 }, { 404, 5 }, { 409, 6 }, { 429, 8 },
    { 500, 13 }, { 501, 12 }, { 503, 14 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CODES); i++)
    if (CODES[i].status == status)
      return CODES[i].code;
  return 13;
}

JsonObject *
inworld_new_status (guint       code,
                    const char *message)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "code", code);
  json_object_set_string_member (object, "message", message);
  json_object_set_array_member (object, "details", json_array_new ());
  return object;
}

static gboolean
is_chat (SimRequest *request)
{
  return g_str_has_prefix (request->path, "/v1/");
}

/* The object of an error, for a body or an event. */
JsonObject *
inworld_new_error (SimRequest *request,
                   guint       status,
                   const char *message)
{
  guint code = code_of (status);
  guint shape = is_chat (request) ? inworld_settings (request)->error_shape
                                  : INWORLD_ERROR_STATUS;
  JsonObject *outer, *inner;

  if (shape == INWORLD_ERROR_STATUS)
    return inworld_new_status (code, message);
  outer = json_object_new ();
  if (shape == INWORLD_ERROR_WRAPPED)
    inner = inworld_new_status (code, message);
  else
    {
      g_autofree char *text = g_strdup_printf ("%u", status);

      inner = json_object_new ();
      json_object_set_string_member (inner, "message", message);
      json_object_set_string_member (inner, "type",
                                     status < 500 ? "invalid_request_error" : "server_error");
      json_object_set_string_member (inner, "code", text);
    }
  json_object_set_object_member (outer, "error", inner);
  return outer;
}

static SimReply *
new_error (SimRequest *request,
           guint       status,
           const char *message)
{
  return sim_reply_new_object (status, inworld_new_error (request, status, message));
}

SimReply *
inworld_refuse (SimRequest *request,
                guint       status,
                const char *format,
                ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  return new_error (request, status, message);
}

InworldSettings *
inworld_settings (SimRequest *request)
{
  return &sim_get_inworld (request->sim)->settings;
}

static const Route *
find_route (SimRequest  *request,
            char       **id,
            gboolean    *known)
{
  *known = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (ROUTES); i++)
    {
      g_autoptr (GPtrArray) found = sim_match_path (ROUTES[i].path, request->path);

      if (found == NULL)
        continue;
      *known = TRUE;
      if (!g_str_equal (ROUTES[i].method, request->method))
        continue;
      *id = g_strdup (found->len > 0 ? g_ptr_array_index (found, 0) : "");
      return &ROUTES[i];
    }
  return NULL;
}

static void
prepare (SimRequest *request)
{
  if (sim_request_get_header (request, "Cookie") != NULL)
    sim_request_note (request, "cookie");
  if (sim_request_get_header (request, "CONVAI-API-KEY") != NULL
      || sim_request_get_header (request, "X-API-Key") != NULL)
    sim_request_note (request, "key header of another platform");
}

/* Basic, with the credential as it is. Bearer is for tokens: that a credential
 * is also taken there is told by third parties only. */
static SimReply *
authenticate (SimRequest   *request,
              InworldUser **user)
{
  InworldState *state = sim_get_inworld (request->sim);
  const char *header = sim_request_get_header (request, "Authorization");

  if (header == NULL)
    return inworld_refuse (request, 401, "The Authorization header is missing.");
  if (!g_str_has_prefix (header, "Basic "))
    {
      sim_request_note (request, "Authorization is not Basic");
      return inworld_refuse (request, 401, "The token is invalid.");
    }
  *user = inworld_state_find_credential (state, header + strlen ("Basic "));
  if (*user == NULL)
    {
      gsize length = 0;
      g_autofree guchar *once = g_base64_decode (header + strlen ("Basic "), &length);
      g_autofree char *text = g_strndup ((const char *) once, length);

      if (inworld_state_find_credential (state, text) != NULL)
        sim_request_note (request, "the credential was encoded twice");
    }
  if (*user == NULL || request->fault == CHATTY_SIMULATOR_FAULT_KEY_REFUSED)
    return inworld_refuse (request, 401, "The API key is invalid.");
  return NULL;
}

static SimReply *
refuse_plan (SimRequest  *request,
             InworldUser *user,
             const Route *route)
{
  if (user->plan >= route->needs && request->fault != CHATTY_SIMULATOR_FAULT_PLAN_REFUSED)
    return NULL;
  return inworld_refuse (request, 403, "The API key does not have %s permission for this API.",
                         route->needs >= INWORLD_WRITES ? "write" : "read");
}

static SimReply *
refuse_body (SimRequest  *request,
             const Route *route)
{
  if (request->length == 0 && (route->body & SIM_BODY_NONE) != 0)
    return NULL;
  if (route->body == SIM_BODY_NONE)
    {
      sim_request_note (request, "body: none is documented");
      return NULL;
    }
  if (request->kind != SIM_BODY_JSON)
    {
      sim_request_note (request, "content type");
      return inworld_refuse (request, 400, "The content type of the request is not supported.");
    }
  if (request->body_fault != NULL)
    return inworld_refuse (request, 400, "The request cannot be read: %s.", request->body_fault);
  return NULL;
}

/* For what costs something: counts it, or refuses it. */
SimReply *
inworld_refuse_credit (SimRequest  *request,
                       InworldUser *user)
{
  if (user->used >= user->limit || request->fault == CHATTY_SIMULATOR_FAULT_NO_CREDIT)
    return inworld_refuse (request, 402, "The credits of this workspace are used up.");
  user->used++;
  return NULL;
}

static SimReply *
answer (SimRequest *request)
{
  g_autofree char *id = NULL;
  gboolean known;
  const Route *route = find_route (request, &id, &known);
  InworldUser *user = NULL;
  SimReply *refusal;

  if (!known)
    return inworld_refuse (request, 404, "Not Found");
  if (route == NULL)
    return inworld_refuse (request, 501, "Method Not Allowed");
  refusal = authenticate (request, &user);
  if (refusal == NULL)
    refusal = refuse_plan (request, user, route);
  if (refusal == NULL)
    refusal = refuse_body (request, route);
  if (refusal == NULL && request->fault == CHATTY_SIMULATOR_FAULT_NO_CREDIT)
    refusal = inworld_refuse_credit (request, user);
  return refusal != NULL ? refusal : route->handler (request, user, id);
}

/* Under 200: reference, section 3.4 for speech; the others as they are when
 * they are no success. */
static SimReply *
failure_inside (SimRequest *request)
{
  static const char MESSAGE[] = "The model is overloaded.";
  JsonObject *object;
  g_autofree char *text = NULL;

  if (g_str_equal (request->path, "/tts/v1/voice:stream"))
    {
      object = json_object_new ();
      json_object_set_object_member (object, "error", inworld_new_status (8, MESSAGE));
      return sim_reply_new_object (200, object);
    }
  if (g_str_has_prefix (request->path, "/router/") && !g_str_equal (request->method, "GET"))
    {
      object = json_object_new ();
      json_object_set_string_member (object, "name", "operations/failed");
      json_object_set_boolean_member (object, "done", TRUE);
      json_object_set_object_member (object, "error", inworld_new_status (13, MESSAGE));
      return sim_reply_new_object (200, object);
    }
  object = inworld_new_error (request, 500, MESSAGE);
  if (!is_chat (request))
    return sim_reply_new_object (200, object);
  text = sim_object_to_text (object);
  json_object_unref (object);
  return sim_reply_new_text (200, "text/event-stream", text);
}

static const char *
endless_event (SimRequest *request)
{
  if (g_str_has_prefix (request->path, "/tts/"))
    return "{\"result\":{\"audioContent\":\"AAAAAAAAAAAAAAAA\"}}\n";
  return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"endless \"}}]}\n\n";
}

const SimPlatform INWORLD_PLATFORM = {
  prepare, answer, new_error, failure_inside, endless_event,
};
