/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "ui-fixture.h"

#define MAX_WAIT_SECONDS 20

/* Texts that try to be more than texts. */
const char *const ui_fixture_hostile[] = {
  "<b>bold</b> & <a href=\"file:///etc/passwd\">x</a>",
  "<span foreground='red' size='999999999'>",
  "</span></b>&lt;&#0;&#x10FFFF;&nosuch;",
  "&",
  "<",
  "_underline __mnemonic_",
  "%s%n%d%'u",
  "\xe2\x80\xae" "evil" "\xe2\x80\xac" "\xe2\x81\xa6" "x",
  "<img src=\"http://127.0.0.1:1/x.png\" onerror=alert(1)>",
  "[a](javascript:alert(1)) ![b](file:///etc/passwd) <http://x\"onclick=\"y>",
  "[x](http://a/\"><b>) [y](<http://a/ b&c'd>) http://a.b/<i>&amp;\"",
  "# <h1>&amp;</h1>\n\n| a<b | &c |\n|---|---|\n| <i> | `<&>` |\n",
  "```<b>&\n</b>&amp;\n```",
  "\x01\x02\x1f\x7f\xc2\x85",
  "\xee\x80\x80<b>\xee\x80\x81&",
  "",
  NULL
};

static gboolean
timed_out_cb (gpointer user_data)
{
  gboolean *timed_out = user_data;

  *timed_out = TRUE;

  return G_SOURCE_REMOVE;
}

void
ui_fixture_load_styles (void)
{
  g_auto (GStrv) folders = NULL;

  folders = g_resources_enumerate_children ("/com/chatty/Connectors/ui",
                                            G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert_nonnull (folders);
  for (guint i = 0; folders != NULL && folders[i] != NULL; i++)
    {
      g_autofree char *path = NULL;
      g_autoptr (GtkCssProvider) provider = NULL;

      path = g_strdup_printf ("/com/chatty/Connectors/ui/%sstyle.css", folders[i]);
      if (!g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
        continue;
      provider = gtk_css_provider_new ();
      gtk_css_provider_load_from_resource (provider, path);
      gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                  GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    }
}

void
ui_fixture_init (int    *argc,
                 char ***argv)
{
  /* Folders of its own come from run-with-display.sh. GLib's would hide the
   * system's list of file types, without which no icon can be read. */
  g_test_init (argc, argv, NULL);
  gtk_init ();
  adw_init ();
  ui_fixture_load_styles ();
}

/* Runs the main loop until something is so, or too long. */
gboolean
ui_fixture_wait (UiCondition condition,
                 gpointer    user_data)
{
  gboolean timed_out = FALSE;
  guint source = g_timeout_add_seconds (MAX_WAIT_SECONDS, timed_out_cb, &timed_out);

  while (!timed_out && !condition (user_data))
    g_main_context_iteration (NULL, TRUE);

  if (!timed_out)
    g_source_remove (source);

  return !timed_out;
}

static gboolean
count_frame_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  guint *left = user_data;

  if (*left > 0)
    (*left)--;

  return *left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
is_zero (gpointer user_data)
{
  return *(guint *) user_data == 0;
}

/* Lets a widget on the screen draw some frames. */
void
ui_fixture_settle (GtkWidget *widget,
                   guint      n_frames)
{
  guint left = n_frames;

  gtk_widget_add_tick_callback (widget, count_frame_cb, &left, NULL);
  g_assert_true (ui_fixture_wait (is_zero, &left));
}

/* The first widget of a type below @widget, with the id @name if not NULL. */
GtkWidget *
ui_fixture_find (GtkWidget  *widget,
                 GType       type,
                 const char *name)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) &&
      (name == NULL || g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), name) == 0))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_fixture_find (child, type, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

guint
ui_fixture_count (GtkWidget *widget,
                  GType      type)
{
  guint n = g_type_is_a (G_OBJECT_TYPE (widget), type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += ui_fixture_count (child, type);

  return n;
}

static void
append_texts (GtkWidget *widget,
              GString   *string)
{
  if (GTK_IS_LABEL (widget))
    {
      g_string_append (string, gtk_label_get_text (GTK_LABEL (widget)));
      g_string_append_c (string, '\n');
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_texts (child, string);
}

/* What all labels below @widget say, one a line. */
char *
ui_fixture_dup_texts (GtkWidget *widget)
{
  GString *string = g_string_new (NULL);

  append_texts (widget, string);

  return g_string_free (string, FALSE);
}

/* Returns: (nullable): what has the keyboard in the window of @widget */
static GtkWidget *
get_focus (GtkWidget *widget)
{
  return gtk_root_get_focus (gtk_widget_get_root (widget));
}

/* Presses Tab in the window of @widget, and returns what has the keyboard then. */
GtkWidget *
ui_fixture_press_tab (GtkWidget *widget,
                      gboolean   shift)
{
  g_signal_emit_by_name (gtk_widget_get_root (widget), "move-focus",
                         shift ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
  return get_focus (widget);
}

static void
collect_buttons (GtkWidget *widget,
                 GPtrArray *buttons)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return;
  if (GTK_IS_BUTTON (widget))
    g_ptr_array_add (buttons, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_buttons (child, buttons);
}

/* The keyboard is in @widget, a popover or a window, and Tab goes round in it,
 * both ways: it comes to every button, and leaves none standing. */
void
ui_fixture_assert_tabs (GtkWidget *widget)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  collect_buttons (widget, buttons);
  for (int shift = FALSE; shift <= TRUE; shift++)
    {
      g_autoptr (GHashTable) visited = g_hash_table_new (NULL, NULL);
      GtkWidget *focus = get_focus (widget);

      /* Also where it is before anything was pressed. */
      while (TRUE)
        {
          g_assert_nonnull (focus);
          g_assert_true (gtk_widget_is_ancestor (focus, widget));
          if (!g_hash_table_add (visited, focus))
            break;
          focus = ui_fixture_press_tab (widget, shift);
        }
      for (guint i = 0; i < buttons->len; i++)
        g_assert_true (g_hash_table_contains (visited, g_ptr_array_index (buttons, i)));
    }
}

/* What Escape does where the keyboard is in @popover. */
void
ui_fixture_press_escape (GtkWidget *popover)
{
  for (GtkWidget *widget = get_focus (popover); ; widget = gtk_widget_get_parent (widget))
    {
      g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

      /* It hands the key on to nobody. */
      if (GTK_IS_SEARCH_ENTRY (widget))
        {
          g_signal_emit_by_name (widget, "stop-search");
          return;
        }
      for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
        {
          g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
          gboolean done = FALSE;

          if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
            g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Escape, 0, 0, &done);
          if (done)
            return;
        }
      g_assert_true (widget != popover);
    }
}

/* A transcript of short turns; each tells its number. */
ChattyTranscript *
ui_fixture_new_transcript (const char *id,
                           const char *title,
                           const char *platform,
                           guint       n_turns)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();

  chatty_transcript_builder_set_id (builder, id);
  chatty_transcript_builder_set_title (builder, title);
  chatty_transcript_builder_set_platform (builder, platform);
  chatty_transcript_builder_set_started (builder,
                                         G_GINT64_CONSTANT (1736850645) * G_USEC_PER_SEC,
                                         CHATTY_CERTAINTY_EXACT);
  for (guint i = 0; i < n_turns; i++)
    {
      ChattyTurnBuilder *turn;
      g_autofree char *text = NULL;

      turn = chatty_turn_builder_new (i % 2 == 0 ? CHATTY_ROLE_PERSON : CHATTY_ROLE_ASSISTANT);
      if (i % 2 == 0)
        text = g_strdup_printf ("Turn number %u: how far is it from here to the sea?", i);
      else
        text = g_strdup_printf ("Turn number %u. It depends on **where you are**; from most places it is "
                                "a day's walk at least, and the way back is longer than the way there.\n\n"
                                "Take water with you, and somebody to talk to.", i);
      chatty_turn_builder_take_text (turn, g_steal_pointer (&text));
      chatty_turn_builder_set_time (turn,
                                    (G_GINT64_CONSTANT (1736850645) + i * 40) * G_USEC_PER_SEC);
      chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
    }

  return chatty_transcript_builder_end (builder);
}

static void
add_turn (ChattyTranscriptBuilder *builder,
          ChattyRole               role,
          guint                    minute,
          const char              *text)
{
  ChattyTurnBuilder *turn = chatty_turn_builder_new (role);

  chatty_turn_builder_set_text (turn, text);
  chatty_turn_builder_set_time (turn,
                                (G_GINT64_CONSTANT (1736850645) + minute * 60) * G_USEC_PER_SEC);
  chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));
}

static void
add_source (ChattyTurnBuilder *turn,
            const char        *title,
            const char        *uri,
            guint              page,
            const char        *excerpt,
            gsize              start,
            gsize              end)
{
  ChattySpan span = { start, end };

  chatty_turn_builder_add_source (turn, &(ChattySource) {
    .title = title, .uri = uri, .page = page, .excerpt = excerpt, .spans = &span, .n_spans = 1,
  });
}

/* A transcript that holds everything that a turn can hold. */
ChattyTranscript *
ui_fixture_new_showcase (void)
{
  ChattyTranscriptBuilder *builder = chatty_transcript_builder_new ();
  ChattyTurnBuilder *turn, *other;

  chatty_transcript_builder_set_id (builder, "test:showcase");
  chatty_transcript_builder_set_title (builder, "Planning a walk to the sea");
  chatty_transcript_builder_set_platform (builder, "chatgpt");
  chatty_transcript_builder_set_character (builder, "katana-001");
  chatty_transcript_builder_set_model (builder, "gpt-4o");
  chatty_transcript_builder_set_link (builder, "https://chatgpt.com/c/1234");
  chatty_transcript_builder_set_source (builder, "walk to the sea.md", NULL);
  chatty_transcript_builder_set_started (builder,
                                         G_GINT64_CONSTANT (1736850645) * G_USEC_PER_SEC,
                                         CHATTY_CERTAINTY_EXACT);

  add_turn (builder, CHATTY_ROLE_SYSTEM, 0, "You are Katana, a calm guide. Answer in short sentences.");
  add_turn (builder, CHATTY_ROLE_PERSON, 0, "How do I get to the sea?");
  turn = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  chatty_turn_builder_set_author (turn, "Katana");
  chatty_turn_builder_set_model (turn, "gpt-4o");
  chatty_turn_builder_set_time (turn, G_GINT64_CONSTANT (1736850705) * G_USEC_PER_SEC);
  chatty_turn_builder_set_text (turn,
    "## The way\n\n"
    "Walk **south** until the road *ends*, then follow the ~~river~~ stream. The map calls it `via_maris`.\n\n"
    "It takes a day, perhaps two; see [the guide](https://example.com/guide?x=1) or "
    "[www.bank.com](https://evil.example/login).\n\n"
    "1. Pack water\n2. Leave early\n   - before six, if you can\n   - with a hat\n3. Rest at noon\n\n"
    "- [x] Boots\n- [ ] Map\n\n"
    "> The sea is not far for those who\n> like to walk.\n>\n> > So they say.\n\n"
    "| Place | Hours | What there is |\n|---|---:|---|\n| Mill | 2 | bread & water |\n"
    "| Old bridge | 5 | shade, a bench and a very long story about the flood of 1854 |\n| Sea | 11 | the sea |\n\n"
    "```python\ndef walk(hours):\n    for hour in range(hours):\n        print(f\"{hour}: still walking along the very long and straight road to the sea\")\n```\n\n"
    "![A map of the way](https://maps.example.com/way.png?size=large)\n\n"
    "---\n\nHave a <b>good</b> walk!");
  other = chatty_turn_builder_new (CHATTY_ROLE_ASSISTANT);
  chatty_turn_builder_set_author (other, "Katana");
  chatty_turn_builder_set_text (other, "Take the train. It leaves at nine.");
  {
    ChattyTurn *alternate = chatty_turn_builder_end (other);

    chatty_turn_builder_add_alternate (turn, alternate);
    chatty_turn_unref (alternate);
  }
  chatty_turn_builder_set_thought (turn, "They want to walk. The guide has the way; the map names it.");
  add_source (turn, "the guide to the sea.pdf", NULL, 14, "The way to the sea", 3, 10);
  add_source (turn, "The guide", "https://example.com/guide", 0, NULL, 12, 82);
  chatty_turn_builder_add_attachment (turn, "route.gpx", "application/gpx+xml",
                                      "https://files.example.com/route.gpx", 18230);
  chatty_transcript_builder_take_turn (builder, chatty_turn_builder_end (turn));

  add_turn (builder, CHATTY_ROLE_TOOL, 2, "weather(place=\"Sea\") → sunny, 21 °C");
  add_turn (builder, CHATTY_ROLE_PERSON, 3,
            "Thank you. And if it rains all day, and the stream is too high to cross, and I have "
            "forgotten the map at home on the kitchen table, what would you do then?");
  add_turn (builder, CHATTY_ROLE_ASSISTANT, 4,
            "שלום! אפשר ללכת גם מחר.\n\nمرحبا، يمكنك الانتظار حتى الغد.\n\nOr wait for tomorrow.");
  add_turn (builder, CHATTY_ROLE_NOTE, 5, "This conversation was exported on 14 January 2025.");
  add_turn (builder, CHATTY_ROLE_PERSON, 6, "海までどのくらいかかりますか？ 🌊");

  return chatty_transcript_builder_end (builder);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ChattyWorkspace **workspace = user_data;
  g_autoptr (GError) error = NULL;

  *workspace = chatty_workspace_open_finish (result, &error);
  g_assert_no_error (error);
}

static gboolean
is_set (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

/* A workspace on a new vault below the temporary folder. */
ChattyWorkspace *
ui_fixture_open_workspace (guint n_transcripts)
{
  static const char *const platforms[] = { "chatgpt", "claude", "gemini", "character.ai", "grok" };
  static const char *const titles[] = {
    "How far is the sea?", "A recipe for bread with rye & caraway", "<b>Bold</b> questions",
    "Reise nach Görlitz", "海への道", "الطريق إلى البحر",
    "A title that is much longer than the list is wide, so that it has to be cut somewhere",
  };
  g_autofree char *path = g_dir_make_tmp ("chatty-ui-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  ChattyWorkspace *workspace = NULL;

  chatty_workspace_open_async (folder, NULL, opened_cb, &workspace);
  g_assert_true (ui_fixture_wait (is_set, &workspace));

  if (n_transcripts > 0)
    {
      ChattyVault *vault = chatty_workspace_get_vault (workspace);
      g_autoptr (ChattyVaultBatch) batch = chatty_vault_begin (vault, "import", &error);
      g_autoptr (ChattyTranscript) showcase = ui_fixture_new_showcase ();
      ChattyStored stored;

      g_assert_no_error (error);
      chatty_vault_batch_store (batch, showcase, &stored, NULL, NULL, &error);
      g_assert_no_error (error);
      for (guint i = 1; i < n_transcripts; i++)
        {
          g_autofree char *id = g_strdup_printf ("test:%u", i);
          g_autoptr (ChattyTranscript) made = NULL;
          g_autoptr (ChattyTranscript) dated = NULL;
          ChattyTranscriptBuilder *builder;

          made = ui_fixture_new_transcript (id, titles[i % G_N_ELEMENTS (titles)],
                                            platforms[i % G_N_ELEMENTS (platforms)], 2 + i % 9);
          builder = chatty_transcript_builder_new_from (made);
          chatty_transcript_builder_set_started (builder,
            (G_GINT64_CONSTANT (1736850645) - (gint64) i * 5 * 3600) * G_USEC_PER_SEC,
            CHATTY_CERTAINTY_EXACT);
          if (i % 3 == 0)
            chatty_transcript_builder_set_character (builder, "katana-001");
          dated = chatty_transcript_builder_end (builder);
          chatty_vault_batch_store (batch, dated, &stored, NULL, NULL, &error);
          g_assert_no_error (error);
        }
      chatty_vault_batch_commit (batch, NULL, &error);
      g_assert_no_error (error);
    }

  return workspace;
}
