/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include <string.h>

#include "chatty-character-json.h"
#include "chatty-json-settings.h"
#include "chatty-sha256.h"
#include "chatty-sync-normal.h"
#include "chatty-sync-rules.h"

/* Stands between the items of a list: no text of a person has it. */
#define ITEM_END "\x1f"

/**
 * chatty_sync_normal_text:
 * @text: (nullable): valid UTF-8
 *
 * Returns: (transfer full): @text in Unicode's form NFC, with line feeds alone,
 *   without blanks at the end of lines, and around all of it
 */
char *
chatty_sync_normal_text (const char *text)
{
  g_autofree char *composed = NULL;
  GString *normal;

  if (text == NULL || *text == '\0')
    return g_strdup ("");
  composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  if (composed == NULL)
    composed = g_strdup (text);

  normal = g_string_sized_new (strlen (composed));
  for (const char *p = composed; *p != '\0'; p++)
    {
      if (*p == '\r' && p[1] == '\n')
        continue;
      if (*p != '\n' && *p != '\r')
        {
          g_string_append_c (normal, *p);
          continue;
        }
      while (normal->len > 0 && strchr (" \t", normal->str[normal->len - 1]) != NULL)
        g_string_truncate (normal, normal->len - 1);
      g_string_append_c (normal, '\n');
    }
  return g_strstrip (g_string_free (normal, FALSE));
}

/**
 * chatty_sync_normal_name:
 * @name: (nullable): what a character is called
 *
 * Returns: (transfer full): equal for names that people take for the same
 */
char *
chatty_sync_normal_name (const char *name)
{
  g_autofree char *normal = chatty_sync_normal_text (name);

  return g_utf8_casefold (normal, -1);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
normal_list (const char *const    *list,
             ChattyCharacterField  field)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  GString *normal = g_string_new (NULL);
  /* The main language comes first, and that means something. */
  guint first = field == CHATTY_FIELD_LANGUAGES ? 1 : 0;

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    {
      char *item = chatty_sync_normal_text (list[i]);

      if (*item == '\0' || g_ptr_array_find_with_equal_func (items, item, g_str_equal, NULL))
        g_free (item);
      else
        g_ptr_array_add (items, item);
    }
  if (items->len > first)
    qsort (items->pdata + first, items->len - first, sizeof (gpointer), compare_texts);
  for (guint i = 0; i < items->len; i++)
    g_string_append_printf (normal, "%s" ITEM_END, (char *) g_ptr_array_index (items, i));
  return g_string_free (normal, FALSE);
}

/* A trait in the middle is what every character has that was told nothing. */
static char *
normal_traits (const ChattyCharacter *character)
{
  GString *normal = g_string_new (NULL);

  for (guint i = 0; i < chatty_character_get_n_traits (character); i++)
    {
      double value;
      const char *name = chatty_character_get_trait (character, i, &value);
      int rounded = (int) (value * 10 + (value < 0 ? -0.5 : 0.5));

      if (rounded != 0)
        g_string_append_printf (normal, "%s=%d" ITEM_END, name, rounded);
    }
  return g_string_free (normal, FALSE);
}

static char *
normal_number (const char *text)
{
  g_autofree char *normal = chatty_sync_normal_text (text);
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char *end;
  double value = g_ascii_strtod (normal, &end);

  if (end == normal || *end != '\0')
    return g_steal_pointer (&normal);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.4f", value));
}

/* What is no object is told from others by its words. */
static char *
normal_settings (const char *text)
{
  char *normal = chatty_json_settings_normal (text);

  return normal != NULL ? normal : chatty_sync_normal_text (text);
}

static char *
plain_value (const ChattyCharacter *character,
             ChattyCharacterField   field)
{
  char *json = chatty_sync_value_json (character, field);

  return json != NULL ? json : g_strdup ("");
}

/**
 * chatty_sync_normal_value:
 * @character: (nullable): a character
 *
 * Returns: (transfer full): a text that is equal for values that are the same;
 *   "" for one that is not known, is empty or is the default
 */
char *
chatty_sync_normal_value (const ChattyCharacter *character,
                          ChattyCharacterField   field)
{
  const char *text;

  if (character == NULL || !chatty_character_has_field (character, field))
    return g_strdup ("");
  if (!CHATTY_SYNC_HOLDS (CHATTY_RULE_NORMAL))
    return plain_value (character, field);
  if (field == CHATTY_FIELD_TRAITS)
    return normal_traits (character);
  if (chatty_character_field_is_list (field))
    return normal_list (chatty_character_get_list (character, field), field);

  text = chatty_character_get_text (character, field);
  if (field == CHATTY_FIELD_TEMPERATURE)
    return normal_number (text);
  if (field == CHATTY_FIELD_SETTINGS)
    return normal_settings (text);
  if (field == CHATTY_FIELD_REMEMBERS && g_ascii_strcasecmp (text, "false") == 0)
    return g_strdup ("");
  return chatty_sync_normal_text (text);
}

/**
 * chatty_sync_same:
 * @a: (nullable): a character
 * @b: (nullable): another
 *
 * Returns: whether both have the same value in @field
 */
gboolean
chatty_sync_same (const ChattyCharacter *a,
                  const ChattyCharacter *b,
                  ChattyCharacterField   field)
{
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  if (a == b || (a != NULL && b != NULL && chatty_character_field_equal (a, b, field)))
    return TRUE;
  left = chatty_sync_normal_value (a, field);
  right = chatty_sync_normal_value (b, field);
  return g_str_equal (left, right);
}

/**
 * chatty_sync_is_blank:
 * @character: (nullable): a character
 *
 * Returns: whether @field says nothing
 */
gboolean
chatty_sync_is_blank (const ChattyCharacter *character,
                      ChattyCharacterField   field)
{
  g_autofree char *normal = chatty_sync_normal_value (character, field);

  return *normal == '\0';
}

/**
 * chatty_sync_content_hash:
 * @character: a character
 * @fields: flags of the fields that count
 *
 * Returns: (transfer full): equal for the same content
 */
char *
chatty_sync_content_hash (const ChattyCharacter *character,
                          guint                  fields)
{
  g_autoptr (ChattySha256) sum = chatty_sha256_new ();

  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    {
      g_autofree char *value = NULL;

      if ((fields & CHATTY_FIELD_FLAG (i)) == 0)
        continue;
      value = chatty_sync_normal_value (character, i);
      chatty_sha256_update (sum, value, strlen (value) + 1);
    }
  return chatty_sha256_end (sum);
}

/**
 * chatty_sync_value_json:
 * @character: (nullable): a character
 *
 * Returns: (transfer full) (nullable): the value as JSON text; %NULL for one
 *   that is not known
 */
char *
chatty_sync_value_json (const ChattyCharacter *character,
                        ChattyCharacterField   field)
{
  g_autoptr (JsonNode) node = NULL;

  if (character == NULL || !chatty_character_has_field (character, field))
    return NULL;
  node = chatty_character_field_to_json (character, field);
  return chatty_json_to_string (node, FALSE);
}

/**
 * chatty_sync_mask:
 * @character: a character
 * @fields: flags of the fields that are wanted
 *
 * Returns: (transfer full): a character with these fields alone
 */
ChattyCharacter *
chatty_sync_mask (ChattyCharacter *character,
                  guint            fields)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();

  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    if ((fields & CHATTY_FIELD_FLAG (i)) != 0)
      chatty_character_builder_take_field (builder, character, i);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

/**
 * chatty_sync_overlay:
 * @base: (nullable): a character
 * @over: (nullable): where @fields come from; %NULL has none of them
 * @fields: flags
 *
 * Returns: (transfer full): @base with @fields of @over
 */
ChattyCharacter *
chatty_sync_overlay (ChattyCharacter *base,
                     ChattyCharacter *over,
                     guint            fields)
{
  g_autoptr (ChattyCharacterBuilder) builder = NULL;

  builder = base != NULL ? chatty_character_builder_new_from (base)
                         : chatty_character_builder_new ();
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    {
      if ((fields & CHATTY_FIELD_FLAG (i)) == 0)
        continue;
      if (over != NULL)
        chatty_character_builder_take_field (builder, over, i);
      else
        chatty_character_builder_unset (builder, i);
    }
  return chatty_character_builder_end (g_steal_pointer (&builder));
}
