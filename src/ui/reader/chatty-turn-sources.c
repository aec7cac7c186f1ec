/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-source-details.h"
#include "chatty-turn-marks.h"
#include "chatty-turn-sources.h"

#define TITLE_CHARS  24

typedef struct {
  GtkWidget          *button;
  GtkEventController *motion;
  GtkEventController *focus;
} Chip;

struct _ChattyTurnSources
{
  GtkWidget parent_instance;

  GtkWidget      *box;
  GArray         *chips;      /* of Chip */
  GtkWidget      *more;       /* nullable */

  ChattyTurnHost *host;
  ChattyTurn     *turn;       /* nullable until it is set */
  guint           number;     /* of the turn */
};

G_DEFINE_FINAL_TYPE (ChattyTurnSources, chatty_turn_sources, GTK_TYPE_WIDGET)

/* What somebody is at: under the pointer, with the keyboard, or open. */
static void
chips_changed_cb (ChattyTurnSources *self)
{
  guint32 sources = 0;

  for (guint i = 0; i < self->chips->len; i++)
    {
      const Chip *chip = &g_array_index (self->chips, Chip, i);
      GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (chip->button));

      if (gtk_event_controller_motion_contains_pointer (GTK_EVENT_CONTROLLER_MOTION (chip->motion)) ||
          gtk_event_controller_focus_contains_focus (GTK_EVENT_CONTROLLER_FOCUS (chip->focus)) ||
          (popover != NULL && gtk_widget_get_visible (GTK_WIDGET (popover))))
        sources |= CHATTY_MARKDOWN_SOURCE (i + 1);
    }
  chatty_turn_host_choose_sources (self->host, self->number, sources);
}

static void
sources_changed_cb (ChattyTurnSources *self)
{
  guint32 sources = chatty_turn_host_get_sources (self->host, self->number);

  for (guint i = 0; i < self->chips->len; i++)
    {
      GtkWidget *button = g_array_index (self->chips, Chip, i).button;

      if ((sources & CHATTY_MARKDOWN_SOURCE (i + 1)) != 0)
        gtk_widget_add_css_class (button, "active");
      else
        gtk_widget_remove_css_class (button, "active");
    }
}

/* Made when it is asked for: an answer may have many. */
static void
create_popover_cb (GtkMenuButton *button,
                   gpointer       user_data)
{
  ChattyTurnSources *self = user_data;
  guint nth = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "chatty-source"));
  GtkWidget *popover = chatty_source_details_new_popover (self->host, self->turn, self->number,
                                                          nth);

  g_signal_connect_object (popover, "notify::visible", G_CALLBACK (chips_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, popover);
}

static void
show_name (ChattyTurnSources *self,
           GtkWidget         *button,
           guint              nth)
{
  const ChattySource *source = chatty_turn_get_source (self->turn, nth);
  g_autofree char *name = chatty_turn_marks_dup_name (source);
  g_autofree char *spoken = chatty_turn_marks_dup_spoken (source, nth + 1);
  g_autofree char *text = g_strdup_printf ("%u  %s", nth + 1, name);

  gtk_label_set_text (GTK_LABEL (gtk_menu_button_get_child (GTK_MENU_BUTTON (button))), text);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
}

static void
add_chip (ChattyTurnSources *self)
{
  guint nth = self->chips->len;
  GtkWidget *label = gtk_label_new (NULL), *child;
  Chip chip = { gtk_menu_button_new (), gtk_event_controller_motion_new (),
                gtk_event_controller_focus_new () };

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TITLE_CHARS);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (chip.button), label);
  gtk_widget_add_css_class (chip.button, "chatty-source-chip");
  gtk_widget_add_css_class (chip.button, "flat");
  g_object_set_data (G_OBJECT (chip.button), "chatty-source", GUINT_TO_POINTER (nth));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (chip.button), create_popover_cb, self,
                                         NULL);
  g_signal_connect_object (chip.motion, "notify::contains-pointer", G_CALLBACK (chips_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chip.focus, "notify::contains-focus", G_CALLBACK (chips_changed_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (chip.button, chip.motion);
  gtk_widget_add_controller (chip.button, chip.focus);
  g_array_append_val (self->chips, chip);

  gtk_flow_box_insert (GTK_FLOW_BOX (self->box), chip.button, (int) nth);
  child = gtk_widget_get_parent (chip.button);
  gtk_widget_set_focusable (child, FALSE);
  gtk_widget_set_halign (child, GTK_ALIGN_START);
}

static void
show_more (ChattyTurnSources *self,
           guint              n)
{
  g_autofree char *text = NULL;

  if (self->more != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->box), gtk_widget_get_parent (self->more));
  self->more = NULL;
  if (n == 0)
    return;
  text = g_strdup_printf (ngettext ("%'u more source", "%'u more sources", n), n);
  self->more = gtk_label_new (text);
  gtk_flow_box_insert (GTK_FLOW_BOX (self->box), self->more, -1);
}

static void
remove_chips (ChattyTurnSources *self,
              guint              first)
{
  while (self->chips->len > first)
    {
      GtkWidget *button = g_array_index (self->chips, Chip, self->chips->len - 1).button;

      g_array_set_size (self->chips, self->chips->len - 1);
      gtk_flow_box_remove (GTK_FLOW_BOX (self->box), gtk_widget_get_parent (button));
    }
}

static void
chatty_turn_sources_dispose (GObject *object)
{
  ChattyTurnSources *self = CHATTY_TURN_SOURCES (object);

  if (self->chips != NULL)
    g_array_set_size (self->chips, 0);
  if (self->host != NULL)
    chatty_turn_host_choose_sources (self->host, self->number, 0);
  g_clear_object (&self->host);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_turn_sources_parent_class)->dispose (object);
}

static void
chatty_turn_sources_finalize (GObject *object)
{
  ChattyTurnSources *self = CHATTY_TURN_SOURCES (object);

  g_array_unref (self->chips);
  g_clear_pointer (&self->turn, chatty_turn_unref);

  G_OBJECT_CLASS (chatty_turn_sources_parent_class)->finalize (object);
}

static void
chatty_turn_sources_class_init (ChattyTurnSourcesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_turn_sources_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_turn_sources_finalize;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_turn_sources_init (ChattyTurnSources *self)
{
  self->chips = g_array_new (FALSE, FALSE, sizeof (Chip));
  self->box = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->box), 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Sources"), -1);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * chatty_turn_sources_new:
 * @host: what the turn's row belongs to
 *
 * Returns: (transfer floating): no chips yet
 */
GtkWidget *
chatty_turn_sources_new (ChattyTurnHost *host)
{
  ChattyTurnSources *self = g_object_new (CHATTY_TYPE_TURN_SOURCES, NULL);

  self->host = g_object_ref (host);
  g_signal_connect_object (host, "sources-changed", G_CALLBACK (sources_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * chatty_turn_sources_set_turn:
 * @turn: an answer
 * @number: of the turn in the list
 *
 * Shows its sources. Chips of the same source stay, with what is open at them.
 */
void
chatty_turn_sources_set_turn (ChattyTurnSources *self,
                              ChattyTurn        *turn,
                              guint              number)
{
  g_autoptr (ChattyTurn) old = NULL;
  guint n, n_old;

  g_return_if_fail (CHATTY_IS_TURN_SOURCES (self));
  g_return_if_fail (turn != NULL);

  if (self->number != number)
    chatty_turn_host_choose_sources (self->host, self->number, 0);
  old = g_steal_pointer (&self->turn);
  self->turn = chatty_turn_ref (turn);
  self->number = number;

  n = chatty_turn_get_n_sources (turn);
  n_old = old != NULL ? chatty_turn_get_n_sources (old) : 0;
  remove_chips (self, n);
  for (guint i = 0; i < MIN (n, CHATTY_TURN_MAX_SOURCES); i++)
    {
      GtkWidget *button;

      if (i == self->chips->len)
        add_chip (self);
      button = g_array_index (self->chips, Chip, i).button;
      if (i < n_old && chatty_source_equal (chatty_turn_get_source (old, i),
                                            chatty_turn_get_source (turn, i)))
        continue;
      /* What is open at the same turn stays open while more of it comes. */
      if (old == NULL || g_strcmp0 (chatty_turn_get_id (old), chatty_turn_get_id (turn)) != 0)
        gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), NULL);
      show_name (self, button, i);
    }
  show_more (self, n > CHATTY_TURN_MAX_SOURCES ? n - CHATTY_TURN_MAX_SOURCES : 0);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  sources_changed_cb (self);
}
