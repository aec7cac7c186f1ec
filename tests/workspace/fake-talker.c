/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "fake-talker.h"

#include <math.h>

#include "chatty-error.h"
#include "chatty-knowledge.h"
#include "chatty-turn.h"

#define A_MOMENT (5 * G_TIME_SPAN_MILLISECOND)

struct _FakeTalker {
  GObject     parent_instance;

  ChattyPool                *pool;
  const ChattyConnectorInfo *info;      /* whom it plays */
};

FakeTalk fake_talk;

static GMutex lock;
static GCond cond;
static gboolean is_open;
static guint n_waiting;

static ChattyConnectorInfo inworld = {
  .id = "inworld",
  .title = "Inworld",
  .sign_in = CHATTY_SIGN_IN_API_KEY,
  .endpoints = { { "api", "https://api.inworld.ai", "Authorization", "Basic ", FALSE } },
};
static ChattyConnectorEntry table[4];

static void connector_iface_init (ChattyConnectorInterface *iface);
static void chat_iface_init (ChattyChatInterface *iface);
static void speech_iface_init (ChattySpeechInterface *iface);
static void memory_iface_init (ChattyMemoryInterface *iface);
static void knowledge_iface_init (ChattyKnowledgeInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeTalker, fake_talker, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CONNECTOR, connector_iface_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CHAT, chat_iface_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_SPEECH, speech_iface_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_MEMORY, memory_iface_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_KNOWLEDGE,
                                                      knowledge_iface_init))

static const ChattyConnectorInfo *
talker_get_info (ChattyConnector *connector)
{
  return FAKE_TALKER (connector)->info;
}

static ChattyPool *
talker_get_pool (ChattyConnector *connector)
{
  return FAKE_TALKER (connector)->pool;
}

static ChattyVerdict *
talker_test (ChattyConnector  *connector,
             GCancellable     *cancellable,
             GError          **error)
{
  ChattyVerdict verdict = { .kind = CHATTY_VERDICT_WORKS };

  return chatty_verdict_new (&verdict);
}

static void
connector_iface_init (ChattyConnectorInterface *iface)
{
  iface->get_info = talker_get_info;
  iface->get_pool = talker_get_pool;
  iface->test = talker_test;
}

/* Chat ---------------------------------------------------------------------------- */

static ChattyChatInputs
talker_get_inputs (ChattyChat *chat)
{
  const ChattyConnectorInfo *info = FAKE_TALKER (chat)->info;

  if (!g_str_equal (info->id, "convai"))
    return CHATTY_CHAT_TEXT | CHATTY_CHAT_IMAGE | CHATTY_CHAT_STREAMS |
           CHATTY_CHAT_NEEDS_CONTEXT | CHATTY_CHAT_ANY_CHARACTER |
           (info != &inworld ? CHATTY_CHAT_NEEDS_CHARACTER : 0);
  return CHATTY_CHAT_TEXT | CHATTY_CHAT_AUDIO | CHATTY_CHAT_SPEAKS | CHATTY_CHAT_STREAMS;
}

static void
set (char       **place,
     const char  *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static ChattyChatSession *
talker_open (ChattyChat    *chat,
             const char    *character_id,
             const char    *state,
             GCancellable  *cancellable,
             GError       **error)
{
  ChattyChatSession *session = chatty_chat_session_new (character_id != NULL ? character_id : "",
                                                        state);

  g_mutex_lock (&lock);
  set (&fake_talk.character, character_id);
  set (&fake_talk.session, state);
  g_mutex_unlock (&lock);
  return session;
}

static char *
turns_of (GPtrArray *turns)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; turns != NULL && i < turns->len; i++)
    g_string_append_printf (text, "%s%c:%s", i > 0 ? "|" : "",
                            chatty_turn_get_role (turns->pdata[i]) == CHATTY_ROLE_PERSON ? 'P'
                                                                                         : 'A',
                            chatty_turn_get_text (turns->pdata[i]));
  return g_string_free (text, FALSE);
}

/* Under the lock. */
static void
take_context (const ChattyChatContext *context)
{
  g_autoptr (GString) stores = g_string_new (NULL);

  for (guint i = 0; context != NULL && context->stores != NULL && i < context->stores->len; i++)
    g_string_append_printf (stores, "%s%s", i > 0 ? "|" : "",
                            (char *) context->stores->pdata[i]);
  set (&fake_talk.stores, stores->str);
  g_free (fake_talk.passages);
  fake_talk.passages = context != NULL && context->passages != NULL
                       ? g_strjoinv ("|", (char **) context->passages) : NULL;
  set (&fake_talk.instructions, context != NULL ? context->instructions : NULL);
  set (&fake_talk.model, context != NULL ? context->model : NULL);
  set (&fake_talk.settings, context != NULL ? context->settings : NULL);
  set (&fake_talk.effort, context != NULL ? context->effort : NULL);
  fake_talk.temperature = context != NULL ? context->temperature : NAN;
  g_free (fake_talk.turns);
  fake_talk.turns = turns_of (context != NULL ? context->turns : NULL);
}

static gboolean
talker_send (ChattyChat               *chat,
             ChattyChatSession        *session,
             const ChattyChatMessage  *message,
             ChattyReply              *reply,
             GCancellable             *cancellable,
             GError                  **error)
{
  g_mutex_lock (&lock);
  fake_talk.n_sent++;
  set (&fake_talk.platform, FAKE_TALKER (chat)->info->id);
  set (&fake_talk.text, message->text);
  take_context (message->context);
  fake_talk.n_images = message->n_images;
  fake_talk.had_audio = message->audio != NULL;
  fake_talk.speaks = message->speak;
  g_mutex_unlock (&lock);
  chatty_chat_session_set_remote (session, "api", "session-1");
  return fake_talk.answer (message, reply, cancellable, error);
}

static GPtrArray *
talker_list_models (ChattyChat    *chat,
                    GCancellable  *cancellable,
                    GError       **error)
{
  GPtrArray *models = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_language_model_unref);
  ChattyLanguageModel small = { .id = "small", .name = "Small", .context_tokens = 400 };

  g_ptr_array_add (models, chatty_language_model_new (&small));
  return models;
}

static ChattyLanguageModel *
talker_find_model (ChattyChat    *chat,
                   const char    *id,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (GPtrArray) models = talker_list_models (chat, cancellable, error);
  const char *wanted = id != NULL ? id : fake_talk.preferred;
  ChattyLanguageModel *model = wanted != NULL ? chatty_language_model_find (models, wanted) : NULL;

  if (model == NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND, "There is no such model.");
  return model;
}

static guint
talker_count_tokens (ChattyChat               *chat,
                     const ChattyChatMessage  *message,
                     GCancellable             *cancellable,
                     GError                  **error)
{
  guint tokens;

  g_mutex_lock (&lock);
  take_context (message->context);
  tokens = fake_talk.tokens;
  g_mutex_unlock (&lock);
  if (tokens == 0)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER, "Nothing was counted.");
  return tokens;
}

static void
chat_iface_init (ChattyChatInterface *iface)
{
  iface->get_inputs = talker_get_inputs;
  iface->open = talker_open;
  iface->send = talker_send;
  iface->list_models = talker_list_models;
  iface->find_model = talker_find_model;
  iface->count_tokens = talker_count_tokens;
}

/* Speech ---------------------------------------------------------------------------- */

static GPtrArray *
talker_list_voices (ChattySpeech  *speech,
                    gboolean       refresh,
                    GCancellable  *cancellable,
                    GError       **error)
{
  GPtrArray *voices = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_voice_unref);
  const char *languages[] = { "en-US", NULL };
  ChattyVoice voice = { .id = "anna", .name = "Anna", .languages = languages };

  g_ptr_array_add (voices, chatty_voice_new (&voice));
  return voices;
}

static GPtrArray *
talker_list_languages (ChattySpeech  *speech,
                       gboolean       refresh,
                       GCancellable  *cancellable,
                       GError       **error)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_language_unref);
}

static gboolean
talker_speak (ChattySpeech               *speech,
              const ChattySpeechRequest  *request,
              ChattyReply                *reply,
              GCancellable               *cancellable,
              GError                    **error)
{
  g_mutex_lock (&lock);
  fake_talk.n_spoken++;
  set (&fake_talk.voice, request->voice);
  g_mutex_unlock (&lock);
  return fake_talk.speak (request, reply, cancellable, error);
}

static void
speech_iface_init (ChattySpeechInterface *iface)
{
  iface->list_voices = talker_list_voices;
  iface->list_languages = talker_list_languages;
  iface->speak = talker_speak;
}

/* Memory ---------------------------------------------------------------------------- */

static GPtrArray *
talker_list_memory (ChattyMemory  *memory,
                    const char    *character_id,
                    const char    *person_id,
                    GCancellable  *cancellable,
                    GError       **error)
{
  GPtrArray *notes = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_memory_note_unref);

  g_assert_nonnull (person_id);
  for (guint i = 0; i < fake_talk.memory->len; i++)
    g_ptr_array_add (notes, chatty_memory_note_ref (fake_talk.memory->pdata[i]));
  return notes;
}

static char *
talker_add_memory (ChattyMemory  *memory,
                   const char    *character_id,
                   const char    *person_id,
                   const char    *text,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autofree char *id = g_strdup_printf ("remote-%u", fake_talk.memory->len + 1);
  ChattyMemoryNote note = { .id = id, .text = text, .created = CHATTY_TIME_NONE,
                            .updated = CHATTY_TIME_NONE };

  g_ptr_array_add (fake_talk.memory, chatty_memory_note_new (&note));
  return g_steal_pointer (&id);
}

static gboolean
talker_delete_memory (ChattyMemory  *memory,
                      const char    *character_id,
                      const char    *person_id,
                      const char    *note_id,
                      GCancellable  *cancellable,
                      GError       **error)
{
  /* Nobody but a mistake asks for all of them. */
  g_assert_nonnull (note_id);
  for (guint i = 0; i < fake_talk.memory->len; i++)
    if (g_str_equal (((ChattyMemoryNote *) fake_talk.memory->pdata[i])->id, note_id))
      {
        g_ptr_array_remove_index (fake_talk.memory, i);
        return TRUE;
      }
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND, "There is no such note.");
  return FALSE;
}

static void
memory_iface_init (ChattyMemoryInterface *iface)
{
  iface->list = talker_list_memory;
  iface->add = talker_add_memory;
  iface->delete = talker_delete_memory;
}

/* Knowledge -------------------------------------------------------------------------- */

static const ChattyKnowledgeLimits *
talker_get_limits (ChattyKnowledge *knowledge)
{
  static const char *const suffixes[] = { ".txt", NULL };
  static const ChattyKnowledgeLimits limits = { suffixes, 1000 };

  return &limits;
}

/* It searches what it is told to search, and is not asked for more here. */
static void
knowledge_iface_init (ChattyKnowledgeInterface *iface)
{
  iface->get_limits = talker_get_limits;
}

/* The type --------------------------------------------------------------------------- */

static void
fake_talker_finalize (GObject *object)
{
  g_object_unref (FAKE_TALKER (object)->pool);

  G_OBJECT_CLASS (fake_talker_parent_class)->finalize (object);
}

static void
fake_talker_class_init (FakeTalkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_talker_finalize;
}

static void
fake_talker_init (FakeTalker *self)
{
  self->pool = chatty_pool_new ("fake", 1);
}

static ChattyConnector *
create (const ChattyConnectorInfo *info)
{
  FakeTalker *self = g_object_new (FAKE_TYPE_TALKER, NULL);

  self->info = info;
  return CHATTY_CONNECTOR (self);
}

static ChattyConnector *
create_convai (const ChattyConnectorAccess  *access,
               GError                      **error)
{
  return create (chatty_connector_info_lookup ("convai"));
}

static ChattyConnector *
create_inworld (const ChattyConnectorAccess  *access,
                GError                      **error)
{
  return create (&inworld);
}

static ChattyConnector *
create_gemini (const ChattyConnectorAccess  *access,
               GError                      **error)
{
  return create (chatty_connector_info_lookup ("gemini"));
}

static gboolean
say_hello (const ChattyChatMessage  *message,
           ChattyReply              *reply,
           GCancellable             *cancellable,
           GError                  **error)
{
  chatty_reply_append_text (reply, "Hello ");
  chatty_reply_append_text (reply, "there.");
  return TRUE;
}

static gboolean
say_nothing (const ChattySpeechRequest  *request,
             ChattyReply                *reply,
             GCancellable               *cancellable,
             GError                    **error)
{
  return TRUE;
}

void
fake_talk_reset (void)
{
  g_clear_pointer (&fake_talk.memory, g_ptr_array_unref);
  g_free (fake_talk.platform);
  g_free (fake_talk.character);
  g_free (fake_talk.session);
  g_free (fake_talk.text);
  g_free (fake_talk.instructions);
  g_free (fake_talk.model);
  g_free (fake_talk.turns);
  g_free (fake_talk.settings);
  g_free (fake_talk.effort);
  g_free (fake_talk.stores);
  g_free (fake_talk.passages);
  g_free (fake_talk.voice);
  fake_talk = (FakeTalk) { .answer = say_hello, .speak = say_nothing };
  fake_talk.memory = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_memory_note_unref);
  is_open = FALSE;
  n_waiting = 0;
}

ChattyConnectorTable *
fake_talk_get_table (void)
{
  table[0] = (ChattyConnectorEntry) { chatty_connector_info_lookup ("convai"), create_convai };
  table[1] = (ChattyConnectorEntry) { &inworld, create_inworld };
  table[2] = (ChattyConnectorEntry) { chatty_connector_info_lookup ("gemini"), create_gemini };
  return table;
}

gboolean
fake_talk_wait (GCancellable  *cancellable,
                GError       **error)
{
  g_mutex_lock (&lock);
  n_waiting++;
  while (!is_open && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait_until (&cond, &lock, g_get_monotonic_time () + A_MOMENT);
  n_waiting--;
  g_mutex_unlock (&lock);
  return !chatty_set_cancelled (cancellable, error);
}

void
fake_talk_open (void)
{
  g_mutex_lock (&lock);
  is_open = TRUE;
  g_cond_broadcast (&cond);
  g_mutex_unlock (&lock);
}

guint
fake_talk_n_waiting (void)
{
  guint n;

  g_mutex_lock (&lock);
  n = n_waiting;
  g_mutex_unlock (&lock);
  return n;
}

guint
fake_talk_n_sent (void)
{
  guint n;

  g_mutex_lock (&lock);
  n = fake_talk.n_sent;
  g_mutex_unlock (&lock);
  return n;
}
