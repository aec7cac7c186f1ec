/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-account-preferences.h"
#include "chatty-chat.h"
#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-platform-map.h"

#include "chatty-answers-page.h"
#include "chatty-choice-field.h"
#include "chatty-field-factory.h"
#include "chatty-notice.h"
#include "chatty-platform-offers.h"
#include "chatty-setting-rows.h"

/* Kept when the person pauses, not at every key. */
#define KEEP_AFTER_MS 600

struct _ChattyAnswersPage
{
  AdwBin parent_instance;

  AdwWindowTitle       *title;
  ChattyNotice         *trouble;
  GtkWidget            *page;
  GtkBox               *fields;
  AdwPreferencesGroup  *numbers;
  AdwPreferencesGroup  *own;
  ChattyField          *model;
  ChattyField          *effort;
  ChattyField          *voice;        /* NULL where nothing speaks */
  ChattyField          *instructions;
  ChattySettingRow     *temperature;
  ChattySettingRows    *settings;     /* NULL where nothing can be set */

  ChattyWorkspace      *workspace;
  ChattyAccountService *service;
  ChattyAccount        *account;
  ChattyPlatformOffers *offers;
  ChattyPreferences    *kept;         /* NULL before they are read */
  GCancellable         *cancellable;  /* of what is read only: what is to be kept is kept */
  guint                 source;
  guint                 n_changes;    /* of the person's, ever */
  guint                 n_written;    /* of them, those that are written, or about to be */
  ChattyPreferences    *last;         /* (nullable) what the page said before it was left */
  gboolean              is_writing;
};

static const ChattySetting temperature = {
  .path = "temperature",
  .title = N_("Temperature"),
  .words = N_("How freely words are chosen: 0.2 is dry, 1 is lively."),
  .kind = CHATTY_SETTING_NUMBER,
  .least = 0,
  .most = 2,
  .step = 0.1,
};

enum {
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyAnswersPage, chatty_answers_page, ADW_TYPE_BIN)

static void keep (ChattyAnswersPage *self);
static void load (ChattyAnswersPage *self);

/* (nullable): a text that says something. */
static char *
take_text (ChattyField *field)
{
  g_autoptr (JsonNode) value = field != NULL ? chatty_field_get_value (field) : NULL;
  const char *text = value != NULL && JSON_NODE_HOLDS_VALUE (value)
                       ? json_node_get_string (value) : NULL;

  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static void
show_text (ChattyField *field,
           const char  *text)
{
  g_autoptr (JsonNode) value = text != NULL ? json_node_init_string (json_node_alloc (), text)
                                            : NULL;

  if (field != NULL)
    chatty_field_set_value (field, value);
}

static ChattyPreferences *
read_page (ChattyAnswersPage *self)
{
  ChattyPreferences *preferences = chatty_preferences_copy (self->kept);
  JsonNode *number = chatty_setting_row_get_value (self->temperature);

  g_free (preferences->model);
  preferences->model = take_text (self->model);
  g_free (preferences->effort);
  preferences->effort = take_text (self->effort);
  g_free (preferences->instructions);
  preferences->instructions = take_text (self->instructions);
  g_free (preferences->temperature);
  preferences->temperature = number != NULL ? chatty_json_node_text (number) : NULL;
  if (self->voice != NULL)
    {
      g_free (preferences->voice);
      preferences->voice = take_text (self->voice);
    }
  if (self->settings != NULL)
    {
      const char *text = chatty_setting_rows_get_text (self->settings);

      g_free (preferences->settings);
      preferences->settings = *text != '\0' ? g_strdup (text) : NULL;
    }
  return preferences;
}

static void
show_preferences (ChattyAnswersPage *self)
{
  const ChattyPreferences *preferences = self->kept;
  g_autoptr (JsonNode) number = NULL;

  show_text (self->model, preferences->model);
  show_text (self->effort, preferences->effort);
  show_text (self->voice, preferences->voice);
  show_text (self->instructions, preferences->instructions);
  if (preferences->temperature != NULL)
    {
      g_autoptr (JsonNode) text = json_node_init_string (json_node_alloc (),
                                                         preferences->temperature);
      double value = chatty_json_node_number (text, -1);

      number = value >= 0 ? json_node_init_double (json_node_alloc (), value)
                          : g_steal_pointer (&text);
    }
  chatty_setting_row_set_value (self->temperature, number);
  if (self->settings != NULL)
    chatty_setting_rows_set_text (self->settings, preferences->settings);
}

/* What there is to choose from ------------------------------------------------------ */

static void
offer_efforts (ChattyAnswersPage *self)
{
  g_autofree char *model = take_text (self->model);
  g_autofree char *effort = take_text (self->effort);
  g_autoptr (GListModel) efforts = chatty_platform_offers_list_efforts (self->offers, model);

  chatty_choice_field_set_choices (CHATTY_CHOICE_FIELD (self->effort), efforts);
  /* Nobody knows what to enter for a model that is not known. */
  gtk_widget_set_visible (GTK_WIDGET (self->effort), efforts != NULL || effort != NULL);
}

static void
offers_changed_cb (ChattyAnswersPage *self)
{
  const char *message = chatty_platform_offers_get_message (self->offers);

  chatty_choice_field_set_choices (CHATTY_CHOICE_FIELD (self->model),
                                   chatty_platform_offers_get_models (self->offers));
  if (self->voice != NULL)
    chatty_choice_field_set_choices (CHATTY_CHOICE_FIELD (self->voice),
                                     chatty_platform_offers_get_voices (self->offers));
  offer_efforts (self);
  if (message != NULL)
    {
      g_autofree char *text = g_strdup_printf (_("The lists to choose from cannot be had: %s"),
                                               message);

      chatty_notice_set (self->trouble, text, _("_Try Again"));
    }
}

/* Reading and keeping ---------------------------------------------------------------- */

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyAnswersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  ChattyPreferences *preferences;

  preferences = chatty_workspace_load_preferences_finish (CHATTY_WORKSPACE (source), result,
                                                          &error);
  if (preferences == NULL)
    {
      if (!chatty_error_is_cancelled (error))
        chatty_notice_set (self->trouble, error->message, _("_Try Again"));
      return;
    }
  g_clear_pointer (&self->kept, chatty_preferences_free);
  self->kept = preferences;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  show_preferences (self);
  offer_efforts (self);
  gtk_widget_set_sensitive (self->page, TRUE);
}

static void
load (ChattyAnswersPage *self)
{
  chatty_workspace_load_preferences_async (self->workspace, self->account, self->cancellable,
                                           loaded_cb, g_object_ref (self));
}

static void
again_cb (ChattyAnswersPage *self)
{
  chatty_notice_set (self->trouble, NULL, NULL);
  if (self->kept == NULL)
    load (self);
  else if (self->n_changes != self->n_written)
    keep (self);
  chatty_platform_offers_load (self->offers);
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (ChattyAnswersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  ChattyPreferences *preferences;

  preferences = chatty_workspace_save_preferences_finish (CHATTY_WORKSPACE (source), result,
                                                          &error);
  self->is_writing = FALSE;
  if (preferences == NULL)
    {
      /* To be tried again with the next change, or by the person. */
      self->n_written = self->n_changes - 1;
      g_warning ("Preferences are not kept: %s", error->message);
      if (!g_cancellable_is_cancelled (self->cancellable))
        chatty_notice_set (self->trouble, error->message, _("_Try Again"));
      return;
    }
  g_clear_pointer (&self->kept, chatty_preferences_free);
  self->kept = preferences;
  if (self->n_changes != self->n_written)
    keep (self);
}

/* One after the other: each begins with what the one before left. */
static void
keep (ChattyAnswersPage *self)
{
  g_autoptr (ChattyPreferences) now = NULL;

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->is_writing || self->kept == NULL || self->n_changes == self->n_written)
    return;
  now = self->last != NULL ? chatty_preferences_copy (self->last) : read_page (self);
  self->n_written = self->n_changes;
  if (chatty_preferences_equal (self->kept, now))
    return;
  self->is_writing = TRUE;
  chatty_workspace_save_preferences_async (self->workspace, self->account, self->kept, now, NULL,
                                           kept_cb, g_object_ref (self));
}

static gboolean
keep_cb (gpointer user_data)
{
  ChattyAnswersPage *self = user_data;

  self->source = 0;
  keep (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (ChattyAnswersPage *self)
{
  self->n_changes++;
  g_clear_handle_id (&self->source, g_source_remove);
  self->source = g_timeout_add (KEEP_AFTER_MS, keep_cb, self);
}

static void
model_changed_cb (ChattyAnswersPage *self)
{
  offer_efforts (self);
  changed_cb (self);
}

/* Object ----------------------------------------------------------------------------- */

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  chatty_answers_page_go_back (CHATTY_ANSWERS_PAGE (widget));
  return GDK_EVENT_STOP;
}

/* What is still to be written is written without the page. */
static void
chatty_answers_page_unroot (GtkWidget *widget)
{
  ChattyAnswersPage *self = CHATTY_ANSWERS_PAGE (widget);

  if (self->kept != NULL && self->last == NULL)
    self->last = read_page (self);
  keep (self);

  GTK_WIDGET_CLASS (chatty_answers_page_parent_class)->unroot (widget);
}

static void
chatty_answers_page_dispose (GObject *object)
{
  ChattyAnswersPage *self = CHATTY_ANSWERS_PAGE (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->offers);

  G_OBJECT_CLASS (chatty_answers_page_parent_class)->dispose (object);
}

static void
chatty_answers_page_finalize (GObject *object)
{
  ChattyAnswersPage *self = CHATTY_ANSWERS_PAGE (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->service);
  g_clear_pointer (&self->account, chatty_account_unref);
  g_clear_pointer (&self->kept, chatty_preferences_free);
  g_clear_pointer (&self->last, chatty_preferences_free);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (chatty_answers_page_parent_class)->finalize (object);
}

static void
chatty_answers_page_class_init (ChattyAnswersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_answers_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_answers_page_finalize;
  widget_class->unroot = chatty_answers_page_unroot;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  g_type_ensure (CHATTY_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/accounts/chatty-answers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyAnswersPage, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyAnswersPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, ChattyAnswersPage, page);
  gtk_widget_class_bind_template_child (widget_class, ChattyAnswersPage, fields);
  gtk_widget_class_bind_template_child (widget_class, ChattyAnswersPage, numbers);
  gtk_widget_class_bind_template_child (widget_class, ChattyAnswersPage, own);
  gtk_widget_class_bind_template_callback (widget_class, chatty_answers_page_go_back);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
}

static void
chatty_answers_page_init (ChattyAnswersPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  chatty_notice_set_icon_name (self->trouble, "dialog-warning-symbolic");
}

static ChattyField *
add_field (ChattyAnswersPage    *self,
           ChattyCharacterField  kind,
           const char           *hint,
           GCallback             callback)
{
  ChattyField *field = chatty_field_factory_make (kind);

  chatty_field_set_hint (field, hint);
  g_signal_connect_object (field, "changed", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (self->fields, GTK_WIDGET (field));
  return field;
}

static void
add_rows (ChattyAnswersPage *self,
          ChattyConnector   *probe)
{
  guint n_settings = 0;
  const ChattySetting *table = chatty_chat_get_settings (CHATTY_CHAT (probe), &n_settings);

  self->model = add_field (self, CHATTY_FIELD_MODEL,
                           _("Which language model answers. Without a choice, the platform’s "
                             "newest that suits."), G_CALLBACK (model_changed_cb));
  self->effort = add_field (self, CHATTY_FIELD_EFFORT,
                            chatty_field_factory_get_hint (CHATTY_FIELD_EFFORT),
                            G_CALLBACK (changed_cb));
  if (CHATTY_IS_SPEECH (probe))
    self->voice = add_field (self, CHATTY_FIELD_VOICE,
                             _("For characters without a voice of their own."),
                             G_CALLBACK (changed_cb));
  self->instructions = add_field (self, CHATTY_FIELD_INSTRUCTIONS,
                                  _("For talks without a character, and with one that has no "
                                    "instructions of its own."), G_CALLBACK (changed_cb));

  self->temperature = CHATTY_SETTING_ROW (chatty_setting_row_new (&temperature));
  g_signal_connect_object (self->temperature, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->numbers, GTK_WIDGET (self->temperature));

  gtk_widget_set_visible (GTK_WIDGET (self->own), n_settings > 0);
  if (n_settings == 0)
    return;
  self->settings = CHATTY_SETTING_ROWS (chatty_setting_rows_new (table, n_settings));
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->own, GTK_WIDGET (self->settings));
}

/**
 * chatty_answers_page_exists:
 * @service: knows the connectors
 * @platform: a platform's id
 *
 * Returns: whether the platform is told with each message how it is to answer,
 *   so that there is something to prefer
 */
gboolean
chatty_answers_page_exists (ChattyAccountService *service,
                            const char           *platform)
{
  g_autoptr (ChattyConnector) probe = NULL;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (service), FALSE);

  probe = chatty_platform_map_probe (chatty_account_service_get_table (service), platform, NULL,
                                     NULL);
  return probe != NULL && CHATTY_IS_CHAT (probe) &&
         (chatty_chat_get_inputs (CHATTY_CHAT (probe)) & CHATTY_CHAT_NEEDS_CONTEXT) != 0;
}

/**
 * chatty_answers_page_new:
 * @workspace: what they are kept in
 * @service: the accounts
 * @account: whose answers; chatty_answers_page_exists() for its platform
 *
 * Returns: (transfer floating): a page that reads what is preferred
 */
GtkWidget *
chatty_answers_page_new (ChattyWorkspace      *workspace,
                         ChattyAccountService *service,
                         ChattyAccount        *account)
{
  ChattyAnswersPage *self;
  g_autoptr (ChattyConnector) probe = NULL;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (service), NULL);
  g_return_val_if_fail (account != NULL, NULL);

  probe = chatty_platform_map_probe (chatty_account_service_get_table (service),
                                     account->platform, NULL, NULL);
  g_return_val_if_fail (CHATTY_IS_CHAT (probe), NULL);

  self = g_object_new (CHATTY_TYPE_ANSWERS_PAGE, NULL);
  self->workspace = g_object_ref (workspace);
  self->service = g_object_ref (service);
  self->account = chatty_account_ref (account);
  adw_window_title_set_subtitle (self->title, account->name);
  add_rows (self, probe);
  self->offers = chatty_platform_offers_new (service, account->id);
  g_signal_connect_object (self->offers, "changed", G_CALLBACK (offers_changed_cb), self,
                           G_CONNECT_SWAPPED);
  load (self);
  chatty_platform_offers_load (self->offers);
  return GTK_WIDGET (self);
}

/**
 * chatty_answers_page_go_back:
 *
 * Leaves the page; what was changed is kept.
 */
void
chatty_answers_page_go_back (ChattyAnswersPage *self)
{
  g_return_if_fail (CHATTY_IS_ANSWERS_PAGE (self));

  keep (self);
  g_signal_emit (self, signals[CLOSED], 0);
}
