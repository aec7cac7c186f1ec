/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* Routers: reference, section 3.7, and docs.inworld.ai, "Router Management".
 * What is written is answered with a long-running operation. It is carried out
 * at once, and told to be done when it was looked at often enough. Not
 * documented and ours: the pattern of an id, and pages of 50 at the most. Where
 * operations are looked up, /lro/v1alpha/…, is what the platform's own programs
 * do. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "inworld.h"

#include <string.h>

#define PAGE     10
#define MAX_PAGE 50

static SimReply *
describe_operation (InworldOperation *operation)
{
  JsonObject *object = json_object_new ();
  JsonObject *metadata = json_object_new ();

  json_object_set_string_member (metadata, "@type",
                                 "type.googleapis.com/ai.inworld.router.v1.OperationMetadata");
  json_object_set_string_member (object, "name", operation->name);
  json_object_set_object_member (object, "metadata", metadata);
  json_object_set_boolean_member (object, "done", operation->polls_left == 0);
  if (operation->polls_left == 0 && operation->response != NULL)
    json_object_set_object_member (object, "response", json_object_ref (operation->response));
  else if (operation->polls_left == 0)
    json_object_set_object_member (object, "error",
                                   inworld_new_status (13, "The router could not be written."));
  return sim_reply_new_object (200, object);
}

/* @response: (transfer full) (nullable): NULL when it fails. */
static SimReply *
begin_operation (SimRequest  *request,
                 InworldUser *user,
                 JsonObject  *response)
{
  InworldState *state = sim_get_inworld (request->sim);
  InworldOperation *operation = g_new0 (InworldOperation, 1);
  g_autofree char *hex = sim_new_hex (request->sim);

  operation->name = g_strconcat ("operations/", hex, NULL);
  operation->user = user;
  operation->polls_left = state->settings.polls;
  operation->response = response;
  g_ptr_array_add (state->operations, operation);
  return describe_operation (operation);
}

SimReply *
inworld_operation_get (SimRequest  *request,
                       InworldUser *user,
                       const char  *id)
{
  InworldState *state = sim_get_inworld (request->sim);
  g_autofree char *name = g_strconcat ("operations/", id, NULL);

  for (guint i = 0; i < state->operations->len; i++)
    {
      InworldOperation *operation = g_ptr_array_index (state->operations, i);

      if (operation->user != user || !g_str_equal (operation->name, name))
        continue;
      if (operation->polls_left > 0)
        operation->polls_left--;
      return describe_operation (operation);
    }
  return inworld_refuse (request, 404, "The operation %s was not found.", name);
}

/* As the platform writes it: camelCase at the top, snake_case inside. */
static JsonObject *
describe_router (InworldRouter *router)
{
  static const char *const NAMES[][2] = {
    { "name", "name" }, { "display_name", "displayName" }, { "defaults", "defaults" },
    { "routes", "routes" }, { "default_route", "defaultRoute" },
  };
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    if (json_object_has_member (router->record, NAMES[i][0]))
      json_object_set_member (
        object, NAMES[i][1],
        json_node_copy (json_object_get_member (router->record, NAMES[i][0])));
  return object;
}

JsonArray *
inworld_describe_routers (ChattySimulator *sim)
{
  InworldState *state = sim_get_inworld (sim);
  JsonArray *routers = json_array_new ();

  for (guint i = 0; i < state->routers->len; i++)
    json_array_add_object_element (routers,
                                   describe_router (g_ptr_array_index (state->routers, i)));
  return routers;
}

/* "routers/<id>" or "<id>". */
static const char *
bare_id (const char *name)
{
  return name != NULL && g_str_has_prefix (name, "routers/") ? name + strlen ("routers/") : name;
}

static gboolean
is_good_id (const char *id)
{
  gsize length = id != NULL ? strlen (id) : 0;

  return length > 0 && length <= 63
         && strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-_") == length;
}

static const char *
check_route (JsonNode *node)
{
  JsonObject *route;
  JsonNode *variants;
  double sum = 0;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return "A route is not an object.";
  route = json_node_get_object (node);
  if (sim_get_string (route, "route_id") == NULL)
    return "route_id is missing.";
  variants = json_object_get_member (route, "variants");
  if (variants == NULL || !JSON_NODE_HOLDS_ARRAY (variants))
    return "variants is missing.";
  for (guint i = 0; i < json_array_get_length (json_node_get_array (variants)); i++)
    {
      JsonNode *entry = json_array_get_element (json_node_get_array (variants), i);
      JsonNode *variant;
      double weight;

      if (!JSON_NODE_HOLDS_OBJECT (entry))
        return "A variant is not an object.";
      variant = json_object_get_member (json_node_get_object (entry), "variant");
      if (variant == NULL || !JSON_NODE_HOLDS_OBJECT (variant)
          || sim_get_string (json_node_get_object (variant), "variant_id") == NULL)
        return "variant_id is missing.";
      if (!sim_get_number (json_node_get_object (entry), "weight", &weight) || weight < 0)
        return "weight is missing.";
      sum += weight;
    }
  return sum == 100 ? NULL : "Variant weights must sum to exactly 100.";
}

/* What is wrong with a router, or NULL. */
static const char *
check_router (JsonObject *record)
{
  JsonNode *defaults = json_object_get_member (record, "defaults");
  JsonNode *routes = json_object_get_member (record, "routes");
  JsonNode *route = json_object_get_member (record, "default_route");
  const char *fault = NULL;

  if (json_object_has_member (record, "display_name")
      && sim_get_string (record, "display_name") == NULL)
    return "displayName is not a string.";
  if (defaults != NULL && !JSON_NODE_HOLDS_OBJECT (defaults))
    return "defaults is not an object.";
  if (routes != NULL && !JSON_NODE_HOLDS_ARRAY (routes))
    return "routes is not a list.";
  for (guint i = 0; routes != NULL && fault == NULL
                    && i < json_array_get_length (json_node_get_array (routes)); i++)
    {
      JsonNode *entry = json_array_get_element (json_node_get_array (routes), i);
      JsonNode *inner = JSON_NODE_HOLDS_OBJECT (entry)
                          ? json_object_get_member (json_node_get_object (entry), "route") : NULL;

      fault = inner != NULL ? check_route (inner) : "route is missing.";
    }
  return fault == NULL && route != NULL ? check_route (route) : fault;
}

static JsonObject *
read_router (SimRequest *request)
{
  g_autoptr (JsonNode) node = inworld_to_snake (request->json);
  JsonObject *record = json_object_ref (json_node_get_object (node));

  inworld_note_unknown (request, record, "name display_name defaults routes default_route");
  return record;
}

SimReply *
inworld_router_create (SimRequest  *request,
                       InworldUser *user,
                       const char  *id)
{
  InworldState *state = sim_get_inworld (request->sim);
  g_autoptr (JsonObject) record = read_router (request);
  g_autofree char *bare = g_strdup (bare_id (sim_get_string (record, "name")));
  const char *fault = check_router (record);
  g_autofree char *name = NULL;
  InworldRouter *router;

  if (!is_good_id (bare))
    return inworld_refuse (request, 400, "name is missing or invalid.");
  if (fault != NULL)
    return inworld_refuse (request, 400, "%s", fault);
  if (inworld_state_find_router (state, user, bare) != NULL)
    return inworld_refuse (request, 409, "The router %s exists already.", bare);
  if (state->settings.operation_fails)
    return begin_operation (request, user, NULL);
  name = g_strconcat ("routers/", bare, NULL);
  json_object_set_string_member (record, "name", name);
  router = inworld_state_add_router (state, user, bare, json_object_ref (record));
  return begin_operation (request, user, describe_router (router));
}

SimReply *
inworld_router_list (SimRequest  *request,
                     InworldUser *user,
                     const char  *id)
{
  InworldState *state = sim_get_inworld (request->sim);
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  g_autofree char *next = NULL;
  JsonArray *routers;
  JsonObject *answer;
  guint first, last;

  for (guint i = 0; i < state->routers->len; i++)
    {
      InworldRouter *router = g_ptr_array_index (state->routers, i);

      if (router->user == user)
        g_ptr_array_add (own, router);
    }
  if (!sim_read_page (request, PAGE, own->len, &first, &last, &next))
    return inworld_refuse (request, 400, "The page is invalid.");
  if (last - first > MAX_PAGE)
    {
      last = first + MAX_PAGE;
      g_free (next);
      next = g_strdup_printf ("page=%u", last);
    }
  routers = json_array_new ();
  for (guint i = first; i < last; i++)
    json_array_add_object_element (routers, describe_router (g_ptr_array_index (own, i)));
  answer = json_object_new ();
  json_object_set_array_member (answer, "routers", routers);
  if (next != NULL)
    json_object_set_string_member (answer, "nextPageToken", next);
  return sim_reply_new_object (200, answer);
}

static SimReply *
no_such_router (SimRequest *request,
                const char *id)
{
  return inworld_refuse (request, 404, "The router %s was not found.", id);
}

SimReply *
inworld_router_get (SimRequest  *request,
                    InworldUser *user,
                    const char  *id)
{
  InworldRouter *router = inworld_state_find_router (sim_get_inworld (request->sim), user, id);

  if (router == NULL)
    return no_such_router (request, id);
  return sim_reply_new_object (200, describe_router (router));
}

/* Whether @member is to be written: named by the mask, or there is none. A path
 * of the mask may lead further inside. */
static gboolean
is_masked (const char *mask,
           const char *member)
{
  g_auto (GStrv) paths = g_strsplit (mask != NULL ? mask : "", ",", -1);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *top = g_strndup (paths[i], strcspn (paths[i], "."));
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      g_autoptr (JsonNode) snake = NULL;
      JsonObject *object = json_object_new ();

      json_object_set_boolean_member (object, top, TRUE);
      json_node_take_object (node, object);
      snake = inworld_to_snake (node);
      if (json_object_has_member (json_node_get_object (snake), member))
        return TRUE;
    }
  return mask == NULL;
}

SimReply *
inworld_router_patch (SimRequest  *request,
                      InworldUser *user,
                      const char  *id)
{
  static const char *const MEMBERS[] = { "display_name", "defaults", "routes", "default_route" };
  InworldState *state = sim_get_inworld (request->sim);
  InworldRouter *router = inworld_state_find_router (state, user, id);
  g_autoptr (JsonObject) record = read_router (request);
  g_autofree char *mask = sim_query (request, "updateMask");
  const char *name = bare_id (sim_get_string (record, "name"));
  const char *fault = check_router (record);

  if (router == NULL)
    return no_such_router (request, id);
  if (name != NULL && !g_str_equal (name, id))
    return inworld_refuse (request, 400, "name is immutable.");
  if (fault != NULL)
    return inworld_refuse (request, 400, "%s", fault);
  if (state->settings.operation_fails)
    return begin_operation (request, user, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (MEMBERS); i++)
    if (!is_masked (mask, MEMBERS[i]))
      continue;
    else if (json_object_has_member (record, MEMBERS[i]))
      json_object_set_member (router->record, MEMBERS[i],
                              json_node_copy (json_object_get_member (record, MEMBERS[i])));
    else if (mask != NULL)
      json_object_remove_member (router->record, MEMBERS[i]);
  return begin_operation (request, user, describe_router (router));
}

SimReply *
inworld_router_delete (SimRequest  *request,
                       InworldUser *user,
                       const char  *id)
{
  InworldState *state = sim_get_inworld (request->sim);
  InworldRouter *router = inworld_state_find_router (state, user, id);

  if (router == NULL)
    return no_such_router (request, id);
  if (state->settings.operation_fails)
    return begin_operation (request, user, NULL);
  g_ptr_array_remove (state->routers, router);
  return begin_operation (request, user, json_object_new ());
}
