/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* A target is one file with these three. Built with -Dfuzzing=true it runs
 * under libFuzzer, else with a small driver as an ordinary test. */

/* Returns 0; what must not be is an assertion. */
int                       LLVMFuzzerTestOneInput (const uint8_t *data,
                                                  size_t         size);

/* Inputs to begin with, and pieces to put into them; both end with NULL. */
extern const char * const chatty_fuzz_seeds[];
extern const char * const chatty_fuzz_tokens[];
