/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-connectors"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-gemini-private.h"
#include "chatty-gemini-settings.h"
#include "chatty-json.h"

/* The most that a list has on a page (platform reference, section 2.2). */
#define PAGE_SIZE "1000"

/* No error is longer. */
#define MAX_ERROR (256 * 1024)

static void chatty_gemini_connector_init (ChattyConnectorInterface *iface);
static void talk_init (ChattyChatInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyGemini, chatty_gemini, CHATTY_TYPE_HTTP_CONNECTOR,
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CONNECTOR,
                                                      chatty_gemini_connector_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CHARACTER_STORE,
                                                      chatty_gemini_character_store_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_CHAT, talk_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_KNOWLEDGE,
                                                      chatty_gemini_knowledge_init)
                               G_IMPLEMENT_INTERFACE (CHATTY_TYPE_SPEECH,
                                                      chatty_gemini_speech_init))

#define SCOPE(name) "https://www.googleapis.com/auth/" name

/* Platform reference, section 1.10. */
static const ChattyScope scopes[] = {
  { "openid", N_("Know that it is the same account next time"), FALSE, FALSE },
  { "email", N_("Your name and e-mail address, to tell accounts apart"), FALSE, FALSE },
  { SCOPE ("generative-language.retriever"), N_("Talk with Gemini, and use its knowledge stores"),
    FALSE, FALSE },
  { SCOPE ("cloud-platform"),
    N_("All of your Google Cloud. Some accounts need it for Gemini; leave it off unless Gemini "
       "refuses without it"), TRUE, TRUE },
  { SCOPE ("generative-language.tuning"), N_("The models that you tuned"), TRUE, TRUE },
  { SCOPE ("generative-language.peruserquota"),
    N_("Count calls for you alone, where your project divides them among people"), TRUE, TRUE },
  { NULL },
};

#define CONSOLE "https://console.cloud.google.com/"

/* Platform reference, sections 1.6 (what "Testing" means) and 1.8. */
static const ChattyClientStep client_steps[] = {
  { N_("Choose a Project"),
    N_("At Google Cloud everything belongs to a project. Take one that you have, or create one. "
       "It costs nothing."), CONSOLE "projectcreate" },
  { N_("Switch the Gemini API On"),
    N_("The page is that of the “Generative Language API”. Press “Enable”."),
    CONSOLE "apis/library/generativelanguage.googleapis.com" },
  { N_("Fill In the Consent Screen"),
    N_("Any name will do. As audience choose “External”."), CONSOLE "auth/branding" },
  { N_("Publish the App"),
    N_("While it is in “Testing”, Google ends every sign-in after seven days. Press “Publish app” "
       "to stay signed in. Google will warn you that the app is not verified: it is your own, so "
       "choose “Advanced” there and go on."), CONSOLE "auth/audience" },
  { N_("Create the Client"),
    N_("As type choose “Desktop app”. Then download its file, “client_secret_….json”: Google "
       "shows the secret only once."), CONSOLE "auth/clients" },
  { NULL },
};

static const ChattyOAuthInfo oauth = {
  .provider = "Google",
  .client_steps = client_steps,
  .path = "/google",
  .issuer = "https://accounts.google.com",
  .scopes = scopes,
  .client_page = CONSOLE "auth/clients",
  .client_id = GOOGLE_CLIENT_ID,
  .client_secret = GOOGLE_CLIENT_SECRET,
  /* Section 1.6. */
  .testing_days = 7,
  .publish_page = CONSOLE "auth/audience",
};

/* Hosts: platform reference, sections 1.1 and 2; header: 2.1. */
const ChattyConnectorInfo chatty_gemini_info = {
  .id = "gemini",
  .title = "Gemini",
  .tier = CHATTY_TIER_BROWSER,
  .sign_in = CHATTY_SIGN_IN_BROWSER,
  .summary = N_("Chat, files and voices, signed in through the browser"),
  .consent = {
    [CHATTY_CONSENT_READS] =
      N_("Your name and e-mail address, the list of models, and the knowledge stores that belong "
         "to your project."),
    [CHATTY_CONSENT_WRITES] =
      N_("Nothing by itself. Characters and documents are put into knowledge stores at Google, "
         "changed or deleted there, only when you ask for it."),
    [CHATTY_CONSENT_SENDS] =
      N_("With each message all of the conversation, the character’s instructions and what it "
         "remembers go to Google, or to the server address that you set, and so do texts that are "
         "to be spoken. On plans without payment Google may use them to improve its products. "
         "Nothing goes anywhere else."),
    [CHATTY_CONSENT_KEY_PLACE] =
      N_("What Google gives at sign-in, and a key if you add one, are kept in the keyring of your "
         "desktop, are sent to Google only, and are in no file of Chatty Connectors."),
    [CHATTY_CONSENT_COSTS] =
      N_("Google has a plan without payment, with limits for each minute and each day. With "
         "billing, it charges your project for the tokens of each message, for speech, and for "
         "documents that are indexed."),
  },
  .key_page = "https://aistudio.google.com/apikey",
  .oauth = &oauth,
  .key_hint = N_("Enter the key as Google AI Studio shows it."),
  .endpoints = {
    { "api", "https://generativelanguage.googleapis.com", "x-goog-api-key", "", FALSE,
      CHATTY_ENDPOINT_CALLS, FALSE },
    { "files", "https://generativelanguage.googleapis.com", "x-goog-api-key", "", TRUE,
      CHATTY_ENDPOINT_CALLS, TRUE },
    { "authorize", "https://accounts.google.com/o/oauth2/v2/auth", NULL, NULL, TRUE,
      CHATTY_ENDPOINT_AUTHORIZE, FALSE },
    { "token", "https://oauth2.googleapis.com/token", NULL, NULL, TRUE,
      CHATTY_ENDPOINT_TOKEN, FALSE },
    { "revoke", "https://oauth2.googleapis.com/revoke", NULL, NULL, TRUE,
      CHATTY_ENDPOINT_REVOKE, FALSE },
    { "person", "https://openidconnect.googleapis.com/v1/userinfo", NULL, NULL, TRUE,
      CHATTY_ENDPOINT_PERSON, FALSE },
  },
  .prepare_key = chatty_gemini_prepare_key,
};

/* Errors ------------------------------------------------------------------------------ */

/* An error may come in a list of one (platform reference, section 2.13). */
static JsonNode *
read_body (ChattyHttpResponse *response)
{
  gsize length;
  const char *text = g_bytes_get_data (chatty_http_response_get_bytes (response), &length);

  return length > 0 && length <= MAX_ERROR ? chatty_json_parse (text, (gssize) length, NULL)
                                           : NULL;
}

static gboolean
asks_model (const char *path)
{
  return g_str_has_prefix (path, "/v1beta/models") || g_str_has_prefix (path, "/v1beta/tuned") ||
         g_str_has_prefix (path, "/v1beta/dynamic");
}

static gboolean
read_failure (ChattyHttpResponse  *response,
              const char          *path,
              ChattyGeminiFailure *failure)
{
  g_autoptr (JsonNode) node = NULL;

  /* Lists and answers are large, and no errors. */
  if (!chatty_http_response_is_success (response))
    node = read_body (response);
  else if (chatty_http_response_peek_object (response) != NULL)
    node = json_node_ref (chatty_http_response_peek_object (response));
  if (!chatty_gemini_read_failure (node, chatty_http_response_get_status (response),
                                   asks_model (path), chatty_time_now (), failure))
    return FALSE;
  /* What stands before Gemini may say it in a header. */
  if (failure->code == CHATTY_ERROR_RATE_LIMITED && failure->wait == 0)
    {
      gint64 wait = chatty_http_response_get_wait (response);

      failure->wait = wait > 0 ? (guint) ((wait + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
    }
  return TRUE;
}

static gboolean
chatty_gemini_check (ChattyHttpConnector  *connector,
                     guint                 endpoint,
                     ChattyHttpRequest    *request,
                     ChattyHttpResponse   *response,
                     GError              **error)
{
  g_auto (ChattyGeminiFailure) failure = { 0 };

  if (!read_failure (response, chatty_http_request_get_path (request), &failure))
    return chatty_http_response_check (response, error);
  chatty_gemini_failure_to_error (&failure, error);
  return FALSE;
}

/*
 * chatty_gemini_call:
 * @endpoint: %GEMINI_API, or what chatty_gemini_files() says
 * @request: (transfer full): what to ask
 *
 * Returns: (transfer full) (nullable): the JSON of the answer, in which there
 *   is no error
 */
JsonNode *
chatty_gemini_call (gpointer            self,
                    guint               endpoint,
                    ChattyHttpRequest  *request,
                    GCancellable       *cancellable,
                    GError            **error)
{
  g_autoptr (ChattyHttpRequest) owned = request;

  return chatty_http_connector_send_json (self, endpoint, owned, cancellable, error);
}

/*
 * chatty_gemini_files:
 *
 * Returns: the endpoint for stores and documents: the one that prefers a key,
 *   where it is used
 */
guint
chatty_gemini_files (gpointer self)
{
  return chatty_http_connector_has_endpoint (self, GEMINI_FILES) ? GEMINI_FILES : GEMINI_API;
}

/*
 * chatty_gemini_talk:
 * @context: (nullable): of a message
 *
 * Returns: the endpoint for the message: a store is searched with the
 *   credential that may see it
 */
guint
chatty_gemini_talk (gpointer                 self,
                    const ChattyChatContext *context)
{
  return chatty_gemini_has_stores (context) ? chatty_gemini_files (self) : GEMINI_API;
}

/* Is the credential good? -------------------------------------------------------------- */

static ChattyVerdict *
unreachable (void)
{
  return chatty_verdict_new (&(ChattyVerdict) {
    .kind = CHATTY_VERDICT_UNREACHABLE,
    .detail = _("What answered is not Gemini. Check the server address, and whether this network "
                "asks you to sign in first"),
  });
}

static ChattyVerdict *
judge (ChattyHttpResponse *response,
       const char         *path)
{
  g_auto (ChattyGeminiFailure) failure = { 0 };
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  if (read_failure (response, path, &failure))
    return chatty_verdict_new (&(ChattyVerdict) {
      .kind = failure.verdict,
      .wait_seconds = failure.verdict == CHATTY_VERDICT_RATE_LIMITED ? failure.wait : 0,
      .detail = failure.advice,
    });
  node = chatty_http_response_parse_json (response, &error);
  if (chatty_http_response_is_success (response) && chatty_json_node_object (node) != NULL)
    return chatty_verdict_new (&(ChattyVerdict) { .kind = CHATTY_VERDICT_WORKS });
  /* A page, or another server, a proxy that forbids as well: nothing is known
   * of the credential (platform reference, section 6). */
  if (g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_SERVER) ||
      chatty_http_response_is_success (response) ||
      chatty_http_response_get_status (response) == 403)
    return unreachable ();
  g_clear_error (&error);
  chatty_http_response_check (response, &error);
  return chatty_verdict_new_for_error (error, chatty_error_get_wait (error));
}

/* The cheapest call that needs a credential (platform reference, section 6). */
static ChattyVerdict *
chatty_gemini_test (ChattyConnector  *connector,
                    GCancellable     *cancellable,
                    GError          **error)
{
  g_autoptr (ChattyHttpRequest) request = chatty_http_request_new ("GET", "/v1beta/models");
  g_autoptr (ChattyHttpResponse) response = NULL;
  g_autoptr (GError) failure = NULL;

  chatty_http_request_add_query (request, "pageSize", "1");
  chatty_http_request_set_accept_html (request, TRUE);
  /* One attempt, quickly: whoever tests a key waits for it. */
  chatty_http_request_set_repeat_safe (request, FALSE);
  chatty_http_request_set_time_limit (request, 30);
  response = chatty_http_connector_send_raw (CHATTY_HTTP_CONNECTOR (connector), GEMINI_API,
                                             request, cancellable, &failure);
  if (response != NULL)
    return judge (response, "/v1beta/models");
  if (!chatty_error_is_cancelled (failure))
    return chatty_verdict_new_for_error (failure, chatty_error_get_wait (failure));
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* Lists -------------------------------------------------------------------------------- */

/*
 * chatty_gemini_read_pages:
 * @path: of a list
 * @page_size: the most that it has on a page
 * @read: gets each page
 *
 * A page that fails ends it: a part of a list would look as if the rest had
 * been deleted.
 *
 * Returns: whether all of the list was read
 */
gboolean
chatty_gemini_read_pages (gpointer               self,
                          guint                  endpoint,
                          const char            *path,
                          const char            *page_size,
                          ChattyGeminiReadPage   read,
                          gpointer               user_data,
                          GCancellable          *cancellable,
                          GError               **error)
{
  g_autofree char *token = NULL;

  for (guint page = 0; page < GEMINI_MAX_PAGES; page++)
    {
      ChattyHttpRequest *request = chatty_http_request_new ("GET", path);
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *next = NULL;

      chatty_http_request_add_query (request, "pageSize", page_size);
      if (token != NULL)
        chatty_http_request_add_query (request, "pageToken", token);
      node = chatty_gemini_call (self, endpoint, request, cancellable, error);
      if (node == NULL || !read (node, user_data, &next, error))
        return FALSE;
      if (next == NULL)
        return TRUE;
      if (g_strcmp0 (next, token) == 0)
        break;
      g_free (token);
      token = g_steal_pointer (&next);
    }
  g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_SERVER,
                       _("A list of Gemini’s does not end. Try again later"));
  return FALSE;
}

static gboolean
read_models_page (JsonNode  *node,
                  gpointer   user_data,
                  char     **next,
                  GError   **error)
{
  return chatty_gemini_read_models (node, user_data, next, error);
}

/*
 * chatty_gemini_peek_models:
 *
 * Returns: (transfer full) (nullable): the models, where they are known
 */
GPtrArray *
chatty_gemini_peek_models (ChattyGemini *self)
{
  GPtrArray *models;

  g_mutex_lock (&self->lock);
  models = self->models != NULL ? g_ptr_array_ref (self->models) : NULL;
  g_mutex_unlock (&self->lock);
  return models;
}

/*
 * chatty_gemini_load_models:
 * @refresh: whether to ask although it is known, and for the tuned ones too
 *
 * Returns: (transfer full) (nullable) (element-type ChattyGeminiModel): the
 *   platform's models, then those that the person tuned; shared, so that
 *   nobody changes it
 */
GPtrArray *
chatty_gemini_load_models (ChattyGemini  *self,
                           gboolean       refresh,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr (GPtrArray) models = refresh ? NULL : chatty_gemini_peek_models (self);

  if (models != NULL)
    return g_steal_pointer (&models);

  models = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_gemini_model_free);
  if (!chatty_gemini_read_pages (self, GEMINI_API, "/v1beta/models", PAGE_SIZE, read_models_page,
                                 models, cancellable, error))
    return NULL;
  /* Keys and most sign-ins may not see these, and the list is on its way out
   * (platform reference, section 2.11): it is not missed. */
  if (refresh)
    chatty_gemini_read_pages (self, GEMINI_API, "/v1beta/tunedModels", PAGE_SIZE,
                              read_models_page, models, cancellable, NULL);
  if (chatty_set_cancelled (cancellable, error))
    return NULL;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->models, g_ptr_array_unref);
  self->models = g_ptr_array_ref (models);
  g_mutex_unlock (&self->lock);
  return g_steal_pointer (&models);
}

/* The same choice as that for an answer, out of the same list. A tuned model is
 * in it once somebody asked for all of them. */
static ChattyLanguageModel *
find_model (ChattyChat    *chat,
            const char    *id,
            GCancellable  *cancellable,
            GError       **error)
{
  ChattyLanguageModel *found = NULL;

  if (id != NULL && g_str_has_prefix (id, "models/"))
    id += strlen ("models/");
  for (guint i = 0; i < 2 && found == NULL; i++)
    {
      g_autoptr (GPtrArray) models = chatty_gemini_load_models (CHATTY_GEMINI (chat), i > 0,
                                                                cancellable, error);
      g_autoptr (GPtrArray) talkers = models != NULL ? chatty_gemini_list_talkers (models) : NULL;
      const ChattyGeminiModel *model;

      if (models == NULL)
        return NULL;
      model = chatty_gemini_choose_model (models, id, FALSE);
      if (model != NULL)
        found = chatty_language_model_find (talkers, model->id);
    }
  if (found == NULL && id != NULL)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                 _("Gemini does not have the model “%s”, or has it no more. Choose another one"),
                 id);
  else if (found == NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                         _("Gemini offers no model for chat to this account"));
  return found;
}

static void
talk_init (ChattyChatInterface *iface)
{
  chatty_gemini_chat_init (iface);
  iface->find_model = find_model;
}

/* The class ---------------------------------------------------------------------------- */

static void
chatty_gemini_forget (ChattyConnector *connector)
{
  ChattyGemini *self = CHATTY_GEMINI (connector);

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->models, g_ptr_array_unref);
  g_hash_table_remove_all (self->modified);
  g_mutex_unlock (&self->lock);
  g_atomic_int_set (&self->corpora_gone, FALSE);
  g_atomic_int_set (&self->files_gone, FALSE);
  chatty_upload_sessions_clear (self->uploads);
}

static ChattyConnectorInterface *parent_connector_iface;

static void
chatty_gemini_connector_init (ChattyConnectorInterface *iface)
{
  parent_connector_iface = g_type_interface_peek_parent (iface);

  iface->get_info = parent_connector_iface->get_info;
  iface->get_pool = parent_connector_iface->get_pool;
  iface->get_skew = parent_connector_iface->get_skew;
  iface->test = chatty_gemini_test;
  iface->forget = chatty_gemini_forget;
}

static void
chatty_gemini_finalize (GObject *object)
{
  ChattyGemini *self = CHATTY_GEMINI (object);

  g_clear_pointer (&self->models, g_ptr_array_unref);
  g_hash_table_unref (self->modified);
  chatty_upload_sessions_free (self->uploads);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (chatty_gemini_parent_class)->finalize (object);
}

static void
chatty_gemini_class_init (ChattyGeminiClass *klass)
{
  ChattyHttpConnectorClass *connector_class = CHATTY_HTTP_CONNECTOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = chatty_gemini_finalize;

  connector_class->info = &chatty_gemini_info;
  /* The plan without payment counts calls by the minute. */
  connector_class->max_parallel = 4;
  /* A model that thinks is not given up, an answer without end is. */
  connector_class->total_seconds = 300;
  connector_class->check = chatty_gemini_check;
}

static void
chatty_gemini_init (ChattyGemini *self)
{
  g_mutex_init (&self->lock);
  self->modified = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->uploads = chatty_upload_sessions_new ();
}

/**
 * chatty_gemini_new:
 * @access: how to reach it
 * @error: what an address or a credential was refused for
 *
 * Returns: (transfer full) (nullable): an account of Gemini; see README.md in
 *   this folder
 */
ChattyConnector *
chatty_gemini_new (const ChattyConnectorAccess  *access,
                   GError                      **error)
{
  ChattyHttpConnector *self = chatty_http_connector_new (CHATTY_TYPE_GEMINI, access, error);

  return self != NULL ? CHATTY_CONNECTOR (self) : NULL;
}
