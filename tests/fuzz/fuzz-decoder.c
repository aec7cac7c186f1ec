/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "chatty-sniff.h"
#include "chatty-text-decoder.h"
#include "fuzz.h"

const char * const chatty_fuzz_seeds[] = {
  "You said:\r\nHello\r\n",
  "\xef\xbb\xbfYou said:\nH\xc3\xa9llo\n",
  "\xff\xfeY\x01o\x01u\x01",
  "caf\xe9 na\xefve r\xe9sum\xe9 \x93quoted\x94",
  "\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0?",
  "\x83\x41\x82\xa0\x93\xfa\x96\x7b",
  "{\"mapping\": {\"a\": [1, 2, {\"b\": \"c\"}]}}",
  "%PDF-1.7", "{\\rtf1 x}", "PK\x03\x04", "---\ntitle: x\n---\n# y\n", "<!DOCTYPE html><html>", NULL,
};

const char * const chatty_fuzz_tokens[] = {
  "\xef\xbb\xbf", "\xff\xfe", "\xfe\xff", "\x80", "\xc3", "\xe2\x82", "\xf0\x9f\x98\x80", "\xed\xa0\x80", "\r", "\n", "\r\n", "{", "[", "\"",
  "\\u0000", "# ", "---\n", "\xa0", "\x1a", NULL,
};

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  const char *encoding = NULL;
  g_autoptr(GBytes) text = chatty_text_decode (bytes, &encoding);
  gsize length;
  const char *decoded;

  chatty_sniff ((const char *) data, size, NULL);
  if (text == NULL)
    return 0;
  decoded = g_bytes_get_data (text, &length);
  g_assert_true (length == 0 || g_utf8_validate_len (decoded, length, NULL));
  g_assert_nonnull (encoding);
  if (length > 0)
    chatty_sniff_describe_json (decoded, length);
  return 0;
}
