/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "chatty-error.h"
#include "chatty-text.h"
#include "chatty-vault-layout.h"
#include "chatty-vault-private.h"

/* The layout's number. 0: there is none yet. -1: with @error. */
int
chatty_vault_setup_check (ChattyVaultFiles  *files,
                          GError           **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *folder = NULL;
  gsize length;
  guint64 version;

  text = chatty_vault_files_read (files, CHATTY_VAULT_VERSION, &length, NULL,
                                  NULL, &local_error);
  if (text == NULL)
    {
      if (g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
        return 0;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return -1;
    }

  g_strchomp (text);
  if (g_ascii_string_to_unsigned (text, 10, 1, CHATTY_VAULT_LAYOUT, &version,
                                  NULL))
    return (int) version;

  folder = chatty_text_display_name (chatty_vault_files_get_folder (files));
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
               _("The vault “%s” was written by a newer version of Chatty "
                 "Connectors. Update the program to open it; nothing in it "
                 "was changed."), folder);
  return -1;
}

/* Makes what a vault needs in its folder. */
gboolean
chatty_vault_setup_folder (ChattyVaultFiles  *files,
                           int                version,
                           GError           **error)
{
  static const char *const folders[] = {
    CHATTY_VAULT_STATE, CHATTY_VAULT_JOURNAL, CHATTY_VAULT_STAGING,
    CHATTY_VAULT_HISTORY, CHATTY_VAULT_TRASH,
  };
  g_autofree char *temporary = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      int fd = chatty_vault_files_open_folder (files, folders[i], TRUE, error);

      if (fd < 0)
        return FALSE;
      g_close (fd, NULL);
    }
  if (faccessat (chatty_vault_files_get_fd (files), CHATTY_VAULT_JOURNAL,
                 W_OK | X_OK, AT_EACCESS) < 0)
    return chatty_vault_files_set_error (files, errno, CHATTY_VAULT_JOURNAL,
                                         error);
  if (version > 0)
    return TRUE;

  temporary = g_strdup_printf (CHATTY_VAULT_VERSION ".%08x", g_random_int ());
  text = g_strdup_printf ("%d\n", CHATTY_VAULT_LAYOUT);
  /* It is whole on the disk before it has its name: an empty one would keep
   * everybody out. */
  return chatty_vault_files_write (files, temporary, text, strlen (text), 0666,
                                   NULL, error) &&
         chatty_vault_files_sync (files, error) &&
         chatty_vault_files_rename (files, temporary, CHATTY_VAULT_VERSION, 0,
                                    error);
}
