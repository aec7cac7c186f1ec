/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "chatty-choice.h"
#include "chatty-choice-filters.h"
#include "chatty-string-factory.h"

/* From outside: nobody looks through more. */
#define MAX_VALUES 300

typedef struct {
  GtkDropDown *drop_down;
  GStrv        values;     /* nullable; the first row stands for all */
} Facet;

struct _ChattyChoiceFilters
{
  GtkWidget parent_instance;

  Facet            language;
  Facet            gender;
  GtkCustomFilter *filter;
};

G_DEFINE_FINAL_TYPE (ChattyChoiceFilters, chatty_choice_filters, GTK_TYPE_WIDGET)

/* (nullable): what has to match; NULL for whatever */
static const char *
get_wanted (Facet *facet)
{
  guint selected = gtk_drop_down_get_selected (facet->drop_down);

  if (facet->values == NULL || selected == 0 || selected == GTK_INVALID_LIST_POSITION ||
      selected > g_strv_length (facet->values))
    return NULL;
  return facet->values[selected - 1];
}

static gboolean
match_cb (gpointer item,
          gpointer user_data)
{
  ChattyChoiceFilters *self = user_data;
  const char *language = get_wanted (&self->language);
  const char *gender = get_wanted (&self->gender);
  const char *const *languages = chatty_choice_get_languages (item);

  if (language != NULL && (languages == NULL || !g_strv_contains (languages, language)))
    return FALSE;
  return gender == NULL || g_strcmp0 (chatty_choice_get_gender (item), gender) == 0;
}

static void
selected_cb (ChattyChoiceFilters *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static void
set_values (Facet      *facet,
            GHashTable *found,
            const char *all)
{
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (found, NULL);
  guint n = MIN (g_hash_table_size (found), MAX_VALUES);
  g_autoptr (GtkStringList) shown = gtk_string_list_new (NULL);

  g_clear_pointer (&facet->values, g_strfreev);
  qsort (keys, g_hash_table_size (found), sizeof (gpointer), compare);
  facet->values = g_new0 (char *, n + 1);
  gtk_string_list_append (shown, all);
  for (guint i = 0; i < n; i++)
    {
      facet->values[i] = g_strdup (keys[i]);
      gtk_string_list_append (shown, keys[i]);
    }
  gtk_drop_down_set_model (facet->drop_down, G_LIST_MODEL (shown));
  gtk_drop_down_set_selected (facet->drop_down, 0);
  /* One that all have tells nobody anything. */
  gtk_widget_set_visible (GTK_WIDGET (facet->drop_down), n > 1);
}

static void
init_facet (ChattyChoiceFilters *self,
            Facet               *facet,
            const char          *name)
{
  g_autoptr (GtkListItemFactory) factory = chatty_string_factory_new ();

  facet->drop_down = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_drop_down_set_factory (facet->drop_down, factory);
  gtk_widget_set_hexpand (GTK_WIDGET (facet->drop_down), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (facet->drop_down), GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (facet->drop_down),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (facet->drop_down, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
chatty_choice_filters_dispose (GObject *object)
{
  ChattyChoiceFilters *self = CHATTY_CHOICE_FILTERS (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  /* A list that is filtered by it may live longer. */
  gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);

  G_OBJECT_CLASS (chatty_choice_filters_parent_class)->dispose (object);
}

static void
chatty_choice_filters_finalize (GObject *object)
{
  ChattyChoiceFilters *self = CHATTY_CHOICE_FILTERS (object);

  g_object_unref (self->filter);
  g_strfreev (self->language.values);
  g_strfreev (self->gender.values);

  G_OBJECT_CLASS (chatty_choice_filters_parent_class)->finalize (object);
}

static void
chatty_choice_filters_class_init (ChattyChoiceFiltersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_choice_filters_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_choice_filters_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
chatty_choice_filters_init (ChattyChoiceFilters *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  gtk_box_layout_set_homogeneous (GTK_BOX_LAYOUT (layout), TRUE);
  self->filter = gtk_custom_filter_new (match_cb, self, NULL);
  init_facet (self, &self->language, _("Language"));
  init_facet (self, &self->gender, _("Gender"));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * chatty_choice_filters_set_choices:
 * @choices: (nullable): a list of #ChattyChoice
 *
 * Finds out what they can be narrowed by; everything is wanted at first.
 */
void
chatty_choice_filters_set_choices (ChattyChoiceFilters *self,
                                   GListModel          *choices)
{
  /* Keys are borrowed: the choices live as long as @choices does. */
  g_autoptr (GHashTable) languages = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) genders = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_if_fail (CHATTY_IS_CHOICE_FILTERS (self));

  for (guint i = 0; choices != NULL && i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (ChattyChoice) choice = g_list_model_get_item (choices, i);
      const char *const *spoken = chatty_choice_get_languages (choice);

      for (guint j = 0; spoken != NULL && spoken[j] != NULL; j++)
        g_hash_table_add (languages, (gpointer) spoken[j]);
      if (chatty_choice_get_gender (choice) != NULL)
        g_hash_table_add (genders, (gpointer) chatty_choice_get_gender (choice));
    }
  set_values (&self->language, languages, _("All Languages"));
  /* Translators: of a voice */
  set_values (&self->gender, genders, _("All Genders"));
  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_widget_get_visible (GTK_WIDGET (self->language.drop_down)) ||
                          gtk_widget_get_visible (GTK_WIDGET (self->gender.drop_down)));
}

/**
 * chatty_choice_filters_get_filter:
 *
 * Returns: (transfer none): of #ChattyChoice, what the person wants to see
 */
GtkFilter *
chatty_choice_filters_get_filter (ChattyChoiceFilters *self)
{
  g_return_val_if_fail (CHATTY_IS_CHOICE_FILTERS (self), NULL);

  return GTK_FILTER (self->filter);
}
