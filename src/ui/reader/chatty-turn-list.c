/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines: filling the rows, scrolling to one and keeping the text
 * still each need to know what the others do to the same list view. */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <adwaita.h>

#include "chatty-end-keeper.h"
#include "chatty-turn-list-private.h"
#include "chatty-turn-row.h"
#include "chatty-ui-settings.h"

/* A list view knows the heights only of the rows that it has. What is scrolled
 * to may move while rows around it are measured: it is looked after for a few
 * frames. */
#define MAX_SETTLING_FRAMES 12
#define TOP_MARGIN          12

/* How often the text of a live turn grows: as fast as one can follow. */
#define LIVE_MILLISECONDS   50

#define PREPARED_KEY "chatty-prepared"

/* Rows are filled a little before they are seen, a few in each frame. */
#define ROWS_AHEAD          6
#define BYTES_AHEAD         6000
#define FILL_MICROSECONDS   6000

enum {
  CHOOSE,
  EDITED,
  EDIT_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyTurnList, chatty_turn_list, GTK_TYPE_WIDGET)

static void
mark_matches (ChattyTurnList *self,
              ChattyTurnRow  *row)
{
  g_autofree ChattyMarkdownMatch *places = NULL;
  const ChattyTurnMatch *matches = NULL;
  guint n_matches = 0;
  int current = -1;

  if (self->find_bar != NULL)
    matches = chatty_find_bar_get_matches (self->find_bar,
                                           chatty_turn_segment_get_position (chatty_turn_row_get_segment (row)),
                                           &n_matches, &current);

  if (!chatty_turn_row_is_filled (row))
    return;

  places = g_new (ChattyMarkdownMatch, n_matches);
  for (guint i = 0; i < n_matches; i++)
    places[i] = matches[i].place;
  chatty_markdown_view_set_matches (chatty_turn_row_get_view (row), places, n_matches, current);
}

static void
fill_row (ChattyTurnList *self,
          ChattyTurnRow  *row)
{
  chatty_turn_row_fill (row);
  mark_matches (self, row);
}

/* The segments from @first on that fill a screen or so. */
static void
set_near (ChattyTurnList *self,
          guint           first)
{
  guint n_segments = g_list_model_get_n_items (G_LIST_MODEL (self->segments));
  gsize bytes = 0;
  guint last = first;

  while (last + 1 < n_segments && last - first < 2 * ROWS_AHEAD && bytes < BYTES_AHEAD)
    bytes += chatty_turn_segments_get_length (self->segments, last++);

  self->near_first = first;
  self->near_last = last;
}

static guint
get_distance (ChattyTurnList *self,
              guint           position)
{
  if (position < self->near_first)
    return self->near_first - position;
  if (position > self->near_last)
    return position - self->near_last;

  return 0;
}

static ChattyTurnRow *
find_row (ChattyTurnList *self,
          guint           position)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    if (chatty_turn_segment_get_position (chatty_turn_row_get_segment (row)) == position)
      return row;

  return NULL;
}

/* Whether a row is on the screen. Those that are kept for later are not
 * mapped, and new ones have no size before they get their place. */
static gboolean
is_row_seen (ChattyTurnList *self,
             ChattyTurnRow  *row)
{
  graphene_rect_t bounds;

  return gtk_widget_get_mapped (GTK_WIDGET (row)) &&
         gtk_widget_get_height (GTK_WIDGET (row)) > 0 &&
         gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->scrolled), &bounds) &&
         bounds.origin.y < gtk_widget_get_height (GTK_WIDGET (self->scrolled)) &&
         bounds.origin.y + bounds.size.height > 0;
}

/* Which segments are seen. */
static void
look_what_is_near (ChattyTurnList *self)
{
  guint first = G_MAXUINT, last = 0;
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    if (is_row_seen (self, row))
      {
        guint position = chatty_turn_segment_get_position (chatty_turn_row_get_segment (row));

        first = MIN (first, position);
        last = MAX (last, position);
      }

  if (first <= last)
    {
      self->near_first = first;
      self->near_last = last;
    }
}

/* The nearest row that is not filled, and worth it. */
static ChattyTurnRow *
find_unfilled (ChattyTurnList *self)
{
  guint best = ROWS_AHEAD + 1;
  ChattyTurnRow *found = NULL;
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      guint distance;

      if (!chatty_turn_row_needs_filling (row))
        continue;
      distance = get_distance (self, chatty_turn_segment_get_position (chatty_turn_row_get_segment (row)));
      if (distance < best)
        {
          best = distance;
          found = row;
        }
    }

  return found;
}

static gboolean
fill_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  ChattyTurnList *self = CHATTY_TURN_LIST (widget);
  gint64 start = g_get_monotonic_time ();
  ChattyTurnRow *row;

  look_what_is_near (self);
  while ((row = find_unfilled (self)) != NULL)
    {
      gboolean is_seen = is_row_seen (self, row);
      gsize length;

      /* What is not seen yet can wait for the next frame. */
      if (!is_seen && g_get_monotonic_time () - start > FILL_MICROSECONDS)
        return G_SOURCE_CONTINUE;

      fill_row (self, row);
      chatty_turn_segment_get_text (chatty_turn_row_get_segment (row), &length);
      if (!is_seen && length > BYTES_AHEAD / 4)
        return G_SOURCE_CONTINUE;
    }

  self->is_settled = chatty_end_keeper_is_at_end (self->keeper);
  self->fill_tick = 0;
  return G_SOURCE_REMOVE;
}

static void
fill_soon (ChattyTurnList *self)
{
  if (self->fill_tick == 0)
    self->fill_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), fill_cb, NULL, NULL);
}

/* What is seen is another. While the end is followed it is no more than what
 * was seen before and what was filled as it came. */
static void
scrolled_cb (ChattyTurnList *self)
{
  if (self->is_settled && chatty_end_keeper_is_at_end (self->keeper))
    return;

  self->is_settled = FALSE;
  fill_soon (self);
}

/* Something at the end has grown or was added. */
static void
grown (ChattyTurnList *self)
{
  chatty_end_keeper_grow (self->keeper);
  if (chatty_end_keeper_is_at_end (self->keeper))
    self->near_last = MAX (g_list_model_get_n_items (G_LIST_MODEL (self->segments)), 1) - 1;
}

static void
stale_cb (ChattyTurnList *self,
          ChattyTurnRow  *row)
{
  if (chatty_turn_segment_is_live (chatty_turn_row_get_segment (row)))
    grown (self);
  fill_soon (self);
}

static void
items_changed_cb (ChattyTurnList *self,
                  guint           position,
                  guint           removed,
                  guint           added)
{
  if (added > 0 && removed == 0 &&
      position + added == g_list_model_get_n_items (G_LIST_MODEL (self->segments)))
    grown (self);
}

static void
settled_cb (ChattyTurnList *self)
{
  if (self->find_bar != NULL)
    chatty_find_bar_refresh (self->find_bar);
}

static gboolean
choose_elsewhere (ChattyTurnList *self,
                  guint           turn,
                  guint           choice)
{
  guint row = chatty_turn_segments_find_turn (self->segments, turn);
  g_autoptr (ChattyTurnSegment) segment = NULL;
  gboolean is_done = FALSE;

  segment = g_list_model_get_item (G_LIST_MODEL (self->segments), row);
  if (segment == NULL || chatty_turn_segment_is_aside (segment))
    return FALSE;

  g_signal_emit (self, signals[CHOOSE], 0, turn, choice, &is_done);
  return is_done;
}

static void
choose_cb (ChattyTurnList *self,
           guint           turn,
           guint           choice)
{
  if (!choose_elsewhere (self, turn, choice))
    chatty_turn_segments_choose (self->segments, turn, choice);
}

static void
news_changed_cb (ChattyTurnList *self)
{
  gtk_revealer_set_reveal_child (self->end_revealer,
                                 chatty_end_keeper_has_news (self->keeper));
}

static void
end_clicked_cb (ChattyTurnList *self)
{
  chatty_turn_list_scroll_to_end (self);
}

static void
focus_changed_cb (GtkEventControllerFocus *focus,
                  GParamSpec              *pspec,
                  ChattyTurnRow           *row)
{
  chatty_turn_row_set_active (row, gtk_event_controller_focus_contains_focus (focus));
}

/* A list view scrolls so that the item that gets the focus begins at the top.
 * With rows that are taller than the screen, a click into the text would make
 * it jump away under the pointer. Here only the keyboard scrolls, and only as
 * far as it must. */
static void
focus_moved_cb (ChattyTurnList *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  double value = gtk_adjustment_get_value (adjustment);
  double height = gtk_widget_get_height (GTK_WIDGET (self->scrolled));
  GtkWidget *focus = gtk_root_get_focus (self->root);
  GtkWidget *row = NULL;
  graphene_rect_t bounds;

  if (focus != NULL)
    row = gtk_widget_get_ancestor (focus, CHATTY_TYPE_TURN_ROW);
  if (row == NULL || !gtk_widget_is_ancestor (row, GTK_WIDGET (self)) ||
      !is_row_seen (self, CHATTY_TURN_ROW (row)))
    return;

  /* A new value makes the list hold on to what is at the top now. */
  gtk_adjustment_set_value (adjustment, value > 0 ? value - 1 : 1);
  gtk_adjustment_set_value (adjustment, value);

  if (!gtk_window_get_focus_visible (GTK_WINDOW (self->root)) ||
      !gtk_widget_compute_bounds (focus, GTK_WIDGET (self->scrolled), &bounds))
    return;

  if (bounds.origin.y < 0 || bounds.size.height > height)
    gtk_adjustment_set_value (adjustment, value + bounds.origin.y - TOP_MARGIN);
  else if (bounds.origin.y + bounds.size.height > height)
    gtk_adjustment_set_value (adjustment, value + bounds.origin.y + bounds.size.height -
                                          height + TOP_MARGIN);
}

static void
setup_cb (ChattyTurnList *self,
          GtkListItem    *item)
{
  GtkWidget *row = chatty_turn_row_new (self->host);

  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_child (item, row);
  g_signal_connect_object (row, "choose", G_CALLBACK (choose_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "stale", G_CALLBACK (stale_cb), self, G_CONNECT_SWAPPED);
}

/* What the list's own widget around a row is taught; it is not there yet when
 * the row is made. */
static void
prepare_parent (ChattyTurnList *self,
                ChattyTurnRow  *row)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (row));
  GtkEventController *focus;

  if (parent == NULL || g_object_get_data (G_OBJECT (parent), PREPARED_KEY) == row)
    return;

  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "notify::contains-focus", G_CALLBACK (focus_changed_cb), row, 0);
  gtk_widget_add_controller (parent, focus);
  g_object_set_data (G_OBJECT (parent), PREPARED_KEY, row);
}

static void
bind_cb (ChattyTurnList *self,
         GtkListItem    *item)
{
  ChattyTurnRow *row = CHATTY_TURN_ROW (gtk_list_item_get_child (item));

  ChattyTurnSegment *segment = gtk_list_item_get_item (item);
  guint position = chatty_turn_segment_get_position (segment);

  prepare_parent (self, row);
  chatty_turn_row_bind (row, segment);
  g_hash_table_add (self->rows, row);
  if (position >= self->near_first && position <= self->near_last)
    fill_row (self, row);
  if (!chatty_turn_row_is_filled (row))
    self->is_settled = FALSE;
  if (!self->is_settled)
    fill_soon (self);
}

static void
unbind_cb (ChattyTurnList *self,
           GtkListItem    *item)
{
  ChattyTurnRow *row = CHATTY_TURN_ROW (gtk_list_item_get_child (item));

  g_hash_table_remove (self->rows, row);
  chatty_turn_row_unbind (row);
}

/* Where the target is, from the top of what is seen. */
static gboolean
locate_target (ChattyTurnList *self,
               double         *top,
               double         *height)
{
  ChattyTurnRow *row = find_row (self, self->target);
  ChattyMarkdownView *view;
  graphene_rect_t rect;
  graphene_point_t point, result;

  if (row == NULL || !gtk_widget_get_mapped (GTK_WIDGET (row)) ||
      gtk_widget_get_height (GTK_WIDGET (row)) == 0 || !chatty_turn_row_is_filled (row))
    return FALSE;

  view = chatty_turn_row_get_view (row);
  if (self->has_place && chatty_markdown_view_get_match_rect (view, &self->place.place, &rect))
    {
      point = rect.origin;
      *height = rect.size.height;
      if (!gtk_widget_compute_point (GTK_WIDGET (view), GTK_WIDGET (self->scrolled),
                                     &point, &result))
        return FALSE;
    }
  else
    {
      point = GRAPHENE_POINT_INIT (0, 0);
      *height = 0;
      if (!gtk_widget_compute_point (GTK_WIDGET (row), GTK_WIDGET (self->scrolled),
                                     &point, &result))
        return FALSE;
    }
  *top = result.y;

  return TRUE;
}

static gboolean
settle_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  ChattyTurnList *self = CHATTY_TURN_LIST (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  double page = gtk_adjustment_get_page_size (adjustment);
  double top, height;

  if (!locate_target (self, &top, &height))
    {
      gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u",
                                  self->target);
    }
  else if (self->has_place)
    {
      /* Words only need to be seen, with some lines around them. */
      if (top < page * .1 || top + height > page * .85)
        gtk_adjustment_set_value (adjustment,
                                  gtk_adjustment_get_value (adjustment) + top - page * .35);
    }
  else if (ABS (top - TOP_MARGIN) > 1)
    {
      gtk_adjustment_set_value (adjustment,
                                gtk_adjustment_get_value (adjustment) + top - TOP_MARGIN);
    }

  if (--self->settling > 0)
    return G_SOURCE_CONTINUE;

  self->settle_tick = 0;
  return G_SOURCE_REMOVE;
}

/* Brings a row to the top, or the place in it where there is one. */
void
chatty_turn_list_scroll_to (ChattyTurnList *self,
                            guint           position)
{
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->segments)))
    return;

  chatty_end_keeper_leave (self->keeper);
  self->target = position;
  set_near (self, position);
  self->settling = MAX_SETTLING_FRAMES;
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
  if (self->settle_tick == 0)
    self->settle_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), settle_cb, NULL, NULL);
}

static void
find_changed_cb (ChattyTurnList *self)
{
  const ChattyTurnMatch *current;
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    mark_matches (self, row);

  current = chatty_find_bar_get_current (self->find_bar);
  if (current != NULL && !chatty_find_bar_is_refreshed (self->find_bar))
    {
      self->place = *current;
      self->has_place = TRUE;
      chatty_turn_list_scroll_to (self, current->segment);
    }
}

static void
times_changed_cb (ChattyTurnList *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    chatty_turn_row_refresh (row);
}

static gboolean
scrolled_by_hand_cb (ChattyTurnList *self)
{
  self->settling = MIN (self->settling, 1);

  return GDK_EVENT_PROPAGATE;
}

static void
chatty_turn_list_root (GtkWidget *widget)
{
  ChattyTurnList *self = CHATTY_TURN_LIST (widget);

  GTK_WIDGET_CLASS (chatty_turn_list_parent_class)->root (widget);

  self->root = gtk_widget_get_root (widget);
  if (GTK_IS_WINDOW (self->root))
    g_signal_connect_object (self->root, "notify::focus-widget", G_CALLBACK (focus_moved_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
chatty_turn_list_unroot (GtkWidget *widget)
{
  ChattyTurnList *self = CHATTY_TURN_LIST (widget);

  g_signal_handlers_disconnect_by_func (self->root, focus_moved_cb, self);
  self->root = NULL;

  GTK_WIDGET_CLASS (chatty_turn_list_parent_class)->unroot (widget);
}

static void
chatty_turn_list_dispose (GObject *object)
{
  ChattyTurnList *self = CHATTY_TURN_LIST (object);
  GtkWidget *child;

  if (self->settle_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->settle_tick);
  self->settle_tick = 0;
  if (self->fill_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->fill_tick);
  self->fill_tick = 0;
  self->find_bar = NULL;
  g_clear_object (&self->keeper);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->segments);
  g_clear_object (&self->host);

  G_OBJECT_CLASS (chatty_turn_list_parent_class)->dispose (object);
}

static void
chatty_turn_list_finalize (GObject *object)
{
  ChattyTurnList *self = CHATTY_TURN_LIST (object);

  g_hash_table_unref (self->rows);

  G_OBJECT_CLASS (chatty_turn_list_parent_class)->finalize (object);
}

static void
chatty_turn_list_class_init (ChattyTurnListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ADW_TYPE_CLAMP_SCROLLABLE);

  object_class->dispose = chatty_turn_list_dispose;
  object_class->finalize = chatty_turn_list_finalize;

  widget_class->root = chatty_turn_list_root;
  widget_class->unroot = chatty_turn_list_unroot;

  signals[CHOOSE] = g_signal_new ("choose", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  g_signal_accumulator_true_handled, NULL, NULL,
                                  G_TYPE_BOOLEAN, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
  signals[EDIT_ENDED] = g_signal_new ("edit-ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                      0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/reader/chatty-turn-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnList, scrolled);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnList, view);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnList, end_revealer);
  gtk_widget_class_bind_template_callback (widget_class, end_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  chatty_turn_list_install_actions (widget_class);
}

static void
chatty_turn_list_init (ChattyTurnList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *scroll;

  self->rows = g_hash_table_new (NULL, NULL);
  self->host = chatty_turn_host_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->keeper = chatty_end_keeper_new (self->scrolled, self->view);
  g_signal_connect_object (self->keeper, "notify::has-news", G_CALLBACK (news_changed_cb), self,
                           G_CONNECT_SWAPPED);

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);

  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled), "value-changed",
                           G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled), "changed",
                           G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);

  scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scrolled_by_hand_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);

  g_signal_connect_object (chatty_ui_settings_get (), "changed::" CHATTY_SETTING_DATE_STYLE,
                           G_CALLBACK (times_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chatty_ui_settings_get (), "changed::" CHATTY_SETTING_CLOCK_STYLE,
                           G_CALLBACK (times_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * chatty_turn_list_new:
 *
 * Returns: (transfer floating): an empty list
 */
GtkWidget *
chatty_turn_list_new (void)
{
  return g_object_new (CHATTY_TYPE_TURN_LIST, NULL);
}

/**
 * chatty_turn_list_set_segments:
 * @segments: (nullable): what to show
 *
 * Shows another transcript, from its start.
 */
void
chatty_turn_list_set_segments (ChattyTurnList     *self,
                               ChattyTurnSegments *segments)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  g_return_if_fail (CHATTY_IS_TURN_LIST (self));

  if (self->segments == segments)
    return;

  if (self->segments != NULL)
    g_signal_handlers_disconnect_by_data (self->segments, self);
  g_set_object (&self->segments, segments);
  chatty_end_keeper_reset (self->keeper);
  chatty_turn_host_end_edit (self->host);
  self->settling = MIN (self->settling, 1);
  if (segments != NULL)
    {
      g_signal_connect_object (segments, "items-changed", G_CALLBACK (items_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (segments, "settled", G_CALLBACK (settled_cb), self,
                               G_CONNECT_SWAPPED);
      chatty_turn_segments_set_pace (segments, LIVE_MILLISECONDS);
      set_near (self, 0);
      selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (segments)));
    }
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
}

/**
 * chatty_turn_list_set_find_bar:
 *
 * Marks what the bar finds, and follows its current match.
 */
void
chatty_turn_list_set_find_bar (ChattyTurnList *self,
                               ChattyFindBar  *find_bar)
{
  g_return_if_fail (CHATTY_IS_TURN_LIST (self));
  g_return_if_fail (CHATTY_IS_FIND_BAR (find_bar));
  g_return_if_fail (self->find_bar == NULL);

  self->find_bar = find_bar;
  g_signal_connect_object (find_bar, "changed", G_CALLBACK (find_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * chatty_turn_list_scroll_to_turn:
 * @turn: the number of a turn, from 0
 *
 * Brings a turn to the top.
 */
void
chatty_turn_list_scroll_to_turn (ChattyTurnList *self,
                                 guint           turn)
{
  g_return_if_fail (CHATTY_IS_TURN_LIST (self));
  g_return_if_fail (self->segments != NULL);

  self->has_place = FALSE;
  chatty_turn_list_scroll_to (self, chatty_turn_segments_find_turn (self->segments, turn));
}

/**
 * chatty_turn_list_set_documents:
 * @callsign: (nullable): the character whose documents they are
 * @find: (nullable): finds the document of a source, on a worker
 * @user_data: (destroy destroy): for @find; @destroy may run on any thread
 */
void
chatty_turn_list_set_documents (ChattyTurnList         *self,
                                const char             *callsign,
                                ChattyTurnDocumentFind  find,
                                gpointer                user_data,
                                GDestroyNotify          destroy)
{
  g_return_if_fail (CHATTY_IS_TURN_LIST (self));

  chatty_turn_host_set_documents (self->host, callsign, find, user_data, destroy);
}

/**
 * chatty_turn_list_set_thinking:
 * @turn: the id of a turn
 * @seconds: how long was thought before it
 */
void
chatty_turn_list_set_thinking (ChattyTurnList *self,
                               const char     *turn,
                               int             seconds)
{
  g_return_if_fail (CHATTY_IS_TURN_LIST (self));

  chatty_turn_host_set_thinking (self->host, turn, seconds);
}

/**
 * chatty_turn_list_scroll_to_end:
 *
 * Shows the end, and follows it as it grows.
 */
void
chatty_turn_list_scroll_to_end (ChattyTurnList *self)
{
  g_return_if_fail (CHATTY_IS_TURN_LIST (self));
  g_return_if_fail (self->segments != NULL);

  self->settling = MIN (self->settling, 1);
  chatty_end_keeper_go (self->keeper);
}

/**
 * chatty_turn_list_is_at_end:
 *
 * Returns: whether the end is seen, and followed as it grows
 */
gboolean
chatty_turn_list_is_at_end (ChattyTurnList *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_LIST (self), FALSE);

  return chatty_end_keeper_is_at_end (self->keeper);
}

/**
 * chatty_turn_list_set_offers:
 * @offers: what can be done with turns; at first, copying
 */
void
chatty_turn_list_set_offers (ChattyTurnList   *self,
                             ChattyTurnOffers  offers)
{
  GHashTableIter iter;
  gpointer row;

  g_return_if_fail (CHATTY_IS_TURN_LIST (self));

  if (chatty_turn_host_get_offers (self->host) == offers)
    return;

  chatty_turn_host_set_offers (self->host, offers);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    chatty_turn_row_make_stale (row);
}

/**
 * chatty_turn_list_set_image_loader:
 * @load: (nullable): reads attachments that are kept with the conversation, on
 *   a worker. Without it no picture is shown
 * @user_data: (destroy destroy): for @load; @destroy may run on any thread
 */
void
chatty_turn_list_set_image_loader (ChattyTurnList      *self,
                                   ChattyTurnImageLoad  load,
                                   gpointer             user_data,
                                   GDestroyNotify       destroy)
{
  g_return_if_fail (CHATTY_IS_TURN_LIST (self));

  chatty_turn_host_set_loader (self->host, load, user_data, destroy);
}

/**
 * chatty_turn_list_get_n_rows:
 *
 * Returns: how many rows are alive; bounded, however long the transcript is
 */
guint
chatty_turn_list_get_n_rows (ChattyTurnList *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_LIST (self), 0);

  return g_hash_table_size (self->rows);
}

/**
 * chatty_turn_list_get_top_turn:
 *
 * Returns: the number of the turn at the top, or -1
 */
int
chatty_turn_list_get_top_turn (ChattyTurnList *self)
{
  GHashTableIter iter;
  gpointer row;
  double best = G_MAXDOUBLE;
  int turn = -1;

  g_return_val_if_fail (CHATTY_IS_TURN_LIST (self), -1);

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      graphene_rect_t bounds;

      /* Rows that are kept for later lie anywhere. */
      if (gtk_widget_get_mapped (row) &&
          gtk_widget_compute_bounds (row, GTK_WIDGET (self->scrolled), &bounds) &&
          bounds.origin.y + bounds.size.height > TOP_MARGIN && bounds.origin.y < best)
        {
          best = bounds.origin.y;
          turn = chatty_turn_segment_get_number (chatty_turn_row_get_segment (row));
        }
    }

  return turn;
}
