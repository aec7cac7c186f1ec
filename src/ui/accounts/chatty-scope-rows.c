/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-consent-rows.h"
#include "chatty-scope-rows.h"

struct _ChattyScopeRows
{
  AdwPreferencesGroup parent_instance;

  const ChattyConnectorInfo *info;
  GPtrArray                 *switches;   /* of each scope; NULL where there is none */
};

G_DEFINE_FINAL_TYPE (ChattyScopeRows, chatty_scope_rows, ADW_TYPE_PREFERENCES_GROUP)

/* Google calls "email" and "profile" by a longer name when it says what was
 * granted. */
#define LONG_NAME "https://www.googleapis.com/auth/userinfo."

static gboolean
is_granted (const char *granted,
            const char *scope)
{
  g_auto (GStrv) words = g_strsplit (granted, " ", -1);
  g_autofree char *long_name = g_strconcat (LONG_NAME, scope, NULL);

  return g_strv_contains ((const char *const *) words, scope) ||
         g_strv_contains ((const char *const *) words, long_name);
}

static void
append_line (GString    *lines,
             const char *words)
{
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, words);
}

static char *
lines_end (GString *lines)
{
  return g_string_free (lines, lines->len == 0);
}

static void
chatty_scope_rows_finalize (GObject *object)
{
  g_ptr_array_unref (CHATTY_SCOPE_ROWS (object)->switches);

  G_OBJECT_CLASS (chatty_scope_rows_parent_class)->finalize (object);
}

static void
chatty_scope_rows_class_init (ChattyScopeRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_scope_rows_finalize;
}

static void
chatty_scope_rows_init (ChattyScopeRows *self)
{
  self->switches = g_ptr_array_new ();
}

static GtkWidget *
add_switch (GtkWidget         *row,
            const ChattyScope *scope,
            gboolean           active)
{
  GtkWidget *button = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (button), active);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _(scope->words), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  return button;
}

/**
 * chatty_scope_rows_set_info:
 * @info: a platform that one signs in to with the browser; set once
 * @granted: (nullable): what the person allowed before, with blanks between
 */
void
chatty_scope_rows_set_info (ChattyScopeRows           *self,
                            const ChattyConnectorInfo *info,
                            const char                *granted)
{
  g_return_if_fail (CHATTY_IS_SCOPE_ROWS (self));
  g_return_if_fail (info != NULL && info->oauth != NULL && self->info == NULL);

  self->info = info;
  for (const ChattyScope *scope = info->oauth->scopes; scope->scope != NULL; scope++)
    {
      gboolean was_granted = granted != NULL && is_granted (granted, scope->scope);
      GtkWidget *row = chatty_consent_rows_new_row (_(scope->words),
                                                    scope->optional ? _("Optional")
                                                                    : _("Needed"));

      g_ptr_array_add (self->switches,
                       scope->optional ? add_switch (row, scope, was_granted || !scope->off)
                                       : NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }
}

/**
 * chatty_scope_rows_dup_scopes:
 *
 * Returns: (transfer full): what the person wants to be asked for
 */
GStrv
chatty_scope_rows_dup_scopes (ChattyScopeRows *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (CHATTY_IS_SCOPE_ROWS (self), NULL);
  g_return_val_if_fail (self->info != NULL, NULL);

  for (guint i = 0; i < self->switches->len; i++)
    {
      GtkSwitch *button = g_ptr_array_index (self->switches, i);

      if (button == NULL || gtk_switch_get_active (button))
        g_strv_builder_add (builder, self->info->oauth->scopes[i].scope);
    }
  return g_strv_builder_end (builder);
}

/**
 * chatty_scope_rows_describe:
 * @granted: with blanks between, as the server says it
 *
 * Returns: (transfer full) (nullable): what was allowed, in plain words
 */
char *
chatty_scope_rows_describe (const ChattyConnectorInfo *info,
                            const char                *granted)
{
  GString *lines;

  g_return_val_if_fail (info != NULL && info->oauth != NULL, NULL);

  lines = g_string_new (NULL);
  for (const ChattyScope *scope = info->oauth->scopes; scope->scope != NULL; scope++)
    if (is_granted (granted, scope->scope))
      append_line (lines, _(scope->words));
  return lines_end (lines);
}

/**
 * chatty_scope_rows_describe_missing:
 * @asked: (nullable): what was asked for; %NULL for what is needed
 * @granted: what was allowed, with blanks between
 *
 * Returns: (transfer full) (nullable): what is missing, in plain words
 */
char *
chatty_scope_rows_describe_missing (const ChattyConnectorInfo *info,
                                    const char *const         *asked,
                                    const char                *granted)
{
  GString *lines;

  g_return_val_if_fail (info != NULL && info->oauth != NULL, NULL);

  lines = g_string_new (NULL);
  for (const ChattyScope *scope = info->oauth->scopes; scope->scope != NULL; scope++)
    {
      gboolean wanted = asked != NULL ? g_strv_contains (asked, scope->scope) : !scope->optional;

      if (wanted && !is_granted (granted, scope->scope))
        append_line (lines, _(scope->words));
    }
  return lines_end (lines);
}
