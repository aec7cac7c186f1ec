/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-json.h"
#include "chatty-platform-view.h"
#include "chatty-platform.h"

#include "chatty-button-wrap.h"
#include "chatty-diff-view.h"
#include "chatty-history-row.h"
#include "chatty-ui-settings.h"

struct _ChattyHistoryRow
{
  AdwExpanderRow parent_instance;

  const ChattyFieldChange *change;   /* the page's */
  gboolean                 filled;
};

enum {
  RESTORE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyHistoryRow, chatty_history_row, ADW_TYPE_EXPANDER_ROW)

static const char *
say_who (const char *who)
{
  static const struct {
    const char *who;
    const char *words;
  } known[] = {
    { "person", N_("by you") },
    { "sync", N_("by a sync") },
    { "import", N_("by an import") },
    { "restore", N_("put back by you") },
    { "other-program", N_("by another program") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (known[i].who, who) == 0)
      return _(known[i].words);
  return _("by somebody else");
}

static void
restore_old_cb (ChattyHistoryRow *self)
{
  g_signal_emit (self, signals[RESTORE], 0, FALSE);
}

static void
restore_new_cb (ChattyHistoryRow *self)
{
  g_signal_emit (self, signals[RESTORE], 0, TRUE);
}

static void
add_button (ChattyHistoryRow *self,
            GtkBox           *box,
            const char       *label,
            GCallback         callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  chatty_button_wrap (button);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (box, button);
}

/* The difference is made when somebody wants to see it. */
static void
expanded_cb (ChattyHistoryRow *self)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GtkWidget *box, *buttons, *diff;

  if (self->filled || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;

  self->filled = TRUE;
  before = chatty_history_row_dup_text (self->change->old_value);
  after = chatty_history_row_dup_text (self->change->new_value);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  diff = chatty_diff_view_new ();
  chatty_diff_view_set_texts (CHATTY_DIFF_VIEW (diff), before, after);
  gtk_box_append (GTK_BOX (box), diff);

  buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_margin_start (buttons, 12);
  gtk_widget_set_margin_end (buttons, 12);
  gtk_widget_set_margin_bottom (buttons, 12);
  add_button (self, GTK_BOX (buttons), _("_Restore the Value Before"),
              G_CALLBACK (restore_old_cb));
  if (self->change->new_value != NULL)
    add_button (self, GTK_BOX (buttons), _("Restore the Value _After"),
                G_CALLBACK (restore_new_cb));
  gtk_box_append (GTK_BOX (box), buttons);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), box);
}

static void
chatty_history_row_class_init (ChattyHistoryRowClass *klass)
{
  signals[RESTORE] = g_signal_new ("restore", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
chatty_history_row_init (ChattyHistoryRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

/**
 * chatty_history_row_new:
 * @change: what it tells of; has to stay as long as the row
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
chatty_history_row_new (const ChattyFieldChange *change)
{
  ChattyHistoryRow *self;
  g_autofree char *time = NULL;
  g_autofree char *subtitle = NULL;
  gboolean here;

  g_return_val_if_fail (change != NULL, NULL);

  self = g_object_new (CHATTY_TYPE_HISTORY_ROW, NULL);
  self->change = change;
  here = g_strcmp0 (change->side, "here") == 0;
  time = chatty_ui_format_time_exact (change->time);
  /* Translators: when, by whom, and where something was changed, as
   * "2 Mar 2025 10:30:45 · by you · here" */
  subtitle = g_strdup_printf (_("%s · %s · %s"), time, say_who (change->who),
                              /* Translators: in this vault and not on a platform */
                              here ? C_("changed", "here")
                                   : chatty_platform_get_title (change->side));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 chatty_character_field_to_words (change->field));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  return GTK_WIDGET (self);
}

/**
 * chatty_history_row_get_change:
 *
 * Returns: (transfer none): what it tells of
 */
const ChattyFieldChange *
chatty_history_row_get_change (ChattyHistoryRow *self)
{
  g_return_val_if_fail (CHATTY_IS_HISTORY_ROW (self), NULL);

  return self->change;
}

static void
append_member (JsonObject *object,
               const char *name,
               JsonNode   *value,
               gpointer    user_data)
{
  GString *text = user_data;

  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) != G_TYPE_STRING)
    /* Translators: a trait and how strong it is, from -100 to 100 */
    g_string_append_printf (text, _("%s: %.0f\n"), name, json_node_get_double (value));
}

/**
 * chatty_history_row_dup_text:
 * @json: (nullable): a value, as chatty_character_field_to_json() writes it
 *
 * Returns: (transfer full): the value as lines for people
 */
char *
chatty_history_row_dup_text (const char *json)
{
  g_autoptr (JsonNode) value = json != NULL ? chatty_json_parse (json, -1, NULL) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (value == NULL)
    return g_strdup ("");
  if (JSON_NODE_HOLDS_OBJECT (value))
    json_object_foreach_member (json_node_get_object (value), append_member, text);
  else if (JSON_NODE_HOLDS_ARRAY (value))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (value)); i++)
      {
        JsonNode *element = json_array_get_element (json_node_get_array (value), i);

        if (json_node_get_value_type (element) == G_TYPE_STRING)
          g_string_append_printf (text, "%s\n", json_node_get_string (element));
      }
  else if (json_node_get_value_type (value) == G_TYPE_STRING)
    g_string_append (text, json_node_get_string (value));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
