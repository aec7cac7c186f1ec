/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-character-list.h"
#include "chatty-character-cell.h"
#include "chatty-character-sidebar.h"
#include "chatty-slow-start.h"

#define SPINNER_DELAY_MS 200
#define MAX_PROBLEMS     10

struct _ChattyCharacterSidebar
{
  GtkWidget parent_instance;

  GtkEditable   *entry;
  GtkExpander   *problems;
  GtkLabel      *problem_text;
  GtkStack      *stack;
  GtkSpinner    *spinner;
  AdwStatusPage *failed;
  GtkListView   *view;

  ChattyWorkspace     *workspace;
  ChattyCharacterList *list;
  GtkSingleSelection  *selection;
  ChattyCharacterSort  sort;
  char                *selected;       /* nullable: also while it is not in the list */
  gboolean             restoring;      /* a selection that is not the person's */
  gboolean             was_answered;
  gboolean             is_empty;
  guint                spinner_source;
};

enum {
  PROP_0,
  PROP_IS_EMPTY,
  PROP_SORT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  CHOSEN,
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const sort_names[] = {
  [CHATTY_CHARACTERS_BY_NAME] = "name",
  [CHATTY_CHARACTERS_NEWEST] = "newest",
  [CHATTY_CHARACTERS_ATTENTION] = "attention",
};

G_DEFINE_FINAL_TYPE (ChattyCharacterSidebar, chatty_character_sidebar, GTK_TYPE_WIDGET)

static void
show_page (ChattyCharacterSidebar *self,
           const char             *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "loading"));
}

static gboolean
spinner_cb (gpointer user_data)
{
  ChattyCharacterSidebar *self = user_data;

  self->spinner_source = 0;
  show_page (self, "loading");
  return G_SOURCE_REMOVE;
}

static gboolean
is_searching (ChattyCharacterSidebar *self)
{
  return *gtk_editable_get_text (self->entry) != '\0';
}

static void
update_problems (ChattyCharacterSidebar *self)
{
  guint n = chatty_character_list_get_n_problems (self->list);
  g_autofree char *label = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, MAX_PROBLEMS); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            chatty_character_list_get_problem (self->list, i));
  label = g_strdup_printf (ngettext ("%'u character cannot be read",
                                     "%'u characters cannot be read", n), n);
  gtk_expander_set_label (self->problems, label);
  gtk_label_set_text (self->problem_text, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->problems), n > 0);
}

static void
update_state (ChattyCharacterSidebar *self)
{
  gboolean loading = chatty_character_list_get_loading (self->list);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  gboolean is_empty;
  g_autofree char *message = NULL;

  g_object_get (self->list, "error-message", &message, NULL);
  if (!loading)
    self->was_answered = TRUE;
  if (n_items > 0 || !loading)
    g_clear_handle_id (&self->spinner_source, g_source_remove);

  if (message != NULL && !loading)
    {
      g_autofree char *escaped = g_markup_escape_text (message, -1);

      adw_status_page_set_description (self->failed, escaped);
      show_page (self, "failed");
    }
  else if (n_items > 0)
    {
      show_page (self, "list");
    }
  else if (!self->was_answered)
    {
      if (self->spinner_source == 0 &&
          !g_str_equal (gtk_stack_get_visible_child_name (self->stack), "loading"))
        {
          show_page (self, "waiting");
          self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, spinner_cb, self);
        }
    }
  else if (!loading)
    {
      show_page (self, is_searching (self) ? "nothing" : "waiting");
    }
  update_problems (self);

  is_empty = self->was_answered && message == NULL &&
             chatty_character_list_get_n_total (self->list) == 0 &&
             chatty_character_list_get_n_problems (self->list) == 0;
  if (is_empty != self->is_empty && !loading)
    {
      self->is_empty = is_empty;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_EMPTY]);
    }
}

static void
restore_selection (ChattyCharacterSidebar *self)
{
  guint wanted = GTK_INVALID_LIST_POSITION;
  int position;

  if (self->selected != NULL)
    {
      position = chatty_character_list_find (self->list, self->selected);
      /* The beginning of the list comes first. */
      if (position >= 0 &&
          (guint) position < g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
        wanted = position;
    }
  if (gtk_single_selection_get_selected (self->selection) == wanted)
    return;

  self->restoring = TRUE;
  gtk_single_selection_set_selected (self->selection, wanted);
  self->restoring = FALSE;
}

static void
items_changed_cb (ChattyCharacterSidebar *self)
{
  restore_selection (self);
  update_state (self);
}

static void
emit_for (ChattyCharacterSidebar *self,
          guint                   signal,
          guint                   position)
{
  g_autoptr (ChattyCharacterItem) item = NULL;

  item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  if (item == NULL)
    return;

  g_free (self->selected);
  self->selected = g_strdup (chatty_character_item_get_callsign (item));
  g_signal_emit (self, signals[signal], 0, self->selected);
}

static void
selected_cb (ChattyCharacterSidebar *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (!self->restoring && position != GTK_INVALID_LIST_POSITION)
    emit_for (self, CHOSEN, position);
}

static void
row_activate_cb (ChattyCharacterSidebar *self,
                 guint                   position)
{
  emit_for (self, ACTIVATED, position);
}

static void
row_opened_cb (ChattyCharacterSidebar *self,
               ChattyCharacterCell    *row)
{
  ChattyCharacterItem *item = chatty_character_cell_get_item (row);
  int position;

  position = chatty_character_list_find (self->list, chatty_character_item_get_callsign (item));
  if (position >= 0)
    emit_for (self, ACTIVATED, position);
}

static void
search_changed_cb (ChattyCharacterSidebar *self)
{
  if (self->list == NULL)
    return;

  chatty_character_list_set_search (self->list, gtk_editable_get_text (self->entry));
  update_state (self);
}

static void
stop_search_cb (ChattyCharacterSidebar *self)
{
  if (is_searching (self))
    gtk_editable_set_text (self->entry, "");
  else
    chatty_character_sidebar_focus (self);
}

static void
entry_activate_cb (ChattyCharacterSidebar *self)
{
  if (self->list != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    {
      gtk_single_selection_set_selected (self->selection, 0);
      emit_for (self, ACTIVATED, 0);
    }
}

static gboolean
entry_key_cb (ChattyCharacterSidebar *self,
              guint                   key,
              guint                   code,
              GdkModifierType         state)
{
  if (key != GDK_KEY_Down || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  chatty_character_sidebar_focus (self);
  return GDK_EVENT_STOP;
}

static void
show_all_cb (ChattyCharacterSidebar *self)
{
  gtk_editable_set_text (self->entry, "");
}

static void
make_list (ChattyCharacterSidebar *self)
{
  GtkSingleSelection *selection;

  g_clear_object (&self->list);
  self->was_answered = FALSE;
  self->list = chatty_character_list_new (chatty_workspace_get_vault (self->workspace));
  chatty_character_list_set_sort (self->list, self->sort);
  chatty_character_list_set_search (self->list, gtk_editable_get_text (self->entry));
  selection = gtk_single_selection_new (
    chatty_slow_start_new (GTK_WIDGET (self->view), G_LIST_MODEL (g_object_ref (self->list))));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_single_selection_set_selected (selection, GTK_INVALID_LIST_POSITION);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_set_object (&self->selection, selection);
  g_object_unref (selection);

  g_signal_connect_object (selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  /* After the selection and the view: they must know the new rows. */
  g_signal_connect_object (selection, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->list, "notify", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  items_changed_cb (self);
}

static void
try_again_cb (ChattyCharacterSidebar *self)
{
  make_list (self);
}

static void
setup_cb (ChattyCharacterSidebar *self,
          GtkListItem            *item)
{
  GtkWidget *row = chatty_character_cell_new ();

  g_signal_connect_object (row, "opened", G_CALLBACK (row_opened_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (ChattyCharacterSidebar *self,
         GtkListItem            *item)
{
  chatty_character_cell_bind (CHATTY_CHARACTER_CELL (gtk_list_item_get_child (item)),
                              gtk_list_item_get_item (item));
}

static void
unbind_cb (ChattyCharacterSidebar *self,
           GtkListItem            *item)
{
  chatty_character_cell_unbind (CHATTY_CHARACTER_CELL (gtk_list_item_get_child (item)));
}

static void
set_sort (ChattyCharacterSidebar *self,
          const char             *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (sort_names); i++)
    if (g_strcmp0 (sort_names[i], name) == 0 && self->sort != i)
      {
        self->sort = i;
        if (self->list != NULL)
          chatty_character_list_set_sort (self->list, i);
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT]);
      }
}

static void
chatty_character_sidebar_get_property (GObject    *object,
                                       guint       prop_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  ChattyCharacterSidebar *self = CHATTY_CHARACTER_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_IS_EMPTY:
      g_value_set_boolean (value, self->is_empty);
      break;

    case PROP_SORT:
      g_value_set_string (value, sort_names[self->sort]);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_character_sidebar_set_property (GObject      *object,
                                       guint         prop_id,
                                       const GValue *value,
                                       GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_SORT:
      set_sort (CHATTY_CHARACTER_SIDEBAR (object), g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_character_sidebar_dispose (GObject *object)
{
  ChattyCharacterSidebar *self = CHATTY_CHARACTER_SIDEBAR (object);
  GtkWidget *child;

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->selected, g_free);

  G_OBJECT_CLASS (chatty_character_sidebar_parent_class)->dispose (object);
}

static void
chatty_character_sidebar_class_init (ChattyCharacterSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_character_sidebar_dispose;
  object_class->get_property = chatty_character_sidebar_get_property;
  object_class->set_property = chatty_character_sidebar_set_property;

  properties[PROP_IS_EMPTY] =
    g_param_spec_boolean ("is-empty", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SORT] =
    g_param_spec_string ("sort", NULL, NULL, "name",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/characters/chatty-character-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterSidebar, entry);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterSidebar, problems);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterSidebar, problem_text);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterSidebar, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterSidebar, failed);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterSidebar, view);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_install_property_action (widget_class, "character-list.sort", "sort");
}

static void
chatty_character_sidebar_init (ChattyCharacterSidebar *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "chatty-character-sidebar");

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (entry_key_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

/**
 * chatty_character_sidebar_set_workspace:
 * @workspace: whose characters to list; set once
 */
void
chatty_character_sidebar_set_workspace (ChattyCharacterSidebar *self,
                                        ChattyWorkspace        *workspace)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_SIDEBAR (self));
  g_return_if_fail (CHATTY_IS_WORKSPACE (workspace));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  make_list (self);
}

/**
 * chatty_character_sidebar_select:
 * @callsign: (nullable): of a character, which need not be in the list yet
 *
 * Marks the row of a character, without opening it.
 */
void
chatty_character_sidebar_select (ChattyCharacterSidebar *self,
                                 const char             *callsign)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_SIDEBAR (self));

  if (g_strcmp0 (self->selected, callsign) != 0)
    {
      g_free (self->selected);
      self->selected = g_strdup (callsign);
    }
  if (self->selection == NULL)
    return;

  restore_selection (self);
  if (gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u",
                                gtk_single_selection_get_selected (self->selection));
}

/**
 * chatty_character_sidebar_start_search:
 *
 * Puts the keyboard into the search entry.
 */
void
chatty_character_sidebar_start_search (ChattyCharacterSidebar *self)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_SIDEBAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
}

/**
 * chatty_character_sidebar_focus:
 *
 * Puts the keyboard into the list.
 */
void
chatty_character_sidebar_focus (ChattyCharacterSidebar *self)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_SIDEBAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/**
 * chatty_character_sidebar_get_is_empty:
 *
 * Returns: whether the vault is known to hold no character
 */
gboolean
chatty_character_sidebar_get_is_empty (ChattyCharacterSidebar *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_SIDEBAR (self), FALSE);

  return self->is_empty;
}
