/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <string.h>

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-character-words.h"
#include "chatty-speech.h"

#include "chatty-character-fields.h"
#include "chatty-copy-button.h"
#include "chatty-field-words.h"
#include "chatty-plain-text.h"

struct _ChattyCharacterFields
{
  GtkWidget parent_instance;

  GtkWidget            *list;   /* of GtkListBoxRow */
  GtkLabel             *voice;  /* what the voice is called; NULL without one */

  ChattyCharacterStore *store;
  ChattyCharacter      *character;
  GCancellable         *cancellable;
};

G_DEFINE_FINAL_TYPE (ChattyCharacterFields, chatty_character_fields, GTK_TYPE_WIDGET)

static GtkWidget *
new_caption (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static void
add_field (ChattyCharacterFields *self,
           const ChattyFieldMap  *map)
{
  const char *title = chatty_character_field_to_words (map->field);
  g_autofree char *caption =
    chatty_field_words_dup_caption (map, self->character,
                                    chatty_connector_get_title (CHATTY_CONNECTOR (self->store)));
  g_autofree char *value = chatty_field_words_dup_value (self->character, map->field);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *heading = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (GTK_BOX (texts), heading);
  gtk_box_append (GTK_BOX (texts), new_caption (caption));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (top), texts);
  gtk_box_append (GTK_BOX (box), top);

  if (*value == '\0')
    {
      /* Translators: a field of a character holds nothing */
      GtkWidget *empty = new_caption (C_("field", "Empty"));

      gtk_box_append (GTK_BOX (box), empty);
    }
  else
    {
      GtkWidget *text = chatty_plain_text_new (title);
      GtkWidget *copy = chatty_copy_button_new ();

      chatty_copy_button_set_text (CHATTY_COPY_BUTTON (copy), title, value);
      /* Empty lines at the end would look like a gap in the list. */
      chatty_plain_text_set_text (CHATTY_PLAIN_TEXT (text), g_strchomp (value));
      gtk_widget_set_valign (copy, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (top), copy);
      gtk_box_append (GTK_BOX (box), text);
    }
  if (map->field == CHATTY_FIELD_VOICE)
    {
      self->voice = GTK_LABEL (new_caption (""));
      gtk_widget_set_visible (GTK_WIDGET (self->voice), FALSE);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->voice));
    }

  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
voices_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyCharacterFields) self = user_data;
  g_autoptr (GPtrArray) voices = NULL;
  const char *id;

  /* The name is a kindness; without it the id is there. */
  voices = chatty_speech_list_voices_finish (CHATTY_SPEECH (source), result, NULL);
  if (voices == NULL || self->list == NULL || self->voice == NULL)
    return;
  id = chatty_character_get_text (self->character, CHATTY_FIELD_VOICE);
  for (guint i = 0; i < voices->len; i++)
    {
      const ChattyVoice *voice = g_ptr_array_index (voices, i);

      if (g_strcmp0 (voice->id, id) == 0)
        {
          gtk_label_set_label (self->voice, voice->name);
          gtk_widget_set_visible (GTK_WIDGET (self->voice), g_strcmp0 (voice->name, id) != 0);
          return;
        }
    }
}

static void
chatty_character_fields_dispose (GObject *object)
{
  ChattyCharacterFields *self = CHATTY_CHARACTER_FIELDS (object);

  g_cancellable_cancel (self->cancellable);
  self->voice = NULL;
  g_clear_pointer (&self->list, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_character_fields_parent_class)->dispose (object);
}

static void
chatty_character_fields_finalize (GObject *object)
{
  ChattyCharacterFields *self = CHATTY_CHARACTER_FIELDS (object);

  g_object_unref (self->cancellable);
  g_clear_object (&self->store);
  g_clear_pointer (&self->character, chatty_character_unref);

  G_OBJECT_CLASS (chatty_character_fields_parent_class)->finalize (object);
}

static void
chatty_character_fields_class_init (ChattyCharacterFieldsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_character_fields_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_character_fields_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_character_fields_init (ChattyCharacterFields *self)
{
  self->cancellable = g_cancellable_new ();
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_set_valign (self->list, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Fields"), -1);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
}

/**
 * chatty_character_fields_new:
 * @store: what knows which fields there are
 *
 * Returns: (transfer floating): fields of no character so far
 */
GtkWidget *
chatty_character_fields_new (ChattyCharacterStore *store)
{
  ChattyCharacterFields *self;

  g_return_val_if_fail (CHATTY_IS_CHARACTER_STORE (store), NULL);

  self = g_object_new (CHATTY_TYPE_CHARACTER_FIELDS, NULL);
  self->store = g_object_ref (store);
  return GTK_WIDGET (self);
}

/**
 * chatty_character_fields_set_character:
 * @character: what to show
 */
void
chatty_character_fields_set_character (ChattyCharacterFields *self,
                                       ChattyCharacter       *character)
{
  const ChattyFieldMap *map;
  GtkWidget *row;
  guint n_fields;

  g_return_if_fail (CHATTY_IS_CHARACTER_FIELDS (self));

  chatty_character_ref (character);
  g_clear_pointer (&self->character, chatty_character_unref);
  self->character = character;
  self->voice = NULL;
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);

  map = chatty_character_store_map (self->store, &n_fields);
  for (guint i = 0; i < n_fields; i++)
    if (map[i].readable && chatty_character_has_field (character, map[i].field))
      add_field (self, &map[i]);
  if (self->voice != NULL && CHATTY_IS_SPEECH (self->store))
    chatty_speech_list_voices_async (CHATTY_SPEECH (self->store), FALSE, self->cancellable,
                                     voices_cb, g_object_ref (self));
}
