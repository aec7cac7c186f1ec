/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What the widgets mark is exactly what the bytes of the sources say. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chatty-turn-bubble.h"
#include "chatty-turn-list.h"
#include "ui-fixture.h"

typedef struct {
  GtkWidget          *window;
  ChattyTurnHost     *host;
  ChattyTurnSegments *segments;
  GPtrArray          *bubbles;   /* one for each row */
} Fixture;

static ChattyTurn *
make_turn (const char       *text,
           const ChattySpan *spans,
           guint             n_spans)
{
  ChattyTurnBuilder *builder = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);

  chatty_turn_builder_set_id (builder, "answer");
  chatty_turn_builder_set_text (builder, text);
  for (guint i = 0; i < n_spans; i++)
    chatty_turn_builder_add_source (builder, &(ChattySource) {
      .title = i == 0 ? "tea.pdf" : "coffee.pdf", .page = i == 0 ? 3 : 0, .spans = &spans[i],
      .n_spans = 1,
    });
  return chatty_turn_builder_end (builder);
}

static void
fixture_init (Fixture          *self,
              const char       *text,
              const ChattySpan *spans,
              guint             n_spans)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  g_autoptr (ChattyTranscript) transcript = NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  chatty_transcript_builder_set_platform (builder, "gemini");
  chatty_transcript_builder_take_turn (builder, make_turn (text, spans, n_spans));
  transcript = chatty_transcript_builder_end (builder);
  self->host = chatty_turn_host_new ();
  self->segments = chatty_turn_segments_new (transcript);
  self->bubbles = g_ptr_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->segments)); i++)
    {
      g_autoptr (ChattyTurnSegment) segment =
        g_list_model_get_item (G_LIST_MODEL (self->segments), i);
      GtkWidget *bubble = chatty_turn_bubble_new (self->host);

      chatty_turn_bubble_set_segment (CHATTY_TURN_BUBBLE (bubble), segment);
      gtk_box_append (GTK_BOX (box), bubble);
      g_ptr_array_add (self->bubbles, bubble);
    }
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 700, 700);
  gtk_window_set_child (GTK_WINDOW (self->window), gtk_scrolled_window_new ());
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (gtk_window_get_child (GTK_WINDOW (self->window))),
                                 box);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
fixture_clear (Fixture *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_ptr_array_unref (self->bubbles);
  g_object_unref (self->segments);
  g_object_unref (self->host);
}

/* The parts of all labels that are underlined in a way, with bars between those
 * of different labels. */
static void
collect_underlined (GtkWidget      *widget,
                    PangoUnderline  underline,
                    GString        *into)
{
  if (GTK_IS_LABEL (widget) && gtk_label_get_attributes (GTK_LABEL (widget)) != NULL)
    {
      const char *text = gtk_label_get_text (GTK_LABEL (widget));
      g_autoptr (PangoAttrIterator) iter =
        pango_attr_list_get_iterator (gtk_label_get_attributes (GTK_LABEL (widget)));
      gboolean is_first = TRUE;

      do
        {
          PangoAttribute *attribute = pango_attr_iterator_get (iter, PANGO_ATTR_UNDERLINE);
          int start, end;

          pango_attr_iterator_range (iter, &start, &end);
          end = MIN (end, (int) strlen (text));
          if (attribute == NULL || start >= end ||
              ((PangoAttrInt *) attribute)->value != (int) underline)
            continue;
          if (is_first && into->len > 0)
            g_string_append_c (into, '|');
          is_first = FALSE;
          g_string_append_len (into, text + start, end - start);
        }
      while (pango_attr_iterator_next (iter));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_underlined (child, underline, into);
}

/* What is marked for one source, in all rows. */
static char *
dup_marked (Fixture *self,
            guint    number)
{
  GString *marked = g_string_new (NULL);

  chatty_turn_host_choose_sources (self->host, 0, CHATTY_MARKDOWN_SOURCE (number));
  for (guint i = 0; i < self->bubbles->len; i++)
    collect_underlined (g_ptr_array_index (self->bubbles, i), PANGO_UNDERLINE_DOUBLE, marked);
  chatty_turn_host_choose_sources (self->host, 0, 0);
  return g_string_free (marked, FALSE);
}

/* The passages between ⟦ and ⟧ of a text, which is returned without the brackets. */
static char *
take_passages (const char *text,
               GArray     *spans)
{
  GString *plain = g_string_new (NULL);
  ChattySpan span = { 0, 0 };

  while (*text != '\0')
    {
      if (g_str_has_prefix (text, "⟦"))
        {
          span.start = plain->len;
          text += strlen ("⟦");
        }
      else if (g_str_has_prefix (text, "⟧"))
        {
          span.end = plain->len;
          g_array_append_val (spans, span);
          text += strlen ("⟧");
        }
      else
        {
          g_string_append_c (plain, *text++);
        }
    }
  return g_string_free (plain, FALSE);
}

static void
test_passages (void)
{
  static const struct {
    const char *text;
    const char *marked[3];
  } rows[] = {
    { "😀 ⟦中文⟧ is 😀⟦good⟧. ⟦👩‍👩‍👧⟧", { "中文", "good", "👩‍👩‍👧" } },
    { "In **b⟦old and⟧** *i⟦tal*ic⟧ ~~⟦struck⟧~~", { "old and", "talic", "struck" } },
    { "- one ⟦two\n- three⟧ four\n  1. ⟦five⟧\n- [x] ⟦six⟧", { "two|three", "five", "six" } },
    { "See [the ⟦guide](https://e.org/a)⟧ and <https://e.org/⟦中⟧> `c⟦od⟧e`", { "guide", "中", "od" } },
    { "One ⟦here.\n\nTwo⟧ there.\n\n# A ⟦head⟧\n\n> q⟦uo⟧te", { "here.\n\nTwo", "head", "uo" } },
    { "```c\nint ⟦a = 1⟧;\n```\n\n| a | b |\n|---|---|\n| ⟦😀 | x⟧ |\n\nA&⟦amp⟧;B",
      { "a = 1", "😀|x", "&" } },
    { "⟦**⟧bold** ⟦all of **it**⟧ ⟦!⟧", { "", "all of it", "!" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (ChattySpan));
      g_autofree char *text = take_passages (rows[i].text, spans);
      Fixture fixture;

      g_assert_cmpuint (spans->len, ==, G_N_ELEMENTS (rows[i].marked));
      fixture_init (&fixture, text, (ChattySpan *) spans->data, spans->len);
      for (guint j = 0; j < spans->len; j++)
        {
          g_autofree char *marked = dup_marked (&fixture, j + 1);

          if (g_strcmp0 (marked, rows[i].marked[j]) != 0)
            g_test_message ("%s, passage %u", rows[i].text, j + 1);
          g_assert_cmpstr (marked, ==, rows[i].marked[j]);
        }
      fixture_clear (&fixture);
    }
}

/* A turn that takes many rows, with passages anywhere. */
static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  ChattySpan spans[30];
  Fixture fixture;

  for (guint i = 0; i < 60; i++)
    {
      for (guint j = 0; j < 12; j++)
        g_string_append (text, j % 3 == 0 ? "中文字 😀 " : j % 3 == 1 ? "words and more " : "żółć ");
      g_string_append (text, "\n\n");
    }
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      gsize start = (gsize) g_test_rand_int_range (0, (gint32) text->len - 2);
      gsize end = i % 3 == 0 ? text->len : (gsize) start + 1;

      end = (gsize) g_test_rand_int_range ((gint32) start + 1, (gint32) MAX (end, start + 2));
      spans[i] = (ChattySpan) { start, end };
      g_assert_true (chatty_span_fit (&spans[i], text->str, text->len));
    }

  fixture_init (&fixture, text->str, spans, G_N_ELEMENTS (spans));
  g_assert_cmpuint (fixture.bubbles->len, >, 2);
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      g_autofree char *passage = g_strndup (text->str + spans[i].start,
                                            spans[i].end - spans[i].start);
      g_autofree char *marked = dup_marked (&fixture, i + 1);
      g_auto (GStrv) wanted = g_strsplit_set (passage, " \n", -1);
      g_auto (GStrv) shown = g_strsplit_set (marked, " \n|", -1);
      g_autoptr (GString) a = g_string_new (NULL);
      g_autoptr (GString) b = g_string_new (NULL);

      /* Where rows end, and where lines do, there is no space to mark. */
      for (guint j = 0; wanted[j] != NULL; j++)
        g_string_append (a, wanted[j]);
      for (guint j = 0; shown[j] != NULL; j++)
        g_string_append (b, shown[j]);
      g_assert_cmpstr (b->str, ==, a->str);
    }
  fixture_clear (&fixture);
}

/* Each passage has its number behind it once, where it ends. */
static void
test_numbers (void)
{
  static const char text[] = "Tea is **good**. 中文也好\n\nSee [the guide](https://e.org). End\n\n"
                             "```\ncode\n```";
  const char *good = strstr (text, "good"), *chinese = strstr (text, "中文"),
             *guide = strstr (text, "the g"), *end = strstr (text, "End"),
             *code = strstr (text, "code");
  const ChattySpan spans[] = {
    { 0, good + 4 - text }, { good - text, good + 4 - text },
    { chinese - text, chinese + strlen ("中文") - text },
    { guide - text, guide + 4 - text },
    { good - text, end + 3 - text },
    { code - text, code + 4 - text },
  };
  g_autofree char *texts = NULL;
  Fixture fixture;

  fixture_init (&fixture, text, spans, G_N_ELEMENTS (spans));
  texts = ui_fixture_dup_texts (fixture.bubbles->pdata[0]);
  /* A number never is in a link, nor in code, which may be copied. */
  if (strstr (texts, "Tea is good¹\xe2\x80\x89². 中文\xe2\x81\xa0³也好\n\nSee the guide⁴. End⁵\n") == NULL ||
      strstr (texts, "\n⁶\ncode\n") == NULL)
    g_error ("not as it should be: %s", texts);
  fixture_clear (&fixture);
}

static GtkWidget *
find_chip (Fixture *self,
           guint    nth)
{
  GtkWidget *flow = ui_fixture_find (g_ptr_array_index (self->bubbles, self->bubbles->len - 1),
                                     GTK_TYPE_FLOW_BOX, NULL);

  return gtk_flow_box_child_get_child (gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (flow),
                                                                        (int) nth));
}

static gboolean
is_unmarked (gpointer chip)
{
  return !gtk_widget_has_css_class (chip, "active");
}

/* From the chip to the passage, and from the passage to the chip. */
static void
test_both_ways (void)
{
  static const char text[] = "One and two.";
  static const ChattySpan spans[] = { { 0, 3 }, { 8, 11 } };
  g_autoptr (GString) marked = g_string_new (NULL);
  ChattyMarkdownView *view;
  GtkWidget *label, *popover;
  gboolean is_done = FALSE;
  Fixture fixture;

  fixture_init (&fixture, text, spans, G_N_ELEMENTS (spans));
  ui_fixture_settle (fixture.window, 2);
  view = chatty_turn_bubble_get_view (fixture.bubbles->pdata[0]);
  label = ui_fixture_find (GTK_WIDGET (view), GTK_TYPE_LABEL, NULL);
  collect_underlined (GTK_WIDGET (view), PANGO_UNDERLINE_SINGLE, marked);
  g_assert_cmpstr (marked->str, ==, "Onetwo");

  /* The keyboard at a chip. */
  g_assert_true (gtk_widget_child_focus (find_chip (&fixture, 1), GTK_DIR_TAB_FORWARD));
  g_string_truncate (marked, 0);
  collect_underlined (GTK_WIDGET (view), PANGO_UNDERLINE_DOUBLE, marked);
  g_assert_cmpstr (marked->str, ==, "two");
  g_assert_true (gtk_widget_has_css_class (find_chip (&fixture, 1), "active"));
  g_assert_false (gtk_widget_has_css_class (find_chip (&fixture, 0), "active"));
  gtk_window_set_focus (GTK_WINDOW (fixture.window), NULL);
  g_string_truncate (marked, 0);
  collect_underlined (GTK_WIDGET (view), PANGO_UNDERLINE_DOUBLE, marked);
  g_assert_cmpstr (marked->str, ==, "");

  /* The pointer over a passage. */
  g_signal_emit_by_name (view, "sources-hovered", CHATTY_MARKDOWN_SOURCE (1));
  g_assert_true (gtk_widget_has_css_class (find_chip (&fixture, 0), "active"));
  g_signal_emit_by_name (view, "sources-hovered", 0);
  g_assert_false (gtk_widget_has_css_class (find_chip (&fixture, 0), "active"));

  /* A number is a link that opens what is known of the source. */
  gtk_test_accessible_assert_property (label, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Source 1: tea.pdf, page 3; Source 2: coffee.pdf");
  gtk_widget_grab_focus (label);
  g_signal_emit_by_name (label, "activate-link", CHATTY_MARKDOWN_SOURCE_SCHEME "1", &is_done);
  g_assert_true (is_done);
  popover = ui_fixture_find (fixture.bubbles->pdata[0], GTK_TYPE_POPOVER, NULL);
  while (popover != NULL && gtk_widget_get_parent (popover) != fixture.bubbles->pdata[0])
    popover = gtk_widget_get_next_sibling (popover);
  g_assert_nonnull (popover);
  g_assert_true (gtk_widget_get_visible (popover));
  gtk_test_accessible_assert_property (popover, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Source 1: tea.pdf, page 3");
  g_assert_true (gtk_widget_has_css_class (find_chip (&fixture, 0), "active"));

  /* The keyboard is in it until it closes, and then where it was. */
  ui_fixture_settle (fixture.window, 3);
  ui_fixture_assert_tabs (popover);
  ui_fixture_press_escape (popover);
  g_assert_true (ui_fixture_wait (is_unmarked, find_chip (&fixture, 0)));
  ui_fixture_settle (fixture.window, 3);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture.window)) == label);
  fixture_clear (&fixture);
}

/* What is found in the text is marked where it stands, whatever numbers there are. */
static void
test_with_search (void)
{
  static const char text[] = "One, two, three.";
  static const ChattySpan spans[] = { { 0, 3 } };
  static const ChattyMarkdownMatch match = { 0, 0, 10, 15 };
  GtkWidget *label;
  PangoAttrList *attributes;
  g_autoptr (PangoAttrIterator) iter = NULL;
  gboolean found = FALSE;
  Fixture fixture;

  fixture_init (&fixture, text, spans, G_N_ELEMENTS (spans));
  chatty_markdown_view_set_matches (chatty_turn_bubble_get_view (fixture.bubbles->pdata[0]), &match,
                                    1, -1);
  label = ui_fixture_find (GTK_WIDGET (chatty_turn_bubble_get_view (fixture.bubbles->pdata[0])),
                           GTK_TYPE_LABEL, NULL);
  attributes = gtk_label_get_attributes (GTK_LABEL (label));
  iter = pango_attr_list_get_iterator (attributes);
  do
    {
      PangoAttribute *attribute = pango_attr_iterator_get (iter, PANGO_ATTR_FOREGROUND);
      int start, end;

      pango_attr_iterator_range (iter, &start, &end);
      if (attribute == NULL)
        continue;
      found = TRUE;
      g_assert_true (strncmp (gtk_label_get_text (GTK_LABEL (label)) + start, "three",
                              (gsize) (end - start)) == 0);
    }
  while (pango_attr_iterator_next (iter));
  g_assert_true (found);
  fixture_clear (&fixture);
}

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);

  g_test_add_func ("/turn-marks/passages", test_passages);
  g_test_add_func ("/turn-marks/long", test_long);
  g_test_add_func ("/turn-marks/numbers", test_numbers);
  g_test_add_func ("/turn-marks/both-ways", test_both_ways);
  g_test_add_func ("/turn-marks/with-search", test_with_search);

  return g_test_run ();
}
