/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-find-bar.h"

struct _ChattyFindBar
{
  GtkWidget parent_instance;

  GtkSearchBar *bar;
  GtkEditable  *entry;
  GtkLabel     *count;
  GtkWidget    *previous_button;
  GtkWidget    *next_button;

  ChattyTurnSegments *segments;
  GCancellable       *cancellable;  /* of the search that runs */
  GArray             *matches;      /* of ChattyTurnMatch, or NULL */
  int                 current;
  gboolean            refreshes;    /* what runs, or ran last, only looks again */
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyFindBar, chatty_find_bar, GTK_TYPE_WIDGET)

static const ChattyTurnMatch *
get_match (ChattyFindBar *self,
           guint          nth)
{
  return &g_array_index (self->matches, ChattyTurnMatch, nth);
}

static void
update (ChattyFindBar *self)
{
  const char *words = gtk_editable_get_text (self->entry);
  guint n = chatty_find_bar_get_n_matches (self);
  g_autofree char *text = NULL;

  if (*words == '\0' || self->segments == NULL)
    text = g_strdup ("");
  else if (self->matches == NULL)
    text = g_strdup (_("Searching…"));
  else if (n == 0)
    text = g_strdup (_("No matches"));
  else if (n >= CHATTY_TRANSCRIPT_SEARCH_MAX_MATCHES)
    /* Translators: the current match, then the number of matches, of which there are more */
    text = g_strdup_printf (_("%'d of over %'u"), self->current + 1, n);
  else
    /* Translators: the current match, then the number of matches */
    text = g_strdup_printf (_("%'d of %'u"), self->current + 1, n);

  gtk_label_set_text (self->count, text);
  gtk_widget_set_sensitive (self->previous_button, n > 0);
  gtk_widget_set_sensitive (self->next_button, n > 0);
  if (self->matches != NULL && n == 0 && *words != '\0')
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");

  g_signal_emit (self, signals[CHANGED], 0);
}

/* The match that is the current one, or the one after it. */
static int
find_same (ChattyFindBar *self,
           GArray        *matches)
{
  const ChattyTurnMatch *old = chatty_find_bar_get_current (self);

  for (guint i = 0; old != NULL && i < matches->len; i++)
    {
      const ChattyTurnMatch *match = &g_array_index (matches, ChattyTurnMatch, i);

      if (match->segment > old->segment ||
          (match->segment == old->segment &&
           (match->place.block > old->place.block ||
            (match->place.block == old->place.block && match->place.start >= old->place.start))))
        return i;
    }

  return (int) matches->len - 1;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattyFindBar) self = user_data;
  g_autoptr (GError) error = NULL;
  GArray *matches;

  matches = chatty_transcript_search_run_finish (result, &error);
  /* Cancelled: another search has taken its place. */
  if (matches == NULL)
    return;

  g_clear_object (&self->cancellable);
  if (self->refreshes)
    self->current = find_same (self, matches);
  else
    self->current = matches->len > 0 ? 0 : -1;
  g_clear_pointer (&self->matches, g_array_unref);
  self->matches = matches;
  update (self);
}

static void
start (ChattyFindBar *self,
       gboolean       refreshes)
{
  const char *words = gtk_editable_get_text (self->entry);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->refreshes = refreshes && self->matches != NULL;
  if (!self->refreshes)
    {
      g_clear_pointer (&self->matches, g_array_unref);
      self->current = -1;
    }

  if (*words != '\0' && self->segments != NULL && chatty_find_bar_is_open (self))
    {
      self->cancellable = g_cancellable_new ();
      chatty_transcript_search_run_async (self->segments, words, self->cancellable,
                                          found_cb, g_object_ref (self));
    }
  if (!self->refreshes)
    update (self);
}

static void
words_changed_cb (ChattyFindBar *self)
{
  start (self, FALSE);
}

static void
mode_changed_cb (ChattyFindBar *self)
{
  start (self, FALSE);
}

static void
next_cb (ChattyFindBar *self)
{
  chatty_find_bar_move (self, 1);
}

static void
previous_cb (ChattyFindBar *self)
{
  chatty_find_bar_move (self, -1);
}

static gboolean
key_pressed_cb (ChattyFindBar   *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && (state & GDK_SHIFT_MASK) != 0)
    {
      chatty_find_bar_move (self, -1);
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
chatty_find_bar_dispose (GObject *object)
{
  ChattyFindBar *self = CHATTY_FIND_BAR (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->segments);
  g_clear_pointer (&self->matches, g_array_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_find_bar_parent_class)->dispose (object);
}

static void
chatty_find_bar_class_init (ChattyFindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_find_bar_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/reader/chatty-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyFindBar, bar);
  gtk_widget_class_bind_template_child (widget_class, ChattyFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, ChattyFindBar, count);
  gtk_widget_class_bind_template_child (widget_class, ChattyFindBar, previous_button);
  gtk_widget_class_bind_template_child (widget_class, ChattyFindBar, next_button);
  gtk_widget_class_bind_template_callback (widget_class, mode_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, words_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SEARCH);
}

static void
chatty_find_bar_init (ChattyFindBar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->current = -1;
  gtk_search_bar_connect_entry (self->bar, self->entry);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

/**
 * chatty_find_bar_new:
 *
 * Returns: (transfer floating): a closed bar
 */
GtkWidget *
chatty_find_bar_new (void)
{
  return g_object_new (CHATTY_TYPE_FIND_BAR, NULL);
}

/**
 * chatty_find_bar_set_segments:
 * @segments: (nullable): where to look
 */
void
chatty_find_bar_set_segments (ChattyFindBar      *self,
                              ChattyTurnSegments *segments)
{
  g_return_if_fail (CHATTY_IS_FIND_BAR (self));

  if (g_set_object (&self->segments, segments))
    start (self, FALSE);
}

/**
 * chatty_find_bar_refresh:
 *
 * Looks again, after the segments have changed. The current match stays where
 * it can; until the search is over, so do the others.
 */
void
chatty_find_bar_refresh (ChattyFindBar *self)
{
  g_return_if_fail (CHATTY_IS_FIND_BAR (self));

  start (self, TRUE);
}

/**
 * chatty_find_bar_is_refreshed:
 *
 * Returns: whether "changed" was told because the segments have changed, and
 *   nobody asked to be taken to a match
 */
gboolean
chatty_find_bar_is_refreshed (ChattyFindBar *self)
{
  g_return_val_if_fail (CHATTY_IS_FIND_BAR (self), FALSE);

  return self->refreshes;
}

/**
 * chatty_find_bar_open:
 * @words: (nullable): what to look for
 *
 * Opens the bar and puts the keyboard there.
 */
void
chatty_find_bar_open (ChattyFindBar *self,
                      const char    *words)
{
  g_return_if_fail (CHATTY_IS_FIND_BAR (self));

  gtk_search_bar_set_search_mode (self->bar, TRUE);
  if (words != NULL)
    gtk_editable_set_text (self->entry, words);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
}

/**
 * chatty_find_bar_close:
 */
void
chatty_find_bar_close (ChattyFindBar *self)
{
  g_return_if_fail (CHATTY_IS_FIND_BAR (self));

  gtk_search_bar_set_search_mode (self->bar, FALSE);
}

/**
 * chatty_find_bar_is_open:
 */
gboolean
chatty_find_bar_is_open (ChattyFindBar *self)
{
  g_return_val_if_fail (CHATTY_IS_FIND_BAR (self), FALSE);

  return gtk_search_bar_get_search_mode (self->bar);
}

/**
 * chatty_find_bar_move:
 * @step: 1 for the next match, -1 for the one before
 *
 * Makes another match the current one; after the last comes the first.
 */
void
chatty_find_bar_move (ChattyFindBar *self,
                      int            step)
{
  int n;

  g_return_if_fail (CHATTY_IS_FIND_BAR (self));

  n = chatty_find_bar_get_n_matches (self);
  if (n == 0)
    return;

  self->refreshes = FALSE;
  self->current = (self->current + step + n) % n;
  update (self);
}

/**
 * chatty_find_bar_get_n_matches:
 */
guint
chatty_find_bar_get_n_matches (ChattyFindBar *self)
{
  g_return_val_if_fail (CHATTY_IS_FIND_BAR (self), 0);

  return self->matches != NULL ? self->matches->len : 0;
}

/**
 * chatty_find_bar_get_current:
 *
 * Returns: (transfer none) (nullable): the current match
 */
const ChattyTurnMatch *
chatty_find_bar_get_current (ChattyFindBar *self)
{
  g_return_val_if_fail (CHATTY_IS_FIND_BAR (self), NULL);

  return self->current >= 0 ? get_match (self, self->current) : NULL;
}

/**
 * chatty_find_bar_get_matches:
 * @segment: the position of a segment
 * @n_matches: (out): how many are in it
 * @current: (out): which of these is the current one, or -1
 *
 * Returns: (transfer none) (array length=n_matches) (nullable): those in a
 *   segment; valid until "changed"
 */
const ChattyTurnMatch *
chatty_find_bar_get_matches (ChattyFindBar *self,
                             guint          segment,
                             guint         *n_matches,
                             int           *current)
{
  guint low = 0, high, end;

  g_return_val_if_fail (CHATTY_IS_FIND_BAR (self), NULL);

  *n_matches = 0;
  *current = -1;
  high = chatty_find_bar_get_n_matches (self);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_match (self, middle)->segment < segment)
        low = middle + 1;
      else
        high = middle;
    }

  end = low;
  while (end < chatty_find_bar_get_n_matches (self) && get_match (self, end)->segment == segment)
    end++;
  if (end == low)
    return NULL;

  *n_matches = end - low;
  if (self->current >= (int) low && self->current < (int) end)
    *current = self->current - (int) low;
  return get_match (self, low);
}
