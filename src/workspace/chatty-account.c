/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-account.h"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-http.h"
#include "chatty-json.h"
#include "chatty-platform.h"
#include "chatty-time.h"

static const char *const state_names[] = {
  [CHATTY_ACCOUNT_UNVERIFIED] = "unverified",
  [CHATTY_ACCOUNT_VERIFIED] = "verified",
  [CHATTY_ACCOUNT_DISCONNECTED] = "disconnected",
};

G_DEFINE_BOXED_TYPE (ChattyAccount, chatty_account, chatty_account_ref, chatty_account_unref)

static void
chatty_account_clear (gpointer data)
{
  ChattyAccount *self = data;

  g_free ((char *) self->id);
  g_free ((char *) self->platform);
  g_free ((char *) self->name);
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    g_free ((char *) self->addresses[i]);
  g_strfreev ((char **) self->bound);
  g_free ((char *) self->verdict);
  g_free ((char *) self->plan);
  g_free ((char *) self->owner);
  g_free ((char *) self->scopes);
  g_free ((char *) self->project);
}

/**
 * chatty_account_new:
 * @fields: what it holds; copied
 *
 * Returns: (transfer full): a counted record that nobody changes
 */
ChattyAccount *
chatty_account_new (const ChattyAccount *fields)
{
  static const char *const nowhere[] = { NULL };
  ChattyAccount *self = g_atomic_rc_box_new0 (ChattyAccount);

  *self = *fields;
  self->id = g_strdup (fields->id);
  self->platform = g_strdup (fields->platform);
  self->name = g_strdup (fields->name);
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    self->addresses[i] = g_strdup (fields->addresses[i]);
  self->bound = (const char *const *)
    g_strdupv ((char **) (fields->bound != NULL ? fields->bound : nowhere));
  self->verdict = g_strdup (fields->verdict);
  self->plan = g_strdup (fields->plan);
  self->owner = g_strdup (fields->owner);
  self->scopes = g_strdup (fields->scopes);
  self->project = g_strdup (fields->project);
  return self;
}

ChattyAccount *
chatty_account_ref (ChattyAccount *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_account_unref (ChattyAccount *self)
{
  g_atomic_rc_box_release_full (self, chatty_account_clear);
}

/**
 * chatty_account_is_bound:
 * @self: an account
 *
 * Returns: whether the key was entered for each of the servers that it would
 *   be sent to
 */
gboolean
chatty_account_is_bound (const ChattyAccount *self)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (self->platform);

  if (info == NULL)
    return FALSE;

  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (info); i++)
    {
      const char *address = chatty_connector_info_get_address (info, self->addresses, i);
      g_autofree char *origin = address != NULL ? chatty_http_dup_origin (address) : NULL;

      if (address == NULL)
        continue;
      if (origin == NULL || !g_strv_contains (self->bound, origin))
        return FALSE;
    }
  return TRUE;
}

/**
 * chatty_account_needs_key:
 * @self: an account
 *
 * Returns: whether the person has to enter the key before the account can be
 *   used again. Whether the key is still where it was kept is another matter
 */
gboolean
chatty_account_needs_key (const ChattyAccount *self)
{
  return self->state == CHATTY_ACCOUNT_DISCONNECTED || !chatty_account_is_bound (self);
}

/**
 * chatty_account_state_to_string:
 *
 * Returns: (transfer none): the state's stable name, as in files and in the
 *   output of commands
 */
const char *
chatty_account_state_to_string (ChattyAccountState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_names), NULL);

  return state_names[state];
}

static void
add_string (JsonBuilder *builder,
            const char  *member,
            const char  *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, value);
}

static void
add_time (JsonBuilder *builder,
          const char  *member,
          gint64       time)
{
  g_autofree char *text = time != CHATTY_TIME_NONE ? chatty_time_format_iso (time) : NULL;

  add_string (builder, member, text);
}

static void
add_flag (JsonBuilder *builder,
          const char  *member,
          gboolean     value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_boolean_value (builder, value);
}

/**
 * chatty_account_to_json:
 * @self: an account
 *
 * Returns: (transfer full): the record as it is kept; an object
 */
JsonNode *
chatty_account_to_json (const ChattyAccount *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  add_string (builder, "id", self->id);
  add_string (builder, "platform", self->platform);
  add_string (builder, "name", self->name);
  json_builder_set_member_name (builder, "addresses");
  json_builder_begin_array (builder);
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    if (self->addresses[i] != NULL)
      json_builder_add_string_value (builder, self->addresses[i]);
    else
      json_builder_add_null_value (builder);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "bound");
  json_builder_begin_array (builder);
  for (guint i = 0; self->bound[i] != NULL; i++)
    json_builder_add_string_value (builder, self->bound[i]);
  json_builder_end_array (builder);
  add_string (builder, "state", state_names[self->state]);
  add_flag (builder, "paused", self->paused);
  add_flag (builder, "remembered", self->remembered);
  add_string (builder, "verdict", self->verdict);
  add_string (builder, "plan", self->plan);
  add_string (builder, "owner", self->owner);
  add_string (builder, "scopes", self->scopes);
  if (self->has_key)
    add_flag (builder, "has_key", TRUE);
  if (self->own_client)
    add_flag (builder, "own_client", TRUE);
  if (self->project != NULL)
    add_string (builder, "project", self->project);
  add_time (builder, "created", self->created);
  add_time (builder, "checked", self->checked);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static const char *
string_at (JsonArray *array,
           guint      nth)
{
  JsonNode *node = array != NULL && nth < json_array_get_length (array)
                   ? json_array_get_element (array, nth) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gint64
time_at (JsonObject *object,
         const char *member)
{
  const char *text = chatty_json_get_string (object, member);

  return text != NULL ? chatty_time_parse_iso (text) : CHATTY_TIME_NONE;
}

/**
 * chatty_account_from_json:
 * @node: what chatty_account_to_json() made, or what somebody made of it
 * @error: %CHATTY_ERROR_INVALID_DATA if it is no record
 *
 * Returns: (transfer full): the account
 */
ChattyAccount *
chatty_account_from_json (JsonNode  *node,
                          GError   **error)
{
  JsonObject *object = chatty_json_node_object (node);
  const char *state = object != NULL ? chatty_json_get_string (object, "state") : NULL;
  g_autoptr (GPtrArray) bound = g_ptr_array_new ();
  ChattyAccount fields = { .state = CHATTY_ACCOUNT_UNVERIFIED };
  JsonArray *array;

  if (object != NULL)
    {
      fields.id = chatty_json_get_string (object, "id");
      fields.platform = chatty_json_get_string (object, "platform");
      fields.name = chatty_json_get_string (object, "name");
    }
  if (fields.id == NULL || !g_uuid_string_is_valid (fields.id) ||
      fields.platform == NULL || !chatty_platform_id_is_valid (fields.platform))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("An account has no valid “id” or “platform”"));
      return NULL;
    }
  if (fields.name == NULL || *fields.name == '\0')
    fields.name = chatty_platform_get_title (fields.platform);

  array = chatty_json_get_array (object, "addresses");
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    fields.addresses[i] = string_at (array, i);
  array = chatty_json_get_array (object, "bound");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (string_at (array, i) != NULL)
      g_ptr_array_add (bound, (char *) string_at (array, i));
  g_ptr_array_add (bound, NULL);
  fields.bound = (const char *const *) bound->pdata;

  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (state, state_names[i]) == 0)
      fields.state = i;
  fields.paused = chatty_json_get_bool (object, "paused", FALSE);
  fields.remembered = chatty_json_get_bool (object, "remembered", TRUE);
  fields.verdict = chatty_json_get_string (object, "verdict");
  fields.plan = chatty_json_get_string (object, "plan");
  fields.owner = chatty_json_get_string (object, "owner");
  fields.scopes = chatty_json_get_string (object, "scopes");
  fields.has_key = chatty_json_get_bool (object, "has_key", FALSE);
  fields.own_client = chatty_json_get_bool (object, "own_client", FALSE);
  fields.project = chatty_json_get_string (object, "project");
  fields.created = time_at (object, "created");
  fields.checked = time_at (object, "checked");
  return chatty_account_new (&fields);
}
