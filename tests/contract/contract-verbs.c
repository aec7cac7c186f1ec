/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "contract.h"

#define IS(name, TYPE)                           \
  static gboolean                                \
  name (Contract *contract)                      \
  {                                              \
    return TYPE (contract->connector);           \
  }

IS (is_store, CHATTY_IS_CHARACTER_STORE)
IS (is_drafting, CHATTY_IS_DRAFTING)
IS (is_chat, CHATTY_IS_CHAT)
IS (is_speech, CHATTY_IS_SPEECH)
IS (is_knowledge, CHATTY_IS_KNOWLEDGE)
IS (is_history, CHATTY_IS_HISTORY)
IS (is_memory, CHATTY_IS_MEMORY)
IS (has_usage, chatty_connector_has_usage)

static gboolean
can_speak_back (Contract *contract)
{
  return contract_has_input (contract, CHATTY_CHAT_SPEAKS);
}

static gboolean
can_clone (Contract *contract)
{
  return is_store (contract) &&
         chatty_character_store_can_clone (CHATTY_CHARACTER_STORE (contract->connector));
}

static gboolean
done_list (GPtrArray *list)
{
  g_autoptr (GPtrArray) owned = list;

  return list != NULL;
}

static gboolean
run_usage (Contract      *contract,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (ChattyUsage) usage = chatty_connector_usage (contract->connector, cancellable, error);

  return usage != NULL;
}

static gboolean
run_list (Contract      *contract,
          GCancellable  *cancellable,
          GError       **error)
{
  return done_list (chatty_character_store_list (CHATTY_CHARACTER_STORE (contract->connector),
                                                 cancellable, error));
}

static gboolean
run_get (Contract      *contract,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr (ChattyCharacter) character = NULL;

  character = chatty_character_store_get (CHATTY_CHARACTER_STORE (contract->connector),
                                          contract->character, cancellable, error);
  return character != NULL;
}

static gboolean
run_create (Contract      *contract,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) character = NULL;
  g_autofree char *id = NULL;

  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME, "Ada");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS, "Ada counts.");
  chatty_character_builder_set_text (builder, CHATTY_FIELD_VOICE, contract->platform->voice);
  character = chatty_character_builder_end (g_steal_pointer (&builder));
  return chatty_character_store_create (CHATTY_CHARACTER_STORE (contract->connector), character,
                                        &id, cancellable, error);
}

static gboolean
run_update (Contract      *contract,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
  g_autoptr (ChattyCharacter) character = NULL;

  chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS, "Wren rests.");
  character = chatty_character_builder_end (g_steal_pointer (&builder));
  return chatty_character_store_update (CHATTY_CHARACTER_STORE (contract->connector),
                                        contract->character, character,
                                        CHATTY_FIELD_FLAG (CHATTY_FIELD_INSTRUCTIONS),
                                        cancellable, error);
}

static gboolean
run_delete (Contract      *contract,
            GCancellable  *cancellable,
            GError       **error)
{
  return chatty_character_store_delete (CHATTY_CHARACTER_STORE (contract->connector),
                                        contract->character, cancellable, error);
}

static gboolean
run_clone (Contract      *contract,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *id = NULL;

  id = chatty_character_store_clone (CHATTY_CHARACTER_STORE (contract->connector),
                                     contract->character, TRUE, cancellable, error);
  return id != NULL;
}

static gboolean
run_draft (Contract      *contract,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);

  return chatty_drafting_draft (CHATTY_DRAFTING (contract->connector), "Ada", "a clockmaker",
                                reply, cancellable, error);
}

static gboolean
run_starters (Contract      *contract,
              GCancellable  *cancellable,
              GError       **error)
{
  g_auto (GStrv) starters = NULL;

  starters = chatty_drafting_starters (CHATTY_DRAFTING (contract->connector),
                                       contract->character, cancellable, error);
  return starters != NULL;
}

static gboolean
talk (Contract      *contract,
      gboolean       speak,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autoptr (ChattyChatSession) session = NULL;
  g_autoptr (GError) reply_error = NULL;
  ChattyChatMessage message = { .text = "Who are you?", .speak = speak };
  gboolean ok;

  contract_address (contract, &message);
  session = chatty_chat_open (CHATTY_CHAT (contract->connector), contract->character, NULL,
                              cancellable, error);
  if (session == NULL)
    return FALSE;
  ok = chatty_chat_send (CHATTY_CHAT (contract->connector), session, &message, reply, cancellable,
                         error);
  /* The reply ends as the call does. */
  g_assert_true (chatty_reply_is_done (reply));
  reply_error = chatty_reply_dup_error (reply);
  g_assert_true ((reply_error == NULL) == ok);
  return ok;
}

static gboolean
run_text (Contract      *contract,
          GCancellable  *cancellable,
          GError       **error)
{
  return talk (contract, FALSE, cancellable, error);
}

static gboolean
run_voice (Contract      *contract,
           GCancellable  *cancellable,
           GError       **error)
{
  return talk (contract, TRUE, cancellable, error);
}

static gboolean
run_models (Contract      *contract,
            GCancellable  *cancellable,
            GError       **error)
{
  return done_list (chatty_chat_list_models (CHATTY_CHAT (contract->connector), cancellable,
                                             error));
}

static gboolean
run_voices (Contract      *contract,
            GCancellable  *cancellable,
            GError       **error)
{
  return done_list (chatty_speech_list_voices (CHATTY_SPEECH (contract->connector), TRUE,
                                               cancellable, error));
}

static gboolean
run_languages (Contract      *contract,
               GCancellable  *cancellable,
               GError       **error)
{
  return done_list (chatty_speech_list_languages (CHATTY_SPEECH (contract->connector), TRUE,
                                                  cancellable, error));
}

static gboolean
run_speak (Contract      *contract,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);

  ChattySpeechRequest wanted = { .voice = contract->platform->voice,
                                 .model = contract->platform->voice_model,
                                 .text = "Nine seconds." };

  return chatty_speech_speak (CHATTY_SPEECH (contract->connector), &wanted, reply, cancellable,
                              error);
}

static gboolean
run_documents (Contract      *contract,
               GCancellable  *cancellable,
               GError       **error)
{
  return done_list (chatty_knowledge_list (CHATTY_KNOWLEDGE (contract->connector),
                                           contract->character, cancellable, error));
}

static gboolean
run_upload (Contract      *contract,
            GCancellable  *cancellable,
            GError       **error)
{
  const ChattyKnowledgeOptions options = { .character_id = contract->character };
  g_autoptr (ChattyDocument) document = NULL;

  document = chatty_knowledge_upload_with (CHATTY_KNOWLEDGE (contract->connector),
                                           contract->upload, NULL, &options, NULL, NULL,
                                           cancellable, error);
  return document != NULL;
}

static gboolean
run_attach (Contract      *contract,
            GCancellable  *cancellable,
            GError       **error)
{
  ChattyKnowledge *knowledge = CHATTY_KNOWLEDGE (contract->connector);

  /* What belongs to one character is there: it can only be taken away. */
  return chatty_knowledge_attach (knowledge, contract->character, contract->document,
                                  !chatty_knowledge_is_by_character (knowledge), cancellable,
                                  error);
}

static gboolean
run_forget_document (Contract      *contract,
                     GCancellable  *cancellable,
                     GError       **error)
{
  return chatty_knowledge_delete (CHATTY_KNOWLEDGE (contract->connector), contract->document,
                                  cancellable, error);
}

static gboolean
run_sessions (Contract      *contract,
              GCancellable  *cancellable,
              GError       **error)
{
  return done_list (chatty_history_list (CHATTY_HISTORY (contract->connector),
                                         contract->character, cancellable, error));
}

static gboolean
run_session (Contract      *contract,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (ChattyTranscript) transcript = NULL;

  transcript = chatty_history_read (CHATTY_HISTORY (contract->connector), contract->character,
                                    "Wren", contract->session, cancellable, error);
  return transcript != NULL;
}

static gboolean
run_forget_session (Contract      *contract,
                    GCancellable  *cancellable,
                    GError       **error)
{
  return chatty_history_delete (CHATTY_HISTORY (contract->connector), contract->character,
                                contract->session, cancellable, error);
}

static gboolean
run_notes (Contract      *contract,
           GCancellable  *cancellable,
           GError       **error)
{
  return done_list (chatty_memory_list (CHATTY_MEMORY (contract->connector), contract->character,
                                        "person-1", cancellable, error));
}

static gboolean
run_note (Contract      *contract,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autofree char *id = NULL;

  id = chatty_memory_add (CHATTY_MEMORY (contract->connector), contract->character, "person-1",
                          "Has a boat", cancellable, error);
  return id != NULL;
}

static gboolean
run_forget_note (Contract      *contract,
                 GCancellable  *cancellable,
                 GError       **error)
{
  return chatty_memory_delete (CHATTY_MEMORY (contract->connector), contract->character,
                               "person-1", contract->note, cancellable, error);
}

/* Whoever knows a list by heart asks nobody: nothing can go wrong. */
static gboolean
asks (Contract *contract,
      gboolean (*run) (Contract *, GCancellable *, GError **))
{
  guint n_before = contract_count (contract);
  gboolean asked;

  if (!is_speech (contract))
    return FALSE;
  run (contract, NULL, NULL);
  asked = contract_count (contract) > n_before;
  /* What it learnt is forgotten, too. */
  chatty_connector_forget (contract->connector);
  if (n_before == 0)
    chatty_simulator_forget_requests (contract->simulator);
  return asked;
}

static gboolean
asks_voices (Contract *contract)
{
  return asks (contract, run_voices);
}

static gboolean
asks_languages (Contract *contract)
{
  return asks (contract, run_languages);
}

static const ContractVerb verbs[] = {
  { "usage", has_usage, run_usage },
  { "list", is_store, run_list },
  { "get", is_store, run_get },
  { "create", is_store, run_create, TRUE },
  { "update", is_store, run_update },
  { "delete", is_store, run_delete, TRUE },
  { "clone", can_clone, run_clone, TRUE },
  { "draft", is_drafting, run_draft, FALSE, TRUE },
  { "starters", is_drafting, run_starters, FALSE, TRUE },
  { "text", is_chat, run_text, TRUE, TRUE },
  { "voice", can_speak_back, run_voice, TRUE },
  { "models", is_chat, run_models },
  { "voices", asks_voices, run_voices },
  { "languages", asks_languages, run_languages },
  { "speak", is_speech, run_speak },
  { "documents", is_knowledge, run_documents },
  { "upload", is_knowledge, run_upload, TRUE },
  { "attach", is_knowledge, run_attach },
  { "forget-document", is_knowledge, run_forget_document, TRUE },
  { "sessions", is_history, run_sessions },
  { "session", is_history, run_session },
  { "forget-session", is_history, run_forget_session, TRUE },
  { "notes", is_memory, run_notes },
  { "note", is_memory, run_note, TRUE },
  { "forget-note", is_memory, run_forget_note, TRUE },
};

const ContractVerb *
contract_verbs (void)
{
  return verbs;
}

guint
contract_n_verbs (void)
{
  return G_N_ELEMENTS (verbs);
}
