/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-reader"

#include <locale.h>
#include <unistd.h>

#include "chatty-helper-server.h"
#include "chatty-pdf-service.h"
#include "chatty-reading.h"
#include "chatty-rtf-service.h"

static int
read_file (int                        socket,
           const ChattyHelperRequest *request,
           int                        file,
           guint64                   *number)
{
  switch (request->form)
    {
    case CHATTY_FORM_RTF:
      return chatty_rtf_service_read (socket, request, file, number);
    case CHATTY_FORM_PDF:
      return chatty_pdf_service_read (socket, request, file, number);
    default:
      close (file);
      return CHATTY_FAULT_FORM;
    }
}

/* The program that takes RTF and PDF files apart. It is started by the main
 * program only, with a socket as its third descriptor. */
int
main (int    argc,
      char **argv)
{
  setlocale (LC_CTYPE, "C.UTF-8");
  chatty_helper_sandbox_enter ();
  return chatty_helper_serve (CHATTY_HELPER_SOCKET, read_file);
}
