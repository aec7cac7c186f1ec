/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-character-drop-down.h"
#include "chatty-import-row.h"
#include "chatty-platform-drop-down.h"
#include "chatty-tooltip.h"

/* Remembered on the item while its row is recycled. */
#define EXPANDED_KEY "chatty-import-row-expanded"

struct _ChattyImportRow
{
  GtkWidget parent_instance;

  GtkWidget      *box;
  GtkCheckButton *included;
  GtkWidget      *refused_icon;
  GtkLabel       *name;
  GtkLabel       *facts;
  GtkSpinner     *spinner;
  GtkToggleButton *expand;
  GtkLabel       *message;
  GtkFlowBox     *choices;
  GtkLabel       *reason;
  GtkWidget      *target_box;
  GtkLabel       *target;
  GtkWidget      *notices_box;
  GtkLabel       *notices;
  GtkBox         *preview;

  ChattyPlatformDropDown  *platform;
  ChattyCharacterDropDown *character;

  ChattyImportItem *item;
  gboolean          updating;
};

G_DEFINE_FINAL_TYPE (ChattyImportRow, chatty_import_row, GTK_TYPE_WIDGET)

static void
set_optional_text (GtkLabel   *label,
                   GtkWidget  *shown,
                   const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (shown, text != NULL && *text != '\0');
}

static const char *
get_speaker (ChattyTurn *turn)
{
  const char *author = chatty_turn_get_author (turn);

  if (author != NULL && *author != '\0')
    return author;

  switch (chatty_turn_get_role (turn))
    {
    case CHATTY_ROLE_PERSON:
      /* Translators: the person who uses the program, as the speaker of a turn */
      return C_("speaker", "You");
    case CHATTY_ROLE_ASSISTANT:
      return C_("speaker", "Assistant");
    case CHATTY_ROLE_SYSTEM:
      return C_("speaker", "System");
    case CHATTY_ROLE_TOOL:
      return C_("speaker", "Tool");
    case CHATTY_ROLE_NOTE:
    default:
      return C_("speaker", "Note");
    }
}

static GtkWidget *
preview_turn_new (ChattyTurn *turn)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *speaker = chatty_text_one_line (get_speaker (turn), 80);
  GtkWidget *who = gtk_label_new (speaker);
  GtkWidget *text = gtk_label_new (chatty_turn_get_text (turn));

  gtk_label_set_xalign (GTK_LABEL (who), 0);
  gtk_label_set_ellipsize (GTK_LABEL (who), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (who, "caption-heading");
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (text), 5);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), who);
  gtk_box_append (GTK_BOX (box), text);
  gtk_widget_add_css_class (box, "import-preview");

  return box;
}

static void
update_preview (ChattyImportRow *self)
{
  GtkWidget *child;
  guint n_turns = self->item != NULL ? chatty_import_item_get_n_preview_turns (self->item) : 0;
  gboolean expanded = self->item != NULL &&
                      g_object_get_data (G_OBJECT (self->item), EXPANDED_KEY) != NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->preview))) != NULL)
    gtk_box_remove (self->preview, child);

  if (expanded)
    {
      for (guint i = 0; i < n_turns; i++)
        {
          ChattyTurn *turn = chatty_import_item_get_preview_turn (self->item, i);

          gtk_box_append (self->preview, preview_turn_new (turn));
        }
    }

  gtk_widget_set_visible (GTK_WIDGET (self->expand), n_turns > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->preview), expanded && n_turns > 0);
  gtk_toggle_button_set_active (self->expand, expanded);
  gtk_button_set_icon_name (GTK_BUTTON (self->expand),
                            expanded ? "view-conceal-symbolic" : "view-reveal-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->expand),
                               GTK_ACCESSIBLE_STATE_EXPANDED, expanded,
                               -1);
}

static char *
dup_facts (ChattyImportItem *item,
           const char       *form,
           guint             n_transcripts,
           guint             n_turns)
{
  g_autofree char *turns = NULL;
  g_autofree char *conversations = NULL;

  switch (chatty_import_item_get_state (item))
    {
    case CHATTY_IMPORT_ITEM_WAITING:
    case CHATTY_IMPORT_ITEM_READING:
      return g_strdup (_("Not looked at yet"));

    case CHATTY_IMPORT_ITEM_REFUSED:
    case CHATTY_IMPORT_ITEM_FAILED:
      return g_strdup (form != NULL ? form : "");

    case CHATTY_IMPORT_ITEM_READY:
    case CHATTY_IMPORT_ITEM_STORING:
    case CHATTY_IMPORT_ITEM_DONE:
    default:
      break;
    }

  turns = g_strdup_printf (ngettext ("%'u turn", "%'u turns", n_turns), n_turns);
  if (n_transcripts <= 1)
    /* Translators: the form of a file ("Markdown") and how many turns it has */
    return g_strdup_printf (C_("form and turns", "%s, %s"), form != NULL ? form : "", turns);

  conversations = g_strdup_printf (
    ngettext ("%'u conversation", "%'u conversations", n_transcripts), n_transcripts);
  /* Translators: the form of a file ("JSON"), how many conversations and how many turns it has */
  return g_strdup_printf (C_("form, conversations and turns", "%s, %s, %s"),
                          form != NULL ? form : "", conversations, turns);
}

static char *
dup_notices (ChattyImportItem *item)
{
  guint n_notices = chatty_import_item_get_n_notices (item);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_notices; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, chatty_import_item_get_notice (item, i));
    }

  return g_string_free (text, FALSE);
}

static void
update_name (ChattyImportRow *self)
{
  const char *name = chatty_import_item_get_name (self->item);
  g_autofree char *shown = chatty_text_display_name (name != NULL ? name : "");
  /* Translators: %s is the name of a file */
  g_autofree char *include = g_strdup_printf (_("Import “%s”"), shown);
  /* Translators: %s is the name of a file */
  g_autofree char *preview = g_strdup_printf (_("Preview of “%s”"), shown);

  gtk_label_set_text (self->name, shown);
  chatty_tooltip_set_text (GTK_WIDGET (self->name), shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->included),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, include,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expand),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, preview,
                                  -1);
}

static void
update (ChattyImportRow *self)
{
  ChattyImportItemState state;
  g_autofree char *form = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *target = NULL;
  g_autofree char *shown_target = NULL;
  g_autofree char *facts = NULL;
  g_autofree char *notices = NULL;
  guint n_transcripts, n_turns;
  gboolean ready, refused;

  if (self->item == NULL)
    return;

  self->updating = TRUE;
  state = chatty_import_item_get_state (self->item);
  ready = state == CHATTY_IMPORT_ITEM_READY;
  refused = state == CHATTY_IMPORT_ITEM_REFUSED || state == CHATTY_IMPORT_ITEM_FAILED;
  g_object_get (self->item,
                "form-title", &form,
                "platform-reason", &reason,
                "target-path", &target,
                "n-transcripts", &n_transcripts,
                "n-turns", &n_turns,
                NULL);

  update_name (self);
  facts = dup_facts (self->item, form, n_transcripts, n_turns);
  set_optional_text (self->facts, GTK_WIDGET (self->facts), facts);
  set_optional_text (self->message, GTK_WIDGET (self->message),
                     chatty_import_item_get_message (self->item));

  gtk_widget_set_visible (self->refused_icon, refused);
  gtk_widget_set_visible (GTK_WIDGET (self->included), !refused);
  gtk_widget_set_sensitive (GTK_WIDGET (self->included), ready);
  gtk_check_button_set_active (self->included,
                               ready && chatty_import_item_get_included (self->item));
  gtk_widget_set_visible (GTK_WIDGET (self->spinner),
                          state == CHATTY_IMPORT_ITEM_READING ||
                          state == CHATTY_IMPORT_ITEM_STORING);
  gtk_spinner_set_spinning (self->spinner, gtk_widget_get_visible (GTK_WIDGET (self->spinner)));

  gtk_widget_set_visible (GTK_WIDGET (self->choices), ready);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choices),
                            chatty_import_item_get_included (self->item));
  if (ready)
    {
      chatty_platform_drop_down_set_platform (self->platform,
                                              chatty_import_item_get_platform (self->item));
      chatty_character_drop_down_set_character (self->character,
                                                chatty_import_item_get_character (self->item));
    }

  shown_target = target != NULL ? chatty_text_display_name (target) : NULL;
  set_optional_text (self->reason, GTK_WIDGET (self->reason), ready ? reason : NULL);
  set_optional_text (self->target, self->target_box, ready ? shown_target : NULL);
  chatty_tooltip_set_text (GTK_WIDGET (self->target), shown_target);
  /* The message of a file that is refused says the same. */
  notices = refused ? NULL : dup_notices (self->item);
  set_optional_text (self->notices, self->notices_box, notices);
  update_preview (self);
  self->updating = FALSE;
}

static void
included_cb (ChattyImportRow *self)
{
  if (self->updating || self->item == NULL)
    return;

  chatty_import_item_set_included (self->item, gtk_check_button_get_active (self->included));
  gtk_widget_activate_action (GTK_WIDGET (self), "import.changed", NULL);
}

static void
expand_cb (ChattyImportRow *self)
{
  gboolean expanded = gtk_toggle_button_get_active (self->expand);

  if (self->updating || self->item == NULL)
    return;

  g_object_set_data (G_OBJECT (self->item), EXPANDED_KEY, expanded ? GINT_TO_POINTER (1) : NULL);
  self->updating = TRUE;
  update_preview (self);
  self->updating = FALSE;
}

static void
platform_cb (ChattyImportRow *self)
{
  const char *platform = chatty_platform_drop_down_get_platform (self->platform);

  if (!self->updating && self->item != NULL && platform != NULL)
    chatty_import_item_set_platform (self->item, platform);
}

static void
character_cb (ChattyImportRow *self)
{
  if (!self->updating && self->item != NULL)
    chatty_import_item_set_character (self->item,
                                      chatty_character_drop_down_get_character (self->character));
}

static void
append_choice (ChattyImportRow *self,
               GtkWidget       *choice)
{
  gtk_flow_box_append (self->choices, choice);
  /* The child of the box is not a thing to stop at with Tab. */
  gtk_widget_set_focusable (gtk_widget_get_parent (choice), FALSE);
}

static void
chatty_import_row_dispose (GObject *object)
{
  ChattyImportRow *self = CHATTY_IMPORT_ROW (object);

  chatty_import_row_set_item (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_import_row_parent_class)->dispose (object);
}

static void
chatty_import_row_class_init (ChattyImportRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_import_row_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/import/chatty-import-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, included);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, refused_icon);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, name);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, facts);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, expand);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, message);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, choices);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, reason);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, target_box);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, target);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, notices_box);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, notices);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportRow, preview);
  gtk_widget_class_bind_template_callback (widget_class, included_cb);
  gtk_widget_class_bind_template_callback (widget_class, expand_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_import_row_init (ChattyImportRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_import_row_new:
 * @characters: of #ChattyChoice: those that are there; shared by all rows
 *
 * Returns: (transfer floating): a row without an item
 */
GtkWidget *
chatty_import_row_new (GListModel *characters)
{
  ChattyImportRow *self = g_object_new (CHATTY_TYPE_IMPORT_ROW, NULL);

  self->platform = CHATTY_PLATFORM_DROP_DOWN (chatty_platform_drop_down_new (NULL));
  self->character = CHATTY_CHARACTER_DROP_DOWN (chatty_character_drop_down_new (characters, NULL));
  append_choice (self, GTK_WIDGET (self->platform));
  append_choice (self, GTK_WIDGET (self->character));
  g_signal_connect_object (self->platform, "notify::platform",
                           G_CALLBACK (platform_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->character, "notify::character",
                           G_CALLBACK (character_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * chatty_import_row_set_item:
 * @item: (nullable): what is shown
 */
void
chatty_import_row_set_item (ChattyImportRow  *self,
                            ChattyImportItem *item)
{
  g_return_if_fail (CHATTY_IS_IMPORT_ROW (self));

  if (self->item == item)
    return;

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  self->updating = TRUE;
  if (self->character != NULL)
    chatty_character_drop_down_reset (self->character);
  self->updating = FALSE;
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * chatty_import_row_get_item:
 *
 * Returns: (nullable): what is shown
 */
ChattyImportItem *
chatty_import_row_get_item (ChattyImportRow *self)
{
  g_return_val_if_fail (CHATTY_IS_IMPORT_ROW (self), NULL);

  return self->item;
}
