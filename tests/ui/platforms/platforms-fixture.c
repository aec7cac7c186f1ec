/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "platforms-fixture.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "chatty-drop-area.h"
#include "chatty-platform-sidebar.h"
#include "chatty-platforms-page.h"
#include "chatty-remote-character.h"

#include "fake-secret-store.h"

#define KEY "pLaTfOrMs-KeY-0123456789abcdef"

void
platforms_fixture_set_up (PlatformsFixture *self,
                          gconstpointer     n_characters)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (ChattyAccountStore) accounts = NULL;

  shell_fixture_set_up (&self->shell, NULL);
  fake_remote_reset (GPOINTER_TO_UINT (n_characters));
  path = g_build_filename (self->shell.folder, "accounts", NULL);
  folder = g_file_new_for_path (path);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  accounts = chatty_account_store_new (folder);
  self->keyring = fake_secret_store_new ();
  self->service = chatty_account_service_new (fake_remote_get_table (), accounts, self->keyring);
}

void
platforms_fixture_tear_down (PlatformsFixture *self,
                             gconstpointer     data)
{
  for (FakeVerb verb = 0; verb < FAKE_N_VERBS; verb++)
    fake_remote_hold (verb, FALSE);
  if (self->window != NULL)
    shell_fixture_close (self->window);
  g_free (self->account);
  g_object_unref (self->service);
  g_object_unref (self->keyring);
  shell_fixture_tear_down (&self->shell, NULL);
}

void
platforms_fixture_connect (PlatformsFixture *self,
                           const char       *name)
{
  ChattyConnectRequest request = {
    .platform = "convai", .name = name, .flags = CHATTY_CONNECT_CONSENTED,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (ChattySecret) key = chatty_secret_new (KEY, -1);
  g_autoptr (ChattyConnectResult) result =
    chatty_account_service_connect (self->service, &request, key, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (chatty_connect_result_is_saved (result));
  g_free (self->account);
  self->account = g_strdup (result->account->id);
}

void
platforms_fixture_show (PlatformsFixture *self,
                        int               width)
{
  self->page = chatty_platforms_page_new (self->shell.workspace, self->service);
  self->area = chatty_drop_area_new ();
  chatty_drop_area_set_child (CHATTY_DROP_AREA (self->area), self->page);
  self->window = shell_fixture_show (self->area, width, 700);
}

static void
append_texts (GtkWidget *widget,
              GString   *texts)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (texts, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  if (GTK_IS_TEXT_VIEW (widget))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
      GtkTextIter start, end;
      g_autofree char *text = NULL;

      gtk_text_buffer_get_bounds (buffer, &start, &end);
      text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
      g_string_append_printf (texts, "%s\n", text);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_texts (child, texts);
}

static char *
dup_seen (PlatformsFixture *self)
{
  GString *texts = g_string_new (NULL);

  append_texts (GTK_WIDGET (self->window), texts);
  return g_string_free (texts, FALSE);
}

gboolean
platforms_fixture_sees (PlatformsFixture *self,
                        const char       *text)
{
  g_autofree char *texts = dup_seen (self);

  return strstr (texts, text) != NULL;
}

typedef struct {
  PlatformsFixture *fixture;
  const char       *text;
  FakeVerb          verb;
  guint             n_calls;
} Wanted;

static gboolean
is_seen (gpointer data)
{
  Wanted *wanted = data;

  return platforms_fixture_sees (wanted->fixture, wanted->text);
}

static gboolean
is_gone (gpointer data)
{
  return !is_seen (data);
}

void
platforms_fixture_wait_text (PlatformsFixture *self,
                             const char       *text)
{
  Wanted wanted = { self, text };

  if (!ui_fixture_wait (is_seen, &wanted))
    {
      g_autofree char *texts = dup_seen (self);

      g_error ("“%s” is not to be seen, but this is:\n%s", text, texts);
    }
}

void
platforms_fixture_wait_gone (PlatformsFixture *self,
                             const char       *text)
{
  Wanted wanted = { self, text };

  if (!ui_fixture_wait (is_gone, &wanted))
    g_error ("“%s” is still to be seen", text);
}

static gboolean
is_called (gpointer data)
{
  Wanted *wanted = data;

  return fake_remote_count (wanted->verb) >= wanted->n_calls;
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
platforms_fixture_wait_call (FakeVerb verb,
                             guint    n_calls)
{
  Wanted wanted = { .verb = verb, .n_calls = n_calls };
  /* The call comes from another thread, and wakes nobody here. */
  guint ticks = g_timeout_add (10, tick_cb, NULL);

  g_assert_true (ui_fixture_wait (is_called, &wanted));
  g_source_remove (ticks);
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *wanted)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_BUTTON (widget))
    {
      const char *label = gtk_button_get_label (GTK_BUTTON (widget));
      g_auto (GStrv) parts = g_strsplit (label != NULL ? label : "", "_", 2);
      g_autofree char *plain = g_strjoinv ("", parts);

      if (g_str_equal (plain, wanted) ||
          g_strcmp0 (gtk_widget_get_tooltip_text (widget), wanted) == 0)
        return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, wanted);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
platforms_fixture_button (PlatformsFixture *self,
                          const char       *label)
{
  return find_button (GTK_WIDGET (self->window), label);
}

static gboolean
can_press (gpointer data)
{
  Wanted *wanted = data;
  GtkWidget *button = platforms_fixture_button (wanted->fixture, wanted->text);

  return button != NULL && gtk_widget_is_sensitive (button);
}

void
platforms_fixture_press (PlatformsFixture *self,
                         const char       *label)
{
  Wanted wanted = { self, label };

  if (!ui_fixture_wait (can_press, &wanted))
    g_error ("There is no button “%s” that can be pressed", label);
  g_signal_emit_by_name (platforms_fixture_button (self, label), "clicked");
}

static GtkListBoxRow *
find_row (GtkWidget  *list,
          const char *title)
{
  for (GtkWidget *row = gtk_widget_get_first_child (list);
       row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (GTK_IS_LIST_BOX_ROW (row) && shell_fixture_has_text (row, title))
      return GTK_LIST_BOX_ROW (row);
  return NULL;
}

void
platforms_fixture_choose (PlatformsFixture *self,
                          const char       *title)
{
  GtkWidget *sidebar = ui_fixture_find (self->page, CHATTY_TYPE_PLATFORM_SIDEBAR, NULL);
  GtkWidget *list = ui_fixture_find (sidebar, GTK_TYPE_LIST_BOX, NULL);
  GtkListBoxRow *row;

  platforms_fixture_wait_text (self, "Copilot");
  row = find_row (list, title);
  if (row == NULL)
    g_error ("There is no “%s” in the list", title);
  gtk_list_box_select_row (GTK_LIST_BOX (list), row);
  g_signal_emit_by_name (list, "row-activated", row);
}

void
platforms_fixture_open (PlatformsFixture *self,
                        guint             nth)
{
  GtkWidget *view = ui_fixture_find (self->page, GTK_TYPE_LIST_VIEW, NULL);

  g_assert_nonnull (view);
  g_signal_emit_by_name (view, "activate", nth);
}

void
platforms_fixture_tab (PlatformsFixture *self,
                       const char       *name)
{
  GtkWidget *character = ui_fixture_find (self->page, CHATTY_TYPE_REMOTE_CHARACTER, NULL);
  GtkWidget *tabs = ui_fixture_find (character, ADW_TYPE_VIEW_STACK, "tabs");

  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (tabs), name);
  ui_fixture_settle (self->page, 3);
}
