/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-sound-sink.h"

/* In microseconds. The end of a fade is heard after the first; short enough
 * for a stop to be one, and long enough for a busy machine. */
#define BUFFER_TIME 150000
#define LATENCY_TIME 10000

/* In nanoseconds: so much silence comes first. A device that is slow to start
 * takes from it what else it would take from the first word. */
#define HEAD_START (40 * GST_MSECOND)

/* The first one that can be opened. No device is named: both follow the
 * system's choice, and move with it. */
static GstElement *
open_first (const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      GstElement *element = gst_element_factory_make (names[i], NULL);

      if (element == NULL)
        continue;
      gst_object_ref_sink (element);
      g_object_set (element, "buffer-time", (gint64) BUFFER_TIME, "latency-time",
                    (gint64) LATENCY_TIME, NULL);
      if (gst_element_set_state (element, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE)
        return element;
      gst_element_set_state (element, GST_STATE_NULL);
      gst_object_unref (element);
    }
  return NULL;
}

static gboolean
has_factory (const char *name)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (name);

  return factory != NULL;
}

static GstElement *
from_description (const char  *description,
                  GError     **error)
{
  GstElement *bin = gst_parse_bin_from_description (description, TRUE, error);

  return bin != NULL ? gst_object_ref_sink (bin) : NULL;
}

/**
 * chatty_sound_sink_new:
 * @description: (nullable): a bin as gst-launch takes it, for tests
 * @error: %CHATTY_ERROR_NOT_FOUND when there is no device,
 *   %CHATTY_ERROR_UNSUPPORTED when a package is missing
 *
 * Opens the system's sound device. Blocking.
 *
 * Returns: (transfer full) (nullable): where sound goes
 */
GstElement *
chatty_sound_sink_new (const char  *description,
                       GError     **error)
{
  static const char *const names[] = { "pulsesink", "alsasink", NULL };
  GstElement *element;

  if (description != NULL)
    return from_description (description, error);
  element = open_first (names);
  if (element != NULL)
    g_object_set (element, "ts-offset", (gint64) HEAD_START, NULL);
  else if (!has_factory ("pulsesink"))
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                         _("Nothing can be heard: “pulsesink” of GStreamer is missing. Install "
                           "the package gstreamer1.0-pulseaudio"));
  else
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                         _("Nothing can be heard: no sound device was found. Connect one, or "
                           "start the sound server (the package pipewire-pulse or pulseaudio)"));
  return element;
}

/**
 * chatty_sound_source_new:
 * @description: (nullable): a bin as gst-launch takes it, for tests
 * @error: as for chatty_sound_sink_new()
 *
 * Opens the system's microphone. Blocking.
 *
 * Returns: (transfer full) (nullable): where sound comes from
 */
GstElement *
chatty_sound_source_new (const char  *description,
                         GError     **error)
{
  static const char *const names[] = { "pulsesrc", "alsasrc", NULL };
  GstElement *element;

  if (description != NULL)
    return from_description (description, error);
  element = open_first (names);
  if (element == NULL && !has_factory ("pulsesrc"))
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                         _("Speech cannot be recorded: “pulsesrc” of GStreamer is missing. "
                           "Install the package gstreamer1.0-pulseaudio"));
  else if (element == NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND,
                         _("Speech cannot be recorded: no microphone was found. Connect one, or "
                           "allow its use in the system's settings"));
  return element;
}
