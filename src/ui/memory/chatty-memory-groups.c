/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Two classes: a heading is nothing without its group. One list is made anew of
 * all notes at each change, and not put together of one for each kind: views ask
 * for items of one part while another has not heard of the change yet. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <string.h>

#include "chatty-list-update.h"
#include "chatty-memory-groups.h"
#include "chatty-memory-item.h"

struct _ChattyMemoryHeading
{
  GObject parent_instance;

  ChattyMemoryKind kind;
};

G_DEFINE_FINAL_TYPE (ChattyMemoryHeading, chatty_memory_heading, G_TYPE_OBJECT)

static void
chatty_memory_heading_class_init (ChattyMemoryHeadingClass *klass)
{
}

static void
chatty_memory_heading_init (ChattyMemoryHeading *self)
{
}

/**
 * chatty_memory_heading_get_kind:
 *
 * Returns: what the notes below it are about
 */
ChattyMemoryKind
chatty_memory_heading_get_kind (ChattyMemoryHeading *self)
{
  g_return_val_if_fail (CHATTY_IS_MEMORY_HEADING (self), CHATTY_MEMORY_FACT);

  return self->kind;
}

struct _ChattyMemoryGroups
{
  GObject parent_instance;

  GListModel          *notes;
  ChattyMemoryHeading *headings[CHATTY_N_MEMORY_KINDS];
  GListStore          *shown;
  char                *wanted;   /* folded; NULL for everything */
};

G_DEFINE_FINAL_TYPE (ChattyMemoryGroups, chatty_memory_groups, G_TYPE_OBJECT)

static gboolean
is_wanted (ChattyMemoryGroups     *self,
           const ChattyMemoryNote *note)
{
  g_autofree char *folded = NULL;

  if (self->wanted == NULL)
    return TRUE;
  folded = g_utf8_casefold (note->text, -1);
  return strstr (folded, self->wanted) != NULL;
}

/* (transfer full): what is to be shown now. */
static GPtrArray *
collect (ChattyMemoryGroups *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) kinds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < CHATTY_N_MEMORY_KINDS; i++)
    g_ptr_array_add (kinds, g_ptr_array_new_with_free_func (g_object_unref));
  for (guint i = 0; i < g_list_model_get_n_items (self->notes); i++)
    {
      g_autoptr (ChattyMemoryItem) item = g_list_model_get_item (self->notes, i);
      const ChattyMemoryNote *note = chatty_memory_item_get_note (item);

      if (is_wanted (self, note))
        g_ptr_array_add (g_ptr_array_index (kinds, MIN (note->kind, CHATTY_N_MEMORY_KINDS - 1)),
                         g_steal_pointer (&item));
    }
  for (guint i = 0; i < CHATTY_N_MEMORY_KINDS; i++)
    {
      GPtrArray *kind = g_ptr_array_index (kinds, i);

      if (kind->len > 0)
        g_ptr_array_add (items, g_object_ref (self->headings[i]));
      for (guint j = 0; j < kind->len; j++)
        g_ptr_array_add (items, g_object_ref (kind->pdata[j]));
    }
  return items;
}

static void
update (ChattyMemoryGroups *self)
{
  g_autoptr (GPtrArray) items = collect (self);

  chatty_list_update (self->shown, items, NULL);
}

static void
chatty_memory_groups_finalize (GObject *object)
{
  ChattyMemoryGroups *self = CHATTY_MEMORY_GROUPS (object);

  for (guint i = 0; i < CHATTY_N_MEMORY_KINDS; i++)
    g_object_unref (self->headings[i]);
  g_clear_object (&self->notes);
  g_object_unref (self->shown);
  g_free (self->wanted);

  G_OBJECT_CLASS (chatty_memory_groups_parent_class)->finalize (object);
}

static void
chatty_memory_groups_class_init (ChattyMemoryGroupsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_memory_groups_finalize;
}

static void
chatty_memory_groups_init (ChattyMemoryGroups *self)
{
  self->shown = g_list_store_new (G_TYPE_OBJECT);
  for (guint i = 0; i < CHATTY_N_MEMORY_KINDS; i++)
    {
      self->headings[i] = g_object_new (CHATTY_TYPE_MEMORY_HEADING, NULL);
      self->headings[i]->kind = i;
    }
}

/**
 * chatty_memory_groups_new:
 * @notes: of #ChattyMemoryItem; their order stays within each group
 *
 * Returns: (transfer full): all of them, with headings
 */
ChattyMemoryGroups *
chatty_memory_groups_new (GListModel *notes)
{
  ChattyMemoryGroups *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (notes), NULL);

  self = g_object_new (CHATTY_TYPE_MEMORY_GROUPS, NULL);
  self->notes = g_object_ref (notes);
  g_signal_connect_object (notes, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

/**
 * chatty_memory_groups_search:
 * @text: (nullable): what notes must hold
 */
void
chatty_memory_groups_search (ChattyMemoryGroups *self,
                             const char         *text)
{
  char *wanted = NULL;

  g_return_if_fail (CHATTY_IS_MEMORY_GROUPS (self));

  if (text != NULL && *text != '\0')
    wanted = g_utf8_casefold (text, -1);
  if (g_strcmp0 (wanted, self->wanted) == 0)
    {
      g_free (wanted);
      return;
    }
  g_free (self->wanted);
  self->wanted = wanted;
  update (self);
}

/**
 * chatty_memory_groups_get_model:
 *
 * Returns: (transfer none): of #ChattyMemoryItem, and a #ChattyMemoryHeading
 *   before the first of each kind
 */
GListModel *
chatty_memory_groups_get_model (ChattyMemoryGroups *self)
{
  g_return_val_if_fail (CHATTY_IS_MEMORY_GROUPS (self), NULL);

  return G_LIST_MODEL (self->shown);
}
