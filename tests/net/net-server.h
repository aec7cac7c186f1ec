/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server on 127.0.0.1 that a test leads byte by byte, so that it can
 * misbehave in every way. One thread for each connection. */
typedef struct _NetServer NetServer;

typedef struct {
  NetServer     *server;
  char          *method;
  char          *path;        /* with the query */
  char          *head;        /* the whole head of the request */
  GByteArray    *body;        /* its first 64 KiB */
  guint64        body_bytes;
  gboolean       complete;    /* the whole body came */
  GCancellable  *stopped;     /* the test is over */
  GIOStream     *connection;
  GOutputStream *output;
} NetRequest;

/* For a path without its query; "*" stands for those that no other has.
 * Returns: whether the connection can carry another request. */
typedef gboolean (*NetHandler) (NetRequest *request,
                                gpointer    user_data);

NetServer       *net_server_new         (gboolean         tls);
void             net_server_free        (NetServer       *self);
void             net_server_on          (NetServer       *self,
                                         const char      *path,
                                         NetHandler       handler,
                                         gpointer         user_data);
const char      *net_server_get_address (NetServer       *self);
guint16          net_server_get_port    (NetServer       *self);
guint            net_server_get_count   (NetServer       *self,
                                         const char      *path);
gboolean         net_server_received    (NetServer       *self,
                                         const char      *text);
void             net_server_stop        (NetServer       *self);
GTlsDatabase    *net_server_trust       (void);
GTlsCertificate *net_server_certificate (void);

gboolean         net_write              (NetRequest      *request,
                                         const char      *bytes,
                                         gssize           length);
gboolean         net_reply              (NetRequest      *request,
                                         const char      *status,
                                         const char      *headers,
                                         const char      *body);
const char      *net_request_header     (NetRequest      *request,
                                         const char      *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetServer, net_server_free)

G_END_DECLS
