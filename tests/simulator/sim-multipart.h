/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The most that is kept of one part; the rest is only counted. */
#define SIM_PART_KEPT (4 * 1024 * 1024)

/**
 * SimPart: one field of a form, or one file.
 */
typedef struct {
  char       *name;
  char       *file_name;      /* NULL for a field */
  char       *content_type;   /* NULL when none was named */
  GByteArray *kept;           /* always followed by a NUL that is not counted */
  guint64     length;
} SimPart;

typedef struct _SimMultipart SimMultipart;

SimPart      *sim_part_new           (const char   *name,
                                      const char   *value);
void          sim_part_free          (SimPart      *self);
const char   *sim_part_get_text      (SimPart      *self);

SimMultipart *sim_multipart_new      (const char   *boundary);
void          sim_multipart_free     (SimMultipart *self);
void          sim_multipart_feed     (SimMultipart *self,
                                      const guint8 *data,
                                      gsize         length);
GPtrArray    *sim_multipart_finish   (SimMultipart *self,
                                      const char  **fault);

G_END_DECLS
