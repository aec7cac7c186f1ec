/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "chatty-platform.h"
#include "chatty-text.h"

#include "chatty-conversation-filters.h"
#include "chatty-string-factory.h"

#define MAX_VALUE_BYTES 60

typedef enum {
  FILTER_PLATFORM,
  FILTER_CHARACTER,
  FILTER_YEAR,
  N_FILTERS
} Filter;

struct _ChattyConversationFilters
{
  GtkWidget parent_instance;

  GtkDropDown *platform;
  GtkDropDown *character;
  GtkDropDown *year;

  GPtrArray *values[N_FILTERS];  /* of char *, NULL the first: what each entry stands for */
  gboolean   filling;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyConversationFilters, chatty_conversation_filters, GTK_TYPE_WIDGET)

static GtkDropDown *
get_drop_down (ChattyConversationFilters *self,
               Filter                     filter)
{
  switch (filter)
    {
    case FILTER_PLATFORM:
      return self->platform;

    case FILTER_CHARACTER:
      return self->character;

    case FILTER_YEAR:
    case N_FILTERS:
    default:
      return self->year;
    }
}

static const char *
get_value (ChattyConversationFilters *self,
           Filter                     filter)
{
  guint selected = gtk_drop_down_get_selected (get_drop_down (self, filter));

  return selected < self->values[filter]->len
    ? g_ptr_array_index (self->values[filter], selected) : NULL;
}

static const char *
get_any_label (Filter filter)
{
  switch (filter)
    {
    case FILTER_PLATFORM:
      return _("All platforms");

    case FILTER_CHARACTER:
      return _("All characters");

    case FILTER_YEAR:
    case N_FILTERS:
    default:
      return _("All years");
    }
}

static char *
dup_label (Filter             filter,
           const ChattyFacet *facet)
{
  g_autofree char *name = NULL;

  if (filter == FILTER_PLATFORM)
    name = g_strdup (chatty_platform_get_title (facet->value));
  else if (*facet->value == '\0')
    name = g_strdup (_("No character"));
  else
    name = chatty_text_one_line (facet->name != NULL ? facet->name : facet->value,
                                 MAX_VALUE_BYTES);

  /* Translators: what the list can be narrowed to, and how many there are */
  return g_strdup_printf (C_("filter", "%s (%'u)"), name, facet->count);
}

static void
fill (ChattyConversationFilters *self,
      Filter                     filter,
      GPtrArray                 *facets)
{
  GtkDropDown *drop_down = get_drop_down (self, filter);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autofree char *chosen = g_strdup (get_value (self, filter));
  guint selected = 0;

  g_ptr_array_set_size (self->values[filter], 0);
  g_ptr_array_add (self->values[filter], NULL);
  gtk_string_list_append (labels, get_any_label (filter));

  for (guint i = 0; facets != NULL && i < facets->len; i++)
    {
      const ChattyFacet *facet = g_ptr_array_index (facets, i);
      g_autofree char *label = NULL;

      if (facet->value == NULL || (*facet->value == '\0' && filter != FILTER_CHARACTER))
        continue;

      /* A folder of a character may hold no conversation yet. */
      if (facet->count == 0 && g_strcmp0 (facet->value, chosen) != 0)
        continue;

      if (g_strcmp0 (facet->value, chosen) == 0)
        selected = self->values[filter]->len;
      label = dup_label (filter, facet);
      g_ptr_array_add (self->values[filter], g_strdup (facet->value));
      gtk_string_list_append (labels, label);
    }

  self->filling = TRUE;
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (drop_down, selected);
  self->filling = FALSE;

  /* One platform, character or year leaves nothing to choose. */
  gtk_widget_set_visible (GTK_WIDGET (drop_down), self->values[filter]->len > 2 || selected > 0);
}

static void
selected_cb (ChattyConversationFilters *self)
{
  if (self->filling)
    return;

  for (Filter i = 0; i < N_FILTERS; i++)
    {
      GtkWidget *drop_down = GTK_WIDGET (get_drop_down (self, i));

      if (get_value (self, i) != NULL)
        gtk_widget_add_css_class (drop_down, "active");
      else
        gtk_widget_remove_css_class (drop_down, "active");
    }

  g_signal_emit (self, signals[CHANGED], 0);
}

static void
chatty_conversation_filters_dispose (GObject *object)
{
  GtkWidget *child;

  CHATTY_CONVERSATION_FILTERS (object)->filling = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_conversation_filters_parent_class)->dispose (object);
}

static void
chatty_conversation_filters_finalize (GObject *object)
{
  ChattyConversationFilters *self = CHATTY_CONVERSATION_FILTERS (object);

  for (Filter i = 0; i < N_FILTERS; i++)
    g_ptr_array_unref (self->values[i]);

  G_OBJECT_CLASS (chatty_conversation_filters_parent_class)->finalize (object);
}

static void
chatty_conversation_filters_class_init (ChattyConversationFiltersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_conversation_filters_dispose;
  object_class->finalize = chatty_conversation_filters_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/conversations/chatty-conversation-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationFilters, platform);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationFilters, character);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationFilters, year);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chatty_conversation_filters_init (ChattyConversationFilters *self)
{
  self->filling = TRUE;
  for (Filter i = 0; i < N_FILTERS; i++)
    {
      self->values[i] = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->values[i], NULL);
    }

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              6);
  for (Filter i = 0; i < N_FILTERS; i++)
    {
      g_autoptr (GtkListItemFactory) factory = chatty_string_factory_new ();

      gtk_drop_down_set_factory (get_drop_down (self, i), factory);
      fill (self, i, NULL);
    }
}

/**
 * chatty_conversation_filters_set_facets:
 * @platforms: (element-type ChattyFacet): what there is to choose from
 * @characters: (element-type ChattyFacet): the value "" is for none
 * @years: (element-type ChattyFacet): as digits
 *
 * Fills the drop-downs. What was chosen stays chosen if it is still there;
 * "changed" tells if it is not.
 */
void
chatty_conversation_filters_set_facets (ChattyConversationFilters *self,
                                        GPtrArray                 *platforms,
                                        GPtrArray                 *characters,
                                        GPtrArray                 *years)
{
  gboolean was_set, is_set;

  g_return_if_fail (CHATTY_IS_CONVERSATION_FILTERS (self));

  was_set = chatty_conversation_filters_is_set (self);
  fill (self, FILTER_PLATFORM, platforms);
  fill (self, FILTER_CHARACTER, characters);
  fill (self, FILTER_YEAR, years);
  is_set = chatty_conversation_filters_is_set (self);

  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_widget_get_visible (GTK_WIDGET (self->platform)) ||
                          gtk_widget_get_visible (GTK_WIDGET (self->character)) ||
                          gtk_widget_get_visible (GTK_WIDGET (self->year)));
  if (was_set && !is_set)
    selected_cb (self);
}

/**
 * chatty_conversation_filters_apply:
 * @query: (inout): gets what was chosen; its texts belong to the filters and
 *   are valid until they change
 */
void
chatty_conversation_filters_apply (ChattyConversationFilters *self,
                                   ChattyTranscriptQuery     *query)
{
  const char *year;

  g_return_if_fail (CHATTY_IS_CONVERSATION_FILTERS (self));

  year = get_value (self, FILTER_YEAR);
  query->platform = get_value (self, FILTER_PLATFORM);
  query->character = get_value (self, FILTER_CHARACTER);
  query->year = year != NULL ? atoi (year) : 0;
}

/**
 * chatty_conversation_filters_is_set:
 *
 * Returns: whether the list is narrowed
 */
gboolean
chatty_conversation_filters_is_set (ChattyConversationFilters *self)
{
  g_return_val_if_fail (CHATTY_IS_CONVERSATION_FILTERS (self), FALSE);

  for (Filter i = 0; i < N_FILTERS; i++)
    if (get_value (self, i) != NULL)
      return TRUE;

  return FALSE;
}

/**
 * chatty_conversation_filters_reset:
 *
 * Shows all.
 */
void
chatty_conversation_filters_reset (ChattyConversationFilters *self)
{
  g_return_if_fail (CHATTY_IS_CONVERSATION_FILTERS (self));

  if (!chatty_conversation_filters_is_set (self))
    return;

  self->filling = TRUE;
  for (Filter i = 0; i < N_FILTERS; i++)
    gtk_drop_down_set_selected (get_drop_down (self, i), 0);
  self->filling = FALSE;
  selected_cb (self);
}
