/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-sync-store.h"

G_BEGIN_DECLS

/**
 * KillSwitch:
 * @left: how many more things may happen; negative for any number
 * @dead: whether the process is dead: nothing happens any more
 * @n_points: how many things could have been the last
 *
 * Stands for the process that is killed between any two steps: whatever has
 * an effect counts down, before and after.
 */
typedef struct {
  int      left;
  gboolean dead;
  guint    n_points;
} KillSwitch;

gboolean kill_switch_alive (KillSwitch  *self,
                            GError     **error);

#define TYPE_MEMORY_STORE (memory_store_get_type ())
G_DECLARE_FINAL_TYPE (MemoryStore, memory_store, MEMORY, STORE, GObject)

/* A vault in memory, with the history and the trash that a person can reach. */
struct _MemoryStore {
  GObject     parent_instance;
  KillSwitch *kill;
  GHashTable *records;     /* callsign to ChattyCharacterRecord */
  GPtrArray  *trash;       /* of ChattyCharacterRecord */
  GPtrArray  *history;     /* of ChattyFieldChange */
  GHashTable *states;      /* name to text */
  GHashTable *reports;     /* run to JSON */
  GHashTable *files;       /* callsign/name to path */
  guint       n_writes;
  guint       n_made;
  guint       n_versions;
  char       *run;
};

MemoryStore           *memory_store_new    (KillSwitch            *kill);
ChattyCharacterRecord *memory_store_add    (MemoryStore           *self,
                                            ChattyCharacter       *character);
/* As a person who edits: what is replaced goes to the history. */
void                   memory_store_edit   (MemoryStore           *self,
                                            const char            *callsign,
                                            ChattyCharacter       *character);
/* The same of what the platform has instead of the generic value. */
void                   memory_store_set_special
                                           (MemoryStore           *self,
                                            const char            *callsign,
                                            ChattyCharacterField   field,
                                            const char            *text);
/* @content: (nullable): of a knowledge document; NULL takes it away. */
void                   memory_store_set_document
                                           (MemoryStore           *self,
                                            const char            *callsign,
                                            const char            *name,
                                            const char            *content);
void                   memory_store_delete (MemoryStore           *self,
                                            const char            *callsign);
ChattyCharacterRecord *memory_store_find   (MemoryStore           *self,
                                            const char            *callsign);

G_END_DECLS
