/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include "chatty-text.h"

#include "chatty-dropped.h"

/* Whether @path is below a folder where the desktop shows other computers
 * and devices as files. Asking the kernel could block for as long as the
 * other side takes, so the place alone decides. */
static gboolean
is_remote_mount (const char *path)
{
  g_autofree char *runtime = g_build_filename (g_get_user_runtime_dir (), "gvfs", NULL);
  g_autofree char *home = g_build_filename (g_get_home_dir (), ".gvfs", NULL);
  const char *mounts[] = { runtime, home };

  for (guint i = 0; i < G_N_ELEMENTS (mounts); i++)
    {
      gsize length = strlen (mounts[i]);

      if (strncmp (path, mounts[i], length) == 0 &&
          (path[length] == '/' || path[length] == '\0'))
        return TRUE;
    }

  return FALSE;
}

static void
refuse (ChattyDropped *self,
        char          *reason)  /* (transfer full) */
{
  self->n_refused++;
  if (self->reason == NULL)
    self->reason = reason;
  else
    g_free (reason);
}

static char *
display_name (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *base = g_file_get_basename (file);

  /* A web address says more than its last part. */
  if (!g_file_is_native (file) || base == NULL)
    return chatty_text_one_line (uri, 80);
  return chatty_text_display_name (base);
}

static void
add_file (ChattyDropped *self,
          GFile         *file)
{
  g_autofree char *name = display_name (file);
  const char *path = g_file_peek_path (file);

  if (g_file_has_uri_scheme (file, "http") || g_file_has_uri_scheme (file, "https"))
    refuse (self, g_strdup_printf (
      /* Translators: %s is a web address */
      _("“%s” is a web address. Save the page as a file, then import the file."), name));
  else if (!g_file_is_native (file) || path == NULL || is_remote_mount (path))
    refuse (self, g_strdup_printf (
      /* Translators: %s is the name or the address of a file */
      _("“%s” is not on this computer. Copy it into a folder here, then import the copy."),
      name));
  else
    g_list_store_append (self->files, file);
}

static ChattyDropped *
dropped_new (void)
{
  ChattyDropped *self = g_new0 (ChattyDropped, 1);

  self->files = g_list_store_new (G_TYPE_FILE);
  return self;
}

/**
 * chatty_dropped_new_for_value:
 * @value: a #GdkFileList, a #GFile or a string
 *
 * Sorts what a drop or the clipboard holds.
 *
 * Returns: (transfer full): what can be taken and what not
 */
ChattyDropped *
chatty_dropped_new_for_value (const GValue *value)
{
  g_autoptr (ChattyDropped) self = dropped_new ();

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      GdkFileList *list = g_value_get_boxed (value);
      g_autoptr (GSList) files = list != NULL ? gdk_file_list_get_files (list) : NULL;

      for (GSList *l = files; l != NULL; l = l->next)
        add_file (self, l->data);
      if (files == NULL)
        refuse (self, g_strdup (_("Nothing that can be imported was dropped.")));
    }
  else if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    {
      GFile *file = g_value_get_object (value);

      if (file != NULL)
        add_file (self, file);
      else
        refuse (self, g_strdup (_("Nothing that can be imported was dropped.")));
    }
  else if (G_VALUE_HOLDS_STRING (value))
    {
      const char *text = g_value_get_string (value);
      g_autofree char *valid = chatty_text_make_valid (text != NULL ? text : "", -1);

      if (valid[strspn (valid, " \t\r\n")] == '\0')
        refuse (self, g_strdup (_("The text is empty.")));
      else
        self->text = g_steal_pointer (&valid);
    }
  else
    {
      refuse (self, g_strdup (_("Only files, folders and text can be imported.")));
    }

  return g_steal_pointer (&self);
}

/**
 * chatty_dropped_new_for_files:
 * @files: (array length=n_files): files and folders
 * @n_files: how many
 *
 * Sorts files that came from the command line, from another program or from
 * a file chooser.
 *
 * Returns: (transfer full): what can be taken and what not
 */
ChattyDropped *
chatty_dropped_new_for_files (GFile **files,
                              guint   n_files)
{
  ChattyDropped *self = dropped_new ();

  for (guint i = 0; i < n_files; i++)
    add_file (self, files[i]);

  return self;
}

/**
 * chatty_dropped_free:
 *
 * Frees it, with its files and texts.
 */
void
chatty_dropped_free (ChattyDropped *self)
{
  g_clear_object (&self->files);
  g_free (self->text);
  g_free (self->reason);
  g_free (self);
}

/**
 * chatty_dropped_get_n_files:
 *
 * Returns: how many files and folders can be taken
 */
guint
chatty_dropped_get_n_files (ChattyDropped *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->files));
}

/**
 * chatty_dropped_describe:
 *
 * Says what will happen to it, such as "Import 3 files".
 *
 * Returns: (transfer full) (nullable): a headline, or %NULL when nothing of
 *   it can be taken
 */
char *
chatty_dropped_describe (ChattyDropped *self)
{
  guint n_files = chatty_dropped_get_n_files (self);

  if (self->text != NULL)
    return g_strdup (_("Import the text"));
  if (n_files == 0)
    return NULL;

  if (n_files == 1)
    {
      g_autoptr (GFile) file = g_list_model_get_item (G_LIST_MODEL (self->files), 0);
      g_autofree char *name = display_name (file);
      g_autofree char *lower = g_ascii_strdown (name, -1);

      /* Its content is not known before it is dropped. */
      if (g_str_has_suffix (lower, ".json"))
        /* Translators: %s is the name of a file */
        return g_strdup_printf (_("Add character or conversations from “%s”"), name);
      /* Translators: %s is the name of a file or a folder */
      return g_strdup_printf (_("Import “%s”"), name);
    }

  return g_strdup_printf (ngettext ("Import %'u file", "Import %'u files", n_files),
                          n_files);
}
