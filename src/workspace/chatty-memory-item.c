/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-memory-item.h"

#include <string.h>

struct _ChattyMemoryItem {
  GObject            parent_instance;

  ChattyMemoryNote  *note;
  GStrv              places;
};

enum {
  PROP_0,
  PROP_NOTE,
  PROP_PLACES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyMemoryItem, chatty_memory_item, G_TYPE_OBJECT)

static void
chatty_memory_item_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  ChattyMemoryItem *self = CHATTY_MEMORY_ITEM (object);

  switch (prop_id)
    {
    case PROP_NOTE:
      g_value_set_boxed (value, self->note);
      break;
    case PROP_PLACES:
      g_value_set_boxed (value, self->places);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_memory_item_finalize (GObject *object)
{
  ChattyMemoryItem *self = CHATTY_MEMORY_ITEM (object);

  chatty_memory_note_unref (self->note);
  g_strfreev (self->places);

  G_OBJECT_CLASS (chatty_memory_item_parent_class)->finalize (object);
}

static void
chatty_memory_item_class_init (ChattyMemoryItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = chatty_memory_item_get_property;
  object_class->finalize = chatty_memory_item_finalize;

  properties[PROP_NOTE] =
    g_param_spec_boxed ("note", NULL, NULL, CHATTY_TYPE_MEMORY_NOTE,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PLACES] =
    g_param_spec_boxed ("places", NULL, NULL, G_TYPE_STRV,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_memory_item_init (ChattyMemoryItem *self)
{
}

/**
 * chatty_memory_item_new:
 * @note: what is remembered
 *
 * Returns: (transfer full): an item for it
 */
ChattyMemoryItem *
chatty_memory_item_new (ChattyMemoryNote *note)
{
  ChattyMemoryItem *self = g_object_new (CHATTY_TYPE_MEMORY_ITEM, NULL);
  g_autoptr (GStrvBuilder) places = g_strv_builder_new ();

  self->note = chatty_memory_note_ref (note);
  for (guint i = 0; note->remotes != NULL && note->remotes[i] != NULL; i++)
    {
      const char *colon = strchr (note->remotes[i], ':');
      g_autofree char *place = colon != NULL
                               ? g_strndup (note->remotes[i], (gsize) (colon - note->remotes[i]))
                               : NULL;

      if (place != NULL)
        g_strv_builder_add (places, place);
    }
  self->places = g_strv_builder_end (places);
  return self;
}

ChattyMemoryNote *
chatty_memory_item_get_note (ChattyMemoryItem *self)
{
  return self->note;
}

const char *const *
chatty_memory_item_get_places (ChattyMemoryItem *self)
{
  return (const char *const *) self->places;
}
