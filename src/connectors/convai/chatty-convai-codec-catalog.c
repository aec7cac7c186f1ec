/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <glib/gi18n-lib.h>

#include "chatty-convai-codec.h"
#include "chatty-error.h"
#include "chatty-json.h"

static GPtrArray *
no_list (const char  *what,
         GError     **error)
{
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
               /* Translators: the name of a list, such as "voices", untranslated. */
               _("Convai’s answer has no list “%s”"), what);
  return NULL;
}

/* Items of a list are objects with a single member, named as the item. */
typedef gpointer (*ReadItem) (const char *name,
                              JsonObject *object,
                              const char *group);

static void
read_named (GPtrArray  *items,
            JsonArray  *array,
            const char *group,
            ReadItem    read)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = chatty_json_node_object (json_array_get_element (array, i));
      g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;

      for (GList *l = names; l != NULL; l = l->next)
        {
          JsonObject *inner = chatty_json_get_object (object, l->data);
          gpointer item = inner != NULL ? read (l->data, inner, group) : NULL;

          if (item != NULL)
            g_ptr_array_add (items, item);
        }
    }
}

static gpointer
read_voice (const char *name,
            JsonObject *object,
            const char *group)
{
  g_autofree char *id = chatty_convai_dup_text (object, "voice_value");
  g_autofree char *gender = chatty_convai_dup_text (object, "gender");
  g_autofree char *sample = chatty_convai_dup_text (object, "sample_link");
  g_auto (GStrv) languages = chatty_convai_dup_texts (object, "lang_codes");

  if (id == NULL || *id == '\0')
    return NULL;
  return chatty_voice_new (&(ChattyVoice) {
    .id = id,
    .name = name,
    .group = group,
    .gender = gender,
    .languages = (const char *const *) languages,
    .sample = sample,
  });
}

static gpointer
read_language (const char *name,
               JsonObject *object,
               const char *group)
{
  g_autofree char *code = chatty_convai_dup_text (object, "lang_code");
  g_autofree char *title = chatty_convai_dup_text (object, "lang_name");

  return chatty_language_new (code != NULL ? code : name, title != NULL ? title : name);
}

/**
 * chatty_convai_read_voices:
 * @node: the answer of get_available_voices: sections with lists of objects
 *   that have one member each (platform reference, section 2.8)
 *
 * Returns: (transfer full) (nullable) (element-type ChattyVoice): the voices
 */
GPtrArray *
chatty_convai_read_voices (JsonNode  *node,
                           GError   **error)
{
  JsonObject *sections = chatty_convai_unwrap (node);
  g_autoptr (GPtrArray) voices =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_voice_unref);
  g_autoptr (GList) names = sections != NULL ? json_object_get_members (sections) : NULL;
  gboolean found = FALSE;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      found = TRUE;
      read_named (voices, json_node_get_array (node), NULL, read_voice);
    }
  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonArray *array = chatty_json_get_array (sections, l->data);

      if (array == NULL)
        continue;
      found = TRUE;
      read_named (voices, array, l->data, read_voice);
    }
  return found ? g_steal_pointer (&voices) : no_list ("voices", error);
}

/**
 * chatty_convai_read_languages:
 * @node: the answer of get_available_languages
 *
 * Returns: (transfer full) (nullable) (element-type ChattyLanguage): the
 *   languages
 */
GPtrArray *
chatty_convai_read_languages (JsonNode  *node,
                              GError   **error)
{
  JsonArray *array = chatty_convai_find_array (node, "languages");
  g_autoptr (GPtrArray) languages =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_language_unref);

  if (array == NULL)
    return no_list ("languages", error);
  read_named (languages, array, NULL, read_language);
  return g_steal_pointer (&languages);
}

static ChattyLanguageModel *
read_model (JsonObject *object)
{
  JsonObject *reasoning = chatty_json_get_object (object, "reasoning");
  g_autofree char *id = chatty_convai_dup_text (object, "model_group_name");
  g_autofree char *name = chatty_convai_dup_text (object, "display_name");
  g_autofree char *effort = chatty_convai_dup_text (reasoning, "default");
  g_auto (GStrv) levels = chatty_convai_dup_texts (reasoning, "levels");

  if (id == NULL || *id == '\0')
    return NULL;
  return chatty_language_model_new (&(ChattyLanguageModel) {
    .id = id,
    .name = name != NULL ? name : id,
    .efforts = (const char *const *) levels,
    .default_effort = effort,
  });
}

/**
 * chatty_convai_read_models:
 * @node: the answer of getSupportedModel; whether its list is the root or a
 *   member, and under which name, is not documented: every list of objects
 *   with a `model_group_name` counts
 *
 * Returns: (transfer full) (nullable) (element-type ChattyLanguageModel): the
 *   models
 */
GPtrArray *
chatty_convai_read_models (JsonNode  *node,
                           GError   **error)
{
  JsonObject *object = chatty_convai_unwrap (node);
  g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;
  g_autoptr (GPtrArray) lists = g_ptr_array_new ();
  g_autoptr (GPtrArray) models =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_language_model_unref);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    g_ptr_array_add (lists, json_node_get_array (node));
  for (GList *l = names; l != NULL; l = l->next)
    if (chatty_json_get_array (object, l->data) != NULL)
      g_ptr_array_add (lists, chatty_json_get_array (object, l->data));
  if (lists->len == 0)
    return no_list ("models", error);

  for (guint i = 0; i < lists->len; i++)
    {
      JsonArray *array = g_ptr_array_index (lists, i);

      for (guint k = 0; k < json_array_get_length (array); k++)
        {
          JsonNode *element = json_array_get_element (array, k);
          ChattyLanguageModel *model = read_model (chatty_json_node_object (element));

          if (model != NULL)
            g_ptr_array_add (models, model);
        }
    }
  return g_steal_pointer (&models);
}

static void
metric_clear (gpointer data)
{
  g_free ((char *) ((ChattyUsageMetric *) data)->id);
}

static GArray *
read_metrics (JsonObject *object)
{
  JsonArray *array = chatty_json_get_array (object, "metrics");
  GArray *metrics = g_array_new (FALSE, TRUE, sizeof (ChattyUsageMetric));

  g_array_set_clear_func (metrics, metric_clear);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *element = chatty_json_node_object (json_array_get_element (array, i));
      JsonArray *details = chatty_json_get_array (element, "usage_details");
      JsonObject *detail = details != NULL && json_array_get_length (details) > 0
                           ? chatty_json_node_object (json_array_get_element (details, 0))
                           : chatty_json_get_object (element, "usage_details");
      ChattyUsageMetric metric = { .id = chatty_convai_dup_text (element, "id") };

      if (metric.id == NULL || detail == NULL)
        {
          metric_clear (&metric);
          continue;
        }
      metric.used = chatty_convai_get_number (detail, "usage", 0);
      metric.limit = chatty_convai_get_number (detail, "limit", -1);
      g_array_append_val (metrics, metric);
    }
  return metrics;
}

/**
 * chatty_convai_read_usage:
 * @node: the answer of user-api-usage
 * @error: %CHATTY_ERROR_INVALID_DATA when it is no object
 *
 * Returns: (transfer full) (nullable): what the account has used
 */
ChattyUsage *
chatty_convai_read_usage (JsonNode  *node,
                          GError   **error)
{
  JsonObject *object = chatty_convai_unwrap (node);
  JsonObject *current = chatty_json_get_object (object, "usage_v2");
  JsonObject *old = chatty_json_get_object (object, "usage");
  g_autoptr (GArray) metrics = read_metrics (current);
  g_autofree char *plan = chatty_convai_dup_text (current, "plan_name");
  g_autofree char *expires = chatty_convai_dup_text (current, "expiry_ts");
  g_autofree char *account = chatty_convai_dup_text (old, "user_name");

  if (object == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("Convai’s answer does not tell the usage"));
      return NULL;
    }
  if (account == NULL)
    account = chatty_convai_dup_text (old, "email");
  if (account == NULL)
    account = chatty_convai_dup_text (old, "user_email");
  if (account == NULL)
    account = chatty_convai_dup_text (object, "email");

  return chatty_usage_new (&(ChattyUsage) {
    .plan = plan,
    .account = account,
    .expires = chatty_convai_read_time (expires, NULL),
    .metrics = (const ChattyUsageMetric *) metrics->data,
    .n_metrics = metrics->len,
  });
}
