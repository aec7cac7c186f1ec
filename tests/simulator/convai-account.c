/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The account: key check, usage, tokens, speakers. Reference, sections 2.1
 * and 2.9. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "convai.h"

SimReply *
convai_referral_status (SimRequest *request,
                        ConvaiUser *user)
{
  return sim_reply_new_strings (200, "referral_source_status", "undefined", "status", "SUCCESS",
                                NULL);
}

static JsonObject *
metric (const char *id,
        guint       limit,
        guint       usage)
{
  JsonObject *object = json_object_new ();
  JsonObject *detail = json_object_new ();
  JsonArray *details = json_array_new ();

  json_object_set_int_member (detail, "limit", limit);
  json_object_set_int_member (detail, "usage", usage);
  json_array_add_object_element (details, detail);
  json_object_set_string_member (object, "id", id);
  json_object_set_array_member (object, "usage_details", details);
  return object;
}

SimReply *
convai_usage (SimRequest *request,
              ConvaiUser *user)
{
  JsonObject *answer = json_object_new ();
  JsonObject *usage_v2 = json_object_new ();
  JsonObject *usage = json_object_new ();
  JsonArray *metrics = json_array_new ();

  json_array_add_object_element (metrics, metric ("interactions", user->limit, user->used));
  json_array_add_object_element (metrics, metric ("core-api", user->limit, user->used));
  json_array_add_object_element (metrics, metric ("provider_pool_1", 1000, 0));
  json_array_add_object_element (metrics, metric ("pixel_streaming", 100, 0));
  json_object_set_string_member (usage_v2, "plan_name", convai_plan_title (user->plan));
  json_object_set_string_member (usage_v2, "expiry_ts", "2026-12-31T23:59:59");
  json_object_set_array_member (usage_v2, "metrics", metrics);
  json_object_set_string_member (usage, "user_name", "Person");
  json_object_set_string_member (usage, "email", "person@example.org");
  json_object_set_object_member (answer, "usage_v2", usage_v2);
  json_object_set_object_member (answer, "usage", usage);
  json_object_set_string_member (answer, "email", "person@example.org");
  return sim_reply_new_object (200, answer);
}

static SimReply *
token_reply (const char *token)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_hours (now, 1);
  g_autofree char *expires = g_date_time_format (then, "%Y-%m-%dT%H:%M:%SZ");

  return sim_reply_new_strings (200, "apiAuthToken", token, "expirationTime", expires, NULL);
}

SimReply *
convai_token_connect (SimRequest *request,
                      ConvaiUser *user)
{
  return token_reply (convai_state_add_token (sim_get_convai (request->sim), user));
}

SimReply *
convai_token_extend (SimRequest *request,
                     ConvaiUser *user)
{
  const char *token = sim_request_get_string (request, "apiAuthToken");

  if (convai_state_find_token (sim_get_convai (request->sim), token) != user)
    return sim_reply_new_error (request, 400, "The token is not known.");
  return token_reply (token);
}

SimReply *
convai_token_revoke (SimRequest *request,
                     ConvaiUser *user)
{
  ConvaiState *state = sim_get_convai (request->sim);
  const char *token = sim_request_get_string (request, "apiAuthToken");

  if (convai_state_find_token (state, token) != user)
    return sim_reply_new_error (request, 400, "The token is not known.");
  convai_state_remove_token (state, token);
  return sim_reply_new_strings (200, "STATUS", "SUCCESS", NULL);
}

SimReply *
convai_speaker_new (SimRequest *request,
                    ConvaiUser *user)
{
  const char *name = sim_request_get_string (request, "name");
  const char *device = sim_request_get_string (request, "deviceId");
  g_autofree char *id = sim_new_uuid (request->sim);
  g_autoptr (GDateTime) now = sim_tick (request->sim);
  g_autofree char *created = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");
  JsonObject *speaker;

  if (name == NULL)
    return sim_reply_new_error (request, 400, "name is missing.");
  speaker = json_object_new ();
  json_object_set_string_member (speaker, "speaker_id", id);
  json_object_set_string_member (speaker, "name", name);
  json_object_set_string_member (speaker, "device_id", device != NULL ? device : "NULL");
  json_object_set_string_member (speaker, "created", created);
  json_array_add_object_element (user->speakers, speaker);
  return sim_reply_new_object (200, json_object_ref (speaker));
}

SimReply *
convai_speaker_list (SimRequest *request,
                     ConvaiUser *user)
{
  return sim_reply_new_array (200, json_array_ref (user->speakers));
}

SimReply *
convai_speaker_delete (SimRequest *request,
                       ConvaiUser *user)
{
  const char *id = sim_request_get_string (request, "speakerId");

  for (guint i = 0; i < json_array_get_length (user->speakers); i++)
    {
      JsonObject *speaker = json_array_get_object_element (user->speakers, i);

      if (g_strcmp0 (json_object_get_string_member (speaker, "speaker_id"), id) == 0)
        {
          json_array_remove_element (user->speakers, i);
          return sim_reply_new_strings (200, "STATUS", "SUCCESS", NULL);
        }
    }
  return sim_reply_new_error (request, 400, "The speaker is not known.");
}
