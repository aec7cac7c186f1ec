/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What tests and the demo may look at and change behind the client's back. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "inworld.h"

/**
 * chatty_simulator_set_inworld:
 * @setting: one of
 *   "polls": how often an operation is looked at until it is done (1),
 *   "operation-fails": "yes" or "no",
 *   "concurrency": speech at the same time, 0 for any number (0),
 *   "reply": what is answered, "" for an echo of what was given (""),
 *   "reply-kb": Markdown of so many kilobytes instead (0),
 *   "reply-rate": deltas a second, 0 for at once (0),
 *   "reply-delta": characters in each (3),
 *   "mark": what begins an answer where the instructions have "[[" in them,
 *   "facts": what is answered where a "JSON array" is asked for, "" for two
 *   made of what the person said before (""),
 *   "chat-fault": "none", "error", "premature", "empty", "nulls", "no-choices",
 *   "chat-fault-after": the number of deltas before it (3),
 *   "error-shape": of a chat: "openai", "wrapped", "status",
 *   "espeak": "yes" or "no" (tones),
 *   "speech-pace": how much faster than real time, 0 for at once (0),
 *   "speech-chunk": milliseconds of sound in each chunk (200),
 *   "speech-fault": "none", "error", "premature", "zero-chunks", "no-audio",
 *   "bad-base64", "lying-riff",
 *   "speech-fault-after": the number of chunks before it (3)
 *
 * Returns: whether there is such a setting and it takes @value
 */
gboolean
chatty_simulator_set_inworld (ChattySimulator *self,
                              const char      *setting,
                              const char      *value)
{
  gboolean good;

  sim_lock (self);
  good = inworld_settings_set (&sim_get_inworld (self)->settings, setting, value);
  sim_unlock (self);
  return good;
}

static JsonObject *
router_record_new (const char *id,
                   const char *display_name,
                   const char *prompt)
{
  JsonObject *record = json_object_new ();
  JsonObject *defaults = json_object_new ();
  JsonObject *template = json_object_new ();
  JsonObject *route = json_object_new ();
  JsonObject *entry = json_object_new ();
  JsonObject *variant = json_object_new ();
  JsonArray *templates = json_array_new ();
  JsonArray *variants = json_array_new ();
  g_autofree char *name = g_strconcat ("routers/", id, NULL);

  json_object_set_string_member (template, "role", "system");
  json_object_set_string_member (template, "content", prompt);
  json_array_add_object_element (templates, template);
  json_object_set_array_member (defaults, "message_templates", templates);
  json_object_set_string_member (variant, "variant_id", "default");
  json_object_set_string_member (variant, "model_id", "openai/gpt-4o-mini");
  json_object_set_object_member (entry, "variant", variant);
  json_object_set_int_member (entry, "weight", 100);
  json_array_add_object_element (variants, entry);
  json_object_set_string_member (route, "route_id", "default");
  json_object_set_array_member (route, "variants", variants);
  json_object_set_string_member (record, "name", name);
  json_object_set_string_member (record, "display_name", display_name);
  json_object_set_object_member (record, "defaults", defaults);
  json_object_set_object_member (record, "default_route", route);
  return record;
}

/**
 * chatty_simulator_add_router:
 *
 * Returns: (transfer full): the id of a router of @key's user, whose prompt is
 *   @prompt; %NULL when the key is not known
 */
char *
chatty_simulator_add_router (ChattySimulator *self,
                             const char      *key,
                             const char      *display_name,
                             const char      *prompt)
{
  InworldState *state = sim_get_inworld (self);
  InworldUser *user;
  char *id = NULL;

  sim_lock (self);
  user = inworld_state_find_user (state, key);
  if (user != NULL)
    {
      g_autofree char *hex = sim_new_hex (self);

      id = g_strdup_printf ("router-%.12s", hex);
      inworld_state_add_router (state, user, id, router_record_new (id, display_name, prompt));
    }
  sim_unlock (self);
  return id;
}

/**
 * chatty_simulator_edit_router:
 * @display_name: (nullable): the new name, %NULL for as it is
 * @prompt: (nullable): the new prompt, %NULL for as it is
 *
 * Changes a router as if that had been done on the platform's own page.
 */
gboolean
chatty_simulator_edit_router (ChattySimulator *self,
                              const char      *id,
                              const char      *display_name,
                              const char      *prompt)
{
  InworldRouter *router;

  sim_lock (self);
  router = inworld_state_find_router (sim_get_inworld (self), NULL, id);
  if (router != NULL && display_name != NULL)
    json_object_set_string_member (router->record, "display_name", display_name);
  if (router != NULL && prompt != NULL)
    {
      g_autoptr (JsonObject) fresh = router_record_new (id, "", prompt);

      json_object_set_member (router->record, "defaults",
                              json_node_copy (json_object_get_member (fresh, "defaults")));
    }
  sim_unlock (self);
  return router != NULL;
}

gboolean
chatty_simulator_remove_router (ChattySimulator *self,
                                const char      *id)
{
  InworldState *state = sim_get_inworld (self);
  InworldRouter *router;

  sim_lock (self);
  router = inworld_state_find_router (state, NULL, id);
  if (router != NULL)
    g_ptr_array_remove (state->routers, router);
  sim_unlock (self);
  return router != NULL;
}

guint
chatty_simulator_count_routers (ChattySimulator *self)
{
  guint count;

  sim_lock (self);
  count = sim_get_inworld (self)->routers->len;
  sim_unlock (self);
  return count;
}

/**
 * chatty_simulator_make_markdown:
 *
 * Returns: (transfer full): what is answered with "reply-kb" @kilobytes
 */
char *
chatty_simulator_make_markdown (guint kilobytes)
{
  return sim_markdown (kilobytes);
}
