/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-talk-service.h"
#include "chatty-ui-settings.h"

/* Conversations that rest and are kept open, so that coming back is at once. */
#define MAX_RESTING 6
#define MAX_DRAFTS  100
#define MIB         (1024 * 1024)

struct _ChattyTalkService
{
  GObject parent_instance;

  ChattyWorkspace      *workspace;
  ChattyAccountService *accounts;
  ChattyCharacterList  *characters;      /* NULL until it is asked for */
  ChattyPlayer         *player;          /* these two as well */
  ChattySpeaker        *speaker;
  GPtrArray            *conversations;   /* used last at the end */
  GHashTable           *drafts;          /* key to ChattyTalkDraft */
};

G_DEFINE_FINAL_TYPE (ChattyTalkService, chatty_talk_service, G_TYPE_OBJECT)

/**
 * chatty_talk_draft_new:
 * @text: what was written
 * @files: (nullable) (element-type ChattyTalkFile): what was attached
 *
 * Returns: (transfer full): both
 */
ChattyTalkDraft *
chatty_talk_draft_new (const char *text,
                  GPtrArray  *files)
{
  ChattyTalkDraft *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (ChattyTalkDraft, 1);
  self->text = g_strdup (text);
  self->files = files != NULL ? g_ptr_array_ref (files) : g_ptr_array_new ();
  return self;
}

/**
 * chatty_talk_draft_free:
 */
void
chatty_talk_draft_free (ChattyTalkDraft *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_ptr_array_unref (self->files);
  g_free (self);
}

static gboolean
is_busy (ChattyConversation *conversation)
{
  ChattyTalkState state = chatty_conversation_get_state (conversation);

  return state == CHATTY_TALK_STATE_SENDING || state == CHATTY_TALK_STATE_ANSWERING;
}

/* Those at work stay in any case. */
static void
drop_resting (ChattyTalkService *self)
{
  guint n_resting = 0;

  for (guint i = self->conversations->len; i > 0; i--)
    {
      if (is_busy (g_ptr_array_index (self->conversations, i - 1)))
        continue;
      if (++n_resting > MAX_RESTING)
        g_ptr_array_remove_index (self->conversations, i - 1);
    }
}

static void
cache_size_cb (ChattyTalkService *self)
{
  int mib = g_settings_get_int (chatty_ui_settings_get (), CHATTY_SETTING_VOICE_CACHE_SIZE);

  if (self->speaker != NULL)
    chatty_speaker_set_cache_size (self->speaker, (guint64) mib * MIB);
}

/* By the names of the setting; NULL for "automatic". */
static const char *
get_media_type (void)
{
  g_autofree char *format = g_settings_get_string (chatty_ui_settings_get (),
                                                   CHATTY_SETTING_VOICE_FORMAT);

  if (g_str_equal (format, "wav"))
    return "audio/wav";
  if (g_str_equal (format, "pcm"))
    return "audio/x-raw";
  if (g_str_equal (format, "mp3"))
    return "audio/mpeg";
  return g_str_equal (format, "opus") ? "audio/ogg" : NULL;
}

static void
format_cb (ChattyTalkService *self)
{
  if (self->speaker != NULL)
    chatty_speaker_set_media_type (self->speaker, get_media_type ());
}

static void
chatty_talk_service_dispose (GObject *object)
{
  ChattyTalkService *self = CHATTY_TALK_SERVICE (object);

  if (self->speaker != NULL)
    chatty_speaker_stop (self->speaker);
  if (self->player != NULL)
    chatty_player_stop (self->player);
  g_ptr_array_set_size (self->conversations, 0);
  g_clear_object (&self->speaker);
  g_clear_object (&self->player);
  g_clear_object (&self->characters);
  g_clear_object (&self->accounts);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (chatty_talk_service_parent_class)->dispose (object);
}

static void
chatty_talk_service_finalize (GObject *object)
{
  ChattyTalkService *self = CHATTY_TALK_SERVICE (object);

  g_ptr_array_unref (self->conversations);
  g_hash_table_unref (self->drafts);

  G_OBJECT_CLASS (chatty_talk_service_parent_class)->finalize (object);
}

static void
chatty_talk_service_class_init (ChattyTalkServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_talk_service_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_talk_service_finalize;
}

static void
chatty_talk_service_init (ChattyTalkService *self)
{
  self->conversations = g_ptr_array_new_with_free_func (g_object_unref);
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) chatty_talk_draft_free);
  g_signal_connect_object (chatty_ui_settings_get (), "changed::" CHATTY_SETTING_VOICE_FORMAT,
                           G_CALLBACK (format_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chatty_ui_settings_get (), "changed::" CHATTY_SETTING_VOICE_CACHE_SIZE,
                           G_CALLBACK (cache_size_cb), self, G_CONNECT_SWAPPED);
}

/**
 * chatty_talk_service_new:
 * @workspace: where the transcripts are
 * @accounts: who can be talked to
 *
 * Returns: (transfer full): a service without conversations
 */
ChattyTalkService *
chatty_talk_service_new (ChattyWorkspace      *workspace,
                         ChattyAccountService *accounts)
{
  ChattyTalkService *self;

  g_return_val_if_fail (CHATTY_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (CHATTY_IS_ACCOUNT_SERVICE (accounts), NULL);

  self = g_object_new (CHATTY_TYPE_TALK_SERVICE, NULL);
  self->workspace = g_object_ref (workspace);
  self->accounts = g_object_ref (accounts);
  return self;
}

/**
 * chatty_talk_service_get_workspace:
 *
 * Returns: (transfer none): where the transcripts are
 */
ChattyWorkspace *
chatty_talk_service_get_workspace (ChattyTalkService *self)
{
  g_return_val_if_fail (CHATTY_IS_TALK_SERVICE (self), NULL);

  return self->workspace;
}

/**
 * chatty_talk_service_get_accounts:
 *
 * Returns: (transfer none): who can be talked to
 */
ChattyAccountService *
chatty_talk_service_get_accounts (ChattyTalkService *self)
{
  g_return_val_if_fail (CHATTY_IS_TALK_SERVICE (self), NULL);

  return self->accounts;
}

/**
 * chatty_talk_service_get_characters:
 *
 * Returns: (transfer none): all characters of the vault, by name
 */
ChattyCharacterList *
chatty_talk_service_get_characters (ChattyTalkService *self)
{
  g_return_val_if_fail (CHATTY_IS_TALK_SERVICE (self), NULL);

  if (self->characters == NULL)
    self->characters = chatty_character_list_new (chatty_workspace_get_vault (self->workspace));
  return self->characters;
}

/**
 * chatty_talk_service_get_speaker:
 *
 * Returns: (transfer none): the one that speaks; made, with its player, when it
 *   is asked for first
 */
ChattySpeaker *
chatty_talk_service_get_speaker (ChattyTalkService *self)
{
  g_return_val_if_fail (CHATTY_IS_TALK_SERVICE (self), NULL);

  if (self->speaker == NULL)
    {
      GSettings *settings = chatty_ui_settings_get ();

      self->player = chatty_player_new ();
      g_settings_bind (settings, CHATTY_SETTING_VOICE_VOLUME, self->player, "volume",
                       G_SETTINGS_BIND_GET);
      g_settings_bind (settings, CHATTY_SETTING_VOICE_SPEED, self->player, "speed",
                       G_SETTINGS_BIND_GET);
      self->speaker = chatty_speaker_new (self->workspace, self->accounts, self->player);
      cache_size_cb (self);
      format_cb (self);
    }
  return self->speaker;
}

/**
 * chatty_talk_service_find:
 * @transcript_id: of a transcript
 *
 * Returns: (transfer full) (nullable): its conversation, where it is open
 */
ChattyConversation *
chatty_talk_service_find (ChattyTalkService *self,
                          const char        *transcript_id)
{
  g_return_val_if_fail (CHATTY_IS_TALK_SERVICE (self), NULL);
  g_return_val_if_fail (transcript_id != NULL, NULL);

  for (guint i = 0; i < self->conversations->len; i++)
    {
      ChattyConversation *conversation = g_ptr_array_index (self->conversations, i);

      if (g_strcmp0 (chatty_conversation_get_transcript_id (conversation), transcript_id) != 0)
        continue;
      /* It was used last now. */
      g_ptr_array_add (self->conversations, g_ptr_array_steal_index (self->conversations, i));
      return g_object_ref (conversation);
    }
  return NULL;
}

/**
 * chatty_talk_service_new_conversation:
 *
 * Returns: (transfer full): a conversation to be opened, which is found by its
 *   transcript from then on
 */
ChattyConversation *
chatty_talk_service_new_conversation (ChattyTalkService *self)
{
  ChattyConversation *conversation;

  g_return_val_if_fail (CHATTY_IS_TALK_SERVICE (self), NULL);

  conversation = chatty_conversation_new (self->workspace, self->accounts,
                                          chatty_talk_service_get_speaker (self));
  chatty_conversation_set_otherwise_speaks (conversation,
                                            g_settings_get_boolean (chatty_ui_settings_get (),
                                                                    CHATTY_SETTING_VOICE_SPEAKS));
  g_ptr_array_add (self->conversations, g_object_ref (conversation));
  drop_resting (self);
  return conversation;
}

/**
 * chatty_talk_service_forget:
 * @conversation: one that was not opened after all
 */
void
chatty_talk_service_forget (ChattyTalkService  *self,
                            ChattyConversation *conversation)
{
  g_return_if_fail (CHATTY_IS_TALK_SERVICE (self));

  g_ptr_array_remove (self->conversations, conversation);
}

/**
 * chatty_talk_service_keep_draft:
 * @key: where it was written
 * @draft: (transfer full) (nullable): what was written
 *
 * Keeps what was not sent for as long as the program runs.
 */
void
chatty_talk_service_keep_draft (ChattyTalkService *self,
                                const char        *key,
                                ChattyTalkDraft       *draft)
{
  g_autoptr (ChattyTalkDraft) mine = draft;

  g_return_if_fail (CHATTY_IS_TALK_SERVICE (self));
  g_return_if_fail (key != NULL);

  if (mine == NULL || (*mine->text == '\0' && mine->files->len == 0))
    g_hash_table_remove (self->drafts, key);
  else if (g_hash_table_size (self->drafts) < MAX_DRAFTS ||
           g_hash_table_contains (self->drafts, key))
    g_hash_table_replace (self->drafts, g_strdup (key), g_steal_pointer (&mine));
}

/**
 * chatty_talk_service_take_draft:
 * @key: where it was written
 *
 * Returns: (transfer full) (nullable): what was written, and is not kept any more
 */
ChattyTalkDraft *
chatty_talk_service_take_draft (ChattyTalkService *self,
                                const char        *key)
{
  g_autofree char *stolen = NULL;
  gpointer draft = NULL;

  g_return_val_if_fail (CHATTY_IS_TALK_SERVICE (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  g_hash_table_steal_extended (self->drafts, key, (gpointer *) &stolen, &draft);
  return draft;
}
