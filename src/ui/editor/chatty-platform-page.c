/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A little over 600 lines: all parts of the page follow one view of one draft. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-character-item.h"
#include "chatty-token-count.h"

#include "chatty-choice-field.h"
#include "chatty-extra-field.h"
#include "chatty-list-field.h"
#include "chatty-place-badge.h"
#include "chatty-platform-field.h"
#include "chatty-platform-page.h"
#include "chatty-platform-voice.h"
#include "chatty-token-line.h"
#include "chatty-ui-settings.h"

/* What will be sent is worked out anew after edits, not at every key. */
#define REFRESH_AFTER_MS 200
/* Making and laying out all fields at once takes longer than a frame. */
#define FIELDS_PER_FRAME 2
/* Members that nobody knows may be many. */
#define MAX_EXTRAS 60

struct _ChattyPlatformPage
{
  GtkWidget parent_instance;

  AdwActionRow        *state;
  GtkImage            *state_icon;
  GtkButton           *act;
  AdwActionRow        *note;
  ChattyTokenLine     *tokens;
  AdwActionRow        *trouble;
  AdwPreferencesGroup *sent;
  GtkBox              *sent_box;
  ChattyPlatformVoice *voice;
  AdwPreferencesGroup *own;
  GtkBox              *own_box;
  AdwPreferencesGroup *stays;

  ChattyPlatformView   *view;
  ChattyCharacterDraft *draft;      /* nullable */
  ChattyPlatformOffers *offers;     /* nullable */
  GPtrArray            *fields;     /* of ChattyPlatformField */
  GPtrArray            *stay_rows;  /* of AdwActionRow */
  GStrv                 extras;     /* those that have a field */
  char                 *effort_of;  /* nullable: the model whose efforts are listed */
  gboolean              can_sync;
  gboolean              is_put;
  gboolean              asked_count;
  gboolean              can_count;
  guint                 refresh_source;
  guint                 more_id;    /* of the tick that makes more fields */
};

static void update_fields (ChattyPlatformPage *self);
static void update_stays  (ChattyPlatformPage *self);

enum {
  PUT,
  SYNC,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyPlatformPage, chatty_platform_page, GTK_TYPE_WIDGET)

static const char *
get_title (ChattyPlatformPage *self)
{
  return chatty_platform_view_get_info (self->view)->title;
}

static ChattyCharacterLink *
find_link (ChattyPlatformPage *self)
{
  ChattyCharacterRecord *record = self->draft != NULL
    ? chatty_character_draft_get_record (self->draft) : NULL;

  if (record == NULL)
    return NULL;
  return chatty_character_record_find_link (record, chatty_platform_page_get_platform (self),
                                            NULL, NULL);
}

static void
update_state (ChattyPlatformPage *self)
{
  ChattyCharacterLink *link = find_link (self);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *label = NULL;
  const char *icon_name = "network-offline-symbolic";

  self->is_put = link != NULL;
  if (link != NULL)
    {
      ChattyCharacterPlace place;

      chatty_character_place_look (&place, chatty_character_draft_get_record (self->draft), link);
      icon_name = chatty_place_badge_get_icon_name (place.state);
      title = g_strdup (chatty_place_state_to_words (place.state));
      if (link->agreed != CHATTY_TIME_NONE)
        {
          g_autofree char *time = chatty_ui_format_time_exact (link->agreed);

          /* Translators: %s is a date and time: when both sides were the same last */
          subtitle = g_strdup_printf (_("Both sides agreed on %s"), time);
        }
      label = g_strdup (_("_Sync Now"));
    }
  else
    {
      /* Translators: %s is a platform */
      title = g_strdup_printf (_("Not on %s yet"), get_title (self));
      subtitle = g_strdup (_("What is changed here is used when it is put there."));
      /* Translators: %s is a platform */
      label = g_strdup_printf (_("_Put on %s…"), get_title (self));
    }
  gtk_image_set_from_icon_name (self->state_icon, icon_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state), title);
  adw_action_row_set_subtitle (self->state, subtitle != NULL ? subtitle : "");
  gtk_button_set_label (self->act, label);
  gtk_widget_set_visible (GTK_WIDGET (self->act), self->can_sync);
}

static void
act_clicked_cb (ChattyPlatformPage *self)
{
  g_signal_emit (self, signals[self->is_put ? SYNC : PUT], 0);
}

static void
toggled_cb (ChattyPlatformPage *self)
{
  chatty_platform_page_refresh (self);
}

static void
offer (ChattyPlatformPage  *self,
       ChattyPlatformField *widget)
{
  ChattyField *field = chatty_platform_field_get_field (widget);
  GListModel *choices = NULL;

  switch ((int) chatty_platform_field_get_kind (widget))
    {
    case CHATTY_FIELD_VOICE:
      choices = chatty_platform_offers_get_voices (self->offers);
      break;

    case CHATTY_FIELD_LANGUAGES:
      choices = chatty_platform_offers_get_languages (self->offers);
      break;

    case CHATTY_FIELD_MODEL:
      choices = chatty_platform_offers_get_models (self->offers);
      break;

    default:
      return;
    }
  if (CHATTY_IS_CHOICE_FIELD (field))
    chatty_choice_field_set_choices (CHATTY_CHOICE_FIELD (field), choices);
  else if (CHATTY_IS_LIST_FIELD (field))
    chatty_list_field_set_choices (CHATTY_LIST_FIELD (field), choices);
}

/* How much a model reasons is asked of the model. */
static void
offer_efforts (ChattyPlatformPage *self,
               gboolean            again)
{
  ChattyCharacterField kind = CHATTY_FIELD_MODEL;
  g_autofree char *model = NULL;
  g_autoptr (GListModel) efforts = NULL;
  g_autoptr (JsonNode) value = NULL;

  if (self->offers == NULL)
    return;
  for (guint i = 0; i < self->fields->len; i++)
    {
      ChattyPlatformField *widget = g_ptr_array_index (self->fields, i);

      if (chatty_platform_field_get_kind (widget) == kind)
        value = chatty_field_get_value (chatty_platform_field_get_field (widget));
    }
  model = value != NULL ? g_strdup (json_node_get_string (value)) : NULL;
  if (!again && g_strcmp0 (model, self->effort_of) == 0)
    return;

  efforts = chatty_platform_offers_list_efforts (self->offers, model);
  for (guint i = 0; i < self->fields->len; i++)
    {
      ChattyPlatformField *widget = g_ptr_array_index (self->fields, i);
      ChattyField *field = chatty_platform_field_get_field (widget);

      if (chatty_platform_field_get_kind (widget) == CHATTY_FIELD_EFFORT &&
          CHATTY_IS_CHOICE_FIELD (field))
        chatty_choice_field_set_choices (CHATTY_CHOICE_FIELD (field), efforts);
    }
  g_free (self->effort_of);
  self->effort_of = g_steal_pointer (&model);
}

/* The field for the voice, where the platform keeps one for a character. */
static void
update_voice (ChattyPlatformPage *self)
{
  ChattyField *field = NULL;
  gboolean is_kept = FALSE;

  for (guint i = 0; i < chatty_platform_view_get_n_rows (self->view); i++)
    {
      const ChattyPlatformRow *row = chatty_platform_view_get_row (self->view, i);

      if (row->field == CHATTY_FIELD_VOICE && row->map != NULL && !row->stays_here)
        is_kept = TRUE;
    }
  for (guint i = 0; i < self->fields->len; i++)
    {
      ChattyPlatformField *widget = g_ptr_array_index (self->fields, i);

      if (chatty_platform_field_get_kind (widget) == CHATTY_FIELD_VOICE)
        field = chatty_platform_field_get_field (widget);
    }
  chatty_platform_voice_set (self->voice, self->draft, self->offers, is_kept, field);
}

static void
offers_changed_cb (ChattyPlatformPage *self)
{
  const char *message = chatty_platform_offers_get_message (self->offers);

  for (guint i = 0; i < self->fields->len; i++)
    offer (self, g_ptr_array_index (self->fields, i));
  update_voice (self);
  if (self->draft != NULL)
    update_stays (self);
  offer_efforts (self, TRUE);
  adw_action_row_set_subtitle (self->trouble, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), message != NULL);
}

static void
try_again_cb (ChattyPlatformPage *self)
{
  if (self->offers != NULL)
    chatty_platform_offers_load (self->offers);
}

static void
add_stay_row (ChattyPlatformPage      *self,
              const ChattyPlatformRow *row)
{
  g_autofree char *subtitle = NULL;
  GtkWidget *widget, *icon;

  if (row->map != NULL)
    /* Translators: a platform, and its word for a part of a character */
    subtitle = g_strdup_printf (_("%s has it as “%s”, but lets no other program change it."),
                                get_title (self), row->map->remote);
  else
    /* Translators: %s is a platform */
    subtitle = g_strdup_printf (_("%s has no place for it."), get_title (self));
  widget = g_object_new (ADW_TYPE_ACTION_ROW,
                         "use-markup", FALSE,
                         "title", chatty_character_field_to_words (row->field),
                         "subtitle", subtitle,
                         "subtitle-lines", 0,
                         NULL);
  icon = gtk_image_new_from_icon_name (row->map != NULL ? "changes-prevent-symbolic"
                                                        : "go-home-symbolic");
  adw_action_row_add_prefix (ADW_ACTION_ROW (widget), icon);
  adw_preferences_group_add (self->stays, widget);
  g_ptr_array_add (self->stay_rows, widget);
}

static void
update_stays (ChattyPlatformPage *self)
{
  for (guint i = 0; i < self->stay_rows->len; i++)
    adw_preferences_group_remove (self->stays, g_ptr_array_index (self->stay_rows, i));
  g_ptr_array_set_size (self->stay_rows, 0);
  for (guint i = 0; i < chatty_platform_view_get_n_rows (self->view); i++)
    {
      const ChattyPlatformRow *row = chatty_platform_view_get_row (self->view, i);

      /* A voice that is used when one talks is chosen above. */
      if (row->stays_here &&
          (row->field != CHATTY_FIELD_VOICE || !gtk_widget_get_visible (GTK_WIDGET (self->voice))))
        add_stay_row (self, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->stays), self->stay_rows->len > 0);
}

static gboolean
more_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  ChattyPlatformPage *self = CHATTY_PLATFORM_PAGE (widget);

  self->more_id = 0;
  update_fields (self);
  update_voice (self);
  offer_efforts (self, TRUE);
  return G_SOURCE_REMOVE;
}

static GtkWidget *
make_field (ChattyPlatformPage      *self,
            const ChattyPlatformRow *row)
{
  const char *platform = chatty_platform_page_get_platform (self);
  guint n_settings = 0;
  const ChattySetting *settings = NULL;
  GtkWidget *widget;

  if (row->field == CHATTY_FIELD_SETTINGS)
    settings = chatty_platform_view_get_settings (self->view, &n_settings);
  widget = settings != NULL
             ? chatty_platform_field_new_for_settings (row->map, platform, settings, n_settings)
             : chatty_platform_field_new (row->map, platform);
  g_signal_connect_object (widget, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  return widget;
}

static void
update_fields (ChattyPlatformPage *self)
{
  guint nth = 0, n_made = 0;

  for (guint i = 0; i < chatty_platform_view_get_n_rows (self->view); i++)
    {
      const ChattyPlatformRow *row = chatty_platform_view_get_row (self->view, i);
      GtkWidget *widget;

      if (row->stays_here || row->map == NULL)
        continue;
      /* The map of a platform never changes. */
      if (nth == self->fields->len)
        {
          if (n_made++ == FIELDS_PER_FRAME)
            {
              if (self->more_id == 0)
                self->more_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), more_cb, NULL,
                                                              NULL);
              return;
            }
          widget = make_field (self, row);
          gtk_box_append (self->sent_box, widget);
          g_ptr_array_add (self->fields, widget);
          if (self->offers != NULL)
            offer (self, CHATTY_PLATFORM_FIELD (widget));
        }
      chatty_platform_field_set (g_ptr_array_index (self->fields, nth++), self->draft, row);
    }
}

static void
update_extras (ChattyPlatformPage *self)
{
  const char *const *extras = chatty_platform_view_get_extra (self->view);
  GtkWidget *child;

  if (self->extras != NULL && g_strv_equal ((const char *const *) self->extras, extras))
    {
      for (child = gtk_widget_get_first_child (GTK_WIDGET (self->own_box));
           child != NULL;
           child = gtk_widget_get_next_sibling (child))
        chatty_extra_field_update (child);
      return;
    }

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->own_box))) != NULL)
    gtk_box_remove (self->own_box, child);
  for (guint i = 0; extras[i] != NULL && i < MAX_EXTRAS; i++)
    gtk_box_append (self->own_box,
                    chatty_extra_field_new (self->draft, chatty_platform_page_get_platform (self),
                                            extras[i]));
  g_clear_pointer (&self->extras, g_strfreev);
  self->extras = g_strdupv ((char **) extras);
  gtk_widget_set_visible (GTK_WIDGET (self->own), extras[0] != NULL);
}

static gboolean
refresh_cb (gpointer user_data)
{
  chatty_platform_page_refresh (user_data);
  return G_SOURCE_REMOVE;
}

static void
refresh_soon (ChattyPlatformPage *self)
{
  if (self->refresh_source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->refresh_source = g_timeout_add (REFRESH_AFTER_MS, refresh_cb, self);
}

static void
chatty_platform_page_map (GtkWidget *widget)
{
  ChattyPlatformPage *self = CHATTY_PLATFORM_PAGE (widget);

  if (self->offers != NULL)
    chatty_platform_offers_load (self->offers);
  chatty_platform_page_refresh (self);
  chatty_token_line_set_active (self->tokens, TRUE);
  GTK_WIDGET_CLASS (chatty_platform_page_parent_class)->map (widget);
}

static void
chatty_platform_page_unmap (GtkWidget *widget)
{
  chatty_token_line_set_active (CHATTY_PLATFORM_PAGE (widget)->tokens, FALSE);
  GTK_WIDGET_CLASS (chatty_platform_page_parent_class)->unmap (widget);
}

static void
chatty_platform_page_dispose (GObject *object)
{
  ChattyPlatformPage *self = CHATTY_PLATFORM_PAGE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->stay_rows, g_ptr_array_unref);
  g_clear_pointer (&self->extras, g_strfreev);
  g_clear_pointer (&self->effort_of, g_free);
  g_clear_object (&self->draft);
  g_clear_object (&self->offers);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (chatty_platform_page_parent_class)->dispose (object);
}

static void
chatty_platform_page_class_init (ChattyPlatformPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_platform_page_dispose;
  widget_class->map = chatty_platform_page_map;
  widget_class->unmap = chatty_platform_page_unmap;
  g_type_ensure (CHATTY_TYPE_PLATFORM_VOICE);
  g_type_ensure (CHATTY_TYPE_TOKEN_LINE);

  signals[PUT] = g_signal_new ("put", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                               0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SYNC] = g_signal_new ("sync", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/editor/chatty-platform-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformPage, state);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformPage, state_icon);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformPage, act);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformPage, note);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformPage, tokens);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformPage, voice);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformPage, sent);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformPage, sent_box);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformPage, own);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformPage, own_box);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformPage, stays);
  gtk_widget_class_bind_template_callback (widget_class, act_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_platform_page_init (ChattyPlatformPage *self)
{
  self->fields = g_ptr_array_new ();
  self->stay_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_platform_page_new:
 * @view: what the platform makes of a character
 *
 * Returns: (transfer floating): a page without a character
 */
GtkWidget *
chatty_platform_page_new (ChattyPlatformView *view)
{
  ChattyPlatformPage *self;
  g_autofree char *sent = NULL;
  g_autofree char *own = NULL;
  const char *note;

  g_return_val_if_fail (CHATTY_IS_PLATFORM_VIEW (view), NULL);

  self = g_object_new (CHATTY_TYPE_PLATFORM_PAGE, NULL);
  self->view = g_object_ref (view);
  /* Translators: %s is a platform */
  sent = g_strdup_printf (_("Sent to %s"), get_title (self));
  /* Translators: %s is a platform */
  own = g_strdup_printf (_("Only on %s"), get_title (self));
  adw_preferences_group_set_title (self->sent, sent);
  adw_preferences_group_set_title (self->own, own);
  chatty_platform_voice_set_platform (self->voice, chatty_platform_page_get_platform (self));
  note = chatty_platform_view_get_note (view);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->note), note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  return GTK_WIDGET (self);
}

/**
 * chatty_platform_page_get_platform:
 *
 * Returns: the platform's id
 */
const char *
chatty_platform_page_get_platform (ChattyPlatformPage *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_PAGE (self), NULL);

  return chatty_platform_view_get_info (self->view)->id;
}

/**
 * chatty_platform_page_set_draft:
 * @draft: what is edited
 */
void
chatty_platform_page_set_draft (ChattyPlatformPage   *self,
                                ChattyCharacterDraft *draft)
{
  g_return_if_fail (CHATTY_IS_PLATFORM_PAGE (self));
  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (draft));

  if (self->draft == draft)
    return;

  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_func (self->draft, refresh_soon, self);
  g_set_object (&self->draft, draft);
  /* They edit the draft before. */
  g_clear_pointer (&self->extras, g_strfreev);
  g_signal_connect_object (draft, "changed", G_CALLBACK (refresh_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "notify::state", G_CALLBACK (refresh_soon), self,
                           G_CONNECT_SWAPPED);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    chatty_platform_page_refresh (self);
}

/**
 * chatty_platform_page_set_offers:
 * @offers: (nullable): what there is to choose from; asked for when the page
 *   is shown
 */
void
chatty_platform_page_set_offers (ChattyPlatformPage   *self,
                                 ChattyPlatformOffers *offers)
{
  g_return_if_fail (CHATTY_IS_PLATFORM_PAGE (self));

  if (self->offers == offers)
    return;

  if (self->offers != NULL)
    g_signal_handlers_disconnect_by_func (self->offers, offers_changed_cb, self);
  g_set_object (&self->offers, offers);
  if (offers == NULL)
    return;

  g_signal_connect_object (offers, "changed", G_CALLBACK (offers_changed_cb), self,
                           G_CONNECT_SWAPPED);
  offers_changed_cb (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    chatty_platform_offers_load (offers);
}

/**
 * chatty_platform_page_set_counter:
 * @workspace: (nullable): what counts
 * @service: the accounts
 * @account: (nullable): the id of the one that is asked how much a model reads
 *   of the character
 */
void
chatty_platform_page_set_counter (ChattyPlatformPage   *self,
                                  ChattyWorkspace      *workspace,
                                  ChattyAccountService *service,
                                  const char           *account)
{
  g_return_if_fail (CHATTY_IS_PLATFORM_PAGE (self));

  /* What a platform can do never changes. */
  if (account != NULL && workspace != NULL && !self->asked_count)
    {
      self->asked_count = TRUE;
      self->can_count = chatty_workspace_can_count_tokens (
        service, chatty_platform_page_get_platform (self));
    }
  if (workspace == NULL || !self->can_count)
    account = NULL;
  chatty_token_line_set_account (self->tokens, workspace, service, account);
}

/**
 * chatty_platform_page_set_player:
 * @player: (nullable): what voices are heard with; without it there is no
 *   button to listen
 */
void
chatty_platform_page_set_player (ChattyPlatformPage *self,
                                 ChattyPlayer       *player)
{
  g_return_if_fail (CHATTY_IS_PLATFORM_PAGE (self));

  chatty_platform_voice_set_player (self->voice, player);
}

/**
 * chatty_platform_page_set_can_sync:
 * @can_sync: whether there is an account to sync with
 */
void
chatty_platform_page_set_can_sync (ChattyPlatformPage *self,
                                   gboolean            can_sync)
{
  g_return_if_fail (CHATTY_IS_PLATFORM_PAGE (self));

  self->can_sync = can_sync;
  update_state (self);
}

/**
 * chatty_platform_page_refresh:
 *
 * Shows what will be sent now.
 */
void
chatty_platform_page_refresh (ChattyPlatformPage *self)
{
  ChattyDraftState state;

  g_return_if_fail (CHATTY_IS_PLATFORM_PAGE (self));

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  if (self->draft == NULL)
    return;
  state = chatty_character_draft_get_state (self->draft);
  if (state == CHATTY_DRAFT_LOADING || state == CHATTY_DRAFT_FAILED)
    return;

  chatty_platform_view_set_record (self->view, chatty_character_draft_get_edited (self->draft));
  chatty_token_line_set_record (self->tokens, chatty_character_draft_get_edited (self->draft));
  update_state (self);
  update_fields (self);
  update_voice (self);
  update_stays (self);
  update_extras (self);
  offer_efforts (self, FALSE);
}
