/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-simulator.h"

G_BEGIN_DECLS

gboolean chatty_simulator_configure_key   (ChattySimulator      *self,
                                           const char           *text,
                                           ChattySimulatorPlan   default_plan,
                                           GError              **error);
gboolean chatty_simulator_configure_fault (ChattySimulator      *self,
                                           const char           *text,
                                           GError              **error);
void     chatty_simulator_furnish         (ChattySimulator      *self,
                                           const char           *key);
char    *chatty_simulator_command         (ChattySimulator      *self,
                                           const char           *line);

gboolean  chatty_simulator_no_such         (GError          **error,
                                            const char       *what,
                                            const char       *text);
void      chatty_simulator_furnish_inworld (ChattySimulator  *self,
                                            const char       *key);
gboolean  chatty_simulator_inworld_command (ChattySimulator  *self,
                                            const char       *line,
                                            char            **answer,
                                            GError          **error);
void      chatty_simulator_furnish_gemini  (ChattySimulator  *self,
                                            const char       *key);
gboolean  chatty_simulator_gemini_command  (ChattySimulator  *self,
                                            const char       *line,
                                            char            **answer,
                                            GError          **error);
gboolean  chatty_simulator_google_command  (ChattySimulator  *self,
                                            const char       *line,
                                            char            **answer,
                                            GError          **error);

G_END_DECLS
