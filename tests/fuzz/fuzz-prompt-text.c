/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Whatever prompt.txt holds: a part that is set is read back, and setting a
 * part to what it says already changes no byte. The first line is the value. */

#include "config.h"

#include <string.h>

#include "chatty-prompt-text.h"
#include "chatty-text.h"
#include "fuzz.h"

const char * const chatty_fuzz_seeds[] = {
  "Lin\n**You Are Nova**\n*Says*\n\nBe kind.\nBe.\n",
  "*stars*\n\xef\xbb\xbf**You Are Nova**\r\n*Says*\r\nBe kind.\r\n",
  "**You Are You**\nJust be kind.",
  "x\n**You Are A**B**\n**Rules:**\n- one",
  NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "**You Are ", "**", "*", "\n", "\r\n", "\r", " ", "\t", "\xef\xbb\xbf", "**You Are X**\n", "*x*\n", "x",
  NULL,
};

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *input = chatty_text_make_valid ((const char *) data, (gssize) size);
  g_auto (GStrv) parts = g_strsplit (input, "\n", 2);
  const char *value = parts[0] != NULL ? parts[0] : "";
  const char *text = parts[0] != NULL && parts[1] != NULL ? parts[1] : "";
  g_autoptr (ChattyPromptText) before = chatty_prompt_text_parse (text);
  g_autoptr (ChattyPromptText) named = NULL;
  g_autofree char *same = NULL;
  g_autofree char *edited = NULL;
  g_autofree char *line = chatty_prompt_text_line (value);
  g_autofree char *old = NULL;

  g_assert_nonnull (before->instructions);
  same = chatty_prompt_text_edit (text, NULL, NULL, NULL);
  g_assert_cmpstr (same, ==, text);

  edited = chatty_prompt_text_edit (text, value, NULL, NULL);
  named = chatty_prompt_text_parse (edited);
  old = before->name != NULL ? chatty_prompt_text_line (before->name) : NULL;
  g_assert_cmpstr (named->name, ==, line);
  /* And back again, where there was a place for it. */
  if (before->name != NULL && g_strcmp0 (old, before->name) == 0)
    {
      g_autofree char *back = chatty_prompt_text_edit (edited, before->name, NULL, NULL);

      g_assert_cmpstr (back, ==, text);
    }
  return 0;
}
