/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-receipt.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-platform.h"
#include "chatty-text.h"

struct _ChattyReceipt {
  GPtrArray *files;          /* of ChattyReceiptFile */
  char      *batch;
  gboolean   cancelled;
  guint      n_not_reached;
  char      *problem;
};

static void
skip_free (gpointer data)
{
  ChattyReceiptSkip *skip = data;

  g_free (skip->what);
  g_free (skip->reason);
  g_free (skip);
}

static void
file_free (gpointer data)
{
  ChattyReceiptFile *file = data;

  g_free (file->name);
  g_free (file->form);
  g_free (file->platform);
  g_ptr_array_unref (file->notices);
  g_ptr_array_unref (file->skipped);
  g_ptr_array_unref (file->transcripts);
  g_ptr_array_unref (file->characters);
  g_free (file);
}

static gboolean
file_is_refused (const ChattyReceiptFile *file)
{
  return file->added + file->updated + file->unchanged + file->kept_both == 0;
}

/**
 * chatty_receipt_new:
 *
 * Returns: (transfer full): an empty receipt
 */
ChattyReceipt *
chatty_receipt_new (void)
{
  ChattyReceipt *self = g_new0 (ChattyReceipt, 1);

  self->files = g_ptr_array_new_with_free_func (file_free);
  return self;
}

void
chatty_receipt_free (ChattyReceipt *self)
{
  g_ptr_array_unref (self->files);
  g_free (self->batch);
  g_free (self->problem);
  g_free (self);
}

guint
chatty_receipt_get_n_files (ChattyReceipt *self)
{
  return self->files->len;
}

const ChattyReceiptFile *
chatty_receipt_get_file (ChattyReceipt *self,
                         guint          nth)
{
  g_return_val_if_fail (nth < self->files->len, NULL);
  return g_ptr_array_index (self->files, nth);
}

/**
 * chatty_receipt_get_totals:
 * @self: a receipt
 * @totals: (out caller-allocates): the sums over all its files
 */
void
chatty_receipt_get_totals (ChattyReceipt      *self,
                           ChattyImportTotals *totals)
{
  memset (totals, 0, sizeof *totals);
  totals->files = self->files->len;
  for (guint i = 0; i < self->files->len; i++)
    {
      const ChattyReceiptFile *file = g_ptr_array_index (self->files, i);

      totals->conversations += file->conversations;
      totals->added += file->added;
      totals->updated += file->updated;
      totals->unchanged += file->unchanged;
      totals->kept_both += file->kept_both;
      totals->skipped += file->skipped->len;
      totals->turns += file->turns;
      if (file_is_refused (file))
        totals->refused_files++;
    }
}

const char *
chatty_receipt_get_batch (ChattyReceipt *self)
{
  return self->batch;
}

const char *
chatty_receipt_get_problem (ChattyReceipt *self)
{
  return self->problem;
}

guint
chatty_receipt_get_n_not_reached (ChattyReceipt *self)
{
  return self->n_not_reached;
}

/* Whether the person stopped it. */
gboolean
chatty_receipt_is_cancelled (ChattyReceipt *self)
{
  return self->cancelled;
}

/**
 * chatty_receipt_is_of_sessions:
 * @self: a receipt
 *
 * Returns: whether the conversations came from a platform, and not from files
 */
gboolean
chatty_receipt_is_of_sessions (ChattyReceipt *self)
{
  const ChattyReceiptFile *file = self->files->len > 0 ? g_ptr_array_index (self->files, 0) : NULL;

  return file != NULL && g_strcmp0 (file->form, CHATTY_RECEIPT_SESSIONS) == 0;
}

/**
 * chatty_receipt_begin_file:
 * @self: a receipt
 * @name: what the person knows the file by
 *
 * Returns: (transfer none): a new last row
 */
ChattyReceiptFile *
chatty_receipt_begin_file (ChattyReceipt *self,
                           const char    *name)
{
  ChattyReceiptFile *file = g_new0 (ChattyReceiptFile, 1);

  file->name = g_strdup (name);
  file->notices = g_ptr_array_new_with_free_func (g_free);
  file->skipped = g_ptr_array_new_with_free_func (skip_free);
  file->transcripts = g_ptr_array_new_with_free_func (g_free);
  file->characters = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->files, file);
  return file;
}

/**
 * chatty_receipt_file_add:
 * @file: a row
 * @outcome: what the vault did with @transcript
 * @transcript: one conversation that was in the file
 */
void
chatty_receipt_file_add (ChattyReceiptFile      *file,
                         ChattyStored            outcome,
                         const ChattyTranscript *transcript)
{
  const char *character = chatty_transcript_get_character (transcript);

  switch (outcome)
    {
    case CHATTY_STORED_ADDED:
      file->added++;
      break;
    case CHATTY_STORED_UPDATED:
      file->updated++;
      break;
    case CHATTY_STORED_UNCHANGED:
      file->unchanged++;
      break;
    case CHATTY_STORED_KEPT_BOTH:
      file->kept_both++;
      break;
    default:
      g_assert_not_reached ();
    }
  file->conversations++;
  file->turns += chatty_transcript_get_n_turns (transcript);
  g_ptr_array_add (file->transcripts, g_strdup (chatty_transcript_get_id (transcript)));
  if (character != NULL &&
      !g_ptr_array_find_with_equal_func (file->characters, character, g_str_equal, NULL))
    g_ptr_array_add (file->characters, g_strdup (character));
}

/**
 * chatty_receipt_file_skip:
 * @file: a row
 * @what: what was left out
 * @reason: why, and what to do about it, translated
 */
void
chatty_receipt_file_skip (ChattyReceiptFile *file,
                          const char        *what,
                          const char        *reason)
{
  ChattyReceiptSkip *skip = g_new0 (ChattyReceiptSkip, 1);

  skip->what = g_strdup (what);
  skip->reason = g_strdup (reason);
  g_ptr_array_add (file->skipped, skip);
  file->conversations++;
}

/* Takes the last row away again. */
void
chatty_receipt_drop_last (ChattyReceipt *self)
{
  g_return_if_fail (self->files->len > 0);
  g_ptr_array_set_size (self->files, (int) self->files->len - 1);
}

/**
 * chatty_receipt_end:
 * @self: a receipt
 * @batch: (nullable): id of the batch, for Undo
 * @cancelled: whether the person stopped it
 * @n_not_reached: files that were not come to
 * @problem: (nullable): why it ended early, translated
 */
void
chatty_receipt_end (ChattyReceipt *self,
                    const char    *batch,
                    gboolean       cancelled,
                    guint          n_not_reached,
                    const char    *problem)
{
  g_free (self->batch);
  self->batch = g_strdup (batch);
  self->cancelled = cancelled;
  self->n_not_reached = n_not_reached;
  g_free (self->problem);
  self->problem = g_strdup (problem);
}

static void
append_member (GString    *string,
               const char *name,
               const char *value)
{
  chatty_json_append_quoted (string, name);
  g_string_append_c (string, ':');
  if (value != NULL)
    chatty_json_append_quoted (string, value);
  else
    g_string_append (string, "null");
}

static void
append_strings (GString    *string,
                const char *name,
                GPtrArray  *values)
{
  g_string_append_printf (string, "\"%s\":[", name);
  for (guint i = 0; i < values->len; i++)
    {
      if (i > 0)
        g_string_append_c (string, ',');
      chatty_json_append_quoted (string, g_ptr_array_index (values, i));
    }
  g_string_append_c (string, ']');
}

static void
append_file (GString                 *string,
             const ChattyReceiptFile *file)
{
  g_string_append (string, "\n{");
  append_member (string, "file", file->name);
  g_string_append_c (string, ',');
  append_member (string, "format", file->form);
  g_string_append_c (string, ',');
  append_member (string, "platform", file->platform);
  g_string_append_printf (string,
                          ",\"conversations\":%u,\"turns\":%" G_GUINT64_FORMAT
                          ",\"added\":%u,\"updated\":%u,\"unchanged\":%u,\"kept_both\":%u,\"skipped\":[",
                          file->conversations, file->turns, file->added + file->kept_both,
                          file->updated, file->unchanged, file->kept_both);
  for (guint i = 0; i < file->skipped->len; i++)
    {
      const ChattyReceiptSkip *skip = g_ptr_array_index (file->skipped, i);

      g_string_append (string, i > 0 ? ",{" : "{");
      append_member (string, "what", skip->what);
      g_string_append_c (string, ',');
      append_member (string, "reason", skip->reason);
      g_string_append_c (string, '}');
    }
  g_string_append (string, "],");
  append_strings (string, "notices", file->notices);
  g_string_append_c (string, ',');
  append_strings (string, "transcripts", file->transcripts);
  g_string_append_c (string, ',');
  append_strings (string, "characters", file->characters);
  g_string_append_c (string, '}');
}

/**
 * chatty_receipt_to_json:
 * @self: a receipt
 *
 * Written as text at once: a tree for a hundred thousand files would cost
 * more memory than the import. In it, "added" counts those of "kept_both",
 * because each of them added a file to the vault, so that conversations are
 * always added + updated + unchanged + what was skipped.
 *
 * Returns: (transfer full): one JSON object, as the import command prints it
 */
char *
chatty_receipt_to_json (ChattyReceipt *self)
{
  GString *string = g_string_new ("{\"files\":[");
  ChattyImportTotals totals;

  for (guint i = 0; i < self->files->len; i++)
    {
      if (i > 0)
        g_string_append_c (string, ',');
      append_file (string, g_ptr_array_index (self->files, i));
    }
  chatty_receipt_get_totals (self, &totals);
  g_string_append_printf (string,
                          "],\n\"totals\":{\"files\":%u,\"refused_files\":%u,\"conversations\":%u,"
                          "\"turns\":%" G_GUINT64_FORMAT ",\"added\":%u,\"updated\":%u,\"unchanged\":%u,"
                          "\"kept_both\":%u,\"skipped\":%u},\n",
                          totals.files, totals.refused_files, totals.conversations, totals.turns,
                          totals.added + totals.kept_both, totals.updated, totals.unchanged,
                          totals.kept_both, totals.skipped);
  append_member (string, "batch", self->batch);
  g_string_append_printf (string, ",\"cancelled\":%s,\"not_reached\":%u,",
                          self->cancelled ? "true" : "false", self->n_not_reached);
  append_member (string, "problem", self->problem);
  g_string_append_c (string, '}');
  return g_string_free (string, FALSE);
}

static void
parse_strings (JsonObject *object,
               const char *name,
               GPtrArray  *values)
{
  JsonArray *array = chatty_json_get_array (object, name);
  guint length = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_ptr_array_add (values, json_node_dup_string (node));
    }
}

static guint
parse_count (JsonObject *object,
             const char *name)
{
  return (guint) CLAMP (chatty_json_get_int (object, name, 0), 0, G_MAXINT);
}

static void
parse_file (ChattyReceipt *self,
            JsonObject    *object)
{
  const char *name = chatty_json_get_string (object, "file");
  ChattyReceiptFile *file = chatty_receipt_begin_file (self, name != NULL ? name : "");
  JsonArray *skipped = chatty_json_get_array (object, "skipped");
  guint n_skipped = skipped != NULL ? json_array_get_length (skipped) : 0;

  for (guint i = 0; i < n_skipped; i++)
    {
      JsonObject *skip = chatty_json_node_object (json_array_get_element (skipped, i));

      if (skip != NULL)
        {
          const char *what = chatty_json_get_string (skip, "what");
          const char *reason = chatty_json_get_string (skip, "reason");

          chatty_receipt_file_skip (file, what != NULL ? what : "", reason != NULL ? reason : "");
        }
    }
  file->form = g_strdup (chatty_json_get_string (object, "format"));
  file->platform = g_strdup (chatty_json_get_string (object, "platform"));
  file->kept_both = parse_count (object, "kept_both");
  file->added = parse_count (object, "added");
  file->added -= MIN (file->added, file->kept_both);
  file->updated = parse_count (object, "updated");
  file->unchanged = parse_count (object, "unchanged");
  file->conversations += file->added + file->updated + file->unchanged + file->kept_both;
  file->turns = (guint64) MAX (chatty_json_get_int (object, "turns", 0), 0);
  parse_strings (object, "notices", file->notices);
  parse_strings (object, "transcripts", file->transcripts);
  parse_strings (object, "characters", file->characters);
}

/**
 * chatty_receipt_parse:
 * @json: what chatty_receipt_to_json() wrote, such as the report of a run
 * @error: return location, of #CHATTY_ERROR
 *
 * Returns: (transfer full) (nullable): the receipt
 */
ChattyReceipt *
chatty_receipt_parse (const char  *json,
                      GError     **error)
{
  g_autoptr (JsonNode) root = chatty_json_parse (json, -1, error);
  JsonObject *object = NULL;
  JsonArray *files = NULL;
  ChattyReceipt *self;

  if (root == NULL)
    return NULL;
  object = chatty_json_node_object (root);
  files = object != NULL ? chatty_json_get_array (object, "files") : NULL;
  if (files == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("This is not the receipt of an import."));
      return NULL;
    }

  self = chatty_receipt_new ();
  for (guint i = 0; i < json_array_get_length (files); i++)
    {
      JsonObject *file = chatty_json_node_object (json_array_get_element (files, i));

      if (file != NULL)
        parse_file (self, file);
    }
  chatty_receipt_end (self, chatty_json_get_string (object, "batch"),
                      chatty_json_get_bool (object, "cancelled", FALSE),
                      parse_count (object, "not_reached"),
                      chatty_json_get_string (object, "problem"));
  return self;
}

static void
append_count (GString    *string,
              const char *label,
              guint       count)
{
  g_string_append_printf (string, "  %s: %u\n", label, count);
}

/**
 * chatty_receipt_to_text:
 * @self: a receipt
 *
 * Returns: (transfer full): the receipt for people, in plain text; names from
 *   outside are in their display form
 */
char *
chatty_receipt_to_text (ChattyReceipt *self)
{
  GString *string = g_string_new (NULL);
  gboolean of_sessions = chatty_receipt_is_of_sessions (self);
  ChattyImportTotals totals;

  chatty_receipt_get_totals (self, &totals);
  if (!of_sessions)
    g_string_append_printf (string, ngettext ("%u file, ", "%u files, ", totals.files), totals.files);
  g_string_append_printf (string,
                          ngettext ("%u conversation\n", "%u conversations\n",
                                    totals.conversations),
                          totals.conversations);
  append_count (string, C_("import receipt", "Added"), totals.added);
  append_count (string, C_("import receipt", "Updated"), totals.updated);
  append_count (string, C_("import receipt", "Unchanged"), totals.unchanged);
  if (totals.kept_both > 0)
    append_count (string, C_("import receipt", "Edited here since, both kept"), totals.kept_both);
  append_count (string, C_("import receipt", "Skipped"), totals.skipped);
  if (self->cancelled)
    g_string_append_printf (string, "%s\n",
                            _("The import was stopped. What is listed here was stored before."));
  if (self->problem != NULL)
    g_string_append_printf (string, "%s\n", self->problem);
  if (self->n_not_reached > 0 && of_sessions)
    g_string_append_printf (string,
                            ngettext ("%u conversation was not reached.\n",
                                      "%u conversations were not reached.\n",
                                      self->n_not_reached),
                            self->n_not_reached);
  else if (self->n_not_reached > 0)
    g_string_append_printf (string,
                            ngettext ("%u file was not reached.\n", "%u files were not reached.\n",
                                              self->n_not_reached),
                            self->n_not_reached);

  for (guint i = 0; i < self->files->len; i++)
    {
      const ChattyReceiptFile *file = g_ptr_array_index (self->files, i);
      g_autofree char *name = chatty_text_display_name (file->name);
      guint stored = file->added + file->updated + file->unchanged + file->kept_both;

      g_string_append_printf (string, "\n%s\n", name);
      if (stored > 0)
        g_string_append_printf (string,
                                /* Translators: a platform such as ChatGPT, then counts. */
                                _("  %s: %u added, %u updated, %u unchanged\n"),
                                chatty_platform_get_title (file->platform),
                                file->added + file->kept_both, file->updated, file->unchanged);
      for (guint j = 0; j < file->notices->len; j++)
        {
          g_autofree char *notice = chatty_text_one_line (g_ptr_array_index (file->notices, j), 0);

          g_string_append_printf (string, "  %s\n", notice);
        }
      for (guint j = 0; j < file->skipped->len; j++)
        {
          const ChattyReceiptSkip *skip = g_ptr_array_index (file->skipped, j);
          g_autofree char *what = chatty_text_display_name (skip->what);
          g_autofree char *reason = chatty_text_one_line (skip->reason, 0);
          g_autofree char *basename = g_path_get_basename (file->name);

          /* The reader knows a file by its last name only. */
          if (strcmp (skip->what, file->name) == 0 || strcmp (skip->what, basename) == 0)
            g_string_append_printf (string, _("  Skipped: %s\n"), reason);
          else
            g_string_append_printf (string, _("  Skipped “%s”: %s\n"), what, reason);
        }
    }
  return g_string_free (string, FALSE);
}
