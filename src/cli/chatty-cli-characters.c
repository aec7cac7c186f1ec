/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-cli"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-character-calls.h"
#include "chatty-character-json.h"
#include "chatty-character-place.h"
#include "chatty-character-words.h"
#include "chatty-cli-output.h"
#include "chatty-cli-private.h"
#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-platform.h"
#include "chatty-text.h"
#include "chatty-vault-characters.h"

/* JSON ---------------------------------------------------------------------------- */

static void
set_text (JsonObject *object,
          const char *member,
          const char *text)
{
  g_autofree char *valid = text != NULL ? chatty_text_make_valid (text, -1) : NULL;

  if (valid != NULL)
    json_object_set_string_member (object, member, valid);
  else
    json_object_set_null_member (object, member);
}

static void
set_time (JsonObject *object,
          const char *member,
          gint64      time)
{
  g_autofree char *iso = time != CHATTY_TIME_NONE ? chatty_time_format_iso (time) : NULL;

  set_text (object, member, iso);
}

static JsonArray *
fields_to_array (guint fields)
{
  JsonArray *array = json_array_new ();

  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    if ((fields & CHATTY_FIELD_FLAG (field)) != 0)
      json_array_add_string_element (array, chatty_character_field_to_string (field));
  return array;
}

static JsonArray *
places_to_array (ChattyCharacterRecord *record)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < chatty_character_record_get_n_links (record); i++)
    {
      JsonObject *object = json_object_new ();
      ChattyCharacterPlace place;

      chatty_character_place_look (&place, record, chatty_character_record_get_link (record, i));
      set_text (object, "platform", place.link->platform);
      set_text (object, "account", place.link->account);
      set_text (object, "remote", place.link->remote_id);
      set_text (object, "state", chatty_place_state_to_string (place.state));
      json_object_set_array_member (object, "changed_here", fields_to_array (place.here));
      json_object_set_array_member (object, "changed_there", fields_to_array (place.there));
      set_time (object, "agreed", place.link->agreed);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
documents_to_array (ChattyCharacterRecord *record)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < chatty_character_record_get_n_documents (record); i++)
    {
      const ChattyRecordDocument *document = chatty_character_record_get_document (record, i);
      JsonObject *object = json_object_new ();

      set_text (object, "name", document->name);
      json_object_set_int_member (object, "size", document->size);
      set_time (object, "modified", document->modified);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonObject *
overrides_to_object (ChattyCharacterRecord *record)
{
  const char *const *platforms = chatty_character_record_get_overridden (record);
  JsonObject *object = json_object_new ();

  for (; platforms != NULL && *platforms != NULL; platforms++)
    json_object_set_member (object, *platforms,
                            chatty_character_to_json (
                              chatty_character_record_get_override (record, *platforms)));
  return object;
}

static void
print_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_take_object (node, object);
  text = chatty_json_to_string (node, FALSE);
  chatty_cli_print_json (text);
}

/* list characters --------------------------------------------------------------------- */

/* How many transcripts each character has, by callsign. */
static GHashTable *
count_transcripts (ChattyVault  *vault,
                   GError      **error)
{
  g_autoptr (GPtrArray) facets = chatty_vault_list_characters (vault, error);
  g_autoptr (GHashTable) counts = NULL;

  if (facets == NULL)
    return NULL;
  counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < facets->len; i++)
    {
      const ChattyFacet *facet = facets->pdata[i];

      if (*facet->value != '\0')
        g_hash_table_insert (counts, g_strdup (facet->value), GUINT_TO_POINTER (facet->count));
    }
  return g_steal_pointer (&counts);
}

static JsonObject *
character_to_object (const char            *callsign,
                     ChattyCharacterRecord *record,
                     guint                  n_transcripts)
{
  ChattyCharacter *character = record != NULL ? chatty_character_record_get_character (record)
                                              : NULL;
  JsonObject *object = json_object_new ();

  set_text (object, "callsign", callsign);
  set_text (object, "name", character != NULL ? chatty_character_get_name (character) : NULL);
  set_text (object, "description",
            character != NULL ? chatty_character_get_text (character, CHATTY_FIELD_DESCRIPTION)
                              : NULL);
  set_time (object, "modified",
            record != NULL ? chatty_character_record_get_modified (record) : CHATTY_TIME_NONE);
  json_object_set_array_member (object, "platforms",
                                record != NULL ? places_to_array (record) : json_array_new ());
  json_object_set_int_member (object, "transcripts", n_transcripts);
  return object;
}

static void
print_character_line (const char            *callsign,
                      ChattyCharacterRecord *record,
                      guint                  n_transcripts)
{
  g_autoptr (GString) places = g_string_new (NULL);
  g_autofree char *shown = chatty_text_display_name (callsign);
  g_autofree char *name = NULL;

  name = chatty_text_display_name (
    record != NULL
      ? chatty_character_get_name (chatty_character_record_get_character (record))
      : "");
  for (guint i = 0; record != NULL && i < chatty_character_record_get_n_links (record); i++)
    {
      ChattyCharacterPlace place;

      chatty_character_place_look (&place, record, chatty_character_record_get_link (record, i));
      g_string_append_printf (places, "  %s: %s",
                              chatty_platform_get_title (place.link->platform),
                              chatty_place_state_to_words (place.state));
    }
  chatty_cli_print ("%-28s  %6u  %s%s\n", shown, n_transcripts, name, places->str);
}

static int
compare_callsigns (gconstpointer a,
                   gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * chatty_cli_list_characters:
 * @vault: an open vault
 * @json: whether to print JSON
 * @cancellable: (nullable): stops it
 *
 * Returns: what the program answers to the shell
 */
int
chatty_cli_list_characters (ChattyVault  *vault,
                            gboolean      json,
                            GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) records = chatty_vault_list_records (vault, &problems, cancellable, &error);
  g_autoptr (GHashTable) counts = records != NULL ? count_transcripts (vault, &error) : NULL;
  g_autoptr (GHashTable) by_callsign = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) callsigns = g_ptr_array_new ();
  JsonArray *array = NULL;
  GHashTableIter iter;
  gpointer callsign;

  if (counts == NULL)
    {
      chatty_cli_print_error ("%s", error->message);
      return CHATTY_CLI_FAILED;
    }
  /* Also folders that hold nothing but transcripts. */
  for (guint i = 0; i < records->len; i++)
    {
      callsign = (gpointer) chatty_character_record_get_callsign (records->pdata[i]);
      g_hash_table_insert (by_callsign, callsign, records->pdata[i]);
      g_ptr_array_add (callsigns, callsign);
    }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &callsign, NULL))
    if (!g_hash_table_contains (by_callsign, callsign))
      g_ptr_array_add (callsigns, callsign);
  g_ptr_array_sort (callsigns, compare_callsigns);

  array = json ? json_array_new () : NULL;
  for (guint i = 0; i < callsigns->len; i++)
    {
      ChattyCharacterRecord *record = g_hash_table_lookup (by_callsign, callsigns->pdata[i]);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, callsigns->pdata[i]));

      if (json)
        json_array_add_object_element (array, character_to_object (callsigns->pdata[i], record,
                                                                   n));
      else
        print_character_line (callsigns->pdata[i], record, n);
    }
  if (json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_array_member (object, "characters", array);
      print_object (object);
    }
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    chatty_cli_print_error ("%s", ((GError *) problems->pdata[i])->message);
  return problems != NULL && problems->len > 0 ? CHATTY_CLI_FAILED : CHATTY_CLI_DONE;
}

/* show and export ------------------------------------------------------------------------ */

/**
 * chatty_cli_find_character:
 * @vault: an open vault
 * @id: what was given
 * @cancellable: (nullable): stops it
 * @error: return location, of #CHATTY_ERROR
 *
 * Returns: (transfer full) (nullable): the character of that callsign; %NULL
 *   without @error if there is none
 */
ChattyCharacterRecord *
chatty_cli_find_character (ChattyVault   *vault,
                           const char    *id,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr (GError) local_error = NULL;
  ChattyCharacterRecord *record;

  /* Ids of transcripts have a colon, and callsigns do not. */
  if (strchr (id, ':') != NULL || strchr (id, '/') != NULL)
    return NULL;
  record = chatty_vault_load_record (vault, id, FALSE, cancellable, &local_error);
  if (record == NULL &&
      !g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return record;
}

static void
print_places (ChattyCharacterRecord *record)
{
  for (guint i = 0; i < chatty_character_record_get_n_links (record); i++)
    {
      ChattyCharacterPlace place;
      g_autofree char *here = NULL;
      g_autofree char *there = NULL;
      g_autofree char *id = NULL;

      chatty_character_place_look (&place, record, chatty_character_record_get_link (record, i));
      here = chatty_character_fields_to_words (place.here);
      there = chatty_character_fields_to_words (place.there);
      id = chatty_text_display_name (place.link->remote_id != NULL ? place.link->remote_id : "");
      chatty_cli_print ("%s: %s (%s)\n", chatty_platform_get_title (place.link->platform),
                        chatty_place_state_to_words (place.state), id);
      if (*here != '\0')
        /* Translators: %s is a list of fields */
        chatty_cli_print (_("  changed here: %s\n"), here);
      if (*there != '\0')
        /* Translators: %s is a list of fields */
        chatty_cli_print (_("  changed there: %s\n"), there);
    }
}

/**
 * chatty_cli_show_character:
 * @record: a character
 * @json: whether to print JSON
 *
 * Returns: what the program answers to the shell
 */
int
chatty_cli_show_character (ChattyCharacterRecord *record,
                           gboolean               json)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *safe = NULL;
  g_autofree char *callsign = NULL;
  gsize length;

  if (json)
    {
      JsonObject *object = json_object_new ();

      set_text (object, "callsign", chatty_character_record_get_callsign (record));
      set_time (object, "modified", chatty_character_record_get_modified (record));
      set_text (object, "avatar", chatty_character_record_get_avatar (record));
      json_object_set_member (object, "character",
                              chatty_character_to_json (
                                chatty_character_record_get_character (record)));
      json_object_set_object_member (object, "overrides", overrides_to_object (record));
      json_object_set_array_member (object, "documents", documents_to_array (record));
      json_object_set_array_member (object, "platforms", places_to_array (record));
      print_object (object);
      return CHATTY_CLI_DONE;
    }

  callsign = chatty_text_display_name (chatty_character_record_get_callsign (record));
  text = chatty_workspace_format_character (record, CHATTY_CHARACTER_FILE_MARKDOWN, &length,
                                            &error);
  if (text == NULL)
    {
      chatty_cli_print_error ("%s", error->message);
      return CHATTY_CLI_FAILED;
    }
  chatty_cli_print (_("Callsign: %s\n"), callsign);
  print_places (record);
  safe = chatty_cli_safe_text (text);
  chatty_cli_print ("\n%s", safe);
  return CHATTY_CLI_DONE;
}
