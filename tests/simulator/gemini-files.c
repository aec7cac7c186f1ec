/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The Files API: reference, section 2.8. Files expire when they are told to. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "gemini.h"

#define PAGE  10
#define PAGES 100
#define HOURS 48

/* By the clock of the wall, so that a person sees a time that comes. */
static char *
new_expiration (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) end = g_date_time_add_hours (now, HOURS);

  return g_date_time_format (end, "%Y-%m-%dT%H:%M:%S.%fZ");
}

/* @sum: of the content. */
GeminiFile *
gemini_state_add_file (GeminiState *state,
                       const char  *owner,
                       const char  *title,
                       const char  *media_type,
                       const char  *text,
                       guint64      size,
                       GChecksum   *sum)
{
  GeminiFile *file = g_new0 (GeminiFile, 1);
  g_autofree char *id = gemini_state_new_id (state, NULL);
  const char *hex = g_checksum_get_string (sum);

  file->owner = g_strdup (owner);
  file->name = g_strconcat ("files/", id, NULL);
  file->title = g_strdup (title);
  file->media_type = g_strdup (media_type);
  file->text = g_strdup (text);
  file->sum = g_base64_encode ((const guchar *) hex, strlen (hex));
  file->size = size;
  file->looks = state->settings.polls;
  file->created = gemini_state_now (state);
  file->expires = new_expiration ();
  g_ptr_array_add (state->files, file);
  return file;
}

JsonObject *
gemini_describe_file (GeminiFile *file)
{
  JsonObject *object = json_object_new ();
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, file->size);
  g_autofree char *uri = g_strconcat ("https://generativelanguage.googleapis.com/v1beta/",
                                      file->name, NULL);

  json_object_set_string_member (object, "name", file->name);
  if (file->title != NULL)
    json_object_set_string_member (object, "displayName", file->title);
  json_object_set_string_member (object, "mimeType", file->media_type);
  json_object_set_string_member (object, "sizeBytes", size);
  json_object_set_string_member (object, "createTime", file->created);
  json_object_set_string_member (object, "updateTime", file->created);
  json_object_set_string_member (object, "expirationTime", file->expires);
  json_object_set_string_member (object, "sha256Hash", file->sum);
  json_object_set_string_member (object, "uri", uri);
  json_object_set_string_member (object, "state", file->looks > 0 ? "PROCESSING" : "ACTIVE");
  json_object_set_string_member (object, "source", "UPLOADED");
  if (file->looks > 0)
    file->looks--;
  return object;
}

SimReply *
gemini_file_list (SimRequest *request,
                  GeminiUser *user,
                  GPtrArray  *ids)
{
  GeminiState *state = sim_get_gemini (request->sim);
  g_autoptr (GPtrArray) own = g_ptr_array_new ();

  for (guint i = 0; i < state->files->len; i++)
    if (g_str_equal (((GeminiFile *) g_ptr_array_index (state->files, i))->owner, user->owner))
      g_ptr_array_add (own, g_ptr_array_index (state->files, i));
  return gemini_reply_page (request, own, "files", PAGE, PAGES,
                            (GeminiDescribe) gemini_describe_file);
}

static SimReply *
find_file (SimRequest  *request,
           GeminiUser  *user,
           GPtrArray   *ids,
           GeminiFile **file)
{
  const char *id = g_ptr_array_index (ids, 0);
  g_autofree char *name = g_strconcat ("files/", id, NULL);

  *file = gemini_state_find_file (sim_get_gemini (request->sim), user->owner, name);
  if (*file != NULL)
    return NULL;
  return gemini_refuse (request, 403, NULL, "You do not have permission to access the File %s or "
                        "it may not exist.", id);
}

SimReply *
gemini_file_get (SimRequest *request,
                 GeminiUser *user,
                 GPtrArray  *ids)
{
  GeminiFile *file;
  SimReply *refusal = find_file (request, user, ids, &file);

  return refusal != NULL ? refusal : sim_reply_new_object (200, gemini_describe_file (file));
}

SimReply *
gemini_file_delete (SimRequest *request,
                    GeminiUser *user,
                    GPtrArray  *ids)
{
  GeminiFile *file;
  SimReply *refusal = find_file (request, user, ids, &file);

  if (refusal != NULL)
    return refusal;
  g_ptr_array_remove (sim_get_gemini (request->sim)->files, file);
  return gemini_reply_nothing ();
}
