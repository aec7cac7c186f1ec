/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-import-look.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-platform.h"

/* Once a session's previews have used up their budget, the further ones are
 * of this size. */
#define SHORT_PREVIEW_TURNS 2
#define SHORT_PREVIEW_BYTES 160

static ChattyTurn *
cut_turn (ChattyTurn *turn,
          gsize       max_bytes,
          gsize      *used)
{
  g_autoptr (ChattyTurnBuilder) builder = chatty_turn_builder_new (chatty_turn_get_role (turn));
  const char *text = chatty_turn_get_text (turn);
  gsize length = chatty_turn_get_length (turn);

  if (length > max_bytes)
    {
      const char *end = g_utf8_find_prev_char (text, text + max_bytes);
      GString *cut = g_string_new_len (text, end != NULL ? end - text : 0);

      g_string_append (cut, "…");
      *used += cut->len;
      chatty_turn_builder_take_text (builder, g_string_free (cut, FALSE));
    }
  else
    {
      *used += length;
      chatty_turn_builder_set_text_len (builder, text, length);
    }
  chatty_turn_builder_set_author (builder, chatty_turn_get_author (turn));
  chatty_turn_builder_set_time (builder, chatty_turn_get_time (turn));
  return chatty_turn_builder_end (g_steal_pointer (&builder));
}

static void
add_preview (ChattyImportLook *self,
             ChattyTranscript *transcript,
             gsize            *budget)
{
  gboolean full = *budget > 0;
  guint max_turns = full ? CHATTY_IMPORT_PREVIEW_TURNS : SHORT_PREVIEW_TURNS;
  gsize max_bytes = full ? CHATTY_IMPORT_PREVIEW_BYTES : SHORT_PREVIEW_BYTES;
  guint n_turns = MIN (max_turns, chatty_transcript_get_n_turns (transcript));
  gsize used = 0;

  for (guint i = 0; i < n_turns; i++)
    g_ptr_array_add (self->preview,
                     cut_turn (chatty_transcript_get_turn (transcript, i), max_bytes, &used));
  *budget -= MIN (*budget, used);
}

static ChattyImportLook *
look_alloc (void)
{
  ChattyImportLook *self = g_new0 (ChattyImportLook, 1);

  self->notices = g_ptr_array_new_with_free_func (g_free);
  self->preview = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_turn_unref);
  return self;
}

/**
 * chatty_import_look_new:
 * @reading: what was read
 * @preview_budget: (inout): bytes that previews may still cost together
 *
 * Returns: (transfer full): what to show of it
 */
ChattyImportLook *
chatty_import_look_new (ChattyReading *reading,
                        gsize         *preview_budget)
{
  ChattyImportLook *self = look_alloc ();
  guint n_skipped = chatty_reading_get_n_skipped (reading);
  const char *last_reason = NULL;

  self->form = chatty_reading_get_form (reading);
  self->platform = g_strdup (chatty_reading_get_platform (reading));
  self->reason = g_strdup (chatty_reading_get_platform_reason (reading));
  self->n_transcripts = chatty_reading_get_n_transcripts (reading);
  for (guint i = 0; i < chatty_reading_get_n_notices (reading); i++)
    g_ptr_array_add (self->notices, g_strdup (chatty_reading_get_notice (reading, i)));
  for (guint i = 0; i < n_skipped; i++)
    {
      const char *what = chatty_reading_get_skipped (reading, i, &last_reason);

      /* Reasons that name the thing themselves say it once. */
      g_ptr_array_add (self->notices,
                       g_str_has_prefix (last_reason, what)
                       ? g_strdup (last_reason)
                       : g_strdup_printf (_("%s will be skipped: %s"), what, last_reason));
    }

  for (guint i = 0; i < self->n_transcripts; i++)
    self->n_turns += chatty_transcript_get_n_turns (chatty_reading_get_transcript (reading, i));
  if (self->n_transcripts > 0)
    {
      ChattyTranscript *first = chatty_reading_get_transcript (reading, 0);
      g_autoptr (ChattyTranscriptBuilder) builder = chatty_transcript_builder_new_from (first);

      self->character = g_strdup (chatty_transcript_get_character (first));
      add_preview (self, first, preview_budget);
      chatty_transcript_builder_clear_turns (builder);
      self->head = chatty_transcript_builder_end (g_steal_pointer (&builder));
    }
  else
    {
      /* The problem stands alone; it is no notice besides. */
      if (n_skipped == 1)
        g_ptr_array_set_size (self->notices, (int) self->notices->len - 1);
      self->problem = n_skipped == 1 ? g_strdup (last_reason)
                    : n_skipped > 1 ? g_strdup (g_ptr_array_index (self->notices,
                                                                   self->notices->len - 1))
                    : g_strdup (_("There is no conversation in it."));
    }
  return self;
}

/**
 * chatty_import_look_new_problem:
 * @problem: why the file cannot be imported, translated
 *
 * Returns: (transfer full): what to show of a file that could not be read
 */
ChattyImportLook *
chatty_import_look_new_problem (const char *problem)
{
  ChattyImportLook *self = look_alloc ();

  self->problem = g_strdup (problem);
  return self;
}

void
chatty_import_look_free (ChattyImportLook *self)
{
  g_free (self->problem);
  g_free (self->platform);
  g_free (self->reason);
  g_free (self->character);
  g_clear_pointer (&self->head, chatty_transcript_unref);
  g_free (self->path);
  g_free (self->path_platform);
  g_free (self->path_character);
  g_ptr_array_unref (self->notices);
  g_ptr_array_unref (self->preview);
  g_free (self);
}

/**
 * chatty_import_propose_path:
 * @head: a transcript without its turns
 * @vault: where it would go
 * @platform: platform id
 * @character: (nullable): callsign
 *
 * Blocks.
 *
 * Returns: (transfer full): where it would be stored, in the vault
 */
char *
chatty_import_propose_path (ChattyTranscript *head,
                            ChattyVault      *vault,
                            const char       *platform,
                            const char       *character)
{
  g_autoptr (ChattyTranscriptBuilder) builder = chatty_transcript_builder_new_from (head);
  g_autoptr (ChattyTranscript) placed = NULL;

  chatty_transcript_builder_set_platform (builder, platform);
  chatty_transcript_builder_set_character (builder, character);
  placed = chatty_transcript_builder_end (g_steal_pointer (&builder));
  return chatty_vault_propose_path (vault, placed);
}

/**
 * chatty_import_look_propose:
 * @self: a look
 * @vault: where it would go
 * @choice: what the person has chosen so far
 * @defaults: what the settings say
 *
 * Fills in where the first transcript would be stored. Blocks.
 */
void
chatty_import_look_propose (ChattyImportLook         *self,
                            ChattyVault              *vault,
                            const ChattyImportChoice *choice,
                            const ChattyImportChoice *defaults)
{
  const char *guess;

  if (self->head == NULL)
    return;

  guess = chatty_transcript_get_platform (self->head);
  if (strcmp (guess, CHATTY_PLATFORM_OTHER) == 0)
    guess = self->platform;
  self->path_platform = g_strdup (chatty_import_pick_platform (choice, guess, defaults));
  self->path_character = g_strdup (chatty_import_pick_character (choice, self->character,
                                                                 defaults));
  self->path = chatty_import_propose_path (self->head, vault, self->path_platform,
                                           self->path_character);
}
