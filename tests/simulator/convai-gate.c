/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Who and what is let in: reference, sections 2.1 to 2.3. What a refusal for
 * the plan or for a used-up quota looks like is not documented; 403 in the
 * error shape of the endpoint is our choice. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"

#include <string.h>

static const char *const PLAN_TITLES[] = {
  "Indie Dev", "Professional", "Scale", "Enterprise", "Enterprise",
};

const char *
convai_plan_title (ChattySimulatorPlan plan)
{
  return PLAN_TITLES[plan];
}

static gboolean
is_live (SimRequest *request)
{
  return request->host == CHATTY_SIMULATOR_CONVAI_LIVE;
}

static const ConvaiRoute *
find_route (SimRequest *request)
{
  const ConvaiRoute *routes = is_live (request) ? CONVAI_LIVE_ROUTES : CONVAI_API_ROUTES;
  gsize length = strlen (request->path);
  gboolean slash = length > 1 && request->path[length - 1] == '/';

  for (guint i = 0; routes[i].path != NULL; i++)
    {
      if (g_str_equal (routes[i].path, request->path))
        return &routes[i];
      /* With routes[i].slash both forms are known to work. */
      if (routes[i].slash && slash && strlen (routes[i].path) == length - 1
          && strncmp (routes[i].path, request->path, length - 1) == 0)
        return &routes[i];
    }
  return NULL;
}

static void
prepare (SimRequest *request)
{
  const ConvaiRoute *route = find_route (request);
  GUri *uri = soup_server_message_get_uri (request->message);

  request->route = route;
  request->error_key = route != NULL ? route->error_key : is_live (request) ? "detail" : "ERROR";
  if (g_uri_get_query (uri) != NULL)
    sim_request_note (request, "query: no endpoint has one");
  if (sim_request_get_header (request, "Cookie") != NULL)
    sim_request_note (request, "cookie");
  if (sim_request_get_header (request, is_live (request) ? "CONVAI-API-KEY" : "X-API-Key") != NULL)
    sim_request_note (request, "key header of the other host");
}

/* Not JSON: it comes from what stands before the application. */
static SimReply *
no_such_path (SimRequest *request,
              guint       status)
{
  const char *phrase = soup_status_get_phrase (status);
  g_autofree char *page = NULL;

  if (is_live (request))
    return sim_reply_new_error (request, status, "%s", phrase);
  page = g_strdup_printf ("<!doctype html>\n<html lang=en>\n<title>%u %s</title>\n",
                          status, phrase);
  return sim_reply_new_text (status, "text/html; charset=utf-8", page);
}

SimReply *
convai_authenticate (SimRequest  *request,
                     ConvaiUser **user)
{
  ConvaiState *state = sim_get_convai (request->sim);
  const ConvaiRoute *route = request->route;
  const char *key = sim_request_get_header (request, is_live (request) ? "X-API-Key"
                                                                       : "CONVAI-API-KEY");
  const char *token = sim_request_get_header (request, "API-AUTH-TOKEN");

  /* A bearer token is of the preview of version 2. */
  if (sim_request_get_header (request, "Authorization") != NULL)
    {
      sim_request_note (request, "Authorization header");
      return sim_reply_new_error (request, 401, "api_key not found.");
    }
  if (key == NULL && token == NULL)
    return sim_reply_new_error (request, route->missing_status != 0 ? route->missing_status : 401,
                                "api_key not found.");
  *user = key != NULL ? convai_state_find_user (state, key)
                      : convai_state_find_token (state, token);
  if (*user == NULL || request->fault == CHATTY_SIMULATOR_FAULT_KEY_REFUSED)
    return sim_reply_new_error (request, 401, "Invalid API key provided.");
  return NULL;
}

SimReply *
convai_refuse_plan (SimRequest *request,
                    ConvaiUser *user)
{
  const ConvaiRoute *route = request->route;

  if (user->plan >= route->plan && request->fault != CHATTY_SIMULATOR_FAULT_PLAN_REFUSED)
    return NULL;
  return sim_reply_new_error (request, 403,
                              "This feature needs the %s plan. Your plan is %s.",
                              PLAN_TITLES[route->plan], PLAN_TITLES[user->plan]);
}

/* For calls that count as an interaction: counts it, or refuses it. */
SimReply *
convai_refuse_quota (SimRequest *request,
                     ConvaiUser *user)
{
  if (user->used >= user->limit || request->fault == CHATTY_SIMULATOR_FAULT_NO_CREDIT)
    return sim_reply_new_error (request, 403, "Usage limit reached: %u of %u interactions used.",
                                MAX (user->used, user->limit), user->limit);
  user->used++;
  return NULL;
}

static SimReply *
refuse_body (SimRequest *request)
{
  const ConvaiRoute *route = request->route;
  SimBodyKind accepted = route->body;

  if (request->length == 0 && (accepted & SIM_BODY_NONE) != 0)
    return NULL;
  if (accepted == SIM_BODY_NONE)
    {
      sim_request_note (request, "body: none is documented");
      return NULL;
    }
  if ((accepted & request->kind) == 0)
    {
      sim_request_note (request, "content type");
      /* Third parties send JSON where a form is documented. */
      if (!sim_is_lenient (request->sim) || request->kind != SIM_BODY_JSON)
        return sim_reply_new_error (request, is_live (request) ? 422 : 400,
                                    "The content type of the request is not supported.");
    }
  if (request->body_fault != NULL)
    return sim_reply_new_error (request, is_live (request) ? 422 : 400,
                                "The request cannot be read: %s.", request->body_fault);
  return NULL;
}

static SimReply *
answer (SimRequest *request)
{
  const ConvaiRoute *route = request->route;
  ConvaiUser *user = NULL;
  SimReply *refusal;

  if (route == NULL)
    return no_such_path (request, 404);
  if (!g_str_equal (route->method, request->method))
    return no_such_path (request, 405);
  refusal = convai_authenticate (request, &user);
  if (refusal == NULL)
    refusal = convai_refuse_plan (request, user);
  if (refusal == NULL)
    refusal = refuse_body (request);
  return refusal != NULL ? refusal : route->handler (request, user);
}

/* What a wrong id produces, on any endpoint that looks a character up. */
SimReply *
convai_no_such_character (SimRequest *request)
{
  return sim_reply_new_strings (400, "ERROR",
                                "INTERNAL SERVER ERROR, one or more database calls failed!", NULL);
}

/* The character that the JSON body or the form names, when @user may change
 * it; NULL otherwise. */
ConvaiCharacter *
convai_asked_character (SimRequest *request,
                        ConvaiUser *user,
                        const char *member)
{
  const char *id = sim_request_get_string (request, member);
  ConvaiCharacter *character;

  if (id == NULL)
    id = sim_request_get_field (request, member);
  character = convai_state_find_character (sim_get_convai (request->sim), id);
  return character != NULL && character->user == user ? character : NULL;
}

static SimReply *
new_error (SimRequest *request,
           guint       status,
           const char *message)
{
  return sim_reply_new_strings (status, request->error_key, message, NULL);
}

/* The failure that each endpoint hides in a success. The value FAILED is
 * ours: the platform's is not documented. */
static SimReply *
failure_inside (SimRequest *request)
{
  if (g_str_has_prefix (request->path, "/character/getResponse"))
    return sim_reply_new_strings (200, "charID", "", "text",
                                  "process_failure, error: the model did not answer", NULL);
  if (g_str_equal (request->path, "/character/update")
      || g_str_equal (request->path, "/character/delete"))
    return sim_reply_new_strings (200, "STATUS", "FAILED", NULL);
  return sim_reply_new_error (request, 200, "INTERNAL SERVER ERROR, something went wrong.");
}

static const char *
endless_event (SimRequest *request)
{
  return is_live (request)
           ? "data: {\"type\": \"bot-llm-text\", \"data\": {\"text\": \"endless \"}}\n\n"
           : "data: endless\n\n";
}

const SimPlatform CONVAI_PLATFORM = {
  prepare, answer, new_error, failure_inside, endless_event,
};
