/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-http.h"

#include "chatty-entry-state.h"
#include "chatty-server-rows.h"

struct _ChattyServerRows
{
  AdwExpanderRow parent_instance;

  const ChattyConnectorInfo *info;                         /* nullable */
  AdwEntryRow               *rows[CHATTY_MAX_ENDPOINTS];   /* as many as there are servers */
  gboolean                   setting;
};

G_DEFINE_FINAL_TYPE (ChattyServerRows, chatty_server_rows, ADW_TYPE_EXPANDER_ROW)

enum {
  CHANGED,
  APPLY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
changed_cb (ChattyServerRows *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
apply_cb (ChattyServerRows *self)
{
  g_signal_emit (self, signals[APPLY], 0);
}

static void
chatty_server_rows_class_init (ChattyServerRowsClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[APPLY] = g_signal_new ("apply", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_server_rows_init (ChattyServerRows *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _("Advanced"));
}

/**
 * chatty_server_rows_set_info:
 * @info: the platform; set once
 * @has_apply: whether each entry has a button that takes what was typed
 */
void
chatty_server_rows_set_info (ChattyServerRows          *self,
                             const ChattyConnectorInfo *info,
                             gboolean                   has_apply)
{
  g_return_if_fail (CHATTY_IS_SERVER_ROWS (self));
  g_return_if_fail (info != NULL && self->rows[0] == NULL);

  self->info = info;
  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (info); i++)
    {
      const ChattyEndpoint *endpoint = &info->endpoints[i];
      /* Translators: %s is the name of one of several servers, as "live" */
      g_autofree char *title = i == 0 ? g_strdup (_("Server Address"))
                                      : g_strdup_printf (_("Server Address for “%s”"),
                                                         endpoint->name);

      self->rows[i] = g_object_new (ADW_TYPE_ENTRY_ROW,
                                    "use-markup", FALSE,
                                    "title", title,
                                    "tooltip-text", endpoint->address,
                                    "input-purpose", GTK_INPUT_PURPOSE_URL,
                                    "show-apply-button", has_apply,
                                    NULL);
      g_signal_connect_object (self->rows[i], "changed", G_CALLBACK (changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->rows[i], has_apply ? "apply" : "entry-activated",
                               G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->rows[i]));
    }
}

/**
 * chatty_server_rows_set_only_key:
 * @only_key: whether there is a key alone, so that nobody needs the servers
 *   of the sign-in with the browser; what their entries hold stays
 */
void
chatty_server_rows_set_only_key (ChattyServerRows *self,
                                 gboolean          only_key)
{
  g_return_if_fail (CHATTY_IS_SERVER_ROWS (self));
  g_return_if_fail (self->info != NULL);

  for (guint i = 0; i < chatty_connector_info_get_n_endpoints (self->info); i++)
    gtk_widget_set_visible (GTK_WIDGET (self->rows[i]),
                            !only_key || self->info->endpoints[i].role == CHATTY_ENDPOINT_CALLS);
}

/**
 * chatty_server_rows_set_addresses:
 * @addresses: by endpoint, %CHATTY_MAX_ENDPOINTS of them; %NULL for the
 *   platform's own
 */
void
chatty_server_rows_set_addresses (ChattyServerRows  *self,
                                  const char *const *addresses)
{
  g_return_if_fail (CHATTY_IS_SERVER_ROWS (self));

  self->setting = TRUE;
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS && self->rows[i] != NULL; i++)
    {
      const char *address = addresses[i] != NULL ? addresses[i] : "";
      gboolean has_apply = adw_entry_row_get_show_apply_button (self->rows[i]);

      if (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->rows[i])), address))
        continue;
      /* What is set is nothing to be applied. */
      adw_entry_row_set_show_apply_button (self->rows[i], FALSE);
      gtk_editable_set_text (GTK_EDITABLE (self->rows[i]), address);
      adw_entry_row_set_show_apply_button (self->rows[i], has_apply);
    }
  self->setting = FALSE;
}

/**
 * chatty_server_rows_read:
 * @addresses: (out caller-allocates) (array fixed-size=4): by endpoint, %NULL
 *   for an empty entry; each to be freed
 * @error: what is wrong with an address, whose entry is marked and shown
 *
 * Returns: whether all can be used; otherwise nothing is set
 */
gboolean
chatty_server_rows_read (ChattyServerRows  *self,
                         char             **addresses,
                         GError           **error)
{
  g_return_val_if_fail (CHATTY_IS_SERVER_ROWS (self), FALSE);

  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS; i++)
    addresses[i] = NULL;
  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS && self->rows[i] != NULL; i++)
    {
      g_autofree char *text =
        g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->rows[i]))));

      if (*text == '\0')
        continue;
      addresses[i] = chatty_http_check_address (text, error);
      if (addresses[i] == NULL)
        {
          adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
          chatty_entry_set_invalid (self->rows[i], TRUE);
          gtk_widget_grab_focus (GTK_WIDGET (self->rows[i]));
          for (guint j = 0; j < i; j++)
            g_clear_pointer (&addresses[j], g_free);
          return FALSE;
        }
    }
  return TRUE;
}

/* No entry is marked any more. */
void
chatty_server_rows_forget_problem (ChattyServerRows *self)
{
  g_return_if_fail (CHATTY_IS_SERVER_ROWS (self));

  for (guint i = 0; i < CHATTY_MAX_ENDPOINTS && self->rows[i] != NULL; i++)
    chatty_entry_set_invalid (self->rows[i], FALSE);
}
