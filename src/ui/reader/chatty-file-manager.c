/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>


#include "chatty-file-manager.h"

/* How a folder can be shown, tried one after the other. In a sandbox the file
 * manager's own name is not on the bus; outside there may be no portal. */
typedef enum {
  WAY_FILE_MANAGER,
  WAY_PORTAL,
  WAY_URI,
  N_WAYS
} Way;

typedef struct {
  GtkWidget *widget;
  GFile     *file;
  Way        ways[N_WAYS];
  guint      next;
} Showing;

static void try_next (Showing *showing);

static void
showing_free (Showing *showing)
{
  g_object_unref (showing->widget);
  g_object_unref (showing->file);
  g_free (showing);
}

static GtkWindow *
get_window (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Showing *showing = user_data;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  reply = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), NULL,
                                                           result, &error);
  if (reply != NULL)
    {
      showing_free (showing);
    }
  else
    {
      g_debug ("Showing a folder: %s", error->message);
      try_next (showing);
    }
}

static gboolean
call_file_manager (Showing         *showing,
                   GDBusConnection *bus)
{
  g_autofree char *uri = g_file_get_uri (showing->file);
  const char *uris[] = { uri, NULL };

  g_dbus_connection_call_with_unix_fd_list (bus,
                                            "org.freedesktop.FileManager1",
                                            "/org/freedesktop/FileManager1",
                                            "org.freedesktop.FileManager1",
                                            "ShowItems",
                                            g_variant_new ("(^ass)", uris, ""),
                                            NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                                            NULL, NULL, called_cb, showing);
  return TRUE;
}

static gboolean
call_portal (Showing         *showing,
             GDBusConnection *bus)
{
  g_autoptr (GUnixFDList) list = g_unix_fd_list_new ();
  const char *path = g_file_peek_path (showing->file);
  int fd, handle;

  fd = path != NULL ? g_open (path, O_PATH | O_CLOEXEC, 0) : -1;
  if (fd < 0)
    return FALSE;

  handle = g_unix_fd_list_append (list, fd, NULL);
  g_close (fd, NULL);
  if (handle < 0)
    return FALSE;

  g_dbus_connection_call_with_unix_fd_list (bus,
                                            "org.freedesktop.portal.Desktop",
                                            "/org/freedesktop/portal/desktop",
                                            "org.freedesktop.portal.OpenURI",
                                            "OpenDirectory",
                                            g_variant_new ("(sha{sv})", "", handle, NULL),
                                            NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                                            list, NULL, called_cb, showing);
  return TRUE;
}

static void
show_parent (Showing *showing)
{
  g_autoptr (GFile) parent = g_file_get_parent (showing->file);

  if (parent != NULL)
    {
      g_autofree char *uri = g_file_get_uri (parent);

      gtk_show_uri (get_window (showing->widget), uri, GDK_CURRENT_TIME);
    }
}

static void
bus_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Showing *showing = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  Way way = showing->ways[showing->next - 1];
  gboolean called = FALSE;

  if (bus != NULL)
    called = way == WAY_FILE_MANAGER ? call_file_manager (showing, bus)
                                     : call_portal (showing, bus);
  if (!called)
    try_next (showing);
}

static void
try_next (Showing *showing)
{
  if (showing->next >= N_WAYS || showing->ways[showing->next] == WAY_URI)
    {
      show_parent (showing);
      showing_free (showing);
      return;
    }

  showing->next++;
  g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_cb, showing);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    {
      g_autofree char *text = NULL;

      /* Translators: %s is the reason */
      text = g_strdup_printf (_("The file cannot be opened: %s"), error->message);
      gtk_widget_activate_action (widget, "win.toast", "s", text);
    }
}

/**
 * chatty_file_manager_show:
 * @widget: of the window that asks
 * @file: a file that is there
 *
 * Shows the folder of a file, with the file chosen where the file manager can
 * do that.
 */
void
chatty_file_manager_show (GtkWidget *widget,
                          GFile     *file)
{
  Showing *showing;
  gboolean is_sandboxed;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (G_IS_FILE (file));

  is_sandboxed = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
  showing = g_new0 (Showing, 1);
  showing->widget = g_object_ref (widget);
  showing->file = g_object_ref (file);
  showing->ways[0] = is_sandboxed ? WAY_PORTAL : WAY_FILE_MANAGER;
  showing->ways[1] = is_sandboxed ? WAY_FILE_MANAGER : WAY_PORTAL;
  showing->ways[2] = WAY_URI;
  try_next (showing);
}

/**
 * chatty_file_manager_open:
 * @widget: of the window that asks
 * @file: a file of the vault
 *
 * Opens a file with the program that the person uses for its kind.
 */
void
chatty_file_manager_open (GtkWidget *widget,
                          GFile     *file)
{
  g_autoptr (GdkAppLaunchContext) context = NULL;
  g_autofree char *uri = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (G_IS_FILE (file));

  uri = g_file_get_uri (file);
  context = gdk_display_get_app_launch_context (gtk_widget_get_display (widget));
  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL,
                                           opened_cb, g_object_ref (widget));
}
