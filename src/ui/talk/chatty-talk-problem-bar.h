/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>

#include "chatty-talk-problem.h"

G_BEGIN_DECLS

/**
 * ChattyTalkProblemBar: (object) why a conversation does not go on, and the one
 * button that helps.
 *
 * Hidden while there is no problem. Where there is something to wait for, the
 * button counts the seconds until it can be used.
 * Signal: "help": the button was clicked.
 */
#define CHATTY_TYPE_TALK_PROBLEM_BAR (chatty_talk_problem_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChattyTalkProblemBar, chatty_talk_problem_bar,
                      CHATTY, TALK_PROBLEM_BAR, GtkWidget)

GtkWidget *chatty_talk_problem_bar_new (void);
void       chatty_talk_problem_bar_set (ChattyTalkProblemBar    *self,
                                        const ChattyTalkProblem *problem); /* nullable */

G_END_DECLS
