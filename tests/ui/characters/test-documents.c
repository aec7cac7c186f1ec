/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* From a source of an answer to the place in the character's document. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chatty-characters-page.h"
#include "chatty-document-view.h"
#include "chatty-knowledge-page.h"
#include "chatty-passage-find.h"
#include "chatty-reader-documents.h"
#include "chatty-turn-list.h"

#include "characters-fixture.h"

#define RIVERS "Rivers of the north.\n\nThe 中文 river is wide, and\n  nobody swims in it. 🌊\n\nThe end.\n"

typedef struct {
  CharactersFixture      base;
  ChattyCharacterRecord *katana;
  GtkWidget             *page;
  GtkWindow             *window;
  GVariant              *asked;     /* what "win.open-knowledge" was asked for */
  char                  *toast;
  const char            *wanted;    /* how the toast begins that is waited for */
  guint                  n_added;
} Fixture;

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Fixture *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattyCharacterChange) change = NULL;

  change = chatty_workspace_change_character_finish (CHATTY_WORKSPACE (source), result, &error);
  g_assert_no_error (error);
  self->n_added++;
}

static gboolean
is_added (gpointer user_data)
{
  return ((Fixture *) user_data)->n_added == 1;
}

static void
add_document (Fixture    *self,
              const char *name,
              const char *text)
{
  g_autoptr (GFile) file = shell_fixture_add_file (&self->base.shell, name, text);

  self->n_added = 0;
  chatty_workspace_add_document_async (self->base.shell.workspace, "katana-001", file, NULL,
                                       added_cb, self);
  g_assert_true (ui_fixture_wait (is_added, self));
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (ChattyCharacter) full = characters_fixture_make_full ();

  characters_fixture_set_up (&self->base, data);
  self->katana = characters_fixture_add (&self->base, full);
  add_document (self, "rivers.txt", RIVERS);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  if (self->window != NULL)
    shell_fixture_close (self->window);
  g_clear_pointer (&self->asked, g_variant_unref);
  g_free (self->toast);
  chatty_character_record_unref (self->katana);
  characters_fixture_tear_down (&self->base, data);
}

static void
asked_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  Fixture *self = user_data;

  g_clear_pointer (&self->asked, g_variant_unref);
  self->asked = g_variant_ref (parameter);
}

static void
toast_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  Fixture *self = user_data;

  g_free (self->toast);
  self->toast = g_variant_dup_string (parameter, NULL);
}

/* Shows a widget where the actions of the program's window are written down. */
static void
show (Fixture   *self,
      GtkWidget *widget,
      int        width)
{
  static const GActionEntry entries[] = {
    { .name = "open-knowledge", .activate = asked_cb, .parameter_type = "(sssu)" },
    { .name = "toast", .activate = toast_cb, .parameter_type = "s" },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (widget, "win", G_ACTION_GROUP (actions));
  self->page = widget;
  self->window = shell_fixture_show (widget, width, 700);
}

static GtkTextView *
get_text_view (Fixture *self)
{
  GtkWidget *view = ui_fixture_find (self->page, CHATTY_TYPE_DOCUMENT_VIEW, NULL);

  return GTK_TEXT_VIEW (ui_fixture_find (view, GTK_TYPE_TEXT_VIEW, NULL));
}

static gboolean
is_shown (gpointer user_data)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (get_text_view (user_data));

  return gtk_text_buffer_get_char_count (buffer) > 0 &&
         gtk_widget_get_mapped (GTK_WIDGET (get_text_view (user_data)));
}

static gboolean
has_toast (gpointer user_data)
{
  Fixture *self = user_data;

  return self->toast != NULL && g_str_has_prefix (self->toast, self->wanted);
}

static gboolean
has_asked (gpointer user_data)
{
  return ((Fixture *) user_data)->asked != NULL;
}

/* The place of what is marked is on the screen. */
static gboolean
is_passage_seen (gpointer user_data)
{
  GtkTextView *view = get_text_view (user_data);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GdkRectangle seen, place;
  GtkTextIter start;

  gtk_text_buffer_get_start_iter (buffer, &start);
  if (!gtk_text_iter_forward_to_tag_toggle (
        &start, gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "passage")))
    return FALSE;
  gtk_text_view_get_visible_rect (view, &seen);
  gtk_text_view_get_iter_location (view, &start, &place);
  return place.y > seen.y && place.y + place.height < seen.y + seen.height;
}

/* What is marked in the document that is shown. */
static char *
dup_marked (Fixture *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (get_text_view (self));
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "passage");
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (buffer, &start);
  if (!gtk_text_iter_starts_tag (&start, tag) && !gtk_text_iter_forward_to_tag_toggle (&start, tag))
    return g_strdup ("");
  end = start;
  gtk_text_iter_forward_to_tag_toggle (&end, tag);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
open_document (Fixture    *self,
               const char *name,
               const char *excerpt,
               guint       page)
{
  chatty_characters_page_open_document (CHATTY_CHARACTERS_PAGE (self->page), "katana-001", name,
                                        excerpt, page);
}

/* Where nobody was looked at before: the character comes first, then the words. */
static void
test_text (Fixture       *self,
           gconstpointer  data)
{
  GtkWidget *knowledge, *row;
  g_autofree char *marked = NULL;
  g_autofree char *other = NULL;

  show (self, chatty_characters_page_new (self->base.shell.workspace, NULL, NULL), 360);
  open_document (self, "rivers.txt", "river is wide, and nobody swims in it. 🌊", 0);
  g_assert_true (ui_fixture_wait (is_shown, self));
  marked = dup_marked (self);
  g_assert_cmpstr (marked, ==, "river is wide, and\n  nobody swims in it. 🌊");
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (get_text_view (self))));
  g_assert_false (gtk_text_view_get_editable (get_text_view (self)));
  knowledge = ui_fixture_find (self->page, CHATTY_TYPE_KNOWLEDGE_PAGE, NULL);
  g_assert_true (gtk_widget_get_mapped (knowledge));
  shell_fixture_assert_names (knowledge);
  shell_fixture_assert_fits (knowledge, 360);

  /* Back at its row. */
  gtk_widget_activate_action (GTK_WIDGET (get_text_view (self)), "document.back", NULL);
  row = gtk_root_get_focus (GTK_ROOT (self->window));
  g_assert_true (ADW_IS_ACTION_ROW (row));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "rivers.txt");

  /* Words that are not there any more are told. */
  open_document (self, "rivers.txt", "The mountain is high.", 0);
  g_assert_true (ui_fixture_wait (is_shown, self));
  other = dup_marked (self);
  g_assert_cmpstr (other, ==, "");
  g_assert_true (shell_fixture_has_text (knowledge, "The mountain is high."));
}

/* In a long document the words are scrolled to. */
static void
test_long (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 400; i++)
    g_string_append_printf (text, "%u. The river is wide here, and whoever walks along it to the sea "
                                  "should take water, bread and somebody to talk to.\n\n", i);
  add_document (self, "long.txt", text->str);
  show (self, chatty_characters_page_new (self->base.shell.workspace, NULL, NULL), 600);
  open_document (self, "long.txt", "333. The river is wide here", 0);
  g_assert_true (ui_fixture_wait (is_shown, self));
  g_assert_true (ui_fixture_wait (is_passage_seen, self));
  /* And it stays there. */
  ui_fixture_settle (self->page, 60);
  g_assert_true (is_passage_seen (self));
}

static void
test_no_text (Fixture       *self,
              gconstpointer  data)
{
  /* No program is there for a file of such a name. */
  add_document (self, "tea.chatty-test", "\x01\xff\xfe no text");
  show (self, chatty_characters_page_new (self->base.shell.workspace, NULL, NULL), 900);
  open_document (self, "tea.chatty-test", "All tea is good.", 7);
  self->wanted = "“tea.chatty-test” opens in another program. See page 7";
  g_assert_true (ui_fixture_wait (has_toast, self));

  /* One that is gone. */
  open_document (self, "gone.txt", NULL, 0);
  self->wanted = "“gone.txt” cannot be opened: ";
  g_assert_true (ui_fixture_wait (has_toast, self));
}

/* What a chip of an answer does. */
static void
test_source (Fixture       *self,
             gconstpointer  data)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  ChattyTurnBuilder *turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  g_autoptr (ChattyTranscript) transcript = NULL;
  g_autoptr (ChattyTurnSegments) segments = NULL;
  GtkWidget *list = chatty_turn_list_new ();
  const char *callsign, *name, *excerpt;
  guint page;

  chatty_turn_builder_set_text (turn, "It is wide.");
  chatty_turn_builder_add_source (turn, &(ChattySource) {
    .title = "rivers.txt", .excerpt = "river is wide", .page = 2 });
  chatty_turn_builder_add_source (turn, &(ChattySource) { .title = "other.txt" });
  chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
  transcript = chatty_transcript_builder_end (builder);
  segments = chatty_turn_segments_new (transcript);
  chatty_turn_list_set_segments (CHATTY_TURN_LIST (list), segments);
  chatty_reader_documents_set (CHATTY_TURN_LIST (list), self->base.shell.workspace, "katana-001");
  show (self, list, 600);

  gtk_widget_activate_action (list, "turn.source", "(uu)", 0, 0);
  g_assert_true (ui_fixture_wait (has_asked, self));
  g_variant_get (self->asked, "(&s&s&su)", &callsign, &name, &excerpt, &page);
  g_assert_cmpstr (callsign, ==, "katana-001");
  g_assert_cmpstr (name, ==, "rivers.txt");
  g_assert_cmpstr (excerpt, ==, "river is wide");
  g_assert_cmpuint (page, ==, 2);

  gtk_widget_activate_action (list, "turn.source", "(uu)", 0, 1);
  self->wanted = "This document is not in the vault.";
  g_assert_true (ui_fixture_wait (has_toast, self));
  /* Numbers that are none do nothing. */
  gtk_widget_activate_action (list, "turn.source", "(uu)", 7, 0);
  gtk_widget_activate_action (list, "turn.source", "(uu)", 0, 7);
  gtk_widget_activate_action (list, "turn.passage", "(uuu)", 0, 0, 9);
}

static void
test_passage (void)
{
  static const struct {
    const char *text;
    const char *excerpt;
    const char *found;    /* NULL for nothing */
  } rows[] = {
    { "a b c", "b", "b" },
    { "one\n  two\tthree", "one two three", "one\n  two\tthree" },
    { "one two", "three", NULL },
    { "中文 😀 字", "文😀", "文 😀" },
    { "A long line that is there, with more.\nEnd", "Heading\nA long line that is there, with more.",
      "A long line that is there, with more." },
    { "x A beginning that is long enough, then other", "A beginning that is long enough, and so on",
      "A beginning that is long enough," },
    { "short", "short but other", NULL },
    { "", "a", NULL },
    { "a", "", NULL },
    { "a", " \n", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize start, end;
      gboolean is_found = chatty_passage_find (rows[i].text, rows[i].excerpt, &start, &end);

      g_assert_cmpint (is_found, ==, rows[i].found != NULL);
      if (is_found)
        {
          g_autofree char *found = g_strndup (rows[i].text + start, end - start);

          g_assert_cmpstr (found, ==, rows[i].found);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  shell_fixture_init (&argc, &argv);

#define ADD(name, function) \
  g_test_add ("/documents/" name, Fixture, NULL, set_up, function, tear_down)
  g_test_add_func ("/documents/passage", test_passage);
  ADD ("text", test_text);
  ADD ("long", test_long);
  ADD ("no-text", test_no_text);
  ADD ("source", test_source);
#undef ADD

  return g_test_run ();
}
