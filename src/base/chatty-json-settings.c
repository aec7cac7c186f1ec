/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-base"

#include "chatty-json-settings.h"

#include "chatty-json-edit.h"

static gboolean
is_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node);
}

/* (nullable): what says something. */
static JsonNode *
said (JsonNode *node)
{
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static JsonNode *
member_of (JsonNode   *node,
           const char *name)
{
  return is_object (node) ? said (json_object_get_member (json_node_get_object (node), name))
                          : NULL;
}

/* (transfer full) (nullable): NULL where @text is no object. */
static JsonNode *
parse (const char *text)
{
  g_autoptr (JsonNode) node = text != NULL && *text != '\0' ? chatty_json_parse (text, -1, NULL)
                                                            : NULL;

  return is_object (node) ? g_steal_pointer (&node) : NULL;
}

static gboolean
same (JsonNode *a,
      JsonNode *b)
{
  g_autofree char *of_a = NULL;
  g_autofree char *of_b = NULL;

  if (a == NULL || b == NULL)
    return a == b;
  of_a = chatty_json_to_canonical (a);
  of_b = chatty_json_to_canonical (b);
  return g_str_equal (of_a, of_b);
}

static JsonNode *choose (JsonNode         *base,
                         JsonNode         *here,
                         JsonNode         *there,
                         ChattyJsonPrefer  prefer,
                         gboolean         *conflict);

static void
choose_members (JsonObject       *result,
                JsonNode         *from,
                JsonNode         *base,
                JsonNode         *here,
                JsonNode         *there,
                ChattyJsonPrefer  prefer,
                gboolean         *conflict)
{
  JsonObjectIter iter;
  const char *name;

  if (!is_object (from))
    return;
  json_object_iter_init (&iter, json_node_get_object (from));
  while (json_object_iter_next (&iter, &name, NULL))
    {
      JsonNode *chosen;

      if (json_object_has_member (result, name))
        continue;
      chosen = choose (member_of (base, name), member_of (here, name), member_of (there, name),
                       prefer, conflict);
      if (chosen != NULL)
        json_object_set_member (result, name, chosen);
    }
}

/* (transfer full) (nullable): what becomes of one setting, or of all of them. */
static JsonNode *
choose (JsonNode         *base,
        JsonNode         *here,
        JsonNode         *there,
        ChattyJsonPrefer  prefer,
        gboolean         *conflict)
{
  JsonNode *chosen;

  if ((is_object (here) || is_object (there)) && (here == NULL || is_object (here)) &&
      (there == NULL || is_object (there)))
    {
      g_autoptr (JsonObject) result = json_object_new ();
      JsonNode *node;

      choose_members (result, here, base, here, there, prefer, conflict);
      choose_members (result, there, base, here, there, prefer, conflict);
      if (json_object_get_size (result) == 0)
        return NULL;
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_set_object (node, result);
      return node;
    }

  if (same (here, there) || same (there, base))
    chosen = here;
  else if (same (here, base))
    chosen = there;
  else
    {
      *conflict |= prefer == CHATTY_JSON_PREFER_NONE;
      chosen = prefer == CHATTY_JSON_PREFER_THERE ? there : here;
    }
  /* What one side alone has may have members that say nothing. */
  if (is_object (chosen))
    return choose (NULL, chosen, chosen, prefer, conflict);
  return chosen != NULL ? json_node_copy (chosen) : NULL;
}

/* @node: (transfer full) (nullable) */
static char *
write_settings (JsonNode *node)
{
  g_autoptr (JsonNode) owned = node;

  return node != NULL ? chatty_json_to_canonical (node) : g_strdup ("");
}

/**
 * chatty_json_settings_normal:
 * @text: (nullable): of a JSON object
 *
 * Returns: (transfer full) (nullable): the same settings in the form that all
 *   have; "" where nothing is set; %NULL where @text is something else than an
 *   object, and not empty
 */
char *
chatty_json_settings_normal (const char *text)
{
  g_autoptr (JsonNode) node = parse (text);
  gboolean conflict = FALSE;

  if (node == NULL)
    return text == NULL || *text == '\0' ? g_strdup ("") : NULL;
  return write_settings (choose (NULL, node, node, CHATTY_JSON_PREFER_HERE, &conflict));
}

/**
 * chatty_json_settings_get:
 * @text: (nullable): settings
 * @path: members with dots between, as #ChattySetting has them
 *
 * Returns: (transfer full) (nullable): the setting's value; %NULL where it is
 *   not set
 */
JsonNode *
chatty_json_settings_get (const char *text,
                          const char *path)
{
  g_autoptr (JsonNode) node = parse (text);
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  JsonNode *at = node;

  for (guint i = 0; at != NULL && names[i] != NULL; i++)
    at = member_of (at, names[i]);
  return at != NULL ? json_node_copy (at) : NULL;
}

/**
 * chatty_json_settings_set:
 * @text: (nullable): settings; what is no object counts as nothing
 * @path: members with dots between, as #ChattySetting has them; not empty
 * @value: (nullable): %NULL takes the setting away
 *
 * Returns: (transfer full): the settings with it, all others as they were
 */
char *
chatty_json_settings_set (const char *text,
                          const char *path,
                          JsonNode   *value)
{
  g_autoptr (JsonNode) read = parse (text);
  g_autoptr (JsonNode) node = NULL;
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  guint last = g_strv_length (names);
  gboolean conflict = FALSE;
  JsonObject *object;

  g_return_val_if_fail (last > 0, NULL);

  /* What the parser gives cannot be changed. */
  if (read != NULL)
    node = choose (NULL, read, read, CHATTY_JSON_PREFER_HERE, &conflict);
  if (node == NULL)
    {
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
    }

  object = json_node_get_object (node);
  for (guint i = 0; i + 1 < last; i++)
    {
      JsonObject *next = chatty_json_get_object (object, names[i]);

      if (next == NULL)
        {
          next = json_object_new ();
          json_object_set_object_member (object, names[i], next);
        }
      object = next;
    }
  if (value != NULL)
    json_object_set_member (object, names[last - 1], json_node_copy (value));
  else
    json_object_remove_member (object, names[last - 1]);
  return write_settings (choose (NULL, node, node, CHATTY_JSON_PREFER_HERE, &conflict));
}

static JsonNode *
lay_over (JsonNode *below,
          JsonNode *above)
{
  JsonObjectIter iter;
  JsonObject *result;
  const char *name;
  JsonNode *node;

  if (!is_object (below) || !is_object (above))
    return json_node_copy (above != NULL ? above : below);
  node = json_node_new (JSON_NODE_OBJECT);
  result = json_object_new ();
  json_node_take_object (node, result);
  json_object_iter_init (&iter, json_node_get_object (below));
  while (json_object_iter_next (&iter, &name, NULL))
    if (member_of (below, name) != NULL || member_of (above, name) != NULL)
      json_object_set_member (result, name, lay_over (member_of (below, name),
                                                      member_of (above, name)));
  json_object_iter_init (&iter, json_node_get_object (above));
  while (json_object_iter_next (&iter, &name, NULL))
    if (!json_object_has_member (result, name) && member_of (above, name) != NULL)
      json_object_set_member (result, name, json_node_copy (member_of (above, name)));
  return node;
}

/**
 * chatty_json_settings_overlay:
 * @below: (nullable): settings
 * @above: (nullable): settings that count before those of @below
 *
 * Returns: (transfer full): both, setting by setting
 */
char *
chatty_json_settings_overlay (const char *below,
                              const char *above)
{
  g_autoptr (JsonNode) lower = parse (below);
  g_autoptr (JsonNode) upper = parse (above);
  g_autoptr (JsonNode) both = NULL;
  gboolean conflict = FALSE;

  if (lower == NULL && upper == NULL)
    return g_strdup ("");
  both = lay_over (lower, upper);
  return write_settings (choose (NULL, both, both, CHATTY_JSON_PREFER_HERE, &conflict));
}

/**
 * chatty_json_settings_merge:
 * @base: (nullable): what both sides began from
 * @here: (nullable): what one made of it
 * @there: (nullable): what the other did
 * @prefer: who wins where both changed the same setting
 *
 * Joins the changes of both sides, setting by setting.
 *
 * Returns: (transfer full) (nullable): the settings; %NULL where nobody is
 *   preferred and both changed the same one differently, or where one of the
 *   texts is neither empty nor an object
 */
char *
chatty_json_settings_merge (const char       *base,
                            const char       *here,
                            const char       *there,
                            ChattyJsonPrefer  prefer)
{
  const char *texts[] = { base, here, there };
  g_autoptr (JsonNode) old = parse (base);
  g_autoptr (JsonNode) mine = parse (here);
  g_autoptr (JsonNode) theirs = parse (there);
  JsonNode *nodes[] = { old, mine, theirs };
  g_autoptr (JsonNode) merged = NULL;
  gboolean conflict = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (nodes[i] == NULL && texts[i] != NULL && *texts[i] != '\0')
      return NULL;
  merged = choose (old, mine, theirs, prefer, &conflict);
  return conflict ? NULL : write_settings (g_steal_pointer (&merged));
}

/**
 * chatty_json_settings_rebase:
 * @before: (nullable): what the edits began from
 * @edited: (nullable): what they made of it
 * @now: (nullable): what there is by now
 * @overlap: (out): whether @now has another change of what was edited
 *
 * Returns: (transfer full): the edits over @now; @edited as it is where one of
 *   the texts is no object
 */
char *
chatty_json_settings_rebase (const char *before,
                             const char *edited,
                             const char *now,
                             gboolean   *overlap)
{
  char *joined = chatty_json_settings_merge (before, edited, now, CHATTY_JSON_PREFER_NONE);

  *overlap = joined == NULL;
  if (joined == NULL)
    joined = chatty_json_settings_merge (before, edited, now, CHATTY_JSON_PREFER_HERE);
  return joined != NULL ? joined : g_strdup (edited != NULL ? edited : "");
}
