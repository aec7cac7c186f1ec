/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-voice"

#include <gst/gst.h>
#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-voice-private.h"

#define BASE "gstreamer1.0-plugins-base"
#define GOOD "gstreamer1.0-plugins-good"

/* What each form is made of; a row with several names needs one of them. The
 * packages are those of Debian; Flatpak's runtime has all of it. */
typedef struct {
  const char *media_type;
  const char *names[4];
  const char *package;
} Need;

static const Need needs[] = {
  { "audio/mpeg", { "mpegaudioparse" }, GOOD },
  { "audio/mpeg", { "mpg123audiodec", "avdec_mp3", "mad" }, GOOD },
  { "audio/ogg", { "oggdemux" }, BASE },
  { "audio/ogg", { "opusdec", "avdec_opus" }, BASE },
  { "audio/flac", { "flacparse" }, GOOD },
  { "audio/flac", { "flacdec", "avdec_flac" }, GOOD },
  { "audio/x-opus", { "opusdec", "avdec_opus" }, BASE },
  { "audio/x-vorbis", { "vorbisdec", "avdec_vorbis" }, BASE },
  { "audio/x-flac", { "flacdec", "avdec_flac" }, GOOD },
  { "save/flac", { "flacenc" }, GOOD },
  { "save/ogg", { "opusenc" }, BASE },
  { "save/ogg", { "oggmux" }, BASE },
  { "play", { "audioconvert" }, BASE },
  { "play", { "audioresample" }, BASE },
  { "play", { "scaletempo" }, GOOD },
  { "record", { "audioconvert" }, BASE },
  { "record", { "audioresample" }, BASE },
};

static char *
name_of (const char *media_type)
{
  static const struct { const char *media_type; const char *name; } names[] = {
    { "audio/mpeg", "MP3" }, { "audio/ogg", "Ogg" }, { "audio/flac", "FLAC" },
    { "audio/x-opus", "Opus" }, { "audio/x-vorbis", "Vorbis" }, { "audio/x-flac", "FLAC" },
    { "save/flac", "FLAC" }, { "save/ogg", "Opus" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].media_type, media_type))
      return g_strdup (names[i].name);
  return NULL;
}

/**
 * chatty_voice_start_gstreamer:
 * @error: %CHATTY_ERROR_UNSUPPORTED when it does not start
 *
 * Starts GStreamer at its first use, and not with the program: it may look
 * through all its modules, which takes a second. Blocking; on any thread.
 */
gboolean
chatty_voice_start_gstreamer (GError **error)
{
  static GMutex lock;
  g_autoptr (GError) failure = NULL;
  gboolean started;

  g_mutex_lock (&lock);
  started = gst_is_initialized () || gst_init_check (NULL, NULL, &failure);
  g_mutex_unlock (&lock);
  if (!started)
    g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                 _("GStreamer, which plays sound, could not be started: %s"),
                 failure != NULL ? failure->message : "");
  return started;
}

static GstElementFactory *
find (const Need *need)
{
  for (guint i = 0; i < G_N_ELEMENTS (need->names) && need->names[i] != NULL; i++)
    {
      GstElementFactory *factory = gst_element_factory_find (need->names[i]);

      if (factory != NULL)
        return factory;
    }
  return NULL;
}

static char *
describe (const char *media_type,
          const Need *need)
{
  g_autofree char *name = name_of (media_type);

  if (g_str_has_prefix (media_type, "save/"))
    /* Translators: the name of a sound format, of a part of GStreamer, of a package */
    return g_strdup_printf (_("%s cannot be saved: “%s” of GStreamer is missing. Install the "
                              "package %s"), name, need->names[0], need->package);
  if (name != NULL)
    /* Translators: the name of a sound format, of a part of GStreamer, of a package */
    return g_strdup_printf (_("Speech as %s cannot be heard: “%s” of GStreamer is missing. "
                              "Install the package %s"), name, need->names[0], need->package);
  if (g_str_equal (media_type, "record"))
    /* Translators: the name of a part of GStreamer, of a package */
    return g_strdup_printf (_("Speech cannot be recorded: “%s” of GStreamer is missing. Install "
                              "the package %s"), need->names[0], need->package);
  /* Translators: the name of a part of GStreamer, of a package */
  return g_strdup_printf (_("Speech cannot be heard: “%s” of GStreamer is missing. Install the "
                            "package %s"), need->names[0], need->package);
}

/**
 * chatty_voice_check_missing:
 * @media_type: of #ChattyAudioFormat
 *
 * Looks whether speech of that form can be heard here. May block when it is
 * the first to use GStreamer; on any thread.
 *
 * Returns: (transfer full) (nullable): %NULL when all that is needed is there,
 *   else a sentence that says what is missing, and the package that has it
 */
char *
chatty_voice_check_missing (const char *media_type)
{
  const char *types[] = { media_type, "play" };
  g_autoptr (GError) error = NULL;

  if (!chatty_voice_start_gstreamer (&error))
    return g_strdup (error->message);
  for (guint t = 0; t < G_N_ELEMENTS (types); t++)
    {
      if (t == 1 && (g_str_has_prefix (media_type, "save/") || g_str_equal (media_type, "record")))
        break;
      for (guint i = 0; i < G_N_ELEMENTS (needs); i++)
        {
          g_autoptr (GstElementFactory) factory = NULL;

          if (!g_str_equal (needs[i].media_type, types[t]))
            continue;
          factory = find (&needs[i]);
          if (factory == NULL)
            return describe (types[t], &needs[i]);
        }
    }
  return NULL;
}

/**
 * chatty_voice_make:
 * @media_type: for what
 * @nth: which of the parts that it needs
 *
 * Returns: (transfer floating) (nullable): the first of the elements for that
 *   part that is installed
 */
GstElement *
chatty_voice_make (const char *media_type,
                   guint       nth)
{
  for (guint i = 0; i < G_N_ELEMENTS (needs); i++)
    if (g_str_equal (needs[i].media_type, media_type) && nth-- == 0)
      {
        g_autoptr (GstElementFactory) factory = find (&needs[i]);

        return factory != NULL ? gst_element_factory_create (factory, NULL) : NULL;
      }
  return NULL;
}
