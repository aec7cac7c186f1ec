/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include <locale.h>
#include <sys/resource.h>

#include "chatty-json.h"
#include "chatty-reader.h"
#include "chatty-transcript-file.h"

/* Prints what each of the named files gives, as one JSON object a line. */
int
main (int    argc,
      char **argv)
{
  g_autoptr (ChattyReader) reader = NULL;
  int status = 0;

  setlocale (LC_ALL, "");
  reader = chatty_reader_new (NULL);
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (argv[i]);
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();
      g_autoptr (ChattyReading) reading = chatty_reader_read_file (reader, file, NULL, &error);
      g_autoptr (JsonBuilder) builder = json_builder_new ();
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *text = NULL;
      struct rusage usage;

      getrusage (RUSAGE_SELF, &usage);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "file");
      json_builder_add_string_value (builder, argv[i]);
      json_builder_set_member_name (builder, "milliseconds");
      json_builder_add_double_value (builder, (g_get_monotonic_time () - start) / 1000.0);
      json_builder_set_member_name (builder, "kilobytes");
      json_builder_add_int_value (builder, usage.ru_maxrss);
      if (reading == NULL)
        {
          json_builder_set_member_name (builder, "error");
          json_builder_add_string_value (builder, error->message);
          status = 1;
        }
      else
        {
          json_builder_set_member_name (builder, "form");
          json_builder_add_string_value (builder, chatty_form_to_string (chatty_reading_get_form (reading)));
          json_builder_set_member_name (builder, "encoding");
          json_builder_add_string_value (builder, chatty_reading_get_encoding (reading));
          json_builder_set_member_name (builder, "platform");
          json_builder_add_string_value (builder, chatty_reading_get_platform (reading));
          json_builder_set_member_name (builder, "certainty");
          json_builder_add_string_value (builder, chatty_certainty_to_string (
            chatty_reading_get_platform_certainty (reading)));
          json_builder_set_member_name (builder, "reason");
          json_builder_add_string_value (builder, chatty_reading_get_platform_reason (reading));
          json_builder_set_member_name (builder, "notices");
          json_builder_begin_array (builder);
          for (guint j = 0; j < chatty_reading_get_n_notices (reading); j++)
            json_builder_add_string_value (builder, chatty_reading_get_notice (reading, j));
          json_builder_end_array (builder);
          json_builder_set_member_name (builder, "skipped");
          json_builder_begin_array (builder);
          for (guint j = 0; j < chatty_reading_get_n_skipped (reading); j++)
            {
              const char *reason;

              chatty_reading_get_skipped (reading, j, &reason);
              json_builder_add_string_value (builder, reason);
            }
          json_builder_end_array (builder);
          json_builder_set_member_name (builder, "transcripts");
          json_builder_begin_array (builder);
          for (guint j = 0; j < chatty_reading_get_n_transcripts (reading); j++)
            json_builder_add_value (builder, chatty_transcript_to_json (
              chatty_reading_get_transcript (reading, j)));
          json_builder_end_array (builder);
        }
      json_builder_end_object (builder);
      node = json_builder_get_root (builder);
      text = chatty_json_to_string (node, FALSE);
      g_print ("%s\n", text);
    }
  return status;
}
