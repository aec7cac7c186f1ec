/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines: search, filters, order, states and selection all end in one
 * query, and one list view shows it. */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-conversation-filters.h"
#include "chatty-conversation-list.h"
#include "chatty-transcript-actions.h"
#include "chatty-transcript-list.h"
#include "chatty-transcript-row.h"
#include "chatty-ui-settings.h"

#define SPINNER_DELAY_MS 200
#define FACETS_DELAY_MS  400

struct _ChattyConversationList
{
  GtkWidget parent_instance;

  GtkEditable               *entry;
  ChattyConversationFilters *filters;
  GtkWidget                 *index_hint;
  GtkLabel                  *index_label;
  GtkStack                  *stack;
  GtkSpinner                *spinner;
  AdwStatusPage             *failed;
  GtkListView               *view;

  ChattyWorkspace      *workspace;
  ChattyTranscriptList *list;
  GtkSingleSelection   *selection;
  GCancellable         *cancellable;     /* of the facets that are asked for */
  ChattySort            sort;
  char                 *selected_id;     /* remembered while it is not in the list */
  char                 *search_text;     /* of the query that is shown */
  char                 *pressed_id;      /* of the row under a pressed button */
  gboolean              restoring;       /* a selection that is not the person's */
  gboolean              is_empty;
  gboolean              was_asked;       /* the query was answered once */
  gboolean              has_facets;      /* the facets were answered once */
  guint                 spinner_source;
  guint                 facets_source;
};

enum {
  PROP_0,
  PROP_SORT_ORDER,
  PROP_IS_EMPTY,
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
  [CHATTY_SORT_NEWEST] = "newest",
  [CHATTY_SORT_OLDEST] = "oldest",
  [CHATTY_SORT_TITLE] = "title",
  [CHATTY_SORT_LONGEST] = "longest",
};

G_DEFINE_FINAL_TYPE (ChattyConversationList, chatty_conversation_list, GTK_TYPE_WIDGET)

static void
show_page (ChattyConversationList *self,
           const char             *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "loading"));
}

static gboolean
spinner_cb (gpointer user_data)
{
  ChattyConversationList *self = user_data;

  self->spinner_source = 0;
  show_page (self, "loading");

  return G_SOURCE_REMOVE;
}

static gboolean
is_narrowed (ChattyConversationList *self)
{
  return self->search_text != NULL || chatty_conversation_filters_is_set (self->filters);
}

static gboolean
is_building (ChattyConversationList *self)
{
  ChattyVaultIndexState state;

  g_object_get (chatty_workspace_get_vault (self->workspace), "index-state", &state, NULL);

  return state == CHATTY_VAULT_INDEX_BUILDING;
}

static void
set_is_empty (ChattyConversationList *self,
              gboolean                is_empty)
{
  if (self->is_empty == is_empty)
    return;

  self->is_empty = is_empty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_EMPTY]);
}

/* Which of its states the list is in. */
static void
update_state (ChattyConversationList *self)
{
  gboolean loading = chatty_transcript_list_get_loading (self->list);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  gboolean can_show;
  g_autofree char *message = NULL;

  g_object_get (self->list, "error-message", &message, NULL);
  if (!loading)
    self->was_asked = TRUE;
  /* The filters lie above the rows: coming later, they would push the rows
   * away from under the pointer. */
  can_show = n_items > 0 && (self->has_facets || is_building (self));
  if (n_items > 0 ? can_show : !loading)
    g_clear_handle_id (&self->spinner_source, g_source_remove);

  if (message != NULL && !loading)
    {
      /* A status page's description is markup. */
      g_autofree char *escaped = g_markup_escape_text (message, -1);

      adw_status_page_set_description (self->failed, escaped);
      show_page (self, "failed");
    }
  else if (can_show)
    {
      show_page (self, "list");
    }
  else if (n_items > 0 || !self->was_asked || (loading && !is_narrowed (self)))
    {
      if (self->spinner_source == 0)
        {
          show_page (self, "waiting");
          self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, spinner_cb, self);
        }
    }
  else if (!loading && is_narrowed (self))
    {
      show_page (self, "nothing");
    }
  else if (!loading)
    {
      show_page (self, is_building (self) ? "loading" : "waiting");
    }

  if (n_items > 0)
    set_is_empty (self, FALSE);
  else if (!loading && message == NULL && !is_narrowed (self))
    set_is_empty (self, !is_building (self));
}

static void
update_index_hint (ChattyConversationList *self)
{
  g_autofree char *text = NULL;
  double progress;

  g_object_get (chatty_workspace_get_vault (self->workspace), "index-progress", &progress, NULL);
  if (is_building (self))
    {
      /* Translators: %d is a percentage */
      text = g_strdup_printf (_("Reading the vault, %d %% done. The list is not complete yet."),
                              (int) (CLAMP (progress, 0, 1) * 100));
      gtk_label_set_text (self->index_label, text);
    }
  gtk_widget_set_visible (self->index_hint, text != NULL);
  update_state (self);
}

/* The row of a transcript that was selected before, when it is (again) in the
 * list. Never opens anything. */
static void
restore_selection (ChattyConversationList *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);
  guint wanted = GTK_INVALID_LIST_POSITION;

  if (self->selected_id != NULL)
    {
      int position = chatty_transcript_list_find (self->list, self->selected_id);

      if (position >= 0)
        wanted = position;
    }

  if (selected != wanted)
    {
      self->restoring = TRUE;
      gtk_single_selection_set_selected (self->selection, wanted);
      self->restoring = FALSE;
    }
}

static void
query_changed_cb (ChattyConversationList *self)
{
  ChattyTranscriptQuery query = { NULL, };
  g_autofree char *text = NULL;

  if (self->list == NULL)
    return;

  text = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
  g_clear_pointer (&self->search_text, g_free);
  if (*text != '\0')
    self->search_text = g_steal_pointer (&text);

  query.text = self->search_text;
  query.sort = self->sort;
  chatty_conversation_filters_apply (self->filters, &query);
  chatty_transcript_list_set_query (self->list, &query);
  update_state (self);
}

static void
stop_search_cb (ChattyConversationList *self)
{
  if (*gtk_editable_get_text (self->entry) != '\0')
    gtk_editable_set_text (self->entry, "");
  else
    chatty_conversation_list_focus (self);
}

static void
show_all_cb (ChattyConversationList *self)
{
  gtk_editable_set_text (self->entry, "");
  chatty_conversation_filters_reset (self->filters);
}

static void
emit_for (ChattyConversationList *self,
          guint                   signal,
          guint                   position)
{
  g_autoptr (ChattyTranscriptItem) item = NULL;
  const ChattyTranscriptSummary *summary;

  item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  if (item == NULL)
    return;

  summary = chatty_transcript_item_get_summary (item);
  g_free (self->selected_id);
  self->selected_id = g_strdup (summary->id);
  g_signal_emit (self, signals[signal], 0, summary->id,
                 self->search_text != NULL ? summary->snippet_turn : -1);
}

static void
selected_cb (ChattyConversationList *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (!self->restoring && position != GTK_INVALID_LIST_POSITION)
    emit_for (self, CHOSEN, position);
}

static void
row_activate_cb (ChattyConversationList *self,
                 guint                   position)
{
  emit_for (self, ACTIVATED, position);
}

/* Enter in the search entry opens the first hit. */
static void
entry_activate_cb (ChattyConversationList *self)
{
  if (self->list != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    {
      guint position = gtk_single_selection_get_selected (self->selection);

      if (position == GTK_INVALID_LIST_POSITION)
        position = 0;
      gtk_single_selection_set_selected (self->selection, position);
      emit_for (self, ACTIVATED, position);
    }
}

/* From the entry, Down goes into the list. */
static gboolean
entry_key_cb (ChattyConversationList *self,
              guint                   key,
              guint                   code,
              GdkModifierType         state)
{
  if (key == GDK_KEY_Down && (state & gtk_accelerator_get_default_mod_mask ()) == 0)
    {
      chatty_conversation_list_focus (self);
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

static const ChattyTranscriptSummary *
get_summary_at (ChattyConversationList *self,
                double                  x,
                double                  y)
{
  GtkWidget *view = GTK_WIDGET (self->view);
  GtkWidget *widget = gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT);
  ChattyTranscriptItem *item;

  /* A row has some space around it that is the list's. */
  while (widget != NULL && widget != view && gtk_widget_get_parent (widget) != view)
    widget = gtk_widget_get_parent (widget);
  if (widget == NULL || widget == view)
    return NULL;

  widget = gtk_widget_get_first_child (widget);
  item = CHATTY_IS_TRANSCRIPT_ROW (widget)
    ? chatty_transcript_row_get_item (CHATTY_TRANSCRIPT_ROW (widget)) : NULL;

  return item != NULL ? chatty_transcript_item_get_summary (item) : NULL;
}

static void
view_pressed_cb (ChattyConversationList *self,
                 int                     n_press,
                 double                  x,
                 double                  y)
{
  const ChattyTranscriptSummary *summary = get_summary_at (self, x, y);

  g_free (self->pressed_id);
  self->pressed_id = g_strdup (summary != NULL && n_press == 1 ? summary->id : NULL);
}

/* One click opens also where only the list is seen; a selection alone does
 * not, so that the arrow keys can move in the list. What opens is the row that
 * was pressed: the list may have moved on since, and have put another one, or
 * none, under the pointer. */
static void
view_released_cb (ChattyConversationList *self)
{
  g_autofree char *id = g_steal_pointer (&self->pressed_id);
  int position = id != NULL ? chatty_transcript_list_find (self->list, id) : -1;

  if (position < 0)
    return;

  emit_for (self, ACTIVATED, position);
  restore_selection (self);
}

static void
setup_cb (ChattyConversationList *self,
          GtkListItem            *item)
{
  gtk_list_item_set_child (item, chatty_transcript_row_new ());
}

static void
bind_cb (ChattyConversationList *self,
         GtkListItem            *item)
{
  chatty_transcript_row_bind (CHATTY_TRANSCRIPT_ROW (gtk_list_item_get_child (item)),
                              gtk_list_item_get_item (item));
}

static void
unbind_cb (ChattyConversationList *self,
           GtkListItem            *item)
{
  chatty_transcript_row_unbind (CHATTY_TRANSCRIPT_ROW (gtk_list_item_get_child (item)));
}

static void
items_changed_cb (ChattyConversationList *self)
{
  restore_selection (self);
  update_state (self);
}

static void
facets_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyConversationList) self = user_data;
  g_autoptr (GPtrArray) platforms = NULL;
  g_autoptr (GPtrArray) characters = NULL;
  g_autoptr (GPtrArray) years = NULL;

  g_clear_object (&self->cancellable);
  /* The filters stay as they were: the list itself says what is wrong. */
  if (chatty_workspace_facets_finish (CHATTY_WORKSPACE (source), result,
                                      &platforms, &characters, &years, NULL))
    chatty_conversation_filters_set_facets (self->filters, platforms, characters, years);

  if (!self->has_facets && self->list != NULL)
    {
      self->has_facets = TRUE;
      update_state (self);
    }
}

static gboolean
ask_facets_cb (gpointer user_data)
{
  ChattyConversationList *self = user_data;

  if (self->cancellable != NULL)
    return G_SOURCE_CONTINUE;

  self->facets_source = 0;
  self->cancellable = g_cancellable_new ();
  chatty_workspace_facets_async (self->workspace, self->cancellable, facets_cb,
                                 g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/* An import changes the vault many times a second. */
static void
vault_changed_cb (ChattyConversationList *self)
{
  if (self->facets_source == 0)
    self->facets_source = g_timeout_add (FACETS_DELAY_MS, ask_facets_cb, self);
}

static void
trash_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  ChattyConversationList *self = CHATTY_CONVERSATION_LIST (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  ChattyTranscriptItem *item;

  /* Delete in the entry is for its text. */
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    return;

  item = gtk_single_selection_get_selected_item (self->selection);
  if (item != NULL)
    {
      const ChattyTranscriptSummary *summary = chatty_transcript_item_get_summary (item);

      chatty_transcript_actions_trash (widget, self->workspace, summary->id, summary->title);
    }
}

static void
set_sort_order (ChattyConversationList *self,
                const char             *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (sort_names); i++)
    if (g_strcmp0 (sort_names[i], name) == 0 && self->sort != i)
      {
        self->sort = i;
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT_ORDER]);
        query_changed_cb (self);
      }
}

static void
chatty_conversation_list_get_property (GObject    *object,
                                       guint       prop_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  ChattyConversationList *self = CHATTY_CONVERSATION_LIST (object);

  switch (prop_id)
    {
    case PROP_SORT_ORDER:
      g_value_set_string (value, sort_names[self->sort]);
      break;

    case PROP_IS_EMPTY:
      g_value_set_boolean (value, self->is_empty);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_conversation_list_set_property (GObject      *object,
                                       guint         prop_id,
                                       const GValue *value,
                                       GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_SORT_ORDER:
      set_sort_order (CHATTY_CONVERSATION_LIST (object), g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_conversation_list_dispose (GObject *object)
{
  ChattyConversationList *self = CHATTY_CONVERSATION_LIST (object);
  GtkWidget *child;

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_handle_id (&self->facets_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (chatty_conversation_list_parent_class)->dispose (object);
}

static void
chatty_conversation_list_finalize (GObject *object)
{
  ChattyConversationList *self = CHATTY_CONVERSATION_LIST (object);

  g_free (self->selected_id);
  g_free (self->search_text);
  g_free (self->pressed_id);

  G_OBJECT_CLASS (chatty_conversation_list_parent_class)->finalize (object);
}

static void
chatty_conversation_list_class_init (ChattyConversationListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_CONVERSATION_FILTERS);

  object_class->dispose = chatty_conversation_list_dispose;
  object_class->finalize = chatty_conversation_list_finalize;
  object_class->get_property = chatty_conversation_list_get_property;
  object_class->set_property = chatty_conversation_list_set_property;

  properties[PROP_SORT_ORDER] =
    g_param_spec_string ("sort-order", NULL, NULL, "newest",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_IS_EMPTY] =
    g_param_spec_boolean ("is-empty", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/conversations/chatty-conversation-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationList, entry);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationList, filters);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationList, index_hint);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationList, index_label);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationList, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationList, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationList, failed);
  gtk_widget_class_bind_template_child (widget_class, ChattyConversationList, view);
  gtk_widget_class_bind_template_callback (widget_class, query_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);

  gtk_widget_class_install_property_action (widget_class, "conversations.sort", "sort-order");
  gtk_widget_class_install_action (widget_class, "conversations.trash", NULL, trash_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0,
                                       "conversations.trash", NULL);
}

static void
chatty_conversation_list_init (ChattyConversationList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);

  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (entry_key_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);

  /* Of the view: its rows may go while the button is down. */
  g_signal_connect_object (click, "pressed", G_CALLBACK (view_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "released", G_CALLBACK (view_released_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));

  g_settings_bind (chatty_ui_settings_get (), CHATTY_SETTING_SORT_ORDER,
                   self, "sort-order", G_SETTINGS_BIND_DEFAULT);
}

/**
 * chatty_conversation_list_set_workspace:
 * @workspace: whose conversations to list; set once
 */
void
chatty_conversation_list_set_workspace (ChattyConversationList *self,
                                        ChattyWorkspace        *workspace)
{
  ChattyVault *vault;

  g_return_if_fail (CHATTY_IS_CONVERSATION_LIST (self));
  g_return_if_fail (CHATTY_IS_WORKSPACE (workspace));
  g_return_if_fail (self->workspace == NULL);

  vault = chatty_workspace_get_vault (workspace);
  self->workspace = g_object_ref (workspace);
  self->list = chatty_transcript_list_new (vault);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->list)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  /* After the selection and the view: they must know the new rows. */
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->list, "notify", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (vault, "changed", G_CALLBACK (vault_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (vault, "notify::index-state", G_CALLBACK (update_index_hint), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (vault, "notify::index-progress", G_CALLBACK (update_index_hint), self,
                           G_CONNECT_SWAPPED);

  query_changed_cb (self);
  update_index_hint (self);
  ask_facets_cb (self);
}

/**
 * chatty_conversation_list_select:
 * @id: (nullable): of a transcript, which need not be in the list
 *
 * Marks the row of a transcript, without opening it.
 */
void
chatty_conversation_list_select (ChattyConversationList *self,
                                 const char             *id)
{
  g_autofree char *old = NULL;

  g_return_if_fail (CHATTY_IS_CONVERSATION_LIST (self));

  old = g_steal_pointer (&self->selected_id);
  self->selected_id = g_strdup (id);
  if (self->selection == NULL)
    return;

  restore_selection (self);
  if (g_strcmp0 (old, id) != 0 &&
      gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u",
                                gtk_single_selection_get_selected (self->selection));
}

/**
 * chatty_conversation_list_start_search:
 *
 * Puts the keyboard into the search entry.
 */
void
chatty_conversation_list_start_search (ChattyConversationList *self)
{
  g_return_if_fail (CHATTY_IS_CONVERSATION_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
}

/**
 * chatty_conversation_list_focus:
 *
 * Puts the keyboard into the list.
 */
void
chatty_conversation_list_focus (ChattyConversationList *self)
{
  g_return_if_fail (CHATTY_IS_CONVERSATION_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/**
 * chatty_conversation_list_get_is_empty:
 *
 * Returns: whether the vault is known to hold no conversation
 */
gboolean
chatty_conversation_list_get_is_empty (ChattyConversationList *self)
{
  g_return_val_if_fail (CHATTY_IS_CONVERSATION_LIST (self), FALSE);

  return self->is_empty;
}
