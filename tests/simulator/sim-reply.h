/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "sim-request.h"

G_BEGIN_DECLS

/**
 * SimReply: an answer before it is sent.
 *
 * Either @body, or @pieces: then it is sent in chunks, one every @piece_ms or
 * at its time.
 */
typedef struct _SimReply SimReply;

struct _SimReply {
  guint           status;
  char           *content_type;
  GString        *headers;    /* lines with CR LF */
  GBytes         *body;
  GPtrArray      *pieces;
  GArray         *dues;       /* of double: milliseconds after the headers; or NULL */
  guint           piece_ms;

  /* What takes long is done on another thread, before anything is sent. */
  void          (*work)      (SimReply     *self,
                              gpointer      data,
                              GCancellable *cancellable);
  gpointer        work_data;
  GDestroyNotify  work_free;
};

SimReply *sim_reply_new_bytes   (guint        status,
                                 const char  *content_type,
                                 GBytes      *body);
SimReply *sim_reply_new_text    (guint        status,
                                 const char  *content_type,
                                 const char  *text);
SimReply *sim_reply_new_object  (guint        status,
                                 JsonObject  *object);
SimReply *sim_reply_new_array   (guint        status,
                                 JsonArray   *array);
SimReply *sim_reply_new_strings (guint        status,
                                 const char  *first_member,
                                 ...) G_GNUC_NULL_TERMINATED;
SimReply *sim_reply_new_error   (SimRequest  *request,
                                 guint        status,
                                 const char  *format,
                                 ...) G_GNUC_PRINTF (3, 4);
SimReply *sim_reply_new_stream  (const char  *content_type,
                                 guint        piece_ms);
SimReply *sim_reply_new_events  (GString     *text,
                                 GArray      *starts,
                                 double       rate);
void      sim_reply_add_pieces  (SimReply    *self,
                                 const char  *text,
                                 gsize        length,
                                 gsize        piece);
void      sim_reply_add_piece_at (SimReply   *self,
                                 const char  *text,
                                 gsize        length,
                                 double       due_ms);
void      sim_reply_add_header  (SimReply    *self,
                                 const char  *name,
                                 const char  *value);
void      sim_reply_shorten     (SimReply    *self,
                                 gboolean     to_nothing);
void      sim_reply_send        (SimReply    *self,
                                 SimRequest  *request);
void      sim_reply_free        (SimReply    *self);

char     *sim_json_to_text      (JsonNode    *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimReply, sim_reply_free)

G_END_DECLS
