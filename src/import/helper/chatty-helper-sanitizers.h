/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

/* The sanitizers of the compilers need terabytes of address space, an
 * allocator of their own and more system calls than the helper may make. */
#ifdef __SANITIZE_ADDRESS__
#define CHATTY_WITH_SANITIZERS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define CHATTY_WITH_SANITIZERS 1
#endif
#endif
