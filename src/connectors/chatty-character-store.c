/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-character-store.h"
#include "chatty-connector-private.h"
#include "chatty-error.h"

/* The plain functions run the platform's own on the calling thread, which must
 * not be that of the main loop; the others are their wrappers. Errors are
 * those of #CHATTY_ERROR; the platform's words in them are redacted. */

G_DEFINE_INTERFACE (ChattyCharacterStore, chatty_character_store, CHATTY_TYPE_CONNECTOR)

static void
chatty_character_store_default_init (ChattyCharacterStoreInterface *iface)
{
}

/**
 * chatty_character_store_map:
 * @n_fields: (out): how many there are
 *
 * Returns: (transfer none): the fields that the platform has; static
 */
const ChattyFieldMap *
chatty_character_store_map (ChattyCharacterStore *self,
                            guint                *n_fields)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (self), NULL);

  return CHATTY_CHARACTER_STORE_GET_IFACE (self)->map (self, n_fields);
}

/**
 * chatty_character_store_map_field:
 *
 * Returns: (transfer none) (nullable): where @field goes, or %NULL when the
 *   platform has no place for it
 */
const ChattyFieldMap *
chatty_character_store_map_field (ChattyCharacterStore *self,
                                  ChattyCharacterField  field)
{
  guint n_fields = 0;
  const ChattyFieldMap *map = chatty_character_store_map (self, &n_fields);

  for (guint i = 0; i < n_fields; i++)
    if (map[i].field == field)
      return &map[i];
  return NULL;
}

static guint
count_words (const char *text)
{
  guint n_words = 0;
  gboolean inside = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gboolean space = g_unichar_isspace (g_utf8_get_char (p));

      n_words += !space && !inside;
      inside = !space;
    }
  return n_words;
}

/**
 * chatty_character_store_measure:
 * @map: where a field goes
 * @character: valid in all its texts
 *
 * Returns: how much of the limit of @map the field takes, in its unit
 */
guint
chatty_character_store_measure (const ChattyFieldMap  *map,
                                const ChattyCharacter *character)
{
  const char *text;

  if (!chatty_character_has_field (character, map->field))
    return 0;
  if (map->field == CHATTY_FIELD_TRAITS)
    return chatty_character_get_n_traits (character);
  if (chatty_character_field_is_list (map->field))
    return g_strv_length ((char **) chatty_character_get_list (character, map->field));

  text = chatty_character_get_text (character, map->field);
  return map->unit == CHATTY_UNIT_WORDS ? count_words (text)
                                        : (guint) g_utf8_strlen (text, -1);
}

gboolean
chatty_character_store_can_clone (ChattyCharacterStore *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (self), FALSE);

  return CHATTY_CHARACTER_STORE_GET_IFACE (self)->clone != NULL;
}

/**
 * chatty_character_store_modified:
 * @character: what the platform returned
 *
 * Returns: when it was changed there last, by the platform's clock;
 *   %CHATTY_TIME_NONE where the platform does not tell
 */
gint64
chatty_character_store_modified (ChattyCharacterStore *self,
                                 ChattyCharacter      *character)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (self), CHATTY_TIME_NONE);

  return CHATTY_CHARACTER_STORE_GET_IFACE (self)->modified != NULL
         ? CHATTY_CHARACTER_STORE_GET_IFACE (self)->modified (self, character)
         : CHATTY_TIME_NONE;
}

/**
 * chatty_character_store_get_note:
 *
 * Returns: (transfer none) (nullable): what a person should know before a
 *   character is put there, translated; %NULL when it is as one expects
 */
const char *
chatty_character_store_get_note (ChattyCharacterStore *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (self), NULL);

  return CHATTY_CHARACTER_STORE_GET_IFACE (self)->get_note != NULL
         ? CHATTY_CHARACTER_STORE_GET_IFACE (self)->get_note (self) : NULL;
}

GPtrArray *
chatty_character_store_list (ChattyCharacterStore  *self,
                             GCancellable          *cancellable,
                             GError               **error)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (self), NULL);

  return CHATTY_CHARACTER_STORE_GET_IFACE (self)->list (self, cancellable, error);
}

static gpointer
list_verb (gpointer       connector,
           ChattyCall    *call,
           GCancellable  *cancellable,
           GError       **error)
{
  return chatty_character_store_list (connector, cancellable, error);
}

void
chatty_character_store_list_async (ChattyCharacterStore *self,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data)
{
  ChattyCall *call = chatty_call_new (list_verb, (GDestroyNotify) g_ptr_array_unref);

  chatty_connector_start (self, call, chatty_character_store_list_async, cancellable,
                          callback, user_data);
}

GPtrArray *
chatty_character_store_list_finish (ChattyCharacterStore  *self,
                                    GAsyncResult          *result,
                                    GError               **error)
{
  return chatty_call_finish (self, result, chatty_character_store_list_async, error);
}

ChattyCharacter *
chatty_character_store_get (ChattyCharacterStore  *self,
                            const char            *id,
                            GCancellable          *cancellable,
                            GError               **error)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return CHATTY_CHARACTER_STORE_GET_IFACE (self)->get (self, id, cancellable, error);
}

static gpointer
get_verb (gpointer       connector,
          ChattyCall    *call,
          GCancellable  *cancellable,
          GError       **error)
{
  return chatty_character_store_get (connector, call->texts[0], cancellable, error);
}

void
chatty_character_store_get_async (ChattyCharacterStore *self,
                                  const char           *id,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  ChattyCall *call = chatty_call_new (get_verb, (GDestroyNotify) chatty_character_unref);

  call->texts[0] = g_strdup (id);
  chatty_connector_start (self, call, chatty_character_store_get_async, cancellable,
                          callback, user_data);
}

ChattyCharacter *
chatty_character_store_get_finish (ChattyCharacterStore  *self,
                                   GAsyncResult          *result,
                                   GError               **error)
{
  return chatty_call_finish (self, result, chatty_character_store_get_async, error);
}

gboolean
chatty_character_store_create (ChattyCharacterStore  *self,
                               ChattyCharacter       *character,
                               char                 **id,
                               GCancellable          *cancellable,
                               GError               **error)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (self), FALSE);
  g_return_val_if_fail (character != NULL, FALSE);
  g_return_val_if_fail (id != NULL && *id == NULL, FALSE);

  return CHATTY_CHARACTER_STORE_GET_IFACE (self)->create (self, character, id,
                                                          cancellable, error);
}

static gpointer
create_verb (gpointer       connector,
             ChattyCall    *call,
             GCancellable  *cancellable,
             GError       **error)
{
  return GINT_TO_POINTER (chatty_character_store_create (connector, call->value,
                                                         &call->out, cancellable, error));
}

void
chatty_character_store_create_async (ChattyCharacterStore *self,
                                     ChattyCharacter      *character,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data)
{
  ChattyCall *call = chatty_call_new (create_verb, NULL);

  call->value = chatty_character_ref (character);
  call->free_value = (GDestroyNotify) chatty_character_unref;
  chatty_connector_start (self, call, chatty_character_store_create_async, cancellable,
                          callback, user_data);
}

gboolean
chatty_character_store_create_finish (ChattyCharacterStore  *self,
                                      GAsyncResult          *result,
                                      char                 **id,
                                      GError               **error)
{
  if (id != NULL)
    *id = g_steal_pointer (&chatty_call_of (result)->out);
  return chatty_call_finish (self, result, chatty_character_store_create_async, error) != NULL;
}

gboolean
chatty_character_store_update (ChattyCharacterStore  *self,
                               const char            *id,
                               ChattyCharacter       *character,
                               guint                  fields,
                               GCancellable          *cancellable,
                               GError               **error)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (self), FALSE);
  g_return_val_if_fail (id != NULL && character != NULL, FALSE);

  return CHATTY_CHARACTER_STORE_GET_IFACE (self)->update (self, id, character, fields,
                                                          cancellable, error);
}

static gpointer
update_verb (gpointer       connector,
             ChattyCall    *call,
             GCancellable  *cancellable,
             GError       **error)
{
  return GINT_TO_POINTER (chatty_character_store_update (connector, call->texts[0],
                                                         call->value, call->numbers[0],
                                                         cancellable, error));
}

void
chatty_character_store_update_async (ChattyCharacterStore *self,
                                     const char           *id,
                                     ChattyCharacter      *character,
                                     guint                 fields,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data)
{
  ChattyCall *call = chatty_call_new (update_verb, NULL);

  call->texts[0] = g_strdup (id);
  call->value = chatty_character_ref (character);
  call->free_value = (GDestroyNotify) chatty_character_unref;
  call->numbers[0] = fields;
  chatty_connector_start (self, call, chatty_character_store_update_async, cancellable,
                          callback, user_data);
}

gboolean
chatty_character_store_update_finish (ChattyCharacterStore  *self,
                                      GAsyncResult          *result,
                                      GError               **error)
{
  return chatty_call_finish (self, result, chatty_character_store_update_async, error) != NULL;
}

gboolean
chatty_character_store_delete (ChattyCharacterStore  *self,
                               const char            *id,
                               GCancellable          *cancellable,
                               GError               **error)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return CHATTY_CHARACTER_STORE_GET_IFACE (self)->delete (self, id, cancellable, error);
}

static gpointer
delete_verb (gpointer       connector,
             ChattyCall    *call,
             GCancellable  *cancellable,
             GError       **error)
{
  return GINT_TO_POINTER (chatty_character_store_delete (connector, call->texts[0],
                                                         cancellable, error));
}

void
chatty_character_store_delete_async (ChattyCharacterStore *self,
                                     const char           *id,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data)
{
  ChattyCall *call = chatty_call_new (delete_verb, NULL);

  call->texts[0] = g_strdup (id);
  chatty_connector_start (self, call, chatty_character_store_delete_async, cancellable,
                          callback, user_data);
}

gboolean
chatty_character_store_delete_finish (ChattyCharacterStore  *self,
                                      GAsyncResult          *result,
                                      GError               **error)
{
  return chatty_call_finish (self, result, chatty_character_store_delete_async, error) != NULL;
}

char *
chatty_character_store_clone (ChattyCharacterStore  *self,
                              const char            *id,
                              gboolean               with_knowledge,
                              GCancellable          *cancellable,
                              GError               **error)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (CHATTY_CHARACTER_STORE_GET_IFACE (self)->clone == NULL)
    {
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("%s cannot do this"),
                   chatty_connector_get_title (CHATTY_CONNECTOR (self)));
      return NULL;
    }
  return CHATTY_CHARACTER_STORE_GET_IFACE (self)->clone (self, id, with_knowledge,
                                                         cancellable, error);
}

static gpointer
clone_verb (gpointer       connector,
            ChattyCall    *call,
            GCancellable  *cancellable,
            GError       **error)
{
  return chatty_character_store_clone (connector, call->texts[0], call->flag,
                                       cancellable, error);
}

void
chatty_character_store_clone_async (ChattyCharacterStore *self,
                                    const char           *id,
                                    gboolean              with_knowledge,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data)
{
  ChattyCall *call = chatty_call_new (clone_verb, (GDestroyNotify) g_free);

  call->texts[0] = g_strdup (id);
  call->flag = with_knowledge;
  chatty_connector_start (self, call, chatty_character_store_clone_async, cancellable,
                          callback, user_data);
}

char *
chatty_character_store_clone_finish (ChattyCharacterStore  *self,
                                     GAsyncResult          *result,
                                     GError               **error)
{
  return chatty_call_finish (self, result, chatty_character_store_clone_async, error);
}
