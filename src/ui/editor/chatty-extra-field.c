/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-json.h"

#include "chatty-extra-field.h"
#include "chatty-long-text-field.h"
#include "chatty-switch-field.h"
#include "chatty-text-field.h"

#define MAX_LINE_BYTES 80

/* A member that only the platform knows: a text or a yes or no is edited as
 * such, all else as the JSON that it is. */
typedef enum {
  KIND_TEXT,
  KIND_BOOLEAN,
  KIND_JSON,
} Kind;

typedef struct {
  ChattyCharacterDraft *draft;
  char                 *platform;
  char                 *member;
  Kind                  kind;
} Extra;

static void
extra_free (gpointer data)
{
  Extra *extra = data;

  g_object_unref (extra->draft);
  g_free (extra->platform);
  g_free (extra->member);
  g_free (extra);
}

static GQuark
extra_quark (void)
{
  return g_quark_from_static_string ("chatty-extra-field");
}

static Kind
find_kind (const char *json)
{
  g_autoptr (JsonNode) node = json != NULL ? chatty_json_parse (json, -1, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return KIND_JSON;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return KIND_TEXT;
  return json_node_get_value_type (node) == G_TYPE_BOOLEAN ? KIND_BOOLEAN : KIND_JSON;
}

static void
changed_cb (ChattyField *field,
            Extra       *extra)
{
  g_autoptr (JsonNode) value = chatty_field_get_value (field);
  g_autoptr (GString) quoted = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *text = value != NULL ? json_node_get_string (value) : "";

  if (extra->kind == KIND_TEXT)
    chatty_json_append_quoted (quoted, text);
  else
    g_string_append (quoted, text);
  chatty_character_draft_set_extra (extra->draft, extra->platform, extra->member, quoted->str,
                                    &error);
  chatty_field_set_problem (field, error != NULL ? error->message : NULL);
}

/**
 * chatty_extra_field_update:
 *
 * Shows what the draft has now.
 */
void
chatty_extra_field_update (GtkWidget *field)
{
  Extra *extra = g_object_get_qdata (G_OBJECT (field), extra_quark ());
  g_autofree char *json = NULL;
  g_autoptr (JsonNode) value = NULL;

  g_return_if_fail (extra != NULL);

  /* What is being typed is not in the draft before it is JSON. */
  if (chatty_field_get_problem (CHATTY_FIELD (field)) != NULL)
    return;
  json = chatty_character_draft_dup_extra (extra->draft, extra->platform, extra->member);
  if (extra->kind == KIND_TEXT && json != NULL)
    value = chatty_json_parse (json, -1, NULL);
  else if (json != NULL)
    value = json_node_init_string (json_node_alloc (), json);
  chatty_field_set_value (CHATTY_FIELD (field), value);
}

/**
 * chatty_extra_field_new:
 * @draft: what is edited
 * @platform: the platform's id
 * @member: what only the platform knows
 *
 * Returns: (transfer floating): a #ChattyField that edits it
 */
GtkWidget *
chatty_extra_field_new (ChattyCharacterDraft *draft,
                        const char           *platform,
                        const char           *member)
{
  Extra *extra = g_new0 (Extra, 1);
  g_autofree char *json = NULL;
  GtkWidget *field;

  json = chatty_character_draft_dup_extra (draft, platform, member);
  extra->draft = g_object_ref (draft);
  extra->platform = g_strdup (platform);
  extra->member = g_strdup (member);
  extra->kind = find_kind (json);
  if (extra->kind == KIND_BOOLEAN)
    field = chatty_switch_field_new ();
  else if (json != NULL && (strlen (json) > MAX_LINE_BYTES || strchr (json, '\n') != NULL ||
                            strstr (json, "\\n") != NULL))
    field = chatty_long_text_field_new (FALSE);
  else
    field = chatty_text_field_new (GTK_INPUT_PURPOSE_FREE_FORM);

  chatty_field_set_title (CHATTY_FIELD (field), member);
  if (extra->kind == KIND_JSON)
    chatty_field_set_hint (CHATTY_FIELD (field), _("A JSON value."));
  g_object_set_qdata_full (G_OBJECT (field), extra_quark (), extra, extra_free);
  g_signal_connect (field, "changed", G_CALLBACK (changed_cb), extra);
  chatty_extra_field_update (field);

  return field;
}
