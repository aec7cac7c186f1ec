/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-call.h"
#include "chatty-error.h"
#include "chatty-gemini-private.h"

/* A character on Gemini is a File Search store with a settings document: see
 * chatty-gemini-codec-character.h. The newest settings document counts, so that
 * a change is one more document, and nothing is lost wherever it is cut off. */

/* The stores of a project (platform reference, section 2.9). */
#define MAX_STORES 10

/* How often a create is tried whose answers are lost, and the first wait
 * between; a look whether it was carried out comes before each. */
#define CREATE_ATTEMPTS 3
#define CREATE_WAIT_MS  300

/* How often a change is made again that met another. */
#define WRITE_ROUNDS 3

static gboolean
set_not_there (GError **error)
{
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                       _("Gemini does not have this character, or has it no more"));
  return FALSE;
}

/* Reading -------------------------------------------------------------------------- */

static gboolean
read_mirrors_page (JsonNode  *node,
                   gpointer   user_data,
                   char     **next,
                   GError   **error)
{
  return chatty_gemini_read_mirrors (node, user_data, next, error);
}

/* (transfer full) (nullable) (element-type ChattyGeminiMirror): the settings
 * documents of a store, which are one as a rule */
static GPtrArray *
list_mirrors (gpointer       self,
              const char    *id,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (GPtrArray) mirrors = g_ptr_array_new_with_free_func (chatty_gemini_mirror_free);

  return chatty_gemini_read_documents_of (self, id, read_mirrors_page, mirrors, cancellable, error)
         ? g_steal_pointer (&mirrors) : NULL;
}

/* A settings document is never changed, so that its time is that of the last
 * change of the character. */
static void
note_time (ChattyGemini             *self,
           const char               *id,
           const ChattyGeminiMirror *mirror)
{
  g_mutex_lock (&self->lock);
  if (mirror != NULL && mirror->created != CHATTY_TIME_NONE)
    g_hash_table_replace (self->modified, g_strdup (id),
                          g_memdup2 (&mirror->created, sizeof mirror->created));
  else
    g_hash_table_remove (self->modified, id);
  g_mutex_unlock (&self->lock);
}

static ChattyCharacter *
read_character (ChattyGemini             *self,
                const ChattyGeminiStore  *store,
                GCancellable             *cancellable,
                GError                  **error)
{
  g_autoptr (GPtrArray) mirrors = list_mirrors (self, store->name, cancellable, error);
  const ChattyGeminiMirror *mirror;

  if (mirrors == NULL)
    return NULL;
  mirror = chatty_gemini_newest_mirror (mirrors);
  note_time (self, store->name, mirror);
  return chatty_gemini_read_character (store, mirror);
}

static gboolean
is_ours (const ChattyGeminiStore *store)
{
  g_autofree char *name = chatty_gemini_dup_name (store->title);

  return name != NULL;
}

/* (transfer full) (nullable): the store of a character. Those of other makers
 * are none, whoever says so. */
static ChattyGeminiStore *
get_store (gpointer       self,
           const char    *id,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *path = g_strconcat ("/v1beta/", id, NULL);
  g_autoptr (JsonNode) node = NULL;
  ChattyGeminiStore *store;

  if (!chatty_gemini_is_store (id))
    {
      set_not_there (error);
      return NULL;
    }
  node = chatty_gemini_ask_stores (self, chatty_http_request_new ("GET", path), cancellable,
                                   error);
  if (node == NULL)
    return NULL;
  store = chatty_gemini_read_store (node, "fileSearchStores");
  if (store != NULL && g_str_equal (store->name, id) && is_ours (store))
    return store;
  if (store != NULL && g_str_equal (store->name, id))
    set_not_there (error);
  else
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                         _("Gemini’s answer does not hold the character that was asked for"));
  g_clear_pointer (&store, chatty_gemini_store_free);
  return NULL;
}

static GPtrArray *
gemini_list (ChattyCharacterStore  *characters,
             GCancellable          *cancellable,
             GError               **error)
{
  ChattyGemini *self = CHATTY_GEMINI (characters);
  g_autoptr (GPtrArray) stores = chatty_gemini_list_stores (self, "fileSearchStores", cancellable,
                                                            error);
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_character_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; stores != NULL && i < stores->len; i++)
    {
      const ChattyGeminiStore *store = stores->pdata[i];
      g_autoptr (GError) fault = NULL;
      ChattyCharacter *character;

      if (!is_ours (store) || !g_hash_table_add (seen, store->name))
        continue;
      character = read_character (self, store, cancellable, &fault);
      if (character != NULL)
        g_ptr_array_add (list, character);
      /* It was deleted in the meantime. */
      else if (!g_error_matches (fault, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return NULL;
        }
    }
  return stores != NULL ? g_steal_pointer (&list) : NULL;
}

static ChattyCharacter *
gemini_get (ChattyCharacterStore  *characters,
            const char            *id,
            GCancellable          *cancellable,
            GError               **error)
{
  ChattyGemini *self = CHATTY_GEMINI (characters);
  ChattyGeminiStore *store = get_store (self, id, cancellable, error);
  ChattyCharacter *character = NULL;

  if (store != NULL)
    character = read_character (self, store, cancellable, error);
  g_clear_pointer (&store, chatty_gemini_store_free);
  return character;
}

static gint64
gemini_modified (ChattyCharacterStore *characters,
                 ChattyCharacter      *character)
{
  ChattyGemini *self = CHATTY_GEMINI (characters);
  const char *id = chatty_character_get_id (character);
  const gint64 *known;
  gint64 time;

  g_mutex_lock (&self->lock);
  known = id != NULL ? g_hash_table_lookup (self->modified, id) : NULL;
  time = known != NULL ? *known : CHATTY_TIME_NONE;
  g_mutex_unlock (&self->lock);
  return time;
}

/* Changes -------------------------------------------------------------------------- */

/* Whether the settings document that was sent is there although its answer was
 * lost: nobody else's has its token. */
static gboolean
was_written (gpointer      self,
             const char   *id,
             const char   *token,
             GCancellable *cancellable)
{
  g_autoptr (GPtrArray) mirrors = NULL;

  if (!g_cancellable_is_cancelled (cancellable))
    mirrors = list_mirrors (self, id, cancellable, NULL);
  for (guint i = 0; mirrors != NULL && i < mirrors->len; i++)
    {
      const ChattyGeminiMirror *mirror = mirrors->pdata[i];

      if (!mirror->failed && g_strcmp0 (mirror->token, token) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
send_settings (gpointer                  self,
               const ChattyGeminiStore  *store,
               GPtrArray                *before,
               ChattyCharacter          *character,
               guint                     fields,
               const char               *token,
               GCancellable             *cancellable,
               GError                  **error)
{
  g_autofree char *document = NULL;
  g_autoptr (GBytes) body = chatty_gemini_mirror_body ();
  g_autoptr (GError) fault = NULL;
  g_autoptr (JsonNode) metadata =
    chatty_gemini_write_mirror (chatty_gemini_newest_mirror (before), store->title, character,
                                fields, token, error);

  if (metadata == NULL)
    return FALSE;
  if (chatty_gemini_take_in (self, store->name, &(ChattyGeminiFile) {
        .bytes = body, .media_type = "text/plain", .metadata = metadata,
      }, &document, cancellable, &fault) ||
      was_written (self, store->name, token, cancellable))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* One that stays is older, so that it does not count, and goes next time. */
static void
delete_mirror (gpointer                  self,
               const ChattyGeminiMirror *mirror,
               GCancellable             *cancellable)
{
  g_autoptr (GError) failure = NULL;

  if (!chatty_gemini_delete_by_force (self, mirror->name, cancellable, &failure))
    g_debug ("older settings stay: %s", failure->message);
}

/* Deletes what was replaced. @seen: set of the names of what was built upon.
 * Returns: (transfer full): what another machine wrote in the meantime */
static GPtrArray *
tidy_up (gpointer      self,
         const char   *id,
         GHashTable   *seen,
         const char   *mine,
         const char   *token,
         GCancellable *cancellable)
{
  g_autoptr (GPtrArray) now = list_mirrors (self, id, cancellable, NULL);
  GPtrArray *others = g_ptr_array_new_with_free_func (chatty_gemini_mirror_free);

  while (now != NULL && now->len > 0)
    {
      ChattyGeminiMirror *mirror = g_ptr_array_steal_index (now, 0);
      gboolean is_mine = mirror->token != NULL && g_str_has_prefix (mirror->token, mine);

      if (!is_mine && !g_hash_table_contains (seen, mirror->name))
        {
          g_ptr_array_add (others, mirror);
          continue;
        }
      if (g_strcmp0 (mirror->token, token) != 0)
        delete_mirror (self, mirror, cancellable);
      chatty_gemini_mirror_free (mirror);
    }
  return others;
}

/* One more settings document, then away with those that were there before.
 * What another machine changed at the same time would be hidden by it: the
 * change is made once more, to that. */
static gboolean
write_settings (gpointer                  self,
                const ChattyGeminiStore  *store,
                GPtrArray                *before,
                ChattyCharacter          *character,
                guint                     fields,
                GCancellable             *cancellable,
                GError                  **error)
{
  g_autofree char *mine = g_uuid_string_random ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) there = g_ptr_array_ref (before);

  for (guint round = 1; round <= WRITE_ROUNDS; round++)
    {
      g_autofree char *token = g_strdup_printf ("%s-%u", mine, round);

      for (guint i = 0; i < there->len; i++)
        g_hash_table_add (seen, g_strdup (((ChattyGeminiMirror *) there->pdata[i])->name));
      if (!send_settings (self, store, there, character, fields, token, cancellable, error))
        return FALSE;
      g_ptr_array_unref (there);
      there = tidy_up (self, store->name, seen, mine, token, cancellable);
      if (chatty_set_cancelled (cancellable, error))
        return FALSE;
      if (there->len == 0)
        return TRUE;
    }
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                       _("Another device changes this character at Gemini all the time. Try again "
                         "later"));
  return FALSE;
}

static gboolean
gemini_update (ChattyCharacterStore  *characters,
               const char            *id,
               ChattyCharacter       *character,
               guint                  fields,
               GCancellable          *cancellable,
               GError               **error)
{
  ChattyGeminiStore *store;
  g_autoptr (GPtrArray) before = NULL;
  gboolean done = FALSE;
  guint n_fields, known = 0;
  const ChattyFieldMap *map = chatty_gemini_field_map (&n_fields);

  for (guint i = 0; i < n_fields; i++)
    if (chatty_character_has_field (character, map[i].field))
      known |= CHATTY_FIELD_FLAG (map[i].field);
  if ((fields & known) == 0)
    return TRUE;
  store = get_store (characters, id, cancellable, error);
  if (store != NULL)
    before = list_mirrors (characters, id, cancellable, error);
  if (before != NULL)
    done = write_settings (characters, store, before, character, fields, cancellable, error);
  g_clear_pointer (&store, chatty_gemini_store_free);
  return done;
}

/* (nullable): a store of that title that was not there before */
static const ChattyGeminiStore *
find_new (GPtrArray  *stores,
          GHashTable *before,
          const char *title)
{
  for (guint i = 0; i < stores->len; i++)
    {
      const ChattyGeminiStore *store = stores->pdata[i];

      if (g_str_equal (store->title, title) && !g_hash_table_contains (before, store->name))
        return store;
    }
  return NULL;
}

/* The platform says that there are too many in one way or another. */
static void
advise_limit (guint    n_stores,
              GError **error)
{
  static const int others[] = {
    CHATTY_ERROR_CANCELLED, CHATTY_ERROR_SIGN_IN_NEEDED, CHATTY_ERROR_FORBIDDEN,
  };

  if (n_stores < MAX_STORES || chatty_http_connector_is_lost (*error))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_error_matches (*error, CHATTY_ERROR, others[i]))
      return;
  g_clear_error (error);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_QUOTA,
               _("Your Google project has %u knowledge stores, and Gemini allows no more. Take a "
                 "character off Gemini, or delete a store there that nobody needs"), n_stores);
}

/* Makes the store, once, also when answers are lost. */
static ChattyGeminiStore *
make_once (gpointer       self,
           const char    *title,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GPtrArray) there = chatty_gemini_list_stores (self, "fileSearchStores", cancellable,
                                                           error);
  g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; there != NULL && i < there->len; i++)
    g_hash_table_add (before, ((ChattyGeminiStore *) there->pdata[i])->name);
  for (guint attempt = 1; there != NULL; attempt++)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (GPtrArray) now = NULL;
      ChattyGeminiStore *store = chatty_gemini_make_store (self, title, cancellable, &failure);
      const ChattyGeminiStore *found;

      if (store != NULL)
        return store;
      if (chatty_http_connector_is_lost (failure) && !g_cancellable_is_cancelled (cancellable))
        now = chatty_gemini_list_stores (self, "fileSearchStores", cancellable, NULL);
      found = now != NULL ? find_new (now, before, title) : NULL;
      if (found != NULL)
        return get_store (self, found->name, cancellable, error);
      /* Only what is known not to be there is made again. */
      if (now == NULL || attempt >= CREATE_ATTEMPTS ||
          !chatty_call_pause (CREATE_WAIT_MS << attempt, cancellable, NULL))
        {
          advise_limit (there->len, &failure);
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
    }
  return NULL;
}

static gboolean
gemini_create (ChattyCharacterStore  *characters,
               ChattyCharacter       *character,
               char                 **id,
               GCancellable          *cancellable,
               GError               **error)
{
  g_autofree char *title = chatty_gemini_dup_title (chatty_character_get_name (character));
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  guint all = CHATTY_FIELD_FLAG (CHATTY_N_FIELDS) - 1;
  g_autoptr (JsonNode) trial = NULL;
  ChattyGeminiStore *store;
  gboolean done;

  /* What does not fit is said before anything is made. */
  trial = chatty_gemini_write_mirror (NULL, "", character, all, "-", error);
  if (trial == NULL)
    return FALSE;
  store = make_once (characters, title, cancellable, error);
  if (store == NULL)
    return FALSE;
  *id = g_strdup (store->name);
  done = write_settings (characters, store, none, character, all, cancellable, error);
  if (!done)
    g_prefix_error (error, _("The character was made at Gemini, but without its settings: "));
  chatty_gemini_store_free (store);
  return done;
}

/* With it go the documents that were put into the store. */
static gboolean
gemini_delete (ChattyCharacterStore  *characters,
               const char            *id,
               GCancellable          *cancellable,
               GError               **error)
{
  ChattyGeminiStore *store = get_store (characters, id, cancellable, error);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) look = NULL;

  if (store == NULL)
    return FALSE;
  g_clear_pointer (&store, chatty_gemini_store_free);
  if (chatty_gemini_delete_by_force (characters, id, cancellable, &failure))
    return TRUE;
  if (chatty_http_connector_is_lost (failure) && !g_cancellable_is_cancelled (cancellable))
    store = get_store (characters, id, cancellable, &look);
  g_clear_pointer (&store, chatty_gemini_store_free);
  if (g_error_matches (look, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static const ChattyFieldMap *
gemini_map (ChattyCharacterStore *characters,
            guint                *n_fields)
{
  return chatty_gemini_field_map (n_fields);
}

static const char *
gemini_get_note (ChattyCharacterStore *characters)
{
  return _("Gemini has no characters. Putting one there makes a knowledge store in your Google "
           "project, of which there may be ten: it holds the character’s settings and documents, "
           "which Google indexes and may charge for. You can talk with a character through Gemini "
           "without putting it there.");
}

void
chatty_gemini_character_store_init (ChattyCharacterStoreInterface *iface)
{
  iface->list = gemini_list;
  iface->get = gemini_get;
  iface->create = gemini_create;
  iface->update = gemini_update;
  iface->delete = gemini_delete;
  iface->map = gemini_map;
  iface->modified = gemini_modified;
  iface->get_note = gemini_get_note;
}
