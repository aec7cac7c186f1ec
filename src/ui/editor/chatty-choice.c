/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-choice.h"
#include "chatty-text.h"

/* From outside: shown in a list. */
#define MAX_SHOWN_BYTES 200
#define MAX_FACET_BYTES 40

struct _ChattyChoice
{
  GObject parent_instance;

  char *id;
  char *title;
  char *details;
  char *key;
  char *gender;      /* nullable, as the next one */
  GStrv languages;
};

enum {
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_DETAILS,
  PROP_KEY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyChoice, chatty_choice, G_TYPE_OBJECT)

static void
chatty_choice_finalize (GObject *object)
{
  ChattyChoice *self = CHATTY_CHOICE (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->details);
  g_free (self->key);
  g_free (self->gender);
  g_strfreev (self->languages);

  G_OBJECT_CLASS (chatty_choice_parent_class)->finalize (object);
}

static void
chatty_choice_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ChattyChoice *self = CHATTY_CHOICE (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_DETAILS:
      g_value_set_string (value, self->details);
      break;

    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_choice_class_init (ChattyChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = chatty_choice_finalize;
  object_class->get_property = chatty_choice_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DETAILS] = g_param_spec_string ("details", NULL, NULL, NULL, flags);
  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_choice_init (ChattyChoice *self)
{
}

/**
 * chatty_choice_new:
 * @id: what is stored
 * @title: (nullable): what people call it; the id where there is none
 * @details: (nullable): more about it
 *
 * Returns: (transfer full): a choice
 */
ChattyChoice *
chatty_choice_new (const char *id,
                   const char *title,
                   const char *details)
{
  ChattyChoice *self;
  g_autofree char *all = NULL;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (CHATTY_TYPE_CHOICE, NULL);
  self->id = g_strdup (id);
  self->title = chatty_text_one_line (title != NULL && *title != '\0' ? title : id,
                                      MAX_SHOWN_BYTES);
  self->details = details != NULL && *details != '\0'
    ? chatty_text_one_line (details, MAX_SHOWN_BYTES) : NULL;
  all = g_strjoin (" ", self->title, id, self->details, NULL);
  self->key = g_utf8_casefold (all, -1);

  return self;
}

/**
 * chatty_choice_get_id:
 *
 * Returns: what is stored
 */
const char *
chatty_choice_get_id (ChattyChoice *self)
{
  g_return_val_if_fail (CHATTY_IS_CHOICE (self), NULL);

  return self->id;
}

/**
 * chatty_choice_get_title:
 *
 * Returns: what people call it, in one line
 */
const char *
chatty_choice_get_title (ChattyChoice *self)
{
  g_return_val_if_fail (CHATTY_IS_CHOICE (self), NULL);

  return self->title;
}

/**
 * chatty_choice_get_details:
 *
 * Returns: (nullable): more about it, in one line
 */
const char *
chatty_choice_get_details (ChattyChoice *self)
{
  g_return_val_if_fail (CHATTY_IS_CHOICE (self), NULL);

  return self->details;
}

/**
 * chatty_choice_set_facets:
 * @gender: (nullable): as the platform says it
 * @languages: (nullable): codes
 *
 * Says what a voice is. Before anybody has the choice.
 */
void
chatty_choice_set_facets (ChattyChoice      *self,
                          const char        *gender,
                          const char *const *languages)
{
  g_return_if_fail (CHATTY_IS_CHOICE (self));

  g_free (self->gender);
  g_strfreev (self->languages);
  self->gender = gender != NULL && *gender != '\0'
    ? chatty_text_one_line (gender, MAX_FACET_BYTES) : NULL;
  self->languages = g_strdupv ((char **) languages);
}

/**
 * chatty_choice_get_gender:
 *
 * Returns: (nullable): of a voice, as the platform says it
 */
const char *
chatty_choice_get_gender (ChattyChoice *self)
{
  g_return_val_if_fail (CHATTY_IS_CHOICE (self), NULL);

  return self->gender;
}

/**
 * chatty_choice_get_languages:
 *
 * Returns: (transfer none) (nullable): codes of what a voice speaks
 */
const char *const *
chatty_choice_get_languages (ChattyChoice *self)
{
  g_return_val_if_fail (CHATTY_IS_CHOICE (self), NULL);

  return (const char *const *) self->languages;
}

/**
 * chatty_choice_find:
 * @choices: (nullable): a list of #ChattyChoice
 * @id: (nullable): which
 *
 * Returns: (transfer none) (nullable): the choice of that id, the list's
 */
ChattyChoice *
chatty_choice_find (GListModel *choices,
                    const char *id)
{
  if (choices == NULL || id == NULL)
    return NULL;

  for (guint i = 0; i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (ChattyChoice) choice = g_list_model_get_item (choices, i);

      if (g_str_equal (choice->id, id))
        return choice;
    }
  return NULL;
}
