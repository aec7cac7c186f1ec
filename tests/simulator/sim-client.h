/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-simulator.h"

G_BEGIN_DECLS

#define GOOD_KEY "canary-key-enterprise"
#define POOR_KEY "canary-key-professional"
#define ALL_KEY  "canary-key-selected"

/**
 * Client: a simulator with three keys and one character of the first, and
 * plain libsoup to talk to it.
 */
typedef struct {
  ChattySimulator *sim;
  gpointer         session;
  char            *character;
} Client;

typedef struct {
  guint     status;         /* 0 when there is no answer */
  char     *text;           /* what arrived, at most 4 MiB; NUL-terminated */
  gsize     length;
  gboolean  whole;          /* the end was reached, and without an error */
  char     *retry_after;
  char     *location;
  char     *content_type;
  char     *upload_url;     /* of X-Goog-Upload-URL, without the host */
  char     *upload_status;
  char     *upload_received;
} Answer;

Client *client_new       (void);
void    client_free      (Client              *self);
Answer *client_send      (Client              *self,
                          ChattySimulatorHost  host,
                          const char          *method,
                          const char          *path,
                          const char          *headers,
                          const char          *content_type,
                          const char          *body,
                          gssize               length);
Answer *client_inworld   (Client              *self,
                          const char          *key,
                          const char          *method,
                          const char          *path,
                          const char          *body);
Answer *client_json      (Client              *self,
                          const char          *key,
                          const char          *path,
                          const char          *body);
Answer *client_form      (Client              *self,
                          const char          *key,
                          const char          *path,
                          const char          *body);
Answer *client_multipart (Client              *self,
                          ChattySimulatorHost  host,
                          const char          *key,
                          const char          *path,
                          const char          *first_field,
                          ...) G_GNUC_NULL_TERMINATED;
void    answer_free      (Answer              *answer);

/* The string at @path ("usage_v2.plan_name", "0.speaker") of a JSON answer. */
char   *answer_at        (Answer              *answer,
                          const char          *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Client, client_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

#define assert_status(answer, expected) g_assert_cmpuint ((answer)->status, ==, expected)

#define assert_at(answer, path, expected) \
  G_STMT_START { \
    g_autofree char *assert_value = answer_at (answer, path); \
    g_assert_cmpstr (assert_value, ==, expected); \
  } G_STMT_END

G_END_DECLS
