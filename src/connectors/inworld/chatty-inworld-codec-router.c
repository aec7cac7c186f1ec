/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-inworld-codec.h"
#include "chatty-json.h"

/* What the platform chooses where nobody does. */
#define AUTOMATIC "auto"

/* The longest part of a name that goes into an id. */
#define MAX_STEM 40

/* Where a character's fields go: a router's message template is its system
 * instruction (platform reference, sections 3.7 and 4). */
static const ChattyFieldMap field_map[] = {
  { CHATTY_FIELD_NAME, "displayName", TRUE, TRUE, TRUE },
  { CHATTY_FIELD_INSTRUCTIONS, "defaults.message_templates", TRUE, TRUE },
  { CHATTY_FIELD_MODEL, "defaultRoute.variants.model_id", TRUE, TRUE },
  { CHATTY_FIELD_TEMPERATURE, "defaults.text_generation_config.temperature", TRUE, TRUE },
};

/**
 * chatty_inworld_field_map:
 * @n_fields: (out): how many there are
 *
 * Returns: (transfer none): where a character's fields go
 */
const ChattyFieldMap *
chatty_inworld_field_map (guint *n_fields)
{
  *n_fields = G_N_ELEMENTS (field_map);
  return field_map;
}

/**
 * chatty_inworld_dup_router_id:
 * @object: (nullable): a router
 *
 * Returns: (transfer full) (nullable): its id, out of "routers/ID"
 */
char *
chatty_inworld_dup_router_id (JsonObject *object)
{
  g_autofree char *name = chatty_inworld_dup_text (object, "name");
  const char *slash = name != NULL ? strrchr (name, '/') : NULL;

  if (slash != NULL)
    return slash[1] != '\0' ? g_strdup (slash + 1) : NULL;
  return name != NULL && *name != '\0' ? g_steal_pointer (&name) : NULL;
}

/* Parts of a router --------------------------------------------------------------- */

static gboolean
is_system (JsonObject *template)
{
  g_autofree char *role = chatty_inworld_dup_text (template, "role");
  g_autofree char *folded = role != NULL ? g_ascii_strdown (role, -1) : NULL;

  return folded != NULL && (g_str_has_suffix (folded, "system") ||
                            g_str_has_suffix (folded, "developer"));
}

/* The first instruction among the templates; templates.len when there is none. */
static guint
find_instruction (JsonArray *templates)
{
  guint length = templates != NULL ? json_array_get_length (templates) : 0;

  for (guint i = 0; i < length; i++)
    if (is_system (chatty_inworld_element (templates, i)))
      return i;
  return length;
}

/* Text stands in `content`, or in pieces in `content_items`. */
static char *
read_content (JsonObject *template)
{
  JsonArray *items = chatty_inworld_get_array (template, "contentItems");
  char *content = chatty_inworld_dup_text (template, "content");
  GString *joined;

  if (items == NULL)
    items = chatty_inworld_get_array (template, "content");
  if ((content != NULL && *content != '\0') || items == NULL)
    return content;
  g_free (content);
  joined = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      g_autofree char *text = chatty_inworld_dup_text (chatty_inworld_element (items, i), "text");

      g_string_append (joined, text != NULL ? text : "");
    }
  return g_string_free (joined, FALSE);
}

static JsonObject *
unwrap_route (JsonObject *route)
{
  JsonObject *inner = chatty_inworld_get_object (route, "route");

  return inner != NULL ? inner : route;
}

/* The variant of a route that most are sent to. */
static JsonObject *
find_variant (JsonObject *route)
{
  JsonArray *variants = chatty_inworld_get_array (unwrap_route (route), "variants");
  JsonObject *best = NULL;
  double heaviest = -1;

  for (guint i = 0; variants != NULL && i < json_array_get_length (variants); i++)
    {
      JsonObject *entry = chatty_inworld_element (variants, i);
      JsonObject *variant = chatty_inworld_get_object (entry, "variant");
      double weight = chatty_inworld_get_number (entry, "weight", 0);

      if (variant != NULL && weight > heaviest)
        {
          best = variant;
          heaviest = weight;
        }
    }
  return best;
}

static JsonObject *
copy_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = chatty_inworld_object_node (json_object_ref (object));
  g_autofree char *json = chatty_json_to_string (node, FALSE);
  g_autoptr (JsonNode) copy = chatty_json_parse (json, -1, NULL);
  JsonObject *copied = chatty_json_node_object (copy);

  return copied != NULL ? json_object_ref (copied) : json_object_new ();
}

/* Reading ------------------------------------------------------------------------- */

/* What is read into fields is taken out; all the rest is carried. */
static void
take_extra (ChattyCharacterBuilder *builder,
            JsonObject             *object)
{
  g_autoptr (JsonObject) rest = copy_object (object);
  JsonObject *defaults = chatty_inworld_get_object (rest, "defaults");
  JsonObject *config = chatty_inworld_get_object (defaults, "textGenerationConfig");
  JsonArray *templates = chatty_inworld_get_array (defaults, "messageTemplates");
  JsonObject *template = chatty_inworld_element (templates, find_instruction (templates));
  JsonObject *variant = find_variant (chatty_inworld_get_object (rest, "defaultRoute"));
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonObject) sorted = json_object_new ();
  g_autoptr (GList) names = NULL;
  g_autofree char *json = NULL;

  chatty_inworld_take_member (rest, "name", FALSE, NULL);
  chatty_inworld_take_member (rest, "displayName", FALSE, NULL);
  if (config != NULL)
    chatty_inworld_take_member (config, "temperature", TRUE, NULL);
  if (variant != NULL)
    chatty_inworld_take_member (variant, "modelId", TRUE, NULL);
  if (template != NULL)
    {
      chatty_inworld_take_member (template, "content", TRUE, NULL);
      chatty_inworld_take_member (template, "contentItems", TRUE, NULL);
    }
  names = g_list_sort (json_object_get_members (rest), (GCompareFunc) strcmp);
  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_member (sorted, l->data, json_object_dup_member (rest, l->data));
  node = chatty_inworld_object_node (g_steal_pointer (&sorted));
  json = chatty_json_to_string (node, FALSE);
  chatty_character_builder_set_extra (builder, "inworld", json);
}

/**
 * chatty_inworld_read_router:
 * @object: (nullable): a router
 * @whole: whether it is known to be all of it; else it is when it has its
 *   defaults, where the instructions are
 *
 * Returns: (transfer full) (nullable): the character that it is, or %NULL if it
 *   has no id
 */
ChattyCharacter *
chatty_inworld_read_router (JsonObject *object,
                            gboolean    whole)
{
  JsonObject *defaults = chatty_inworld_get_object (object, "defaults");
  JsonObject *config = chatty_inworld_get_object (defaults, "textGenerationConfig");
  JsonArray *templates = chatty_inworld_get_array (defaults, "messageTemplates");
  JsonObject *variant = find_variant (chatty_inworld_get_object (object, "defaultRoute"));
  g_autoptr (ChattyCharacterBuilder) builder = NULL;
  g_autofree char *id = chatty_inworld_dup_router_id (object);
  g_autofree char *name = chatty_inworld_dup_text (object, "displayName");
  g_autofree char *model = chatty_inworld_dup_text (variant, "modelId");
  g_autofree char *temperature = chatty_inworld_dup_text (config, "temperature");
  g_autofree char *instructions =
    read_content (chatty_inworld_element (templates, find_instruction (templates)));

  if (id == NULL)
    return NULL;
  whole = whole || defaults != NULL;

  builder = chatty_character_builder_new ();
  chatty_character_builder_set_id (builder, "inworld", id);
  chatty_character_builder_set_complete (builder, whole);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME,
                                     name != NULL && *name != '\0' ? name : id);
  if (whole)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS,
                                       instructions != NULL ? instructions : "");
  if (model != NULL)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_MODEL, model);
  if (temperature != NULL)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_TEMPERATURE, temperature);
  take_extra (builder, object);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

/**
 * chatty_inworld_read_routers:
 * @node: a page of the routers
 * @characters: (element-type ChattyCharacter): gets those of the page; each id
 *   once
 * @next: (out) (nullable): what names the next page; %NULL after the last
 * @error: %CHATTY_ERROR_INVALID_DATA when it holds no list
 *
 * Returns: whether it is a page
 */
gboolean
chatty_inworld_read_routers (JsonNode   *node,
                             GPtrArray  *characters,
                             char      **next,
                             GError    **error)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonArray *array = chatty_inworld_get_array (object, "routers");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  *next = NULL;
  /* An empty list is left out by protobuf. */
  if (object == NULL || (array == NULL && json_object_get_size (object) > 0))
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("Inworld’s answer has no list of characters"));
      return FALSE;
    }
  for (guint i = 0; i < characters->len; i++)
    g_hash_table_add (seen,
                      (gpointer) chatty_character_get_id (g_ptr_array_index (characters, i)));
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autoptr (ChattyCharacter) character =
        chatty_inworld_read_router (chatty_inworld_element (array, i), FALSE);

      if (character != NULL &&
          g_hash_table_add (seen, (gpointer) chatty_character_get_id (character)))
        g_ptr_array_add (characters, g_steal_pointer (&character));
    }
  *next = chatty_inworld_dup_text (object, "nextPageToken");
  if (*next != NULL && **next == '\0')
    g_clear_pointer (next, g_free);
  return TRUE;
}

/* Writing ------------------------------------------------------------------------- */

/**
 * chatty_inworld_make_router_id:
 * @name: what people call the character
 * @chance: a number, new each time
 *
 * A router's id is chosen by whoever makes it, in small letters, digits and
 * dashes, and never changes.
 *
 * Returns: (transfer full): an id
 */
char *
chatty_inworld_make_router_id (const char *name,
                               guint32     chance)
{
  g_autofree char *ascii = g_str_to_ascii (name, "C");
  GString *id = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0' && id->len < MAX_STEM; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (id, g_ascii_tolower (*p));
    else if (id->len > 0 && id->str[id->len - 1] != '-')
      g_string_append_c (id, '-');
  if (id->len == 0)
    g_string_append (id, "character");
  if (id->str[id->len - 1] != '-')
    g_string_append_c (id, '-');
  g_string_append_printf (id, "%08x", chance);
  return g_string_free (id, FALSE);
}

static JsonObject *
need_object (JsonObject *object,
             const char *member)
{
  JsonObject *inner = chatty_inworld_get_object (object, member);

  if (inner == NULL)
    {
      inner = json_object_new ();
      chatty_inworld_take_member (object, member, strcmp (member, "defaultRoute") != 0,
                                  chatty_inworld_object_node (inner));
    }
  return inner;
}

static JsonArray *
need_array (JsonObject *object,
            const char *member)
{
  JsonArray *array = chatty_inworld_get_array (object, member);

  if (array == NULL)
    {
      JsonNode *node = json_node_new (JSON_NODE_ARRAY);

      array = json_array_new ();
      json_node_take_array (node, array);
      chatty_inworld_take_member (object, member, TRUE, node);
    }
  return array;
}

static void
write_instructions (JsonObject *object,
                    const char *text)
{
  JsonArray *old = chatty_inworld_get_array (chatty_inworld_get_object (object, "defaults"),
                                             "messageTemplates");
  guint at = find_instruction (old);
  JsonObject *template = chatty_inworld_element (old, at);
  JsonArray *templates;
  g_autoptr (JsonArray) rest = NULL;

  if (template != NULL && *text != '\0')
    {
      chatty_inworld_take_member (template, "contentItems", TRUE, NULL);
      chatty_inworld_take_member (template, "content", TRUE, chatty_inworld_text_node (text));
      return;
    }
  if (template == NULL && *text == '\0')
    return;
  if (template != NULL)
    {
      json_array_remove_element (old, at);
      return;
    }

  /* It comes before what is there. */
  rest = json_array_new ();
  for (guint i = 0; old != NULL && i < json_array_get_length (old); i++)
    json_array_add_element (rest, json_array_dup_element (old, i));
  templates = need_array (need_object (object, "defaults"), "messageTemplates");
  while (json_array_get_length (templates) > 0)
    json_array_remove_element (templates, 0);
  template = json_object_new ();
  json_object_set_string_member (template, "role", "system");
  json_object_set_string_member (template, "content", text);
  json_array_add_object_element (templates, template);
  for (guint i = 0; i < json_array_get_length (rest); i++)
    json_array_add_element (templates, json_array_dup_element (rest, i));
}

static void
write_model (JsonObject *object,
             const char *model)
{
  JsonObject *route = need_object (object, "defaultRoute");
  JsonObject *variant = find_variant (route);
  JsonArray *variants;
  JsonObject *entry;

  if (variant == NULL)
    {
      route = unwrap_route (route);
      variants = need_array (route, "variants");
      while (json_array_get_length (variants) > 0)
        json_array_remove_element (variants, 0);
      variant = json_object_new ();
      json_object_set_string_member (variant, "variant_id", "default");
      entry = json_object_new ();
      json_object_set_object_member (entry, "variant", variant);
      json_object_set_int_member (entry, "weight", 100);
      json_array_add_object_element (variants, entry);
      if (chatty_inworld_get_member (route, "routeId") == NULL)
        json_object_set_string_member (route, "route_id", "default");
    }
  chatty_inworld_take_member (variant, "modelId", TRUE,
                              chatty_inworld_text_node (*model != '\0' ? model : AUTOMATIC));
}

static gboolean
write_temperature (JsonObject  *object,
                   const char  *text,
                   GError     **error)
{
  JsonObject *defaults = chatty_inworld_get_object (object, "defaults");
  JsonObject *config = chatty_inworld_get_object (defaults, "textGenerationConfig");
  char *end;
  double value = g_ascii_strtod (text, &end);

  if (*text == '\0')
    {
      if (config != NULL)
        chatty_inworld_take_member (config, "temperature", TRUE, NULL);
      return TRUE;
    }
  if (end == text || *end != '\0' || !(value >= 0 && value <= 2))
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   _("Inworld takes a temperature from 0 to 2, and not “%s”"), text);
      return FALSE;
    }
  config = need_object (need_object (object, "defaults"), "textGenerationConfig");
  chatty_inworld_take_member (config, "temperature", TRUE,
                              json_node_init_double (json_node_alloc (), value));
  return TRUE;
}

/* Weights add up to exactly 100 in each route, or the router is refused. */
static void
mend_weights (JsonObject *route)
{
  JsonArray *variants = chatty_inworld_get_array (unwrap_route (route), "variants");
  guint length = variants != NULL ? json_array_get_length (variants) : 0;
  double sum = 0;
  gint64 left = 100;

  for (guint i = 0; i < length; i++)
    sum += MAX (chatty_inworld_get_number (chatty_inworld_element (variants, i), "weight", 0), 0);
  if (length == 0 || (sum > 99.999 && sum < 100.001))
    return;
  for (guint i = 0; i < length; i++)
    {
      JsonObject *entry = chatty_inworld_element (variants, i);
      double weight = MAX (chatty_inworld_get_number (entry, "weight", 0), 0);
      gint64 share = (gint64) (sum > 0 ? weight * 100 / sum : 100.0 / length);

      share = i + 1 == length ? left : MIN (share, left);
      left -= share;
      if (entry != NULL)
        chatty_inworld_take_member (entry, "weight", TRUE,
                                    json_node_init_int (json_node_alloc (), share));
    }
}

/**
 * chatty_inworld_write_router:
 * @id: which router
 * @base: (nullable): the router as it is there, or what was carried of it:
 *   everything in it that is not known here goes back as it is
 * @character: what it shall be
 * @fields: which fields of it; those that Inworld has no place for are left out
 * @error: %CHATTY_ERROR_INVALID_DATA for a value that Inworld has no place for
 *
 * Returns: (transfer full) (nullable): the whole router
 */
JsonNode *
chatty_inworld_write_router (const char       *id,
                             JsonObject       *base,
                             ChattyCharacter  *character,
                             guint             fields,
                             GError          **error)
{
  g_autoptr (JsonObject) object = base != NULL ? copy_object (base) : json_object_new ();
  JsonArray *routes;

  chatty_inworld_take_member (object, "name", FALSE, chatty_inworld_text_node (id));
  for (guint i = 0; i < G_N_ELEMENTS (field_map); i++)
    {
      ChattyCharacterField field = field_map[i].field;
      const char *text = chatty_character_get_text (character, field);

      if ((fields & CHATTY_FIELD_FLAG (field)) == 0 || text == NULL)
        continue;
      if (field == CHATTY_FIELD_NAME && strspn (text, " \t\r\n") == strlen (text))
        {
          g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                               _("Inworld needs a name for the character"));
          return NULL;
        }
      if (field == CHATTY_FIELD_NAME)
        chatty_inworld_take_member (object, "displayName", FALSE, chatty_inworld_text_node (text));
      else if (field == CHATTY_FIELD_INSTRUCTIONS)
        write_instructions (object, text);
      else if (field == CHATTY_FIELD_MODEL)
        write_model (object, text);
      else if (!write_temperature (object, text, error))
        return NULL;
    }

  /* Without a route that always matches it could not be talked with. */
  if (find_variant (chatty_inworld_get_object (object, "defaultRoute")) == NULL)
    write_model (object, "");
  else
    {
      JsonObject *variant = find_variant (chatty_inworld_get_object (object, "defaultRoute"));

      if (chatty_inworld_get_member (variant, "modelId") == NULL &&
          chatty_inworld_get_member (variant, "modelSelection") == NULL)
        chatty_inworld_take_member (variant, "modelId", TRUE,
                                    chatty_inworld_text_node (AUTOMATIC));
    }
  mend_weights (chatty_inworld_get_object (object, "defaultRoute"));
  routes = chatty_inworld_get_array (object, "routes");
  for (guint i = 0; routes != NULL && i < json_array_get_length (routes); i++)
    mend_weights (chatty_inworld_element (routes, i));
  return chatty_inworld_object_node (g_steal_pointer (&object));
}

/**
 * chatty_inworld_update_mask:
 * @fields: which fields of a character
 *
 * Returns: (transfer full): the members of the router that they are in; "" for
 *   none
 */
char *
chatty_inworld_update_mask (guint fields)
{
  static const struct {
    guint       fields;
    const char *member;
  } members[] = {
    { CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME), "display_name" },
    { CHATTY_FIELD_FLAG (CHATTY_FIELD_INSTRUCTIONS) |
      CHATTY_FIELD_FLAG (CHATTY_FIELD_TEMPERATURE), "defaults" },
    { CHATTY_FIELD_FLAG (CHATTY_FIELD_MODEL), "default_route" },
  };
  GString *mask = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if ((fields & members[i].fields) != 0)
      g_string_append_printf (mask, "%s%s", mask->len > 0 ? "," : "", members[i].member);
  return g_string_free (mask, FALSE);
}

/* Operations ---------------------------------------------------------------------- */

/**
 * chatty_inworld_read_operation:
 * @node: the answer to a change, or to a look at how far it is
 * @operation: (out caller-allocates): how far it is
 * @error: why it failed
 *
 * The answer may be the router itself too.
 *
 * Returns: whether it has not failed
 */
gboolean
chatty_inworld_read_operation (JsonNode                *node,
                               ChattyInworldOperation  *operation,
                               GError                 **error)
{
  static const char *const own[] = { "displayName", "defaults", "defaultRoute", "routes" };
  JsonObject *object = chatty_json_node_object (node);
  g_auto (ChattyInworldFailure) failure = { NULL };

  *operation = (ChattyInworldOperation) { NULL };
  if (chatty_inworld_read_failure (node, TRUE, &failure))
    {
      chatty_inworld_failure_to_error (&failure, error);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (chatty_inworld_get_member (object, own[i]) != NULL)
      {
        operation->done = TRUE;
        operation->object = object;
        return TRUE;
      }
  operation->name = chatty_inworld_dup_text (object, "name");
  operation->done = operation->name == NULL || chatty_inworld_get_flag (object, "done", FALSE);
  operation->object = chatty_inworld_get_object (object, "response");
  return TRUE;
}

void
chatty_inworld_operation_clear (ChattyInworldOperation *operation)
{
  g_clear_pointer (&operation->name, g_free);
}
