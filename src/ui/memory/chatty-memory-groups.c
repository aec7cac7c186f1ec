/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Two classes: a heading is nothing without its group. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <string.h>

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

typedef struct {
  ChattyMemoryGroups *groups;
  ChattyMemoryKind    kind;
  GtkCustomFilter    *filter;
  GtkFilterListModel *notes;
  GListStore         *heading;   /* one, or none over nothing */
} Group;

struct _ChattyMemoryGroups
{
  GObject parent_instance;

  Group       groups[CHATTY_N_MEMORY_KINDS];
  GListModel *model;
  char       *wanted;   /* folded; NULL for everything */
};

G_DEFINE_FINAL_TYPE (ChattyMemoryGroups, chatty_memory_groups, G_TYPE_OBJECT)

static gboolean
filter_cb (gpointer item,
           gpointer user_data)
{
  Group *group = user_data;
  const ChattyMemoryNote *note = chatty_memory_item_get_note (item);
  g_autofree char *folded = NULL;

  if (note->kind != group->kind)
    return FALSE;
  if (group->groups->wanted == NULL)
    return TRUE;
  folded = g_utf8_casefold (note->text, -1);
  return strstr (folded, group->groups->wanted) != NULL;
}

static void
notes_changed_cb (GListModel *notes,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Group      *group)
{
  gboolean wanted = g_list_model_get_n_items (notes) > 0;
  gboolean is_there = g_list_model_get_n_items (G_LIST_MODEL (group->heading)) > 0;

  if (wanted && !is_there)
    {
      g_autoptr (ChattyMemoryHeading) heading = g_object_new (CHATTY_TYPE_MEMORY_HEADING, NULL);

      heading->kind = group->kind;
      g_list_store_append (group->heading, heading);
    }
  else if (!wanted && is_there)
    {
      g_list_store_remove_all (group->heading);
    }
}

static void
chatty_memory_groups_finalize (GObject *object)
{
  ChattyMemoryGroups *self = CHATTY_MEMORY_GROUPS (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->groups); i++)
    {
      Group *group = &self->groups[i];

      g_signal_handlers_disconnect_by_data (group->notes, group);
      /* Whoever shows the list may live longer. */
      gtk_custom_filter_set_filter_func (group->filter, NULL, NULL, NULL);
      g_object_unref (group->filter);
      g_object_unref (group->notes);
      g_object_unref (group->heading);
    }
  g_object_unref (self->model);
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
  g_autoptr (GListStore) parts = g_list_store_new (G_TYPE_LIST_MODEL);

  g_return_val_if_fail (G_IS_LIST_MODEL (notes), NULL);

  self = g_object_new (CHATTY_TYPE_MEMORY_GROUPS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (self->groups); i++)
    {
      Group *group = &self->groups[i];

      group->groups = self;
      group->kind = i;
      group->filter = gtk_custom_filter_new (filter_cb, group, NULL);
      group->notes = gtk_filter_list_model_new (g_object_ref (notes),
                                                GTK_FILTER (g_object_ref (group->filter)));
      group->heading = g_list_store_new (CHATTY_TYPE_MEMORY_HEADING);
      g_signal_connect (group->notes, "items-changed", G_CALLBACK (notes_changed_cb), group);
      notes_changed_cb (G_LIST_MODEL (group->notes), 0, 0, 0, group);
      g_list_store_append (parts, group->heading);
      g_list_store_append (parts, group->notes);
    }
  self->model = G_LIST_MODEL (gtk_flatten_list_model_new (
    G_LIST_MODEL (g_steal_pointer (&parts))));
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
  GtkFilterChange change = GTK_FILTER_CHANGE_DIFFERENT;

  g_return_if_fail (CHATTY_IS_MEMORY_GROUPS (self));

  if (text != NULL && *text != '\0')
    wanted = g_utf8_casefold (text, -1);
  if (g_strcmp0 (wanted, self->wanted) == 0)
    {
      g_free (wanted);
      return;
    }
  if (wanted == NULL)
    change = GTK_FILTER_CHANGE_LESS_STRICT;
  else if (self->wanted == NULL || strstr (wanted, self->wanted) != NULL)
    change = GTK_FILTER_CHANGE_MORE_STRICT;
  g_free (self->wanted);
  self->wanted = wanted;
  for (guint i = 0; i < G_N_ELEMENTS (self->groups); i++)
    gtk_filter_changed (GTK_FILTER (self->groups[i].filter), change);
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

  return self->model;
}
