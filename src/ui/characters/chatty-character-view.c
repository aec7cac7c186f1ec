/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines: the head, the notices and the tabs all follow one draft. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-character-words.h"
#include "chatty-text.h"

#include "chatty-avatar.h"
#include "chatty-character-actions.h"
#include "chatty-character-conversations.h"
#include "chatty-character-view.h"
#include "chatty-editor-page.h"
#include "chatty-history-page.h"
#include "chatty-knowledge-page.h"
#include "chatty-memory-page.h"
#include "chatty-notice.h"
#include "chatty-platform-tabs.h"
#include "chatty-put-page.h"
#include "chatty-tab-follow.h"

#define MAX_NAME_BYTES 200

struct _ChattyCharacterView
{
  GtkWidget parent_instance;

  GtkStack         *stack;
  AdwStatusPage    *failed;
  GtkWidget        *back;
  ChattyAvatar     *avatar;
  GtkLabel         *name;
  GtkLabel         *second;
  GtkWidget        *save;
  GtkWidget        *talk_button;
  GtkWidget        *put_button;
  GtkWidget        *menu_button;
  ChattyNotice     *restored;
  ChattyNotice     *elsewhere;
  ChattyNotice     *message;
  GtkStackSwitcher *switcher;
  GtkStack         *tabs;

  ChattyEditorPage             *editor;
  ChattyKnowledgePage          *knowledge;
  ChattyMemoryPage             *memory;
  ChattyCharacterConversations *conversations;
  ChattyHistoryPage            *history;
  ChattyPutPage                *put;       /* nullable until it is used */
  GtkWidget                    *put_origin;  /* weak, nullable: what had the keyboard before */
  ChattyPlatformTabs           *tabs_of_platforms;   /* nullable: without accounts */

  ChattyWorkspace      *workspace;
  ChattyAccountService *service;     /* nullable */
  ChattySyncService    *sync;        /* nullable */
  ChattyCharacterDraft *draft;       /* nullable */
  gpointer              seen;        /* the record whose history was read; only compared */
  char                 *deleting;    /* nullable: who is on the way to the trash */
  gboolean              put_wanted;  /* once it is saved */
};

enum {
  PROP_0,
  PROP_SHOW_BACK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  BACK,
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyCharacterView, chatty_character_view, GTK_TYPE_WIDGET)

static void save_draft (ChattyCharacterView *self);

/* (transfer full): where the character is not yet and can be put. */
static GPtrArray *
list_places (ChattyCharacterView *self,
             const char          *platform)
{
  ChattyCharacterRecord *record = self->draft != NULL
    ? chatty_character_draft_get_record (self->draft) : NULL;

  if (self->tabs_of_platforms == NULL)
    return g_ptr_array_new ();
  return chatty_platform_tabs_list_places (self->tabs_of_platforms, record, platform);
}

static GtkWidget *
get_focus (ChattyCharacterView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

/* The first that is there of the buttons of the head. */
static void
focus_head (ChattyCharacterView *self)
{
  GtkWidget *buttons[] = { self->save, self->talk_button, self->put_button, self->menu_button };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    if (gtk_widget_get_mapped (buttons[i]) && gtk_widget_grab_focus (buttons[i]))
      return;
}

static void
update_actions (ChattyCharacterView *self)
{
  GtkWidget *focus = get_focus (self);
  gboolean in_head = focus != NULL && (focus == self->save || focus == self->talk_button ||
                                       focus == self->put_button);
  gboolean stored = self->draft != NULL &&
                    chatty_character_draft_get_callsign (self->draft) != NULL;
  g_autoptr (GPtrArray) places = list_places (self, NULL);
  gboolean can_put = self->sync != NULL && places->len > 0 && self->draft != NULL;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "character.save",
                                 self->draft != NULL &&
                                 chatty_character_draft_get_dirty (self->draft));
  gtk_widget_action_set_enabled (widget, "character.talk", stored && self->service != NULL);
  gtk_widget_action_set_enabled (widget, "character.put", can_put);
  gtk_widget_action_set_enabled (widget, "character.duplicate", stored);
  gtk_widget_action_set_enabled (widget, "character.export", stored);
  gtk_widget_action_set_enabled (widget, "character.export-markdown", stored);
  gtk_widget_action_set_enabled (widget, "character.delete", self->draft != NULL);
  gtk_widget_set_visible (self->save, self->draft != NULL &&
                                      chatty_character_draft_get_dirty (self->draft));
  /* First what was written, then talk: one button stands out. */
  gtk_widget_set_visible (self->talk_button, stored && self->service != NULL &&
                                             !gtk_widget_get_visible (self->save));
  /* In a narrow window it is in the menu. */
  gtk_widget_set_visible (self->put_button, can_put && !gtk_widget_get_visible (self->back));
  /* A button that was pressed may be gone: the keyboard stays beside it. */
  if (in_head && !gtk_widget_get_visible (focus))
    focus_head (self);
}

/* What is shown ---------------------------------------------------------------- */

static void
update_head (ChattyCharacterView *self)
{
  ChattyCharacterRecord *record = chatty_character_draft_get_record (self->draft);
  const char *text = chatty_character_draft_get_text (self->draft, NULL, CHATTY_FIELD_NAME);
  const char *callsign = chatty_character_draft_get_callsign (self->draft);
  g_autofree char *name = chatty_text_one_line (text != NULL ? text : "", MAX_NAME_BYTES);

  gtk_label_set_text (self->name, *name != '\0' ? name
                                  : callsign != NULL ? callsign : _("New Character"));
  gtk_label_set_text (self->second, callsign != NULL ? callsign : _("Not saved yet"));
  chatty_avatar_set (self->avatar, *name != '\0' ? name : NULL,
                     record != NULL ? chatty_character_record_get_avatar (record) : NULL,
                     record != NULL ? chatty_character_record_get_modified (record) : 0);
}

static void
update_notices (ChattyCharacterView *self)
{
  guint elsewhere = chatty_character_draft_get_elsewhere (self->draft);
  ChattyDraftState state = chatty_character_draft_get_state (self->draft);
  const char *message = chatty_character_draft_get_message (self->draft);

  chatty_notice_set (self->restored,
                     chatty_character_draft_get_restored (self->draft)
                       ? _("Unsaved changes were restored") : NULL,
                     _("_Discard"));
  if (state == CHATTY_DRAFT_GONE)
    {
      chatty_notice_set (self->elsewhere,
                         _("The character was deleted elsewhere. Saving makes it anew."), NULL);
    }
  else if (elsewhere != 0)
    {
      g_autofree char *fields = chatty_character_fields_to_words (elsewhere);
      g_autofree char *text = NULL;

      /* Translators: %s is a list of parts of a character */
      text = g_strdup_printf (_("Also changed elsewhere meanwhile: %s. When you save, yours counts "
                                "and the other stays in the history."), fields);
      chatty_notice_set (self->elsewhere, text, NULL);
    }
  else
    {
      chatty_notice_set (self->elsewhere, NULL, NULL);
    }
  chatty_notice_set (self->message, state != CHATTY_DRAFT_FAILED ? message : NULL,
                     _("_Try Again"));
}

static void
update_draft (ChattyCharacterView *self)
{
  ChattyDraftState state = chatty_character_draft_get_state (self->draft);
  const char *callsign = chatty_character_draft_get_callsign (self->draft);

  if (state == CHATTY_DRAFT_FAILED)
    {
      const char *message = chatty_character_draft_get_message (self->draft);
      g_autofree char *escaped = message != NULL ? g_markup_escape_text (message, -1) : NULL;

      adw_status_page_set_description (self->failed, escaped);
      gtk_stack_set_visible_child_name (self->stack, "failed");
    }
  else if (state != CHATTY_DRAFT_LOADING &&
           g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "put") != 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "character");
    }
  update_head (self);
  update_notices (self);
  update_actions (self);
  chatty_knowledge_page_set_record (self->knowledge,
                                    chatty_character_draft_get_record (self->draft));
  chatty_memory_page_set_record (self->memory, chatty_character_draft_get_record (self->draft));
  chatty_history_page_set_character (self->history, callsign);
  if (self->seen != chatty_character_draft_get_record (self->draft))
    {
      self->seen = chatty_character_draft_get_record (self->draft);
      chatty_history_page_reload (self->history);
    }
  chatty_character_conversations_set_character (self->conversations, callsign);
}

static void
callsign_cb (ChattyCharacterView *self)
{
  g_signal_emit (self, signals[OPENED], 0, chatty_character_view_get_callsign (self));
}

static void
draft_changed_cb (ChattyCharacterView *self,
                  guint                fields,
                  const char          *platform)
{
  if (platform == NULL && (fields & CHATTY_FIELD_FLAG (CHATTY_FIELD_NAME)) != 0)
    update_head (self);
}

/* Knowledge, Memory, Conversations and History stand behind the platforms. */
static void
order_tabs (ChattyCharacterView *self)
{
  static const char *const names[] = { "knowledge", "memory", "conversations", "history" };
  const char *visible = gtk_stack_get_visible_child_name (self->tabs);
  g_autofree char *was = g_strdup (visible);
  GtkWidget *pages[] = {
    GTK_WIDGET (self->knowledge), GTK_WIDGET (self->memory), GTK_WIDGET (self->conversations),
    GTK_WIDGET (self->history),
  };
  const char *const titles[] = { _("Knowledge"), _("Memory"), _("Conversations"), _("History") };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_object_ref (pages[i]);
      if (gtk_widget_get_parent (pages[i]) != NULL)
        gtk_stack_remove (self->tabs, pages[i]);
      gtk_stack_add_titled (self->tabs, pages[i], names[i], titles[i]);
      g_object_unref (pages[i]);
    }
  if (was != NULL && gtk_stack_get_child_by_name (self->tabs, was) != NULL)
    gtk_stack_set_visible_child_name (self->tabs, was);
}

/* Doing things --------------------------------------------------------------------- */

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GApplication *application = user_data;

  chatty_character_draft_keep_finish (CHATTY_CHARACTER_DRAFT (source), result, NULL);
  if (application != NULL)
    g_application_release (application);
}

/* Unsaved edits are there again when the character is opened next; a program
 * that ends waits for them. */
static void
leave_draft (ChattyCharacterView *self)
{
  GApplication *application = g_application_get_default ();

  if (self->draft == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->draft, self);
  if (chatty_character_draft_get_dirty (self->draft))
    {
      if (application != NULL)
        g_application_hold (application);
      chatty_character_draft_keep_async (self->draft, NULL, kept_cb, application);
    }
  g_clear_object (&self->draft);
}

static void
take_draft (ChattyCharacterView  *self,
            ChattyCharacterDraft *draft)   /* (transfer full) */
{
  leave_draft (self);
  self->put_wanted = FALSE;
  self->draft = draft;
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "put") == 0)
    gtk_stack_set_visible_child_name (self->stack, "character");
  g_signal_connect_object (draft, "notify", G_CALLBACK (update_draft), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "notify::callsign", G_CALLBACK (callsign_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "changed", G_CALLBACK (draft_changed_cb), self,
                           G_CONNECT_SWAPPED);
  chatty_editor_page_set_draft (self->editor, draft);
  if (self->tabs_of_platforms != NULL)
    chatty_platform_tabs_set_draft (self->tabs_of_platforms, draft);
  update_draft (self);
  callsign_cb (self);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattyCharacterView) self = user_data;
  g_autoptr (ChattyCharacterChange) change = NULL;
  g_autoptr (GError) error = NULL;

  change = chatty_character_draft_save_finish (CHATTY_CHARACTER_DRAFT (source), result, &error);
  if (change == NULL)
    {
      /* The draft keeps the edits, and its message says why. */
      self->put_wanted = FALSE;
      return;
    }
  if (change->batch != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast-undo", "(ss)",
                                change->outcome == CHATTY_STORED_KEPT_BOTH
                                  ? _("Saved; what was changed elsewhere is in the history")
                                  : _("Saved"),
                                change->batch);
  chatty_history_page_reload (self->history);
  if (self->put_wanted && CHATTY_CHARACTER_DRAFT (source) == self->draft)
    gtk_widget_activate_action (GTK_WIDGET (self), "character.put", NULL);
}

static void
save_draft (ChattyCharacterView *self)
{
  if (self->draft == NULL)
    return;

  if (chatty_character_draft_get_can_save (self->draft))
    {
      chatty_character_draft_save_async (self->draft, NULL, saved_cb, g_object_ref (self));
      return;
    }
  /* It says where it is wrong. */
  self->put_wanted = FALSE;
  if (chatty_character_draft_get_dirty (self->draft) &&
      chatty_character_draft_get_state (self->draft) != CHATTY_DRAFT_SAVING)
    {
      gtk_stack_set_visible_child (self->tabs, GTK_WIDGET (self->editor));
      chatty_editor_page_focus_problem (self->editor);
    }
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  save_draft (CHATTY_CHARACTER_VIEW (widget));
}

/* Back to where it began; on the page of a platform something else may stand
 * there by now. */
static void
put_closed_cb (ChattyCharacterView *self)
{
  GtkWidget *origin = self->put_origin;
  GtkWidget *page = gtk_stack_get_visible_child (self->tabs);
  gboolean from_page = origin != NULL && page != NULL && gtk_widget_is_ancestor (origin, page);

  g_clear_weak_pointer (&self->put_origin);
  gtk_stack_set_visible_child_name (self->stack, "character");
  if (origin != NULL && gtk_widget_get_mapped (origin) && gtk_widget_grab_focus (origin))
    return;
  if (!from_page || !gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD))
    focus_head (self);
}

static ChattyPutPage *
show_put (ChattyCharacterView *self)
{
  if (self->put == NULL)
    {
      self->put = CHATTY_PUT_PAGE (
        chatty_put_page_new (self->sync, chatty_account_service_get_table (self->service)));
      g_signal_connect_object (self->put, "closed", G_CALLBACK (put_closed_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->put), "put");
    }
  g_set_weak_pointer (&self->put_origin, get_focus (self));
  gtk_stack_set_visible_child_name (self->stack, "put");
  return self->put;
}

/* What is on the screen is what is put: edits are saved first. */
static gboolean
save_first (ChattyCharacterView *self)
{
  if (!chatty_character_draft_get_dirty (self->draft) &&
      chatty_character_draft_get_callsign (self->draft) != NULL)
    return FALSE;

  self->put_wanted = TRUE;
  save_draft (self);
  return TRUE;
}

static void
talk_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  const char *callsign = chatty_character_view_get_callsign (CHATTY_CHARACTER_VIEW (widget));

  if (callsign != NULL)
    gtk_widget_activate_action (widget, "win.talk", "s", callsign);
}

static void
put_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  ChattyCharacterView *self = CHATTY_CHARACTER_VIEW (widget);
  g_autoptr (GPtrArray) places = list_places (self, NULL);

  if (self->draft == NULL || self->sync == NULL || places->len == 0 || save_first (self))
    return;

  self->put_wanted = FALSE;
  chatty_put_page_ask (show_put (self), chatty_character_draft_get_record (self->draft), places);
}

/* Asked from a platform's page, only that platform is offered. */
static void
put_from_page_cb (ChattyCharacterView *self,
                  const char          *platform)
{
  g_autoptr (GPtrArray) places = list_places (self, platform);

  if (places->len == 0 || save_first (self))
    return;

  chatty_put_page_ask (show_put (self), chatty_character_draft_get_record (self->draft), places);
}

static void
sync_from_page_cb (ChattyCharacterView *self,
                   const char          *platform)
{
  ChattyCharacterRecord *record = chatty_character_draft_get_record (self->draft);
  ChattyAccount *account = chatty_platform_tabs_find_account (self->tabs_of_platforms, record,
                                                              platform);

  if (account == NULL)
    return;
  if (chatty_character_draft_get_dirty (self->draft))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                  _("Save your changes first, then sync"));
      return;
    }
  /* The window shows first what would be done; without one it is done here. */
  if (!gtk_widget_activate_action (GTK_WIDGET (self), "win.sync-character", "(ss)", account->id,
                                   chatty_character_record_get_callsign (record)))
    chatty_put_page_sync (show_put (self), record, account);
}

static void
drafting_cb (ChattyCharacterView *self,
             ChattyDrafting      *drafting,
             const char          *platform)
{
  chatty_editor_page_set_drafting (self->editor, drafting, platform);
}

static void
show_record (ChattyCharacterRecord *record,
             gpointer               user_data)
{
  if (record != NULL)
    chatty_character_view_open (user_data, chatty_character_record_get_callsign (record));
}

static void
duplicate_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  ChattyCharacterView *self = CHATTY_CHARACTER_VIEW (widget);

  chatty_character_actions_copy (widget, self->workspace,
                                 chatty_character_view_get_callsign (self), show_record, self);
}

static void
trashed (ChattyCharacterRecord *record,
         gpointer               user_data)
{
  ChattyCharacterView *self = user_data;

  /* The person may look at another one by now. */
  if (g_strcmp0 (self->deleting, chatty_character_view_get_callsign (self)) == 0)
    chatty_character_view_close (self);
}

static void
delete_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ChattyCharacterView *self = CHATTY_CHARACTER_VIEW (widget);

  if (chatty_character_view_get_callsign (self) == NULL)
    {
      /* Never stored: there is nothing but the edits. */
      chatty_character_draft_revert_all (self->draft);
      chatty_character_view_close (self);
      return;
    }
  g_free (self->deleting);
  self->deleting = g_strdup (chatty_character_view_get_callsign (self));
  chatty_character_actions_trash (widget, self->workspace, self->deleting, trashed, self);
}

static void
export_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  ChattyCharacterView *self = CHATTY_CHARACTER_VIEW (widget);

  chatty_character_actions_export (widget, self->workspace,
                                   chatty_character_view_get_callsign (self),
                                   gtk_label_get_text (self->name),
                                   g_str_equal (name, "character.export")
                                     ? CHATTY_CHARACTER_FILE_JSON
                                     : CHATTY_CHARACTER_FILE_MARKDOWN);
}

static void
back_cb (ChattyCharacterView *self)
{
  g_signal_emit (self, signals[BACK], 0);
}

static void
try_again_cb (ChattyCharacterView *self)
{
  g_autofree char *callsign = g_strdup (chatty_character_view_get_callsign (self));

  take_draft (self, chatty_character_draft_new (self->workspace, callsign));
}

static void
discard_cb (ChattyCharacterView *self)
{
  chatty_character_draft_revert_all (self->draft);
}

static void
save_again_cb (ChattyCharacterView *self)
{
  save_draft (self);
}

/* Object --------------------------------------------------------------------------- */

static void
chatty_character_view_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SHOW_BACK:
      g_value_set_boolean (value, gtk_widget_get_visible (CHATTY_CHARACTER_VIEW (object)->back));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_character_view_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  ChattyCharacterView *self = CHATTY_CHARACTER_VIEW (object);

  switch (prop_id)
    {
    case PROP_SHOW_BACK:
      gtk_widget_set_visible (self->back, g_value_get_boolean (value));
      update_actions (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_character_view_dispose (GObject *object)
{
  ChattyCharacterView *self = CHATTY_CHARACTER_VIEW (object);
  GtkWidget *child;

  leave_draft (self);
  g_clear_object (&self->tabs_of_platforms);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_weak_pointer (&self->put_origin);
  g_clear_pointer (&self->deleting, g_free);
  g_clear_object (&self->workspace);
  g_clear_object (&self->service);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (chatty_character_view_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "character.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "character.talk", NULL, talk_action);
  gtk_widget_class_install_action (widget_class, "character.put", NULL, put_action);
  gtk_widget_class_install_action (widget_class, "character.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "character.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "character.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "character.export-markdown", NULL, export_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK,
                                       "character.save", NULL);
}

static void
chatty_character_view_class_init (ChattyCharacterViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_AVATAR);
  g_type_ensure (CHATTY_TYPE_NOTICE);
  object_class->dispose = chatty_character_view_dispose;
  object_class->get_property = chatty_character_view_get_property;
  object_class->set_property = chatty_character_view_set_property;

  properties[PROP_SHOW_BACK] =
    g_param_spec_boolean ("show-back", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[BACK] = g_signal_new ("back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/characters/chatty-character-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, failed);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, back);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, avatar);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, name);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, second);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, save);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, talk_button);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, put_button);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, restored);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, elsewhere);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, message);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, switcher);
  gtk_widget_class_bind_template_child (widget_class, ChattyCharacterView, tabs);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_again_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  install_actions (widget_class);
}

static void
chatty_character_view_init (ChattyCharacterView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  chatty_notice_set_icon_name (self->restored, "document-revert-symbolic");
  chatty_notice_set_icon_name (self->elsewhere, "dialog-information-symbolic");
  chatty_notice_set_icon_name (self->message, "dialog-warning-symbolic");
  chatty_tab_follow (self->switcher);
  update_actions (self);
}

/**
 * chatty_character_view_set_workspace:
 * @workspace: where the characters are; set once
 * @accounts: (nullable): where they can be put
 * @sync: (nullable): what puts them there
 */
void
chatty_character_view_set_workspace (ChattyCharacterView  *self,
                                     ChattyWorkspace      *workspace,
                                     ChattyAccountService *accounts,
                                     ChattySyncService    *sync)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_VIEW (self));
  g_return_if_fail (CHATTY_IS_WORKSPACE (workspace));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  g_set_object (&self->service, accounts);
  g_set_object (&self->sync, sync);
  self->editor = CHATTY_EDITOR_PAGE (chatty_editor_page_new (workspace));
  self->knowledge = CHATTY_KNOWLEDGE_PAGE (chatty_knowledge_page_new (workspace));
  self->memory = CHATTY_MEMORY_PAGE (chatty_memory_page_new (workspace, accounts));
  self->conversations = CHATTY_CHARACTER_CONVERSATIONS (
    chatty_character_conversations_new (workspace));
  self->history = CHATTY_HISTORY_PAGE (chatty_history_page_new (workspace));
  gtk_stack_add_titled (self->tabs, GTK_WIDGET (self->editor), "chatty",
                        /* Translators: the tab of the character's own fields, after the
                         * program that this one belongs to */
                        _("Chatty"));
  order_tabs (self);
  if (self->service != NULL)
    {
      self->tabs_of_platforms = chatty_platform_tabs_new (self->tabs, workspace, self->service,
                                                          sync != NULL);
      g_signal_connect_object (self->tabs_of_platforms, "added", G_CALLBACK (order_tabs), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->tabs_of_platforms, "changed", G_CALLBACK (update_actions),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->tabs_of_platforms, "put", G_CALLBACK (put_from_page_cb),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->tabs_of_platforms, "sync", G_CALLBACK (sync_from_page_cb),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->tabs_of_platforms, "drafting", G_CALLBACK (drafting_cb),
                               self, G_CONNECT_SWAPPED);
    }
}

/**
 * chatty_character_view_set_player:
 * @player: (nullable): what voices are heard with
 */
void
chatty_character_view_set_player (ChattyCharacterView *self,
                                  ChattyPlayer        *player)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_VIEW (self));

  if (self->tabs_of_platforms != NULL)
    chatty_platform_tabs_set_player (self->tabs_of_platforms, player);
}

/**
 * chatty_character_view_open:
 * @callsign: which character
 *
 * Shows a character. One that is shown already stays as it is.
 */
void
chatty_character_view_open (ChattyCharacterView *self,
                            const char          *callsign)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_VIEW (self));
  g_return_if_fail (callsign != NULL);

  if (g_strcmp0 (chatty_character_view_get_callsign (self), callsign) == 0)
    return;

  take_draft (self, chatty_character_draft_new (self->workspace, callsign));
}

/**
 * chatty_character_view_open_new:
 *
 * Shows a character that is not stored yet, with what was left unsaved of one.
 */
void
chatty_character_view_open_new (ChattyCharacterView *self)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_VIEW (self));

  if (self->draft == NULL || chatty_character_draft_get_callsign (self->draft) != NULL)
    take_draft (self, chatty_character_draft_new (self->workspace, NULL));
  gtk_stack_set_visible_child (self->tabs, GTK_WIDGET (self->editor));
  gtk_widget_grab_focus (GTK_WIDGET (chatty_editor_page_get_field (self->editor,
                                                                   CHATTY_FIELD_NAME)));
}

/**
 * chatty_character_view_close:
 *
 * Shows nobody.
 */
void
chatty_character_view_close (ChattyCharacterView *self)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_VIEW (self));

  leave_draft (self);
  gtk_stack_set_visible_child_name (self->stack, "nobody");
  update_actions (self);
  g_signal_emit (self, signals[OPENED], 0, NULL);
}

/**
 * chatty_character_view_get_callsign:
 *
 * Returns: (nullable): who is shown; %NULL for nobody and for one that is not
 *   stored
 */
const char *
chatty_character_view_get_callsign (ChattyCharacterView *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_VIEW (self), NULL);

  return self->draft != NULL ? chatty_character_draft_get_callsign (self->draft) : NULL;
}

/**
 * chatty_character_view_get_draft:
 *
 * Returns: (transfer none) (nullable): what is edited
 */
ChattyCharacterDraft *
chatty_character_view_get_draft (ChattyCharacterView *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_VIEW (self), NULL);

  return self->draft;
}

/**
 * chatty_character_view_show_tab:
 * @name: "chatty", "platform-<id>", "knowledge", "memory", "conversations" or
 *   "history"
 *
 * Shows a tab, if it is there.
 */
void
chatty_character_view_show_tab (ChattyCharacterView *self,
                                const char          *name)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_VIEW (self));

  if (gtk_stack_get_child_by_name (self->tabs, name) != NULL)
    gtk_stack_set_visible_child_name (self->tabs, name);
}

/**
 * chatty_character_view_show_document:
 * @name: of a knowledge document
 * @excerpt: (nullable): words of it to show
 * @page: on which they stand, or 0
 *
 * Shows a document of the character in the tab "knowledge".
 */
void
chatty_character_view_show_document (ChattyCharacterView *self,
                                     const char          *name,
                                     const char          *excerpt,
                                     guint                page)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_VIEW (self));

  chatty_character_view_show_tab (self, "knowledge");
  chatty_knowledge_page_show (self->knowledge, name, excerpt, page);
}
