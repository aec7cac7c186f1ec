/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The older engine: corpora, their documents and the chunks of these, which
 * come and go alike (reference, section 2.10). The protos are the source; the
 * current discovery document has next to nothing of it. Left out: permissions,
 * batchUpdate and batchDelete. Ours: a key does for all of it, one corpus too
 * many is RESOURCE_EXHAUSTED, a chunk is ready at once, and a token is a byte
 * that is no blank, which is more than the platform counts. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "gemini-corpora.h"

#define MAX_CORPORA 10
#define MAX_BATCH   100
#define MAX_TOKENS  2043
#define MAX_ID      40

enum {
  CORPUS,
  DOCUMENT,
  CHUNK,
  N_LEVELS,
};

/* What lies within what, and how much is on a page. */
static const struct {
  const char *folder;
  const char *what;
  guint       page;
  guint       most;
} LEVELS[N_LEVELS] = {
  { "corpora", "Corpus", 10, 20 },
  { "documents", "Document", 10, 20 },
  { "chunks", "Chunk", 10, 100 },
};

void
gemini_entry_free (gpointer entry)
{
  GeminiEntry *self = entry;

  g_free (self->owner);
  g_free (self->name);
  g_free (self->title);
  g_free (self->text);
  g_clear_pointer (&self->metadata, json_array_unref);
  g_free (self->created);
  g_free (self->updated);
  g_ptr_array_unref (self->inner);
  g_free (self);
}

/* @parent: (nullable): the name of what it lies in. @id: (nullable): as the
 * client wants it. */
GeminiEntry *
gemini_entry_new (GeminiState *state,
                  const char  *parent,
                  guint        level,
                  const char  *title,
                  const char  *id)
{
  GeminiEntry *entry = g_new0 (GeminiEntry, 1);
  g_autofree char *made = id == NULL ? gemini_state_new_id (state, title) : NULL;

  entry->name = g_strconcat (parent != NULL ? parent : "", parent != NULL ? "/" : "",
                             LEVELS[level].folder, "/", id != NULL ? id : made, NULL);
  entry->title = g_strdup (title);
  entry->created = gemini_state_now (state);
  entry->updated = g_strdup (entry->created);
  entry->inner = g_ptr_array_new_with_free_func (gemini_entry_free);
  return entry;
}

JsonObject *
gemini_entry_describe (gpointer entry)
{
  GeminiEntry *self = entry;
  JsonObject *object = json_object_new ();
  JsonObject *data;

  json_object_set_string_member (object, "name", self->name);
  if (self->title != NULL)
    json_object_set_string_member (object, "displayName", self->title);
  if (self->text != NULL)
    {
      data = json_object_new ();
      json_object_set_string_member (data, "stringValue", self->text);
      json_object_set_object_member (object, "data", data);
      json_object_set_string_member (object, "state", "STATE_ACTIVE");
    }
  if (self->metadata != NULL)
    json_object_set_array_member (object, "customMetadata", json_array_ref (self->metadata));
  json_object_set_string_member (object, "createTime", self->created);
  json_object_set_string_member (object, "updateTime", self->updated);
  return object;
}

static GeminiEntry *
find_among (GPtrArray  *entries,
            const char *owner,
            const char *name)
{
  for (guint i = 0; i < entries->len; i++)
    {
      GeminiEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->name, name)
          && (entry->owner == NULL || owner == NULL || g_str_equal (entry->owner, owner)))
        return entry;
    }
  return NULL;
}

/* @owner: (nullable): whose it must be. @siblings: (out) (optional): the list
 * that it is in. */
GeminiEntry *
gemini_find_entry (GeminiState *state,
                   const char  *owner,
                   const char  *name,
                   GPtrArray  **siblings)
{
  GPtrArray *entries = state->corpora;
  GeminiEntry *entry = NULL;
  g_auto (GStrv) parts = g_strsplit (name != NULL ? name : "", "/", -1);
  g_autofree char *so_far = NULL;
  guint count = g_strv_length (parts);

  if (count < 2 || count % 2 != 0 || count > 2 * N_LEVELS)
    return NULL;
  for (guint i = 0; i < count; i += 2)
    {
      g_autofree char *parent = g_steal_pointer (&so_far);

      so_far = g_strconcat (parent != NULL ? parent : "", parent != NULL ? "/" : "", parts[i], "/",
                            parts[i + 1], NULL);
      if (entry != NULL)
        entries = entry->inner;
      entry = find_among (entries, owner, so_far);
      if (entry == NULL)
        return NULL;
    }
  if (siblings != NULL)
    *siblings = entries;
  return entry;
}

/* The name of what the path stands for, up to @depth ids. */
static char *
name_of (GPtrArray *ids,
         guint      depth)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append_printf (name, "%s%s/%s", i > 0 ? "/" : "", LEVELS[i].folder,
                            (const char *) g_ptr_array_index (ids, i));
  return g_string_free (name, FALSE);
}

/* What the path stands for, or the refusal. */
static SimReply *
find_named (SimRequest   *request,
            GeminiUser   *user,
            GPtrArray    *ids,
            GeminiEntry **entry,
            GPtrArray   **siblings)
{
  g_autofree char *name = name_of (ids, ids->len);

  *entry = gemini_find_entry (sim_get_gemini (request->sim), user->owner, name, siblings);
  return *entry == NULL ? gemini_refuse_missing (request, LEVELS[ids->len - 1].what, name) : NULL;
}

SimReply *
gemini_entry_list (SimRequest *request,
                   GeminiUser *user,
                   GPtrArray  *ids)
{
  GPtrArray *all = sim_get_gemini (request->sim)->corpora;
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  GeminiEntry *parent;
  SimReply *refusal;

  if (ids->len > 0)
    {
      refusal = find_named (request, user, ids, &parent, NULL);
      if (refusal != NULL)
        return refusal;
      all = parent->inner;
    }
  for (guint i = 0; i < all->len; i++)
    {
      GeminiEntry *entry = g_ptr_array_index (all, i);

      if (entry->owner == NULL || g_str_equal (entry->owner, user->owner))
        g_ptr_array_add (own, entry);
    }
  return gemini_reply_page (request, own, LEVELS[ids->len].folder, LEVELS[ids->len].page,
                            LEVELS[ids->len].most, gemini_entry_describe);
}

static gboolean
is_id (const char *id)
{
  gsize length = strlen (id);

  return length > 0 && length <= MAX_ID && id[0] != '-' && id[length - 1] != '-'
         && strspn (id, G_CSET_a_2_z G_CSET_DIGITS "-") == length;
}

/* What is wrong with the text and metadata of @asked, or NULL. */
static const char *
entry_fault (JsonObject *asked,
             guint       level)
{
  JsonObject *data = sim_get_object (asked, "data");
  const char *text = data != NULL ? sim_get_string (data, "stringValue") : NULL;
  guint tokens = 0;

  if (level == CHUNK && (text == NULL || *text == '\0'))
    return "chunk.data must be specified.";
  for (const char *c = text; c != NULL && *c != '\0'; c++)
    tokens += !g_ascii_isspace (*c);
  if (level == CHUNK && tokens == 0)
    return "chunk.data must not be empty.";
  if (tokens > MAX_TOKENS)
    return "chunk.data must be no more than 2043 tokens.";
  return gemini_metadata_fault (sim_get_array (asked, "customMetadata"));
}

/* Takes what @asked says and @mask, which is NULL for everything, names. */
static void
take (GeminiEntry *entry,
      JsonObject  *asked,
      const char  *mask)
{
  g_auto (GStrv) fields = g_strsplit (mask != NULL ? mask : "displayName,data,customMetadata", ",",
                                      -1);
  const char *const *wanted = (const char *const *) fields;

  if (g_strv_contains (wanted, "displayName") && json_object_has_member (asked, "displayName"))
    {
      g_free (entry->title);
      entry->title = g_strdup (sim_get_string (asked, "displayName"));
    }
  if (g_strv_contains (wanted, "data") && json_object_has_member (asked, "data"))
    {
      g_free (entry->text);
      entry->text = g_strdup (sim_get_string (json_object_get_object_member (asked, "data"),
                                              "stringValue"));
    }
  if (g_strv_contains (wanted, "customMetadata")
      && json_object_has_member (asked, "customMetadata"))
    {
      g_clear_pointer (&entry->metadata, json_array_unref);
      entry->metadata = json_array_ref (json_object_get_array_member (asked, "customMetadata"));
    }
}

/* Makes one of @asked in @siblings, or the refusal. */
static SimReply *
make (SimRequest   *request,
      GeminiUser   *user,
      GPtrArray    *siblings,
      const char   *parent,
      guint         level,
      JsonObject   *asked,
      GeminiEntry **entry)
{
  GeminiState *state = sim_get_gemini (request->sim);
  const char *title = level == CHUNK ? NULL : sim_get_string (asked, "displayName");
  const char *wanted = sim_get_string (asked, "name");
  const char *id = wanted != NULL && *wanted != '\0' ? strrchr (wanted, '/') : NULL;
  const char *fault = entry_fault (asked, level);
  g_autofree char *expected = NULL;
  SimReply *refusal = gemini_refuse_title (request, title);

  if (refusal != NULL)
    return refusal;
  if (fault != NULL)
    return gemini_refuse_field (request, LEVELS[level].what, fault);
  if (wanted != NULL && *wanted != '\0')
    {
      expected = g_strconcat (parent != NULL ? parent : "", parent != NULL ? "/" : "",
                              LEVELS[level].folder, "/", id != NULL ? id + 1 : "", NULL);
      if (id == NULL || !is_id (id + 1) || !g_str_equal (expected, wanted))
        return gemini_refuse_field (request, "name", "The name is invalid.");
      if (find_among (siblings, NULL, wanted) != NULL)
        return gemini_refuse (request, 409, NULL, "%s %s already exists.", LEVELS[level].what,
                              wanted);
    }
  *entry = gemini_entry_new (state, parent, level, title, id != NULL ? id + 1 : NULL);
  if (level == CORPUS)
    (*entry)->owner = g_strdup (user->owner);
  take (*entry, asked, NULL);
  g_ptr_array_add (siblings, *entry);
  return NULL;
}

static guint
count_corpora (GeminiState *state,
               const char  *owner)
{
  guint n = 0;

  for (guint i = 0; i < state->corpora->len; i++)
    n += g_strcmp0 (((GeminiEntry *) g_ptr_array_index (state->corpora, i))->owner, owner) == 0;
  return n;
}

SimReply *
gemini_entry_create (SimRequest *request,
                     GeminiUser *user,
                     GPtrArray  *ids)
{
  GeminiState *state = sim_get_gemini (request->sim);
  GPtrArray *siblings = state->corpora;
  GeminiEntry *parent = NULL, *entry;
  SimReply *refusal = NULL;

  if (ids->len > 0)
    refusal = find_named (request, user, ids, &parent, NULL);
  else if (count_corpora (state, user->owner) >= MAX_CORPORA)
    refusal = gemini_refuse (request, 429, NULL, "The project has too many corpora.");
  if (refusal != NULL)
    return refusal;
  if (parent != NULL)
    siblings = parent->inner;
  refusal = make (request, user, siblings, parent != NULL ? parent->name : NULL, ids->len,
                  sim_request_get_object (request), &entry);
  return refusal != NULL ? refusal : sim_reply_new_object (200, gemini_entry_describe (entry));
}

SimReply *
gemini_entry_get (SimRequest *request,
                  GeminiUser *user,
                  GPtrArray  *ids)
{
  GeminiEntry *entry;
  SimReply *refusal = find_named (request, user, ids, &entry, NULL);

  return refusal != NULL ? refusal : sim_reply_new_object (200, gemini_entry_describe (entry));
}

SimReply *
gemini_entry_patch (SimRequest *request,
                    GeminiUser *user,
                    GPtrArray  *ids)
{
  GeminiState *state = sim_get_gemini (request->sim);
  JsonObject *asked = sim_request_get_object (request);
  g_autofree char *mask = sim_query (request, "updateMask");
  GeminiEntry *entry;
  SimReply *refusal = find_named (request, user, ids, &entry, NULL);
  const char *fault;

  if (refusal == NULL)
    refusal = gemini_refuse_title (request, sim_get_string (asked, "displayName"));
  if (refusal != NULL)
    return refusal;
  if (mask == NULL || *mask == '\0')
    return gemini_refuse_field (request, "update_mask", "update_mask must be specified.");
  fault = entry_fault (asked, json_object_has_member (asked, "data") ? CHUNK : CORPUS);
  if (fault != NULL)
    return gemini_refuse_field (request, LEVELS[ids->len - 1].what, fault);
  take (entry, asked, mask);
  g_free (entry->updated);
  entry->updated = gemini_state_now (state);
  return sim_reply_new_object (200, gemini_entry_describe (entry));
}

SimReply *
gemini_entry_delete (SimRequest *request,
                     GeminiUser *user,
                     GPtrArray  *ids)
{
  GeminiEntry *entry;
  GPtrArray *siblings;
  SimReply *refusal = find_named (request, user, ids, &entry, &siblings);

  if (refusal != NULL)
    return refusal;
  if (entry->inner->len > 0 && !gemini_is_forced (request))
    return gemini_refuse_status (request, 400, "FAILED_PRECONDITION",
                                 "Cannot delete what is not empty.");
  g_ptr_array_remove (siblings, entry);
  return gemini_reply_nothing ();
}

/* What a batch asks for, or what is wrong with it. */
static const char *
batch_fault (JsonArray  *requests,
             const char *parent)
{
  if (json_array_get_length (requests) == 0 || json_array_get_length (requests) > MAX_BATCH)
    return "between 1 and 100 chunks can be created in a batch.";
  for (guint i = 0; i < json_array_get_length (requests); i++)
    {
      JsonObject *one = json_array_get_object_element (requests, i);

      if (g_strcmp0 (sim_get_string (one, "parent"), parent) != 0)
        return "The parent in every request must match the one of the batch.";
      if (!json_object_has_member (one, "chunk"))
        return "chunk must be specified.";
      if (entry_fault (json_object_get_object_member (one, "chunk"), CHUNK) != NULL)
        return entry_fault (json_object_get_object_member (one, "chunk"), CHUNK);
    }
  return NULL;
}

/* All of them, or none. */
SimReply *
gemini_chunks_create (SimRequest *request,
                      GeminiUser *user,
                      GPtrArray  *ids)
{
  JsonObject *asked = sim_request_get_object (request);
  g_autoptr (JsonArray) requests = json_object_has_member (asked, "requests")
                                     ? json_array_ref (json_object_get_array_member (asked,
                                                                                     "requests"))
                                     : json_array_new ();
  JsonObject *answer;
  JsonArray *chunks;
  GeminiEntry *document, *chunk;
  SimReply *refusal = find_named (request, user, ids, &document, NULL);
  const char *fault;

  if (refusal != NULL)
    return refusal;
  fault = batch_fault (requests, document->name);
  if (fault != NULL)
    return gemini_refuse_field (request, "requests", fault);
  chunks = json_array_new ();
  for (guint i = 0; refusal == NULL && i < json_array_get_length (requests); i++)
    {
      JsonObject *one = json_array_get_object_element (requests, i);

      refusal = make (request, user, document->inner, document->name, CHUNK,
                      json_object_get_object_member (one, "chunk"), &chunk);
      if (refusal == NULL)
        json_array_add_object_element (chunks, gemini_entry_describe (chunk));
    }
  if (refusal != NULL)
    {
      /* A name that is there already: what was made before it goes again. */
      g_ptr_array_set_size (document->inner,
                            document->inner->len - json_array_get_length (chunks));
      json_array_unref (chunks);
      return refusal;
    }
  answer = json_object_new ();
  json_object_set_array_member (answer, "chunks", chunks);
  return sim_reply_new_object (200, answer);
}
