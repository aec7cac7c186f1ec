/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include <string.h>

#include "chatty-mp3-head.h"

/* Nobody waits for the end of a picture that is larger. */
#define MAX_ID3 (4 * 1024 * 1024)

/* What every decoder of layer III is late, as LAME counts it. */
#define DECODER_DELAY 529

/* Returns the length of the frame, 0 when there is none of layer III. */
static guint
frame_length (const guint8 *head,
              gboolean     *lower,
              gboolean     *mono)
{
  static const guint rates[] = { 44100, 48000, 32000 };
  static const guint high[] = { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320 };
  static const guint low[] = { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 };
  const guint version = head[1] >> 3 & 3;       /* 0: 2.5, 2: 2, 3: 1 */
  const guint bitrate = head[2] >> 4;
  const guint rate = head[2] >> 2 & 3;
  const guint padding = head[2] >> 1 & 1;

  if (head[0] != 0xff || (head[1] & 0xe0) != 0xe0 || version == 1 || (head[1] >> 1 & 3) != 1 ||
      bitrate == 0 || bitrate == 15 || rate == 3)
    return 0;
  *lower = version != 3;
  *mono = head[3] >> 6 == 3;
  if (!*lower)
    return 144000 * high[bitrate] / rates[rate] + padding;
  return 72000 * low[bitrate] / (rates[rate] / (version == 2 ? 2 : 4)) + padding;
}

/* The frame without sound that LAME and others put first ("Xing" or "Info",
 * https://gabriel.mp3-tech.org/mp3infotag.html): it says how much filling
 * there is at both ends. */
static gboolean
read_info_frame (const guint8  *frame,
                 gsize          length,
                 gboolean       lower,
                 gboolean       mono,
                 ChattyMp3Head *head)
{
  gsize at = 4 + (lower ? (mono ? 9 : 17) : (mono ? 17 : 32));
  guint flags;

  if (at + 8 > length ||
      (memcmp (frame + at, "Xing", 4) != 0 && memcmp (frame + at, "Info", 4) != 0))
    return FALSE;
  flags = frame[at + 7];
  at += 8 + (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
  if (at + 24 <= length && (memcmp (frame + at, "LAME", 4) == 0 ||
                            memcmp (frame + at, "Lavf", 4) == 0 ||
                            memcmp (frame + at, "Lavc", 4) == 0))
    {
      const guint begin = frame[at + 21] << 4 | frame[at + 22] >> 4;
      const guint end = (frame[at + 22] & 15) << 8 | frame[at + 23];

      head->begin = begin + DECODER_DELAY;
      head->end = end > DECODER_DELAY ? end - DECODER_DELAY : 0;
    }
  return TRUE;
}

/**
 * chatty_mp3_head_read:
 * @data: the beginning of a stream of MP3
 * @whole: whether nothing more will come
 * @head: (out): what it says
 *
 * Skips an ID3 tag and the frame that only describes the others.
 *
 * Returns: %FALSE when more must come to tell
 */
gboolean
chatty_mp3_head_read (const guint8  *data,
                      gsize          length,
                      gboolean       whole,
                      ChattyMp3Head *head)
{
  gboolean lower, mono;
  gsize at = 0, size;

  memset (head, 0, sizeof *head);
  if (length < 10)
    return whole;
  if (memcmp (data, "ID3", 3) == 0)
    {
      /* Seven bits a byte. */
      size = (data[6] & 127) << 21 | (data[7] & 127) << 14 | (data[8] & 127) << 7 | (data[9] & 127);
      if (size > MAX_ID3)
        return TRUE;
      at = 10 + size;
    }
  if (at + 4 > length)
    return whole;
  head->sound = at;
  size = frame_length (data + at, &lower, &mono);
  if (size == 0)
    return TRUE;
  if (at + size > length)
    return whole;
  if (read_info_frame (data + at, size, lower, mono, head))
    head->sound = at + size;
  return TRUE;
}
