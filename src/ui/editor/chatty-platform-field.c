/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-character-json.h"
#include "chatty-platform.h"

#include "chatty-draft-binding.h"
#include "chatty-field-factory.h"
#include "chatty-list-field.h"
#include "chatty-long-text-field.h"
#include "chatty-platform-field.h"
#include "chatty-settings-field.h"
#include "chatty-traits-field.h"

/* Of the names under which we keep what a platform has no place for. */
#define OUR_PREFIX "chatty_"

struct _ChattyPlatformField
{
  GtkWidget parent_instance;

  ChattyField *field;
  GtkLabel    *label;
  GtkSwitch   *toggle;       /* NULL where the value is the platform's in any case */

  const ChattyFieldMap *map;
  char                 *platform;
  ChattyCharacterDraft *draft;        /* nullable */
  gboolean              bound;
  gboolean              setting;
};

enum {
  TOGGLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyPlatformField, chatty_platform_field, GTK_TYPE_WIDGET)

static JsonNode *
make_empty (ChattyCharacterField field)
{
  JsonNode *node;

  if (field == CHATTY_FIELD_TRAITS)
    {
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
    }
  else if (chatty_character_field_is_list (field))
    {
      node = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (node, json_array_new ());
    }
  else
    {
      node = json_node_init_string (json_node_alloc (), "");
    }
  return node;
}

/* The platform's own word; where it has none, and the name is one that we gave,
 * ours says more. */
static const char *
get_word (const ChattyFieldMap *map)
{
  return g_str_has_prefix (map->remote, OUR_PREFIX) ? chatty_character_field_to_words (map->field)
                                                    : map->remote;
}

/* What the platform uses begins with what it had. */
static void
switch_cb (ChattyPlatformField *self)
{
  ChattyCharacterField field = self->map->field;

  if (self->setting || self->draft == NULL)
    return;

  if (gtk_switch_get_active (self->toggle))
    {
      g_autoptr (JsonNode) value = chatty_draft_get_value (self->draft, NULL, field);

      if (value == NULL)
        value = make_empty (field);
      chatty_draft_set_value (self->draft, self->platform, field, value);
    }
  else
    {
      chatty_character_draft_unset (self->draft, self->platform, field);
    }
  g_signal_emit (self, signals[TOGGLED], 0);
  if (gtk_switch_get_active (self->toggle))
    gtk_widget_grab_focus (GTK_WIDGET (self->field));
}

static void
chatty_platform_field_dispose (GObject *object)
{
  ChattyPlatformField *self = CHATTY_PLATFORM_FIELD (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->draft);
  g_clear_pointer (&self->platform, g_free);

  G_OBJECT_CLASS (chatty_platform_field_parent_class)->dispose (object);
}

static void
chatty_platform_field_class_init (ChattyPlatformFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_platform_field_dispose;

  signals[TOGGLED] = g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
chatty_platform_field_init (ChattyPlatformField *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 9);
}

static void
add_switch (ChattyPlatformField *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  /* Translators: %s is a platform */
  text = g_strdup_printf (_("Use something else on %s"),
                          chatty_platform_get_title (self->platform));
  /* Translators: a part of a character, and "Use something else on Convai" */
  name = g_strdup_printf (_("%s: %s"), chatty_field_get_title (self->field), text);
  self->label = GTK_LABEL (gtk_label_new (text));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  self->toggle = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->toggle), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  g_signal_connect_object (self->toggle, "notify::active", G_CALLBACK (switch_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->toggle));
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

static ChattyPlatformField *
make (const ChattyFieldMap *map,
      const char           *platform,
      ChattyField          *field)
{
  ChattyPlatformField *self = g_object_new (CHATTY_TYPE_PLATFORM_FIELD, NULL);

  self->map = map;
  self->platform = g_strdup (platform);
  self->field = field;
  chatty_field_set_title (field, get_word (map));
  gtk_widget_set_parent (GTK_WIDGET (field), GTK_WIDGET (self));
  return self;
}

/**
 * chatty_platform_field_new:
 * @map: where the field goes
 * @platform: the platform's id
 *
 * Returns: (transfer floating): a field without a value
 */
GtkWidget *
chatty_platform_field_new (const ChattyFieldMap *map,
                           const char           *platform)
{
  ChattyPlatformField *self;
  ChattyField *field;
  g_autofree char *hint = NULL;

  g_return_val_if_fail (map != NULL, NULL);
  g_return_val_if_fail (platform != NULL, NULL);

  field = chatty_field_factory_make (map->field);
  if (CHATTY_IS_LIST_FIELD (field) && map->unit == CHATTY_UNIT_ITEMS)
    chatty_list_field_set_limit (CHATTY_LIST_FIELD (field), map->limit);
  if (CHATTY_IS_LONG_TEXT_FIELD (field))
    chatty_long_text_field_set_counted (CHATTY_LONG_TEXT_FIELD (field), map->limit == 0);
  if (CHATTY_IS_TRAITS_FIELD (field) && map->unit == CHATTY_UNIT_ITEMS)
    chatty_traits_field_set_limit (CHATTY_TRAITS_FIELD (field), map->limit);
  self = make (map, platform, field);
  if (get_word (map) != map->remote)
    hint = g_strdup (map->required ? _("Required.") : "");
  else if (map->required)
    /* Translators: %s is a part of a character, as "Instructions", that a
     * platform's field gets its value from */
    hint = g_strdup_printf (_("From “%s”. Required."),
                            chatty_character_field_to_words (map->field));
  else
    /* Translators: %s is a part of a character, as "Instructions", that a
     * platform's field gets its value from */
    hint = g_strdup_printf (_("From “%s”."), chatty_character_field_to_words (map->field));
  chatty_field_set_hint (field, hint);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "chatty-platform-field");
  add_switch (self);

  return GTK_WIDGET (self);
}

/**
 * chatty_platform_field_new_for_settings:
 * @map: where %CHATTY_FIELD_SETTINGS goes
 * @platform: the platform's id
 * @settings: (array length=n_settings): what can be set there; static
 * @n_settings: how many
 *
 * Returns: (transfer floating): a field without a value
 */
GtkWidget *
chatty_platform_field_new_for_settings (const ChattyFieldMap *map,
                                        const char           *platform,
                                        const ChattySetting  *settings,
                                        guint                 n_settings)
{
  g_return_val_if_fail (map != NULL, NULL);
  g_return_val_if_fail (platform != NULL, NULL);

  return GTK_WIDGET (make (map, platform,
                           CHATTY_FIELD (chatty_settings_field_new (settings, n_settings))));
}

/**
 * chatty_platform_field_set:
 * @draft: what is edited
 * @row: how its field stands on the platform
 *
 * Shows what will be sent.
 */
void
chatty_platform_field_set (ChattyPlatformField     *self,
                           ChattyCharacterDraft    *draft,
                           const ChattyPlatformRow *row)
{
  g_autofree char *measure = NULL;
  g_autofree char *note = NULL;
  gboolean is_own;

  g_return_if_fail (CHATTY_IS_PLATFORM_FIELD (self));
  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (draft));
  g_return_if_fail (row != NULL && row->map != NULL);

  is_own = row->overridden || self->toggle == NULL;
  if (is_own && (!self->bound || draft != self->draft))
    {
      chatty_draft_bind (self->field, draft, self->platform, self->map->field);
    }
  else if (!is_own)
    {
      g_autoptr (JsonNode) value = NULL;

      chatty_draft_unbind (self->field);
      if (chatty_character_has_field (row->character, row->field))
        value = chatty_character_field_to_json (row->character, row->field);
      chatty_field_set_value (self->field, value);
    }
  g_set_object (&self->draft, draft);
  self->bound = is_own;
  chatty_field_set_editable (self->field, is_own);

  if (self->toggle != NULL)
    {
      self->setting = TRUE;
      gtk_switch_set_active (self->toggle, row->overridden);
      self->setting = FALSE;
    }

  /* Nobody wrote the letters that settings are kept in. */
  if (row->map->field != CHATTY_FIELD_SETTINGS || row->used > row->map->limit)
    measure = chatty_platform_field_dup_measure (row->map, row->used);
  note = g_strjoin (" · ", measure != NULL ? measure : row->note,
                    measure != NULL ? row->note : NULL, NULL);
  chatty_field_set_note (self->field, note);
  if (row->problem != NULL || !is_own)
    chatty_field_set_problem (self->field, row->problem);
}

/**
 * chatty_platform_field_get_kind:
 *
 * Returns: the generic field that it is fed from
 */
ChattyCharacterField
chatty_platform_field_get_kind (ChattyPlatformField *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_FIELD (self), CHATTY_FIELD_NAME);

  return self->map->field;
}

/**
 * chatty_platform_field_get_field:
 *
 * Returns: (transfer none): what shows the value
 */
ChattyField *
chatty_platform_field_get_field (ChattyPlatformField *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_FIELD (self), NULL);

  return self->field;
}

/**
 * chatty_platform_field_get_switch:
 *
 * Returns: (transfer none) (nullable): "Use something else"
 */
GtkSwitch *
chatty_platform_field_get_switch (ChattyPlatformField *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_FIELD (self), NULL);

  return self->toggle;
}

/**
 * chatty_platform_field_dup_measure:
 * @map: where a field goes
 * @used: how much is in it, in its unit
 *
 * Returns: (transfer full) (nullable): that, and how much fits; %NULL where
 *   no limit is known
 */
char *
chatty_platform_field_dup_measure (const ChattyFieldMap *map,
                                   guint                 used)
{
  if (map->limit == 0)
    return NULL;
  switch (map->unit)
    {
    case CHATTY_UNIT_CHARACTERS:
      return g_strdup_printf (ngettext ("%'u of %'u character", "%'u of %'u characters",
                                        map->limit), used, map->limit);
    case CHATTY_UNIT_WORDS:
      return g_strdup_printf (ngettext ("%'u of %'u word", "%'u of %'u words", map->limit),
                              used, map->limit);
    case CHATTY_UNIT_ITEMS:
      return g_strdup_printf (ngettext ("%'u of %'u entry", "%'u of %'u entries", map->limit),
                              used, map->limit);
    case CHATTY_UNIT_NONE:
    default:
      return NULL;
    }
}
