/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-secret-store.h"

#include "chatty-client-view.h"
#include "chatty-clipboard.h"
#include "chatty-consent-rows.h"
#include "chatty-drop-place.h"
#include "chatty-entry-state.h"
#include "chatty-link-dialog.h"
#include "chatty-server-rows.h"

/* The file of a client has a few hundred bytes. */
#define MAX_FILE (64 * 1024)

struct _ChattyClientView
{
  AdwBin parent_instance;

  AdwPreferencesPage        *page;
  AdwPreferencesGroup       *steps;
  AdwActionRow              *file_row;
  AdwEntryRow               *id;
  AdwPasswordEntryRow       *secret;
  ChattyServerRows          *servers;
  AdwEntryRow               *project;
  GtkLabel                  *problem;
  GtkButton                 *go_on;

  const ChattyConnectorInfo *info;
  GtkFileChooserNative      *chooser;
  GCancellable              *cancellable;   /* of what is being read */
};

static void drop_place_iface_init (ChattyDropPlaceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyClientView, chatty_client_view, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_DROP_PLACE,
                                                      drop_place_iface_init))

enum {
  TAKEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A file on its way, with what was read of it. */
typedef struct {
  ChattyClientView *view;
  GCancellable     *cancellable;
  char             *name;
  char              bytes[MAX_FILE + 1];
} Reading;

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->view);
  g_object_unref (reading->cancellable);
  g_free (reading->name);
  chatty_secret_wipe (reading->bytes, sizeof reading->bytes);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_text (gpointer    row,
          const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static const char *
get_provider (ChattyClientView *self)
{
  return self->info->oauth->provider != NULL ? self->info->oauth->provider : self->info->title;
}

static void
forget_problem (ChattyClientView *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  chatty_entry_set_invalid (self->id, FALSE);
  chatty_entry_set_invalid (ADW_ENTRY_ROW (self->secret), FALSE);
  if (self->project != NULL)
    chatty_entry_set_invalid (self->project, FALSE);
  chatty_server_rows_forget_problem (self->servers);
}

static void
changed_cb (ChattyClientView *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->go_on), *get_text (self->id) != '\0');
  adw_action_row_set_subtitle (self->file_row, "");
  forget_problem (self);
}

/* Once the message has a place. It may lie below what is seen of the page, where
 * a file was dropped or another program was in front. */
static gboolean
reveal_cb (GtkWidget     *problem,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (problem, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *down;
  graphene_rect_t bounds;
  double top;

  if (!gtk_widget_get_mapped (problem) || scrolled == NULL ||
      !gtk_widget_compute_bounds (problem, scrolled, &bounds))
    return G_SOURCE_REMOVE;
  if (bounds.size.height <= 0)
    return G_SOURCE_CONTINUE;
  down = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  top = gtk_adjustment_get_value (down) + bounds.origin.y;
  gtk_adjustment_clamp_page (down, top, top + bounds.size.height);
  return G_SOURCE_REMOVE;
}

static void
tell_problem (ChattyClientView *self,
              AdwEntryRow      *row,
              const char       *problem)
{
  gtk_label_set_label (self->problem, problem);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  if (row != NULL)
    {
      chatty_entry_set_invalid (row, TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (row));
    }
  gtk_widget_add_tick_callback (GTK_WIDGET (self->problem), reveal_cb, NULL, NULL);
}

static void
take_text (ChattyClientView *self,
           const char       *text,
           gssize            length,
           const char       *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyOAuthClient) client = chatty_oauth_client_parse (text, length, &error);
  g_autofree char *told = NULL;
  ChattySecret *secret;

  if (client == NULL)
    {
      adw_action_row_set_subtitle (self->file_row, "");
      tell_problem (self, NULL, error->message);
      return;
    }
  secret = chatty_oauth_client_get_secret (client);
  set_text (self->id, chatty_oauth_client_get_id (client));
  set_text (self->secret, secret != NULL ? chatty_secret_peek (secret) : NULL);
  set_text (self->project, chatty_oauth_client_get_project (client));
  /* Translators: %s is the name of a file */
  told = name != NULL ? g_strdup_printf (_("Taken from “%s”"), name)
                      : g_strdup (_("Taken from the clipboard"));
  adw_action_row_set_subtitle (self->file_row, told);
  gtk_widget_grab_focus (GTK_WIDGET (self->go_on));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, &error))
    {
      if (!g_cancellable_is_cancelled (reading->cancellable))
        tell_problem (reading->view, NULL, error->message);
      return;
    }
  if (!g_cancellable_is_cancelled (reading->cancellable))
    take_text (reading->view, reading->bytes, length, reading->name);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);
  GCancellable *cancellable = reading->cancellable;
  char *bytes = reading->bytes;

  if (stream == NULL)
    {
      if (!g_cancellable_is_cancelled (cancellable))
        tell_problem (reading->view, NULL, error->message);
      return;
    }
  g_input_stream_read_all_async (G_INPUT_STREAM (stream), bytes, MAX_FILE + 1,
                                 G_PRIORITY_DEFAULT, cancellable, read_cb,
                                 g_steal_pointer (&reading));
}

static void
take_file (ChattyClientView *self,
           GFile            *file)
{
  Reading *reading = g_new0 (Reading, 1);
  g_autofree char *base = g_file_get_basename (file);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  reading->view = g_object_ref (self);
  reading->cancellable = g_object_ref (self->cancellable);
  reading->name = g_filename_display_name (base);
  g_file_read_async (file, G_PRIORITY_DEFAULT, self->cancellable, opened_cb, reading);
}

static void
take_dropped (ChattyClientView *self,
              ChattyDropped    *dropped,
              const char       *nothing)
{
  guint n_files = chatty_dropped_get_n_files (dropped);

  forget_problem (self);
  if (n_files == 1)
    {
      g_autoptr (GFile) file = g_list_model_get_item (G_LIST_MODEL (dropped->files), 0);

      take_file (self, file);
    }
  else if (n_files > 1)
    {
      tell_problem (self, NULL, _("These are several files. Only one is that of the client."));
    }
  else if (dropped->text != NULL)
    {
      take_text (self, dropped->text, -1, NULL);
      chatty_secret_wipe (dropped->text, strlen (dropped->text));
    }
  else
    {
      tell_problem (self, NULL, dropped->reason != NULL ? dropped->reason : nothing);
    }
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyClientView) self = user_data;
  g_autoptr (ChattyDropped) dropped = chatty_clipboard_read_finish (result, NULL);
  const char *nothing = _("There is no client in the clipboard.");

  if (dropped != NULL)
    take_dropped (self, dropped, nothing);
  else
    tell_problem (self, NULL, nothing);
}

static void
paste_clicked_cb (ChattyClientView *self)
{
  chatty_clipboard_read_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, pasted_cb,
                               g_object_ref (self));
}

static void
response_cb (GtkNativeDialog  *dialog,
             int               response,
             ChattyClientView *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      forget_problem (self);
      if (file != NULL)
        take_file (self, file);
    }
  gtk_native_dialog_destroy (dialog);
}

static void
choose_clicked_cb (ChattyClientView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("File of the Client"),
                                               GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_filter_set_name (filter, _("JSON files"));
  gtk_file_filter_add_suffix (filter, "json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
go_on_clicked_cb (ChattyClientView *self)
{
  if (*get_text (self->id) != '\0')
    g_signal_emit (self, signals[TAKEN], 0);
}

static void
link_activated_cb (GtkWidget        *row,
                   ChattyClientView *self)
{
  chatty_link_dialog_ask (GTK_WIDGET (self), g_object_get_data (G_OBJECT (row), "chatty-link"),
                          get_provider (self));
}

static char *
client_view_describe (ChattyDropPlace *place,
                      ChattyDropped   *dropped)
{
  if (dropped != NULL && chatty_dropped_get_n_files (dropped) == 0 && dropped->text == NULL)
    return NULL;
  /* Translators: a file is being dropped; %s is a provider, such as Google */
  return g_strdup_printf (_("Use this %s client"), get_provider (CHATTY_CLIENT_VIEW (place)));
}

static void
client_view_take (ChattyDropPlace *place,
                  ChattyDropped   *dropped)
{
  take_dropped (CHATTY_CLIENT_VIEW (place), dropped, _("This is not the file of a client."));
}

static void
drop_place_iface_init (ChattyDropPlaceInterface *iface)
{
  iface->describe = client_view_describe;
  iface->take = client_view_take;
}

static void
chatty_client_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (chatty_client_view_parent_class)->map (widget);

  chatty_drop_place_enter (CHATTY_DROP_PLACE (widget));
}

static void
chatty_client_view_unmap (GtkWidget *widget)
{
  chatty_drop_place_leave (CHATTY_DROP_PLACE (widget));

  GTK_WIDGET_CLASS (chatty_client_view_parent_class)->unmap (widget);
}

static void
chatty_client_view_dispose (GObject *object)
{
  ChattyClientView *self = CHATTY_CLIENT_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (chatty_client_view_parent_class)->dispose (object);
}

static void
chatty_client_view_class_init (ChattyClientViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_client_view_dispose;
  widget_class->map = chatty_client_view_map;
  widget_class->unmap = chatty_client_view_unmap;

  signals[TAKEN] = g_signal_new ("taken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CHATTY_TYPE_SERVER_ROWS);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/accounts/chatty-client-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyClientView, page);
  gtk_widget_class_bind_template_child (widget_class, ChattyClientView, steps);
  gtk_widget_class_bind_template_child (widget_class, ChattyClientView, file_row);
  gtk_widget_class_bind_template_child (widget_class, ChattyClientView, id);
  gtk_widget_class_bind_template_child (widget_class, ChattyClientView, secret);
  gtk_widget_class_bind_template_child (widget_class, ChattyClientView, servers);
  gtk_widget_class_bind_template_child (widget_class, ChattyClientView, problem);
  gtk_widget_class_bind_template_child (widget_class, ChattyClientView, go_on);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_on_clicked_cb);
}

static void
chatty_client_view_init (ChattyClientView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->project = g_object_new (ADW_TYPE_ENTRY_ROW,
                                "use-markup", FALSE,
                                "title", _("Quota Project (Optional)"),
                                NULL);
  g_signal_connect_object (self->project, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "entry-activated", G_CALLBACK (go_on_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->servers), GTK_WIDGET (self->project));
}

static void
add_step (ChattyClientView       *self,
          guint                   number,
          const ChattyClientStep *step)
{
  /* Translators: the number of a step, and what is done in it */
  g_autofree char *title = g_strdup_printf (_("%u. %s"), number, _(step->title));
  GtkWidget *row = chatty_consent_rows_new_row (title, _(step->text));

  if (step->link != NULL)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name ("adw-external-link-symbolic");

      gtk_widget_set_tooltip_text (row, step->link);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
      g_object_set_data_full (G_OBJECT (row), "chatty-link", g_strdup (step->link), g_free);
      g_signal_connect_object (row, "activated", G_CALLBACK (link_activated_cb), self, 0);
    }
  adw_preferences_group_add (self->steps, row);
}

/**
 * chatty_client_view_set_info:
 * @info: a platform that one signs in to with the browser; set once
 * @has_servers: whether other servers may be set
 */
void
chatty_client_view_set_info (ChattyClientView          *self,
                             const ChattyConnectorInfo *info,
                             gboolean                   has_servers)
{
  const ChattyClientStep own = { N_("Create the Client"),
                                 N_("It is that of a program that runs on a desktop."),
                                 info->oauth->client_page };
  g_autofree char *text = NULL;

  g_return_if_fail (CHATTY_IS_CLIENT_VIEW (self));
  g_return_if_fail (info != NULL && info->oauth != NULL && self->info == NULL);

  self->info = info;
  /* Translators: %s is a provider, such as Google */
  text = g_strdup_printf (_("%s lets programs in only by a “client”. You make one for yourself, "
                            "once; the rows lead to the pages."), get_provider (self));
  adw_preferences_group_set_description (self->steps, text);
  if (info->oauth->client_steps == NULL)
    add_step (self, 1, &own);
  for (guint i = 0; info->oauth->client_steps != NULL && info->oauth->client_steps[i].title != NULL;
       i++)
    add_step (self, i + 1, &info->oauth->client_steps[i]);
  if (has_servers)
    chatty_server_rows_set_info (self->servers, info, FALSE);
}

/**
 * chatty_client_view_read:
 *
 * Returns: (transfer full) (nullable): what the person entered; if it cannot
 *   be used, the view says why
 */
ChattyOAuthClient *
chatty_client_view_read (ChattyClientView *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattySecret) secret = NULL;
  g_autofree char *project = NULL;
  ChattyOAuthClient *client;

  g_return_val_if_fail (CHATTY_IS_CLIENT_VIEW (self), NULL);

  forget_problem (self);
  if (*get_text (self->secret) != '\0')
    {
      secret = chatty_secret_store_clean (get_text (self->secret), -1, NULL, &error);
      if (secret == NULL)
        {
          tell_problem (self, ADW_ENTRY_ROW (self->secret), error->message);
          return NULL;
        }
    }
  client = chatty_oauth_client_new (get_text (self->id), secret, NULL, &error);
  if (client == NULL)
    {
      tell_problem (self, self->id, error->message);
      return NULL;
    }
  project = g_strstrip (g_strdup (get_text (self->project)));
  chatty_oauth_client_unref (client);
  client = chatty_oauth_client_new (get_text (self->id), secret, project, &error);
  if (client == NULL)
    {
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->servers), TRUE);
      tell_problem (self, self->project, error->message);
    }
  return client;
}

/**
 * chatty_client_view_read_addresses:
 * @addresses: (out caller-allocates): by endpoint, %CHATTY_MAX_ENDPOINTS of
 *   them, %NULL for the platform's own; each to be freed
 *
 * Returns: whether all can be used; if not, the view says why
 */
gboolean
chatty_client_view_read_addresses (ChattyClientView  *self,
                                   char             **addresses)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (CHATTY_IS_CLIENT_VIEW (self), FALSE);

  if (chatty_server_rows_read (self->servers, addresses, &error))
    return TRUE;
  tell_problem (self, NULL, error->message);
  return FALSE;
}

/* Says what became of it, under the entries. */
void
chatty_client_view_tell_problem (ChattyClientView *self,
                                 const char       *problem)
{
  g_return_if_fail (CHATTY_IS_CLIENT_VIEW (self));

  tell_problem (self, NULL, problem);
}

/* The keyboard begins with the steps. */
void
chatty_client_view_begin (ChattyClientView *self)
{
  g_return_if_fail (CHATTY_IS_CLIENT_VIEW (self));

  if (*get_text (self->id) != '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->go_on));
  else
    gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
}

/* Nobody may read the secret any more. */
void
chatty_client_view_clear (ChattyClientView *self)
{
  g_return_if_fail (CHATTY_IS_CLIENT_VIEW (self));

  g_cancellable_cancel (self->cancellable);
  set_text (self->secret, NULL);
}
