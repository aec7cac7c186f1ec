/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Longer than most: it is one account, and each interface of a connector is a
 * few lines of it. */

#include "config.h"

#include "fake-remote.h"

#include <string.h>

#include "chatty-character-store.h"
#include "chatty-drafting.h"
#include "chatty-error.h"
#include "chatty-history.h"
#include "chatty-knowledge.h"
#include "chatty-memory.h"

#define N_SESSIONS 5
#define UPLOAD_BYTES 1000

struct _FakeRemote {
  GObject     parent_instance;

  ChattyPool *pool;
};

typedef struct {
  int      code;     /* -1 for none */
  guint    wait;
  gboolean hold;
  guint    n_calls;
  guint    n_waiting;
} Verb;

typedef struct {
  char     *id;
  char     *name;
  gboolean  ready;
  gboolean  attached;
  gboolean  is_file;    /* which can be added to a character */
} Document;

static GMutex lock;
static GCond cond;
static Verb verbs[FAKE_N_VERBS];
static GPtrArray *names;
static GPtrArray *documents;
static GPtrArray *notes;
static gboolean documents_ready;
static gboolean all_sent;
static guint     chunk_words, overlap_words;
static ChattyConnectorEntry table[2];

static void connector_iface_init (ChattyConnectorInterface *iface);
static void store_iface_init     (ChattyCharacterStoreInterface *iface);
static void drafting_iface_init  (ChattyDraftingInterface *iface);
static void knowledge_iface_init (ChattyKnowledgeInterface *iface);
static void history_iface_init   (ChattyHistoryInterface *iface);
static void memory_iface_init    (ChattyMemoryInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeRemote, fake_remote, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CONNECTOR, connector_iface_init)
  G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CHARACTER_STORE, store_iface_init)
  G_IMPLEMENT_INTERFACE (CHATTY_TYPE_DRAFTING, drafting_iface_init)
  G_IMPLEMENT_INTERFACE (CHATTY_TYPE_KNOWLEDGE, knowledge_iface_init)
  G_IMPLEMENT_INTERFACE (CHATTY_TYPE_HISTORY, history_iface_init)
  G_IMPLEMENT_INTERFACE (CHATTY_TYPE_MEMORY, memory_iface_init))

static void
document_free (gpointer data)
{
  Document *document = data;

  g_free (document->id);
  g_free (document->name);
  g_free (document);
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_mutex_lock (&lock);
  g_cond_broadcast (&cond);
  g_mutex_unlock (&lock);
}

/* What every call does: counts, waits if it is to, fails if it is to. */
static gboolean
call (FakeVerb       verb,
      GCancellable  *cancellable,
      GError       **error)
{
  gulong handler = 0;
  int code;
  guint wait;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), NULL, NULL);
  g_mutex_lock (&lock);
  verbs[verb].n_calls++;
  verbs[verb].n_waiting++;
  while (verbs[verb].hold && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&cond, &lock);
  verbs[verb].n_waiting--;
  code = verbs[verb].code;
  wait = verbs[verb].wait;
  g_mutex_unlock (&lock);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);

  if (chatty_set_cancelled (cancellable, error))
    return FALSE;
  if (code < 0)
    return TRUE;
  g_set_error (error, CHATTY_ERROR, code, "The fake says <no> & %d", code);
  if (error != NULL)
    chatty_error_set_wait (*error, wait);
  return FALSE;
}

static const ChattyConnectorInfo *
fake_get_info (ChattyConnector *connector)
{
  return chatty_connector_info_lookup ("convai");
}

static ChattyPool *
fake_get_pool (ChattyConnector *connector)
{
  return FAKE_REMOTE (connector)->pool;
}

static ChattyVerdict *
fake_test (ChattyConnector  *connector,
           GCancellable     *cancellable,
           GError          **error)
{
  ChattyVerdict verdict = { .kind = CHATTY_VERDICT_WORKS, .plan = "Scale" };

  return call (FAKE_TEST, cancellable, error) ? chatty_verdict_new (&verdict) : NULL;
}

static ChattyUsage *
fake_usage (ChattyConnector  *connector,
            GCancellable     *cancellable,
            GError          **error)
{
  ChattyUsageMetric metric = { .id = "core-api", .used = 30, .limit = 100 };
  ChattyUsage usage = {
    .plan = "Scale", .expires = CHATTY_TIME_NONE, .metrics = &metric, .n_metrics = 1,
  };

  return call (FAKE_USAGE, cancellable, error) ? chatty_usage_new (&usage) : NULL;
}

static void
connector_iface_init (ChattyConnectorInterface *iface)
{
  iface->get_info = fake_get_info;
  iface->get_pool = fake_get_pool;
  iface->test = fake_test;
  iface->usage = fake_usage;
}

static ChattyCharacter *
new_character (guint    nth,
               gboolean complete)
{
  ChattyCharacterBuilder *builder = chatty_character_builder_new ();
  g_autofree char *id = g_strdup_printf ("id-%u", nth);

  chatty_character_builder_set_id (builder, "convai", id);
  chatty_character_builder_set_complete (builder, complete);
  chatty_character_builder_set_text (builder, CHATTY_FIELD_NAME,
                                     g_ptr_array_index (names, nth));
  if (complete)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_INSTRUCTIONS,
                                       "<b>Keeps</b> the light & the log.");
  return chatty_character_builder_end (builder);
}

static GPtrArray *
fake_list (ChattyCharacterStore  *store,
           GCancellable          *cancellable,
           GError               **error)
{
  GPtrArray *characters;

  if (!call (FAKE_LIST, cancellable, error))
    return NULL;
  characters = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_character_unref);
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (characters, new_character (i, FALSE));
  return characters;
}

static ChattyCharacter *
fake_get (ChattyCharacterStore  *store,
          const char            *id,
          GCancellable          *cancellable,
          GError               **error)
{
  return call (FAKE_GET, cancellable, error)
           ? new_character ((guint) g_ascii_strtoull (id + strlen ("id-"), NULL, 10), TRUE) : NULL;
}

static const ChattyFieldMap *
fake_map (ChattyCharacterStore *store,
          guint                *n_fields)
{
  static const ChattyFieldMap map[] = {
    { CHATTY_FIELD_NAME, "charName", TRUE, TRUE, TRUE, 0, CHATTY_UNIT_NONE, FALSE },
    { CHATTY_FIELD_INSTRUCTIONS, "backstory", TRUE, TRUE, TRUE, 1000, CHATTY_UNIT_WORDS, FALSE },
  };

  *n_fields = G_N_ELEMENTS (map);
  return map;
}

static void
store_iface_init (ChattyCharacterStoreInterface *iface)
{
  /* What writes is missing on purpose: the page must not call it. */
  iface->list = fake_list;
  iface->get = fake_get;
  iface->map = fake_map;
}

static gboolean
fake_draft (ChattyDrafting  *drafting,
            const char      *name,
            const char      *idea,
            ChattyReply     *reply,
            GCancellable    *cancellable,
            GError         **error)
{
  chatty_reply_append_text (reply, "Once there was ");
  if (!call (FAKE_DRAFT, cancellable, error))
    return FALSE;
  chatty_reply_append_text (reply, idea);
  return TRUE;
}

static char **
fake_starters (ChattyDrafting  *drafting,
               const char      *character_id,
               GCancellable    *cancellable,
               GError         **error)
{
  const char *const texts[] = { "How is the <sea>?", "Any ships?", NULL };

  return call (FAKE_STARTERS, cancellable, error) ? g_strdupv ((char **) texts) : NULL;
}

static void
drafting_iface_init (ChattyDraftingInterface *iface)
{
  iface->draft = fake_draft;
  iface->starters = fake_starters;
}

static const ChattyKnowledgeLimits *
fake_get_limits (ChattyKnowledge *knowledge)
{
  static const char *const suffixes[] = { ".txt", ".csv", NULL };
  static const ChattyKnowledgeLimits limits = { suffixes, 1024 * 1024 };

  return &limits;
}

static ChattyDocument *
new_document (const Document *document)
{
  ChattyDocument fields = {
    .id = document->id,
    .name = document->name,
    .size = UPLOAD_BYTES,
    .added = CHATTY_TIME_NONE,
    .ready = document->ready,
    .attached = document->attached,
    .importable = document->is_file,
    .expires = document->is_file ? chatty_time_now () + 48 * G_TIME_SPAN_HOUR : 0,
  };

  return chatty_document_new (&fields);
}

static GPtrArray *
fake_documents (ChattyKnowledge  *knowledge,
                const char       *character_id,
                GCancellable     *cancellable,
                GError          **error)
{
  GPtrArray *found;

  if (!call (FAKE_DOCUMENTS, cancellable, error))
    return NULL;
  found = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_document_unref);
  g_mutex_lock (&lock);
  for (guint i = 0; i < documents->len; i++)
    {
      Document *document = g_ptr_array_index (documents, i);

      document->ready |= documents_ready;
      if (CHATTY_KNOWLEDGE_GET_IFACE (knowledge)->by_character)
        document->attached = *character_id != '\0' && g_str_has_prefix (document->id, character_id);
      g_ptr_array_add (found, new_document (document));
    }
  g_mutex_unlock (&lock);
  return found;
}

static ChattyDocument *
fake_upload_with (ChattyKnowledge               *knowledge,
                  const char                    *path,
                  const char                    *document_id,
                  const ChattyKnowledgeOptions  *options,
                  GFileProgressCallback          progress,
                  gpointer                       progress_data,
                  GCancellable                  *cancellable,
                  GError                       **error)
{
  const char *character_id = options != NULL ? options->character_id : NULL;
  Document *document;
  ChattyDocument *result;
  goffset sent;

  g_mutex_lock (&lock);
  sent = all_sent ? UPLOAD_BYTES : UPLOAD_BYTES / 2;
  g_mutex_unlock (&lock);
  progress (sent, UPLOAD_BYTES, progress_data);
  if (!call (FAKE_UPLOAD, cancellable, error))
    return NULL;
  document = g_new0 (Document, 1);
  g_mutex_lock (&lock);
  document->id = character_id != NULL
                   ? g_strdup_printf ("%s/doc-%u", character_id, documents->len)
                   : g_strdup_printf ("doc-%u", documents->len);
  document->attached = character_id != NULL;
  chunk_words = options != NULL ? options->chunk_words : 0;
  overlap_words = options != NULL ? options->overlap_words : 0;
  document->name = g_path_get_basename (path);
  document->ready = documents_ready;
  g_ptr_array_add (documents, document);
  result = new_document (document);
  g_mutex_unlock (&lock);
  return result;
}

static ChattyDocument *
fake_upload (ChattyKnowledge        *knowledge,
             const char             *path,
             const char             *document_id,
             GFileProgressCallback   progress,
             gpointer                progress_data,
             GCancellable           *cancellable,
             GError                **error)
{
  return fake_upload_with (knowledge, path, document_id, NULL, progress, progress_data,
                           cancellable, error);
}

static Document *
find_document (const char *id)
{
  for (guint i = 0; i < documents->len; i++)
    {
      Document *document = g_ptr_array_index (documents, i);

      if (g_str_equal (document->id, id))
        return document;
    }
  return NULL;
}

static gboolean
fake_attach (ChattyKnowledge  *knowledge,
             const char       *character_id,
             const char       *document_id,
             gboolean          attach,
             GCancellable     *cancellable,
             GError          **error)
{
  Document *document;

  if (!call (FAKE_ATTACH, cancellable, error))
    return FALSE;
  g_mutex_lock (&lock);
  document = find_document (document_id);
  g_assert_nonnull (document);
  if (document != NULL && document->is_file)
    {
      Document *made = g_new0 (Document, 1);

      made->id = g_strdup_printf ("%s/doc-%u", character_id, documents->len);
      made->name = g_strdup (document->name);
      made->ready = made->attached = TRUE;
      document->is_file = FALSE;
      g_ptr_array_add (documents, made);
    }
  else if (document != NULL)
    document->attached = attach;
  g_mutex_unlock (&lock);
  return TRUE;
}

static gboolean
fake_delete (ChattyKnowledge  *knowledge,
             const char       *document_id,
             GCancellable     *cancellable,
             GError          **error)
{
  if (!call (FAKE_DELETE, cancellable, error))
    return FALSE;
  g_mutex_lock (&lock);
  g_ptr_array_remove (documents, find_document (document_id));
  g_mutex_unlock (&lock);
  return TRUE;
}

static void
knowledge_iface_init (ChattyKnowledgeInterface *iface)
{
  iface->get_limits = fake_get_limits;
  iface->list = fake_documents;
  iface->upload = fake_upload;
  iface->attach = fake_attach;
  iface->delete = fake_delete;
}

static GPtrArray *
fake_sessions (ChattyHistory  *history,
               const char     *character_id,
               GCancellable   *cancellable,
               GError        **error)
{
  GPtrArray *sessions;

  if (!call (FAKE_SESSIONS, cancellable, error))
    return NULL;
  sessions = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_past_session_unref);
  for (guint i = 0; i < N_SESSIONS; i++)
    {
      g_autofree char *id = g_strdup_printf ("session-%u", i);
      ChattyPastSession fields = {
        .id = id, .started = (G_GINT64_CONSTANT (1700000000) + i * 86400) * G_USEC_PER_SEC,
      };

      g_ptr_array_add (sessions, chatty_past_session_new (&fields));
    }
  return sessions;
}

static ChattyTranscript *
fake_read (ChattyHistory      *history,
           const char         *character_id,
           const char         *character_name,
           ChattyPastSession  *session,
           GCancellable       *cancellable,
           GError            **error)
{
  g_autofree char *id = g_strconcat ("convai:", session->id, NULL);
  ChattyTranscriptBuilder *builder;
  ChattyTurnBuilder *turn;
  g_autoptr (ChattyTurn) said = NULL;

  if (!call (FAKE_READ, cancellable, error))
    return NULL;
  turn = chatty_turn_builder_new (CHATTY_ROLE_PERSON);
  chatty_turn_builder_set_text (turn, "Good evening");
  said = chatty_turn_builder_end (turn);
  builder = chatty_transcript_builder_new ();
  chatty_transcript_builder_set_id (builder, id);
  chatty_transcript_builder_set_title (builder, "An evening");
  chatty_transcript_builder_set_platform (builder, "convai");
  chatty_transcript_builder_add_turn (builder, said);
  return chatty_transcript_builder_end (builder);
}

static void
history_iface_init (ChattyHistoryInterface *iface)
{
  iface->list = fake_sessions;
  iface->read = fake_read;
}

static gboolean
check_person (const char  *person_id,
              GError     **error)
{
  if (person_id != NULL)
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA, "Say whose are meant");
  return FALSE;
}

static GPtrArray *
fake_notes (ChattyMemory  *memory,
            const char    *character_id,
            const char    *person_id,
            GCancellable  *cancellable,
            GError       **error)
{
  GPtrArray *found;

  if (!check_person (person_id, error) || !call (FAKE_NOTES, cancellable, error))
    return NULL;
  found = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_memory_note_unref);
  g_mutex_lock (&lock);
  for (guint i = 0; i < notes->len; i++)
    {
      ChattyMemoryNote fields = {
        .id = g_ptr_array_index (notes, i), .text = g_ptr_array_index (notes, i),
        .created = CHATTY_TIME_NONE, .updated = CHATTY_TIME_NONE,
      };

      g_ptr_array_add (found, chatty_memory_note_new (&fields));
    }
  g_mutex_unlock (&lock);
  return found;
}

static char *
fake_add_note (ChattyMemory  *memory,
               const char    *character_id,
               const char    *person_id,
               const char    *text,
               GCancellable  *cancellable,
               GError       **error)
{
  if (!check_person (person_id, error) || !call (FAKE_ADD_NOTE, cancellable, error))
    return NULL;
  g_mutex_lock (&lock);
  g_ptr_array_add (notes, g_strdup (text));
  g_mutex_unlock (&lock);
  return g_strdup (text);
}

static gboolean
fake_delete_note (ChattyMemory  *memory,
                  const char    *character_id,
                  const char    *person_id,
                  const char    *note_id,
                  GCancellable  *cancellable,
                  GError       **error)
{
  guint position;

  if (!check_person (person_id, error) || !call (FAKE_DELETE_NOTE, cancellable, error))
    return FALSE;
  g_mutex_lock (&lock);
  if (g_ptr_array_find_with_equal_func (notes, note_id, g_str_equal, &position))
    g_ptr_array_remove_index (notes, position);
  g_mutex_unlock (&lock);
  return TRUE;
}

static void
memory_iface_init (ChattyMemoryInterface *iface)
{
  iface->list = fake_notes;
  iface->add = fake_add_note;
  iface->delete = fake_delete_note;
}

static void
fake_remote_finalize (GObject *object)
{
  g_object_unref (FAKE_REMOTE (object)->pool);

  G_OBJECT_CLASS (fake_remote_parent_class)->finalize (object);
}

static void
fake_remote_class_init (FakeRemoteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_remote_finalize;
}

static void
fake_remote_init (FakeRemote *self)
{
  self->pool = chatty_pool_new ("fake", 4);
}

static ChattyConnector *
fake_create (const ChattyConnectorAccess  *access,
             GError                      **error)
{
  return g_object_new (FAKE_TYPE_REMOTE, NULL);
}

void
fake_remote_reset (guint n_characters)
{
  g_clear_pointer (&names, g_ptr_array_unref);
  g_clear_pointer (&documents, g_ptr_array_unref);
  g_clear_pointer (&notes, g_ptr_array_unref);
  names = g_ptr_array_new_with_free_func (g_free);
  documents = g_ptr_array_new_with_free_func (document_free);
  notes = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n_characters; i++)
    g_ptr_array_add (names, g_strdup_printf ("Keeper %u", i));
  documents_ready = TRUE;
  all_sent = FALSE;
  fake_remote_set_by_character (FALSE);
  for (guint i = 0; i < FAKE_N_VERBS; i++)
    verbs[i] = (Verb) { .code = -1 };
}

void
fake_remote_set_name (guint       nth,
                      const char *name)
{
  g_free (names->pdata[nth]);
  names->pdata[nth] = g_strdup (name);
}

void
fake_remote_set_fault (FakeVerb verb,
                       int      code,
                       guint    wait_seconds)
{
  g_mutex_lock (&lock);
  verbs[verb].code = code;
  verbs[verb].wait = wait_seconds;
  g_mutex_unlock (&lock);
}

void
fake_remote_hold (FakeVerb verb,
                  gboolean hold)
{
  g_mutex_lock (&lock);
  verbs[verb].hold = hold;
  g_cond_broadcast (&cond);
  g_mutex_unlock (&lock);
}

void
fake_remote_set_ready (gboolean ready)
{
  g_mutex_lock (&lock);
  documents_ready = ready;
  g_mutex_unlock (&lock);
}

void
fake_remote_set_sent (gboolean all)
{
  g_mutex_lock (&lock);
  all_sent = all;
  g_mutex_unlock (&lock);
}

/* Before anything is shown. */
void
fake_remote_set_by_character (gboolean by_character)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (FAKE_TYPE_REMOTE);
  ChattyKnowledgeInterface *iface = g_type_interface_peek (klass, CHATTY_TYPE_KNOWLEDGE);

  iface->by_character = by_character;
  iface->upload_with = by_character ? fake_upload_with : NULL;
}

void
fake_remote_get_chunks (guint *words,
                        guint *overlap)
{
  g_mutex_lock (&lock);
  *words = chunk_words;
  *overlap = overlap_words;
  g_mutex_unlock (&lock);
}

guint
fake_remote_count (FakeVerb verb)
{
  guint n_calls;

  g_mutex_lock (&lock);
  n_calls = verbs[verb].n_calls;
  g_mutex_unlock (&lock);
  return n_calls;
}

gboolean
fake_remote_is_waiting (FakeVerb verb)
{
  gboolean waiting;

  g_mutex_lock (&lock);
  waiting = verbs[verb].n_waiting > 0;
  g_mutex_unlock (&lock);
  return waiting;
}

ChattyConnectorTable *
fake_remote_get_table (void)
{
  table[0].info = chatty_connector_info_lookup ("convai");
  table[0].create = fake_create;
  return table;
}

/* A file that another program put there. */
void
fake_remote_add_file (const char *name)
{
  Document *document = g_new0 (Document, 1);

  document->id = g_strconcat ("files/", name, NULL);
  document->name = g_strdup (name);
  document->ready = document->is_file = TRUE;
  g_mutex_lock (&lock);
  g_ptr_array_add (documents, document);
  g_mutex_unlock (&lock);
}
