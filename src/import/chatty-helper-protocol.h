/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What goes over the socket between the program and its helper, in the byte
 * order of the machine that both run on. A request is one structure with the
 * file as a passed descriptor; the answer is a run of frames that ends with
 * CHATTY_FRAME_DONE or CHATTY_FRAME_ERROR. */

#define CHATTY_HELPER_SOCKET 3
#define CHATTY_HELPER_MAGIC 0x43484852
#define CHATTY_FRAME_MAX (256 * 1024)

typedef struct {
  guint32 magic;
  guint32 form;         /* ChattyForm */
  guint64 size;
  guint64 max_memory;
  guint64 max_text;     /* bytes of Markdown that may come back */
  guint32 max_pages;
  guint32 max_depth;
  guint32 max_seconds;
  guint32 reserved;
} ChattyHelperRequest;

typedef enum {
  CHATTY_FRAME_TEXT = 1,
  CHATTY_FRAME_TITLE,
  CHATTY_FRAME_AUTHOR,
  CHATTY_FRAME_PRODUCER,
  CHATTY_FRAME_ENCODING,
  CHATTY_FRAME_CREATED,   /* gint64 */
  CHATTY_FRAME_PAGES,     /* guint64 */
  CHATTY_FRAME_HINT,      /* ChattyHelperHint */
  CHATTY_FRAME_LINK,
  CHATTY_FRAME_NOTICE,    /* ChattyHelperNumber of a ChattyHelperNotice */
  CHATTY_FRAME_ERROR,     /* ChattyHelperNumber of a ChattyHelperFault */
  CHATTY_FRAME_DONE,
} ChattyHelperFrameKind;

typedef struct {
  guint32 kind;
  guint32 length;         /* of what follows, at most CHATTY_FRAME_MAX */
} ChattyHelperFrame;

typedef struct {
  guint64 offset;
  guint64 role;
} ChattyHelperHint;

typedef struct {
  guint32 code;
  guint32 reserved;
  guint64 number;
} ChattyHelperNumber;

typedef enum {
  CHATTY_NOTICE_DAMAGED = 1,
  CHATTY_NOTICE_PICTURES,    /* number: how many were left out */
  CHATTY_NOTICE_LOST,        /* number: characters that could not be read */
  CHATTY_NOTICE_NO_TEXT,     /* number: pages without any text */
} ChattyHelperNotice;

typedef enum {
  CHATTY_FAULT_FORM = 1,     /* not what it should be, or damaged */
  CHATTY_FAULT_ENCRYPTED,
  CHATTY_FAULT_DEPTH,        /* number: the limit */
  CHATTY_FAULT_PAGES,        /* number: how many it has */
  CHATTY_FAULT_TEXT,         /* number: the limit in bytes */
  CHATTY_FAULT_MEMORY,
  CHATTY_FAULT_READ,         /* number: errno */
} ChattyHelperFault;

gboolean chatty_helper_send_frame   (int                        fd,
                                     ChattyHelperFrameKind      kind,
                                     gconstpointer              data,
                                     gsize                      length);
gboolean chatty_helper_send_text    (int                        fd,
                                     ChattyHelperFrameKind      kind,
                                     const char                *text,
                                     gsize                      length);
gboolean chatty_helper_send_number  (int                        fd,
                                     ChattyHelperFrameKind      kind,
                                     guint32                    code,
                                     guint64                    number);
gboolean chatty_helper_send_request (int                        fd,
                                     const ChattyHelperRequest *request,
                                     int                        file);
int      chatty_helper_recv_request (int                        fd,
                                     ChattyHelperRequest       *request);

G_END_DECLS
