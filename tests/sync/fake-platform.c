/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-character-json.h"
#include "chatty-error.h"
#include "fake-platform.h"

static void fake_platform_connector_init (ChattyConnectorInterface *iface);
static void fake_platform_store_init (ChattyCharacterStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakePlatform, fake_platform, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CONNECTOR,
                                                      fake_platform_connector_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CHARACTER_STORE,
                                                      fake_platform_store_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_KNOWLEDGE,
                                                      fake_documents_init))

static const ChattyConnectorInfo info = {
  .id = "fake",
  .title = "Fake",
};

static const ChattyFieldMap map[] = {
  { CHATTY_FIELD_NAME, "name", TRUE, TRUE, TRUE },
  { CHATTY_FIELD_INSTRUCTIONS, "backstory", TRUE, TRUE, TRUE },
  { CHATTY_FIELD_DESCRIPTION, "about", TRUE, TRUE },
  { CHATTY_FIELD_VOICE, "voice", TRUE, TRUE },
  { CHATTY_FIELD_TEMPERATURE, "heat", TRUE, TRUE },
  { CHATTY_FIELD_LANGUAGES, "codes", TRUE, TRUE, FALSE, 4, CHATTY_UNIT_ITEMS, TRUE },
  { CHATTY_FIELD_ACTIONS, "acts", TRUE, TRUE },
  { CHATTY_FIELD_TRAITS, "traits", TRUE, TRUE },
  { CHATTY_FIELD_STYLE, "style", TRUE, FALSE },
  { CHATTY_FIELD_SETTINGS, "config", TRUE, TRUE },
};

static const ChattyConnectorInfo *
fake_get_info (ChattyConnector *connector)
{
  return &info;
}

static ChattyPool *
fake_get_pool (ChattyConnector *connector)
{
  return FAKE_PLATFORM (connector)->pool;
}

static gint64
fake_get_skew (ChattyConnector *connector)
{
  return FAKE_PLATFORM (connector)->skew;
}

static void
fake_platform_connector_init (ChattyConnectorInterface *iface)
{
  iface->get_info = fake_get_info;
  iface->get_pool = fake_get_pool;
  iface->get_skew = fake_get_skew;
}

static char *
squeeze (const char *text)
{
  GString *squeezed = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (*p != ' ' || squeezed->len == 0 || squeezed->str[squeezed->len - 1] != ' ')
      g_string_append_c (squeezed, *p);
  return g_string_free (squeezed, FALSE);
}

ChattyCharacter *
fake_platform_take (FakePlatform    *self,
                    ChattyCharacter *character)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new_from (character);
  const char *text = chatty_character_get_text (character, CHATTY_FIELD_INSTRUCTIONS);
  g_autofree char *squeezed = self->squeezes && text != NULL ? squeeze (text) : NULL;

  if (squeezed != NULL)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS, squeezed);
  if (self->drops)
    chatty_character_builder_unset (builder, CHATTY_FIELD_DESCRIPTION);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static gboolean
answers (FakePlatform  *self,
         GError       **error)
{
  if (self->kill->dead)
    return kill_switch_alive (self->kill, error);
  if (self->limit > 0)
    {
      self->limit--;
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_RATE_LIMITED, "too many calls");
      return FALSE;
    }
  if (self->page)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA, "<html>");
      return FALSE;
    }
  return TRUE;
}

static ChattyCharacter *
partly (ChattyCharacter *character)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();

  chatty_character_builder_set_id (builder, "fake", chatty_character_get_id (character));
  chatty_character_builder_take_field (builder, character, CHATTY_FIELD_NAME);
  chatty_character_builder_set_times (builder, chatty_character_get_created (character),
                                      CHATTY_TIME_NONE);
  chatty_character_builder_set_complete (builder, FALSE);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static GPtrArray *
fake_list (ChattyCharacterStore  *store,
           GCancellable          *cancellable,
           GError               **error)
{
  FakePlatform *self = FAKE_PLATFORM (store);
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (self->characters),
                                       (GCompareFunc) strcmp);
  guint n = g_list_length (ids);
  GPtrArray *list;

  self->n_lists++;
  if (!answers (self, error))
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_character_unref);
  if (self->cut_list)
    n /= 2;
  if (self->empty_list)
    n = 0;
  for (GList *l = ids; l != NULL && list->len < n; l = l->next)
    g_ptr_array_add (list, partly (g_hash_table_lookup (self->characters, l->data)));
  return list;
}

static ChattyCharacter *
fake_get (ChattyCharacterStore  *store,
          const char            *id,
          GCancellable          *cancellable,
          GError               **error)
{
  FakePlatform *self = FAKE_PLATFORM (store);
  ChattyCharacter *character = g_hash_table_lookup (self->characters, id);

  g_atomic_int_inc (&self->n_gets);
  if (!answers (self, error))
    return NULL;
  if (character != NULL)
    return chatty_character_ref (character);
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND, "no such character");
  return NULL;
}

/* Whether a write is carried out. */
gboolean
fake_platform_begins (FakePlatform  *self,
                      GError       **error)
{
  if (!answers (self, error) || !kill_switch_alive (self->kill, error))
    return FALSE;
  if (self->lose_before > 0)
    {
      self->lose_before--;
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT, "lost on the way there");
      return FALSE;
    }
  self->n_writes++;
  return TRUE;
}

/* Whether its answer arrives. */
gboolean
fake_platform_ends (FakePlatform  *self,
                    GError       **error)
{
  if (!kill_switch_alive (self->kill, error))
    return FALSE;
  if (self->lose_after > 0)
    {
      self->lose_after--;
      self->page = self->goes_away;
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT, "lost on the way back");
      return FALSE;
    }
  return TRUE;
}

static gboolean
fake_create (ChattyCharacterStore  *store,
             ChattyCharacter       *character,
             char                 **id,
             GCancellable          *cancellable,
             GError               **error)
{
  FakePlatform *self = FAKE_PLATFORM (store);
  g_autofree char *made = NULL;

  if (!fake_platform_begins (self, error))
    return FALSE;
  made = fake_platform_add (self, character);
  if (!fake_platform_ends (self, error))
    return FALSE;
  *id = g_steal_pointer (&made);
  return TRUE;
}

static gboolean
fake_update (ChattyCharacterStore  *store,
             const char            *id,
             ChattyCharacter       *character,
             guint                  fields,
             GCancellable          *cancellable,
             GError               **error)
{
  FakePlatform *self = FAKE_PLATFORM (store);
  ChattyCharacter *now;
  g_autoptr (ChattyCharacterBuilder) builder = NULL;
  g_autoptr (ChattyCharacter) changed = NULL;

  if (!fake_platform_begins (self, error))
    return FALSE;
  now = g_hash_table_lookup (self->characters, id);
  if (now == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND, "no such character");
      return FALSE;
    }
  builder = chatty_character_builder_new_from (now);
  for (guint i = 0; i < G_N_ELEMENTS (map); i++)
    if ((fields & CHATTY_FIELD_FLAG (map[i].field)) != 0 && map[i].writable)
      chatty_character_builder_take_field (builder, character, map[i].field);
  changed = chatty_character_builder_end (g_steal_pointer (&builder));
  fake_platform_edit (self, id, changed);
  return fake_platform_ends (self, error);
}

static gboolean
fake_delete (ChattyCharacterStore  *store,
             const char            *id,
             GCancellable          *cancellable,
             GError               **error)
{
  FakePlatform *self = FAKE_PLATFORM (store);

  if (!fake_platform_begins (self, error))
    return FALSE;
  fake_platform_remove (self, id);
  return fake_platform_ends (self, error);
}

static const ChattyFieldMap *
fake_map (ChattyCharacterStore *store,
          guint                *n_fields)
{
  *n_fields = G_N_ELEMENTS (map);
  return map;
}

static gint64
fake_modified (ChattyCharacterStore *store,
               ChattyCharacter      *character)
{
  FakePlatform *self = FAKE_PLATFORM (store);
  gint64 *time = g_hash_table_lookup (self->modified, chatty_character_get_id (character));

  return self->tells_times && time != NULL ? *time : CHATTY_TIME_NONE;
}

static void
fake_platform_store_init (ChattyCharacterStoreInterface *iface)
{
  iface->list = fake_list;
  iface->get = fake_get;
  iface->create = fake_create;
  iface->update = fake_update;
  iface->delete = fake_delete;
  iface->map = fake_map;
  iface->modified = fake_modified;
}

static void
fake_platform_finalize (GObject *object)
{
  FakePlatform *self = FAKE_PLATFORM (object);

  g_hash_table_unref (self->characters);
  g_hash_table_unref (self->modified);
  g_hash_table_unref (self->documents);
  g_clear_object (&self->pool);
  G_OBJECT_CLASS (fake_platform_parent_class)->finalize (object);
}

static void
fake_platform_class_init (FakePlatformClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_platform_finalize;
}

static void
fake_platform_init (FakePlatform *self)
{
  self->characters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                            (GDestroyNotify) chatty_character_unref);
  self->modified = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->documents = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, fake_document_free);
}

FakePlatform *
fake_platform_new (KillSwitch *kill,
                   guint       width)
{
  FakePlatform *self = g_object_new (TYPE_FAKE_PLATFORM, NULL);

  self->kill = kill;
  self->pool = chatty_pool_new ("fake", width);
  return self;
}

/* A platform knows its own fields, and gives an empty text for one that it was
 * not told, as most do. */
static ChattyCharacter *
as_kept (FakePlatform    *self,
         const char      *id,
         gint64           created,
         ChattyCharacter *character)
{
  g_autoptr (ChattyCharacter) taken = fake_platform_take (self, character);
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
  g_autofree char *extra = g_strdup_printf ("{\"kind\":\"avatar\",\"of\":\"%s\"}", id);

  chatty_character_builder_set_id (builder, "fake", id);
  chatty_character_builder_set_times (builder, created, CHATTY_TIME_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (map); i++)
    chatty_character_builder_take_field (builder, taken, map[i].field);
  chatty_character_builder_set_extra (builder, "fake", extra);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static void
touch (FakePlatform *self,
       const char   *id)
{
  gint64 *time = g_new (gint64, 1);

  *time = chatty_time_now () + self->skew;
  g_hash_table_replace (self->modified, g_strdup (id), time);
}

char *
fake_platform_add (FakePlatform    *self,
                   ChattyCharacter *character)
{
  char *id = g_strdup_printf ("r%04u", ++self->n_made);

  g_hash_table_replace (self->characters, g_strdup (id),
                        as_kept (self, id, chatty_time_now () + self->skew, character));
  touch (self, id);
  return id;
}

void
fake_platform_edit (FakePlatform    *self,
                    const char      *id,
                    ChattyCharacter *character)
{
  ChattyCharacter *now = g_hash_table_lookup (self->characters, id);

  g_hash_table_replace (self->characters, g_strdup (id),
                        as_kept (self, id, chatty_character_get_created (now), character));
  touch (self, id);
}

void
fake_platform_remove (FakePlatform *self,
                      const char   *id)
{
  g_hash_table_remove (self->characters, id);
}

ChattyCharacter *
fake_platform_find (FakePlatform *self,
                    const char   *id)
{
  return g_hash_table_lookup (self->characters, id);
}
