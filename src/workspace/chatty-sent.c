/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-sent.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chatty-error.h"
#include "chatty-json.h"
#include "chatty-sent-private.h"
#include "chatty-time.h"
#include "chatty-vault-talk.h"
#include "chatty-workspace-call.h"

#define FORMAT "chatty-sent-1"
/* How many of each list are read; more was never written. */
#define MAX_ITEMS 10000

typedef struct {
  char   *first;
  char   *second;
  gint64  number;
} Pair;

struct _ChattySent {
  gint64     time;
  char      *platform, *account, *account_name, *remote_id;
  char      *instructions, *model, *text;
  guint      n_turns, n_left_out;
  GPtrArray *memory, *settings, *files, *passages;   /* of Pair */
};

G_DEFINE_BOXED_TYPE (ChattySent, chatty_sent, chatty_sent_ref, chatty_sent_unref)

static void
pair_free (gpointer data)
{
  Pair *self = data;

  g_free (self->first);
  g_free (self->second);
  g_free (self);
}

/* Writing --------------------------------------------------------------------- */

static void
set_text (JsonObject *object,
          const char *name,
          const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return chatty_json_to_string (node, FALSE);
}

static JsonArray *
memory_to_json (GPtrArray *memory)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < memory->len; i++)
    {
      ChattyMemoryNote *note = memory->pdata[i];
      JsonObject *object = json_object_new ();

      set_text (object, "id", note->id);
      set_text (object, "text", note->text);
      json_array_add_object_element (array, object);
    }
  return array;
}

static void
set_temperature (JsonObject *settings,
                 double      temperature)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (temperature))
    json_object_set_string_member (settings, "temperature",
                                   g_ascii_formatd (number, sizeof number, "%.4g", temperature));
}

static JsonObject *
settings_to_json (const ChattyChatContext *context)
{
  JsonObject *settings = json_object_new ();

  set_temperature (settings, context->temperature);
  if (context->max_tokens > 0)
    {
      g_autofree char *number = g_strdup_printf ("%u", context->max_tokens);

      json_object_set_string_member (settings, "max_tokens", number);
    }
  set_text (settings, "effort", context->effort);
  set_text (settings, "voice", context->voice);
  set_text (settings, "voice_model", context->voice_model);
  set_text (settings, "language", context->language);
  set_text (settings, "person", context->person);
  return settings;
}

static JsonArray *
passages_to_json (const char *const *told)
{
  JsonArray *array = json_array_new ();

  for (; told[0] != NULL && told[1] != NULL; told += 2)
    {
      JsonObject *object = json_object_new ();

      set_text (object, "title", told[0]);
      set_text (object, "text", told[1]);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
files_to_json (ChattyTurn *turn)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < chatty_turn_get_n_attachments (turn); i++)
    {
      const ChattyAttachment *file = chatty_turn_get_attachment (turn, i);
      JsonObject *object = json_object_new ();

      set_text (object, "name", file->name);
      json_object_set_int_member (object, "size", file->size);
      json_array_add_object_element (array, object);
    }
  return array;
}

/*
 * chatty_sent_format:
 * @fields: what goes out
 *
 * Returns: (transfer full): the text for chatty_vault_keep_sent(), one line
 */
char *
chatty_sent_format (const ChattySentFields *fields)
{
  const ChattyChatContext *context = fields->message->context;
  JsonObject *object = json_object_new ();
  g_autofree char *time = chatty_time_format_iso (fields->time);

  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_string_member (object, "time", time);
  set_text (object, "platform", fields->platform);
  set_text (object, "account", fields->account);
  set_text (object, "account-name", fields->account_name);
  set_text (object, "remote-id", fields->remote_id);
  set_text (object, "text", fields->message->text != NULL ? fields->message->text : "");
  if (fields->memory != NULL)
    json_object_set_array_member (object, "memory", memory_to_json (fields->memory));
  if (fields->attachments != NULL)
    json_object_set_array_member (object, "files", files_to_json (fields->attachments));
  json_object_set_int_member (object, "left-out", fields->n_left_out);
  if (context != NULL)
    {
      set_text (object, "model", context->model);
      json_object_set_int_member (object, "turns",
                                  context->turns != NULL ? context->turns->len : 0);
    }
  if (fields->told != NULL)
    {
      JsonObject *settings = json_object_new ();

      set_temperature (settings, fields->temperature);
      json_object_set_object_member (object, "settings", settings);
      json_object_set_array_member (object, "passages", passages_to_json (fields->told));
    }
  else if (context != NULL)
    {
      set_text (object, "instructions", context->instructions);
      json_object_set_object_member (object, "settings", settings_to_json (context));
    }
  return to_text (object);
}

/*
 * chatty_sent_format_alias:
 * @turn_id: a turn with which the same was kept
 *
 * Returns: (transfer full): the text that leads there
 */
char *
chatty_sent_format_alias (const char *turn_id)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_string_member (object, "same-as", turn_id);
  return to_text (object);
}

/* Reading --------------------------------------------------------------------- */

static GPtrArray *
read_list (JsonObject *object,
           const char *name,
           const char *first,
           const char *second,
           const char *number)
{
  JsonArray *array = chatty_json_get_array (object, name);
  GPtrArray *pairs = g_ptr_array_new_with_free_func (pair_free);
  guint length = array != NULL ? MIN (json_array_get_length (array), MAX_ITEMS) : 0;

  for (guint i = 0; i < length; i++)
    {
      JsonObject *item = chatty_json_node_object (json_array_get_element (array, i));
      const char *text = chatty_json_get_string (item, first);
      Pair *pair;

      if (text == NULL)
        continue;
      pair = g_new0 (Pair, 1);
      pair->first = g_strdup (text);
      pair->second = second != NULL ? g_strdup (chatty_json_get_string (item, second)) : NULL;
      pair->number = number != NULL ? chatty_json_get_int (item, number, -1) : -1;
      g_ptr_array_add (pairs, pair);
    }
  return pairs;
}

static GPtrArray *
read_settings (JsonObject *object)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func (pair_free);
  g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *value = chatty_json_get_string (object, l->data);
      Pair *pair;

      if (value == NULL || pairs->len == MAX_ITEMS)
        continue;
      pair = g_new0 (Pair, 1);
      pair->first = g_strdup (l->data);
      pair->second = g_strdup (value);
      g_ptr_array_add (pairs, pair);
    }
  return pairs;
}

static guint
read_count (JsonObject *object,
            const char *name)
{
  return (guint) CLAMP (chatty_json_get_int (object, name, 0), 0, G_MAXINT);
}

/**
 * chatty_sent_parse:
 * @json: what chatty_vault_load_sent() gave
 * @error: %CHATTY_ERROR_INVALID_DATA
 *
 * Returns: (transfer full) (nullable): what was sent
 */
ChattySent *
chatty_sent_parse (const char  *json,
                   GError     **error)
{
  g_autoptr (JsonNode) node = chatty_json_parse (json, -1, error);
  JsonObject *object = chatty_json_node_object (node);
  const char *time, *text;
  ChattySent *self;

  if (node == NULL)
    return NULL;
  if (object == NULL || g_strcmp0 (chatty_json_get_string (object, "format"), FORMAT) != 0)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("What was sent with this turn was noted by another version of "
                             "Chatty Connectors and cannot be read"));
      return NULL;
    }
  self = g_atomic_rc_box_new0 (ChattySent);
  time = chatty_json_get_string (object, "time");
  text = chatty_json_get_string (object, "text");
  self->time = time != NULL ? chatty_time_parse_iso (time) : CHATTY_TIME_NONE;
  self->platform = g_strdup (chatty_json_get_string (object, "platform"));
  self->account = g_strdup (chatty_json_get_string (object, "account"));
  self->account_name = g_strdup (chatty_json_get_string (object, "account-name"));
  self->remote_id = g_strdup (chatty_json_get_string (object, "remote-id"));
  self->instructions = g_strdup (chatty_json_get_string (object, "instructions"));
  self->model = g_strdup (chatty_json_get_string (object, "model"));
  self->text = g_strdup (text != NULL ? text : "");
  self->n_turns = read_count (object, "turns");
  self->n_left_out = read_count (object, "left-out");
  self->memory = read_list (object, "memory", "text", "id", NULL);
  self->files = read_list (object, "files", "name", NULL, "size");
  self->settings = read_settings (chatty_json_get_object (object, "settings"));
  self->passages = read_list (object, "passages", "title", "text", NULL);
  return self;
}

static void
sent_clear (gpointer data)
{
  ChattySent *self = data;

  g_free (self->platform);
  g_free (self->account);
  g_free (self->account_name);
  g_free (self->remote_id);
  g_free (self->instructions);
  g_free (self->model);
  g_free (self->text);
  g_ptr_array_unref (self->memory);
  g_ptr_array_unref (self->settings);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->passages);
}

ChattySent *
chatty_sent_ref (ChattySent *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chatty_sent_unref (ChattySent *self)
{
  g_atomic_rc_box_release_full (self, sent_clear);
}

gint64
chatty_sent_get_time (const ChattySent *self)
{
  return self->time;
}

const char *
chatty_sent_get_platform (const ChattySent *self)
{
  return self->platform;
}

const char *
chatty_sent_get_account (const ChattySent *self)
{
  return self->account;
}

const char *
chatty_sent_get_account_name (const ChattySent *self)
{
  return self->account_name;
}

const char *
chatty_sent_get_instructions (const ChattySent *self)
{
  return self->instructions;
}

const char *
chatty_sent_get_model (const ChattySent *self)
{
  return self->model;
}

const char *
chatty_sent_get_remote_id (const ChattySent *self)
{
  return self->remote_id;
}

const char *
chatty_sent_get_text (const ChattySent *self)
{
  return self->text;
}

guint
chatty_sent_get_n_turns (const ChattySent *self)
{
  return self->n_turns;
}

guint
chatty_sent_get_n_left_out (const ChattySent *self)
{
  return self->n_left_out;
}

guint
chatty_sent_get_n_memory (const ChattySent *self)
{
  return self->memory->len;
}

const char *
chatty_sent_get_memory (const ChattySent  *self,
                        guint              nth,
                        const char       **id)
{
  Pair *pair = self->memory->pdata[nth];

  if (id != NULL)
    *id = pair->second;
  return pair->first;
}

guint
chatty_sent_get_n_passages (const ChattySent *self)
{
  return self->passages->len;
}

const char *
chatty_sent_get_passage (const ChattySent  *self,
                         guint              nth,
                         const char       **text)
{
  Pair *pair = self->passages->pdata[nth];

  *text = pair->second != NULL ? pair->second : "";
  return pair->first;
}

guint
chatty_sent_get_n_settings (const ChattySent *self)
{
  return self->settings->len;
}

const char *
chatty_sent_get_setting (const ChattySent  *self,
                         guint              nth,
                         const char       **value)
{
  Pair *pair = self->settings->pdata[nth];

  *value = pair->second;
  return pair->first;
}

guint
chatty_sent_get_n_files (const ChattySent *self)
{
  return self->files->len;
}

const char *
chatty_sent_get_file (const ChattySent *self,
                      guint             nth,
                      gint64           *size)
{
  Pair *pair = self->files->pdata[nth];

  if (size != NULL)
    *size = pair->number;
  return pair->first;
}

/* From the vault --------------------------------------------------------------- */

static gpointer
load_on_pool (gpointer       workspace,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  g_autoptr (GError) failure = NULL;
  g_autofree char *json = chatty_vault_load_sent (vault, call->texts[0], call->texts[1],
                                                  &failure);
  g_autoptr (JsonNode) node = json != NULL ? chatty_json_parse (json, -1, NULL) : NULL;
  const char *alias = chatty_json_get_string (chatty_json_node_object (node), "same-as");

  /* One step: an answer is noted whole. */
  if (alias != NULL)
    {
      g_free (json);
      json = chatty_vault_load_sent (vault, call->texts[0], alias, &failure);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return json != NULL ? chatty_sent_parse (json, error) : NULL;
}

/**
 * chatty_workspace_load_sent_async:
 * @transcript_id: a conversation
 * @turn_id: an answer, or what it was an answer to
 * @cancellable: (nullable): stops it
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Reads what was sent to get an answer, on a worker.
 */
void
chatty_workspace_load_sent_async (ChattyWorkspace     *workspace,
                                  const char          *transcript_id,
                                  const char          *turn_id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  ChattyCall *call = chatty_call_new (load_on_pool, (GDestroyNotify) chatty_sent_unref);

  call->texts[0] = g_strdup (transcript_id);
  call->texts[1] = g_strdup (turn_id);
  call->only_looks = TRUE;
  chatty_workspace_start (workspace, call, CHATTY_POOL_LOAD, chatty_workspace_load_sent_async,
                          cancellable, callback, user_data);
}

/**
 * chatty_workspace_load_sent_finish:
 * @result: what the callback was given
 * @error: of the disk, or %CHATTY_ERROR_INVALID_DATA
 *
 * Returns: (transfer full) (nullable): what was sent; %NULL without @error
 *   where nothing is known
 */
ChattySent *
chatty_workspace_load_sent_finish (ChattyWorkspace  *workspace,
                                   GAsyncResult     *result,
                                   GError          **error)
{
  return chatty_call_finish (workspace, result, chatty_workspace_load_sent_async, error);
}
