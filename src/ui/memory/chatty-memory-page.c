/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A little over 600 lines: adding, changing, deleting and Undo all end in the one
 * list. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-memory-list.h"
#include "chatty-text.h"
#include "chatty-time.h"

#include "chatty-fold-box.h"
#include "chatty-memory-form.h"
#include "chatty-memory-groups.h"
#include "chatty-memory-origin.h"
#include "chatty-memory-page.h"
#include "chatty-memory-row.h"
#include "chatty-memory-syncs.h"
#include "chatty-notice.h"
#include "chatty-slow-start.h"

/* A spinner that only flashes tells nothing. */
#define SPINNER_AFTER_MS 200
#define MAX_NAME_BYTES   120

struct _ChattyMemoryPage
{
  GtkWidget parent_instance;

  GtkStack     *stack;
  GtkStack     *notes;
  GtkSpinner   *spinner;
  GtkEditable  *search;
  GtkWidget    *add;
  GtkWidget    *delete_all;
  ChattyNotice *problem;
  GtkWidget    *asking;
  GtkLabel     *question;
  GtkWidget    *keep;
  GtkWidget    *form;
  AdwBin       *syncs_bin;
  GtkListView  *view;

  ChattyWorkspace       *workspace;
  ChattyAccountService  *service;     /* nullable */
  ChattyMemoryList      *list;
  ChattyMemoryGroups    *groups;
  ChattyMemoryEdit      *edit;
  ChattyMemorySyncs     *syncs;
  ChattyCharacterRecord *record;      /* nullable */
  GPtrArray             *accounts;    /* of ChattyAccount */
  GCancellable          *cancellable; /* of what is only looked at */
  guint                  waiting;
};

G_DEFINE_FINAL_TYPE (ChattyMemoryPage, chatty_memory_page, GTK_TYPE_WIDGET)

static char *
dup_name (ChattyMemoryPage *self)
{
  const char *name = self->record != NULL
    ? chatty_character_get_name (chatty_character_record_get_character (self->record)) : NULL;

  return chatty_text_one_line (name != NULL ? name : "", MAX_NAME_BYTES);
}

static guint
get_n_notes (ChattyMemoryPage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static gboolean
find_account_cb (const char          *id,
                 ChattyMemoryAccount *account,
                 gpointer             user_data)
{
  ChattyMemoryPage *self = user_data;

  for (guint i = 0; i < self->accounts->len; i++)
    {
      ChattyAccount *known = g_ptr_array_index (self->accounts, i);

      if (g_str_equal (known->id, id))
        {
          account->platform = known->platform;
          account->name = known->name;
          return TRUE;
        }
    }
  return FALSE;
}

/* What is shown ---------------------------------------------------------------- */

static void
show (ChattyMemoryPage *self,
      const char       *name)
{
  gtk_stack_set_visible_child_name (self->notes, name);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "loading"));
}

static gboolean
still_loading_cb (gpointer user_data)
{
  ChattyMemoryPage *self = user_data;

  self->waiting = 0;
  if (chatty_memory_list_get_loading (self->list))
    show (self, "loading");
  return G_SOURCE_REMOVE;
}

static void
update_asking (ChattyMemoryPage *self)
{
  guint n = get_n_notes (self);
  g_autofree char *name = dup_name (self);
  g_autofree char *text = NULL;

  if (n == 0)
    gtk_widget_set_visible (self->asking, FALSE);
  text = g_strdup_printf (
    /* Translators: the name of a character follows as the second one */
    ngettext ("Delete %'u note, which is everything that %s remembers of you? Where it lives on a "
              "platform too, it is deleted there with the next sync.",
              "Delete all %'u notes, which is everything that %s remembers of you? Where they "
              "live on a platform too, they are deleted there with the next sync.", n),
    n, *name != '\0' ? name : _("the character"));
  gtk_label_set_text (self->question, text);
}

static void
update (ChattyMemoryPage *self)
{
  const char *callsign = chatty_memory_list_get_callsign (self->list);
  guint n_notes = get_n_notes (self);

  gtk_stack_set_visible_child_name (self->stack, callsign != NULL ? "memory" : "nobody");
  gtk_widget_set_visible (self->delete_all, n_notes > 0);
  chatty_notice_set (self->problem, chatty_memory_list_get_problem (self->list), NULL);
  update_asking (self);
  if (n_notes == 0 && chatty_memory_list_get_loading (self->list))
    {
      show (self, "blank");
      if (self->waiting == 0)
        self->waiting = g_timeout_add (SPINNER_AFTER_MS, still_loading_cb, self);
      return;
    }
  g_clear_handle_id (&self->waiting, g_source_remove);
  if (n_notes == 0)
    /* While the first one is written, nothing has to be explained. */
    show (self, gtk_widget_get_visible (self->form) ? "blank" : "empty");
  else if (g_list_model_get_n_items (chatty_memory_groups_get_model (self->groups)) == 0)
    show (self, "none");
  else
    show (self, "list");
}

static void
edit_changed_cb (ChattyMemoryPage *self)
{
  gboolean is_new = chatty_memory_edit_is_of (self->edit, NULL);

  gtk_widget_set_visible (self->form, is_new);
  if (is_new)
    {
      chatty_memory_form_set_edit (CHATTY_MEMORY_FORM (self->form), self->edit);
      gtk_widget_grab_focus (self->form);
    }
  update (self);
}

/* Doing things ----------------------------------------------------------------- */

static void
tell (ChattyMemoryPage *self,
      char             *text)      /* (transfer full) */
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
  g_free (text);
}

static void
tell_not_kept (ChattyMemoryPage *self,
               const GError     *error)
{
  /* Translators: %s is why */
  tell (self, g_strdup_printf (_("The note cannot be kept: %s"), error->message));
}

/* What was deleted, for as long as it can be taken back. */
typedef struct {
  ChattyMemoryList *list;
  GtkWidget        *page;
  char             *callsign;
  GPtrArray        *notes;
} Deleted;

static void
deleted_free (gpointer  data,
              GClosure *closure)
{
  Deleted *deleted = data;

  g_object_unref (deleted->list);
  g_object_unref (deleted->page);
  g_free (deleted->callsign);
  g_ptr_array_unref (deleted->notes);
  g_free (deleted);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (ChattyMemoryPage) self = user_data;
  /* The reference of who asked. */
  g_autoptr (ChattyMemoryList) list = CHATTY_MEMORY_LIST (source);
  g_autoptr (GError) error = NULL;

  if (!chatty_memory_list_restore_finish (list, result, &error))
    /* Translators: %s is why */
    tell (self, g_strdup_printf (_("The notes cannot be put back: %s"), error->message));
}

static void
undo_cb (AdwToast *toast,
         Deleted  *deleted)
{
  ChattyMemoryPage *self = CHATTY_MEMORY_PAGE (deleted->page);
  ChattyMemoryList *list;

  /* The page may show somebody else by now: a list of its own puts it back. */
  if (g_strcmp0 (chatty_memory_list_get_callsign (deleted->list), deleted->callsign) == 0)
    {
      list = g_object_ref (deleted->list);
    }
  else
    {
      list = chatty_memory_list_new (self->workspace, NULL);
      chatty_memory_list_set_callsign (list, deleted->callsign);
    }
  chatty_memory_list_restore_async (list, deleted->notes, NULL, restored_cb,
                                    g_object_ref (self));
}

static void
offer_undo (ChattyMemoryPage *self,
            GPtrArray        *notes)     /* (transfer full) */
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  Deleted *deleted;
  AdwToast *toast;
  g_autofree char *text = NULL;

  if (overlay == NULL || notes->len == 0)
    {
      g_ptr_array_unref (notes);
      return;
    }
  text = g_strdup_printf (ngettext ("%'u note deleted", "%'u notes deleted", notes->len),
                          notes->len);
  deleted = g_new0 (Deleted, 1);
  deleted->list = g_object_ref (self->list);
  deleted->page = g_object_ref (GTK_WIDGET (self));
  deleted->callsign = g_strdup (chatty_memory_list_get_callsign (self->list));
  deleted->notes = notes;
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), deleted, deleted_free, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ChattyMemoryPage) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *notes;

  notes = chatty_memory_list_delete_finish (CHATTY_MEMORY_LIST (source), result, &error);
  if (notes == NULL)
    /* Translators: %s is why */
    tell (self, g_strdup_printf (_("It cannot be deleted: %s"), error->message));
  else
    offer_undo (self, notes);
}

static void
delete_cb (ChattyMemoryPage *self,
           ChattyMemoryItem *item)
{
  chatty_memory_list_delete_async (self->list, chatty_memory_item_get_note (item)->id, NULL,
                                   deleted_cb, g_object_ref (self));
}

static void
ask_delete_all_cb (ChattyMemoryPage *self)
{
  if (get_n_notes (self) == 0)
    return;
  update_asking (self);
  gtk_widget_set_visible (self->asking, TRUE);
  gtk_widget_grab_focus (self->keep);
}

static void
stop_asking (ChattyMemoryPage *self)
{
  gtk_widget_set_visible (self->asking, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
keep_cb (ChattyMemoryPage *self)
{
  stop_asking (self);
}

static void
delete_all_cb (ChattyMemoryPage *self)
{
  stop_asking (self);
  chatty_memory_edit_end (self->edit);
  chatty_memory_list_delete_async (self->list, NULL, NULL, deleted_cb, g_object_ref (self));
}

static void
add_cb (ChattyMemoryPage *self)
{
  if (chatty_memory_list_get_callsign (self->list) != NULL)
    chatty_memory_edit_begin (self->edit, NULL);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (ChattyMemoryPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = chatty_memory_list_add_finish (CHATTY_MEMORY_LIST (source), result, &error);

  if (id == NULL)
    tell_not_kept (self, error);
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ChattyMemoryPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!chatty_memory_list_change_finish (CHATTY_MEMORY_LIST (source), result, &error))
    tell_not_kept (self, error);
}

static void
leave_edit (ChattyMemoryPage *self)
{
  gboolean was_new = chatty_memory_edit_is_of (self->edit, NULL);

  chatty_memory_edit_end (self->edit);
  gtk_widget_grab_focus (was_new || !gtk_widget_get_mapped (GTK_WIDGET (self->view))
                           ? self->add : GTK_WIDGET (self->view));
}

static void
save_cb (ChattyMemoryPage *self)
{
  gboolean is_new = chatty_memory_edit_is_of (self->edit, NULL);
  g_autoptr (ChattyMemoryNote) note = chatty_memory_edit_make (self->edit, chatty_time_now ());

  leave_edit (self);
  if (note == NULL)
    return;
  if (is_new)
    chatty_memory_list_add_async (self->list, note, NULL, added_cb, g_object_ref (self));
  else
    chatty_memory_list_change_async (self->list, note, NULL, changed_cb, g_object_ref (self));
}

static void
cancel_cb (ChattyMemoryPage *self)
{
  leave_edit (self);
}

static void
edit_cb (ChattyMemoryPage *self,
         ChattyMemoryItem *item,
         GtkWidget        *row)
{
  chatty_memory_edit_begin (self->edit, chatty_memory_item_get_note (item));
  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

static void
origin_cb (ChattyMemoryPage *self,
           ChattyMemoryItem *item)
{
  chatty_memory_origin_show (GTK_WIDGET (self), self->workspace,
                             chatty_memory_item_get_note (item));
}

static void
search_cb (ChattyMemoryPage *self)
{
  chatty_memory_groups_search (self->groups, gtk_editable_get_text (self->search));
  update (self);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  ChattyMemoryPage *self = CHATTY_MEMORY_PAGE (widget);

  if (!gtk_widget_get_visible (self->asking))
    return FALSE;
  stop_asking (self);
  return TRUE;
}

/* The list --------------------------------------------------------------------- */

static void
setup_row_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item,
              ChattyMemoryPage         *self)
{
  GtkWidget *row = chatty_memory_row_new (self->edit, find_account_cb, self);

  g_signal_connect_object (row, "edit", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "delete", G_CALLBACK (delete_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "origin", G_CALLBACK (origin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "saved", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "cancelled", G_CALLBACK (cancel_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory,
             GtkListItem              *list_item,
             ChattyMemoryPage         *self)
{
  GObject *item = gtk_list_item_get_item (list_item);

  gtk_list_item_set_activatable (list_item, CHATTY_IS_MEMORY_ITEM (item));
  chatty_memory_row_set_item (CHATTY_MEMORY_ROW (gtk_list_item_get_child (list_item)), item);
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item,
               ChattyMemoryPage         *self)
{
  chatty_memory_row_set_item (CHATTY_MEMORY_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* Enter or a double click on a note. */
static void
activate_cb (ChattyMemoryPage *self,
             guint             position)
{
  g_autoptr (GObject) item = g_list_model_get_item (
    G_LIST_MODEL (gtk_list_view_get_model (self->view)), position);

  if (CHATTY_IS_MEMORY_ITEM (item))
    chatty_memory_edit_begin (self->edit,
                              chatty_memory_item_get_note (CHATTY_MEMORY_ITEM (item)));
}

static void
show_list (ChattyMemoryPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;
  GListModel *slow;

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row_cb), self, 0);
  gtk_list_view_set_factory (self->view, factory);
  slow = chatty_slow_start_new (GTK_WIDGET (self->view),
                                g_object_ref (chatty_memory_groups_get_model (self->groups)));
  selection = gtk_no_selection_new (slow);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyMemoryPage) self = user_data;
  g_autoptr (GPtrArray) accounts = NULL;

  /* What is wrong with the accounts is told by the page of the platforms. */
  accounts = chatty_account_service_list_finish (CHATTY_ACCOUNT_SERVICE (source), result, NULL);
  if (accounts == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  g_ptr_array_unref (self->accounts);
  self->accounts = g_steal_pointer (&accounts);
  chatty_memory_syncs_set (self->syncs, self->accounts, self->record);
  /* For the badges. */
  g_signal_emit_by_name (self->edit, "changed");
}

static void
list_accounts (ChattyMemoryPage *self)
{
  chatty_account_service_list_async (self->service, self->cancellable, listed_cb,
                                     g_object_ref (self));
}

static void
chatty_memory_page_dispose (GObject *object)
{
  ChattyMemoryPage *self = CHATTY_MEMORY_PAGE (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->waiting, g_source_remove);
  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  self->view = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->groups);
  g_clear_object (&self->list);
  g_clear_object (&self->service);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->record, chatty_character_record_unref);

  G_OBJECT_CLASS (chatty_memory_page_parent_class)->dispose (object);
}

static void
chatty_memory_page_finalize (GObject *object)
{
  ChattyMemoryPage *self = CHATTY_MEMORY_PAGE (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->edit);
  g_ptr_array_unref (self->accounts);

  G_OBJECT_CLASS (chatty_memory_page_parent_class)->finalize (object);
}

static void
chatty_memory_page_class_init (ChattyMemoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_memory_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_memory_page_finalize;

  g_type_ensure (CHATTY_TYPE_FOLD_BOX);
  g_type_ensure (CHATTY_TYPE_MEMORY_FORM);
  g_type_ensure (CHATTY_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/memory/chatty-memory-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryPage, notes);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryPage, search);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryPage, add);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryPage, delete_all);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryPage, problem);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryPage, asking);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryPage, question);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryPage, keep);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryPage, form);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryPage, syncs_bin);
  gtk_widget_class_bind_template_child (widget_class, ChattyMemoryPage, view);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, ask_delete_all_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_memory_page_init (ChattyMemoryPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_account_unref);
  self->edit = chatty_memory_edit_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  chatty_notice_set_icon_name (self->problem, "dialog-warning-symbolic");
}

/**
 * chatty_memory_page_new:
 * @workspace: where the characters are
 * @accounts: (nullable): where else they are remembered for
 *
 * Returns: (transfer floating): a page of no character
 */
GtkWidget *
chatty_memory_page_new (ChattyWorkspace      *workspace,
                        ChattyAccountService *accounts)
{
  ChattyMemoryPage *self;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (CHATTY_TYPE_MEMORY_PAGE, NULL);
  self->workspace = g_object_ref (workspace);
  g_set_object (&self->service, accounts);
  self->list = chatty_memory_list_new (workspace, accounts);
  self->groups = chatty_memory_groups_new (G_LIST_MODEL (self->list));
  self->syncs = CHATTY_MEMORY_SYNCS (chatty_memory_syncs_new (self->list));
  adw_bin_set_child (self->syncs_bin, GTK_WIDGET (self->syncs));
  g_object_bind_property (self->syncs, "visible", self->syncs_bin, "visible",
                          G_BINDING_SYNC_CREATE);
  show_list (self);
  g_signal_connect_object (self->edit, "changed", G_CALLBACK (edit_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  if (accounts != NULL)
    {
      g_signal_connect_object (accounts, "changed", G_CALLBACK (list_accounts), self,
                               G_CONNECT_SWAPPED);
      list_accounts (self);
    }
  update (self);
  return GTK_WIDGET (self);
}

/**
 * chatty_memory_page_set_record:
 * @record: (nullable): whose memory to show
 */
void
chatty_memory_page_set_record (ChattyMemoryPage      *self,
                               ChattyCharacterRecord *record)
{
  const char *callsign = record != NULL ? chatty_character_record_get_callsign (record) : NULL;

  g_return_if_fail (CHATTY_IS_MEMORY_PAGE (self));

  if (self->record == record && record != NULL)
    return;

  if (record != NULL)
    chatty_character_record_ref (record);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  self->record = record;
  if (g_strcmp0 (callsign, chatty_memory_list_get_callsign (self->list)) != 0)
    {
      chatty_memory_edit_end (self->edit);
      gtk_widget_set_visible (self->asking, FALSE);
      gtk_editable_set_text (self->search, "");
      chatty_memory_list_set_callsign (self->list, callsign);
    }
  chatty_memory_syncs_set (self->syncs, self->accounts, record);
  update (self);
}
