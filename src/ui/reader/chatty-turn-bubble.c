/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A little over 600 lines: each part of the bubble follows the one segment. */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-source-details.h"
#include "chatty-tooltip.h"
#include "chatty-turn-actions.h"
#include "chatty-turn-bubble.h"
#include "chatty-turn-editor.h"
#include "chatty-turn-feeling.h"
#include "chatty-turn-footer.h"
#include "chatty-turn-marks.h"
#include "chatty-turn-thought.h"
#include "chatty-turn-words.h"
#include "chatty-ui-settings.h"

struct _ChattyTurnBubble
{
  GtkWidget parent_instance;

  GtkWidget          *bubble;
  GtkWidget          *header;
  GtkLabel           *title;
  ChattyMarkdownView *view;
  GtkWidget          *feeling;      /* NULL until they are wanted, these: */
  GtkWidget          *thought;
  GtkWidget          *copy_button;
  GtkWidget          *waiting;
  GtkWidget          *editor;
  GtkWidget          *footer;

  ChattyTurnHost    *host;
  ChattyTurnSegment *segment;
  ChattyTurn        *turn;          /* what the header is of, nullable */
  char              *markdown;      /* what the view shows */
  GArray            *marks;         /* of ChattyMarkdownMark: in it; nullable */
  GtkWidget         *popover;       /* of a source, nullable */
  guint              popover_turn;  /* the number of the turn that it is of */
};

enum {
  CHOOSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const role_classes[CHATTY_N_ROLES] = {
  [CHATTY_ROLE_PERSON] = "person",
  [CHATTY_ROLE_ASSISTANT] = "assistant",
  [CHATTY_ROLE_SYSTEM] = "quiet",
  [CHATTY_ROLE_TOOL] = "quiet",
  [CHATTY_ROLE_NOTE] = "quiet",
};

G_DEFINE_FINAL_TYPE (ChattyTurnBubble, chatty_turn_bubble, GTK_TYPE_WIDGET)

static void
show_title (ChattyTurnBubble *self,
            const char    *author,
            const char    *time,
            const char    *model)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autoptr (GString) text = g_string_new (author);
  PangoAttribute *attribute;

  if (*time != '\0')
    g_string_append_printf (text, "  %s", time);
  if (model != NULL && *model != '\0')
    {
      g_autofree char *name = chatty_text_one_line (model, 60);

      g_string_append_printf (text, "  %s", name);
    }

  attribute = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
  attribute->end_index = strlen (author);
  pango_attr_list_insert (attributes, attribute);
  attribute = pango_attr_foreground_alpha_new (0x9c00);
  attribute->start_index = strlen (author);
  pango_attr_list_insert (attributes, attribute);

  gtk_label_set_text (self->title, text->str);
  gtk_label_set_attributes (self->title, attributes);
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
ensure_copy_button (ChattyTurnBubble *self)
{
  if (self->copy_button != NULL)
    return;

  self->copy_button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_valign (self->copy_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->copy_button, "flat");
  gtk_widget_add_css_class (self->copy_button, "chatty-small-button");
  gtk_widget_set_tooltip_text (self->copy_button, _("Copy message"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy message"),
                                  -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->copy_button), "u",
                                    chatty_turn_segment_get_number (self->segment));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->copy_button), "turn.copy");
  gtk_box_append (GTK_BOX (self->header), self->copy_button);
}

static void
choose_cb (ChattyTurnBubble *self,
           guint          choice)
{
  if (self->segment != NULL)
    g_signal_emit (self, signals[CHOOSE], 0,
                   chatty_turn_segment_get_number (self->segment), choice);
}

static GtkTextBuffer *
get_edit (ChattyTurnBubble *self)
{
  if (chatty_turn_segment_is_aside (self->segment))
    return NULL;

  return chatty_turn_host_get_edit (self->host, chatty_turn_segment_get_number (self->segment));
}

static void
update_footer (ChattyTurnBubble *self)
{
  gboolean wanted = chatty_turn_segment_is_last (self->segment) && get_edit (self) == NULL &&
                    chatty_turn_footer_is_needed (self->segment, self->host);

  if (wanted && self->footer == NULL)
    {
      self->footer = chatty_turn_footer_new (self->host);
      g_signal_connect_object (self->footer, "choose", G_CALLBACK (choose_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->bubble), self->footer);
    }
  if (self->footer != NULL)
    {
      gtk_widget_set_visible (self->footer, wanted);
      if (wanted)
        chatty_turn_footer_set_segment (CHATTY_TURN_FOOTER (self->footer), self->segment);
    }
}

/* Whether nothing but thoughts has come yet. */
static gboolean
is_thinking (ChattyTurnBubble *self)
{
  const char *thought = chatty_turn_get_thought (chatty_turn_segment_get_turn (self->segment));
  gsize length;

  chatty_turn_segment_get_text (self->segment, &length);
  return length == 0 && chatty_turn_segment_is_live (self->segment) && thought != NULL &&
         *thought != '\0';
}

static void
update_feeling (ChattyTurnBubble *self)
{
  ChattyTurn *turn = chatty_turn_segment_get_turn (self->segment);
  g_autofree char *word = chatty_turn_feeling_dup_word (turn);
  g_autofree char *tooltip = NULL;
  const char *icon = chatty_turn_feeling_get_icon (turn);
  GtkWidget *image, *label;

  if (word == NULL && self->feeling == NULL)
    return;

  if (self->feeling == NULL)
    {
      self->feeling = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
      gtk_widget_add_css_class (self->feeling, "chatty-turn-feeling");
      gtk_box_append (GTK_BOX (self->feeling), gtk_image_new ());
      label = gtk_label_new (NULL);
      gtk_widget_add_css_class (label, "caption");
      gtk_box_append (GTK_BOX (self->feeling), label);
      gtk_box_insert_child_after (GTK_BOX (self->header), self->feeling,
                                  GTK_WIDGET (self->title));
    }

  image = gtk_widget_get_first_child (self->feeling);
  label = gtk_widget_get_last_child (self->feeling);
  tooltip = chatty_turn_feeling_dup_tooltip (turn);
  gtk_widget_set_visible (self->feeling, word != NULL);
  gtk_widget_set_visible (image, icon != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (image), icon);
  gtk_label_set_text (GTK_LABEL (label), word != NULL ? word : "");
  gtk_widget_set_tooltip_text (self->feeling, tooltip);
}

/* How long it was thought is known of what was seen as it came. */
static void
update_thought (ChattyTurnBubble *self)
{
  ChattyTurn *turn = chatty_turn_segment_get_turn (self->segment);
  const char *thought = chatty_turn_get_thought (turn);
  gboolean wanted = thought != NULL && *thought != '\0' &&
                    chatty_turn_segment_is_first (self->segment);
  int seconds;

  if (wanted && self->thought == NULL)
    {
      self->thought = chatty_turn_thought_new ();
      gtk_box_insert_child_after (GTK_BOX (self->bubble), self->thought, self->header);
    }
  if (self->thought == NULL)
    return;
  gtk_widget_set_visible (self->thought, wanted);
  if (!wanted)
    return;

  seconds = chatty_turn_host_get_thinking (self->host, chatty_turn_get_id (turn));
  chatty_turn_thought_set_text (CHATTY_TURN_THOUGHT (self->thought), thought);
  chatty_turn_thought_set_time (CHATTY_TURN_THOUGHT (self->thought), is_thinking (self), seconds);
}

static void
update_header (ChattyTurnBubble *self)
{
  gboolean is_first = chatty_turn_segment_is_first (self->segment);
  ChattyTurn *shown = chatty_turn_segment_get_turn (self->segment);

  if (is_first && shown != self->turn)
    {
      const ChattyTranscript *transcript = chatty_turn_segment_get_transcript (self->segment);
      ChattyTurn *turn = chatty_turn_segment_get_turn (self->segment);
      ChattyTurn *previous = chatty_turn_segment_get_previous (self->segment);
      g_autofree char *author = chatty_turn_words_dup_author (transcript, turn);
      g_autofree char *time = chatty_turn_words_dup_time (turn, previous);
      g_autofree char *exact = chatty_ui_format_time_exact (chatty_turn_get_time (turn));

      show_title (self, author, time, chatty_turn_get_model (turn));
      update_feeling (self);
      chatty_tooltip_set_text (GTK_WIDGET (self->title), *exact != '\0' ? exact : NULL);
      g_clear_pointer (&self->turn, chatty_turn_unref);
      self->turn = chatty_turn_ref (shown);
    }
  gtk_widget_set_visible (self->header, is_first);
}

/* Something to look at until the first words come. */
static void
update_waiting (ChattyTurnBubble *self)
{
  gsize length;
  gboolean wanted;

  chatty_turn_segment_get_text (self->segment, &length);
  wanted = length == 0 && chatty_turn_segment_is_live (self->segment) && !is_thinking (self);
  if (wanted && self->waiting == NULL)
    {
      /* Translators: shown where an answer is about to appear */
      self->waiting = gtk_label_new (_("Writing…"));
      gtk_label_set_xalign (GTK_LABEL (self->waiting), 0);
      gtk_widget_add_css_class (self->waiting, "dim-label");
      gtk_box_insert_child_after (GTK_BOX (self->bubble), self->waiting, self->header);
    }
  if (self->waiting != NULL)
    gtk_widget_set_visible (self->waiting, wanted);
}

/* Returns: whether the passages are others than before */
static gboolean
update_marks (ChattyTurnBubble *self,
              gboolean          is_new)
{
  ChattyTurn *turn = chatty_turn_segment_get_turn (self->segment);
  g_autoptr (GArray) marks = NULL;
  g_auto (GStrv) names = NULL;

  if (chatty_turn_get_n_sources (turn) == 0 && self->marks == NULL)
    return FALSE;

  marks = chatty_turn_marks_list (self->segment);
  if (!is_new && self->marks != NULL && self->marks->len == marks->len &&
      memcmp (self->marks->data, marks->data, marks->len * sizeof (ChattyMarkdownMark)) == 0)
    return FALSE;

  names = chatty_turn_marks_list_names (turn);
  chatty_markdown_view_set_marks (self->view, (ChattyMarkdownMark *) marks->data, marks->len,
                                  (const char *const *) names);
  g_clear_pointer (&self->marks, g_array_unref);
  self->marks = g_steal_pointer (&marks);
  return TRUE;
}

static void
update_active_sources (ChattyTurnBubble *self)
{
  if (self->segment != NULL && self->marks != NULL)
    chatty_markdown_view_set_active_sources (
      self->view,
      chatty_turn_host_get_sources (self->host, chatty_turn_segment_get_number (self->segment)));
}

static void
sources_hovered_cb (ChattyTurnBubble *self,
                    guint             sources)
{
  if (self->segment != NULL)
    chatty_turn_host_hover_sources (self->host, chatty_turn_segment_get_number (self->segment),
                                    sources);
}

static void
close_popover (ChattyTurnBubble *self)
{
  if (self->popover == NULL)
    return;
  chatty_turn_host_choose_sources (self->host, self->popover_turn, 0);
  gtk_widget_unparent (g_steal_pointer (&self->popover));
}

static gboolean
close_popover_cb (gpointer user_data)
{
  ChattyTurnBubble *self = user_data;

  if (self->popover != NULL && !gtk_widget_get_visible (self->popover))
    close_popover (self);
  return G_SOURCE_REMOVE;
}

/* A popover may not go while it closes: what was pressed in it is still to be done. */
static void
popover_closed_cb (ChattyTurnBubble *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, close_popover_cb, g_object_ref (self), g_object_unref);
}

static void
source_activated_cb (ChattyTurnBubble   *self,
                     guint               number,
                     const GdkRectangle *place)
{
  ChattyTurn *turn = self->segment != NULL ? chatty_turn_segment_get_turn (self->segment) : NULL;
  GdkRectangle rectangle = *place;
  double x, y;

  if (turn == NULL || number > chatty_turn_get_n_sources (turn) ||
      !gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), place->x,
                                         place->y, &x, &y))
    return;

  close_popover (self);
  rectangle.x = (int) x;
  rectangle.y = (int) y;
  self->popover_turn = chatty_turn_segment_get_number (self->segment);
  self->popover = chatty_source_details_new_popover (self->host, turn, self->popover_turn,
                                                     number - 1);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &rectangle);
  g_signal_connect_object (self->popover, "closed", G_CALLBACK (popover_closed_cb), self,
                           G_CONNECT_SWAPPED);
  chatty_turn_host_choose_sources (self->host, self->popover_turn,
                                   CHATTY_MARKDOWN_SOURCE (number));
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
update_editor (ChattyTurnBubble *self)
{
  GtkTextBuffer *buffer = get_edit (self);
  gboolean is_first = chatty_turn_segment_is_first (self->segment);
  gboolean begins = buffer != NULL && is_first && self->editor == NULL;

  if (self->editor != NULL && (buffer == NULL || !is_first))
    gtk_box_remove (GTK_BOX (self->bubble), g_steal_pointer (&self->editor));
  if (begins)
    {
      self->editor = chatty_turn_editor_new (buffer);
      gtk_box_insert_child_after (GTK_BOX (self->bubble), self->editor, GTK_WIDGET (self->view));
    }
  /* The pieces of a long turn are all in the editor. */
  gtk_widget_set_visible (GTK_WIDGET (self->view), buffer == NULL);
  gtk_widget_set_visible (self->bubble, buffer == NULL || is_first);
  set_class (self->bubble, "editing", buffer != NULL);
  if (begins)
    gtk_widget_grab_focus (self->editor);
}

static void
update_style (ChattyTurnBubble *self)
{
  ChattyTurn *turn = chatty_turn_segment_get_turn (self->segment);
  const char *wanted = role_classes[chatty_turn_get_role (turn)];

  for (guint i = 0; i < CHATTY_N_ROLES; i++)
    if (!g_str_equal (role_classes[i], wanted))
      gtk_widget_remove_css_class (self->bubble, role_classes[i]);
  gtk_widget_add_css_class (self->bubble, wanted);

  set_class (self->bubble, "first", chatty_turn_segment_is_first (self->segment));
  set_class (self->bubble, "last", chatty_turn_segment_is_last (self->segment));
  for (ChattyTurnState state = CHATTY_TURN_STOPPED; state <= CHATTY_TURN_FAILED; state++)
    set_class (self->bubble, chatty_turn_state_get_style_class (state),
               chatty_turn_get_state (turn) == state);

  /* Short messages of the person hug their words at the far side; pieces of
   * a long one keep one width. */
  gtk_widget_set_halign (self->bubble,
                         chatty_turn_get_role (turn) == CHATTY_ROLE_PERSON &&
                         chatty_turn_segment_is_first (self->segment) &&
                         chatty_turn_segment_is_last (self->segment) && get_edit (self) == NULL
                           ? GTK_ALIGN_END : GTK_ALIGN_FILL);
}

static void
enter_cb (ChattyTurnBubble *self)
{
  chatty_turn_bubble_set_active (self, TRUE);
}

static void
leave_cb (ChattyTurnBubble *self)
{
  chatty_turn_bubble_set_active (self, FALSE);
}

static void
chatty_turn_bubble_dispose (GObject *object)
{
  ChattyTurnBubble *self = CHATTY_TURN_BUBBLE (object);
  GtkWidget *child;

  if (self->host != NULL)
    close_popover (self);
  g_clear_object (&self->segment);
  g_clear_object (&self->host);
  self->feeling = NULL;
  self->thought = NULL;
  self->copy_button = NULL;
  self->waiting = NULL;
  self->editor = NULL;
  self->footer = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_turn_bubble_parent_class)->dispose (object);
}

static void
chatty_turn_bubble_finalize (GObject *object)
{
  ChattyTurnBubble *self = CHATTY_TURN_BUBBLE (object);

  g_clear_pointer (&self->turn, chatty_turn_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  g_free (self->markdown);

  G_OBJECT_CLASS (chatty_turn_bubble_parent_class)->finalize (object);
}

static void
chatty_turn_bubble_class_init (ChattyTurnBubbleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_MARKDOWN_VIEW);

  object_class->dispose = chatty_turn_bubble_dispose;
  object_class->finalize = chatty_turn_bubble_finalize;

  signals[CHOOSE] = g_signal_new ("choose", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/reader/chatty-turn-bubble.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnBubble, bubble);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnBubble, header);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnBubble, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnBubble, view);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chatty-bubble");
}

static void
chatty_turn_bubble_init (ChattyTurnBubble *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (motion, "enter", G_CALLBACK (enter_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_object (self->view, "sources-hovered", G_CALLBACK (sources_hovered_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "source-activated", G_CALLBACK (source_activated_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * chatty_turn_bubble_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
chatty_turn_bubble_new (ChattyTurnHost *host)
{
  ChattyTurnBubble *self = g_object_new (CHATTY_TYPE_TURN_BUBBLE, NULL);

  self->host = g_object_ref (host);
  g_signal_connect_object (host, "sources-changed", G_CALLBACK (update_active_sources), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * chatty_turn_bubble_set_segment:
 *
 * Shows a segment.
 */
void
chatty_turn_bubble_set_segment (ChattyTurnBubble  *self,
                                ChattyTurnSegment *segment)
{
  g_autofree char *markdown = NULL;
  gboolean is_new, is_marked;

  g_return_if_fail (CHATTY_IS_TURN_BUBBLE (self));
  g_return_if_fail (CHATTY_IS_TURN_SEGMENT (segment));

  is_new = g_set_object (&self->segment, segment);
  if (is_new)
    {
      g_clear_pointer (&self->turn, chatty_turn_unref);
      close_popover (self);
      if (self->thought != NULL)
        chatty_turn_thought_fold (CHATTY_TURN_THOUGHT (self->thought));
    }
  markdown = chatty_turn_segment_dup_markdown (segment);

  update_header (self);
  update_style (self);
  update_editor (self);
  update_waiting (self);
  update_thought (self);
  is_marked = update_marks (self, is_new);
  if (is_new)
    chatty_markdown_view_set_text (self->view, markdown, -1);
  else if (is_marked || g_strcmp0 (self->markdown, markdown) != 0)
    chatty_markdown_view_update_text (self->view, markdown, -1);
  g_free (self->markdown);
  self->markdown = g_steal_pointer (&markdown);
  update_active_sources (self);
  update_footer (self);
}

/**
 * chatty_turn_bubble_refresh:
 *
 * Shows the times anew, after the person chose another style.
 */
void
chatty_turn_bubble_refresh (ChattyTurnBubble *self)
{
  g_return_if_fail (CHATTY_IS_TURN_BUBBLE (self));

  g_clear_pointer (&self->turn, chatty_turn_unref);
  if (self->segment != NULL)
    update_header (self);
}

/**
 * chatty_turn_bubble_get_view:
 *
 * Returns: (transfer none): the view of its text
 */
ChattyMarkdownView *
chatty_turn_bubble_get_view (ChattyTurnBubble *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_BUBBLE (self), NULL);

  return self->view;
}

/**
 * chatty_turn_bubble_set_active:
 * @active: whether the pointer or the keyboard is here
 *
 * Shows or hides what can be done with the turn.
 */
void
chatty_turn_bubble_set_active (ChattyTurnBubble *self,
                            gboolean       active)
{
  g_return_if_fail (CHATTY_IS_TURN_BUBBLE (self));

  /* Where there is more to do than to copy, it is in the footer. */
  active = active && self->segment != NULL &&
           chatty_turn_host_get_offers (self->host) == CHATTY_TURN_OFFER_COPY;
  if (active)
    {
      ensure_copy_button (self);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->copy_button), "u",
                                        chatty_turn_segment_get_number (self->segment));
    }
  if (self->copy_button != NULL)
    {
      if (!active && gtk_widget_is_focus (self->copy_button))
        return;
      gtk_widget_set_visible (self->copy_button, active);
    }
}
