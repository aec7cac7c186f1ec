/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-model"

#include "chatty-platform.h"
#include "chatty-text.h"
#include "chatty-transcript.h"

typedef struct {
  char *key;
  char *value;
} Extra;

struct _ChattyTranscript {
  gatomicrefcount  ref_count;
  char            *id;
  char            *title;
  char            *platform;
  char            *character;
  char            *model;
  gint64           started;
  ChattyCertainty  certainty;
  gint64           ended;
  char            *link;
  char            *source_name;
  char            *source_sha256;
  GPtrArray       *extras;  /* of Extra */
  GPtrArray       *turns;   /* of ChattyTurn */
};

/* The transcript itself before it is shared. */
struct _ChattyTranscriptBuilder {
  ChattyTranscript transcript;
};

G_DEFINE_BOXED_TYPE (ChattyTranscript, chatty_transcript,
                     chatty_transcript_ref, chatty_transcript_unref)

static const char *const certainty_names[] = {
  [CHATTY_CERTAINTY_NONE] = "none",
  [CHATTY_CERTAINTY_FILE] = "file",
  [CHATTY_CERTAINTY_NAME] = "name",
  [CHATTY_CERTAINTY_CONTENT] = "content",
  [CHATTY_CERTAINTY_EXACT] = "exact",
};

/**
 * chatty_certainty_to_string:
 *
 * Returns: (transfer none): the stable name, as in files
 */
const char *
chatty_certainty_to_string (ChattyCertainty certainty)
{
  g_return_val_if_fail (certainty < G_N_ELEMENTS (certainty_names), "none");

  return certainty_names[certainty];
}

/**
 * chatty_certainty_from_string:
 * @name: (nullable): a stable name
 * @certainty: (out): what it stands for
 *
 * Returns: whether @name is one
 */
gboolean
chatty_certainty_from_string (const char      *name,
                              ChattyCertainty *certainty)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (certainty_names); i++)
    if (g_str_equal (certainty_names[i], name))
      {
        *certainty = i;
        return TRUE;
      }
  return FALSE;
}

static void
extra_free (gpointer data)
{
  Extra *extra = data;

  g_free (extra->key);
  g_free (extra->value);
  g_free (extra);
}

static void
clear_transcript (ChattyTranscript *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->platform);
  g_free (self->character);
  g_free (self->model);
  g_free (self->link);
  g_free (self->source_name);
  g_free (self->source_sha256);
  g_ptr_array_unref (self->extras);
  g_ptr_array_unref (self->turns);
}

/**
 * chatty_transcript_ref:
 *
 * Returns: (transfer full): @self, counted once more; any thread
 */
ChattyTranscript *
chatty_transcript_ref (ChattyTranscript *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * chatty_transcript_unref:
 *
 * Gives up a reference; any thread.
 */
void
chatty_transcript_unref (ChattyTranscript *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    {
      clear_transcript (self);
      g_free (self);
    }
}

const char *
chatty_transcript_get_id (const ChattyTranscript *self)
{
  return self->id;
}

const char *
chatty_transcript_get_title (const ChattyTranscript *self)
{
  return self->title;
}

const char *
chatty_transcript_get_platform (const ChattyTranscript *self)
{
  return self->platform;
}

const char *
chatty_transcript_get_character (const ChattyTranscript *self)
{
  return self->character;
}

/**
 * chatty_transcript_get_partner:
 *
 * Returns: (transfer none) (nullable): who answers in it, as its first answer
 *   that names anybody does; an answer in the platform's own name, such as
 *   "ChatGPT", names nobody
 */
const char *
chatty_transcript_get_partner (const ChattyTranscript *self)
{
  g_autofree char *platform = g_utf8_casefold (chatty_platform_get_title (self->platform), -1);

  for (guint i = 0; i < self->turns->len; i++)
    {
      ChattyTurn *turn = g_ptr_array_index (self->turns, i);
      const char *author = chatty_turn_get_author (turn);
      g_autofree char *folded = NULL;

      if (chatty_turn_get_role (turn) != CHATTY_ROLE_ASSISTANT || author == NULL ||
          *author == '\0')
        continue;
      folded = g_utf8_casefold (author, -1);
      if (!g_str_equal (folded, platform))
        return author;
    }
  return NULL;
}

const char *
chatty_transcript_get_model (const ChattyTranscript *self)
{
  return self->model;
}

gint64
chatty_transcript_get_started (const ChattyTranscript *self)
{
  return self->started;
}

ChattyCertainty
chatty_transcript_get_started_certainty (const ChattyTranscript *self)
{
  return self->certainty;
}

gint64
chatty_transcript_get_ended (const ChattyTranscript *self)
{
  return self->ended;
}

const char *
chatty_transcript_get_link (const ChattyTranscript *self)
{
  return self->link;
}

const char *
chatty_transcript_get_source_name (const ChattyTranscript *self)
{
  return self->source_name;
}

const char *
chatty_transcript_get_source_sha256 (const ChattyTranscript *self)
{
  return self->source_sha256;
}

guint
chatty_transcript_get_n_extras (const ChattyTranscript *self)
{
  return self->extras->len;
}

/**
 * chatty_transcript_get_extra:
 * @value: (out) (optional) (transfer none): the value
 *
 * Extras are named values that are carried along, not understood.
 *
 * Returns: (transfer none): the name at @nth
 */
const char *
chatty_transcript_get_extra (const ChattyTranscript  *self,
                             guint                    nth,
                             const char             **value)
{
  Extra *extra;

  g_return_val_if_fail (nth < self->extras->len, NULL);

  extra = g_ptr_array_index (self->extras, nth);
  if (value != NULL)
    *value = extra->value;
  return extra->key;
}

guint
chatty_transcript_get_n_turns (const ChattyTranscript *self)
{
  return self->turns->len;
}

ChattyTurn *
chatty_transcript_get_turn (const ChattyTranscript *self,
                            guint                   nth)
{
  g_return_val_if_fail (nth < self->turns->len, NULL);

  return g_ptr_array_index (self->turns, nth);
}

/**
 * chatty_transcript_has_turn:
 * @turn_id: an id
 *
 * Returns: whether a turn has it, chosen or not
 */
gboolean
chatty_transcript_has_turn (const ChattyTranscript *self,
                            const char             *turn_id)
{
  for (guint i = 0; i < self->turns->len; i++)
    if (chatty_turn_find (g_ptr_array_index (self->turns, i), turn_id) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * chatty_transcript_equal:
 *
 * Returns: whether every field, every turn and every byte of text is equal
 */
gboolean
chatty_transcript_equal (const ChattyTranscript *a,
                         const ChattyTranscript *b)
{
  if (a == b)
    return TRUE;
  if (g_strcmp0 (a->id, b->id) != 0 || g_strcmp0 (a->title, b->title) != 0 ||
      g_strcmp0 (a->platform, b->platform) != 0 ||
      g_strcmp0 (a->character, b->character) != 0 ||
      g_strcmp0 (a->model, b->model) != 0 || a->started != b->started ||
      a->certainty != b->certainty || a->ended != b->ended ||
      g_strcmp0 (a->link, b->link) != 0 ||
      g_strcmp0 (a->source_name, b->source_name) != 0 ||
      g_strcmp0 (a->source_sha256, b->source_sha256) != 0 ||
      a->extras->len != b->extras->len || a->turns->len != b->turns->len)
    return FALSE;

  for (guint i = 0; i < a->extras->len; i++)
    {
      Extra *x = g_ptr_array_index (a->extras, i);
      Extra *y = g_ptr_array_index (b->extras, i);

      if (!g_str_equal (x->key, y->key) || !g_str_equal (x->value, y->value))
        return FALSE;
    }
  for (guint i = 0; i < a->turns->len; i++)
    if (!chatty_turn_equal (g_ptr_array_index (a->turns, i),
                            g_ptr_array_index (b->turns, i)))
      return FALSE;
  return TRUE;
}

/**
 * chatty_transcript_builder_new:
 *
 * Returns: (transfer full): a builder with nothing in it
 */
ChattyTranscriptBuilder *
chatty_transcript_builder_new (void)
{
  ChattyTranscriptBuilder *self = g_new0 (ChattyTranscriptBuilder, 1);

  self->transcript.started = CHATTY_TIME_NONE;
  self->transcript.ended = CHATTY_TIME_NONE;
  self->transcript.extras = g_ptr_array_new_with_free_func (extra_free);
  self->transcript.turns =
    g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_turn_unref);
  return self;
}

/**
 * chatty_transcript_builder_new_from:
 * @transcript: what to begin with
 *
 * Returns: (transfer full): a builder that holds what @transcript holds; the
 *   turns are shared, not copied
 */
ChattyTranscriptBuilder *
chatty_transcript_builder_new_from (const ChattyTranscript *transcript)
{
  ChattyTranscriptBuilder *self = chatty_transcript_builder_new ();
  ChattyTranscript *copy = &self->transcript;

  copy->id = g_strdup (transcript->id);
  copy->title = g_strdup (transcript->title);
  copy->platform = g_strdup (transcript->platform);
  copy->character = g_strdup (transcript->character);
  copy->model = g_strdup (transcript->model);
  copy->started = transcript->started;
  copy->certainty = transcript->certainty;
  copy->ended = transcript->ended;
  copy->link = g_strdup (transcript->link);
  copy->source_name = g_strdup (transcript->source_name);
  copy->source_sha256 = g_strdup (transcript->source_sha256);
  for (guint i = 0; i < transcript->extras->len; i++)
    {
      Extra *extra = g_ptr_array_index (transcript->extras, i);

      chatty_transcript_builder_set_extra (self, extra->key, extra->value);
    }
  for (guint i = 0; i < transcript->turns->len; i++)
    chatty_transcript_builder_add_turn (self,
                                        chatty_transcript_get_turn (transcript,
                                                                    i));
  return self;
}

/**
 * chatty_transcript_builder_free:
 * @self: (transfer full): a builder that was not ended
 */
void
chatty_transcript_builder_free (ChattyTranscriptBuilder *self)
{
  clear_transcript (&self->transcript);
  g_free (self);
}

void
chatty_transcript_builder_set_id (ChattyTranscriptBuilder *self,
                                  const char              *id)
{
  chatty_text_set (&self->transcript.id, id);
}

void
chatty_transcript_builder_set_title (ChattyTranscriptBuilder *self,
                                     const char              *title)
{
  chatty_text_set (&self->transcript.title, title);
}

void
chatty_transcript_builder_set_platform (ChattyTranscriptBuilder *self,
                                        const char              *platform)
{
  chatty_text_set (&self->transcript.platform, platform);
}

void
chatty_transcript_builder_set_character (ChattyTranscriptBuilder *self,
                                         const char              *callsign)
{
  chatty_text_set (&self->transcript.character, callsign);
}

void
chatty_transcript_builder_set_model (ChattyTranscriptBuilder *self,
                                     const char              *model)
{
  chatty_text_set (&self->transcript.model, model);
}

void
chatty_transcript_builder_set_started (ChattyTranscriptBuilder *self,
                                       gint64                   time,
                                       ChattyCertainty          certainty)
{
  self->transcript.started = time;
  self->transcript.certainty = certainty;
}

void
chatty_transcript_builder_set_ended (ChattyTranscriptBuilder *self,
                                     gint64                   time)
{
  self->transcript.ended = time;
}

void
chatty_transcript_builder_set_link (ChattyTranscriptBuilder *self,
                                    const char              *link)
{
  chatty_text_set (&self->transcript.link, link);
}

/**
 * chatty_transcript_builder_set_source:
 * @name: (nullable): the name of the file that it was read from
 * @sha256: (nullable): that file's SHA-256, in lower-case hexadecimal
 */
void
chatty_transcript_builder_set_source (ChattyTranscriptBuilder *self,
                                      const char              *name,
                                      const char              *sha256)
{
  chatty_text_set (&self->transcript.source_name, name);
  chatty_text_set (&self->transcript.source_sha256, sha256);
}

/**
 * chatty_transcript_builder_set_extra:
 * @key: a name
 * @value: (nullable): its value; %NULL removes it
 */
void
chatty_transcript_builder_set_extra (ChattyTranscriptBuilder *self,
                                     const char              *key,
                                     const char              *value)
{
  GPtrArray *extras = self->transcript.extras;
  Extra *extra;

  for (guint i = 0; i < extras->len; i++)
    {
      extra = g_ptr_array_index (extras, i);
      if (!g_str_equal (extra->key, key))
        continue;
      if (value == NULL)
        g_ptr_array_remove_index (extras, i);
      else
        chatty_text_set (&extra->value, value);
      return;
    }
  if (value == NULL)
    return;

  extra = g_new0 (Extra, 1);
  extra->key = g_strdup (key);
  extra->value = g_strdup (value);
  g_ptr_array_add (extras, extra);
}

/**
 * chatty_transcript_builder_add_turn:
 * @turn: (transfer none): the next turn; what follows it comes after it, as
 *   only an alternate is followed by something
 */
void
chatty_transcript_builder_add_turn (ChattyTranscriptBuilder *self,
                                    ChattyTurn              *turn)
{
  ChattyTurnBuilder *builder;

  if (chatty_turn_get_n_following (turn) == 0)
    {
      g_ptr_array_add (self->transcript.turns, chatty_turn_ref (turn));
      return;
    }
  builder = chatty_turn_builder_new_from (turn);
  chatty_turn_builder_clear_branches (builder);
  for (guint i = 0; i < chatty_turn_get_n_alternates (turn); i++)
    chatty_turn_builder_add_alternate (builder, chatty_turn_get_alternate (turn, i));
  g_ptr_array_add (self->transcript.turns, chatty_turn_builder_end (builder));
  for (guint i = 0; i < chatty_turn_get_n_following (turn); i++)
    g_ptr_array_add (self->transcript.turns,
                     chatty_turn_ref (chatty_turn_get_following (turn, i)));
}

/**
 * chatty_transcript_builder_take_turn:
 * @turn: (transfer full): the next turn
 *
 * As chatty_transcript_builder_add_turn().
 */
void
chatty_transcript_builder_take_turn (ChattyTranscriptBuilder *self,
                                     ChattyTurn              *turn)
{
  chatty_transcript_builder_add_turn (self, turn);
  chatty_turn_unref (turn);
}

guint
chatty_transcript_builder_get_n_turns (ChattyTranscriptBuilder *self)
{
  return self->transcript.turns->len;
}

void
chatty_transcript_builder_clear_turns (ChattyTranscriptBuilder *self)
{
  g_ptr_array_set_size (self->transcript.turns, 0);
}

/**
 * chatty_transcript_builder_end:
 * @self: (transfer full): a builder
 *
 * Ends the building. A title, a platform and an id that were not set become
 * "", "other" and "".
 *
 * Returns: (transfer full): the transcript, which nobody can change any more
 */
ChattyTranscript *
chatty_transcript_builder_end (ChattyTranscriptBuilder *self)
{
  ChattyTranscript *transcript = g_new (ChattyTranscript, 1);

  if (self->transcript.id == NULL)
    self->transcript.id = g_strdup ("");
  if (self->transcript.title == NULL)
    self->transcript.title = g_strdup ("");
  if (self->transcript.platform == NULL)
    self->transcript.platform = g_strdup (CHATTY_PLATFORM_OTHER);
  *transcript = self->transcript;
  g_atomic_ref_count_init (&transcript->ref_count);
  g_free (self);
  return transcript;
}
