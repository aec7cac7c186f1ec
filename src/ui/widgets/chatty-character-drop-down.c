/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-vault.h"

#include "chatty-character-drop-down.h"
#include "chatty-choice.h"
#include "chatty-string-factory.h"

struct _ChattyCharacterDropDown
{
  GtkWidget parent_instance;

  GtkWidget     *box;
  GtkDropDown   *drop_down;
  GtkEntry      *entry;

  GListModel    *characters;   /* of ChattyChoice */
  char          *keep_label;
  char          *character;
  gboolean       setting;
};

enum {
  PROP_0,
  PROP_CHARACTER,
  PROP_CHARACTERS,
  PROP_KEEP_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyCharacterDropDown, chatty_character_drop_down, GTK_TYPE_WIDGET)

/* The entries, each a ChattyChoice: [keep], none, the characters, new. */

static guint
get_none_position (ChattyCharacterDropDown *self)
{
  return self->keep_label != NULL ? 1 : 0;
}

static guint
get_new_position (ChattyCharacterDropDown *self)
{
  return get_none_position (self) + 1 + g_list_model_get_n_items (self->characters);
}

static guint
find_callsign (ChattyCharacterDropDown *self,
               const char              *callsign)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->characters); i++)
    {
      g_autoptr (ChattyChoice) choice = g_list_model_get_item (self->characters, i);

      if (g_str_equal (chatty_choice_get_id (choice), callsign))
        return get_none_position (self) + 1 + i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static gboolean
is_new (ChattyCharacterDropDown *self)
{
  return gtk_drop_down_get_selected (self->drop_down) == get_new_position (self);
}

static void
take_character (ChattyCharacterDropDown *self,
                char                    *character)  /* (transfer full) (nullable) */
{
  g_free (self->character);
  self->character = character;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHARACTER]);
}

static void
take_entry (ChattyCharacterDropDown *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  g_strstrip (text);
  take_character (self, *text != '\0' ? g_steal_pointer (&text) : NULL);
}

static void
selected_cb (ChattyCharacterDropDown *self)
{
  guint selected;

  if (self->setting || self->characters == NULL)
    return;

  selected = gtk_drop_down_get_selected (self->drop_down);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), is_new (self));
  if (is_new (self))
    {
      take_entry (self);
      gtk_widget_grab_focus (GTK_WIDGET (self->entry));
    }
  else if (selected > get_none_position (self) && selected < get_new_position (self))
    {
      g_autoptr (ChattyChoice) choice =
        g_list_model_get_item (self->characters, selected - get_none_position (self) - 1);

      take_character (self, g_strdup (chatty_choice_get_id (choice)));
    }
  else
    {
      take_character (self, NULL);
    }
}

static void
entry_changed_cb (ChattyCharacterDropDown *self)
{
  if (!self->setting && self->characters != NULL && is_new (self))
    take_entry (self);
}

/* Shows self->character, without telling anybody. */
static void
show_character (ChattyCharacterDropDown *self)
{
  guint selected;

  self->setting = TRUE;
  if (self->character == NULL)
    {
      selected = get_none_position (self);
    }
  else
    {
      selected = find_callsign (self, self->character);
      if (selected == GTK_INVALID_LIST_POSITION)
        {
          selected = get_new_position (self);
          if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->entry)), self->character))
            gtk_editable_set_text (GTK_EDITABLE (self->entry), self->character);
        }
    }
  gtk_drop_down_set_selected (self->drop_down, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), is_new (self));
  self->setting = FALSE;
}

/* Before the drop-down knows: what it selects for want of what was there is
 * nobody's choice. */
static void
characters_change_cb (ChattyCharacterDropDown *self)
{
  self->setting = TRUE;
}

static void
characters_changed_cb (ChattyCharacterDropDown *self)
{
  self->setting = FALSE;
  if (self->character != NULL)
    show_character (self);
}

static void
append_entry (GListStore *parts,
              const char *title)
{
  g_autoptr (GListStore) list = g_list_store_new (CHATTY_TYPE_CHOICE);
  g_autoptr (ChattyChoice) choice = chatty_choice_new ("", title, NULL);

  g_list_store_append (list, choice);
  g_list_store_append (parts, list);
}

static void
chatty_character_drop_down_constructed (GObject *object)
{
  ChattyCharacterDropDown *self = CHATTY_CHARACTER_DROP_DOWN (object);
  GListStore *parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GtkListItemFactory) factory = chatty_choice_factory_new ();
  g_autoptr (GtkFlattenListModel) all = NULL;
  g_autoptr (GtkExpression) expression = NULL;

  G_OBJECT_CLASS (chatty_character_drop_down_parent_class)->constructed (object);

  self->setting = TRUE;
  if (self->characters == NULL)
    self->characters = G_LIST_MODEL (g_list_store_new (CHATTY_TYPE_CHOICE));
  g_signal_connect_object (self->characters, "items-changed",
                           G_CALLBACK (characters_change_cb), self, G_CONNECT_SWAPPED);

  if (self->keep_label != NULL)
    append_entry (parts, self->keep_label);
  append_entry (parts, _("No Character"));
  g_list_store_append (parts, self->characters);
  append_entry (parts, _("New Character…"));
  all = gtk_flatten_list_model_new (G_LIST_MODEL (parts));

  expression = gtk_property_expression_new (CHATTY_TYPE_CHOICE, NULL, "title");
  gtk_drop_down_set_factory (self->drop_down, factory);
  gtk_drop_down_set_expression (self->drop_down, expression);
  gtk_drop_down_set_model (self->drop_down, G_LIST_MODEL (all));
  gtk_drop_down_set_selected (self->drop_down, 0);
  g_signal_connect_object (self->characters, "items-changed",
                           G_CALLBACK (characters_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  self->setting = FALSE;
}

static void
chatty_character_drop_down_dispose (GObject *object)
{
  ChattyCharacterDropDown *self = CHATTY_CHARACTER_DROP_DOWN (object);

  self->setting = TRUE;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->characters);
  g_clear_pointer (&self->keep_label, g_free);
  g_clear_pointer (&self->character, g_free);

  G_OBJECT_CLASS (chatty_character_drop_down_parent_class)->dispose (object);
}

static void
chatty_character_drop_down_get_property (GObject    *object,
                                         guint       prop_id,
                                         GValue     *value,
                                         GParamSpec *pspec)
{
  ChattyCharacterDropDown *self = CHATTY_CHARACTER_DROP_DOWN (object);

  switch (prop_id)
    {
    case PROP_CHARACTER:
      g_value_set_string (value, self->character);
      break;

    case PROP_CHARACTERS:
      g_value_set_object (value, self->characters);
      break;

    case PROP_KEEP_LABEL:
      g_value_set_string (value, self->keep_label);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_character_drop_down_set_property (GObject      *object,
                                         guint         prop_id,
                                         const GValue *value,
                                         GParamSpec   *pspec)
{
  ChattyCharacterDropDown *self = CHATTY_CHARACTER_DROP_DOWN (object);

  switch (prop_id)
    {
    case PROP_CHARACTER:
      chatty_character_drop_down_set_character (self, g_value_get_string (value));
      break;

    case PROP_CHARACTERS:
      self->characters = g_value_dup_object (value);
      break;

    case PROP_KEEP_LABEL:
      self->keep_label = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_character_drop_down_class_init (ChattyCharacterDropDownClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = chatty_character_drop_down_constructed;
  object_class->dispose = chatty_character_drop_down_dispose;
  object_class->get_property = chatty_character_drop_down_get_property;
  object_class->set_property = chatty_character_drop_down_set_property;

  properties[PROP_CHARACTER] =
    g_param_spec_string ("character", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHARACTERS] =
    g_param_spec_object ("characters", NULL, NULL, G_TYPE_LIST_MODEL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_KEEP_LABEL] =
    g_param_spec_string ("keep-label", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/widgets/chatty-character-drop-down.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterDropDown, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterDropDown, drop_down);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterDropDown, entry);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_character_drop_down_init (ChattyCharacterDropDown *self)
{
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = FALSE;
}

/**
 * chatty_character_drop_down_new:
 * @characters: (nullable): those that are there, as
 *   chatty_character_drop_down_fill() makes it; shared, may change
 * @keep_label: (nullable): what the entry that changes nothing says; %NULL
 *   leaves it out
 *
 * Returns: (transfer floating): a drop-down
 */
GtkWidget *
chatty_character_drop_down_new (GListModel *characters,
                                const char *keep_label)
{
  return g_object_new (CHATTY_TYPE_CHARACTER_DROP_DOWN,
                       "characters", characters,
                       "keep-label", keep_label,
                       NULL);
}

/**
 * chatty_character_drop_down_fill:
 * @characters: (element-type ChattyChoice): gets what there is to choose from
 * @facets: (element-type ChattyFacet): the characters of a vault
 *
 * Makes a list for drop-downs, in which each is called as people call it.
 */
void
chatty_character_drop_down_fill (GListStore *characters,
                                 GPtrArray  *facets)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (G_IS_LIST_STORE (characters));
  g_return_if_fail (facets != NULL);

  for (guint i = 0; i < facets->len; i++)
    {
      const ChattyFacet *facet = g_ptr_array_index (facets, i);

      if (facet->value != NULL && *facet->value != '\0')
        g_ptr_array_add (choices, chatty_choice_new (facet->value, facet->name, NULL));
    }
  g_list_store_splice (characters, 0, g_list_model_get_n_items (G_LIST_MODEL (characters)),
                       choices->pdata, choices->len);
}

/**
 * chatty_character_drop_down_get_character:
 *
 * Returns: (nullable): a callsign or the name of a new character
 */
const char *
chatty_character_drop_down_get_character (ChattyCharacterDropDown *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DROP_DOWN (self), NULL);

  return self->character;
}

/**
 * chatty_character_drop_down_set_character:
 * @character: (nullable): a callsign or the name of a new character
 *
 * Shows a character. While a name is being typed nothing happens: what comes
 * back then is the callsign made of it, which must not replace the name under
 * the cursor.
 */
void
chatty_character_drop_down_set_character (ChattyCharacterDropDown *self,
                                          const char              *character)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_DROP_DOWN (self));

  if (character != NULL && *character == '\0')
    character = NULL;
  if (is_new (self) &&
      (gtk_widget_get_state_flags (GTK_WIDGET (self->entry)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0)
    return;
  if (g_strcmp0 (self->character, character) == 0)
    return;

  g_free (self->character);
  self->character = g_strdup (character);
  show_character (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHARACTER]);
}

/**
 * chatty_character_drop_down_reset:
 *
 * Back to no character and an empty name, without telling anybody: for a row
 * that is about to show another file.
 */
void
chatty_character_drop_down_reset (ChattyCharacterDropDown *self)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_DROP_DOWN (self));

  g_clear_pointer (&self->character, g_free);
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  self->setting = FALSE;
  show_character (self);
}

/**
 * chatty_character_drop_down_get_keeps:
 *
 * Returns: whether the entry that changes nothing is chosen
 */
gboolean
chatty_character_drop_down_get_keeps (ChattyCharacterDropDown *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DROP_DOWN (self), FALSE);

  return self->keep_label != NULL && gtk_drop_down_get_selected (self->drop_down) == 0;
}
