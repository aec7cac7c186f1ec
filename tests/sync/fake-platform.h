/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-character-store.h"
#include "chatty-knowledge.h"
#include "memory-store.h"

G_BEGIN_DECLS

#define TYPE_FAKE_PLATFORM (fake_platform_get_type ())
G_DECLARE_FINAL_TYPE (FakePlatform, fake_platform, FAKE, PLATFORM, GObject)

/* A platform in memory that does what real ones do: it changes texts, drops
 * fields, loses answers, cuts lists, and has a clock of its own. */
struct _FakePlatform {
  GObject     parent_instance;
  KillSwitch *kill;
  ChattyPool *pool;
  GHashTable *characters;    /* id to ChattyCharacter */
  GHashTable *modified;      /* id to gint64* */
  GHashTable *documents;     /* id to FakeDocument */
  guint       n_made;
  guint       n_lists;
  guint       n_gets;
  guint       n_writes;
  /* How it behaves. */
  gboolean    squeezes;      /* runs of blanks become one */
  gboolean    drops;         /* the description is taken and not kept */
  gboolean    tells_times;   /* says when a character was changed */
  gint64      skew;
  /* What goes wrong next. */
  guint       lose_before;   /* the next answers of writes, before they are done */
  guint       lose_after;    /* the same, after */
  gboolean    goes_away;     /* nothing is answered after an answer that was lost */
  gboolean    cut_list;      /* every list has its first half */
  gboolean    empty_list;
  gboolean    page;          /* every answer is a web page with status 200 */
  guint       limit;         /* so many calls are told to wait */
};

FakePlatform    *fake_platform_new    (KillSwitch            *kill,
                                       guint                  width);
char            *fake_platform_add    (FakePlatform          *self,
                                       ChattyCharacter       *character);
void             fake_platform_edit   (FakePlatform          *self,
                                       const char            *id,
                                       ChattyCharacter       *character);
void             fake_platform_remove (FakePlatform          *self,
                                       const char            *id);
ChattyCharacter *fake_platform_find   (FakePlatform          *self,
                                       const char            *id);
/* A document of one character there. */
typedef struct {
  char *id;
  char *name;
  char *owner;       /* the character's id */
} FakeDocument;

void             fake_document_free   (gpointer               data);
/* Documents belong to one character each: fake-documents.c. */
void             fake_documents_init  (ChattyKnowledgeInterface *iface);
FakeDocument    *fake_documents_add   (FakePlatform          *self,
                                       const char            *owner,
                                       const char            *name);
/* "owner/name owner/name …", by id. */
char            *fake_documents_tell  (FakePlatform          *self);
gboolean         fake_platform_begins (FakePlatform          *self,
                                       GError               **error);
gboolean         fake_platform_ends   (FakePlatform          *self,
                                       GError               **error);
/* What it makes of a character. */
ChattyCharacter *fake_platform_take   (FakePlatform          *self,
                                       ChattyCharacter       *character);

G_END_DECLS
