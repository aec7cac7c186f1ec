/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include "chatty-end-keeper.h"

/* So near to the end a person is at it. */
#define SLACK 12

/* The rows at the end get their size while they are scrolled to. */
#define MAX_SETTLING_FRAMES 12

struct _ChattyEndKeeper
{
  GObject parent_instance;

  GtkScrolledWindow *scrolled;     /* not owned: belongs to the widget that owns us */
  GtkListView       *view;
  GtkAdjustment     *adjustment;

  gboolean holds;
  gboolean has_news;
  gboolean was_laid_out;           /* @laid_out_at is what the layout asked for */
  double   laid_out_at;
  gboolean is_moving;              /* the next new value is our own */
  guint    settling;               /* frames for which we go to the end in any case */
  guint    tick;

  GdkFrameClock *clock;            /* of the window that @scrolled is in */
  gint64         moved_in;         /* the frame in whose layout we went to the end */
};

enum {
  PROP_0,
  PROP_HAS_NEWS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyEndKeeper, chatty_end_keeper, G_TYPE_OBJECT)

static double
get_end (ChattyEndKeeper *self)
{
  return MAX (gtk_adjustment_get_upper (self->adjustment) -
              gtk_adjustment_get_page_size (self->adjustment), 0);
}

static gboolean
is_near_end (ChattyEndKeeper *self)
{
  return gtk_adjustment_get_value (self->adjustment) >= get_end (self) - SLACK;
}

static void
set_news (ChattyEndKeeper *self,
          gboolean         has_news)
{
  if (self->has_news == has_news)
    return;

  self->has_news = has_news;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_NEWS]);
}

static guint
get_n_items (ChattyEndKeeper *self)
{
  GtkSelectionModel *model = gtk_list_view_get_model (self->view);

  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

/* A list view keeps still the row that it was scrolled to last: at its foot
 * when that was below what is seen, else at its head. The first lets the last
 * row grow without another step; a row that is taller than all that is seen
 * has to be asked for by the value (GTK 4.8, gtklistbase.c). */
static void
go_to_end (ChattyEndKeeper *self)
{
  double end = get_end (self);
  guint n_items = get_n_items (self);
  GtkWidget *last = gtk_widget_get_last_child (GTK_WIDGET (self->view));

  if (n_items == 0 || last == NULL || gtk_adjustment_get_value (self->adjustment) >= end - .5)
    return;

  self->is_moving = TRUE;
  if (gtk_widget_get_height (last) > gtk_adjustment_get_page_size (self->adjustment))
    gtk_adjustment_set_value (self->adjustment, end);
  else
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", n_items - 1);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  ChattyEndKeeper *self = user_data;

  if (self->holds)
    go_to_end (self);
  if (self->holds && self->settling > 0 && --self->settling > 0)
    return G_SOURCE_CONTINUE;

  self->tick = 0;
  return G_SOURCE_REMOVE;
}

/* Right after a row was added its place is known: one more step of the same
 * layout, before anything is painted, instead of a frame of its own. */
static void
layout_cb (ChattyEndKeeper *self)
{
  gint64 frame = gdk_frame_clock_get_frame_counter (self->clock);

  if (!self->holds || self->settling > 0 || frame == self->moved_in)
    return;

  self->moved_in = frame;
  go_to_end (self);
}

static void
watch_layout (ChattyEndKeeper *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->scrolled));

  if (clock == self->clock)
    return;

  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_func (self->clock, layout_cb, self);
  g_set_object (&self->clock, clock);
  self->moved_in = -1;
  /* GTK's own handler is there already: ours comes after it. */
  if (clock != NULL)
    g_signal_connect_object (clock, "layout", G_CALLBACK (layout_cb), self, G_CONNECT_SWAPPED);
}

static void
go_soon (ChattyEndKeeper *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->scrolled), tick_cb, self, NULL);
}

/* Both come from the layout too, one right after the other; a person only
 * changes the value. */
static void
changed_cb (ChattyEndKeeper *self)
{
  self->laid_out_at = gtk_adjustment_get_value (self->adjustment);
  self->was_laid_out = TRUE;
  if (self->laid_out_at >= get_end (self) - .5)
    self->is_moving = FALSE;
  else if (self->holds && (self->clock == NULL || self->settling > 0 ||
                           self->moved_in == gdk_frame_clock_get_frame_counter (self->clock)))
    go_soon (self);
}

static void
value_changed_cb (ChattyEndKeeper *self)
{
  double value = gtk_adjustment_get_value (self->adjustment);
  gboolean by_layout = self->was_laid_out && value == self->laid_out_at;

  self->was_laid_out = FALSE;
  if (by_layout || self->is_moving)
    {
      self->is_moving = FALSE;
      return;
    }

  self->holds = is_near_end (self);
  if (self->holds)
    set_news (self, FALSE);
}

static void
chatty_end_keeper_dispose (GObject *object)
{
  ChattyEndKeeper *self = CHATTY_END_KEEPER (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->scrolled), self->tick);
  self->tick = 0;
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_func (self->clock, layout_cb, self);
  g_clear_object (&self->clock);
  g_clear_object (&self->adjustment);

  G_OBJECT_CLASS (chatty_end_keeper_parent_class)->dispose (object);
}

static void
chatty_end_keeper_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  ChattyEndKeeper *self = CHATTY_END_KEEPER (object);

  switch (property_id)
    {
    case PROP_HAS_NEWS:
      g_value_set_boolean (value, self->has_news);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
chatty_end_keeper_class_init (ChattyEndKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = chatty_end_keeper_dispose;
  object_class->get_property = chatty_end_keeper_get_property;

  properties[PROP_HAS_NEWS] =
    g_param_spec_boolean ("has-news", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_end_keeper_init (ChattyEndKeeper *self)
{
}

/**
 * chatty_end_keeper_new:
 * @scrolled: what scrolls @view; must live as long as the keeper
 *
 * Returns: (transfer full): a keeper that holds nothing yet
 */
ChattyEndKeeper *
chatty_end_keeper_new (GtkScrolledWindow *scrolled,
                       GtkListView       *view)
{
  ChattyEndKeeper *self = g_object_new (CHATTY_TYPE_END_KEEPER, NULL);

  self->scrolled = scrolled;
  self->view = view;
  self->adjustment = g_object_ref (gtk_scrolled_window_get_vadjustment (scrolled));
  g_signal_connect_object (self->adjustment, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (value_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * chatty_end_keeper_reset:
 *
 * Another list is shown, from its start.
 */
void
chatty_end_keeper_reset (ChattyEndKeeper *self)
{
  g_return_if_fail (CHATTY_IS_END_KEEPER (self));

  self->holds = FALSE;
  self->settling = 0;
  set_news (self, FALSE);
}

/**
 * chatty_end_keeper_grow:
 *
 * Something was added to the end, which is not laid out yet.
 */
void
chatty_end_keeper_grow (ChattyEndKeeper *self)
{
  g_return_if_fail (CHATTY_IS_END_KEEPER (self));

  watch_layout (self);
  if (!self->holds && is_near_end (self))
    self->holds = TRUE;
  if (!self->holds)
    set_news (self, TRUE);
}

/**
 * chatty_end_keeper_go:
 *
 * Goes to the end, and stays there.
 */
void
chatty_end_keeper_go (ChattyEndKeeper *self)
{
  g_return_if_fail (CHATTY_IS_END_KEEPER (self));

  self->holds = TRUE;
  self->settling = MAX_SETTLING_FRAMES;
  set_news (self, FALSE);
  go_soon (self);
}

/**
 * chatty_end_keeper_leave:
 *
 * Another place was asked for.
 */
void
chatty_end_keeper_leave (ChattyEndKeeper *self)
{
  g_return_if_fail (CHATTY_IS_END_KEEPER (self));

  self->holds = FALSE;
  self->settling = 0;
}

/**
 * chatty_end_keeper_is_at_end:
 *
 * Returns: whether it holds on to the end, or would if it grew now
 */
gboolean
chatty_end_keeper_is_at_end (ChattyEndKeeper *self)
{
  g_return_val_if_fail (CHATTY_IS_END_KEEPER (self), FALSE);

  return self->holds || is_near_end (self);
}

/**
 * chatty_end_keeper_has_news:
 *
 * Returns: whether something came that the person has not seen
 */
gboolean
chatty_end_keeper_has_news (ChattyEndKeeper *self)
{
  g_return_val_if_fail (CHATTY_IS_END_KEEPER (self), FALSE);

  return self->has_news;
}
