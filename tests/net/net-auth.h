/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-http-auth.h"

/* A credential of the header `X-Key: pre SECRET` that turns into @second when
 * it is refreshed. */
ChattyHttpAuth *net_auth_new (const char *origin,
                              const char *first,
                              const char *second);
