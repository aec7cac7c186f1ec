/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-import-item-private.h"

#include <string.h>

#include "chatty-platform.h"
#include "chatty-text.h"

struct _ChattyImportItem {
  GObject                parent_instance;

  ChattyImportSource    *source;
  guint                  position;
  ChattyImportChoice     choice;       /* character: as it was typed; "-" is none */
  ChattyImportChoice     defaults;
  ChattyImportLook      *look;         /* NULL before it was looked at */
  ChattyImportItemState  state;
  char                  *name;         /* display form */
  char                  *message;
  char                  *callsign;     /* of choice.character; NULL when there is none */
  gboolean               included;
  ChattyImportItemFunc   func;
  gpointer               func_data;
};

enum {
  PROP_0,
  PROP_NAME,
  PROP_STATE,
  PROP_MESSAGE,
  PROP_FORM_TITLE,
  PROP_PLATFORM,
  PROP_PLATFORM_REASON,
  PROP_CHARACTER,
  PROP_TARGET_PATH,
  PROP_N_TRANSCRIPTS,
  PROP_N_TURNS,
  PROP_INCLUDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyImportItem, chatty_import_item, G_TYPE_OBJECT)

GType
chatty_import_item_state_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
    { CHATTY_IMPORT_ITEM_WAITING, "CHATTY_IMPORT_ITEM_WAITING", "waiting" },
    { CHATTY_IMPORT_ITEM_READING, "CHATTY_IMPORT_ITEM_READING", "reading" },
    { CHATTY_IMPORT_ITEM_READY, "CHATTY_IMPORT_ITEM_READY", "ready" },
    { CHATTY_IMPORT_ITEM_REFUSED, "CHATTY_IMPORT_ITEM_REFUSED", "refused" },
    { CHATTY_IMPORT_ITEM_STORING, "CHATTY_IMPORT_ITEM_STORING", "storing" },
    { CHATTY_IMPORT_ITEM_DONE, "CHATTY_IMPORT_ITEM_DONE", "done" },
    { CHATTY_IMPORT_ITEM_FAILED, "CHATTY_IMPORT_ITEM_FAILED", "failed" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("ChattyImportItemState", values));
  return type;
}

/* The choice in the form that the vault takes: a callsign. */
static ChattyImportChoice
effective_choice (ChattyImportItem *self)
{
  ChattyImportChoice choice = { .platform = self->choice.platform };

  if (self->choice.character != NULL)
    choice.character = self->callsign != NULL ? self->callsign : (char *) "-";
  return choice;
}

static const char *
guessed_platform (ChattyImportItem *self)
{
  if (self->look == NULL)
    return NULL;
  if (self->look->head != NULL &&
      strcmp (chatty_transcript_get_platform (self->look->head), CHATTY_PLATFORM_OTHER) != 0)
    return chatty_transcript_get_platform (self->look->head);
  return self->look->platform;
}

static void
chatty_import_item_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  ChattyImportItem *self = CHATTY_IMPORT_ITEM (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_FORM_TITLE:
      g_value_set_string (value, self->look != NULL && self->look->problem == NULL
                                 ? chatty_form_get_title (self->look->form) : NULL);
      break;
    case PROP_PLATFORM:
      g_value_set_string (value, chatty_import_item_get_platform (self));
      break;
    case PROP_PLATFORM_REASON:
      g_value_set_string (value, self->look != NULL ? self->look->reason : NULL);
      break;
    case PROP_CHARACTER:
      g_value_set_string (value, chatty_import_item_get_character (self));
      break;
    case PROP_TARGET_PATH:
      g_value_set_string (value, self->look != NULL ? self->look->path : NULL);
      break;
    case PROP_N_TRANSCRIPTS:
      g_value_set_uint (value, self->look != NULL ? self->look->n_transcripts : 0);
      break;
    case PROP_N_TURNS:
      g_value_set_uint (value, self->look != NULL ? self->look->n_turns : 0);
      break;
    case PROP_INCLUDED:
      g_value_set_boolean (value, self->included);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_import_item_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  ChattyImportItem *self = CHATTY_IMPORT_ITEM (object);

  switch (prop_id)
    {
    case PROP_PLATFORM:
      chatty_import_item_set_platform (self, g_value_get_string (value));
      break;
    case PROP_CHARACTER:
      chatty_import_item_set_character (self, g_value_get_string (value));
      break;
    case PROP_INCLUDED:
      chatty_import_item_set_included (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_import_item_finalize (GObject *object)
{
  ChattyImportItem *self = CHATTY_IMPORT_ITEM (object);

  chatty_import_source_unref (self->source);
  chatty_import_choice_clear (&self->choice);
  chatty_import_choice_clear (&self->defaults);
  g_clear_pointer (&self->look, chatty_import_look_free);
  g_free (self->name);
  g_free (self->message);
  g_free (self->callsign);

  G_OBJECT_CLASS (chatty_import_item_parent_class)->finalize (object);
}

static void
chatty_import_item_class_init (ChattyImportItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags writable = readable | G_PARAM_WRITABLE;

  object_class->get_property = chatty_import_item_get_property;
  object_class->set_property = chatty_import_item_set_property;
  object_class->finalize = chatty_import_item_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, readable);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, CHATTY_TYPE_IMPORT_ITEM_STATE,
                       CHATTY_IMPORT_ITEM_WAITING, readable);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, readable);
  properties[PROP_FORM_TITLE] = g_param_spec_string ("form-title", NULL, NULL, NULL, readable);
  properties[PROP_PLATFORM] = g_param_spec_string ("platform", NULL, NULL, NULL, writable);
  properties[PROP_PLATFORM_REASON] = g_param_spec_string ("platform-reason", NULL, NULL, NULL,
                                                          readable);
  properties[PROP_CHARACTER] = g_param_spec_string ("character", NULL, NULL, NULL, writable);
  properties[PROP_TARGET_PATH] = g_param_spec_string ("target-path", NULL, NULL, NULL, readable);
  properties[PROP_N_TRANSCRIPTS] = g_param_spec_uint ("n-transcripts", NULL, NULL, 0, G_MAXUINT, 0,
                                                      readable);
  properties[PROP_N_TURNS] = g_param_spec_uint ("n-turns", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_INCLUDED] = g_param_spec_boolean ("included", NULL, NULL, TRUE, writable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_import_item_init (ChattyImportItem *self)
{
  self->included = TRUE;
}

/* Made by the session for each source, in the order in which they came. */
ChattyImportItem *
chatty_import_item_new (ChattyImportSource       *source,
                        guint                     position,
                        const ChattyImportChoice *defaults)
{
  ChattyImportItem *self = g_object_new (CHATTY_TYPE_IMPORT_ITEM, NULL);

  self->source = chatty_import_source_ref (source);
  self->position = position;
  self->name = chatty_text_display_name (source->name);
  chatty_import_choice_set (&self->defaults, defaults->platform, defaults->character);
  if (source->problem != NULL)
    chatty_import_item_set_state (self, CHATTY_IMPORT_ITEM_REFUSED, source->problem);
  return self;
}

void
chatty_import_item_set_func (ChattyImportItem     *self,
                             ChattyImportItemFunc  func,
                             gpointer              user_data)
{
  self->func = func;
  self->func_data = user_data;
}

ChattyImportSource *
chatty_import_item_get_source (ChattyImportItem *self)
{
  return self->source;
}

guint
chatty_import_item_get_position (ChattyImportItem *self)
{
  return self->position;
}

ChattyTranscript *
chatty_import_item_get_head (ChattyImportItem *self)
{
  return self->look != NULL ? self->look->head : NULL;
}

/* What the engine is to do with it. What was refused already is not read
 * again, and a name that cannot become a callsign is told, not dropped. */
ChattyImportOrder *
chatty_import_item_make_order (ChattyImportItem *self)
{
  ChattyImportChoice choice = effective_choice (self);
  g_autoptr (ChattyImportSource) refused = NULL;
  g_autoptr (GError) error = NULL;

  if (self->included && self->choice.character != NULL && self->callsign == NULL &&
      strcmp (self->choice.character, "-") != 0)
    {
      g_autofree char *callsign = chatty_callsign_for_name (self->choice.character, &error);

      if (callsign == NULL)
        refused = chatty_import_source_new_problem (self->source->name, error->message);
    }
  else if (self->state == CHATTY_IMPORT_ITEM_REFUSED && self->message != NULL)
    refused = chatty_import_source_new_problem (self->source->name, self->message);

  return chatty_import_order_new (refused != NULL ? refused : self->source, &choice,
                                  !self->included);
}

/* Whether the choice changed since the path was worked out. */
gboolean
chatty_import_item_needs_path (ChattyImportItem *self)
{
  return self->look != NULL && self->look->head != NULL &&
         (g_strcmp0 (self->look->path_platform, chatty_import_item_get_platform (self)) != 0 ||
          g_strcmp0 (self->look->path_character, chatty_import_item_get_character (self)) != 0);
}

void
chatty_import_item_take_look (ChattyImportItem *self,
                              ChattyImportLook *look)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  g_clear_pointer (&self->look, chatty_import_look_free);
  self->look = look;
  g_object_notify_by_pspec (object, properties[PROP_FORM_TITLE]);
  g_object_notify_by_pspec (object, properties[PROP_PLATFORM]);
  g_object_notify_by_pspec (object, properties[PROP_PLATFORM_REASON]);
  g_object_notify_by_pspec (object, properties[PROP_CHARACTER]);
  g_object_notify_by_pspec (object, properties[PROP_TARGET_PATH]);
  g_object_notify_by_pspec (object, properties[PROP_N_TRANSCRIPTS]);
  g_object_notify_by_pspec (object, properties[PROP_N_TURNS]);
  chatty_import_item_set_state (self, look->problem != NULL ? CHATTY_IMPORT_ITEM_REFUSED
                                                            : CHATTY_IMPORT_ITEM_READY,
                                look->problem);
  g_object_thaw_notify (object);
}

void
chatty_import_item_take_path (ChattyImportItem *self,
                              char             *path,
                              const char       *platform,
                              const char       *character)
{
  if (self->look == NULL)
    {
      g_free (path);
      return;
    }
  g_free (self->look->path);
  self->look->path = path;
  g_free (self->look->path_platform);
  self->look->path_platform = g_strdup (platform);
  g_free (self->look->path_character);
  self->look->path_character = g_strdup (character);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TARGET_PATH]);
}

void
chatty_import_item_set_state (ChattyImportItem      *self,
                              ChattyImportItemState  state,
                              const char            *message)
{
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  if (g_strcmp0 (self->message, message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (message);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
    }
}

ChattyImportItemState
chatty_import_item_get_state (ChattyImportItem *self)
{
  g_return_val_if_fail (CHATTY_IS_IMPORT_ITEM (self), CHATTY_IMPORT_ITEM_REFUSED);
  return self->state;
}

/**
 * chatty_import_item_get_name:
 * @self: an item
 *
 * Returns: (transfer none): its name in display form: one line in which
 *   control characters and direction marks are seen
 */
const char *
chatty_import_item_get_name (ChattyImportItem *self)
{
  g_return_val_if_fail (CHATTY_IS_IMPORT_ITEM (self), NULL);
  return self->name;
}

const char *
chatty_import_item_get_message (ChattyImportItem *self)
{
  g_return_val_if_fail (CHATTY_IS_IMPORT_ITEM (self), NULL);
  return self->message;
}

/**
 * chatty_import_item_get_platform:
 * @self: an item
 *
 * Returns: (transfer none): the platform that it will be stored under: the
 *   person's choice, else what the reader guessed, else the settings'
 */
const char *
chatty_import_item_get_platform (ChattyImportItem *self)
{
  g_return_val_if_fail (CHATTY_IS_IMPORT_ITEM (self), NULL);
  return chatty_import_pick_platform (&self->choice, guessed_platform (self), &self->defaults);
}

/**
 * chatty_import_item_set_platform:
 * @self: an item
 * @platform: (nullable): platform id; %NULL takes the choice back
 */
void
chatty_import_item_set_platform (ChattyImportItem *self,
                                 const char       *platform)
{
  g_autofree char *before = NULL;

  g_return_if_fail (CHATTY_IS_IMPORT_ITEM (self));
  g_return_if_fail (platform == NULL || chatty_platform_id_is_valid (platform));

  before = g_strdup (chatty_import_item_get_platform (self));
  g_free (self->choice.platform);
  self->choice.platform = g_strdup (platform);
  if (strcmp (before, chatty_import_item_get_platform (self)) == 0)
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLATFORM]);
  if (self->func != NULL)
    self->func (self, self->func_data);
}

/**
 * chatty_import_item_get_character:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the callsign that it will be stored
 *   under
 */
const char *
chatty_import_item_get_character (ChattyImportItem *self)
{
  ChattyImportChoice choice;

  g_return_val_if_fail (CHATTY_IS_IMPORT_ITEM (self), NULL);

  choice = effective_choice (self);
  return chatty_import_pick_character (&choice, self->look != NULL ? self->look->character : NULL,
                                       &self->defaults);
}

/**
 * chatty_import_item_set_character:
 * @self: an item
 * @character: (nullable): a callsign, or the name of a new character, which
 *   is made into one; %NULL or "" for none
 */
void
chatty_import_item_set_character (ChattyImportItem *self,
                                  const char       *character)
{
  g_autofree char *before = NULL;

  g_return_if_fail (CHATTY_IS_IMPORT_ITEM (self));

  before = g_strdup (chatty_import_item_get_character (self));
  g_free (self->choice.character);
  self->choice.character = g_strdup (character != NULL && *character != '\0' ? character : "-");
  g_free (self->callsign);
  self->callsign = strcmp (self->choice.character, "-") != 0
                   ? chatty_callsign_for_name (self->choice.character, NULL) : NULL;
  if (g_strcmp0 (before, chatty_import_item_get_character (self)) == 0)
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHARACTER]);
  if (self->func != NULL)
    self->func (self, self->func_data);
}

gboolean
chatty_import_item_get_included (ChattyImportItem *self)
{
  g_return_val_if_fail (CHATTY_IS_IMPORT_ITEM (self), FALSE);
  return self->included;
}

void
chatty_import_item_set_included (ChattyImportItem *self,
                                 gboolean          included)
{
  g_return_if_fail (CHATTY_IS_IMPORT_ITEM (self));

  if (self->included == !!included)
    return;
  self->included = !!included;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INCLUDED]);
}

guint
chatty_import_item_get_n_notices (ChattyImportItem *self)
{
  g_return_val_if_fail (CHATTY_IS_IMPORT_ITEM (self), 0);
  return self->look != NULL ? self->look->notices->len : 0;
}

const char *
chatty_import_item_get_notice (ChattyImportItem *self,
                               guint             nth)
{
  g_return_val_if_fail (nth < chatty_import_item_get_n_notices (self), NULL);
  return g_ptr_array_index (self->look->notices, nth);
}

guint
chatty_import_item_get_n_preview_turns (ChattyImportItem *self)
{
  g_return_val_if_fail (CHATTY_IS_IMPORT_ITEM (self), 0);
  return self->look != NULL ? self->look->preview->len : 0;
}

ChattyTurn *
chatty_import_item_get_preview_turn (ChattyImportItem *self,
                                     guint             nth)
{
  g_return_val_if_fail (nth < chatty_import_item_get_n_preview_turns (self), NULL);
  return g_ptr_array_index (self->look->preview, nth);
}
