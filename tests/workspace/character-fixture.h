/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-calls.h"
#include "workspace-fixture.h"

G_BEGIN_DECLS

/* Both through the workspace's calls, as the window makes them. */
ChattyCharacterRecord *character_fixture_add (Fixture               *fixture,
                                              const char            *name,
                                              const char            *description);
ChattyCharacterChange *character_fixture_set (Fixture               *fixture,
                                              ChattyCharacterRecord *before,
                                              ChattyCharacterField   field,
                                              const char            *text);

G_END_DECLS
