/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "chatty-helper-protocol.h"

static gboolean
send_all (int           fd,
          struct iovec *parts,
          guint         n_parts)
{
  while (n_parts > 0)
    {
      struct msghdr message = { .msg_iov = parts, .msg_iovlen = n_parts };
      gssize sent = sendmsg (fd, &message, MSG_NOSIGNAL);

      if (sent < 0 && errno == EINTR)
        continue;
      if (sent < 0)
        return FALSE;
      while (n_parts > 0 && (gsize) sent >= parts->iov_len)
        {
          sent -= parts->iov_len;
          parts++;
          n_parts--;
        }
      if (n_parts > 0)
        {
          parts->iov_base = (char *) parts->iov_base + sent;
          parts->iov_len -= sent;
        }
    }
  return TRUE;
}

/**
 * chatty_helper_send_frame:
 * @fd: the socket
 * @kind: what @data is
 * @data: (nullable): the contents
 * @length: their bytes, at most %CHATTY_FRAME_MAX
 *
 * Sends one frame, waiting as long as the other side is slow. Allocates
 * nothing, so it works when memory has run out.
 *
 * Returns: whether the other side is still there
 */
gboolean
chatty_helper_send_frame (int                    fd,
                          ChattyHelperFrameKind  kind,
                          gconstpointer          data,
                          gsize                  length)
{
  ChattyHelperFrame frame = { kind, length };
  struct iovec parts[2] = { { &frame, sizeof frame }, { (gpointer) data, length } };

  g_return_val_if_fail (length <= CHATTY_FRAME_MAX, FALSE);
  return send_all (fd, parts, length > 0 ? 2 : 1);
}

/**
 * chatty_helper_send_text:
 * @fd: the socket
 * @kind: what @text is
 * @text: bytes of any number
 * @length: how many
 *
 * Sends @text in as many frames as it takes.
 *
 * Returns: whether the other side is still there
 */
gboolean
chatty_helper_send_text (int                    fd,
                         ChattyHelperFrameKind  kind,
                         const char            *text,
                         gsize                  length)
{
  while (length > 0)
    {
      const gsize part = MIN (length, CHATTY_FRAME_MAX);

      if (!chatty_helper_send_frame (fd, kind, text, part))
        return FALSE;
      text += part;
      length -= part;
    }
  return TRUE;
}

gboolean
chatty_helper_send_number (int                    fd,
                           ChattyHelperFrameKind  kind,
                           guint32                code,
                           guint64                number)
{
  const ChattyHelperNumber data = { .code = code, .number = number };

  return chatty_helper_send_frame (fd, kind, &data, sizeof data);
}

/**
 * chatty_helper_send_request:
 * @fd: the socket
 * @request: what to do
 * @file: a descriptor of the file, which stays the caller's
 *
 * Returns: whether it was sent; errno tells why not
 */
gboolean
chatty_helper_send_request (int                        fd,
                            const ChattyHelperRequest *request,
                            int                        file)
{
  struct iovec part = { (gpointer) request, sizeof *request };
  union {
    struct cmsghdr header;
    char           bytes[CMSG_SPACE (sizeof (int))];
  } control = { 0 };
  struct msghdr message = {
    .msg_iov = &part,
    .msg_iovlen = 1,
    .msg_control = control.bytes,
    .msg_controllen = sizeof control.bytes,
  };
  struct cmsghdr *header = CMSG_FIRSTHDR (&message);
  gssize sent;

  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN (sizeof (int));
  memcpy (CMSG_DATA (header), &file, sizeof file);
  do
    sent = sendmsg (fd, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == sizeof *request;
}

/**
 * chatty_helper_recv_request:
 * @fd: the socket
 * @request: (out caller-allocates): what to do
 *
 * Waits for the next request.
 *
 * Returns: a descriptor of the file, the caller's to close; -1 when the other
 *   side has gone or sent something else
 */
int
chatty_helper_recv_request (int                  fd,
                            ChattyHelperRequest *request)
{
  struct iovec part = { request, sizeof *request };
  union {
    struct cmsghdr header;
    char           bytes[CMSG_SPACE (sizeof (int))];
  } control;
  struct msghdr message = {
    .msg_iov = &part,
    .msg_iovlen = 1,
    .msg_control = control.bytes,
    .msg_controllen = sizeof control.bytes,
  };
  struct cmsghdr *header;
  gssize got;
  int file = -1;

  do
    got = recvmsg (fd, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
  while (got < 0 && errno == EINTR);
  if (got <= 0)
    return -1;
  header = CMSG_FIRSTHDR (&message);
  if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
      header->cmsg_len == CMSG_LEN (sizeof (int)))
    memcpy (&file, CMSG_DATA (header), sizeof file);
  if (got == sizeof *request && request->magic == CHATTY_HELPER_MAGIC)
    return file;
  if (file >= 0)
    close (file);
  return -1;
}
