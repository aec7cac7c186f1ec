/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Two versions of preferences.json become one, setting by setting. What both
 * began from is in no file that a program for synchronising leaves; instead
 * each entry says when its settings were changed, which tells the same: what
 * one side alone changed is newer there, and of what both changed the newest
 * counts. The same two versions give the same result on every computer. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include "chatty-preferences-file.h"

#include <string.h>

#include "chatty-json-edit.h"
#include "chatty-time.h"

/* (nullable): null is the same as nothing. */
static JsonNode *
member_of (JsonNode   *node,
           const char *name)
{
  JsonObject *object = chatty_json_node_object (node);
  JsonNode *member = object != NULL ? json_object_get_member (object, name) : NULL;

  return member != NULL && !JSON_NODE_HOLDS_NULL (member) ? member : NULL;
}

static gboolean
same (JsonNode *a,
      JsonNode *b)
{
  g_autofree char *of_a = a != NULL ? chatty_json_to_canonical (a) : NULL;
  g_autofree char *of_b = b != NULL ? chatty_json_to_canonical (b) : NULL;

  return g_strcmp0 (of_a, of_b) == 0;
}

/* Whether it is divided further: one side is an object, and the other is one or
 * has nothing. */
static gboolean
is_divided (JsonNode *a,
            JsonNode *b)
{
  gboolean is_a = chatty_json_node_object (a) != NULL;
  gboolean is_b = chatty_json_node_object (b) != NULL;

  return (is_a || is_b) && (is_a || a == NULL) && (is_b || b == NULL);
}

/* (transfer container): the names of both, each once. */
static GPtrArray *
list_names (JsonNode *a,
            JsonNode *b)
{
  GPtrArray *names = g_ptr_array_new ();
  JsonNode *nodes[] = { a, b };

  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      JsonObject *object = chatty_json_node_object (nodes[i]);
      JsonObjectIter iter;
      const char *name;

      if (object == NULL)
        continue;
      json_object_iter_init_ordered (&iter, object);
      while (json_object_iter_next_ordered (&iter, &name, NULL))
        if (i == 0 || chatty_json_node_object (a) == NULL ||
            !json_object_has_member (json_node_get_object (a), name))
          g_ptr_array_add (names, (gpointer) name);
    }
  return names;
}

static char *
join (const char *path,
      const char *name)
{
  return *path == '\0' ? g_strdup (name) : g_strconcat (path, ".", name, NULL);
}

/* Times --------------------------------------------------------------------------------- */

static gint64
get_time (JsonObject *entry,
          const char *path)
{
  JsonObject *times = entry != NULL ? chatty_json_get_object (entry, CHATTY_PREFERENCES_CHANGED)
                                    : NULL;

  return times != NULL ? chatty_time_parse_iso (chatty_json_get_string (times, path))
                       : CHATTY_TIME_NONE;
}

static void
note_changes (JsonNode   *before,
              JsonNode   *after,
              const char *path,
              const char *now,
              JsonObject *times)
{
  g_autoptr (GPtrArray) names = NULL;

  if (!is_divided (before, after))
    {
      if (!same (before, after))
        json_object_set_string_member (times, path, now);
      return;
    }
  names = list_names (before, after);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *at = join (path, name);

      if (!g_str_equal (at, CHATTY_PREFERENCES_CHANGED))
        note_changes (member_of (before, name), member_of (after, name), at, now, times);
    }
}

static JsonNode *
node_of (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, object);
  return node;
}

/**
 * chatty_preferences_note_times:
 * @before: (nullable): an entry
 * @after: what became of it
 * @now: when
 *
 * Returns: (transfer full) (nullable): what the entry is to say of the times of
 *   its changes; %NULL where there was none
 */
JsonNode *
chatty_preferences_note_times (JsonObject *before,
                               JsonObject *after,
                               gint64      now)
{
  g_autoptr (JsonObject) times = json_object_new ();
  g_autoptr (JsonObject) nothing = json_object_new ();
  JsonObject *known = before != NULL ? chatty_json_get_object (before, CHATTY_PREFERENCES_CHANGED)
                                     : NULL;
  g_autoptr (JsonNode) old = node_of (before != NULL ? before : nothing);
  g_autoptr (JsonNode) new = node_of (after);
  g_autofree char *when = chatty_time_format_iso (now);

  if (when == NULL)
    return NULL;
  note_changes (old, new, "", when, times);
  /* Whose it is does not change. */
  json_object_remove_member (times, "platform");
  json_object_remove_member (times, "owner");
  json_object_remove_member (times, "account");
  if (json_object_get_size (times) == 0)
    return NULL;
  if (known != NULL)
    {
      JsonObjectIter iter;
      const char *path;
      JsonNode *time;

      json_object_iter_init (&iter, known);
      while (json_object_iter_next (&iter, &path, &time))
        if (!json_object_has_member (times, path))
          json_object_set_member (times, path, json_node_copy (time));
    }
  return node_of (times);
}

/* Merging ------------------------------------------------------------------------------- */

typedef struct {
  JsonObject *here;             /* the entries; %NULL: members of the file itself */
  JsonObject *there;
  gboolean    there_is_newer;   /* the file */
  JsonArray  *replaced;         /* nullable */
} Merge;

static void
tell_replaced (Merge      *self,
               const char *path,
               JsonNode   *kept,
               JsonNode   *lost)
{
  static const char *const whose[] = { "platform", "owner", "account" };
  JsonObject *told = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (whose); i++)
    {
      const char *text = chatty_json_get_string (self->here, whose[i]);

      if (text != NULL)
        json_object_set_string_member (told, whose[i], text);
    }
  json_object_set_string_member (told, "setting", path);
  if (kept != NULL)
    json_object_set_member (told, "kept", json_node_copy (kept));
  json_object_set_member (told, "replaced", json_node_copy (lost));
  json_array_add_object_element (self->replaced, told);
}

/* (transfer none) (nullable): the side that counts, where they differ. */
static JsonNode *
decide (Merge      *self,
        JsonNode   *here,
        JsonNode   *there,
        const char *path)
{
  gint64 time_here = get_time (self->here, path), time_there = get_time (self->there, path);
  gboolean take_there;
  JsonNode *lost;

  if (time_here != time_there)
    take_there = time_there > time_here;
  else if (here == NULL || there == NULL)
    take_there = here == NULL;
  else
    take_there = self->there_is_newer;

  lost = take_there ? here : there;
  /* What was changed on one side alone is not told. */
  if (lost != NULL && self->replaced != NULL && self->here != NULL &&
      (time_here == CHATTY_TIME_NONE) == (time_there == CHATTY_TIME_NONE))
    tell_replaced (self, path, take_there ? there : here, lost);
  return take_there ? there : here;
}

/* (transfer full) (nullable). The recursion is bounded by the depth that
 * chatty_json_parse() allows. */
static JsonNode *
merge_value (Merge      *self,
             JsonNode   *here,
             JsonNode   *there,
             const char *path)
{
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (JsonObject) result = NULL;
  JsonNode *chosen;

  if (!is_divided (here, there))
    {
      chosen = same (here, there) ? here : decide (self, here, there, path);
      return chosen != NULL ? json_node_copy (chosen) : NULL;
    }
  names = list_names (here, there);
  result = json_object_new ();
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *at = join (path, name);

      if (g_str_equal (at, CHATTY_PREFERENCES_CHANGED))
        continue;
      chosen = merge_value (self, member_of (here, name), member_of (there, name), at);
      if (chosen != NULL)
        json_object_set_member (result, name, chosen);
    }
  return json_object_get_size (result) > 0 ? node_of (result) : NULL;
}

/* (transfer full) (nullable): the later time of each setting. */
static JsonNode *
merge_times (const Merge *self)
{
  g_autoptr (JsonObject) times = json_object_new ();
  JsonObject *entries[] = { self->here, self->there };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      JsonObject *known = chatty_json_get_object (entries[i], CHATTY_PREFERENCES_CHANGED);
      JsonObjectIter iter;
      const char *path;
      JsonNode *time;

      if (known == NULL)
        continue;
      json_object_iter_init (&iter, known);
      while (json_object_iter_next (&iter, &path, &time))
        if (!json_object_has_member (times, path) ||
            get_time (entries[i], path) > get_time (entries[0], path))
          json_object_set_member (times, path, json_node_copy (time));
    }
  return json_object_get_size (times) > 0 ? node_of (times) : NULL;
}

static JsonNode *
merge_entry (Merge *self)
{
  g_autoptr (JsonNode) here = node_of (self->here);
  g_autoptr (JsonNode) there = node_of (self->there);
  JsonNode *merged = merge_value (self, here, there, "");
  JsonNode *times = merge_times (self);

  if (merged != NULL && times != NULL)
    json_object_set_member (json_node_get_object (merged), CHATTY_PREFERENCES_CHANGED, times);
  else
    g_clear_pointer (&times, json_node_unref);
  return merged;
}

/* Where the files say the same of their time, anything that both computers see
 * alike decides. */
static gboolean
is_newer (const ChattyPreferencesFile *here,
          const ChattyPreferencesFile *there)
{
  if (here->stamp.modified != there->stamp.modified)
    return there->stamp.modified > here->stamp.modified;
  return strcmp (there->text, here->text) > 0;
}

/* What @there says beside its entries, and @here does not. */
static char *
add_others (const ChattyPreferencesFile *here,
            const ChattyPreferencesFile *there,
            char                        *text,
            GError                     **error)
{
  g_autoptr (GPtrArray) names = list_names (here->root, there->root);
  JsonObject *ours = json_node_get_object (here->root);

  for (guint i = 0; text != NULL && i < names->len; i++)
    {
      const char *path[] = { g_ptr_array_index (names, i), NULL };
      g_autofree char *old = NULL;

      if (json_object_has_member (ours, path[0]) ||
          g_str_equal (path[0], CHATTY_PREFERENCES_ACCOUNTS))
        continue;
      old = text;
      text = chatty_json_edit (old, path, member_of (there->root, path[0]), error);
    }
  return text;
}

/**
 * chatty_preferences_merge:
 * @here: the file, with a text
 * @there: another version of it, with a text
 * @replaced: (nullable): gets an object for each setting of which another value
 *   was set on the other side as well: "platform", "owner", "account",
 *   "setting", "kept" where something is kept, "replaced"
 *
 * Entries of accounts that only one of them has, and members that nobody here
 * knows, are kept.
 *
 * Returns: (transfer full) (nullable): the text of both; that of @here where
 *   @there says nothing else
 */
char *
chatty_preferences_merge (const ChattyPreferencesFile  *here,
                          const ChattyPreferencesFile  *there,
                          JsonArray                    *replaced,
                          GError                      **error)
{
  guint n_here = here->accounts != NULL ? json_array_get_length (here->accounts) : 0;
  guint n_there = there->accounts != NULL ? json_array_get_length (there->accounts) : 0;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  JsonArray *array = json_array_new ();
  gboolean changed = FALSE;
  char *text;

  json_node_take_array (node, array);
  for (guint i = 0; i < n_here; i++)
    g_ptr_array_add (entries, json_node_copy (json_array_get_element (here->accounts, i)));
  for (guint i = 0; i < n_there; i++)
    {
      JsonNode *theirs = json_array_get_element (there->accounts, i);
      Merge self = { .there = chatty_json_node_object (theirs),
                     .there_is_newer = is_newer (here, there), .replaced = replaced };
      JsonNode *merged;
      guint nth;

      if (self.there == NULL || chatty_json_get_string (self.there, "platform") == NULL)
        continue;
      self.here = chatty_preferences_file_find (here,
                                                chatty_json_get_string (self.there, "platform"),
                                                chatty_json_get_string (self.there, "owner"),
                                                chatty_json_get_string (self.there, "account"),
                                                &nth);
      if (self.here == NULL)
        {
          g_ptr_array_add (entries, json_node_copy (theirs));
          changed = TRUE;
          continue;
        }
      merged = merge_entry (&self);
      if (same (merged, json_array_get_element (here->accounts, nth)))
        {
          json_node_unref (merged);
          continue;
        }
      json_node_unref (entries->pdata[nth]);
      entries->pdata[nth] = merged;
      changed = TRUE;
    }
  for (guint i = 0; i < entries->len; i++)
    json_array_add_element (array, json_node_ref (entries->pdata[i]));
  text = changed ? chatty_preferences_file_set_accounts (here, node, error)
                 : g_strdup (here->text);
  return add_others (here, there, text, error);
}
