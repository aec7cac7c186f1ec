/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* GtkListView keeps about 200 rows alive, in sight or not, and makes them all
 * in one turn of the main loop. A row of an import has two drop-downs and a
 * dozen labels and takes two milliseconds, so that would be a stall of half a
 * second. The list therefore gets empty slots, and only those near the sight
 * are filled with a row, for some milliseconds in each frame. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>

#include "chatty-text.h"

#include "chatty-import-list.h"
#include "chatty-import-row.h"
#include "chatty-list-name.h"

/* What a row is likely to need, until it is there. */
#define SLOT_HEIGHT 160
/* How far out of sight rows are filled, for the next step of a scroll. */
#define MARGIN 200
#define BUDGET_US 6000

struct _ChattyImportList
{
  GtkWidget parent_instance;

  GtkWidget     *scrolled;
  GtkListView   *list;

  GListModel    *characters;
  GPtrArray     *slots;   /* the GtkListItems that are bound */
  GPtrArray     *spare;   /* of ChattyImportRow without a slot */
  guint          tick_id;
};

G_DEFINE_FINAL_TYPE (ChattyImportList, chatty_import_list, GTK_TYPE_WIDGET)

static ChattyImportRow *
get_row (GtkListItem *slot)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (gtk_list_item_get_child (slot)));

  return child != NULL ? CHATTY_IMPORT_ROW (child) : NULL;
}

static void
fill (ChattyImportList *self,
      GtkListItem      *slot)
{
  GtkWidget *bin = gtk_list_item_get_child (slot);
  g_autoptr (GtkWidget) row = NULL;

  if (self->spare->len > 0)
    row = g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1);
  else
    row = g_object_ref_sink (chatty_import_row_new (self->characters));

  chatty_import_row_set_item (CHATTY_IMPORT_ROW (row), gtk_list_item_get_item (slot));
  adw_bin_set_child (ADW_BIN (bin), row);
  gtk_widget_set_size_request (bin, -1, -1);
}

static void
empty (ChattyImportList *self,
       GtkListItem      *slot)
{
  GtkWidget *bin = gtk_list_item_get_child (slot);
  ChattyImportRow *row = get_row (slot);

  if (row == NULL)
    return;

  g_ptr_array_add (self->spare, g_object_ref (row));
  adw_bin_set_child (ADW_BIN (bin), NULL);
  chatty_import_row_set_item (row, NULL);
}

static gboolean
has_focus (GtkWidget *widget)
{
  return (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

/* Returns whether something is left to do. */
static gboolean
tend (ChattyImportList *self,
      GtkListItem      *slot,
      gint64            until)
{
  GtkWidget *bin = gtk_list_item_get_child (slot);
  gboolean is_near, is_filled;
  graphene_rect_t bounds;

  /* Without a place yet: the layout of this frame gives it one. */
  if (gtk_widget_get_height (bin) == 0 ||
      !gtk_widget_compute_bounds (bin, self->scrolled, &bounds))
    return TRUE;

  is_near = bounds.origin.y < gtk_widget_get_height (self->scrolled) + MARGIN &&
            bounds.origin.y + bounds.size.height > -MARGIN;
  is_filled = get_row (slot) != NULL;

  if (is_near && !is_filled)
    {
      if (g_get_monotonic_time () > until)
        return TRUE;
      fill (self, slot);
      return TRUE;
    }

  if (!is_near && is_filled && !has_focus (bin))
    {
      /* The place keeps its height, so that the list does not jump. */
      gtk_widget_set_size_request (bin, -1, gtk_widget_get_height (bin));
      empty (self, slot);
    }

  return FALSE;
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  ChattyImportList *self = CHATTY_IMPORT_LIST (widget);
  gint64 until = g_get_monotonic_time () + BUDGET_US;
  gboolean again = FALSE;

  for (guint i = 0; i < self->slots->len; i++)
    {
      if (tend (self, g_ptr_array_index (self->slots, i), until))
        again = TRUE;
    }

  if (again)
    return G_SOURCE_CONTINUE;

  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
tend_soon (ChattyImportList *self)
{
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *slot,
          ChattyImportList         *self)
{
  gtk_list_item_set_activatable (slot, FALSE);
  gtk_list_item_set_selectable (slot, FALSE);
  gtk_list_item_set_child (slot, adw_bin_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *slot,
         ChattyImportList         *self)
{
  GtkWidget *bin = gtk_list_item_get_child (slot);
  const char *name = chatty_import_item_get_name (gtk_list_item_get_item (slot));
  g_autofree char *shown = chatty_text_display_name (name != NULL ? name : "");

  gtk_widget_set_size_request (bin, -1, SLOT_HEIGHT);
  chatty_list_name_set (bin, shown);
  g_ptr_array_add (self->slots, slot);
  tend_soon (self);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *slot,
           ChattyImportList         *self)
{
  empty (self, slot);
  g_ptr_array_remove_fast (self->slots, slot);
}

static void
chatty_import_list_dispose (GObject *object)
{
  ChattyImportList *self = CHATTY_IMPORT_LIST (object);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  self->list = NULL;
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->characters);

  G_OBJECT_CLASS (chatty_import_list_parent_class)->dispose (object);
}

static void
chatty_import_list_finalize (GObject *object)
{
  ChattyImportList *self = CHATTY_IMPORT_LIST (object);

  g_ptr_array_unref (self->slots);
  g_ptr_array_unref (self->spare);

  G_OBJECT_CLASS (chatty_import_list_parent_class)->finalize (object);
}

static void
chatty_import_list_class_init (ChattyImportListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_import_list_dispose;
  object_class->finalize = chatty_import_list_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/import/chatty-import-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyImportList, scrolled);
  gtk_widget_class_bind_template_child (widget_class, ChattyImportList, list);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_import_list_init (ChattyImportList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkAdjustment *adjustment;

  self->slots = g_ptr_array_new ();
  self->spare = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (tend_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (tend_soon), self, G_CONNECT_SWAPPED);
}

/**
 * chatty_import_list_new:
 *
 * Returns: (transfer floating): an empty list
 */
GtkWidget *
chatty_import_list_new (void)
{
  return g_object_new (CHATTY_TYPE_IMPORT_LIST, NULL);
}

/**
 * chatty_import_list_set_model:
 * @items: of #ChattyImportItem
 * @characters: of #ChattyChoice: those that are there; may be filled later
 */
void
chatty_import_list_set_model (ChattyImportList *self,
                              GListModel       *items,
                              GListModel       *characters)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  g_return_if_fail (CHATTY_IS_IMPORT_LIST (self));

  g_set_object (&self->characters, characters);
  selection = gtk_no_selection_new (g_object_ref (items));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}
