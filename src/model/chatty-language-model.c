/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include "chatty-language-model.h"

static void
chatty_language_model_clear (gpointer data)
{
  ChattyLanguageModel *self = data;

  g_free ((char *) self->id);
  g_free ((char *) self->name);
  g_free ((char *) self->default_effort);
  g_free ((char *) self->group);
  g_strfreev ((char **) self->efforts);
}

G_DEFINE_BOXED_TYPE (ChattyLanguageModel, chatty_language_model, chatty_language_model_ref,
                     chatty_language_model_unref)

/**
 * chatty_language_model_new:
 * @fields: what it holds; copied
 *
 * Returns: (transfer full): a counted record that nobody changes
 */
ChattyLanguageModel *
chatty_language_model_new (const ChattyLanguageModel *fields)
{
  static const char *const none[] = { NULL };
  ChattyLanguageModel *self = g_atomic_rc_box_new0 (ChattyLanguageModel);

  self->id = g_strdup (fields->id);
  self->name = g_strdup (fields->name);
  self->default_effort = g_strdup (fields->default_effort);
  self->group = g_strdup (fields->group);
  self->takes_images = fields->takes_images;
  self->takes_audio = fields->takes_audio;
  self->context_tokens = fields->context_tokens;
  self->efforts = (const char *const *)
    g_strdupv ((char **) (fields->efforts != NULL ? fields->efforts : none));
  return self;
}

ChattyLanguageModel *
chatty_language_model_ref (ChattyLanguageModel *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_language_model_unref (ChattyLanguageModel *self)
{
  g_atomic_rc_box_release_full (self, chatty_language_model_clear);
}

/**
 * chatty_language_model_find:
 * @models: (element-type ChattyLanguageModel): what there is
 * @id: which
 *
 * Returns: (transfer full) (nullable): the model of that id
 */
ChattyLanguageModel *
chatty_language_model_find (GPtrArray  *models,
                            const char *id)
{
  g_return_val_if_fail (models != NULL && id != NULL, NULL);

  for (guint i = 0; i < models->len; i++)
    {
      ChattyLanguageModel *model = g_ptr_array_index (models, i);

      if (g_str_equal (model->id, id))
        return chatty_language_model_ref (model);
    }
  return NULL;
}
