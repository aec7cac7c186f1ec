/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */
/* The resumable protocol, into stores and into the Files API: reference,
 * section 2.8. What has arrived counts, also when the connection breaks in the
 * middle of a piece. Not documented, so chosen here: whoever has the address of
 * an upload needs no credential, but a wrong one is refused; pieces before the
 * last are multiples of what the first answer says; which kinds stores take. */

#define G_LOG_DOMAIN "chatty-simulator"
#include "config.h"

#include <string.h>

#include "gemini.h"

#define MAX_IN_STORE (G_GUINT64_CONSTANT (100) * 1024 * 1024)
#define MAX_FILE     (G_GUINT64_CONSTANT (2) * 1024 * 1024 * 1024)
#define GRANULARITY  (256 * 1024)

/* The upload that the address of a request is of, or NULL. */
GeminiUpload *
gemini_find_upload (SimRequest *request)
{
  g_autofree char *id = NULL;

  if (!g_str_has_prefix (request->path, "/upload/"))
    return NULL;
  id = sim_query (request, "upload_id");
  return gemini_state_find_upload (sim_get_gemini (request->sim), id);
}

/* Whether @word is among the commands of a request. */
static gboolean
commands (SimRequest *request,
          const char *word)
{
  const char *header = sim_request_get_header (request, "X-Goog-Upload-Command");
  g_auto (GStrv) words = g_strsplit (header != NULL ? header : "", ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_equal (g_strstrip (words[i]), word))
      return TRUE;
  return FALSE;
}

static gboolean
read_number (SimRequest *request,
             const char *header,
             guint64    *number)
{
  const char *text = sim_request_get_header (request, header);

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, number, NULL);
}

/* Whether a piece may be no multiple of anything: the last, or one in chunks,
 * of which nobody knows before it is there. */
static gboolean
is_of_any_length (SimRequest *request)
{
  guint64 length;

  return commands (request, "finalize") || !read_number (request, "Content-Length", &length)
         || length % GRANULARITY == 0;
}

/* The headers are there: a piece goes to its upload while it arrives, where it
 * goes on with it. An older connection that hangs has no more say. */
void
gemini_upload_prepare (SimRequest *request)
{
  GeminiUpload *upload = gemini_find_upload (request);
  guint64 offset;

  if (upload == NULL)
    return;
  request->streamed = TRUE;
  if (upload->state == GEMINI_UPLOAD_ACTIVE && commands (request, "upload")
      && read_number (request, "X-Goog-Upload-Offset", &offset) && offset == upload->received
      && is_of_any_length (request))
    upload->feeder = request->number;
}

/* How many of @length bytes arrive: what is left of them before the connection
 * breaks, if that is its turn. */
static gsize
cut (SimRequest   *request,
     GeminiUpload *upload,
     gsize         length)
{
  GeminiSettings *settings = gemini_settings (request);
  char *rest;
  guint64 end = g_ascii_strtoull (settings->upload_cut, &rest, 10);
  char *left;

  if (end == 0 || upload->received + length < end)
    return length;
  left = g_strdup (rest);
  g_free (settings->upload_cut);
  settings->upload_cut = left;
  /* What still comes of this piece is thrown away; then it is hung up. */
  request->fault = CHATTY_SIMULATOR_FAULT_DROP;
  return end - MIN (end, upload->received);
}

/* Some of the body. */
void
gemini_upload_receive (SimRequest   *request,
                       const guint8 *data,
                       gsize         length)
{
  GeminiUpload *upload = gemini_find_upload (request);
  gsize room;

  if (upload == NULL || upload->feeder != request->number
      || !sim_fault_carries_out (request->fault))
    return;
  length = MIN (length, upload->size - upload->received);
  length = cut (request, upload, length);
  g_checksum_update (upload->sum, data, length);
  upload->received += length;
  room = GEMINI_KEPT_TEXT - MIN (upload->kept->len, GEMINI_KEPT_TEXT);
  g_byte_array_append (upload->kept, data, MIN (length, room));
}

static SimReply *
add_status (SimReply     *reply,
            GeminiUpload *upload)
{
  static const char *const STATES[] = { "active", "final", "cancelled" };
  g_autofree char *received = g_strdup_printf ("%" G_GUINT64_FORMAT, upload->received);

  sim_reply_add_header (reply, "X-Goog-Upload-Status", STATES[upload->state]);
  sim_reply_add_header (reply, "X-Goog-Upload-Size-Received", received);
  return reply;
}

static gboolean
is_taken_in (const char *media_type)
{
  static const char *const KINDS[] = {
    "text/", "application/pdf", "application/json", "application/xml", "application/rtf",
    "application/msword", "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.text", "application/x-",
  };

  for (guint i = 0; i < G_N_ELEMENTS (KINDS); i++)
    if (g_str_has_prefix (media_type, KINDS[i]))
      return TRUE;
  return FALSE;
}

/* What can be read of what was sent: all but what is no text. */
static char *
dup_text (GeminiUpload *upload,
          const char   *media_type)
{
  const char *start = (const char *) upload->kept->data;
  const char *end = start;

  if (upload->kept->len == 0
      || (!g_str_has_prefix (media_type, "text/") && !g_str_equal (media_type, "application/json")
          && !g_str_equal (media_type, "application/xml")))
    return g_strdup ("");
  g_utf8_validate_len (start, upload->kept->len, &end);
  return g_strndup (start, end - start);
}

/* What the first request says of what comes; the refusal. */
static SimReply *
refuse_start (SimRequest  *request,
              const char  *store,
              JsonObject  *asked,
              const char  *media_type,
              guint64      size)
{
  const char *protocol = sim_request_get_header (request, "X-Goog-Upload-Protocol");
  JsonArray *metadata = sim_get_array (asked, "customMetadata");
  const char *fault = gemini_metadata_fault (metadata);
  guint words, overlap;

  if (g_strcmp0 (protocol, "resumable") != 0)
    return gemini_refuse (request, 400, NULL, "X-Goog-Upload-Protocol: only \"resumable\" is "
                          "played here.");
  if (!commands (request, "start"))
    return gemini_refuse (request, 400, NULL, "X-Goog-Upload-Command: \"start\" is missing.");
  if (size > (store != NULL ? MAX_IN_STORE : MAX_FILE))
    return gemini_refuse (request, 400, NULL, "The file size exceeds the limit.");
  if (size == 0)
    return gemini_refuse (request, 400, NULL, "The file is empty.");
  if (strchr (media_type, '/') == NULL || (store != NULL && !is_taken_in (media_type)))
    return gemini_refuse (request, 400, NULL, "Unsupported MIME type: %s.", media_type);
  if (fault != NULL)
    return gemini_refuse_field (request, "custom_metadata", fault);
  fault = gemini_chunking_fault (asked, &words, &overlap);
  return fault != NULL ? gemini_refuse_field (request, "chunking_config", fault) : NULL;
}

/* @asked: (nullable): what the upload says about the document or file. */
static SimReply *
start (SimRequest *request,
       GeminiUser *user,
       const char *store,
       JsonObject *asked)
{
  GeminiState *state = sim_get_gemini (request->sim);
  const char *announced = sim_request_get_header (request, "X-Goog-Upload-Header-Content-Type");
  const char *said = asked != NULL ? sim_get_string (asked, "mimeType") : NULL;
  const char *media_type = said != NULL ? said : announced != NULL ? announced : "text/plain";
  guint64 size = G_MAXINT64;
  gboolean is_sized = read_number (request, "X-Goog-Upload-Header-Content-Length", &size);
  SimReply *refusal = refuse_start (request, store, asked, media_type,
                                    is_sized ? size : 1);
  g_autofree char *address = NULL;
  g_autofree char *granularity = NULL;
  GeminiUpload *upload;
  SimReply *reply;

  if (refusal == NULL)
    refusal = gemini_refuse_title (request, asked != NULL ? sim_get_string (asked, "displayName")
                                                          : NULL);
  if (refusal != NULL)
    return refusal;
  upload = g_new0 (GeminiUpload, 1);
  upload->id = sim_new_hex (request->sim);
  upload->owner = g_strdup (user->owner);
  upload->store = g_strdup (store);
  upload->media_type = g_strdup (media_type);
  upload->metadata = asked != NULL ? json_object_ref (asked) : json_object_new ();
  upload->size = size;
  upload->kept = g_byte_array_new ();
  upload->sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_ptr_array_add (state->uploads, upload);

  address = g_strdup_printf ("%s%s?upload_id=%s&upload_protocol=resumable",
                             chatty_simulator_get_address (request->sim, request->host),
                             request->path, upload->id);
  granularity = g_strdup_printf ("%u", GRANULARITY);
  reply = sim_reply_new_text (200, "text/plain; charset=utf-8", "");
  sim_reply_add_header (reply, "X-Goog-Upload-URL", address);
  sim_reply_add_header (reply, "X-Goog-Upload-Chunk-Granularity", granularity);
  sim_reply_add_header (reply, "X-Goog-Upload-Status", "active");
  return reply;
}

/* All of it is there. */
static JsonObject *
finish (SimRequest   *request,
        GeminiUpload *upload)
{
  GeminiState *state = sim_get_gemini (request->sim);
  const char *title = sim_get_string (upload->metadata, "displayName");
  g_autofree char *text = dup_text (upload, upload->media_type);
  JsonArray *metadata = sim_get_array (upload->metadata, "customMetadata");
  GeminiStore *store = gemini_state_find_store (state, upload->owner, upload->store);
  GeminiDocument *document;
  JsonObject *answer;

  if (upload->store == NULL)
    {
      answer = json_object_new ();
      json_object_set_object_member (answer, "file", gemini_describe_file (
        gemini_state_add_file (state, upload->owner, title, upload->media_type, text,
                               upload->received, upload->sum)));
      return answer;
    }
  if (store == NULL)
    return NULL;
  document = gemini_state_add_document (state, store, title, upload->media_type, text,
                                        upload->received, metadata);
  gemini_chunking_fault (upload->metadata, &document->chunk_words, &document->overlap_words);
  return gemini_describe_operation (gemini_state_add_operation (state, store, document, NULL),
                                    document, TRUE);
}

static SimReply *
finalize (SimRequest   *request,
          GeminiUpload *upload)
{
  JsonObject *answer;

  if (upload->received == 0
      || (upload->size != G_MAXINT64 && upload->received != upload->size))
    return add_status (gemini_refuse (request, 400, NULL, "The upload is not complete."), upload);
  answer = finish (request, upload);
  if (answer == NULL)
    return gemini_refuse_missing (request, "File search store", upload->store);
  upload->state = GEMINI_UPLOAD_FINAL;
  upload->answer = sim_object_to_text (answer);
  g_byte_array_set_size (upload->kept, 0);
  json_object_unref (answer);
  return add_status (sim_reply_new_text (200, "application/json", upload->answer), upload);
}

static SimReply *
take_piece (SimRequest   *request,
            GeminiUpload *upload)
{
  gboolean is_last = commands (request, "finalize");
  guint64 offset = 0;

  if (upload->state != GEMINI_UPLOAD_ACTIVE)
    return add_status (gemini_refuse (request, 400, NULL, "Upload has already been terminated."),
                       upload);
  if (commands (request, "upload") && !is_of_any_length (request))
    return add_status (gemini_refuse (request, 400, NULL, "The size of a piece must be a multiple "
                                      "of the granularity."), upload);
  /* It was not taken: gemini_upload_prepare(). */
  if (commands (request, "upload") && upload->feeder != request->number)
    return add_status (gemini_refuse (request, 400, NULL, "The offset is not where the upload "
                                      "stands."), upload);
  upload->feeder = 0;
  read_number (request, "X-Goog-Upload-Offset", &offset);
  if (offset + request->length > upload->size)
    return add_status (gemini_refuse (request, 400, NULL, "More was sent than was announced."),
                       upload);
  return is_last ? finalize (request, upload)
                 : add_status (sim_reply_new_text (200, "text/plain; charset=utf-8", ""), upload);
}

/* A request to the address that the first was answered with. */
static SimReply *
go_on (SimRequest   *request,
       GeminiUpload *upload)
{
  if (request->kind != SIM_BODY_NONE && commands (request, "upload"))
    sim_request_note (request, "a piece with a content type of its own");
  if (commands (request, "upload") || commands (request, "finalize"))
    return take_piece (request, upload);
  if (commands (request, "cancel"))
    {
      upload->state = GEMINI_UPLOAD_CANCELLED;
      return add_status (sim_reply_new_text (200, "text/plain; charset=utf-8", ""), upload);
    }
  if (!commands (request, "query"))
    return gemini_refuse (request, 400, NULL, "X-Goog-Upload-Command is missing or unknown.");
  if (upload->state == GEMINI_UPLOAD_FINAL)
    return add_status (sim_reply_new_text (200, "application/json", upload->answer), upload);
  return add_status (sim_reply_new_text (200, "text/plain; charset=utf-8", ""), upload);
}

/* @schema: of the body, which may be missing. */
static SimReply *
refuse_body (SimRequest *request,
             const char *schema)
{
  if (request->length == 0)
    return NULL;
  if (request->kind != SIM_BODY_JSON || request->body_fault != NULL)
    return gemini_refuse (request, 400, NULL, "Invalid JSON payload received.");
  return gemini_refuse_body (request, schema);
}

/* @user: (nullable): whoever goes on with an upload needs no credential. */
static SimReply *
upload_or_start (SimRequest *request,
                 GeminiUser *user,
                 const char *store,
                 const char *schema,
                 const char *member)
{
  GeminiUpload *upload = gemini_find_upload (request);
  g_autofree char *id = sim_query (request, "upload_id");
  JsonObject *asked;
  SimReply *refusal;

  if (id != NULL && (upload == NULL || g_strcmp0 (upload->store, store) != 0
                     || (user != NULL && !g_str_equal (upload->owner, user->owner))))
    return gemini_refuse_missing (request, "Upload", id);
  if (upload != NULL)
    return go_on (request, upload);
  refusal = refuse_body (request, schema);
  if (refusal != NULL)
    return refusal;
  asked = sim_request_get_object (request);
  if (asked != NULL && member != NULL)
    asked = sim_get_object (asked, member);
  return start (request, user, store, asked);
}

SimReply *
gemini_store_upload (SimRequest *request,
                     GeminiUser *user,
                     GPtrArray  *ids)
{
  g_autofree char *store = g_strconcat ("fileSearchStores/", g_ptr_array_index (ids, 0), NULL);

  if (user != NULL
      && gemini_state_find_store (sim_get_gemini (request->sim), user->owner, store) == NULL)
    return gemini_refuse_missing (request, "File search store", store);
  return upload_or_start (request, user, store, "UploadToFileSearchStoreRequest", NULL);
}

SimReply *
gemini_file_upload (SimRequest *request,
                    GeminiUser *user,
                    GPtrArray  *ids)
{
  return upload_or_start (request, user, NULL, "CreateFileRequest", "file");
}
