/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <gdk/x11/gdkx.h>
#include <string.h>

#include "chatty-character-drop-down.h"
#include "chatty-conversation-filters.h"
#include "chatty-conversation-list.h"
#include "chatty-conversations-page.h"
#include "chatty-details-dialog.h"
#include "chatty-reader-page.h"
#include "chatty-transcript-row.h"
#include "chatty-ui-settings.h"
#include "ui-fixture.h"

#define MAX_ROWS 320
/* Not the first: where the order is turned round, one row stays as it is. */
#define PRESSED_ROW 1

typedef struct {
  ChattyWorkspace         *workspace;
  GtkWidget               *window;
  ChattyConversationsPage *page;
  ChattyConversationList  *list;
  ChattyReaderPage        *reader;
  GtkListView             *view;
  GtkEditable             *entry;
  char                    *batch;      /* of the last toast with Undo */
  guint                    expected;
} Fixture;

static void
toast_undo_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_clear_pointer (&fixture->batch, g_free);
  g_variant_get (parameter, "(&ss)", NULL, &fixture->batch);
}

static void
set_up_with (Fixture *fixture,
             guint    n_transcripts,
             int      width)
{
  static const GActionEntry actions[] = {
    { .name = "toast-undo", .activate = toast_undo_cb, .parameter_type = "(ss)" },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  fixture->workspace = ui_fixture_open_workspace (n_transcripts);
  fixture->window = gtk_window_new ();
  fixture->page = CHATTY_CONVERSATIONS_PAGE (chatty_conversations_page_new (fixture->workspace, NULL));
  fixture->list = CHATTY_CONVERSATION_LIST (ui_fixture_find (GTK_WIDGET (fixture->page),
                                                             CHATTY_TYPE_CONVERSATION_LIST, NULL));
  fixture->reader = CHATTY_READER_PAGE (ui_fixture_find (GTK_WIDGET (fixture->page),
                                                         CHATTY_TYPE_READER_PAGE, NULL));
  fixture->view = GTK_LIST_VIEW (ui_fixture_find (GTK_WIDGET (fixture->list),
                                                  GTK_TYPE_LIST_VIEW, "view"));
  fixture->entry = GTK_EDITABLE (ui_fixture_find (GTK_WIDGET (fixture->list),
                                                  GTK_TYPE_SEARCH_ENTRY, NULL));

  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions), fixture);
  gtk_widget_insert_action_group (fixture->window, "win", G_ACTION_GROUP (group));
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 700);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  set_up_with (fixture, 40, 1000);
}

static void
set_up_empty (Fixture       *fixture,
              gconstpointer  data)
{
  set_up_with (fixture, 0, 1000);
}

static void
set_up_narrow (Fixture       *fixture,
               gconstpointer  data)
{
  set_up_with (fixture, 40, 360);
}

static void
set_up_many (Fixture       *fixture,
             gconstpointer  data)
{
  set_up_with (fixture, 1500, 1000);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->workspace);
  g_clear_pointer (&fixture->batch, g_free);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (fixture->view)));
}

static const char *
get_state (GtkWidget *widget)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (ui_fixture_find (widget, GTK_TYPE_STACK,
                                                                       "stack")));
}

static gboolean
has_expected (gpointer user_data)
{
  Fixture *fixture = user_data;

  return count (fixture) == fixture->expected;
}

static void
wait_for (Fixture *fixture,
          guint    n)
{
  fixture->expected = n;
  if (!ui_fixture_wait (has_expected, fixture))
    g_error ("%u conversations in the list, not %u", count (fixture), n);
}

static gboolean
is_read (gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_str_equal (get_state (GTK_WIDGET (fixture->reader)), "turns");
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *texts = NULL;

  wait_for (fixture, 40);
  ui_fixture_settle (fixture->window, 3);
  g_assert_cmpstr (get_state (GTK_WIDGET (fixture->page)), ==, "conversations");
  texts = ui_fixture_dup_texts (GTK_WIDGET (fixture->list));
  g_assert_nonnull (strstr (texts, "Planning a walk to the sea"));
  g_assert_nonnull (strstr (texts, "<b>Bold</b> questions"));
  g_assert_nonnull (strstr (texts, "ChatGPT · Katana · 8 turns"));
}

static gboolean
is_empty_state (gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_str_equal (get_state (GTK_WIDGET (fixture->page)), "empty");
}

static GtkWidget *
find_action_button (GtkWidget  *widget,
                    const char *name)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), name) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_action_button (child, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  ChattyVault *vault = chatty_workspace_get_vault (fixture->workspace);
  g_autoptr (ChattyTranscript) transcript = ui_fixture_new_showcase ();
  g_autoptr (ChattyVaultBatch) batch = NULL;
  ChattyStored stored;

  g_assert_true (ui_fixture_wait (is_empty_state, fixture));
  g_assert_nonnull (find_action_button (GTK_WIDGET (fixture->page), "win.import"));

  /* What comes in shows by itself. */
  batch = chatty_vault_begin (vault, "import", NULL);
  g_assert_true (chatty_vault_batch_store (batch, transcript, &stored, NULL, NULL, NULL));
  g_assert_true (chatty_vault_batch_commit (batch, NULL, NULL));
  wait_for (fixture, 1);
  g_assert_cmpstr (get_state (GTK_WIDGET (fixture->page)), ==, "conversations");
}

static gboolean
is_nothing (gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_str_equal (get_state (GTK_WIDGET (fixture->list)), "nothing");
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *texts = NULL;

  wait_for (fixture, 40);
  chatty_conversations_page_start_search (fixture->page);

  gtk_editable_set_text (fixture->entry, "maris");
  wait_for (fixture, 1);
  ui_fixture_settle (fixture->window, 3);
  texts = ui_fixture_dup_texts (GTK_WIDGET (fixture->view));
  g_assert_nonnull (strstr (texts, "via_maris"));
  g_assert_null (strstr (texts, "\xee\x80\x80"));

  gtk_editable_set_text (fixture->entry, "nowhereatall");
  g_assert_true (ui_fixture_wait (is_nothing, fixture));

  g_signal_emit_by_name (fixture->entry, "stop-search");
  wait_for (fixture, 40);
  g_assert_cmpstr (gtk_editable_get_text (fixture->entry), ==, "");
  g_assert_cmpstr (get_state (GTK_WIDGET (fixture->list)), ==, "list");
}

static gboolean
has_filters (gpointer user_data)
{
  Fixture *fixture = user_data;

  return gtk_widget_get_visible (ui_fixture_find (GTK_WIDGET (fixture->list),
                                                  CHATTY_TYPE_CONVERSATION_FILTERS, NULL));
}

static void
test_filters (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *filters = ui_fixture_find (GTK_WIDGET (fixture->list),
                                        CHATTY_TYPE_CONVERSATION_FILTERS, NULL);
  GtkDropDown *platform, *character;
  ChattyTranscriptQuery query = { NULL, };

  wait_for (fixture, 40);
  g_assert_true (ui_fixture_wait (has_filters, fixture));
  platform = GTK_DROP_DOWN (ui_fixture_find (filters, GTK_TYPE_DROP_DOWN, "platform"));
  character = GTK_DROP_DOWN (ui_fixture_find (filters, GTK_TYPE_DROP_DOWN, "character"));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (platform)), ==, 6);

  gtk_drop_down_set_selected (platform, 1);
  chatty_conversation_filters_apply (CHATTY_CONVERSATION_FILTERS (filters), &query);
  g_assert_nonnull (query.platform);
  fixture->expected = 8;
  g_assert_true (ui_fixture_wait (has_expected, fixture));

  gtk_drop_down_set_selected (character, 1);
  chatty_conversation_filters_apply (CHATTY_CONVERSATION_FILTERS (filters), &query);
  g_assert_nonnull (query.character);

  chatty_conversation_filters_reset (CHATTY_CONVERSATION_FILTERS (filters));
  wait_for (fixture, 40);
}

static void
undone_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  guint n_undone = 0, n_kept = 0;
  g_autoptr (GError) error = NULL;

  chatty_workspace_undo_finish (CHATTY_WORKSPACE (source), result, &n_undone, &n_kept, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_undone, ==, 1);
}

static gboolean
has_batch (gpointer user_data)
{
  return ((Fixture *) user_data)->batch != NULL;
}

static gboolean
is_cleared (gpointer user_data)
{
  Fixture *fixture = user_data;

  return chatty_reader_page_get_id (fixture->reader) == NULL;
}

static void
test_trash_and_undo (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (fixture->view));
  g_autofree char *id = NULL;

  wait_for (fixture, 40);
  ui_fixture_settle (fixture->window, 3);
  gtk_single_selection_set_selected (selection, 2);
  g_assert_true (ui_fixture_wait (is_read, fixture));
  id = g_strdup (chatty_reader_page_get_id (fixture->reader));
  g_assert_nonnull (id);

  /* With the keyboard in the entry, Delete is not for the list. */
  gtk_widget_grab_focus (GTK_WIDGET (fixture->entry));
  gtk_widget_activate_action (GTK_WIDGET (fixture->list), "conversations.trash", NULL);
  g_assert_null (fixture->batch);

  chatty_conversation_list_focus (fixture->list);
  gtk_widget_activate_action (GTK_WIDGET (fixture->list), "conversations.trash", NULL);
  g_assert_true (ui_fixture_wait (has_batch, fixture));
  wait_for (fixture, 39);
  g_assert_true (ui_fixture_wait (is_cleared, fixture));

  chatty_workspace_undo_async (fixture->workspace, fixture->batch, NULL, undone_cb, NULL);
  wait_for (fixture, 40);
}

static void
test_open (Fixture       *fixture,
           gconstpointer  data)
{
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (fixture->view));
  ChattyTranscriptItem *item;
  gboolean folded;

  wait_for (fixture, 40);
  g_object_get (fixture->page, "folded", &folded, NULL);
  g_assert_false (folded);

  chatty_conversations_page_open (fixture->page, "test:7", 1);
  g_assert_true (ui_fixture_wait (is_read, fixture));
  g_assert_cmpstr (chatty_reader_page_get_id (fixture->reader), ==, "test:7");
  item = gtk_single_selection_get_selected_item (selection);
  g_assert_nonnull (item);
  g_assert_cmpstr (chatty_transcript_item_get_summary (item)->id, ==, "test:7");

  /* Another order, and it is still the one that is marked. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->list), "conversations.sort", "s", "oldest");
  ui_fixture_settle (fixture->window, 10);
  item = gtk_single_selection_get_selected_item (selection);
  g_assert_nonnull (item);
  g_assert_cmpstr (chatty_transcript_item_get_summary (item)->id, ==, "test:7");
  gtk_widget_activate_action (GTK_WIDGET (fixture->list), "conversations.sort", "s", "newest");
}

static gboolean
shows_rows (gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_str_equal (get_state (GTK_WIDGET (fixture->list)), "list");
}

/* The rows never show without the filters above them, which would push them
 * away from under the pointer. */
static void
test_keeps_place (Fixture       *fixture,
                  gconstpointer  data)
{
  g_assert_false (shows_rows (fixture));
  g_assert_true (ui_fixture_wait (shows_rows, fixture));
  g_assert_true (has_filters (fixture));
}

typedef struct {
  Fixture    *fixture;
  GtkWidget  *row;
  const char *id;
} Press;

/* Tells xdotool to do something at the middle of a widget. */
static void
point_at (GtkWidget  *widget,
          const char *what)
{
  GtkNative *native = gtk_widget_get_native (widget);
  g_autofree char *command = NULL;
  g_autoptr (GError) error = NULL;
  double x, y, left, above;
  int status;

  gtk_native_get_surface_transform (native, &left, &above);
  g_assert_true (gtk_widget_translate_coordinates (widget, GTK_WIDGET (native),
                                                   gtk_widget_get_width (widget) / 2.0,
                                                   gtk_widget_get_height (widget) / 2.0,
                                                   &x, &y));
  command = g_strdup_printf ("xdotool mousemove --window %lu %d %d %s",
                             (gulong) gdk_x11_surface_get_xid (gtk_native_get_surface (native)),
                             (int) (x + left), (int) (y + above), what);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static gboolean
is_pressed (gpointer user_data)
{
  Press *press = user_data;

  return (gtk_widget_get_state_flags (press->row) & GTK_STATE_FLAG_ACTIVE) != 0;
}

static gboolean
has_moved (gpointer user_data)
{
  Press *press = user_data;
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (press->fixture->view));
  g_autoptr (ChattyTranscriptItem) item = g_list_model_get_item (model, PRESSED_ROW);

  return !g_str_equal (chatty_transcript_item_get_summary (item)->id, press->id);
}

static gboolean
reads_pressed (gpointer user_data)
{
  Press *press = user_data;

  return g_strcmp0 (chatty_reader_page_get_id (press->fixture->reader), press->id) == 0;
}

/* The list moves on while the button is down: what was pressed opens. */
static void
test_click (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");
  g_autofree char *id = NULL;
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (fixture->view));
  ChattyTranscriptItem *item;
  Press press = { fixture, NULL, NULL };
  gboolean folded, showing;

  if (xdotool == NULL)
    {
      g_test_skip ("xdotool is not installed");
      return;
    }

  wait_for (fixture, 40);
  g_assert_true (ui_fixture_wait (shows_rows, fixture));
  ui_fixture_settle (fixture->window, 5);
  press.row = gtk_widget_get_first_child (GTK_WIDGET (fixture->view));
  for (guint i = 0; i < PRESSED_ROW; i++)
    press.row = gtk_widget_get_next_sibling (press.row);
  item = chatty_transcript_row_get_item (CHATTY_TRANSCRIPT_ROW (gtk_widget_get_first_child (press.row)));
  press.id = id = g_strdup (chatty_transcript_item_get_summary (item)->id);
  g_assert_false (has_moved (&press));

  point_at (press.row, "mousedown 1");
  g_assert_true (ui_fixture_wait (is_pressed, &press));
  gtk_widget_activate_action (GTK_WIDGET (fixture->list), "conversations.sort", "s", "oldest");
  g_assert_true (ui_fixture_wait (has_moved, &press));
  ui_fixture_settle (fixture->window, 5);
  point_at (GTK_WIDGET (fixture->view), "mouseup 1");

  g_assert_true (ui_fixture_wait (reads_pressed, &press));
  g_assert_true (ui_fixture_wait (is_read, fixture));
  g_assert_cmpstr (chatty_reader_page_get_id (fixture->reader), ==, id);
  g_object_get (fixture->page, "folded", &folded, "showing-reader", &showing, NULL);
  g_assert_cmpint (showing, ==, folded);
  item = gtk_single_selection_get_selected_item (selection);
  g_assert_nonnull (item);
  g_assert_cmpstr (chatty_transcript_item_get_summary (item)->id, ==, id);

  gtk_widget_activate_action (GTK_WIDGET (fixture->list), "conversations.sort", "s", "newest");
}

/* The name of a new character becomes a callsign, as in an import. */
static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  ChattyVault *vault = chatty_workspace_get_vault (fixture->workspace);
  g_autoptr (ChattyTranscript) before = NULL;
  g_autoptr (ChattyTranscript) after = NULL;
  GtkWidget *dialog, *character, *save;

  wait_for (fixture, 40);
  before = chatty_vault_load (vault, "test:7", NULL, NULL);
  g_assert_nonnull (before);
  dialog = chatty_details_dialog_new (GTK_WIDGET (fixture->page), fixture->workspace, before);
  gtk_window_present (GTK_WINDOW (dialog));
  ui_fixture_assert_fits (adw_window_get_content (ADW_WINDOW (dialog)), 360);

  character = ui_fixture_find (dialog, CHATTY_TYPE_CHARACTER_DROP_DOWN, NULL);
  save = ui_fixture_find (dialog, GTK_TYPE_BUTTON, "save_button");
  chatty_character_drop_down_set_character (CHATTY_CHARACTER_DROP_DOWN (character),
                                            "Zen M\303\274ller");
  g_signal_emit_by_name (save, "clicked");
  g_assert_true (ui_fixture_wait (has_batch, fixture));
  after = chatty_vault_load (vault, "test:7", NULL, NULL);
  g_assert_nonnull (after);
  g_assert_cmpstr (chatty_transcript_get_character (after), ==, "zenmuller-001");
}

static gboolean
is_failed (gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_str_equal (get_state (GTK_WIDGET (fixture->reader)), "failed");
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  chatty_conversations_page_open (fixture->page, "test:<b>nothing&", -1);
  g_assert_true (ui_fixture_wait (is_failed, fixture));
  g_assert_nonnull (find_action_button (GTK_WIDGET (fixture->reader), "reader.retry"));
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  gboolean folded, showing;

  wait_for (fixture, 40);
  ui_fixture_settle (fixture->window, 5);
  g_object_get (fixture->page, "folded", &folded, "showing-reader", &showing, NULL);
  g_assert_true (folded);
  g_assert_false (showing);

  chatty_conversations_page_open (fixture->page, "test:showcase", -1);
  g_assert_true (ui_fixture_wait (is_read, fixture));
  ui_fixture_settle (fixture->window, 30);
  g_object_get (fixture->page, "showing-reader", &showing, NULL);
  g_assert_true (showing);
  g_assert_true (gtk_widget_get_mapped (find_action_button (GTK_WIDGET (fixture->reader),
                                                            "conversations.back")));
  g_assert_cmpint (gtk_widget_get_width (fixture->window), <=, 360);

  g_assert_true (chatty_conversations_page_go_back (fixture->page));
  g_assert_false (chatty_conversations_page_go_back (fixture->page));
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *scrolled;
  GtkAdjustment *adjustment;
  gint64 start;

  wait_for (fixture, 1500);
  ui_fixture_settle (fixture->window, 3);
  g_assert_cmpuint (ui_fixture_count (GTK_WIDGET (fixture->view), CHATTY_TYPE_TRANSCRIPT_ROW), <,
                    MAX_ROWS);

  scrolled = gtk_widget_get_ancestor (GTK_WIDGET (fixture->view), GTK_TYPE_SCROLLED_WINDOW);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 60; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 180);
      ui_fixture_settle (fixture->window, 1);
    }
  g_test_message ("scrolling: %.1f ms a step", (g_get_monotonic_time () - start) / 60000.0);
  g_assert_cmpuint (ui_fixture_count (GTK_WIDGET (fixture->view), CHATTY_TYPE_TRANSCRIPT_ROW), <,
                    MAX_ROWS);
}

static void
test_snippet (void)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autofree char *text = NULL;
  g_autofree char *odd = NULL;
  GSList *list;

  text = chatty_transcript_row_parse_snippet ("the\n\t \xee\x80\x80<sea>\xee\x80\x81 & \xee\x80\x80x\xee\x80\x81",
                                              attributes);
  g_assert_cmpstr (text, ==, "the <sea> & x");
  list = pango_attr_list_get_attributes (attributes);
  g_assert_cmpuint (g_slist_length (list), ==, 6);
  g_assert_cmpuint (((PangoAttribute *) list->data)->start_index, ==, 4);
  g_assert_cmpuint (((PangoAttribute *) list->data)->end_index, ==, 9);
  g_slist_free_full (list, (GDestroyNotify) pango_attribute_destroy);

  odd = chatty_transcript_row_parse_snippet ("\xee\x80\x81" "a\xee\x80\x80\xee\x80\x81" "b\xee\x80\x80",
                                             attributes);
  g_assert_cmpstr (odd, ==, "ab");
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *row;

  wait_for (fixture, 40);
  ui_fixture_settle (fixture->window, 3);
  row = ui_fixture_find (GTK_WIDGET (fixture->view), CHATTY_TYPE_TRANSCRIPT_ROW, NULL);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (row),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (gtk_widget_get_parent (row)),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (fixture->entry),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (fixture->view),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
}

typedef struct {
  GtkWidget  *widget;
  const char *text;
} Saying;

static gboolean
says (gpointer user_data)
{
  Saying *saying = user_data;
  g_autofree char *texts = ui_fixture_dup_texts (saying->widget);

  return strstr (texts, saying->text) != NULL;
}

/* Among what a drop-down lets one choose. */
static gboolean
offers (gpointer user_data)
{
  Saying *saying = user_data;
  GListModel *model = gtk_drop_down_get_model (GTK_DROP_DOWN (saying->widget));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    if (strstr (gtk_string_list_get_string (GTK_STRING_LIST (model), i), saying->text) != NULL)
      return TRUE;
  return FALSE;
}

static GtkWidget *
find_row (Fixture    *fixture,
          const char *id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->view));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);
      ChattyTranscriptItem *item = chatty_transcript_row_get_item (CHATTY_TRANSCRIPT_ROW (row));

      if (item != NULL && g_str_equal (chatty_transcript_item_get_summary (item)->id, id))
        return row;
    }
  g_assert_not_reached ();
}

/* As another program would write it; the vault is told. */
static void
call_it (Fixture    *fixture,
         const char *name)
{
  ChattyVault *vault = chatty_workspace_get_vault (fixture->workspace);
  g_autoptr (GFile) folder = g_file_resolve_relative_path (chatty_vault_get_folder (vault),
                                                           "instances/katana-001/identity");
  g_autoptr (GFile) file = g_file_get_child (folder, "prompt.json");
  g_autofree char *path = g_file_get_path (folder);
  g_autofree char *json = g_strdup_printf ("{\"name\":\"%s\"}", name);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (path, 0777), ==, 0);
  g_assert_true (g_file_replace_contents (file, json, strlen (json), NULL, FALSE,
                                          G_FILE_CREATE_NONE, NULL, NULL, &error));
  g_assert_no_error (error);
  g_signal_emit_by_name (vault, "changed");
}

/* The list, what is read of it aloud, the reader and the filter say what the
 * character is called, and follow it when it gets another name. */
static void
test_character_name (Fixture       *fixture,
                     gconstpointer  data)
{
  static const char *const names[] = { "Katana the Wise", "Naginata <b>&amp;" };
  GtkWidget *filters, *subtitle;

  wait_for (fixture, 40);
  chatty_conversations_page_open (fixture->page, "test:showcase", -1);
  g_assert_true (ui_fixture_wait (is_read, fixture));
  subtitle = ui_fixture_find (GTK_WIDGET (fixture->reader), GTK_TYPE_LABEL, "subtitle");
  filters = ui_fixture_find (GTK_WIDGET (fixture->list), CHATTY_TYPE_CONVERSATION_FILTERS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *details = g_strdup_printf ("ChatGPT · %s · 8 turns", names[i]);
      g_autofree char *head = g_strdup_printf ("ChatGPT · %s · ", names[i]);
      g_autofree char *time = NULL;
      g_autofree char *spoken = NULL;
      g_autofree char *other = NULL;
      GtkWidget *character, *row;

      call_it (fixture, names[i]);
      g_assert_true (ui_fixture_wait (says, &(Saying) { GTK_WIDGET (fixture->view), details }));
      g_assert_true (ui_fixture_wait (says, &(Saying) { subtitle, head }));
      character = ui_fixture_find (filters, GTK_TYPE_DROP_DOWN, "character");
      g_assert_true (ui_fixture_wait (offers, &(Saying) { character, names[i] }));
      g_assert_false (offers (&(Saying) { character, "katana-001" }));
      row = find_row (fixture, "test:showcase");
      time = chatty_ui_format_time_exact (chatty_transcript_item_get_summary (
        chatty_transcript_row_get_item (CHATTY_TRANSCRIPT_ROW (row)))->started);
      spoken = g_strdup_printf ("Planning a walk to the sea, %s, %s", details, time);
      other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (gtk_widget_get_parent (row)),
                                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken);
      g_assert_cmpstr (other, ==, NULL);
    }
}

/* What is chosen is called by its name, and stays the same when that comes. */
static void
test_edit_name (Fixture       *fixture,
                gconstpointer  data)
{
  ChattyVault *vault = chatty_workspace_get_vault (fixture->workspace);
  g_autoptr (ChattyTranscript) transcript = NULL;
  GtkWidget *dialog, *character;

  wait_for (fixture, 40);
  call_it (fixture, "Katana the Wise");
  transcript = chatty_vault_load (vault, "test:showcase", NULL, NULL);
  g_assert_nonnull (transcript);
  dialog = chatty_details_dialog_new (GTK_WIDGET (fixture->page), fixture->workspace, transcript);
  gtk_window_present (GTK_WINDOW (dialog));
  character = ui_fixture_find (dialog, CHATTY_TYPE_CHARACTER_DROP_DOWN, NULL);
  g_assert_true (ui_fixture_wait (says, &(Saying) { character, "Katana the Wise" }));
  g_assert_false (says (&(Saying) { character, "katana-001" }));
  g_assert_cmpstr (chatty_character_drop_down_get_character (CHATTY_CHARACTER_DROP_DOWN (character)),
                   ==, "katana-001");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

#define ADD(name, before, function) \
  g_test_add ("/conversations/" name, Fixture, NULL, before, function, tear_down)

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);

  g_test_add_func ("/conversations/snippet", test_snippet);
  ADD ("list", set_up, test_list);
  ADD ("empty", set_up_empty, test_empty);
  ADD ("search", set_up, test_search);
  ADD ("filters", set_up, test_filters);
  ADD ("trash-and-undo", set_up, test_trash_and_undo);
  ADD ("keeps-place", set_up, test_keeps_place);
  ADD ("click", set_up, test_click);
  ADD ("click-narrow", set_up_narrow, test_click);
  ADD ("open", set_up, test_open);
  ADD ("edit", set_up, test_edit);
  ADD ("missing", set_up, test_missing);
  ADD ("narrow", set_up_narrow, test_narrow);
  ADD ("many", set_up_many, test_many);
  ADD ("names", set_up, test_names);
  ADD ("character-name", set_up, test_character_name);
  ADD ("edit-name", set_up, test_edit_name);

  return g_test_run ();
}
