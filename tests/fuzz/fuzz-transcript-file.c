/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "chatty-transcript-file.h"
#include "chatty-transcript.h"
#include "fuzz.h"

const char * const chatty_fuzz_seeds[] = {
  "---\nchatty: \"1\"\nid: \"file:1\"\ntitle: \"T\"\nplatform: \"chatgpt\"\n---\n\n"
  "<!-- turn {\"role\":\"person\"} -->\n**10:30:45 AM UTC - You** [2025-01-14T10:30:45Z]: Hello\n\n"
  "<!-- turn {\"role\":\"assistant\"} -->\n**10:30:50 AM UTC - ChatGPT** [2025-01-14T10:30:50Z]: Hi\n",
  "# Chatty Transcript -- X\n-=-=-=-\n\n## November 20, 2025\n\n**10:30:45 AM EST - You**: a\n\n**10:30:46 AM EST - X**: b\n",
  "---\nid: \"a\"\n---\n\n<!-- turn {\"role\":\"person\",\"id\":\"a\"} -->\n**You**: x\n\n"
  "<!-- turn {\"role\":\"assistant\",\"id\":\"b\"} -->\n**Nova**: y\n\n"
  "<!-- turn {\"role\":\"assistant\",\"id\":\"c\",\"state\":\"cut-off\",\"problem\":\"p\",\"replaces\":\"b\"} -->\n**Nova**: z\n\n"
  "<!-- choice {\"turn\":\"b\"} -->\n",
  "<!-- turn {\"role\":\"assistant\",\"id\":\"b\",\"thought\":\"t\",\"sources\":[{\"title\":\"a.pdf\",\"uri\":\"u\",\"document\":\"d\","
  "\"excerpt\":\"e\",\"page\":2,\"spans\":[0,4,4,8]}]} -->\n**Nova**: \xf0\x9f\x98\x80\xe4\xb8\xad\xe6\x96\x87\n",
  "---\ntitle: x\n---\n", "", NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "---\n", "<!-- turn {", "} -->\n", "\"role\":\"person\"", "\"role\":\"note\"", "\"id\":\"a\"", "\"alternates\":[", "\"following\":[", ",\"replaces\":\"a\"", ",\"id\":\"b\"", ",\"state\":\"stopped\"", ",\"thought\":\"t\"",
  ",\"sources\":[{", "\"spans\":[", "\"page\":", "1,", "2,", "-1,", "1e99,", "4294967296", "\xf0\x9f\x98\x80",
  "<!-- choice {\"turn\":\"a\"} -->\n", "<!-- choice {\"turn\":\"b\"} -->\n", "]", "{", "}", "\\u0000",
  "\"", "\\", "**", "[2025-01-14T10:30:45Z]", ": ", "\n", "\n\n", "\r\n", "title: ", "id: ", "-->", "<!--", "\\*", "10:30:45 AM UTC - ", NULL,
};

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(ChattyTranscript) transcript = NULL;
  g_autoptr(ChattyTranscript) again = NULL;
  g_autofree char *written = NULL;
  g_autofree char *rewritten = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;
  gsize again_length;

  transcript = chatty_transcript_file_read ((const char *) data, size, NULL);
  if (transcript == NULL)
    return 0;
  /* What was read can be written, and reading that gives the same again. */
  written = chatty_transcript_file_write (transcript, &length);
  again = chatty_transcript_file_read (written, length, &error);
  g_assert_no_error (error);
  g_assert_true (chatty_transcript_equal (transcript, again));
  rewritten = chatty_transcript_file_write (again, &again_length);
  g_assert_cmpmem (written, length, rewritten, again_length);
  return 0;
}
