/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <errno.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"
#include "chatty-vault-files.h"

/**
 * chatty_vault_files_set_error:
 * @saved_errno: what the system said
 * @path: (nullable): the file or folder in the vault that it is about
 *
 * Says in a person's words what went wrong, where, and what helps.
 *
 * Returns: %FALSE
 */
gboolean
chatty_vault_files_set_error (ChattyVaultFiles  *self,
                              int                saved_errno,
                              const char        *path,
                              GError           **error)
{
  const char *root = chatty_vault_files_get_folder (self);
  g_autofree char *folder = chatty_text_display_name (root);
  g_autofree char *name = chatty_text_display_name (path != NULL ? path : root);

  switch (saved_errno)
    {
    case ENOSPC:
    case EDQUOT:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NO_SPACE,
                   _("There is no space left for the vault “%s”. Free some "
                     "space, or move the vault to a larger disk, and try "
                     "again."), folder);
      break;
    case EROFS:
    case EACCES:
    case EPERM:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                   _("“%s” in the vault “%s” cannot be opened or changed: %s. "
                     "Check who may write there."),
                   name, folder, g_strerror (saved_errno));
      break;
    case ELOOP:
    case EXDEV:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN,
                   _("“%s” in the vault “%s” leads out of the folder or "
                     "through a symbolic link, which is not followed."),
                   name, folder);
      break;
    case EINVAL:
    case ENXIO:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("“%s” in the vault “%s” is not a plain file, or its file "
                     "system cannot do this."), name, folder);
      break;
    case ENOENT:
    case ENOTDIR:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                   _("“%s” is not in the vault “%s” any more."), name, folder);
      break;
    case EEXIST:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_CONFLICT,
                   _("“%s” exists in the vault “%s” already."), name, folder);
      break;
    case EFBIG:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_TOO_LARGE,
                   _("“%s” in the vault “%s” is larger than the limit."),
                   name, folder);
      break;
    default:
      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_FAILED,
                   _("“%s” in the vault “%s”: %s"), name, folder,
                   g_strerror (saved_errno));
      break;
    }

  return FALSE;
}
