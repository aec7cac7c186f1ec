/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-json-settings.h"
#include "chatty-sync-normal.h"
#include "walk-world.h"

static gint64
clock_cb (gpointer user_data)
{
  World *world = user_data;

  return world->now += 1000;
}

void
world_init (World      *world,
            guint       seed,
            WalkCounts *counts)
{
  *world = (World) { .seed = seed, .counts = counts };
  world->rand = g_rand_new_with_seed (seed);
  world->kill.left = -1;
  world->store = memory_store_new (&world->kill);
  world->platform = fake_platform_new (&world->kill, 1);
  world->typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  world->put = g_ptr_array_new_with_free_func (g_free);
  world->now = G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC;
  world->journal = g_string_new (NULL);
  world->platform->squeezes = world_chance (world, 60);
  world->platform->drops = world_chance (world, 60);
  world->platform->tells_times = world_chance (world, 50);
  if (world_chance (world, 40))
    world->platform->skew = (gint64) g_rand_int_range (world->rand, -1200, 1200) * G_USEC_PER_SEC;
  counts->wrong_clocks += world->platform->tells_times &&
                          ABS (world->platform->skew) > 300 * G_USEC_PER_SEC;
  chatty_time_set_clock (clock_cb, world);
}

void
world_clear (World *world)
{
  chatty_time_set_clock (NULL, NULL);
  g_rand_free (world->rand);
  g_object_unref (world->store);
  g_object_unref (world->platform);
  g_hash_table_unref (world->typed);
  g_ptr_array_unref (world->put);
  g_string_free (world->journal, TRUE);
  g_free (world->failure);
}

void
world_fail (World      *world,
            const char *format,
            ...)
{
  va_list args;
  g_autofree char *text = NULL;

  if (world->failure != NULL)
    return;
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  world->failure = g_strdup_printf ("seed %u: %s\n%s", world->seed, text, world->journal->str);
}

void
world_note (World      *world,
            const char *format,
            ...)
{
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (world->journal, format, args);
  va_end (args);
  g_string_append_c (world->journal, '\n');
}

gboolean
world_chance (World *world,
              guint  percent)
{
  return g_rand_int_range (world->rand, 0, 100) < (int) percent;
}

char *
world_identity (ChattyCharacter *character)
{
  const char *text = chatty_character_get_text (character, CHATTY_FIELD_INSTRUCTIONS);
  const char *at = text != NULL ? strstr (text, "born-") : NULL;

  return at != NULL ? g_strndup (at, strcspn (at, " \n")) : g_strdup ("?");
}

static char *
new_word (World *world)
{
  char *word = g_strdup_printf ("w%ux", ++world->n_words);

  g_hash_table_add (world->typed, g_strdup (word));
  return word;
}

static ChattyCharacter *
new_character (World      *world,
               const char *name)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
  g_autofree char *first = new_word (world);
  g_autofree char *second = new_word (world);
  g_autofree char *about = new_word (world);
  g_autofree char *text = g_strdup_printf ("I am born-%u of a  book.\n%s\nI  like tea.\n%s\nEnd.",
                                           ++world->n_born, first, second);
  const char *const languages[] = { "en-US", NULL };
  const char *const acts[] = { "wave", "bow", NULL };

  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, name);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS, text);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_DESCRIPTION, about);
  chatty_character_builder_set_list (builder, CHATTY_FIELD_LANGUAGES, languages);
  chatty_character_builder_set_list (builder, CHATTY_FIELD_ACTIONS, acts);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_TEMPERATURE, "0.50");
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

/* A person's edit of one field. Returns which. */
static ChattyCharacterField
edit (World                  *world,
      ChattyCharacterBuilder *builder,
      ChattyCharacter        *character)
{
  static const ChattyCharacterField fields[] = {
    CHATTY_FIELD_NAME, CHATTY_FIELD_INSTRUCTIONS, CHATTY_FIELD_INSTRUCTIONS,
    CHATTY_FIELD_DESCRIPTION, CHATTY_FIELD_VOICE, CHATTY_FIELD_ACTIONS, CHATTY_FIELD_LANGUAGES,
    CHATTY_FIELD_TRAITS, CHATTY_FIELD_STYLE,
  };
  ChattyCharacterField field = fields[g_rand_int_range (world->rand, 0, G_N_ELEMENTS (fields))];
  g_autofree char *word = new_word (world);

  if (field == CHATTY_FIELD_VOICE && world->n_words % 2 == 0)
    field = CHATTY_FIELD_SETTINGS;
  switch ((int) field)
    {
    case CHATTY_FIELD_NAME:
      world->counts->renames++;
      break;
    case CHATTY_FIELD_INSTRUCTIONS:
      {
        const char *text = chatty_character_get_text (character, field);
        g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
        guint n = g_strv_length (lines);
        guint at = n > 1 ? (guint) g_rand_int_range (world->rand, 1, (int) n) : 0;
        g_autofree char *changed = NULL;
        g_autofree char *joined = NULL;

        if (n == 0)
          return field;
        changed = at > 0 ? g_strdup_printf ("now  %s.", word)
                         : g_strdup_printf ("%s\n%s", lines[0], word);
        g_free (lines[at]);
        lines[at] = g_steal_pointer (&changed);
        joined = g_strjoinv ("\n", lines);
        chatty_character_builder_set_text (builder, field, joined);
        return field;
      }
    case CHATTY_FIELD_ACTIONS:
    case CHATTY_FIELD_LANGUAGES:
      {
        const char *const *list = chatty_character_get_list (character, field);
        g_autoptr (GStrvBuilder) changed = g_strv_builder_new ();
        g_auto (GStrv) items = NULL;
        guint n = list != NULL ? g_strv_length ((char **) list) : 0;
        guint skip = n > 1 ? (guint) g_rand_int_range (world->rand, 0, (int) n) : G_MAXUINT;

        for (guint i = 0; i < n; i++)
          if (i != skip || field == CHATTY_FIELD_ACTIONS)
            g_strv_builder_add (changed, list[i]);
        if (n < 4)
          g_strv_builder_add (changed, word);
        else
          g_hash_table_remove (world->typed, word);
        items = g_strv_builder_end (changed);
        chatty_character_builder_set_list (builder, field, (const char *const *) items);
        return field;
      }
    case CHATTY_FIELD_SETTINGS:
      {
        static const char *const paths[] = { "a", "b", "tools.a", "tools.b" };
        const char *path = paths[world->n_words / 2 % G_N_ELEMENTS (paths)];
        g_autoptr (JsonNode) value = json_node_init_string (json_node_alloc (), word);
        g_autofree char *text =
          chatty_json_settings_set (chatty_character_get_text (character, field), path, value);

        chatty_character_builder_set_text (builder, field, text);
        return field;
      }
    case CHATTY_FIELD_TRAITS:
      chatty_character_builder_set_trait (builder, world_chance (world, 50) ? "calm" : "kind",
                                          g_rand_int_range (world->rand, -100, 100));
      g_hash_table_remove (world->typed, word);
      return field;
    default:
      break;
    }
  chatty_character_builder_set_text (builder, field, word);
  return field;
}

static const char *
any_key (World      *world,
         GHashTable *table)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (table), (GCompareFunc) strcmp);
  guint n = g_list_length (keys);

  return n > 0 ? g_list_nth_data (keys, (guint) g_rand_int_range (world->rand, 0, (int) n)) : NULL;
}

static ChattyCharacterField
edit_here (World      *world,
           const char *callsign)
{
  ChattyCharacterRecord *record = memory_store_find (world->store, callsign);
  g_autoptr (ChattyCharacter) character = chatty_character_record_for_platform (record, "fake");
  g_autoptr (ChattyCharacterBuilder) builder =
    chatty_character_builder_new_from (chatty_character_record_get_character (record));
  ChattyCharacterField field = edit (world, builder, character);
  g_autoptr (ChattyCharacter) edited = chatty_character_builder_end (g_steal_pointer (&builder));

  if (chatty_character_field_is_special (field))
    memory_store_set_special (world->store, callsign, field,
                              chatty_character_get_text (edited, field));
  else
    memory_store_edit (world->store, callsign, edited);
  world_note (world, "edit %s of %s here", chatty_character_field_to_string (field), callsign);
  return field;
}

static void
find_words (GHashTable *found,
            const char *text)
{
  for (const char *p = text; p != NULL && (p = strchr (p, 'w')) != NULL; p++)
    {
      gsize n = strspn (p + 1, "0123456789");

      if (n > 0 && p[n + 1] == 'x')
        g_hash_table_add (found, g_strndup (p, n + 2));
    }
}

static void
find_in_character (GHashTable      *found,
                   ChattyCharacter *character)
{
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    {
      g_autofree char *json = chatty_sync_value_json (character, i);

      find_words (found, json);
    }
}

static void
find_in_record (GHashTable            *found,
                ChattyCharacterRecord *record)
{
  find_in_character (found, chatty_character_record_get_character (record));
  find_in_character (found, chatty_character_record_get_override (record, "fake"));
}

/* All words that can be found: here, there, in the trash and in the history. */
static GHashTable *
find_all (World *world)
{
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, world->store->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    find_in_record (found, value);
  for (guint i = 0; i < world->store->trash->len; i++)
    find_in_record (found, g_ptr_array_index (world->store->trash, i));
  for (guint i = 0; i < world->store->history->len; i++)
    find_words (found, ((ChattyFieldChange *) g_ptr_array_index (world->store->history,
                                                                 i))->old_value);
  g_hash_table_iter_init (&iter, world->platform->characters);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    find_in_character (found, value);
  return found;
}

/* What a person overwrites on the platform, before anybody has seen it, is gone
 * by that person's own will. */
static void
forget_lost (World *world)
{
  g_autoptr (GHashTable) found = find_all (world);
  GHashTableIter iter;
  gpointer word;

  g_hash_table_iter_init (&iter, world->typed);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    if (!g_hash_table_contains (found, word))
      g_hash_table_iter_remove (&iter);
}

static ChattyCharacterField
edit_there (World      *world,
            const char *id)
{
  g_autoptr (ChattyCharacter) character =
    chatty_character_ref (fake_platform_find (world->platform, id));
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new_from (character);
  g_autoptr (ChattyCharacter) edited = NULL;
  ChattyCharacterField field;

  world_check_words (world);
  field = edit (world, builder, character);
  edited = chatty_character_builder_end (g_steal_pointer (&builder));
  fake_platform_edit (world->platform, id, edited);
  forget_lost (world);
  world_note (world, "edit %s of %s there", chatty_character_field_to_string (field), id);
  return field;
}

ChattyCharacterLink *
world_link (ChattyCharacterRecord *record)
{
  for (guint i = 0; i < chatty_character_record_get_n_links (record); i++)
    {
      ChattyCharacterLink *link = chatty_character_record_get_link (record, i);

      if (link->state == CHATTY_LINK_ACTIVE)
        return link;
    }
  return NULL;
}

/* A character that is on both sides, or NULL. */
static const char *
any_pair (World       *world,
          const char **id)
{
  for (guint i = 0; i < 8; i++)
    {
      const char *callsign = any_key (world, world->store->records);
      ChattyCharacterLink *link = callsign != NULL
        ? world_link (memory_store_find (world->store, callsign)) : NULL;

      if (link != NULL && fake_platform_find (world->platform, link->remote_id) != NULL)
        {
          *id = link->remote_id;
          return callsign;
        }
    }
  return NULL;
}

static void
remove_there (World      *world,
              const char *id)
{
  g_autofree char *copy = g_strdup (id);

  world_check_words (world);
  fake_platform_remove (world->platform, copy);
  forget_lost (world);
  world_note (world, "delete %s there", copy);
}

static void
remove_here (World      *world,
             const char *callsign)
{
  g_autofree char *copy = g_strdup (callsign);

  memory_store_delete (world->store, copy);
  world_note (world, "delete %s here", copy);
}

static void
act_on_pair (World *world)
{
  const char *found_id = NULL;
  const char *found = any_pair (world, &found_id);
  g_autofree char *callsign = g_strdup (found);
  g_autofree char *id = g_strdup (found_id);

  if (callsign == NULL)
    return;
  switch (g_rand_int_range (world->rand, 0, 8))
    {
    case 0:
      remove_here (world, callsign);
      edit_there (world, id);
      world->counts->edit_against_delete++;
      break;
    case 1:
      edit_here (world, callsign);
      remove_there (world, id);
      world->counts->edit_against_delete++;
      break;
    case 2:
      remove_here (world, callsign);
      remove_there (world, id);
      world->counts->delete_against_delete++;
      break;
    default:
      if (edit_here (world, callsign) == edit_there (world, id))
        world->counts->both_same_field++;
      else
        world->counts->both_other_fields++;
    }
}

static void
add_any (World *world)
{
  gboolean same_name = world_chance (world, 25) &&
                       g_hash_table_size (world->store->records) > 0;
  const char *other = same_name ? any_key (world, world->store->records) : NULL;
  g_autofree char *name = other != NULL
    ? g_strdup (chatty_character_get_name (
        chatty_character_record_get_character (memory_store_find (world->store, other))))
    : g_strdup_printf ("Name %u", world->n_born + 1);
  g_autoptr (ChattyCharacter) character = new_character (world, name);

  world->counts->same_names += same_name;
  if (world_chance (world, 60))
    {
      g_autoptr (ChattyCharacterRecord) record = memory_store_add (world->store, character);

      g_ptr_array_add (world->put,
                       g_strdup (chatty_character_record_get_callsign (record)));
      world_note (world, "add %s here: born-%u, %s", chatty_character_record_get_callsign (record),
                  world->n_born, name);
    }
  else
    {
      g_autofree char *id = fake_platform_add (world->platform, character);

      forget_lost (world);
      world_note (world, "add %s there: born-%u, %s", id, world->n_born, name);
    }
}

void
world_edit_any (World *world)
{
  const char *callsign = any_key (world, world->store->records);
  const char *id = any_key (world, world->platform->characters);

  if (callsign != NULL && world_chance (world, 50))
    {
      g_autofree char *copy = g_strdup (callsign);

      edit_here (world, copy);
    }
  else if (id != NULL)
    {
      g_autofree char *copy = g_strdup (id);

      edit_there (world, copy);
    }
}

/*
 * world_act:
 *
 * A person does something, here or there.
 */
void
world_act (World *world)
{
  guint size = g_hash_table_size (world->store->records) +
               g_hash_table_size (world->platform->characters);

  world->now += (gint64) g_rand_int_range (world->rand, 1, 600) * G_USEC_PER_SEC;
  world->counts->steps++;
  if (size < 4 || (size < 16 && world_chance (world, 10)))
    add_any (world);
  else if (world_chance (world, 45))
    world_edit_any (world);
  else if (size > 14 && world_chance (world, 40))
    remove_here (world, any_key (world, world->store->records));
  else
    act_on_pair (world);
}

/*
 * world_check_words:
 *
 * No word that a person typed is unreachable.
 */
void
world_check_words (World *world)
{
  g_autoptr (GHashTable) found = find_all (world);
  GHashTableIter iter;
  gpointer word;

  g_hash_table_iter_init (&iter, world->typed);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    if (!g_hash_table_contains (found, word))
      {
        world_fail (world, "“%s” is lost", (char *) word);
        return;
      }
}

/*
 * world_check_twins:
 *
 * No character is on either side twice.
 */
void
world_check_twins (World *world)
{
  g_autoptr (GHashTable) here = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, world->store->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      g_autofree char *identity = world_identity (chatty_character_record_get_character (value));

      if (!g_hash_table_add (here, g_strdup (identity)))
        world_fail (world, "%s is here twice", identity);
    }
  g_hash_table_iter_init (&iter, world->platform->characters);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      g_autofree char *identity = world_identity (value);

      if (!g_hash_table_add (there, g_strdup (identity)))
        world_fail (world, "%s is there twice", identity);
    }
}

static gboolean
is_named (ChattySyncPlan       *plan,
          const char           *callsign,
          ChattyCharacterField  field)
{
  for (guint i = 0; i < chatty_sync_plan_get_n_steps (plan); i++)
    {
      const ChattySyncStep *step = chatty_sync_plan_get_step (plan, i);

      if (g_strcmp0 (step->callsign, callsign) != 0)
        continue;
      for (guint j = 0; j < step->n_fields; j++)
        if (step->fields[j].field == field && (step->fields[j].conflict ||
            step->fields[j].why == CHATTY_SYNC_WHY_TOO_LONG))
          return TRUE;
    }
  return FALSE;
}

static void
check_pair (World                 *world,
            ChattySyncPlan        *plan,
            ChattyCharacterRecord *record,
            ChattyCharacter       *there)
{
  g_autoptr (ChattyCharacter) here = chatty_character_record_for_platform (record, "fake");
  const char *callsign = chatty_character_record_get_callsign (record);
  g_autoptr (ChattyCharacter) taken = fake_platform_take (world->platform, here);
  guint n_map;
  const ChattyFieldMap *map =
    chatty_character_store_map (CHATTY_CHARACTER_STORE (world->platform), &n_map);

  for (guint i = 0; i < n_map; i++)
    {
      g_autofree char *left = NULL;
      g_autofree char *right = NULL;

      if (!map[i].writable || chatty_sync_same (here, there, map[i].field) ||
          chatty_sync_same (taken, there, map[i].field) || is_named (plan, callsign, map[i].field))
        continue;
      left = chatty_sync_value_json (here, map[i].field);
      right = chatty_sync_value_json (there, map[i].field);
      world_fail (world, "%s of %s differs: %s here, %s there", map[i].remote, callsign, left,
                  right);
    }
}

/*
 * world_check_equal:
 * @plan: made after the sync
 *
 * Both sides have the same, but for what is a conflict by name, and what the
 * platform makes of what it gets.
 */
void
world_check_equal (World          *world,
                   ChattySyncPlan *plan)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, world->store->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      ChattyCharacterLink *link = world_link (value);
      ChattyCharacter *there = link != NULL ? fake_platform_find (world->platform, link->remote_id)
                                            : NULL;

      if (there != NULL)
        check_pair (world, plan, value, there);
      else if (link != NULL && !chatty_sync_plan_is_blocked (plan))
        world_fail (world, "%s is linked to nobody", chatty_character_record_get_callsign (value));
    }
}
