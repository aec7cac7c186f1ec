/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The authorization server: which path is what, and how its refusals look.
 * Four hosts of Google are one here. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "google.h"

typedef struct {
  const char  *method;
  const char  *path;
  gboolean     page;        /* for a browser */
  SimReply  *(*handler) (SimRequest *request);
} Route;

static const Route ROUTES[] = {
  { "GET", "/o/oauth2/v2/auth", TRUE, google_authorize },
  { "POST", "/o/oauth2/v2/auth", TRUE, google_consented },
  { "POST", "/token", FALSE, google_token },
  { "POST", "/revoke", FALSE, google_revoke },
  { "GET", "/v1/userinfo", FALSE, google_userinfo },
};

/* @description and @subtype: (nullable). */
SimReply *
google_refuse (guint       status,
               const char *error,
               const char *description,
               const char *subtype)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "error", error);
  if (description != NULL)
    json_object_set_string_member (object, "error_description", description);
  if (subtype != NULL)
    json_object_set_string_member (object, "error_subtype", subtype);
  return sim_reply_new_object (status, object);
}

static const Route *
find_route (SimRequest *request,
            gboolean   *known)
{
  *known = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (ROUTES); i++)
    if (g_str_equal (ROUTES[i].path, request->path))
      {
        *known = TRUE;
        if (g_str_equal (ROUTES[i].method, request->method))
          return &ROUTES[i];
      }
  return NULL;
}

static void
prepare (SimRequest *request)
{
  g_autofree char *token = sim_query (request, "access_token");

  if (token != NULL)
    sim_request_note (request, "token in the address");
  if (sim_request_get_header (request, "x-goog-api-key") != NULL)
    sim_request_note (request, "key of another host");
}

static SimReply *
new_error (SimRequest *request,
           guint       status,
           const char *message)
{
  gboolean known;
  const Route *route = find_route (request, &known);

  if (route != NULL && route->page)
    return google_page_error (message);
  return google_refuse (status, status == 429 ? "rate_limit_exceeded" : "internal_failure",
                        message, NULL);
}

static SimReply *
answer (SimRequest *request)
{
  gboolean known;
  const Route *route = find_route (request, &known);

  if (!known)
    return sim_reply_new_text (404, "text/html; charset=utf-8", "<title>Error 404</title>\n");
  if (route == NULL)
    return google_refuse (405, "invalid_request", "Method not allowed", NULL);
  if (g_str_equal (request->method, "POST")
      && (request->kind != SIM_BODY_FORM || request->body_fault != NULL))
    return route->page ? google_page_error ("invalid_request")
                       : google_refuse (400, "invalid_request",
                                        request->body_fault != NULL
                                          ? request->body_fault
                                          : "The content type is not supported", NULL);
  return route->handler (request);
}

static SimReply *
failure_inside (SimRequest *request)
{
  return google_refuse (200, "invalid_grant", "Bad Request", NULL);
}

static const char *
endless_event (SimRequest *request)
{
  return "data: {}\n\n";
}

const SimPlatform GOOGLE_PLATFORM = {
  prepare, answer, new_error, failure_inside, endless_event,
};
