/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-workspace.h"

#include "ui-fixture.h"

G_BEGIN_DECLS

/* A conversation that every reader of Markdown finds: four turns of ChatGPT. */
extern const char *const shell_fixture_conversation;

/**
 * ShellFixture:
 *
 * A folder of its own with an empty vault that is open, and files beside it.
 */
typedef struct {
  char            *folder;
  ChattyWorkspace *workspace;
} ShellFixture;

void      shell_fixture_init          (int           *argc,
                                       char        ***argv);
void      shell_fixture_set_up        (ShellFixture  *fixture,
                                       gconstpointer  user_data);
void      shell_fixture_tear_down     (ShellFixture  *fixture,
                                       gconstpointer  user_data);
GFile    *shell_fixture_add_file      (ShellFixture  *fixture,
                                       const char    *name,
                                       const char    *text);
guint     shell_fixture_count_stored  (ShellFixture  *fixture);

GtkWindow *shell_fixture_show         (GtkWidget     *child,
                                       int            width,
                                       int            height);
void      shell_fixture_close         (GtkWindow     *window);

void      shell_fixture_assert_fits   (GtkWidget     *widget,
                                       int            width);
void      shell_fixture_assert_names  (GtkWidget     *widget);
gboolean  shell_fixture_has_text      (GtkWidget     *widget,
                                       const char    *text);

G_END_DECLS
