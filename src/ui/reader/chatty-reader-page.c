/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines, a third of them the one-line actions of the menu: what they
 * do is in chatty-transcript-actions.c. What makes a conversation of it is in
 * chatty-reader-talk.c. */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-details-dialog.h"
#include "chatty-find-bar.h"
#include "chatty-link-dialog.h"
#include "chatty-link.h"
#include "chatty-platform-badge.h"
#include "chatty-reader-documents.h"
#include "chatty-reader-loader.h"
#include "chatty-reader-page.h"
#include "chatty-reader-talk.h"
#include "chatty-reader-words.h"
#include "chatty-talk-begin.h"
#include "chatty-transcript-actions.h"
#include "chatty-turn-list.h"
#include "chatty-ui-settings.h"

#define SPINNER_DELAY_MS 200
#define RELOAD_DELAY_MS  500

struct _ChattyReaderPage
{
  GtkWidget parent_instance;

  GtkWidget           *top;
  ChattyPlatformBadge *badge;
  GtkLabel            *title;
  GtkLabel            *subtitle;
  GtkWidget           *find_button;
  GtkWidget           *menu_button;
  ChattyFindBar       *find_bar;
  GtkStack            *stack;
  GtkSpinner          *spinner;
  AdwStatusPage       *failed;
  ChattyTurnList      *turns;
  ChattyTalkBegin     *begin;
  ChattyTalkPanel     *panel;
  GtkLabel            *provenance;

  ChattyReaderTalk   *talk;
  ChattyTurnSegments *segments;   /* nullable: what is shown of the transcript */
  ChattyWorkspace  *workspace;
  char             *id;
  char             *etag;
  ChattyTranscript *transcript;   /* NULL while there is none to show */
  char             *who;          /* nullable: what people call its character */
  int               wanted_turn;  /* to scroll to once it is there, or -1 */
  GCancellable     *cancellable;  /* of the load that runs */
  guint             spinner_source;
  guint             reload_source;
  gboolean          show_back;
  gboolean          is_new;         /* nothing of it is in the vault yet */
};

enum {
  PROP_0,
  PROP_TRANSCRIPT_ID,
  PROP_SHOW_BACK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyReaderPage, chatty_reader_page, GTK_TYPE_WIDGET)

static const struct {
  const char         *name;
  ChattyExportFormat  format;
} export_formats[] = {
  { "markdown", CHATTY_EXPORT_MARKDOWN },
  { "json", CHATTY_EXPORT_JSON },
  { "text", CHATTY_EXPORT_TEXT },
};

static void
update_subtitle (ChattyReaderPage *self)
{
  g_autofree char *text = chatty_reader_words_dup_subtitle (self->transcript, self->who);

  gtk_label_set_text (self->subtitle, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->subtitle), text);
}

static void
update_provenance (ChattyReaderPage *self)
{
  g_autofree char *text = chatty_reader_words_dup_provenance (self->transcript);

  gtk_label_set_text (self->provenance, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->provenance), text);
}

/* What was said here comes from here. */
static gboolean
is_imported (ChattyReaderPage *self)
{
  return self->transcript != NULL &&
         (self->id == NULL || !g_str_has_prefix (self->id, "chatty:"));
}

static void
update_actions (ChattyReaderPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean is_there = self->transcript != NULL && !self->is_new;
  gboolean is_stored = is_there && self->workspace != NULL && self->id != NULL;
  const char *link = is_there ? chatty_transcript_get_link (self->transcript) : NULL;

  gtk_widget_action_set_enabled (widget, "reader.find", is_there);
  gtk_widget_action_set_enabled (widget, "reader.copy", is_there);
  gtk_widget_action_set_enabled (widget, "reader.export", is_stored);
  gtk_widget_action_set_enabled (widget, "reader.show-in-folder", is_stored);
  gtk_widget_action_set_enabled (widget, "reader.open-file", is_stored);
  gtk_widget_action_set_enabled (widget, "reader.open-original",
                                 link != NULL && chatty_link_is_openable (link));
  gtk_widget_action_set_enabled (widget, "reader.edit", is_stored);
  gtk_widget_action_set_enabled (widget, "reader.trash", is_stored);
}

/* Who answers, or answered. */
static void
update_documents (ChattyReaderPage *self)
{
  ChattyConversation *conversation = chatty_talk_panel_get_conversation (self->panel);
  const char *callsign = conversation != NULL ? chatty_conversation_get_callsign (conversation)
                                              : NULL;

  if (callsign == NULL && self->transcript != NULL)
    callsign = chatty_transcript_get_character (self->transcript);
  chatty_reader_documents_set (self->turns, self->workspace, callsign);
}

static void
update_header (ChattyReaderPage *self)
{
  gboolean is_there = self->transcript != NULL && !self->is_new;

  if (self->is_new)
    {
      gtk_label_set_text (self->title, _("New Conversation"));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), NULL);
      gtk_label_set_text (self->subtitle, "");
    }
  else if (is_there)
    {
      g_autofree char *title = NULL;

      title = chatty_text_one_line (chatty_transcript_get_title (self->transcript), 400);
      gtk_label_set_text (self->title, *title != '\0' ? title : _("Untitled Conversation"));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
      chatty_platform_badge_set_platform (self->badge,
                                          chatty_transcript_get_platform (self->transcript));
      update_subtitle (self);
      update_provenance (self);
    }
  else
    {
      gtk_label_set_text (self->title, "");
      gtk_label_set_text (self->subtitle, "");
    }

  gtk_widget_set_visible (GTK_WIDGET (self->badge), is_there);
  gtk_widget_set_visible (self->find_button, is_there);
  gtk_widget_set_visible (self->menu_button, is_there);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), is_there);
  gtk_widget_set_visible (GTK_WIDGET (self->provenance), is_there && is_imported (self));
  gtk_widget_set_visible (self->top, is_there || self->is_new || self->show_back);
  update_actions (self);
  update_documents (self);
}

static void
show_page (ChattyReaderPage *self,
           const char       *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "loading"));
}

static void
stop_loading (ChattyReaderPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_handle_id (&self->reload_source, g_source_remove);
}

/* Lets go of what is shown. */
static void
forget (ChattyReaderPage *self)
{
  stop_loading (self);
  self->is_new = FALSE;
  if (self->talk != NULL)
    chatty_reader_talk_leave (self->talk);
  chatty_find_bar_set_segments (self->find_bar, NULL);
  chatty_turn_list_set_segments (self->turns, NULL);
  g_clear_object (&self->segments);
  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  g_clear_pointer (&self->etag, g_free);
  g_clear_pointer (&self->who, g_free);
}

static void
set_id (ChattyReaderPage *self,
        const char       *id)
{
  if (g_strcmp0 (self->id, id) == 0)
    return;

  g_free (self->id);
  self->id = g_strdup (id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRANSCRIPT_ID]);
}

/* Rows that are there stay where they say the same: the person goes on reading. */
static gboolean
update_segments (ChattyReaderPage   *self,
                 ChattyTurnSegments *loaded)
{
  ChattyTranscript *transcript = chatty_turn_segments_get_transcript (loaded);

  if (self->segments == NULL)
    return FALSE;
  if (!chatty_reader_talk_is_busy (self->talk) &&
      !chatty_turn_segments_update (self->segments, transcript))
    return FALSE;

  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  self->transcript = chatty_transcript_ref (transcript);
  update_header (self);
  return TRUE;
}

static void start_loading (ChattyReaderPage *self);

static void
show_segments (ChattyReaderPage   *self,
               ChattyTurnSegments *segments)
{
  if (update_segments (self, segments))
    return;

  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  self->transcript = chatty_transcript_ref (chatty_turn_segments_get_transcript (segments));
  g_set_object (&self->segments, segments);

  chatty_turn_list_set_segments (self->turns, segments);
  chatty_find_bar_set_segments (self->find_bar, segments);
  update_header (self);
  show_page (self, "turns");
  if (self->id != NULL)
    chatty_reader_talk_show (self->talk, self->id, segments);

  if (self->wanted_turn > 0)
    chatty_turn_list_scroll_to_turn (self->turns, self->wanted_turn);
  self->wanted_turn = -1;
}

static void
rows_changed_cb (ChattyReaderPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->segments)) > 0 &&
      g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "begin") == 0)
    show_page (self, "turns");
}

/* A new conversation has its rows: what the character says first, or none. */
static void
began_cb (ChattyReaderPage   *self,
          ChattyTurnSegments *segments)
{
  ChattyTranscript *transcript = chatty_turn_segments_get_transcript (segments);
  gboolean is_empty = chatty_transcript_get_n_turns (transcript) == 0;

  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  self->transcript = chatty_transcript_ref (transcript);
  g_set_object (&self->segments, segments);
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  chatty_turn_list_set_segments (self->turns, segments);
  chatty_find_bar_set_segments (self->find_bar, segments);
  update_header (self);
  show_page (self, is_empty ? "begin" : "turns");
  g_signal_connect_object (segments, "items-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* It is a transcript of the vault from now on. */
static void
kept_cb (ChattyReaderPage *self,
         const char       *id)
{
  if (!self->is_new)
    return;

  self->is_new = FALSE;
  set_id (self, id);
  update_header (self);
  start_loading (self);
}

static void
take_who (ChattyReaderPage *self,
          char             *who)  /* (transfer full) (nullable) */
{
  gboolean changed = g_strcmp0 (self->who, who) != 0;

  g_free (self->who);
  self->who = who;
  if (changed && self->transcript != NULL && !self->is_new)
    update_subtitle (self);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyReaderPage) self = user_data;
  g_autoptr (ChattyTurnSegments) segments = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *who = NULL;
  gboolean loaded;

  loaded = chatty_reader_loader_finish (result, &segments, &etag, &who, &error);
  /* Another transcript has taken its place. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->spinner_source, g_source_remove);

  if (loaded)
    take_who (self, g_steal_pointer (&who));
  if (segments != NULL)
    {
      g_free (self->etag);
      self->etag = g_steal_pointer (&etag);
      show_segments (self, segments);
    }
  else if (!loaded && g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND) &&
           self->transcript != NULL)
    {
      /* It was there and is gone: moved to the trash, or by another program. */
      chatty_reader_page_clear (self);
    }
  else if (!loaded)
    {
      g_clear_pointer (&self->transcript, chatty_transcript_unref);
      g_clear_pointer (&self->etag, g_free);
      adw_status_page_set_description (self->failed, NULL);
      if (error != NULL)
        {
          /* A status page's description is markup. */
          g_autofree char *escaped = g_markup_escape_text (error->message, -1);

          adw_status_page_set_description (self->failed, escaped);
        }
      update_header (self);
      show_page (self, "failed");
    }
}

static gboolean
spinner_cb (gpointer user_data)
{
  ChattyReaderPage *self = user_data;

  self->spinner_source = 0;
  show_page (self, "loading");

  return G_SOURCE_REMOVE;
}

static void
start_loading (ChattyReaderPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  chatty_reader_loader_load_async (chatty_workspace_get_vault (self->workspace), self->id,
                                   self->transcript, self->etag, self->cancellable,
                                   loaded_cb, g_object_ref (self));
}

static void
show_waiting (ChattyReaderPage *self)
{
  show_page (self, "waiting");
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, spinner_cb, self);
}

static gboolean
reload_cb (gpointer user_data)
{
  ChattyReaderPage *self = user_data;

  self->reload_source = 0;
  /* A load that runs already sees the change, or the next one does. */
  if (self->cancellable == NULL && self->id != NULL)
    start_loading (self);

  return G_SOURCE_REMOVE;
}

static void
vault_changed_cb (ChattyReaderPage *self)
{
  if (self->id != NULL && self->transcript != NULL && self->reload_source == 0)
    self->reload_source = g_timeout_add (RELOAD_DELAY_MS, reload_cb, self);
}

static void
times_changed_cb (ChattyReaderPage *self)
{
  if (self->transcript != NULL)
    update_subtitle (self);
}

static void
find_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  chatty_find_bar_open (CHATTY_READER_PAGE (widget)->find_bar, NULL);
}

static void
find_next_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  chatty_find_bar_move (CHATTY_READER_PAGE (widget)->find_bar, 1);
}

static void
find_previous_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  chatty_find_bar_move (CHATTY_READER_PAGE (widget)->find_bar, -1);
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  chatty_transcript_actions_copy (widget, CHATTY_READER_PAGE (widget)->transcript);
}

static void
export_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ChattyReaderPage *self = CHATTY_READER_PAGE (widget);
  const char *format = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (export_formats); i++)
    if (g_str_equal (export_formats[i].name, format))
      chatty_transcript_actions_export (widget, self->workspace, self->transcript,
                                        export_formats[i].format);
}

static void
show_in_folder_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  ChattyReaderPage *self = CHATTY_READER_PAGE (widget);

  chatty_transcript_actions_show_in_folder (widget, self->workspace, self->id);
}

static void
open_file_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  ChattyReaderPage *self = CHATTY_READER_PAGE (widget);

  chatty_transcript_actions_open_file (widget, self->workspace, self->id);
}

static void
open_original_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  ChattyReaderPage *self = CHATTY_READER_PAGE (widget);

  chatty_link_dialog_ask (widget, chatty_transcript_get_link (self->transcript), NULL);
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ChattyReaderPage *self = CHATTY_READER_PAGE (widget);
  GtkWidget *dialog = chatty_details_dialog_new (widget, self->workspace, self->transcript);

  gtk_window_present (GTK_WINDOW (dialog));
}

static void
trash_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  ChattyReaderPage *self = CHATTY_READER_PAGE (widget);

  chatty_transcript_actions_trash (widget, self->workspace, self->id,
                                   chatty_transcript_get_title (self->transcript));
}

static void
retry_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  ChattyReaderPage *self = CHATTY_READER_PAGE (widget);

  if (self->workspace != NULL && self->id != NULL)
    {
      show_waiting (self);
      start_loading (self);
    }
}

static void
propose_memory_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  chatty_talk_panel_propose_memory (CHATTY_READER_PAGE (widget)->panel);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  return chatty_talk_panel_escape (CHATTY_READER_PAGE (widget)->panel);
}

static void
update_conversation (ChattyReaderPage *self)
{
  ChattyConversation *conversation = chatty_talk_panel_get_conversation (self->panel);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "reader.propose-memory",
                                 conversation != NULL &&
                                 (chatty_conversation_get_inputs (conversation) &
                                  CHATTY_CHAT_NEEDS_CONTEXT) != 0);
  update_documents (self);
}

static void
conversation_cb (ChattyReaderPage *self)
{
  ChattyConversation *conversation = chatty_talk_panel_get_conversation (self->panel);

  chatty_talk_begin_set_conversation (self->begin, conversation);
  if (conversation != NULL)
    {
      g_signal_connect_object (conversation, "notify::inputs", G_CALLBACK (update_conversation),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (conversation, "notify::callsign", G_CALLBACK (update_documents),
                               self, G_CONNECT_SWAPPED);
    }
  update_conversation (self);
}

static void
chatty_reader_page_dispose (GObject *object)
{
  ChattyReaderPage *self = CHATTY_READER_PAGE (object);
  GtkWidget *child;

  stop_loading (self);
  g_clear_object (&self->talk);
  g_clear_object (&self->segments);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (chatty_reader_page_parent_class)->dispose (object);
}

static void
chatty_reader_page_finalize (GObject *object)
{
  ChattyReaderPage *self = CHATTY_READER_PAGE (object);

  g_clear_pointer (&self->transcript, chatty_transcript_unref);
  g_free (self->id);
  g_free (self->etag);
  g_free (self->who);

  G_OBJECT_CLASS (chatty_reader_page_parent_class)->finalize (object);
}

static void
chatty_reader_page_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  ChattyReaderPage *self = CHATTY_READER_PAGE (object);

  switch (prop_id)
    {
    case PROP_TRANSCRIPT_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_SHOW_BACK:
      g_value_set_boolean (value, self->show_back);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_reader_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  ChattyReaderPage *self = CHATTY_READER_PAGE (object);

  switch (prop_id)
    {
    case PROP_SHOW_BACK:
      if (self->show_back != g_value_get_boolean (value))
        {
          self->show_back = g_value_get_boolean (value);
          update_header (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char                  *name;
    const char                  *type;
    GtkWidgetActionActivateFunc  activate;
  } actions[] = {
    { "reader.find", NULL, find_action },
    { "reader.find-next", NULL, find_next_action },
    { "reader.find-previous", NULL, find_previous_action },
    { "reader.copy", NULL, copy_action },
    { "reader.export", "s", export_action },
    { "reader.show-in-folder", NULL, show_in_folder_action },
    { "reader.open-file", NULL, open_file_action },
    { "reader.open-original", NULL, open_original_action },
    { "reader.edit", NULL, edit_action },
    { "reader.propose-memory", NULL, propose_memory_action },
    { "reader.trash", NULL, trash_action },
    { "reader.retry", NULL, retry_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type,
                                     actions[i].activate);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK,
                                       "reader.find", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_g, GDK_CONTROL_MASK,
                                       "reader.find-next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_g, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "reader.find-previous", NULL);
}

static void
chatty_reader_page_class_init (ChattyReaderPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_FIND_BAR);
  g_type_ensure (CHATTY_TYPE_PLATFORM_BADGE);
  g_type_ensure (CHATTY_TYPE_TALK_BEGIN);
  g_type_ensure (CHATTY_TYPE_TALK_PANEL);
  g_type_ensure (CHATTY_TYPE_TURN_LIST);

  object_class->dispose = chatty_reader_page_dispose;
  object_class->finalize = chatty_reader_page_finalize;
  object_class->get_property = chatty_reader_page_get_property;
  object_class->set_property = chatty_reader_page_set_property;

  properties[PROP_TRANSCRIPT_ID] =
    g_param_spec_string ("transcript-id", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOW_BACK] =
    g_param_spec_boolean ("show-back", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/chatty/Connectors/ui/reader/chatty-reader-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, top);
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, badge);
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, find_button);
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, find_bar);
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, failed);
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, turns);
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, begin);
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, panel);
  gtk_widget_class_bind_template_child (widget_class, ChattyReaderPage, provenance);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  install_actions (widget_class);
}

static void
chatty_reader_page_init (ChattyReaderPage *self)
{
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);

  self->talk = chatty_reader_talk_new (self->turns, self->panel);
  g_signal_connect_object (self->talk, "began", G_CALLBACK (began_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->talk, "kept", G_CALLBACK (kept_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "notify::conversation", G_CALLBACK (conversation_cb), self,
                           G_CONNECT_SWAPPED);
  update_conversation (self);

  self->wanted_turn = -1;
  chatty_turn_list_set_find_bar (self->turns, self->find_bar);
  g_signal_connect_object (chatty_ui_settings_get (), "changed::" CHATTY_SETTING_DATE_STYLE,
                           G_CALLBACK (times_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chatty_ui_settings_get (), "changed::" CHATTY_SETTING_CLOCK_STYLE,
                           G_CALLBACK (times_changed_cb), self, G_CONNECT_SWAPPED);
  update_header (self);
}

/**
 * chatty_reader_page_new:
 *
 * Returns: (transfer floating): a page that shows nothing yet
 */
GtkWidget *
chatty_reader_page_new (void)
{
  return g_object_new (CHATTY_TYPE_READER_PAGE, NULL);
}

/**
 * chatty_reader_page_set_workspace:
 * @workspace: where the transcripts are; set once
 */
void
chatty_reader_page_set_workspace (ChattyReaderPage *self,
                                  ChattyWorkspace  *workspace)
{
  g_return_if_fail (CHATTY_IS_READER_PAGE (self));
  g_return_if_fail (CHATTY_IS_WORKSPACE (workspace));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (chatty_workspace_get_vault (workspace), "changed",
                           G_CALLBACK (vault_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * chatty_reader_page_set_talk:
 * @talk: the conversations; set once
 *
 * From now on what is read can go on.
 */
void
chatty_reader_page_set_talk (ChattyReaderPage  *self,
                             ChattyTalkService *talk)
{
  g_return_if_fail (CHATTY_IS_READER_PAGE (self));

  chatty_reader_talk_set_service (self->talk, talk);
  chatty_talk_begin_set_characters (self->begin, chatty_talk_service_get_characters (talk));
}

/**
 * chatty_reader_page_begin:
 * @callsign: who answers
 * @account: (nullable): where
 *
 * Begins a conversation, of which nothing is kept before something is said.
 */
void
chatty_reader_page_begin (ChattyReaderPage *self,
                          const char       *callsign,
                          const char       *account)
{
  g_return_if_fail (CHATTY_IS_READER_PAGE (self));
  g_return_if_fail (callsign != NULL);

  forget (self);
  self->is_new = TRUE;
  set_id (self, NULL);
  self->wanted_turn = -1;
  update_header (self);
  show_waiting (self);
  chatty_reader_talk_begin (self->talk, callsign, account);
}

/**
 * chatty_reader_page_is_new:
 *
 * Returns: whether it shows a conversation of which nothing is in the vault yet
 */
gboolean
chatty_reader_page_is_new (ChattyReaderPage *self)
{
  g_return_val_if_fail (CHATTY_IS_READER_PAGE (self), FALSE);

  return self->is_new;
}

/**
 * chatty_reader_page_load:
 * @id: of a transcript in the vault
 * @turn: the number of a turn to scroll to, or -1
 *
 * Shows a transcript once it is read.
 */
void
chatty_reader_page_load (ChattyReaderPage *self,
                         const char       *id,
                         int               turn)
{
  g_return_if_fail (CHATTY_IS_READER_PAGE (self));
  g_return_if_fail (self->workspace != NULL);
  g_return_if_fail (id != NULL);

  if (g_strcmp0 (self->id, id) == 0 && self->transcript != NULL)
    {
      if (turn >= 0)
        chatty_turn_list_scroll_to_turn (self->turns, turn);
      return;
    }

  forget (self);
  set_id (self, id);
  self->wanted_turn = turn;
  update_header (self);
  show_waiting (self);
  start_loading (self);
}

/**
 * chatty_reader_page_set_transcript:
 *
 * Shows a transcript that is in no vault, such as a preview.
 */
void
chatty_reader_page_set_transcript (ChattyReaderPage *self,
                                   ChattyTranscript *transcript)
{
  g_return_if_fail (CHATTY_IS_READER_PAGE (self));
  g_return_if_fail (transcript != NULL);

  forget (self);
  set_id (self, NULL);
  self->wanted_turn = -1;
  update_header (self);
  show_waiting (self);

  self->cancellable = g_cancellable_new ();
  chatty_reader_loader_cut_async (transcript, self->cancellable, loaded_cb, g_object_ref (self));
}

/**
 * chatty_reader_page_clear:
 *
 * Shows nothing.
 */
void
chatty_reader_page_clear (ChattyReaderPage *self)
{
  g_return_if_fail (CHATTY_IS_READER_PAGE (self));

  forget (self);
  set_id (self, NULL);
  chatty_find_bar_close (self->find_bar);
  update_header (self);
  show_page (self, "empty");
}

/**
 * chatty_reader_page_get_id:
 *
 * Returns: (transfer none) (nullable): of the transcript that is shown
 */
const char *
chatty_reader_page_get_id (ChattyReaderPage *self)
{
  g_return_val_if_fail (CHATTY_IS_READER_PAGE (self), NULL);

  return self->id;
}

/**
 * chatty_reader_page_scroll_to_turn:
 * @turn: the number of a turn, from 0
 *
 * Brings a turn to the top, at once or when the transcript is there.
 */
void
chatty_reader_page_scroll_to_turn (ChattyReaderPage *self,
                                   guint             turn)
{
  g_return_if_fail (CHATTY_IS_READER_PAGE (self));

  if (self->transcript != NULL)
    chatty_turn_list_scroll_to_turn (self->turns, turn);
  else
    self->wanted_turn = turn;
}

/**
 * chatty_reader_page_start_find:
 * @words: (nullable): what to look for
 *
 * Opens the bar that finds words in the conversation.
 */
void
chatty_reader_page_start_find (ChattyReaderPage *self,
                               const char       *words)
{
  g_return_if_fail (CHATTY_IS_READER_PAGE (self));

  if (self->transcript != NULL)
    chatty_find_bar_open (self->find_bar, words);
}
