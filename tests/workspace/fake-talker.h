/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-chat.h"
#include "chatty-connector-table.h"
#include "chatty-memory.h"
#include "chatty-speech.h"

G_BEGIN_DECLS

/* Connectors that call nobody and answer what the test wants: "convai" keeps
 * conversations and only talks as characters that live there, "inworld" is told
 * everything each time, and "gemini" as well, where no more of a character
 * lives than what it knows. */
#define FAKE_TYPE_TALKER (fake_talker_get_type ())
G_DECLARE_FINAL_TYPE (FakeTalker, fake_talker, FAKE, TALKER, GObject)

/* On a worker. Errors are what the platform answers. */
typedef gboolean (*FakeAnswer) (const ChattyChatMessage  *message,
                                ChattyReply              *reply,
                                GCancellable             *cancellable,
                                GError                  **error);
typedef gboolean (*FakeSpeak)  (const ChattySpeechRequest *request,
                                ChattyReply               *reply,
                                GCancellable              *cancellable,
                                GError                   **error);

typedef struct {
  FakeAnswer  answer;
  FakeSpeak   speak;
  GPtrArray  *memory;        /* of ChattyMemoryNote, on the platform */

  /* Of the last message. */
  guint       n_sent;
  char       *platform;
  char       *character;
  char       *session;       /* what it was opened with */
  char       *text;
  char       *instructions;
  char       *model;
  char       *turns;         /* "P:…|A:…" */
  char       *settings;
  char       *effort;
  char       *stores;        /* with '|' between */
  char       *passages;      /* as well */
  double      temperature;
  guint       n_images;
  gboolean    had_audio;
  gboolean    speaks;
  guint       n_spoken;
  char       *voice;         /* that spoke last */
  guint       tokens;        /* what is counted; 0: an error */
  const char *preferred;     /* the model that it chooses; NULL: it does not tell */
} FakeTalk;

extern FakeTalk fake_talk;

void                  fake_talk_reset     (void);
ChattyConnectorTable *fake_talk_get_table (void);

/* A gate that answers wait at, until the test opens it or they are stopped. */
gboolean              fake_talk_wait      (GCancellable  *cancellable,
                                           GError       **error);
void                  fake_talk_open      (void);
guint                 fake_talk_n_waiting (void);
/* Such as fake_talk.n_sent, while workers run. */
guint                 fake_talk_n_sent    (void);

G_END_DECLS
