/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-workspace.h"

G_BEGIN_DECLS

typedef gboolean (*UiCondition) (gpointer user_data);

void              ui_fixture_init          (int         *argc,
                                            char      ***argv);
void              ui_fixture_load_styles   (void);
gboolean          ui_fixture_wait          (UiCondition  condition,
                                            gpointer     user_data);
void              ui_fixture_settle        (GtkWidget   *widget,
                                            guint        n_frames);
GtkWidget        *ui_fixture_find          (GtkWidget   *widget,
                                            GType        type,
                                            const char  *name);
guint             ui_fixture_count         (GtkWidget   *widget,
                                            GType        type);
char             *ui_fixture_dup_texts     (GtkWidget   *widget);
void              ui_fixture_assert_fits   (GtkWidget   *widget,
                                            int          width);
GtkWidget        *ui_fixture_press_tab     (GtkWidget   *widget,
                                            gboolean     shift);
void              ui_fixture_assert_tabs   (GtkWidget   *widget);
void              ui_fixture_press_escape  (GtkWidget   *popover);
ChattyTranscript *ui_fixture_new_transcript (const char *id,
                                            const char  *title,
                                            const char  *platform,
                                            guint        n_turns);
ChattyTranscript *ui_fixture_new_showcase  (void);
ChattyWorkspace  *ui_fixture_open_workspace (guint        n_transcripts);

extern const char *const ui_fixture_hostile[];

G_END_DECLS
