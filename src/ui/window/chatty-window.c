/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-clipboard.h"
#include "chatty-import-chooser.h"
#include "chatty-ui-settings.h"
#include "chatty-window-private.h"

enum {
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyWindow, chatty_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
is_on_main (ChattyWindow *self)
{
  return g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "main") == 0;
}

static void
show_view (ChattyWindow *self,
           const char   *name)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "main");
  if (self->workspace != NULL)
    adw_view_stack_set_visible_child_name (self->view_stack, name);
}

static void
dropped_cb (ChattyWindow  *self,
            ChattyDropped *dropped)
{
  ChattyDropped *mine = g_new0 (ChattyDropped, 1);

  /* The signal only lends it. */
  mine->files = g_object_ref (dropped->files);
  mine->text = g_strdup (dropped->text);
  mine->n_refused = dropped->n_refused;
  mine->reason = g_strdup (dropped->reason);
  chatty_window_take_dropped (self, mine);
}

static void
visible_child_cb (ChattyWindow *self)
{
  if (self->import_pages == NULL)
    return;
  chatty_window_imports_settle (self);
  chatty_window_syncs_settle (self);
}

static void
failed_clicked_cb (ChattyWindow *self)
{
  chatty_window_vault_failed (self);
}

static void
job_details_cb (ChattyWindow        *self,
                ChattyImportSession *session)
{
  chatty_window_imports_show (self, session);
}

static void
job_discard_cb (ChattyWindow        *self,
                ChattyImportSession *session)
{
  chatty_window_imports_discard (self, session);
}

static void
sync_details_cb (ChattyWindow  *self,
                 ChattySyncJob *job)
{
  chatty_window_syncs_show_job (self, job);
}

static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ChattyWindow *self = CHATTY_WINDOW (widget);

  if (!is_on_main (self))
    {
      adw_leaflet_set_visible_child_name (self->leaflet, "main");
      /* Not in the search entry, where Ctrl+V would mean something else. */
      gtk_window_set_focus (GTK_WINDOW (self), NULL);
    }
  else if (self->workspace != NULL &&
           adw_view_stack_get_visible_child (self->view_stack) == GTK_WIDGET (self->conversations))
    chatty_conversations_page_go_back (self->conversations);
  else if (self->workspace != NULL &&
           adw_view_stack_get_visible_child (self->view_stack) == GTK_WIDGET (self->characters))
    chatty_characters_page_go_back (self->characters);
  else if (self->platforms != NULL &&
           adw_view_stack_get_visible_child (self->view_stack) == GTK_WIDGET (self->platforms))
    chatty_platforms_page_go_back (self->platforms);
}

static void
chosen_cb (GListModel *files,
           gpointer    user_data)
{
  ChattyWindow *self = user_data;
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (array, g_list_model_get_item (files, i));
  chatty_window_take_dropped (self,
                              chatty_dropped_new_for_files ((GFile **) array->pdata, array->len));
}

static void
import_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  chatty_import_choose (GTK_WINDOW (widget), g_str_equal (action_name, "win.import-folder"),
                        chosen_cb, g_object_ref (widget), g_object_unref);
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  ChattyDropped *dropped = chatty_clipboard_read_finish (result, &error);

  if (dropped != NULL)
    chatty_window_take_dropped (self, dropped);
  else
    chatty_window_add_toast (self, _("The clipboard holds neither text nor files"));
}

static void
paste_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  chatty_clipboard_read_async (gtk_widget_get_clipboard (widget), NULL,
                               pasted_cb, g_object_ref (widget));
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ChattyWindow *self = CHATTY_WINDOW (widget);

  /* Over an import there is nothing to find. */
  if (self->workspace == NULL || !is_on_main (self))
    return;

  if (adw_view_stack_get_visible_child (self->view_stack) == GTK_WIDGET (self->characters))
    {
      chatty_characters_page_start_search (self->characters);
      return;
    }
  show_view (self, "conversations");
  chatty_conversations_page_start_search (self->conversations);
}

static void
show_page_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  show_view (CHATTY_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
open_conversation_action (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  ChattyWindow *self = CHATTY_WINDOW (widget);
  const char *id;
  int turn = -1;

  if (self->workspace == NULL)
    return;

  if (g_variant_is_of_type (parameter, G_VARIANT_TYPE_STRING))
    id = g_variant_get_string (parameter, NULL);
  else
    g_variant_get (parameter, "(&si)", &id, &turn);

  show_view (self, "conversations");
  chatty_conversations_page_open (self->conversations, id, turn);
}

static void
new_conversation_action (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  ChattyWindow *self = CHATTY_WINDOW (widget);

  if (self->talk == NULL)
    return;

  show_view (self, "conversations");
  chatty_conversations_page_begin (self->conversations, parameter != NULL
                                     ? g_variant_get_string (parameter, NULL) : NULL);
}

static void
open_character_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  ChattyWindow *self = CHATTY_WINDOW (widget);

  if (self->workspace == NULL)
    return;

  show_view (self, "characters");
  chatty_characters_page_open (self->characters, g_variant_get_string (parameter, NULL));
}

/* (callsign, document, words of it or "", page or 0) */
static void
open_knowledge_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  ChattyWindow *self = CHATTY_WINDOW (widget);
  const char *callsign, *name, *excerpt;
  guint page;

  if (self->workspace == NULL)
    return;

  g_variant_get (parameter, "(&s&s&su)", &callsign, &name, &excerpt, &page);
  show_view (self, "characters");
  chatty_characters_page_open_document (self->characters, callsign, name, excerpt, page);
}

static void
new_character_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  ChattyWindow *self = CHATTY_WINDOW (widget);

  if (self->workspace == NULL)
    return;

  show_view (self, "characters");
  chatty_characters_page_create (self->characters);
}

static void
open_run_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ChattyWindow *self = CHATTY_WINDOW (widget);

  if (self->workspace == NULL)
    return;

  show_view (self, "activity");
  chatty_activity_page_open (self->activity, g_variant_get_string (parameter, NULL));
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n_undone, n_kept;

  if (!chatty_workspace_undo_finish (CHATTY_WORKSPACE (source), result, &n_undone, &n_kept, &error))
    text = g_strdup_printf (_("This cannot be undone: %s"), error->message);
  else if (n_kept > 0)
    text = g_strdup_printf (ngettext ("Undone, but %'u conversation was changed since and stays",
                                      "Undone, but %'u conversations were changed since and stay",
                                      n_kept),
                            n_kept);
  else
    text = g_strdup (_("Undone"));

  chatty_window_add_toast (self, text);
}

static void
undo_run_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ChattyWindow *self = CHATTY_WINDOW (widget);

  if (self->workspace != NULL)
    chatty_workspace_undo_async (self->workspace, g_variant_get_string (parameter, NULL),
                                 NULL, undone_cb, g_object_ref (self));
}

static void
toast_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  chatty_window_add_toast (CHATTY_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
toast_undo_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ChattyWindow *self = CHATTY_WINDOW (widget);
  const char *text, *batch;
  g_autofree char *escaped = NULL;
  AdwToast *toast;

  g_variant_get (parameter, "(&s&s)", &text, &batch);
  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, "win.undo-run");
  adw_toast_set_action_target (toast, "s", batch);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
save_size (ChattyWindow *self)
{
  GSettings *settings = chatty_ui_settings_get ();
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width > 0 && height > 0)
    {
      g_settings_set_int (settings, CHATTY_SETTING_WINDOW_WIDTH, width);
      g_settings_set_int (settings, CHATTY_SETTING_WINDOW_HEIGHT, height);
    }
  g_settings_set_boolean (settings, CHATTY_SETTING_WINDOW_MAXIMIZED,
                          gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
chatty_window_close_request (GtkWindow *window)
{
  ChattyWindow *self = CHATTY_WINDOW (window);

  if (!chatty_window_may_close (self))
    return GDK_EVENT_STOP;

  save_size (self);
  return GTK_WINDOW_CLASS (chatty_window_parent_class)->close_request (window);
}

static void
chatty_window_dispose (GObject *object)
{
  ChattyWindow *self = CHATTY_WINDOW (object);

  if (self->import_pages != NULL)
    chatty_window_vault_close (self);
  g_clear_pointer (&self->import_pages, g_ptr_array_unref);
  g_clear_pointer (&self->sync_pages, g_ptr_array_unref);
  g_clear_pointer (&self->queued, g_ptr_array_unref);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (chatty_window_parent_class)->dispose (object);
}

static void
chatty_window_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, CHATTY_WINDOW (object)->workspace);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "win.import-folder", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "win.paste-transcript", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_action);
  gtk_widget_class_install_action (widget_class, "win.open-conversation", "s",
                                   open_conversation_action);
  gtk_widget_class_install_action (widget_class, "win.open-turn", "(si)", open_conversation_action);
  gtk_widget_class_install_action (widget_class, "win.new-conversation", NULL,
                                   new_conversation_action);
  gtk_widget_class_install_action (widget_class, "win.talk", "s", new_conversation_action);
  gtk_widget_class_install_action (widget_class, "win.open-character", "s", open_character_action);
  gtk_widget_class_install_action (widget_class, "win.open-knowledge", "(sssu)",
                                   open_knowledge_action);
  gtk_widget_class_install_action (widget_class, "win.new-character", NULL, new_character_action);
  gtk_widget_class_install_action (widget_class, "win.open-run", "s", open_run_action);
  gtk_widget_class_install_action (widget_class, "win.undo-run", "s", undo_run_action);
  chatty_window_syncs_install (widget_class);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action);
  gtk_widget_class_install_action (widget_class, "win.toast-undo", "(ss)", toast_undo_action);

  /* Bindings of the class come after those of what has the focus: an entry
   * keeps its Ctrl+V, the reader its Ctrl+F, a popover its Escape. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK,
                                       "win.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK,
                                       "win.paste-transcript", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
}

static void
chatty_window_class_init (ChattyWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_window_dispose;
  object_class->get_property = chatty_window_get_property;
  GTK_WINDOW_CLASS (klass)->close_request = chatty_window_close_request;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, CHATTY_TYPE_WORKSPACE,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CHATTY_TYPE_DROP_AREA);
  g_type_ensure (CHATTY_TYPE_JOB_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/window/chatty-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, ChattyWindow, drop_area);
  gtk_widget_class_bind_template_child (widget_class, ChattyWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ChattyWindow, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, ChattyWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyWindow, failed);
  gtk_widget_class_bind_template_child (widget_class, ChattyWindow, failed_button);
  gtk_widget_class_bind_template_child (widget_class, ChattyWindow, view_stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyWindow, job_strip);
  gtk_widget_class_bind_template_callback (widget_class, dropped_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_child_cb);
  gtk_widget_class_bind_template_callback (widget_class, failed_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, job_details_cb);
  gtk_widget_class_bind_template_callback (widget_class, job_discard_cb);
  gtk_widget_class_bind_template_callback (widget_class, sync_details_cb);
  install_actions (widget_class);
}

/* Whoever comes back from another program may have changed files with it,
 * where watching does not see it, such as in a folder on the network. */
static void
is_active_cb (ChattyWindow *self)
{
  if (self->workspace != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    chatty_vault_look_again (chatty_workspace_get_vault (self->workspace));
}

static void
chatty_window_init (ChattyWindow *self)
{
  GSettings *settings = chatty_ui_settings_get ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->import_pages = g_ptr_array_new ();
  self->sync_pages = g_ptr_array_new ();
  self->queued = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_dropped_free);
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, CHATTY_SETTING_WINDOW_WIDTH),
                               g_settings_get_int (settings, CHATTY_SETTING_WINDOW_HEIGHT));
  if (g_settings_get_boolean (settings, CHATTY_SETTING_WINDOW_MAXIMIZED))
    gtk_window_maximize (GTK_WINDOW (self));
  if (g_str_equal (PROFILE, "development"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");

  g_signal_connect (self, "notify::is-active", G_CALLBACK (is_active_cb), NULL);
  chatty_window_vault_init (self);
  chatty_window_vault_open (self);
}

/* Tells the followers of "workspace". */
void
chatty_window_notify_workspace (ChattyWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

/**
 * chatty_window_new:
 * @application: (nullable): whose window it is
 *
 * Makes a window, which begins to open the vault that the settings name.
 *
 * Returns: (transfer none): a window; GTK owns it until it is closed
 */
GtkWidget *
chatty_window_new (AdwApplication *application)
{
  return g_object_new (CHATTY_TYPE_WINDOW,
                       "application", application,
                       NULL);
}

/**
 * chatty_window_set_accounts:
 * @accounts: what connects accounts; set once, before the main loop runs on
 *
 * Gives the window its page of platforms.
 */
void
chatty_window_set_accounts (ChattyWindow         *self,
                            ChattyAccountService *accounts)
{
  g_return_if_fail (CHATTY_IS_WINDOW (self));
  g_return_if_fail (CHATTY_IS_ACCOUNT_SERVICE (accounts));
  g_return_if_fail (self->accounts == NULL && self->workspace == NULL);

  self->accounts = g_object_ref (accounts);
}

/**
 * chatty_window_get_workspace:
 *
 * Returns: (transfer none) (nullable): the open vault
 */
ChattyWorkspace *
chatty_window_get_workspace (ChattyWindow *self)
{
  g_return_val_if_fail (CHATTY_IS_WINDOW (self), NULL);

  return self->workspace;
}

/**
 * chatty_window_get_sync:
 *
 * Returns: (transfer none) (nullable): what keeps the open vault and the
 *   platforms the same; follows "workspace"
 */
ChattySyncService *
chatty_window_get_sync (ChattyWindow *self)
{
  g_return_val_if_fail (CHATTY_IS_WINDOW (self), NULL);

  return self->sync;
}

/**
 * chatty_window_add_toast:
 * @text: plain text, also from outside
 *
 * Shows a text for some seconds.
 */
void
chatty_window_add_toast (ChattyWindow *self,
                         const char   *text)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (CHATTY_IS_WINDOW (self));

  /* The title of a toast is always markup. */
  escaped = g_markup_escape_text (text, -1);
  adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (escaped));
}
