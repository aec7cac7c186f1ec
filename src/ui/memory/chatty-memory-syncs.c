/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-account.h"
#include "chatty-error.h"
#include "chatty-platform.h"

#include "chatty-memory-syncs.h"

/* What one account's row shows; kept when the rows are made anew. */
typedef struct {
  char      *account;
  GtkWidget *row;       /* AdwActionRow; NULL while it is not shown */
  GtkWidget *button;
  GtkWidget *spinner;
  gboolean   running;
  gboolean   failed;
  char      *words;     /* nullable: what the last sync came to */
} Place;

struct _ChattyMemorySyncs
{
  GtkWidget parent_instance;

  GtkWidget        *box;
  GtkListBox       *rows;

  ChattyMemoryList *list;
  GHashTable       *places;     /* account's id to Place */
  char             *callsign;   /* nullable: whose */
};

G_DEFINE_FINAL_TYPE (ChattyMemorySyncs, chatty_memory_syncs, GTK_TYPE_WIDGET)

typedef struct {
  ChattyMemorySyncs *syncs;
  char              *account;
  char              *callsign;
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->syncs);
  g_free (asking->account);
  g_free (asking->callsign);
  g_free (asking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static void
place_free (gpointer data)
{
  Place *place = data;

  g_free (place->account);
  g_free (place->words);
  g_free (place);
}

static void
update_place (Place *place)
{
  if (place->row == NULL)
    return;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (place->row),
                               place->running ? _("Comparing both sides…")
                               : place->words != NULL ? place->words
                               : _("What you changed here goes there, and what is new there comes "
                                   "here."));
  if (place->failed && !place->running)
    gtk_widget_add_css_class (place->row, "error");
  else
    gtk_widget_remove_css_class (place->row, "error");
  gtk_widget_set_sensitive (place->button, !place->running);
  gtk_widget_set_visible (place->spinner, place->running);
  gtk_spinner_set_spinning (GTK_SPINNER (place->spinner), place->running);
}

static char *
describe (const ChattyMemorySyncResult *result)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (result->n_sent > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%'u note sent", "%'u notes sent",
                                                       result->n_sent), result->n_sent));
  if (result->n_fetched > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%'u note fetched", "%'u notes fetched",
                                                       result->n_fetched), result->n_fetched));
  if (result->n_forgotten > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%'u note deleted there",
                                                       "%'u notes deleted there",
                                                       result->n_forgotten),
                                             result->n_forgotten));
  if (parts->len == 0)
    return g_strdup (_("Both sides are the same"));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static void
synced_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  ChattyMemorySyncs *self = asking->syncs;
  ChattyMemorySyncResult outcome = { 0 };
  gboolean done;
  Place *place;

  done = chatty_memory_list_sync_finish (CHATTY_MEMORY_LIST (source), result, &outcome, &error);
  place = g_hash_table_lookup (self->places, asking->account);
  /* Somebody else may be shown by now. */
  if (place == NULL || g_strcmp0 (asking->callsign, self->callsign) != 0)
    return;
  place->running = FALSE;
  place->failed = !done && !chatty_error_is_cancelled (error);
  g_free (place->words);
  place->words = done ? describe (&outcome) : place->failed ? g_strdup (error->message) : NULL;
  update_place (place);
}

static void
sync_clicked_cb (ChattyMemorySyncs *self,
                 GtkWidget         *button)
{
  const char *account = g_object_get_data (G_OBJECT (button), "chatty-account");
  Place *place = g_hash_table_lookup (self->places, account);
  Asking *asking;

  if (place == NULL || place->running)
    return;
  place->running = TRUE;
  update_place (place);
  asking = g_new0 (Asking, 1);
  asking->syncs = g_object_ref (self);
  asking->account = g_strdup (account);
  asking->callsign = g_strdup (self->callsign);
  chatty_memory_list_sync_async (self->list, account, NULL, synced_cb, asking);
}

static void
add_row (ChattyMemorySyncs *self,
         ChattyAccount     *account)
{
  Place *place = g_hash_table_lookup (self->places, account->id);
  const char *title = chatty_platform_get_title (account->platform);
  g_autofree char *name = NULL;
  g_autofree char *spoken = NULL;

  if (place == NULL)
    {
      place = g_new0 (Place, 1);
      place->account = g_strdup (account->id);
      g_hash_table_insert (self->places, place->account, place);
    }
  name = g_str_equal (title, account->name)
    ? g_strdup_printf (_("Memory on %s"), title)
    /* Translators: a platform, and the name of an account there */
    : g_strdup_printf (_("Memory on %s (%s)"), title, account->name);
  place->row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 0,
                             "subtitle-lines", 0, NULL);
  /* Not before it is made: until then texts are taken for markup. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (place->row), name);
  place->spinner = gtk_spinner_new ();
  place->button = gtk_button_new_with_mnemonic (_("S_ync"));
  gtk_widget_set_valign (place->button, GTK_ALIGN_CENTER);
  /* Translators: %s is where: "Memory on Convai" */
  spoken = g_strdup_printf (_("Sync: %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (place->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  g_object_set_data_full (G_OBJECT (place->button), "chatty-account", g_strdup (account->id),
                          g_free);
  g_signal_connect_object (place->button, "clicked", G_CALLBACK (sync_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (place->row), place->spinner);
  adw_action_row_add_suffix (ADW_ACTION_ROW (place->row), place->button);
  gtk_list_box_append (self->rows, place->row);
  update_place (place);
}

static void
remove_rows (ChattyMemorySyncs *self)
{
  GHashTableIter iter;
  gpointer place;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, row);
  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, &place))
    ((Place *) place)->row = NULL;
}

static void
chatty_memory_syncs_dispose (GObject *object)
{
  ChattyMemorySyncs *self = CHATTY_MEMORY_SYNCS (object);

  g_hash_table_remove_all (self->places);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (chatty_memory_syncs_parent_class)->dispose (object);
}

static void
chatty_memory_syncs_finalize (GObject *object)
{
  ChattyMemorySyncs *self = CHATTY_MEMORY_SYNCS (object);

  g_hash_table_unref (self->places);
  g_free (self->callsign);

  G_OBJECT_CLASS (chatty_memory_syncs_parent_class)->finalize (object);
}

static void
chatty_memory_syncs_class_init (ChattyMemorySyncsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = chatty_memory_syncs_dispose;
  object_class->finalize = chatty_memory_syncs_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_memory_syncs_init (ChattyMemorySyncs *self)
{
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, place_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Where it is remembered too"), -1);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->rows));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * chatty_memory_syncs_new:
 * @list: the character's memory
 *
 * Returns: (transfer floating): no accounts so far
 */
GtkWidget *
chatty_memory_syncs_new (ChattyMemoryList *list)
{
  ChattyMemorySyncs *self;

  g_return_val_if_fail (CHATTY_IS_MEMORY_LIST (list), NULL);

  self = g_object_new (CHATTY_TYPE_MEMORY_SYNCS, NULL);
  self->list = g_object_ref (list);
  return GTK_WIDGET (self);
}

/**
 * chatty_memory_syncs_set:
 * @accounts: (element-type ChattyAccount): all that there are
 * @record: (nullable): whose memory it is
 *
 * Shows the accounts where the character lives and is remembered for.
 */
void
chatty_memory_syncs_set (ChattyMemorySyncs     *self,
                         GPtrArray             *accounts,
                         ChattyCharacterRecord *record)
{
  const char *callsign = record != NULL ? chatty_character_record_get_callsign (record) : NULL;

  g_return_if_fail (CHATTY_IS_MEMORY_SYNCS (self));
  g_return_if_fail (accounts != NULL);

  remove_rows (self);
  if (g_strcmp0 (callsign, self->callsign) != 0)
    {
      g_hash_table_remove_all (self->places);
      g_free (self->callsign);
      self->callsign = g_strdup (callsign);
    }
  for (guint i = 0; record != NULL && i < accounts->len; i++)
    {
      ChattyAccount *account = g_ptr_array_index (accounts, i);

      if (!account->paused && account->state != CHATTY_ACCOUNT_DISCONNECTED &&
          chatty_memory_list_can_sync (self->list, account->platform) &&
          chatty_character_record_find_link (record, account->platform, account->id,
                                             account->owner) != NULL)
        add_row (self, account);
    }
  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_widget_get_first_child (GTK_WIDGET (self->rows)) != NULL);
}
