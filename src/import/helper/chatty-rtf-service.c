/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-reader"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "chatty-error.h"
#include "chatty-rtf-charset.h"
#include "chatty-rtf-parser.h"
#include "chatty-rtf-service.h"

static void
send_string (int                    socket,
             ChattyHelperFrameKind  kind,
             const char            *text)
{
  if (text != NULL && text[0] != '\0')
    chatty_helper_send_frame (socket, kind, text, MIN (strlen (text), CHATTY_FRAME_MAX));
}

static void
send_document (int                socket,
               ChattyRichDocument *document,
               const char        *markdown)
{
  chatty_helper_send_text (socket, CHATTY_FRAME_TEXT, markdown, strlen (markdown));
  send_string (socket, CHATTY_FRAME_TITLE, document->title->str);
  send_string (socket, CHATTY_FRAME_AUTHOR, document->author->str);
  g_strdelimit (document->generator->str, ";", ' ');
  send_string (socket, CHATTY_FRAME_PRODUCER, g_strstrip (document->generator->str));
  send_string (socket, CHATTY_FRAME_ENCODING, chatty_rtf_code_page_get_name (document->code_page));
  if (document->created != CHATTY_TIME_NONE)
    chatty_helper_send_frame (socket, CHATTY_FRAME_CREATED, &document->created, sizeof document->created);
  for (guint i = 0; i < MIN (document->links->len, 1000); i++)
    send_string (socket, CHATTY_FRAME_LINK, g_ptr_array_index (document->links, i));
  if (document->malformed)
    chatty_helper_send_number (socket, CHATTY_FRAME_NOTICE, CHATTY_NOTICE_DAMAGED, 0);
  if (document->n_pictures > 0)
    chatty_helper_send_number (socket, CHATTY_FRAME_NOTICE, CHATTY_NOTICE_PICTURES, document->n_pictures);
  if (document->n_lost > 0)
    chatty_helper_send_number (socket, CHATTY_FRAME_NOTICE, CHATTY_NOTICE_LOST, document->n_lost);
}

/**
 * chatty_rtf_service_read:
 *
 * Reads an RTF file; see #ChattyHelperHandler.
 */
int
chatty_rtf_service_read (int                        socket,
                         const ChattyHelperRequest *request,
                         int                        file,
                         guint64                   *number)
{
  g_autoptr(ChattyRichDocument) document = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *markdown = NULL;
  void *data;

  if (request->size == 0 || request->size >= G_MAXINT32)
    {
      close (file);
      return CHATTY_FAULT_FORM;
    }
  /* A file that is cut short meanwhile ends the helper, which costs only this
   * file; copying each one first would cost all of them. */
  data = mmap (NULL, request->size, PROT_READ, MAP_PRIVATE, file, 0);
  *number = errno;
  close (file);
  if (data == MAP_FAILED)
    return CHATTY_FAULT_READ;
  madvise (data, request->size, MADV_SEQUENTIAL);
  document = chatty_rtf_parse (data, request->size, request->max_depth, &error);
  munmap (data, request->size);
  *number = request->max_depth;
  if (document == NULL)
    return g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE) ? CHATTY_FAULT_DEPTH : CHATTY_FAULT_FORM;
  markdown = chatty_rich_document_to_markdown (document, NULL);
  send_document (socket, document, markdown);
  return 0;
}
