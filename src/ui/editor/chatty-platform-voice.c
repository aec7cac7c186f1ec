/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-choice-field.h"
#include "chatty-draft-binding.h"
#include "chatty-field-factory.h"
#include "chatty-platform-voice.h"
#include "chatty-voice-sample.h"

struct _ChattyPlatformVoice
{
  GtkWidget parent_instance;

  GtkWidget            *group;
  ChattyField          *own;        /* nullable: the field here */
  ChattyField          *field;      /* nullable: where the voice is chosen, here or elsewhere */
  ChattyVoiceSample    *sample;     /* nullable: beside it */
  ChattyCharacterDraft *draft;      /* nullable, as the next ones */
  ChattyPlatformOffers *offers;
  ChattyPlayer         *player;
  char                 *platform;
};

G_DEFINE_FINAL_TYPE (ChattyPlatformVoice, chatty_platform_voice, GTK_TYPE_WIDGET)

/* What the character says and speaks there, as for all of the page: the
 * platform's own, or else what it has everywhere. */
static void
update_sample (ChattyPlatformVoice *self)
{
  const char *greeting;
  const char *const *languages;
  g_autoptr (JsonNode) value = NULL;

  if (self->draft == NULL || self->sample == NULL)
    return;
  chatty_voice_sample_set_player (self->sample, self->player);
  chatty_voice_sample_set_speech (self->sample,
                                  self->offers != NULL
                                    ? chatty_platform_offers_get_speech (self->offers) : NULL);
  greeting = chatty_character_draft_get_text (self->draft, self->platform, CHATTY_FIELD_GREETING);
  if (greeting == NULL)
    greeting = chatty_character_draft_get_text (self->draft, NULL, CHATTY_FIELD_GREETING);
  chatty_voice_sample_set_text (self->sample, greeting);
  languages = chatty_character_draft_get_list (self->draft, self->platform,
                                               CHATTY_FIELD_LANGUAGES);
  if (languages == NULL)
    languages = chatty_character_draft_get_list (self->draft, NULL, CHATTY_FIELD_LANGUAGES);
  value = chatty_field_get_value (self->field);
  chatty_voice_sample_set_voice (self->sample,
                                 value != NULL && JSON_NODE_HOLDS_VALUE (value)
                                   ? json_node_get_string (value) : NULL,
                                 languages != NULL ? languages[0] : NULL);
}

static void
take_field (ChattyPlatformVoice *self,
            ChattyField         *field)
{
  if (self->field == field)
    return;
  if (self->field != NULL)
    g_signal_handlers_disconnect_by_func (self->field, update_sample, self);
  self->field = field;
  if (field == NULL)
    return;
  /* Fields are never taken away from a page. */
  self->sample = CHATTY_VOICE_SAMPLE (chatty_voice_sample_new ());
  chatty_field_add_suffix (field, GTK_WIDGET (self->sample));
  g_signal_connect_object (field, "changed", G_CALLBACK (update_sample), self, G_CONNECT_SWAPPED);
}

/* Nothing chosen means what it has everywhere, and not no voice at all. */
static void
own_changed_cb (ChattyPlatformVoice *self)
{
  g_autoptr (JsonNode) value = chatty_field_get_value (self->own);

  if (value == NULL)
    chatty_character_draft_unset (self->draft, self->platform, CHATTY_FIELD_VOICE);
}

static void
bind_own (ChattyPlatformVoice *self)
{
  if (self->own == NULL)
    {
      self->own = chatty_field_factory_make (CHATTY_FIELD_VOICE);
      chatty_field_set_hint (self->own, NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), GTK_WIDGET (self->own));
    }
  g_signal_handlers_disconnect_by_func (self->own, own_changed_cb, self);
  chatty_draft_bind (self->own, self->draft, self->platform, CHATTY_FIELD_VOICE);
  g_signal_connect_object (self->own, "changed", G_CALLBACK (own_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
chatty_platform_voice_dispose (GObject *object)
{
  ChattyPlatformVoice *self = CHATTY_PLATFORM_VOICE (object);

  self->field = NULL;
  self->sample = NULL;
  self->own = NULL;
  g_clear_pointer (&self->group, gtk_widget_unparent);
  g_clear_object (&self->draft);
  g_clear_object (&self->offers);
  g_clear_object (&self->player);

  G_OBJECT_CLASS (chatty_platform_voice_parent_class)->dispose (object);
}

static void
chatty_platform_voice_finalize (GObject *object)
{
  g_free (CHATTY_PLATFORM_VOICE (object)->platform);

  G_OBJECT_CLASS (chatty_platform_voice_parent_class)->finalize (object);
}

static void
chatty_platform_voice_class_init (ChattyPlatformVoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_platform_voice_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_platform_voice_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_platform_voice_init (ChattyPlatformVoice *self)
{
  self->group = g_object_new (ADW_TYPE_PREFERENCES_GROUP,
                              "title", _("Voice"),
                              "description", _("Used when you talk; it stays in your vault."),
                              NULL);
  gtk_widget_set_parent (self->group, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * chatty_platform_voice_set_platform:
 * @platform: whose page it is on; before anything else
 */
void
chatty_platform_voice_set_platform (ChattyPlatformVoice *self,
                                    const char          *platform)
{
  g_return_if_fail (CHATTY_IS_PLATFORM_VOICE (self));

  g_free (self->platform);
  self->platform = g_strdup (platform);
}

/**
 * chatty_platform_voice_set:
 * @draft: (nullable): what is edited
 * @offers: (nullable): what there is to choose from
 * @is_kept: whether the platform keeps a voice for a character
 * @field: (nullable): where it is chosen then, once that is there
 */
void
chatty_platform_voice_set (ChattyPlatformVoice  *self,
                           ChattyCharacterDraft *draft,
                           ChattyPlatformOffers *offers,
                           gboolean              is_kept,
                           ChattyField          *field)
{
  gboolean is_new = self->draft != draft;
  gboolean wanted;

  g_return_if_fail (CHATTY_IS_PLATFORM_VOICE (self));
  g_return_if_fail (self->platform != NULL);

  g_set_object (&self->draft, draft);
  g_set_object (&self->offers, offers);
  wanted = !is_kept && draft != NULL && offers != NULL &&
           chatty_platform_offers_get_speech (offers) != NULL;
  if (wanted && (self->own == NULL || is_new))
    bind_own (self);
  if (wanted)
    chatty_choice_field_set_choices (CHATTY_CHOICE_FIELD (self->own),
                                     chatty_platform_offers_get_voices (offers));
  gtk_widget_set_visible (GTK_WIDGET (self), wanted);
  if (is_kept || self->own != NULL)
    take_field (self, is_kept ? field : self->own);
  update_sample (self);
}

/**
 * chatty_platform_voice_set_player:
 * @player: (nullable): what it is heard with; without it there is no button
 */
void
chatty_platform_voice_set_player (ChattyPlatformVoice *self,
                                  ChattyPlayer        *player)
{
  g_return_if_fail (CHATTY_IS_PLATFORM_VOICE (self));

  if (g_set_object (&self->player, player))
    update_sample (self);
}
