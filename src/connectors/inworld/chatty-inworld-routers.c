/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-call.h"
#include "chatty-error.h"
#include "chatty-inworld-private.h"
#include "chatty-json.h"
#include "chatty-text.h"

#define ROUTERS "/router/v1/routers"

/* How many are asked for at once. */
#define PAGE_SIZE "50"

/* How often a create is tried whose answers are lost, and the first wait
 * between; a look whether it was carried out comes before each. */
#define CREATE_ATTEMPTS 3
#define CREATE_WAIT_MS  300

/* How long an operation is waited for, in steps that become longer. */
#define POLL_FIRST_MS 100
#define POLL_LAST_MS  2000
#define POLL_TOTAL_MS 60000

static ChattyHttpRequest *
router_request (const char *method,
                const char *id,
                gboolean    repeat_safe)
{
  g_autofree char *escaped = id != NULL ? chatty_http_escape (id) : NULL;
  g_autofree char *path = g_strconcat (ROUTERS, id != NULL ? "/" : "", escaped, NULL);
  ChattyHttpRequest *request = chatty_http_request_new (method, path);

  chatty_http_request_set_repeat_safe (request, repeat_safe);
  return request;
}

static GPtrArray *
inworld_list (ChattyCharacterStore  *store,
              GCancellable          *cancellable,
              GError               **error)
{
  g_autoptr (GPtrArray) characters =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_character_unref);
  g_autofree char *token = NULL;

  /* A page that fails ends it: a part of the list would look as if the rest
   * had been deleted. */
  for (guint page = 0; page < INWORLD_MAX_PAGES; page++)
    {
      ChattyHttpRequest *request = router_request ("GET", NULL, TRUE);
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *next = NULL;

      chatty_http_request_add_query (request, "page_size", PAGE_SIZE);
      if (token != NULL)
        chatty_http_request_add_query (request, "page_token", token);
      node = chatty_inworld_call (store, request, cancellable, error);
      if (node == NULL || !chatty_inworld_read_routers (node, characters, &next, error))
        return NULL;
      if (next == NULL)
        return g_steal_pointer (&characters);
      if (g_strcmp0 (next, token) == 0)
        break;
      g_free (token);
      token = g_steal_pointer (&next);
    }
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("Inworld’s list of characters does not end"));
  return NULL;
}

/* What can be no id of a router is not there, and would be another path. */
static gboolean
check_id (const char  *id,
          GError     **error)
{
  if (strspn (id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~") ==
        strlen (id) && *id != '\0' && *id != '.')
    return TRUE;
  chatty_inworld_set_error (error, CHATTY_ERROR_NOT_FOUND, NULL);
  return FALSE;
}

/* The router itself: what is not known of it here goes back as it is. */
static JsonNode *
get_router (ChattyCharacterStore  *store,
            const char            *id,
            GCancellable          *cancellable,
            GError               **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *found = NULL;

  if (!check_id (id, error))
    return NULL;
  node = chatty_inworld_call (store, router_request ("GET", id, TRUE), cancellable, error);
  if (node == NULL)
    return NULL;
  found = chatty_inworld_dup_router_id (chatty_json_node_object (node));
  if (g_strcmp0 (found, id) == 0)
    return g_steal_pointer (&node);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                       _("Inworld’s answer does not hold the character that was asked for"));
  return NULL;
}

static ChattyCharacter *
inworld_get (ChattyCharacterStore  *store,
             const char            *id,
             GCancellable          *cancellable,
             GError               **error)
{
  g_autoptr (JsonNode) node = get_router (store, id, cancellable, error);

  return node != NULL ? chatty_inworld_read_router (chatty_json_node_object (node), TRUE) : NULL;
}

/* Operations ---------------------------------------------------------------------- */

/* Where operations are looked up is in no document, but in programs of the
 * platform's own, with their name as it is. */
static ChattyHttpRequest *
operation_request (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  g_autofree char *joined = NULL;
  g_autofree char *path = NULL;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *escaped = chatty_http_escape (parts[i]);

      g_free (parts[i]);
      parts[i] = escaped;
    }
  joined = g_strjoinv ("/", parts);
  path = g_strconcat ("/lro/v1alpha/", joined, NULL);
  return chatty_http_request_new ("GET", path);
}

/* Waits until what @node told to be under way is over. An operation that is
 * not found is over as well: whoever asked looks what came of it. */
static gboolean
wait_for (ChattyCharacterStore  *store,
          JsonNode              *node,
          GCancellable          *cancellable,
          GError               **error)
{
  g_autoptr (JsonNode) latest = json_node_ref (node);
  guint wait = POLL_FIRST_MS;

  for (guint waited = 0; waited < POLL_TOTAL_MS; waited += wait)
    {
      g_auto (ChattyInworldOperation) operation = { NULL };
      g_autoptr (GError) failure = NULL;
      JsonNode *next;

      if (!chatty_inworld_read_operation (latest, &operation, error))
        return FALSE;
      if (operation.done)
        return TRUE;
      if (!chatty_call_pause (wait, cancellable, error))
        return FALSE;
      wait = MIN (wait * 2, POLL_LAST_MS);
      next = chatty_inworld_call (store, operation_request (operation.name), cancellable,
                                  &failure);
      if (g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
        return TRUE;
      if (next == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      json_node_unref (latest);
      latest = next;
    }
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT,
                       _("Inworld has not finished the change yet. Look again later"));
  return FALSE;
}

/* Sends a change and waits until it is carried out. @sent says whether it may
 * have been. */
static gboolean
change (ChattyCharacterStore  *store,
        ChattyHttpRequest     *request,
        gboolean              *sent,
        GCancellable          *cancellable,
        GError               **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (ChattyHttpRequest) owned = request;
  g_autoptr (ChattyHttpResponse) response =
    chatty_http_connector_send (CHATTY_HTTP_CONNECTOR (store), INWORLD_API, request, cancellable,
                                &failure);

  if (response == NULL)
    {
      *sent = chatty_http_connector_is_lost (failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *sent = TRUE;
  /* Nothing at all is a way to say that something is gone. */
  if (g_bytes_get_size (chatty_http_response_get_bytes (response)) == 0)
    return TRUE;
  node = chatty_http_response_parse_json (response, error);
  return node != NULL && wait_for (store, node, cancellable, error);
}

/* Changes ------------------------------------------------------------------------- */

static gboolean
is_kept (ChattyCharacter *wanted,
         ChattyCharacter *there,
         guint            fields,
         GError         **error)
{
  guint n_fields;
  const ChattyFieldMap *map = chatty_inworld_field_map (&n_fields);

  for (guint i = 0; i < n_fields; i++)
    {
      const char *text = chatty_character_get_text (wanted, map[i].field);

      if ((fields & CHATTY_FIELD_FLAG (map[i].field)) == 0 || text == NULL || *text == '\0' ||
          map[i].field == CHATTY_FIELD_TEMPERATURE ||
          chatty_text_is_same (text, chatty_character_get_text (there, map[i].field)))
        continue;
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                   /* Translators: the name of a member of Inworld's JSON, untranslated. */
                   _("Inworld said that it made the change, but has another “%s” now. Look at the "
                     "character there, and try again"), map[i].remote);
      return FALSE;
    }
  return TRUE;
}

/* Makes the router that @body describes, once, also when answers are lost: its
 * id is ours, so that it can be looked for. */
static gboolean
make_one (ChattyCharacterStore  *store,
          const char            *id,
          JsonNode              *body,
          gboolean              *taken,
          GCancellable          *cancellable,
          GError               **error)
{
  *taken = FALSE;
  for (guint attempt = 1;; attempt++)
    {
      ChattyHttpRequest *request = router_request ("POST", NULL, FALSE);
      g_autoptr (GError) failure = NULL;
      g_autoptr (GError) look = NULL;
      g_autoptr (JsonNode) there = NULL;
      gboolean sent;

      chatty_http_request_set_json (request, body);
      if (change (store, request, &sent, cancellable, &failure))
        return TRUE;
      *taken = attempt == 1 && g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_CONFLICT);
      if (!*taken && (sent || g_error_matches (failure, CHATTY_ERROR, CHATTY_ERROR_CONFLICT)) &&
          !g_cancellable_is_cancelled (cancellable))
        {
          there = get_router (store, id, cancellable, &look);
          if (there != NULL)
            return TRUE;
        }
      /* Only what is known not to be there is made again. */
      if (!g_error_matches (look, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND) ||
          !chatty_http_connector_is_lost (failure) || attempt >= CREATE_ATTEMPTS ||
          !chatty_call_pause (CREATE_WAIT_MS << attempt, cancellable, NULL))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
}

static gboolean
inworld_create (ChattyCharacterStore  *store,
                ChattyCharacter       *character,
                char                 **id,
                GCancellable          *cancellable,
                GError               **error)
{
  const char *extra = chatty_character_get_extra (character, "inworld");
  g_autoptr (JsonNode) carried = extra != NULL ? chatty_json_parse (extra, -1, NULL) : NULL;
  guint all = CHATTY_FIELD_FLAG (CHATTY_N_FIELDS) - 1;
  gboolean taken = TRUE;

  if (!chatty_character_has_field (character, CHATTY_FIELD_NAME))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("Inworld needs a name for the character"));
      return FALSE;
    }
  /* Somebody else may have the id, by a chance that two tries make none. */
  for (guint attempt = 0; taken; attempt++)
    {
      g_autofree char *chosen =
        chatty_inworld_make_router_id (chatty_character_get_name (character), g_random_int ());
      g_autoptr (JsonNode) body =
        chatty_inworld_write_router (chosen, chatty_json_node_object (carried), character, all,
                                     error);
      g_autoptr (GError) failure = NULL;
      g_autoptr (ChattyCharacter) there = NULL;

      if (body == NULL)
        return FALSE;
      if (!make_one (store, chosen, body, &taken, cancellable, &failure))
        {
          if (taken && attempt == 0)
            continue;
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      *id = g_steal_pointer (&chosen);
      there = inworld_get (store, *id, cancellable, error);
      if (there != NULL && is_kept (character, there, all, error))
        return TRUE;
      g_prefix_error (error, _("The character was made at Inworld, but it is not certain how: "));
      return FALSE;
    }
  return FALSE;
}

static gboolean
inworld_update (ChattyCharacterStore  *store,
                const char            *id,
                ChattyCharacter       *character,
                guint                  fields,
                GCancellable          *cancellable,
                GError               **error)
{
  g_autofree char *mask = chatty_inworld_update_mask (fields);
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (ChattyCharacter) there = NULL;
  g_autoptr (GError) failure = NULL;
  ChattyHttpRequest *request;
  gboolean sent;

  if (*mask == '\0')
    return TRUE;
  before = get_router (store, id, cancellable, error);
  if (before == NULL)
    return FALSE;
  body = chatty_inworld_write_router (id, chatty_json_node_object (before), character, fields,
                                      error);
  if (body == NULL)
    return FALSE;

  /* It sets values, so that doing it twice does no more. */
  request = router_request ("PATCH", id, TRUE);
  chatty_http_request_add_query (request, "update_mask", mask);
  chatty_http_request_set_json (request, body);
  if (!change (store, request, &sent, cancellable, &failure) &&
      (!sent || !chatty_http_connector_is_lost (failure)))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  there = inworld_get (store, id, cancellable, failure == NULL ? error : NULL);
  if (failure == NULL)
    return there != NULL && is_kept (character, there, fields, error);
  /* The answer was lost, and the change was made all the same. */
  if (there != NULL && is_kept (character, there, fields, NULL))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
inworld_delete (ChattyCharacterStore  *store,
                const char            *id,
                GCancellable          *cancellable,
                GError               **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) look = NULL;
  g_autoptr (JsonNode) left = NULL;
  gboolean sent;

  if (!check_id (id, error))
    return FALSE;
  if (change (store, router_request ("DELETE", id, FALSE), &sent, cancellable, &failure))
    return TRUE;
  if (sent && !g_cancellable_is_cancelled (cancellable))
    left = get_router (store, id, cancellable, &look);
  if (g_error_matches (look, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static const ChattyFieldMap *
inworld_map (ChattyCharacterStore *store,
             guint                *n_fields)
{
  return chatty_inworld_field_map (n_fields);
}

static const char *
inworld_get_note (ChattyCharacterStore *store)
{
  return _("Inworld has no characters any more. A character lives there as a router: name, "
           "instructions, model and temperature go there, everything else stays here. You can "
           "talk with a character through Inworld without putting it there.");
}

void
chatty_inworld_character_store_init (ChattyCharacterStoreInterface *iface)
{
  iface->list = inworld_list;
  iface->get = inworld_get;
  iface->create = inworld_create;
  iface->update = inworld_update;
  iface->delete = inworld_delete;
  iface->map = inworld_map;
  iface->get_note = inworld_get_note;
}
