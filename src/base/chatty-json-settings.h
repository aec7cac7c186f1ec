/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-json.h"

G_BEGIN_DECLS

/* Settings as the text of a JSON object: objects divide them, and everything
 * else, arrays too, is the value of one setting. A setting is not there, or is
 * null, where nothing is set. Texts come in the form of
 * chatty_json_to_canonical() without what says nothing, so that the same
 * settings are the same text; "" where nothing is set at all. */

/**
 * ChattyJsonPrefer:
 * @CHATTY_JSON_PREFER_NONE: nobody wins
 * @CHATTY_JSON_PREFER_HERE: this side wins
 * @CHATTY_JSON_PREFER_THERE: the other side wins
 *
 * Who wins where both sides changed the same setting differently.
 */
typedef enum {
  CHATTY_JSON_PREFER_NONE,
  CHATTY_JSON_PREFER_HERE,
  CHATTY_JSON_PREFER_THERE,
} ChattyJsonPrefer;

char     *chatty_json_settings_normal   (const char        *text);
JsonNode *chatty_json_settings_get      (const char        *text,
                                         const char        *path);
char     *chatty_json_settings_set      (const char        *text,
                                         const char        *path,
                                         JsonNode          *value);
char     *chatty_json_settings_overlay  (const char        *below,
                                         const char        *above);
char     *chatty_json_settings_merge    (const char        *base,
                                         const char        *here,
                                         const char        *there,
                                         ChattyJsonPrefer   prefer);
char     *chatty_json_settings_rebase   (const char        *before,
                                         const char        *edited,
                                         const char        *now,
                                         gboolean          *overlap);

G_END_DECLS
