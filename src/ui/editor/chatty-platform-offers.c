/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-chat.h"
#include "chatty-error.h"
#include "chatty-language-model.h"
#include "chatty-speech.h"

#include "chatty-choice.h"
#include "chatty-platform-offers.h"

/* Nobody looks through more, and they are widgets' rows. */
#define MAX_CHOICES 5000

struct _ChattyPlatformOffers
{
  GObject parent_instance;

  ChattyAccountService *service;     /* nullable: with a connector from the start */
  char                 *account;
  ChattyConnector      *connector;   /* nullable until it is open */
  GListStore           *voices;
  GListStore           *languages;
  GListStore           *models;
  GPtrArray            *known_models;  /* nullable: of ChattyLanguageModel */
  char                 *message;
  gboolean              opening;
  gboolean              asked;       /* for the lists */
  GCancellable         *cancellable;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyPlatformOffers, chatty_platform_offers, G_TYPE_OBJECT)

static void
changed (ChattyPlatformOffers *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
fail (ChattyPlatformOffers *self,
      const GError         *error)
{
  if (chatty_error_is_cancelled (error))
    return;

  g_free (self->message);
  self->message = g_strdup (error->message);
  /* Next time it may work. */
  self->asked = FALSE;
  changed (self);
}

static void
add_choice (GListStore *store,
            const char *id,
            const char *title,
            const char *details)
{
  g_autoptr (ChattyChoice) choice = NULL;

  if (id == NULL || *id == '\0' || g_list_model_get_n_items (G_LIST_MODEL (store)) >= MAX_CHOICES)
    return;
  choice = chatty_choice_new (id, title, details);
  g_list_store_append (store, choice);
}

static void
add_voice (GListStore        *store,
           const ChattyVoice *voice,
           const char        *details)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store));
  g_autoptr (ChattyChoice) choice = NULL;

  add_choice (store, voice->id, voice->name, details);
  choice = g_list_model_get_item (G_LIST_MODEL (store), n);
  if (choice != NULL)
    chatty_choice_set_facets (choice, voice->gender, voice->languages);
}

static char *
describe_voice (const ChattyVoice *voice)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *const parts[] = { voice->gender, voice->group, voice->description };

  if (voice->languages != NULL && voice->languages[0] != NULL)
    {
      g_autofree char *languages = g_strjoinv (", ", (char **) voice->languages);

      g_string_append (text, languages);
    }
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
voices_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyPlatformOffers) self = user_data;
  g_autoptr (GPtrArray) voices = NULL;
  g_autoptr (GError) error = NULL;

  voices = chatty_speech_list_voices_finish (CHATTY_SPEECH (source), result, &error);
  if (voices == NULL)
    {
      fail (self, error);
      return;
    }

  g_list_store_remove_all (self->voices);
  for (guint i = 0; i < voices->len; i++)
    {
      const ChattyVoice *voice = g_ptr_array_index (voices, i);
      g_autofree char *details = describe_voice (voice);

      add_voice (self->voices, voice, details);
    }
  changed (self);
}

static void
languages_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (ChattyPlatformOffers) self = user_data;
  g_autoptr (GPtrArray) languages = NULL;
  g_autoptr (GError) error = NULL;

  languages = chatty_speech_list_languages_finish (CHATTY_SPEECH (source), result, &error);
  if (languages == NULL)
    {
      fail (self, error);
      return;
    }

  g_list_store_remove_all (self->languages);
  for (guint i = 0; i < languages->len; i++)
    {
      const ChattyLanguage *language = g_ptr_array_index (languages, i);

      add_choice (self->languages, language->code, language->name, language->code);
    }
  changed (self);
}

/* Who makes it, which is also where a platform says what becomes of a model, and
 * how much fits. */
static char *
describe_model (const ChattyLanguageModel *model)
{
  g_autofree char *tokens = NULL;

  if (model->context_tokens > 0)
    tokens = g_strdup_printf (ngettext ("%'u token", "%'u tokens", model->context_tokens),
                              model->context_tokens);
  if (model->group == NULL || *model->group == '\0')
    return g_steal_pointer (&tokens);
  return tokens != NULL ? g_strjoin (" · ", model->group, tokens, NULL) : g_strdup (model->group);
}

static void
models_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyPlatformOffers) self = user_data;
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (GError) error = NULL;

  models = chatty_chat_list_models_finish (CHATTY_CHAT (source), result, &error);
  if (models == NULL)
    {
      /* A list that the platform does not have is nothing to complain of: the
       * name can be typed. */
      if (!g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED))
        fail (self, error);
      return;
    }

  g_list_store_remove_all (self->models);
  for (guint i = 0; i < models->len; i++)
    {
      const ChattyLanguageModel *model = g_ptr_array_index (models, i);
      g_autofree char *details = describe_model (model);

      add_choice (self->models, model->id, model->name, details);
    }
  g_clear_pointer (&self->known_models, g_ptr_array_unref);
  self->known_models = g_steal_pointer (&models);
  changed (self);
}

static void
ask (ChattyPlatformOffers *self)
{
  if (CHATTY_IS_SPEECH (self->connector))
    {
      chatty_speech_list_voices_async (CHATTY_SPEECH (self->connector), FALSE, self->cancellable,
                                       voices_cb, g_object_ref (self));
      chatty_speech_list_languages_async (CHATTY_SPEECH (self->connector), FALSE,
                                          self->cancellable, languages_cb, g_object_ref (self));
    }
  if (CHATTY_IS_CHAT (self->connector))
    chatty_chat_list_models_async (CHATTY_CHAT (self->connector), self->cancellable,
                                   models_cb, g_object_ref (self));
  changed (self);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyPlatformOffers) self = user_data;
  g_autoptr (GError) error = NULL;
  ChattyConnector *connector;

  self->opening = FALSE;
  connector = chatty_account_service_open_finish (CHATTY_ACCOUNT_SERVICE (source), result, &error);
  if (connector == NULL)
    {
      fail (self, error);
      return;
    }
  g_clear_object (&self->connector);
  self->connector = connector;
  if (self->asked)
    ask (self);
  else
    changed (self);
}

static void
chatty_platform_offers_dispose (GObject *object)
{
  ChattyPlatformOffers *self = CHATTY_PLATFORM_OFFERS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->service);
  g_clear_object (&self->connector);
  g_clear_object (&self->voices);
  g_clear_object (&self->languages);
  g_clear_object (&self->models);
  g_clear_pointer (&self->known_models, g_ptr_array_unref);

  G_OBJECT_CLASS (chatty_platform_offers_parent_class)->dispose (object);
}

static void
chatty_platform_offers_finalize (GObject *object)
{
  ChattyPlatformOffers *self = CHATTY_PLATFORM_OFFERS (object);

  g_free (self->account);
  g_free (self->message);

  G_OBJECT_CLASS (chatty_platform_offers_parent_class)->finalize (object);
}

static void
chatty_platform_offers_class_init (ChattyPlatformOffersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = chatty_platform_offers_dispose;
  object_class->finalize = chatty_platform_offers_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_platform_offers_init (ChattyPlatformOffers *self)
{
  self->cancellable = g_cancellable_new ();
  self->voices = g_list_store_new (CHATTY_TYPE_CHOICE);
  self->languages = g_list_store_new (CHATTY_TYPE_CHOICE);
  self->models = g_list_store_new (CHATTY_TYPE_CHOICE);
}

/**
 * chatty_platform_offers_new:
 * @service: what opens the account
 * @account_id: which account
 *
 * Returns: (transfer full): its offers; nothing is asked before
 *   chatty_platform_offers_load()
 */
ChattyPlatformOffers *
chatty_platform_offers_new (ChattyAccountService *service,
                            const char           *account_id)
{
  ChattyPlatformOffers *self;

  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (service), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  self = g_object_new (CHATTY_TYPE_PLATFORM_OFFERS, NULL);
  self->service = g_object_ref (service);
  self->account = g_strdup (account_id);
  return self;
}

/**
 * chatty_platform_offers_open:
 *
 * Opens the account, to know what it can do. Asks the keyring, quietly, and
 * nobody else.
 */
void
chatty_platform_offers_open (ChattyPlatformOffers *self)
{
  g_return_if_fail (CHATTY_IS_PLATFORM_OFFERS (self));

  if (self->connector != NULL || self->opening)
    return;

  self->opening = TRUE;
  g_clear_pointer (&self->message, g_free);
  chatty_account_service_open_async (self->service, self->account, CHATTY_SECRET_QUIET,
                                     self->cancellable, opened_cb, g_object_ref (self));
}

/**
 * chatty_platform_offers_load:
 *
 * Asks the platform, unless it was asked already.
 */
void
chatty_platform_offers_load (ChattyPlatformOffers *self)
{
  g_return_if_fail (CHATTY_IS_PLATFORM_OFFERS (self));

  if (self->asked)
    return;

  self->asked = TRUE;
  g_clear_pointer (&self->message, g_free);
  if (self->connector != NULL)
    ask (self);
  else
    chatty_platform_offers_open (self);
}

/**
 * chatty_platform_offers_get_voices:
 *
 * Returns: (transfer none): of #ChattyChoice
 */
GListModel *
chatty_platform_offers_get_voices (ChattyPlatformOffers *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_OFFERS (self), NULL);

  return G_LIST_MODEL (self->voices);
}

/**
 * chatty_platform_offers_get_languages:
 *
 * Returns: (transfer none): of #ChattyChoice
 */
GListModel *
chatty_platform_offers_get_languages (ChattyPlatformOffers *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_OFFERS (self), NULL);

  return G_LIST_MODEL (self->languages);
}

/**
 * chatty_platform_offers_get_models:
 *
 * Returns: (transfer none): of #ChattyChoice
 */
GListModel *
chatty_platform_offers_get_models (ChattyPlatformOffers *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_OFFERS (self), NULL);

  return G_LIST_MODEL (self->models);
}

/**
 * chatty_platform_offers_list_efforts:
 * @model: (nullable): the id of a model
 *
 * Returns: (transfer full) (nullable): of #ChattyChoice; %NULL where nothing
 *   is known of the model
 */
GListModel *
chatty_platform_offers_list_efforts (ChattyPlatformOffers *self,
                                     const char           *model)
{
  GListStore *store;

  g_return_val_if_fail (CHATTY_IS_PLATFORM_OFFERS (self), NULL);

  for (guint i = 0; self->known_models != NULL && i < self->known_models->len; i++)
    {
      const ChattyLanguageModel *known = g_ptr_array_index (self->known_models, i);

      if (g_strcmp0 (known->id, model) != 0 || known->efforts == NULL)
        continue;
      store = g_list_store_new (CHATTY_TYPE_CHOICE);
      for (guint j = 0; known->efforts[j] != NULL; j++)
        add_choice (store, known->efforts[j], NULL,
                    g_strcmp0 (known->efforts[j], known->default_effort) == 0
                      /* Translators: what a model does when nobody asks for more or less */
                      ? C_("reasoning effort", "Its own") : NULL);
      return G_LIST_MODEL (store);
    }
  return NULL;
}

/**
 * chatty_platform_offers_get_drafting:
 *
 * Returns: (transfer none) (nullable): what writes for the person
 */
ChattyDrafting *
chatty_platform_offers_get_drafting (ChattyPlatformOffers *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_OFFERS (self), NULL);

  return CHATTY_IS_DRAFTING (self->connector) ? CHATTY_DRAFTING (self->connector) : NULL;
}

/**
 * chatty_platform_offers_get_speech:
 *
 * Returns: (transfer none) (nullable): what speaks
 */
ChattySpeech *
chatty_platform_offers_get_speech (ChattyPlatformOffers *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_OFFERS (self), NULL);

  return CHATTY_IS_SPEECH (self->connector) ? CHATTY_SPEECH (self->connector) : NULL;
}

/**
 * chatty_platform_offers_get_message:
 *
 * Returns: (nullable): why the lists could not be had
 */
const char *
chatty_platform_offers_get_message (ChattyPlatformOffers *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_OFFERS (self), NULL);

  return self->message;
}
