/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-choice-filters.h"
#include "chatty-choice-popover.h"
#include "chatty-slow-start.h"

struct _ChattyChoicePopover
{
  GtkPopover parent_instance;

  GtkEditable *entry;
  GtkListView *view;
  ChattyChoiceFilters *filters;
  GtkWidget   *typed;
  GtkLabel    *typed_label;
  GtkLabel    *status;

  gboolean            is_free;
  GListModel         *choices;    /* nullable */
  GtkStringFilter    *filter;
  GtkFilterListModel *filtered;
};

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyChoicePopover, chatty_choice_popover, GTK_TYPE_POPOVER)

/* (transfer full): what was typed, where it may be chosen and is not listed. */
static char *
dup_typed (ChattyChoicePopover *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));

  if (!self->is_free || *text == '\0' ||
      (self->choices != NULL && chatty_choice_find (self->choices, text) != NULL))
    return NULL;
  return g_steal_pointer (&text);
}

static void
search_changed_cb (ChattyChoicePopover *self)
{
  g_autofree char *text = g_utf8_casefold (gtk_editable_get_text (self->entry), -1);
  g_autofree char *typed = dup_typed (self);

  gtk_string_filter_set_search (self->filter, text);
  gtk_widget_set_visible (self->typed, typed != NULL);
  if (typed != NULL)
    {
      /* Translators: %s is what the person typed; it is not one of the choices */
      g_autofree char *label = g_strdup_printf (_("Use “%s”"), typed);

      gtk_label_set_text (self->typed_label, label);
    }
}

static void
typed_cb (ChattyChoicePopover *self)
{
  g_autofree char *typed = dup_typed (self);

  if (typed == NULL)
    return;

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, typed);
}

static void
activate_cb (ChattyChoicePopover *self,
             guint                position)
{
  g_autoptr (ChattyChoice) choice = NULL;

  choice = g_list_model_get_item (G_LIST_MODEL (self->filtered), position);
  if (choice == NULL)
    return;

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, chatty_choice_get_id (choice));
}

static void
entry_activate_cb (ChattyChoicePopover *self)
{
  search_changed_cb (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) > 0)
    activate_cb (self, 0);
  else
    typed_cb (self);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (box), label);
      if (i == 1)
        {
          gtk_widget_add_css_class (label, "caption");
          gtk_widget_add_css_class (label, "dim-label");
        }
    }
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  ChattyChoice *choice = gtk_list_item_get_item (item);
  GtkWidget *title = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *details = gtk_widget_get_next_sibling (title);

  gtk_label_set_text (GTK_LABEL (title), chatty_choice_get_title (choice));
  gtk_label_set_text (GTK_LABEL (details), chatty_choice_get_details (choice));
  gtk_widget_set_visible (details, chatty_choice_get_details (choice) != NULL);
}

/* The view has rows only while it is seen: many popovers have the same long
 * list, and a view makes 200 rows of it whether it is seen or not. */
static void
chatty_choice_popover_show (GtkWidget *widget)
{
  ChattyChoicePopover *self = CHATTY_CHOICE_POPOVER (widget);
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_editable_set_text (self->entry, "");
  search_changed_cb (self);
  chatty_choice_filters_set_choices (self->filters, self->choices);
  gtk_filter_list_model_set_model (self->filtered, self->choices);
  selection = gtk_no_selection_new (
    chatty_slow_start_new (GTK_WIDGET (self->view), g_object_ref (G_LIST_MODEL (self->filtered))));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  GTK_WIDGET_CLASS (chatty_choice_popover_parent_class)->show (widget);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
chatty_choice_popover_hide (GtkWidget *widget)
{
  ChattyChoicePopover *self = CHATTY_CHOICE_POPOVER (widget);

  GTK_WIDGET_CLASS (chatty_choice_popover_parent_class)->hide (widget);
  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
}

static void
chatty_choice_popover_dispose (GObject *object)
{
  ChattyChoicePopover *self = CHATTY_CHOICE_POPOVER (object);

  g_clear_object (&self->choices);
  g_clear_object (&self->filtered);

  G_OBJECT_CLASS (chatty_choice_popover_parent_class)->dispose (object);
}

static void
chatty_choice_popover_class_init (ChattyChoicePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_choice_popover_dispose;
  widget_class->show = chatty_choice_popover_show;
  widget_class->hide = chatty_choice_popover_hide;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (CHATTY_TYPE_CHOICE_FILTERS);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/editor/chatty-choice-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyChoicePopover, entry);
  gtk_widget_class_bind_template_child (widget_class, ChattyChoicePopover, view);
  gtk_widget_class_bind_template_child (widget_class, ChattyChoicePopover, filters);
  gtk_widget_class_bind_template_child (widget_class, ChattyChoicePopover, typed);
  gtk_widget_class_bind_template_child (widget_class, ChattyChoicePopover, typed_label);
  gtk_widget_class_bind_template_child (widget_class, ChattyChoicePopover, status);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  /* Escape, which a search entry keeps to itself. */
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
}

static void
chatty_choice_popover_init (ChattyChoicePopover *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkMultiFilter *all = GTK_MULTI_FILTER (gtk_every_filter_new ());

  gtk_widget_init_template (GTK_WIDGET (self));

  self->filter = gtk_string_filter_new (gtk_property_expression_new (CHATTY_TYPE_CHOICE, NULL,
                                                                     "key"));
  gtk_string_filter_set_match_mode (self->filter, GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  gtk_multi_filter_append (all, GTK_FILTER (self->filter));
  gtk_multi_filter_append (all, g_object_ref (chatty_choice_filters_get_filter (self->filters)));
  self->filtered = gtk_filter_list_model_new (NULL, GTK_FILTER (all));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->view, factory);
}

/**
 * chatty_choice_popover_new:
 *
 * Returns: (transfer floating): a popover without choices
 */
GtkWidget *
chatty_choice_popover_new (void)
{
  return g_object_new (CHATTY_TYPE_CHOICE_POPOVER, NULL);
}

/**
 * chatty_choice_popover_set_choices:
 * @choices: (nullable): a list of #ChattyChoice
 */
void
chatty_choice_popover_set_choices (ChattyChoicePopover *self,
                                   GListModel          *choices)
{
  g_return_if_fail (CHATTY_IS_CHOICE_POPOVER (self));

  g_set_object (&self->choices, choices);
}

/**
 * chatty_choice_popover_set_free:
 * @is_free: whether "chosen" may also come with what was typed
 */
void
chatty_choice_popover_set_free (ChattyChoicePopover *self,
                                gboolean             is_free)
{
  g_return_if_fail (CHATTY_IS_CHOICE_POPOVER (self));

  self->is_free = is_free;
}

/**
 * chatty_choice_popover_set_status:
 * @status: (nullable): a sentence over the choices
 */
void
chatty_choice_popover_set_status (ChattyChoicePopover *self,
                                  const char          *status)
{
  g_return_if_fail (CHATTY_IS_CHOICE_POPOVER (self));

  gtk_label_set_text (self->status, status != NULL ? status : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status), status != NULL);
}
