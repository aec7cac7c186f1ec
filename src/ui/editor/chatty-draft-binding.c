/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-draft-binding.h"

/* A widget and the value of a draft that it edits. The widget owns it. */
typedef struct {
  ChattyField          *widget;
  ChattyCharacterDraft *draft;
  char                 *platform;   /* nullable */
  ChattyCharacterField  field;
  gboolean              pushing;
  gulong                widget_id;
  gulong                destroy_id;
  gulong                draft_id;
  gulong                dirty_id;
} Binding;

static GQuark
binding_quark (void)
{
  return g_quark_from_static_string ("chatty-draft-binding");
}

static void
binding_free (gpointer data)
{
  Binding *self = data;

  g_clear_signal_handler (&self->widget_id, self->widget);
  g_clear_signal_handler (&self->destroy_id, self->widget);
  g_clear_signal_handler (&self->draft_id, self->draft);
  g_clear_signal_handler (&self->dirty_id, self->draft);
  g_object_unref (self->draft);
  g_free (self->platform);
  g_free (self);
}

static JsonNode *
list_to_json (const char *const *list)
{
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; list[i] != NULL; i++)
    json_array_add_string_element (array, list[i]);
  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
traits_to_json (ChattyCharacterDraft *draft,
                const char           *platform)
{
  g_autoptr (JsonObject) object = json_object_new ();
  guint n = chatty_character_draft_get_n_traits (draft, platform);

  for (guint i = 0; i < n; i++)
    {
      double value;
      const char *name = chatty_character_draft_get_trait (draft, platform, i, &value);

      json_object_set_double_member (object, name, value);
    }
  return json_node_init_object (json_node_alloc (), object);
}

static void
set_traits (ChattyCharacterDraft *draft,
            const char           *platform,
            JsonObject           *object)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (guint i = chatty_character_draft_get_n_traits (draft, platform); i > 0; i--)
    {
      double value;
      g_autofree char *name = NULL;

      name = g_strdup (chatty_character_draft_get_trait (draft, platform, i - 1, &value));
      if (!json_object_has_member (object, name))
        chatty_character_draft_drop_trait (draft, platform, name);
    }
  for (GList *l = names; l != NULL; l = l->next)
    {
      double wanted = json_object_get_double_member (object, l->data), value;
      guint n = chatty_character_draft_get_n_traits (draft, platform);
      gboolean same = FALSE;

      for (guint i = 0; i < n && !same; i++)
        same = g_str_equal (chatty_character_draft_get_trait (draft, platform, i, &value),
                            l->data) && value == wanted;
      if (!same)
        chatty_character_draft_set_trait (draft, platform, l->data, wanted);
    }
}

static void
set_list (ChattyCharacterDraft *draft,
          const char           *platform,
          ChattyCharacterField  field,
          JsonArray            *array)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (element));
    }
  list = g_strv_builder_end (builder);
  chatty_character_draft_set_list (draft, platform, field, (const char *const *) list);
}

/* Whether an empty field is one that was emptied: then it has to say so, or
 * nobody would take the old value away elsewhere. */
static gboolean
was_set (ChattyCharacterDraft *draft,
         const char           *platform,
         ChattyCharacterField  field)
{
  ChattyCharacterRecord *record = chatty_character_draft_get_record (draft);

  if (platform != NULL)
    return chatty_character_draft_has_field (draft, platform, field);
  return record != NULL &&
         chatty_character_has_field (chatty_character_record_get_character (record), field);
}

static void
set_empty (ChattyCharacterDraft *draft,
           const char           *platform,
           ChattyCharacterField  field)
{
  static const char *const nothing[] = { NULL };

  if (field == CHATTY_FIELD_TRAITS)
    {
      g_autoptr (JsonObject) none = json_object_new ();

      set_traits (draft, platform, none);
    }
  else if (chatty_character_field_is_list (field))
    {
      chatty_character_draft_set_list (draft, platform, field, nothing);
    }
  else
    {
      chatty_character_draft_set_text (draft, platform, field, "");
    }
}

static void
update_problem (Binding *self)
{
  const char *problem = NULL;

  /* Nobody has done anything wrong in a new character. */
  if (chatty_character_draft_get_dirty (self->draft))
    problem = chatty_character_draft_get_problem (self->draft, self->platform, self->field);
  chatty_field_set_problem (self->widget, problem);
}

static void
pull (Binding *self)
{
  g_autoptr (JsonNode) value = chatty_draft_get_value (self->draft, self->platform, self->field);

  chatty_field_set_value (self->widget, value);
  update_problem (self);
}

static void
widget_changed_cb (ChattyField *widget,
                   gpointer     user_data)
{
  Binding *self = user_data;
  g_autoptr (JsonNode) value = chatty_field_get_value (widget);

  self->pushing = TRUE;
  chatty_draft_set_value (self->draft, self->platform, self->field, value);
  self->pushing = FALSE;
  update_problem (self);
}

static void
draft_changed_cb (ChattyCharacterDraft *draft,
                  guint                 fields,
                  const char           *platform,
                  gpointer              user_data)
{
  Binding *self = user_data;

  if (!self->pushing && g_strcmp0 (platform, self->platform) == 0 &&
      (fields & CHATTY_FIELD_FLAG (self->field)) != 0)
    pull (self);
}

/**
 * chatty_draft_bind:
 * @widget: what edits
 * @draft: what is edited
 * @platform: (nullable): %NULL for the generic field, else whose override
 * @field: which field
 *
 * Keeps a widget and a value of a draft the same, both ways, until the widget
 * is bound to something else.
 */
void
chatty_draft_bind (ChattyField          *widget,
                   ChattyCharacterDraft *draft,
                   const char           *platform,
                   ChattyCharacterField  field)
{
  Binding *self;

  g_return_if_fail (CHATTY_IS_FIELD (widget));
  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (draft));

  chatty_draft_unbind (widget);
  self = g_new0 (Binding, 1);
  self->widget = widget;
  self->draft = g_object_ref (draft);
  self->platform = g_strdup (platform);
  self->field = field;
  self->widget_id = g_signal_connect (widget, "changed", G_CALLBACK (widget_changed_cb), self);
  /* Its data outlives its handlers. */
  self->destroy_id = g_signal_connect (widget, "destroy", G_CALLBACK (chatty_draft_unbind), NULL);
  self->draft_id = g_signal_connect (draft, "changed", G_CALLBACK (draft_changed_cb), self);
  /* What was left empty is missing as soon as something else is written. */
  self->dirty_id = g_signal_connect_swapped (draft, "notify::dirty", G_CALLBACK (update_problem),
                                             self);
  g_object_set_qdata_full (G_OBJECT (widget), binding_quark (), self, binding_free);
  pull (self);
}

/**
 * chatty_draft_unbind:
 *
 * Lets a widget be on its own.
 */
void
chatty_draft_unbind (ChattyField *widget)
{
  g_return_if_fail (CHATTY_IS_FIELD (widget));

  g_object_set_qdata (G_OBJECT (widget), binding_quark (), NULL);
}

/**
 * chatty_draft_get_value:
 *
 * Returns: (transfer full) (nullable): a value of a draft, as
 *   chatty_character_field_to_json() has it
 */
JsonNode *
chatty_draft_get_value (ChattyCharacterDraft *draft,
                        const char           *platform,
                        ChattyCharacterField  field)
{
  const char *const *list;
  const char *text;

  if (!chatty_character_draft_has_field (draft, platform, field))
    return NULL;
  if (field == CHATTY_FIELD_TRAITS)
    return traits_to_json (draft, platform);
  if (chatty_character_field_is_list (field))
    {
      list = chatty_character_draft_get_list (draft, platform, field);
      return list != NULL ? list_to_json (list) : NULL;
    }
  text = chatty_character_draft_get_text (draft, platform, field);
  return text != NULL ? json_node_init_string (json_node_alloc (), text) : NULL;
}

/**
 * chatty_draft_set_value:
 * @value: (nullable): %NULL for nothing, which is an empty value where there
 *   was one before
 *
 * Puts a value into a draft, as the person's edit.
 */
void
chatty_draft_set_value (ChattyCharacterDraft *draft,
                        const char           *platform,
                        ChattyCharacterField  field,
                        JsonNode             *value)
{
  if (value == NULL || JSON_NODE_HOLDS_NULL (value))
    {
      if (was_set (draft, platform, field))
        set_empty (draft, platform, field);
      else
        chatty_character_draft_unset (draft, platform, field);
    }
  else if (field == CHATTY_FIELD_TRAITS && JSON_NODE_HOLDS_OBJECT (value))
    {
      set_traits (draft, platform, json_node_get_object (value));
    }
  else if (chatty_character_field_is_list (field) && JSON_NODE_HOLDS_ARRAY (value))
    {
      set_list (draft, platform, field, json_node_get_array (value));
    }
  else if (json_node_get_value_type (value) == G_TYPE_STRING)
    {
      chatty_character_draft_set_text (draft, platform, field, json_node_get_string (value));
    }
}
