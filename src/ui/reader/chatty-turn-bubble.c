/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-tooltip.h"
#include "chatty-turn-bubble.h"
#include "chatty-turn-footer.h"
#include "chatty-turn-words.h"
#include "chatty-ui-settings.h"

struct _ChattyTurnBubble
{
  GtkWidget parent_instance;

  GtkWidget          *bubble;
  GtkWidget          *header;
  GtkLabel           *title;
  ChattyMarkdownView *view;
  GtkWidget          *copy_button;  /* NULL until it is wanted */
  GtkWidget          *footer;       /* NULL until it is wanted */

  ChattyTurnHost    *host;
  ChattyTurnSegment *segment;
  char              *markdown;      /* what the view shows */
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
copy_clicked_cb (ChattyTurnBubble *self)
{
  ChattyTurn *turn;

  if (self->segment == NULL)
    return;

  turn = chatty_turn_segment_get_turn (self->segment);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          chatty_turn_get_text (turn));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("Message copied"));
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
  g_signal_connect_object (self->copy_button, "clicked", G_CALLBACK (copy_clicked_cb), self,
                           G_CONNECT_SWAPPED);
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

static void
update_footer (ChattyTurnBubble *self)
{
  gboolean is_last = chatty_turn_segment_is_last (self->segment);
  ChattyTurn *turn = chatty_turn_segment_get_turn (self->segment);
  gboolean wanted;

  wanted = is_last && (chatty_turn_segment_get_n_choices (self->segment) > 1 ||
                       chatty_turn_get_n_attachments (turn) > 0);
  if (wanted && self->footer == NULL)
    {
      self->footer = chatty_turn_footer_new ();
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

static void
update_header (ChattyTurnBubble *self)
{
  gboolean is_first = chatty_turn_segment_is_first (self->segment);

  if (is_first)
    {
      const ChattyTranscript *transcript = chatty_turn_segment_get_transcript (self->segment);
      ChattyTurn *turn = chatty_turn_segment_get_turn (self->segment);
      ChattyTurn *previous = chatty_turn_segment_get_previous (self->segment);
      g_autofree char *author = chatty_turn_words_dup_author (transcript, turn);
      g_autofree char *time = chatty_turn_words_dup_time (turn, previous);
      g_autofree char *exact = chatty_ui_format_time_exact (chatty_turn_get_time (turn));

      show_title (self, author, time, chatty_turn_get_model (turn));
      chatty_tooltip_set_text (GTK_WIDGET (self->title), *exact != '\0' ? exact : NULL);
    }
  gtk_widget_set_visible (self->header, is_first);
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

  /* Short messages of the person hug their words at the far side; pieces of
   * a long one keep one width. */
  gtk_widget_set_halign (self->bubble,
                         chatty_turn_get_role (turn) == CHATTY_ROLE_PERSON &&
                         chatty_turn_segment_is_first (self->segment) &&
                         chatty_turn_segment_is_last (self->segment)
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

  g_clear_object (&self->segment);
  g_clear_object (&self->host);
  self->copy_button = NULL;
  self->footer = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_turn_bubble_parent_class)->dispose (object);
}

static void
chatty_turn_bubble_finalize (GObject *object)
{
  g_free (CHATTY_TURN_BUBBLE (object)->markdown);

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
  gboolean is_new;

  g_return_if_fail (CHATTY_IS_TURN_BUBBLE (self));
  g_return_if_fail (CHATTY_IS_TURN_SEGMENT (segment));

  is_new = g_set_object (&self->segment, segment);
  markdown = chatty_turn_segment_dup_markdown (segment);

  update_header (self);
  update_style (self);
  if (is_new)
    chatty_markdown_view_set_text (self->view, markdown, -1);
  else if (g_strcmp0 (self->markdown, markdown) != 0)
    chatty_markdown_view_update_text (self->view, markdown, -1);
  g_free (self->markdown);
  self->markdown = g_steal_pointer (&markdown);
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

  if (active)
    ensure_copy_button (self);
  if (self->copy_button != NULL)
    {
      if (!active && gtk_widget_is_focus (self->copy_button))
        return;
      gtk_widget_set_visible (self->copy_button, active);
    }
}
