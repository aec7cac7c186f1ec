/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-transcript-item-private.h"

struct _ChattyTranscriptItem {
  GObject                  parent_instance;

  ChattyTranscriptSummary *summary;
};

enum {
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_PLATFORM,
  PROP_CHARACTER,
  PROP_SNIPPET,
  PROP_N_TURNS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyTranscriptItem, chatty_transcript_item, G_TYPE_OBJECT)

static void
chatty_transcript_item_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  ChattyTranscriptItem *self = CHATTY_TRANSCRIPT_ITEM (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->summary->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->summary->title);
      break;
    case PROP_PLATFORM:
      g_value_set_string (value, self->summary->platform);
      break;
    case PROP_CHARACTER:
      g_value_set_string (value, self->summary->character);
      break;
    case PROP_SNIPPET:
      g_value_set_string (value, self->summary->snippet);
      break;
    case PROP_N_TURNS:
      g_value_set_uint (value, self->summary->n_turns);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_transcript_item_finalize (GObject *object)
{
  ChattyTranscriptItem *self = CHATTY_TRANSCRIPT_ITEM (object);

  chatty_transcript_summary_unref (self->summary);

  G_OBJECT_CLASS (chatty_transcript_item_parent_class)->finalize (object);
}

static void
chatty_transcript_item_class_init (ChattyTranscriptItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = chatty_transcript_item_get_property;
  object_class->finalize = chatty_transcript_item_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_PLATFORM] = g_param_spec_string ("platform", NULL, NULL, NULL, flags);
  properties[PROP_CHARACTER] = g_param_spec_string ("character", NULL, NULL, NULL, flags);
  properties[PROP_SNIPPET] = g_param_spec_string ("snippet", NULL, NULL, NULL, flags);
  properties[PROP_N_TURNS] = g_param_spec_uint ("n-turns", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_transcript_item_init (ChattyTranscriptItem *self)
{
}

/* Made by the list when a row is asked for. */
ChattyTranscriptItem *
chatty_transcript_item_new (ChattyTranscriptSummary *summary)
{
  ChattyTranscriptItem *self = g_object_new (CHATTY_TYPE_TRANSCRIPT_ITEM, NULL);

  self->summary = chatty_transcript_summary_ref (summary);
  return self;
}

/* The row stays the same, what it says is new: all of it may have changed. */
void
chatty_transcript_item_set_summary (ChattyTranscriptItem    *self,
                                    ChattyTranscriptSummary *summary)
{
  ChattyTranscriptSummary *before = self->summary;

  self->summary = chatty_transcript_summary_ref (summary);
  chatty_transcript_summary_unref (before);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_TITLE; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * chatty_transcript_item_get_summary:
 * @self: a row
 *
 * Returns: (transfer none): what it shows, until the row changes
 */
const ChattyTranscriptSummary *
chatty_transcript_item_get_summary (ChattyTranscriptItem *self)
{
  g_return_val_if_fail (CHATTY_IS_TRANSCRIPT_ITEM (self), NULL);
  return self->summary;
}
