/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-draft-binding.h"
#include "chatty-drafting-button.h"
#include "chatty-drop-place.h"
#include "chatty-editor-page.h"
#include "chatty-field-factory.h"
#include "chatty-picture-field.h"

#define MAX_NAME_BYTES 120
#define LAST           (-1)

struct _ChattyEditorPage
{
  GtkWidget parent_instance;

  ChattyPictureField   *picture;
  ChattyDraftingButton *write;
  ChattyField          *fields[CHATTY_N_FIELDS];   /* NULL for those without */

  ChattyCharacterDraft *draft;   /* nullable */
};

static const struct {
  const char *title;
  int         fields[8];
} groups[] = {
  { N_("Who It Is"),
    { CHATTY_FIELD_NAME, CHATTY_FIELD_DESCRIPTION, CHATTY_FIELD_INSTRUCTIONS, LAST } },
  { N_("How It Talks"),
    { CHATTY_FIELD_GREETING, CHATTY_FIELD_STARTERS, CHATTY_FIELD_STYLE, CHATTY_FIELD_EXAMPLES,
      CHATTY_FIELD_TRAITS, LAST } },
  { N_("Voice and Languages"),
    { CHATTY_FIELD_VOICE, CHATTY_FIELD_LANGUAGES, LAST } },
  { N_("Model"),
    { CHATTY_FIELD_MODEL, CHATTY_FIELD_TEMPERATURE, CHATTY_FIELD_EFFORT,
      CHATTY_FIELD_CAPABILITIES, CHATTY_FIELD_ACTIONS, LAST } },
  { N_("Memory"),
    { CHATTY_FIELD_REMEMBERS, LAST } },
};

static void drop_place_iface_init (ChattyDropPlaceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyEditorPage, chatty_editor_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_DROP_PLACE,
                                                      drop_place_iface_init))

/* What may be a picture, by its name; its bytes are looked at later. */
static gboolean
is_picture (GFile *file)
{
  static const char *const suffixes[] = { ".png", ".jpg", ".jpeg", ".gif", ".webp" };
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  for (guint i = 0; lower != NULL && i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (lower, suffixes[i]))
      return TRUE;
  return FALSE;
}

static GFile *
dup_picture (ChattyDropped *dropped)
{
  g_autoptr (GFile) file = NULL;

  if (dropped == NULL || chatty_dropped_get_n_files (dropped) != 1)
    return NULL;
  file = g_list_model_get_item (G_LIST_MODEL (dropped->files), 0);
  return is_picture (file) ? g_steal_pointer (&file) : NULL;
}

static char *
editor_describe (ChattyDropPlace *place,
                 ChattyDropped   *dropped)
{
  ChattyEditorPage *self = CHATTY_EDITOR_PAGE (place);
  g_autoptr (GFile) file = dup_picture (dropped);
  g_autofree char *name = NULL;

  /* While nothing is known of what comes, it may be a picture or an import. */
  if (dropped == NULL)
    return g_strdup (_("Use as picture, or import"));
  if (file == NULL || self->draft == NULL ||
      chatty_character_draft_get_callsign (self->draft) == NULL)
    return NULL;

  name = chatty_text_one_line (chatty_character_draft_get_text (self->draft, NULL,
                                                                CHATTY_FIELD_NAME),
                               MAX_NAME_BYTES);
  /* Translators: %s is the name of a character */
  return g_strdup_printf (_("Use as the picture of %s"), name);
}

static void
editor_take (ChattyDropPlace *place,
             ChattyDropped   *dropped)
{
  g_autoptr (GFile) file = dup_picture (dropped);

  if (file != NULL)
    chatty_picture_field_use (CHATTY_EDITOR_PAGE (place)->picture, file);
}

static void
drop_place_iface_init (ChattyDropPlaceInterface *iface)
{
  iface->describe = editor_describe;
  iface->take = editor_take;
}

static void
update_record (ChattyEditorPage *self)
{
  ChattyDraftState state = chatty_character_draft_get_state (self->draft);

  /* With the name as it is typed, whose letters stand for a picture. */
  chatty_picture_field_set_record (self->picture,
                                   state == CHATTY_DRAFT_LOADING || state == CHATTY_DRAFT_FAILED
                                     ? chatty_character_draft_get_record (self->draft)
                                     : chatty_character_draft_get_edited (self->draft));
}

static void
update_name (ChattyEditorPage *self,
             guint             fields,
             const char       *platform)
{
  if (platform != NULL || (fields & CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME)) == 0)
    return;

  chatty_drafting_button_set_name (self->write,
                                   chatty_character_draft_get_text (self->draft, NULL,
                                                                    CHATTY_FIELD_NAME));
  update_record (self);
}

static void
chatty_editor_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (chatty_editor_page_parent_class)->map (widget);
  chatty_drop_place_enter (CHATTY_DROP_PLACE (widget));
}

static void
chatty_editor_page_unmap (GtkWidget *widget)
{
  chatty_drop_place_leave (CHATTY_DROP_PLACE (widget));
  GTK_WIDGET_CLASS (chatty_editor_page_parent_class)->unmap (widget);
}

static void
chatty_editor_page_dispose (GObject *object)
{
  ChattyEditorPage *self = CHATTY_EDITOR_PAGE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (chatty_editor_page_parent_class)->dispose (object);
}

static void
chatty_editor_page_class_init (ChattyEditorPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_editor_page_dispose;
  widget_class->map = chatty_editor_page_map;
  widget_class->unmap = chatty_editor_page_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_editor_page_init (ChattyEditorPage *self)
{
}

static void
add_group (ChattyEditorPage   *self,
           AdwPreferencesPage *page,
           guint               nth)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  adw_preferences_group_set_title (group, _(groups[nth].title));
  if (nth == 0)
    gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->picture));
  for (guint i = 0; groups[nth].fields[i] != LAST; i++)
    {
      ChattyCharacterField field = groups[nth].fields[i];

      self->fields[field] = chatty_field_factory_make (field);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->fields[field]));
    }
  adw_preferences_group_add (group, box);
  adw_preferences_page_add (page, group);
}

/**
 * chatty_editor_page_new:
 * @workspace: where the characters are
 *
 * Returns: (transfer floating): a page of no character
 */
GtkWidget *
chatty_editor_page_new (ChattyWorkspace *workspace)
{
  ChattyEditorPage *self;
  AdwPreferencesPage *page;
  ChattyField *instructions;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (CHATTY_TYPE_EDITOR_PAGE, NULL);
  page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  self->picture = CHATTY_PICTURE_FIELD (chatty_picture_field_new (workspace));
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    add_group (self, page, i);
  instructions = self->fields[CHATTY_FIELD_INSTRUCTIONS];
  self->write = CHATTY_DRAFTING_BUTTON (
    chatty_drafting_button_new (CHATTY_LONG_TEXT_FIELD (instructions)));
  chatty_field_add_suffix (instructions, GTK_WIDGET (self->write));
  gtk_widget_set_parent (GTK_WIDGET (page), GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

/**
 * chatty_editor_page_set_draft:
 * @draft: what is edited
 */
void
chatty_editor_page_set_draft (ChattyEditorPage     *self,
                              ChattyCharacterDraft *draft)
{
  g_return_if_fail (CHATTY_IS_EDITOR_PAGE (self));
  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (draft));

  if (self->draft == draft)
    return;

  chatty_drafting_button_reset (self->write);
  if (self->draft != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->draft, update_record, self);
      g_signal_handlers_disconnect_by_func (self->draft, update_name, self);
    }
  g_set_object (&self->draft, draft);
  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    if (self->fields[field] != NULL)
      chatty_draft_bind (self->fields[field], draft, NULL, field);
  g_signal_connect_object (draft, "changed", G_CALLBACK (update_name), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "notify", G_CALLBACK (update_record), self, G_CONNECT_SWAPPED);
  update_name (self, CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME), NULL);
}

/**
 * chatty_editor_page_set_drafting:
 * @drafting: (nullable): what can write the instructions for the person
 * @platform: (nullable): the id of its platform
 */
void
chatty_editor_page_set_drafting (ChattyEditorPage *self,
                                 ChattyDrafting   *drafting,
                                 const char       *platform)
{
  g_return_if_fail (CHATTY_IS_EDITOR_PAGE (self));

  chatty_drafting_button_set_drafting (self->write, drafting, platform);
}

/**
 * chatty_editor_page_get_field:
 *
 * Returns: (transfer none) (nullable): what edits a part of the character
 */
ChattyField *
chatty_editor_page_get_field (ChattyEditorPage     *self,
                              ChattyCharacterField  field)
{
  g_return_val_if_fail (CHATTY_IS_EDITOR_PAGE (self), NULL);
  g_return_val_if_fail (field < CHATTY_N_FIELDS, NULL);

  return self->fields[field];
}

/**
 * chatty_editor_page_focus_problem:
 *
 * Puts the keyboard where something is wrong.
 *
 * Returns: whether there is anything
 */
gboolean
chatty_editor_page_focus_problem (ChattyEditorPage *self)
{
  g_return_val_if_fail (CHATTY_IS_EDITOR_PAGE (self), FALSE);

  for (guint field = 0; field < CHATTY_N_FIELDS; field++)
    if (self->fields[field] != NULL && chatty_field_get_problem (self->fields[field]) != NULL)
      {
        gtk_widget_grab_focus (GTK_WIDGET (self->fields[field]));
        return TRUE;
      }
  return FALSE;
}
