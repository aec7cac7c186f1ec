/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"

#include "chatty-list-name.h"
#include "chatty-memory-form.h"
#include "chatty-memory-groups.h"
#include "chatty-memory-row.h"
#include "chatty-memory-words.h"
#include "chatty-platform-badge.h"
#include "chatty-tooltip.h"

struct _ChattyMemoryRow
{
  GtkWidget parent_instance;

  GtkStack  *stack;
  GtkLabel  *heading;
  GtkLabel  *text;
  GtkLabel  *when;
  GtkBox    *places;
  GtkWidget *origin;
  GtkWidget *edit;
  GtkWidget *remove;
  GtkWidget *form;       /* nullable until something is edited in this row */

  ChattyMemoryEdit        *editing;
  ChattyMemoryFindAccount  find;
  gpointer                 user_data;
  GObject                 *item;      /* nullable */
};

enum {
  EDIT,
  DELETE,
  ORIGIN,
  SAVED,
  CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyMemoryRow, chatty_memory_row, GTK_TYPE_WIDGET)

static void
emit (ChattyMemoryRow *self,
      guint            signal)
{
  g_autoptr (GObject) item = NULL;

  if (!CHATTY_IS_MEMORY_ITEM (self->item))
    return;
  item = g_object_ref (self->item);
  g_signal_emit (self, signals[signal], 0, item);
}

static void
edit_cb (ChattyMemoryRow *self)
{
  emit (self, EDIT);
}

static void
remove_cb (ChattyMemoryRow *self)
{
  emit (self, DELETE);
}

static void
origin_cb (ChattyMemoryRow *self)
{
  emit (self, ORIGIN);
}

static void
saved_cb (ChattyMemoryRow *self)
{
  emit (self, SAVED);
}

static void
cancelled_cb (ChattyMemoryRow *self)
{
  emit (self, CANCELLED);
}

/* Shows the badges of the platforms that keep the note too, and adds their
 * names to what is spoken. */
static void
update_places (ChattyMemoryRow *self,
               GString         *spoken)
{
  const char *const *places = chatty_memory_item_get_places (CHATTY_MEMORY_ITEM (self->item));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->places))) != NULL)
    gtk_box_remove (self->places, child);
  for (guint i = 0; places[i] != NULL; i++)
    {
      ChattyMemoryAccount account;
      GtkWidget *badge;
      g_autofree char *words = NULL;

      if (!self->find (places[i], &account, self->user_data))
        continue;
      badge = chatty_platform_badge_new ();
      chatty_platform_badge_set_platform (CHATTY_PLATFORM_BADGE (badge), account.platform);
      /* Translators: a platform, and the name of an account there */
      words = g_strdup_printf (_("Also on %s (%s)"), chatty_platform_get_title (account.platform),
                               account.name);
      chatty_tooltip_set_text (badge, words);
      gtk_accessible_update_property (GTK_ACCESSIBLE (badge), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                      -1);
      gtk_box_append (self->places, badge);
      g_string_append_printf (spoken, ", %s", words);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->places),
                          gtk_widget_get_first_child (GTK_WIDGET (self->places)) != NULL);
}

static void
name_button (GtkWidget *button,
             char      *name)      /* (transfer full) */
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_free (name);
}

static void
update_note (ChattyMemoryRow *self)
{
  const ChattyMemoryNote *note = chatty_memory_item_get_note (CHATTY_MEMORY_ITEM (self->item));
  g_autofree char *when = chatty_memory_note_dup_when (note, FALSE);
  g_autofree char *exact = chatty_memory_note_dup_when (note, TRUE);
  g_autofree char *quoted = chatty_memory_note_dup_quoted (note);
  g_autoptr (GString) spoken = g_string_new (note->text);

  gtk_label_set_text (self->text, note->text);
  gtk_label_set_text (self->when, *when != '\0' ? when : _("No date"));
  chatty_tooltip_set_text (GTK_WIDGET (self->when), *exact != '\0' ? exact : NULL);
  gtk_widget_set_visible (self->origin, note->transcript != NULL);
  g_string_append_printf (spoken, ", %s", *when != '\0' ? when : _("No date"));
  update_places (self, spoken);
  /* Translators: %s is the beginning of a note */
  name_button (self->edit, g_strdup_printf (_("Edit “%s”"), quoted));
  name_button (self->remove, g_strdup_printf (_("Delete “%s”"), quoted));
  name_button (self->origin, g_strdup_printf (_("Show where “%s” was said"), quoted));
  chatty_list_name_set (GTK_WIDGET (self), spoken->str);
}

static void
show_form (ChattyMemoryRow *self)
{
  if (self->form == NULL)
    {
      self->form = g_object_new (CHATTY_TYPE_MEMORY_FORM,
                                 "margin-top", 6, "margin-bottom", 6,
                                 "margin-start", 12, "margin-end", 12,
                                 NULL);
      g_signal_connect_object (self->form, "saved", G_CALLBACK (saved_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->form, "cancelled", G_CALLBACK (cancelled_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_stack_add_named (self->stack, self->form, "form");
    }
  chatty_memory_form_set_edit (CHATTY_MEMORY_FORM (self->form), self->editing);
  if (gtk_stack_get_visible_child (self->stack) == self->form)
    return;
  gtk_stack_set_visible_child (self->stack, self->form);
  /* Begun with Enter, the list's own widget around the row has the keyboard. */
  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL &&
      gtk_widget_has_focus (gtk_widget_get_parent (GTK_WIDGET (self))))
    gtk_widget_grab_focus (self->form);
}

static void
chatty_memory_row_dispose (GObject *object)
{
  ChattyMemoryRow *self = CHATTY_MEMORY_ROW (object);
  GtkWidget *child;

  chatty_memory_row_set_item (self, NULL);
  g_clear_object (&self->editing);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_memory_row_parent_class)->dispose (object);
}

static void
chatty_memory_row_class_init (ChattyMemoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[] = { "edit", "delete", "origin", "saved", "cancelled" };

  G_OBJECT_CLASS (klass)->dispose = chatty_memory_row_dispose;

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 1, CHATTY_TYPE_MEMORY_ITEM);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/memory/chatty-memory-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryRow, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryRow, heading);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryRow, text);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryRow, when);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryRow, places);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryRow, origin);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryRow, edit);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryRow, remove);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, origin_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_memory_row_init (ChattyMemoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_memory_row_new:
 * @edit: what is being written, in any row of the list
 * @find: tells of accounts
 * @user_data: for @find; outlives the row
 *
 * Returns: (transfer floating): a row of nothing
 */
GtkWidget *
chatty_memory_row_new (ChattyMemoryEdit        *edit,
                       ChattyMemoryFindAccount  find,
                       gpointer                 user_data)
{
  ChattyMemoryRow *self;

  g_return_val_if_fail (CHATTY_IS_MEMORY_EDIT (edit), NULL);

  self = g_object_new (CHATTY_TYPE_MEMORY_ROW, NULL);
  self->editing = g_object_ref (edit);
  self->find = find;
  self->user_data = user_data;
  g_signal_connect_object (edit, "changed", G_CALLBACK (chatty_memory_row_update), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * chatty_memory_row_set_item:
 * @item: (nullable): a #ChattyMemoryItem or a #ChattyMemoryHeading
 */
void
chatty_memory_row_set_item (ChattyMemoryRow *self,
                            GObject         *item)
{
  g_return_if_fail (CHATTY_IS_MEMORY_ROW (self));

  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, chatty_memory_row_update, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    g_signal_connect_object (item, "notify", G_CALLBACK (chatty_memory_row_update), self,
                             G_CONNECT_SWAPPED);
  chatty_memory_row_update (self);
}

/**
 * chatty_memory_row_get_item:
 *
 * Returns: (transfer none) (nullable): what it shows
 */
GObject *
chatty_memory_row_get_item (ChattyMemoryRow *self)
{
  g_return_val_if_fail (CHATTY_IS_MEMORY_ROW (self), NULL);

  return self->item;
}

/**
 * chatty_memory_row_update:
 *
 * Shows the note as it is now, or what is being written instead of it.
 */
void
chatty_memory_row_update (ChattyMemoryRow *self)
{
  g_return_if_fail (CHATTY_IS_MEMORY_ROW (self));

  if (self->item == NULL)
    return;
  if (CHATTY_IS_MEMORY_HEADING (self->item))
    {
      const char *words = chatty_memory_kind_to_heading (
        chatty_memory_heading_get_kind (CHATTY_MEMORY_HEADING (self->item)));

      gtk_label_set_text (self->heading, words);
      gtk_stack_set_visible_child_name (self->stack, "heading");
      chatty_list_name_set (GTK_WIDGET (self), words);
      return;
    }
  update_note (self);
  if (chatty_memory_edit_is_of (self->editing,
                                chatty_memory_item_get_note (CHATTY_MEMORY_ITEM (self->item))))
    show_form (self);
  else
    gtk_stack_set_visible_child_name (self->stack, "note");
}
