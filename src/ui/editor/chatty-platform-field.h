/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-draft.h"
#include "chatty-platform-view.h"

#include "chatty-field.h"
#include "chatty-setting.h"

G_BEGIN_DECLS

/**
 * ChattyPlatformField: (object) a field as a platform has it: its word for it,
 * what it is fed from, what will be sent, and a switch to use something else
 * there.
 *
 * Signal: "toggled": the person switched; the draft has it already.
 */
#define CHATTY_TYPE_PLATFORM_FIELD (chatty_platform_field_get_type ())
G_DECLARE_FINAL_TYPE (ChattyPlatformField, chatty_platform_field, CHATTY, PLATFORM_FIELD, GtkWidget)

GtkWidget            *chatty_platform_field_new        (const ChattyFieldMap    *map,
                                                        const char              *platform);
/* For %CHATTY_FIELD_SETTINGS, which no other platform understands: there is
 * nothing to switch. */
GtkWidget            *chatty_platform_field_new_for_settings
                                                       (const ChattyFieldMap    *map,
                                                        const char              *platform,
                                                        const ChattySetting     *settings,
                                                        guint                    n_settings);
void                  chatty_platform_field_set        (ChattyPlatformField     *self,
                                                        ChattyCharacterDraft    *draft,
                                                        const ChattyPlatformRow *row);
ChattyCharacterField  chatty_platform_field_get_kind   (ChattyPlatformField     *self);
ChattyField          *chatty_platform_field_get_field  (ChattyPlatformField     *self);
/* (nullable): "Use something else". */
GtkSwitch            *chatty_platform_field_get_switch (ChattyPlatformField     *self);

char                 *chatty_platform_field_dup_measure (const ChattyFieldMap   *map,
                                                         guint                   used);

G_END_DECLS
