/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "contract.h"

/* Answers of platforms that keep no conversation: what goes along, and what
 * can be wrong with a stream that began well. */

static const guint8 PNG[] = {
  0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 'I', 'H', 'D', 'R', 0, 0, 0, 1,
  0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89,
};

/* Sends @message with what has to go along. */
static gboolean
send_message (Contract                 *contract,
              const ChattyChatMessage  *message,
              ChattyReply              *reply,
              GError                  **error)
{
  g_autoptr (ChattyChatSession) session = NULL;
  ChattyChatMessage addressed = *message;

  contract_address (contract, &addressed);
  session = chatty_chat_open (CHATTY_CHAT (contract->connector), contract->character, NULL, NULL,
                              error);
  g_assert_nonnull (session);
  return chatty_chat_send (CHATTY_CHAT (contract->connector), session, &addressed, reply, NULL,
                           error);
}

/* Returns: (transfer full): the answer to "Hello" */
static char *
answer (Contract *contract)
{
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  ChattyChatMessage message = { .text = "Hello" };
  g_autoptr (GError) error = NULL;

  send_message (contract, &message, reply, &error);
  g_assert_no_error (error);
  return chatty_reply_dup_text (reply);
}

/* An error within the stream, whatever it looks like: what came stays. */
static void
test_broken (const ContractPlatform *platform)
{
  static const struct {
    const char *fault;
    const char *shape;
    gboolean    text;
    gboolean    some;   /* not every platform breaks so */
  } cases[] = {
    { "error", "openai", TRUE }, { "error", "wrapped", TRUE }, { "error", "status", TRUE },
    { "premature", "openai", TRUE }, { "empty", "openai" }, { "no-choices", "openai" },
    { "blocked", "openai", FALSE, TRUE }, { "no-content", "openai", FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Contract) contract = contract_new (platform);
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      ChattyChatMessage message = { .text = "Hello" };
      g_autofree char *whole = NULL;
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      /* Most platforms have one shape only. */
      if (!contract_set (contract, "error-shape", cases[i].shape) &&
          !g_str_equal (cases[i].shape, "openai"))
        continue;
      g_test_message ("%s, %s", cases[i].fault, cases[i].shape);
      whole = answer (contract);
      if (!contract_set (contract, "chat-fault", cases[i].fault))
        {
          g_assert_true (cases[i].some);
          continue;
        }
      g_assert_false (send_message (contract, &message, reply, &error));
      contract_check_error (error);
      g_test_message ("%s", error->message);
      g_assert_cmpint (chatty_reply_get_state (reply), ==, CHATTY_REPLY_FAILED);
      text = chatty_reply_dup_text (reply);
      g_assert_cmpuint (g_utf8_strlen (text, -1), ==, cases[i].text ? 9 : 0);
      g_assert_true (g_str_has_prefix (whole, text));
      /* Nothing was asked again by itself. */
      g_assert_cmpuint (contract_count (contract), ==, 2);
    }
}

/* Deltas without content are none; text is what was sent, byte for byte. */
static void
test_whole (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autofree char *plain = NULL;
  g_autofree char *with_nulls = NULL;
  g_autofree char *large = NULL;
  g_autofree char *markdown = chatty_simulator_make_markdown (50);

  plain = answer (contract);
  g_assert_true (contract_set (contract, "reply", plain));
  g_assert_true (contract_set (contract, "chat-fault", "nulls"));
  with_nulls = answer (contract);
  g_assert_cmpstr (with_nulls, ==, plain);
  g_assert_true (contract_set (contract, "chat-fault", "none"));
  g_assert_true (contract_set (contract, "reply", ""));
  g_assert_true (contract_set (contract, "reply-kb", "50"));
  g_assert_true (contract_set (contract, "reply-delta", "20"));
  large = answer (contract);
  g_assert_cmpstr (large, ==, markdown);
}

static ChattyTurn *
turn_new (ChattyRole  role,
          const char *text)
{
  ChattyTurnBuilder *builder = chatty_turn_builder_new (role);

  chatty_turn_builder_set_text (builder, text);
  return chatty_turn_builder_end (builder);
}

/* Instructions first, then all that was said, in order, and nothing else. */
static void
test_context (const ContractPlatform *platform)
{
  static const char *const roles[] = { "system", "user", "assistant", "user" };
  static const char *const texts[] = {
    "You are Wren — “漁師”.", "Is it late?", "It is dark.\n\n```c\nx\n```", "And now?",
  };
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (GPtrArray) turns = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_turn_unref);
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (JsonObject) body = NULL;
  g_auto (GStrv) said = NULL;
  g_autofree char *model = NULL;
  ChattyChatContext context = contract->context;
  ChattyChatMessage message = { .text = texts[3], .context = &context };
  g_autoptr (GError) error = NULL;
  guint prompt, completion;

  g_ptr_array_add (turns, turn_new (CHATTY_ROLE_PERSON, texts[1]));
  g_ptr_array_add (turns, turn_new (CHATTY_ROLE_NOTE, "A note of ours"));
  g_ptr_array_add (turns, turn_new (CHATTY_ROLE_ASSISTANT, texts[2]));
  context.instructions = texts[0];
  context.turns = turns;
  context.temperature = 0.5;
  context.max_tokens = 500;
  g_assert_true (send_message (contract, &message, reply, &error));
  g_assert_no_error (error);
  requests = chatty_simulator_dup_requests (contract->simulator);
  body = contract_dup_body (requests, requests->len - 1);
  said = platform->read_talk (body);
  g_assert_cmpuint (g_strv_length (said), ==, 2 * G_N_ELEMENTS (roles));
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_assert_cmpstr (said[2 * i], ==, roles[i]);
      g_assert_cmpstr (said[2 * i + 1], ==, texts[i]);
    }
  model = chatty_reply_dup_model (reply);
  g_assert_nonnull (model);
  g_assert_true (chatty_reply_get_usage (reply, &prompt, &completion));
  g_assert_cmpuint (prompt, >, 0);
  g_assert_cmpuint (completion, >, 0);
}

/* Whatever is in the list answers; what is not is refused. Images go to those
 * that take them. */
static void
test_models (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (GBytes) bytes = g_bytes_new_static (PNG, sizeof PNG);
  ChattyChatFile image = { "wren.png", "image/png", bytes };
  /* For a model that answers from texts alone. */
  const char *const passages[] = { "Greeting", "Hello to you too.", NULL };
  g_autoptr (GPtrArray) models = NULL;
  g_autoptr (ChattyReply) refused = chatty_reply_new (NULL);
  ChattyChatContext context = contract->context;
  ChattyChatMessage message = { .text = "Hello", .context = &context };
  g_autoptr (GError) error = NULL;
  guint n_images = 0;

  context.passages = passages;
  models = chatty_chat_list_models (CHATTY_CHAT (contract->connector), NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < models->len; i++)
    {
      ChattyLanguageModel *model = g_ptr_array_index (models, i);
      ChattyChatMessage shown = { .text = "What is it?", .context = &context, .images = &image,
                                  .n_images = 1 };
      g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
      g_autoptr (ChattyReply) seen = chatty_reply_new (NULL);
      g_autoptr (GError) image_error = NULL;

      g_test_message ("%s", model->id);
      context.model = model->id;
      g_assert_true (send_message (contract, &message, reply, &error));
      g_assert_no_error (error);
      if (!contract_has_input (contract, CHATTY_CHAT_IMAGE))
        continue;
      n_images += model->takes_images;
      g_assert_true (send_message (contract, &shown, seen, &image_error) == model->takes_images);
      g_assert_true ((image_error == NULL) == model->takes_images);
      if (image_error != NULL)
        contract_check_error (image_error);
    }
  g_assert_true (n_images > 0 || !contract_has_input (contract, CHATTY_CHAT_IMAGE));
  context.model = "openai/gpt-of-yesterday";
  g_assert_false (send_message (contract, &message, refused, &error));
  contract_check_error (error);
  g_assert_nonnull (strstr (error->message, "gpt-of-yesterday"));
}

/* A character that lives nowhere but here. */
static void
test_any_character (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);
  g_autoptr (ChattyChatSession) session = NULL;
  g_autoptr (ChattyReply) reply = chatty_reply_new (NULL);
  ChattyChatMessage message = { .text = "Hello" };
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  contract_address (contract, &message);
  session = chatty_chat_open (CHATTY_CHAT (contract->connector), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_chat_send (CHATTY_CHAT (contract->connector), session, &message, reply,
                                   NULL, &error));
  g_assert_no_error (error);
  text = chatty_reply_dup_text (reply);
  g_assert_nonnull (strstr (text, "Hello"));
  g_assert_nonnull (strstr (text, contract->context.instructions));
}

void
contract_add_answers (const ContractPlatform *platform)
{
  g_autoptr (Contract) contract = contract_new (platform);

  if (!CHATTY_IS_CHAT (contract->connector))
    return;
  if (contract_set (contract, "chat-fault", "none"))
    {
      contract_add ("/answers/broken", platform, test_broken);
      contract_add ("/answers/whole", platform, test_whole);
    }
  if (contract_has_input (contract, CHATTY_CHAT_NEEDS_CONTEXT))
    {
      contract_add ("/answers/context", platform, test_context);
      contract_add ("/answers/models", platform, test_models);
    }
  if (contract_has_input (contract, CHATTY_CHAT_ANY_CHARACTER))
    contract_add ("/answers/any-character", platform, test_any_character);
}
