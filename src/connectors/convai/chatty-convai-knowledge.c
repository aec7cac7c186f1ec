/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-convai-private.h"
#include "chatty-error.h"
#include "chatty-file-kind.h"
#include "chatty-http-file.h"

/* Ours: the platform's own limit depends on the plan and is not published. */
#define MAX_DOCUMENT (G_GUINT64_CONSTANT (512) * 1024 * 1024)

/* Text and tables are searched; pictures, PDF, sound and film depend on the
 * character's model; files of office programs are refused (platform
 * reference, section 2.7). */
static const ChattyFileKind kinds[] = {
  { ".txt", "text/plain" },
  { ".csv", "text/csv" },
  { ".pdf", "application/pdf" },
  { ".png", "image/png" },
  { ".jpg", "image/jpeg" },
  { ".jpeg", "image/jpeg" },
  { ".webp", "image/webp" },
  { ".mp3", "audio/mpeg" },
  { ".wav", "audio/wav" },
  { ".mp4", "video/mp4" },
  { NULL },
};

static const char *const suffixes[] = {
  ".txt", ".csv", ".pdf", ".png", ".jpg", ".jpeg", ".webp", ".mp3", ".wav", ".mp4", NULL,
};

static const ChattyKnowledgeLimits limits = {
  .suffixes = suffixes,
  .max_bytes = MAX_DOCUMENT,
};

static const ChattyKnowledgeLimits *
convai_get_limits (ChattyKnowledge *knowledge)
{
  return &limits;
}

static ChattyHttpRequest *
form_request (const char *path,
              gboolean    repeat_safe,
              const char *field,
              const char *value)
{
  ChattyHttpRequest *request = chatty_http_request_new ("POST", path);

  chatty_http_request_add_form_field (request, field, value);
  chatty_http_request_set_repeat_safe (request, repeat_safe);
  return request;
}

static GPtrArray *
convai_list (ChattyKnowledge  *knowledge,
             const char       *character_id,
             GCancellable     *cancellable,
             GError          **error)
{
  g_autoptr (JsonNode) node = NULL;

  node = chatty_convai_call (knowledge,
                             form_request ("/character/knowledge-bank/list", TRUE,
                                           "character_id", character_id),
                             cancellable, error);
  return node != NULL ? chatty_convai_read_documents (node, error) : NULL;
}

static const char *
find_media_type (const char  *name,
                 GError     **error)
{
  const ChattyFileKind *kind = chatty_file_kind_find (kinds, name);
  g_autofree char *list = NULL;

  if (kind != NULL)
    return kind->media_type;
  list = chatty_file_kind_list (kinds, FALSE);
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
               /* Translators: a file's name, then kinds of files such as ".txt, .csv". */
               _("“%s” is of a kind that Convai does not take. It takes %s"), name, list);
  return NULL;
}

/* Passes on how far the upload is, if anybody wants to know. */
typedef struct {
  GFileProgressCallback func;
  gpointer              user_data;
  gboolean              all_sent;
} Progress;

static void
progress_cb (guint64  sent,
             guint64  total,
             gpointer user_data)
{
  Progress *self = user_data;

  self->all_sent = sent >= total;
  if (self->func != NULL)
    self->func ((goffset) sent, (goffset) total, self->user_data);
}

/* Sent, and nobody knows whether it arrived: whoever sends it again may have
 * it twice. */
static void
set_unconfirmed (GError     **error,
                 int          code,
                 const char  *name)
{
  g_set_error (error, CHATTY_ERROR, code,
               _("“%s” was sent, but Convai did not confirm it. Look at the list of documents "
                 "before you send it again"), name);
}

static ChattyDocument *
convai_upload (ChattyKnowledge        *knowledge,
               const char             *path,
               const char             *document_id,
               GFileProgressCallback   progress,
               gpointer                progress_data,
               GCancellable           *cancellable,
               GError                **error)
{
  g_autoptr (ChattyHttpFile) file = NULL;
  g_autoptr (ChattyHttpRequest) request = NULL;
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) fault = NULL;
  Progress forward = { progress, progress_data };
  ChattyDocument *document;
  const char *media_type;

  /* Everything is checked before anything is sent, and the file is the one
   * that was opened, whatever becomes of its path. */
  file = chatty_http_file_open (path, MAX_DOCUMENT, error);
  if (file == NULL)
    return NULL;
  media_type = find_media_type (chatty_http_file_get_name (file), error);
  if (media_type == NULL)
    return NULL;

  request = chatty_http_request_new ("POST", document_id != NULL
                                             ? "/character/knowledge-bank/update"
                                             : "/character/knowledge-bank/upload");
  chatty_http_request_set_repeat_safe (request, document_id != NULL);
  chatty_http_request_add_part (request, document_id != NULL ? "document_id" : "file_name",
                                document_id != NULL ? document_id
                                                    : chatty_http_file_get_name (file));
  chatty_http_request_add_part_file (request, "file", NULL, media_type, file);
  chatty_http_request_set_progress (request, progress_cb, &forward, NULL);

  response = chatty_http_connector_send (CHATTY_HTTP_CONNECTOR (knowledge), CONVAI_API, request,
                                         cancellable, &fault);
  if (response == NULL)
    {
      if (forward.all_sent && chatty_http_connector_is_lost (fault))
        set_unconfirmed (error, fault->code, chatty_http_file_get_name (file));
      else
        g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  node = chatty_http_response_parse_json (response, NULL);
  document = node != NULL ? chatty_convai_read_document (node) : NULL;
  if (document == NULL)
    set_unconfirmed (error, CHATTY_ERROR_SERVER, chatty_http_file_get_name (file));
  return document;
}

static gboolean
convai_attach (ChattyKnowledge  *knowledge,
               const char       *character_id,
               const char       *document_id,
               gboolean          attach,
               GCancellable     *cancellable,
               GError          **error)
{
  JsonNode *body = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonObject *entry = json_object_new ();
  JsonArray *docs = json_array_new ();

  json_object_set_string_member (entry, "id", document_id);
  json_object_set_string_member (entry, "status", attach ? "active" : "inactive");
  json_array_add_object_element (docs, entry);
  json_object_set_string_member (object, "charID", character_id);
  json_object_set_array_member (object, "docs", docs);
  json_node_take_object (body, object);
  return chatty_convai_change (knowledge,
                               chatty_convai_request_json ("/character/update", TRUE, body),
                               cancellable, error);
}

static gboolean
convai_delete (ChattyKnowledge  *knowledge,
               const char       *document_id,
               GCancellable     *cancellable,
               GError          **error)
{
  g_autoptr (ChattyHttpRequest) request = NULL;
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  /* The documented answer is not JSON: {"Successfully deleted document"}. */
  request = form_request ("/character/knowledge-bank/delete", FALSE, "document_id", document_id);
  response = chatty_http_connector_send (CHATTY_HTTP_CONNECTOR (knowledge), CONVAI_API, request,
                                         cancellable, error);
  if (response == NULL)
    return FALSE;
  text = chatty_http_response_dup_text (response);
  folded = g_ascii_strdown (text, -1);
  if (strstr (folded, "success") != NULL)
    return TRUE;
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("Convai did not confirm that the document was deleted. Look at the "
                         "list of documents"));
  return FALSE;
}

void
chatty_convai_knowledge_init (ChattyKnowledgeInterface *iface)
{
  iface->get_limits = convai_get_limits;
  iface->list = convai_list;
  iface->upload = convai_upload;
  iface->attach = convai_attach;
  iface->delete = convai_delete;
}
