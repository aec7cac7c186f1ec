/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include <glib/gi18n-lib.h>

#include "chatty-character-json.h"
#include "chatty-character-link.h"
#include "chatty-error.h"

static const char *const state_names[] = {
  [CHATTY_LINK_ACTIVE] = "active",
  [CHATTY_LINK_GONE] = "gone",
  [CHATTY_LINK_PAUSED] = "paused",
};

static void
chatty_character_link_clear (gpointer data)
{
  ChattyCharacterLink *self = data;

  g_free ((char *) self->platform);
  g_free ((char *) self->account);
  g_free ((char *) self->owner);
  g_free ((char *) self->remote_id);
  g_free ((char *) self->documents);
  g_clear_pointer (&self->base_local, chatty_character_unref);
  g_clear_pointer (&self->base_remote, chatty_character_unref);
  g_clear_pointer (&self->seen, chatty_character_unref);
}

G_DEFINE_BOXED_TYPE (ChattyCharacterLink, chatty_character_link,
                     chatty_character_link_ref, chatty_character_link_unref)

static ChattyCharacter *
ref_character (ChattyCharacter *character)
{
  return character != NULL ? chatty_character_ref (character) : NULL;
}

/* One form for one meaning, so that links can be compared. */
static char *
normalize_object (const char *json)
{
  g_autoptr (JsonNode) node = json != NULL ? chatty_json_parse (json, -1, NULL) : NULL;

  return chatty_json_node_object (node) != NULL ? chatty_json_to_string (node, FALSE) : NULL;
}

/**
 * chatty_character_link_new:
 * @fields: what it holds; copied. Only platform and remote_id must be set.
 *   Documents that are no JSON object are left out; a field's time of 0
 *   (nobody filled it in) counts as %CHATTY_TIME_NONE
 *
 * Returns: (transfer full): a counted record that nobody changes
 */
ChattyCharacterLink *
chatty_character_link_new (const ChattyCharacterLink *fields)
{
  ChattyCharacterLink *self = g_atomic_rc_box_new0 (ChattyCharacterLink);

  *self = *fields;
  self->platform = g_strdup (fields->platform);
  self->account = g_strdup (fields->account);
  self->owner = g_strdup (fields->owner);
  self->remote_id = g_strdup (fields->remote_id);
  self->documents = normalize_object (fields->documents);
  self->base_local = ref_character (fields->base_local);
  self->base_remote = ref_character (fields->base_remote);
  self->seen = ref_character (fields->seen);
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if (self->seen_times[i] == 0)
      self->seen_times[i] = CHATTY_TIME_NONE;
  return self;
}

ChattyCharacterLink *
chatty_character_link_ref (ChattyCharacterLink *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_character_link_unref (ChattyCharacterLink *self)
{
  g_atomic_rc_box_release_full (self, chatty_character_link_clear);
}

static gboolean
same_character (const ChattyCharacter *a,
                const ChattyCharacter *b)
{
  return a == b || (a != NULL && b != NULL && chatty_character_equal (a, b));
}

/**
 * chatty_character_link_equal:
 *
 * Returns: whether everything is the same in both
 */
gboolean
chatty_character_link_equal (const ChattyCharacterLink *a,
                             const ChattyCharacterLink *b)
{
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if (a->seen_times[i] != b->seen_times[i])
      return FALSE;
  return g_strcmp0 (a->platform, b->platform) == 0 &&
         g_strcmp0 (a->account, b->account) == 0 &&
         g_strcmp0 (a->owner, b->owner) == 0 &&
         g_strcmp0 (a->remote_id, b->remote_id) == 0 &&
         a->state == b->state && a->agreed == b->agreed &&
         same_character (a->base_local, b->base_local) &&
         same_character (a->base_remote, b->base_remote) &&
         same_character (a->seen, b->seen) &&
         g_strcmp0 (a->documents, b->documents) == 0;
}

static void
set_text (JsonObject *object,
          const char *member,
          const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

static void
set_time (JsonObject *object,
          const char *member,
          gint64      time)
{
  g_autofree char *text = chatty_time_format_iso (time);

  set_text (object, member, text);
}

static void
set_character (JsonObject      *object,
               const char      *member,
               ChattyCharacter *character)
{
  if (character != NULL)
    json_object_set_member (object, member, chatty_character_to_json (character));
}

/**
 * chatty_character_link_to_json:
 *
 * Returns: (transfer full): an object
 */
JsonNode *
chatty_character_link_to_json (const ChattyCharacterLink *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonObject) times = json_object_new ();

  set_text (object, "platform", self->platform);
  set_text (object, "account", self->account);
  set_text (object, "owner", self->owner);
  set_text (object, "remote_id", self->remote_id);
  set_text (object, "state", state_names[self->state]);
  set_time (object, "agreed", self->agreed);
  set_character (object, "base_local", self->base_local);
  set_character (object, "base_remote", self->base_remote);
  set_character (object, "seen", self->seen);
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    set_time (times, chatty_character_field_to_string (i), self->seen_times[i]);
  if (json_object_get_size (times) > 0)
    json_object_set_object_member (object, "seen_times", g_steal_pointer (&times));
  if (self->documents != NULL)
    {
      g_autoptr (JsonNode) documents = chatty_json_parse (self->documents, -1, NULL);

      if (chatty_json_node_object (documents) != NULL)
        json_object_set_member (object, "documents", g_steal_pointer (&documents));
    }
  json_node_set_object (node, object);
  return node;
}

static gint64
get_time (JsonObject *object,
          const char *member)
{
  const char *text = object != NULL ? chatty_json_get_string (object, member) : NULL;

  return text != NULL ? chatty_time_parse_iso (text) : CHATTY_TIME_NONE;
}

static ChattyCharacter *
get_character (JsonObject *object,
               const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL ? chatty_character_from_json (node, NULL) : NULL;
}

/**
 * chatty_character_link_from_json:
 * @node: as chatty_character_link_to_json() writes it. A state that is not
 *   known, of a newer version, counts as paused: nothing is sent by mistake
 *
 * Returns: (transfer full): the link, or %NULL with %CHATTY_ERROR_INVALID_DATA
 *   if it does not say which platform and which character
 */
ChattyCharacterLink *
chatty_character_link_from_json (JsonNode  *node,
                                 GError   **error)
{
  JsonObject *object = chatty_json_node_object (node);
  g_autoptr (ChattyCharacter) base_local = NULL;
  g_autoptr (ChattyCharacter) base_remote = NULL;
  g_autoptr (ChattyCharacter) seen = NULL;
  g_autofree char *documents = NULL;
  ChattyCharacterLink fields = { NULL };
  JsonObject *times, *known;
  const char *state;

  fields.platform = chatty_json_get_string (object, "platform");
  fields.remote_id = chatty_json_get_string (object, "remote_id");
  if (fields.platform == NULL || fields.remote_id == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("The link to a platform does not say to which character."));
      return NULL;
    }

  fields.account = chatty_json_get_string (object, "account");
  fields.owner = chatty_json_get_string (object, "owner");
  fields.state = CHATTY_LINK_PAUSED;
  state = chatty_json_get_string (object, "state");
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (state, state_names[i]) == 0)
      fields.state = i;
  fields.agreed = get_time (object, "agreed");
  fields.base_local = base_local = get_character (object, "base_local");
  fields.base_remote = base_remote = get_character (object, "base_remote");
  fields.seen = seen = get_character (object, "seen");
  times = chatty_json_get_object (object, "seen_times");
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    fields.seen_times[i] = get_time (times, chatty_character_field_to_string (i));
  known = chatty_json_get_object (object, "documents");
  if (known != NULL)
    fields.documents = documents =
      chatty_json_to_string (json_object_get_member (object, "documents"), FALSE);
  return chatty_character_link_new (&fields);
}
