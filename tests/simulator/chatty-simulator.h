/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The OAuth client that is known at first. */
#define CHATTY_SIMULATOR_CLIENT        "simulated-0123456789.apps.googleusercontent.com"
#define CHATTY_SIMULATOR_CLIENT_SECRET "GOCSPX-simulated-client-secret"

/**
 * ChattySimulatorHost:
 * @CHATTY_SIMULATOR_CONVAI_API: plays https://api.convai.com
 * @CHATTY_SIMULATOR_CONVAI_LIVE: plays https://live.convai.com
 * @CHATTY_SIMULATOR_INWORLD_API: plays https://api.inworld.ai
 * @CHATTY_SIMULATOR_GOOGLE_AUTH: plays https://accounts.google.com
 *   (/o/oauth2/v2/auth), https://oauth2.googleapis.com (/token, /revoke) and
 *   https://openidconnect.googleapis.com (/v1/userinfo)
 * @CHATTY_SIMULATOR_GEMINI_API: plays https://generativelanguage.googleapis.com
 * @CHATTY_SIMULATOR_ELSEWHERE: a host that no key belongs to; it answers
 *   everything with 200 and keeps what it was sent. Redirects lead here
 * @CHATTY_SIMULATOR_BAD_TLS: the same as the API host, over https with a
 *   certificate that nobody has signed
 * @CHATTY_SIMULATOR_CLOSED: a port that is taken and refuses every connection
 * @CHATTY_SIMULATOR_N_HOSTS: how many there are; also "any host"
 */
typedef enum {
  CHATTY_SIMULATOR_CONVAI_API,
  CHATTY_SIMULATOR_CONVAI_LIVE,
  CHATTY_SIMULATOR_INWORLD_API,
  CHATTY_SIMULATOR_GOOGLE_AUTH,
  CHATTY_SIMULATOR_GEMINI_API,
  CHATTY_SIMULATOR_ELSEWHERE,
  CHATTY_SIMULATOR_BAD_TLS,
  CHATTY_SIMULATOR_CLOSED,
  CHATTY_SIMULATOR_N_HOSTS,
} ChattySimulatorHost;

/**
 * ChattySimulatorPlan:
 * @CHATTY_SIMULATOR_PLAN_INDIE: has a key, may only ask about itself
 * @CHATTY_SIMULATOR_PLAN_PROFESSIONAL: characters and talk
 * @CHATTY_SIMULATOR_PLAN_SCALE: also chat history
 * @CHATTY_SIMULATOR_PLAN_ENTERPRISE: also knowledge bank, speech, live connect
 * @CHATTY_SIMULATOR_PLAN_SELECTED: also deleting chat history
 */
typedef enum {
  CHATTY_SIMULATOR_PLAN_INDIE,
  CHATTY_SIMULATOR_PLAN_PROFESSIONAL,
  CHATTY_SIMULATOR_PLAN_SCALE,
  CHATTY_SIMULATOR_PLAN_ENTERPRISE,
  CHATTY_SIMULATOR_PLAN_SELECTED,
} ChattySimulatorPlan;

/**
 * ChattySimulatorFault:
 *
 * What goes wrong with a request. With those that are marked "kept" it is
 * carried out all the same: the state has changed, whatever the client sees.
 */
typedef enum {
  CHATTY_SIMULATOR_FAULT_NONE,
  CHATTY_SIMULATOR_FAULT_RATE_LIMITED,      /* 429, Retry-After in seconds */
  CHATTY_SIMULATOR_FAULT_RATE_LIMITED_DATE, /* 429, Retry-After as a date */
  CHATTY_SIMULATOR_FAULT_SERVER_ERROR,      /* 500, in the error shape of the endpoint */
  CHATTY_SIMULATOR_FAULT_BAD_GATEWAY,       /* 502 with a web page */
  CHATTY_SIMULATOR_FAULT_UNAVAILABLE,       /* 503 without a body */
  CHATTY_SIMULATOR_FAULT_SLOW_DRIP,         /* a byte each drip interval; kept */
  CHATTY_SIMULATOR_FAULT_STALL,             /* half of the answer, then silence; kept */
  CHATTY_SIMULATOR_FAULT_SILENCE,           /* not even headers */
  CHATTY_SIMULATOR_FAULT_SLOW_READ,         /* the request body is read slowly; kept */
  CHATTY_SIMULATOR_FAULT_DROP,              /* connection closed */
  CHATTY_SIMULATOR_FAULT_LOST_ANSWER,       /* connection closed; kept */
  CHATTY_SIMULATOR_FAULT_CUT_CHUNK,         /* chunked, closed inside a chunk; kept */
  CHATTY_SIMULATOR_FAULT_LENGTH_TOO_LONG,   /* Content-Length is too large; kept */
  CHATTY_SIMULATOR_FAULT_LENGTH_TOO_SHORT,  /* Content-Length is half; kept */
  CHATTY_SIMULATOR_FAULT_WEB_PAGE,          /* 200 with HTML */
  CHATTY_SIMULATOR_FAULT_REDIRECT,          /* 307 to CHATTY_SIMULATOR_ELSEWHERE */
  CHATTY_SIMULATOR_FAULT_REDIRECT_LOOP,     /* 307 to itself */
  CHATTY_SIMULATOR_FAULT_DEEP_JSON,         /* 200, arrays 100,000 deep */
  CHATTY_SIMULATOR_FAULT_HUGE_BODY,         /* 200, JSON string of 1 GiB */
  CHATTY_SIMULATOR_FAULT_HUGE_HEADER,       /* 200, 4 MiB of headers */
  CHATTY_SIMULATOR_FAULT_ENDLESS_STREAM,    /* 200, events without end */
  CHATTY_SIMULATOR_FAULT_GZIP_BOMB,         /* 200, 1 MB that becomes 1 GiB */
  CHATTY_SIMULATOR_FAULT_BAD_JSON,          /* the last byte is missing; kept */
  CHATTY_SIMULATOR_FAULT_BAD_UTF8,          /* 200, JSON that is not UTF-8 */
  CHATTY_SIMULATOR_FAULT_EMPTY_BODY,        /* 200, nothing in it; kept */
  CHATTY_SIMULATOR_FAULT_FAILURE_INSIDE,    /* 200, the failure is in the body */
  CHATTY_SIMULATOR_FAULT_EMPTY_LIST,        /* every list is empty; kept */
  CHATTY_SIMULATOR_FAULT_TRUNCATED_LIST,    /* every list has its first half; kept */
  CHATTY_SIMULATOR_FAULT_KEY_REFUSED,       /* as if the key were wrong */
  CHATTY_SIMULATOR_FAULT_PLAN_REFUSED,      /* as if the plan were too low */
  CHATTY_SIMULATOR_FAULT_NO_CREDIT,         /* as if the quota were used up */
  CHATTY_SIMULATOR_FAULT_SESSION_EXPIRED,   /* as if the session were unknown */
  CHATTY_SIMULATOR_N_FAULTS,
} ChattySimulatorFault;

/**
 * ChattySimulatorRequest: one request as it was received.
 *
 * @headers holds lines "Name: value\n" as sent. @body is the beginning of the
 * body, at most 1 MiB; @body_sha256 and @body_length are of all of it.
 * @notes holds one line for everything that the real platform might let pass
 * and the documentation does not allow, for instance "action" and "actions".
 */
typedef struct {
  guint                 number;
  ChattySimulatorHost   host;
  char                 *method;
  char                 *path;
  char                 *query;
  char                 *headers;
  char                 *content_type;
  GBytes               *body;
  guint64               body_length;
  char                 *body_sha256;
  guint                 status;      /* what was answered; 0 for no answer (yet) */
  ChattySimulatorFault  fault;
  gint64                arrived;     /* g_get_monotonic_time () */
  char                 *notes;
} ChattySimulatorRequest;

typedef struct _ChattySimulator ChattySimulator;

/* Life. All functions may be called from any thread. */
ChattySimulator *chatty_simulator_start             (GError               **error);
ChattySimulator *chatty_simulator_start_at          (guint16                port,
                                                     GError               **error);
void             chatty_simulator_stop              (ChattySimulator       *self);
const char      *chatty_simulator_get_address       (ChattySimulator       *self,
                                                     ChattySimulatorHost    host);
const char      *chatty_simulator_host_name         (ChattySimulatorHost    host);

/* Keys. There is one user for each; its characters are its own. */
void             chatty_simulator_add_key           (ChattySimulator       *self,
                                                     const char            *key,
                                                     ChattySimulatorPlan    plan);
void             chatty_simulator_remove_key        (ChattySimulator       *self,
                                                     const char            *key);
void             chatty_simulator_set_usage         (ChattySimulator       *self,
                                                     const char            *key,
                                                     guint                  used,
                                                     guint                  limit);
gboolean         chatty_simulator_parse_plan        (const char            *name,
                                                     ChattySimulatorPlan   *plan);

/* Behaviour. */
void             chatty_simulator_set_fault         (ChattySimulator       *self,
                                                     const char            *path_pattern,
                                                     ChattySimulatorFault   fault,
                                                     guint                  nth,
                                                     guint                  count);
void             chatty_simulator_clear_faults      (ChattySimulator       *self);
const char      *chatty_simulator_fault_name        (ChattySimulatorFault   fault);
gboolean         chatty_simulator_parse_fault       (const char            *name,
                                                     ChattySimulatorFault  *fault);
void             chatty_simulator_set_latency       (ChattySimulator       *self,
                                                     guint                  milliseconds);
void             chatty_simulator_set_rate          (ChattySimulator       *self,
                                                     guint                  requests_per_second);
void             chatty_simulator_set_retry_after   (ChattySimulator       *self,
                                                     guint                  seconds);
void             chatty_simulator_set_drip          (ChattySimulator       *self,
                                                     guint                  milliseconds);
void             chatty_simulator_set_lenient       (ChattySimulator       *self,
                                                     gboolean               lenient);
void             chatty_simulator_set_ready_after   (ChattySimulator       *self,
                                                     guint                  lists);

/* State, as the platform holds it. */
char            *chatty_simulator_add_character     (ChattySimulator       *self,
                                                     const char            *key,
                                                     const char            *name,
                                                     const char            *backstory);
gboolean         chatty_simulator_edit_character    (ChattySimulator       *self,
                                                     const char            *character_id,
                                                     const char            *member,
                                                     const char            *json_value);
gboolean         chatty_simulator_remove_character  (ChattySimulator       *self,
                                                     const char            *character_id);
char            *chatty_simulator_add_document      (ChattySimulator       *self,
                                                     const char            *key,
                                                     const char            *file_name,
                                                     guint64                size);
char            *chatty_simulator_add_session       (ChattySimulator       *self,
                                                     const char            *character_id,
                                                     guint                  turns);
void             chatty_simulator_expire_sessions   (ChattySimulator       *self);
guint            chatty_simulator_count_characters  (ChattySimulator       *self);
guint            chatty_simulator_count_documents   (ChattySimulator       *self);
guint            chatty_simulator_count_sessions    (ChattySimulator       *self);
JsonNode        *chatty_simulator_dup_state         (ChattySimulator       *self);

/* Inworld. */
gboolean         chatty_simulator_set_inworld       (ChattySimulator       *self,
                                                     const char            *setting,
                                                     const char            *value);
char            *chatty_simulator_add_router        (ChattySimulator       *self,
                                                     const char            *key,
                                                     const char            *display_name,
                                                     const char            *prompt);
gboolean         chatty_simulator_edit_router       (ChattySimulator       *self,
                                                     const char            *id,
                                                     const char            *display_name,
                                                     const char            *prompt);
gboolean         chatty_simulator_remove_router     (ChattySimulator       *self,
                                                     const char            *id);
guint            chatty_simulator_count_routers     (ChattySimulator       *self);
char            *chatty_simulator_make_markdown     (guint                  kilobytes);

/* Signing in with Google. */
gboolean         chatty_simulator_set_google        (ChattySimulator       *self,
                                                     const char            *setting,
                                                     const char            *value);
void             chatty_simulator_expire_google     (ChattySimulator       *self);
void             chatty_simulator_revoke_google     (ChattySimulator       *self);
void             chatty_simulator_pass_google       (ChattySimulator       *self,
                                                     gint64                 seconds);
guint            chatty_simulator_count_grants      (ChattySimulator       *self);
guint            chatty_simulator_browse            (const char            *address);

/* Gemini. */
gboolean         chatty_simulator_set_gemini        (ChattySimulator       *self,
                                                     const char            *setting,
                                                     const char            *value);
char            *chatty_simulator_add_store         (ChattySimulator       *self,
                                                     const char            *owner,
                                                     const char            *display_name);
char            *chatty_simulator_add_store_document (ChattySimulator      *self,
                                                     const char            *store,
                                                     const char            *display_name,
                                                     const char            *text,
                                                     const char            *metadata);
gboolean         chatty_simulator_remove_store      (ChattySimulator       *self,
                                                     const char            *store);
gboolean         chatty_simulator_remove_store_document (ChattySimulator   *self,
                                                     const char            *document);
char            *chatty_simulator_add_corpus        (ChattySimulator       *self,
                                                     const char            *owner,
                                                     const char            *display_name);
char            *chatty_simulator_add_corpus_document (ChattySimulator     *self,
                                                     const char            *corpus,
                                                     const char            *display_name,
                                                     const char            *text);
guint            chatty_simulator_count_corpus_documents
                                                    (ChattySimulator       *self,
                                                     guint                 *chunks);
char            *chatty_simulator_add_file          (ChattySimulator       *self,
                                                     const char            *owner,
                                                     const char            *display_name,
                                                     const char            *media_type,
                                                     const char            *text);
void             chatty_simulator_expire_files      (ChattySimulator       *self);
guint            chatty_simulator_count_stores      (ChattySimulator       *self);
guint            chatty_simulator_count_store_documents (ChattySimulator   *self,
                                                     const char            *store);

/* What was received. */
GPtrArray       *chatty_simulator_dup_requests      (ChattySimulator       *self);
guint            chatty_simulator_count_requests    (ChattySimulator       *self,
                                                     ChattySimulatorHost    host,
                                                     const char            *path_pattern);
guint            chatty_simulator_count_answers     (ChattySimulator       *self,
                                                     guint                  status);
guint            chatty_simulator_most_parallel     (ChattySimulator       *self);
gboolean         chatty_simulator_received          (ChattySimulator       *self,
                                                     ChattySimulatorHost    host,
                                                     const char            *text);
void             chatty_simulator_forget_requests   (ChattySimulator       *self);

ChattySimulatorRequest *
                 chatty_simulator_request_copy      (const ChattySimulatorRequest *request);
void             chatty_simulator_request_free      (ChattySimulatorRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySimulator, chatty_simulator_stop)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChattySimulatorRequest, chatty_simulator_request_free)

G_END_DECLS
