/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include <math.h>

#include "chatty-sync-normal.h"
#include "chatty-sync-rules.h"
#include "chatty-sync-set.h"

static GHashTable *
set_of (const char *const *list)
{
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    g_hash_table_add (set, chatty_sync_normal_text (list[i]));
  return set;
}

/* Takes the items of @list that the other side has not removed, each once. */
static void
take_items (GPtrArray         *result,
            GHashTable        *taken,
            const char *const *list,
            GHashTable        *base,
            GHashTable        *other)
{
  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    {
      g_autofree char *normal = chatty_sync_normal_text (list[i]);

      if (*normal == '\0' ||
          (g_hash_table_contains (base, normal) && !g_hash_table_contains (other, normal)) ||
          !g_hash_table_add (taken, g_strdup (normal)))
        continue;
      g_ptr_array_add (result, g_strdup (list[i]));
    }
}

/* The main item that both changes lead to; %NULL and FALSE where both chose
 * another one. */
static gboolean
choose_main (const char *const  *base,
             const char *const  *here,
             const char *const  *there,
             char              **main_item)
{
  g_autofree char *of_base = chatty_sync_normal_text (base != NULL ? base[0] : NULL);
  g_autofree char *of_here = chatty_sync_normal_text (here != NULL ? here[0] : NULL);
  g_autofree char *of_there = chatty_sync_normal_text (there != NULL ? there[0] : NULL);

  if (g_str_equal (of_here, of_there) || g_str_equal (of_there, of_base))
    *main_item = g_steal_pointer (&of_here);
  else if (g_str_equal (of_here, of_base))
    *main_item = g_steal_pointer (&of_there);
  else
    return FALSE;
  return TRUE;
}

static void
put_first (GPtrArray  *result,
           const char *main_item)
{
  for (guint i = 1; i < result->len; i++)
    {
      g_autofree char *normal = chatty_sync_normal_text (g_ptr_array_index (result, i));
      gpointer item;

      if (!g_str_equal (normal, main_item))
        continue;
      item = g_ptr_array_steal_index (result, i);
      g_ptr_array_insert (result, 0, item);
      return;
    }
}

/**
 * chatty_sync_merge_list:
 * @base: (nullable): what both sides began from
 * @here: (nullable): what one made of it
 * @there: (nullable): what the other did
 * @has_main: whether the first item stands out
 *
 * Joins two changed sets: what one added is in, what one removed is out.
 *
 * Returns: (transfer full) (nullable): the list, in the order of @here; %NULL
 *   where both chose another main item
 */
char **
chatty_sync_merge_list (const char *const *base,
                        const char *const *here,
                        const char *const *there,
                        gboolean           has_main)
{
  g_autoptr (GHashTable) base_set = set_of (base);
  g_autoptr (GHashTable) here_set = set_of (here);
  g_autoptr (GHashTable) there_set = set_of (there);
  g_autoptr (GHashTable) taken = set_of (NULL);
  g_autoptr (GPtrArray) result = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *main_item = NULL;

  if (has_main && !choose_main (base, here, there, &main_item) &&
      CHATTY_SYNC_HOLDS (CHATTY_RULE_JOIN))
    return NULL;
  take_items (result, taken, here, base_set, there_set);
  take_items (result, taken, there, base_set, here_set);
  if (main_item != NULL)
    put_first (result, main_item);
  g_ptr_array_add (result, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&result), FALSE);
}

static double
trait_of (const ChattyCharacter *character,
          const char            *name)
{
  for (guint i = 0; character != NULL && i < chatty_character_get_n_traits (character); i++)
    {
      double value;

      if (g_str_equal (chatty_character_get_trait (character, i, &value), name))
        return value;
    }
  return 0;
}

static gboolean
near (double a,
      double b)
{
  return fabs (a - b) < 0.1;
}

static gboolean
merge_trait (ChattyCharacterBuilder *builder,
             const char             *name,
             const ChattyCharacter  *base,
             const ChattyCharacter  *here,
             const ChattyCharacter  *there)
{
  double of_base = trait_of (base, name);
  double of_here = trait_of (here, name);
  double of_there = trait_of (there, name);

  if (near (of_here, of_there) || near (of_there, of_base) ||
      !CHATTY_SYNC_HOLDS (CHATTY_RULE_JOIN))
    chatty_character_builder_set_trait (builder, name, of_here);
  else if (near (of_here, of_base))
    chatty_character_builder_set_trait (builder, name, of_there);
  else
    return FALSE;
  return TRUE;
}

/**
 * chatty_sync_merge_traits:
 * @base: (nullable): what both sides began from
 * @here: what one made of it
 * @there: what the other did
 *
 * Joins changed traits, each by itself. One that is not named is in the middle.
 *
 * Returns: (transfer full) (nullable): a character with the traits alone; %NULL
 *   where both changed the same trait
 */
ChattyCharacter *
chatty_sync_merge_traits (const ChattyCharacter *base,
                          const ChattyCharacter *here,
                          const ChattyCharacter *there)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();

  chatty_character_builder_set_trait (builder, NULL, 0);
  for (guint i = 0; i < chatty_character_get_n_traits (here); i++)
    if (!merge_trait (builder, chatty_character_get_trait (here, i, NULL), base, here, there))
      return NULL;
  for (guint i = 0; i < chatty_character_get_n_traits (there); i++)
    if (!merge_trait (builder, chatty_character_get_trait (there, i, NULL), base, here, there))
      return NULL;
  return chatty_character_builder_end (g_steal_pointer (&builder));
}
