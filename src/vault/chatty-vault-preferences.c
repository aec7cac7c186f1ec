/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include "chatty-vault-preferences.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chatty-error.h"
#include "chatty-json-edit.h"
#include "chatty-json-settings.h"
#include "chatty-lock.h"
#include "chatty-preferences-copies.h"
#include "chatty-preferences-file.h"
#include "chatty-time.h"
#include "chatty-vault-private.h"
#include "chatty-vault-swap.h"

#define NAME CHATTY_PREFERENCES_NAME

/* How often a change is made again because a program without our lock wrote
 * the file in between. */
#define MAX_ATTEMPTS 8

/* What is text alone. */
static const struct {
  const char *name;
  gsize       offset;
} members[] = {
  { "model", G_STRUCT_OFFSET (ChattyPreferences, model) },
  { "voice", G_STRUCT_OFFSET (ChattyPreferences, voice) },
  { "temperature", G_STRUCT_OFFSET (ChattyPreferences, temperature) },
  { "effort", G_STRUCT_OFFSET (ChattyPreferences, effort) },
  { "instructions", G_STRUCT_OFFSET (ChattyPreferences, instructions) },
};

static const char *
text_of (const ChattyPreferences *preferences,
         guint                    nth)
{
  const char *text = preferences != NULL
    ? G_STRUCT_MEMBER (char *, preferences, members[nth].offset) : NULL;

  return text != NULL ? text : "";
}

static ChattyPreferences *
read_entry (JsonObject *entry)
{
  ChattyPreferences *preferences = chatty_preferences_new ();
  JsonNode *settings = entry != NULL ? json_object_get_member (entry, "settings") : NULL;

  for (guint i = 0; entry != NULL && i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *text = chatty_json_node_text (json_object_get_member (entry,
                                                                             members[i].name));

      if (text != NULL && *text != '\0')
        G_STRUCT_MEMBER (char *, preferences, members[i].offset) = g_steal_pointer (&text);
    }
  if (chatty_json_node_object (settings) != NULL)
    {
      g_autofree char *text = chatty_json_to_string (settings, FALSE);
      g_autofree char *normal = chatty_json_settings_normal (text);

      if (normal != NULL && *normal != '\0')
        preferences->settings = g_steal_pointer (&normal);
    }
  return preferences;
}

/**
 * chatty_vault_load_preferences:
 * @platform: the platform's id
 * @owner: (nullable): who the platform says the account belongs to
 * @account: (nullable): the account's id on this computer
 *
 * Returns: (transfer full): what is preferred of the account, which may be
 *   nothing; %NULL with %CHATTY_ERROR_INVALID_DATA, _FORBIDDEN, _TOO_LARGE
 */
ChattyPreferences *
chatty_vault_load_preferences (ChattyVault  *self,
                               const char   *platform,
                               const char   *owner,
                               const char   *account,
                               GError      **error)
{
  g_auto (ChattyPreferencesFile) file = { NULL };

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (platform != NULL, NULL);

  chatty_preferences_join_copies (self);
  if (!chatty_preferences_file_read (chatty_vault_get_files (self), NAME, &file, error))
    return NULL;
  return read_entry (chatty_preferences_file_find (&file, platform, owner, account, NULL));
}

/* A number as a number, where it is one. (nullable): "" takes it away. */
static JsonNode *
make_value (guint       nth,
            const char *text)
{
  char *end;
  double number;

  if (*text == '\0')
    return NULL;
  number = g_ascii_strtod (text, &end);
  if (members[nth].offset == G_STRUCT_OFFSET (ChattyPreferences, temperature) && *end == '\0' &&
      isfinite (number))
    return json_node_init_double (json_node_alloc (), number);
  return json_node_init_string (json_node_alloc (), text);
}

static JsonNode *
make_settings (const char *text)
{
  return text != NULL && *text != '\0' ? chatty_json_parse (text, -1, NULL) : NULL;
}

static gboolean
edit (char       **text,
      guint        nth,
      const char  *member,
      JsonNode    *value,
      GError     **error)
{
  g_autofree char *index = g_strdup_printf ("%u", nth);
  const char *path[] = { CHATTY_PREFERENCES_ACCOUNTS, index, member, NULL };
  char *edited = chatty_json_edit (*text, path, value, error);

  if (edited == NULL)
    return FALSE;
  g_free (*text);
  *text = edited;
  return TRUE;
}

/* When each setting was changed, for whoever has two versions of the file. */
static gboolean
note_times (JsonObject  *before,
            char       **text,
            guint        nth,
            GError     **error)
{
  g_auto (ChattyPreferencesFile) after = { .text = g_strdup (*text) };
  g_autoptr (JsonNode) times = NULL;

  if (chatty_preferences_file_parse (&after) && after.accounts != NULL &&
      nth < json_array_get_length (after.accounts))
    times = chatty_preferences_note_times (
      before, chatty_json_node_object (json_array_get_element (after.accounts, nth)),
      chatty_time_now ());
  return times == NULL || edit (text, nth, CHATTY_PREFERENCES_CHANGED, times, error);
}

/* An entry at the end that says only whose it is. */
static char *
add_entry (const ChattyPreferencesFile *file,
           const char  *platform,
           const char  *owner,
           const char  *account,
           GError     **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonObject *entry = json_object_new ();
  JsonArray *array = json_array_new ();

  json_node_take_array (node, array);
  for (guint i = 0; file->accounts != NULL && i < json_array_get_length (file->accounts); i++)
    json_array_add_element (array, json_node_copy (json_array_get_element (file->accounts, i)));
  json_object_set_string_member (entry, "platform", platform);
  if (owner != NULL)
    json_object_set_string_member (entry, "owner", owner);
  else
    json_object_set_string_member (entry, "account", account);
  json_array_add_object_element (array, entry);
  return chatty_preferences_file_set_accounts (file, node, error);
}

/* The file with what changed between @before and @after, all else as it is. */
static char *
change (const ChattyPreferencesFile *file,
        const char              *platform,
        const char              *owner,
        const char              *account,
        const ChattyPreferences *before,
        const ChattyPreferences *after,
        GError                 **error)
{
  guint nth = file->accounts != NULL ? json_array_get_length (file->accounts) : 0;
  JsonObject *entry = chatty_preferences_file_find (file, platform, owner, account, &nth);
  g_autoptr (ChattyPreferences) now = read_entry (entry);
  g_autofree char *text = entry != NULL ? g_strdup (file->text)
                                        : add_entry (file, platform, owner, account, error);
  g_autofree char *settings = NULL;
  g_autofree char *there = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (text == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autoptr (JsonNode) value = make_value (i, text_of (after, i));

      if (!g_str_equal (text_of (before, i), text_of (after, i)) &&
          !g_str_equal (text_of (now, i), text_of (after, i)) &&
          !edit (&text, nth, members[i].name, value, error))
        return NULL;
    }

  there = chatty_json_settings_normal (now->settings);
  settings = chatty_json_settings_merge (before != NULL ? before->settings : NULL,
                                         after->settings, there, CHATTY_JSON_PREFER_HERE);
  if (settings == NULL)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                           _("These settings cannot be kept: they are not a JSON object"));
      return NULL;
    }
  node = make_settings (settings);
  if (!g_str_equal (settings, there) && !edit (&text, nth, "settings", node, error))
    return NULL;
  return note_times (entry, &text, nth, error) ? g_steal_pointer (&text) : NULL;
}

/**
 * chatty_vault_save_preferences:
 * @platform: the platform's id
 * @owner: (nullable): who the platform says the account belongs to
 * @account: (nullable): the account's id on this computer; one of it and
 *   @owner
 * @before: (nullable): what the person's changes began from; %NULL for nothing
 * @after: what they made of it
 *
 * Writes what the person changed. What another program changed in the meantime
 * stays, setting by setting; where both changed the same, this is newer.
 *
 * Returns: (transfer full): what is preferred of the account now, on the disk;
 *   %NULL with %CHATTY_ERROR_INVALID_DATA, _FORBIDDEN, _NO_SPACE
 */
ChattyPreferences *
chatty_vault_save_preferences (ChattyVault              *self,
                               const char               *platform,
                               const char               *owner,
                               const char               *account,
                               const ChattyPreferences  *before,
                               const ChattyPreferences  *after,
                               GError                  **error)
{
  ChattyVaultFiles *files;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);
  g_return_val_if_fail (platform != NULL && (owner != NULL || account != NULL), NULL);
  g_return_val_if_fail (after != NULL, NULL);

  files = chatty_vault_get_files (self);
  if (!chatty_vault_check_writable (self, error))
    return NULL;
  chatty_preferences_join_copies (self);
  for (guint attempt = 0; ; attempt++)
    {
      g_autoptr (ChattyLock) lock = chatty_lock_take (files, NULL, error);
      g_auto (ChattyPreferencesFile) file = { NULL };
      g_autoptr (GError) local_error = NULL;
      g_autofree char *text = NULL;

      if (lock == NULL || !chatty_preferences_file_read (files, NAME, &file, error))
        return NULL;
      text = change (&file, platform, owner, account, before, after, error);
      if (text == NULL)
        return NULL;
      if (g_strcmp0 (text, file.text) == 0)
        break;
      if (chatty_vault_swap (files, NAME, text, file.text != NULL ? file.mode : 0666,
                             file.text != NULL ? &file.stamp : NULL, &local_error))
        break;
      if (attempt == MAX_ATTEMPTS ||
          !g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
  return chatty_vault_load_preferences (self, platform, owner, account, error);
}
