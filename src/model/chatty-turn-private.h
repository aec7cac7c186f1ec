/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include "chatty-turn.h"

G_BEGIN_DECLS

/* A turn as it is and as it is built. */

struct _ChattyTurn {
  gatomicrefcount  ref_count;
  ChattyRole       role;
  char            *id;
  char            *author;
  char            *text;
  gsize            length;
  gint64           time;
  char            *model;
  char            *emotion;
  ChattyTurnState  state;
  char            *problem;
  char            *thought;
  guint            depth;        /* 1 where an alternate lies, and so on */
  GPtrArray       *alternates;   /* of ChattyTurn, or NULL */
  GPtrArray       *following;    /* of ChattyTurn, or NULL */
  GPtrArray       *attachments;  /* of ChattyAttachment, or NULL */
  GPtrArray       *sources;      /* of ChattySource, or NULL */
};

void chatty_turn_clear      (ChattyTurn *self);
void chatty_attachment_free (gpointer    data);

G_END_DECLS
