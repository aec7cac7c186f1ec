/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-character-list.h"

#include <string.h>

#include "chatty-character-item-private.h"
#include "chatty-vault-characters.h"

struct _ChattyCharacterList {
  ChattyLiveList       parent_instance;

  char                *search;      /* folded; NULL finds all */
  ChattyCharacterSort  sort;
  GStrv                problems;
  guint                n_problems;
  guint                n_total;
};

enum {
  PROP_0,
  PROP_N_PROBLEMS,
  PROP_N_TOTAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyCharacterList, chatty_character_list, CHATTY_TYPE_LIVE_LIST)

GType
chatty_character_sort_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { CHATTY_CHARACTERS_BY_NAME, "CHATTY_CHARACTERS_BY_NAME", "name" },
        { CHATTY_CHARACTERS_NEWEST, "CHATTY_CHARACTERS_NEWEST", "newest" },
        { CHATTY_CHARACTERS_ATTENTION, "CHATTY_CHARACTERS_ATTENTION", "attention" },
        { 0 }
      };

      g_once_init_leave (&type, g_enum_register_static ("ChattyCharacterSort", values));
    }
  return type;
}

/* The query, on a worker ----------------------------------------------------- */

typedef struct {
  char                *search;
  ChattyCharacterSort  sort;
  GStrv                problems;
  guint                n_total;
} Query;

static gpointer
dup_query (ChattyLiveList *list)
{
  ChattyCharacterList *self = CHATTY_CHARACTER_LIST (list);
  Query *query = g_new0 (Query, 1);

  query->search = g_strdup (self->search);
  query->sort = self->sort;
  return query;
}

static void
free_query (gpointer data)
{
  Query *query = data;

  g_free (query->search);
  g_strfreev (query->problems);
  g_free (query);
}

/* What a person writes into a search: case and accents' forms do not count. */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : "", -1);
}

static gboolean
contains (const char *text,
          const char *folded_words)
{
  g_autofree char *folded = text != NULL ? fold (text) : NULL;

  return folded != NULL && strstr (folded, folded_words) != NULL;
}

static gboolean
matches (ChattyCharacterLine *row,
         const char         *search)
{
  ChattyCharacter *character = chatty_character_record_get_character (row->record);

  return search == NULL || contains (row->name, search) ||
         contains (chatty_character_record_get_callsign (row->record), search) ||
         contains (chatty_character_get_text (character, CHATTY_FIELD_DESCRIPTION), search);
}

static int
compare_rows (gconstpointer first,
              gconstpointer second,
              gpointer      user_data)
{
  const ChattyCharacterLine *a = *(ChattyCharacterLine *const *) first;
  const ChattyCharacterLine *b = *(ChattyCharacterLine *const *) second;
  ChattyCharacterSort sort = *(ChattyCharacterSort *) user_data;
  int order = 0;

  if (sort == CHATTY_CHARACTERS_NEWEST)
    {
      gint64 left = chatty_character_record_get_modified (a->record);
      gint64 right = chatty_character_record_get_modified (b->record);

      order = (left < right) - (left > right);
    }
  else if (sort == CHATTY_CHARACTERS_ATTENTION)
    order = (int) chatty_character_line_urgency (b) - (int) chatty_character_line_urgency (a);
  if (order == 0)
    order = strcmp (a->key, b->key);
  return order != 0 ? order
                    : strcmp (chatty_character_record_get_callsign (a->record),
                              chatty_character_record_get_callsign (b->record));
}

static GPtrArray *
run (ChattyVault   *vault,
     gpointer       data,
     GCancellable  *cancellable,
     GError       **error)
{
  Query *query = data;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) records = chatty_vault_list_records (vault, &problems, cancellable, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (records == NULL)
    return NULL;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_character_line_unref);
  for (guint i = 0; i < records->len; i++)
    {
      ChattyCharacterLine *row = chatty_character_line_new (records->pdata[i]);

      if (matches (row, query->search))
        g_ptr_array_add (rows, row);
      else
        chatty_character_line_unref (row);
    }
  g_ptr_array_sort_with_data (rows, compare_rows, &query->sort);

  query->n_total = records->len;
  query->problems = g_new0 (char *, (problems != NULL ? problems->len : 0) + 1);
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    query->problems[i] = g_strdup (((GError *) problems->pdata[i])->message);
  return g_steal_pointer (&rows);
}

static void
answered (ChattyLiveList *list,
          gpointer        data)
{
  ChattyCharacterList *self = CHATTY_CHARACTER_LIST (list);
  Query *query = data;
  gboolean problems_changed = self->problems == NULL ||
                              !g_strv_equal ((const char *const *) self->problems,
                                             (const char *const *) query->problems);

  g_strfreev (self->problems);
  self->problems = g_steal_pointer (&query->problems);
  self->n_problems = g_strv_length (self->problems);
  if (problems_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_PROBLEMS]);
  if (self->n_total != query->n_total)
    {
      self->n_total = query->n_total;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TOTAL]);
    }
}

/* Rows ------------------------------------------------------------------------ */

static gpointer
row_ref (gpointer row)
{
  return chatty_character_line_ref (row);
}

static void
row_unref (gpointer row)
{
  chatty_character_line_unref (row);
}

static const char *
row_id (gconstpointer row)
{
  return chatty_character_record_get_callsign (((const ChattyCharacterLine *) row)->record);
}

/* The version changes with any of the character's files. */
static gboolean
row_equal (gconstpointer a,
           gconstpointer b)
{
  const ChattyCharacterLine *first = a;
  const ChattyCharacterLine *second = b;

  return g_strcmp0 (chatty_character_record_get_version (first->record),
                    chatty_character_record_get_version (second->record)) == 0;
}

static gpointer
new_item (gpointer row)
{
  return chatty_character_item_new (row);
}

static void
update_item (gpointer item,
             gpointer row)
{
  chatty_character_item_set_line (item, row);
}

/* Object ------------------------------------------------------------------ */

static void
chatty_character_list_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  ChattyCharacterList *self = CHATTY_CHARACTER_LIST (object);

  switch (prop_id)
    {
    case PROP_N_PROBLEMS:
      g_value_set_uint (value, self->n_problems);
      break;
    case PROP_N_TOTAL:
      g_value_set_uint (value, self->n_total);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_character_list_finalize (GObject *object)
{
  ChattyCharacterList *self = CHATTY_CHARACTER_LIST (object);

  g_free (self->search);
  g_strfreev (self->problems);

  G_OBJECT_CLASS (chatty_character_list_parent_class)->finalize (object);
}

static void
chatty_character_list_class_init (ChattyCharacterListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  ChattyLiveListClass *list_class = CHATTY_LIVE_LIST_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = chatty_character_list_get_property;
  object_class->finalize = chatty_character_list_finalize;
  list_class->item_type = CHATTY_TYPE_CHARACTER_ITEM;
  list_class->row_ref = row_ref;
  list_class->row_unref = row_unref;
  list_class->row_id = row_id;
  list_class->row_equal = row_equal;
  list_class->new_item = new_item;
  list_class->update_item = update_item;
  list_class->dup_query = dup_query;
  list_class->free_query = free_query;
  list_class->run = run;
  list_class->answered = answered;

  properties[PROP_N_PROBLEMS] = g_param_spec_uint ("n-problems", NULL, NULL, 0, G_MAXUINT, 0,
                                                   flags);
  properties[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_character_list_init (ChattyCharacterList *self)
{
}

/**
 * chatty_character_list_new:
 * @vault: what to list
 *
 * Main loop only.
 *
 * Returns: (transfer full): an empty list, which fills with every character of
 *   @vault, by name
 */
ChattyCharacterList *
chatty_character_list_new (ChattyVault *vault)
{
  ChattyCharacterList *self = g_object_new (CHATTY_TYPE_CHARACTER_LIST, NULL);

  chatty_live_list_watch (CHATTY_LIVE_LIST (self), vault);
  return self;
}

/**
 * chatty_character_list_set_search:
 * @self: a list
 * @text: (nullable): what the name, the callsign or the description holds;
 *   case does not count
 *
 * Shows only the characters in which @text is found.
 */
void
chatty_character_list_set_search (ChattyCharacterList *self,
                                  const char          *text)
{
  g_autofree char *stripped = NULL;
  g_autofree char *folded = NULL;

  g_return_if_fail (CHATTY_IS_CHARACTER_LIST (self));

  stripped = g_strstrip (g_strdup (text != NULL ? text : ""));
  if (*stripped != '\0')
    folded = fold (stripped);
  if (g_strcmp0 (self->search, folded) == 0)
    return;
  g_free (self->search);
  self->search = g_steal_pointer (&folded);
  chatty_live_list_ask (CHATTY_LIVE_LIST (self));
}

void
chatty_character_list_set_sort (ChattyCharacterList *self,
                                ChattyCharacterSort  sort)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_LIST (self));

  if (self->sort == sort)
    return;
  self->sort = sort;
  chatty_live_list_ask (CHATTY_LIVE_LIST (self));
}

gboolean
chatty_character_list_get_loading (ChattyCharacterList *self)
{
  return chatty_live_list_get_loading (CHATTY_LIVE_LIST (self));
}

guint
chatty_character_list_get_n_total (ChattyCharacterList *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_LIST (self), 0);
  return self->n_total;
}

guint
chatty_character_list_get_n_problems (ChattyCharacterList *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_LIST (self), 0);
  return self->n_problems;
}

/**
 * chatty_character_list_get_problem:
 * @self: a list
 * @nth: below chatty_character_list_get_n_problems()
 *
 * Returns: (transfer none): which character cannot be read, and why
 */
const char *
chatty_character_list_get_problem (ChattyCharacterList *self,
                                   guint                nth)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_LIST (self), NULL);
  g_return_val_if_fail (nth < self->n_problems, NULL);
  return self->problems[nth];
}

/**
 * chatty_character_list_find:
 * @self: a list
 * @callsign: of a character
 *
 * Returns: its position, or -1
 */
int
chatty_character_list_find (ChattyCharacterList *self,
                            const char          *callsign)
{
  return chatty_live_list_find (CHATTY_LIVE_LIST (self), callsign);
}
