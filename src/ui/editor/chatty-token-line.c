/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-token-count.h"

#include "chatty-token-line.h"

/* Each count is a call: nobody needs one for each word that is typed. */
#define COUNT_AFTER_MS 1200

struct _ChattyTokenLine
{
  AdwActionRow parent_instance;

  ChattyWorkspace       *workspace;    /* nullable, as the next ones */
  ChattyAccountService  *service;
  char                  *account;
  ChattyCharacterRecord *record;
  ChattyCharacterRecord *counted;      /* or being counted */
  GCancellable          *cancellable;  /* of the count that runs; NULL: none does */
  guint                  source;
  gboolean               active;
};

G_DEFINE_FINAL_TYPE (ChattyTokenLine, chatty_token_line, ADW_TYPE_ACTION_ROW)

static void
stop (ChattyTokenLine *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
tell (ChattyTokenLine *self,
      const char      *title,
      const char      *subtitle)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self), *title != '\0');
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ChattyTokenLine) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyTokenCount) count = NULL;
  g_autofree char *title = NULL;
  g_autofree char *model = NULL;

  count = chatty_workspace_count_tokens_finish (CHATTY_WORKSPACE (source), result, &error);
  if (self->cancellable == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  g_clear_object (&self->cancellable);
  if (count == NULL)
    {
      /* The next change, or the next look, may have more luck. */
      g_clear_pointer (&self->counted, chatty_character_record_unref);
      if (!chatty_error_is_cancelled (error))
        tell (self, _("Tokens cannot be counted"), error->message);
      return;
    }
  if (count->context_tokens > 0)
    title = g_strdup_printf (ngettext ("%'u token of instructions, of %'u",
                                       "%'u tokens of instructions, of %'u", count->tokens),
                             count->tokens, count->context_tokens);
  else
    title = g_strdup_printf (ngettext ("%'u token of instructions",
                                       "%'u tokens of instructions", count->tokens),
                             count->tokens);
  if (count->model == NULL)
    model = g_strdup (_("Counted for the model that the platform chooses"));
  else if (!count->chosen)
    /* Translators: %s is the name of a model. */
    model = g_strdup_printf (_("Counted for %s, which the platform chooses"), count->model);
  tell (self, title, model != NULL ? model : count->model);
}

static void
count (ChattyTokenLine *self)
{
  stop (self);
  g_clear_pointer (&self->counted, chatty_character_record_unref);
  self->counted = chatty_character_record_ref (self->record);
  self->cancellable = g_cancellable_new ();
  chatty_workspace_count_tokens_async (self->workspace, self->service, self->account,
                                       self->record, self->cancellable, counted_cb,
                                       g_object_ref (self));
}

static gboolean
count_cb (gpointer user_data)
{
  ChattyTokenLine *self = user_data;

  self->source = 0;
  count (self);
  return G_SOURCE_REMOVE;
}

static void
count_soon (ChattyTokenLine *self)
{
  gboolean typing;

  if (!self->active || self->account == NULL || self->record == NULL ||
      self->record == self->counted)
    return;
  /* The first time nobody is typing. */
  typing = self->counted != NULL || self->source != 0;
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->cancellable != NULL)
    {
      /* Nobody wants to know any more what it was before. */
      stop (self);
      g_clear_pointer (&self->counted, chatty_character_record_unref);
    }
  if (!typing)
    count (self);
  else
    self->source = g_timeout_add (COUNT_AFTER_MS, count_cb, self);
}

static void
chatty_token_line_dispose (GObject *object)
{
  ChattyTokenLine *self = CHATTY_TOKEN_LINE (object);

  stop (self);
  g_clear_object (&self->workspace);
  g_clear_object (&self->service);
  g_clear_pointer (&self->account, g_free);
  g_clear_pointer (&self->record, chatty_character_record_unref);
  g_clear_pointer (&self->counted, chatty_character_record_unref);

  G_OBJECT_CLASS (chatty_token_line_parent_class)->dispose (object);
}

static void
chatty_token_line_class_init (ChattyTokenLineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_token_line_dispose;
}

static void
chatty_token_line_init (ChattyTokenLine *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("view-paged-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), icon);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * chatty_token_line_set_account:
 * @workspace: (nullable): what counts
 * @service: (nullable): the accounts
 * @account: (nullable): the id of the one that is asked; %NULL hides the line
 */
void
chatty_token_line_set_account (ChattyTokenLine      *self,
                               ChattyWorkspace      *workspace,
                               ChattyAccountService *service,
                               const char           *account)
{
  g_return_if_fail (CHATTY_IS_TOKEN_LINE (self));
  g_return_if_fail (account == NULL || (workspace != NULL && service != NULL));

  if (g_strcmp0 (self->account, account) == 0)
    return;
  stop (self);
  g_set_object (&self->workspace, workspace);
  g_set_object (&self->service, service);
  g_free (self->account);
  self->account = g_strdup (account);
  g_clear_pointer (&self->counted, chatty_character_record_unref);
  tell (self, "", "");
  count_soon (self);
}

/**
 * chatty_token_line_set_record:
 * @record: who is counted, as it is edited
 */
void
chatty_token_line_set_record (ChattyTokenLine       *self,
                              ChattyCharacterRecord *record)
{
  g_return_if_fail (CHATTY_IS_TOKEN_LINE (self));

  if (self->record == record)
    return;
  g_clear_pointer (&self->record, chatty_character_record_unref);
  self->record = record != NULL ? chatty_character_record_ref (record) : NULL;
  count_soon (self);
}

/**
 * chatty_token_line_set_active:
 * @active: whether somebody looks
 */
void
chatty_token_line_set_active (ChattyTokenLine *self,
                              gboolean         active)
{
  g_return_if_fail (CHATTY_IS_TOKEN_LINE (self));

  if (self->active == active)
    return;
  self->active = active;
  if (active)
    count_soon (self);
  else
    g_clear_handle_id (&self->source, g_source_remove);
}
