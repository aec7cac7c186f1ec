/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* What tests and the demo may look at and change behind the client's back. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include "gemini.h"

/**
 * chatty_simulator_set_gemini:
 * @setting: one of
 *   "reply", "reply-kb", "reply-rate", "reply-delta", "mark", "facts",
 *   "chat-fault-after": as of chatty_simulator_set_inworld(),
 *   "thoughts": where they are asked for, "finish": the reason to end ("STOP"),
 *   "chat-fault": "none", "error", "premature", "empty", "nulls", "no-choices",
 *   "blocked", "no-content",
 *   "line-end": of events: "lf", "crlf", "cr",
 *   "array-errors": "yes" or "no",
 *   "error": what is refused with, the words are in gemini-refuse.c, "" for
 *   nothing; "error-path": where, as a pattern of faults ("*"),
 *   "quota": "none", "minute", "day", "zero"; "retry-delay": ("23s"),
 *   "project": the quota project that one may use ("simulated-project"),
 *   "needs-project": whether a token must name one,
 *   "more-models": so many besides, for pages,
 *   "speech-form": "l16", "wav"; "speech-rate" (24000); "espeak",
 *   "sound-fault": "none", "no-audio", "bad-base64",
 *   "polls": how often an operation is looked at until it is done (1),
 *   "operation-fails": "yes" or "no": what becomes of what is begun then,
 *   "store-needs-key": "no", "yes" (403 for whoever signed in),
 *   "unauthenticated" (401), "gone" (404),
 *   "max-stores": in each project (10); "store-limit": what one more is refused
 *   with: "exhausted" (429), "precondition" (400),
 *   "upload-cut": the connection breaks when so many bytes of an upload have
 *   arrived; numbers with blanks for several times, the smallest first (""),
 *   "grounding-uri": whether passages have the name of their document, "corpora":
 *   "yes" or "no", "answers": whether a model answers from passages ("yes")
 *
 * Returns: whether there is such a setting and it takes @value
 */
gboolean
chatty_simulator_set_gemini (ChattySimulator *self,
                             const char      *setting,
                             const char      *value)
{
  gboolean good;

  sim_lock (self);
  good = gemini_settings_set (&sim_get_gemini (self)->settings, setting, value);
  sim_unlock (self);
  return good;
}
