/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ChattyChoice: (object) one of the values that a platform offers, such as a
 * voice. Properties (read only): "id", "title", "details" (nullable), "key"
 * (what a search looks at, folded).
 */
#define CHATTY_TYPE_CHOICE (chatty_choice_get_type ())
G_DECLARE_FINAL_TYPE (ChattyChoice, chatty_choice, CHATTY, CHOICE, GObject)

ChattyChoice *chatty_choice_new         (const char   *id,
                                         const char   *title,
                                         const char   *details);
const char   *chatty_choice_get_id      (ChattyChoice *self);
const char   *chatty_choice_get_title   (ChattyChoice *self);
const char   *chatty_choice_get_details (ChattyChoice *self);
/* What a long list can be narrowed by. */
void          chatty_choice_set_facets  (ChattyChoice      *self,
                                         const char        *gender,
                                         const char *const *languages);
const char   *chatty_choice_get_gender  (ChattyChoice *self);
const char *const *
              chatty_choice_get_languages (ChattyChoice *self);
ChattyChoice *chatty_choice_find        (GListModel   *choices,
                                         const char   *id);

G_END_DECLS
