/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-character-history.h"
#include "chatty-error.h"
#include "chatty-json-edit.h"
#include "chatty-sha256.h"
#include "chatty-time.h"
#include "chatty-vault-files-private.h"
#include "chatty-vault-memory-file.h"

#define NAME "memory.json"
#define FORMAT "chatty-memory-1"
#define EMPTY "{\n  \"format\": \"" FORMAT "\",\n  \"notes\": []\n}\n"

/* A person's lifetime of notes is far below. */
#define MAX_MEMORY (32 * 1024 * 1024)

/* An id that the same text always gets. */
static char *
make_id (const char *prefix,
         const char *text)
{
  g_autofree char *hash = chatty_sha256_hex (text, strlen (text));

  return g_strdup_printf ("%s%.16s", prefix, hash);
}

static JsonObject *
find_note (JsonArray  *notes,
           const char *id,
           guint      *nth)
{
  for (guint i = 0; i < json_array_get_length (notes); i++)
    {
      JsonObject *note = chatty_json_node_object (json_array_get_element (notes, i));

      if (note == NULL || g_strcmp0 (chatty_json_get_string (note, "id"), id) != 0)
        continue;
      if (nth != NULL)
        *nth = i;
      return note;
    }
  return NULL;
}

static gint64
get_time (JsonObject *note,
          const char *name)
{
  return chatty_time_parse_iso (chatty_json_get_string (note, name));
}

static ChattyMemoryNote *
read_note (JsonObject *object)
{
  JsonArray *remotes = chatty_json_get_array (object, "remotes");
  g_autoptr (GPtrArray) names = NULL;
  ChattyMemoryNote fields = {
    .id = chatty_json_get_string (object, "id"),
    .text = chatty_json_get_string (object, "text"),
    .created = get_time (object, "created"),
    .updated = get_time (object, "updated"),
    .transcript = chatty_json_get_string (object, "transcript"),
    .turn = chatty_json_get_string (object, "turn"),
  };

  chatty_memory_kind_from_string (chatty_json_get_string (object, "kind"), &fields.kind);
  if (remotes != NULL && json_array_get_length (remotes) > 0)
    {
      names = g_ptr_array_new ();
      for (guint i = 0; i < json_array_get_length (remotes); i++)
        {
          JsonNode *node = json_array_get_element (remotes, i);

          if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
            g_ptr_array_add (names, (char *) json_node_get_string (node));
        }
      g_ptr_array_add (names, NULL);
      fields.remotes = (const char *const *) names->pdata;
    }
  return chatty_memory_note_new (&fields);
}

static void
set_string (JsonObject *object,
            const char *name,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
  else if (json_object_has_member (object, name))
    json_object_remove_member (object, name);
}

static void
set_time (JsonObject *object,
          const char *name,
          gint64      time)
{
  g_autofree char *iso = time != CHATTY_TIME_NONE ? chatty_time_format_iso (time) : NULL;

  set_string (object, name, iso);
}

/* Members that nobody here knows stay. */
static void
write_note (JsonObject             *object,
            const ChattyMemoryNote *note)
{
  set_string (object, "id", note->id);
  set_string (object, "text", note->text);
  set_string (object, "kind", chatty_memory_kind_to_string (note->kind));
  set_time (object, "created", note->created);
  set_time (object, "updated", note->updated);
  set_string (object, "transcript", note->transcript);
  set_string (object, "turn", note->turn);
  if (note->remotes != NULL && note->remotes[0] != NULL)
    {
      JsonArray *remotes = json_array_new ();

      for (guint i = 0; note->remotes[i] != NULL; i++)
        json_array_add_string_element (remotes, note->remotes[i]);
      json_object_set_array_member (object, "remotes", remotes);
    }
  else if (json_object_has_member (object, "remotes"))
    {
      json_object_remove_member (object, "remotes");
    }
}

/* A note without an id, as written by hand, is called for what it says. */
static void
give_ids (JsonArray *notes)
{
  for (guint i = 0; i < json_array_get_length (notes); i++)
    {
      JsonObject *note = chatty_json_node_object (json_array_get_element (notes, i));
      const char *text = note != NULL ? chatty_json_get_string (note, "text") : NULL;

      if (text != NULL && chatty_json_get_string (note, "id") == NULL)
        {
          g_autofree char *id = make_id ("text-", text);

          json_object_set_string_member (note, "id", id);
        }
    }
}

/* What was parsed is not to be changed; this is. The recursion is bounded by
 * the depth that chatty_json_parse() allows. */
static JsonNode *
copy_node (JsonNode *node)
{
  JsonNode *copy;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_object_new ();
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        json_object_set_member (object, name, copy_node (member));
      copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, object);
      return copy;
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *from = json_node_get_array (node);
      JsonArray *array = json_array_new ();

      for (guint i = 0; i < json_array_get_length (from); i++)
        json_array_add_element (array, copy_node (json_array_get_element (from, i)));
      copy = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (copy, array);
      return copy;
    }
  return json_node_copy (node);
}

static JsonNode *
parse (ChattyVaultFiles  *files,
       const char        *path,
       char             **text,
       ChattyFileStamp   *stamp,
       mode_t            *mode,
       GError           **error)
{
  g_autofree char *bytes = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize length;

  bytes = chatty_vault_files_read_up_to (files, path, MAX_MEMORY, &length, stamp, mode, error);
  if (bytes == NULL)
    return NULL;
  node = chatty_json_parse (bytes, (gssize) length, NULL);
  if (node == NULL || chatty_json_node_object (node) == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                   _("“%s” in the vault is damaged. Move it away and try again."), path);
      return NULL;
    }
  if (text != NULL)
    *text = g_steal_pointer (&bytes);
  return copy_node (node);
}

/* Puts the notes of a conflict copy with the others. One that says something
 * else than ours is kept beside it, under an id that it always gets. */
static void
merge_copy (JsonArray  *notes,
            JsonObject *copy)
{
  JsonArray *others = chatty_json_get_array (copy, "notes");

  if (others == NULL)
    return;
  give_ids (others);
  for (guint i = 0; i < json_array_get_length (others); i++)
    {
      JsonObject *other = chatty_json_node_object (json_array_get_element (others, i));
      const char *id = other != NULL ? chatty_json_get_string (other, "id") : NULL;
      const char *text = other != NULL ? chatty_json_get_string (other, "text") : NULL;
      JsonObject *ours = id != NULL ? find_note (notes, id, NULL) : NULL;
      g_autofree char *prefix = NULL;
      g_autofree char *variant = NULL;

      if (id == NULL || text == NULL)
        continue;
      if (ours != NULL)
        {
          if (g_strcmp0 (chatty_json_get_string (ours, "text"), text) == 0)
            continue;
          prefix = g_strconcat (id, "~", NULL);
          variant = make_id (prefix, text);
          if (find_note (notes, variant, NULL) != NULL)
            continue;
          json_object_set_string_member (other, "id", variant);
        }
      json_array_add_object_element (notes, json_object_ref (other));
    }
}

static void
add_copies (ChattyMemoryFile *self,
            ChattyVaultFiles *files)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr (GPtrArray) names = NULL;
  int fd = chatty_vault_files_open_folder (files, folder, FALSE, NULL);

  names = fd >= 0 ? chatty_vault_files_list_names (fd) : NULL;
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = NULL;
      g_autoptr (JsonNode) node = NULL;

      if (!chatty_is_conflict_copy (name, NAME))
        continue;
      /* One that cannot be read is left for the person to look at. */
      path = g_strconcat (folder, "/", name, NULL);
      node = parse (files, path, NULL, NULL, NULL, NULL);
      if (node == NULL)
        continue;
      merge_copy (self->notes, chatty_json_node_object (node));
      g_ptr_array_add (self->copies, g_steal_pointer (&path));
    }
}

/* Entries of the list of before: facts of which nobody knows when. */
static void
add_list (ChattyMemoryFile  *self,
          const char *const *list)
{
  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    {
      g_autofree char *id = make_id ("list-", list[i]);
      JsonObject *note;

      self->has_list = TRUE;
      if (*list[i] == '\0' || g_hash_table_contains (self->moved, id) ||
          find_note (self->notes, id, NULL) != NULL)
        continue;
      note = json_object_new ();
      write_note (note, &(ChattyMemoryNote) {
        .id = id, .text = list[i], .created = CHATTY_TIME_NONE, .updated = CHATTY_TIME_NONE,
      });
      json_array_add_object_element (self->notes, note);
      g_hash_table_add (self->moved, g_steal_pointer (&id));
    }
}

/**
 * chatty_memory_file_load:
 * @callsign: a safe one
 * @list: (nullable): the entries of #CHATTY_FIELD_MEMORY_NOTES
 *
 * Returns: (transfer full): what is remembered, or %NULL with
 *   %CHATTY_ERROR_INVALID_DATA, _FORBIDDEN, _TOO_LARGE
 */
ChattyMemoryFile *
chatty_memory_file_load (ChattyVaultFiles   *files,
                         const char         *callsign,
                         const char *const  *list,
                         GError            **error)
{
  g_autoptr (ChattyMemoryFile) self = g_new0 (ChattyMemoryFile, 1);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = NULL;
  JsonArray *array = NULL;

  self->path = g_strconcat ("instances/", callsign, "/config/" NAME, NULL);
  self->moved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->copies = g_ptr_array_new_with_free_func (g_free);
  node = parse (files, self->path, &self->text, &self->stamp, &self->mode, &local_error);
  if (node == NULL && !g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (node != NULL)
    object = chatty_json_node_object (node);
  if (object != NULL)
    array = chatty_json_get_array (object, "notes");
  self->notes = array != NULL ? json_array_ref (array) : json_array_new ();
  give_ids (self->notes);
  array = object != NULL ? chatty_json_get_array (object, "moved") : NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *id = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (id) && json_node_get_value_type (id) == G_TYPE_STRING)
        g_hash_table_add (self->moved, g_strdup (json_node_get_string (id)));
    }
  add_copies (self, files);
  add_list (self, list);
  return g_steal_pointer (&self);
}

/**
 * chatty_memory_file_free:
 *
 * Frees @self.
 */
void
chatty_memory_file_free (ChattyMemoryFile *self)
{
  g_free (self->path);
  g_free (self->text);
  g_clear_pointer (&self->notes, json_array_unref);
  g_clear_pointer (&self->moved, g_hash_table_unref);
  g_clear_pointer (&self->copies, g_ptr_array_unref);
  g_free (self);
}

static int
compare_notes (gconstpointer a,
               gconstpointer b)
{
  const ChattyMemoryNote *one = *(ChattyMemoryNote *const *) a;
  const ChattyMemoryNote *other = *(ChattyMemoryNote *const *) b;

  /* Those of which nobody knows when come first: CHATTY_TIME_NONE is the
   * smallest of all times. The order in the file decides between equals. */
  return one->created < other->created ? -1 : one->created > other->created;
}

/**
 * chatty_memory_file_list:
 *
 * Returns: (transfer full) (element-type ChattyMemoryNote): the notes, oldest
 *   first
 */
GPtrArray *
chatty_memory_file_list (ChattyMemoryFile *self)
{
  GPtrArray *notes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_memory_note_unref);

  for (guint i = 0; i < json_array_get_length (self->notes); i++)
    {
      JsonObject *note = chatty_json_node_object (json_array_get_element (self->notes, i));

      if (note != NULL && chatty_json_get_string (note, "text") != NULL)
        g_ptr_array_add (notes, read_note (note));
    }
  g_ptr_array_sort (notes, compare_notes);
  return notes;
}

/**
 * chatty_memory_file_set:
 * @note: a note with an id
 *
 * Returns: whether a note with that id was there; else it is new now
 */
gboolean
chatty_memory_file_set (ChattyMemoryFile       *self,
                        const ChattyMemoryNote *note)
{
  JsonObject *object = find_note (self->notes, note->id, NULL);
  gboolean there = object != NULL;

  if (!there)
    {
      object = json_object_new ();
      json_array_add_object_element (self->notes, object);
    }
  write_note (object, note);
  return there;
}

/**
 * chatty_memory_file_take:
 * @id: of a note
 *
 * Returns: (transfer full) (nullable): the note, which is no more
 */
ChattyMemoryNote *
chatty_memory_file_take (ChattyMemoryFile *self,
                         const char       *id)
{
  guint nth;
  JsonObject *object = find_note (self->notes, id, &nth);
  ChattyMemoryNote *note;

  if (object == NULL)
    return NULL;
  note = read_note (object);
  json_array_remove_element (self->notes, nth);
  return note;
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (a, b);
}

/**
 * chatty_memory_file_make_text:
 *
 * Returns: (transfer full): the file as it is to be: only the notes, and what
 *   has become of the list, are other bytes than before
 */
char *
chatty_memory_file_make_text (ChattyMemoryFile  *self,
                              GError           **error)
{
  static const char *const notes_path[] = { "notes", NULL };
  static const char *const moved_path[] = { "moved", NULL };
  g_autoptr (JsonNode) notes = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (JsonNode) moved = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (self->moved), compare_strings);
  g_autofree char *text = NULL;

  json_node_set_array (notes, self->notes);
  text = chatty_json_edit (self->text != NULL ? self->text : EMPTY, notes_path, notes, error);
  if (text == NULL || ids == NULL)
    return g_steal_pointer (&text);
  json_node_take_array (moved, json_array_new ());
  for (GList *id = ids; id != NULL; id = id->next)
    json_array_add_string_element (json_node_get_array (moved), id->data);
  return chatty_json_edit (text, moved_path, moved, error);
}
