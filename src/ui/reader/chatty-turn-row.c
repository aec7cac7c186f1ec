/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"
#include "chatty-text.h"

#include "chatty-turn-footer.h"
#include "chatty-turn-row.h"
#include "chatty-ui-settings.h"

/* A list view keeps some two hundred rows, so a row starts with the few
 * widgets that every turn needs; the others are made when they are. */

struct _ChattyTurnRow
{
  GtkWidget parent_instance;

  GtkWidget          *bubble;
  GtkWidget          *header;
  GtkLabel           *title;
  ChattyMarkdownView *view;
  GtkWidget          *copy_button;  /* NULL until it is wanted */
  GtkWidget          *footer;       /* NULL until it is wanted */

  ChattyTurnSegment *segment;
  char              *spoken;
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

G_DEFINE_FINAL_TYPE (ChattyTurnRow, chatty_turn_row, GTK_TYPE_WIDGET)

static char *
dup_author (const ChattyTurn       *turn,
            const ChattyTranscript *transcript)
{
  const char *author = chatty_turn_get_author (turn);

  if (author != NULL && *author != '\0')
    return chatty_text_one_line (author, 120);

  switch (chatty_turn_get_role (turn))
    {
    case CHATTY_ROLE_PERSON:
      /* Translators: the person at this computer, as the author of a message */
      return g_strdup (C_("author", "You"));

    case CHATTY_ROLE_ASSISTANT:
      if (g_str_equal (chatty_transcript_get_platform (transcript), CHATTY_PLATFORM_OTHER))
        return g_strdup (_("Assistant"));
      return g_strdup (chatty_platform_get_title (chatty_transcript_get_platform (transcript)));

    case CHATTY_ROLE_SYSTEM:
      return g_strdup (_("System instruction"));

    case CHATTY_ROLE_TOOL:
      return g_strdup (_("Tool"));

    case CHATTY_ROLE_NOTE:
    default:
      return g_strdup (C_("author", "Note"));
    }
}

static gboolean
is_same_day (gint64 a,
             gint64 b)
{
  g_autoptr (GDateTime) first = NULL;
  g_autoptr (GDateTime) second = NULL;

  if (a == CHATTY_TIME_NONE || b == CHATTY_TIME_NONE)
    return FALSE;

  first = g_date_time_new_from_unix_local (a / G_USEC_PER_SEC);
  second = g_date_time_new_from_unix_local (b / G_USEC_PER_SEC);
  return first != NULL && second != NULL &&
         g_date_time_get_day_of_year (first) == g_date_time_get_day_of_year (second) &&
         g_date_time_get_year (first) == g_date_time_get_year (second);
}

/* The clock alone while the day stays that of the turn before. */
static char *
dup_time (const ChattyTranscript *transcript,
          const ChattyTurn       *turn,
          guint                   number)
{
  gint64 time = chatty_turn_get_time (turn);
  g_autofree char *clock = chatty_ui_format_clock (time);
  g_autofree char *date = NULL;

  if (*clock == '\0')
    return g_strdup ("");
  if (number > 0 &&
      is_same_day (time, chatty_turn_get_time (chatty_transcript_get_turn (transcript, number - 1))))
    return g_steal_pointer (&clock);

  date = chatty_ui_format_date (time);
  /* Translators: a date and a time of day */
  return g_strdup_printf (C_("date and time", "%s, %s"), date, clock);
}

static void
show_title (ChattyTurnRow *self,
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
copy_clicked_cb (ChattyTurnRow *self)
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
ensure_copy_button (ChattyTurnRow *self)
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
choose_cb (ChattyTurnRow *self,
           guint          choice)
{
  if (self->segment != NULL)
    g_signal_emit (self, signals[CHOOSE], 0,
                   chatty_turn_segment_get_number (self->segment), choice);
}

static void
update_footer (ChattyTurnRow *self)
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
update_header (ChattyTurnRow *self)
{
  const ChattyTranscript *transcript = chatty_turn_segment_get_transcript (self->segment);
  ChattyTurn *turn = chatty_turn_segment_get_turn (self->segment);
  g_autofree char *author = dup_author (turn, transcript);
  g_autofree char *time = NULL;

  time = dup_time (transcript, turn, chatty_turn_segment_get_number (self->segment));

  g_free (self->spoken);
  if (*time != '\0')
    /* Translators: who said it, when, as a screen reader says it */
    self->spoken = g_strdup_printf (C_("author and time", "%s, %s"), author, time);
  else
    self->spoken = g_strdup (author);

  if (chatty_turn_segment_is_first (self->segment))
    {
      g_autofree char *exact = chatty_ui_format_time_exact (chatty_turn_get_time (turn));

      show_title (self, author, time, chatty_turn_get_model (turn));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), *exact != '\0' ? exact : NULL);
    }
  gtk_widget_set_visible (self->header, chatty_turn_segment_is_first (self->segment));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, self->spoken,
                                  -1);
  /* The list's own widget around the row is what a screen reader meets. */
  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, self->spoken,
                                    -1);
}

static void
update_style (ChattyTurnRow *self)
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
enter_cb (ChattyTurnRow *self)
{
  chatty_turn_row_set_active (self, TRUE);
}

static void
leave_cb (ChattyTurnRow *self)
{
  chatty_turn_row_set_active (self, FALSE);
}

static void
chatty_turn_row_dispose (GObject *object)
{
  ChattyTurnRow *self = CHATTY_TURN_ROW (object);
  GtkWidget *child;

  g_clear_object (&self->segment);
  self->copy_button = NULL;
  self->footer = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_turn_row_parent_class)->dispose (object);
}

static void
chatty_turn_row_finalize (GObject *object)
{
  ChattyTurnRow *self = CHATTY_TURN_ROW (object);

  g_free (self->spoken);

  G_OBJECT_CLASS (chatty_turn_row_parent_class)->finalize (object);
}

static void
chatty_turn_row_class_init (ChattyTurnRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_MARKDOWN_VIEW);

  object_class->dispose = chatty_turn_row_dispose;
  object_class->finalize = chatty_turn_row_finalize;

  signals[CHOOSE] = g_signal_new ("choose", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/reader/chatty-turn-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnRow, bubble);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnRow, header);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnRow, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnRow, view);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chatty-turn");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_turn_row_init (ChattyTurnRow *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (motion, "enter", G_CALLBACK (enter_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

/**
 * chatty_turn_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
chatty_turn_row_new (void)
{
  return g_object_new (CHATTY_TYPE_TURN_ROW, NULL);
}

/**
 * chatty_turn_row_bind:
 *
 * Shows a segment.
 */
void
chatty_turn_row_bind (ChattyTurnRow     *self,
                      ChattyTurnSegment *segment)
{
  g_autofree char *markdown = NULL;

  g_return_if_fail (CHATTY_IS_TURN_ROW (self));
  g_return_if_fail (CHATTY_IS_TURN_SEGMENT (segment));

  g_set_object (&self->segment, segment);
  markdown = chatty_turn_segment_dup_markdown (segment);

  update_header (self);
  update_style (self);
  chatty_markdown_view_set_text (self->view, markdown, -1);
  update_footer (self);
}

/**
 * chatty_turn_row_refresh:
 *
 * Shows the times anew, after the person chose another style.
 */
void
chatty_turn_row_refresh (ChattyTurnRow *self)
{
  g_return_if_fail (CHATTY_IS_TURN_ROW (self));

  if (self->segment != NULL)
    update_header (self);
}

/**
 * chatty_turn_row_unbind:
 *
 * Lets go of the segment. What is shown stays until the next one comes, which
 * often needs the same widgets.
 */
void
chatty_turn_row_unbind (ChattyTurnRow *self)
{
  g_return_if_fail (CHATTY_IS_TURN_ROW (self));

  chatty_turn_row_set_active (self, FALSE);
  g_clear_object (&self->segment);
}

/**
 * chatty_turn_row_get_segment:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
ChattyTurnSegment *
chatty_turn_row_get_segment (ChattyTurnRow *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_ROW (self), NULL);

  return self->segment;
}

/**
 * chatty_turn_row_get_view:
 *
 * Returns: (transfer none): the view of its text
 */
ChattyMarkdownView *
chatty_turn_row_get_view (ChattyTurnRow *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_ROW (self), NULL);

  return self->view;
}

/**
 * chatty_turn_row_get_spoken:
 *
 * Returns: (transfer none) (nullable): what a screen reader says of it
 */
const char *
chatty_turn_row_get_spoken (ChattyTurnRow *self)
{
  g_return_val_if_fail (CHATTY_IS_TURN_ROW (self), NULL);

  return self->spoken;
}

/**
 * chatty_turn_row_set_active:
 * @active: whether the pointer or the keyboard is here
 *
 * Shows or hides what can be done with the turn.
 */
void
chatty_turn_row_set_active (ChattyTurnRow *self,
                            gboolean       active)
{
  g_return_if_fail (CHATTY_IS_TURN_ROW (self));

  if (active)
    ensure_copy_button (self);
  if (self->copy_button != NULL)
    {
      if (!active && gtk_widget_is_focus (self->copy_button))
        return;
      gtk_widget_set_visible (self->copy_button, active);
    }
}
