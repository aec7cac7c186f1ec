/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-link-dialog.h"
#include "chatty-link.h"
#include "chatty-turn-actions.h"
#include "chatty-turn-feeling.h"
#include "chatty-turn-footer.h"
#include "chatty-turn-sources.h"

#define MAX_ATTACHMENTS 20
#define MAX_PICTURES    6
#define PICTURE_SIDE    240
#define PICTURE_SCHEME  "vault:"

struct _ChattyTurnFooter
{
  GtkWidget parent_instance;

  GtkWidget *sources;       /* NULL until there are some */
  GtkBox    *attachments;
  GtkWidget *state;
  GtkImage  *state_icon;
  GtkLabel  *state_words;
  GtkWidget *actions;
  GtkWidget *choices;
  GtkWidget *previous;
  GtkLabel  *choice;
  GtkWidget *next;

  ChattyTurnHost *host;
  ChattyTurn     *turn;          /* whose attachments are shown */
  GCancellable   *cancellable;   /* of their pictures */

  GArray *order;      /* of guint: the choices as they came; NULL until one is shown */
  guint   current;    /* the place in it of the one that is shown */
};

enum {
  CHOOSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyTurnFooter, chatty_turn_footer, GTK_TYPE_WIDGET)

static void
previous_cb (ChattyTurnFooter *self)
{
  if (self->order != NULL && self->current > 0)
    g_signal_emit (self, signals[CHOOSE], 0,
                   g_array_index (self->order, guint, self->current - 1));
}

static void
next_cb (ChattyTurnFooter *self)
{
  if (self->order != NULL && self->current + 1 < self->order->len)
    g_signal_emit (self, signals[CHOOSE], 0,
                   g_array_index (self->order, guint, self->current + 1));
}

static void
attachment_clicked_cb (GtkButton *button)
{
  const char *uri = g_object_get_data (G_OBJECT (button), "chatty-uri");

  chatty_link_dialog_ask (GTK_WIDGET (button), uri, NULL);
}

static void
picture_loaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GtkWidget) picture = user_data;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  texture = chatty_turn_host_load_finish (CHATTY_TURN_HOST (source), result, &error);
  /* Its name stays where the picture can not be shown. */
  if (texture == NULL)
    return;

  gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (texture));
  gtk_widget_set_size_request (picture, -1, MIN (gdk_texture_get_height (texture), PICTURE_SIDE));
  gtk_widget_show (picture);
}

static gboolean
is_kept_picture (const ChattyAttachment *attachment)
{
  return attachment->uri != NULL && g_str_has_prefix (attachment->uri, PICTURE_SCHEME) &&
         attachment->media_type != NULL && g_str_has_prefix (attachment->media_type, "image/");
}

/* Only what is kept with the conversation: nothing is fetched from elsewhere. */
static GtkWidget *
new_picture (ChattyTurnFooter       *self,
             const ChattyAttachment *attachment)
{
  GtkWidget *picture = gtk_picture_new ();
  g_autofree char *name = NULL;

  name = chatty_text_display_name (attachment->name != NULL ? attachment->name : "");
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  *name != '\0' ? name : _("Picture"),
                                  -1);
  gtk_widget_set_halign (picture, GTK_ALIGN_START);
  gtk_widget_add_css_class (picture, "chatty-turn-picture");
  gtk_widget_hide (picture);
  chatty_turn_host_load_async (self->host, attachment->uri, PICTURE_SIDE, self->cancellable,
                               picture_loaded_cb, g_object_ref_sink (picture));

  return picture;
}

static GtkWidget *
new_attachment (const ChattyAttachment *attachment)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("mail-attachment-symbolic");
  GtkWidget *label;
  g_autofree char *name = NULL;
  g_autoptr (GString) text = NULL;

  name = chatty_text_display_name (attachment->name != NULL ? attachment->name : "");
  text = g_string_new (*name != '\0' ? name : _("Attachment without a name"));
  if (attachment->size >= 0)
    {
      g_autofree char *size = g_format_size (attachment->size);

      g_string_append_printf (text, " · %s", size);
    }

  label = gtk_label_new (text->str);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);

  if (attachment->uri != NULL && chatty_link_is_openable (attachment->uri))
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("web-browser-symbolic");

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "chatty-small-button");
      gtk_widget_set_tooltip_text (button, _("Open in browser…"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _("Open in browser…"),
                                      -1);
      g_object_set_data_full (G_OBJECT (button), "chatty-uri",
                              g_strdup (attachment->uri), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (attachment_clicked_cb), NULL);
      gtk_box_append (GTK_BOX (box), button);
    }

  return box;
}

static void
show_attachments (ChattyTurnFooter *self,
                  ChattyTurn       *turn)
{
  guint n = chatty_turn_get_n_attachments (turn);
  guint n_pictures = 0;
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->attachments))) != NULL)
    gtk_box_remove (self->attachments, child);

  for (guint i = 0; i < MIN (n, MAX_ATTACHMENTS); i++)
    {
      const ChattyAttachment *attachment = chatty_turn_get_attachment (turn, i);

      if (is_kept_picture (attachment) && chatty_turn_host_can_load (self->host) &&
          n_pictures++ < MAX_PICTURES)
        gtk_box_append (self->attachments, new_picture (self, attachment));
      gtk_box_append (self->attachments, new_attachment (attachment));
    }
  if (n > MAX_ATTACHMENTS)
    {
      g_autofree char *text = NULL;

      text = g_strdup_printf (ngettext ("%'u more attachment", "%'u more attachments",
                                        n - MAX_ATTACHMENTS), n - MAX_ATTACHMENTS);
      gtk_box_append (self->attachments, gtk_label_new (text));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->attachments), n > 0);
}

static void
show_sources (ChattyTurnFooter *self,
              ChattyTurn       *turn,
              guint             number)
{
  if (self->sources == NULL && chatty_turn_get_n_sources (turn) > 0)
    {
      self->sources = chatty_turn_sources_new (self->host);
      gtk_widget_insert_after (self->sources, GTK_WIDGET (self), NULL);
    }
  if (self->sources != NULL)
    chatty_turn_sources_set_turn (CHATTY_TURN_SOURCES (self->sources), turn, number);
}

static void
show_state (ChattyTurnFooter *self,
            ChattyTurn       *turn)
{
  g_autofree char *words = chatty_turn_state_dup_words (turn);

  gtk_widget_set_visible (self->state, words != NULL);
  if (words == NULL)
    return;

  gtk_label_set_text (self->state_words, words);
  gtk_image_set_from_icon_name (self->state_icon,
                                chatty_turn_state_get_icon (chatty_turn_get_state (turn)));
}

static void
show_choices (ChattyTurnFooter  *self,
              ChattyTurnSegment *segment)
{
  guint n_following = chatty_turn_get_n_following (chatty_turn_segment_get_turn (segment));
  guint n_choices = chatty_turn_segment_get_n_choices (segment);
  g_autofree char *text = NULL;
  g_autofree char *tooltip = NULL;

  g_clear_pointer (&self->order, g_array_unref);
  self->order = chatty_turn_segment_list_choices (segment);
  self->current = 0;
  while (self->current + 1 < n_choices &&
         g_array_index (self->order, guint, self->current) !=
           chatty_turn_segment_get_choice (segment))
    self->current++;

  /* Translators: which of several versions of an answer is shown: 2 of 3 */
  text = g_strdup_printf (_("%u of %u"), self->current + 1, n_choices);
  gtk_label_set_text (self->choice, text);
  if (n_following > 0)
    /* Translators: of a version of a message that is looked at */
    tooltip = g_strdup_printf (ngettext ("With the %u message that followed it",
                                         "With the %u messages that followed it", n_following),
                               n_following);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->choice), tooltip);
  gtk_widget_set_visible (self->choices, n_choices > 1);
  gtk_widget_set_sensitive (self->previous, self->current > 0);
  gtk_widget_set_sensitive (self->next, self->current + 1 < n_choices);
}

/* What to do is at hand under the last answer, else when the pointer or the
 * keyboard is there. */
static void
show_actions (ChattyTurnFooter  *self,
              ChattyTurnSegment *segment)
{
  ChattyTurnOffers offers = chatty_turn_host_get_offers (self->host);
  ChattyTurnOffers possible = chatty_turn_actions_get_offers_for (segment, offers);
  gboolean wanted = offers != CHATTY_TURN_OFFER_COPY && possible != 0;

  gtk_widget_set_visible (self->actions, wanted);
  if (!wanted)
    return;

  chatty_turn_actions_set_segment (CHATTY_TURN_ACTIONS (self->actions), segment, possible);
  if (chatty_turn_segment_ends_list (segment))
    gtk_widget_add_css_class (self->actions, "at-hand");
  else
    gtk_widget_remove_css_class (self->actions, "at-hand");
}

static void
chatty_turn_footer_dispose (GObject *object)
{
  ChattyTurnFooter *self = CHATTY_TURN_FOOTER (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->host);
  g_clear_pointer (&self->turn, chatty_turn_unref);
  g_clear_pointer (&self->order, g_array_unref);
  self->sources = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_turn_footer_parent_class)->dispose (object);
}

static void
chatty_turn_footer_class_init (ChattyTurnFooterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_TURN_ACTIONS);

  G_OBJECT_CLASS (klass)->dispose = chatty_turn_footer_dispose;

  signals[CHOOSE] = g_signal_new ("choose", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/reader/chatty-turn-footer.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, attachments);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, state);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, state_icon);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, state_words);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, actions);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, choices);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, previous);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, choice);
  gtk_widget_class_bind_template_child (widget_class, ChattyTurnFooter, next);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
chatty_turn_footer_init (ChattyTurnFooter *self)
{
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}

/**
 * chatty_turn_footer_is_needed:
 *
 * Returns: whether there is anything to stand under a turn
 */
gboolean
chatty_turn_footer_is_needed (ChattyTurnSegment *segment,
                              ChattyTurnHost    *host)
{
  ChattyTurn *turn = chatty_turn_segment_get_turn (segment);
  ChattyTurnOffers offers = chatty_turn_host_get_offers (host);

  return chatty_turn_segment_get_n_choices (segment) > 1 ||
         chatty_turn_get_n_attachments (turn) > 0 || chatty_turn_get_n_sources (turn) > 0 ||
         chatty_turn_get_state (turn) != CHATTY_TURN_COMPLETE ||
         chatty_turn_get_problem (turn) != NULL ||
         (offers != CHATTY_TURN_OFFER_COPY &&
          chatty_turn_actions_get_offers_for (segment, offers) != 0);
}

/**
 * chatty_turn_footer_new:
 *
 * Returns: (transfer floating): an empty footer
 */
GtkWidget *
chatty_turn_footer_new (ChattyTurnHost *host)
{
  ChattyTurnFooter *self = g_object_new (CHATTY_TYPE_TURN_FOOTER, NULL);

  self->host = g_object_ref (host);

  return GTK_WIDGET (self);
}

/**
 * chatty_turn_footer_set_segment:
 *
 * Shows what belongs to the turn of a segment.
 */
void
chatty_turn_footer_set_segment (ChattyTurnFooter  *self,
                                ChattyTurnSegment *segment)
{
  ChattyTurn *turn;

  g_return_if_fail (CHATTY_IS_TURN_FOOTER (self));
  g_return_if_fail (CHATTY_IS_TURN_SEGMENT (segment));

  turn = chatty_turn_segment_get_turn (segment);
  if (turn != self->turn)
    {
      g_clear_pointer (&self->turn, chatty_turn_unref);
      self->turn = chatty_turn_ref (turn);
      show_attachments (self, turn);
      show_state (self, turn);
    }
  show_sources (self, turn, chatty_turn_segment_get_number (segment));
  show_choices (self, segment);
  show_actions (self, segment);
}
