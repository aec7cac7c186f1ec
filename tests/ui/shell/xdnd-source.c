/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <gdk/x11/gdkx.h>

#include "ui-fixture.h"
#include "xdnd-source.h"

#define MAX_TYPES 8
#define N_POSITIONS 10

struct _XdndSource
{
  Display *display;
  Window   window;
  Window   target;

  Atom     types[MAX_TYPES];
  char    *data[MAX_TYPES];
  guint    n_types;

  gboolean has_status;
  gboolean accepted;
  gboolean has_finished;
  gboolean done;
};

static Atom
atom (XdndSource *self,
      const char *name)
{
  return XInternAtom (self->display, name, False);
}

static void
send (XdndSource *self,
      const char *message,
      long        a,
      long        b,
      long        c,
      long        d)
{
  XEvent event = { 0, };

  event.xclient.type = ClientMessage;
  event.xclient.window = self->target;
  event.xclient.message_type = atom (self, message);
  event.xclient.format = 32;
  event.xclient.data.l[0] = (long) self->window;
  event.xclient.data.l[1] = a;
  event.xclient.data.l[2] = b;
  event.xclient.data.l[3] = c;
  event.xclient.data.l[4] = d;
  XSendEvent (self->display, self->target, False, NoEventMask, &event);
  XFlush (self->display);
}

static void
answer (XdndSource             *self,
        XSelectionRequestEvent *request)
{
  XEvent event = { 0, };

  event.xselection.type = SelectionNotify;
  event.xselection.requestor = request->requestor;
  event.xselection.selection = request->selection;
  event.xselection.target = request->target;
  event.xselection.time = request->time;

  for (guint i = 0; i < self->n_types; i++)
    {
      if (self->types[i] != request->target)
        continue;
      XChangeProperty (self->display, request->requestor, request->property, request->target, 8,
                       PropModeReplace, (const guchar *) self->data[i],
                       (int) strlen (self->data[i]));
      event.xselection.property = request->property;
    }

  XSendEvent (self->display, request->requestor, False, NoEventMask, &event);
  XFlush (self->display);
}

static void
take_events (XdndSource *self)
{
  while (XPending (self->display) > 0)
    {
      XEvent event;

      XNextEvent (self->display, &event);
      if (event.type == SelectionRequest)
        {
          answer (self, &event.xselectionrequest);
        }
      else if (event.type == ClientMessage &&
               event.xclient.message_type == atom (self, "XdndStatus"))
        {
          self->has_status = TRUE;
          self->accepted = (event.xclient.data.l[1] & 1) != 0;
        }
      else if (event.type == ClientMessage &&
               event.xclient.message_type == atom (self, "XdndFinished"))
        {
          self->has_finished = TRUE;
          self->done = (event.xclient.data.l[1] & 1) != 0;
        }
    }
}

static gboolean
has_status (gpointer user_data)
{
  XdndSource *self = user_data;

  take_events (self);
  return self->has_status;
}

static gboolean
has_finished (gpointer user_data)
{
  XdndSource *self = user_data;

  take_events (self);
  return self->has_finished;
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Waits for the target, whose main loop is also ours: a tick wakes it so that
 * our own connection is looked at. */
static void
wait_for (XdndSource  *self,
          UiCondition  condition)
{
  guint tick = g_timeout_add (5, tick_cb, NULL);

  g_assert_true (ui_fixture_wait (condition, self));
  g_source_remove (tick);
}

static long
middle_of_target (XdndSource *self)
{
  XWindowAttributes attributes;
  Window child;
  int x, y;

  XGetWindowAttributes (self->display, self->target, &attributes);
  XTranslateCoordinates (self->display, self->target, attributes.root,
                         attributes.width / 2, attributes.height / 2, &x, &y, &child);
  return (long) x << 16 | y;
}

/* A source that will drag onto @target. */
XdndSource *
xdnd_source_new (GtkWindow *target)
{
  XdndSource *self = g_new0 (XdndSource, 1);

  self->display = XOpenDisplay (NULL);
  g_assert_nonnull (self->display);
  self->target = gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (target)));
  self->window = XCreateSimpleWindow (self->display, DefaultRootWindow (self->display),
                                      0, 0, 1, 1, 0, 0, 0);
  return self;
}

void
xdnd_source_free (XdndSource *self)
{
  XCloseDisplay (self->display);
  for (guint i = 0; i < self->n_types; i++)
    g_free (self->data[i]);
  g_free (self);
}

/* Offers @data under the name @type, before the drag. */
void
xdnd_source_offer (XdndSource *self,
                   const char *type,
                   const char *data)
{
  g_assert_cmpuint (self->n_types, <, MAX_TYPES);
  self->types[self->n_types] = atom (self, type);
  self->data[self->n_types] = g_strdup (data);
  self->n_types++;
}

/* Comes over the middle of the target. Returns whether it would take it. */
gboolean
xdnd_source_hover (XdndSource *self)
{
  XSetSelectionOwner (self->display, atom (self, "XdndSelection"), self->window, CurrentTime);
  XChangeProperty (self->display, self->window, atom (self, "XdndTypeList"), XA_ATOM, 32,
                   PropModeReplace, (const guchar *) self->types, (int) self->n_types);
  send (self, "XdndEnter", 5L << 24 | (self->n_types > 3 ? 1 : 0),
        self->n_types > 0 ? (long) self->types[0] : 0,
        self->n_types > 1 ? (long) self->types[1] : 0,
        self->n_types > 2 ? (long) self->types[2] : 0);
  /* A pointer does not stand still: sources say where it is again and again,
   * and a target may need a moment until it wants the thing. */
  for (guint i = 0; i < N_POSITIONS; i++)
    {
      self->has_status = FALSE;
      send (self, "XdndPosition", 0, middle_of_target (self) + i, CurrentTime,
            (long) atom (self, "XdndActionCopy"));
      wait_for (self, has_status);
      if (self->accepted)
        return TRUE;
    }

  return FALSE;
}

/* Lets go. Returns whether the target took it. */
gboolean
xdnd_source_drop (XdndSource *self)
{
  self->has_finished = FALSE;
  send (self, "XdndDrop", 0, CurrentTime, 0, 0);
  wait_for (self, has_finished);
  return self->done;
}

void
xdnd_source_leave (XdndSource *self)
{
  send (self, "XdndLeave", 0, 0, 0, 0);
}
