/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-chat.h"
#include "chatty-gemini-codec-character.h"
#include "chatty-gemini-codec-corpora.h"
#include "chatty-gemini-codec.h"
#include "chatty-gemini.h"
#include "chatty-knowledge.h"
#include "chatty-speech.h"
#include "chatty-upload-sessions.h"

G_BEGIN_DECLS

/* The endpoints, of chatty_gemini_info. The second is the same server, with
 * the key that an account has beside the sign-in: stores and documents are
 * documented with keys (platform reference, section 2.9). */
#define GEMINI_API   0
#define GEMINI_FILES 1

/* Of the corpus in which our documents are. */
#define GEMINI_CORPUS_TITLE "Chatty Connectors"

/* Pages of a list; a token that comes back for ever ends it with an error. */
#define GEMINI_MAX_PAGES 1000

struct _ChattyGemini {
  ChattyHttpConnector  parent_instance;

  GMutex               lock;
  GPtrArray           *models;   /* of ChattyGeminiModel; shared, never changed */
  GHashTable          *modified; /* gint64 times by names of stores */
  int                  corpora_gone; /* atomic: refused once, and not asked again */
  int                  files_gone;   /* the same */
  ChattyUploadSessions *uploads; /* that were cut off */
  guint                poll_first; /* milliseconds; 0 for what is usual */
};

/* Each part of the connector has a file of its own. */
void chatty_gemini_character_store_init (ChattyCharacterStoreInterface *iface);
void chatty_gemini_chat_init            (ChattyChatInterface           *iface);
void chatty_gemini_knowledge_init       (ChattyKnowledgeInterface      *iface);
void chatty_gemini_speech_init          (ChattySpeechInterface         *iface);

void chatty_gemini_set_poll             (ChattyGemini                  *self,
                                         guint                          milliseconds);

JsonNode  *chatty_gemini_call         (gpointer            self,
                                       guint               endpoint,
                                       ChattyHttpRequest  *request,
                                       GCancellable       *cancellable,
                                       GError            **error);

/* Reads a page of a list, and tells what names the next. */
typedef gboolean (*ChattyGeminiReadPage) (JsonNode   *node,
                                          gpointer    user_data,
                                          char      **next,
                                          GError    **error);

gboolean   chatty_gemini_read_pages   (gpointer             self,
                                       guint                endpoint,
                                       const char          *path,
                                       const char          *page_size,
                                       ChattyGeminiReadPage read,
                                       gpointer             user_data,
                                       GCancellable        *cancellable,
                                       GError             **error);

/* Stores and documents: chatty-gemini-stores.c. */

/**
 * ChattyGeminiFile: what is taken into a store
 * @file: (nullable): it, or
 * @bytes: (nullable): its content
 * @media_type: what it is
 * @metadata: an `UploadToFileSearchStoreRequest`
 * @progress: (nullable): told how much of it has arrived
 */
typedef struct {
  ChattyHttpFile        *file;
  GBytes                *bytes;
  const char            *media_type;
  JsonNode              *metadata;
  GFileProgressCallback  progress;
  gpointer               progress_data;
} ChattyGeminiFile;

void       chatty_gemini_advise_key      (gpointer                self,
                                          GError                **error);
JsonNode  *chatty_gemini_ask_stores      (gpointer                self,
                                          ChattyHttpRequest      *request,
                                          GCancellable           *cancellable,
                                          GError                **error);
gboolean   chatty_gemini_read_documents_of (gpointer              self,
                                          const char             *store,
                                          ChattyGeminiReadPage    read,
                                          gpointer                user_data,
                                          GCancellable           *cancellable,
                                          GError                **error);
GPtrArray *chatty_gemini_list_stores     (gpointer                self,
                                          const char             *list,
                                          GCancellable           *cancellable,
                                          GError                **error);
ChattyGeminiStore *
           chatty_gemini_make_store      (gpointer                self,
                                          const char             *title,
                                          GCancellable           *cancellable,
                                          GError                **error);
gboolean   chatty_gemini_take_in         (gpointer                self,
                                          const char             *store,
                                          const ChattyGeminiFile *file,
                                          char                  **document,
                                          GCancellable           *cancellable,
                                          GError                **error);
gboolean   chatty_gemini_take_over       (gpointer                self,
                                          const char             *store,
                                          const char             *file,
                                          GCancellable           *cancellable,
                                          GError                **error);
gboolean   chatty_gemini_is_refused      (const GError           *error);
JsonNode  *chatty_gemini_get_named       (ChattyGemini           *self,
                                          const char             *name,
                                          GCancellable           *cancellable,
                                          GError                **error);
gboolean   chatty_gemini_delete_by_force (gpointer                self,
                                          const char             *name,
                                          GCancellable           *cancellable,
                                          GError                **error);

/* The older engine: chatty-gemini-corpora.c. */
GPtrArray *chatty_gemini_probe_corpora   (ChattyGemini           *self,
                                          GCancellable           *cancellable);
char      *chatty_gemini_find_corpus     (GPtrArray              *corpora);
ChattyDocument *
           chatty_gemini_put_in_corpus   (ChattyGemini           *self,
                                          GPtrArray              *corpora,
                                          ChattyHttpFile         *file,
                                          const ChattyKnowledgeOptions *options,
                                          GFileProgressCallback   progress,
                                          gpointer                progress_data,
                                          GCancellable           *cancellable,
                                          GError                **error);
GPtrArray *chatty_gemini_query           (ChattyKnowledge        *knowledge,
                                          const char             *question,
                                          const ChattyKnowledgeScope *scope,
                                          guint                   most,
                                          GCancellable           *cancellable,
                                          GError                **error);

/* What lies at the platform for two days: chatty-gemini-files.c. */
void       chatty_gemini_list_files      (ChattyGemini           *self,
                                          ChattyGeminiListing    *listing,
                                          GCancellable           *cancellable);
gboolean   chatty_gemini_import_file     (ChattyGemini           *self,
                                          const char             *store,
                                          const char             *file,
                                          GCancellable           *cancellable,
                                          GError                **error);
gboolean   chatty_gemini_delete_file     (ChattyGemini           *self,
                                          const char             *file,
                                          GCancellable           *cancellable,
                                          GError                **error);

/* An answer, and its end: chatty-gemini-answer.c, chatty-gemini-chat.c. */
gboolean   chatty_gemini_answer       (ChattyGemini             *self,
                                       const ChattyGeminiModel  *model,
                                       const ChattyChatMessage  *message,
                                       ChattyReply              *reply,
                                       GCancellable             *cancellable,
                                       GError                  **error);
void       chatty_gemini_add_sources  (ChattyGemini             *self,
                                       ChattyReply              *reply,
                                       GPtrArray                *sources,
                                       GCancellable             *cancellable);
gboolean   chatty_gemini_end_answer   (ChattyReply              *reply,
                                       const char               *finish,
                                       const char               *block,
                                       gboolean                  any_text,
                                       GError                  **error);
void       chatty_gemini_note_without_stores (ChattyGemini       *self,
                                       ChattyReply              *reply,
                                       GError                  **fault);

guint      chatty_gemini_files        (gpointer            self);
guint      chatty_gemini_talk         (gpointer            self,
                                       const ChattyChatContext *context);
GPtrArray *chatty_gemini_peek_models  (ChattyGemini       *self);
GPtrArray *chatty_gemini_load_models  (ChattyGemini       *self,
                                       gboolean            refresh,
                                       GCancellable       *cancellable,
                                       GError            **error);

G_END_DECLS
