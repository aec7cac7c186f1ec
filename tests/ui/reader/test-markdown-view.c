/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chatty-code-block.h"
#include "chatty-image-placeholder.h"
#include "chatty-link-dialog.h"
#include "chatty-markdown-view.h"
#include "ui-fixture.h"

typedef struct {
  GtkWidget *window;
  GtkWidget *view;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->window = gtk_window_new ();
  fixture->view = chatty_markdown_view_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->view);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 400);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static void
show (Fixture    *fixture,
      const char *text)
{
  chatty_markdown_view_set_text (CHATTY_MARKDOWN_VIEW (fixture->view), text, -1);
}

/* Warnings are fatal: see the environment of the test. */
static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  for (guint i = 0; ui_fixture_hostile[i] != NULL; i++)
    {
      show (fixture, ui_fixture_hostile[i]);
      ui_fixture_settle (fixture->window, 2);
    }

  for (guint i = 0; ui_fixture_hostile[i] != NULL; i++)
    for (guint j = 0; ui_fixture_hostile[j] != NULL; j++)
      {
        g_autofree char *text = NULL;

        text = g_strdup_printf ("%s\n\n- %s\n\n> *%s* [%s](https://example.com/%s)",
                                ui_fixture_hostile[i], ui_fixture_hostile[j],
                                ui_fixture_hostile[i], ui_fixture_hostile[j],
                                ui_fixture_hostile[i]);
        show (fixture, text);
      }
  ui_fixture_settle (fixture->window, 2);
}

static void
test_markup_is_text (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *texts = NULL;

  show (fixture, "a <b>b</b> &amp; [c &lt; <i>d</i>](https://example.com/?a&b)");
  texts = ui_fixture_dup_texts (fixture->view);
  g_assert_cmpstr (texts, ==, "a <b>b</b> & c < <i>d</i>\n");
}

static void
count_cb (GSocketService    *service,
          GSocketConnection *connection,
          GObject           *source,
          gpointer           user_data)
{
  (*(guint *) user_data)++;
}

static void
test_nothing_is_loaded (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GSocketService) canary = g_socket_service_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *text = NULL;
  guint n_requests = 0;
  guint16 port;

  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (canary), NULL, NULL);
  g_assert_cmpuint (port, !=, 0);
  g_signal_connect (canary, "incoming", G_CALLBACK (count_cb), &n_requests);

  text = g_strdup_printf ("![x](http://127.0.0.1:%1$u/?d=1)\n\n![y][r]\n\n"
                          "<img src=\"http://127.0.0.1:%1$u/html\">\n\n"
                          "<div style=\"background: url(http://127.0.0.1:%1$u/css)\">\n</div>\n\n"
                          "<link rel=\"stylesheet\" href=\"http://127.0.0.1:%1$u/style\">\n\n"
                          "[link](http://127.0.0.1:%1$u/link) <http://127.0.0.1:%1$u/auto>\n\n"
                          "[![z](http://127.0.0.1:%1$u/in-link)](http://127.0.0.1:%1$u/)\n\n"
                          "[r]: http://127.0.0.1:%1$u/reference\n", port);
  show (fixture, text);
  ui_fixture_settle (fixture->window, 20);

  g_assert_cmpuint (ui_fixture_count (fixture->view, CHATTY_TYPE_IMAGE_PLACEHOLDER), ==, 3);
  g_assert_cmpuint (n_requests, ==, 0);

  {
    GtkWidget *placeholder = ui_fixture_find (fixture->view, CHATTY_TYPE_IMAGE_PLACEHOLDER, NULL);
    g_autofree char *shown = ui_fixture_dup_texts (placeholder);

    g_assert_nonnull (strstr (shown, "127.0.0.1"));
  }

  /* The canary does sing: else the zero says nothing. */
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  g_assert_nonnull (connection);
  while (n_requests == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_requests, ==, 1);
}

static void
opened_cb (const char *uri,
           gpointer    user_data)
{
  char **opened = user_data;

  g_free (*opened);
  *opened = g_strdup (uri);
}

static AdwMessageDialog *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data))
      return l->data;

  return NULL;
}

static void
test_link_asks (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *opened = NULL;
  g_autofree char *texts = NULL;
  GtkWidget *label;
  gboolean handled = FALSE;

  chatty_link_dialog_set_opener (opened_cb, &opened);
  show (fixture, "[www.bank.com](https://evil.example/a)");
  label = ui_fixture_find (fixture->view, GTK_TYPE_LABEL, NULL);

  g_signal_emit_by_name (label, "activate-link", "https://evil.example/a", &handled);
  g_assert_true (handled);
  g_assert_null (opened);
  g_assert_nonnull (find_dialog ());
  texts = ui_fixture_dup_texts (GTK_WIDGET (find_dialog ()));
  g_assert_nonnull (strstr (texts, "https://evil.example/a"));
  g_assert_nonnull (strstr (texts, "look like another address"));
  ui_fixture_settle (GTK_WIDGET (find_dialog ()), 3);
  ui_fixture_assert_tabs (GTK_WIDGET (find_dialog ()));

  adw_message_dialog_response (find_dialog (), "cancel");
  g_assert_null (opened);
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));

  g_signal_emit_by_name (label, "activate-link", "https://evil.example/a", &handled);
  g_assert_true (handled);
  adw_message_dialog_response (find_dialog (), "open");
  g_assert_cmpstr (opened, ==, "https://evil.example/a");
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));

  chatty_link_dialog_set_opener (NULL, NULL);
}

static void
test_other_schemes (Fixture       *fixture,
                    gconstpointer  data)
{
  static const char *const schemes[] = {
    "file:///etc/passwd", "smb://h/s", "javascript:alert(1)", "x-special:1", "data:text/html,x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_autofree char *opened = NULL;
      g_autofree char *text = g_strdup_printf ("[click](%s)", schemes[i]);
      g_autofree char *texts = NULL;
      GtkWidget *dialog;

      show (fixture, text);
      texts = ui_fixture_dup_texts (fixture->view);
      g_assert_true (g_str_has_prefix (texts, "click ("));
      g_assert_null (strstr (gtk_label_get_label (GTK_LABEL (ui_fixture_find (fixture->view,
                                                                              GTK_TYPE_LABEL, NULL))),
                             "<a "));

      /* Nor when somebody asks for it all the same. */
      chatty_link_dialog_set_opener (opened_cb, &opened);
      dialog = chatty_link_dialog_ask (fixture->view, schemes[i], "click");
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "open");
      g_assert_null (opened);
      gtk_window_destroy (GTK_WINDOW (dialog));
      chatty_link_dialog_set_opener (NULL, NULL);
    }
}

static void
test_imitated_host (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWidget *dialog = chatty_link_dialog_ask (fixture->view, "https://\xd0\xb0pple.com/\xe2\x80\xae",
                                              "apple");
  g_autofree char *texts = ui_fixture_dup_texts (dialog);

  g_assert_nonnull (strstr (texts, "https://xn--pple-43d.com/%E2%80%AE"));
  g_assert_nonnull (strstr (texts, "can imitate"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static guint
count_all (Fixture *fixture)
{
  return ui_fixture_count (fixture->view, GTK_TYPE_WIDGET);
}

static void
test_bounded (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const units[] = {
    "- a\n", "> a\n\n", "---\n\n", "![a](http://h/)\n\n", "```\na\n```\n", "# a\n", "| a | b |\n",
    "| a |\n|---|\n| b |\n\nc\n\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new ("| a | b |\n|---|---|\n");

      while (text->len < 60000)
        g_string_append (text, units[i]);
      show (fixture, text->str);
      g_test_message ("%u widgets for %.10s", count_all (fixture), units[i]);
      g_assert_cmpuint (count_all (fixture), <, 6000);
    }
  show (fixture, "a");
  g_assert_cmpuint (count_all (fixture), ==, 2);
}

static void
test_directions (Fixture       *fixture,
                 gconstpointer  data)
{
  show (fixture, "- \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d");
  g_assert_cmpint (gtk_widget_get_direction (gtk_widget_get_first_child (fixture->view)), ==,
                   GTK_TEXT_DIR_RTL);
  show (fixture, "- hello");
  g_assert_cmpint (gtk_widget_get_direction (gtk_widget_get_first_child (fixture->view)), ==,
                   GTK_TEXT_DIR_LTR);
}

static void
test_matches (Fixture       *fixture,
              gconstpointer  data)
{
  ChattyMarkdownMatch matches[] = { { 0, 0, 2, 5 }, { 1, 3, 0, 1 }, { 2, 0, 0, 2 } };
  graphene_rect_t rect;

  show (fixture, "# A sea\n\n| a | b |\n|---|---|\n| c | d |\n\nxyz");
  chatty_markdown_view_set_matches (CHATTY_MARKDOWN_VIEW (fixture->view), matches, 3, 1);
  ui_fixture_settle (fixture->window, 3);
  for (guint i = 0; i < G_N_ELEMENTS (matches); i++)
    g_assert_true (chatty_markdown_view_get_match_rect (CHATTY_MARKDOWN_VIEW (fixture->view),
                                                        &matches[i], &rect));
  chatty_markdown_view_set_matches (CHATTY_MARKDOWN_VIEW (fixture->view), NULL, 0, -1);
  matches[0].block = 9;
  g_assert_false (chatty_markdown_view_get_match_rect (CHATTY_MARKDOWN_VIEW (fixture->view),
                                                       &matches[0], &rect));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
is_set (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

static void
test_copy_code (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *text = NULL;
  GtkWidget *code, *button;

  show (fixture, "```c\nint <a>;\n\nint b;\n```");
  code = ui_fixture_find (fixture->view, CHATTY_TYPE_CODE_BLOCK, NULL);
  g_assert_nonnull (code);
  button = ui_fixture_find (code, GTK_TYPE_BUTTON, NULL);
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, "Copy code");
  g_signal_emit_by_name (button, "clicked");

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (code), NULL, read_cb, &text);
  g_assert_true (ui_fixture_wait (is_set, &text));
  g_assert_cmpstr (text, ==, "int <a>;\n\nint b;");
}

static void
test_accessible (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *label, *placeholder;

  show (fixture, "## Two\n\n![a map](http://h.example/x.png)");
  label = ui_fixture_find (fixture->view, GTK_TYPE_LABEL, NULL);
  gtk_test_accessible_assert_role (label, GTK_ACCESSIBLE_ROLE_HEADING);
  gtk_test_accessible_assert_property (label, GTK_ACCESSIBLE_PROPERTY_LEVEL, 2);
  placeholder = ui_fixture_find (fixture->view, CHATTY_TYPE_IMAGE_PLACEHOLDER, NULL);
  gtk_test_accessible_assert_property (placeholder, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Image on h.example, not loaded");
}

#define ADD(name, function) \
  g_test_add ("/markdown-view/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);

  ADD ("hostile", test_hostile);
  ADD ("markup-is-text", test_markup_is_text);
  ADD ("nothing-is-loaded", test_nothing_is_loaded);
  ADD ("link-asks", test_link_asks);
  ADD ("other-schemes", test_other_schemes);
  ADD ("imitated-host", test_imitated_host);
  ADD ("bounded", test_bounded);
  ADD ("directions", test_directions);
  ADD ("matches", test_matches);
  ADD ("copy-code", test_copy_code);
  ADD ("accessible", test_accessible);

  return g_test_run ();
}
