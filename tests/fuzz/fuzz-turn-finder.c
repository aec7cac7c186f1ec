/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <string.h>

#include "chatty-turn-finder.h"
#include "fuzz.h"

const char * const chatty_fuzz_seeds[] = {
  "You said:\nHello\n\nChatGPT said:\nHi\n\nYou said:\nBye\n\nChatGPT said:\nBye\n",
  "#### You:\nOne\n\n#### ChatGPT:\n```\nYou:\n```\nTwo\n\n#### You:\nThree\n\n#### ChatGPT:\nFour\n",
  "**Human** - 2024-12-08 16:13:52 UTC\n\nHi\n\n---\n\n**Assistant** - 2024-12-08 16:14:00 UTC\n\nHello\n",
  "User: a\nAI: b\nUser: c\nAI: d\n",
  "## Prompt:\n2024-01-01\nq\n## Response:\nr\n## Prompt:\nq\n## Response:\nr\n",
  "Vous avez dit :\nBonjour\nChatGPT a dit :\nSalut\n\xe4\xbd\xa0\xe8\xaf\xb4\xef\xbc\x9a\nx\nChatGPT \xe8\xaf\xb4\xef\xbc\x9a\ny\n",
  "Ann: hello\nBob: hi\nAnn: how are you?\nBob: fine\n",
  NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "\n", "\n\n", "You said:", "ChatGPT said:", "You:", "ChatGPT:", "# ", "#### ", "**", "- ", "> ", "```\n", "~~~\n", ":", "User", "AI",
  "[2025-01-14T10:30:45Z]", "10:30 AM", "\xc2\xa0", "\xef\xbc\x9a", "\r", "\xf0\x9f\x91\xa4 ", "---\n", "said", "\t", "    ", NULL,
};

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_utf8_make_valid ((const char *) data, (gssize) size);
  const gsize length = strlen (text);
  ChattyNoTurns reason;
  g_autoptr(GError) error = NULL;
  g_autoptr(ChattyFoundTurns) found = chatty_turn_finder_find (text, length, NULL, NULL, G_MAXINT64, &reason, &error);
  gsize last = 0;

  g_assert_no_error (error);
  if (found == NULL)
    return 0;
  for (guint i = 0; i < found->turns->len; i++)
    {
      const ChattyFoundTurn *turn = &g_array_index (found->turns, ChattyFoundTurn, i);

      g_assert_cmpuint (turn->start, >=, last);
      g_assert_cmpuint (turn->body, >=, turn->start);
      g_assert_cmpuint (turn->end, >=, turn->body);
      g_assert_cmpuint (turn->end, <=, length);
      g_assert_true (g_utf8_validate (text + turn->body, (gssize) (turn->end - turn->body), NULL));
      last = turn->end;
    }
  return 0;
}
