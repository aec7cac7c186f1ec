/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-character-words.h"
#include "chatty-error.h"
#include "chatty-platform.h"
#include "chatty-text.h"

#include "chatty-sync-lines.h"
#include "chatty-sync-report.h"
#include "chatty-sync-words.h"

#define MAX_NAME_BYTES 120
#define MAX_LOOK_BYTES (64 * 1024)

typedef const char *(*NameFunc) (int value);

static int
find_name (const char *name,
           NameFunc    name_of,
           int         n_names,
           int         otherwise)
{
  for (int i = 0; name != NULL && i < n_names; i++)
    if (g_str_equal (name, name_of (i)))
      return i;
  return otherwise;
}

/* The functions take enums. */
static const char *kind_name (int value) { return chatty_sync_step_kind_to_string (value); }
static const char *why_name (int value) { return chatty_sync_why_to_string (value); }
static const char *way_name (int value) { return chatty_sync_direction_to_string (value); }
static const char *outcome_name (int value) { return chatty_sync_outcome_to_string (value); }
static const char *end_name (int value) { return chatty_sync_end_to_string (value); }

static char *
dup_value (JsonObject *object,
           const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? chatty_json_to_string (node, FALSE) : NULL;
}

static gint64
get_time (JsonObject *object,
          const char *member)
{
  const char *text = chatty_json_get_string (object, member);

  return text != NULL ? chatty_time_parse_iso (text) : CHATTY_TIME_NONE;
}

static void
field_clear (gpointer data)
{
  ChattySyncField *field = data;

  g_free ((char *) field->base);
  g_free ((char *) field->here);
  g_free ((char *) field->there);
  g_free ((char *) field->result);
}

static gboolean
read_field (JsonObject      *object,
            ChattySyncField *field)
{
  *field = (ChattySyncField) { 0, };
  if (!chatty_character_field_from_string (chatty_json_get_string (object, "field"),
                                           &field->field))
    return FALSE;
  field->direction = find_name (chatty_json_get_string (object, "direction"), way_name,
                                CHATTY_SYNC_TO_BOTH + 1, CHATTY_SYNC_STAY);
  field->why = find_name (chatty_json_get_string (object, "why"), why_name,
                          CHATTY_SYNC_WHY_TOO_LONG + 1, CHATTY_SYNC_WHY_SAME);
  field->conflict = chatty_json_get_bool (object, "conflict", FALSE);
  field->base = dup_value (object, "base");
  field->here = dup_value (object, "here");
  field->there = dup_value (object, "there");
  field->result = dup_value (object, "result");
  field->time_here = get_time (object, "time_here");
  field->time_there = get_time (object, "time_there");
  return TRUE;
}

static guint
read_flags (JsonObject *object,
            const char *member)
{
  JsonArray *array = chatty_json_get_array (object, member);
  guint flags = 0;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      ChattyCharacterField field;

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
          chatty_character_field_from_string (json_node_get_string (node), &field))
        flags |= CHATTY_FIELD_FLAG (field);
    }
  return flags;
}

static ChattySyncStep *
read_step (JsonObject *object)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, TRUE, sizeof (ChattySyncField));
  JsonArray *array = chatty_json_get_array (object, "fields");
  ChattySyncStep step = {
    .id = chatty_json_get_string (object, "id"),
    .kind = find_name (chatty_json_get_string (object, "kind"), kind_name,
                       CHATTY_SYNC_FAILED + 1, CHATTY_SYNC_FAILED),
    .callsign = chatty_json_get_string (object, "character"),
    .remote_id = chatty_json_get_string (object, "remote"),
    .name = chatty_json_get_string (object, "name"),
    .document = chatty_json_get_string (object, "document"),
    .choice = chatty_json_get_string (object, "choice"),
    .stays = read_flags (object, "stays_here"),
  };

  g_array_set_clear_func (fields, field_clear);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *member = chatty_json_node_object (json_array_get_element (array, i));
      ChattySyncField field;

      if (member != NULL && read_field (member, &field))
        g_array_append_val (fields, field);
    }
  step.fields = (const ChattySyncField *) (gpointer) fields->data;
  step.n_fields = fields->len;
  return chatty_sync_step_new (&step);
}

/* In a text the quotation marks would be escaped. */
static gboolean
is_undo (const char *json)
{
  return g_strstr_len (json, MAX_LOOK_BYTES, "\"why\":\"undo\"") != NULL;
}

static ChattySyncReport *
read_head (JsonObject *object)
{
  ChattySyncReport *self = g_new0 (ChattySyncReport, 1);
  JsonObject *counts = chatty_json_get_object (object, "counts");

  self->platform = g_strdup (chatty_json_get_string (object, "platform"));
  self->message = g_strdup (chatty_json_get_string (object, "message"));
  self->end = find_name (chatty_json_get_string (object, "end"), end_name,
                         CHATTY_SYNC_END_MOVED + 1, CHATTY_SYNC_END_COMPLETE);
  for (guint i = 0; counts != NULL && i < G_N_ELEMENTS (self->counts); i++)
    self->counts[i] = CLAMP (chatty_json_get_int (counts, outcome_name (i), 0), 0, G_MAXINT);
  return self;
}

/**
 * chatty_sync_report_is_one:
 *
 * Returns: whether the report of a run is one of a sync
 */
gboolean
chatty_sync_report_is_one (const char *json)
{
  return g_str_has_prefix (json, "{\"kind\":\"sync\"");
}

/**
 * chatty_sync_report_parse:
 * @json: the report of a run
 * @error: %CHATTY_ERROR_INVALID_DATA where it is not one of a sync
 *
 * Returns: (transfer full) (nullable): all of it
 */
ChattySyncReport *
chatty_sync_report_parse (const char  *json,
                          GError     **error)
{
  g_autoptr (JsonNode) node = chatty_json_parse (json, -1, error);
  JsonObject *object;
  JsonArray *steps;
  ChattySyncReport *self;
  ChattySyncLineText text = { .is_over = TRUE };

  if (node == NULL)
    return NULL;
  object = chatty_json_node_object (node);
  steps = object != NULL ? chatty_json_get_array (object, "steps") : NULL;
  if (steps == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("Nothing is known any more of what this sync did"));
      return NULL;
    }
  self = read_head (object);
  self->is_undo = is_undo (json);
  self->lines = g_ptr_array_new_with_free_func (g_object_unref);
  text.title = chatty_platform_get_title (self->platform);
  for (guint i = 0; i < json_array_get_length (steps); i++)
    {
      JsonObject *member = chatty_json_node_object (json_array_get_element (steps, i));
      g_autoptr (ChattySyncStep) step = member != NULL ? read_step (member) : NULL;

      if (step == NULL)
        continue;
      text.step = step;
      text.outcome = find_name (chatty_json_get_string (member, "outcome"), outcome_name,
                                CHATTY_SYNC_NOT_REACHED + 1, CHATTY_SYNC_NOT_DONE);
      text.dropped = read_flags (member, "dropped");
      text.message = chatty_json_get_string (member, "message");
      chatty_sync_lines_add_step (self->lines, &text);
    }
  return self;
}

/**
 * chatty_sync_report_parse_head:
 *
 * Reads the sums alone, which stand before the steps: these may have megabytes.
 *
 * Returns: (transfer full) (nullable): the sums
 */
ChattySyncReport *
chatty_sync_report_parse_head (const char *json)
{
  /* In a text the quotation marks would be escaped. */
  const char *steps = strstr (json, ",\"steps\":[");
  g_autofree char *head = NULL;
  g_autoptr (JsonNode) node = NULL;
  ChattySyncReport *self;
  JsonObject *object;

  if (steps == NULL)
    return NULL;
  head = g_strdup_printf ("%.*s}", (int) MIN (steps - json, G_MAXINT), json);
  node = chatty_json_parse (head, -1, NULL);
  object = node != NULL ? chatty_json_node_object (node) : NULL;
  if (object == NULL)
    return NULL;
  self = read_head (object);
  self->is_undo = is_undo (json);
  return self;
}

/**
 * chatty_sync_report_of:
 * @platform: its id
 *
 * Returns: (transfer full): the same of a run that has just ended
 */
ChattySyncReport *
chatty_sync_report_of (ChattySyncReceipt *receipt,
                       const char        *platform)
{
  ChattySyncReport *self = g_new0 (ChattySyncReport, 1);

  self->platform = g_strdup (platform);
  self->message = g_strdup (chatty_sync_receipt_get_message (receipt));
  self->end = chatty_sync_receipt_get_end (receipt);
  for (guint i = 0; i < G_N_ELEMENTS (self->counts); i++)
    self->counts[i] = chatty_sync_receipt_count (receipt, i);
  self->lines = chatty_sync_lines_of_receipt (receipt, chatty_platform_get_title (platform));
  return self;
}

void
chatty_sync_report_free (ChattySyncReport *self)
{
  g_free (self->platform);
  g_free (self->message);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self);
}

/**
 * chatty_sync_report_dup_title:
 *
 * Returns: (transfer full): what it was, such as "Sync with Convai"
 */
char *
chatty_sync_report_dup_title (ChattySyncReport *self)
{
  /* Translators: %s is a platform */
  return g_strdup_printf (self->is_undo ? _("Undo of a sync with %s") : _("Sync with %s"),
                          chatty_platform_get_title (self->platform));
}

/**
 * chatty_sync_report_dup_sums:
 *
 * Returns: (transfer full): "3 done, 1 failed", in one line
 */
char *
chatty_sync_report_dup_sums (ChattySyncReport *self)
{
  GString *sums = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (self->counts); i++)
    {
      if (self->counts[i] == 0)
        continue;
      if (sums->len > 0)
        g_string_append (sums, " · ");
      /* Translators: what came of steps, such as "Failed", then how many */
      g_string_append_printf (sums, C_("outcome and number", "%s: %'u"),
                              chatty_sync_words_outcome (i), self->counts[i]);
    }
  if (sums->len == 0)
    g_string_append (sums, _("Nothing had to be done"));
  return g_string_free (sums, FALSE);
}

static void
add_value (GString    *text,
           const char *heading,
           const char *json)
{
  g_autofree char *value = chatty_sync_value_to_words (json);
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);

  if (*value == '\0')
    return;
  g_string_append_printf (text, "    %s\n", heading);
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (text, "      %s\n", lines[i]);
}

static void
add_line (GString        *text,
          ChattySyncLine *line)
{
  const ChattySyncLineText *entry = chatty_sync_line_get (line);
  const ChattySyncField *field = chatty_sync_line_get_field (line);
  g_autofree char *words = NULL;

  if (field == NULL)
    {
      g_autofree char *name = chatty_text_one_line (entry->step->name != NULL ? entry->step->name
                                                                              : "",
                                                    MAX_NAME_BYTES);
      g_autofree char *notes = chatty_sync_words_notes (entry->step, entry->title, entry->dropped,
                                                        entry->message);

      words = chatty_sync_words_step (entry->step, entry->title, TRUE);
      g_string_append_printf (text, "\n%s: %s. %s\n", name, words,
                              chatty_sync_words_outcome (entry->outcome));
      if (notes != NULL)
        g_string_append_printf (text, "  %s\n", notes);
      return;
    }
  words = chatty_sync_words_way (field, entry->title, TRUE);
  g_string_append_printf (text, "  %s: %s\n", chatty_character_field_to_words (field->field),
                          words);
  add_value (text, _("Here it was:"), field->here);
  add_value (text, _("There it was:"), field->there);
  add_value (text, _("Now it is:"), field->result);
}

/**
 * chatty_sync_report_to_text:
 *
 * Any thread.
 *
 * Returns: (transfer full): the report as a plain text, for a file
 */
char *
chatty_sync_report_to_text (ChattySyncReport *self)
{
  GString *text = g_string_new (NULL);
  g_autofree char *title = chatty_sync_report_dup_title (self);
  g_autofree char *sums = chatty_sync_report_dup_sums (self);

  g_string_append_printf (text, "%s\n%s\n", title, sums);
  if (self->message != NULL)
    g_string_append_printf (text, "%s\n", self->message);
  for (guint i = 0; self->lines != NULL && i < self->lines->len; i++)
    add_line (text, g_ptr_array_index (self->lines, i));
  return g_string_free (text, FALSE);
}
